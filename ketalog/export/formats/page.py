"""The page for the appointment, as PDF, HTML or Markdown; and a blank sheet for one evening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.export.formats import Format

if TYPE_CHECKING:
    from ketalog.export.request import ExportRequest


def _pdf(request: ExportRequest) -> bytes:
    from ketalog.page import pdf

    page = request.page()
    return pdf.render(page, page.paper, request.now)


def _html(request: ExportRequest) -> bytes:
    from ketalog.page import html

    return html.render(request.page())


def _markdown(request: ExportRequest) -> bytes:
    from ketalog.page import markdown

    return markdown.render(request.page())


def _sheet(request: ExportRequest) -> bytes:
    from ketalog.page import pdf
    from ketalog.page.sheet import sheet
    from ketalog.page.texts import texts_in

    return pdf.render(sheet(texts_in("en")), request.config.paper, request.now, "sheet")


FORMATS = (
    Format("page", (".pdf",), 0, _pdf),
    Format("page", (".html", ".htm"), 1, _html),
    Format("page", (".md", ".markdown"), 2, _markdown),
    Format("sheet", (".paper.pdf",), 6, _sheet),
)
