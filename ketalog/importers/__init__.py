"""The files that import takes in: an importer each, which says its `IMPORTER`.

An importer is found by what a file holds, never by its name. To add one is to add its file; what
they share is in `_file`, `_values`, `_rows` and `_vitals`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ketalog.domain.values import Value
from ketalog.importers._file import GivenFile
from ketalog.importers._rows import Incoming, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

__all__ = ["GivenFile", "Importer", "Incoming", "Wanted", "importers", "take"]


class Importer(Value, frozen=True):
    """One importer: what its files are called in help, and how they are recognised and read.

    `read` raises BadFile, and takes nothing of a file that it can't take whole; rows of another
    program's file that are no entries are counted with the reason. A file that `streams` may be
    larger than what is read as a whole. One that `needs_map` is for tables whose columns the
    patient names.
    """

    files: str
    recognises: Callable[[GivenFile], bool]
    read: Callable[[GivenFile, Wanted], Incoming]
    streams: bool = False
    needs_map: bool = False


def importers() -> list[Importer]:
    """Return every importer there is, ketalog's own first."""
    names = {path.stem for path in Path(__file__).parent.glob("[!_]*.py")}
    ours_first = sorted(names, key=lambda name: (name != "ketalog", name))
    return [_importer(name) for name in ours_first]


def _importer(name: str) -> Importer:
    importer: Importer = import_module(f"{__name__}.{name}").IMPORTER
    return importer


def take(
    stream: BinaryIO, name: str, wanted: Wanted, progress: Callable[[float], None] | None = None
) -> Incoming:
    """Return what a file holds; `progress` is told how much of a long one is read, from 0 to 1.

    Raises BadFile.
    """
    file = GivenFile(stream, name, progress)
    return _importer_of(file, with_map=bool(wanted.columns)).read(file, wanted)


def _importer_of(file: GivenFile, *, with_map: bool) -> Importer:
    """Return the importer that a file is for.

    What nobody recognises is taken for an export of ours: its importer says what is wrong with it.
    """
    fit = (importer for importer in importers() if importer.needs_map is with_map)
    importer = next(
        (importer for importer in fit if importer.recognises(file)), _importer("ketalog")
    )
    if not importer.streams and file.size > len(file.head):
        _ = file.content  # One that is too large is said before it is looked at.
    return importer
