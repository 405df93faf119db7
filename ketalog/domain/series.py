"""Mood and anxiety as two series of ratings, and which rating stands before or after a dose.

The definitions, stated once (times are elapsed hours):

- A rating belongs to the latest dose at or before it, whatever its route. Mood and anxiety are
  two series. Of equal times the later written counts as later.
- before: the last rating in [t − 4 h, t] of a dose at t that is later than the dose before it.
- after: the rating nearest to t + 2 h in (t + 30 min, t + 12 h] and before the next dose; of two
  as near, the later. Other points after a dose have windows of their own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING

from ketalog.domain.entries import Dose, Key, Mood, key_of
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ketalog.domain.kinds import Entry

BEFORE = timedelta(hours=4)
AFTER_FROM, AFTER_AT, AFTER_TO = timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12)
Window = tuple[timedelta, timedelta, timedelta]
"""Of ratings after a dose: later than the first, nearest to the second, at most the third."""
AFTER: Window = (AFTER_FROM, AFTER_AT, AFTER_TO)


class Rating(Value, frozen=True):
    """One value, 0–10, of one series."""

    key: Key
    value: int

    @property
    def at(self) -> datetime:
        """Return when it was felt."""
        return self.key[0]


def rating_series(ordered: Sequence[Entry]) -> tuple[list[Rating], list[Rating]]:
    """Return the ratings of mood and those of anxiety, of entries in time's order."""
    rated = [entry for entry in ordered if isinstance(entry, Dose | Mood)]
    mood = [Rating(key_of(one), one.mood) for one in rated if one.mood is not None]
    return mood, [Rating(key_of(one), one.anxiety) for one in rated if one.anxiety is not None]


def with_neighbours(doses: Sequence[Dose]) -> Iterator[tuple[Dose, Key | None, Key | None]]:
    """Yield each dose with the keys of the dose before it and of the next."""
    keys = [None, *map(key_of, doses), None]
    yield from zip(doses, keys[:-2], keys[2:], strict=True)


def before_dose(series: Sequence[Rating], at: datetime, earlier: Key | None) -> Rating | None:
    """Return the rating before a dose at `at`; `earlier` is the dose before it."""
    n = bisect_right(series, at, key=lambda rating: rating.key[0])
    if not n:
        return None
    last = series[n - 1]
    if last.at < at - BEFORE or (earlier is not None and last.key <= earlier):
        return None
    return last


def near(
    series: Sequence[Rating], at: datetime, later: Key | None, window: Window = AFTER
) -> Rating | None:
    """Return the rating after a dose at `at` nearest to the window's middle time.

    It is before the next dose, `later`; of two as near, the later.
    """
    opens, point, closes = window
    first = bisect_right(series, at + opens, key=lambda rating: rating.key[0])
    end = bisect_right(series, at + closes, key=lambda rating: rating.key[0])
    if later is not None:
        end = min(end, bisect_left(series, later, key=lambda rating: rating.key))
    target = at + point
    among = reversed(series[first:end])
    return min(among, key=lambda rating: abs(rating.at - target), default=None)
