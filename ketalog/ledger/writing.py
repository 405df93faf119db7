"""Appending one transaction: to the journal, then to the copy, both on the disk before "Logged"."""

import os
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from msgspec import Struct, json

from ketalog import disk
from ketalog.errors import BadInput, JournalError, JournalUnwritable
from ketalog.ledger import format as file_format

if TYPE_CHECKING:
    from ketalog.ledger.ledger import Ledger, Settled

_ROOM = file_format.MAX_LINE - 1024
"""Bytes that the puts and removals of one line may take, beside its other fields."""


class Receipt(Struct, frozen=True):
    """What an append did: whether the second copy has it too, and what was repaired before."""

    written_twice: bool
    repairs: tuple[str, ...]


class Pen:
    """What holds the journal during one change, and writes its one transaction."""

    def __init__(self, ledger: "Ledger", settled: "Settled", now: datetime) -> None:
        self._ledger = ledger
        self._settled = settled
        self._now = now
        last = settled.tail.rows[-1] if settled.tail.rows else None
        self._key = last.key if last else 0
        self._line = last.line if last else None
        self.next_number = self._line.next if self._line else 1

    def everything(self) -> list[file_format.Line]:
        """Return every line of the journal while it is held."""
        return self._ledger.everything(may_prompt=False)

    def outline(self) -> list[file_format.Line]:
        """Return every line of the journal while it is held; what is locked stays in its box."""
        return self._ledger.outline()

    def do(self, ops: list[Any], *, new: int, latest: datetime | None) -> "Receipt":
        """Append puts and removals. `new` of them are new entries; `latest` has happened last."""
        return self._append(transaction(self._line, ops, new=new, latest=latest, now=self._now))

    def undo(self, transaction: str) -> "Receipt":
        """Append that a transaction (or an undo) is taken back."""
        parts = [{"undoes": transaction}]
        latest = self._line.max_at if self._line else None
        return self._append(_drawn_up(self._line, parts, self.next_number, latest, self._now))

    def _append(self, made: list[file_format.Line]) -> "Receipt":
        if self._settled.key is not None:
            from ketalog.ledger.encryption import close

            made = [close(line, self._settled.key.public) for line in made]
        raws: list[bytes] = []
        before = self._settled.tail.last_sum
        for line in made:
            raws.append(file_format.placed(line, before))
            before = file_format.sum_of(raws[-1])
        self._write(raws)
        written_twice = self._settled.written_twice and self._copy(raws)
        return Receipt(written_twice, tuple(self._ledger.repairs))

    def _write(self, raws: list[bytes]) -> None:
        rows = b",\n".join(
            file_format.row_bytes(self._key + n, raw) for n, raw in enumerate(raws, 1)
        )
        text = (b",\n" if self._key else b"\n") + rows + file_format.END
        size = self._settled.tail.size
        at = size - len(file_format.END)
        with disk.opened(self._ledger.path, os.O_RDWR) as file:
            if disk.tightened(file).st_size != size:
                raise JournalError(
                    "Nothing was saved: another program changed the journal just now.",
                    "Try again.",
                )
            try:
                try:
                    disk.write_all(file, text, at)
                except OSError as error:
                    disk.write_all(file, file_format.END, at)
                    os.ftruncate(file, size)
                    raise JournalUnwritable(
                        f"Nothing was saved: {disk.reason(error)}. The journal is as it was."
                    ) from error
                disk.sync(file)
            except OSError as error:
                raise JournalUnwritable(
                    f"This may have been saved, or not: {disk.reason(error)}.",
                    "Look with 'ketalog list' before you type it again.",
                ) from error

    def _copy(self, raws: list[bytes]) -> bool:
        try:
            self._ledger.second_copy.add(raws)
        except OSError:
            return False
        return True


def transaction(
    last: file_format.Line | None,
    ops: list[Any],
    *,
    new: int,
    latest: datetime | None,
    now: datetime,
) -> list[file_format.Line]:
    """Return the lines that put and remove, behind the `last` one, before they are sealed.

    `new` of the puts are new entries; `latest` has happened last.
    """
    chunks = _chunks(ops)
    before = last.max_at if last else None
    max_at = max((at for at in (before, latest) if at), default=None)
    parts = [
        {"do": chunk, "part": (n, len(chunks)) if len(chunks) > 1 else None}
        for n, chunk in enumerate(chunks, 1)
    ]
    return _drawn_up(last, parts, (last.next if last else 1) + new, max_at, now)


def _drawn_up(
    last: file_format.Line | None,
    parts: list[dict[str, Any]],
    next_number: int,
    max_at: datetime | None,
    now: datetime,
) -> list[file_format.Line]:
    identity, seq = str(uuid4()), (last.seq if last else 0) + 1
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
    room = _ROOM
    for op in ops:
        size = len(json.encode(op)) + 1
        if size > _ROOM:
            raise BadInput("That is too long for one entry.", "Split it into several notes.")
        if size > room:
            chunks.append([])
            room = _ROOM
        chunks[-1].append(op)
        room -= size
    return chunks
