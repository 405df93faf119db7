"""Log a dose."""

import typer

from ketalog.commands import _params as p
from ketalog.commands import _read
from ketalog.context import App
from ketalog.domain.amounts import read_dose
from ketalog.domain.entries import Dose, new_id

EXAMPLES = """
ketalog dose 100mg sublingual --hold 15
ketalog dose 100 mg sublingual --at 'yesterday 9pm' --mood 4 --anxiety 7
ketalog dose 2x15mg nasal
ketalog dose 0.5x200mg sublingual --spat
ketalog dose                      (the same as last time, if you confirm)
ketalog dose --usual              (the same as last time, without asking)
"""


def command(
    ctx: typer.Context,
    words: p.DoseWords = None,
    at: p.At = None,
    hold: p.Hold = None,
    swallowed: p.Swallowed = None,
    mood: p.MoodRating = None,
    anxiety: p.AnxietyRating = None,
    intention: p.Intention = None,
    note: p.NoteText = None,
    estimate: p.Estimate = None,
    medication: p.Medication = None,
    usual: p.Usual = False,
) -> None:
    """Log a dose: AMOUNT in mg (100, 100mg, 2x15mg) and ROUTE (sublingual, nasal, …)."""
    app: App = ctx.obj
    amount, route = read_dose(app.words(words or []))
    of = _read.text(app, medication, "medication")
    moment = app.when(at)
    if amount is None or route is None:
        given = _read.Given(amount, route, of)
        amount, route, of = _read.like_the_last(app, given, usual=usual)
    dose = Dose(
        id=new_id(),
        at=moment,
        recorded=app.now,
        amount_mg=amount.amount_mg,
        count=amount.count,
        each_mg=amount.each_mg,
        route=route,
        medication=of,
        hold_minutes=_read.hold_minutes(hold),
        swallowed=swallowed,
        estimate=bool(estimate),
        intention=_read.text(app, intention, "intention"),
        mood=_read.rating(mood, "mood"),
        anxiety=_read.rating(anxiety, "anxiety"),
        note=_read.text(app, note),
    )
    app.show(app.journal.log(dose))
