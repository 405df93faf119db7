"""CONTRIBUTING.md: its first change, made to the letter in a copy of the project."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]
TEST = Path("tests/domain/test_effects.py")
TABLE = Path("ketalog/domain/effects.py")


def targets() -> set[str]:
    return {*re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)}


@pytest.mark.parametrize("file", ["CONTRIBUTING.md", ".github/workflows/release.yml"])
def test_each_target_that_is_named_is_one_of_make(file: str) -> None:
    text = (ROOT / file).read_text()
    named = {*re.findall(r"(?:`|run: |^)make ([a-z-]+)", text, re.MULTILINE)}
    assert named
    assert named <= targets()


def test_what_publishes_is_pinned_and_comes_after_the_checks() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text()
    checks, publish = text.split("  publish:\n")
    assert checks.index("make check") < checks.index("make release-check")
    assert "needs: check" in publish
    assert "id-token: write" in publish
    assert "id-token" not in checks
    assert all(re.fullmatch(r"v[0-9.]+", used) for used in re.findall(r"uses: \S+@(\S+)", text))


@pytest.mark.slow
def test_the_first_change_goes_as_it_says(tmp_path: Path) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    steps = text[text.index("## A first change") :]
    steps = steps.replace("hicc", "qwicc")  # Who has made the change runs this too.
    test, row = (
        dedent(block) for block in re.findall(r"```python\n(.*?)\n *```", steps, re.DOTALL)
    )
    (an_import,) = re.findall(r"`(from tests\.\S+ import \w+)`", steps)
    files = ("tests/conftest.py", "tests/places.py", "tests/zone.py", "pyproject.toml")
    for name in ("ketalog", "tests/domain", *files):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        (tmp_path / name).parent.mkdir(exist_ok=True)
        copy(ROOT / name, tmp_path / name)
    line = "from ketalog.errors import BadInput\n"
    put(tmp_path / TEST, line, f"{line}{an_import}\n")
    with (tmp_path / TEST).open("a") as file:
        file.write(f"\n\n{test}\n")
    assert passes(tmp_path) is False
    put(tmp_path / TABLE, "\n}\nTHOUGHTS", f"\n    {row}\n}}\nTHOUGHTS")
    assert passes(tmp_path) is True


def put(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def passes(folder: Path) -> bool:
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0"]
    line += [f"--basetemp={folder / 'tmp'}", str(TEST)]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stdout
    return done.returncode == 0
