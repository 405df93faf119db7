"""The month: a calendar, a row of weeks; then the side effects, in doses and dates."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from ketalog.answers.period import period_view
from ketalog.answers.period_data import period_data
from ketalog.domain.calendar import Calendar
from ketalog.domain.kinds import Entry
from ketalog.summary import summarize
from tests.diary import (
    A_WEEK,
    SUNDAY,
    drawn,
    effect,
    line_with,
    lines_of,
    rated,
    screen,
    summary_of,
    view_of,
    without_colours,
)


def test_each_day_has_its_number_doses_mood_and_anxiety() -> None:
    lines = lines_of(view_of(A_WEEK, "month"), screen())
    row = lines.index(line_with("16 ●", lines))
    assert lines[row].split() == ["16", "●", "17", "18", "●", "19", "20", "●", "21", "22", "◆"]
    assert lines[row + 1].split() == [
        "Mood",
        "3",
        "→",
        "5",
        "5",
        "4",
        "→",
        "7",
        "6",
        "5",
        "→",
        "6",
        "6",
        "4",
        "→",
        "6",
    ]
    assert lines[row + 2].split() == [
        "Anxiety",
        "7",
        "→",
        "5",
        "5",
        "6",
        "→",
        "4",
        "5",
        "5",
        "→",
        "4",
        "4",
        "6",
        "→",
        "3",
    ]


def test_days_of_other_months_are_left_out_and_days_ahead_are_empty() -> None:
    lines = lines_of(view_of(A_WEEK, "month"), screen())
    calendar = lines[lines.index(line_with("Mon  ", lines)) + 1 :]
    assert calendar[0].split() == ["1"]
    row = calendar.index(line_with("23  ", calendar))
    assert calendar[row + 1].split() == ["30"]


def test_a_calendar_begins_on_the_patients_first_day_of_the_week() -> None:
    calendar = Calendar(week_start=6)
    summary = summarize(A_WEEK, calendar.month_of(SUNDAY), calendar)
    lines = lines_of(period_view(summary, "month", SUNDAY, week_start=6), screen())
    assert line_with("Mon  ", lines).split() == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    assert line_with("22", lines[10:]).split()[:2] == ["22", "◆"]


def test_side_effects_have_doses_and_dates() -> None:
    lines = lines_of(view_of(A_WEEK, "month"), screen())
    assert line_with("Dizziness", lines).split("mild")[1].strip() == (
        "2 times, after 2 doses, last Fri 20 Nov"
    )


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("columns", [38, 40, 75, 76, 80, 100])
def test_no_month_is_wider_than_its_screen(month: int, columns: int) -> None:
    entries: list[Entry] = [*A_WEEK, effect("Mon 9:00", "吐き気がする感じが続く", "severe")]
    view = view_of(entries, "month", date(2026, month, 1))
    for line in without_colours(drawn(view, screen(columns))).splitlines():
        assert cell_len(line) <= columns


def test_a_february_of_four_weeks_has_four_rows() -> None:
    calendar = Calendar()
    rating = replace(rated("Mon 9:00", 5), at=datetime.fromisoformat("2027-02-03T09:00:00+01:00"))
    summary = summarize([rating], calendar.month_of(date(2027, 2, 1)), calendar)
    view = period_view(summary, "month", date(2027, 3, 1))
    lines = lines_of(view, screen())
    assert len(view.days) == 28
    assert sum(line.startswith("  Anxiety") for line in lines) == 4


# --json


def test_the_data_of_a_period_are_numbers_and_mg_are_text() -> None:
    data = period_data(summary_of(A_WEEK))
    assert (data["start"], data["end"]) == (date(2026, 11, 16), date(2026, 11, 23))
    assert data["routes"] == {
        "sublingual": {"count": 3, "mg": "300", "medications": {"ketamine": "300"}},
        "nasal": {"count": 1, "mg": "30", "medications": {"ketamine": "30"}},
    }
    assert data["mood"] == {"before": 4, "after": 6, "n": 4}
    assert data["anxiety"] == {"before": 6, "after": 4, "n": 4}
    assert data["days"]["2026-11-16"] == {
        "mood": 4,
        "anxiety": 6,
        "energy": None,
        "sleep_minutes": None,
        "doses": 1,
        "asked_none": False,
    }
    assert data["plan"] is None
    assert data["days_rated"] == 7


def test_the_data_of_a_dose_say_what_is_known_of_it() -> None:
    sprayed = period_data(summary_of(A_WEEK))["doses"][-1]
    assert sprayed["amount_mg"] == "30"
    assert (sprayed["count"], sprayed["each_mg"]) == ("2", "15")
    assert sprayed["medication"] == "ketamine"
    assert sprayed["hold_minutes"] is None
    assert sprayed["mood"] == {"before": 4, "after": 6}


def test_flags_and_questions_are_data_too() -> None:
    data = period_data(summary_of(A_WEEK))
    assert [(one["kind"], one["name"], one["severity"]) for one in data["flags"]] == [
        ("effect", "nausea", "moderate")
    ]
    assert data["flags"][0]["text"] == "Nausea was moderate on Wed 18 Nov, after 100 mg sublingual."
    assert [one["text"] for one in data["questions"]] == [
        "Can the Wednesday dose move to the evening?"
    ]
    nothing = period_data(summary_of([]))
    assert nothing["mood"] == {"before": None, "after": None, "n": 0}
    assert nothing["days"]["2026-11-16"]["mood"] is None
