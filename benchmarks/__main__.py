"""Measure commands against their floors and say which gate holds; exit 1 if one does not.

Instructions (valgrind's callgrind) where valgrind is there: the same from run to run. Else user
and system time of interleaved pairs, which fails a gate only if both the ratio of the minima and
the median of the pairs' ratios exceed it.
"""

import os
import pty
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from subprocess import DEVNULL
from threading import Thread
from typing import NamedTuple

from benchmarks.journals import A_DAY, write_journal
from benchmarks.page import write_figures

PYTHON = sys.executable
PAIRS, RUNS = 30, 7
DRAWN_WITHIN = 3.0
"""Of what TinyDB takes: a list of 20,000 lines is not only read, but drawn."""
TYPER = [PYTHON, "-c", "import typer"]
TREATMENT = [
    ["plan", "set", "1x100mg", "sublingual", "--days", "mon,wed,fri", "--apart", "40h"],
    ["supply", "fill", "40"],
]
"""What every journal has beside its entries: each dose is held against the plan and the supply."""
RICH = [PYTHON, "-c", "import typer, rich.console, rich.table"]
VALGRIND = shutil.which("valgrind")


class Gate(NamedTuple):
    """A command, what it is held against, and the most that their ratio may be."""

    name: str
    command: list[str]
    floor: list[str]
    most: float


def ketalog(journal: Path, *words: str) -> list[str]:
    """Return the command line of a command on a journal."""
    return [PYTHON, "-m", "ketalog", "--journal", str(journal), *words]


DAILY = (
    *(["list"], ["show", "last"], ["edit", "last", "--note", "later"], ["undo"], ["redo"]),
    ["supply"],
)
"""Commands that read no more than the journal's end, and what is kept beside it."""
AFTER_AN_IMPORT = (
    ["week"],
    ["today"],
    ["list"],
    ["supply"],
    ["show", "last"],
    ["show", "100"],
    ["review"],
    ["list", "--kind", "session"],
    ["effect", "nausea"],
    ["edit", "100", "--note", "later"],
)
AFTER_A_MERGE = (["week"], ["list"], ["show", "last"], ["review"], ["undo"])
AFTER_ALL = (
    ["dose", "100mg", "sublingual", "--hold", "15"],
    *(["effect", "nausea"], ["show", "last"], ["undo"], ["redo"]),
)
"""Where entries were typed, merged from another device, imported, and typed again."""


def gates(folder: Path, small: Path, middle: Path, large: Path) -> list[Gate]:
    """Return every gate of what is typed daily.

    The journals hold 100, 20,000 and 200,000 entries; `folder` is where others are made: 100 behind
    which 20,000 old ones were taken in, 10,000 of each of two devices, and these with the old ones.
    """
    imported = import_behind(folder, middle)
    merged = merge_two(folder)
    mixed = mix(folder, merged)
    dose = ["dose", "100mg", "sublingual", "--hold", "15"]
    at = ["dose", "100mg", "sublingual", "yesterday", "7pm"]
    return [
        Gate("dose ÷ import typer", ketalog(small, *dose), TYPER, 1.30),
        Gate("dose yesterday 7pm ÷ import typer", ketalog(small, *at), TYPER, 1.50),
        Gate("mood ÷ import typer", ketalog(small, "mood", "6", "--anxiety", "4"), TYPER, 1.30),
        Gate("effect ÷ import typer", ketalog(small, "effect", "nausea", "mild"), TYPER, 1.30),
        Gate("--help ÷ import typer", ketalog(small, "--help"), TYPER, 1.15),
        Gate("week ÷ import typer, rich", ketalog(small, "week"), RICH, 1.35),
        Gate("today ÷ import typer, rich", ketalog(small, "today"), RICH, 1.35),
        Gate("dose, 20 000 ÷ 100", ketalog(middle, *dose), ketalog(small, *dose), 1.10),
        Gate("dose, 200 000 ÷ 100", ketalog(large, *dose), ketalog(small, *dose), 1.10),
        Gate("week, 20 000 ÷ 100", ketalog(middle, "week"), ketalog(small, "week"), 1.10),
        Gate("week, 200 000 ÷ 100", ketalog(large, "week"), ketalog(small, "week"), 1.10),
        Gate("today, 20 000 ÷ 100", ketalog(middle, "today"), ketalog(small, "today"), 1.10),
        *(
            Gate(
                f"{' '.join(words)}, {name} ÷ 100",
                ketalog(journal, *words),
                ketalog(small, *words),
                1.10,
            )
            for name, journal, commands in (
                ("200 000", large, DAILY),
                ("imported", imported, AFTER_AN_IMPORT),
                ("merged", merged, AFTER_A_MERGE),
                ("mixed", mixed, AFTER_ALL),
            )
            for words in commands
        ),
        *longer_views(folder, middle, imported, merged, mixed),
    ]


def longer_views(
    folder: Path, typed: Path, imported: Path, merged: Path, mixed: Path
) -> list[Gate]:
    """Return the gates of what shows weeks, each against 1,000 entries that came in the same way.

    100 don't fill them, and two devices have twice as many entries a day: more is drawn of more.
    """
    few = folder / "few"
    small = few / "journal.json"
    write_journal(small, 1000, datetime.now().astimezone().replace(microsecond=0))
    for words in TREATMENT:
        subprocess.run(ketalog(small, *words), stdout=DEVNULL, check=True)
    few_imported, few_merged = import_behind(few, small), merge_two(few, 500)
    ways = (
        ("20 000", typed, small),
        ("imported", imported, few_imported),
        ("merged", merged, few_merged),
        ("mixed", mixed, mix(few, few_merged)),
    )
    return [
        Gate(f"{view}, {name} ÷ 1 000", ketalog(many, view), ketalog(less, view), 1.10)
        for view in ("month", "response")
        for name, many, less in ways
    ]


def full_reads(journal: Path, run: int = 0) -> dict[str, list[str]]:
    """Return what reads all of a journal: TinyDB, and commands with what they may take beside it.

    Each `run` changes another entry: what was changed stands at the end.
    """
    read = f"from tinydb import TinyDB; TinyDB({str(journal)!r}).table('transactions').all()"
    return {
        "TinyDB": [PYTHON, "-c", read],
        "export": ketalog(journal, "export", str(journal.with_name("export.json")), "--force"),
        "doctor": ketalog(journal, "doctor"),
        "show 1": ketalog(journal, "show", "1"),
        "edit of an old entry": ketalog(journal, "edit", str(6 + 5 * run), "--note", "later"),
        "list --all": ketalog(journal, "list", "--all"),
    }


def full_read_gates(folder: Path) -> Iterator["Measured"]:
    """Yield how much more a full read of 20,000 entries takes than one of 100, against TinyDB's.

    In CPU time: valgrind has none of the processor's own instructions for sums.
    """
    now = datetime.now().astimezone().replace(microsecond=0)
    few, many = (folder / f"full {n}" / "journal.json" for n in ("100", "20 000"))
    write_journal(few, 100, now, a_day=10)
    write_journal(many, 20_000, now, a_day=10)
    seconds: defaultdict[tuple[str, Path], list[float]] = defaultdict(list)
    for run in range(RUNS):
        for journal in (few, many):
            for name, command in full_reads(journal, run).items():
                seconds[name, journal].append(cpu_seconds(command))
    more = {name: min(seconds[name, many]) - min(seconds[name, few]) for name in full_reads(many)}
    for name, most in {**dict.fromkeys(more, 1.5), "list --all": DRAWN_WITHIN}.items():
        if name != "TinyDB":
            yield report(f"CPU time of {name} ÷ TinyDB", more[name] / more["TinyDB"], most)
    if VALGRIND:
        of_many, of_few = full_reads(many), full_reads(few)
        export, read = (
            instructions(of_many[name]) - instructions(of_few[name])
            for name in ("export", "TinyDB")
        )
        yield report("export ÷ TinyDB", export / read, 2.0)


def memory_gates(folder: Path, small: Path, large: Path) -> Iterator["Measured"]:
    """Yield the peak memory of what reads all of a journal, beyond what little takes, by its size.

    A clock of before 2020 is a finding of `doctor`: its journal is of five years, 24 entries a day.
    """
    years = folder / "45 000" / "journal.json"
    write_journal(years, 45_000, datetime.now().astimezone().replace(microsecond=0), a_day=24)
    for name, journal in (
        ("export", large),
        ("list --all", large),
        ("show 1", large),
        ("doctor", years),
    ):
        peak, start = (peak_kb(full_reads(of)[name]) for of in (journal, small))
        size = journal.stat().st_size / 1024
        yield report(f"peak memory of {name}, all less 100 ÷ file", (peak - start) / size, 4.0)


def pdf_gates(folder: Path) -> list[Gate]:
    """Return what a PDF of eight weeks may take, and one of three years beside it."""
    weeks, years = (export_pdf(folder, days) for days in (56, 1095))
    return [
        Gate("PDF of 8 weeks ÷ import typer", weeks, TYPER, 4.0),
        Gate("PDF of 3 years ÷ of 8 weeks", years, weeks, 3.0),
    ]


def export_pdf(folder: Path, days: int) -> list[str]:
    """Return the command line that makes the PDF of so many days with a dose on every other."""
    now = datetime.now().astimezone().replace(microsecond=0)
    journal = folder / f"{days} days" / "journal.json"
    write_journal(journal, days // 2 * A_DAY, now, every=2)
    since = (now - timedelta(days=days - 1)).date().isoformat()
    file = str(journal.with_name("page.pdf"))
    return ketalog(journal, "export", file, "--force", "--since", since)


def import_behind(folder: Path, old: Path) -> Path:
    """Return a journal of 100 entries into which those of another, all older, were taken in."""
    journal, file = folder / "imported" / "journal.json", str(folder / "old.json")
    now = datetime.now().astimezone().replace(microsecond=0)
    write_journal(journal, 100, now)
    subprocess.run(ketalog(old, "export", file), stdout=DEVNULL, check=True)
    subprocess.run(ketalog(journal, "import", file), stdout=DEVNULL, check=True)
    subprocess.run(ketalog(journal, "week"), stdout=DEVNULL, check=True)
    return journal


def mix(folder: Path, merged: Path) -> Path:
    """Return a journal of two devices into which another was taken in, and typed some more."""
    journal = folder / "mixed" / "journal.json"
    shutil.copytree(merged.parent, journal.parent)
    subprocess.run(ketalog(journal, "import", str(folder / "old.json")), stdout=DEVNULL, check=True)
    for n in range(30):
        subprocess.run(ketalog(journal, "mood", str(n % 11)), stdout=DEVNULL, check=True)
    return journal


def merge_two(folder: Path, entries: int = 10_000) -> Path:
    """Return a journal of so many entries into which as many of another device were merged."""
    now = datetime.now().astimezone().replace(microsecond=0)
    journal, other = (folder / name / "journal.json" for name in ("merged", "other"))
    write_journal(journal, entries, now)
    write_journal(other, entries, now - timedelta(minutes=10))
    for words in (["merge", str(other)], ["mood", "6"], ["week"]):
        subprocess.run(ketalog(journal, *words), stdout=DEVNULL, check=True)
    return journal


def measure(command: list[str]) -> float:
    """Return what one command takes, in instructions or in seconds."""
    return instructions(command) if VALGRIND else min(cpu_seconds(command) for _ in range(5))


@cache
def floor_instructions(floor: tuple[str, ...]) -> float:
    """Return how many instructions a floor takes: counted once, for it is the same each time."""
    return instructions([*floor])


def instructions(command: list[str]) -> float:
    """Return how many instructions a command takes."""
    said = on_terminal(
        [str(VALGRIND), "--tool=callgrind", f"--callgrind-out-file={os.devnull}", *command]
    )
    found = re.search(r"Collected : (\d+)", said)
    if not found:
        raise SystemExit(f"valgrind counted nothing: {said}")
    return float(found[1])


def on_terminal(command: list[str]) -> str:
    """Run a command whose answer goes to a terminal, and return what it said beside it."""
    screen, terminal = pty.openpty()
    reader = Thread(target=drain, args=(screen,), daemon=True)
    reader.start()
    try:
        ran = subprocess.run(
            command, stdout=terminal, stderr=subprocess.PIPE, text=True, check=True
        )
    finally:
        os.close(terminal)
    return ran.stderr


def drain(screen: int) -> None:
    """Read what a terminal is sent, until it is closed."""
    with suppress(OSError):
        while os.read(screen, 65536):
            pass


def cpu_seconds(command: list[str]) -> float:
    """Return the user and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    on_terminal(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ratio(gate: Gate) -> float:
    """Return how much more a command takes than its floor."""
    if VALGRIND:
        return instructions(gate.command) / floor_instructions(tuple(gate.floor))
    pairs = [(cpu_seconds(gate.command), cpu_seconds(gate.floor)) for _ in range(PAIRS)]
    minima = min(taken for taken, _ in pairs) / min(floor for _, floor in pairs)
    return min(minima, statistics.median(taken / floor for taken, floor in pairs))


def peak_kb(command: list[str]) -> int:
    """Return the peak memory of a command in KiB."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], capture_output=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    ran = subprocess.run(
        [PYTHON, "-c", script, *command], capture_output=True, text=True, check=True
    )
    return int(ran.stdout)


class Measured(NamedTuple):
    """What a gate's ratio was."""

    name: str
    ratio: float
    most: float

    @property
    def holds(self) -> bool:
        """Tell whether it is within the gate."""
        return self.ratio <= self.most


def report(name: str, ratio: float, most: float) -> Measured:
    """Print one line of the table and return it."""
    measured = Measured(name, ratio, most)
    verdict = "ok" if measured.holds else "TOO SLOW"
    print(f"{name:<48} {ratio:6.3f}   gate {most:.2f}   {verdict}")
    return measured


def prepare() -> None:
    """Let every process run as one that a user starts: compiled once, nothing set."""
    for name in ("KETALOG_TEST_NOW", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        os.environ.pop(name, None)
    behind = datetime.now(UTC).hour - 14  # At two in the afternoon: at night "yesterday" is asked.
    os.environ["TZ"] = f"UTC{behind:+}"
    time.tzset()
    subprocess.run([PYTHON, "-m", "compileall", "-q", "ketalog"], check=True)


def main() -> None:
    """Measure everything, and write it into docs/performance.md."""
    prepare()
    print(f"{'instructions' if VALGRIND else 'CPU time'}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory(prefix="ketalog-bench-") as folder:
        os.environ["TERM"] = "xterm-256color"
        os.environ["KETALOG_CONFIG"] = str(Path(folder) / "config.toml")
        journals = []
        for entries in (100, 20_000, 200_000):
            journals.append(Path(folder) / str(entries) / "journal.json")
            write_journal(journals[-1], entries, datetime.now().astimezone().replace(microsecond=0))
            for words in TREATMENT:
                subprocess.run(ketalog(journals[-1], *words), stdout=DEVNULL, check=True)
        small, middle, large = journals
        held = gates(Path(folder), small, middle, large)
        rows = [report(gate.name, ratio(gate), gate.most) for gate in held]
        pdfs = pdf_gates(Path(folder))
        rows += [report(gate.name, ratio(gate), gate.most) for gate in pdfs]
        for words in (["dose", "100mg", "nasal"], ["week"]):
            found = peak_kb(ketalog(large, *words)) / peak_kb(ketalog(small, *words))
            rows.append(report(f"peak memory of {words[0]}, 200 000 ÷ 100", found, 1.10))
        rows += memory_gates(Path(folder), small, large)
        rows += full_read_gates(Path(folder))
    figures = [(row.name, f"{row.ratio:.3f}", f"{row.most:.2f}") for row in rows]
    write_figures("gates", [("gate", "ratio", "at most"), *figures])
    sys.exit(0 if all(row.holds for row in rows) else 1)


if __name__ == "__main__":
    main()
