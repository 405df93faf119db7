"""A day without a time: shown as the day, counted for it, never before or after a dose."""

import csv
import io
import json
import shlex
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketalog.domain.calendar import Calendar, Span
from ketalog.domain.entries import Dose, Mood, on_day
from ketalog.domain.kinds import Entry
from ketalog.response import responses
from ketalog.summary import summarize
from tests.conftest import Ketalog

LINES = (
    "mood 6 anxiety 4 {}",
    "mood 6 --at '{}'",
    "effect nausea mild {}",
    "effect none {}",
    "vitals 128/82 --at '{}'",
    "note --at '{}' slept badly",
    "ask --at '{}' why",
    "also wine --at '{}'",
    "check phq4 1 1 1 1 --at '{}'",
    "supply count 12x100mg sublingual --at '{}'",
    "session kap --at '{}'",
)
DAYS = ("yesterday", "on saturday", "2026-11-21", "21 nov")


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("day", DAYS)
def test_a_day_alone_is_taken_and_said(ketalog: Ketalog, line: str, day: str) -> None:
    answer = ketalog(line.format(day))
    assert answer.code == 0, answer.err
    assert ", Sat 21 Nov 2026 (no time)." in answer.out
    (entry,) = ketalog("list --json").data["entries"]
    assert (entry["at"], entry["precision"]) == ("2026-11-21", "day")
    assert "23:59" not in ketalog("list").out + ketalog("show 1").out + ketalog("week").out


@pytest.mark.parametrize("line", LINES[:4])
def test_the_day_of_an_answer_can_be_typed_back(ketalog: Ketalog, line: str) -> None:
    command = line.split(maxsplit=1)[0]
    first = ketalog(line.format("yesterday")).out
    echoed = first.partition(": ")[2].partition(" (no time)")[0]
    echoed = echoed.replace("no side effects", "none")
    second = ketalog([command, *shlex.split(echoed)]).out
    assert (
        second.partition(": ")[2].partition(" (no")[0].replace("no side effects", "none") == echoed
    )


def test_a_skipped_dose_of_a_day_has_no_time_either(ketalog: Ketalog) -> None:
    ketalog("plan set 100mg sublingual --days daily --from 2026-11-16")
    assert ketalog("skip yesterday felt ill").code == 0
    entry = ketalog("list --kind skip --json").data["entries"][0]
    assert (entry["at"], entry["precision"]) == ("2026-11-21", "day")
    assert ketalog("week --json").data["plan"]["skipped"] == 1


def test_an_appointment_ahead_may_have_only_a_day(ketalog: Ketalog, home: Path) -> None:
    answer = ketalog("appointment in 2 weeks with Dr R.")
    assert "appointment with Dr R., Sun 6 Dec 2026 (no time)." in answer.out
    assert "Appointment: with Dr R., Sun 6 Dec 2026." in ketalog("today").out
    ketalog(f"plan calendar {home / 'p.ics'} --checks")
    assert "DTSTART;VALUE=DATE:20261206" in (home / "p.ics").read_text()
    ketalog(f"export {home / 'p.md'}")
    assert "Dr R., Sun 6 Dec\n" in (home / "p.md").read_text()
    assert "→ Tue 8 Dec 2026." in ketalog("edit 1 8 dec").out
    assert "→ Tue 8 Dec 2026 15:00." in ketalog("edit 1 3pm").out


def test_a_dose_needs_its_time(ketalog: Ketalog) -> None:
    answer = ketalog("dose 100mg sublingual yesterday")
    assert (answer.code, '"yesterday" lacks the time of day' in answer.err) == (2, True)


@pytest.mark.parametrize("day", ["2026-11-23", "2027-01-05"])
def test_a_day_that_lies_ahead_is_refused(ketalog: Ketalog, day: str) -> None:
    answer = ketalog(f"mood 6 --at {day}")
    assert (answer.code, f"'{day}' lies ahead" in answer.err) == (2, True)


def test_a_part_of_a_day_still_asks_for_the_time(ketalog: Ketalog) -> None:
    assert "lacks the time of day" in ketalog("mood 6 --at 'yesterday evening'").err


def test_a_date_that_can_be_two_days_is_asked(ketalog: Ketalog) -> None:
    answer = ketalog("mood 6 --at 5/11")
    assert answer.code == 2
    assert "2026-11-05" in answer.err
    assert "2026-05-11" in answer.err


def test_today_counts_and_stands_at_its_end(ketalog: Ketalog) -> None:
    assert ketalog("mood 4 today").code == 0
    ketalog("mood 8 20:30")
    assert [one["mood"] for one in ketalog("list --json").data["entries"]] == [8, 4]
    assert ketalog("week --json").data["days"]["2026-11-22"]["mood"] == 6


def test_after_midnight_today_is_the_evening_before(ketalog: Ketalog) -> None:
    ketalog("mood 4 today", now="2026-11-22T01:00:00+01:00")
    assert ketalog("list --json").data["entries"][0]["at"] == "2026-11-21"


def test_edit_can_give_it_a_time_or_another_day(ketalog: Ketalog) -> None:
    ketalog("mood 6 yesterday")
    assert "Sat 21 Nov 2026 → Fri 20 Nov 2026." in ketalog("edit 1 --at fri").out
    assert "Fri 20 Nov 2026 → Fri 20 Nov 2026 21:00." in ketalog("edit 1 9pm").out
    assert ketalog("list --json").data["entries"][0]["at"] == "2026-11-20T21:00:00+01:00"
    ketalog("undo")
    assert ketalog("list --json").data["entries"][0]["at"] == "2026-11-20"


def test_it_is_never_before_or_after_a_dose(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 'yesterday 22:00' --mood 3")
    ketalog("mood 9 yesterday")
    ketalog("effect nausea moderate yesterday")
    ketalog("vitals 128/82 --at yesterday")
    found = ketalog("week --json").data
    assert found["mood"]["n"] == 0
    assert found["days"]["2026-11-21"]["mood"] == 6
    assert (found["effects"]["nausea"]["times"], found["effects"]["nausea"]["doses"]) == (1, 0)
    assert "before" not in ketalog("show 4").out


def test_every_format_has_the_day(ketalog: Ketalog, home: Path, monkeypatch: Any) -> None:
    for line in LINES:
        ketalog(line.format("yesterday"))
    for name in ("page.md", "page.html", "table.csv", "all.json"):
        assert (
            ketalog(
                f"export {home / name} --notes" if "page" in name else f"export {home / name}"
            ).code
            == 0
        )
        assert "23:59" not in (home / name).read_text("utf-8"), name
    rows = list(csv.DictReader(io.StringIO((home / "table.csv").read_text("utf-8-sig"))))
    assert {(row["at"], row["date"], row["time"]) for row in rows} == {
        ("2026-11-21", "2026-11-21", "")
    }
    before = ketalog("week --json").data["days"]
    monkeypatch.setenv("KETALOG_JOURNAL", str(home / "other.json"))
    answer = ketalog(f"import {home / 'all.json'}")
    assert (answer.code, "23:59" in answer.out) == (0, False)
    assert ketalog("week --json").data["days"] == before


def test_a_dose_in_a_file_has_its_time(ketalog: Ketalog, home: Path, monkeypatch: Any) -> None:
    ketalog("dose 100mg sublingual 8pm")
    ketalog(f"export {home / 'all.json'}")
    content = json.loads((home / "all.json").read_text())
    content["entries"][0] |= {"at": "2026-11-21", "precision": "day"}
    (home / "all.json").write_text(json.dumps(content))
    monkeypatch.setenv("KETALOG_JOURNAL", str(home / "other.json"))
    answer = ketalog(f"import {home / 'all.json'}")
    assert answer.code == 4
    assert not (home / "other.json").exists()


START = datetime(2026, 11, 16, 8, tzinfo=UTC)
SPAN = Span(date(2026, 11, 16), date(2026, 11, 23))
NOW = datetime(2026, 11, 30, tzinfo=UTC)
hours = st.floats(0, 6 * 24).map(lambda hour: START + timedelta(hours=hour))
ratings = st.integers(0, 10)
doses = st.builds(
    lambda n, at: Dose(
        id=f"d{n}", at=at, recorded=at, amount_mg=Decimal(100), route="nasal", mood=n % 11
    ),
    st.integers(0, 10**6),
    hours,
)
timed = st.builds(
    lambda n, at, mood: Mood(id=f"m{n}", at=at, recorded=at, mood=mood),
    st.integers(0, 10**6),
    hours,
    ratings,
)
of_a_day = st.builds(
    lambda n, day, mood: Mood(
        id=f"a{n}",
        at=on_day(date(2026, 11, 16) + timedelta(days=day), NOW),
        recorded=NOW,
        mood=mood,
        precision="day",
    ),
    st.integers(0, 10**6),
    st.integers(0, 6),
    ratings,
)


@given(st.lists(doses, max_size=5), st.lists(timed, max_size=8), st.lists(of_a_day, max_size=8))
def test_a_day_without_a_time_changes_no_before_and_after(
    taken: list[Dose], rated: list[Mood], alone: list[Mood]
) -> None:
    calendar = Calendar(time(4))
    without: list[Entry] = [*taken, *rated]
    with_them: list[Entry] = [*without, *alone]
    plain, told = (summarize(those, SPAN, calendar) for those in (without, with_them))
    assert (told.mood, told.courses) == (plain.mood, plain.courses)
    assert responses(with_them, SPAN, calendar) == responses(without, SPAN, calendar)
    assert told.days_rated >= plain.days_rated
