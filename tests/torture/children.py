"""Forked children that run command lines and acknowledge each one when it has answered."""

import gc
import json
import os
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random
from typing import NoReturn

from ketalog.cli import run
from tests.crash.model import DEEDS, Model

DONE, WRONG = b".", b"!"


class Child:
    """A child that runs until it is killed, or has nothing more to do; a pipe tells how far."""

    def __init__(self, task: Callable[[int], None]) -> None:
        gc.freeze()
        self.pipe, theirs = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _run_alone(task, self.pipe, theirs)
        os.close(theirs)
        self.told = b""

    def wait_for_a_word(self) -> None:
        """Return when the child has acknowledged something; it must do so within a minute."""
        ready, _, _ = select.select([self.pipe], [], [], 60)
        assert ready
        self.told += os.read(self.pipe, 65536)

    def kill(self) -> bytes:
        """End the child at once with SIGKILL; return all that it acknowledged."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()

    def end(self) -> bytes:
        """Wait until the child has ended; return all that it acknowledged."""
        while some := os.read(self.pipe, 65536):
            self.told += some
        os.close(self.pipe)
        os.waitpid(self.pid, 0)
        return self.told


def _run_alone(task: Callable[[int], None], ours: int, theirs: int) -> NoReturn:
    """Do the task as a process of its own would: nothing of the test's own may run after it."""
    status = 1
    try:
        os.close(ours)
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        nowhere = os.fdopen(null, "w")
        sys.stdout = sys.stderr = nowhere
        task(theirs)
        status = 0
    finally:
        os._exit(status)


def warm_up(folder: Path) -> None:
    """Load here what commands load, so that a forked child spends its time on writing."""
    chance = Random(0)  # noqa: S311 - which of several files is taken in
    model = Model(folder)
    for deed_of in (*DEEDS.values(), DEEDS["undo"], DEEDS["redo"]):
        deed = deed_of(chance, model)
        assert type_in(folder / "warm" / "journal.json", *deed.line)[0] == deed.code
        model = deed.after
    shutil.rmtree(folder / "warm")


def type_in(journal: Path, *line: str) -> tuple[int, str]:
    """Run a command line here; return its exit code and what it said on standard error."""
    said = StringIO()
    with redirect_stdout(StringIO()), redirect_stderr(said):
        code = run([f"--journal={journal}", *line])
    return code, said.getvalue()


def same_in_the_second_copy(journal: Path) -> bool:
    """Tell whether the second copy has the same lines, read as plain JSON."""
    rows = json.loads(journal.read_bytes())["transactions"].values()
    second_copy = journal.parent / "backups" / f"{journal.name}.copy.jsonl"
    return list(rows) == [json.loads(row) for row in second_copy.read_bytes().splitlines()[1:]]


def do_lines(
    journal: Path,
    lines: Iterable[tuple[tuple[str, ...], int]],
    pipe: int,
    say: Callable[[], bytes] = lambda: DONE,
) -> None:
    """Run command lines, each with its exit code to be; acknowledge each when it has answered.

    The first that answers otherwise is the last.
    """
    for line, wanted in lines:
        if run([f"--journal={journal}", *line]) != wanted:
            os.write(pipe, WRONG)
            return
        os.write(pipe, say())


def pause() -> None:
    """Wait to be killed."""
    time.sleep(600)


@contextmanager
def killed_at_the_end(*children: Child) -> Iterator[None]:
    """Leave no child behind, whatever happens."""
    try:
        yield
    finally:
        for child in children:
            try:
                os.kill(child.pid, signal.SIGKILL)
                os.waitpid(child.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                continue
