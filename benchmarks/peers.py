"""Measure ketalog beside other programs that keep a diary in one file, on the same work.

CPU time (user and system) of whole processes against `python -c pass`, the least of interleaved
runs: adding an entry, and a view of the last week, with journals of 100 and of 20,000 entries.
`make bench-peers` installs them apart from everything else.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from benchmarks.__main__ import PYTHON, cpu_seconds, ketalog, prepare
from benchmarks.journals import A_DAY, write_journal
from benchmarks.page import write_figures

RUNS = 7
SIZES = (100, 20_000)
JRNL = """\
colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: false
indent_character: '|'
journals: {{default: {{journal: {journal}}}}}
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '%Y-%m-%d %H:%M'
version: '4.6'
"""
EVERY = timedelta(hours=24 / A_DAY)


class Peer(NamedTuple):
    """A program: how its file of so many entries is made, and what adds one and shows a week."""

    name: str
    prepare: Callable[[Path, int, datetime], None]
    add: Callable[[Path], list[str]]
    week: Callable[[Path], list[str]]


def peers(folder: Path) -> list[Peer]:
    """Return the programs that are there; those of Python in the `folder` of an environment."""
    jrnl, watson = str(folder / "bin" / "jrnl"), str(folder / "bin" / "watson")
    return [
        Peer(
            "ketalog",
            lambda place, n, now: write_journal(place / "journal.json", n, now),
            lambda place: ketalog(place / "journal.json", "mood", "6", "--anxiety", "4"),
            lambda place: ketalog(place / "journal.json", "week"),
        ),
        Peer(
            "jrnl",
            prepare_jrnl,
            lambda place: [jrnl, "--config-file", str(place / "jrnl.yaml"), "mood 6, anxiety 4"],
            lambda place: [
                *(jrnl, "--config-file", str(place / "jrnl.yaml")),
                *("-from", "1 week ago", "--short"),
            ],
        ),
        Peer(
            "Watson",
            prepare_watson,
            lambda place: [
                *("env", f"WATSON_DIR={place}", watson, "add"),
                *("-f", ago(hours=2), "-t", ago(hours=1), "dose"),
            ],
            lambda place: ["env", f"WATSON_DIR={place}", watson, "--no-color", "log", "--week"],
        ),
    ]


def ago(*, hours: int) -> str:
    """Return a time of today's clock, as it is typed."""
    return f"{datetime.now() - timedelta(hours=hours):%Y-%m-%d %H:%M}"  # noqa: DTZ005


def times(n: int, now: datetime) -> list[datetime]:
    """Return when so many entries were, the last a little before now."""
    return [now - EVERY * (n - i) for i in range(n)]


def prepare_jrnl(place: Path, n: int, now: datetime) -> None:
    """Write a journal of jrnl, and a configuration that names it."""
    entries = (f"[{at:%Y-%m-%d %H:%M}] mood 6, anxiety 4\n\n" for at in times(n, now))
    (place / "journal.txt").write_text("".join(entries), encoding="utf-8")
    settings = JRNL.format(journal=place / "journal.txt")
    (place / "jrnl.yaml").write_text(settings, encoding="utf-8")


def prepare_watson(place: Path, n: int, now: datetime) -> None:
    """Write the frames of Watson."""
    frames = [
        [int(at.timestamp()), int(at.timestamp()) + 600, "dose", f"{i:032x}", [], 0]
        for i, at in enumerate(times(n, now))
    ]
    (place / "frames").write_text(json.dumps(frames, indent=1), encoding="utf-8")


def least(commands: dict[str, list[str]]) -> dict[str, float]:
    """Return the least CPU seconds of each command, in interleaved runs."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            taken[name].append(cpu_seconds(command))
    return {name: min(seconds) for name, seconds in taken.items()}


def main() -> None:
    """Measure everything, and write it into docs/performance.md."""
    prepare()
    now = datetime.now().astimezone().replace(microsecond=0)
    rows = [("program", *(f"{what}, {n:,}" for what in ("adding", "a week") for n in SIZES))]
    with tempfile.TemporaryDirectory(prefix="ketalog-bench-") as name:
        os.environ["KETALOG_CONFIG"] = str(Path(name) / "config.toml")
        commands: dict[str, list[str]] = {"pass": [PYTHON, "-c", "pass"]}
        known = peers(Path(sys.argv[1]))
        for peer in known:
            for n in SIZES:
                place = Path(name) / peer.name / str(n)
                place.mkdir(parents=True)
                peer.prepare(place, n, now)
                commands |= {f"{peer.name} add {n}": peer.add(place)}
                commands |= {f"{peer.name} week {n}": peer.week(place)}
        seconds = least(commands)
    for peer in known:
        figures = [
            f"{seconds[f'{peer.name} {what} {n}'] / seconds['pass']:.1f}"
            for what in ("add", "week")
            for n in SIZES
        ]
        rows.append((peer.name, *figures))
    write_figures("peers", rows)


if __name__ == "__main__":
    main()
