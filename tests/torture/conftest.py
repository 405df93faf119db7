"""The long trials: run by `make torture`, each of which says what it tried and what it found."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import pytest

from tests.crash.model import passphrase_file
from tests.torture.figures import Figures, page

KEPT = pytest.StashKey[Figures]()
BEGAN = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reliability", metavar="FILE", help="write the figures there at the end")
    parser.addoption("--share", type=float, default=1.0, help="of each full number; 1 is all")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[BEGAN] = time.monotonic()


def _figures_of(config: pytest.Config) -> Figures:
    if KEPT not in config.stash:
        capture = config.pluginmanager.get_plugin("capturemanager")

        def tell(text: str) -> None:
            with capture.global_and_fixture_disabled() if capture else nullcontext():
                sys.stdout.write(f"\n[{datetime.now().astimezone():%H:%M:%S}] {text}\n")
                sys.stdout.flush()

        config.stash[KEPT] = Figures(config.getoption("--share", default=1.0), tell)
    return config.stash[KEPT]


@pytest.fixture(autouse=True)
def figures(request: pytest.FixtureRequest) -> Iterator[Figures]:
    """Where a trial records what it tried and found; each has to."""
    kept = _figures_of(request.config)
    before = len(kept.rows)
    failed = request.session.testsfailed
    yield kept
    if request.session.testsfailed == failed:
        assert len(kept.rows) > before, "a trial recorded no figures"


@pytest.fixture(autouse=True)
def _passphrase(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands find the passphrase where a trial locks a journal."""
    for name, value in passphrase_file(tmp_path_factory.mktemp("secret")).items():
        monkeypatch.setenv(name, value)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    file = config.getoption("--reliability", default=None)
    if file is None:
        return
    kept = _figures_of(config)
    if exitstatus != 0 or not kept.rows or kept.share != 1:
        kept.tell(f"{file} was left as it was: not every trial was made in full, and passed")
        return
    took = time.monotonic() - config.stash[BEGAN]
    text = page(kept.rows, Path(tempfile.gettempdir()), datetime.now().astimezone(), took)
    Path(file).write_text(text, encoding="utf-8")
