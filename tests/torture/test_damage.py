"""Every bit of a small journal flipped, every length cut: it is seen, and all comes back."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from ketalog.cli import run
from ketalog.errors import JournalError
from tests.crash.model import Entries, found_in
from tests.torture.figures import Figures

pytestmark = [pytest.mark.torture, pytest.mark.usefixtures("hasty")]
LINES = (
    ("mood", "6"),
    ("effect", "nausea", "mild", "--note=ruhig – müde"),
    ("edit", "1", "7"),
    ("undo",),
    ("dose", "100mg", "nasal"),
)


class Patient:
    """A journal that is harmed again and again, and put back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "ketalog"
        self.journal = self.folder / "journal.json"
        self.second_copy = self.folder / "backups" / "journal.json.copy.jsonl"
        for line in LINES:
            assert self.type_in(*line) == 0
        self.entries: Entries = found_in(self.journal)
        assert len(self.entries) == 3
        self.good = {path: path.read_bytes() for path in (self.journal, self.second_copy)}
        self.seen: Counter[str] = Counter()

    def type_in(self, *line: str) -> int:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            return run([f"--journal={self.journal}", *line])

    def harm(self, path: Path, data: bytes) -> None:
        """Put everything back as it was, but one file, which gets these bytes."""
        shutil.rmtree(self.folder / "backups", ignore_errors=True)
        (self.folder / "backups").mkdir()
        for file, good in self.good.items():
            file.write_bytes(data if file == path else good)

    def is_read(self) -> bool:
        """Read it: it is all there and right, or it is refused as a journal that is harmed."""
        try:
            found = found_in(self.journal)
        except JournalError:
            return False
        assert found == self.entries
        return True

    def hold_that_all_comes_back(self, data: bytes) -> None:
        """What harmed the journal is seen, and `restore` brings all back and keeps what was."""
        self.harm(self.journal, data)
        self.seen["tried"] += 1
        if self.is_read():
            self.seen["read all the same"] += 1
            return
        self.seen["refused"] += 1
        assert self.journal.read_bytes() == data
        assert self.type_in("restore") == 0
        assert self.is_read()
        kept = [
            path.read_bytes()
            for path in self.second_copy.parent.iterdir()
            if path != self.second_copy
        ]
        assert data in kept

    def hold_that_it_is_seen(self, data: bytes) -> None:
        """Without a second copy what is harmed is never read as something else."""
        self.harm(self.journal, data)
        shutil.rmtree(self.second_copy.parent)
        self.seen["tried"] += 1
        if not self.is_read():
            self.seen["refused"] += 1
            assert self.journal.read_bytes() == data

    def hold_that_the_journal_stays(self, data: bytes) -> None:
        """What harmed the second copy never reaches the journal, not even through `restore`."""
        self.harm(self.second_copy, data)
        self.seen["tried"] += 1
        assert self.is_read()
        assert self.type_in("mood", "5") == 0
        after = found_in(self.journal)
        assert len(after) == len(self.entries) + 1
        self.journal.unlink()
        if self.type_in("restore") == 0:
            self.seen["mended"] += 1
            assert found_in(self.journal) == after
        else:
            assert not self.journal.exists()


def flips(data: bytes, figures: Figures, trial: str) -> Iterator[bytes]:
    """Yield the bytes with each bit flipped in turn, or with each of a share of them."""
    bits = len(data) * 8
    step = bits / figures.some_of(bits)
    for n in figures.counted(trial, bits):
        bit = int(n * step)
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def test_every_flipped_bit_of_a_journal_is_mended_from_the_second_copy(
    tmp_path: Path, figures: Figures
) -> None:
    trial = "each bit of a journal flipped"
    patient = Patient(tmp_path)
    for changed in flips(patient.good[patient.journal], figures, trial):
        patient.hold_that_all_comes_back(changed)
    seen = patient.seen
    assert seen["refused"] > seen["tried"] * 0.9
    figures.record(
        trial,
        f"{seen['tried']:,} flips",
        f"{seen['refused']:,} refused and then restored, {seen['read all the same']} read right "
        "all the same",
    )


def test_every_flipped_bit_of_a_journal_without_a_second_copy_is_seen(
    tmp_path: Path, figures: Figures
) -> None:
    trial = "each bit of a journal without a second copy flipped"
    patient = Patient(tmp_path)
    for changed in flips(patient.good[patient.journal], figures, trial):
        patient.hold_that_it_is_seen(changed)
    seen = patient.seen
    assert seen["refused"] > seen["tried"] * 0.9
    figures.record(
        trial,
        f"{seen['tried']:,} flips",
        f"{seen['refused']:,} refused and nothing touched, the others read right all the same",
    )


def test_no_flipped_bit_of_the_second_copy_reaches_the_journal(
    tmp_path: Path, figures: Figures
) -> None:
    trial = "each bit of the second copy flipped"
    patient = Patient(tmp_path)
    for changed in flips(patient.good[patient.second_copy], figures, trial):
        patient.hold_that_the_journal_stays(changed)
    figures.record(
        trial,
        f"{patient.seen['tried']:,} flips",
        "the journal read right each time; nothing harmed ever came out of the second copy",
        f"{patient.seen['mended']:,} were mended with the next entry; the others are seen when "
        "the second copy is needed",
    )


def test_a_journal_and_a_second_copy_cut_at_any_byte_come_back_whole(
    tmp_path: Path, figures: Figures
) -> None:
    trial = "a journal, or its second copy, cut off at each byte"
    patient = Patient(tmp_path)
    journal, second_copy = patient.good.values()
    for cut in range(len(journal)):
        patient.hold_that_all_comes_back(journal[:cut])
    for cut in range(len(second_copy)):
        patient.hold_that_the_journal_stays(second_copy[:cut])
    assert patient.seen["tried"] == len(journal) + len(second_copy)
    assert patient.seen["mended"] == len(second_copy)
    figures.record(
        trial,
        f"{patient.seen['tried']:,} lengths",
        "0 entries lost",
        f"{patient.seen['refused']} needed `ketalog restore`, all others were mended at once",
    )
