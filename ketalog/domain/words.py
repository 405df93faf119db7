"""Words after a command → values: `100 mg sublingual`, `2x15mg nasal`, `blurred vision mild`."""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from ketalog.domain import effects, routes
from ketalog.domain.entries import SEVERITIES, TEXT_LIMIT, Severity
from ketalog.domain.text import visible
from ketalog.errors import BadInput

_NUMBER = r"[-+]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)"
_AMOUNT = rf"(?:(?P<count>{_NUMBER})\s*[x×*]\s*)?(?P<each>{_NUMBER})(?P<space>\s*)(?P<unit>[^\W\d_]*)"
_MG = frozenset({"mg", "mgs", "milligram", "milligrams"})
_PIECES = frozenset(
    "troche troches lozenge lozenges tablet tablets spray sprays device devices".split()
)
_OTHER_UNITS = frozenset("g gram grams mcg µg ug ml".split())
_LARGEST_MG = Decimal(100_000)
_AMOUNT_HINT = "For example: ketalog dose 100mg sublingual, or 2x15mg nasal."


RATINGS = {"mood": "10 is best", "anxiety": "10 is worst", "energy": "10 is best"}
"""The 0–10 numeric ratings and their directions."""


class Amount(NamedTuple):
    """An amount of medication: the whole in mg, and the pieces if it was given so."""

    amount_mg: Decimal
    count: Decimal | None = None
    each_mg: Decimal | None = None


def read_dose(words: list[str]) -> tuple[Amount | None, str | None]:
    """Return the amount and the route that the words name, in either order; None if not said."""
    text = " ".join(" ".join(words).split())
    found = re.match(_AMOUNT, text) or re.search(rf"(?<=\s){_AMOUNT}", text)
    if not found:
        return None, _route(text)
    amount, end = _amount(found)
    return amount, _route(f"{text[: found.start()]} {text[end:]}".strip())


def _amount(found: re.Match[str]) -> tuple[Amount, int]:
    """Return the amount, and where its words end: a word that is no unit begins the route."""
    typed, unit = visible(found[0]), found["unit"].lower()
    if unit in _PIECES:
        raise BadInput(
            f"How strong one {unit.removesuffix('s')} is can't be known from '{typed}'.",
            "Type count x strength: ketalog dose 0.5x200mg sublingual.",
        )
    if unit in _OTHER_UNITS:
        raise BadInput(f"Amounts are in mg, not {unit}.", _AMOUNT_HINT)
    if unit and unit not in _MG and not found["space"]:
        raise BadInput(f"'{typed}' is not an amount in mg.", _AMOUNT_HINT)
    end = found.end() if unit in _MG else found.end("each")
    each = _positive(_number(found["each"]), typed)
    if found["count"] is None:
        return Amount(each), end
    count = _positive(_number(found["count"]), typed)
    return Amount(_positive(count * each, typed), count, each), end


def _number(text: str) -> Decimal:
    whole, comma, part = text.partition(",")
    if comma and len(part) > 2:
        raise BadInput(
            f"'{text}' can be read in two ways.", "Type 1000 without a comma, or 1.5 with a point."
        )
    return Decimal(f"{whole}.{part}") if comma else Decimal(text)


def _positive(value: Decimal, text: str) -> Decimal:
    if value <= 0:
        raise BadInput(f"'{text}' is not an amount: it must be above 0.", _AMOUNT_HINT)
    if value > _LARGEST_MG:
        raise BadInput(f"'{text}' is more than can be kept as an amount.", _AMOUNT_HINT)
    return Decimal(say_number(value))


def _route(text: str) -> str | None:
    if not text:
        return None
    route = routes.find_route(text)
    if route is None:
        raise BadInput(
            f"'{visible(text)}' is not a route that ketalog knows.{near(text, routes.BY_NAME)}",
            f"Type one of: {', '.join(routes.NAMES)}.",
        )
    return route


def read_effect(words: list[str]) -> tuple[str, Severity | None]:
    """Return the side effect and the severity that the words name.

    Any word is accepted as an effect of the patient's own; what follows a known effect must be
    a severity.
    """
    given = " ".join(words).split()
    if not given:
        raise BadInput("Which side effect?", "For example: ketalog effect nausea mild.")
    whole = effects.find_effect(" ".join(given))
    if whole:
        return whole, None
    severity = effects.find_severity(given[-1])
    if severity:
        name = " ".join(given[:-1])
        if not name:
            raise BadInput("Which side effect?", f"For example: ketalog effect nausea {severity}.")
        return effects.find_effect(name) or _own_effect(name), severity
    for end in range(len(given) - 1, 0, -1):
        known = effects.find_effect(" ".join(given[:end]))
        if known:
            rest = visible(" ".join(given[end:]))
            raise BadInput(
                f"'{rest}' is not a severity.{near(rest, SEVERITIES)}",
                f"Type one of: {', '.join(SEVERITIES)}. For example: ketalog effect {known} mild.",
            )
    return _own_effect(" ".join(given)), None


def _own_effect(name: str) -> str:
    if len(name) > 60:
        raise BadInput(
            "A side effect's name can have 60 characters at most.",
            "Keep it short and put the rest in --note.",
        )
    return name


def read_rating(text: str, what: str) -> int:
    """Return a rating 0–10 of what is in RATINGS."""
    if re.fullmatch(r"[0-9]{1,2}", text) and int(text) <= 10:
        return int(text)
    raise BadInput(
        f"'{visible(text)}' is not a rating: {what} is a whole number from 0 to 10 "
        f"({RATINGS[what]}).",
        "For example: ketalog mood 6 --anxiety 4.",
    )


def check_length(text: str, what: str) -> str:
    """Return free words if they fit into one entry."""
    if len(text) > TEXT_LIMIT:
        raise BadInput(
            f"A {what} can have {TEXT_LIMIT:,} characters; this one has {len(text):,}.",
            "Split it into two.",
        )
    return text


def one_word(words: list[str], what: str) -> str | None:
    """Return the only word there is, or None; more than one can't be taken."""
    if len(words) > 1:
        raise BadInput(
            f"'{visible(' '.join(words))}' is more than {what}.",
            "Options begin with two dashes: ketalog mood 6 --anxiety 4.",
        )
    return words[0] if words else None


def near(word: str, known: object) -> str:
    """Return " Did you mean …?" for a near match, or nothing."""
    matches = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)  # type: ignore[call-overload]
    return f" Did you mean '{matches[0]}'?" if matches else ""


def say_number(value: Decimal) -> str:
    """Return a decimal without trailing zeros and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
