"""Readings in every shape that they are typed in: `128/82 72 98%`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.clauses.words import (
    MG,
    OTHER_UNITS,
    PERCENT,
    Meaning,
    TwoReadings,
    joined,
    text_at,
    whole_at,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Word


def pressure(words: Sequence[Word], at: int) -> Found:
    """Read `128/82`, `128 over 82`; a `?` behind it says that it is right."""
    found = _two_numbers(words, at)
    if found is None or found[0] == 2 or min(map(len, found[1:])) < 2:
        return None
    if found[0] > 3:  # sys 128 dia 82
        return any_pressure(words, at)
    if text_at(words, at + found[0]) in MG:  # 100/150mg
        return None
    high, low = map(int, found[1:])
    is_date = max(high, low) <= 31  # or a rating: 10/10
    is_length = found[0] == 3 and (high < 90 or text_at(words, at + 3) in _UNITS)  # 35 over 40 min
    return None if is_date or is_length else any_pressure(words, at)


def lone_pressure(words: Sequence[Word], at: int) -> Found:
    """Read `128 82` too, but not `72 98` right behind a blood pressure, or of an oximeter."""
    if _is_behind_a_pressure(words, at):
        return None
    found = _two_numbers(words, at)
    if found and found[0] == 2:
        _refuse_oximeter(*found[1:])
    return any_pressure(words, at)


def _refuse_oximeter(first: str, second: str) -> None:
    """Raise TwoReadings for `98 72`, as an oximeter shows oxygen and the pulse."""
    ways = [
        Meaning(f"{oxygen}% pulse {beats}", f"oxygen {oxygen} % and the pulse {beats}")
        for oxygen, beats in ((first, second), (second, first))
        if _LEAST_OXYGEN - 2 <= int(oxygen) <= 100 and int(beats) <= max(int(first), 160)
    ]
    if ways and int(first) <= 100:
        whole = Meaning(f"{first}/{second}", f"the blood pressure {first}/{second}")
        ways = [whole, *ways] if int(second) < int(first) else ways
        raise TwoReadings(f"{first} {second}", "can be two things", *ways)


def _is_behind_a_pressure(words: Sequence[Word], at: int) -> bool:
    before = ((n, _two_numbers(words, at - n)) for n in (1, 2, 3) if n <= at)
    return any(found and found[0] == n for n, found in before)


def any_pressure(words: Sequence[Word], at: int) -> Found:
    """Read `128 82` too, where nothing else has two numbers, and what can't be one."""
    found = _two_numbers(words, at)
    if found is None:
        return None
    from ketalog.domain.readings import read_pressure, read_reading

    n, high, low = found
    sure = text_at(words, at + n) == "?"
    n += sure
    n += text_at(words, at + n) == "mmhg"
    third, pulse = _third(words, at, n)
    if pulse:
        _refuse_mean(joined(words[at : at + n + third]), *map(int, (high, low, pulse)))
    read = read_pressure(high, low, sure=sure)
    return n + third, read._replace(pulse_per_minute=read_reading(pulse or None, "pulse"))


def _third(words: Sequence[Word], at: int, n: int) -> tuple[int, str]:
    """Return the pulse that sticks to a pressure of n words, and how many it has of its own.

    So of 128/82/72, 128/82@72, 128/82 (72).
    """
    within = text_at(words, at).split("/")[2:]
    sign, number, close = (text_at(words, at + n + place) for place in range(3))
    if within or sign not in {"@", "("} or not number.isdecimal() or len(number) not in {2, 3}:
        return 0, within[0] if within else ""
    is_time = int(number) <= 24 or close in _UNITS | {"am", "pm", "o'clock", "ago"}
    if sign == "@" and not is_time and int(number) < _LEAST_PULSE:
        ways = Meaning(f"pulse {number}", "the pulse"), Meaning(f"after {number} min", "when")
        raise TwoReadings(joined(words[at + n : at + n + 2]), "can be the pulse, or minutes", *ways)
    return (0, "") if is_time else (2 + (sign == "(" and close == ")"), number)


def _refuse_mean(phrase: str, high: int, low: int, third: int) -> None:
    """Raise TwoReadings for `140/90 (107)`, as a monitor shows the mean pressure."""
    if abs(3 * third - high - 2 * low) <= 3:
        ways = (
            Meaning(f"{high}/{low} pulse {third}", "the pulse"),
            Meaning(f"{high}/{low}", "the mean pressure, which is not kept"),
        )
        raise TwoReadings(phrase, f"has {third}, which can be two things", *ways)


def _two_numbers(words: Sequence[Word], at: int) -> tuple[int, str, str] | None:
    """Return how many words two numbers have that can be a blood pressure, and both."""
    if {text_at(words, at), text_at(words, at + 1)} & _NAMES_OF_BOTH.keys():
        return _two_named(words, at)
    high, slash, low = text_at(words, at).partition("/")
    third = low.partition("/")[2]
    if len(third) in {2, 3} and third.isdecimal() and high.isdecimal() and int(high) > 31:
        low = low.partition("/")[0]  # 128/82/72
    n = 1
    if not slash:
        n = 3 if text_at(words, at + 1) in {"over", "/", "-"} else 2
        low = text_at(words, at + n - 1)
    if not (high.isdecimal() and low.isdecimal()) or text_at(words, at + n) in {"am", "pm", "ish"}:
        return None  # 7-8pm
    if n == 2 and (not {len(high), len(low)} <= {2, 3} or text_at(words, at + 2) in _UNITS):
        return None
    return n, high, low


_UNITS = OTHER_UNITS | MG
_NAMES_OF_BOTH = {
    **dict.fromkeys(("systolic", "sys"), "high"),
    **dict.fromkeys(("diastolic", "dia"), "low"),
}


def _two_named(words: Sequence[Word], at: int) -> tuple[int, str, str] | None:
    """Return the same of `sys 128 dia 82`, `128 systolic, 82 diastolic`."""
    end, said = at, {}
    for _ in range(2):
        pair = [text_at(words, end), text_at(words, end + 1)]
        name = next((word for word in pair if word in _NAMES_OF_BOTH), "")
        number = next((word for word in pair if word.isdecimal()), "")
        if not (name and number):
            return None
        said[_NAMES_OF_BOTH[name]] = number
        end += 2 + (text_at(words, end + 2) in {"and", "&", "over", "/"} and len(said) == 1)
    return (end - at, said["high"], said["low"]) if len(said) == 2 else None


def pulse(words: Sequence[Word], at: int) -> Found:
    """Read `72`, `72 bpm`, `72/min`."""
    from ketalog.domain.readings import read_reading

    number = whole_at(words, at)
    if not number:
        return None
    n, text = number
    return n + _is_beats(words, at + n), read_reading(text, "pulse")


def _is_beats(words: Sequence[Word], at: int) -> bool:
    """Tell whether `bpm`, or `min` behind a slash, stands here."""
    if text_at(words, at) == "min":
        return words[at].piece == words[at - 1].piece and not words[at].glued
    return text_at(words, at) == "bpm"


def beats(words: Sequence[Word], at: int) -> Found:
    """Read `72 bpm`, and `72` right behind a blood pressure."""
    text = text_at(words, at)
    if not text.isdecimal() or len(text) > 3:
        return None
    is_alone = text_at(words, at + 1) not in _UNITS | {"am", "pm", "a", "p"}
    if text_at(words, at - 1).isdecimal() and _is_behind_a_pressure(words, at - 1):
        if is_alone and _LEAST_WEIGHT <= int(text) <= 100:  # 128/82 72 98
            ways = Meaning(f"{text}%", "oxygen"), Meaning(f"{text} kg", "the weight")
            raise TwoReadings(text, "can be oxygen or the weight", *ways)
        return None
    is_behind = is_alone and 20 <= int(text) <= 300 and _is_behind_a_pressure(words, at)
    side = text_at(words, at + 1)
    if is_behind and int(text) < _LEAST_PULSE and side in {"before", "after"}:
        ways = Meaning(f"pulse {text} {side}", "the pulse"), Meaning(f"{text} min {side}", "when")
        raise TwoReadings(f"{text} {side}", "can be the pulse, or minutes", *ways)
    if is_behind and _LEAST_OXYGEN <= int(text) <= 100 and not _says_percent(words):
        ways = Meaning(f"pulse {text}", "the pulse"), Meaning(f"{text}%", "oxygen")
        raise TwoReadings(text, "can be the pulse or oxygen", *ways)
    return pulse(words, at) if is_behind or _is_beats(words, at + 1) else None


def _says_percent(words: Sequence[Word]) -> bool:
    return any(word.text in PERCENT | _OXYGEN for word in words)


_LEAST_WEIGHT = 40
_LEAST_PULSE = 50
"""Below it a number can be minutes, too: `128/82 20 after`."""
_LEAST_OXYGEN = 92
"""From here on a number behind a blood pressure can be oxygen as well as a pulse."""


def oxygen(words: Sequence[Word], at: int) -> Found:
    """Read `92`, `92 %`."""
    from ketalog.domain.readings import read_reading

    number = whole_at(words, at)
    if not number:
        return None
    n, text = number
    return n + (text_at(words, at + n) in PERCENT), read_reading(text, "oxygen")


def percent(words: Sequence[Word], at: int) -> Found:
    """Read `92 %`, `sat 92 %`; and `sat 92`, which no Saturday is."""
    if text_at(words, at) == "sat":
        number = text_at(words, at + 1)
        is_alone = number.isdecimal() and 31 < int(number) <= 100
        found = oxygen(words, at + 1) if is_alone else percent(words, at + 1)
        return found and (1 + found[0], found[1])
    found = oxygen(words, at) if text_at(words, at + 1) in PERCENT else None
    return found and (found[0] + (text_at(words, at + found[0]) in _OXYGEN), found[1])


_OXYGEN = frozenset({"oxygen", "saturation", "sats", "sat"})
