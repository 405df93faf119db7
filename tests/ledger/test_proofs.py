"""A line proves itself: each one that is whole in any copy comes back, and what is lost is said."""

import random
import time
from pathlib import Path

import pytest

from ketalog.errors import JournalDamaged
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import read_journal
from ketalog.ledger.recovery import Recovered, fragments, recover
from tests.conftest import Ketalog
from tests.crash.journals import NOW, flips, small, write

SUM = b',"sum":"%s"}'


def ids(raws: list[bytes]) -> list[str]:
    return [file_format.read_line(raw).id for raw in raws]


def hold_that_all_that_is_whole_comes_back(lines: list[bytes], *copies: bytes) -> None:
    """Each line that is whole in a copy comes back in its place, and no more is lost than said."""
    whole = [raw for raw in lines if any(raw in copy for copy in copies)]
    try:
        found = recover(copies, NOW)
    except JournalDamaged:
        assert whole == []
        return
    assert ids(found.contents.raws) == ids(whole)
    # A line that is cut off everywhere leaves no trace; that a copy is damaged there, does.
    traces = [raw for raw in lines if any(raw[:20] in copy for copy in copies)]
    assert found.lost >= len({*traces} - {*whole})


@pytest.fixture
def copies(tmp_path: Path) -> tuple[list[bytes], bytes, bytes]:
    """The lines of a small journal, its file and its second copy."""
    ledger = small(tmp_path)
    data = ledger.path.read_bytes()
    return read_journal(data).raws, data, ledger.second_copy.path.read_bytes()


def test_whatever_bit_is_flipped_and_wherever_the_other_copy_ends_all_that_is_whole_comes_back(
    copies: tuple[list[bytes], bytes, bytes],
) -> None:
    lines, journal, second_copy = copies
    chance = random.Random(20261128)  # noqa: S311 - where copies end
    for flipped in flips(journal, 7):
        cut = second_copy[: chance.randrange(len(second_copy) + 1)]
        hold_that_all_that_is_whole_comes_back(lines, cut, flipped)
    for flipped in flips(second_copy, 7):
        cut = journal[: chance.randrange(len(journal) + 1)]
        hold_that_all_that_is_whole_comes_back(lines, flipped, cut)


def test_a_copy_cut_anywhere_gives_back_its_whole_lines(
    copies: tuple[list[bytes], bytes, bytes],
) -> None:
    lines, journal, second_copy = copies
    for copy in (journal, second_copy):
        for cut in range(len(copy)):
            hold_that_all_that_is_whole_comes_back(lines, copy[:cut])
            hold_that_all_that_is_whole_comes_back(lines, copy[cut:])


def long_journal(folder: Path, count: int) -> list[bytes]:
    """Return the texts of a journal's file: two before the lines, two behind them."""
    ledger = small(folder, 0)
    for number in range(count):
        write(ledger, f"note {number}")
    return ledger.path.read_bytes().split(b"\n")


def recovered(texts: list[bytes]) -> Recovered:
    return recover([b"\n".join(texts)], NOW)


def test_a_line_that_kept_its_sum_but_no_brace_costs_no_other(tmp_path: Path) -> None:
    texts = long_journal(tmp_path, 5)
    texts[3] = texts[3].replace(b"{", b"x")
    found = recovered(texts)
    assert (len(found.contents.raws), found.lost) == (4, 1)
    texts[3:5] = [texts[3] + texts[4]]
    assert len(recovered(texts).contents.raws) == 4


@pytest.mark.parametrize("at", [4, 6, 40])
def test_a_last_line_that_is_harmed_is_lost_and_its_number_not_given_again(
    tmp_path: Path, at: int
) -> None:
    texts = long_journal(tmp_path, 3)
    last = bytearray(texts[-3])
    last[at] ^= 1
    texts[-3] = bytes(last)
    found = recovered(texts)
    assert (len(found.contents.raws), found.lost) == (2, 1)
    assert file_format.read_line(found.contents.raws[-1]).next == 4


@pytest.mark.parametrize("filler", [b"\0", b"\n", b"x", b"\xff\x07"])
@pytest.mark.parametrize(("first", "last"), [(10, 31), (19, 40), (1, 22)])
def test_no_more_lines_are_gone_than_are_said_to_be_left_out(
    tmp_path: Path, filler: bytes, first: int, last: int
) -> None:
    texts = long_journal(tmp_path, 40)
    data = b"\n".join(texts)
    start = data.index(b'"%d":' % first) + 30
    end = data.index(b'"%d":' % last) + 30 if last < 40 else len(data)
    hole = (filler * (end - start))[: end - start]
    found = recover([data[:start] + hole + data[end:]], NOW)
    gone = 40 - len(found.contents.raws)
    assert gone == last - first + 1
    if filler != b"\n" or last < 40:  # Line ends alone leave no trace of what stood there.
        assert gone <= found.lost <= 3 * gone
        assert file_format.read_line(found.contents.raws[-1]).next >= 41


@pytest.mark.parametrize(
    "scrap",
    [
        b"{",
        b'{"',
        b',"sum":"',
        SUM % (b"0" * 64),
        b'{"id":',
        b'{,"sum":"',
        b"[",
        b'"1":',
        b'{"id":' + SUM % (b"0" * 64),
    ],
)
def test_bytes_of_any_kind_are_looked_through_in_no_time(scrap: bytes) -> None:
    start = time.process_time()
    fragments(scrap * (2_000_000 // len(scrap)))
    assert time.process_time() - start < 5


def test_a_file_of_braces_is_refused_at_once(ketalog: Ketalog, home: Path) -> None:
    (home / "journal.json").write_bytes(b"{" * 60_000)
    start = time.process_time()
    assert ketalog("restore").code == 5
    assert ketalog("doctor").code == 5
    assert time.process_time() - start < 5
