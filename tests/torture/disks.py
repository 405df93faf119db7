"""Small disks made for one trial: full, or cut off from their power."""

import fcntl
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EXT4_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
"""What is not on the disk yet is lost, the file system's own journal included."""


def why_no_disk() -> str | None:
    """Return why this machine can mount no disk for a trial, or None."""
    if not sys.platform.startswith("linux"):
        return "it needs Linux"
    if os.geteuid() != 0:
        return "it needs root, to mount a disk"
    missing = [name for name in ("mount", "umount", "mkfs.ext4") if shutil.which(name) is None]
    return f"{missing[0]} is missing" if missing else None


def can_mount(*options: str, at: Path) -> bool:
    """Tell whether such a disk can be mounted here: a container may forbid it."""
    try:
        with mounted(*options, at=at):
            return True
    except subprocess.CalledProcessError:
        return False


@contextmanager
def mounted(*options: str, at: Path) -> Iterator[Path]:
    """Mount a disk; it is gone at the end, and its loop device too, whatever happens."""
    at.mkdir(exist_ok=True)
    _run("mount", *options, str(at))
    try:
        yield at
    finally:
        try:
            _run("umount", str(at))
        except subprocess.CalledProcessError:
            _run("umount", "--lazy", str(at))
            raise


def make_room(disk: Path) -> None:
    """Make a mounted tmpfs larger."""
    _run("mount", "-o", "remount,size=8m", str(disk))


def make_ext4(image: Path, mebibytes: int = 32) -> tuple[str, ...]:
    """Make an ext4 in a file; return what mounts it."""
    with image.open("wb") as file:
        file.truncate(mebibytes << 20)
    _run("mkfs.ext4", "-q", "-F", str(image))
    return ("-t", "ext4", "-o", "loop", str(image))


def cut_power(disk: Path) -> None:
    """Stop a mounted ext4 as a power cut would: nothing reaches it any more."""
    folder = os.open(disk, os.O_RDONLY)
    try:
        fcntl.ioctl(folder, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
    finally:
        os.close(folder)


def _run(*line: str) -> None:
    subprocess.run(line, check=True, capture_output=True)
