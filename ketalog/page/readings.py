"""The row of blood pressure, pulse and oxygen of the safety box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.limits import at_limits, measured, readings_of
from ketalog.domain.readings import placed
from ketalog.domain.treatment import Session, Vitals
from ketalog.page.context import Found, PageContext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ketalog.domain.limits import AtLimit, Measured


def readings(context: PageContext) -> Found:
    """Return what reached a limit; else the highest pressure and pulse, the lowest oxygen."""
    found = measured(context.inside)
    beyond = at_limits(found)
    facts = list(_extremes(context, found, {reached.limit.name for reached in beyond}))
    if context.told_again:
        facts.append(context.texts.say_told_again(len(context.told_again)))
    flagged = [_at_limit(context, reached) for reached in beyond]
    return Found(len(found), _asked(context, found), flagged, facts)


def _at_limit(context: PageContext, reached: AtLimit) -> str:
    """Return the readings furthest beyond a limit, and the limit."""
    limit = reached.limit
    said = [_say(context, reading, next(iter(limit.numbers))) for reading in reached.worst]
    return context.texts.say_at_limit(limit.name, said, reached.n, reached.of_all)


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


def _extremes(context: PageContext, found: Sequence[Measured], reached: set[str]) -> Iterator[str]:
    """Yield the highest pressure and pulse and the lowest oxygen, but those beyond a limit."""
    text = context.texts
    pressures = readings_of(found, ["systolic_mmhg"])
    if pressures and "high_pressure" not in reached:
        both = ("systolic_mmhg", "diastolic_mmhg")
        highest = max(pressures, key=lambda reading: [reading.values[name] for name in both])
        shown = text.say_reading(*(highest.values[name] for name in both))
        yield text.say_pressure(len(pressures), shown, _where(context, highest.entry))
    pulses = readings_of(found, ["pulse_per_minute"])
    if pulses and "high_pulse" not in reached:
        highest = max(pulses, key=lambda reading: reading.values["pulse_per_minute"])
        yield text.say_pulse(highest.values["pulse_per_minute"], _where(context, highest.entry))
    oxygens = readings_of(found, ["oxygen_percent"])
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
