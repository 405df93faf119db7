"""Files in and out: which format writes what, which importer reads it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ketalog.domain.calendar import ONE_DAY, Span
from ketalog.domain.entries import Dose, Note, key_of
from ketalog.domain.text import escape_invisible
from ketalog.domain.values import Value
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime, time
    from pathlib import Path

    from ketalog.config import Config
    from ketalog.domain.calendar import Calendar
    from ketalog.domain.kinds import Entry
    from ketalog.domain.upcoming import PlannedDays
    from ketalog.history import History
    from ketalog.page.page import Page

DEFAULT_WEEKS = 8


class ExportRequest(Value, frozen=True, dict=True):
    """What an export has to draw on; without a span, every day there is. `why` these days."""

    history: History
    span: Span | None
    notes: bool
    calendar: Calendar
    now: datetime
    config: Config
    why: str = ""

    @classmethod
    def of(cls, history: History, span: Span | None, **rest: Any) -> ExportRequest:
        """Return a share; a span without a start begins with the first entry."""
        calendar: Calendar = rest["calendar"]
        if span is not None and span.start == date.min:
            days = (calendar.day_of(one.at) for one in history.entries.values())
            span = Span(min([*days, span.end - ONE_DAY]), span.end)
        return cls(history, span, **rest)

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
                one
                for one in self.entries
                if (span is None or day_of(one.at) in span)
                and (self.notes or not isinstance(one, Note))
            ),
            key=key_of,
        )


class Incoming(NamedTuple):
    """Entries of a file, and those deleted since, each with its earlier versions first."""

    entries: list[list[Entry]]
    deleted: list[list[Entry]]


def _drawn(request: ExportRequest) -> Page:
    from ketalog.page.context import PageFormat
    from ketalog.page.page import page

    config = request.config
    return page(
        request.entries,
        request.span or default_span(request.entries, request.calendar, request.now).span,
        request.calendar,
        now=request.now,
        name=config.name,
        born=config.born,
        notes=request.notes,
        page_format=PageFormat(config.date_order, config.clock, config.paper),
    )


def _page(module: str) -> Callable[[ExportRequest], bytes]:
    def render(request: ExportRequest) -> bytes:
        return bytes(import_module(f"ketalog.page.{module}").render(_drawn(request)))

    return render


def _pdf(request: ExportRequest) -> bytes:
    from ketalog.page import pdf

    drawn = _drawn(request)
    return pdf.render(drawn, drawn.paper, request.now)


def _csv(request: ExportRequest) -> bytes:
    from ketalog.export import csv

    doses = sorted((one for one in request.entries if isinstance(one, Dose)), key=key_of)
    return csv.render(request.inside, doses, notes=request.notes)


def _json(request: ExportRequest) -> bytes:
    from ketalog.export import json

    if request.whole:
        return json.render_whole(request.history, request.now)
    return json.render_part(request.inside, request.span, request.now, notes=request.notes)


FORMATS: dict[str, Callable[[ExportRequest], bytes]] = {
    ".md": _page("markdown"),
    ".html": _page("html"),
    ".pdf": _pdf,
    ".csv": _csv,
    ".json": _json,
}


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
    days = [(calendar.day_of(one.at), isinstance(one, Appointment)) for one in entries]
    if seen := [day for day, is_appointment in days if is_appointment and day < today]:
        return DefaultPeriod(Span(max(seen), end), "since the last appointment")
    start = end - DEFAULT_WEEKS * 7 * ONE_DAY
    begun = min((day for day, _ in days), default=start)
    if start < begun < end:
        return DefaultPeriod(Span(begun, end), "since the journal began")
    return DefaultPeriod(Span(start, end), f"the last {DEFAULT_WEEKS} weeks")


def until_today(span: Span, calendar: Calendar, now: datetime) -> Span:
    """Return the days of a span that have begun: those ahead have no ratings that are missing."""
    end = min(span.end, calendar.day_of(now) + ONE_DAY)
    return Span(span.start, end) if span.start < end else span


def calendar_file(
    several: Iterable[PlannedDays], title: str, clock: time | None, now: datetime
) -> bytes:
    """Return planned days as a file for a calendar."""
    from ketalog.export.calendar import render

    return render(several, title, clock, now)


def is_to_keep(path: Path) -> bool:
    """Tell whether a file is a journal to keep: all of it with notes, unless it is to be less."""
    return path.suffix.lower() == ".json"


def is_page(path: Path) -> bool:
    """Tell whether a file is a page to read, and no table of entries."""
    return path.suffix.lower() not in {".csv", ".json"}


def renderer(path: Path) -> Callable[[ExportRequest], bytes]:
    """Return what writes the format that the file's name ends in. Raises BadInput."""
    suffix = {".htm": ".html", ".markdown": ".md"}.get(path.suffix.lower(), path.suffix.lower())
    if path.name.lower().endswith(".fhir.json"):
        raise BadInput(
            f"{escape_invisible(str(path))}: FHIR can't be written yet.",
            "For the journal as it is, with every note, name it without .fhir.",
        )
    if suffix not in FORMATS:
        what = (
            f"'{escape_invisible(path.suffix)}' is not a format"
            if path.suffix
            else "It has no ending"
        )
        raise BadInput(
            f"{escape_invisible(str(path))}: {what} that ketalog can write.",
            f"End the name in one of: {', '.join(FORMATS)}.",
        )
    return FORMATS[suffix]


def read_incoming(path: Path, now: datetime) -> Incoming:
    """Return what a file holds. Raises BadFile; nothing of a file is taken if a part can't be."""
    from ketalog.export.files import read_file
    from ketalog.importers import ketalog

    return Incoming(*ketalog.read(read_file(path), escape_invisible(path.name), now + ONE_DAY))
