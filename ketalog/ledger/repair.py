"""Bringing a journal and its tape together again after a crash, an editor or another program."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from ketalog import disk
from ketalog.errors import JournalDamaged, JournalMissing
from ketalog.ledger import lines
from ketalog.ledger.contents import Contents, read_journal, read_tape

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from ketalog.ledger.tape import Tape


class Copy(NamedTuple):
    """What the tape holds, or its bytes if they are damaged, and whether it can be reached."""

    contents: Contents | None = None
    damaged: bytes | None = None
    reachable: bool = True


def settle(path: Path, tape: Tape, now: datetime | None) -> tuple[bool, list[str]]:
    """Make journal and tape the same again; return whether the tape is, and what was repaired.

    Of two that agree as far as the shorter goes, the longer wins. Torn bytes are set aside, and
    nothing is deleted. Without a journal a new one is made, unless `now` is None. Raises
    JournalMissing for a tape without its journal, JournalDamaged for anything else.
    """
    disk.sweep(path)
    disk.sweep(tape.path)
    copy = _read_copy(tape)
    journal = _read_journal(path, tape, copy, now)
    second = copy.contents or Contents(journal.header, [], b"", tidy=False)
    shorter = min(len(journal.raws), len(second.raws))
    if (journal.header, journal.raws[:shorter]) != (second.header, second.raws[:shorter]):
        raise JournalDamaged(
            f"The journal and its second copy tell different stories. Nothing was written: "
            f"{path} and {tape.path}.",
            "Keep both files; 'ketalog restore' goes back to the second copy and keeps the other.",
        )
    raws = max(journal.raws, second.raws, key=len)
    repairs = []
    for remains, name, said in (
        (copy.damaged, f"{tape.path.name}.damaged", "The second copy was damaged and is made anew"),
        (second.torn, f"{tape.path.name}.torn", "The second copy had been cut short"),
        (
            journal.torn,
            f"{path.name}.torn",
            "The journal was cut short; it ends with a whole line",
        ),
    ):
        if remains and not lines.tape_bytes(*raws[shorter:]).startswith(remains):
            kept = _keep(path, tape, name, remains)
            repairs.append(f"{said} (what was there: {kept}).")
    if len(raws) > len(journal.raws):
        repairs.append("What the journal's end was missing came back from the second copy.")
    if not journal.tidy or raws != journal.raws:
        disk.replace(path, lines.file_bytes(journal.header, raws))
    return copy.reachable and _complete(tape, journal.header, raws, second), repairs


def _read_copy(tape: Tape) -> Copy:
    try:
        data = tape.read()
    except OSError:
        return Copy(reachable=False)
    try:
        return Copy(None if data is None else read_tape(data))
    except JournalDamaged:
        return Copy(damaged=data)


def _read_journal(path: Path, tape: Tape, copy: Copy, now: datetime | None) -> Contents:
    data = disk.read_all(path)
    if data is None:
        if now is None or os.path.lexists(tape.path):
            raise JournalMissing(
                f"The journal {path} is missing, but its second copy is there.",
                "Type 'ketalog restore' to rebuild it from the second copy.",
            )
        data = lines.file_bytes(_new_header(now), [])
        disk.replace(path, data)
    try:
        return read_journal(data)
    except JournalDamaged as error:
        hint = "Type 'ketalog restore' to rebuild it from the second copy; the old file is kept."
        where = (
            f"{path} (second copy: {tape.path})" if copy.contents else f"{path} (no second copy)"
        )
        raise JournalDamaged(
            f"{error.message} Nothing was written: {where}.",
            error.hint or (hint if copy.contents else "Put back a copy of your own."),
        ) from error


def _new_header(now: datetime) -> bytes:
    made = now.isoformat(timespec="seconds")
    header = lines.Header(format=lines.FORMAT, journal=str(uuid4()), generation=1, made=made)
    return lines.seal(header, "")


def _keep(path: Path, tape: Tape, name: str, data: bytes) -> Path:
    """Set bytes aside beside the tape or, where that can't be written, beside the journal."""
    try:
        return disk.set_aside(tape.folder, name, data)
    except OSError:
        return disk.set_aside(path.parent, name, data)


def _complete(tape: Tape, header: bytes, raws: list[bytes], second: Contents) -> bool:
    """Bring the tape up to the journal; return False if its place can't be written."""
    if second.tidy and second.raws == raws:
        return True
    try:
        tape.write(header, raws)
    except OSError:
        return False
    return True
