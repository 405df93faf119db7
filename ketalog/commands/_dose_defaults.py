"""A dose that was not typed in full: as planned or as last time, if the patient confirms."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_taken
from ketalog.clauses.words import Meaning, TwoReadings
from ketalog.commands._input import refuse_unread
from ketalog.commands._planned import in_units, planned_dose, plans_like, which_of_several
from ketalog.commands._questions import which
from ketalog.domain.amounts import Amount, read_dose
from ketalog.domain.plan import a_dose_mg
from ketalog.domain.routes import read_route
from ketalog.domain.text import escape_invisible, say_number
from ketalog.domain.values import Value
from ketalog.errors import BadInput, JournalLocked

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.app import App
    from ketalog.clauses.table import Read


class Given(Value, frozen=True):
    """What was said of a dose; None where it was not."""

    amount: Amount | None
    route: str | None
    medication: str | None


def completed(app: App, line: Read, given: Given, at: datetime) -> tuple[Amount, str, str | None]:
    """Return amount, route and medication of a dose that was not said in mg and in full.

    Raises BadInput for what can't be known, and for words that nothing has read.
    """
    dosage, unread = line.get("amount"), line.unread
    if dosage is not None and dosage.amount is None and not unread:
        given = _of_units(app, dosage.units, given, at)
    elif dosage is not None and dosage.is_bare and len(unread) == 1:
        units = f"{line.parts['amount'].phrase} {unread[0]}"
        try:
            given, unread = _of_units(app, units, given, at), ()
        except BadInput:
            _refuse(app, line, given)
    elif not unread and dosage is not None and dosage.is_bare:
        given = _of_a_number(app, line.parts["amount"].phrase, given, at)
    if unread:
        _refuse(app, line, given)
    if given.amount is not None and given.route is not None:
        return given.amount, given.route, given.medication
    return as_usual(app, given, at, usual=line.get("usual", False))


def _refuse(app: App, line: Read, given: Given) -> None:
    """Raise BadInput for words that nothing has read; a route is nearly one, or none was said."""
    rest = " ".join(line.unread)
    if given.route is None and len(rest.split()) <= _LONGEST_ROUTE:
        read_route(rest)
    refuse_unread(app, line)


_LONGEST_ROUTE = 3


def _of_units(app: App, units: str, given: Given, at: datetime) -> Given:
    """Return a dose in units, as strong as the plan says."""
    words = [units, given.route or ""]
    try:
        read_dose(words)
    except BadInput as error:
        amount, route, of = in_units(app, words, given.medication, at, error)
        return Given(amount, route, of)
    raise BadInput(f"'{escape_invisible(units)}' is no amount.")


def _of_a_number(app: App, phrase: str, given: Given, at: datetime) -> Given:
    """Return a dose whose amount has no unit: it is in mg, if that is all it can be."""
    usual, unit = _usual_mg(app, given, at)
    mg = given.amount.amount_mg if given.amount else Decimal(0)
    if usual is None or unit is None:
        return given
    largest = usual * _TIMES_USUAL
    as_units = unit not in {1, mg} and mg != usual and mg * unit <= largest
    if not as_units and usual / _PART_OF_USUAL <= mg <= largest:
        return given
    number = say_number(mg)
    meanings = [Meaning(f"{number}mg", f"{number} mg")]
    if mg * unit <= max(largest, unit * _TIMES_USUAL):
        strength = say_number(unit)
        whole = say_number(mg * unit)
        meanings.append(
            Meaning(f"{number}x{strength}mg", f"{number} × {strength} mg = {whole} mg"),
        )
    problem = (
        "can be mg or units"
        if len(meanings) > 1
        else (f"has no unit, and your last or planned dose has {say_number(usual)} mg")
    )
    amount, _ = read_dose([which(app, TwoReadings(phrase, problem, *meanings))])
    return Given(amount, given.route, given.medication)


_TIMES_USUAL, _PART_OF_USUAL = 3, 10
"""Beyond these a number alone is asked about: three times the usual dose, a tenth of it."""


def _usual_mg(app: App, given: Given, at: datetime) -> tuple[Decimal | None, Decimal | None]:
    """Return how many mg the plan or the last dose has, and one unit of it; None if not known."""
    for plan in plans_like(app, at, given.route, given.medication):
        whole = a_dose_mg(plan)
        if whole is not None or plan.strength_mg is not None:
            return whole or plan.strength_mg, plan.strength_mg or whole
    try:
        mg = given.amount.amount_mg if given.amount else None
        last = app.journal.usual(given.route, given.medication, mg)
    except JournalLocked:
        return None, None
    if last is None:
        return None, None
    return last.amount_mg, last.each_mg or last.amount_mg


def as_usual(
    app: App, given: Given, at: datetime, *, usual: bool
) -> tuple[Amount, str, str | None]:
    """Return amount, route and medication, with what was not said as planned or as last time.

    A person is shown it and confirms with Enter; without one it takes --usual.
    """
    missing = "amount" if given.amount is None else "route"
    planned = planned_dose(app, given, at) if given.amount is None else None
    amount, route, medication = planned or _like_the_last(app, given, missing, at)
    if not usual:
        said = say_taken(amount, medication, route)
        like = "as last time" if given.amount is None else "by the route of last time"
        if not app.ui.asks:
            like = f" {'as planned' if planned else like}" if given.amount is None else f", {like}"
            raise BadInput(
                f"The {missing} is missing.", f"Type it, or add --usual for {said}{like}."
            )
        like = "the planned dose" if planned else like
        _confirm(app, f"{said}, {like}? Enter to log it, n to stop: ")
    return amount, route, medication


def _like_the_last(
    app: App, given: Given, missing: str, at: datetime
) -> tuple[Amount, str, str | None]:
    amount, route, medication = given.amount, given.route, given.medication
    try:
        last = app.journal.usual(route, medication, amount.amount_mg if amount else None)
    except JournalLocked as error:
        raise BadInput(
            f"The {missing} is missing, and the journal is locked: neither the plan nor the last "
            "dose can be seen.",
            "Type it in full: ketalog dose 100mg sublingual.",
        ) from error
    if last is None:
        several = which_of_several(app, given, at)
        if several:
            raise BadInput(f"The {missing} is missing.", several)
        raise BadInput(
            f"The {missing} is missing, and there is no earlier dose to take it from.",
            "For example: ketalog dose 100mg sublingual.",
        )
    amount = amount or Amount(last.amount_mg, last.count, last.each_mg)
    return amount, route or last.route, medication or last.medication


def _confirm(app: App, question: str) -> None:
    answer = app.ui.ask(question).strip().lower()
    if answer not in {"", "y", "yes"}:
        raise BadInput("Nothing was logged.", "Type it in full: ketalog dose 100mg sublingual.")
