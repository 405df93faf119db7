"""The journal file and its tape: what the store reads lines from and appends transactions to."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from ketalog import disk
from ketalog.errors import JournalDamaged, JournalError, JournalMissing, JournalUnwritable
from ketalog.ledger import lines
from ketalog.ledger.tail import Tail, read_tail
from ketalog.ledger.tape import Tape, tape_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from ketalog.ledger.contents import Contents
    from ketalog.ledger.lines import Line
    from ketalog.ledger.writing import Pen


class Settled(NamedTuple):
    """A journal that is ready for a line: its tail, whether the tape agrees, what was repaired."""

    tail: Tail
    second_copy: bool
    repairs: tuple[str, ...]


class Ledger:
    """One journal file, its lock and its tape.

    `path` may be a symlink: it stays one. `backups` is the tape's folder.
    """

    def __init__(self, path: Path, backups: Path | None = None) -> None:
        self.path = path.resolve()
        self.tape = Tape(backups or self.path.parent / "backups", self.path.stem)
        self._lock = self.path.with_name(f".{self.path.name}.lock")

    def recent(self, since: datetime) -> list[Line]:
        """Return the lines that can say anything about `since` or later, oldest first."""
        if (tail := self._sound_tail(since)) is not None:
            return [row.line for row in tail.rows]
        contents = self.contents()
        return [lines.read_line(raw) for raw in contents.raws] if contents else []

    def everything(self) -> list[Line]:
        """Return every line, read through TinyDB."""
        from msgspec import convert

        from ketalog.ledger.storage import transactions

        contents = self.contents()
        return convert(transactions(contents), list[lines.Line]) if contents else []

    @contextmanager
    def writing(self, now: datetime) -> Iterator[Pen]:
        """Hold the journal alone, repaired and ready for a line; made if there is none yet."""
        from ketalog.ledger.writing import Pen

        with self._alone():
            settled = self._settle(now)
            yield Pen(self, settled, now)

    def contents(self) -> Contents | None:
        """Return all of the verified journal, or None if there is none.

        Beside a writer a reader can meet a half-written end: it reads again under the lock
        before it calls that damage, and what a crash tore is repaired as before a write.
        """
        try:
            if (contents := self._sound()) is not None or not self._exists():
                return contents
            with disk.locked(self._lock, shared=True):
                if (contents := self._sound()) is not None:
                    return contents
        except JournalDamaged:
            pass
        with self._alone():
            self._settle(None)
            return self._read()

    def restore(self, now: datetime) -> tuple[int, Path | None]:
        """Rebuild the journal from its tape; return its number of lines and where the old one is.

        Raises JournalMissing without a tape, JournalDamaged with a tape that is damaged too.
        """
        from ketalog.ledger.contents import read_tape

        with self._alone():
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
        except IsADirectoryError as error:
            raise JournalError(
                f"{self.path} is a folder, not a journal file.",
                "Name a file: ketalog --journal FILE, or KETALOG_JOURNAL.",
            ) from error
        except OSError as error:
            raise JournalUnwritable(
                f"Nothing was saved: {error.filename or self.path}: {disk.reason(error)}."
            ) from error

    def _exists(self) -> bool:
        return self.path.exists() or self.tape.path.exists()

    def _tail(self, since: datetime | None = None) -> Tail | None:
        try:
            file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            return read_tail(file, since)
        except OSError:
            return None
        finally:
            os.close(file)

    def _sound_tail(self, since: datetime | None = None) -> Tail | None:
        """Return the tail if the tape ends with the same line."""
        tail = self._tail(since)
        agrees = tail is not None and tail.rows and self.tape.last_sum() == tail.last_sum
        return tail if agrees else None

    def _sound(self) -> Contents | None:
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

    def _read(self) -> Contents | None:
        from ketalog.ledger.contents import read_journal

        data = disk.read_all(self.path)
        return None if data is None else read_journal(data)

    def _settle(self, now: datetime | None) -> Settled:
        """Make the journal ready for a line; the lock is held."""
        if (tail := self._sound_tail()) is not None:
            return Settled(tail, second_copy=True, repairs=())
        from ketalog.ledger.repair import settle

        header = None
        if now is not None:
            header = lines.seal(
                lines.Header(
                    format=lines.FORMAT,
                    journal=str(uuid4()),
                    generation=1,
                    made=now.isoformat(timespec="seconds"),
                ),
                "",
            )
        second_copy, repairs = settle(self.path, self.tape, header)
        tail = self._tail()
        if tail is None:
            raise JournalDamaged("The journal could not be read back.")
        return Settled(tail, second_copy, repairs)
