"""Ratings 0–10 and free words as they are typed."""

from ketalog.domain.entries import MEASURE, TEXT_LIMIT
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput, Example


def read_rating(text: str, what: str) -> int:
    """Return a rating 0–10 of a measure."""
    if text.isascii() and text.isdecimal() and len(text) < 3 and int(text) <= 10:
        return int(text)
    raise BadInput(
        f"'{escape_invisible(text)}' is not a rating: {what} is a whole number from 0 to 10 "
        f"({MEASURE[what].direction}).",
        Example("mood", "6 --anxiety 4."),
    )


_EXAMPLES = {
    "note": Example("note", "slept badly."),
    "question": Example("ask", "can the dose move?"),
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
        raise BadInput(f"The {what} has no words.", _EXAMPLES.get(what) or Example(what, "WORDS."))
    return check_length(text.strip(), what)
