"""What a merge says of entries that were here already, and what it doesn't take in."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ketalog.ledger import format as file_format
from ketalog.ledger.contents import read_journal
from tests.conftest import Ketalog
from tests.crash.journals import everything_in

There = Callable[[str], None]
MOOD = {"kind": "mood", "mood": 3}
DOSE = {"kind": "dose", "amount_mg": "100", "route": "nasal"}
AT = "2026-11-22T20:00:00+01:00"


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)


@pytest.fixture
def there(ketalog: Ketalog, home: Path) -> There:
    """Return what types a command on another device, whose journal is a copy of two ratings."""
    ketalog("mood 1")
    ketalog("mood 2")
    (home / "there").mkdir()
    shutil.copy(home / "journal.json", home / "there")

    def on_it(line: str) -> None:
        assert ketalog(f"--journal {home}/there/journal.json {line}").code == 0

    return on_it


def moods(ketalog: Ketalog) -> dict[int, int]:
    return {one["number"]: one["mood"] for one in ketalog("list --json").data["entries"]}


# What changed.


def test_an_entry_that_both_changed_is_named_as_it_was_and_as_it_is(
    ketalog: Ketalog, there: There
) -> None:
    ketalog("edit 1 3")
    there("edit 1 6")
    there("edit 1 7")
    said = ketalog("merge there/journal.json").out
    assert "Merged 2 changes; no entry is new.\n" in said
    assert "Changed there: #1: mood 3 → mood 7, Sun 22 Nov 2026 21:00.\n" in said
    assert "How it was before: ketalog show 1\n" in said
    assert "mood 3" in ketalog("show 1").out
    assert moods(ketalog) == {1: 7, 2: 2}


def test_an_entry_that_was_deleted_there_and_one_that_came_back_are_named(
    ketalog: Ketalog, there: There
) -> None:
    ketalog("delete 1")
    there("delete 2")
    there("edit 1 8")
    said = ketalog("merge there/journal.json").out
    assert "Here again: #1: mood 8, Sun 22 Nov 2026 21:00 (now).\n" in said
    assert "Not here any more: #2: mood 2, Sun 22 Nov 2026 21:00 (now).\n" in said
    assert "New here" not in said
    assert "How it was" not in said
    assert moods(ketalog) == {1: 8}


def test_what_changed_is_in_the_json_too(ketalog: Ketalog, there: There) -> None:
    there("edit 1 7")
    there("delete 2")
    there("mood 9")
    data = ketalog("merge there/journal.json --json").data
    one, two = data["changed"]
    assert (one["before"]["mood"], one["after"]["mood"], one["after"]["number"]) == (1, 7, 1)
    assert (two["before"]["mood"], two["after"]) == (2, None)
    assert [entry["mood"] for entry in data["entries"]] == [9]
    again = ketalog("merge there/journal.json --json").data
    assert (again["changed"], again["entries"]) == ([], [])


def test_many_changed_entries_are_counted(ketalog: Ketalog, there: There) -> None:
    for number in range(3, 14):
        there(f"mood {number % 10}")
    ketalog("merge there/journal.json")
    for number in range(1, 14):
        there(f"edit {number} --note n")
    said = ketalog("merge there/journal.json").out
    assert said.count("Changed there: #") == 10
    assert "Changed too: 3 more.\n" in said
    assert "How it was before: ketalog show NUMBER\n" in said


def test_what_was_erased_there_is_not_said_to_be_deleted(ketalog: Ketalog, there: There) -> None:
    there("erase 1 --yes")
    said = ketalog("merge there/journal.json").out
    assert "1 entry was erased" in said
    assert "Not here any more" not in said
    assert "mood 1" not in said


# Undo behind it.


def test_undo_says_when_it_makes_no_difference_any_more_and_then_walks_on(
    ketalog: Ketalog, there: There
) -> None:
    ketalog("edit 1 3")
    there("edit 1 6")
    there("edit 1 7")
    ketalog("merge there/journal.json")
    assert ketalog("undo").out == (
        "Took back a change that makes no difference now.\n"
        "Still the same: #1: mood 7, Sun 22 Nov 2026 21:00 (now).\n"
        "Redo: ketalog redo\n"
    )
    assert ketalog("redo").out == (
        "Brought back a change that makes no difference now.\n"
        "Still the same: #1: mood 7, Sun 22 Nov 2026 21:00 (now).\n"
        "Undo: ketalog undo\n"
    )
    assert moods(ketalog) == {1: 7, 2: 2}
    data = ketalog("undo --json").data
    assert data["verb"] == "undone"
    assert data["before"] == data["entries"]
    assert ketalog("undo").out.startswith("Took back #2: mood 2")
    assert moods(ketalog) == {1: 7}


def test_undo_of_a_removal_that_the_other_device_made_too_makes_no_difference(
    ketalog: Ketalog, there: There
) -> None:
    ketalog("delete 1")
    there("mood 5")
    there("delete 1")
    ketalog("merge there/journal.json")
    assert ketalog("undo").out == (
        "Took back a change that makes no difference now.\nRedo: ketalog redo\n"
    )
    assert ketalog("undo").out.startswith("Took back #2: mood 2")
    assert moods(ketalog) == {3: 5}


# What is not taken in.


def forge(file: Path, put: dict[str, Any], **fields: Any) -> None:
    """Write a transaction into a journal, with sums that hold."""
    contents = read_journal(file.read_bytes())
    entry = {"at": AT, "id": "forged", "recorded": AT} | put
    many = len(contents.raws) + 1
    body: dict[str, Any] = {
        "do": [{"number": many, "put": entry}],
        "id": "forged",
        "max_at": AT,
        "rec": AT,
    }
    prev = file_format.sum_of(contents.raws[-1])
    body = {**body, "next": many + 1, "prev": prev, "seq": many, **fields}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    raw = text[:-1] + f',"sum":"{sha256(text).hexdigest()}"}}'.encode()
    file.write_bytes(file_format.file_bytes(contents.header, [*contents.raws, raw]))


FORGED: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "year 1": (MOOD | {"at": "0001-01-01T00:00:00+14:00"}, {}, "lies before 1900 or after 2199"),
    "year 9999": (MOOD | {"at": "9999-12-31T23:59:59-12:00"}, {}, "lies before 1900 or after 2199"),
    "noted in year 1": (MOOD | {"recorded": "0001-01-01T00:00:00Z"}, {}, "'recorded' lies before"),
    "amount": (DOSE | {"amount_mg": "1E+100000"}, {}, "'amount_mg' can't be taken"),
    "dust": (
        {"kind": "session", "where": "infusion", "mg_per_kg": "1E-99999999999"},
        {},
        "'mg_per_kg' can't be taken",
    ),
    "rate": (
        {"kind": "session", "where": "infusion", "rate_mg_per_hour": "1E-99999999999"},
        {},
        "'rate_mg_per_hour' can't be taken",
    ),
    "nothing": (
        {"kind": "supply", "change": "count", "units": "0E-99999999999", "strength_mg": "100"}
        | {"route": "sublingual"},
        {},
        "'units' can't be taken",
    ),
    "route": (DOSE | {"route": "by air"}, {}, "'route' can't be taken"),
    "name": ({"kind": "effect", "name": "a\nb"}, {}, "'name' can't be taken"),
    "words": ({"kind": "note", "text": "x" * 10_001}, {}, "'text' is too long"),
    "kind": ({"kind": "unheard"}, {}, "install the newest one"),
    "count": (MOOD, {"seq": 10**30}, "not counted as ketalog counts"),
    "part": (MOOD, {"part": [2, 2]}, "A change is not whole"),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_logging_would_not_have_written_is_refused_and_nothing_changes(
    ketalog: Ketalog, home: Path, there: There, what: str
) -> None:
    put, fields, said = FORGED[what]
    there("mood 9")
    forge(home / "there" / "journal.json", put, **fields)
    before = everything_in(home)
    answer = ketalog("merge there/journal.json")
    assert (answer.code, answer.out) == (4, "")
    assert "there/journal.json" in answer.err
    assert said in answer.err
    assert everything_in(home) == before
    assert moods(ketalog) == {1: 1, 2: 2}


def test_a_number_beyond_all_others_there_changes_nothing_here(
    ketalog: Ketalog, home: Path, there: There
) -> None:
    there("mood 9")
    forge(home / "there" / "journal.json", MOOD, next=10**30)
    assert ketalog("merge there/journal.json").code == 0
    ketalog("mood 5")
    assert moods(ketalog) == {1: 1, 2: 2, 3: 9, 4: 3, 5: 5}


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("kind", [MOOD, DOSE, {"kind": "effect", "name": "nausea"}])
def test_a_journal_made_by_hand_with_an_impossible_time_is_refused_in_one_line(
    ketalog: Ketalog, home: Path, at: str, kind: dict[str, Any]
) -> None:
    ketalog("mood 1")
    forge(home / "journal.json", kind | {"at": at})
    shutil.rmtree(home / "backups")
    exports = [f"export x.{suffix}" for suffix in ("html", "md", "csv", "json")]
    for line in ("list", "today", "month", "show 2", "edit 2 --at 10am", "undo", *exports):
        answer = ketalog(line)
        assert (answer.code, answer.out) == (5, ""), line
        assert "An entry of the journal lies before 1900 or after 2199." in answer.err
        assert len(answer.err.splitlines()) == 1
    assert ketalog("week").code in {0, 5}  # What is of long ago isn't read for it.
    assert ketalog("doctor").code == 5


def test_a_journal_made_by_hand_with_a_number_beyond_all_others_works(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("mood 1")
    forge(home / "journal.json", MOOD, next=10**30)
    shutil.rmtree(home / "backups")
    for line in ("mood 4", "list", "today", "week", "month", "show last", "edit last 5", "undo"):
        assert ketalog(line).code == 0, line
    for suffix in ("html", "md", "csv", "json"):
        assert ketalog(f"export x.{suffix}").code == 0
    assert ketalog("list --json").data["entries"][-1]["number"] == 10**30


def test_a_row_added_by_hand_with_an_impossible_time_is_not_taken_in(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("mood 1")
    file = home / "journal.json"
    rows = json.loads(file.read_bytes())
    rows["transactions"]["2"] = MOOD | {"at": "0026-11-22T20:00:00+01:00"}
    file.write_text(json.dumps(rows))
    assert ketalog("doctor --accept").code == 4
    ketalog("restore")
    assert moods(ketalog) == {1: 1}


@pytest.mark.parametrize("year", ["1899", "2200"])
def test_a_clock_that_is_centuries_wrong_writes_nothing(ketalog: Ketalog, year: str) -> None:
    answer = ketalog("mood 5", now=f"{year}-06-01T12:00:00+01:00")
    assert (answer.code, answer.out) == (2, "")
    assert f"The clock says that it is {year}." in answer.err


# A damaged copy.


@pytest.mark.parametrize("locked", [False, True])
def test_what_is_sound_in_a_damaged_conflict_copy_comes_in_and_the_copy_stays(
    ketalog: Ketalog, home: Path, there: There, locked: bool
) -> None:
    words = {"stdin": "words\nwords\n", "tty": True}
    if locked:
        assert ketalog("lock --remove-copies", **words).code == 0
        shutil.copy(home / "journal.json", home / "there")
        shutil.rmtree(home / "there" / "backups", ignore_errors=True)
    for number in (5, 6, 7):
        there(f"mood {number}")
    ketalog("mood 9")
    copy = home / "journal.sync-conflict-20261122-210000-ABCDEFG.json"
    whole = (home / "there" / "journal.json").read_bytes()
    raw = read_journal(whole).raws[3]
    # A higher count could be believed, as far as the line's length, which a lock pads by chance.
    copy.write_bytes(whole.replace(raw, raw.replace(b'"seq":4', b'"seq":2')))
    answer = ketalog(f"merge {copy}", **words)
    assert answer.code == 0, answer.err
    assert "at most 1 change in it can't be read, and did not come in" in answer.out
    assert copy.exists()
    listed = ketalog("list", **words).out
    assert [n for n in range(1, 10) if f"mood {n}" in listed] == [1, 2, 5, 7, 9]
    copy.write_bytes(whole)
    assert "not needed any more" in ketalog(f"merge {copy}", **words).out
    listed = ketalog("list", **words).out
    assert [n for n in range(1, 10) if f"mood {n}" in listed] == [1, 2, 5, 6, 7, 9]
    assert ketalog("doctor").code == 0


def test_a_damaged_copy_of_which_the_damaged_part_is_here_loses_nothing(
    ketalog: Ketalog, home: Path, there: There
) -> None:
    there("mood 8")
    copy = home / "journal 2.json"
    data = (home / "there" / "journal.json").read_bytes()
    copy.write_bytes(data.replace(b'"mood":2', b'"mood":3'))
    answer = ketalog(["merge", str(copy), "--json"])
    assert answer.data["unreadable"] == 1
    assert moods(ketalog) == {1: 1, 2: 2, 3: 8}
    assert copy.exists()


def test_a_copy_whose_first_line_is_damaged_is_refused(
    ketalog: Ketalog, home: Path, there: There
) -> None:
    there("mood 8")
    copy = home / "there" / "journal.json"
    copy.write_bytes(copy.read_bytes().replace(b'"generation":1', b'"generation":2', 1))
    before = everything_in(home)
    assert ketalog(f"merge {copy}").code == 4
    assert everything_in(home) == before
