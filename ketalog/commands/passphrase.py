"""Change the passphrase."""

from typing import Annotated

import typer

from ketalog.answers import Answer
from ketalog.answers.maintenance import BEFORE_LOCKING, say_rewrapped
from ketalog.app import App
from ketalog.commands import _questions
from ketalog.commands.lock import refuse_if, remember

EXAMPLES = """
ketalog passphrase
"""


def command(
    ctx: typer.Context,
    remove_copies: Annotated[
        bool, typer.Option("--remove-copies", help="Remove older copies without asking.")
    ] = False,
) -> None:
    """Change the passphrase of a locked journal.

    Copies of the file from before still open with the former one.
    """
    app: App = ctx.obj
    refuse_if(app, locked=False)
    with app.ui.unseen():
        app.maintenance.ask_passphrase()
        app.ui.notice(*BEFORE_LOCKING)
        words = app.passphrases.new(instead=True)
    copies = app.maintenance.copies()
    unwanted = _questions.may_remove(app, copies, yes=remove_copies)
    with app.ui.unseen(), app.ui.busy("Changing the passphrase"):
        done = app.maintenance.rewrap(words)
    removed = app.maintenance.remove(unwanted)
    left = [*(path for path in copies if path not in removed), *app.maintenance.conflicts()]
    remember(app, words)
    lines = say_rewrapped(removed, left, None if done.written_twice else app.store.second_copy_path)
    data = {
        "locked": True,
        "removed": [str(path) for path in removed],
        "copies": [str(path) for path in left],
        "second_copy": done.written_twice,
    }
    app.answer(Answer(lines, data))
