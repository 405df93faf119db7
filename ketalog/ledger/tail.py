"""Reading a journal from its end: what an append and a week need, whatever the journal's size."""

import os
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from ketalog.errors import JournalDamaged
from ketalog.ledger import format as file_format

if TYPE_CHECKING:
    from collections.abc import Callable

    Enough = Callable[[list[file_format.Row]], bool]

BLOCK = 4 * 1024
"""Bytes of the first read from the end; each further one is four times as long."""


class Tail(Struct, frozen=True):
    """The verified last lines, oldest first, what the next one chains to, the file's bytes.

    `whole` tells that they are all there are.
    """

    rows: list[file_format.Row]
    last_sum: str
    size: int
    whole: bool = False


def any_of_them(_: "list[file_format.Row]") -> bool:
    """Tell that the last line is enough."""
    return True


def since(moment: datetime) -> "Enough":
    """Return what tells that lines are all that can say anything about a moment or later."""
    return lambda rows: is_before(rows[0].line, moment)


def behind(line_sum: str, most: int) -> "Enough":
    """Return what tells that lines reach back to the one with a sum, or are more than `most`."""
    return lambda rows: len(rows) > most or any(row.line.sum == line_sum for row in rows)


def read_tail(
    file: int,
    enough: "Enough" = any_of_them,
    read: "Callable[[bytes], file_format.Line]" = file_format.read_line,
) -> "Tail | None":
    """Return the last lines, as many as are `enough`.

    `read` returns what a line's bytes say. None if the file is not as this program writes it:
    of another format, its end being written, torn, laid out by another program, or damaged.
    """
    if os.pread(file, len(file_format.START), 0) != file_format.START:
        return None
    size = os.fstat(file).st_size
    length = BLOCK
    while True:
        at = max(0, size - length)
        data = os.pread(file, size - at, at)
        if not data.endswith(file_format.END):
            return None
        if at == 0:
            return _from_start(data, size, read)
        texts = data[: -len(file_format.END)].split(b"\n")[1:]
        before = file_format.split_row(texts[0]) if texts else None
        if before is not None:
            key, raw = before
            rows = _chain(texts[1:], key, file_format.sum_of(raw), read)
            if rows and enough(rows):
                return Tail(rows, file_format.sum_of(rows[-1].raw), size)
        length *= 4


def read_head(file: int) -> file_format.Header:
    """Return the header of a journal that is as this program lays it out."""
    length = BLOCK
    while True:
        data = os.pread(file, length, 0)
        header = file_format.split_open(data)
        if header is not None:
            return file_format.read_header(header)
        if len(data) < length:
            raise JournalDamaged("The journal's first line can't be read.")
        length *= 4


def _from_start(
    data: bytes, size: int, read: "Callable[[bytes], file_format.Line]"
) -> "Tail | None":
    header = file_format.split_open(data)
    if header is None:
        return None
    try:
        start = file_format.read_header(header).sum
    except JournalDamaged:
        return None
    texts = data[len(file_format.open_bytes(header)) : -len(file_format.END)].split(b"\n")[1:]
    rows = _chain(texts, 0, start, read)
    if rows is None:
        return None
    return Tail(rows, file_format.sum_of(rows[-1].raw) if rows else start, size, whole=True)


def is_before(line: file_format.Line, since: datetime) -> bool:
    """Tell whether nothing up to this line can have happened at `since` or later."""
    return not line.unbounded and (line.max_at is None or line.max_at < since)


def _chain(
    texts: list[bytes], key: int, before: str, read: "Callable[[bytes], file_format.Line]"
) -> list[file_format.Row] | None:
    """Return the rows if each follows the one before it, by key and sum, and none is missing."""
    rows = []
    for text in texts:
        found = file_format.split_row(text)
        if found is None or found[0] != key + 1 or not file_format.follows(found[1], before):
            return None
        key, raw = found
        before = file_format.sum_of(raw)
        try:
            rows.append(file_format.Row(key, raw, read(raw)))
        except JournalDamaged:
            return None
    return rows if not rows or rows[-1].line.ends else None
