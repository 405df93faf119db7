"""The calls of POSIX that `disk` makes, as Windows has them; the others are Python's own `os`.

Loaded where there is no `fcntl`. It was tried with a made-up Windows (tests/ledger/windows.py).
"""

from __future__ import annotations

import msvcrt
import os
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

LOCK_EX = LOCK_NB = 0
"""The only lock there is: alone, and without waiting."""
O_CLOEXEC: int = os.O_BINARY | os.O_NOINHERIT  # type: ignore[attr-defined]
"""Stands in each opening: no end of a line is turned into two bytes."""
O_NOFOLLOW = O_NONBLOCK = 0
"""Only an administrator makes a link, and no pipe has a name in a folder."""
PATIENCE_S = 2.0
"""Seconds in which a virus scanner or a sync tool lets go of a file."""
_LOCKED_AT = 1 << 30
"""Other programs can't read a byte that is locked: so it is one that no file of ours has."""


def __getattr__(name: str) -> Any:
    """Return what Windows has itself."""
    return getattr(os, name)


def flock(file: int, _: int) -> None:
    """Lock an open file, until it is closed; raise BlockingIOError if another has it."""
    os.lseek(file, _LOCKED_AT, os.SEEK_SET)
    try:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except PermissionError as error:
        raise BlockingIOError(error.errno, error.strerror) from error


def pread(file: int, length: int, at: int) -> bytes:
    """Read from an offset: one read may give less than there is, a file's end nothing."""
    os.lseek(file, at, os.SEEK_SET)
    parts = []
    while length and (part := os.read(file, length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def pwrite(file: int, data: bytes | memoryview, at: int) -> int:
    """Write at an offset."""
    os.lseek(file, at, os.SEEK_SET)
    return os.write(file, data)


def replace(source: Path, target: Path) -> None:
    """Put a file in another's place; try again while another program looks into that one."""
    give_up = time.monotonic() + PATIENCE_S
    while True:
        try:
            return os.replace(source, target)  # noqa: PTH105 (disk calls it as POSIX has it)
        except PermissionError:
            if time.monotonic() > give_up:
                raise
        time.sleep(0.02)


def kill(process: int, _: int) -> None:
    """Take it that a process lives: to ask, as POSIX does, would be to press Ctrl-C there."""


def geteuid() -> int:
    """Return nobody's number: no one is root."""
    return -1


def fchmod(file: int, mode: int) -> None:
    """Do nothing: who may look into a file is settled by whose folder it is in."""


def set_blocking(file: int, blocking: bool) -> None:  # noqa: FBT001 (as Python has it)
    """Do nothing: each read waits."""
