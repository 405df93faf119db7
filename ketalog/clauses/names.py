"""Where a name ends among other words: a person, who prescribed it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.clauses.words import DIGITS, Word

if TYPE_CHECKING:
    from collections.abc import Sequence


_QUOTES = ',;!"\u2018\u2019\u201c\u201d\u201e\u2026\xab\xbb\u200b\u200e\u200f '
"""Marks around a name that a phone sets, and that are no part of it."""


def goes_on(words: Sequence[Word], at: int) -> bool:
    """Tell whether a word goes on behind a name: with Anna went well, with Dr Lee 45 min."""
    is_apart = words[at].piece != words[at - 1].piece
    return is_apart and (words[at].text in _GOES_ON or words[at].text[0] in DIGITS)


_GOES_ON = frozenset(
    {"went", "was", "were", "is", "are", "felt", "feel", "feeling", "had", "has", "said", "says"}
    | {"told", "who", "which", "that", "because", "but", "so", "then", "while", "when", "if"}
    | {"about", "re", "regarding", "for", "via", "made", "helped", "came", "left", "stayed"}
    | {"did", "got", "-", "\u2013", "\u2014", "instead", "not"}
    | {"bring", "bringing", "ask", "asking", "talk", "talked", "discuss", "discussed", "remember"}
    | {"need", "needs", "want", "wants", "thinks", "suggested", "refill", "zoom", "online", "video"}
    | {"(", "it's", "its", "it", "starting", "moved"}
)
"""Words behind a name that are no part of it."""
LEADS = frozenset(
    {"from", "since", "before", "after", "until", "till", "by", "@", "and", "&", "at", "on"}
)
"""Words before a time or a place that belong to no name."""


def plain_name(typed: str) -> str:
    """Return a name without the marks around it: `Dr R.,`, `"Anna"`."""
    return re.sub(r"[,;][.!]+$", "", typed.strip(_QUOTES).rstrip(":"))


def ends(piece: str) -> bool:
    """Tell whether a name ends with a piece: behind it stands a comma, or a colon."""
    return piece.rstrip(_CLOSING)[-1:] in {",", ";", ":"}


_CLOSING = "\"'\u201c\u201d\u2019\xbb"
