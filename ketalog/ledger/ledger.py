"""The journal file and its copy: what the store reads lines from and appends transactions to."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from datetime import datetime
from functools import cached_property, partial
from math import inf
from os import fsencode
from os.path import lexists, realpath
from pathlib import Path
from typing import TYPE_CHECKING

from ketalog import disk
from ketalog.errors import (
    BadInput,
    JournalDamaged,
    JournalError,
    JournalMissing,
    JournalUnwritable,
    SecondCopyUnreached,
)
from ketalog.ledger import format as file_format
from ketalog.ledger.places import Places
from ketalog.ledger.second_copy import SecondCopy
from ketalog.ledger.tail import Tail, append, is_before, reaching_back_to, read_head

if TYPE_CHECKING:
    from ketalog.ledger.contents import DecodedJournal, RawJournal
    from ketalog.ledger.encryption import Decryptor, Unlocker
    from ketalog.ledger.format import Header, Key, Line, Row
    from ketalog.ledger.tail import Enough

    Progress = Callable[[str], AbstractContextManager[Callable[[float], object]]]

_SNAPSHOT_WITHIN = 100
"""Lines from the end within which a snapshot's line must stand to be kept."""

_LONG_FILE = 32 * 1024 * 1024
_MANY_LOCKED = 5_000
"""Bytes that are read, and lines that are unlocked, in about a second: more shows its progress."""


def _unseen(_: str) -> "AbstractContextManager[Callable[[float], object]]":
    """Show no progress."""
    return nullcontext(lambda _: None)


class TooFar(Exception):
    """What is asked for lies further from the end than is worth reading."""


class Ledger:
    """One journal file, its lock and its second copy.

    `path` may be a symlink: it stays one. `backups` is the copy's folder, if not the one beside the
    journal: copies of journals from other folders can lie there, so its name tells them apart.
    `passphrases` yields what may open a locked journal; it is asked only when something locked is
    to be read, and never while the journal is held. `places` is the folder in which this computer
    remembers its journals. `repairs` says what was repaired on the way, by reading or writing.
    `progress` shows that of what takes long: nothing, until somebody who has a terminal sets it.
    """

    def __init__(
        self,
        path: Path,
        backups: Path | None = None,
        passphrases: Callable[[str | None], Iterable[str]] = lambda _: (),
        places: Path | None = None,
    ) -> None:
        self.progress: Progress = _unseen
        self.path = Path(realpath(path))
        self._named = path
        self.places = Places(places, self.path)
        if backups is None:
            self.second_copy = SecondCopy(self.path.parent / "backups", self.path.name)
        else:
            stem = f"{self.path.name}.{file_format.checksum(fsencode(self.path))[:8]}"
            self.second_copy = SecondCopy(backups, stem, chosen=True)
        self.repairs: list[str] = []
        if not self.path.name:  # The root of all folders has none.
            raise _is_folder(self.path)
        self.lock_path = self.path.with_name(f".{self.path.name}.lock")
        self._passphrases = passphrases
        self._is_held = False
        self._tail: Tail | None = None

    @property
    def is_begun(self) -> bool:
        """Tell whether there is a journal, or anything that says that there was one."""
        there = lexists(self._named) or lexists(self.path) or lexists(self.second_copy.path)
        return there or self.second_copy.is_away or self.places.mark() is not None

    def refuse_gone(self) -> None:
        """Raise JournalMissing where a journal was, and neither it nor its second copy is now."""
        if lexists(self.path) or lexists(self.second_copy.path) or self.second_copy.is_away:
            return
        if lexists(self._named):
            raise JournalMissing(
                f"{self._named} is a link to {self.path}, which is not there.",
                "Is its disk there? To begin a new journal, remove the link.",
            )
        if self.places.mark() is not None:
            raise JournalMissing(
                f"There was a journal at {self.path}, and it is not there now.",
                "Is its disk there? If it is lost: ketalog restore FILE, with a copy of your own. "
                "To begin a new one: ketalog doctor --anew",
            )

    # Reading.

    def recent(
        self, since: datetime, *, may_prompt: bool = True, most_bytes: float = inf
    ) -> "list[Line]":
        """Return the lines that can say anything about `since` or later, oldest first.

        A locked journal raises JournalLocked unless `may_prompt`, or it was opened before. Raises
        TooFar where the last `most_bytes` of lines don't reach back to all of them.
        """

        def reach(rows: "list[Row]") -> bool:
            first = self.decrypted([rows[0].line], may_prompt=may_prompt)
            if is_before(first[0], since):
                return True
            if sum(len(row.raw) for row in rows) > most_bytes:
                raise TooFar
            return False

        tail = self._end(reach)
        if tail is None:
            return self.everything(may_prompt=may_prompt)
        lines = self.decrypted([row.line for row in tail.rows], may_prompt=may_prompt)
        return [line for line in lines if not is_before(line, since)]

    @property
    def last_sum(self) -> str | None:
        """Return the sum of the last line: each names the one before, so it proves them all.

        None if the end must be mended first.
        """
        tail = self._end(lambda _: True)
        return tail.last_sum if tail else None

    def last(self, least_bytes: int) -> "tuple[list[Line], bool] | None":
        """Return the last lines, so many bytes of them at least, and whether they are all.

        What is locked stays in its box. None if the end must be mended first.
        """
        tail = self._end(lambda rows: sum(len(row.raw) for row in rows) >= least_bytes)
        return ([row.line for row in tail.rows], tail.whole) if tail else None

    def behind(
        self, line_sum: str, max_lines: int, *, may_prompt: bool
    ) -> "tuple[list[Line], bool] | None":
        """Return the lines behind the one with that sum, or all if there are not too many.

        The second value tells whether they are all. None if there are more than `max_lines`, or the
        end must be mended first. Without `may_prompt`, a locked journal raises JournalLocked unless
        it has been opened before.
        """
        tail = self._end(reaching_back_to(line_sum, max_lines))
        if tail is None:
            return None
        lines = [row.line for row in tail.rows]
        sums = [line.sum for line in lines]
        is_all = line_sum not in sums
        if is_all and not (tail.whole and len(lines) <= max_lines):
            return None
        fresh = lines if is_all else lines[sums.index(line_sum) + 1 :]
        return self.decrypted(fresh, may_prompt=may_prompt), is_all

    def kept_snapshot(self, *, may_prompt: bool) -> tuple[str, bytes] | None:
        """Return the snapshot that an earlier run kept: the sum of a line, what holds up to there.

        Without `may_prompt`, a locked one raises JournalLocked unless it has been opened before.
        """
        if self._tail is not None and self._tail.snapshot is not None:
            return self._tail.snapshot
        from ketalog.ledger.snapshot import read_snapshot

        decryptor = partial(self.decryptor, may_prompt=may_prompt)
        snapshot = read_snapshot(self.path, decryptor, lambda: self.key() is not None)
        if self._tail is not None:
            self._tail.snapshot = snapshot
        return snapshot

    def keep_snapshot(self, line_sum: str, content: bytes) -> None:
        """Keep what the journal says up to a line, unless another has written it anew since.

        It is no loss if that fails, or somebody else is at the journal.
        """
        from ketalog.ledger.snapshot import write_snapshot

        # A lock that this process holds can't be taken a second time.
        held = nullcontext() if self._is_held else self.alone(wait=False)
        with suppress(JournalError, OSError), held:
            tail = self._end(reaching_back_to(line_sum, _SNAPSHOT_WITHIN))
            if tail and any(row.line.sum == line_sum for row in tail.rows):
                write_snapshot(self.path, line_sum, content, self.key())

    def everything(
        self, *, may_prompt: bool = True, line_type: "type[Line]" = file_format.Line
    ) -> "list[Line]":
        """Return every line."""
        return list(self.lines(may_prompt=may_prompt, line_type=line_type))

    def lines(
        self, *, may_prompt: bool = True, line_type: "type[Line]" = file_format.Line
    ) -> "Iterator[Line]":
        """Yield every line. Unless they are locked, none is decoded before it is asked for."""
        return self.in_clear(self.outline(line_type), may_prompt=may_prompt)

    def outline(self, line_type: "type[Line]" = file_format.Line) -> "Iterator[Line]":
        """Yield every line, read through TinyDB; what is locked stays in its box."""
        is_long = False
        with suppress(OSError):
            is_long = self.path.stat().st_size > _LONG_FILE
        progress = self.progress if is_long else _unseen
        with progress("Reading the whole journal"):
            contents = self._contents()
            if contents is not None:
                from ketalog.ledger.storage import transactions

                yield from transactions(contents, line_type)

    def decrypted(self, lines: "list[Line]", *, may_prompt: bool = True) -> "list[Line]":
        """Return lines of this journal as they were before they were locked."""
        if not any(line.box for line in lines):
            return lines
        decryptor = self.decryptor(may_prompt=may_prompt)
        progress = self.progress if len(lines) >= _MANY_LOCKED else _unseen
        decrypted = []
        with progress("Unlocking the journal") as tell:
            for n, line in enumerate(lines, 1):
                decrypted.append(decryptor.decrypt(line))
                tell(n / len(lines))
        return decrypted

    def in_clear(self, lines: "Iterable[Line]", *, may_prompt: bool = True) -> "Iterator[Line]":
        """Yield what `decrypted` returns; of a journal that is not locked, none is kept."""
        if self.key() is not None:
            lines = self.decrypted(list(lines), may_prompt=may_prompt)
        for line in lines:
            yield line if line.box is None else self.decryptor(may_prompt=may_prompt).decrypt(line)

    def key(self) -> "Key | None":
        """Return what locks the journal, or None if it is not locked."""
        header = self.header()
        return header.key if header else None

    def header(self) -> "Header | None":
        """Return what the file is, or None if there is none."""
        try:
            if self._tail is not None:
                return self._tail.header
            with disk.opened(self.path) as file:
                return read_head(file)
        except (OSError, JournalDamaged):
            contents = self._contents()
            return file_format.read_header(contents.header) if contents else None

    def warnings(self) -> list[str]:
        """Return what about the files needs a person, a sentence each."""
        beside = disk.names_in(self.path.parent)
        at_second_copy = disk.names_in(self.second_copy.folder)
        if any(name.endswith(".new") for name in (*beside, *at_second_copy)):
            self._sweep()
        stem, own = self.second_copy.stem, self.second_copy.path.name
        copies = [
            name
            for name in at_second_copy
            if name.startswith(f"{stem}.copy") and name.endswith(".jsonl") and name != own
        ]
        others = [name for name in beside if name.startswith(self.path.stem)]
        if not copies and others in ([], [self.path.name]):
            return []
        from ketalog.ledger.sidecars import warnings

        return warnings(self.path, self.second_copy)

    def _sweep(self) -> None:
        """Remove what a rewrite left when it was killed, unless somebody is at one."""
        from ketalog.ledger.sidecars import sweep

        with suppress(JournalError), self.alone(wait=False):
            sweep(self.path, self.second_copy)

    def as_bytes(self) -> bytes | None:
        """Return the whole verified journal as it is laid out, or None if there is none."""
        contents = self._contents()
        return None if contents is None else contents.as_file()

    def ask_passphrase(self) -> None:
        """Ask for what opens a locked journal, if it is locked, before it is held."""
        if self.key() is not None:
            self.decryptor()

    @cached_property
    def _unlocker(self) -> "Unlocker":
        from ketalog.ledger.encryption import Unlocker

        return Unlocker(self._passphrases)

    def decryptor(self, *, may_prompt: bool = True) -> "Decryptor":
        """Return what opens the lines of a locked journal. Raises JournalLocked."""
        header = self.header()
        if header is None or header.key is None:
            raise JournalDamaged("A line of the journal is locked, but the journal is not.")
        may_prompt = may_prompt and not self._is_held
        decryptor = self._unlocker.decryptor(header.key, may_prompt=may_prompt)
        if not self.places.knows_key(header):
            self.places.remember(header)  # Whose passphrase opens it is its owner.
        return decryptor

    def decode_other(self, data: bytes, file: str | None = None) -> "DecodedJournal":
        """Return what another journal's file, or second copy, says. Raises JournalDamaged.

        `file` is its name, for who is asked for its passphrase.
        """
        from ketalog.ledger.contents import DecodedJournal, read_any

        decoded = DecodedJournal.of(read_any(data))
        if decoded.header.key is None:
            return decoded
        decryptor = self._unlocker.decryptor(decoded.header.key, may_prompt=True, file=file)
        return DecodedJournal(decoded.header, [decryptor.decrypt(line) for line in decoded.lines])

    # Writing.

    @contextmanager
    def writing(self, now: datetime) -> Iterator[Tail]:
        """Hold the journal alone, repaired and ready for a line; made if there is none yet.

        Whatever is asked meanwhile is answered from the end that is yielded.
        """
        self.refuse_gone()
        is_new = not lexists(self.path)
        with self.alone():
            try:
                with self.settled(now) as tail:
                    self.places.refuse_other_key(tail.header)
                    if tail.header.key is not None:
                        from ketalog.ledger.snapshot import remove_clear_snapshot

                        remove_clear_snapshot(self.path)
                    yield tail
            except BadInput:  # Only a file that is closed can be taken away everywhere.
                if is_new and not tail.rows and self.path.stat().st_size == tail.size:
                    self.path.unlink()
                    with suppress(OSError):
                        self.second_copy.path.unlink()
                        self.second_copy.folder.rmdir()
                raise

    def append(self, lines: "list[Line]") -> bool:
        """Write the lines of one transaction behind the end that is held.

        Returns whether the second copy has them too.
        """
        tail = self._tail
        if tail is None:
            raise RuntimeError("a journal is added to only while it is held: see writing()")
        key = tail.header.key
        if key is not None:
            from ketalog.ledger.encryption import encrypt

            lines = [encrypt(line, key.public) for line in lines]
        written_twice = append(self.path, self.second_copy, tail, lines)
        self.places.remember(tail.header)
        return written_twice

    @contextmanager
    def alone(self, *, wait: bool = True) -> Iterator[None]:
        """Hold the journal alone. What the disk refuses becomes a JournalError."""
        try:
            disk.make_folder(self.path.parent)
            with disk.locked(self.lock_path, wait=wait):
                self._is_held = True
                try:
                    yield
                finally:
                    self._is_held = False
        except disk.Unsynced as error:
            raise JournalUnwritable(
                f"This may have been saved, or not: {disk.reason(error)}.",
                "Look with 'ketalog list' before you type it again.",
            ) from error
        except OSError as error:
            if self.path.is_dir():
                raise _is_folder(self.path) from error
            raise JournalUnwritable(
                f"Nothing was saved: {error.filename or self.path}: {disk.reason(error)}."
            ) from error

    # What both need.

    def _contents(self) -> "RawJournal | None":
        """Return all of the verified journal, or None if there is none.

        What a reader meets at first may be a write under way beside it: only what is wrong once
        no other ketalog is at work is repaired, as before a write, or is damage.
        """
        if self._is_held:
            try:
                return self.read()
            except JournalDamaged:
                self.mend(None)  # It can't mend that, but says what to do about it.
                raise
        contents = self._if_intact()
        if contents is None and self.is_begun:
            self.refuse_gone()
            contents = self._mended()
        return contents

    def _mended(self) -> "RawJournal | None":
        """Return the journal, mended; as it is where nothing may be written but all can be read."""
        try:
            with self.alone():
                self.mend(None)
                return self.read()
        except (JournalUnwritable, SecondCopyUnreached) as error:
            contents = self.read()  # What is damaged is refused.
            if contents is not None:
                why = error.message.removeprefix("Nothing was saved: ")
                self.repairs.append(f"What is there was read, but could not be mended: {why}")
            return contents

    def _end(self, enough: "Enough") -> Tail | None:
        """Return the journal's end as far back as is enough; None if it must be mended first.

        While the journal is held, it is the end that was read then.
        """
        if self._tail is not None:
            return self._tail if self._tail.reaches(enough) else None
        with suppress(OSError), disk.opened(self.path) as file:
            tail = Tail.of(file)
            if tail is not None and self._is_in_second_copy(tail) and tail.reaches(enough):
                return tail
        return None

    def _is_in_second_copy(self, tail: Tail) -> bool:
        """Tell whether the second copy ends with the same line."""
        return bool(tail.rows) and self.second_copy.last_sum() == tail.last_sum

    def _if_intact(self) -> "RawJournal | None":
        """Return the journal if nothing about it needs a repair or a second look."""
        try:
            contents = self.read()
        except (IsADirectoryError, JournalDamaged):
            return None
        except OSError as error:
            raise JournalError(f"{self.path} can't be read: {disk.reason(error)}.") from error
        if contents is None or contents.torn is not None:
            return None
        with suppress(OSError), self.second_copy.opened() as stream:
            if not contents.is_second_copy(stream):
                return None
        return contents

    def read(self) -> "RawJournal | None":
        """Return the journal's file as it is, verified, or None if there is none."""
        from ketalog.ledger.contents import read_journal

        data = disk.read_all(self.path)
        return None if data is None else read_journal(data)

    @contextmanager
    def settled(self, now: datetime | None) -> Iterator[Tail]:
        """Yield the journal's end, made ready for a line; the lock is held.

        The file stays open: what is read, and then written, is one and the same.
        """
        with ExitStack() as files:
            tail = None
            with suppress(OSError):
                file = files.enter_context(disk.opened(self.path, os.O_RDWR))
                disk.hold(file)
                tail = Tail.of(file)
            if tail is not None and self._is_in_second_copy(tail):
                tail.in_second_copy = True
            else:
                files.close()
                in_second_copy = self.mend(now)
                file = files.enter_context(disk.opened(self.path, os.O_RDWR))
                disk.hold(file)
                tail = Tail.of(file)
                if tail is None:
                    raise JournalDamaged("The journal could not be read back.")
                tail.in_second_copy = in_second_copy
            self._tail = tail
            try:
                yield tail
            finally:
                self._tail = None

    def mend(self, now: datetime | None) -> bool:
        """Bring journal and copy together; return whether the copy agrees. The lock is held."""
        from ketalog.ledger.reconcile import settle

        written_twice, repairs = settle(self.path, self.second_copy, now, self.places.vouches)
        self.repairs += repairs
        return written_twice


def _is_folder(path: Path) -> JournalError:
    return JournalError(
        f"{path} is a folder, not a journal file.",
        "Name a file: ketalog --journal FILE, or KETALOG_JOURNAL.",
    )
