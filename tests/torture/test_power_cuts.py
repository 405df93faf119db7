"""What was answered is on the disk: a power cut takes nothing of it."""

import os
import random
import shutil
import struct
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ketalog.errors import JournalError
from tests.crash.model import Deed, Model, as_seen, found_in, plan, store_at
from tests.torture.children import WRONG, Child, do_lines, killed_at_the_end, pause, warm_up
from tests.torture.disks import can_mount, cut_power, make_ext4, mounted, why_no_disk
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture
SEED = 20261122
STAMP = struct.Struct("q")
"""A moment on the clock that processes share, in nanoseconds."""
FRESH_AFTER = 5
"""Power cuts of one journal: then a new one begins, so that its beginning is cut off too."""
Disk = tuple[tuple[str, ...], Path]


def make_disk(figures: Figures, trial: str, folder: Path) -> Disk:
    if reason := why_no_disk():
        figures.not_tried(trial, reason)
    options, at = make_ext4(folder / "disk.img"), folder / "disk"
    if not can_mount(*options, at=at):
        figures.not_tried(trial, "no disk can be mounted here")
    return options, at


def write_until_a_power_cut(
    disk: Disk, journal: str, deeds: list[Deed], chance: random.Random, prepare: Callable[[], None]
) -> tuple[int, int]:
    """Let a child write, and cut the power at a random moment.

    Returns how many deeds were answered before, and how many while, the power was cut: a system
    call that is under way then may still return, as none does when the power is really gone.
    """
    lines = [(deed.line, deed.code) for deed in deeds]
    options, at = disk

    def task(pipe: int) -> None:
        prepare()
        do_lines(at / journal, lines, pipe, say=stamp)
        pause()

    with mounted(*options, at=at):
        child = Child(task)
        with killed_at_the_end(child):
            enough = chance.randrange(10)
            while len(child.told) < enough * STAMP.size:
                child.wait_for_a_word()
                assert not child.told.endswith(WRONG), "a command answered as it should not"
            time.sleep(chance.uniform(0, 0.01))
            cut_at = time.monotonic_ns()
            cut_power(at)
            told = child.kill().removesuffix(WRONG)  # What runs without power is refused.
            stamps = [when for (when,) in STAMP.iter_unpack(told)]
            return sum(when < cut_at for when in stamps), len(stamps)


def stamp() -> bytes:
    """Return what a child says when a command has answered: the moment."""
    return STAMP.pack(time.monotonic_ns())


def test_nothing_answered_is_lost_to_500_power_cuts(tmp_path: Path, figures: Figures) -> None:
    trial = "power cut (ext4, shut down without flushing its log)"
    disk = make_disk(figures, trial, tmp_path)
    options, at = disk
    warm_up(tmp_path)
    chance = random.Random(SEED)  # noqa: S311 - a seeded moment, no secret
    model = Model(tmp_path)
    seen: Counter[str] = Counter()
    life, certain = 0, True
    for cut in figures.counted(trial, 500):
        if cut % FRESH_AFTER == 0 or not certain:
            model, life = Model(tmp_path), life + 1
        journal = f"{life}/journal.json"
        deeds = plan(chance, model, 14)
        done, last = write_until_a_power_cut(disk, journal, deeds, chance, prepare=lambda: None)
        states = [model, *(deed.after for deed in deeds)]
        possible = states[done : last + 2]
        with mounted(*options, at=at):
            store = store_at(at / journal)
            store.everything()
            found = found_in(at / journal)
            seen_as = as_seen(Model(tmp_path), at / journal)
            shutil.rmtree(at / str(life - 1), ignore_errors=True)  # The disk is small.
        may_be = [state for state in possible if state.entries == found]
        assert may_be, (cut, done, last, [deed.line for deed in deeds])
        happened = found != possible[0].entries
        model = replace(may_be[0], locked=seen_as.locked)
        certain = all(replace(one, locked=model.locked) == model for one in may_be)
        seen.update(cuts=1, answered=done, torn=bool(store.ledger.repairs), happened=happened)
    assert seen["answered"] > seen["cuts"]
    figures.record(
        trial,
        f"{seen['cuts']:,} cuts over {seen['answered']:,} answered commands",
        "0 lost, 0 added, 0 unreadable",
        f"{seen['torn']} left something torn or behind, which was repaired; in "
        f"{seen['happened']} the command under way had happened",
    )


def test_without_fsync_the_same_power_cuts_lose_entries(tmp_path: Path, figures: Figures) -> None:
    """Show that the trial above can see a loss."""
    trial = "the same without fsync, as a control"
    disk = make_disk(figures, trial, tmp_path)
    options, at = disk
    warm_up(tmp_path)
    chance = random.Random(SEED)  # noqa: S311 - a seeded moment, no secret
    lost = cuts = 0
    for cut in figures.counted(trial, 40):
        deeds = plan(chance, Model(tmp_path), 14)
        done, last = write_until_a_power_cut(
            disk, f"{cut}/journal.json", deeds, chance, without_fsync
        )
        states = [Model(tmp_path), *(deed.after for deed in deeds)]
        with mounted(*options, at=at):
            try:
                found = found_in(at / f"{cut}/journal.json")
            except JournalError:
                lost += 1
            else:
                lost += found not in [state.entries for state in states[done : last + 2]]
        cuts += 1
    assert lost > 0
    figures.record(trial, f"{cuts} cuts", f"{lost} lose entries", "as they should: it can be seen")


def without_fsync() -> None:
    os.fsync = lambda _: None  # type: ignore[assignment]
