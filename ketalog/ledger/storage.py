"""TinyDB's way into a journal: it reads all of it, verified; only the ledger writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import json
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from ketalog.ledger.format import Line, line_reader

if TYPE_CHECKING:
    from ketalog.ledger.contents import RawJournal


class LineTable(Mapping[int, Line]):
    """The table of lines: each is decoded as it is asked for, and kept by whoever needs it."""

    def __init__(self, raws: list[bytes], line_type: type[Line]) -> None:
        self._raws = raws
        self._read = line_reader(line_type)

    def __getitem__(self, key: int) -> Line:
        """Return a line by TinyDB's key for it."""
        return self._read(self._raws[key - 1])

    def __iter__(self) -> Iterator[int]:
        """Yield the keys."""
        return iter(range(1, len(self._raws) + 1))

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._raws)


class JournalStorage(Storage):
    """A TinyDB storage over verified contents; its rows are lines."""

    def __init__(self, contents: RawJournal, line_type: type[Line] = Line) -> None:
        self._contents = contents
        self._line_type = line_type

    def read(self) -> dict[str, Any]:
        """Return every table, as TinyDB knows them."""
        return {
            "_ketalog": {"1": json.decode(self._contents.header)},
            "transactions": LineTable(self._contents.raws, self._line_type),
        }

    def write(self, data: dict[str, dict[str, Any]]) -> NoReturn:
        """Refuse: TinyDB would overwrite the file in place, which a crash turns into a loss."""
        raise NotImplementedError("a journal is only ever added to, through the ledger")


class Lines(Table):
    """A TinyDB table of lines: a Document would be a copy of each, to be read a second time."""

    document_class = staticmethod(lambda line, _: line)  # type: ignore[assignment]


class JournalDB(TinyDB):
    """TinyDB over a journal."""

    table_class = Lines


def transactions(contents: RawJournal, line_type: type[Line]) -> Iterator[Any]:
    """Yield every line of the journal, in the file's order; see `line_reader`."""
    return iter(JournalDB(contents, line_type, storage=JournalStorage).table("transactions"))
