"""Daylio: four generations of its table, and its backup."""

import io
import json
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ketalog

OLDEST = "year,date,weekday,time,mood,activities,note"
FORMER = "full_date,date,weekday,time,mood,activities,note"
TITLED = "full_date,date,weekday,time,mood,activities,note_title,note"
CURRENT = "full_date,date,weekday,time,mood,activities,scales,note_title,note"


def moods(ketalog: Ketalog) -> list[tuple[str, int]]:
    entries = ketalog("list --kind mood --all --json").data["entries"]
    return [(entry["at"], entry["mood"]) for entry in entries]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (OLDEST, '2026,18 Nov,Wednesday,9:05 pm,good,"tea | walk ","calm"'),
        (FORMER, '2026-11-18,18 November,Wednesday,21:05,good,"tea | walk ","calm"'),
        (TITLED, '2026-11-18,18 November,Wednesday,21:05,good ,"tea | walk","","calm"'),
        (CURRENT, '2026-11-18,18. Nov,Mittwoch,9:05\u202fPM,good,"tea | walk","","","calm"'),
    ],
)
def test_each_generation_of_the_table_is_taken_in(
    ketalog: Ketalog, home: Path, header: str, row: str
) -> None:
    (home / "backup.html").write_text(f"{header}\n{row}\n", encoding="utf-8-sig")
    answer = ketalog(f"import {home / 'backup.html'}")
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Daylio CSV: 1 row, 1 taken, 0 left out.\n")
    assert moods(ketalog) == [("2026-11-18T21:05:00+01:00", 8)]
    entry = ketalog("show 1 --json").data["entry"]
    assert entry["note"] == "calm\nActivities: tea, walk"
    assert entry["source"] == {"format": "Daylio CSV", "file": "backup.html", "row": 1}


def test_title_scales_and_marks_of_the_note_are_kept_as_words(ketalog: Ketalog, home: Path) -> None:
    note = "first<br>second &amp; <b>third</b><li>one <3"
    scales = '"Sleep Quality:\xa08/10 points | Awake: 1:00"'
    row = f'2026-11-18,x,x,21:05,meh,"",{scales},"A title","{note}"'
    (home / "d.csv").write_text(f"{CURRENT}\n{row}\n", encoding="utf-8")
    ketalog(f"import {home / 'd.csv'}")
    assert ketalog("show 1 --json").data["entry"]["note"] == (
        "A title\nfirst\nsecond & third\n- one <3\nScales: Sleep Quality: 8/10 points, Awake: 1:00"
    )


def test_the_five_levels_become_0_to_10_evenly_and_it_is_said(ketalog: Ketalog, home: Path) -> None:
    names = ("rad", "good", "meh", "bad", "awful", "super", "bien", "mouais", "mauvais", "horrible")
    rows = [f"2026-11-18,{n:02}:00,{name}" for n, name in enumerate(names)]
    (home / "d.csv").write_text("\n".join(["full_date,time,mood", *rows]))
    answer = ketalog(f"import {home / 'd.csv'}")
    assert "the lowest of the five levels became 0 and the highest became 10" in answer.out
    assert [mood for _, mood in moods(ketalog)] == [10, 8, 5, 2, 0] * 2


def test_a_mood_s_own_name_needs_a_number(ketalog: Ketalog, home: Path) -> None:
    rows = "2026-11-18,21:00,Calm, but low\n2026-11-17,21:00,so-so \n2026-11-16,21:00,so-so\n"
    rows = rows.replace("Calm, but low", '"Calm, but low"')
    (home / "d.csv").write_text("full_date,time,mood\n" + rows)
    line = f"import {home / 'd.csv'}"
    refused = ketalog(line)
    assert (refused.code, refused.out) == (2, "")
    assert "Some moods have no number: so-so, Calm, but low." in refused.err
    assert f"{line} --mood-map 'so-so=N, Calm, but low=N'" in refused.err
    assert not (home / "journal.json").exists()
    dry = ketalog(f"{line} --dry-run")
    assert dry.code == 0
    assert "Moods without a number: so-so (2), Calm, but low (1)." in dry.out
    typed = ["import", str(home / "d.csv"), "--mood-map", "SO-SO = 4", "--mood-map"]
    assert ketalog([*typed, "Calm, but low=3"]).code == 0
    assert [mood for _, mood in moods(ketalog)] == [4, 4, 3]
    assert ketalog("show 3 --json").data["entry"]["note"] == "Mood: Calm, but low"


def test_more_names_of_moods_than_anybody_has_flood_no_screen(ketalog: Ketalog, home: Path) -> None:
    rows = [f"2026-11-18,21:00,mood {n}" for n in range(1000)]
    rows.append(f"2026-11-18,21:00,{'x' * 10_000}")
    (home / "d.csv").write_text("\n".join(["full_date,time,mood", *rows]))
    refused = ketalog(f"import {home / 'd.csv'}")
    assert refused.code == 2
    assert "mood 950 and 950 more. Nothing was imported." in refused.err
    assert len(refused.err) < 3000
    dry = ketalog(f"import {home / 'd.csv'} --dry-run").out
    assert "Left out 1 (row 1001): the name of their mood is far too long." in dry


def test_a_mood_s_number_can_be_changed_or_left_out(ketalog: Ketalog, home: Path) -> None:
    rows = "2026-11-18,21:00,good\n2026-11-17,21:00,odd\n"
    (home / "d.csv").write_text("full_date,time,mood\n" + rows)
    answer = ketalog(["import", str(home / "d.csv"), "--mood-map", "good=6, odd=-"])
    assert "Left out 1 (row 2): their mood is to be left out." in answer.out
    assert moods(ketalog) == [("2026-11-18T21:00:00+01:00", 6)]


@pytest.mark.parametrize("typed", ["good", "good=11", "good=x", "=4"])
def test_what_is_no_number_of_a_mood_is_refused(ketalog: Ketalog, home: Path, typed: str) -> None:
    (home / "d.csv").write_text("full_date,time,mood\n2026-11-18,21:00,good\n")
    answer = ketalog(["import", str(home / "d.csv"), "--mood-map", typed])
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert not (home / "journal.json").exists()


def test_on_a_terminal_the_number_is_asked_then_all_is_shown_before_it_comes_in(
    ketalog: Ketalog, home: Path
) -> None:
    (home / "d.csv").write_text("full_date,time,mood\n2026-11-18,21:00,odd\n")
    asked = ketalog(f"import {home / 'd.csv'}", stdin="eleven\n7\nn\n", tty=True)
    assert asked.code == 2
    assert "'odd' (1 time): mood 0 to 10, or - to leave it out:" in asked.err
    assert "'eleven' is no number from 0 to 10." in asked.err
    assert "New: 1 entry: 1 rating." in asked.err
    assert "Nothing was imported." in asked.err
    assert not (home / "journal.json").exists()
    assert ketalog(f"import {home / 'd.csv'}", stdin="7\ny\n", tty=True).code == 0
    assert [mood for _, mood in moods(ketalog)] == [7]


def test_rows_that_can_t_be_taken_are_counted_with_the_reason(ketalog: Ketalog, home: Path) -> None:
    rows = [
        "2026-11-18,9:00 pm,good,",
        "2026-11-18,9:00,good,",
        "2026-11-18,noon,good,",
        "2026-02-30,9:00 pm,good,",
        "2026-11-18,9:00 pm,good,,more",
        "2026-12-24,9:00 pm,good,",
        ",9:00 pm,good,",
        f"2026-11-17,9:00 pm,good,{'x' * 10_001}",
    ]
    (home / "d.csv").write_text("\n".join(["full_date,time,mood,note", *rows]))
    answer = ketalog(f"import {home / 'd.csv'} --json")
    account = answer.data["file"]
    assert (account["rows"], account["taken"]) == (8, 1)
    assert {tuple(row["rows"]): row["reason"] for row in account["left_out"]} == {
        (2,): "the time may be in the morning or the evening",
        (3,): "the time can't be read",
        (4,): "the day can't be read",
        (5,): "they have 5 cells under 4 headings",
        (6,): "its 'at' lies ahead",
        (7,): "the day isn't said",
        (8,): "its 'note' is too long",
    }


def test_two_entries_of_one_minute_are_two_and_a_longer_export_adds_only_what_is_new(
    ketalog: Ketalog, home: Path
) -> None:
    rows = ["2026-11-18,21:00,good", "2026-11-18,21:00,bad"]
    (home / "d.csv").write_text("\n".join(["full_date,time,mood", *rows]))
    assert "2 ratings" in ketalog(f"import {home / 'd.csv'}").out
    rows = ["2026-11-19,21:00,rad", *rows]
    (home / "d.csv").write_text("\n".join(["full_date,time,mood", *rows]))
    assert "Imported 1 entry: 1 rating." in ketalog(f"import {home / 'd.csv'}").out
    assert len(moods(ketalog)) == 3


@pytest.mark.parametrize("date", ["18 May", "May 18", "18th May"])
def test_the_oldest_table_says_days_in_words(ketalog: Ketalog, home: Path, date: str) -> None:
    row = f'2026,{date},Monday,21:00,good,"",""\n2026,18 Mai,Montag,21:00,good,"",""'
    (home / "d.csv").write_text(f"{OLDEST}\n{row}\n")
    answer = ketalog(f"import {home / 'd.csv'}")
    assert moods(ketalog) == [("2026-05-18T21:00:00+02:00", 8)]
    assert "row 2): the name of the month can't be read" in answer.out


def test_swapped_columns_are_found_by_name_and_a_missing_one_is_said(
    ketalog: Ketalog, home: Path
) -> None:
    (home / "d.csv").write_text("mood;weekday;time;full_date\ngood;x;21:00;2026-11-18\n")
    assert ketalog(f"import {home / 'd.csv'}").code == 0
    assert moods(ketalog) == [("2026-11-18T21:00:00+01:00", 8)]
    (home / "e.csv").write_text("mood,weekday,activities,full_date\ngood,x,y,2026-11-18\n")
    answer = ketalog(f"import {home / 'e.csv'}")
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith("e.csv has no column 'time'")


def test_a_time_that_no_clock_showed_is_said(ketalog: Ketalog, home: Path) -> None:
    (home / "d.csv").write_text("full_date,time,mood\n2026-03-29,02:30,good\n")
    assert "That night the clocks went forward" in ketalog(f"import {home / 'd.csv'}").out


# The backup


def backup(home: Path, content: Any, name: str = "backup.daylio") -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b64encode(json.dumps(content).encode()))
    (home / "x.daylio").write_bytes(packed.getvalue())
    return home / "x.daylio"


AT = 1_795_032_300_000
ENTRY = {
    "id": 1,
    "minute": 5,
    "hour": 21,
    "day": 18,
    "month": 10,
    "year": 2026,
    "datetime": AT,
    "timeZoneOffset": 3_600_000,
    "mood": 1,
    "tags": [7],
    "note": "calm",
    "note_title": "",
}
MOODS = [
    {"id": 1, "custom_name": "", "predefined_name_id": 2, "mood_group_id": 2},
    {"id": 9, "custom_name": "odd", "predefined_name_id": -1, "mood_group_id": 4},
]


def test_a_backup_has_the_level_of_each_mood(ketalog: Ketalog, home: Path) -> None:
    odd = {**ENTRY, "mood": 9, "datetime": AT - 60_000, "tags": []}
    content = {
        "customMoods": MOODS,
        "tags": [{"id": 7, "name": "tea"}],
        "dayEntries": [ENTRY, odd, {**ENTRY, "mood": 3}, {**ENTRY, "datetime": "x"}, 4],
    }
    answer = ketalog(f"import {backup(home, content)} --json")
    assert moods(ketalog) == [("2026-11-18T21:04:00+01:00", 2), ("2026-11-18T21:05:00+01:00", 8)]
    assert ketalog("show 2 --json").data["entry"]["note"] == "calm\nActivities: tea"
    assert answer.data["file"]["rows"] == 5
    assert {row["reason"] for row in answer.data["file"]["left_out"]} == {
        "their mood is not among the file's moods",
        "the time can't be read",
        "they are no entries",
    }


def test_what_is_attached_to_an_entry_is_said_to_be_left_out(ketalog: Ketalog, home: Path) -> None:
    rule = "Attachments, such as photos, are left out."
    for attached in ([], [12]):
        content = {"customMoods": MOODS, "dayEntries": [{**ENTRY, "assets": attached}]}
        answer = ketalog(f"--json import {backup(home, content)}")
        assert (rule in answer.data["file"]["rules"]) == bool(attached)


def test_the_table_and_the_backup_of_one_journal_come_in_once(ketalog: Ketalog, home: Path) -> None:
    (home / "d.csv").write_text("full_date,time,mood\n2026-11-18,21:05,good\n")
    ketalog(f"import {home / 'd.csv'}")
    answer = ketalog(f"import {backup(home, {'customMoods': MOODS, 'dayEntries': [ENTRY]})}")
    assert "1 entry is here already" in answer.out


@pytest.mark.parametrize("content", [{"dayEntries": 4}, [], {"customMoods": MOODS}])
def test_a_backup_that_is_none_is_refused(ketalog: Ketalog, home: Path, content: Any) -> None:
    answer = ketalog(f"import {backup(home, content)}")
    assert (answer.code, answer.err.count("\n")) == (4, 1)
    assert not (home / "journal.json").exists()
