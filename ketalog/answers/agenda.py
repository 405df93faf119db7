"""What is ahead in words and as data: for today, and for the week that holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.answers.phrases import say_entry, say_mg
from ketalog.answers.supply import say_forecast
from ketalog.domain.entries import as_data
from ketalog.domain.plan import a_dose_mg, name_of
from ketalog.domain.text import escape_invisible, say_number
from ketalog.instruments.base import find
from ketalog.times.words import say_day, say_moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ketalog.agenda import Agenda
    from ketalog.domain.adherence import Planned
    from ketalog.domain.check import Check
    from ketalog.domain.plan import Plan
    from ketalog.domain.supply_forecast import SupplyForecast


def agenda_lines(ahead: Agenda) -> list[tuple[str, str]]:
    """Return what is ahead: what each line is about, and what it says."""
    lines = [
        ("Planned", _planned(one, ahead.today, several=ahead.several)) for one in ahead.planned
    ]
    lines += [("Supply", say_forecast(one)) for one in ahead.supply]
    lines += [("Check", _due(one)) for one in ahead.due]
    if ahead.appointment is not None:
        said = say_entry(ahead.appointment).removeprefix("appointment").strip()
        moment = say_moment(ahead.appointment.at)
        lines.append(("Appointment", ", ".join(filter(None, (said, moment)))))
    return lines


def _due(check: Check) -> str:
    found = find(check.instrument)
    title = found.title if found else escape_invisible(check.instrument)
    return f"{title}, last answered on {say_day(check.at.date())}"


def _planned(one: Planned, today: date, *, several: bool) -> str:
    amount = " ".join(_what(one.plan, several=several))
    if one.of_week:
        done = len(one.doses) + one.skipped
        if one.day > today:
            return f"{amount}: {one.due} in the week from {say_day(one.day)}"
        return f"{amount}: {len(one.doses)} of {done + one.due} taken this week"
    day = "today" if one.day == today else f"on {say_day(one.day)}"
    if one.plan.per_day > 1:
        return f"{amount} {day}: {len(one.doses)} of {one.plan.per_day} taken"
    return f"{amount} {day}"


def _what(plan: Plan, *, several: bool) -> Iterator[str]:
    amount = a_dose_mg(plan)
    if amount is not None:
        yield say_mg(amount)
    if several or amount is None:
        yield plan.route


def agenda_data(ahead: Agenda) -> dict[str, Any]:
    """Return what is ahead as data: mg and units as text, days as dates."""
    return {
        "planned": [_planned_data(one) for one in ahead.planned],
        "supply": [_supply_data(one) for one in ahead.supply],
        "checks_due": [{"instrument": one.instrument, "last": one.at} for one in ahead.due],
        "appointment": as_data(ahead.appointment) if ahead.appointment else None,
    }


def _planned_data(one: Planned) -> dict[str, Any]:
    medication, route = name_of(one.plan)
    amount = a_dose_mg(one.plan)
    return {
        "medication": medication,
        "route": route,
        "amount_mg": None if amount is None else say_number(amount),
        "day": one.day,
        "of_week": one.of_week,
        "due": one.due,
        "taken": len(one.doses),
    }


def _supply_data(one: SupplyForecast) -> dict[str, Any]:
    return {
        "medication": one.stock.medication,
        "route": one.stock.route,
        "strength_mg": say_number(one.stock.strength_mg),
        "left": say_number(one.left),
        "days": one.days,
    }
