"""What the journal says of some days: their entries, their numbers, what is to come."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ketalog.domain.calendar import READ_BEYOND, YEARS, Calendar, Span
from ketalog.domain.entries import kind_of

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry
    from ketalog.domain.snapshot import Snapshot
    from ketalog.journal import Journal
    from ketalog.store import Store
    from ketalog.summary import Summary


class Reports:
    """Reads no more of a journal than the days that it is asked for need."""

    def __init__(self, store: Store, journal: Journal, calendar: Calendar) -> None:
        self._store = store
        self._journal = journal
        self._calendar = calendar

    def entries_around(self, span: Span, snapshot: Snapshot | None = None) -> list[Entry]:
        """Return the entries of a span, and those beside it that say something about its doses.

        `snapshot` is the store's, where it was read already.
        """
        start = datetime.combine(span.start, time()).astimezone() - READ_BEYOND
        end = datetime.combine(span.end, time()).astimezone() + READ_BEYOND
        near = [entry for entry in self._store.recent(start, snapshot) if entry.at < end]
        return self._journal.with_chosen_doses(near)

    def summary(self, span: Span) -> Summary:
        """Return every number of a span of days, and what is to come if it holds today."""
        from ketalog.summary import summarize

        now, calendar = self._journal.now, self._calendar
        today = calendar.day_of(now)
        snapshot = self._store.snapshot()
        entries = self.entries_around(Span(calendar.week_of(span.start).start, span.end), snapshot)
        has_checks = any(kind_of(entry) == "check" for entry in entries)
        if has_checks and any(check.at.date() >= span.end for check in snapshot.checks):
            # What is kept is of later days: the total before the period's is somewhere before it.
            entries = self.entries_around(Span(date(YEARS[0], 1, 1), span.end))
        summary = summarize(entries, span, calendar, snapshot, today)
        if today not in span:
            return summary
        from ketalog.agenda import agenda

        return replace(summary, ahead=agenda(snapshot, entries, now, calendar))
