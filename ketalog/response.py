"""Entries and a span → mood and anxiety around one dose, by medication and route. Pure.

The definitions, stated once (times are elapsed hours and days; what is before and after one dose,
of any route: domain/dose_ratings.py):

- The doses of a medication by a route are those whose day lies in the span; their ratings may lie
  beyond it.
- before is that of a week, and so is after: it stands at +2 h, or, from 4 h on, at "next morning".
  +1 d (12–36 h], +2 d (36–60 h], +3 d (60–84 h], +7 d (156–180 h]: the rating nearest to the point
  and before the next dose of any route; of two as near, the later. Each point counts all its
  ratings, whatever the other points have: a dose may have one at +2 h and one the next morning.
- Their points are those of all of them, and beside them of each of its amounts: the mg of a
  sitting (domain/sittings.py).
- Percentiles are interpolated in a straight line between the ordered values, the least being
  0 % and the greatest 100 % (type 7 of Hyndman & Fan 1996, `inclusive` of Python's
  statistics.quantiles): 50 % is the median. There are none of fewer than FEWEST ratings.
- An improvement is a dose with a rating before it and a better one after it (mood higher, anxiety
  lower): the one at +2 h, or where there is none, the first later than 30 min and before the next
  dose. It is back at the before value at the first rating later than that one, and before the next
  dose, which is as before or worse; the days are counted from the dose. Where the next dose, or
  the end of the ratings, comes first, it is not yet back: until then is all that is known of it.
- Days until back are the median of Kaplan and Meier's estimate over all improvements: the first day
  on which at most half were not yet back. There may be none: then the half was not reached.

These are observations. They never say what a dose did.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from ketalog.domain.calendar import ONE_DAY, READ_BEYOND, Calendar, Span
from ketalog.domain.dose_ratings import (
    AFTER,
    AFTER_FROM,
    RatingByDose,
    before_dose,
    nearest,
    rating_series,
    ratings_around,
)
from ketalog.domain.entries import MEASURE, Dose, Measure, Name, key_of, medication_of
from ketalog.domain.plan import Plan, PlanStop, with_medications
from ketalog.domain.sittings import Sitting, sittings
from ketalog.domain.values import Value
from ketalog.summary import Number, median

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from ketalog.domain.dose_ratings import Window
    from ketalog.domain.kinds import Entry

FEWEST = 5
"""With fewer ratings at a point no percentiles are shown: they would be single ratings."""
READ_BEFORE = READ_BEYOND
"""How far before a span entries are read; after it all are, for a way back can take any time."""
MORNING = timedelta(hours=4)
_INSTANT = timedelta.resolution
_FROM, _AT, _TO = AFTER
WINDOWS: dict[str, Window] = {
    "2h": (_FROM, _AT, MORNING - _INSTANT),
    "morning": (MORNING - _INSTANT, _AT, _TO),
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
    """One point after a dose: over the `n` doses with a rating there, None where too few.

    `values` are the ratings, from the lowest on.
    """

    name: str
    n: int
    median: Number | None
    quarter: tuple[Number, Number] | None
    tenth: tuple[Number, Number] | None
    values: tuple[int, ...] = ()


class Back(Value, frozen=True):
    """How long until a rating is as it was before the dose: the median in days, over `n` doses.

    `not_yet` of them were not back when the next dose came, or the last rating. `days` is None
    where the half was not reached.
    """

    days: Number | None
    n: int
    not_yet: int


class Course(Value, frozen=True):
    """Mood or anxiety around a dose."""

    points: tuple[Point, ...]
    back: Back


class AmountResponse(Value, frozen=True):
    """The doses of one medication and route with the same mg, and their ratings."""

    amount_mg: Decimal
    doses: int
    mood: Course
    anxiety: Course


class RouteResponse(Value, frozen=True):
    """The doses of one medication and route, their ratings, and the same by amount.

    `medication` is as it was typed, the amounts are from the smallest on.
    """

    medication: str
    route: str
    doses: int
    mood: Course
    anxiety: Course
    amounts: tuple[AmountResponse, ...]

    @property
    def amounts_mg(self) -> tuple[Decimal, ...]:
        """Return the different amounts from the smallest on."""
        return tuple(of_amount.amount_mg for of_amount in self.amounts)


class AroundDose(Value, frozen=True):
    """One sitting, its ratings of mood and of anxiety, and how long after it the next dose came."""

    sitting: Sitting
    mood: list[RatingByDose]
    anxiety: list[RatingByDose]
    until: timedelta | None


class _Improvement(Value, frozen=True):
    """How long after a dose a rating was back at the before value, or until when it was not yet."""

    lasted: timedelta
    is_back: bool


def responses(
    entries: Sequence[Entry],
    span: Span,
    calendar: Calendar,
    plans: Sequence[Plan | PlanStop] = (),
) -> tuple[RouteResponse, ...]:
    """Return mood and anxiety around the span's doses, what has the most doses first.

    `entries` reach READ_BEFORE before the span's start, and to the end of the journal; `plans` are
    every version of every plan.
    """
    by_name: defaultdict[Name, list[AroundDose]] = defaultdict(list)
    for of_dose in around_doses(with_medications(sorted(entries, key=key_of), plans)):
        if calendar.day_of(of_dose.sitting.at) in span:
            first = of_dose.sitting.first
            by_name[medication_of(first), first.route].append(of_dose)
    return tuple(_route(around) for around in sorted(by_name.values(), key=len, reverse=True))


def around_doses(ordered: Sequence[Entry]) -> list[AroundDose]:
    """Return what is known around each sitting. `ordered` are entries in time's order."""
    doses = [entry for entry in ordered if isinstance(entry, Dose)]
    taken = sittings(doses)
    series = (ratings_around(taken, doses, rated) for rated in rating_series(ordered))
    return [
        AroundDose(*of_dose)
        for of_dose in zip(taken, *series, _until_next(taken, doses), strict=True)
    ]


def rating_at(around: Sequence[RatingByDose], point: str) -> RatingByDose | None:
    """Return the rating at one of the POINTS around a dose."""
    return nearest(around, WINDOWS[point]) if point in WINDOWS else before_dose(around)


def _until_next(taken: Sequence[Sitting], doses: Sequence[Dose]) -> list[timedelta | None]:
    """Return for each sitting the time from its last dose to the next one; None for the last."""
    following = dict(zip((dose.id for dose in doses), doses[1:], strict=False))
    ends = [(sitting.last, following.get(sitting.last.id)) for sitting in taken]
    return [later.at - last.at if later else None for last, later in ends]


def _route(around: list[AroundDose]) -> RouteResponse:
    first = around[0].sitting.first
    by_amount: defaultdict[Decimal, list[AroundDose]] = defaultdict(list)
    for of_dose in around:
        by_amount[of_dose.sitting.amount_mg].append(of_dose)
    whole = _courses(around)
    return RouteResponse(
        first.medication or "ketamine",
        first.route,
        len(around),
        *whole,
        tuple(
            AmountResponse(
                mg, len(of_amount), *(_courses(of_amount) if len(by_amount) > 1 else whole)
            )
            for mg, of_amount in sorted(by_amount.items())
        ),
    )


def _courses(around: list[AroundDose]) -> tuple[Course, Course]:
    """Return mood and anxiety around the doses."""
    until = [of_dose.until for of_dose in around]
    return (
        _course([of_dose.mood for of_dose in around], until, measure=MEASURE["mood"]),
        _course([of_dose.anxiety for of_dose in around], until, measure=MEASURE["anxiety"]),
    )


def _course(
    around: list[list[RatingByDose]], until: list[timedelta | None], *, measure: Measure
) -> Course:
    """Return the ratings of a measure around the doses."""
    better = 1 if measure.best else -1
    before = [before_dose(ratings) for ratings in around]
    points = [_point(name, [rating_at(ratings, name) for ratings in around]) for name in POINTS]
    ways = [
        _way_back(ratings, rating.value, better, ends)
        for ratings, rating, ends in zip(around, before, until, strict=True)
        if rating
    ]
    return Course(tuple(points), _back([way for way in ways if way]))


def _point(name: str, ratings: list[RatingByDose | None]) -> Point:
    values = sorted(rating.value for rating in ratings if rating)
    if len(values) < FEWEST:
        return Point(name, len(values), median(values), None, None, tuple(values))
    lower, quarter, middle, three, upper = (
        percentile(values, percent) for percent in (10, 25, 50, 75, 90)
    )
    ranges = (quarter, three), (lower, upper)
    return Point(name, len(values), middle, *ranges, tuple(values))


def percentile(ordered: Sequence[int], percent: int) -> Number:
    """Return a percentile of ordered values, of which there is at least one (type 7)."""
    place, rest = divmod((len(ordered) - 1) * percent, 100)
    if not rest:
        return ordered[place]
    # Whole numbers until the last step: 50 % is to the digit what the median says.
    hundredfold = ordered[place] * (100 - rest) + ordered[place + 1] * rest
    return hundredfold // 100 if hundredfold % 100 == 0 else hundredfold / 100


def _way_back(
    around: list[RatingByDose], before: int, better: int, until: timedelta | None
) -> _Improvement | None:
    after = [rating for rating in around if rating.after > AFTER_FROM]
    first = nearest(after) or next(iter(after), None)
    if first is None or (first.value - before) * better <= 0:
        return None
    for rating in after[after.index(first) + 1 :]:
        if (rating.value - before) * better <= 0:
            return _Improvement(rating.after, is_back=True)
    return _Improvement(after[-1].after if until is None else until, is_back=False)


def _back(improvements: list[_Improvement]) -> Back:
    not_yet = sum(not improvement.is_back for improvement in improvements)
    lasted = _until_half(improvements)
    return Back(None if lasted is None else lasted / ONE_DAY, len(improvements), not_yet)


def _until_half(improvements: list[_Improvement]) -> timedelta | None:
    """Return the median of Kaplan and Meier's estimate (J Am Stat Assoc 1958;53:457-481)."""
    left = Fraction(1)
    for day in sorted({better.lasted for better in improvements if better.is_back}):
        followed = [better for better in improvements if better.lasted >= day]
        back = sum(better.is_back and better.lasted == day for better in followed)
        left *= 1 - Fraction(back, len(followed))
        if left <= Fraction(1, 2):
            return day
    return None
