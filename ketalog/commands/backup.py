"""Copy the journal."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog.context import App
from ketalog.view.kept import say_backed_up

EXAMPLES = """
ketalog backup /media/usb/journal.json
ketalog backup ~/backups/                   (named after the day)
"""


def command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy, or a folder for it.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Copy the whole journal, checked line by line; a locked one stays locked in the copy."""
    app: App = ctx.obj
    path = app.named_after_the_day(file)
    app.may_write(path, force=force)
    size = app.write(path, app.keeping.backup())
    app.ui.say(say_backed_up(path.absolute(), size), {"file": str(path.absolute()), "bytes": size})
