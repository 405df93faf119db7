"""What is asked before something is replaced, removed, or can't be undone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ketalog.domain.text import escape_invisible
from ketalog.errors import BadFile, BadInput
from ketalog.export import files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ketalog.app import App


def agrees(app: App, question: str) -> bool:
    """Tell whether a person says yes."""
    return app.ui.ask(question).strip().lower() in {"y", "yes"}


def confirm(app: App, about: Sequence[str], question: str, *, yes: bool) -> None:
    """Return if a person, or --yes, agrees to what can't be undone. Raises BadInput."""
    if yes:
        return
    if not app.ui.asks:
        raise BadInput("This can't be undone, and nobody is here to ask.", "Add --yes.")
    app.ui.notice(*about)
    if not agrees(app, question):
        raise BadInput("Nothing was changed.", "Type y to agree.")


def may_remove(app: App, copies: list[Path], *, yes: bool) -> list[Path]:
    """Return the copies of the journal that may be removed: all on a yes, else none."""
    if copies and not yes and app.ui.asks:
        app.ui.notice("These files have entries too:", *(f"  {path}" for path in copies))
        yes = agrees(app, "Remove them as well? y to remove, n to keep: ")
    return copies if yes else []


def may_write(app: App, path: Path, *, force: bool) -> None:
    """Return if a file may be written there; one that is there needs a yes, or --force.

    Nothing is written through a link, and no file of ketalog's own is replaced. Raises BadFile.
    """
    own = {
        app.store.path: "the journal itself",
        app.store.second_copy_path: "its second copy",
        app.config.path: "the configuration",
    }
    files.refuse_unfit(path, own)
    if force or not os.path.lexists(path):
        return
    name = escape_invisible(str(path))
    if not app.ui.asks:
        raise BadFile(f"{name} is there already.", "Add --force to replace it.")
    if not agrees(app, f"{name} is there already. Replace it? y to replace: "):
        raise BadFile("Nothing was written.", "Choose another name.")
