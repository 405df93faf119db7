"""TinyDB's way into a journal: it reads all of it, verified; only the ledger writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import convert, json
from tinydb import TinyDB
from tinydb.storages import Storage

from ketalog.errors import JournalDamaged
from ketalog.ledger.format import UNREADABLE, Line

if TYPE_CHECKING:
    from ketalog.ledger.contents import RawJournal


class JournalStorage(Storage):
    """A TinyDB storage over verified contents."""

    def __init__(self, contents: RawJournal) -> None:
        self._contents = contents

    def read(self) -> dict[str, dict[str, Any]]:
        """Return every table, as TinyDB knows them."""
        rows = enumerate(self._contents.raws, 1)
        return {
            "_ketalog": {"1": json.decode(self._contents.header)},
            "transactions": {str(key): json.decode(raw) for key, raw in rows},
        }

    def write(self, data: dict[str, dict[str, Any]]) -> NoReturn:
        """Refuse: TinyDB would overwrite the file in place, which a crash turns into a loss."""
        raise NotImplementedError("a journal is only ever added to, through the ledger")


def transactions(contents: RawJournal) -> list[Line]:
    """Return every line of the journal, in the file's order."""
    try:
        rows = TinyDB(contents, storage=JournalStorage).table("transactions")
        return convert([dict(row) for row in rows], list[Line])
    except UNREADABLE as error:
        raise JournalDamaged("A line of the journal can't be read.") from error
