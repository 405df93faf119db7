"""A journal that gathers what is logged, and writes it down as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ketalog.journal import Changed, Journal, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ketalog.domain.calendar import Calendar
    from ketalog.domain.entries import Dose
    from ketalog.domain.kinds import Entry
    from ketalog.store import Store


def with_entries(outcome: Outcome, entries: Iterable[Entry]) -> Outcome:
    """Return an outcome with its new entries, or with these under other numbers or ids."""
    return replace(outcome, changed=tuple(Changed(None, entry) for entry in entries))


class Gathering(Journal):
    """Gathers what is logged instead of writing it down."""

    def __init__(
        self, store: Store, now: datetime, calendar: Calendar, under_way: Sequence[Dose] = ()
    ) -> None:
        super().__init__(store, now, calendar, under_way)
        self.gathered: list[Outcome] = []

    @property
    def entries(self) -> list[Entry]:
        """Return what was gathered."""
        return [entry for outcome in self.gathered for entry in outcome.entries]

    def log(self, entry: Entry, *others: Entry) -> Outcome:
        """Keep a new entry, and others that belong to it, for `log_together`.

        Whether it is a booster is asked, or said, once it is written down.
        """
        entry, outcome = self._looked_around(entry, others)
        gathered = with_entries(outcome, (entry, *others))
        self.gathered.append(gathered)
        return replace(gathered, near=None, same=None)

    def log_together(self, outcomes: Sequence[Outcome], transaction_id: str) -> list[Outcome]:
        """Write down what was gathered as one change, under an id that was made before."""
        entries = [entry for outcome in outcomes for entry in outcome.entries]
        with self._store.changing(self.now, wanted_id=transaction_id) as transaction:
            logged = transaction.add(entries)
        numbered = {entry.id: entry for entry in logged}

        def with_numbers(outcome: Outcome) -> Outcome:
            about = {
                name: numbered.get(dose.id, dose)
                for name in ("dose", "same", "near", "part_of")
                if (dose := getattr(outcome, name)) is not None
            }
            mine = [numbered[entry.id] for entry in outcome.entries]
            return with_entries(replace(outcome, **about), mine)

        first, *rest = map(with_numbers, outcomes)
        missing = self._missing_copy(transaction)
        first = replace(first, second_copy_missing=missing, clock_behind=transaction.clock_behind)
        return [first, *rest]
