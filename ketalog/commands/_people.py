"""With whom a dose was taken: `with my partner` is a person, `with food` is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.domain.effects import find_effect
from ketalog.domain.text import escape_invisible

if TYPE_CHECKING:
    from ketalog.app import App
    from ketalog.clauses.line import Read

TITLES = frozenset(
    {"dr", "dr.", "doctor", "psychiatrist", "psychologist", "therapist", "gp", "nurse"}
    | {"counsellor", "counselor", "prescriber", "specialist"}
)
"""What somebody is called whom one sees about a treatment."""
_PEOPLE = frozenset(
    {"partner", "wife", "husband", "spouse", "fiancé", "fiancée", "girlfriend", "boyfriend"}
    | {"mother", "mom", "mum", "father", "dad", "parent", "sister", "brother", "son", "daughter"}
    | {"aunt", "uncle", "cousin", "niece", "nephew", "grandmother", "grandma", "grandfather"}
    | {"grandpa", "friend", "roommate", "flatmate", "housemate", "neighbour", "neighbor"}
    | {"colleague", "sitter", "monitor", "nurse", "doctor", "dr", "therapist", "guide", "carer"}
    | {"psychiatrist", "psychologist", "prescriber", "gp", "specialist", "counsellor", "clinician"}
    | {"caregiver", "coach", "family", "someone", "somebody", "people", "him", "her", "them"}
)
"""What people are called; of several without the "s"."""
_NAME = re.compile(r"[^\W\d_][a-zß-öø-ÿ'’.-]*")


def refuse_no_person(app: App, line: Read) -> str | None:
    """Return who was there; None if it is not said. Raises BadInput for words that name nobody."""
    part = line.parts.get("with")
    if part is None:
        return None
    who = str(part.value)
    is_worded = part.phrase.lower().startswith("with ")  # with: anna, or an option
    if not is_worded or is_a_person(who):
        return who
    from ketalog.commands._offers import Unread
    from ketalog.commands._questions import own_offer

    words = part.phrase.rstrip(",;")
    raise Unread(
        f"Not read: '{escape_invisible(words)}'.",
        own_offer(app, "For a person", part.phrase, "", "--with", who),
        own_offer(app, "As a note", part.phrase, "", "--note", words),
    )


def is_a_person(text: str) -> bool:
    """Tell whether words name somebody: as people are called, or with a capital."""
    if find_effect(text):
        return False
    words = [word.strip(".,;") for word in text.split()]
    called = {word.lower().removesuffix("'s").removesuffix("s") for word in words}
    called |= {word.lower() for word in words}
    return bool(called & _PEOPLE) or any(
        word[:1].isupper() and _NAME.fullmatch(word) for word in words
    )
