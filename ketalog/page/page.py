"""The page for the clinician in ready strings and drawings: the formats only lay it out.

It always has the same parts in the same order.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ketalog import __version__
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.entries import key_of
from ketalog.domain.plan import name_of, plan_periods
from ketalog.domain.snapshot import snapshot_of
from ketalog.domain.treatment import Appointment
from ketalog.domain.values import Value
from ketalog.instruments import gad7, phq9
from ketalog.page import figures, safety, tables, weeks
from ketalog.page.context import PageContext, PageFormat, notes_in, one_line, questions_in
from ketalog.page.texts import NOTHING, texts_in
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
    text = texts_in(page_format.language)
    context = PageContext(text, summary, ordered, calendar, notes, page_format)
    return Page(
        title=text.title,
        subtitle=text.subtitle,
        language=text.language,
        paper=page_format.paper,
        facts=(
            *_person(context, name, born),
            (text.period, text.say_period(span.start, span.end - ONE_DAY, page_format.date_order)),
            *_appointment(context, now),
        ),
        plans=tuple(_plans(context, snapshot.plans)),
        nothing="" if summary.entries else text.empty,
        completeness=_completeness(context),
        tiles=tuple(_tiles(context)),
        safety_title=text.safety,
        safety=tuple(safety.points(context)),
        response=figures.response(context),
        scores=figures.scores(context),
        every_dose=figures.every_dose(context),
        weeks=weeks.weeks(context),
        effects=tables.effects(context),
        questions_title=text.questions,
        questions=questions_in(context),
        no_questions=text.no_questions,
        doses=tables.doses(context),
        notes_title=text.notes,
        notes=notes_in(context) if notes else None,
        no_notes=text.no_notes,
        footer=text.say_footer(context.clock(calendar.day_start)),
        made=text.say_made(__version__, context.moment(now)),
        page_of=text.page_of,
    )


def _person(context: PageContext, name: str | None, born: str | None) -> Iterator[tuple[str, str]]:
    text = context.texts
    if name:
        yield text.patient, one_line(name)
    if born:
        try:
            yield text.born, text.say_date(date.fromisoformat(born), context.page_format.date_order)
        except ValueError:  # Not of our own config, which takes no other: as it was written.
            yield text.born, one_line(born)


def _appointment(context: PageContext, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the next appointment."""
    for entry in context.entries:
        if isinstance(entry, Appointment) and entry.at >= now:
            who, when = one_line(entry.with_whom or ""), context.moment(entry.at)
            yield context.texts.appointment, context.texts.say_appointment(who, when)
            return


def _plans(context: PageContext, plans: Sequence[Plan | PlanStop]) -> Iterator[tuple[str, str]]:
    """Yield each version of each plan that held in the period, and from when on or until when."""
    text = context.texts
    for stretch in plan_periods(plans, context.span, context.calendar):
        plan, days = stretch.plan, stretch.days
        name = f"{context.medication(name_of(plan)[0])} {context.route(plan.route)}"
        begins = context.on(days.start) if days.start > context.span.start else ""
        ends = context.on(days.end - ONE_DAY) if days.end < context.span.end else ""
        yield text.plan, text.say_plan(name, text.plan_parts(plan), begins, ends)


def _completeness(context: PageContext) -> str:
    text, summary = context.texts, context.summary
    facts = [text.say_rated_days(summary.days_rated, len(summary.days))]
    if taken := len(summary.courses):
        facts.append(text.say_both_rated(summary.mood.n, summary.anxiety.n, taken))
    facts.append(text.say_late(summary.written_late))
    days = (context.calendar.day_of(entry.at) for entry in context.entries)
    first = min(days, default=context.span.start)
    if first > context.span.start:
        facts.append(text.say_begins(context.on(first)))
    return f"{'; '.join(facts)}."


def _tiles(context: PageContext) -> Iterator[Tile]:
    text, summary = context.texts, context.summary
    yield _doses(context)
    for measure, change in (("mood", summary.mood), ("anxiety", summary.anxiety)):
        if change.before is not None and change.after is not None:
            value = text.arrow(text.say_value(change.before), text.say_value(change.after))
            caption = text.say_medians(change.n)
        else:
            value, caption = NOTHING, text.no_pair
        yield Tile(text.say_change_of(measure), value, caption)
    yield from (_score(context, instrument) for instrument in ON_TOP)


def _score(context: PageContext, instrument: Instrument) -> Tile:
    text, title = context.texts, context.published(instrument.title)
    marks = figures.marks(context, instrument.name)
    if not marks:
        return Tile(title, NOTHING, text.not_answered)
    first, last = marks[0], marks[-1]
    if len(marks) == 1:
        return Tile(title, str(last.total), last.band)
    value = text.arrow(str(first.total), str(last.total))
    return Tile(title, value, text.say_bands(first.band, last.band))


def _doses(context: PageContext) -> Tile:
    text, summary = context.texts, context.summary
    taken, plan = len(summary.courses), summary.plan
    if plan is not None and plan.total:
        missed = text.say_missed(plan.skipped, plan.not_recorded, plan.due, len(plan.unplanned))
        return Tile(text.planned_taken, text.say_of(plan.taken, plan.total), missed)
    routes = [
        f"{text.say_count(total.count)} {context.route(route)}"
        for route, total in summary.routes.items()
    ]
    value = text.say_count(taken) if taken else NOTHING
    return Tile(text.doses_taken, value, ", ".join(routes) or text.none_recorded)
