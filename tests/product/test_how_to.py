"""docs/how-to.md: each page is typed into a shell, line by line, and does what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

DOCUMENT = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")
PAGES = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))
SAYS = {
    "A new laptop": (
        "The journal is back: 3 entries",
        "Settings: country, clock.",
        "Everything is in order.",
        "Merged 3 entries",
    ),
    "A journal for someone you care for": ("#1: 100 mg sublingual", "Logged #4: mood 5"),
    "Two devices, and Dropbox, Syncthing or Nextcloud": (
        "Merged 3 entries",
        "Nothing new is in that file.",
    ),
    "A forgotten passphrase": ("The journal is back: 3 entries", "#4  mood 5"),
    "Before the appointment": ("Written: ", "summary.pdf"),
    "A refill": ("Left by the journal: 47 × 100 mg", "Counted 20"),
    "A trip": ("#3  100 mg sublingual", "21:00+01:00", "Sat 21 Nov 2026 03:00"),
}
"""What each page brings about, among what its commands say."""


class Computers:
    """Computers that share a stick and a synced folder, each with a home of its own."""

    def __init__(self, place: Path) -> None:
        self._place = place
        for shared in ("usb", "Sync", "bin"):
            (place / shared).mkdir()
        ketalog = place / "bin" / "ketalog"
        ketalog.write_text(f'#!/bin/sh\nexec {sys.executable} -m ketalog "$@"\n')
        ketalog.chmod(0o700)

    def type(self, lines: str, name: str = "home") -> str:
        """Type lines into a shell, and return what was said."""
        away = name == "new york"
        home = self._place / ("home" if away else name)
        if not home.exists():
            home.mkdir()
            (home / "Sync").symlink_to(self._place / "Sync")
        env = {key: text for key, text in os.environ.items() if not key.startswith("KETALOG")}
        env |= {"HOME": str(home), "PATH": f"{self._place / 'bin'}:{env['PATH']}"}
        env |= {"KETALOG_TEST_NOW": os.environ["KETALOG_TEST_NOW"], "PYTHONPATH": str(ROOT)}
        env["TZ"] = "America/New_York" if away else "Europe/Berlin"
        lines = lines.replace("/media/usb", str(self._place / "usb"))
        done = subprocess.run(
            ["bash", "-euc", lines],
            env=env,
            cwd=home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{lines}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr


@pytest.fixture
def computers(tmp_path: Path) -> Computers:
    """An old laptop and one at home with a plan, a supply, a dose and settings."""
    (tmp_path / "all").mkdir()
    computers = Computers(tmp_path / "all")
    for name in ("old laptop", "home"):
        computers.type(
            "ketalog plan set 100mg sublingual --days sun --from 2026-11-01; "
            "ketalog supply fill 24x100mg sublingual --at 'fri 9am'; "
            "ketalog dose 100mg sublingual --at 'fri 9pm'; "
            "ketalog config country us; ketalog config clock 24",
            name,
        )
    computers.type("ketalog backup /media/usb/before.json", "home")
    return computers


def test_every_page_is_tried_here() -> None:
    assert set(PAGES) == set(SAYS)


def follow(computers: Computers, page: str, before: str = "") -> str:
    """Type a page, each block where it says, and return what was said."""
    blocks = re.findall(r"^```sh\n# \w+ (.*?)\n(.*?)^```", PAGES[page], re.MULTILINE | re.DOTALL)
    typed = ((where.removeprefix("the ").lower(), before + lines) for where, lines in blocks)
    return "".join(computers.type(lines, where) for where, lines in typed)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_each_page_does_what_it_says(computers: Computers, page: str) -> None:
    said = follow(computers, page)
    for words in SAYS[page]:
        assert words in said


@pytest.mark.slow
def test_a_locked_journal_moves_to_a_new_laptop_and_stays_locked(computers: Computers) -> None:
    unseen = "export KETALOG_PASSPHRASE_FILE=/media/usb/words; "
    computers.type(f"echo correct horse > /media/usb/words; {unseen} ketalog lock", "old laptop")
    said = follow(computers, "A new laptop", unseen)
    assert "The journal is back: 3 changes" in said
    assert "(sound, locked)" in said
    assert "Merged 3 entries" in said
    unread = computers.type("ketalog list || test $? = 5", "new laptop")
    assert "The journal is locked" in unread
