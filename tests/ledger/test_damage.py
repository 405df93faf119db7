"""Damage of every kind: it is seen, never used, never written over."""

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ketalog.errors import JournalDamaged, JournalTooNew
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import read_journal, read_second_copy
from ketalog.ledger.ledger import Ledger
from ketalog.ledger.rewriting import restore
from ketalog.ledger.tail import BLOCK
from tests.crash.journals import (
    NOW,
    WORDS,
    again,
    everything_in,
    flips,
    small,
    sums,
    without_second_copy,
    words,
    write,
)

pytestmark = pytest.mark.usefixtures("impatient")


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
    for changed in flips(data, 7):
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
    for changed in flips(second_copy, 11):
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


@pytest.mark.parametrize("do", ['"words"', "[" * 50_000 + "]" * 50_000, "[NaN]", "[1e999e]"])
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
