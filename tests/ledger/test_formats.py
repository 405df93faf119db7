"""Journals of another format, an early one or a newer one, are left alone, and it is said why."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ketalog.ledger.format import FORMAT
from tests.conftest import Ketalog
from tests.crash.journals import everything_in

UUID = "7a1c9f52-7f0e-4a53-9d7b-0a0e0a6a9f01"
READING = ("list", "today", "week", "show 2", "month", "doctor", "export all.md")
EVERY = (
    *READING,
    "mood 5",
    "undo",
    "redo",
    "edit 2 150mg",
    "delete 2",
    "erase 2 --yes",
    "restore",
    "doctor --accept",
    "backup copy.json",
    "merge other.json",
    "lock",
    "unlock",
)


def with_sum(body: dict[str, Any], prev: str = "") -> bytes:
    """Return a header or line with its sum; before format 3 the sum before it was summed too."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f'{text[:-1]},"sum":"{hashlib.sha256((prev + text).encode()).hexdigest()}"}}'.encode()


def write(journal: Path, header: bytes, prev: str) -> None:
    """Write a journal of one rating under this header, and its second copy."""
    at = "2026-11-19T20:00:00+01:00"
    put = {"at": at, "id": "id-1", "kind": "mood", "mood": 4, "recorded": at}
    line = {"do": [{"number": 1, "put": put}], "id": "t-1", "max_at": at, "next": 2, "rec": at}
    raw = with_sum(line | {"seq": 1}, prev)
    start = b'{"_ketalog": {"1": ' + header + b'},\n"transactions": {\n"1":'
    (journal.parent / "backups").mkdir(mode=0o700, exist_ok=True)
    journal.write_bytes(start + raw + b"\n}}\n")
    copy = journal.parent / "backups" / f"{journal.name}.copy.jsonl"
    copy.write_bytes(header + b"\n" + raw + b"\n")


# An early one.


@pytest.fixture(params=[1, 2])
def early(home: Path, request: pytest.FixtureRequest) -> Path:
    """A journal of a ketalog that was never released."""
    made = {"generation": 1, "journal": UUID, "made": "2026-11-19T20:00:00+01:00"}
    header = with_sum(made | {"format": request.param})
    prev = UUID if request.param == 1 else json.loads(header)["sum"]
    write(home / "journal.json", header, prev)
    return home / "journal.json"


@pytest.mark.parametrize("line", EVERY)
def test_an_early_format_is_refused_in_one_line_and_left_alone(
    ketalog: Ketalog, early: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(early.parent)
    ketalog("--journal other.json mood 1")
    before = everything_in(early.parent)
    answer = ketalog(line, stdin="words\nwords\n", tty=True)
    assert (answer.code, answer.out) == (5, "")
    assert "from an early ketalog that was never released" in answer.err
    assert answer.err.count("\n") == 1
    assert everything_in(early.parent) == before


@pytest.mark.parametrize("line", ["merge {}", "restore {}"])
def test_a_file_of_an_early_format_is_not_taken_in(
    ketalog: Ketalog, early: Path, line: str
) -> None:
    mine = early.parent / "mine" / "journal.json"
    ketalog(f"--journal {mine} mood 1")
    if line.startswith("restore"):
        mine.unlink()
    before = everything_in(early.parent)
    answer = ketalog(f"--journal {mine} {line.format(early)}")
    assert (answer.code, answer.out) == (5, "")
    assert "from an early ketalog that was never released" in answer.err
    assert everything_in(early.parent) == before


# A newer one.


@pytest.fixture
def newer(ketalog: Ketalog, home: Path) -> Path:
    """A journal of a later ketalog: its header has more than this one knows."""
    header = {"format": FORMAT + 1, "journal": UUID, "version": "9.8.7", "colour": ["new"]}
    write(home / "journal.json", with_sum(header), "")
    return home / "journal.json"


@pytest.mark.parametrize("second_copy", ["ours", "none", "newer"])
@pytest.mark.parametrize("line", EVERY)
def test_a_newer_format_is_opened_by_nothing_and_its_version_is_said(
    ketalog: Ketalog, newer: Path, monkeypatch: pytest.MonkeyPatch, line: str, second_copy: str
) -> None:
    home = newer.parent
    monkeypatch.chdir(home)
    ketalog("--journal other.json mood 1")
    copy = home / "backups" / "journal.json.copy.jsonl"
    if second_copy == "none":
        copy.unlink()
    elif second_copy == "ours":
        write(newer.with_name("twin.json"), with_sum({"format": FORMAT, "journal": UUID}), "")
        newer.with_name("twin.json").unlink()
        copy.with_name("twin.json.copy.jsonl").rename(copy)
    before = everything_in(home)
    answer = ketalog(line, stdin="words\nwords\n", tty=True)
    assert (answer.code, answer.out) == (5, "")
    assert "written by a newer ketalog (9.8.7)" in answer.err
    assert everything_in(home) == before


@pytest.mark.parametrize("line", ["merge {}", "restore {}"])
def test_a_file_of_a_newer_format_is_not_taken_in(ketalog: Ketalog, newer: Path, line: str) -> None:
    home = newer.parent
    mine = home / "mine" / "journal.json"
    ketalog(f"--journal {mine} mood 1")
    if line.startswith("restore"):
        mine.unlink()
    before = everything_in(home)
    answer = ketalog(f"--journal {mine} {line.format(newer)}")
    assert (answer.code, answer.out) == (5, "")
    assert "written by a newer ketalog (9.8.7)" in answer.err
    assert everything_in(home) == before


def test_what_is_written_is_of_the_one_format(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 1")
    header = json.loads((home / "journal.json").read_bytes())["_ketalog"]["1"]
    assert header["format"] == FORMAT == 3
