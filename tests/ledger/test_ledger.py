"""The journal file: what is written stays, and what is not as written is seen and never used."""

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import json as msgspec_json
from tinydb import TinyDB

from ketalog import disk
from ketalog.errors import (
    BadInput,
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalMissing,
    JournalTooNew,
    JournalUnwritable,
)
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import DecodedJournal, read_journal, read_second_copy
from ketalog.ledger.ledger import Ledger
from ketalog.ledger.rewriting import Restored, restore, rewrite
from ketalog.ledger.storage import JournalStorage
from ketalog.ledger.tail import BLOCK
from ketalog.ledger.writing import undo_lines
from tests.crash.journals import (
    NOW,
    WORDS,
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


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "PATIENCE_S", 0.2)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk where a test writes thousands of times."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def again(ledger: Ledger) -> Ledger:
    return Ledger(ledger.path)


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


def test_files_and_folders_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        ledger = small(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    made = list((tmp_path / "a").rglob("*"))
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {0o600}
    folders = [tmp_path / "a", *(path for path in made if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}
    assert ledger.second_copy.path in made


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


def test_an_import_that_was_cut_short_is_not_there_at_all(tmp_path: Path) -> None:
    ledger = imported(tmp_path)
    data = ledger.path.read_bytes()
    ends = [n for n in range(len(data)) if data.startswith(b"\n", n)]
    without_second_copy(ledger)
    for cut in [*ends[5:-2], *(end + 1000 for end in ends[4:-3]), len(data) - 6]:
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


# Damage: every byte and every bit of a small journal.


def forget_what_was_kept(ledger: Ledger) -> None:
    for path in ledger.second_copy.folder.glob("journal.json.before-restore-*"):
        path.unlink()


def restored(ledger: Ledger) -> list[str]:
    """Return what a journal says, rebuilt from its second copy if it can't be read."""
    try:
        return sums(again(ledger))
    except JournalDamaged:
        restore(again(ledger), NOW)
        return sums(again(ledger))


@pytest.mark.slow
def test_a_journal_cut_anywhere_is_wholly_back_from_its_second_copy(
    tmp_path: Path, hasty: None
) -> None:
    ledger = small(tmp_path)
    data, before = ledger.path.read_bytes(), sums(ledger)
    header_ends = len(file_format.open_bytes(read_journal(data).header))
    for cut in range(len(data)):
        ledger.path.write_bytes(data[:cut])
        if cut >= header_ends:
            assert sums(again(ledger)) == before
        else:
            with pytest.raises(JournalDamaged):
                again(ledger).everything()
            assert restored(ledger) == before
        with again(ledger).writing(NOW):
            assert ledger.path.read_bytes() == data
        forget_what_was_kept(ledger)


@pytest.mark.slow
def test_a_journal_cut_anywhere_without_a_second_copy_is_damage_or_its_good_beginning(
    tmp_path: Path, hasty: None
) -> None:
    ledger = small(tmp_path)
    data, before = ledger.path.read_bytes(), sums(ledger)
    shutil.rmtree(ledger.second_copy.folder)
    for cut in range(len(data)):
        ledger.path.write_bytes(data[:cut])
        try:
            found = sums(again(ledger))
        except JournalDamaged:
            assert everything_in(tmp_path) == {"journal.json": data[:cut]}
            continue
        assert found == before[: len(found)]
        whole = file_format.file_bytes(
            read_journal(data).header, read_journal(data).raws[: len(found)]
        ).removesuffix(file_format.END)
        marker = tmp_path / "journal.json.cut-short"
        if data[:cut] == (whole + file_format.END).rstrip():
            assert again(ledger).warnings() == []
            continue
        assert whole + marker.read_bytes() == data[:cut]
        assert any(str(marker) in said for said in again(ledger).warnings())
        marker.unlink()
        shutil.rmtree(ledger.second_copy.folder, ignore_errors=True)


def flips(data: bytes) -> Iterator[bytes]:
    for at in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            yield bytes(changed)


def test_no_flipped_bit_of_a_journal_goes_unseen(tmp_path: Path) -> None:
    data = small(tmp_path, 2).path.read_bytes()
    good = read_journal(data)
    for changed in flips(data):
        try:
            found = read_journal(changed)
        except JournalDamaged:
            continue
        assert (found.header, found.raws) == (good.header, good.raws)


@pytest.mark.slow
def test_a_flipped_bit_of_a_journal_is_mended_from_the_second_copy(
    tmp_path: Path, hasty: None
) -> None:
    ledger = small(tmp_path, 2)
    data, before = ledger.path.read_bytes(), sums(ledger)
    for changed in list(flips(data))[::7]:
        ledger.path.write_bytes(changed)
        assert restored(ledger) == before
        ledger.path.write_bytes(data)
        forget_what_was_kept(ledger)


@pytest.mark.slow
def test_a_flipped_bit_of_the_second_copy_never_reaches_the_journal(
    tmp_path: Path, hasty: None
) -> None:
    ledger = small(tmp_path, 2)
    data, second_copy, before = (
        ledger.path.read_bytes(),
        ledger.second_copy.path.read_bytes(),
        sums(ledger),
    )
    for changed in flips(second_copy):
        try:
            found = read_second_copy(changed)
        except JournalDamaged:
            continue
        raws = read_journal(data).raws
        assert found.raws == raws[: len(found.raws)]
    for changed in list(flips(second_copy))[::11]:
        ledger.second_copy.path.write_bytes(changed)
        assert sums(again(ledger)) == before
        with again(ledger).writing(NOW):
            pass
        assert ledger.path.read_bytes() == data


def test_the_views_end_never_trusts_a_line_it_has_not_verified(tmp_path: Path) -> None:
    """A wrong `max_at` in the line where reading stops would hide everything before it."""
    ledger = small(tmp_path)
    for n in range(300):
        write(ledger, f"note {n}", at=NOW - timedelta(hours=300 - n))
    data = ledger.path.read_bytes()
    texts = data[-BLOCK:].split(b"\n")
    second = data.index(texts[1])
    at = data.index(b'"max_at":"2026', second)
    ledger.path.write_bytes(data[: at + 12] + b"0" + data[at + 13 :])
    with pytest.raises(JournalDamaged):
        again(ledger).recent(NOW - timedelta(days=300))


def rows_of(data: bytes) -> list[bytes]:
    return data.split(b"\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: [*rows[:2], b'"1"' + rows[3][3:], b'"2"' + rows[2][3:], *rows[4:]],
        lambda rows: [*rows[:3], rows[2], *rows[3:]],
        lambda rows: [*rows[:2], *rows[3:]],
        lambda rows: [*rows[:3], rows[3].replace(b"ruhig", b"RUHIG"), *rows[4:]],
        lambda rows: [*rows[:3], rows[3].replace(b"ruhig", b"RUHIG"), *rows[4:-2], b"}}"],
        lambda rows: [*rows[:3], rows[3][:40] + bytes(40) + rows[3][80:], *rows[4:]],
        lambda rows: [*rows[:3], rows[3].replace(b'"2":', b'"7":'), *rows[4:]],
        lambda rows: [rows[0].replace(b'"format":3', b'"format":4'), *rows[1:]],
    ],
    ids=[
        "swapped",
        "doubled",
        "dropped",
        "edited by hand",
        "edited by hand and the last newline lost",
        "zeros in the middle",
        "another key",
        "header",
    ],
)
@pytest.mark.parametrize("second_copy", [True, False])
def test_a_line_that_is_not_as_written_is_damage_and_nothing_is_touched(
    tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], second_copy: bool
) -> None:
    ledger = small(tmp_path, 4)
    if not second_copy:
        without_second_copy(ledger)
    ledger.path.write_bytes(b"\n".join(change(rows_of(ledger.path.read_bytes()))))
    before = everything_in(tmp_path)
    for act in (ledger.everything, lambda: write(ledger, "more")):
        with pytest.raises(JournalDamaged) as caught:
            act()
        assert str(ledger.path) in caught.value.message
        assert everything_in(tmp_path) == before


def test_lines_of_another_journal_are_not_taken_for_its_own(tmp_path: Path) -> None:
    one, other = small(tmp_path / "a"), small(tmp_path / "b")
    rows, others = rows_of(one.path.read_bytes()), rows_of(other.path.read_bytes())
    one.path.write_bytes(b"\n".join([*rows[:3], *others[3:]]))
    with pytest.raises(JournalDamaged):
        one.everything()


@pytest.mark.parametrize("zeros", [1, 8, 5000])
def test_zeros_that_a_power_cut_left_at_the_end_are_a_torn_write(
    tmp_path: Path, zeros: int
) -> None:
    ledger = small(tmp_path)
    data, before = ledger.path.read_bytes(), sums(ledger)
    ledger.path.write_bytes(data.removesuffix(file_format.END) + bytes(zeros))
    assert sums(again(ledger)) == before
    ledger.path.write_bytes(data[: data.rindex(b'"3":')] + bytes(zeros + 8) + file_format.END)
    assert sums(again(ledger)) == before
    without_second_copy(ledger)
    ledger.path.write_bytes(data[: data.rindex(b'"3":')] + bytes(zeros + 8) + file_format.END)
    assert sums(again(ledger)) == before[:2]


def test_what_a_crash_tore_is_set_aside_and_said_once(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    ledger.path.write_bytes(
        ledger.path.read_bytes().replace(file_format.END, b',\n"4":{"do":[{"nu')
    )
    reader = again(ledger)
    assert words(reader) == list(WORDS[:3])
    (said,) = reader.repairs
    aside = ledger.second_copy.folder / "journal.json.torn"
    assert str(aside) in said
    assert aside.read_bytes() == b',\n"4":{"do":[{"nu'
    assert (again(ledger).repairs, again(ledger).warnings()) == ([], [])


def test_an_end_that_was_lost_without_a_second_copy_is_said_again_and_again(
    tmp_path: Path,
) -> None:
    ledger = small(tmp_path)
    without_second_copy(ledger)
    ledger.path.write_bytes(ledger.path.read_bytes()[:-50])
    assert words(again(ledger)) == list(WORDS[:2])
    aside = ledger.path.with_name("journal.json.cut-short")
    assert aside.read_bytes().startswith(b',\n"3":')
    for _ in range(3):
        write(again(ledger), "life goes on")
        (said,) = again(ledger).warnings()
        assert "entries may be missing" in said
        assert str(aside) in said


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"{}",
        b"[]",
        b"null",
        b"\x00" * 4096,
        b"\xff\xfe",
        b'{"_ketalog": {"1": {}}, "transactions": {}}',
        b'{"_ketalog": {}, "transactions": []}',
        b"[" * 100_000,
        b'{"_ketalog": ' * 50_000,
        b'{"_ketalog": {"1": ' + b"[" * 5000 + b"]" * 5000 + b'},\n"transactions": {\n}}\n',
    ],
)
def test_a_file_that_is_no_journal_is_damage_and_never_an_empty_journal(
    tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "journal.json"
    path.write_bytes(data)
    for act in (Ledger(path).everything, lambda: write(Ledger(path), "more")):
        with pytest.raises(JournalDamaged):
            act()
    assert path.read_bytes() == data


def forged(ledger: Ledger, do: str) -> None:
    """Add a line with a right sum that no ketalog would write, and one as it should be."""
    contents = read_journal(ledger.path.read_bytes())
    raws = [*contents.raws]
    for key, what in ((9, do), (10, "[]")):
        prev = file_format.sum_of(raws[-1])
        body = f'{{"do":{what},"id":"{key}","next":9,"prev":"{prev}","seq":{key}}}'
        claimed = hashlib.sha256(body.encode()).hexdigest()
        raws.append(f'{body[:-1]},"sum":"{claimed}"}}'.encode())
    ledger.path.write_bytes(file_format.file_bytes(contents.header, raws))
    ledger.second_copy.path.write_bytes(file_format.second_copy_bytes(contents.header, *raws))


@pytest.mark.parametrize("do", ['"words"', "[" * 3000 + "]" * 3000, "[NaN]", "[1e999e]"])
def test_a_forged_line_of_another_shape_is_damage(tmp_path: Path, do: str) -> None:
    ledger = small(tmp_path)
    forged(ledger, do)
    with pytest.raises(JournalDamaged):
        ledger.everything()
    with pytest.raises(JournalDamaged):
        ledger.recent(NOW)


def test_a_journal_of_a_newer_format_is_opened_by_nothing_and_left_alone(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    for path in (ledger.path, ledger.second_copy.path):
        path.write_bytes(path.read_bytes().replace(b'"format":3', b'"format":4'))
        of_old = path.read_bytes()
        header = of_old[of_old.index(b'{"format"') : of_old.index(b'"}') + 2]
        body = {**json.loads(header), "version": "9.9"}
        body.pop("sum")
        path.write_bytes(of_old.replace(header, file_format.with_checksum(body)))
    before = everything_in(tmp_path)
    acts = (ledger.everything, lambda: write(ledger, "more"), lambda: ledger.recent(NOW))
    for act in (*acts, lambda: restore(ledger, NOW)):
        with pytest.raises(JournalTooNew, match=r"newer ketalog \(9.9\)"):
            act()
    assert everything_in(tmp_path) == before


# Other programs.


def as_tinydb(data: bytes) -> bytes:
    return json.dumps(json.loads(data)).encode()


def as_jq(data: bytes) -> bytes:
    return subprocess.run(["jq", "."], input=data, stdout=subprocess.PIPE, check=True).stdout


OTHER_LAYOUTS = {
    "stock TinyDB": as_tinydb,
    "jq": pytest.param(as_jq, marks=pytest.mark.skipif(not shutil.which("jq"), reason="no jq")),
    "indented": lambda data: json.dumps(json.loads(data), indent=4, sort_keys=True).encode(),
    "Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "no last newline": lambda data: data.rstrip(b"\n"),
    "another last newline": lambda data: data + b"\n",
    "UTF-16": lambda data: data.decode().encode("utf-16"),
}


@pytest.mark.parametrize("lay_out", OTHER_LAYOUTS.values(), ids=OTHER_LAYOUTS)
@pytest.mark.parametrize("second_copy", [True, False])
def test_another_layout_of_the_same_content_opens_and_is_laid_out_again_by_the_next_write(
    tmp_path: Path, lay_out: Callable[[bytes], bytes], second_copy: bool
) -> None:
    ledger = small(tmp_path)
    data, before = ledger.path.read_bytes(), sums(ledger)
    ledger.path.write_bytes(lay_out(data))
    if not second_copy:
        without_second_copy(ledger)
    assert sums(again(ledger)) == before
    assert [line.sum for line in again(ledger).recent(NOW)] == before
    later = again(ledger)
    write(later, "more")
    assert later.repairs == []
    assert ledger.path.read_bytes().startswith(data.removesuffix(file_format.END))
    assert sums(ledger)[:-1] == before
    assert both(ledger)[0] == both(ledger)[1]


@pytest.mark.parametrize("table", ["transactions", "_default", "_ketalog"])
def test_rows_added_by_stock_tinydb_are_damage(tmp_path: Path, table: str) -> None:
    ledger = small(tmp_path)
    with TinyDB(ledger.path) as db:
        db.table(table).insert({"text": "by hand"})
    before = everything_in(tmp_path)
    for act in (ledger.everything, lambda: write(ledger, "more")):
        with pytest.raises(JournalDamaged):
            act()
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"2": {', b'"1": {'),
        (b'"2": {', b'"02": {'),
        (b'"seq": 2', b'"seq": 2, "seq": 2'),
        (b'"seq": 2', b'"seq": 2.0'),
        (b'"seq": 2', b'"seq": NaN'),
        (b'"seq": 2', b'"seq": 1e999'),
        (b"slept well", b"slept \\ud800"),
        (b"slept well", b"slept \xed\xa0\x80"),
        (b"slept well", b"slept \xff"),
    ],
)
def test_another_layout_is_read_strictly(tmp_path: Path, old: bytes, new: bytes) -> None:
    ledger = small(tmp_path)
    data = as_tinydb(ledger.path.read_bytes())
    assert old in data
    ledger.path.write_bytes(data.replace(old, new, 1))
    with pytest.raises(JournalDamaged):
        ledger.everything()


def test_tinydb_itself_can_write_nothing(tmp_path: Path) -> None:
    contents = read_journal(small(tmp_path).path.read_bytes())
    with pytest.raises(NotImplementedError, match="only ever added to"):
        TinyDB(contents, storage=JournalStorage).insert({})


# Journal and second copy.


def test_a_missing_journal_beside_a_second_copy_is_not_an_empty_journal(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    before = sums(ledger)
    ledger.path.unlink()
    for act in (ledger.everything, lambda: ledger.recent(NOW), lambda: write(ledger, "more")):
        with pytest.raises(JournalMissing) as caught:
            act()
        assert "ketalog restore" in str(caught.value.hint)
    assert restore(again(ledger), NOW) == Restored(3, 0, [])
    assert sums(again(ledger)) == before


@pytest.mark.parametrize("second_copy", [b"", b"{", b"no second copy", b"\x00" * 100])
def test_not_even_beside_a_damaged_second_copy(tmp_path: Path, second_copy: bytes) -> None:
    ledger = small(tmp_path)
    ledger.path.unlink()
    ledger.second_copy.path.write_bytes(second_copy)
    before = everything_in(tmp_path)
    for act in (ledger.everything, lambda: write(ledger, "more")):
        with pytest.raises(JournalMissing):
            act()
    with pytest.raises(JournalDamaged):
        restore(ledger, NOW)
    assert everything_in(tmp_path) == before


def test_restore_keeps_the_damaged_journal(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    before = sums(ledger)
    ledger.path.write_bytes(b"{}")
    done = restore(ledger, NOW)
    assert (done.lines, done.lost) == (3, 0)
    assert [kept.read_bytes() for kept in done.kept] == [b"{}"]
    assert sums(again(ledger)) == before


def test_restore_never_replaces_a_whole_journal_by_a_shorter_copy(tmp_path: Path) -> None:
    ledger = small(tmp_path, 2)
    behind = ledger.second_copy.path.read_bytes()
    write(ledger, WORDS[2])
    ledger.second_copy.path.write_bytes(behind)
    with pytest.raises(JournalError, match="nothing to restore"):
        restore(ledger, NOW)
    assert words(again(ledger)) == list(WORDS[:3])


def test_restore_without_a_second_copy_says_so(tmp_path: Path) -> None:
    with pytest.raises(JournalMissing, match="no second copy"):
        restore(Ledger(tmp_path / "journal.json"), NOW)


@pytest.mark.parametrize("cut", [None, 0, 1, 100, -1, -5, -300])
def test_a_second_copy_that_is_missing_or_short_is_completed(
    tmp_path: Path, cut: int | None
) -> None:
    ledger = small(tmp_path)
    second_copy = ledger.second_copy.path.read_bytes()
    without_second_copy(ledger)
    if cut is not None:
        ledger.second_copy.path.write_bytes(second_copy[:cut])
    assert words(again(ledger)) == list(WORDS[:3])
    assert write(again(ledger), "more")
    journal, copy = both(ledger)
    assert journal == copy
    assert len(copy) == 4


def test_a_second_copy_with_more_completes_the_journal(tmp_path: Path) -> None:
    ledger = small(tmp_path, 2)
    older = ledger.path.read_bytes()
    write(ledger, WORDS[2])
    ledger.path.write_bytes(older)
    reader = again(ledger)
    assert words(reader) == list(WORDS[:3])
    assert "came back from the second copy" in reader.repairs[0]
    later = again(ledger)
    write(later, "more")
    assert later.repairs == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("journal", "journal.json"), ("a.json", "a.txt"), ("home/a.json", "work/a.json")],
)
@pytest.mark.parametrize("backups", ["", "usb"])
def test_journals_of_like_names_have_second_copies_of_their_own(
    tmp_path: Path, one: str, other: str, backups: str
) -> None:
    folder = tmp_path / backups if backups else None
    (tmp_path / backups).mkdir(exist_ok=True)
    ledgers = [Ledger(tmp_path / name, folder) for name in (one, other)]
    for ledger, text in zip(ledgers, ("mine", "yours"), strict=True):
        assert write(ledger, text)
    for ledger, text in zip(ledgers, ("mine", "yours"), strict=True):
        ledger.path.unlink()
        assert restore(ledger, NOW).lines == 1
        assert words(Ledger(ledger.path, folder)) == [text]


def test_the_second_copy_has_the_journals_whole_name(tmp_path: Path) -> None:
    beside = Ledger(tmp_path / "journal.json").second_copy.path
    assert beside == tmp_path / "backups" / "journal.json.copy.jsonl"
    elsewhere = Ledger(tmp_path / "journal.json", tmp_path / "usb").second_copy.path
    assert re.fullmatch(r"journal\.json\.[0-9a-f]{8}\.copy\.jsonl", elsewhere.name)
    (tmp_path / "link.json").symlink_to(tmp_path / "journal.json")
    assert Ledger(tmp_path / "link.json", tmp_path / "usb").second_copy.path == elsewhere


def test_what_a_damaged_second_copy_held_is_kept(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    damaged = ledger.second_copy.path.read_bytes().replace(b"slept", b"SLEPT")
    ledger.second_copy.path.write_bytes(damaged)
    ledger.path.write_bytes(ledger.path.read_bytes().removesuffix(b"\n") + b" \n")
    later = again(ledger)
    assert write(later, "more")
    ledger.second_copy.path.write_bytes(damaged + b"torn")
    later = again(ledger)
    write(later, "more")
    kept = ledger.second_copy.folder / "journal.json.copy.jsonl.damaged"
    assert kept.read_bytes().startswith(damaged)
    assert str(kept) in later.repairs[0]
    assert both(ledger)[0] == both(ledger)[1]


def test_two_stories_are_damage_and_neither_is_touched(tmp_path: Path) -> None:
    ledger, other = small(tmp_path / "a", 2), tmp_path / "b"
    shutil.copytree(tmp_path / "a", other)
    write(ledger, "one way")
    write(Ledger(other / "journal.json"), "the other")
    shutil.copy(other / "backups" / "journal.json.copy.jsonl", ledger.second_copy.path)
    before = everything_in(tmp_path)
    for act in (ledger.everything, lambda: write(ledger, "more"), lambda: restore(ledger, NOW)):
        with pytest.raises(JournalDamaged, match="different stories"):
            act()
    assert everything_in(tmp_path) == before


def unreachable(tmp_path: Path) -> Ledger:
    """Return a journal without an entry yet, whose second copy's disk is gone."""
    ledger = Ledger(tmp_path / "journal.json", tmp_path / "usb" / "backups")
    ledger.second_copy.folder.mkdir(parents=True)
    with ledger.writing(NOW):
        pass
    shutil.rmtree(tmp_path / "usb")
    return ledger


def test_an_entry_is_saved_where_the_second_copy_cannot_be(tmp_path: Path) -> None:
    ledger = unreachable(tmp_path)
    for text in WORDS:
        assert not write(ledger, text)
    assert words(ledger) == list(WORDS)
    assert len(ledger.recent(NOW)) == 4


def test_a_torn_write_is_repaired_where_the_second_copy_cannot_be(tmp_path: Path) -> None:
    ledger = unreachable(tmp_path)
    write(ledger, "one")
    write(ledger, "two")
    ledger.path.write_bytes(ledger.path.read_bytes()[:-20])
    later = Ledger(ledger.path, ledger.second_copy.folder)
    write(later, "three")
    assert words(ledger) == ["one", "three"]
    assert str(tmp_path / "journal.json.cut-short") in later.repairs[0]


def test_a_folder_in_the_second_copys_place_is_as_if_it_could_not_be_reached(
    tmp_path: Path,
) -> None:
    ledger = small(tmp_path)
    ledger.second_copy.path.unlink()
    ledger.second_copy.path.mkdir()
    assert not write(again(ledger), "more")
    assert words(again(ledger))[-1] == "more"


def test_everything_can_be_read_while_the_journal_is_held_and_the_copy_is_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path, 2)
    behind = ledger.second_copy.path.read_bytes()
    write(ledger, WORDS[2])
    ledger.second_copy.path.write_bytes(behind)
    monkeypatch.setattr(ledger.second_copy, "write", fails(errno.ENOSPC))
    with ledger.writing(NOW) as tail:
        assert len(ledger.everything(may_prompt=False)) == 3
        assert not ledger.append(undo_lines(tail.last, "x", NOW))


def test_a_symlink_stays_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "near").mkdir()
    (tmp_path / "near" / "journal.json").symlink_to(tmp_path / "far" / "diary.json")
    ledger = small(tmp_path / "near")
    ledger.path.write_bytes(as_tinydb(ledger.path.read_bytes()))
    write(small(tmp_path / "near", 0), "more")
    assert (tmp_path / "near" / "journal.json").is_symlink()
    assert words(Ledger(tmp_path / "far" / "diary.json")) == [*WORDS[:3], "more"]
    assert [path.name for path in (tmp_path / "near").iterdir()] == ["journal.json"]


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_read_or_written_through_a_link_in_the_second_copys_place(
    tmp_path: Path, there: bool
) -> None:
    ledger = small(tmp_path)
    elsewhere = tmp_path / "theirs.jsonl"
    if there:
        elsewhere.write_bytes(ledger.second_copy.path.read_bytes())
    ledger.second_copy.path.unlink()
    ledger.second_copy.path.symlink_to(elsewhere)
    before = everything_in(tmp_path)
    assert not write(again(ledger), "more")
    assert words(again(ledger)) == [*WORDS[:3], "more"]
    assert not rewrite(
        again(ledger), NOW, lambda book: DecodedJournal(*book), former=None
    ).written_twice
    with pytest.raises(OSError, match="symbolic links"):
        ledger.second_copy.add([b"more"])
    assert ledger.second_copy.path.is_symlink()
    assert everything_in(tmp_path) == before | {"journal.json": ledger.path.read_bytes()}


def test_a_symlink_that_leads_nowhere_is_an_error_of_the_journal(tmp_path: Path) -> None:
    (tmp_path / "journal.json").symlink_to(tmp_path / "journal.json")
    for act in (small, lambda folder: Ledger(folder / "journal.json").everything()):
        with pytest.raises(JournalError):
            act(tmp_path)


def test_a_folder_is_not_taken_for_a_journal(tmp_path: Path) -> None:
    for act in (lambda: words(Ledger(tmp_path)), lambda: write(Ledger(tmp_path), "x")):
        with pytest.raises(JournalError, match="is a folder"):
            act()


# What the disk refuses.


def fails(number: int) -> Callable[..., Any]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_a_read_only_folder_can_be_read_and_says_that_nothing_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path)
    opened = os.open

    def read_only(path: Path, flags: int, *rest: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return opened(path, flags, *rest)

    monkeypatch.setattr(os, "open", read_only)
    assert words(again(ledger)) == list(WORDS[:3])
    with pytest.raises(JournalUnwritable, match=r"Nothing was saved: .*the disk is read-only"):
        write(again(ledger), "more")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG])
def test_a_write_that_fails_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    ledger = small(tmp_path)
    before = everything_in(tmp_path)
    pwrite = os.pwrite

    def half(file: int, data: bytes, at: int) -> int:
        if len(data) < 100:  # the closing braces, the lock
            return pwrite(file, data, at)
        if len(data) % 2:
            raise OSError(number, os.strerror(number))
        return pwrite(file, data[: len(data) // 2 | 1], at)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", half)
        with pytest.raises(JournalUnwritable, match="as it was"):
            write(ledger, "more", "and more")
    assert everything_in(tmp_path) == before


def test_a_failed_write_that_cannot_be_taken_back_may_have_been_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_all", fails(errno.EIO))
        with pytest.raises(JournalUnwritable, match="may have been saved"):
            write(ledger, "more")
    assert words(again(ledger)) == list(WORDS[:3])


def test_a_failed_fsync_may_have_been_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails(errno.EIO))
        with pytest.raises(JournalUnwritable, match="may have been saved") as caught:
            write(ledger, "more")
    assert "ketalog list" in str(caught.value.hint)
    assert words(again(ledger)) == [*WORDS[:3], "more"]
    assert write(again(ledger), "and more")


def test_short_writes_are_written_to_their_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pwrite = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: pwrite(file, data[:7], at))
    ledger = small(tmp_path)
    assert words(ledger) == list(WORDS[:3])
    assert both(ledger)[0] == both(ledger)[1]


def test_a_rewritten_journal_is_read_back_before_it_takes_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = small(tmp_path)
    ledger.path.write_bytes(as_tinydb(ledger.path.read_bytes()))
    before = everything_in(tmp_path)
    with monkeypatch.context() as patch:
        pread = os.pread
        patch.setattr(os, "pread", lambda *where: pread(*where).replace(b"slept", b"SLEPT"))
        with pytest.raises(JournalUnwritable, match="the disk reports an error"):
            write(ledger, "more")
    assert everything_in(tmp_path) == before


def test_a_rewrite_is_on_the_disk_before_it_takes_the_name_and_the_name_is_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, rename = os.fsync, os.replace

    def sync(file: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(file).st_mode) else "sync file")
        fsync(file)

    def take_name(old: Path, new: Path) -> None:
        steps.append("take the name")
        rename(old, new)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", take_name)
    disk.replace(tmp_path / "journal.json", b"words")
    assert steps == ["sync file", "take the name", "sync folder"]


def test_what_a_killed_rewrite_left_is_swept(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    left = [
        tmp_path / ".journal.json.4711.new",
        ledger.second_copy.folder / ".journal.json.copy.jsonl.4711.new",
    ]
    for path in left:
        path.write_text("words")
    without_second_copy(ledger)
    write(ledger, "more")
    assert not any(path.exists() for path in left)


def test_a_file_planted_where_a_rewrite_goes_gets_no_words(tmp_path: Path) -> None:
    trap = tmp_path / f".export.html.{os.getpid()}.new"
    (tmp_path / "theirs").write_text("theirs")
    trap.symlink_to(tmp_path / "theirs")
    disk.replace(tmp_path / "export.html", b"words")
    assert (tmp_path / "theirs").read_text() == "theirs"
    assert (tmp_path / "export.html").read_bytes() == b"words"


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
            ledger.append(undo_lines(tail.last, "x", NOW))
    assert ledger.path.read_bytes() == b"a sync tool's other version"


def test_a_file_that_took_the_journals_place_is_not_written_to_even_if_it_is_as_long(
    tmp_path: Path,
) -> None:
    ledger = small(tmp_path)
    other = ledger.path.read_bytes().replace(b"slept well", b"slept ill!")
    with ledger.writing(NOW) as tail:
        disk.replace(ledger.path, other)
        with pytest.raises(JournalError, match="another program"):
            ledger.append(undo_lines(tail.last, "x", NOW))
    assert ledger.path.read_bytes() == other


def test_a_journal_that_is_held_takes_one_transaction(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    with ledger.writing(NOW) as tail:
        ledger.append(undo_lines(tail.last, "x", NOW))
        with pytest.raises(JournalError):
            ledger.append(undo_lines(tail.last, "y", NOW))
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
