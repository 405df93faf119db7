"""The page's tables in ready strings: side effects, every dose."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from ketalog.answers.phrases import say_mg, say_minutes
from ketalog.domain.text import say_number
from ketalog.domain.treatment import Session
from ketalog.domain.values import Value
from ketalog.page import texts as text
from ketalog.page.context import one_line, whole
from ketalog.summary import LATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.entries import Dose, Effect
    from ketalog.page.context import PageContext
    from ketalog.summary import DoseCourse, EffectSeen, Summary


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
    summary = context.summary
    taken = len(summary.courses)
    rows = []
    for name, tally in summary.effects.items():
        doses = len({one.dose.id for one in _reports(summary, name) if one.dose} & context.doses)
        rows.append(
            (
                text.capital(one_line(name)),
                text.say_of(doses, taken) if taken else text.NOTHING,
                text.say_percent(round(100 * doses / taken)) if taken else text.NOTHING,
                str(tally.times),
                tally.worst or text.NOT_RECORDED,
                context.on(tally.last),
            )
        )
    name, *figures, worst, last = text.EFFECT_COLUMNS
    columns = (
        Column(name, "words"),
        *(Column(title, "figure") for title in figures),
        Column(worst),
        Column(last),
    )
    asked = sum(day.asked_none for day in summary.days.values())
    none = text.say_none_on(asked) if asked else _no_effects(summary)
    return Table(text.EFFECTS, text.EFFECTS_CAPTION, columns, tuple(rows), none)


def _no_effects(summary: Summary) -> str:
    return text.say_check_ins(summary.check_ins) if summary.check_ins else text.NO_EFFECTS


def _reports(summary: Summary, name: str) -> list[EffectSeen]:
    return [one for one in summary.seen if one.effect.name.lower() == name]


def doses(context: PageContext) -> Table:
    """Return a row a dose, of many the last ones. What none of them has gets no column."""
    taken = len(context.summary.courses)
    courses = context.summary.courses[-MOST_DOSES:]
    sessions = {
        one.dose: one for one in context.summary.others if isinstance(one, Session) and one.dose
    }
    found: defaultdict[str, list[Effect]] = defaultdict(list)
    for one in context.summary.seen:
        if one.dose is not None:
            found[one.dose.id].append(one.effect)
    rows = [
        (
            *_what(context, course.dose),
            _pair(course.mood),
            _pair(course.anxiety),
            _effects_after(
                found[course.dose.id], is_denied=course.dose.id in context.summary.asked
            ),
            _clinic(sessions.get(course.dose.id)),
            _note(course.dose) if context.notes else "",
        )
        for course in courses
    ]
    columns = (
        Column(text.DATE),
        Column(text.TIME),
        Column(text.AMOUNT),
        Column(text.MEDICATION, "words"),
        Column(text.ROUTE),
        Column(text.HELD),
        Column(text.MEASURES["mood"], "figure"),
        Column(text.MEASURES["anxiety"], "figure"),
        Column(text.SIDE_EFFECTS, "words"),
        Column(text.CLINIC, "words"),
        Column(text.NOTE, "words"),
    )
    optional = {
        text.MEDICATION: any(c.dose.medication for c in courses),
        text.HELD: any(_held(c.dose) for c in courses),
        text.CLINIC: any(c.dose.id in sessions for c in courses),
        text.NOTE: any(row[-1] for row in rows),
    }
    shown = [n for n, column in enumerate(columns) if optional.get(column.title, True)]
    return Table(
        text.DOSE_LOG,
        _legend(courses, taken),
        tuple(columns[n] for n in shown),
        tuple(tuple(row[n] for n in shown) for row in rows),
        text.NO_DOSE,
    )


def _legend(courses: Sequence[DoseCourse], taken: int) -> str:
    said = [text.say_last_doses(len(courses), taken)] if taken > len(courses) else []
    said.append(text.LEGEND)
    if any(_is_late(course.dose) for course in courses):
        said.append(text.LEGEND_LATE)
    if any(course.dose.estimate for course in courses):
        said.append(text.LEGEND_ABOUT)
    return " ".join(said)


def _is_late(dose: Dose) -> bool:
    return dose.recorded - dose.at > LATE


def _effects_after(found: Sequence[Effect], *, is_denied: bool) -> str:
    said = [
        f"{one_line(one.name)} ({one.severity})" if one.severity else one_line(one.name)
        for one in found
    ]
    return ", ".join(said) or (text.NONE_WHEN_ASKED if is_denied else text.NOTHING)


def _what(context: PageContext, dose: Dose) -> tuple[str, ...]:
    return (
        context.on(dose.at.date(), weekday=True),
        f"{context.clock(dose.at)}{'*' if _is_late(dose) else ''}",
        _amount(dose),
        one_line(dose.medication or "") or text.NOTHING,
        one_line(dose.route),
        _held(dose) or text.NOTHING,
    )


def _amount(dose: Dose) -> str:
    said = say_mg(dose.amount_mg)
    if dose.count is not None and dose.each_mg is not None and dose.count != 1:
        said = text.say_units(say_number(dose.count), say_mg(dose.each_mg), said)
    return text.about(said) if dose.estimate else said


def _held(dose: Dose) -> str:
    held = "" if dose.hold_minutes is None else say_minutes(dose.hold_minutes)
    return ", ".join(filter(None, (held, text.SWALLOWED[dose.swallowed])))


def _pair(pair: tuple[int | None, int | None]) -> str:
    if pair == (None, None):
        return text.NOTHING
    before, after = (text.NOTHING if value is None else str(value) for value in pair)
    return text.arrow(before, after)


def _clinic(session: Session | None) -> str:
    if session is None:
        return ""
    minutes = "" if session.minutes is None else say_minutes(session.minutes)
    return text.say_session(session.where, minutes, one_line(session.with_whom or ""))


def _note(dose: Dose) -> str:
    intention = f"{text.INTENTION}: {whole(dose.intention)}" if dose.intention else ""
    return "\n".join(filter(None, (intention, whole(dose.note or ""))))
