"""What importers of readings and sleep share: what stands by a dose, one in a while, nights."""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from ketalog.importers._values import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from ketalog.importers._rows import Rows

BEFORE, AFTER = timedelta(hours=4), timedelta(hours=12)
"""Around a dose: as far as ratings before and after it are looked for."""
APART = timedelta(minutes=15)
"""Of readings that a watch takes all day, the first in so long is taken."""
NOT_NEAR = "they stand by no dose: --all"
TOO_MANY = "another reading of the same quarter of an hour is taken"
MOST = 1_000_000
"""A reading is far below."""
TOO_MANY_RULE = "Of pulse and oxygen, the first reading in a quarter of an hour is taken."
HALF_DAY = timedelta(hours=12)
PAUSE = timedelta(hours=3)
"""Awake for so long, what comes after is another sleep."""
KG_OF_POUND = Decimal("0.45359237")


class Nearness:
    """Tells whether readings stand by a dose of the journal."""

    def __init__(self, doses: Sequence[datetime], *, take_all: bool) -> None:
        self._times = sorted(doses)
        self._take_all = take_all

    def holds(self, at: datetime) -> bool:
        """Tell whether a dose is from 12 h before the time to 4 h after it; or all are wanted."""
        if self._take_all:
            return True
        first = bisect_left(self._times, at - AFTER)
        return first < len(self._times) and self._times[first] <= at + BEFORE

    def refuse_far(self, at: datetime) -> None:
        """Raise Unfit for a reading that stands by no dose."""
        if not self.holds(at):
            raise Unfit(NOT_NEAR)


def add_reading(  # noqa: PLR0913 (a reading has so many parts)
    rows: Rows,
    identity: Sequence[object],
    at: datetime | date,
    *,
    systolic: Decimal | None = None,
    diastolic: Decimal | None = None,
    pulse: Decimal | None = None,
    oxygen: Decimal | None = None,
    weight_kg: Decimal | None = None,
    note: str | None = None,
) -> None:
    """Add readings, in whole numbers but the weight. Raises Unfit."""
    for value in (systolic, diastolic, pulse, oxygen, weight_kg):
        if value is not None and not (value.is_finite() and abs(value) < MOST):
            raise Unfit("a number can't be read")
    if systolic is not None and diastolic is not None and diastolic >= systolic:
        raise Unfit("the second number of the blood pressure is not below the first")
    if systolic is diastolic is pulse is oxygen is weight_kg is None:
        raise Unfit("they have no reading")
    rows.add(
        "vitals",
        identity,
        at,
        systolic_mmhg=_whole(systolic),
        diastolic_mmhg=_whole(diastolic),
        pulse_per_minute=_whole(pulse),
        oxygen_percent=_whole(oxygen),
        weight_kg=None if weight_kg is None else round(weight_kg, 2).normalize() + 0,
        note=note,
    )


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value.to_integral_value(ROUND_HALF_UP))


class Asleep(NamedTuple):
    """A stretch of sleep, and the row that says so."""

    start: datetime
    end: datetime
    row: int


class Night(NamedTuple):
    """A night: its day, when it ended, how long the sleep was, the rows that it is made of."""

    day: date
    woke: datetime
    minutes: int
    rows: tuple[int, ...]


def nights(by_source: Iterable[Sequence[Asleep]]) -> list[Night]:
    """Return a night's sleep for each day, from noon to noon, by when it ended.

    Of one source, what overlaps counts once; of several sources the one with the longest sleep
    counts, and of several sleeps of a day the longest: what comes after 3 hours awake is another.
    """
    best: dict[date, Night] = {}
    for stretches in by_source:
        for sleep in _sleeps(stretches):
            night = _night(sleep)
            if night.day not in best or night.minutes > best[night.day].minutes:
                best[night.day] = night
    return [best[day] for day in sorted(best)]


def _sleeps(stretches: Sequence[Asleep]) -> list[list[Asleep]]:
    sleeps: list[list[Asleep]] = []
    end: datetime | None = None
    for stretch in sorted(stretches):
        if end is None or stretch.start - end > PAUSE:
            sleeps.append([])
            end = stretch.end
        sleeps[-1].append(stretch)
        end = max(end, stretch.end)
    return sleeps


def _night(sleep: Sequence[Asleep]) -> Night:
    slept, reached = timedelta(), sleep[0].start
    for stretch in sleep:
        slept += max(stretch.end - max(stretch.start, reached), timedelta())
        reached = max(reached, stretch.end)
    woke = reached.astimezone()
    minutes = round(slept / timedelta(minutes=1))
    return Night((woke - HALF_DAY).date(), woke, minutes, tuple(stretch.row for stretch in sleep))


def add_nights(rows: Rows, form: str, by_source: Iterable[Sequence[Asleep]]) -> None:
    """Add a rating with the length of sleep for each night, and account for all its rows."""
    given = list(by_source)
    left = {stretch.row for stretches in given for stretch in stretches}
    for night in nights(given):
        fresh = left & set(night.rows)
        left -= fresh
        with rows.row(*sorted(fresh)):
            rows.add("mood", (form, "night", night.day), night.woke, sleep_minutes=night.minutes)
    for row in sorted(left):
        rows.leave_out(row, "a longer sleep of the same night is taken")
