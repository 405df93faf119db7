"""One row an entry, for a spreadsheet.

UTF-8 with a byte order mark, which Excel needs to read anything but English; lines end as RFC 4180
asks. A cell that a spreadsheet would calculate (`= + - @`, tab, carriage return) begins with `'`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from ketalog.domain.entries import Effect, Entry, NoEffects, Note, as_data
from ketalog.domain.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = (
    "number", "kind", "at", "recorded", "amount_mg", "count", "each_mg", "route", "medication",
    "hold_minutes", "swallowed", "estimate", "mood", "anxiety", "energy", "sleep_minutes", "effect",
    "severity", "effect_minutes", "dose_number", "question",
)  # fmt: skip
NOTES = ("text", "note", "intention")


def render(entries: Sequence[Entry], *, notes: bool) -> bytes:
    """Return the rows; notes, intentions and note entries only if asked for."""
    numbers = {entry.id: entry.number for entry in entries}
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, (*COLUMNS, *NOTES) if notes else COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for entry in entries:
        if notes or not isinstance(entry, Note):
            cells = {key: _cell(value) for key, value in _row(entry, numbers).items()}
            writer.writerow(cells)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _row(entry: Entry, numbers: dict[str, int | None]) -> dict[str, Any]:
    row = as_data(entry)
    if isinstance(entry, Effect):
        row |= {"effect": entry.name, "effect_minutes": entry.minutes}
    if isinstance(entry, Effect | NoEffects) and entry.dose:
        row["dose_number"] = numbers.get(entry.dose)
    if row["kind"] == "question":
        row["question"] = row.pop("text")
    return row


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        text = f"'{text}"
    return clean(text)
