"""What can be said of a plan, and a new version from the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec.structs import asdict, replace

from ketalog.domain.plan import Plan, PlanStop, in_force, name_of, read_rule
from ketalog.domain.text import as_key, did_you_mean, escape_invisible
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ketalog.domain.amounts import Amount
    from ketalog.domain.calendar import Calendar

Version = TypeVar("Version", Plan, PlanStop)
_SCHEDULE = "For example: --days mon,wed,fri, or --every 2 (days), or --times 3 (a week)."
DETAILS = {
    "form": "form",
    "parts": "parts",
    "apart": "least_hours",
    "by": "prescriber",
    "note": "note",
    "strength": "strength_mg",
}
"""What --clear takes out beside `most`, and the field it is."""


class Schedule(NamedTuple):
    """When doses are planned, as far as it was said."""

    rrule: str | None
    per_week: int | None
    per_day: int | None

    def fields(self, base: Plan | None) -> dict[str, Any]:
        """Return a plan's fields, with what was not said as in the version before."""
        if self.per_week:
            return {"rrule": None, "per_week": self.per_week, "per_day": 1}
        rrule = self.rrule or (base.rrule if base else None)
        if rrule is None:
            if base and base.per_week and not self.per_day:
                return {}
            raise BadInput("On which days is it planned?", _SCHEDULE)
        per_day = self.per_day or (base.per_day if base else 1)
        return {"rrule": rrule, "per_week": None, "per_day": per_day}


def amount_fields(amount: Amount | None, base: Plan | None) -> dict[str, Any]:
    """Return a plan's fields for an amount; mg alone keep the strength if it is so many units."""
    if amount is None:
        return {}
    strength, units = amount.each_mg, amount.count
    if units is None and base and base.strength_mg:
        in_units = amount.amount_mg / base.strength_mg
        if not in_units * 4 % 1:
            strength, units = base.strength_mg, in_units
    return {"amount_mg": amount.amount_mg, "strength_mg": strength, "units": units}


def cleared(names: Iterable[str]) -> dict[str, Any]:
    """Return the fields that are to be empty."""
    fields: dict[str, Any] = {}
    for typed in names:
        name = typed.strip().lower().removeprefix("--")
        if name == "most":
            fields |= {"most_per_day": None, "most_per_week": None}
        elif name in DETAILS:
            fields[DETAILS[name]] = None
        else:
            raise BadInput(
                f"'{escape_invisible(typed)}' is not a detail that can be taken out."
                f"{did_you_mean(name, [*DETAILS, 'most'])}",
                f"There are: {', '.join(DETAILS)}, most.",
            )
        if name == "strength":
            fields["units"] = None
    return fields


def next_version(base: Plan | None, identity: dict[str, Any], fields: dict[str, Any]) -> Plan:
    """Return a whole new version: what was not said is as in the one before, but the note."""
    kept = asdict(base) if base else {}
    for field in ("changed", "source", "note", "number"):
        kept.pop(field, None)
    return _checked(Plan(**{**kept, **identity, **fields}))


def amended(plan: Plan, at: datetime, changes: dict[str, Any]) -> Plan:
    """Return a plan that was typed wrong as it was meant: a version of its own it is not."""
    changed = Schedule(*(changes.pop(field, None) for field in Schedule._fields))
    schedule = changed.fields(plan) if any(changed) else {}
    return _checked(replace(plan, at=at, **{**schedule, **changes}))


def _checked(plan: Plan) -> Plan:
    """Return a plan that doesn't speak against itself. Raises BadInput."""
    weekdays = len(read_rule(plan.rrule).weekdays) if plan.rrule else 0
    for planned, most, span in (
        (plan.per_day if plan.rrule else 1, plan.most_per_day, "day"),
        (plan.per_week or weekdays * plan.per_day, plan.most_per_week, "week"),
    ):
        if most is not None and planned > most:
            raise BadInput(
                f"The plan would have {planned} doses a {span}, and at most {most} a {span}.",
                "Type both as they are prescribed: mon,thu --most 2/week. Or --clear most.",
            )
    return plan


def same_but_when(plan: Plan, other: Plan) -> bool:
    """Tell whether two versions say the same."""
    own = set(Plan.__struct_fields__) - {"id", "at", "recorded", "changed", "source", "number"}
    return all(getattr(plan, field) == getattr(other, field) for field in own)


def the_one(plans: Sequence[Plan], route: str | None, medication: str | None) -> Plan | None:
    """Return the plan that a route and a medication name, None for none. Raises BadInput."""
    fitting = [
        plan
        for plan in plans
        if route in {None, plan.route}
        and (medication is None or name_of(plan)[0] == as_key(medication))
    ]
    if len(fitting) > 1:
        raise BadInput(
            "There are several plans: 'ketalog plan' shows them.",
            "Say which by its route (of skip: --route), or by --medication.",
        )
    return fitting[0] if fitting else None


def behind_its_day(
    version: Version, versions: Iterable[Plan | PlanStop], calendar: Calendar
) -> Version:
    """Return a version behind those of the same plan that begin on its day.

    Of two that begin on one day the later holds: it is to be the one that was written later.
    """
    name, day = name_of(version), calendar.day_of(version.at)
    begun: list[datetime] = [
        other.at
        for other in versions
        if name_of(other) == name and calendar.day_of(other.at) == day
    ]
    return replace(version, at=max([version.at, *begun]))


def behind(version: Plan | PlanStop, versions: Iterable[Plan | PlanStop]) -> Plan | PlanStop | None:
    """Return the version that takes the place of one, or None. `versions` are in order of time."""
    name = name_of(version)
    later = (other for other in versions if other.at > version.at and name_of(other) == name)
    return next(later, None)


def others_beside(plan: Plan, versions: Iterable[Plan | PlanStop]) -> list[Plan]:
    """Return the plans of other medications and routes that hold when one begins."""
    return [other for other in in_force(versions, plan.at) if name_of(other) != name_of(plan)]
