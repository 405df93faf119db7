"""Rebuild the journal from its second copy."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog.answers import Answer
from ketalog.answers.maintenance import say_restored
from ketalog.app import App
from ketalog.export.files import LARGEST_JOURNAL, read_file

EXAMPLES = """
ketalog restore
ketalog restore /media/usb/journal.json     (from a copy of your own as well)
"""


def command(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A copy of your own.", show_default=False),
    ] = None,
) -> None:
    """Rebuild a damaged or missing journal from its second copy. What was there is kept."""
    app: App = ctx.obj
    copies = [read_file(file.expanduser(), LARGEST_JOURNAL)] if file else []
    restored, entries = app.doctor.restore(*copies)
    lines = say_restored(restored, entries, app.store.path)
    data = {
        "entries": entries,
        "journal": str(app.store.path),
        "kept": str(restored.kept[0]) if restored.kept else None,
        "kept_files": [str(path) for path in restored.kept],
        "lost_changes": restored.lost,
        "second_copy": restored.written_twice,
    }
    app.answer(Answer(lines, data))
