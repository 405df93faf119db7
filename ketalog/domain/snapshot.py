"""What a snapshot holds: what is old but still counts, so that `today` need not read ten years.

Plans, supply, appointments, questionnaires and the last doses; the store brings it up to date from
what was written since. How it is kept on the disk is ledger/snapshot.py's.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import Struct

from ketalog.domain.entries import Dose, key_of, kind_of
from ketalog.domain.kinds import Entry
from ketalog.domain.plan import Plan, PlanStop, name_taken
from ketalog.domain.supply import TakenUnits, own_doses, stock_of, with_taken
from ketalog.domain.treatment import Appointment, Check, Session, Supply

RECENT_WITHIN = timedelta(days=75)
"""How far before the newest entry all are kept: enough for the month before, or for the response
of eight weeks, and what is read around them."""
DOSES_WITHIN = timedelta(days=9)
"""How far before the newest entry all doses are kept: a week's doses are held against its plan,
wherever the week begins."""
AT_LEAST = 40
"""How many of the last doses and past appointments are kept however old: the newest entry's clock
may have been wrong. So many entries of each group are, too: see `groups_of`."""
UNREVIEWED = "unreviewed"
"""The group of what was logged with `now`, and not looked through yet."""


class Snapshot(Struct, frozen=True, kw_only=True):
    """What still holds, in order of time.

    `number` is the short number that the next new entry gets: what has a smaller one is told here
    already. `recent` are all entries from `since` on, and what belongs to the doses among them:
    kept where the end of the journal does not tell them, for old ones were taken in behind them.
    `last` are the last entries of each group; where they are fewer than AT_LEAST, all of them.
    `form` changes with the shape of what is kept, and of anything in it.
    """

    plans: tuple[Plan | PlanStop, ...] = ()
    supplies: tuple[Supply, ...] = ()
    taken: tuple[TakenUnits, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    checks: tuple[Check, ...] = ()
    doses: tuple[Dose, ...] = ()
    number: int = 1
    since: datetime | None = None
    recent: tuple[Entry, ...] = ()
    last: dict[str, tuple[Entry, ...]] = {}
    form: Literal[6]

    def with_(self, new: Iterable[Entry], number: int) -> "Snapshot | None":
        """Return what holds with new entries, or None if that takes what lies before, too.

        A plan or a count from before a dose that is told here changes what the dose was, as does
        a session that gave it, or the first supply of its strength.
        """
        fresh = sorted(new, key=key_of)
        newest = self.doses[-1].at if self.doses else None
        reaching = (entry for entry in fresh if isinstance(entry, Plan | PlanStop | Supply))
        if newest is not None and any(entry.at <= newest for entry in reaching):
            return None
        supplied = {stock_of(entry) for entry in fresh if isinstance(entry, Supply)}
        if supplied - {*map(stock_of, self.supplies)} and any(of.other for of in self.taken):
            return None
        here = {entry.id for entry in fresh}
        sessions = (entry for entry in fresh if isinstance(entry, Session))
        if any(session.dose not in {None, *here} for session in sessions):
            return None
        after = _snapshot(self, fresh, number)
        return None if self._lacks_for(after, here) else after

    def _lacks_for(self, after: "Snapshot", fresh: set[str]) -> bool:
        """Tell whether what is kept can't say which the last of a group are.

        It isn't known which comes in where one of as many as are kept went out, or further back.
        """
        for group, entries in self.last.items():
            oldest = key_of(entries[0])
            stay = {entry.id for entry in after.last.get(group, ()) if key_of(entry) >= oldest}
            if len(entries) == AT_LEAST and not {entry.id for entry in entries} & fresh <= stay:
                return True
        return False

    def last_of(self, groups: Iterable[str]) -> tuple[list[Entry], bool]:
        """Return the last entries of some groups, in order of time, and whether they are all."""
        kept = [self.last.get(group, ()) for group in groups]
        entries = {entry.id: entry for entries in kept for entry in entries}
        are_all = all(len(entries) < AT_LEAST for entries in kept)
        return sorted(entries.values(), key=key_of), are_all


def snapshot_of(entries: Iterable[Entry], number: int, since: datetime | None = None) -> Snapshot:
    """Return what still holds of all that a journal has; with `since`, all from then on."""
    return _snapshot(Snapshot(form=6, since=since), sorted(entries, key=key_of), number)


def _snapshot(before: Snapshot, fresh: Sequence[Entry], number: int) -> Snapshot:
    plans = _together(before.plans, fresh, Plan, PlanStop)
    supplies = _together(before.supplies, fresh, Supply)
    newest = max((entry.recorded for entry in (*before.doses, *fresh)), default=None)
    appointments = _together(before.appointments, fresh, Appointment)
    since = before.since
    if since is not None and newest is not None:
        since = max(since, newest - RECENT_WITHIN)
    return Snapshot(
        plans=plans,
        supplies=supplies,
        taken=with_taken(before.taken, own_doses(fresh), supplies, plans),
        appointments=_last_and_ahead(appointments, newest),
        checks=_first_and_last(_together(before.checks, fresh, Check)),
        doses=_last_doses(_together(before.doses, fresh, Dose), plans, newest),
        number=number,
        since=since,
        recent=_recent(before.recent, fresh, since),
        last=_last_of_groups(before.last, fresh),
        form=6,
    )


def _recent(
    before: Sequence[Entry], fresh: Iterable[Entry], since: datetime | None
) -> tuple[Entry, ...]:
    """Return the entries from `since` on, each as it is now."""
    if since is None:
        return ()
    latest = {entry.id: entry for entry in (*before, *fresh)}
    ids = {entry.id for entry in latest.values() if entry.at >= since}
    kept = (entry for entry in latest.values() if entry.id in ids or _dose_of(entry) in ids)
    return tuple(sorted(kept, key=key_of))


def _dose_of(entry: Entry) -> str | None:
    """Return the dose that a session was held for, or that a dose was taken as one with."""
    match entry:
        case Session():
            return entry.dose
        case Dose():
            return entry.sitting
        case _:
            return None


def groups_of(entry: Entry) -> tuple[str, ...]:
    """Return the groups of an entry whose last ones are asked for, however old: its kind's."""
    return (kind_of(entry), UNREVIEWED) if entry.unreviewed else (kind_of(entry),)


def _last_of_groups(
    before: Mapping[str, Sequence[Entry]], fresh: Iterable[Entry]
) -> dict[str, tuple[Entry, ...]]:
    """Return the last entries of each group, each as it is now."""
    latest = {entry.id: entry for entries in before.values() for entry in entries}
    latest |= {entry.id: entry for entry in fresh}
    groups: defaultdict[str, deque[Entry]] = defaultdict(lambda: deque(maxlen=AT_LEAST))
    for entry in sorted(latest.values(), key=key_of):
        for group in groups_of(entry):
            groups[group].append(entry)
    return {group: tuple(entries) for group, entries in groups.items()}


def _together(before: Sequence[Entry], fresh: Iterable[Entry], *kinds: Any) -> tuple[Any, ...]:
    """Return the entries of some kinds, in order of time."""
    return tuple(
        sorted([*before, *(entry for entry in fresh if isinstance(entry, kinds))], key=key_of)
    )


def _last_and_ahead(
    appointments: Sequence[Appointment], newest: datetime | None
) -> tuple[Appointment, ...]:
    """Return the last appointments that were, and all that lie ahead."""
    past = [visit for visit in appointments if newest and visit.at <= newest]
    return (*past[-AT_LEAST:], *appointments[len(past) :])


def _first_and_last(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return each questionnaire's first and its last two, and those of which no answer is missing.

    A total that is compared with the one before needs every answer: between the two there may be
    others with gaps.
    """
    kept: dict[str, Check] = {}
    for name in dict.fromkeys(check.instrument for check in checks):
        answered = [check for check in checks if check.instrument == name]
        whole = [check for check in answered if None not in check.answers]
        of_it = (answered[0], *answered[-2:], *whole[:1], *whole[-2:])
        kept |= {check.id: check for check in of_it}
    return tuple(sorted(kept.values(), key=key_of))


def _last_doses(
    doses: Sequence[Dose], plans: Sequence[Plan | PlanStop], newest: datetime | None
) -> tuple[Dose, ...]:
    """Return the last dose of each medication and route, the last ones, all of the last days."""
    last = {name_taken(dose, plans): dose.id for dose in doses}
    kept = {*last.values(), *(dose.id for dose in doses[-AT_LEAST:])}
    return tuple(
        dose
        for dose in doses
        if dose.id in kept or (newest is not None and dose.at > newest - DOSES_WITHIN)
    )
