"""The page's figures: what is drawn, the facts under it, and the same numbers as a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ketalog.answers.checks import instrument_of, score_of
from ketalog.answers.period import FIRST
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.routes import BY_NAME
from ketalog.domain.values import Value
from ketalog.instruments.base import change_of, find
from ketalog.page.charts.doses import DoseMark, DosePeriod, doses_chart, shows_shapes
from ketalog.page.charts.response import SIZE as RESPONSE
from ketalog.page.charts.response import BandPoint, response_chart
from ketalog.page.charts.scores import Scale, SeverityBand, Total, scores_chart
from ketalog.page.tables import Column, Table
from ketalog.page.texts import NOTHING, capital
from ketalog.response import POINTS, responses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import Literal

    from ketalog.domain.treatment import Check
    from ketalog.instruments.base import Instrument, Score
    from ketalog.page.charts.svg import Chart
    from ketalog.page.context import PageContext
    from ketalog.page.texts import Texts
    from ketalog.response import Course, Point, RouteResponse
    from ketalog.summary import DoseCourse

    Measure = Literal["mood", "anxiety"]


MOST_ROUTES = 3
"""Routes that are drawn; all stand in the table."""
HALF_A_DAY = 0.5
ALWAYS = ("before", "2h", "1d", "2d")
"""Points after a dose that are shown even where no dose has a rating there."""
SIDE_BY_SIDE = (124, 104)
HEIGHTS = (104, 92, 84)
"""Of a chart, by the number of rows; sizes are points of 1/72 inch."""


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


def response(context: PageContext) -> Figure:
    """Return the typical response to one dose, by route."""
    text = context.texts
    courses: list[tuple[Measure, str, Course]] = [
        (measure, context.route(of_route.route), course)
        for of_route in responses(context.entries, context.span, context.calendar)
        for measure, course in _measures(of_route)
        if any(point.n for point in course.points)
    ]
    shown = _shown([course for _, _, course in courses])
    rows = tuple(
        (
            capital(route),
            text.measures[measure],
            *(_point(text, point) for point in course.points if point.name in shown),
            _back(text, course) or NOTHING,
        )
        for measure, route, course in courses
    )
    columns = (
        *(Column(title) for title in text.response_columns),
        *(Column(text.points[name], "figure") for name in shown),
        Column(text.back, "figure"),
    )
    drawn = courses[: 2 * MOST_ROUTES]
    size = _response_size(len(drawn), is_beside=any(True for _ in _drawn(context)))
    return Figure(
        title=text.response,
        caption=text.response_caption if courses else "",
        charts=tuple(
            response_chart(
                text,
                measure,
                text.say_measure(measure, route),
                _back(text, course),
                _band_points(text, course, shown),
                size=size,
            )
            for measure, route, course in drawn
        ),
        lines=(),
        empty=text.no_response,
        table=Table(text.response, text.response_table, columns, rows, text.no_response),
    )


def _shown(courses: Sequence[Course]) -> list[str]:
    """Return the points that are shown: up to two days, and later ones that any dose has."""
    return [
        name
        for name in POINTS
        if name in ALWAYS
        or any(point.n for course in courses for point in course.points if point.name == name)
    ]


def _response_size(charts: int, *, is_beside: bool) -> tuple[int, int]:
    """Return how large each chart is: two a row beside the questionnaires, else four.

    The more rows, the lower they are: all of them are to stand on the first sheet.
    """
    if not is_beside and charts > 2:
        return SIDE_BY_SIDE
    return (RESPONSE[0], HEIGHTS[min(max(charts, 1) + 1, 2 * MOST_ROUTES) // 2 - 1])


def _band_points(text: Texts, course: Course, shown: Sequence[str]) -> list[BandPoint]:
    return [
        BandPoint(
            text.points[point.name],
            text.points_said[point.name],
            point.n,
            point.median,
            point.quarter,
            point.tenth,
        )
        for point in course.points
        if point.name in shown
    ]


def _point(text: Texts, point: Point) -> str:
    if point.median is None:
        return NOTHING
    quarter = None
    if point.quarter is not None:
        low, high = point.quarter
        quarter = (text.say_value(low), text.say_value(high))
    return text.say_median_n(text.say_value(point.median), quarter, point.n)


def _measures(of_route: RouteResponse) -> tuple[tuple[Measure, Course], ...]:
    return ("mood", of_route.mood), ("anxiety", of_route.anxiety)


def _back(text: Texts, course: Course) -> str:
    back = course.back
    if not back.n:
        return ""
    days = "" if back.days is None else text.say_value(back.days)
    return text.say_back(days, back.n, back.not_yet)


def scores(context: PageContext) -> Figure:
    """Return every questionnaire that was answered in the period, from its baseline on."""
    text = context.texts
    rows = tuple(
        (
            context.published(instrument.title),
            context.on(seen.day),
            _total(text, instrument, score),
            context.published(score.band) if score.band else NOTHING,
        )
        for seen in context.summary.checks
        if (instrument := instrument_of(seen.check)) and (score := score_of(seen.check))
    )
    columns = tuple(Column(title) for title in text.score_columns)
    charts = tuple(
        _score_chart(context, instrument, totals) for instrument, totals in _drawn(context)
    )
    return Figure(
        title=text.scores,
        caption=text.scores_caption if charts else "",
        charts=charts,
        lines=tuple(_changes(context)),
        empty=text.no_scores,
        table=Table(text.scores, text.scores_table, columns, rows, text.no_scores),
    )


def _drawn(context: PageContext) -> Iterator[tuple[Instrument, list[Mark]]]:
    """Yield each questionnaire with an official total in the period, those of a tile first."""
    names = {seen.check.instrument for seen in context.summary.checks}
    for name in sorted(names, key=lambda name: (name not in FIRST, name)):
        instrument, totals = find(name), marks(context, name)
        if instrument is not None and totals:
            yield instrument, totals


def _score_chart(context: PageContext, instrument: Instrument, totals: Sequence[Mark]) -> Chart:
    text = context.texts
    first, last = totals[0], totals[-1]
    note = str(last.total)
    if len(totals) > 1:
        change = text.say_step(first.total, last.total)
        note = text.say_change_short(str(first.total), str(last.total), change)
    bands = (SeverityBand(band.least, context.published(band.name)) for band in instrument.bands)
    return scores_chart(
        text,
        context.published(instrument.title),
        note,
        [Total((mark.on - first.on).days, context.on(mark.on), mark.total) for mark in totals],
        Scale(tuple(bands), instrument.most),
    )


def _total(text: Texts, instrument: Instrument, score: Score) -> str:
    total = text.no_total
    if score.total is not None and score.estimated:
        total = text.say_estimate(score.total, instrument.most)
    elif score.total is not None:
        total = text.say_total(int(score.total), instrument.most)
    return ", ".join([total, *([text.say_missing(score.missing)] if score.missing else [])])


def marks(context: PageContext, name: str) -> list[Mark]:
    """Return the official totals of a questionnaire: the baseline, and each of the period.

    Nothing if it was not answered in the period.
    """
    inside = [seen.check for seen in context.summary.checks if seen.check.instrument == name]
    if not inside:
        return []
    baselines = [check for check in context.summary.baselines if check.instrument == name]
    checks = {check.id: check for check in (*baselines, *inside)}.values()
    return [mark for check in checks if (mark := _mark(context, check)) is not None]


def _mark(context: PageContext, check: Check) -> Mark | None:
    score = score_of(check)
    if score is None or score.official is None or score.band is None:
        return None
    day = context.calendar.day_of(check.at)
    return Mark(score.official, context.published(score.band), day)


def _changes(context: PageContext) -> Iterator[str]:
    """Yield from which total to which, the change, and what the published least one is."""
    text = context.texts
    for name in dict.fromkeys(seen.check.instrument for seen in context.summary.checks):
        instrument, totals = find(name), marks(context, name)
        if instrument is None or len(totals) < 2:
            continue
        first, last = totals[0], totals[-1]
        percent = change_of(instrument, first.total, last.total).reduction_percent
        yield text.say_score_change(
            context.published(instrument.title),
            text.say_dated(str(first.total), context.on(first.on)),
            text.say_dated(str(last.total), context.on(last.on)),
            text.say_percent_change(
                text.say_step(first.total, last.total),
                "" if percent is None else text.say_step(0, -round(percent)),
            ),
            text.say_points(instrument.mid) if instrument.mid else "",
        )


def every_dose(context: PageContext) -> Figure:
    """Return every dose of the period on one axis, and the planned ones that were not taken."""
    text = context.texts
    courses, plan = context.summary.courses, context.summary.plan
    missed = [
        (planned.day - context.span.start).days + HALF_A_DAY
        for planned in (plan.planned if plan else ())
        if not planned.of_week
        for _ in range(planned.skipped + planned.not_recorded)
    ]
    period = DosePeriod(
        context.span.start,
        len(context.summary.days),
        tuple(_dose_mark(context, course) for course in courses),
        tuple(missed),
        context.calendar.week_start,
        context.page_format.date_order,
    )
    rows = (text.measures["mood"], text.measures["anxiety"])
    return Figure(
        title=text.every_dose,
        caption=_signs(text, period) if courses else "",
        charts=(doses_chart(text, text.every_dose, rows, period),) if courses else (),
        lines=(),
        empty=text.no_dose,
        table=None,
    )


def _signs(text: Texts, period: DosePeriod) -> str:
    """Return what the signs mean that are in the chart."""
    shapes = {mark.route: mark.shape for mark in period.doses} if shows_shapes(period) else {}
    pairs = [pair for mark in period.doses for pair in (mark.mood, mark.anxiety)]
    others = {
        text.same: any(before is not None and before == after for before, after in pairs),
        text.unrated: (None, None) in pairs,
        text.missed: bool(period.missed),
    }
    return text.say_signs(
        [(shape, route) for route, shape in shapes.items()],
        [meaning for meaning, is_there in others.items() if is_there],
    )


def _shape(route: str) -> str:
    return BY_NAME[route].shape if route in BY_NAME else "square"


def _dose_mark(context: PageContext, course: DoseCourse) -> DoseMark:
    start = datetime.combine(context.span.start, context.calendar.day_start)
    since = course.dose.at.replace(tzinfo=None) - start
    route = course.dose.route
    return DoseMark(
        since / ONE_DAY, context.route(route), _shape(route), course.mood, course.anxiety
    )
