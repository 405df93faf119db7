"""`KETALOG_AS`: a journal for somebody else is called by a name of its own, in each answer too."""

import re
from pathlib import Path

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
