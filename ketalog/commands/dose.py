"""Log a dose."""

from typing import Annotated

import typer

from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.domain.amounts import read_dose
from ketalog.domain.entries import Dose, new_id
from ketalog.errors import BadInput

EXAMPLES = """
ketalog dose 100mg sublingual --hold 15
ketalog dose 100 mg sublingual --at 'yesterday 9pm' --mood 4 --anxiety 7
ketalog dose 2x15mg nasal
ketalog dose 0.5x200mg sublingual --spat
ketalog dose 0.5 troche           (with a plan that knows how strong one is)
ketalog dose 100mg sublingual --bp 128/82 --pulse 72
ketalog dose                      (as planned, or as last time, if you confirm)
ketalog dose --usual              (as planned, or as last time, without asking)
"""

DoseWords = Annotated[
    list[str] | None, typer.Argument(metavar="[AMOUNT] [ROUTE]", show_default=False, hidden=True)
]
Hold = Annotated[
    str | None, typer.Option("--hold", metavar="MINUTES", help="How long it was held in the mouth.")
]
Swallowed = Annotated[
    bool | None,
    typer.Option("--swallowed/--spat", help="Swallowed, or spat out.", show_default=False),
]
Estimate = Annotated[
    bool | None,
    typer.Option("--estimate/--exact", help="The amount is an estimate.", show_default=False),
]
Intention = Annotated[
    str | None, typer.Option("--intention", metavar="TEXT", help="What you hope for.")
]
Medication = Annotated[
    str | None,
    typer.Option("--medication", metavar="NAME", help="The medication, if not ketamine."),
]
Usual = Annotated[bool, typer.Option("--usual", help="As planned or as last time, without asking.")]

Pressure = Annotated[
    str | None, typer.Option("--bp", metavar="128/82", help="Blood pressure before it.")
]
Pulse = Annotated[str | None, typer.Option("--pulse", metavar="N", help="Pulse before it.")]


def command(
    ctx: typer.Context,
    words: DoseWords = None,
    at: p.At = None,
    hold: Hold = None,
    swallowed: Swallowed = None,
    mood: p.MoodRating = None,
    anxiety: p.AnxietyRating = None,
    intention: Intention = None,
    note: p.NoteText = None,
    estimate: Estimate = None,
    medication: Medication = None,
    usual: Usual = False,
    pressure: Pressure = None,
    pulse: Pulse = None,
) -> None:
    """Log a dose: AMOUNT in mg (100, 100mg, 2x15mg) and ROUTE (sublingual, nasal, …)."""
    app: App = ctx.obj
    typed = _input.storable(app, words or [])
    of = _input.text(app, medication, "medication")
    moment = _input.parse_past(app, at)
    try:
        amount, route = read_dose(typed)
    except BadInput as error:
        from ketalog.commands._dose_defaults import in_units

        amount, route, of = in_units(app, typed, of, moment, error)
    if amount is None or route is None:
        from ketalog.commands._dose_defaults import TypedDose, as_usual

        amount, route, of = as_usual(app, TypedDose(amount, route, of), moment, usual=usual)
    dose = Dose(
        id=new_id(),
        at=moment,
        recorded=app.now,
        amount_mg=amount.amount_mg,
        count=amount.count,
        each_mg=amount.each_mg,
        route=route,
        medication=of,
        hold_minutes=_input.hold_minutes(hold),
        swallowed=swallowed,
        estimate=bool(estimate),
        intention=_input.text(app, intention, "intention"),
        mood=_input.rating(mood, "mood"),
        anxiety=_input.rating(anxiety, "anxiety"),
        note=_input.text(app, note),
    )
    if pressure is None and pulse is None:
        app.answer(app.change(app.journal.log(dose)))
        return
    from ketalog.commands.vitals import readings_before

    readings = readings_before(app, dose, pressure, pulse)
    app.answer(app.change(app.journal.log(dose, readings)))
