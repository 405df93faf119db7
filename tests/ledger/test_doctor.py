"""`doctor` says how the journal is, changes nothing, and names what really helps."""

import json
import os
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.conftest import Ketalog
from tests.crash.journals import everything_in

Break = Callable[[Path, Path], object]


@pytest.fixture
def journal(ketalog: Ketalog, home: Path) -> Path:
    """A journal of four entries, its folder private."""
    home.chmod(0o700)
    for number in range(3):
        ketalog(f"mood {number} --note word-{number}")
    ketalog("dose 100mg sublingual --note word-3")
    return home / "journal.json"


@pytest.fixture
def second_copy(journal: Path) -> Path:
    return journal.parent / "backups" / "journal.json.copy.jsonl"


def changed(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))


def cut(path: Path, count: int) -> None:
    path.write_bytes(path.read_bytes()[:-count])


def marks(folder: Path) -> dict[Path, tuple[int, int, bytes]]:
    """Return what would show that a file or folder was touched."""
    return {
        path: (
            path.stat().st_mtime_ns,
            path.stat().st_ino,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in [folder, *folder.rglob("*")]
    }


def unlink_both(journal: Path, second_copy: Path) -> None:
    journal.unlink()
    shutil.rmtree(second_copy.parent)


def without_last_line(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))


def older_journal(journal: Path, second_copy: Path) -> None:
    lines = journal.read_bytes().split(b"\n")
    journal.write_bytes(b"\n".join([*lines[:4], lines[4].rstrip(b","), *lines[-2:]]))


def both_damaged(journal: Path, second_copy: Path) -> None:
    changed(journal, b"word-1", b"w0rd-1")
    changed(second_copy, b"word-2", b"w0rd-2")


def cut_with_a_damaged_second_copy(journal: Path, second_copy: Path) -> None:
    cut(journal, 100)
    changed(second_copy, b"word-0", b"w0rd-0")


def older_and_damaged(journal: Path, second_copy: Path) -> None:
    older_journal(journal, second_copy)
    changed(second_copy, b"word-0", b"w0rd-0")


def cut_alone(journal: Path, second_copy: Path) -> None:
    second_copy.unlink()
    cut(journal, 100)


def folder_for_second_copy(journal: Path, second_copy: Path) -> None:
    second_copy.unlink()
    second_copy.mkdir()


CASES: dict[str, tuple[Break, int, str, str]] = {
    "in order": (lambda _, __: None, 0, "sound", "sound"),
    "no journal": (unlink_both, 5, "missing", "none"),
    "missing": (lambda j, _: j.unlink(), 5, "missing", "sound"),
    "cut": (lambda j, _: cut(j, 100), 0, "cut short", "ahead"),
    "cut, alone": (cut_alone, 5, "cut short", "none"),
    "cut, damaged second copy": (cut_with_a_damaged_second_copy, 5, "cut short", "damaged, ahead"),
    "newline": (lambda j, _: j.write_bytes(j.read_bytes() + b"\n"), 0, "other layout", "sound"),
    "damaged": (lambda j, _: changed(j, b"word-1", b"w0rd-1"), 5, "damaged", "sound"),
    "empty": (lambda j, _: j.write_bytes(b""), 5, "damaged", "sound"),
    "both damaged": (both_damaged, 5, "damaged", "damaged"),
    "no second copy": (lambda _, t: t.unlink(), 0, "sound", "none"),
    "second copy behind": (lambda _, t: without_last_line(t), 0, "sound", "behind"),
    "second copy cut": (lambda _, t: cut(t, 30), 0, "sound", "cut short"),
    "second copy ahead": (older_journal, 0, "sound", "ahead"),
    "second copy damaged": (lambda _, t: changed(t, b"word-1", b"w0rd-1"), 5, "sound", "damaged"),
    "second copy empty": (lambda _, t: t.write_bytes(b""), 5, "sound", "damaged"),
    "second copy damaged, journal older": (older_and_damaged, 5, "sound", "damaged, ahead"),
    "second copy unreadable": (folder_for_second_copy, 0, "sound", "no file"),
}


@pytest.mark.parametrize("case", CASES)
def test_doctor_tells_each_state_and_touches_nothing(
    ketalog: Ketalog, journal: Path, second_copy: Path, case: str
) -> None:
    harm, code, of_journal, of_second_copy = CASES[case]
    harm(journal, second_copy)
    before = marks(journal.parent)
    for style in ("", "--plain", "--json"):
        answer = ketalog(f"doctor {style}")
        assert answer.code == code, answer
        assert answer.err == ""
        assert "\x1b" not in answer.out
    assert marks(journal.parent) == before
    data = answer.data
    assert (data["journal_state"], data["second_copy_state"]) == (of_journal, of_second_copy)
    assert data["sound"] is (code == 0)
    assert (data["findings"] == []) == (case == "in order")
    said = ketalog("doctor --plain").out
    assert ("Everything is in order." in said) == (case == "in order")
    assert all(one["what"] in said for one in data["findings"])


@pytest.mark.parametrize("case", [case for case in CASES if case != "second copy unreadable"])
def test_the_command_that_doctor_names_really_helps(
    ketalog: Ketalog, journal: Path, second_copy: Path, case: str
) -> None:
    CASES[case][0](journal, second_copy)
    had = 0 if case == "no journal" else 4
    for _ in range(4):
        found = ketalog("doctor --json").data["findings"]
        commands = [one["help"] for one in found if one["help"]]
        if not commands:
            break
        assert ketalog(commands[0].removeprefix("ketalog ")).code == 0
    ketalog("mood 10")
    last = ketalog("doctor --json")
    assert (last.code, last.data["findings"]) == (0, [])
    lost = 1 if case == "cut, alone" else 0
    entries = last.data["entries"]
    assert entries == (had + 1 - lost if case != "no journal" else 2)


def test_a_folder_in_the_journals_place_is_not_called_damage(ketalog: Ketalog, home: Path) -> None:
    (home / "journal.json").mkdir()
    answer = ketalog("doctor")
    assert answer.code == 5
    assert "can't be read" in answer.out
    assert "restore" not in answer.out


def test_files_that_others_can_read_are_named_with_what_helps(
    ketalog: Ketalog, journal: Path, second_copy: Path
) -> None:
    for path in (journal, second_copy, journal.parent):
        path.chmod(0o755)
    answer = ketalog("doctor --json")
    assert answer.code == 0
    for one in answer.data["findings"]:
        _, mode, name = shlex.split(one["help"])
        Path(name).chmod(int(mode, 8))
    assert len(answer.data["findings"]) == 3
    assert ketalog("doctor --json").data["findings"] == []
    assert ketalog("list").code == 0


def test_a_hard_link_and_a_conflict_copy_and_a_time_ahead_are_named(
    ketalog: Ketalog, journal: Path
) -> None:
    ketalog("mood 7", now="2027-01-01T10:00:00+01:00")
    os.link(journal, journal.parent / "second-name")
    shutil.copy(journal, journal.parent / "journal.sync-conflict-20261122-210000-ABCDEFG.json")
    answer = ketalog("doctor")
    assert answer.code == 0
    assert "a second name" in answer.out
    assert "from another device" in answer.out
    assert "#5: mood 7" in answer.out
    assert "ketalog edit 5 --at TIME" in answer.out
    ketalog("edit 5 --at '2026-11-22 20:00'")
    ketalog("merge 'journal.sync-conflict-20261122-210000-ABCDEFG.json'")
    assert "future" not in ketalog("doctor").out


# What was changed by hand.


def by_hand_amount(journal: Path) -> None:
    changed(journal, b'"amount_mg":"100"', b'"amount_mg":"150"')


def by_hand_deleted(journal: Path) -> None:
    lines = journal.read_bytes().split(b"\n")
    journal.write_bytes(b"\n".join([*lines[:3], *lines[4:]]))


def by_hand_added(journal: Path) -> None:
    with TinyDB(journal) as db:
        row = {"kind": "mood", "mood": 9, "at": "2026-11-20T20:00:00+01:00"}
        db.table("transactions").insert(row)


def by_hand_added_elsewhere(journal: Path) -> None:
    with TinyDB(journal) as db:
        db.insert({"kind": "note", "text": "by hand", "at": "2026-11-20T20:00:00+01:00"})


BY_HAND: dict[Callable[[Path], None], tuple[str, str, str, list[int]]] = {
    by_hand_amount: (
        "#4: 100 mg sublingual (note: word-3) → 150 mg sublingual (note: word-3),",
        "#4: 150 mg sublingual (note: word-3) (added)",
        "150 mg",
        [1, 2, 3, 4],
    ),
    by_hand_deleted: (
        "#2: mood 1 (note: word-1) (deleted)",
        "",
        "word-2",
        [1, 3, 4],
    ),
    by_hand_added: ("mood 9 (added)", "mood 9 (added)", "mood 9", [1, 2, 3, 4, 5]),
    by_hand_added_elsewhere: (
        "note: by hand (added)",
        "note: by hand (added)",
        "by hand",
        [1, 2, 3, 4, 5],
    ),
}
"""By edit: what is said of it with a second copy, what without, and what is in the journal then."""
TAKEN_IN = [(edit, has) for edit in BY_HAND for has in (True, False) if BY_HAND[edit][not has]]


def listed(ketalog: Ketalog) -> list[int]:
    return sorted(one["number"] for one in ketalog("list --json").data["entries"])


@pytest.mark.parametrize(("edit", "with_second_copy"), TAKEN_IN)
def test_what_was_changed_by_hand_is_shown_and_taken_in(
    ketalog: Ketalog,
    journal: Path,
    second_copy: Path,
    edit: Callable[[Path], None],
    with_second_copy: bool,
) -> None:
    said, alone, then, numbers = BY_HAND[edit]
    if not with_second_copy:
        second_copy.unlink()
    edit(journal)
    edited = journal.read_bytes()
    assert ketalog("list").code == 5
    doctor = ketalog("doctor")
    assert doctor.code == 5
    assert "ketalog doctor --accept" in doctor.out
    answer = ketalog("doctor --accept")
    assert answer.code == 0, answer
    said = said if with_second_copy else alone
    assert f"  {said}" in doctor.out
    assert f"Taken in: {said}" in answer.out
    assert edited in [path.read_bytes() for path in journal.parent.rglob("*before-restore*")]
    assert listed(ketalog) == numbers
    assert then in ketalog("list").out
    assert ketalog("doctor").code == 0
    if with_second_copy:
        ketalog("undo")
        assert listed(ketalog) == [1, 2, 3, 4]
        assert "100 mg sublingual" in ketalog("list").out
        ketalog("redo")
        assert listed(ketalog) == numbers
    assert ketalog("mood 10").out.startswith(f"Logged #{max(5, numbers[-1] + 1)}:")


def test_a_line_deleted_by_hand_without_a_second_copy_is_gone_and_the_others_stay(
    ketalog: Ketalog, journal: Path, second_copy: Path
) -> None:
    second_copy.unlink()
    by_hand_deleted(journal)
    assert ketalog("doctor").code == 5
    assert "at most 1 change" in ketalog("restore").out
    assert listed(ketalog) == [1, 3, 4]
    assert ketalog("mood 10").out.startswith("Logged #5:")
    assert ketalog("doctor").code == 0


def test_a_line_doubled_by_hand_is_no_new_entry(ketalog: Ketalog, journal: Path) -> None:
    lines = journal.read_bytes().split(b"\n")
    doubled = lines[3].replace(b'"2":', b'"5":', 1)
    journal.write_bytes(b"\n".join([*lines[:5], lines[5] + b",", doubled.rstrip(b","), *lines[6:]]))
    before = everything_in(journal.parent)
    answer = ketalog("doctor --accept")
    assert (answer.code, answer.out) == (4, "")
    assert everything_in(journal.parent) == before
    assert ketalog("restore").code == 0
    assert listed(ketalog) == [1, 2, 3, 4]


@pytest.mark.parametrize("with_second_copy", [True, False])
@pytest.mark.parametrize(
    "change",
    [
        (b'"amount_mg":"100"', b'"amount_mg":"abc"'),
        (b'"amount_mg":"100"', b'"amount_mg":"-5"'),
        (b'"mood":1', b'"mood":11'),
        (b'"kind":"dose"', b'"kind":"wine"'),
        (b'"note":"word-3"', b'"note":"word-3'),
    ],
)
def test_a_change_that_is_no_entry_is_refused_and_the_file_left(
    ketalog: Ketalog, journal: Path, change: tuple[bytes, bytes], with_second_copy: bool
) -> None:
    if not with_second_copy:
        shutil.rmtree(journal.parent / "backups")
    changed(journal, *change)
    (journal.parent / "journal.json.cut-short").write_bytes(b"an older notice")
    before = everything_in(journal.parent)
    answer = ketalog("doctor --accept")
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.count("\n") == 2  # … and the older notice.
    assert "can't be read as entries" in answer.err
    assert (
        "--accept" not in ketalog("doctor").out.replace("put this notice away", "").split("\n")[0]
    )
    assert everything_in(journal.parent) == before


def test_with_nothing_changed_there_is_nothing_to_take_in(ketalog: Ketalog, journal: Path) -> None:
    before = everything_in(journal.parent)
    answer = ketalog("doctor --accept")
    assert answer.code == 4
    assert "nothing to take in" in answer.err
    assert everything_in(journal.parent) == before


def test_the_notice_about_a_lost_end_stays_until_it_is_put_away(
    ketalog: Ketalog, journal: Path, second_copy: Path
) -> None:
    cut_alone(journal, second_copy)
    ketalog("list")
    for _ in range(2):
        assert "lost its end" in ketalog("list").err
        assert ketalog("doctor").code == 5
    answer = ketalog("doctor --accept --json")
    assert answer.code == 0
    (kept,) = answer.data["kept"]
    assert b"word-3" in Path(kept).read_bytes()
    assert ketalog("list").err == ""
    assert ketalog("doctor").code == 0


def test_a_locked_journal_is_looked_at_without_its_passphrase(
    ketalog: Ketalog, journal: Path, second_copy: Path
) -> None:
    ketalog("lock", stdin="words\nwords\n", tty=True)
    for case in ("in order", "cut", "second copy behind", "second copy cut", "missing"):
        harm, code, of_journal, of_second_copy = CASES[case]
        saved = journal.read_bytes(), second_copy.read_bytes()
        harm(journal, second_copy)
        before = marks(journal.parent)
        data = ketalog("doctor --json").data
        assert (data["journal_state"], data["second_copy_state"]) == (of_journal, of_second_copy)
        assert (data["locked"], data["entries"], data["sound"]) == (True, None, code == 0)
        assert marks(journal.parent) == before
        journal.write_bytes(saved[0])
        second_copy.write_bytes(saved[1])


def test_a_row_added_to_a_locked_journal_is_taken_in_with_its_passphrase(
    ketalog: Ketalog, journal: Path
) -> None:
    ketalog("lock", stdin="words\nwords\n", tty=True)
    by_hand_added(journal)
    assert ketalog("doctor").code == 5
    before = everything_in(journal.parent)
    assert ketalog("doctor --accept").code == 5
    assert everything_in(journal.parent) == before
    answer = ketalog("doctor --accept", stdin="words\n", tty=True)
    assert answer.code == 0, answer
    assert "mood 9" in ketalog("list", stdin="words\n", tty=True).out
    assert b'"mood"' not in journal.read_bytes()


@pytest.mark.parametrize("row", ['"text"', "[1]", "5", "null"])
def test_a_row_that_is_no_entry_leaves_doctor_its_answer(
    ketalog: Ketalog, journal: Path, row: str
) -> None:
    file = json.loads(journal.read_bytes())
    file["transactions"]["99"] = json.loads(row)
    journal.write_text(json.dumps(file))
    answer = ketalog("doctor")
    assert answer.code == 5
    assert "ketalog restore" in answer.out
    assert ketalog("restore").code == 0


def test_a_hand_edit_to_a_number_nobody_can_write_out_is_not_taken_in(
    ketalog: Ketalog, journal: Path
) -> None:
    ketalog("dose 100mg sublingual")
    whole = journal.read_text()
    journal.write_text(whole.replace('"amount_mg":"100"', '"amount_mg":"1E+99999999"'))
    assert ketalog("doctor --accept").code == 4
    assert ketalog("week").code == 5
    assert ketalog("restore").code == 0
    assert "100 mg sublingual" in ketalog("list").out
