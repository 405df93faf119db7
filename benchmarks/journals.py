"""Journals of a given size, written as ketalog writes them, one entry a line."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from ketalog import disk
from ketalog.domain.entries import Dose, Effect, Mood, new_id
from ketalog.domain.kinds import Entry
from ketalog.history import Op
from ketalog.ledger import format as file_format
from ketalog.store import Store

A_DAY = 5
"""Entries of one day: a dose, three ratings, a side effect."""


def write_journal(
    path: Path, entries: int, now: datetime, *, every: int = 1, a_day: int = A_DAY
) -> None:
    """Write a journal of so many entries that ends at `now`, and its second copy.

    There are `a_day` of them, up to 24, on every day, or on one of `every` so many.
    """
    start = now - timedelta(days=entries // a_day * every)
    header = file_format.with_checksum(
        file_format.Header(
            format=file_format.FORMAT, journal=new_id(), generation=1, made=start.isoformat()
        )
    )
    before = file_format.sum_of(header)
    raws: list[bytes] = []
    for n in range(entries):
        entry = _entry(n, start + timedelta(days=n // a_day * every, hours=n % a_day))
        line = file_format.Line(
            seq=n + 1,
            id=new_id(),
            next=n + 2,
            rec=entry.recorded,
            max_at=entry.at,
            do=[Op(put=entry, number=n + 1)],
        )
        raws.append(file_format.placed(line, before))
        before = file_format.sum_of(raws[-1])
    disk.make_folder(path.parent / "backups")
    disk.replace(path, file_format.file_bytes(header, raws))
    second_copy = path.parent / "backups" / f"{path.name}.copy.jsonl"
    disk.replace(second_copy, b"".join(part + b"\n" for part in (header, *raws)))
    Store(path).snapshot()  # Once read, what holds of it is kept beside it.


def _entry(n: int, at: datetime) -> Entry:
    match n % A_DAY:
        case 1:
            return Dose(
                id=new_id(),
                at=at,
                recorded=at,
                amount_mg=Decimal(100),
                route="sublingual",
                hold_minutes=15,
                mood=4,
                anxiety=7,
            )
        case 2:
            return Effect(id=new_id(), at=at, recorded=at, name="dizziness", severity="mild")
        case _:
            return Mood(id=new_id(), at=at, recorded=at, mood=n % 11, anxiety=(n // 3) % 11)
