"""The made-up journal: it shows the main job on any day, and never touches a real one."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ketalog.demo import entries
from ketalog.domain.entries import kind_of
from tests.conftest import NOW, Ketalog


@pytest.mark.parametrize("day", range(16, 24))
def test_on_any_day_of_the_week_the_demo_shows_a_full_week(
    ketalog: Ketalog, home: Path, day: int
) -> None:
    now = f"2026-11-{day}T09:00:00+01:00"
    shown = ketalog(["demo", str(home / "demo")], now=now)
    assert shown.code == 0
    week = "9 to 15 November" if day < 19 else "16 to 22 November"
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


def test_the_demo_ends_with_three_lines_to_type_below_the_week_which_work(
    ketalog: Ketalog, home: Path
) -> None:
    shown = ketalog(["demo", str(home / "a demo")], out_tty=True).out
    script = "".join(shown.splitlines(keepends=True)[-3:])
    assert shown.index("Your week" if "Your week" in shown else "Week") < shown.index(script)
    # As typed in a shell that does not know ketalog, nor a journal.
    done = subprocess.run(
        ["/bin/sh", "-ec", script],
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "KETALOG_TEST_NOW": NOW,
            "TMPDIR": tempfile.gettempdir(),
        },
        capture_output=True,
        check=True,
    )
    assert b"Last dose" in done.stdout
    assert b"Logged #" in done.stdout


def test_the_lines_name_no_path_where_ketalog_is_found(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert "PATH" not in ketalog(["demo", str(home / "demo")]).out
