"""Writing a whole journal anew, in one piece: what changes all of it, and recovery from damage."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from ketalog import disk
from ketalog.errors import JournalDamaged, JournalError, JournalLocked, JournalMissing
from ketalog.ledger import format as file_format
from ketalog.ledger import sidecars
from ketalog.ledger.contents import (
    DecodedJournal,
    appended,
    next_generation,
    read_journal,
    read_second_copy,
)
from ketalog.ledger.reconcile import agreed, complete, keep, trusted
from ketalog.ledger.recovery import recover
from ketalog.ledger.snapshot import remove_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from ketalog.ledger.contents import RawJournal
    from ketalog.ledger.ledger import Ledger


class Rewritten(NamedTuple):
    """What a rewrite did: whether the second copy has it too, where the former file is kept."""

    written_twice: bool
    kept: Path | None


class Restored(NamedTuple):
    """What a recovery found: lines, how many changes at least are lost, where the old files are.

    `unused` tells that a copy has more, which can't be brought in while it is locked.
    """

    lines: int
    lost: int
    kept: list[Path]
    written_twice: bool = True
    unused: bool = False


def rewrite(
    ledger: Ledger,
    now: datetime,
    change: Callable[[DecodedJournal], DecodedJournal],
    *,
    former: str | None,
    differing: bool = False,
) -> Rewritten:
    """Write the journal anew as its next generation, and start a new second copy.

    `change` gets what the journal says; what is locked is in its box unless it was opened before.
    If it returns the same journal, nothing is written. With `former`, the file from before is set
    aside under that name. With `differing`, a second copy that tells another story is left behind.
    """
    ledger.refuse_gone()
    with ledger.alone():
        sidecars.sweep(ledger.path, ledger.second_copy)
        settled = not (differing and _differing(ledger))
        written_twice = True
        if settled:
            with ledger.settled(now) as tail:
                written_twice = tail.in_second_copy
        contents = ledger.read()
        if contents is None:
            raise JournalDamaged("The journal could not be read back.")
        decoded = DecodedJournal.of(contents)
        ledger.places.refuse_other_key(decoded.header)
        with suppress(JournalLocked):
            decoded = decoded._replace(lines=ledger.decrypted(decoded.lines, may_prompt=False))
        changed = change(decoded)
        if changed is decoded and settled:
            return Rewritten(written_twice, None)
        kept = None
        if former is not None:
            name = f"{ledger.second_copy.stem}.{former}-{_stamp(now)}"
            kept = keep(ledger.path, ledger.second_copy, name, contents.as_file())
        fresh = next_generation(changed)
        ledger.places.announce(file_format.read_header(fresh.header), decoded.header)
        return Rewritten(_put(ledger, fresh, second_copy=written_twice), kept)


def restore(
    ledger: Ledger,
    now: datetime,
    *copies: bytes,
    more: Callable[[DecodedJournal], list[file_format.Line]] = lambda _: [],
) -> Restored:
    """Rebuild the journal from all that is sound in it, its second copy and other copies.

    `more` gets what was written and returns lines that come behind it, in the same file. Raises
    JournalError for a journal that needs none of it: it may have more than the second copy.
    """
    if not (copies or ledger.is_begun):
        raise _nothing_to_restore(ledger)
    with ledger.alone():
        if _is_whole(ledger):
            raise JournalError(
                "The journal is whole: there is nothing to restore.",
                "To take in another journal's entries: ketalog merge FILE.",
            )
        right = None
        if both := _differing(ledger):
            right = trusted(*both, ledger.places.vouches)
            if right is None:
                raise JournalDamaged(
                    "The journal and its second copy are both whole, but tell different stories.",
                    "Type 'ketalog doctor': it says how to bring them together. Nothing was "
                    "changed.",
                )
        second_copy = ledger.second_copy
        files = sidecars.both_files(ledger.path, second_copy)
        old = dict(zip((second_copy.stem, second_copy.path.name), files, strict=True))
        known = [data for data in reversed(old.values()) if data is not None]
        if not known and not copies:
            raise _nothing_to_restore(ledger)
        if right is None:
            contents, lost, unused = recover(known, now, copies)
        else:
            contents, lost, unused = right, 0, False
        whole = appended(contents, more(DecodedJournal.of(contents)))
        written = file_format.read_header(contents.header)
        if ledger.places.knows_key(written):
            ledger.places.announce(written, written)
        ours = {contents.as_file(), contents.as_second_copy()}
        kept = [
            keep(ledger.path, second_copy, f"{name}.before-restore-{_stamp(now)}", data)
            for name, data in old.items()
            if data is not None and data not in ours
        ]
        return Restored(len(contents.raws), lost, kept, _put(ledger, whole), unused)


def begin_anew(ledger: Ledger, now: datetime) -> list[Path]:
    """Put away a journal that can't be used, and its second copy; return where they are.

    The next entry begins a new one. Raises JournalError for one that is whole.
    """
    with ledger.alone():
        if _is_whole(ledger):
            raise JournalError(
                "The journal is whole: it is not put away.",
                "To look at it: ketalog list. To take one out for good: ketalog erase NUMBER.",
            )
        second_copy, moved = ledger.second_copy, []
        for path, folder in (
            (second_copy.path, second_copy.folder),
            (ledger.path, ledger.path.parent / "backups"),
        ):
            if os.path.lexists(path):
                disk.make_folder(folder)
                place = _free(folder / f"{path.name}.before-anew-{_stamp(now)}")
                path.rename(place)
                moved.append(place)
        remove_snapshot(ledger.path)
        ledger.places.forget()
        return moved


def _free(path: Path) -> Path:
    """Return a name that nothing has yet."""
    names = (path.with_name(f"{path.name}.{n}") for n in count(2))
    return path if not os.path.lexists(path) else next(n for n in names if not os.path.lexists(n))


def _nothing_to_restore(ledger: Ledger) -> JournalMissing:
    return JournalMissing(
        f"There is no journal at {ledger.path}, and no second copy at {ledger.second_copy.path}.",
        "If you have a copy of your own: ketalog restore FILE.",
    )


def _is_whole(ledger: Ledger) -> bool:
    try:
        ledger.mend(None)
    except (JournalDamaged, JournalMissing):
        return False
    return True


def _differing(ledger: Ledger) -> tuple[RawJournal, RawJournal] | None:
    """Return journal and second copy if both are whole, and neither has all of the other."""
    data, second_copy = disk.read_all(ledger.path), ledger.second_copy.read_if_reached()
    if data is None or second_copy is None:
        return None
    try:
        both = read_journal(data), read_second_copy(second_copy)
    except JournalDamaged:
        return None
    return both if agreed(*both, ledger.places.vouches) is None else None


def _put(ledger: Ledger, contents: RawJournal, *, second_copy: bool = True) -> bool:
    """Put the journal in its place, then the second copy; return whether that could be reached.

    Without `second copy` that is left as it is: nobody knows what only it has.
    """
    header = file_format.read_header(contents.header)
    remove_snapshot(ledger.path)
    disk.replace(ledger.path, contents.as_file())
    if ledger.places.knows_key(header):
        ledger.places.remember(header)
    if not second_copy:
        return False
    return complete(ledger.second_copy, contents)


def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%d-%H%M%S}"
