"""What the plan knows of a dose that was not typed in full: its amount, how strong a unit is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.domain.amounts import PIECES, Amount, read_dose
from ketalog.domain.plan import a_dose_mg, in_force
from ketalog.domain.text import say_number
from ketalog.errors import BadInput, JournalLocked

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.commands._read import Given
    from ketalog.context import App
    from ketalog.domain.plan import Plan


def planned_dose(app: App, given: Given, at: datetime) -> tuple[Amount, str, str | None] | None:
    """Return the planned dose like what was said of it, or None if that is none or several."""
    from ketalog.domain.coming import is_done, those_of_the_day

    like = _plans(app, at, given.route, given.medication)
    versions, doses = app.journal.planned() or ((), ()) if like else ((), ())
    day = app.calendar.day_of(at)
    of_the_day = those_of_the_day(like, versions, day, app.calendar)
    today = [one for one in doses if app.calendar.day_of(one.at) == day]
    plans = [
        plan
        for plan in of_the_day
        if a_dose_mg(plan) is not None and not is_done(plan, today, versions)
    ]
    if len(plans) != 1 or (whole := a_dose_mg(plans[0])) is None:
        return None
    plan = plans[0]
    return Amount(whole, plan.units, plan.strength_mg), plan.route, plan.medication


def in_units(
    app: App, words: list[str], medication: str | None, at: datetime, error: BadInput
) -> tuple[Amount | None, str | None, str | None]:
    """Return amount, route and medication of a dose in units, as strong as the plan says.

    Raises the error that there was without the plan where it does not tell.
    """
    text = " ".join(" ".join(words).split())
    plans = _plans(app, at, None, medication)
    forms = {*PIECES, "unit", *(plan.form for plan in plans if plan.form)}
    named = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    found = re.search(rf"(?<!\S)([0-9.,]+) ?({named})s?(?!\S)", text, re.IGNORECASE)
    if not found:
        raise error
    form = found[2].lower()
    for plan in _fitting(plans, form):
        strength = f"{found[1]}x{say_number(plan.strength_mg)}mg" if plan.strength_mg else ""
        rest = f"{text[: found.start()]} {strength} {text[found.end() :]}".split()
        amount, route = read_dose(rest)
        if route in {None, plan.route} and _only(plans, plan, route, form):
            return amount, plan.route, plan.medication
    raise error


def _plans(app: App, at: datetime, route: str | None, medication: str | None) -> list[Plan]:
    """Return the plans that hold, as far as they are what was said; none if they can't be seen."""
    try:
        versions, _ = app.journal.planned() or ((), ())
    except JournalLocked:
        return []
    return [
        plan
        for plan in in_force(versions, at)
        if route in {None, plan.route}
        and (medication or "").lower() in {"", (plan.medication or "ketamine").lower()}
    ]


def _fitting(plans: list[Plan], form: str) -> list[Plan]:
    """Return the plans with such units, or else those that don't say what a unit is."""
    strong = [plan for plan in plans if plan.strength_mg]
    if form == "unit":
        return strong
    return [plan for plan in strong if plan.form == form] or [
        plan for plan in strong if plan.form is None
    ]


def _only(plans: list[Plan], plan: Plan, route: str | None, form: str) -> bool:
    same = [one for one in _fitting(plans, form) if route in {None, one.route}]
    return same == [plan]
