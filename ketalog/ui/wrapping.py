"""Lines that fit a terminal: broken between words, never between a number and its unit."""

from __future__ import annotations

from ketalog.domain.calendar import MONTHS

_MONTHS = frozenset(name[:3] for name in MONTHS)
_UNITS = frozenset(
    {"mg", "kg", "h", "min", "d", "day", "days", "hour", "hours", "minute", "minutes", "am", "pm"}
)
_RATED = ("mood", "anxiety", "energy", "pulse", "pressure")
"""Before a number: "mood 4", "blood pressure 128/82"."""
_DIGITS = frozenset("0123456789")


def wrapped(text: str, width: int, indent: int = 0, *, breaks_words: bool = True) -> list[str]:
    """Return text on lines of so many columns, those after the first behind `indent`.

    A word that is too long for a line is broken, or else left for the terminal to break.
    """
    if columns(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for spaces, words in _pieces(text):
        if line.strip(" ") and columns(line + spaces + words) > width:
            lines.append(line)
            line = " " * indent
        elif not lines or line.strip(" "):
            line += spaces
        line += words
        while breaks_words and columns(line) > width:
            least = (indent if lines else 0) + 1
            ends = range(len(line), least, -1)
            end = next((end for end in ends if columns(line[:end]) <= width), least)
            lines.append(line[:end])
            line = " " * indent + line[end:]
    return [*lines, line]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return what a line can be broken between, each with the spaces before it."""
    # By hand: to compile a regular expression takes longer than all lines of a dose's answer.
    pieces: list[tuple[str, str]] = []
    spaces = ""
    for n, word in enumerate(text.split(" ")):
        spaces += " " * (n > 0)
        if not word:
            continue
        if pieces and spaces == " " and _are_together(pieces[-1][1], word):
            before, words = pieces[-1]
            pieces[-1] = before, f"{words} {word}"
        else:
            pieces.append((spaces, word))
        spaces = ""
    return pieces


def _are_together(left: str, right: str) -> bool:
    """Tell whether no line is broken here: in "2 × 15 mg", "18 Nov", "mood 4", "0800 111 0 111"."""
    if left[-1] in _DIGITS:
        letters = "".join(char if char.isalnum() else " " for char in right).partition(" ")[0]
        return right[0] in _DIGITS | {"×", "%"} or letters in _UNITS or right[:3] in _MONTHS
    return right[0] in _DIGITS and (left[-1] in "×=" or left.endswith(_RATED))


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii() or all(map(_takes_one, text)):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _takes_one(char: str) -> bool:
    """Tell whether a character surely takes one column; of others some take none, or two."""
    return char < "\u0300" or "\u2010" <= char < "\u2300" or "\u2400" <= char < "\u2600"
