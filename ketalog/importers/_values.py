"""Values of other programs' files: days, times, numbers, scales, names, free words.

What can't be read raises Unfit with the reason, in words about the rows that it is true of.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timezone
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

from ketalog.domain.calendar import MONTHS, YEARS
from ketalog.domain.routes import find_route

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

D = TypeVar("D", bound=date)
"""A day, with a time or without."""
_KETAMINE = {
    "ketamine": "ketamine",
    "ketamin": "ketamine",
    "esketamine": "esketamine",
    "esketamin": "esketamine",
    "spravato": "esketamine",
}
MG = {
    "mg": Decimal(1),
    "g": Decimal(1000),
    **dict.fromkeys(("µg", "μg", "mcg", "ug"), Decimal("0.001")),
}
"""How many mg one of a unit is."""


class Unfit(Exception):
    """A row that is left out: why, in words that go on from a row, without what it holds."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def checked_amount(value: Decimal) -> Decimal:
    """Return an amount above 0, without zeros at its end. Raises Unfit."""
    if not (value.is_finite() and value > 0):
        raise Unfit("the amount of the dose is 0")
    return value.normalize() if value != value.to_integral() else value.to_integral()


def ketamine_in(name: str) -> str | None:
    """Return "ketamine" or "esketamine" if that is what a medicine's name says, else None."""
    words = re.findall(r"\w+", name.casefold())
    medications = {_KETAMINE[word] for word in words if word in _KETAMINE}
    return medications.pop() if len(medications) == 1 else None


def route_in(name: str) -> str | None:
    """Return the route that a medicine's name says, or None."""
    words = (*re.findall(r"[\w-]+", name.casefold()), spaced(name))
    routes = {route for word in words if (route := find_route(word))}
    return routes.pop() if len(routes) == 1 else None


def spaced(text: str) -> str:
    """Return words with plain single spaces: apps write no-break and narrow ones."""
    return " ".join(text.split())


def number(text: str) -> Decimal:
    """Return a number with a decimal point or comma. Raises Unfit."""
    plain_text = spaced(text).replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", plain_text):
        raise Unfit("a number can't be read")
    return Decimal(plain_text)


# Scales


def to_ten(value: Decimal, first: Decimal, last: Decimal) -> int:
    """Return a value of a scale as 0 to 10: its `first` end is 0, its `last` is 10, evenly between.

    Whole numbers; a half goes away from the middle. Raises Unfit for one that is not on the scale.
    """
    if first == last or not min(first, last) <= value <= max(first, last):
        raise Unfit("a rating lies outside its scale")
    tenths = (value - first) / (last - first) * 10
    half = Decimal("0.5")
    if tenths > 5:
        return int((tenths + half).to_integral_value(ROUND_FLOOR))
    return int((tenths - half).to_integral_value(ROUND_CEILING))


def scale_rule(what: str, first: object, last: object) -> str:
    """Return how a scale was converted, in words."""
    return f"{what}: {first} became 0 and {last} became 10, the rest lies evenly between."


# Days and times


def in_reach(day: D) -> D:
    """Return a day, or a moment, of the years that a journal can have. Raises Unfit for others."""
    if day.year not in YEARS:
        raise Unfit(f"their day does not lie from {YEARS[0]} to {YEARS[-1]}")
    return day


def clock(text: str, *, has_halves: bool = False) -> time:
    """Read a time of day: `21:35`, `8:30 pm`, `20.15`. Raises Unfit.

    Where other times of the file have am or pm, one that could be either is not guessed.
    """
    words = spaced(text).lower().replace(".m.", "m").replace("a.m", "am").replace("p.m", "pm")
    match = re.fullmatch(
        r"([0-9]{1,2})[:.h]([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)? ?([ap]m)?", words
    )
    if not match:
        raise Unfit("the time can't be read" if words else "the time isn't said")
    hour, minute, second = (int(match[n] or 0) for n in (1, 2, 3))
    if match[4] and not 1 <= hour <= 12:
        raise Unfit("the time can't be read")
    if match[4]:
        hour = hour % 12 + 12 * (match[4] == "pm")
    elif has_halves and 1 <= hour <= 12:
        raise Unfit("the time may be in the morning or the evening")
    if hour > 23 or minute > 59 or second > 59:
        raise Unfit("the time can't be read")
    return time(hour, minute, second)


def has_halves(texts: Iterable[str]) -> bool:
    """Tell whether times of day are written with am and pm."""
    return any(re.search(r"[0-9]\s*[ap]\.?m\b", text, re.IGNORECASE) for text in texts)


def iso_day(text: str) -> date:
    """Read `2026-11-22`. Raises Unfit."""
    words = spaced(text)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
            return in_reach(date.fromisoformat(words))
    except ValueError:
        pass
    raise Unfit("the day can't be read" if words else "the day isn't said")


def iso_moment(text: str) -> datetime:
    """Read a day and time in ISO form, with an offset or without. Raises Unfit."""
    words = spaced(text)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+ ?(?:Z|[+-][0-9:]+)?", words):
        raise Unfit("the time can't be read" if words else "the time isn't said")
    words = re.sub(r" ([+Z-])", r"\1", words)
    try:
        return in_reach(datetime.fromisoformat(words).replace(microsecond=0))
    except ValueError:
        raise Unfit("the time can't be read") from None


def local_moment(text: str) -> datetime:
    """Read a day and time with its offset, on this computer's clock. Raises Unfit."""
    at = iso_moment(text)
    if at.tzinfo is None:
        raise Unfit("the time has no zone")
    return at.astimezone()


def day_with_month(text: str, year: int | None = None) -> date:
    """Read a day, its month in English: `8th Dec 2021`, `Jan 12 2025`, `18 May`. Raises Unfit."""
    words = spaced(text).replace(",", " ").replace(".", " ").lower()
    match = re.fullmatch(
        r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? +(?P<month>[a-z]+)"
        r"|(?P<month2>[a-z]+) +(?P<day2>[0-9]{1,2})(?:st|nd|rd|th)?)(?: +(?P<year>[0-9]{4}))?",
        words,
    )
    if not match:
        raise Unfit("the day can't be read" if words else "the day isn't said")
    name = match["month"] or match["month2"]
    months = [
        n for n, month in enumerate(MONTHS, 1) if len(name) > 2 and month.lower().startswith(name)
    ]
    of_year = int(match["year"]) if match["year"] else year
    if len(months) != 1:
        raise Unfit("the name of the month can't be read: only English ones can")
    if of_year is None:
        raise Unfit("the year isn't said")
    try:
        return in_reach(date(of_year, months[0], int(match["day"] or match["day2"])))
    except (ValueError, OverflowError):
        raise Unfit("the day can't be read") from None


class DateReader:
    """Reads the days of a file, and times on them, in one order of day, month and year.

    It is the one that was said, or the only one in which all the days exist.
    """

    def __init__(self, order: str | None, texts: Iterable[str]) -> None:
        self._order = order
        self.rules: list[str] = []
        orders, self._halves = set(_ORDERS), False
        for text in () if order else texts:
            self._halves = self._halves or has_halves([text])
            if (match := _NUMERIC.match(spaced(text))) and len(match[1]) < 3:
                orders &= {name for name in orders if _date(match, name) is not None}
        if not order and len(orders) == 1:
            self._order = orders.pop()
            self.rules.append(f"Days are read as {_ORDERS[self._order]}: no other order fits all.")

    def day(self, text: str) -> date:
        """Read a day. Raises Unfit for one that can be two."""
        words = spaced(text)
        match = _NUMERIC.fullmatch(words)
        if match is None:
            return day_with_month(words)
        if len(match[1]) == 4:
            order = "ymd"
        elif self._order is None:
            raise Unfit("their day can be read in two ways: --day-order")
        else:
            order = self._order
        on = _date(match, order)
        if on is None:
            raise Unfit("the day can't be read")
        return in_reach(on)

    def when(self, text: str) -> datetime | date:
        """Read a day, and the time on it if there is one. Raises Unfit."""
        try:
            return self.day(text)
        except Unfit:
            return self.moment(text)

    def moment(self, text: str) -> datetime:
        """Read a day and the time on it. Raises Unfit."""
        words = spaced(text).replace(", ", " ")
        if (
            re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:", words)
            and words[-1:].lower() != "m"
        ):
            return iso_moment(words)
        match = re.fullmatch(
            r"(.*[0-9])[ T]([0-9]{1,2}[:.h][0-9:.]+ ?(?:[ap]\.?m\.?)?)", words, re.IGNORECASE
        )
        if not match:
            self.day(words)  # What can't be read at all is said first.
            raise Unfit("they have a day and no time")
        return datetime.combine(self.day(match[1]), clock(match[2], has_halves=self._halves))


_ORDERS = {"dmy": "day, month, year", "mdy": "month, day, year"}
_NUMERIC = re.compile(r"([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{1,2})")


def _date(match: re.Match[str], order: str) -> date | None:
    """Return the date that three numbers are in an order, or None."""
    parts = dict(zip(order, match.groups(), strict=True))
    year = int(parts["y"]) + (2000 if len(parts["y"]) < 3 else 0)
    try:
        return date(year, int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def of_epoch(seconds: float, place: timezone | None = None) -> datetime:
    """Return a moment since 1970 in whole seconds, on this computer's clock or a place's.

    Raises Unfit.
    """
    try:
        at = datetime.fromtimestamp(int(seconds), place)
        return in_reach(at if place else at.astimezone())
    except (ValueError, OverflowError, OSError):
        raise Unfit("the time can't be read") from None


# Free words


_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/ul|/ol)\s*/?>", re.IGNORECASE)
_ITEMS = re.compile(r"<li[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(
    r"</?(?:b|i|u|s|em|strong|p|div|span|font|ul|ol|li|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE
)


def without_tags(text: str) -> str:
    """Return words as they were meant: line breaks for `<br>`, no `<b>`, `&` for `&amp;`."""
    from html import unescape

    lines = _ITEMS.sub("\n- ", _BREAKS.sub("\n", text))
    return unescape(_TAGS.sub("", lines)).strip()


def joined(*parts: str | None) -> str | None:
    """Return the parts that there are, a line each; None if there is none."""
    lines = [part.strip() for part in parts if part and part.strip()]
    return "\n".join(lines) or None


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether a value of JSON is a number: true is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def text_in(item: Mapping[str, Any], key: str) -> str:
    """Return a text of an object of JSON; "" where it has none."""
    value = item.get(key)
    return value if isinstance(value, str) else ""


def id_of(value: object) -> int:
    """Return a value of JSON if it is a whole number above 0, by which things are match; else 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def items(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list of JSON; none of what is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
