"""One person at a terminal of their own, who types one command."""

import contextlib
import errno
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATIENCE_S = 60.0
_SIGNALS = frozenset("\x03\x1a\x1c")
"""Keys that a terminal makes a signal of."""


class Sitting:
    """One person at a terminal of their own, who types one command."""

    def __init__(
        self,
        *words: str,
        columns: int = 80,
        rows: int = 24,
        command: list[str] | None = None,
        **env: str,
    ) -> None:
        self.ours, self.theirs = pty.openpty()
        self.resize(columns, rows)
        self.before = termios.tcgetattr(self.theirs)
        self.seen = ""
        self.process = subprocess.Popen(
            command or [sys.executable, "-m", "ketalog", *words],
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            env={**os.environ, "TERM": "xterm-256color", **env},
            preexec_fn=self._take_over,  # noqa: PLW1509 (no thread runs here)
        )

    def _take_over(self) -> None:
        os.setsid()
        fcntl.ioctl(self.theirs, termios.TIOCSCTTY, 0)

    def resize(self, columns: int, rows: int) -> None:
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, size)

    def wait_for(self, words: str) -> str:
        """Return what came until the words did."""
        end = time.monotonic() + PATIENCE_S
        while words not in self.seen:
            assert time.monotonic() < end, self.seen
            self.seen += self._read()
        came, _, self.seen = self.seen.partition(words)
        return came + words

    def _read(self) -> str:
        if not select.select([self.ours], [], [], 0.1)[0]:
            return ""
        try:
            return os.read(self.ours, 4096).decode()
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return ""

    def type(self, keys: str) -> None:
        if _SIGNALS & {*keys}:
            self._wait_until_it_reads()
        os.write(self.ours, keys.encode())

    def _wait_until_it_reads(self) -> None:
        """Wait until the run sleeps, as far as the system tells.

        A signal between its last look for one and its read is seen only behind the next key.
        """
        stat, end = Path(f"/proc/{self.process.pid}/stat"), time.monotonic() + PATIENCE_S
        while stat.exists() and stat.read_text().rpartition(") ")[2][0] == "R":
            assert time.monotonic() < end, self.seen
            time.sleep(0.01)

    def paste(self, text: str, *, marked: bool = True) -> None:
        """Paste text, which a terminal that was told to `marked` its ends."""
        data = text.replace("\n", "\r").encode()
        data = b"\x1b[200~" + data + b"\x1b[201~" if marked else data
        while data:
            sent = os.write(self.ours, data[:512])
            data = data[sent:]
            self.seen += self._read()

    def end(self) -> int:
        """Return the exit code, with all that was seen since in `seen`."""
        end = time.monotonic() + PATIENCE_S
        while self.process.poll() is None:
            assert time.monotonic() < end, self.seen
            self.seen += self._read()
        while more := self._read():
            self.seen += more
        assert termios.tcgetattr(self.theirs) == self.before
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.ours)
        os.close(self.theirs)


@contextlib.contextmanager
def sitting(*words: str, **how: Any) -> Iterator[Sitting]:
    one = Sitting(*words, **how)
    try:
        yield one
    finally:
        one.close()
