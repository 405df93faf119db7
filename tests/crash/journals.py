"""Small journals to break: written by the product, read back as plain values."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ketalog.domain.entries import Mood
from ketalog.domain.kinds import Entry
from ketalog.ledger.ledger import Ledger
from ketalog.ledger.tail import Step, transaction_lines

NOW = datetime.fromisoformat("2026-11-22T21:00:00+01:00")
WORDS = ("slept well", "ruhig – müde", 'a \\ and a " and a \n', "\N{SMILING FACE WITH HALO}")


def write(ledger: Ledger, *words: str, at: datetime = NOW) -> bool:
    """Append one transaction that puts these words; return whether the second copy has it too."""
    with ledger.writing(NOW) as tail:
        steps = [
            Step({"number": number, "put": {"at": at, "text": text}}, at, number)
            for number, text in enumerate(words, tail.next_number)
        ]
        return ledger.append(transaction_lines(tail.last, steps, NOW))


def small(folder: Path, count: int = 3) -> Ledger:
    """Return a journal of a few transactions."""
    ledger = Ledger(folder / "journal.json")
    for text in WORDS[:count]:
        write(ledger, text)
    return ledger


def words(ledger: Ledger) -> list[str]:
    """Return every word that a journal says, oldest first."""
    return [op["put"]["text"] for line in ledger.everything() for op in line.do or []]


def sums(ledger: Ledger) -> list[str]:
    """Return what identifies every line, wherever it is read from."""
    return [line.sum for line in ledger.everything()]


def both(ledger: Ledger) -> tuple[list[Any], list[Any]]:
    """Return the lines of the journal file and of its second copy, read with plain JSON."""
    file = json.loads(ledger.path.read_bytes())
    second_copy = ledger.second_copy.path.read_bytes().splitlines()
    return list(file["transactions"].values()), [json.loads(line) for line in second_copy[1:]]


def everything_in(folder: Path) -> dict[str, bytes]:
    """Return every file in a folder but locks, with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def without_second_copy(ledger: Ledger) -> None:
    """Remove the second copy."""
    ledger.second_copy.path.unlink(missing_ok=True)


def mood(number: int, *, hours: float = 0, note: str | None = None) -> Mood:
    """Return a rating from some hours ago."""
    at = NOW - timedelta(hours=hours)
    return Mood(id=f"id-{number}", at=at, recorded=NOW, mood=number % 11, note=note)


def by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return entries by their identity."""
    return {entry.id: entry for entry in entries}


def again(ledger: Ledger) -> Ledger:
    """Return the same journal as another process sees it."""
    return Ledger(ledger.path)


def as_tinydb(data: bytes) -> bytes:
    """Return a journal's bytes as stock TinyDB lays them out."""
    return json.dumps(json.loads(data)).encode()


def fails(number: int) -> Callable[..., Any]:
    """Return what refuses as the system does, with that error."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def flips(data: bytes, every: int = 1) -> Iterator[bytes]:
    """Yield the bytes with each bit flipped in turn, or every so many."""
    for bit in range(0, len(data) * 8, every):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)
