"""What a plan, a supply and a session at the clinic say, in every shape that it is typed in.

Loaded only by the commands that take it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog.clauses.measures import minutes
from ketalog.clauses.words import number_at, text_at
from ketalog.domain.calendar import WEEKDAYS
from ketalog.domain.plan import rule_of_every, rule_of_weekdays, say_rule
from ketalog.domain.text import say_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.words import Found, Word

# When a plan has doses

_WEEKDAYS = tuple(name.lower() for name in WEEKDAYS)
_WHOLE = {
    ("daily",): range(7),
    ("every", "day"): range(7),
    ("each", "day"): range(7),
    ("weekdays",): range(5),
    ("workdays",): range(5),
    ("weekends",): range(5, 7),
}
_TO = frozenset({"-", "to", "till", "until", "through"})
_BETWEEN_DAYS = frozenset({"and", "&", "+", "on"})
_OTHER = {"other": 2, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_LONGEST = 366
"""Days between planned doses, at most."""
_UNITS = {"day": 1, "days": 1, "d": 1, "week": 7, "weeks": 7, "w": 7}
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_A = frozenset({"a", "per", "each", "every", "/", "an"})


def _weekday(text: str) -> int | None:
    if text in _WEEKDAYS:
        return _WEEKDAYS.index(text)
    name = text.removesuffix("s") if len(text) > 3 else text
    found = [n for n, day in enumerate(_WEEKDAYS) if len(name) > 1 and day.startswith(name)]
    return found[0] if len(found) == 1 and name.isalpha() else None


def days(words: Sequence[Word], at: int) -> Found:
    """Read `mon,wed,fri`, `mon wed and fri`, `mon-fri`, `daily`, `weekdays`."""
    for shape, whole in _WHOLE.items():
        if tuple(word.text for word in words[at : at + len(shape)]) == shape:
            rule = rule_of_every(1) if len(whole) == 7 else rule_of_weekdays(whole)
            return len(shape), rule
    found: set[int] = set()
    end, place = at, at
    while place < len(words):
        start, rest = _weekdays_in(words[place].text)
        if start is None:
            if words[place].text not in _BETWEEN_DAYS or (place == at):
                break
            place += 1
            continue
        if found and text_at(words, place + 1).isdigit():  # Sun 22 Nov 2026 is a date
            break
        last = rest
        if last is None and text_at(words, place + 1) in _TO:
            last = _weekday(text_at(words, place + 2))
            place += 2 if last is not None else 0
        place += 1
        end = place
        found.update(
            (start + n) % 7
            for n in range(((last or start) - start) % 7 + 1)
            if last is not None or n == 0
        )
    return (end - at, rule_of_weekdays(found)) if found else None


def _weekdays_in(text: str) -> tuple[int | None, int | None]:
    """Return the weekday that a word is, and the last one of `mon-fri`."""
    first, dash, last = text.partition("-")
    start, end = _weekday(first), _weekday(last) if dash else None
    return (None, None) if dash and end is None else (start, end)


def every(words: Sequence[Word], at: int) -> Found:
    """Read `every 2 days`, `every other day`, `every 3rd day`, `weekly`, as a rule."""
    text = text_at(words, at)
    if text in {"weekly", "fortnightly"}:
        return 1, rule_of_every(7 if text == "weekly" else 14)
    start = at + (text in {"every", "each"})
    n = number_at(words, start)
    count = Decimal(n[1]) if n else Decimal(_OTHER.get(text_at(words, start), 0))
    end = start + (n[0] if n else bool(count))
    end += text_at(words, end) in {"nd", "rd", "th"}
    unit = _UNITS.get(text_at(words, end))
    if not count and unit and start > at:
        count = Decimal(1)
    span = count * (unit or 1)
    if not count or (unit is None and start > at) or span != int(span) or not 0 < span <= _LONGEST:
        return None
    return end + bool(unit) - at, rule_of_every(int(span))


def every_alone(words: Sequence[Word], at: int) -> Found:
    """Read what `every` says where it stands among other words."""
    if text_at(words, at) in {"every", "each", "weekly", "fortnightly"}:
        return every(words, at)
    return None


def _count(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Return how many words a whole number has, with `times`, and it."""
    if text_at(words, at) in _OFTEN:
        return 1, _OFTEN[text_at(words, at)]
    found = number_at(words, at)
    if not found or not found[1].isdigit():
        return None
    end = found[0]
    end += text_at(words, at + end) in {"x", "times", "time", "dose", "doses"}
    return end, int(found[1])


def _so_often(words: Sequence[Word], at: int, span: str) -> Found:
    found = _count(words, at)
    if found is None:
        return None
    end = at + found[0]
    if text_at(words, end) == {"day": "daily", "week": "weekly"}[span]:
        return end + 1 - at, found[1]
    if text_at(words, end) in _A and text_at(words, end + 1) == span:
        return end + 2 - at, found[1]
    return None


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


def twice_daily(words: Sequence[Word], at: int) -> Found:
    """Read `twice daily`, which names the days too: how many words, and how often."""
    found = per_day(words, at)
    return found if found and text_at(words, at + found[0] - 1) == "daily" else None


_MOST_HOURS = 366 * 24


def apart(words: Sequence[Word], at: int) -> Found:
    """Read the least time between doses, in hours: `48h`, `48`, `2 days`, `a week`."""
    number = number_at(words, at)
    if number and text_at(words, at + number[0]) in {"w", "week", "weeks"}:
        return _hours(number[0] + 1, Decimal(number[1]) * 168)
    if text_at(words, at) in {"a", "one"} and text_at(words, at + 1) in {"day", "week"}:
        return _hours(2, Decimal(_UNITS[text_at(words, at + 1)] * 24))
    if number and number[1].replace(".", "").isdigit() and not _is_length(words, at + number[0]):
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
        found = _so_often(words, at, span)
        if found is None and (number := _count(words, at)):
            unit = text_at(words, at + number[0]).removesuffix("s")
            found = (number[0] + 1, number[1]) if unit == span else None
        if found and 0 < found[1] < 1000:
            return found[0], span, found[1]
    return None


def most_alone(words: Sequence[Word], at: int) -> Found:
    """Read `at most 3 a week`, `max 1 a day`, `no more than 3 a week`."""
    for shape in (("at", "most"), ("no", "more", "than"), ("max",), ("maximum",), ("up", "to")):
        if tuple(word.text for word in words[at : at + len(shape)]) == shape:
            found = most(words, at + len(shape))
            return (len(shape) + found[0], found[1]) if found else None
    return None


def say_most(fields: dict[str, int]) -> str:
    """Return "at most 1 a day, at most 3 a week"."""
    return ", ".join(f"at most {n} a {field.rpartition('_')[2]}" for field, n in fields.items())


def say_hours(hours: Decimal) -> str:
    """Return "at least 48 h apart"."""
    return f"at least {say_number(hours)} h apart"


def say_days(rule: str) -> str:
    """Return "Mon, Wed, Fri"."""
    return say_rule(rule)
