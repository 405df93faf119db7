"""See what is left, or write down what came, went or was counted."""

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from ketalog import commands as p
from ketalog.answers import Answer
from ketalog.answers.supply import answer_lines, change_data, supply_data, supply_lines
from ketalog.app import App
from ketalog.clauses.treatment import CHANGES, Units
from ketalog.clauses.words import Meaning, TwoReadings
from ketalog.commands import _input
from ketalog.commands._plan_options import Form
from ketalog.commands._questions import own_offer, replaced, which
from ketalog.commands.dose import Medication
from ketalog.domain.entries import new_id
from ketalog.domain.plan import in_force
from ketalog.domain.routes import BY_NAME as ROUTES
from ketalog.domain.routes import read_route
from ketalog.domain.supply import accounts, forecast
from ketalog.domain.supply_input import (
    SUPPLY_EXAMPLE,
    TypedSupply,
    Unit,
    read_form,
    read_strength,
    read_units,
    unit_of,
)
from ketalog.domain.text import as_key, escape_invisible, nearest
from ketalog.domain.treatment import Supply
from ketalog.errors import BadInput, Example, JournalDamaged, JournalError, JournalLocked
from ketalog.journal import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ketalog.clauses.line import Read

    Change: TypeAlias = Literal["fill", "lost", "count"]

CLAUSES = ("at", "change", "units", "empty", "route", "medication", "strength", "form")
"""What the words can say (ketalog/clauses)."""
BETWEEN = frozenset(
    {"and", "i", "of", "the", "my", "are", "is", "(", ")", "still", "up", "only", "just"}
    | {"pharmacy", "chemist", "bottle", "box", "pack", "from", "a"}
)
EXAMPLES = """
ketalog supply                          (what is left, and for how long)
ketalog supply fill 24x100mg sublingual --form troche
ketalog supply got 24                   (as in the plan, or the supply before)
ketalog supply dropped 2
ketalog supply 18 left
ketalog supply count 18 --at 'yesterday 9pm'
"""
LOCKED = "The journal is locked: what is left shows with 'ketalog supply'."
DAMAGED = "The journal is damaged: what is left can't be seen. 'ketalog doctor' says what to do."

SupplyWords = Annotated[list[str] | None, p.words("[fill|lost|count UNITS]")]


def command(
    ctx: typer.Context,
    words: SupplyWords = None,
    at: p.At = None,
    strength: Annotated[
        str | None, typer.Option("--strength", metavar="MG", help="How strong one unit is: 100mg.")
    ] = None,
    route: Annotated[
        str | None, typer.Option("--route", metavar="ROUTE", help="sublingual, nasal, …")
    ] = None,
    form: Form = None,
    medication: Medication = None,
    note: p.NoteText = None,
) -> None:
    """See what is left and for how long, or log UNITS that came (fill), were lost, or are there.

    What is not said of a unit is as in the only plan that holds, or the only supply.
    """
    app: App = ctx.obj
    if not words:
        if any((at, strength, route, form, medication, note)):
            raise BadInput("What happened: fill, lost or count?", "For example: supply fill 24.")
        _look(app)
        return
    options = _input.options_of(ctx, CLAUSES)
    change, details, line = changed(app, words, options)
    if medication:
        details = details._replace(medication=_input.text(app, medication, "medication"))
    if change is None:
        raise BadInput("What happened: fill, lost or count?", "For example: supply fill 24.")
    if details.units is None:
        raise BadInput("How many units?", Example("supply", f"{change} 24."))
    when = _input.when(app, line)
    unit = _unit(app, details, when["at"])
    supply = Supply(
        id=new_id(),
        **when,
        recorded=app.now,
        change=change,
        units=details.units,
        strength_mg=unit.strength_mg,
        route=unit.route,
        medication=unit.medication if medication or unit.medication != "ketamine" else None,
        form=unit.form,
        note=_input.text_of(app, line, "note", note),
    )
    _answer(app, app.journal.log(supply))


def _refuse_containers(app: App, line: "Read") -> None:
    """Raise BadInput for how many boxes or bottles: how many units are in one isn't said."""
    units = line.parts.get("units")
    number = re.escape(units.phrase.lower()) if units and units.phrase else "(?!)"
    if found := re.search(rf"(?<!\S){number} {_CONTAINER}", " ".join(app.typed).lower()):
        raise BadInput(
            f"'{escape_invisible(found[0])}' doesn't say how many units that is.",
            own_offer(app, "Type the units, for example", found[0], "24"),
        )


_CONTAINER = (
    r"(?:(?:bottle|box|pack|packet|blister|strip|day|week|month|dose)(?:e?s)?|refills|"
    r"(?:script|prescription)s?)\b(?! ago)"
)


def changed(
    app: App, words: "Sequence[str]", options: "Mapping[str, Any]", before: Supply | None = None
) -> "tuple[Change | None, TypedSupply, Read]":
    """Return what words and options say of a supply; of units alone it is asked what happened.

    What they say of an entry that was there `before` has its change, where they say none.
    """
    clauses = ("shift", "day", *CLAUSES[1:]) if before else CLAUSES
    line = _input.said(app, words, clauses, options, texts=("note",), between=BETWEEN)
    _refuse_containers(app, line)
    units: Units | None = line.get("units")
    count = line.get("empty", units and units.count)
    change: Change | None = line.get("change", before and before.change)
    if line.get("empty") or (change is None and count == "0"):
        change = "count"
    _refuse(app, line, count)
    number = None if count is None else read_units(count, change or "fill")
    if change is None and units is not None and not options.get("strength"):
        phrase = line.parts["units"].phrase
        came, counted = (
            Meaning(f"fill {phrase}", "they came"),
            Meaning(f"count {phrase}", "they are there"),
        )
        meant = which(app, TwoReadings(phrase, "can have come, or been counted", came, counted))
        return changed(app, replaced(words, phrase, meant), options, before)
    named, only_route = line.get("medication", (None, None))
    return (
        change,
        TypedSupply(
            number,
            _strength(line),
            line.get("route", only_route),
            _form(line),
            named,
        ),
        line,
    )


def _refuse(app: App, line: "Read", count: str | None) -> None:
    """Raise BadInput for words that nothing has read."""
    rest = " ".join(line.unread)
    if not rest:
        return
    if _ELSE.intersection(rest.lower().split()):
        raise BadInput(
            f"'{escape_invisible(rest)}': a supply has what came, was lost, or is there.",
            "What was taken is a dose: ketalog dose. What comes later: type it when it is there.",
        )
    if line.get("change") is None and (near := nearest(rest.partition(" ")[0], CHANGES)):
        raise BadInput(
            f"'{escape_invisible(rest)}' is nothing that can be done with supply. "
            f"Did you mean '{near}'?",
            "Type one of: supply, supply fill 24, supply lost 2, supply count 18.",
        )
    if count is None:
        asks = not _ASKS.isdisjoint(re.split("[^a-z]+", f"{rest} ".lower())) or "?" in rest
        look = "What is left, and for how long: ketalog supply."
        raise BadInput(
            f"'{escape_invisible(rest)}' is not a number of units.",
            look if asks else SUPPLY_EXAMPLE,
        )
    if line.get("route") is None and " " not in rest and nearest(rest, ROUTES):
        read_route(rest)
    _input.refuse_unread(app, line)


_ASKS = frozenset({"how", "what", "whats", "when", "history", "status", "show"})
_ELSE = frozenset(
    {"used", "took", "taken", "ate", "minus", "ordered", "order", "coming", "due", "out"}
    | {"refills", "scripts", "prescriptions", "need", "want", "will", "expires", "exp"}
)
"""Words for what no entry of a supply is."""


def _strength(line: "Read") -> Decimal | None:
    """Return how strong one unit is, by the words or an option: not both, unless they agree."""
    units: Units | None = line.get("units")
    said = [text for text in (units and units.each_mg, line.get("strength")) if text]
    strengths = {read_strength(text) for text in said}
    if len(strengths) > 1:
        raise BadInput("Two things are said of how strong one unit is.", "Type one of them.")
    return strengths.pop() if strengths else None


def _form(line: "Read") -> str | None:
    units: Units | None = line.get("units")
    named = map(read_form, filter(None, (units and units.form, line.get("form"))))
    forms = {as_key(form): form for form in named}
    if len(forms) > 1:
        raise BadInput("Two things are said of what one unit is called.", "Type one of them.")
    return next(iter(forms.values()), None)


def _unit(app: App, details: TypedSupply, at: datetime) -> Unit:
    """Return what the units are; of a journal that is locked or damaged, from what was said."""
    try:
        snapshot = app.store.snapshot(may_prompt=False)
    except (JournalLocked, JournalDamaged) as unseen:
        try:
            return unit_of(details, (), ())
        except BadInput as error:
            problem = f"{error.message} {_unseen(unseen)}"
            raise BadInput(problem, SUPPLY_EXAMPLE) from error
    return unit_of(details, in_force(snapshot.plans, at), snapshot.supplies)


def _unseen(why: JournalError) -> str:
    return LOCKED if isinstance(why, JournalLocked) else DAMAGED


def _answer(app: App, outcome: Outcome) -> None:
    """Say what was logged, then what is left, or why that can't be seen."""
    logged = outcome.changed[0].after
    try:
        snapshot = app.store.snapshot(may_prompt=False)
    except (JournalLocked, JournalDamaged) as unseen:
        data = dict.fromkeys(("left", "expected", "difference"))
        app.answer(app.change(outcome, data=data, notices=[_unseen(unseen)]))
        return
    for stock_history in accounts(snapshot.supplies, snapshot.taken):
        for event in stock_history.events:
            if logged is not None and event.supply.id == logged.id:
                left = answer_lines(stock_history, event)
                data = change_data(stock_history, event)
                app.answer(app.change(outcome, data=data, below=left))


def _look(app: App) -> None:
    snapshot = app.store.snapshot()
    today = app.calendar.day_of(app.now)
    stocks = [
        (stock, forecast(stock, snapshot.plans, today, app.calendar))
        for stock in accounts(snapshot.supplies, snapshot.taken)
    ]
    app.answer(Answer(supply_lines(stocks), supply_data(stocks)))
