"""What a patient types for a time is read as the past, in full, or refused with what to type."""

from __future__ import annotations

import os
import subprocess
import sys
import time as clock
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ketalog.domain.calendar import Calendar
from ketalog.errors import BadInput
from ketalog.times.grammar import (
    Reading,
    read_day,
    read_past,
)
from ketalog.times.words import read_minutes, say_elapsed, say_moment
from tests.places import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

if not hasattr(clock, "tzset"):
    pytest.skip("the local zone can't be set here", allow_module_level=True)

T = TypeVar("T")
CALENDAR = Calendar()
TUESDAY_10 = datetime.fromisoformat("2026-11-24T10:00+01:00")
TUESDAY_0130 = datetime.fromisoformat("2026-11-24T01:30+01:00")
unhurried = settings(deadline=None, max_examples=400)


@contextmanager
def local_zone(name: str) -> Iterator[None]:
    """Make `name` the system's local zone for a while."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    clock.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        clock.tzset()


# Of the module: hypothesis runs a test many times within one function's fixtures.
@pytest.fixture(scope="module", autouse=True)
def berlin() -> Iterator[None]:
    """Let every test happen in Berlin unless it says otherwise."""
    with local_zone("Europe/Berlin"):
        yield


def read(text: str, now: datetime = TUESDAY_10, anchor: date | None = None) -> str:
    """Read a moment and say it in ISO form, to the minute."""
    return read_past(text, now, CALENDAR, beside=noon(anchor)).at.isoformat(" ", "minutes")


def noon(on: date | None) -> datetime | None:
    """Return the middle of a day here, as the former time of an entry; None of none."""
    return datetime.combine(on, time(12)).astimezone() if on else None


def refusal(text: str, now: datetime = TUESDAY_10) -> BadInput:
    """Return the refusal of a text that can't be a moment."""
    with pytest.raises(BadInput) as raised:
        read_past(text, now, CALENDAR)
    return raised.value


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9pm", "2026-11-23 21:00+01:00"),
        ("9 PM", "2026-11-23 21:00+01:00"),
        ("  9   p.m. ", "2026-11-23 21:00+01:00"),
        ("9:30\u202fpm", "2026-11-23 21:30+01:00"),
        ("9.30pm", "2026-11-23 21:30+01:00"),
        ("21h30", "2026-11-23 21:30+01:00"),
        ("21:00", "2026-11-23 21:00+01:00"),
        ("at 21:00", "2026-11-23 21:00+01:00"),
        ("9:30", "2026-11-24 09:30+01:00"),
        ("10:00", "2026-11-24 10:00+01:00"),
        ("10:01", "2026-11-23 10:01+01:00"),
        ("12am", "2026-11-24 00:00+01:00"),
        ("12pm", "2026-11-23 12:00+01:00"),
        ("noon", "2026-11-23 12:00+01:00"),
        ("midnight", "2026-11-24 00:00+01:00"),
    ],
)
def test_a_bare_time_is_the_latest_such_time_that_is_not_ahead(text: str, moment: str) -> None:
    assert read(text) == moment


def test_after_midnight_9pm_is_the_evening_that_has_just_gone() -> None:
    assert read("9pm", datetime.fromisoformat("2026-11-24T01:00+01:00")) == "2026-11-23 21:00+01:00"


def test_the_minute_that_has_begun_may_be_typed_and_the_next_but_one_may_not() -> None:
    now = datetime.fromisoformat("2026-11-24T21:00:30+01:00")
    assert read("today 21:00", now) == "2026-11-24 21:00+01:00"
    assert read("today 21:01", now) == "2026-11-24 21:01+01:00"
    assert "lies ahead" in refusal("today 21:02", now).message


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", "2026-11-24 10:00+01:00"),
        ("90 min ago", "2026-11-24 08:30+01:00"),
        ("2h ago", "2026-11-24 08:00+01:00"),
        ("1h30 ago", "2026-11-24 08:30+01:00"),
        ("an hour ago", "2026-11-24 09:00+01:00"),
        ("half an hour ago", "2026-11-24 09:30+01:00"),
        ("an hour and a half ago", "2026-11-24 08:30+01:00"),
        ("a minute ago", "2026-11-24 09:59+01:00"),
        ("2d 3h ago", "2026-11-22 07:00+01:00"),
    ],
)
def test_ago_counts_elapsed_time(text: str, moment: str) -> None:
    assert read(text) == moment


def test_elapsed_hours_are_real_hours_across_a_clock_change() -> None:
    assert read("12h ago", datetime.fromisoformat("2026-03-29T12:00+02:00")) == (
        "2026-03-28 23:00+01:00"
    )
    berlin_now = datetime(2026, 10, 25, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert read("12h ago", berlin_now) == "2026-10-25 01:00+02:00"


def test_moments_have_whole_seconds_and_a_fixed_offset() -> None:
    now = datetime.fromisoformat("2026-11-24T10:00:30.123456+01:00")
    for text in ("now", "90 min ago", "9pm", "2026-09-14T20:20:00.5Z"):
        at = read_past(text, now, CALENDAR).at
        assert at.microsecond == 0
        assert isinstance(at.tzinfo, timezone)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("today 9am", "2026-11-24 09:00+01:00"),
        ("9am today", "2026-11-24 09:00+01:00"),
        ("yesterday 9pm", "2026-11-23 21:00+01:00"),
        ("Yesterday, at 9 pm", "2026-11-23 21:00+01:00"),
        ("9pm yesterday", "2026-11-23 21:00+01:00"),
        ("yesterday noon", "2026-11-23 12:00+01:00"),
        ("2 days ago 9pm", "2026-11-22 21:00+01:00"),
        ("a week ago 9pm", "2026-11-17 21:00+01:00"),
        ("yesterday 1am", "2026-11-24 01:00+01:00"),
        ("2 days ago 3:59", "2026-11-23 03:59+01:00"),
        ("2 days ago 4:00", "2026-11-22 04:00+01:00"),
    ],
)
def test_today_and_yesterday_are_the_patients_days(text: str, moment: str) -> None:
    assert read(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("today 9pm", "2026-11-23 21:00+01:00"),
        ("yesterday 9pm", "2026-11-22 21:00+01:00"),
        ("today 0:30", "2026-11-24 00:30+01:00"),
        ("yesterday 0:30", "2026-11-23 00:30+01:00"),
        ("tonight 8pm", "2026-11-23 20:00+01:00"),
        ("tonight 1am", "2026-11-24 01:00+01:00"),
        ("this evening 8:30", "2026-11-23 20:30+01:00"),
        ("this morning 8am", "2026-11-23 08:00+01:00"),
        ("this morning 1am", "2026-11-24 01:00+01:00"),
        ("yesterday morning 8am", "2026-11-22 08:00+01:00"),
    ],
)
def test_at_half_past_one_the_patient_still_lives_in_the_day_before(text: str, moment: str) -> None:
    assert read(text, TUESDAY_0130) == moment


def test_the_hour_at_which_the_day_ends_can_be_chosen() -> None:
    midnight = Calendar(day_start=time(0))
    assert read_past("yesterday 1am", TUESDAY_10, midnight).at.day == 23
    assert read_past("today 1am", TUESDAY_10, midnight).at.day == 24
    late = Calendar(day_start=time(6, 30))
    assert read_past("yesterday 6:29", TUESDAY_10, late).at.day == 24
    assert read_past("yesterday 6:30", TUESDAY_10, late).at.day == 23


def test_in_the_morning_today_1am_is_the_dates_own_as_the_days_own_lies_ahead() -> None:
    assert read("today 1am") == "2026-11-24 01:00+01:00"
    assert read("today midnight") == "2026-11-24 00:00+01:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("last night 23:00", "2026-11-23 23:00+01:00"),
        ("last night 1am", "2026-11-24 01:00+01:00"),
        ("last night 5am", "2026-11-24 05:00+01:00"),
        ("last night midnight", "2026-11-24 00:00+01:00"),
        ("last night 11:30", "2026-11-23 23:30+01:00"),
        ("last evening 8:30", "2026-11-23 20:30+01:00"),
        ("yesterday evening 9pm", "2026-11-23 21:00+01:00"),
        ("yesterday afternoon 3:30", "2026-11-23 15:30+01:00"),
        ("monday night 1am", "2026-11-24 01:00+01:00"),
        ("tuesday night 1am", "2026-11-18 01:00+01:00"),
    ],
)
def test_a_part_of_the_day_tells_which_half_of_the_clock_is_meant(text: str, moment: str) -> None:
    assert read(text) == moment


def test_after_midnight_last_night_is_the_night_that_has_not_ended_yet() -> None:
    assert read("last night 11pm", TUESDAY_0130) == "2026-11-23 23:00+01:00"
    assert read("last night 1am", TUESDAY_0130) == "2026-11-24 01:00+01:00"
    assert "lies ahead" in refusal("last night 3am", TUESDAY_0130).message


@pytest.mark.parametrize("text", ["last night 9am", "last night 08:30", "this morning 8pm"])
def test_a_time_outside_the_part_of_the_day_is_refused(text: str) -> None:
    assert refusal(text).message == f'"{text}" can\'t be read as a time.'


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("mon 8am", "2026-11-23 08:00+01:00"),
        ("Monday 8am", "2026-11-23 08:00+01:00"),
        ("8am on monday", "2026-11-23 08:00+01:00"),
        ("last mon 8am", "2026-11-23 08:00+01:00"),
        ("tue 9am", "2026-11-24 09:00+01:00"),
        ("tue 11am", "2026-11-17 11:00+01:00"),
        ("last tue 9am", "2026-11-17 09:00+01:00"),
        ("tue 1am", "2026-11-24 01:00+01:00"),
        ("wed 9pm", "2026-11-18 21:00+01:00"),
    ],
)
def test_a_weekday_is_the_latest_such_date_whose_time_is_not_ahead(text: str, moment: str) -> None:
    assert read(text) == moment


def test_after_midnight_a_weekday_is_still_the_date_on_the_calendar() -> None:
    assert read("tue 1am", TUESDAY_0130) == "2026-11-24 01:00+01:00"
    assert read("mon 1am", TUESDAY_0130) == "2026-11-23 01:00+01:00"


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-14 21:00",
        "2026-09-14T21:00",
        "2026-09-14t21:00:00",
        "2026-09-14 9pm",
        "2026-9-14 9pm",
        "2026/09/14 21:00",
        "2026-09-14T21:00:00+02:00",
        "2026-09-14 21:00 +0200",
        "14 sep 21:00",
        "14 Sep. 2026, 9pm",
        "sep 14 9pm",
        "Sept 14, 2026 9 pm",
        "14-sep-2026 21:00",
        "14. september 21h00",
        "14th of September 2026 9pm",
        "September the 14th at 9pm",
        "9pm on the 14th of september",
        "Mon 14 Sep 2026 21:00",
        "14.9.2026 21:00",
        "14.9. 21:00",
        "14.9 9pm",
        "21:00 14.09.2026",
        "14/9/2026 9pm",
        "9/14/2026 9pm",
        "14/9 9pm",
    ],
)
def test_a_date_can_be_written_in_many_ways(text: str) -> None:
    assert read(text) == "2026-09-14 21:00+02:00"


def test_a_written_date_is_the_calendars_even_in_the_small_hours() -> None:
    assert read("2026-11-23 01:00") == "2026-11-23 01:00+01:00"
    assert read("23 nov 1am") == "2026-11-23 01:00+01:00"
    assert read("23.11. 1am", TUESDAY_0130) == "2026-11-23 01:00+01:00"


def test_a_time_in_iso_form_keeps_its_offset() -> None:
    assert read("2026-09-14T20:20:00Z") == "2026-09-14 20:20+00:00"
    assert read("2026-09-14T20:20-05:00") == "2026-09-14 20:20-05:00"
    assert read("2026-09-14 20:20 +05:30") == "2026-09-14 20:20+05:30"


def test_a_date_without_a_year_is_the_latest_one_that_is_not_ahead() -> None:
    assert read("24 nov 9am") == "2026-11-24 09:00+01:00"
    assert read("24 nov 11am") == "2025-11-24 11:00+01:00"
    assert read("25.11. 9am") == "2025-11-25 09:00+01:00"


def test_29_february_is_looked_for_in_the_last_leap_year() -> None:
    assert read("29 feb 9pm") == "2024-02-29 21:00+01:00"
    assert read("29 feb 9pm", datetime.fromisoformat("2103-05-01T10:00+02:00"))[:4] == "2096"
    assert "isn't in the calendar" in refusal("29 feb 2026 9pm").message


@pytest.mark.parametrize("text", ["9/10/2026 9pm", "9/10 9pm", "9-10-2026 21:00", "9/9/2026 9pm"])
def test_a_date_that_could_be_two_dates_is_refused_and_the_iso_form_named(text: str) -> None:
    error = refusal(text)
    assert "could be two dates" in error.message
    assert "2026-10-09" in (error.hint or "")


def test_a_date_with_the_wrong_weekday_is_refused() -> None:
    assert refusal("Mon 22 Nov 2026 21:00").message == (
        '"mon 22 nov 2026": 2026-11-22 isn\'t a Monday.'
    )
    assert "isn't a Friday" in refusal("fri 14 sep 9pm").message


def test_the_earlier_of_an_hour_that_comes_twice_is_taken_while_the_later_lies_ahead() -> None:
    second_pass = datetime.fromisoformat("2026-10-25T02:15+01:00")
    for text in ("2026-10-25 02:30", "2:30", "sun 2:30", "25 oct 2:30"):
        reading = read_past(text, second_pass, CALENDAR)
        assert reading.at == datetime.fromisoformat("2026-10-25T02:30+02:00")
        assert reading.remark == (
            "That night the clocks go back and 02:30 comes twice: "
            "taken as the earlier one (UTC+02:00)."
        )


def test_the_later_of_an_hour_that_comes_twice_is_taken_once_it_has_passed() -> None:
    later = (
        "That night the clocks went back and 02:{} came twice: taken as the later one (UTC+01:00)."
    )
    second_pass = datetime.fromisoformat("2026-10-25T02:15+01:00")
    assert read_past("2:10", second_pass, CALENDAR) == Reading(
        datetime.fromisoformat("2026-10-25T02:10+01:00"),
        later.format(10),
    )
    next_day = datetime.fromisoformat("2026-10-26T10:00+01:00")
    for text in ("2026-10-25 02:30", "sun 2:30", "25 oct 2:30"):
        reading = read_past(text, next_day, CALENDAR)
        assert reading == Reading(
            datetime.fromisoformat("2026-10-25T02:30+01:00"), later.format(30)
        )


def test_in_the_first_pass_a_time_that_lies_ahead_in_both_is_the_day_befores() -> None:
    first_pass = datetime.fromisoformat("2026-10-25T02:15+02:00")
    assert read("2:30", first_pass) == "2026-10-24 02:30+02:00"
    assert read("2:10", first_pass) == "2026-10-25 02:10+02:00"


def test_an_offset_chooses_between_the_two_hours_without_a_remark() -> None:
    next_day = datetime.fromisoformat("2026-10-26T10:00+01:00")
    for text in ("2026-10-25 02:30+02:00", "2026-10-25 02:30+01:00"):
        reading = read_past(text, next_day, CALENDAR)
        assert reading == Reading(datetime.fromisoformat(text), None)


def test_a_time_that_was_skipped_moves_forward_by_the_gap() -> None:
    noon = datetime.fromisoformat("2026-03-29T12:00+02:00")
    for text in ("2026-03-29 02:30", "2:30"):
        assert read(text, noon) == "2026-03-29 03:30+02:00"
        assert read_past(text, noon, CALENDAR).remark == (
            "That night the clocks went forward over 02:30: "
            "taken as Sun 29 Mar 2026 03:30 (UTC+02:00)."
        )
    assert read("2026-03-29 02:00", noon) == "2026-03-29 03:00+02:00"


def test_ordinary_times_carry_no_remark() -> None:
    for text in ("9pm", "2026-10-25 01:59", "2026-10-25 03:00", "2026-03-29 03:00", "now"):
        assert read_past(text, TUESDAY_10, CALENDAR).remark is None


def test_clock_changes_of_half_an_hour_and_of_a_whole_day_are_followed() -> None:
    with local_zone("Australia/Lord_Howe"):
        assert read("2026-10-04 02:15") == "2026-10-04 02:45+11:00"
        assert read("2026-04-05 01:45") == "2026-04-05 01:45+10:30"
    with local_zone("Pacific/Apia"):
        assert read("2011-12-30 10:00") == "2011-12-31 10:00+14:00"


def test_the_local_zone_decides_whatever_the_offset_of_now() -> None:
    assert read("9pm", TUESDAY_10.astimezone(UTC)) == "2026-11-23 21:00+01:00"
    with local_zone("America/New_York"):
        assert read("9pm") == "2026-11-23 21:00-05:00"
        assert read("2026-07-01 21:00") == "2026-07-01 21:00-04:00"


def test_in_an_edit_a_bare_time_is_on_the_entrys_own_day() -> None:
    friday = date(2026, 11, 20)
    assert read("9pm", anchor=friday) == "2026-11-20 21:00+01:00"
    assert read("1am", anchor=friday) == "2026-11-21 01:00+01:00"
    assert read("1am", anchor=date(2026, 11, 24)) == "2026-11-24 01:00+01:00"
    assert read("yesterday 9pm", anchor=friday) == "2026-11-23 21:00+01:00"
    with pytest.raises(BadInput, match="Tue 24 Nov 2026 21:00, which lies ahead"):
        read("9pm", anchor=date(2026, 11, 24))


def test_a_time_ahead_is_refused_in_full_with_the_present_time_and_what_to_type() -> None:
    error = refusal("today 9pm")
    assert error.message == (
        '"today 9pm" is Tue 24 Nov 2026 21:00, which lies ahead: '
        "what has happened can't lie ahead."
    )
    assert error.hint is not None
    assert error.hint.startswith("It is Tue 24 Nov 2026 10:00 now.")
    assert '"yesterday 9pm"' in error.hint


@pytest.mark.parametrize(
    "text",
    [
        *("tomorrow", "tomorrow 9pm", "9pm tomorrow", "in 2 hours", "next monday", "8am next mon"),
        *("2 hours from now", "today 10:02", "tonight 8pm", "2026-11-24 10:02", "1 jan 2027 9am"),
        *("2026-11-24T10:02:00+01:00", "2026-11-24T09:02Z"),
    ],
)
def test_what_has_happened_cannot_lie_ahead(text: str) -> None:
    error = refusal(text)
    assert "lies ahead" in error.message
    assert "what has happened can't lie ahead" in error.message
    assert error.message.startswith(f'"{text}"')


@pytest.mark.parametrize("text", ["9", "12", "yesterday 9", "mon 9", "2026-09-14 9"])
def test_a_bare_number_could_be_morning_or_evening(text: str) -> None:
    error = refusal(text)
    assert error.message == f'"{text}" could be morning or evening.'
    assert error.hint == f'Type "{text}am" or "{text}pm".'
    assert read(f"{text}am")


@pytest.mark.parametrize(
    "text",
    [
        *("yesterday", "today", "last night", "this morning", "mon", "last tue", "2 days ago"),
        *("a week ago", "2026-09-14", "14 sep", "sep 14", "14.9.", "14th of September 2026"),
    ],
)
def test_a_day_without_a_time_is_refused_with_an_example_that_reads(text: str) -> None:
    for now in (TUESDAY_10, TUESDAY_0130):
        error = refusal(text, now)
        assert error.message == f'"{text}" lacks the time of day.'
        assert error.hint is not None
        assert read(error.hint.split('"')[1], now)


@pytest.mark.parametrize(
    "text",
    [
        *("25:00", "9:75", "24:00", "13pm", "0am", "21:00pm", "9:30:61", "mon 25:00"),
        *("31 feb 9pm", "2026-02-31 20:00", "2026-13-01 20:00", "0 sep 9pm", "2026-00-10 9pm"),
        *("1899-12-31 20:00", "0000-01-01 20:00", "9999-12-31 23:59", "9999-12-31T23:59-12:00"),
        *("99999999999999", "9" * 5000, "1e400", "99999 h ago", "nan", "-5", "9.30", "21.30"),
        *("nonsense", "9pm-ish", "9pm 10pm", "mon tue 9pm", "14 sep 26 9pm", "14.9.26 9pm"),
        *("sep 2026 9pm", "sep 9pm", "sep sep 14 9pm", "14 15 sep 9pm", "9pm EST", "xyz 9"),
        *("2026-09-14 20:20-21:00", "2026-09-14 20:20 CEST", "2026-09-14 20:20:00+01:00:30"),
        *("next", "ago", " ago", "last 9pm", "this 9pm", "around 9pm", "at", ",", '"', "..."),
        *(
            "٩pm",
            "\uff19pm",
            "noo\u0274",
            "1 wee\u212a ago 9pm",
            "½ hour ago",
            "9pm\x1b[31m",
            "\ud800",
            "\x00",
        ),
    ],
)
def test_what_cannot_be_a_time_is_refused_in_one_line_with_examples(text: str) -> None:
    error = refusal(text)
    assert error.message.isprintable()
    assert len(error.message) < 200
    assert error.message.startswith('"') or error.message.startswith("An empty text")
    assert error.hint is not None
    assert error.hint.count('"') >= 4


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_text_is_refused(text: str) -> None:
    assert refusal(text).message == "An empty text can't be read as a time."


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
    assert read_day("tue", TUESDAY_0130, CALENDAR) == date(2026, 11, 17)


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


def test_elapsed_time_is_said_in_minutes_then_hours_then_days() -> None:
    said = {0: "0 min", 35: "35 min", 59: "59 min", 60: "1:00 h", 65: "1:05 h"}
    said |= {2879: "47:59 h", 2880: "2 d 0:00 h", 3065: "2 d 3:05 h", 100_000: "69 d 10:40 h"}
    assert {minutes: say_elapsed(minutes) for minutes in said} == said


def test_a_moment_is_said_in_full_in_english_by_its_own_clock() -> None:
    assert say_moment(datetime(2026, 11, 22, 21, tzinfo=UTC)) == "Sun 22 Nov 2026 21:00"
    assert say_moment(datetime.fromisoformat("2026-05-04T07:05:59-08:00")) == (
        "Mon 4 May 2026 07:05"
    )


def test_reading_the_usual_phrases_loads_no_library_and_importing_compiles_no_pattern() -> None:
    script = """
import re, sys
import msgspec  # as every command does
compiled = []
original = re._compiler.compile
re._compiler.compile = lambda *given: (compiled.append(given), original(*given))[1]
import ketalog.times.grammar
assert not compiled, compiled
from datetime import UTC, datetime
from ketalog.domain.calendar import Calendar
for text in ("2026-09-14 20:20", "9pm", "yesterday 9pm", "mon 8am", "90 min ago", "14 sep 9pm"):
    ketalog.times.grammar.read_past(text, datetime(2026, 11, 24, tzinfo=UTC), Calendar())
assert not {"dateutil", "zoneinfo", "locale"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)


NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
TYPED = (
    "now today yesterday tonight this last next night evening morning afternoon mon tuesday "
    "9pm 9 9.30pm 21:00 0:30 02:30 25:00 noon midnight ago min h an half hour day week days 2 90 "
    "14 sep feb 29 31 2026 1899 2026-10-25 2026-03-29 14.9. 9/10/2026 31/12 14th of the at , "
    "+02:00 Z T -05:00 pm am in and 1h30 2026-09-14T20:20"
)
PHRASES = st.lists(st.sampled_from(TYPED.split()), max_size=5).map(" ".join)
ANYTHING = st.one_of(
    st.text(),
    st.text(st.characters()),
    st.text("0123456789:.-/+TZ hmadpo", max_size=30),
    PHRASES,
)


def outcome(reader: Callable[[], T]) -> T | BadInput:
    """Return what was read, or the refusal; any other error is the test's failure."""
    try:
        return reader()
    except BadInput as error:
        return error


def is_plain(error: BadInput) -> bool:
    """Tell whether a refusal is one printable line with a hint of the same kind."""
    return error.message.isprintable() and bool(error.hint) and str(error.hint).isprintable()


@unhurried
@given(ANYTHING, NOWS, st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31)))
@example("9" * 10_000, TUESDAY_10, None)
@example("a" * 79, TUESDAY_10, None)
def test_any_text_is_read_as_the_past_or_refused_in_one_line(
    text: str, now: datetime, anchor: date | None
) -> None:
    answer = outcome(lambda: read_past(text, now, CALENDAR, beside=noon(anchor)))
    if isinstance(answer, BadInput):
        assert is_plain(answer)
        return
    assert answer.at - now < timedelta(minutes=1)
    assert isinstance(answer.at.tzinfo, timezone)
    assert answer.at.microsecond == 0
    assert answer.remark is None or answer.remark.isprintable()


@unhurried
@given(ANYTHING, NOWS)
def test_any_text_is_a_day_or_a_length_of_time_or_refused_in_one_line(
    text: str, now: datetime
) -> None:
    day = outcome(lambda: read_day(text, now, CALENDAR))
    assert is_plain(day) if isinstance(day, BadInput) else 1900 <= day.year < 2200
    minutes = outcome(lambda: read_minutes(text))
    assert is_plain(minutes) if isinstance(minutes, BadInput) else 0 <= minutes <= 7 * 24 * 60


PAST_DAYS = st.datetimes(datetime(2000, 1, 1), datetime(2026, 11, 23))  # noqa: DTZ001
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@unhurried
@given(st.datetimes(datetime(1900, 1, 1), datetime(2026, 11, 23)), OFFSETS)  # noqa: DTZ001
def test_a_moment_in_iso_form_reads_back_as_itself(naive: datetime, offset: timezone) -> None:
    at = naive.replace(microsecond=0, tzinfo=offset)
    reading = read_past(at.isoformat(), TUESDAY_10, CALENDAR)
    assert (reading.at, reading.at.utcoffset()) == (at, at.utcoffset())


@unhurried
@given(PAST_DAYS)
def test_a_moment_as_ketalog_says_it_reads_back_as_itself(naive: datetime) -> None:
    at = read_past(naive.isoformat(" ", "minutes"), TUESDAY_10, CALENDAR).at
    reading = read_past(say_moment(at), TUESDAY_10, CALENDAR)
    assert reading.at == at


@unhurried
@given(st.times(), NOWS)
def test_a_bare_time_is_less_than_a_day_back_unless_the_clocks_changed(
    at: time, now: datetime
) -> None:
    reading = read_past(f"{at:%H:%M}", now, CALENDAR)
    assert timedelta(minutes=-1) < now - reading.at <= timedelta(hours=25)
    assert reading.remark or (reading.at.hour, reading.at.minute) == (at.hour, at.minute)


@unhurried
@given(PAST_DAYS, st.sampled_from(["{d} {m} {c}", "{m} {d} {c}", "{c} on the {d} of {m}"]))
def test_nothing_that_was_not_typed_is_filled_in_but_the_year(naive: datetime, form: str) -> None:
    text = form.format(d=naive.day, m=f"{naive:%B}", c=f"{naive:%H:%M}")
    reading = read_past(text, TUESDAY_10, CALENDAR)
    assert (reading.at.month, reading.at.day) == (naive.month, naive.day)
    assert reading.remark or f"{reading.at:%H:%M:%S}" == f"{naive:%H:%M}:00"


@unhurried
@given(st.integers(0, 167), st.integers(0, 59))
def test_hours_and_minutes_read_as_their_sum(hours: int, minutes: int) -> None:
    assert read_minutes(f"{hours}h{minutes:02}") == hours * 60 + minutes


@unhurried
@given(st.integers(0, 2879))
def test_a_length_of_time_as_ketalog_says_it_reads_back_as_itself(minutes: int) -> None:
    assert read_minutes(say_elapsed(minutes)) == minutes
