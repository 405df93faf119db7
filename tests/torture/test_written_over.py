"""Stretches written over, and headers that somebody else wrote: all is said or kept."""

import random
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ketalog.cli import run
from ketalog.errors import JournalError
from ketalog.ledger import encryption
from ketalog.ledger.contents import DecodedJournal, next_generation, read_journal
from ketalog.ledger.format import Key, file_bytes
from ketalog.ledger.rewriting import restore
from tests.crash.journals import NOW, again, small, without_second_copy, words, write
from tests.torture.figures import Figures

pytestmark = [pytest.mark.torture, pytest.mark.usefixtures("hasty")]
LINES = 40
FILLS = (b"\0", b"x", b" ", b"\n", b"{", b'"', b"\xff", b'",')
COMMANDS = ("list", "mood 4", "note by the seaside", "undo", "today", "week", "doctor")
SECRET = b"by the seaside"


def test_what_is_written_over_is_counted_and_no_number_given_again(
    tmp_path: Path, figures: Figures
) -> None:
    ledger = small(tmp_path, 0)
    for n in range(LINES):
        write(ledger, f"word {n}")
    without_second_copy(ledger)
    good, seen = ledger.path.read_bytes(), Counter[str]()
    chance = random.Random(14)  # noqa: S311 (the same stretches each time)
    last = good.rindex(b'"40":')
    for _ in range(figures.some_of(2_000)):
        start = chance.randrange(len(good) // 20, last)
        end = chance.randrange(start + 1, last + 60)
        fill = chance.choice(FILLS)
        filled = (fill * (end - start))[: end - start]
        ledger.path.write_bytes(good[:start] + filled + good[end:])
        seen["tried"] += 1
        try:
            done = restore(again(ledger), NOW)
        except JournalError:  # An end that is cut off is mended, and said until it is accepted.
            assert words(again(ledger)) == [f"word {n}" for n in range(len(words(again(ledger))))]
            seen["an end cut off"] += 1
            continue
        gone = LINES - len(words(again(ledger)))
        assert done.lost >= gone, (start, end, fill)
        with again(ledger).writing(NOW) as tail:
            assert tail.next_number > LINES
        seen["restored"] += 1
        for path in tmp_path.rglob("*before-restore*"):
            path.unlink()
        without_second_copy(ledger)
    figures.record(
        "a stretch of a journal without a second copy written over",
        f"{seen['tried']:,} stretches",
        "never more gone than was said, no number given again",
        f"{seen['an end cut off']} cut the end off, which is said",
    )


def forged(path: Path, **header: Any) -> bytes:
    """Return the journal as somebody who can write it alone lays it out, without its words."""
    book = DecodedJournal.of(read_journal(path.read_bytes()))
    lines = [replace(line, box=None, do=[]) for line in book.lines]
    if header.get("key") is not None:
        lines = book.lines
    changed = next_generation(DecodedJournal(replace(book.header, **header), lines))
    return file_bytes(changed.header, changed.raws)


def type_in(journal: Path, line: str) -> int:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        name, *rest = line.split(" ", 1)
        return run([f"--journal={journal}", "--no-input", name, *rest])


def test_who_writes_the_journal_alone_overwrites_no_second_copy_and_reads_nothing(
    home: Path, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "words").write_text("correct horse")
    theirs = encryption.new_key("theirs")
    forgeries: dict[str, dict[str, Any]] = {"no words": {}, "no lock": {"key": None}}
    forgeries["no words"] = {"key": None, "made": "2026-01-01"}
    forgeries["their lock"] = {"key": Key(theirs.public, theirs.private)}
    tried = 0
    for name, header in forgeries.items():
        for is_locked in (False, True):
            for command in COMMANDS:
                journal = home / f"{name} {is_locked} {command[:4]}" / "journal.json"
                type_in(journal, "mood 5")
                type_in(journal, "note first")
                if is_locked:
                    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "words"))
                    assert type_in(journal, "lock") == 0
                    monkeypatch.delenv("KETALOG_PASSPHRASE_FILE")
                second_copy = journal.parent / "backups" / "journal.json.copy.jsonl"
                good = second_copy.read_bytes()
                journal.write_bytes(forged(journal, **header))
                type_in(journal, command)
                tried += 1
                files = [path for path in journal.parent.rglob("*") if path.is_file()]
                assert any(path.read_bytes().startswith(good) for path in files), (name, command)
                if is_locked:
                    assert not any(SECRET in path.read_bytes() for path in files), (name, command)
    figures.record(
        "a header that somebody else wrote × commands",
        f"{tried} command lines",
        "no second copy overwritten unkept, no word in clear after a lock",
    )
