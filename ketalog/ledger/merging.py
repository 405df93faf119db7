"""Two journals made one, and entries taken out of one: on transactions alone, no file is touched.

`union` is idempotent, commutative and associative over transactions and what they say; short
numbers belong to a file and are no part of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import convert
from msgspec.structs import replace

from ketalog.domain.kinds import MAY_LIE_AHEAD
from ketalog.errors import JournalDamaged, JournalLocked
from ketalog.ledger.contents import DecodedJournal
from ketalog.ledger.format import UNREADABLE, Line, Moment

if TYPE_CHECKING:
    from datetime import datetime


_MOST = 100_000_000
"""More transactions than any journal has: counted much further, lines could get no number."""


class _Step(NamedTuple):
    """One put or removal: whose entry it is about, when that is, and whether it may lie ahead."""

    entry: str | None
    at: datetime | None
    ahead: bool = False


def union(
    ours: DecodedJournal, theirs: DecodedJournal, *, same_file: bool = False
) -> DecodedJournal:
    """Return our journal with their transactions among ours, in the order (`seq`, `id`).

    Entries that only they have get new numbers, but with `same_file` (what a copy of our own file
    still has) only where theirs is taken. What either has erased stays out. Raises JournalDamaged
    if one transaction says different things in the two, JournalLocked if something is in a box.
    """
    erased = tuple(sorted({*ours.header.removed, *theirs.header.removed}))
    own, other = _by_id(_erase(ours.lines, erased)), _by_id(_erase(theirs.lines, erased))
    for identity in own.keys() & other.keys():
        if list(map(_said, own[identity])) != list(map(_said, other[identity])):
            raise JournalDamaged("One change says different things in the two files.")
    fresh = [line for identity in other.keys() - own.keys() for line in other[identity]]
    if not fresh and erased == ours.header.removed:
        return ours
    lines = [line for own_lines in own.values() for line in own_lines]
    numbers = _numbers(lines)
    if same_file:
        numbers = _with_free(numbers, fresh)
    else:
        fresh = [replace(line, merged=True) for line in fresh]
    reached = max((line.next for line in lines), default=1)
    ordered = sorted([*lines, *fresh], key=lambda line: (line.seq, line.id, line.part or (1, 1)))
    reaches = {line.id: line.next for line in lines}
    numbered = _numbered(ordered, numbers, reached, reaches)
    return DecodedJournal(replace(ours.header, removed=erased), bounded(numbered))


def says_all(newer: DecodedJournal, older: DecodedJournal) -> bool:
    """Tell whether a journal written anew has each change of the older one, as it was.

    Nothing is opened for that: what was locked or unlocked in between can't be told.
    """
    erased = {*newer.header.removed}
    there, here = (
        {
            identity: [_told(line, erased) for line in lines]
            for identity, lines in _by_id(decoded.lines).items()
        }
        for decoded in (newer, older)
    )
    return all(there.get(identity) == told for identity, told in here.items())


def check(decoded: DecodedJournal) -> None:
    """Raise JournalDamaged for lines as ketalog never writes them, in whatever chain they stand."""
    for lines in _by_id(decoded.lines).values():
        count = len(lines)
        parts = [None] if lines[0].part is None else [(n + 1, count) for n in range(count)]
        if [line.part for line in lines] != parts:
            raise JournalDamaged("A change is not whole.")
        if {line.seq for line in lines} != {lines[0].seq} or not 0 < lines[0].seq < _MOST:
            raise JournalDamaged("Its changes are not counted as ketalog counts them.")


def without(decoded: DecodedJournal, ids: tuple[str, ...]) -> DecodedJournal:
    """Return the journal without a word of these entries, in the past as in the present.

    Raises JournalLocked if something is in a box.
    """
    erased = tuple(sorted({*decoded.header.removed, *ids}))
    return DecodedJournal(
        replace(decoded.header, removed=erased), bounded(_erase(decoded.lines, erased))
    )


def _by_id(lines: list[Line]) -> dict[str, list[Line]]:
    by_id: dict[str, list[Line]] = {}
    for line in lines:
        by_id.setdefault(line.id, []).append(line)
    return by_id


def _said(line: Line) -> tuple[Any, ...]:
    """Return what must be the same of a line wherever it is."""
    steps = [{key: op[key] for key in op if key != "number"} for op in line.do or []]
    return line.seq, line.part, line.undoes, line.rec, steps


def _told(line: Line, erased: set[str]) -> tuple[Any, ...]:
    """Return what a line says, whether it is locked or not, of what is not erased."""
    if line.do is not None:
        line = replace(line, do=[op for op in line.do if _step(op).entry not in erased])
    return line.box, *_said(line)


def _erase(lines: list[Line], erased: tuple[str, ...]) -> list[Line]:
    if any(line.box for line in lines):
        raise JournalLocked("The journal was locked just now. Nothing was changed.", "Try again.")
    gone = set(erased)
    return [
        line
        if line.do is None
        else replace(line, do=[op for op in line.do if _step(op).entry not in gone])
        for line in lines
    ]


def _step(op: dict[str, Any]) -> _Step:
    put = op.get("put")
    if put is None:
        return _Step(op.get("remove"), None)
    try:
        return _Step(put["id"], convert(put["at"], Moment), put["kind"] in MAY_LIE_AHEAD)
    except (LookupError, TypeError, *UNREADABLE) as error:
        raise JournalDamaged("An entry of the journal can't be read.") from error


def _numbers(lines: list[Line]) -> dict[str, int]:
    """Return the short number of each entry that has one."""
    return {
        op["put"]["id"]: op["number"]
        for line in lines
        for op in line.do or []
        if "put" in op and isinstance(op.get("number"), int)
    }


def _with_free(numbers: dict[str, int], fresh: list[Line]) -> dict[str, int]:
    """Return our numbers, and theirs where no other entry of ours has it."""
    taken = set(numbers.values())
    free = {key: number for key, number in _numbers(fresh).items() if number not in taken}
    return {**free, **numbers}


def _numbered(
    ordered: list[Line], numbers: dict[str, int], reached: int, reaches: dict[str, int]
) -> list[Line]:
    """Give entries that came in the numbers from `reached` on, and each line the one after it.

    `numbers` are those that entries have, `reaches` what our own lines say comes next.
    """
    numbers = dict(numbers)
    following = max([reached, *(number + 1 for number in numbers.values())])
    reached = 1
    result = []
    for line in ordered:
        steps = []
        for op in line.do or []:
            if "put" in op:
                identity = op["put"]["id"]
                if identity not in numbers:
                    numbers[identity] = following
                    following += 1
                steps.append({**op, "number": numbers[identity]})
                reached = max(reached, numbers[identity] + 1)
            else:
                steps.append(op)
        reached = max(reached, reaches.get(line.id, 1))
        result.append(replace(line, next=reached, do=None if line.do is None else steps))
    return result


def _happened(step: _Step, line: Line) -> datetime | None:
    return min(step.at, line.rec) if step.ahead and step.at and line.rec else step.at


def bounded(lines: list[Line]) -> list[Line]:
    """Give each line the latest time of anything that happened up to it.

    Lines that were written unread, while the journal was locked, don't know it.
    """
    latest: datetime | None = None
    result = []
    for line in lines:
        times = (_happened(_step(op), line) for op in line.do or [])
        latest = max((at for at in (latest, *times) if at), default=None)
        result.append(replace(line, max_at=latest, unbounded=False))
    return result
