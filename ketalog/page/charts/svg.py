"""SVG as text: a few shapes, words that can only be words, and the whole chart around them.

Lengths are points (1/72 inch), y goes down. Numbers have two decimals at most, so the same journal
gives the same bytes everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zlib import crc32

from ketalog.domain.text import strip_invisible
from ketalog.domain.values import Value
from ketalog.page.charts.palette import LIGHT, SCOPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Spot = tuple[float, float]

SMALL = 7
"""The smallest size of words, in points."""
FONT = "Inter, system-ui, sans-serif"
_SMALLEST_GAP = 0.01
"""A stroke of this length with round ends is a dot."""
_NOT_XML = re.compile("[\ufffe\uffff]")
_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"},
)


class Chart(Value, frozen=True):
    """One chart: its title, its numbers in words, one whole `<svg>`, its size in points."""

    title: str
    alt: str
    svg: str
    width: int
    height: int


class Paint(Value, frozen=True):
    """What a shape is filled and drawn with, by the palette's names; lines in points."""

    fill: str | None = None
    line: str | None = None
    width: float = 1
    dashed: bool = False


class Style(Value, frozen=True):
    """How words look: their size in points, colour, which part of them stands at the spot."""

    size: float = SMALL
    colour: str = "muted"
    anchor: str = "start"
    bold: bool = False


def number(value: float) -> str:
    """Return a length with two decimals at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def escaped(words: str) -> str:
    """Return words as XML text on one line, without what can't be seen or isn't allowed there."""
    return _NOT_XML.sub("", strip_invisible(" ".join(words.split()))).translate(_ENTITIES)


def chart(title: str, alt: str, size: tuple[int, int], parts: Iterable[str]) -> Chart:
    """Return a whole chart. Its ids come from what it shows: no two charts of a page share one."""
    body, label = "".join(parts), f"{escaped(title)}\n{escaped(alt)}"
    mark = f"{crc32(f'{label}{body}'.encode()):08x}"
    width, height = size
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{SCOPE}" viewBox="0 0 {width} {height}" '
        f'width="{width}pt" height="{height}pt" font-family="{FONT}" role="img" '
        f'aria-labelledby="title-{mark} desc-{mark}"><title id="title-{mark}">{escaped(title)}'
        f'</title><desc id="desc-{mark}">{escaped(alt)}</desc>{body}</svg>'
    )
    return Chart(title, alt, svg, width, height)


def text(at: Spot, words: str, style: Style) -> str:
    """Return words whose baseline starts, ends or has its middle at a spot."""
    where = "" if style.anchor == "start" else f' text-anchor="{style.anchor}"'
    weight = ' font-weight="600"' if style.bold else ""
    return (
        f'<text x="{number(at[0])}" y="{number(at[1])}" font-size="{number(style.size)}"{weight}'
        f"{where}{_painted(Paint(style.colour))}>{escaped(words)}</text>"
    )


def line(start: Spot, end: Spot, paint: Paint) -> str:
    """Return a straight line."""
    (x1, y1), (x2, y2) = start, end
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
        f"{_painted(paint)}/>"
    )


def polyline(spots: Iterable[Spot], paint: Paint) -> str:
    """Return straight lines from spot to spot, with round corners."""
    return (
        f'<polyline points="{_spots(spots)}" stroke-linejoin="round" stroke-linecap="round"'
        f"{_painted(paint)}/>"
    )


def polygon(spots: Iterable[Spot], paint: Paint) -> str:
    """Return a closed shape."""
    return f'<polygon points="{_spots(spots)}"{_painted(paint)}/>'


def rectangle(corner: Spot, width: float, height: float, paint: Paint) -> str:
    """Return a rectangle from its upper left corner."""
    return (
        f'<rect x="{number(corner[0])}" y="{number(corner[1])}" width="{number(width)}" '
        f'height="{number(height)}"{_painted(paint)}/>'
    )


def bars(tops: Iterable[Spot], foot: float, width: float, paint: Paint) -> str:
    """Return many bars as one path, from each top down to the foot."""
    wide = number(width)
    steps = "".join(
        f"M{number(x - width / 2)} {number(y)}h{wide}V{number(foot)}h-{wide}z" for x, y in tops
    )
    return f'<path d="{steps}"{_painted(paint)}/>' if steps else ""


def circle(at: Spot, radius: float, paint: Paint) -> str:
    """Return a circle around a spot."""
    return (
        f'<circle cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}"{_painted(paint)}/>'
    )


def triangle(at: Spot, radius: float, paint: Paint) -> str:
    """Return a triangle that points up, as big to the eye as a circle of that radius."""
    x, y = at
    foot, half = y + radius * 0.85, radius * 1.2
    return polygon([(x, y - radius * 1.25), (x + half, foot), (x - half, foot)], paint)


def strokes(pairs: Iterable[tuple[Spot, Spot]], paint: Paint) -> str:
    """Return many straight lines as one path, with round ends."""
    steps = "".join(
        f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" for (x1, y1), (x2, y2) in pairs
    )
    return f'<path d="{steps}" stroke-linecap="round"{_painted(paint)}/>' if steps else ""


def dots(spots: Iterable[Spot], paint: Paint) -> str:
    """Return many dots as one path, each as wide as the paint's line."""
    steps = "".join(f"M{number(x)} {number(y)}h{number(_SMALLEST_GAP)}" for x, y in spots)
    return f'<path d="{steps}" stroke-linecap="round"{_painted(paint)}/>' if steps else ""


def crosses(spots: Iterable[Spot], radius: float, paint: Paint) -> str:
    """Return many crosses as one path."""
    pairs = [
        ((x - radius, y - slope), (x + radius, y + slope))
        for x, y in spots
        for slope in (radius, -radius)
    ]
    return strokes(pairs, paint)


def _spots(spots: Iterable[Sequence[float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in spots)


def _painted(paint: Paint) -> str:
    names = [paint.fill or "", f"{paint.line}-line" if paint.line else ""]
    colours = f' fill="{LIGHT[paint.fill]}"' if paint.fill else ' fill="none"'
    if paint.line:
        colours += f' stroke="{LIGHT[paint.line]}" stroke-width="{number(paint.width)}"'
    if paint.dashed:
        colours += ' stroke-dasharray="2 1.5"'
    return f' class="{" ".join(filter(None, names))}"{colours}'
