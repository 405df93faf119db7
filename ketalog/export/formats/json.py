"""A journal as JSON, to keep or to take elsewhere: it can be imported again without loss."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from msgspec import json
from msgspec.structs import replace

from ketalog import __version__
from ketalog.domain.entries import EXPORT_VERSION, as_data
from ketalog.domain.kinds import without_words
from ketalog.domain.text import escaped_json
from ketalog.export.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ketalog.domain.calendar import Span
    from ketalog.domain.kinds import Entry
    from ketalog.export.request import ExportRequest
    from ketalog.history import History, Op


def render_whole(history: History, now: datetime) -> bytes:
    """Return everything: entries with their earlier versions, and what was deleted."""
    present = history.entries
    versions: defaultdict[str, list[Op]] = defaultdict(list)
    for _, op in history.versions():
        if op.put is not None:
            versions[op.put.id].append(op)
    entries = [_with_earlier(entry, versions[entry.id]) for entry in present.values()]
    deleted = [
        _with_earlier(_numbered(ops[-1]), ops)
        for key, ops in versions.items()
        if key not in present
    ]
    return _encode(now, None, entries, deleted)


def render_part(
    entries: Iterable[Entry], span: Span | None, now: datetime, *, notes: bool
) -> bytes:
    """Return the entries of a span, or of every day, marked as a part of the journal."""
    since, until = (span.start, span.end) if span else (None, None)
    part = {"since": since, "until": until, "notes": notes, "history": False}
    kept = entries if notes else map(without_words, entries)
    return _encode(now, part, [_plain(entry) for entry in kept], [])


def _encode(
    now: datetime, part: dict[str, Any] | None, entries: list[Any], deleted: list[Any]
) -> bytes:
    content = {
        "ketalog_export": EXPORT_VERSION,
        "version": __version__,
        "made": now,
        "part": part,
        "entries": entries,
        "deleted": deleted,
    }
    return escaped_json(json.format(json.encode(content), indent=1)) + b"\n"


def _with_earlier(entry: Entry, ops: list[Op]) -> Entry | dict[str, Any]:
    """Return an entry with what it was before the last of the steps that put it."""
    if len(ops) == 1:
        return _plain(entry)
    return {**as_data(entry), "earlier": [_plain(_numbered(op)) for op in ops[:-1]]}


def _plain(entry: Entry) -> Entry | dict[str, Any]:
    """Return an entry as it is written: of one of which only the day is known, with the day."""
    return as_data(entry) if entry.precision else entry


def _numbered(op: Op) -> Entry:
    return replace(cast("Entry", op.put), number=op.number)


def _render(request: ExportRequest) -> bytes:
    if request.whole:
        return render_whole(request.history, request.now)
    return render_part(request.inside, request.span, request.now, notes=request.notes)


FORMATS = (Format("journal", (".json",), 4, _render),)
