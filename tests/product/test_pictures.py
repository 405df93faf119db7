"""The pictures of README: what the program draws now, and no font or file from elsewhere."""

import html
import re
from pathlib import Path

import pytest

from tools import pictures
from tools.pictures import DRAWN, PICTURES


def words(svg: str) -> list[str]:
    """Return what is written in a picture, whatever its colours."""
    return [html.unescape(part) for part in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


@pytest.mark.slow
def test_a_picture_shows_what_the_made_up_journal_shows(home: Path) -> None:
    """Draw them anew with `make pictures`."""
    drawn = pictures.terminal(home)
    for name in DRAWN:
        assert words((PICTURES / f"{name}.svg").read_text("utf-8")) == words(drawn[name]), name


def test_a_picture_is_small_and_asks_no_network() -> None:
    names = {path.name for path in PICTURES.iterdir()}
    assert names == {*(f"{name}.svg" for name in DRAWN), "page.png"}
    for path in PICTURES.iterdir():
        assert path.stat().st_size < 200_000
    for name in DRAWN:
        text = (PICTURES / f"{name}.svg").read_text("utf-8")
        assert re.findall(r"(?:https?:)?//[^\s\"<]+", text) == [
            "http://www.w3.org/2000/svg",
            "https://www.textualize.io",  # a comment: who made it
        ]
        assert "@font-face" not in text
        assert "url(#" in text
