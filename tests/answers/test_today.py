"""Today: the last dose and how long ago, today's ratings and side effects, and one hint."""

from datetime import datetime, timedelta

import pytest
from rich.cells import cell_len

from ketalog.answers.today import today_data
from ketalog.domain.kinds import Entry
from tests.diary import (
    A_WEEK,
    NOW,
    asked,
    at,
    denied,
    dose,
    drawn,
    effect,
    line_with,
    lines_of,
    rated,
    screen,
    today_of,
    without_colours,
)

A_DAY: list[Entry] = [
    *A_WEEK,
    effect("Sun 17:20", "dissociation", "mild"),
    effect("Sun 17:40", "nausea", "moderate"),
]


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(minutes=35), "35 min ago"),
        (timedelta(hours=2, minutes=35), "2:35 h ago"),
        (timedelta(hours=47, minutes=59), "47:59 h ago"),
        (timedelta(hours=51), "2 d ago"),
    ],
)
def test_the_last_dose_says_how_long_ago_it_was(ago: timedelta, said: str) -> None:
    now = at("Mon 20:00") + ago
    shown = today_of(A_WEEK[:1], now)
    assert shown.lines[0].text == f"100 mg sublingual, {said}, Mon 16 Nov 2026 20:00"
    assert shown.minutes_since == ago // timedelta(minutes=1)


def test_todays_ratings_stand_in_order_with_their_times() -> None:
    shown = today_of([rated("Sun 19:00", 7), rated("Sun 9:00", 4, 6)])
    assert [(one.clock, one.text) for one in shown.lines if one.label == "Rated"] == [
        ("09:00", "mood 4, anxiety 6"),
        ("19:00", "mood 7"),
    ]


def test_a_rating_after_midnight_belongs_to_the_evening_before() -> None:
    after_midnight = rated("Sun 0:30", 4)
    assert [one.label for one in today_of([after_midnight]).lines] == ["Last dose"]
    assert [one.label for one in today_of([after_midnight], at("Sun 1:00")).lines] == [
        "Last dose",
        "Rated",
    ]


def test_asked_and_none_differs_from_not_asked() -> None:
    assert not any(one.label == "Side effect" for one in today_of([rated("Sun 9:00", 4)]).lines)
    said = [one.text for one in today_of([denied("Sun 9:00")]).lines if one.label == "Side effect"]
    assert said == ["no side effects"]


@pytest.mark.parametrize(
    ("entries", "now", "hint"),
    [
        (
            [dose("Sun 20:00", "100")],
            NOW,
            "Rate how it is after the dose: ketalog mood 6 --anxiety 4",
        ),
        (
            [dose("Sun 18:00", "100"), rated("Sun 20:00", 6)],
            NOW,
            "Side effects, or none: ketalog effect none",
        ),
        ([dose("Sat 18:00", "100")], NOW, "Rate your day: ketalog mood 6 --anxiety 4"),
        ([rated("Sun 9:00", 6)], NOW, "See your week: ketalog week"),
    ],
)
def test_there_is_one_hint(entries: list[Entry], now: datetime, hint: str) -> None:
    assert str(today_of(entries, now).hint) == hint


def test_today_as_data_has_minutes_and_null_for_no_dose() -> None:
    assert today_data(today_of([]))["last_dose"] is None
    data = today_data(today_of(A_DAY))
    assert data["minutes_since_last_dose"] == 240
    assert len(data["entries"]) == 5


@pytest.mark.parametrize("columns", [38, 40, 60, 80, 100])
def test_today_is_never_wider_than_its_screen(columns: int) -> None:
    entries: list[Entry] = [
        effect("Sun 9:00", "吐き気がする感じが続く" * 4),
        asked("Sun 9:00", "x" * 200),
    ]
    for line in without_colours(drawn(today_of(entries), screen(columns))).splitlines():
        assert cell_len(line) <= columns


def test_words_of_a_patient_are_shown_as_words() -> None:
    shown = today_of([effect("Sun 9:00", "[/] :smile: \x1b[31m\u202e", "mild")])
    assert "mild [/] :smile: \\x1b[31m\\u202e" in line_with(
        "Side effect", lines_of(shown, screen())
    )
