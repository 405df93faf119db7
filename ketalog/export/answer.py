"""What an export says about itself, before it is made and once it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.answers.period import say_days
from ketalog.answers.phrases import count, say_kinds
from ketalog.domain.text import visible

if TYPE_CHECKING:
    from pathlib import Path

    from ketalog.export.request import Share


def say_preview(share: Share, *, is_page: bool) -> list[str]:
    """Return what will be in an export, a sentence a line."""
    entries = share.inside
    which = f" ({say_kinds(entries)})" if entries else ""
    lines = [f"{_extent(share)}: {count(len(entries), 'entry', 'entries')}{which}."]
    if share.whole:
        return [*lines, "With notes and every earlier version."]
    lines.append("With notes." if share.notes else "Notes are left out (--notes puts them in).")
    if is_page and (named := [one for one in _person(share) if one]):
        lines.append(f"With your {' and '.join(named)}.")
    return lines


def _person(share: Share) -> tuple[str, str]:
    return ("name" if share.config.name else "", "birth date" if share.config.born else "")


def say_written(path: Path, size: int) -> list[str]:
    """Return where the file is."""
    return [f"Written: {visible(str(path))} ({max(1, round(size / 1024)):,} KB)"]


def _extent(share: Share) -> str:
    if share.span is None:
        return "Everything"
    why = f", {share.why}" if share.why else ""
    return f"{say_days(share.span)}{why}"


def shared_data(path: Path, size: int, share: Share) -> dict[str, Any]:
    """Return the same as data: sizes in bytes, days half-open, null for no end."""
    return {
        "file": str(path),
        "bytes": size,
        "whole": share.whole,
        "start": share.span.start if share.span else None,
        "end": share.span.end if share.span else None,
        "entries": len(share.inside),
        "notes": share.notes,
        "why": share.why or None,
    }
