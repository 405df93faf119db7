"""Entries and a span of days → mood and anxiety before and after one dose, by route. Pure.

The definitions, stated once (times are elapsed hours and days; what is before and after one dose,
of any route: domain/dose_ratings.py):

- The doses of a route are those whose day lies in the span; their ratings may lie beyond it.
- before and +2 h are those of a week. +1 d (12–36 h], +2 d (36–60 h], +3 d (60–84 h],
  +7 d (156–180 h]: the rating nearest to the point and before the next dose of any route; of two
  as near, the later. Each point counts all its ratings, whatever the other points have.
- Percentiles are interpolated in a straight line between the ordered values, the least being
  0 % and the greatest 100 % (type 7 of Hyndman & Fan 1996, `inclusive` of Python's
  statistics.quantiles): 50 % is the median. There are none of fewer than FEWEST ratings.
- An improvement is a dose with a rating before it and a better one after it (mood higher, anxiety
  lower): the one at +2 h, or where there is none, the first later than 30 min and before the next
  dose. It is back at the before value at the first rating later than that one, and before the next
  dose, which is as before or worse; the days are counted from the dose. Where the next dose, or
  the end of the ratings, comes first, it is not yet back.

These are observations. They never say what a dose did.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from ketalog.domain.calendar import ONE_DAY, READ_BEYOND
from ketalog.domain.dose_ratings import (
    AFTER,
    AFTER_FROM,
    Rating,
    before_dose,
    nearest,
    rating_series,
    ratings_around,
)
from ketalog.domain.entries import MEASURE, Dose, key_of
from ketalog.domain.sittings import sittings
from ketalog.domain.values import Value
from ketalog.summary import Number, median

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.dose_ratings import Window
    from ketalog.domain.entries import Measure
    from ketalog.domain.kinds import Entry
    from ketalog.domain.sittings import Sitting

FEWEST = 5
"""Ratings at a point from which on percentiles are shown: of fewer they are single ratings."""
READ_BEFORE = READ_BEYOND
"""How far before a span entries are looked at; after it all are, for the way back has no end."""
WINDOWS: dict[str, Window] = {
    "2h": AFTER,
    **{
        f"{days}d": (
            days * ONE_DAY - timedelta(hours=12),
            days * ONE_DAY,
            days * ONE_DAY + timedelta(hours=12),
        )
        for days in (1, 2, 3, 7)
    },
}
POINTS = ("before", *WINDOWS)


class Point(Value, frozen=True):
    """One point after a dose: over the `n` doses with a rating there, None where too few."""

    name: str
    n: int
    median: Number | None
    quarter: tuple[Number, Number] | None
    tenth: tuple[Number, Number] | None


class Back(Value, frozen=True):
    """Until a rating is back at the before value: the median in elapsed days, over `n` doses."""

    days: Number | None
    n: int
    not_yet: int


class Course(Value, frozen=True):
    """Mood or anxiety around a dose."""

    points: tuple[Point, ...]
    back: Back


class RouteResponse(Value, frozen=True):
    """The doses of one route, their different amounts from the smallest on, and their ratings."""

    route: str
    doses: int
    amounts_mg: tuple[Decimal, ...]
    mood: Course
    anxiety: Course


class _Around(Value, frozen=True):
    """One sitting, and its ratings of mood and of anxiety, before it and after."""

    sitting: Sitting
    mood: list[Rating]
    anxiety: list[Rating]


class _Improvement(Value, frozen=True):
    """How long after a dose a rating was back at the before value; None: not yet."""

    lasted: timedelta | None


def responses(
    entries: Sequence[Entry], span: Span, calendar: Calendar
) -> tuple[RouteResponse, ...]:
    """Return mood and anxiety around the span's doses, the route with the most doses first.

    `entries` reach READ_BEFORE before the span's start, and to the end of the journal.
    """
    ordered = sorted(entries, key=key_of)
    doses = [entry for entry in ordered if isinstance(entry, Dose)]
    taken = sittings(doses)
    around = [
        _Around(*of_dose)
        for of_dose in zip(
            taken,
            *(ratings_around(taken, doses, series) for series in rating_series(ordered)),
            strict=True,
        )
        if calendar.day_of(of_dose[0].at) in span
    ]
    routes = Counter(of_dose.sitting.first.route for of_dose in around)
    return tuple(
        _route(route, [of_dose for of_dose in around if of_dose.sitting.first.route == route])
        for route, _ in routes.most_common()
    )


def _route(route: str, around: list[_Around]) -> RouteResponse:
    return RouteResponse(
        route=route,
        doses=len(around),
        amounts_mg=tuple(sorted({of_dose.sitting.amount_mg for of_dose in around})),
        mood=_course([of_dose.mood for of_dose in around], measure=MEASURE["mood"]),
        anxiety=_course([of_dose.anxiety for of_dose in around], measure=MEASURE["anxiety"]),
    )


def _course(around: list[list[Rating]], *, measure: Measure) -> Course:
    """Return the ratings of a measure around the doses."""
    better = 1 if measure.best else -1
    before = [before_dose(ratings) for ratings in around]
    points = [_point("before", before)]
    for name, window in WINDOWS.items():
        points.append(_point(name, [nearest(ratings, window) for ratings in around]))
    ways = [
        _way_back(ratings, rating.value, better)
        for ratings, rating in zip(around, before, strict=True)
        if rating
    ]
    return Course(tuple(points), _back([way for way in ways if way]))


def _point(name: str, ratings: list[Rating | None]) -> Point:
    values = sorted(rating.value for rating in ratings if rating)
    if len(values) < FEWEST:
        return Point(name, len(values), median(values), None, None)
    lower, quarter, middle, three, upper = (
        percentile(values, percent) for percent in (10, 25, 50, 75, 90)
    )
    return Point(name, len(values), middle, (quarter, three), (lower, upper))


def percentile(ordered: Sequence[int], percent: int) -> Number:
    """Return a percentile of ordered values, of which there is at least one (type 7)."""
    place, rest = divmod((len(ordered) - 1) * percent, 100)
    if not rest:
        return ordered[place]
    # Whole numbers until the last step: 50 % is to the digit what the median says.
    hundredfold = ordered[place] * (100 - rest) + ordered[place + 1] * rest
    return hundredfold // 100 if hundredfold % 100 == 0 else hundredfold / 100


def _way_back(around: list[Rating], before: int, better: int) -> _Improvement | None:
    after = [rating for rating in around if rating.after > AFTER_FROM]
    first = nearest(after) or next(iter(after), None)
    if first is None or (first.value - before) * better <= 0:
        return None
    later = after[after.index(first) + 1 :]
    return _Improvement(
        next((rating.after for rating in later if (rating.value - before) * better <= 0), None)
    )


def _back(improvements: list[_Improvement]) -> Back:
    lasted = [back.lasted / ONE_DAY for back in improvements if back.lasted is not None]
    return Back(median(lasted), len(lasted), len(improvements) - len(lasted))
