"""Every text of the page stands in its language's file, so that a translation is one file."""

import ast
import re
from pathlib import Path

import pytest

from tests.places import ROOT

PAGE = ROOT / "ketalog" / "page"
SIGNS = {"svg.py", "palette.py", "layout.py", "spaces.py", "html.py", "markdown.py", "pdf.py"}
"""Colours, letters that are measured, spaces, SVG and the formats themselves."""
MADE_OF = sorted(
    path
    for path in PAGE.rglob("*.py")
    if path.name not in SIGNS and path.parent.name != "languages"
)
KEY = re.compile(r"[a-z0-9_:/.-]*|[^a-zA-Z]*")
"""Names of things in the code, signs and patterns: nothing that would be translated."""


def texts(source: str) -> list[str]:
    """Return every string but docstrings that would have to be translated."""
    tree = ast.parse(source)
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]
    return [one for one in found if not KEY.fullmatch(one)]


def test_a_text_is_told_from_a_name_of_the_code() -> None:
    source = (
        '"""A docstring."""\nx = ["mood", "iso", "– ", "Doses taken", f"{n} of {m}", "no total"]'
    )
    assert texts(source) == ["Doses taken", "no total", " of "]


@pytest.mark.parametrize("path", MADE_OF, ids=lambda path: path.stem)
def test_what_makes_the_page_has_no_words_of_its_own(path: Path) -> None:
    assert texts(path.read_text(encoding="utf-8")) == []
