"""Readings and sleep: Apple Health, Health Connect, tables of blood pressure."""

import io
import resource
import sqlite3
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Answer, Ketalog

DOCTYPE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
]>
"""
QUANTITY = "HKQuantityTypeIdentifier"
DOSE = "dose 100mg sublingual --at '2026-11-20 20:30'"


def record(
    kind: str, at: str, value: str, unit: str = "", *, source: str = "watch", end: str = ""
) -> str:
    return (
        f'<Record type="{kind}" sourceName="{source}" unit="{unit}" startDate="{at} +0100" '
        f'endDate="{end or at} +0100" value="{value}"><MetadataEntry key="a" value="b"/></Record>'
    )


def pressure(at: str, high: str, low: str, *, paired: bool = True, source: str = "cuff") -> str:
    two = record(f"{QUANTITY}BloodPressureSystolic", at, high, "mmHg", source=source)
    two += record(f"{QUANTITY}BloodPressureDiastolic", at, low, "mmHg", source=source)
    kind = "HKCorrelationTypeIdentifierBloodPressure"
    pair = (
        f'<Correlation type="{kind}" sourceName="{source}" startDate="{at} +0100" '
        f'endDate="{at} +0100">{two}</Correlation>'
    )
    return two + pair * paired


def slept(start: str, end: str, stage: str = "AsleepCore", source: str = "watch") -> str:
    value = f"HKCategoryValueSleepAnalysis{stage}"
    return record("HKCategoryTypeIdentifierSleepAnalysis", start, value, source=source, end=end)


def export(*elements: str) -> str:
    inside = '<ExportDate value="2026-11-21 10:00:00 +0100"/><Me/>' + "\n".join(elements)
    return f'{DOCTYPE}<HealthData locale="en_US">{inside}</HealthData>'


def take(ketalog: Ketalog, home: Path, content: str | bytes, *options: str) -> Answer:
    data = content.encode() if isinstance(content, str) else content
    (home / "given").write_bytes(data)
    return ketalog(["import", str(home / "given"), *options, "--json"])


def left_out(answer: Answer) -> dict[str, int]:
    assert answer.code == 0, answer.out
    account = answer.data["file"]
    assert account["rows"] == account["taken"] + sum(row["count"] for row in account["left_out"])
    return {row["reason"]: row["count"] for row in account["left_out"]}


def entries(answer: Answer, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(entry.get(field) for field in fields) for entry in answer.data["entries"]]


FAR = "they stand by no dose: --all"


# Apple Health


def test_a_blood_pressure_that_stands_there_twice_comes_in_once(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog(DOSE)
    content = export(
        pressure("2026-11-20 20:20:00", "128", "82"),
        pressure("2026-11-20 21:20:00", "140", "90", paired=False),
    )
    answer = take(ketalog, home, content)
    assert left_out(answer) == {"the same blood pressure stands in its pair": 2}
    assert sorted(entries(answer, "at", "systolic_mmhg", "diastolic_mmhg")) == [
        ("2026-11-20T20:20:00+01:00", 128, 82),
        ("2026-11-20T21:20:00+01:00", 140, 90),
    ]
    assert take(ketalog, home, content).data["skipped"] == 2


def test_only_what_stands_around_a_dose_comes_in_unless_all_is_wanted(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog(DOSE)
    times = ("16:29", "16:30", "20:30")
    content = export(
        *(pressure(f"2026-11-20 {time}:00", "128", "82") for time in times),
        pressure("2026-11-21 08:30:00", "128", "82"),
        pressure("2026-11-21 08:31:00", "128", "82"),
    )
    near = take(ketalog, home, content)
    assert left_out(near)[FAR] == 2
    assert [at[11:16] for (at,) in entries(near, "at")] == ["16:30", "20:30", "08:30"]
    assert FAR not in left_out(take(ketalog, home, content, "--all"))


def test_pulse_oxygen_and_weight_are_read_in_their_units(ketalog: Ketalog, home: Path) -> None:
    ketalog(DOSE)
    at = "2026-11-20 20:40:00"
    content = export(
        record(f"{QUANTITY}HeartRate", at, "72.4", "count/min"),
        record(f"{QUANTITY}HeartRate", "2026-11-20 20:44:00", "75", "count/min"),
        record(f"{QUANTITY}OxygenSaturation", at, "0.96", "%"),
        record(f"{QUANTITY}OxygenSaturation", "2026-11-20 21:40:00", "97", "%"),
        record(f"{QUANTITY}BodyMass", at, "155.4", "lb"),
        record(f"{QUANTITY}BodyMass", "2026-11-20 21:40:00", "70.5", "kg"),
        record(f"{QUANTITY}BodyMass", "2026-11-20 22:40:00", "11", "st"),
        record(f"{QUANTITY}StepCount", at, "4", "count"),
        record(f"{QUANTITY}HeartRate", "yesterday", "72", "count/min"),
        '<Workout workoutActivityType="x"/>',
    )
    answer = take(ketalog, home, content)
    assert left_out(answer) == {
        "they are no readings and no sleep": 2,
        "another reading of the same quarter of an hour is taken": 1,
        "the weight is neither in kg nor in lb": 1,
        "the time can't be read": 1,
    }
    found = entries(answer, "pulse_per_minute", "oxygen_percent", "weight_kg")
    assert set(found) == {
        *((72, None, None), (None, 96, None), (None, None, "70.49"), (None, 97, None)),
        (None, None, "70.5"),
    }


def test_of_what_a_watch_measures_far_from_any_dose_the_first_of_a_day_comes_in(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog(DOSE)
    near = [f"2026-11-20 21:{minute}:00" for minute in ("00", "14", "15")]
    far = [f"2026-11-{day} {hour}:00:00" for day in (17, 18) for hour in ("08", "09", "21")]
    content = export(*(record(f"{QUANTITY}HeartRate", at, "72") for at in (*near, *far)))
    answer = take(ketalog, home, content, "--all")
    assert left_out(answer) == {
        "another reading of the same quarter of an hour is taken": 1,
        "another reading of the same day is taken": 4,
    }
    assert sorted(at[8:16] for (at,) in entries(answer, "at")) == [
        "17T08:00",
        "18T08:00",
        "20T21:00",
        "20T21:15",
    ]
    assert (
        "Of pulse and oxygen that stand by no dose, the first reading of a day is taken."
        in answer.data["file"]["rules"]
    )


def test_a_night_is_the_longest_sleep_of_one_source_and_overlaps_count_once(
    ketalog: Ketalog, home: Path
) -> None:
    content = export(
        slept("2026-11-20 23:00:00", "2026-11-21 03:00:00"),
        slept("2026-11-21 02:00:00", "2026-11-21 04:00:00", "AsleepDeep"),
        slept("2026-11-21 04:10:00", "2026-11-21 06:00:00", "AsleepREM"),
        slept("2026-11-21 04:00:00", "2026-11-21 04:10:00", "Awake"),
        slept("2026-11-20 22:00:00", "2026-11-21 07:00:00", "InBed"),
        slept("2026-11-20 23:30:00", "2026-11-21 06:00:00", "Asleep", source="phone"),
        slept("2026-11-20 14:00:00", "2026-11-20 15:00:00"),
        slept("2026-11-19 23:00:00", "2026-11-20 06:00:00", "AsleepUnspecified"),
        slept("2026-11-19 23:00:00", "2026-11-19 22:00:00"),
    )
    answer = take(ketalog, home, content)
    assert left_out(answer) == {
        "they are in bed or awake, not asleep": 2,
        "a longer sleep of the same night is taken": 2,
        "the time can't be read": 1,
    }
    assert entries(answer, "at", "sleep_minutes") == [
        ("2026-11-20T06:00:00+01:00", 420),
        ("2026-11-21T06:00:00+01:00", 410),
    ]


def test_the_archive_is_read_as_its_xml_is(ketalog: Ketalog, home: Path) -> None:
    ketalog(DOSE)
    content = export(pressure("2026-11-20 20:20:00", "128", "82"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export.xml", content)
    assert len(take(ketalog, home, out.getvalue()).data["entries"]) == 1
    answer = take(ketalog, home, out.getvalue()[:-30])
    assert answer.code == 4


def test_a_time_without_a_zone_is_left_out(ketalog: Ketalog, home: Path) -> None:
    content = export(record(f"{QUANTITY}HeartRate", "2026-11-20 20:40:00", "72"))
    answer = take(ketalog, home, content.replace(" +0100", ""), "--all")
    assert left_out(answer) == {"the time has no zone": 1}


def test_half_a_blood_pressure_is_left_out(ketalog: Ketalog, home: Path) -> None:
    lone = record(f"{QUANTITY}BloodPressureSystolic", "2026-11-20 20:20:00", "128")
    answer = take(ketalog, home, export(lone), "--all")
    assert left_out(answer) == {"a blood pressure has two numbers": 1}


BOMB = """<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a "xxxxxxxxxx">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><HealthData locale="&b;"></HealthData>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<HealthData locale="x">&a;</HealthData>"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "declares entities"),
        (OUTSIDE, "declares entities"),
        (export()[:-14], "is no whole export of Apple Health"),
        (export("<a>" * 1000), "is nested far too deeply"),
        (export(f'<Record type="{"x" * 20_000_000}"/>'), "line 7 is far too long"),
        (export("\x01"), "is no whole export of Apple Health"),
    ],
)
def test_an_xml_that_is_no_export_is_refused_and_nothing_is_saved(
    ketalog: Ketalog, home: Path, content: str, said: str
) -> None:
    answer = take(ketalog, home, content)
    assert (answer.code, said in answer.error["message"]) == (4, True), answer.out
    assert not (home / "journal.json").exists()


@pytest.mark.slow
def test_an_export_of_300_mb_takes_less_than_200_mb_of_memory(home: Path, ketalog: Ketalog) -> None:
    ketalog(DOSE)
    rows = "\n".join(
        record(f"{QUANTITY}HeartRate", f"2026-10-20 {n % 24:02}:{n % 60:02}:00", "72")
        for n in range(5000)
    )
    with (home / "export.xml").open("w") as file:
        file.write(f'{DOCTYPE}<HealthData locale="en_US">')
        while file.tell() < 300 * 1024**2:
            file.write(rows)
        file.write(pressure("2026-11-20 20:20:00", "128", "82") + "</HealthData>")
    done = subprocess.run(
        [sys.executable, "-m", "ketalog", "import", "export.xml"],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (200 * 1024**2,) * 2),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Imported 1 entry: 1 reading." in done.stdout


# Health Connect


def ms(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type, misc]


def health_connect(home: Path, tables: dict[str, list[tuple[Any, ...]]]) -> bytes:
    """Return an export: tables by their columns, with their rows."""
    path = home / "made.db"
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as database:
        for table, rows in tables.items():
            name, _, columns = table.partition(" ")
            database.execute(f"CREATE TABLE {name} {columns}")
            signs = ", ".join("?" * (columns.count(",") + 1))
            database.executemany(f"INSERT INTO {name} VALUES ({signs})", rows)  # noqa: S608
    database.close()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "health_connect_export.db")
    return out.getvalue()


NEAR = ms(2026, 11, 20, 19, 20)
PRESSURE = "blood_pressure_record_table (time INTEGER, diastolic REAL, systolic REAL)"
PULSE = "heart_rate_record_series_table (parent_key INTEGER, beats_per_minute INTEGER, "
PULSE += "epoch_millis INTEGER)"
SESSIONS = "sleep_session_record_table (row_id INTEGER, app_info_id INTEGER, "
SESSIONS += "end_time INTEGER, start_time INTEGER)"
STAGES = "sleep_stages_table (parent_key INTEGER, stage_start_time INTEGER, "
STAGES += "stage_end_time INTEGER, stage_type INTEGER)"
BED, UP = ms(2026, 11, 20, 22), ms(2026, 11, 21, 6)
HOUR = 3_600_000


def test_health_connect_has_readings_and_sleep(ketalog: Ketalog, home: Path) -> None:
    ketalog(DOSE)
    tables: dict[str, list[tuple[Any, ...]]] = {
        PRESSURE: [(NEAR, 82.0, 128.0), (NEAR, 82.0, None), ("x", 82.0, 128.0)],
        "weight_record_table (weight REAL, time INTEGER)": [(70500.0, NEAR)],
        "oxygen_saturation_record_table (percentage REAL, time INTEGER)": [(98.0, NEAR)],
        PULSE: [(1, 72, NEAR), (1, 75, NEAR + 9)],
        SESSIONS: [(1, 1, UP, BED), (2, 2, UP, UP - 60_000), (3, 1, UP, BED), (4, 1, BED, BED)],
        STAGES: [
            (1, BED, BED + HOUR, 4),
            (1, BED + HOUR, BED + 2 * HOUR, 1),
            (1, BED + 2 * HOUR, UP, 5),
            (3, BED, UP, 7),
        ],
    }
    content = health_connect(home, tables)
    answer = take(ketalog, home, content)
    assert left_out(answer) == {
        "a number can't be read": 1,
        "the time can't be read": 2,
        "another reading of the same quarter of an hour is taken": 1,
        "a longer sleep of the same night is taken": 1,
        "they are awake, not asleep": 1,
    }
    fields = ("systolic_mmhg", "oxygen_percent", "weight_kg", "pulse_per_minute", "sleep_minutes")
    assert entries(answer, *fields) == [
        (128, None, None, None, None),
        (None, 98, None, None, None),
        (None, None, "70.5", None, None),
        (None, None, None, 72, None),
        (None, None, None, None, 420),
    ]
    assert take(ketalog, home, content).data["skipped"] == 5


def test_a_database_of_another_shape_changes_nothing(ketalog: Ketalog, home: Path) -> None:
    content = health_connect(
        home, {"blood_pressure_record_table (time INTEGER, systolic REAL)": []}
    )
    answer = take(ketalog, home, content)
    assert (answer.code, "the database in it can't be read" in answer.out) == (4, True)
    assert not (home / "journal.json").exists()


def test_a_database_that_is_none_is_refused(ketalog: Ketalog, home: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("health_connect_export.db", "no database" * 100)
    answer = take(ketalog, home, out.getvalue())
    assert (answer.code, "can't be read" in answer.out) == (4, True)


def test_a_database_with_a_name_that_is_no_text_is_refused(ketalog: Ketalog, home: Path) -> None:
    health_connect(home, {PRESSURE: [], "zanzibar (a)": []})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        named = (home / "made.db").read_bytes().replace(b"zanzibar", b"zanziba\xff")
        archive.writestr("health_connect_export.db", named)
    answer = take(ketalog, home, out.getvalue())
    assert (answer.code, "the database in it can't be read" in answer.out) == (4, True)


def test_a_database_that_unpacks_to_far_too_much_is_refused(ketalog: Ketalog, home: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("health_connect_export.db", b"\0" * 20_000_000)
    answer = take(ketalog, home, out.getvalue())
    assert (answer.code, "unpacks to far more" in answer.out) == (4, True)


# Tables of blood pressure

OMRON = """Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),Symptoms,Consumed,TruRead,Notes
Nov 20 2026,20:12,128,82,72,-,-,-,after tea
Nov 20 2026,20:20,128,-,72,-,-,-,-
Nov 20 2026,20:30,82,128,72,-,-,-,-

Date,Steps
Nov 20 2026,4000
"""
WITHINGS = """Date,Heart rate,Systolic,Diastolic,Comments
"2026-11-20 20:12:00",72,128,82,after tea
"""
MONITOR = """timestampUnixMs, systolic, diastolic, pulse, notes
{ms}, 128, 82, 72, after tea
{ms}, null, null, null, x
"""
OBPM = """user;date;time;sys;dia;bpm;comment
1;20.11.2026;20:12;128;82;72;after tea
"""


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (OMRON, 2),
        (WITHINGS, 0),
        (MONITOR.format(ms=ms(2026, 11, 20, 19, 12)), 1),
        (OBPM, 0),
    ],
)
def test_each_table_of_blood_pressure_is_taken_in(
    ketalog: Ketalog, home: Path, content: str, left: int
) -> None:
    ketalog(DOSE)
    answer = take(ketalog, home, content)
    assert sum(left_out(answer).values()) == left
    fields = ("at", "systolic_mmhg", "diastolic_mmhg", "pulse_per_minute", "note")
    assert entries(answer, *fields) == [("2026-11-20T20:12:00+01:00", 128, 82, 72, "after tea")]
    assert take(ketalog, home, content).data["entries"] == []


def test_other_tables_in_the_same_file_are_said_to_be_left_out(
    ketalog: Ketalog, home: Path
) -> None:
    rule = "Other tables in the file, below the first, are left out."
    assert rule in take(ketalog, home, OMRON).data["file"]["rules"]
    alone = OMRON.partition("\n\n")[0] + "\n\n \n"
    assert take(ketalog, home, alone).data["file"]["rules"] == []


def test_readings_far_from_any_dose_are_left_out(ketalog: Ketalog, home: Path) -> None:
    assert left_out(take(ketalog, home, WITHINGS)) == {FAR: 1}
    assert left_out(take(ketalog, home, WITHINGS, "--all")) == {}


def test_a_table_of_several_people_is_refused(ketalog: Ketalog, home: Path) -> None:
    content = OBPM + "2;20.11.2026;20:15;118;72;62;\n"
    answer = take(ketalog, home, content)
    assert (answer.code, "several people" in answer.out) == (4, True)
