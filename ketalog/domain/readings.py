"""Readings, within what can be typed of them, and the dose or the session that they belong to."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from ketalog.domain.entries import Dose, key_of
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import KG, ReadingPoint, Session, Vitals
from ketalog.domain.values import Value
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.domain.kinds import Entry

SAME = timedelta(minutes=1)
"""How far apart two sources' times of one measurement can be: some keep no seconds."""
WITHIN = timedelta(hours=4)
"""How far from a dose a reading stands beside it, as the last rating before a dose does."""
EXAMPLE = Example("vitals", "128/82 72, or --pulse 72.")
_LIMITS = {
    "a blood pressure": (20, 300, "mmHg"),
    "a pulse": (20, 300, "a minute"),
    "oxygen": (30, 100, "%"),
}


class Readings(NamedTuple):
    """What was read off; None where nothing was said. `sure`: a `?` behind it says that it is."""

    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    pulse_per_minute: int | None = None
    oxygen_percent: int | None = None
    weight_kg: Decimal | None = None
    sure: bool = False

    @property
    def known(self) -> dict[str, int | Decimal]:
        """Return the readings there are, by their names in an entry."""
        return _known(self)

    @property
    def is_odd(self) -> bool:
        """Tell whether the second number is not below the first, and nobody said that it is so."""
        if self.systolic_mmhg is None or self.diastolic_mmhg is None or self.sure:
            return False
        return self.diastolic_mmhg >= self.systolic_mmhg

    @property
    def pressure(self) -> str:
        """Return "128/82"."""
        return f"{self.systolic_mmhg}/{self.diastolic_mmhg}"


def _known(readings: Readings | Vitals) -> dict[str, int | Decimal]:
    names = [name for name in Readings._fields if name != "sure"]
    return {name: value for name in names if (value := getattr(readings, name)) is not None}


def refuse_odd(readings: Readings) -> None:
    """Refuse a blood pressure that nobody confirmed, with what to type if it is right."""
    if readings.is_odd:
        raise BadInput(
            f"{readings.pressure}: the second number is not below the first.",
            f"If it is right, type '{readings.pressure}?' with the question mark.",
        )


def read_pressure(high: str, low: str, *, sure: bool) -> Readings:
    """Read a blood pressure of two numbers. Raises BadInput."""
    typed = f"{high}/{low}"
    systolic, diastolic = (_number_of(number, "a blood pressure", typed) for number in (high, low))
    return Readings(systolic, diastolic, sure=sure)


def read_reading(typed: str | None, what: Literal["pulse", "oxygen"]) -> int | None:
    """Read what an option says: "72", "72 bpm", "98%"; None if nothing."""
    if typed is None:
        return None
    number = re.sub(r" ?(?:bpm|/min|%)$", "", typed.strip().lower())
    return _number_of(number, "a pulse" if what == "pulse" else what)


def _number_of(typed: str | None, what: str, pressure: str = "") -> int | None:
    if typed is None:
        return None
    lowest, highest, unit = _LIMITS[what]
    if not (re.fullmatch("[0-9]{1,4}", typed) and lowest <= int(typed) <= highest):
        number = "both are whole numbers" if pressure else "it is a whole number"
        raise BadInput(
            f"'{escape_invisible(pressure or typed)}' can't be {what}: {number} from {lowest} to "
            f"{highest} ({unit}).",
            "For example: 128/82." if pressure else EXAMPLE,
        )
    return int(typed)


def read_weight(typed: str | None) -> Decimal | None:
    """Read a weight in kg; None if nothing was said."""
    if typed is None:
        return None
    weight = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,3}))? ?(?:kgs?|kilos?)?", typed.lower())
    value = Decimal(f"{weight[1]}.{weight[2] or 0}") if weight else Decimal(0)
    if not KG[0] <= value <= KG[1]:
        raise BadInput(
            f"'{escape_invisible(typed)}' can't be a weight: it is in kg, from {KG[0]} to {KG[1]}.",
            "For example: --weight 70.5.",
        )
    return value.normalize() if value != value.to_integral() else value.to_integral()


def told_again(readings: Sequence[Vitals]) -> frozenset[str]:
    """Return the readings that another source tells, too: of one measurement, all but the fullest.

    A cuff's own file and the phone's health data both have what the cuff sent. `readings` are in
    order of time. Two of one source, or typed twice, are two measurements.
    """
    again: set[str] = set()
    for place, reading in enumerate(readings):
        for before in range(place - 1, -1, -1):
            other = readings[before]
            if reading.at - other.at > SAME:
                break
            if other.id not in again and _tells_the_same(reading, other):
                is_fuller = len(_known(reading)) > len(_known(other))
                again.add(other.id if is_fuller else reading.id)
    return frozenset(again)


def _tells_the_same(reading: Vitals, other: Vitals) -> bool:
    sources = [
        (each.source.format, each.source.file) if each.source else None for each in (reading, other)
    ]
    if sources[0] == sources[1] or reading.precision != other.precision:
        return False
    values, others = _known(reading).items(), _known(other).items()
    return values <= others or others <= values


class Placed(NamedTuple):
    """Readings' dose, and on which side of it they stand."""

    dose: Dose
    place: Literal["before", "after"]


def placed(vitals: Vitals, doses: Sequence[Dose]) -> Placed | None:
    """Return the dose that readings stand beside: the one chosen, else the nearest within 4 h.

    Said to be before or after, they stand beside a dose on that side. At a dose's own time they
    are before it. `doses` are in order of time; of two as near, the later.
    """
    if vitals.dose is not None:
        candidates = [dose for dose in doses if dose.id == vitals.dose]
    else:
        candidates = [dose for dose in doses if _fits(vitals, dose)]
    if not candidates:
        return None
    nearest = min(reversed(candidates), key=lambda dose: abs(dose.at - vitals.at))
    return Placed(nearest, side_of(vitals, nearest))


def _fits(vitals: Vitals, dose: Dose) -> bool:
    if vitals.precision is not None or abs(dose.at - vitals.at) > WITHIN:
        return False
    if vitals.place == "before":
        return vitals.at <= dose.at
    return vitals.place is None or vitals.at >= dose.at


def side_of(vitals: Vitals, dose: Dose) -> Literal["before", "after"]:
    """Return whether readings stand before or after a dose: as was said, else by the times."""
    return vitals.place or ("before" if vitals.at <= dose.at else "after")


class SessionCourse(Value, frozen=True):
    """One session, what was given, and its readings in order of time."""

    session: Session
    dose: Dose | None
    readings: tuple[Vitals, ...]

    def at(self, point: ReadingPoint) -> Vitals | None:
        """Return the readings at a point, the last if there are several; None if there are none."""
        at_point = [vitals for vitals in self.readings if vitals.point == point]
        return at_point[-1] if at_point else None

    @property
    def lowest_oxygen_percent(self) -> int | None:
        """Return the lowest oxygen that was read or said; None if there is none."""
        read = (vitals.oxygen_percent for vitals in self.readings)
        known = [
            value for value in (*read, self.session.lowest_oxygen_percent) if value is not None
        ]
        return min(known, default=None)


def session_courses(entries: Iterable[Entry]) -> list[SessionCourse]:
    """Return each session of some entries, in order of time, with its dose and readings."""
    ordered = sorted(entries, key=key_of)
    doses = [entry for entry in ordered if isinstance(entry, Dose)]
    readings = [entry for entry in ordered if isinstance(entry, Vitals)]
    sessions = [entry for entry in ordered if isinstance(entry, Session)]
    return [_course(session, doses, readings) for session in sessions]


def _course(session: Session, doses: Sequence[Dose], readings: Sequence[Vitals]) -> SessionCourse:
    dose = next((dose for dose in doses if dose.id == session.dose), None)
    of_it = (vitals for vitals in readings if _is_of(vitals, session, dose, doses))
    return SessionCourse(session, dose, tuple(of_it))


def _is_of(vitals: Vitals, session: Session, dose: Dose | None, doses: Sequence[Dose]) -> bool:
    if vitals.session is not None or dose is None:
        return vitals.session == session.id
    beside = placed(vitals, doses)
    return beside is not None and beside.dose.id == dose.id
