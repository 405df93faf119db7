"""A check that was stopped: what was answered so far, for the rest of the day.

In memory where it can be, in a file that only the patient can read and whose name says nothing. Of
a locked journal nothing is kept on a disk.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import MsgspecError, Struct, json

from ketalog.ui.drafts import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
_MOST_BYTES = 4096


class Kept(Struct, frozen=True, forbid_unknown_fields=True):
    """The answers so far, the day they belong to, and when the last one was given."""

    day: date
    at: datetime
    answers: tuple[int | None, ...]


class Unfinished:
    """The unfinished answers to one check of one journal."""

    def __init__(
        self, env: Mapping[str, str], journal: Path, name: str, *, only_in_memory: bool
    ) -> None:
        found = places(env)
        self._everywhere = found
        self._places = found[:-1] if only_in_memory else found
        self._name = _file_name(journal, name)

    def _files(self, places: list[str]) -> Iterator[Path]:
        yield from (Path(place) / self._name for place in places)

    def find(self, day: date) -> Kept | None:
        """Return what was kept on this day; what is older is removed."""
        for file in self._files(self._everywhere):
            with suppress(OSError, MsgspecError):  # Nothing was kept there, or not by us.
                kept = json.decode(_read(file), type=Kept)
                if kept.day == day and kept.answers:
                    return kept
                file.unlink()
        return None

    def keep(self, kept: Kept) -> bool:
        """Keep the answers; tell whether there is a place for them."""
        self.forget()
        data = json.encode(kept)
        for file in self._files(self._places):
            with suppress(OSError):  # The next place may do.
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
                with os.fdopen(os.open(file, flags, 0o600), "wb") as it:
                    it.write(data)
                return True
        return False

    def forget(self) -> None:
        """Remove what was kept."""
        for file in self._files(self._everywhere):
            with suppress(OSError):  # Nothing is there, or it is somebody else's.
                file.unlink()


def forget_on_disk(env: Mapping[str, str], journal: Path, names: Iterable[str]) -> None:
    """Remove what was kept on a disk, where nothing of a locked journal may be."""
    for name in names:
        with suppress(OSError):  # Nothing is there, or it is somebody else's.
            Path(places(env)[-1], _file_name(journal, name)).unlink()


def _file_name(journal: Path, name: str) -> str:
    of = f"{os.path.realpath(journal)}\0{name}".encode("utf-8", "surrogateescape")
    return f"ketalog-{sha256(of).hexdigest()[:16]}"


def _read(file: Path) -> bytes:
    """Return the bytes of a file that is ours alone. Raises OSError."""
    number = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(number, "rb") as it:
        found = os.fstat(number)
        if found.st_uid != os.geteuid() or found.st_mode & 0o077:
            raise PermissionError
        return it.read(_MOST_BYTES)
