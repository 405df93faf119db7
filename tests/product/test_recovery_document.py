"""docs/recovery.md: its shell lines alone open a journal, with Debian's jq and age."""

import json
import os
import pty
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ketalog
from tests.places import ROOT

DOCUMENT = (ROOT / "docs" / "recovery.md").read_text(encoding="utf-8")
LOCKED, UNLOCKED, ENTRIES, LISTED, CHECKED, FROM_COPY = re.findall(
    r"```sh\n(.*?)```", DOCUMENT, re.DOTALL
)

pytestmark = pytest.mark.skipif(
    not (shutil.which("jq") and shutil.which("age")), reason="jq or age is not installed"
)


@pytest.fixture
def work(ketalog: Ketalog, home: Path) -> Path:
    """An empty folder beside a journal with a past: amended, deleted, undone, a long import."""
    ketalog("dose 100mg sublingual --at 'yesterday 20:00' --note 'by the \"sea\" \\\\ $HOME `id`'")
    ketalog("mood 6")
    ketalog("note taken back")
    ketalog("undo")
    ketalog("edit 1 150mg")
    ketalog("note deleted")
    ketalog("delete last")
    ketalog("effect nausea mild")
    ketalog("undo")
    ketalog("redo")
    moment = "2026-11-19T10:00:00+01:00"
    entries = [
        {"kind": "note", "id": f"{n}", "at": moment, "recorded": moment, "text": f"{n} " * 200}
        for n in range(300)
    ]
    (home / "many.json").write_text(json.dumps({"ketalog_export": 1, "entries": entries}))
    assert ketalog(["import", str(home / "many.json")]).code == 0
    folder = home / "work"
    folder.mkdir()
    return folder


def in_a_terminal(script: str, folder: Path, typed: str = "") -> str:
    """Run shell lines with a person at a terminal who types; return what is shown."""
    process, screen = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvp("bash", ["bash", "-euc", script])  # noqa: S606 - the document's own lines
    if typed:
        os.write(screen, typed.encode())
    shown = b""
    while True:
        try:
            data = os.read(screen, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0, shown.decode()
    return shown.decode()


def what_ketalog_says(ketalog: Ketalog) -> list[Any]:
    answer = ketalog("list --json --last 1000")
    found: list[Any] = sorted(answer.data["entries"], key=lambda entry: entry["number"])
    return found


def what_the_shell_says(folder: Path) -> list[Any]:
    text = (folder / "entries.jsonl").read_text(encoding="utf-8")
    return sorted(map(json.loads, text.splitlines()), key=lambda entry: entry["number"])


def test_jq_alone_reads_every_entry(ketalog: Ketalog, work: Path) -> None:
    shutil.copy(work.parent / "journal.json", work)
    in_a_terminal(UNLOCKED + ENTRIES, work)
    assert what_the_shell_says(work) == what_ketalog_says(ketalog)
    assert "#1  dose  150" in in_a_terminal(LISTED, work)


@pytest.mark.slow
def test_age_and_jq_alone_read_every_entry_of_a_locked_journal(
    ketalog: Ketalog, work: Path, slow_age: None
) -> None:
    before = what_ketalog_says(ketalog)
    ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
    ketalog("undo")
    ketalog("redo")
    shutil.copy(work.parent / "journal.json", work)
    in_a_terminal(LOCKED + ENTRIES, work, typed="correct horse\n")
    assert what_the_shell_says(work) == before
    assert not (work / "key.txt").exists()
    modes = {path.stat().st_mode & 0o777 for path in work.glob("*.jsonl")}
    assert modes == {0o600}


@pytest.mark.parametrize("is_locked", [False, True])
def test_sha256sum_alone_tells_which_line_is_not_as_written(
    ketalog: Ketalog, work: Path, is_locked: bool
) -> None:
    if is_locked:
        ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
    copy = work / "journal.json"
    shutil.copy(work.parent / "journal.json", copy)
    assert in_a_terminal(CHECKED, work) == ""
    rows = copy.read_bytes().split(b"\n")
    copy.write_bytes(b"\n".join([*rows[:3], rows[3].replace(b'"seq":2', b'"seq":9'), *rows[4:]]))
    (said,) = in_a_terminal(CHECKED, work).splitlines()
    assert said.startswith("sum: {")
    copy.write_bytes(b"\n".join([*rows[:3], *rows[4:]]))
    (said,) = in_a_terminal(CHECKED, work).splitlines()
    assert said.startswith("place: {")
    assert '"seq":3' in said


@pytest.mark.parametrize("is_locked", [False, True])
def test_the_second_copy_alone_gives_the_journal_back(
    ketalog: Ketalog, work: Path, monkeypatch: pytest.MonkeyPatch, is_locked: bool
) -> None:
    before = what_ketalog_says(ketalog)
    if is_locked:
        ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True)
        (work / "secret").write_text("correct horse")
        monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(work / "secret"))
    shutil.copy(work.parent / "backups" / "journal.json.copy.jsonl", work)
    in_a_terminal(FROM_COPY, work)
    monkeypatch.setenv("KETALOG_JOURNAL", str(work / "journal.json"))
    assert what_ketalog_says(ketalog) == before
