"""Log a dose."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ketalog import commands as p
from ketalog.app import App
from ketalog.commands import _input
from ketalog.domain.amounts import Taken
from ketalog.domain.entries import Dose, new_id
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from typing import Any

    from ketalog.clauses.line import Read

CLAUSES = (
    *("at", "amount", "route", "medication", "hold", "swallowed", "mood", "anxiety", "bp", "pulse"),
    *("estimate", "usual", "booster", "with", "alone", "ate", "where"),
)
"""What the words can say (ketalog/clauses)."""
EXAMPLES = """
ketalog dose 100mg sublingual --hold 15
ketalog dose 100mg sublingual 9pm, held 15 min, mood 4, anxiety 7
ketalog dose 100 mg sublingual --at 'yesterday 9pm' --mood 4 --anxiety 7
ketalog dose 2x15mg nasal
ketalog dose 0.5x200mg sublingual --spat
ketalog dose 0.5 troche          (with a plan that knows how strong one is)
ketalog dose 100mg sublingual --bp 128/82 --pulse 72
ketalog dose 100mg sublingual with my partner, ate 6h before, at home
ketalog dose 50mg sublingual --booster  (one dose with the one before it)
ketalog dose                     (as planned, or as last time, if you confirm)
ketalog dose --usual             (as planned, or as last time, without asking)
"""

DoseWords = Annotated[list[str] | None, p.words("[AMOUNT] [ROUTE]")]
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
Usual = Annotated[
    bool | None, typer.Option("--usual", help="As planned or as last time, without asking.")
]
WithWhom = Annotated[str | None, typer.Option("--with", metavar="WHO", help="Who was with you.")]
Alone = Annotated[bool | None, typer.Option("--alone", help="Nobody was with you.")]
Ate = Annotated[
    str | None, typer.Option("--ate", metavar="TIME", help="How long before it you last ate: 6h.")
]
Where = Annotated[str | None, typer.Option("--where", metavar="PLACE", help="Where it was.")]
Booster = Annotated[
    bool | None,
    typer.Option(
        "--booster/--separate",
        help="Taken as one with the dose before it, or a dose of its own.",
        show_default=False,
    ),
]
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
    usual: Usual = None,
    booster: Booster = None,
    pressure: Pressure = None,
    pulse: Pulse = None,
    with_whom: WithWhom = None,
    alone: Alone = None,
    ate: Ate = None,
    where: Where = None,
) -> None:
    """Log a dose: AMOUNT in mg (100, 100mg, 2x15mg) and ROUTE (sublingual, nasal, …)."""
    app: App = ctx.obj
    options = _input.options_of(ctx, CLAUSES)
    line = _input.said(app, words or [], CLAUSES, options, texts=("note", "intention"))
    if line.unread:
        from ketalog.commands._dose_defaults import refuse_unread_words

        refuse_unread_words(app, line)
    moment = _input.moment(app, line)
    taken = _taken(app, line, _input.text(app, medication, "medication"), moment)
    if {"usual", "amount"} <= line.parts.keys():
        from ketalog.commands._dose_defaults import refuse_more_than_usual

        refuse_more_than_usual(app, line, taken, moment)
    hoped = _input.text_of(app, line, "intention", intention)
    written = _input.text_of(app, line, "note", note)
    around = _setting(app, line)
    dose = Dose(
        id=new_id(),
        at=moment if "at" in line.parts else app.now,
        recorded=app.now,
        amount_mg=taken.amount.amount_mg,
        count=taken.amount.count,
        each_mg=taken.amount.each_mg,
        route=taken.route,
        medication=taken.medication,
        hold_minutes=line.get("hold"),
        swallowed=line.get("swallowed"),
        estimate=line.get("estimate", False),
        intention=hoped,
        mood=line.get("mood"),
        anxiety=line.get("anxiety"),
        note=written,
        **around,
    )
    booster = line.get("booster")
    if booster is not None:
        from ketalog.commands._sittings import as_said

        dose = as_said(app, dose, line.parts["booster"].phrase, booster=booster)
    readings = []
    if {"bp", "pulse"} & line.parts.keys():
        from ketalog.commands.vitals import readings_before

        readings = [readings_before(app, dose, line)]
    outcome = app.journal.log(dose, *readings)
    if app.ui.asks and (outcome.near or outcome.same):
        from ketalog.commands._sittings import asked

        outcome = asked(app, outcome)
    beside: list[str] = []
    if app.ui.asks and "amount" not in line.parts:
        from ketalog.commands._dose_defaults import say_beside_the_plan

        beside = say_beside_the_plan(app, dose)
    app.answer(app.change(outcome, notices=beside))


def _setting(app: App, line: "Read") -> "dict[str, Any]":
    """Return with whom a dose was taken, when the last food was, and where, as far as is said."""
    if not {"with", "alone", "ate", "where"} & line.parts.keys():
        return {}
    from ketalog.commands._people import refuse_no_person

    who = refuse_no_person(app, line)
    if who and line.get("alone"):
        phrases = [line.parts[name].phrase for name in ("alone", "with")]
        raise BadInput(f"Two things are said: {' and '.join(phrases)}.", "Type one of them.")
    return {
        "with_whom": _input.text(app, who, "name"),
        "alone": line.get("alone"),
        "ate_minutes": line.get("ate"),
        "setting": _input.text(app, line.get("where"), "place"),
    }


def _taken(app: App, line: "Read", medication: str | None, at: datetime) -> Taken:
    """Return how much of what was taken; what was not said in full costs a look at the plan."""
    dosage = line.get("amount")
    named, only_route = line.get("medication", (None, None))
    of = medication or named
    if named and of and of.lower() != named:
        raise BadInput(f"Two medications are said: {named} and {of}.", "Type one of them.")
    route = line.get("route", only_route)
    if only_route not in {None, route}:
        phrase = line.parts["medication"].phrase
        raise BadInput(f"'{phrase}' is {only_route}, not {route}.", "Type the one that is right.")
    if dosage is not None:
        route = route or dosage.route
        if route and dosage.amount and not dosage.is_bare and not line.unread:
            return Taken(dosage.amount, route, of)
    from ketalog.commands._dose_defaults import TypedDose, completed

    return completed(app, line, TypedDose(dosage and dosage.amount, route, of), at)
