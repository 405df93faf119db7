"""The files that import takes in: an importer each, which says its `IMPORTER`.

An importer is found by what a file holds, never by its name. To add one is to add its file.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ketalog.domain.kinds import Entry


class Incoming(NamedTuple):
    """Entries of a file, and those deleted since, each with its earlier versions first."""

    entries: list[list[Entry]]
    deleted: list[list[Entry]]


class Importer(Value, frozen=True):
    """One importer: what its files are called in help, and how they are recognised and read.

    `read` takes the bytes, the file's name for messages, and the latest moment at which anything
    can have happened. It raises BadFile, and takes nothing of a file that it can't take whole.
    """

    files: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, str, datetime], Incoming]


def importers() -> list[Importer]:
    """Return every importer there is."""
    names = {path.stem for path in Path(__file__).parent.glob("*.py")} - {"__init__"}
    return [_importer(name) for name in sorted(names)]


def _importer(name: str) -> Importer:
    importer: Importer = import_module(f"{__name__}.{name}").IMPORTER
    return importer


def read(content: bytes, file: str, latest: datetime) -> Incoming:
    """Return what a file holds. Raises BadFile.

    What nobody recognises is taken for an export of ours: its importer says what is wrong with it.
    """
    known = (importer for importer in importers() if importer.recognises(content))
    return next(known, _importer("ketalog")).read(content, file, latest)
