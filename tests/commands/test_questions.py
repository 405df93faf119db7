"""Questions on a terminal: one key an answer, back, stop, go on; and the terminal as it was."""

import json
import os
import pty
import re
import signal
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ketalog.cli import run
from ketalog.instruments.base import names
from ketalog.ui.keys import KeyReader
from ketalog.ui.unfinished import Unfinished
from tests.conftest import Answer, Ketalog, Terminal
from tests.sitting import sitting


def last(ketalog: Ketalog) -> dict[str, Any]:
    found: dict[str, Any] = ketalog("list --json").data["entries"][-1]
    return found


def kept(home: Path) -> list[Path]:
    return sorted((home / "run").rglob("*"))


def words_of(shown: str) -> str:
    return " ".join(re.sub(r"\x1b\[[0-9]*m", "", shown).split())


def test_one_key_an_answer_and_the_difficulty_last(ketalog: Ketalog, home: Path) -> None:
    with sitting("check", "gad7") as person:
        shown = person.wait_for(">")
        assert "Over the last 2 weeks, how often have you been bothered" in shown
        assert "1 of 7  Feeling nervous, anxious or on edge" in shown
        assert "  2  More than half the days" in shown
        person.type("122101")
        person.wait_for("7 of 7  Feeling afraid")
        person.type("2")
        person.wait_for("Extremely difficult")
        person.type("1")
        assert person.end() == 0
        assert "GAD-7: 9 of 21 (mild), daily life somewhat difficult" in person.seen
    assert last(ketalog)["answers"] == [1, 2, 2, 1, 0, 1, 2]
    assert last(ketalog)["difficulty"] == 1
    assert kept(home) == []


def test_without_any_problem_difficulty_is_not_asked(ketalog: Ketalog) -> None:
    with sitting("check", "gad7") as person:
        person.wait_for("1 of 7")
        person.type("0000000")
        assert person.end() == 0
    assert "difficulty" not in last(ketalog)


def test_difficulty_that_was_typed_is_not_asked_again(ketalog: Ketalog) -> None:
    with sitting("check", "gad7", "--difficulty", "2") as person:
        person.wait_for("1 of 7")
        person.type("1111111")
        assert person.end() == 0
    assert last(ketalog)["difficulty"] == 2


@pytest.mark.parametrize("back", ["<", "\x7f", "\x1b[D"])
def test_a_key_goes_back_and_the_answer_is_given_anew(ketalog: Ketalog, back: str) -> None:
    with sitting("check", "phq4") as person:
        person.wait_for("1 of 4")
        person.type("3")
        person.wait_for("2 of 4")
        person.type(back)
        person.wait_for("1 of 4")
        person.type("1000")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [1, 0, 0, 0]


def test_at_the_first_question_there_is_nothing_to_go_back_to(ketalog: Ketalog) -> None:
    with sitting("check", "phq4") as person:
        person.wait_for("1 of 4")
        person.type("<")
        assert "Type 0 to 3, or - for no answer. q stops." in person.wait_for("q stops.")
        person.type("1000")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [1, 0, 0, 0]


def test_another_key_says_which_there_are(ketalog: Ketalog) -> None:
    with sitting("check", "phq4") as person:
        for key in ("4", "x", "\n", "é", "\x1b"):
            person.wait_for("1 of 4")
            person.type(key)
        person.wait_for("Type 0 to 3, or - for no answer. q stops.")
        person.type("0-00")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [0, None, 0, 0]


def test_without_any_answer_nothing_is_logged(ketalog: Ketalog, home: Path) -> None:
    with sitting("check", "phq4") as person:
        person.wait_for("1 of 4")
        person.type("----")
        assert person.end() == 2
        assert "None of the questions has an answer: nothing was logged." in person.seen
    assert ketalog("list --json").data["entries"] == []
    assert kept(home) == []


# Stop and go on


@pytest.mark.parametrize("stop", ["q", "\x03", "\x04"])
def test_what_was_answered_is_kept_for_the_day_and_gone_on_with(
    ketalog: Ketalog, home: Path, stop: str
) -> None:
    with sitting("check", "phq9") as person:
        person.wait_for("1 of 9")
        person.type("121")
        person.wait_for("4 of 9")
        person.type(stop)
        assert person.end() == 130
        assert "Nothing is logged yet; your answers to 3 questions are kept for" in person.seen
        assert "To go on: ketalog check phq9" in words_of(person.seen)
    assert ketalog("list --json").data["entries"] == []
    (file,) = kept(home)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "phq" not in file.name
    with sitting("check", "phq9") as person:
        person.wait_for("You answered 3 questions at 21:00. Enter to go on, n to begin again:")
        person.type("\n")
        person.wait_for("4 of 9")
        person.type("0000000")
        person.wait_for("Extremely")
        person.type("-")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [1, 2, 1, 0, 0, 0, 0, 0, 0]
    assert kept(home) == []


def stopped_after(answers: str) -> None:
    with sitting("check", "phq4") as person:
        person.wait_for("1 of 4")
        person.type(f"{answers}")
        person.wait_for(f"{len(answers) + 1} of 4")
        person.type("q")
        assert person.end() == 130


def test_thoughts_of_self_harm_have_their_words_when_the_check_is_stopped_too(
    ketalog: Ketalog, home: Path
) -> None:
    with sitting("check", "phq9") as person:
        person.wait_for("1 of 9")
        person.type("000000001")
        person.wait_for("Extremely")
        person.type("q")
        assert person.end() == 130
        said = words_of(person.seen)
    assert "You marked thoughts of being better off dead or of hurting yourself." in said
    assert "This journal is private: nobody has been notified." in said
    assert said.index("You marked") < said.index("Nothing is logged yet")
    assert ketalog("list --json").data["entries"] == []


@pytest.mark.parametrize("answers", ["100000000", "10000000-", "11111111"])
def test_a_check_that_is_stopped_says_nothing_of_thoughts_that_were_not_marked(
    home: Path, answers: str
) -> None:
    with sitting("check", "phq9") as person:
        person.wait_for("1 of 9")
        person.type(answers)
        person.wait_for("Extremely" if len(answers) == 9 else "9 of 9")
        person.type("q")
        assert person.end() == 130
        assert "You marked thoughts" not in words_of(person.seen)


def test_a_number_typed_at_the_line_to_go_on_is_not_swallowed(ketalog: Ketalog) -> None:
    stopped_after("33")
    with sitting("check", "phq4") as person:
        person.wait_for("Enter to go on, n to begin again:")
        person.type("2\n")
        person.wait_for("'2' is no answer to a question yet. Enter to go on, n to begin again:")
        person.type("\n")
        person.wait_for("3 of 4")
        person.type("01")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [3, 3, 0, 1]


def test_one_can_stop_at_the_line_to_go_on(home: Path) -> None:
    stopped_after("33")
    with sitting("check", "phq4") as person:
        person.wait_for("Enter to go on, n to begin again:")
        person.type("q\n")
        assert person.end() == 130
        assert "your answers to 2 questions are kept" in words_of(person.seen)
    assert len(kept(home)) == 1


def test_one_can_begin_again(ketalog: Ketalog) -> None:
    stopped_after("33")
    with sitting("check", "phq4") as person:
        person.wait_for("Enter to go on, n to begin again:")
        person.type("n\n")
        person.wait_for("1 of 4")
        person.type("0100")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [0, 1, 0, 0]


def test_the_next_day_it_begins_anew_and_nothing_is_left(ketalog: Ketalog, home: Path) -> None:
    stopped_after("33")
    with sitting("check", "phq4", KETALOG_TEST_NOW="2026-11-23T09:00:00+01:00") as person:
        assert "Enter to go on" not in person.wait_for("1 of 4")
        person.type("q")
        assert person.end() == 130
        assert "Nothing was saved." in person.seen
    assert kept(home) == []


def test_answers_that_the_questions_can_t_have_are_not_gone_on_with(home: Path) -> None:
    stopped_after("33")
    (file,) = kept(home)
    content = json.loads(file.read_text())
    for answers in ([7, 3], [1] * 5, "x"):
        file.write_text(json.dumps({**content, "answers": answers}))
        with sitting("check", "phq4") as person:
            assert "Enter to go on" not in person.wait_for("1 of 4")
            person.type("q")
            assert person.end() == 130


def test_a_file_of_somebody_else_s_making_is_left_alone(home: Path) -> None:
    stopped_after("33")
    (file,) = kept(home)
    file.rename(home / "elsewhere")
    file.symlink_to(home / "elsewhere")
    with sitting("check", "phq4") as person:
        assert "Enter to go on" not in person.wait_for("1 of 4")
        person.type("q")
        assert person.end() == 130


def test_answers_survive_a_terminal_that_is_closed(ketalog: Ketalog, home: Path) -> None:
    with sitting("check", "phq4") as person:
        person.wait_for("1 of 4")
        person.type("22")
        person.wait_for("3 of 4")
        person.process.kill()
        person.process.wait()
    with sitting("check", "phq4") as person:
        person.wait_for("You answered 2 questions")
        person.type("\n")
        person.wait_for("3 of 4")
        person.type("00")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [2, 2, 0, 0]


def test_of_a_locked_journal_answers_are_kept_only_in_memory(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[bool] = []
    really = Unfinished.__init__

    def watch(*args: Any, only_in_memory: bool) -> None:
        asked_for.append(only_in_memory)
        really(*args, only_in_memory=only_in_memory)

    monkeypatch.setattr(Unfinished, "__init__", watch)
    (home / "secret").write_text("correct horse")
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
    for line in ("mood 5", "check phq4", "lock --remove-copies", "check phq4"):
        ketalog(line, stdin="0\n0\n0\n0\n", tty=True)
    assert [asked_for[0], asked_for[-1]] == [False, True]  # Between them, "lock" forgets all.
    on_disk, memory = home, Path("/dev/shm")  # noqa: S108
    monkeypatch.setattr(tempfile, "tempdir", str(on_disk))
    for only, places in ((False, [on_disk]), (True, [])):
        found = Unfinished({}, home / "journal.json", "phq4", only_in_memory=only)._places
        assert [Path(place) for place in found if Path(place) != memory] == places


def test_locking_removes_the_answers_that_were_kept_on_a_disk(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketalog.ui.private_files.places", lambda _: [str(home / "run")])
    assert ketalog("mood 5").code == 0
    assert ketalog("check phq4", stdin="0\n3\nq\n", tty=True).code == 130
    assert len(list((home / "run").iterdir())) == 1
    assert ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True).code == 0
    assert list((home / "run").iterdir()) == []


# The terminal


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_gives_the_terminal_back(number: signal.Signals) -> None:
    with sitting("check", "gad7") as person:
        person.wait_for(">")
        person.process.send_signal(number)
        assert person.end() == 130


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_at_a_passphrase_gives_the_echo_back(
    ketalog: Ketalog, number: signal.Signals
) -> None:
    ketalog("mood 5")
    ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
    for words in (("list",), ("passphrase",)):
        with sitting(*words) as person:
            person.wait_for("assphrase")
            assert not termios.tcgetattr(person.theirs)[3] & termios.ECHO
            person.process.send_signal(number)
            assert person.end() == 130


def test_ctrl_z_gives_the_terminal_back_and_then_the_question_is_shown_again(
    ketalog: Ketalog,
) -> None:
    with sitting("check", "phq4") as person:
        person.wait_for("1 of 4")
        person.type("0")
        person.wait_for("2 of 4")
        person.type("\x1a")
        person.wait_for("2 of 4")
        person.type("101")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [0, 1, 0, 1]


def test_ctrl_z_while_keys_are_answered_is_heard_once_they_are(
    monkeypatch: pytest.MonkeyPatch, sit: Callable[[str, str], Answer]
) -> None:
    stopped: list[object] = []
    really = KeyReader.read

    def read(keys: KeyReader) -> str:
        signal.raise_signal(signal.SIGTSTP)
        assert stopped == []  # never in the midst of something
        return really(keys)

    monkeypatch.setattr(KeyReader, "read", read)
    monkeypatch.setattr("ketalog.ui.keys.stop_here", lambda: stopped.append(keys_are_set()))
    assert sit("0101", "check phq4").code == 0
    assert stopped == [False]


def keys_are_set() -> bool:
    """Tell whether the terminal is set for single keys."""
    return not termios.tcgetattr(sys.stdin)[3] & termios.ICANON


@pytest.mark.parametrize("words", [("list",), ("passphrase",)])
def test_ctrl_z_at_a_passphrase_asks_for_it_again_unseen(
    ketalog: Ketalog, words: tuple[str]
) -> None:
    ketalog("mood 5")
    ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
    with sitting(*words) as person:
        person.wait_for("assphrase")
        person.type("cor\x1a")
        person.wait_for("assphrase")
        assert not termios.tcgetattr(person.theirs)[3] & termios.ECHO
        person.type("\x03")
        assert person.end() == 130
        assert "cor" not in person.seen


def test_which_check_is_asked_where_somebody_is_there(ketalog: Ketalog) -> None:
    number = names().index("gad7") + 1
    with sitting("check") as person:
        person.wait_for(f"{number}  gad7: GAD-7")
        person.wait_for(f"1 to {len(names())}, n to stop:")
        person.type(str(number))
        person.wait_for("1 of 7")
        person.type("1111111")
        person.wait_for("how difficult")
        person.type("0")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [1] * 7
    assert f"Type one of: {', '.join(names())}." in ketalog("check").err


def test_ctrl_z_gives_the_terminal_back_and_the_question_comes_again(ketalog: Ketalog) -> None:
    shell = f"set -m; {sys.executable} -m ketalog check phq4; stty -a; echo 'mine'; fg"
    with sitting(command=["sh", "-c", shell]) as person:
        person.wait_for(">")
        assert termios.tcgetattr(person.theirs) != person.before
        person.type("\x1a")
        modes = person.wait_for("mine").split()
        assert {"icanon", "echo"} <= set(modes)
        person.wait_for("1 of 4")
        person.type("0100")
        assert person.end() == 0
    assert last(ketalog)["answers"] == [0, 1, 0, 0]


@pytest.mark.parametrize("columns", [38, 40, 80])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    with sitting("check", "phq9", columns=columns) as person:
        person.wait_for("1 of 9")
        person.type("11111111")
        person.wait_for("9 of 9")
        person.type("x0")
        person.wait_for("Last")
        person.type("0")
        assert person.end() == 0
        drawn = re.sub(r"\x1b\[[0-9]*[AJm]", "", person.seen)
        assert max(map(len, drawn.splitlines())) <= columns


@pytest.mark.parametrize("words", [("--plain",), ()])
def test_a_plain_terminal_gets_a_line_a_question(ketalog: Ketalog, words: tuple[str, ...]) -> None:
    with sitting("check", "phq4", *words, TERM="dumb", columns=200) as person:
        shown = person.wait_for("day:")
        assert "1 of 4: Feeling nervous, anxious or on edge. 0 not at all, 1 several da" in shown
        person.type("1x")
        assert " Several days" in person.wait_for("2 of 4")
        person.wait_for("Type 0 to 3, or - for no answer. < goes back, q stops.")
        person.type("000")
        assert person.end() == 0
        assert "\x1b" not in person.seen
    assert last(ketalog)["answers"] == [1, 0, 0, 0]


def test_what_can_t_be_set_for_keys_is_read_line_by_line(ketalog: Ketalog, home: Path) -> None:
    answer = ketalog("check phq4", stdin="1\n5\n<\n2\n0\n\n0\n0\n", tty=True)
    assert answer.code == 0
    assert "PHQ-4: 2 of 12" in answer.out
    assert last(ketalog)["answers"] == [2, 0, 0, 0]
    assert ketalog("check phq4", stdin="1\n", tty=True).code == 130
    assert len(kept(home)) == 1


def test_without_a_terminal_nothing_is_asked(ketalog: Ketalog) -> None:
    for line in ("check gad7", "check gad7 --no-input", "check gad7 --json"):
        answer = ketalog(line)
        assert answer.code == 2
        assert "GAD-7 has 7 questions, and nobody is here to ask." in answer.err + answer.out


# The same within this process, with keys that were typed ahead.


@pytest.fixture
def sit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Answer]]:
    """Type keys, then a command line, at a terminal of this process."""
    ours, theirs = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")

    def type_in(keys: str, line: str) -> Answer:
        os.write(ours, keys.encode())
        before = termios.tcgetattr(theirs)
        out, err = Terminal(tty=True), Terminal(tty=True)
        with monkeypatch.context() as patch, open(theirs, encoding="utf-8", closefd=False) as stdin:
            for name, stream in (("stdin", stdin), ("stdout", out), ("stderr", err)):
                patch.setattr(sys, name, stream)
            code = run(line.split())
        assert termios.tcgetattr(theirs) == before
        return Answer(code, out.text, err.text)

    yield type_in
    os.close(ours)
    os.close(theirs)


def test_keys_that_were_typed_ahead_are_answers(
    ketalog: Ketalog, sit: Callable[[str, str], Answer]
) -> None:
    answer = sit("1x3<2\x1b[D0\x1b[A-\x1b20", "check phq4")
    assert answer.code == 0
    assert "Type 0 to 3, or - for no answer. < goes back, q stops." in answer.err
    assert last(ketalog)["answers"] == [1, 0, None, 2]
    assert sit("q", "check phq4 --plain").code == 130


def test_stopping_and_going_on_in_one_sitting(
    ketalog: Ketalog, sit: Callable[[str, str], Answer], home: Path
) -> None:
    assert sit("12q", "check gad7").code == 130
    assert "You answered 2 questions at 21:00." in sit("\n11111q", "check gad7").err
    assert sit("\n2", "check gad7").code == 0
    assert last(ketalog)["answers"] == [1, 2, 1, 1, 1, 1, 1]
    assert last(ketalog)["difficulty"] == 2
    assert kept(home) == []


def test_a_signal_stops_the_questions(
    monkeypatch: pytest.MonkeyPatch, sit: Callable[[str, str], Answer]
) -> None:
    monkeypatch.setattr(KeyReader, "read", lambda _: signal.raise_signal(signal.SIGTERM))
    assert sit("", "check gad7").code == 130
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_where_nothing_can_be_kept_stopping_says_so(
    monkeypatch: pytest.MonkeyPatch, sit: Callable[[str, str], Answer]
) -> None:
    monkeypatch.setattr("ketalog.ui.private_files.places", lambda _: ["/no such folder"])
    assert "Stopped. Nothing was saved." in sit("12q", "check gad7").err


def test_a_check_that_is_not_known_keeps_its_answers(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("check gad7 0 0 0 0 0 0 0")
    monkeypatch.setattr("ketalog.commands.check.find", lambda _: None)
    refused = ketalog("edit 1 1 1 1 1 1 1 1")
    assert refused.code == 2
    assert "its questions are not known" in refused.err
    assert ketalog("edit 1 --note later").code == 0
