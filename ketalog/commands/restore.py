"""Rebuild the journal from its second copy."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog.answers import Answer
from ketalog.answers.maintenance import say_restored
from ketalog.app import App
from ketalog.commands.backup import settings_beside
from ketalog.config import MAX_BYTES, take_over
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
    """Rebuild a damaged or missing journal from its second copy. What was there is kept.

    The settings beside FILE are taken over where there are none yet.
    """
    app: App = ctx.obj
    copies = [read_file(file.expanduser(), LARGEST_JOURNAL)] if file else []
    restored, entries = app.doctor.restore(*copies)
    settings = _settings(app, file.expanduser()) if file else []
    lines = say_restored(restored, entries, app.store.path, settings)
    data = {
        "entries": entries,
        "journal": str(app.store.path),
        "kept": str(restored.kept[0]) if restored.kept else None,
        "kept_files": [str(path) for path in restored.kept],
        "lost_changes": restored.lost,
        "second_copy": restored.written_twice,
        "settings": settings,
    }
    app.answer(Answer(lines, data))


def _settings(app: App, copy: Path) -> list[str]:
    """Take over the settings beside a copy, where there are none yet; return their names."""
    beside = settings_beside(copy)
    if app.config.path.exists() or not beside.is_file():
        return []
    return take_over(app.config.path, read_file(beside, MAX_BYTES))
