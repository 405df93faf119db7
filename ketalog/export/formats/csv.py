"""A table for spreadsheets (CSV, RFC 4180): one row an entry, units in the header."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

from ketalog.answers.checks import official_total, typed_answers
from ketalog.answers.phrases_clinic import parts
from ketalog.domain.entries import (
    MEASURES,
    Dose,
    Effect,
    Mood,
    NoEffects,
    Note,
    Question,
    key_of,
    kind_of,
    ratings_of,
    when_of,
)
from ketalog.domain.kinds import free_words, without_words
from ketalog.domain.sittings import dose_of, firsts
from ketalog.domain.text import say_number, strip_invisible
from ketalog.domain.treatment import Also, Check, Vitals
from ketalog.export.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ketalog.domain.kinds import CareEntry, Entry
    from ketalog.export.request import ExportRequest

MOST_ITEMS = 9
"""Questions of the longest questionnaire."""
_OF_A_DOSE = (
    *("amount_mg", "count", "each_mg", "route", "medication", "hold_minutes", "swallowed"),
    *("estimate", "with_whom", "alone", "ate_minutes", "setting"),
)
_READINGS = ("systolic_mmhg", "diastolic_mmhg", "pulse_per_minute", "oxygen_percent", "weight_kg")
COLUMNS = (
    *("number", "kind", "at", "date", "time", "recorded"),
    *(*_OF_A_DOSE, "booster_of"),
    *(*(measure.name for measure in MEASURES), "sleep_minutes"),
    *("effect", "severity", "effect_minutes", "dose_number"),
    *_READINGS,
    *("also", "also_kind", "also_change", "details"),
    *("instrument", "answers", *(f"item_{n}" for n in range(1, MOST_ITEMS + 1))),
    *("difficulty", "total", "text", "note", "intention", "source"),
)
"""`at` and `recorded` are ISO with their offset, `date` and `time` the same moment's own clock;
of an entry of which only the day is known, `at` is the day and `time` is empty.

Measures are 0–10. `dose_number` is the dose that a side effect belongs to,
`booster_of` the first dose of the sitting that a booster belongs to,
`details` what an entry of another kind says. `answers` are a questionnaire's, `-` is none, and each
has a column of its own; `total` is its official one: never an estimate.
"""
_ITEMS = range(1, MOST_ITEMS + 1)
GUARDED = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001 (a Japanese keyboard's, which Excel reads alike)
"""A cell that begins with one of these would be a formula, or begin one: it gets a `'`."""
_FORMULA = re.compile(rf"(^|[;\n\t])(?=[ \xa0]*[{re.escape(GUARDED)}])")
"""Where a formula would begin, also where a spreadsheet takes another sign for the end of a cell:
`;` in half of Europe, a line's end where it reads no quotes."""
EXCEL_EU, PER_DOSE = "--excel-eu", "--per-dose"
MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the computer and garbles every "é"."""


def render(
    entries: Sequence[Entry], doses: Sequence[Dose], *, notes: bool, excel_eu: bool = False
) -> bytes:
    """Return the entries as a file, in order of time; words of notes only if they are wanted.

    `doses` are all that the entries can belong to, in order of time.
    """
    begun = firsts(doses)
    rows = []
    for entry in sorted(entries, key=key_of):
        cells = {**_common(entry), **_own(entry, doses)}
        if isinstance(entry, Dose) and (first := begun.get(entry.id, entry)) != entry:
            cells["booster_of"] = first.number
        rows.append(cells | _notes(entry) if notes else cells)
    return sheet(COLUMNS, rows, excel_eu=excel_eu)


def sheet(
    columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, excel_eu: bool = False
) -> bytes:
    """Return rows of cells by their columns as a file.

    With `excel_eu`, cells end with `;` and decimals have a comma, as a spreadsheet expects in most
    of Europe.
    """
    out = StringIO()
    separator = ";" if excel_eu else ","
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n", delimiter=separator)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value, excel_eu=excel_eu) for name, value in row.items()})
    return (MARK + out.getvalue()).encode()


def _common(entry: Entry) -> dict[str, Any]:
    source = entry.source
    return {
        "number": entry.number,
        "kind": kind_of(entry),
        "at": when_of(entry).isoformat(),
        "date": entry.at.date().isoformat(),
        "time": None if entry.precision else f"{entry.at:%H:%M}",
        "recorded": entry.recorded.isoformat(),
        "source": f"{source.format}: {source.file}" if source else None,
    }


def _own(entry: Entry, doses: Sequence[Dose]) -> dict[str, Any]:
    match entry:
        case Dose():
            return {
                **{name: getattr(entry, name) for name in _OF_A_DOSE},
                "swallowed": {True: "yes", False: "no", None: None}[entry.swallowed],
                "estimate": "yes" if entry.estimate else None,
                "alone": "yes" if entry.alone else None,
                **_ratings(entry),
            }
        case Mood():
            return {**_ratings(entry), "sleep_minutes": entry.sleep_minutes}
        case Effect():
            return {
                "effect": entry.name,
                "severity": entry.severity,
                "effect_minutes": entry.minutes,
                "dose_number": _dose_number(entry, doses),
            }
        case NoEffects():
            return {"dose_number": _dose_number(entry, doses)}
        case Question():
            return {"text": entry.text}
        case Note():
            return {}
        case _:  # What has no columns of its own is told in words.
            details = "; ".join(filter(None, parts(without_words(entry))))
            return {"details": details, **_columns(entry, doses)}


def _columns(entry: CareEntry, doses: Sequence[Dose]) -> dict[str, Any]:
    match entry:
        case Check():
            return {
                "dose_number": _dose_number(entry, doses) if entry.instrument == "dose" else None,
                "answers": typed_answers(entry.answers),
                "total": official_total(entry),
                "instrument": entry.instrument,
                "difficulty": entry.difficulty,
                **{f"item_{n}": answer for n, answer in enumerate(entry.answers[:MOST_ITEMS], 1)},
            }
        case Vitals():
            return {name: getattr(entry, name) for name in _READINGS}
        case Also():
            return {"also": entry.what, "also_kind": entry.about, "also_change": entry.change}
        case _:
            return {}


def _notes(entry: Entry) -> dict[str, Any]:
    words = free_words(entry)
    cells = {field if field in COLUMNS else "text": text for field, text in words.items()}
    return cells | ({"text": entry.text} if isinstance(entry, Note) else {})


def _ratings(entry: Entry) -> dict[str, int]:
    return {measure.name: value for measure, value in ratings_of(entry)}


def _dose_number(entry: Effect | NoEffects | Check, doses: Sequence[Dose]) -> int | None:
    dose = dose_of(entry, doses)
    return dose.number if dose else None


def _cell(value: Any, *, excel_eu: bool) -> str:
    """Return a cell that is only text: nothing invisible in it, and never a formula."""
    if isinstance(value, Decimal):
        number = say_number(value)
        return number.replace(".", ",") if excel_eu else number
    text = "" if value is None else str(value)
    text = strip_invisible(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _FORMULA.sub(r"\1'", text)


def _render(request: ExportRequest) -> bytes:
    excel_eu = EXCEL_EU in request.options
    if PER_DOSE in request.options:
        from ketalog.export import dose_table

        return sheet(dose_table.COLUMNS, dose_table.rows(request), excel_eu=excel_eu)
    doses = sorted((entry for entry in request.entries if isinstance(entry, Dose)), key=key_of)
    return render(request.inside, doses, notes=request.notes, excel_eu=excel_eu)


def _remarks(request: ExportRequest) -> list[str]:
    if PER_DOSE not in request.options:
        return []
    return ["A row a dose, with what is known before and after it; doses taken as one are one."]


FORMATS = (Format("table", (".csv",), 3, _render, (EXCEL_EU, PER_DOSE), _remarks),)
