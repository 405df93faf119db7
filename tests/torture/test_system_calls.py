"""Whichever call of the system fails, or is the last: a command is wholly done or not at all."""

import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from tests.crash.model import DEEDS, Deed, Model, found_in
from tests.places import ROOT
from tests.torture.children import same_in_the_second_copy, type_in
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture
SEED = 20261122
CALLS = (
    "openat,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,"
    "mkdirat,flock"
)
FAULTS = {
    "EIO": "error=EIO",
    "ENOSPC": "error=ENOSPC",
    "EACCES": "error=EACCES",
    "EINTR": "error=EINTR",
    "SIGKILL": "signal=SIGKILL",
}
BEFORE = ("mood", "effect", "mood", "undo")
"""What happened in a journal before the command that is tried."""
TRIED = {
    "the first dose": ((), "dose"),
    "a dose": (BEFORE, "dose"),
    "an edit": (BEFORE, "edit"),
    "a deletion": (BEFORE, "delete"),
    "an undo": (BEFORE, "undo"),
    "a redo": (BEFORE, "redo"),
    "an import": (BEFORE, "import"),
}
"""Rows of tests.crash.model.DEEDS, and what happened before each."""


def strace(journal: Path, log: Path, line: tuple[str, ...], *options: str) -> tuple[int, str]:
    """Run a whole process under strace; return its exit code and what it said."""
    done = subprocess.run(
        [
            *("strace", "-f", "-y", "-o", str(log), "-e", f"trace={CALLS}", *options),
            *(sys.executable, "-m", "ketalog", f"--journal={journal}", *line),
        ],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def why_no_strace(folder: Path) -> str | None:
    if shutil.which("strace") is None:
        return "strace is missing"
    code, _ = strace(folder / "tried" / "journal.json", folder / "log", ("list",))
    return "strace may not look at processes here" if code else None


def calls_in(log: Path, folder: Path) -> list[tuple[str, int]]:
    """Return the calls that have to do with a folder: each one's name, and which of its kind."""
    counts: Counter[str] = Counter()
    found = []
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if call := re.match(r"\d+\s+(\w+)\(", line):
            counts[call[1]] += 1
            if str(folder) in line:
                found.append((call[1], counts[call[1]]))
    return found


def start_of(folder: Path, before: tuple[str, ...], chance: random.Random) -> Model:
    now = Model(folder.parent)
    for name in before:
        deed = DEEDS[name](chance, now)
        assert type_in(folder / "journal.json", *deed.line)[0] == 0
        now = deed.after
    return now


def hold_to_it(journal: Path, before: Model, deed: Deed, code: int, said: str) -> str:
    """The command is wholly there or not at all, as it was told, and life goes on."""
    found = found_in(journal)
    told = "may have been saved" in said or code < 0
    if code == 0:
        assert found == deed.after.entries, said
    elif told:
        assert found in (before.entries, deed.after.entries), said
    else:
        assert (code, found) == (5, before.entries), said
    assert type_in(journal, "mood", "5")[0] == 0
    assert len(found_in(journal)) == len(found) + 1
    assert same_in_the_second_copy(journal)
    return "done" if code == 0 else "killed" if code < 0 else "refused"


@pytest.mark.parametrize("name", TRIED)
def test_a_real_fault_at_any_system_call_leaves_a_command_wholly_done_or_not(
    tmp_path: Path, figures: Figures, name: str
) -> None:
    trial = f"each system call of {name} × EIO, ENOSPC, EACCES, EINTR, SIGKILL (strace)"
    if reason := why_no_strace(tmp_path):
        figures.not_tried(trial, reason)
    chance = random.Random(SEED)  # noqa: S311 - what the entries say
    earlier, last = TRIED[name]
    start, log = tmp_path / "start", tmp_path / "log"
    model = start_of(start, earlier, chance)
    deed = DEEDS[last](chance, model)
    start.mkdir(exist_ok=True)
    places = count()

    def elsewhere() -> Path:
        """Return the journal as it was, at a place of which this computer remembers nothing."""
        folder = tmp_path / f"tried {next(places)}"
        shutil.copytree(start, folder)
        return folder

    for _ in range(2):  # the first run of all makes folders that the others find
        folder = elsewhere()
        assert strace(folder / "journal.json", log, deed.line)[0] == deed.code
    calls = calls_in(log, folder)
    seen: Counter[str] = Counter()
    for call, nth in calls[:: round(1 / figures.share)]:
        for fault, injected in FAULTS.items():
            folder = elsewhere()
            inject = f"inject={call}:{injected}:when={nth}"
            code, said = strace(folder / "journal.json", log, deed.line, "-e", inject)
            struck = "(INJECTED)" in log.read_text() if fault != "SIGKILL" else code < 0
            assert struck, (call, nth, fault)
            seen[hold_to_it(folder / "journal.json", model, deed, code, said)] += 1
            seen["tried"] += 1
            shutil.rmtree(folder)
    assert seen["killed"] == seen["tried"] / len(FAULTS)
    figures.record(
        trial,
        f"{len(calls)} calls, {seen['tried']} faults",
        "each wholly done or not at all, as it was told",
        f"{seen['done']} done, {seen['refused']} refused, {seen['killed']} killed",
    )
