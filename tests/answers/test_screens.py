"""A screen on any terminal: nothing is wider or longer than it, and no choice is out of sight."""

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketalog.answers.screens import Choice, KeyScreen
from ketalog.commands._now_screens import MENU, WRONG, Known, view
from ketalog.domain.crisis import COUNTRIES
from ketalog.ui.output import AnswerStyle
from ketalog.ui.screens import Screens, laid_out, sentences
from tests.conftest import Terminal

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
LINES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
SCREENS = st.builds(
    KeyScreen,
    LINES,
    st.lists(LINES, max_size=4).map(tuple),
    st.lists(
        st.builds(Choice, st.sampled_from("abcdefgh").map(lambda key: (key,)), LINES), max_size=8
    ).map(tuple),
    st.lists(LINES, max_size=2).map(tuple),
)


def columns(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line)


@given(SCREENS, st.integers(10, 120), st.integers(4, 60), st.integers(0, 9))
def test_nothing_is_wider_or_longer_than_the_terminal(
    screen: KeyScreen, width: int, height: int, part: int
) -> None:
    lines, parts = laid_out(screen, width, height, part)
    assert len(lines) <= height
    assert parts >= 1
    assert max(map(columns, lines)) <= width


@pytest.mark.parametrize(("width", "height"), [(79, 24), (39, 24), (29, 12)])
@pytest.mark.parametrize("country", [None, "ZZ", *COUNTRIES])
def test_the_emergency_words_are_all_there_and_their_first_sentence_at_once(
    width: int, height: int, country: str | None
) -> None:
    screen = view(WRONG, Known(country=country)).screen
    first, parts = laid_out(screen, width, height)
    shown = [laid_out(screen, width, height, part)[0] for part in range(parts)]
    assert "call your emergency number" in " ".join(" ".join(first).split())
    for lines in shown:
        assert any(line.startswith("  B ") for line in lines)
        assert any(line.startswith("  M ") for line in lines) == (parts > 1)
    said = " ".join(" ".join(line for lines in shown for line in lines).split())
    for word in " ".join(screen.body).split():
        assert word in said


@pytest.mark.parametrize(("width", "height"), [(79, 24), (39, 24), (29, 12)])
def test_the_menu_fits_with_all_that_it_can_have(width: int, height: int) -> None:
    known = Known(is_locked=True, last="Saved: 2 × 100 mg = 200 mg sublingual, 21:00")
    lines, parts = laid_out(view(MENU, known).screen, width, height)
    assert parts == 1
    assert [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "] == [
        *"DFWPUS"
    ]
    assert "Saved:" in " ".join(lines)


def test_read_aloud_what_was_saved_comes_first_and_each_choice_is_a_line() -> None:
    screen = KeyScreen("What?", ("Words.",), (Choice(("a",), "Apples"),), ("Saved: mood 4",))
    assert sentences(screen) == ["Saved: mood 4", "What?", "Words.", "A: Apples"]


# Shown on a terminal, and answered

Opened = Callable[..., Screens]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Screens on a terminal of 30 columns, with keys that are pressed one after another."""

    monkeypatch.setattr("ketalog.ui.screens.monotonic", count().__next__)

    def open_screens(*keys: str) -> Screens:
        env = {"TERM": "xterm", "COLUMNS": "30", "LINES": "12"}
        screens = Screens(AnswerStyle(), env, "now")
        screens.err = Terminal(tty=True)
        pressed = iter(keys)
        monkeypatch.setattr(screens._keys, "read", lambda: next(pressed, ""))
        screens._draws = True
        return screens

    return open_screens


def seen(screens: Screens) -> str:
    assert isinstance(screens.err, Terminal)
    text = screens.err.text.rpartition("\x1b[H")[2]
    return " ".join(text.replace("\x1b[K", "").replace("\x1b[J", "").split())


def test_more_to_read_is_turned_to_with_a_key_and_back(opened: Opened) -> None:
    screen = view(WRONG, Known(country="DE")).screen
    screens = opened("m", "?", "b")
    assert screens.show(screen) == "b"
    assert "findahelpline.com" in seen(screens)
    screens = opened("m", "m", "n")
    assert screens.show(screen) == "n"
    assert "trouble breathing" in seen(screens)


def test_the_same_key_at_once_is_one_press_and_another_is_another(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    rated = KeyScreen("How?", (), (Choice(tuple("0123456789"), "a number", "0-9"),))
    screens = opened("5", "5", "5", "6", "6")
    clock = iter((0.0, 0.3, 0.6, 0.8, 2.0))
    monkeypatch.setattr("ketalog.ui.screens.monotonic", lambda: next(clock))
    assert [screens.show(rated) for _ in range(3)] == ["5", "6", "6"]


@pytest.mark.parametrize("number", ["7.5", "7/10", "7,5", "7-8"])
def test_what_follows_a_mark_in_a_number_answers_nothing(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    rated = KeyScreen("How?", (), (Choice(tuple("0123456789"), "a number", "0-9"),))
    screens = opened(*number, "4")
    clock = iter((*(n / 2 for n in range(len(number))), 9.0))
    monkeypatch.setattr("ketalog.ui.screens.monotonic", lambda: next(clock))
    assert [screens.show(rated) for _ in range(2)] == ["7", "4"]


def test_what_commands_ask_is_a_screen_too(opened: Opened) -> None:
    screens = opened("2", "n", "", "y", "n", "\r", "\x1b")
    assert [screens.choose("Two things.", ["one", "other"]) for _ in range(3)] == [1, None, None]
    assert "Two things. 1 one 2 other N neither" in seen(screens)
    assert screens.agrees(["Two things.", "one"], "Enter, or not: ")
    assert "Two things. one Y Yes" in seen(screens)
    assert not screens.agrees(["Two things.", "one"], "Enter, or not: ")
    other = Choice(("\r",), "none of these", "Enter")
    assert [screens.choose("Which?", ["one"], other) for _ in range(2)] == [1, None]
    assert "Which? 1 one Enter none of these Esc Stop" in seen(screens)
