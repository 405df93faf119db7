"""Log readings."""

from typing import Annotated, Any

import typer

from ketalog.app import App
from ketalog.clauses.readings import Place, say_place
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
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import READING_POINTS, ReadingPoint, Vitals, place_of
from ketalog.errors import BadInput

CLAUSES = ("at", "place")
"""What the words can say besides the readings (ketalog/clauses)."""
EXAMPLES = """
ketalog vitals 128/82
ketalog vitals 128/82 72, 8pm
ketalog vitals 128/82 72 --at '2h ago'
ketalog vitals --pulse 72 --oxygen 98 --weight 70.5
ketalog vitals 140/90 97%, after the dose
"""

Pulse = Annotated[str | None, typer.Option("--pulse", metavar="N", help="Heartbeats a minute: 72.")]
Oxygen = Annotated[str | None, typer.Option("--oxygen", metavar="%", help="Oxygen in %: 98.")]
Weight = Annotated[str | None, typer.Option("--weight", metavar="KG", help="Weight in kg: 70.5.")]
Before = Annotated[
    bool | None,
    typer.Option("--before/--after", help="Before a dose, or after it.", show_default=False),
]

PointName = Annotated[
    str | None,
    typer.Option(
        "--point", metavar="NAME", help="Of a session's readings: before, 40 (minutes) or end."
    ),
]


def read_point(typed: str | None) -> ReadingPoint | None:
    """Read which of a session's readings it is; None if nothing was said."""
    if typed is None:
        return None
    word = typed.strip().lower()
    for point in READING_POINTS:
        if word in {point, point.removesuffix(" min")}:
            return point
    raise BadInput(
        f"'{escape_invisible(typed)}' can't be taken for --point.", "It is before, 40 or end."
    )


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
    point: PointName = None,
    of_dose: OfDose = None,
    at: p.At = None,
    note: p.NoteText = None,
) -> None:
    """Log readings: blood pressure as 128/82, and the pulse, oxygen, weight if you like."""
    app: App = ctx.obj
    named = read_point(point)
    options = {"at": at, "place": Place(place_of(named), named) if named else None}
    line = _input.said(app, words or [], CLAUSES, options, texts=("note",), between=frozenset())
    readings = read_typed(app, " ".join(line.unread), pulse, oxygen, weight)
    if not readings:
        raise BadInput("Which reading?", EXAMPLE)
    entry = Vitals(
        id=new_id(),
        at=_input.moment(app, line),
        recorded=app.now,
        **_placed(line.get("place"), before=before),
        dose=_input.dose_id(app, of_dose),
        note=_input.text_of(app, line, "note", note),
        **readings,
    )
    app.answer(app.change(app.journal.log(entry)))


def _placed(place: Place | None, *, before: bool | None) -> dict[str, Any]:
    """Return where readings stand, of the words and the option: not both, unless they agree."""
    side = {None: None, True: "before", False: "after"}[before]
    if place is None:
        return {"place": side}
    if side is not None and side != place.side:
        raise BadInput(
            f"Two things are said: {say_place(place)} and --{side}.", "Type one of them."
        )
    return {"place": place.side, "point": place.point}


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
