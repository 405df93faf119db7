"""What a plan has next: its days, what of this week is taken, the versions that lie ahead."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ketalog.domain.calendar import ONE_DAY, Calendar, Span
from ketalog.domain.entries import Dose
from ketalog.domain.plan import Plan, in_force, name_of, name_taken, plan_periods, planned_days
from ketalog.domain.sittings import sittings, without_boosters
from ketalog.domain.treatment import Skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.domain.kinds import Entry
    from ketalog.domain.plan import PlanStop

MOST_DAYS = 3
"""Days that are named."""
LOOK_AHEAD = timedelta(days=400)


class UpcomingPlan(NamedTuple):
    """A plan that holds now or will: the next days with doses, those of this week, what follows.

    `plan` is None where it only begins later. `taken` counts this week's doses.
    """

    name: tuple[str, str]
    plan: Plan | None
    days: tuple[date, ...]
    taken: int
    ahead: tuple[Plan | PlanStop, ...]


def those_of_the_day(
    plans: Sequence[Plan], versions: Sequence[Plan | PlanStop], day: date, calendar: Calendar
) -> list[Plan]:
    """Return the plans that name a day; all of them if none does, or there is no choice."""
    if len(plans) < 2:
        return list(plans)
    planned = series(versions, Span(day, day + ONE_DAY), calendar)
    ids = {version.plan.id for version in planned}
    return [plan for plan in plans if plan.id in ids] or list(plans)


def is_done(plan: Plan, today: Iterable[Dose], versions: Sequence[Plan | PlanStop]) -> bool:
    """Tell whether a day's doses of a plan that names days are taken."""
    taken = sum(name_taken(each.first, versions) == name_of(plan) for each in sittings(list(today)))
    return plan.rrule is not None and taken >= plan.per_day


def upcoming(
    versions: Sequence[Plan | PlanStop], entries: Iterable[Entry], now: datetime, calendar: Calendar
) -> list[UpcomingPlan]:
    """Return each plan that holds at `now` or begins later.

    `versions` are in order of time, `entries` hold this week's doses and skips.
    """
    today = calendar.day_of(now)
    holding = {name_of(plan): plan for plan in in_force(versions, now)}
    later = [version for version in versions if version.at > now]
    names = [*holding, *(name_of(version) for version in later if isinstance(version, Plan))]
    taken_or_skipped = without_boosters(
        [entry for entry in entries if isinstance(entry, Dose | Skip)]
    )
    plans = []
    for name in dict.fromkeys(names):
        of_plan = [entry for entry in taken_or_skipped if name_taken(entry, versions) == name]
        days = days_ahead(
            [version for version in versions if name_of(version) == name], today, calendar
        )
        done = sum(calendar.day_of(entry.at) == today for entry in of_plan)
        plan = holding.get(name)
        if days and days[0] == today and plan is not None and done >= plan.per_day:
            days = days[1:]
        week = calendar.week_of(today)
        taken = sum(
            isinstance(entry, Dose) and calendar.day_of(entry.at) in week for entry in of_plan
        )
        ahead = tuple(version for version in later if name_of(version) == name)
        plans.append(UpcomingPlan(name, plan, tuple(days[:MOST_DAYS]), taken, ahead))
    return plans


def days_ahead(versions: Sequence[Plan | PlanStop], today: date, calendar: Calendar) -> list[date]:
    """Return the planned days from today on, of versions of one plan."""
    span = Span(today, today + LOOK_AHEAD)
    return sorted(day for planned in series(versions, span, calendar) for day in planned.days)


class PlannedDays(NamedTuple):
    """One version of a plan and its days in a span, at least one."""

    plan: Plan
    days: list[date]


def series(
    versions: Sequence[Plan | PlanStop], span: Span, calendar: Calendar
) -> list[PlannedDays]:
    """Return every version that has planned days in a span, with these days."""
    planned = [
        PlannedDays(period.plan, planned_days(period, calendar))
        for period in plan_periods(versions, span, calendar)
    ]
    return [version for version in planned if version.days]
