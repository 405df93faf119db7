"""A screen on any terminal: nothing is wider or longer than it, and no choice is out of sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketalog.answers.screens import Choice, Screen
from ketalog.commands._now_screens import MENU, WRONG, Known, view
from ketalog.domain.crisis import COUNTRIES
from ketalog.ui.screens import laid_out, sentences

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
LINES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
SCREENS = st.builds(
    Screen,
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
    screen: Screen, width: int, height: int, part: int
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
    screen = Screen("What?", ("Words.",), (Choice(("a",), "Apples"),), ("Saved: mood 4",))
    assert sentences(screen) == ["Saved: mood 4", "What?", "Words.", "A: Apples"]
