"""The page's table of weeks in ready strings; of a long period a row is a month."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from ketalog.domain.calendar import ONE_DAY, Span
from ketalog.domain.danger import URGENT
from ketalog.domain.entries import medication_of
from ketalog.page.tables import Column, Table
from ketalog.page.texts import NOTHING, capital
from ketalog.summary import change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketalog.domain.sittings import Sitting
    from ketalog.page.context import PageContext
    from ketalog.summary import Change

MOST_WEEKS = 16
"""Weeks up to which a row is a week."""
MOST_NAMED = 2
"""Side effects that a row names: of the worst; the others are counted."""


def weeks(context: PageContext) -> Table:
    """Return a row a week, medians of its doses; at both ends a week can be a part of one.

    Weeks in which nothing was recorded stand as one.
    """
    text = context.texts
    routes = list(context.summary.routes)
    # Medications need their names if any but ketamine was taken.
    taken = {medication_of(course.dose) for course in context.summary.courses}
    is_named = not taken <= {"ketamine"}
    is_long = len(context.summary.days) > MOST_WEEKS * 7
    is_planned = context.summary.plan is not None and context.summary.plan.total > 0
    columns = (
        Column(text.month if is_long else text.week),
        *([Column(text.taken, "figure")] if is_planned else []),
        *(
            Column(capital(context.route(route)), "words" if is_named else "figure")
            for route in routes
        ),
        Column(text.measures["mood"], "figure"),
        Column(text.measures["anxiety"], "figure"),
        Column(text.days_rated, "figure"),
        Column(text.worst_effects, "words"),
    )
    rows = tuple(
        _row(context, part, routes, is_named=is_named, is_planned=is_planned)
        for part in _parts(context, is_long=is_long)
    )
    return Table(text.months if is_long else text.weeks, text.weeks_caption, columns, rows, "")


def _parts(context: PageContext, *, is_long: bool) -> Iterator[Span]:
    """Yield each week, or month, as far as it lies in the period; silent ones as one."""
    part_of = context.calendar.month_of if is_long else context.calendar.week_of
    told = {context.calendar.day_of(entry.at) for entry in context.inside}
    first = end = context.span.start
    while end < context.span.end:
        part = Span(end, min(part_of(end).end, context.span.end))
        is_silent = not any(day in part for day in told)
        if first < end and not is_silent:
            yield Span(first, end)
            first = end
        end = part.end
        if not is_silent:
            yield part
            first = end
    if first < end:
        yield Span(first, end)


def _row(
    context: PageContext, span: Span, routes: Sequence[str], *, is_named: bool, is_planned: bool
) -> tuple[str, ...]:
    days = [context.summary.days[day] for day in span.days]
    courses = [course for day in days for course in day.doses]
    by_route = [[c.sitting for c in courses if c.dose.route == route] for route in routes]
    return (
        context.texts.say_dates(context.on(span.start), context.on(span.end - ONE_DAY)),
        *([_planned(context, span)] if is_planned else []),
        *(_taken(context, doses, is_named=is_named) for doses in by_route),
        _median(context, change(course.mood for course in courses)),
        _median(context, change(course.anxiety for course in courses)),
        f"{sum(day.mood is not None for day in days)}/{len(days)}",
        _worst(context, span),
    )


def _planned(context: PageContext, span: Span) -> str:
    """Return how many of the planned doses were taken: "3/4"."""
    plan = context.summary.plan
    planned = [day for day in plan.planned if day.day in span] if plan else []
    taken = sum(len(day.doses) for day in planned)
    unknown = sum(day.not_recorded for day in planned)
    total = taken + unknown + sum(day.skipped + day.due for day in planned)
    return context.texts.say_taken_of(taken, total, unknown) if total else NOTHING


def _taken(context: PageContext, doses: Sequence[Sitting], *, is_named: bool) -> str:
    """Return "3 × 100 mg", or "3: 450 mg"; mg of two medications are not added."""
    by_medication: defaultdict[str, list[Sitting]] = defaultdict(list)
    for dose in doses:
        by_medication[context.medication(medication_of(dose.first))].append(dose)
    amounts = [
        f"{_together(context, same)} {name}" if is_named else _together(context, same)
        for name, same in by_medication.items()
    ]
    return "; ".join(amounts) or NOTHING


def _together(context: PageContext, doses: Sequence[Sitting]) -> str:
    text = context.texts
    amounts = [dose.amount_mg for dose in doses]
    is_same = len(set(amounts)) == 1
    mg = text.say_mg(amounts[0] if is_same else sum(amounts, Decimal()))
    if any(dose.estimate for dose in doses):
        mg = text.about(mg)
    return text.say_each(len(doses), mg) if is_same else text.say_in_all(len(doses), mg)


def _median(context: PageContext, pairs: Change) -> str:
    if pairs.before is None or pairs.after is None:
        return NOTHING
    text = context.texts
    way = text.arrow(text.say_value(pairs.before), text.say_value(pairs.after))
    return text.say_with_n(way, pairs.n)


def _worst(context: PageContext, span: Span) -> str:
    """Return "chest pain; severe nausea; 1 more": what is urgent, and the worst of the rest."""
    text, stream = context.texts, context.stream.within(span)
    worst = [max(found, key=lambda one: (one.rank, one.at)) for found in stream.by_name.values()]
    urgent = [report for report in worst if report.urgency < len(URGENT)]
    others = worst[len(urgent) :]
    shown = urgent + [report for report in others if report.word == others[0].word][:MOST_NAMED]
    parts = [
        text.say_worst(
            text.severities.get(word) or context.published(word),
            [context.effect(report.shown) for report in reports],
        )
        for word, reports in groupby(shown, key=lambda report: report.word)
    ]
    if len(worst) > len(shown):
        parts.append(text.say_more(len(worst) - len(shown)))
    if parts:
        return "; ".join(parts)
    if stream.denied_days:
        return text.none_when_asked
    return text.none_of_asked if stream.asked else NOTHING
