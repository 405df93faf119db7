"""The words over a chart: its title and, below it, a note."""

from __future__ import annotations

from ketalog.domain.values import Value
from ketalog.page.charts import svg
from ketalog.page.charts.layout import shortened
from ketalog.page.charts.svg import Style

TITLE, NOTE = 8.5, 7


class Heading(Value, frozen=True):
    """The drawn words, and the y under which the chart may begin."""

    drawn: str
    bottom: float


def heading(title: str, note: str, width: float, *, colour: str = "ink") -> Heading:
    """Return the title and, if there is one, the note below it; charts of a row stay in line."""
    words = shortened(title, TITLE, width, bold=True)
    drawn = svg.text((0, 8), words, Style(TITLE, colour, bold=True))
    if not note:
        return Heading(drawn, 10)
    words = shortened(note, NOTE, width)
    return Heading(drawn + svg.text((0, 16.5), words, Style(NOTE)), 18.5)
