"""What stands out in a period, in sentences: what is grave, and doses beside the plan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ketalog.answers.checks import alarm_answer, say_alike, say_flags_of
from ketalog.answers.phrases import clock_of, say_beside_plan, say_sitting
from ketalog.answers.phrases_clinic import say_place
from ketalog.domain.danger import URGENT, urgency_of
from ketalog.domain.entries import medication_of
from ketalog.domain.text import capital, escape_invisible
from ketalog.domain.treatment import Session
from ketalog.times.words import say_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from ketalog.domain.limits import AtLimit, Limit, Measured
    from ketalog.domain.treatment import Vitals
    from ketalog.summary import CheckSeen, EffectSeen, Summary


def say_flag(seen: EffectSeen, days: Iterable[date], *, is_short: bool = False) -> str:
    """Return "Nausea was moderate on Wed 18 Nov, after 100 mg sublingual.", with all its days.

    In short "Nausea moderate, Wed 18 Nov".
    """
    name = escape_invisible(seen.effect.name)
    if is_short:
        named = " ".join(filter(None, (capital(name), seen.effect.severity)))
        return ", ".join([named, *dict.fromkeys(map(say_day, days))])
    after = f", after {say_sitting(seen.sitting.doses)}" if seen.sitting else ""
    how = seen.effect.severity or "noted"
    on = ", ".join(dict.fromkeys(map(say_day, days)))
    thing = name.split(" of ")[0]
    was = "were" if thing.endswith("s") and not thing.endswith(("ss", "us", "is")) else "was"
    return f"{capital(name)} {was} {how} on {on}{after}."


def say_flags(summary: Summary, *, is_short: bool = False) -> list[str]:
    """Return a sentence for each answer of a check, effect and dose that stands out.

    Danger stands first. What differs in the day alone is one sentence; in short, what differs in
    the dose alone, too.
    """
    days_of = {effect.id: on for on, day in summary.days.items() for effect in day.effects}
    same: dict[str, list[EffectSeen]] = {}
    for seen in summary.flags:
        same.setdefault(say_flag(seen, (), is_short=is_short), []).append(seen)
    effects: dict[bool, list[str]] = {True: [], False: []}
    for alike in same.values():
        said = say_flag(alike[0], [days_of[seen.effect.id] for seen in alike], is_short=is_short)
        effects[urgency_of(alike[0].effect.name) < len(URGENT)].append(said)
    asked = _flags_of_checks(summary, is_short=is_short)
    return [
        *say_alike(asked[True]),
        *effects[True],
        *(say_at_limit(reached, is_short=is_short) for reached in readings_at_limits(summary)),
        *say_alike(asked[False]),
        *effects[False],
        *_apart_from_sessions(summary, is_short=is_short),
    ]


def readings_at_limits(summary: Summary) -> list[AtLimit]:
    """Return each limit that readings of the period reached, as the page does."""
    if not summary.others:
        return []
    from ketalog.domain.limits import at_limits, measured

    return at_limits(measured(summary.others))


def say_at_limit(reached: AtLimit, *, is_short: bool = False) -> str:
    """Return what reached a limit: "Blood pressure was 232/138 on Thu 22 Oct 21:00: 180/120 …".

    In short "Blood pressure 232/138, Thu 22 Oct".
    """
    limit = reached.limit
    what, numbers = capital(limit.what), [_number(reading, limit) for reading in reached.worst]
    entries = [reading.entry for reading in reached.worst]
    days = [say_day(entry.at.date()) for entry in entries]
    if is_short:
        return ", ".join([f"{what} {' and '.join(numbers)}", *dict.fromkeys(days)])
    on = " and ".join(
        f"{number} on {day}{_when_measured(entry)}"
        for number, day, entry in zip(numbers, days, entries, strict=True)
    )
    share = f", in {reached.n:,} of {reached.of_all:,} readings" if reached.of_all > 1 else ""
    return f"{what} was {on}: {limit.said} ({limit.source.short}){share}."


def _number(reading: Measured, limit: Limit) -> str:
    """Return "232/138", "135", "82 %"."""
    name = next(iter(limit.numbers))
    number = str(reading.values[name])
    if name == "systolic_mmhg":
        return f"{number}/{reading.values['diastolic_mmhg']}"
    return f"{number} %" if name == "oxygen_percent" else number


def _when_measured(entry: Vitals | Session) -> str:
    """Return " 21:00", ", after 40 min"; "" of what a session's lowest oxygen was."""
    if isinstance(entry, Session):
        return ""
    if place := say_place(entry):
        return f", {place}"
    return f" {clock_of(entry)}".rstrip()


def _apart_from_sessions(summary: Summary, *, is_short: bool) -> Iterable[str]:
    """Return on which days esketamine was taken that no session gave, as a page says it."""
    days: dict[str, list[str]] = {}
    for course in summary.apart_from_sessions:
        name = capital(medication_of(course.dose))
        days.setdefault(name, []).append(say_day(course.dose.at.date()))
    for name, on in days.items():
        said = ", ".join(dict.fromkeys(on))
        if is_short:
            yield f"{name} apart from a session, {said}"
        else:
            yield f"{name} was taken apart from a session on {said}."


def say_deviations(summary: Summary) -> list[str]:
    """Return a sentence for each way in which doses are beside the plan, with its days."""
    beside_plan: dict[str, list[str]] = {}
    for dose, deviation in summary.deviations:
        beside_plan.setdefault(say_beside_plan(deviation), []).append(say_day(dose.at.date()))
    return [f"{', '.join(days)}: {beside}" for beside, days in beside_plan.items()]


def _flags_of_checks(
    summary: Summary, *, is_short: bool
) -> dict[bool, list[tuple[str, Callable[[str], str]]]]:
    """Return the day of each check, and what says what stands out in it; an item's words once.

    Apart stand those in which an item is never passed over.
    """
    found: dict[bool, list[tuple[str, Callable[[str], str]]]] = {True: [], False: []}
    asked = {seen.check.instrument for seen in summary.checks} if is_short else set()
    for seen in summary.checks:
        instrument = seen.check.instrument
        say = partial(say_flags_of, seen.check, in_full=instrument not in asked)
        answer = alarm_answer(seen.check)
        found[answer is not None].append((day_of_check(seen, summary), say))
        if answer:
            asked.add(instrument)
    return found


def day_of_check(seen: CheckSeen, summary: Summary) -> str:
    """Return the day of a check; with its time where it was answered twice on that day."""
    same = [(other.check.instrument, other.day) for other in summary.checks]
    often = same.count((seen.check.instrument, seen.day))
    return f"{say_day(seen.day)}{f' {clock_of(seen.check)}' if often > 1 else ''}".rstrip()
