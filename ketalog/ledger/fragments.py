"""Taking damaged files apart: which of their bytes may still be a header or a line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from ketalog.errors import JournalDamaged
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import read_any, resealed
from ketalog.ledger.header import start_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUM = re.compile(rb',"sum":"[^"\n]{%d}"\}' % file_format.SUM_DIGITS)
"""What a line ends with."""
_BEGINNINGS = (b'{"box":', b'{"do":', b'{"id":')
"""What a line begins with: the first of its sorted keys."""


class Pieces(NamedTuple):
    """What one file holds: its lines; its header or, if that is damaged, what stands there."""

    header: bytes | None
    instead: bytes
    texts: list[bytes]

    @property
    def many(self) -> int:
        """Return how many lines there once were, as far as can be told."""
        return sum(text.startswith(_BEGINNINGS) for text in set(self.texts))

    @property
    def start(self) -> str:
        """Return what the first line is chained to, as far as it can be told."""
        return start_of(self.header) if self.header else file_format.sum_of(self.instead)


def take_apart(data: bytes) -> Pieces:
    """Return what a journal's file or a second copy holds, whatever became of it."""
    try:
        contents = read_any(data)
    except JournalDamaged:
        return _split(data)
    torn = [raw for text in (contents.torn or b"").split(b"\n") for raw in _found(text)]
    return Pieces(contents.header, b"", [*contents.raws, *torn])


def _split(data: bytes) -> Pieces:
    at = data.find(b'{"format":')
    end = file_format.end_of_row(data, at) if at >= 0 else 0
    header = data[at:end] if at >= 0 else b""
    if not file_format.is_sealed(header, ""):
        end = at + len(header.partition(b"\n")[0]) if at >= 0 else 0
        header = header.partition(b"\n")[0]
    body = data[:at] + data[end:] if at >= 0 else data
    texts = [raw for text in body.split(b"\n") for raw in _found(text)]
    if not any(map(_is_line, texts)) and (other := _split_other_layout(data)):
        return other
    return _pieces(header, texts)


def _pieces(header: bytes, texts: list[bytes]) -> Pieces:
    sealed = file_format.is_sealed(header, "")
    return Pieces(header if sealed else None, b"" if sealed else header, texts)


def _found(text: bytes) -> Iterator[bytes]:
    """Yield what may be a line, or the rest of one, in one line of text."""
    end = 0
    for start, end in sealed_in(text):
        if b'"journal":' not in text[start:end]:
            yield text[start:end]
    rest = text[end:].strip(b" \t\r\0,")
    _, raw = file_format.split_row(rest) or (0, rest)
    if raw.startswith(_BEGINNINGS):
        yield raw


def sealed_in(text: bytes) -> Iterator[tuple[int, int]]:
    """Yield where something that ends as a line does begins and ends: at the first brace that can.

    Each byte is looked at a few times only, whatever stands there.
    """
    at = 0
    for found in _SUM.finditer(text):
        start = text.find(b"{", at, found.start())
        at = found.end() if start >= 0 else found.start()
        if start >= 0:
            yield start, at


def _is_line(text: bytes) -> bool:
    return next(sealed_in(text), None) == (0, len(text))


def _split_other_layout(data: bytes) -> Pieces | None:
    """Return what a file holds that another program laid out anew, if it is JSON at all."""
    try:
        file = json.loads(data)
        header = resealed(file["_ketalog"]["1"])
        rows = list(file["transactions"].values())
        texts = [resealed(row) for row in rows if isinstance(row, dict) and "sum" in row]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return _pieces(header, texts)
