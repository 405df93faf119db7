"""How long supply lasts at the plan's own rate. Nothing here says what to take."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from ketalog.domain.calendar import ONE_DAY, YEARS, Span
from ketalog.domain.plan import name_of, plan_periods, read_rule
from ketalog.domain.supply import by_stock, form_of, left, since_anchor, tidy
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from ketalog.domain.calendar import Calendar
    from ketalog.domain.plan import Plan, PlanStop
    from ketalog.domain.snapshot import Snapshot
    from ketalog.domain.supply import Stock


class Rate(Value, frozen=True):
    """Units a day that a plan names from a day on; 0 where it names none of this stock."""

    start: date
    a_day: Fraction


class SupplyForecast(Value, frozen=True):
    """What is left of a stock and how long it lasts.

    `days` is None without a rate, or where the plan changes (on `changes`) before all is used up.
    `until` is that many days from today, None where that is too far to say or already past.
    `step` is when the plan's rate first changes before then.
    """

    stock: Stock
    form: str | None
    left: Decimal
    rate: Fraction | None
    days: int | None
    until: date | None
    changes: date | None
    step: date | None = None


def rates(
    stock: Stock, versions: Sequence[Plan | PlanStop], today: date, calendar: Calendar
) -> list[Rate]:
    """Return how many units of a stock the plan names a day, from today on; [] for none.

    `versions` are every version of every plan, in order of time: steps ahead are among them.
    """
    steps: list[Rate] = []
    day = today
    for period in plan_periods(versions, Span(today, date.max), calendar):
        if name_of(period.plan) != stock.name:
            continue
        if period.days.start > day:
            steps.append(Rate(day, Fraction(0)))
        steps.append(Rate(period.days.start, _a_day(stock, period.plan)))
        day = period.days.end
    if steps and day < date.max:
        steps.append(Rate(day, Fraction(0)))
    return steps if any(step.a_day for step in steps) else []


def _a_day(stock: Stock, plan: Plan) -> Fraction:
    if plan.strength_mg is None or plan.strength_mg.normalize() != stock.strength_mg:
        return Fraction(0)
    units = None if plan.units is None else Fraction(plan.units)
    if units is None and plan.amount_mg is not None:
        units = Fraction(plan.amount_mg) / Fraction(plan.strength_mg)
    return Fraction(0) if units is None else units * _doses_a_day(plan)


def _doses_a_day(plan: Plan) -> Fraction:
    if plan.per_week is not None:
        return Fraction(plan.per_week, 7)
    if plan.rrule is None:
        return Fraction(0)
    rule = read_rule(plan.rrule)
    days_a_week = Fraction(7, rule.every) if rule.every else Fraction(len(rule.weekdays))
    return days_a_week * plan.per_day / 7


def days_left(units: Decimal, steps: Sequence[Rate]) -> int | None:
    """Return for how many whole days units last; below 0 where there are fewer than none.

    None without a rate, and where the plan goes on without them before they are used up.
    """
    if not steps:
        return None
    rest, days = Fraction(units), 0
    for step, following in pairwise(steps):
        length = (following.start - step.start).days
        if step.a_day and (rest < 0 or rest < step.a_day * length):
            return days + floor(rest / step.a_day)
        rest -= step.a_day * length
        days += length
    last = steps[-1].a_day
    return days + floor(rest / last) if last else None


def forecast(
    stock: Stock,
    form: str | None,
    units: Decimal,
    versions: Sequence[Plan | PlanStop],
    day: tuple[date, Calendar],
) -> SupplyForecast:
    """Return how long what is left of a stock lasts from a day on, by the patient's calendar."""
    today, calendar = day
    steps = rates(stock, versions, today, calendar)
    days = days_left(units, steps)
    far = (date(YEARS.stop, 1, 1) - today).days
    until = today + days * ONE_DAY if days is not None and 0 <= days < far else None
    changes = steps[-1].start if steps and days is None else None
    rate = next((step.a_day for step in steps if step.a_day), None)
    step = (
        next((later.start for later in steps[1:]), None) if days is not None and days > 0 else None
    )
    if step is not None and (step - today).days >= (days or 0):
        step = None
    return SupplyForecast(stock, form, units, rate, days, until, changes, step)


def forecasts(snapshot: Snapshot, now: datetime, calendar: Calendar) -> list[SupplyForecast]:
    """Return what is left of each stock, from what still holds alone: the journal is not read.

    What is used up and no longer planned is left out.
    """
    kept = []
    for stock, supplies in by_stock(snapshot.supplies).items():
        units = tidy(left(supplies, since_anchor(supplies, snapshot.taken).units))
        day = (calendar.day_of(now), calendar)
        expected = forecast(stock, form_of(supplies), units, snapshot.plans, day)
        if units or expected.rate is not None:
            kept.append(expected)
    return kept
