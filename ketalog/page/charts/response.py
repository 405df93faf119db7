"""The typical response to one dose: one measure of one route, at fixed points around the dose."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from ketalog.domain.values import Value
from ketalog.page.charts import svg
from ketalog.page.charts.layout import (
    Box,
    Frame,
    Room,
    best_place,
    heading,
    places_around,
    runs,
    shortened,
    text_box,
    width_of,
)
from ketalog.page.charts.svg import SMALL, Chart, Paint, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ketalog.page.charts.layout import Segment, Spot
    from ketalog.page.texts import Texts

SIZE = (145, 104)
"""In points: two of these and two score charts stand in a row of A4 and of Letter."""
FIGURE = 8
MIDDLE = Style(anchor="middle")
END = Style(anchor="end")
FIGURES = Style(FIGURE, "ink", "middle", bold=True)
RADIUS = 2.4
GRID = (0, 5, 10)
GRID_LEFT = width_of("10", SMALL) + 2
ALONE = 3
"""Half the width of a band that has no neighbour, in points."""


class BandPoint(Value, frozen=True):
    """One point of the course: what stands under it, what it is called in words, its ratings.

    `median` is None where `n` is 0; the bands (25-75 % and 10-90 %) are None where `n` is small:
    then each rating is a dot. The one before the dose is hollow.
    """

    label: str
    spoken: str
    n: int
    median: float | None
    quarter: tuple[float, float] | None = None
    tenth: tuple[float, float] | None = None
    dots: tuple[float, ...] = ()
    is_before: bool = False


def _in_words(text: Texts, title: str, note: str, points: Iterable[BandPoint]) -> str:
    """Return the whole chart in words."""
    parts = [_point_in_words(text, point) for point in points if point.n]
    return text.say_response(title, [*parts, *([note] if note else [])])


def _point_in_words(text: Texts, point: BandPoint) -> str:
    quarter = None
    if point.quarter is not None:
        low, high = point.quarter
        quarter = (text.say_value(low), text.say_value(high))
    return text.say_response_at(point.spoken, text.say_value(point.median or 0), quarter, point.n)


def response_chart(  # noqa: PLR0913 (what a chart shows, one by one)
    text: Texts,
    measure: Literal["mood", "anxiety"],
    title: str,
    note: str,
    points: Sequence[BandPoint],
    *,
    size: tuple[int, int] = SIZE,
    title_lines: int = 1,
) -> Chart:
    """Return the chart of a measure's medians and bands, 0-10; the first point is "before"."""
    width, height = size
    points = _from_first_to_last(points)
    head = heading(title, note, width, colour=measure, lines=title_lines)
    frame = _frame(text, points, Box(0, head.bottom, width, height))
    parts = [
        head.drawn,
        _bands(measure, points, frame),
        _grid(frame),
        _under(text, points, frame, width),
        _dots(measure, points, frame),
        _course(measure, points, frame),
        _figures(text, points, frame, Box(0, head.bottom, width, frame.box.bottom + 5)),
    ]
    return svg.chart(title, _in_words(text, title, note, points), size, parts)


def _from_first_to_last(points: Sequence[BandPoint]) -> Sequence[BandPoint]:
    """Return the points without those at the ends that have no rating."""
    rated = [at for at, point in enumerate(points) if point.n]
    return points[rated[0] : rated[-1] + 1] if rated else []


def _frame(text: Texts, points: Sequence[BandPoint], room: Box) -> Frame:
    first, last = _label_width(text, points[:1]), _label_width(text, points[-1:])
    dots = max((left for point in points[:1] for _, left in _beside(point)), default=0)
    left = max(14, first / 2 + 0.5, GRID_LEFT + max(1 + RADIUS, dots + 1))
    right = room.right - max(8, last / 2 + 0.5)
    box = Box(left, room.top + FIGURE + RADIUS, right, room.bottom - 20.5)
    return Frame(box, (0, len(points) - 1), (0, 10))


def _grid_labels(frame: Frame) -> Iterator[tuple[Spot, str]]:
    """Yield the numbers beside the grid, without the middle one where it has no room."""
    has_room = (frame.box.bottom - frame.box.top) / 2 >= SMALL
    for value in GRID if has_room else (GRID[0], GRID[-1]):
        yield (GRID_LEFT - 2, frame.y(value) + 2.5), str(value)


def _label_width(text: Texts, points: Iterable[BandPoint]) -> float:
    labels = [label for point in points for label in (point.label, text.say_n(point.n))]
    return min(36, max((width_of(label, SMALL) for label in labels), default=0))


def _grid(frame: Frame) -> str:
    right, paint = frame.box.right + 5, Paint(line="grid", width=0.5)
    levels = map(frame.y, GRID)
    lines = [svg.line((GRID_LEFT, y), (right, y), paint) for y in levels]
    return "".join([*lines, *(svg.text(spot, label, END) for spot, label in _grid_labels(frame))])


def _under(text: Texts, points: Sequence[BandPoint], frame: Frame, width: float) -> str:
    """Draw each point's label and its number of doses, the bare number where room is short."""
    rooms = _rooms([point.label for point in points], frame, width)
    labels = [
        shortened(point.label, SMALL, room) for point, room in zip(points, rooms, strict=True)
    ]
    counts = [text.say_n(point.n) for point in points]
    rooms = _rooms(counts, frame, width)
    if any(width_of(count, SMALL) > room for count, room in zip(counts, rooms, strict=True)):
        counts = [str(point.n) for point in points]
    return "".join(
        svg.text((frame.x(at), frame.box.bottom + down), words, MIDDLE)
        for line, down in ((labels, 10.5), (counts, 18.5))
        for at, words in enumerate(line)
        if points[at].n
    )


def _rooms(labels: Sequence[str], frame: Frame, width: float) -> list[float]:
    """Return how wide each of the labels under the points may be beside its neighbours."""
    halves = [width_of(label, SMALL) / 2 for label in labels]
    gap = (frame.box.right - frame.box.left) / max(1, len(labels) - 1)
    rooms = []
    for at in range(len(labels)):
        beside = max([*halves[max(0, at - 1) : at], *halves[at + 1 : at + 2]], default=0)
        edge = min(frame.x(at), width - frame.x(at))
        rooms.append(min(2 * edge, max(2 * (gap - beside), gap) - 1))
    return rooms


def _bands(measure: str, points: Sequence[BandPoint], frame: Frame) -> str:
    tenths = [point.tenth for point in points]
    quarters = [point.quarter for point in points]
    return "".join(
        svg.polygon(_outline(run, ranges, frame), Paint(f"{measure}-band-{name}"))
        for ranges, name in ((tenths, "10"), (quarters, "25"))
        for run in runs(low_high is not None for low_high in ranges)
    )


def _outline(
    run: Sequence[int], ranges: Sequence[tuple[float, float] | None], frame: Frame
) -> list[Spot]:
    """Return the corners of a band over neighbouring points; one alone is a bar."""
    sides = [(frame.x(at), low_high) for at in run if (low_high := ranges[at])]
    if len(sides) == 1:
        [(x, low_high)] = sides
        sides = [(x - ALONE, low_high), (x + ALONE, low_high)]
    upper = [(x, frame.y(high)) for x, (_, high) in sides]
    return upper + [(x, frame.y(low)) for x, (low, _) in reversed(sides)]


def _medians(points: Sequence[BandPoint], frame: Frame) -> dict[int, Spot]:
    return {
        at: (frame.x(at), frame.y(point.median))
        for at, point in enumerate(points)
        if point.median is not None
    }


def _course(measure: str, points: Sequence[BandPoint], frame: Frame) -> str:
    spots = _medians(points, frame)
    drawn = [
        svg.polyline([spots[at] for at in run], Paint(line=measure, width=1.5))
        for run in runs(at in spots for at in range(len(points)))
        if len(run) > 1
    ]
    for at, spot in spots.items():
        fill = "paper" if points[at].is_before else measure
        drawn.append(svg.circle(spot, RADIUS, Paint(fill, measure, 1.2)))
    return "".join(drawn)


def _dots(measure: str, points: Sequence[BandPoint], frame: Frame) -> str:
    """Draw single ratings, left of the median, one beside the other where several are the same."""
    spots = [
        (frame.x(at) - left, frame.y(value))
        for at, point in enumerate(points)
        for value, left in _beside(point)
    ]
    return svg.dots(spots, Paint(line=measure, width=1.5))


def _beside(point: BandPoint) -> Iterator[tuple[float, float]]:
    """Yield each single rating, and how far left of its point its dot stands."""
    seen: Counter[float] = Counter()
    for value in point.dots:
        yield value, 3.5 + 1.6 * seen[value]
        seen[value] += 1


def _segments(spots: dict[int, Spot]) -> list[Segment]:
    return [(spots[at], spots[after]) for at, after in pairwise(spots) if after == at + 1]


def _figures(text: Texts, points: Sequence[BandPoint], frame: Frame, inside: Box) -> str:
    """Draw each median's number where neither the line nor another number is."""
    spots = _medians(points, frame)
    taken = [Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in spots.values()]
    taken += [text_box(spot, label, SMALL) for spot, label in _grid_labels(frame)]
    room = Room(inside, _segments(spots), taken)
    parts = []
    for at, spot in spots.items():
        words = text.say_value(points[at].median or 0)
        place, _ = best_place(places_around(spot, words, FIGURE, RADIUS), words, FIGURE, room)
        parts.append(svg.text(place, words, FIGURES))
    return "".join(parts)
