"""Trackers and diaries: Bearable, PsychonautWiki Journal, MedTimer, jrnl, Afterflow."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Answer, Ketalog


def take(ketalog: Ketalog, home: Path, content: str, *options: str) -> Answer:
    (home / "given").write_text(content, encoding="utf-8")
    return ketalog(["import", str(home / "given"), *options, "--json"])


def left_out(answer: Answer) -> dict[str, list[int]]:
    assert answer.code == 0, answer.out
    account = answer.data["file"]
    assert account["rows"] == account["taken"] + sum(row["count"] for row in account["left_out"])
    return {row["reason"]: row["rows"] for row in account["left_out"]}


def entries(ketalog: Ketalog, *fields: str) -> list[tuple[Any, ...]]:
    listed = ketalog("list --all --json").data["entries"]
    return [tuple(entry.get(field) for field in ("kind", "at", *fields)) for entry in listed]


# Bearable

BEARABLE = """date,weekday,time of day,category,rating/amount,detail,notes
8th Nov 2026,Sun,9:15 pm,Mood,3/5,,slept well
8th Nov 2026,Sun,9:15 pm,Anxiety,2,,slept well
8th Nov 2026,Sun,pre,Mood,3,,slept well
7th Nov 2026,Sat,,Mood,2,,
8th Nov 2026,Sun,9:15 pm,Symptom,"2","Neck pain (Moderate)",slept well
8th Foo 2026,Sun,9:15 pm,Mood,3,,
8th Nov 2026,Sun,9:15 pm,Mood,7,,
"""
BEARABLE_NEWER = """date,date formatted,weekday,time of day,category,rating/amount,detail,notes
8. Nov,2026-11-08,So,21:15,Mood,"3,5",,
"""


def test_bearable_takes_ratings_and_a_day_s_note_once(ketalog: Ketalog, home: Path) -> None:
    scales = ("--scale", "mood=1..5", "--scale", "anxiety=1..5")
    answer = take(ketalog, home, BEARABLE, *scales)
    assert left_out(answer) == {
        "they are neither mood, anxiety nor energy": [5],
        "the name of the month can't be read: only English ones can": [6],
        "a rating lies outside its scale": [7],
    }
    at = "2026-11-08T21:15:00+01:00"
    assert entries(ketalog, "mood", "anxiety", "note") == [
        ("mood", "2026-11-07", 2, None, None),
        ("mood", at, 5, None, "slept well"),
        ("mood", at, None, 2, None),
        ("mood", "2026-11-08", 5, None, None),
    ]


def test_bearable_of_the_newer_form_has_the_date_in_iso_form(ketalog: Ketalog, home: Path) -> None:
    assert left_out(take(ketalog, home, BEARABLE_NEWER, "--scale", "mood=1..5")) == {}
    assert entries(ketalog, "mood") == [("mood", "2026-11-08T21:15:00+01:00", 6)]


def test_a_scale_that_the_file_doesn_t_say_is_asked_for(ketalog: Ketalog, home: Path) -> None:
    (home / "b.csv").write_text(BEARABLE_NEWER)
    line = f"import {home / 'b.csv'}"
    refused = ketalog(line)
    assert refused.code == 2
    assert (
        "The file doesn't say its scales: mood (3.5 to 3.5). Nothing was imported." in refused.err
    )
    assert f"ketalog {line} --scale mood=A..B" in refused.err
    asked = ketalog(line, stdin="five\n1..5\ny\n", tty=True)
    assert "Mood is from 3.5 to 3.5 in the file. Its scale, such as 1..5:" in asked.err
    assert "'five' is no scale." in asked.err
    assert len(entries(ketalog)) == 1


@pytest.mark.parametrize("typed", ["mood", "mood=1", "mood=3..3", "sleep=1..5", "1..5"])
def test_what_is_no_scale_is_refused(ketalog: Ketalog, home: Path, typed: str) -> None:
    assert take(ketalog, home, BEARABLE, "--scale", typed).code == 2


# PsychonautWiki Journal

SORTED = 1_795_032_300_000  # 18 November 2026, 21:05 in Berlin
UNITS = [
    {
        "id": 3,
        "substanceName": "Ketamine",
        "name": "troche",
        "dose": 50,
        "originalUnit": "mg",
        "unit": "troche",
        "isEstimate": True,
    },
    {"id": 4, "name": "spray", "dose": None, "originalUnit": "mg"},
]


def experience(*ingestions: dict[str, Any], **fields: Any) -> str:
    known = {"title": "", "text": "", "sortDate": SORTED, "creationDate": SORTED}
    content = {**known, "ingestions": list(ingestions), **fields}
    return json.dumps({"experiences": [content], "customUnits": UNITS})


def ingestion(**fields: Any) -> dict[str, Any]:
    return {
        "substanceName": "Ketamine",
        "time": SORTED,
        "creationDate": SORTED,
        "administrationRoute": "SUBLINGUAL",
        "dose": 100.0,
        "units": "mg",
        "isDoseAnEstimate": False,
        "notes": "",
        "consumerName": None,
        "customUnitId": None,
        **fields,
    }


def test_an_ingestion_of_ketamine_is_a_dose(ketalog: Ketalog, home: Path) -> None:
    content = experience(
        ingestion(notes="held"),
        ingestion(time=SORTED + 60_000, dose=0.1, units="g", isDoseAnEstimate=True),
        ingestion(time=SORTED + 120_000, dose=2, units="troche", customUnitId=3),
        ingestion(time=SORTED + 180_000, administrationRoute="INSUFFLATED"),
    )
    answer = take(ketalog, home, content)
    assert left_out(answer) == {}
    assert "Insufflated became nasal: it is powder, no spray." in answer.data["file"]["rules"]
    fields = ("amount_mg", "route", "estimate", "count", "note")
    assert entries(ketalog, *fields) == [
        ("dose", "2026-11-18T21:05:00+01:00", "100", "sublingual", None, None, "held"),
        ("dose", "2026-11-18T21:06:00+01:00", "100", "sublingual", True, None, None),
        ("dose", "2026-11-18T21:07:00+01:00", "100", "sublingual", True, "2", None),
        ("dose", "2026-11-18T21:08:00+01:00", "100", "nasal", None, None, None),
    ]


def test_doses_of_one_experience_are_one_sitting(ketalog: Ketalog, home: Path) -> None:
    hour = 3_600_000
    content = experience(
        ingestion(time=SORTED + hour),
        ingestion(time=SORTED),
        ingestion(time=SORTED + 13 * hour),
        ingestion(time=SORTED + hour, administrationRoute="INSUFFLATED"),
    )
    take(ketalog, home, content)
    doses = {row[1][11:13] + row[2][:1]: row for row in entries(ketalog, "route", "id", "sitting")}
    assert {key: row[4] for key, row in doses.items()} == {
        "21s": None,
        "22s": doses["21s"][3],
        "22n": None,
        "10s": None,
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"consumerName": "Sam"}, "another person took them"),
        ({"substanceName": "Cannabis"}, "they are other medicines: --also"),
        ({"substanceName": "2-Fluorodeschloroketamine"}, "they are other medicines: --also"),
        ({"units": "mL"}, "the amount of the dose isn't in mg, g or µg"),
        ({"dose": None}, "the amount of the dose isn't said"),
        ({"customUnitId": 4}, "the amount of the dose isn't said"),
        ({"dose": 0}, "the amount of the dose is 0"),
        ({"administrationRoute": "RECTAL"}, "their route is none that ketalog knows"),
        ({"time": "x"}, "the time can't be read"),
        ({"time": SORTED - 40 * 86_400_000}, "the time can't be read"),
        ({"time": 1e300}, "the time can't be read"),
    ],
)
def test_an_ingestion_that_can_t_be_a_dose_is_left_out_with_the_reason(
    ketalog: Ketalog, home: Path, fields: dict[str, Any], reason: str
) -> None:
    assert left_out(take(ketalog, home, experience(ingestion(**fields)))) == {reason: [1]}


@pytest.mark.parametrize("time", [SORTED, SORTED // 1000, SORTED / 1000 - 978_307_200])
def test_a_time_is_in_ms_or_in_seconds_since_1970_or_2001(
    ketalog: Ketalog, home: Path, time: float
) -> None:
    assert left_out(take(ketalog, home, experience(ingestion(time=time)))) == {}
    assert entries(ketalog) == [("dose", "2026-11-18T21:05:00+01:00")]


def test_other_substances_come_in_if_they_are_wanted(ketalog: Ketalog, home: Path) -> None:
    content = experience(ingestion(substanceName="Caffeine"))
    assert left_out(take(ketalog, home, content, "--also")) == {}
    assert entries(ketalog, "what") == [("also", "2026-11-18T21:05:00+01:00", "Caffeine 100.0 mg")]


def test_words_about_ketamine_come_in_and_ratings_do_not(ketalog: Ketalog, home: Path) -> None:
    notes = [{"time": SORTED + 60_000, "note": "music"}, {"time": SORTED, "note": " "}, 4]
    about = {"title": "An evening", "text": "calm", "timedNotes": notes}
    ratings = [{"option": "threePlus", "time": None, "creationDate": SORTED}]
    answer = take(ketalog, home, experience(ingestion(), **about, ratings=ratings))
    assert left_out(answer) == {
        "they have no words": [3],
        "the time can't be read": [4],
        "they rate an experience, which is no mood from 0 to 10": [5],
    }
    assert [row[2] for row in entries(ketalog, "text")] == [None, "An evening\ncalm", "music"]
    other = experience(ingestion(substanceName="LSD"), **about)
    assert "they are words about an experience without ketamine" in left_out(
        take(ketalog, home, other)
    )


def test_what_is_no_experience_is_counted(ketalog: Ketalog, home: Path) -> None:
    content = json.loads(experience(ingestion()))
    content["experiences"].insert(0, "x")
    answer = take(ketalog, home, json.dumps(content))
    assert left_out(answer) == {"they are no experience": [1]}
    assert len(answer.data["entries"]) == 1


@pytest.mark.parametrize("content", ['{"experiences": {"ingestions": 1}}'])
def test_a_journal_without_experiences_is_refused(
    ketalog: Ketalog, home: Path, content: str
) -> None:
    assert take(ketalog, home, content).code == 4


# MedTimer

ISO = "Time (ISO 8601);Taken (ISO 8601)"
TAKEN = "2026-11-20T19:00:00Z;2026-11-20T19:05:00Z"
AT = "2026-11-20T20:05:00+01:00"
GENERATIONS = [
    (
        "Time;Name;Amount;Taken",
        "20.11.26, 20:00;Ketamine;100 mg;20.11.26, 20:05",
        "2026-11-20T20:05:00+01:00",
    ),
    (f"Time;Name;Amount;Taken;{ISO}", f"x;Ketamine;100mg;y;{TAKEN}", AT),
    (f"Time;Name;Amount;Taken;Tags;{ISO}", f"x;Ketamine;100mg;y;;{TAKEN}", AT),
    (f"Reminded;Name;Amount;Taken;Tags;Interval;{ISO}", f"x;Ketamine;0.1 g;y;;;{TAKEN}", AT),
    (
        f"Reminded;Name;Dosage;Taken;Tags;Interval;Notes;Reminded (ISO 8601);{ISO.split(';')[1]}",
        f"x;Ketamine;2x50mg;y;;;;{TAKEN}",
        AT,
    ),
]


@pytest.mark.parametrize(("header", "row", "at"), GENERATIONS)
def test_each_generation_of_medtimer_s_table_has_what_was_taken(
    ketalog: Ketalog, home: Path, header: str, row: str, at: str
) -> None:
    empty = ";".join("" if cell in {"y", "20.11.26, 20:05"} else cell for cell in row.split(";"))
    answer = take(ketalog, home, f"{header}\n{row}\n{empty}\n", "--route", "sublingual")
    assert left_out(answer) == {"the file doesn't say whether they were taken": [2]}
    assert entries(ketalog, "amount_mg", "route") == [("dose", at, "100", "sublingual")]


def test_the_first_table_doesn_t_say_when_a_dose_was_taken(ketalog: Ketalog, home: Path) -> None:
    content = "Time;Medicine Name;Amount;Taken\n5/3/26, 8:00 PM;Ketamine;100 mg;x\n"
    assert left_out(take(ketalog, home, content)) == {
        "the file doesn't say when they were taken": [1]
    }


def test_a_day_that_can_be_two_is_not_guessed(ketalog: Ketalog, home: Path) -> None:
    content = "Time;Name;Amount;Taken\nx;Ketamine nasal;100 mg;5/3/26, 8:05 PM\n"
    assert left_out(take(ketalog, home, content)) == {
        "their day can be read in two ways: --day-order": [1]
    }
    take(ketalog, home, content, "--day-order", "mdy")
    assert entries(ketalog, "route") == [("dose", "2026-05-03T20:05:00+02:00", "nasal")]
    assert take(ketalog, home, content, "--day-order", "ymd").code == 2


def test_what_a_dose_doesn_t_say_is_asked_for(ketalog: Ketalog, home: Path) -> None:
    header, row, at = GENERATIONS[1]
    content = f"{header}\n{row.replace('100mg', '1.5 troches')}\n"
    assert left_out(take(ketalog, home, content)) == {
        "the amount of the dose isn't in mg: --each": [1]
    }
    (home / "m.csv").write_text(content)
    asked = ketalog(f"import {home / 'm.csv'}", stdin="much\n100mg\nair\nsl\ny\n", tty=True)
    assert asked.code == 0, asked.err
    assert entries(ketalog, "amount_mg", "count", "route") == [
        ("dose", at, "150", "1.5", "sublingual")
    ]


def test_other_medicines_come_in_only_if_they_are_wanted(ketalog: Ketalog, home: Path) -> None:
    header, row, at = GENERATIONS[1]
    content = f"{header}\n{row.replace('Ketamine', 'Lisinopril')}\n"
    assert left_out(take(ketalog, home, content)) == {"they are other medicines: --also": [1]}
    assert left_out(take(ketalog, home, content, "--also")) == {}
    assert entries(ketalog, "what", "about") == [("also", at, "Lisinopril 100mg", "medicine")]


@pytest.mark.parametrize(
    ("name", "taken", "reason"),
    [
        ("Ketamine", "2026-11-20T19:05:00", "the time has no zone"),
        ("", "2026-11-20T19:05:00Z", "they have no name"),
        ("nothing else", "2026-11-20T19:05:00Z", "they say that nothing was taken"),
    ],
)
def test_what_is_no_medicine_at_no_time_is_left_out_with_the_reason(
    ketalog: Ketalog, home: Path, name: str, taken: str, reason: str
) -> None:
    content = f"Time;Name;Amount;Taken;{ISO}\nx;{name};;y;2026-11-20T19:00:00Z;{taken}\n"
    assert left_out(take(ketalog, home, content, "--also")) == {reason: [1]}


def test_the_list_of_medicines_is_declined(ketalog: Ketalog, home: Path) -> None:
    answer = take(ketalog, home, "Medicine;Dosage;Time\nKetamine;1;20:00\n")
    assert (answer.code, "list of medicines" in answer.out) == (4, True)


def event(status: str, **fields: Any) -> dict[str, Any]:
    return {
        "medicineName": "Spravato",
        "amount": "56 mg",
        "status": status,
        "remindedTimestamp": 1_795_201_200,
        "processedTimestamp": 1_795_201_500,
        **fields,
    }


def test_a_backup_knows_what_was_taken_and_what_was_skipped(ketalog: Ketalog, home: Path) -> None:
    items = [
        event("TAKEN"),
        event("SKIPPED", notes="a cold"),
        event("RAISED"),
        event("ACKNOWLEDGED"),
        event("DELETED"),
        event("TAKEN", reminderType="REFILL"),
        event("SKIPPED", medicineName="Lisinopril"),
        event("TAKEN", remindedTimestamp=None),
        {"medicine": {"name": "Spravato"}, "reminders": []},
        7,
    ]
    part = {"version": 9, "list": items}
    for content in (part, {"events": part, "medicines": {"version": 9, "list": []}}):
        answer = take(ketalog, home, json.dumps(content), "--route", "nasal")
        assert left_out(answer) == {
            "the file doesn't say whether they were taken": [3, 4],
            "they were deleted in the app": [5],
            "they are about the stock, no doses": [6],
            "they are skipped doses of another medicine": [7],
            "the time isn't said": [8],
            "they are medicines with their reminders, no doses": [9],
            "they are no events": [10],
        }
    assert entries(ketalog, "medication", "route", "note") == [
        ("skip", "2026-11-20T20:00:00+01:00", "esketamine", "nasal", "a cold"),
        ("dose", "2026-11-20T20:05:00+01:00", "esketamine", "nasal", None),
    ]


def test_a_table_and_a_backup_of_the_same_doses_come_in_once(ketalog: Ketalog, home: Path) -> None:
    header, row, _ = GENERATIONS[1]
    take(ketalog, home, f"{header}\n{row}\n", "--route", "sl")
    same = event("TAKEN", medicineName="Ketamine", amount="100mg")
    content = json.dumps({"version": 9, "list": [same]})
    answer = take(ketalog, home, content, "--route", "sl")
    assert (answer.data["entries"], answer.data["skipped"]) == ([], 1)


@pytest.mark.parametrize(
    "content",
    [
        {"version": -4, "list": [event("TAKEN")]},
        {"version": True, "list": [event("TAKEN")]},
        {"events": {"version": 9, "medicineName": "x"}},
        [{"list": [event("TAKEN")]}],
    ],
)
def test_a_backup_that_is_none_is_refused(ketalog: Ketalog, home: Path, content: Any) -> None:
    assert take(ketalog, home, json.dumps(content)).code == 4
    assert not (home / "journal.json").exists()


# jrnl

JRNL = {
    "tags": {},
    "entries": [
        {"title": "A walk.", "body": "More", "date": "2026-11-20", "time": "18:05", "tags": []},
        {"title": "", "body": "", "date": "2026-11-20", "time": "18:06"},
        {"title": "x", "body": "", "date": "20 Nov", "time": "18:06"},
        3,
    ],
}


def test_entries_of_jrnl_are_notes(ketalog: Ketalog, home: Path) -> None:
    answer = take(ketalog, home, json.dumps(JRNL))
    assert left_out(answer) == {
        "they have no words": [2],
        "the day can't be read": [3],
        "the day isn't said": [4],
    }
    assert entries(ketalog, "text") == [("note", "2026-11-20T18:05:00+01:00", "A walk.\nMore")]


def test_the_text_of_jrnl_and_its_json_come_in_once(ketalog: Ketalog, home: Path) -> None:
    text = "[2026-11-20 06:05:04 PM] A walk. More\n[x] done\n\n[2026-11-21 08:00] Next day\n"
    assert left_out(take(ketalog, home, text)) == {}
    assert [row[2] for row in entries(ketalog, "text")] == ["A walk. More\n[x] done", "Next day"]
    single = json.dumps(JRNL["entries"][0])  # type: ignore[index]
    assert take(ketalog, home, single).data["skipped"] == 1


def test_an_encrypted_jrnl_is_refused(ketalog: Ketalog, home: Path) -> None:
    answer = take(ketalog, home, "gAAAAABf" + "x" * 300)
    assert (answer.code, "is encrypted" in answer.out) == (4, True)


def test_a_jrnl_whose_entries_are_none_is_refused(ketalog: Ketalog, home: Path) -> None:
    content = '{"entries": {"title": 1, "body": 1, "date": 1, "time": 1}}'
    assert take(ketalog, home, content).code == 4


# Afterflow

HEADINGS = "Mood Before,Mood After,Reflections,Music Link URL"
AFTERFLOW = f"""Date,Treatment Type,Administration,Intention,{HEADINGS}
"Dec 1, 2025 at 10:30 AM",Psilocybin,Oral,rest,5,7,calm,
"Dec 2, 2025 at 10:30 AM",Ketamine,Nasal,"'=rest",4,7,calm,https://example.org
"Dec 3, 2025, 10:30\u202fPM",Ketamine,Nasal,"rest, and
quiet",,,,""
"Dec 4, 2025",Ketamine,Nasal,,4,7,,
"Dec 5, 2025 at 10:30 AM",Ketamine,Nasal,,14,7,,
"Dec 6, 2025 at 10:30 AM",Ketamine,,,,,,
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_afterflow_has_moods_and_words_of_ketamine(
    ketalog: Ketalog, home: Path, ending: str
) -> None:
    (home / "a.csv").write_bytes(AFTERFLOW.replace("\n", ending).encode())
    answer = ketalog(f"import {home / 'a.csv'} --json")
    assert left_out(answer) == {
        "they are about something else than ketamine": [1],
        "the time can't be read": [4],
        "the mood is no number from 0 to 10": [5],
        "they have neither mood nor words": [6],
    }
    first, second = entries(ketalog, "mood", "note", "text")
    assert first[:3] == ("mood", "2025-12-02T10:30:00+01:00", 4)
    assert first[3].splitlines() == [
        "Administration: Nasal",
        "Intention: =rest",
        "Mood after: 7",
        "Reflections: calm",
        "Music: https://example.org",
    ]
    assert second[:2] == ("note", "2025-12-03T22:30:00+01:00")
    assert second[4] == "Administration: Nasal\nIntention: rest, and\nquiet"
