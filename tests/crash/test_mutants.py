"""What keeps a journal safe can't be left out unseen: without it a test fails.

A mutant is one change of the source: the file, the text there, the text instead, and the tests of
which one has to fail. Where the text moves, move it here too: a text that is not found fails.
The long list is in tests/torture/test_more_mutants.py.
"""

from pathlib import Path

import pytest

from tests.crash.mutants import Mutant, hold_that_it_dies, hold_that_the_tests_pass, mutate

pytestmark = pytest.mark.slow

DISK, LINES = "ketalog/disk.py", "ketalog/ledger/format.py"
LEDGER, CRASH = "tests/ledger/test_ledger.py::test_", "tests/crash/test_crash.py::test_"
DAMAGE, REFUSALS = "tests/ledger/test_damage.py::test_", "tests/ledger/test_refusals.py::test_"

MUTANTS = {
    "no lock": Mutant(
        DISK,
        "return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "return None",
        (f"{CRASH}four_processes_that_log_100_moods_each_at_once_lose_none",),
    ),
    "no fsync of what is appended": Mutant(
        DISK,
        "os.fsync(file)",
        "pass",
        (f"{LEDGER}both_copies_are_on_the_disk_before_an_answer",),
    ),
    "no fsync of a folder": Mutant(
        DISK,
        "os.fsync(folder)",
        "pass",
        (f"{REFUSALS}a_rewrite_is_on_the_disk_before_it_takes_the_name_and_the_name_is_too",),
    ),
    "no checksum": Mutant(
        LINES,
        'own: str = sha256(raw[:-_SUM_LENGTH] + b"}").hexdigest()',
        "own = sum_of(raw)",
        (f"{DAMAGE}no_flipped_bit_of_a_journal_goes_unseen",),
    ),
    "no chain": Mutant(
        LINES,
        "is_behind = raw[at : at + SUM_DIGITS + 1] == prev.encode() + b'\"'",
        "is_behind = True",
        (f"{DAMAGE}a_line_that_is_not_as_written_is_damage_and_nothing_is_touched",),
    ),
    "no read-back": Mutant(
        DISK,
        "if os.pread(file, len(data) + 1, 0) != data:",
        "if False:",
        (f"{REFUSALS}a_rewritten_journal_is_read_back_before_it_takes_the_old_ones_place",),
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_without_it_a_test_fails(tmp_path: Path, name: str) -> None:
    hold_that_it_dies(tmp_path / "copy", MUTANTS[name])


def test_with_all_of_it_the_same_tests_pass(tmp_path: Path) -> None:
    hold_that_the_tests_pass(tmp_path / "copy", MUTANTS.values())


def test_a_mutant_of_text_that_is_not_there_fails_the_table(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("one\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="mend the table"):
        mutate(tmp_path, Mutant("x.py", "two", "three", ()))
