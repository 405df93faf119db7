"""What this computer remembers of a journal, outside its folder: that it was begun, who may read.

A journal on a disk that is not there looks like none, and a key that somebody put into the file
looks like the patient's. A mark a journal in the user's data folder tells them apart. It holds no
entry, and losing it loses nothing: the next entry makes it anew from the file.
"""

import os
from contextlib import suppress
from pathlib import Path

from msgspec import MsgspecError, Struct, json

from ketalog import disk
from ketalog.errors import JournalLocked
from ketalog.ledger import format as file_format
from ketalog.ledger.format import Header

_LARGEST = 16 * 1024


class WrittenHeader(Struct, frozen=True, omit_defaults=True):
    """One header that was written here: its sum, and the public key of its lock, if it has one."""

    sum: str
    key: str | None = None


class JournalMark(Struct, frozen=True, omit_defaults=True):
    """A journal that was begun at a path; `coming` is the header of a rewrite that began."""

    path: str
    journal: str
    present: WrittenHeader
    coming: WrittenHeader | None = None


class Places:
    """The mark of the journal at one path. Without a folder nothing is remembered."""

    def __init__(self, folder: Path | None, journal: Path) -> None:
        path = os.fsencode(journal)
        self._journal = path.decode(errors="replace")
        name = file_format.checksum(path)[:16]
        self.path = folder / f"{name}.json" if folder else None
        self._last: JournalMark | None = None

    def mark(self) -> JournalMark | None:
        """Return what is remembered, or None."""
        if self.path is None:
            return None
        # There may be none yet, or none of ours: then nothing is known.
        with suppress(OSError, MsgspecError), disk.opened(self.path) as file:
            self._last = json.decode(disk.read_open(file)[:_LARGEST], type=JournalMark)
            return self._last
        return None

    def knows_key(self, header: Header) -> bool:
        """Tell whether the journal may be locked with this key, or be in clear, as it is."""
        mark = self.mark()
        if mark is None:
            return True
        return _key(header) in {written.key for written in (mark.present, mark.coming) if written}

    def refuse_other_key(self, header: Header) -> None:
        """Raise JournalLocked where others could read what is written, or only others.

        The lock is not as this computer knows it. A key that the patient's passphrase opens is
        theirs.
        """
        if self.knows_key(header):
            return
        if header.key is None:
            raise JournalLocked(
                f"The journal was locked, and the file that is there now is not: {self._journal}. "
                "Nothing was saved.",
                "If you took the lock off on another device: ketalog doctor --accept. If not, an "
                "older file was put there: 'ketalog doctor' says more.",
            )
        raise JournalLocked(
            f"The journal has another lock than it had here: {self._journal}. Nothing was saved.",
            "If you locked it on another device, type 'ketalog list' and its passphrase; then "
            "type this again. If not, what you write could be read by somebody else.",
        )

    def vouches(self, header: Header) -> bool:
        """Tell whether a header was written here."""
        mark = self.mark()
        written = (mark.present, mark.coming) if mark else ()
        return any(known is not None and known.sum == header.sum for known in written)

    def remember(self, header: Header) -> None:
        """Remember what the file is now. It is no loss if that fails."""
        present, mark = WrittenHeader(header.sum, _key(header)), self._last
        if mark and (mark.journal, mark.present, mark.coming) == (header.journal, present, None):
            return
        with suppress(OSError):
            self._put(JournalMark(self._journal, header.journal, present))

    def announce(self, header: Header, present: Header) -> None:
        """Remember what the file is, and what it is about to be: a crash may leave it as either.

        Raises OSError where that fails and the lock changes: what comes after would refuse it.
        """
        mark = self.mark()
        if mark is None:
            now = WrittenHeader(present.sum, _key(present))
            mark = JournalMark(self._journal, present.journal, now)
        coming = WrittenHeader(header.sum, _key(header))
        try:
            self._put(JournalMark(mark.path, mark.journal, mark.present, coming))
        except disk.Unsynced:
            return  # It is there, unless the power fails.
        except OSError:
            if coming.key != mark.present.key:
                raise

    def forget(self) -> None:
        """Forget the journal: the next entry begins a new one."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _put(self, mark: JournalMark) -> None:
        if self.path is None:
            return
        disk.make_folder(self.path.parent)
        disk.replace(self.path, json.encode(mark))
        self._last = mark


def _key(header: Header) -> str | None:
    return header.key.public if header.key else None
