"""The folder of the inbox: odd files, odd folders, a locked journal, calendars."""

import os
from pathlib import Path

import pytest

from tests.conftest import Ketalog
from tests.phone import MORNING, TIMED, folder, listed, names_in, nobody_waits, write

__all__ = ["folder", "nobody_waits"]


# Odd files and folders


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_byte_order_mark_and_ends_of_lines_of_windows_are_read(
    ketalog: Ketalog, folder: Path, encoding: str
) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (folder / "x.txt").write_bytes(f"{mark}note für dich\r\nmood 6\r\n".encode(encoding))
    os.utime(folder / "x.txt", (MORNING, MORNING))
    assert [each[17:] for each in listed(ketalog)] == ["text für dich", "mood 6"]


def test_what_is_no_text_is_named_and_left(ketalog: Ketalog, folder: Path, home: Path) -> None:
    (home / "secret.txt").write_text("mood 9\n")
    (folder / "binary.txt").write_bytes(b"mood 6\0\n")
    (folder / "latin.txt").write_bytes("note für\n".encode("latin-1"))
    (folder / "large.txt").write_bytes(b"mood 6\n" * 200_000)
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / "x.sync-conflict-20261122-210000-ABCDEFG.txt").write_text("mood 6\n")
    (folder / "link.txt").symlink_to(home / "secret.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "sub.txt").mkdir()
    for name in (".hidden.txt", ".syncthing.x.txt.tmp", "x.txt~", "y.txt.part", ".z.txt.icloud"):
        (folder / name).write_text("mood 6\n")
    names = names_in(folder)
    problems = {each["file"]: each["reason"] for each in ketalog("inbox --json").data["problems"]}
    assert {
        name.partition(".")[0]: reason.partition(":")[0] for name, reason in problems.items()
    } == {
        "binary": "it is no text",
        "latin": "it is no UTF-8 text",
        "large": "it is far too large for lines",
        "photo": "its name ends in none of .txt .md .ics",
        "x": "it is a conflict copy",
        "link": "it is a link",
        "pipe": "it is no ordinary file",
    }
    assert listed(ketalog) == []
    assert names_in(folder) == names


@pytest.mark.parametrize("there", ["gone", "a file", "no permission"])
def test_a_folder_that_can_t_be_looked_at_is_said_and_stops_nothing(
    ketalog: Ketalog, folder: Path, there: str
) -> None:
    folder.rmdir()
    if there == "a file":
        folder.write_text("x")
    if there == "no permission":
        folder.mkdir(mode=0)
        if os.access(folder, os.R_OK):
            pytest.skip("root may look everywhere")
    answer = ketalog("mood 5")
    assert (answer.code, answer.out[:10]) == (0, "Logged #1:")
    assert f"The inbox {folder} can't be looked at" in answer.err
    assert ketalog("inbox").code == 4


def test_a_folder_that_is_not_its_own_is_refused_and_stops_nothing(
    ketalog: Ketalog, home: Path
) -> None:
    write(home / "phone.txt", "mood 6")
    ketalog(f"config inbox {home}")
    answer = ketalog("mood 5")
    assert (answer.code, "no folder of its own" in answer.err) == (0, True)
    assert ketalog("inbox").code == 2
    assert (home / "phone.txt").exists()


def test_a_folder_that_others_can_write_into_is_said(ketalog: Ketalog, folder: Path) -> None:
    assert ketalog("inbox").err == ""
    folder.chmod(0o777)
    assert "Others on this computer can write into" in ketalog("inbox").err


def test_a_link_in_the_place_of_the_folder_for_what_was_taken_is_not_followed(
    ketalog: Ketalog, folder: Path, home: Path
) -> None:
    (home / "elsewhere").mkdir()
    (folder / "taken").symlink_to(home / "elsewhere")
    write(folder / "phone.txt", "mood 6")
    assert "can't be moved away" in ketalog("inbox").out
    assert len(listed(ketalog)) == 1
    assert names_in(home / "elsewhere") == []


def test_a_damaged_memory_takes_nothing_in_and_says_so(
    ketalog: Ketalog, folder: Path, home: Path
) -> None:
    write(folder / "phone.txt", "mood 6")
    ketalog("inbox")
    (memory,) = (home / ".local/share/ketalog/inbox").glob("*.json")
    memory.write_text("{")
    write(folder / "phone.txt", "mood 7")
    answer = ketalog("mood 5")
    assert (answer.code, "is damaged" in answer.err) == (0, True)
    assert ketalog("inbox").code == 4


def test_many_files_come_in_bit_by_bit(
    ketalog: Ketalog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketalog.commands.inbox.MOST_LINES", 2)
    for n in range(5):
        write(folder / f"{n}.txt", f"mood {n}")
    assert "There is more" in ketalog("inbox").out
    ketalog("inbox")
    assert len(listed(ketalog)) == 5


# Locked


def test_of_a_locked_journal_what_was_taken_in_is_removed_and_comes_in_once(
    ketalog: Ketalog, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "old.txt", "mood 5")
    ketalog("inbox")
    (home / "secret").write_text("correct horse\n")
    monkeypatch.setenv("KETALOG_NEW_PASSPHRASE_FILE", str(home / "secret"))
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
    assert str(folder / "taken" / "old.txt") in ketalog("lock").out
    monkeypatch.delenv("KETALOG_PASSPHRASE_FILE")
    for _ in range(2):
        write(folder / "phone.txt", TIMED)
        ketalog("mood 6")
        assert not (folder / "phone.txt").exists()
    assert names_in(folder / "taken") == ["old.txt"]
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
    entries = ketalog("list --json").data["entries"]
    assert sorted(entry["number"] for entry in entries) == [1, 2, 3, 4]


def test_erase_names_and_removes_the_files_that_a_line_came_from(
    ketalog: Ketalog, folder: Path
) -> None:
    write(folder / "phone.txt", "note a secret")
    ketalog("inbox")
    assert str(folder / "taken" / "phone.txt") in ketalog("erase 1 --yes").out
    assert names_in(folder / "taken") == []


# A calendar's journal entries


def test_journal_entries_of_a_calendar_come_in_too(ketalog: Ketalog, folder: Path) -> None:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VJOURNAL",
        "UID:1",
        "DTSTART:20261121T190000Z",
    ]
    lines += ["SUMMARY:A calm evening", "END:VJOURNAL", "END:VCALENDAR"]
    write(folder / "jtx.ics", *lines)
    write(folder / "empty.ics", "BEGIN:VCALENDAR")
    assert listed(ketalog) == ["2026-11-21T20:00 text A calm evening"]
    write(folder / "jtx.ics", *lines)
    assert len(listed(ketalog)) == 1
    assert names_in(folder) == ["empty.ics", "taken"]


def test_a_calendar_of_which_a_part_is_left_out_stays(ketalog: Ketalog, folder: Path) -> None:
    entry = ["BEGIN:VJOURNAL", "UID:1", "DTSTART:20261121T190000Z", "SUMMARY:x", "END:VJOURNAL"]
    undated = ["BEGIN:VJOURNAL", "UID:2", "SUMMARY:y", "END:VJOURNAL"]
    write(folder / "jtx.ics", "BEGIN:VCALENDAR", *entry, *undated, "END:VCALENDAR")
    assert "jtx.ics: 1 of its entries: they have no date." in ketalog("inbox").out
    assert len(listed(ketalog)) == 1
    assert names_in(folder) == ["jtx.ics"]


def test_without_an_inbox_it_says_how_to_have_one(ketalog: Ketalog) -> None:
    answer = ketalog("inbox")
    assert (answer.code, "ketalog config inbox FOLDER" in answer.err) == (2, True)


def test_a_number_is_a_number(ketalog: Ketalog, folder: Path) -> None:
    assert ketalog("inbox drop x").code == ketalog("inbox drop ²").code == 2


def test_json_says_all_of_it(ketalog: Ketalog, folder: Path) -> None:
    write(folder / "phone.txt", TIMED, "mood 44")
    answer = ketalog("inbox --json")
    assert answer.err == ""
    assert answer.data["folder"] == str(folder)
    assert [entry["kind"] for entry in answer.data["entries"]] == ["dose"]
    assert answer.data["stays"][0]["row"] == 2
