"""The second copy where it can't be: on a disk that is not there, behind a link, from before."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ketalog.ledger.second_copy import SecondCopy
from tests.conftest import Ketalog
from tests.crash.journals import everything_in


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Type each command in the home folder."""
    monkeypatch.chdir(home)


@pytest.fixture
def usb(ketalog: Ketalog, home: Path) -> Path:
    """A journal of two entries, its second copy on a disk of its own."""
    home.chmod(0o700)
    folder = home / "usb" / "ketalog"
    assert ketalog(["config", "backups", str(folder)]).code == 0
    ketalog("mood 5")
    ketalog("mood 6 --note word")
    return folder


def taken_out(usb: Path) -> Path:
    """Take the disk out; return where it is."""
    return usb.parent.rename(usb.parent.with_name("in a drawer"))


def put_back(usb: Path) -> None:
    usb.parent.with_name("in a drawer").rename(usb.parent)


def moods(ketalog: Ketalog) -> list[int]:
    return sorted(one["mood"] for one in ketalog("list --json").data["entries"])


# A disk that is not there.


def test_the_folder_that_is_chosen_is_made_when_it_is_chosen(ketalog: Ketalog, usb: Path) -> None:
    assert [one.suffix for one in usb.iterdir()] == [".jsonl"]
    assert usb.stat().st_mode & 0o777 == 0o700
    assert ketalog("doctor").out.startswith("Everything is in order.")


def test_a_folder_that_can_not_be_made_is_not_chosen(ketalog: Ketalog, home: Path) -> None:
    (home / "file").write_text("")
    for folder in (home / "file", home / "file" / "folder"):
        answer = ketalog(["config", "backups", str(folder)])
        assert answer.code == 4
        assert f"The folder {folder} can't be made" in answer.err
    assert not (home / "config.toml").exists()
    assert ketalog("mood 5").err == ""


def test_without_its_disk_an_entry_is_saved_once_and_no_folder_is_made(
    ketalog: Ketalog, usb: Path
) -> None:
    taken_out(usb)
    answer = ketalog("mood 7")
    assert (answer.code, answer.out[:9]) == (0, "Logged #3")
    assert answer.err.startswith(f"Saved once; the second copy is missing: {usb}")
    for typed in ("undo", "delete 1", "erase 2 --yes", "doctor", "lock", "unlock", "list"):
        ketalog(typed, stdin="words\nwords\n", tty=True)
    assert not usb.parent.exists()
    put_back(usb)
    assert ketalog("mood 8", stdin="words\n", tty=True).err.count("\n") <= 1
    assert ketalog("doctor --json").data["second_copy_state"] == "sound"


def test_doctor_says_that_the_disk_is_not_there(ketalog: Ketalog, usb: Path) -> None:
    taken_out(usb)
    answer = ketalog("doctor")
    assert answer.code == 0
    assert f"The folder of the second copy is not there: {usb}." in answer.out
    assert ketalog("doctor --json").data["second_copy_state"] == "folder missing"
    put_back(usb)
    assert ketalog("doctor").out.startswith("Everything is in order.")


@pytest.mark.parametrize("typed", ["mood 7", "list", "today", "restore", "export all.json"])
def test_a_missing_journal_whose_disk_is_not_there_is_no_empty_journal(
    ketalog: Ketalog, home: Path, usb: Path, typed: str
) -> None:
    (home / "journal.json").unlink()
    taken_out(usb)
    answer = ketalog(typed)
    assert (answer.code, answer.out) == (5, "")
    assert (
        f"the folder of {'the' if typed == 'restore' else 'its'} second copy" in answer.err.lower()
    )
    assert "Is its disk there?" in answer.err
    assert not (home / "journal.json").exists()
    assert not usb.parent.exists()
    assert ketalog("doctor").code == 5
    put_back(usb)
    assert ketalog("restore").code == 0
    assert moods(ketalog) == [5, 6]


def test_a_new_journal_can_be_begun_where_the_disk_is_gone_for_good(
    ketalog: Ketalog, home: Path, usb: Path
) -> None:
    (home / "journal.json").unlink()
    shutil.rmtree(usb.parent)
    hint = ketalog("mood 7").err.strip().rpartition("ketalog config ")[2]
    assert ketalog(f"config {hint}").code == 0
    assert "ketalog doctor --anew" in ketalog("mood 7").err
    assert ketalog("doctor --anew").code == 0
    assert ketalog("mood 7").out.startswith("Logged #1")
    assert ketalog("doctor").code == 0


@pytest.mark.parametrize("typed", ["restore", "doctor --accept"])
def test_a_damaged_journal_waits_for_the_disk_with_its_second_copy(
    ketalog: Ketalog, home: Path, usb: Path, typed: str
) -> None:
    journal = home / "journal.json"
    journal.write_bytes(journal.read_bytes().replace(b'"mood":6', b'"mood":9'))
    taken_out(usb)
    before = everything_in(home)
    assert "second copy is out of reach. Connect its disk" in ketalog("doctor").out
    answer = ketalog(typed)
    assert answer.code == 5
    assert f"The folder of the second copy is not there: {usb}." in answer.err
    assert everything_in(home) == before
    put_back(usb)
    assert ketalog(typed).code == 0
    assert moods(ketalog) == [5, 6 if typed == "restore" else 9]


def test_a_journal_without_its_disk_for_good_is_restored_alone(
    ketalog: Ketalog, home: Path, usb: Path
) -> None:
    journal = home / "journal.json"
    journal.write_bytes(journal.read_bytes().replace(b'"mood":6', b'"mood":9'))
    shutil.rmtree(usb.parent)
    assert "ketalog config backups --unset. Then: ketalog restore" in ketalog("restore").err
    assert ketalog("config backups --unset").code == 0
    assert ketalog("restore").code == 0
    assert moods(ketalog) == [5]


# Something else in its place.


def a_pipe(second_copy: Path) -> None:
    os.mkfifo(second_copy)


def a_link(second_copy: Path) -> None:
    second_copy.symlink_to(second_copy.parent.parent / "theirs")


def a_link_to_a_pipe(second_copy: Path) -> None:
    os.mkfifo(second_copy.parent.parent / "theirs")
    a_link(second_copy)


STRANGE = [a_pipe, a_link, a_link_to_a_pipe]
TYPED = ["mood 7", "list", "today", "undo", "doctor", "erase 1 --yes", "lock", "merge other.json"]


@pytest.mark.slow
@pytest.mark.parametrize("put", STRANGE)
def test_a_pipe_or_a_link_in_its_place_is_neither_waited_for_nor_written_through(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, put: Callable[[Path], None]
) -> None:
    (home / "secret").write_text("words")
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
    ketalog("--journal other.json mood 1")
    ketalog("mood 5")
    ketalog("mood 6")
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    second_copy.unlink()
    put(second_copy)
    before = second_copy.lstat()
    for line in TYPED:
        done = subprocess.run(
            [sys.executable, "-m", "ketalog", *line.split()],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert done.returncode == 0, done
    assert (second_copy.lstat().st_mode, second_copy.lstat().st_ino) == (
        before.st_mode,
        before.st_ino,
    )
    assert (home / "theirs").exists() == (put is a_link_to_a_pipe)
    assert ketalog("doctor --json").data["second_copy_state"] == "no file"
    assert ketalog("mood 8").err.startswith("Saved once; the second copy is missing: ")


@pytest.mark.parametrize("put", STRANGE)
def test_a_journal_is_not_rebuilt_past_a_second_copy_that_can_not_be_read(
    ketalog: Ketalog, home: Path, put: Callable[[Path], None]
) -> None:
    ketalog("mood 5")
    ketalog("mood 6")
    journal, second_copy = home / "journal.json", home / "backups" / "journal.json.copy.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"mood":6', b'"mood":9'))
    saved = second_copy.rename(home / "saved")
    put(second_copy)
    before = everything_in(home)
    for line in ("restore", "doctor --accept"):
        answer = ketalog(line)
        assert (answer.code, answer.out) == (5, "")
        assert f"The second copy can't be read: {second_copy}: it is " in answer.err
    assert everything_in(home) == before
    saved.replace(second_copy)
    assert ketalog("restore").code == 0
    assert moods(ketalog) == [5, 6]


def test_a_second_copy_that_could_not_be_read_is_not_written_over(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails for a moment: what only the second copy has stays there."""
    ketalog("--journal other.json mood 1")
    ketalog("mood 5")
    older = (home / "journal.json").read_bytes()
    ketalog("mood 6")
    (home / "journal.json").write_bytes(older)

    def fails(_: SecondCopy) -> bytes:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(SecondCopy, "read", fails)
        assert ketalog("merge other.json --json").data["second_copy"] is False
    assert b'"mood":6' in (home / "backups" / "journal.json.copy.jsonl").read_bytes()


# One from before the journal was written anew.


OLDER = {
    "lock": ("older, in clear", "locked: anyone can still read it"),
    "erase 1 --yes": ("older, not erased", "it still has the words that you erased"),
    "passphrase": ("older, former passphrase", "still opens with the former"),
    "unlock": ("older", "from before the journal was written anew"),
    "merge other.json": ("older", "from before the journal was written anew"),
}


@pytest.mark.parametrize("typed", OLDER)
def test_doctor_says_what_a_second_copy_from_before_a_command_that_was_cut_off_gives_away(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    home.chmod(0o700)
    for name, words in (("KETALOG_PASSPHRASE_FILE", "one"), ("KETALOG_NEW_PASSPHRASE_FILE", "two")):
        (home / name).write_text(words)
        monkeypatch.setenv(name, str(home / name))
    ketalog("--journal other.json mood 1")
    ketalog("mood 5 --note word")
    ketalog("mood 6")
    if typed in {"passphrase", "unlock"}:
        ketalog("lock")
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    before = second_copy.read_bytes()
    assert ketalog(typed).code == 0
    second_copy.write_bytes(before)
    state, said = OLDER[typed]
    assert ketalog("doctor --json").data["second_copy_state"] == state
    answer = ketalog("doctor")
    assert answer.code == 0
    assert said in answer.out
    (help_,) = [line for line in answer.out.splitlines() if line.startswith("  Type: ketalog ")]
    monkeypatch.setenv(
        "KETALOG_PASSPHRASE_FILE",
        str(home / f"KETALOG_{'NEW_' if typed == 'passphrase' else ''}PASSPHRASE_FILE"),
    )
    assert ketalog(help_.removeprefix("  Type: ketalog ")).code == 0
    assert second_copy.read_bytes() != before
    assert ketalog("doctor").out.startswith("Everything is in order.")
    left = b"".join(everything_in(home / "backups").values())
    assert (b"word" in left) == (typed not in {"lock", "erase 1 --yes", "passphrase"})


# Damage, to one who only looks.


@pytest.mark.parametrize("typed", ["list", "today", "week", "show 1", "export x.json"])
def test_who_only_looks_is_not_told_that_nothing_was_written(
    ketalog: Ketalog, home: Path, typed: str
) -> None:
    ketalog("mood 5")
    ketalog("mood 6")
    journal, second_copy = home / "journal.json", home / "backups" / "journal.json.copy.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"mood":6', b'"mood":9'))
    looked = ketalog(typed)
    wrote = ketalog("mood 7")
    assert (looked.code, wrote.code) == (5, 5)
    assert "Nothing was written" not in looked.err
    assert "Nothing was written." in wrote.err
    for said in (looked.err, wrote.err):
        assert f"{journal} (second copy: {second_copy})" in said
        assert said.count("'ketalog restore'") == 1


def test_of_two_stories_too_who_only_looks_is_told_where_they_are_and_what_helps(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("mood 5")
    journal, second_copy = home / "journal.json", home / "backups" / "journal.json.copy.jsonl"
    older = journal.read_bytes(), second_copy.read_bytes()
    ketalog("mood 6")
    other = second_copy.read_bytes()
    journal.write_bytes(older[0])
    second_copy.write_bytes(older[1])
    ketalog("mood 7")
    second_copy.write_bytes(other)
    looked = ketalog("list").err
    assert f"tell different stories: {journal} and {second_copy}." in looked
    assert "Nothing was written" not in looked
    assert "ketalog doctor" in looked
    assert "Nothing was written." in ketalog("mood 8").err


def test_a_hand_edit_that_is_taken_in_once_only_is_said(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("mood 5")
    ketalog("mood 6")
    journal, second_copy = home / "journal.json", home / "backups" / "journal.json.copy.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"mood":6', b'"mood":9'))

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(SecondCopy, "replace", fails)
        answer = ketalog("doctor --accept")
    assert answer.code == 0
    assert f"Saved once; the second copy is missing: {second_copy}" in answer.out
    assert ketalog("doctor --json").data["second_copy_state"] == "behind"
    assert moods(ketalog) == [5, 9]
    assert ketalog("doctor --json").data["second_copy_state"] == "sound"
