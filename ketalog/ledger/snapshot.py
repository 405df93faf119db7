"""How a snapshot is kept on the disk: a file beside the journal, locked if the journal is.

What it holds is domain/snapshot.py's; here it is bytes, with the sum of the line that they stand
for. It is never trusted over the journal: where it is missing, damaged, of another journal or can't
be opened there is none, and the store makes it anew from all lines.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from ketalog import disk
from ketalog.errors import JournalDamaged
from ketalog.ledger import format as file_format

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ketalog.ledger.encryption import Decryptor
    from ketalog.ledger.format import Key

_LOCKED = b"locked"
_CLEAR = b"clear"
_MOST_BYTES = 16 * 1024 * 1024
"""The largest snapshot that is read: a larger one is none of ours, or not worth it."""


def snapshot_path(journal: Path) -> Path:
    """Return where the snapshot of a journal is, or would be."""
    return journal.with_name(f".{journal.name}.snapshot")


def read_snapshot(
    journal: Path, decryptor: Callable[[], Decryptor], is_locked: Callable[[], bool]
) -> tuple[str, bytes] | None:
    """Return the sum of the line that the snapshot stands for, and its content; None for none.

    `decryptor` is asked for only if it is locked; what it raises passes through. One in clear
    beside a locked journal, which was locked elsewhere and brought here, is removed.
    """
    data = _read(journal)
    if data is None:
        return None
    if not data.startswith(_LOCKED) and is_locked():
        remove_clear_snapshot(journal)
        return None
    head, _, rest = data.partition(b"\n")
    how, _, line_sum = head.partition(b" ")
    body, _, digest = rest.rpartition(b"\n")
    if digest != _digest(head, body):
        return None
    if how == _LOCKED:
        try:
            body = decryptor().decrypt_bytes(body)
        except JournalDamaged:
            return None
    return line_sum.decode("ascii", "replace"), body


def write_snapshot(journal: Path, line_sum: str, content: bytes, key: Key | None) -> None:
    """Keep what holds up to a line, as `content`. The journal is held."""
    how = _CLEAR
    if key is not None:
        from ketalog.ledger.encryption import encrypt_bytes

        how, content = _LOCKED, encrypt_bytes(content, key.public)
    head = how + b" " + line_sum.encode()
    disk.replace(snapshot_path(journal), b"\n".join((head, content, _digest(head, content))))


def remove_snapshot(journal: Path) -> None:
    """Remove the snapshot before the journal is written anew: it may have what is to go.

    What a write of it left when it was killed goes too; a folder in its place is none of ours.
    """
    snapshot = snapshot_path(journal)
    disk.remove_unfinished(snapshot)
    if snapshot.is_symlink() or not snapshot.is_dir():
        snapshot.unlink(missing_ok=True)


def remove_clear_snapshot(journal: Path) -> None:
    """Remove what anyone can read beside a journal that is locked."""
    data = _read(journal)
    if data is not None and not data.startswith(_LOCKED):
        with suppress(OSError):
            remove_snapshot(journal)


def _read(journal: Path) -> bytes | None:
    try:
        # A pipe or a device in its place would keep us waiting.
        with disk.opened(snapshot_path(journal), os.O_RDONLY | disk.AS_IT_IS) as file:
            is_ours = disk.ordinary(file).st_size <= _MOST_BYTES
            return disk.read_open(file) if is_ours else None
    except OSError:
        return None


def _digest(head: bytes, body: bytes) -> bytes:
    return file_format.checksum(head + b"\n" + body).encode()
