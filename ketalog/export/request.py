"""What an export is asked for: which days, with notes or not, and why these days."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from ketalog.domain.calendar import ONE_DAY, Calendar, Span
from ketalog.domain.entries import Note, key_of
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketalog.config import Config
    from ketalog.domain.kinds import Entry
    from ketalog.history import History
    from ketalog.page.page import Page

DEFAULT_WEEKS = 8


class ExportRequest(Value, frozen=True, dict=True):
    """What an export has to draw on; without a span, every day there is. `why` these days.

    `options` are those that are for one format alone, as they are typed.
    """

    history: History
    span: Span | None
    notes: bool
    calendar: Calendar
    now: datetime
    config: Config
    why: str = ""
    options: frozenset[str] = frozenset()

    def page(self) -> Page:
        """Return the page for the appointment; without a span, of the usual days."""
        from ketalog.page.context import PageFormat
        from ketalog.page.page import page

        config = self.config
        return page(
            self.entries,
            self.span or default_span(self.entries, self.calendar, self.now).span,
            self.calendar,
            now=self.now,
            name=config.name,
            born=config.born,
            notes=self.notes,
            page_format=PageFormat(config.date_order, config.clock or 24, config.paper),
        )

    @classmethod
    def of(
        cls, history: History, span: Span | None, *, calendar: Calendar, **rest: Any
    ) -> ExportRequest:
        """Return a request; a span without a start begins with the first entry."""
        if span is not None and span.start == date.min:
            days = (calendar.day_of(entry.at) for entry in history.entries.values())
            span = Span(min([*days, span.end - ONE_DAY]), span.end)
        return cls(history, span, calendar=calendar, **rest)

    @classmethod
    def blank(cls, **rest: Any) -> ExportRequest:
        """Return a request for what has nothing of the journal."""
        from ketalog.history import History

        return cls(History([]), None, notes=False, **rest)

    @cached_property
    def entries(self) -> list[Entry]:
        """Return every entry there is."""
        return list(self.history.entries.values())

    @property
    def whole(self) -> bool:
        """Tell whether nothing is left out."""
        return self.span is None and self.notes

    @cached_property
    def inside(self) -> list[Entry]:
        """Return the entries to share, in time's order; note entries only if asked for."""
        span, day_of = self.span, self.calendar.day_of
        return sorted(
            (
                entry
                for entry in self.entries
                if (span is None or day_of(entry.at) in span)
                and (self.notes or not isinstance(entry, Note))
            ),
            key=key_of,
        )


class DefaultPeriod(NamedTuple):
    """What a page shows when nothing else is asked for, and why."""

    span: Span
    why: str


def default_span(entries: Iterable[Entry], calendar: Calendar, now: datetime) -> DefaultPeriod:
    """Return the days from the last appointment before today until today; else eight weeks.

    A journal that is younger than eight weeks has its own days.
    """
    from ketalog.domain.treatment import Appointment

    today = calendar.day_of(now)
    end = today + ONE_DAY
    days = [(calendar.day_of(entry.at), isinstance(entry, Appointment)) for entry in entries]
    if appointments := [day for day, is_appointment in days if is_appointment and day < today]:
        return DefaultPeriod(Span(max(appointments), end), "since the last appointment")
    start = end - DEFAULT_WEEKS * 7 * ONE_DAY
    begun = min((day for day, _ in days), default=start)
    if start < begun < end:
        return DefaultPeriod(Span(begun, end), "since the journal began")
    return DefaultPeriod(Span(start, end), f"the last {DEFAULT_WEEKS} weeks")


def until_today(span: Span, calendar: Calendar, now: datetime) -> Span:
    """Return a span without the days ahead, on which nothing can be missing."""
    end = min(span.end, calendar.day_of(now) + ONE_DAY)
    return Span(span.start, end) if span.start < end else span
