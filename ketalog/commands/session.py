"""Log a session at the clinic, with its medication and its readings."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog.app import App
from ketalog.clauses.readings import POINT_OPTIONS
from ketalog.clauses.table import CLAUSES as CLAUSE_ROWS
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.commands.appointment import WithWhom
from ketalog.commands.dose import Estimate, Intention, Medication
from ketalog.commands.vitals import Weight, read_typed
from ketalog.domain.clinic_input import AT_40, Given, read_given, read_where
from ketalog.domain.entries import Dose, Mood, new_id
from ketalog.domain.treatment import Session, Vitals, place_of
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.clauses.line import Read
    from ketalog.domain.kinds import Entry

CLAUSES = (
    *("watched", "ready", "lowest-oxygen", *POINT_OPTIONS, "at", "start", "end", "over", "weight"),
    *("rate", "with", "mood", "anxiety", "estimate", "medication", "next"),
)
"""What the words can say besides what was given (ketalog/clauses)."""
EXAMPLES = """
ketalog session infusion 35 mg over 40 min
ketalog session infusion 0.5mg/kg --weight 70 --start 2pm --end 2:40pm
ketalog session kap 150mg im with Dr R., mood 4, intention: to rest
ketalog session clinic 2 devices --bp-before '128/82 98%' --bp-40 '140/90 95%'
ketalog session clinic 56mg, before 128/82 98%, after 40 min 140/90, at the end 130/80
ketalog session clinic 56mg --at '3h ago' --watched 2h --ready 2h05 --lowest-oxygen 94
"""

Over = Annotated[
    str | None, typer.Option("--over", "--for", metavar="TIME", help="How long: 40, 1h30.")
]
Start = Annotated[str | None, typer.Option("--start", metavar="WHEN", help="The same as --at.")]
End = Annotated[str | None, typer.Option("--end", metavar="WHEN", help="When it ended.")]
Rate = Annotated[str | None, typer.Option("--rate", metavar="MG/H", help="mg an hour: 50.")]
Watched = Annotated[
    str | None, typer.Option("--watched", metavar="TIME", help="How long you were watched: 2h.")
]
Ready = Annotated[
    str | None,
    typer.Option("--ready", metavar="TIME", help="After how long you were ready to leave: 2h05."),
]
LowestOxygen = Annotated[
    str | None,
    typer.Option("--lowest-oxygen", metavar="%", help="The lowest oxygen that was seen."),
]
Reflections = Annotated[
    str | None, typer.Option("--reflections", metavar="TEXT", help="What came of it.")
]
Next = Annotated[
    str | None, typer.Option("--next", metavar="WHEN", help="The next integration: 'tue 3pm'.")
]
BpBefore = Annotated[
    str | None,
    typer.Option("--bp-before", metavar="128/82", help="Readings before: '128/82 72 98%'."),
]
Bp40 = Annotated[
    str | None, typer.Option("--bp-40", metavar="128/82", help="The same after 40 min.")
]
BpAfter = Annotated[
    str | None, typer.Option("--bp-after", metavar="128/82", help="The same at the end.")
]


def command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="infusion|kap|clinic [AMOUNT] [ROUTE]", show_default=False, hidden=True
        ),
    ] = None,
    over: Over = None,
    start: Start = None,
    end: End = None,
    at: p.At = None,
    weight: Weight = None,
    rate: Rate = None,
    watched: Watched = None,
    ready: Ready = None,
    lowest_oxygen: LowestOxygen = None,
    with_whom: WithWhom = None,
    intention: Intention = None,
    reflections: Reflections = None,
    integration: Next = None,
    bp_before: BpBefore = None,
    bp_40: Bp40 = None,
    bp_after: BpAfter = None,
    mood: p.MoodRating = None,
    anxiety: p.AnxietyRating = None,
    estimate: Estimate = None,
    medication: Medication = None,
    note: p.NoteText = None,
) -> None:
    """Log a session: infusion, kap (assisted psychotherapy) or clinic (esketamine on site)."""
    app: App = ctx.obj
    typed = [word for text in _input.storable(app, words or []) for word in text.split()]
    where = read_where([word.strip(",;:") for word in typed[:1]])
    options = {
        "watched": watched,
        "ready": ready,
        "lowest-oxygen": lowest_oxygen,
        **dict(zip(POINT_OPTIONS, (bp_before, bp_40, bp_after), strict=True)),
        "at": at,
        "start": start,
        "end": end,
        "over": over,
        "weight": weight,
        "rate": rate,
        "with": with_whom,
        "mood": mood,
        "anxiety": anxiety,
        "estimate": estimate,
        "next": integration,
    }
    texts = ("note", "intention", "reflections")
    line = _input.said(app, typed[1:], CLAUSES, options, texts=texts, between=frozenset())
    words_left = [word.strip(",;") for phrase in line.unread for word in phrase.split()]
    words_left = [word for word in words_left if word.lower() not in _SAYS_NOTHING]
    name = _input.text(app, medication, "medication") or line.get("medication", (None,))[0]
    if where == "clinic" and name == "esketamine":
        name = None  # as it is there anyway, by devices
    weight_kg = line.get("weight")
    medicine = read_given(where, words_left, weight_kg=weight_kg, medication=name)
    began, minutes = _times(app, line)
    ratings = {"mood": line.get("mood"), "anxiety": line.get("anxiety")}
    first = _first(app, began, medicine, ratings, estimate=line.get("estimate", False))
    session = Session(
        id=new_id(),
        at=began,
        recorded=app.now,
        where=where,
        dose=first.id if isinstance(first, Dose) else None,
        minutes=minutes,
        watched_minutes=line.get("watched"),
        ready_minutes=line.get("ready"),
        lowest_oxygen_percent=line.get("lowest-oxygen"),
        mg_per_kg=medicine.mg_per_kg,
        weight_kg=weight_kg,
        calculated=medicine.calculated,
        rate_mg_per_hour=line.get("rate"),
        devices=medicine.devices,
        with_whom=_input.text(app, line.get("with"), "name"),
        intention=_input.text_of(app, line, "intention", intention),
        reflections=_input.text_of(app, line, "reflections", reflections),
        integration=_integration(app, line),
        note=_input.text_of(app, line, "note", note),
    )
    vitals = _vitals(app, session, line)
    entries = [*([first] if first else []), session, *vitals]
    app.answer(app.change(app.journal.log(*entries)))


_SAYS_NOTHING = frozenset({"session", "psychotherapy", "x", "×", "calculated", "and", "took", "of"})


def _integration(app: App, line: "Read") -> datetime | None:
    part = line.parts.get("next")
    return _input.ahead(app, part.value, part.phrase) if part else None


def _times(app: App, line: "Read") -> tuple[datetime, int | None]:
    """Return when a session began and how long it took, of whichever two were said."""
    starts = [found for name in ("start", "at") if (found := _clock(line, name))]
    end, minutes = _clock(line, "end"), line.get("over")
    if len(starts) > 1 or (end and starts and minutes is not None):
        raise BadInput(
            "The times are said twice.", "Type --start and --end, or one of them and --over."
        )
    if end is None:
        return (_input.past(app, *starts[0]) if starts else app.now), minutes
    if starts:
        began = _input.past(app, *starts[0])
        ended = _input.past(app, *end, beside=began)
        lasted = ended - began
        if not timedelta() < lasted <= timedelta(days=1):
            raise BadInput(
                "The end is not within a day after the start.",
                "For example: --start 2pm --end 2:40pm.",
            )
        return began, int(lasted.total_seconds() // 60)
    if minutes is None:
        raise BadInput("--end alone does not say when it began.", "Add --start or --over.")
    return _input.past(app, *end) - timedelta(minutes=minutes), minutes


def _clock(line: "Read", name: str) -> tuple[str, str] | None:
    """Return a time that was said, and how it was typed without its keyword; None if it wasn't."""
    part = line.parts.get(name)
    if part is None:
        return None
    first, _, rest = part.phrase.partition(" ")
    return part.value, rest if first.lower() in CLAUSE_ROWS[name].keywords else part.phrase


def _first(
    app: App, at: datetime, medicine: Given, ratings: dict[str, int | None], *, estimate: bool
) -> "Entry | None":
    """Return the dose, with the ratings before it; without an amount, the ratings alone."""
    about: dict[str, Any] = {"id": new_id(), "at": at, "recorded": app.now, **ratings}
    if medicine.amount is None:
        return Mood(**about) if any(rating is not None for rating in ratings.values()) else None
    return Dose(
        amount_mg=medicine.amount.amount_mg,
        count=medicine.amount.count,
        each_mg=medicine.amount.each_mg,
        route=medicine.route or "",
        medication=medicine.medication,
        estimate=estimate,
        **about,
    )


def _vitals(app: App, session: Session, line: "Read") -> list[Vitals]:
    """Return the readings before, after 40 minutes and at the end, none of them ahead."""
    lengths = (session.ready_minutes, session.watched_minutes, session.minutes)
    end = max(length or 0 for length in lengths)
    if line.get("bp-40") is not None:
        end = max(end, AT_40)
    readings = []
    for (option, point), minutes in zip(POINT_OPTIONS.items(), (0, AT_40, end), strict=True):
        words = line.get(option)
        if words is None:
            continue
        at = min(session.at + timedelta(minutes=minutes), max(app.now, session.at))
        readings.append(
            Vitals(
                id=new_id(),
                at=at,
                recorded=app.now,
                place=place_of(point),
                point=point,
                dose=session.dose,
                session=session.id,
                **read_typed(app, words),
            )
        )
    return readings
