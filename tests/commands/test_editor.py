"""Notes from an editor, a prompt or a pipe: in the journal or given back, and no trace is left."""

import json
import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ketalog import disk
from ketalog.ui import editor
from ketalog.ui.private_files import places
from tests.commands.kept import KEPT, WORDS, fill_the_disk, folder, kept_in
from tests.conftest import Ketalog, entries

KETALOG = [sys.executable, "-m", "ketalog"]

Script = Callable[[str], Path]


@pytest.fixture
def script(home: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Make a shell script that is the patient's editor; `$1` is the file."""

    def make(lines: str) -> Path:
        path = home / "editor.sh"
        path.write_text(f"#!/bin/sh\n{lines}\n")
        path.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(path))
        return path

    return make


# What is written in it


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("note --editor", "note"), ("note -e --at 20:00", "note"), ("ask -e", "question")],
)
def test_what_is_written_in_the_editor_is_logged_and_the_file_is_gone(
    ketalog: Ketalog, home: Path, script: Script, typed: str, kind: str
) -> None:
    script(f"printf '{WORDS}\\n\\n  of two lines\\n\\n' >> \"$1\"")
    answer = ketalog(typed, tty=True)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Logged #1: ")
    assert [(one["kind"], one["text"]) for one in entries(ketalog)] == [
        (kind, f"{WORDS}\n\n  of two lines")
    ]
    assert folder(home) == []


@pytest.mark.parametrize(
    ("logged", "field"), [("note before", "text"), ("ask before", "text"), ("mood 5", "note")]
)
def test_an_entry_is_rewritten_in_the_editor(
    ketalog: Ketalog, home: Path, script: Script, logged: str, field: str
) -> None:
    script('cp "$1" "$HOME/seen"; echo and after >> "$1"')
    ketalog(logged)
    assert ketalog("edit last --editor", tty=True).code == 0
    former = "before\n" if field == "text" else ""
    assert (home / "seen").read_text() == former
    assert entries(ketalog)[0][field] == f"{former}and after"
    assert folder(home) == []


def test_the_editor_can_be_named_with_options_and_visual_comes_first(
    ketalog: Ketalog, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script('echo "$1 $2" >> "$3"')
    monkeypatch.setenv("VISUAL", f"'{path}' --wait 'two words'")
    monkeypatch.setenv("EDITOR", "no-such-editor")
    assert ketalog("note -e", tty=True).code == 0
    assert entries(ketalog)[0]["text"] == "--wait two words"


def test_without_a_name_the_first_editor_on_the_path_is_taken(
    ketalog: Ketalog, home: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = script('echo by "$0" >> "$1"; exit 0')
    (home / "bin").mkdir()
    for name in ("vi", "nano"):
        (home / "bin" / name).hardlink_to(path)
    monkeypatch.setenv("PATH", str(home / "bin"))
    monkeypatch.setenv("EDITOR", "")
    monkeypatch.delenv("VISUAL", raising=False)
    assert editor.find(os.environ)[0] == "nano"
    (home / "bin" / "nano").unlink()
    assert editor.find(os.environ) == ["vi"]
    assert ketalog("note -e", tty=True).code == 0
    assert entries(ketalog)[0]["text"].endswith("/vi")


def test_a_path_with_spaces_needs_no_quotes(
    home: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "My Editor").mkdir()
    path = home / "My Editor" / "edit"
    path.hardlink_to(script("exit 0"))
    monkeypatch.setenv("VISUAL", str(path))
    assert editor.find(os.environ) == [str(path)]


def test_the_file_is_private_in_a_private_folder_and_its_name_says_nothing(
    ketalog: Ketalog, home: Path, script: Script
) -> None:
    look = 'ls -ld "$1"; ls -ld "$(dirname "$1")"; umask'
    script(f'({look}) > "$HOME/seen"; echo {WORDS} >> "$1"')
    before = os.umask(0)
    try:
        ketalog("note -e", tty=True)
    finally:
        os.umask(before)
    file, where, umask = (home / "seen").read_text().splitlines()
    assert file.startswith("-rw------- ")
    assert where.startswith("drwx------ ")
    assert int(umask, 8) == 0o077
    assert re.search(rf"{home}/run/ketalog-\w+/note\.txt$", file)


def test_no_word_of_an_entry_is_in_the_editor_s_arguments_or_surroundings(
    ketalog: Ketalog, home: Path, script: Script
) -> None:
    script('{ echo "$@"; env; } > "$HOME/seen"; echo more >> "$1"')
    ketalog(["note", WORDS])
    assert ketalog("edit 1 -e", tty=True).code == 0
    assert "zanzibar" not in (home / "seen").read_text()
    assert entries(ketalog)[0]["text"] == f"{WORDS}\nmore"


def test_the_journal_is_free_while_the_editor_is_open(ketalog: Ketalog, script: Script) -> None:
    script(f'{sys.executable} -m ketalog mood 6 < /dev/null > /dev/null && echo {WORDS} >> "$1"')
    assert ketalog("note -e", tty=True).out.startswith("Logged #2: ")
    assert [one["kind"] for one in entries(ketalog)] == ["mood", "note"]


def test_words_that_were_changed_meanwhile_are_not_written_over(
    ketalog: Ketalog, script: Script
) -> None:
    script(f'{sys.executable} -m ketalog edit 1 theirs < /dev/null && echo mine >> "$1"')
    ketalog("note ours")
    answer = ketalog("edit 1 -e", tty=True)
    assert answer.code == 2
    assert answer.err.startswith("#1 was changed while the editor was open. Your words are kept in")
    assert kept_in(answer).read_text() == "ours\nmine\n"
    assert entries(ketalog)[0]["text"] == "theirs"


def test_last_stays_the_entry_that_it_was_when_the_editor_opened(
    ketalog: Ketalog, script: Script
) -> None:
    script(f'{sys.executable} -m ketalog note another < /dev/null && echo more >> "$1"')
    ketalog("note first")
    assert ketalog("edit last -e", tty=True).code == 0
    assert [one["text"] for one in entries(ketalog)] == ["first\nmore", "another"]


# Nothing is written down


@pytest.mark.parametrize("lines", ["sleep 1.1", "printf ' \\n\\n' > \"$1\"", 'rm "$1"'])
def test_without_words_nothing_is_written_down(
    ketalog: Ketalog, home: Path, script: Script, lines: str
) -> None:
    script(lines)
    for typed in ("note -e", "ask -e"):
        answer = ketalog(typed, tty=True)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("Nothing was written down.")
    assert entries(ketalog) == []
    assert folder(home) == []


def test_an_unchanged_text_changes_nothing(ketalog: Ketalog, home: Path, script: Script) -> None:
    script('touch "$1"')
    ketalog(["note", "one\r\ntwo"])
    before = (home / "journal.json").read_bytes()
    answer = ketalog("edit 1 -e", tty=True)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Nothing to change: #1: note: one two")
    assert (home / "journal.json").read_bytes() == before
    assert folder(home) == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("exit 3", (4, "Nothing was written down: the editor .* failed with 3.")),
        ("kill -9 $$", (4, "Nothing was written down: the editor .* was ended by signal 9.")),
        ("kill -2 $$", (130, "Stopped. Nothing was saved.")),
        (f'echo {WORDS} > "$1"; kill -2 $$', (130, "Stopped. Nothing was saved.")),
    ],
)
def test_an_editor_that_fails_leaves_nothing_behind(
    ketalog: Ketalog, home: Path, script: Script, lines: str, told: tuple[int, str]
) -> None:
    script(lines)
    answer = ketalog("note -e", tty=True)
    assert (answer.code, answer.out) == (told[0], "")
    assert re.fullmatch(f"{told[1]}\n", answer.err)
    assert entries(ketalog) == []
    assert folder(home) == []


@pytest.mark.parametrize("lines", ["exit 1", "kill -9 $$"])
def test_words_that_an_editor_had_saved_before_it_failed_are_kept(
    ketalog: Ketalog, home: Path, script: Script, lines: str
) -> None:
    script(f'echo {WORDS} > "$1"; touch "$1~"; {lines}')
    answer = ketalog("note -e", tty=True)
    assert (answer.code, answer.err.count("\n")) == (4, 1)
    assert kept_in(answer).read_text() == f"{WORDS}\n"


@pytest.mark.parametrize("typed", ["notte --editor", "edit last --editr", "edit lst --editor"])
def test_a_line_that_is_only_offered_opens_no_editor(
    ketalog: Ketalog, home: Path, script: Script, typed: str
) -> None:
    ketalog("mood 5")
    script(f"touch {home}/opened")
    assert ketalog(typed, stdin="n\n", tty=True).code == 2
    assert not (home / "opened").exists()


def test_a_line_that_is_only_offered_takes_no_words_from_a_pipe(
    ketalog: Ketalog, home: Path
) -> None:
    answer = ketalog("notte -", stdin=WORDS)
    assert answer.code == 2
    assert answer.err.endswith("Type: ketalog note -.\n")
    assert folder(home) == []


@pytest.mark.parametrize("typed", ["note -e", "ask -e", "edit 1 -e"])
@pytest.mark.parametrize("options", [{"tty": False}, {"tty": True, "add": "--no-input"}])
def test_without_a_terminal_no_editor_is_opened(
    ketalog: Ketalog, home: Path, script: Script, typed: str, options: dict[str, object]
) -> None:
    script('touch "$HOME/opened"')
    ketalog("note x")
    answer = ketalog(f"{typed} {options.get('add', '')}", tty=bool(options["tty"]))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("--editor needs a terminal")
    assert answer.err.count("\n") == 1
    assert ketalog(f"{typed} --json", tty=True).error["code"] == 2
    assert not (home / "opened").exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "VISUAL",
            "no-such-editor -x",
            "VISUAL names an editor that is not there: no-such-editor.",
        ),
        ("EDITOR", "'vim", "EDITOR can't be read as a command: a quote is not closed."),
        ("PATH", "/nowhere", "There is no editor to write in."),
    ],
)
def test_an_editor_that_is_not_there_is_named(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    for each in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv(name, value)
    answer = ketalog("note -e", tty=True)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err == f"{said} Name yours, for example: export EDITOR=nano.\n"


def test_an_editor_that_can_not_be_started_is_named(
    ketalog: Ketalog, home: Path, script: Script
) -> None:
    script("").write_bytes(b"\x7fELF nonsense")
    answer = ketalog("note -e", tty=True)
    assert (answer.code, answer.err.count("\n")) == (4, 1)
    assert "can't be started: exec format error." in answer.err
    assert folder(home) == []


@pytest.mark.parametrize("typed", ["note some words -e", "edit 1 words -e", "edit 1 --note x -e"])
def test_words_are_typed_or_come_from_the_editor_but_not_both(
    ketalog: Ketalog, home: Path, script: Script, typed: str
) -> None:
    script('touch "$HOME/opened"')
    ketalog("note x")
    answer = ketalog(typed, tty=True)
    assert answer.code == 2
    assert answer.err.startswith("The words come from the editor, or they are typed: not both.")
    assert not (home / "opened").exists()


# Words that can't be saved are given back


@pytest.mark.parametrize("typed", ["note -e", "ask -e", "edit 1 -e"])
def test_words_from_the_editor_that_can_not_be_saved_are_kept_and_their_place_is_named(
    ketalog: Ketalog, script: Script, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    script(f'echo {WORDS} > "$1"')
    ketalog("note before")
    with monkeypatch.context() as patch:
        fill_the_disk(patch)
        answer = ketalog(typed, tty=True)
    assert (answer.code, answer.out, answer.err.count("\n")) == (5, "", 1)
    assert answer.err.startswith("Nothing was saved: ")
    assert "zanzibar" not in answer.err
    file = kept_in(answer)
    assert file.read_text() == f"{WORDS}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_text_from_the_editor_that_is_too_long_is_kept(ketalog: Ketalog, script: Script) -> None:
    script("head -c 10001 /dev/zero | tr '\\0' x > \"$1\"")
    answer = ketalog("note -e", tty=True)
    assert answer.code == 2
    assert "this one has 10,001" in answer.err
    assert kept_in(answer).stat().st_size == 10_001
    script("head -c 1100000 /dev/zero | tr '\\0' x > \"$1\"")
    answer = ketalog("note -e", tty=True)
    assert (answer.code, "far too long" in answer.err) == (2, True)
    assert kept_in(answer).stat().st_size == 1_100_000


def test_words_are_kept_when_something_unexpected_happens(
    ketalog: Ketalog, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(WORDS)

    script(f'echo {WORDS} > "$1"')
    monkeypatch.setattr("ketalog.journal.Journal.log", fail)
    answer = ketalog("note -e", tty=True)
    assert answer.code == 1
    assert kept_in(answer).read_text() == f"{WORDS}\n"
    assert "zanzibar" not in answer.err


def test_words_that_are_saved_are_not_kept_when_the_answer_can_not_be_given(
    ketalog: Ketalog, home: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(WORDS)

    script(f'echo {WORDS} > "$1"')
    monkeypatch.setattr("ketalog.answers.phrases.say_outcome", fail)
    assert ketalog("note -e", tty=True).code == 1
    assert entries(ketalog)[0]["text"] == WORDS
    assert folder(home) == []


# Signals


def start(*words: str, env: dict[str, str] | None = None) -> tuple[subprocess.Popen[bytes], int]:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*KETALOG, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**os.environ, **(env or {})},
        start_new_session=True,
    )
    os.close(theirs)
    return process, ours


def wait_for(path: Path) -> None:
    for _ in range(1000):
        if path.exists():
            return
        time.sleep(0.01)
    raise AssertionError(f"{path} never came")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_the_editor_is_open_ends_both_and_keeps_what_was_saved(
    ketalog: Ketalog, home: Path, script: Script, number: int
) -> None:
    script(
        f'echo {WORDS} > "$1"; echo $$ > "$HOME/pid"; mv "$HOME/pid" "$HOME/open"; exec sleep 60'
    )
    former = signal.signal(number, signal.SIG_DFL)  # nohup, for one, hands on that it is ignored.
    process, ours = start("note", "-e")
    signal.signal(number, former)
    wait_for(home / "open")
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    os.close(ours)
    assert (process.returncode, err.count(b"\n")) == (130, 1)
    assert err.startswith(b"Stopped. Nothing was logged. Your words are kept in")
    found = KEPT.search(err.decode())
    assert found
    assert Path(found[1]).read_text() == f"{WORDS}\n"
    with pytest.raises(ProcessLookupError):
        os.kill(int((home / "open").read_text()), 0)
    assert entries(ketalog) == []


def test_a_signal_before_anything_was_saved_leaves_nothing(
    ketalog: Ketalog, home: Path, script: Script
) -> None:
    script('touch "$HOME/open"; exec sleep 60')
    process, ours = start("note", "-e")
    wait_for(home / "open")
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=20)
    os.close(ours)
    assert (process.returncode, err) == (130, b"Stopped. Nothing was logged.\n")
    assert folder(home) == []


@pytest.mark.parametrize("typed", ["note -e", "edit 1 -e"])
def test_an_editor_that_does_not_wait_is_named_and_its_file_is_left_to_it(
    ketalog: Ketalog, home: Path, script: Script, typed: str
) -> None:
    editor_file = script("exit 0")
    ketalog("note before")
    answer = ketalog(typed, tty=True)
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith(f"The editor {editor_file} came back at once: it does not wait")
    assert "EDITOR='gvim -f' or EDITOR='code --wait'" in answer.err
    left = [path for path in folder(home) if path.is_file()]
    assert [str(path) in answer.err for path in left] == [True]
    assert [entry["text"] for entry in entries(ketalog)] == ["before"]


def test_a_ctrl_c_is_the_editor_s(ketalog: Ketalog, home: Path, script: Script) -> None:
    script(f'trap "" INT; touch "$HOME/open"; sleep 0.5; echo {WORDS} > "$1"')
    process, ours = start("note", "-e")
    wait_for(home / "open")
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    os.close(ours)
    assert (process.returncode, err) == (0, b"")
    assert [one["text"] for one in entries(ketalog)] == [WORDS]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_words_wait_to_be_saved_keeps_them(
    ketalog: Ketalog, home: Path, script: Script, number: int
) -> None:
    ketalog("mood 5")
    script(f'echo {WORDS} > "$1"; touch "$HOME/open"')
    with disk.locked(home / ".journal.json.lock"):
        process, ours = start("note", "-e")
        wait_for(home / "open")
        time.sleep(2.5)  # Until it waits for the lock, on a busy machine too.
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    os.close(ours)
    assert process.returncode == 130
    assert b"Traceback" not in err
    found = KEPT.search(err.decode())
    assert found
    assert Path(found[1]).read_text() == f"{WORDS}\n"


# Where, and which editor


def test_a_private_file_is_in_memory_where_that_is_ours(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = str(home / "run")
    assert places({"XDG_RUNTIME_DIR": run})[0] == run
    (home / "run").chmod(0o777)
    assert places({"XDG_RUNTIME_DIR": run})[0] != run
    monkeypatch.chdir(home)
    assert "run" not in places({"XDG_RUNTIME_DIR": "run"})
    assert str(home / "none") not in places({"XDG_RUNTIME_DIR": str(home / "none")})
    assert len(places({})) >= 1


def test_without_any_place_for_a_private_file_the_editor_is_not_opened(
    ketalog: Ketalog, home: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    script('touch "$HOME/opened"')
    monkeypatch.setattr("ketalog.ui.private_files.places", lambda _: [str(home / "none")])
    answer = ketalog("note -e", tty=True)
    assert answer.code == 4
    assert answer.err.startswith("There is no folder for a private file.")
    assert not (home / "opened").exists()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("vim", "noundofile"),
        ("vim.tiny", "noundofile"),
        ("nvim", "noundofile"),
        ("nano", "--ignorercfiles"),
        ("emacs", "auto-save-default nil"),
        ("micro", "-backup"),
    ],
)
def test_known_editors_are_told_to_write_nothing_else(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    path = home / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o700)
    (home / "vi").symlink_to(path)
    for command in (path, home / "vi"):
        monkeypatch.setenv("EDITOR", f"{command} -x")
        monkeypatch.delenv("VISUAL", raising=False)
        words = editor.find(os.environ)
        assert words[:2] == [str(command), "-x"]
        assert told in " ".join(words[2:])


@pytest.mark.skipif(not shutil.which("vim"), reason="vim is not installed")
def test_vim_leaves_no_trace_even_if_its_settings_ask_for_it(ketalog: Ketalog, home: Path) -> None:
    for name in ("swap", "undo", "backup"):
        (home / "vimfiles" / name).mkdir(parents=True)
    (home / ".vimrc").write_text(
        "set undofile backup writebackup swapfile updatecount=1 updatetime=10 viminfo='9,<9\n"
        "set directory=~/vimfiles/swap backupdir=~/vimfiles/backup undodir=~/vimfiles/undo\n"
    )
    ketalog("note before")
    vim = shutil.which("vim") or ""
    process, ours = start("edit", "1", "-e", env={"VISUAL": vim, "TERM": "xterm"})
    wait_for(home / "run")
    time.sleep(3)
    os.write(ours, b"Go" + WORDS.encode())
    time.sleep(1)
    os.write(ours, b"\x1b:wq\r")
    seen = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        seen += part
    process.communicate(timeout=20)
    os.close(ours)
    assert process.returncode == 0, seen
    assert entries(ketalog)[0]["text"] == f"before\n{WORDS}"
    left = [path for path in home.rglob("*") if path.is_file() and path.name != ".vimrc"]
    traces = [path for path in left if b"zanzibar" in path.read_bytes()]
    assert all("journal" in path.name for path in traces), traces
    assert not list((home / "vimfiles").glob("*/*"))
    assert not (home / ".viminfo").exists()
    assert folder(home) == []


def test_an_error_in_json_about_an_editor_is_one_object(ketalog: Ketalog) -> None:
    answer = ketalog("note -e --json", tty=True)
    assert json.loads(answer.out)["error"]["code"] == 2
