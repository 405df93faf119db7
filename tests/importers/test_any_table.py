"""Any table, when the patient says what its columns hold."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Answer, Ketalog

WHEN = ("date=Datum", "time=Zeit")


def take(ketalog: Ketalog, home: Path, content: str, *maps: str, more: str = "") -> Answer:
    (home / "t.csv").write_text(content, encoding="utf-8")
    options = [word for pair in maps for word in ("--map", pair)]
    return ketalog(["import", str(home / "t.csv"), *options, *more.split(), "--json"])


def entries(ketalog: Ketalog, *fields: str) -> list[tuple[Any, ...]]:
    listed = ketalog("list --all --json").data["entries"]
    return [tuple(entry.get(field) for field in ("kind", *fields)) for entry in listed]


def test_a_row_holds_a_dose_ratings_readings_and_a_side_effect(
    ketalog: Ketalog, home: Path
) -> None:
    content = (
        "Datum;Zeit;Score;Angst;Schlaf;Dosis;Sys;Dia;Puls;kg;Wirkung;Wie;Notiz\n"
        "21.11.2026;21:05;4;2,5;7,5;100;128;82;72;70,5;nausea;mild;calm\n"
    )
    maps = (
        *WHEN,
        *("mood=Score/1..5", "anxiety=Angst/0..5", "sleep=Schlaf", "amount=Dosis/mg"),
        *("route=sublingual", "systolic=Sys", "diastolic=Dia", "pulse=Puls", "weight=kg"),
        *("effect=Wirkung", "severity=Wie", "note=Notiz"),
    )
    answer = take(ketalog, home, content, *maps)
    assert answer.code == 0, answer.out
    assert answer.data["file"]["rules"] == [
        "Between the cells stands a semicolon.",
        "Mood: 1 became 0 and 5 became 10, the rest lies evenly between.",
        "Anxiety: 0 became 0 and 5 became 10, the rest lies evenly between.",
        "Days are read as day, month, year: no other order fits all.",
    ]
    fields = ("amount_mg", "route", "mood", "anxiety", "sleep_minutes", "systolic_mmhg", "name")
    assert entries(ketalog, *fields, "note") == [
        ("dose", "100", "sublingual", None, None, None, None, None, "calm"),
        ("mood", None, None, 8, 5, 450, None, None, None),
        ("vitals", None, None, None, None, None, 128, None, None),
        ("effect", None, None, None, None, None, None, "nausea", None),
    ]
    assert take(ketalog, home, content, *maps).data["skipped"] == 4


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-11-21 21:05", "2026-11-21T21:05:00+01:00"),
        ("2026-11-21T21:05:30Z", "2026-11-21T22:05:30+01:00"),
        ("2026-11-21 21:05 -0500", "2026-11-21T21:05:00-05:00"),
        ("21/11/2026 9:05 pm", "2026-11-21T21:05:00+01:00"),
        ("11/21/26, 9:05 PM", "2026-11-21T21:05:00+01:00"),
        ("21 Nov 2026 21:05", "2026-11-21T21:05:00+01:00"),
        ("Nov 21, 2026 21.05", "2026-11-21T21:05:00+01:00"),
        ("2026/11/21 21:05", "2026-11-21T21:05:00+01:00"),
    ],
)
def test_a_time_is_read_in_many_forms(ketalog: Ketalog, home: Path, written: str, at: str) -> None:
    answer = take(ketalog, home, f'When,Score\n"{written}",4\n', "at=When", "mood=Score")
    assert answer.code == 0
    assert entries(ketalog, "at", "mood") == [("mood", at, 4)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("03/04/2026 21:00,4,", "their day can be read in two ways: --day-order"),
        ("21 Nov,4,", "the year isn't said"),
        (",4,", "the day isn't said"),
        ("2026-11-21 25:00,4,", "the time can't be read"),
        ("2026-11-21 21:00,,", "they hold nothing in the columns that were said"),
        ("2026-11-21 21:00,4.5,", "a rating is no whole number from 0 to 10"),
        ("2026-11-21 21:00,11,", "a rating is no whole number from 0 to 10"),
        ("2026-11-21 21:00,high,", "a number can't be read"),
        ("2026-11-21 21:00,4,odd words", "the length of sleep can't be read"),
        ("2026-11-21 21:00,4", "they have 2 cells under 3 headings"),
    ],
)
def test_a_row_that_can_t_be_taken_is_left_out_with_the_reason(
    ketalog: Ketalog, home: Path, row: str, reason: str
) -> None:
    content = f"When,Score,Sleep\n{row}\n"
    answer = take(ketalog, home, content, "at=When", "mood=Score", "sleep=Sleep")
    assert [left["reason"] for left in answer.data["file"]["left_out"]] == [reason]
    assert answer.data["entries"] == []


def test_a_day_without_a_time_stays_one_and_is_no_dose(ketalog: Ketalog, home: Path) -> None:
    content = "Day,Hour,Score,Dose\n2026-11-20,,4,\n2026-11-20,,,100\n2026-11-22,,5,\n"
    content += "2026-11-29,,5,\n"
    maps = ("date=Day", "time=Hour", "mood=Score", "amount=Dose/mg", "route=sl")
    answer = take(ketalog, home, content, *maps)
    assert {left["reason"]: left["rows"] for left in answer.data["file"]["left_out"]} == {
        "they are doses with a day and no time": [2],
        "its 'at' lies ahead": [4],
    }
    assert entries(ketalog, "at", "precision", "mood") == [
        ("mood", "2026-11-20", "day", 4),
        ("mood", "2026-11-22", "day", 5),
    ]
    assert take(ketalog, home, content, *maps, more="--all").data["skipped"] == 2
    only = take(ketalog, home, "Day,Score\n2026-11-19,4\n", "date=Day", "mood=Score")
    assert [entry["at"] for entry in only.data["entries"]] == ["2026-11-19"]


def test_the_order_of_days_can_be_said(ketalog: Ketalog, home: Path) -> None:
    content = "When,Score\n03/04/2026 21:00,4\n"
    take(ketalog, home, content, "at=When", "mood=Score", more="--day-order dmy")
    assert entries(ketalog, "at") == [("mood", "2026-04-03T21:00:00+02:00")]


def test_days_that_contradict_each_other_are_not_guessed(ketalog: Ketalog, home: Path) -> None:
    content = "When,Score\n13/04/2026 21:00,4\n04/13/2026 21:00,4\n"
    answer = take(ketalog, home, content, "at=When", "mood=Score")
    assert answer.data["file"]["taken"] == 0


def test_only_ketamine_becomes_a_dose(ketalog: Ketalog, home: Path) -> None:
    content = "When,Med,Dose,Way\n2026-11-21 21:00,Spravato,56 mg,nasal\n"
    content += "2026-11-21 22:00,Lisinopril,10 mg,oral\n"
    maps = ("at=When", "medication=Med", "amount=Dose", "route=Way")
    take(ketalog, home, content, *maps)
    assert entries(ketalog, "medication", "amount_mg") == [("dose", "esketamine", "56")]
    take(ketalog, home, content, *maps, more="--also")
    assert entries(ketalog, "what")[1:] == [("also", "Lisinopril 10 mg")]


@pytest.mark.parametrize(
    "maps",
    [
        ("mood=Score",),
        ("at=When",),
        ("at=When", "route=nasal"),
        ("at=When", "moon=Score"),
        ("at=When", "mood"),
        ("at=When", "mood=Scare"),
        ("at=When", "mood=Score", "mood=When"),
        ("at=When", "mood=Score/3..3"),
        ("at=When", "sleep=Score/1..5"),
        ("at=When", "amount=Score", "route=air"),
    ],
)
def test_a_map_that_can_t_be_is_refused(
    ketalog: Ketalog, home: Path, maps: tuple[str, ...]
) -> None:
    answer = take(ketalog, home, "When,Score\n2026-11-21 21:00,4\n", *maps)
    assert answer.code == 2
    assert not (home / "journal.json").exists()


def test_a_note_alone_is_a_note_and_a_severity_is_one_of_three(
    ketalog: Ketalog, home: Path
) -> None:
    content = "When,Effect,How,Words\n2026-11-21 21:00,,,calm\n2026-11-21 22:00,nausea,bad,\n"
    maps = ("at=When", "effect=Effect", "severity=How", "note=Words")
    answer = take(ketalog, home, content, *maps)
    assert {left["reason"]: left["rows"] for left in answer.data["file"]["left_out"]} == {
        "the severity is none of mild, moderate, severe": [2]
    }
    assert entries(ketalog, "text") == [("note", "calm")]


def test_columns_are_named_as_the_file_has_them(ketalog: Ketalog, home: Path) -> None:
    content = "When,Mood Score,\n2026-11-21 21:00,4,\n"
    answer = take(ketalog, home, content, "at=When", "mood=mood scare")
    assert answer.error["message"] == (
        "There is no column 'mood scare'. Did you mean 'Mood Score'?"
    )
    assert answer.error["hint"] == "There are: When, Mood Score."
    twice = take(ketalog, home, "When,Score,SCORE\nx,4,5\n", "at=When", "mood=score")
    assert "has twice the column 'Score': it can't be taken in." in twice.error["message"]


def test_a_map_is_for_tables(ketalog: Ketalog, home: Path) -> None:
    (home / "t.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    assert ketalog(["import", str(home / "t.csv"), "--map", "at=x"]).code == 4


def test_readings_of_a_table_are_in_whole_numbers_and_in_order(
    ketalog: Ketalog, home: Path
) -> None:
    content = "When,S,D,O,E\n2026-11-21 21:00,128.4,81.5,,\n2026-11-21 22:00,82,128,,\n"
    content += "2026-11-21 23:00,,,98,a b c\n2026-11-21 23:30,,,,none\n"
    maps = ("at=When", "systolic=S", "diastolic=D", "oxygen=O", "effect=E")
    answer = take(ketalog, home, content, *maps)
    reasons = {left["reason"]: left["rows"] for left in answer.data["file"]["left_out"]}
    assert reasons["the second number of the blood pressure is not below the first"] == [2]
    assert ("vitals", 128, 82) in entries(ketalog, "systolic_mmhg", "diastolic_mmhg")
