"""Where a dose is sooner, larger or more often than the plan that held for it: facts, no more.

A dose is a sitting (domain/sittings.py): the time until the next counts from its last dose.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from ketalog.domain.calendar import ONE_DAY, ONE_MINUTE, Calendar, Span, in_hours
from ketalog.domain.entries import Dose, key_of
from ketalog.domain.plan import Plan, PlanStop, a_day, a_dose_mg, a_week, name_taken, plan_of
from ketalog.domain.sittings import Sitting, sittings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketalog.domain.adherence import Planned

A_WEEK_AROUND = timedelta(days=8)
"""The week of a dose's day begins at most so long before the dose."""


class Deviation(Struct, frozen=True):
    """One way in which a dose is beside its plan: "sooner", "larger", more "a day" or "a week".

    A page says "smaller" too; when a dose is logged it isn't told, since a booster may follow.

    `planned` and `found` are hours between doses (two decimals at most, rounded down), mg of a
    dose, or doses a day or a week. `minutes` between the doses is there for hours, and is below 0
    if the other dose is the later one. `together` tells that the mg are those of several doses.
    """

    kind: str
    planned: Decimal
    found: Decimal
    minutes: int = 0
    together: bool = False


def reach(plan: Plan) -> timedelta:
    """Return how far before a dose other doses matter to its plan."""
    return max(A_WEEK_AROUND, timedelta(hours=float(plan.least_hours or 0)))


def deviations(
    dose: Dose,
    plan: Plan,
    doses: Iterable[Dose],
    versions: Sequence[Plan | PlanStop],
    calendar: Calendar,
) -> tuple[Deviation, ...]:
    """Return where a dose is beside its plan; nothing for one inside it.

    `doses` are others around it, `versions` every version of every plan in order of time. Of a
    booster only its sitting's mg are new.
    """
    others = (other for other in doses if other.id != dose.id)
    taken = sittings(sorted([*others, dose], key=key_of))
    mine = next(sitting for sitting in taken if dose in sitting.doses)
    beside = _beside(mine, plan, taken, versions, calendar)
    if mine.first != dose:
        beside = [deviation for deviation in beside if deviation.kind == "larger"]
    return tuple(beside)


def deviations_in(
    doses: Sequence[Dose], span: Span, versions: Sequence[Plan | PlanStop], calendar: Calendar
) -> Iterator[tuple[Dose, Deviation]]:
    """Yield where each dose of a span is beside its plan, held against the doses before it.

    Of a day or week with more doses than planned its last dose says how many there were. `doses`
    are in order of time and reach a week before the span.
    """
    latest: dict[object, tuple[Dose, Deviation]] = {}
    for dose, deviation in _one_by_one(doses, span, versions, calendar):
        day = calendar.day_of(dose.at)
        of = {"a day": day, "a week": calendar.week_of(day)}.get(deviation.kind, dose.id)
        key = (deviation.kind, name_taken(dose, versions), of)
        latest.pop(key, None)
        latest[key] = (dose, deviation)
    yield from latest.values()


def smaller(planned: Iterable[Planned], taken: Iterable[Sitting]) -> list[Deviation]:
    """Return the sittings in which less was taken than was planned for them, the least first."""
    found: list[Deviation] = []
    sittings_of = {sitting.first.id: sitting for sitting in taken}
    for day in planned:
        mg = a_dose_mg(day.plan)
        for dose in day.doses:
            amount = sittings_of[dose.id].amount_mg
            if mg and amount < mg:
                found.append(Deviation("smaller", mg, amount))
    return sorted(found, key=lambda deviation: deviation.found)


def _one_by_one(
    doses: Sequence[Dose], span: Span, versions: Sequence[Plan | PlanStop], calendar: Calendar
) -> Iterator[tuple[Dose, Deviation]]:
    from bisect import bisect_left

    taken = sittings(doses)
    for n, sitting in enumerate(taken):
        dose = sitting.first
        plan = plan_of(dose, versions) if calendar.day_of(dose.at) in span else None
        if plan is not None:
            first = bisect_left(taken, dose.at - reach(plan), key=lambda other: other.at)
            for deviation in _beside(sitting, plan, taken[first:n], versions, calendar):
                yield dose, deviation


def _beside(
    sitting: Sitting,
    plan: Plan,
    around: Iterable[Sitting],
    versions: Sequence[Plan | PlanStop],
    calendar: Calendar,
) -> list[Deviation]:
    name = name_taken(sitting.first, versions)
    since = sitting.at - reach(plan)
    others = [
        other
        for other in around
        if other != sitting and other.last.at >= since and name_taken(other.first, versions) == name
    ]
    return [
        *_sooner(sitting, plan, others),
        *_larger(sitting, plan),
        *_more(sitting, plan, others, calendar),
    ]


def _sooner(sitting: Sitting, plan: Plan, others: Sequence[Sitting]) -> Iterator[Deviation]:
    if plan.least_hours is None or not others:
        return
    gap = min((_gap(sitting, other) for other in others), key=abs)
    if abs(gap) < timedelta(hours=float(plan.least_hours)):
        minutes = abs(gap) // ONE_MINUTE
        signed = minutes if gap >= timedelta(0) else -minutes
        yield Deviation("sooner", plan.least_hours, in_hours(abs(gap)), signed)


def _gap(sitting: Sitting, other: Sitting) -> timedelta:
    """Return the time from the end of another sitting; below 0 until the other that is later."""
    if other.at <= sitting.at:
        return max(sitting.at - other.last.at, timedelta(0))
    return min(sitting.last.at - other.at, timedelta(0))


def _larger(sitting: Sitting, plan: Plan) -> Iterator[Deviation]:
    planned, taken = a_dose_mg(plan), sitting.amount_mg
    if planned is not None and taken > planned:
        yield Deviation("larger", planned, taken, together=len(sitting.doses) > 1)


def _more(
    sitting: Sitting, plan: Plan, others: Sequence[Sitting], calendar: Calendar
) -> Iterator[Deviation]:
    day = calendar.day_of(sitting.at)
    days = [calendar.day_of(other.at) for other in others]
    for kind, span, most in (
        ("a day", Span(day, day + ONE_DAY), a_day(plan)),
        ("a week", calendar.week_of(day), a_week(plan)),
    ):
        here = 1 + sum(other_day in span for other_day in days)
        if most is not None and here > most:
            yield Deviation(kind, Decimal(most), Decimal(here))
