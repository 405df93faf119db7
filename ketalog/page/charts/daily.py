"""Each day's mood, anxiety and sleep as thin lines; a day without a value is a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.values import Value
from ketalog.page.charts import svg
from ketalog.page.charts.axis import NAME, UNDER, WIDTH, Days, day_frame, day_names, row_name
from ketalog.page.charts.layout import Frame, runs
from ketalog.page.charts.svg import Chart, Paint, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.page.texts import Texts

TALL, LOW, BETWEEN = 20, 6, 6
MOST_ROOMY = 112
END = Style(anchor="end")


class DailyRow(Value, frozen=True):
    """One line: its name, its colour in the palette, its highest value, a value or None a day."""

    name: str
    colour: str
    most: float
    values: tuple[float | None, ...]


def daily_chart(text: Texts, title: str, days: Days, rows: Sequence[DailyRow]) -> Chart:
    """Return the chart of the days; a row without any value says so."""
    bottom = 3.0 + sum(_tall(row) + BETWEEN for row in rows)
    shading, names = day_names(text, days, bottom)
    drawn, top = [shading], 4.0
    for row in rows:
        frame = day_frame(days, top, top + _tall(row), row.most)
        line = _line(row, frame)
        drawn += [_scale(row, frame), line] if line else [_nothing(text, row, frame)]
        top += _tall(row) + BETWEEN
    words = text.say_strip(title, [_in_words(text, row) for row in rows], [])
    return svg.chart(title, words, (WIDTH, int(bottom + UNDER + 1)), [*drawn, names])


def _tall(row: DailyRow) -> float:
    return TALL if any(value is not None for value in row.values) else LOW


def _name(row: DailyRow, frame: Frame) -> str:
    middle = (frame.box.top + frame.box.bottom) / 2
    return row_name(row.name, middle + 3, Style(NAME, row.colour, bold=True))


def _scale(row: DailyRow, frame: Frame) -> str:
    left = frame.box.left - 3
    parts = [_name(row, frame)]
    for value in (0, row.most):
        y = frame.y(value)
        parts.append(svg.line((left, y), (WIDTH, y), Paint(line="grid", width=0.5)))
        parts.append(svg.text((left - 1, y + 2.5), f"{value:g}", END))
    return "".join(parts)


def _line(row: DailyRow, frame: Frame) -> str:
    drawn = [
        [(frame.x(day + 0.5), frame.y(min(row.values[day] or 0, row.most))) for day in run]
        for run in runs(value is not None for value in row.values)
    ]
    lines = [svg.polyline(run, Paint(line=row.colour, width=1)) for run in drawn if len(run) > 1]
    alone = [run[0] for run in drawn if len(run) == 1]
    return "".join(lines) + svg.dots(alone, Paint(line=row.colour, width=_dot(len(row.values))))


def _dot(days: int) -> float:
    """Return how large the dot of a day without neighbours is: those of a year are crowded."""
    return 3 if days <= MOST_ROOMY else 2


def _nothing(text: Texts, row: DailyRow, frame: Frame) -> str:
    spot = (frame.box.left + 1, (frame.box.top + frame.box.bottom) / 2 + 3)
    return _name(row, frame) + svg.text(spot, text.not_recorded, Style())


def _in_words(text: Texts, row: DailyRow) -> str:
    values = [value for value in row.values if value is not None]
    if not values:
        return text.say_graded(row.name, text.not_recorded)
    return text.say_daily(row.name, min(values), max(values), len(values), len(row.values))
