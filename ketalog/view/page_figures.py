"""The page's figures: what is drawn, the facts under it, and the same numbers as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.values import Value
from ketalog.instruments.base import change_of, find
from ketalog.response import responses
from ketalog.view import english as text
from ketalog.view.checks import instrument_of, score_of
from ketalog.view.page_tables import Column, Table
from ketalog.view.page_words import one_line
from ketalog.view.weeks import say_change, say_value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ketalog.domain.check import Check
    from ketalog.instruments.base import Instrument, Score
    from ketalog.response import Point, RouteResponse
    from ketalog.view.charts.svg import Chart
    from ketalog.view.page_words import Scope


class Mark(Value, frozen=True):
    """One official total of a questionnaire, what it is called, and its day."""

    total: int
    band: str
    on: date


class Figure(Value, frozen=True):
    """What is drawn together: with `lines` of facts under it, and its numbers as a table.

    Without charts, `empty` stands in their place. `table` is None where the page has the same
    numbers in another one.
    """

    title: str
    caption: str
    charts: tuple[Chart, ...]
    lines: tuple[str, ...]
    empty: str
    table: Table | None


def response(scope: Scope) -> Figure:
    """Return the typical response to one dose, by route."""
    found = responses(scope.entries, scope.span, scope.calendar)
    courses = [
        (measure, one_line(one.route), course)
        for one in found
        for measure, course in (("mood", one.mood), ("anxiety", one.anxiety))
        if any(point.n for point in course.points)
    ]
    rows = tuple(
        (text.capital(route), text.MEASURES[measure], *(_point(one) for one in course.points))
        for measure, route, course in courses
    )
    columns = (
        *(Column(title) for title in text.RESPONSE_COLUMNS),
        *(Column(title, "figure") for title in text.POINTS.values()),
    )
    return Figure(
        title=text.RESPONSE,
        caption=text.RESPONSE_CAPTION,
        charts=(),
        lines=tuple(said for one in found if (said := _back(one))),
        empty=text.NO_RESPONSE,
        table=Table(text.RESPONSE, text.RESPONSE_TABLE, columns, rows, text.NO_RESPONSE),
    )


def _point(point: Point) -> str:
    if not point.n:
        return text.NOTHING
    return text.say_median_n(say_value(point.median), _quarter(point), point.n)


def _quarter(point: Point) -> tuple[str, str] | None:
    low_high = point.quarter
    return (say_value(low_high[0]), say_value(low_high[1])) if low_high else None


def _back(one: RouteResponse) -> str:
    said = [
        text.say_back_of(measure, say_value(back.days), back.n, back.not_yet)
        for measure, back in (("mood", one.mood.back), ("anxiety", one.anxiety.back))
        if back.n or back.not_yet
    ]
    return text.say_back(one_line(one.route), said) if said else ""


def scores(scope: Scope) -> Figure:
    """Return every questionnaire that was answered in the period, from its baseline on."""
    rows = tuple(
        (instrument.title, scope.on(one.day), _total(instrument, found), found.band or text.NOTHING)
        for one in scope.summary.checks
        if (instrument := instrument_of(one.check)) and (found := score_of(one.check))
    )
    columns = tuple(Column(title) for title in text.SCORE_COLUMNS)
    return Figure(
        title=text.SCORES,
        caption=text.SCORES_CAPTION,
        charts=(),
        lines=tuple(_changes(scope)),
        empty=text.NO_SCORES,
        table=Table(text.SCORES, text.SCORES_TABLE, columns, rows, text.NO_SCORES),
    )


def _total(instrument: Instrument, found: Score) -> str:
    said = text.NO_TOTAL
    if found.total is not None and found.estimated:
        said = text.say_estimate(f"{found.total:.1f}", instrument.most)
    elif found.total is not None:
        said = text.say_total(int(found.total), instrument.most)
    return ", ".join([said, *([text.say_missing(found.missing)] if found.missing else [])])


def marks(scope: Scope, name: str) -> list[Mark]:
    """Return the official totals of a questionnaire: the baseline, and each of the period.

    Nothing if it was not answered in the period.
    """
    inside = [one.check for one in scope.summary.checks if one.check.instrument == name]
    if not inside:
        return []
    baselines = [one for one in scope.summary.baselines if one.instrument == name]
    found = {one.id: one for one in (*baselines, *inside)}.values()
    return [mark for one in found if (mark := _mark(scope, one)) is not None]


def _mark(scope: Scope, check: Check) -> Mark | None:
    found = score_of(check)
    if found is None or found.official is None or found.band is None:
        return None
    return Mark(found.official, found.band, scope.calendar.day_of(check.at))


def _changes(scope: Scope) -> Iterator[str]:
    """Yield from which total to which, the change, and what the published least one is."""
    for name in dict.fromkeys(one.check.instrument for one in scope.summary.checks):
        instrument, found = find(name), marks(scope, name)
        if instrument is None or len(found) < 2:
            continue
        first, last = found[0], found[-1]
        step = change_of(instrument, first.total, last.total)
        percent = step.reduction_percent
        yield text.say_score_change(
            instrument.title,
            text.say_dated(str(first.total), scope.on(first.on)),
            text.say_dated(str(last.total), scope.on(last.on)),
            text.say_percent_change(
                say_change(first.total, last.total),
                "" if percent is None else say_change(0, -round(percent)),
            ),
            text.say_points(instrument.mid) if instrument.mid else "",
        )


def every_dose(_scope: Scope) -> Figure:
    """Return every dose of the period on one axis."""
    return Figure(
        title=text.EVERY_DOSE,
        caption="",
        charts=(),
        lines=(),
        empty=text.NO_DOSE,
        table=None,
    )
