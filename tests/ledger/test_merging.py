"""Two journals made one: nothing doubled, nothing lost, in whichever order they meet."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ketalog.domain.calendar import Calendar
from ketalog.domain.kinds import Entry
from ketalog.history import History
from ketalog.journal import Journal
from ketalog.ledger.contents import DecodedJournal, read_journal
from ketalog.ledger.merging import union
from ketalog.maintenance import Maintenance
from ketalog.store import Store
from tests.conftest import Ketalog, examples
from tests.crash.journals import NOW, everything_in, mood

CONFLICTS = (
    "journal.sync-conflict-20261122-210000-ABCDEFG.json",
    "journal (Anna's conflicted copy 2026-11-22).json",
    "journal (conflicted copy 2026-11-22 210000).json",
)
FEW = settings(deadline=None, max_examples=examples(30))
steps = st.tuples(
    st.sampled_from(["put", "put", "amend", "remove", "undo", "redo", "import", "erase"]),
    st.integers(0, 50),
    st.integers(0, 400),
)
histories = st.lists(steps, max_size=6)

pytestmark = pytest.mark.usefixtures("hasty")


class Device:
    """One device's journal, and what can be done on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "journal.json")
        self.made = 0
        with self.store.changing(NOW):
            pass

    def new(self, hours: int) -> Entry:
        self.made += 1
        return replace(mood(self.made, hours=hours), id=f"{self.folder.name}-{self.made}")

    def act(self, what: str, which: int, hours: int) -> None:
        journal = Journal(self.store, NOW, Calendar())
        there = list(self.store.everything().entries.values())
        one = there[which % len(there)] if there else None
        if what == "put":
            journal.log(self.new(hours))
        elif what == "undo":
            journal.undo()
        elif what == "redo":
            journal.redo()
        elif what == "import":
            some = [replace(self.new(hours + n), note="x" * 9000) for n in range(which % 12)]
            journal.take_in([[entry] for entry in some], [])
        elif one is None:
            return
        elif what == "amend":
            at = one.at - timedelta(hours=which)
            journal.amend(str(one.number), lambda entry: replace(entry, note=str(hours), at=at))
        elif what == "remove":
            journal.remove([str(one.number)])
        else:
            Maintenance(self.store, NOW).erase([one])

    def act_all(self, some: list[tuple[str, int, int]]) -> "Device":
        for step in some:
            self.act(*step)
        return self

    def copy(self, folder: Path) -> "Device":
        shutil.copytree(self.folder, folder)
        return Device(folder)

    def merge(self, other: "Device") -> int:
        path = other.store.path
        merged, _ = Maintenance(self.store, NOW).merge(path, path.read_bytes())
        return merged.changes

    @property
    def book(self) -> DecodedJournal:
        return DecodedJournal.of(read_journal(self.store.path.read_bytes()))


@contextmanager
def devices(
    begin: list[tuple[str, int, int]], then: list[list[tuple[str, int, int]]], copied: int
) -> Iterator[list[Device]]:
    """Yield devices of which the first `copied` began from one journal, the others anew."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        first = Device(folder / "0").act_all(begin)
        some = [
            first.copy(folder / str(n)) if n < copied else Device(folder / str(n))
            for n in range(1, len(then) + 1)
        ]
        yield [device.act_all(acts) for device, acts in zip(some, then, strict=True)]


def said(book: DecodedJournal) -> tuple[Any, ...]:
    """Return what a journal says without its short numbers."""
    what = []
    for line in book.lines:
        steps = [{key: op[key] for key in op if key != "number"} for op in line.do or []]
        what.append((line.seq, line.id, line.part, line.undoes, line.rec, steps))
    now = {key: replace(one, number=None) for key, one in History.of(book.lines).entries.items()}
    return what, now, book.header.removed


@pytest.mark.slow
@FEW
@given(histories, st.lists(histories, min_size=3, max_size=3), st.sampled_from([1, 3, 4]))
def test_in_which_order_and_how_often_journals_meet_makes_no_difference(
    begin: list[tuple[str, int, int]], then: list[list[tuple[str, int, int]]], copied: int
) -> None:
    with devices(begin, then, copied) as some:
        a, b, c = (device.book for device in some)
        assert union(a, a) is a
        assert said(union(a, b)) == said(union(b, a))
        assert said(union(union(a, b), c)) == said(union(a, union(b, c)))
        both = union(a, b)
        assert union(both, b) is both
        assert union(both, a) is both
        all_of = union(union(a, b), c)
        assert said(union(all_of, union(c, a))) == said(all_of)


@pytest.mark.slow
@FEW
@given(histories, st.lists(histories, min_size=3, max_size=3), st.sampled_from([1, 3, 4]))
def test_numbers_that_are_here_stay_and_what_comes_in_gets_new_ones(
    begin: list[tuple[str, int, int]], then: list[list[tuple[str, int, int]]], copied: int
) -> None:
    with devices(begin, then, copied) as (here, one, other):
        for device in (one, other):
            before, after_last = numbers(here.book), following(here.book)
            erased = {*device.book.header.removed}
            here.merge(device)
            after = numbers(here.book)
            for key, number in before.items():
                assert key in erased or after[key] == number
            assert all(number >= after_last for key, number in after.items() if key not in before)
            assert len({*after.values()}) == len(after)
            assert following(here.book) > max([0, *after.values()])
            assert following(here.book) >= after_last
            here.act("put", 0, 5)
            assert numbers(here.book)[f"{here.folder.name}-{here.made}"] >= after_last


def numbers(book: DecodedJournal) -> dict[str, int]:
    ops = [op for line in book.lines for op in line.do or [] if "put" in op]
    found = {op["put"]["id"]: op["number"] for op in ops}
    assert {op["put"]["id"]: op["number"] for op in reversed(ops)} == found
    return found


def following(book: DecodedJournal) -> int:
    steps = [line.next for line in book.lines]
    assert steps == sorted(steps)
    return steps[-1] if steps else 1


@pytest.mark.slow
@FEW
@given(
    histories,
    st.lists(histories, min_size=2, max_size=2),
    st.sampled_from([1, 3]),
    st.lists(st.integers(-1, 450), min_size=1, max_size=4),
)
def test_after_a_merge_the_recent_view_has_everything_from_then_on(
    begin: list[tuple[str, int, int]],
    then: list[list[tuple[str, int, int]]],
    copied: int,
    hours: list[int],
) -> None:
    with devices(begin, then, copied) as (here, other):
        here.merge(other)
        here.act("undo", 0, 0)
        for ago in hours:
            since = NOW - timedelta(hours=ago)
            entries = here.store.everything().entries.values()
            recent = Store(here.store.path).recent(since)
            assert {one.id: one for one in recent} == {x.id: x for x in entries if x.at >= since}


def test_numbers_of_an_earlier_merge_stay_in_the_next_one(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 1")
    for name, number in (("a", 2), ("b", 4)):
        ketalog(f"--journal {home}/{name}/journal.json mood {number} --note from-{name}")
        ketalog(f"merge {home}/{name}/journal.json")
        ketalog(f"mood {number + 1}")
    listed = {one["number"]: one["mood"] for one in ketalog("list --json").data["entries"]}
    assert listed == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}


def test_undo_takes_back_only_what_was_written_here(ketalog: Ketalog, home: Path) -> None:
    laptop = home / "laptop" / "journal.json"
    ketalog("mood 1")
    for number in (7, 8, 9):
        ketalog(f"--journal {laptop} mood {number}")
    answer = ketalog(f"merge {laptop}")
    assert answer.code == 0
    assert "New here: #2: mood 7" in answer.out
    assert ketalog("undo").out.startswith("Took back #1: mood 1")
    assert "Nothing" in ketalog("undo").out
    assert ketalog("redo").code == 0
    listed = ketalog("list").out
    assert all(f"mood {number}" in listed for number in (1, 7, 8, 9))
    ketalog(f"--journal {laptop} merge {home}/journal.json")
    assert ketalog(f"--journal {laptop} undo").out.startswith("Took back #3: mood 9")


def test_merging_twice_adds_nothing_and_keeps_no_file(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 1")
    ketalog(f"--journal {home}/laptop/journal.json mood 2")
    first = ketalog(f"merge {home}/laptop/journal.json")
    assert "can't be undone" in first.out
    before = everything_in(home)
    again = ketalog(f"merge {home}/laptop/journal.json")
    assert (again.code, again.out) == (0, "Nothing new is in that file.\n")
    for path in (home / "journal.json", home / "backups" / "journal.json.copy.jsonl"):
        assert ketalog(f"merge {path}").out == "Nothing new is in that file.\n"
    assert everything_in(home) == before


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_copy_is_noticed_merged_and_put_away(
    ketalog: Ketalog, home: Path, name: str
) -> None:
    ketalog("mood 1")
    shutil.copy(home / "journal.json", home / name)
    ketalog("mood 2")
    ketalog(["--journal", str(home / name), "mood", "9"])
    notice = ketalog("list").err
    command = notice.partition("ketalog ")[2].strip()
    assert command.startswith("merge ")
    assert ketalog(command).code == 0
    assert not (home / name).exists()
    after = ketalog("list")
    assert after.err == ""
    assert all(f"mood {number}" in after.out for number in (1, 2, 9))
    assert ketalog("doctor --json").data["findings"] == []


def test_another_journals_conflict_copy_is_not_this_ones(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 1")
    for name in CONFLICTS:
        shutil.copy(home / "journal.json", home / name.replace("journal", "journal-anna"))
    assert ketalog("list").err == ""
    assert "copy of the journal, from another" not in ketalog("doctor").out


def test_a_backup_of_another_journal_and_a_second_copy_merge(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 1")
    other = home / "other" / "journal.json"
    ketalog(f"--journal {other} mood 2")
    ketalog(f"--journal {other} backup {home}/usb.json")
    ketalog(f"--journal {other} mood 3")
    assert ketalog(f"merge {home}/usb.json --json").data["changes"] == 1
    second_copy = other.parent / "backups" / "journal.json.copy.jsonl"
    assert ketalog(f"merge {second_copy} --json").data["changes"] == 1
    assert {one["mood"] for one in ketalog("list --json").data["entries"]} == {1, 2, 3}


@pytest.mark.parametrize("what", ["damaged", "export", "text", "nothing", "folder"])
def test_what_is_no_sound_journal_is_refused_and_nothing_changes(
    ketalog: Ketalog, home: Path, what: str
) -> None:
    ketalog("mood 1")
    file = home / "file.json"
    ketalog(f"--journal {home}/other/journal.json mood 2")
    if what == "damaged":
        data = (home / "other" / "journal.json").read_bytes()
        file.write_bytes(data.replace(b'"mood":2', b'"mood":3'))
    elif what == "export":
        ketalog(f"--journal {home}/other/journal.json export {file}")
    elif what == "text":
        file.write_text("hello\n")
    elif what == "folder":
        file.mkdir()
    before = everything_in(home)
    answer = ketalog(f"merge {file}")
    assert (answer.code, answer.out) == (4, "")
    assert what != "export" or "ketalog import" in answer.err
    assert everything_in(home) == before


def test_what_was_erased_elsewhere_is_gone_here_too_and_that_is_said(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("note the secret")
    ketalog("mood 2")
    ketalog(f"backup {home}/laptop.json")
    ketalog(f"--journal {home}/laptop.json erase 1 --yes")
    answer = ketalog(f"merge {home}/laptop.json")
    assert "1 entry was erased in the other journal" in answer.out
    assert "secret" not in ketalog("list").out
    kept = next(home.glob("backups/*before-merge*"))
    assert str(kept) in answer.out
    assert b"secret" in kept.read_bytes()
    assert b"secret" not in (home / "journal.json").read_bytes()


# Locked journals.


def lock(ketalog: Ketalog, words: str, journal: Path) -> None:
    line = f"--journal {journal} lock --remove-copies"
    assert ketalog(line, stdin=f"{words}\n{words}\n", tty=True).code == 0


@pytest.mark.parametrize(("ours", "theirs"), [("", "their"), ("our", ""), ("our", "their")])
def test_locked_and_unlocked_journals_merge(
    ketalog: Ketalog, home: Path, ours: str, theirs: str
) -> None:
    other = home / "other" / "journal.json"
    ketalog("note word-1")
    ketalog(f"--journal {other} note word-2")
    for words, journal in ((ours, home / "journal.json"), (theirs, other)):
        if words:
            lock(ketalog, words, journal)
            ketalog(f"--journal {journal} note word-3 {'here' if words == ours else 'there'}")
    before = everything_in(home)
    assert ketalog(f"merge {other}").code == 5
    wrong = ketalog(f"merge {other}", stdin="wrong\n" * 6, tty=True)
    assert wrong.code == 5
    assert everything_in(home) == before
    typed = "".join(f"{words}\n" for words in (ours, theirs) if words)
    answer = ketalog(f"merge {other}", stdin=typed, tty=True)
    assert answer.code == 0, answer
    assert ("Passphrase: " in answer.err) == bool(ours)
    assert (f"Passphrase of {other}: " in answer.err) == bool(theirs)
    assert ("can be read here by anyone" in answer.out) == (not ours)
    listed = ketalog("list", stdin=f"{ours}\n", tty=True)
    assert "word-1" in listed.out
    assert "word-2" in listed.out
    assert (b"word" in (home / "journal.json").read_bytes()) == (not ours)
    assert ketalog("doctor").code == 0


@pytest.mark.parametrize("locked", [False, True])
def test_a_journal_and_a_second_copy_that_differ_are_brought_together(
    ketalog: Ketalog, home: Path, locked: bool
) -> None:
    journal, second_copy = home / "journal.json", home / "backups" / "journal.json.copy.jsonl"
    ketalog("mood 1")
    if locked:
        lock(ketalog, "words", journal)
    shutil.copytree(home, home / "other")
    ketalog("mood 2")
    ketalog(f"--journal {home}/other/journal.json mood 3")
    shutil.copy(home / "other" / "backups" / second_copy.name, second_copy)
    before = everything_in(home)
    for line in ("list", "mood 4", "restore", "backup copy.json"):
        answer = ketalog(line, stdin="words\n", tty=True)
        assert (answer.code, "different stories" in answer.err) == (5, True)
    doctor = ketalog("doctor --json")
    assert doctor.code == 5
    assert everything_in(home) == before
    (command,) = [one["help"] for one in doctor.data["findings"]]
    assert ketalog(command.removeprefix("ketalog "), stdin="words\n", tty=True).code == 0
    listed = ketalog("list", stdin="words\n", tty=True).out
    assert all(f"mood {number}" in listed for number in (1, 2, 3))
    assert ketalog("doctor").code == 0
    rows = json.loads(journal.read_bytes())["transactions"]
    assert len(rows) == 3
    assert len(second_copy.read_bytes().splitlines()) == 4


def test_the_recent_view_of_an_unlocked_journal_sees_what_was_undone(ketalog: Ketalog) -> None:
    ketalog("dose 50mg nasal --at 'today 10am'")
    ketalog("dose 100mg sublingual --at 'today 12pm'")
    ketalog("lock", stdin="words\nwords\n", tty=True)
    ketalog("note --at '2025-01-05 10:00' long ago")
    ketalog("unlock", stdin="words\n", tty=True)
    assert "100 mg" in ketalog("today --plain").out
    ketalog("undo")
    ketalog("undo")
    said = ketalog("today --plain").out
    assert "50 mg" in said
    assert "100 mg" not in said


def test_a_conflict_copy_that_is_still_arriving_is_not_put_away(
    ketalog: Ketalog, home: Path
) -> None:
    for n in range(3):
        ketalog(f"--journal {home}/laptop/journal.json note word-{n}")
    whole = (home / "laptop" / "journal.json").read_bytes()
    copy = home / "journal.sync-conflict-20261122-210000-ABCDEFG.json"
    copy.write_bytes(whole[:-300])
    answer = ketalog(f"merge {copy}")
    assert answer.code == 0
    assert "if it is still arriving" in answer.out
    assert copy.exists()
    copy.write_bytes(whole)
    assert "not needed any more" in ketalog(f"merge {copy}").out
    assert [f"word-{n}" in ketalog("list").out for n in range(3)] == [True] * 3
