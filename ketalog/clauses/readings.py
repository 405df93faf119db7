"""Readings of a session among other words: `before 128/82 98%`, `lowest oxygen 92`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from ketalog.clauses.measures import pressure
from ketalog.clauses.words import joined, length_of, shapes_of, text_at
from ketalog.domain.readings import read_reading
from ketalog.domain.treatment import READING_POINTS, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Reader, Word
    from ketalog.domain.treatment import ReadingPoint

NAMES = (
    *("bp", "blood pressure", "pressure", "pulse", "hr", "heart rate"),
    *("oxygen", "oxygen saturation", "oxygen level", "saturation", "spo 2", "sp 02", "sao 2"),
    *("o 2", "o 2 sat", "o 2 sats", "o 2 level", "sat", "sats"),
)
"""Of readings, as their words are cut: a number stands apart from letters."""
_OXYGEN = NAMES[6:]
_FILLERS = frozenset({"=", "is", "was", "of", "at"})


class Place(NamedTuple):
    """Where readings stand: on which side of their dose, and which of a session they are."""

    side: Literal["before", "after"]
    point: ReadingPoint | None = None


_POINTS: dict[ReadingPoint, tuple[str, ...]] = {  # the first is how it is said back
    "before": (
        "before the session",
        "before session",
        "at the start",
        "at the start of the session",
    ),
    "40 min": (
        *("after 40 min", "after 40 minutes", "after 40", "at 40 min", "at 40 minutes", "at 40"),
        *("40 min", "40 minutes", "40 min after", "40 minutes after", "40 min after the dose"),
    ),
    "end": (
        *("at the end of the session", "at the end", "at end", "end", "after the session"),
        *("when leaving", "at discharge"),
    ),
}
_SIDES: dict[Literal["before", "after"], tuple[str, ...]] = {
    "before": ("before the dose", "before my dose", "before dose", "before it", "before"),
    "after": ("after the dose", "after my dose", "after dose", "after it", "after", "afterwards"),
}


_NAME_SHAPES, _OXYGEN_SHAPES = shapes_of(NAMES), shapes_of(_OXYGEN)
_PLACES = [
    (shapes_of(phrases), Place(place_of(point), point)) for point, phrases in _POINTS.items()
]
_PLACES += [(shapes_of(_SIDES[side]), Place(side)) for side in _SIDES]


def place(words: Sequence[Word], at: int) -> Found:
    """Read `before the dose`, `after 40 min`, `at the end of the session`."""
    lengths = [(length_of(shapes, words, at), meaning) for shapes, meaning in _PLACES]
    n, meaning = max(lengths, key=lambda found: found[0])
    return (n, meaning) if n else None


def readings(words: Sequence[Word], at: int) -> Found:
    """Read readings as far as they go, as text for domain/readings.py: `128/82 72 98%`."""
    end, was_pressure = at, False
    while n := _reading(words, end, is_pulse=was_pressure):
        was_pressure = "/" in joined(words[end : end + n])
        end += n
    return (end - at, joined(words[at:end])) if end > at else None


def _reading(words: Sequence[Word], at: int, *, is_pulse: bool) -> int:
    """Return how many words from `at` on are one reading; a bare number may be a pulse."""
    n = length_of(_NAME_SHAPES, words, at)
    start = at + n
    while n and text_at(words, start) in _FILLERS:
        start += 1
    if found := pressure(words, start):
        return start - at + found[0]
    if not text_at(words, start).isdecimal():
        return 0
    unit = text_at(words, start + 1)
    if unit in {"%", "bpm"}:
        return start - at + 2
    is_number_alone = unit not in {"mg", "min", "minutes", "m", "h", "kg", "devices", "device"}
    return start - at + 1 if n or (is_pulse and is_number_alone) else 0


def at_point(point: ReadingPoint) -> Reader:
    """Return the reader of a session's readings at a point: `before 128/82`, `128/82 before`."""
    shapes = shapes_of(
        [*_POINTS[point], *{"before": ("before",), "end": ("after", "afterwards")}.get(point, ())]
    )

    def read(words: Sequence[Word], at: int) -> Found:
        n = length_of(shapes, words, at)
        start = at + n
        while n and text_at(words, start) in _FILLERS:
            start += 1
        found = readings(words, start)
        if not found:
            return None
        if n:
            return start - at + found[0], found[1]
        behind = length_of(shapes, words, at + found[0])
        return (found[0] + behind, found[1]) if behind else None

    return read


def percent(words: Sequence[Word], at: int) -> Found:
    """Read `92`, `92 %`. Raises BadInput for what can't be oxygen."""
    text = text_at(words, at)
    if not text.isdecimal():
        return None
    return 1 + (text_at(words, at + 1) == "%"), read_reading(text, "oxygen")


def lowest_oxygen(words: Sequence[Word], at: int) -> Found:
    """Read `lowest oxygen 92 %`, `oxygen lowest 92`."""
    start = at
    is_lowest = text_at(words, start) in {"lowest", "minimum", "min"}
    start += is_lowest
    n = length_of(_OXYGEN_SHAPES, words, start)
    start += n
    if n and not is_lowest and text_at(words, start) in {"lowest", "minimum", "min"}:
        is_lowest, start = True, start + 1
    while text_at(words, start) in _FILLERS:
        start += 1
    found = percent(words, start) if n and is_lowest else None
    return (start - at + found[0], found[1]) if found else None


def say_place(meant: Place) -> str:
    """Return "before the dose", "after 40 min", "at the end of the session"."""
    if meant.point is None:
        return f"{meant.side} the dose"
    return _POINTS[meant.point][0]


POINT_OPTIONS = dict(zip(("bp-before", "bp-40", "bp-after"), READING_POINTS, strict=True))
"""The option, and the clause, of each point of a session."""
