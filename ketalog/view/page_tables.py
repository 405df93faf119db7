"""The page's tables in ready strings: week by week, side effects, every dose."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from ketalog.domain.entries import key_of, medication_of
from ketalog.domain.spans import ONE_DAY, READ_BEYOND, Span
from ketalog.domain.text import say_number
from ketalog.summary import LATE, summarize
from ketalog.view.page_words import NOTHING, capital, one_line, whole
from ketalog.view.sentences import count, say_mg, say_minutes
from ketalog.view.weeks import say_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ketalog.domain.entries import Dose, Effect
    from ketalog.domain.kinds import Entry
    from ketalog.summary import Change, DoseCourse, EffectSeen, Summary
    from ketalog.view.page_words import Scope

MOST_NAMED = 4
"""Side effects that a week's row names."""


class Column(NamedTuple):
    """A column: its heading, and what its cells hold. Words are the patient's own."""

    title: str
    kind: Literal["text", "figure", "words"] = "text"


class Table(NamedTuple):
    """A table of ready strings; without rows, the sentence that stands in its place.

    The first cell of a row says what the row is about.
    """

    title: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


def weeks(scope: Scope) -> Table:
    """Return a row a week, medians of its doses; at both ends a week can be a part of one."""
    routes = list(scope.summary.routes)
    # Medications need their names if any but ketamine was taken.
    named = {_medication(course.dose) for course in scope.summary.courses} - {"ketamine"} != set()
    rows = tuple(_week(scope, week, routes, named=named) for week in _weeks_of(scope))
    return Table(
        "Week by week",
        "Doses × mg each, or doses: mg in all. Medians before → after a dose (number of doses "
        "with both). – is not recorded.",
        (
            Column("Week"),
            *(Column(capital(one_line(route)), "words" if named else "figure") for route in routes),
            Column("Mood", "figure"),
            Column("Anxiety", "figure"),
            Column("Days rated", "figure"),
            Column("Worst side effects", "words"),
        ),
        rows,
        "",
    )


def _weeks_of(scope: Scope) -> Iterator[Summary]:
    """Yield each week's own summary, made from the entries around it."""
    ordered = sorted(scope.entries, key=key_of)
    first, number = scope.span.start, 0
    while first < scope.span.end:
        end = min(scope.calendar.week_of(first).end, scope.span.end)
        after = _utc(first) - READ_BEYOND
        before = _utc(end) + READ_BEYOND
        while number < len(ordered) and ordered[number].at < after:
            number += 1
        near: list[Entry] = []
        for entry in ordered[number:]:
            if entry.at >= before:
                break
            near.append(entry)
        yield summarize(near, Span(first, end), scope.calendar)
        first = end


def _utc(day: object) -> datetime:
    return datetime.fromisoformat(f"{day}T00:00:00+00:00")


def _week(scope: Scope, week: Summary, routes: Sequence[str], *, named: bool) -> tuple[str, ...]:
    span = week.span
    last = span.end - ONE_DAY
    dates = scope.on(span.start)
    if last != span.start:
        dates = f"{dates} – {scope.on(last)}"
    return (
        dates,
        *(_taken([c.dose for c in week.courses if c.dose.route == r], named=named) for r in routes),
        _median(week.mood),
        _median(week.anxiety),
        f"{week.days_rated}/{len(week.days)}",
        _worst(week),
    )


def _medication(dose: Dose) -> str:
    return one_line(medication_of(dose))


def _taken(doses: Sequence[Dose], *, named: bool) -> str:
    """Return "3 × 100 mg", or "3: 450 mg"; mg of two medications are not added."""
    by_medication: defaultdict[str, list[Dose]] = defaultdict(list)
    for dose in doses:
        by_medication[_medication(dose)].append(dose)
    said = [
        f"{_together(some)} {name}" if named else _together(some)
        for name, some in by_medication.items()
    ]
    return "; ".join(said) or NOTHING


def _together(doses: Sequence[Dose]) -> str:
    about = "about " if any(dose.estimate for dose in doses) else ""
    amounts = [dose.amount_mg for dose in doses]
    if len(set(amounts)) == 1:
        return f"{len(doses)} × {about}{say_mg(amounts[0])}"
    return f"{len(doses)}: {about}{say_mg(sum(amounts, Decimal()))}"


def _median(change: Change) -> str:
    if not change.n:
        return NOTHING
    return f"{say_value(change.before)} → {say_value(change.after)} ({change.n})"


def _worst(week: Summary) -> str:
    """Return "severe nausea; mild dizziness, headache", the worst first."""
    shown = list(week.effects.items())[:MOST_NAMED]
    said = [
        " ".join(filter(None, (severity, ", ".join(one_line(name) for name, _ in group))))
        for severity, group in groupby(shown, key=lambda item: item[1].worst)
    ]
    if len(week.effects) > MOST_NAMED:
        said.append(f"{len(week.effects) - MOST_NAMED} more")
    return "; ".join(said) or ("none when asked" if week.asked_none else NOTHING)


def effects(scope: Scope) -> Table:
    """Return a row a side effect, the worst first."""
    summary = scope.summary
    taken = len(summary.courses)
    rows = []
    for name, tally in summary.effects.items():
        doses = len({one.dose.id for one in _reports(summary, name) if one.dose} & scope.doses)
        rows.append(
            (
                capital(one_line(name)),
                f"{doses} of {taken}" if taken else NOTHING,
                f"{round(100 * doses / taken)} %" if taken else NOTHING,
                str(tally.times),
                tally.worst or "not recorded",
                scope.on(tally.last),
            )
        )
    asked = sum(day.asked_none for day in summary.days.values())
    none = f"None was reported when asked, on {count(asked, 'day', 'days')}."
    return Table(
        "Side effects",
        "Each belongs to the last dose in the 24 hours before it.",
        (
            Column("Effect", "words"),
            Column("Doses", "figure"),
            Column("Share", "figure"),
            Column("Times", "figure"),
            Column("Worst"),
            Column("Last"),
        ),
        tuple(rows),
        none if asked else _no_effects(summary),
    )


def _no_effects(summary: Summary) -> str:
    if summary.check_ins:
        return f"Asked about in {count(summary.check_ins, 'check-in', 'check-ins')} only."
    return "Not recorded in this period."


def _reports(summary: Summary, name: str) -> list[EffectSeen]:
    return [one for one in summary.seen if one.effect.name.lower() == name]


def doses(scope: Scope) -> Table:
    """Return a row a dose. Medications, hold times and notes have a column if there are any."""
    courses = scope.summary.courses
    held = any(c.dose.hold_minutes is not None or c.dose.swallowed is not None for c in courses)
    named = any(c.dose.medication for c in courses)
    noted = scope.notes and any(c.dose.note or c.dose.intention for c in courses)
    columns = {
        Column("Date"): True,
        Column("Time"): True,
        Column("Amount"): True,
        Column("Medication", "words"): named,
        Column("Route"): True,
        Column("Held"): held,
        Column("Mood", "figure"): True,
        Column("Anxiety", "figure"): True,
        Column("Side effects", "words"): True,
        Column("Note", "words"): noted,
    }
    found: defaultdict[str, list[Effect]] = defaultdict(list)
    for one in scope.summary.seen:
        if one.dose is not None:
            found[one.dose.id].append(one.effect)
    rows = [_dose(scope, c, _effects_after(c.dose, found, scope.summary.asked)) for c in courses]
    shown = tuple(columns.values())
    return Table(
        "Dose log",
        _legend(courses),
        tuple(column for column, is_shown in columns.items() if is_shown),
        tuple(
            tuple(cell for cell, is_shown in zip(row, shown, strict=True) if is_shown)
            for row in rows
        ),
        "No dose was recorded in this period.",
    )


def _legend(courses: Sequence[DoseCourse]) -> str:
    said = ["Mood and anxiety 0–10, before → after. – is not recorded."]
    if any(_is_late(course.dose) for course in courses):
        said.append("* was written down more than a day later.")
    if any(course.dose.estimate for course in courses):
        said.append("“about” is an estimate.")
    return " ".join(said)


def _is_late(dose: Dose) -> bool:
    return dose.recorded - dose.at > LATE


def _effects_after(dose: Dose, found: Mapping[str, list[Effect]], denied: frozenset[str]) -> str:
    said = [
        f"{one_line(one.name)} ({one.severity})" if one.severity else one_line(one.name)
        for one in found.get(dose.id, ())
    ]
    return ", ".join(said) or ("none when asked" if dose.id in denied else NOTHING)


def _dose(scope: Scope, course: DoseCourse, side_effects: str) -> tuple[str, ...]:
    dose = course.dose
    return (
        scope.on(dose.at.date(), weekday=True),
        f"{dose.at:%H:%M}{'*' if _is_late(dose) else ''}",
        _amount(dose),
        one_line(dose.medication or "") or NOTHING,
        one_line(dose.route),
        _held(dose),
        _pair(course.mood),
        _pair(course.anxiety),
        side_effects,
        _note(dose),
    )


def _amount(dose: Dose) -> str:
    said = say_mg(dose.amount_mg)
    if dose.count is not None and dose.each_mg is not None and dose.count != 1:
        said = f"{say_number(dose.count)} × {say_mg(dose.each_mg)} = {said}"
    return f"about {said}" if dose.estimate else said


def _held(dose: Dose) -> str:
    held = None if dose.hold_minutes is None else say_minutes(dose.hold_minutes)
    then = {True: "swallowed", False: "spat out", None: None}[dose.swallowed]
    return ", ".join(filter(None, (held, then))) or NOTHING


def _pair(pair: tuple[int | None, int | None]) -> str:
    if pair == (None, None):
        return NOTHING
    before, after = (NOTHING if value is None else str(value) for value in pair)
    return f"{before} → {after}"


def _note(dose: Dose) -> str:
    intention = f"Intention: {whole(dose.intention)}" if dose.intention else ""
    return "\n".join(filter(None, (intention, whole(dose.note or ""))))
