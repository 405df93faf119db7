"""The verbs: what can be done with a journal. Each change returns an Outcome."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from ketalog.domain.calendar import ONE_DAY, Calendar, Span
from ketalog.domain.entries import Dose, Effect, NoEffects, key_of, kind_of, medication_of
from ketalog.domain.sittings import (
    ASK_WITHIN,
    EFFECT_WITHIN,
    JOIN_WITHIN,
    dose_before,
    dose_of,
    is_booster,
    joined,
    sittings,
    stands_after_a_dose,
)
from ketalog.errors import JournalLocked, NoSuchEntry
from ketalog.history import History, NotRead, TransactionRecord
from ketalog.store import Store, Transaction, in_order

if TYPE_CHECKING:
    from typing import TypeVar

    from ketalog.domain.deviations import Deviation
    from ketalog.domain.kinds import Entry
    from ketalog.lookup import EntryInFull

    T = TypeVar("T")

USUAL_WITHIN = timedelta(days=60)
"""How far back the usual dose is looked for before the whole journal is read."""
LISTED_WITHIN = (timedelta(days=9), timedelta(days=40), timedelta(days=400))
"""How far back the last entries are looked for before the whole journal is read."""
TWICE_WITHIN = timedelta(minutes=10)
KNOWN_WITHIN = timedelta(days=9)
"""How far back from now the snapshot has every dose."""


class Changed(Struct, frozen=True):
    """One entry before and after a change; None where it was not there."""

    before: "Entry | None"
    after: "Entry | None"


class Outcome(Struct, frozen=True):
    """What a change did: a verb in the past tense, the entries it touched, what else to know."""

    verb: str
    changed: tuple[Changed, ...] = ()
    second_copy_missing: Path | None = None
    """The second copy's path, where it could not be written."""
    dose: Dose | None = None
    """The dose that a logged effect or reading stands by."""
    same: Dose | None = None
    """A dose that looks like the one just logged."""
    near: Dose | None = None
    """One that it may be a booster of, where nobody said."""
    part_of: Dose | None = None
    """One that it is a part with, by the plan."""
    skipped: int = 0
    """Entries of a file that were there already."""
    unseen: bool = False
    """The journal is locked: what was there could not be looked at."""
    deviations: "tuple[Deviation, ...]" = ()
    """Where a dose is sooner, larger or more often than its plan."""
    effects: "tuple[Effect, ...]" = ()
    """What was reported after the dose of which "no side effects" was logged."""
    clock_behind: datetime | None = None

    @property
    def entries(self) -> "list[Entry]":
        """Return what it left of the entries that it touched."""
        return [change.after for change in self.changed if change.after is not None]


class Journal:
    """One patient's journal at one moment. `under_way` are doses that are about to be written."""

    def __init__(
        self, store: Store, now: datetime, calendar: Calendar, under_way: Sequence[Dose] = ()
    ) -> None:
        self._store = store
        self.now = now
        self._calendar = calendar
        self._under_way = under_way
        self.marks = False
        """Whether what is logged is to be looked through another day: it was logged with `now`."""
        self._found: tuple[str, Entry] | None = None
        """The entry that was found last, and the sum of the last line then: while the journal ends
        with that, the entry is as it was, and is not looked for again."""

    def log(self, entry: "Entry", *others: "Entry") -> Outcome:
        """Write down a new entry, and others that belong to it, as one change.

        Logging into a locked journal asks for no passphrase, and says that it could not look.
        """
        if self.marks:
            entry = replace(entry, unreviewed=True)
            others = tuple(replace(other, unreviewed=True) for other in others)
        with self._store.changing(self.now) as transaction:
            entry, outcome = self._looked_around(entry, others)
            logged = transaction.add([entry, *others])
        return replace(
            outcome,
            changed=tuple(Changed(None, entry) for entry in logged),
            second_copy_missing=self._missing_copy(transaction),
            clock_behind=transaction.clock_behind,
        )

    def _looked_around(self, entry: "Entry", others: "Iterable[Entry]") -> "tuple[Entry, Outcome]":
        """Return a new entry as it is written down, and its Outcome as far as others tell it."""
        outcome = Outcome("logged")
        try:
            if isinstance(entry, Dose):
                entry, outcome = self._beside_doses(entry)
            elif dose := self.dose_of(entry, may_prompt=False):
                effects = self._effects_after(dose) if isinstance(entry, NoEffects) else ()
                outcome = replace(outcome, dose=dose, effects=tuple(effects))
            doses = [dose for dose in (entry, *others) if isinstance(dose, Dose)]
            return entry, replace(outcome, deviations=self._deviations(doses))
        except JournalLocked:
            return entry, Outcome("logged", unseen=True)

    def twin_of(self, dose: Dose) -> Dose | None:
        """Return a dose that this one may be, logged twice; none once a person said what it is."""
        if dose.sitting is not None:
            return None
        others = self._doses(dose.at - ASK_WITHIN)
        return _twice(dose, [other for other in others if other.id != dose.id])

    def _beside_doses(self, dose: Dose) -> tuple[Dose, Outcome]:
        """Return a new dose and those that it may belong to; a next part by the plan does."""
        if dose.sitting is not None:
            return dose, Outcome("logged")
        others = self._doses(dose.at - ASK_WITHIN)
        near = dose_before(dose, others, ASK_WITHIN)
        if near is not None and self._is_next_part(dose, near):
            return joined(dose, near), Outcome("logged", part_of=near)
        return dose, Outcome("logged", same=_twice(dose, others), near=near)

    def _is_next_part(self, dose: Dose, near: Dose) -> bool:
        """Tell whether the plan has its dose in parts, of which one before has room for another."""
        versions, _ = self._store.planned()
        if not versions:
            return False
        from ketalog.domain.plan import plan_of

        plan = plan_of(dose, versions)
        if plan is None or plan.parts is None:
            return False
        doses = self._doses(dose.at - JOIN_WITHIN)
        taken = next(sitting for sitting in sittings(doses) if near in sitting.doses)
        return len(taken.doses) < plan.parts

    def _doses(self, since: datetime, *, may_prompt: bool = False) -> list[Dose]:
        """Return the doses from `since` on, in time's order."""
        doses = self._store.doses(since, may_prompt=may_prompt)
        if not self._under_way:
            return doses
        later = (dose for dose in self._under_way if dose.at >= since)
        return sorted([*doses, *later], key=key_of)

    def answered(self, outcome: Outcome, dose: Dose) -> Outcome:
        """Write down which sitting a dose is of that was just logged: nobody had said it."""
        dose = replace(dose, changed=self.now)
        with self._store.changing(self.now, reading=True) as transaction:
            transaction.amend(dose)
            deviations = self._deviations([dose])
        missing = self._missing_copy(transaction)
        return replace(
            outcome,
            changed=(Changed(None, dose), *outcome.changed[1:]),
            second_copy_missing=missing or outcome.second_copy_missing,
            near=None,
            same=None,
            deviations=deviations,
        )

    def _deviations(self, doses: "list[Dose]") -> "tuple[Deviation, ...]":
        """Return where new doses are sooner, larger or more often than their plans."""
        versions, known = self._store.planned() if doses else ((), ())
        if not versions:
            return ()
        from ketalog.domain.deviations import deviations, reach
        from ketalog.domain.plan import plan_of

        beside: list[Deviation] = []
        for dose in doses:
            plan = plan_of(dose, versions)
            if plan is None:
                continue
            since = dose.at - reach(plan)
            if since < self.now - KNOWN_WITHIN:
                before = tuple(self._doses(since))
            else:
                before = (*known, *self._under_way)
            beside += deviations(dose, plan, before, versions, self._calendar)
        return tuple(beside)

    def _from_the_end(
        self, read: "Callable[[History], T]", *, may_prompt: bool = True, sealed: bool = False
    ) -> "T":
        """Return what `read` says of as few last changes as it needs: see `Store.endings`."""
        for history in self._store.endings(may_prompt=may_prompt, sealed=sealed):
            with suppress(NotRead):
                return read(history)
        raise RuntimeError("the last history has all there is")

    def dose_of(self, entry: "Entry", *, may_prompt: bool = True) -> Dose | None:
        """Return the dose that a side effect stands after, or readings beside.

        A locked journal raises JournalLocked unless `may_prompt`, or it was opened before.
        """
        is_reading = kind_of(entry) == "vitals"
        chosen = getattr(entry, "dose", None) if is_reading or stands_after_a_dose(entry) else None
        if chosen is not None:
            dose = self._from_the_end(lambda history: history.entry(chosen), may_prompt=may_prompt)
            return dose if isinstance(dose, Dose) else None
        if is_reading:
            return self._read_by(entry, may_prompt=may_prompt)
        if not stands_after_a_dose(entry):
            return None
        doses = self._doses(entry.at - EFFECT_WITHIN, may_prompt=may_prompt)
        return dose_of(entry, doses)

    def _read_by(self, entry: "Entry", *, may_prompt: bool) -> Dose | None:
        """Return the dose that readings stand beside. Doses alone load nothing of this."""
        from ketalog.domain.readings import WITHIN, placed
        from ketalog.domain.treatment import Vitals

        if not isinstance(entry, Vitals):
            return None
        place = placed(entry, self._doses(entry.at - WITHIN, may_prompt=may_prompt))
        return place.dose if place else None

    def fill(self, entries: "Iterable[Entry]") -> None:
        """Write down entries one by one, each at the time it carries: for a made-up journal."""
        for entry in entries:
            with self._store.changing(entry.recorded) as transaction:
                transaction.add([entry])

    def take_in(
        self,
        entries: "Sequence[Sequence[Entry]]",
        deleted: "Sequence[Sequence[Entry]]",
        *,
        dry_run: bool = False,
    ) -> Outcome:
        """Write down entries that came from a file, each with its earlier versions first.

        What the journal has, or had and deleted, is skipped: the same file twice adds nothing.
        """
        entries, deleted = self._not_erased(entries), self._not_erased(deleted)
        if not (entries or deleted):
            return Outcome("would import" if dry_run else "imported")
        if dry_run:
            fresh, _ = _unknown(self._store.everything(), entries, deleted)
            changed = [Changed(None, versions[-1]) for versions in fresh]
            return Outcome("would import", tuple(changed), skipped=len(entries) - len(fresh))
        with self._store.changing(self.now, reading=True) as transaction:
            history = self._store.everything(may_prompt=False)
            # While a passphrase was typed, something may have been erased.
            entries, deleted = self._not_erased(entries), self._not_erased(deleted)
            fresh, gone = _unknown(history, entries, deleted)
            skipped = len(entries) - len(fresh)
            if not (fresh or gone):
                return Outcome("imported", skipped=skipped)
            in_order_of_time = sorted([*fresh, *gone], key=lambda versions: versions[-1].at)
            written = transaction.add(
                (entry for versions in in_order_of_time for entry in versions),
                gone=[versions[-1] for versions in gone],
            )
        self._store.renew()  # Old entries lie behind newer ones now.
        latest = {entry.id: entry for entry in written}
        changed = [Changed(None, latest[versions[-1].id]) for versions in fresh]
        return replace(self._outcome("imported", changed, transaction), skipped=skipped)

    def _not_erased(self, entries: "Sequence[Sequence[Entry]]") -> "list[Sequence[Entry]]":
        erased = self._store.erased()
        return [versions for versions in entries if versions[-1].id not in erased]

    def amend(self, reference: str, change: "Callable[[Entry], Entry]") -> Outcome:
        """Write a new version of an entry. Raises NoSuchEntry."""
        self._refuse_none()
        with self._store.changing(self.now, reading=True) as transaction:
            before = self.find(reference, may_prompt=False)
            after = change(before)
            if after == before and after.at.isoformat() == before.at.isoformat():
                return Outcome("unchanged", (Changed(before, before),))
            unreviewed = before.unreviewed and self.marks
            after = replace(after, changed=self.now, unreviewed=unreviewed)
            dose = self.dose_of(after, may_prompt=False)
            transaction.amend(after)
        return replace(self._outcome("changed", [Changed(before, after)], transaction), dose=dose)

    def look_through(self, references: Sequence[str]) -> Outcome:
        """Take the mark off entries that were logged with `now`. Raises NoSuchEntry."""
        self._refuse_none()
        with self._store.changing(self.now, reading=True) as transaction:
            entries = dict.fromkeys(self.find(number, may_prompt=False) for number in references)
            changed = [
                Changed(entry, replace(entry, changed=self.now, unreviewed=False))
                for entry in entries
                if entry.unreviewed
            ]
            if changed:
                transaction.amend(*(change.after for change in changed if change.after))
        return self._outcome("looked through", changed, transaction)

    def _effects_after(self, dose: Dose) -> "list[Effect]":
        """Return the side effects that stand after a dose, in time's order."""
        entries = self._store.doses_and_effects(dose.at)
        doses = [entry for entry in entries if isinstance(entry, Dose)]
        effects = [entry for entry in entries if not isinstance(entry, Dose)]
        return [effect for effect in effects if dose_of(effect, doses) == dose]

    def in_full(self, reference: str) -> "EntryInFull":
        """Return everything about the entry with that number. Raises NoSuchEntry."""
        from ketalog import lookup  # What logs needs none of it.

        shown = self._from_the_end(lambda history: lookup.in_full(history, reference))
        return shown._replace(dose=self.dose_of(shown.entry))

    def remove(self, references: Sequence[str]) -> Outcome:
        """Delete entries from the present. Raises NoSuchEntry."""
        self._refuse_none()
        with self._store.changing(self.now, reading=True) as transaction:
            found = [self.find(reference, may_prompt=False) for reference in references]
            entries = list(dict.fromkeys(found))
            transaction.remove(entries)
        return self._outcome("deleted", [Changed(entry, None) for entry in entries], transaction)

    def _refuse_none(self) -> None:
        """Raise NoSuchEntry where there is no journal: only adding makes one."""
        if not self._store.is_begun:
            raise NoSuchEntry(
                f"There is no entry to change: there is no journal at {self._store.path}.",
                "Is that its place? A first entry begins one there: ketalog mood 6.",
            )

    def undo(self) -> Outcome:
        """Take back the last change that stands."""
        return self._take_back("undone", History.last_change)

    def redo(self) -> Outcome:
        """Bring back what the last undo took, if nothing was changed since."""
        return self._take_back("redone", History.last_undo)

    def last_change(self) -> "TransactionRecord | None":
        """Return what undo would take back."""
        return self._from_the_end(History.last_change, may_prompt=False, sealed=True)

    def _take_back(
        self, verb: str, chosen: "Callable[[History], TransactionRecord | None]"
    ) -> Outcome:
        nothing = Outcome("nothing to undo" if verb == "undone" else "nothing to redo")
        if not self._store.is_begun:
            return nothing
        with self._store.changing(self.now) as transaction:
            taken_back = self._from_the_end(
                lambda history: _taken_back(history, chosen(history)), may_prompt=False, sealed=True
            )
            if taken_back is None:
                return nothing
            record, changed = taken_back
            transaction.undo(record)
        if changed is None:
            return replace(self._outcome(verb, [], transaction), unseen=True)
        return self._outcome(verb, changed, transaction)

    def _outcome(
        self, verb: str, changed: "Iterable[Changed]", transaction: "Transaction"
    ) -> Outcome:
        return Outcome(verb, tuple(changed), self._missing_copy(transaction))

    def _missing_copy(self, transaction: "Transaction") -> Path | None:
        """Return where the second copy is to be, if it lacks what was written."""
        return None if transaction.written_twice else self._store.second_copy_path

    def find(self, reference: str, *, may_prompt: bool = True) -> "Entry":
        """Return the entry with that number (`41`, `#41`, `last`), or raise NoSuchEntry."""
        last_sum = self._store.last_sum  # Asked first: what is read then may have more behind it.
        if self._found is not None:
            found_at, entry = self._found
            if found_at == last_sum and reference == str(entry.number):
                return entry
        from ketalog import lookup

        entry = self._from_the_end(
            lambda history: lookup.find(history, reference), may_prompt=may_prompt
        )
        self._found = (last_sum, entry) if last_sum else None
        return entry

    def newest(
        self, matches: "Callable[[Entry], bool]", kinds: "Iterable[str]" = ()
    ) -> "Entry | None":
        """Return the last written of the entries that match, or None.

        `kinds` are those that match alone: where all of them are kept beside the journal, no more
        of it is read.
        """
        from ketalog import lookup

        if kinds:
            kept, are_all = self._store.snapshot().last_of(kinds)
            if are_all:
                return max(kept, key=lambda entry: entry.number or 0, default=None)
        return self._from_the_end(lambda history: lookup.newest_of(history, matches))

    def to_change(self, reference: str) -> "Entry":
        """Return the entry with that number, to change it. Raises NoSuchEntry."""
        self._refuse_none()
        return self.find(reference)

    def everything(self, *, may_prompt: bool = True) -> "list[Entry]":
        """Return every entry, in time's order.

        A locked journal raises JournalLocked unless `may_prompt`, or it was opened before.
        """
        return in_order(self._store.everything(may_prompt=may_prompt).entries.values())

    def last(
        self, choose: "Callable[[list[Entry]], list[Entry]]", most: int, kinds: "Iterable[str]" = ()
    ) -> "tuple[list[Entry], bool]":
        """Return the last `most` of the chosen entries, and whether there are earlier ones.

        No more of the journal is read than they need, so far as that is known beforehand. Of
        `kinds` that are chosen alone, the last ones are kept beside it.
        """
        if kinds:
            kept, are_all = self._store.snapshot().last_of(kinds)
            chosen = choose(kept)
            if are_all or (chosen == kept and len(chosen) > most):
                return chosen[-most:], len(chosen) > most
        for within in LISTED_WITHIN:
            chosen = choose(self.since(self.now - within))
            if len(chosen) > most:
                return chosen[-most:], True
        chosen = choose(self.everything())
        return chosen[-most:], len(chosen) > most

    def unreviewed(self) -> "list[Entry]":
        """Return what was logged with `now` and not looked through yet, in time's order."""
        from ketalog.domain.snapshot import UNREVIEWED

        kept, are_all = self._store.snapshot().last_of([UNREVIEWED])
        return kept if are_all else [entry for entry in self.everything() if entry.unreviewed]

    def of(self, span: "Span | None") -> "list[Entry]":
        """Return the entries that can be of some days, or all."""
        if span is None or span.start == date.min:
            return self.everything()
        # A day of another place's clock may begin earlier.
        return self.since(datetime.combine(span.start, time()).astimezone() - ONE_DAY)

    def since(self, since: datetime) -> "list[Entry]":
        """Return the entries from `since` on, and what lies ahead, however old it is."""
        from ketalog.domain.snapshot import AT_LEAST

        snapshot = self._store.snapshot()
        appointments = snapshot.appointments
        if len(appointments) >= AT_LEAST and appointments[0].at > since:  # not all are kept
            return [entry for entry in self.everything() if entry.at >= since]
        ahead = [entry for entry in (*snapshot.plans, *appointments) if entry.at >= since]
        recent = self._store.recent(since, snapshot)
        return in_order({entry.id: entry for entry in (*ahead, *recent)}.values())

    def with_chosen_doses(self, entries: "list[Entry]") -> "list[Entry]":
        """Return the entries and the doses that were chosen for side effects among them."""
        here = {entry.id for entry in entries}
        effects = [entry for entry in entries if stands_after_a_dose(entry)]
        missing = {entry.dose for entry in effects if entry.dose and entry.dose not in here}
        if not missing:
            return entries
        far = [entry for entry in self.everything() if entry.id in missing]
        return in_order([*far, *entries])

    def usual(
        self, route: str | None, medication: str | None, amount_mg: Decimal | None
    ) -> Dose | None:
        """Return the last dose like what was typed of this one, if need be of another amount.

        A journal that is locked and has not been opened before raises JournalLocked.
        """
        recent = self._store.recent(self.now - USUAL_WITHIN, may_prompt=False)
        return (
            _last_like(recent, route, medication, amount_mg)
            or _last_like(recent, route, medication)
            or _last_like(self.everything(), route, medication)
        )


def _taken_back(
    history: History, record: "TransactionRecord | None"
) -> "tuple[TransactionRecord, list[Changed] | None] | None":
    """Return a transaction and what becomes of its entries once it is taken back.

    None for what can't be seen in a locked journal. Entries that are the same with or without it,
    because what came later from another device counts, are named as they are.
    """
    if record is None:
        return None
    if history.sealed:
        return record, None
    records = {record.id, record.undoes}
    ops = [op for other in history.transactions if other.id in records for op in other.ops]
    ids = dict.fromkeys(op.put.id if op.put else op.remove for op in ops)
    undone = history.with_undone(record)
    for told in (history, undone):
        told.require_known(ids)
    pairs = [Changed(history.entries.get(key), undone.entries.get(key)) for key in ids if key]
    changed = [pair for pair in pairs if pair.before != pair.after]
    return record, changed or [pair for pair in pairs if pair.before is not None]


def _unknown(
    history: History, entries: "Sequence[Sequence[Entry]]", deleted: "Sequence[Sequence[Entry]]"
) -> "tuple[list[Sequence[Entry]], list[Sequence[Entry]]]":
    """Return the entries, and the deleted ones, that a history has never had: each its versions."""
    known = {op.put.id for _, op in history.versions() if op.put}
    fresh = {versions[-1].id: versions for versions in entries if versions[-1].id not in known}
    known |= fresh.keys()
    gone = {versions[-1].id: versions for versions in deleted if versions[-1].id not in known}
    return list(fresh.values()), list(gone.values())


def _twice(dose: Dose, doses: Sequence[Dose]) -> Dose | None:
    """Return the last dose of the same amount, route and medication at nearly the same time."""

    def taken(dose: Dose) -> tuple[Any, ...]:
        return dose.amount_mg, dose.route, medication_of(dose)

    near = [other for other in doses if abs(other.at - dose.at) <= TWICE_WITHIN]
    return next((other for other in reversed(near) if taken(other) == taken(dose)), None)


def _last_like(
    entries: "list[Entry]",
    route: str | None,
    medication: str | None,
    amount_mg: Decimal | None = None,
) -> Dose | None:
    for entry in reversed(entries):
        if (
            isinstance(entry, Dose)
            and not is_booster(entry)
            and route in {None, entry.route}
            and medication in {None, entry.medication or "ketamine"}
            and amount_mg in {None, entry.amount_mg}
        ):
            return entry
    return None
