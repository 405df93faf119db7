"""What touches the disk: the lock, writes that are on it when they return, whole replacement."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ketalog.errors import JournalBusy, JournalUnwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 10.0
"""Seconds to wait for another ketalog before saying that the journal is busy."""
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the file may not grow any further",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "there is no permission",
    errno.EPERM: "there is no permission",
    errno.EIO: "the disk reports an error",
    errno.ENOTDIR: "a part of its path is not a folder",
    errno.EISDIR: "it is a folder",
}


def reason(error: OSError) -> str:
    """Return why the disk refused, in plain words."""
    return _REASONS.get(error.errno or 0, (error.strerror or "it failed").lower())


@contextmanager
def locked(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock file at `path`: alone, or beside other readers.

    The kernel frees it when the process dies. Raises JournalBusy after PATIENCE_S seconds.
    """
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise JournalUnwritable(
            f"Nothing was saved: {path} can't be opened: {reason(error)}."
        ) from error
    try:
        _wait_for(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        if not shared:
            _leave_name(file)
        yield
    finally:
        os.close(file)


def _wait_for(file: int, kind: int) -> None:
    give_up = time.monotonic() + PATIENCE_S
    pause = 0.001
    while True:
        try:
            return fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise _busy(file) from None
        time.sleep(pause)
        pause = min(pause * 2, 0.05)


def _leave_name(file: int) -> None:
    """Write this process's id into the lock file for whoever waits; it is only a courtesy."""
    name = f"{os.getpid():<10}\n".encode()
    try:
        os.pwrite(file, name, 0)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise


def _busy(file: int) -> JournalBusy:
    holder = os.pread(file, 10, 0).strip().decode("ascii", "replace")
    who = f"process {holder}" if holder.isdigit() else "another program"
    return JournalBusy(
        f"Nothing was saved: the journal has been in use by {who} for {PATIENCE_S:.0f} seconds.",
        "Try again when it has ended.",
    )


def sync(file: int) -> None:
    """Return when the file's bytes are on the disk."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        os.fsync(file)
    else:
        fcntl.fcntl(file, full)


def write_all(file: int, data: bytes, at: int) -> None:
    """Write every byte at the offset, however many writes the system takes for it."""
    view = memoryview(data)
    while view:
        written = os.pwrite(file, view, at)
        view, at = view[written:], at + written


def read_all(path: Path) -> bytes | None:
    """Return the file's bytes, or None if there is no file."""
    try:
        with path.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def make_folder(path: Path) -> None:
    """Make a private folder (0700) and those above it, if they are missing."""
    for folder in reversed([path, *path.parents]):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(folder.parent)


def sync_folder(path: Path) -> None:
    """Return when the folder's list of names is on the disk."""
    folder = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file, wholly or not at all, and read it back first.

    The new file is private (0600) and lies beside the old one until it takes its name.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    file = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        try:
            write_all(file, data, 0)
            sync(file)
            if os.pread(file, len(data) + 1, 0) != data:
                raise OSError(errno.EIO, "the disk gave back other bytes")
        finally:
            os.close(file)
        os.replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def set_aside(folder: Path, name: str, data: bytes) -> Path:
    """Keep bytes that are in the way under a name of their own, and return where."""
    make_folder(folder)
    for n in range(1, 10_000):
        path = folder / (name if n == 1 else f"{name}.{n}")
        if not path.exists():
            replace(path, data)
            return path
    raise OSError(errno.EEXIST, "too many files set aside")
