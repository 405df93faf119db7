"""Free texts among the words of a line, and what an answer of ketalog says behind an entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    others = rf"(?=, (?:{'|'.join(names)}): )|(?= \(note: )"
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
