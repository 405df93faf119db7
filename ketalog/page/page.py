"""The page for the clinician in ready strings and drawings: the formats only lay it out.

It always has the same parts in the same order.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ketalog import __version__
from ketalog.answers.period import say_value
from ketalog.answers.phrases_clinic import plan_parts
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.entries import key_of
from ketalog.domain.plan import name_of
from ketalog.domain.schedule import plan_periods
from ketalog.domain.snapshot import snapshot_of
from ketalog.domain.treatment import Appointment
from ketalog.domain.values import Value
from ketalog.instruments import gad7, phq9
from ketalog.page import figures, safety, tables, weeks
from ketalog.page import texts as text
from ketalog.page.context import PageContext, PageFormat, notes_in, one_line, questions_in
from ketalog.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.kinds import Entry
    from ketalog.domain.plan import Plan, PlanStop
    from ketalog.instruments.base import Instrument
    from ketalog.page.context import Quote
    from ketalog.page.figures import Figure
    from ketalog.page.safety import Point
    from ketalog.page.tables import Table
    from ketalog.summary import Summary

ON_TOP = (gad7.INSTRUMENT, phq9.INSTRUMENT)
"""The questionnaires that always have a tile."""


class Tile(Value, frozen=True):
    """One figure: what it is, its value, what it is made of."""

    label: str
    value: str
    caption: str


class Page(Value, frozen=True):
    """Everything that the page says. `nothing` is the one sentence of an empty period, or "".

    Tables without rows say so in their `empty`. `notes` is None unless notes were asked for.
    `paper` is "a4" or "letter"; `page_of` has places for {n} and {of}.
    """

    title: str
    subtitle: str
    language: str
    paper: str
    facts: tuple[tuple[str, str], ...]
    plans: tuple[tuple[str, str], ...]
    nothing: str
    completeness: str
    tiles: tuple[Tile, ...]
    safety_title: str
    safety: tuple[Point, ...]
    response: Figure
    scores: Figure
    every_dose: Figure
    weeks: Table
    effects: Table
    questions_title: str
    questions: tuple[Quote, ...]
    no_questions: str
    doses: Table
    notes_title: str
    notes: tuple[Quote, ...] | None
    no_notes: str
    footer: tuple[str, ...]
    made: str
    page_of: str


def page(  # noqa: PLR0913 (what is on the page is the patient's choice, one by one)
    entries: Sequence[Entry],
    span: Span,
    calendar: Calendar,
    *,
    now: datetime,
    name: str | None = None,
    born: str | None = None,
    notes: bool = False,
    page_format: PageFormat = PageFormat(),  # noqa: B008 (it is frozen)
) -> Page:
    """Return the page of a period. `entries` are all there are. `born` is an ISO date."""
    ordered = sorted(entries, key=key_of)
    snapshot = snapshot_of(ordered, 0)
    summary = summarize(ordered, span, calendar, snapshot, calendar.day_of(now))
    context = PageContext(summary, ordered, calendar, notes, page_format)
    return Page(
        title=text.TITLE,
        subtitle=text.SUBTITLE,
        language=text.LANGUAGE,
        paper=page_format.paper,
        facts=(
            *_person(context, name, born),
            (text.PERIOD, text.say_period(span.start, span.end - ONE_DAY, page_format.date_order)),
            *_appointment(context, now),
        ),
        plans=tuple(_plans(context, snapshot.plans)),
        nothing="" if summary.entries else text.EMPTY,
        completeness=_completeness(context),
        tiles=tuple(_tiles(context)),
        safety_title=text.SAFETY,
        safety=tuple(safety.points(context)),
        response=figures.response(context),
        scores=figures.scores(context),
        every_dose=figures.every_dose(context),
        weeks=weeks.weeks(context),
        effects=tables.effects(context),
        questions_title=text.QUESTIONS,
        questions=questions_in(context),
        no_questions=text.NO_QUESTIONS,
        doses=tables.doses(context),
        notes_title=text.NOTES,
        notes=notes_in(context) if notes else None,
        no_notes=text.NO_NOTES,
        footer=text.say_footer(context.clock(calendar.day_start)),
        made=text.say_made(__version__, context.moment(now)),
        page_of=text.PAGE_OF,
    )


def _person(context: PageContext, name: str | None, born: str | None) -> Iterator[tuple[str, str]]:
    if name:
        yield text.PATIENT, one_line(name)
    if born:
        try:
            yield text.BORN, text.say_date(date.fromisoformat(born), context.page_format.date_order)
        except ValueError:
            yield text.BORN, one_line(born)


def _appointment(context: PageContext, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the next appointment."""
    ahead = [one for one in context.entries if isinstance(one, Appointment) and one.at >= now]
    if ahead:
        said = text.say_appointment(one_line(ahead[0].with_whom or ""), context.moment(ahead[0].at))
        yield text.APPOINTMENT, said


def _plans(context: PageContext, plans: Sequence[Plan | PlanStop]) -> Iterator[tuple[str, str]]:
    """Yield each version of each plan that held in the period, and from when on or until when."""
    for stretch in plan_periods(plans, context.span, context.calendar):
        plan, days = stretch.plan, stretch.days
        named = f"{one_line(name_of(plan)[0])} {plan.route}"
        begins = context.on(days.start) if days.start > context.span.start else ""
        ends = context.on(days.end - ONE_DAY) if days.end < context.span.end else ""
        yield text.PLAN, text.say_plan(named, plan_parts(plan), begins, ends)


def _completeness(context: PageContext) -> str:
    summary = context.summary
    said = [text.say_rated_days(summary.days_rated, len(summary.days))]
    if taken := len(summary.courses):
        said.append(text.say_both_rated(summary.mood.n, summary.anxiety.n, taken))
    said.append(text.say_late(summary.written_late))
    first = min(
        (context.calendar.day_of(one.at) for one in context.entries), default=context.span.start
    )
    if first > context.span.start:
        said.append(text.say_begins(context.on(first)))
    return f"{'; '.join(said)}."


def _tiles(context: PageContext) -> Iterator[Tile]:
    summary = context.summary
    yield _doses(summary)
    for measure, change in (("mood", summary.mood), ("anxiety", summary.anxiety)):
        if change.n:
            value = text.arrow(say_value(change.before), say_value(change.after))
            caption = text.say_medians(change.n)
        else:
            value, caption = text.NOTHING, text.NO_PAIR
        yield Tile(text.say_change_of(measure), value, caption)
    yield from (_score(context, instrument) for instrument in ON_TOP)


def _score(context: PageContext, instrument: Instrument) -> Tile:
    marks = figures.marks(context, instrument.name)
    if not marks:
        return Tile(instrument.title, text.NOTHING, text.NOT_ANSWERED)
    first, last = marks[0], marks[-1]
    if len(marks) == 1:
        return Tile(instrument.title, str(last.total), last.band)
    value = text.arrow(str(first.total), str(last.total))
    return Tile(instrument.title, value, text.say_bands(first.band, last.band))


def _doses(summary: Summary) -> Tile:
    taken, plan = len(summary.courses), summary.plan
    if plan is not None and plan.total:
        missed = text.say_missed(plan.skipped, plan.not_recorded, plan.due, len(plan.unplanned))
        return Tile(text.PLANNED_TAKEN, text.say_of(plan.taken, plan.total), missed)
    routes = [f"{n.count:,} {one_line(route)}" for route, n in summary.routes.items()]
    value = f"{taken:,}" if taken else text.NOTHING
    return Tile(text.DOSES_TAKEN, value, ", ".join(routes) or text.NONE_RECORDED)
