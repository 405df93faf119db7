"""Free texts among the words of a line, and what an answer of ketalog says behind an entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.clauses.words import BINDS, DIGITS, Meaning, TwoReadings, cut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ketalog.clauses.words import Reader


def end_moment(text: str) -> str:
    """Return the moment that stands behind a comma at the end, as an answer of ketalog says it."""
    if ", " not in text or not (text[-2:].isdecimal() or text[-2:].lower() in {"am", "pm"}):
        return ""
    found = re.search(rf", ({_moment()})$", text, re.IGNORECASE)
    return found[1] if found else ""


def _moment() -> str:
    from ketalog.clauses.times import WEEKDAYS

    return f"{WEEKDAYS} [0-9]{{1,2}} [a-z]{{3}} [0-9]{{4}}(?: [0-9]{{1,2}}:[0-9]{{2}}(?: [ap]m)?)?"


def without_remark(text: str) -> str:
    """Return a text without what an answer says behind an entry: `(2:00 h ago). Undo: …`."""
    entry = text.removesuffix(" Undo: ketalog undo")
    return re.sub(_REMARK, r"\1", entry) if entry.rstrip(".")[-1:] == ")" else text


_REMARK = (
    r"( [0-9]{4}(?: [0-9]{1,2}:[0-9]{2}(?: [ap]m)?)?)"
    r" \((?:now|no time|[0-9:]+ (?:min|h|d) (?:ago|ahead))\)\.?$"
)
"""What stands behind a date in full: by itself `(20 min ago)` is a time."""


def without_texts(pieces: list[str], names: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the pieces without the free texts among them, and those.

    A text goes to the end of the line, or, as an answer of ketalog says it, to the bracket and to
    the time behind it.
    """
    line, told = " ".join(pieces), {}
    lowered = line.lower()
    if not any(name in lowered for name in names):  # most lines have none, and cost no pattern
        return pieces, {}
    moment = rf"(?=, {_moment()}$)"
    others = rf"(?=[,;.] (?:{'|'.join(names)}): )|(?= \(note: )"
    shapes = {
        name: re.compile(
            rf",? ?\({name}: ?(?P<within>.*)\)[.!]?(?:{moment}|$)"
            rf"|(?<![^ ,;.)0-9\u201d])[-–—]{{0,2}}{name}(?::|=| ) ?"
            rf"(?P<open>.+?)(?:{moment}|{others}|$)",
            re.IGNORECASE,
        )
        for name in names
    }
    while shapes:
        found = {name: match for name, shape in shapes.items() if (match := shape.search(line))}
        if not found:
            break
        name = min(found, key=lambda each: found[each].start())
        match = found[name]
        told[name] = (match["within"] or match["open"]).strip()
        line = f"{line[: match.start()]} {line[match.end() :]}"
        del shapes[name]
    return line.split(), told


def refuse_time_at_end(typed: str, told: Mapping[str, str], read_time: Reader) -> None:
    """Raise TwoReadings for `note felt great 7pm`: that of the entry, or a part of the text."""
    for name, text in told.items():
        phrase, pieces = typed[typed.lower().rfind(name) :], text.split()
        if not phrase.endswith(text):  # (note: …)
            continue
        words = cut(pieces)
        for n in range(1, len(words)):
            place = words[n].piece
            found = read_time(words, n) if place != words[n - 1].piece else None
            if not found or n + found[0] < len(words):
                continue
            time, rest = " ".join(pieces[place:]), " ".join(pieces[:place]).rstrip(" ,;")
            if DIGITS.isdisjoint(time) or words[n - 1].text in BINDS:  # since 7pm
                break
            ways = (
                Meaning(f"{time} {phrase[: -len(text)]}{rest}", f"{time}, when it was"),
                Meaning(f"now {phrase}", f"a part of the {name}, of now"),
            )
            raise TwoReadings(phrase, "ends in a time", *ways)
