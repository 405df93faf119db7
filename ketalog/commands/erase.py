"""Take entries out for good."""

from typing import Annotated

import typer

from ketalog.answers import Answer
from ketalog.answers.maintenance import ask_erase, say_erased
from ketalog.app import App
from ketalog.commands import _questions, _references
from ketalog.inbox import taken_files

EXAMPLES = """
ketalog erase 41                  (delete keeps the past; erase does not)
ketalog erase 41 42 --yes
"""


def command(
    ctx: typer.Context,
    numbers: _references.References = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask; older copies go too.")] = False,
) -> None:
    """Take entries out of the journal and its second copy, words and past. It can't be undone."""
    app: App = ctx.obj
    entries = app.maintenance.ever(_references.numbers(app, numbers, "erase"))
    _questions.confirm(app, ask_erase(entries, app.now), "Erase? y to erase: ", yes=yes)
    came_in = any(entry.source and entry.source.format == "inbox" for entry in entries)
    inbox = app.config.inbox if came_in else None
    with_words = [*app.maintenance.copies(), *taken_files(inbox)]
    unwanted = _questions.may_remove(app, with_words, yes=yes)
    done = app.maintenance.erase(entries)
    app.unfinished("now").forget()  # It may have the same words.
    # Bringing the file up to date may have made another.
    copies = [*app.maintenance.copies(), *taken_files(inbox)]
    removed = app.maintenance.remove(copies if yes else unwanted)
    left = [*(path for path in copies if path not in removed), *app.maintenance.conflicts()]
    unreached = None if done.written_twice else app.store.second_copy_path
    lines = say_erased(entries, removed, left, unreached)
    data = {
        "erased": [entry.number for entry in entries],
        "removed": [str(path) for path in removed],
        "copies": [str(path) for path in left],
        "second_copy": done.written_twice,
    }
    app.answer(Answer(lines, data))
