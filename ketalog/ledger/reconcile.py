"""Bringing a journal and its copy together again after a crash, an editor or another program."""

from __future__ import annotations

import os
from contextlib import suppress
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from ketalog import disk
from ketalog.errors import JournalDamaged, JournalMissing, SecondCopyUnreached
from ketalog.ledger.contents import (
    DecodedJournal,
    RawJournal,
    new_header,
    read_journal,
    read_second_copy,
)
from ketalog.ledger.format import Header, read_header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from ketalog.ledger.second_copy import SecondCopy

    Vouches = Callable[[Header], bool]

CUT_SHORT = "cut-short"
"""The suffix of what is kept beside a journal that lost its end and had no second copy."""


class Copy(NamedTuple):
    """What the copy holds, or its bytes if they are damaged, and whether it can be reached."""

    contents: RawJournal | None = None
    damaged: bytes | None = None
    reachable: bool = True


def settle(
    path: Path, second_copy: SecondCopy, now: datetime | None, vouches: Vouches
) -> tuple[bool, list[str]]:
    """Make journal and copy the same again; return whether the copy is, and what was repaired.

    Of two that agree as far as the shorter goes, the longer wins; of two generations the newer
    one, if it proves that it has all of the older. Torn bytes are set aside, and nothing is
    deleted. Without a journal a new one is made, unless `now` is None. Raises JournalMissing for a
    second copy without its journal, SecondCopyUnreached where it may have the end that the journal
    lost, JournalDamaged for anything else.
    """
    disk.remove_unfinished(path)
    disk.remove_unfinished(second_copy.path)
    copy = _read_copy(second_copy)
    unwritten = "" if now is None else " Nothing was written."
    journal = _read_journal(path, second_copy, copy, now)
    if copy.damaged is not None and has_more(copy.damaged, journal):
        raise JournalDamaged(
            f"The second copy is damaged, and has entries that the journal lacks.{unwritten}",
            "'ketalog restore' brings together what is sound in both, and keeps both files.",
        )
    if journal.torn is not None and (second_copy.is_away or not copy.reachable):
        raise SecondCopyUnreached(
            f"The journal's end is cut off, and its second copy is out of reach: "
            f"{second_copy.path}.{unwritten}",
            "Is its disk there? It may have what is missing. If it is gone for good: ketalog "
            "config backups --unset.",
        )
    second = copy.contents
    whole = journal if second is None else agreed(journal, second, vouches)
    if whole is None:
        raise JournalDamaged(
            f"The journal and its copy tell different stories: {path} and {second_copy.path}."
            f"{unwritten}",
            "Type 'ketalog doctor': it says what can be done. Keep both files.",
        )
    repairs = list(_set_aside(path, second_copy, journal, copy, whole))
    if not (journal.tidy and whole.says_the_same(journal)):
        disk.replace(path, whole.as_file())
    return copy.reachable and complete(second_copy, whole, second), repairs


def agreed(journal: RawJournal, second: RawJournal, vouches: Vouches) -> RawJournal | None:
    """Return which of the two has all of the other, or None if neither has.

    Who can write one of the files can write it anew: a newer generation has all of the older one if
    this computer wrote it (`vouches`), or if it says the same of each change.
    """
    if journal.header == second.header:
        longer = max(journal, second, key=lambda contents: len(contents.raws))
        shorter = min(len(journal.raws), len(second.raws))
        return longer if journal.raws[:shorter] == second.raws[:shorter] else None
    first, other = read_header(journal.header), read_header(second.header)
    if first.journal != other.journal or first.generation == other.generation:
        return None
    newer, older = (journal, second) if first.generation > other.generation else (second, journal)
    # A second copy alone never changes who can read.
    if newer is second and first.key != other.key:
        return None
    if not older.ids() <= newer.ids():
        return None
    if vouches(read_header(newer.header)):
        return newer
    if first.key != other.key:  # The older key alone may open what it locked.
        return None
    from ketalog.ledger.merging import says_all

    return newer if says_all(*map(DecodedJournal.of, (newer, older))) else None


def trusted(journal: RawJournal, second: RawJournal, vouches: Vouches) -> RawJournal | None:
    """Return which of two that tell different stories is as this computer wrote it.

    None if both are, or neither. What nothing here vouches for takes no lock off.
    """
    first, other = read_header(journal.header), read_header(second.header)
    if first.journal != other.journal or journal.header == second.header:
        return None
    if vouches(first) is not vouches(other):
        return journal if vouches(first) else second
    if (first.key is None) is not (other.key is None):
        return second if first.key is None else journal
    return None


def has_more(damaged: bytes, journal: RawJournal) -> bool:
    """Tell whether a damaged copy has a sound line of a transaction that the journal lacks."""
    from ketalog.ledger.recovery import fragments, whole_transactions

    known = journal.ids()
    return any(row.line.id not in known for row in whole_transactions(fragments(damaged).rows))


def _set_aside(
    path: Path, second_copy: SecondCopy, journal: RawJournal, copy: Copy, whole: RawJournal
) -> Iterator[str]:
    """Keep what is not part of what was agreed, and say each."""
    text = whole.as_file()
    if copy.damaged is not None:
        kept = keep(path, second_copy, f"{second_copy.path.name}.damaged", copy.damaged)
        yield f"The second copy was damaged and is made anew (what was there: {kept})."
    second = copy.contents
    if second and second.torn and second.torn not in text:
        kept = keep(path, second_copy, f"{second_copy.path.name}.torn", second.torn)
        yield f"The second copy had been cut short (what was there: {kept})."
    cut = None
    if journal.torn is not None and second is None:
        cut = disk.set_aside(path.parent, f"{path.name}.{CUT_SHORT}", journal.torn)
    elif journal.torn and journal.torn.strip(b",\n") not in text:
        cut = keep(path, second_copy, f"{second_copy.stem}.torn", journal.torn)
    if cut:
        yield f"The journal was cut short; it ends with a whole line (what was there: {cut})."
    if second is None or whole is journal:
        return
    if journal.header == second.header:
        yield "What the journal's end was missing came back from the second copy."
    else:
        kept = keep(path, second_copy, f"{second_copy.stem}.older", journal.as_file())
        yield f"The journal was older than its second copy, which took its place (it is {kept})."


def _read_copy(second_copy: SecondCopy) -> Copy:
    try:
        data = second_copy.read()
    except OSError:
        return Copy(reachable=False)
    try:
        return Copy(None if data is None else read_second_copy(data))
    except JournalDamaged:
        return Copy(damaged=data)


def _read_journal(
    path: Path, second_copy: SecondCopy, copy: Copy, now: datetime | None
) -> RawJournal:
    data = disk.read_all(path)
    if data is None:
        if now is None or os.path.lexists(second_copy.path) or second_copy.is_away:
            raise _missing(path, second_copy)
        data = RawJournal(new_header(now), []).as_file()
        disk.replace(path, data)
    try:
        return read_journal(data)
    except JournalDamaged as error:
        unwritten = "" if now is None else " Nothing was written."
        raise JournalDamaged(
            f"{error.message.removesuffix('.')}: {path} ({_said(copy, second_copy)}).{unwritten}",
            "'ketalog restore' rebuilds it and keeps this file; 'ketalog doctor' says more.",
        ) from error


def _said(copy: Copy, second_copy: SecondCopy) -> str:
    """Return whether there is a second copy, and where."""
    if copy.contents or copy.damaged is not None:
        return f"second copy: {second_copy.path}"
    if second_copy.is_away or not copy.reachable:
        return f"second copy, out of reach: {second_copy.path}"
    return "no second copy"


def _missing(path: Path, second_copy: SecondCopy) -> JournalMissing:
    if second_copy.is_away:
        folder = quote(str(second_copy.folder))
        return JournalMissing(
            f"There is no journal {path}, and the folder of its second copy is not there: "
            f"{second_copy.folder}.",
            "Is its disk there? To begin a new journal, with a new folder: "
            f"ketalog config backups {folder}",
        )
    return JournalMissing(
        f"The journal {path} is missing, but its second copy is there.",
        "Type 'ketalog restore' to rebuild it from the second copy.",
    )


def keep(path: Path, second_copy: SecondCopy, name: str, data: bytes) -> Path:
    """Set bytes aside beside the copy or, where that can't be written, beside the journal."""
    with suppress(OSError):
        if not second_copy.is_away:
            return disk.set_aside(second_copy.folder, name, data)
    return disk.set_aside(path.parent, name, data)


def complete(second_copy: SecondCopy, whole: RawJournal, second: RawJournal | None = None) -> bool:
    """Bring the second copy up to what is whole; return False if its place can't be written.

    `second` is what it has.
    """
    if second and second.tidy and second.says_the_same(whole):
        return True
    try:
        second_copy.replace(whole.header, whole.raws)
    except OSError:
        return False
    return True
