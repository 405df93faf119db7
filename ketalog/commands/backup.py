"""Copy the journal."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.answers import Answer
from ketalog.answers.maintenance import say_backed_up
from ketalog.app import App
from ketalog.commands import _questions
from ketalog.config import MAX_BYTES
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadFile
from ketalog.export import files

EXAMPLES = """
ketalog backup /media/usb/journal.json
ketalog backup ~/backups/                   (named after the day)
"""


def command(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The copy, or a folder for it.")],
    force: p.Force = False,
) -> None:
    """Copy the whole journal, checked line by line, and the settings beside it.

    A locked journal stays locked in the copy; settings are not locked.
    """
    app: App = ctx.obj
    path = Path(file).expanduser()
    if path.is_dir():
        path /= f"journal-{app.now:%Y-%m-%d}.json"
    elif file.endswith("/") or not (path.suffix or path.exists()):
        # /media/usb without its stick would be a file on the disk that may be lost.
        raise BadFile(
            f"There is no folder {escape_invisible(file)}.",
            "Is its disk there? Or end the name of a file in .json.",
        )
    if path.resolve() == app.store.second_copy_path:
        raise BadFile("That is the journal's second copy.", "Choose another name.")
    _questions.may_write(app, path, force=force)
    settings = settings_beside(path) if app.config.path.is_file() else None
    if settings:
        _questions.may_write(app, settings, force=force)
    size = files.write_file(path, app.maintenance.backup())
    if settings:
        files.write_file(settings, files.read_file(app.config.path, MAX_BYTES))
    path = path.absolute()
    data = {"file": str(path), "bytes": size, "settings": settings and str(settings.absolute())}
    app.answer(Answer(say_backed_up(path, size, settings), data))


def settings_beside(copy: Path) -> Path:
    """Return where the settings are that belong to a copy of the journal."""
    return copy.with_suffix(".settings.toml")
