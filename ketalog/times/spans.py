"""Read the days that patients want to look at: a week, a month, "last 7 days", "since mon"."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from ketalog.domain.calendar import MONTHS, ONE_DAY, YEARS, Calendar, Span
from ketalog.errors import BadInput
from ketalog.times.grammar import is_iso_week, months_from, read_date, read_day
from ketalog.times.words import NUMBER, number_of, plain_words, shown

Period = Literal["week", "month"]
_STEPS = {
    **dict.fromkeys(("", "this", "current"), 0),
    **dict.fromkeys(("last", "previous", "before"), -1),
    **dict.fromkeys(("before last", "last but one"), -2),
    "next": 1,
}
"""How many weeks or months on is the one that is named from this one."""
_MOST_WEEKS = 53
_RATHER_AGO = 12
"""A number of a week up to which it may be so many weeks ago."""
UPCOMING = frozenset({"upcoming", "coming up", "ahead", "future"})
"""From today on."""
_WEEKEND = 5
"""Saturday."""
_LAST = rf"(?:(?:last|past|previous) )?({NUMBER}) ?(day|week|month|year)s?"


def read_day_in(period: Period, text: str, now: datetime, calendar: Calendar) -> date:
    """Read a day of the week or month to look at: "last" is the one before this, and so is "-1".

    An empty text is today. Raises BadInput.
    """
    today = calendar.day_of(now)
    words = re.sub(" back$", " ago", re.sub("^(?:for|in|from|since) ", "", plain_words(text)))
    named = re.sub(rf"\b{period}\b ?", "", words).strip() if words else text.strip()
    steps = _STEPS.get(named)
    if found := re.fullmatch("[-–]([0-9]{1,3})", text.strip()):
        steps = -int(found[1])
    elif found := re.fullmatch(rf"({NUMBER}) {period}s? ago", words):
        steps = -number_of(found[1])
    if steps == 0:
        return today
    if steps is not None:
        return months_from(today, steps) if period == "month" else today + steps * 7 * ONE_DAY
    if period == "week":
        words = _as_week(words)
    elif found := re.fullmatch("([0-9]{1,2})(?:[./-]([0-9]{4}))?", words):
        words = _as_month(int(found[1]), found[2], today)
    return read_day(words or text, now, calendar)


def _as_week(words: str) -> str:
    """Return the words for a week; a number alone is that of it. Raises BadInput for a month."""
    if words.isdecimal() and len(words) < 3:
        if not 1 <= int(words) <= _MOST_WEEKS:
            raise BadInput(f"There is no week {words}.", "For example: ketalog week -1.")
        if int(words) <= _RATHER_AGO:
            raise BadInput(
                f"'{words}' can be a week by its number, or so many weeks ago.",
                f"Type: ketalog week w{words}, or: ketalog week -{words}.",
            )
        return f"w{words}"
    written = None if "/" in words else read_date(words)
    if written is not None and written[2] is None and written[1] <= len(MONTHS):
        raise BadInput(f"{shown(words)} is a month, and no week.", f"Type: ketalog month {words}.")
    return words


def _as_month(number: int, year: str | None, today: date) -> str:
    """Return the month of a number; without a year, the last that has begun. Raises BadInput."""
    if not 1 <= number <= len(MONTHS):
        raise BadInput(f"There is no month {number}.", "For example: ketalog month 2026-09.")
    return f"{year or today.year - (number > today.month)}-{number}"


def read_span(text: str, now: datetime, calendar: Calendar) -> Span:
    """Read the days to look at: a day, "last week", "sep 2026", "last 7 days", "since mon".

    Raises BadInput.
    """
    words, today = plain_words(text), calendar.day_of(now.astimezone())
    text = f"this {words}" if words in {"week", "month", "year", "weekend"} else text
    if found := re.fullmatch(r"(since|from|(?:up )?(?:until|till?|to)|before|after) (.+)", words):
        if ends := _ends_of(found[2], now, calendar):
            if found[1] not in {"since", "from", "after"}:
                raise BadInput(f"{shown(text)} has two ends.")
            return Span(ends.start + ONE_DAY * (found[1] == "after"), ends.end)
        span = read_span(found[2], now, calendar)
        if found[1] in {"since", "from", "after"}:
            return Span(span.end if found[1] == "after" else span.start, today + ONE_DAY)
        return Span(date(YEARS[0], 1, 1), span.start if found[1] == "before" else span.end)
    if ends := _ends_of(words, now, calendar):
        return ends
    if (named := _named(plain_words(text), today, calendar)) is not None:
        return named
    words = re.sub("^past (?=week|month|year)", "past 1 ", words)
    if found := re.fullmatch(_LAST, words):
        steps, unit = -number_of(found[1]), found[2]
        months = {"month": 1, "year": 12}.get(unit)
        start = today + {"day": 1, "week": 7}.get(unit, 0) * steps * ONE_DAY
        start = months_from(start, months * steps) if months else start
        return Span(start + ONE_DAY, today + ONE_DAY)
    day = read_day(text, now, calendar)
    if words.endswith("week") or is_iso_week(words):
        return calendar.week_of(day)
    written = read_date(words)
    is_month = words.endswith("month") or (written is not None and written[2] is None)
    return calendar.month_of(day) if is_month else Span(day, day + ONE_DAY)


def _named(words: str, today: date, calendar: Calendar) -> Span | None:
    """Return the days that have a name from today on or back: a year, a weekend, next week."""
    if words == "tomorrow":
        return Span(today + ONE_DAY, today + 2 * ONE_DAY)
    if words in {"next week", "next month"}:
        span_of = calendar.week_of if words == "next week" else calendar.month_of
        return span_of(span_of(today).end)
    if words in UPCOMING:
        return Span(today, date(YEARS[-1] + 1, 1, 1))
    if words in {"this year", "last year"} or re.fullmatch("(?:19|2[01])[0-9]{2}", words):
        year = int(words) if words.isdecimal() else today.year - (words == "last year")
        return Span(date(year, 1, 1), date(year + 1, 1, 1))
    if words in {"this weekend", "last weekend"}:
        since = (today.weekday() - _WEEKEND) % 7
        saturday = today - since * ONE_DAY
        if words == "last weekend" and since < 2:  # it is the weekend
            saturday -= 7 * ONE_DAY
        return Span(saturday, saturday + 2 * ONE_DAY)
    return None


def _ends_of(words: str, now: datetime, calendar: Calendar) -> Span | None:
    """Read "18 nov to 20 nov", "18-20 nov", "between mon and wed", with both days."""
    words = re.sub(r"^([0-9]{1,2}) ?(?:-|to) ?(?=[0-9]{1,2} ([a-z]{3,9})$)", r"\1 \2 to ", words)
    to = "(?: (?:to|until|till|-) |(?<=[a-z])-(?=[a-z]))"
    found = re.fullmatch(rf"(.+?){to}(.+)|between (.+?) and (.+)", words)
    if found is None:
        return None
    first, last = (read_span(part, now, calendar) for part in found.groups() if part)
    return Span(first.start, last.end)
