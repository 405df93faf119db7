"""The plan in a calendar: every dose of a day, checks and appointments, until when it goes."""

from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.conftest import Ketalog

TWICE = "plan set 50mg sl --days daily --per-day 2"


def events(path: Path) -> list[Any]:
    calendar: Any = vobject.readOne(path.read_text("utf-8"))
    return list(calendar.vevent_list)


def test_each_dose_of_a_day_has_its_reminder(ketalog: Ketalog, home: Path) -> None:
    ketalog(TWICE)
    answer = ketalog(f"plan calendar {home}/a.ics --time 8am --time 8pm --weeks 1")
    assert answer.code == 0
    first, second = events(home / "a.ics")
    assert [event.dtstart.value.hour for event in (first, second)] == [8, 20]
    assert first.uid.value != second.uid.value
    assert answer.out.startswith("14 reminders in 2 series.")
    assert "go until Sat 28 Nov 2026" in " ".join(answer.out.split())


def test_doses_that_get_no_reminder_are_said(ketalog: Ketalog, home: Path) -> None:
    ketalog(TWICE)
    for times in ("", "--time 8am"):
        answer = ketalog(f"plan calendar {home}/a.ics --force {times}")
        assert "2 doses a day and the file 1" in " ".join(answer.out.split())


def test_a_file_that_is_made_later_replaces_an_earlier_one(ketalog: Ketalog, home: Path) -> None:
    ketalog(TWICE)
    ketalog(f"plan calendar {home}/a.ics")
    ketalog(f"plan calendar {home}/b.ics", now="2026-11-23T09:00:00+01:00")
    (before,), (after,) = events(home / "a.ics"), events(home / "b.ics")
    assert before.uid.value == after.uid.value
    assert int(before.sequence.value) < int(after.sequence.value)
    assert before.contents["last-modified"][0].value == after.contents["last-modified"][0].value


@pytest.mark.parametrize("plan", [True, False])
def test_checks_and_appointments_have_the_same_neutral_title(
    ketalog: Ketalog, home: Path, plan: bool
) -> None:
    if plan:
        ketalog(TWICE)
    ketalog("check gad7 1 1 1 1 1 1 1")
    ketalog("appointment next tue 3pm --with 'Dr R.'")
    answer = ketalog(f"plan calendar {home}/a.ics --checks")
    assert answer.code == 0, answer
    assert "2 of checks and appointments" in " ".join(answer.out.split())
    found = events(home / "a.ics")
    assert len(found) == 2 + plan
    assert {event.summary.value for event in found} == {"Reminder"}
    assert "TZID" not in (home / "a.ics").read_text()  # No zone stands in the file.
    assert "DTSTART:20261124T140000Z" in (home / "a.ics").read_text()
    text = (home / "a.ics").read_text().lower()
    assert not [word for word in ("gad", "dr r", "appointment", "check", "mg") if word in text]
