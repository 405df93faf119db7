"""Whatever is typed for a time, a day or a length is read as what it says, or refused in a line."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TypeVar

from hypothesis import example, given
from hypothesis import strategies as st

from ketalog.errors import BadInput
from ketalog.times.grammar import read_day, read_past
from ketalog.times.words import read_minutes, say_elapsed, say_moment
from tests.times.here import CALENDAR, TUESDAY_10, noon, unhurried

T = TypeVar("T")
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
    assert (reading.at, reading.at.utcoffset()) == (at, at.astimezone().utcoffset())


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
