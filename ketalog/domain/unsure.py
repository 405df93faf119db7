"""Words about a side effect that leave open whether there was one, or how bad it was."""

import re

from ketalog.domain.effects import (
    HOW_MUCH,
    OPENERS,
    find_effect,
    find_severity,
    plain,
    without_doubles,
)
from ketalog.errors import BadInput, Example

_DOUBTS = frozenset(
    {"maybe", "perhaps", "possibly", "probably", "unsure", "think", "guess", "suppose", "sure"}
    | {"might", "may", "could", "seems"}
)
_DOUBT = (
    r"(?i)\b(?:maybe|perhaps|possibly|probably|unsure|(?:i )?(?:think|guess|suppose)"
    r"|not sure(?: if)?|(?:it )?(?:might|may|could) be|might|it seems(?: like)?)\b|\?"
)
"""Words that say that somebody is not sure of a side effect."""


def without_doubt(words: list[str]) -> list[str] | None:
    """Return the words of a side effect without those that say that it isn't sure, or None.

    Raises BadInput where nothing else is said.
    """
    text = " ".join(words)
    if "?" not in text and _DOUBTS.isdisjoint(text.lower().split()):
        return None
    rest = re.sub(_DOUBT, " ", text).split()
    if rest == words or ("?" not in text and find_effect(text)):
        return None
    while rest and plain(rest[0]) in OPENERS | {"be"}:
        rest = rest[1:]
    if not rest:
        raise BadInput("Which side effect?", Example("effect", "nausea mild."))
    return rest


def how_somebody_is(words: list[str]) -> str:
    """Return the words that say how somebody is: "fine", of "I'm feeling fine, thanks"."""
    rest = plain(" ".join(words)).split()
    while len(rest) > 1 and rest[0] in OPENERS | {"i", "m"}:
        rest = rest[1:]
    while len(rest) > 1 and rest[-1] in {"thanks", "thank", "you", "today"}:
        rest = rest[:-1]
    return " ".join(rest)


def is_nearly_none(words: list[str]) -> bool:
    """Tell whether the words may say that there was nothing: "not much", "no side effects at all".

    "no appetite" and "not sleeping" are side effects.
    """
    said = how_somebody_is(words).split()
    if said[-2:] == ["no", "effects"] or said[-3:] == ["no", "side", "effects"]:
        return True  # all fine, no effects
    first, second = [*said, "", ""][:2]
    if (first, second) == ("no", "none"):
        return True
    if first in {"no", "not", "zero"} and len(said) < _LONGEST_NONE and said[-1] in _EFFECTS:
        return True  # no bad effects
    if plain(" ".join(words)) in _NO_EFFECTS or first in _NONE:
        return True
    is_alone = not second and first in {"zero", "nada", "keine", "nix", "0"}
    denies = first in {"no", "not", "none", "never", "zero"} and second in _NOTHING
    return is_alone or first == "nothing" or denies


_EFFECTS = frozenset({"effect", "effects", "symptoms", "problems", "issues", "complaints"})
_NO_EFFECTS = frozenset(
    {
        "not bad",
        "not too bad",
        "not so bad",
        "none noticed",
        "none to report",
        "free of side effects",
        "free of effects",
        "all clear",
    }
    | {"side effects none", "effects none", "side effects nil", "back to normal"}
    | {"didnt have any", "did not have any", "havent had any", "have not had any"}
)
_NONE = frozenset({"none", "nil", "nope", "nah", "nichts", "kein"})
_LONGEST_NONE = 5
_NOTHING = frozenset(
    {"much", "really", "any", "anything", "many", "side", "effect", "effects", "problem"}
    | {"problems", "issue", "issues", "complaints", "at", "so", "yet", "today", "tonight", "this"}
    | {"se", "symptoms"}
)


def known_so_much(words: list[str]) -> list[str] | None:
    """Return the known side effect behind words that say how much: "so dizzy", or None."""
    rest = without_doubles([re.sub(r"(.)\1{2,}", r"\1", word) for word in words])  # sooo
    while len(rest) > 1 and plain(rest[0]) in OPENERS - HOW_MUCH:
        rest = rest[1:]
    is_much = rest and (plain(rest[-1]) in _MUCH or not rest[-1].strip("+"))
    named = rest[:-1]
    while named and plain(named[-1]) in HOW_MUCH:
        named = named[:-1]
    if is_much and find_effect(" ".join(named)):
        return named  # insomnia so bad, nausea ++
    n = next((n for n, word in enumerate(rest) if plain(word) not in HOW_MUCH), 0)
    if not n or find_effect(" ".join(rest)) or find_severity(" ".join(rest[:n])):  # very tired
        return None
    return rest[n:] if find_effect(" ".join(rest[n:])) else None


_MUCH = frozenset({"bad", "badly", "heavy", "huge", "big", "hard", "major", "massive", "lots"})


def known_side_by_side(words: list[str]) -> list[str]:
    """Return the side effects that words are side by side: "dizzy nauseous", or none."""
    names: list[str] = []
    rest = words
    while rest:
        lengths = range(min(len(rest), _LONGEST_WORDING), 0, -1)
        n = next((n for n in lengths if find_effect(" ".join(rest[:n]))), 0)
        if not n:
            return []
        names.append(" ".join(rest[:n]))
        rest = rest[n:]
    is_level = names == ["anxiety", "high"]  # how much, not that of euphoria
    return names if len({*map(find_effect, names)}) > 1 and not is_level else []


_LONGEST_WORDING = 5
