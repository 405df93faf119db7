"""Copy the journal."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog.answers import Answer
from ketalog.answers.maintenance import say_backed_up
from ketalog.app import App
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadFile

EXAMPLES = """
ketalog backup /media/usb/journal.json
ketalog backup ~/backups/                   (named after the day)
"""


def command(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The copy, or a folder for it.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Copy the whole journal, checked line by line; a locked one stays locked in the copy."""
    app: App = ctx.obj
    path = app.named_after_the_day(Path(file))
    if file.endswith("/") and not Path(file).expanduser().is_dir():
        raise BadFile(
            f"There is no folder {escape_invisible(file)}.", "Make it first, or name a file."
        )
    if path.resolve() == app.store.second_copy:
        raise BadFile("That is the journal's second copy.", "Choose another name.")
    app.may_write(path, force=force)
    size = app.write(path, app.maintenance.backup())
    path = path.absolute()
    app.answer(Answer(say_backed_up(path, size), {"file": str(path), "bytes": size}))
