"""Nothing that was answered is lost to kill -9, at whatever moment it strikes."""

import random
import shutil
import time
from pathlib import Path

import pytest

from tests.crash.model import Model, as_seen, found_in, plan
from tests.crash.processes import kill_in_a_loop, python
from tests.torture.children import DONE, WRONG, Child, do_lines, pause, warm_up
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture
SEED = 20261122
FRESH_AFTER = 100
"""Kills of one journal: then a new one begins, so that reading it stays quick."""


def entries_unmended(journal: Path) -> object:
    """Read a journal and put it back as it was, so that the next command meets what the kill left.

    It is read where it lies: what this computer remembers of it is remembered by its path.
    """
    folder = journal.parent
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    try:
        return found_in(journal)
    finally:
        shutil.rmtree(folder)
        copy.rename(folder)


def test_nothing_answered_is_lost_to_10000_kills_at_random_moments(
    tmp_path: Path, figures: Figures
) -> None:
    trial = "kill -9 at a random moment of any changing command"
    chance = random.Random(SEED)  # noqa: S311 - a seeded moment, no secret
    model = Model(tmp_path)
    kills = answered = struck = happened = 0
    latest_s = 0.030
    """The latest moment: it follows how far commands get, for a busy machine is slower."""
    warm_up(tmp_path)
    for kill in figures.counted(trial, 10_000):
        folder = tmp_path / f"{kill // FRESH_AFTER}"
        journal = folder / "journal.json"
        if kill % FRESH_AFTER == 0:
            shutil.rmtree(tmp_path / f"{kill // FRESH_AFTER - 1}", ignore_errors=True)
            folder.mkdir()
            model = Model(tmp_path)
        deeds = plan(chance, model, 8)
        lines = [(deed.line, deed.code) for deed in deeds]

        def task(pipe: int) -> None:
            do_lines(journal, lines, pipe)  # noqa: B023 - the child runs at once
            pause()

        child = Child(task)
        time.sleep(chance.uniform(0.001, latest_s))
        told = child.kill()
        assert WRONG not in told
        done = told.count(DONE)
        latest_s *= 1.02 if done < 2 else 0.98
        before = deeds[done - 1].after if done else model
        under_way = deeds[done].after if done < len(deeds) else before
        found = found_in(journal) if chance.random() < 0.5 else entries_unmended(journal)
        assert found in (before.entries, under_way.entries), (kill, done, [d.line for d in deeds])
        model = as_seen(before if found == before.entries else under_way, journal)
        kills, answered = kills + 1, answered + done
        struck += done < len(deeds)
        happened += found != before.entries
    assert answered > kills
    assert struck > kills / 2
    assert 0 < happened < struck
    figures.record(
        trial,
        f"{kills:,} kills over {answered:,} answered commands",
        "0 lost, 0 added, 0 unreadable",
        f"{struck:,} struck a command under way, of which {happened:,} had happened",
    )


def test_nothing_answered_is_lost_to_500_kills_of_whole_processes(
    home: Path, figures: Figures
) -> None:
    trial = "kill -9 at a random moment of a whole `ketalog dose`"
    chance = random.Random(SEED)  # noqa: S311 - a seeded moment, no secret
    dose = ["-u", "-m", "ketalog", "dose", "100mg", "sublingual"]
    begun = time.monotonic()
    python(*dose, "--journal", str(home / "apart" / "journal.json")).communicate()
    took_s = time.monotonic() - begun
    logged = kill_in_a_loop(
        home / "journal.json",
        figures.counted(trial, 500),
        dose,
        lambda: chance.uniform(0.2, 1.0) * took_s,
    )
    tried = figures.some_of(500)
    assert logged > tried / 10
    remark = f"{logged} doses are there: every one that was answered"
    figures.record(trial, f"{tried} processes", "0 lost, 0 doubled, 0 unreadable", remark)
