"""The second copy: the journal's header and lines in an append-only JSON Lines file."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from os.path import realpath
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ketalog import disk
from ketalog.ledger import format as file_format

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = b'"}\n'
"""What follows the sum at the end of a line."""


class SecondCopy:
    """The second copy of one journal. Its methods raise OSError when its place can't be reached.

    `stem` begins the names of all files that are kept beside it. A folder that is `chosen` is never
    made here: where it is missing, its disk may be. No link is followed in the copy's place, and no
    pipe waited for.
    """

    def __init__(self, folder: Path, stem: str, *, chosen: bool = False) -> None:
        self.folder = folder
        self.stem = stem
        self.path = Path(realpath(folder), f"{stem}.copy.jsonl")
        self._chosen = chosen

    @property
    def is_away(self) -> bool:
        """Tell whether the folder that was chosen for it is not there."""
        return self._chosen and not self.folder.is_dir()

    def last_sum(self) -> str | None:
        """Return the sum that the copy ends with, or None if there is no second copy or it is torn.

        A second copy without a line ends with its header's sum.
        """
        try:
            with disk.opened(self.path, os.O_RDONLY | disk.AS_IT_IS) as file:
                size = disk.ordinary(file).st_size
                length = file_format.SUM_DIGITS + len(_END)
                end = disk.read_at(file, length, max(0, size - length))
        except OSError:
            return None
        return end.removesuffix(_END).decode("ascii", "replace") if end.endswith(_END) else None

    def read(self) -> bytes | None:
        """Return all of it, or None if there is none."""
        return disk.read_all(self.path, disk.AS_IT_IS)

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Yield it, to be read line by line."""
        with disk.opened(self.path, os.O_RDONLY | disk.AS_IT_IS) as file:
            disk.ordinary(file)
            with open(file, "rb", closefd=False) as stream:
                yield stream

    def read_if_reached(self) -> bytes | None:
        """Return all of it, or None if there is none or it can't be reached."""
        try:
            return self.read()
        except OSError:
            return None

    def add(self, raws: list[bytes]) -> None:
        """Append lines, on the disk when this returns."""
        with disk.opened(self.path, os.O_WRONLY | disk.AS_IT_IS) as file:
            size = disk.tightened(file).st_size
            try:
                disk.write_all(file, b"".join(raw + b"\n" for raw in raws), size)
            except OSError:
                os.ftruncate(file, size)
                raise
            disk.sync(file)

    def replace(self, header: bytes, raws: list[bytes]) -> None:
        """Put a whole second copy in place of the one there is."""
        if self.is_away:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.folder))
        disk.make_folder(self.folder)
        if os.path.lexists(self.path):
            with disk.opened(self.path, os.O_RDONLY | disk.AS_IT_IS) as file:
                disk.ordinary(file)
        disk.replace(self.path, file_format.second_copy_bytes(header, *raws))
