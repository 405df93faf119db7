"""Prompts take what is typed and pasted, whole, at the time of Enter, and lose no words."""

import os
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from ketalog.ui.output import Ui
from tests.conftest import Answer, Ketalog
from tests.sitting import sitting

LATER = "2026-11-22T21:01:10+01:00"
"""70 seconds after the command was typed."""
LONG = " ".join(f"{n:04d}" for n in range(1300))
"""6,499 letters: more than a terminal's line holds."""


def last(ketalog: Ketalog) -> dict[str, Any]:
    found: dict[str, Any] = ketalog("list --json").data["entries"][-1]
    return found


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("text", [LONG, "first\nsecond\n\nfourth 日本", "a\tb"])
@pytest.mark.parametrize("words", [["note"], ["ask"], ["note", "-"]])
def test_what_is_pasted_is_taken_whole(
    ketalog: Ketalog, words: list[str], text: str, marked: bool
) -> None:
    with sitting(*words) as person:
        person.wait_for("Your ")
        person.wait_for(": ")
        person.paste(text, marked=marked)
        person.wait_for(text.rpartition("\n")[2][-4:].replace("\t", " "))
        person.type("\r")
        assert person.end() == 0
    assert last(ketalog)["text"] == text


def test_a_note_at_another_entry_and_a_reason_take_a_paste_too(ketalog: Ketalog) -> None:
    ketalog("plan set 100mg sublingual --days daily")
    with sitting("mood", "6", "--note", "-") as person:
        person.wait_for("Your note: ")
        person.paste("one\ntwo")
        person.type("\r")
        assert person.end() == 0
    assert last(ketalog)["note"] == "one\ntwo"
    with sitting("skip", "-") as person:
        person.wait_for("Your reason: ")
        person.paste("a\ncold")
        person.type("\r")
        assert person.end() == 0
    assert last(ketalog)["reason"] == "a\ncold"


def test_a_paste_of_several_lines_at_a_short_question_is_one_answer(ketalog: Ketalog) -> None:
    with sitting("mood") as person:
        person.wait_for("Your mood")
        person.paste("6\nanxiety 4\n")
        person.type("\r")
        assert person.end() == 0
    assert (last(ketalog)["mood"], last(ketalog)["anxiety"]) == (6, 4)
    with sitting("dose", "100mg", "sub") as person:
        person.wait_for("n to stop: ")
        person.paste("1\nrm -rf\n")  # no key of it is an answer
        person.type("n")
        assert person.end() == 2


def test_keys_erase_a_letter_a_word_and_a_line_wherever_it_breaks(ketalog: Ketalog) -> None:
    with sitting("note", columns=30) as person:
        person.wait_for("Your note: ")
        person.type("nothing of this\x15a long line that breaks 日本語\x7f\x7f\x7f\x17\x7f\x1b[D")
        person.type("!" + "x" * 60 + "\x7f" * 60 + "\r")
        assert person.end() == 0
    assert last(ketalog)["text"] == "a long line that!"


def test_the_end_of_the_input_and_ctrl_c_stop(ketalog: Ketalog) -> None:
    for key, typed in (("\x04", ""), ("\x03", "some words")):
        with sitting("note") as person:
            person.wait_for("Your note: ")
            person.type(typed + key)
            assert person.end() == 130
            # Ctrl-C throws away what the terminal has not shown yet.
            assert typed or "Stopped. Nothing was saved." in person.seen
    assert ketalog("list --json").data["entries"] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_words_that_a_signal_cut_off_are_kept_and_named(
    ketalog: Ketalog, home: Path, number: signal.Signals
) -> None:
    with sitting("note") as person:
        person.wait_for("Your note: ")
        person.paste("what I felt\nin two lines")
        person.wait_for("lines")
        person.process.send_signal(number)
        assert person.end() == 130
        found = re.search(r"Your words are kept in\s+(\S+)\.", person.seen)
        assert found
        assert Path(found[1]).read_text() == "what I felt\nin two lines\n"
    assert ketalog("list --json").data["entries"] == []


def test_a_terminal_that_can_t_move_its_cursor_erases_too(ketalog: Ketalog) -> None:
    with sitting("note", TERM="dumb") as person:
        shown = person.wait_for("Your note: ")
        assert "\x1b" not in shown
        person.type("calmer\x7f\r")
        assert person.end() == 0
        assert "\x1b" not in person.seen
    assert last(ketalog)["text"] == "calme"


# The time of Enter


def answer_after(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, line: str, *answers: str
) -> Answer:
    """Type a line, and its answers more than a minute later."""
    given = iter(answers)

    def typed(*_: object, **__: object) -> str:
        os.environ["KETALOG_TEST_NOW"] = LATER
        return next(given)

    with monkeypatch.context() as patch:
        patch.setenv("KETALOG_TEST_NOW", "2026-11-22T21:00:00+01:00")
        patch.setattr(Ui, "_typed_line", typed)
        return ketalog(line, tty=True)


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("dose", [""]),
        ("dose 100mg sublingual --note -", ["felt calm"]),
        ("mood", ["6"]),
        ("mood 6 --note -", ["felt calm"]),
        ("effect", ["nausea mild"]),
        ("effect nausea --note -", ["felt odd"]),
        ("note", ["felt calm"]),
        ("ask", ["may it move?"]),
        ("note -", ["felt calm"]),
    ],
)
def test_the_time_of_an_entry_is_that_of_enter(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, line: str, answers: list[str]
) -> None:
    ketalog("dose 100mg sublingual --at 'mon 8am'")
    answer = answer_after(ketalog, monkeypatch, line, *answers)
    assert "Sun 22 Nov 2026 21:01 (now)" in answer.out, answer
    entry = last(ketalog)
    assert entry["at"] == entry["recorded"] == LATER


def test_a_time_that_was_typed_stays(ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_after(ketalog, monkeypatch, "note --at 8pm", "felt calm")
    assert last(ketalog)["at"] == "2026-11-22T20:00:00+01:00"
    assert last(ketalog)["recorded"] == LATER


def test_a_check_is_of_the_time_of_its_last_answer(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter("1102")

    def press(_: object) -> str:
        os.environ["KETALOG_TEST_NOW"] = LATER
        return next(keys)

    with monkeypatch.context() as patch:
        patch.setenv("KETALOG_TEST_NOW", "2026-11-22T21:00:00+01:00")
        patch.setattr("ketalog.ui.keys.KeyReader.read", press)
        assert ketalog("check phq4", tty=True).code == 0
    assert last(ketalog)["at"] == LATER


def test_words_at_a_terminal_that_is_closed_are_kept(ketalog: Ketalog, home: Path) -> None:
    with sitting("note") as person:
        person.wait_for("Your note: ")
        person.type("what I felt")
        person.wait_for("felt")
        os.close(person.ours)
        os.close(person.theirs)
        person.process.wait(20)
        person.ours, person.theirs = os.openpty()
    (file,) = (home / "run").rglob("note.txt")
    assert file.read_text() == "what I felt\n"
    assert ketalog("list --json").data["entries"] == []
    assert (
        f"that were not saved are in {file}: copy them out"
        in ketalog("note", stdin="x\n", tty=True).err
    )


def test_on_a_narrow_terminal_a_question_for_a_passphrase_is_broken_between_words(
    ketalog: Ketalog,
) -> None:
    ketalog("mood 5")
    with sitting("lock", columns=40) as person:
        asked = person.wait_for("good): ").replace("\r", "")
        assert asked.endswith("New passphrase (forgotten, it is lost\nfor good): ")
        person.type("\x03")
        person.end()


def test_a_line_that_is_typed_at_a_question_of_one_key_chooses_nothing(ketalog: Ketalog) -> None:
    with sitting("vitals", "128/82", "97") as person:
        person.wait_for("to stop: ")
        person.type("ketalog edit last dose 200 mg\r")
        time.sleep(1.5)
        person.type("1")
        person.wait_for("Logged #1")
    assert last(ketalog)["pulse_per_minute"] == 97
