"""The course of twelve weeks, typed once, and its page."""

import shlex
from pathlib import Path

import pytest

from tests.conftest import Ketalog
from tests.product.twelve_weeks.course import END, LINES, Typed


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    """Where the course is written once, by the first test, and read by all others."""
    return Typed(tmp_path_factory.mktemp("twelve-weeks") / "journal.json", {})


@pytest.fixture(autouse=True)
def course(filled: Typed, monkeypatch: pytest.MonkeyPatch, ketalog: Ketalog) -> Typed:
    """The journal with all twelve weeks in it, on the evening of the last day."""
    monkeypatch.setenv("KETALOG_JOURNAL", str(filled.journal))
    monkeypatch.setenv("KETALOG_TEST_NOW", END)
    if not filled.answers:
        for moment, line in LINES:
            answer = ketalog(shlex.split(line), now=moment)
            filled.answers.setdefault(moment, []).append(answer)
    return filled


@pytest.fixture
def page(ketalog: Ketalog, tmp_path: Path) -> str:
    """The page of all twelve weeks."""
    answer = ketalog(["export", str(tmp_path / "page.md"), "--since", "2026-08-31"])
    assert answer.code == 0
    return (tmp_path / "page.md").read_text(encoding="utf-8")
