"""The page's figures: what is drawn, the facts under it, and the same numbers as a table."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from ketalog.answers.checks import alarm_answer, score_of
from ketalog.answers.period import FIRST
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.danger import URGENT
from ketalog.domain.plan import a_dose_mg, name_of, plan_periods
from ketalog.domain.text import as_key, capital, rounded
from ketalog.domain.treatment import Also, Check, Session, Vitals
from ketalog.domain.values import Value
from ketalog.instruments.base import FUNCTIONAL, Instrument, Score, find, instrument_of
from ketalog.page.charts.axis import Days
from ketalog.page.charts.daily import DailyRow, daily_chart
from ketalog.page.charts.layout import TITLE_LINE, title_lines
from ketalog.page.charts.response import SIZE as RESPONSE
from ketalog.page.charts.response import BandPoint, response_chart
from ketalog.page.charts.scores import SIZE as SCORES
from ketalog.page.charts.scores import Scale, SeverityBand, Total, scores_chart
from ketalog.page.charts.strip import Bar, EventRow, Lane, strip_chart
from ketalog.page.context import PageContext, denies
from ketalog.page.tables import Column, Table
from ketalog.page.texts import NOTHING, Texts
from ketalog.response import POINTS, AmountResponse, Course, Point, RouteResponse, responses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from ketalog.domain.entries import Name
    from ketalog.page.charts.svg import Chart
    from ketalog.summary import Day

    Measure = Literal["mood", "anxiety"]


MOST_ROUTES = 3
"""Routes, or amounts of them, that are drawn; all stand in the table."""
HALF_A_DAY = 0.5
FROM_QUARTERS, FROM_TENTHS = 10, 20
"""From how many ratings on the middle half, and 10 to 90 %, are drawn; fewer are a dot each."""
MOST_LISTED = 112
"""Days that are listed one by one where there is no drawing."""
MOST_ANSWERS = 6
"""Answers of one question that stand in a row."""
ALWAYS = ("before", "2h", "1d", "2d")
"""Points after a dose that are shown even where no dose has a rating there."""
MOST_NARROW = 6
"""How many totals a narrow chart holds; with more it is as wide as two, and stands alone."""
WIDE = (205, 104)
FOUR_A_ROW = 124
HEIGHTS = (104, 84, 66)
LOWER = {"letter": 8}
"""The sizes of a chart in points of 1/72 inch: its height by the number of rows, and how much lower
it is on paper that is lower."""


class Mark(Value, frozen=True):
    """One total of a questionnaire, what it is called, and its day; an estimate has no name."""

    total: float
    band: str
    on: date
    missing: int = 0

    @property
    def is_estimated(self) -> bool:
        """Tell whether questions without an answer were filled in."""
        return self.missing > 0


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
        (measure, name, course)
        for name, of_doses in _groups(context)
        for measure, course in _measures(of_doses)
        if any(point.n and point.name != "before" for point in course.points)
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
    width, height = _response_size(
        len(drawn),
        context.page_format.paper,
        is_beside=bool(context.summary.checks or any(True for _ in _drawn(context))),
    )
    titles = [text.say_measure(measure, route) for measure, route, _ in drawn]
    lines = max((len(title_lines(title, width)) for title in titles), default=1)
    return Figure(
        title=text.response,
        caption=text.response_caption if courses else "",
        charts=tuple(
            response_chart(
                text,
                measure,
                title,
                _back(text, course),
                _band_points(text, course, shown),
                size=(width, height + (lines - 1) * TITLE_LINE),
                title_lines=lines,
            )
            for title, (measure, _, course) in zip(titles, drawn, strict=True)
        ),
        lines=(text.say_not_drawn(rest),) if (rest := _not_drawn(text, courses)) else (),
        empty=text.no_response,
        table=Table(text.response, text.response_table, columns, rows, text.no_response),
    )


def _groups(context: PageContext) -> list[tuple[str, RouteResponse | AmountResponse]]:
    """Return the doses by medication and route, or by amount where it differs.

    The most come first; of two as many, what was planned.
    """
    groups: list[tuple[int, bool, str, RouteResponse | AmountResponse]] = []
    planned = {
        (name_of(period.plan), a_dose_mg(period.plan))
        for period in plan_periods(context.plans, context.span, context.calendar)
    }
    for of_route in responses(context.entries, context.span, context.calendar, context.plans):
        name = (as_key(of_route.medication), of_route.route)
        route, has_one_amount = context.taken(name), len(of_route.amounts) == 1
        for of_amount in of_route.amounts:
            mg = context.texts.say_mg(of_amount.amount_mg)
            groups.append(
                (
                    -of_amount.doses,
                    (name, of_amount.amount_mg) not in planned,
                    route if has_one_amount else context.texts.say_graded(route, mg),
                    of_route if has_one_amount else of_amount,
                )
            )
    return [(said, of_doses) for *_, said, of_doses in sorted(groups, key=lambda it: it[:2])]


def _measures(
    of_doses: RouteResponse | AmountResponse,
) -> tuple[tuple[Measure, Course], tuple[Measure, Course]]:
    return ("mood", of_doses.mood), ("anxiety", of_doses.anxiety)


def _not_drawn(text: Texts, courses: Sequence[tuple[Measure, str, Course]]) -> list[str]:
    """Return the groups for which there is no room, with their medians before and after."""
    drawn = {name for _, name, _ in courses[: 2 * MOST_ROUTES]}
    said: dict[str, dict[str, int]] = {}
    for measure, name, course in courses:
        before, after, *_ = course.points
        if name not in drawn:
            ways = said.setdefault(name, {})
            if before.median is not None and after.median is not None:
                way = text.arrow(text.say_value(before.median), text.say_value(after.median))
                ways[text.say_graded(text.measures[measure].lower(), way)] = after.n
    return [
        text.say_group(name, list(ways), min(ways.values(), default=0))
        for name, ways in said.items()
    ]


def _shown(courses: Sequence[Course]) -> list[str]:
    """Return the points that are shown: up to two days, and later ones that any dose has."""
    return [
        name
        for name in POINTS
        if name in ALWAYS
        or any(point.n for course in courses for point in course.points if point.name == name)
    ]


def _response_size(charts: int, paper: str, *, is_beside: bool) -> tuple[int, int]:
    """Return how large each chart is: two a row beside the questionnaires, else four.

    The more rows, the lower they are: all of them are to stand on the first sheet.
    """
    if not is_beside and charts > 2:
        return (FOUR_A_ROW, HEIGHTS[charts > 4])
    height = HEIGHTS[min(max(charts, 1) + 1, 2 * MOST_ROUTES) // 2 - 1]
    return (RESPONSE[0], height - LOWER.get(paper, 0))


def _band_points(text: Texts, course: Course, shown: Sequence[str]) -> list[BandPoint]:
    return [
        BandPoint(
            text.points[point.name],
            text.points_said[point.name],
            point.n,
            point.median,
            point.quarter if point.n >= FROM_QUARTERS else None,
            point.tenth if point.n >= FROM_TENTHS else None,
            point.values if 1 < point.n < FROM_QUARTERS else (),  # One is the median itself.
            is_before=point.name == "before",
        )
        for point in course.points
        if point.name in shown
    ]


def _point(text: Texts, point: Point) -> str:
    if point.median is None:
        return NOTHING
    quarter = None
    if point.quarter is not None and point.n >= FROM_QUARTERS:
        low, high = point.quarter
        quarter = (text.say_value(low), text.say_value(high))
    return text.say_median_n(text.say_value(point.median), quarter, point.n)


def _back(text: Texts, course: Course) -> str:
    back = course.back
    if not back.n:
        return ""
    days = "" if back.days is None else text.say_value(back.days)
    return text.say_back(days, back.n, back.not_yet)


def scores(context: PageContext) -> Figure:
    """Return every total that the journal has, those before the period too."""
    text = context.texts
    rows = tuple(
        (
            context.published(instrument.title),
            context.on(context.calendar.day_of(check.at)),
            _total(text, instrument, score),
            context.published(score.band) if score.band else NOTHING,
        )
        for check in context.summary.answered
        if (instrument := instrument_of(check)) and (score := score_of(check))
    )
    columns = tuple(Column(title) for title in text.score_columns)
    drawn = list(_drawn(context))
    is_wide = len(drawn) == 1 and len(drawn[0][1]) > MOST_NARROW
    charts = tuple(
        _score_chart(context, instrument, totals, WIDE if is_wide else SCORES)
        for instrument, totals in drawn
    )
    return Figure(
        title=text.scores,
        caption=text.scores_caption if charts else "",
        charts=charts,
        lines=tuple(_answers(context)),
        empty=text.no_scores if not rows else text.no_total,
        table=Table(text.scores, text.scores_table, columns, rows, text.no_scores),
    )


def _drawn(context: PageContext) -> Iterator[tuple[Instrument, list[Mark]]]:
    """Yield each questionnaire with a total, those of a tile first."""
    names = {check.instrument for check in context.summary.answered}
    for name in sorted(names, key=lambda name: (name not in FIRST, name)):
        instrument, totals = find(name), marks(context, name)
        if instrument is not None and totals:
            yield instrument, totals


def _score_chart(
    context: PageContext, instrument: Instrument, totals: Sequence[Mark], size: tuple[int, int]
) -> Chart:
    text = context.texts
    first, last = totals[0], totals[-1]
    note = _number(text, last)
    if len(totals) > 1:
        note = text.arrow(_number(text, first), note)
    bands = (SeverityBand(band.least, context.published(band.name)) for band in instrument.bands)
    return scores_chart(
        text,
        context.published(instrument.title),
        note,
        [
            Total(
                (mark.on - first.on).days,
                context.on(mark.on),
                mark.total,
                is_estimated=mark.is_estimated,
                is_before=mark.on < context.span.start,
            )
            for mark in totals
        ],
        Scale(tuple(bands), instrument.most),
        size=size,
    )


def _total(text: Texts, instrument: Instrument, score: Score) -> str:
    total = text.no_total
    if score.total is not None and score.estimated:
        total = text.say_estimate(score.total, instrument.most)
    elif score.total is not None:
        total = text.say_total(int(score.total), instrument.most)
    return ", ".join([total, *([text.say_missing(score.missing)] if score.missing else [])])


def marks(context: PageContext, name: str) -> list[Mark]:
    """Return every total of a questionnaire up to the end of the period, estimates too."""
    found = []
    for check in context.summary.answered:
        score = score_of(check) if check.instrument == name else None
        if score is not None and score.total is not None:
            band = context.published(score.band) if score.band else ""
            day = context.calendar.day_of(check.at)
            found.append(Mark(score.total, band, day, score.missing))
    return found


def _number(text: Texts, mark: Mark) -> str:
    number = text.say_value(mark.total)
    return text.about(number) if mark.is_estimated else number


def say_mark(context: PageContext, mark: Mark) -> str:
    """Return "11 (26 Oct)", of an estimate "about 11.2 (26 Oct)"."""
    return context.texts.say_dated(_number(context.texts, mark), context.on(mark.on))


def say_totals(context: PageContext, marks: Sequence[Mark]) -> str:
    """Return "17 → 8", or the only total."""
    text = context.texts
    first, last = (
        text.say_about_short(text.say_value(mark.total))
        if mark.is_estimated
        else text.say_value(mark.total)
        for mark in (marks[0], marks[-1])
    )
    return context.texts.arrow(first, last) if len(marks) > 1 else last


def _answers(context: PageContext) -> Iterator[str]:
    """Yield as rows the item that stands out, and how difficult the problems made daily life."""
    text = context.texts
    items: defaultdict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    difficulty: list[tuple[str, str]] = []
    for check in context.summary.answered:
        instrument = instrument_of(check)
        if instrument is None:
            continue
        on = context.day(check.at)
        if instrument.alarm is not None:
            answer = alarm_answer(check)
            said = NOTHING if answer is None else str(answer)
            items[instrument.title, instrument.alarm + 1].append((said, on))
        if check.difficulty is not None:
            label = FUNCTIONAL.choices[check.difficulty].label.lower()
            said = context.published(label)
            # Two questionnaires of one day mostly have the same answer.
            difficulty += [(said, on)] if difficulty[-1:] != [(said, on)] else []
    for (title, item), answers in items.items():
        yield text.say_item(context.published(title), item, _last(text, answers))
    if difficulty:
        yield text.say_point(text.topics["daily_life"], text.say_facts(_last(text, difficulty)))


def _last(text: Texts, answers: Sequence[tuple[str, str]]) -> list[str]:
    """Return the last answers with their days, and how often each answer came before those.

    Many that are all the same are said once, with the first and the last day.
    """
    (same, first), (_, last_on) = answers[0], answers[-1]
    if len(answers) > 2 and all(answer == same for answer, _ in answers):
        return [text.say_graded(same, text.say_when(len(answers), (), first, last_on))]
    earlier = Counter(answer for answer, _ in answers[:-MOST_ANSWERS])
    times = [text.say_times_before(answer, n) for answer, n in sorted(earlier.items())]
    last = [text.say_dated(answer, on) for answer, on in answers[-MOST_ANSWERS:]]
    return [*([text.say_before_these(times)] if times else []), *last]


# The days of the period.


def _days(context: PageContext) -> Days:
    order = context.page_format.date_order
    return Days(context.span.start, len(context.summary.days), context.calendar.week_start, order)


def _offset(context: PageContext, at: datetime) -> float:
    """Return how many days after the period's start a moment lies, by the clock of its place.

    What came after its last dose on the day behind it stands at the end.
    """
    start = datetime.combine(context.span.start, context.calendar.day_start)
    return min((at.replace(tzinfo=None) - start) / ONE_DAY, len(context.summary.days) - 0.01)


def strip(context: PageContext) -> Figure:
    """Return every dose of the period as a bar against the plan, and what else stood on a day."""
    text = context.texts
    lanes = _lanes(context)
    events = [row for row in _events(context) if row.days]
    is_drawn = bool(lanes or events)
    chart = strip_chart(text, text.every_dose, _days(context), lanes, events)
    return Figure(
        title=text.every_dose,
        caption=text.say_signs(_signs(lanes)) if lanes else text.no_dose,
        charts=(chart,) if is_drawn else (),
        lines=(),
        empty=text.no_dose,
        table=None,
    )


def _lanes(context: PageContext) -> list[Lane]:
    plan, courses = context.summary.plan, context.courses
    unplanned = {dose.id for dose in plan.unplanned} if plan else set()
    given = {entry.dose for entry in context.entries if isinstance(entry, Session)}
    planned = (name_of(planned.plan) for planned in (plan.planned if plan else ()))
    return [
        Lane(
            context.route(name[1]),
            tuple(
                Bar(
                    _offset(context, course.dose.at),
                    float(course.sitting.amount_mg),
                    is_planned=course.dose.id not in unplanned,
                    is_given=course.dose.id in given,
                )
                for course in courses.get(name, ())
            ),
            _plan_line(context, name),
            tuple(_missed(context, name, "skipped")),
            tuple(_missed(context, name, "not_recorded")),
            context.named(name[0]),
        )
        for name in dict.fromkeys((*courses, *planned))
    ]


def _plan_line(context: PageContext, name: Name) -> tuple[tuple[float, float, float], ...]:
    start = context.span.start
    return tuple(
        ((period.days.start - start).days, (period.days.end - start).days, float(mg))
        for period in plan_periods(context.plans, context.span, context.calendar)
        if name_of(period.plan) == name and (mg := a_dose_mg(period.plan)) is not None
    )


def _missed(context: PageContext, name: Name, what: str) -> Iterator[float]:
    """Yield the days of planned doses that were not taken; of a week, at its end."""
    plan, last = context.summary.plan, len(context.summary.days)
    for planned in plan.planned if plan else ():
        if name_of(planned.plan) == name:
            day = (planned.day - context.span.start).days + HALF_A_DAY
            # Of a week those of which nothing is known stand before the skipped ones.
            behind = planned.skipped if what == "not_recorded" else 0
            for n in range(behind, behind + getattr(planned, what)):
                yield min(day + 6, last - HALF_A_DAY) - n if planned.of_week else day


def _events(context: PageContext) -> Iterator[EventRow]:
    text = context.texts
    grave = [
        report.at
        for report in context.stream.reports
        if report.rank == 3 or report.urgency < len(URGENT)
    ]
    grave += [
        entry.at for entry in context.inside if isinstance(entry, Check) and alarm_answer(entry)
    ]
    yield EventRow(text.grave_effects, tuple(_offset(context, at) for at in grave), is_flag=True)
    readings = [
        entry
        for entry in context.inside
        if isinstance(entry, Vitals) and entry.systolic_mmhg and entry.id not in context.told_again
    ]
    highest = max(readings, key=lambda reading: reading.systolic_mmhg or 0, default=None)
    label = None
    if highest is not None:
        words = text.say_reading(highest.systolic_mmhg or 0, highest.diastolic_mmhg or 0)
        label = (_offset(context, highest.at), words)
    yield EventRow(
        text.pressure, tuple(_offset(context, reading.at) for reading in readings), label=label
    )
    drunk = [
        entry
        for entry in context.inside
        if isinstance(entry, Also) and entry.about == "alcohol" and not denies(entry)
    ]
    yield EventRow(text.topics["alcohol"], tuple(_offset(context, entry.at) for entry in drunk))


def _signs(lanes: Sequence[Lane]) -> list[str]:
    """Return which signs the chart has, by their names in the texts."""
    bars = [bar for lane in lanes for bar in lane.bars]
    there = {
        "plan": any(lane.plan for lane in lanes),
        "unplanned": any(not bar.is_planned for bar in bars),
        "given": any(bar.is_given for bar in bars),
        "skipped": any(lane.skipped for lane in lanes),
        "unknown": any(lane.unknown for lane in lanes),
    }
    return [sign for sign, is_there in there.items() if is_there]


def daily(context: PageContext) -> Figure:
    """Return the median of each day's ratings, and its sleep; a day without one is a gap."""
    text, days = context.texts, context.summary.days
    rows = [
        DailyRow(text.measures[name], name, 10, tuple(day.ratings[name] for day in days.values()))
        for name in ("mood", "anxiety")
    ]
    slept = [None if day.sleep_minutes is None else day.sleep_minutes / 60 for day in days.values()]
    rows.append(DailyRow(text.sleep, "muted", max([12, *filter(None, slept)]), tuple(slept)))
    is_rated = any(value is not None for row in rows for value in row.values)
    return Figure(
        title=text.daily,
        caption=text.daily_caption if is_rated else "",
        charts=(daily_chart(text, text.daily, _days(context), rows),) if is_rated else (),
        lines=(),
        empty=text.no_daily,
        table=_daily_table(context),
    )


def _daily_table(context: PageContext) -> Table | None:
    """Return a row a day that has anything; None for a long period."""
    text = context.texts
    if len(context.summary.days) > MOST_LISTED:
        return None
    columns = (
        Column(text.on_date),
        *(Column(text.measures[name], "figure") for name in ("mood", "anxiety")),
        Column(text.sleep, "figure"),
    )
    cells = [(on, _daily_cells(text, day)) for on, day in context.summary.days.items()]
    rows = tuple(
        (context.on(on, weekday=True), *of_day)
        for on, of_day in cells
        if any(cell != NOTHING for cell in of_day)
    )
    return Table(text.daily, text.daily_caption, columns, rows, text.no_daily)


def _daily_cells(text: Texts, day: Day) -> tuple[str, ...]:
    ratings = (day.ratings["mood"], day.ratings["anxiety"])
    sleep = (
        NOTHING if day.sleep_minutes is None else text.say_minutes(int(rounded(day.sleep_minutes)))
    )
    return (*(NOTHING if rating is None else text.say_value(rating) for rating in ratings), sleep)
