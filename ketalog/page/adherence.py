"""The safety box's rows of the plan and the supply: doses against the plan, what was lost or early.

Neither says what should have been done: only how large each difference is, and on which days.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ketalog.domain.deviations import Deviation, smaller
from ketalog.domain.plan import Plan, PlanStop, a_dose_mg, a_week
from ketalog.page.context import MOST_DAYS, Found, PageContext, one_line

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import date
    from decimal import Decimal

    from ketalog.domain.entries import Dose
    from ketalog.domain.supply import StockChange
    from ketalog.domain.treatment import Supply


MOST_CHANGES = 6
"""Changes of the supply that are named."""


def against_plan(context: PageContext) -> Found:
    """Return how the doses stand beside the plan, each difference with its size and days."""
    text, plan = context.texts, context.summary.plan
    alone = {
        course.dose.id: context.calendar.day_of(course.dose.at)
        for course in context.summary.apart_from_sessions
    }
    apart = [text.say_apart(context.when([*alone.values()]))] if alone else []
    if not any(day < context.span.end for day in _days_of_versions(context)):
        return Found(0, text.no_plan, apart)
    without = _without_a_plan(context, alone)
    if plan is None or not (plan.total or plan.unplanned):
        return Found(0, text.none_planned, apart, without)
    by_kind: defaultdict[str, list[tuple[Dose, Deviation]]] = defaultdict(list)
    for dose, deviation in context.summary.deviations:
        by_kind[deviation.kind].append((dose, deviation))
    flagged = [*apart, *(_deviations(context, kind, found) for kind, found in by_kind.items())]
    if plan.unplanned:
        days = [context.calendar.day_of(dose.at) for dose in plan.unplanned]
        flagged.append(text.say_unplanned(len(days), context.when(days, is_counted=True)))
    before = sum(due.not_recorded for due in plan.planned if due.day < context.first_day)

    def dated(missed: str) -> str:
        count = "" if before == plan.not_recorded and not plan.skipped else text.say_count(before)
        return text.say_before(missed, count, context.on(context.first_day)) if before else missed

    missed = dated(text.say_missed(plan.skipped, plan.not_recorded, 0, 0))
    noted = [*([missed] if missed else []), *without]
    if less := smaller(plan.planned, [course.sitting for course in context.summary.courses]):
        sizes = dict.fromkeys(_size(context, deviation) for deviation in less)
        noted.append(text.say_smaller(len(less), [*sizes][:MOST_DAYS]))
    recorded = plan.taken + plan.skipped + len(plan.unplanned)
    said = text.say_recorded(plan.taken + plan.skipped, plan.total - plan.due)
    if not recorded and plan.not_recorded:
        unknown = dated(text.say_unknown(plan.not_recorded))
        noted = [unknown, *without] if apart or without else []
        return Found(0, said, apart, noted, denial=unknown)
    return Found(recorded, said, flagged, noted, denial=text.no_deviation)


def _days_of_versions(context: PageContext) -> list[date]:
    """Return from when on each version of a plan, or its end, held."""
    return [
        context.calendar.day_of(entry.at)
        for entry in context.entries
        if isinstance(entry, Plan | PlanStop)
    ]


def _without_a_plan(context: PageContext, said: Container[str]) -> list[str]:
    """Return when doses were taken for which no plan held, beside those that are `said`."""
    of_plan = plan.doses if (plan := context.summary.plan) else ()
    days = [
        context.calendar.day_of(course.dose.at)
        for course in context.summary.not_given
        if course.dose.id not in of_plan and course.dose.id not in said
    ]
    if not days:
        return []
    when = context.when(days, is_counted=True)
    return [context.texts.say_graded(context.texts.say_without_plan(len(days)), when)]


def _deviations(context: PageContext, kind: str, found: Sequence[tuple[Dose, Deviation]]) -> str:
    """Return one way of being beside the plan with its size, alike ones together."""
    text = context.texts
    sizes: defaultdict[str, list[date]] = defaultdict(list)
    for dose, deviation in found:
        sizes[_size(context, deviation)].append(context.calendar.day_of(dose.at))
    if len(sizes) > MOST_DAYS:
        worst = _worst(kind, found)
        days = [context.calendar.day_of(dose.at) for dose, _ in found]
        at_most = text.say_at_worst(_size(context, worst[1]), context.day(worst[0].at))
        return text.say_deviations(kind, [text.say_graded(at_most, context.when(days))])
    return text.say_deviations(
        kind, [text.say_graded(size, context.when(days)) for size, days in sizes.items()]
    )


def _worst(kind: str, found: Sequence[tuple[Dose, Deviation]]) -> tuple[Dose, Deviation]:
    if kind == "sooner":
        return min(found, key=lambda pair: abs(pair[1].minutes))
    return max(found, key=lambda pair: pair[1].found)


def _size(context: PageContext, deviation: Deviation) -> str:
    text = context.texts
    if deviation.kind == "sooner":
        return text.say_gap(
            text.say_hours(abs(deviation.minutes)), text.say_number(deviation.planned)
        )
    if deviation.kind in {"larger", "smaller"}:
        return text.say_mg_of(text.say_number(deviation.found), text.say_mg(deviation.planned))
    return text.say_of(int(deviation.found), int(deviation.planned))


def supply(context: PageContext) -> Found:
    """Return what was lost, counted less than expected, and filled with much still left."""
    text = context.texts
    facts: list[str] = []
    denial = ""
    fills = counts = 0
    for history in context.stocks:
        for event in history.events:
            if context.calendar.day_of(event.supply.at) not in context.span:
                continue
            fills += event.supply.change == "fill"
            counts += event.supply.change == "count"
            # A first count says nothing of what is missing.
            denial = denial or text.no_supply_change
            if event.difference is not None:
                denial = text.none_missing
            if fact := _stock_change(context, event):
                facts.append(fact)
    noted = [text.say_fills(fills)] if fills else []
    noted += context.last(_more_counted(context), MOST_CHANGES)
    if context.stocks and not (facts or noted or counts):
        noted = [text.no_supply_change]
    said = text.say_counted(counts)
    flagged = context.last(facts, MOST_CHANGES)
    return Found(fills + counts, said, flagged, noted, denial=denial)


def _stock_change(context: PageContext, event: StockChange) -> str:
    """Return what stands out in a change of the supply, or ""."""
    text, supply = context.texts, event.supply
    on, units = context.day(supply.at), text.say_number(supply.units)
    if supply.change == "lost":
        return text.say_lost(units, _unit(context, supply), on)
    difference = event.difference
    if difference is not None and difference < 0:
        return text.say_fewer(text.say_number(-difference), on)
    if supply.change == "fill" and event.before is not None:
        week = _units_a_week(context, supply)
        if week and event.before > week:
            return text.say_early(text.say_number(event.before), on)
    return ""


def _more_counted(context: PageContext) -> list[str]:
    """Return each count of more than there should be: units came, or stayed, unrecorded."""
    text = context.texts
    return [
        text.say_more_counted(text.say_number(more), context.day(event.supply.at))
        for history in context.stocks
        for event in history.events
        if context.calendar.day_of(event.supply.at) in context.span
        and (more := event.difference) is not None
        and more > 0
    ]


def _unit(context: PageContext, supply: Supply) -> str:
    name = one_line(supply.form) if supply.form else ""
    return context.texts.say_unit(name, context.texts.say_mg(supply.strength_mg))


def _units_a_week(context: PageContext, supply: Supply) -> Decimal | None:
    """Return what a week of the plan of that route takes at the most; None without one."""
    for plan in reversed(context.plans):
        if plan.at > supply.at or plan.route != supply.route or not isinstance(plan, Plan):
            continue
        mg, doses = a_dose_mg(plan), a_week(plan)
        if mg and doses:
            return mg / supply.strength_mg * doses
    return None
