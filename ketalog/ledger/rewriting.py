"""Writing a journal anew: what is in it changes as a whole, and its chain begins again."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from ketalog import __version__
from ketalog.errors import JournalDamaged
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import RawJournal
from ketalog.ledger.format import Header, Key, read_header


class DecodedJournal(NamedTuple):
    """What a journal says: its header, and its lines as they were before they were locked."""

    header: Header
    lines: list[file_format.Line]

    @classmethod
    def of(cls, contents: RawJournal) -> DecodedJournal:
        """Return what verified contents say; what is locked stays in its box."""
        return cls(read_header(contents.header), list(map(file_format.read_line, contents.raws)))


def next_generation(book: DecodedJournal) -> RawJournal:
    """Return a journal as its next generation; locked if its header has a key."""
    header = file_format.with_checksum(
        replace(
            book.header,
            format=file_format.FORMAT,
            generation=book.header.generation + 1,
            version=__version__,
            sum="",
        )
    )
    return RawJournal(header, _chained(book, file_format.sum_of(header)))


def appended(contents: RawJournal, more: list[file_format.Line]) -> RawJournal:
    """Return verified contents with lines behind them; locked if their header has a key."""
    header = read_header(contents.header)
    last_sum = file_format.sum_of(contents.raws[-1]) if contents.raws else header.sum
    fresh = _chained(DecodedJournal(header, more), last_sum)
    return contents._replace(raws=[*contents.raws, *fresh])


def _chained(book: DecodedJournal, prev: str) -> list[bytes]:
    """Return a journal's lines as they are written, the first behind the sum `prev`."""
    raws = []
    for line in locked(book.lines, book.header.key):
        raws.append(file_format.placed(line, prev))
        prev = file_format.sum_of(raws[-1])
    return raws


def locked(given: list[file_format.Line], key: Key | None) -> list[file_format.Line]:
    """Return the lines as a journal with this key holds them: in boxes, or as they are."""
    if key is None:
        if any(line.box for line in given):
            raise JournalDamaged("A line of the journal is locked, but the journal is not.")
        return given
    from ketalog.ledger.encryption import close

    return [line if line.box else close(line, key.public) for line in given]
