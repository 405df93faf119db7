"""Looking at a journal and its tape without changing either: what is as written, what is not."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import convert

from ketalog import disk
from ketalog.errors import JournalDamaged
from ketalog.ledger import lines, remains
from ketalog.ledger.contents import Contents, read_journal, read_tape
from ketalog.ledger.repair import agreed
from ketalog.ledger.rescue import rescue

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from ketalog.ledger.ledger import Ledger

State = Literal[
    "none", "missing", "sound", "cut short", "other layout", "damaged", "out of reach", "behind",
    "ahead", "different",
]  # fmt: skip


class Examination(NamedTuple):
    """How a journal and its second copy are, and what lies beside them.

    `journal` is none, missing, sound, cut short, other layout or damaged; `second_copy` is one of
    these, out of reach, behind, ahead or different. `why` says what is wrong with the journal.
    `loose` are files and folders that other people on this computer can look into, `names` the
    number of names (hard links) of the file.
    """

    journal: State
    second_copy: State
    why: str
    is_locked: bool
    conflicts: list[Path]
    cut_short: Path | None
    loose: list[Path]
    names: int


class Edited(NamedTuple):
    """A journal that was changed by hand: what it says now, and what was written.

    `strays` are rows that are no transactions.
    """

    now: list[lines.Line]
    written: list[lines.Line]
    strays: list[dict[str, Any]]


def examine(ledger: Ledger) -> Examination:
    """Return how the journal is. Raises JournalTooNew."""
    data, tape = _bytes(ledger.path), _bytes(ledger.tape.path)
    journal, why = _read(data, read_journal)
    second, _ = _read(tape, read_tape)
    header = next((one.header for one in (journal, second) if one), None)
    return Examination(
        _state(data, journal) if data is not None or tape is None else "missing",
        _second(tape, journal, second),
        why,
        header is not None and lines.read_header(header).key is not None,
        remains.conflicts(ledger.path),
        remains.cut_short(ledger.path),
        [path for path in (ledger.path, ledger.tape.path, ledger.path.parent) if _is_loose(path)],
        ledger.path.stat().st_nlink if ledger.path.exists() else 1,
    )


def read_edited(ledger: Ledger, now: datetime) -> Edited | None:
    """Return what a journal that was changed by hand says; None if it is no journal any more.

    What was written is what is sound in it and its tape.
    """
    data, tape = disk.read_all(ledger.path), disk.read_all(ledger.tape.path)
    if data is None:
        return None
    try:
        found, strays = _rows(json.loads(data))
        written = rescue([one for one in (tape, data) if one], now).contents
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, JournalDamaged):
        return None
    return Edited(found, list(map(lines.read_line, written.raws)), strays)


def _rows(file: dict[str, Any]) -> tuple[list[lines.Line], list[dict[str, Any]]]:
    """Return the transactions, and the other rows of any table, of a parsed journal."""
    given = [row for name, table in file.items() if name != "_ketalog" for row in table.values()]
    found, strays = [], []
    for row in given:
        try:
            found.append(convert(row, lines.Line))
        except lines.UNREADABLE:
            strays.append(row)
    return found, strays


def _bytes(path: Path) -> bytes | None:
    try:
        return disk.read_all(path)
    except OSError:
        return b""


def _read(data: bytes | None, read: Callable[[bytes], Contents]) -> tuple[Contents | None, str]:
    if data is None:
        return None, ""
    try:
        return read(data), ""
    except JournalDamaged as error:
        return None, error.message


def _state(data: bytes | None, contents: Contents | None) -> State:
    if data is None:
        return "none"
    if contents is None:
        return "damaged"
    if contents.torn is not None:
        return "cut short"
    return "sound" if contents.tidy else "other layout"


def _second(data: bytes | None, journal: Contents | None, second: Contents | None) -> State:
    state = _state(data, second)
    if journal is None or second is None or state != "sound":
        return "out of reach" if data == b"" else state
    if (journal.header, journal.raws) == (second.header, second.raws):
        return state
    whole = agreed(journal, second)
    if whole is None:
        return "different"
    return "behind" if whole is journal else "ahead"


def _is_loose(path: Path) -> bool:
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except OSError:
        return False
