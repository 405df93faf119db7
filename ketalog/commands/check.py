"""Answer a questionnaire."""

from typing import Annotated

import typer

from ketalog.answers.checks import score_data
from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.commands._questions import answered, refuse_dose
from ketalog.commands.effect import OfDose
from ketalog.domain.check import Check
from ketalog.domain.entries import new_id
from ketalog.errors import BadInput
from ketalog.instruments.base import names, read, read_difficulty

EXAMPLES = """
ketalog check gad7                (asks: one key an answer)
ketalog check gad7 1 2 2 1 0 1 2
ketalog check phq9 1 1 0 2 0 - 1 0 0 --difficulty 1
ketalog check phq4 1 1 0 2
ketalog check bladder 0 1 0 2 0 0 0
ketalog check dose 1 0 0 2        (a check-in after a dose)
"""

CheckWords = Annotated[
    list[str] | None, typer.Argument(metavar="NAME [ANSWERS]", show_default=False, hidden=True)
]
Difficulty = Annotated[
    str | None,
    typer.Option(
        "--difficulty", metavar="0-3", help="How hard it made daily life (gad7, phq9); no score."
    ),
]


def command(
    ctx: typer.Context,
    words: CheckWords = None,
    difficulty: Difficulty = None,
    at: p.At = None,
    of_dose: OfDose = None,
    note: p.NoteText = None,
) -> None:
    """Answer a questionnaire: NAME is gad7, phq9, phq4, bladder or dose.

    Answers go from 0 (not at all) to 3 (the most); - is no answer. Without them it asks.
    """
    app: App = ctx.obj
    typed = app.storable(words or [])
    if not typed:
        raise BadInput("Which check?", f"Type one of: {', '.join(names())}.")
    instrument = read(typed[0])
    moment = app.parse_past(at)
    hard = read_difficulty(instrument, difficulty)
    dose = _input.dose_id(app, of_dose)
    if dose is not None:
        refuse_dose(instrument)
    written = _input.text(app, note)
    given = answered(app, instrument, typed[1:], hard)
    check = Check(
        id=new_id(),
        at=moment,
        recorded=app.now,
        instrument=instrument.name,
        answers=given.answers,
        difficulty=given.difficulty,
        dose=dose,
        note=written,
    )
    outcome = app.journal.log(check)
    given.saved()
    app.answer(app.change(outcome, data={"score": score_data(check)}))
