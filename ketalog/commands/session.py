"""Log a session at the clinic, with its medication and its readings."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog import commands as p
from ketalog.app import App
from ketalog.clauses.line import Read, before_a_clause
from ketalog.clauses.readings import POINT_OPTIONS
from ketalog.clauses.table import TABLE
from ketalog.clauses.words import MARKS, Meaning, Slip, TwoReadings, marks_apart
from ketalog.commands import _input
from ketalog.commands._people import refuse_no_person
from ketalog.commands._questions import replaced, which
from ketalog.commands._spans import span_of
from ketalog.commands.appointment import WithWhom
from ketalog.commands.dose import Estimate, Intention, Medication
from ketalog.commands.vitals import Weight, confirmed
from ketalog.domain.amounts import DEVICE_MG, Amount
from ketalog.domain.clinic_input import (
    AT_40,
    ROUTE,
    SESSION_EXAMPLE,
    WHERE,
    Given,
    Where,
    given,
    read_where,
)
from ketalog.domain.entries import Dose, Mood, new_id
from ketalog.domain.text import escape_invisible, nearest, say_number
from ketalog.domain.treatment import Session, Vitals, place_of
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

CLAUSES = (
    *("watched", "ready", "lowest-oxygen", *POINT_OPTIONS, "at", "start", "from", "end", "over"),
    *("weight", "per-kg", "devices", "amount", "route", "medication", "estimate", "rate", "with"),
    *("mood", "anxiety", "next", "unplaced"),
)
"""What the words can say (ketalog/clauses)."""
TEXTS = ("note", "intention", "reflections")
"""The free texts that can stand among the words."""
BETWEEN = frozenset(
    {
        "session",
        "psychotherapy",
        "infusion",
        "drip",
        "x",
        "calculated",
        "and",
        "took",
        "of",
        "assisted",
        "(",
        ")",
        "->",
        "=>",
        "\u2192",
    }
)
EXAMPLES = """
ketalog session infusion 35 mg over 40 min
ketalog session infusion 0.5mg/kg --weight 70 --start 2pm --end 2:40pm
ketalog session kap 150mg im with Dr R., mood 4, intention: to rest
ketalog session clinic 2 devices --bp-before '128/82 98%' --bp-40 '140/90 95%'
ketalog session clinic 56mg, before 128/82, after 40 min 140/90, end 130/80
ketalog session clinic 56mg --at '3h ago' --watched 2h --lowest-oxygen 94
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
    words: Annotated[list[str] | None, p.words("infusion|kap|clinic [AMOUNT] [ROUTE]")] = None,
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
    where, typed = _where(app, typed)
    options = _input.options_of(ctx, CLAUSES)
    line = _input.said(app, typed, CLAUSES, options, texts=TEXTS, between=BETWEEN)
    _input.refuse_unread(app, line)
    weight_kg = line.get("weight")
    said = _said(app, line, where, _input.text(app, medication, "medication"))
    medicine = given(where, said, weight_kg=weight_kg)
    ratings = {"mood": line.get("mood"), "anxiety": line.get("anxiety")}
    is_told_of = medicine.amount is not None or not POINT_OPTIONS.keys().isdisjoint(line.parts)
    when, minutes = span_of(app, line, line.get("over"), needs_time=is_told_of)
    first = _first(app, when, medicine, ratings, estimate=line.get("estimate", False))
    session = Session(
        id=new_id(),
        **when,
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
        with_whom=_input.text(app, refuse_no_person(app, line), "name"),
        intention=_input.text_of(app, line, "intention", intention),
        reflections=_input.text_of(app, line, "reflections", reflections),
        integration=_integration(app, line),
        note=_input.text_of(app, line, "note", note),
    )
    vitals = _vitals(app, session, line)
    entries = [*([first] if first else []), session, *vitals]
    app.answer(app.change(app.journal.log(*entries)))


def _where(app: App, typed: list[str]) -> tuple[Where, list[str]]:
    """Return which kind of session it was, and the words without it: its first, or another."""
    typed = [part for text in typed for part in _apart(text)]
    place, rest = placed(typed)
    at, other = (place and _place_of(rest)) or (0, None)
    if at and rest[at - 1].lower().strip(":") in {"at", "in", "the", "where", "of", "my"}:
        other = None  # infusion at the clinic
    if place and other and read_where([place]) != read_where([other]):
        raise BadInput(
            f"Two kinds of session are said: '{escape_invisible(place)}' and "
            f"'{escape_invisible(other)}'.",
            "Type one of them.",
        )
    if place is None and typed:
        line = _input.said(app, typed, CLAUSES, {}, texts=TEXTS, between=BETWEEN)
        if "devices" in line.parts:
            return "clinic", typed
        if not line.unread:
            kinds = {"infusion": "an infusion", "kap": "psychotherapy", "clinic": "esketamine"}
            if line.get("route") not in {None, ROUTE["infusion"]}:
                del kinds["infusion"]
            if line.get("route") not in {None, "nasal"}:
                del kinds["clinic"]
            ways = [Meaning(f"{kind} {typed[0]}", said) for kind, said in kinds.items()]
            two = TwoReadings(typed[0], "does not say which session it was", *ways)
            typed = replaced(typed, typed[0], which(app, two))
            return _where(app, [word for text in typed for word in text.split()])
    _refuse_any_therapy(place, rest)
    first = typed[0].strip(MARKS) if typed else ""
    if place is None and (meant := nearest(first, WHERE)):  # kapp
        raise Slip([(first, meant)])
    return read_where([place or first] if typed else []), rest


def _refuse_any_therapy(place: str | None, rest: list[str]) -> None:
    """Raise Ambiguous for `therapy 50 min`: of nothing that was given, it may be the weekly one."""
    if place and place.lower() == "therapy" and not re.search("[0-9] ?mg", " ".join(rest)):
        from ketalog.commands._offers import Ambiguous
        from ketalog.domain.offer import Offer

        raise Ambiguous(
            f"'{place}' can be with ketamine, or without.",
            Offer("With ketamine", [["session", "kap", *rest]]),
            Offer("Without, as a note", [["note", place, *rest]]),
        )


def _apart(text: str) -> list[str]:
    """Return `infusion35mg` as the words that it is."""
    found = re.fullmatch("([A-Za-z]+)([0-9].*)", text)
    return [*found.groups()] if found and found[1].lower() in WHERE else [text]


def placed(typed: list[str]) -> tuple[str | None, list[str]]:
    """Return the word that says what session it was, as it is typed, and the words without it."""
    found = _place_of(typed)
    if found is None:
        return None, typed
    n, word = found
    rest = [part for part in marks_apart([typed[n]])[0] if part.strip(MARKS) != word]
    return word, [*typed[:n], *rest, *typed[n + 1 :]]


def _place_of(typed: list[str]) -> tuple[int, str] | None:
    """Return which word says what session it was, and that as it is typed.

    None in a text; in a name only its last word: of "with therapy nurse" none does.
    """
    n, end, found = 0, -1, None
    while n < len(typed) and typed[n].lower().strip(f"{MARKS}(") not in TEXTS:
        for part in marks_apart([typed[n]])[0]:
            word = part.strip(MARKS)
            if word.lower() not in WHERE:
                continue
            if n >= end:
                return n, word
            if n == end - 1 and not word.istitle():
                found = n, word
        if typed[n].lower().strip(MARKS) in TABLE["with"].keywords:
            end = n + 1 + before_a_clause(typed[n + 1 :], CLAUSES)
        n += 1
    return found


def _said(app: App, line: "Read", where: Where, medication: str | None) -> Given:
    """Return what the words say was given; of a number alone at the clinic it is asked what it is.

    Raises BadInput for units of which nobody knows how strong they are.
    """
    dosage = line.get("amount")
    named, only_route = line.get("medication", (None, None))
    name = medication or named
    if where == "clinic" and name == "esketamine":
        name = None  # as it is there anyway, by devices
    devices = line.get("devices")
    amount: Amount | None = dosage and dosage.amount
    is_mg = amount is None or amount.amount_mg % DEVICE_MG == 0
    if amount and dosage.is_bare and where == "clinic" and name is None and not is_mg:
        number = say_number(amount.amount_mg)
        ways = (
            Meaning(f"{number} devices", f"{number} devices"),
            Meaning(f"{number}mg", f"{number} mg"),
        )
        two = TwoReadings(line.parts["amount"].phrase, "could be devices or mg", *ways)
        if which(app, two) == ways[0].typed:
            devices, amount = int(amount.amount_mg), None
    if dosage is not None and dosage.amount is None:
        raise BadInput(
            f"How strong one {dosage.form or 'unit'} is can't be known from '{dosage.units}'.",
            SESSION_EXAMPLE,
        )
    route = line.get("route") or only_route or (dosage and dosage.route)
    if where == "kap" and "route" in line.parts and not (amount or line.get("per-kg")):
        phrase = escape_invisible(line.parts["route"].phrase)
        raise BadInput(f"'{phrase}' is kept with an amount. How much was it?", SESSION_EXAMPLE)
    if where == "clinic" and name is None and route not in {None, ROUTE["clinic"]}:
        phrase = line.parts["route"].phrase if "route" in line.parts else route
        raise BadInput(
            f"'clinic' is esketamine, a nasal spray, and '{escape_invisible(phrase)}' is none.",
            "Type what it was: ketalog session kap 150mg im, or ketalog session infusion 35mg, or "
            "ketalog session clinic ketamine 100mg sublingual.",
        )
    return Given(amount, route, name, devices, line.get("per-kg"))


def _integration(app: App, line: "Read") -> datetime | None:
    part = line.parts.get("next")
    return _input.ahead(app, part.value, part.phrase) if part else None


def _first(
    app: App,
    when: dict[str, Any],
    medicine: Given,
    ratings: dict[str, int | None],
    *,
    estimate: bool,
) -> "Entry | None":
    """Return the dose, with the ratings before it; without an amount, the ratings alone."""
    about: dict[str, Any] = {"id": new_id(), **when, "recorded": app.now, **ratings}
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
    taken = []
    for (option, point), minutes in zip(POINT_OPTIONS.items(), (0, AT_40, end), strict=True):
        readings = line.get(option)
        if readings is None:
            continue
        at = min(session.at + timedelta(minutes=minutes), max(app.now, session.at))
        taken.append(
            Vitals(
                id=new_id(),
                at=at,
                recorded=app.now,
                place=place_of(point),
                point=point,
                dose=session.dose,
                session=session.id,
                **confirmed(app, readings),
            )
        )
    return taken
