"""System calls that fail, or at which the process dies, at a chosen moment."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, get_args

import pytest

CALLS = ("open", "pwrite", "fsync", "ftruncate", "replace", "link", "unlink", "mkdir")
"""Every call by which a journal, its second copy or its lock changes, or is found."""

NOT_TRIED_AGAIN = frozenset({"replace", "link", "unlink", "mkdir"})
"""The calls that Python does not make again by itself when a signal cut them short (PEP 475)."""

Fault = Literal[
    "die before",
    "die after",
    "die half-way",
    "EIO",
    "ENOSPC",
    "full half-way",
    "EACCES",
    "EINTR",
    "short",
    "Ctrl-C",
]
FAULTS: tuple[Fault, ...] = get_args(Fault)
HALF_WAY: frozenset[Fault] = frozenset({"die half-way", "full half-way", "short"})


def strikes(fault: Fault, name: str) -> bool:
    """Tell whether a fault can meet a call of that name."""
    if fault in HALF_WAY:
        return name == "pwrite"
    if fault == "ENOSPC":
        return name in {"pwrite", "open", "mkdir"}
    return fault != "EINTR" or name in NOT_TRIED_AGAIN


class Died(BaseException):
    """The process is gone: no call that it makes after this does anything."""


class Faulty:
    """Counts the system calls that a fault can meet, and lets the `at`-th go wrong; none if 0.

    A full disk stays full for every later write; one that is full half-way takes half of one write
    and refuses the next, but has room for what lies in the file already. Another error comes once.
    Only a write can be cut half-way. EINTR is seen only at calls that Python does not make again by
    itself. Ctrl-C is seen when a call returns, as Python sees it.
    """

    def __init__(self, at: int, fault: Fault) -> None:
        self.at = at
        self.fault = fault
        self.count = 0
        self.dead = False
        self.met = False
        self.refused = False

    def call(self, name: str, real: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Make one call, as it goes."""
        if self.dead:
            raise Died
        if self.met and name == "pwrite" and self._is_full():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        can_go_wrong = strikes(self.fault, name)
        self.count += can_go_wrong
        if self.met or not can_go_wrong or self.count != self.at:
            return real(*args, **kwargs)
        self.met = True
        return self._go_wrong(real, *args, **kwargs)

    def _is_full(self) -> bool:
        """Tell whether a write after the fault is refused too."""
        half_way = self.fault == "full half-way" and not self.refused
        self.refused = True
        return half_way or self.fault == "ENOSPC"

    def _go_wrong(self, real: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self.fault == "Ctrl-C":
            _forget(real, real(*args, **kwargs))
            raise KeyboardInterrupt
        if self.fault in {"EIO", "ENOSPC", "EACCES", "EINTR"}:
            number = getattr(errno, self.fault)
            raise OSError(number, os.strerror(number))
        if self.fault == "die after":
            _forget(real, real(*args, **kwargs))
        if self.fault in HALF_WAY:
            file, data, at = args
            written = real(file, data[: (len(data) + 1) // 2], at)
            if self.fault != "die half-way":
                return written
        self.dead = True
        raise Died

    @contextmanager
    def on(self) -> "Iterator[Faulty]":
        """Put this under everything that runs inside."""
        with pytest.MonkeyPatch.context() as patch:
            for name in CALLS:
                patch.setattr(os, name, self._over(name, getattr(os, name)))
            yield self

    def _over(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **kwargs: self.call(name, real, *args, **kwargs)


def _forget(call: Callable[..., Any], result: Any) -> None:
    """Close a file that was opened and nobody hears of, as the kernel does for one that dies."""
    if call.__name__ == "open":
        os.close(result)
