"""Take in what a phone wrote."""

from typing import Annotated

import typer

from ketalog.answers.inbox import inbox_answer
from ketalog.app import App
from ketalog.commands import _options as p
from ketalog.commands._inbox import take_in
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput

EXAMPLES = """
ketalog inbox                     (takes in what is new; what stays, and why)
ketalog inbox drop 1 2            (lines that stay, by their numbers, count as done)
"""


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("[drop NUMBER...]")] = None,
) -> None:
    """Take in what your phone wrote into the inbox, and see what stays there and why."""
    app: App = ctx.obj
    verb, *numbers = words or ["drop"]
    if verb.lower() != "drop" or (words and not numbers):
        raise BadInput(
            f"'{escape_invisible(' '.join(words or []))}' can't be taken here.",
            "To leave lines out, by the numbers that 'ketalog inbox' shows: ketalog inbox drop 1 2",
        )
    taken = take_in(app, frozenset(map(_number, numbers)))
    app.answer(inbox_answer(taken, app.now, app.config.country))


def _number(typed: str) -> int:
    text = typed.removeprefix("#").rstrip(",.")
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise BadInput(f"'{escape_invisible(typed)}' is no number of a line.", "ketalog inbox")
    return int(text)
