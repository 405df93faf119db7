"""The second copy: the journal's header and lines in an append-only JSON Lines file."""

from __future__ import annotations

import os
from os.path import realpath
from pathlib import Path

from ketalog import disk
from ketalog.ledger import lines

_SUM_AT_END = 67
"""Bytes from a line's sum to the end of the line: 64, a quote, a brace, a newline."""


class Tape:
    """The tape of one journal. Its methods raise OSError when its place can't be reached.

    `stem` begins the names of all files that are kept beside it.
    """

    def __init__(self, folder: Path, stem: str) -> None:
        self.folder = folder
        self.stem = stem
        self.path = Path(realpath(folder / f"{stem}.tape.jsonl"))

    def last_sum(self) -> str | None:
        """Return the sum that the tape ends with, or None if there is no tape or it is torn.

        A tape without a line ends with its header's sum.
        """
        try:
            with disk.opened(self.path) as file:
                size = os.fstat(file).st_size
                end = os.pread(file, _SUM_AT_END, max(0, size - _SUM_AT_END))
        except OSError:
            return None
        return end[:64].decode("ascii", "replace") if end.endswith(b'"}\n') else None

    def read(self) -> bytes | None:
        """Return all of it, or None if there is none."""
        return disk.read_all(self.path)

    def add(self, raws: list[bytes]) -> None:
        """Append lines, on the disk when this returns."""
        with disk.opened(self.path, os.O_WRONLY) as file:
            size = disk.tightened(file).st_size
            try:
                disk.write_all(file, b"".join(raw + b"\n" for raw in raws), size)
            except OSError:
                os.ftruncate(file, size)
                raise
            disk.sync(file)

    def write(self, header: bytes, raws: list[bytes]) -> None:
        """Put a whole tape in place of the one there is."""
        disk.make_folder(self.folder)
        disk.replace(self.path, lines.tape_bytes(header, *raws))
