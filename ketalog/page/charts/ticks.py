"""Where a period's days, weeks, months or years begin, as fine as there is room for their names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Unit = Literal["day", "week", "month", "quarter", "year"]
ROOM: dict[Unit, float] = {"day": 30, "week": 28, "month": 19, "quarter": 19, "year": 25}
"""The points that each one's name needs."""
_DAYS: dict[Unit, float] = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
_MONTHS = {"month": 1, "quarter": 3}


class Tick(Value, frozen=True):
    """One day, week, month, quarter or year: its days as offsets (half-open), its names."""

    start: int
    end: int
    name: str
    year: str


def ticks(
    say: Callable[[date, Unit], str], start: date, days: int, width: float, first_weekday: int = 0
) -> list[Tick]:
    """Return the parts of a period that is so many days long and so many points wide.

    `say` names the part that begins on a day. A part that the period cuts is cut. `year` is given
    where one begins, and at the start, where the names are of months.
    """
    unit, step = _unit(days, width)
    end = start + timedelta(days)
    firsts = [start, *_firsts(start, end, unit, step, first_weekday)]
    parts: list[Tick] = []
    for first, after in zip(firsts, [*firsts[1:], end], strict=True):
        new_year = not parts or first.year != (start + timedelta(parts[-1].start)).year
        year = str(first.year) if new_year and unit in _MONTHS else ""
        parts.append(Tick((first - start).days, (after - start).days, say(first, unit), year))
    return parts


def _unit(days: int, width: float) -> tuple[Unit, int]:
    """Return the finest unit whose names fit, and how many of it go together."""
    for unit, length in _DAYS.items():
        if length / days * width >= ROOM[unit]:
            return unit, 1
    step = 2
    while step * 365 / days * width < ROOM["year"]:
        step += 1
    return "year", step


def _firsts(start: date, end: date, unit: Unit, step: int, first_weekday: int) -> Iterator[date]:
    """Yield each day in the period, but its first, with which a new unit begins."""
    if unit in {"day", "week"}:
        every = 1 if unit == "day" else 7
        ahead = (first_weekday - start.weekday()) % every or every
        for day in range(start.toordinal() + ahead, end.toordinal(), every):
            yield date.fromordinal(day)
        return
    months = _MONTHS.get(unit, 12 * step)
    at = (start.year * 12 + start.month - 1) // months * months + months
    while at < date.max.year * 12 and (first := date(at // 12, at % 12 + 1, 1)) < end:
        yield first
        at += months
