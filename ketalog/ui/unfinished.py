"""A check or `now` that was stopped: what was answered or typed so far, for the rest of the day.

In memory where it can be, in a file that only the patient can read and whose name says nothing. Of
a locked journal nothing is kept on a disk.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import MsgspecError, Struct, json

from ketalog.ui import private_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAX_BYTES = 64 * 1024


class Kept(Struct, frozen=True, forbid_unknown_fields=True):
    """The answers of a check so far, the day they belong to, and when the last one was given.

    Of `now`: the screen that was shown, what was typed on each, and the number of the side effect
    that was saved last.
    """

    day: date
    at: datetime
    answers: tuple[int | None, ...] = ()
    screen: str = ""
    typed: dict[str, str] = {}
    effect: str = ""


class Unfinished:
    """What one check of one journal, or `now`, has been told and not saved."""

    def __init__(
        self, env: Mapping[str, str], journal: Path, name: str, *, only_in_memory: bool
    ) -> None:
        self._everywhere = private_files.places(env)
        self._places = self._everywhere[:-1] if only_in_memory else self._everywhere
        self._name = _file_name(journal, name)

    def _files(self, places: list[str]) -> Iterator[Path]:
        yield from (Path(place) / self._name for place in places)

    def find(self, day: date) -> Kept | None:
        """Return what was kept on this day; what is older is removed."""
        for file in self._files(self._everywhere):
            with suppress(OSError, MsgspecError):  # Nothing was kept there, or not by us.
                kept = json.decode(private_files.read(file, _MAX_BYTES), type=Kept)
                if kept.day == day and (kept.answers or kept.screen):
                    return kept
                file.unlink()
        return None

    def keep(self, day: date, at: datetime, **told: Any) -> bool:
        """Keep the fields of Kept in place of what was kept; tell whether there is room for it."""
        self.forget()
        data = json.encode(Kept(day, at, **told))
        for file in self._files(self._places):
            with suppress(OSError):  # The next place may do.
                private_files.write(file, data)
                return True
        return False

    def forget(self) -> bool:
        """Remove what was kept; tell whether there was anything."""
        found = False
        for file in self._files(self._everywhere):
            with suppress(OSError):  # Nothing is there, or it is somebody else's.
                file.unlink()
                found = True
        return found


def _file_name(journal: Path, name: str) -> str:
    """Return a name that says neither the journal nor the check."""
    identity = f"{os.path.realpath(journal)}\0{name}".encode("utf-8", "surrogateescape")
    return f"ketalog-{sha256(identity).hexdigest()[:16]}"
