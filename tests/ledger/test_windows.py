"""The Windows side of disk and keys, on a made-up Windows (windows.py): it was never run on one."""

import errno
import fcntl
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ketalog import disk
from ketalog.config import config_path, journal_path
from tests.conftest import Answer, Ketalog

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it needs /proc")
WINDOWS = Path(__file__).with_name("windows.py")
ROOT = WINDOWS.parents[2]
LEFT = {"mood 6": [4, 5, 6], "undo": [4], "erase 1 --yes": [5]}
"""The moods that a line leaves of 4 and 5."""


def begin(*line: str, **env: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, str(WINDOWS), *line],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": os.environ["HOME"], **env},
    )


def on_windows(line: str, *, keys: str = "", **env: str) -> Answer:
    process = begin(*line.split(), WINDOWS_KEYS=json.dumps(keys), **env)
    out, err = process.communicate(timeout=120)
    return Answer(process.returncode, out.decode(), err.decode())


def listed(answer: Answer) -> list[dict[str, Any]]:
    """Return the entries of a list, without what differs from run to run."""
    return [
        {name: value for name, value in entry.items() if name != "id"}
        for entry in json.loads(answer.out)["data"]["entries"]
    ]


def test_what_is_logged_there_is_the_same_file(ketalog: Ketalog, home: Path) -> None:
    lines = ("dose 100mg sublingual --mood 4", "mood 6", "note slept well", "undo", "mood 7")
    for line in lines:
        assert on_windows(line).code == 0
    there = listed(on_windows("list --json"))
    assert [entry["kind"] for entry in there] == ["dose", "mood", "mood"]
    assert listed(ketalog("list --json")) == there  # POSIX reads what Windows wrote
    assert b"\r" not in (home / "journal.json").read_bytes()
    doctor = on_windows("doctor")
    assert (doctor.code, doctor.out.splitlines()[0]) == (0, "Everything is in order.")
    assert ketalog("dose 50mg sublingual").code == 0
    assert len(listed(on_windows("list --json"))) == 4


@pytest.mark.slow
def test_pages_tables_backups_and_settings_are_written_there(ketalog: Ketalog, home: Path) -> None:
    on_windows("dose 100mg sublingual")
    for name in ("page.pdf", "page.html", "table.csv", "all.json"):
        assert on_windows(f"export {home / name}").code == 0
        assert on_windows(f"export {home / name} --force").code == 0  # over the one there is
    for line in (f"backup {home / 'copy.json'}", "config name Alex", "config clock 24"):
        assert on_windows(line).code == 0
    (home / "journal.json").write_text("broken")
    assert on_windows("restore").code == 0
    assert len(ketalog("list --json").data["entries"]) == 1


def test_an_entry_that_can_not_be_taken_leaves_no_journal_there(home: Path) -> None:
    """The file that was made for it is open, and Windows removes none that is."""
    assert on_windows("edit 1 50mg").code == 3
    answer = on_windows("mood 6 --at 2020-02-30")
    assert (answer.code, "unexpected" in answer.err) == (2, False)
    assert not (home / "journal.json").exists()


@pytest.mark.slow
def test_a_journal_is_locked_read_and_unlocked_there(ketalog: Ketalog, home: Path) -> None:
    on_windows("mood 6")
    assert on_windows("lock", keys="pw\rpw\r").code == 0
    assert on_windows("mood 7").code == 0
    assert on_windows("list --no-input").code == 5
    assert "mood 7" in on_windows("list", keys="pw\r").out
    assert on_windows("erase 1 --yes", keys="pw\r").code == 0
    assert on_windows("unlock", keys="pw\r").code == 0
    assert [entry["mood"] for entry in ketalog("list --json").data["entries"]] == [7]


def test_many_at_once_wait_for_each_other_there(ketalog: Ketalog) -> None:
    ketalog("mood 5")
    running = [begin("mood", str(mood)) for mood in range(8)]
    assert [process.communicate(timeout=120)[1] for process in running] == [b""] * 8
    assert [process.returncode for process in running] == [0] * 8
    moods = sorted(entry["mood"] for entry in ketalog("list --json").data["entries"])
    assert moods == sorted([5, *range(8)])


def test_a_file_that_another_program_looks_into_is_waited_for(ketalog: Ketalog) -> None:
    assert on_windows("mood 6", WINDOWS_BUSY="3").code == 0
    assert len(ketalog("list --json").data["entries"]) == 1


@pytest.mark.slow
def test_one_that_it_never_lets_go_of_is_said_and_nothing_is_lost(ketalog: Ketalog) -> None:
    ketalog("mood 6")
    answer = on_windows("lock", keys="pw\rpw\r", WINDOWS_BUSY="100000")
    assert answer.code == 5
    assert "there is no permission" in answer.err
    assert [entry["mood"] for entry in ketalog("list --json").data["entries"]] == [6]
    assert ketalog("doctor").code == 0


@pytest.mark.slow
@pytest.mark.parametrize("line", LEFT)
def test_nothing_is_lost_there_wherever_it_dies(ketalog: Ketalog, home: Path, line: str) -> None:
    ketalog("mood 4")
    ketalog("mood 5")
    files = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    allowed = ([4, 5], LEFT[line])
    seen = set()
    for at in range(1, 100):
        for path in home.rglob("*"):
            if path.is_file() and path not in files:
                path.unlink()
        for path, data in files.items():
            path.write_bytes(data)
        died = on_windows(line, WINDOWS_DIES_AT=str(at))
        assert "unexpected" not in died.err
        moods = [entry["mood"] for entry in listed(on_windows("list --json"))]
        assert moods in allowed, f"died at call {at}"
        seen.add(tuple(moods))
        if died.code == 0:
            break
    assert seen == {tuple(moods) for moods in allowed}


def test_single_keys_are_read_there(ketalog: Ketalog) -> None:
    ketalog("note written before")
    said = on_windows("now", keys="\0;f\xe0Kf4bs")
    assert said.code == 0
    assert "Logged 1 answer." in said.out
    assert ketalog("list --json").data["entries"][-1]["mood"] == 4


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        ("à la carte\r", "à la carte"),  # à is also what stands before the code of an arrow
        ("fine\0;\xe0H\r", "fine"),
        ("wrong\b\b\b\b\bright\r", "right"),
        ("walked \ud83d\ude42\r", "walked 🙂"),
    ],
)
def test_what_is_typed_there_is_what_is_kept(ketalog: Ketalog, keys: str, kept: str) -> None:
    assert on_windows("note", keys=keys).code == 0
    assert ketalog("list --json").data["entries"][-1]["text"] == kept


def test_ctrl_c_there_saves_nothing(ketalog: Ketalog) -> None:
    answer = on_windows("note", keys="half a sen\x03")
    assert (answer.code, answer.err.splitlines()[-1]) == (130, "Stopped. Nothing was saved.")
    assert ketalog("list --json").data["entries"] == []


def test_what_is_typed_as_a_window_is_closed_there_is_kept(ketalog: Ketalog) -> None:
    with begin("now", WINDOWS_KEYS=json.dumps("d50 mg nas")) as process:
        assert process.stderr
        shown = b""
        while b"50 mg nas" not in shown:
            shown += os.read(process.stderr.fileno(), 4096)
        process.send_signal(signal.SIGUSR1)
        assert process.wait(60) == 130
    again = on_windows("now", keys="\0Mal\rs")  # the right arrow goes on with it
    assert "Saved: 50 mg nasal" in again.err
    assert ketalog("list --json").data["entries"][-1]["route"] == "nasal"


def test_files_lie_in_the_folder_of_this_computer_there(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    folder = home / "Local"
    assert journal_path({"LOCALAPPDATA": str(folder)}, None) == folder / "ketalog" / "journal.json"
    assert config_path({}) == home / "AppData" / "Local" / "ketalog" / "config.toml"


# The same calls in this process: a disk that refuses


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Let the disk be asked as on Windows."""

    def locking(file: int, *_: int) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PermissionError from None

    with monkeypatch.context() as patch:
        msvcrt: Any = ModuleType("msvcrt")
        msvcrt.LK_NBLCK, msvcrt.locking = 2, locking
        patch.setitem(sys.modules, "msvcrt", msvcrt)
        patch.delitem(sys.modules, "ketalog.windows", raising=False)
        patch.setattr(os, "O_BINARY", 0, raising=False)
        patch.setattr(os, "O_NOINHERIT", os.O_CLOEXEC, raising=False)
        module = importlib.import_module("ketalog.windows")
        patch.setattr(module, "PATIENCE_S", 0.05)
        patch.setattr(disk, "PATIENCE_S", 0.05)
        patch.setattr(disk, "os", module)
        patch.setattr(disk, "fcntl", module)
        yield module


def failing(monkeypatch: pytest.MonkeyPatch, at: int, number: int) -> Callable[[], bool]:
    """Let the `at`-th call that changes a file fail; return what tells whether it was met."""
    calls = count(1)

    def over(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if next(calls) == at:
                raise OSError(number, os.strerror(number))
            return real(*args, **kwargs)

        return call

    for name in ("write", "fsync", "ftruncate", "replace", "mkdir"):
        monkeypatch.setattr(os, name, over(getattr(os, name)))
    return lambda: next(calls) > at


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("line", LEFT)
def test_an_error_of_the_disk_there_is_said_and_loses_nothing(
    ketalog: Ketalog, home: Path, windows: ModuleType, line: str, number: int
) -> None:
    for mood in (4, 5):
        assert ketalog(f"mood {mood}").code == 0
    files = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    for at in count(1):
        for path, data in files.items():
            path.write_bytes(data)
        with pytest.MonkeyPatch.context() as patch:
            was_met = failing(patch, at, number)
            answer = ketalog(line)
        moods = [entry["mood"] for entry in ketalog("list --json").data["entries"]]
        assert moods in ([4, 5], LEFT[line])
        if answer.code == 0:
            assert moods == LEFT[line]
        elif "Nothing was saved" in answer.err:
            assert moods == [4, 5]
        else:
            assert answer.code == 5
        if not was_met():
            return


def test_a_journal_in_use_is_said_there_too(ketalog: Ketalog, windows: ModuleType) -> None:
    ketalog("mood 4")
    with disk.locked(Path(os.environ["KETALOG_JOURNAL"]).with_name(".journal.json.lock")):
        answer = ketalog("mood 5")
    assert answer.code == 5
    assert f"in use by process {os.getpid()}" in answer.err


def test_a_process_is_never_asked_whether_it_lives(windows: ModuleType) -> None:
    """There, to ask would be to press Ctrl-C in it."""
    assert disk._lives(2**22)


@pytest.mark.parametrize(
    ("pressed", "sent"),
    [
        ("a\r", b"a\n"),
        ("\0Kx", b"\x1b[Dx"),
        ("\xe0H\xe0z", "\x1b[Aàz".encode()),
        ("\0;", b"\x1b[~"),
        ("\ud83d\ude42", "🙂".encode()),
    ],
)
def test_a_key_of_the_console_is_what_a_terminal_sends(
    monkeypatch: pytest.MonkeyPatch, pressed: str, sent: bytes
) -> None:
    keys = [*pressed]
    msvcrt: Any = ModuleType("msvcrt")
    msvcrt.kbhit, msvcrt.getwch = lambda: bool(keys), lambda: keys.pop(0)
    monkeypatch.setitem(sys.modules, "msvcrt", msvcrt)
    monkeypatch.delitem(sys.modules, "ketalog.ui.console", raising=False)
    console = importlib.import_module("ketalog.ui.console")
    assert console.select([0], [], [], 0) == ([0], [], [])
    read = b""
    while console.select([0], [], [], 0.02)[0]:
        read += console.read(0, 1)
    assert read == sent
    keys.append("\x03")
    with pytest.raises(KeyboardInterrupt):
        console.read(0, 1)
    with pytest.raises(OSError, match="no terminal"):
        console.tcgetattr(os.open(os.devnull, os.O_RDONLY))


LOOKS = (
    "week",
    "month",
    "today",
    "response --weeks 4",
    "list",
    "show 1",
    "plan",
    "config",
    "--help",
)


@pytest.mark.parametrize("line", LOOKS)
def test_a_console_that_reads_no_escape_codes_is_written_none(ketalog: Ketalog, line: str) -> None:
    ketalog("dose 100mg sublingual --mood 4")
    answer = on_windows(line, keys="x", WINDOWS_OLD="1")
    assert answer.code == 0
    assert "\x1b" not in answer.out + answer.err


@pytest.mark.parametrize("line", ["check gad7", "now", "mood", "export page.html"])
def test_nor_where_something_is_asked_there_or_takes_long(
    ketalog: Ketalog, home: Path, line: str
) -> None:
    ketalog("dose 100mg sublingual --mood 4")
    line = line.replace("page", str(home / "page"))
    answer = on_windows(line, keys="1s\rq\r\r", WINDOWS_OLD="1")
    assert "\x1b" not in answer.out + answer.err
    assert "unexpected" not in answer.err


def test_a_console_that_can_read_them_is_drawn_on(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --mood 4")
    assert "\x1b[1mYour week" in on_windows("week", keys="x").out
    assert "Doses: 1." in on_windows("week", keys="x", WINDOWS_OLD="1").out
