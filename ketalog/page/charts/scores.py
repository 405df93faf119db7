"""One questionnaire's totals over its published severity bands. Less is better."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from ketalog.domain.text import say_value
from ketalog.domain.values import Value
from ketalog.page.charts import svg
from ketalog.page.charts.layout import (
    CLOSE,
    Box,
    Frame,
    Room,
    best_place,
    figure_box,
    heading,
    places_around,
    shortened,
    spread,
    touch,
    width_of,
    wrapped,
)
from ketalog.page.charts.palette import severity_name
from ketalog.page.charts.svg import SMALL, Chart, Paint, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketalog.page.charts.layout import Spot
    from ketalog.page.texts import Texts

SIZE = (100, 104)
FIGURE = 7.5
START = Style()
MIDDLE = Style(anchor="middle")
END = Style(anchor="end")
FIGURES = Style(FIGURE, "ink", "middle", bold=True)
LEADING = 7.6
"""From line to line of a band's name."""
BETWEEN = 1.5
"""The room between two bands' names."""
MOST_SPOKEN = 12
"""With more totals, the words say the first, the latest, the highest and the lowest."""
NAMES_MOST = 0.42
"""The share of the width that the bands' names take at most."""


class Total(Value, frozen=True):
    """One total: days since the first one, the date in words, the sum.

    One `is_estimated` has gaps; one `is_before` stands before the period.
    """

    day: float
    date: str
    total: float
    is_estimated: bool = False
    is_before: bool = False


class SeverityBand(Value, frozen=True):
    """What totals from `least` on are called."""

    least: int
    name: str


class Scale(Value, frozen=True):
    """A questionnaire's bands, the least severe first, and its highest total."""

    bands: tuple[SeverityBand, ...]
    most: int


def _in_words(
    text: Texts, title: str, totals: Sequence[Total], bands: Sequence[SeverityBand]
) -> str:
    """Return the whole chart in words."""
    named = [(band.name, band.least) for band in bands]
    if len(totals) <= MOST_SPOKEN:
        return text.say_scores(title, _dated(text, totals), named)
    lowest = min(totals, key=lambda total: total.total)
    chosen = [totals[0], totals[-1], _worst(totals), lowest]
    return text.say_many_scores(title, len(totals), _dated(text, chosen), named)


def _dated(text: Texts, totals: Iterable[Total]) -> list[str]:
    return [text.say_score_on(_shown(text, total), total.date) for total in totals]


def _shown(text: Texts, total: Total) -> str:
    """Return a total in words: an estimate is "about 11.2"."""
    if total.is_estimated:
        return text.about(text.say_value(float(total.total)))
    return text.say_value(total.total)


def scores_chart(  # noqa: PLR0913 (what a chart shows, one by one)
    text: Texts,
    title: str,
    note: str,
    totals: Sequence[Total],
    scale: Scale,
    *,
    size: tuple[int, int] = SIZE,
) -> Chart:
    """Return the chart of totals, oldest first, on the questionnaire's bands."""
    width, height = size
    bands, most = scale.bands, scale.most
    head = heading(title, note, width)
    frame = _frame(totals, bands, most, Box(0, head.bottom + 4.5, width, height - 12))
    parts = [
        head.drawn,
        _bands(bands, most, frame),
        _names(bands, most, frame, _names_width(bands, width)),
    ]
    parts += [_course(totals, frame), _figures(totals, frame), _dates(totals, frame, size)]
    return svg.chart(title, _in_words(text, title, totals, bands), size, parts)


def _frame(totals: Sequence[Total], bands: Sequence[SeverityBand], most: int, room: Box) -> Frame:
    cuts = [str(band.least) for band in bands]
    left = max(width_of(cut, SMALL) for cut in [*cuts, str(most)]) + 2.5
    right = room.right - _names_width(bands, room.right) - 3
    days = (totals[0].day, totals[-1].day) if totals else (0, 0)
    return Frame(Box(left, room.top, right, room.bottom), _eased(days, right - left), (0, most))


def _names_width(bands: Sequence[SeverityBand], width: float) -> float:
    widest = [width_of(part, SMALL) for band in bands for part in band.name.split()]
    return min(NAMES_MOST * width, max(widest, default=0))


def _eased(days: tuple[float, float], width: float) -> tuple[float, float]:
    """Return the days at the edges, so that the first and last mark stand 5 points inside."""
    room = (days[1] - days[0]) * 5 / (width - 10)
    return days[0] - room, days[1] + room


def _edges(bands: Sequence[SeverityBand], most: int) -> list[tuple[int, int]]:
    return list(pairwise([*(band.least for band in bands), most]))


def _bands(bands: Sequence[SeverityBand], most: int, frame: Frame) -> str:
    """Draw the bands, and their lower ends where there is room for the number."""
    box, parts = frame.box, []
    for step, (least, end) in enumerate(_edges(bands, most)):
        corner = (box.left, frame.y(end))
        tall = frame.y(least) - frame.y(end)
        parts.append(svg.rectangle(corner, box.right - box.left, tall, Paint(severity_name(step))))
    last = float("inf")
    for value in [*(band.least for band in bands), most]:
        y = frame.y(value) + 2.5
        if last - y >= SMALL:
            at, last = (box.left - 2.5, y), y
            parts.append(svg.text(at, str(value), END))
    return "".join(parts)


def _names(bands: Sequence[SeverityBand], most: int, frame: Frame, room: float) -> str:
    """Draw each band's name at its middle, moved where two would touch."""
    box = frame.box
    lines = [wrapped(band.name, SMALL, room) for band in bands]
    tall = box.bottom - box.top
    if sum(len(name) * LEADING + BETWEEN for name in lines) > tall:
        lines = [(shortened(band.name, SMALL, room),) for band in bands]
    middles = [(frame.y(least) + frame.y(end)) / 2 for least, end in _edges(bands, most)]
    heights = [min(len(name) * LEADING + BETWEEN, tall * len(name) / len(lines)) for name in lines]
    middles = spread(middles, heights, box.top)
    parts = []
    for middle, name in zip(middles, lines, strict=True):
        first = middle - (len(name) - 1) * LEADING / 2 + 2.3
        for at, line in enumerate(name):
            spot = (box.right + 3, first + at * LEADING)
            parts.append(svg.text(spot, line, START))
    return "".join(parts)


def _spots(totals: Sequence[Total], frame: Frame) -> list[Spot]:
    return [(frame.x(total.day), frame.y(total.total)) for total in totals]


def _radius(totals: Sequence[Total], frame: Frame) -> float:
    room = (frame.box.right - frame.box.left) / max(1, len(totals))
    return min(2.2, max(1, room * 0.45))


def _course(totals: Sequence[Total], frame: Frame) -> str:
    """Draw the totals: faint before the period, hollow and dashed where they are estimated."""
    spots, radius = _spots(totals, frame), _radius(totals, frame)
    drawn = []
    for (start, end), (first, second) in zip(pairwise(spots), pairwise(totals), strict=True):
        colour = "muted" if first.is_before else "ink"
        dashed = first.is_estimated or second.is_estimated
        drawn.append(svg.line(start, end, Paint(line=colour, width=radius * 0.55, dashed=dashed)))
    for spot, total in zip(spots, totals, strict=True):
        colour = "muted" if total.is_before else "ink"
        paint = Paint("paper", colour, 0.9) if total.is_estimated else Paint(colour)
        drawn.append(svg.circle(spot, radius * (0.75 if total.is_before else 1), paint))
    return "".join(drawn)


def _figures(totals: Sequence[Total], frame: Frame) -> str:
    """Draw each total's number; where they would touch, those of the last, first and worst."""
    free = _placed(totals, range(len(totals)), frame, CLOSE)
    shown = [(place, words) for place, words, _ in takewhile(lambda figure: not figure[2], free)]
    if len(shown) < len(totals):
        shown = []
        chosen = dict.fromkeys((len(totals) - 1, 0, totals.index(_worst(totals))))
        for place, words, _ in _placed(totals, chosen, frame, None):
            box = figure_box(place, words, FIGURE)
            if not any(touch(box, figure_box(*other, FIGURE)) for other in shown):
                shown.append((place, words))
    return "".join(svg.text(place, words, FIGURES) for place, words in shown)


def _placed(
    totals: Sequence[Total], chosen: Iterable[int], frame: Frame, places: int | None
) -> Iterator[tuple[Spot, str, float]]:
    """Yield where each chosen total's number stands best, and what that costs: 0 is free."""
    spots, radius = _spots(totals, frame), _radius(totals, frame)
    taken = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in spots]
    room = Room(frame.box, list(pairwise(spots)), taken)
    for at in chosen:
        words = say_value(totals[at].total)
        around = places_around(spots[at], words, FIGURE, radius)[:places]
        place, cost = best_place(around, words, FIGURE, room)
        yield place, words, cost


def _worst(totals: Sequence[Total]) -> Total:
    return max(totals, key=lambda total: total.total)


def _dates(totals: Sequence[Total], frame: Frame, size: tuple[int, int]) -> str:
    """Draw the first date under the left edge, the last one so that it ends at the right one."""
    width, y = size[0], frame.box.bottom + 10
    dates = list(dict.fromkeys(total.date for total in (*totals[:1], *totals[-1:])))
    dates = [shortened(name, SMALL, (width - 4) / len(dates)) for name in dates]
    if len(dates) < 2:
        middle = (frame.box.left + frame.box.right) / 2
        half = sum(width_of(name, SMALL) for name in dates) / 2
        at = (min(max(middle, half), width - half), y)
        return svg.text(at, "".join(dates), MIDDLE)
    first, last = (width_of(name, SMALL) for name in dates)
    start = min(frame.box.left, width - first - last - 4)
    end = max(frame.box.right, start + first + 4 + last)
    return svg.text((start, y), dates[0], START) + svg.text((end, y), dates[1], END)
