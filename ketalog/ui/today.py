"""Today on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ketalog.ui import paint
from ketalog.ui.wrapping import wrapped

if TYPE_CHECKING:
    from ketalog.answers.today import Today
    from ketalog.ui.terminal import Screen

LABEL = 13


def today(view: Today, screen: Screen) -> list[Text]:
    """Return the lines of today."""
    lines = [Text(f"{' ' * screen.indent}Today  {view.day}", "bold")]
    before = ""
    for fact in view.lines:
        label = fact.label if fact.label != before else ""
        before = fact.label
        lines += _fact(label, f"{fact.clock}  {fact.text}".strip(), screen)
    return [*lines, Text(), *paint.command(view.hint, screen, screen.indent)]


def _fact(label: str, text: str, screen: Screen) -> list[Text]:
    lines = []
    room = screen.width - screen.indent - LABEL - 1
    for n, part in enumerate(wrapped(paint.signs(text, screen), room)):
        line = Text(" " * screen.indent)
        line.append(paint.fit("" if n else label, LABEL), "dim")
        line.append(part, "bold" if label == "Last dose" else "")
        lines.append(line)
    return lines
