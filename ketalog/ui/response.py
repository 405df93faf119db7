"""Mood and anxiety before and after a dose as a table; on a narrow screen one row a point."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from ketalog.ui import paint
from ketalog.ui.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.answers.response import PointCell, RatingRow, ResponseView, RouteRows
    from ketalog.ui.terminal import Screen

LABEL = 11
ROOMY = 36
"""Rows of a screen that has room for spacers and for the amounts."""


def response(view: ResponseView, screen: Screen) -> list[Text]:
    """Return the lines of every route."""
    lines = _head(view, screen)
    for n, route in enumerate(view.routes):
        lines += [*_space(screen), *_route(route, view.points, screen, again=n > 0)]
    lines += _space(screen)
    for text in view.foot:
        lines += _words(text, "dim", screen)
    return lines


def _space(screen: Screen) -> list[Text]:
    return [Text()] if screen.height >= ROOMY else []


def _head(view: ResponseView, screen: Screen) -> list[Text]:
    line = Text(" " * screen.indent).append(view.title, "bold")
    days = view.period if screen.is_wide else view.period_short
    period = ", ".join(filter(None, (days, view.why)))
    if screen.is_wide and line.cell_len + 2 + len(period) < screen.width:
        return [line.append(f"  {paint.signs(period, screen)}")]
    return [line, *_words(period, "", screen)]


def _route(route: RouteRows, points: Sequence[str], screen: Screen, *, again: bool) -> list[Text]:
    fits = screen.indent + cell_len(route.title) + cell_len(route.caption) + 4 < screen.width
    lines = [paint.rule(route.title, screen, route.caption if fits else "")]
    if not fits:
        lines += _words(route.caption, "dim", screen)
    if route.rows and not screen.is_wide:
        lines += _narrow(route, points, screen)
    elif route.rows:
        lines += _table(route, () if again and not _space(screen) else points, screen)
    for text in (*route.back, *(route.amounts if screen.height >= ROOMY else ())):
        lines += _words(text, "", screen)
    return lines


def _words(text: str, style: str, screen: Screen) -> list[Text]:
    indent = " " * screen.indent
    room = screen.width - len(indent)
    parts = wrapped(paint.signs(text, screen), room)
    return [Text(indent).append(part, style) for part in parts]


def _table(route: RouteRows, points: Sequence[str], screen: Screen) -> list[Text]:
    names = [paint.styled(paint.centre(name, screen.cell), "dim") for name in points]
    lines = [_across("0–10", names, screen)] if names else []
    for row in route.rows:
        lines.append(
            _across(row.label, [paint.heat_cell(cell.median, screen) for cell in row.cells], screen)
        )
        lines.append(_across("", [_small(cell.range, screen) for cell in row.cells], screen))
        lines.append(_across("", [_small(f"n {cell.n}", screen) for cell in row.cells], screen))
    return lines


def _across(label: str, cells: Sequence[Text], screen: Screen) -> Text:
    style = "bold" if label.isalpha() else "dim"
    line = Text("  ").append(f"{paint.signs(label, screen):<{LABEL}}", style)
    for cell in cells:
        line.append_text(paint.pad(cell, screen.column))
    return line


def _small(text: str, screen: Screen) -> Text:
    return paint.styled(paint.centre(paint.signs(text, screen), screen.cell), "dim")


def _narrow(route: RouteRows, points: Sequence[str], screen: Screen) -> list[Text]:
    """Return mood and anxiety side by side, or one below the other if there is no room.

    Points that nothing was rated at have no line each: they are named in one.
    """
    cells = list(zip(*(row.cells for row in route.rows), strict=True))
    is_rated = [any(cell.median for cell in at_once) for at_once in cells]
    both = [_down(row, is_rated, screen) for row in route.rows]
    names, label = ["", *compress(points, is_rated)], 2 + max(map(len, points))
    lines = [_beside(n, names, [block], label) for block in both for n in range(len(names))]
    if label + sum(block[0].cell_len for block in both) <= screen.width:
        lines = [_beside(n, names, both, label) for n in range(len(names))]
    unrated = [name for name, rated in zip(points, is_rated, strict=True) if not rated]
    return lines + (_words(f"Not rated: {', '.join(unrated)}", "dim", screen) if unrated else [])


def _beside(n: int, names: Sequence[str], blocks: Sequence[list[Text]], label: int) -> Text:
    line = paint.styled(f" {names[n]:<{label - 1}}", "dim")
    for block in blocks:
        line.append_text(block[n])
    return line


def _down(row: RatingRow, is_rated: Sequence[bool], screen: Screen) -> list[Text]:
    """Return a heading and a line a point: median, range, how many. All are of one width."""
    ranges = max(len(cell.range) for cell in row.cells)
    ns = max(len(cell.n) for cell in row.cells)
    lines = [_point(cell, ranges, ns, screen) for cell in compress(row.cells, is_rated)]
    width = max([len(row.label) + 1, *(line.cell_len for line in lines)])
    return [paint.pad(line, width) for line in (paint.styled(row.label, "bold"), *lines)]


def _point(cell: PointCell, ranges: int, ns: int, screen: Screen) -> Text:
    median = cell.median
    line = Text()
    if median is None:
        line.append(f"{screen.glyphs.nothing:>3} ", "dim")
    else:
        line.append(f"{median.after:>3}", paint.heat(median.after_level, screen)).append(" ")
    spread = f"{paint.signs(cell.range, screen):<{ranges}} n {cell.n:<{ns}} "
    return line.append(spread if ranges else spread.lstrip(), "dim")
