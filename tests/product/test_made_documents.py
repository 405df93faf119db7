"""What is made in the documents is as it is made now: `make documents` writes it anew."""

import re
from pathlib import Path

import pytest

from ketalog.page.languages.en import TEXTS
from tests.places import ROOT
from tools.documents import DOCS, TRANSCRIPT, with_answers, with_tables
from tools.reference import with_commands

TUTORIAL = (DOCS / "tutorial.md").read_text(encoding="utf-8")


def compared(text: str) -> str:
    """Return a transcript without what differs from home to home: where a long path is broken."""
    return re.sub(r"\(\d+ KB\)", "", " ".join(text.split()))


@pytest.mark.slow
def test_the_tutorial_shows_what_is_answered(home: Path) -> None:
    assert compared(with_answers(TUTORIAL, home)) == compared(TUTORIAL)


def test_every_transcript_of_the_tutorial_has_its_time() -> None:
    assert len(TRANSCRIPT.findall(TUTORIAL)) == TUTORIAL.count("```text") > 5


def test_the_sources_are_those_of_the_program() -> None:
    text = (DOCS / "sources.md").read_text(encoding="utf-8")
    assert with_tables(text) == text


def test_of_each_command_stands_there_what_its_help_says() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert with_commands(with_tables(text)) == text


def test_what_was_written_by_hand_stays() -> None:
    text = "## Log\n\n### undo\n\nFormer.\n\n<!-- by hand -->\nMine.\n\n### redo\n\nFormer.\n"
    made = with_commands(text)
    assert "Former." not in made
    assert "### undo\n\n`ketalog undo`: Take the last change back" in made
    assert "<!-- by hand -->\nMine.\n\n### redo\n\n`ketalog redo`: Bring back" in made


def test_clinicians_are_told_of_each_row_of_the_safety_box_in_its_order() -> None:
    page = (ROOT / "docs" / "clinicians.md").read_text(encoding="utf-8")
    rows = page.partition("## The thirteen rows")[2].partition("\n## ")[0]
    assert re.findall(r"^\| ([^|]+) \|", rows, re.MULTILINE)[1:] == [*TEXTS.topics.values()]
    assert len(TEXTS.topics) == 13
