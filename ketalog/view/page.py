"""The page for the clinician in ready strings: what Markdown and HTML draw, computing nothing.

It always has the same parts in the same order. Nothing that was not recorded reads as "none".
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ketalog import __version__
from ketalog.dates import say_moment
from ketalog.domain.check import Check
from ketalog.domain.effects import URINARY
from ketalog.domain.entries import SEVERITIES, key_of
from ketalog.domain.plan import Plan, PlanStop, name_of
from ketalog.domain.schedule import stretches
from ketalog.domain.spans import ONE_DAY
from ketalog.domain.standing import standing_of
from ketalog.domain.treatment import Also, Vitals
from ketalog.summary import summarize
from ketalog.view import page_tables, page_words
from ketalog.view.checks import (
    alarm_answer,
    say_alarm_unanswered,
    say_flags_of,
    say_mild_of,
    say_none_of,
)
from ketalog.view.page_words import NOTHING, Said, Scope, capital, one_line, say_date
from ketalog.view.sentences import count
from ketalog.view.treatment import plan_parts
from ketalog.view.weeks import say_held, say_span, say_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ketalog.domain.kinds import Entry
    from ketalog.domain.spans import Calendar, Span
    from ketalog.summary import Change, EffectSeen, Summary
    from ketalog.view.page_tables import Table

MOST_DATES = 4
"""Days that a sentence names one by one."""

SIGNS = {"flagged": "!", "denied": "–", "mild": "·", "also": "+", "missing": "?"}
"""Moderate or severe; asked and denied; mild at worst; what else was taken; not recorded."""
_ALSO = {
    "alcohol": "Alcohol, as reported",
    "sedative": "Sedatives, as reported",
    "medicine": "Other medicines, as reported",
    "other": "Also taken, as reported",
}


_BESIDE = {
    "sooner": "Sooner after the last dose than planned",
    "larger": "Larger than planned",
    "a day": "More doses in a day than planned",
    "a week": "More doses in a week than planned",
}


class Tile(NamedTuple):
    """One figure: what it is, its value, what it is made of."""

    label: str
    value: str
    caption: str


class Point(NamedTuple):
    """One line of the safety box: its kind, a key of SIGNS; its sign; and a full sentence."""

    kind: str
    sign: str
    text: str


class Page(NamedTuple):
    """Everything that the page says. `nothing` is the one sentence of an empty period, or "".

    Tables without rows say so in their `empty`. `notes` is None unless notes were asked for.
    """

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    nothing: str
    completeness: str
    tiles: tuple[Tile, ...]
    safety_title: str
    safety: tuple[Point, ...]
    weeks: Table
    effects: Table
    questions_title: str
    questions: tuple[Said, ...]
    no_questions: str
    doses: Table
    notes_title: str
    notes: tuple[Said, ...] | None
    no_notes: str
    footer: tuple[str, ...]
    made: str


def page(  # noqa: PLR0913 (what is on the page is the patient's choice, one by one)
    entries: Sequence[Entry],
    span: Span,
    calendar: Calendar,
    *,
    now: datetime,
    name: str | None = None,
    born: str | None = None,
    notes: bool = False,
) -> Page:
    """Return the page of a period. `entries` are all, or those from 36 h before it to 36 h after.

    A period that begins with the calendar begins with the first entry. `born` is an ISO date.
    """
    ordered = sorted(entries, key=key_of)
    standing = standing_of(ordered, 0)
    summary = summarize(ordered, span, calendar, standing, calendar.day_of(now))
    scope = Scope(summary, ordered, calendar, notes)
    return Page(
        title="Ketamine treatment summary",
        subtitle="Recorded by the patient between appointments",
        facts=(*_facts(summary, name, born), *_plans(scope, standing.plans)),
        nothing="" if summary.entries else "Nothing was recorded in this period.",
        completeness=_completeness(scope),
        tiles=_tiles(summary),
        safety_title="Safety and review points",
        safety=tuple(_safety(scope)),
        weeks=page_tables.weeks(scope),
        effects=page_tables.effects(scope),
        questions_title="Questions from the patient",
        questions=page_words.questions(scope),
        no_questions="None written down in this period.",
        doses=page_tables.doses(scope),
        notes_title="Notes from the patient",
        notes=page_words.notes(scope) if notes else None,
        no_notes="None but what stands in the dose log.",
        footer=_footer(calendar),
        made=f"ketalog {__version__} · made {say_moment(now)}",
    )


def _facts(summary: Summary, name: str | None, born: str | None) -> Iterator[tuple[str, str]]:
    if name:
        yield "Patient", one_line(name)
    if born:
        try:
            yield "Born", say_date(date.fromisoformat(born))
        except ValueError:
            yield "Born", one_line(born)
    days = len(summary.days)
    length = count(days // 7, "week", "weeks") if days % 7 == 0 else f"{days:,} days"
    if days == 1:
        yield "Period", f"{say_date(summary.span.start)} (1 day)"
    else:
        yield "Period", f"{say_span(summary)} ({length})"


def _plans(scope: Scope, plans: Sequence[Plan | PlanStop]) -> Iterator[tuple[str, str]]:
    """Yield each version of each plan that held in the period, and from when on or until when."""
    for stretch in stretches(plans, scope.span, scope.calendar):
        plan, days = stretch.plan, stretch.days
        said = [one_line(name_of(plan)[0]), plan.route, *plan_parts(plan)]
        if days.start > scope.span.start:
            said.append(f"from {scope.on(days.start)}")
        if days.end < scope.span.end:
            said.append(f"until {scope.on(days.end - ONE_DAY)}")
        yield "Plan", f"{' '.join(said[:2])}: {', '.join(said[2:]) or 'no amount'}"


def _completeness(scope: Scope) -> str:
    summary = scope.summary
    said = [f"Daily mood on {summary.days_rated} of {count(len(summary.days), 'day', 'days')}"]
    taken = len(summary.courses)
    if taken:
        of = f"of {count(taken, 'dose', 'doses')}"
        if summary.mood.n == summary.anxiety.n:
            said.append(f"both ratings for {summary.mood.n} {of}")
        else:
            said.append(
                f"both mood ratings for {summary.mood.n}, both anxiety ratings for "
                f"{summary.anxiety.n} {of}"
            )
    late = summary.written_late
    said.append(
        f"{count(late, 'entry', 'entries')} written down more than a day later"
        if late
        else "every entry written down within a day"
    )
    first = min((scope.calendar.day_of(one.at) for one in scope.entries), default=scope.span.start)
    if first > scope.span.start:
        said.append(f"the journal begins on {scope.on(first)}")
    return f"{'; '.join(said)}."


def _tiles(summary: Summary) -> tuple[Tile, ...]:
    taken = len(summary.courses)
    routes = ", ".join(f"{n.count:,} {one_line(route)}" for route, n in summary.routes.items())
    doses = Tile("Doses taken", f"{taken:,}" if taken else NOTHING, routes or "none recorded")
    if summary.plan is not None and summary.plan.total:
        held = f"{summary.plan.taken:,} of {summary.plan.total:,}"
        doses = Tile("Planned doses taken", held, say_held(summary.plan))
    return (
        doses,
        _tile("Mood, before → after", summary.mood, "higher is better"),
        _tile("Anxiety, before → after", summary.anxiety, "lower is better"),
    )


def _tile(label: str, change: Change, direction: str) -> Tile:
    if not change.n:
        return Tile(label, NOTHING, "no dose has both ratings")
    value = f"{say_value(change.before)} → {say_value(change.after)}"
    doses = count(change.n, "dose", "doses")
    return Tile(label, value, f"median of {doses}; {direction}")


def _safety(scope: Scope) -> Iterator[Point]:
    """Yield what to look at first, what was denied, and what is not known."""
    summary = scope.summary
    checks = [(one.check, scope.on(one.day)) for one in summary.checks]
    yield from (_point("flagged", said) for said in _earlier_alarm(scope))
    yield from (_point("flagged", said) for one in checks for said in say_flags_of(*one))
    for name in summary.effects:
        said = _flagged(scope, [one for one in summary.flags if _name(one) == name])
        if said:
            yield _point("flagged", f"{capital(one_line(name))}: {said}.")
    yield from (_point("flagged", said) for said in _beside(scope))
    asked = [on for on, day in summary.days.items() if day.asked_none]
    if asked:
        yield _point("denied", f"None when asked: side effects, on {_days(scope, asked)}.")
    yield from (_point("denied", said) for one in checks if (said := say_none_of(*one)))
    mild = [one_line(name) for name in summary.effects if _is_mild(summary, name)]
    if mild:
        yield _point("mild", f"Mild at worst: {', '.join(mild)}.")
    yield from (_point("mild", said) for one in checks if (said := say_mild_of(*one)))
    if said := _pressure(scope):
        yield _point("also", said)
    for about, label in _ALSO.items():
        if said := _also(scope, about):
            yield _point("also", f"{label}: {said}.")
    yield from (_point("missing", text) for text in _missing(scope))


def _earlier_alarm(scope: Scope) -> list[str]:
    """Return the last answer that is never passed over, if it lies before the period."""
    found = [
        one
        for one in scope.entries
        if isinstance(one, Check)
        and alarm_answer(one)
        and scope.calendar.day_of(one.at) < scope.span.start
    ]
    return (
        say_flags_of(found[-1], f"{scope.day(found[-1].at)}, before this period")[:1]
        if found
        else []
    )


def _beside(scope: Scope) -> Iterator[str]:
    """Yield on which days doses were sooner, larger or more often than the plan."""
    for kind, label in _BESIDE.items():
        days = [
            scope.calendar.day_of(dose.at) for dose, one in scope.summary.beside if one.kind == kind
        ]
        if days:
            yield f"{label}: {_days(scope, list(dict.fromkeys(days)))}."


def _pressure(scope: Scope) -> str:
    """Return the highest blood pressure of the period, by its first number, and the latest."""
    read = [one for one in scope.summary.others if isinstance(one, Vitals) and one.systolic_mmhg]
    if not read:
        return ""
    highest = max(read, key=lambda one: one.systolic_mmhg or 0)
    said = [count(len(read), "reading", "readings"), f"highest {_said_pressure(highest, scope)}"]
    if read[-1] is not highest:
        said.append(f"last {_said_pressure(read[-1], scope)}")
    return f"Blood pressure: {', '.join(said)}."


def _said_pressure(one: Vitals, scope: Scope) -> str:
    return f"{one.systolic_mmhg}/{one.diastolic_mmhg} on {scope.day(one.at)}"


def _is_mild(summary: Summary, name: str) -> bool:
    return summary.effects[name].worst == "mild" and name not in URINARY


def _also(scope: Scope, about: str) -> str:
    """Return what else was taken or changed, the last few with their days."""
    found = [one for one in scope.inside if isinstance(one, Also) and one.about == about]
    named = [f"{_what(one)} ({scope.day(one.at)})" for one in found[-MOST_DATES:]]
    more = len(found) - len(named)
    return ", ".join([*([f"{more} earlier"] if more else []), *named])


def _what(one: Also) -> str:
    change = "" if one.change == "taken" else f"{one.change} "
    return f"{change}{one_line(one.what)}"


def _point(kind: str, text: str) -> Point:
    return Point(kind, SIGNS[kind], text)


def _name(one: EffectSeen) -> str:
    return one.effect.name.lower()


def _flagged(scope: Scope, reports: Sequence[EffectSeen]) -> str:
    """Return "severe after 1 of 29 doses, on 21 Oct; moderate after 6 of 29 doses, last on …"."""
    said = []
    for severity in (*reversed(SEVERITIES), None):
        found = [one for one in reports if one.effect.severity == severity]
        if found:
            said.append(f"{severity or 'noted'} {_when(scope, found)}")
    return "; ".join(said)


def _when(scope: Scope, reports: Sequence[EffectSeen]) -> str:
    on = "on" if len(reports) == 1 else "last on"
    return f"{scope.after(reports)}, {on} {scope.day(reports[-1].effect.at)}"


def _days(scope: Scope, days: Sequence[date]) -> str:
    counted = count(len(days), "day", "days")
    if len(days) > MOST_DATES:
        return f"{counted}, last on {scope.on(days[-1])}"
    return f"{counted} ({', '.join(scope.on(day) for day in days)})"


def _missing(scope: Scope) -> Iterator[str]:
    """Yield what the journal could have recorded and does not know."""
    summary = scope.summary
    if not summary.courses:
        yield "Not recorded: doses."
    for name in summary.effects:
        ungraded = [
            one for one in summary.seen if _name(one) == name and one.effect.severity is None
        ]
        if ungraded:
            yield f"Not recorded: severity of {one_line(name)}, {_when(scope, ungraded)}."
    for one in summary.checks:
        if alarm := say_alarm_unanswered(one.check, scope.on(one.day)):
            yield alarm
    known = summary.asked | summary.checked_in | {one.dose.id for one in summary.seen if one.dose}
    unknown = scope.doses - known
    if not (summary.seen or summary.asked_none or summary.check_ins):
        yield "Not recorded: side effects, neither asked about nor reported."
    elif unknown:
        of = f"{len(unknown)} of {count(len(scope.doses), 'dose', 'doses')}"
        yield f"Not recorded: side effects after {of}, neither asked about nor reported."
    days = summary.days.values()
    if all(day.mood is None for day in days):
        yield "Not recorded: mood."
    if all(day.anxiety is None for day in days):
        yield "Not recorded: anxiety."


def _footer(calendar: Calendar) -> tuple[str, ...]:
    start = f"{calendar.day_start:%H:%M}"
    return (
        "Self-reported by the patient; not a diagnosis and not advice.",
        "Scales 0–10: mood 10 = best, anxiety 10 = worst.",
        "Before: the last rating in the 4 hours up to a dose.",
        "After: the one nearest to 2 hours later, from 30 minutes to 12 hours.",
        "Before and after are observations and show no cause.",
        "mg are never added across routes.",
        f"A day runs from {start} to {start}; times are those of the place.",
    )
