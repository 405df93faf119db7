"""A patient's plan for one medication by one route, and which version of it holds when."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from ketalog.domain.entries import Dose, Recorded

if TYPE_CHECKING:
    from ketalog.domain.treatment import Skip

Count = Annotated[int, Meta(ge=1, le=1000)]
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Plan(Recorded, frozen=True, tag="plan"):
    """What the prescriber and the patient agreed on. `at` is from when it holds.

    A later one of the same medication and route takes its place; what lies before stays as it
    was. `units` of `strength_mg` each are one dose. Planned on the days of `rrule` (RFC 5545),
    `per_day` doses each, or `per_week` times a week on any day.
    """

    route: str
    medication: str | None = None
    amount_mg: Decimal | None = None
    strength_mg: Decimal | None = None
    units: Decimal | None = None
    form: str | None = None
    rrule: str | None = None
    per_day: Count = 1
    per_week: Count | None = None
    least_hours: Decimal | None = None
    most_per_day: Count | None = None
    most_per_week: Count | None = None
    prescriber: str | None = None

    def __post_init__(self) -> None:
        """Refuse amounts that are no amount: a hand-edited file can hold them."""
        for one in (self.amount_mg, self.strength_mg, self.units, self.least_hours):
            if one is not None and not (one.is_finite() and one > 0):
                raise ValueError("an amount must be a number above 0")
        if self.rrule is not None and not _is_rule(self.rrule):
            raise ValueError("a rule names weekdays, or every so many days")


def _is_rule(rule: str) -> bool:
    """Tell whether a rule of RFC 5545 is of one of the two kinds that a plan can have."""
    head, _, said = rule.rpartition("=")
    if head == "FREQ=DAILY;INTERVAL":
        return said.isascii() and said.isdigit() and len(said) < 4 and said[0] != "0"
    days = said.split(",")
    return head == "FREQ=WEEKLY;BYDAY" and set(days) <= {*WEEKDAYS} and len(days) == len({*days})


class PlanStop(Recorded, frozen=True, tag="plan stop"):
    """The plan of a medication and route holds no longer, from `at` on."""

    route: str
    medication: str | None = None


def a_dose_mg(plan: Plan) -> Decimal | None:
    """Return the mg of one planned dose, or None if the plan does not say."""
    if plan.units is not None and plan.strength_mg is not None:
        return plan.units * plan.strength_mg
    return plan.amount_mg


def a_day(plan: Plan) -> int | None:
    """Return how many doses of a day are within a plan: its limit, or what it has on its days."""
    return plan.most_per_day or (plan.per_day if plan.rrule is not None else None)


def a_week(plan: Plan) -> int | None:
    """Return how many doses of a week are within a plan: its limit, or what a week of it has.

    Every other day is four days of a week at most.
    """
    if plan.most_per_week or plan.per_week or plan.rrule is None:
        return plan.most_per_week or plan.per_week
    _, _, said = plan.rrule.rpartition("=")
    days = -(-7 // int(said)) if said.isdecimal() else said.count(",") + 1
    return days * plan.per_day


def name_of(plan: Plan | PlanStop) -> tuple[str, str]:
    """Return what tells plans apart: medication and route."""
    return (plan.medication or "ketamine").lower(), plan.route


def in_force(versions: Iterable[Plan | PlanStop], at: datetime) -> list[Plan]:
    """Return the plans that hold at a moment. `versions` are in order of time."""
    latest = {name_of(one): one for one in versions if one.at <= at}
    return [one for one in latest.values() if isinstance(one, Plan)]


def medication_of(dose: "Dose | Skip", plans: Iterable[Plan]) -> str:
    """Return what was taken: without a name, that of the only plan with its route, or ketamine.

    `plans` are those in force.
    """
    if dose.medication is not None:
        return dose.medication.lower()
    named = {name_of(plan)[0] for plan in plans if plan.route == dose.route}
    return named.pop() if len(named) == 1 else "ketamine"


def plan_of(dose: "Dose | Skip", versions: Iterable[Plan | PlanStop]) -> Plan | None:
    """Return the plan that held for a dose when it was taken, or None."""
    plans = in_force(versions, dose.at)
    name = (medication_of(dose, plans), dose.route)
    return next((plan for plan in plans if name_of(plan) == name), None)
