"""Take the last change back."""

import typer

from ketalog.app import App

EXAMPLES = """
ketalog undo
ketalog undo && ketalog undo      (the last two changes)
"""


def command(ctx: typer.Context) -> None:
    """Take the last change back and say what it was. Again takes back the one before."""
    app: App = ctx.obj
    app.answer(app.change(app.journal.undo()))
