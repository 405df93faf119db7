"""Read the moments and days that patients type: what has happened, and what may lie ahead.

One grammar with two directions. What can mean several moments means the nearest one that way:
"mon 8am" is last Monday of what has happened, and next Monday of what lies ahead.
"""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from ketalog.domain.calendar import MONTHS, ONE_DAY, WEEKDAYS, YEARS, Calendar
from ketalog.domain.text import say_time
from ketalog.errors import BadInput
from ketalog.times.words import (
    NUMBER,
    number_of,
    plain_words,
    read_minutes,
    say_day,
    say_moment,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


_NIGHT = {"evening": (*range(16, 24), *range(4)), "night": (*range(17, 24), *range(6))}
HOURS = {"morning": range(12), "afternoon": range(12, 18), **_NIGHT}
USUAL_HOUR = {"morning": "8am", "afternoon": "3pm", "evening": "9pm", "night": "9pm"}
"""What is shown as an example where the time of a part of a day is not said."""


class Direction(Struct, frozen=True):
    """Which way phrases are read: -1 into the past, 1 ahead.

    `neighbour` is the day next to today, `other` what stands before a weekday that is not today,
    `this` what may stand before one and changes nothing.
    """

    sign: Literal[-1, 1]
    neighbour: str
    other: str
    this: tuple[str, ...]
    moment_hint: str
    day_hint: str
    date_hint: str


PAST = Direction(
    -1,
    "yesterday",
    "last ",
    (),
    'Type a time such as "9pm", "yesterday 9pm", "90 min ago" or "2026-09-14 20:20".',
    'Type a day, such as "yesterday", "mon", "last week", "14 sep" or "2026-09-14".',
    'Write a date as "14 sep", "14 sep 2026", "14.9.2026" or "2026-09-14".',
)
AHEAD = Direction(
    1,
    "tomorrow",
    "next ",
    ("this ", "coming "),
    'Type a time such as "next tue 3pm", "3 dec 14:30" or "2026-12-03 14:30".',
    'Type a day, such as "today", "next mon", "1 dec", "in 2 weeks" or "2026-12-01".',
    'Write a date as "14 dec", "14 dec 2026", "14.12.2026" or "2026-12-14".',
)


class Reading(Struct, frozen=True):
    """A moment that was read, in whole seconds with a fixed offset."""

    at: datetime
    remark: str | None
    """One sentence when a clock change made a choice, else None."""


class PossibleDates(Struct, frozen=True):
    """The dates that words can mean, the likeliest first, and how their hours are to be read."""

    dates: list[date]
    part: str = ""
    """A key of HOURS, "" for the patient's whole day, "calendar" from midnight to midnight."""


def read_past(
    text: str, now: datetime, calendar: "Calendar", *, beside: datetime | None = None
) -> Reading:
    """Read when something happened, up to `now` rounded up to the whole minute.

    `beside` is the former time of an entry (1900 to 2199): then a bare time of day is on that
    entry's day, or on its date if it would lie ahead, by the clock of its place. Raises BadInput.
    """
    place = other_place(beside)
    here, words = now.astimezone(place), plain_words(text)
    if words in {"now", "just now"}:
        return Reading(here.replace(microsecond=0), None)
    if re.search(r"^in |\b(?:tomorrow|next)\b| from now$", words):
        message = f"{shown(text)} lies ahead: what has happened can't lie ahead."
        raise BadInput(message, PAST.moment_hint)
    if words.endswith(" ago") and _days_ago(words) is None:
        try:
            elapsed = timedelta(minutes=read_minutes(words.removesuffix(" ago")))
        except BadInput as error:
            raise BadInput(error.message, PAST.moment_hint) from None
        return Reading((here.replace(microsecond=0) - elapsed).astimezone(place), None)
    limit = (here + timedelta(minutes=1, microseconds=-1)).replace(second=0, microsecond=0)
    moments = _candidates(text, here, calendar, beside, PAST)
    readings = [settle(at if at.tzinfo else at.replace(tzinfo=place), limit) for at in moments]
    for reading in readings:
        if reading.at <= limit:
            return reading
    message = f"{shown(text)} is {say_moment(readings[0].at)}, which lies ahead: "
    hint = f"It is {say_moment(here)} now. {PAST.moment_hint}"
    raise BadInput(message + "what has happened can't lie ahead.", hint)


def read_moment(
    text: str, now: datetime, calendar: "Calendar", *, beside: datetime | None = None
) -> Reading:
    """Read a moment that may lie ahead or in the past.

    What can mean several moments is the next one ahead: "3pm", "tue 3pm", "3 dec 14:30". The past
    needs its year, or to be said: "last tue 3pm", "2 days ago 3pm". `beside` is the former time
    of an entry: a bare time of day is on its date, by the clock of its place. Raises BadInput.
    """
    place = other_place(beside)
    here, words = now.astimezone(place), plain_words(text)
    if _looks_back(words):
        return read_past(text, now, calendar, beside=beside)
    if elapsed := _from_now(words):
        return Reading((here.replace(microsecond=0) + elapsed).astimezone(place), None)
    moments = _candidates(text, here, calendar, beside, AHEAD)
    readings = [settle(at if at.tzinfo else at.replace(tzinfo=place), here) for at in moments]
    return next((reading for reading in readings if reading.at >= here), readings[-1])


def read_day(text: str, now: datetime, calendar: "Calendar") -> date:
    """Read a day to look at; "last week" and "sep 2026" are their first day. Raises BadInput."""
    today, words = calendar.day_of(now.astimezone()), plain_words(text)
    if words in {"this week", "last week", "this month", "last month"}:
        span_of = calendar.week_of if words.endswith("week") else calendar.month_of
        start = span_of(today).start
        return start if words.startswith("this") else span_of(start - ONE_DAY).start
    if (monday := _monday_of(words, today)) is not None:
        return monday
    on_clock = now.astimezone().date()
    is_night = words in {"last night", "last evening"}  # after midnight it is of this day
    day = _day(words, today, on_clock if is_night else today, PAST, whole_month=True)
    if not day:
        raise BadInput(f"{shown(text)} can't be read as a day.", PAST.day_hint)
    read_then = None if on_clock == today else _day(words, today, on_clock, PAST)
    if read_then and read_then.dates[0] == on_clock and day.dates[0] != today:
        raise BadInput(
            f"{shown(text)} is today by the clock, and your day is still {say_day(today)}.",
            'Type "today", or for another day its date with the year.',
        )
    return day.dates[0]


_ISO_WEEK = r"(?:([0-9]{4})-?)?(?:w|kw ?|week ?)([0-9]{1,2})(?: ([0-9]{4}))?"


def is_iso_week(words: str) -> bool:
    """Tell whether words name a week by its number: 2026-w46, week 46."""
    return re.fullmatch(_ISO_WEEK, words) is not None


def _monday_of(words: str, today: date) -> date | None:
    """Return the Monday of a week by its number; without a year, of the last that has begun."""
    found = re.fullmatch(_ISO_WEEK, words)
    if found is None:
        return None
    typed = found[1] or found[3]
    this_year = today.isocalendar().year
    for year in [int(typed)] if typed else range(this_year, this_year - 8, -1):
        with suppress(ValueError):
            monday = date.fromisocalendar(year, int(found[2]), 1)
            if typed or monday <= today:
                return monday
    return None


def months_from(day: date, months: int) -> date:
    """Return the same day so many months on, or the last one of that month."""
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=months)


def is_day(text: str) -> bool:
    """Tell whether a text names a day and no time of it, before or ahead."""
    words, anywhere = plain_words(text), date(2000, 1, 1)
    with suppress(BadInput):
        if read_iso(words) or split_clock(words)[0] is not None:
            return False
        try:
            return any(_day(words, anywhere, anywhere, way) is not None for way in (PAST, AHEAD))
        except BadInput:  # a date that is none, or two
            return True
    return False


def is_whole_day(text: str, now: datetime, calendar: "Calendar") -> bool:
    """Tell whether a text names a day that looks back, and neither a time nor a part of it."""
    words, today = plain_words(text), calendar.day_of(now)
    day = _day(words, today, now.date(), PAST) if is_day(text) else None
    return day is not None and day.part not in HOURS


def read_day_ahead(text: str, now: datetime, calendar: "Calendar") -> date:
    """Read the day from which something holds: "today", "1 dec", "next mon", "in 2 weeks".

    Without a year it is the next such day, today among them. Raises BadInput.
    """
    words = plain_words(text)
    if _looks_back(words):
        return read_day(text, now, calendar)
    today = calendar.day_of(now.astimezone())
    if words in {"next week", "next month"}:
        span_of = calendar.week_of if words == "next week" else calendar.month_of
        return span_of(today).end
    has_part = words.rpartition(" ")[2] in HOURS
    day = None if has_part else _day(words, today, today, AHEAD)
    if day is None:
        raise BadInput(f"{shown(text)} can't be read as a day.", AHEAD.day_hint)
    return next((on for on in day.dates if on >= today), day.dates[-1])


def read_nearest_day(text: str, now: datetime, calendar: "Calendar") -> date:
    """Read a day, ahead or past; without a year the nearest: on 3 Nov, "2 nov" is yesterday.

    Raises BadInput.
    """
    day = read_day_ahead(text, now, calendar)
    today = calendar.day_of(now)
    if re.search(r"\d{4}", text) or day - today <= timedelta(days=183):
        return day
    try:
        past = read_day(text, now, calendar)
    except BadInput:  # in 8 months
        return day
    return min(day, past, key=lambda on: abs(on - today))


def _looks_back(words: str) -> bool:
    """Tell whether the words say themselves that they mean the past."""
    return bool(re.fullmatch(r"(?:just )?now|.*\b(?:ago|last|yesterday)\b.*", words))


def other_place(beside: datetime | None) -> tzinfo | None:
    """Return the offset of a moment's place if the clocks there were not those of here."""
    if beside is None or beside.utcoffset() == beside.astimezone().utcoffset():
        return None
    return beside.tzinfo


def settle(at: datetime, limit: datetime) -> Reading:
    """Give a moment without an offset that of the local zone, and say what a clock change did."""
    first, second = at.replace(fold=0).astimezone(), at.replace(fold=1).astimezone()
    if at.tzinfo or first.utcoffset() == second.utcoffset():
        return Reading(at if at.tzinfo else first, None)
    # No clock showed a skipped time: one comes back a gap earlier, the other a gap later.
    if first.replace(tzinfo=None) != at:
        chosen = max(first, second)
        went = "went" if chosen <= limit else "go"
        taken = say_moment(chosen.replace(tzinfo=None))
        what = f"{went} forward over {say_time(at)}: taken as {taken}"
    elif second <= limit:
        chosen, what = second, f"went back and {say_time(at)} came twice: taken as the later one"
    else:
        chosen, what = first, f"go back and {say_time(at)} comes twice: taken as the earlier one"
    return Reading(chosen, f"That night the clocks {what} (UTC{chosen.isoformat()[19:]}).")


def _candidates(
    text: str, here: datetime, calendar: "Calendar", beside: datetime | None, way: Direction
) -> list[datetime]:
    """Return the moments that a phrase can mean, the likeliest first; naive ones are local."""
    words = plain_words(text)
    if iso := read_iso(words):
        return [iso]
    # As an answer says a moment of another place: "Thu 19 Nov 2026 21:00-08:00".
    if named := re.fullmatch(r"(.*\b\d{4} \d{1,2}:\d{2}) ?([+-]\d{2}:\d{2})", words):
        place = read_iso(f"2000-01-01 00:00{named[2]}")
        bare = _candidates(named[1], here, calendar, beside, way) if place else []
        offset = datetime.strptime(named[2], "%z").tzinfo
        return [at.replace(tzinfo=offset).astimezone() for at in bare]
    today, current = calendar.day_of(here), here.date()
    clock, sure, day_words = split_clock(words)
    if clock and not day_words:
        dates = [current, current + way.sign * ONE_DAY]
        if beside and way is AHEAD:
            dates = [beside.date()]
        elif beside:
            of_entry = calendar.day_of(beside)
            dates = [of_entry + ONE_DAY, of_entry] if clock < calendar.day_start else [of_entry]
        return [datetime.combine(on, clock) for on in dates]
    day = _day(day_words, today, current, way)
    if clock and day and (moments := moments_on(day, clock, calendar.day_start, sure=sure)):
        # At 10:00, "today 1am" can only be the date's own: the patient's day has it ahead. After
        # midnight so can "today 3pm": the patient's day has it behind.
        return moments + [datetime.combine(current, clock)] * (day == PossibleDates([today]))
    problem, hint = "can't be read as a time", way.moment_hint
    head, _, number = words.rpartition(" ")
    if day and not clock:
        example = USUAL_HOUR.get(day.part, "9pm" if way is PAST else "3pm")
        if way is PAST and day == PossibleDates([today]):
            example = f"{here:%H}:00"
        problem, hint = "lacks the time of day", f'Add it, as in "{words} {example}".'
    elif number in map(str, range(1, 13)) and (not head or _day(head, today, current, way)):
        problem, hint = "could be morning or evening", f'Type "{words}am" or "{words}pm".'
    raise BadInput(f"{shown(text)} {problem}.", hint)


def read_iso(words: str) -> datetime | None:
    """Read a date and time in ISO form, with or without an offset."""
    joined = words.upper().replace(" +", "+").replace(" -", "-").replace(" Z", "Z")
    if not (joined[:4].isdecimal() and joined[10:11] in {"T", " "} and ":" in joined):
        return None
    try:
        at = datetime.fromisoformat(joined).replace(microsecond=0)
    except ValueError:
        return None
    minutes = (at.utcoffset() or timedelta()) / timedelta(minutes=1)
    # "20:00-21:00" is a span of time to whoever typed it, not an offset.
    possible = -12 * 60 <= minutes <= 14 * 60 and minutes.is_integer()
    if not possible or at.year not in YEARS:
        return None
    # An offset names the moment, not a place: it stands on the clock of this one.
    return at if at.tzinfo is None else at.astimezone()


def split_clock(words: str) -> tuple[time | None, bool, str]:
    """Part a phrase into its time of day, whether am or pm is sure, and the words for the day."""
    clock = r"(?P<h>[0-9]{1,2})(?:(?P<sep>[:.h])(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2}))?)?"
    clock = rf"(?P<all>{clock}(?: ?(?P<half>[ap])\.?m\.?)?)"
    for pattern in (rf"(?:(?P<day>.+?) )?{clock}", rf"{clock} (?P<day>.+)"):
        found = re.fullmatch(pattern, words)
        # "9.30" alone could be a date, and "9" could be anything.
        if not found or not (found["half"] or found["sep"] in {":", "h"}):
            continue
        hour, minute, second = (int(found[name] or 0) for name in ("h", "m", "s"))
        sure = bool(found["half"]) or found["h"].startswith("0")
        if found["half"]:
            is_hour = 1 <= hour <= 12 or (found["h"] == "0" and found["m"] and found["half"] == "a")
            hour = hour % 12 + 12 * (found["half"] == "p") if is_hour else 24
        if hour > 23 or minute > 59 or second > 59:
            raise BadInput(f"{shown(found['all'])} isn't a time of day.", PAST.moment_hint)
        return time(hour, minute, second), sure, found["day"] or ""
    return None, False, words


def moments_on(day: PossibleDates, clock: time, day_start: time, *, sure: bool) -> list[datetime]:
    """Return what a time of day means on each date of a day; none if it isn't in that part."""
    hours = HOURS.get(day.part, range(24))
    if clock.hour not in hours and not sure and clock.hour < 12:
        clock = clock.replace(hour=clock.hour + 12)
    late = clock.hour < 12 if day.part in _NIGHT else clock < day_start and not day.part
    dates = day.dates if clock.hour in hours else []
    return [datetime.combine(on, clock) + late * ONE_DAY for on in dates]


def _days_ago(words: str) -> int | None:
    """Read "2 days ago" and "a week ago": whole days, else None."""
    if found := re.fullmatch(rf"({NUMBER}) ?(d|day|w|week)s? ago", words):
        return number_of(found[1]) * (7 if found[2][0] == "w" else 1)
    return None


_AHEAD_STEP = rf"in ({NUMBER}) ?(d|days?|w|weeks?|months?)"


def _steps(words: str, today: date) -> date | None:
    """Read "in 2 weeks", "in a month": the same day of the month, or its last one."""
    if "from" in words:
        words = f"in {words.removesuffix(' from now')}"
    found = re.fullmatch(_AHEAD_STEP, words)
    if not found:
        return None
    n = number_of(found[1])
    if found[2].startswith("m"):
        return months_from(today, n)
    return today + n * (7 if found[2].startswith("w") else 1) * ONE_DAY


def _from_now(words: str) -> timedelta | None:
    """Read "in 2 hours", "90 min from now"; None for days on, which have a time of day."""
    length = words.removeprefix("in ").removesuffix(" from now")
    if length == words or re.match(_AHEAD_STEP, f"in {length}"):
        return None
    with suppress(BadInput):
        return timedelta(minutes=read_minutes(length))
    return None


_WEEKS_ON = rf"(?:({NUMBER}) )?weeks? (?:on |from )?(\w+)|(\w+) week"
"""A week on Tuesday, two weeks today, and "tuesday week", as the British say."""


def _in_week(words: str, current: date, way: Direction) -> date | None:
    """Read "tue next week", "last week tue": the weekday of the week from Monday on.

    And "a week on tue", so many weeks after the next one.
    """
    if way is AHEAD and (on := re.fullmatch(_WEEKS_ON, words)):
        day = on[2] or on[3]
        weekday = place_in(day, WEEKDAYS)
        days = {"today": 0, "now": 0, "tomorrow": 1}.get(day)
        days = days if weekday is None else (weekday - current.weekday()) % 7
        return None if days is None else current + (days + 7 * number_of(on[1] or "1")) * ONE_DAY
    found = re.fullmatch(r"(?:(last|next) week )?(\w+)(?: (last|next) week)?", words)
    week = found and (found[1] or found[3])
    weekday = place_in(found[2], WEEKDAYS) if found and week else None
    if weekday is None:
        return None
    monday = current - current.weekday() * ONE_DAY
    return monday + (weekday + (7 if week == "next" else -7)) * ONE_DAY


def _day(
    words: str, today: date, current: date, way: Direction, *, whole_month: bool = False
) -> PossibleDates | None:
    """Read the words for a day; `today` is the patient's, `current` the date on the clock."""
    words = words.replace("tonight", "this night")
    base, _, part = words.rpartition(" ")
    if part not in HOURS:
        base, part = words, ""
    if base in {"today", way.neighbour} or (part and base == "this"):
        day = today + way.sign * ONE_DAY * (base == way.neighbour)
        # After midnight "this morning" may be either date's, and "tonight" lie ahead.
        either = base == "this" and (way is AHEAD or part == "morning")
        return PossibleDates([current, day][:: -way.sign] if either else [day], part)
    if way is PAST and base == "last" and part in _NIGHT:
        return PossibleDates([current - ONE_DAY], part)
    if way is AHEAD and (on := _steps(base, today)) is not None:
        return PossibleDates([on], part)
    if way is PAST and (days := _days_ago(base)) is not None:
        return PossibleDates([today - days * ONE_DAY], part)
    named = base
    for before in (way.other, *way.this):
        if base.startswith(before):
            named = base.removeprefix(before)
    if (on := _in_week(base, current, way)) is not None:
        return PossibleDates([on], part or "calendar")
    if (weekday := place_in(named, WEEKDAYS)) is not None:
        away = way.sign * (weekday - current.weekday()) % 7 or 7 * base.startswith(way.other)
        return PossibleDates(
            [current + way.sign * n * ONE_DAY for n in (away, away + 7)], part or "calendar"
        )
    dates = _dates(base, current, way, whole_month=whole_month)
    return PossibleDates(dates, part or "calendar") if dates else None


def _dates(words: str, current: date, way: Direction, *, whole_month: bool) -> list[date]:
    """Return the dates that a written one can mean: without a year, those from `current` on."""
    first, _, rest = words.partition(" ")
    weekday = place_in(first, WEEKDAYS)
    words_of_date = words if weekday is None else rest
    dates = []
    if ordinal := re.fullmatch("([0-9]{1,2})(?:st|nd|rd|th)", words_of_date):
        year, months = None, [months_from(current.replace(day=1), way.sign * n) for n in range(4)]
        tried = [(month.year, month.month, int(ordinal[1])) for month in months]
    else:
        written = read_date(words_of_date)
        if not written or (written[2] is None and not whole_month):
            return []
        year, month, day = written
        # Eight years hold a 29 February, whatever the century.
        years = [current.year + way.sign * n for n in range(9)] if year is None else [year]
        tried = [(each, month, 1 if day is None else day) for each in years]
    for numbers in tried:
        with suppress(ValueError):
            dates.append(date(*numbers))
    dates = [
        on
        for on in dates
        if on.year in YEARS and (year or way.sign * (on - current) >= timedelta(0))
    ]
    if not dates:
        raise BadInput(f"{shown(words)} isn't in the calendar (1900 to 2199).", way.date_hint)
    if weekday is not None and dates[0].weekday() != weekday:
        raise BadInput(f"{shown(words)}: {dates[0]} isn't a {WEEKDAYS[weekday]}.", way.date_hint)
    return dates


def read_date(words: str) -> tuple[int | None, int, int | None] | None:
    """Read the year, month and day of a date; refuse one that could be two dates."""
    number, name = "([0-9]{1,2})", r"([a-z]{3,9})\.?"
    if found := re.fullmatch(rf"([0-9]{{4}})([-./]){number}(?:\2{number})?", words):
        return int(found[1]), int(found[3]), int(found[4]) if found[4] else None
    if found := re.fullmatch(rf"{number}([-./]){number}(?:\2([0-9]{{4}})|\.)?", words):
        day, month, year = int(found[1]), int(found[3]), int(found[4]) if found[4] else None
        if found[2] == ".":  # "9.30" is neither a date nor, without am or pm, surely a time
            return (year, month, day) if month <= 12 else None
        if max(day, month) <= 12:
            hint = 'Type the year first, as in "2026-10-09", or the month\'s name, as in "9 oct".'
            raise BadInput(f"{shown(words)} could be two dates: day or month first.", hint)
        return (year, day, month) if month > 12 else (year, month, day)
    ordinal = rf"{number}(?:st|nd|rd|th|\.)?"
    found = re.fullmatch(rf"(?:{ordinal}[- ])?{name}(?:[- ]{ordinal})?(?:[- ]([0-9]{{4}}))?", words)
    place = place_in(found[2], MONTHS) if found else None
    if not found or place is None or (found[1] and found[3]):
        return None
    typed = found[1] or found[3]
    return int(found[4]) if found[4] else None, place + 1, int(typed) if typed else None


def place_in(word: str, names: "Sequence[str]") -> int | None:
    """Return the place of the name that a word of at least three letters begins, else None."""
    places = [n for n, name in enumerate(names) if word[2:] and name.startswith(word.title())]
    return places[0] if places else None
