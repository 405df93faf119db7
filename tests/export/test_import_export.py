"""A journal as a JSON file: it leaves without loss, comes in once, and only when all of it can."""

import itertools
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Answer, Ketalog, without_numbers

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)
WORDS = TEXT.filter(lambda text: bool(text.strip()) and text != "-")
RATING = st.integers(0, 10).map(str)
WHEN = st.sampled_from(["9pm", "yesterday 8:15", "2026-10-25 02:30", "3h ago", "fri 1am"])
NUMBER = st.integers(1, 8).map(str)
STEP = st.one_of(
    st.tuples(st.just("dose"), st.sampled_from(["100", "2x15", "12.5"]), st.just("nasal")),
    st.tuples(st.just("dose"), st.just("35iv"), st.just("--note"), WORDS, st.just("--estimate")),
    st.tuples(st.just("mood"), RATING, st.just("--anxiety"), RATING, st.just("--at"), WHEN),
    st.tuples(st.just("effect"), st.sampled_from(["nausea", "none", "odd dreams"])),
    st.tuples(st.just("note"), st.just("--"), WORDS),
    st.tuples(st.just("ask"), st.just("--"), WORDS),
    st.tuples(st.just("edit"), NUMBER, st.just("--note"), WORDS),
    st.tuples(st.just("edit"), NUMBER, st.just("--at"), WHEN),
    st.tuples(st.just("edit"), NUMBER, RATING),
    st.tuples(st.just("delete"), NUMBER),
    st.just(("undo",)),
    st.just(("redo",)),
)
COUNTER = itertools.count()


def without_date(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_bytes())
    return {key: value for key, value in content.items() if key != "made"}


def by_id(content: dict[str, Any]) -> dict[str, Any]:
    for key in ("entries", "deleted"):
        content[key] = sorted(without_numbers(content[key]), key=lambda one: str(one["id"]))
    return content


@pytest.mark.slow
@settings(max_examples=60)
@given(steps=st.lists(STEP, max_size=12))
def test_any_journal_leaves_and_comes_in_elsewhere_without_loss(
    ketalog: Ketalog, home: Path, steps: list[tuple[str, ...]]
) -> None:
    folder = home / str(next(COUNTER))
    here, there = ([f"--journal={folder / name / 'journal.json'}"] for name in ("here", "there"))
    out, back = folder / "out.json", folder / "back.json"
    for minute, step in enumerate(steps):
        answer = ketalog([*here, *step], now=f"2026-11-22T21:{minute:02}:00+01:00")
        assert answer.code in {0, 2, 3}, answer
    folder.mkdir(exist_ok=True)
    assert ketalog([*here, "export", str(out)]).code == 0
    assert ketalog([*there, "import", str(out)]).code == 0
    assert ketalog([*there, "export", str(back)]).code == 0
    assert by_id(without_date(back)) == by_id(without_date(out))


@pytest.fixture
def other(ketalog: Ketalog, home: Path) -> Ketalog:
    """Type a command line that works on another journal, empty at first."""

    def type_in(line: str, **how: Any) -> Answer:
        return ketalog(f"--journal {home / 'other' / 'journal.json'} {line}", **how)

    return type_in


@pytest.fixture
def file(ketalog: Ketalog, home: Path) -> Path:
    """An export of a journal with a deleted and a changed entry and one of each kind."""
    ketalog("dose 100mg sublingual --hold 15 --at 'yesterday 20:00' --note 'with water'")
    ketalog("mood 6 --anxiety 4 --at 'yesterday 22:00'")
    ketalog("effect nausea mild --at 'yesterday 20:30'")
    ketalog("effect none --at 20:00")
    ketalog("note slept well")
    ketalog("ask may the dose move?")
    ketalog("mood 1")
    ketalog("edit 2 7")
    ketalog("delete 7")
    ketalog(["export", str(home / "all.json")])
    return home / "all.json"


def test_an_import_says_what_came_in(other: Ketalog, file: Path) -> None:
    answer = other(f"import {file}")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0].startswith("Imported 6 entries: ")
    assert "1 dose" in answer.out
    assert re.search(r"Undo: ketalog --journal \S*journal.json undo\n$", answer.out)


def test_the_same_file_twice_adds_nothing(ketalog: Ketalog, other: Ketalog, file: Path) -> None:
    other(f"import {file}")
    before = other("list --json").out
    again = other(f"import {file}")
    assert again.out == "Nothing was added.\n6 entries are here already, and left as is.\n"
    assert other("list --json").out == before
    assert ketalog(f"import {file}").out.startswith("Nothing was added.")


def test_what_was_changed_here_is_not_changed_back_by_an_import(
    ketalog: Ketalog, file: Path
) -> None:
    ketalog("edit 2 9")
    ketalog(f"import {file}")
    assert "mood 9" in ketalog("show 2").out


def test_what_was_deleted_stays_deleted(ketalog: Ketalog, other: Ketalog, file: Path) -> None:
    other(f"import {file}")
    assert 1 not in [one.get("mood") for one in other("list --json").data["entries"]]
    ketalog("delete 5")
    assert "Nothing was added." in ketalog(f"import {file}").out
    assert ketalog("list --kind note --json").data["entries"] == []


def test_earlier_versions_come_in_too(other: Ketalog, file: Path) -> None:
    other(f"import {file}")
    number = other("list --kind mood --json").data["entries"][0]["number"]
    assert [one["mood"] for one in other(f"show {number} --json").data["earlier"]] == [6]


def test_a_dry_run_says_what_would_come_in_and_changes_nothing(
    other: Ketalog, home: Path, file: Path
) -> None:
    answer = other(f"import {file} --dry-run")
    assert answer.out.startswith("Would import 6 entries: ")
    assert answer.out.endswith("Nothing was changed.\n")
    assert not (home / "other" / "journal.json").exists()
    other("mood 5")
    before = (home / "other" / "journal.json").read_bytes()
    other(f"import {file} --dry-run")
    assert (home / "other" / "journal.json").read_bytes() == before


def test_an_import_is_one_step_to_undo_and_redo(other: Ketalog, file: Path) -> None:
    other("mood 5")
    other(f"import {file}")
    took_back = r"Took back 6 entries at once. Redo: ketalog --journal \S*journal.json redo\n"
    assert re.fullmatch(took_back, other("undo").out)
    assert len(other("list --json").data["entries"]) == 1
    other("redo")
    assert len(other("list --json").data["entries"]) == 7


def test_an_import_that_was_undone_can_come_in_again(other: Ketalog, file: Path) -> None:
    other(f"import {file}")
    other("undo")
    assert other(f"import {file}").out.startswith("Imported 6 entries: ")


def test_an_import_into_another_zone_keeps_the_clock_of_where_it_happened(
    other: Ketalog, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    other(f"import {file}")
    dose = other("list --kind dose --json").data["entries"][0]
    assert dose["at"] == "2026-11-21T20:00:00+01:00"


def test_a_part_is_marked_as_one_and_can_be_imported(
    ketalog: Ketalog, other: Ketalog, home: Path, file: Path
) -> None:
    part = home / "part.json"
    answer = ketalog(f"export {part} --since yesterday --until yesterday")
    assert answer.out.startswith("21 November 2026: 3 entries")
    assert json.loads(part.read_bytes())["part"] == {
        "since": "2026-11-21",
        "until": "2026-11-22",
        "notes": True,
        "history": False,
    }
    assert other(f"import {part}").out.startswith("Imported 3 entries: ")
    assert other(f"import {file}").out.startswith("Imported 3 entries: ")


def test_an_export_of_all_says_that_it_holds_everything(ketalog: Ketalog, home: Path) -> None:
    ketalog("note x")
    answer = ketalog(f"export {home / 'out.json'}")
    assert answer.out.startswith(
        "Everything: 1 entry (1 note).\nWith notes and every earlier version.\n"
    )
    assert json.loads((home / "out.json").read_bytes())["part"] is None


def test_notes_can_be_left_out(ketalog: Ketalog, home: Path) -> None:
    ketalog("dose 100mg sublingual --note secret --intention secret")
    ketalog("mood 5 --note secret")
    ketalog("note secret")
    answer = ketalog(f"export {home / 'out.json'} --without-notes")
    assert "Notes are left out" in answer.out
    assert "secret" not in (home / "out.json").read_text()
    content = json.loads((home / "out.json").read_bytes())
    assert len(content["entries"]) == 2
    assert content["part"] == {"since": None, "until": None, "notes": False, "history": False}


def test_a_part_without_notes_holds_every_day(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 5 --at '2024-01-01 10:00'")
    answer = ketalog(f"export {home / 'out.json'} --without-notes")
    assert answer.out.startswith("Everything: 1 entry (1 rating).\nNotes are left out")


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_an_export_and_a_journal_are_private(ketalog: Ketalog, home: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        ketalog(f"--journal {home / 'new' / 'journal.json'} mood 5")
        ketalog(f"--journal {home / 'new' / 'journal.json'} export {home / 'out.json'}")
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (home / "new").rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert stat.S_IMODE((home / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "out.json").stat().st_mode) == 0o600


def test_a_file_that_begins_with_a_byte_order_mark_is_taken(other: Ketalog, file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert other(f"import {file}").out.startswith("Imported 6 entries: ")


def test_a_large_import_is_one_transaction_of_several_lines(
    other: Ketalog, home: Path, file: Path
) -> None:
    content = json.loads(file.read_bytes())
    note = next(one for one in content["entries"] if one["kind"] == "note")
    content["entries"] = [{**note, "id": f"n{n}", "text": "x" * 900} for n in range(500)]
    file.write_text(json.dumps(content))
    assert other(f"import {file}").out.startswith("Imported 500 entries: 500 notes.")
    lines = (home / "other" / "journal.json").read_text().splitlines()
    assert max(len(line) for line in lines) <= 64 * 1024
    assert other("list --json").data["total"] == 500
    assert other("undo").out.startswith("Took back 500 entries at once.")


def test_what_could_be_logged_at_its_very_limits_comes_in(
    ketalog: Ketalog, other: Ketalog, home: Path
) -> None:
    for typed in (
        "dose 100000 nasal",
        "dose 0.5x0.000001mg sl",
        f"dose 0.{'0' * 99}1mg im",
        "effect nausea bad mild",
        f"effect {'x' * 60}",
        "effect Pink Dreams",
    ):
        assert ketalog(typed).code == 0
    ketalog(f"export {home / 'all.json'}")
    answer = other(f"import {home / 'all.json'}", now="2026-11-21T21:00:00+01:00")
    assert answer.out.startswith("Imported 6 entries: ")
    ketalog(["--journal", str(home / "other" / "journal.json"), "export", str(home / "back.json")])
    assert by_id(without_date(home / "back.json")) == by_id(without_date(home / "all.json"))
