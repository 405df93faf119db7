"""Surroundings: streams that close, disks that refuse, prompts that are interrupted."""

import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from tests.conftest import Ketalog
from tests.product.test_hostile_text import without_colours

KETALOG = [sys.executable, "-m", "ketalog"]

as_somebody = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


def run_process(
    *args: str,
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
    close: int | None = None,
    largest_file: int | None = None,
    env: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run ketalog as a process of its own; `close` is a stream that it does not have."""

    def prepare() -> None:
        if close is not None:
            os.close(close)
        if largest_file is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        [*KETALOG, *args],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        preexec_fn=prepare,
        env={**os.environ, **(env or {})},
        check=False,
    )


# Streams


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("typed", "code"),
    [(["list"], 0), (["list", "--json"], 0), (["mood", "6"], 0), (["show", "99", "--json"], 3)],
)
def test_a_reader_who_has_gone_is_no_error(
    ketalog: Ketalog, typed: list[str], code: int, unbuffered: str
) -> None:
    ketalog("mood 5")
    read, write = os.pipe()
    os.close(read)
    done = run_process(*typed, stdout=write, env={"PYTHONUNBUFFERED": unbuffered})
    os.close(write)
    assert (done.returncode, done.stderr) == (code, b"")


@pytest.mark.parametrize("stream", [0, 1, 2])
def test_a_stream_that_is_closed_loses_no_entry(ketalog: Ketalog, stream: int) -> None:
    done = run_process("mood", "6", close=stream)
    assert done.returncode == 0
    assert b"Traceback" not in (done.stdout or b"") + (done.stderr or b"")
    assert [one["mood"] for one in ketalog("list --json").data["entries"]] == [6]


def test_without_any_input_a_note_is_refused(ketalog: Ketalog) -> None:
    done = run_process("note", close=0)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"The note has no words.")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is not there")
def test_an_answer_that_can_not_be_written_is_said_and_the_entry_is_kept(
    ketalog: Ketalog,
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run_process("mood", "6", stdout=full.fileno())
    assert done.returncode == 4
    assert done.stderr == (
        b"The answer can't be written: no space left on device. If it was to log something, "
        b"look with 'ketalog list' before you do it again.\n"
    )
    assert len(ketalog("list --json").data["entries"]) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is not there")
@pytest.mark.parametrize(("typed", "code"), [("show 99", 3), ("mood 11", 2)])
def test_an_error_that_can_not_be_written_keeps_its_exit_code_and_is_said_in_words(
    typed: str, code: int
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run_process(*typed.split(), "--json", stdout=full.fileno())
        unheard = run_process(*typed.split(), "--json", stdout=full.fileno(), stderr=full.fileno())
    assert done.returncode == unheard.returncode == code
    assert done.stderr == run_process(*typed.split()).stderr
    assert done.stderr.count(b"\n") == 1


def test_a_setting_is_written_in_an_old_locale_too(ketalog: Ketalog, home: Path) -> None:
    (home / "config.toml").write_text('# für mich\nname = "Zoë"\n', encoding="utf-8")
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert run_process("config", "day_start", "05:00", env=old).returncode == 0
    assert (home / "config.toml").read_text(encoding="utf-8").startswith("# für mich\n")
    settings = ketalog("config --json").data["settings"]
    assert (settings["name"], settings["day_start"]) == ("Zoë", "05:00")


@pytest.mark.parametrize("there", [True, False])
def test_a_configuration_that_is_a_symlink_stays_one(
    ketalog: Ketalog, home: Path, there: bool
) -> None:
    real = home / "dotfiles" / "ketalog.toml"
    if there:
        real.parent.mkdir()
        real.write_text("# mine\n")
    (home / "config.toml").symlink_to(real)
    assert ketalog("config name Alex").code == 0
    assert (home / "config.toml").is_symlink()
    assert real.read_text() == ("# mine\n" if there else "") + 'name = "Alex"\n'


def test_a_folder_of_second_copies_serves_two_journals_of_one_name(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog(["config", "backups", str(home / "usb")])
    journals = {mood: home / place / "journal.json" for mood, place in ((3, "mine"), (7, "yours"))}
    for mood, journal in journals.items():
        answer = ketalog(["--journal", str(journal), "mood", str(mood)])
        assert (answer.code, answer.err) == (0, "")
    for mood, journal in journals.items():
        journal.unlink()
        assert ketalog(["--journal", str(journal), "restore"]).code == 0
        entries = ketalog(["--journal", str(journal), "list", "--json"]).data["entries"]
        assert [one["mood"] for one in entries] == [mood]


def test_words_typed_in_an_old_locale_are_kept(ketalog: Ketalog) -> None:
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run_process("note", "café…", env=old)
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert ketalog("list --json").data["entries"][0]["text"] == "café…"


def test_a_prompt_that_is_interrupted_saves_nothing(ketalog: Ketalog) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*KETALOG, "note"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    prompt = os.read(process.stderr.fileno(), 100)
    os.write(ours, b"half a sen")
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    os.close(ours)
    os.close(theirs)
    assert prompt == b"Your note: "
    assert (process.returncode, out, err) == (130, b"", b"\nStopped. Nothing was saved.\n")
    assert ketalog("list --json").data["entries"] == []


# Narrow terminals


def test_on_a_terminal_lines_break_between_words(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    logged = ketalog("dose 100mg sublingual --hold 15 --mood 4 --anxiety 7", out_tty=True)
    assert without_colours(logged.out) == (
        "Logged #1: 100 mg sublingual, held\n"
        "15 min, mood 4, anxiety 7, Sun 22 Nov\n"
        "2026 21:00 (now). Undo: ketalog undo\n"
    )
    assert without_colours(ketalog("list", out_tty=True).out) == (
        "Sun 22 Nov 2026\n"
        "  21:00  #1  ● 100 mg sublingual, held\n"
        "             15 min, mood 4, anxiety 7\n"
    )


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_lines_are_whole_for_a_screen_reader_and_a_program(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    ketalog(["note", "a long note that does not fit forty columns at all"])
    assert ketalog(f"list {option}", out_tty=True).out.count("\n") == 1


def test_sentences_can_be_asked_for_once_and_for_all(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")
    ketalog("dose 100mg sublingual --at 'yesterday 19:40' --mood 4")
    ketalog("mood 6 slept 7h30")
    ketalog(
        ["note", "a long note that does not fit eighty columns at all, whatever is done with it"]
    )
    asked = {line: ketalog(f"{line} --plain", out_tty=True).out for line in ("week", "list", "")}
    assert ketalog("week", out_tty=True).out != asked["week"]
    assert ketalog("config plain yes").code == 0
    assert {line: ketalog(line, out_tty=True).out for line in asked} == asked
    ketalog("config plain no")
    assert ketalog("week", out_tty=True).out != asked["week"]


# The journal and its disk


def test_a_journal_that_is_a_folder_is_named(ketalog: Ketalog, home: Path) -> None:
    (home / "folder").mkdir()
    for typed in ("mood 5", "list", "undo"):
        answer = ketalog(f"--journal {home / 'folder'} {typed}")
        assert (answer.code, answer.out) == (5, "")
        assert f"{home / 'folder'} is a folder, not a journal file." in answer.err


def test_the_root_of_all_folders_is_one(ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KETALOG_TEST_NOW")  # It is refused beside a journal of no temporary folder.
    for typed in ("mood 5", "list", "doctor"):
        answer = ketalog(f"--journal / {typed}")
        assert (answer.code, answer.out) == (5, "")
        assert answer.err.startswith("/ is a folder, not a journal file.")


def test_a_journal_below_a_file_can_not_be_made_and_it_is_said(
    ketalog: Ketalog, home: Path
) -> None:
    (home / "file").write_text("mine")
    answer = ketalog(f"--journal {home / 'file' / 'journal.json'} mood 5")
    assert (answer.code, answer.out) == (5, "")
    assert answer.err.startswith("Nothing was saved: ")
    assert "not a folder" in answer.err


@as_somebody
def test_a_journal_in_a_folder_without_permission_is_said(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 4")
    before = (home / "journal.json").read_bytes()
    home.chmod(0o500)
    try:
        (home / "journal.json").chmod(0o400)
        answer = ketalog("mood 5")
    finally:
        home.chmod(0o700)
    assert (answer.code, answer.out) == (5, "")
    assert answer.err.startswith("Nothing was saved: ")
    assert (home / "journal.json").read_bytes() == before


@as_somebody
def test_a_journal_that_may_not_be_read_is_said(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 4")
    (home / "journal.json").chmod(0)
    answer = ketalog("list")
    assert (answer.code, answer.out) == (5, "")
    assert "there is no permission" in answer.err


def test_a_disk_without_room_says_that_nothing_was_saved(ketalog: Ketalog, home: Path) -> None:
    for mood in (1, 2, 3):
        ketalog(f"mood {mood}")
    journal = home / "journal.json"
    before = journal.read_bytes()
    done = run_process("note", "w " * 500, largest_file=len(before) + 100)
    assert (done.returncode, done.stdout) == (5, b"")
    assert done.stderr == (
        b"Nothing was saved: the file may not grow any further. The journal is as it was.\n"
    )
    assert journal.read_bytes() == before
    assert "Logged #4" in ketalog("mood 4").out


def test_a_disk_without_room_says_so_in_json_too(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 1")
    room = len((home / "journal.json").read_bytes()) + 100
    done = run_process("note", "w " * 500, "--json", largest_file=room)
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["code"]) == (5, 5)
    assert error["message"].startswith("Nothing was saved")


def test_a_damaged_journal_is_named_and_left_as_it_is(ketalog: Ketalog, home: Path) -> None:
    journal = home / "journal.json"
    ketalog("note a secret word")
    damaged = journal.read_bytes().replace(b"a secret", b"another!")
    journal.write_bytes(damaged)
    for typed in ("mood 5", "list", "undo", "export x.json"):
        answer = ketalog(typed)
        assert (answer.code, answer.out) == (5, "")
        assert str(journal) in answer.err
        assert "ketalog restore" in answer.err
        assert "secret" not in answer.err
    assert journal.read_bytes() == damaged


def test_a_missing_journal_beside_its_second_copy_is_no_empty_journal(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("mood 5")
    (home / "journal.json").unlink()
    for typed in ("mood 6", "list"):
        answer = ketalog(typed)
        assert (answer.code, answer.out) == (5, "")
        assert "ketalog restore" in answer.err
    assert ketalog("restore").out.startswith("The journal is back: 1 entry")
    assert [one["mood"] for one in ketalog("list --json").data["entries"]] == [5]


def test_a_second_copy_that_can_not_be_written_is_said(ketalog: Ketalog, home: Path) -> None:
    (home / "file").write_text("")
    ketalog("mood 4")
    (home / "config.toml").write_text(f'backups = "{home / "file" / "copies"}"')
    answer = ketalog("mood 5")
    assert answer.code == 0
    assert answer.out.startswith("Logged #2: mood 5")
    assert answer.err.startswith("Saved once; the second copy is missing: ")
    assert ketalog("mood 6 --json").data["second_copy"] is False
