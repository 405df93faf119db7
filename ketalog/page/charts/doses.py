"""Every dose of a period on one axis: mood and anxiety before and after it, the missed ones too."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from ketalog.domain.values import Value
from ketalog.page.charts import svg
from ketalog.page.charts.layout import Box, Frame, shortened, width_of
from ketalog.page.charts.svg import SHAPES, SMALL, Chart, Paint, Style
from ketalog.page.charts.ticks import ticks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ketalog.page.charts.layout import Spot
    from ketalog.page.charts.ticks import Tick
    from ketalog.page.texts import Texts

    Measure = Literal["mood", "anxiety"]

SIZE = (515, 130)
NAME = 8.5
START = Style()
END = Style(anchor="end")
LARGEST, SMALLEST = 2.3, 0.9
"""A mark's radius: with room, and with thousands of doses."""
SHAPED = 1.3
"""From this radius on the shapes can be told apart."""
COLUMNS = 900
"""With more doses than this, marks stand on whole points, and each is drawn once."""
NAMES_MOST = 90


class DoseMark(Value, frozen=True):
    """One dose: days since the period's start, its route, the route's shape, its ratings 0-10."""

    day: float
    route: str
    shape: str
    mood: tuple[float | None, float | None] = (None, None)
    anxiety: tuple[float | None, float | None] = (None, None)


class DosePeriod(Value, frozen=True):
    """All that the chart shows: `missed` are days since the start of planned doses not taken."""

    start: date
    days: int
    doses: tuple[DoseMark, ...]
    missed: tuple[float, ...] = ()
    first_weekday: int = 0
    date_order: str = "day-month"


def _in_words(text: Texts, title: str, rows: tuple[str, str], period: DosePeriod) -> str:
    """Return the whole chart in words: how many of each route, the ranges of the ratings."""
    routes = Counter(dose.route for dose in period.doses)
    mood, anxiety = rows
    return text.say_every_dose(
        title,
        sorted(routes.items()),
        len(period.missed),
        [
            _row_in_words(text, mood, [dose.mood for dose in period.doses]),
            _row_in_words(text, anxiety, [dose.anxiety for dose in period.doses]),
        ],
    )


def _row_in_words(
    text: Texts, name: str, pairs: Sequence[tuple[float | None, float | None]]
) -> str:
    before = _range([before for before, _ in pairs if before is not None])
    after = _range([after for _, after in pairs if after is not None])
    return text.say_ranges(name, before, after)


def _range(values: Sequence[float]) -> tuple[float, float, int] | None:
    return (min(values), max(values), len(values)) if values else None


def shows_shapes(period: DosePeriod, size: tuple[int, int] = SIZE) -> bool:
    """Tell whether there is room for the routes' shapes; else every dose is a dot."""
    return _radius(period, size[0]) >= SHAPED


def doses_chart(
    text: Texts,
    title: str,
    rows: tuple[str, str],
    period: DosePeriod,
    *,
    size: tuple[int, int] = SIZE,
) -> Chart:
    """Return the chart of every dose; `rows` names mood and anxiety beside their rows."""
    width, _ = size
    left = _left(rows)
    parts = ticks(
        lambda day, unit: text.say_tick(day, unit, period.date_order),
        period.start,
        period.days,
        width - left,
        period.first_weekday,
    )
    two_lines = any(part.year for part in parts)
    frames = _frames(period, left, size, two_lines=two_lines)
    radius = _radius(period, width)
    drawn = [_shading(parts, frames), _dates(parts, frames[1], width)]
    measures: tuple[Measure, Measure] = ("mood", "anxiety")
    for measure, name, frame in zip(measures, rows, frames, strict=True):
        drawn += [_grid(frame, width), _row_name(name, measure, frame)]
        drawn.append(_unrated(measure, period, frame))
        draw = _marks if radius >= SHAPED else _many_marks
        drawn.append(draw(measure, period, frame, radius))
        middles = [(frame.x(day), frame.y(5)) for day in period.missed]
        drawn.append(svg.crosses(middles, max(1.2, radius * 0.85), Paint(line="ink", width=1)))
    return svg.chart(title, _in_words(text, title, rows, period), size, drawn)


def _left(rows: Iterable[str]) -> float:
    names = max(width_of(name, NAME, bold=True) for name in rows)
    return min(names, NAMES_MOST) + 5 + width_of("10", SMALL) + 3


def _frames(
    period: DosePeriod, left: float, size: tuple[int, int], *, two_lines: bool
) -> tuple[Frame, Frame]:
    top, gap, under = 4.0, 13.0, 24.5 if two_lines else 15.5
    height = (size[1] - top - gap - under) / 2
    across = (0.0, float(period.days))
    inner = Box(left + LARGEST + 1, top, size[0] - LARGEST - 1, top + height)
    lower = Box(inner.left, top + height + gap, inner.right, size[1] - under)
    return Frame(inner, across, (0, 10)), Frame(lower, across, (0, 10))


def _edge(at: int, frame: Frame) -> float:
    """Return where a day begins; the first and last reach round the marks at the edges."""
    reach = LARGEST + 1
    first, last = frame.across
    return frame.x(at) + (at == last) * reach - (at == first) * reach


def _shading(parts: Sequence[Tick], frames: tuple[Frame, Frame]) -> str:
    top, bottom = frames[0].box.top - 3.5, frames[1].box.bottom + 3.5
    drawn = []
    for part in parts[::2]:
        left, right = _edge(part.start, frames[0]), _edge(part.end, frames[0])
        drawn.append(svg.rectangle((left, top), right - left, bottom - top, Paint("shade")))
    return "".join(drawn)


def _dates(parts: Sequence[Tick], frame: Frame, width: int) -> str:
    """Draw the name of each part that has room for it, and the years below those of months."""
    drawn, y = [], frame.box.bottom + 12.5
    for part in parts:
        x, right = _edge(part.start, frame) + 1, _edge(part.end, frame)
        if x + width_of(part.name, SMALL) <= min(width, right + 1):
            drawn.append(svg.text((x, y), part.name, START))
    before = float(width)
    for part in reversed([part for part in parts if part.year]):
        x = _edge(part.start, frame) + 1
        if x + width_of(part.year, SMALL) <= before:
            drawn.append(svg.text((x, y + 9), part.year, START))
            before = x - 3
    return "".join(drawn)


def _grid(frame: Frame, width: int) -> str:
    left, parts = frame.box.left - LARGEST - 1, []
    for value in (0, 10):
        y = frame.y(value)
        parts += [
            svg.line((left, y), (width, y), Paint(line="grid", width=0.5)),
            svg.text((left - 2.5, y + 2.5), str(value), END),
        ]
    return "".join(parts)


def _row_name(name: str, measure: Measure, frame: Frame) -> str:
    shown = shortened(name, NAME, NAMES_MOST, bold=True)
    return svg.text((0, frame.y(5) + 3), shown, Style(NAME, measure, bold=True))


def _radius(period: DosePeriod, width: int) -> float:
    """Return the marks' radius by the usual gap between doses."""
    days = sorted(dose.day for dose in period.doses)
    gaps = [later - day for day, later in pairwise(days) if later > day]
    if not gaps:
        return LARGEST
    gap = sorted(gaps)[len(gaps) // 2] / period.days * (width - NAMES_MOST)
    return min(LARGEST, max(SMALLEST, gap * 0.4))


def _pair(measure: Measure, dose: DoseMark) -> tuple[float | None, float | None]:
    return dose.mood if measure == "mood" else dose.anxiety


def _unrated(measure: Measure, period: DosePeriod, frame: Frame) -> str:
    """Draw a grey point under the scale for a dose without ratings."""
    y = frame.box.bottom + 3.2
    days = [dose.day for dose in period.doses if _pair(measure, dose) == (None, None)]
    return svg.dots([(x, y) for x in _columns(days, frame)], Paint(line="muted", width=2))


def _columns(days: Iterable[float], frame: Frame) -> list[float]:
    """Return where days lie, each place once."""
    return list(dict.fromkeys(round(frame.x(day), 1) for day in days))


def _marks(measure: Measure, period: DosePeriod, frame: Frame, radius: float) -> str:
    """Draw each dose in its route's shape: open before, filled after, the line between them.

    An open mark with a filled core: both are the same.
    """
    drawn = []
    for dose in period.doses:
        before, after = _pair(measure, dose)
        x, shape = frame.x(dose.day), SHAPES.get(dose.shape, svg.square)
        if before is not None and after is not None and before != after:
            ends = (x, frame.y(before)), (x, frame.y(after))
            drawn.append(svg.line(*ends, Paint(line=measure, width=radius * 0.45)))
        if before is not None:
            drawn.append(shape((x, frame.y(before)), radius, Paint("paper", measure, radius * 0.4)))
        if after is not None:
            size = radius * 0.5 if before == after else radius
            paint = Paint(measure) if before == after else Paint(measure, measure, radius * 0.4)
            drawn.append(shape((x, frame.y(after)), size, paint))
    return "".join(drawn)


def _many_marks(measure: Measure, period: DosePeriod, frame: Frame, radius: float) -> str:
    """Draw the same as dots, a path for all of a kind; what lies on one another once."""
    digits = 0 if len(period.doses) > COLUMNS else 1
    before: dict[Spot, None] = {}
    after: dict[Spot, None] = {}
    between: dict[tuple[Spot, Spot], None] = {}
    for dose in period.doses:
        x = round(frame.x(dose.day), digits)
        first, last = (
            None if value is None else (x, frame.y(value)) for value in _pair(measure, dose)
        )
        if first and last and first != last:
            between[first, last] = None
        if first:
            before[first] = None
        if last:
            after[last] = None
    return (
        svg.strokes(between, Paint(line=f"{measure}-band-25", width=radius * 0.6))
        + svg.dots(before, Paint(line=measure, width=2 * radius + 0.5))
        + svg.dots(before, Paint(line="paper", width=2 * radius - 0.5))
        + svg.dots(after, Paint(line=measure, width=2 * radius))
    )
