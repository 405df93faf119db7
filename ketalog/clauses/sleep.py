"""How long somebody slept, as it is typed. Loaded only where it may have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.clauses.measures import length, minutes, refuse_two_lengths
from ketalog.clauses.words import (
    OTHER_UNITS,
    TO,
    Meaning,
    TwoReadings,
    joined,
    length_of,
    number_at,
    shapes_of,
    text_at,
)
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Word


def slept(words: Sequence[Word], at: int) -> Found:
    """Read `7h sleep`, `7 hours of sleep`, `no sleep`."""
    if n := length_of(_NO_SLEEP, words, at):
        return None if text_at(words, at + n) in _SO_WELL else (n, 0)
    found = length(words, at)
    if not found:
        return None
    end = at + found[0]
    end += text_at(words, end) == "of"
    if text_at(words, end) not in {"sleep", "slept"}:
        return None
    return end + 1 + length_of(_LAST_NIGHT, words, end + 1) - at, found[1]


_NONE = ("no sleep", "didn't sleep", "didnt sleep", "did not sleep")
_NO_SLEEP = shapes_of((*_NONE, *(f"{none} at all" for none in _NONE)))
_SO_WELL = frozenset(
    {"well", "much", "enough", "good", "great", "long", "properly", "really", "very", "so", "that"}
    | {"issue", "issues", "problem", "problems", "trouble", "till", "until", "before", "through"}
)
"""Behind "didn't sleep" these say how well, or until when, and not that there was no sleep."""
_LAST_NIGHT = shapes_of(("last night",))


_LONGEST_NIGHT = 600
"""Minutes: a sleep that is longer is not the likelier reading of three digits."""


def sleep(words: Sequence[Word], at: int) -> Found:
    """Read how long someone slept. Alone, up to 24 is hours, and 730 or 7.30 is 7:30 h."""
    if text_at(words, at) in {"half", "quarter"}:
        found = minutes(words, at)
        if found is None:  # half the night
            raise BadInput(f"'{text_at(words, at)}' is of no known length.", _SLEEP_EXAMPLE)
    else:
        found = _night(words, at) or _hours(words, at)
    if not found:
        return None
    end, slept = at + found[0], found[1]
    behind, number = text_at(words, end), text_at(words, end + 1)
    if behind in {"times", "x"}:  # woke, rather than hours
        return None
    if behind == "or" and number.isdecimal() and int(number) <= 24:
        raise _two_lengths(joined(words[at : end + 2]), slept, int(number) * 60)
    if behind in {"then", "+", "plus"} and (more := length(words, end + 1)):  # 4h then 2h
        end, slept = end + 1 + more[0], slept + more[1]
    return end + length_of(_LAST_NIGHT, words, end) - at, slept


def _hours(words: Sequence[Word], at: int) -> Found:
    text, n = text_at(words, at), 1
    number = number_at(words, at)
    if number and not number[2]:
        n, text = number[:2]
    refuse_two_lengths(words, at)
    low, sign, part = text.replace(",", ".").partition(".")
    unit = text_at(words, at + n) in OTHER_UNITS
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
    _refuse_without_point(low)
    if len(low) in {3, 4} and int(low[-2:]) < 60 and int(low[:-2]) < 24:
        clock = int(low[:-2]) * 60 + int(low[-2:])
        if int(low) <= _LONGEST_NIGHT and clock != int(low):
            raise _two_lengths(text, clock, int(low))
        return 1, clock
    return minutes(words, at)


_SLEEP_EXAMPLE = Example("mood", "6 slept 7h30.")


def _refuse_without_point(number: str) -> None:
    """Raise TwoReadings for `75`, which may be 7.5 hours, and for `82`, a watch's score."""
    if len(number) == 2:
        hours = int(number[0]) * 60 + 30 if number[1] == "5" and int(number) > 40 else None
        raise _two_lengths(number, *filter(None, (hours, int(number))))


def _night(words: Sequence[Word], at: int) -> Found:
    """Read `11pm-7am`, `from 23:00 to 07:00`, `11 to 7`: no night is longer than 12 hours."""
    start = at + (text_at(words, at) in {"from", "between"})
    sign = next((n for n in (start + 1, start + 2) if text_at(words, n) in TO | {"and"}), 0)
    first, last = text_at(words, start), text_at(words, sign + 1)
    end = sign + 2 + (text_at(words, sign + 2) in {"am", "pm"})
    if not sign or text_at(words, end) in OTHER_UNITS:
        return None
    from ketalog.times.grammar import split_clock
    from ketalog.times.words import plain_words

    both = [joined(words[start:sign]), joined(words[sign + 1 : end])]
    clocks = [split_clock(f"{text}:00" if text.isdecimal() else plain_words(text)) for text in both]
    (slept, is_sure, day), (woke, is_sure_too, other) = clocks
    if slept is None or woke is None or day or other:
        return None
    minutes = (woke.hour - slept.hour) * 60 + woke.minute - slept.minute
    minutes %= 24 * 60 if is_sure and is_sure_too else 12 * 60
    if first.isdecimal() and last.isdecimal() and int(first) < int(last):  # 7-8, 7 - 9am
        phrase, span = joined(words[at:end]), f"{minutes // 60}h{minutes % 60:02}"
        if end == sign + 2:
            raise _two_lengths(phrase, int(first) * 60, int(last) * 60, minutes)
        ways = (f"{first}h00, {both[1]}", span)
        raise TwoReadings(phrase, "can be read in two ways", *(Meaning(way, way) for way in ways))
    return end - at, minutes


def _two_lengths(phrase: str, *minutes: int) -> TwoReadings:
    readings = [f"{each // 60}h{each % 60:02}" for each in minutes]
    said = [f"{each // 60}:{each % 60:02} h" for each in minutes]
    problem = "can be read in two ways" if len(minutes) > 1 else "has no unit"
    return TwoReadings(phrase, problem, *map(Meaning, readings, said))
