"""Words that could not be saved: where they are kept, and a disk that is full."""

import errno
import re
from pathlib import Path

import pytest

from ketalog import disk
from tests.conftest import Answer

WORDS = "zanzibar secret"
KEPT = re.compile(r"Your words are kept in (\S+)\.")


def folder(home: Path) -> list[Path]:
    return sorted((home / "run").rglob("*"))


def kept_in(answer: Answer) -> Path:
    found = KEPT.search(answer.err)
    assert found, answer
    return Path(found[1])


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next write fail, and what puts the journal back as it was succeed."""
    really = disk.write_all

    def refuse(*_: object) -> None:
        monkeypatch.setattr(disk, "write_all", really)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "write_all", refuse)
