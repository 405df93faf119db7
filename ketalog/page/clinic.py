"""The page's table of sessions at the clinic: what was given, what was measured and seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ketalog.domain.entries import Dose, medication_of
from ketalog.domain.treatment import READING_POINTS, Session, Vitals
from ketalog.page.context import PageContext, one_line
from ketalog.page.tables import Column, Table, filled_table, how
from ketalog.page.texts import NOTHING, Texts

if TYPE_CHECKING:
    from collections.abc import Sequence


MOST_READINGS = 6
"""Blood pressures of a session that stand one by one."""


def sessions(context: PageContext) -> Table:
    """Return a row a session at the clinic: what was given, what was measured and seen."""
    text = context.texts
    rows = []
    for course in context.summary.sessions:
        session, dose, oxygen = course.session, course.dose, course.lowest_oxygen_percent
        rows.append(
            (
                context.on(session.at.date()),
                _clinic(context, session),
                _given_dose(context, dose) if dose else NOTHING,
                *_pressures(context, course.readings),
                NOTHING if oxygen is None else text.say_percent(oxygen),
                _seen(context, "dissociation", dose),
                _seen(context, "sedation", dose),
                _minutes(text, session.watched_minutes),
                _minutes(text, session.ready_minutes),
            )
        )
    session_title, given, before, at_40, end, other, *rest = text.session_columns
    points = (before, at_40, end)
    columns = (
        Column(text.on_date),
        Column(session_title, "words"),
        Column(given),
        *(Column(title, "figure") for title in points),
        Column(other, "words"),
        *map(Column, rest),
    )
    table = filled_table(text.sessions, "", columns, rows, text.no_sessions, always=3)
    shown = {column.title for column in table.columns}
    is_read = not shown.isdisjoint((*points, other))
    missing = [
        *([] if is_read else [text.pressure]),
        *(title for title in points if is_read and title not in shown),
        *(title for title in rest if title not in shown),
    ]
    return replace(table, caption=text.say_sessions_caption(missing))


def _given_dose(context: PageContext, dose: Dose) -> str:
    """Return "56 mg nasal esketamine"; what it was made of stands in the dose log."""
    text, amount = context.texts, context.texts.say_mg(dose.amount_mg)
    taken = context.taken((medication_of(dose), dose.route))
    return text.say_graded(text.about(amount) if dose.estimate else amount, taken)


def _minutes(text: Texts, minutes: int | None) -> str:
    return NOTHING if minutes is None else text.say_minutes(minutes)


def _pressures(context: PageContext, readings: Sequence[Vitals]) -> tuple[str, ...]:
    """Return the blood pressure at each point of a session, and the others; of many, the highest.

    What stands at no point has where it stands beside it, if that is known.
    """
    text = context.texts
    shown = [
        reading
        for reading in readings
        if reading.systolic_mmhg and reading.id not in context.told_again
    ]
    at_points: dict[str, Vitals] = {}
    for reading in shown:
        if reading.point:
            at_points.setdefault(reading.point, reading)
    others = [reading for reading in shown if at_points.get(reading.point or "") is not reading]
    highest = None
    if len(shown) > MOST_READINGS:
        highest = max(shown, key=_height)
        others = [reading for reading in others if reading is highest]
    said = [
        text.say_placed(
            text.places.get(reading.point or reading.place or "", ""),
            _pressure(text, reading),
            text.say_highest_of(len(shown)) if reading is highest else "",
        )
        for reading in others
    ]
    return (
        *(
            _pressure(text, at_points[point]) if point in at_points else NOTHING
            for point in READING_POINTS
        ),
        text.say_list(said) if said else NOTHING,
    )


def _height(reading: Vitals) -> tuple[int, int]:
    return reading.systolic_mmhg or 0, reading.diastolic_mmhg or 0


def _pressure(text: Texts, reading: Vitals) -> str:
    return text.say_reading(*_height(reading))


def _seen(context: PageContext, name: str, dose: Dose | None) -> str:
    """Return the worst of a side effect after a session's dose, and how long it lasted."""
    text = context.texts
    reports = [
        report for report in context.history.of(name) if dose is not None and report.dose == dose.id
    ]
    if not reports:
        is_known = dose is not None and dose.id in context.history.known(name)
        return text.found_nothing["denied"] if is_known else NOTHING
    worst = max(reports, key=lambda report: report.rank)
    longest = max((report.minutes or 0 for report in reports), default=0)
    return text.say_facts(
        [how(context, worst.word), *([text.say_minutes(longest)] if longest else [])]
    )


def _clinic(context: PageContext, session: Session) -> str:
    text = context.texts
    minutes = "" if session.minutes is None else text.say_minutes(session.minutes)
    after = "" if session.integration is None else context.on(session.integration.date())
    return text.say_session(session.where, minutes, one_line(session.with_whom or ""), after)
