"""What many sources tell: one measurement counts once, and a thousand nights swamp nothing."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import Ketalog
from tests.importers.test_readings import DOSE, export, pressure, slept, take
from tests.page.test_recorded import page_of

CUFF = "user;date;time;sys;dia;bpm;comment\n1;20.11.2026;21:10;128;82;72;\n"


@pytest.fixture
def told_twice(ketalog: Ketalog, home: Path) -> Ketalog:
    """A journal with one measurement by the phone and by the cuff's own file, and another."""
    assert ketalog(DOSE).code == 0
    phone = export(pressure("2026-11-20 21:10:25", "128", "82"))
    assert take(ketalog, home, phone).code == 0
    assert take(ketalog, home, CUFF).code == 0
    assert ketalog("vitals 140/90 --at '2026-11-20 22:00'").code == 0
    return ketalog


def test_one_measurement_of_two_sources_counts_once_and_says_so(
    told_twice: Ketalog, home: Path
) -> None:
    page = page_of(told_twice, home)
    assert "2 blood pressures, highest 140/90 (20 Nov)" in page
    assert "1 reading of two sources counted once" in page
    assert "highest pulse 72" in page


def test_the_week_shows_it_once_and_the_json_has_both(told_twice: Ketalog) -> None:
    week = told_twice("week --plain").out
    assert week.count("blood pressure 128/82") == 1
    assert "blood pressure 128/82, pulse 72" in week
    others = told_twice("week --json").data["others"]
    assert [one["systolic_mmhg"] for one in others] == [128, 128, 140]


def test_the_same_numbers_typed_twice_are_two_measurements(ketalog: Ketalog, home: Path) -> None:
    typed = "vitals 128/82 --at '2026-11-20 21:10'"
    assert "2 blood pressures" in page_of(ketalog, home, typed, typed)


def test_a_thousand_nights_swamp_nothing(ketalog: Ketalog, home: Path) -> None:
    first = datetime.fromisoformat("2024-02-27T23:00:00")
    nights = [first + timedelta(days=n) for n in range(1000)]
    asleep = [slept(f"{at}", f"{at + timedelta(hours=8)}") for at in nights]
    assert ketalog(DOSE).code == 0
    answer = take(ketalog, home, export(*asleep), "--all")
    assert len(answer.data["entries"]) > 900
    assert ketalog(f"export {home}/page.md --since 2024-03-01").code == 0
    page = (home / "page.md").read_text(encoding="utf-8")
    assert len(page.splitlines()) < 200
    assert len(ketalog("week").out.splitlines()) < 25
    assert len(ketalog("today").out.splitlines()) < 10


def test_a_day_of_readings_by_a_watch_is_one_line(ketalog: Ketalog, home: Path) -> None:
    assert ketalog("session infusion 35mg --start '2026-11-22 09:00'").code == 0
    start = datetime.fromisoformat("2026-11-22T06:00:00")
    times = [start + timedelta(minutes=15 * n) for n in range(48)]
    cuff = export(*(pressure(f"{at}", f"{120 + n}", "80") for n, at in enumerate(times)))
    assert len(take(ketalog, home, cuff, "--all").data["entries"]) == 48
    week = ketalog("week").out
    assert "Sun 22 Nov: 48 readings: blood pressure up to 167/80." in week
    assert len(week.splitlines()) < 20
    today = ketalog("today").out.splitlines()
    assert "Readings: 42 more, earlier today." in today
    assert len(today) < 20
    page = page_of(ketalog, home)
    assert "48 blood pressures, highest 167/80" in page
    assert "written down more than a day later: 0 of 2 entries; 48 entries from files" in page
    assert "148/80" in page.partition("At the clinic")[2]
