"""A sheet that was filled in by hand, typed in row by row the day after."""

from pathlib import Path

import pytest

from ketalog.domain.sheet import SHEET
from ketalog.page.texts import texts_in
from tests.conftest import Ketalog

ROWS = [
    "",  # the evening: yesterday
    "7:30pm mood 4 anxiety 7",
    "7:30pm 128/82 pulse 72",
    "8pm 100mg sublingual held 15 min",
    "",
    "8:40pm 136/88 pulse 80",
    "10pm 130/84",
    "",
    "nausea mild 9pm for 45 min",
    "dizzy",
    "",
    "1am mood 6 anxiety 3",
    "felt like floating, don't know",
    "8am mood 7 slept 7h30",
]


def typed(ketalog: Ketalog, *rows: str, line: str = "type") -> tuple[int, str, str]:
    answer = ketalog(line, stdin="".join(f"{row}\n" for row in rows), tty=True)
    return answer.code, answer.out, answer.err


def test_every_row_becomes_entries_of_that_evening(ketalog: Ketalog) -> None:
    code, out, _ = typed(ketalog, *ROWS)
    assert (code, out) == (0, "That is the whole sheet. Saved: 10 entries.\n")
    said = ketalog("list --all").out
    for line in (
        "Sat 21 Nov 2026 19:30  #1  mood 4, anxiety 7",
        "Sat 21 Nov 2026 20:00  #3  100 mg sublingual, held 15 min",
        "Sat 21 Nov 2026 22:00  #5  blood pressure 130/84",
        "Sat 21 Nov 2026 21:00  #6  mild nausea, for 45 min",
        "Sat 21 Nov 2026        #7  dizziness",
        "Sun 22 Nov 2026 01:00  #8  mood 6, anxiety 3",
        "Sat 21 Nov 2026        #9  note: felt like floating, don't know",
        "Sun 22 Nov 2026 08:00  #10 mood 7, slept 7:30 h",
    ):
        assert " ".join(line.split()) in " ".join(said.split())


def test_an_entry_was_written_down_now_and_knows_its_sheet_and_row(ketalog: Ketalog) -> None:
    typed(ketalog, *ROWS[:4], "q")
    entry = ketalog("show 3 --json").data["entry"]
    assert entry["recorded"] == "2026-11-22T21:00:00+01:00"
    assert entry["source"] == {"format": "paper", "file": "sheet of 2026-11-21", "row": 3}


def test_the_rows_are_asked_in_the_sheet_s_order_with_its_titles(ketalog: Ketalog) -> None:
    _, _, err = typed(ketalog, *[""] * 9)
    titles = texts_in("en").sheet_rows
    places = [err.index(f"{n} {titles[row.name]} (") for n, row in enumerate(SHEET, 1)]
    assert places == sorted(places)


def test_what_was_typed_before_it_is_left_is_saved_a_change_a_row(ketalog: Ketalog) -> None:
    code, out, _ = typed(ketalog, *ROWS[:3], "q")
    assert (code, out) == (0, "Left. Saved: 2 entries.\n")
    ketalog("undo")
    assert len(ketalog("list --json").data["entries"]) == 1


def test_the_end_of_the_input_leaves_what_was_typed_saved(ketalog: Ketalog) -> None:
    code, _, err = typed(ketalog, *ROWS[:3])
    assert code == 130
    assert "Left. Saved: 2 entries." in err
    assert len(ketalog("list --json").data["entries"]) == 2


def test_a_row_that_can_t_be_taken_is_asked_again_and_nothing_is_guessed(ketalog: Ketalog) -> None:
    rows = ["", "mood 44", "", "", "100mg sublingual", "8pm 100mg sublingual", "", "q"]
    code, out, err = typed(ketalog, *rows)
    assert (code, out) == (0, "Left. Saved: 1 entry.\n")
    assert "'44' is not a rating" in err
    assert "When was the dose?" in err


def test_a_booster_is_asked_once(ketalog: Ketalog) -> None:
    typed(ketalog, *ROWS[:4], "8:40pm 50mg sublingual booster", "", "q")
    assert ketalog("show 4 --json").data["entry"]["sitting"] is not None
    _, _, err = typed(ketalog, "today", "", "", "8pm 60mg nasal", "8:30pm 60mg nasal", "1", "q")
    assert err.count("Were they taken as one?") == 1


def test_a_note_of_an_editor_leaves_nothing_behind(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "editor").write_text('#!/bin/sh\nsleep 1.1; echo floating > "$1"\n')
    (home / "editor").chmod(0o700)
    monkeypatch.setenv("EDITOR", str(home / "editor"))
    code, out, _ = typed(ketalog, *[""] * 7, "--editor", "q")
    assert (code, out) == (0, "Left. Saved: 1 entry.\n")
    assert ketalog("list --json").data["entries"][0]["text"] == "floating"
    assert list((home / "run").rglob("note.txt")) == []


def test_an_evening_ahead_is_refused(ketalog: Ketalog) -> None:
    code, _, err = typed(ketalog, line="type 2026-11-23")
    assert code == 2
    assert "ahead" in err


def test_of_today_there_is_no_next_morning_yet(ketalog: Ketalog) -> None:
    code, out, err = typed(ketalog, *[""] * 7, line="type today")
    assert (code, out) == (0, "That is the whole sheet. Saved: 0 entries.\n")
    assert "Next morning" not in err


def test_a_danger_is_answered_at_once(ketalog: Ketalog) -> None:
    _, _, err = typed(ketalog, "", "", "", "", "", "9pm chest pain", "", "q")
    assert "You logged chest pain." in err


def test_without_a_person_it_says_what_to_do_instead(ketalog: Ketalog) -> None:
    answer = ketalog("type")
    assert (answer.code, answer.out) == (2, "")
    assert "nobody is here to answer" in answer.err


def test_a_journal_that_can_t_be_written_ends_it(ketalog: Ketalog, home: Path) -> None:
    (home / "journal.json").write_text("x")
    code, _, err = typed(ketalog, *ROWS)
    assert code == 5
    assert err.count("2 Blood pressure") == 0
