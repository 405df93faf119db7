"""Log readings."""

from typing import Annotated, Any

import typer

from ketalog import commands as p
from ketalog.app import App
from ketalog.clauses.line import Read
from ketalog.clauses.readings import READINGS, Place, readings_of, say_place
from ketalog.clauses.words import Meaning, TwoReadings
from ketalog.commands import _input, _questions
from ketalog.commands.effect import OfDose
from ketalog.domain.entries import Dose, new_id
from ketalog.domain.readings import EXAMPLE, Readings, refuse_odd
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import READING_POINTS, ReadingPoint, Vitals, place_of
from ketalog.errors import BadInput, Declined

CLAUSES = ("at", "place", "from-dose", *READINGS)
"""What the words can say (ketalog/clauses)."""
BETWEEN = frozenset({"and", "my", "the", "a", "with", "is", "was"})
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
    words: Annotated[list[str] | None, p.words("[128/82] [PULSE]")] = None,
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
    options = _input.options_of(ctx, CLAUSES)
    options["place"] = Place(place_of(named), named) if named else None
    words = words or []
    line = _input.said(app, words, CLAUSES, options, texts=("note",), between=BETWEEN)
    number = line.unread[0] if len(line.unread) == 1 else ""
    if number.isdecimal() and "pulse" not in line.parts:
        if not 20 <= int(number) <= 300:
            raise BadInput(f"'{escape_invisible(number)}' is no reading.", EXAMPLE)
        ways = [Meaning(f"pulse {number}", "a pulse"), Meaning(f"{number}%", "oxygen")]
        may_be_oxygen = int(number) <= 100 and "oxygen" not in line.parts
        problem = "can be a pulse, or oxygen" if may_be_oxygen else "does not say of what"
        two = TwoReadings(number, problem, *ways[: 1 + may_be_oxygen])
        words = _questions.replaced(words, number, _questions.which(app, two))
        line = _input.said(app, words, CLAUSES, options, texts=("note",), between=BETWEEN)
    _input.refuse_unread(app, line)
    readings = confirmed(app, taken(line))
    if not readings:
        raise BadInput("Which reading?", EXAMPLE)
    entry = Vitals(
        id=new_id(),
        **_input.when(app, line),
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


def taken(line: Read) -> Readings:
    """Return the readings that a line says."""
    return readings_of({name: part.value for name, part in line.parts.items()})


def confirmed(app: App, readings: Readings) -> dict[str, Any]:
    """Return readings by their names in an entry; a blood pressure that is odd is asked about."""
    if readings.is_odd and app.ui.asks:
        if not _questions.agrees(app, f"Is {readings.pressure} right? y to log it, n to stop: "):
            raise Declined("Nothing was logged.", "Type it again, as in: 128/82.")
        return readings.known
    refuse_odd(readings)
    return readings.known


def readings_before(app: App, dose: Dose, line: Read) -> Vitals:
    """Return the readings taken with a dose: they stand before it."""
    about: dict[str, Any] = {"id": new_id(), "at": dose.at, "recorded": dose.recorded}
    return Vitals(**about, **confirmed(app, taken(line)), place="before", dose=dose.id)
