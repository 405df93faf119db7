"""The words over a chart: its title and, beside it or below it, a note."""

from __future__ import annotations

from ketalog.domain.values import Value
from ketalog.view.charts import svg
from ketalog.view.charts.layout import shortened, width_of

TITLE, NOTE = 8.5, 7
GAP = 4


class Heading(Value, frozen=True):
    """The drawn words, and the y under which the chart may begin."""

    drawn: str
    bottom: float


def heading(title: str, note: str, width: float, *, colour: str = "ink") -> Heading:
    """Return title and note on one line, or on two where one is too narrow."""
    beside = width_of(title, TITLE, bold=True) + GAP
    fits = beside + width_of(note, NOTE) <= width
    at = (beside, 8) if fits else (0, 16.5)
    shown = shortened(title, TITLE, width, bold=True)
    drawn = svg.text((0, 8), shown, size=TITLE, colour=colour, bold=True)
    if note:
        words = shortened(note, NOTE, width - at[0])
        drawn += svg.text(at, words, size=NOTE, colour="muted")
    return Heading(drawn, 10 if fits or not note else 18.5)
