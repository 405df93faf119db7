"""Days and months by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def month_name(on: date) -> str:
    """Return "November"."""
    return MONTHS[on.month - 1]


def month_short(on: date) -> str:
    """Return "Nov"."""
    return MONTHS[on.month - 1][:3]


def say_day(on: date) -> str:
    """Return "Wed 18 Nov"."""
    return f"{WEEKDAYS[on.weekday()]} {on.day} {month_short(on)}"
