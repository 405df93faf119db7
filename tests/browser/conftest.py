"""A browser for the tests of what a page looks like, and the pages that it opens."""

import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ketalog.cli import run
from ketalog.page import html
from tests.browser.chromium import Browser, Tab, find
from tests.browser.journals import JOURNALS
from tests.conftest import NOW, Terminal
from tests.zone import set_zone

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
EIGHT = HERE.parent / "samples" / "eight-weeks.txt"
TWELVE = HERE.parent / "courses" / "twelve-weeks.txt"


def missing(what: str) -> None:
    """Skip where something is not installed, and say what."""
    pytest.skip(f"needs {what}")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests."""
    program = find()
    if program is None:
        missing("Chromium (apt-get install chromium)")
        return
    with Browser(program, tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """A new page of it."""
    new = Tab(browser)
    yield new
    new.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core, as text: the browser is given it, the page is not."""
    if not AXE.exists():
        missing("axe-core (make browser)")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def paged(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the page of a journal by its name, made once."""
    folder = tmp_path_factory.mktemp("pages")
    typed = {"eight-weeks": _eight_weeks, "twelve-weeks": _twelve_weeks}

    def give(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists() and name in typed:
            typed[name](path)
        elif not path.exists():
            path.write_bytes(html.render(JOURNALS[name]()))
        return path

    return give


def _eight_weeks(path: Path) -> None:
    lines = EIGHT.read_text(encoding="utf-8").splitlines()
    period = "--since 2026-09-14 --until 2026-11-08"
    _type([*((NOW, line) for line in lines), (NOW, f"export '{path}' {period}")], path)


def _twelve_weeks(path: Path) -> None:
    lines = [line.split(" ", 1) for line in TWELVE.read_text(encoding="utf-8").splitlines()]
    typed = [(when, line) for when, line in lines if when != "#"]
    _type([*typed, (NOW, f"export '{path}' --notes --since 2026-08-31 --until 2026-11-22")], path)


def _type(lines: list[tuple[str, str]], path: Path) -> None:
    """Type command lines, each at its moment, into a journal beside the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        patch.setenv("HOME", str(path.parent))
        patch.setenv("KETALOG_JOURNAL", str(path.with_suffix(".json")))
        patch.setenv("KETALOG_CONFIG", str(path.with_suffix(".toml")))
        set_zone()
        for when, line in lines:
            patch.setenv("KETALOG_TEST_NOW", when)
            for stream in ("stdin", "stdout", "stderr"):
                patch.setattr(sys, stream, Terminal())
            assert run(shlex.split(line)) == 0, line
    set_zone()
