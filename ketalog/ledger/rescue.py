"""Saving what is sound in damaged copies: a line that one copy lost comes from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketalog.errors import JournalDamaged
from ketalog.ledger import lines
from ketalog.ledger.contents import Contents, read_any
from ketalog.ledger.repair import new_header
from ketalog.ledger.rewriting import Book, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Rescued(NamedTuple):
    """What was sound in all copies together, and how many changes at most are lost."""

    contents: Contents
    lost: int


class _Copy(NamedTuple):
    """The header of one copy, if it is sound, and the text of each of its lines."""

    header: bytes | None
    texts: list[bytes]


def rescue(copies: Iterable[bytes], now: datetime) -> Rescued:
    """Return all that is sound in copies of one journal, the best first, or raise JournalDamaged.

    A line counts as sound if its sum holds against the sum that the line before it claims, in any
    copy. Where a line is lost in all of them, the rest is chained anew. Where copies tell two
    stories, the first one's is taken. Of copies from before and after a rewrite those after it are.
    """
    found = _of_one_journal(copies)
    raws = _sound(found)
    header = next((copy.header for copy in found if copy.header), None)
    lost = max(0, max((len(set(copy.texts)) for copy in found), default=0) - len(raws))
    if not raws and (lost or header is None):
        raise JournalDamaged("Nothing in the journal or its second copy could be read.")
    if header is None and any(lines.read_line(raw).box for raw in raws):
        raise JournalDamaged("The key of the locked journal is lost in both copies.")
    contents = Contents(header or new_header(now), raws)
    chained = header is not None and _is_chain(raws, lines.start_of(header))
    return Rescued(contents if chained else lay_out(Book.of(contents)), lost)


def salvage(copies: Iterable[bytes]) -> list[bytes]:
    """Return the sound lines in copies of one journal."""
    return _sound(_of_one_journal(copies))


def _of_one_journal(copies: Iterable[bytes]) -> list[_Copy]:
    """Return the copies of the newest generation, and those that don't tell what they are of."""
    found = [_split(data) for data in copies]
    headers = {copy.header for copy in found if copy.header}
    newest = max(headers, key=lambda raw: lines.read_header(raw).generation, default=None)
    return [copy for copy in found if copy.header in {None, newest}]


def _sound(copies: list[_Copy]) -> list[bytes]:
    header = next((copy.header for copy in copies if copy.header), None)
    start = lines.start_of(header) if header else ""
    return _whole_transactions(_walk(_links(copies, start), start))


def _split(data: bytes) -> _Copy:
    try:
        contents = read_any(data)
    except JournalDamaged:
        contents = None
    if contents is not None:
        torn = [contents.torn] if contents.torn else []
        return _Copy(contents.header, [*contents.raws, *torn])
    first, _, rest = data.partition(b"\n")
    if lines.is_sealed(first, ""):
        return _Copy(first, [text for text in rest.split(b"\n") if text])
    header = lines.header_in(first)
    rows = (lines.split_row(text) for text in rest.split(b"\n"))
    texts = [row[1] for row in rows if row] or [text for text in rest.split(b"\n") if text]
    return _Copy(header if lines.is_sealed(header, "") else None, texts)


def _links(copies: list[_Copy], start: str) -> dict[str, list[bytes]]:
    """Return the sound lines by the sum that they are chained to; where two are, ours first."""
    links: dict[str, list[bytes]] = {}
    for copy in copies:
        for at, raw in enumerate(copy.texts):
            for other in copies:
                claimed = lines.sum_of(other.texts[at - 1]) if 0 < at <= len(other.texts) else start
                known = links.get(claimed, [])
                if raw not in known and lines.is_sealed(raw, claimed):
                    links.setdefault(claimed, []).append(raw)
    return links


def _walk(links: dict[str, list[bytes]], start: str) -> list[bytes]:
    """Return the lines in their order, past those that are missing."""
    raws: list[bytes] = []
    left = dict(links)
    before = start
    while left:
        if before not in left:
            ends = {lines.sum_of(raw) for some in left.values() for raw in some}
            heads = [one for one in left if one not in ends]
            before = min(heads, key=lambda one: lines.read_line(left[one][0]).seq)
        raw, *others = left.pop(before)
        for other in others:
            _drop(left, lines.sum_of(other))
        raws.append(raw)
        before = lines.sum_of(raw)
    return raws


def _drop(left: dict[str, list[bytes]], before: str) -> None:
    """Leave out a story that another one was chosen over, to its end."""
    ends = [before]
    while ends:
        ends += [lines.sum_of(raw) for raw in left.pop(ends.pop(), [])]


def _whole_transactions(raws: list[bytes]) -> list[bytes]:
    """Leave out transactions of several lines of which one is missing."""
    parts: dict[str, int] = {}
    read = [lines.read_line(raw) for raw in raws]
    for line in read:
        parts[line.id] = parts.get(line.id, 0) + 1
    return [
        raw
        for raw, line in zip(raws, read, strict=True)
        if line.part is None or parts[line.id] == line.part[1]
    ]


def _is_chain(raws: list[bytes], before: str) -> bool:
    for raw in raws:
        if not lines.is_sealed(raw, before):
            return False
        before = lines.sum_of(raw)
    return True
