"""Planned days as a calendar file (RFC 5545): reminders whose title says no more than is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from icalendar import Alarm, Calendar, Event, vRecur

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.domain.upcoming import PlannedDays

MAKER = "-//reminders//EN"
"""Not the name of this program: it would tell what the reminders are for."""
_MORNING = timedelta(hours=9)
"""When a whole day's reminder sounds."""


_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
"""A file that is made later has the greater SEQUENCE, in minutes: a calendar takes the newest."""


class Once(NamedTuple):
    """A reminder of one moment, or of one whole day; `identity` is the entry's it comes from."""

    identity: str
    at: date | datetime
    changed: datetime


def render(
    series: Iterable[PlannedDays],
    title: str,
    clocks: Sequence[time],
    now: datetime,
    once: Iterable[Once] = (),
) -> bytes:
    """Return a calendar with repeated events for each series, all day or at times of the clock.

    An event has the id of the plan's version: taken in twice, a calendar has it once.
    """
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    for planned in series:
        for n, clock in enumerate(clocks or [None], 1):
            calendar.add_component(_series(planned, title, clock, now, n))
    for reminder in once:
        event = _event(reminder.identity, title, reminder.at, reminder.changed, now)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _series(planned: PlannedDays, title: str, clock: time | None, now: datetime, n: int) -> Event:
    first, last = (
        day if clock is None else datetime.combine(day, clock)
        for day in (planned.days[0], planned.days[-1])
    )
    plan = planned.plan
    identity = plan.id if n == 1 else f"{plan.id}-{n}"
    event = _event(identity, title, first, plan.changed or plan.recorded, now)
    if len(planned.days) > 1:
        rule = vRecur.from_ical(plan.rrule or "")
        event.add("rrule", vRecur({**rule, "UNTIL": last}))
    return event


def _event(
    identity: str, title: str, start: date | datetime, changed: datetime, now: datetime
) -> Event:
    if isinstance(start, datetime) and start.tzinfo:  # An offset has no name that a calendar knows.
        start = start.astimezone(UTC)
    event = Event()
    event.add("uid", identity)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("last-modified", changed.astimezone(UTC))
    event.add("sequence", max(0, int((now - _COUNTED_FROM) / timedelta(minutes=1))))
    event.add("summary", title)
    event.add("dtstart", start)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(0) if isinstance(start, datetime) else _MORNING)
    event.add_component(alarm)
    return event
