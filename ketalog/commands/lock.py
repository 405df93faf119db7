"""Lock the journal."""

from typing import Annotated

import typer

from ketalog.answers import Answer
from ketalog.answers.maintenance import BEFORE_LOCKING, say_locked
from ketalog.app import App
from ketalog.commands import _questions
from ketalog.errors import BadFile, BadInput
from ketalog.inbox import taken_files
from ketalog.instruments.base import names

EXAMPLES = """
ketalog lock
ketalog lock --remove-copies    (older, unlocked copies go without a question)
"""


def command(
    ctx: typer.Context,
    remove_copies: Annotated[
        bool, typer.Option("--remove-copies", help="Remove unlocked copies without asking.")
    ] = False,
) -> None:
    """Lock the journal with a passphrase: logging asks for none, reading does.

    A forgotten passphrase can't be recovered, by anyone.
    """
    app: App = ctx.obj
    refuse_if(app, locked=True)
    app.maintenance.refuse_unlockable()
    app.ui.notice(*BEFORE_LOCKING)
    with app.ui.unseen():
        words = app.passphrases.new(instead=False)
    in_clear = [*app.maintenance.copies(clear=True), *taken_files(app.config.inbox)]
    unwanted = _questions.may_remove(app, in_clear, yes=remove_copies)
    with app.ui.unseen(), app.ui.busy("Locking"):
        done = app.maintenance.lock(words)
    if sum(app.unfinished(name).forget() for name in (*names(), "now")):
        app.ui.notice("What you had begun to answer was not locked: it is gone.")
    # Bringing the file up to date may have made another.
    copies = [*app.maintenance.copies(clear=True), *taken_files(app.config.inbox)]
    removed = app.maintenance.remove(copies if remove_copies else unwanted)
    left = [path for path in copies if path not in removed]
    left += app.maintenance.conflicts(clear=True)
    remember(app, words)
    lines = say_locked(removed, left, None if done.written_twice else app.store.second_copy_path)
    data = {
        "locked": True,
        "removed": [str(path) for path in removed],
        "copies": [str(path) for path in left],
        "second_copy": done.written_twice,
    }
    app.answer(Answer(lines, data))


def refuse_if(app: App, *, locked: bool) -> None:
    """Refuse what makes no sense for a journal that is locked, or is not, or is damaged."""
    app.maintenance.refuse_none()
    app.store.outline()
    if app.maintenance.is_locked is locked:
        raise BadInput(
            "The journal is locked already." if locked else "The journal is not locked.",
            "To change the passphrase: ketalog passphrase"
            if locked
            else "To lock it: ketalog lock",
        )


def remember(app: App, words: str | None) -> None:
    """Keep a passphrase in the keyring, or forget it; what was changed holds without it."""
    try:
        app.passphrases.keep(words)
    except BadFile as error:
        app.ui.notice(f"{error.message} {error.hint}")
