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

_HAS_OWNERS = hasattr(os, "geteuid")
"""Whether a file's owner and mode say who may read it; on Windows its folder alone does."""
_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def places(env: Mapping[str, str]) -> list[str]:
    """Return the folders for a private file, best first; only the last may be on a disk."""
    if not _HAS_OWNERS:
        return [gettempdir()]
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
    return bool(status.st_mode & 0o1000) or _is_ours(status, closed_to=0o022)


def write(file: Path, data: bytes) -> None:
    """Write a file that was not there before, for us alone; no link is followed. Raises OSError."""
    with open(file, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
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
    files = Path(places(env)[0]).glob(f"ketalog-*/{name}")
    with suppress(OSError):
        return sorted(file for file in files if _is_ours(file.parent.stat()))
    return []


def read(file: Path, max_bytes: int) -> bytes:
    """Return what is in a file that is ours alone, no more than `max_bytes`. Raises OSError."""
    # Somebody else may have put a link or a pipe where its name is expected.
    with open(file, "rb", opener=lambda path, flags: os.open(path, flags | _AS_IT_IS)) as stream:
        if not _is_ours(os.fstat(stream.fileno()), closed_to=0o077):
            raise PermissionError
        return stream.read(max_bytes)


def _is_ours(status: os.stat_result, closed_to: int = 0) -> bool:
    """Tell whether a file is ours, and none of those is let in that the bits of its mode name."""
    return not _HAS_OWNERS or (status.st_uid == os.geteuid() and not status.st_mode & closed_to)


def is_regular(stream: TextIO) -> bool:
    """Tell whether a stream is a file, which keeps what was read from it."""
    try:
        return S_ISREG(os.fstat(stream.fileno()).st_mode)
    except OSError:
        return False
