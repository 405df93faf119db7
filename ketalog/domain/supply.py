"""How much of a medication is left, and how long it lasts at the plan's own rate.

What is left is what came and was counted, less what doses took. Nothing here says what to take.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ketalog.domain.calendar import ONE_DAY, YEARS, Calendar, Span
from ketalog.domain.entries import Dose, key_of
from ketalog.domain.plan import (
    Plan,
    PlanStop,
    name_of,
    name_taken,
    plan_of,
    plan_periods,
    read_rule,
)
from ketalog.domain.text import as_key, say_number
from ketalog.domain.treatment import Session, Supply
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ketalog.domain.kinds import Entry


_MOST_DIGITS = 20
"""A longer number is not rounded: a hand-edited file can hold more than decimals can take."""


class Stock(Value, frozen=True):
    """What is counted together: units of one medication, route and strength."""

    medication: str
    """As it was typed; stocks are told apart without its case."""
    route: str
    strength_mg: Decimal

    @property
    def name(self) -> tuple[str, str]:
        """Return what tells its plan apart: medication and route."""
        return as_key(self.medication), self.route

    def __eq__(self, other: object) -> bool:
        """Tell whether another is the same stock, however its medication was typed."""
        return isinstance(other, Stock) and self._identity == other._identity

    def __hash__(self) -> int:
        """Return the same for the same stock."""
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[tuple[str, str], Decimal]:
        return self.name, self.strength_mg.normalize()


def stock_of(supply: Supply) -> Stock:
    """Return what a change of supply is about."""
    return Stock(supply.medication or "ketamine", supply.route, supply.strength_mg.normalize())


def taken_by(dose: Dose, versions: Sequence[Plan | PlanStop]) -> tuple[Stock, Decimal] | None:
    """Return what a dose took of which stock; None where nothing tells how strong a unit was.

    `versions` are every version of every plan, in order of time.
    """
    medication, route = name_taken(dose, versions)
    if dose.count is not None and dose.each_mg is not None:
        return Stock(medication, route, dose.each_mg.normalize()), dose.count
    plan = plan_of(dose, versions)
    if plan is None or plan.strength_mg is None:
        return None
    stock = Stock(medication, route, plan.strength_mg.normalize())
    return stock, dose.amount_mg / plan.strength_mg


def own_doses(entries: Iterable[Entry]) -> list[Dose]:
    """Return the doses that come out of the patient's supply: what a session gave does not."""
    entries = list(entries)
    given = {entry.dose for entry in entries if isinstance(entry, Session)}
    return [entry for entry in entries if isinstance(entry, Dose) and entry.id not in given]


def by_stock(supplies: Iterable[Supply]) -> dict[Stock, list[Supply]]:
    """Return the changes of each stock, in the order they come in."""
    stocks: defaultdict[Stock, list[Supply]] = defaultdict(list)
    for supply in supplies:
        stocks[stock_of(supply)].append(supply)
    return dict(stocks)


class TakenUnits(Struct, frozen=True):
    """What doses took of a stock between the change with the id `since` and the next one.

    `units` of it; `unknown` are doses of its medication and route of which nothing tells how strong
    a unit was, `other` those of a strength that no supply has.
    """

    since: str
    units: Decimal = Decimal(0)
    unknown: int = 0
    other: int = 0


def with_taken(
    before: Iterable[TakenUnits],
    doses: Iterable[Dose],
    supplies: Sequence[Supply],
    versions: Sequence[Plan | PlanStop],
) -> tuple[TakenUnits, ...]:
    """Return what was taken before, and by more doses. All are in order of time."""
    stocks = by_stock(supplies)
    taken = {of_change.since: of_change for of_change in before}
    for dose in doses:
        took = taken_by(dose, versions)
        name = took[0].name if took else name_taken(dose, versions)
        for stock, changes in stocks.items():
            n = bisect_left(changes, key_of(dose), key=key_of) if stock.name == name else 0
            if not n:
                continue
            known = taken.get(changes[n - 1].id) or TakenUnits(changes[n - 1].id)
            if took is None:
                known = replace(known, unknown=known.unknown + 1)
            elif took[0] == stock:
                known = replace(known, units=known.units + took[1])
            elif took[0] not in stocks:
                known = replace(known, other=known.other + 1)
            taken[known.since] = known
    return tuple(taken[supply.id] for supply in supplies if supply.id in taken)


class StockChange(Value, frozen=True):
    """One change of a stock: what was left by the journal just before it, and after it.

    `before` is None at the first: until then nothing was counted.
    """

    supply: Supply
    before: Decimal | None
    left: Decimal

    @property
    def difference(self) -> Decimal | None:
        """Return how many more were counted than the journal said; below 0 where it was fewer."""
        if self.supply.change != "count" or self.before is None:
            return None
        return tidy(self.supply.units - self.before)


class StockHistory(Value, frozen=True):
    """One stock: its changes in order of time, what is left, and doses that can't be counted.

    `left` is below 0 where more was taken than ever came. `unknown` are doses of its medication and
    route since the last count of which nothing tells how strong a unit was, `other` those of a
    strength that no supply has.
    """

    stock: Stock
    events: tuple[StockChange, ...]
    left: Decimal
    unknown: int
    other: int


def accounts(supplies: Iterable[Supply], taken: Iterable[TakenUnits]) -> list[StockHistory]:
    """Return the account of every stock, in the order they first came.

    `supplies` are in order of time.
    """
    by_change = {of_change.since: of_change for of_change in taken}
    return [_account(stock, changes, by_change) for stock, changes in by_stock(supplies).items()]


def _account(
    stock: Stock, changes: Iterable[Supply], taken: Mapping[str, TakenUnits]
) -> StockHistory:
    """Return what each change did; nothing is hidden by a limit at 0."""
    events: list[StockChange] = []
    now: Decimal | None = None
    unknown = other = 0
    for supply in changes:
        moved = -supply.units if supply.change == "lost" else supply.units
        after = (now or Decimal(0)) + moved
        if supply.change == "count":  # Counting begins anew.
            after, unknown, other = supply.units, 0, 0
        events.append(StockChange(supply, None if now is None else tidy(now), tidy(after)))
        took = taken.get(supply.id) or TakenUnits(supply.id)
        now, unknown, other = after - took.units, unknown + took.unknown, other + took.other
    return StockHistory(stock, tuple(events), tidy(now or Decimal(0)), unknown, other)


def tidy(units: Decimal) -> Decimal:
    """Return units without what a division left behind: 100 mg of 300 mg are 0.333."""
    if units.adjusted() > _MOST_DIGITS:
        return units
    return Decimal(say_number(round(units, 3)))


def form_of(supplies: Sequence[Supply]) -> str | None:
    """Return what a unit was last called: "troche"."""
    return next((supply.form for supply in reversed(supplies) if supply.form), None)


# How long it lasts


class Rate(Value, frozen=True):
    """Units a day that a plan names from a day on; 0 where it names none of this stock."""

    start: date
    a_day: Fraction


class SupplyForecast(Value, frozen=True):
    """What is left of a stock and how long it lasts.

    `days` is None without a rate, or where the plan changes (on `changes`) before all is used up.
    `until` is that many days from today, None where that is too far to say or already past.
    `step` is when the plan's rate first changes before then.
    """

    stock: Stock
    form: str | None
    left: Decimal
    rate: Fraction | None
    days: int | None
    until: date | None
    changes: date | None
    step: date | None = None


def rates(
    stock: Stock, versions: Sequence[Plan | PlanStop], today: date, calendar: Calendar
) -> list[Rate]:
    """Return how many units of a stock the plan names a day, from today on; [] for none.

    `versions` are every version of every plan, in order of time: steps ahead are among them.
    """
    steps: list[Rate] = []
    day = today
    for period in plan_periods(versions, Span(today, date.max), calendar):
        if name_of(period.plan) != stock.name:
            continue
        if period.days.start > day:
            steps.append(Rate(day, Fraction(0)))
        steps.append(Rate(period.days.start, _a_day(stock, period.plan)))
        day = period.days.end
    if steps and day < date.max:
        steps.append(Rate(day, Fraction(0)))
    return steps if any(step.a_day for step in steps) else []


def _a_day(stock: Stock, plan: Plan) -> Fraction:
    if plan.strength_mg is None or plan.strength_mg.normalize() != stock.strength_mg:
        return Fraction(0)
    units = None if plan.units is None else Fraction(plan.units)
    if units is None and plan.amount_mg is not None:
        units = Fraction(plan.amount_mg) / Fraction(plan.strength_mg)
    return Fraction(0) if units is None else units * _doses_a_day(plan)


def _doses_a_day(plan: Plan) -> Fraction:
    if plan.per_week is not None:
        return Fraction(plan.per_week, 7)
    if plan.rrule is None:
        return Fraction(0)
    rule = read_rule(plan.rrule)
    days_a_week = Fraction(7, rule.every) if rule.every else Fraction(len(rule.weekdays))
    return days_a_week * plan.per_day / 7


def days_left(units: Decimal, steps: Sequence[Rate]) -> int | None:
    """Return for how many whole days units last; below 0 where there are fewer than none.

    None without a rate, and where the plan goes on without them before they are used up.
    """
    if not steps:
        return None
    rest, days = Fraction(units), 0
    for step, following in pairwise(steps):
        length = (following.start - step.start).days
        if step.a_day and rest < step.a_day * length:
            return days + floor(rest / step.a_day)
        rest -= step.a_day * length
        days += length
    last = steps[-1].a_day
    return days + floor(rest / last) if last else None


def forecast(
    account: StockHistory, versions: Sequence[Plan | PlanStop], today: date, calendar: Calendar
) -> SupplyForecast:
    """Return how long what is left of a stock lasts from a day on, by the patient's calendar."""
    stock, units = account.stock, account.left
    form = form_of([event.supply for event in account.events])
    steps = rates(stock, versions, today, calendar)
    days = days_left(units, steps)
    far = (date(YEARS.stop, 1, 1) - today).days
    until = today + days * ONE_DAY if days is not None and 0 <= days < far else None
    changes = steps[-1].start if steps and days is None else None
    rate = next((step.a_day for step in steps if step.a_day), None)
    step = steps[1].start if len(steps) > 1 else None
    if step is not None and (step - today).days >= (days or 0):
        step = None
    return SupplyForecast(stock, form, units, rate, days, until, changes, step)
