"""Bring back what undo took."""

import typer

from ketalog.app import App

EXAMPLES = """
ketalog redo
"""


def command(ctx: typer.Context) -> None:
    """Bring back what the last undo took, if nothing else was changed since."""
    app: App = ctx.obj
    app.answer(app.change(app.journal.redo()))
