"""Log readings."""

from typing import Annotated, Any

import typer

from ketalog.app import App
from ketalog.commands import _input, _questions
from ketalog.commands import _options as p
from ketalog.commands.effect import OfDose
from ketalog.domain.entries import Dose, new_id
from ketalog.domain.readings import (
    EXAMPLE,
    Readings,
    read_reading,
    read_readings,
    read_weight,
    refuse_odd,
)
from ketalog.domain.treatment import Vitals
from ketalog.errors import BadInput

CLAUSES = ("at",)
"""What the words can say besides the readings (ketalog/clauses)."""
EXAMPLES = """
ketalog vitals 128/82
ketalog vitals 128/82 72, 8pm
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
    options = {"at": at}
    line = _input.said(app, words or [], CLAUSES, options, texts=("note",), between=frozenset())
    readings = read_typed(app, " ".join(line.unread), pulse, oxygen, weight)
    if not readings:
        raise BadInput("Which reading?", EXAMPLE)
    entry = Vitals(
        id=new_id(),
        **_input.when(app, line),
        recorded=app.now,
        place=None if before is None else "before" if before else "after",
        dose=_input.dose_id(app, of_dose),
        note=_input.text_of(app, line, "note", note),
        **readings,
    )
    app.answer(app.change(app.journal.log(entry)))


def read_typed(
    app: App,
    typed: str | None,
    pulse: str | None = None,
    oxygen: str | None = None,
    weight: str | None = None,
) -> dict[str, Any]:
    """Return the readings in what was typed, by their names in an entry."""
    read = read_readings(" ".join(_input.storable(app, [typed]))) if typed else Readings()
    if read.is_odd and app.ui.asks:
        if not _questions.agrees(app, f"Is {read.pressure} right? y to log it, n to stop: "):
            raise BadInput("Nothing was logged.", "Type it again, as in: 128/82.")
        read = read._replace(sure=True)
    refuse_odd(read)
    options = {
        "oxygen": ("oxygen_percent", read_reading(oxygen, "oxygen")),
        "pulse": ("pulse_per_minute", read_reading(pulse, "pulse")),
        "weight": ("weight_kg", read_weight(weight)),
    }
    typed_as_options = {name: value for name, value in options.values() if value is not None}
    for option, (name, _) in options.items():
        if name in typed_as_options and name in read.known:
            hint = f"Leave out --{option}, or the word for it."
            raise BadInput(f"The {option} is said twice.", hint)
    return {**read.known, **typed_as_options}


def readings_before(app: App, dose: Dose, pressure: str | None, pulse: str | None) -> Vitals:
    """Return the readings taken with a dose: they stand before it."""
    read = read_typed(app, pressure, pulse)
    about: dict[str, Any] = {"id": new_id(), "at": dose.at, "recorded": dose.recorded}
    return Vitals(**about, **read, place="before", dose=dose.id)
