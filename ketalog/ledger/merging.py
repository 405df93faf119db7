"""Two journals made one, and entries taken out of one: on transactions alone, no file is touched.

`union` is idempotent, commutative and associative over transactions and what they say; short
numbers belong to a file and are no part of that.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from msgspec import convert
from msgspec.structs import replace

from ketalog.errors import JournalDamaged
from ketalog.ledger.lines import UNREADABLE, Line
from ketalog.ledger.rewriting import Book


class _Step(NamedTuple):
    """One put or removal: whose entry it is about, and when that happened."""

    entry: str | None
    at: datetime | None


def union(ours: Book, theirs: Book) -> Book:
    """Return our journal with their transactions among ours, in the order (`seq`, `id`).

    Entries that only they have get new numbers. What either has erased stays out. Raises
    JournalDamaged if one transaction says different things in the two.
    """
    erased = tuple(sorted({*ours.header.removed, *theirs.header.removed}))
    own, other = _by_id(_erase(ours.lines, erased)), _by_id(_erase(theirs.lines, erased))
    for identity in own.keys() & other.keys():
        if list(map(_said, own[identity])) != list(map(_said, other[identity])):
            raise JournalDamaged("One change says different things in the two files.")
    fresh = [replace(line, merged=True) for one in other.keys() - own.keys() for line in other[one]]
    if not fresh and erased == ours.header.removed:
        return ours
    given = [*(line for one in own.values() for line in one), *fresh]
    ordered = sorted(given, key=lambda line: (line.seq, line.id, line.part or (1, 1)))
    return Book(replace(ours.header, removed=erased), _bounded(_numbered(ordered)))


def without(book: Book, ids: tuple[str, ...]) -> Book:
    """Return the journal without a word of these entries, in the past as in the present."""
    erased = tuple(sorted({*book.header.removed, *ids}))
    return Book(replace(book.header, removed=erased), _bounded(_erase(book.lines, erased)))


def _by_id(given: list[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in given:
        found.setdefault(line.id, []).append(line)
    return found


def _said(line: Line) -> tuple[Any, ...]:
    """Return what must be the same of a line wherever it is."""
    steps = [{key: op[key] for key in op if key != "number"} for op in line.do or []]
    return line.seq, line.part, line.undoes, line.rec, steps


def _erase(given: list[Line], erased: tuple[str, ...]) -> list[Line]:
    gone = set(erased)
    return [
        line
        if line.do is None
        else replace(line, do=[op for op in line.do if _step(op).entry not in gone])
        for line in given
    ]


def _step(op: dict[str, Any]) -> _Step:
    put = op.get("put")
    if put is None:
        return _Step(op.get("remove"), None)
    try:
        return _Step(put.get("id"), convert(put["at"], datetime))
    except (LookupError, *UNREADABLE) as error:
        raise JournalDamaged("An entry of the journal can't be read.") from error


def _numbered(ordered: list[Line]) -> list[Line]:
    """Give entries that came in the numbers after our last, and each line the number after it."""
    numbers = {
        op["put"]["id"]: op["number"]
        for line in ordered
        if not line.merged
        for op in line.do or []
        if "put" in op and "number" in op
    }
    following = max([0, *(line.next - 1 for line in ordered if not line.merged)])
    reached = 1
    result = []
    for line in ordered:
        steps = []
        for op in line.do or []:
            if "put" in op:
                identity = op["put"]["id"]
                if identity not in numbers:
                    following += 1
                    numbers[identity] = following
                steps.append({**op, "number": numbers[identity]})
                reached = max(reached, numbers[identity] + 1)
            else:
                steps.append(op)
        reached = reached if line.merged else max(reached, line.next)
        result.append(replace(line, next=reached, do=None if line.do is None else steps))
    return result


def _bounded(given: list[Line]) -> list[Line]:
    """Give each line the latest time of anything that happened up to it."""
    latest: datetime | None = None
    result = []
    for line in given:
        times = (_step(op).at for op in line.do or [])
        latest = max((at for at in (latest, *times) if at), default=None)
        result.append(replace(line, max_at=latest, unbounded=False))
    return result
