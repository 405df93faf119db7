"""The row of blood pressure, pulse and oxygen of the safety box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.limits import LIMITS, Limit
from ketalog.domain.readings import placed
from ketalog.domain.treatment import Session, Vitals
from ketalog.domain.values import Value
from ketalog.page.context import Found, PageContext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date


class Measured(Value, frozen=True):
    """A reading, or the lowest oxygen of a session: its values by their names in an entry."""

    entry: Vitals | Session
    values: Mapping[str, int]


def measured(context: PageContext) -> Found:
    """Return what reached a limit; else the highest pressure and pulse, the lowest oxygen."""
    text, again = context.texts, context.told_again
    found = [
        Measured(entry, values)
        for entry in context.inside
        if isinstance(entry, Vitals | Session)
        and entry.id not in again
        and (values := _values(entry))
    ]
    reached = {
        limit.name: at_limit
        for limit in LIMITS
        if (at_limit := [reading for reading in found if limit.is_reached(reading.values)])
    }
    flagged = [
        _at_limit(context, limit, reached[limit.name], len(_of(found, *limit.numbers)))
        for limit in LIMITS
        if limit.name in reached
    ]
    facts = list(_extremes(context, found, reached))
    if again:
        facts.append(text.say_told_again(len(again)))
    return Found(len(found), _asked(context, found), flagged, facts)


def _values(entry: Vitals | Session) -> dict[str, int]:
    if isinstance(entry, Session):
        lowest = entry.lowest_oxygen_percent
        return {} if lowest is None else {"oxygen_percent": lowest}
    names = {name for limit in LIMITS for name in limit.numbers}
    return {name: value for name in names if (value := getattr(entry, name)) is not None}


def _of(found: Sequence[Measured], *names: str) -> list[Measured]:
    return [reading for reading in found if any(name in reading.values for name in names)]


def _at_limit(context: PageContext, limit: Limit, reached: Sequence[Measured], of_all: int) -> str:
    """Return the reading furthest beyond a limit, for each of its numbers, and the limit."""
    furthest = max if limit.is_upper else min
    worst = [
        furthest(beyond, key=lambda reading: reading.values[name])
        for name in limit.numbers
        if (beyond := [reading for reading in reached if limit.is_reached(_only(reading, name))])
    ]
    alone = {reading.entry.id: reading for reading in worst}.values()
    said = [_say(context, reading, next(iter(limit.numbers))) for reading in alone]
    n = len(reached)
    return context.texts.say_at_limit(limit.name, limit.shown, limit.source.short, said, n, of_all)


def _only(reading: Measured, name: str) -> dict[str, int]:
    return {name: reading.values[name]} if name in reading.values else {}


def _say(context: PageContext, reading: Measured, name: str) -> str:
    """Return a reading with its point or its time, and its day."""
    text, entry, value = context.texts, reading.entry, reading.values[name]
    if name == "systolic_mmhg":
        said = text.say_reading(value, reading.values["diastolic_mmhg"])
    else:
        said = text.say_percent(value) if name == "oxygen_percent" else text.say_count(value)
    is_at_a_time = isinstance(entry, Vitals) and not entry.point and not entry.precision
    clock = context.clock(entry.at) if is_at_a_time else ""
    return text.say_placed(said, _where(context, entry, clock), "")


def _extremes(
    context: PageContext, found: Sequence[Measured], reached: Mapping[str, object]
) -> Iterator[str]:
    """Yield the highest pressure and pulse and the lowest oxygen, but those beyond a limit."""
    text = context.texts
    pressures = _of(found, "systolic_mmhg")
    if pressures and "high_pressure" not in reached:
        both = ("systolic_mmhg", "diastolic_mmhg")
        highest = max(pressures, key=lambda reading: [reading.values[name] for name in both])
        shown = text.say_reading(*(highest.values[name] for name in both))
        yield text.say_pressure(len(pressures), shown, _where(context, highest.entry))
    pulses = _of(found, "pulse_per_minute")
    if pulses and "high_pulse" not in reached:
        highest = max(pulses, key=lambda reading: reading.values["pulse_per_minute"])
        yield text.say_pulse(highest.values["pulse_per_minute"], _where(context, highest.entry))
    oxygens = _of(found, "oxygen_percent")
    if oxygens and "low_oxygen" not in reached:
        lowest = min(oxygens, key=lambda reading: reading.values["oxygen_percent"])
        yield text.say_oxygen(lowest.values["oxygen_percent"], _where(context, lowest.entry))


def _where(context: PageContext, entry: Vitals | Session, clock: str = "") -> str:
    """Return the point of a reading, and when it was."""
    point = (entry.point or entry.place or "") if isinstance(entry, Vitals) else ""
    day = context.day(entry.at)
    place = context.texts.places.get(point, "")
    return context.texts.say_dated_place(place, f"{day} {clock}" if clock else day)


def _asked(context: PageContext, found: Sequence[Measured]) -> str:
    """Return at how many doses something was measured, and on how many days besides."""
    sittings = [course.sitting for course in context.summary.courses]
    first = {dose.id: sitting.first.id for sitting in sittings for dose in sitting.doses}
    doses = [dose for sitting in sittings for dose in sitting.doses]
    beside: set[str] = set()
    apart: set[date] = set()
    for entry in (reading.entry for reading in found):
        place = placed(entry, doses) if isinstance(entry, Vitals) else None
        dose = entry.dose if isinstance(entry, Session) else place and place.dose.id
        if dose in first:
            beside.add(first[dose])
        else:
            apart.add(context.calendar.day_of(entry.at))
    return context.texts.say_measured(len(beside), len(context.doses), len(apart))
