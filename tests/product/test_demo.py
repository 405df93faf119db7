"""The made-up journal: it shows the main job on any day, and never touches a real one."""

from pathlib import Path

import pytest

from ketalog.demo import entries
from ketalog.domain.entries import kind_of
from tests.conftest import Ketalog


@pytest.mark.parametrize("day", range(16, 24))
def test_on_any_day_of_the_week_the_demo_shows_a_full_week(
    ketalog: Ketalog, home: Path, day: int
) -> None:
    now = f"2026-11-{day}T09:00:00+01:00"
    shown = ketalog(["demo", str(home / "demo")], now=now)
    assert shown.code == 0
    week = "9 – 15 November" if day < 19 else "16 – 22 November"
    assert f"Your week, {week} 2026." in shown.out
    doses = 4 if day < 19 else {19: 2, 20: 2, 21: 3, 22: 3, 23: 4}[day]
    assert f"Doses: {doses}." in shown.out
    assert "Nausea was moderate on Wed" in shown.out
    assert "Sublingual: " in shown.out


def test_the_demo_leaves_your_journal_alone_and_takes_no_folder_that_is_in_use(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("mood 5")
    before = (home / "journal.json").read_bytes()
    ketalog(["demo", str(home / "demo")])
    assert (home / "journal.json").read_bytes() == before
    assert ketalog(["demo", str(home)]).code == 4


def test_every_made_up_entry_lies_before_now_and_keeps_to_the_scales(
    ketalog: Ketalog, home: Path
) -> None:
    from datetime import UTC, date, datetime

    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    made = entries(now, date(2026, 11, 16))
    assert len(made) > 120
    assert [kind_of(one) for one in made if one.at > now] == ["appointment"]
    for one in made:
        for rating in (getattr(one, "mood", None), getattr(one, "anxiety", None)):
            assert rating is None or 0 <= rating <= 10


def test_the_commands_that_the_demo_proposes_work_on_it(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    shown = ketalog(["demo", str(home / "demo")])
    journal = str(home / "demo" / "journal.json")
    proposed = [
        line.split("  ")[1].removeprefix("ketalog").split()
        for line in shown.out.splitlines()
        if line.startswith("  ketalog")
    ]
    assert len(proposed) >= 4
    for words in proposed:
        assert ketalog(["--journal", journal, *words]).code == 0, words
