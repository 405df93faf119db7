"""The page's figures: what is drawn, the facts under it, and the same numbers as a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ketalog.answers.checks import instrument_of, score_of
from ketalog.answers.period import FIRST, say_change, say_value
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.routes import BY_NAME
from ketalog.domain.values import Value
from ketalog.instruments.base import change_of, find
from ketalog.page import texts as text
from ketalog.page.charts.doses import DoseMark, DosePeriod, doses_chart, shows_shapes
from ketalog.page.charts.response import SIZE as RESPONSE
from ketalog.page.charts.response import BandPoint, response_chart
from ketalog.page.charts.scores import Scale, SeverityBand, Total, scores_chart
from ketalog.page.context import one_line
from ketalog.page.tables import Column, Table
from ketalog.response import responses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from typing import Literal

    from ketalog.domain.check import Check
    from ketalog.instruments.base import Instrument, Score
    from ketalog.page.charts.svg import Chart
    from ketalog.page.context import PageContext
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
    found = responses(context.entries, context.span, context.calendar)
    courses: list[tuple[Measure, str, Course]] = [
        (measure, one_line(one.route), course)
        for one in found
        for measure, course in _measures(one)
        if any(point.n for point in course.points)
    ]
    known = _known([course for _, _, course in courses])
    rows = tuple(
        (
            text.capital(route),
            text.MEASURES[measure],
            *(_point(one) for one in course.points if one.name in known),
            _back(course) or text.NOTHING,
        )
        for measure, route, course in courses
    )
    columns = (
        *(Column(title) for title in text.RESPONSE_COLUMNS),
        *(Column(title, "figure") for name, title in text.POINTS.items() if name in known),
        Column(text.BACK, "figure"),
    )
    drawn = courses[: 2 * MOST_ROUTES]
    size = _response_size(len(drawn), is_beside=any(True for _ in _drawn(context)))
    return Figure(
        title=text.RESPONSE,
        caption=text.RESPONSE_CAPTION if courses else "",
        charts=tuple(
            response_chart(
                measure,
                text.say_measure(measure, route),
                _back(course),
                _band_points(course, known),
                size,
            )
            for measure, route, course in drawn
        ),
        lines=(),
        empty=text.NO_RESPONSE,
        table=Table(text.RESPONSE, text.RESPONSE_TABLE, columns, rows, text.NO_RESPONSE),
    )


def _known(courses: Sequence[Course]) -> list[str]:
    """Return the points that are shown: up to two days, and later ones that any dose has."""
    return [
        name
        for name in text.POINTS
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


def _band_points(course: Course, known: Sequence[str]) -> list[BandPoint]:
    return [
        BandPoint(
            text.POINTS[one.name],
            text.POINTS_SAID[one.name],
            one.n,
            one.median,
            one.quarter,
            one.tenth,
        )
        for one in course.points
        if one.name in known
    ]


def _point(point: Point) -> str:
    if not point.n:
        return text.NOTHING
    return text.say_median_n(say_value(point.median), _quarter(point), point.n)


def _quarter(point: Point) -> tuple[str, str] | None:
    low_high = point.quarter
    return (say_value(low_high[0]), say_value(low_high[1])) if low_high else None


def _measures(one: RouteResponse) -> tuple[tuple[Measure, Course], ...]:
    return ("mood", one.mood), ("anxiety", one.anxiety)


def _back(course: Course) -> str:
    back = course.back
    if not back.n and not back.not_yet:
        return ""
    return text.say_back(say_value(back.days), back.n, back.not_yet)


def scores(context: PageContext) -> Figure:
    """Return every questionnaire that was answered in the period, from its baseline on."""
    rows = tuple(
        (
            instrument.title,
            context.on(one.day),
            _total(instrument, found),
            found.band or text.NOTHING,
        )
        for one in context.summary.checks
        if (instrument := instrument_of(one.check)) and (found := score_of(one.check))
    )
    columns = tuple(Column(title) for title in text.SCORE_COLUMNS)
    charts = tuple(_score_chart(context, *one) for one in _drawn(context))
    return Figure(
        title=text.SCORES,
        caption=text.SCORES_CAPTION if charts else "",
        charts=charts,
        lines=tuple(_changes(context)),
        empty=text.NO_SCORES,
        table=Table(text.SCORES, text.SCORES_TABLE, columns, rows, text.NO_SCORES),
    )


def _drawn(context: PageContext) -> Iterator[tuple[Instrument, list[Mark]]]:
    """Yield each questionnaire with an official total in the period, those of a tile first."""
    names = {one.check.instrument for one in context.summary.checks}
    for name in sorted(names, key=lambda name: (name not in FIRST, name)):
        instrument, found = find(name), marks(context, name)
        if instrument is not None and found:
            yield instrument, found


def _score_chart(context: PageContext, instrument: Instrument, found: Sequence[Mark]) -> Chart:
    first, last = found[0], found[-1]
    note = str(last.total)
    if len(found) > 1:
        change = say_change(first.total, last.total)
        note = text.say_change_short(str(first.total), str(last.total), change)
    return scores_chart(
        instrument.title,
        note,
        [Total((one.on - first.on).days, context.on(one.on), one.total) for one in found],
        Scale(
            tuple(SeverityBand(one.least, one.name) for one in instrument.bands), instrument.most
        ),
    )


def _total(instrument: Instrument, found: Score) -> str:
    said = text.NO_TOTAL
    if found.total is not None and found.estimated:
        said = text.say_estimate(f"{found.total:.1f}", instrument.most)
    elif found.total is not None:
        said = text.say_total(int(found.total), instrument.most)
    return ", ".join([said, *([text.say_missing(found.missing)] if found.missing else [])])


def marks(context: PageContext, name: str) -> list[Mark]:
    """Return the official totals of a questionnaire: the baseline, and each of the period.

    Nothing if it was not answered in the period.
    """
    inside = [one.check for one in context.summary.checks if one.check.instrument == name]
    if not inside:
        return []
    baselines = [one for one in context.summary.baselines if one.instrument == name]
    found = {one.id: one for one in (*baselines, *inside)}.values()
    return [mark for one in found if (mark := _mark(context, one)) is not None]


def _mark(context: PageContext, check: Check) -> Mark | None:
    found = score_of(check)
    if found is None or found.official is None or found.band is None:
        return None
    return Mark(found.official, found.band, context.calendar.day_of(check.at))


def _changes(context: PageContext) -> Iterator[str]:
    """Yield from which total to which, the change, and what the published least one is."""
    for name in dict.fromkeys(one.check.instrument for one in context.summary.checks):
        instrument, found = find(name), marks(context, name)
        if instrument is None or len(found) < 2:
            continue
        first, last = found[0], found[-1]
        step = change_of(instrument, first.total, last.total)
        percent = step.reduction_percent
        yield text.say_score_change(
            instrument.title,
            text.say_dated(str(first.total), context.on(first.on)),
            text.say_dated(str(last.total), context.on(last.on)),
            text.say_percent_change(
                say_change(first.total, last.total),
                "" if percent is None else say_change(0, -round(percent)),
            ),
            text.say_points(instrument.mid) if instrument.mid else "",
        )


def every_dose(context: PageContext) -> Figure:
    """Return every dose of the period on one axis, and the planned ones that were not taken."""
    courses, plan = context.summary.courses, context.summary.plan
    missed = [
        (one.day - context.span.start).days + HALF_A_DAY
        for one in (plan.planned if plan else ())
        if not one.of_week
        for _ in range(one.skipped + one.not_recorded)
    ]
    period = DosePeriod(
        context.span.start,
        len(context.summary.days),
        tuple(_dose_mark(context, course) for course in courses),
        tuple(missed),
        context.calendar.week_start,
        context.page_format.date_order,
    )
    rows = (text.MEASURES["mood"], text.MEASURES["anxiety"])
    return Figure(
        title=text.EVERY_DOSE,
        caption=_signs(period) if courses else "",
        charts=(doses_chart(text.EVERY_DOSE, rows, period),) if courses else (),
        lines=(),
        empty=text.NO_DOSE,
        table=None,
    )


def _signs(period: DosePeriod) -> str:
    """Return what the signs mean that are in the chart."""
    shapes = {one.route: one.shape for one in period.doses} if shows_shapes(period) else {}
    pairs = [pair for one in period.doses for pair in (one.mood, one.anxiety)]
    others = {
        text.SAME: any(before is not None and before == after for before, after in pairs),
        text.UNRATED: (None, None) in pairs,
        text.MISSED: bool(period.missed),
    }
    return text.say_signs(
        [(shape, route) for route, shape in shapes.items()],
        [said for said, is_there in others.items() if is_there],
    )


def _shape(route: str) -> str:
    return BY_NAME[route].shape if route in BY_NAME else "square"


def _dose_mark(context: PageContext, course: DoseCourse) -> DoseMark:
    start = datetime.combine(context.span.start, context.calendar.day_start)
    since = course.dose.at.replace(tzinfo=None) - start
    route = course.dose.route
    return DoseMark(since / ONE_DAY, one_line(route), _shape(route), course.mood, course.anxiety)
