"""Copies of the whole tree with one thing left out, and whether chosen tests see that it is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.places import ROOT

PASSED, FAILED = 0, 1
"""What pytest answers; any other code means that a test was not found, or could not begin."""


class Mutant(NamedTuple):
    """One change of the source, and the tests of which at least one has to fail.

    The old text stands in the file so many `times`: all are changed.
    """

    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    times: int = 1


def copy_of_the_tree(folder: Path) -> Path:
    """Copy what the tests need; times are kept, so that compiled files stay valid."""
    for name in ("ketalog", "tests"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy2(ROOT / "pyproject.toml", folder)
    return folder


def mutate(folder: Path, mutant: Mutant) -> None:
    """Change the source; a table that names text that is not there is wrong itself."""
    file = folder / mutant.file
    source = file.read_text(encoding="utf-8")
    found = source.count(mutant.old)
    said = f"{mutant.file} has {mutant.old!r} {found} times: mend the table of mutants"
    assert found == mutant.times, said
    assert mutant.new != mutant.old
    file.write_text(source.replace(mutant.old, mutant.new), encoding="utf-8")


def run_tests(folder: Path, tests: Iterable[str]) -> tuple[int, str]:
    """Run the chosen tests of a copy; return pytest's exit code and what it said."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"),
            f"--basetemp={folder / 'tmp'}",  # Its own: it tidies up beside the one of this run.
            *tests,
        ],
        cwd=folder,
        env=kept,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def hold_that_it_dies(folder: Path, mutant: Mutant) -> None:
    """The change is seen: one of its tests fails, and none is missing."""
    copy_of_the_tree(folder)
    mutate(folder, mutant)
    code, said = run_tests(folder, mutant.tests)
    assert code == FAILED, said


def hold_that_the_tests_pass(folder: Path, mutants: Iterable[Mutant]) -> None:
    """Without a change every test that is to kill a mutant passes."""
    copy_of_the_tree(folder)
    tests = dict.fromkeys(test for mutant in mutants for test in mutant.tests)
    code, said = run_tests(folder, tests)
    assert code == PASSED, said
