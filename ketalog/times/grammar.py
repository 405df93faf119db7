"""Read the times that patients type, all of them past, and say times in plain words.

dates_ahead.py reads those that may lie ahead.
"""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from msgspec import Struct

from ketalog.domain.calendar import YEARS
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.domain.calendar import Calendar

ONE_DAY = timedelta(days=1)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August"]
_MONTHS += ["September", "October", "November", "December"]
_MEANT = {"noon": "12:00", "midnight": "0:00", "at": "", "on": "", "of": "", "the": ""}
_NIGHT = {"evening": (*range(16, 24), *range(4)), "night": (*range(17, 24), *range(6))}
HOURS = {"morning": range(12), "afternoon": range(12, 18), **_NIGHT}
_MOMENT_HINT = 'Type a time such as "9pm", "yesterday 9pm", "90 min ago" or "2026-09-14 20:20".'
_DAY_HINT = 'Type a day, such as "yesterday", "mon", "last week", "14 sep" or "2026-09-14".'
_DATE_HINT = 'Write a date as "14 sep", "14 sep 2026", "14.9.2026" or "2026-09-14".'
_MINUTES_HINT = 'Type how long, such as "45 min", "2h", "1h30" or "7:30".'


class Reading(Struct, frozen=True):
    """A moment that was read, in whole seconds with a fixed offset."""

    at: datetime
    remark: str | None
    """One sentence when a clock change made a choice, else None."""


class Day(Struct, frozen=True):
    """The dates that words can mean, latest first, and how their hours are to be read."""

    dates: list[date]
    part: str = ""
    """A key of HOURS, "" for the patient's whole day, "calendar" from midnight to midnight."""


def read_past(
    text: str, now: datetime, calendar: "Calendar", *, beside: datetime | None = None
) -> "Reading":
    """Read when something happened, up to `now` rounded up to the whole minute.

    With `beside` (1900 to 2199), the former time of an entry, a bare time of day is on its day of
    the patient's, or on that date if it would lie ahead; and what is typed is the clock's of its
    place, if that differs from here. Raises BadInput.
    """
    anchor = calendar.day_of(beside) if beside else None
    place = other_place(beside)
    here, words = now.astimezone(place), plain_words(text)
    if words in {"now", "just now"}:
        return Reading(here.replace(microsecond=0), None)
    if re.search(r"^in |\b(?:tomorrow|next)\b| from now$", words):
        message = f"{shown(text)} lies ahead: what has happened can't lie ahead."
        raise BadInput(message, _MOMENT_HINT)
    if words.endswith(" ago") and _days_ago(words) is None:
        try:
            elapsed = timedelta(minutes=read_minutes(words.removesuffix(" ago")))
        except BadInput as error:
            raise BadInput(error.message, _MOMENT_HINT) from None
        return Reading((here.replace(microsecond=0) - elapsed).astimezone(place), None)
    limit = (here + timedelta(minutes=1, microseconds=-1)).replace(second=0, microsecond=0)
    moments = _candidates(text, words, here, calendar, anchor)
    readings = [settle(at if at.tzinfo else at.replace(tzinfo=place), limit) for at in moments]
    for reading in readings:
        if reading.at <= limit:
            return reading
    message = f"{shown(text)} is {say_moment(readings[0].at)}, which lies ahead: "
    hint = f"It is {say_moment(here)} now. {_MOMENT_HINT}"
    raise BadInput(message + "what has happened can't lie ahead.", hint)


def read_day(text: str, now: datetime, calendar: "Calendar") -> date:
    """Read a day to look at; "last week" and "sep 2026" are their first day. Raises BadInput."""
    today, words = calendar.day_of(now.astimezone()), plain_words(text)
    if words in {"this week", "last week", "this month", "last month"}:
        span_of = calendar.week_of if words.endswith("week") else calendar.month_of
        start = span_of(today).start
        return start if words.startswith("this") else span_of(start - ONE_DAY).start
    day = _day(words, today, today, whole_month=True)
    if not day:
        raise BadInput(f"{shown(text)} can't be read as a day.", _DAY_HINT)
    return day.dates[0]


def read_minutes(text: str) -> int:
    """Read a length of time: minutes, from 0 to 7 days. Raises BadInput."""
    words = plain_words(text).replace("hour and a half", "hour 30 min")
    if len(words) < 5 and words.isdecimal():  # plain minutes, without compiling a pattern
        return int(words)
    words = re.sub(r"\bhalf (?:an? )?hour\b", "30 min", words)
    words = re.sub(r"\ban? (?=[hmd])", "1 ", words)
    words = re.sub(r"^([0-9]{1,3}):([0-5][0-9])(?: ?h)?$", r"\1h\2", words)
    found = re.fullmatch(
        r"(?:([0-9]{1,2}) ?d(?:ays?)?)? ?"
        r"(?:([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?h(?:(?:ou)?rs?)?)? ?(?:and )?"
        r"(?:([0-9]{1,5}) ?(m(?:in(?:ute)?s?)?)?)?",
        words,
    )
    days, hours, fraction, rest, unit = found.groups() if found else (None,) * 5
    # A number after days needs its unit, and minutes beside hours stay below 60.
    odd = rest and (fraction or (days and not unit) or ((days or hours) and int(rest) > 59))
    if odd or not (days or hours or rest):
        raise BadInput(f"{shown(text)} can't be read as a length of time.", _MINUTES_HINT)
    minutes = (int(days or 0) * 24 + int(hours or 0)) * 60 + int(rest or 0)
    minutes += round(int((fraction or "0").ljust(2, "0")) * 60 / 100)
    if minutes > 7 * 24 * 60:
        raise BadInput(f"{shown(text)} is longer than 7 days.", _MINUTES_HINT)
    return minutes


def say_elapsed(minutes: int) -> str:
    """Say a length of time, given in whole minutes: 35 min, 1:05 h, 2 d 3:05 h."""
    if minutes < 60:
        return f"{minutes} min"
    hours = minutes // 60
    days = f"{hours // 24} d " if hours >= 48 else ""
    return f"{days}{hours % 24 if days else hours}:{minutes % 60:02} h"


def say_moment(at: datetime) -> str:
    """Say a moment in full, by its own clock: Sun 22 Nov 2026 21:00."""
    return f"{WEEKDAYS[at.weekday()]:.3} {at.day} {_MONTHS[at.month - 1]:.3} {at.year} {at:%H:%M}"


def plain_words(text: str) -> str:
    """Return the words that matter, in lower case; "" for a text that can't mean a time."""
    spaced = " ".join(text.split())
    # Asked before lower(), which turns some other letters (the Kelvin sign) into ASCII ones.
    if len(spaced) > 80 or not spaced.isascii():
        return ""
    words = (word.strip(",") for word in spaced.lower().split())
    return " ".join(filter(None, (_MEANT.get(word, word) for word in words)))


def shown(text: str) -> str:
    """Return what was typed in quotes, fit for one line of a message."""
    line = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return f'"{line[:40]}..."' if len(line) > 40 else f'"{line}"' if line else "An empty text"


def other_place(beside: datetime | None) -> tzinfo | None:
    """Return the offset of a moment's place if the clocks there were not those of here."""
    if beside is None or beside.utcoffset() == beside.astimezone().utcoffset():
        return None
    return beside.tzinfo


def settle(at: datetime, limit: datetime) -> "Reading":
    """Give a moment without an offset that of the local zone, and say what a clock change did."""
    first, second = at.replace(fold=0).astimezone(), at.replace(fold=1).astimezone()
    if at.tzinfo or first.utcoffset() == second.utcoffset():
        return Reading(at if at.tzinfo else first, None)
    # No clock showed a skipped time: one comes back a gap earlier, the other a gap later.
    if first.replace(tzinfo=None) != at:
        chosen = max(first, second)
        went = "went" if chosen <= limit else "go"
        what = f"{went} forward over {at:%H:%M}: taken as {say_moment(chosen)}"
    elif second <= limit:
        chosen, what = second, f"went back and {at:%H:%M} came twice: taken as the later one"
    else:
        chosen, what = first, f"go back and {at:%H:%M} comes twice: taken as the earlier one"
    return Reading(chosen, f"That night the clocks {what} (UTC{chosen.isoformat()[19:]}).")


def _candidates(
    text: str, words: str, here: datetime, calendar: "Calendar", anchor: date | None
) -> list[datetime]:
    """Return the moments that a phrase can mean, the likeliest first; naive ones are local."""
    if iso := read_iso(words):
        return [iso]
    today, current = calendar.day_of(here), here.date()
    clock, sure, day_words = split_clock(words)
    if clock and not day_words:
        dates = [current, current - ONE_DAY]
        if anchor:
            dates = [anchor + ONE_DAY, anchor] if clock < calendar.day_start else [anchor]
        return [datetime.combine(on, clock) for on in dates]
    day = _day(day_words, today, current)
    if clock and day and (moments := moments_on(day, clock, calendar.day_start, sure=sure)):
        # At 10:00, "today 1am" can only be the date's own: the patient's day has it ahead.
        return moments + [datetime.combine(current, clock)] * (day == Day([today]))
    problem, hint = "can't be read as a time", _MOMENT_HINT
    head, _, number = words.rpartition(" ")
    if day and not clock:
        usual = {"morning": "8am", "afternoon": "3pm"}.get(day.part, "9pm")
        example = f"{here:%H}:00" if day == Day([today]) else usual
        problem, hint = "lacks the time of day", f'Add it, as in "{words} {example}".'
    elif number in map(str, range(1, 13)) and (not head or _day(head, today, current)):
        problem, hint = "could be morning or evening", f'Type "{words}am" or "{words}pm".'
    raise BadInput(f"{shown(text)} {problem}.", hint)


def read_iso(words: str) -> datetime | None:
    """Read a date and time in ISO form, with or without an offset."""
    joined = words.upper().replace(" +", "+").replace(" -", "-").replace(" Z", "Z")
    if not (joined[:4].isdigit() and joined[10:11] in {"T", " "} and ":" in joined):
        return None
    try:
        at = datetime.fromisoformat(joined).replace(microsecond=0)
    except ValueError:
        return None
    minutes = (at.utcoffset() or timedelta()) / timedelta(minutes=1)
    # "20:00-21:00" is a span of time to whoever typed it, not an offset.
    possible = -12 * 60 <= minutes <= 14 * 60 and minutes.is_integer()
    return at if possible and at.year in YEARS else None


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
            hour = hour % 12 + 12 * (found["half"] == "p") if 1 <= hour <= 12 else 24
        if hour > 23 or minute > 59 or second > 59:
            raise BadInput(f"{shown(found['all'])} isn't a time of day.", _MOMENT_HINT)
        return time(hour, minute, second), sure, found["day"] or ""
    return None, False, words


def moments_on(day: "Day", clock: time, day_start: time, *, sure: bool) -> list[datetime]:
    """Return what a time of day means on each date of a day; none if it isn't in that part."""
    hours = HOURS.get(day.part, range(24))
    if clock.hour not in hours and not sure and clock.hour < 12:
        clock = clock.replace(hour=clock.hour + 12)
    late = clock.hour < 12 if day.part in _NIGHT else clock < day_start and not day.part
    dates = day.dates if clock.hour in hours else []
    return [datetime.combine(on, clock) + late * ONE_DAY for on in dates]


def _days_ago(words: str) -> int | None:
    """Read "2 days ago" and "a week ago": whole days, else None."""
    if found := re.fullmatch(r"([0-9]{1,3}|an?) ?(d|day|w|week)s? ago", words):
        return (int(found[1]) if found[1].isdigit() else 1) * (7 if found[2][0] == "w" else 1)
    return None


def _day(words: str, today: date, current: date, *, whole_month: bool = False) -> "Day | None":
    """Read the words for a day; `today` is the patient's, `current` the date on the clock."""
    base, _, part = words.replace("tonight", "this night").rpartition(" ")
    if part not in HOURS:
        base, part = words, ""
    if base in {"today", "yesterday"} or (part and base == "this"):
        day = today - ONE_DAY * (base == "yesterday")
        # After midnight "this morning" may be either date's.
        return Day([current, day] if (base, part) == ("this", "morning") else [day], part)
    if base == "last" and part in _NIGHT:
        return Day([current - ONE_DAY], part)
    if (days := _days_ago(base)) is not None:
        return Day([today - days * ONE_DAY], part)
    if (weekday := place_in(base.removeprefix("last "), WEEKDAYS)) is not None:
        back = (current.weekday() - weekday) % 7 or 7 * base.startswith("last ")
        return Day([current - n * ONE_DAY for n in (back, back + 7)], part or "calendar")
    dates = _dates(base, current, whole_month=whole_month)
    return Day(dates, part or "calendar") if dates else None


def _dates(words: str, current: date, *, whole_month: bool) -> list[date]:
    """Return the dates that a written one can mean: without a year, those up to `current`."""
    first, _, rest = words.partition(" ")
    weekday = place_in(first, WEEKDAYS)
    written = read_date(words if weekday is None else rest)
    if not written or (written[2] is None and not whole_month):
        return []
    year, month, day = written
    dates = []
    # Eight years back hold a 29 February, whatever the century.
    for each in range(current.year, current.year - 9, -1) if year is None else [year]:
        with suppress(ValueError):
            dates.append(date(each, month, 1 if day is None else day))
    dates = [on for on in dates if on.year in YEARS and (year or on <= current)]
    if not dates:
        raise BadInput(f"{shown(words)} isn't in the calendar (1900 to 2199).", _DATE_HINT)
    if weekday is not None and dates[0].weekday() != weekday:
        raise BadInput(f"{shown(words)}: {dates[0]} isn't a {WEEKDAYS[weekday]}.", _DATE_HINT)
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
    place = place_in(found[2], _MONTHS) if found else None
    if not found or place is None or (found[1] and found[3]):
        return None
    typed = found[1] or found[3]
    return int(found[4]) if found[4] else None, place + 1, int(typed) if typed else None


def place_in(word: str, names: list[str]) -> int | None:
    """Return the place of the name that a word of at least three letters begins, else None."""
    places = [n for n, name in enumerate(names) if word[2:] and name.startswith(word.title())]
    return places[0] if places else None
