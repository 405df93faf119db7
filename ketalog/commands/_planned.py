"""What the plan knows of a dose that was not typed in full: its amount, how strong a unit is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.domain.amounts import PIECES, Amount, read_dose
from ketalog.domain.plan import a_dose_mg, in_force, name_of
from ketalog.domain.text import NUMBER_WORDS, escape_invisible, say_number
from ketalog.domain.values import Value
from ketalog.errors import BadInput, JournalLocked


class Units(Value, frozen=True):
    """Units that were typed: how many of what, the words before and behind them, and as typed."""

    units: str
    form: str
    before: str
    after: str
    typed: str


if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.app import App
    from ketalog.commands._dose_defaults import Given
    from ketalog.domain.plan import Plan


def planned_dose(app: App, given: Given, at: datetime) -> tuple[Amount, str, str | None] | None:
    """Return the planned dose like what was said of it, or None if that is none or several."""
    from ketalog.domain.upcoming import is_done, those_of_the_day

    like = _plans(app, at, given.route, given.medication)
    versions, doses = app.store.planned() or ((), ()) if like else ((), ())
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
    found = _units(text, {*PIECES, "unit", *(plan.form for plan in plans if plan.form)})
    if found is None:
        raise error
    for plan in _fitting(plans, found.form):
        strength = f"{found.units}x{say_number(plan.strength_mg)}mg" if plan.strength_mg else ""
        amount, route = read_dose([found.before, strength, found.after])
        if route in {None, plan.route} and _only(plans, plan, route, found.form):
            return amount, plan.route, plan.medication
    raise _not_known(app, found, error)


def _units(text: str, forms: set[str]) -> Units | None:
    """Return the units that a text names: `0.5 troche`, `half a troche`, `troche`."""
    named = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    found = re.search(rf"(?<!\S)([0-9.,]+) ?({named})s?(?!\S)", text, re.IGNORECASE)
    if found is None and not re.search("[0-9]", text):
        words = "|".join(map(re.escape, sorted(NUMBER_WORDS, key=len, reverse=True)))
        found = re.search(rf"(?<!\S)(?:({words})s? )?({named})(?!\S)", text, re.IGNORECASE)
        found = found or re.search(rf"(?<!\S)({words}) ({named})s(?!\S)", text, re.IGNORECASE)
    if found is None:
        return None
    count = NUMBER_WORDS.get((found[1] or "a").lower(), found[1])
    return Units(count, found[2].lower(), text[: found.start()], text[found.end() :], found[0])


def _not_known(app: App, found: Units, error: BadInput) -> BadInput:
    """Return why units are not known: the lock, or the error that there was without a plan."""
    why = "the journal is locked." if _is_locked(app) else ""
    if not why and re.match("[0-9]", found.typed):
        return error
    said = f"How strong one {escape_invisible(found.form)} is can't be known"
    return BadInput(
        f"{said}: {why}" if why else f"{said} from '{escape_invisible(found.typed)}'.",
        "Type count x strength: ketalog dose 0.5x200mg sublingual.",
    )


def which_of_several(app: App, given: Given, at: datetime) -> str | None:
    """Return which plans there are to choose from and how, or None if there are not several."""
    plans = _plans(app, at, given.route, given.medication)
    if len(plans) < 2:
        return None
    names = [f"{escape_invisible(medication)} {route}" for medication, route in map(name_of, plans)]
    by_route = len({plan.route for plan in plans}) == len(plans)
    typed = [
        f"ketalog dose {route}"
        if by_route
        else f"ketalog dose --medication {escape_invisible(medication)}"
        for medication, route in map(name_of, plans)
    ]
    return f"There are several plans: {' and '.join(names)}. Type which: {', or '.join(typed)}."


def _is_locked(app: App) -> bool:
    try:
        app.store.planned()
    except JournalLocked:
        return True
    return False


def _plans(app: App, at: datetime, route: str | None, medication: str | None) -> list[Plan]:
    """Return the plans that hold, as far as they are what was said; none if they can't be seen."""
    try:
        versions, _ = app.store.planned() or ((), ())
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
