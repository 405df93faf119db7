"""Read the times that patients type for what may lie ahead: appointments, plans."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ketalog.domain.calendar import YEARS
from ketalog.errors import BadInput
from ketalog.times.grammar import (
    ONE_DAY,
    WEEKDAYS,
    Day,
    Reading,
    moments_on,
    other_place,
    place_in,
    plain_words,
    read_date,
    read_day,
    read_iso,
    read_minutes,
    read_past,
    settle,
    shown,
    split_clock,
)

if TYPE_CHECKING:
    from ketalog.domain.calendar import Calendar

_LOOKS_BACK = re.compile(r"(?:just )?now|.*\b(?:ago|last|yesterday)\b.*")
_PART = re.compile(r"(?:(.*?) ?)\b(morning|afternoon|evening|night)")
_STEP = re.compile(r"in ([0-9]{1,3}|an?|one|two|three) ?(d|days?|w|weeks?|months?)")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_MOMENT_HINT = 'Type a time such as "next tue 3pm", "3 dec 14:30" or "2026-12-03 14:30".'
_DAY_HINT = 'Type a day, such as "today", "next mon", "1 dec", "in 2 weeks" or "2026-12-01".'
_DATE_HINT = 'Write a date as "14 dec", "14 dec 2026", "14.12.2026" or "2026-12-14".'


def read_moment(
    text: str, now: datetime, calendar: Calendar, *, beside: datetime | None = None
) -> Reading:
    """Read a moment that may lie ahead or in the past.

    What can mean several moments is the next one ahead: "3pm", "tue 3pm", "3 dec 14:30". The past
    needs its year, or to be said: "last tue 3pm", "2 days ago 3pm". With `beside`, the former time
    of an entry, a bare time of day is on its date and the clock's of its place. Raises BadInput.
    """
    place = other_place(beside)
    here, words = now.astimezone(place), plain_words(text)
    if _LOOKS_BACK.fullmatch(words):
        return read_past(text, now, calendar, beside=beside)
    if elapsed := _from_now(words):
        return Reading((here.replace(microsecond=0) + elapsed).astimezone(place), None)
    moments = _candidates(text, words, here, calendar, beside)
    readings = [settle(at if at.tzinfo else at.replace(tzinfo=place), here) for at in moments]
    return next((one for one in readings if one.at >= here), readings[-1])


def read_day_ahead(text: str, now: datetime, calendar: Calendar) -> date:
    """Read the day from which something holds: "today", "1 dec", "next mon", "in 2 weeks".

    Without a year it is the next such day, today among them. Raises BadInput.
    """
    words = plain_words(text)
    if _LOOKS_BACK.fullmatch(words):
        return read_day(text, now, calendar)
    today = calendar.day_of(now.astimezone())
    if words in {"next week", "next month"}:
        span_of = calendar.week_of if words == "next week" else calendar.month_of
        return span_of(today).end
    day = None if _PART.fullmatch(words) else _day(words, today, today)
    if day is None:
        raise BadInput(f"{shown(text)} can't be read as a day.", _DAY_HINT)
    return next((on for on in day.dates if on >= today), day.dates[-1])


def _from_now(words: str) -> timedelta | None:
    """Read "in 2 hours", "90 min from now"; None for days on, which have a time of day."""
    said = words.removeprefix("in ").removesuffix(" from now")
    if said == words or _STEP.match(f"in {said}"):
        return None
    with suppress(BadInput):
        return timedelta(minutes=read_minutes(said))
    return None


def _candidates(
    text: str, words: str, here: datetime, calendar: Calendar, beside: datetime | None
) -> list[datetime]:
    """Return the moments that a phrase can mean, the next ones ahead first; naive are local."""
    if iso := read_iso(words):
        return [iso]
    today, current = calendar.day_of(here), here.date()
    clock, sure, day_words = split_clock(words)
    if clock and not day_words:
        on = [beside.date()] if beside else [current, current + ONE_DAY]
        return [datetime.combine(each, clock) for each in on]
    day = _day(day_words, today, current)
    if clock and day and (moments := moments_on(day, clock, calendar.day_start, sure=sure)):
        # After midnight "today 3pm" is the date's own: the patient's day has it behind.
        return moments + [datetime.combine(current, clock)] * (day == Day([today]))
    problem, hint = "can't be read as a time", _MOMENT_HINT
    head, _, number = words.rpartition(" ")
    if day and not clock:
        problem, hint = "lacks the time of day", f'Add it, as in "{words} 3pm".'
    elif number in map(str, range(1, 13)) and (not head or _day(head, today, current)):
        problem, hint = "could be morning or evening", f'Type "{words}am" or "{words}pm".'
    raise BadInput(f"{shown(text)} {problem}.", hint)


def _day(words: str, today: date, current: date) -> Day | None:
    """Read the words for a day; `today` is the patient's, `current` the date on the clock."""
    base, part = words.replace("tonight", "this night"), ""
    if found := _PART.fullmatch(base):
        base, part = found[1], found[2]
    if base in {"today", "tomorrow"} or (part and base == "this"):
        return Day([today + ONE_DAY * (base == "tomorrow")], part)
    if (step := _steps(base, today)) is not None:
        return Day([step], part)
    named = re.sub(r"^(?:next|this|coming) ", "", base)
    if (weekday := place_in(named, WEEKDAYS)) is not None:
        ahead = (weekday - current.weekday()) % 7 or 7 * base.startswith("next ")
        return Day([current + n * ONE_DAY for n in (ahead, ahead + 7)], part or "calendar")
    dates = _dates(base, current)
    return Day(dates, part or "calendar") if dates else None


def _steps(words: str, today: date) -> date | None:
    """Read "in 2 weeks", "in a month": the same day of the month, or its last one."""
    found = _STEP.fullmatch(f"in {words.removesuffix(' from now')}" if "from" in words else words)
    if not found:
        return None
    n = _NUMBERS.get(found[1]) or int(found[1])
    if found[2].startswith("m"):
        from dateutil.relativedelta import relativedelta

        return today + relativedelta(months=n)
    return today + n * (7 if found[2].startswith("w") else 1) * ONE_DAY


def _dates(words: str, current: date) -> list[date]:
    """Return the dates that a written one can mean: without a year, those from `current` on."""
    first, _, rest = words.partition(" ")
    weekday = place_in(first, WEEKDAYS)
    written = read_date(words if weekday is None else rest)
    year, month, day = written or (None, 0, None)
    if day is None:
        return []
    dates = []
    # Eight years ahead hold a 29 February, whatever the century.
    for each in range(current.year, current.year + 9) if year is None else [year]:
        with suppress(ValueError):
            dates.append(date(each, month, day))
    dates = [on for on in dates if on.year in YEARS and (year or on >= current)]
    if not dates:
        raise BadInput(f"{shown(words)} isn't in the calendar (1900 to 2199).", _DATE_HINT)
    if weekday is not None and dates[0].weekday() != weekday:
        raise BadInput(f"{shown(words)}: {dates[0]} isn't a {WEEKDAYS[weekday]}.", _DATE_HINT)
    return dates


def read_nearest_day(text: str, now: datetime, calendar: Calendar) -> date:
    """Read a day, ahead or past; without a year the nearest: on 3 Nov, "2 nov" is yesterday.

    Raises BadInput.
    """
    day = read_day_ahead(text, now, calendar)
    if re.search(r"\d{4}", text) or day - calendar.day_of(now) <= timedelta(days=183):
        return day
    return day.replace(year=day.year - 1)
