"""What a message tells to type: it exists, with its options, and works where it is said."""

import ast
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from ketalog import cli
from ketalog.cli import OPTIONS
from ketalog.commands import ALIASES, COMMANDS
from tests.conftest import Answer, Ketalog
from tests.places import ROOT

NAMED = re.compile(r"\bketalog ((?:--?)?[a-z][\w-]*)((?: [^\n.;()']*)?)")
PROSE = {"alone", "offers"}
EVERYWHERE = {option for shown in OPTIONS for option in re.findall("--?[a-z-]+", shown)}


def texts() -> Iterator[tuple[str, str]]:
    """Yield each text in the source, what is put into it left out, and where it stands."""
    for path in sorted((ROOT / "ketalog").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts: set[int] = set()
        for node in ast.walk(tree):
            where = f"{path.name}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.JoinedStr):
                parts |= {id(value) for value in node.values}
                yield (
                    "".join(
                        str(value.value) if isinstance(value, ast.Constant) else "…"
                        for value in node.values
                    ),
                    where,
                )
            elif (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in parts
            ):
                yield node.value, where


def options_of(name: str) -> set[str]:
    command = cli._load(name)
    params = command.get_params(typer.Context(command, **command.context_settings))
    return EVERYWHERE | {
        option for param in params for option in (*param.opts, *param.secondary_opts)
    }


def test_each_command_that_a_text_names_exists_with_its_options() -> None:
    wrong, count = [], 0
    known = {name: options_of(name) for name in COMMANDS}
    for text, where in texts():
        for name, behind in NAMED.findall(text):
            count += 1
            command = ALIASES.get(name, name)
            if command in COMMANDS:
                words = behind.partition(" ketalog ")[0]
                used = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", words)) - {"--"}
                wrong += [f"{where}: {name} {option}" for option in used - known[command]]
            elif name in EVERYWHERE | PROSE:
                continue
            elif f"ketalog {name}" in text and re.search(rf"[:'] ?ketalog {name}\b", text):
                wrong.append(f"{where}: {name}")
    assert count > 300
    assert wrong == []


# Each works where it is said

SAID = re.compile(
    r"(?:(?<=: )|(?<=')|(?<=, )|(?<=or )|^|(?<=  ))ketalog "
    r"((?:(?!\. |, or|, and |, with|: |; |\)|, ketalog|' takes|' shows|' lists|\n| {3}).)+)",
    re.MULTILINE,
)
STANDS_FOR = {
    "FILE": "other.json",
    "NUMBER": "1",
    "TIME": "20:30",
    "FOLDER": "folder",
}
NEEDS_A_PERSON = {"now", "start", "type"}
FOR_ANOTHER_DAY = {("backup", "restore"), ("import", "restore")}
"""What is named with the words "after a loss", "on a new computer", by what says it."""
DOSE = "dose 100mg sublingual --at 'fri 9pm'"
PLAN = "plan set 2x100mg sublingual --form troche --days mon,wed,fri --apart 48h"
BROKEN = "break journal.json"
"""What is done to a file between lines."""
STATES: list[tuple[tuple[str, ...], str]] = [
    *(
        ((), line)
        for line in (
            *("", "show 1", "edit 1 5", "delete 1", "undo", "redo", "restore", "doctor", "lock"),
            *("backup copy.json", "plan", "supply", "week", "dose", "review", "check", "effect"),
            *("unlock", "merge nothing.json", "import nothing.json", "supply lost 1", "plan stop"),
            *("config nope", "config clock 13", "export x.doc", "list zzz", "response", "mood"),
        )
    ),
    *(
        ((DOSE, PLAN, "mood 5"), line)
        for line in (
            *(
                "",
                "dose",
                "dose 2 sublingual",
                "dose 100 sublingal",
                "dose 1 troch",
                "dose 100mg",
                "mood 11",
            ),
            *("effect nausea moderat", "effect", "edit 1 mood 5", "edit 1 frob", "edit 1"),
            *(
                "delete 9",
                "show 9",
                "moood 5",
                "supply",
                "list zzz",
                "dose 900mg sublingual",
            ),
            *("dose 100mg sublingual 9:30", "mood 6 5/11", "vitals 72", "skip", "also", "session"),
            *("appointment yesterday", "check gad7", "check gad7 1 2", "import other.json"),
            *(
                "restore",
                "doctor",
                "doctor --anew",
                "unlock",
                "backup copy.json",
                "plan stop nasal",
            ),
            *("dose 100mg sublingual --at '10 min ago'", "dose 100mg sub", "edit 1 --clear nope"),
            *("erase 1", "merge other.json", "review", "review 1", "export", "nausea", "now"),
            *("undo", "delete 1", "skip fri", "skip tue", "plan set 150mg sublingual", "ask"),
            *("list --kind nope", "effect none", "effect fine", "effect headach", "note", "start"),
        )
    ),
    *(
        ((DOSE, "dose 100mg sublingual --at 20:55"), line)
        for line in (
            "dose 100mg sublingual",
            "dose 50mg sublingual",
            "dose 50mg sublingual booster",
        )
    ),
    *(((DOSE, "mood 5", BROKEN), line) for line in ("list", "mood 6", "doctor", "restore", "")),
    *(((DOSE, "remove journal.json"), line) for line in ("list", "mood 6", "doctor", "")),
    *(((DOSE, "remove backups/journal.json.copy.jsonl"), line) for line in ("mood 6", "doctor")),
    *(
        ((DOSE, "conflict journal.sync-conflict-20261122-210000-ABCDEFG.json"), line)
        for line in ("list", "mood 6", "doctor", "undo")
    ),
    *(
        ((DOSE, PLAN, "locked"), line)
        for line in (
            "dose",
            "mood 6",
            "doctor",
            "undo",
            "lock",
            "dose 1 troche",
            "edit 1 5",
        )
    ),
]


def do(ketalog: Ketalog, home: Path, line: str) -> None:
    """Do what comes before: a command line, or something to a file."""
    what, _, name = line.partition(" ")
    if what == "break":
        file = home / name
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 2] + b"#" + data[len(data) // 2 + 1 :])
    elif what == "remove":
        (home / name).unlink()
    elif what == "conflict":
        shutil.copy(home / "journal.json", home / name)
        ketalog(f"--journal '{home / name}' note on the other device")
        shutil.rmtree(home / "backups" / "x", ignore_errors=True)
    elif line == "locked":
        assert ketalog("lock").code == 0
    else:
        assert ketalog(line).code == 0, line


def named(answer: Answer) -> Iterator[list[str]]:
    """Yield the words of each command line that an answer names."""
    for line in SAID.findall(answer.out + answer.err):
        text = line.rstrip(". ")
        text = text if text.count("'") % 2 == 0 else text.rpartition("'")[0]
        yield [STANDS_FOR.get(word, word) for word in shlex.split(text)]


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES, ids=lambda state: " > ".join([*state[0], state[1]]))
def test_each_command_that_is_said_works_where_it_is_said(
    ketalog: Ketalog,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    state: tuple[tuple[str, ...], str],
) -> None:
    before, line = state
    monkeypatch.chdir(home)
    (home / "pw").write_text("pw")
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "pw"))
    monkeypatch.setenv("KETALOG_NEW_PASSPHRASE_FILE", str(home / "pw"))
    (home / "elsewhere").mkdir()
    ketalog("--journal elsewhere/journal.json note from another device")
    shutil.copy(home / "elsewhere" / "journal.json", home / "other.json")
    for step in before:
        do(ketalog, home, step)
    said = ketalog(line)
    kept = home.with_name(f"{home.name} kept")
    failed = []
    shutil.copytree(home, kept)
    for words in named(said):
        later = (line.partition(" ")[0], words[0]) in FOR_ANOTHER_DAY
        if later or words[0] in NEEDS_A_PERSON:
            continue
        shutil.rmtree(home)
        shutil.copytree(kept, home)
        monkeypatch.chdir(home)
        answer = ketalog([*words, "--yes"] if words[0] == "erase" else words)
        # `doctor` ends with 5 where something is lost: that is what it says.
        if answer.code != 0 and not (words == ["doctor"] and answer.code == 5):
            failed.append((" ".join(words), answer.code, answer.err))
    if failed:
        pytest.fail(f"AFTER {line!r}: {failed}")
