"""Whether a dose was taken as one with the one before it: said, or asked once on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_amount
from ketalog.commands._questions import own_line
from ketalog.domain.entries import Dose, key_of
from ketalog.domain.sittings import JOIN_WITHIN, dose_before, joined, parted, sittings
from ketalog.errors import BadInput
from ketalog.times.words import say_elapsed, say_moment

if TYPE_CHECKING:
    from ketalog.app import App
    from ketalog.journal import Outcome


def as_said(app: App, dose: Dose, phrase: str, *, booster: bool) -> Dose:
    """Return a new dose joined to the one before it, or as one of its own."""
    if not booster:
        return parted(dose)
    return _joined(app, dose, phrase, app.store.doses(dose.at - JOIN_WITHIN, may_prompt=True))


def _joined(app: App, dose: Dose, phrase: str, doses: list[Dose]) -> Dose:
    before = dose_before(dose, doses)
    if before is None:
        hours = int(JOIN_WITHIN.total_seconds() // 3600)
        what = f"{dose.medication or 'ketamine'} {dose.route}"
        raise BadInput(
            f"A booster of what? There is no {what} dose in the {hours} h before "
            f"{say_moment(dose.at)}.",
            f"As a dose of its own: {own_line(app, phrase, 'separate')}.",
        )
    return joined(dose, before)


def asked(app: App, outcome: Outcome, near: Dose) -> Outcome:
    """Ask whether a dose was taken as one with one shortly before it: it is logged already."""
    dose = next(one.after for one in outcome.changed if isinstance(one.after, Dose))
    gap = say_elapsed(int((dose.at - near.at).total_seconds() // 60))
    question = (
        f"Logged #{dose.number}. #{near.number}, {say_amount(near)}, was {gap} before. "
        "Were they taken as one?"
    )
    keys = [f"  1  booster: one dose with #{near.number}", "  2  separate: a dose of its own"]
    key = app.ui.choose([question, *keys], ["1", "2"])
    if key is None:
        return outcome
    return app.journal.answered(outcome, joined(dose, near) if key == "1" else parted(dose))


def changed(app: App, dose: Dose, *, booster: bool) -> Dose:
    """Return a dose of the journal joined to the one before it, or parted from it."""
    doses = app.store.doses(dose.at - JOIN_WITHIN, may_prompt=False)
    if booster:
        return _joined(app, dose, "booster", doses)
    alone = parted(dose)
    others = [other for other in doses if other.id != dose.id]
    left = next(one for one in sittings(sorted([*others, alone], key=key_of)) if alone in one.doses)
    still = [f"#{other.number}" for other in left.doses if other != alone]
    if still:
        raise BadInput(
            f"#{dose.number} is what {' and '.join(still)} was joined to.",
            f"Part that: ketalog edit {still[0].removeprefix('#')} --separate.",
        )
    return alone
