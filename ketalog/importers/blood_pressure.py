"""Tables of blood pressure: OMRON connect, Withings, Blood Pressure Monitor, OBPM."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ketalog.domain.values import Value
from ketalog.errors import BadFile
from ketalog.importers import Importer
from ketalog.importers._file import NOTHING
from ketalog.importers._rows import Rows
from ketalog.importers._values import Days, Unfit, clock, day_with_month, joined, number, of_epoch
from ketalog.importers._vitals import Nearness, add_reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from ketalog.importers import GivenFile, Incoming, Wanted

    Row = dict[str, str]


class Layout(Value, frozen=True):
    """How one program's table names its columns, and how its times are read."""

    form: str
    systolic: str
    diastolic: str
    pulse: str
    times: tuple[str, ...]
    moment: Callable[[Rows, Days, Row], datetime]
    notes: tuple[str, ...] = ()


def _of_omron(rows: Rows, _: Days, row: Row) -> datetime:
    return rows.local(datetime.combine(day_with_month(row["date"]), clock(row["time"])))


def _of_withings(rows: Rows, days: Days, row: Row) -> datetime:
    return rows.local(days.moment(row["date"]))


def _of_monitor(_: Rows, __: Days, row: Row) -> datetime:
    return of_epoch(int(number(row["timestampunixms"])) // 1000)


def _of_obpm(rows: Rows, days: Days, row: Row) -> datetime:
    return rows.local(days.moment(f"{row['date']} {row['time']}"))


_LAYOUTS = (
    Layout(
        form="OMRON CSV",
        systolic="systolic (mmhg)",
        diastolic="diastolic (mmhg)",
        pulse="pulse (bpm)",
        times=("date", "time"),
        moment=_of_omron,
        notes=("symptoms", "notes"),
    ),
    Layout(
        form="Withings CSV",
        systolic="systolic",
        diastolic="diastolic",
        pulse="heart rate",
        times=("date",),
        moment=_of_withings,
        notes=("comments",),
    ),
    Layout(
        form="Blood Pressure Monitor CSV",
        systolic="systolic",
        diastolic="diastolic",
        pulse="pulse",
        times=("timestampunixms",),
        moment=_of_monitor,
        notes=("notes",),
    ),
    Layout(
        form="OBPM CSV",
        systolic="sys",
        diastolic="dia",
        pulse="bpm",
        times=("user", "date", "time"),
        moment=_of_obpm,
        notes=("comment",),
    ),
)


def _layout_of(file: GivenFile) -> Layout | None:
    fits = (
        layout
        for layout in _LAYOUTS
        if file.has_columns(layout.systolic, layout.diastolic, layout.pulse, *layout.times)
    )
    return next(fits, None)


def _recognises(file: GivenFile) -> bool:
    return _layout_of(file) is not None


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    layout = _layout_of(file)
    if layout is None:
        raise BadFile(f"{file.name} is no table of blood pressure that can be read.", NOTHING)
    needed = (layout.systolic, layout.diastolic, *layout.times)
    # In a report of OMRON other tables follow below an empty line.
    table = list(file.table(needed, stops_at_empty=layout.form.startswith("OMRON")))
    days = Days(wanted.day_order, (cell for _, cells in table for cell in cells))
    near = Nearness(wanted.doses(), take_all=wanted.take_all)
    _refuse_several(file, [cells for _, cells in table])
    rows = Rows(file, wanted, layout.form)
    for position, cells in table:
        with rows.row(position):
            row = file.named(cells)
            at = layout.moment(rows, days, row)
            near.refuse_far(at)
            pressure = [_reading(row[name]) for name in (layout.systolic, layout.diastolic)]
            if (pressure[0] is None) != (pressure[1] is None):
                raise Unfit("a blood pressure has two numbers")
            add_reading(
                rows,
                ("blood pressure", at.astimezone().isoformat(timespec="minutes")),
                at,
                systolic=pressure[0],
                diastolic=pressure[1],
                pulse=_reading(row.get(layout.pulse, "")),
                note=joined(*(row.get(name, "").strip(" -") for name in layout.notes)),
            )
    return rows.incoming(*days.rules)


def _refuse_several(file: GivenFile, table: list[list[str]]) -> None:
    """Refuse a table with the readings of several people: whose are the patient's isn't known."""
    if "user" in file.header:
        column = file.header.index("user")
        if len({cells[column].strip() for cells in table if len(cells) > column}) > 1:
            raise BadFile(f"{file.name} has readings of several people.", NOTHING)


def _reading(text: str) -> Decimal | None:
    return None if text.strip().lower() in {"", "-", "null"} else number(text)


IMPORTER = Importer(
    "tables of blood pressure (OMRON, Withings, Blood Pressure Monitor, OBPM)", _recognises, _read
)
