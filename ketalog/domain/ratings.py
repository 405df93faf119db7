"""Ratings 0–10 and free words as they are typed."""

from ketalog.domain.entries import MEASURE, TEXT_LIMIT
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput


def read_rating(text: str, what: str) -> int:
    """Return a rating 0–10 of a measure."""
    if text.isascii() and text.isdecimal() and len(text) < 3 and int(text) <= 10:
        return int(text)
    raise BadInput(
        f"'{escape_invisible(text)}' is not a rating: {what} is a whole number from 0 to 10 "
        f"({MEASURE[what].direction}).",
        "For example: ketalog mood 6 --anxiety 4.",
    )


_EXAMPLES = {
    "note": "note slept badly.",
    "question": "ask can the dose move?",
    "skip": "skip travelling.",
}


def check_length(text: str, what: str) -> str:
    """Return free words if they fit into one entry."""
    if len(text) > TEXT_LIMIT:
        raise BadInput(
            f"A {what} can have {TEXT_LIMIT:,} characters; this one has {len(text):,}.",
            "Split it into two.",
        )
    return text


def free_text(text: str, what: str) -> str:
    """Return the words of an entry of a kind that is made of words. Raises BadInput without any."""
    if not text.strip():
        raise BadInput(
            f"The {what} has no words.", f"For example: ketalog {_EXAMPLES.get(what, what)}"
        )
    return check_length(text.strip(), what)
