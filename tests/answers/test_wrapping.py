"""Lines that fit a terminal are broken between words, never between a number and its unit."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketalog.ui.wrapping import columns, wrapped
from tests.conftest import Ketalog

WORDS = st.text(st.sampled_from("ab 漢字é👍🏽שלום12×=mg:h"), max_size=60)


@pytest.mark.parametrize(
    "whole",
    [
        "100 mg",
        "2 × 15 mg",
        "1:30 h",
        "48 h",
        "= 150 mg",
        "12 Oct",
        "2026 21:00",
        "0800 111 0 111",
        "anxiety 7",
        "9:00 pm",
        "82 %",
    ],
)
def test_what_belongs_together_stays_on_one_line(whole: str) -> None:
    for width in range(len(whole), 40):
        lines = wrapped(f"mild nausea and {whole} and so on until it ends", width)
        assert any(whole in line for line in lines), lines


@given(WORDS, st.integers(2, 30), st.integers(0, 1))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: int, indent: int) -> None:
    lines = wrapped(text, width + indent, indent)
    assert all(columns(line) <= width + indent for line in lines)
    assert re.sub(" ", "", "".join(lines)) == re.sub(" ", "", text)


def test_a_word_that_is_too_long_can_be_left_for_the_terminal() -> None:
    path = "/media/usb/a-long-name/ketalog"
    assert wrapped(f"Written: {path}", 20, breaks_words=False) == ["Written:", path]


def test_words_go_on_below_their_own_beginning() -> None:
    assert wrapped("  1. one two three", 12, 5) == ["  1. one two", "     three"]


@pytest.mark.parametrize("line", ["--help", "dose --help", "plan --help", "effect --help"])
def test_help_fits_forty_columns_but_for_what_is_typed(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    wide = [text for text in ketalog(line).out.splitlines() if len(text) > 40]
    assert all(text.startswith("  ketalog ") for text in wide), wide


def test_the_way_to_begin_fits_forty_columns(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert len(ketalog("", out_tty=True).out.splitlines()) == 4
