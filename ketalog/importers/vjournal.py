"""Journal entries of a calendar (VJOURNAL of RFC 5545), as jtx Board writes them: notes."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any

from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._rows import Rows
from ketalog.importers._values import Unfit, in_reach, joined

if TYPE_CHECKING:
    from collections.abc import Iterator


_MOST_BYTES = 32 * 1024 * 1024
_MOST_LINES = 250_000
"""What icalendar makes of a line takes a hundred times its room: so many are read in 5 seconds."""
_OTHERS = {"VEVENT": "events", "VTODO": "tasks", "VFREEBUSY": "times that are taken"}


def _recognises(file: GivenFile) -> bool:
    return file.begins.upper().startswith(b"BEGIN:VCALENDAR") and file.is_text


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    rows = Rows(file, wanted, "iCalendar")
    for position, component in enumerate(_components(file), 1):
        with rows.row(position):
            if component.name in _OTHERS:
                raise Unfit(f"they are {_OTHERS[component.name]}, no journal entries")
            at, uid = _start(rows, component), str(component.get("UID", ""))
            if str(component.get("STATUS", "")).upper() == "CANCELLED":
                raise Unfit("they are cancelled")
            words = joined(_text(component, "SUMMARY"), _text(component, "DESCRIPTION"))
            if words is None:
                raise Unfit("they have no words")
            identity = (uid, component.get("RECURRENCE-ID", "")) if uid else (at, words)
            rows.add("note", ("vjournal", *identity), at, text=words)
    return rows.incoming()


def _components(file: GivenFile) -> Iterator[Any]:
    """Yield what stands in the file's calendars, but zones of time."""
    from icalendar import Calendar

    cut_off = file.bad("is no calendar, or a part of it is missing.")
    if (
        file.size > _MOST_BYTES
        or sum(not line.startswith((" ", "\t")) for line in file.lines()) > _MOST_LINES
    ):
        raise file.too_much()
    text = file.content.decode(file.encoding)
    # What has no end icalendar leaves out without a word.
    if not text.rstrip().upper().endswith("END:VCALENDAR"):
        raise cut_off
    try:
        calendars: list[Any] = Calendar.from_ical(text, multiple=True)
        parts = [part for calendar in calendars for part in calendar.subcomponents]
    except (ValueError, RecursionError, LookupError, AttributeError, TypeError) as error:
        raise cut_off from error
    yield from (part for part in parts if part.name == "VJOURNAL" or part.name in _OTHERS)


def _start(rows: Rows, component: Any) -> datetime | date:
    """Return when an entry is, on the clock of its place. Raises Unfit."""
    start = getattr(component.get("DTSTART"), "dt", None)
    if not isinstance(start, date):
        raise Unfit("they have no date")
    in_reach(start)
    if not isinstance(start, datetime):
        return start
    offset = start.utcoffset()
    return rows.local(start if offset is None else start.astimezone(timezone(offset)))


def _text(component: Any, name: str) -> str | None:
    """Return a text of an entry: a description may stand there several times."""
    value = component.get(name)
    texts = value if isinstance(value, list) else [value]
    return joined(*(str(text) for text in texts if text is not None))


IMPORTER = Importer("a calendar's journal entries (.ics)", _recognises, _read)
