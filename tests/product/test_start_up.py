"""Start-up: a command loads only what it needs, and reads no more of a journal as it grows."""

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ketalog.domain.entries import Dose, Effect, Mood
from ketalog.domain.kinds import Entry
from ketalog.store import Store
from tests.conftest import NOW as NOW_TEXT

NOW = datetime.fromisoformat(NOW_TEXT)
HEAVY = {"tinydb", "rich", "dateutil", "pydantic", "jinja2", "tomlkit", "hashlib", "typst"}
"""What no command that logs may load."""

WATCH = """
import builtins, json, os, sys
journal, bytes_read = os.path.realpath(os.environ["KETALOG_JOURNAL"]), 0
opened = set()

def watch(name):
    real = getattr(os, name)
    def watched(*args, **options):
        global bytes_read
        found = real(*args, **options)
        if name == "open":
            opened.discard(found)
            if os.path.realpath(args[0]) == journal:
                opened.add(found)
        elif args[0] in opened:
            bytes_read += len(found)
        return found
    setattr(os, name, watched)

for name in ("open", "pread", "read"):
    watch(name)

real_open = builtins.open
def watched_open(file, *args, **options):  # all of an open file may be read
    global bytes_read
    if file in opened:
        bytes_read += os.fstat(file).st_size
    return real_open(file, *args, **options)
builtins.open = watched_open

def watch_files(event, args):  # opened by Python's own open(): all of it may be read
    global bytes_read
    if event == "open" and args[1] and args[0] == journal and os.path.exists(journal):
        bytes_read += os.path.getsize(journal)

sys.addaudithook(watch_files)
from ketalog.cli import run
code = run(sys.argv[1:])
print(json.dumps([code, bytes_read, sorted(sys.modules)]), file=sys.stderr)
"""


class Run:
    """What one process answered: its exit code, bytes read from the journal, modules loaded."""

    def __init__(self, *words: str, journal: Path | None = None) -> None:
        env = dict(os.environ)
        if journal is not None:
            env["KETALOG_JOURNAL"] = str(journal)
        done = subprocess.run(
            [sys.executable, "-c", WATCH, *words], env=env, capture_output=True, check=False
        )
        last = done.stderr.decode().splitlines()[-1]
        self.code, self.bytes_read, modules = json.loads(last)
        self.modules = set(modules)
        assert self.code == 0, done.stderr.decode()

    def loaded(self, *names: str) -> set[str]:
        """Return which of the modules, or of those below them, were loaded."""
        found = {name for name in names if name in self.modules}
        return found | {one for one in self.modules if one.partition(".")[0] in names}


LOGGING = [
    ["dose", "100mg", "sublingual", "--hold", "15", "--mood", "4", "--at", "2026-11-22T20:00"],
    ["dose", "2x15mg", "nasal"],
    ["mood", "6", "--anxiety", "4", "--sleep", "7h30"],
    ["effect", "nausea", "mild", "--for", "45min"],
    ["effect", "dreams of my own"],
    ["effect", "none"],
    ["note", "slept well"],
    ["ask", "may it move?"],
    ["mood", "6", "--json"],
]


@pytest.mark.parametrize("words", LOGGING, ids=" ".join)
def test_logging_loads_nothing_heavy_for_the_first_entry_nor_for_a_later_one(
    words: list[str],
) -> None:
    for _ in range(2):
        assert Run(*words).loaded(*HEAVY) == set()


def test_an_inbox_that_is_empty_loads_nothing_of_it(tmp_path: Path) -> None:
    Run("config", "inbox", str(tmp_path / "Sync"))
    (tmp_path / "Sync" / "taken").mkdir()
    for words in (["dose", "100mg", "sublingual"], ["today", "--json"]):
        assert {name for name in Run(*words).modules if "inbox" in name} == set()
    (tmp_path / "Sync" / "phone.txt").write_text("mood 6\n")
    assert "ketalog.inbox" in Run("mood", "5").modules


PLAN = ["plan", "set", "100mg", "sublingual", "--days", "daily", "--apart", "24h"]


@pytest.mark.parametrize(
    "words",
    [
        ["dose", "100mg", "sublingual"],
        ["dose", "300mg", "sublingual", "--json"],
        ["dose", "--usual"],
        ["mood", "6"],
    ],
    ids=" ".join,
)
def test_logging_beside_a_plan_loads_nothing_heavy_either(words: list[str]) -> None:
    Run(*PLAN)
    for _ in range(2):
        assert Run(*words).loaded(*HEAVY) == set()


def test_a_dose_without_a_plan_loads_nothing_of_one() -> None:
    for _ in range(2):
        ours = Run("dose", "100mg", "sublingual").modules
        assert {name for name in ours if "plan" in name or "deviations" in name} == set()


def test_a_dose_looks_up_its_plan_without_reading_all_after_much_other_logging(
    few: Path, tmp_path: Path
) -> None:
    journal = tmp_path / "few" / "journal.json"
    shutil.copytree(few.parent, journal.parent)
    Run(*PLAN, journal=journal)
    for n in range(50):
        with Store(journal).changing(NOW) as transaction:
            transaction.add([_entry(8_000 + 8 * n + 1, NOW)])
    run = Run("dose", "300mg", "sublingual", "--json", journal=journal)
    assert run.loaded("tinydb") == set()


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["-h"]])
def test_help_loads_nothing_of_ketalog_but_the_command_line(words: list[str]) -> None:
    run = Run(*words)
    if words != ["--version"]:
        ours = {name for name in run.modules if name.partition(".")[0] == "ketalog"}
        assert ours == {"ketalog", "ketalog.cli", "ketalog.commands", "ketalog.errors"}
        assert run.loaded("msgspec") == set()
    assert run.loaded(*HEAVY, "ketalog.store") == set()


def test_the_help_of_a_command_loads_no_journal() -> None:
    assert Run("dose", "--help").loaded(*HEAVY, "ketalog.store") == set()


@pytest.mark.parametrize("suffix", ["md", "html", "csv", "json", "pdf"])
def test_only_a_pdf_loads_what_makes_one(tmp_path: Path, suffix: str) -> None:
    loaded = Run("export", str(tmp_path / f"x.{suffix}")).loaded("typst")
    assert bool(loaded) is (suffix == "pdf")


@pytest.mark.parametrize("command", ["week", "month", "today", "response"])
def test_looking_loads_only_what_it_draws_with(command: str, few: Path) -> None:
    never = HEAVY - {"rich", "dateutil"}
    run = Run(command, journal=few)
    assert run.loaded(*never) == set()
    assert "dateutil.parser" not in run.modules
    for option in ("--json", "--plain"):
        assert Run(command, option, journal=few).loaded(*HEAVY) == set()


def test_the_week_is_drawn_with_rich_on_a_terminal(few: Path) -> None:
    ours, theirs = pty.openpty()
    script = """import sys; from ketalog.cli import run
run(["week"]); sys.stderr.write(" ".join(sys.modules))"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "KETALOG_JOURNAL": str(few), "TERM": "xterm-256color"},
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=True,
    )
    os.close(theirs)
    os.close(ours)
    modules = set(done.stderr.decode().split())
    assert "rich" in modules
    assert {"tinydb", "dateutil.parser", "jinja2", "pydantic", "rich.markdown"} & modules == set()


# Bytes read


def write_journal(path: Path, count: int) -> Path:
    """Write so many entries, eight a day up to now, in large transactions."""
    store = Store(path)
    for chunk in _chunks(count):
        with store.changing(chunk[-1].at) as transaction:
            transaction.add(chunk)
    store.snapshot()  # Once read, what holds of it is kept beside it.
    return path


def _chunks(count: int) -> Iterator[list[Entry]]:
    end = datetime.fromisoformat("2026-11-22T18:00:00+01:00")
    entries = [_entry(n, end - timedelta(hours=3) * (count - n)) for n in range(count)]
    # The last weeks were written one by one, as they are; what lies before came in at once.
    old, new = entries[:-200], entries[-200:]
    yield from (old[at : at + 5000] for at in range(0, len(old), 5000))
    yield from ([entry] for entry in new)


def _entry(n: int, at: datetime) -> Entry:
    identity = f"{n:08}-0000-4000-8000-000000000000"
    if n % 8 == 0:
        return Dose(
            id=identity, at=at, recorded=at, amount_mg=Decimal(100), route="sublingual", mood=4
        )
    if n % 8 == 4:
        return Effect(id=identity, at=at, recorded=at, name="nausea", severity="mild")
    return Mood(id=identity, at=at, recorded=at, mood=n % 11, anxiety=5)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of 250 entries."""
    return write_journal(tmp_path_factory.mktemp("few") / "journal.json", 250)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal of 20,000 entries."""
    return write_journal(tmp_path_factory.mktemp("many") / "journal.json", 20_000)


@pytest.mark.parametrize(
    "words",
    [
        ["dose", "100mg", "sublingual"],
        ["mood", "6"],
        ["effect", "nausea"],
        ["week"],
        ["week", "--json"],
        ["today"],
    ],
    ids=" ".join,
)
def test_a_command_reads_no_more_of_a_journal_eighty_times_as_large(
    few: Path, many: Path, words: list[str]
) -> None:
    here, there = Run(*words, journal=few), Run(*words, journal=many)
    assert 0 < there.bytes_read == here.bytes_read


@pytest.mark.parametrize(
    "words",
    [["show", "1"], ["edit", "1", "--note", "later"], ["doctor"], ["list", "--all"]],
    ids=" ".join,
)
def test_what_needs_the_whole_journal_reads_it_once(
    many: Path, tmp_path: Path, words: list[str]
) -> None:
    copy = shutil.copytree(many.parent, tmp_path / "copy") / many.name
    size = copy.stat().st_size
    assert size <= Run(*words, journal=copy).bytes_read < 2 * size
