"""Take the last change back."""

from functools import partial
from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.answers.phrases import say_stamped
from ketalog.app import App
from ketalog.commands import LATEST
from ketalog.domain.filter import is_called, kinds_called
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput, NoSuchEntry

EXAMPLES = """
ketalog undo
ketalog undo && ketalog undo      (the last two changes)
"""


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("")] = None,
) -> None:
    """Take the last change back and say what it was. Again takes back the one before."""
    app: App = ctx.obj
    typed = [word.lower() for word in words or []]
    if not _THE_LAST.issuperset(typed):
        raise _too_much(app, typed)
    app.answer(app.change(app.journal.undo()))


_THE_LAST = frozenset({"last", "the", "my", "that", "this", "it", "change", "one", "please"})
"""Words that say no more than undo alone."""


def _too_much(app: App, words: list[str]) -> BadInput:
    """Return that an entry, or how often, can't be said here, and what would be deleted."""
    shown, number = escape_invisible(" ".join(words)), words[-1].removeprefix("#")
    last = "" if {*words} & LATEST else "last "
    is_entry = bool(kinds_called(words[-1]) or words[-1] == "entry")
    is_entry = is_entry or app.journal.newest(partial(is_called, name=words[-1])) is not None
    one = f"To delete an entry, whenever it was logged: ketalog delete {last}{shown}."
    if not is_entry:
        one = "To bring back what it took: ketalog redo."
    if number.isdecimal() and len(number) < _LONGEST:
        try:
            what = say_stamped(app.journal.find(number), app.now)
        except NoSuchEntry:
            what = f"entry #{number}"
        one = f"To delete {what}: ketalog delete {number}."
    return BadInput(
        f"'{shown}' is too much here.", f"The last change: ketalog undo, once for each. {one}"
    )


_LONGEST = 7
