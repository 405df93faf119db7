"""Delete entries."""

import typer

from ketalog.app import App
from ketalog.commands import _references

EXAMPLES = """
ketalog delete 41
ketalog delete 41 42
ketalog delete last dose
"""


def command(
    ctx: typer.Context,
    numbers: _references.References = None,
) -> None:
    """Delete entries. It can be undone: the journal's past keeps them."""
    app: App = ctx.obj
    app.answer(app.change(app.journal.remove(_references.numbers(app, numbers, "delete"))))
