"""Damage on top of trouble: two stories, or a lock, and nothing is dropped without a word."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import Ketalog
from tests.crash.journals import everything_in


@pytest.fixture
def files(ketalog: Ketalog, home: Path) -> tuple[Path, Path]:
    """A journal of three entries and its second copy."""
    for number in range(3):
        ketalog(f"mood {number} --note word-{number}")
    return home / "journal.json", home / "backups" / "journal.json.copy.jsonl"


def lock(ketalog: Ketalog) -> None:
    assert ketalog("lock", stdin="words\nwords\n", tty=True).code == 0


def damage(path: Path, place: int) -> None:
    """Change one letter in the line that stands there."""
    lines = path.read_bytes().split(b"\n")
    lines[place] = lines[place].replace(b'"seq"', b'"sea"')
    path.write_bytes(b"\n".join(lines))


def listed(ketalog: Ketalog) -> str:
    return ketalog("list", stdin="words\n", tty=True).out


@pytest.mark.parametrize("damaged", ["journal", "second copy", "both"])
def test_two_stories_of_which_one_is_damaged_are_brought_together(
    ketalog: Ketalog, files: tuple[Path, Path], home: Path, damaged: str
) -> None:
    journal, second_copy = files
    shutil.copytree(home, home / "other")
    ketalog("mood 7")
    ketalog("mood 8")
    ketalog(f"--journal {home}/other/journal.json mood 9")
    shutil.copy(home / "other" / "backups" / second_copy.name, second_copy)
    if damaged != "second copy":
        damage(journal, 3)
    if damaged != "journal":
        damage(second_copy, 1)
    before = {*everything_in(home).values()}
    answer = ketalog("restore --json")
    assert answer.code == 0, answer
    assert before <= {*everything_in(home).values()}
    said = listed(ketalog)
    assert all(
        word in said for word in ("word-0", "word-1", "word-2", "mood 7", "mood 8", "mood 9")
    )
    numbers = [one["number"] for one in ketalog("list --json").data["entries"]]
    assert sorted({*numbers}) == [1, 2, 3, 4, 5, 6]
    assert ketalog("mood 10").out.startswith("Logged #7:")
    assert ketalog("doctor").code == 0


def test_a_locked_journal_keeps_its_key_when_both_headers_are_damaged(
    ketalog: Ketalog, files: tuple[Path, Path]
) -> None:
    lock(ketalog)
    for path in files:
        path.write_bytes(path.read_bytes().replace(b'"made":"2026', b'"made":"2027'))
    assert ketalog("restore").code == 0
    assert all(f"word-{number}" in listed(ketalog) for number in range(3))
    assert ketalog("doctor").code == 0


def test_without_a_key_a_locked_journal_is_left_as_it_is_until_a_copy_brings_it(
    ketalog: Ketalog, files: tuple[Path, Path], home: Path
) -> None:
    lock(ketalog)
    ketalog(f"backup {home}/usb.json")
    ketalog("mood 7")
    for path in files:
        first, _, rest = path.read_bytes().partition(b"\n")
        path.write_bytes(b"x" * len(first) + b"\n" + rest)
    before = everything_in(home)
    answer = ketalog("restore")
    assert answer.code == 5
    assert "restore FILE" in answer.err
    assert everything_in(home) == before
    assert ketalog(f"restore {home}/usb.json").code == 0
    said = listed(ketalog)
    assert "mood 7" in said
    assert "word-0" in said


def test_what_a_locked_journal_lost_is_merged_from_a_copy_as_restore_says(
    ketalog: Ketalog, files: tuple[Path, Path], home: Path
) -> None:
    ketalog(f"backup {home}/usb.json")
    lock(ketalog)
    ketalog("mood 7")
    damage(files[0], 3)
    damage(files[1], 2)
    answer = ketalog(f"restore {home}/usb.json")
    assert answer.code == 0
    assert "ketalog merge FILE" in answer.out
    assert "word-1" not in listed(ketalog)
    assert ketalog(f"merge {home}/usb.json", stdin="words\n", tty=True).code == 0
    said = listed(ketalog)
    assert all(word in said for word in ("word-0", "word-1", "word-2", "mood 7"))
    assert b"word-1" not in files[0].read_bytes()


def test_damage_in_the_middle_of_a_large_import_leaves_the_rest(
    ketalog: Ketalog, files: tuple[Path, Path], home: Path
) -> None:
    other = home / "other" / "journal.json"
    for number in range(12):
        ketalog(f"--journal {other} note {number}-{'x' * 9000}")
    ketalog(f"--journal {other} export {home}/all.json")
    ketalog(f"import {home}/all.json")
    ketalog("mood 7")
    for path, first in zip(files, (2, 1), strict=True):
        damage(path, first + 4)
    answer = ketalog("restore --json")
    assert (answer.code, answer.data["entries"]) == (0, 4)
    assert answer.data["lost_changes"] > 0
    said = listed(ketalog)
    assert all(word in said for word in ("word-0", "word-1", "word-2", "mood 7"))
    ketalog("mood 8")
    assert (
        max(one["number"] for one in ketalog("list --json").data["entries"]) >= 17
    )  # Those of the import are not given again.


@pytest.mark.parametrize("gap", [0, 1])
def test_a_beginning_in_one_copy_and_an_end_without_a_header_in_the_other_come_together(
    ketalog: Ketalog, home: Path, gap: int
) -> None:
    for rating in range(6):
        ketalog(f"mood {rating}")
    journal, second_copy = home / "journal.json", home / "backups" / "journal.json.copy.jsonl"
    rows = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(rows[2 + 3 + gap :]))
    second_copy.write_bytes(b"".join(second_copy.read_bytes().splitlines(keepends=True)[: 1 + 3]))
    answer = ketalog("restore")
    assert answer.code == 0, answer
    listed = ketalog("list").out
    found = [f"mood {rating}" in listed for rating in range(6)]
    assert found == [True] * 3 + [gap == 0] + [True] * 2
    assert ("Left out" in answer.out) == bool(gap)
