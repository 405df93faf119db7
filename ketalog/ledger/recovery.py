"""Saving what is sound in damaged copies: a line that one copy lost comes from another."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from msgspec import json
from msgspec.structs import replace

from ketalog.errors import BadFile, JournalDamaged, JournalLocked
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import RawJournal
from ketalog.ledger.fragments import Pieces, take_apart
from ketalog.ledger.header import Header, read_header, start_of
from ketalog.ledger.merging import union
from ketalog.ledger.reconcile import new_header
from ketalog.ledger.rewriting import DecodedJournal, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

_NEXT = re.compile(rb'"next":(\d{1,9})[,}]')
_MOST_IN_A_LINE = 700
"""Entries that one line has room for."""
_SEQ = re.compile(rb'"seq":(\d{1,9})[,}]')


class Rescued(NamedTuple):
    """What was sound in all copies together, and how many changes at least are lost.

    `unused` tells that a copy has more, which can't be brought in while it is locked.
    """

    contents: RawJournal
    lost: int
    unused: bool


class _Group(NamedTuple):
    """Copies of one generation of one journal; whether one of them lies in the journal's place."""

    header: bytes | None
    copies: list[Pieces]
    ours: bool

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Return what orders groups: ours before others, then the newest generation."""
        known = self.header is not None
        return self.ours, known, read_header(self.header).generation if self.header else 0


class _Found(NamedTuple):
    """What a group adds up to."""

    book: DecodedJournal
    raws: list[bytes]
    lost: int
    unused: bool


def rescue(ours: Iterable[bytes], now: datetime, others: Iterable[bytes] = ()) -> Rescued:
    """Return all that is sound in copies of one journal, the best first.

    A line counts as sound if its sum holds against the sum that the line before it claims, in any
    copy. Where a line is lost in all of them, the rest is chained anew. Two stories, and what was
    before a rewrite and after it, are brought together as `merge` does it. Raises JournalDamaged
    if nothing is left, or if what lies in the journal's place is of two journals; BadFile for
    another copy that is of another journal.
    """
    groups = sorted(_groups(ours, others), key=lambda one: one.rank, reverse=True)
    found = [(group, _found(group, now)) for group in groups]
    if any(not (group.ours or group.header or one.raws) for group, one in found):
        raise BadFile(
            "That file is no copy of a journal. Nothing was changed.",
            "For a file that ketalog exported: ketalog import FILE.",
        )
    found = [one for one in found if one[1].raws or (one[0].header and not one[1].lost)]
    if not found:
        raise JournalDamaged(
            "Nothing in the journal or its second copy could be read.",
            "If you have a copy of your own: ketalog restore FILE. Keep both files.",
        )
    (base, best), *rest = found
    here = {read_header(one.header).journal for one in groups if one.ours and one.header}
    if len(here) > 1:
        raise _two()
    if not base.ours and here and best.book.header.journal not in here:
        raise _another()
    book, lost, unused = best.book, best.lost, best.unused
    for group, one in rest:
        _refuse_another(book, group, one)
        known = {line.id for line in book.lines}
        more = [line for line in one.book.lines if line.id not in known]
        try:
            book = _joined(book, one.book)
        except (JournalDamaged, JournalLocked):
            unused = unused or bool(more)
        else:
            lost = max(0, lost - len(more))
    if any(line.box for line in book.lines) and book.header.key is None:
        raise JournalDamaged(
            "The key of the locked journal is lost in both copies.",
            "If you have a copy of your own: ketalog restore FILE. Keep both files.",
        )
    header = base.header
    is_as_written = book is best.book and len(book.lines) == len(best.raws) and not lost
    if header and is_as_written and not _missing(best.raws, start_of(header)):
        return Rescued(RawJournal(header, best.raws), lost, unused)
    return Rescued(lay_out(_counting_on(book, base, best.raws, lost)), lost, unused)


def salvage(copies: Iterable[bytes]) -> list[bytes]:
    """Return the sound lines in copies of one journal."""
    groups = sorted(_groups(copies), key=lambda one: one.rank)
    return _stories(groups[-1])[0] if groups else []


def _groups(ours: Iterable[bytes], others: Iterable[bytes] = ()) -> list[_Group]:
    """Return copies by what they are copies of; those without a header beside what they fit."""
    given = [(take_apart(data), True) for data in ours] + [(take_apart(x), False) for x in others]
    groups: list[_Group] = []
    for copy, is_ours in sorted(given, key=lambda one: one[0].header is None):
        for n, group in enumerate(groups):
            if _fits(copy, group) or (is_ours and group.ours and not copy.header):
                groups[n] = group._replace(copies=[*group.copies, copy], ours=group.ours or is_ours)
                break
        else:
            groups.append(_Group(copy.header, [copy], is_ours))
    return [group._replace(copies=_in_order(group, given)) for group in groups]


def _in_order(group: _Group, given: list[tuple[Pieces, bool]]) -> list[Pieces]:
    """Return the copies of a group in the order in which they were given: the best first."""
    return [copy for copy, _ in given if any(copy is one for one in group.copies)]


def _fits(copy: Pieces, group: _Group) -> bool:
    """Tell whether a copy is of the same generation of the same journal."""
    if copy.header is not None:
        return copy.header == group.header
    texts = set(copy.texts)
    return bool(texts) and any(
        (copy.start == other.start != "")
        or not texts.isdisjoint(other.texts)
        or any(map(file_format.is_sealed, copy.texts[1:], map(file_format.sum_of, other.texts)))
        or any(
            file_format.is_sealed(copy.texts[0], file_format.sum_of(text)) for text in other.texts
        )
        or file_format.is_sealed(copy.texts[0], other.start)
        for other in group.copies
    )


def _found(group: _Group, now: datetime) -> _Found:
    first, *others = _stories(group)
    header = read_header(group.header) if group.header else _damaged_header(group, now)
    book = DecodedJournal(header, list(map(file_format.read_line, first)))
    unused = False
    for raws in others:
        try:
            book = _joined(book, DecodedJournal(header, list(map(file_format.read_line, raws))))
        except (JournalDamaged, JournalLocked):
            unused = True
    start = group.copies[0].start
    longest = max(one.many for one in group.copies)
    lost = max(longest - len(book.lines), _missing(first, start), 0)
    return _Found(book, first, lost, unused)


def _damaged_header(group: _Group, now: datetime) -> Header:
    """Return what a header says that is not as it was written, or a new one."""
    for copy in group.copies:
        try:
            return json.decode(copy.instead, type=Header)
        except file_format.UNREADABLE:
            continue
    return read_header(new_header(now))


def _joined(book: DecodedJournal, other: DecodedJournal) -> DecodedJournal:
    """Bring two stories of one journal together. Raises JournalDamaged where that can't be."""
    if {line.id for line in other.lines} <= {line.id for line in book.lines}:
        return book
    return union(book, other, same_file=True)


def _refuse_another(book: DecodedJournal, group: _Group, one: _Found) -> None:
    """Refuse to mix what two people, or one person in two journals, wrote down."""
    known = {line.id for line in book.lines}
    if one.book.header.journal == book.header.journal:
        return
    if any(line.id in known for line in one.book.lines) or not one.raws:
        return
    raise _two() if group.ours else _another()


def _two() -> JournalDamaged:
    return JournalDamaged(
        "The journal and its second copy are two different journals.",
        "Move the one that doesn't belong here to another folder. Then: ketalog restore",
    )


def _another() -> BadFile:
    return BadFile(
        "That file is another journal, not a copy of this one. Nothing was changed.",
        "'ketalog restore' alone brings back what is left here; 'ketalog merge FILE' then takes in "
        "the other, if it is yours too.",
    )


def _counting_on(
    book: DecodedJournal, group: _Group, raws: list[bytes], lost: int
) -> DecodedJournal:
    """Let no number that a lost line gave be given again."""
    if not lost or not book.lines:
        return book
    kept = set(raws)
    texts = [text for copy in group.copies for text in copy.texts if text not in kept]
    reached = book.lines[-1].next
    behind = max(0, lost - _missing(raws, group.copies[0].start))
    claimed = [int(found) for text in texts for found in _NEXT.findall(text)]
    likely = [one for one in claimed if one <= reached + lost * _MOST_IN_A_LINE]
    last = replace(book.lines[-1], next=max([reached + behind, *likely]))
    return book._replace(lines=[*book.lines[:-1], last])


def _stories(group: _Group) -> list[list[bytes]]:
    """Return the sound lines; more than once if copies tell more than one story."""
    links = _links(group.copies)
    stories: list[list[bytes]] = []
    for n in range(max([1, *map(len, links.values())])):
        turned = {key: some[n % len(some) :] + some[: n % len(some)] for key, some in links.items()}
        story = _whole_transactions(_walk(turned, group.copies[0].start))
        if story not in stories:
            stories.append(story)
    return stories


def _links(copies: Sequence[Pieces]) -> dict[str, list[bytes]]:
    """Return the sound lines by the sum that they are chained to; where two are, ours first."""
    links: dict[str, list[bytes]] = {}
    alone: dict[bytes, None] = {}
    starts = [copy.start for copy in copies]
    for copy in copies:
        for at, raw in enumerate(copy.texts):
            beside = (one.texts[at - 1] for one in copies if 0 < at <= len(one.texts))
            claimed = dict.fromkeys([*map(file_format.sum_of, beside), *(starts if at < 1 else [])])
            befores = [one for one in claimed if _is_sound(raw, one)]
            for before in befores:
                _add(links, before, raw)
            alone |= {} if befores else {raw: None}
    for found in links.values():
        for raw in found:
            alone.pop(raw, None)
    ends = _ends(copies)
    for raw in alone:
        for before in _likely(ends, _seq(raw)):
            if _is_sound(raw, before):
                _add(links, before, raw)
    return links


def _seq(text: bytes) -> int:
    """Return which transaction a line, or the rest of one, claims to be."""
    found = _SEQ.search(text)
    return int(found[1]) if found else -1


def _ends(copies: Sequence[Pieces]) -> dict[int, list[str]]:
    """Return what a line can be chained to, by the transaction that it ends."""
    ends: dict[int, dict[str, None]] = {0: dict.fromkeys(copy.start for copy in copies)}
    for copy in copies:
        for text in copy.texts:
            ends.setdefault(_seq(text), {})[file_format.sum_of(text)] = None
    return {seq: list(ends[seq]) for seq in sorted(ends)}


def _likely(ends: dict[int, list[str]], seq: int) -> list[str]:
    """Return what a line of this transaction may be chained to."""
    known = list(ends)
    at = bisect_left(known, seq)
    near = {-1, seq, *known[max(0, at - 2) : at]}
    return [one for other in near for one in ends.get(other, [])]


def _is_sound(raw: bytes, before: str) -> bool:
    if not file_format.is_sealed(raw, before):
        return False
    try:
        file_format.read_line(raw)
    except JournalDamaged:
        return False
    return True


def _add(links: dict[str, list[bytes]], before: str, raw: bytes) -> None:
    known = links.setdefault(before, [])
    if raw not in known:
        known.append(raw)


def _walk(links: dict[str, list[bytes]], start: str) -> list[bytes]:
    """Return the lines in their order, past those that are missing."""
    raws: list[bytes] = []
    left = dict(links)
    ends = {file_format.sum_of(raw) for some in left.values() for raw in some}
    heads = [one for one in left if one not in ends]
    heads.sort(key=lambda one: file_format.read_line(left[one][0]).seq, reverse=True)
    before = start
    while left:
        while before not in left:
            before = heads.pop()
        raw, *others = left.pop(before)
        for other in others:
            _drop(left, file_format.sum_of(other))
        raws.append(raw)
        before = file_format.sum_of(raw)
    return raws


def _drop(left: dict[str, list[bytes]], before: str) -> None:
    """Leave out a story that another one was chosen over, to its end."""
    ends = [before]
    while ends:
        ends += [file_format.sum_of(raw) for raw in left.pop(ends.pop(), [])]


def _whole_transactions(raws: list[bytes]) -> list[bytes]:
    """Leave out transactions of several lines of which one is missing."""
    parts: dict[str, int] = {}
    read = [file_format.read_line(raw) for raw in raws]
    for line in read:
        parts[line.id] = parts.get(line.id, 0) + 1
    return [
        raw
        for raw, line in zip(raws, read, strict=True)
        if line.part is None or parts[line.id] == line.part[1]
    ]


def _missing(raws: list[bytes], before: str) -> int:
    """Return how many lines at least are missing where one does not follow the one before it."""
    missing = seq = 0
    for raw in raws:
        line = file_format.read_line(raw)
        if not file_format.is_sealed(raw, before):
            missing += max(1, line.seq - seq - 1)
        before, seq = file_format.sum_of(raw), line.seq
    return missing
