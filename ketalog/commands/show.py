"""Show everything about one entry."""

from typing import Annotated

import typer

from ketalog.answers.entries import entry_answer
from ketalog.app import App
from ketalog.commands import COMMANDS, _references
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput

EXAMPLES = """
ketalog show 41
ketalog show last dose
ketalog show last --json
"""


_SAYS_NO_MORE = frozenset({"me", "my", "the", "please", "for", "of"})


def command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="NUMBER", help="An entry's number, or 'last'.", show_default=False),
    ] = None,
) -> None:
    """Show everything about one entry: when it happened, when it was written, its changes."""
    app: App = ctx.obj
    view = next((word for word in words or () if word in COMMANDS), None)
    if view and COMMANDS[view].panel == "Look":
        others = [
            word for word in words or () if word != view and word.lower() not in _SAYS_NO_MORE
        ]
        line = escape_invisible(" ".join([view, *others * (view in {"week", "month", "list"})]))
        raise BadInput(f"'{view}' is not an entry's number.", f"Type: ketalog {line}.")
    number, *more = _references.numbers(app, words, "show")
    if more:
        raise BadInput("Two entries are named.", f"One at a time: ketalog show {number}.")
    app.answer(entry_answer(app.journal.in_full(number), app.now))
