"""The page's table of weeks in ready strings; of a long period a row is a month."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from ketalog.answers.period import say_value
from ketalog.answers.phrases import say_mg
from ketalog.domain.calendar import ONE_DAY, READ_BEYOND, Span
from ketalog.domain.entries import medication_of
from ketalog.page import texts as text
from ketalog.page.context import one_line
from ketalog.page.tables import Column, Table
from ketalog.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ketalog.domain.entries import Dose
    from ketalog.domain.kinds import Entry
    from ketalog.page.context import PageContext
    from ketalog.summary import Change, Summary

MOST_WEEKS = 16
"""Weeks up to which a row is a week."""
MOST_NAMED = 4
"""Side effects that a row names."""


def weeks(context: PageContext) -> Table:
    """Return a row a week, medians of its doses; at both ends a week can be a part of one."""
    routes = list(context.summary.routes)
    # Medications need their names if any but ketamine was taken.
    named = {_medication(course.dose) for course in context.summary.courses} - {"ketamine"} != set()
    is_long = len(context.summary.days) > MOST_WEEKS * 7
    is_planned = context.summary.plan is not None and context.summary.plan.total > 0
    columns = (
        Column(text.MONTH if is_long else text.WEEK),
        *([Column(text.TAKEN, "figure")] if is_planned else []),
        *(
            Column(text.capital(one_line(route)), "words" if named else "figure")
            for route in routes
        ),
        Column(text.MEASURES["mood"], "figure"),
        Column(text.MEASURES["anxiety"], "figure"),
        Column(text.DAYS_RATED, "figure"),
        Column(text.WORST_EFFECTS, "words"),
    )
    rows = tuple(
        _row(context, part, routes, named=named, is_planned=is_planned)
        for part in _parts(context, is_long=is_long)
    )
    title = text.MONTHS_TITLE if is_long else text.WEEKS
    return Table(title, text.WEEKS_CAPTION, columns, rows, "")


def _parts(context: PageContext, *, is_long: bool) -> Iterator[Summary]:
    """Yield the summary of each week, or month, made from the entries around it."""
    part_of = context.calendar.month_of if is_long else context.calendar.week_of
    first, number = context.span.start, 0
    while first < context.span.end:
        end = min(part_of(first).end, context.span.end)
        after = _utc(first) - READ_BEYOND
        before = _utc(end) + READ_BEYOND
        while number < len(context.entries) and context.entries[number].at < after:
            number += 1
        near: list[Entry] = []
        for entry in context.entries[number:]:
            if entry.at >= before:
                break
            near.append(entry)
        yield summarize(near, Span(first, end), context.calendar)
        first = end


def _utc(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _row(
    context: PageContext, week: Summary, routes: Sequence[str], *, named: bool, is_planned: bool
) -> tuple[str, ...]:
    span = week.span
    return (
        text.say_dates(context.on(span.start), context.on(span.end - ONE_DAY)),
        *([_planned(context, span)] if is_planned else []),
        *(_taken([c.dose for c in week.courses if c.dose.route == r], named=named) for r in routes),
        _median(week.mood),
        _median(week.anxiety),
        f"{week.days_rated}/{len(week.days)}",
        _worst(week),
    )


def _planned(context: PageContext, span: Span) -> str:
    """Return how many of the planned doses were taken: "3/4"."""
    plan = context.summary.plan
    some = [one for one in plan.planned if one.day in span] if plan else []
    taken = sum(len(one.doses) for one in some)
    total = taken + sum(one.skipped + one.not_recorded + one.due for one in some)
    return f"{taken}/{total}" if total else text.NOTHING


def _medication(dose: Dose) -> str:
    return one_line(medication_of(dose))


def _taken(doses: Sequence[Dose], *, named: bool) -> str:
    """Return "3 × 100 mg", or "3: 450 mg"; mg of two medications are not added."""
    by_medication: defaultdict[str, list[Dose]] = defaultdict(list)
    for dose in doses:
        by_medication[_medication(dose)].append(dose)
    said = [
        f"{_together(some)} {name}" if named else _together(some)
        for name, some in by_medication.items()
    ]
    return "; ".join(said) or text.NOTHING


def _together(doses: Sequence[Dose]) -> str:
    amounts = [dose.amount_mg for dose in doses]
    is_same = len(set(amounts)) == 1
    mg = say_mg(amounts[0] if is_same else sum(amounts, Decimal()))
    said = text.about(mg) if any(dose.estimate for dose in doses) else mg
    return text.say_each(len(doses), said) if is_same else text.say_in_all(len(doses), said)


def _median(change: Change) -> str:
    if not change.n:
        return text.NOTHING
    said = text.arrow(say_value(change.before), say_value(change.after))
    return text.say_with_n(said, change.n)


def _worst(week: Summary) -> str:
    """Return "severe nausea; mild dizziness, headache", the worst first."""
    shown = list(week.effects.items())[:MOST_NAMED]
    said = [
        " ".join(filter(None, (severity, ", ".join(one_line(name) for name, _ in group))))
        for severity, group in groupby(shown, key=lambda item: item[1].worst)
    ]
    if len(week.effects) > MOST_NAMED:
        said.append(text.say_more(len(week.effects) - MOST_NAMED))
    return "; ".join(said) or (text.NONE_WHEN_ASKED if week.asked_none else text.NOTHING)
