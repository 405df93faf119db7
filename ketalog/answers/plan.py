"""The plan in words: what holds, what comes, what changed, what a calendar gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ketalog.answers import AnswerLine, Heading, ListedEntry
from ketalog.answers.phrases import say_date, say_entry
from ketalog.answers.phrases_clinic import plan_parts, say_schedule
from ketalog.domain.entries import as_data
from ketalog.domain.plan import Plan, PlanStop, a_dose_mg, label_of
from ketalog.domain.text import count, escape_invisible, say_mg, say_number, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from ketalog.domain.adherence import Planned
    from ketalog.domain.calendar import Calendar
    from ketalog.domain.upcoming import UpcomingPlan

NO_PLAN = (
    "There is no plan.",
    "Set one: ketalog plan set 2x100mg sublingual --days mon,wed,fri",
)


def say_name(plan: Plan | PlanStop) -> str:
    """Return a plan's medication and route."""
    medication, route = label_of(plan)
    return f"{escape_invisible(medication)} {route}"


def say_holding(plans: Sequence[UpcomingPlan], today: date, calendar: Calendar) -> list[AnswerLine]:
    """Return what holds now and what comes next, a block a plan."""
    if not plans:
        return list(NO_PLAN)
    lines: list[AnswerLine] = []
    for upcoming in plans:
        lines += [""] if lines else []
        lines += _block(upcoming, today, calendar)
    return lines


def _block(upcoming: UpcomingPlan, today: date, calendar: Calendar) -> list[AnswerLine]:
    name = say_name(upcoming.plan or upcoming.ahead[0])
    lines: list[AnswerLine] = [Heading(f"{name}: it begins later.")]
    if upcoming.plan is not None:
        since = say_date(calendar.day_of(upcoming.plan.at))
        lines = [Heading(f"{name} (#{upcoming.plan.number}, since {since})")]
        lines += [f"  {', '.join(plan_parts(upcoming.plan))}"]
        lines += [f"  note: {escape_invisible(upcoming.plan.note)}"] if upcoming.plan.note else []
    if upcoming.plan is not None and upcoming.plan.per_week is not None:
        lines.append(f"  This week: {upcoming.taken} of {upcoming.plan.per_week} taken.")
    if upcoming.days:
        days = (
            "today" if day == today else f"{day:%a} {day.day} {day:%b}" for day in upcoming.days
        )
        lines.append(f"  Next: {', '.join(days)}")
    for later in upcoming.ahead:
        when = say_date(calendar.day_of(later.at))
        what = ", ".join(plan_parts(later)) if isinstance(later, Plan) else "it ends"
        lines.append(f"  From {when} (#{later.number}): {what}")
    return lines


def holding_data(plans: Sequence[UpcomingPlan]) -> dict[str, Any]:
    """Return the same as data."""
    return {
        "plans": [
            {
                "medication": upcoming.name[0],
                "route": upcoming.name[1],
                "plan": as_data(upcoming.plan) if upcoming.plan else None,
                "next": [day.isoformat() for day in upcoming.days],
                "taken_this_week": upcoming.taken,
                "ahead": [as_data(later) for later in upcoming.ahead],
            }
            for upcoming in plans
        ]
    }


def say_versions(
    versions: Sequence[Plan | PlanStop], holding: Iterable[Plan], now: datetime, calendar: Calendar
) -> list[AnswerLine]:
    """Return every version of every plan, in the order they begin."""
    if not versions:
        return list(NO_PLAN)
    holds = {plan.id for plan in holding}
    return [
        ListedEntry(
            say_date(calendar.day_of(version.at)),
            "",
            f"#{version.number}",
            say_entry(version)
            + ("  (holds now)" if version.id in holds else "  (ahead)" if version.at > now else ""),
        )
        for version in versions
    ]


class Neighbours(NamedTuple):
    """What stands around a new version: the one before, the one after, plans beside it."""

    before: Plan | None
    after: Plan | PlanStop | None
    beside: tuple[Plan, ...] = ()


def say_set(
    version: Plan | PlanStop, around: Neighbours, now: datetime, calendar: Calendar
) -> list[str]:
    """Return what a new version says, what it changes, and until when it holds."""
    begins = calendar.day_of(version.at)
    when = f"from {say_date(begins)}"
    lines = [f"Logged #{version.number}: {say_entry(version)}, {when}. Undo: ketalog undo"]
    if around.before is not None and isinstance(version, Plan):
        lines.append(
            sentence(f"Changed from #{around.before.number}: {_changes(around.before, version)}")
        )
    if isinstance(version, Plan) and version.form and version.strength_mg is None:
        form = escape_invisible(version.form)
        mg = say_number(version.amount_mg) if version.amount_mg else "100"
        lines.append(
            f"It does not say how strong one {form} is. If one has {mg} mg, type 1x{mg}mg."
        )
    if begins < calendar.day_of(now):
        lines.append(f"It begins in the past: the days since {say_date(begins)} now go by it.")
    after = around.after
    if after is not None and isinstance(version, Plan):
        until = say_date(calendar.day_of(after.at))
        lines.append(f"It holds until {until}, when #{after.number} takes its place.")
    elif after is not None:
        starts = say_date(calendar.day_of(after.at))
        gone = f"To take it out: ketalog delete {after.number}"
        lines.append(f"#{after.number} still begins on {starts}. {gone}")
    lines += [
        f"Your other plan goes on: {say_name(plan)} (#{plan.number})." for plan in around.beside
    ]
    return lines


def say_unchanged(plan: Plan) -> list[str]:
    """Return that a plan says already what was typed."""
    return [f"Nothing to change: #{plan.number} says it already: {say_entry(plan)}"]


def _changes(before: Plan, after: Plan) -> str:
    was, now_is = _labelled(before), _labelled(after)
    changes = [
        f"{label} {was[label] or 'none'} → {now_is[label] or 'none'}"
        for label in was
        if was[label] != now_is[label]
    ]
    return "; ".join(changes) or "only when it begins"


def _labelled(plan: Plan) -> dict[str, str]:
    amount_mg = a_dose_mg(plan)
    dose = say_mg(amount_mg) if amount_mg is not None else ""
    if plan.units and plan.strength_mg:
        dose = f"{say_number(plan.units)} × {say_mg(plan.strength_mg)}"
    return {
        "dose": dose,
        "form": escape_invisible(plan.form or ""),
        "parts": str(plan.parts or ""),
        "days": say_schedule(plan),
        "apart": f"{say_number(plan.least_hours)} h" if plan.least_hours else "",
        "most a day": str(plan.most_per_day or ""),
        "most a week": str(plan.most_per_week or ""),
        "by": escape_invisible(plan.prescriber or ""),
        "note": escape_invisible(plan.note or ""),
    }


def say_skipped(plan: Plan | None, day: date, planned: Planned | None) -> list[str]:
    """Return which planned dose was marked, and what had become of it before."""
    if plan is None:
        return ["The journal is locked: what the plan says can't be seen."]
    about = f"#{plan.number}, {say_name(plan)}"
    if planned is None and plan.per_week is None:
        return [f"Your plan ({about}) has no dose on {say_date(day)}."]
    text = f"It is about your plan ({about}), {say_date(day)}."
    return [text, *([_done_before(planned)] if planned and _is_done(planned) else [])]


def _is_done(planned: Planned) -> bool:
    of_it = planned.plan.per_week if planned.of_week else planned.plan.per_day
    return len(planned.doses) + planned.skipped >= (of_it or 1)


def _done_before(planned: Planned) -> str:
    """Return "Its dose of that day is taken already (#5).", "… is skipped already."."""
    taken, skipped = len(planned.doses), planned.skipped
    numbers = ", ".join(f"#{dose.number}" for dose in planned.doses)
    done = [f"{taken} taken ({numbers})"] if taken else []
    done += [f"{skipped} skipped"] if skipped else []
    span = "week" if planned.of_week else "day"
    if taken + skipped > 1:
        return f"All doses of that {span} were marked already: {', '.join(done)}."
    how = f"taken already ({numbers})" if taken else "skipped already"
    return f"The planned dose of that {span} is {how}."


class CalendarFile(NamedTuple):
    """What was written: so many series and reminders, `until` a day, `times` a day of `per_day`.

    `others` are reminders of questionnaires and appointments.
    """

    path: Path
    series: int
    reminders: int
    until: date | None
    per_day: int
    times: int
    others: int


def say_calendar(file: CalendarFile, without_days: int) -> list[str]:
    """Return what is in a calendar file, and where it is."""
    reminders = count(file.reminders, "reminder", "reminders")
    lines = [f"{reminders} in {count(file.series, 'series', 'series')}."]
    if file.others:
        lines.append(f"Of these, {file.others} of checks and appointments, with the same title.")
    if file.until is not None:
        lines.append(
            f"The planned days go until {say_date(file.until)}: write it anew before that day."
        )
    if file.per_day > file.times:
        lines.append(
            f"The plan has {file.per_day} doses a day and the file {file.times}: say a time for "
            "each (--time 8am --time 8pm)."
        )
    lines += [
        f"Written: {escape_invisible(str(file.path))}",
        "A calendar that has taken it in does not follow later changes of the plan.",
    ]
    if without_days:
        lines.append("A plan of so many times a week names no days: it is not in the file.")
    return lines
