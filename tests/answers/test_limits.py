"""What a screen can't hold: nothing is cut so that it says something else, and nothing silently."""

import io
from typing import Literal

import pytest
from rich.cells import cell_len

from ketalog.domain.kinds import Entry
from ketalog.ui.terminal import ASCII, detect
from tests.conftest import Terminal
from tests.diary import (
    A_WEEK,
    asked,
    at,
    dose,
    drawn,
    effect,
    line_with,
    lines_of,
    rated,
    screen,
    sprays,
    today_of,
    view_of,
    without_colours,
)


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize(
    ("mg", "shown"),
    [
        ("100", "● 100 mg"),
        ("1000", "● 1000mg"),
        ("12.345", "● 12.345"),
        ("1112.55", "●1112.55"),
        ("12500.25", "● …"),
    ],
)
def test_no_digit_of_an_amount_is_cut_off(mg: str, shown: str, columns: int) -> None:
    lines = lines_of(view_of([dose("Mon 9:00", mg)]), screen(columns, rows=24))
    row = line_with("Dose  ", lines[6:]) if columns == 80 else line_with("Mon 16", lines)
    assert shown in row
    assert row.split(shown)[1].split()[0] in {"·", "–"}


@pytest.mark.parametrize("columns", [40, 76, 80])
def test_the_legend_takes_as_many_lines_as_it_needs(columns: int) -> None:
    entries: list[Entry] = [
        dose("Mon 9:00", "100"),
        dose("Tue 9:00", "0.125", "intravenous"),
        sprays("Wed 9:00", "2", "15"),
        dose("Thu 9:00", "12.5", "nasal"),
        dose("Fri 9:00", "1112.5", "buccal"),
    ]
    lines = lines_of(view_of(entries), screen(columns))
    for said in (
        "● sublingual 100 mg",
        "▲ intravenous 0.125 mg",
        "◆ nasal 2 × 15 mg, 12.5 mg",
        "■ buccal 1112.5 mg",
    ):
        assert line_with(said, lines)


def test_the_doses_card_names_every_route_on_as_many_lines_as_it_takes() -> None:
    twelve: list[Entry] = [dose(f"Mon {hour}:00", "1") for hour in range(5, 17)]
    four: list[Entry] = [dose(f"Tue {hour}:00", "1", "nasal") for hour in range(5, 9)]
    assert line_with("│ 12 sublingual, 4 nasal │", lines_of(view_of([*twelve, *four]), screen()))
    many = [*twelve, *four, dose("Wed 9:00", "1", "buccal"), dose("Wed 9:00", "1", "oral")]
    for columns in (76, 80, 40):
        lines = lines_of(view_of(many), screen(columns))
        for said in ("12 sublingual", "4 nasal", "1 buccal", "1 oral"):
            assert line_with(said, lines)


def test_questions_are_shown_however_many_effects_there_are() -> None:
    entries: list[Entry] = [effect(f"Mon {n}:00", f"e{n}", "severe") for n in range(5, 17)]
    lines = lines_of(view_of([*entries, asked("Mon 9:00", "May I drive?")]), screen())
    assert lines[-3:-1] == ["  and 2 more: add --plain", "  ? May I drive?"]


def test_an_effect_called_question_is_no_question() -> None:
    lines = lines_of(view_of([effect("Mon 9:00", "question: x", "severe")]), screen())
    assert line_with("! Question: x was severe", lines)


@pytest.mark.parametrize("columns", [40, 80])
def test_an_effect_without_a_severity_has_no_count(columns: int) -> None:
    entries = [effect("Mon 9:00", "itch"), effect("Tue 9:00", "itch")]
    row = line_with("Itch", lines_of(view_of(entries), screen(columns)))
    assert row.split()[:2] == ["Itch", "yes"]


def test_an_effect_without_a_dose_is_after_none() -> None:
    view = view_of([effect("Mon 9:00", "itch")], "month")
    assert view.effects[0].tally == "once, not after a dose, last Mon 16 Nov"


def test_an_empty_week_says_how_to_begin_without_cards_of_zeros() -> None:
    for columns in (80, 40):
        lines = lines_of(view_of([]), screen(columns))
        assert [line.strip() for line in lines if line.strip()][1:] == [
            "Nothing was recorded in this week.",
            "Log one: ketalog mood 6 --anxiety 4",
        ]


def test_half_values_do_not_touch_their_change_on_a_narrow_screen() -> None:
    entries: list[Entry] = []
    for day, before, after in (("Mon", 4, 6), ("Tue", 5, 7)):
        entries += [dose(f"{day} 9:00", "1", mood=before), rated(f"{day} 11:00", after)]
    lines = lines_of(view_of(entries), screen(40, glyphs=ASCII))
    assert line_with("Mood    4.5", lines) == " Mood    4.5 -> 6.5 ^ +2   2 doses"


def test_beyond_80_columns_the_names_of_effects_get_the_room() -> None:
    entries = [effect("Mon 9:00", "raised blood pressure", "mild")]
    assert line_with("Raised bloo…", lines_of(view_of(entries), screen(80)))
    assert line_with("Raised blood pressure", lines_of(view_of(entries), screen(100)))


# Terminals that can't show it.


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
@pytest.mark.parametrize("kind", ["week", "month", "today"])
def test_words_that_an_encoding_lacks_cost_nobody_the_view(
    kind: Literal["week", "month", "today"], encoding: str
) -> None:
    entries: list[Entry] = [*A_WEEK, effect("Sun 9:00", "café 吐き気 \U0001f642", "mild")]
    shown = today_of(entries) if kind == "today" else view_of(entries, kind)
    text = drawn(shown, screen(glyphs=ASCII), encoding)
    assert "nasal" in text
    assert "?" in text


def test_what_an_encoding_lacks_takes_the_columns_that_it_would() -> None:
    view = view_of([effect("Wed 9:00", "吐き気", "mild")])
    text = without_colours(drawn(view, screen(glyphs=ASCII), "ascii"))
    assert line_with("mild", text.splitlines()).startswith(
        "  ??????                         #.. mild"
    )


@pytest.mark.parametrize(
    ("columns", "width", "plain"),
    [("20", 20, True), ("37", 37, True), ("38", 38, False), ("40", 40, False), ("200", 120, False),
     ("0", 80, False), ("", 80, False), ("wide", 80, False), ("9" * 5000, 80, False)],
)  # fmt: skip
def test_a_screen_too_narrow_for_a_grid_gets_sentences(
    columns: str, width: int, plain: bool
) -> None:
    found = detect(Terminal(tty=True), {"TERM": "xterm", "COLUMNS": columns})
    assert (found.width, found.plain) == (width, plain)


@pytest.mark.parametrize(
    ("env", "colors"),
    [
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256"),
    ],
)
def test_a_terminal_says_its_colours(env: dict[str, str], colors: str) -> None:
    assert detect(Terminal(tty=True), env).colors == colors


def test_a_pipe_a_dumb_terminal_and_plain_get_sentences() -> None:
    assert detect(Terminal(), {}).plain
    assert detect(Terminal(tty=True), {"TERM": "dumb"}).plain
    assert detect(Terminal(tty=True), {}, plain=True).plain
    assert not detect(Terminal(tty=True), {"NO_COLOR": "1"}).plain


def test_an_encoding_without_the_signs_switches_all_of_them() -> None:
    old = Terminal(tty=True)
    old.reconfigure(encoding="latin-1")
    assert detect(old, {}).glyphs == ASCII
    assert detect(io.StringIO(), {}).glyphs == ASCII


# Today, after midnight.


def test_a_rating_of_the_evening_before_counts_as_after_its_dose() -> None:
    entries: list[Entry] = [dose("Sat 23:30", "100"), rated("Sun 1:30", 6), rated("Sun 8:00", 5)]
    assert today_of(entries, at("Sun 9:00")).hint.command == "ketalog effect none"


def test_hours_of_sleep_are_no_rating_of_a_dose() -> None:
    entries: list[Entry] = [dose("Sun 6:00", "100"), rated("Sun 8:00", sleep_minutes=400)]
    assert today_of(entries, at("Sun 9:00")).hint.text == "Rate how it is after the dose"


def test_notes_and_questions_are_counted_each() -> None:
    lines = lines_of(today_of([asked("Sun 9:00", "a"), asked("Sun 10:00", "b")]), screen())
    assert line_with("Also", lines).split(maxsplit=1)[1] == "2 questions"
    assert cell_len(lines[0]) < 40


def test_on_a_narrow_screen_a_long_name_is_whole_and_the_worst_days_are_named() -> None:
    entries = [
        effect("Mon 20:00", "night-time urination", "mild"),
        effect("Tue 20:00", "nausea", "mild"),
        effect("Wed 20:00", "nausea", "severe"),
        effect("Fri 20:00", "nausea", "moderate"),
    ]
    lines = lines_of(view_of(entries), screen(columns=40, rows=60))
    at_name = lines.index(" Night-time urination")
    assert lines[at_name + 1].split() == ["■□□", "mild", "Mon", "16"]
    assert line_with("Nausea", lines).split() == [
        "Nausea",
        "■■■",
        "sev.",
        "Wed",
        "18",
        "+",
        "2",
        "days",
    ]
