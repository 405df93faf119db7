"""Mood and anxiety as two series of ratings, and which rating stands before or after a dose.

The definitions, stated once (times are elapsed hours):

- A rating belongs to the latest dose at or before it, whatever its route. Mood and anxiety are
  two series. Of equal times the later written counts as later, but the dose's own as the last
  before it.
- A rating with a day alone belongs to no dose: nobody knows which side of it it stands on.
- before: the last rating in [t − 4 h, t] of a dose at t that is later than the dose before it.
- after: the rating nearest to t + 2 h in (t + 30 min, t + 12 h] and before the next dose; of two
  as near, the later. Other points after a dose have windows of their own.
- Of a sitting (domain/sittings.py), before is that of its first dose and after that of its last;
  what was rated between them is neither.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING

from ketalog.domain.entries import Dose, Mood, key_of
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketalog.domain.kinds import Entry
    from ketalog.domain.sittings import Sitting

    Rated = tuple[Dose | Mood, int]
    """An entry with a rating of one series, and the rating."""

BEFORE = timedelta(hours=4)
AFTER_FROM, AFTER_AT, AFTER_TO = timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12)
Window = tuple[timedelta, timedelta, timedelta]
"""When a rating after a dose counts: later than the first, nearest to the second, at most the
third."""
AFTER: Window = (AFTER_FROM, AFTER_AT, AFTER_TO)


class RatingByDose(Value, frozen=True):
    """One value, 0–10, of one series, as seen from a dose: `after` it, or before it (below 0)."""

    after: timedelta
    value: int


def rating_series(ordered: Sequence[Entry]) -> tuple[list[Rated], list[Rated]]:
    """Return the entries with a mood and those with anxiety, of entries in time's order."""
    rated = [
        entry for entry in ordered if isinstance(entry, Dose | Mood) and entry.precision is None
    ]
    mood = [(entry, entry.mood) for entry in rated if entry.mood is not None]
    return mood, [(entry, entry.anxiety) for entry in rated if entry.anxiety is not None]


def ratings_around(
    taken: Sequence[Sitting], doses: Sequence[Dose], series: Sequence[Rated]
) -> Iterator[list[RatingByDose]]:
    """Yield for each sitting its ratings: those later than the dose before it, and before the next.

    Those of its own moment are its in any case. Doses and ratings are in time's order; the doses
    are all there are.
    """
    keys = [key_of(entry) for entry, _ in series]
    moments = [at for at, *_ in keys]
    place = {dose.id: n for n, dose in enumerate(doses)}
    for sitting in taken:
        first, last = sitting.first, sitting.last
        start = place[first.id] and bisect_right(keys, key_of(doses[place[first.id] - 1]))
        begins, ends = (bisect_right(moments, dose.at) for dose in (first, last))
        later = doses[place[last.id] + 1 : place[last.id] + 2]
        stop = max(ends, bisect_left(keys, key_of(later[0]))) if later else len(keys)
        before = sorted(series[start:begins], key=lambda rated: rated[0] is first)
        yield [
            *(RatingByDose(entry.at - first.at, value) for entry, value in before),
            *(RatingByDose(entry.at - last.at, value) for entry, value in series[ends:stop]),
        ]


def before_dose(around: Sequence[RatingByDose]) -> RatingByDose | None:
    """Return the rating before a dose."""
    zero = timedelta(0)
    return next((rating for rating in reversed(around) if -BEFORE <= rating.after <= zero), None)


def nearest(around: Sequence[RatingByDose], window: Window = AFTER) -> RatingByDose | None:
    """Return the rating after a dose nearest to the window's middle; of two as near, the later."""
    opens, point, closes = window
    inside = [rating for rating in reversed(around) if opens < rating.after <= closes]
    return min(inside, key=lambda rating: abs(rating.after - point), default=None)
