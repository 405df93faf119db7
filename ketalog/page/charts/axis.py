"""What charts of a whole period share: one axis of days, its names, the names of the rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from ketalog.domain.values import Value
from ketalog.page.charts import svg
from ketalog.page.charts.layout import Box, Frame, shortened, width_of
from ketalog.page.charts.svg import SMALL, Paint, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketalog.page.texts import Texts

WIDTH = 515
NAME = 8
LEFT = 88
"""Where the days begin, the same in every chart of a period: they stand under one another."""
UNDER = 11
"""The room for the names of days."""
_EDGE = 3
TickUnit = Literal["day", "week", "month", "quarter", "year"]
ROOM: dict[TickUnit, float] = {"day": 30, "week": 28, "month": 19, "quarter": 19, "year": 25}
"""The points that each one's name needs."""
_DAYS: dict[TickUnit, float] = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
_MONTHS = {"month": 1, "quarter": 3}


class Days(Value, frozen=True):
    """The days of a period: the first, how many, and how they are named."""

    start: date
    count: int
    first_weekday: int = 0
    date_order: str = "day-month"


def day_frame(days: Days, top: float, bottom: float, most: float) -> Frame:
    """Return a row: across the days of the period, up from 0 to the most."""
    box = Box(LEFT + _EDGE, top, WIDTH - _EDGE, bottom)
    return Frame(box, (0, float(days.count)), (0, most or 1))


def row_name(words: str, y: float, style: Style) -> str:
    """Draw the name of a row at the left."""
    shown = shortened(words, style.size, LEFT - 22, bold=style.bold)
    return svg.text((0, y), shown, style)


def day_names(text: Texts, days: Days, bottom: float) -> tuple[str, str]:
    """Return the shading of every second part of the period, and the names of all that fit."""
    parts = _ticks(text, days)
    frame = day_frame(days, 0, bottom, 1)
    shading = "".join(
        svg.rectangle(
            (_edge(part.start, frame), 0),
            _edge(part.end, frame) - _edge(part.start, frame),
            bottom,
            Paint("shade"),
        )
        for part in parts[::2]
    )
    return shading, _names(parts, frame, bottom + 9)


def _edge(at: int, frame: Frame) -> float:
    """Return where a day begins; the first and last reach to the edges."""
    first, last = frame.across
    return frame.x(at) + (at == last) * _EDGE - (at == first) * _EDGE


def _names(parts: Sequence[Tick], frame: Frame, y: float) -> str:
    drawn = []
    for part in parts:
        x, right = _edge(part.start, frame) + 1, _edge(part.end, frame)
        name = f"{part.name} {part.year}" if part.year else part.name
        for words in (name, part.name):
            if x + width_of(words, SMALL) <= min(WIDTH, right + 1):
                drawn.append(svg.text((x, y), words, Style()))
                break
    return "".join(drawn)


# Where days, weeks, months or years begin, as fine as there is room for their names.


class Tick(Value, frozen=True):
    """One day, week, month, quarter or year: its days as offsets (half-open), its names."""

    start: int
    end: int
    name: str
    year: str


def _ticks(text: Texts, days: Days) -> list[Tick]:
    """Return the parts of a period.

    A part that the period cuts is cut. `year` is given where one begins, and at the start, where
    the names are of months.
    """
    unit, step = _unit(days.count)
    start, end = days.start, days.start + timedelta(days.count)
    firsts = [start, *_firsts(start, end, unit, step, days.first_weekday)]
    parts: list[Tick] = []
    for first, after in zip(firsts, [*firsts[1:], end], strict=True):
        new_year = not parts or first.year != (start + timedelta(parts[-1].start)).year
        year = str(first.year) if new_year and unit in _MONTHS else ""
        name = text.say_tick(first, unit, days.date_order)
        parts.append(Tick((first - start).days, (after - start).days, name, year))
    return parts


def _unit(days: int) -> tuple[TickUnit, int]:
    """Return the finest unit whose names fit, and how many of it go together."""
    width = WIDTH - LEFT
    for unit, length in _DAYS.items():
        if length / days * width >= ROOM[unit]:
            return unit, 1
    step = 2
    while step * 365 / days * width < ROOM["year"]:
        step += 1
    return "year", step


def _firsts(
    start: date, end: date, unit: TickUnit, step: int, first_weekday: int
) -> Iterator[date]:
    """Yield each day in the period, but its first, with which a new unit begins."""
    if unit in {"day", "week"}:
        every = 1 if unit == "day" else 7
        ahead = (first_weekday - start.weekday()) % every or every
        for day in range(start.toordinal() + ahead, end.toordinal(), every):
            yield date.fromordinal(day)
        return
    months = _MONTHS.get(unit, 12 * step)
    at = (start.year * 12 + start.month - 1) // months * months + months
    while at < date.max.year * 12 and (first := date(at // 12, at % 12 + 1, 1)) < end:
        yield first
        at += months
