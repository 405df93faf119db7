"""A change looks at the journal once, while nobody else can write; only adding makes a journal."""

import os
from pathlib import Path
from typing import Any

import pytest

from ketalog.errors import JournalBusy
from ketalog.ledger.format import START
from ketalog.ledger.ledger import Ledger
from tests.conftest import Ketalog

PASSPHRASE = "a long sentence of mine"  # noqa: S105 (nobody's)
DAYS = range(14, 22)


class Looks:
    """What was read of a journal: how often it was opened, and which bytes more than once."""

    def __init__(self, journal: Path, patch: pytest.MonkeyPatch) -> None:
        self.opened = 0
        self._journal = os.path.realpath(journal)
        self._files: dict[int, str] = {}
        self._reads: list[range] = []
        self._held = False
        self.read_before_the_lock = 0
        real = {name: getattr(os, name) for name in ("open", "pread")}

        def watched_open(path: Any, *args: Any, **options: Any) -> int:
            file: int = real["open"](path, *args, **options)
            self._files[file] = os.path.realpath(path)
            self._held = self._held or str(path).endswith(".lock")
            self.opened += self._files[file] == self._journal
            return file

        def watched_pread(file: int, length: int, at: int) -> bytes:
            data: bytes = real["pread"](file, length, at)
            if self._files.get(file) == self._journal:
                self.read_before_the_lock += not self._held
                self._reads.append(range(at, at + len(data)))
            return data

        patch.setattr(os, "open", watched_open)
        patch.setattr(os, "pread", watched_pread)

    @property
    def read_twice(self) -> int:
        """Bytes that were read more than once; the file's first ones tell its format."""
        places = [place for read in self._reads for place in read]
        return max(0, len(places) - len(set(places)) - len(START))


def course(ketalog: Ketalog) -> None:
    typed = [
        "plan set 100mg sublingual --days daily --apart 24h --most 3/week --from '2 weeks ago'",
        *(f"dose 100mg sublingual --at 2026-11-{day}T20:00 --note {'x' * 900}" for day in DAYS),
        "effect headache --at 20:50",
        "dose 100mg sublingual --at 20:30",
        "effect nausea --at 20:55",
    ]
    assert [ketalog(words).code for words in typed] == [0] * len(typed)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("dose 100mg sublingual", "there are 8 that week"),
        ("mood 5 --anxiety 4", "Logged #"),
        ("effect nausea mild", "It stands after #11"),
        ("effect none", "nausea"),
        ("vitals 120/80", "Logged #"),
        ("note slept well", "Logged #"),
    ],
)
def test_logging_reads_the_journals_end_once_and_only_while_it_is_held(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, words: str, said: str
) -> None:
    course(ketalog)
    with monkeypatch.context() as patch:
        looks = Looks(home / "journal.json", patch)
        answer = ketalog(words)
    assert answer.code == 0
    assert said in answer.out + answer.err
    assert (looks.opened, looks.read_twice, looks.read_before_the_lock) == (1, 0, 0)


def test_what_an_answer_says_is_of_the_moment_it_is_written(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same dose, logged by another ketalog while this one waited for the lock, is seen."""
    ketalog("mood 5")
    real = Ledger.alone
    waited: list[bool] = []

    def alone(self: Ledger, **options: Any) -> Any:
        if not waited:
            waited.append(True)
            ketalog("dose 100mg sublingual")
        return real(self, **options)

    monkeypatch.setattr(Ledger, "alone", alone)
    assert "#2" in ketalog("dose 100mg sublingual").err


def test_logging_into_a_locked_journal_reads_it_once_and_asks_nobody(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course(ketalog)
    (home / "words").write_text(PASSPHRASE)
    with monkeypatch.context() as patch:
        patch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "words"))
        assert ketalog("lock").code == 0
    with monkeypatch.context() as patch:
        looks = Looks(home / "journal.json", patch)
        answer = ketalog("dose 100mg sublingual", tty=True)
    assert (answer.code, "locked" in answer.out + answer.err) == (0, True)
    assert (looks.opened, looks.read_before_the_lock) == (1, 0)


def test_nobody_is_asked_for_a_passphrase_while_the_journal_is_held(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("dose 100mg sublingual")
    ketalog("effect nausea --dose 1")
    (home / "words").write_text(PASSPHRASE)
    with monkeypatch.context() as patch:
        patch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "words"))
        ketalog("lock")
    path = home / "journal.json"
    held = []

    def ask(_: Any, file: str | None = None) -> list[str]:
        try:
            with Ledger(path).alone(wait=False):
                held.append(False)
        except JournalBusy:
            held.append(True)
        return [PASSPHRASE]

    monkeypatch.setattr("ketalog.passphrases.Passphrases.candidates", ask)
    for words in ("edit 2 mild", "delete 2", "undo", "redo", "effect dizzy --dose 1", "show 1"):
        ketalog(words)
    assert held
    assert not any(held)


# Only adding makes a journal.

ADDS_NOTHING = [
    ("edit 1 150mg", 3),
    ("edit last --note x", 3),
    ("delete 1", 3),
    ("delete last", 3),
    ("erase 1 --yes", 3),
    ("show 1", 3),
    ("undo", 0),
    ("redo", 0),
    ("lock", 2),
    ("unlock", 2),
    ("passphrase", 2),
    ("backup {home}/copy.json", 2),
    ("restore", 5),
    ("doctor", 0),
    ("doctor --accept", 4),
    ("import {home}/nothing.json", 0),
    ("list", 0),
    ("today", 0),
    ("week", 0),
    ("plan", 0),
    ("supply", 0),
    ("skip", 2),
    ("plan stop", 2),
    ("dose --usual", 2),
]


@pytest.mark.parametrize(("words", "code"), ADDS_NOTHING)
def test_only_adding_makes_a_journal(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, words: str, code: int
) -> None:
    (home / "words").write_text(PASSPHRASE)
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "words"))
    ketalog(f"export {home}/nothing.json")
    before = sorted(home.rglob("*"))
    answer = ketalog(
        ["--journal", str(home / "mistyped" / "journal.json"), *words.format(home=home).split()]
    )
    assert answer.code == code
    assert len((answer.out or answer.err).splitlines()) >= 1
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("words", ["edit 1 150mg", "delete 1"])
def test_a_change_of_a_journal_that_is_not_there_names_its_place(
    ketalog: Ketalog, home: Path, words: str
) -> None:
    answer = ketalog(words)
    assert f"there is no journal at {home / 'journal.json'}." in answer.err


@pytest.mark.parametrize("words", ["mood 5", "dose 100mg sublingual", "note x", "effect none"])
def test_a_first_entry_makes_it(ketalog: Ketalog, home: Path, words: str) -> None:
    path = home / "new" / "journal.json"
    assert ketalog(["--journal", str(path), *words.split()]).code == 0
    assert path.exists()
