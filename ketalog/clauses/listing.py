"""What a list is asked for, as it is typed. Loaded only by `list`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ketalog.clauses.words import COUNTS, MG, joined, text_at
from ketalog.domain.calendar import Calendar
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
        place += text_at(words, place) in {"and", "&", "or"}
    return (end - at, frozenset(found)) if found else None


def span(words: Sequence[Word], at: int) -> Found:
    """Read `yesterday`, `last week`, `sep 2026`, `since mon`: the words that times/ can read."""
    from ketalog.times.grammar import read_span

    start = at + (text_at(words, at) in {"of", "in", "on", "during", "for"})
    now = datetime(2026, 1, 31, 12).astimezone()
    for end in range(min(len(words), start + _LONGEST_SPAN), start, -1):
        text = joined(words[start:end])
        try:
            read_span(text, now, Calendar())
        except BadInput as error:
            if end == start + 1 and "/" in text:  # 5/11 is two dates
                raise BadInput(error.message, error.hint) from error
            continue
        return end - at, text
    return None


def how_many(words: Sequence[Word], at: int) -> Found:
    """Read `5`, `last 5`, `the last five`."""
    start = at + (text_at(words, at) == "the")
    start += text_at(words, start) == "last"
    text = text_at(words, start)
    number = COUNTS.get(text, text)
    if start > at and kinds_called(text):  # the last dose
        return start - at, "1"
    alone = words[at : start + 2][1:]
    is_glued = words[at].glued or any(word.glued or word.text in MG for word in alone)  # gad7
    is_number = number.isdecimal() and (text.isdecimal() or start > at) and not is_glued
    return (start + 1 - at, number) if is_number and len(number) < 6 else None


def everything(words: Sequence[Word], at: int) -> Found:
    """Read `all`, `everything`."""
    return (1, True) if text_at(words, at) in {"all", "everything"} else None
