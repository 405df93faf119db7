"""Many at work on one journal lose nothing, and whoever looks beside them is told the truth."""

import sys
from pathlib import Path

import pytest

from tests.crash.processes import LOOP, log_at_once
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture


def test_eight_processes_that_log_200_moods_each_at_once_lose_none(
    home: Path, figures: Figures
) -> None:
    log_at_once(
        home / "journal.json", [["-c", LOOP.format(times=200, args=["mood", "6"])]] * 8, 1600
    )
    figures.record(
        "8 processes at once, 200 entries each",
        "1,600 entries",
        "1,600 there, with distinct numbers, also in the second copy",
    )


def test_400_whole_processes_four_at_once_lose_none(home: Path, figures: Figures) -> None:
    mood = f"{sys.executable} -m ketalog mood 6 || exit 1"
    loop = f"for n in $(seq 100); do {mood}; done"
    shell = f"import subprocess, sys; sys.exit(subprocess.call(['sh', '-c', {loop!r}]))"
    log_at_once(home / "journal.json", [["-c", shell]] * 4, 400)
    figures.record(
        "400 whole `ketalog mood`, four at once",
        "400 entries",
        "400 there, with distinct numbers, also in the second copy",
    )
