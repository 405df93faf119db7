"""What lies beside a journal: files that were set aside, and copies that a sync tool made."""

from __future__ import annotations

import re
from contextlib import suppress
from shlex import quote
from typing import TYPE_CHECKING

from ketalog import disk
from ketalog.errors import JournalError
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import read_any
from ketalog.ledger.format import read_header
from ketalog.ledger.reconcile import CUT_SHORT, keep
from ketalog.ledger.snapshot import snapshot_path

if TYPE_CHECKING:
    from pathlib import Path

    from ketalog.ledger.second_copy import SecondCopy

_SECOND_COPY = ".copy.jsonl"
_HASH = re.compile(r"[0-9a-f]{8}\.")
"""What stands behind a journal's name in files of its own in a folder that journals share."""
_OURS = re.compile(
    r"(copy\.jsonl\.)?(torn|damaged|older|cut-short"
    r"|(before-(restore|merge|unlock|anew)|merged)-[0-9]{8}-[0-9]{6})(\.[0-9]+)?|copy\.jsonl"
)
"""What ketalog adds to a journal's name; any other file beside it is somebody else's."""
_CONFLICT = re.compile(
    r"\.sync-conflict-.*| \(.*conflicted copy.*\)| \(case conflict( [0-9]+)?\)"
    r"|_conflict-[0-9]{8}-[0-9]{6}",
    re.IGNORECASE,
)
"""What only Syncthing, Dropbox, Nextcloud or ownCloud put between a file's name and its suffix."""
_MAYBE_CONFLICT = re.compile(
    r" [0-9]{1,3}| ?\([0-9]{1,3}\)|.?[(\[].*[ck]onfli[ck]?t.*[)\]]", re.IGNORECASE
)
"""What iCloud, Google Drive, OneDrive and others put there, in any language, but people too."""
_MOST_BEFORE_LINES = 256 * 1024
"""Bytes in which the header of a copy is looked for."""


def both_files(path: Path, second_copy: SecondCopy) -> tuple[bytes | None, bytes | None]:
    """Return what lies in the journal's place, and in its second copy's.

    Raises JournalError where either can't be read: what only it has must not be lost by not
    looking.
    """
    if second_copy.is_away:
        raise JournalError(
            f"The folder of the second copy is not there: {second_copy.folder}. "
            "Nothing was changed.",
            "Is its disk there? If it is gone for good: ketalog config backups --unset. "
            "Then: ketalog restore",
        )
    try:
        copied = second_copy.read()
    except OSError as error:
        raise JournalError(
            f"The second copy can't be read: {second_copy.path}: {disk.reason(error)}. "
            "Nothing was changed.",
            "Try again, or move it to another folder. Then: ketalog restore",
        ) from error
    try:
        return disk.read_all(path), copied
    except OSError as error:
        raise JournalError(f"{path} can't be read: {disk.reason(error)}.") from error


def kept(path: Path, second_copy: SecondCopy) -> list[Path]:
    """Return every file that was set aside for this journal.

    A second copy in a folder where it is no longer kept counts too.
    """
    paths = [
        folder / name
        for folder, stem in _places(path, second_copy)
        for name in disk.names_in(folder)
        if name.startswith(f"{stem}.") and _OURS.fullmatch(name[len(stem) + 1 :])
    ]
    current = {path, second_copy.path, *conflicts(path, second_copy)}
    return sorted({path for path in paths if path.is_file() and path not in current})


def sweep(path: Path, second_copy: SecondCopy) -> None:
    """Remove what writes of any file of this journal left when they were killed.

    The journal is held: nobody else is at one.
    """
    disk.remove_unfinished(snapshot_path(path))
    for folder, stem in _places(path, second_copy):
        for name in disk.names_in(folder):
            is_left = name.startswith(f".{stem}.") and name.endswith(".new")
            if is_left and not _is_others(name[1:], stem):
                with suppress(OSError):
                    (folder / name).unlink()


def _places(path: Path, second_copy: SecondCopy) -> set[tuple[Path, str]]:
    """Return the folders in which files of this journal lie, and how their names begin."""
    return {
        (second_copy.folder, second_copy.stem),
        (path.parent / "backups", path.name),
        (path.parent, path.name),
    }


def conflicts(path: Path, second_copy: SecondCopy) -> list[Path]:
    """Return copies of the journal and its copy that a sync tool made of what two devices wrote.

    Where people could have given that name too, the file must be a copy of this journal.
    """
    both = path, second_copy.path
    return [conflict for file in both for conflict in _conflicts_of(file, both)]


def _conflicts_of(file: Path, both: tuple[Path, Path]) -> list[Path]:
    called = {name: _between(name, file) for name in sorted(disk.names_in(file.parent))}
    conflicts = [name for name, middle in called.items() if _CONFLICT.fullmatch(middle)]
    maybe = [name for name, middle in called.items() if _MAYBE_CONFLICT.fullmatch(middle)]
    if unsure := [name for name in maybe if name not in conflicts]:
        ours = _journal_in(both[0]) or _journal_in(both[1])
        conflicts += [name for name in unsure if ours and _journal_in(file.with_name(name)) == ours]
    return [file.with_name(name) for name in conflicts]


def unnamed_copies(path: Path, second_copy: SecondCopy) -> list[Path]:
    """Return copies of this journal beside it that have a change which it lacks, under any name.

    Every file there is looked into: for `doctor` alone.
    """
    ours = _journal_in(path) or _journal_in(second_copy.path)
    own = {path, second_copy.path, *conflicts(path, second_copy), *kept(path, second_copy)}
    beside = (path.parent / name for name in sorted(disk.names_in(path.parent)))
    copies = [file for file in beside if file not in own and ours and _journal_in(file) == ours]
    if not copies:
        return []
    known = _changes_in(path)
    return [file for file in copies if not _changes_in(file) <= known]


def _changes_in(path: Path) -> set[str]:
    with suppress(OSError, JournalError):
        return read_any(path.read_bytes()).ids()
    return set()


def _between(name: str, file: Path) -> str:
    """Return what a name has between the stem and the suffix of a file's, or nothing."""
    if not (name.startswith(file.stem) and name.endswith(file.suffix)):
        return ""
    return name[len(file.stem) : len(name) - len(file.suffix)]


def _journal_in(path: Path) -> str | None:
    """Return the id of the journal that a file is a copy of, or None if it is none."""
    try:
        if not path.is_file():
            return None
        with disk.opened(path) as file:
            header = file_format.header_of(disk.read_at(file, _MOST_BEFORE_LINES, 0))
    except OSError:
        return None
    with suppress(JournalError):
        return read_header(header).journal if header else None
    return None


def cut_short(path: Path) -> Path | None:
    """Return what is left of the end that the journal lost without a second copy."""
    marker = path.with_name(f"{path.name}.{CUT_SHORT}")
    return marker if marker.exists() else None


def put_away_cut(path: Path, second_copy: SecondCopy) -> Path | None:
    """Move what is left of a lost end to the files that were set aside; return where."""
    marker = cut_short(path)
    if marker is None:
        return None
    kept = keep(path, second_copy, f"{second_copy.stem}.torn", marker.read_bytes())
    marker.unlink()
    return kept


def warnings(path: Path, second_copy: SecondCopy) -> list[str]:
    """Return what about the files beside a journal needs a person, a sentence each."""
    sentences = [
        f"There is another copy of the journal: {conflict}. "
        f"To take in what it has: ketalog merge {quote(str(conflict))}"
        for conflict in conflicts(path, second_copy)
    ]
    if marker := cut_short(path):
        sentences.append(
            "The journal lost its end, and there was no second copy: entries may be missing "
            f"(what was there: {marker}). 'ketalog doctor' says more."
        )
    return sentences


def is_locked(path: Path) -> bool:
    """Tell whether nobody can read an entry in the file without a passphrase."""
    try:
        return read_header(read_any(path.read_bytes()).header).key is not None
    except (OSError, JournalError):
        return False


def _is_others(name: str, stem: str) -> bool:
    """Tell whether a file belongs to another journal, whose name begins alike."""
    if _HASH.match(name[len(stem) + 1 :]):
        return True
    return name.endswith(_SECOND_COPY) and name != f"{stem}{_SECOND_COPY}"
