"""Which dose a side effect belongs to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeGuard

    from ketalog.domain.kinds import Entry
    from ketalog.domain.treatment import Check

from ketalog.domain.entries import Dose, Effect, NoEffects

EFFECT_WITHIN = timedelta(hours=24)


def stands_after_a_dose(entry: Entry) -> TypeGuard[Effect | NoEffects | Check]:
    """Tell whether an entry is about the dose before it: a side effect, or a check-in after it."""
    return isinstance(entry, Effect | NoEffects) or is_check_in(entry)


def is_check_in(entry: Entry) -> bool:
    """Tell whether an entry is the check-in after a dose."""
    return getattr(entry, "instrument", "") == "dose"


def dose_of(effect: Effect | NoEffects | Check, doses: Sequence[Dose]) -> Dose | None:
    """Return the dose that an effect belongs to. `doses` are in order of time."""
    if effect.dose is not None:
        return next((dose for dose in doses if dose.id == effect.dose), None)
    from bisect import bisect_right

    n = bisect_right(doses, effect.at, key=lambda dose: dose.at)
    last = doses[n - 1] if n else None
    return last if last is not None and effect.at - last.at <= EFFECT_WITHIN else None
