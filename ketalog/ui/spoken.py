"""Sentences for a person who only hears them, as --plain says them.

Lengths of time are in words; days and months have their names: "Sat" and "Sun" are heard as words.
So is the place of a clock: "+00:00" is four noughts.
"""

from __future__ import annotations

import re

from ketalog.answers import AnswerLine, ListedEntry
from ketalog.domain.calendar import MONTHS, WEEKDAYS
from ketalog.domain.text import TYPED, count, sentence

_LENGTH = re.compile(r"(?<![\w.:])(?:([0-9]+):([0-5][0-9]) h|([0-9]+(?:\.[0-9]+)?) (h|min|d))\b")
_NAMES = {name[:3]: name for name in (*WEEKDAYS, *MONTHS)}
_DAY = re.compile(
    rf"(?<![\w.:'-])({'|'.join(name[:3] for name in WEEKDAYS)})(?=,| [0-9]|[.;)]?$)"
    rf"|(?<=[0-9] )({'|'.join(name[:3] for name in MONTHS)})\b"
)
_PLACE = re.compile(r"(?<=[0-9]:[0-9][0-9])([+-])([0-9]{2}):([0-9]{2})\b")
_SIGN = re.compile(r"(?<!\S)[→<?-](?!\S)")
_SIGNS = {
    "→": "to",
    "<": "the less-than sign",
    "?": "the question mark",
    "-": "the minus sign",
}
"""Signs that are passed over when they are read aloud: of a change, and keys."""
_UNITS = {"h": ("hour", "hours"), "min": ("minute", "minutes"), "d": ("day", "days")}


def spoken(line: AnswerLine, as_it_stands: str) -> str:
    """Return a line to be heard. What the patient typed stays, and what matches `as_it_stands`."""
    text = str(line)
    if isinstance(line, ListedEntry):
        when = ", ".join(filter(None, (line.day, line.clock.strip())))
        text = sentence(f"{when}, {line.number.rstrip()}: {line.text}")
    kept = re.split(f"({'|'.join((*TYPED.shown_in(text), as_it_stands))})", text)
    turns = (_LENGTH, _in_words), (_PLACE, _of_a_place), (_DAY, _in_full), (_SIGN, _by_name)
    for words, say in turns:
        kept[::2] = [words.sub(say, part) for part in kept[::2]]
    return "".join(kept)


def _in_words(found: re.Match[str]) -> str:
    hours, minutes, number, unit = found.groups()
    if number:
        singular, plural = _UNITS[unit]
        return f"{number} {singular if number == '1' else plural}"
    parts = [(int(hours), "hour", "hours"), (int(minutes), "minute", "minutes")]
    return " ".join(count(*part) for part in parts if part[0]) or "0 minutes"


def _of_a_place(found: re.Match[str]) -> str:
    sign, hours, minutes = found.groups()
    apart = f"{int(hours)}:{minutes}".removesuffix(":00")
    return " in UTC" if apart == "0" else f" in UTC {'plus' if sign == '+' else 'minus'} {apart}"


def _by_name(found: re.Match[str]) -> str:
    return _SIGNS[found[0]]


def _in_full(found: re.Match[str]) -> str:
    return _NAMES[found[0]]
