"""The page for the appointment as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.export.formats import Format

if TYPE_CHECKING:
    from ketalog.export.request import ExportRequest


def _render(request: ExportRequest) -> bytes:
    from ketalog.page import markdown

    return markdown.render(request.page())


FORMAT = Format("page", (".md", ".markdown"), 2, _render)
