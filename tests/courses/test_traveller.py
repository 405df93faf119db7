"""A month of travel: Berlin, Los Angeles, Tokyo and back, over both changes of the clock."""

import re
from pathlib import Path

import pytest

from tests.conftest import Ketalog
from tests.zone import set_zone

VIEWS = ("list --all", "today", "week", "month", "month 2026-10", "show 2", "show 3", "response")


@pytest.fixture
def travel(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dose in each place, and two in the hour that comes twice in Berlin."""

    def at(place: str, now: str, *lines: str) -> None:
        monkeypatch.setenv("TZ", place)
        set_zone()
        for line in lines:
            assert ketalog(line, now=now).code == 0, line

    at("Europe/Berlin", "2026-10-25T02:30:00+02:00", "dose 50mg sl")
    at("Europe/Berlin", "2026-10-25T02:30:00+01:00", "dose 60mg sl", "mood 4")
    at("America/Los_Angeles", "2026-11-01T01:30:00-07:00", "mood 5")
    at("America/Los_Angeles", "2026-11-01T01:30:00-08:00", "mood 6")
    at("America/Los_Angeles", "2026-11-19T21:00:00-08:00", "dose 100mg sl", "effect nausea")
    at("Asia/Tokyo", "2026-11-21T08:00:00+09:00", "mood 7", "vitals 120/80")


def in_place(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("TZ", place)
    set_zone()


def test_an_entry_of_another_place_shows_its_offset(
    ketalog: Ketalog, travel: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_place(monkeypatch, "Asia/Tokyo")
    now = "2026-11-22T08:00:00+09:00"
    shown = {view: ketalog(view, now=now).out for view in VIEWS}
    assert "21:00-08:00" in shown["list --all"]
    assert "21:00-08:00" in shown["today"]
    assert "21:00-08:00" in shown["week"]
    assert "21:00-08:00" in shown["month"]
    assert "08:00+09:00" not in shown["list --all"]  # Of here: it is this clock's.
    assert "42:00 h ago" in shown["today"]
    assert "21:00 in UTC minus 8" in ketalog("today --plain", now=now).out
    rows = ketalog("list --all --json", now=now).data["entries"]
    assert {row["at"][-6:] for row in rows} == {"+02:00", "+01:00", "-07:00", "-08:00", "+09:00"}


EVERY_KIND = (
    "session kap --with X --start 20:00 --end 20:40",
    *("vitals 150/95", "check phq4 1 1 1 1", "also 2 beers", "note hello", "ask why"),
    *("plan set 50mg sl --days daily", "supply fill 30x50mg sl", "supply lost 1", "skip"),
)
LOOKS = (
    *("list --all", "today", "week", "month", "response", "plan", "plan history", "supply"),
    *(f"show {number}" for number in range(6, 20)),
    *("doctor", "edit 6 --note x", "undo", "redo", "delete 6", "undo"),
)


def test_no_look_and_no_page_shows_a_time_of_another_place_as_one_of_here(
    ketalog: Ketalog, home: Path, travel: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_place(monkeypatch, "America/Los_Angeles")
    for line in EVERY_KIND:
        assert ketalog(line, now="2026-11-19T21:00:00-08:00").code == 0, line
    in_place(monkeypatch, "Asia/Tokyo")
    now = "2026-11-22T08:00:00+09:00"
    shown = {line: ketalog(line, now=now).out for line in LOOKS}
    for name in ("page.md", "page.html"):
        days = ["--since", "2026-10-20", "--until", "2026-11-22", "--notes"]
        assert ketalog(["export", str(home / name), *days], now=now).code == 0
        shown[name] = (home / name).read_text()
    bare = re.compile(r"2[01]:[04]0(?!-08:00|\sUTC\u22128|&#8722;8)")
    assert {line: found for line, text in shown.items() if (found := bare.findall(text))} == {}
    assert sum("-08:00" in text for text in shown.values()) > 15


def test_the_two_times_of_a_night_when_clocks_go_back_differ(
    ketalog: Ketalog, travel: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_place(monkeypatch, "Europe/Berlin")
    listed = ketalog("list --all", now="2026-11-23T08:00:00+01:00").out
    assert "02:30+02:00" in listed
    assert "02:30+01:00" in listed
    month = ketalog("month 2026-10", now="2026-11-23T08:00:00+01:00").out
    assert "02:30+02:00" in month
    assert "02:30+01:00" in month
    assert "(1:00 h" in ketalog("show 1", now="2026-10-25T02:30:00+01:00").out


def test_a_time_with_an_offset_keeps_the_moment_on_the_clock_of_here(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sl --at 2026-11-22T03:30Z")
    ketalog("mood 5 --at 2026-11-22T04:30")
    dose, mood = ketalog("list --json").data["entries"]
    assert dose["at"] == mood["at"] == "2026-11-22T04:30:00+01:00"
    week = ketalog("week --plain").out
    assert "Sat 21 Nov: " not in week
