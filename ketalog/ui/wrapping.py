"""Lines that fit a terminal: broken between words, never between a number and its unit."""

from __future__ import annotations

import re

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_UNIT = r"(?:mg|kg|h|min|d|days?|hours?|minutes?|am|pm|%|×)(?!\w)"
_TOGETHER = (
    rf"(?<=[0-9]) (?={_UNIT}|{_MONTH}|[0-9])|(?<=[×=]) (?=[0-9])"
    "|(?<=mood|iety|ergy|ulse|sure) (?=[0-9])"  # anxiety, energy, pulse, blood pressure
)
"""Spaces that no line is broken at: in "2 × 15 mg", "18 Nov", "mood 4", "0800 111 0 111"."""
_ODD_WIDTH = "[\u0300-\u1fff\u200d\u2300-\u23ff\u2600-\u27bf\u2e80-\ud7ff\uf900-\U0010ffff]"
"""Characters of which some take no column, or two."""
_JOINED = "\0"
"""Stands for a space that no line is broken at."""


def wrapped(text: str, width: int, indent: int = 0, *, breaks_words: bool = True) -> list[str]:
    """Return text on lines of so many columns, those after the first behind `indent`.

    A word that is too long for a line is broken, or else left for the terminal to break.
    """
    if columns(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for space, word in re.findall("( *)([^ ]+)", re.sub(_TOGETHER, _JOINED, text)):
        if line.strip(" ") and columns(line + space + word) > width:
            lines.append(line)
            line = " " * indent
        elif not lines or line.strip(" "):
            line += space
        line += word
        while breaks_words and columns(line) > width:
            least = (indent if lines else 0) + 1
            ends = range(len(line), least, -1)
            end = next((end for end in ends if columns(line[:end]) <= width), least)
            lines.append(line[:end])
            line = " " * indent + line[end:]
    return [part.replace(_JOINED, " ") for part in [*lines, line]]


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii() or not re.search(_ODD_WIDTH, text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text.replace(_JOINED, " "))
