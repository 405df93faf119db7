"""MedTimer: its CSV of six generations, in English, and its backup in JSON, former ones too."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._rows import Rows
from ketalog.importers._values import (
    DateReader,
    Unfit,
    joined,
    ketamine_in,
    local_moment,
    of_epoch,
    route_in,
    spaced,
    text_in,
)

if TYPE_CHECKING:
    from datetime import datetime


_TAKEN_ISO = "taken (iso 8601)"
_NOT_RECORDED = "the file doesn't say whether they were taken"
_NO_DOSES = frozenset({"OUT_OF_STOCK", "EXPIRATION_DATE", "REFILL"})
"""Reminders about the stock."""


def _recognises(file: GivenFile) -> bool:
    if file.delimiter == ";" and (
        file.header == ["medicine", "dosage", "time"]
        or (file.has_columns("taken") and bool({"name", "medicine name"} & set(file.header)))
    ):
        return True
    has_list = bool({"medicines", "events", "list"} & file.keys)
    return has_list and bool({"medicineName", "reminders"} & file.keys)


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    return _read_backup(file, wanted) if file.keys else _read_table(file, wanted)


# The table


def _read_table(file: GivenFile, wanted: Wanted) -> Incoming:
    if file.header == ["medicine", "dosage", "time"]:
        what = "is MedTimer's list of medicines: it has no doses."
        raise file.bad(what, "Export the events instead.")
    name = "name" if "name" in file.header else "medicine name"
    amount = "dosage" if "dosage" in file.header else "amount"
    table = list(file.table((name, amount, "taken"), quoting=csv.QUOTE_NONE))
    has_iso = _TAKEN_ISO in file.header
    days = DateReader(
        wanted.day_order, [] if has_iso else (cell for _, cells in table for cell in cells)
    )
    rows = Rows(file, wanted, "MedTimer CSV")
    for position, cells in table:
        with rows.row(position):
            row = file.named(cells)
            if not row["taken"].strip():
                raise Unfit(_NOT_RECORDED)
            due = row.get("reminded (iso 8601)") or row.get("time (iso 8601)")
            if has_iso:
                at = local_moment(row[_TAKEN_ISO])
            elif row["taken"].strip().lower() == "x":
                raise Unfit("the file doesn't say when they were taken")
            else:
                at = rows.local(days.moment(row["taken"]))
            planned = local_moment(due) if due else at
            note = joined(row.get("notes"))
            _add(rows, spaced(row[name]), row[amount], (planned, at), note)
    return rows.incoming(*days.rules)


def _add(
    rows: Rows, name: str, amount: str, times: tuple[datetime, datetime], note: str | None
) -> None:
    """Add what was taken; `times` are when it was due, and when it was taken."""
    due, at = times
    identity = ("medtimer", name.casefold(), int(due.timestamp()) // 60)
    if ketamine_in(name) is None:
        rows.other(identity, at, name, spaced(amount), note)
    else:
        rows.dose(identity, at, name, amount, note=note)


# The backup


def _read_backup(file: GivenFile, wanted: Wanted) -> Incoming:
    content = file.json()
    if not isinstance(content, dict):
        raise file.bad("is no backup of MedTimer that can be read.")
    parts = [content[key] for key in ("medicines", "events") if key in content] or [content]
    rows = Rows(file, wanted, "MedTimer backup")
    position = 0
    for part in parts:
        if not (isinstance(part, dict) and isinstance(part.get("list"), list)):
            raise file.bad(": a part of the backup is missing.")
        if not (type(part.get("version")) is int and part["version"] > 0):
            raise file.bad(": the backup's version can't be read.")
        for item in part["list"]:
            position += 1
            with rows.row(position):
                _event(rows, item)
    return rows.incoming()


def _event(rows: Rows, event: Any) -> None:
    if not isinstance(event, dict):
        raise Unfit("they are no events")
    name = spaced(text_in(event, "medicineName"))
    if not name:
        raise Unfit("they are medicines with their reminders, no doses")
    if event.get("reminderType") in _NO_DOSES:
        raise Unfit("they are about the stock, no doses")
    note = joined(text_in(event, "notes"))
    due = _epoch(event.get("remindedTimestamp"))
    match event.get("status"):
        case "TAKEN":
            at = _epoch(event.get("processedTimestamp"))
            _add(rows, name, text_in(event, "amount"), (due, at), note)
        case "SKIPPED":
            medication = ketamine_in(name)
            if medication is None:
                raise Unfit("they are skipped doses of another medicine")
            rows.add(
                "skip",
                ("medtimer", name.casefold(), int(due.timestamp()) // 60),
                due,
                route=route_in(name) or rows.wanted.route,
                medication=None if medication == "ketamine" else medication,
                note=note,
            )
        case "DELETED":
            raise Unfit("they were deleted in the app")
        case _:
            raise Unfit(_NOT_RECORDED)


def _epoch(value: object) -> datetime:
    if type(value) is not int or value <= 0:
        raise Unfit("the time isn't said")
    return of_epoch(value)


IMPORTER = Importer("MedTimer (CSV in English, backup)", _recognises, _read)
