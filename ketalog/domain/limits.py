"""The values at which a reading is pointed at, each with its source, and which readings are; pure.

They are for the appointment: the page and the week name them. Nothing is said of them when a
reading is logged.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ketalog.domain.readings import told_again
from ketalog.domain.treatment import Session, Vitals
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ketalog.domain.kinds import Entry

CHECKED = date(2026, 11, 30)
"""When the limits were read at their sources."""


class LimitSource(Value, frozen=True):
    """Whose limits they are: in few words, in full, and what they are there."""

    short: str
    title: str
    says: str


AHA = LimitSource(
    "AHA",
    "American Heart Association, When To Call 911 About High Blood Pressure (heart.org)",
    "hypertensive crisis: 180/120 mm Hg or greater; here one of the two numbers is enough",
)
NEWS2 = LimitSource(
    "NEWS2",
    "Royal College of Physicians. National Early Warning Score (NEWS) 2, 2017 (chart 1, in copies)",
    "scores 3 by itself, which is a cut point of its own; for adults; oxygen on its scale 1",
)


class Limit(Value, frozen=True):
    """What is measured, by the names of an entry, and from where on, up or down, it stands out.

    `what` and `said` are it in words: "blood pressure", "180/120 or more".
    """

    name: str
    what: str
    said: str
    numbers: Mapping[str, int]
    is_upper: bool
    source: LimitSource

    def is_reached(self, values: Mapping[str, int]) -> bool:
        """Tell whether one of some readings is at the limit or beyond it."""
        return any(
            name in values and (values[name] >= number if self.is_upper else values[name] <= number)
            for name, number in self.numbers.items()
        )


LIMITS = (
    Limit(
        "high_pressure",
        "blood pressure",
        "180/120 or more",
        {"systolic_mmhg": 180, "diastolic_mmhg": 120},
        is_upper=True,
        source=AHA,
    ),
    Limit(
        "low_pressure",
        "blood pressure",
        "systolic 90 or less",
        {"systolic_mmhg": 90},
        is_upper=False,
        source=NEWS2,
    ),
    Limit(
        "high_pulse",
        "pulse",
        "131 or more",
        {"pulse_per_minute": 131},
        is_upper=True,
        source=NEWS2,
    ),
    Limit(
        "low_pulse", "pulse", "40 or less", {"pulse_per_minute": 40}, is_upper=False, source=NEWS2
    ),
    Limit(
        "low_oxygen", "oxygen", "91 % or less", {"oxygen_percent": 91}, is_upper=False, source=NEWS2
    ),
)


class Measured(Value, frozen=True):
    """A reading, or the lowest oxygen of a session: its values by their names in an entry."""

    entry: Vitals | Session
    values: Mapping[str, int]


class AtLimit(Value, frozen=True):
    """Of the readings at a limit the one furthest beyond it, for each of its numbers.

    They are `n` of the `of_all` that have such a number.
    """

    limit: Limit
    worst: tuple[Measured, ...]
    n: int
    of_all: int


def measured(entries: Iterable[Entry]) -> list[Measured]:
    """Return every reading of some entries that has a limit; what two sources tell counts once."""
    readings = [entry for entry in entries if isinstance(entry, Vitals | Session)]
    again = told_again([entry for entry in readings if isinstance(entry, Vitals)])
    return [
        Measured(entry, values)
        for entry in readings
        if entry.id not in again and (values := _values(entry))
    ]


def _values(entry: Vitals | Session) -> dict[str, int]:
    if isinstance(entry, Session):
        lowest = entry.lowest_oxygen_percent
        return {} if lowest is None else {"oxygen_percent": lowest}
    names = {name for limit in LIMITS for name in limit.numbers}
    return {name: value for name in names if (value := getattr(entry, name)) is not None}


def at_limits(found: Sequence[Measured]) -> list[AtLimit]:
    """Return each limit that some readings reached."""
    return [
        AtLimit(limit, _worst(limit, reached), len(reached), len(readings_of(found, limit.numbers)))
        for limit in LIMITS
        if (reached := [reading for reading in found if limit.is_reached(reading.values)])
    ]


def readings_of(found: Iterable[Measured], names: Iterable[str]) -> list[Measured]:
    """Return the readings that have one of some numbers."""
    wanted = {*names}
    return [reading for reading in found if not wanted.isdisjoint(reading.values)]


def _worst(limit: Limit, reached: Sequence[Measured]) -> tuple[Measured, ...]:
    furthest = max if limit.is_upper else min
    worst = [
        furthest(beyond, key=lambda reading: reading.values[name])
        for name in limit.numbers
        if (beyond := [reading for reading in reached if limit.is_reached(_only(reading, name))])
    ]
    return tuple({reading.entry.id: reading for reading in worst}.values())


def _only(reading: Measured, name: str) -> dict[str, int]:
    return {name: reading.values[name]} if name in reading.values else {}
