"""Whoever looks while others write is told the truth: all that was answered, and nothing torn."""

import json
import mmap
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ketalog.cli import run
from tests.crash.model import found_in
from tests.torture.children import Child, killed_at_the_end, warm_up
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture
READS, ROUNDS, WRITERS, READERS = 10_000, 25, 2, 2
LINES = (("mood", "6"), ("dose", "10mg", "nasal"))
"""What each writer types."""
SAID: tuple[dict[str, Any], ...] = (
    {"kind": "mood", "mood": 6},
    {"kind": "dose", "amount_mg": "10", "route": "nasal"},
)


class Shared:
    """Numbers that processes share: how much each writer was answered, and when to stop."""

    def __init__(self) -> None:
        # A number is put there at once: struct.pack_into would put zeros first.
        self._numbers = memoryview(mmap.mmap(-1, 64)).cast("Q")

    def get(self, place: int) -> int:
        return self._numbers[place]

    def put(self, place: int, value: int) -> None:
        self._numbers[place] = value

    def answered(self) -> int:
        return sum(self.get(place) for place in range(WRITERS))


STOP = WRITERS


def numbers_of_a_list(data: dict[str, Any]) -> int:
    assert data["total"] == len(data["entries"])
    return numbers_of_today(data)


def numbers_of_today(data: dict[str, Any]) -> int:
    """Return how many entries are told, if none is missing between them and each is as typed."""
    entries = data["entries"]
    assert [one["number"] for one in entries] == list(range(1, len(entries) + 1))
    for one in entries:
        assert any(one.items() >= said.items() for said in SAID)
    return len(entries)


def numbers_of_a_week(data: dict[str, Any]) -> int:
    assert data["routes"].get("nasal", {"count": 0})["count"] == len(data["doses"])
    return int(data["entries"])


VIEWS: dict[tuple[str, ...], Callable[[dict[str, Any]], int]] = {
    ("list", "--all", "--json"): numbers_of_a_list,
    ("today", "--json"): numbers_of_today,
    ("week", "--json"): numbers_of_a_week,
}


def look(journal: Path, view: tuple[str, ...]) -> int:
    """Look, in this forked reader; return how many entries it told."""
    sys.stdout, sys.stderr = StringIO(), StringIO()
    code = run([f"--journal={journal}", *view])
    assert (code, sys.stderr.getvalue()) == (0, "")
    return VIEWS[view](json.loads(sys.stdout.getvalue())["data"])


def read(journal: Path, shared: Shared, times: int, pipe: int) -> None:
    """Look again and again: each answer has what was answered before it, and never less."""
    seen = 0
    for n in range(times):
        at_least = max(seen, shared.answered())
        told = look(journal, list(VIEWS)[n % len(VIEWS)])
        at_most = shared.answered() + WRITERS
        right = at_least <= told <= at_most
        os.write(pipe, b"." if right else b"!")
        seen = told


def write(journal: Path, shared: Shared, me: int, pipe: int) -> None:
    while not shared.get(STOP):
        assert run([f"--journal={journal}", *LINES[me]]) == 0
        shared.put(me, shared.get(me) + 1)
        time.sleep(0.002)
    os.write(pipe, b"done")


def test_10000_reads_beside_two_writers_are_each_right(tmp_path: Path, figures: Figures) -> None:
    trial = "reads (list, today, week) by 2 readers beside 2 writers"
    warm_up(tmp_path)
    for view in VIEWS:
        assert run([f"--journal={tmp_path / 'none.json'}", *view]) == 0
    reads = written = 0
    for n in figures.counted(trial, ROUNDS):
        journal = tmp_path / f"{n}" / "journal.json"
        assert run([f"--journal={journal}", *LINES[1]]) == 0
        shared = Shared()
        shared.put(0, 1)
        times = READS // ROUNDS // READERS
        writers = [Child(partial(write, journal, shared, me)) for me in range(WRITERS)]
        readers = [Child(partial(read, journal, shared, times)) for _ in range(READERS)]
        with killed_at_the_end(*writers, *readers):
            assert [reader.end() for reader in readers] == [b"." * times] * READERS
            shared.put(STOP, 1)
            assert [writer.end() for writer in writers] == [b"done"] * WRITERS
        assert len(found_in(journal)) == shared.answered()
        reads, written = reads + READERS * times, written + shared.answered()
    assert written > reads / 20
    figures.record(
        trial,
        f"{reads:,} reads while {written:,} entries were written",
        "each complete and right, none behind an earlier one, none failed",
    )
