"""Log readings."""

from typing import Annotated

import typer

from ketalog.app import App
from ketalog.commands import _input, _readings
from ketalog.commands import _options as p
from ketalog.commands.effect import OfDose
from ketalog.domain.entries import new_id
from ketalog.domain.readings import EXAMPLE
from ketalog.domain.treatment import Vitals
from ketalog.errors import BadInput

EXAMPLES = """
ketalog vitals 128/82
ketalog vitals 128/82 72 --at '2h ago'
ketalog vitals --pulse 72 --oxygen 98 --weight 70.5
ketalog vitals 140/90 --after
"""

Pulse = Annotated[str | None, typer.Option("--pulse", metavar="N", help="Heartbeats a minute: 72.")]
Oxygen = Annotated[str | None, typer.Option("--oxygen", metavar="%", help="Oxygen in %: 98.")]
Weight = Annotated[str | None, typer.Option("--weight", metavar="KG", help="Weight in kg: 70.5.")]
Before = Annotated[
    bool | None,
    typer.Option("--before/--after", help="Before a dose, or after it.", show_default=False),
]


def command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[128/82] [PULSE]", show_default=False, hidden=True),
    ] = None,
    pulse: Pulse = None,
    oxygen: Oxygen = None,
    weight: Weight = None,
    before: Before = None,
    of_dose: OfDose = None,
    at: p.At = None,
    note: p.NoteText = None,
) -> None:
    """Log readings: blood pressure as 128/82, and the pulse, oxygen, weight if you like."""
    app: App = ctx.obj
    said = _readings.readings(app, " ".join(words or []), pulse, oxygen, weight)
    if not said:
        raise BadInput("Which reading?", EXAMPLE)
    entry = Vitals(
        id=new_id(),
        at=_input.parse_past(app, at),
        recorded=app.now,
        place=None if before is None else "before" if before else "after",
        dose=_input.dose_id(app, of_dose),
        note=_input.text(app, note),
        **said,
    )
    app.answer(app.change(app.journal.log(entry)))
