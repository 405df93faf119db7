"""The page for the appointment as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.export.formats import Format

if TYPE_CHECKING:
    from ketalog.export.request import ExportRequest


def _render(request: ExportRequest) -> bytes:
    from ketalog.page import html

    return html.render(request.page())


FORMAT = Format("page", (".html", ".htm"), 1, _render)
