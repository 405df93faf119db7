"""A home, a clock and a journal for each test: none can reach a real one, or the network."""

import getpass
import hashlib
import io
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from pyrage import DecryptError

from ketalog.domain.text import TYPED
from tests.places import SAMPLES
from tests.zone import set_zone

# A worker of pytest-xdist begins to measure coverage once this file is read: what it imports of
# ketalog is imported where it is used, or the first lines of those modules would count as not run.

# A busy machine is no fault: speed is held by what is loaded and read, and by `make bench`. A test
# whose examples share one journal takes back what each of them wrote, or has a folder for each.
settings.register_profile(
    "untimed",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("ci", settings.get_profile("untimed"), derandomize=True, max_examples=50)
settings.register_profile("soon", settings.get_profile("ci"), max_examples=10)
settings.register_profile("many", settings.get_profile("untimed"), max_examples=3000)
settings.load_profile("untimed")


def examples(n: int) -> int:
    """Return how many of `n` examples to try: of 100 as many as the profile says."""
    return max(1, n * settings().max_examples // 100)


# In the background of a script they are ignored, and so would be in each program that tests run.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGQUIT"):
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)

OUTER = {"NO_COLOR", "COLUMNS", "LINES", "VISUAL", "EDITOR"}
NOW = "2026-11-22T21:00:00+01:00"


class Answer(NamedTuple):
    """What one command line said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The `data` of an answer in JSON."""
        return json.loads(self.out)["data"]

    @property
    def error(self) -> Any:
        """The `error` of an answer in JSON."""
        return json.loads(self.out)["error"]


class Terminal(io.TextIOWrapper):
    """A stream that says whether it is a terminal."""

    def __init__(self, text: str = "", *, tty: bool = False) -> None:
        super().__init__(io.BytesIO(text.encode("utf-8", "surrogateescape")), "utf-8", newline="\n")
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty

    @property
    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode()


Ketalog = Callable[..., Answer]


def entries(ketalog: Ketalog) -> list[dict[str, Any]]:
    """Return every entry there is, as JSON has it."""
    found: list[dict[str, Any]] = ketalog("list --json --all").data["entries"]
    return found


def without_numbers(data: Any) -> Any:
    """Return data without short numbers: they belong to the file, and another gives its own."""
    if isinstance(data, dict):
        return {key: without_numbers(value) for key, value in data.items() if key != "number"}
    return [without_numbers(value) for value in data] if isinstance(data, list) else data


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow tests: at the end one of minutes would leave the other cores idle."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def no_real_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep fixtures that are made once for several tests, before `home`, from a real home too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name.startswith(("KETALOG", "XDG_")) or name in OUTER:
                patch.delenv(name)
        folder = tmp_path_factory.mktemp("no-real-home")
        (folder / "run").mkdir(mode=0o700)
        patch.setenv("HOME", str(folder))
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        yield


@pytest.fixture(scope="session")
def eight_weeks_typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of the made-up patient's eight weeks, to read: typed once, in one process."""
    home = tmp_path_factory.mktemp("eight")
    script = """import shlex, sys; from ketalog.cli import run
codes = {run(shlex.split(line)) for line in open(sys.argv[1], encoding="utf-8")}
sys.exit(codes != {0})"""
    subprocess.run(
        [sys.executable, "-c", script, str(SAMPLES / "eight-weeks.txt")],
        env={
            **os.environ,
            "TZ": "Europe/Berlin",
            "KETALOG_JOURNAL": str(home / "journal.json"),
            "KETALOG_CONFIG": str(home / "config.toml"),
            "KETALOG_TEST_NOW": NOW,
        },
        capture_output=True,
        check=True,
    )
    return home / "journal.json"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own, in Berlin, on the evening of Sunday 22 November 2026."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("KETALOG_JOURNAL", str(tmp_path / "journal.json"))
    monkeypatch.setenv("KETALOG_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("KETALOG_TEST_NOW", NOW)
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    for call in ("connect", "connect_ex", "sendto", "sendmsg"):
        monkeypatch.setattr(socket.socket, call, _no_network)
    monkeypatch.setattr(socket, "getaddrinfo", _no_network)
    set_zone()
    yield tmp_path
    monkeypatch.undo()
    set_zone()


class QuickAge:
    """Wraps a private key without the second that age's scrypt takes; see `slow_age`."""

    @staticmethod
    def encrypt(data: bytes, words: str) -> bytes:
        return hashlib.sha256(words.encode()).digest() + data

    @staticmethod
    def decrypt(data: bytes, words: str) -> bytes:
        if data[:32] != hashlib.sha256(words.encode()).digest():
            raise DecryptError("not these words")
        return data[32:]


@pytest.fixture(autouse=True)
def quick_age(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare each test a second for each passphrase, but those that ask for `slow_age`."""
    from ketalog.ledger import encryption

    if "slow_age" not in request.fixturenames:
        monkeypatch.setattr(encryption, "passphrase", QuickAge)


@pytest.fixture
def slow_age() -> None:
    """Wrap keys as the product does."""


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk where a test writes thousands of times, and cuts no power."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a lock for a moment only."""
    monkeypatch.setattr("ketalog.disk.PATIENCE_S", 0.2)


def _no_network(*_: object) -> None:
    raise AssertionError("no test may reach the network")


def _unseen(question: str, stream: io.TextIOWrapper) -> str:
    """Take a passphrase from standard input, as a terminal would."""
    stream.write(question)
    line = sys.stdin.buffer.readline().decode()
    if not line:
        raise EOFError
    return line.rstrip("\n")


@pytest.fixture
def ketalog(monkeypatch: pytest.MonkeyPatch) -> Ketalog:
    """Type a command line, as words or as one text, and return what it says."""
    from ketalog.cli import run

    def type_in(
        line: str | list[str],
        *,
        now: str | None = None,
        stdin: str = "",
        tty: bool = False,
        out_tty: bool = False,
    ) -> Answer:
        out, err = Terminal(tty=out_tty), Terminal()
        with monkeypatch.context() as patch:
            if now is not None:
                patch.setenv("KETALOG_TEST_NOW", now)
            patch.setattr(sys, "stdin", Terminal(stdin, tty=tty))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(getpass, "getpass", _unseen)
            patch.setattr(TYPED, "is_kept", False)
            patch.setattr(TYPED, "words", set())
            code = run(shlex.split(line) if isinstance(line, str) else line)
            return Answer(code, out.text, err.text)

    return type_in
