"""The sheet of one evening, on paper and typed in the next day: the same rows in the same order."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ketalog.domain.entries import Source, on_day
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from ketalog.domain.kinds import AnEntry


class SheetRow(Value, frozen=True):
    """One row: the command that logs it, and whether it can be filled in several times.

    One that `is_next_day` is of the morning after.
    """

    name: str
    command: str
    repeats: bool = False
    is_next_day: bool = False


SHEET = (
    SheetRow("before", "mood"),
    SheetRow("cuff_before", "vitals"),
    SheetRow("dose", "dose", repeats=True),
    SheetRow("cuff_after", "vitals", repeats=True),
    SheetRow("effects", "effect", repeats=True),
    SheetRow("after", "mood"),
    SheetRow("note", "note"),
    SheetRow("morning", "mood", is_next_day=True),
)
"""In the order of the evening."""


class FromSheet(Value, frozen=True):
    """Where an entry stood: the sheet, its row, the day that the row is of; and now."""

    file: str
    row: int
    day: date
    now: datetime


def from_sheet(entry: "AnEntry", sheet: FromSheet, at: datetime | None) -> "AnEntry":
    """Return an entry of a sheet as it is written down now; without a time, as one of its day."""
    source = Source("paper", sheet.file, sheet.row)
    if at is not None:
        return replace(entry, source=source, recorded=sheet.now)
    day = on_day(sheet.day, sheet.now)
    return replace(entry, source=source, recorded=sheet.now, at=day, precision="day")
