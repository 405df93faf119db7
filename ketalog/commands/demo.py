"""Try everything on a made-up journal."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog.context import App

EXAMPLES = """
ketalog demo
ketalog demo ~/ketalog-demo
"""


def command(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[FOLDER]", help="Where; else a temporary folder.", show_default=False),
    ] = None,
) -> None:
    """Make a journal with eight made-up weeks and look at it. Your own is never touched."""
    app: App = ctx.obj
    demo = app.demo(folder)
    demo.show_week()
