"""The days that a plan names: RFC 5545 rules, read and expanded by python-dateutil."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from ketalog.domain.calendar import ONE_DAY, Calendar, Span
from ketalog.domain.plan import WEEKDAYS, Plan, PlanStop, name_of
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class PlanPeriod(Value, frozen=True):
    """Days on which one version of a plan holds."""

    plan: Plan
    days: Span


def rule_of_weekdays(weekdays: Iterable[int]) -> str:
    """Return the rule for weekdays; Monday is 0."""
    return f"FREQ=WEEKLY;BYDAY={','.join(WEEKDAYS[day] for day in sorted(set(weekdays)))}"


def rule_of_every(days: int) -> str:
    """Return the rule for every so many days, counted from the plan's first."""
    return f"FREQ=DAILY;INTERVAL={days}"


def say_rule(rule: str) -> str:
    """Return a rule in words: "Mon, Wed, Fri", "every 2 days", "daily"."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if "BYDAY" in parts:
        names = [DAY_NAMES[WEEKDAYS.index(day)] for day in parts["BYDAY"].split(",")]
        return ", ".join(names)
    every = int(parts.get("INTERVAL", "1"))
    return "daily" if every == 1 else f"every {every} days"


def plan_periods(
    versions: Sequence[Plan | PlanStop], span: Span, calendar: Calendar
) -> list[PlanPeriod]:
    """Return which version of each plan holds on which days of a span.

    A version holds from the day of its `at` on: of two that begin on one day, the later.
    """
    found: list[PlanPeriod] = []
    by_name: defaultdict[tuple[str, str], list[Plan | PlanStop]] = defaultdict(list)
    for one in versions:
        by_name[name_of(one)].append(one)
    for some in by_name.values():
        starts = [calendar.day_of(one.at) for one in some]
        for one, start, end in zip(some, starts, [*starts[1:], date.max], strict=True):
            days = Span(max(start, span.start), min(end, span.end))
            if isinstance(one, Plan) and days.start < days.end:
                found.append(PlanPeriod(one, days))
    return found


def planned_days(stretch: PlanPeriod, calendar: Calendar) -> list[date]:
    """Return the days of a stretch on which the plan has doses; none for so many times a week."""
    if stretch.plan.rrule is None:
        return []
    from dateutil.rrule import rrulestr  # Only here: the words of a rule need no calendar.

    first = datetime.combine(calendar.day_of(stretch.plan.at), time())
    rule = rrulestr(stretch.plan.rrule, dtstart=first)
    start = datetime.combine(stretch.days.start, time())
    last = datetime.combine(stretch.days.end - ONE_DAY, time())
    return [moment.date() for moment in rule.between(start, last, inc=True)]
