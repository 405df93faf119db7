"""Sittings: doses of one medication and route that were taken as one. The definition, stated once.

- A booster is a dose that says so: it names a dose of its sitting (`Dose.sitting`). That was typed,
  was answered, or the plan has its doses in parts; doses that lie near each other are never joined
  for that.
- A sitting counts as one dose: its time and its day are those of its first dose, its mg are added.
  before is that of the first dose, after is counted from the last, and so is the time until the
  next. Wherever figures say "dose" they mean a sitting; lists keep each dose, supply each unit.
- A deleted first dose leaves the others together; a dose of another route or medication, edited
  so, stands for itself.

And which dose a side effect belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ketalog.domain.entries import Dose, Effect, Name, NoEffects, key_of, medication_of
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal
    from typing import TypeGuard

    from ketalog.domain.kinds import Entry
    from ketalog.domain.treatment import Check, Skip

EFFECT_WITHIN = timedelta(hours=24)
"""How long after a dose a side effect still belongs to it, unless the patient chose a dose."""
ASK_WITHIN = timedelta(hours=3)
"""How long after a dose the next of its medication and route may be its booster: it is asked."""
JOIN_WITHIN = timedelta(hours=12)
"""How long after a dose a booster can be: later, ratings no longer say what came right after it."""


CHECK_IN = "dose"
"""The name of the check-in after a dose."""


class Sitting(Value, frozen=True):
    """Doses that were taken as one, at least one, in order of time."""

    doses: tuple[Dose, ...]

    @property
    def first(self) -> Dose:
        """Return the dose whose time is the sitting's."""
        return self.doses[0]

    @property
    def last(self) -> Dose:
        """Return the dose from which on what comes after is counted."""
        return self.doses[-1]

    @property
    def amount_mg(self) -> Decimal:
        """Return the mg of all its doses."""
        return sum((dose.amount_mg for dose in self.doses[1:]), self.first.amount_mg)

    @property
    def estimate(self) -> bool:
        """Tell whether these mg are an estimate."""
        return any(dose.estimate for dose in self.doses)

    @property
    def at(self) -> datetime:
        """Return when it began."""
        return self.first.at


def sittings(doses: Sequence[Dose]) -> list[Sitting]:
    """Return the sittings of doses in order of time, in the order of their first doses."""
    if not any(dose.sitting for dose in doses):
        return [Sitting((dose,)) for dose in doses]
    links: dict[str, str] = {}

    def root(dose_id: str) -> str:
        while (other := links.get(dose_id, dose_id)) != dose_id:
            dose_id = other
        return dose_id

    for dose in doses:
        links[root(dose.id)] = root(dose.sitting or dose.id)
    together: defaultdict[tuple[str, Name], list[Dose]] = defaultdict(list)
    for dose in doses:
        together[root(dose.id), _name(dose)].append(dose)
    return [Sitting(tuple(of_sitting)) for of_sitting in together.values()]


def without_boosters(entries: Sequence[Dose | Skip]) -> list[Dose | Skip]:
    """Return doses without those that continue a sitting, and skips. They are in order of time."""
    begin = {sitting.first.id for sitting in sittings([e for e in entries if isinstance(e, Dose)])}
    return [entry for entry in entries if not isinstance(entry, Dose) or entry.id in begin]


def firsts(doses: Sequence[Dose]) -> dict[str, Dose]:
    """Return the first dose of the sitting that each dose is of, by the dose's id."""
    return {dose.id: sitting.first for sitting in sittings(doses) for dose in sitting.doses}


def is_booster(dose: Dose) -> bool:
    """Tell whether a dose says that it was taken as one with another."""
    return dose.sitting not in {None, dose.id}


def dose_before(dose: Dose, doses: Iterable[Dose], within: timedelta = JOIN_WITHIN) -> Dose | None:
    """Return the last dose of the same medication and route before one, up to `within` before.

    `doses` are in order of time.
    """
    near = [
        other
        for other in doses
        if other.id != dose.id
        and _name(other) == _name(dose)
        and key_of(other) < key_of(dose)
        and dose.at - other.at <= within
    ]
    return near[-1] if near else None


def since_last(doses: Iterable[Dose]) -> dict[str, timedelta]:
    """Return how long before each dose the last one of its medication and route was taken.

    `doses` are in order of time; by the id of the dose.
    """
    last: dict[Name, datetime] = {}
    gaps = {}
    for dose in doses:
        if _name(dose) in last:
            gaps[dose.id] = dose.at - last[_name(dose)]
        last[_name(dose)] = dose.at
    return gaps


def joined(dose: Dose, other: Dose) -> Dose:
    """Return a dose as one that was taken as one with another."""
    return replace(dose, sitting=other.sitting or other.id)


def parted(dose: Dose) -> Dose:
    """Return a dose as one of its own."""
    return replace(dose, sitting=dose.id)


def _name(dose: Dose) -> Name:
    return medication_of(dose), dose.route


# Which dose a side effect belongs to.


def stands_after_a_dose(entry: Entry) -> TypeGuard[Effect | NoEffects | Check]:
    """Tell whether an entry is about the dose before it: a side effect, or a check-in after it."""
    return isinstance(entry, Effect | NoEffects) or is_check_in(entry)


def is_check_in(entry: Entry) -> bool:
    """Tell whether an entry is the check-in after a dose."""
    return getattr(entry, "instrument", "") == CHECK_IN


def dose_of(effect: Effect | NoEffects | Check, doses: Sequence[Dose]) -> Dose | None:
    """Return the dose that an effect belongs to. `doses` are in order of time."""
    if effect.dose is not None:
        return next((dose for dose in doses if dose.id == effect.dose), None)
    if effect.precision is not None:  # it may have come before the doses of its day
        return None
    from bisect import bisect_right

    n = bisect_right(doses, effect.at, key=lambda dose: dose.at)
    last = doses[n - 1] if n else None
    return last if last is not None and effect.at - last.at <= EFFECT_WITHIN else None
