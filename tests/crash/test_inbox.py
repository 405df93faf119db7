"""Taking the inbox in, cut off at any moment, or by several at once: each line is there once."""

import json
import os
import shutil
from pathlib import Path

import pytest

from ketalog import inbox
from ketalog.cli import run
from ketalog.domain.entries import Mood, Note
from tests.crash.faults import FAULTS, Died, Fault, Faulty
from tests.crash.model import passphrase_file, store_at
from tests.crash.processes import python

pytestmark = pytest.mark.slow

MORNING = 1795334400


def written(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_text("".join(f"{line}\n" for line in lines))
    os.utime(folder / name, (MORNING, MORNING))


def written_down(journal: Path) -> list[Mood]:
    """Return every rating as often as it was written down."""
    steps = store_at(journal).everything().versions()
    return [op.put for _, op in steps if isinstance(op.put, Mood)]


@pytest.fixture
def ready(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a journal and an inbox of two files, one of which has a line that stays."""
    monkeypatch.setattr(inbox, "QUIET_S", 0)
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    run(["mood", "0"])
    run(["config", "inbox", str(home / "Sync")])
    written(home / "Sync", "a.txt", "mood 1", "2026-11-21T20:00 mood 2", "mood 1")
    written(home / "Sync", "b.txt", "mood 4", "mood 44")
    return home


@pytest.mark.parametrize("locked", [False, True], ids=["in clear", "locked"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_system_call_loses_no_line_and_doubles_none(
    ready: Path, fault: Fault, locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if locked:
        with monkeypatch.context() as patch:
            for name, value in passphrase_file(ready).items():
                patch.setenv(name, value)
            assert run(["lock"]) == 0
    at, calls = 0, 0
    while at <= calls:
        start = ready.parent / f"{ready.name}-{at}"
        shutil.copytree(ready, start)
        with Faulty(at, fault).on() as faulty:
            try:
                run(["inbox"])
            except Died:
                assert faulty.dead
        calls = calls or faulty.count
        assert run(["inbox"]) == 0
        found = written_down(ready / "journal.json")
        # The fold of a journal would hide an entry that was put into it twice.
        assert sorted(entry.mood or 0 for entry in found) == [0, 1, 1, 2, 4], f"{fault} at {at}"
        assert (ready / "Sync" / "b.txt").exists()
        assert not (ready / "Sync" / "a.txt").exists()
        shutil.rmtree(ready)
        start.rename(ready)
        at += 1
    assert calls > (0 if fault == "EINTR" else 2)


WRITER = """
import os, sys, time
from pathlib import Path
folder, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for n in range(times):
    with (folder / f"{name}.txt").open("a") as phone:
        phone.write(f"2026-11-21T20:00:{n:02} note {name} {n}\\n")
    (folder / f"{name}-{n}.tmp").write_text(f"note {name} alone {n}\\n")
    (folder / f"{name}-{n}.tmp").rename(folder / f"{name}-{n}.txt")
    time.sleep(0.02)
"""
TAKER = """
import sys
from ketalog import inbox
from ketalog.cli import run
inbox.QUIET_S = 0
while not sys.stdin.closed and run(["inbox"]) == 0:
    if sys.argv[1] in open(sys.argv[2]).read():
        break
"""


def test_two_that_write_while_two_take_in_lose_no_line_and_double_none(
    ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETALOG_TEST_NOW", "2030-01-01T08:00:00+01:00")
    shutil.rmtree(ready / "Sync")
    (ready / "Sync").mkdir()
    (ready / "state").write_text("going on")
    takers = [python("-c", TAKER, "over", str(ready / "state")) for _ in range(2)]
    writers = [python("-c", WRITER, str(ready / "Sync"), name, "25") for name in ("one", "two")]
    assert [writer.communicate(timeout=60) for writer in writers] == [("", "")] * 2
    (ready / "state").write_text("over")
    for taker in takers:
        _, said = taker.communicate(timeout=120)
        assert (taker.returncode, said) == (0, "")
    assert run(["inbox"]) == 0
    wanted = [f"{name} {n}" for name in ("one", "two") for n in range(25)]
    wanted += [f"{name} alone {n}" for name in ("one", "two") for n in range(25)]
    steps = store_at(ready / "journal.json").everything().versions()
    notes = [op.put.text for _, op in steps if isinstance(op.put, Note)]
    assert sorted(notes) == sorted(wanted)
    assert [path.name for path in (ready / "Sync").iterdir()] == ["taken"]
    (memory,) = (ready / "data" / "ketalog" / "inbox").glob("*.json")
    assert "pending" not in json.loads(memory.read_text())
