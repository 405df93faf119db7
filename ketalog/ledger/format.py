"""The bytes of a journal: its header, its lines, and the chain of sums that holds them together.

A journal is one TinyDB JSON file: the table "_ketalog" with the header, the table "transactions"
with one transaction a line. A line is canonical JSON (sorted keys, UTF-8, no spaces). Its `sum` is
the SHA-256 of all else in it, its `prev` the sum of the line before it, the first line's the
header's: so a line proves itself and its place, wherever it is found. It shows damage; it is no
proof against someone who can write the file.
"""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, MsgspecError, Struct, json
from msgspec.structs import replace

from ketalog.errors import JournalDamaged, JournalTooNew, JournalTooOld

if TYPE_CHECKING:
    from collections.abc import Callable
    from hashlib import sha256
else:  # As the standard library's random.py does: hashlib loads OpenSSL, 5 % of a dose's time.
    try:
        from _sha2 import sha256
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

FORMAT = 3
"""The one that is read and written. Formats 1 and 2 were never released."""
MAX_LINE = 64 * 1024
"""Bytes in one line before it is locked; a larger transaction is several, see `Line.part`."""
_LONG = 256 * 1024
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
_PREV = b',"prev":"'

Moment = Annotated[datetime, Meta(tz=True)]


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One transaction, or one part of a large one.

    `next` is the short number that the next new entry gets; `rec` the clock's reading when the
    line was written; `max_at` the latest time of anything that happened, up to this line: what
    bounds the recent view, unless the line is `unbounded`: its writer could not read the lines
    before it. Either `do` (puts and removals) or `undoes` (a transaction's id). `merged` tells
    that it was first written in another file. `prev` is the sum of the line before; it and `sum`
    are empty in a line that has no place in a file yet. In a locked journal `rec`, `max_at`,
    `unbounded` and `do` are in the `box`, an age message.
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
    prev: str = ""
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


class Key(Struct, frozen=True, forbid_unknown_fields=True):
    """What locks a journal: an age public key, and its private key wrapped in a passphrase."""

    public: str
    private: str


class Header(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the file is. `sum` is the SHA-256 of the rest in canonical JSON.

    `generation` counts how often the file was written anew, `version` is the ketalog that did,
    `removed` are the ids of entries whose words were taken out of every line.
    """

    format: int
    journal: str
    generation: int
    made: str
    version: str = ""
    key: Key | None = None
    removed: tuple[str, ...] = ()
    sum: str = ""


class _Writer(Struct):
    format: int
    version: str = "?"


def sha256_for(data: bytes) -> Any:
    """Return what sums a file's lines: for a long one OpenSSL, slow to load, then fast."""
    if len(data) < _LONG:
        return sha256
    from hashlib import sha256 as openssl

    return openssl


def checksum(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return sha256(data).hexdigest()


def with_checksum(body: Struct | dict[str, Any]) -> bytes:
    """Return the canonical bytes of a header or line that has no `sum` yet, with it."""
    canonical = json.encode(body, order="sorted")
    return canonical[:-1] + _SUM + checksum(canonical).encode() + b'"}'


def placed(line: Line, prev: str) -> bytes:
    """Return the canonical bytes of a line behind the one with the sum `prev`."""
    return with_checksum(replace(line, prev=prev, sum=""))


def sum_of(raw: bytes) -> str:
    """Return the sum that a line's or header's bytes end with."""
    return raw[-66:-2].decode("ascii", "replace")


def checksum_holds(raw: bytes) -> bool:
    """Tell whether the bytes are a header or line as it was written."""
    return raw.endswith(b'%s%s"}' % (_SUM, checksum(raw[:-_SUM_LENGTH] + b"}").encode()))


def proven(raw: bytes, prev: str, sha256: "Any" = sha256) -> str:
    """Return the sum of a line as it was written behind the one with the sum `prev`; else ""."""
    own: str = sha256(raw[:-_SUM_LENGTH] + b"}").hexdigest()
    # From the end: behind `prev` come only short fields, before it all that a patient wrote.
    at = raw.rfind(_PREV) + len(_PREV)
    is_behind = raw[at : at + SUM_DIGITS + 1] == prev.encode() + b'"'
    return own if is_behind and raw.endswith(b'%s%s"}' % (_SUM, own.encode())) else ""


def read_header(raw: bytes) -> Header:
    """Return the header, or raise JournalDamaged; another format is refused by name."""
    if not checksum_holds(raw):
        raise JournalDamaged("The journal's first line is not what was written.")
    try:
        writer = json.decode(raw, type=_Writer)
        if writer.format > FORMAT:
            raise JournalTooNew(
                f"This journal was written by a newer ketalog ({writer.version}).",
                "Install the newest ketalog to open it. Nothing was changed.",
            )
        if writer.format < FORMAT:
            raise JournalTooOld(
                f"This journal is of format {writer.format}, from an early ketalog that was never "
                "released: it can't be opened. Nothing was changed."
            )
        return json.decode(raw, type=Header)
    except UNREADABLE as error:
        raise JournalDamaged("The journal's first line can't be read.") from error


def read_line(raw: bytes) -> "Line":
    """Return what a line's bytes say, or raise JournalDamaged."""
    try:
        return _decode_line(raw)
    except UNREADABLE as error:
        raise JournalDamaged("A line of the journal can't be read.") from error


def line_reader(line_type: type[Line]) -> "Callable[[bytes], Line]":
    """Return what reads a line's bytes as `read_line` does, its steps as `line_type` has them.

    Where these can't be read they are left undecoded: History says what is wrong.
    """
    decode = json.Decoder(line_type).decode

    def read(raw: bytes) -> Line:
        try:
            return decode(raw)
        except UNREADABLE:
            return read_line(raw)

    return read


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
    at = data.find(_SUM, start)
    return at + _SUM_LENGTH if at >= 0 else len(data)


def open_bytes(header: bytes) -> bytes:
    """Return the file's beginning, up to where the lines start."""
    return _OPEN + header + _TABLE


def header_of(data: bytes) -> bytes | None:
    """Return the header on the first line of a journal or second copy, if it is as written."""
    first = data.partition(b"\n")[0]
    for raw in (first, first[len(_OPEN) : -2]):
        with suppress(*UNREADABLE):  # Where the header is cut off, a line stands there.
            if checksum_holds(raw) and json.decode(raw, type=_Writer):
                return raw
    return None


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
    return b"\n".join((*parts, b""))
