"""The page for the clinician in ready strings and drawings: the formats only lay it out.

It always has the same parts in the same order.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog import __version__
from ketalog.answers.checks import score_of
from ketalog.domain.adherence import Adherence
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.entries import MEASURES, key_of
from ketalog.domain.kinds import has_words
from ketalog.domain.plan import a_dose_mg, label_of, name_of, plan_periods
from ketalog.domain.readings import told_again
from ketalog.domain.snapshot import snapshot_of
from ketalog.domain.supply import accounts
from ketalog.domain.treatment import Appointment, Check, Session, Vitals
from ketalog.domain.values import Value
from ketalog.instruments import gad7, phq9
from ketalog.instruments.base import instrument_of
from ketalog.page import clinic, figures, safety, tables
from ketalog.page.context import (
    PageContext,
    PageFormat,
    courses_of,
    notes_in,
    one_line,
    questions_in,
)
from ketalog.page.since import since
from ketalog.page.texts import NOTHING, texts_in
from ketalog.summary import ONLY_AT_A_CLINIC, is_late, median, summarize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.entries import Name
    from ketalog.domain.kinds import Entry
    from ketalog.domain.plan import Plan, PlanStop
    from ketalog.instruments.base import Instrument
    from ketalog.page.context import Quote
    from ketalog.page.figures import Figure
    from ketalog.page.safety import SafetyRow
    from ketalog.page.tables import Table
    from ketalog.page.texts import Texts

ON_TOP = (gad7.INSTRUMENT, phq9.INSTRUMENT)
"""The questionnaires that always have a tile."""
HEAD_OF_TABLE, ROW, FOOT_OF_PAGE, MOST_ROOM = 26, 10, 80, 240
"""Points of paper: a table without its rows, a row, the page's definitions, a third of a sheet."""
MOST_PLANS = 6
"""Versions of plans that stand in the head."""
MOST_LINES_OF_QUESTIONS, LINE = 9, 100
"""Lines that questions can have above the safety box, and about how many characters a line has."""
MOST_ON_EVERY_SHEET, MOST_OF_NAME = 98, 34
"""Characters of the line that stands on every sheet, and of the name in it."""


class Tile(Value, frozen=True):
    """One figure: what it is, its value, what it is made of."""

    label: str
    value: str
    caption: str


class Page(Value, frozen=True):
    """Everything that the page says. `nothing` is the one sentence of an empty period, or "".

    Tables without rows say so in their `empty`; of `sessions` nothing is said where there are none.
    `notes` is None unless notes were asked for. `paper` is "a4" or "letter"; `page_of` has places
    for {n} and {of}. `room` is how much of a sheet, in points, its dose log begins with at least:
    few doses stay with the tables after them, lest those stand on a sheet that is nearly empty.
    `later` are the questions that would push the safety box off the first sheet: they stand at the
    end, which `say_later` says.
    """

    title: str
    subtitle: str
    language: str
    paper: str
    room: int
    facts: tuple[tuple[str, str], ...]
    on_every_sheet: str
    plans: tuple[tuple[str, str], ...]
    nothing: str
    completeness: str
    since_title: str
    since: tuple[tuple[str, str], ...]
    questions_title: str
    questions: tuple[Quote, ...]
    no_questions: str
    later_title: str
    later: tuple[Quote, ...]
    say_later: str
    tiles: tuple[Tile, ...]
    safety_title: str
    safety: tuple[SafetyRow, ...]
    strip: Figure
    response: Figure
    scores: Figure
    daily: Figure
    goes_on: str
    sessions: Table
    doses: Table
    weeks: Table
    effects: Table
    notes_title: str
    notes: tuple[Quote, ...] | None
    no_notes: str
    reading_title: str
    reading: tuple[str, ...]
    footer: str
    made: str
    page_of: str
    unshown: str


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
    inside = [entry for entry in ordered if calendar.day_of(entry.at) in span]
    courses = courses_of(summary)
    taken = frozenset(course.dose.id for course in summary.courses)
    planned = [name_of(day.plan) for day in summary.plan.planned] if summary.plan else []
    names = {medication for medication, _ in (*courses, *planned)}
    is_esketamine = bool(names) and names <= ONLY_AT_A_CLINIC
    context = PageContext(
        texts=text,
        summary=summary,
        entries=ordered,
        inside=inside,
        history=summary.history,
        stream=summary.history.within(span, taken),
        doses=taken,
        plans=snapshot.plans,
        stocks=accounts(snapshot.supplies, snapshot.taken),
        calendar=calendar,
        notes=notes,
        page_format=page_format,
        told_again=told_again([entry for entry in inside if isinstance(entry, Vitals)]),
        courses=courses,
        is_named=bool(names - {"ketamine"}),
    )
    doses, weeks = tables.doses(context), tables.weeks(context)
    points = tuple(safety.points(context))
    questions, later = _on_top(questions_in(context))
    appointment = _appointment(context, now)
    facts = (
        *_person(context, name, born),
        (text.period, text.say_period(span.start, span.end - ONE_DAY, page_format.date_order)),
        (text.appointment, text.say_appointment(*appointment)),
    )
    return Page(
        title=text.title_of_esketamine if is_esketamine else text.title,
        subtitle=text.subtitle,
        language=text.language,
        paper=page_format.paper,
        room=_room(doses, weeks),
        facts=facts,
        on_every_sheet=_on_every_sheet(text, facts, appointment[1]),
        plans=tuple(_plans(context, snapshot.plans)),
        nothing="" if summary.entries else text.empty,
        completeness=_completeness(context),
        since_title=_since_title(context, now),
        since=since(context),
        questions_title=text.questions,
        questions=questions,
        no_questions=text.none_written,
        later_title=text.more_questions,
        later=later,
        say_later=text.say_later(len(later), len(questions)) if later else "",
        tiles=tuple(_tiles(context)),
        safety_title=text.safety,
        safety=points,
        strip=figures.strip(context),
        response=figures.response(context),
        scores=figures.scores(context),
        daily=figures.daily(context),
        goes_on=context.texts.goes_on,
        sessions=clinic.sessions(context),
        doses=doses,
        weeks=weeks,
        effects=tables.effects(context),
        notes_title=text.notes,
        notes=notes_in(context) if notes else None,
        no_notes=text.no_other_notes if any(map(has_words, inside)) else text.no_notes,
        reading_title=text.reading,
        reading=(
            *text.say_definitions(context.clock(calendar.day_start)),
            *([text.of_limits] if _is_at_a_limit(text, points) else []),
            text.say_left_out(_left_out(context, now)),
        ),
        footer=text.footer,
        made=text.say_made(__version__, context.moment(now)),
        page_of=text.page_of,
        unshown=text.unshown,
    )


def _is_at_a_limit(text: Texts, points: Sequence[SafetyRow]) -> bool:
    return any(row.kind == "flagged" and row.topic == text.topics["readings"] for row in points)


def _on_every_sheet(text: Texts, facts: Sequence[tuple[str, str]], when: str) -> str:
    """Return the facts of the head on one line; a long name or appointment is cut, no period is.

    `when` is the appointment without whom it is with.

    The period stands last: behind a name that is read from right to left its figures would move.
    """
    (label, name), *born, period, appointment = facts
    name = name if len(name) <= MOST_OF_NAME else f"{name[: MOST_OF_NAME - 1]}…"

    def said(*others: tuple[str, str]) -> str:
        return text.say_on_every_sheet([(label, name), *others, period])

    for others in ([*born, appointment], [appointment], [(appointment[0], when)]):
        if len(line := said(*others)) <= MOST_ON_EVERY_SHEET:
            return line
    room = MOST_ON_EVERY_SHEET - len(said((appointment[0], "…")))
    # Between words: half of a date would be another one.
    return said((appointment[0], f"{when[: room + 1].rpartition(' ')[0]}…"))


def _on_top(questions: Sequence[Quote]) -> tuple[tuple[Quote, ...], tuple[Quote, ...]]:
    """Return the first questions, as far as there is room for them, and those behind them."""
    room = MOST_LINES_OF_QUESTIONS
    for n, question in enumerate(questions):
        room -= sum(1 + len(line) // LINE for line in question.text.split("\n"))
        if room < 0:
            return tuple(questions[:n]), tuple(questions[n:])
    return tuple(questions), ()


def _room(doses: Table, weeks: Table) -> int:
    """Return the points that a dose log and what follows it need: a third of a sheet at most."""
    if not doses.rows:
        return 0
    rows = len(doses.rows) + len(weeks.rows)
    return min(2 * HEAD_OF_TABLE + ROW * rows + FOOT_OF_PAGE, MOST_ROOM)


def _person(context: PageContext, name: str | None, born: str | None) -> Iterator[tuple[str, str]]:
    text = context.texts
    yield text.patient, one_line(name) if name else text.no_name
    if born:
        try:
            yield text.born, text.say_date(date.fromisoformat(born), context.page_format.date_order)
        except ValueError:  # Not of our own config, which takes no other: as it was written.
            yield text.born, one_line(born)


def _appointment(context: PageContext, now: datetime) -> tuple[str, str]:
    """Return whom the next appointment is with, and when it is."""
    visit = _next_visit(context, now)
    if visit is None:
        return "", context.texts.no_appointment
    is_day = visit.precision is not None
    when = context.on(visit.at.date(), weekday=True) if is_day else context.moment(visit.at)
    return one_line(visit.with_whom or ""), when


def _next_visit(context: PageContext, now: datetime) -> Appointment | None:
    visits = (entry for entry in context.entries if isinstance(entry, Appointment))
    return next((visit for visit in visits if visit.at >= now), None)


def _since_title(context: PageContext, now: datetime) -> str:
    """Return "Since the last visit" where the period begins with it, and none came after."""
    text, start = context.texts, context.span.start
    visits = [
        context.calendar.day_of(entry.at)
        for entry in context.inside
        if isinstance(entry, Appointment) and entry.at < now
    ]
    is_last = bool(visits) and max(visits) == start
    return text.since_visit if is_last else text.say_since_day(context.on(start))


def _plans(context: PageContext, plans: Sequence[Plan | PlanStop]) -> Iterator[tuple[str, str]]:
    """Yield each version of each plan that held in the period, and from when on or until when.

    Of many only the last ones, and how many there were before: the doses' line has their steps.
    """
    text = context.texts
    held = plan_periods(plans, context.span, context.calendar)
    if earlier := len(held) - MOST_PLANS if len(held) > MOST_PLANS + 1 else 0:
        yield text.plan, text.say_earlier_plans(earlier)
    for stretch in held[earlier:]:
        plan, days = stretch.plan, stretch.days
        medication, route = label_of(plan)
        name = f"{context.medication(medication)} {context.route(route)}"
        begins = context.on(days.start) if days.start > context.span.start else ""
        ends = context.on(days.end - ONE_DAY) if days.end < context.span.end else ""
        yield text.plan, text.say_plan(name, text.plan_parts(plan), begins, ends)


def _completeness(context: PageContext) -> str:
    """Return how much there is to go by, and what each number is a part of."""
    text, summary = context.texts, context.summary
    without = [day for day in summary.days.values() if not day.doses]
    facts = [text.say_rated_days(summary.days_rated, len(summary.days))]
    if taken := len(summary.courses):
        between = sum(day.mood is not None for day in without)
        facts.append(text.say_rated_between(between, len(without)))
        facts.append(text.say_both_rated(summary.mood.n, summary.anxiety.n, taken))
        facts.append(text.say_known(len(context.stream.known() & context.doses), taken))
    typed = [entry for entry in context.inside if entry.source is None]
    facts.append(text.say_late(sum(is_late(entry) for entry in typed), len(typed)))
    if imported := len(context.inside) - len(typed):
        facts.append(text.say_imported(imported))
    if context.first_day > context.span.start:
        facts.append(text.say_begins(context.on(context.first_day)))
    return f"{'; '.join(facts)}."


def _tiles(context: PageContext) -> Iterator[Tile]:
    text, summary = context.texts, context.summary
    yield _doses(context)
    without = [day.mood for day in summary.days.values() if not day.doses]
    moods = [mood for mood in without if mood is not None]
    middle = median(moods)
    yield Tile(
        text.no_dose_mood,
        NOTHING if middle is None else text.say_value(middle),
        text.say_median_days(len(moods), len(without)),
    )
    for measure, change in (("mood", summary.mood), ("anxiety", summary.anxiety)):
        if change.before is not None and change.after is not None:
            value = text.arrow(text.say_value(change.before), text.say_value(change.after))
            caption = text.say_medians(change.n, len(summary.courses))
        else:
            value, caption = NOTHING, text.no_pair
        yield Tile(text.say_change_of(measure), value, caption)
    yield from (_score(context, instrument) for instrument in ON_TOP)


def _score(context: PageContext, instrument: Instrument) -> Tile:
    """Return the first and the last total with their dates; of an estimate, that it is one.

    What was answered after the last total, and has none, is said too.
    """
    text, title = context.texts, context.published(instrument.title)
    marks = figures.marks(context, instrument.name)
    days = [seen.day for seen in context.summary.checks if seen.check.instrument == instrument.name]
    without = [text.say_no_total(context.on(day)) for day in days[-1:]]
    if not marks:
        return Tile(title, NOTHING, without[0] if without else text.not_answered)
    first, last = marks[0], marks[-1]
    several = [first, last] if len(marks) > 1 else [last]
    dates = [context.on(mark.on) for mark in several]
    on = text.arrow(*dates) if len(dates) > 1 else dates[0]
    band = last.band or text.say_estimated(last.missing)
    facts = [on, band, *(without if days and days[-1] > last.on else [])]
    return Tile(title, figures.say_totals(context, several), text.say_facts(facts))


def _doses(context: PageContext) -> Tile:
    """Return doses taken against planned ones, with the mg of each route, and what is not known."""
    text, plan = context.texts, context.summary.plan
    taken = len(context.summary.courses)
    if plan is None or not plan.total:
        facts = [
            text.say_graded(context.taken(name), text.say_route_mg(len(courses), text.say_mg(mg)))
            for name, courses in sorted(context.courses.items(), key=lambda named: -len(named[1]))
            for mg in [sum((course.sitting.amount_mg for course in courses), Decimal())]
        ]
        value = text.say_count(taken) if taken else NOTHING
        return Tile(text.doses_taken, value, text.say_facts(facts or [text.none_recorded]))
    planned_mg: dict[Name, Decimal] = {}
    for planned in plan.planned:
        n = len(planned.doses) + planned.skipped + planned.not_recorded + planned.due
        mg = (a_dose_mg(planned.plan) or Decimal()) * n
        name = name_of(planned.plan)
        planned_mg[name] = planned_mg.get(name, Decimal()) + mg
    of_plan = plan.doses
    facts = []
    for name, mg in planned_mg.items():
        amounts = [
            course.sitting.amount_mg
            for course in context.courses.get(name, ())
            if course.dose.id in of_plan
        ]
        taken_mg = sum(amounts, Decimal())
        of_name = tuple(planned for planned in plan.planned if name_of(planned.plan) == name)
        is_silent = not amounts and Adherence(of_name, ()).is_silent
        number = NOTHING if is_silent else text.say_number(taken_mg)
        amount = text.say_mg_of(number, text.say_mg(mg)) if mg else text.say_mg(taken_mg)
        facts.append(text.say_graded(context.taken(name), amount))
    missed = text.say_missed(plan.skipped, plan.not_recorded, plan.due, len(plan.unplanned))
    facts += [missed] if missed else []
    if rest := taken - len(of_plan):
        facts.append(text.say_without_plan(rest))
    planned_taken = NOTHING if plan.is_silent else text.say_count(plan.taken)
    value = text.say_of_plan(planned_taken, plan.total, len(plan.unplanned))
    return Tile(text.planned_taken, value, text.say_facts(facts))


def _left_out(context: PageContext, now: datetime) -> list[tuple[str, int]]:
    """Return what is left out, by the names of the texts, and how many there are of it."""
    inside, ahead = context.inside, _next_visit(context, now)
    counts = {
        "words": 0 if context.notes else sum(has_words(entry) for entry in inside),
        **{
            measure.name: sum(getattr(entry, measure.name, None) is not None for entry in inside)
            for measure in MEASURES
            if not measure.with_a_dose
        },
        "weight": sum(
            isinstance(entry, Vitals) and entry.weight_kg is not None for entry in inside
        ),
        "visits": sum(
            isinstance(entry, Appointment)
            and entry is not ahead
            and context.calendar.day_of(entry.at) != context.span.start
            for entry in inside
        ),
        "rate": sum(_is_calculated(entry) for entry in inside),
        "doses": max(0, len(context.summary.courses) - tables.MOST_DOSES),
        "answers": sum(
            isinstance(entry, Check) and score_of(entry) is not None for entry in inside
        ),
        "checks": sum(
            isinstance(entry, Check) and instrument_of(entry) is None for entry in inside
        ),
    }
    return [(name, n) for name, n in counts.items() if n]


def _is_calculated(entry: Entry) -> bool:
    """Tell whether a session says how its amount came about."""
    return isinstance(entry, Session) and (
        entry.mg_per_kg is not None or entry.rate_mg_per_hour is not None
    )
