"""Reading a whole journal, or a whole tape, and saying exactly what is wrong with it."""

from __future__ import annotations

import json as plain
from typing import Any, NamedTuple

from msgspec import json

from ketalog.errors import JournalDamaged
from ketalog.ledger import lines


_UNWRITTEN = bytes(8)
"""A power cut can leave a stretch of zeros where a block never reached the disk."""


class Contents(NamedTuple):
    """All of a verified file: sealed header, sealed lines, bytes torn off by a crash, layout."""

    header: bytes
    raws: list[bytes]
    torn: bytes
    tidy: bool

    @property
    def last_sum(self) -> str:
        """Return the sum that the next line chains to."""
        return lines.sum_of(self.raws[-1]) if self.raws else start_of(self.header)


def start_of(header: bytes) -> str:
    """Return what the first line chains to: the journal's id."""
    return lines.read_header(header).journal


def read_journal(data: bytes) -> Contents:
    """Return what a journal file holds, or raise JournalDamaged.

    A tail that a crash left unfinished is not damage: it is returned as `torn`. The same
    content in another layout (laid out by jq or TinyDB) is read with `tidy` False.
    """
    header = lines.split_open(data)
    if header is None:
        return _read_other_layout(data)
    raws, end = _read_rows(data, len(lines.open_bytes(header)), start_of(header))
    rest = data[end:]
    if rest == lines.END:
        return _whole(Contents(header, raws, b"", tidy=True))
    if _looks_torn(rest):
        return _whole(Contents(header, raws, rest, tidy=True))
    return _read_other_layout(data)


def read_tape(data: bytes) -> Contents:
    """Return what a tape holds (the header, then a line a transaction), or raise JournalDamaged."""
    texts = data.split(b"\n")
    header = texts[0]
    raws: list[bytes] = []
    before, length = start_of(header), len(header) + 1
    for raw in texts[1:-1]:
        if not lines.is_sealed(raw, before):
            break
        raws.append(raw)
        before, length = lines.sum_of(raw), length + len(raw) + 1
    torn = data[length:]
    if torn.endswith(b"\n") and _UNWRITTEN not in torn:
        raise JournalDamaged(f"Line {len(raws) + 1} of the second copy is not what was written.")
    return _whole(Contents(header, raws, torn, tidy=True))


def _read_rows(data: bytes, at: int, before: str) -> tuple[list[bytes], int]:
    """Return the lines from byte `at` that follow one another by key and sum, and where they end."""
    raws: list[bytes] = []
    separator = b"\n"
    while data.startswith(separator, at):
        start = at + len(separator)
        end = data.find(b"\n", start)
        row = lines.split_row(data[start:end] if end >= 0 else data[start:])
        if row is None or row[0] != len(raws) + 1 or not lines.is_sealed(row[1], before):
            break
        raws.append(row[1])
        before = lines.sum_of(row[1])
        at = start + len(lines.row_bytes(*row))
        separator = b",\n"
    return raws, at


def _looks_torn(rest: bytes) -> bool:
    """Tell whether bytes behind the last good line are what an interrupted write leaves."""
    return not rest.endswith(lines.END) or _UNWRITTEN in rest


def _whole(contents: Contents) -> Contents:
    """Cut a transaction of several lines whose last parts are missing back to before its first."""
    if not contents.raws:
        return contents
    part = lines.read_line(contents.raws[-1]).part
    if part is None or part[0] == part[1]:
        return contents
    keep = len(contents.raws) - part[0]
    cut = b"\n".join([*contents.raws[keep:], contents.torn])
    return contents._replace(raws=contents.raws[:keep], torn=cut)


def _read_other_layout(data: bytes) -> Contents:
    """Read the same content laid out by another program: strict JSON, verified line by line."""
    try:
        file = plain.loads(data, object_pairs_hook=_no_doubles, parse_constant=_no_constants)
        head = file["_ketalog"]["1"]
        table = {int(key): line for key, line in file["transactions"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise JournalDamaged("The journal file is not what was written.") from error
    header = _reseal(head)
    before = start_of(header)
    raws = []
    for key in sorted(table):
        raw = _reseal(table[key])
        if not lines.is_sealed(raw, before):
            raise JournalDamaged(f"Line {key} of the journal is not what was written.")
        raws.append(raw)
        before = lines.sum_of(raw)
    return _whole(Contents(header, raws, b"", tidy=False))


def _reseal(line: Any) -> bytes:
    """Return the canonical bytes of a parsed line with the sum that it claims."""
    if not isinstance(line, dict) or not isinstance(line.get("sum"), str):
        raise JournalDamaged("A line of the journal has no sum: it was not written by ketalog.")
    body = {key: value for key, value in line.items() if key != "sum"}
    return json.encode(body, order="sorted")[:-1] + b',"sum":' + json.encode(line["sum"]) + b"}"


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same key twice")
    return found


def _no_constants(name: str) -> None:
    raise ValueError(f"{name} is no number")
