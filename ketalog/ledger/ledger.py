"""The journal file and its tape: what the store reads lines from and appends transactions to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from os import fsencode
from os.path import lexists, realpath
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ketalog import disk
from ketalog.errors import JournalDamaged, JournalError, JournalMissing, JournalUnwritable
from ketalog.ledger import lines
from ketalog.ledger.tail import Tail, is_before, read_tail
from ketalog.ledger.tape import Tape, tape_end

if TYPE_CHECKING:
    from ketalog.ledger.contents import Contents
    from ketalog.ledger.lines import Line
    from ketalog.ledger.writing import Pen


class Settled(Struct, frozen=True):
    """A journal that is ready for a line: its tail, and whether the tape agrees."""

    tail: Tail
    second_copy: bool


class Ledger:
    """One journal file, its lock and its tape.

    `path` may be a symlink: it stays one. `backups` is the tape's folder, if not the one beside
    the journal: tapes of journals from other folders can lie there, so its name tells them apart.
    `repairs` says what was repaired on the way, by reading or writing.
    """

    def __init__(self, path: Path, backups: Path | None = None) -> None:
        self.path = Path(realpath(path))
        if backups is None:
            self.tape = Tape(self.path.parent / "backups", self.path.name)
        else:
            self.tape = Tape(backups, f"{self.path.name}.{_short_hash(self.path)}")
        self.repairs: list[str] = []
        self._lock = self.path.with_name(f".{self.path.name}.lock")

    def recent(self, since: datetime) -> "list[Line]":
        """Return the lines that can say anything about `since` or later, oldest first."""
        if (tail := self._sound_tail(since)) is not None:
            return [row.line for row in tail.rows if not is_before(row.line, since)]
        return self.everything()

    def everything(self, *, held: bool = False) -> "list[Line]":
        """Return every line, read through TinyDB; `held` if this process holds the journal."""
        contents = self._read() if held else self._contents()
        if contents is None:
            return []
        from ketalog.ledger.storage import transactions

        return transactions(contents)

    @contextmanager
    def writing(self, now: datetime) -> "Iterator[Pen]":
        """Hold the journal alone, repaired and ready for a line; made if there is none yet."""
        from ketalog.ledger.writing import Pen

        with self._alone():
            yield Pen(self, self._settle(now), now)

    def restore(self, now: datetime) -> tuple[int, Path | None]:
        """Rebuild the journal from its tape; return its number of lines and where the old one is.

        A journal that is whole, or can be repaired, is left alone: it may have more than the
        tape. Raises JournalMissing without a tape, JournalDamaged with one that is damaged too.
        """
        from ketalog.ledger.contents import read_tape

        with self._alone():
            if self._is_whole():
                raise JournalError("The journal is whole: there is nothing to restore.")
            data = self.tape.read()
            if data is None:
                raise JournalMissing(f"There is no second copy at {self.tape.path}.")
            tape = read_tape(data)
            old = disk.read_all(self.path)
            kept = None
            if old is not None:
                name = f"{self.path.name}.before-restore-{now:%Y%m%d-%H%M%S}"
                kept = disk.set_aside(self.tape.folder, name, old)
            disk.replace(self.path, lines.file_bytes(tape.header, tape.raws))
            return len(tape.raws), kept

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            disk.make_folder(self.path.parent)
            with disk.locked(self._lock):
                yield
        except OSError as error:
            if self.path.is_dir():
                raise JournalError(
                    f"{self.path} is a folder, not a journal file.",
                    "Name a file: ketalog --journal FILE, or KETALOG_JOURNAL.",
                ) from error
            raise JournalUnwritable(
                f"Nothing was saved: {error.filename or self.path}: {disk.reason(error)}."
            ) from error

    def _contents(self) -> "Contents | None":
        """Return all of the verified journal, or None if there is none.

        What a reader meets at first may be a write under way beside it: only what is wrong once
        no other ketalog is at work is repaired, as before a write, or is damage.
        """
        try:
            contents = self._sound()
        except JournalDamaged:
            contents = None
        if contents is None and (lexists(self.path) or lexists(self.tape.path)):
            with self._alone():
                self._settle(None)
                contents = self._read()
        return contents

    def _tail(self, since: datetime | None = None) -> Tail | None:
        with disk.opened(self.path) as file:
            return read_tail(file, since)

    def _sound_tail(self, since: datetime | None = None) -> Tail | None:
        """Return the tail if the tape ends with the same line."""
        try:
            tail = self._tail(since)
        except OSError:
            return None
        agrees = tail is not None and tail.rows and self.tape.last_sum() == tail.last_sum
        return tail if agrees else None

    def _sound(self) -> "Contents | None":
        """Return the journal if nothing about it needs a repair or a second look."""
        try:
            contents = self._read()
        except IsADirectoryError:
            return None
        except OSError as error:
            raise JournalError(f"{self.path} can't be read: {disk.reason(error)}.") from error
        if contents is None or contents.torn:
            return None
        on_tape = self.tape.last_sum()
        agrees = on_tape in {None, tape_end(contents.header, contents.raws)}
        return contents if agrees else None

    def _read(self) -> "Contents | None":
        from ketalog.ledger.contents import read_journal

        data = disk.read_all(self.path)
        return None if data is None else read_journal(data)

    def _is_whole(self) -> bool:
        try:
            self._settle(None)
        except JournalError:
            return False
        return True

    def _settle(self, now: datetime | None) -> "Settled":
        """Make the journal ready for a line; the lock is held."""
        if (tail := self._sound_tail()) is not None:
            return Settled(tail, second_copy=True)
        from ketalog.ledger.repair import settle

        second_copy, repairs = settle(self.path, self.tape, now)
        self.repairs += repairs
        tail = self._tail()
        if tail is None:
            raise JournalDamaged("The journal could not be read back.")
        return Settled(tail, second_copy)


def _short_hash(path: Path) -> str:
    return lines.sum_of(lines.seal({}, fsencode(path).hex()))[:8]
