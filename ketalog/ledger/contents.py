"""A whole journal: read, with what exactly is wrong with it, and laid out to be written."""

from __future__ import annotations

import json as plain
import re
from typing import IO, TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from msgspec import json
from msgspec.structs import replace

from ketalog import __version__
from ketalog.errors import JournalDamaged
from ketalog.ledger import format as file_format
from ketalog.ledger.format import Header, Key, Line, read_header

if TYPE_CHECKING:
    from datetime import datetime

_UNWRITTEN = bytes(8)
"""A power cut can leave a stretch of zeros where a block never reached the disk."""

SEQ = re.compile(rb'"seq":(\d{1,9})[,}]')
NO_JOURNAL = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What comes of taking apart a file that is no JSON, or JSON of another shape."""


class RawJournal(NamedTuple):
    """All of a verified file: header, lines, what is left where its end is torn off.

    `tidy` tells whether the file is byte for byte as this program lays it out.
    """

    header: bytes
    raws: list[bytes]
    torn: bytes | None = None
    tidy: bool = False

    def as_file(self) -> bytes:
        """Return the file as this program lays it out."""
        return file_format.file_bytes(self.header, self.raws)

    def as_second_copy(self) -> bytes:
        """Return what a second copy of it has, to the last byte."""
        return file_format.second_copy_bytes(self.header, *self.raws)

    def is_second_copy(self, stream: IO[bytes]) -> bool:
        """Tell whether a stream has what `as_second_copy` returns, without making it."""
        lines = (self.header, *self.raws)
        return all(stream.readline() == raw + b"\n" for raw in lines) and not stream.read(1)

    def says_the_same(self, other: RawJournal) -> bool:
        """Tell whether another has the same header and lines."""
        return (self.header, self.raws) == (other.header, other.raws)

    def ids(self) -> set[str]:
        """Return the ids of all transactions."""
        return {file_format.read_line(raw).id for raw in self.raws}


def read_journal(data: bytes) -> RawJournal:
    """Return what a journal file holds, or raise JournalDamaged.

    A tail that a crash left unfinished is not damage: it is returned as `torn`. The same
    content in another layout (laid out by jq or TinyDB) is read with `tidy` False.
    """
    header = file_format.split_open(data)
    if header is None:
        return _read_other_layout(data)
    raws, end = _read_rows(data, len(file_format.open_bytes(header)), read_header(header).sum)
    rest = data[end:]
    if rest.strip() == file_format.END.strip():
        return _whole(RawJournal(header, raws, tidy=rest == file_format.END))
    if _is_torn(rest, file_format.END, raws):
        return _whole(RawJournal(header, raws, rest))
    return _read_other_layout(data)


def read_second_copy(data: bytes) -> RawJournal:
    """Return what a copy holds (the header, then a line a transaction), or raise JournalDamaged."""
    sha256 = file_format.sha256_for(data)
    header, *rest = data.split(b"\n")
    raws: list[bytes] = []
    before = read_header(header).sum
    for raw in rest:
        before = file_format.proven(raw, before, sha256)
        if not before:
            break
        raws.append(raw)
    good = file_format.second_copy_bytes(header, *raws)
    if data == good:
        return _whole(RawJournal(header, raws, tidy=True))
    torn = data[len(good) :]
    if not _is_torn(torn, b"\n", raws):
        raise JournalDamaged(f"Line {len(raws) + 1} of the second copy is not what was written.")
    return _whole(RawJournal(header, raws, torn))


def _read_rows(data: bytes, at: int, before: str) -> tuple[list[bytes], int]:
    """Return the lines from byte `at` that follow one another, and where they end."""
    sha256 = file_format.sha256_for(data)
    raws: list[bytes] = []
    start_of_row = b'\n"1":'
    while data.startswith(start_of_row, at):
        start = at + len(start_of_row)
        end = file_format.end_of_row(data, start)
        raw = data[start:end]
        before = file_format.proven(raw, before, sha256)
        if not before:
            break
        raws.append(raw)
        at = end
        start_of_row = b',\n"%d":' % (len(raws) + 1)
    return raws, at


def _is_torn(rest: bytes, end: bytes, raws: list[bytes]) -> bool:
    """Tell whether bytes behind the last good line are what one interrupted write leaves.

    It doesn't end as a finished one does, and no transaction but the next one is in it: that would
    mean that the line before it had been finished once, and is damaged.
    """
    finished = rest.endswith(end) and _UNWRITTEN not in rest
    if finished or any(_begins(text) for text in rest.split(b"\n")):
        return False
    following = (file_format.read_line(raws[-1]).seq if raws else 0) + 1
    return all(int(seq) <= following for seq in SEQ.findall(rest))


def _begins(text: bytes) -> bool:
    row = file_format.split_row(text)
    try:
        return file_format.read_line(row[1] if row else text).begins
    except JournalDamaged:
        return False


def _whole(contents: RawJournal) -> RawJournal:
    """Cut a transaction of several lines whose last parts are missing back to before its first."""
    last = file_format.read_line(contents.raws[-1]) if contents.raws else None
    if last is None or last.part is None or last.ends:
        return contents
    keep = len(contents.raws) - last.part[0]
    cut = b"\n".join([*contents.raws[keep:], contents.torn or b""])
    return contents._replace(raws=contents.raws[:keep], torn=cut, tidy=False)


def _read_other_layout(data: bytes) -> RawJournal:
    """Read the same content laid out by another program: strict JSON, verified line by line."""
    try:
        header, raws = _parse(data)
    except NO_JOURNAL as error:
        raise JournalDamaged("The journal file is not what was written.") from error
    before = read_header(header).sum
    for key, raw in enumerate(raws, 1):
        before = file_format.proven(raw, before)
        if not before:
            raise JournalDamaged(f"Line {key} of the journal is not what was written.")
    return _whole(RawJournal(header, raws))


def read_any(data: bytes) -> RawJournal:
    """Return what a journal file or a copy holds, whichever it is, or raise JournalDamaged."""
    first = data.partition(b"\n")[0]
    return read_second_copy(data) if file_format.checksum_holds(first) else read_journal(data)


def _parse(data: bytes) -> tuple[bytes, list[bytes]]:
    file = plain.loads(data, object_pairs_hook=_no_doubles, parse_constant=_no_constants)
    head, table = file["_ketalog"], file["transactions"]
    if len(file) > 2 or len(head) > 1:
        raise ValueError("more than ketalog writes")
    return canonical(head["1"]), [canonical(table[str(key)]) for key in range(1, len(table) + 1)]


def canonical(line: dict[str, Any]) -> bytes:
    """Return the canonical bytes of a parsed header or line, with the sum that it claims."""
    body = {key: value for key, value in line.items() if key != "sum"}
    return json.encode(body, order="sorted")[:-1] + b',"sum":' + json.encode(line["sum"]) + b"}"


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("the same key twice")
    return values


def _no_constants(name: str) -> None:
    raise ValueError(f"{name} is no number")


class DecodedJournal(NamedTuple):
    """What a journal says: its header, and its lines as they were before they were locked."""

    header: Header
    lines: list[Line]

    @classmethod
    def of(cls, contents: RawJournal) -> DecodedJournal:
        """Return what verified contents say; what is locked stays in its box."""
        read = file_format.line_reader(file_format.Line)
        return cls(read_header(contents.header), list(map(read, contents.raws)))


def new_header(now: datetime) -> bytes:
    """Return the header of a new journal."""
    header = Header(
        format=file_format.FORMAT,
        journal=str(uuid4()),
        generation=1,
        made=now.isoformat(timespec="seconds"),
        version=__version__,
    )
    return file_format.with_checksum(header)


def next_generation(decoded: DecodedJournal) -> RawJournal:
    """Return a journal as its next generation; locked if its header has a key."""
    header = file_format.with_checksum(
        replace(
            decoded.header,
            format=file_format.FORMAT,
            generation=decoded.header.generation + 1,
            version=__version__,
            sum="",
        )
    )
    return RawJournal(header, _chained(decoded, file_format.sum_of(header)))


def appended(contents: RawJournal, more: list[Line]) -> RawJournal:
    """Return verified contents with lines behind them; locked if their header has a key."""
    header = read_header(contents.header)
    last_sum = file_format.sum_of(contents.raws[-1]) if contents.raws else header.sum
    fresh = _chained(DecodedJournal(header, more), last_sum)
    return contents._replace(raws=[*contents.raws, *fresh])


def _chained(decoded: DecodedJournal, prev: str) -> list[bytes]:
    """Return a journal's lines as they are written, the first behind the sum `prev`."""
    raws = []
    for line in locked(decoded.lines, decoded.header.key):
        raws.append(file_format.placed(line, prev))
        prev = file_format.sum_of(raws[-1])
    return raws


def locked(lines: list[Line], key: Key | None) -> list[Line]:
    """Return the lines as a journal with this key holds them: in boxes, or as they are."""
    if key is None:
        if any(line.box for line in lines):
            raise JournalDamaged("A line of the journal is locked, but the journal is not.")
        return lines
    from ketalog.ledger.encryption import encrypt

    return [line if line.box else encrypt(line, key.public) for line in lines]
