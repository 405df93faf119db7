"""Take in a file."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog.app import App
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.text import escape_invisible
from ketalog.export.files import read_file
from ketalog.importers import importers, read

EXAMPLES = """
ketalog import journal.json --dry-run
ketalog import journal.json
"""
_FILES = " or ".join(importer.files for importer in importers())


def command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=f"{_FILES}.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would come in.")
    ] = False,
) -> None:
    """Take in a file. Nothing is overwritten; the same file twice adds nothing the second time."""
    app: App = ctx.obj
    content = read_file(file.expanduser())
    # A day ahead leaves room for the clock of another device.
    incoming = read(content, escape_invisible(file.name), app.now + ONE_DAY)
    app.answer(app.change(app.journal.take_in(incoming.entries, incoming.deleted, dry_run=dry_run)))
