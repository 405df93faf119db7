"""A made-up Windows, on which one command line of ketalog runs: `python windows.py dose 100mg`.

It lacks what Windows lacks, and has its rules: an open file is not replaced or removed, a folder is
not opened, a file is binary only if it is opened so. `WINDOWS_KEYS`, as JSON, are pressed;
`WINDOWS_BUSY` times another program is in the way of a replacement; the process dies at the
`WINDOWS_DIES_AT`th call that changes a file. With `WINDOWS_OLD` the console reads no escape codes.
SIGUSR1 is its SIGBREAK, by which a closed window is told.
"""

import ctypes
import errno
import fcntl
import json
import os
import runpy
import signal
import subprocess  # noqa: F401 (loaded while Python can still see what it runs on)
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

KEYS = [*json.loads(os.environ.pop("WINDOWS_KEYS", '""'))]
BUSY = int(os.environ.pop("WINDOWS_BUSY", "0"))
IS_OLD = bool(os.environ.pop("WINDOWS_OLD", ""))
DIES_AT = int(os.environ.pop("WINDOWS_DIES_AT", "0"))
FORBIDDEN = set('<>:"|?*')
BINARY, NO_INHERIT = 1 << 40, 1 << 41
BY_OPEN = os.O_CLOEXEC
"""Stands in what Python's own `open` asks for, which is binary on Windows."""
MISSING_MODULES = ("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource", "syslog")
MISSING_CALLS = (
    *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_TMPFILE", "chown", "fchmod"),
    *("fchown", "fork", "fdatasync", "getegid", "geteuid", "getgid", "getuid", "lchown", "mkfifo"),
    *("openpty", "pread", "preadv", "pwrite", "pwritev", "sendfile", "set_blocking", "setsid"),
)
MISSING_SIGNALS = ("SIGHUP", "SIGQUIT", "SIGTSTP", "SIGWINCH", "SIGCONT", "SIGKILL", "SIGALRM")


class Windows:
    """What its system calls do."""

    def __init__(self) -> None:
        changed = ("write", "fsync", "ftruncate", "replace", "rename", "unlink", "remove", "mkdir")
        self.real = {name: getattr(os, name) for name in ("open", *changed)}
        self.flock, self.flags = fcntl.flock, fcntl.fcntl
        self.busy, self.count = BUSY, 0

    def changes(self) -> None:
        """Die here, if it is the moment."""
        self.count += 1
        if self.count == DIES_AT:
            os._exit(9)

    def open(self, path: Any, flags: int, _: int = 0o777) -> Any:
        check_name(path)
        if Path(path).is_dir():
            raise refused(path)
        if "ketalog" in str(sys._getframe(1).f_globals.get("__name__")):
            assert flags & (BINARY | BY_OPEN), f"{path} is opened as text"
        return self.real["open"](path, flags & ~(BINARY | NO_INHERIT), 0o666)

    def write(self, file: int, data: Any) -> Any:
        self.changes()
        return self.real["write"](file, data)

    def fsync(self, file: int) -> None:
        self.changes()
        if self.flags(file, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        self.real["fsync"](file)

    def ftruncate(self, file: int, length: int) -> None:
        self.changes()
        self.real["ftruncate"](file, length)

    def replace(self, source: Any, target: Any) -> None:
        self.changes()
        check_name(target)
        if self.busy:
            self.busy -= 1
            raise refused(target)
        refuse_open(source)
        refuse_open(target)
        self.real["replace"](source, target)

    def rename(self, source: Any, target: Any) -> None:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        self.replace(source, target)

    def unlink(self, path: Any) -> None:
        self.changes()
        refuse_open(path)
        self.real["unlink"](path)

    remove = unlink

    def mkdir(self, path: Any, _: int = 0o777) -> None:
        self.changes()
        check_name(path)
        self.real["mkdir"](path)

    def locking(self, file: int, mode: int, length: int) -> None:
        """Lock as `msvcrt` does: a stretch from where the file is read, which nobody can read."""
        assert (mode, length) == (2, 1)
        assert os.lseek(file, 0, os.SEEK_CUR) > os.fstat(file).st_size
        try:
            self.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None


def refused(path: Any) -> PermissionError:
    return PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def check_name(path: Any) -> None:
    name = Path(path).name
    assert not FORBIDDEN & {*name}, f"Windows has no file called {name}"
    assert not name.endswith((" ", ".")), f"Windows has no file called {name}"


def refuse_open(path: Any) -> None:
    """Refuse to touch the name of a file that this process has open."""
    real = os.path.realpath(path)
    for file in Path("/proc/self/fd").iterdir():
        try:
            if str(file.readlink()) == real:
                raise refused(path)
        except FileNotFoundError:
            continue


def get_mode(handle: Any, mode: Any) -> int:
    """Tell how the console is set; nothing of what is no console."""
    mode._obj.value = 3
    return int(os.isatty(handle.value))


def set_mode(_: Any, mode: int) -> int:
    """Set the console; one before Windows 10 refuses what it does not know."""
    return int(mode == 7 and not IS_OLD)


def get_key() -> str:
    if not KEYS:
        raise EOFError("nothing more is pressed")
    key: str = KEYS.pop(0)
    return key


def press_ctrl_c(*_: object) -> None:
    raise AssertionError("on Windows, signal 0 is Ctrl-C")


def is_terminal(*_: object) -> bool:
    return True


def begin() -> None:
    """Turn this process into one on Windows."""
    os.umask(0)
    os.environ.pop("TERM", None)
    windows = Windows()
    for name in windows.real:
        setattr(os, name, getattr(windows, name))
    msvcrt: Any = ModuleType("msvcrt")
    msvcrt.LK_NBLCK, msvcrt.locking = 2, windows.locking
    msvcrt.kbhit, msvcrt.getwch, msvcrt.putwch = lambda: bool(KEYS), get_key, lambda _: None
    msvcrt.get_osfhandle = lambda file: file
    sys.modules["msvcrt"] = msvcrt
    kernel32 = SimpleNamespace(GetConsoleMode=get_mode, SetConsoleMode=set_mode)
    ctypes.windll = SimpleNamespace(kernel32=kernel32)  # type: ignore[attr-defined]
    for name in MISSING_MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for owner, names in ((os, MISSING_CALLS), (signal, MISSING_SIGNALS), (time, ("tzset",))):
        for name in names:
            if hasattr(owner, name):
                delattr(owner, name)
    signal.SIGBREAK = signal.SIGUSR1  # type: ignore[attr-defined]
    os.kill = press_ctrl_c
    os.O_BINARY, os.O_NOINHERIT = BINARY, NO_INHERIT  # type: ignore[attr-defined]
    if KEYS:
        os.isatty = is_terminal
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            stream.isatty = is_terminal  # type: ignore[method-assign]


if __name__ == "__main__":
    begin()
    sys.path[0] = str(Path.cwd())
    sys.argv[0] = "ketalog"
    runpy.run_module("ketalog", run_name="__main__", alter_sys=False)
