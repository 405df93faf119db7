"""The journal's end: read back as far as a week needs, and a transaction written behind it.

Neither depends on the journal's size. What is appended is on the disk before "Logged", and in the
second copy, or it is said.
"""

import os
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import json
from msgspec.structs import replace

from ketalog import disk
from ketalog.domain.values import Value
from ketalog.errors import BadInput, JournalDamaged, JournalError, JournalUnwritable
from ketalog.ledger import format as file_format

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ketalog.ledger.second_copy import SecondCopy

    Enough = Callable[[list[file_format.Row]], bool]

BLOCK = 4 * 1024
"""Bytes of the first read from the end; with each further one they are twice as many."""
_ROOM = file_format.MAX_LINE - 1024
"""Bytes that the puts and removals of one line may take, beside its other fields."""
_PART = 4 * 1024
"""The same, in each line of a large transaction. It is small because the next dose reads the last
line, and the one before it."""


class Tail:
    """The end of an open journal file: its last lines, verified, as far back as was asked for.

    `rows` are oldest first, and `whole` tells that they are all there are; `size` is the file's, in
    bytes, `start` its first block. `in_second_copy` tells that the second copy ends with the same
    line. What was read and verified once is not read again: a command asks for more and more of the
    same end, and of the `snapshot` that is kept beside it, while the journal is held.
    """

    def __init__(self, file: int) -> None:
        self.file = file
        self.size = os.fstat(file).st_size
        self.start = disk.read_at(file, BLOCK, 0)
        self.rows: list[file_format.Row] = []
        self.whole = False
        self.in_second_copy = False
        self.snapshot: tuple[str, bytes] | None = None
        self._header_sum = ""
        self._begins_at = self.size
        self._unverified = b""
        self._is_broken = False

    @classmethod
    def of(cls, file: int) -> "Tail | None":
        """Return the end of an open journal, its last line verified.

        None if the file is not as this program writes it: of another format, its end being written,
        torn, laid out by another program, or damaged.
        """
        tail = cls(file)
        if not tail.start.startswith(file_format.START):
            return None
        return tail if tail.reaches(lambda _: True) else None

    @cached_property
    def header(self) -> file_format.Header:
        """Return what the file is. Raises JournalDamaged."""
        return read_head(self.file, self.start)

    @property
    def last(self) -> "file_format.Line | None":
        """Return the last line as it stands there, locked if it is; None if there is none yet."""
        return self.rows[-1].line if self.rows else None

    @property
    def last_sum(self) -> str:
        """Return the sum that the next line names: the last line's, or the header's."""
        return file_format.sum_of(self.rows[-1].raw) if self.rows else self._header_sum

    @property
    def next_number(self) -> int:
        """Return the short number that the next new entry gets."""
        return self.last.next if self.last else 1

    def reaches(self, enough: "Enough") -> bool:
        """Read back until the lines are enough, or all of them.

        Returns whether they are as they were written. `enough` is given at least one line.
        """
        while not (self.whole or (self.rows and enough(self.rows))):
            self._is_broken = self._is_broken or not self._read_back()
            if self._is_broken:
                return False
        return True

    def _read_back(self) -> bool:
        """Read and verify what stands before the rows, twice as far back as they reach.

        The first whole line that was read has nothing before it that would verify it: it only
        proves those behind it, and is verified itself with the next block.
        """
        read = self.size - self._begins_at
        begins_at = max(0, self.size - max(BLOCK, 2 * read))
        data = self._read(begins_at, self._begins_at)
        if not read:
            if not data.endswith(file_format.END):
                return False
            data = data[: -len(file_format.END)]
        data += self._unverified
        self._begins_at = begins_at
        if begins_at == 0:
            return self._read_from_start(data)
        texts = data.split(b"\n", 2)
        first = file_format.split_row(texts[1]) if len(texts) > 1 else None
        if first is None:
            self._unverified = data
            return True
        key, raw = first
        self._unverified = b"\n".join(texts[:2])
        return self._take(texts[2].split(b"\n") if texts[2:] else [], key, file_format.sum_of(raw))

    def _read(self, begins_at: int, ends_at: int) -> bytes:
        """Return the bytes of a stretch; the file's start was read already."""
        known = self.start[begins_at:ends_at]
        begins_at += len(known)
        if begins_at < ends_at:
            known += disk.read_at(self.file, ends_at - begins_at, begins_at)
        return known

    def _read_from_start(self, data: bytes) -> bool:
        header = file_format.split_open(data)
        if header is None:
            return False
        try:
            self._header_sum = file_format.read_header(header).sum
        except JournalDamaged:
            return False
        texts = data[len(file_format.open_bytes(header)) :].split(b"\n")[1:]
        self.whole = self._take(texts, 0, self._header_sum)
        return self.whole

    def _take(self, texts: list[bytes], key: int, before: str) -> bool:
        """Put lines before the rows if each follows the one before it, by key and sum."""
        rows = _chain(texts, key, before)
        if rows is None or (rows and not self.rows and not rows[-1].line.ends):
            return False
        self.rows = [*rows, *self.rows]
        return True


def reaching_back_to(line_sum: str, max_lines: int) -> "Enough":
    """Return what tells that lines reach back to the one with a sum, or are more than that."""
    return lambda rows: len(rows) > max_lines or any(row.line.sum == line_sum for row in rows)


def read_head(file: int, data: bytes = b"") -> file_format.Header:
    """Return the header of a journal that is as this program lays it out.

    `data` is what was read of its start.
    """
    length = BLOCK
    data = data or disk.read_at(file, length, 0)
    while True:
        header = file_format.split_open(data)
        if header is not None:
            return file_format.read_header(header)
        if len(data) < length:
            raise JournalDamaged("The journal's first line can't be read.")
        length *= 4
        data = disk.read_at(file, length, 0)


def is_before(line: file_format.Line, since: datetime) -> bool:
    """Tell whether nothing up to this line can have happened at `since` or later."""
    return not line.unbounded and (line.max_at is None or line.max_at < since)


def _chain(texts: list[bytes], key: int, before: str) -> list[file_format.Row] | None:
    """Return the rows if each follows the one before it, by key and sum, and none is missing."""
    rows = []
    for text in texts:
        row = file_format.split_row(text)
        if row is None or row[0] != key + 1:
            return None
        key, raw = row
        before = file_format.proven(raw, before)
        if not before:
            return None
        try:
            rows.append(file_format.Row(key, raw, file_format.read_line(raw)))
        except JournalDamaged:
            return None
    return rows


def append(
    path: "Path", second_copy: "SecondCopy", tail: Tail, lines: list[file_format.Line]
) -> bool:
    """Write the lines of one transaction behind the journal's end; the lock is held.

    They are on the disk when this returns. Returns whether the second copy has them too.
    Raises JournalUnwritable, JournalError.
    """
    raws: list[bytes] = []
    before = tail.last_sum
    for line in lines:
        raws.append(file_format.placed(line, before))
        before = file_format.sum_of(raws[-1])
    _write(path, tail, raws)
    # A copy that lacks what the lines follow would be no copy with them: the next run completes it.
    if not tail.in_second_copy:
        return False
    try:
        second_copy.add(raws)
    except OSError:
        return False
    return True


def _write(path: "Path", tail: Tail, raws: list[bytes]) -> None:
    key = tail.rows[-1].key if tail.rows else 0
    rows = b",\n".join(file_format.row_bytes(key + n, raw) for n, raw in enumerate(raws, 1))
    text = (b",\n" if key else b"\n") + rows + file_format.END
    at = tail.size - len(file_format.END)
    known = disk.tightened(tail.file)
    # An editor or a sync tool knows nothing of our lock, and may have put another file there.
    if known.st_size != tail.size or not os.path.samestat(known, path.stat()):
        raise JournalError(
            "Nothing was saved: another program changed the journal just now.", "Try again."
        )
    try:
        try:
            disk.write_all(tail.file, text, at)
        except OSError as error:
            disk.write_all(tail.file, file_format.END, at)
            os.ftruncate(tail.file, tail.size)
            raise JournalUnwritable(
                f"Nothing was saved: {disk.reason(error)}. The journal is as it was."
            ) from error
        disk.sync(tail.file)
    except OSError as error:
        raise JournalUnwritable(
            f"This may have been saved, or not: {disk.reason(error)}.",
            "Look with 'ketalog list' before you type it again.",
        ) from error


class Step(Value, frozen=True):
    """A put or a removal, when what it puts has happened, and the short number that it puts."""

    op: Any
    at: datetime | None = None
    number: int = 0


def transaction_lines(
    last: file_format.Line | None, steps: list[Step], now: datetime
) -> list[file_format.Line]:
    """Return the lines of a transaction behind the `last` one, before they are sealed.

    Each says what holds up to it, as if it stood alone: the end of a large one is read like that
    of many small ones.
    """
    identity, seq = str(uuid4()), (last.seq if last else 0) + 1
    following, latest = (last.next, last.max_at) if last else (1, None)
    chunks = _chunks(steps)
    lines = []
    for n, chunk in enumerate(chunks, 1):
        following = max([following, *(step.number + 1 for step in chunk)])
        latest = max((at for at in (latest, *(step.at for step in chunk)) if at), default=None)
        lines.append(
            file_format.Line(
                seq=seq,
                id=identity,
                next=following,
                rec=now,
                max_at=latest,
                unbounded=_is_unbounded(last),
                do=[step.op for step in chunk],
                part=(n, len(chunks)) if len(chunks) > 1 else None,
            )
        )
    return lines


def undo_line(last: file_format.Line | None, transaction: str, now: datetime) -> file_format.Line:
    """Return the line that takes back a transaction, or an undo, behind the `last` one."""
    [line] = transaction_lines(last, [], now)
    return replace(line, do=None, undoes=transaction)


def _is_unbounded(last: file_format.Line | None) -> bool:
    """Tell whether nobody can say what lies before: `max_at` bounds what a week reads.

    Where the line before is locked, what is written behind it bounds nothing.
    """
    return last is not None and (last.unbounded or last.box is not None)


def _chunks(steps: list[Step]) -> list[list[Step]]:
    """Divide puts and removals into lines, each short enough."""
    chunks: list[list[Step]] = [[]]
    room = _PART
    for step in steps:
        size = len(json.encode(step.op)) + 1
        if size > _ROOM:
            raise BadInput("That is too long for one entry.", "Split it into several notes.")
        if size > room and chunks[-1]:
            chunks.append([])
            room = _PART
        chunks[-1].append(step)
        room -= size
    return chunks
