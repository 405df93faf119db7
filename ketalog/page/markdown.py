"""The page as Markdown (GitHub's), readable as plain text too.

Every cell and line is escaped, the patient's and our own: nothing in it becomes markup, a link or
HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketalog.page.context import Quote
    from ketalog.page.figures import Figure
    from ketalog.page.page import Page
    from ketalog.page.tables import Table

WIDEST = 30
"""Characters up to which a table's columns are kept in line for reading as plain text."""
_BREAKS_WORD = "\u2060"
"""The word joiner: it can't be seen, and what it stands in is no address for GitHub."""


def render(page: Page) -> bytes:
    """Return the page as a file."""
    return ("\n".join(_lines(page)).strip("\n") + "\n").encode()


def _lines(page: Page) -> Iterator[str]:
    yield f"# {line(page.title)}"
    yield f"\n{line(page.subtitle)}\n"
    yield from (f"- **{line(label)}**: {line(text)}" for label, text in (*page.facts, *page.plans))
    if page.nothing:
        yield f"\n{line(page.nothing)}"
    yield from _body(page)
    yield f"\n## {line(page.reading_title)}\n"
    yield from (f"{line(text)}\\" for text in page.reading)
    yield line(page.footer)
    yield f"\n{line(page.made)}"


def _body(page: Page) -> Iterator[str]:
    yield f"\n{line(page.completeness)}\n"
    # Before the first heading: below the questions they would be read as a part of those.
    for tile in page.tiles:
        yield f"- **{line(tile.label)}**: **{line(tile.value)}** ({line(tile.caption)})"
    yield f"\n## {line(page.since_title)}\n"
    yield from (f"- **{line(label)}**: {line(text)}" for label, text in page.since)
    questions = (*page.questions, *page.later)
    yield from _words(page.questions_title, questions, page.no_questions)
    yield f"\n## {line(page.safety_title)}\n"
    for point in page.safety:
        asked = f" ({line(point.asked)})" if point.asked else ""
        yield f"- **{line(point.sign)}** {line(point.topic)}: {line(point.text)}{asked}"
    yield from _figure(page.strip)
    yield from _figure(page.response)
    yield from _figure(page.scores)
    yield from _figure(page.daily)
    if page.sessions.rows:
        yield from _table(page.sessions)
    yield from _table(page.doses)
    yield from _table(page.weeks)
    yield from _table(page.effects)
    if page.notes is not None:
        yield from _words(page.notes_title, page.notes, page.no_notes)


def _figure(figure: Figure) -> Iterator[str]:
    if figure.table is not None:
        yield from _table(figure.table)
    else:
        yield f"\n## {line(figure.title)}\n"
        yield from (line(chart.alt) for chart in figure.charts)
        if not figure.charts:
            yield line(figure.empty)
    yield from (f"\n{line(text)}" for text in figure.lines)


def _words(title: str, words: tuple[Quote, ...], none: str) -> Iterator[str]:
    yield f"\n## {line(title)}\n"
    for quote in words:
        # A line break within an item; the next line stands under its first.
        text = "\\\n  ".join(opening(part) for part in quote.text.split("\n") if part.strip())
        yield f"- {line(quote.when)}: {text}"
    if not words:
        yield line(none)


def _table(table: Table) -> Iterator[str]:
    yield f"\n## {line(table.title)}\n"
    if not table.rows:
        yield line(table.empty)
        return
    if table.caption:
        yield f"{opening(table.caption)}\n"
    rows = [[_cell(column.title) for column in table.columns]]
    rows += [[_cell(cell) for cell in row] for row in table.rows]
    widths = [min(WIDEST, max(map(len, column))) for column in zip(*rows, strict=True)]
    rules = [
        f":{'-' * (width - 2)}:" if column.kind == "figure" else "-" * width
        for column, width in zip(table.columns, widths, strict=True)
    ]
    for cells in (rows[0], rules, *rows[1:]):
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        yield f"| {' | '.join(padded)} |"


def _cell(text: str) -> str:
    return line(" / ".join(filter(None, (part.strip() for part in text.split("\n")))))


def line(text: str) -> str:
    """Return words as one line of Markdown that shows them as they are."""
    escaped = " ".join(text.split())
    escaped = re.sub(r"[\\`*_\[\]<>&~|$]", r"\\\g<0>", escaped)
    # Addresses that GitHub makes a link of without any markup.
    escaped = re.sub(r"(?i)(:)(?=//)|(?<=www)(\.)|(?<=mailto)(:)|(?<=xmpp)(:)", r"\\\g<0>", escaped)
    return re.sub(r"(?<=\S)@(?=\S)", f"{_BREAKS_WORD}@", escaped)


def opening(text: str) -> str:
    """Return the same where it begins a line: it opens no list, heading, rule or table."""
    escaped = line(text)
    escaped = re.sub(r"^[-+=#:]", r"\\\g<0>", escaped)
    return re.sub(r"^([0-9]{1,9})([.)])", r"\1\\\2", escaped)
