"""Days, months and lengths of time: their names, and how they are said and read."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache

from ketalog.domain.calendar import MONTHS, ONE_DAY, WEEKDAYS, Span
from ketalog.domain.text import say_minutes, say_time
from ketalog.errors import BadInput

WEEKDAYS_SHORT = tuple(name[:3] for name in WEEKDAYS)
_MEANT = {"noon": "12:00", "midnight": "0:00", "weds": "wed"}
_MEANT |= dict.fromkeys(("at", "on", "of", "the"), "")
_TWO_DAYS = {
    "day before yesterday": "2 days ago",
    "day after tomorrow": "in 2 days",
    "a fortnight": "2 weeks",
}
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
NUMBER = f"[0-9]{{1,3}}|an?|{'|'.join(_NUMBERS)}"
"""How many days, weeks or months, as a pattern."""
_MINUTES_HINT = 'Type how long, such as "45 min", "2h", "1h30" or "7:30".'


def month_name(on: date) -> str:
    """Return "November"."""
    return MONTHS[on.month - 1]


def month_short(on: date) -> str:
    """Return "Nov"."""
    return MONTHS[on.month - 1][:3]


def say_day(on: date) -> str:
    """Return "Wed 18 Nov"."""
    return f"{WEEKDAYS_SHORT[on.weekday()]} {on.day} {month_short(on)}"


def say_days(span: Span, *, short: bool = False, to: str = " – ") -> str:
    """Return "16 – 22 November 2026", "30 Nov – 6 Dec 2026", short "16–22 Nov 2026"."""
    first, last = span.start, span.end - ONE_DAY
    dash = "–" if short else to
    name = month_short if short or first.month != last.month else month_name
    if first == last:
        return f"{first.day} {name(first)} {first.year}"
    if first.year != last.year:
        return f"{first.day} {name(first)} {first.year}{dash}{last.day} {name(last)} {last.year}"
    if first.month != last.month:
        return f"{first.day} {name(first)}{dash}{last.day} {name(last)} {last.year}"
    return f"{first.day}{dash}{last.day} {name(last)} {last.year}"


def say_moment(at: datetime) -> str:
    """Say a moment in full, by its own clock: Sun 22 Nov 2026 21:00."""
    return f"{say_day(at)} {at.year} {say_clock(at)}"


def say_clock(at: datetime) -> str:
    """Say a time of day: 21:00, or 21:00-08:00 by the clock of a place that is not this one.

    So is a time that comes twice, when clocks go back.
    """
    offset = offset_of(at)
    return f"{at:%H:%M}{offset}" if offset else say_time(at)


def offset_of(at: datetime) -> str:
    """Return the offset of a moment, "-08:00"; nothing where this place's clock says the same."""
    if at.tzinfo is None or at.utcoffset() == offset_on(at.date()):
        return ""
    here = {at.replace(tzinfo=None, fold=fold).timestamp() for fold in (0, 1)}
    if here == {at.timestamp()}:  # Two are those of a time that comes twice, or never.
        return ""
    written = f"{at:%z}"
    return f"{written[:3]}:{written[3:5]}"


@cache
def offset_on(day: date) -> timedelta | None:
    """Return the offset that this place's clock has all through a day; None if it changes then.

    Kept: to ask the system for each line of a long list takes longer than all else that is said.
    """
    # Where midnight itself comes twice, its first time begins a day, and its second ends one.
    begins, ends = (
        datetime.combine(day + n * ONE_DAY, time(fold=n)).astimezone().utcoffset() for n in (0, 1)
    )
    return begins if begins == ends else None


def say_elapsed(minutes: int) -> str:
    """Say a length of time in whole minutes: 35 min, 1:05 h; from two days on rounded: 3 d."""
    return say_minutes(minutes) if minutes < 48 * 60 else f"{(minutes + 12 * 60) // (24 * 60)} d"


def read_minutes(text: str) -> int:
    """Read a length of time: minutes, from 0 to 7 days. Raises BadInput."""
    words = plain_words(text)
    if len(words) < 5 and words.isdecimal():  # plain minutes, without compiling a pattern
        return int(words)
    words = re.sub(r"(h|hour|hr)s? and (?:a )?half\b", r"\1 30 min", words)
    words = re.sub(r"\b([0-9]{1,2}) and a half h(?:(?:ou)?rs?)?\b", r"\1h30", words)
    words = re.sub(r"\bhalf (?:an? )?hour\b", "30 min", words)
    words = re.sub(r"\ban? (?=[hmd])", "1 ", words)
    words = re.sub(r"^([0-9]{1,3}):([0-5][0-9])(?: ?h)?$", r"\1h\2", words)
    found = re.fullmatch(
        r"(?:([0-9]{1,2}) ?d(?:ays?)?)? ?"
        r"(?:([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?h(?:(?:ou)?rs?)?)? ?(?:and )?"
        r"(?:([0-9]{1,5}) ?(m(?:in(?:ute)?s?)?)?)?",
        words,
    )
    days, hours, fraction, rest, unit = found.groups() if found else (None,) * 5
    # A number after days needs its unit, and minutes beside hours stay below 60.
    odd = rest and (fraction or (days and not unit) or ((days or hours) and int(rest) > 59))
    if odd or not (days or hours or rest):
        raise BadInput(f"{shown(text)} can't be read as a length of time.", _MINUTES_HINT)
    minutes = (int(days or 0) * 24 + int(hours or 0)) * 60 + int(rest or 0)
    minutes += round(int((fraction or "0").ljust(2, "0")) * 60 / 100)
    if minutes > 7 * 24 * 60:
        raise BadInput(f"{shown(text)} is longer than 7 days.", _MINUTES_HINT)
    return minutes


def number_of(word: str) -> int:
    """Return the number of a word that NUMBER describes."""
    if word in _NUMBERS:
        return _NUMBERS.index(word) + 1
    return 1 if word in {"a", "an"} else int(word)


def plain_words(text: str) -> str:
    """Return the words that matter, in lower case; "" for a text that can't mean a time."""
    spaced = " ".join(text.split())
    # Asked before lower(), which turns some other letters (the Kelvin sign) into ASCII ones.
    if len(spaced) > 80 or not spaced.isascii():
        return ""
    words = (word.strip(",") for word in spaced.lower().split())
    plain = " ".join(filter(None, (_MEANT.get(word, word) for word in words)))
    for phrase, meant in _TWO_DAYS.items() if "day " in plain or "fortnight" in plain else ():
        plain = plain.replace(phrase, meant)
    return plain


def shown(text: str) -> str:
    """Return what was typed in quotes, fit for one line of a message."""
    line = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return f'"{line[:40]}..."' if len(line) > 40 else f'"{line}"' if line else "An empty text"
