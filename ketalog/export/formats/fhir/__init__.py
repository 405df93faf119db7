"""A record for a clinic's system: a FHIR R4 Bundle."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ketalog.export.formats import Format

if TYPE_CHECKING:
    from ketalog.export.formats.fhir.document import Document
    from ketalog.export.request import ExportRequest

COLLECTION, WITHOUT_SNOMED = "--collection", "--without-snomed"


@lru_cache(maxsize=1)  # It is asked for what it leaves out first, then written.
def _document(request: ExportRequest) -> Document:
    from ketalog.export.formats.fhir.document import document_of

    return document_of(request)


def _render(request: ExportRequest) -> bytes:
    from ketalog.export.formats.fhir.document import render

    return render(
        _document(request),
        collection=COLLECTION in request.options,
        snomed=WITHOUT_SNOMED not in request.options,
    )


def _remarks(request: ExportRequest) -> list[str]:
    from ketalog.export.formats.fhir.document import say_left_out

    return say_left_out(_document(request), collection=COLLECTION in request.options)


FORMATS = (
    Format("record", (".fhir.json",), 5, _render, (COLLECTION, WITHOUT_SNOMED), remarks=_remarks),
)
