"""Appending one transaction: on the disk before "Logged", and in the second copy or it is said."""

import os
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import json

from ketalog import disk
from ketalog.errors import BadInput, JournalError, JournalUnwritable
from ketalog.ledger import format as file_format

if TYPE_CHECKING:
    from pathlib import Path

    from ketalog.ledger.second_copy import SecondCopy
    from ketalog.ledger.tail import Tail

_ROOM = file_format.MAX_LINE - 1024
"""Bytes that the puts and removals of one line may take, beside its other fields."""
_PART = 4 * 1024
"""Bytes that those of a large transaction take in each of its lines: to log a dose reads the last
line, and verifies it by the one before it."""


def append(
    path: "Path", second_copy: "SecondCopy", tail: "Tail", lines: list[file_format.Line]
) -> bool:
    """Write the lines of one transaction behind the journal's end; the lock is held.

    Returns whether the second copy has them too. Raises JournalUnwritable, JournalError.
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


def _write(path: "Path", tail: "Tail", raws: list[bytes]) -> None:
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


def transaction_lines(
    last: file_format.Line | None,
    ops: list[Any],
    *,
    new: int,
    latest: datetime | None,
    now: datetime,
) -> list[file_format.Line]:
    """Return the lines that put and remove, behind the `last` one, before they are sealed.

    `new` of the puts are new entries; `latest` is the latest time of what has happened.
    """
    chunks = _chunks(ops)
    before = last.max_at if last else None
    max_at = max((at for at in (before, latest) if at), default=None)
    parts = [
        {"do": chunk, "part": (n, len(chunks)) if len(chunks) > 1 else None}
        for n, chunk in enumerate(chunks, 1)
    ]
    return _drawn_up(last, parts, (last.next if last else 1) + new, max_at, now)


def undo_lines(
    last: file_format.Line | None, transaction: str, now: datetime
) -> list[file_format.Line]:
    """Return the line that takes back a transaction, or an undo, behind the `last` one."""
    number, max_at = (last.next, last.max_at) if last else (1, None)
    return _drawn_up(last, [{"undoes": transaction}], number, max_at, now)


def _drawn_up(
    last: file_format.Line | None,
    parts: list[dict[str, Any]],
    next_number: int,
    max_at: datetime | None,
    now: datetime,
) -> list[file_format.Line]:
    identity, seq = str(uuid4()), (last.seq if last else 0) + 1
    # `max_at` bounds what a week reads: nothing up to a line happened later. Where the line before
    # is locked nobody can say what it holds, so these bound nothing, nor do any behind them.
    unread = last is not None and (last.unbounded or last.box is not None)
    return [
        file_format.Line(
            seq=seq,
            id=identity,
            next=next_number,
            rec=now,
            max_at=max_at,
            unbounded=unread,
            **part,
        )
        for part in parts
    ]


def _chunks(ops: list[Any]) -> list[list[Any]]:
    """Divide puts and removals into lines, each short enough."""
    chunks: list[list[Any]] = [[]]
    room = _PART
    for op in ops:
        size = len(json.encode(op)) + 1
        if size > _ROOM:
            raise BadInput("That is too long for one entry.", "Split it into several notes.")
        if size > room and chunks[-1]:
            chunks.append([])
            room = _PART
        chunks[-1].append(op)
        room -= size
    return chunks
