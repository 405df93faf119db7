"""Whole processes that log, one after another or several at once, and what they answered."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from ketalog.cli import run
from tests.crash.journals import both
from tests.crash.model import store_here
from tests.places import ROOT

LOOP = """
import sys
from ketalog.cli import run
for _ in range({times}):
    code = run({args!r})
    if code:
        sys.exit(code)
"""
LIMITED = """
import resource, sys
from ketalog.cli import run
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
sys.exit(run({args!r}))
"""


def python(*args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *args],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )


def numbers_in(path: Path) -> list[int]:
    return [entry.number or 0 for entry in store_here(path).everything().entries.values()]


def acknowledged(said: str) -> list[int]:
    return [int(found) for found in re.findall(r"^Logged #(\d+): .*\n", said, re.MULTILINE)]


def kill_in_a_loop(
    path: Path,
    kills: Iterable[int],
    line: list[str],
    until: Callable[[], float],
    *,
    from_first: bool = False,
) -> int:
    """Kill processes that log at random moments; return how many entries were acknowledged.

    Moments count from the start, or `from_first` from the first answer: a busy machine delays it.
    """
    known: set[int] = set()
    for _ in kills:
        process = python(*line)
        assert process.stdout is not None
        first = process.stdout.readline() if from_first else ""
        time.sleep(until())
        process.send_signal(signal.SIGKILL)
        with process:  # communicate() would miss what readline() had taken from the pipe already.
            said = first + process.stdout.read()
            errors = process.stderr.read() if process.stderr else ""
        assert "Traceback" not in errors
        before = len(known)
        known.update(acknowledged(said))
        there = numbers_in(path)
        assert known <= set(there)
        assert len(there) == len(set(there))
        assert len(there) - before <= len(acknowledged(said)) + 1
        known.update(there)
    assert run(["mood", "5"]) == 0
    assert len(numbers_in(path)) == len(known) + 1
    if store_here(path).second_copy_path.exists():
        journal, second_copy = both(store_here(path).ledger)
        assert journal == second_copy
    return len(known)


def log_at_once(path: Path, processes: list[list[str]], entries: int) -> None:
    running = [python(*line) for line in processes]
    said = [process.communicate() for process in running]
    assert [
        (process.returncode, errors) for process, (_, errors) in zip(running, said, strict=True)
    ] == [(0, "") for _ in running]
    expected = list(range(1, entries + 1))
    assert sorted(number for out, _ in said for number in acknowledged(out)) == expected
    assert sorted(numbers_in(path)) == expected
    journal, second_copy = both(store_here(path).ledger)
    assert journal == second_copy
    assert list(path.parent.glob("**/*.new")) + list(path.parent.glob("**/*.torn")) == []
