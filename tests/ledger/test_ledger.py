"""The journal file: what is written, by one or many at once, stays."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json as msgspec_json
from tinydb import TinyDB

from ketalog import disk
from ketalog.errors import BadInput, JournalBusy, JournalError
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import read_journal
from ketalog.ledger.ledger import Ledger
from ketalog.ledger.tail import BLOCK, undo_line
from tests.crash.journals import (
    NOW,
    WORDS,
    again,
    both,
    everything_in,
    small,
    sums,
    without_second_copy,
    words,
    write,
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

pytestmark = pytest.mark.usefixtures("impatient")


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


# The file.


@given(st.dictionaries(st.text(), json_values))
def test_canonical_json_is_what_any_json_library_writes(body: dict[str, Any]) -> None:
    assert msgspec_json.encode(body, order="sorted") == canonical(body)


def test_a_journal_is_one_tinydb_file_with_one_transaction_a_line(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    with TinyDB(ledger.path) as db:
        rows = [dict(row) for row in db.table("transactions")]
    assert [row["do"][0]["put"]["text"] for row in rows] == list(WORDS[:3])
    texts = ledger.path.read_text(encoding="utf-8").splitlines()
    assert [text[:4] for text in texts] == ['{"_k', '"tra', '"1":', '"2":', '"3":', "}}"]


def test_each_line_names_the_one_before_it_and_the_first_the_header(tmp_path: Path) -> None:
    file = json.loads(small(tmp_path).path.read_bytes())
    header = file["_ketalog"]["1"]
    prev = None
    for line in (header, *file["transactions"].values()):
        claimed = line.pop("sum")
        assert hashlib.sha256(canonical(line)).hexdigest() == claimed
        assert line.get("prev") == prev
        prev = claimed


def test_the_second_copy_is_the_header_and_the_same_lines(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    journal, second_copy = both(ledger)
    assert journal == second_copy
    first = ledger.second_copy.path.read_bytes().splitlines()[0]
    assert json.loads(first) == json.loads(ledger.path.read_bytes())["_ketalog"]["1"]


@pytest.mark.parametrize(("umask", "can_chmod"), [(0, True), (0, False), (0o277, True)])
def test_files_and_folders_are_private_whatever_the_umask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, umask: int, *, can_chmod: bool
) -> None:
    if not can_chmod:  # They are private as they are made, not a moment later.
        for call in ("chmod", "fchmod"):
            monkeypatch.setattr(os, call, refuse)
    before = os.umask(umask)
    try:
        ledger = small(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    made = list((tmp_path / "a").rglob("*"))
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {0o600}
    folders = [tmp_path / "a", *(path for path in made if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}
    assert ledger.second_copy.path in made


def refuse(*_: object, **__: object) -> None:
    raise PermissionError


@pytest.mark.skipif(os.geteuid() != 0, reason="only root could take a journal over")
def test_root_never_takes_over_a_users_journal(tmp_path: Path) -> None:
    home = tmp_path / "patient"
    home.mkdir()
    os.chown(home, 1000, 1000)
    small(home / "ketalog")
    assert {path.stat().st_uid for path in home.rglob("*")} == {1000}


def test_a_header_alone_is_an_empty_journal_that_can_be_written_to(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "journal.json")
    with ledger.writing(NOW):
        pass
    assert words(ledger) == []
    assert ledger.recent(NOW) == []
    assert write(again(ledger), "first")
    assert words(again(ledger)) == ["first"]
    assert ledger.repairs == []


def test_reading_where_there_is_no_journal_makes_none(tmp_path: Path) -> None:
    assert words(Ledger(tmp_path / "none" / "journal.json")) == []
    assert list(tmp_path.rglob("*journal*")) == []


def test_both_copies_are_on_the_disk_before_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path)
    steps: list[tuple[str, int]] = []
    pwrite, fsync = os.pwrite, os.fsync
    node = {
        ledger.path.stat().st_ino: "journal",
        ledger.second_copy.path.stat().st_ino: "second copy",
    }

    def spy(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def spied(file: int, *rest: Any) -> Any:
            steps.append((f"{name} {node.get(os.fstat(file).st_ino)}", file))
            return call(file, *rest)

        return spied

    monkeypatch.setattr(os, "pwrite", spy("write", pwrite))
    monkeypatch.setattr(os, "fsync", spy("sync", fsync))
    write(ledger, "more")
    assert [step for step, _ in steps if "None" not in step] == [
        "write journal",
        "sync journal",
        "write second copy",
        "sync second copy",
    ]


def test_a_line_of_almost_64_kib_is_written_and_read(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    large = "x" * (file_format.MAX_LINE - 1200)
    write(ledger, large)
    write(ledger, "after it")
    assert words(again(ledger)) == [*WORDS[:3], large, "after it"]
    assert max(map(len, ledger.path.read_bytes().splitlines())) <= file_format.MAX_LINE
    assert len(ledger.recent(NOW)) == 5


def test_what_is_too_long_for_a_line_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    before = everything_in(tmp_path)
    with pytest.raises(BadInput, match="too long"):
        write(ledger, "x" * file_format.MAX_LINE)
    assert everything_in(tmp_path) == before


def test_the_end_is_read_alike_whatever_the_files_size(tmp_path: Path) -> None:
    header = read_journal(small(tmp_path).path.read_bytes()).header
    ledger = again(small(tmp_path))

    def journal_of(last: int) -> list[bytes]:
        raws: list[bytes] = []
        prev = file_format.sum_of(header)
        for n in range(1, 11):
            at = NOW - timedelta(hours=10 - n)
            put = {"at": at, "text": "x" * (last if n == 10 else 40)}
            do = [{"number": n, "put": put}]
            line = file_format.Line(seq=n, id=str(n), next=n + 1, rec=NOW, max_at=at, do=do)
            raws.append(file_format.placed(line, prev))
            prev = file_format.sum_of(raws[-1])
        return raws

    bare = len(file_format.file_bytes(header, journal_of(0)))
    first_line = len(file_format.open_bytes(header)) + 410
    for size in [*range(BLOCK - 20, BLOCK + 20), *range(BLOCK + 20, BLOCK + first_line, 7)]:
        raws = journal_of(size - bare)
        data = file_format.file_bytes(header, raws)
        assert len(data) == size
        ledger.path.write_bytes(data)
        ledger.second_copy.path.write_bytes(file_format.second_copy_bytes(header, *raws))
        wanted = [str(n) for n in range(6, 11)]
        assert [line.id for line in ledger.recent(NOW - timedelta(hours=4))][-5:] == wanted
        assert [line.id for line in ledger.recent(NOW - timedelta(days=9))] == [
            str(n) for n in range(1, 11)
        ]


# A transaction of many lines.


def imported(folder: Path) -> Ledger:
    ledger = small(folder)
    write(ledger, *(f"row {n} {'x' * 100}" for n in range(5000)))
    return ledger


def test_an_import_of_5000_entries_is_one_transaction_of_several_lines(tmp_path: Path) -> None:
    ledger = imported(tmp_path)
    parts = [line.part for line in ledger.everything() if line.part]
    assert len(parts) > 5
    assert parts == [(n, len(parts)) for n in range(1, len(parts) + 1)]
    assert len({line.id for line in ledger.everything()}) == 4
    assert len(words(ledger)) == 5003
    assert max(map(len, ledger.path.read_bytes().splitlines())) <= file_format.MAX_LINE
    write(again(ledger), "after it")
    assert words(ledger)[-1] == "after it"


@pytest.mark.parametrize("step", [40, pytest.param(3, marks=pytest.mark.slow)])
def test_an_import_that_was_cut_short_is_not_there_at_all(tmp_path: Path, step: int) -> None:
    ledger = imported(tmp_path)
    data = ledger.path.read_bytes()
    ends = [n for n in range(len(data)) if data.startswith(b"\n", n)]
    without_second_copy(ledger)
    cuts = [*ends[5:-2], *(end + 1000 for end in ends[4:-3]), len(data) - 6]
    for cut in [*cuts[:-1:step], cuts[-1]]:
        ledger.path.write_bytes(data[:cut])
        assert words(again(ledger)) == list(WORDS[:3])
        without_second_copy(ledger)


def test_an_import_that_was_cut_short_comes_back_from_the_second_copy(tmp_path: Path) -> None:
    ledger = imported(tmp_path)
    before = sums(ledger)
    data = ledger.path.read_bytes()
    ledger.path.write_bytes(data[: len(data) // 2])
    assert sums(again(ledger)) == before


def test_an_import_that_both_copies_have_only_the_beginning_of_does_not_count(
    tmp_path: Path,
) -> None:
    ledger = imported(tmp_path)
    contents = read_journal(ledger.path.read_bytes())
    ledger.path.write_bytes(file_format.file_bytes(contents.header, contents.raws[:6]))
    ledger.second_copy.path.write_bytes(
        file_format.second_copy_bytes(contents.header, *contents.raws[:6])
    )
    assert len(again(ledger).recent(NOW)) == 3
    write(again(ledger), "after it")
    assert words(again(ledger)) == [*WORDS[:3], "after it"]
    assert both(ledger)[0] == both(ledger)[1]


# Others at work at the same time.


def test_a_journal_that_is_held_for_too_long_names_its_holder(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    with ledger.writing(NOW), pytest.raises(JournalBusy, match=f"by process {os.getpid()} for"):
        write(again(ledger), "more")
    assert write(again(ledger), "more")


def test_the_lock_of_a_dead_process_is_free(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    source = (
        "import os, sys; from pathlib import Path; from tests.crash.journals import NOW, Ledger\n"
        "with Ledger(Path(sys.argv[1])).writing(NOW): os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", source, str(ledger.path)], check=False)
    assert done.returncode == 9
    assert write(ledger, "more")


def test_what_another_program_put_in_the_journals_place_is_not_written_over(
    tmp_path: Path,
) -> None:
    ledger = small(tmp_path)
    with ledger.writing(NOW) as tail:
        ledger.path.write_bytes(b"a sync tool's other version")
        with pytest.raises(JournalError, match="another program"):
            ledger.append([undo_line(tail.last, "x", NOW)])
    assert ledger.path.read_bytes() == b"a sync tool's other version"


def test_a_file_that_took_the_journals_place_is_not_written_to_even_if_it_is_as_long(
    tmp_path: Path,
) -> None:
    ledger = small(tmp_path)
    other = ledger.path.read_bytes().replace(b"slept well", b"slept ill!")
    with ledger.writing(NOW) as tail:
        disk.replace(ledger.path, other)
        with pytest.raises(JournalError, match="another program"):
            ledger.append([undo_line(tail.last, "x", NOW)])
    assert ledger.path.read_bytes() == other


def test_a_journal_that_is_held_takes_one_transaction(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    with ledger.writing(NOW) as tail:
        ledger.append([undo_line(tail.last, "x", NOW)])
        with pytest.raises(JournalError):
            ledger.append([undo_line(tail.last, "y", NOW)])
    assert [line.undoes for line in ledger.everything()][3:] == ["x"]


def test_readers_beside_a_writer_see_a_whole_beginning_of_what_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "PATIENCE_S", 10)
    ledger = small(tmp_path, 1)
    seen: list[list[str]] = []
    done = threading.Event()

    def read() -> None:
        reader = again(ledger)
        while not done.is_set():
            seen.append([line.sum for line in reader.recent(NOW)])
            seen.append(sums(reader))
        assert reader.repairs == []

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for n in range(60):
        write(ledger, f"note {n}")
    done.set()
    for reader in readers:
        reader.join()
    final = sums(ledger)
    assert len(final) == 61
    assert seen
    assert all(one == final[: len(one)] and one for one in seen)
