"""Amounts and routes as they are typed: `100 mg sublingual`, `2x15mg nasal`, `0.5x200`."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from ketalog.domain.routes import find_route, read_route
from ketalog.domain.text import escape_invisible, say_number
from ketalog.errors import BadInput, Example

_DIGITS = "0123456789.,+-"
_MG = frozenset({"mg", "mgs", "milligram", "milligrams"})
DEVICE_MG = Decimal(28)
"""One device of esketamine nasal spray holds 28 mg, two sprays (Spravato's label)."""
PIECES = ("troche", "lozenge", "tablet", "spray", "device")
_OTHER_UNITS = frozenset(["g", "gram", "grams", "mcg", "µg", "ug", "ml"])
_LARGEST_MG = Decimal(100_000)
DOSE_EXAMPLE = Example("dose", "100mg sublingual, or 2x15mg nasal.")


_ROUTES = dict.fromkeys(PIECES, frozenset({"sublingual", "buccal", "oral"}))
_ROUTES |= dict.fromkeys(("spray", "device"), frozenset({"nasal"}))


def is_taken_by(form: str | None, route: str) -> bool:
    """Tell whether a unit that is called so is taken by a route: a spray is not sublingual."""
    return route in _ROUTES.get((form or "").lower(), {route})


class Amount(Struct, frozen=True):
    """An amount of medication: the whole in mg, and the pieces if it was given so."""

    amount_mg: Decimal
    count: Decimal | None = None
    each_mg: Decimal | None = None


class Taken(Struct, frozen=True):
    """An amount, by which route and of what: None is ketamine."""

    amount: Amount
    route: str
    medication: str | None


class BadAmount(BadInput):
    """Words that are no amount. The hint shows how a dose is typed."""


def read_amount(words: Sequence[str], example: Example) -> tuple[Amount | None, str | None]:
    """Return what `read_dose` does, of an amount that is no dose.

    Where words are no amount, `example` shows how they are typed here.
    """
    try:
        return read_dose(words)
    except BadAmount as error:
        raise BadInput(error.message, example) from error


def read_dose(words: Sequence[str]) -> tuple[Amount | None, str | None]:
    """Return the amount and the route that the words name, in either order; None if not said."""
    text = " ".join(" ".join(words).split())
    starts = (n for n, char in enumerate(text) if char in _DIGITS and text[n - 1 : n] in {"", " "})
    start = next(starts, None)
    if start is None:
        return None, _route(text)
    amount, end = _amount(text, start)
    return amount, _route(f"{text[:start]} {text[end:]}".strip())


def _amount(text: str, start: int) -> tuple[Amount, int]:
    """Return the amount, and where its words end: a word that is no unit begins the route."""
    first, at = _span(text, start, _DIGITS)
    _, sign = _span(text, at, " ")
    second = ""
    if text[sign : sign + 1] in {"x", "X", "×", "*"}:
        _, number = _span(text, sign + 1, " ")
        second, after = _span(text, number, _DIGITS)
        at = after if second else at
    _, letters = _span(text, at, " ")
    unit, end = text[letters:].partition(" ")[0], at
    known = _known_unit(unit, text[start : letters + len(unit)], apart=letters > at)
    typed = escape_invisible(
        text[start : letters + len(unit)] if known or letters == at else text[start:at]
    )
    if known:
        end = letters + len(unit)
    one = _positive(_number(first, typed), typed)
    if not second:
        return Amount(one), end
    each = _positive(_number(second, typed), typed)
    return Amount(_positive(one * each, typed), one, each), end


def _span(text: str, start: int, chars: str) -> tuple[str, int]:
    """Return the stretch of `chars` that begins at `start`, and where it ends."""
    end = start
    while end < len(text) and text[end] in chars:
        end += 1
    return text[start:end], end


def _known_unit(unit: str, typed: str, *, apart: bool) -> bool:
    """Tell whether a word is mg; refuse other units, and letters that stick to the number."""
    name = unit.lower()
    if name in _MG:
        return True
    if name.removesuffix("s") in PIECES:
        raise BadAmount(
            f"How strong one {name.removesuffix('s')} is can't be known from "
            f"'{escape_invisible(typed)}'.",
            Example("dose", "0.5x200mg sublingual.", "Type count x strength"),
        )
    if name in _OTHER_UNITS:
        raise BadAmount(f"Amounts are in mg, not {unit}.", DOSE_EXAMPLE)
    if unit and not apart:
        raise BadAmount(f"'{escape_invisible(typed)}' is not an amount in mg.", DOSE_EXAMPLE)
    return False


def _number(text: str, typed: str) -> Decimal:
    whole, comma, part = text.partition(",")
    if comma and len(part) > 2:
        raise BadInput(
            f"'{text}' can be read in two ways.", "Type 1000 without a comma, or 1.5 with a point."
        )
    try:
        return Decimal(f"{whole}.{part}" if comma else text)
    except InvalidOperation:
        raise BadAmount(f"'{typed}' is not an amount in mg.", DOSE_EXAMPLE) from None


def _positive(value: Decimal, text: str) -> Decimal:
    if value <= 0:
        raise BadAmount(f"'{text}' is not an amount: amounts are above 0.", DOSE_EXAMPLE)
    if value > _LARGEST_MG:
        raise BadAmount(f"'{text}' is more than can be kept as an amount.", DOSE_EXAMPLE)
    return Decimal(say_number(value))


def _route(text: str) -> str | None:
    if not text:
        return None
    if odd := _beside_a_route(text):
        raise BadAmount(
            f"'{escape_invisible(odd)}' is too much, or can't be read.",
            Example("dose", "100mg sublingual --at 9pm."),
        )
    return read_route(text)


def _beside_a_route(text: str) -> str | None:
    """Return the words that stand beside a route, or None if there is none among them."""
    words = [] if find_route(text) else text.split()
    for n in range(1, len(words)):
        if find_route(" ".join(words[n:])):
            return " ".join(words[:n])
        if find_route(" ".join(words[:n])):
            return " ".join(words[n:])
    return None
