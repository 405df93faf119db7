"""Mark a planned dose that was not taken."""

from datetime import datetime, time
from typing import Annotated

import typer

from ketalog import dates
from ketalog.commands import _read
from ketalog.context import App
from ketalog.domain.coming import series, those_of_the_day
from ketalog.domain.entries import new_id
from ketalog.domain.plan import Plan, in_force, name_of
from ketalog.domain.planning import the_one
from ketalog.domain.routes import NAMES, find_route
from ketalog.domain.spans import ONE_DAY, Span
from ketalog.domain.text import near, visible
from ketalog.domain.treatment import Skip
from ketalog.errors import BadInput, JournalLocked
from ketalog.view.plan import say_date, say_skipped
from ketalog.view.sentences import say_outcome

EXAMPLES = """
ketalog skip
ketalog skip had a cold
ketalog skip travelling --at yesterday
ketalog skip --route nasal
"""


def command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[REASON]", show_default=False, hidden=True)
    ] = None,
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
) -> None:
    """Mark a planned dose that was not taken, with a REASON if you like."""
    app: App = ctx.obj
    reason = _read.text(app, " ".join(words or []), "reason")
    moment = _moment(app, at)
    named = _read.text(app, medication, "medication")
    by = _route(route)
    plan, planned = _planned(app, moment, by, named)
    skip = Skip(
        id=new_id(),
        at=moment,
        recorded=app.now,
        route=plan.route if plan else by,
        medication=plan.medication if plan else named,
        reason=reason,
    )
    outcome = app.journal.log(skip)
    about = say_skipped(plan, app.calendar.day_of(moment), is_planned=planned)
    app.show(outcome, [*say_outcome(outcome, app.now), about])


def _moment(app: App, typed: str | None) -> datetime:
    """Return when it was planned; of a day alone, noon."""
    if typed is None:
        return app.now
    try:
        return app.when(typed)
    except BadInput as error:
        try:
            day = dates.read_day(typed, app.now, app.calendar)
        except BadInput:
            raise error from None
        noon = datetime.combine(day, time(12)).astimezone()
        if day > app.calendar.day_of(app.now):
            raise
        return min(noon, app.now)


def _route(typed: str | None) -> str | None:
    route = find_route(typed or "")
    if typed and route is None:
        raise BadInput(
            f"'{visible(typed)}' is not a route that ketalog knows.{near(typed, NAMES)}",
            f"Type one of: {', '.join(NAMES)}.",
        )
    return route


def _planned(
    app: App, moment: datetime, route: str | None, medication: str | None
) -> tuple[Plan | None, bool]:
    """Return the plan that a dose is skipped of, and whether it has one on that day.

    None where the journal is locked. Raises BadInput without a plan.
    """
    try:
        versions, _ = app.journal.planned() or ((), ())
    except JournalLocked:
        return None, False
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
    if plan.per_week is not None:
        return plan, True
    mine = [one for one in versions if name_of(one) == name_of(plan)]
    return plan, bool(series(mine, Span(day, day + ONE_DAY), app.calendar))
