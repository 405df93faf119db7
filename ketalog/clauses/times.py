"""Times among other words, and what each of them can mean; times/ reads them.

Loaded only where a time may have been typed.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from ketalog.clauses.words import (
    ABOUT,
    COUNTS,
    DIGITS,
    LENGTH_WORDS,
    MG,
    ORDINALS,
    PARTS_OF_A_DAY,
    PERCENT,
    Meaning,
    TwoReadings,
    Word,
    cut,
    joined,
    length_of,
    number_at,
    shapes_of,
    text_at,
)
from ketalog.domain.amounts import PIECES
from ketalog.domain.calendar import MONTHS as _MONTHS
from ketalog.domain.calendar import WEEKDAYS as _WEEKDAYS
from ketalog.domain.entries import RATED_AS
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ketalog.clauses.words import Found

MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAYS = (
    "(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|"
    "sat(?:urday)?|sun(?:day)?)"
)


_ORDINAL = "(?:st|nd|rd|th)"
_HOURS = "h(?:(?:ou)?rs?)?"
_DATE = (
    r"(?<![0-9:/.-])([0-9]{1,2})(?P<sign>[-/.])([0-9]{1,2})"
    r"(?:(?P=sign)((?:20)?[0-9]{2}))?(?= |$)"
)


@cache
def _time_pattern() -> re.Pattern[str]:
    part = "(?:morning|afternoon|evening|night|[ap]m)"
    date = (
        rf"(?:{WEEKDAYS} )?(?:the )?(?:[0-9]{{1,2}}(?: ?{_ORDINAL})?(?: of)? ?{MONTHS}"
        rf"|{MONTHS} ?(?:the )?[0-9]{{1,2}}(?: ?{_ORDINAL})?)"
        r"(?: ?(?:19|20|21)[0-9]{2}(?![0-9:]))?"
        rf"|{WEEKDAYS} (?:the )?[0-9]{{1,2}} ?{_ORDINAL}"
        r"|[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}"
        r"|[0-9]{1,2}\.[0-9]{1,2}\.(?:(?:20)?[0-9]{2}|(?= |$))"
        r"|(?:0?[1-9]|[12][0-9]|3[01])\.(?:0[1-9]|1[0-2])"  # 20.11 is one before a time
        r"(?= (?:[0-9]{1,2}:[0-9]{2}|(?:at|@) [0-9]))"
    )
    nth = rf"(?:(?:the )?[0-9]{{1,2}} ?{_ORDINAL}(?! (?:time|day|dose|one|week|night|spray)))"
    number = "(?:[0-9]{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
    near = (
        rf"(?:today|tonight|(?:(?:the )?day before )?yesterday(?: {part})?|this {part}"
        rf"|last ?(?:night|evening)|{number} (?:day|night|week|fortnight)s? ago"
        rf"|(?:(?:the )?day after )?tomorrow(?: {part})?"
        rf"|in {number} (?:day|week|month|fortnight)s?"
        rf"|(?:{number} weeks? (?:on |from )?(?:{WEEKDAYS}|today|tomorrow|now)|{WEEKDAYS} week)"
        r"(?![0-9a-z]))"
    )
    before = "(?:last |this past |this |next |coming )"
    day = rf"(?:{near}|{date})"
    one = "(?:0?[1-9]|[12][0-9]|3[01])"
    full = rf"(?:{one}/{one}/(?:20)?[0-9]{{2}}|{one}-{one}-(?:20)?[0-9]{{2}})"
    slashes = rf"(?:{full}|{one}[/-]{one})"
    in_week = (
        rf"(?:(?:last|next) week (?:on )?{WEEKDAYS}|{WEEKDAYS} (?:of )?(?:last|next) week"
        rf"|{WEEKDAYS} (?:before last(?! night| evening)|(?:of )?the week before))"  # is refused
    )
    weekday = rf"(?:{in_week}|{before}?{WEEKDAYS}(?: {part})?)"
    dates = (
        "(?:(?:1[3-9]|2[0-9]|3[01])/(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01]))"
    )
    minutes = "[0-5][0-9]"
    clock = (
        rf"(?:(?:0[0-9]|1[3-9]|2[0-3]):{minutes} ?{_HOURS}(?! ago)"
        rf"|[0-9]{{1,2}}(?:[:.]?{minutes}(?:[:.]{minutes})?)?(?: ?[ap]m|[ap])"
        # 8 30 pm, but not 8 10 pm, which may be a number and a time
        r"|(?:0?[1-9]|1[0-2]) (?:0[0-9]|1[3-9]|[2-5][0-9]) ?[ap]m"
        rf"|[0-9]{{1,2}}(?:[:.]{minutes})? ?o'?clock(?: ?[ap]m)?"
        rf"|[0-9]{{1,2}}(?:[:h]{minutes}(?::{minutes})?)"
        rf"|(?:0?[1-9]|1[0-2])\.{minutes}(?= (?:this |in the |at night|last night|tonight))"
        r"|noon|midnight)(?:[ -]?ish)?(?![0-9a-z:])"
    )
    ish = "(?:0?[1-9]|1[0-2])[ -]?ish(?: ?[ap]m)?"
    after_at = (
        rf"(?:[0-9]{{1,2}}{minutes}|[0-9]{{1,2}}(?:\.{minutes})?)(?: ?{_HOURS})?"
        rf"(?![0-9a-z:/.-]| ago| {MONTHS})"
    )
    dotted = r"(?:1[3-9]|2[0-3])\.(?:00|1[3-9]|[2-5][0-9])"  # 20.11 may be a date
    military = (
        rf"(?:(?:(?:[01][0-9]|2[0-3]){minutes}(?: ?{_HOURS})?|{dotted})(?![0-9a-z:/.-])"
        r"|(?:1[3-9]|2[0-3])h(?![0-9a-z]| ago))"
    )
    about = "|".join(sorted(ABOUT))
    at = rf"(?:(?:at|on|@|{about}) |~)"
    elsewhere = r"(?:-(?:0[0-9]|1[0-2])|[+](?:0[0-9]|1[0-4])):(?:00|15|30|45)"
    evening = (
        rf"(?:{near}|{weekday}) {at}*{military}"
        rf"|{near} {at}*(?:1[3-9]|2[0-3])\.{minutes}(?![0-9a-z:/.-])"
        rf"|(?:{day}|{full}|{dates}|{weekday}|{nth}) {at}*(?:1[3-9]|2[0-3]) ?{_HOURS}"
        r"(?![0-9a-z]| ago)"
        rf"|(?:last ?(?:night|evening)|tonight|(?:this|yesterday|{WEEKDAYS}) {part}) {at}*"
        rf"(?:0?[1-9]|1[0-2])\.{minutes}(?![0-9a-z:/.-]| (?:m?g|x|troche|tab))"
    )
    offset = r"(?: ?z| ?utc| ?[+-][0-9]{2}:?[0-9]{2})?"
    return re.compile(
        rf"{at}*(?P<now>(?:just |right )?now)(?![a-z])"
        rf"|{at}*(?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[t ][0-9]{{1,2}}:{minutes}"
        rf"(?::{minutes})?(?:\.[0-9]+)?{offset})(?![0-9:]| ?[ap]m)"
        rf"|{at}*(?P<stamp>{day} [0-9]{{1,2}}:{minutes}{elsewhere})(?![0-9:])"  # as answers say it
        rf"|{at}*(?P<day>(?:{day}|{weekday}|{slashes}|{nth}) {at}*(?:{clock}|{ish}))"
        rf"|{at}*(?P<evening>{evening})"
        rf"|{at}*(?P<hour>(?:{day}|{full}|{dates}|{weekday}|{nth}) (?:at|@|{about}) {after_at})"
        rf"|{at}*(?P<clock>{clock}"
        rf"(?: {at}*(?:{day}|{weekday}(?![a-z])|{slashes}|{nth})(?![0-9a-z]))?)"
        rf"|(?:at|on|@) (?P<slashes>{slashes})(?![0-9a-z])"
        rf"|(?:at|@) (?:(?:{about}) )?(?P<at>{after_at}"
        rf"(?: (?:on )?(?:{day}|{weekday})(?![0-9a-z]))?)"
        rf"|(?P<military>{military}(?: (?:on )?(?:{day}|{weekday})(?![0-9a-z]))?)"
        rf"|(?:(?:on|at) )?(?P<only>{in_week}|{day}|{full}|{dates}"
        rf"|(?:(?<=on )|(?<=at )|(?=(?:last|next|coming) )){weekday}|(?<=on ){nth}"
        rf"|(?:[a-z]{{3,6}}day|mon|tues?|weds?|thu(?:rs?)?|fri)(?: {part})?"
        rf"|(?:sat|sun) {part})(?![0-9a-z/])"
        rf"|(?P<several>(?:last|this|past) (?:week|weekend|month|year))(?![0-9a-z'])"
        rf"|(?P<weekday>{weekday}|{nth})(?![0-9a-z])"
    )


def time_at(
    words: Sequence[Word], at: int, *, weekday_alone: bool = False, ahead: bool = False
) -> Found:
    """Return how many words from `at` on are a time, and it as times/ reads it.

    A `weekday_alone` is one where a day is asked for; what lies `ahead` has words of its own.
    """
    if found := _ago(words, at) or _plain(words, at):
        return found
    if spelled := _spelled(words, at):
        n, clock = spelled
        as_digits = [*cut([clock]), *words[at + n :]]
        longer = time_at(as_digits, 0)
        more = (longer[0] if longer else 0) - len(cut([clock]))
        return (n + more, longer[1]) if longer and more > 0 else spelled
    near = [_in_digits(words, n) for n in range(at, _saturation(words, at))]
    shape = _time_pattern().match(joined(near))
    if not shape or (shape["weekday"] and not (weekday_alone or _is_a_day(words, at))):
        return None
    if shape["several"] and not ahead:
        raise BadInput(
            f"'{shape['several']}' is not one day.", "Type a day, as in: mon, 14 sep, 3 days ago."
        )
    if shape["several"]:
        return None
    ends, length = [], 0
    for word in near:
        length += len(word.text) + (bool(length) and not word.glued)
        ends.append(length)
    if shape.end() not in ends:
        return None
    n = ends.index(shape.end()) + 1
    if ahead and (hour := _hour_behind(words, at + n, shape)):
        return n + 1, plain_time(f"{shape[0]} {hour}")
    typed = re.sub(_DOTTED, r"\1:\2", shape[0]) if shape["at"] or shape["hour"] else shape[0]
    typed = re.sub(_DOTTED_AND_PART, r"\1:\2", typed)
    if (shape["day"] or shape["hour"] or shape["clock"]) and (
        clock := _clock_at_end(typed)
    ):  # wed at 9 in the evening
        half, more = _half_at(words, at + n, int(clock))
        return (n + more, plain_time(f"{typed}{half}")) if more > 1 else (n, plain_time(typed))
    return n, plain_time(typed)


def _plain(words: Sequence[Word], at: int) -> Found:
    """Read the times that are typed daily, `7pm`, `friday at 9:30 pm`, as the pattern does.

    To make that takes as long as all else of ketalog. None where more could belong to the time.
    """
    first = text_at(words, at)
    if (first in _DAYS or _is_a_stamp(first)) and text_at(words, at + 1) in BEHIND_A_TIME:
        return 1, plain_time(joined(words[at : at + 1]))
    n = at + (first == "at")
    day = text_at(words, n)
    n += day in _DAYS
    n += day in _DAYS and text_at(words, n) == "at"
    hour, colon, minute = text_at(words, n).partition(":")
    half = text_at(words, n + 1)
    n += 2 if half in {"am", "pm"} else 1
    is_half = half in {"am", "pm"} and not colon and hour in _HOURS_OF_A_HALF
    is_clock = colon and hour in _HOURS_OF_A_DAY and minute in _MINUTES_OF_AN_HOUR
    if (is_half or is_clock) and text_at(words, n) in BEHIND_A_TIME:
        return n - at, plain_time(joined(words[at:n]))
    return None


def _is_a_stamp(text: str) -> bool:
    if text[4:5] + text[7:8] + text[10:11] + text[13:14] != "--t:" or len(text) not in _STAMPS:
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_STAMPS = frozenset(map(len, ("2026-11-20t21:05", "2026-11-20t21:05:00", "2026-11-20t21:05+01:00")))
_HOURS_OF_A_HALF = frozenset(map(str, range(1, 13)))
_HOURS_OF_A_DAY = frozenset(f"{hour}" for hour in range(24)) | {f"0{hour}" for hour in range(10)}
_MINUTES_OF_AN_HOUR = frozenset(f"{minute:02}" for minute in range(60))
_DAYS = frozenset(
    {"today", "yesterday", "mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri"}
    | {day.lower() for day in _WEEKDAYS}
)
"""Days, but not `sat` and `sun`, which can be something else."""
BEHIND_A_TIME = frozenset(
    {"", "held", "hold", "mood", "anxiety", "energy", "swallowed", "spat", "note", "bp", "pulse"}
    | {"sublingual", "sl", "nasal", "oral", "im", "iv", "mild", "moderate", "severe"}
)
"""Words that belong to no time; nothing is one of them."""


def _hour_behind(words: Sequence[Word], at: int, day: re.Match[str]) -> str:
    """Return an hour alone behind a day that lies ahead: `tomorrow 9`, `3 dec 1430`."""
    hour = text_at(words, at)
    if not hour.isdecimal() or text_at(words, at + 1) not in {"", "with"}:
        return ""
    is_named = not any(char.isdecimal() for char in day[0])
    if day["only"] and len(hour) == 4 and hour < "2400" and hour[2] < "6":
        return f"{hour[:2]}:{hour[2:]}"
    return hour if is_named and 1 <= int(hour) <= 23 else ""


def _saturation(words: Sequence[Word], at: int) -> int:
    """Return how far words can be a time: `7pm, sat 98%` ends in oxygen, and no Saturday."""
    end = min(at + 10, len(words))
    for n in range(at, end):
        number, unit = text_at(words, n + 1), text_at(words, n + 2)
        is_oxygen = number.isdecimal() and (unit in PERCENT or 31 < int(number) <= 100)
        if words[n].text == "sat" and is_oxygen:
            return n
    return end


def _is_a_day(words: Sequence[Word], at: int) -> bool:
    """Tell whether `sat` or `sun` alone ends a line as its day: mood 5 sat, but not o2 sat."""
    before, behind = text_at(words, at - 1), text_at(words, at + 1)
    if words[at].text not in {"sat", "sun"} or text_at(words, at - 2) == "o":
        return False
    if behind:
        return not before and behind.isdecimal() and int(behind) <= 10  # sat 5, of a mood
    no_day = _NO_SATURDAY if words[at].text == "sat" else _NO_SUNDAY
    return (before.isalpha() and before not in no_day) or (before.isdecimal() and int(before) <= 10)


_NO_SATURDAY = frozenset({"i", "he", "she", "they", "we", "oxygen", "percent", "low", "my"})
"""Before these `sat` is no day: when i sat, low sat."""
_NO_SUNDAY = frozenset({"the", "in", "much", "no", "hot", "full", "more", "of", "from", "strong"})
"""Before these `sun` is no day: in the sun, too much sun."""


def _in_digits(words: Sequence[Word], at: int) -> Word:
    """Return a word, that of a date in digits: `third` of `the third of December`."""
    word, before, behind = words[at], text_at(words, at - 1), text_at(words, at + 1)
    is_date = before == "the" or any(re.fullmatch(MONTHS, each) for each in (before, behind))
    is_date = is_date or behind == "of"
    if word.text not in ORDINALS or not is_date:
        return word
    return Word(ORDINALS[word.text], word.piece, word.glued)


_DOTTED = r"(?<![0-9.])([0-9]{1,2})\.(00|1[3-9]|[2-5][0-9])(?![0-9.])"
"""Behind `at`, 8.30 is half past eight; 8.11 may be the 8th of November."""


_DOTTED_AND_PART = (
    r"(?:^|(?<=ight )|(?<=ning )|(?<=noon )|(?<=ight at )|(?<=ning at )|(?<=noon at ))"
    r"([0-9]{1,2})\.([0-9]{2})(?=$| (?:this|in|at night|last|ton))"
)
"""Beside a part of the day 7.05 is a time, too."""


def is_whole_day(text: str) -> bool:
    """Tell whether a time is a day alone."""
    from ketalog.times.grammar import is_day

    return is_day(text)


def day_and_clock(*said: str) -> str | None:
    """Return a day and a time of it that were said apart as one: `yesterday 100mg 9pm`."""
    from ketalog.times.grammar import is_day, split_clock
    from ketalog.times.words import plain_words

    for day, clock in (said, said[::-1]):
        time, _, rest = split_clock(plain_words(clock))
        if time is not None and not rest and is_day(day):
            return f"{day} {clock}"
    return None


def _ago(words: Sequence[Word], at: int) -> Found:
    """Read `20 min ago`, `an hour and a half ago`, `two days ago`."""
    start = at + (text_at(words, at) in ABOUT | {"at"})
    bare = text_at(words, start)
    if bare.isdecimal() and text_at(words, start + 1) == "ago":
        ways = Meaning(f"{bare}h ago", "hours"), Meaning(f"{bare} min ago", "minutes")
        raise TwoReadings(f"{bare} ago", "can be hours or minutes", *ways)
    if text_at(words, start) in {"hour", "hr"} and text_at(words, start + 1) == "ago":
        return start + 2 - at, "1 hour ago"
    number = number_at(words, start)
    spelled = number[0] if number and not number[2] else 0
    for end in range(start + 1, min(start + 9, len(words))):
        if end < start + spelled:
            continue
        if words[end].text in {"ago", "earlier", "back"}:
            rest = joined(words[start + spelled : end])
            whole = f"{number[1]} {rest} ago" if number and spelled else f"{rest} ago"
            after = text_at(words, end + 1)
            if "day" in rest or "week" in rest:
                if after[:1] in DIGITS or after == "at":
                    return None  # 2 days ago 9pm: the pattern reads it whole
                return end + 1 - at, whole
            return end + 1 - at, whole
        is_number = words[end].text[:1] in DIGITS
        if words[end].text not in LENGTH_WORDS and not is_number:
            return None
        if (is_number or words[end].text in {"half", "a", "an"}) and (
            words[end - 1].text[:1] in DIGITS or words[end - 1].text in COUNTS
        ):
            return None  # mood 6 20 min ago: the first of two numbers is of another clause
    return None


def _spelled(words: Sequence[Word], at: int) -> Found:
    """Read `half past seven`, `quarter to 8 pm`, `at seven`, `7ish`, as a clock shows them."""
    if text_at(words, at - 1) in {"from", "between"}:
        return None  # from 10 to 8
    is_at = text_at(words, at) in ABOUT | {"at"}
    n, minutes, is_sure = _minutes_at(words, at + is_at)
    place = at + is_at + n
    named = text_at(words, place) if n else ""
    hour = (1, "12", False) if named in _NAMED else number_at(words, place)
    if hour is None or not hour[1].isdecimal() or not 1 <= int(hour[1]) <= 12:
        return None
    end = place + hour[0]
    if text_at(words, end).rstrip("s") in {*PIECES, *MG}:
        return None
    # seven thirty pm; at 8 30, at the end of a line
    is_open = not hour[2] or (is_at and text_at(words, at - 1) and end + 1 == len(words))
    spoken = _spoken_minutes(words, end) if is_open and not n else None
    if spoken:
        minutes, end = spoken[1], end + spoken[0]
    is_about = text_at(words, end) == "ish" and (is_at or (at > 0 and words[end].glued))
    end += is_about or text_at(words, end) in {"o'clock", "oclock"}
    half, behind = _half_at(words, end, int(hour[1]))
    if half and hour[2] and n == 1 and not is_at and text_at(words, at) == "half":
        return None  # xanax half 4pm
    if named in _NAMED:
        half, behind = _NAMED[named][minutes < 0], 0
    if behind > 1 and not (is_at or minutes) and text_at(words, at - 1) in RATED_AS:
        return None  # mood 4 in the evening
    is_behind = is_at and end == len(words) and text_at(words, at - 1) not in {"", *_COUNTING}
    is_spelled = (not hour[2] and (is_at or bool(half))) or behind > 1 or is_behind
    if not (minutes or is_about or is_spelled):
        return None
    if minutes and not (is_sure or is_at or (half and (spoken or abs(minutes) in {10, 20, 25}))):
        return None  # 5 to 6 is rather from 5 to 6
    total = (int(hour[1]) * 60 + minutes) % 720
    return end + behind - at, f"{total // 60 or 12}:{total % 60:02}{half}"


def _spoken_minutes(words: Sequence[Word], at: int) -> Found:
    """Read `thirty` of `seven thirty`, but not of `seven thirty minutes ago`."""
    number = number_at(words, at)
    if not number or not number[1].isdecimal() or (number[2] and len(number[1]) != 2):
        return None
    is_length = text_at(words, at + number[0]) in LENGTH_WORDS - {"a", "and"}
    return (number[0], int(number[1])) if 10 <= int(number[1]) <= 59 and not is_length else None


def _minutes_at(words: Sequence[Word], at: int) -> tuple[int, int, bool]:
    """Read `half past`, `a quarter to`, `20 past`, and `half` of `half eight`, as the British say.

    Return how many words, the minutes, and whether they are surely of a time.
    """
    start = at + (text_at(words, at) == "a")
    part, number = _PARTS_OF_AN_HOUR.get(text_at(words, start)), number_at(words, at)
    if part:
        end, minutes, is_sure = start + 1, part, True
    elif number and number[1].isdecimal():
        end, minutes, is_sure = at + number[0], int(number[1]), not number[2]
    else:
        return 0, 0, False
    sign = {"past": 1, "to": -1}.get(text_at(words, end), 0)
    if sign and minutes < 60:
        return end + 1 - at, sign * minutes, is_sure
    is_half = part == 30 and text_at(words, end) != "a"
    return (end - at, minutes, True) if is_half else (0, 0, False)


_COUNTING = frozenset(
    {"count", "counted", "have", "left", "got", "fill", "filled", "lost", "dropped", "is", "are"}
    | {"only", "still", "of", "was", "were", "mood", "with"}
)
"""Behind one of these `about 8` is how many; behind others, at the end of a line, a time."""
_NAMED = {"midnight": ("am", "pm"), "noon": ("pm", "am")}
"""Which half of the day is after it, and before it."""


def _half_at(words: Sequence[Word], at: int, hour: int) -> tuple[str, int]:
    """Return am or pm that stands behind an hour, `in the evening` too, and how many words it has.

    An hour of a clock of 24 needs none.
    """
    if text_at(words, at) in {"am", "pm"}:
        return text_at(words, at), 1
    n = length_of(_HALVES, words, at)
    if not n or not 1 <= hour <= 12:
        return "", n
    part = text_at(words, at + n - 1)
    is_late = 6 <= hour < 12 if part == "night" else part != "morning"
    return "pm" if is_late else "am", n


def _clock_at_end(typed: str) -> str:
    """Return the hour that a time ends with, if it is not said of it whether it is am or pm."""
    found = re.search(r"(?<![0-9:/.-])([0-9]{1,2})(?:[:.][0-9]{2})?(?: ?o'?clock)?$", typed)
    return found[1] if found else ""


_HALVES = shapes_of(
    ("at night", *(f"in {the}{part}" for the in ("the ", "") for part in PARTS_OF_A_DAY[:-1]))
)
_PARTS_OF_AN_HOUR = {"half": 30, "quarter": 15}


def plain_time(text: str) -> str:
    """Return a time as times/ reads it: `2130`, `830pm`, `9 o'clock`, `9p` in their full form.

    Raises TwoReadings for `20.11`, which may be a date.
    """
    words = joined(cut([text]))
    if dotted := re.fullmatch(r"(?:at )?(1[3-9]|2[0-3])\.(0[1-9]|1[0-2])", words):
        hour, minute = dotted.groups()
        clock, date = f"{hour}:{minute}", f"{hour} {_MONTHS[int(minute) - 1][:3]}"
        raise TwoReadings(
            f"{hour}.{minute}",
            "can be a time or a date",
            Meaning(clock, clock),
            Meaning(date, date),
        )
    if text.strip()[4:5] == "-":
        return re.sub(rf"(?<= )(1[3-9]|2[0-3]) ?{_HOURS}$", r"\1:00", text)  # 2026-12-04 15h
    if not words.isascii() or len(words) > _LONGEST_TIME:
        return text
    for shape, in_full in _IN_FULL:
        words = re.sub(shape, in_full, words)
    parts = words.split(" ")
    for n, part in enumerate(parts):
        before = parts[n - 1] if n else ""
        after_day = before.isalpha() and before[:3] not in _MONTH_STARTS
        is_clock = part.isdecimal() and len(part) in {3, 4} and (not n or after_day)
        if is_clock and "".join(parts[n + 1 : n + 2]) not in LENGTH_WORDS:
            hour, minute = part[:-2], part[-2:]
            if int(hour) < 24 and int(minute) < 60:
                parts[n] = f"{hour}:{minute}"
    in_full = _with_minutes(" ".join(parts))
    return text if in_full == text.lower() else in_full  # times/ says a patient's own words


def _with_minutes(words: str) -> str:
    """Return an hour alone beside a day, `tomorrow 9`, `8 yesterday`, as a clock shows it."""
    day, _, hour = words.rpartition(" ")
    first, _, rest = words.partition(" ")
    is_hour = first.isdecimal() and 1 <= int(first) <= 23 and rest[:1].isalpha()
    if is_hour and rest.partition(" ")[0] not in {"day", "days", "week", "weeks"}:
        day, hour = rest, first
    if not hour.isdecimal() or not 1 <= int(hour) <= 23 or (not day and int(hour) <= 12):
        return words
    if not day:
        return f"{words}:00"
    from ketalog.times.grammar import is_day

    return f"{day} {hour}:00" if is_day(day) else words


def _date_in_full(date: re.Match[str]) -> str:
    """Return `20/11/2026`, of 20-11-26."""
    year = f"20{date[4][-2:]}" if date[4] else ""
    return date["sign"].replace("-", "/").join(filter(None, (date[1], date[3], year)))


_BEFORE_A_TIME = "|".join(sorted(ABOUT | {"at", "@", "on"}))
_IN_FULL: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"\b[a-z]+(?= (?:day|night|week|month)s?\b)", lambda found: COUNTS.get(found[0], found[0])),
    (r"\b([0-9]+|an?) nights? ago\b", r"\1 days ago"),
    (r"\blast(?=night|evening)|\bthis past\b(?= )", "last "),
    (r"(?<=[a-z]) of (?=(?:last|next) week)", " "),
    (rf"\b({MONTHS} ?[0-9]{{1,2}}|[0-9]{{1,2}} ?{MONTHS})(?=[0-9]{{4}}\b)", r"\1 "),
    (rf"^(?:(?:{_BEFORE_A_TIME}) )+| (?:{_BEFORE_A_TIME})(?= )|^~", ""),
    (r"\b([0-9]{1,2})[:.]([0-9]{2}) ?o'?clock\b(?! ?[ap]m)", r"\1:\2"),
    (r"\b([0-9]{1,2}) ?o'?clock\b(?! ?[ap]m)", r"\1:00"),
    (r" ?o'?clock(?= ?[ap]m)|(?<=[m0-9])[ -]?ish\b|right (?=now)", ""),
    (r"(?<=[a-z] )am\b", "morning"),  # sunday am
    (r"(?<=[a-z] )pm\b", "afternoon"),
    (rf"\b([0-9]{{1,2}})(?={MONTHS})", r"\1 "),  # 20nov
    (rf"\b({MONTHS})(?=[0-9]{{1,2}}{_ORDINAL}?\b)", r"\1 "),  # nov20
    (rf"(?:(?<=\b[0-9]{{4}})|(?<=[0-9]:[0-9]{{2}})) ?{_HOURS}(?= |$)(?! ago)", ""),  # 1900hrs
    (_DATE, _date_in_full),
    (rf"^([0-9]{{1,2}}) ?{_HOURS}$", r"\1:00"),  # at 19h
    (rf"(?<= )(1[3-9]|2[0-3]) ?{_HOURS}$", r"\1:00"),  # tue 15h
    # A part of the day tells of an hour alone whether it is morning or evening.
    (r"^([0-9]{1,2})(?= .*(?:morning|evening|afternoon|night)$)", r"\1:00"),
    (r"\b([0-9]{1,2}(?:[:.]?[0-9]{2})?)([ap])(?= |$)", r"\1\2m"),
    (r"(?<![:.0-9])([0-9]{1,2})([0-5][0-9]) ?([ap]m)\b", r"\1:\2\3"),
    # 8 30 pm, but not that of dec 1 11pm
    (
        r"(?<![:.0-9])(0?[1-9]|1[0-2]) (0[0-9]|1[3-9]|[2-5][0-9]) ?([ap]m)\b",
        r"\1:\2\3",
    ),
    (r"(?:^|(?<= ))(1[3-9]|2[0-3])\.([0-5][0-9])(?= |$)(?! [0-9]+:)", r"\1:\2"),
)
"""What of a time is written otherwise than times/ reads it, and as what, in this order."""
_LONGEST_TIME = 80
_MONTH_STARTS = frozenset(name[:3].lower() for name in _MONTHS)
