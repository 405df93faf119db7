"""A dose that was not typed in full: as planned or as last time, if the patient confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_taken
from ketalog.commands._planned import planned_dose, which_of_several
from ketalog.domain.amounts import Amount
from ketalog.domain.values import Value
from ketalog.errors import BadInput, JournalLocked

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.app import App


class Given(Value, frozen=True):
    """What was said of a dose; None where it was not."""

    amount: Amount | None
    route: str | None
    medication: str | None


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
