"""The verbs: what can be done with a journal. Each change returns an Outcome."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ketalog.domain.calendar import Calendar
from ketalog.domain.entries import Dose, kind_of
from ketalog.domain.links import EFFECT_WITHIN, dose_of, stands_after_a_dose
from ketalog.errors import BadInput, JournalLocked, NoSuchEntry
from ketalog.history import History
from ketalog.store import Store, in_order

if TYPE_CHECKING:
    from ketalog.domain.deviations import Deviation
    from ketalog.domain.entries import Effect
    from ketalog.domain.kinds import Entry
    from ketalog.domain.snapshot import Snapshot
    from ketalog.history import Transaction
    from ketalog.ledger.writing import Receipt
    from ketalog.store import Change, Planned

USUAL_WITHIN = timedelta(days=60)
"""How far back the usual dose is looked for before the whole journal is read."""
TWICE_WITHIN = timedelta(minutes=10)
KNOWN_WITHIN = timedelta(days=9)
"""Of now: how far back the doses that are kept beside the journal are all there are."""


class Changed(Struct, frozen=True):
    """One entry before and after a change; None where it was not there."""

    before: "Entry | None"
    after: "Entry | None"


class Outcome(Struct, frozen=True):
    """What a change did: a verb in the past tense, the entries it touched, what else to know.

    `dose` is the dose that a logged effect or reading stands by, `same` a dose that looks like the
    one just logged, `deviations` where it is sooner, larger or more often than the plan,
    `second_copy_missing` the second copy's path where it could not be written, `unseen` whether the
    journal is locked, so that what was there could not be looked at.
    """

    verb: str
    changed: tuple[Changed, ...] = ()
    second_copy_missing: Path | None = None
    dose: Dose | None = None
    same: Dose | None = None
    skipped: int = 0
    unseen: bool = False
    deviations: "tuple[Deviation, ...]" = ()


class Journal:
    """One patient's journal at one moment."""

    def __init__(self, store: Store, now: datetime, calendar: Calendar) -> None:
        self._store = store
        self.now = now
        self._calendar = calendar

    @property
    def path(self) -> Path:
        """Return the journal's file."""
        return self._store.path

    def log(self, entry: "Entry", *others: "Entry") -> Outcome:
        """Write down a new entry, and others that belong to it, as one change."""
        deviations: tuple[Deviation, ...] = ()
        try:
            (dose, same), unseen = self._around(entry, may_prompt=False), False
            for one in (entry, *others):
                if isinstance(one, Dose):
                    deviations += self._deviations(one)
        except JournalLocked:
            dose, same, unseen = None, None, True
        with self._store.changing(self.now) as change:
            logged, receipt = change.add([entry, *others])
        outcome = self._outcome("logged", [Changed(None, one) for one in logged], receipt)
        return replace(outcome, dose=dose, same=same, unseen=unseen, deviations=deviations)

    def planned(self) -> "Planned | None":
        """Return every version of every plan, and the doses of the last days; None for no plan.

        A journal that is locked and has not been opened before raises JournalLocked.
        """
        return self._store.planned()

    def _deviations(self, dose: Dose) -> "tuple[Deviation, ...]":
        """Return where a new dose is sooner, larger or more often than its plan."""
        planned = self._store.planned()
        if planned is None:
            return ()
        from ketalog.domain.deviations import deviations, reach
        from ketalog.domain.plan import plan_of

        versions, doses = planned
        plan = plan_of(dose, versions)
        if plan is None:
            return ()
        since = dose.at - reach(plan)
        if since < self.now - KNOWN_WITHIN:
            doses = tuple(self._store.doses(since, may_prompt=False))
        return deviations(dose, plan, doses, versions, self._calendar)

    def _around(self, entry: "Entry", *, may_prompt: bool) -> tuple[Dose | None, Dose | None]:
        """Return the dose that an effect or readings stand by, and one that a dose may repeat.

        A locked journal raises JournalLocked unless `may_prompt`, or it was opened before.
        """
        if kind_of(entry) == "vitals":
            return self._read_by(entry, may_prompt=may_prompt), None
        if isinstance(entry, Dose):
            return None, _twice(
                entry, self._store.doses(entry.at - TWICE_WITHIN, may_prompt=may_prompt)
            )
        if not stands_after_a_dose(entry):
            return None, None
        doses = self._store.doses(entry.at - EFFECT_WITHIN, may_prompt=may_prompt)
        if entry.dose is not None:
            return self._dose(entry.dose, may_prompt=may_prompt), None
        return dose_of(entry, doses), None

    def _read_by(self, entry: "Entry", *, may_prompt: bool) -> Dose | None:
        """Return the dose that readings stand beside. Doses alone load nothing of this."""
        from ketalog.domain.readings import WITHIN, placed
        from ketalog.domain.treatment import Vitals

        if not isinstance(entry, Vitals):
            return None
        if entry.dose is not None:
            return self._dose(entry.dose, may_prompt=may_prompt)
        found = placed(entry, self._store.doses(entry.at - WITHIN, may_prompt=may_prompt))
        return found.dose if found else None

    def _dose(self, identity: str, *, may_prompt: bool) -> Dose | None:
        entry = self._store.everything(may_prompt=may_prompt).entries.get(identity)
        return entry if isinstance(entry, Dose) else None

    def fill(self, entries: "Iterable[Entry]") -> None:
        """Write down entries one by one, each at the time it carries: for a made-up journal."""
        for entry in entries:
            with self._store.changing(entry.recorded) as change:
                change.add([entry])

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
        erased = self._store.erased()
        entries = [one for one in entries if one[-1].id not in erased]
        deleted = [one for one in deleted if one[-1].id not in erased]
        if dry_run:
            fresh, _ = _unknown(self._store.everything(), entries, deleted)
            changed = [Changed(None, one[-1]) for one in fresh]
            return Outcome("would import", tuple(changed), skipped=len(entries) - len(fresh))
        with self._store.changing(self.now, reading=True) as change:
            fresh, gone = _unknown(change.everything(), entries, deleted)
            skipped = len(entries) - len(fresh)
            if not (fresh or gone):
                return Outcome("imported", skipped=skipped)
            versions = sorted([*fresh, *gone], key=lambda one: one[-1].at)
            written, receipt = change.add(
                (one for some in versions for one in some), gone=[one[-1] for one in gone]
            )
        latest = {one.id: one for one in written}
        changed = [Changed(None, latest[one[-1].id]) for one in fresh]
        return replace(self._outcome("imported", changed, receipt), skipped=skipped)

    def amend(self, reference: str, change: "Callable[[Entry], Entry]") -> Outcome:
        """Write a new version of an entry."""
        with self._store.changing(self.now, reading=True) as held:
            before = find(held.everything(), reference)
            after = change(before)
            if after == before and after.at.isoformat() == before.at.isoformat():
                return Outcome("unchanged", (Changed(before, before),))
            after = replace(after, changed=self.now)
            receipt = held.amend(after)
        outcome = self._outcome("changed", [Changed(before, after)], receipt)
        return replace(outcome, dose=self.dose_of(after))

    def dose_of(self, entry: "Entry") -> Dose | None:
        """Return the dose that a side effect stands after, or readings beside."""
        return None if isinstance(entry, Dose) else self._around(entry, may_prompt=True)[0]

    def effects_after(self, dose: Dose) -> "list[Effect]":
        """Return the side effects that stand after a dose, in time's order."""
        found = self._store.doses_and_effects(dose.at)
        doses = [one for one in found if isinstance(one, Dose)]
        effects = (one for one in found if not isinstance(one, Dose))
        return [one for one in effects if dose_of(one, doses) == dose]

    def session_of(self, entry: "Entry") -> "Entry | None":
        """Return the session at the clinic that a dose was given at, or readings taken."""
        entries = self._store.everything().entries
        named = getattr(entry, "session", None)
        if kind_of(entry) != "dose":
            return entries.get(named) if named else None
        sessions = (one for one in entries.values() if kind_of(one) == "session")
        return next((one for one in sessions if getattr(one, "dose", None) == entry.id), None)

    def remove(self, references: Sequence[str]) -> Outcome:
        """Delete entries from the present."""
        with self._store.changing(self.now, reading=True) as change:
            history = change.everything()
            entries = list(dict.fromkeys(find(history, reference) for reference in references))
            receipt = change.remove(entries)
        return self._outcome("deleted", [Changed(one, None) for one in entries], receipt)

    def undo(self) -> Outcome:
        """Take back the last change that stands."""
        with self._store.changing(self.now) as change:
            history = change.outline()
            return self._take_back("undone", change, history, history.last_change())

    def redo(self) -> Outcome:
        """Bring back what the last undo took, if nothing was changed since."""
        with self._store.changing(self.now) as change:
            history = change.outline()
            return self._take_back("redone", change, history, history.last_undo())

    def _take_back(
        self, verb: str, change: "Change", history: History, transaction: "Transaction | None"
    ) -> Outcome:
        if transaction is None:
            return Outcome("nothing to undo" if verb == "undone" else "nothing to redo")
        receipt = change.undo(transaction)
        if history.sealed:
            return replace(self._outcome(verb, [], receipt), unseen=True)
        before, after = history.entries, history.with_undone(transaction).entries
        ids = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        changed = [Changed(before.get(key), after.get(key)) for key in ids]
        return self._outcome(verb, changed or _untouched(history, transaction), receipt)

    def _outcome(self, verb: str, changed: "Iterable[Changed]", receipt: "Receipt") -> Outcome:
        missing = None if receipt.written_twice else self._store.second_copy
        return Outcome(verb, tuple(changed), missing)

    def find(self, reference: str) -> "Entry":
        """Return the entry with that number (`41`, `#41`, `last`), or raise NoSuchEntry."""
        return find(self._store.everything(), reference)

    def versions(self, entry: "Entry") -> "list[Entry]":
        """Return how an entry was before, oldest first, and as it is."""
        steps = self._store.everything().versions()
        return [
            replace(op.put, number=op.number) for _, op in steps if op.put and op.put.id == entry.id
        ]

    def snapshot(self, *, may_prompt: bool = True) -> "Snapshot":
        """Return what is old but still holds: plans, supply, appointments, the last doses.

        A locked journal raises JournalLocked unless `may_prompt`, or it was opened before.
        """
        return self._store.snapshot(may_prompt=may_prompt)

    def recent(self, since: datetime) -> "list[Entry]":
        """Return the entries from `since` on, and some before it, in time's order."""
        return self._store.recent(since)

    def everything(self, *, may_prompt: bool = True) -> "list[Entry]":
        """Return every entry, in time's order.

        A locked journal raises JournalLocked unless `may_prompt`, or it was opened before.
        """
        return in_order(self._store.everything(may_prompt=may_prompt).entries.values())

    def history(self) -> History:
        """Return the whole journal with its past."""
        return self._store.everything()

    def with_chosen_doses(self, entries: "list[Entry]") -> "list[Entry]":
        """Return the entries and the doses that were chosen for side effects among them."""
        here = {one.id for one in entries}
        effects = [one for one in entries if stands_after_a_dose(one)]
        missing = {one.dose for one in effects if one.dose and one.dose not in here}
        if not missing:
            return entries
        far = [one for one in self.everything() if one.id in missing]
        return in_order([*far, *entries])

    def usual(
        self, route: str | None, medication: str | None, amount_mg: Decimal | None
    ) -> Dose | None:
        """Return the last dose like what was said of this one, if need be of another amount.

        A journal that is locked and has not been opened before raises JournalLocked.
        """
        recent = self._store.recent(self.now - USUAL_WITHIN, may_prompt=False)
        said = (route, medication)
        return (
            _last_like(recent, *said, amount_mg)
            or _last_like(recent, *said)
            or _last_like(self.everything(), *said)
        )


def _untouched(history: History, transaction: "Transaction") -> list[Changed]:
    """Return the entries that a transaction, or the one that it takes back, has said something of.

    They are as they are with or without it: what came later from another device counts.
    """
    said = {transaction.id, transaction.undoes}
    ops = [op for one in history.transactions if one.id in said for op in one.ops]
    ids = dict.fromkeys(op.put.id if op.put else op.remove for op in ops)
    there = [entry for key, entry in history.entries.items() if key in ids]
    return [Changed(one, one) for one in there]


def _unknown(
    history: History, entries: "Sequence[Sequence[Entry]]", deleted: "Sequence[Sequence[Entry]]"
) -> "tuple[list[Sequence[Entry]], list[Sequence[Entry]]]":
    """Return the entries, and the deleted ones, that a history has never had."""
    known = {op.put.id for _, op in history.versions() if op.put}
    fresh = {one[-1].id: one for one in entries if one[-1].id not in known}
    gone = {one[-1].id: one for one in deleted if one[-1].id not in {*known, *fresh}}
    return list(fresh.values()), list(gone.values())


def _twice(entry: Dose, doses: Sequence[Dose]) -> Dose | None:
    """Return the last dose of the same amount, route and medication at nearly the same time."""
    same = (entry.amount_mg, entry.route, entry.medication)
    near = [one for one in doses if abs(one.at - entry.at) <= TWICE_WITHIN]
    return next(
        (one for one in reversed(near) if (one.amount_mg, one.route, one.medication) == same), None
    )


def _last_like(
    entries: "list[Entry]",
    route: str | None,
    medication: str | None,
    amount_mg: Decimal | None = None,
) -> Dose | None:
    for entry in reversed(entries):
        if (
            isinstance(entry, Dose)
            and route in {None, entry.route}
            and medication in {None, entry.medication}
            and amount_mg in {None, entry.amount_mg}
        ):
            return entry
    return None


def find(history: History, reference: str) -> "Entry":
    """Return the entry that `41`, `#41` or `last` (the last one written) names."""
    entries = history.entries
    text = reference.strip().removeprefix("#")
    if text == "last":
        if entries:
            return max(entries.values(), key=lambda entry: entry.number or 0)
        raise NoSuchEntry("There is no entry yet.", "Start with: ketalog dose, or ketalog mood 6.")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput(
            f"'{reference}' is not an entry's number.", "Type a number that 'ketalog list' shows."
        )
    for entry in entries.values():
        if entry.number == int(text):
            return entry
    raise NoSuchEntry(f"There is no entry #{int(text)}{_fate(history, int(text))}.", _NUMBERS)


_NUMBERS = "'ketalog list' shows the numbers."


def _fate(history: History, number: int) -> str:
    """Return what became of a number that once was an entry's."""
    if any(op.number == number for _, op in history.versions()):
        return " any more: it was deleted ('ketalog undo' takes the last change back)"
    if any(op.number == number for one in history.transactions for op in one.ops):
        return " any more: it was undone ('ketalog redo' brings the last one back)"
    return ""
