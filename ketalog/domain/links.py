"""Which dose a side effect belongs to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.entries import Dose, Effect, NoEffects

EFFECT_WITHIN = timedelta(hours=24)


def dose_of(effect: Effect | NoEffects, doses: Sequence[Dose]) -> Dose | None:
    """Return the dose that an effect belongs to. `doses` are in order of time."""
    if effect.dose is not None:
        return next((dose for dose in doses if dose.id == effect.dose), None)
    from bisect import bisect_right

    n = bisect_right(doses, effect.at, key=lambda dose: dose.at)
    last = doses[n - 1] if n else None
    return last if last is not None and effect.at - last.at <= EFFECT_WITHIN else None
