"""A patient's plan for one medication by one route: which version holds when, and its days.

What a rule of RFC 5545 says is read here alone; python-dateutil expands it into days.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, TypeVar

from msgspec import Meta
from msgspec.structs import replace

from ketalog.domain.calendar import ONE_DAY, WEEKDAYS, Calendar, Span
from ketalog.domain.entries import Dose, Name, Recorded, refuse_no_amount
from ketalog.domain.text import as_key
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from ketalog.domain.treatment import Skip

AnyEntry = TypeVar("AnyEntry", bound=Recorded)
Count = Annotated[int, Meta(ge=1, le=1000)]
_CODES = tuple(name[:2].upper() for name in WEEKDAYS)
"""What a rule calls the weekdays: "MO"."""
_WEEKLY, _DAILY = "FREQ=WEEKLY;BYDAY=", "FREQ=DAILY;INTERVAL="


class Rule(Value, frozen=True):
    """The days that a plan names: weekdays (Monday is 0), or every so many days from its first."""

    weekdays: tuple[int, ...] = ()
    every: int = 0

    def __str__(self) -> str:
        """Return the rule as RFC 5545 writes it."""
        if self.every:
            return f"{_DAILY}{self.every}"
        return f"{_WEEKLY}{','.join(_CODES[day] for day in self.weekdays)}"

    @property
    def most_a_week(self) -> int:
        """Return how many days it names in a week, the most of any."""
        return -(-7 // self.every) if self.every else len(self.weekdays)


def rule_of_weekdays(weekdays: Iterable[int]) -> str:
    """Return the rule for weekdays; Monday is 0."""
    return str(Rule(weekdays=tuple(sorted(set(weekdays)))))


MOST_OFTEN = 21
"""How often a number alone can say that doses are, a day or a week; a larger one is of mg."""


def rule_of_every(days: int) -> str:
    """Return the rule for every so many days, counted from the plan's first."""
    return str(Rule(every=days))


def read_rule(text: str) -> Rule:
    """Read a rule of one of the two kinds that a plan can have. Raises ValueError."""
    head, _, value = text.rpartition("=")
    is_number = value.isascii() and value.isdecimal() and len(value) < 4 and value[0] != "0"
    if f"{head}=" == _DAILY and is_number:
        return Rule(every=int(value))
    codes = value.split(",")
    if f"{head}=" == _WEEKLY and {*codes} <= {*_CODES} and len(codes) == len({*codes}):
        return Rule(weekdays=tuple(map(_CODES.index, codes)))
    raise ValueError("a rule names weekdays, or every so many days")


def say_rule(text: str) -> str:
    """Return a rule in words: "Mon, Wed, Fri", "every 2 days", "daily"."""
    rule = read_rule(text)
    if rule.every:
        return "daily" if rule.every == 1 else f"every {rule.every} days"
    return ", ".join(WEEKDAYS[day][:3] for day in rule.weekdays)


class Plan(Recorded, frozen=True, tag="plan"):
    """What the prescriber and the patient agreed on. `at` is from when it holds.

    A later one of the same medication and route takes its place; what lies before stays as it
    was. `units` of `strength_mg` each are one dose. Planned on the days of `rrule` (RFC 5545),
    `per_day` doses each, or `per_week` times a week on any day. A dose in `parts` is taken as so
    many doses, which are one sitting.
    """

    route: str
    medication: str | None = None
    amount_mg: Decimal | None = None
    strength_mg: Decimal | None = None
    units: Decimal | None = None
    form: str | None = None
    rrule: str | None = None
    parts: Annotated[int, Meta(ge=2, le=24)] | None = None
    per_day: Count = 1
    per_week: Count | None = None
    least_hours: Decimal | None = None
    most_per_day: Count | None = None
    most_per_week: Count | None = None
    prescriber: str | None = None

    def __post_init__(self) -> None:
        """Refuse amounts that are no amount: a hand-edited file can hold them."""
        refuse_no_amount(self.amount_mg, self.strength_mg, self.units, self.least_hours)
        if self.rrule is not None:
            read_rule(self.rrule)


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
    return read_rule(plan.rrule).most_a_week * plan.per_day


def name_of(plan: Plan | PlanStop) -> Name:
    """Return what tells plans apart: medication and route."""
    return as_key(plan.medication or "ketamine"), plan.route


def label_of(plan: Plan | PlanStop) -> Name:
    """Return what a plan is called: its medication as it was typed, and its route."""
    return plan.medication or "ketamine", plan.route


def in_force(versions: Iterable[Plan | PlanStop], at: datetime) -> list[Plan]:
    """Return the plans that hold at a moment. `versions` are in order of time."""
    latest = {name_of(version): version for version in versions if version.at <= at}
    return [version for version in latest.values() if isinstance(version, Plan)]


def _medication_of(dose: "Dose | Skip", plans: Iterable[Plan]) -> str:
    """Return what was taken: without a name, that of the only plan with its route, or ketamine.

    `plans` are those in force.
    """
    if dose.medication is not None:
        return as_key(dose.medication)
    named = {name_of(plan)[0] for plan in plans if plan.route == dose.route}
    return named.pop() if len(named) == 1 else "ketamine"


def name_taken(dose: "Dose | Skip", versions: Iterable[Plan | PlanStop]) -> Name:
    """Return medication and route of what was taken, or skipped; "" for no route.

    `versions` are in order of time.
    """
    return _medication_of(dose, in_force(versions, dose.at)), dose.route or ""


def with_medications(
    entries: Sequence[AnyEntry], versions: Sequence[Plan | PlanStop]
) -> Sequence[AnyEntry]:
    """Return entries, the doses with the name of what was taken where only their plan says it."""
    if not versions:
        return entries
    return [
        replace(entry, medication=medication)
        if isinstance(entry, Dose)
        and as_key(medication := taken_in_words(entry, versions)) != "ketamine"
        else entry
        for entry in entries
    ]


def taken_in_words(dose: "Dose | Skip", versions: Iterable[Plan | PlanStop]) -> str:
    """Return what was taken as it was typed, with the dose or with its only plan, or ketamine."""
    if dose.medication is not None:
        return dose.medication
    plan = plan_of(dose, versions)
    return (plan.medication if plan else None) or "ketamine"


def plan_of(dose: "Dose | Skip", versions: Iterable[Plan | PlanStop]) -> Plan | None:
    """Return the plan that held for a dose when it was taken, or None."""
    plans = in_force(versions, dose.at)
    name = (_medication_of(dose, plans), dose.route)
    return next((plan for plan in plans if name_of(plan) == name), None)


class PlanPeriod(Value, frozen=True):
    """Days on which one version of a plan holds."""

    plan: Plan
    days: Span


def plan_periods(
    versions: "Sequence[Plan | PlanStop]", span: Span, calendar: Calendar
) -> list[PlanPeriod]:
    """Return which version of each plan holds on which days of a span.

    A version holds from the day of its `at` on: of two that begin on one day, the later.
    """
    periods: list[PlanPeriod] = []
    by_name: defaultdict[Name, list[Plan | PlanStop]] = defaultdict(list)
    for version in versions:
        by_name[name_of(version)].append(version)
    for of_plan in by_name.values():
        starts = [calendar.day_of(version.at) for version in of_plan]
        for version, start, end in zip(of_plan, starts, [*starts[1:], date.max], strict=True):
            days = Span(max(start, span.start), min(end, span.end))
            if isinstance(version, Plan) and days.start < days.end:
                periods.append(PlanPeriod(version, days))
    return periods


def planned_days(period: PlanPeriod, calendar: Calendar) -> list[date]:
    """Return the days of a period on which the plan has doses; none for so many times a week."""
    if period.plan.rrule is None:
        return []
    from dateutil.rrule import rrulestr  # Only here: the words of a rule need no calendar.

    first = datetime.combine(calendar.day_of(period.plan.at), time())
    rule = rrulestr(period.plan.rrule, dtstart=first)
    start = datetime.combine(period.days.start, time())
    last = datetime.combine(period.days.end - ONE_DAY, time())
    return [moment.date() for moment in rule.between(start, last, inc=True)]
