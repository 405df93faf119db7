"""A blank sheet for one evening, as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.export.formats import Format

if TYPE_CHECKING:
    from ketalog.export.request import ExportRequest


def _render(request: ExportRequest) -> bytes:
    from ketalog.page import pdf
    from ketalog.page.sheet import sheet
    from ketalog.page.texts import texts_in

    return pdf.render(sheet(texts_in("en")), request.config.paper, request.now, "sheet")


FORMAT = Format("sheet", (".paper.pdf",), 6, _render)
