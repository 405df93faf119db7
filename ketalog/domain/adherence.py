"""Doses held against the plan: what was planned in a span of days, and what became of it.

- A dose is a sitting (domain/sittings.py), named by its first dose. n doses planned on a day take
  that day's first n doses of that medication and route; further ones are unplanned. A dose of what
  no plan was about, at the clinic for one, is neither.
- A planned dose that was not taken is skipped if the patient said so, else not recorded, and due
  until its day is over.
- A plan with a number a week is judged by whole weeks, once they are over. A week of which it
  holds only a part, or of which a part lies outside the span, plans what was taken or skipped.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ketalog.domain.calendar import Calendar, Span
from ketalog.domain.entries import Dose, Name
from ketalog.domain.plan import in_force, name_of, name_taken, plan_of, plan_periods, planned_days
from ketalog.domain.sittings import without_boosters
from ketalog.domain.text import as_key
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.domain.plan import Plan, PlanPeriod, PlanStop
    from ketalog.domain.treatment import Skip


class Planned(Value, frozen=True):
    """What was planned on one day, or in the week that begins with it, and what became of it.

    `of_week` tells which. `doses` are those that were taken for it.
    """

    plan: Plan
    day: date
    doses: tuple[Dose, ...]
    skipped: int
    not_recorded: int
    due: int
    of_week: bool = False


class Adherence(Value, frozen=True):
    """Everything planned in a span, in order of days, and doses that their plan did not have."""

    planned: tuple[Planned, ...]
    unplanned: tuple[Dose, ...]

    @property
    def doses(self) -> frozenset[str]:
        """Return the doses that a plan was about, planned or not; those of no plan are not here."""
        planned = {dose.id for planned in self.planned for dose in planned.doses}
        return frozenset(planned | {dose.id for dose in self.unplanned})

    @property
    def taken(self) -> int:
        """Return how many planned doses were taken."""
        return sum(len(planned.doses) for planned in self.planned)

    @property
    def skipped(self) -> int:
        """Return how many planned doses were skipped."""
        return sum(planned.skipped for planned in self.planned)

    @property
    def not_recorded(self) -> int:
        """Return how many planned doses nothing is known of."""
        return sum(planned.not_recorded for planned in self.planned)

    @property
    def due(self) -> int:
        """Return how many planned doses are still to come."""
        return sum(planned.due for planned in self.planned)

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing was recorded as taken where that may be untrue: it is not 0.

        Where all that is not due was skipped, none was taken.
        """
        is_unknown = self.not_recorded or (self.due and not self.skipped)
        return bool(is_unknown) and not (self.taken or self.unplanned)

    @property
    def total(self) -> int:
        """Return how many doses were planned."""
        return self.taken + self.skipped + self.not_recorded + self.due


class _ByDay(Value, frozen=True):
    """The doses and skips of each medication and route, by day."""

    doses: dict[tuple[Name, date], list[Dose]]
    skips: dict[tuple[Name, date], int]


def adherence(
    versions: Sequence[Plan | PlanStop],
    entries: Iterable[Dose | Skip],
    span: Span,
    calendar: Calendar,
    today: date,
) -> Adherence | None:
    """Return what became of every planned dose of a span; None if no plan held in it.

    `entries` are in order of time, and reach a week beyond the span where a plan counts by weeks.
    """
    periods = plan_periods(versions, span, calendar)
    if not periods:
        return None
    taken_on = _by_day(versions, entries, calendar)
    planned: list[Planned] = []
    for period in periods:
        if period.plan.per_week is None:
            days = planned_days(period, calendar)
            planned += [_of_day(period.plan, day, taken_on, today) for day in days]
        else:
            weeks = sorted({calendar.week_of(day).start for day in period.days.days})
            planned += [_of_week(period, start, taken_on, today) for start in weeks]
    planned.sort(key=lambda due: due.day)
    taken = {dose.id for due in planned for dose in due.doses}
    inside = (dose for (_, day), doses in taken_on.doses.items() if day in span for dose in doses)
    unplanned = sorted(
        (dose for dose in inside if dose.id not in taken and plan_of(dose, versions)),
        key=lambda dose: dose.at,
    )
    return Adherence(tuple(planned), tuple(unplanned))


def _by_day(
    versions: Sequence[Plan | PlanStop], entries: Iterable[Dose | Skip], calendar: Calendar
) -> _ByDay:
    doses: defaultdict[tuple[Name, date], list[Dose]] = defaultdict(list)
    skips: defaultdict[tuple[Name, date], int] = defaultdict(int)
    for entry in without_boosters(list(entries)):
        day = calendar.day_of(entry.at)
        if isinstance(entry, Dose):
            doses[name_taken(entry, versions), day].append(entry)
        else:
            for name in _meant(entry, versions):
                skips[name, day] += 1
    return _ByDay(doses, skips)


def _meant(skip: Skip, versions: Sequence[Plan | PlanStop]) -> list[Name]:
    """Return which plan's dose was skipped: the one that was named, else each that held."""
    names = [name_of(plan) for plan in in_force(versions, skip.at)]
    return [
        (medication, route)
        for medication, route in names
        if skip.route in {None, route} and as_key(skip.medication or medication) == medication
    ]


def _of_day(plan: Plan, day: date, taken_on: _ByDay, today: date) -> Planned:
    return _became(plan, [day], plan.per_day, taken_on, over=day < today)


def _of_week(period: PlanPeriod, start: date, taken_on: _ByDay, today: date) -> Planned:
    week = Span(start, start + timedelta(days=7))
    days = [day for day in week.days if day in period.days]
    planned = _became(
        period.plan, days, period.plan.per_week or 0, taken_on, over=week.end <= today
    )
    is_whole = len(days) == len(week.days)
    unknown = {} if is_whole else {"not_recorded": 0, "due": 0}
    return replace(planned, of_week=True, **unknown)


def _became(plan: Plan, days: list[date], most: int, taken_on: _ByDay, *, over: bool) -> Planned:
    """Return what became of the doses that were planned on some days."""
    keys = [(name_of(plan), day) for day in days]
    doses = tuple(dose for key in keys for dose in taken_on.doses.get(key, ()))[:most]
    skipped = min(sum(taken_on.skips.get(key, 0) for key in keys), most - len(doses))
    rest = most - len(doses) - skipped
    return Planned(plan, days[0], doses, skipped, rest if over else 0, 0 if over else rest)


def next_due(
    versions: Sequence[Plan | PlanStop],
    entries: Iterable[Dose | Skip],
    calendar: Calendar,
    today: date,
) -> list[Planned]:
    """Return the first planned dose from today on that is still due, for each plan.

    Looks 60 days ahead. `entries` are in order of time and begin a week before today.
    """
    start = calendar.week_of(today).start
    span = Span(start, today + timedelta(days=60))
    held = adherence(versions, entries, span, calendar, today)
    first: dict[Name, Planned] = {}
    for planned in held.planned if held else ():
        if planned.due and (planned.of_week or planned.day >= today):
            first.setdefault(name_of(planned.plan), planned)
    return sorted(first.values(), key=lambda planned: planned.day)
