"""What was found at the edges of the store: disks that come and go, two names, odd bytes."""

import errno
import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from ketalog import disk
from ketalog.errors import SecondCopyUnreached
from ketalog.ledger.ledger import Ledger
from ketalog.ledger.rewriting import restore
from tests.conftest import Ketalog
from tests.crash.journals import (
    NOW,
    WORDS,
    again,
    everything_in,
    fails,
    small,
    without_second_copy,
    words,
    write,
)


@pytest.fixture
def journal(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with two entries."""
    monkeypatch.chdir(home)
    home.chmod(0o700)
    ketalog("mood 5")
    ketalog("note first")
    return home / "journal.json"


def helps(ketalog: Ketalog) -> list[str]:
    found = ketalog("doctor --json").data["findings"]
    return [finding["help"] for finding in found if finding["help"]]


def numbers(ketalog: Ketalog) -> list[int]:
    return sorted(entry["number"] for entry in ketalog("list --json --all").data["entries"])


# A disk that is not there.

TYPED = (
    "dose 150mg sl",
    "mood 5",
    "list",
    "today",
    "week",
    "export x.csv",
    "undo",
    "edit 1 --at 8pm",
)


@pytest.mark.parametrize("line", TYPED)
def test_a_journal_whose_disk_is_not_mounted_is_not_begun_anew(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(home)
    mount = home / "usb"
    mount.mkdir()
    monkeypatch.setenv("KETALOG_JOURNAL", str(mount / "ketalog" / "journal.json"))
    ketalog("mood 5")
    (mount / "ketalog").rename(home / "in a drawer")
    answer = ketalog(line)
    assert answer.code == 5, answer
    assert "There was a journal" in answer.err
    assert list(mount.iterdir()) == []
    assert ketalog("doctor").code == 5
    (home / "in a drawer").rename(mount / "ketalog")
    assert ketalog("mood 6").out.startswith("Logged #2")


def test_a_link_to_a_journal_that_is_not_there_is_not_begun_anew(
    ketalog: Ketalog, home: Path
) -> None:
    (home / "journal.json").symlink_to(home / "usb" / "journal.json")
    for line in ("dose 150mg sl", "list"):
        answer = ketalog(line)
        assert (answer.code, "is a link to" in answer.err) == (5, True)
    assert not (home / "usb").exists()
    assert ketalog("doctor").code == 5


def test_beginning_anew_is_said_and_done_in_one_step(ketalog: Ketalog, journal: Path) -> None:
    journal.unlink()
    shutil.rmtree(journal.parent / "backups")
    assert helps(ketalog) == ["ketalog doctor --anew"]
    assert ketalog("doctor --anew").code == 0
    assert ketalog("mood 6").out.startswith("Logged #1")
    assert ketalog("doctor").code == 0


def test_a_journal_that_is_whole_is_not_put_away(ketalog: Ketalog, journal: Path) -> None:
    before = everything_in(journal.parent)
    assert ketalog("doctor --anew").code == 5
    assert everything_in(journal.parent) == before


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ESTALE])
def test_an_end_that_is_cut_off_waits_for_a_second_copy_that_can_not_be_read(
    ketalog: Ketalog, journal: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    journal.write_bytes(journal.read_bytes()[:-100])
    before = journal.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("ketalog.ledger.second_copy.SecondCopy.read", fails(number))
        assert ketalog("mood 7").code == 5
        assert ketalog("list").code == 0
        assert ketalog("doctor").code == 5
    assert journal.read_bytes() == before
    assert ketalog("mood 7").out.startswith("Logged #3")
    assert numbers(ketalog) == [1, 2, 3]


def test_an_end_that_is_cut_off_is_not_called_lost_while_another_file_is_in_the_copys_place(
    ketalog: Ketalog, journal: Path
) -> None:
    second_copy = journal.parent / "backups" / "journal.json.copy.jsonl"
    journal.write_bytes(journal.read_bytes()[:-100])
    second_copy.rename(second_copy.with_suffix(".mine"))
    second_copy.mkdir()
    said = ketalog("list").err.splitlines()
    assert len(said) == len(set(said)) > 0
    findings = ketalog("doctor --json").data["findings"]
    assert "which may have it, can't be read" in findings[0]["what"]
    assert next(one["help"] for one in findings if one["help"]).startswith("mv ")
    second_copy.rmdir()
    second_copy.with_suffix(".mine").rename(second_copy)
    assert ketalog("mood 7").out.startswith("Logged #3")


def test_a_sound_journal_on_a_disk_that_is_read_only_can_be_read(
    ketalog: Ketalog, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_copy = journal.parent / "backups" / "journal.json.copy.jsonl"
    second_copy.write_bytes(b"".join(second_copy.read_bytes().splitlines(keepends=True)[:-1]))
    before = everything_in(journal.parent)
    open_ = os.open

    def read_only(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR) and str(path).startswith(str(journal.parent)):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return open_(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", read_only)
    for line in ("list", "today", "week", "show 2"):
        assert ketalog(line).code == 0, line
    assert everything_in(journal.parent) == before
    assert ketalog("mood 5").code == 5


# Two names, two locks.


def test_a_journal_with_two_names_gives_no_number_twice(
    ketalog: Ketalog, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (journal.parent / "other").mkdir()
    os.link(journal, journal.parent / "other" / "diary.json")
    monkeypatch.setattr(disk, "PATIENCE_S", 0.2)
    other = Ledger(journal.parent / "other" / "diary.json")
    with Ledger(journal).writing(NOW):
        assert ketalog(f"--journal {other.path} mood 4").code == 5
    assert ketalog(f"--journal {other.path} mood 4").out.startswith("Logged #3")
    assert ketalog("mood 4").out.startswith("Logged #4")
    assert numbers(ketalog) == [1, 2, 3, 4]


# Damage.


def test_a_damaged_line_takes_no_line_behind_it_with_it(tmp_path: Path) -> None:
    for at in range(1, 3):
        ledger = small(tmp_path / str(at))
        without_second_copy(ledger)
        lines = ledger.path.read_bytes().split(b"\n")
        lines[at + 1] = lines[at + 1].replace(b"{", b"[")
        ledger.path.write_bytes(b"\n".join(lines))
        done = restore(again(ledger), NOW)
        assert words(again(ledger)) == [*WORDS[: at - 1], *WORDS[at:3]]
        assert done.lost == 1


@pytest.mark.parametrize("bit", range(8))
@pytest.mark.parametrize("byte", range(6))
def test_a_bit_in_the_start_of_the_last_line_is_a_loss_that_is_said(
    tmp_path: Path, byte: int, bit: int
) -> None:
    ledger = small(tmp_path)
    without_second_copy(ledger)
    data = bytearray(ledger.path.read_bytes())
    at = data.rindex(b'{"do":') + byte
    data[at] ^= 1 << bit
    ledger.path.write_bytes(bytes(data))
    done = restore(again(ledger), NOW)
    assert done.lost >= 1
    with again(ledger).writing(NOW) as tail:
        assert tail.next_number >= 4


@pytest.mark.parametrize("fill", [b"\0", b"x", b" ", b"\n", b"{", b'"'])
@pytest.mark.parametrize(("first", "last"), [(10, 31), (18, 40), (2, 39), (30, 40)])
def test_no_more_is_gone_than_is_said(tmp_path: Path, fill: bytes, first: int, last: int) -> None:
    """A stretch of a journal without a second copy is overwritten with anything."""
    ledger = small(tmp_path, 0)
    for n in range(40):
        write(ledger, f"word {n}")
    without_second_copy(ledger)
    data = ledger.path.read_bytes()
    start = data.index(f'"{first}":'.encode()) + 30
    end = data.index(f'"{last}":'.encode()) + 30
    ledger.path.write_bytes(data[:start] + fill * (end - start) + data[end:])
    done = restore(again(ledger), NOW)
    gone = 40 - len(words(again(ledger)))
    assert gone >= last - first
    assert done.lost >= gone
    with again(ledger).writing(NOW) as tail:
        assert tail.next_number >= 41


@pytest.mark.parametrize("fill", [b"\0", b"x", b"{", b'"'])
def test_an_end_that_is_overwritten_is_a_loss_that_is_said(
    ketalog: Ketalog, journal: Path, fill: bytes
) -> None:
    shutil.rmtree(journal.parent / "backups")
    data = journal.read_bytes()
    at = data.rindex(b'"2":') + 40
    journal.write_bytes(data[:at] + fill * (len(data) - at))
    assert "cut short" in ketalog("mood 3").err
    assert "entries may be missing" in ketalog("list").err
    assert ketalog("doctor").code == 5


# What is said.


@pytest.mark.parametrize("what", ["link", "folder"])
def test_doctor_sees_that_nothing_can_be_saved(ketalog: Ketalog, journal: Path, what: str) -> None:
    lock = journal.with_name(".journal.json.lock")
    lock.unlink()
    if what == "link":
        lock.symlink_to(journal.parent / "elsewhere")
    else:
        lock.mkdir()
    assert ketalog("mood 4").code == 5
    doctor = ketalog("doctor")
    assert doctor.code == 5
    assert f"Nothing can be saved: its lock file {lock}" in " ".join(doctor.out.split())


def test_doctor_sees_that_the_file_may_not_be_written(
    ketalog: Ketalog, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: Path(path) != journal and access(path, mode)
    )
    assert "no permission to write its file" in " ".join(ketalog("doctor").out.split())
    assert ketalog("doctor").code == 5


def test_a_name_in_a_lock_that_is_held_by_another_program_is_not_the_last_writers(
    ketalog: Ketalog, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    lock = journal.with_name(".journal.json.lock")
    assert lock.read_bytes() == b""
    monkeypatch.setattr(disk, "PATIENCE_S", 0.1)
    for left in (b"", b"999999999 \n"):
        lock.write_bytes(left)
        with lock.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            assert "by another program" in ketalog("mood 4").err


@pytest.mark.parametrize("line", ["export all.json", "backup copied.json", "config name Alex"])
def test_what_is_written_is_not_called_unwritten(
    ketalog: Ketalog, journal: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr(disk, "sync_folder", fails(errno.EIO))
    answer = ketalog(line)
    assert answer.code == 4
    assert "can't be written" not in answer.err
    assert "written, but may be gone after a power cut" in answer.err


@pytest.mark.parametrize("what", ["folder", "link", "pipe"])
def test_doctor_names_what_is_in_the_second_copys_place(
    ketalog: Ketalog, journal: Path, what: str
) -> None:
    second_copy = journal.parent / "backups" / "journal.json.copy.jsonl"
    second_copy.unlink()
    if what == "folder":
        second_copy.mkdir()
    elif what == "link":
        second_copy.symlink_to(journal)
    else:
        os.mkfifo(second_copy)
    assert helps(ketalog) == [f"mv {second_copy} {second_copy}.moved"]
    second_copy.rename(f"{second_copy}.moved")
    assert "second copy is missing" not in ketalog("mood 4").out
    assert ketalog("doctor").code == 0


def test_where_nothing_can_be_made_out_doctor_names_a_file_from_before(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    ketalog(f"--journal {home}/laptop/j.json note other")
    assert ketalog("merge laptop/j.json").code == 0
    second_copy = journal.parent / "backups" / "journal.json.copy.jsonl"
    for path in (journal, second_copy):
        path.write_bytes(b"\0" * 500)
    named = helps(ketalog)
    assert len(named) == 1
    assert "before-merge" in named[0]
    assert ketalog(named[0].removeprefix("ketalog ")).code == 0
    assert numbers(ketalog) == [1, 2]


def test_where_nothing_is_left_doctor_says_how_to_begin_anew(
    ketalog: Ketalog, journal: Path
) -> None:
    second_copy = journal.parent / "backups" / "journal.json.copy.jsonl"
    for path in (journal, second_copy):
        path.write_bytes(b"\0" * 500)
    assert helps(ketalog) == ["ketalog doctor --anew"]
    answer = ketalog("doctor --anew")
    assert answer.code == 0
    assert answer.out.count("is kept") == 2
    assert ketalog("mood 6").out.startswith("Logged #1")
    assert ketalog("doctor").code == 0


@pytest.mark.parametrize("umask", [0o277, 0o777, 0o000])
def test_files_are_private_and_can_be_written_whatever_the_umask(
    ketalog: Ketalog, home: Path, umask: int
) -> None:
    os.umask(umask)
    try:
        for line in ("--journal a/j.json mood 5", "--journal a/j.json mood 6", "config name A"):
            assert ketalog(line.replace("a/j.json", f"{home}/a/j.json")).code == 0
    finally:
        os.umask(0o022)
    made = [home / "a", *(home / "a").rglob("*"), home / "config.toml"]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in made}
    assert modes == {path.name: 0o700 if path.is_dir() else 0o600 for path in made}


def test_a_first_entry_that_is_refused_makes_no_journal(ketalog: Ketalog, home: Path) -> None:
    assert ketalog(["note", "x" * 200_000]).code == 2
    assert not (home / "journal.json").exists()
    assert not (home / "backups").exists()


def test_accept_says_that_every_entry_is_as_it_was_written(ketalog: Ketalog, journal: Path) -> None:
    data = journal.read_bytes()
    journal.write_bytes(data.replace(b'"2":{', b'"2": {,', 1))
    answer = ketalog("doctor --accept")
    assert answer.code == 4


def test_it_is_a_refusal_where_the_second_copy_may_have_the_end(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    away = Ledger(ledger.path, tmp_path / "usb")
    away.path.write_bytes(away.path.read_bytes()[:-5])
    with pytest.raises(SecondCopyUnreached):
        write(away, "more")
