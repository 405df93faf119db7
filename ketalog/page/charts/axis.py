"""What charts of a whole period share: one axis of days, its names, the names of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.values import Value
from ketalog.page.charts import svg
from ketalog.page.charts.layout import Box, Frame, shortened, width_of
from ketalog.page.charts.svg import SMALL, Paint, Style
from ketalog.page.charts.ticks import ticks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ketalog.page.charts.ticks import Tick
    from ketalog.page.texts import Texts

WIDTH = 515
NAME = 8
LEFT = 88
"""Where the days begin, the same in every chart of a period: they stand under one another."""
UNDER = 11
"""The room for the names of days."""
_EDGE = 3


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


def day_names(text: Texts, days: Days, top: float, bottom: float) -> tuple[str, str]:
    """Return the shading of every second part of the period, and the names of all that fit."""
    parts = ticks(
        lambda day, unit: text.say_tick(day, unit, days.date_order),
        days.start,
        days.count,
        WIDTH - LEFT,
        days.first_weekday,
    )
    frame = day_frame(days, top, bottom, 1)
    shading = "".join(
        svg.rectangle(
            (_edge(part.start, frame), top),
            _edge(part.end, frame) - _edge(part.start, frame),
            bottom - top,
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
