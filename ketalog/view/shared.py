"""What an export says about itself once it is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ketalog.domain.entries import kind_of
from ketalog.domain.spans import ONE_DAY
from ketalog.domain.text import visible
from ketalog.view.sentences import count

if TYPE_CHECKING:
    from pathlib import Path

    from ketalog.exchange import Share


def say_shared(path: Path, size: int, share: Share) -> list[str]:
    """Return what is in the file and where it is, a sentence a line."""
    whole = _is_whole(path, share)
    entries = share.entries if whole else share.inside
    kinds = Counter(kind_of(one) for one in entries)
    which = ", ".join(f"{n:,} {kind}" for kind, n in kinds.most_common())
    period = (
        "Everything, with notes and every earlier version"
        if whole
        else f"{share.span.start} to {share.span.end - ONE_DAY}"
    )
    lines = [
        f"{period}: {count(len(entries), 'entry', 'entries')}{f' ({which})' if which else ''}."
    ]
    if not whole:
        lines.append("With notes." if _has_notes(path, share) else "Notes are left out (--notes).")
    return [*lines, f"Written: {visible(str(path))} ({max(1, round(size / 1024)):,} KB)"]


def shared_data(path: Path, size: int, share: Share) -> dict[str, Any]:
    """Return the same as data: sizes in bytes, days half-open."""
    whole = _is_whole(path, share)
    return {
        "file": str(path),
        "bytes": size,
        "whole": whole,
        "start": None if whole else share.span.start,
        "end": None if whole else share.span.end,
        "entries": len(share.entries if whole else share.inside),
        "notes": whole or _has_notes(path, share),
    }


def _is_whole(path: Path, share: Share) -> bool:
    return path.suffix.lower() == ".json" and share.whole and share.notes is not False


def _has_notes(path: Path, share: Share) -> bool:
    return share.notes is not False if path.suffix.lower() == ".json" else bool(share.notes)
