"""The page's tables in ready strings: side effects, every dose."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from ketalog.domain.text import as_key
from ketalog.domain.treatment import Session
from ketalog.domain.values import Value
from ketalog.page.context import lines_of, one_line
from ketalog.page.texts import NOTHING, capital
from ketalog.summary import LATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.entries import Dose, Effect
    from ketalog.page.context import PageContext
    from ketalog.page.texts import Texts
    from ketalog.summary import DoseCourse


MOST_DOSES = 100
"""Doses of the log: what two sheets hold. More are for a table (.csv)."""


class Column(Value, frozen=True):
    """A column: its heading, and what its cells hold. Words are the patient's own."""

    title: str
    kind: Literal["text", "figure", "words"] = "text"


class Table(Value, frozen=True):
    """A table of ready strings; without rows, the sentence that stands in its place.

    The first cell of a row says what the row is about.
    """

    title: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


def effects(context: PageContext) -> Table:
    """Return a row a side effect, the worst first."""
    text, summary = context.texts, context.summary
    taken = len(summary.courses)
    rows = []
    for name, tally in summary.effects.items():
        reports = [report for report in summary.seen if as_key(report.effect.name) == name]
        doses = len({report.dose.id for report in reports if report.dose} & context.doses)
        rows.append(
            (
                capital(context.effect(name)),
                text.say_of(doses, taken) if taken else NOTHING,
                text.say_percent(round(100 * doses / taken)) if taken else NOTHING,
                str(tally.times),
                text.severities[tally.worst] if tally.worst else text.not_recorded,
                context.on(tally.last),
            )
        )
    name, *figures, worst, last = text.effect_columns
    columns = (
        Column(name, "words"),
        *(Column(title, "figure") for title in figures),
        Column(worst),
        Column(last),
    )
    return Table(
        text.side_effects, text.effects_caption, columns, tuple(rows), _no_effects(context)
    )


def _no_effects(context: PageContext) -> str:
    text, summary = context.texts, context.summary
    if asked := sum(day.asked_none for day in summary.days.values()):
        return text.say_none_on(asked)
    return text.say_check_ins(summary.check_ins) if summary.check_ins else text.no_effects


def doses(context: PageContext) -> Table:
    """Return a row a dose, of many the last ones. What none of them has gets no column."""
    text = context.texts
    taken = len(context.summary.courses)
    courses = context.summary.courses[-MOST_DOSES:]
    sessions = {
        entry.dose: entry
        for entry in context.summary.others
        if isinstance(entry, Session) and entry.dose
    }
    after: defaultdict[str, list[Effect]] = defaultdict(list)
    for report in context.summary.seen:
        if report.dose is not None:
            after[report.dose.id].append(report.effect)
    rows = [
        (
            *_what(context, dose),
            *(
                _pair(context, pair) if dose == course.dose else NOTHING
                for pair in (course.mood, course.anxiety)
            ),
            _effects_after(context, dose, after[dose.id]) if dose == course.dose else NOTHING,
            _clinic(context, sessions.get(dose.id)),
            _note(context, dose) if context.notes else "",
        )
        for course in courses
        for dose in course.sitting.doses
    ]
    each = [dose for course in courses for dose in course.sitting.doses]
    columns = (
        (Column(text.on_date), True),
        (Column(text.at_time), True),
        (Column(text.amount), True),
        (Column(text.medication, "words"), any(dose.medication for dose in each)),
        (Column(text.route), True),
        (Column(text.held), any(_held(context, dose) for dose in each)),
        (Column(text.measures["mood"], "figure"), True),
        (Column(text.measures["anxiety"], "figure"), True),
        (Column(text.side_effects_after, "words"), True),
        (Column(text.clinic, "words"), any(dose.id in sessions for dose in each)),
        (Column(text.note, "words"), any(row[-1] for row in rows)),
    )
    shown = [n for n, (_, is_shown) in enumerate(columns) if is_shown]
    return Table(
        text.dose_log,
        _legend(context, courses, taken),
        tuple(columns[n][0] for n in shown),
        tuple(tuple(row[n] for n in shown) for row in rows),
        text.no_dose,
    )


def _legend(context: PageContext, courses: Sequence[DoseCourse], taken: int) -> str:
    text = context.texts
    lines = [text.say_last_doses(len(courses), taken)] if taken > len(courses) else []
    lines.append(text.legend)
    if any(_is_late(course.dose) for course in courses):
        lines.append(text.legend_late)
    if any(course.dose.estimate for course in courses):
        lines.append(text.legend_about)
    return " ".join(lines)


def _is_late(dose: Dose) -> bool:
    return dose.recorded - dose.at > LATE


def _effects_after(context: PageContext, dose: Dose, effects: Sequence[Effect]) -> str:
    text = context.texts
    named = [
        text.say_effect_of(
            context.effect(effect.name),
            text.severities[effect.severity] if effect.severity else "",
        )
        for effect in effects
    ]
    denied = text.none_when_asked if dose.id in context.summary.asked else NOTHING
    return ", ".join(named) or denied


def _what(context: PageContext, dose: Dose) -> tuple[str, ...]:
    return (
        context.on(dose.at.date(), weekday=True),
        f"{context.clock(dose.at)}{'*' if _is_late(dose) else ''}",
        _amount(context.texts, dose),
        one_line(dose.medication or "") or NOTHING,
        context.route(dose.route),
        _held(context, dose) or NOTHING,
    )


def _amount(text: Texts, dose: Dose) -> str:
    amount = text.say_mg(dose.amount_mg)
    if dose.count is not None and dose.each_mg is not None and dose.count != 1:
        amount = text.say_units(text.say_number(dose.count), text.say_mg(dose.each_mg), amount)
    return text.about(amount) if dose.estimate else amount


def _held(context: PageContext, dose: Dose) -> str:
    text = context.texts
    held = "" if dose.hold_minutes is None else text.say_minutes(dose.hold_minutes)
    swallowed = {True: text.swallowed, False: text.spat_out, None: ""}[dose.swallowed]
    return ", ".join(filter(None, (held, swallowed)))


def _pair(context: PageContext, pair: tuple[int | None, int | None]) -> str:
    if pair == (None, None):
        return NOTHING
    before, after = (NOTHING if value is None else str(value) for value in pair)
    return context.texts.arrow(before, after)


def _clinic(context: PageContext, session: Session | None) -> str:
    if session is None:
        return ""
    text = context.texts
    minutes = "" if session.minutes is None else text.say_minutes(session.minutes)
    return text.say_session(session.where, minutes, one_line(session.with_whom or ""))


def _note(context: PageContext, dose: Dose) -> str:
    intention = ""
    if dose.intention:
        intention = context.texts.say_intention(lines_of(dose.intention))
    return "\n".join(filter(None, (intention, lines_of(dose.note or ""))))
