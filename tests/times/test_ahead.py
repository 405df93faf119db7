"""What a patient types for an appointment or a plan is the next such time, in full, or refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketalog.domain.calendar import Calendar
from ketalog.errors import BadInput
from ketalog.times.grammar import read_day_ahead, read_moment, read_nearest_day
from tests.conftest import examples
from tests.times.here import CALENDAR, TUESDAY_0130, TUESDAY_10

WORDS = ["in", "next", "this", "tue", "tomorrow", "today", "3", "3pm", "14:30", "dec", "1", "week"]
WORDS += ["month", "2026", "last", "ago", "night", "morning", "from", "now", "yesterday", "-", "/"]


def read(text: str, now: datetime = TUESDAY_10, beside: datetime | None = None) -> str:
    """Read a moment and say it in ISO form, to the minute."""
    return read_moment(text, now, CALENDAR, beside=beside).at.isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("3pm", "2026-11-24 15:00+01:00"),
        ("9am", "2026-11-25 09:00+01:00"),
        ("today 3pm", "2026-11-24 15:00+01:00"),
        ("today 9am", "2026-11-24 09:00+01:00"),
        ("tonight 8pm", "2026-11-24 20:00+01:00"),
        ("this afternoon 3:00", "2026-11-24 15:00+01:00"),
        ("tomorrow 9am", "2026-11-25 09:00+01:00"),
        ("tomorrow at 9:30", "2026-11-25 09:30+01:00"),
        ("tomorrow afternoon 3:15", "2026-11-25 15:15+01:00"),
        ("tue 3pm", "2026-11-24 15:00+01:00"),
        ("tue 9am", "2026-12-01 09:00+01:00"),
        ("next tue 3pm", "2026-12-01 15:00+01:00"),
        ("next Thursday, 14:30", "2026-11-26 14:30+01:00"),
        ("this fri 8am", "2026-11-27 08:00+01:00"),
        ("in 2 weeks 3pm", "2026-12-08 15:00+01:00"),
        ("in 3 days at 9am", "2026-11-27 09:00+01:00"),
        ("a week from now 9am", "2026-12-01 09:00+01:00"),
        ("in a month 9am", "2026-12-24 09:00+01:00"),
        ("in 90 min", "2026-11-24 11:30+01:00"),
        ("2 hours from now", "2026-11-24 12:00+01:00"),
        ("3 dec 14:30", "2026-12-03 14:30+01:00"),
        ("14:30 3 dec", "2026-12-03 14:30+01:00"),
        ("thu 3 dec 14:30", "2026-12-03 14:30+01:00"),
        ("24 nov 3pm", "2026-11-24 15:00+01:00"),
        ("24 nov 9am", "2027-11-24 09:00+01:00"),
        ("3 oct 14:30", "2027-10-03 14:30+02:00"),
        ("29 feb 9am", "2028-02-29 09:00+01:00"),
        ("3 oct 2026 14:30", "2026-10-03 14:30+02:00"),
        ("3.12.2026 14:30", "2026-12-03 14:30+01:00"),
        ("2026-12-03 14:30", "2026-12-03 14:30+01:00"),
        ("2026-12-03T14:30Z", "2026-12-03 15:30+01:00"),
        ("2025-12-03 14:30", "2025-12-03 14:30+01:00"),
    ],
)
def test_a_time_is_the_next_one_ahead_unless_it_is_said_otherwise(text: str, moment: str) -> None:
    assert read(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("yesterday 3pm", "2026-11-23 15:00+01:00"),
        ("last tue 3pm", "2026-11-17 15:00+01:00"),
        ("2 days ago 3pm", "2026-11-22 15:00+01:00"),
        ("2h ago", "2026-11-24 08:00+01:00"),
        ("now", "2026-11-24 10:00+01:00"),
    ],
)
def test_what_looks_back_is_the_past(text: str, moment: str) -> None:
    assert read(text) == moment


def test_after_midnight_today_is_still_the_evening_before_and_its_afternoon_is_ahead() -> None:
    assert read("today 3pm", TUESDAY_0130) == "2026-11-24 15:00+01:00"
    assert read("tomorrow 9am", TUESDAY_0130) == "2026-11-24 09:00+01:00"


def test_a_bare_time_beside_an_appointment_stays_on_its_date() -> None:
    beside = datetime.fromisoformat("2026-12-03T14:30+01:00")
    assert read("4pm", beside=beside) == "2026-12-03 16:00+01:00"


def test_a_clock_change_ahead_is_said() -> None:
    twice = read_moment("2027-10-31 02:30", TUESDAY_10, CALENDAR)
    assert twice.at.isoformat() == "2027-10-31T02:30:00+02:00"
    assert "go back" in (twice.remark or "")
    skipped = read_moment("2027-03-28 02:30", TUESDAY_10, CALENDAR)
    assert skipped.at.isoformat() == "2027-03-28T03:30:00+02:00"
    assert "go forward" in (skipped.remark or "")


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("3 dec", "lacks the time of day", '"3 dec 3pm"'),
        ("in 2 weeks", "lacks the time of day", '"in 2 weeks 3pm"'),
        ("next tue 3", "could be morning or evening", '"next tue 3pm"'),
        ("soon", "can't be read as a time", '"next tue 3pm"'),
        ("", "can't be read as a time", '"next tue 3pm"'),
        ("9/10 3pm", "could be two dates", "9 oct"),
        ("mon 3 dec 3pm", "isn't a Monday", "14 dec"),
        ("31 feb 3pm", "isn't in the calendar", "14 dec"),
        ("25:00", "isn't a time of day", "9pm"),
    ],
)
def test_a_time_that_is_none_is_refused_with_what_to_type(
    text: str, problem: str, hint: str
) -> None:
    with pytest.raises(BadInput) as raised:
        read(text)
    assert problem in raised.value.message
    assert hint in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-24"),
        ("tomorrow", "2026-11-25"),
        ("1 dec", "2026-12-01"),
        ("24 nov", "2026-11-24"),
        ("23 nov", "2027-11-23"),
        ("dec 1 2025", "2025-12-01"),
        ("tue", "2026-11-24"),
        ("next tue", "2026-12-01"),
        ("next mon", "2026-11-30"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("in 2 weeks", "2026-12-08"),
        ("in a month", "2026-12-24"),
        ("2026-12-01", "2026-12-01"),
        ("2026-01-01", "2026-01-01"),
        ("yesterday", "2026-11-23"),
        ("last mon", "2026-11-23"),
        ("2 weeks ago", "2026-11-10"),
    ],
)
def test_a_day_is_the_next_such_day_today_among_them(text: str, day: str) -> None:
    assert read_day_ahead(text, TUESDAY_10, CALENDAR) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "soon", "dec", "3pm", "mon night", "31 feb", "9/10"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_day_ahead(text, TUESDAY_10, CALENDAR)


@settings(max_examples=examples(300))
@given(
    st.text(max_size=30)
    | st.lists(
        st.sampled_from(WORDS),
        max_size=6,
    ).map(" ".join)
)
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(BadInput):
        assert read_moment(text, TUESDAY_10, CALENDAR).at.tzinfo
    with suppress(BadInput):
        assert read_day_ahead(text, TUESDAY_10, CALENDAR).year >= 1900


@pytest.mark.parametrize(
    ("text", "day"),
    [("2 nov", "2026-11-02"), ("1 dec", "2026-12-01"), ("2 nov 2027", "2027-11-02")],
)
def test_a_day_without_a_year_is_the_nearest_where_a_plan_begins(text: str, day: str) -> None:
    now = datetime.fromisoformat("2026-11-03T10:00+01:00")
    assert read_nearest_day(text, now, Calendar()).isoformat() == day
