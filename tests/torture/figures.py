"""What the long trials found, and the page that says so."""

import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, NoReturn

import pytest

from ketalog import __version__

REPEAT = """\
`make torture` repeats all of it and writes this page anew; nothing here is written by hand. What
it draws at random comes from fixed seeds, though the moment of a kill differs all the same. Trials
that mount a disk need root and Linux, those that meddle with system calls need strace, fuzzing
needs a wheel of atheris; where one is missing, its row says so. A tenth of the kills, and no page:
`.venv/bin/python -m pytest -m torture tests/torture -k kill --share 0.1`. When a trial fails, the
page stays as it was."""


class Row(NamedTuple):
    """One line of the table."""

    trial: str
    tried: str
    found: str
    remark: str = ""


@dataclass
class Figures:
    """The rows of a session, and how much of each full number is to be tried."""

    share: float
    tell: Callable[[str], None]
    rows: list[Row] = field(default_factory=list)

    def some_of(self, full: int) -> int:
        """Return how many of a full number to try: all, unless --share says otherwise."""
        return max(1, round(full * self.share))

    def record(self, trial: str, tried: str, found: str, remark: str = "") -> None:
        """Keep what a trial did and found, once it has passed."""
        self.rows.append(Row(trial, tried, found, remark))
        self.tell(f"{trial}: {tried}: {found} {remark}".rstrip())

    def not_tried(self, trial: str, reason: str) -> NoReturn:
        """Say that a trial can't be made on this machine."""
        self.rows.append(Row(trial, "–", f"not tried here: {reason}"))
        pytest.skip(reason)

    def counted(self, trial: str, full: int) -> Iterator[int]:
        """Count to a share of the full number, telling about every tenth how far it is."""
        many = self.some_of(full)
        for n in range(many):
            if n and n % max(1, many // 10) == 0:
                self.tell(f"{trial}: {n:,} of {many:,}")
            yield n


def page(rows: Sequence[Row], folder: Path, now: datetime, took: float) -> str:
    """Return the page of figures, in Markdown."""
    table = [("trial", "tried", "found", "remarks"), ("---",) * 4, *rows]
    return "\n".join(
        [
            "# Reliability",
            "",
            "What was done to ketalog's journals to make them lose an entry, and what came of it.",
            "",
            *(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in table),
            "",
            f"Tried on {now:%Y-%m-%d} with ketalog {__version__}, in {took / 60:.0f} minutes.",
            f"Machine: {machine(folder)}.",
            "",
            REPEAT,
            "",
        ]
    )


def machine(folder: Path) -> str:
    """Return what the trials ran on."""
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        f"{platform.system()} {platform.release()} ({platform.machine()}), {file_system(folder)}, "
        f"Python {python}, {os.cpu_count()} cores"
    )


def file_system(folder: Path) -> str:
    """Return the kind of file system that a folder is on, as far as the system says."""
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "an unknown file system"
    kinds = {Path(line.split()[1]): line.split()[2] for line in mounts}
    return next(kinds[place] for place in (folder, *folder.parents) if place in kinds)
