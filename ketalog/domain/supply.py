"""How much of a medication is left: what came and was counted, less what doses took."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ketalog.domain.plan import in_force, medication_of, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ketalog.domain.entries import Dose
    from ketalog.domain.plan import Plan, PlanStop
    from ketalog.domain.treatment import Supply


class Stock(NamedTuple):
    """What is counted together: units of one medication, route and strength."""

    medication: str
    route: str
    strength_mg: Decimal


def stock_of(supply: Supply) -> Stock:
    """Return what a change of supply is about."""
    medication = (supply.medication or "ketamine").lower()
    return Stock(medication, supply.route, supply.strength_mg.normalize())


def taken_by(dose: Dose, versions: Sequence[Plan | PlanStop]) -> tuple[Stock, Decimal] | None:
    """Return what a dose took of which stock; None where nothing tells how strong a unit was.

    `versions` are every version of every plan, in order of time.
    """
    medication = medication_of(dose, in_force(versions, dose.at))
    if dose.count is not None and dose.each_mg is not None:
        return Stock(medication, dose.route, dose.each_mg.normalize()), dose.count
    plan = plan_of(dose, versions)
    if plan is None or plan.strength_mg is None:
        return None
    stock = Stock(medication, dose.route, plan.strength_mg.normalize())
    return stock, dose.amount_mg / plan.strength_mg


def by_stock(supplies: Iterable[Supply]) -> dict[Stock, list[Supply]]:
    """Return the changes of each stock, in the order they come in."""
    found: defaultdict[Stock, list[Supply]] = defaultdict(list)
    for one in supplies:
        found[stock_of(one)].append(one)
    return dict(found)


def anchor_of(supplies: Sequence[Supply]) -> Supply:
    """Return where counting begins: the last count, or the first change where none is.

    `supplies` are of one stock, in order of time.
    """
    counts = [one for one in supplies if one.change == "count"]
    return counts[-1] if counts else supplies[0]


def left(supplies: Sequence[Supply], taken: Decimal) -> Decimal:
    """Return the units left of one stock; below 0 where more was taken than ever came.

    `taken` is what doses took since the anchor. Nothing is hidden by a limit at 0.
    """
    anchor = anchor_of(supplies)
    after = supplies[supplies.index(anchor) + 1 :]
    start = -anchor.units if anchor.change == "lost" else anchor.units
    moved = (-one.units if one.change == "lost" else one.units for one in after)
    return start + sum(moved, Decimal(0)) - taken


def taken_since(
    anchors: Mapping[Stock, Supply], doses: Iterable[Dose], versions: Sequence[Plan | PlanStop]
) -> dict[Stock, Decimal]:
    """Return what doses took of each stock since its anchor."""
    total = {stock: Decimal(0) for stock in anchors}
    for dose in doses:
        took = taken_by(dose, versions)
        if took is not None and took[0] in total and dose.at > anchors[took[0]].at:
            total[took[0]] += took[1]
    return total
