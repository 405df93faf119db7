"""What an export says about itself, before it is made and once it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.answers import Answer
from ketalog.answers.period import say_days
from ketalog.answers.phrases import say_kinds
from ketalog.domain.text import count, escape_invisible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ketalog.export.request import ExportRequest


def say_preview(request: ExportRequest, *, is_personal: bool) -> list[str]:
    """Return what will be in an export, a sentence a line."""
    entries = request.inside
    which = f" ({say_kinds(entries)})" if entries else ""
    lines = [f"{_extent(request)}: {count(len(entries), 'entry', 'entries')}{which}."]
    if request.whole:
        return [*lines, "With notes and every earlier version."]
    lines.append("With notes." if request.notes else "Notes are left out (--notes puts them in).")
    person = (("name", request.config.name), ("birth date", request.config.born))
    if is_personal and (known := [what for what, value in person if value]):
        lines.append(f"With your {' and '.join(known)}.")
    return lines


def _extent(request: ExportRequest) -> str:
    if request.span is None:
        return "Everything"
    why = f", {request.why}" if request.why else ""
    return f"{say_days(request.span)}{why}"


def written_answer(
    path: Path, size: int, request: ExportRequest, above: Sequence[str], remarks: Sequence[str]
) -> Answer:
    """Return where the file is, below what is in it if that was not said before.

    In the data sizes are bytes and days half-open, with null for no end.
    """
    place = f"Written: {escape_invisible(str(path))} ({max(1, round(size / 1024)):,} KB)"
    data: dict[str, Any] = {
        "file": str(path),
        "bytes": size,
        "whole": request.whole,
        "start": request.span.start if request.span else None,
        "end": request.span.end if request.span else None,
        "entries": len(request.inside),
        "notes": request.notes,
        "why": request.why or None,
        "remarks": list(remarks),
    }
    return Answer([*above, place], data)
