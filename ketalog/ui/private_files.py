"""Files for words that are not in the journal yet: in memory where they can be, and ours alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from stat import S_ISREG
from tempfile import gettempdir, mkdtemp
from typing import TYPE_CHECKING, TextIO

from ketalog.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Mapping


def places(env: Mapping[str, str]) -> list[str]:
    """Return the folders for a private file, best first; only the last may be on a disk."""
    own = env.get("XDG_RUNTIME_DIR", "")
    return [folder for folder in (own, "/dev/shm") if _is_safe(folder)] + [gettempdir()]  # noqa: S108 (a folder of our own is made in it)


def _is_safe(folder: str) -> bool:
    """Tell whether only we can write in it, or nobody can remove what is ours (the sticky bit)."""
    try:
        status = os.stat(folder) if os.path.isabs(folder) else None  # noqa: PTH116, PTH117
    except OSError:
        return False
    if status is None or not os.access(folder, os.W_OK | os.X_OK):
        return False
    return bool(status.st_mode & 0o1000) or (
        status.st_uid == os.geteuid() and not status.st_mode & 0o022
    )


def write(file: Path, data: bytes) -> None:
    """Write a file that was not there before, for us alone; no link is followed. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(file, flags, 0o600), "wb") as stream:
        stream.write(data)


def write_in_new_folder(env: Mapping[str, str], name: str, data: bytes) -> Path:
    """Return a new file in a new folder, both for us alone. Raises BadFile if no place has room."""
    for place in places(env):
        with suppress(OSError):  # The next place may do.
            folder = Path(mkdtemp(prefix="ketalog-", dir=place))
            try:
                write(folder / name, data)
            except BaseException:
                rmtree(folder, ignore_errors=True)
                raise
            return folder / name
    raise BadFile("There is no folder for a private file.", "Set TMPDIR to one of yours.")


def left_behind(env: Mapping[str, str], name: str) -> list[Path]:
    """Return the files of that name that earlier runs left in folders of ours alone."""
    found = Path(places(env)[0]).glob(f"ketalog-*/{name}")
    with suppress(OSError):
        return sorted(file for file in found if file.parent.stat().st_uid == os.geteuid())
    return []


def read(file: Path, max_bytes: int) -> bytes:
    """Return what is in a file that is ours alone, no more than `max_bytes`. Raises OSError."""
    # Somebody else may have put a link or a pipe where its name is expected.
    number = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(number, "rb") as stream:
        status = os.fstat(number)
        if status.st_uid != os.geteuid() or status.st_mode & 0o077:
            raise PermissionError
        return stream.read(max_bytes)


def is_regular(stream: TextIO) -> bool:
    """Tell whether a stream is a file, which keeps what was read from it."""
    try:
        return S_ISREG(os.fstat(stream.fileno()).st_mode)
    except OSError:
        return False
