"""`KETALOG_AS`: a journal for somebody else is called by a name of its own, in each answer too."""

import re
from pathlib import Path
from shlex import quote

import pytest

from tests.conftest import Ketalog

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to.md"
LINES = (
    *(
        "",
        "mood 6",
        "effect nausea severe",
        "dose 100",
        "dose 2 sublingual",
        "1.000mg",
        "frobnicate",
    ),
    *("week", "month", "today", "list", "show 1", "plan", "supply", "edit 1 150mg", "delete 3"),
    *("undo", "redo", "doctor", "config", "start", "now", "dsoe 100mg sl", "edit 99 5", "review"),
)
OWN = re.compile(r"(?:: |or |'|  |; |\x1b\[1m)ketalog [a-z-]")


@pytest.fixture(autouse=True)
def anna(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETALOG_AS", "anna")


@pytest.mark.parametrize("how", [{}, {"out_tty": True}, {"tty": True, "stdin": ""}])
def test_no_answer_names_a_command_for_the_own_journal(
    ketalog: Ketalog, how: dict[str, object]
) -> None:
    assert "anna start" in ketalog("", **how).out
    ketalog("dose 100mg sublingual --at 8pm")
    ketalog("ask why")
    named = 0
    for line in LINES:
        answer = ketalog(line, **how)
        assert not OWN.search(answer.out + answer.err), answer
        named += "anna " in answer.out + answer.err
    assert named > len(LINES) / 2


@pytest.mark.parametrize("how", [{}, {"out_tty": True}, {"tty": True, "stdin": ""}])
def test_a_journal_that_is_named_is_named_in_each_command_of_an_answer(
    ketalog: Ketalog, how: dict[str, object], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.delenv("KETALOG_AS")
    path = home / "her other.json"
    option = f"--journal {quote(str(path))}"
    ketalog(f"dose 100mg sublingual --at 8pm {option}")
    ketalog(f"ask why {option}")
    named = 0
    for line in LINES:
        answer = ketalog(f"{line} {option}", **how)
        said = (answer.out + answer.err).replace(f"ketalog {option} ", "HER ")
        assert not OWN.search(said), answer
        named += "HER " in said
    assert named > len(LINES) / 2
    assert not (home / "journal.json").exists()


def test_a_named_journal_is_changed_back_by_what_its_answer_says(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KETALOG_AS")
    ketalog("mood 3")
    hers = ketalog(["mood", "6", f"--journal={home / 'her other.json'}"], out_tty=True).out
    undo = re.sub(r"\x1b\[[01]m", "", hers.partition("Undo:")[2]).strip()  # never cut
    assert "Took back #1: mood 6" in ketalog(undo.removeprefix("ketalog ")).out
    assert len(ketalog("list --json").data["entries"]) == 1


def test_by_another_name_a_journal_is_named_too(ketalog: Ketalog, home: Path) -> None:
    option = f"--journal {home / 'her.json'}"
    assert f"Undo: anna {option} undo" in ketalog(f"mood 6 {option}").out


def test_what_is_tried_on_made_up_weeks_is_in_no_journal_of_ones_own(
    ketalog: Ketalog, home: Path
) -> None:
    said = ketalog(f"demo {home / 'demo'} --journal {home / 'her.json'}").out
    assert "\n  ketalog\n  ketalog dose --usual\n" in said


def test_words_about_ketalog_and_those_of_the_patient_stay(ketalog: Ketalog) -> None:
    note = "I like: ketalog is calm, or ketalog knows"
    assert f"note: {note}, Sun 22 Nov" in ketalog(["note", note]).out
    assert "no effect that ketalog" not in ketalog("dose 5mg sniffff").err
    assert "route that ketalog knows" in ketalog("dose 5mg sniffff").err


def test_a_script_is_the_same_by_any_name(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = ketalog("completion bash").out
    monkeypatch.delenv("KETALOG_AS")
    assert ketalog("completion bash").out == script


def test_the_how_to_sets_it_beside_the_journal() -> None:
    (line,) = re.findall(r"^anna\(\) .*$", HOW_TO.read_text(), re.MULTILINE)
    assert all(name in line for name in ("KETALOG_AS=anna ", "KETALOG_JOURNAL=", "KETALOG_CONFIG="))
