"""Mood and anxiety before and after a dose in ready strings, sentences and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ketalog.answers import Answer, AnswerLine, Drawing, Hint
from ketalog.answers.period import Cell
from ketalog.domain.entries import MEASURE, Measure
from ketalog.domain.text import (
    as_key,
    capital,
    count,
    escape_invisible,
    rounded,
    say_number,
    say_value,
)
from ketalog.domain.values import Value
from ketalog.response import FEWEST, POINTS, Back, Course, Point, RouteResponse
from ketalog.times.words import say_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ketalog.domain.calendar import Span

TITLE = "Before and after a dose"
NO_CAUSE = "This shows what came before and after a dose. It does not show a cause."
TOO_FEW = f"With fewer than {FEWEST} ratings at a point, no range is shown."
SCALES = "Mood: 10 is best. Anxiety: 10 is worst."
LEGEND = "The median, the middle half (25–75 %), and n: how many ratings."
NOT_YET = 'Days: Kaplan-Meier median. "Not yet": the next dose or last rating came first.'
NOT_RATED = "Not rated before or after these doses."
EMPTY = (
    "No dose was recorded in these days.",
    Hint("Log one", "ketalog dose 100mg sublingual --mood 4 --anxiety 6"),
    Hint("See more days", "ketalog response --weeks 26"),
)
SHORT = {
    "before": "before",
    "2h": "+2 h",
    "morning": "morning",
    "1d": "+1 d",
    "2d": "+2 d",
    "3d": "+3 d",
    "7d": "+7 d",
}
LONG = {
    "before": "before a dose",
    "2h": "2 hours after",
    "morning": "the next morning (4 to 12 hours after)",
    "1d": "1 day after",
    "2d": "2 days after",
    "3d": "3 days after",
    "7d": "7 days after",
}


class ResponsePeriod(Value, frozen=True):
    """The days, why these ("" if they were chosen), and each medication and route."""

    span: Span
    why: str
    routes: tuple[RouteResponse, ...]


class PointCell(Value, frozen=True):
    """One point: its median, the range of the middle half or "too few", how many ratings."""

    median: Cell | None
    range: str
    n: str


class RatingRow(Value, frozen=True):
    """Mood or anxiety at each point."""

    label: str
    cells: tuple[PointCell, ...]


class RouteRows(Value, frozen=True):
    """One medication by one route."""

    title: str
    caption: str
    rows: tuple[RatingRow, ...]
    back: tuple[str, ...]
    amounts: tuple[str, ...]


class ResponseView(Drawing, frozen=True):
    """Everything that the drawing shows."""

    title: str
    period: str
    period_short: str
    why: str
    points: tuple[str, ...]
    routes: tuple[RouteRows, ...]
    foot: tuple[str, ...]
    kind: Literal["response"] = "response"


def response_answer(around: ResponsePeriod) -> Answer:
    """Return mood and anxiety before and after a dose, by medication and route."""
    return Answer(
        lambda: say_response(around),
        lambda: response_data(around),
        (lambda: response_view(around)) if around.routes else None,
    )


def response_view(around: ResponsePeriod) -> ResponseView:
    """Return the routes in ready strings."""
    return ResponseView(
        title=TITLE,
        period=say_days(around.span),
        period_short=say_days(around.span, short=True),
        why=around.why,
        points=tuple(SHORT[name] for name in POINTS),
        routes=tuple(_route(route, around) for route in around.routes),
        foot=tuple(_foot(around)),
    )


def _name(route: RouteResponse, around: ResponsePeriod) -> str:
    """Return "Sublingual", or where not all is ketamine, "Sublingual ketamine"."""
    is_named = any(as_key(each.medication) != "ketamine" for each in around.routes)
    words = f"{route.route} {route.medication}" if is_named else route.route
    return capital(escape_invisible(words))


def _is_rated(route: RouteResponse) -> bool:
    return any(point.n for course in (route.mood, route.anxiety) for point in course.points)


def _route(route: RouteResponse, around: ResponsePeriod) -> RouteRows:
    if not _is_rated(route):
        return RouteRows(_name(route, around), say_doses(route), (), (NOT_RATED,), ())
    return RouteRows(
        title=_name(route, around),
        caption=say_doses(route),
        rows=(_row(MEASURE["mood"], route.mood), _row(MEASURE["anxiety"], route.anxiety)),
        back=(
            say_back("mood", route.mood.back, short=True),
            say_back("anxiety", route.anxiety.back, short=True),
        ),
        amounts=tuple(_say_amounts(route, _short_point, ", ")),
    )


def _say_amounts(
    route: RouteResponse, say_point: Callable[[Point], str], between: str
) -> Iterator[str]:
    """Yield the ratings of each amount, where there are several."""
    for of_amount in route.amounts if len(route.amounts) > 1 else ():
        doses = count(of_amount.doses, "dose", "doses")
        for label, course in (("mood", of_amount.mood), ("anxiety", of_amount.anxiety)):
            rated = between.join(say_point(point) for point in course.points if point.n)
            yield f"{say_number(of_amount.amount_mg)} mg, {doses}: {label} {rated or 'not rated'}"


def _short_point(point: Point) -> str:
    return f"{SHORT[point.name]} {say_value(point.median)} (n {point.n:,})"


def say_doses(route: RouteResponse) -> str:
    """Return "22 doses of 100 or 150 mg", or of many amounts "8 doses of 15 to 60 mg"."""
    doses, amounts = (
        count(route.doses, "dose", "doses"),
        [say_number(mg) for mg in route.amounts_mg],
    )
    if len(amounts) > 3:
        return f"{doses} of {amounts[0]} to {amounts[-1]} mg"
    return f"{doses} of {' or '.join(filter(None, (', '.join(amounts[:-1]), amounts[-1])))} mg"


def _row(measure: Measure, course: Course) -> RatingRow:
    cells = (_cell(point, inverted=not measure.best) for point in course.points)
    return RatingRow(measure.title, tuple(cells))


def _cell(point: Point, *, inverted: bool) -> PointCell:
    if point.median is None:
        return PointCell(None, "", "0")
    level = round(point.median)
    cell = Cell(after=say_value(point.median), after_level=10 - level if inverted else level)
    return PointCell(cell, _range(point, "–") or "too few", f"{point.n:,}")


def _range(point: Point, dash: str) -> str:
    return dash.join(map(say_value, point.quarter)) if point.quarter else ""


def say_back(what: str, back: Back, *, short: bool = False) -> str:
    """Return after how many days a rating was back at the before value, over which doses."""
    head = f"Back at the before value: {what}"
    if not back.n:
        return f"{head} not known: none rated better after{'' if short else ' a dose than before'}"
    doses = count(back.n, "dose", "doses")
    rest = f", {back.not_yet:,} not yet" if back.not_yet else ""
    if back.days is None:
        return f"{head} not reached ({doses}{rest})"
    days = say_value(_rounded(back.days))
    which = doses if short or back.n == 1 else f"median of {doses}"
    return f"{head} after {days} {'day' if days == '1' else 'days'} ({which}{rest})"


def _rounded(days: float) -> int | float:
    one_decimal = rounded(days, 1)
    return int(one_decimal) if one_decimal == int(one_decimal) else one_decimal


def _foot(around: ResponsePeriod) -> Iterator[str]:
    yield LEGEND
    courses = [course for route in around.routes for course in (route.mood, route.anxiety)]
    if any(course.back.n for course in courses):
        yield NOT_YET
    yield NO_CAUSE


def say_response(around: ResponsePeriod) -> list[AnswerLine]:
    """Return every fact in a sentence; without a dose, that there is none."""
    why = f", {around.why}" if around.why else ""
    head = f"{TITLE}, {say_days(around.span, to=' to ')}{why}."
    if not around.routes:
        return [head, *EMPTY]
    facts = [fact for route in around.routes for fact in _facts(_name(route, around), route)]
    return [head, SCALES, *facts, TOO_FEW, *list(_foot(around))[1:]]


def _facts(name: str, route: RouteResponse) -> Iterator[str]:
    yield f"{name}: {say_doses(route)}."
    for label, course in (("mood", route.mood), ("anxiety", route.anxiety)):
        if not any(point.n for point in course.points):
            yield f"{name}, {label}: not rated before or after these doses."
            continue
        for point in course.points:
            yield f"{name}, {label} {_long_point(point)}."
        back = say_back(label, course.back)
        yield f"{name}, {back[0].lower()}{back[1:]}."
    for of_amount in _say_amounts(route, _long_point, "; "):
        yield f"{name}, {of_amount}."


def _long_point(point: Point) -> str:
    return f"{LONG[point.name]}: {_said(point)}"


def _said(point: Point) -> str:
    if point.median is None:
        return "not rated"
    if point.n == 1:
        return f"{say_value(point.median)}, 1 rating"
    half = f", the middle half {_range(point, ' to ')}" if point.quarter else ""
    return f"median {say_value(point.median)}{half}, {point.n:,} ratings"


def response_data(around: ResponsePeriod) -> dict[str, Any]:
    """Return every figure. Days are half-open; unknown is None; mg are text."""
    return {
        "start": around.span.start,
        "end": around.span.end,
        "why": around.why or None,
        "routes": [
            {
                "medication": route.medication,
                "route": route.route,
                "doses": route.doses,
                "amounts_mg": [say_number(mg) for mg in route.amounts_mg],
                "mood": _course(route.mood),
                "anxiety": _course(route.anxiety),
                "amounts": [
                    {
                        "amount_mg": say_number(of_amount.amount_mg),
                        "doses": of_amount.doses,
                        "mood": _course(of_amount.mood),
                        "anxiety": _course(of_amount.anxiety),
                    }
                    for of_amount in route.amounts
                ],
            }
            for route in around.routes
        ],
    }


def _course(course: Course) -> dict[str, Any]:
    days = course.back.days
    return {
        "points": [_point(point) for point in course.points],
        "back": {
            "days": None if days is None else _rounded(days),
            "n": course.back.n,
            "not_yet": course.back.not_yet,
        },
    }


def _point(point: Point) -> dict[str, Any]:
    p10, p90 = point.tenth or (None, None)
    p25, p75 = point.quarter or (None, None)
    return {
        "point": point.name,
        "n": point.n,
        "median": point.median,
        "p10": p10,
        "p25": p25,
        "p75": p75,
        "p90": p90,
    }
