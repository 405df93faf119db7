"""Routes, medications, times and what was done, each known by its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.clauses.measures import UNIT_MINUTES, minutes
from ketalog.clauses.words import (
    ABOUT,
    DIGITS,
    LATE_HOURS,
    MG,
    MONTH_NAMES,
    NUMBER_WORDS,
    ORDINALS,
    OTHER_UNITS,
    TO,
    Meaning,
    TwoReadings,
    joined,
    length_of,
    shapes_of,
    text_at,
)
from ketalog.domain.calendar import WEEKDAYS
from ketalog.domain.routes import BY_NAME, known_medication
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Reader, Word

# Routes and medications

_LONGEST_ROUTE = 3


def route(words: Sequence[Word], at: int) -> Found:
    """Read `sublingual`, `under the tongue`, by its name; `sub` is two."""
    if words[at].typed == "IN" and not text_at(words, at + 1)[:1].isdecimal():
        return 1, "nasal"
    if text_at(words, at) == "sub" and f"sub{text_at(words, at + 1).strip('-')}" not in BY_NAME:
        raise TwoReadings(
            "sub",
            "can be two routes",
            Meaning("sublingual", "sublingual (under the tongue)"),
            Meaning("subcutaneous", "subcutaneous (under the skin)"),
        )
    for n in range(_LONGEST_ROUTE, 0, -1):
        if n == 1 or at + n <= len(words):
            texts = [word.text for word in words[at : at + n]]
            whole = "".join(texts).replace("-", "").removesuffix("ly")
            route = BY_NAME.get(" ".join(texts)) or BY_NAME.get(whole)
            if route or (route := BY_NAME.get(" ".join(texts).replace("-", " "))):
                return n, route.name
    return None


def medication(words: Sequence[Word], at: int) -> Found:
    """Read `esketamine`, `spravato`: the medication, and the only route that it has."""
    named = known_medication(text_at(words, at))
    return (1, named) if named else None


# What was done


def _one_of(*phrases: str, means: bool = True) -> Reader:
    shapes = shapes_of(phrases)

    def read(words: Sequence[Word], at: int) -> Found:
        n = length_of(shapes, words, at)
        return (n, means) if n else None

    return read


_spat = _one_of(
    *("spat", "spat out", "spat it out", "spit", "spit out", "spit it out", "spitted", "spat it"),
    *("spat the rest out", "spat out the rest"),
    means=False,
)
_swallowed = _one_of(
    *("swallowed", "swallowed it", "swallow", "swallowed the rest", "swallowed it all"),
    *("swallowed the saliva", "swallowed all of it", "swallowed everything"),
)


def done(words: Sequence[Word], at: int) -> Found:
    """Read `spat out` and `swallowed`, but not `not swallowed`."""
    if text_at(words, at - 1) in {"not", "didn't", "didnt", "no", "never"}:
        return None
    found = _spat(words, at) or _swallowed(words, at)
    end = at + found[0] if found else at
    if text_at(words, end) in {"half", "some", "most", "part", "a"}:  # swallowed a bit
        return None
    if found and text_at(words, end) == "at" and text_at(words, end + 1)[:1] in DIGITS:
        raise BadInput(
            f"'{joined(words[at : end + 2])}' says when it ended.",
            "Type when it was taken, and how long it was held: 7pm, held 20 min, spat out.",
        )
    return found


usual = _one_of(
    *("usual", "the usual", "as usual", "same", "the same", "same again", "same as last time"),
    *("same as always", "as planned", "as last time", "like last time", "as always", "planned"),
    *("same as before", "as before", "same dose", "same as the last one", "same as yesterday"),
    *(
        "as prescribed",
        "per plan",
        "according to plan",
        "like always",
        "like usual",
        "again",
        "normal",
        "the normal",
        "normal dose",
        "regular",
        "regular dose",
        "usual dose",
        "same amount",
    ),
)

_is_booster = _one_of(
    *("booster", "a booster", "as a booster", "booster dose", "as booster", "top-up", "top up"),
    *("a top-up", "a top up", "same sitting"),
)
_is_separate = _one_of(
    *("separate", "separately", "separate dose", "a separate dose", "not a booster", "no booster"),
    *("not booster", "own dose", "a dose of its own"),
    means=False,
)


def booster(words: Sequence[Word], at: int) -> Found:
    """Read `booster`, one with the dose before it, and `separate`; `another` is either."""
    behind = text_at(words, at + 1)
    is_share = behind in {"half", "quarter"}  # the second half of one
    if text_at(words, at) in {"another", "second", "2nd", "extra"} and not is_share:
        raise TwoReadings(
            text_at(words, at),
            "can be one with the dose before it, or not",
            Meaning("booster", "one with it"),
            Meaning("separate", "a dose of its own"),
        )
    return _is_separate(words, at) or _is_booster(words, at)


# Times

_WEEKDAYS = frozenset(
    {"tues", "weds", "thur", "thurs"}
    | {name[:n].lower() for name in WEEKDAYS for n in (3, len(name))}
)
_OPENS_A_TIME = (
    frozenset(
        {"at", "@", "on", "now", "just", "right", "noon", "midnight", "today", "yesterday"}
        | {"tonight", "this", "last", "past", "a", "an", "half", "quarter", "hour", "hr"}
        | {"the", "day", "tomorrow", "next", "coming", "in", "lastnight"}
    )
    | ABOUT
    | ORDINALS.keys()
    | MONTH_NAMES
    | _WEEKDAYS
)
_AFTER_A_NUMBER = MONTH_NAMES | frozenset(
    {"am", "pm", "a", "p", "h", "hr", "hrs", "hour", "hours", "m", "min", "mins", "minute"}
    | {"minutes", "d", "day", "days", "week", "weeks", "st", "nd", "rd", "th", "o'clock", "oclock"}
    | {"night", "nights", "ago", "ish", "past", "to", "in", "and", "1/2", "1/4", "3/4", "-"}
)


def time(words: Sequence[Word], at: int) -> Found:
    """Return the words of a time; most words can't begin one, and cost no pattern."""
    return _time_at(words, at)


def day(words: Sequence[Word], at: int) -> Found:
    """Return the words of a time, or of a day alone: `wed`."""
    return _time_at(words, at, weekday_alone=True)


def when(words: Sequence[Word], at: int) -> Found:
    """Return the words of a time or a day that may lie ahead: `next tue 3pm`, `in 3 hours`."""
    length = minutes(words, at + 1) if text_at(words, at) == "in" else None
    if length and text_at(words, at + length[0])[:1] in {"h", "m"}:
        return 1 + length[0], f"in {length[1]} min"
    return _time_at(words, at, weekday_alone=True, ahead=True)


def began(words: Sequence[Word], at: int) -> Found:
    """Return the words of the time from which something lasted: `7pm`, `7` of `7 to 8pm`.

    Since 2 hours, as some say it, is 2 hours ago.
    """
    is_since = text_at(words, at - 1) in {"since", "last", "past"}  # for the last 2 hours
    found = minutes(words, at, is_ago=True) if is_since else None
    lasted = words[at : at + found[0]] if found else []
    units = [word.text for word in lasted if word.text in UNIT_MINUTES]
    if found and text_at(words, at + found[0]) != "ago":
        _refuse_clock(joined(words[at : at + found[0]]))
    if found and units:
        is_days = units[-1].startswith("d")  # of days nobody says the time
        ago = f"{found[1] // (24 * 60)} days ago" if is_days else f"{found[1]} min ago"
        end = at + found[0]
        return found[0] + (text_at(words, end) == "ago"), ago
    other = at + 1 + (text_at(words, at + 1) in {"and", "&"})
    hour = text_at(words, at)
    is_hour = hour.isdecimal() and 1 <= int(hour) <= 12 and text_at(words, at - 1) == "since"
    if is_hour and text_at(words, at + 1) not in _AFTER_A_NUMBER | OTHER_UNITS | TO:
        ways = [Meaning(f"since {hour}{half}", f"{hour}{half}") for half in ("am", "pm")]
        raise TwoReadings(f"since {hour}", "lacks am or pm", *ways)
    if text_at(words, at) in _WEEKDAYS and text_at(words, other) in _WEEKDAYS:
        phrase = f"{text_at(words, at - 1)} {text_at(words, at)}".strip()
        raise BadInput(
            f"'{phrase}' can be the day that it begins, or a day of a dose.",
            "Type the days first, and the date that it begins: mon,wed,fri from 1 dec.",
        )
    if text_at(words, at) == "next" and text_at(words, at + 1) in {"week", "month"}:
        return 2, joined(words[at : at + 2])
    day, slash, month = text_at(words, at).partition("/")
    if slash and day.isdecimal() and month.isdecimal():  # from 12/1: which of the two is asked
        return 1, text_at(words, at)
    return _start_of_span(words, at) or when(words, at)


def _refuse_clock(hours: str) -> None:
    """Raise TwoReadings for `since 15h`, which in some countries is since three o'clock."""
    hour, h, minute = hours.partition("h")
    if h and hour in LATE_HOURS and (minute or "00").isdecimal():  # 15h30, but not 15 hours
        ago, clock = f"{hours} ago", f"{hour}:{minute or '00'}"
        ways = Meaning(ago, ago), Meaning(f"at {clock}", clock)
        raise TwoReadings(f"since {hours}", "can be read in two ways", *ways)


def ended(words: Sequence[Word], at: int) -> Found:
    """Return the words of the time until which something lasted: `9pm`, or `1` of `11am to 1`."""
    is_span = any(word.text in {"between", "from"} for word in words[:at])
    if text_at(words, at - 1) == "and" and not is_span:  # at 6pm and 7pm
        return None
    found, before = time(words, at), text_at(words, at - 2)
    is_french = before == "h" and text_at(words, at - 3) in LATE_HOURS  # 14h-15h30
    is_behind_a_number = before in {"am", "pm", "noon", "midnight"} or before[:1] in DIGITS
    is_behind_a_number |= is_french
    if found and (text_at(words, at - 1) not in {"-", "and"} or is_behind_a_number):
        return found
    hour = text_at(words, at)
    is_behind = before in {"am", "pm", "noon", "midnight"} or ":" in before
    is_hour = hour.isdecimal() and 1 <= int(hour) <= 12
    if is_hour and is_french and text_at(words, at + 1) == "h":  # 20h-1h
        return 2, f"{hour:0>2}:00"
    return (1, f"{hour}:00") if is_behind and is_hour and not _has_unit(words, at) else None


def _has_unit(words: Sequence[Word], at: int) -> bool:
    return text_at(words, at + 1) in OTHER_UNITS | MG


def _start_of_span(words: Sequence[Word], at: int) -> Found:
    hour, to, end, half = (text_at(words, at + n) for n in range(4))
    is_span = to in TO | {"and"} and half not in OTHER_UNITS | MG
    hours = [text.partition(":")[0] for text in (hour, end)]
    if not is_span or not all(text.isdecimal() and 1 <= int(text) <= 12 for text in hours):
        return None
    opener = text_at(words, at - 1)
    if half not in {"am", "pm"}:
        if opener not in {"from", "between"} or ":" in hour + end:
            return None
        halves = [("am", "am"), ("pm", "pm")]
        if int(hour) % 12 > int(end) % 12:
            halves = [("am", "pm"), ("pm", "am")]
        ways = [f"{hour}{first} {to} {end}{second}" for first, second in halves]
        phrase = f"{opener} {hour} {to} {end}"
        meanings = (Meaning(f"{opener} {way}", way) for way in ways)
        raise TwoReadings(phrase, "lacks am or pm", *meanings)
    first, last = (int(text) % 12 for text in hours)
    other = "am" if half == "pm" else "pm"
    return 1, f"{hour}{half if (first, hour) < (last, end) else other}"


def dated(words: Sequence[Word], at: int) -> Found:
    """Return the words of a time with its date in full, as an answer says it, or of a span."""
    if found := _start_of_span(words, at):
        return found
    found = _time_at(words, at)
    return (
        found
        if found
        and any(len(word.text) == 4 and word.text.isdecimal() for word in words[at : at + found[0]])
        else None
    )


def _time_at(
    words: Sequence[Word], at: int, *, weekday_alone: bool = False, ahead: bool = False
) -> Found:
    text, following = text_at(words, at), text_at(words, at + 1)
    if text not in _OPENS_A_TIME and text not in NUMBER_WORDS:
        if text[:1] not in DIGITS or not text:
            return None
        after_minutes = text_at(words, at + 2) if len(following) == 2 else ""  # 8 30 pm
        is_half = bool({following[:2], after_minutes[:2]} & {"am", "pm"})
        if not (is_half or following in _AFTER_A_NUMBER or _looks_like_a_clock(text)):
            return None
    from ketalog.clauses.times import time_at

    return time_at(words, at, weekday_alone=weekday_alone, ahead=ahead)


def _looks_like_a_clock(text: str) -> bool:
    is_date = text[4:5] == "-" or _has_slashes(text) or text.count(".") == 2
    return is_date or ":" in text or (len(text) in {4, 5} and text.replace(".", "").isdecimal())


def _has_slashes(text: str) -> bool:
    """Tell whether a word can be a date with slashes: a blood pressure is none."""
    first, *others = text.split("/")
    numbers = (first, *others[:1])
    is_none = any(number.isdecimal() and int(number) > 31 for number in numbers)
    return bool(others) and (len(first) == 4 or not is_none)


about = _one_of(*ABOUT, "+ -")


# What was around it

alone = _one_of(
    *("alone", "by myself", "on my own", "all alone", "with nobody", "with no one", "with no-one"),
    *("nobody with me", "nobody there"),
)
_PLACES = {
    "at home": "home",
    "home": "home",
    "in bed": "bed",
    "at work": "work",
    "outside": "outside",
    "outdoors": "outdoors",
}


def setting(words: Sequence[Word], at: int) -> Found:
    """Read where it was: `at home`, `in bed`."""
    start = at + (text_at(words, at) in {"where", "place", "location"})
    for n in (2, 1):
        phrase = [word.text for word in words[start : start + n]]
        if (named := _PLACES.get(" ".join(phrase))) and len(phrase) == n:
            return start - at + n, named
    return None


def ate(words: Sequence[Word], at: int) -> Found:
    """Read `6 h ago`, `6h`: how long before it the last food was."""
    found = minutes(words, at, is_ago=True)
    if found is None:
        return None
    end = at + found[0]
    end += text_at(words, end) in {"ago", "before", "earlier"}
    return end - at, found[1]
