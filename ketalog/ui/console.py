"""The calls of POSIX by which `keys` reads a terminal, as the console of Windows has them.

Loaded where there is no `termios`. It was tried with a made-up Windows (tests/ledger/windows.py).
"""

from __future__ import annotations

import ctypes
import msvcrt
import os
import time
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

TCSADRAIN = IXON = ECHO = 0
"""There is nothing to set: what is read here is never shown, and never stops the screen."""
error = OSError
_SPECIAL = {
    "K": "\x1b[D",
    "M": "\x1b[C",
    "H": "\x1b[A",
    "P": "\x1b[B",
    "G": "\x1b[H",
    "O": "\x1b[F",
}
"""What stands behind a key without a character, and what a terminal sends for it: the arrows, Home
and End."""
_ANOTHER = "\x1b[~"
"""A key that has no meaning anywhere."""
_PAUSE_S = 0.01
_READS_ESCAPES = 4
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING."""
_ahead = bytearray()
"""What is left of a character that was read in part."""


def tcgetattr(file: Any) -> list[int]:
    """Return how the terminal is set; raise OSError for what is none."""
    number = file if isinstance(file, int) else file.fileno()
    if not os.isatty(number):
        raise OSError("it is no terminal")
    return [0, 0, 0, 0]


def tcsetattr(file: Any, when: int, attributes: list[int]) -> None:
    """Do nothing."""


def setcbreak(file: int, when: int) -> None:
    """Do nothing: keys are read one at a time."""


def takes_escapes(stream: TextIO) -> bool:
    """Let a console read escape codes, as it can from Windows 10 on; tell whether it does."""
    kernel32 = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = ctypes.c_void_p(msvcrt.get_osfhandle(stream.fileno()))  # type: ignore[attr-defined]
    mode = ctypes.c_ulong()
    return bool(
        kernel32.GetConsoleMode(handle, ctypes.byref(mode))
        and kernel32.SetConsoleMode(handle, mode.value | _READS_ESCAPES)
    )


def select(
    files: Sequence[int], _: object, __: object, seconds: float
) -> tuple[Sequence[int], list[int], list[int]]:
    """Return the files if a key was pressed, or is within some seconds."""
    give_up = time.monotonic() + seconds
    while not _ahead and not msvcrt.kbhit():  # type: ignore[attr-defined]
        if time.monotonic() >= give_up:
            return [], [], []
        time.sleep(_PAUSE_S)
    return files, [], []


def read(_: int, length: int) -> bytes:
    """Return bytes of what is typed, as a terminal sends it."""
    if not _ahead:
        _ahead.extend(_key().encode("utf-8", "surrogatepass"))
    taken = bytes(_ahead[:length])
    del _ahead[:length]
    return taken


def _key() -> str:
    get: Any = msvcrt.getwch  # type: ignore[attr-defined]
    char: str = get()
    if char == "\x03":
        raise KeyboardInterrupt
    if char == "\0":
        return _SPECIAL.get(get(), _ANOTHER)
    if char == "\xe0":  # Also the letter à: what is no such key behind it was typed.
        behind: str = get()
        return _SPECIAL.get(behind, char + behind)
    if "\ud800" <= char < "\udc00":  # Half of a character.
        char = (char + get()).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "\n" if char == "\r" else char
