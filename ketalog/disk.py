"""What touches the disk: the lock, writes that are on it when they return, whole replacement."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ketalog.errors import JournalBusy

OTHERS = 0o077
"""The bits of a mode by which others may look into a file."""
try:
    import fcntl
except ImportError:  # Windows: the same calls, as it has them. No mode keeps others out there.
    from ketalog import windows as fcntl  # type: ignore[no-redef]
    from ketalog import windows as os  # type: ignore[no-redef]

    OTHERS = 0

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

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
    errno.ELOOP: "it is a link",
    errno.ENOLCK: "the disk can't lock files; keep the journal on another one",
}
_PIECE = 1024 * 1024
_UNKNOWN = {
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.EINVAL,
    errno.ENOSYS,
    errno.ENOTTY,
    errno.EBADF,
}
"""What a disk answers that does not know how to do what it is asked: a share, a FUSE, FAT."""


AS_IT_IS = os.O_NOFOLLOW | os.O_NONBLOCK
"""Opens what lies there itself: no link is followed, no pipe waited for."""


class Unsynced(OSError):
    """A file is in its place, but whether it stays there after a power cut is not known."""


class NoOrdinaryFile(OSError):
    """There is a pipe, a device or a socket where a file is expected."""


def reason(error: OSError) -> str:
    """Return why the disk refused, in plain words."""
    return _REASONS.get(error.errno or 0, (error.strerror or "it failed").lower())


@contextmanager
def opened(path: Path, flags: int = os.O_RDONLY) -> Iterator[int]:
    """Hold a file open; one that is made is private (0600)."""
    made = bool(flags & os.O_CREAT) and not os.path.lexists(path)
    file = os.open(path, flags | os.O_CLOEXEC, 0o600)
    try:
        if made:
            with suppress(OSError):  # Whatever the umask took away.
                os.fchmod(file, 0o600)
        if flags & os.O_CREAT:
            _hand_over(file, path.parent)
        yield file
    finally:
        os.close(file)


def _hand_over(made: int | Path, folder: Path) -> None:
    """Give what root made to the folder's owner: after a sudo, a patient must get in again."""
    if os.geteuid() == 0:
        owner = folder.stat()
        with suppress(OSError):
            os.chown(made, owner.st_uid, owner.st_gid)


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock file at `path` alone.

    The kernel frees it when the process dies. Raises JournalBusy after PATIENCE_S seconds, or at
    once without `wait`.
    """
    with opened(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW) as file:
        _wait_for(file, PATIENCE_S if wait else 0)
        with suppress(OSError):  # The process's id, for whoever waits: only a courtesy.
            os.pwrite(file, f"{os.getpid():<10}\n".encode(), 0)
        try:
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(file, 0)


def hold(file: int) -> None:
    """Hold a file that has several names: whoever knows it by another has another lock file."""
    if os.fstat(file).st_nlink > 1:
        _wait_for(file, PATIENCE_S)


def hindrance(path: Path, lock: Path) -> str:
    """Return why nothing can be written into a file, or nothing."""
    for what, there in (("lock file", lock), ("file", path)):
        if what == "lock file" and there.is_symlink():
            return f"its lock file {there} is a link"
        if there.exists() and not there.is_file():
            return f"its {what} {there} is no ordinary file"
        if there.exists() and not os.access(there, os.R_OK | os.W_OK):
            return f"there is no permission to write its {what} {there}"
    if path.parent.is_dir() and not os.access(path.parent, os.W_OK | os.X_OK):
        return f"there is no permission to write into {path.parent}"
    return ""


def _wait_for(file: int, patience_s: float) -> None:
    give_up = time.monotonic() + patience_s
    pause = 0.001
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise _busy(file) from None
        except OSError as error:
            if error.errno in _UNKNOWN:
                raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK)) from error
            raise
        time.sleep(pause)
        pause = min(pause * 2, 0.05)


def _busy(file: int) -> JournalBusy:
    holder = os.pread(file, 10, 0).strip().decode("ascii", "replace")
    who = f"process {holder}" if holder.isdecimal() and _lives(int(holder)) else "another program"
    return JournalBusy(
        f"Nothing was saved: the journal has been in use by {who} for {PATIENCE_S:.0f} seconds.",
        "Try again when it has ended.",
    )


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # It is another user's.
        return True
    return True


def sync(file: int) -> None:
    """Put the file's bytes onto the disk: they are there when this returns.

    A disk that does not know macOS's full fsync (a share) gets the ordinary one.
    """
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        try:
            fcntl.fcntl(file, full)
        except OSError as error:
            if error.errno not in _UNKNOWN:
                raise
        else:
            return
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno in _UNKNOWN:
            why = "the disk can't say when a file is safe on it; use another one"
            raise OSError(errno.ENOTSUP, why) from error
        raise


def ordinary(file: int) -> os.stat_result:
    """Return what the system knows of a file; raise OSError for anything but one."""
    status = os.fstat(file)
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise NoOrdinaryFile(errno.EINVAL, "it is no ordinary file")
    return status


def tightened(file: int) -> os.stat_result:
    """Let nobody else look into a file, and return what the system knows of it."""
    status = ordinary(file)
    if status.st_mode & OTHERS:
        with suppress(OSError):  # Another's file that we may write: `doctor` names it.
            os.fchmod(file, 0o600)
    return status


def write_all(file: int, data: bytes, at: int) -> None:
    """Write every byte at the offset, however many writes the system takes for it."""
    view = memoryview(data)
    while view:
        written = os.pwrite(file, view, at)
        view, at = view[written:], at + written


def read_all(path: Path, flags: int = 0) -> bytes | None:
    """Return the file's bytes, or None if there is no file; a pipe is not waited for."""
    try:
        with opened(path, os.O_RDONLY | os.O_NONBLOCK | flags) as file:
            ordinary(file)
            with open(file, "rb", closefd=False) as stream:
                return stream.read()
    except FileNotFoundError:
        return None


def read_given(path: Path, max_bytes: int) -> bytes:
    """Return the bytes of a file, or of a pipe that somebody writes to: `<(zcat …)` is one.

    Raises OSError; NoOrdinaryFile for a device, EFBIG for more than `max_bytes`.
    """
    # Opening a pipe that nobody writes to would wait for ever; reading one must wait.
    with opened(path, os.O_RDONLY | os.O_NONBLOCK) as file:
        too_large = OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        is_pipe = stat.S_ISFIFO(os.fstat(file).st_mode)
        if not is_pipe and ordinary(file).st_size > max_bytes:
            raise too_large
        os.set_blocking(file, True)
        with open(file, "rb", closefd=False) as stream:
            # Room for as much as there may be is asked for only as it comes.
            data = _read_up_to(stream, max_bytes + 1) if is_pipe else stream.read()
        if len(data) > max_bytes:
            raise too_large
        return data


def _read_up_to(stream: IO[bytes], most: int) -> bytes:
    parts = []
    while most and (part := stream.read(min(most, _PIECE))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def read_at(file: int, length: int, at: int) -> bytes:
    """Return the bytes of a stretch of an open file, or those of it that there are."""
    return os.pread(file, length, at)


def read_open(file: int) -> bytes:
    """Return all of an open file's bytes."""
    return os.pread(file, os.fstat(file).st_size, 0)


def make_folder(path: Path) -> None:
    """Make a private folder (0700) and those above it, if they are missing."""
    for folder in reversed([path, *path.parents]):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            with suppress(OSError):  # Whatever the umask took away.
                folder.chmod(0o700)
            _hand_over(folder, folder.parent)
            sync_folder(folder.parent)


def sync_folder(path: Path) -> None:
    """Put the folder's list of names onto the disk: it is there when this returns.

    Where a folder can't be synced (a share, FAT, Windows), the file's own fsync has to do.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    with opened(path) as folder:
        try:
            os.fsync(folder)
        except OSError as error:
            if error.errno not in _UNKNOWN:
                raise


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file, wholly or not at all, and read it back first.

    The new file is private (0600) and lies beside the old one until it takes its name.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        if not _write_unnamed(fresh, data):
            _write_new(fresh, data)
        os.replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise Unsynced(error.errno, error.strerror) from error


def _write_unnamed(path: Path, data: bytes) -> bool:
    """Write a file that gets its name once it is whole; False where the disk can't do that.

    A file without a name leaves nothing when its writer is killed.
    """
    unnamed = getattr(os, "O_TMPFILE", None)
    if unnamed is None:
        return False
    try:
        file = os.open(path.parent, unnamed | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:  # What is wrong with the place is said by the way that every disk knows.
        return False
    try:
        _hand_over(file, path.parent)
        with suppress(OSError):  # Whatever the umask took away.
            os.fchmod(file, 0o600)
        _write_checked(file, data)
        try:
            with opened(path.parent) as folder:  # Without one, Python would link the link in /proc.
                os.link(f"/proc/self/fd/{file}", path.name, dst_dir_fd=folder)
        except OSError:
            return False
    finally:
        os.close(file)
    return True


def _write_new(path: Path, data: bytes) -> None:
    with opened(path, os.O_RDWR | os.O_CREAT | os.O_EXCL) as file:
        _write_checked(file, data)


def _write_checked(file: int, data: bytes) -> None:
    write_all(file, data, 0)
    sync(file)
    if os.pread(file, len(data) + 1, 0) != data:
        raise OSError(errno.EIO, "the disk gave back other bytes")


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder; none if it can't be looked into."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def remove_unfinished(path: Path, *, alone: bool = True) -> None:
    """Remove what a `replace` of the file left when it was killed.

    Without `alone`, another process may be at one: what a living process writes is left to it.
    """
    start = f".{path.name}."
    with suppress(OSError):
        for name in names_in(path.parent):
            writer = name[len(start) : -4]
            is_left = name.startswith(start) and name.endswith(".new") and writer.isdecimal()
            if is_left and (alone or not _lives(int(writer))):
                path.with_name(name).unlink(missing_ok=True)


def set_aside(folder: Path, name: str, data: bytes) -> Path:
    """Keep bytes that are in the way under a name of their own, and return where."""
    make_folder(folder)
    for n in range(1, 10_000):
        path = folder / (name if n == 1 else f"{name}.{n}")
        kept = read_all(path)
        if kept is None:
            remove_unfinished(path)
            replace(path, data)
        if kept in {None, data}:
            return path
    raise OSError(errno.EEXIST, "too many files set aside")
