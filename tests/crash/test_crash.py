"""What was answered with "Logged" is there, whatever happens and whoever else is writing."""

import os
import random
import re
import shlex
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from ketalog.cli import run
from ketalog.domain.entries import Mood
from ketalog.domain.kinds import Entry
from ketalog.ledger.encryption import open_key
from tests.crash.faults import FAULTS, HALF_WAY, Died, Fault, Faulty
from tests.crash.journals import both
from tests.crash.model import store_here
from tests.crash.processes import (
    LIMITED,
    LOOP,
    acknowledged,
    kill_in_a_loop,
    log_at_once,
    numbers_in,
    python,
)

pytestmark = pytest.mark.slow

SEED = 20261122


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The journal of the command line in these tests."""
    assert os.environ["KETALOG_JOURNAL"] == str(tmp_path / "journal.json")
    return tmp_path / "journal.json"


# kill -9.


def test_no_acknowledged_dose_is_lost_to_kill_9(path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a seeded moment, no secret
    loop = LOOP.format(times=10_000, args=["dose", "100mg", "sublingual"])
    line, until = ["-u", "-c", loop], lambda: chance.uniform(0, 0.1)
    # One a round at least, and more in some: how many more is the machine's.
    assert kill_in_a_loop(path, range(40), line, until, from_first=True) > 40


# Several at once.


def test_four_processes_that_log_100_moods_each_at_once_lose_none(path: Path) -> None:
    log_at_once(path, [["-c", LOOP.format(times=100, args=["mood", "6"])]] * 4, 400)


def test_readers_beside_writers_always_get_an_answer(path: Path) -> None:
    assert run(["mood", "6"]) == 0
    readers = [
        python("-c", LOOP.format(times=60, args=[view, "--plain"])) for view in ("list", "today")
    ]
    log_before = [python("-c", LOOP.format(times=60, args=["mood", "6"])) for _ in range(2)]
    for process in readers + log_before:
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
    assert sorted(numbers_in(path)) == list(range(1, 122))


# A disk that refuses.


@pytest.mark.parametrize("room", [0, 1, 5, 6, 100, 300, 500])
def test_a_file_that_may_not_grow_keeps_the_journal_as_it_was(path: Path, room: int) -> None:
    for _ in range(3):
        assert run(["mood", "6"]) == 0
    before = path.read_bytes()
    process = python(
        "-c", LIMITED.format(limit=len(before) + room, args=["note", "x" * 400, "--plain"])
    )
    said, errors = process.communicate()
    assert process.returncode == 5
    assert said == ""
    assert errors.startswith("Nothing was saved: the file may not grow any further.")
    assert path.read_bytes() == before
    assert run(["mood", "7"]) == 0
    assert numbers_in(path) == [1, 2, 3, 4]


def test_a_second_copy_that_may_not_grow_is_said_and_made_good_later(path: Path) -> None:
    assert run(["mood", "6"]) == 0
    ledger = store_here(path).ledger
    second_copy = ledger.second_copy.path
    second_copy.write_bytes(second_copy.read_bytes() + b"x" * 5000)
    limited = LIMITED.format(limit=3000, args=["mood", "7", "--plain"])
    shutil.rmtree(second_copy.parent)
    second_copy.parent.write_text("in the way")
    said, errors = python("-c", limited).communicate()
    assert acknowledged(said) == [2]
    assert "the second copy is missing" in said + errors
    second_copy.parent.unlink()
    assert run(["undo"]) == 0
    assert numbers_in(path) == [1]
    journal, copy = both(ledger)
    assert journal == copy


# Every system call of every changing command.


class Changing(NamedTuple):
    """A changing command, and those that run before it."""

    line: list[str]
    before: tuple[list[str], ...] = ()


DOSE = ["dose", "100mg", "sublingual", "--note", "a night of rest"]
SESSION = ["session", "clinic", "2 devices", "--bp-before", "128/82", "--bp-40", "140/90"]
PLAN = ["plan", "set", "50mg", "sublingual", "--times", "1", "--apart", "48h"]
CHANGING = {
    "the first dose": Changing(DOSE),
    "a dose": Changing(DOSE, (["mood", "6"], DOSE)),
    "a check": Changing(["check", "phq4", *"1203"], (["mood", "6"], DOSE)),
    "a fill": Changing(["supply", "fill", "24x100mg", "sublingual"], (["mood", "6"], DOSE)),
    "a session": Changing(SESSION, (["mood", "6"],)),
    "undo of a session": Changing(["undo"], (["mood", "6"], SESSION)),
    "undo": Changing(["undo"], (["mood", "6"], DOSE)),
    "redo": Changing(["redo"], (["mood", "6"], DOSE, ["undo"])),
    "delete": Changing(["delete", "1"], (DOSE, ["mood", "6"])),
    "edit": Changing(["edit", "1", "150mg"], (DOSE, ["mood", "6"])),
    "plan set": Changing(PLAN, (DOSE, ["mood", "6"])),
    "plan stop": Changing(["plan", "stop"], (DOSE, PLAN)),
    "skip": Changing(["skip", "a", "cold"], (DOSE, PLAN)),
    "a dose beside the plan": Changing(DOSE, (PLAN, DOSE)),
    "import": Changing(["import", "{file}"], (DOSE, ["mood", "6"])),
    "merge": Changing(["merge", "{other}"], (DOSE, ["mood", "6"])),
    "erase": Changing(["erase", "1", "--yes"], (DOSE, ["mood", "6"])),
    "lock": Changing(["lock", "--remove-copies"], (DOSE, ["mood", "6"])),
    "unlock": Changing(["unlock"], (DOSE, ["lock"], ["mood", "6"])),
    "passphrase": Changing(["passphrase"], (DOSE, ["lock"], ["mood", "6"])),
    "a dose into a locked journal": Changing(DOSE, (DOSE, ["lock"])),
    "an edit of a locked journal": Changing(["edit", "1", "150mg"], (DOSE, ["lock"])),
}
REWRITING = {"merge", "erase", "lock", "unlock", "passphrase"}
OLD, NEW = "correct horse", "another horse"


def make_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Make what commands take in, and where they find passphrases."""
    folder.mkdir()
    for name, words in (("KETALOG_PASSPHRASE_FILE", OLD), ("KETALOG_NEW_PASSPHRASE_FILE", NEW)):
        (folder / name).write_text(words)
        monkeypatch.setenv(name, str(folder / name))
    other, file = folder / "journal.json", folder / "export.json"
    assert run(["--journal", str(other), "note", "from another device"]) == 0
    assert run(["--journal", str(other), "export", str(file)]) == 0
    return {"other": other, "file": file}


class State(NamedTuple):
    """What a journal says, without what differs from run to run, and what opens it."""

    entries: list[Entry]
    opens: str | None


def state_of(path: Path) -> State:
    store = store_here(path, passphrases=lambda _: [OLD, NEW])
    key = store.ledger.key()
    opens = None if key is None else next(word for word in (OLD, NEW) if open_key(key, [word]))
    return State([without_ids(one) for one in store.everything().entries.values()], opens)


def begin(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], State]:
    """Make the journal on which a change is tried; return the change and what it says before."""
    files = make_files(folder.parent / "files", monkeypatch)
    monkeypatch.setenv("KETALOG_JOURNAL", str(folder / "journal.json"))
    for line in CHANGING[name].before:
        assert run(line) == 0
    folder.mkdir(exist_ok=True)
    return [word.format(**files) for word in CHANGING[name].line], state_of(folder / "journal.json")


def remember(path: Path) -> None:
    """Let this computer know the journal that was put here, if one was."""
    ledger = store_here(path).ledger
    header = ledger.header() if path.exists() else None
    if header is not None:
        ledger.places.remember(header)


def without_ids(entry: Entry) -> Entry:
    """Return an entry without the random ids of itself and of what it belongs to."""
    links = {name: None for name in ("dose", "session") if getattr(entry, name, None)}
    return replace(entry, id="", **links)


def told(capsys: pytest.CaptureFixture[str], line: list[str]) -> tuple[int, str]:
    code = run(line)
    found = capsys.readouterr()
    return code, found.out + found.err


def check_after(path: Path, before: State, after: State, code: int | None, said: str) -> None:
    """The command is wholly there or wholly not, as it was told; and life goes on."""
    if code == 0:
        wanted = [after]
    elif "Nothing was saved" in said or code == 4:
        wanted = [before]
    else:
        unsure = "may have been saved" in said or "journal.json can't be read: " in said
        assert code in {None, 130} or unsure
        wanted = [before, after]
    found = state_of(path)
    assert found in wanted
    assert run(["mood", "5"]) == 0
    assert state_of(path)._replace(entries=state_of(path).entries[:-1]) == found
    journal, second_copy = both(store_here(path).ledger)
    assert journal == second_copy
    left = [one.name for one in path.parent.rglob("*.new")]
    assert left == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CHANGING)
def test_a_fault_at_any_system_call_leaves_a_command_wholly_done_or_not_at_all(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    fault: Fault,
) -> None:
    start = path.parent / "start"
    typed, before = begin(start, name, monkeypatch)
    at = 0
    after = before
    while True:
        folder = path.parent / f"{at}"
        shutil.copytree(start, folder)
        journal = folder / "journal.json"
        monkeypatch.setenv("KETALOG_JOURNAL", str(journal))
        if not fault.startswith("die"):  # Of a crash, the harder case is a path that is new.
            remember(journal)
        capsys.readouterr()
        code: int | None = None
        said = ""
        with Faulty(at, fault).on() as faulty:
            try:
                code, said = told(capsys, typed)
            except Died:
                assert faulty.dead
        if at == 0:
            assert code == 0
            after = state_of(journal)
            assert after != before
            calls = faulty.count
        if "Nothing was saved" in said and (start / "journal.json").exists():
            assert journal.read_bytes() == (start / "journal.json").read_bytes()
        check_after(journal, before, after, code, said)
        shutil.rmtree(folder)
        if at == calls:
            break
        at += 1
    if fault in HALF_WAY:
        assert calls >= 3
    elif fault == "EINTR":
        assert (calls > 0) == (name in {"the first dose", *REWRITING})
    else:
        assert calls > (3 if fault == "ENOSPC" else 8)


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.startswith("die")])
@pytest.mark.parametrize("name", sorted(REWRITING))
def test_a_folder_taken_to_another_computer_amid_a_rewrite_is_right_or_brought_back_by_one_command(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    fault: Fault,
) -> None:
    """What a rewrite announces stays on its computer: another one can't tell it from a forgery."""
    start = path.parent / "start"
    typed, before = begin(start, name, monkeypatch)
    wanted = [before]
    passphrase_file = os.environ["KETALOG_PASSPHRASE_FILE"]
    at = calls = 0
    while at <= calls:
        here, there = path.parent / f"here {at}", path.parent / f"there {at}"
        shutil.copytree(start, here)
        monkeypatch.setenv("KETALOG_JOURNAL", str(here / "journal.json"))
        monkeypatch.setenv("XDG_DATA_HOME", str(here / "data"))
        with Faulty(at, fault).on() as faulty, suppress(Died):
            run(typed)
        if at == 0:
            calls = faulty.count
            wanted.append(state_of(here / "journal.json"))
        here.rename(there)
        monkeypatch.setenv("KETALOG_JOURNAL", str(there / "journal.json"))
        monkeypatch.setenv("XDG_DATA_HOME", str(path.parent / f"data {at}"))
        if run(["list"]) == 5:  # It may be that the new passphrase opens it already.
            monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", os.environ["KETALOG_NEW_PASSPHRASE_FILE"])
        if run(["list"]) == 5:
            advice = re.search(r"Type: ketalog (.*)", told(capsys, ["doctor"])[1])
            assert advice
            assert run(shlex.split(advice[1])) == 0
        assert state_of(there / "journal.json") in wanted
        monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", passphrase_file)
        at += 1
    assert calls > 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_system_call_of_a_restore_leaves_it_to_be_done_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    for line in (DOSE, ["mood", "6"], ["mood", "7"]):
        assert run(line) == 0
    whole, data = state_of(path), path.read_bytes()
    path.write_bytes(data.replace(b'"mood":6', b'"mood":9'))
    start = path.parent / "start"
    shutil.copytree(path.parent / "backups", start / "backups")
    shutil.copy(path, start)
    at = calls = 0
    while at <= calls:
        folder = path.parent / f"{at}"
        shutil.copytree(start, folder)
        monkeypatch.setenv("KETALOG_JOURNAL", str(folder / "journal.json"))
        with Faulty(at, fault).on() as faulty:
            try:
                run(["restore"])
            except Died:
                assert faulty.dead
        calls = calls or faulty.count
        assert run(["restore"]) in {0, 5}
        assert state_of(folder / "journal.json") == whole
        kept = [one.read_bytes() for one in folder.rglob("*before-restore*")]
        assert path.read_bytes() in kept
        shutil.rmtree(folder)
        at += 1
    assert calls > 1


def moods(path: Path) -> dict[int | None, int | None]:
    found = store_here(path).everything().entries.values()
    return {one.number: one.mood for one in found if isinstance(one, Mood)}


@pytest.mark.parametrize("with_second_copy", [True, False])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_system_call_of_taking_a_hand_edit_in_leaves_the_edit_or_all_of_it_done(
    path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault, with_second_copy: bool
) -> None:
    for line in (DOSE, ["mood", "6"], ["mood", "7"]):
        assert run(line) == 0
    start = path.parent / "start"
    shutil.copytree(path.parent / "backups", start / "backups")
    if not with_second_copy:
        shutil.rmtree(start / "backups")
    edited = path.read_bytes().replace(b'"mood":6', b'"mood":9')
    (start / "journal.json").write_bytes(edited)
    done: State | None = None
    at = calls = 0
    while at <= calls:
        folder = path.parent / f"{at}"
        shutil.copytree(start, folder)
        journal = folder / "journal.json"
        monkeypatch.setenv("KETALOG_JOURNAL", str(journal))
        code: int | None = None
        with Faulty(at, fault).on() as faulty:
            try:
                code = run(["doctor", "--accept"])
            except Died:
                assert faulty.dead
        done = done or state_of(journal)
        calls = calls or faulty.count
        if code == 0 or journal.read_bytes() != edited:
            assert state_of(journal) == done
        else:
            assert run(["doctor", "--accept"]) == 0
        assert state_of(journal) == done
        assert moods(journal) == {2: 9, 3: 7}
        assert edited in [one.read_bytes() for one in folder.rglob("*before-restore*")]
        assert run(["undo"]) == 0
        assert moods(journal) == ({2: 6, 3: 7} if with_second_copy else {3: 7})
        lines, second_copy = both(store_here(journal).ledger)
        assert lines == second_copy
        shutil.rmtree(folder)
        at += 1
    assert calls > 1 or fault == "EINTR"
