"""What lies beside a journal: files that were set aside, and copies that a sync tool made."""

from __future__ import annotations

import re
from contextlib import suppress
from shlex import quote
from typing import TYPE_CHECKING

from ketalog.errors import JournalError
from ketalog.ledger.contents import read_any
from ketalog.ledger.header import read_header
from ketalog.ledger.repair import CUT_SHORT, keep

if TYPE_CHECKING:
    from pathlib import Path

    from ketalog.ledger.tape import Tape

_TAPE = ".tape.jsonl"
_HASH = re.compile(r"[0-9a-f]{8}\.")
"""What stands behind a journal's name in files of its own in a folder that journals share."""
_OURS = re.compile(
    r"(tape\.jsonl\.)?(torn|damaged|older|cut-short|format-[0-9]+"
    r"|(before-(restore|merge|unlock)|merged)-[0-9]{8}-[0-9]{6})(\.[0-9]+)?|tape\.jsonl"
)
"""What ketalog adds to a journal's name; any other file beside it is somebody else's."""
_CONFLICT = re.compile(r"\.sync-conflict-.*| \(.*conflicted copy.*\)", re.IGNORECASE)


def kept(path: Path, tape: Tape) -> list[Path]:
    """Return every file that was set aside for this journal.

    A second copy in a folder where it is no longer kept counts too.
    """
    found = [
        folder / name
        for folder, stem in _places(path, tape)
        for name in _names(folder)
        if name.startswith(f"{stem}.") and _OURS.fullmatch(name[len(stem) + 1 :])
    ]
    current = {path, tape.path, *conflicts(path)}
    return sorted({one for one in found if one.is_file() and one not in current})


def sweep(path: Path, tape: Tape) -> None:
    """Remove what writes of any file of this journal left when they were killed.

    The journal is held: nobody else is at one.
    """
    for folder, stem in _places(path, tape):
        for name in _names(folder):
            is_left = name.startswith(f".{stem}.") and name.endswith(".new")
            if is_left and not _is_others(name[1:], stem):
                with suppress(OSError):
                    (folder / name).unlink()


def _places(path: Path, tape: Tape) -> set[tuple[Path, str]]:
    """Return the folders in which files of this journal lie, and how their names begin."""
    return {
        (tape.folder, tape.stem),
        (path.parent / "backups", path.name),
        (path.parent, path.name),
    }


def conflicts(path: Path) -> list[Path]:
    """Return copies of the journal that a sync tool made when two devices wrote to it."""
    return [path.parent / name for name in _names(path.parent) if _is_conflict(name, path)]


def cut_short(path: Path) -> Path | None:
    """Return what is left of the end that the journal lost without a second copy."""
    marker = path.with_name(f"{path.name}.{CUT_SHORT}")
    return marker if marker.exists() else None


def put_away_cut(path: Path, tape: Tape) -> Path | None:
    """Move what is left of a lost end to the files that were set aside; return where."""
    marker = cut_short(path)
    if marker is None:
        return None
    kept = keep(path, tape, f"{tape.stem}.torn", marker.read_bytes())
    marker.unlink()
    return kept


def warnings(path: Path) -> list[str]:
    """Return what about the files beside a journal needs a person, a sentence each."""
    said = [
        f"There is another copy of the journal, from another device: {one}. "
        f"To take in what it has: ketalog merge {quote(str(one))}"
        for one in conflicts(path)
    ]
    if marker := cut_short(path):
        said.append(
            "The journal lost its end, and there was no second copy: entries may be missing "
            f"(what was there: {marker}). 'ketalog doctor' says more."
        )
    return said


def is_locked(path: Path) -> bool:
    """Tell whether nobody can read an entry in the file without a passphrase."""
    try:
        return read_header(read_any(path.read_bytes()).header).key is not None
    except (OSError, JournalError):
        return False


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _is_conflict(name: str, path: Path) -> bool:
    """Tell whether a file is called as Syncthing, Dropbox, Nextcloud and others call a copy."""
    if not (name.startswith(path.stem) and name.endswith(path.suffix)) or name == path.name:
        return False
    middle = name[len(path.stem) : len(name) - len(path.suffix)]
    return _CONFLICT.fullmatch(middle) is not None


def _is_others(name: str, stem: str) -> bool:
    """Tell whether a file belongs to another journal, whose name begins alike."""
    if _HASH.match(name[len(stem) + 1 :]):
        return True
    return name.endswith(_TAPE) and name != f"{stem}{_TAPE}"
