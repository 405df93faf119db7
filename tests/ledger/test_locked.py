"""A locked journal: anyone can write into it, only the passphrase's owner reads it."""

import getpass
import json
import os
import pty
import shutil
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import keyring
import keyring.backend
import pytest

from ketalog.cli import run
from ketalog.ledger import encryption
from ketalog.ledger import format as file_format
from ketalog.ledger.format import Key, read_line
from ketalog.maintenance import Maintenance
from ketalog.store import Store
from ketalog.ui.output import Ui
from tests.conftest import Answer, Ketalog

SECRET = "slept by the seaside"  # noqa: S105 - a note
READING = (
    "today", "week", "month", "list", "show 1", "export page.html", "export some.json",
    "edit 1 150mg", "delete 1", "import all.json", "erase 1 --yes", "effect nausea --dose 1",
)  # fmt: skip
LOGGING = ("dose 50mg nasal", "mood 5 --anxiety 3", "effect nausea mild", "effect none", "ask why?")


@pytest.fixture
def locked(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with three entries, locked with "correct horse", and nobody to type it."""
    monkeypatch.chdir(home)
    ketalog("dose 100mg sublingual --at 'yesterday 20:00'")
    ketalog("export all.json")
    ketalog("mood 6")
    ketalog(f"note {SECRET}")
    assert ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True).code == 0
    return home / "journal.json"


def opened(ketalog: Ketalog, line: str) -> Answer:
    return ketalog(line, stdin="correct horse\n", tty=True)


def everywhere(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


@pytest.mark.parametrize("line", LOGGING)
def test_logging_asks_for_no_passphrase(ketalog: Ketalog, locked: Path, line: str) -> None:
    answer = ketalog(line)
    assert answer.code == 0, answer
    assert answer.out.startswith("Logged #4: ")
    assert "#4" in opened(ketalog, "list --last 1").out


@pytest.mark.parametrize("line", READING)
def test_reading_asks_for_the_passphrase(ketalog: Ketalog, locked: Path, line: str) -> None:
    before = locked.read_bytes()
    answer = ketalog(line)
    assert (answer.code, answer.out) == (5, "")
    assert answer.err.startswith("The journal is locked, and nobody is here to type its passphrase")
    wrong = ketalog(line, stdin="wrong horse\n" * 3, tty=True)
    assert (wrong.code, wrong.out) == (5, "")
    assert "That is not the journal's passphrase" in wrong.err
    assert locked.read_bytes() == before
    right = opened(ketalog, f"{line} --force" if line.startswith("export") else line)
    assert right.code == 0, right
    assert right.err.count("Passphrase: ") == 1
    third = ketalog("list", stdin="wrong horse\n" * 2 + "correct horse\n", tty=True)
    assert third.code == 0
    assert third.err.count("That is not it. Passphrase: ") == 2


def test_no_word_of_an_entry_is_left_in_any_file(ketalog: Ketalog, locked: Path) -> None:
    (locked.parent / "all.json").unlink()
    ketalog("note by the seaside again")
    ketalog("dose 50mg nasal")
    for word in (SECRET, "seaside", "sublingual", "nasal", "2026-11-21", "amount_mg", "mood"):
        assert word.encode() not in everywhere(locked.parent)


def test_what_was_logged_unseen_is_read_with_all_the_rest(ketalog: Ketalog, locked: Path) -> None:
    ketalog("dose 50mg nasal --at 'today 12pm'")
    ketalog("effect dizziness mild --at 'today 13:00'")
    week = opened(ketalog, "week --plain")
    assert week.code == 0
    assert "dizziness" in week.out
    assert (
        "It stands after" in opened(ketalog, "show 5").out or "#4" in opened(ketalog, "show 5").out
    )
    listed = opened(ketalog, "list").out
    assert [f"#{n}" in listed for n in range(1, 6)] == [True] * 5


def test_what_needs_reading_says_that_it_could_not_look(ketalog: Ketalog, locked: Path) -> None:
    usual = ketalog("dose", stdin="\n", tty=True)
    assert usual.code == 2
    assert "the journal is locked: neither the plan nor the last dose can be seen" in usual.err
    assert ketalog("dose --usual").code == 2
    assert "whether the same dose is there" in ketalog("dose 100mg sublingual").err
    assert "shows when you read it" in ketalog("effect nausea").err
    assert ketalog("mood 6").err == ""
    assert "what it was can't be shown" in ketalog("undo").err


def test_undo_and_redo_go_back_and_forth_unseen(ketalog: Ketalog, locked: Path) -> None:
    ketalog("mood 8")
    ketalog("mood 9")
    for line in ("undo", "undo", "undo", "redo"):
        answer = ketalog(line)
        assert answer.code == 0
        assert SECRET not in answer.out + answer.err
        assert "mood" not in answer.out
    listed = opened(ketalog, "list").out
    assert SECRET in listed
    assert "mood 8" not in listed
    assert "mood 9" not in listed


def test_a_passphrase_is_typed_twice_and_its_loss_is_said_twice(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("mood 6")
    answer = ketalog("lock", stdin="one\nother\n", tty=True)
    assert answer.code == 2
    assert "not the same" in answer.err
    assert ketalog("lock", stdin="\n", tty=True).code == 2
    assert "can't be recovered" in answer.err
    assert "lost for good" in answer.err
    assert ketalog("list").code == 0


def test_without_a_person_a_file_names_the_passphrase(
    ketalog: Ketalog, locked: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text, code in (("correct horse\n", 0), ("correct horse", 0), ("wrong", 5), ("", 4)):
        (home / "secret").write_text(text)
        monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
        assert ketalog("list").code == code
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "nothing"))
    answer = ketalog("list")
    assert answer.code == 4
    assert str(home / "nothing") in answer.err


def test_the_passphrase_can_be_changed_and_the_former_opens_nothing_here(
    ketalog: Ketalog, locked: Path
) -> None:
    typed = "correct horse\nnew horse\nnew horse\n"
    answer = ketalog("passphrase", stdin=typed, tty=True)
    assert answer.code == 0
    assert "Backups elsewhere still open with the former one" in answer.out
    assert opened_with(ketalog, "list", "\n".join(["correct horse"] * 3)).code == 5
    assert SECRET in ketalog("list", stdin="new horse\n", tty=True).out
    shutil.rmtree(locked.parent / "backups")
    assert ketalog("mood 3").code == 0
    locked.unlink()
    assert ketalog("restore").code == 0
    assert "mood 3" in ketalog("list", stdin="new horse\n", tty=True).out
    assert opened_with(ketalog, "list", "\n".join(["correct horse"] * 3)).code == 5


def test_the_lock_comes_off_again(ketalog: Ketalog, locked: Path) -> None:
    ketalog("mood 9")
    assert ketalog("unlock").code == 5
    answer = opened(ketalog, "unlock")
    assert answer.code == 0
    listed = ketalog("list").out
    assert SECRET in listed
    assert "mood 9" in listed
    assert ketalog("unlock").code == 2
    assert ketalog("undo").out.startswith("Took back #4: mood 9")


def test_nothing_is_locked_before_every_question_is_answered(ketalog: Ketalog, home: Path) -> None:
    ketalog(f"note {SECRET}")
    (home / "journal.json.cut-short").write_text(SECRET)
    before = (home / "journal.json").read_bytes()
    answer = ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
    assert answer.code == 130
    assert "Nothing was" in answer.err
    assert (home / "journal.json").read_bytes() == before


def test_locking_twice_is_refused(ketalog: Ketalog, locked: Path) -> None:
    answer = opened(ketalog, "lock")
    assert answer.code == 2
    assert "locked already" in answer.err


def test_unlocked_copies_are_named_and_removed_on_a_yes(ketalog: Ketalog, home: Path) -> None:
    ketalog(f"note {SECRET}")
    journal = home / "journal.json"
    journal.write_bytes(journal.read_bytes().replace(b"seaside", b"lake"))
    ketalog("restore")
    (copy,) = (home / "backups").glob("*before-restore*")
    typed = "correct horse\ncorrect horse\nn\n"
    answer = ketalog("lock", stdin=typed, tty=True)
    assert str(copy) in answer.out
    assert copy.exists()
    opened(ketalog, "unlock")
    removed = ketalog("lock", stdin="correct horse\ncorrect horse\ny\n", tty=True)
    assert f"Removed: {copy}" in removed.out
    assert "before-unlock" not in removed.out
    assert not copy.exists()
    assert b"seaside" not in everywhere(home)


def test_a_locked_journal_is_rebuilt_without_a_passphrase(ketalog: Ketalog, locked: Path) -> None:
    ketalog("mood 9")
    whole = locked.read_bytes()
    locked.write_bytes(whole[: len(whole) // 2])
    assert ketalog("mood 10").code == 0
    assert "mood 9" in opened(ketalog, "list").out
    locked.unlink()
    restored = ketalog("restore")
    assert restored.code == 0
    assert "5 changes" in restored.out
    assert "mood 10" in opened(ketalog, "list").out


def test_doctor_looks_without_a_passphrase(ketalog: Ketalog, locked: Path) -> None:
    answer = ketalog("doctor --json")
    assert answer.code == 0
    assert (answer.data["locked"], answer.data["entries"]) == (True, None)
    assert answer.data["findings"] == []


def test_a_box_that_was_tampered_with_is_damage(ketalog: Ketalog, locked: Path) -> None:
    file = json.loads(locked.read_bytes())
    boxes = [line["box"] for line in file["transactions"].values()]
    locked.write_bytes(locked.read_bytes().replace(boxes[0].encode(), boxes[1].encode()))
    answer = opened(ketalog, "list")
    assert answer.code == 5
    assert "ketalog restore" in answer.err


def test_the_keyring_keeps_the_passphrase_if_it_may(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = InMemory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", kept)
    ketalog(f"note {SECRET}")
    ketalog("config keyring yes")
    ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
    assert SECRET in ketalog("list").out
    ketalog("passphrase", stdin="new horse\nnew horse\n", tty=True)
    assert list(kept.words.values()) == ["new horse"]
    assert SECRET in ketalog("list").out
    kept.words = dict.fromkeys(kept.words, "stale")
    assert SECRET in ketalog("list", stdin="new horse\n", tty=True).out
    kept.words = dict.fromkeys(kept.words, "new horse")
    ketalog("unlock")
    assert kept.words == {}
    ketalog("config keyring no")
    ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
    assert kept.words == {}
    assert ketalog("list").code == 5


class InMemory(keyring.backend.KeyringBackend):
    """A keyring for the length of a test."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.words: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.words.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.words[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.words[service, username]


@pytest.mark.slow
def test_the_real_scrypt_opens_what_it_locked(ketalog: Ketalog, home: Path, slow_age: None) -> None:
    ketalog(f"note {SECRET}")
    ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
    key = json.loads((home / "journal.json").read_bytes())["_ketalog"]["1"]["key"]
    assert encryption.open_key(Key(**key), ["wrong horse"]) is None
    assert SECRET in opened(ketalog, "list").out


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_age_alone_opens_what_a_key_locked(ketalog: Ketalog, locked: Path, home: Path) -> None:
    header = json.loads(locked.read_bytes())["_ketalog"]["1"]
    private = encryption.open_key(Key(**header["key"]), ["correct horse"])
    assert private is not None
    (home / "key").write_text(private)
    shell = "jq -r '.transactions[].box' journal.json | tail -1 | base64 -d | age -d -i key"
    said = subprocess.run(["sh", "-c", shell], cwd=home, capture_output=True, check=True).stdout
    assert SECRET.encode() in said


@pytest.mark.parametrize("line", ["lock", "unlock", "passphrase"])
def test_what_another_command_locked_meanwhile_is_not_locked_over(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """While a question stands open, another terminal locks the journal with other words."""
    ketalog(f"note {SECRET}")
    if line != "lock":
        ketalog("lock", stdin="old\nold\n", tty=True)
    asked = iter(["old", *["second"] * 6] if line != "lock" else ["second", "second"])
    first = True

    def ask(*_: object) -> str:
        nonlocal first
        if first:
            first = False
            store = Store(home / "journal.json", passphrases=lambda _: ["old"])
            elsewhere = Maintenance(store, datetime.now().astimezone())
            if line != "lock":
                elsewhere.unlock()
            elsewhere.lock("first")
        return next(asked)

    with monkeypatch.context() as patch:
        patch.setattr(Ui, "ask_unseen", ask)
        answer = ketalog(line, stdin="n\n", tty=True)
    assert answer.code == 5, answer
    assert SECRET in opened_with(ketalog, "list", "first").out
    assert ketalog("doctor").code == 0


def opened_with(ketalog: Ketalog, line: str, words: str) -> Answer:
    return ketalog(line, stdin=f"{words}\n", tty=True)


def test_an_accent_is_the_same_however_the_keyboard_sends_it(ketalog: Ketalog, home: Path) -> None:
    ketalog(f"note {SECRET}")
    composed, apart = "caf\u00e9", "cafe\u0301"
    ketalog("lock", stdin=f"{apart}\n{apart}\n", tty=True)
    for words in (composed, apart):
        assert SECRET in opened_with(ketalog, "list", words).out


FAILURES = [keyring.errors.KeyringError, RuntimeError, OSError, ValueError]
"""What the backends of a keyring raise."""


@pytest.mark.parametrize("failure", FAILURES)
def test_a_keyring_that_fails_in_any_way_lets_the_passphrase_be_asked_for(
    ketalog: Ketalog, locked: Path, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    def refuse(*_: object) -> None:
        raise failure

    monkeypatch.setattr(InMemory, "get_password", refuse)
    monkeypatch.setattr(keyring.core, "_keyring_backend", InMemory())
    ketalog("config keyring yes")
    answer = opened(ketalog, "list")
    assert (answer.code, answer.err) == (0, "Passphrase: ")


@pytest.mark.parametrize("failure", FAILURES)
def test_a_keyring_that_cant_be_used_is_said_beside_the_answer(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, failure: type[Exception]
) -> None:
    def refuse(*_: object) -> None:
        raise failure

    monkeypatch.setattr(InMemory, "set_password", refuse)
    monkeypatch.setattr(keyring.core, "_keyring_backend", InMemory())
    ketalog(f"note {SECRET}")
    ketalog("config keyring yes")
    answer = ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
    assert answer.code == 0
    assert "keyring can't be used" in answer.err
    assert "are locked" in answer.out


def test_a_second_copy_alone_never_takes_the_lock_off(ketalog: Ketalog, locked: Path) -> None:
    second_copy = locked.parent / "backups" / "journal.json.copy.jsonl"
    header, *rows = second_copy.read_bytes().splitlines()
    body = {**json.loads(header), "generation": 99}
    del body["key"], body["sum"]
    forged = [file_format.with_checksum(body)]
    for row in rows:
        forged.append(file_format.placed(read_line(row), file_format.sum_of(forged[-1])))
    second_copy.write_bytes(file_format.second_copy_bytes(*forged))
    answer = ketalog(f"note {SECRET}")
    assert answer.code == 5
    assert "different stories" in answer.err
    assert SECRET.encode() not in locked.read_bytes()


def test_a_copy_in_clear_of_a_locked_journal_is_named_when_it_is_merged(
    ketalog: Ketalog, locked: Path
) -> None:
    copy = locked.parent / "journal.sync-conflict-20261122-210000-ABCDEFG.json"
    ketalog(f"--journal {copy} note {SECRET}")
    answer = opened(ketalog, f"merge {copy}")
    assert answer.code == 0
    assert f"remove {copy}" in answer.out
    kept = [path.read_bytes() for path in (locked.parent / "backups").glob("journal.json.*")]
    assert not [data for data in kept if SECRET.encode() in data]


@pytest.mark.parametrize(
    ("line", "questions", "code"), [("lock", 2, 0), ("passphrase", 3, 0), ("list", 3, 5)]
)
def test_what_is_typed_ahead_between_two_questions_is_not_shown(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, line: str, questions: int, code: int
) -> None:
    ketalog("mood 5")
    if line != "lock":
        words = "words" if code == 0 else "other words"
        ketalog("lock", stdin=f"{words}\n{words}\n", tty=True)
    keyboard, terminal = pty.openpty()
    shown = []

    def is_shown() -> bool:
        return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)

    def typed(_: str, __: object) -> str:
        shown.append(is_shown())
        return "words"

    assert is_shown()
    with open(terminal, closefd=False) as stdin, monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", stdin)
        patch.setattr(getpass, "getpass", typed)
        assert run([line]) == code
    assert shown == [False] * questions
    assert is_shown()
    os.close(keyboard)
    os.close(terminal)


def test_a_passphrase_that_is_refused_leaves_the_terminal_as_it_was(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("mood 5")
    keyboard, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)

    def stopped(_: str, __: object) -> str:
        raise KeyboardInterrupt

    with open(terminal, closefd=False) as stdin, monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", stdin)
        patch.setattr(getpass, "getpass", stopped)
        assert run(["lock"]) == 130
    assert termios.tcgetattr(terminal) == before
    os.close(keyboard)
    os.close(terminal)


def test_a_long_read_shows_how_far_it_is(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []

    @contextmanager
    def progress(what: str) -> Iterator[Callable[[float], None]]:
        shown.append(what)
        yield shown.append

    monkeypatch.setattr("ketalog.ledger.ledger._LONG_FILE", 0)
    monkeypatch.setattr("ketalog.ledger.ledger._MANY_LOCKED", 1)
    store = Store(locked, passphrases=lambda _: ["correct horse"])
    store.ledger.progress = progress
    assert len(store.everything().entries) == 3
    assert shown == ["Reading the whole journal", "Unlocking the journal", 1 / 3, 2 / 3, 1]


def test_without_pyrage_a_lock_says_so_before_anything_is_typed(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("mood 6")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "pyrage", None)
        patch.delitem(sys.modules, "ketalog.ledger.encryption", raising=False)
        answer = ketalog("lock", stdin="pw\npw\n", tty=True)
        assert ketalog("mood 7").code == 0
    assert (answer.code, answer.out) == (5, "")
    assert answer.err == (
        "Nothing was read or saved: a lock needs pyrage, which is missing here. Install it beside "
        "ketalog: pipx inject ketalog pyrage\n"
    )
