"""What a snapshot holds: what is old but still counts, so that `today` need not read ten years.

Plans, supply, appointments, questionnaires and the last doses; the store brings it up to date from
what was written since. How it is kept on the disk is ledger/snapshot.py's.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct

from ketalog.domain.check import Check
from ketalog.domain.entries import Dose, key_of
from ketalog.domain.kinds import Entry
from ketalog.domain.plan import Plan, PlanStop, in_force, medication_of
from ketalog.domain.supply import Stock, anchor_of, by_stock, own_doses, stock_of, taken_since
from ketalog.domain.treatment import Appointment, Session, Supply

DOSES_WITHIN = timedelta(days=9)
"""Of the newest entry: a week's doses are held against its plan, wherever the week begins."""
AT_LEAST = 40
"""Doses, and appointments that were, which are kept however old they are by the newest entry: its
clock may have been wrong."""


class Taken(Struct, frozen=True):
    """What doses took of one stock since the change with the id `since`, in units."""

    since: str
    units: Decimal


class Snapshot(Struct, frozen=True, kw_only=True):
    """What still holds, in order of time.

    `number` is the short number that the next new entry gets: what has a smaller one is told here
    already. `form` changes with the shape of what is kept, and of anything in it.
    """

    plans: tuple[Plan | PlanStop, ...] = ()
    supplies: tuple[Supply, ...] = ()
    taken: tuple[Taken, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    checks: tuple[Check, ...] = ()
    doses: tuple[Dose, ...] = ()
    number: int = 1
    form: Literal[2]

    def with_(self, new: Iterable[Entry], number: int) -> "Snapshot | None":
        """Return what holds with new entries, or None if that takes what lies before, too.

        A plan or a count from before a dose that is told here changes what the dose was, as does
        a session that gave it.
        """
        fresh = sorted(new, key=key_of)
        newest = self.doses[-1].at if self.doses else None
        reaching = (one for one in fresh if isinstance(one, Plan | PlanStop | Supply))
        if newest is not None and any(one.at <= newest for one in reaching):
            return None
        here = {one.id for one in fresh}
        if any(isinstance(one, Session) and one.dose not in {None, *here} for one in fresh):
            return None
        return _snapshot(self, fresh, number)

    def units_taken(self, stock: Stock) -> Decimal:
        """Return what doses took of a stock since its anchor."""
        anchors = {anchor_of(some).id for some in by_stock(self.supplies).values()}
        mine = {one.id for one in self.supplies if stock_of(one) == stock} & anchors
        return sum((one.units for one in self.taken if one.since in mine), Decimal(0))


def snapshot_of(entries: Iterable[Entry], number: int) -> Snapshot:
    """Return what still holds of all that a journal has."""
    return _snapshot(Snapshot(form=2), sorted(entries, key=key_of), number)


def _snapshot(before: Snapshot, fresh: Sequence[Entry], number: int) -> Snapshot:
    plans = _together(before.plans, fresh, Plan, PlanStop)
    supplies = _together(before.supplies, fresh, Supply)
    found = {stock: anchor_of(some) for stock, some in by_stock(supplies).items()}
    anchors = dict(sorted(found.items(), key=lambda item: key_of(item[1])))
    took = taken_since(anchors, own_doses(fresh), plans)
    known = {one.since: one.units for one in before.taken}
    taken = [Taken(one.id, known.get(one.id, 0) + took[stock]) for stock, one in anchors.items()]
    newest = max((one.recorded for one in (*before.doses, *fresh)), default=None)
    appointments = _together(before.appointments, fresh, Appointment)
    return Snapshot(
        plans=plans,
        supplies=tuple(one for one in supplies if key_of(one) >= key_of(anchors[stock_of(one)])),
        taken=tuple(taken),
        appointments=_last_and_ahead(appointments, newest),
        checks=_first_and_last(_together(before.checks, fresh, Check)),
        doses=_last_doses(_together(before.doses, fresh, Dose), plans, newest),
        number=number,
        form=2,
    )


def _together(before: Sequence[Entry], fresh: Iterable[Entry], *kinds: Any) -> tuple[Any, ...]:
    """Return the entries of some kinds, in order of time."""
    return tuple(sorted([*before, *(one for one in fresh if isinstance(one, kinds))], key=key_of))


def _last_and_ahead(
    appointments: Sequence[Appointment], newest: datetime | None
) -> tuple[Appointment, ...]:
    """Return the last appointments that were, and all that lie ahead."""
    past = [one for one in appointments if newest and one.at <= newest]
    return (*past[-AT_LEAST:], *appointments[len(past) :])


def _first_and_last(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return each questionnaire's baseline and its last two."""
    kept: dict[str, Check] = {}
    for name in dict.fromkeys(one.instrument for one in checks):
        some = [one for one in checks if one.instrument == name]
        kept |= {one.id: one for one in (some[0], *some[-2:])}
    return tuple(sorted(kept.values(), key=key_of))


def _last_doses(
    doses: Sequence[Dose], plans: Sequence[Plan | PlanStop], newest: datetime | None
) -> tuple[Dose, ...]:
    """Return the last dose of each medication and route, the last ones, all of the last days."""
    last = {(medication_of(one, in_force(plans, one.at)), one.route): one.id for one in doses}
    kept = {*last.values(), *(one.id for one in doses[-AT_LEAST:])}
    return tuple(
        one
        for one in doses
        if one.id in kept or (newest is not None and one.at > newest - DOSES_WITHIN)
    )
