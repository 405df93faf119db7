"""The bytes of a journal: its header, its lines, and the chain of sums that holds them together.

A journal is one TinyDB JSON file: the table "_ketalog" with the header, the table "transactions"
with one transaction a line. A line's `sum` is the SHA-256 of the sum before it and the line
without its sum in canonical JSON (sorted keys, UTF-8, no spaces). The first line chains to the
header's sum. It shows damage; it is no proof against someone who can write the file.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, MsgspecError, Struct, json

from ketalog.errors import JournalDamaged

if TYPE_CHECKING:
    from hashlib import sha256
else:  # As the standard library's random.py does: hashlib loads OpenSSL, 5 % of a dose's time.
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

FORMAT = 2
"""What is written. Format 1, whose first line chained to the journal's id, is still read."""
MAX_LINE = 64 * 1024
"""Bytes in one line before it is locked; a larger transaction is several, see `Line.part`."""
SUM_DIGITS = 64
"""Hexadecimal digits of a line's sum, SHA-256."""
END = b"\n}}\n"
_OPEN = b'{"_ketalog": {"1": '
START = _OPEN + b'{"format":%d,' % FORMAT
"""What a journal of this format begins with: of the header's sorted keys, `format` is first."""
_TABLE = b'},\n"transactions": {'
UNREADABLE = (MsgspecError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for bytes that are not what was written."""
_SUM = b',"sum":"'
"""Found only before a line's own sum: inside a text, quotes are escaped."""
_SUM_LENGTH = len(_SUM) + SUM_DIGITS + len(b'"}')

Moment = Annotated[datetime, Meta(tz=True)]


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One transaction, or one part of a large one.

    `next` is the short number that the next new entry gets; `rec` the clock's reading when the
    line was written; `max_at` the latest time of anything that happened, up to this line: what
    bounds the recent view, unless the line is `unbounded`: its writer could not read the lines
    before it. Either `do` (puts and removals) or `undoes` (a transaction's id). `merged` tells
    that it was first written in another file. In a locked journal `rec`, `max_at`, `unbounded`
    and `do` are in the `box`, an age message.
    """

    seq: int
    id: str
    next: int
    rec: Moment | None = None
    max_at: Moment | None = None
    unbounded: bool = False
    do: list[Any] | None = None
    undoes: str | None = None
    part: tuple[int, int] | None = None
    merged: bool = False
    box: str | None = None
    sum: str = ""

    @property
    def begins(self) -> bool:
        """Tell whether a transaction begins with this line."""
        return self.part is None or self.part[0] == 1

    @property
    def ends(self) -> bool:
        """Tell whether a transaction ends with this line."""
        return self.part is None or self.part[0] == self.part[1]


class Row(Struct, frozen=True):
    """A line as it stands in the file: TinyDB's key for it, its canonical bytes, what they say."""

    key: int
    raw: bytes
    line: "Line"


_decode_line = json.Decoder(Line).decode


def seal(body: Struct | dict[str, Any], before: str) -> bytes:
    """Return the canonical bytes of a line or header, with the sum that chains it to `before`."""
    canonical = json.encode(body, order="sorted")
    digest = sha256(before.encode() + canonical).hexdigest().encode()
    return canonical[:-1] + _SUM + digest + b'"}'


def sum_of(raw: bytes) -> str:
    """Return the sum that sealed bytes end with."""
    return raw[-66:-2].decode("ascii", "replace")


def is_sealed(raw: bytes, before: str) -> bool:
    """Tell whether the bytes are what was sealed behind `before`."""
    body, tail = raw[:-_SUM_LENGTH], raw[-_SUM_LENGTH:]
    digest = sha256(before.encode() + body + b"}").hexdigest().encode()
    return tail == _SUM + digest + b'"}'


def read_line(raw: bytes) -> "Line":
    """Return what a line's bytes say, or raise JournalDamaged."""
    try:
        return _decode_line(raw)
    except UNREADABLE as error:
        raise JournalDamaged("A line of the journal can't be read.") from error


def row_bytes(key: int, raw: bytes) -> bytes:
    """Return a line as it stands in the file's table."""
    return b'"%d":%s' % (key, raw)


def split_row(text: bytes) -> tuple[int, bytes] | None:
    """Return the key and bytes of one line of the file, or None if it has another shape."""
    key, colon, raw = text.removesuffix(b",").partition(b'":')
    if not (colon and key[:1] == b'"' and key[1:].isdigit() and len(key) < 20):
        return None
    return int(key[1:]), raw


def end_of_row(data: bytes, start: int) -> int:
    """Return where the line that starts there ends, whatever follows: behind its sum."""
    found = data.find(_SUM, start)
    return found + _SUM_LENGTH if found >= 0 else len(data)


def open_bytes(header: bytes) -> bytes:
    """Return the file's beginning, up to where the lines start."""
    return _OPEN + header + _TABLE


def header_in(first: bytes) -> bytes:
    """Return what stands in the header's place on a journal's first line."""
    return first[len(_OPEN) : -2]


def split_open(data: bytes) -> bytes | None:
    """Return the header's bytes if the file begins as this program lays it out."""
    end = data.find(_TABLE)
    return data[len(_OPEN) : end] if data.startswith(_OPEN) and end > 0 else None


def file_bytes(header: bytes, raws: list[bytes]) -> bytes:
    """Return a whole journal file in the layout that can be added to."""
    rows = b",\n".join(row_bytes(key, raw) for key, raw in enumerate(raws, 1))
    return open_bytes(header) + (b"\n" if rows else b"") + rows + END


def second_copy_bytes(*parts: bytes) -> bytes:
    """Return the header and lines as they stand on the second copy, one a line."""
    return b"".join(part + b"\n" for part in parts)
