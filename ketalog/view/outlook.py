"""What the plan says next, and what is ahead: for today. Facts of the patient's own plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.adherence import next_due
from ketalog.domain.entries import Dose
from ketalog.domain.plan import in_force, name_of
from ketalog.domain.treatment import Skip
from ketalog.view.sentences import say_mg
from ketalog.view.weeks import say_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from ketalog.domain.adherence import Planned
    from ketalog.domain.kinds import Entry
    from ketalog.domain.plan import Plan
    from ketalog.domain.spans import Calendar
    from ketalog.domain.standing import Standing


def say_next(
    standing: Standing, entries: Sequence[Entry], now: datetime, calendar: Calendar
) -> list[str]:
    """Return when each plan's next dose is. `entries` begin with the week."""
    known = {one.id: one for one in (*standing.doses, *entries)}
    taken = [one for one in known.values() if isinstance(one, Dose | Skip)]
    taken.sort(key=lambda one: one.at)
    today = calendar.day_of(now)
    due = next_due(standing.plans, taken, calendar, today)
    several = len({name_of(one) for one in in_force(standing.plans, now)}) > 1
    return [_said(one, today, several=several) for one in due]


def _said(one: Planned, today: date, *, several: bool) -> str:
    amount = " ".join(_what(one.plan, several=several))
    if one.of_week:
        done = len(one.doses) + one.skipped
        if one.day > today:
            return f"{amount}: {one.due} in the week from {say_day(one.day)}"
        return f"{amount}: {len(one.doses)} of {done + one.due} this week"
    day = "today" if one.day == today else f"on {say_day(one.day)}"
    if one.plan.per_day > 1:
        return f"{amount}: {one.due} of {one.plan.per_day} {day}"
    return f"{amount} {day}"


def _what(plan: Plan, *, several: bool) -> Iterator[str]:
    amount = plan.amount_mg
    if plan.units and plan.strength_mg:
        amount = plan.units * plan.strength_mg
    if amount is not None:
        yield say_mg(amount)
    if several or amount is None:
        yield plan.route
