"""Planned days as a calendar file (RFC 5545): reminders whose title says no more than is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event, vRecur

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

    from ketalog.domain.upcoming import PlannedDays

MAKER = "-//reminders//EN"
"""Not the name of this program: it would tell what the reminders are for."""
_MORNING = timedelta(hours=9)
"""When a whole day's reminder sounds."""


def render(series: Iterable[PlannedDays], title: str, clock: time | None, now: datetime) -> bytes:
    """Return a calendar with one repeated event a series, all day or at a time of the clock.

    An event has the id of the plan's version: taken in twice, a calendar has it once.
    """
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    for planned in series:
        calendar.add_component(_event(planned, title, clock, now))
    return bytes(calendar.to_ical())


def _event(planned: PlannedDays, title: str, clock: time | None, now: datetime) -> Event:
    first, last = (
        day if clock is None else datetime.combine(day, clock)
        for day in (planned.days[0], planned.days[-1])
    )
    event = Event()
    event.add("uid", planned.plan.id)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", title)
    event.add("dtstart", first)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if len(planned.days) > 1:
        rule = vRecur.from_ical(planned.plan.rrule or "")
        event.add("rrule", vRecur({**rule, "UNTIL": last}))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _MORNING if clock is None else timedelta(0))
    event.add_component(alarm)
    return event
