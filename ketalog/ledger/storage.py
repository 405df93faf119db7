"""TinyDB's way into a journal: it reads all of it, verified; only the ledger writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from msgspec import json
from tinydb import TinyDB
from tinydb.storages import Storage

if TYPE_CHECKING:
    from ketalog.ledger.contents import Contents


class JournalStorage(Storage):
    """A TinyDB storage over verified contents."""

    def __init__(self, contents: Contents) -> None:
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


def transactions(contents: Contents) -> list[dict[str, Any]]:
    """Return every transaction of the journal, in the file's order."""
    return [dict(row) for row in TinyDB(contents, storage=JournalStorage).table("transactions")]
