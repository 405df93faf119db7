"""Copies that sync tools make of the journal and its second copy: known, merged, put away."""

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import Ketalog
from tests.crash.journals import everything_in

NAMED = (
    "{}.sync-conflict-20261122-210000-ABCDEFG{}",
    "{} (Anna's conflicted copy 2026-11-22){}",
    "{} (conflicted copy 2026-11-22 210000){}",
    "{} (Case Conflict){}",
    "{} (Case Conflict 2){}",
    "{}_conflict-20260101-120000{}",
)
"""How Syncthing, Dropbox, Nextcloud and ownCloud call them."""
NAMED_AS_PEOPLE_DO = (
    "{} 2{}",
    "{} (1){}",
    "{}(1){}",
    "{} (In Konflikt stehende Kopie von Anna 2026-11-22){}",
    "{} (SFConflict anna@example.org 2026-11-22-21-00-00){}",
    "{} [conflicted]{}",
)
"""How iCloud, Google Drive, OneDrive, Dropbox in German, Seafile and pCloud call them."""
SECOND_COPY = "journal.json.copy"


@pytest.fixture
def apart(ketalog: Ketalog, home: Path) -> Path:
    """Return the folder of another device, whose journal began as this one and went on."""
    ketalog("mood 1")
    other = home / "other"
    other.mkdir()
    shutil.copy(home / "journal.json", other)
    shutil.copytree(home / "backups", other / "backups")
    ketalog("mood 2")
    ketalog(f"--journal {other}/journal.json mood 9")
    return other


@pytest.mark.parametrize("pattern", [*NAMED, *NAMED_AS_PEOPLE_DO])
@pytest.mark.parametrize("what", ["journal", "second copy"])
def test_a_conflict_copy_of_either_file_is_named_merged_and_put_away(
    ketalog: Ketalog, home: Path, apart: Path, pattern: str, what: str
) -> None:
    if what == "journal":
        copy = home / pattern.format("journal", ".json")
        shutil.copy(apart / "journal.json", copy)
    else:
        copy = home / "backups" / pattern.format(SECOND_COPY, ".jsonl")
        shutil.copy(apart / "backups" / f"{SECOND_COPY}.jsonl", copy)
    said = ketalog("mood 3").err
    assert str(copy) in said
    assert str(copy) in ketalog("doctor").out
    command = said.partition("To take in what it has: ketalog ")[2].strip()
    assert command.startswith("merge ")
    answer = ketalog(command)
    assert "New here: #4: mood 9" in answer.out
    assert "not needed any more" in answer.out
    assert not copy.exists()
    after = ketalog("list --json")
    assert after.err == ""
    assert {one["mood"] for one in after.data["entries"]} == {1, 2, 3, 9}
    assert ketalog("doctor --json").data["findings"] == []


@pytest.mark.parametrize("pattern", NAMED_AS_PEOPLE_DO)
@pytest.mark.parametrize(
    "what", ["words", "another journal", "an export", "nothing", "a folder", "a pipe"]
)
def test_somebody_elses_file_of_such_a_name_is_left_alone(
    ketalog: Ketalog, home: Path, apart: Path, pattern: str, what: str
) -> None:
    for folder, stem, suffix in (
        (home, "journal", ".json"),
        (home / "backups", SECOND_COPY, ".jsonl"),
    ):
        file = folder / pattern.format(stem, suffix)
        if what == "words":
            file.write_text('{"_ketalog": {"1": {"format":3, "journal": "mine"\n' * 5)
        elif what == "another journal":
            ketalog(f"--journal {home}/anna/journal.json mood 5")
            shutil.copy(home / "anna" / "journal.json", file)
        elif what == "an export":
            assert ketalog(["export", "--force", f"{home}/export.json"]).code == 0
            shutil.copy(home / "export.json", file)
        elif what == "a pipe":
            os.mkfifo(file)
        elif what == "a folder":
            file.mkdir()
        else:
            file.touch()
    before = everything_in(home)
    assert ketalog("list").err == ""
    assert ketalog("doctor --json").data["findings"] == []
    assert ketalog("erase 1 --yes").err == ""
    after = everything_in(home)
    assert [name for name in before if name not in after] == []


def test_a_second_copy_in_a_folder_of_its_own_has_conflict_copies_too(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog(f"config backups {home}/usb")
    ketalog("mood 1")
    (second_copy,) = (home / "usb").glob("*.copy.jsonl")
    one, other = (
        second_copy.with_name(f"{second_copy.stem}{middle}.jsonl")
        for middle in (" 2", ".sync-conflict-1")
    )
    shutil.copy(second_copy, one)
    shutil.copy(second_copy, other)
    shutil.copy(second_copy, second_copy.with_name(f"other.json.12345678.copy{' 2'}.jsonl"))
    said = ketalog("list").err
    assert [str(path) in said for path in (one, other)] == [True, True]
    assert "other.json" not in said
    for path in (one, other):
        assert ketalog(["merge", str(path)]).out.startswith("Nothing new is in that file.\n")
    assert ketalog("list").err == ""


def test_when_both_files_were_in_conflict_what_ketalog_says_brings_all_of_it_together(
    ketalog: Ketalog, home: Path, apart: Path
) -> None:
    second_copy = home / "backups" / f"{SECOND_COPY}.jsonl"
    shutil.copy(apart / "journal.json", home / "journal 2.json")
    second_copy.rename(second_copy.with_name(f"{SECOND_COPY} 2.jsonl"))
    shutil.copy(apart / "backups" / second_copy.name, second_copy)
    assert ketalog("list").code == 5
    for _ in range(5):
        helps = [one["help"] for one in ketalog("doctor --json").data["findings"] if one["help"]]
        if not helps:
            break
        assert ketalog(helps[0].removeprefix("ketalog ")).code == 0
    assert {one["mood"] for one in ketalog("list --json").data["entries"]} == {1, 2, 9}
    assert ketalog("doctor").code == 0
    assert ketalog("list").err == ""


def test_erasing_and_locking_name_a_conflict_copy_of_the_second_copy(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("note secret")
    copy = home / "backups" / f"{SECOND_COPY} 2.jsonl"
    shutil.copy(home / "backups" / f"{SECOND_COPY}.jsonl", copy)
    assert f"This file may still have the words: {copy}" in ketalog("erase 1 --yes").out
    locked = ketalog("lock --remove-copies", stdin="words\nwords\n", tty=True).out
    assert f"This file can still be read by anyone: {copy}" in locked
    assert copy.exists()


@pytest.mark.parametrize("line", ["list", "mood 4", "doctor", "undo", "week"])
def test_a_copy_that_can_not_be_merged_yet_is_not_said_to_be(
    ketalog: Ketalog, home: Path, apart: Path, line: str
) -> None:
    """A sync tool puts the other device's file in the journal's place, and ours beside it."""
    ours = home / "journal.sync-conflict-20261122-210000-ABCDEFG.json"
    (home / "journal.json").rename(ours)
    shutil.copy(apart / "journal.json", home)
    answer = ketalog(line)
    assert answer.code == 5
    assert f"ketalog merge {ours}" not in answer.out + answer.err
    moods = set()
    for _ in range(2):
        helps = [one["help"] for one in ketalog("doctor --json").data["findings"]]
        assert ketalog(next(filter(None, helps)).removeprefix("ketalog ")).code == 0
        moods = {one["mood"] for one in ketalog("list --json").data["entries"]}
    assert moods == {1, 2, 9}
    assert not ours.exists()
