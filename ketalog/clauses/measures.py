"""Ratings, lengths of time and readings in every shape that they are typed in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog.clauses.words import (
    COUNTS,
    DIGITS,
    LENGTH_WORDS,
    Meaning,
    TwoReadings,
    joined,
    number_at,
    text_at,
)
from ketalog.domain.ratings import read_rating
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Reader, Word


def _rating(words: Sequence[Word], at: int) -> Found:
    """Read `4`, `six`, `6/10`, `6 out of 10`; the error of what is no rating names it."""
    text, n = text_at(words, at), 1
    number = number_at(words, at)
    if number and not number[2]:
        n, text = number[:2]
    elif text.lstrip("-+")[:1] not in DIGITS or not text.lstrip("-+"):
        return None
    following = tuple(text_at(words, at + n + more) for more in range(3))
    if text.endswith("/10"):
        return 1, text.removesuffix("/10")
    if following == ("out", "of", "10"):
        return n + 3, text
    if following[:2] == ("/", "10"):
        return n + 2, text
    return n + (following[:1] == ("/10",)), text


def rated(name: str) -> Reader:
    """Return the reader of a rating: `4`, `six`, `6/10`; 6.5 is two readings."""

    def read(words: Sequence[Word], at: int) -> Found:
        found = _rating(words, at)
        if found is None:
            return None
        text = found[1]
        low, point, part = text.replace(",", ".").partition(".")
        if point and part and not part.strip("0"):
            text, point = low, ""
        if point and low.isdecimal() and part.isdecimal() and int(low) < 10:
            raise TwoReadings(
                joined(words[at : at + found[0]]),
                f"is not a rating: {name} is a whole number from 0 to 10",
                Meaning(low, low),
                Meaning(str(int(low) + 1), str(int(low) + 1)),
            )
        typed = joined(words[at : at + found[0]])
        return found[0], read_rating(text if text.isdecimal() and int(text) <= 10 else typed, name)

    return read


def _length_words(words: Sequence[Word], at: int) -> Found:
    """Return the text of a length of time, as long as it can be read."""
    from ketalog.times.words import read_minutes

    end, before = at, ""
    while end < min(len(words), at + 7):
        text = words[end].text
        unit_before = before in LENGTH_WORDS and before != "and"
        if (
            text in LENGTH_WORDS
            or (text[:1] in DIGITS and text and (not before or unit_before or before == "and"))
            or (text in COUNTS and not before)
        ):
            before, end = text, end + 1
        else:
            break
    for stop in range(end, at, -1):
        text = joined(words[at:stop])
        first, space, rest = text.partition(" ")
        text = f"{COUNTS.get(first, first)}{space}{rest}"
        try:
            read_minutes(text)
        except BadInput:
            continue
        return stop - at, text
    return None


def minutes(words: Sequence[Word], at: int) -> Found:
    """Read a length of time, in minutes: `15`, `15 min`, `1h30`, `half an hour`."""
    text = text_at(words, at)
    number = number_at(words, at)
    if number and not number[2]:
        return _spelled_minutes(words, at, *number[:2])
    if text.isdecimal() and len(text) < 5 and text_at(words, at + 1) not in LENGTH_WORDS:
        return 1, int(text)
    found = _length_words(words, at)
    if found is None:
        return None
    from ketalog.times.words import read_minutes

    return found[0], read_minutes(found[1])


def _spelled_minutes(words: Sequence[Word], at: int, n: int, number: str) -> Found:
    """Return a length whose number is words or a fraction: `1 1/2 hours`, `two h and 5 min`."""
    unit = text_at(words, at + n)
    whole = Decimal(number) * _UNIT_MINUTES.get(unit, 1)
    if whole != int(whole):
        return None
    end = at + n + (unit in _UNIT_MINUTES)
    more = end + (text_at(words, end) == "and")
    rest = number_at(words, more) if unit[:1] == "h" else None
    if rest and rest[1].isdecimal() and text_at(words, more + rest[0])[:1] == "m":
        return more + rest[0] + 1 - at, int(whole) + int(rest[1])
    return end - at, int(whole)


_UNIT_MINUTES = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60),
    **dict.fromkeys(("d", "day", "days"), 24 * 60),
}


_LONGEST_NIGHT = 600
"""Minutes: a sleep that is longer is not the likelier reading of three digits."""


def sleep(words: Sequence[Word], at: int) -> Found:
    """Read how long someone slept. Alone, up to 24 is hours, and 730 or 7.30 is 7:30 h."""
    text, n = text_at(words, at), 1
    number = number_at(words, at)
    if number and not number[2]:
        n, text = number[:2]
    low, sign, part = text.replace(",", ".").partition(".")
    unit = text_at(words, at + n) in LENGTH_WORDS - {"and", "a", "an", "half"}
    if unit or not low.isdecimal() or (sign and not part.isdecimal()):
        return minutes(words, at)
    if sign:
        if int(low) > 24 or len(part) > 2:
            return minutes(words, at)
        decimal = int(low) * 60 + round(int(part.ljust(2, "0")) * 60 / 100)
        clock = int(low) * 60 + int(part)
        if len(part) == 1 or int(part) > 59 or n > 1:
            return n, decimal
        if int(part) in {25, 50}:
            raise _two_lengths(text, decimal, clock)
        return 1, clock
    if len(low) <= 2 and int(low) <= 24:
        return n, int(low) * 60
    if len(low) in {3, 4} and int(low[-2:]) < 60 and int(low[:-2]) < 24:
        clock = int(low[:-2]) * 60 + int(low[-2:])
        if int(low) <= _LONGEST_NIGHT and clock != int(low):
            raise _two_lengths(text, clock, int(low))
        return 1, clock
    return minutes(words, at)


def _two_lengths(phrase: str, *minutes: int) -> TwoReadings:
    readings = [f"{each // 60}h{each % 60:02}" for each in minutes]
    said = [f"{each // 60}:{each % 60:02} h" for each in minutes]
    return TwoReadings(phrase, "can be read in two ways", *map(Meaning, readings, said))


def say_minutes(minutes: int) -> str:
    """Return "7:30 h", or "45 min" under an hour."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02} h"


def pressure(words: Sequence[Word], at: int) -> Found:
    """Read `128/82`, `128 over 82`; a `?` behind it says that it is right."""
    high, slash, low = text_at(words, at).partition("/")
    n = 1
    if not slash and text_at(words, at + 1) in {"over", "/"}:
        low, n = text_at(words, at + 2), 3
    if not (high.isdecimal() and low.isdecimal() and len(high) > 1 and len(low) > 1):
        return None
    if f"{high}/{low}" == f"{high}/10":
        return None
    sure = text_at(words, at + n) == "?"
    end = n + sure
    end += text_at(words, at + end) == "mmhg"
    return end, f"{high}/{low}{'?' if sure else ''}"


def digit(words: Sequence[Word], at: int) -> Found:
    """Read a single digit, as it was typed."""
    text = text_at(words, at)
    text = COUNTS.get(text, text)
    return (1, text) if len(text) == 1 and text.isdecimal() else None


def pulse(words: Sequence[Word], at: int) -> Found:
    """Read `72`, `72 bpm`."""
    text = text_at(words, at)
    if not text.isdecimal():
        return None
    n = 1 + (text_at(words, at + 1) == "bpm")
    return n, text


def beats(words: Sequence[Word], at: int) -> Found:
    """Read `72 bpm`."""
    found = pulse(words, at)
    return found if found and found[0] > 1 else None


def a_day_at_most(read: Reader, example: str) -> Reader:
    """Return the reader of a length that is a day at the most, for which an example stands."""

    def within(words: Sequence[Word], at: int) -> Found:
        found = read(words, at)
        if found and found[1] > 24 * 60:
            typed = joined(words[at : at + found[0]])
            raise BadInput(f"'{typed}' is longer than a day.", f"For example: {example}")
        return found

    return within
