"""Journals of the former format are brought up to date; those of a newer one are left alone."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ketalog import disk
from ketalog.ledger.format import FORMAT
from tests.conftest import Ketalog
from tests.crash.journals import everything_in

UUID = "7a1c9f52-7f0e-4a53-9d7b-0a0e0a6a9f01"
READING = ("list", "today", "week", "show 2", "month", "doctor", "export all.md")


def sealed(body: dict[str, Any], before: str) -> dict[str, Any]:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**body, "sum": hashlib.sha256((before + text).encode()).hexdigest()}


def compact(body: dict[str, Any]) -> str:
    sums = body.pop("sum")
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f'{text[:-1]},"sum":"{sums}"}}'


def put(number: int, kind: str, **fields: Any) -> dict[str, Any]:
    at = f"2026-11-{18 + number}T20:00:00+01:00"
    return {
        "number": number,
        "put": {"kind": kind, "id": f"id-{number}", "at": at, "recorded": at, **fields},
    }


def format_1(home: Path, *, second_copy: bool = True) -> tuple[bytes, bytes]:
    """Write a journal as the former version did: its first line is chained to the uuid."""
    header = {"format": 1, "generation": 1, "journal": UUID, "made": "2026-11-19T20:00:00+01:00"}
    changes: list[dict[str, Any]] = [
        {"do": [put(1, "mood", mood=4)], "next": 2},
        {"do": [put(2, "dose", amount_mg="100", route="sublingual", note="word-2")], "next": 3},
        {"do": [put(3, "note", text="wörd-3")], "next": 4, "part": [1, 2]},
        {"do": [put(4, "question", text="word-4?")], "next": 5, "part": [2, 2]},
        {"do": [{"remove": "id-1"}], "next": 5},
        {"undoes": "t-5", "next": 5},
    ]
    lines, before = [], UUID
    for n, change in enumerate(changes, 1):
        seq = n - (n > 3)
        body = {
            **change,
            "id": f"t-{3 if n == 4 else n}",
            "seq": seq,
            "rec": f"2026-11-{18 + seq}T20:00:00+01:00",
            "max_at": f"2026-11-{18 + min(n, 4)}T20:00:00+01:00",
        }
        line = sealed(body, before)
        before = line["sum"]
        lines.append(compact(line))
    first = compact(sealed(header, ""))
    rows = ",\n".join(f'"{n}":{line}' for n, line in enumerate(lines, 1))
    data = f'{{"_ketalog": {{"1": {first}}},\n"transactions": {{\n{rows}\n}}}}\n'.encode()
    copy = "".join(f"{line}\n" for line in (first, *lines)).encode()
    (home / "journal.json").write_bytes(data)
    if second_copy:
        (home / "backups").mkdir(mode=0o700)
        (home / "backups" / "journal.json.copy.jsonl").write_bytes(copy)
    return data, copy


def entries(ketalog: Ketalog) -> Any:
    answer = ketalog("list --json")
    assert answer.code == 0, answer
    return answer.data["entries"]


@pytest.mark.parametrize("second_copy", [True, False])
def test_a_journal_of_the_former_format_reads_the_same_and_is_not_touched(
    ketalog: Ketalog, home: Path, second_copy: bool
) -> None:
    data, copy = format_1(home, second_copy=second_copy)
    for line in READING[:-1]:
        answer = ketalog(line)
        assert (answer.code, answer.err) == (0, "")
    assert [one["number"] for one in entries(ketalog)] == [1, 2, 3, 4]
    assert (home / "journal.json").read_bytes() == data
    assert not second_copy or (home / "backups" / "journal.json.copy.jsonl").read_bytes() == copy


@pytest.mark.parametrize("second_copy", [True, False])
@pytest.mark.parametrize("line", ["mood 5", "undo", "edit 2 150mg", "erase 1 --yes"])
def test_the_next_write_brings_it_up_to_date_and_keeps_the_former_file(
    ketalog: Ketalog, home: Path, second_copy: bool, line: str
) -> None:
    data, _ = format_1(home, second_copy=second_copy)
    before = entries(ketalog)
    answer = ketalog(line)
    assert answer.code == 0
    assert "newest format" in answer.err
    header = json.loads((home / "journal.json").read_bytes())["_ketalog"]["1"]
    assert (header["format"], header["journal"]) == (FORMAT, UUID)
    kept = [path.read_bytes() for path in home.glob("backups/*format-1*")]
    assert kept == ([] if "erase" in line else [data])
    after = {one["number"]: one for one in entries(ketalog)}
    harmed = {"undo": {3, 4}, "edit 2 150mg": {2}, "erase 1 --yes": {1}}.get(line, set())
    assert all(after[one["number"]] == one for one in before if one["number"] not in harmed)
    assert ketalog("doctor").code == 0
    assert ketalog("mood 7").err == ""
    assert ketalog("list --json").data["entries"][-1]["number"] == (6 if line == "mood 5" else 5)


class Crash(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(1, 40))
def test_a_crash_at_any_step_of_it_leaves_everything(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    format_1(home)
    before = entries(ketalog)
    left = step

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **more: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                raise Crash
            return call(*args, **more)

        return called

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", counted(os.pwrite))
        patch.setattr(os, "fsync", counted(os.fsync))
        patch.setattr(os, "open", counted(os.open))
        patch.setattr(Path, "replace", counted(Path.replace))
        patch.setattr(Path, "unlink", counted(Path.unlink))
        try:
            ketalog("mood 5")
        except Crash:
            crashed = True
        else:
            crashed = False
    assert crashed or step > 25
    now = entries(ketalog)
    assert [one for one in now if one["number"] < 5] == before
    assert len(now) in ({4, 5} if crashed else {5})
    assert ketalog("mood 6").code == 0
    assert ketalog("doctor").code == 0
    assert [one["number"] for one in entries(ketalog)] in ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6])
    assert not list(home.rglob("*.new"))


def test_a_damaged_journal_of_the_former_format_is_restored(ketalog: Ketalog, home: Path) -> None:
    format_1(home)
    before = entries(ketalog)
    journal, second_copy = home / "journal.json", home / "backups" / "journal.json.copy.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"word-2", b"w0rd-2"))
    second_copy.write_bytes(second_copy.read_bytes().replace(b"word-4", b"w0rd-4"))
    assert ketalog("doctor").code == 5
    assert ketalog("restore --json").data["lost_changes"] == 0
    assert entries(ketalog) == before
    assert ketalog("mood 5").out.startswith("Logged #5")
    assert ketalog("doctor").code == 0


def test_one_of_the_former_format_merges_and_is_copied(ketalog: Ketalog, home: Path) -> None:
    (home / "old").mkdir()
    format_1(home / "old")
    ketalog("mood 9")
    assert ketalog(f"merge {home}/old/journal.json --json").data["changes"] == 5
    assert len(entries(ketalog)) == 5
    assert ketalog(f"--journal {home}/old/journal.json backup {home}/copy.json").code == 0
    assert ketalog(f"merge {home}/copy.json").out == "Nothing new is in that file.\n"


# A newer one.


@pytest.fixture
def newer(ketalog: Ketalog, home: Path) -> Path:
    """A journal of a later ketalog: its header has more than this one knows."""
    data, _ = format_1(home)
    header = {"format": FORMAT + 1, "journal": UUID, "version": "9.8.7", "colour": ["new"]}
    first = compact(sealed(header, "")).encode()
    _, _, rest = data.partition(b"\n")
    (home / "journal.json").write_bytes(b'{"_ketalog": {"1": ' + first + b"},\n" + rest)
    return home / "journal.json"


@pytest.mark.parametrize("second_copy", ["former", "none", "newer"])
@pytest.mark.parametrize(
    "line",
    [
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
    ],
)
def test_a_newer_format_is_opened_by_nothing_and_its_version_is_said(
    ketalog: Ketalog, newer: Path, monkeypatch: pytest.MonkeyPatch, line: str, second_copy: str
) -> None:
    home = newer.parent
    monkeypatch.chdir(home)
    ketalog("--journal other.json mood 1")
    copy = home / "backups" / "journal.json.copy.jsonl"
    if second_copy == "none":
        copy.unlink()
    elif second_copy == "newer":
        first = newer.read_bytes().partition(b"\n")[0][len(b'{"_ketalog": {"1": ') : -2]
        copy.write_bytes(first + b"\n" + copy.read_bytes().partition(b"\n")[2])
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


def test_what_is_written_is_of_the_newest_format(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 1")
    header = json.loads((home / "journal.json").read_bytes())["_ketalog"]["1"]
    assert header["format"] == FORMAT == 2
    assert disk.read_all(home / "backups" / "journal.json.format-1") is None
