"""What a plan, a supply and a session at the clinic say, in every shape that it is typed in.

Loaded only by the commands that take it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog.clauses.amounts import FORMS, certain
from ketalog.clauses.measures import minutes
from ketalog.clauses.shapes import time
from ketalog.clauses.words import (
    COUNTS,
    MG,
    TO,
    Meaning,
    TwoReadings,
    cut,
    joined,
    length_of,
    number_at,
    shapes_of,
    text_at,
    weekday,
    whole_at,
)
from ketalog.domain.calendar import MONTHS, WEEKDAYS
from ketalog.domain.clinic_input import read_per_kg, read_rate
from ketalog.domain.plan import MOST_OFTEN, rule_of_every, rule_of_weekdays
from ketalog.domain.readings import read_weight
from ketalog.domain.supply_input import SUPPLY_EXAMPLE
from ketalog.domain.text import did_you_mean, escape_invisible, say_number
from ketalog.domain.values import Value
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Word

# When a plan has doses

_WEEKDAYS = tuple(name.lower() for name in WEEKDAYS)
_MONTHS = frozenset(name[:3] for name in MONTHS)
_PARTS_OF_A_DAY = ("morning", "afternoon", "evening", "night")
_WHOLE: dict[tuple[str, ...], range] = {
    ("daily",): range(7),
    ("every", "day"): range(7),
    ("each", "day"): range(7),
    ("nightly",): range(7),
    ("everyday",): range(7),
    ("a", "day"): range(7),
    ("per", "day"): range(7),
    ("od",): range(7),
    ("all", "days"): range(7),
    **dict.fromkeys((("qd",), ("qhs",), ("qam",), ("qpm",)), range(7)),
    ("weekdays",): range(5),
    ("workdays",): range(5),
    ("weeknights",): range(5),
    ("weekends",): range(5, 7),
    ("mwf",): range(0, 5, 2),
    ("m", "w", "f"): range(0, 5, 2),
    ("tth",): range(1, 4, 2),
}
_WHOLE |= {(each, part): range(7) for each in ("every", "each") for part in _PARTS_OF_A_DAY}
_BETWEEN_DAYS = frozenset({"and", "&", "+", "on"})
_OTHER = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_LONGEST = 366
"""Days between planned doses, at most."""
_SCHEDULE = "For example: --days mon,wed,fri, or --every 2 (days), or --times 3 (a week)."
_UNITS = {"day": 1, "days": 1, "d": 1, "week": 7, "weeks": 7, "w": 7, "fortnight": 14}
_PARTS_OF_DAYS = {part + s for part in _PARTS_OF_A_DAY for s in ("", "s")}
_UNITS |= dict.fromkeys(_PARTS_OF_DAYS, 1)
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_AS_PRESCRIBED = {"weekly": 7, "fortnightly": 14, "qod": 2, "eod": 2}
_TWO_WAYS = frozenset({"biweekly", "bi-weekly"})
_OPEN_EVERY = _TWO_WAYS | {"every", "each", "once", "alternate", "q", *_AS_PRESCRIBED}
_TIMES_A_DAY = {"bid": 2, "bd": 2, "tid": 3, "tds": 3}
_A = frozenset({"a", "per", "each", "every", "/", "an"})


def days(words: Sequence[Word], at: int) -> Found:
    """Read `mon,wed,fri`, `mon wed and fri`, `mon-fri`, `daily`, `weekdays`."""
    for shape, whole in _WHOLE.items():
        if tuple(word.text for word in words[at : at + len(shape)]) == shape:
            n, days_off = _without_days(words, at + len(shape))
            n += len(shape)
            if not (left := {*whole} - days_off):
                raise BadInput(f"'{joined(words[at : at + n])}' leaves no day.", _SCHEDULE)
            return n, rule_of_every(1) if len(left) == 7 else rule_of_weekdays(left)
    if words[at].text == "day" and at and words[at].piece == words[at - 1].piece:  # 100mg/day
        return 1, rule_of_every(1)
    found: set[int] = set()
    end, place = at, at
    while place < len(words):
        is_ordinal = words[place].text == "th" and text_at(words, place - 1).isdecimal()  # 15th
        start, rest = _weekdays_in("" if is_ordinal else words[place].text)
        if start is None:
            if words[place].text not in _BETWEEN_DAYS or (place == at):
                break
            place += 1
            continue
        month = text_at(words, place + 2)[:3].title()
        if text_at(words, place + 1).isdecimal() and month in _MONTHS:  # Sun 22 Nov is a date
            break
        last = rest
        if last is None and text_at(words, place + 1) in TO:
            last = weekday(text_at(words, place + 2))
            place += 2 if last is not None else 0
        place += 1 + (text_at(words, place + 1) in _PARTS_OF_DAYS)
        end = place
        span = 0 if last is None else (last - start) % 7
        found.update((start + n) % 7 for n in range(span + 1))
    return (end - at, rule_of_weekdays(found)) if found else None


def _without_days(words: Sequence[Word], at: int) -> tuple[int, set[int]]:
    """Return how many words `except sun`, `but not sat and sun` have, and those days."""
    n = length_of(_EXCEPT, words, at)
    end, days_off = at + n, set[int]()
    while n and end < len(words):
        day = weekday(words[end].text)
        if day is None and (words[end].text not in _BETWEEN_DAYS or not days_off):
            break
        days_off |= {day} if day is not None else set()
        end += 1
    return (end - at, days_off) if days_off else (0, days_off)


_BUT = ("but", "but not", "but not on", "not", "not on")
_EXCEPT = shapes_of((*_BUT, "except", "except on", "except for", "apart from"))


def _weekdays_in(text: str) -> tuple[int | None, int | None]:
    """Return the weekday that a word is, and the last one of `mon-fri`."""
    first, dash, last = text.partition("-")
    start, end = weekday(first), weekday(last) if dash else None
    return (None, None) if dash and end is None else (start, end)


def read_days(text: str) -> None:
    """Raise BadInput for days that can't be read."""
    odd = [word.text for word in cut([text]) if _weekdays_in(word.text)[0] is None]
    if not odd:
        raise BadInput("--days names no day.", _SCHEDULE)
    near = did_you_mean(odd[0], _WEEKDAYS)
    raise BadInput(f"'{escape_invisible(odd[0])}' is not a day of the week.{near}", _SCHEDULE)


def every(words: Sequence[Word], at: int) -> Found:
    """Read `every 2 days`, `every other day`, `every 3rd day`, `weekly`, as a rule."""
    text = text_at(words, at)
    if text in _TWO_WAYS:
        ways = (Meaning("twice a week", "twice a week"), Meaning("every 2 weeks", "every 2 weeks"))
        raise TwoReadings(text, "can be two things", *ways)
    if text in _AS_PRESCRIBED:
        return 1, rule_of_every(_AS_PRESCRIBED[text])
    start = at + (text == "once")
    text = text_at(words, start)
    start += text in {"every", "each", "alternate", "q"} or text_at(words, start + 1) == "fortnight"
    if text == "alternate" and text_at(words, start) in _UNITS:
        return start + 1 - at, rule_of_every(2)
    n = number_at(words, start)
    count = Decimal(n[1]) if n else Decimal(_OTHER.get(text_at(words, start), 0))
    end = start + (n[0] if n else bool(count))
    end += text_at(words, end) in {"nd", "rd", "th"}
    unit = _UNITS.get(text_at(words, end))
    is_hours = count and text_at(words, end) in {"h", "hr", "hrs", "hour", "hours"}
    if is_hours and (count % 24 == 0 or 24 % count == 0):
        of_days = f"every {count / 24} days" if count % 24 == 0 else f"{24 // count} a day"
        of_hours = f"{count}h apart"
        ways = (Meaning(of_days, "when doses are"), Meaning(of_hours, "the least between them"))
        raise TwoReadings(joined(words[at : end + 1]), "can be two things", *ways)
    if not count and unit and start > at:
        count = Decimal(1)
    span = count * (unit or 1)
    if not count or (unit is None and start > at) or span != int(span) or not 0 < span <= _LONGEST:
        return None
    return end + bool(unit) - at, rule_of_every(int(span))


def every_alone(words: Sequence[Word], at: int) -> Found:
    """Read what `every` says where it stands among other words."""
    if text_at(words, at) in _OPEN_EVERY:
        return every(words, at)
    return None


def _count(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Return how many words a whole number has, with `times`, and it."""
    if text_at(words, at) in _OFTEN:
        return 1, _OFTEN[text_at(words, at)]
    found = whole_at(words, at)
    if not found:
        return None
    if text_at(words, at + 1) in {"-", "to", "or"} and text_at(words, at + 2).isdecimal():
        both = (found[1], text_at(words, at + 2))
        ways = (Meaning(text, text) for text in both)
        raise TwoReadings(joined(words[at : at + 3]), "can be read in two ways", *ways)
    end = found[0]
    end += text_at(words, at + end) in _TIMES
    is_days = text_at(words, at + end) in {"days", *_PARTS_OF_DAYS}
    end += is_days and text_at(words, at + end + 1) in _A
    return end, int(found[1])


def _so_often(words: Sequence[Word], at: int, span: str, *, is_limit: bool = False) -> Found:
    if n := {"day": _TIMES_A_DAY, "week": {"tiw": 3}}[span].get(text_at(words, at)):
        return 1, n
    adverb = {"day": "daily", "week": "weekly"}[span]
    if text_at(words, at) == adverb and text_at(words, at + 1) == "x":  # daily x2
        behind = whole_at(words, at + 2)
        return (2 + behind[0], int(behind[1])) if behind else None
    start = at + (text_at(words, at) == "x")  # x2 daily
    found = _count(words, start)
    if found is None:
        return None
    end = start + found[0]
    is_often = found[1] <= MOST_OFTEN or text_at(words, end - 1) in _TIMES
    if not (is_often or is_limit):  # spravato 84 weekly
        return None
    if text_at(words, end) == adverb:
        return end + 1 - at, found[1]
    end += text_at(words, end) in _A
    return (end + 1 - at, found[1]) if text_at(words, end) == span else None


_TIMES = frozenset({"x", "times", "time", "dose", "doses"})


def times(words: Sequence[Word], at: int) -> Found:
    """Read `twice a week`, `3 times a week`, `3x a week`, `3/week`."""
    return _so_often(words, at, "week")


def per_day(words: Sequence[Word], at: int) -> Found:
    """Read `twice a day`, `2 a day`, `twice daily`."""
    return _so_often(words, at, "day")


def count(words: Sequence[Word], at: int) -> Found:
    """Read a whole number alone: `3`, `twice`, `3 times`, with `a week` or not."""
    found = times(words, at) or per_day(words, at) or _count(words, at)
    return found if found and 1 <= found[1] <= 99 else None


def parts(words: Sequence[Word], at: int) -> Found:
    """Read into how many doses one is split: `2`, `2 parts`, `in 2 parts`."""
    start = at + (text_at(words, at) == "in")
    found = whole_at(words, start)
    if not found or not 2 <= int(found[1]) <= 24:
        return None
    end = start + found[0]
    return end - at + (text_at(words, end) in {"part", "parts"}), int(found[1])


def parts_alone(words: Sequence[Word], at: int) -> Found:
    """Read the same where it stands among other words."""
    found = parts(words, at)
    return found if found and text_at(words, at + found[0] - 1) == "parts" else None


_MOST_HOURS = 366 * 24


def apart(words: Sequence[Word], at: int) -> Found:
    """Read the least time between doses, in hours: `48h`, `48`, `2 days`, `a week`."""
    number = number_at(words, at)
    if number and text_at(words, at + number[0]) in {"w", "week", "weeks"}:
        return _hours(number[0] + 1, Decimal(number[1]) * 168)
    if text_at(words, at) in {"a", "one"} and text_at(words, at + 1) in {"day", "week"}:
        return _hours(2, Decimal(_UNITS[text_at(words, at + 1)] * 24))
    if number and number[1].replace(".", "").isdecimal() and not _is_length(words, at + number[0]):
        return _hours(number[0], Decimal(number[1]))
    found = minutes(words, at)
    return _hours(found[0], Decimal(found[1]) / 60) if found else None


def _is_length(words: Sequence[Word], at: int) -> bool:
    unit = text_at(words, at)
    return unit in {"d", "day", "days", "h", "hr", "hrs", "hour", "hours", "m", "min", "mins"}


def _hours(n: int, hours: Decimal) -> Found:
    return (n, hours) if hours * 4 % 1 == 0 and 0 < hours <= _MOST_HOURS else None


def apart_alone(words: Sequence[Word], at: int) -> Found:
    """Read `48h apart`, `at least 48 h apart`, `2 days between doses`."""
    start = at
    if text_at(words, at) in {"at", "min"} or text_at(words, at) == "minimum":
        start += 2 if text_at(words, at + 1) == "least" else text_at(words, at) != "at"
        if start == at:
            return None
    found = apart(words, start)
    if found is None:
        return None
    end = start + found[0]
    if text_at(words, end) in {"apart", "between"}:
        end += 1 + (text_at(words, end + 1) in {"doses", "them"})
        return end - at, found[1]
    return (end - at, found[1]) if start > at and _has_unit(words, start, end) else None


def _has_unit(words: Sequence[Word], start: int, end: int) -> bool:
    return any(word.text.isalpha() for word in words[start:end])


def most(words: Sequence[Word], at: int) -> Found:
    """Read a limit: `1/day`, `3 a week`, `1/day, 3/week`; by the field that it is."""
    fields: dict[str, int] = {}
    end = at
    while found := _limit(words, end):
        n, span, so_many = found
        fields[f"most_per_{span}"] = so_many
        end += n
        end += text_at(words, end) in {"and", "&"} and end < len(words) - 1
    return (end - at, fields) if fields else None


def _limit(words: Sequence[Word], at: int) -> tuple[int, str, int] | None:
    """Read `3 a week`, `3/week`, which words have as `3`, `week`: how many words, and what."""
    for span in ("day", "week"):
        found = _so_often(words, at, span, is_limit=True)
        if found is None and (number := _count(words, at)):
            unit = text_at(words, at + number[0]).removesuffix("s")
            found = (number[0] + 1, number[1]) if unit == span else None
        if found and 0 < found[1] < 1000:
            return found[0], span, found[1]
    return None


_AT_MOST = shapes_of(("at most", "no more than", "not more than", "max", "maximum", "up to"))


def most_alone(words: Sequence[Word], at: int) -> Found:
    """Read `at most 3 a week`, `max 1 a day`, `3 a week max`, several too."""
    fields: dict[str, int] = {}
    end = at
    while found := _most_at(words, end):
        if any(fields.get(span, limit) != limit for span, limit in found[1].items()):
            phrase = joined(words[at : end + found[0]])
            raise BadInput(f"'{phrase}' has two limits.", "Type one of them.")
        end += found[0]
        fields |= found[1]
    return (end - at, fields) if fields else None


def _most_at(words: Sequence[Word], at: int) -> Found:
    if n := length_of(_AT_MOST, words, at):
        found = most(words, at + n)
        return (n + found[0], found[1]) if found else None
    limit = _limit(words, at)
    if limit is None or text_at(words, at + limit[0]) not in {"max", "maximum"}:
        return None
    if _limit(words, at + limit[0] + 1):  # 3 a week max 1 a day: that is the next one's
        return None
    n, span, so_many = limit
    return n + 1, {f"most_per_{span}": so_many}


# What came, went or is there

CHANGES = {
    "fill": (
        *("fill", "filled", "refill", "refilled", "got", "get", "came", "arrived", "received"),
        *("bought", "collected", "picked up", "delivered", "new", "another", "more", "extra"),
        *("add", "added"),
    ),
    "lost": (
        *("lost", "lose", "wasted", "lost or wasted", "dropped", "broke", "broken", "spilled"),
        *("spilt", "expired", "threw away", "thrown away", "missing", "stolen", "returned"),
        *("gave back", "given back", "sent back", "binned", "flushed", "threw out", "throw out"),
        *("thrown out", "throw away", "melted", "crushed", "ruined", "damaged", "destroyed"),
    ),
    "count": (
        *("count", "counted", "left", "are left", "remaining", "remain", "have", "have left"),
        "there are",
    ),
}
"""What can happen to a supply, and how it is said."""
SUPPLY_FORMS = {word: form for word, form in FORMS.items() if form != "unit"}
SUPPLY_FORMS |= {f"{form}{s}": form for form in ("vial", "wafer", "film") for s in ("", "s")}


class Units(Value, frozen=True):
    """Units of a supply as they were typed: how many, how strong each, what one is called."""

    count: str
    each_mg: str | None = None
    form: str | None = None


def change(words: Sequence[Word], at: int) -> Found:
    """Read `fill`, `got`, `lost or wasted`, `left`."""
    for n in (3, 2, 1):
        text = " ".join(word.text for word in words[at : at + n])
        for name, phrases in CHANGES.items():
            if text in phrases and at + n <= len(words):
                return n, name
    return None


def empty(words: Sequence[Word], at: int) -> Found:
    """Read `none left`, `ran out`, `no troches left`: 0 are there."""
    text = [text_at(words, at + n) for n in range(3)]
    if text[:2] in (["none", "left"], ["ran", "out"], ["all", "gone"], ["nothing", "left"]):
        return 2, "0"
    is_counted = text_at(words, at - 1).isdecimal() or number_at(words, at + 1) or text[1] == "of"
    if text[0] in {"empty", "out"} and not is_counted:
        return 1, "0"
    return (3, "0") if text[0] == "no" and text[1] in SUPPLY_FORMS and text[2] == "left" else None


def units(words: Sequence[Word], at: int) -> Found:
    """Read `24`, `24x100mg`, `24 troches of 100mg`, `24 100mg troches`, `two`."""
    first = number_at(words, at)
    if first is None:
        return None
    end = at + first[0]
    if text_at(words, at) == "half" and text_at(words, end) not in SUPPLY_FORMS:
        return None  # "half left" is of what there was, not of one unit
    certain(first[1])
    if text_at(words, end) in MG:
        typed = joined(words[at : end + 1])
        raise BadInput(
            f"'{typed}' says how strong a unit is, not how many it is.",
            SUPPLY_EXAMPLE,
        )
    form = SUPPLY_FORMS.get(text_at(words, end))
    after = end + (bool(form) or text_at(words, end) in {"unit", "units", "piece", "pieces"})
    times = text_at(words, after) in {"x", "*", "of", "at", "a"}
    each = number_at(words, after + times)
    is_mg = each and text_at(words, after + times + each[0]) in MG
    if each and (is_mg or (times and text_at(words, after) in {"x", "*"})):
        if not (is_mg or form) and Decimal(first[1]) * Decimal(certain(each[1])) <= _MOST_PACKED:
            raise _units_or_mg(joined(words[at : after + 1 + each[0]]), first[1], each[1])
        end = after + times + each[0] + bool(is_mg)
        end += text_at(words, end) in {"each", "of"}
        form = form or SUPPLY_FORMS.get(text_at(words, end))
        end += text_at(words, end) in SUPPLY_FORMS
        return end - at, Units(first[1], certain(each[1]), form)
    return after - at, Units(first[1], None, form)


_MOST_PACKED = 400
"""Units that packs without mg may have in all: 2x12 is two packs of twelve, 24x100 is not."""


def _units_or_mg(phrase: str, count: str, each: str) -> TwoReadings:
    whole = say_number(Decimal(count) * Decimal(each))
    ways = (Meaning(f"{count}x{each}mg", f"{count} × {each} mg"), Meaning(whole, f"{whole} units"))
    return TwoReadings(phrase, "can be read in two ways", *ways)


def form_word(words: Sequence[Word], at: int) -> Found:
    """Read `troches`, as what one unit is called."""
    form = SUPPLY_FORMS.get(text_at(words, at))
    return (1, form) if form and form != "spray" else None  # which is a route


def strength(words: Sequence[Word], at: int) -> Found:
    """Read how strong one unit is: `100mg`, `100`."""
    number = number_at(words, at)
    if not number:
        return None
    return number[0] + (text_at(words, at + number[0]) in MG), certain(number[1])


# The answers of a questionnaire


def answers(words: Sequence[Word], at: int) -> Found:
    """Read `1 2 2 1 0 1 2`, `1221012`, with `-` for no answer; a time behind them is none."""
    found: list[str] = []
    end = at
    while end < len(words) and (text := COUNTS.get(words[end].text, words[end].text)):
        if found or text_at(words, end + 1).isdecimal():
            is_two = (text, text_at(words, end + 1)) == ("n", "a")  # n/a
            text = "-" if is_two else _AS_ANSWER.get(text, text)
            end += is_two
        sides = text_at(words, end - 1) + text_at(words, end + 1)
        if text == "-" and words[end].glued and len(sides) == 2:  # 1-2-2-1, but not 112-01
            end += 1
            continue
        if text in {"1/2", "1/4", "3/4"}:
            raise BadInput(f"'{text}' is no answer.", "Type a whole number for each question.")
        parts = text.replace("/", ",").split(",")
        if not all(part == "-" or part.removeprefix("-").isdecimal() for part in parts):
            break
        clock = None if _is_of_a_row(words, end) else time(words, end)
        if clock and (clock[0] > 1 or not text.isdecimal()):
            break
        found += [answer for part in parts for answer in (part if len(part) > 2 else [part])]
        end += 1
    is_a_run = len(found) > 1 or (end > at and len(words) == 1)
    return (end - at, tuple(found)) if found and (is_a_run or at == 0) else None


_AS_ANSWER = {**dict.fromkeys(("x", "?", "_", "--", "na", "none"), "-"), "o": "0"}
"""What is typed among answers for none, and the letter that looks like a 0."""


def _is_of_a_row(words: Sequence[Word], at: int) -> bool:
    """Tell whether a number is one of `1-2-2-1`, and no date before a time."""
    piece = words[at].piece
    return sum(word.piece == piece and word.text.isdecimal() for word in words) > 2


# Sessions at the clinic


def devices(words: Sequence[Word], at: int) -> Found:
    """Read `2 devices`, `two devices`."""
    number = whole_at(words, at)
    if not number:
        return None
    end = at + number[0]
    end += text_at(words, end) == "x"
    return (end + 1 - at, int(number[1])) if text_at(words, end) in {"device", "devices"} else None


def per_kg(words: Sequence[Word], at: int) -> Found:
    """Read `0.5 mg/kg`, `0.5 mg per kg`."""
    number = number_at(words, at)
    if not number or text_at(words, at + number[0]) not in MG:
        return None
    end = at + number[0] + 1
    end += text_at(words, end) in _PER
    return (end + 1 - at, read_per_kg(certain(number[1]))) if text_at(words, end) in _KG else None


def weight(words: Sequence[Word], at: int) -> Found:
    """Read `70 kg`, `70.5`."""
    number = number_at(words, at)
    if not number or not number[2]:
        return None
    unit = text_at(words, at + number[0])
    if unit in {"lb", "lbs", "pounds", "st", "stone", "stones"}:
        raise BadInput(f"Weights are in kg, not {unit}.", Example("vitals", "70 kg."))
    return number[0] + (unit in _KG), read_weight(number[1])


def weight_alone(words: Sequence[Word], at: int) -> Found:
    """Read `70 kg`."""
    start = at + (text_at(words, at) == "at")
    number = number_at(words, start)
    is_weight = number and text_at(words, start + number[0]) in _KG | {"lb", "lbs", "stone"}
    found = weight(words, start) if is_weight else None
    return found and (start - at + found[0], found[1])


_KG = frozenset({"kg", "kgs", "kilo", "kilos"})


def rate(words: Sequence[Word], at: int) -> Found:
    """Read how fast an infusion ran, in mg an hour: `50 mg an hour`, `50`."""
    number = number_at(words, at)
    if not number:
        return None
    end = at + number[0]
    end += text_at(words, end) in MG
    hour = end + (text_at(words, end) in _PER)
    end = hour + 1 if text_at(words, hour) in _HOUR else end
    return end - at, read_rate(certain(number[1]))


def rate_alone(words: Sequence[Word], at: int) -> Found:
    """Read `50 mg an hour`, `50 mg/h`."""
    number = number_at(words, at)
    if not number or text_at(words, at + number[0]) not in MG:
        return None
    per = at + number[0] + 1
    is_hourly = text_at(words, per) in _PER and text_at(words, per + 1) in _HOUR
    is_piece = per < len(words) and words[per].piece == words[per - 1].piece  # mg/h, not mg hr 88
    is_hourly |= text_at(words, per) in _HOUR and is_piece
    if text_at(words, per + 2) == "and" and "half" in {text_at(words, per + n) for n in (3, 4)}:
        return None  # 40mg an hour and a half
    return rate(words, at) if is_hourly else None


_HOUR = frozenset({"h", "hr", "hour"})
_PER = frozenset({"a", "an", "per", "/", "each", "every"})
