"""What can be said of units of supply, and what one of them is."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from ketalog.domain.amounts import PIECES, is_taken_by, read_amount
from ketalog.domain.plan import Plan, name_of
from ketalog.domain.supply import by_stock, form_of
from ketalog.domain.text import as_key, as_utf8, escape_invisible, say_number
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.domain.treatment import Supply

_MOST_UNITS = 100_000
_LONGEST_FORM = 40
SUPPLY_EXAMPLE = Example("supply", "fill 24x100mg sublingual.")


class TypedSupply(NamedTuple):
    """What was said of units of supply; None where it was not."""

    units: Decimal | None
    strength_mg: Decimal | None = None
    route: str | None = None
    form: str | None = None
    medication: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """Return what was said, by the fields of a supply."""
        return {field: value for field, value in self._asdict().items() if value is not None}


class Unit(NamedTuple):
    """What one unit is."""

    medication: str | None
    route: str
    strength_mg: Decimal
    form: str | None = None

    @property
    def name(self) -> tuple[str, str]:
        """Return the medication and route of its stock."""
        return as_key(self.medication or "ketamine"), self.route


def read_units(typed: str, change: str) -> Decimal:
    """Return a number of units that a change can have. Raises BadInput."""
    try:
        units = Decimal(typed.replace(",", "."))
    except InvalidOperation:
        raise BadInput(
            f"'{escape_invisible(typed)}' is not a number of units.", SUPPLY_EXAMPLE
        ) from None
    if units < 0 or (units == 0 and change != "count"):
        least = "0 or more" if change == "count" else "above 0"
        raise BadInput(
            f"'{escape_invisible(typed)}' can't be taken: units are {least}.", SUPPLY_EXAMPLE
        )
    if units > _MOST_UNITS:
        raise BadInput(
            f"'{escape_invisible(typed)}' is more than can be kept as units.", SUPPLY_EXAMPLE
        )
    if units != round(units, 3):
        raise BadInput(
            f"'{escape_invisible(typed)}' is finer than units are kept: 0.001.", SUPPLY_EXAMPLE
        )
    return Decimal(say_number(units))


def read_strength(typed: str) -> Decimal:
    """Return the mg of one unit: `100mg`, `100`."""
    number = typed.strip().lower()
    for unit in ("milligrams", "milligram", "mgs", "mg"):
        number = number.removesuffix(unit)
    try:
        amount, route = read_amount([f"{number.strip()}mg"], SUPPLY_EXAMPLE)
    except BadInput:
        amount, route = None, None
    if amount is None or amount.count is not None or route is not None:
        raise BadInput(f"'{escape_invisible(typed)}' is not a strength in mg.", SUPPLY_EXAMPLE)
    return amount.amount_mg


def read_form(typed: str) -> str:
    """Return what a unit is called, one of it: "troche". Raises BadInput."""
    form = " ".join(as_utf8(typed).split())
    form = form[:-1] if form[-1:] in {"s", "S"} else form
    if not 0 < len(form) <= _LONGEST_FORM:
        raise BadInput("What one unit is, is a short word.", "For example: --form troche.")
    return form.lower() if form.lower() in PIECES else form


def unit_of(said: TypedSupply, plans: Iterable[Plan], supplies: Iterable[Supply]) -> Unit:
    """Return what the units are: as said, the rest as in the only plan or only supply like it.

    `plans` are those in force.
    Raises BadInput where there is none like it, or several.
    """
    here = [
        Unit(stock[-1].medication, stock[-1].route, stock[-1].strength_mg, form_of(stock))
        for stock in by_stock(supplies).values()
    ]
    planned, plans = [], tuple(plans)
    for plan in plans:
        if plan.strength_mg is not None:
            planned.append(Unit(plan.medication, plan.route, plan.strength_mg, plan.form))
        else:  # its supply alone says how strong they are
            planned += [unit for unit in here if unit.name == name_of(plan)]
    for known in (planned, here):
        like = _called(said.form, [unit for unit in known if _is_like(unit, said)])
        if len(like) > 1:
            raise BadInput(
                f"Which supply is it? There are {' and '.join(map(_say, like))}.",
                "Add --strength, --route or --medication.",
            )
        if like:
            _refuse_another_form(said, like[0])
            return like[0]._replace(form=said.form or like[0].form)
    return _new(said, [*planned, *here], plans)


def _refuse_another_form(said: TypedSupply, like: Unit) -> None:
    """Raise BadInput for 10 vials, of which nobody says how strong, where troches are known."""
    is_another = said.form and like.form and as_key(said.form) != as_key(like.form)
    if is_another and said.strength_mg is None:
        raise BadInput(
            f"Your supply is of {like.form}s, not {said.form}s.",
            Example("supply", f"fill 24x100mg sublingual --form {said.form}."),
        )


def _is_like(unit: Unit, said: TypedSupply) -> bool:
    return bool(
        said.strength_mg in {None, unit.strength_mg}
        and said.route in {None, unit.route}
        and (said.route or unit.form == said.form or is_taken_by(said.form, unit.route))
        and (said.medication is None or as_key(said.medication) == unit.name[0])
    )


def _called(form: str | None, units: list[Unit]) -> list[Unit]:
    """Return the units of that name, or all of them if none has it."""
    return [unit for unit in units if form and as_key(unit.form or "") == as_key(form)] or units


def _new(said: TypedSupply, known: Sequence[Unit], plans: Sequence[Plan]) -> Unit:
    """Return a unit that neither a plan nor supply has yet, of the only medication like it.

    Where none is like it, that is the medication of the only plan of its route, as of a dose.
    """
    if said.strength_mg is None:
        raise BadInput("How strong one unit is, is not known.", SUPPLY_EXAMPLE)
    any_strength = said._replace(strength_mg=None)
    like = {unit.name: unit for unit in known if _is_like(unit, any_strength)}
    only = next(iter(like.values())) if len(like) == 1 else None
    route = said.route or (only.route if only else None)
    if route is None:
        raise BadInput("The route is missing.", SUPPLY_EXAMPLE)
    by_route = {name_of(plan): plan.medication for plan in plans if plan.route == route}
    planned = next(iter(by_route.values())) if len(by_route) == 1 else None
    medication = said.medication or (only.medication if only else planned)
    return Unit(medication, route, said.strength_mg, said.form)


def _say(unit: Unit) -> str:
    return f"{escape_invisible(unit.name[0])} {unit.route} {say_number(unit.strength_mg)} mg"
