"""Where things go: how wide words are, a frame with its two scales, and spots where nothing is."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ketalog.domain.values import Value
from ketalog.page.charts import svg
from ketalog.page.charts.svg import Style
from ketalog.page.spaces import kept_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Spot = tuple[float, float]
    Segment = tuple[Spot, Spot]

CAP = 0.73
"""The height of capitals and figures, as a share of the font's size (Inter)."""
APART = (1, 3)
"""The least room beside and between two figures, in points: stacked ones would read as one."""
BELOW = 0.22
"""How far letters reach under the baseline, as a share of the font's size."""
_LETTERS = {
    0.28: "ijl|",
    0.34: " .,:;!'I",
    0.42: "frt()[]",
    0.5: '/-–"',
    0.56: "cszJ",
    0.6: "kvxyLF",
    0.65: "abdeghnopqu0123456789E",
    0.7: "ABKPRSTVXYZ",
    0.79: "CDGHNOQU",
    0.84: "+=−<>~",
    1: "mwMW%→@",
}
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_BOLDER = 1.1


class Box(Value, frozen=True):
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float


def runs(there: Iterable[bool]) -> list[list[int]]:
    """Return the places that are there, neighbours together."""
    groups = groupby(enumerate(there), key=itemgetter(1))
    return [[at for at, _ in group] for is_there, group in groups if is_there]


class Frame(Value, frozen=True):
    """Where a chart's values are drawn, and the values at its edges."""

    box: Box
    across: tuple[float, float]
    up: tuple[float, float]

    def x(self, value: float) -> float:
        """Return how far from the left a value lies."""
        least, most = self.across
        share = (value - least) / (most - least) if most > least else 0.5
        return self.box.left + share * (self.box.right - self.box.left)

    def y(self, value: float) -> float:
        """Return how far from the top a value lies."""
        least, most = self.up
        return self.box.bottom - (value - least) / (most - least) * (self.box.bottom - self.box.top)


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """Return how wide words are at most: the wider of Inter and DejaVu Sans, letter by letter."""
    width = sum(_WIDTHS.get(letter) or _width_of_other(letter) for letter in words)
    return width * size * (_BOLDER if bold else 1)


def _width_of_other(letter: str) -> float:
    if letter > "\u1100":
        return 1.0
    return 0.79 if letter.isupper() or letter > "\u024f" else 0.65


def shortened(words: str, size: float, most: float, *, bold: bool = False) -> str:
    """Return words that are at most so wide; what was left out shows as "…"."""
    words = " ".join(words.split())
    if width_of(words, size, bold=bold) <= most:
        return words
    while words and width_of(f"{words}…", size, bold=bold) > most:
        words = words[:-1]
    return f"{words.rstrip()}…" if words else ""


def wrapped(words: str, size: float, most: float) -> tuple[str, ...]:
    """Return words on one line, or on two where one is too wide; at most so wide."""
    parts = [
        part.replace("\N{NO-BREAK SPACE}", " ")
        for part in kept_together(" ".join(words.split())).split(" ")
    ]
    if width_of(words, size) > most:
        for cut in range(len(parts) - 1, 0, -1):
            lines = (" ".join(parts[:cut]), " ".join(parts[cut:]))
            if all(width_of(line, size) <= most for line in lines):
                return lines
    return (shortened(words, size, most),)


def text_box(end: Spot, words: str, size: float) -> Box:
    """Return the room that words take, their baseline up to a spot."""
    x, y = end
    return Box(x - width_of(words, size), y - CAP * size, x, y + BELOW * size)


def figure_box(at: Spot, words: str, size: float) -> Box:
    """Return the room that bold figures take around the middle of their baseline."""
    half = width_of(words, size, bold=True) / 2
    return Box(at[0] - half, at[1] - CAP * size, at[0] + half, at[1])


def around(box: Box, beside: float, between: float) -> Box:
    """Return a box with a margin beside it and one above and below."""
    return Box(box.left - beside, box.top - between, box.right + beside, box.bottom + between)


CLOSE = 6


def places_around(at: Spot, words: str, size: float, radius: float) -> tuple[Spot, ...]:
    """Return where figures may stand around a mark, the best first: above it, below, beside.

    The first `CLOSE` leave no doubt whose they are.
    """
    x, y = at
    half = width_of(words, size, bold=True) / 2
    near, far = radius + 1.6, radius + 1 + half
    above, below, middle = y - near, y + near + CAP * size, y + CAP * size / 2
    aside = half + 0.5
    return (
        (x, above),
        (x + half / 2, above),
        (x - half / 2, above),
        (x, below),
        (x - aside, above),
        (x + aside, above),
        (x - aside, below),
        (x + aside, below),
        (x - far, middle),
        (x + far, middle),
        (x, above - 3),
        (x, below + 3),
    )


class Room(Value, frozen=True):
    """Where figures may stand, the lines that run through it, and what is there already."""

    inside: Box
    segments: Sequence[Segment]
    taken: list[Box]


def cost_of(box: Box, room: Room) -> float:
    """Return how much a box lies outside, on other boxes and on lines; 0 is a free place."""
    inside = room.inside
    out = (
        max(0, inside.left - box.left)
        + max(0, inside.top - box.top)
        + max(0, box.right - inside.right)
        + max(0, box.bottom - inside.bottom)
    )
    return (
        1000 * out
        + 10 * sum(_shared(box, other) for other in room.taken)
        + sum(_length_inside(segment, box) for segment in room.segments)
    )


def best_place(places: Sequence[Spot], words: str, size: float, room: Room) -> tuple[Spot, float]:
    """Return the freest of the places, the first of equals, and what it costs; it is then taken."""
    boxes = [figure_box(place, words, size) for place in places]
    costs = [round(cost_of(box, room), 3) for box in boxes]
    best = costs.index(min(costs))
    room.taken.append(around(boxes[best], *APART))
    return places[best], costs[best]


def touch(box: Box, other: Box) -> bool:
    """Tell whether two boxes lie on one another."""
    return _shared(box, other) > 0


def _shared(box: Box, other: Box) -> float:
    width = min(box.right, other.right) - max(box.left, other.left)
    height = min(box.bottom, other.bottom) - max(box.top, other.top)
    return width * height if width > 0 and height > 0 else 0


def _length_inside(segment: Segment, box: Box) -> float:
    """Return how long a line runs inside a box (Liang and Barsky 1984)."""
    (x1, y1), (x2, y2) = segment
    dx, dy = x2 - x1, y2 - y1
    first, last = 0.0, 1.0
    for way, room in (
        (-dx, x1 - box.left),
        (dx, box.right - x1),
        (-dy, y1 - box.top),
        (dy, box.bottom - y1),
    ):
        if way == 0:
            if room < 0:
                return 0
        elif way < 0:
            first = max(first, room / way)
        else:
            last = min(last, room / way)
    return float((last - first) * (dx**2 + dy**2) ** 0.5) if last > first else 0


def spread(middles: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Return middles moved down, and then up, so that things of these heights don't overlap.

    The middles go up the page, as y falls; `top` is the least y that one may reach.
    """
    moved = list(middles)
    for at in range(1, len(moved)):
        moved[at] = min(moved[at], moved[at - 1] - (heights[at - 1] + heights[at]) / 2)
    limit = top
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = max(moved[at], limit + heights[at] / 2)
        limit = moved[at] + heights[at] / 2
    return moved


TITLE, NOTE = 8.5, 7
"""The sizes of the words over a chart."""
TITLE_LINE = 9
"""How far below one line of a title the next one stands."""


class ChartTitle(Value, frozen=True):
    """The drawn words, and the y under which the chart may begin."""

    drawn: str
    bottom: float


def heading(
    title: str, note: str, width: float, *, colour: str = "ink", lines: int = 1
) -> ChartTitle:
    """Return the title on at least so many lines and, if there is one, the note below it.

    Charts of a row stay in line where all have as many lines as the longest title needs.
    """
    titles = title_lines(title, width)
    bottom = 10 + (max(lines, len(titles)) - 1) * TITLE_LINE
    drawn = "".join(
        svg.text((0, 8 + n * TITLE_LINE), words, Style(TITLE, colour, bold=True))
        for n, words in enumerate(titles)
    )
    if not note:
        return ChartTitle(drawn, bottom)
    words = shortened(note, NOTE, width)
    return ChartTitle(drawn + svg.text((0, bottom + 6.5), words, Style(NOTE)), bottom + 8.5)


def title_lines(title: str, width: float) -> tuple[str, ...]:
    """Return a title on one line, or on two where it is too wide for a chart."""
    return wrapped(title, TITLE * _BOLDER, width)
