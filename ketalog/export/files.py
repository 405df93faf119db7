"""Files that were named: read as a whole, written as a whole, and none of ketalog's own."""

from __future__ import annotations

import os
from errno import EFBIG
from typing import TYPE_CHECKING

from ketalog import disk
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MB = 1024 * 1024
LARGEST_FILE = 100 * MB
"""Bytes of a file that is imported."""
LARGEST_JOURNAL = 4096 * MB
"""Bytes of a journal that is merged or restored: as large as `backup` writes one."""


def refuse_unfit(path: Path, own: Mapping[Path, str]) -> None:
    """Raise BadFile for what no file may replace: a folder, a link, a device, a file of our own."""
    name = escape_invisible(str(path))
    if path.is_dir():
        raise BadFile(f"{name} is a folder.", "Name a file in it.")
    for file, what in own.items():
        same = os.path.realpath(path) == os.path.realpath(file)
        if same or (path.exists() and file.exists() and path.samefile(file)):
            raise BadFile(f"That is {what}.", "Choose another name.")
    if path.is_symlink():
        raise BadFile(f"{name} is a link to another file.", "Choose another name.")
    if os.path.lexists(path) and not path.is_file():
        raise BadFile(f"{name} is no ordinary file.", "Choose another name.")


def write_file(path: Path, data: bytes) -> int:
    """Write a private file, wholly or not at all; return its bytes. Raises BadFile.

    What a write of it left when it was killed is removed first: it has entries in clear.
    """
    disk.remove_unfinished(path, alone=False)
    try:
        disk.replace(path, data)
    except disk.Unsynced as error:
        raise BadFile(
            f"{escape_invisible(str(path))} is written, but may be gone after a power cut: "
            f"{disk.reason(error)}.",
            "Look at it, then write it again.",
        ) from error
    except OSError as error:
        raise BadFile(
            f"{escape_invisible(str(path))} can't be written: {disk.reason(error)}.",
            "Choose another place.",
        ) from error
    return len(data)


def read_file(path: Path, most: int = LARGEST_FILE) -> bytes:
    """Return the bytes of a file, or of a pipe that somebody writes to. Raises BadFile."""
    name = escape_invisible(str(path))
    try:
        return disk.read_given(path, most)
    except FileNotFoundError as error:
        raise BadFile(f"There is no file {name}.", "Look for a typing error.") from error
    except IsADirectoryError as error:
        raise BadFile(f"{name} is a folder.", f"Name a file in it{_newest_copy(path)}.") from error
    except disk.NoOrdinaryFile as error:
        hint = "Name a file that ketalog exported."
        raise BadFile(f"{name} is no ordinary file.", hint) from error
    except OSError as error:
        if error.errno == EFBIG:
            raise BadFile(
                f"{name} is larger than {most // MB:,} MB: it can't be taken in."
            ) from error
        why = (error.strerror or "it failed").lower()
        raise BadFile(f"{name} can't be read: {why}.") from error


def _newest_copy(folder: Path) -> str:
    """Return words for the newest copy of a journal in a folder; nothing if there is none."""
    try:
        copies = [(copy.stat().st_mtime, copy.name) for copy in folder.glob("journal-*.json")]
    except OSError:
        return ""
    return f", such as {escape_invisible(str(folder / max(copies)[1]))}" if copies else ""
