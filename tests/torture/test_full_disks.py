"""A disk that is full says so, keeps what was answered, and works again when there is room."""

import json
import os
import random
import resource
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.crash.model import DEEDS, Model, found_in
from tests.torture.children import Child, same_in_the_second_copy, type_in, warm_up
from tests.torture.disks import can_mount, make_room, mounted, why_no_disk
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture
SEED = 20261122
ROUNDS = 40


def fill(journal: Path, chance: random.Random, now: Model, seen: Counter[str]) -> Model:
    """Type in commands until a few were refused; return what is there."""
    refused = 0
    while refused < 5:
        deed = DEEDS[chance.choice(sorted(DEEDS))](chance, now)
        code, said = type_in(journal, *deed.line)
        if code == deed.code:
            now = deed.after
            seen["answered"] += 1
            seen["without a second copy"] += "second copy is missing" in said
        else:
            assert code == 5
            assert "disk is full" in said
            assert "Nothing was saved" in said or "may have been saved" in said
            refused += 1
        found = found_in(journal)
        if "may have been saved" in said and found == deed.after.entries:
            now = deed.after
        assert found == now.entries
    seen["refused"] += refused
    return now


def test_a_full_disk_takes_nothing_of_what_was_answered(tmp_path: Path, figures: Figures) -> None:
    trial = "a disk of 256 KiB (tmpfs), filled by every changing command"
    if reason := why_no_disk():
        figures.not_tried(trial, reason)
    options = ("-t", "tmpfs", "-o", "size=256k", "tmpfs")
    if not can_mount(*options, at=tmp_path / "disk"):
        figures.not_tried(trial, "no disk can be mounted here")
    chance = random.Random(SEED)  # noqa: S311 - which command comes next
    seen: Counter[str] = Counter()
    for n in figures.counted(trial, ROUNDS):
        # A new place each: a journal that was begun at one and is gone is not begun anew.
        with mounted(*options, at=tmp_path / f"disk {n}") as disk:
            journal = disk / "ketalog" / "journal.json"
            (disk / "something else").write_bytes(bytes(chance.randrange(250) << 10))
            now = fill(journal, chance, Model(tmp_path), seen)
            make_room(disk)
            code, said = type_in(journal, "mood", "5")
            assert code == 0, said
            assert len(found_in(journal)) == len(now.entries) + 1
            assert same_in_the_second_copy(journal)
            assert list(disk.rglob("*.new")) == []
            seen["disks"] += 1
    assert seen["answered"] > seen["disks"]
    figures.record(
        trial,
        f"{seen['disks']} disks, {seen['answered']:,} answered commands, "
        f"{seen['refused']} refused ones",
        "0 lost; each refusal says why (exit 5); all work again with room",
        f"{seen['without a second copy']} answered that the second copy is missing",
    )


def test_a_file_that_may_not_grow_keeps_the_journal_as_it_was_at_any_size(
    tmp_path: Path, figures: Figures
) -> None:
    trial = "a limit to the size of files (RLIMIT_FSIZE), at any byte"
    chance = random.Random(SEED)  # noqa: S311 - which command comes next
    warm_up(tmp_path)
    start = tmp_path / "start"
    now = Model(tmp_path)
    for name in ("dose", "mood", "effect", "mood"):
        deed = DEEDS[name](chance, now)
        assert type_in(start / "journal.json", *deed.line)[0] == 0
        now = deed.after
    before = (start / "journal.json").read_bytes()
    small = DEEDS["mood"](chance, now)
    seen: Counter[str] = Counter()
    for n in figures.counted(trial, 1200):
        limit = len(before) - 50 + round(n / figures.share)
        folder = tmp_path / "tried"
        shutil.copytree(start, folder)
        journal = folder / "journal.json"

        def task(pipe: int) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))  # noqa: B023 - runs at once
            code, said = type_in(journal, *small.line)  # noqa: B023 - runs at once
            os.write(pipe, json.dumps([code, said]).encode())

        code, said = json.loads(Child(task).end())
        if code == 0:
            assert found_in(journal) == small.after.entries
            seen["second copy missing"] += "second copy is missing" in said
        else:
            assert code == 5
            assert "the file may not grow any further" in said
            assert "Nothing was saved" in said or limit < len(before)
            assert journal.read_bytes() == before
            seen["refused"] += 1
        assert type_in(journal, "mood", "5")[0] == 0
        assert same_in_the_second_copy(journal)
        shutil.rmtree(folder)
        seen["tried"] += 1
    assert 0 < seen["refused"] < seen["tried"]
    figures.record(
        trial,
        f"{seen['tried']:,} limits around the size of the journal",
        f"{seen['refused']} refused, with the journal byte for byte as it was; the others saved",
    )
