"""A backup is a journal itself: whole, private, locked if the journal is."""

import errno
import os
from pathlib import Path

import pytest

from ketalog import disk
from tests.conftest import Ketalog
from tests.crash.journals import everything_in


@pytest.fixture
def journal(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(home)
    for number in range(3):
        ketalog(f"mood {number} --note word-{number}")
    return home / "journal.json"


def test_a_copy_is_the_journal_byte_for_byte_and_private(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    before = os.umask(0)
    try:
        answer = ketalog("backup copy.json --json")
    finally:
        os.umask(before)
    copy = home / "copy.json"
    assert answer.code == 0
    assert answer.data == {"file": str(copy), "bytes": copy.stat().st_size, "settings": None}
    assert copy.read_bytes() == journal.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600
    said = ketalog("backup 'another copy.json'").out
    assert "ketalog restore '" in said
    assert "another copy.json' list" in said


def test_a_copy_opens_as_a_journal(
    ketalog: Ketalog, journal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "usb").mkdir()
    ketalog("backup usb/copy.json")
    ketalog("mood 9")
    monkeypatch.setenv("KETALOG_JOURNAL", str(home / "usb" / "copy.json"))
    listed = ketalog("list").out
    assert all(f"word-{number}" in listed for number in range(3))
    assert "mood 9" not in listed
    assert ketalog("mood 10").out.startswith("Logged #4")
    monkeypatch.setenv("KETALOG_JOURNAL", str(journal))
    assert "mood 10" not in ketalog("list").out


def test_in_a_folder_it_is_named_after_the_day(ketalog: Ketalog, journal: Path, home: Path) -> None:
    (home / "usb").mkdir()
    assert ketalog("backup usb/").code == 0
    assert [path.name for path in (home / "usb").iterdir()] == ["journal-2026-11-22.json"]
    assert ketalog("backup usb/").code == 4
    assert ketalog("backup usb/ --force").code == 0


def test_a_file_that_is_there_is_asked_about(ketalog: Ketalog, journal: Path, home: Path) -> None:
    copy = home / "copy.json"
    copy.write_text("mine")
    answer = ketalog("backup copy.json")
    assert answer.code == 4
    assert "--force" in answer.err
    assert ketalog("backup copy.json", stdin="n\n", tty=True).code == 4
    assert copy.read_text() == "mine"
    assert ketalog("backup copy.json", stdin="y\n", tty=True).code == 0
    assert copy.read_bytes() == journal.read_bytes()
    copy.write_text("mine")
    assert ketalog("backup copy.json --force").code == 0
    assert copy.read_bytes() == journal.read_bytes()


@pytest.mark.parametrize("name", ["journal.json", "link.json", "hard.json"])
def test_the_journal_is_never_its_own_backup(
    ketalog: Ketalog, journal: Path, home: Path, name: str
) -> None:
    (home / "link.json").symlink_to(journal)
    os.link(journal, home / "hard.json")
    before = everything_in(home)
    answer = ketalog(f"backup {name} --force")
    assert answer.code == 4
    assert "the journal itself" in answer.err
    assert everything_in(home) == before


def test_the_second_copy_is_not_replaced_by_a_backup(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    before = everything_in(home)
    answer = ketalog("backup backups/journal.json.copy.jsonl --force")
    assert answer.code == 4
    assert "second copy" in answer.err
    assert everything_in(home) == before


def test_a_locked_journal_stays_locked_in_the_copy(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    ketalog("lock", stdin="words\nwords\n", tty=True)
    assert ketalog("backup copy.json").code == 0
    assert b"word-" not in (home / "copy.json").read_bytes()
    assert ketalog("--journal copy.json list").code == 5
    assert "word-2" in ketalog("--journal copy.json list", stdin="words\n", tty=True).out


@pytest.mark.parametrize("there", [False, True])
def test_without_a_journal_there_is_nothing_to_copy(
    ketalog: Ketalog, home: Path, there: bool
) -> None:
    if there:
        (home / "copy.json").write_text("mine")
    before = everything_in(home)
    answer = ketalog(f"backup {home}/copy.json --force")
    assert (answer.code, answer.out) == (2, "")
    assert "no journal yet" in answer.err
    assert everything_in(home) == before


def test_a_damaged_journal_is_not_copied(ketalog: Ketalog, journal: Path, home: Path) -> None:
    journal.write_bytes(journal.read_bytes().replace(b"word-1", b"w0rd-1"))
    before = everything_in(home)
    answer = ketalog("backup copy.json")
    assert answer.code == 5
    assert "ketalog restore" in answer.err
    assert everything_in(home) == before


def test_where_it_cannot_be_written_nothing_is_left(
    ketalog: Ketalog, journal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "old.json").write_text("mine")
    (home / "file").write_text("no folder")
    before = everything_in(home)
    for name in ("file/copy.json", "no/such/folder/copy.json", "no-such-folder/"):
        answer = ketalog(f"backup {name}")
        assert answer.code == 4, answer
        assert everything_in(home) == before

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(disk, "write_all", full)
    for line in ("backup copy.json", "backup old.json --force"):
        answer = ketalog(line)
        assert (answer.code, answer.out) == (4, "")
        assert "the disk is full" in answer.err
        assert everything_in(home) == before


def test_the_settings_go_with_a_copy_and_come_back_where_there_are_none(
    ketalog: Ketalog, journal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in (
        "country US",
        "clock 12",
        f"backups {home}/disk",
        f"inbox {home}/phone",
        "name 'Alex Sample'",
    ):
        assert ketalog(f"config {line}").code == 0
    answer = ketalog("backup copy.json")
    settings = home / "copy.settings.toml"
    assert f"Copied the settings to {settings}, not locked." in answer.out
    assert settings.stat().st_mode & 0o777 == 0o600
    assert ketalog("backup copy.json").code == 4
    monkeypatch.setenv("KETALOG_JOURNAL", str(home / "new" / "journal.json"))
    monkeypatch.setenv("KETALOG_CONFIG", str(home / "new" / "config.toml"))
    restored = ketalog("restore copy.json --json").data
    assert sorted(restored["settings"]) == ["clock", "country", "name"]
    assert "US" in ketalog("config country").out
    assert str(home / "new" / "backups") in ketalog("config").out
    ketalog("config country DE")
    (home / "new" / "journal.json").unlink()
    assert "Settings" not in ketalog("restore copy.json").out
    assert "DE" in ketalog("config country").out


def test_import_of_a_copy_says_what_takes_it_in(ketalog: Ketalog, journal: Path) -> None:
    ketalog("backup copy.json")
    answer = ketalog("import copy.json")
    assert answer.code == 4
    assert "copy.json is a journal, not an export." in answer.err
    assert "ketalog restore FILE" in answer.err
    assert "ketalog merge FILE" in answer.err


@pytest.mark.slow
def test_what_says_how_to_go_back_to_a_large_copy_is_right(ketalog: Ketalog, home: Path) -> None:
    """One of more than 100 MB, which an import would refuse."""
    ketalog("mood 5")
    journal, copy = home / "journal.json", home / "copy.json"
    begins = b'"transactions": {'
    data = journal.read_bytes()
    journal.write_bytes(data.replace(begins, begins + b" " * 101 * 1024**2))
    said = ketalog(["backup", str(copy)])
    assert said.code == 0, said
    command = said.out.partition("new computer: ketalog ")[2].partition("\n")[0]
    journal.unlink()
    (home / "backups" / "journal.json.copy.jsonl").unlink()
    assert ketalog(command).code == 0
    assert [entry["mood"] for entry in ketalog("list --json").data["entries"]] == [5]


@pytest.mark.parametrize("typed", ["usb", "usb/"])
def test_a_stick_that_is_not_there_is_no_file(
    ketalog: Ketalog, journal: Path, home: Path, typed: str
) -> None:
    answer = ketalog(f"backup {typed}")
    assert (answer.code, (home / "usb").exists()) == (4, False)
    assert f"There is no folder {typed}. Is its disk there?" in answer.err
    (home / "usb").mkdir()
    assert ketalog(f"backup {typed}").code == 0
    assert ketalog(f"export {typed}").code == 0
    assert {path.suffix for path in (home / "usb").iterdir()} == {".json", ".pdf"}
