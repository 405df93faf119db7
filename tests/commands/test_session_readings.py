"""Oxygen, readings before, after 40 minutes and at the end, and when the patient could leave."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketalog.domain.treatment import READING_POINTS
from tests.conftest import Ketalog

WORDS = (
    "session clinic 2 devices, before 128/82 70 98%, after 40 min 140/90 95%, at the end 97%, "
    "watched 2h, ready to leave after 2h05, lowest oxygen 92 --at 5pm"
)
OPTIONS = (
    "session clinic 2 devices --bp-before '128/82 70 98%' --bp-40 '140/90 95%' --bp-after 97% "
    "--watched 2h --ready 2h05 --lowest-oxygen 92% --at 5pm"
)


def told(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return entries without what tells one from another that says the same."""
    own = {"id", "number", "dose", "session", "recorded"}
    return [{key: value for key, value in entry.items() if key not in own} for entry in entries]


def test_words_and_options_of_a_session_say_the_same(ketalog: Ketalog) -> None:
    worded = ketalog(f"{WORDS} --json").data["entries"]
    assert told(worded) == told(ketalog(f"{OPTIONS} --json").data["entries"])
    _, session, *readings = worded
    assert (session["watched_minutes"], session["ready_minutes"]) == (120, 125)
    assert session["lowest_oxygen_percent"] == 92
    assert [reading["point"] for reading in readings] == list(READING_POINTS)
    assert [reading["at"][11:16] for reading in readings] == ["17:00", "17:40", "19:05"]
    assert [reading["oxygen_percent"] for reading in readings] == [98, 95, 97]


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("infusion 35mg over 40 min, 2pm", "infusion 35mg --over 40 --at 2pm"),
        ("infusion 35mg for 40 min 2pm", "infusion 35mg --over 40 --start 2pm"),
        (
            "kap 150mg im with Dr R., mood 4, anxiety 7, intention: to rest",
            "kap 150mg im --with 'Dr R.' --mood 4 --anxiety 7 --intention 'to rest'",
        ),
        (
            "kap with Dr R., 2pm, reflections: the sea",
            "kap --with 'Dr R.' --at 2pm --reflections 'the sea'",
        ),
        ("infusion 35mg 2pm, note: cold room", "infusion 35mg --at 2pm --note 'cold room'"),
    ],
)
def test_a_session_is_read_from_words_in_any_order(
    ketalog: Ketalog, words: str, options: str
) -> None:
    worded = ketalog(f"--json session {words}").data["entries"]
    assert told(worded) == told(ketalog(f"--json session {options}").data["entries"])


@pytest.mark.parametrize(
    "line",
    [
        "session clinic --at 5pm --watched 2h --ready 2h05 --lowest-oxygen 92 --with 'Dr R.'",
        "session kap --at 10am --with 'Dr R.' --intention rest --reflections calm --note x",
        "session infusion --over 40 --at 9am",
    ],
)
def test_what_an_answer_says_of_a_session_can_be_typed_back(ketalog: Ketalog, line: str) -> None:
    first = ketalog(line)
    echo = first.out.partition(": ")[2].rpartition(" (")[0]
    again = ketalog(["--json", "session", *echo.split()])
    assert again.code == 0, (echo, again.out)
    assert told(again.data["entries"]) == told([ketalog("show 1 --json").data["entry"]])


@pytest.mark.parametrize(
    ("words", "oxygen"),
    [
        ("oxygen 97", 97),
        ("oxygen 97%", 97),
        ("spo2 97%", 97),
        ("SpO2: 97 %", 97),
        ("97%", 97),
        ("o2 sat 97", 97),
        ("oxygen saturation was 97", 97),
        ("sats 97%", 97),
        ("128/82 72 97%", 97),
        ("--oxygen 97", 97),
        ("oxygen 82 %", 82),
    ],
)
def test_oxygen_is_read_as_people_write_it(ketalog: Ketalog, words: str, oxygen: int) -> None:
    (entry,) = ketalog(f"vitals {words} --json").data["entries"]
    assert entry["oxygen_percent"] == oxygen


@pytest.mark.parametrize(
    "line",
    [
        "vitals oxygen 12",
        "vitals 101%",
        "vitals --oxygen 9",
        "vitals oxygen 97.5",
        "session infusion 35mg lowest oxygen 12",
        "session infusion 35mg --lowest-oxygen 120",
        "session clinic 56mg --bp-40 '140/90 12%'",
        "session clinic 56mg ready",
        "session clinic 56mg --ready soon",
        "session clinic 56mg ready 25h",
        "session clinic 56mg 128/82",
        "session clinic 56mg watched 2h --watched 3h",
        "vitals 128/82 --point middle",
        "vitals 128/82 before the dose --after",
        "vitals 128/82 before and after",
        "edit 1 --point end --before",
    ],
)
def test_what_cant_be_is_refused_and_nothing_is_logged(ketalog: Ketalog, line: str) -> None:
    ketalog("vitals 128/82 --at 8am")
    answer = ketalog(line)
    assert answer.code == 2
    assert answer.err.count("\n") == 1 + ("lowest oxygen 12" in line)  # the words of help
    assert ketalog("list --json").data["total"] == 1


@settings(max_examples=20)
@given(
    point=st.sampled_from(READING_POINTS), oxygen=st.integers(30, 100), high=st.integers(90, 200)
)
def test_what_an_answer_says_of_readings_can_be_typed_back(
    ketalog: Ketalog, point: str, oxygen: int, high: int
) -> None:
    line = f"vitals {high}/60 70 --oxygen {oxygen} --point '{point}' --at 'fri 20:00'"
    first = ketalog(line)
    first_entries = [ketalog("show last --json").data["entry"]]
    echo = first.out.partition(": ")[2].partition(" (")[0]
    again = ketalog(["--json", "vitals", *echo.split()])
    assert again.code == 0, (echo, again.err)
    assert told(again.data["entries"]) == told(first_entries)


def test_readings_of_a_session_are_edited(ketalog: Ketalog) -> None:
    ketalog(WORDS)
    assert "ready to leave after 2:30 h" in ketalog("edit 2 --ready 2h30").out
    assert "lowest oxygen 90 %" in ketalog("edit 2 --lowest-oxygen 90").out
    assert "ready" not in ketalog("edit 2 --clear ready").out.partition("→")[2]
    assert "at the end of the session" in ketalog("edit 4 --point end").out
    said = ketalog("edit 4 --before").out.partition("→")[2]
    assert "before the dose" in said
    assert "session" not in said
    assert "after the dose" in ketalog("edit 5 --clear point").out.partition("→")[2]


def test_the_week_gathers_a_session_with_its_readings(ketalog: Ketalog) -> None:
    ketalog(WORDS)
    ketalog("vitals 133/84 91%, after 40 min --at 5:50pm")
    (session,) = ketalog("week --json").data["sessions"]
    points = [reading["point"] for reading in session["readings"]]
    assert points == ["before", "40 min", "40 min", "end"]
    assert (session["dose"], session["lowest_oxygen_percent"]) == (1, 91)
    assert (session["watched_minutes"], session["ready_minutes"]) == (120, 125)
    week = " ".join(ketalog("week").out.split())
    assert "ready to leave after 2:05 h, lowest oxygen 92 %" in week
    assert "blood pressure 140/90, oxygen 95 %, after 40 min" in week


def test_a_session_without_readings_knows_no_lowest_oxygen(ketalog: Ketalog) -> None:
    ketalog("session kap --with X")
    (session,) = ketalog("week --json").data["sessions"]
    assert session["lowest_oxygen_percent"] is session["ready_minutes"] is session["dose"] is None
    assert session["readings"] == []


def test_a_file_cant_bring_a_reading_after_40_minutes_that_stands_before(
    ketalog: Ketalog, home: Path
) -> None:
    moment = "2026-11-19T10:00:00+01:00"
    entry = {"id": "a", "at": moment, "recorded": moment, "kind": "vitals", "oxygen_percent": 97}
    for extra in ({"point": "40 min"}, {"point": "later"}, {"point": "end", "place": "before"}):
        entries = [{**entry, **extra}]
        (home / "in.json").write_text(json.dumps({"ketalog_export": 1, "entries": entries}))
        assert ketalog(f"import {home}/in.json").code == 4


@pytest.mark.parametrize(
    ("before", "after"),
    [("pre", "post"), ("baseline", "discharge"), ("start", "end"), ("before", "after")],
)
def test_clinics_call_the_first_and_the_last_reading_by_many_names(
    ketalog: Ketalog, before: str, after: str
) -> None:
    line = f"session clinic 2 devices 2pm, {before} 130/80, {after} 128/82"
    readings = ketalog(f"--json {line}").data["entries"][2:]
    assert [(each["point"], each["systolic_mmhg"]) for each in readings] == [
        ("before", 130),
        ("end", 128),
    ]


@pytest.mark.parametrize("label", ["during", "peak", "middle"])
@pytest.mark.parametrize(
    "shape",
    ["before 130/80 {label} 150/90 after 128/80", "130/80 before 150/90 {label} 128/80 after"],
)
def test_a_reading_in_the_middle_of_a_session_is_none_of_its_three(
    ketalog: Ketalog, label: str, shape: str
) -> None:
    result = ketalog(f"session infusion 45mg over 40 min {shape.format(label=label)}")
    assert result.code == 2
    assert f"'150/90' was read {label}" in result.err
    assert "ketalog vitals 150/90 2:20pm" in result.err


def test_readings_of_one_point_that_are_said_apart_stand_together(ketalog: Ketalog) -> None:
    line = "session clinic 56mg 5pm before 128/82 at 40 min 140/90 end 130/80 watched 2h oxygen 97%"
    ketalog(line, stdin="3\n", tty=True)
    [last] = [each for each in ketalog("list --json").data["entries"] if each.get("point") == "end"]
    assert (last["systolic_mmhg"], last["oxygen_percent"]) == (130, 97)
    answer = ketalog("session clinic 56mg 5pm before 128/82, before 140/90")
    assert answer.code == 2
    assert "140/90" in answer.err
