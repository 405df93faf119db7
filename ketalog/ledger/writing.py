"""Appending one transaction: on the disk before "Logged", and in the second copy or it is said."""

import os
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import json

from ketalog import disk
from ketalog.domain.values import Value
from ketalog.errors import BadInput, JournalError, JournalUnwritable
from ketalog.ledger import format as file_format

if TYPE_CHECKING:
    from pathlib import Path

    from ketalog.ledger.second_copy import SecondCopy
    from ketalog.ledger.tail import Tail

_ROOM = file_format.MAX_LINE - 1024
"""Bytes that the puts and removals of one line may take, beside its other fields."""
_PART = 4 * 1024
"""The same, in each line of a large transaction. It is small because the next dose reads the last
line, and the one before it."""


def append(
    path: "Path", second_copy: "SecondCopy", tail: "Tail", lines: list[file_format.Line]
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
    return file_format.Line(
        seq=(last.seq if last else 0) + 1,
        id=str(uuid4()),
        next=last.next if last else 1,
        rec=now,
        max_at=last.max_at if last else None,
        unbounded=_is_unbounded(last),
        undoes=transaction,
    )


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
