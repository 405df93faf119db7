"""Bearable's CSV, of both generations: one row a reading."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from ketalog.domain.entries import MEASURE
from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._rows import Rows
from ketalog.importers._values import Unfit, clock, day_with_month, iso_day, number, spaced

if TYPE_CHECKING:
    from decimal import Decimal


_RATING = "rating/amount"
_PARTS = frozenset({"", "pre", "am", "mid", "pm", "all day"})
"""The parts of a day by which Bearable dates what has no time."""


def _recognises(file: GivenFile) -> bool:
    return file.has_columns("category", _RATING)


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    rows = Rows(file, wanted, "Bearable CSV")
    notes: set[tuple[date, str]] = set()
    for position, cells in file.table(("date", "time of day", "category", _RATING)):
        with rows.row(position):
            row = file.named(cells)
            measure = MEASURE.get(spaced(row["category"]).lower())
            if measure is None:
                raise Unfit("they are neither mood, anxiety nor energy")
            day = _day(row)
            part = spaced(row["time of day"]).lower()
            has_time = part not in _PARTS
            at = rows.local(datetime.combine(day, clock(part))) if has_time else day
            when = at.strftime("%Y-%m-%d %H:%M") if has_time else f"{day} {part}"
            rating = rows.rating(measure.name, _rating(row[_RATING]))
            # A day's note is repeated on each row of the day.
            words = row.get("notes", "").strip()
            note = words if words and (day, words) not in notes else None
            identity = ("bearable", when, measure.name)
            rows.add("mood", identity, at, note=note, **{measure.name: rating})
            notes.add((day, words))
    return rows.incoming()


def _day(row: dict[str, str]) -> date:
    if written := row.get("date formatted", "").strip():
        return iso_day(written[:10])
    return day_with_month(row["date"])


def _rating(text: str) -> Decimal:
    """Read `3`, `3,5`, `3/5`."""
    return number(re.sub(r" ?/ ?[0-9]+$", "", spaced(text)))


IMPORTER = Importer("Bearable (CSV)", _recognises, _read)
