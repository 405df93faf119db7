"""A folder into which a phone writes, for the tests of the inbox."""

import os
from pathlib import Path

import pytest

from ketalog import inbox
from tests.conftest import Ketalog

MORNING = 1795334400  # Sunday 22 November 2026, 9:00 in Berlin
TIMED = "2026-11-22T20:05+01:00 dose 100mg sublingual mood 4"


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written here is taken for written long ago."""
    monkeypatch.setattr(inbox, "QUIET_S", 0)
    monkeypatch.setattr(inbox, "WHOLE_S", 0)


@pytest.fixture
def folder(ketalog: Ketalog, home: Path) -> Path:
    ketalog(f"config inbox {home}/Sync")
    return home / "Sync"


def write(path: Path, *lines: str, at: int = MORNING) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    os.utime(path, (at, at))
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def listed(ketalog: Ketalog) -> list[str]:
    """Return what each entry says, with its time, in the order of their numbers."""
    ketalog("inbox")
    entries = ketalog("list --all --json").data["entries"]
    named = sorted(entries, key=lambda entry: entry["number"])
    return [f"{entry['at'][:16]} {what_of(entry)}" for entry in named]


def what_of(entry: dict[str, object]) -> str:
    kept = ("amount_mg", "mood", "name", "text", "systolic_mmhg")
    return " ".join(f"{name} {entry[name]}" for name in kept if name in entry)


def stays(ketalog: Ketalog) -> list[tuple[int, str, str]]:
    return [
        (line["number"], line["text"], f"{line['message']} {line['hint']}")
        for line in ketalog("inbox --json").data["stays"]
    ]
