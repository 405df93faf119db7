"""Looking at a journal and its copy without changing either: what is as written, what is not."""

from __future__ import annotations

import json
from errno import EINVAL, EISDIR, ELOOP
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import convert

from ketalog import disk
from ketalog.errors import BadFile, JournalDamaged, JournalError
from ketalog.ledger import format as file_format
from ketalog.ledger import sidecars
from ketalog.ledger.contents import NO_JOURNAL, RawJournal, read_any, read_journal, read_second_copy
from ketalog.ledger.format import Header, read_header
from ketalog.ledger.reconcile import agreed, has_more, trusted
from ketalog.ledger.recovery import fragments, recover

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ketalog.ledger.ledger import Ledger
    from ketalog.ledger.places import Places

State = Literal[
    "none", "missing", "sound", "cut short", "other layout", "damaged", "out of reach", "behind",
    "ahead", "different", "another", "damaged, ahead", "folder missing",
    "older", "older, in clear", "older, not erased", "older, former passphrase",
    "ours", "not ours", "no file",
]  # fmt: skip


_NO_FILE = {EISDIR, ELOOP, EINVAL}
"""What a folder, a link or a pipe in the second copy's place answers."""


class Examination(NamedTuple):
    """How a journal and its second copy are, and what lies beside them.

    `journal` is none, missing, out of reach, sound, cut short, other layout or damaged;
    `second_copy` is one of these, behind, ahead, damaged and ahead, different, another journal's,
    older (from before the journal was written anew), ours or not ours (of two stories the one that
    this computer wrote, or the other one), no ordinary file, or its folder is missing.
    `gone` tells that there was a journal here, `hindrance` why nothing can be written, `lock`
    whether the lock is off or another though this computer knows it otherwise; `spare` are whole
    files from before, where nothing of the journal can be made out (`hopeless`), `stranger` which
    of two journals is not the one that was here. `why` says what is wrong with the journal,
    `lost_end` that no copy has the end that it lost. `loose` are files and folders that other
    people on this computer can look into, `names` the number of names (hard links) of the file.
    `contents` is what the journal holds, unless it is damaged.
    """

    journal: State
    second_copy: State
    why: str
    is_locked: bool
    conflicts: list[Path]
    cut_short: Path | None
    loose: list[Path]
    names: int
    lost_end: bool
    gone: bool = False
    hindrance: str = ""
    lock: Literal["", "off", "other"] = ""
    spare: tuple[Path, ...] = ()
    hopeless: bool = False
    stranger: Path | None = None
    contents: RawJournal | None = None


class Edited(NamedTuple):
    """A journal that was changed by hand: what it says now, and what was written.

    `strays` are rows that are no transactions.
    """

    header: Header
    now: list[file_format.Line]
    written: list[file_format.Line]
    strays: list[dict[str, Any]]


def examine(ledger: Ledger) -> Examination:
    """Return how the journal is. Raises JournalTooNew."""
    data = _bytes(lambda: disk.read_all(ledger.path))
    second_copy = _bytes(ledger.second_copy.read)
    journal, why = _read(data, read_journal)
    if journal and isinstance(second_copy, bytes) and journal.is_second_copy(BytesIO(second_copy)):
        second: RawJournal | None = RawJournal(journal.header, journal.raws, tidy=True)
    else:
        second, _ = _read(second_copy, read_second_copy)
    header = next((contents.header for contents in (journal, second) if contents), None)
    state = _state(data, journal)
    is_away = ledger.second_copy.is_away
    gone = state == "none" and second_copy is None and ledger.is_begun
    if state == "none" and (second_copy is not None or is_away or gone):
        state = "missing"
    copy: State = (
        "folder missing" if is_away else _second(second_copy, journal, second, ledger.places)
    )
    is_cut = state == "cut short" and second is None and copy != "damaged, ahead"
    marker = sidecars.cut_short(ledger.path)
    spare, hopeless = _hope(ledger, state, data, second_copy)
    places = (ledger.path, ledger.second_copy.path)
    return Examination(
        journal=state,
        second_copy=copy,
        why=why,
        is_locked=header is not None and read_header(header).key is not None,
        conflicts=[
            *sidecars.conflicts(ledger.path, ledger.second_copy),
            *sidecars.unnamed_copies(ledger.path, ledger.second_copy),
        ],
        cut_short=marker,
        loose=[
            path for path in (*filter(Path.is_file, places), ledger.path.parent) if _is_loose(path)
        ],
        names=ledger.path.stat().st_nlink if ledger.path.exists() else 1,
        lost_end=is_cut or marker is not None,
        gone=gone and not is_away,
        hindrance=disk.hindrance(ledger.path, ledger.lock_path),
        lock=_lock(ledger, journal),
        spare=spare,
        hopeless=hopeless,
        stranger=_stranger(ledger, journal, second) if copy == "another" else None,
        contents=journal,
    )


def _stranger(ledger: Ledger, journal: RawJournal | None, second: RawJournal | None) -> Path | None:
    mark = ledger.places.mark()
    if mark is None or journal is None or second is None:
        return None
    first, other = (
        read_header(contents.header).journal == mark.journal for contents in (journal, second)
    )
    if first is other:
        return None
    return ledger.second_copy.path if first else ledger.path


def _lock(ledger: Ledger, journal: RawJournal | None) -> Literal["", "off", "other"]:
    header = read_header(journal.header) if journal else None
    if header is None or ledger.places.knows_key(header):
        return ""
    return "other" if header.key else "off"


def _hope(
    ledger: Ledger, state: State, *copies: bytes | OSError | None
) -> tuple[tuple[Path, ...], bool]:
    """Return whole files from before, and that nothing can be made of the copies, if so."""
    if state not in {"damaged", "missing"}:
        return (), False
    readable = [data for data in copies if isinstance(data, bytes)]
    if any(fragments(data).rows for data in readable) or any(
        isinstance(data, OSError) for data in copies
    ):
        return (), False
    kept = sidecars.kept(ledger.path, ledger.second_copy)
    return tuple(path for path in kept if _is_whole(path)), bool(readable)


def _is_whole(path: Path) -> bool:
    try:
        return bool(read_any(path.read_bytes()).raws)
    except (OSError, JournalError):
        return False


def read_edited(ledger: Ledger, now: datetime) -> Edited | None:
    """Return what a journal that was changed by hand says; None if it is no journal any more.

    What was written is what is sound in it and its second copy.
    """
    try:
        data, second_copy = sidecars.both_files(ledger.path, ledger.second_copy)
    except JournalError:
        return None
    if data is None:
        return None
    try:
        found, strays = _rows(json.loads(data))
        written = recover([copy for copy in (second_copy, data) if copy], now).contents
    except (*NO_JOURNAL, JournalDamaged, BadFile):
        return None
    header = read_header(written.header)
    return Edited(header, found, list(map(file_format.read_line, written.raws)), strays)


def _rows(file: dict[str, Any]) -> tuple[list[file_format.Line], list[dict[str, Any]]]:
    """Return the transactions, and the other rows of any table, of a parsed journal."""
    rows = [row for name, table in file.items() if name != "_ketalog" for row in table.values()]
    lines, strays = [], []
    for row in rows:
        try:
            lines.append(convert(row, file_format.Line))
        except file_format.UNREADABLE:
            strays.append(row)
    return lines, strays


def _bytes(read: Callable[[], bytes | None]) -> bytes | OSError | None:
    """Return a file's bytes, None if there is none, or why it can't be read."""
    try:
        return read()
    except OSError as error:
        return error


def _read(
    data: bytes | OSError | None, read: Callable[[bytes], RawJournal]
) -> tuple[RawJournal | None, str]:
    if data is None:
        return None, ""
    if isinstance(data, OSError):
        return None, disk.reason(data)
    try:
        return read(data), ""
    except JournalDamaged as error:
        return None, error.message


def _state(data: bytes | OSError | None, contents: RawJournal | None) -> State:
    if data is None:
        return "none"
    if isinstance(data, OSError):
        return "out of reach"
    if contents is None:
        return "damaged"
    if contents.torn is not None:
        return "cut short"
    return "sound" if contents.tidy else "other layout"


def _second(
    data: bytes | OSError | None,
    journal: RawJournal | None,
    second: RawJournal | None,
    places: Places,
) -> State:
    if isinstance(data, OSError) and data.errno in _NO_FILE:
        return "no file"
    state = _state(data, second)
    if journal and state == "damaged" and isinstance(data, bytes) and has_more(data, journal):
        return "damaged, ahead"
    if journal is None or second is None:
        return state
    whole = agreed(journal, second, places.vouches)
    if whole is None and (right := trusted(journal, second, places.vouches)):
        return "ours" if right is second else "not ours"
    if whole is None:
        ours, other = read_header(journal.header), read_header(second.header)
        return "different" if ours.journal == other.journal else "another"
    if whole is journal and journal.header != second.header:
        return _older(read_header(journal.header), read_header(second.header))
    if state != "sound" or journal.says_the_same(second):
        return state
    return "behind" if whole is journal else "ahead"


def _older(journal: Header, second: Header) -> State:
    """Return what a second copy from before the journal was written anew still gives away."""
    if journal.key and not second.key:
        return "older, in clear"
    if not {*journal.removed} <= {*second.removed}:
        return "older, not erased"
    if journal.key and second.key and journal.key != second.key:
        return "older, former passphrase"
    return "older"


def _is_loose(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & disk.OTHERS)
    except OSError:
        return False
