"""The page's tables in ready strings: side effects, every dose, sessions, weeks or months."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from ketalog.domain.adherence import Adherence
from ketalog.domain.calendar import ONE_DAY, ONE_MINUTE, Span
from ketalog.domain.danger import URGENT
from ketalog.domain.entries import Dose, medication_of
from ketalog.domain.plan import a_dose_mg
from ketalog.domain.sittings import Sitting, since_last
from ketalog.domain.text import capital
from ketalog.domain.treatment import Session, Skip
from ketalog.domain.values import Value
from ketalog.page.context import PageContext, lines_of, one_line
from ketalog.page.texts import NOTHING, Texts
from ketalog.stream import Share, worst_of
from ketalog.summary import Change, DoseCourse, change, is_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


MOST_DOSES = 100
"""Doses of the log: what two sheets hold. More are for a table (.csv)."""
MOST_WEEKS = 16
"""Weeks up to which a row is a week."""
MOST_NAMED = 2
"""Side effects that a row names: of the worst; the others are counted."""


class Column(Value, frozen=True):
    """A column: its heading, and what its cells hold. Words are the patient's own."""

    title: str
    kind: Literal["text", "figure", "words"] = "text"


class Table(Value, frozen=True):
    """A table of ready strings; without rows, the sentence that stands in its place.

    The first cell of a row says what the row is about.
    """

    title: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


def filled_table(  # noqa: PLR0913 (a table has so many parts)
    title: str,
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[str, ...]],
    empty: str,
    *,
    always: int,
) -> Table:
    """Return a table without the columns that say nothing in any row, but the first ones."""
    shown = [
        n
        for n in range(len(columns))
        if n < always or any(row[n] not in {NOTHING, ""} for row in rows)
    ]
    return Table(
        title,
        caption,
        tuple(columns[n] for n in shown),
        tuple(tuple(row[n] for n in shown) for row in rows),
        empty,
    )


def effects(context: PageContext) -> Table:
    """Return a row a side effect, the worst first; a share is of the doses of which it is known."""
    text = context.texts
    rows = []
    for name, reports in context.stream.by_name.items():
        worst = worst_of(reports)
        longest = max((report.minutes or 0 for report in reports), default=0)
        share = context.stream.share(name, context.doses)
        rows.append(
            (
                capital(context.effect(worst.shown)),
                _share(text, share),
                str(len(reports)),
                how(context, worst.word),
                text.say_minutes(longest) if longest else NOTHING,
                context.on(reports[-1].day),
            )
        )
    name, *figures, worst_title, longest_title, last = text.effect_columns
    columns = (
        Column(name, "words"),
        *(Column(title, "figure") for title in figures),
        Column(worst_title),
        Column(longest_title),
        Column(last),
    )
    title, caption = text.side_effects, text.effects_caption
    return filled_table(title, caption, columns, rows, _no_effects(context), always=4)


def _share(text: Texts, share: Share) -> str:
    """Return "2 of 3"; where nobody asked "2": of those that are known it would be all."""
    if share.known is not None:
        return text.say_of(share.after, share.known)
    return text.say_count(share.after) if share.after else NOTHING


def how(context: PageContext, word: str) -> str:
    """Return how bad it was, in the word of the answer."""
    if not word:
        return context.texts.not_recorded
    return context.texts.severities.get(word) or context.published(word)


def _no_effects(context: PageContext) -> str:
    text = context.texts
    if denied := context.stream.denied_days:
        return text.say_none_on(len(denied))
    asked = len(context.stream.asked)
    return text.say_check_ins(asked) if asked else text.no_effects


def doses(context: PageContext) -> Table:
    """Return a row a dose and a skip, of many the last ones. What none has gets no column."""
    text = context.texts
    taken = len(context.summary.courses)
    courses = context.summary.courses[-MOST_DOSES:]
    gaps = _gaps(context)
    given = _given(context)
    is_named = any(dose.medication for course in courses for dose in course.sitting.doses)
    rows = [
        (
            dose.at,
            (
                context.on(dose.at.date(), weekday=True),
                f"{context.clock(dose.at)}{'*' if is_late(dose) else ''}",
                _against(context, dose, course.sitting),
                one_line(dose.medication or text.ketamine) if is_named else NOTHING,
                _route_of(context, dose, given),
                gaps.get(dose.id, NOTHING),
                _held(context, dose) or NOTHING,
                _setting(context, dose) or NOTHING,
                # A booster is one dose with the first, whose row has what is known of both.
                *(
                    _pair(context, pair) if dose == course.dose else ""
                    for pair in (course.mood, course.anxiety)
                ),
                _effects_after(context, dose) if dose == course.dose else "",
                _note(context, dose) if context.notes else "",
            ),
        )
        for course in courses
        for dose in course.sitting.doses
    ]
    first = courses[0].dose.at if len(courses) < taken else None
    rows += [
        (skip.at, _skipped(context, skip))
        for skip in context.inside
        if isinstance(skip, Skip) and (first is None or skip.at >= first)
    ]
    columns = (
        *(Column(title) for title in (text.on_date, text.at_time, text.amount)),
        Column(text.medication, "words"),
        Column(text.route),
        Column(text.gap, "figure"),
        Column(text.held),
        Column(text.setting, "words"),
        Column(text.measures["mood"], "figure"),
        Column(text.measures["anxiety"], "figure"),
        Column(text.side_effects_after, "words"),
        Column(text.note, "words"),
    )
    return filled_table(
        text.dose_log,
        _legend(context, courses, taken, given),
        columns,
        [row for _, row in sorted(rows, key=lambda row: row[0])],
        text.no_dose,
        always=3,
    )


def _gaps(context: PageContext) -> dict[str, str]:
    """Return how long before each dose the last one of its medication and route was taken."""
    doses = (entry for entry in context.entries if isinstance(entry, Dose))
    return {
        dose: context.texts.say_since_last(gap // ONE_MINUTE)
        for dose, gap in since_last(doses).items()
    }


def _against(context: PageContext, dose: Dose, sitting: Sitting) -> str:
    """Return a dose's amount; of a sitting's last, also the sum beside what was planned instead."""
    text, plan, first = context.texts, context.summary.plan, sitting.first
    amount = _amount(text, dose)
    if plan and dose == first and any(other.id == dose.id for other in plan.unplanned):
        return text.say_unplanned_dose(amount)
    if dose != sitting.doses[-1]:  # What all of a sitting comes to stands with its last dose.
        return amount
    planned_mg = next(
        (
            a_dose_mg(planned.plan)
            for planned in (plan.planned if plan else ())
            if any(other.id == first.id for other in planned.doses)
        ),
        None,
    )
    beside = planned_mg if planned_mg != sitting.amount_mg else None
    if beside:
        taken = text.say_number(sitting.amount_mg)
        in_all = text.say_mg_of(
            text.about(taken) if sitting.estimate else taken, text.say_mg(beside)
        )
    else:
        taken = text.say_mg(sitting.amount_mg)
        in_all = text.about(taken) if sitting.estimate else taken
    if dose != first:
        return text.say_together(amount, in_all)
    return _in_units(text, dose, in_all) if beside else amount


def _skipped(context: PageContext, skip: Skip) -> tuple[str, ...]:
    text = context.texts
    reason = lines_of(skip.reason) if context.notes and skip.reason else ""
    note = lines_of(skip.note) if context.notes and skip.note else ""
    return (
        context.on(skip.at.date(), weekday=True),
        NOTHING if skip.precision else context.clock(skip.at),
        text.skipped,
        one_line(skip.medication or "") or NOTHING,
        context.route(skip.route) if skip.route else NOTHING,
        *([NOTHING] * 6),
        "\n".join(filter(None, (reason, note))),
    )


def _legend(
    context: PageContext, courses: Sequence[DoseCourse], taken: int, given: set[str]
) -> str:
    text = context.texts
    lines = [text.say_last_doses(len(courses), taken)] if taken > len(courses) else []
    doses = [dose for course in courses for dose in course.sitting.doses]
    if any(pair != (None, None) for course in courses for pair in (course.mood, course.anxiety)):
        lines.append(text.legend)
    if any(is_late(dose) for dose in doses):
        lines.append(text.legend_late)
    if any(dose.id in given for dose in doses):
        lines.append(text.legend_given)
    if any(dose.estimate for dose in doses):
        lines.append(text.legend_about)
    if len(doses) > len(courses):
        lines.append(text.legend_together)
    return " ".join(lines)


def _effects_after(context: PageContext, dose: Dose) -> str:
    text = context.texts
    named = [
        text.say_effect_of(
            context.effect(report.shown), how(context, report.word) if report.word else ""
        )
        for report in context.history.reports
        if report.dose == dose.id
    ]
    if named:
        return text.say_list(named)
    asked = [asking for asking in context.history.asked if asking.dose == dose.id]
    if any(asking.names is None for asking in asked):
        return text.found_nothing["denied"]
    return text.none_of_asked if asked else NOTHING


def _route_of(context: PageContext, dose: Dose, given: set[str]) -> str:
    route = context.route(dose.route)
    return context.texts.say_given(route) if dose.id in given else route


def _given(context: PageContext) -> set[str]:
    """Return the doses that a session gave."""
    return {entry.dose for entry in context.inside if isinstance(entry, Session) and entry.dose}


def _amount(text: Texts, dose: Dose) -> str:
    """Return "2 × 15 mg = 30 mg", or "about 100 mg"."""
    amount = _in_units(text, dose, text.say_mg(dose.amount_mg))
    return text.about(amount) if dose.estimate else amount


def _in_units(text: Texts, dose: Dose, amount: str) -> str:
    """Return an amount with what it was made of: "3 × 15 mg = 45 of 30 mg"."""
    if dose.count is None or dose.each_mg is None or dose.count == 1:
        return amount
    return text.say_units(text.say_number(dose.count), text.say_mg(dose.each_mg), amount)


def _held(context: PageContext, dose: Dose) -> str:
    text = context.texts
    held = "" if dose.hold_minutes is None else text.say_minutes(dose.hold_minutes)
    swallowed = {True: text.swallowed, False: text.spat_out, None: ""}[dose.swallowed]
    return ", ".join(filter(None, (held, swallowed)))


def _setting(context: PageContext, dose: Dose) -> str:
    """Return who was there, when the last food was, and where it was taken."""
    text = context.texts
    who = text.alone if dose.alone else text.say_with(one_line(dose.with_whom or ""))
    ate = "" if dose.ate_minutes is None else text.say_ate(text.say_minutes(dose.ate_minutes))
    return ", ".join(filter(None, (who, ate, one_line(dose.setting or ""))))


def _pair(context: PageContext, pair: tuple[int | None, int | None]) -> str:
    if pair == (None, None):
        return NOTHING
    before, after = (NOTHING if value is None else str(value) for value in pair)
    return context.texts.arrow(before, after)


def _note(context: PageContext, dose: Dose) -> str:
    intention = ""
    if dose.intention:
        intention = context.texts.say_intention(lines_of(dose.intention))
    return "\n".join(filter(None, (intention, lines_of(dose.note or ""))))


# Weeks; of a long period a row is a month.


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
    columns = (
        Column(text.month if is_long else text.week),
        Column(text.taken, "figure"),
        *(
            Column(capital(context.route(route)), "words" if is_named else "figure")
            for route in routes
        ),
        Column(text.measures["mood"], "figure"),
        Column(text.measures["anxiety"], "figure"),
        Column(text.days_rated, "figure"),
        Column(text.worst_effects, "words"),
    )
    rows = [
        _row(context, part, routes, is_named=is_named) for part in _parts(context, is_long=is_long)
    ]
    # Of days that were rated without a dose a column of "–" would say that they were not.
    table = filled_table(text.months if is_long else text.weeks, "", columns, rows, "", always=1)
    said = {
        text.taken: text.weeks_planned,
        **{capital(context.route(route)): text.weeks_amounts for route in routes},
        text.measures["mood"]: text.weeks_medians,
        text.measures["anxiety"]: text.weeks_medians,
    }
    shown = [said[column.title] for column in table.columns if column.title in said]
    return replace(table, caption=" ".join(dict.fromkeys(shown)))


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
    context: PageContext, span: Span, routes: Sequence[str], *, is_named: bool
) -> tuple[str, ...]:
    days = [context.summary.days[day] for day in span.days]
    courses = [course for day in days for course in day.doses]
    by_route = [[c.sitting for c in courses if c.dose.route == route] for route in routes]
    return (
        context.texts.say_dates(context.on(span.start), context.on(span.end - ONE_DAY)),
        _planned(context, span),
        *(_taken(context, doses, is_named=is_named) for doses in by_route),
        _median(context, change(course.mood for course in courses)),
        _median(context, change(course.anxiety for course in courses)),
        f"{sum(day.mood is not None for day in days)}/{len(days)}",
        _worst(context, span),
    )


def _planned(context: PageContext, span: Span) -> str:
    """Return how many of the planned doses were taken, and how many others: "3/4 + 1"."""
    plan = context.summary.plan
    if plan is None or not plan.total:
        return NOTHING
    held = Adherence(
        tuple(day for day in plan.planned if day.day in span),
        tuple(dose for dose in plan.unplanned if context.calendar.day_of(dose.at) in span),
    )
    more = len(held.unplanned)
    if not held.total and not more:
        return NOTHING
    number = NOTHING if held.is_silent else context.texts.say_count(held.taken)
    return context.texts.say_taken_of(number, held.total, more, held.not_recorded, held.due)


def _taken(context: PageContext, doses: Sequence[Sitting], *, is_named: bool) -> str:
    """Return "3 × 100 mg", or "3: 450 mg"; mg of two medications are not added."""
    by_medication: defaultdict[str, list[Sitting]] = defaultdict(list)
    for dose in doses:
        by_medication[medication_of(dose.first)].append(dose)
    amounts = [
        f"{_together(context, same)} {context.medication(same[0].first.medication or 'ketamine')}"
        if is_named
        else _together(context, same)
        for same in by_medication.values()
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
    text = context.texts
    # What came after the period's last doses on the day behind it stands in the last row.
    is_last = span.end == context.span.end
    stream = context.stream.within(Span(span.start, date.max) if is_last else span)
    worst = [worst_of(reports) for reports in stream.by_name.values()]
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
        return text.found_nothing["denied"]
    return text.none_of_asked if stream.asked else NOTHING
