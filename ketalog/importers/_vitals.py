"""What importers of readings and sleep share: what stands by a dose, one in a while, nights."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from ketalog.importers._values import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ketalog.importers._rows import Rows

BEFORE, AFTER = timedelta(hours=4), timedelta(hours=12)
"""Around a dose: as far as ratings before and after it are looked for."""
APART = timedelta(minutes=15)
"""By a dose, of what a watch measures all day, the first reading in so long is taken.

Far from one it is the first of a day: ten years in quarters of an hour are 400,000 entries, with
which no journal can be read at once.
"""
MOST = 1_000_000
"""A reading is far below."""
_BY_A_DOSE = "another reading of the same quarter of an hour is taken"
_OF_A_DAY = "another reading of the same day is taken"
_RULES = {
    _BY_A_DOSE: "Of pulse and oxygen, the first reading in a quarter of an hour is taken.",
    _OF_A_DAY: "Of pulse and oxygen that stand by no dose, the first reading of a day is taken.",
}
HALF_DAY = timedelta(hours=12)
PAUSE = timedelta(hours=3)
"""Awake for so long, what comes after is another sleep."""
KG_OF_POUND = Decimal("0.45359237")


class FileReadings:
    """The readings of one file on their way into its rows: those by a dose, unless all are wanted.

    Of pulse and oxygen, which a watch takes all day, only some are.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._doses = sorted(rows.wanted.doses())
        self._taken: set[tuple[str, date | int]] = set()

    @property
    def rules(self) -> list[str]:
        """Return which rules left readings out."""
        return [rule for reason, rule in _RULES.items() if self._rows.has_left_out(reason)]

    def _is_by_a_dose(self, at: datetime) -> bool:
        first = bisect_left(self._doses, at - AFTER)
        return first < len(self._doses) and self._doses[first] <= at + BEFORE

    def refuse_far(self, at: datetime) -> None:
        """Raise Unfit for a time that stands by no dose, unless all are wanted."""
        if not (self._rows.wanted.take_all or self._is_by_a_dose(at)):
            raise Unfit("they stand by no dose: --all")

    def pressure(self, at: datetime, systolic: Decimal, diastolic: Decimal) -> None:
        """Add a blood pressure. Raises Unfit."""
        identity = (self._rows.format, "pressure", int(at.timestamp()))
        add_reading(self._rows, identity, at, {"systolic": systolic, "diastolic": diastolic})

    def weight(self, at: datetime, kg: Decimal) -> None:
        """Add a weight. Raises Unfit."""
        identity = (self._rows.format, "weight", int(at.timestamp()))
        add_reading(self._rows, identity, at, {"weight": kg})

    def often(self, field: Literal["pulse", "oxygen"], at: datetime, value: Decimal) -> None:
        """Add what is measured all day: the first by a dose, or of a day. Raises Unfit."""
        quarter = int(at.timestamp() // APART.seconds)
        slot, reason = (quarter, _BY_A_DOSE) if self._is_by_a_dose(at) else (at.date(), _OF_A_DAY)
        if (field, slot) in self._taken:
            raise Unfit(reason)
        add_reading(self._rows, (self._rows.format, field, quarter), at, {field: value})
        self._taken.add((field, slot))


_FIELDS = {
    "systolic": "systolic_mmhg",
    "diastolic": "diastolic_mmhg",
    "pulse": "pulse_per_minute",
    "oxygen": "oxygen_percent",
    "weight": "weight_kg",
}


def add_reading(
    rows: Rows,
    identity: Sequence[object],
    at: datetime | date,
    readings: Mapping[str, Decimal | None],
    note: str | None = None,
) -> None:
    """Add readings by their names, in whole numbers but the weight. Raises Unfit."""
    values = {name: value for name, value in readings.items() if value is not None}
    if not all(value.is_finite() and abs(value) < MOST for value in values.values()):
        raise Unfit("a number can't be read")
    if {"systolic", "diastolic"} <= values.keys() and values["diastolic"] >= values["systolic"]:
        raise Unfit("the second number of the blood pressure is not below the first")
    if not values:
        raise Unfit("they have no reading")
    fields = {_FIELDS[name]: _rounded(name, value) for name, value in values.items()}
    rows.add("vitals", identity, at, **fields, note=note)


def _rounded(name: str, value: Decimal) -> Decimal | int:
    if name == "weight":
        return round(value, 2).normalize() + 0
    return int(value.to_integral_value(ROUND_HALF_UP))


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


def add_nights(rows: Rows, by_source: Iterable[Sequence[Asleep]]) -> None:
    """Add a rating with the length of sleep for each night, and account for all its rows."""
    sources = list(by_source)
    left = {stretch.row for stretches in sources for stretch in stretches}
    for night in nights(sources):
        fresh = left & set(night.rows)
        left -= fresh
        with rows.row(*sorted(fresh)):
            identity = (rows.format, "night", night.day)
            rows.add("mood", identity, night.woke, sleep_minutes=night.minutes)
    for row in sorted(left):
        rows.leave_out(row, "a longer sleep of the same night is taken")
