"""Ratings, lengths of time and readings in every shape that they are typed in."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog.clauses.words import (
    ABOUT,
    COUNTS,
    DIGITS,
    LATE_HOURS,
    LENGTH_WORDS,
    MG,
    MONTH_NAMES,
    OTHER_UNITS,
    PERCENT,
    Meaning,
    TwoReadings,
    Word,
    is_of_a_clock,
    joined,
    length_of,
    number_at,
    shapes_of,
    text_at,
    whole_at,
)
from ketalog.domain.amounts import PIECES
from ketalog.domain.ratings import read_rating
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Reader


def _rating(words: Sequence[Word], at: int) -> Found:
    """Read `4`, `six`, `6/10`, `6 out of 10`; the error of what is no rating names it."""
    text, n = text_at(words, at), 1
    number = number_at(words, at)
    if number and not number[2]:
        n, text = number[:2]
        if text_at(words, at + n - 1) == "the":  # half the day
            return None
    elif text.lstrip("-+")[:1] not in DIGITS or not text.lstrip("-+"):
        return None
    if text.endswith("/10"):
        return 1, text.removesuffix("/10")
    unit = text_at(words, at + n)
    if unit in {"am", "pm"} or (n == 1 and is_of_a_clock(words, at)):
        return None  # 4,7pm and 6-7pm
    if unit in _UNITS and not (unit == "day" and text != "1"):  # 5 day before yesterday
        return None  # 20 min after, 7h of sleep
    n += text_at(words, at + n) == "ish"
    is_more = text_at(words, at + n) == "+" and words[at + n].glued  # 6+, not 6+anxiety
    if is_more and not any(word.glued for word in words[at + n + 1 : at + n + 2]):
        return n + 1, f"{text}.5"
    return n + length_of(_OUT_OF_TEN, words, at + n), text.removesuffix("/")


_OUT_OF_TEN = shapes_of(("out of 10", "out of ten", "of 10", "of ten", "/ 10", "/ ten", "/10"))


def _to(words: Sequence[Word], at: int) -> Found:
    """Return the other number of `6-7`, `6 or 7`, with the sign between."""
    is_span = text_at(words, at) in {"-", "to", "or", "/", "->"}
    found = _rating(words, at + 1) if is_span else None
    return (1 + found[0], found[1]) if found else None


_BEFORE = shapes_of(
    ("now", "now at", "down to", "up to", "to", "level", "level of", "score", "score of", "rated")
)
"""Words before a rating that say that it is one, and the one of now."""


def rated(name: str) -> Reader:
    """Return the reader of a rating: `4`, `six`, `6/10`; 6.5 is two readings."""

    def read(words: Sequence[Word], at: int) -> Found:
        if n := length_of(_BEFORE, words, at):  # anxiety down to 3
            found = read(words, at + n)
            return found and (found[0] + n, found[1])
        if text_at(words, at) in {"none", "nil"}:
            none = Meaning("0", "0, none at all")
            raise TwoReadings(text_at(words, at), "is no number from 0 to 10", none)
        found = _rating(words, at)
        if found is None:
            return None
        text = found[1]
        if (other := _to(words, at + found[0])) and text.isdecimal() and other[1].isdecimal():
            raise TwoReadings(
                joined(words[at : at + found[0] + other[0]]),
                "can be read in two ways",
                Meaning(text, text),
                Meaning(other[1], other[1]),
            )
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


def _is_of_another(words: Sequence[Word], at: int) -> bool:
    """Tell whether a number is no part of the length before it: 2h 7pm, 2h 2x75mg, 7h 4."""
    unit = text_at(words, at + 1)
    is_digit = len(words[at].text) == 1 and not words[at].glued and unit not in LENGTH_WORDS
    return is_digit or unit in _NO_MINUTES or unit.rstrip("s") in _COUNTED


_COUNTED = frozenset({*PIECES, "unit", "device", "beer", "drink", "x", "*", "time"})
_NO_MINUTES = (
    MG
    | PERCENT
    | {"bpm", "kg", "mmhg", "/", "over"}
    | {"am", "pm", "a", "p", "o'clock", "oclock", "ish"}
)
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_NIGHTS = frozenset({"night", "nights", "week", "weeks", "month", "months"})
"""Units behind a number that is no number of minutes: for two nights."""
_NO_MINUTES |= MONTH_NAMES | _ORDINALS
"""Behind a number that is no part of the length before it: 2h 7pm, 2h 16 nov."""


def _length_words(words: Sequence[Word], at: int, *, is_ago: bool) -> Found:
    """Return the text of a length of time, as long as it can be read.

    Of `watched 2h, 40 min 140/90` the minutes are of what stands behind them, and so of
    `slept 7h, 30 min ago`, unless it `is_ago`.
    """
    from ketalog.times.words import read_minutes

    end, before = at, ""
    while end < min(len(words), at + 7):
        text = words[end].text
        unit_before = before in LENGTH_WORDS and before != "and"
        if text == "half" and before in UNIT_MINUTES:  # fasted 6h, half an hour ago
            break
        if (
            text in LENGTH_WORDS
            or (
                text[:1] in DIGITS
                and text
                and (not before or unit_before or before == "and")
                and not (before and _is_of_another(words, end))
            )
            or (text in COUNTS and not before)
        ):
            before, end = text, end + 1
        else:
            break
    is_others = False
    for stop in range(end, at, -1):
        if is_others and words[stop - 1].text not in LENGTH_WORDS:
            continue
        text = joined(words[at:stop])
        first, space, rest = text.partition(" ")
        text = f"{COUNTS.get(first, first)}{space}{rest}"
        try:
            read_minutes(text)
        except BadInput:
            continue
        behind = text_at(words, stop)
        is_others = behind in HELD or "/" in behind or (behind == "ago" and not is_ago)
        is_others &= any(word.text in _HOURS for word in words[at : stop - 1])
        if is_others:
            continue
        return stop - at, text
    return None


HELD = frozenset({"hold", "held", "holding"})
_HOURS = frozenset({"h", "hr", "hrs", "hour", "hours"})


def minutes(words: Sequence[Word], at: int, *, is_ago: bool = False) -> Found:
    """Read a length of time, in minutes: `15`, `15 min`, `1h30`, `half an hour`.

    Before `ago` it is none, but for who looks for that: `is_ago`.
    """
    found = _minutes(words, at, is_ago=is_ago)
    is_past = found is not None and text_at(words, at + found[0]) == "ago"
    return None if is_past and not is_ago else found


def _minutes(words: Sequence[Word], at: int, *, is_ago: bool) -> Found:
    text = text_at(words, at)
    number = number_at(words, at)
    if number and not number[2]:
        is_share = text_at(words, at + number[0] - 1) == "the"  # half the day
        return None if is_share else _spelled_minutes(words, at, *number[:2])
    refuse_two_lengths(words, at)
    if text[:1] in DIGITS and text_at(words, at + 1) in {"am", "pm"}:
        return None  # 8:30 am
    if is_of_a_clock(words, at) and text_at(words, at - 1) in HELD:
        raise BadInput(
            f"'{joined(words[at : at + 4])}' says when it was held.",
            "Type when it was taken, and how long it was held: 7pm, held 15 min.",
        )
    if text.isdecimal() and text_at(words, at + 1) in _SECONDS:
        if int(text) % 60:
            phrase = joined(words[at : at + 2])
            raise BadInput(f"'{phrase}' is not in whole minutes.", "Type it in minutes: 15 min.")
        return 2, int(text) // 60
    if text.isdecimal() and len(text) < 5 and text_at(words, at + 1) not in LENGTH_WORDS:
        is_date = text_at(words, at + 1) in MONTH_NAMES | _ORDINALS | _NIGHTS  # for 18 nov
        return None if is_date else (1, int(text))
    found = _length_words(words, at, is_ago=is_ago)
    if found is None:
        return None
    from ketalog.times.words import read_minutes

    return found[0], read_minutes(found[1])


def refuse_two_lengths(words: Sequence[Word], at: int) -> None:
    """Raise TwoReadings for `10-15 min`."""
    first, sign, second, unit = (text_at(words, at + n) for n in range(4))
    is_span = sign in {"-", "to", "or"} and first.isdecimal() and second.isdecimal()
    is_clock = is_span and unit[:1] == "h" and int(second) > 12  # 19-20h
    if is_span and unit in UNIT_MINUTES and not is_clock:
        ways = (Meaning(f"{n} {unit}", f"{n} {unit}") for n in (first, second))
        raise TwoReadings(joined(words[at : at + 4]), "can be read in two ways", *ways)


def length(words: Sequence[Word], at: int) -> Found:
    """Read a length of time with its unit: `40 min`, not `40`, `40 min ago`, `every 40 min`."""
    if text_at(words, at - 1) in {"every", "each", "at", "@"}:
        return None
    if text_at(words, at) in ABOUT:  # about 40 min, which is no estimate of an amount
        found = length(words, at + 1)
        return found and (found[0] + 1, found[1])
    opens = text_at(words, at)[:1] in DIGITS or text_at(words, at) in {*COUNTS, "half", "an"}
    opens |= "couple" in {text_at(words, at), text_at(words, at + 1)}  # a couple of hours
    found = minutes(words, at) if opens else None
    if found is None or text_at(words, at + found[0]) in _NO_LENGTH:
        return None
    return found if any(word.text in UNIT_MINUTES for word in words[at : at + found[0]]) else None


def lasted(words: Sequence[Word], at: int) -> Found:
    """Read `45 min`; `in 45 min` may be how long it took, or how long after the dose it was."""
    if text_at(words, at) not in {"in", "within"}:
        return length(words, at)
    found = length(words, at + 1)
    if found is None:
        return None
    said = joined(words[at + 1 : at + 1 + found[0]])
    ways = (Meaning(f"for {said}", "how long"), Meaning(f"{said} after the dose", "when it began"))
    phrase = joined(words[at : at + 1 + found[0]])
    raise TwoReadings(phrase, "can be read in two ways", *ways)


def held(words: Sequence[Word], at: int) -> Found:
    """Read `15 min hold`; `15 min` alone may be how long it was held, or how long ago it was."""
    before = text_at(words, at - 1)
    start = at + (text_at(words, at) in {"for", "after"} | ABOUT)
    found = length(words, start)
    if not found or before in {"over", "took", "lasted", "slept", "sleep"}:
        return None
    end = start + found[0]
    hour = joined(words[at:end])
    if hour[-1:] == "h" and hour[:-1] in LATE_HOURS:  # 21h, as a clock says
        return None
    if text_at(words, end) in HELD:
        return end + 1 - at, found[1]
    is_spat = any(text_at(words, n) in {"spat", "spit", "swallowed"} for n in range(at - 3, at))
    if text_at(words, at) == "after" and is_spat:
        return end - at, found[1]
    phrase, said = joined(words[at:end]), joined(words[start:end])
    ways = [Meaning(f"held {said}", "how long it was held"), Meaning(f"{said} ago", "when it was")]
    if any(word.text in {"am", "pm"} or ":" in word.text for word in words):
        raise TwoReadings(phrase, "does not say what took so long", ways[0])  # when, is said
    raise TwoReadings(phrase, "can be read in two ways", *ways)


def hold(words: Sequence[Word], at: int) -> Found:
    """Read how long something was held: `15 min`, `15ish`; `10-15` is asked."""
    first, sign, other = (text_at(words, at + n) for n in range(3))
    if first.isdecimal() and sign in {"-", "to", "or"} and other.isdecimal():
        ways = (Meaning(number, f"{number} min") for number in (first, other))
        raise TwoReadings(joined(words[at : at + 3]), "can be read in two ways", *ways)
    found = minutes(words, at)
    return found and (found[0] + (text_at(words, at + found[0]) == "ish"), found[1])


def from_dose(words: Sequence[Word], at: int) -> Found:
    """Read `45 min after the dose`, `an hour before my dose`: minutes from it on.

    So `45 min after` and `after 45 min`, where nothing else is named.
    """
    if text_at(words, at) == "t" and text_at(words, at + 1)[:1] == "+":
        return _offset(words, at + 1)
    start = at + (text_at(words, at) == "after")
    found = minutes(words, start)
    side = start + found[0] if found else at
    if not found or not any(word.text.isalpha() for word in words[start:side]):
        return None
    if text_at(words, start) in {"and", "&"}:  # 118/74 before and 75 after
        return None
    if start > at:
        return (side - at, found[1]) if side == len(words) else None
    end = side + 1
    while text_at(words, end) in {"the", "my", "last", "taking", "a"}:
        end += 1
    if text_at(words, side) not in {"after", "before", "post", "into", "later", "afterwards"}:
        return None
    is_before = text_at(words, side) == "before"
    if is_before and side + 1 == len(words):
        said = joined(words[start:side])
        ways = (
            Meaning(f"{said} before the dose", "before the dose"),
            Meaning(f"{said} ago", "before now"),
        )
        raise TwoReadings(f"{said} before", "can be read in two ways", *ways)
    if text_at(words, end) not in _DOSE:
        return (side + 1 - at, found[1]) if side + 1 == len(words) and not is_before else None
    sign = -1 if is_before else 1
    return end + 1 - at, sign * found[1]


def _offset(words: Sequence[Word], at: int) -> Found:
    """Read the `+15 min` of `t+15min`: so long after the dose."""
    sign = words[at].text
    rest = [*([Word(sign[1:], 0)] if sign[1:] else []), *words[at + 1 : at + 5]]
    found = length(rest, 0)
    number = text_at(rest, 0)
    if found is None and number.isdecimal():  # t+2
        said = joined(words[at - 1 : at + 2 - bool(sign[1:])])
        ways = [Meaning(f"{number} {unit} after the dose", unit) for unit in ("min", "hours")]
        raise TwoReadings(said, "can be minutes or hours", *ways)
    return found and (found[0] + 1 + (not sign[1:]), found[1])


def shift(words: Sequence[Word], at: int) -> Found:
    """Read `1h earlier`, `a day later`: minutes from the former time of an entry on."""
    sign = {"+": 1, "plus": 1, "-": -1, "minus": -1}.get(text_at(words, at))
    if sign and (found := length(words, at + 1)):  # + 1h
        return 1 + found[0], sign * found[1]
    if text_at(words, at)[:1] == "-":  # -1h
        first, *rest = words[at : at + 4]
        found = length([Word(first.text[1:], first.piece), *rest], 0)
        return (found[0], -found[1]) if found else None
    start = at + (text_at(words, at) in ABOUT)
    number = (1, "1") if text_at(words, start) in {"a", "an"} else whole_at(words, start)
    unit = _SPANS.get(text_at(words, start + number[0])) if number else None
    plain = (number[0] + 1, int(number[1]) * unit) if number and unit else None
    for found in (plain, minutes(words, start)):  # a week; 1 h 30 min
        side = start + found[0] if found else start
        if found and text_at(words, side) == "back" and side + 1 == len(words):
            said = joined(words[at:side])
            ways = (
                Meaning(f"{said} earlier", "earlier than it says"),
                Meaning(f"{said} ago", "counted from now"),
            )
            raise TwoReadings(f"{said} back", "can be read in two ways", *ways)
        if (
            found
            and text_at(words, side) == "too"
            and text_at(words, side + 1) in {"late", "early"}
        ):
            said, phrase = joined(words[at:side]), joined(words[at : side + 2])
            both = [Meaning(f"{said} {way}", f"{way} than it says") for way in ("earlier", "later")]
            raise TwoReadings(phrase, "can be read in two ways", *both)
        sign = _SHIFTS.get(text_at(words, side))
        if found and sign and any(word.text.isalpha() for word in words[start:side]):
            return side + 1 - at, sign * found[1]
    return None


_SHIFTS = {"earlier": -1, "sooner": -1, "later": 1}
_DOSE = frozenset({"dose", "ketamine", "troche", "spray", "dosing"})
_NO_LENGTH = frozenset(
    {"ago", "back", "before", "after", "earlier", "later", "apart", "in", "into"}
)


def _spelled_minutes(words: Sequence[Word], at: int, n: int, number: str) -> Found:
    """Return a length whose number is words or a fraction: `1 1/2 hours`, `two h and 5 min`."""
    unit = text_at(words, at + n)
    if unit in _NIGHTS:
        return None
    whole = Decimal(number) * UNIT_MINUTES.get(unit, 1)
    if whole != int(whole):
        return None
    end = at + n + (unit in UNIT_MINUTES)
    more = end + (text_at(words, end) == "and")
    rest = number_at(words, more) if unit[:1] == "h" else None
    if rest and rest[1].isdecimal() and text_at(words, more + rest[0])[:1] == "m":
        return more + rest[0] + 1 - at, int(whole) + int(rest[1])
    return end - at, int(whole)


_SECONDS = frozenset({"s", "sec", "secs", "second", "seconds"})
UNIT_MINUTES = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60),
    **dict.fromkeys(("d", "day", "days"), 24 * 60),
}


_SPANS = {**UNIT_MINUTES, **dict.fromkeys(("week", "weeks"), 7 * 24 * 60)}


_UNITS = OTHER_UNITS | MG


def digit(words: Sequence[Word], at: int) -> Found:
    """Read a single digit, as it was typed."""
    text = text_at(words, at)
    text = COUNTS.get(text, text)
    return (1, text) if len(text) == 1 and text.isdecimal() else None


def hours_or_minutes(read: Reader, most: int) -> Reader:
    """Return the reader of a length of `most` hours usually: `15:00` then may be minutes."""

    def asked(words: Sequence[Word], at: int) -> Found:
        found = read(words, at)
        hours, colon, rest = text_at(words, at).partition(":")
        has_unit = text_at(words, at + 1) in LENGTH_WORDS  # as an answer says it: 2:00 h
        if not (found and colon and hours.isdecimal() and int(hours) > most) or has_unit:
            return found
        phrase = f"{hours}:{rest}"
        if rest != "00":
            problem = f"'{phrase}' can be minutes and seconds, or hours."
            raise BadInput(problem, f"Type it in minutes: {hours} min. Or: {hours}h{rest}.")
        ways = Meaning(f"{hours} min", "minutes"), Meaning(f"{hours}h", "hours")
        raise TwoReadings(phrase, "can be minutes or hours", *ways)

    return asked


def with_its_unit(read: Reader, most: int = 9) -> Reader:
    """Return the reader of a length that asks what a small number alone is: `watched 2`."""

    def asked(words: Sequence[Word], at: int) -> Found:
        number = text_at(words, at)
        is_long = text_at(words, at + 1) in {"week", "weeks", "month", "months"}
        found = None if is_long else read(words, at)
        hours, colon, _ = number.partition(":")
        is_late = hours.isdecimal() and _LATE <= int(hours) < 24
        if found and colon and found[0] == 1 and is_late:
            problem = f"'{number}' is a time of day, or {hours} hours."
            raise BadInput(problem, "Type the length with its unit: 2h10, 45 min.")
        has_unit = text_at(words, at + 1) in LENGTH_WORDS
        if found and not has_unit and number.isdecimal() and 0 < int(number) <= most:
            phrase = joined(words[max(at - 1, 0) : at + 1])  # the 2 of "2 devices watched 2" is two
            ways = Meaning(f"{phrase}h", "hours"), Meaning(f"{phrase} min", "minutes")
            raise TwoReadings(phrase, "can be hours or minutes", *ways)
        return found

    return asked


_LONGEST_SLEEP = 16 * 60
"""Minutes: `slept 23:00` is rather when somebody slept."""
_LATE = 9
"""From so many hours on `15:10` is rather a time of day than a length."""


def a_day_at_most(read: Reader, example: Example) -> Reader:
    """Return the reader of a length that is a day at the most, for which an example stands."""

    def within(words: Sequence[Word], at: int) -> Found:
        found = read(words, at)
        end = at + found[0] if found else at
        if found and text_at(words, end) == "+" and words[end].glued:  # slept 5+
            raise BadInput(f"'{joined(words[at : end + 1])}' is no length of its own.", example)
        if found and found[1] > _LONGEST_SLEEP and ":" in text_at(words, at) and found[0] == 1:
            problem = f"'{text_at(words, at)}' is a time of day, or very long."
            lead = f"Type the length with its unit. {example.lead}"
            raise BadInput(problem, example._replace(lead=lead))
        if found and found[1] > 24 * 60:
            typed = joined(words[at : at + found[0]])
            raise BadInput(f"'{typed}' is longer than a day.", example)
        return found

    return within
