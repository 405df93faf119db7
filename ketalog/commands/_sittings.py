"""Whether a dose was taken as one with the one before it: said, or asked once on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_amount
from ketalog.commands._questions import own_offer
from ketalog.domain.calendar import ONE_MINUTE
from ketalog.domain.entries import Dose, key_of
from ketalog.domain.plan import with_medications
from ketalog.domain.sittings import JOIN_WITHIN, dose_before, joined, parted, sittings
from ketalog.errors import BadInput
from ketalog.times.words import say_elapsed, say_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketalog.app import App
    from ketalog.journal import Outcome


def as_said(app: App, dose: Dose, phrase: str, *, booster: bool) -> Dose:
    """Return a new dose joined to the one before it, or as one of its own."""
    if not booster:
        return parted(dose)
    return _joined(app, dose, phrase, app.store.doses(dose.at - JOIN_WITHIN, may_prompt=True))


def _joined(app: App, dose: Dose, phrase: str, doses: list[Dose]) -> Dose:
    versions, _ = app.store.planned()
    named, *others = with_medications([dose, *doses], versions)
    before = dose_before(named, others)
    if before is None:
        hours = int(JOIN_WITHIN.total_seconds() // 3600)
        what = f"{named.medication or 'ketamine'} {dose.route}"
        raise BadInput(
            f"A booster of what? There is no {what} dose in the {hours} h before "
            f"{say_moment(dose.at)}.",
            own_offer(app, "As a dose of its own", phrase, "separate"),
        )
    return joined(dose, before)


def asked(app: App, outcome: Outcome) -> Outcome:
    """Ask what a dose is to one shortly before it: it is logged already. One question at most.

    The same one, logged twice? Or taken as one with it?
    """
    same, near = outcome.same, outcome.near
    other = near or same
    if other is None:
        return outcome
    dose = next(entry for entry in outcome.entries if isinstance(entry, Dose))
    minutes = (dose.at - other.at) // ONE_MINUTE
    gap = f"{say_elapsed(abs(minutes))} {'before' if minutes >= 0 else 'after'}"
    what = "Is it the same dose?" if same else "Were they taken as one?"
    question = f"Logged #{dose.number}. #{other.number}, {say_amount(other)}, was {gap}. {what}"
    meanings: list[tuple[str, Callable[[], Outcome]]] = []
    if same:
        again = [str(entry.number) for entry in outcome.entries]
        meanings.append(
            (f"the same: take #{dose.number} out again", lambda: app.journal.remove(again))
        )
    if near:
        meanings.append(
            (
                f"booster: one dose with #{near.number}",
                lambda: app.journal.answered(outcome, joined(dose, near)),
            )
        )
    meanings.append(
        ("separate: a dose of its own", lambda: app.journal.answered(outcome, parted(dose)))
    )
    n = app.ui.choose(question, [text for text, _ in meanings])
    return outcome if n is None else meanings[n][1]()


def changed(app: App, dose: Dose, *, booster: bool) -> Dose:
    """Return a dose of the journal joined to the one before it, or parted from it."""
    doses = app.store.doses(dose.at - JOIN_WITHIN, may_prompt=False)
    if booster:
        return _joined(app, dose, "booster", doses)
    alone = parted(dose)
    others = [other for other in doses if other.id != dose.id]
    left = next(
        sitting
        for sitting in sittings(sorted([*others, alone], key=key_of))
        if alone in sitting.doses
    )
    still = [f"#{other.number}" for other in left.doses if other != alone]
    if still:
        raise BadInput(
            f"#{dose.number} is what {' and '.join(still)} was joined to.",
            f"Part that: ketalog edit {still[0].removeprefix('#')} --separate.",
        )
    return alone
