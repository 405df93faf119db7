"""TinyDB's way into a journal: it reads all of it, verified; only the ledger writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import json
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from ketalog.ledger.format import Line, read_lines

if TYPE_CHECKING:
    from ketalog.ledger.contents import RawJournal


class JournalStorage(Storage):
    """A TinyDB storage over verified contents; its rows are lines."""

    def __init__(self, contents: RawJournal, line_type: type[Line] = Line) -> None:
        self._contents = contents
        self._line_type = line_type

    def read(self) -> dict[str, dict[str, Any]]:
        """Return every table, as TinyDB knows them."""
        lines = read_lines(self._contents.raws, self._line_type)
        return {
            "_ketalog": {"1": json.decode(self._contents.header)},
            "transactions": {str(key): line for key, line in enumerate(lines, 1)},
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


def transactions(contents: RawJournal, line_type: type[Line]) -> list[Line]:
    """Return every line of the journal, in the file's order; see `read_lines`."""
    journal = JournalDB(contents, line_type, storage=JournalStorage)
    lines: list[Any] = journal.table("transactions").all()
    return lines
