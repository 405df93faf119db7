"""What the disk refuses is said, and leaves the journal as it was."""

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from ketalog import disk
from ketalog.errors import JournalUnwritable
from tests.crash.journals import (
    WORDS,
    again,
    as_tinydb,
    both,
    everything_in,
    fails,
    small,
    without_second_copy,
    words,
    write,
)

pytestmark = pytest.mark.usefixtures("impatient")


def test_a_read_only_folder_can_be_read_and_says_that_nothing_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path)
    opened = os.open

    def read_only(path: Path, flags: int, *rest: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", read_only)
    assert words(again(ledger)) == list(WORDS[:3])
    with pytest.raises(JournalUnwritable, match=r"Nothing was saved: .*the disk is read-only"):
        write(again(ledger), "more")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG])
def test_a_write_that_fails_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    ledger = small(tmp_path)
    before = everything_in(tmp_path)
    pwrite = os.pwrite

    def half(file: int, data: bytes, at: int) -> int:
        if len(data) < 100:  # the closing braces, the lock
            return pwrite(file, data, at)
        if len(data) % 2:
            raise OSError(number, os.strerror(number))
        return pwrite(file, data[: len(data) // 2 | 1], at)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", half)
        with pytest.raises(JournalUnwritable, match="as it was"):
            write(ledger, "more", "and more")
    assert everything_in(tmp_path) == before


def test_a_failed_write_that_cannot_be_taken_back_may_have_been_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_all", fails(errno.EIO))
        with pytest.raises(JournalUnwritable, match="may have been saved"):
            write(ledger, "more")
    assert words(again(ledger)) == list(WORDS[:3])


def test_a_failed_fsync_may_have_been_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails(errno.EIO))
        with pytest.raises(JournalUnwritable, match="may have been saved") as caught:
            write(ledger, "more")
    assert "ketalog list" in str(caught.value.hint)
    assert words(again(ledger)) == [*WORDS[:3], "more"]
    assert write(again(ledger), "and more")


def test_short_writes_are_written_to_their_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pwrite = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: pwrite(file, data[:7], at))
    ledger = small(tmp_path)
    assert words(ledger) == list(WORDS[:3])
    assert both(ledger)[0] == both(ledger)[1]


def test_a_rewritten_journal_is_read_back_before_it_takes_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path)
    ledger.path.write_bytes(as_tinydb(ledger.path.read_bytes()))
    before = everything_in(tmp_path)
    with monkeypatch.context() as patch:
        pread = os.pread
        patch.setattr(os, "pread", lambda *where: pread(*where).replace(b"slept", b"SLEPT"))
        with pytest.raises(JournalUnwritable, match="the disk reports an error"):
            write(ledger, "more")
    assert everything_in(tmp_path) == before


def test_a_rewrite_is_on_the_disk_before_it_takes_the_name_and_the_name_is_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, rename = os.fsync, os.replace

    def sync(file: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(file).st_mode) else "sync file")
        fsync(file)

    def take_name(old: Path, new: Path) -> None:
        steps.append("take the name")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", take_name)
    disk.replace(tmp_path / "journal.json", b"words")
    assert steps == ["sync file", "take the name", "sync folder"]


def test_what_a_killed_rewrite_left_is_swept(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    left = [
        tmp_path / ".journal.json.4711.new",
        ledger.second_copy.folder / ".journal.json.copy.jsonl.4711.new",
    ]
    for path in left:
        path.write_text("words")
    without_second_copy(ledger)
    write(ledger, "more")
    assert not any(path.exists() for path in left)


def test_a_file_planted_where_a_rewrite_goes_gets_no_words(tmp_path: Path) -> None:
    trap = tmp_path / f".export.html.{os.getpid()}.new"
    (tmp_path / "theirs").write_text("theirs")
    trap.symlink_to(tmp_path / "theirs")
    disk.replace(tmp_path / "export.html", b"words")
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert (tmp_path / "export.html").read_bytes() == b"words"
