"""Disks that don't know what they are asked: "not supported" is not "failed"."""

import errno
import fcntl
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from ketalog import disk
from tests.conftest import Ketalog
from tests.crash.journals import fails

UNKNOWN = [errno.ENOTSUP, errno.EINVAL, errno.ENOSYS, errno.ENOTTY]
WRITING = ("dose 50mg sl", "edit 1 --note word", "export all.json", "backup copied.json", "undo")


@pytest.fixture(autouse=True)
def begun(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    home.chmod(0o700)
    ketalog("mood 5")


@pytest.mark.parametrize("number", UNKNOWN)
@pytest.mark.parametrize("line", WRITING)
def test_a_share_that_knows_no_full_fsync_gets_the_ordinary_one(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, number: int, line: str
) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def watched(file: int) -> None:
        synced.append(file)
        fsync(file)

    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", fails(number))
    monkeypatch.setattr(os, "fsync", watched)
    answer = ketalog(line)
    assert (answer.code, answer.err) == (0, "")
    assert synced


@pytest.mark.parametrize("number", [*UNKNOWN, errno.EBADF])
@pytest.mark.parametrize("line", [*WRITING, "mood 6 --journal new/j.json", "config name Alex"])
def test_a_folder_that_can_not_be_synced_is_no_failure(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, number: int, line: str
) -> None:
    fsync = os.fsync

    def only_files(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(number, os.strerror(number))
        fsync(file)

    monkeypatch.setattr(os, "fsync", only_files)
    answer = ketalog(line)
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_real_failure_is_still_one(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", fails(number))
    answer = ketalog("mood 6")
    assert (answer.code, "may have been saved, or not" in answer.err) == (5, True)


@pytest.mark.parametrize("number", UNKNOWN)
@pytest.mark.parametrize("line", WRITING)
def test_a_disk_that_can_not_say_when_a_file_is_safe_is_named_as_that(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, number: int, line: str
) -> None:
    monkeypatch.setattr(os, "fsync", fails(number))
    answer = ketalog(line)
    assert "the disk can't say when a file is safe on it; use another one" in answer.err
    assert answer.code in {4, 5}


@pytest.mark.parametrize("number", [errno.ENOLCK, *UNKNOWN])
def test_a_disk_that_can_not_lock_is_refused_with_what_to_do(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before = (home / "journal.json").read_bytes()
    monkeypatch.setattr(fcntl, "flock", fails(number))
    for line in ("mood 6", "edit 1 --note word"):
        answer = ketalog(line)
        assert answer.code == 5
        assert "can't lock files; keep the journal on another one" in answer.err
    assert (home / "journal.json").read_bytes() == before
    assert ketalog("list").code == 0


def test_a_disk_without_unnamed_files_writes_named_ones(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ = os.open

    def without(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))
        return open_(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", without)
    assert ketalog("export all.json").code == 0
    monkeypatch.setattr(os, "link", fails(errno.EPERM))
    monkeypatch.setattr(os, "open", open_)
    assert ketalog("export all.json --force").code == 0
    assert disk.read_all(Path("all.json"))


# The clock.


@pytest.mark.parametrize("now", ["1970-01-01T00:10:00+01:00", "2026-11-20T12:00:00+01:00"])
def test_a_clock_that_is_behind_is_said_with_the_entry_and_by_doctor(
    ketalog: Ketalog, now: str
) -> None:
    answer = ketalog("mood 6", now=now)
    assert answer.code == 0
    assert "The clock says" in answer.err
    assert "ketalog edit 2 --at TIME" in answer.err
    doctor = " ".join(ketalog("doctor").out.split())
    assert "A clock was behind when this was written down" in doctor
    assert "ketalog edit 2 --at TIME" in doctor
    assert ketalog("edit 2 --at 8pm").code == 0
    assert "A clock was" not in ketalog("doctor").out


def test_a_clock_of_1970_is_said_in_a_new_journal_too(ketalog: Ketalog, home: Path) -> None:
    answer = ketalog(f"--journal {home}/new.json mood 6", now="1970-01-01T00:10:00+01:00")
    assert answer.out.startswith("Logged #1")
    assert "The clock says" in answer.err


def test_a_clock_that_goes_is_not_spoken_of(ketalog: Ketalog) -> None:
    assert ketalog("mood 6", now="2026-11-22T02:00:00+01:00").err == ""
    assert ketalog("mood 6", now="2026-12-22T02:00:00+01:00").err == ""
    assert "A clock was" not in ketalog("doctor", now="2026-12-22T02:00:00+01:00").out


# Copies under any name.


@pytest.mark.parametrize(
    "name", ["journal-laptop.json", "journal (Anna の競合コピー).json", "whatever.bin"]
)
def test_a_copy_that_has_more_is_named_whatever_its_name(
    ketalog: Ketalog, home: Path, name: str
) -> None:
    other = home / name
    other.write_bytes((home / "journal.json").read_bytes())
    assert str(other) not in ketalog("doctor").out
    (home / "there").mkdir()
    there = home / "there" / "journal.json"
    there.write_bytes(other.read_bytes())
    ketalog(f"--journal {there} mood 9")
    other.write_bytes(there.read_bytes())
    found = ketalog("doctor --json").data["findings"]
    merge = next(finding["help"] for finding in found if str(other) in finding["what"])
    assert ketalog(merge.removeprefix("ketalog ")).code == 0
    assert str(other) not in ketalog("doctor").out


# One word, two spellings.


def test_composed_and_decomposed_letters_are_one_word(ketalog: Ketalog, home: Path) -> None:
    composed, decomposed = "\xdcbelgef\xfchl", "U\u0308belgefu\u0308hl"
    ketalog(["effect", composed])
    ketalog(["effect", decomposed, "mild"])
    for word in (composed, decomposed):
        assert len(ketalog(["list", word, "--json"]).data["entries"]) == 2
    assert "2 times" in ketalog("week --plain").out
    ketalog(["supply", "fill", "24x50mg", "sl", "--medication", composed])
    ketalog(["dose", "2x50mg", "sl", "--medication", decomposed])
    assert "22" in ketalog("supply").out
    assert ketalog(["config", "country", "O\u0308sterreich"]).out.startswith("country = AT")
    table = home / "x.csv"
    table.write_text(f"full_date,time,mood\n2026-11-18,21:00,{decomposed}\n")
    assert ketalog(["import", str(table), "--mood-map", f"{composed}=3"]).code == 0
    table.write_text(f"{decomposed},at\n5,2026-11-19 21:00\n")
    named = ["--map", f"mood={composed}", "--map", "at=at"]
    assert ketalog(["import", str(table), *named]).code == 0
