"""No word of an entry gets where it was not asked for: every command, every view, every error."""

import builtins
import errno
import gc
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from ketalog import cli
from ketalog.commands import COMMANDS
from ketalog.export.formats import suffixes
from tests.conftest import Answer, Ketalog, Terminal

SENTINEL = "zanzibar"
LEAK = "quagga"
"""A word in the message of an error that nobody foresaw."""

LINES: dict[str, list[list[str]]] = {
    "dose": [["dose", "100", "nasal"], ["dose", "--usual"]],
    "mood": [["mood", "5"]],
    "effect": [["effect", "nausea", "mild"]],
    "check": [["check", "phq9", *"111111111"], ["check", "dose", *"1003"]],
    "supply": [["supply", "fill", "9x9mg", "oral"], ["supply"]],
    "skip": [["skip", "--route", "nasal"]],
    "note": [["note", "well"]],
    "vitals": [["vitals", "128/82", "72"]],
    "session": [["session", "infusion", "35mg"], ["session", "kap", "--with", "Dr R."]],
    "also": [["also", "2", "beers"]],
    "appointment": [["appointment", "next", "tue", "3pm"]],
    "ask": [["ask", "when?"]],
    "today": [["today"]],
    "week": [["week"]],
    "month": [["month"]],
    "response": [["response"], ["response", "--weeks", "4"]],
    "list": [["list"], ["list", SENTINEL]],
    "show": [["show", "1"]],
    "edit": [["edit", "1", "--note", "better"]],
    "review": [["review"], ["review", "1"]],
    "now": [["now"]],
    "delete": [["delete", "1"]],
    "undo": [["undo"]],
    "redo": [["redo"]],
    "plan": [
        ["plan"],
        ["plan", "set", "50", "nasal"],
        ["plan", "history"],
        ["plan", "calendar", "out.ics"],
        ["plan", "stop", "nasal"],
    ],
    "export": [["export", f"out{suffix}", "--notes"] for suffix in suffixes()],
    "import": [["import", "in.json"]],
    "restore": [["restore"]],
    "merge": [["merge", "copy.json"]],
    "backup": [["backup", "new.json"]],
    "doctor": [["doctor"], ["doctor", "--accept"]],
    "erase": [["erase", "1", "--yes"]],
    "lock": [["lock"]],
    "unlock": [["unlock"]],
    "passphrase": [["passphrase"]],
    "inbox": [["inbox"], ["inbox", "drop", "1"]],
    "config": [["config"], ["config", "name", "Alex"]],
    "demo": [["demo", "demo"]],
    "start": [["start"]],
    "type": [["type"]],
    "help": [["help", "recovery"]],
    "completion": [["completion", "bash"]],
}
"""Of each command at least one line that works, in a folder with in.json."""
EVERY = [line for lines in LINES.values() for line in lines]
LOOKS = {"today", "week", "month", "list", "show", "supply", "plan"}
"""What shows entries; all else shows at most the entry that it changes."""
BAD = {
    "too many words": ["undo", "x"],
    "no such option": ["week", "--nope"],
    "no such entry": ["show", "99"],
}


def test_every_command_is_tried_here() -> None:
    assert set(COMMANDS) - set(LINES) == set()


def fill(ketalog: Ketalog, words: str) -> None:
    """Write the words down wherever words can be written."""
    for line in (
        ["dose", "100", "nasal", "--note", words, "--intention", words, "--medication", words],
        ["effect", words, "severe", "--note", words],
        ["mood", "5", "--anxiety", "3", "--note", words],
        ["check", "phq4", "1", "1", "1", "1", "--note", words],
        [
            "supply",
            "fill",
            "9x9mg",
            "oral",
            "--note",
            words,
            "--form",
            words,
            "--medication",
            words,
        ],
        ["note", words],
        ["ask", words],
        ["session", "kap", "--with", words, "--intention", words, "--reflections", words],
        ["also", words],
        ["appointment", "9am", "--with", words, "--note", words],
        [
            *("plan", "set", "50", "nasal", "--days", "daily", "--by", words, "--form", words),
            *("--medication", words, "--note", words),
        ],
        ["skip", words],
        ["config", "name", words],
    ):
        assert ketalog([*line]).code == 0


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test's home is kept, once it is filled: the others take a copy of it."""
    return tmp_path_factory.mktemp("filled") / "home"


@pytest.fixture
def place(ketalog: Ketalog, home: Path, filled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a journal full of the sentinel and an export of it."""
    if filled.is_dir():
        shutil.copytree(filled, home, dirs_exist_ok=True)
    monkeypatch.setattr("ketalog.inbox.QUIET_S", 0)
    (home / "work").mkdir(exist_ok=True)
    monkeypatch.chdir(home / "work")
    if not filled.is_dir():
        fill(ketalog, SENTINEL)
        ketalog("config name Alex")  # A setting is named in an error about it: it is no entry.
        assert ketalog(["export", "in.json"]).code == 0
        assert ketalog(["backup", "copy.json"]).code == 0
        (home / "secret").write_text("correct horse")
        shutil.copytree(home, filled)
    for name in ("KETALOG_PASSPHRASE_FILE", "KETALOG_NEW_PASSPHRASE_FILE"):
        monkeypatch.setenv(name, str(home / "secret"))
    return home / "work"


def make_ready(ketalog: Ketalog, line: list[str]) -> None:
    """Bring about what a command is for."""
    if line[0] in {"unlock", "passphrase"}:
        assert ketalog("lock").code == 0
    if line[0] == "inbox":
        file = Path(os.environ["HOME"]) / "Sync" / "phone.txt"
        ketalog(["config", "inbox", str(file.parent)])
        file.write_text(f"mood 55\nnote {SENTINEL}\n{SENTINEL}\n")
        os.utime(file, (0, 1_795_000_000))
        ketalog("inbox" if line[1:] else "config")
    if line == ["doctor", "--accept"]:
        journal = Path(os.environ["KETALOG_JOURNAL"])
        journal.write_bytes(journal.read_bytes().replace(b'"mood":5', b'"mood":6'))


# Markup means nothing


MARKUP = ["[b]x[/b]y", "[/]abcdef", "[link=a]x", ":smile:xy", "[see_a]xy", "[red]x[/]"]
PLAIN = "_aaaaaaaa"
VIEWS = ["today", "week", "month", "list", "list --all", "show 1", "show 2", "show 3"]
STYLES: list[tuple[str, dict[str, Any]]] = [
    ("", {}),
    ("", {"out_tty": True}),
    ("--plain", {"out_tty": True}),
    ("--json", {}),
]


def without_identity(text: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", text)


@pytest.mark.parametrize("columns", ["40", "100"])
@pytest.mark.parametrize("words", MARKUP)
def test_markup_of_the_terminal_is_only_text_in_every_view(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, words: str, columns: str
) -> None:
    """With the words, each view is what it is with other words as long, but for the words."""
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert len(words) == len(PLAIN)
    seen: list[list[str]] = []
    for each in (words, PLAIN):
        monkeypatch.setenv("KETALOG_JOURNAL", str(home / str(len(seen)) / "journal.json"))
        fill(ketalog, each)
        answers = [ketalog(f"{view} {style}", **how) for view in VIEWS for style, how in STYLES]
        assert [answer.err for answer in answers if answer.code or answer.err] == []
        assert sum(each in answer.out for answer in answers) >= len(VIEWS)
        seen.append([without_identity(answer.out).replace(each, PLAIN) for answer in answers])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("words", MARKUP)
def test_markup_of_the_terminal_is_only_text_in_an_error(ketalog: Ketalog, words: str) -> None:
    for line in (["show", words], ["list", "--kind", words], ["import", words], [words]):
        assert words in ketalog(line).err


# Errors nobody foresaw


ERRORS: list[Callable[[], BaseException]] = [
    lambda: RuntimeError(LEAK),
    lambda: OSError(errno.EIO, os.strerror(errno.EIO)),
    lambda: MemoryError(LEAK),
    lambda: RecursionError(LEAK),
    lambda: KeyboardInterrupt(LEAK),
    lambda: BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)),
    lambda: ValueError(LEAK),
    lambda: UnicodeDecodeError("utf-8", LEAK.encode(), 0, 1, LEAK),
    lambda: KeyError(LEAK),
    lambda: AssertionError(LEAK),
]


def breaking(at: int, error: BaseException | None) -> tuple[Callable[..., None], list[int]]:
    """Return a profiler that raises at the n-th call of a function of ketalog, and its count."""
    calls = [0]
    home = str(Path(cli.__file__).parent)

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(home):
            calls[0] += 1
            if calls[0] == at and error is not None:
                raise error

    return watch, calls


def type_in(
    monkeypatch: pytest.MonkeyPatch, line: list[str], at: int, error: BaseException | None
) -> tuple[Answer, int]:
    """Type a line in which the n-th call fails; what escapes is told as a process would tell it."""
    out, err = Terminal(), Terminal()
    watch, calls = breaking(at, error)
    with monkeypatch.context() as patch:
        for name, stream in (("stdin", Terminal()), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        sys.setprofile(watch)
        try:
            code = cli.run(line)
        except BaseException as escaped:  # noqa: BLE001 (as at the end of a process)
            sys.setprofile(None)
            code = 1
            cli._last_words(type(escaped), escaped, escaped.__traceback__)
        finally:
            sys.setprofile(None)
    gc.collect()  # What the error holds on to, a process would have let go.
    return Answer(code, out.text, err.text), calls[0]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("line", EVERY, ids=" ".join)
def test_an_error_anywhere_says_no_word_of_an_entry_and_shows_no_traceback(
    ketalog: Ketalog, place: Path, monkeypatch: pytest.MonkeyPatch, line: list[str]
) -> None:
    make_ready(ketalog, line)
    monkeypatch.setattr("ketalog.disk.PATIENCE_S", 0.1)
    gc.freeze()  # So that collecting what each error holds on to is quick.
    _, count = type_in(monkeypatch, line, 0, None)
    step = max(1, count // 20)
    for n, at in enumerate(range(1, count, step)):
        error = ERRORS[n % len(ERRORS)]()
        (place / "out.csv").unlink(missing_ok=True)
        answer, _ = type_in(monkeypatch, line, at, error)
        said = f"{line} at call {at}, {type(error).__name__}: {answer}"
        assert answer.code in {0, 1, 2, 3, 4, 5, 130}, said
        assert LEAK not in answer.out + answer.err, said
        assert "Traceback" not in answer.out + answer.err, said
        assert not (answer.code and SENTINEL in answer.err), said
        if line[0] in {"import", "export", "restore"}:
            assert SENTINEL not in answer.out, said


@pytest.mark.parametrize("line", [*EVERY, *BAD.values()], ids=" ".join)
@pytest.mark.parametrize("what", ["the journal", "the configuration"])
def test_a_damaged_file_says_no_word_of_an_entry(
    ketalog: Ketalog, home: Path, place: Path, line: list[str], what: str
) -> None:
    if what == "the journal":
        file = home / "journal.json"
        file.write_bytes(file.read_bytes().replace(b'"mood":5', b'"mood":6'))
    else:
        (home / "config.toml").write_text('name = "x"\n[[[')
    answer = ketalog(line)
    assert "Traceback" not in answer.err
    if answer.code and line != ["doctor"]:
        also_said = what == "the configuration" and "In the configuration" in answer.err
        assert SENTINEL not in answer.err
        assert (answer.out, answer.err.count("\n")) == ("", 1 + also_said)


DEVELOPING: list[tuple[list[str], dict[str, str]]] = [
    (["-X", "dev"], {}),
    ([], {"PYTHONDEVMODE": "1", "PYTHONFAULTHANDLER": "1"}),
    (["-W", "error"], {"PYTHONWARNINGS": "always"}),
    (["-X", "tracemalloc=5", "-X", "importtime"], {}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("options", "env"), DEVELOPING)
def test_python_s_own_aids_say_nothing_of_an_entry(
    ketalog: Ketalog, home: Path, place: Path, options: list[str], env: dict[str, str]
) -> None:
    lines = [["undo"], ["redo"], ["export", "out.html", "--notes", "--force"], ["show", "99"]]
    for line in [*lines, ["import", "in.json"], ["mood", "12"], ["--journal", str(home), "list"]]:
        done = subprocess.run(
            [sys.executable, *options, "-m", "ketalog", *line],
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        said = re.sub(rb"import time:.*\n", b"", done.stderr)
        assert SENTINEL.encode() not in said
        assert b"Traceback" not in said
        assert b"Warning" not in said
        assert said.count(b"\n") <= 1, said


def test_the_last_words_of_a_process_name_only_the_kind_of_error(home: Path) -> None:
    script = f"""
from ketalog import cli
class Dying:
    def __del__(self):
        raise ValueError("{LEAK}")
def run(args):
    secret = "{SENTINEL}"
    Dying()
    raise SystemError("{LEAK}")
cli.run = run
cli.main()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "Something unexpected happened (ValueError). Please report it.",
        "Something unexpected happened (SystemError). Please report it.",
    ]


# No other process, no prompt


@pytest.mark.parametrize("line", EVERY, ids=" ".join)
def test_no_command_starts_another_process_and_none_has_a_pager(
    ketalog: Ketalog, place: Path, monkeypatch: pytest.MonkeyPatch, line: list[str]
) -> None:
    make_ready(ketalog, line)
    started: list[str] = []
    for name in ("fork", "forkpty", "system", "posix_spawn", "posix_spawnp", "execv", "execve"):
        monkeypatch.setattr(os, name, lambda *_, name=name: started.append(name))
    monkeypatch.setattr(subprocess.Popen, "__init__", lambda *_, **__: started.append("Popen"))
    monkeypatch.setenv("PAGER", "false")
    without_a_person = {2} if line in (["start"], ["type"], ["now"]) else set()
    assert ketalog(line, out_tty=True).code in {0, 5} | without_a_person
    assert started == []


class Deaf(Terminal):
    """A stream that nothing may be read from."""

    def __getattribute__(self, name: str) -> Any:
        if name in {"read", "readline", "buffer", "readlines", "__next__"}:
            raise AssertionError("nothing may be read from standard input")
        return super().__getattribute__(name)


@pytest.mark.parametrize(
    "line", [*EVERY, ["dose"], ["dose", "100"], ["export", "in.json"]], ids=" ".join
)
@pytest.mark.parametrize(
    ("tty", "options"), [(False, []), (True, ["--no-input"]), (True, ["--json"])]
)
def test_nobody_is_asked_where_nobody_can_answer(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: list[str],
    tty: bool,
    options: list[str],
) -> None:
    out, err = Terminal(), Terminal()
    with monkeypatch.context() as patch:
        patch.setattr(builtins, "input", None)
        for name, stream in (("stdin", Deaf(tty=tty)), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, stream)
        code = cli.run([*line, *options])
    assert code in {0, 2, 4, 5}, (out.text, err.text)


# JSON stays one object


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("trouble", ["option", "journal", "configuration", "answer", "value"])
def test_an_error_in_json_is_one_object_whatever_the_command(
    ketalog: Ketalog, home: Path, place: Path, name: str, trouble: str
) -> None:
    make_ready(ketalog, LINES[name][0])
    line = [*LINES[name][0], "--json"]
    if trouble == "option":
        line.append("--no-such-option")
    elif trouble == "value":
        line.append("--journal")
    elif trouble == "journal":
        line += ["--journal", str(home)]
    elif trouble == "configuration":
        (home / "config.toml").write_text("[[[")
    else:
        line = ["--json", name, "--at", "\x1b[31m\u202e", "\udcff"]
    answer = ketalog(line)
    content = json.loads(answer.out)
    assert content["ketalog"] == 1
    assert answer.out.count("\n") == 1
    if answer.code and (name, trouble) != ("doctor", "journal"):  # Its answer is what is wrong.
        assert set(content) == {"ketalog", "command", "error"}
        # "Some of the text was not UTF-8", or what of the settings could not be taken.
        assert answer.err == "" or trouble in {"answer", "configuration"}
        assert content["error"]["code"] == answer.code
        assert SENTINEL not in answer.out
    if trouble in {"option", "value"}:
        assert answer.code == 2
