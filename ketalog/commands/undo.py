"""Take the last change back."""

from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.answers.phrases import say_stamped
from ketalog.app import App
from ketalog.commands import LATEST
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
    one = f"To delete an entry, whenever it was logged: ketalog delete {last}{shown}."
    if number.isdecimal() and len(number) < _LONGEST:
        try:
            what = say_stamped(app.journal.find(number), app.now)
        except NoSuchEntry:
            what = f"entry #{number}"
        one = f"To delete {what}: ketalog delete {number}."
    elif {*words} & {"all", "everything", "twice", "times"}:
        one = ""
    hint = f"The last change: ketalog undo, once for each. {one}".rstrip()
    return BadInput(f"'{shown}' is too much here.", hint)


_LONGEST = 7
