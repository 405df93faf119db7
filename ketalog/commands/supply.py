"""See what is left, or write down what came, went or was counted."""

from datetime import datetime
from typing import Annotated, Any

import typer

from ketalog.answers import Answer
from ketalog.answers.supply import answer_lines, change_data, forecast_of, supply_data, supply_lines
from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.domain.entries import new_id
from ketalog.domain.plan import Plan, PlanStop, in_force
from ketalog.domain.routes import read_route
from ketalog.domain.supply import stock_histories
from ketalog.domain.supply_input import (
    TypedUnits,
    Unit,
    read_change,
    read_form,
    read_strength,
    read_units,
    unit_of,
)
from ketalog.domain.treatment import Supply
from ketalog.errors import BadInput, JournalDamaged, JournalError, JournalLocked
from ketalog.journal import Outcome

EXAMPLES = """
ketalog supply                             (what is left, and for how long)
ketalog supply fill 24x100mg sublingual --form troche
ketalog supply lost 2 --note dropped
ketalog supply count 18 --at 'yesterday 9pm'
"""
LOCKED = "The journal is locked: what is left shows with 'ketalog supply'."
DAMAGED = "The journal is damaged: what is left can't be seen. 'ketalog doctor' says what to do."

SupplyWords = Annotated[
    list[str] | None,
    typer.Argument(metavar="[fill|lost|count UNITS]", show_default=False, hidden=True),
]


def command(
    ctx: typer.Context,
    words: SupplyWords = None,
    at: p.At = None,
    strength: Annotated[
        str | None, typer.Option("--strength", metavar="MG", help="How strong one unit is: 100mg.")
    ] = None,
    route: Annotated[
        str | None, typer.Option("--route", metavar="ROUTE", help="sublingual, nasal, …")
    ] = None,
    form: Annotated[
        str | None, typer.Option("--form", metavar="WORD", help="What a unit is: troche, spray.")
    ] = None,
    medication: Annotated[
        str | None,
        typer.Option("--medication", metavar="NAME", help="The medication, if not ketamine."),
    ] = None,
    note: p.NoteText = None,
) -> None:
    """See what is left and for how long, or log UNITS that came (fill), were lost, or are there.

    What is not said of a unit is as in the only plan that holds, or the only supply.
    """
    app: App = ctx.obj
    typed = _input.storable(app, words or [])
    if not typed:
        if any((at, strength, route, form, medication, note)):
            raise BadInput("What happened: fill, lost or count?", "For example: supply fill 24.")
        _look(app)
        return
    change = read_change(typed[0])
    details = read_units(typed[1:], change)
    details = details._replace(
        strength_mg=_agreed(details.strength_mg, read_strength, strength, "--strength"),
        route=_agreed(details.route, read_route, route, "--route"),
        form=_agreed(details.form, read_form, form, "--form"),
        medication=_input.text(app, medication, "medication"),
    )
    moment = _input.parse_past(app, at)
    unit = _unit(app, details, moment)
    supply = Supply(
        id=new_id(),
        at=moment,
        recorded=app.now,
        change=change,
        units=details.units,
        strength_mg=unit.strength_mg,
        route=unit.route,
        medication=unit.medication,
        form=unit.form,
        note=_input.text(app, note),
    )
    _answer(app, app.journal.log(supply))


def _agreed(worded: Any, read: Any, typed: str | None, option: str) -> Any:
    """Return what the words or an option say; both must say the same."""
    value = None if typed is None else read(typed)
    if None not in {worded, value} and worded != value:
        raise BadInput(f"The words and {option} say different things.", "Type one of them.")
    return worded if value is None else value


def _unit(app: App, details: TypedUnits, at: datetime) -> Unit:
    """Return what the units are; of a journal that is locked or damaged, from what was said."""
    try:
        snapshot = app.store.snapshot(may_prompt=False)
    except (JournalLocked, JournalDamaged) as unseen:
        try:
            return unit_of(details, (), ())
        except BadInput as error:
            hint = "For example: ketalog supply fill 24x100mg sublingual."
            raise BadInput(f"{error.message} {_unseen(unseen)}", hint) from error
    return unit_of(details, in_force(snapshot.plans, at), snapshot.supplies)


def _unseen(why: JournalError) -> str:
    return LOCKED if isinstance(why, JournalLocked) else DAMAGED


def _answer(app: App, outcome: Outcome) -> None:
    """Say what was logged, then what is left, or why that can't be seen."""
    logged = outcome.changed[0].after
    try:
        histories = stock_histories(app.journal.everything(may_prompt=False))
    except (JournalLocked, JournalDamaged) as unseen:
        data = dict.fromkeys(("left", "expected", "difference"))
        app.answer(app.change(outcome, data=data, notices=[_unseen(unseen)]))
        return
    for stock_history in histories:
        for event in stock_history.events:
            if logged is not None and event.supply.id == logged.id:
                left = answer_lines(stock_history, event)
                data = change_data(stock_history, event)
                app.answer(app.change(outcome, data=data, below=left))


def _look(app: App) -> None:
    entries = app.journal.everything()
    versions = [entry for entry in entries if isinstance(entry, Plan | PlanStop)]
    day = (app.calendar.day_of(app.now), app.calendar)
    stocks = [(stock, forecast_of(stock, versions, day)) for stock in stock_histories(entries)]
    app.answer(Answer(supply_lines(stocks), supply_data(stocks)))
