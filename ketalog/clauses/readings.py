"""Readings of a session among other words: `before 128/82 98%`, `lowest oxygen 92`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ketalog.clauses.vitals import percent
from ketalog.clauses.words import (
    FILLERS,
    Meaning,
    TwoReadings,
    joined,
    length_of,
    shapes_of,
    text_at,
)
from ketalog.domain.readings import Readings
from ketalog.domain.treatment import READING_POINTS, place_of
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ketalog.clauses.words import Found, Reader, Word
    from ketalog.domain.treatment import ReadingPoint

READINGS = ("bp", "pressure", "pulse", "oxygen", "weight")
"""The clauses that are readings; `pressure` is a blood pressure of two numbers alone."""


def readings_of(said: Mapping[str, Any]) -> Readings:
    """Return the readings among what clauses say."""
    if {"bp", "pressure"} <= said.keys():
        raise BadInput("The blood pressure is said twice.", "Type one of them.")
    pressure: Readings = said.get("bp") or said.get("pressure") or Readings()
    if pressure.pulse_per_minute and said.get("pulse"):
        raise BadInput("The pulse is said twice.", "Type one of them.")
    return pressure._replace(
        pulse_per_minute=said.get("pulse") or pressure.pulse_per_minute,
        oxygen_percent=said.get("oxygen"),
        weight_kg=said.get("weight"),
    )


class Place(NamedTuple):
    """Where readings stand: on which side of their dose, and which of a session they are."""

    side: Literal["before", "after"]
    point: ReadingPoint | None = None


_POINTS: dict[ReadingPoint, tuple[str, ...]] = {  # the first is how it is said back
    "before": (
        *("before the session", "before session", "at the start", "at the start of the session"),
        *("at start", "start", "baseline", "at baseline", "starting", "initial"),
    ),
    "40 min": (
        *("after 40 min", "after 40 minutes", "after 40", "at 40 min", "at 40 minutes", "at 40"),
        *("40 min", "40 minutes", "40 min after", "40 minutes after", "40 min after the dose"),
    ),
    "end": (
        *("at the end of the session", "at the end", "at end", "end", "after the session"),
        *("when leaving", "at discharge", "discharge", "post session", "ending", "final"),
    ),
}
_SIDES: dict[Literal["before", "after"], tuple[str, ...]] = {
    "before": (
        *("before the dose", "before my dose", "before dose", "before it", "before"),
        *("pre dose", "pre-dose", "predose", "pre"),
    ),
    "after": (
        *("after the dose", "after my dose", "after dose", "after it", "after", "afterwards"),
        *("post dose", "post-dose", "postdose", "post"),
    ),
}


_OF_A_SESSION: dict[ReadingPoint, tuple[str, ...]] = {
    "before": ("before", "pre", "pre dose"),
    "end": ("after", "afterwards", "post"),
}
"""What says a side of a dose, beside a session's amount says a point of the session."""
_PLACES = [
    (shapes_of(phrases), Place(place_of(point), point)) for point, phrases in _POINTS.items()
]
_PLACES += [(shapes_of(_SIDES[side]), Place(side)) for side in _SIDES]


def place(words: Sequence[Word], at: int) -> Found:
    """Read where readings alone stand; `40 min after` is a time, counted from the dose."""
    found = _place(words, at)
    is_counted = found and text_at(words, at) == "40" and found[0] > len(("40", "min"))
    return None if is_counted else found


def _place(words: Sequence[Word], at: int) -> Found:
    """Read `before the dose`, `after 40 min`, `at the end of the session`."""
    lengths = [(length_of(shapes, words, at), meaning) for shapes, meaning in _PLACES]
    n, meaning = max(lengths, key=lambda found: found[0])
    behind = text_at(words, at + n)
    is_clock = ":" in behind or text_at(words, at + n + 1) in {"am", "pm"}
    is_of_other = text_at(words, at + n - 1) in _OPEN and (
        is_clock
        or behind.endswith("ing")
        or behind in {"a", "an", "the", "my", "i", "lunch", "dinner", "noon"}
    )
    return None if is_of_other or not n else (n, meaning)  # after climbing stairs, after 7pm


_OPEN = frozenset({"before", "after", "pre", "post"})
"""Words of a place that need something behind them, which may be none of the dose."""


def readings(words: Sequence[Word], at: int) -> Found:
    """Read readings as far as they go: `128/82 72 98%`."""
    from ketalog.clauses.table import TABLE

    end = at
    said: dict[str, Any] = {}
    while end < len(words):
        found = {name: found for name in READINGS[:-1] if (found := TABLE[name].read(words, end))}
        if not found:
            break
        name = max(found, key=lambda each: found[each][0])
        if name in said and _is_placed(words, end):
            break
        if name in said:
            what = "blood pressure" if name == "bp" else name
            raise BadInput(
                f"The {what} is said twice: '{joined(words[at:])}'.", "Type one of them."
            )
        said[name] = found[name][1]
        end += found[name][0]
        end += text_at(words, end) == "and" and bool(words[end + 1 :])
    return (end - at, readings_of(said)) if said else None


def _is_placed(words: Sequence[Word], at: int) -> bool:
    """Tell whether readings have their place behind them: `128/82 before 140/90 after 40 min`."""
    found = readings(words, at)
    return bool(found and _place(words, at + found[0]))


def unplaced(words: Sequence[Word], at: int) -> Found:
    """Raise TwoReadings for a session's readings of which nobody says when they were taken."""
    found = readings(words, at) if text_at(words, at + 1) != "over" else None  # 35 over 40
    if not found or any(at_point(point)(words, at) for point in READING_POINTS):
        return None
    phrase = joined(words[at : at + found[0]])
    labels = {text_at(words, at - 1), text_at(words, at + found[0])} & _DURING
    labels |= {label for place in (at - 2, at + found[0] + 1) if (label := _minute(words, place))}
    if labels:
        raise BadInput(
            f"'{phrase}' was read {labels.pop()}, and a session has readings before, after 40 min "
            "and at the end.",
            f"Log another alone, with its time: ketalog vitals {phrase} 2:20pm",
        )
    meanings = [Meaning(f"{_POINTS[point][0]} {phrase}", _POINTS[point][0]) for point in _POINTS]
    raise TwoReadings(phrase, "does not say when it was read", *meanings)


def _minute(words: Sequence[Word], at: int) -> str:
    """Return "at 20 min" of `at 20 min`, from its number on; or nothing."""
    number, unit = text_at(words, at), text_at(words, at + 1)
    is_of_session = text_at(words, at - 1) in {"at", "after"} and unit in {"min", "mins", "minutes"}
    return f"at {number} min" if is_of_session and number.isdecimal() else ""


_DURING = frozenset({"during", "middle", "mid", "midway", "halfway", "peak", "highest", "max"})
"""Words that say that a reading is none of the three of a session."""


def lowest(words: Sequence[Word], at: int) -> Found:
    """Read `lowest 92%`, of oxygen; where it is named, the keywords do."""
    found = percent(words, at + 1) if text_at(words, at) in {"lowest", "minimum", "min"} else None
    return (1 + found[0], found[1]) if found else None


@cache
def at_point(point: ReadingPoint) -> Reader:
    """Return the reader of a session's readings at a point: `before 128/82`, `128/82 before`."""
    shapes = shapes_of([*_POINTS[point], *_OF_A_SESSION.get(point, ())])

    def read(words: Sequence[Word], at: int) -> Found:
        named = text_at(words, at) in {"bp", "pressure", "oxygen", "pulse"}  # bp before 120/80
        n = length_of(shapes, words, at + named)
        n += named and n > 0
        start = at + n
        while n and text_at(words, start) in FILLERS:
            start += 1
        found = readings(words, start)
        if not found:
            return None
        if n:
            _refuse_length(words, at, start, start + found[0])
            return start - at + found[0], found[1]
        if _minute(words, at + found[0] + 1) and length_of(shapes, words, at + found[0]) < 2:
            return None  # after 20 min
        if text_at(words, at - 1) in _DURING:  # during 150/90 after 128/80
            return None
        behind = length_of(shapes, words, at + found[0])
        if behind and _is_open(words, at + found[0] + behind):
            return None
        return (found[0] + behind, found[1]) if behind else None

    return read


def _refuse_length(words: Sequence[Word], at: int, start: int, end: int) -> None:
    """Raise TwoReadings for `35mg 40 min 120/80`: how long it took, or when that was read."""
    before, behind = text_at(words, at - 1), text_at(words, at + 2)
    is_placed = before in {"at", "after"} or behind == "after"
    said = {word.text for word in words[:at]}
    is_first = "mg" in said and "watched" not in said and "/" not in "".join(said)
    if text_at(words, at) != "40" or is_placed or not is_first:
        return
    read = joined(words[start:end])
    ways = (
        Meaning(f"over 40 min {read}", "how long it took"),
        Meaning(f"after 40 min {read}", "when it was read"),
    )
    raise TwoReadings(joined(words[at:end]), "can be read in two ways", *ways)


def _is_open(words: Sequence[Word], at: int) -> bool:
    """Tell whether a row of readings and places ends with a pressure: 128/82, end 140/90.

    Then the places stand before their readings.
    """
    found = readings(words, at)
    if not found or text_at(words, at + found[0]) in _DURING:
        return False
    if where := _place(words, at + found[0]):
        return _is_open(words, at + found[0] + where[0])
    return found[1].systolic_mmhg is not None


def together(first: Readings, other: Readings) -> Readings | None:
    """Return the readings of a point that are said apart; None if one is said twice."""
    if first.known.keys() & other.known.keys():
        return None
    return first._replace(**{name: value for name, value in other._asdict().items() if value})


def say_place(meant: Place) -> str:
    """Return "before the dose", "after 40 min", "at the end of the session"."""
    if meant.point is None:
        return f"{meant.side} the dose"
    return _POINTS[meant.point][0]


def say_readings(readings: Readings) -> str:
    """Return "128/82 72 98%", as it is typed."""
    said = [readings.pressure if readings.systolic_mmhg else ""]
    said += [str(readings.pulse_per_minute or ""), f"{readings.oxygen_percent or ''}%"]
    return " ".join(text for text in said if text.strip("%"))


POINT_OPTIONS = dict(zip(("bp-before", "bp-40", "bp-after"), READING_POINTS, strict=True))
"""The option, and the clause, of each point of a session."""
