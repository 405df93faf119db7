"""One Answer, said in one of three ways: as JSON, drawn, or line by line."""

import json
import sys
from typing import Any

import pytest

from ketalog.answers import Answer, Hint, ListedEntry
from ketalog.ui.output import AnswerStyle, Ui
from tests.conftest import Ketalog, Terminal
from tests.diary import A_WEEK, view_of, without_colours

LONG = "so many words that they need more than one line of a narrow terminal"
LISTED = [
    ListedEntry("Sat 21 Nov 2026", "21:00", "#1 ", "mood 6"),
    ListedEntry("Sun 22 Nov 2026", "08:00", "#2 ", "slept 7:30 h"),
    ListedEntry("Sun 22 Nov 2026", "21:00", "#10", LONG),
]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Say an answer; return what came to standard output and to standard error."""

    def say(answer: Answer, *, tty: bool = False, **style: bool) -> tuple[str, str]:
        out, err = Terminal(tty=tty), Terminal(tty=tty)
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        monkeypatch.setenv("COLUMNS", "40")
        Ui(AnswerStyle(**style), {"TERM": "xterm-256color"}, "week").answer(answer)
        return out.text, err.text

    return say


def never() -> Any:
    raise AssertionError("this was not to be shown")


def test_in_a_pipe_it_is_lines_and_nothing_else_is_made(said: Any) -> None:
    answer = Answer(lambda: ["One.", Hint("Go on", "ketalog week")], never, never)
    assert said(answer) == ("One.\nGo on: ketalog week\n", "")


def test_with_json_it_is_data_and_nothing_else_is_made(said: Any) -> None:
    out, err = said(Answer(never, lambda: {"n": 1}, never), json=True, tty=True)
    assert json.loads(out) == {"ketalog": 1, "command": "week", "data": {"n": 1}}
    assert err == ""


def test_on_a_terminal_it_is_drawn_and_nothing_else_is_made(said: Any) -> None:
    out, _ = said(Answer(never, never, lambda: view_of(A_WEEK)), tty=True)
    assert "Day by day" in out


def test_on_a_terminal_with_plain_it_is_lines(said: Any) -> None:
    assert said(Answer(["One."], never, never), tty=True, plain=True) == ("One.\n", "")


def test_notices_never_mix_with_the_answer(said: Any) -> None:
    answer = Answer(["One."], {}, notices=("Beside it.",))
    assert said(answer) == ("One.\n", "Beside it.\n")


def test_what_the_data_has_no_words_for_is_said_beside_it(said: Any) -> None:
    answer = Answer(["One."], {}, notices=("Beside.",), above=("First.",), below=("Last.",))
    assert said(answer) == ("First.\nOne.\nLast.\n", "Beside.\n")
    out, err = said(answer, json=True)
    assert (json.loads(out)["data"], err) == ({}, "First.\nBeside.\nLast.\n")


def test_a_list_in_a_pipe_has_the_day_on_every_line(said: Any) -> None:
    out, _ = said(Answer(LISTED, {}))
    assert out.splitlines() == [
        "Sat 21 Nov 2026 21:00  #1   mood 6",
        "Sun 22 Nov 2026 08:00  #2   slept 7:30 h",
        f"Sun 22 Nov 2026 21:00  #10  {LONG}",
    ]


def test_a_list_on_a_terminal_has_each_day_once_and_goes_on_below_its_words(said: Any) -> None:
    out, _ = said(Answer(LISTED, {}), tty=True)
    assert without_colours(out).splitlines() == [
        "Sat 21 Nov 2026",
        "  21:00  #1   mood 6",
        "",
        "Sun 22 Nov 2026",
        "  08:00  #2   slept 7:30 h",
        "  21:00  #10  so many words that they",
        "              need more than one line of",
        "              a narrow terminal",
    ]


def test_what_can_be_typed_is_bold_and_never_broken(said: Any) -> None:
    words = "What can be done about it stands here: ketalog edit 41 --at '9pm'. Then look again."
    out, _ = said(Answer([words], {}), tty=True)
    assert "\x1b[1mketalog edit 41 --at '9pm'\x1b[0m." in out.splitlines()[1]
    assert " ".join(without_colours(out).split()) == words
    assert said(Answer([words], {})) == (f"{words}\n", "")


def test_days_are_bold_numbers_dim_and_a_route_has_its_shape(said: Any) -> None:
    out, _ = said(
        Answer([ListedEntry("Sat 21 Nov 2026", "21:00", "#1", "x", "circle")], {}), tty=True
    )
    assert out == "\x1b[1mSat 21 Nov 2026\x1b[0m\n  21:00  \x1b[2m#1\x1b[0m  \x1b[36m● \x1b[0mx\n"


def test_help_has_in_bold_what_can_be_typed(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    on_a_terminal = ketalog("mood --help", out_tty=True).out
    assert "\n\x1b[1mOptions:\x1b[0m\n" in on_a_terminal
    assert "\n  \x1b[1mketalog mood " in on_a_terminal
    assert "  \x1b[1mweek\x1b[0m " in ketalog("--help", out_tty=True).out
    for plain in (ketalog("mood --help"), ketalog("--plain mood --help", out_tty=True)):
        assert plain.out == without_colours(on_a_terminal)
