"""Recovering what is sound in damaged copies: a line counts if it proves itself, wherever it is.

Lines out of all copies are joined by their `prev`; nothing is guessed. Where one is missing in
all of them, the rest is written anew as the next generation.
"""

from __future__ import annotations

import json as plain
import re
from typing import TYPE_CHECKING, NamedTuple

from msgspec import json
from msgspec.structs import replace

from ketalog.errors import BadFile, JournalDamaged, JournalLocked
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import (
    NO_JOURNAL,
    SEQ,
    DecodedJournal,
    RawJournal,
    canonical,
    new_header,
    next_generation,
    read_any,
)
from ketalog.ledger.format import Header, Row, read_header
from ketalog.ledger.merging import check, union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path


_END = re.compile(rb',"sum":"[0-9a-f]{%d}"\}' % file_format.SUM_DIGITS)
"""What a header or line ends with, and nothing inside one: in a text, quotes are escaped."""
_START = re.compile(rb'\{"(?:box|do|id)":')
"""What a line begins with: the first of its sorted keys."""
_STARTS = (b'{"box":', b'{"do":', b'{"id":', b'{"format":')
_ATTEMPTS = 8
"""Places that are tried as the start of what ends as a line does, from its end."""
_KEY = re.compile(rb'"(\d{1,15})":$')
_OF_THE_HEADER = re.compile(rb'"_ketalog"|"journal":|"transactions": ?\{$')
_CONTROL = re.compile(rb"[\x00-\x1f]")
_MOST_CONTROL = 8
"""Control characters in what may still be one damaged line; more mean that a block was lost."""
_LEAST_IN_A_LINE, _LEAST_IN_AN_ENTRY = 240, 100
"""Bytes that the shortest line, and an entry in it, take."""
_NEXT = re.compile(rb'"next":(\d{1,9})[,}]')
_MOST_IN_A_LINE = 700
"""Entries that one line has room for."""


class Fragments(NamedTuple):
    """The parts of one copy that prove themselves, and the texts that don't.

    `instead` stands in the place of a header that is damaged; `texts` has what stands before each
    line and behind the last.
    """

    header: bytes | None
    instead: bytes
    rows: list[Row]
    texts: list[list[bytes]]

    @property
    def links(self) -> set[str]:
        """Return every sum that the copy's lines have or name."""
        return {sums for row in self.rows for sums in (row.line.sum, row.line.prev)}


class Recovered(NamedTuple):
    """What was sound in all copies together, and how many changes at most are lost.

    `unused` tells that a copy has more, which can't be brought in while it is locked.
    """

    contents: RawJournal
    lost: int
    unused: bool


class _Group(NamedTuple):
    """Copies of one generation of one journal; whether one of them lies in the journal's place."""

    header: bytes | None
    copies: list[Fragments]
    ours: bool

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Return what orders groups: ours before others, then the newest generation."""
        known = self.header is not None
        return self.ours, known, read_header(self.header).generation if self.header else 0

    @property
    def links(self) -> set[str]:
        """Return what a copy without a header can be known by."""
        start = {file_format.sum_of(self.header)} if self.header else set()
        return start.union(*(copy.links for copy in self.copies))


class _Story(NamedTuple):
    """What a group adds up to; `raws` are its lines as they stand in the copies."""

    decoded: DecodedJournal
    raws: list[bytes]
    lost: int
    unused: bool


def recover(ours: Iterable[bytes], now: datetime, others: Iterable[bytes] = ()) -> Recovered:
    """Return all that is sound in copies of one journal, the best first.

    Two stories, and what was before a rewrite and after it, are brought together as `merge` does
    it. Raises JournalDamaged if nothing is left, or if what lies in the journal's place is of two
    journals; BadFile for another copy that is of another journal.
    """
    groups = sorted(_groups(ours, others), key=lambda group: group.rank, reverse=True)
    stories = [(group, _story(group, now)) for group in groups]
    if any(not (group.ours or group.header or story.raws) for group, story in stories):
        raise BadFile(
            "That file is no copy of a journal. Nothing was changed.",
            "For a file that ketalog exported: ketalog import FILE.",
        )
    stories = [
        (group, story)
        for group, story in stories
        if story.raws or (group.header and not story.lost)
    ]
    if not stories:
        raise JournalDamaged(
            "Nothing in the journal or its second copy could be read.",
            "If you have a copy of your own: ketalog restore FILE. If not, 'ketalog doctor' says "
            "what is left.",
        )
    (base, best), *rest = stories
    here = {read_header(group.header).journal for group in groups if group.ours and group.header}
    if len(here) > 1:
        raise _two()
    if not base.ours and here and best.decoded.header.journal not in here:
        raise _another()
    decoded, lost, unused = best.decoded, best.lost, best.unused
    for group, story in rest:
        _refuse_another(decoded, group, story)
        known = {line.id for line in decoded.lines}
        more = [line for line in story.decoded.lines if line.id not in known]
        try:
            decoded = _with(decoded, story.decoded)
        except (JournalDamaged, JournalLocked):
            unused = unused or bool(more)
        else:
            lost = max(0, lost - len(more))
    if any(line.box for line in decoded.lines) and decoded.header.key is None:
        raise JournalDamaged(
            "The key of the locked journal is lost in both copies.",
            "If you have a copy of your own: ketalog restore FILE. Keep both files.",
        )
    is_whole = decoded is best.decoded and len(decoded.lines) == len(best.raws)
    if base.header and is_whole and not lost:
        return Recovered(RawJournal(base.header, best.raws), lost, unused)
    decoded = _counting_on(decoded, base) if lost else decoded
    return Recovered(next_generation(decoded), lost, unused)


def whole_transactions(rows: Sequence[Row]) -> list[Row]:
    """Leave out transactions of several lines of which one is missing."""
    parts: dict[str, int] = {}
    for row in rows:
        parts[row.line.id] = parts.get(row.line.id, 0) + 1
    return [row for row in rows if row.line.part is None or parts[row.line.id] == row.line.part[1]]


def fragments(data: bytes) -> Fragments:
    """Return what of a journal's file, or a second copy, proves itself, whatever became of it."""
    scanned = _scan(data)
    if not scanned.rows and (laid_out := _laid_out(data)):
        return _scan(laid_out)
    return scanned


def _scan(data: bytes) -> Fragments:
    header, rows, texts = file_format.header_of(data), [], [b""]
    at = behind_last_end = 0
    for end in _END.finditer(data):
        start = _start(data, behind_last_end, end.end())
        behind_last_end = end.end()
        if start is None:
            continue
        raw, before = data[start : end.end()], data[at:start]
        at = end.end()
        if raw.startswith(b'{"format":'):
            header = header or raw
            continue
        key = _KEY.search(before[-20:])
        texts[-1] += before[: len(before) - len(key[0])] if key else before
        try:
            line = file_format.read_line(raw)
        except JournalDamaged:
            texts[-1] += raw
            continue
        rows.append(Row(int(key[1]) if key else 0, raw, line))
        texts.append(b"")
    texts[-1] += data[at:]
    place = data.find(b'{"format":')
    instead = data[place : file_format.end_of_row(data, place)] if place >= 0 else b""
    instead = b"" if header else instead.partition(b"\n")[0]
    return Fragments(header, instead, rows, list(map(_texts, texts)))


def _start(data: bytes, least: int, end: int) -> int | None:
    """Return where a header or line begins that ends there and is as it was written, or None."""
    at = end
    for _ in range(_ATTEMPTS):
        at = max(data.rfind(start, least, at) for start in _STARTS)
        if at < 0:
            break
        if file_format.checksum_holds(data[at:end]):
            return at
    return None


def _texts(between: bytes) -> list[bytes]:
    texts = between.split(b"\n")
    texts = [text for text in texts if text.strip(b" \t\r,}") and not _OF_THE_HEADER.search(text)]
    blank = len(between) - sum(map(len, texts))
    return texts if blank < _LEAST_IN_A_LINE else [*texts, b" " * blank]


def _laid_out(data: bytes) -> bytes | None:
    """Return what a file holds that another program laid out anew, if it is JSON at all."""
    try:
        file = plain.loads(data)
        rows = [
            file_format.row_bytes(int(key), canonical(row))
            for key, row in file["transactions"].items()
            if isinstance(row, dict) and "sum" in row
        ]
        return b"\n".join([canonical(file["_ketalog"]["1"]), *rows])
    except NO_JOURNAL:
        return None


def _groups(ours: Iterable[bytes], others: Iterable[bytes]) -> list[_Group]:
    """Return copies by what they are copies of; those without a header beside what they fit."""
    copies = [(fragments(data), True) for data in ours]
    copies += [(fragments(data), False) for data in others]
    groups: list[_Group] = []
    for copy, is_ours in sorted(copies, key=lambda pair: pair[0].header is None):
        for n, group in enumerate(groups):
            same = copy.header == group.header if copy.header else copy.links & group.links
            if same or (is_ours and group.ours and not copy.header):
                groups[n] = group._replace(copies=[*group.copies, copy], ours=group.ours or is_ours)
                break
        else:
            groups.append(_Group(copy.header, [copy], is_ours))
    order = [id(copy) for copy, _ in copies]  # The best first, as they were given.
    return [
        group._replace(copies=sorted(group.copies, key=lambda copy: order.index(id(copy))))
        for group in groups
    ]


def _story(group: _Group, now: datetime) -> _Story:
    rows: dict[str, Row] = {}
    for copy in group.copies:
        for row in copy.rows:
            if row.key or row.line.sum not in rows:
                rows[row.line.sum] = row
    main = _in_order(rows, group)
    kept = whole_transactions(main)
    header = read_header(group.header) if group.header else _damaged_header(group, now)
    decoded = DecodedJournal(header, [row.line for row in kept])
    told = {row.line.sum for row in main}
    rest = whole_transactions([row for key, row in rows.items() if key not in told])
    unused = False
    try:
        decoded = _with(decoded, DecodedJournal(header, [row.line for row in rest]))
    except (JournalDamaged, JournalLocked):
        unused = True
    dropped = {row.line.id for row in main} - {row.line.id for row in kept}
    lost = _missing(main, group) + len(dropped)
    return _Story(decoded, [row.raw for row in kept], lost, unused)


def _in_order(rows: dict[str, Row], group: _Group) -> list[Row]:
    """Return the lines of one story, past those that are missing; where there are two, ours."""
    following: dict[str, Row] = {}
    for row in rows.values():
        following.setdefault(row.line.prev, row)
    start = file_format.sum_of(group.header) if group.header else None
    heads = [row for prev, row in following.items() if prev not in rows]
    heads.sort(
        key=lambda row: (row.line.prev != start, row.line.seq, row.line.id, row.line.part or (1, 1))
    )
    files = [{row.line.sum for row in copy.rows} for copy in group.copies]
    main: list[Row] = []
    for head in heads:
        if main and not _may_follow(head, main[-1], files):
            continue
        main.append(head)
        while main[-1].line.sum in following:
            main.append(following[main[-1].line.sum])
    return main


def _may_follow(row: Row, last: Row, files: list[set[str]]) -> bool:
    """Tell whether a line is of the same story as one from before a gap."""
    if any({row.line.sum, last.line.sum} <= sums for sums in files):
        return True
    return row.line.seq > last.line.seq and row.line.next >= last.line.next


def _missing(main: list[Row], group: _Group) -> int:
    """Return how many lines at most are missing between those of a story, and behind them.

    No count tells it alone: changes that were merged can have one `seq`, lines of a second copy
    have no key, and what is cut out leaves no damage.
    """
    damaged = _damaged_before(main, group.copies)
    start = file_format.sum_of(group.header) if group.header else None
    lost, prev, seq, key = damaged[-1], start, 0, 0
    for n, row in enumerate(main):
        is_first = n == 0 and start is None and row.line.seq == 1
        if row.line.prev != prev and not is_first:
            by_key = row.key - key - 1 if row.key and (key or not n) else 0
            lost += max(1, row.line.seq - seq - 1, by_key, damaged[n])
        prev, seq, key = row.line.sum, row.line.seq, row.key
    return lost


def _damaged_before(main: list[Row], copies: Sequence[Fragments]) -> list[int]:
    """Return how many damaged lines at most stood before each line of a story, and behind the last.

    A stretch without any trace of a line is counted by its size, unless a copy is whole at its end.
    """
    places = {row.line.sum: n for n, row in enumerate(main)}
    ends = [copy.rows[-1].line.sum for copy in copies if copy.rows and not copy.texts[-1]]
    count = _lines_seen if main and main[-1].line.sum in ends else _most_lines
    damaged = [0] * (len(main) + 1)
    for copy in copies:
        for first, stop, texts in _stretches(copy, places):
            claimed = _claimed(texts, main[first - 1].line.seq if first else 0)
            lines = max(sum(map(count, texts)), claimed)
            for n in range(first, stop + 1):  # What the story has there, another copy has whole.
                damaged[n] = max(damaged[n], lines - (stop - first))
    return damaged


def _stretches(copy: Fragments, places: dict[str, int]) -> Iterator[tuple[int, int, list[bytes]]]:
    """Yield what a copy has of a story between two lines of it: from where to where, the damage."""
    first, texts = 0, []
    for row, before in zip([*copy.rows, None], copy.texts, strict=True):
        texts += before
        stop = places.get(row.line.sum) if row else len(places)
        if stop is not None:
            yield first, stop, texts
            first, texts = stop + 1, []


def _claimed(texts: list[bytes], seq: int) -> int:
    """Return how many lines behind the one counted `seq` damaged ones say that there were.

    A count that may be damaged too is believed as far as there is room for so many.
    """
    room = sum(map(len, texts)) // _LEAST_IN_A_LINE + 1
    claimed = (int(number) - seq for text in texts for number in SEQ.findall(text))
    return max((lines for lines in claimed if lines <= room), default=0)


def _lines_seen(text: bytes) -> int:
    """Return how many lines begin or end in a damaged text."""
    return max(len(_START.findall(text)), len(_END.findall(text)))


def _most_lines(text: bytes) -> int:
    """Return how many lines a damaged text may have been: by its size, if a block of it is lost."""
    is_line = _START.search(text) and _END.search(text)
    if is_line and len(_CONTROL.findall(text)) < _MOST_CONTROL:
        return _lines_seen(text)
    return max(1, _lines_seen(text), len(text) // _LEAST_IN_A_LINE)


def _counting_on(decoded: DecodedJournal, group: _Group) -> DecodedJournal:
    """Let no number that a lost line at the end gave be given again."""
    reached = decoded.lines[-1].next
    for copy in group.copies:
        following = copy.rows[-1].line.next if copy.rows else 1
        for text in copy.texts[-1]:
            most = following + _MOST_IN_A_LINE * _most_lines(text)
            claimed = [int(number) for number in _NEXT.findall(text)]
            likely = [number for number in claimed if following <= number <= most]
            following = max(likely, default=following + len(text) // _LEAST_IN_AN_ENTRY + 1)
        reached = max(reached, following)
    return decoded._replace(lines=[*decoded.lines[:-1], replace(decoded.lines[-1], next=reached)])


def _damaged_header(group: _Group, now: datetime) -> Header:
    """Return what a header says that is not as it was written, or a new one."""
    for copy in group.copies:
        try:
            return json.decode(copy.instead, type=Header)
        except file_format.UNREADABLE:
            continue
    return read_header(new_header(now))


def _with(decoded: DecodedJournal, other: DecodedJournal) -> DecodedJournal:
    """Bring two stories of one journal together. Raises JournalDamaged where that can't be."""
    if {line.id for line in other.lines} <= {line.id for line in decoded.lines}:
        return decoded
    return union(decoded, other, same_file=True)


def _refuse_another(decoded: DecodedJournal, group: _Group, story: _Story) -> None:
    """Refuse to mix what two people, or one person in two journals, wrote down."""
    known = {line.id for line in decoded.lines}
    if story.decoded.header.journal == decoded.header.journal:
        return
    if any(line.id in known for line in story.decoded.lines) or not story.raws:
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


class Foreign(NamedTuple):
    """What another file says; whether its end is missing, and how many changes at most are damaged.

    What is missing or damaged may still come: the file must not be put away.
    """

    decoded: DecodedJournal
    cut_short: bool
    unreadable: int


def read_foreign(
    read: Callable[[bytes, str], DecodedJournal], path: Path, data: bytes, now: datetime
) -> Foreign:
    """Return what another journal's file, or second copy, says. Raises BadFile, naming it.

    `read` is `Ledger.decode_other`, which asks for the passphrase of a locked one.
    """
    try:
        foreign = _read(read, path, data, now)
        check(foreign.decoded)
    except JournalDamaged as error:
        raise BadFile(
            f"{path} is no journal that can be read: {error.message}",
            "If it is still arriving, try again later. For a file that ketalog exported: "
            "ketalog import FILE.",
        ) from error
    return foreign


def _read(
    read: Callable[[bytes, str], DecodedJournal], path: Path, data: bytes, now: datetime
) -> Foreign:
    try:
        cut_short = read_any(data).torn is not None
    except JournalDamaged:
        part = _sound_part(data, now)
        if part is None:
            raise
        sound, unreadable = part
        return Foreign(read(sound, str(path)), cut_short=False, unreadable=unreadable)
    return Foreign(read(data, str(path)), cut_short, unreadable=0)


def _sound_part(data: bytes, now: datetime) -> tuple[bytes, int] | None:
    """Return a journal of what is sound in a damaged one, and how many changes at most are not.

    None if nothing is, or if what the file is, and what was erased in it, can't be trusted.
    """
    if fragments(data).header is None:
        return None
    try:
        contents, lost, _ = recover([], now, [data])
    except (BadFile, JournalDamaged):
        return None
    return (contents.as_file(), max(1, lost)) if contents.raws else None
