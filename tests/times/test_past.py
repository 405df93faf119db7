"""What a patient types for a time is read as the past, in full, or refused with what to type."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timezone
from zoneinfo import ZoneInfo

import pytest

from ketalog.domain.calendar import Calendar
from ketalog.errors import BadInput
from ketalog.times.grammar import Reading, read_past
from tests.places import ROOT
from tests.times.here import CALENDAR, TUESDAY_0130, TUESDAY_10, local_zone, noon


def read(text: str, now: datetime = TUESDAY_10, anchor: date | None = None) -> str:
    """Read a moment and say it in ISO form, to the minute."""
    return read_past(text, now, CALENDAR, beside=noon(anchor)).at.isoformat(" ", "minutes")


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


def test_an_offset_names_the_moment_and_it_stands_on_the_clock_of_this_place() -> None:
    assert read("2026-09-14T20:20:00Z") == "2026-09-14 22:20+02:00"
    assert read("2026-09-14T20:20-05:00") == "2026-09-15 03:20+02:00"
    assert read("2026-09-14 20:20 +05:30") == "2026-09-14 16:50+02:00"


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
