"""Tables of blood pressure: OMRON connect, Withings, Blood Pressure Monitor, OBPM."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ketalog.domain.values import Value
from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._rows import Rows
from ketalog.importers._values import DateReader, Unfit, clock, joined, number, of_epoch
from ketalog.importers._vitals import FileReadings, add_reading

if TYPE_CHECKING:
    from decimal import Decimal


class Layout(Value, frozen=True):
    """How one program's table names its columns; what is in the `others` tells it from the rest."""

    format: str
    systolic: str
    diastolic: str
    pulse: str
    times: tuple[str, ...]
    note: tuple[str, ...]
    others: tuple[str, ...] = ()


_EPOCH = "timestampunixms"
_LAYOUTS = (
    Layout(
        "OMRON CSV",
        *("systolic (mmhg)", "diastolic (mmhg)", "pulse (bpm)"),
        times=("date", "time"),
        note=("symptoms", "notes"),
    ),
    Layout(
        "Withings CSV",
        *("systolic", "diastolic", "heart rate"),
        times=("date",),
        note=("comments",),
    ),
    Layout(
        "Blood Pressure Monitor CSV",
        *("systolic", "diastolic", "pulse"),
        times=(_EPOCH,),
        note=("notes",),
    ),
    Layout(
        "OBPM CSV",
        *("sys", "dia", "bpm"),
        times=("date", "time"),
        note=("comment",),
        others=("user",),
    ),
)


def _is_of(file: GivenFile, layout: Layout) -> bool:
    readings = (layout.systolic, layout.diastolic, layout.pulse)
    return file.has_columns(*readings, *layout.times, *layout.others)


def _recognises(file: GivenFile) -> bool:
    return any(_is_of(file, layout) for layout in _LAYOUTS)


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    layout = next(layout for layout in _LAYOUTS if _is_of(file, layout))
    needed = (layout.systolic, layout.diastolic, *layout.times)
    # In a report of OMRON other tables follow below an empty line.
    table = list(file.table(needed, stops_at_empty=layout.format.startswith("OMRON")))
    days = DateReader(wanted.day_order, (cell for _, cells in table for cell in cells))
    _refuse_several(file, [cells for _, cells in table])
    rows = Rows(file, wanted, layout.format)
    readings = FileReadings(rows)
    for position, cells in table:
        with rows.row(position):
            row = file.named(cells)
            at = _moment(rows, days, row, layout)
            readings.refuse_far(at)
            systolic, diastolic = _reading(row[layout.systolic]), _reading(row[layout.diastolic])
            if (systolic is None) != (diastolic is None):
                raise Unfit("a blood pressure has two numbers")
            add_reading(
                rows,
                ("blood pressure", at.astimezone().isoformat(timespec="minutes")),
                at,
                {
                    "systolic": systolic,
                    "diastolic": diastolic,
                    "pulse": _reading(row.get(layout.pulse, "")),
                },
                joined(*(row.get(name, "").strip(" -") for name in layout.note)),
            )
    more = ["Other tables in the file, below the first, are left out."] * file.has_more_tables
    return rows.incoming(*days.rules, *more)


def _moment(rows: Rows, days: DateReader, row: dict[str, str], layout: Layout) -> datetime:
    if layout.times == (_EPOCH,):
        return of_epoch(int(number(row[_EPOCH])) // 1000)
    if len(layout.times) == 1:
        return rows.local(days.moment(row["date"]))
    return rows.local(datetime.combine(days.day(row["date"]), clock(row["time"])))


def _refuse_several(file: GivenFile, table: list[list[str]]) -> None:
    """Refuse a table with the readings of several people: whose are the patient's isn't known."""
    if "user" in file.header:
        column = file.header.index("user")
        if len({cells[column].strip() for cells in table if len(cells) > column}) > 1:
            raise file.bad("has readings of several people.")


def _reading(text: str) -> Decimal | None:
    return None if text.strip().lower() in {"", "-", "null"} else number(text)


IMPORTER = Importer(
    "tables of blood pressure (OMRON, Withings, Blood Pressure Monitor, OBPM)", _recognises, _read
)
