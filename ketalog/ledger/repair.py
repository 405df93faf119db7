"""Bringing a journal and its tape together again after a crash, an editor or another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.errors import JournalDamaged, JournalMissing
from ketalog import disk
from ketalog.ledger import lines
from ketalog.ledger.contents import Contents, read_journal, read_tape

if TYPE_CHECKING:
    from pathlib import Path

    from ketalog.ledger.tape import Tape


def settle(path: Path, tape: Tape, fresh: bytes | None) -> tuple[bool, tuple[str, ...]]:
    """Make journal and tape the same again; return whether the tape is, and what was repaired.

    Of two that agree as far as the shorter goes, the longer wins. Torn bytes are set aside, and
    nothing is deleted. `fresh` is the header of a new journal if there is none. Raises
    JournalMissing for a tape without its journal, JournalDamaged for anything else.
    """
    repairs: list[str] = []
    copy, reachable = _read_tape(tape, repairs)
    journal = _read_journal(path, tape, copy, fresh)
    if journal is None:
        return reachable, ()
    if copy is not None and not _agree(journal, copy):
        raise JournalDamaged(
            f"The journal and its second copy tell different stories. Nothing was written: "
            f"{path} and {tape.path}.",
            "Keep both files; 'ketalog restore' goes back to the second copy and keeps the other.",
        )
    raws = max((journal, copy or journal), key=lambda file: len(file.raws)).raws
    if journal.torn:
        kept = disk.set_aside(tape.folder, f"{path.name}.torn", journal.torn)
        repairs.append(
            f"A write had been cut short; the journal is whole again (its remains: {kept})."
        )
    if len(raws) > len(journal.raws):
        missing = len(raws) - len(journal.raws)
        repairs.append(f"{missing} missing from the journal came back from the second copy.")
    if journal.torn or not journal.tidy or raws != journal.raws:
        disk.replace(path, lines.file_bytes(journal.header, raws))
    return reachable and _complete_tape(tape, journal.header, raws, copy), tuple(repairs)


def _read_journal(
    path: Path, tape: Tape, copy: Contents | None, fresh: bytes | None
) -> Contents | None:
    data = disk.read_all(path)
    if data is None:
        if copy is not None:
            raise JournalMissing(
                f"The journal {path} is missing, but its second copy is there.",
                "Type 'ketalog restore' to rebuild it from the second copy.",
            )
        if fresh is None:
            return None
        disk.replace(path, lines.file_bytes(fresh, []))
        return Contents(fresh, [], b"", tidy=True)
    try:
        return read_journal(data)
    except JournalDamaged as error:
        hint = "Type 'ketalog restore' to rebuild it from the second copy; the old file is kept."
        where = f"{path} (second copy: {tape.path})" if copy else f"{path} (no second copy)"
        raise JournalDamaged(
            f"{error.message} Nothing was written: {where}.",
            error.hint or (hint if copy else "Put back a copy of your own."),
        ) from error


def _read_tape(tape: Tape, repairs: list[str]) -> tuple[Contents | None, bool]:
    """Return what the tape holds, and whether its place can be reached."""
    try:
        data = tape.read()
        if data is None:
            return None, True
        try:
            return read_tape(data), True
        except JournalDamaged as error:
            kept = disk.set_aside(tape.folder, f"{tape.path.name}.damaged", data)
            repairs.append(f"{error.message} It is kept as {kept}; a new one was made.")
            return None, True
    except OSError:
        return None, False


def _agree(one: Contents, other: Contents) -> bool:
    shorter = min(len(one.raws), len(other.raws))
    return one.header == other.header and one.raws[:shorter] == other.raws[:shorter]


def _complete_tape(tape: Tape, header: bytes, raws: list[bytes], copy: Contents | None) -> bool:
    """Bring the tape up to the journal; return False if its place can't be written."""
    if copy is not None and copy.raws == raws and not copy.torn:
        return True
    try:
        tape.write(header, raws)
    except OSError:
        return False
    return True
