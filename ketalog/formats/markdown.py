"""The page as Markdown (GitHub's flavour): a patient's words are never markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketalog.view.page import Page, Table


def render(page: Page) -> bytes:
    """Return the page as UTF-8."""
    return ("\n".join(_lines(page)).rstrip() + "\n").encode()


def _lines(page: Page) -> Iterator[str]:
    yield f"# {page.heading}"
    yield ""
    yield f"{page.subtitle}."
    yield ""
    yield from (f"- **{label}**: {escape(value)}" for label, value in page.about)
    yield ""
    if page.nothing:
        yield from (page.nothing, "")
    if page.completeness:
        yield from (page.completeness, "")
    yield from (f"- **{one.label}**: {one.value} ({one.caption})" for one in page.tiles)
    if page.points:
        yield from ("", "## Safety and review points", "")
        yield from (f"- **{one.mark}** {escape(one.text)}" for one in page.points)
    for table in page.tables:
        yield from _table(table)
    if page.questions:
        yield from ("", "## Questions from the patient", "")
        yield from (f"- {escape(one)}" for one in page.questions)
    if page.notes:
        yield from ("", "## Notes from the patient", "")
        yield from (f"- {when}: {escape(text)}" for when, text in page.notes)
    if page.log:
        yield from _table(page.log)
    yield from ("", "---", "")
    yield from (f"{line}  " for line in page.footer)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        return
    yield from ("", f"## {table.heading}", "", f"{table.note}", "")
    yield f"| {' | '.join(table.columns)} |"
    yield f"|{'---|' * len(table.columns)}"
    yield from (f"| {' | '.join(map(escape, row))} |" for row in table.rows)


def escape(text: str) -> str:
    """Return words as plain text on one line: no markup, no link, no HTML."""
    line = " ".join(text.split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = re.sub(r"([\\`*_\[\]#!|~$])", r"\\\1", line)
    line = re.sub(r"(?i)(https?|ftp|mailto|javascript|data):", r"\1&#58;", line)
    line = re.sub(r"(?i)\bwww\.", "www&#46;", line).replace("@", "&#64;")
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", line))
