"""Measure ketalog beside other programs that keep a diary, on the same work.

CPU time (user and system) of whole processes against `python -c pass`, the least of interleaved
runs: adding an entry, and a view of the last week, with journals of 100 and of 20,000 entries.
`make bench-peers` installs those of Python apart from everything else; others are measured where
they are installed.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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
TODO = """\
path = "{place}/*"
default_list = "list"
cache_path = "{place}/cache.sqlite3"
"""
TODO_ENTRY = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:ketalog
BEGIN:VTODO
UID:{i}
DTSTAMP:{at:%Y%m%dT%H%M%S}
DTSTART:{at:%Y%m%dT%H%M%S}
SUMMARY:mood 6, anxiety 4
END:VTODO
END:VCALENDAR
"""
TASK = ("env", "TASKRC=/dev/null", "task", "rc.confirmation=off", "rc.verbose=nothing")
TASK_ENTRY = (
    '[description:"mood 6, anxiety 4" end:"{at}" entry:"{at}" status:"completed" '
    'uuid:"00000000-0000-4000-8000-{i:012x}"]\n'
)
ANSWERS = r"%s\nmood 6\ndiary\n1\nself\n\n.\ny\n.\n"
"""What hledger asks when an entry is added."""
HLEDGER_ADDS = f'printf \'{ANSWERS}\' "$1" | hledger -f "$2" add'
EVERY = timedelta(hours=24 / A_DAY)


class Peer(NamedTuple):
    """A program: how its file of so many entries is made, and what adds one and shows a week."""

    name: str
    program: str
    prepare: Callable[[Path, int, datetime], None]
    add: Callable[[Path], list[str]]
    week: Callable[[Path], list[str]]


def peers(folder: Path) -> list[Peer]:
    """Return the programs that are there; those of Python in the `folder` of an environment."""
    jrnl, watson, todo = (str(folder / "bin" / name) for name in ("jrnl", "watson", "todo"))
    known = [
        Peer(
            "ketalog",
            PYTHON,
            lambda place, n, now: write_journal(place / "journal.json", n, now),
            lambda place: ketalog(place / "journal.json", "mood", "6", "--anxiety", "4"),
            lambda place: ketalog(place / "journal.json", "week"),
        ),
        Peer(
            "jrnl",
            jrnl,
            prepare_jrnl,
            lambda place: [jrnl, "--config-file", str(place / "jrnl.yaml"), "mood 6, anxiety 4"],
            lambda place: [
                *(jrnl, "--config-file", str(place / "jrnl.yaml")),
                *("-from", "1 week ago", "--short"),
            ],
        ),
        Peer(
            "Watson",
            watson,
            prepare_watson,
            lambda place: [
                *("env", f"WATSON_DIR={place}", watson, "add"),
                *("-f", ago(hours=2), "-t", ago(hours=1), "dose"),
            ],
            lambda place: ["env", f"WATSON_DIR={place}", watson, "--no-color", "log", "--week"],
        ),
        Peer(
            "todoman",
            todo,
            prepare_todoman,
            lambda place: [
                *("env", f"TODOMAN_CONFIG={place / 'config.py'}", todo, "new", "-l", "list"),
                "mood 6, anxiety 4",
            ],
            lambda place: [
                *("env", f"TODOMAN_CONFIG={place / 'config.py'}", todo, "list"),
                *("--start", "after", ago(hours=7 * 24)[:10]),
            ],
        ),
        Peer(
            "hledger",
            "hledger",
            prepare_hledger,
            lambda place: [
                *("sh", "-c", HLEDGER_ADDS, "sh", ago(hours=0)[:10], str(place / "main.journal"))
            ],
            lambda place: [
                *("hledger", "-f", str(place / "main.journal"), "register"),
                *("-b", ago(hours=7 * 24)[:10]),
            ],
        ),
        Peer(
            "taskwarrior",
            "task",
            prepare_taskwarrior,
            lambda place: [*TASK, f"rc.data.location={place}", "log", "mood 6, anxiety 4"],
            lambda place: [*TASK, f"rc.data.location={place}", "end.after:today-7d", "completed"],
        ),
        Peer(
            "timewarrior",
            "timew",
            prepare_timewarrior,
            lambda place: [
                *("env", f"TIMEWARRIORDB={place}", "timew", "track"),
                *(ago(hours=2).replace(" ", "T"), "-", ago(hours=1).replace(" ", "T"), "dose"),
                ":adjust",
            ],
            lambda place: [
                *("env", f"TIMEWARRIORDB={place}", "timew", "summary"),
                *(ago(hours=7 * 24)[:10], "-", ago(hours=-24)[:10]),
            ],
        ),
    ]
    return [peer for peer in known if shutil.which(peer.program)]


def version_of(peer: Peer) -> str:
    """Return a program's name and version; ketalog's is that of this page."""
    if peer.name == "ketalog":
        return peer.name
    said = subprocess.run([peer.program, "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+(\.\d+)+", said.stdout)
    return f"{peer.name} {found[0]}" if found else peer.name


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


def prepare_todoman(place: Path, n: int, now: datetime) -> None:
    """Write a file for each entry, as todoman does."""
    (place / "list").mkdir()
    (place / "config.py").write_text(TODO.format(place=place), encoding="utf-8")
    for i, at in enumerate(times(n, now)):
        entry = TODO_ENTRY.format(i=i, at=at).replace("\n", "\r\n")
        (place / "list" / f"{i}.ics").write_text(entry, encoding="utf-8", newline="")


def prepare_hledger(place: Path, n: int, now: datetime) -> None:
    """Write a journal of hledger."""
    entries = (f"{at:%Y-%m-%d} mood 6\n    diary  1\n    self\n\n" for at in times(n, now))
    (place / "main.journal").write_text("".join(entries), encoding="utf-8")


def prepare_taskwarrior(place: Path, n: int, now: datetime) -> None:
    """Write tasks that are done."""
    entries = (TASK_ENTRY.format(at=int(at.timestamp()), i=i) for i, at in enumerate(times(n, now)))
    (place / "completed.data").write_text("".join(entries), encoding="utf-8")
    (place / "pending.data").touch()


def prepare_timewarrior(place: Path, n: int, now: datetime) -> None:
    """Write spans of ten minutes, in a file for each month."""
    (place / "data").mkdir()
    (place / "timewarrior.cfg").touch()
    for at in times(n, now):
        start = at.astimezone(UTC)
        span = f"inc {start:%Y%m%dT%H%M%SZ} - {start + timedelta(minutes=10):%Y%m%dT%H%M%SZ} # dose"
        with (place / "data" / f"{start:%Y-%m}.data").open("a", encoding="utf-8") as file:
            file.write(f"{span}\n")


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
        rows.append((version_of(peer), *figures))
    write_figures("peers", rows)


if __name__ == "__main__":
    main()
