"""A day to look at and a length of time are read in the ways that people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ketalog.domain.calendar import Calendar
from ketalog.errors import BadInput
from ketalog.times.grammar import read_day
from ketalog.times.words import read_minutes, say_clock, say_elapsed, say_moment
from tests.times.here import CALENDAR, TUESDAY_0130, TUESDAY_10, local_zone


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-24"),
        ("yesterday", "2026-11-23"),
        ("this week", "2026-11-23"),
        ("last week", "2026-11-16"),
        ("this month", "2026-11-01"),
        ("Last Month", "2026-10-01"),
        ("mon", "2026-11-23"),
        ("tue", "2026-11-24"),
        ("last tuesday", "2026-11-17"),
        ("2 weeks ago", "2026-11-10"),
        ("3 days ago", "2026-11-21"),
        ("2026-09-14", "2026-09-14"),
        ("14 sep", "2026-09-14"),
        ("25 nov", "2025-11-25"),
        ("14.9.", "2026-09-14"),
        ("14/9/2026", "2026-09-14"),
        ("14th of September 2026", "2026-09-14"),
        ("Mon 14 Sep 2026", "2026-09-14"),
        ("sep 2026", "2026-09-01"),
        ("2026-09", "2026-09-01"),
        ("dec", "2025-12-01"),
        ("2027-01-04", "2027-01-04"),
        ("1900-01-01", "1900-01-01"),
        ("2199-12-31", "2199-12-31"),
    ],
)
def test_a_day_to_look_at_can_be_named_in_many_ways(text: str, day: str) -> None:
    assert read_day(text, TUESDAY_10, CALENDAR).isoformat() == day


def test_after_midnight_today_is_still_the_patients_day() -> None:
    assert read_day("today", TUESDAY_0130, CALENDAR) == date(2026, 11, 23)
    assert read_day("yesterday", TUESDAY_0130, CALENDAR) == date(2026, 11, 22)
    assert read_day("mon", TUESDAY_0130, CALENDAR) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["tue", "24 nov", "24/11"])
def test_after_midnight_the_day_of_the_clock_is_refused_for_it_can_be_two(text: str) -> None:
    with pytest.raises(BadInput, match="is today by the clock, and your day is still Mon 23 Nov"):
        read_day(text, TUESDAY_0130, CALENDAR)


def test_last_week_begins_on_the_patients_first_weekday() -> None:
    sunday_first = Calendar(week_start=6)
    assert read_day("last week", TUESDAY_10, sunday_first) == date(2026, 11, 15)


@pytest.mark.parametrize(
    "text",
    [
        *("", "9pm", "yesterday 9pm", "tomorrow", "31 feb", "9/10", "2026-13", "9999-12-31"),
        *("1899-12", "sun 23 nov", "week", "٤ sep", "9999 weeks ago"),
    ],
)
def test_what_cannot_be_a_day_is_refused_in_one_line_with_examples(text: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_day(text, TUESDAY_10, CALENDAR)
    assert raised.value.message.isprintable()
    assert '"2026-' in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *[("45", 45), ("45m", 45), ("45 min", 45), ("45 minutes", 45), ("0", 0), ("90 mins", 90)],
        *[("2h", 120), ("2 hrs", 120), ("1h30", 90), ("1h 30m", 90), ("1:30", 90), ("1.5h", 90)],
        *[("1,5 h", 90), ("1.25 hours", 75), ("1.33h", 80), ("7h30", 450), ("7:30", 450)],
        *[("7 hours 30 minutes", 450), ("7 hours and 30 minutes", 450), ("an hour", 60)],
        *[("half an hour", 30), ("an hour and a half", 90), ("1 day", 1440), ("2 d 3 h", 3060)],
        *[("7 days", 10_080), ("10080", 10_080), ("168h", 10_080)],
    ],
)
def test_a_length_of_time_can_be_written_in_many_ways(text: str, minutes: int) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize(
    "text",
    [
        *("", "-5", "h", "and", "1.5", "1h75", "1:75", "1.5h30", "2d 5", "45 sec", "8 days"),
        *("10081", "9" * 5000, "٤٥", "½h", "nan", "1e3", "2h ago", "168h1"),
    ],
)
def test_what_cannot_be_a_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_minutes(text)
    assert raised.value.message.isprintable()
    assert raised.value.hint == 'Type how long, such as "45 min", "2h", "1h30" or "7:30".'


def test_elapsed_time_is_said_in_minutes_then_hours_then_days_and_never_cut() -> None:
    said = {0: "0 min", 35: "35 min", 59: "59 min", 60: "1:00 h", 65: "1:05 h"}
    said |= {2879: "47:59 h", 2880: "2 d", 3599: "2 d", 3600: "3 d", 67 * 60: "3 d"}
    said |= {5755: "4 d", 100_000: "69 d"}
    assert {minutes: say_elapsed(minutes) for minutes in said} == said


def test_a_moment_is_said_in_full_in_english_by_its_own_clock() -> None:
    assert say_moment(datetime(2026, 11, 22, 21, tzinfo=UTC)) == "Sun 22 Nov 2026 21:00+00:00"
    assert say_moment(datetime.fromisoformat("2026-05-04T07:05:59-08:00")) == (
        "Mon 4 May 2026 07:05-08:00"
    )


@pytest.mark.parametrize(
    ("place", "day"),
    [
        ("Europe/Berlin", "2026-10-25"),
        ("Europe/Berlin", "2026-03-29"),
        ("Australia/Lord_Howe", "2026-04-05"),  # by half an hour
        ("Atlantic/Azores", "2026-10-25"),  # at one, to midnight
        ("America/Sao_Paulo", "2018-02-18"),  # at midnight, to eleven
        ("America/Sao_Paulo", "2018-11-04"),  # at midnight, to one
        ("America/St_Johns", "2010-11-07"),  # at a minute past midnight, to the day before
        ("Pacific/Apia", "2011-12-30"),  # a day that never was
        ("Asia/Tokyo", "2026-11-24"),
    ],
)
def test_a_clock_shows_its_offset_where_here_it_would_be_another_moment_or_two(
    place: str, day: str
) -> None:
    zone = ZoneInfo(place)
    begins = datetime.combine(date.fromisoformat(day), time(), zone) - timedelta(days=1)
    with local_zone(place):
        for n in range(3 * 24 * 4):
            here = (begins.astimezone(UTC) + timedelta(minutes=15 * n)).astimezone(zone)
            elsewhere = here.astimezone(ZoneInfo("Asia/Kathmandu"))
            for at in (here, elsewhere):
                meant = {at.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
                is_clear = meant == {at.astimezone(UTC)}
                offset = at.isoformat()[-6:]
                assert say_clock(at) == f"{at:%H:%M}{'' if is_clear else offset}"
