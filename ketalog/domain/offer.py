"""Lines that are offered instead of one that can't be taken."""

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from ketalog.domain.text import escape_invisible


class Offer(NamedTuple):
    """Lines by their words, and what they are for: "As a note", "Type".

    One of them may be meant; of those with `each`, all.
    """

    lead: str
    lines: Sequence[Sequence[str]]
    each: bool = False

    def __str__(self) -> str:
        """Return the hint."""
        between = ", and " if self.each else ", or: "
        return f"{self.lead}: {between.join(map(shown, self.lines))}."


def as_note_line(words: str) -> Offer:
    """Offer to write words down as a note."""
    return Offer("As a note", [["note", *words.split()]])


def shown(line: Sequence[str]) -> str:
    """Return a line as a shell takes it: `don't` needs quotes."""
    return escape_invisible(shlex.join(["ketalog", *line]))
