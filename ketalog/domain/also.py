"""What else was taken, as it is typed: `alcohol 2 beers`, `started sertraline`."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from ketalog.domain.ratings import check_length
from ketalog.errors import BadInput

About = Literal["alcohol", "sedative", "medicine", "other"]
Change = Literal["taken", "started", "stopped", "changed"]

_CHANGES: dict[str, Change] = {
    "took": "taken",
    "taken": "taken",
    "started": "started",
    "starting": "started",
    "start": "started",
    "stopped": "stopped",
    "stopping": "stopped",
    "stop": "stopped",
    "changed": "changed",
    "changing": "changed",
    "change": "changed",
}
_ALCOHOL = frozenset(
    {"alcohol", "beer", "wine", "whisky", "whiskey", "vodka", "gin", "rum", "cider", "champagne"}
    | {"prosecco", "sake", "cocktail", "liquor", "spirit", "schnapp", "tequila", "brandy"}
)
"""Without the "s" of several."""
_SEDATIVE = frozenset({"sedative"})
"""No list of drugs: what calms or brings sleep is the patient's to say."""


class Said(NamedTuple):
    """What was said, what it is about, and what changed."""

    what: str
    about: About
    change: Change


def read_also(text: str, *, sedative: bool = False) -> Said:
    """Return what the words say; a leading "started", "stopped" or "changed" is what changed."""
    words = text.split()
    change = _CHANGES.get(words[0].lower().rstrip(":")) if words else None
    what = check_length(" ".join(words[1:] if change else words), "word about what else")
    if not what:
        raise BadInput(
            "What else was taken, started, stopped or changed?",
            "For example: ketalog also alcohol 2 beers, ketalog also started sertraline.",
        )
    return Said(what, _about(what, change, sedative=sedative), change or "taken")


def _about(what: str, change: Change | None, *, sedative: bool) -> About:
    named = {word.removesuffix("s") for word in re.findall("[a-z]+", what.lower())}
    if sedative or named & _SEDATIVE:
        return "sedative"
    if named & _ALCOHOL:
        return "alcohol"
    return "medicine" if change else "other"
