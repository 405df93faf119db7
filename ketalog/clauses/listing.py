"""What a list is asked for, as it is typed. Loaded only by `list`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from ketalog.clauses.words import (
    COUNTS,
    MG,
    MONTH_NAMES,
    OTHER_UNITS,
    Meaning,
    TwoReadings,
    joined,
    text_at,
)
from ketalog.domain.calendar import MONTHS, Calendar
from ketalog.domain.filter import kinds_called
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Word

_LONGEST_NAME, _LONGEST_SPAN = 4, 9


def kinds(words: Sequence[Word], at: int) -> Found:
    """Read `doses`, `side effects`, `doses and effects`."""
    found: set[str] = set()
    end = place = at
    while place < len(words):
        for n in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
            if named := kinds_called(" ".join(word.text for word in words[place : place + n])):
                found |= named
                end = place = place + n
                break
        else:
            break
        place += text_at(words, place) in {"and", "&", "or", "+"}
    return (end - at, frozenset(found)) if found else None


def span(words: Sequence[Word], at: int) -> Found:
    """Read `yesterday`, `last week`, `sep 2026`, `since mon`: the words that times/ can read."""
    from ketalog.times.spans import read_span

    start = at + (text_at(words, at) in {"of", "in", "on", "during", "for"})
    now = datetime(2026, 1, 31, 12).astimezone()
    for end in range(min(len(words), start + _LONGEST_SPAN), start, -1):
        text = joined(words[start:end])
        days = re.sub(_POSSESSIVE, "", text.replace("\u2019", "'"))
        days = re.sub("^between (.+) and ", r"\1 to ", days)
        days = "upcoming" if days == "next" and kinds_called(text_at(words, end)) else days
        try:
            read_span(re.sub(_WEEKDAY, "", days), now, Calendar())
        except BadInput:
            month = "(0?[1-9]|1[0-2])"
            if found := re.fullmatch(f"{month}/{month}", text):
                raise _two_dates(text, *map(int, found.groups())) from None
            if re.fullmatch(rf"[0-9]+ (?:{'|'.join(MONTH_NAMES)})", text):  # 31 nov
                raise
            continue
        return end - at, days
    return None


_WEEKDAY = r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? (?=.*[0-9])"
"""A weekday before a date, which says no more: of which year it is, is not known here."""
_POSSESSIVE = r"(?:'s|(?<=today)s|(?<=yesterday)s|(?<=week)s|(?<=month)s|(?<=year)s)$"
"""The end of whose entries are meant: of `last week's doses`, `yesterdays doses`."""


def _two_dates(text: str, first: int, second: int) -> TwoReadings:
    """Return that `5/11` is two dates; of which each is read with the name of its month."""
    days = ((first, second), (second, first))
    names = [f"{day} {MONTHS[month - 1]}" for day, month in days]
    ways = (Meaning(name, name) for name in names)
    return TwoReadings(text, "could be two dates: day or month first", *ways)


def how_many(words: Sequence[Word], at: int) -> Found:
    """Read `5`, `last 5`, `the last five`, `the last dose`; `first 5` is said so."""
    start = at + (text_at(words, at) in {"the", "my"})
    which = text_at(words, start)
    is_named = which in _LATEST | _FIRST
    start += is_named
    text = text_at(words, start)
    number = COUNTS.get(text, text)
    alone = words[at : start + 2][1:]
    is_glued = words[at].glued or any(word.glued or word.text in _UNITS for word in alone)  # gad7
    is_whole = len(words) == 1 or bool(kinds_called(text_at(words, start + 1)))  # five doses
    is_number = number.isdecimal() and (text.isdecimal() or is_named or is_whole) and not is_glued
    how = "first " if which in _FIRST else ""
    if is_number and len(number) < 6:
        start += 1 + (not is_named and text_at(words, start + 1) in _LATEST)  # the 3 last doses
        return start - at, how + number
    if which in _FIRST and not text:  # notes first: a word to look for
        return None
    if is_named and (not text or text == "entry" or kinds_called(text)):  # the last dose; doses
        return start - at, how + ("30" if text[-1:] == "s" and text != "vitals" else "1")
    return None


_LATEST = frozenset({"last", "latest", "newest", "recent"})
_FIRST = frozenset({"first", "oldest", "earliest"})
_UNITS = MG | OTHER_UNITS


def everything(words: Sequence[Word], at: int) -> Found:
    """Read `all`, `everything`."""
    return (1, True) if text_at(words, at) in {"all", "everything"} else None
