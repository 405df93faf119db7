"""Show everything about one entry."""

from typing import Annotated

import typer

from ketalog.answers.entries import entry_answer
from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands._references import numbers_of
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput

EXAMPLES = """
ketalog show 41
ketalog show last dose
ketalog show last --json
"""

Named = Annotated[
    list[str] | None,
    typer.Argument(metavar="NUMBER", help="An entry's number, or 'last'.", show_default=False),
]


def command(ctx: typer.Context, number: Named = None) -> None:
    """Show everything about one entry: when it happened, when it was written, its changes."""
    app: App = ctx.obj
    first, *others = numbers_of(app, number or []) or [_input.number(None, "show")]
    if others:
        raise BadInput(
            f"'{escape_invisible(' '.join(number or []))}' names more than one entry.",
            f"Type one at a time, as in: ketalog show {escape_invisible(first)}.",
        )
    shown = app.journal.in_full(first)
    app.answer(entry_answer(shown, app.now))
