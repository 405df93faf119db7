"""What a time can mean where that is two things: morning or evening, one day or the next.

Loaded only where a time was typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.clauses.words import Meaning, TwoReadings
from ketalog.domain.calendar import MONTHS as _MONTHS
from ketalog.domain.calendar import ONE_MINUTE, Calendar
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, time


def two_times(  # noqa: PLR0913 (what a time depends on)
    text: str,
    now: datetime,
    calendar: Calendar,
    *,
    phrase: str,
    is_24_hours: bool,
    beside: datetime | None = None,
    ahead: bool = False,
) -> TwoReadings | None:
    """Return what a time can mean if that is two things, else None.

    `is_24_hours`: the patient's clock has 24 hours, and they said so. What does not look back may
    lie `ahead`. Raises BadInput for what is no time of day.
    """
    from ketalog.times import grammar
    from ketalog.times.words import plain_words

    words = plain_words(text)
    if grammar.read_iso(words):
        return None
    if slashes := re.search(r"(?<!\S)([0-9]{1,2})/([0-9]{1,2})((?:/[0-9]{4})?)(?!\S)", words):
        return _two_dates(words, phrase, slashes, now, ahead=ahead)
    clock, is_sure, day = _clock_of(words)
    if clock is None:
        return None

    def read(typed: str) -> datetime | None:
        reader = grammar.read_moment if ahead else grammar.read_past
        try:
            return reader(typed, now, calendar, beside=beside).at
        except BadInput:
            return None

    # An answer's own form, and a date in ISO form, have a clock of 24 hours.
    named = r"noon|midnight|^[0-9]{4}-| [0-9]{4} [0-9]{2}:[0-9]{2}$"
    is_sure = is_sure or is_24_hours or bool(re.search(named, f"{text}\n{words}", re.MULTILINE))
    is_sure = is_sure or bool(re.search("morning|afternoon|evening|night", day))
    if not is_sure and 1 <= clock.hour <= 12:
        halves = _two_halves(words, clock)
        meant = {typed: at for typed in halves if (at := read(typed)) is not None}
        is_office_hour = ahead and clock.hour > _EARLY
        is_past = len(meant) > 1 and min(meant.values()) < now < max(meant.values())  # today at 9
        if len(meant) > 1 and (is_past or not is_office_hour):
            asks_again = not (ahead or beside is not None)
            meanings = [
                Meaning(_in_one(typed, at, now) if asks_again else typed, _say(at, now))
                for typed, at in meant.items()
            ]
            return TwoReadings(phrase, "can be morning or evening", *meanings)
    if day and re.search(r"\bmidnight\b", f"{text} {words}"):
        return _two_midnights(words, phrase, read)
    looks_back = not ahead and beside is None
    if looks_back and re.match("yesterday|[0-9]+ days? ago", day):
        return _two_days(text, phrase, now, calendar, read)
    return _just_ahead(text, phrase, clock, now, read) if looks_back and not day else None


_SOON_S = 3600
"""Seconds ahead of now up to which a time of day may be a slip for now."""
_EARLY = 7
"""Up to this hour a time ahead may be meant in the evening: nobody is seen at 3:30 at night."""


def _two_midnights(
    words: str, phrase: str, read: Callable[[str], datetime | None]
) -> TwoReadings | None:
    """Return both midnights of a day, at its start and at its end."""
    from datetime import timedelta

    from ketalog.times.words import say_moment

    first = read(re.sub(r"\bmidnight\b|(?<![0-9])0?0:00|12:00 ?am", "00:00", words))
    if first is None:
        return None
    is_night = re.search("yesterday|tomorrow|today|tonight|ago", words)  # days of the patient
    start = first - timedelta(days=1) if is_night else first
    ends = [f"{start + timedelta(days=n):%Y-%m-%d} 00:00" for n in (0, 1)]
    meanings = [Meaning(end, say_moment(at)) for end in ends if (at := read(end)) is not None]
    return TwoReadings(phrase, "is the start of a day, and its end", *meanings)


def _clock_of(words: str) -> tuple[time | None, bool, str]:
    """Return the time of day, whether it is sure of morning or evening, and the day's words.

    An hour alone, `at 9`, is one too.
    """
    from ketalog.times import grammar

    clock, is_sure, day = grammar.split_clock(words)
    if clock is None and re.fullmatch("[1-9]|1[0-2]", words):
        return grammar.split_clock(f"{words}:00")
    return clock, is_sure, day


def _say(at: datetime, now: datetime) -> str:
    from ketalog.times.words import say_elapsed, say_moment

    minutes = (now - at) // ONE_MINUTE
    if minutes < 0:
        return say_moment(at)
    return f"{say_moment(at)} ({say_elapsed(minutes)} ago)"


def _two_halves(words: str, clock: time) -> list[str]:
    """Return the time in the morning and in the evening, as each is typed."""
    hour = clock.hour % 12 or 12
    minute = f":{clock.minute:02}" + (f":{clock.second:02}" if clock.second else "")
    shape = re.compile(r"(?<![0-9/.-])[0-9]{1,2}(?:[:.h][0-9]{2}(?::[0-9]{2})?|$)")
    return [shape.sub(f"{hour}{minute}{half}", words, count=1) for half in ("am", "pm")]


def _two_dates(
    text: str, phrase: str, date: re.Match[str], now: datetime, *, ahead: bool
) -> TwoReadings | None:
    from datetime import date as calendar_date

    first, second = int(date[1]), int(date[2])
    if max(first, second) > 12 or first == second:
        return None
    meanings = []
    for month, day in ((first, second), (second, first)):
        year = int(date[3].lstrip("/") or now.year)
        if not date[3] and ahead:
            year += (month, day) < (now.month, now.day)
        elif not date[3]:
            year -= (month, day) > (now.month, now.day)
        on = calendar_date(year, month, day)
        said = f"{on.day} {_MONTHS[on.month - 1][:3]} {on.year}"
        meanings.append(Meaning(text.replace(date[0], on.isoformat()), said))
    return TwoReadings(phrase, "can be two dates", *meanings)


def _in_one(typed: str, at: datetime, now: datetime) -> str:
    """Return what means a moment without a second question: its hour may be just ahead."""
    ahead = (at - now).total_seconds() % 86_400
    return f"{at:%Y-%m-%d %H:%M}" if at < now and ahead <= _SOON_S else typed


def _just_ahead(
    text: str, phrase: str, clock: time, now: datetime, read: Callable[[str], datetime | None]
) -> TwoReadings | None:
    """Return both readings of a time that is at most an hour ahead: now, or a day ago."""
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    here = (now.hour * 60 + now.minute) * 60 + now.second
    ahead = (seconds - here) % 86_400  # seconds of a day
    at = read(text)
    if not 60 <= ahead <= _SOON_S or at is None:  # the minute that has begun may be typed
        return None
    minutes = -(-ahead // 60)
    return TwoReadings(
        phrase,
        f"is {minutes} min ahead",
        Meaning(f"{at:%Y-%m-%d %H:%M}", _say(at, now)),
        Meaning("now", f"now ({now:%H:%M})"),
    )


def _two_days(
    text: str,
    phrase: str,
    now: datetime,
    calendar: Calendar,
    read: Callable[[str], datetime | None],
) -> TwoReadings | None:
    """Return both readings of a day before, between midnight and the start of the patient's day."""
    from datetime import timedelta

    at = read(text)
    is_night = at is not None and calendar.day_of(at) != at.date()  # yesterday 1am
    if at is None or (calendar.day_of(now) == now.date() and not is_night):
        return None
    found = []
    for day in (at, at - timedelta(days=1)) if is_night else (at + timedelta(days=1), at):
        typed = f"{day:%Y-%m-%d %H:%M}"
        meant = read(typed)
        if meant is not None and meant <= now:
            found.append(Meaning(typed, _say(meant, now)))
    return TwoReadings(phrase, "can be two days", *found) if len(found) > 1 else None
