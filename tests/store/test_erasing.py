"""`erase` leaves no word of an entry in any file, and harms no other entry."""

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Ketalog
from tests.crash.journals import everything_in

WORDS = (b"ketanest", b"letting go", b"by the sea", b"by the lake", b'"137"', b"in Paris")


@pytest.fixture
def journal(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal of four entries; the words of #2, and of its former version, stand nowhere else."""
    monkeypatch.chdir(home)
    ketalog("mood 1 --note first")
    ketalog(
        "dose 137mg sublingual --medication ketanest --intention 'letting go' --note 'by the sea'"
    )
    ketalog("note third")
    ketalog("edit 2 --note 'by the lake'")
    ketalog("ask fourth?")
    return home / "journal.json"


def left_in(folder: Path) -> list[tuple[str, bytes]]:
    """Return where a word that was to be erased still is."""
    return [
        (name, word)
        for name, data in everything_in(folder).items()
        for word in WORDS
        if word in data
    ]


def numbers(ketalog: Ketalog) -> list[int]:
    return sorted(one["number"] for one in ketalog("list --json").data["entries"])


@pytest.mark.parametrize("deleted", [False, True])
def test_no_word_of_it_is_left_in_any_file(
    ketalog: Ketalog, journal: Path, home: Path, deleted: bool
) -> None:
    assert len(left_in(home)) > len(WORDS)
    if deleted:
        ketalog("delete 2")
    answer = ketalog("erase 2 --yes")
    assert answer.code == 0
    assert answer.out.startswith("Erased #2 from the journal and its second copy.")
    assert left_in(home) == []
    assert numbers(ketalog) == [1, 3, 4]
    assert ketalog("doctor").code == 0
    assert ketalog("show 2").code == 3
    assert ketalog("erase 2 --yes").code == 3
    assert ketalog("mood 5").out.startswith("Logged #5:")


def test_it_asks_and_names_what_it_is_about(ketalog: Ketalog, journal: Path, home: Path) -> None:
    before = everything_in(home)
    for stdin, tty, code in (("n\n", True, 2), ("\n", True, 2), ("", False, 2), ("", True, 130)):
        answer = ketalog("erase 2", stdin=stdin, tty=tty)
        assert answer.code == code
        assert not tty or "#2: 137 mg" in answer.err
    for line in ("erase", "erase x --yes", "erase 9 --yes", "erase 1 9 --yes"):
        assert ketalog(line).code in {2, 3}
    assert everything_in(home) == before
    assert ketalog("erase 2", stdin="y\n", tty=True).code == 0
    assert left_in(home) == []


def test_the_number_of_the_last_entry_is_not_used_again(ketalog: Ketalog, journal: Path) -> None:
    assert ketalog("erase last --yes").out.startswith("Erased #4 ")
    assert ketalog("erase 3 2 1 --yes").code == 0
    assert numbers(ketalog) == []
    assert ketalog("mood 5").out.startswith("Logged #5:")


@pytest.mark.parametrize("answer", ["y", "n"])
def test_older_copies_go_on_a_yes_and_are_named_otherwise(
    ketalog: Ketalog, journal: Path, home: Path, answer: str
) -> None:
    journal.write_bytes(journal.read_bytes().replace(b"third", b"thIrd"))
    ketalog("restore")
    ketalog("--journal laptop/journal.json mood 3")
    ketalog("merge laptop/journal.json")
    copies = [*home.glob("backups/*before*")]
    assert len(copies) == 2
    said = ketalog("erase 2", stdin=f"y\n{answer}\n", tty=True).out
    for path in copies:
        assert (f"Removed: {path}" in said) == (answer == "y")
        assert ("may still have the words" in said) == (answer == "n")
        assert path.exists() == (answer == "n")
    assert ketalog("erase 1 --yes").code == 0
    assert left_in(home) == []


def test_copies_of_another_journal_and_of_another_device_are_left_alone(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    (home / "other").mkdir()
    ketalog(f"config backups {home}/backups")
    ketalog("--journal other/journal.json mood 9")
    ketalog("--journal other/journal.json unlock")
    others = [*home.glob("backups/journal.json.????????.copy.jsonl")]
    assert others
    (theirs,) = others
    kept = theirs.with_name(theirs.name.replace("copy.jsonl", "before-merge-20261122-210000"))
    kept.write_bytes(b"another journal's")
    conflict = home / "journal.sync-conflict-20261122-210000-ABCDEFG.json"
    shutil.copy(journal, conflict)
    ketalog("config backups --unset")
    answer = ketalog("erase 2 --yes")
    assert answer.code == 0
    assert kept.read_bytes() == b"another journal's"
    assert theirs.exists()
    assert f"This file may still have the words: {conflict}" in answer.out
    assert ketalog(f"merge {conflict}").code == 0
    assert "137" not in ketalog("list").out
    ketalog("erase 3 --yes")
    assert left_in(home) == []


def test_what_a_killed_write_left_goes_too(ketalog: Ketalog, journal: Path, home: Path) -> None:
    for path in (home / ".journal.json.123.new", home / "backups" / ".journal.json.format-1.9.new"):
        path.write_bytes(b"by the sea")
    ketalog("erase 2 --yes")
    assert left_in(home) == []
    assert (home / ".journal.json.lock").exists()


def test_undo_and_redo_pass_over_what_was_erased(ketalog: Ketalog, journal: Path) -> None:
    ketalog("note 'by the sea'")
    ketalog("erase 5 --yes")
    assert "#4" in ketalog("undo").out
    assert numbers(ketalog) == [1, 2, 3]
    assert "#4" in ketalog("redo").out
    assert numbers(ketalog) == [1, 2, 3, 4]
    ketalog("erase 2 --yes")
    assert [ketalog("undo").out[:13] for _ in range(3)] == [f"Took back #{n}:" for n in (4, 3, 1)]
    assert "Nothing" in ketalog("undo").out
    for _ in range(3):
        ketalog("redo")
    assert numbers(ketalog) == [1, 3, 4]


def test_an_undone_entry_can_be_erased(ketalog: Ketalog, journal: Path, home: Path) -> None:
    ketalog("note 'seen in Paris'")
    ketalog("undo")
    assert ketalog("erase 5 2 --yes").code == 0
    assert left_in(home) == []
    assert "Nothing" in ketalog("redo").out
    assert numbers(ketalog) == [1, 3, 4]


def test_it_does_not_come_back_by_import_or_merge(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    ketalog("export all.json")
    ketalog("backup copy.json")
    ketalog("erase 2 --yes")
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    for name in ("all.json", "copy.json"):
        shutil.move(home / name, elsewhere / name)
    shutil.rmtree(home / "backups")
    for line in ("import elsewhere/all.json", "merge elsewhere/copy.json"):
        assert ketalog(line).code == 0
        assert numbers(ketalog) == [1, 3, 4]
        assert {name for name, _ in left_in(home)} <= {
            "elsewhere/all.json",
            "elsewhere/copy.json",
        }


def test_a_damaged_journal_is_restored_without_what_was_erased(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    ketalog("backup copy.json")
    ketalog("erase 2 --yes")
    for path in (journal, home / "backups" / "journal.json.copy.jsonl"):
        path.write_bytes(path.read_bytes().replace(b"third", b"thIrd"))
    assert ketalog("restore copy.json").code == 0
    assert numbers(ketalog) == [1, 3, 4]
    (home / "copy.json").unlink()
    assert left_in(home) == []


@pytest.mark.parametrize(
    "line", ["list", "today", "mood 7", "undo", "backup copy.json", "erase 3 --yes"]
)
def test_after_a_crash_between_the_two_files_the_next_command_finishes(
    ketalog: Ketalog, journal: Path, home: Path, line: str
) -> None:
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    old = second_copy.read_bytes()
    ketalog("erase 2 --yes")
    second_copy.write_bytes(old)
    assert left_in(home) != []
    assert ketalog(line).code == 0
    assert left_in(home) == []
    assert ketalog("doctor").code == 0


def test_a_second_copy_that_cannot_be_reached_is_said_to_have_the_words(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    (home / "unplugged").mkdir()
    shutil.move(home / "backups", home / "unplugged")
    (home / "backups").write_text("in its place")
    answer = ketalog("erase 2 --yes")
    assert answer.code == 0
    assert "from the journal and its second copy" not in answer.out
    assert f"may still have the words until it can be: {second_copy}" in answer.out
    (home / "backups").unlink()
    shutil.move(home / "unplugged" / "backups", home)
    ketalog("list")
    assert left_in(home) == []


def test_a_locked_journal_is_opened_for_it(ketalog: Ketalog, journal: Path, home: Path) -> None:
    ketalog("lock --remove-copies", stdin="words\nwords\n", tty=True)
    before = everything_in(home)
    assert ketalog("erase 2 --yes").code == 5
    assert everything_in(home) == before
    boxes = {line["box"] for line in json.loads(journal.read_bytes())["transactions"].values()}
    assert ketalog("erase 2 --yes", stdin="words\n", tty=True).code == 0
    whole = b"".join(everything_in(home).values())
    assert not any(box.encode() in whole for box in boxes)
    ketalog("unlock", stdin="words\n", tty=True)
    assert left_in(home) == []
    assert numbers(ketalog) == [1, 3, 4]


# Locking, too, says what it could not reach.


@pytest.mark.parametrize("line", ["lock", "passphrase"])
def test_locking_says_which_second_copy_it_could_not_reach(
    ketalog: Ketalog, journal: Path, home: Path, line: str
) -> None:
    typed = "words\nwords\n"
    if line == "passphrase":
        ketalog("lock", stdin=typed, tty=True)
        typed = "words\nnew\nnew\n"
    shutil.move(home / "backups", home / "unplugged")
    (home / "backups").write_text("in its place")
    answer = ketalog(line, stdin=typed, tty=True)
    assert answer.code == 0
    assert str(home / "backups" / "journal.json.copy.jsonl") in answer.out
    assert "and its second copy" not in answer.out
    (home / "backups").unlink()
    shutil.move(home / "unplugged", home / "backups")
    assert ketalog("mood 3").code == 0
    assert left_in(home) == []


def test_locking_names_an_unlocked_conflict_copy_and_leaves_it(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    conflict = home / "journal.sync-conflict-20261122-210000-ABCDEFG.json"
    shutil.copy(journal, conflict)
    answer = ketalog("lock --remove-copies", stdin="words\nwords\n", tty=True)
    assert f"This file can still be read by anyone: {conflict}" in answer.out
    assert conflict.exists()


@pytest.mark.parametrize("name", ["journal.json", "diary.tex", "journal.work", "journal.copy"])
def test_a_file_of_somebody_else_beside_the_journal_is_left_alone(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    stem = name.partition(".")[0]
    monkeypatch.setenv("KETALOG_JOURNAL", str(home / stem))
    ketalog("note x")
    (home / name).write_text("a thesis")
    (home / "backups" / name).write_text("another one")
    answer = ketalog("erase 1 --yes")
    assert answer.code == 0
    assert "Removed" not in answer.out
    assert (home / name).read_text() == "a thesis"
    assert (home / "backups" / name).read_text() == "another one"
