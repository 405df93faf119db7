"""What was answered is on the disk: a power cut takes nothing of it."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from ketalog.errors import JournalError
from ketalog.store import Store
from tests.crash.model import Deed, Model, found_in, plan
from tests.torture.children import DONE, Child, do_lines, killed_at_the_end, pause, warm_up
from tests.torture.disks import can_mount, cut_power, make_ext4, mounted, why_no_disk
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture
SEED = 20261122
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
) -> int:
    """Let a child write, cut the power at a random moment; return how many deeds were answered."""
    lines = [(deed.line, deed.code) for deed in deeds]
    options, at = disk

    def task(pipe: int) -> None:
        prepare()
        do_lines(at / journal, lines, pipe)
        pause()

    with mounted(*options, at=at):
        child = Child(task)
        with killed_at_the_end(child):
            enough = chance.randrange(10)
            while child.told.count(DONE) < enough:
                child.wait_for_a_word()
            time.sleep(chance.uniform(0, 0.01))
            cut_power(at)
            return child.kill().count(DONE)


def test_nothing_answered_is_lost_to_500_power_cuts(tmp_path: Path, figures: Figures) -> None:
    trial = "power cut (ext4, shut down without flushing its log)"
    disk = make_disk(figures, trial, tmp_path)
    options, at = disk
    warm_up(tmp_path)
    chance = random.Random(SEED)  # noqa: S311 - a seeded moment, no secret
    model = Model(tmp_path)
    seen: Counter[str] = Counter()
    for cut in figures.counted(trial, 500):
        if cut % FRESH_AFTER == 0:
            model = Model(tmp_path)
        journal = f"{cut // FRESH_AFTER}/journal.json"
        deeds = plan(chance, model, 14)
        done = write_until_a_power_cut(disk, journal, deeds, chance, prepare=lambda: None)
        before = deeds[done - 1].after if done else model
        under_way = deeds[done].after if done < len(deeds) else before
        with mounted(*options, at=at):
            store = Store(at / journal)
            store.everything()
            found = found_in(at / journal)
        assert found in (before.entries, under_way.entries), (cut, done, [d.line for d in deeds])
        model = before if found == before.entries else under_way
        seen.update(cuts=1, answered=done, torn=bool(store.repairs), happened=model is not before)
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
        done = write_until_a_power_cut(disk, f"{cut}/journal.json", deeds, chance, without_fsync)
        states = [Model(tmp_path), *(deed.after for deed in deeds)]
        with mounted(*options, at=at):
            try:
                found = found_in(at / f"{cut}/journal.json")
            except JournalError:
                lost += 1
            else:
                lost += found not in [state.entries for state in states[done : done + 2]]
        cuts += 1
    assert lost > 0
    figures.record(trial, f"{cuts} cuts", f"{lost} lose entries", "as they should: it can be seen")


def without_fsync() -> None:
    os.fsync = lambda _: None  # type: ignore[assignment]
