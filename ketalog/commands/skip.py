"""Mark a planned dose that was not taken."""

from datetime import date, datetime
from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.answers.phrases import say_amount, say_date, say_outcome
from ketalog.answers.plan import say_skipped
from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands._skipped import read_words
from ketalog.domain.adherence import Planned, adherence
from ketalog.domain.calendar import ONE_DAY, Span
from ketalog.domain.entries import Dose, medication_of, new_id
from ketalog.domain.plan import Plan, PlanStop, in_force, name_of
from ketalog.domain.plan_input import the_one
from ketalog.domain.routes import find_route, read_route
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import Skip
from ketalog.domain.upcoming import those_of_the_day
from ketalog.errors import BadInput, JournalLocked

CLAUSES = ("day", "medication")
"""What can stand before or behind the reason (ketalog/clauses)."""
EXAMPLES = """
ketalog skip
ketalog skip had a cold
ketalog skip wed
ketalog skip yesterday travelling
ketalog skip nasal
"""


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("[REASON]")] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="WHEN", help="The day it was planned for: yesterday, mon."),
    ] = None,
    route: Annotated[
        str | None, typer.Option("--route", metavar="ROUTE", help="Of which plan: its route.")
    ] = None,
    medication: Annotated[
        str | None, typer.Option("--medication", metavar="NAME", help="… or its medication.")
    ] = None,
    why: Annotated[
        str | None,
        typer.Option("--reason", "--note", metavar="TEXT", help="Why; the same as words."),
    ] = None,
) -> None:
    """Mark a planned dose that was not taken, with a REASON if you like."""
    app: App = ctx.obj
    line = read_words(app, words or [], at)
    when = _input.when(app, line, "day")
    moment = when["at"]
    named = _input.text(app, medication, "medication") or line.get("medication", (None,))[0]
    versions = _versions(app)
    by, rest = read_route(route) if route else None, " ".join(line.unread)
    if by is None:
        by, rest = _worded_route(rest, in_force(versions or (), moment))
    if rest and why:
        raise BadInput(
            f"Two reasons are said: '{escape_invisible(rest)}' and '{escape_invisible(why)}'.",
            "Type one of them.",
        )
    reason = _input.text_of(app, line, "reason", why or rest)
    plan = _planned(app, moment, by, named, versions)
    day = app.calendar.day_of(moment)
    planned = _on_that_day(app, plan, day, versions)
    skip = Skip(
        id=new_id(),
        **when,
        recorded=app.now,
        route=plan.route if plan else by,
        medication=plan.medication if plan else named,
        reason=reason,
    )
    outcome = app.journal.log(skip)
    about = [*say_skipped(plan, day, planned), *_if_not_taken(app, plan, day)]
    app.answer(app.change(outcome, lines=[*say_outcome(outcome, app.now), *about]))


def _if_not_taken(app: App, plan: Plan | None, day: date) -> list[str]:
    """Return what to type of doses that are written down for the day, if they were not taken."""
    if plan is None:
        return []
    return [
        f"If #{dose.number}, {say_amount(dose)}, was not taken: ketalog delete {dose.number}"
        for dose in app.reports.entries_around(Span(day, day + ONE_DAY))
        if isinstance(dose, Dose)
        and app.calendar.day_of(dose.at) == day
        and (medication_of(dose), dose.route) == name_of(plan)
    ]


def _worded_route(text: str, plans: list[Plan]) -> tuple[str | None, str]:
    """Return the route that the words begin with, if a plan has it, and the other words.

    Another name of a route, such as "mouth", is one only where it stands alone; a route alone is
    no reason, whatever the plans have.
    """
    routes = {plan.route for plan in plans}
    first, _, rest = text.partition(" ")
    first = first.lower().strip(",;")
    alone = find_route(text)
    if alone in routes or (alone is not None and (alone == first or len(first) < 3)):  # iv
        return alone, ""
    return (first, rest.lstrip("-\u2013\u2014:, ")) if first in routes else (None, text)


def _versions(app: App) -> tuple[Plan | PlanStop, ...] | None:
    """Return every version of every plan; None where the journal is locked."""
    try:
        versions, _ = app.store.planned()
    except JournalLocked:
        return None
    return versions


def _planned(
    app: App,
    moment: datetime,
    route: str | None,
    medication: str | None,
    versions: tuple[Plan | PlanStop, ...] | None,
) -> Plan | None:
    """Return the plan that a dose is skipped of; None where the journal is locked.

    Raises BadInput without a plan.
    """
    if versions is None:
        return None
    day = app.calendar.day_of(moment)
    plans = in_force(versions, moment)
    if route is None and medication is None:
        plans = those_of_the_day(plans, versions, day, app.calendar)
    plan = the_one(plans, route, medication)
    if plan is None:
        raise BadInput(
            f"No plan holds on {say_date(day)}: nothing was planned that could be skipped.",
            "Set one with 'ketalog plan set', or write a note.",
        )
    return plan


def _on_that_day(
    app: App, plan: Plan | None, day: date, versions: tuple[Plan | PlanStop, ...] | None
) -> Planned | None:
    """Return what the plan had for a day, or for the week of it, before this was written down."""
    if plan is None or not versions:
        return None
    of_week = plan.per_week is not None
    span = app.calendar.week_of(day) if of_week else Span(day, day + ONE_DAY)
    entries = [
        entry for entry in app.reports.entries_around(span) if isinstance(entry, Dose | Skip)
    ]
    held = adherence(versions, entries, span, app.calendar, app.calendar.day_of(app.now))
    planned = held.planned if held else ()
    return next(
        (planned_dose for planned_dose in planned if name_of(planned_dose.plan) == name_of(plan)),
        None,
    )
