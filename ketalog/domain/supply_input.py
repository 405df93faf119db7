"""Changes of supply as they are typed: `fill 24x100mg sublingual`, `lost 2`, `count 18`."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from ketalog.domain.amounts import read_amount
from ketalog.domain.routes import find_route, read_route
from ketalog.domain.supply import by_stock
from ketalog.domain.text import did_you_mean, escape_invisible, say_number
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.domain.plan import Plan
    from ketalog.domain.treatment import Supply

CHANGES = ("fill", "lost", "count")
FORMS = ("troche", "lozenge", "tablet", "capsule", "sprays", "device", "vial")
"""What a unit is called where it can be typed as a word; one spray is a route."""
_MOST_UNITS = 100_000
_LONGEST_FORM = 40
_DIGITS = set("0123456789.,+-")
_HINT = "For example: ketalog supply fill 24x100mg sublingual."
_TYPED = re.compile(
    r"(?P<units>\S*?)(?: ?[x×*] ?(?P<strength>[\d.,+-]+)(?: ?(?:mgs?|milligrams?)(?!\S))?)?"
    r"(?P<rest> .*)?",
    re.IGNORECASE,
)


class TypedUnits(NamedTuple):
    """What was said of units of supply; None where it was not."""

    units: Decimal
    strength_mg: Decimal | None = None
    route: str | None = None
    form: str | None = None
    medication: str | None = None


class Unit(NamedTuple):
    """What one unit is."""

    medication: str | None
    route: str
    strength_mg: Decimal
    form: str | None = None

    @property
    def name(self) -> tuple[str, str]:
        """Return the medication and route of its stock."""
        return (self.medication or "ketamine").lower(), self.route


def read_change(word: str) -> Any:
    """Return the change that a word names: fill, lost or count."""
    name = word.lower()
    if name not in CHANGES:
        raise BadInput(
            f"'{escape_invisible(word)}' is nothing that can be done with "
            f"supply.{did_you_mean(name, CHANGES)}",
            "Type one of: supply, supply fill 24, supply lost 2, supply count 18.",
        )
    return name


def read_units(words: Sequence[str], change: str) -> TypedUnits:
    """Return what the words say: `24`, `24x100mg sublingual`, `24 troches`."""
    text = " ".join(" ".join(words).split())
    match = _TYPED.fullmatch(text)
    if not text or match is None:
        raise BadInput("How many units?", f"For example: ketalog supply {change} 24.")
    units = _units(match["units"], change)
    strength = None if match["strength"] is None else read_strength(match["strength"])
    route, form = _route_and_form((match["rest"] or "").strip())
    return TypedUnits(units, strength, route, form)


def _units(typed: str, change: str) -> Decimal:
    whole, comma, part = typed.partition(",")
    if re.fullmatch(r"[\d.,]+mgs?", typed, re.IGNORECASE):
        raise BadInput(
            f"'{escape_invisible(typed)}' says how strong a unit is, not how many it is.", _HINT
        )
    odd = not set(typed) <= _DIGITS or (comma and len(part) > 2)
    try:
        units = Decimal("" if odd else f"{whole}.{part}" if comma else typed)
    except InvalidOperation:
        raise BadInput(f"'{escape_invisible(typed)}' is not a number of units.", _HINT) from None
    if units < 0 or (units == 0 and change != "count"):
        least = "0 or more" if change == "count" else "above 0"
        raise BadInput(f"'{escape_invisible(typed)}' can't be taken: units are {least}.", _HINT)
    if units > _MOST_UNITS:
        raise BadInput(f"'{escape_invisible(typed)}' is more than can be kept as units.", _HINT)
    if units != round(units, 3):
        raise BadInput(f"'{escape_invisible(typed)}' is finer than units are kept: 0.001.", _HINT)
    return Decimal(say_number(units))


def read_strength(typed: str) -> Decimal:
    """Return the mg of one unit: `100mg`, `100`."""
    number = typed.strip().lower()
    for unit in ("milligrams", "milligram", "mgs", "mg"):
        number = number.removesuffix(unit)
    try:
        amount, route = read_amount([f"{number.strip()}mg"], _HINT)
    except BadInput:
        amount, route = None, None
    if amount is None or amount.count is not None or route is not None:
        raise BadInput(f"'{escape_invisible(typed)}' is not a strength in mg.", _HINT)
    return amount.amount_mg


def read_form(typed: str) -> str:
    """Return what a unit is called, one of it: "troche"."""
    form = " ".join(typed.lower().split()).removesuffix("s")
    if not 0 < len(form) <= _LONGEST_FORM:
        raise BadInput("What one unit is, is a short word.", "For example: --form troche.")
    return form


def _route_and_form(text: str) -> tuple[str | None, str | None]:
    if not text or find_route(text):
        return find_route(text), None
    kept = [word for word in text.split() if not _is_form(word)]
    forms = [word for word in text.split() if _is_form(word)]
    form = read_form(forms[0]) if forms else None
    return (read_route(" ".join(kept)) if kept else None), form


def _is_form(word: str) -> bool:
    return word.lower() in FORMS or word.lower().removesuffix("s") in FORMS


def unit_of(typed: TypedUnits, plans: Iterable[Plan], supplies: Iterable[Supply]) -> Unit:
    """Return what the units are: as said, the rest as in the only plan or only supply like it.

    `plans` are those in force.
    Raises BadInput where there is none like it, or several.
    """
    planned = [
        Unit(plan.medication, plan.route, plan.strength_mg, plan.form)
        for plan in plans
        if plan.strength_mg is not None
    ]
    here = [
        Unit(stock[-1].medication, stock[-1].route, stock[-1].strength_mg, _form(stock))
        for stock in by_stock(supplies).values()
    ]
    for known in (planned, here):
        like = _called(typed.form, [unit for unit in known if _is_like(unit, typed)])
        if len(like) > 1:
            raise BadInput(
                f"Which supply is it? There are {' and '.join(map(_say, like))}.",
                "Add --strength, --route or --medication.",
            )
        if like:
            return like[0]._replace(form=typed.form or like[0].form)
    return _new(typed, [*planned, *here])


def _form(supplies: Sequence[Supply]) -> str | None:
    return next((supply.form for supply in reversed(supplies) if supply.form), None)


def _is_like(unit: Unit, typed: TypedUnits) -> bool:
    return (
        typed.strength_mg in {None, unit.strength_mg}
        and typed.route in {None, unit.route}
        and (typed.medication is None or typed.medication.lower() == unit.name[0])
    )


def _called(form: str | None, units: list[Unit]) -> list[Unit]:
    """Return the units of that name, or all of them if none has it."""
    return [unit for unit in units if form and unit.form == form] or units


def _new(typed: TypedUnits, known: Sequence[Unit]) -> Unit:
    """Return a unit that neither a plan nor supply has yet, of the only medication like it."""
    if typed.strength_mg is None:
        raise BadInput("How strong one unit is, is not known.", _HINT)
    any_strength = typed._replace(strength_mg=None)
    like = {unit.name: unit for unit in known if _is_like(unit, any_strength)}
    only = next(iter(like.values())) if len(like) == 1 else None
    route = typed.route or (only.route if only else None)
    if route is None:
        raise BadInput("The route is missing.", _HINT)
    medication = typed.medication or (only.medication if only else None)
    return Unit(medication, route, typed.strength_mg, typed.form)


def _say(unit: Unit) -> str:
    return f"{escape_invisible(unit.name[0])} {unit.route} {say_number(unit.strength_mg)} mg"
