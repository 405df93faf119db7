"""What is typed at a prompt or piped in is never lost: it is kept, or given back."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.kept import WORDS, fill_the_disk, folder, kept_in
from tests.conftest import Ketalog, Terminal

KETALOG = [sys.executable, "-m", "ketalog"]


@pytest.mark.parametrize("typed", ["note", "ask", "note -", "mood 5 --note -", "edit 1 --note -"])
def test_piped_words_that_can_not_be_saved_are_kept_in_a_private_file(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    ketalog("mood 4")
    with monkeypatch.context() as patch:
        fill_the_disk(patch)
        answer = ketalog(typed, stdin=f"{WORDS}\nof two lines\n")
    assert (answer.code, answer.out, answer.err.count("\n")) == (5, "", 1)
    assert "zanzibar" not in answer.err
    assert kept_in(answer).read_text() == f"{WORDS}\nof two lines\n\n"


def test_a_program_keeps_its_words_itself(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_the_disk(monkeypatch)
    answer = ketalog("note - --json", stdin=WORDS)
    assert (answer.code, answer.error["code"], answer.err) == (5, 5, "")
    assert "zanzibar" not in answer.out
    assert folder(home) == []


def test_a_file_that_is_read_keeps_its_words_itself_and_a_pipe_does_not(home: Path) -> None:
    (home / "words.txt").write_text("x" * 10_001)
    for command, count in (("< words.txt", 0), ("< words.txt cat |", 1)):
        line = f"{command} {{}} -m ketalog note -" if count else f"{{}} -m ketalog note - {command}"
        done = subprocess.run(
            ["sh", "-c", line.format(sys.executable)], cwd=home, capture_output=True, check=False
        )
        assert done.returncode == 2
        assert len(list((home / "run").glob("*/*"))) == count


def test_a_pipe_without_an_end_is_refused(ketalog: Ketalog) -> None:
    with subprocess.Popen(["yes"], stdout=subprocess.PIPE) as yes:
        done = subprocess.run(
            [*KETALOG, "note", "-"], stdin=yes.stdout, capture_output=True, timeout=20, check=False
        )
        yes.kill()
    assert done.returncode == 2
    assert done.stderr.startswith(b"That is far too long for one note.")


def test_words_typed_at_the_prompt_are_given_back_on_the_terminal(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_the_disk(monkeypatch)
    monkeypatch.setattr(Terminal, "isatty", lambda _: True)
    answer = ketalog("note", stdin="zanzibar\x1b[31m secret\n", tty=True)
    assert answer.code == 5
    assert "What you typed, so that it is not lost:\nzanzibar\\x1b[31m secret\n" in answer.err
    assert folder(home) == []


def test_words_typed_at_the_prompt_never_reach_a_log_of_errors(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_the_disk(monkeypatch)
    answer = ketalog("note", stdin=f"{WORDS}\n", tty=True)
    assert answer.code == 5
    assert "zanzibar" not in answer.out + answer.err
    assert kept_in(answer).read_text() == f"{WORDS}\n"
