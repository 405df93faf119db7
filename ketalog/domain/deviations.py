"""Where a dose is sooner, larger or more often than the plan that held for it: facts, no more."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from ketalog.domain.plan import a_day, a_dose_mg, a_week, in_force, medication_of, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.entries import Dose
    from ketalog.domain.plan import Plan, PlanStop

A_WEEK_AROUND = timedelta(days=8)
"""The week of a dose's day begins at most so long before the dose."""


class Deviation(Struct, frozen=True):
    """One way in which a dose is beside its plan: "sooner", "larger", more "a day" or "a week".

    `planned` and `found` are hours between doses (two decimals at most, rounded down), mg of a
    dose, or doses a day or a week. `minutes` between the doses is there for hours, and is below 0
    if the other dose is the later one.
    """

    kind: str
    planned: Decimal
    found: Decimal
    minutes: int = 0


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

    `doses` are others around it, `versions` every version of every plan in order of time.
    """
    medication = medication_of(dose, in_force(versions, dose.at))
    since = dose.at - reach(plan)
    others = [
        other
        for other in doses
        if other.at >= since
        and other.id != dose.id
        and other.route == dose.route
        and medication_of(other, in_force(versions, other.at)) == medication
    ]
    return (
        *_sooner(dose, plan, others),
        *_larger(dose, plan),
        *_more(dose, plan, others, calendar),
    )


def deviations_in(
    doses: Sequence[Dose], span: Span, versions: Sequence[Plan | PlanStop], calendar: Calendar
) -> Iterator[tuple[Dose, Deviation]]:
    """Yield where each dose of a span is beside its plan, held against the doses before it.

    `doses` are in order of time and reach a week before the span.
    """
    from bisect import bisect_left

    for n, dose in enumerate(doses):
        plan = plan_of(dose, versions) if calendar.day_of(dose.at) in span else None
        if plan is not None:
            first = bisect_left(doses, dose.at - reach(plan), key=lambda other: other.at)
            for deviation in deviations(dose, plan, doses[first:n], versions, calendar):
                yield dose, deviation


def _sooner(dose: Dose, plan: Plan, others: Sequence[Dose]) -> Iterator[Deviation]:
    if plan.least_hours is None or not others:
        return
    nearest = min(others, key=lambda other: abs(other.at - dose.at))
    gap = dose.at - nearest.at
    if abs(gap) < timedelta(hours=float(plan.least_hours)):
        minutes = int(abs(gap).total_seconds() // 60)
        hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"))
        yield Deviation(
            "sooner", plan.least_hours, hours, minutes if gap >= timedelta(0) else -minutes
        )


def _larger(dose: Dose, plan: Plan) -> Iterator[Deviation]:
    planned = a_dose_mg(plan)
    if planned is not None and dose.amount_mg > planned:
        yield Deviation("larger", planned, dose.amount_mg)


def _more(
    dose: Dose, plan: Plan, others: Sequence[Dose], calendar: Calendar
) -> Iterator[Deviation]:
    day = calendar.day_of(dose.at)
    days = [calendar.day_of(other.at) for other in others]
    here = 1 + days.count(day)
    most = a_day(plan)
    if most is not None and here > most:
        yield Deviation("a day", Decimal(most), Decimal(here))
    week = calendar.week_of(day)
    here = 1 + sum(other_day in week for other_day in days)
    most = a_week(plan)
    if most is not None and here > most:
        yield Deviation("a week", Decimal(most), Decimal(here))
