"""Lines that are gathered and written down as one change: of the inbox, of a row of the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from msgspec.structs import replace

from ketalog.app import App
from ketalog.journal import Changed, Journal, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ketalog.answers import Answer
    from ketalog.domain.entries import Dose
    from ketalog.domain.kinds import Entry


def with_entries(outcome: Outcome, entries: Iterable[Entry]) -> Outcome:
    """Return an outcome with its new entries, or with these under other numbers or ids."""
    return replace(outcome, changed=tuple(Changed(None, entry) for entry in entries))


class Gathering(Journal):
    """A run's journal at `now`, which gathers what is logged instead of writing it down."""

    def __init__(self, run: App, now: datetime, under_way: Sequence[Dose] = ()) -> None:
        super().__init__(run.store, now, run.calendar, under_way)
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


class GatheringApp(App):
    """A run within `run` that logs into `gathering`, at its time; its notices go to `heard`."""

    inbox: Path | None = None
    """Nothing is taken in by the way."""
    is_read_later = True

    def __init__(
        self,
        command: str,
        *,
        run: App,
        gathering: Gathering,
        heard: TextIO | None = None,
        **options: Any,
    ) -> None:
        super().__init__(command, **{"env": run.env, **options})
        if heard is not None:
            self.ui.err = heard
        self.__dict__.update(
            config=run.config, now=gathering.now, store=run.store, journal=gathering
        )

    def _look_at_the_clock(self) -> None:
        """Keep the time of the journal, however long a person takes to answer."""

    def answer(self, answer: Answer) -> None:
        """Say nothing: nothing is written down yet."""

    def __exit__(self, _: object, error: BaseException | None, *rest: object) -> None:
        """End the run: the run around it says what else there is to say."""
        if "drafts" in self.__dict__:
            self.drafts.close(error)
