"""The page for the appointment as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.export.formats import Format

if TYPE_CHECKING:
    from ketalog.export.request import ExportRequest


def _render(request: ExportRequest) -> bytes:
    from ketalog.page import pdf

    page = request.page()
    return pdf.render(page, page.paper, request.now)


FORMAT = Format("page", (".pdf",), 0, _render)
