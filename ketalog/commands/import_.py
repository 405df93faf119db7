"""Take in a file."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog.app import App
from ketalog.export.request import read_incoming

EXAMPLES = """
ketalog import journal.json --dry-run
ketalog import journal.json
"""


def command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON export of ketalog.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would come in.")
    ] = False,
) -> None:
    """Take in a file. Nothing is overwritten; the same file twice adds nothing the second time."""
    app: App = ctx.obj
    incoming = read_incoming(file.expanduser(), app.now)
    app.answer(app.change(app.journal.take_in(incoming.entries, incoming.deleted, dry_run=dry_run)))
