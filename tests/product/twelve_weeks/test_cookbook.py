"""docs/cookbook.md: each recipe prints what stands below it, of the course of twelve weeks."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from string import ascii_uppercase

import pytest

from ketalog.export.formats.csv import COLUMNS
from tests.conftest import Ketalog
from tests.places import ROOT
from tests.product.twelve_weeks.course import Typed

COOKBOOK = (ROOT / "docs" / "cookbook.md").read_text("utf-8")
RECIPES = re.findall(
    r"^```(sh|python|r)\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?",
    COOKBOOK,
    re.MULTILINE | re.DOTALL,
)
BETWEEN = "-- the next recipe --"
# CI installs jq (.ci/run): there, what is missing fails.
HAS_JQ = shutil.which("jq") or os.environ.get("CI")


def recipes(language: str) -> list[tuple[str, str]]:
    return [(code, shown) for named, code, shown in RECIPES if named == language]


def run(command: list[str], folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), command
    return done.stdout


def printed(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


@pytest.mark.skipif(not HAS_JQ, reason="jq is not installed")
def test_the_shell_prints_what_is_shown(course: Typed, tmp_path: Path) -> None:
    for code, shown in recipes("sh"):
        assert printed(run(["bash", "-euo", "pipefail", "-c", code], tmp_path)) == printed(shown)


@pytest.mark.parametrize(
    "language",
    [
        pytest.param("python", marks=pytest.mark.slow),  # pandas takes seconds to load.
        pytest.param(
            "r", marks=pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")
        ),
    ],
)
def test_a_table_gives_what_is_shown(
    ketalog: Ketalog, course: Typed, tmp_path: Path, language: str
) -> None:
    """Each recipe goes on from those before it."""
    tables = re.findall(r"^ketalog export (\S+\.csv)(.*) > /dev/null$", COOKBOOK, re.MULTILINE)
    for file, options in tables:
        assert ketalog(f"export {tmp_path}/{file}{options}").code == 0
    found = recipes(language)
    mark = {"python": f"print('{BETWEEN}')\n", "r": f"cat('{BETWEEN}\\n')\n"}[language]
    program = mark.join(code for code, _ in found)
    start = {"python": [sys.executable, "-c"], "r": ["Rscript", "-e"]}[language]
    parts = run([*start, program], tmp_path).split(f"{BETWEEN}\n")
    assert [printed(part) for part in parts] == [printed(shown) for _, shown in found]


def test_a_formula_names_the_columns_that_it_means() -> None:
    letters = [*ascii_uppercase, *(f"A{letter}" for letter in ascii_uppercase)]
    named = dict(zip(letters, COLUMNS, strict=False))
    said = re.search(r"\(Columns: (.*?)\. New", COOKBOOK, re.DOTALL)
    assert said
    shown = dict(re.findall(r"([A-Z]+)\s`([a-z_]+)`", said[1]))
    assert shown == {letter: named[letter] for letter in shown}
    assert {*re.findall(r"\b([A-Z]+):\1\b", COOKBOOK)} <= shown.keys()


def test_every_language_has_recipes_and_none_is_without_its_output() -> None:
    assert {language for language, _, _ in RECIPES} == {"sh", "python", "r"}
    quiet = [code for _, code, shown in RECIPES if not shown]
    assert all(code.rstrip().endswith("> /dev/null") for code in quiet)
