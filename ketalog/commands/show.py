"""Show everything about one entry."""

from typing import Annotated

import typer

from ketalog.answers.entries import entry_answer
from ketalog.app import App
from ketalog.commands import _input

EXAMPLES = """
ketalog show 41
ketalog show last --json
"""

Reference = Annotated[
    str | None,
    typer.Argument(metavar="NUMBER", help="An entry's number, or 'last'.", show_default=False),
]


def command(ctx: typer.Context, number: Reference = None) -> None:
    """Show everything about one entry: when it happened, when it was written, its changes."""
    app: App = ctx.obj
    shown = app.journal.in_full(_input.number(number, "show"))
    app.answer(entry_answer(shown, app.now))
