"""Any table, with what its columns hold said by the patient: `--map 'mood=Score/1..5'`."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog.domain.effects import read_effect
from ketalog.domain.entries import MEASURE, MEASURES, SEVERITIES
from ketalog.domain.routes import find_route
from ketalog.domain.text import as_key, did_you_mean, escape_invisible, nearest
from ketalog.domain.values import Value
from ketalog.errors import BadInput
from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._rows import Rows
from ketalog.importers._values import (
    DateReader,
    Unfit,
    joined,
    ketamine_in,
    number,
    scale_rule,
    spaced,
    to_ten,
)
from ketalog.importers._vitals import add_reading
from ketalog.times.words import read_minutes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_TIMES = ("at", "date", "time")
_READINGS = ("systolic", "diastolic", "pulse", "oxygen", "weight")
_FIELDS = (
    *_TIMES,
    *(measure.name for measure in MEASURES),
    *("sleep", "amount", "route", "medication", "effect", "severity", "note"),
    *_READINGS,
)
_CONSTANTS = frozenset({"route", "medication"})
"""What can be said once for the whole table: `route=sublingual`."""
_EXAMPLE = "For example: --map 'at=Date' --map 'mood=Score/1..5' --map 'route=sublingual'."
_SCALE = re.compile(r"(.*)/(-?[0-9]+(?:\.[0-9]+)?)\.\.(-?[0-9]+(?:\.[0-9]+)?)")


class FieldSource(Value, frozen=True):
    """Where a field's values stand: a column, with its scale, or the same `constant` everywhere.

    Numbers alone are `in_mg` if that was said.
    """

    name: str | None
    scale: tuple[Decimal, Decimal] | None = None
    constant: str | None = None
    in_mg: bool = False


def _recognises(file: GivenFile) -> bool:
    return file.is_text and bool(file.header)


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    columns = _columns(wanted.columns, file)
    needed = [column.name for column in columns.values() if column.name is not None]
    table = list(file.table(list(dict.fromkeys(needed)), is_known=False))
    times = [columns[field].name for field in _TIMES if field in columns]
    places = [file.header.index(name) for name in times if name is not None]
    dated = (cells[place] for _, cells in table for place in places if place < len(cells))
    days = DateReader(wanted.day_order, dated)
    rows = Rows(file, wanted, "CSV")
    for position, cells in table:
        with rows.row(position):
            row = file.named(cells)
            values = {
                field: column.constant if column.name is None else spaced(row[column.name])
                for field, column in columns.items()
            }
            _add(rows, {field: text for field, text in values.items() if text}, columns, days)
    sign = {",": "a comma", ";": "a semicolon", "\t": "a tab"}[file.delimiter]
    scales = [
        scale_rule(field.capitalize(), *map(str, column.scale))
        for field, column in columns.items()
        if column.scale is not None
    ]
    return rows.incoming(f"Between the cells stands {sign}.", *scales, *days.rules)


def _columns(typed: Sequence[str], file: GivenFile) -> dict[str, FieldSource]:
    """Read what each field's column is. Raises BadInput."""
    columns: dict[str, FieldSource] = {}
    for pair in typed:
        field, sign, place = (part.strip() for part in pair.partition("="))
        field = field.lower()
        if not sign or field not in _FIELDS:
            near = did_you_mean(field, _FIELDS)
            raise BadInput(
                f"'{escape_invisible(pair)}' says no field that ketalog knows.{near}",
                f"Fields are {', '.join(_FIELDS)}. {_EXAMPLE}",
            )
        if field in columns:
            raise BadInput(f"--map says the {field} twice.", "Say it once.")
        columns[field] = _column(field, place, file)
    if not {"at", "date"} & columns.keys():
        raise BadInput("--map doesn't say when it was.", f"Add at=, or date= and time=. {_EXAMPLE}")
    if columns.keys() <= {*_TIMES, *_CONSTANTS, "severity"}:
        raise BadInput("--map says times and nothing else.", _EXAMPLE)
    return columns


def _column(field: str, place: str, file: GivenFile) -> FieldSource:
    in_mg = field == "amount" and place.endswith("/mg")
    scaled = _SCALE.fullmatch(place)
    name = as_key(spaced(scaled[1] if scaled else place.removesuffix("/mg" * in_mg)))
    if scaled and field not in MEASURE:
        raise BadInput(f"A {field} has no scale.", _EXAMPLE)
    scale = (Decimal(scaled[2]), Decimal(scaled[3])) if scaled else None
    if scale and scale[0] == scale[1]:
        raise BadInput(f"'{escape_invisible(place)}' is no scale: its ends are the same.", _EXAMPLE)
    if name in file.header:
        return FieldSource(name, scale, in_mg=in_mg)
    if field in _CONSTANTS:
        if field == "route" and find_route(name) is None:
            raise BadInput(
                f"'{escape_invisible(place)}' is neither a column nor a route.", _EXAMPLE
            )
        return FieldSource(None, None, place)
    near = nearest(name, file.header)
    instead = f" Did you mean '{file.as_written(near)}'?" if near else ""
    raise BadInput(
        f"There is no column '{escape_invisible(place)}'.{instead}",
        f"There are: {', '.join(file.as_written(column) for column in file.header if column)}.",
    )


def _add(
    rows: Rows, values: Mapping[str, str], columns: Mapping[str, FieldSource], days: DateReader
) -> None:
    """Add what one row holds: a dose, ratings, readings, a side effect, or else a note."""
    at = _moment(rows, values, days)
    when = at.isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()
    identity = ("csv", when)
    ratings = {name: _rating(values[name], columns[name]) for name in MEASURE if name in values}
    sleep = _minutes(values["sleep"]) if "sleep" in values else None
    note, added = values.get("note"), False
    if "amount" in values:
        medication = values.get("medication", "ketamine")
        route = find_route(values["route"]) if "route" in values else None
        amount = values["amount"]
        if columns["amount"].in_mg and re.fullmatch(r"[0-9.,]+", amount):
            amount = f"{amount} mg"
        if ketamine_in(medication) is None:
            rows.other(identity, at, medication, amount, note)
        else:
            rows.dose(identity, at, medication, amount, route=route, note=note)
        note, added = None, True
    if ratings or sleep is not None:
        rows.add("mood", identity, at, **ratings, sleep_minutes=sleep, note=note)
        note, added = None, True
    if any(field in values for field in _READINGS):
        readings = {field: number(values[field]) for field in _READINGS if field in values}
        add_reading(rows, identity, at, readings, note)
        note, added = None, True
    if "effect" in values:
        _effect(rows, identity, at, values, note)
        note, added = None, True
    if note:
        rows.add("note", identity, at, text=joined(note))
    elif not added:
        raise Unfit("they hold nothing in the columns that were said")


def _moment(rows: Rows, values: Mapping[str, str], days: DateReader) -> datetime | date:
    """Return when it was; a day alone where there is no time."""
    at = days.when(values.get("at") or f"{values.get('date', '')} {values.get('time', '')}")
    return rows.local(at) if isinstance(at, datetime) else at


def _rating(text: str, column: FieldSource) -> int:
    value = number(text)
    if column.scale is not None:
        return to_ten(value, *column.scale)
    if value != value.to_integral() or not 0 <= value <= 10:
        raise Unfit("a rating is no whole number from 0 to 10")
    return int(value)


def _minutes(text: str) -> int:
    """Read a length of sleep: a number alone is hours."""
    try:
        plain = re.fullmatch(r"[0-9]{1,2}(?:[.,][0-9]{1,2})?", text)
        return read_minutes(f"{text} h" if plain else text)
    except BadInput:
        raise Unfit("the length of sleep can't be read") from None


def _effect(
    rows: Rows,
    identity: Sequence[object],
    at: datetime | date,
    values: Mapping[str, str],
    note: str | None,
) -> None:
    severity = values.get("severity", "").lower() or None
    if severity is not None and severity not in SEVERITIES:
        raise Unfit("the severity is none of mild, moderate, severe")
    try:
        name = read_effect([values["effect"], severity or "mild"])[0]
    except BadInput:
        raise Unfit("the side effect can't be read") from None
    rows.add("effect", (*identity, name), at, name=name, severity=severity, note=note)


IMPORTER = Importer("any other table, with --map", _recognises, _read, needs_map=True)
