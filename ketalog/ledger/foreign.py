"""Reading the file of another journal, as far as it is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketalog.errors import BadFile, JournalDamaged
from ketalog.ledger.contents import read_any
from ketalog.ledger.format import file_bytes
from ketalog.ledger.merging import check
from ketalog.ledger.recovery import fragments, recover

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ketalog.ledger.ledger import Ledger
    from ketalog.ledger.rewriting import DecodedJournal


class Foreign(NamedTuple):
    """What another file says; whether its end is missing, and how many changes at most are damaged.

    What is missing or damaged may still come: the file must not be put away.
    """

    book: DecodedJournal
    cut_short: bool
    unreadable: int


def read_foreign(ledger: Ledger, path: Path, data: bytes, now: datetime) -> Foreign:
    """Return what another journal's file, or second copy, says. Raises BadFile, naming it."""
    try:
        foreign = _read(ledger, path, data, now)
        check(foreign.book)
    except JournalDamaged as error:
        raise BadFile(
            f"{path} is no journal that can be read: {error.message}",
            "If it is still arriving, try again later. For a file that ketalog exported: "
            "ketalog import FILE.",
        ) from error
    return foreign


def _read(ledger: Ledger, path: Path, data: bytes, now: datetime) -> Foreign:
    try:
        cut_short = read_any(data).torn is not None
    except JournalDamaged:
        found = _sound_part(data, now)
        if found is None:
            raise
        sound, unreadable = found
        return Foreign(ledger.foreign(sound, str(path)), cut_short=False, unreadable=unreadable)
    return Foreign(ledger.foreign(data, str(path)), cut_short, unreadable=0)


def _sound_part(data: bytes, now: datetime) -> tuple[bytes, int] | None:
    """Return a journal of what is sound in a damaged one, and how many changes at most are not.

    None if nothing is, or if what the file is, and what was erased in it, can't be trusted.
    """
    if fragments(data).header is None:
        return None
    try:
        contents, lost, _ = recover([], now, [data])
    except (BadFile, JournalDamaged):
        return None
    return (file_bytes(contents.header, contents.raws), max(1, lost)) if contents.raws else None
