"""Plan, supply, clinic, vitals and questionnaires in words: what the journal's entries say."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ketalog.answers.checks import parts as check_parts
from ketalog.domain.also import CHANGED, say_sort
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.text import (
    count,
    escape_invisible,
    say_mg,
    say_minutes,
    say_note,
    say_number,
    say_parts,
    short,
)
from ketalog.domain.treatment import Also, Appointment, Check, Session, Skip, Supply, Vitals
from ketalog.times.words import say_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ketalog.domain.kinds import CareEntry

CALLED = {"infusion": "infusion", "kap": "assisted psychotherapy", "clinic": "clinic session"}
"""What a session at the clinic is called."""
SUPPLIED = {"fill": "filled", "lost": "lost or wasted", "count": "counted"}


def parts(entry: CareEntry) -> list[str]:
    """Return what an entry says, a fact each; "" where it says nothing."""
    match entry:
        case Plan():
            return [f"plan: {_medicine(entry)}", *plan_parts(entry)]
        case PlanStop():
            return [f"plan ended: {_medicine(entry)}"]
        case Skip():
            about = f" {_medicine(entry)}" if entry.medication or entry.route else ""
            return [f"skipped{about}", f"reason: {short(entry.reason)}" if entry.reason else ""]
        case Supply():
            units = say_units(entry.units, entry.strength_mg, entry.form)
            return [f"supply {SUPPLIED[entry.change]}: {units} ({_medicine(entry)})"]
        case Session():
            return list(_session(entry))
        case Vitals():
            return [*_vitals(entry), say_place(entry)]
        case Appointment():
            return [" ".join(filter(None, ("appointment", say_with_whom(entry))))]
        case Also():
            what, sort = _what_else(entry)
            return [f"also{' ' if entry.change in CHANGED else ': '}{what}", sort]
        case Check():
            return check_parts(entry)
        case _:
            assert_never(entry)


def say_also(also: Also) -> str:
    """Return what else was taken or changed, beside a label that says that it is something else."""
    return say_parts(_what_else(also), also.note)


def _what_else(also: Also) -> tuple[str, str]:
    if also.change == "none":
        return ("none" if also.about == "all" else f"no {short(also.what)}"), ""
    change = "" if also.change == "taken" else f"{also.change}: "
    return f"{change}{short(also.what)}", say_sort(also)


def say_appointment(appointment: Appointment) -> str:
    """Return with whom it is and its note, or ""."""
    note = say_note(appointment.note) if appointment.note else ""
    return " ".join(filter(None, (say_with_whom(appointment), note)))


def say_with_whom(appointment: Appointment) -> str:
    """Return "with Dr R.", or ""."""
    return f"with {escape_invisible(appointment.with_whom)}" if appointment.with_whom else ""


def _medicine(entry: Plan | PlanStop | Skip | Supply) -> str:
    named = escape_invisible(entry.medication) if entry.medication else "ketamine"
    return " ".join(filter(None, (named, entry.route)))


def plan_parts(plan: Plan) -> list[str]:
    """Return what a plan says but its medication and route."""
    return [part for part in _plan(plan) if part]


def _plan(plan: Plan) -> Iterable[str]:
    form = f" ({escape_invisible(plan.form)})" if plan.form else ""
    if plan.units and plan.strength_mg:
        amount = say_mg(plan.units * plan.strength_mg)
        times = f"{say_number(plan.units)} × {say_mg(plan.strength_mg)}"
        yield f"{times}{'' if plan.units == 1 else f' = {amount}'}{form}"
    elif plan.amount_mg:
        yield f"{say_mg(plan.amount_mg)}{form}"
    elif plan.strength_mg:
        yield f"{say_mg(plan.strength_mg)} a {escape_invisible(plan.form or 'unit')}"
    if plan.parts:
        yield f"in {plan.parts} parts"
    yield say_schedule(plan)
    if plan.least_hours:
        yield f"at least {say_number(plan.least_hours)} h apart"
    if plan.most_per_day:
        yield f"at most {plan.most_per_day} a day"
    if plan.most_per_week:
        yield f"at most {plan.most_per_week} a week"
    if plan.prescriber:
        yield f"by {escape_invisible(plan.prescriber)}"


def say_schedule(plan: Plan) -> str:
    """Return when a plan's doses are, or ""."""
    if plan.per_week:
        return "once a week" if plan.per_week == 1 else f"{plan.per_week} times a week"
    if plan.rrule is None:
        return ""
    from ketalog.domain.plan import MOST_OFTEN, say_rule

    times = " times" if plan.per_day > MOST_OFTEN else ""  # 50 a day would be mg
    often = f", {plan.per_day}{times} a day" if plan.per_day > 1 else ""
    return f"{say_rule(plan.rrule)}{often}"


def say_units(units: Decimal, strength_mg: Decimal, form: str | None) -> str:
    """Return "24 × 100 mg troches", "-3 × 100 mg"."""
    named = "" if not form else f" {escape_invisible(form)}{'' if abs(units) == 1 else 's'}"
    return f"{say_number(units)} × {say_mg(strength_mg)}{named}"


def _session(session: Session) -> Iterable[str]:
    yield CALLED[session.where]
    if session.minutes is not None:
        yield f"over {say_minutes(session.minutes)}"
    yield from _given(session)
    if session.watched_minutes is not None:
        yield f"watched for {say_minutes(session.watched_minutes)}"
    if session.ready_minutes is not None:
        yield f"ready to leave after {say_minutes(session.ready_minutes)}"
    if session.lowest_oxygen_percent is not None:
        yield f"lowest oxygen {session.lowest_oxygen_percent} %"
    if session.with_whom:
        yield f"with: {escape_invisible(session.with_whom)}"  # "with the clinic" names nobody
    if session.integration is not None:
        yield f"next integration {say_moment(session.integration)}"
    if session.intention:
        yield f"intention: {short(session.intention)}"
    if session.reflections:
        yield f"reflections: {short(session.reflections)}"


def _given(session: Session) -> Iterable[str]:
    if session.mg_per_kg is not None:
        yield f"{say_number(session.mg_per_kg)} mg/kg{_weight(session)}"
    elif session.weight_kg is not None:
        yield f"weight {say_number(session.weight_kg)} kg"
    if session.rate_mg_per_hour is not None:
        yield f"{say_mg(session.rate_mg_per_hour)} an hour"
    if session.devices is not None:
        yield count(session.devices, "device", "devices")


def _weight(session: Session) -> str:
    """Return " × 70 kg, calculated"."""
    if session.weight_kg is None:
        return ""
    return f" × {say_number(session.weight_kg)} kg{', calculated' * session.calculated}"


def say_readings(readings: Sequence[Vitals]) -> str:
    """Return many readings in one line: "96 readings: pulse 52 to 110, oxygen 93 to 99 %"."""
    pressures = [
        (reading.systolic_mmhg, reading.diastolic_mmhg)
        for reading in readings
        if reading.systolic_mmhg is not None
    ]
    known = [f"blood pressure up to {'/'.join(map(str, max(pressures)))}"] if pressures else []
    for name, values, unit in (
        ("pulse", [reading.pulse_per_minute for reading in readings], ""),
        ("oxygen", [reading.oxygen_percent for reading in readings], " %"),
    ):
        if numbers := [value for value in values if value is not None]:
            known.append(f"{name} {min(numbers)} to {max(numbers)}{unit}")
    return f"{len(readings)} readings: {', '.join(known)}" if known else f"{len(readings)} readings"


_POINTS = {
    "before": "before the session",
    "40 min": "after 40 min",
    "end": "at the end of the session",
}


def say_place(vitals: Vitals) -> str:
    """Return "after 40 min", "before the dose" as it was said; "" if nothing was."""
    if vitals.point is not None:
        return _POINTS[vitals.point]
    return f"{vitals.place} the dose" if vitals.place else ""


def _vitals(vitals: Vitals) -> Iterable[str]:
    if vitals.systolic_mmhg is not None and vitals.diastolic_mmhg is not None:
        yield f"blood pressure {vitals.systolic_mmhg}/{vitals.diastolic_mmhg}"
    if vitals.pulse_per_minute is not None:
        yield f"pulse {vitals.pulse_per_minute}"
    if vitals.oxygen_percent is not None:
        yield f"oxygen {vitals.oxygen_percent} %"
    if vitals.weight_kg is not None:
        yield f"weight {say_number(vitals.weight_kg)} kg"
