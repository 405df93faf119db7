"""The journal beside its second copy: each makes the other whole, and nothing is lost."""

import errno
import re
import shutil
from pathlib import Path

import pytest

from ketalog.errors import JournalDamaged, JournalError, JournalMissing, SecondCopyUnreached
from ketalog.ledger.contents import DecodedJournal
from ketalog.ledger.ledger import Ledger
from ketalog.ledger.rewriting import Restored, restore, rewrite
from ketalog.ledger.tail import undo_line
from tests.crash.journals import (
    NOW,
    WORDS,
    again,
    as_tinydb,
    both,
    everything_in,
    fails,
    small,
    sums,
    without_second_copy,
    words,
    write,
)

pytestmark = pytest.mark.usefixtures("impatient")


def test_a_missing_journal_beside_a_second_copy_is_not_an_empty_journal(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    before = sums(ledger)
    ledger.path.unlink()
    for act in (ledger.everything, lambda: ledger.recent(NOW), lambda: write(ledger, "more")):
        with pytest.raises(JournalMissing) as caught:
            act()
        assert "ketalog restore" in str(caught.value.hint)
    assert restore(again(ledger), NOW) == Restored(3, 0, [])
    assert sums(again(ledger)) == before


@pytest.mark.parametrize("second_copy", [b"", b"{", b"no second copy", b"\x00" * 100])
def test_not_even_beside_a_damaged_second_copy(tmp_path: Path, second_copy: bytes) -> None:
    ledger = small(tmp_path)
    ledger.path.unlink()
    ledger.second_copy.path.write_bytes(second_copy)
    before = everything_in(tmp_path)
    for act in (ledger.everything, lambda: write(ledger, "more")):
        with pytest.raises(JournalMissing):
            act()
    with pytest.raises(JournalDamaged):
        restore(ledger, NOW)
    assert everything_in(tmp_path) == before


def test_restore_keeps_the_damaged_journal(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    before = sums(ledger)
    ledger.path.write_bytes(b"{}")
    done = restore(ledger, NOW)
    assert (done.lines, done.lost) == (3, 0)
    assert [kept.read_bytes() for kept in done.kept] == [b"{}"]
    assert sums(again(ledger)) == before


def test_restore_never_replaces_a_whole_journal_by_a_shorter_copy(tmp_path: Path) -> None:
    ledger = small(tmp_path, 2)
    behind = ledger.second_copy.path.read_bytes()
    write(ledger, WORDS[2])
    ledger.second_copy.path.write_bytes(behind)
    with pytest.raises(JournalError, match="nothing to restore"):
        restore(ledger, NOW)
    assert words(again(ledger)) == list(WORDS[:3])


def test_restore_without_a_second_copy_says_so(tmp_path: Path) -> None:
    with pytest.raises(JournalMissing, match="no second copy"):
        restore(Ledger(tmp_path / "journal.json"), NOW)


@pytest.mark.parametrize("cut", [None, 0, 1, 100, -1, -5, -300])
def test_a_second_copy_that_is_missing_or_short_is_completed(
    tmp_path: Path, cut: int | None
) -> None:
    ledger = small(tmp_path)
    second_copy = ledger.second_copy.path.read_bytes()
    without_second_copy(ledger)
    if cut is not None:
        ledger.second_copy.path.write_bytes(second_copy[:cut])
    assert words(again(ledger)) == list(WORDS[:3])
    assert write(again(ledger), "more")
    journal, copy = both(ledger)
    assert journal == copy
    assert len(copy) == 4


def test_a_second_copy_with_more_completes_the_journal(tmp_path: Path) -> None:
    ledger = small(tmp_path, 2)
    older = ledger.path.read_bytes()
    write(ledger, WORDS[2])
    ledger.path.write_bytes(older)
    reader = again(ledger)
    assert words(reader) == list(WORDS[:3])
    assert "came back from the second copy" in reader.repairs[0]
    later = again(ledger)
    write(later, "more")
    assert later.repairs == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("journal", "journal.json"), ("a.json", "a.txt"), ("home/a.json", "work/a.json")],
)
@pytest.mark.parametrize("backups", ["", "usb"])
def test_journals_of_like_names_have_second_copies_of_their_own(
    tmp_path: Path, one: str, other: str, backups: str
) -> None:
    folder = tmp_path / backups if backups else None
    (tmp_path / backups).mkdir(exist_ok=True)
    ledgers = [Ledger(tmp_path / name, folder) for name in (one, other)]
    for ledger, text in zip(ledgers, ("mine", "yours"), strict=True):
        assert write(ledger, text)
    for ledger, text in zip(ledgers, ("mine", "yours"), strict=True):
        ledger.path.unlink()
        assert restore(ledger, NOW).lines == 1
        assert words(Ledger(ledger.path, folder)) == [text]


def test_the_second_copy_has_the_journals_whole_name(tmp_path: Path) -> None:
    beside = Ledger(tmp_path / "journal.json").second_copy.path
    assert beside == tmp_path / "backups" / "journal.json.copy.jsonl"
    elsewhere = Ledger(tmp_path / "journal.json", tmp_path / "usb").second_copy.path
    assert re.fullmatch(r"journal\.json\.[0-9a-f]{8}\.copy\.jsonl", elsewhere.name)
    (tmp_path / "link.json").symlink_to(tmp_path / "journal.json")
    assert Ledger(tmp_path / "link.json", tmp_path / "usb").second_copy.path == elsewhere


def test_what_a_damaged_second_copy_held_is_kept(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    damaged = ledger.second_copy.path.read_bytes().replace(b"slept", b"SLEPT")
    ledger.second_copy.path.write_bytes(damaged)
    ledger.path.write_bytes(ledger.path.read_bytes().removesuffix(b"\n") + b" \n")
    later = again(ledger)
    assert write(later, "more")
    ledger.second_copy.path.write_bytes(damaged + b"torn")
    later = again(ledger)
    write(later, "more")
    kept = ledger.second_copy.folder / "journal.json.copy.jsonl.damaged"
    assert kept.read_bytes().startswith(damaged)
    assert str(kept) in later.repairs[0]
    assert both(ledger)[0] == both(ledger)[1]


def test_two_stories_are_damage_and_neither_is_touched(tmp_path: Path) -> None:
    ledger, other = small(tmp_path / "a", 2), tmp_path / "b"
    shutil.copytree(tmp_path / "a", other)
    write(ledger, "one way")
    write(Ledger(other / "journal.json"), "the other")
    shutil.copy(other / "backups" / "journal.json.copy.jsonl", ledger.second_copy.path)
    before = everything_in(tmp_path)
    for act in (ledger.everything, lambda: write(ledger, "more"), lambda: restore(ledger, NOW)):
        with pytest.raises(JournalDamaged, match="different stories"):
            act()
    assert everything_in(tmp_path) == before


def unreachable(tmp_path: Path) -> Ledger:
    """Return a journal without an entry yet, whose second copy's disk is gone."""
    ledger = Ledger(tmp_path / "journal.json", tmp_path / "usb" / "backups")
    ledger.second_copy.folder.mkdir(parents=True)
    with ledger.writing(NOW):
        pass
    shutil.rmtree(tmp_path / "usb")
    return ledger


def test_an_entry_is_saved_where_the_second_copy_cannot_be(tmp_path: Path) -> None:
    ledger = unreachable(tmp_path)
    for text in WORDS:
        assert not write(ledger, text)
    assert words(ledger) == list(WORDS)
    assert len(ledger.recent(NOW)) == 4


def test_a_torn_end_is_not_cut_while_the_second_copy_may_have_it(tmp_path: Path) -> None:
    ledger = unreachable(tmp_path)
    write(ledger, "one")
    write(ledger, "two")
    ledger.path.write_bytes(ledger.path.read_bytes()[:-20])
    before = everything_in(tmp_path)
    later = Ledger(ledger.path, ledger.second_copy.folder)
    with pytest.raises(SecondCopyUnreached):
        write(later, "three")
    assert words(later) == ["one"]
    assert everything_in(tmp_path) == before
    without = Ledger(ledger.path)
    write(without, "three")
    assert words(without) == ["one", "three"]
    assert str(tmp_path / "journal.json.cut-short") in without.repairs[0]


def test_a_folder_in_the_second_copys_place_is_as_if_it_could_not_be_reached(
    tmp_path: Path,
) -> None:
    ledger = small(tmp_path)
    ledger.second_copy.path.unlink()
    ledger.second_copy.path.mkdir()
    assert not write(again(ledger), "more")
    assert words(again(ledger))[-1] == "more"


def test_everything_can_be_read_while_the_journal_is_held_and_the_copy_is_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path, 2)
    behind = ledger.second_copy.path.read_bytes()
    write(ledger, WORDS[2])
    ledger.second_copy.path.write_bytes(behind)
    monkeypatch.setattr(ledger.second_copy, "replace", fails(errno.ENOSPC))
    with ledger.writing(NOW) as tail:
        assert len(ledger.everything(may_prompt=False)) == 3
        assert not ledger.append([undo_line(tail.last, "x", NOW)])


def test_a_symlink_stays_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "near").mkdir()
    write(Ledger(tmp_path / "far" / "diary.json"), WORDS[0])
    (tmp_path / "near" / "journal.json").symlink_to(tmp_path / "far" / "diary.json")
    ledger = Ledger(tmp_path / "near" / "journal.json")
    write(ledger, WORDS[1])
    write(ledger, WORDS[2])
    ledger.path.write_bytes(as_tinydb(ledger.path.read_bytes()))
    write(small(tmp_path / "near", 0), "more")
    assert (tmp_path / "near" / "journal.json").is_symlink()
    assert words(Ledger(tmp_path / "far" / "diary.json")) == [*WORDS[:3], "more"]
    assert [path.name for path in (tmp_path / "near").iterdir()] == ["journal.json"]


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_read_or_written_through_a_link_in_the_second_copys_place(
    tmp_path: Path, there: bool
) -> None:
    ledger = small(tmp_path)
    elsewhere = tmp_path / "theirs.jsonl"
    if there:
        elsewhere.write_bytes(ledger.second_copy.path.read_bytes())
    ledger.second_copy.path.unlink()
    ledger.second_copy.path.symlink_to(elsewhere)
    before = everything_in(tmp_path)
    assert not write(again(ledger), "more")
    assert words(again(ledger)) == [*WORDS[:3], "more"]
    assert not rewrite(
        again(ledger), NOW, lambda book: DecodedJournal(*book), former=None
    ).written_twice
    with pytest.raises(OSError, match="symbolic links"):
        ledger.second_copy.add([b"more"])
    assert ledger.second_copy.path.is_symlink()
    assert everything_in(tmp_path) == before | {"journal.json": ledger.path.read_bytes()}


def test_a_symlink_that_leads_nowhere_is_an_error_of_the_journal(tmp_path: Path) -> None:
    (tmp_path / "journal.json").symlink_to(tmp_path / "journal.json")
    for act in (small, lambda folder: Ledger(folder / "journal.json").everything()):
        with pytest.raises(JournalError):
            act(tmp_path)


def test_a_folder_is_not_taken_for_a_journal(tmp_path: Path) -> None:
    for act in (lambda: words(Ledger(tmp_path)), lambda: write(Ledger(tmp_path), "x")):
        with pytest.raises(JournalError, match="is a folder"):
            act()
