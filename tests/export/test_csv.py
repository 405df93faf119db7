"""Entries as a table for a spreadsheet: one row each, and no cell is a formula."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Note, Question, Source
from ketalog.domain.kinds import Entry
from ketalog.domain.text import strip_invisible
from ketalog.export.formats import csv as format_csv
from ketalog.export.formats.csv import COLUMNS, GUARDED
from tests.conftest import Ketalog

START = datetime.fromisoformat("2026-11-02T20:00:00+01:00")


def render(entries: Sequence[Entry], *, notes: bool) -> bytes:
    """Return the file of entries that belong to no dose outside it."""
    doses = sorted((one for one in entries if isinstance(one, Dose)), key=lambda one: one.at)
    return format_csv.render(entries, doses, notes=notes)


def at(minutes: int, number: int) -> dict[str, Any]:
    moment = START + timedelta(minutes=minutes)
    recorded = moment + timedelta(minutes=5)
    return {"id": f"entry {number}", "at": moment, "recorded": recorded, "number": number}


SPRAY = Dose(
    **at(0, 1),
    amount_mg=Decimal("30.0"),
    count=Decimal(2),
    each_mg=Decimal(15),
    route="nasal",
    medication="esketamine",
    hold_minutes=0,
    swallowed=False,
    estimate=True,
    mood=0,
    anxiety=10,
    note="in the garden",
    intention="rest",
)
ENTRIES: list[Entry] = [
    SPRAY,
    Mood(**at(120, 2), mood=6, energy=5, sleep_minutes=450),
    Effect(**at(30, 3), name="nausea", severity="mild", minutes=45, note="after bread"),
    NoEffects(**at(2000, 4)),
    Note(**at(180, 5), text="Rain. «Été».\nA walk.", source=Source("daylio", "d.csv", 4)),
    Question(**at(240, 6), text="When, and why?"),
]


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def filled(row: dict[str, str]) -> dict[str, str]:
    """Return the cells that say something, but not when."""
    times = {"at", "date", "time", "recorded", "number"}
    return {name: cell for name, cell in row.items() if cell and name not in times}


def test_each_entry_is_a_row_in_order_of_time_with_units_in_the_header() -> None:
    rows = read(render(list(reversed(ENTRIES)), notes=True))
    assert [row["number"] for row in rows] == ["1", "3", "2", "5", "6", "4"]
    assert [filled(row) for row in rows] == [
        {
            "kind": "dose",
            "amount_mg": "30",
            "count": "2",
            "each_mg": "15",
            "route": "nasal",
            "medication": "esketamine",
            "hold_minutes": "0",
            "swallowed": "no",
            "estimate": "yes",
            "mood": "0",
            "anxiety": "10",
            "note": "in the garden",
            "intention": "rest",
        },
        {
            "kind": "effect",
            "effect": "nausea",
            "severity": "mild",
            "effect_minutes": "45",
            "dose_number": "1",
            "note": "after bread",
        },
        {"kind": "mood", "mood": "6", "energy": "5", "sleep_minutes": "450"},
        {"kind": "note", "text": "Rain. «Été».\nA walk.", "source": "daylio: d.csv"},
        {"kind": "question", "text": "When, and why?"},
        {"kind": "no effects"},
    ]


def test_times_are_exact_for_programs_and_plain_for_spreadsheets() -> None:
    row = read(render([SPRAY], notes=False))[0]
    assert row["at"] == "2026-11-02T20:00:00+01:00"
    assert (row["date"], row["time"]) == ("2026-11-02", "20:00")
    assert row["recorded"] == "2026-11-02T20:05:00+01:00"


def test_words_of_notes_are_there_only_if_asked_for_and_questions_always() -> None:
    data = render(ENTRIES, notes=False)
    for words in ("garden", "rest", "bread", "Rain", "walk"):
        assert words.encode() not in data
    assert b"When, and why?" in data
    assert len(read(data)) == len(ENTRIES)


def test_excel_takes_it_for_utf_8_and_its_lines_end_as_rfc_4180_asks() -> None:
    data = render([SPRAY], notes=False)
    assert data.startswith(b"\xef\xbb\xbfnumber,kind,at,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_no_entries_are_a_header() -> None:
    assert render([], notes=True).decode("utf-8-sig") == f"{','.join(COLUMNS)}\r\n"


def test_a_dose_that_was_chosen_but_is_not_in_the_file_is_not_another_one() -> None:
    chosen = Effect(**at(30, 7), name="nausea", dose="entry 0")
    assert read(render([SPRAY, chosen], notes=False))[1]["dose_number"] == ""
    chosen = Effect(**at(3000, 7), name="nausea", dose="entry 1")
    assert read(render([SPRAY, chosen], notes=False))[1]["dose_number"] == "1"


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ('=HYPERLINK("http://example.org")', '\'=HYPERLINK("http://example.org")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\n'=1"),
        ("a;=1", "a;'=1"),
        ("a\n =1", "a\n' =1"),
        ("\x1b=1", "'=1"),
        ("\u200b\u202e=1", "'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a=1", "a=1"),
        ("'quoted'", "'quoted'"),
        ('a "b", c\r\nd', 'a "b", c\nd'),
        ("\x1b[31mred\x1b[0m\u202e", "[31mred[0m"),
        ("</style><script>alert(1)</script>", "</style><script>alert(1)</script>"),
        ("مرحبا \U0001f469\u200d\U0001f4bb", "مرحبا \U0001f469\u200d\U0001f4bb"),
        ("a\ud800b\x00", "ab"),
    ],
)
def test_hostile_words_are_only_words(words: str, cell: str) -> None:
    entries: list[Entry] = [
        Note(**at(0, 1), text=words, note=words),
        Question(**at(1, 2), text=words),
        Effect(**at(2, 3), name=words),
        Dose(
            **at(3, 4),
            amount_mg=Decimal(1),
            route="oral",
            medication=words,
            intention=words,
            source=Source(words, "x"),
        ),
    ]
    note, question, effect, dose = read(render(entries, notes=True))
    said = [note["text"], note["note"], question["text"], effect["effect"]]
    assert said == [cell] * 4
    assert [dose["medication"], dose["intention"]] == [cell] * 2


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_words_come_back_and_begin_no_formula(texts: list[str]) -> None:
    entries = [Question(**at(n, n + 1), text=text) for n, text in enumerate(texts)]
    rows = read(render(entries, notes=False))
    for row, text in zip(rows, texts, strict=True):
        cell = row["text"]
        assert cell[:1] not in set(GUARDED)
        words = strip_invisible(text.replace("\r\n", "\n").replace("\r", "\n"))
        assert cell.replace("'", "") == words.replace("'", "")
        assert cell.count("'") >= words.count("'") + (words[:1] in set(GUARDED))
        assert strip_invisible(cell) == cell


def test_export_writes_it(ketalog: Ketalog, home: Path) -> None:
    ketalog("dose 2x15mg nasal --mood 4 --note tea")
    ketalog("effect dizziness mild")
    assert ketalog(["export", str(home / "doses.csv")]).code == 0
    dose, effect = read((home / "doses.csv").read_bytes())
    assert (dose["amount_mg"], dose["each_mg"], dose["mood"], dose["note"]) == ("30", "15", "4", "")
    assert (effect["effect"], effect["dose_number"]) == ("dizziness", dose["number"])


def typed_table(ketalog: Ketalog, home: Path, *options: str) -> list[dict[str, str]]:
    for line in (
        "dose 12.5mg nasal",
        "vitals 128/82 pulse 71 oxygen 97 weight 70.5kg",
        "check phq9 0 1 2 3 0 1 2 3 0",
        "also alcohol '2 beers'",
    ):
        assert ketalog(line).code == 0, line
    assert ketalog(["export", str(home / "x.csv"), *options]).code == 0
    text = (home / "x.csv").read_text("utf-8-sig")
    separator = ";" if options else ","
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


def test_values_have_columns_of_their_own(ketalog: Ketalog, home: Path) -> None:
    _, vitals, check, also = typed_table(ketalog, home)
    readings = ("systolic_mmhg", "diastolic_mmhg", "pulse_per_minute", "oxygen_percent")
    assert [vitals[name] for name in readings] == ["128", "82", "71", "97"]
    assert vitals["weight_kg"] == "70.5"
    assert [check[f"item_{n}"] for n in range(1, 10)] == list("012301230")
    assert (check["instrument"], check["total"]) == ("phq9", "12")
    assert (also["also_kind"], also["also_change"]) == ("alcohol", "taken")


def test_a_table_for_spreadsheets_with_decimal_commas(ketalog: Ketalog, home: Path) -> None:
    dose, vitals, *_ = typed_table(ketalog, home, "--excel-eu")
    assert (dose["amount_mg"], vitals["weight_kg"]) == ("12,5", "70,5")
    answer = ketalog(["export", str(home / "x.html"), "--excel-eu"])
    assert (answer.code, "is for a table" in answer.err) == (2, True)
