"""A questionnaire's number line: its bands, where it was and where it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ketalog.ui import paint

if TYPE_CHECKING:
    from ketalog.answers.period import NumberLine
    from ketalog.ui.terminal import Screen

MARGIN = 5
MAX_COLUMNS = 66
_SHORT = {
    "minimal": "min.",
    "moderate": "mod.",
    "moderately severe": "mod. sev.",
    "severe": "sev.",
}
BAND_LEVELS = {4: (9, 7, 4, 0), 5: (9, 7, 4, 2, 0)}
"""The heat of a questionnaire's bands, from the lowest total on, by how many there are."""


def number_line(line: NumberLine, screen: Screen) -> list[Text]:
    """Return a heading, the totals over their bands, the bands, and where each begins."""
    margin = MARGIN if screen.width >= 60 else 1
    columns = min(screen.width - 2 * margin, MAX_COLUMNS)
    indent = 2 if margin == MARGIN else 1
    return [
        paint.rule(line.title, screen, " and ".join(_days(line)), indent=indent),
        _totals(line, columns, margin, screen),
        _bands(line, columns, margin, screen),
        _edges(line, columns, margin),
    ]


def _days(line: NumberLine) -> list[str]:
    """Return "9 Nov" of each total; of two on one day their times."""
    marks = [mark for mark in (line.before, line.latest) if mark]
    days = [mark.day for mark in marks]
    if len(set(days)) == len(days):
        return days
    return [f"{days[0]} {marks[0].clock}", *(mark.clock for mark in marks[1:])]


def _place(total: int, line: NumberLine, columns: int) -> int:
    return min(round(total * columns / (line.most + 1)), columns - 1)


def _totals(line: NumberLine, columns: int, margin: int, screen: Screen) -> Text:
    """Return "▼ 8 now ←──○ 12": the sign stands over its total."""
    glyphs = screen.glyphs
    now = _place(line.latest.total, line, columns)
    latest = f"{glyphs.down} {line.latest.total} now"
    if margin + now + len(latest) > screen.width:
        turned = f"{line.latest.total} now {glyphs.down}"
        return paint.styled(" " * max(0, margin + now + 1 - len(turned)) + turned, "bold")
    drawn = Text(" " * (margin + now)).append(latest, "bold")
    if line.before is None or line.before.total == line.latest.total:
        return drawn
    first = _place(line.before.total, line, columns)
    if first < now:
        began = f"{line.before.total} {glyphs.due}"
        lead = margin + first - len(began) + 1
        if lead < 0 or first + 1 > now - 1:
            return drawn.append(f", {line.before.total} before", "dim")
        shaft = glyphs.line * (now - first - 1)
        return Text(" " * lead).append(began + shaft, "dim").append(latest, "bold")
    room = margin + first - drawn.cell_len - 1
    if room < 2:
        return drawn.append(f", {line.before.total} before", "dim")
    drawn.append(f" {glyphs.line * room}{glyphs.due} {line.before.total}", "dim")
    return drawn


def _bands(line: NumberLine, columns: int, margin: int, screen: Screen) -> Text:
    levels = BAND_LEVELS.get(len(line.bands), (5,) * len(line.bands))
    starts = [_place(least, line, columns) for least, _ in line.bands]
    drawn = Text(" " * margin)
    for (_, name), start, end, level in zip(
        line.bands, starts, [*starts[1:], columns], levels, strict=True
    ):
        wall = screen.glyphs.bar if screen.colors in {"none", "16"} else " "
        words = paint.fit(f"{wall}{_named(name, end - start - 2)}", end - start, "")
        drawn.append(words, paint.heat(level, screen))
    return drawn


def _named(name: str, width: int) -> str:
    """Return a band's name, in short where the room is small."""
    ways = (name, _SHORT.get(name, name), _SHORT.get(name, name).partition(" ")[0])
    return next((way for way in ways if len(way) <= width), ways[-1][:width])


def _edges(line: NumberLine, columns: int, margin: int) -> Text:
    drawn = Text(" " * margin)
    for least, _ in line.bands:
        drawn.append(" " * max(0, margin + _place(least, line, columns) - drawn.cell_len))
        drawn.append(str(least), "dim")
    return drawn
