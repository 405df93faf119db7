"""Documents: every command and option is described, and every example that is shown works."""

import os
import re
import shlex
import shutil
import tempfile
from pathlib import Path

import pytest
import typer

from ketalog import cli
from ketalog.clauses.table import TABLE
from ketalog.commands import ALIASES, COMMANDS, clauses_of, module_of
from ketalog.domain.filter import LISTED
from tests.conftest import Ketalog
from tests.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENT = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([a-z]+)\n(.*?)(?=^#+ |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z0-9-]*")
EVERYWHERE = {"--help", "-h"}


def options_of(name: str) -> set[str]:
    command = cli._load(name)
    context = typer.Context(command, **command.context_settings)
    found = {
        option
        for param in command.get_params(context)
        for option in (*param.opts, *param.secondary_opts)
        if option.startswith("-")
    }
    return found - EVERYWHERE


def examples_in(text: str) -> list[str]:
    """Return each command line of the examples, without what a shell would do with it."""
    lines = [line for line in text.splitlines() if re.match(r"ketalog( |$)", line)]
    plain = [re.sub(r"  +[#(].*| \| jq .*| < \S+|^ketalog", "", line) for line in lines]
    return [part.strip().removeprefix("ketalog") for line in plain for part in line.split(" && ")]


def code_blocks(text: str) -> str:
    return "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


HELP = {name: module_of(name).EXAMPLES for name in COMMANDS}
PHONE = (ROOT / "docs" / "phone.md").read_text(encoding="utf-8")
EXAMPLES = sorted(
    {
        *examples_in(code_blocks(PHONE)),
        *examples_in(code_blocks(README)),
        *examples_in(code_blocks(DOCUMENT)),
        *(line for text in HELP.values() for line in examples_in(text)),
    }
)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_has_a_section(name: str) -> None:
    assert re.search(rf"^ketalog {name}\b|`ketalog {name}", README, re.MULTILINE) or name == "today"
    assert name in SECTIONS


def test_every_section_is_about_a_command() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_in_its_section_and_no_other(name: str) -> None:
    section = re.sub(r"```.*?```", "", SECTIONS[name], flags=re.DOTALL)
    documented = set(OPTION.findall(section))
    assert options_of(name) - documented == set()
    assert documented - options_of(name) - {"--json", "--plain"} == set()


def test_every_kind_of_entry_that_list_takes_is_in_its_section_and_its_help(
    ketalog: Ketalog,
) -> None:
    help_text = ketalog("list --help").out
    for kind in LISTED:
        assert re.search(rf"`--kind KIND`: .*\b{kind}\b", SECTIONS["list"])
        assert kind in help_text


def test_every_option_of_every_command_is_described_once_for_all() -> None:
    general = DOCUMENT.partition("## Log\n")[0]
    root = typer.main.get_command(cli.root)
    options = {option for param in root.get_params(typer.Context(root)) for option in param.opts}
    assert options - set(OPTION.findall(general)) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_leads_with_examples_of_it(ketalog: Ketalog, name: str) -> None:
    answer = ketalog(f"{name} --help")
    usage, _, rest = answer.out.partition("Examples:\n")
    assert (answer.code, answer.err) == (0, "")
    assert usage.startswith(f"Usage: ketalog {name} [OPTIONS]")
    assert "Exit status: 0 done" in rest
    for line in HELP[name].strip().splitlines():
        words = line.split()
        assert words[0] == "ketalog"
        assert (words[1:2] or ["today"])[0] in {name, "--json"}
        assert " ".join(words) in " ".join(rest.split())


@pytest.mark.parametrize("name", [*COMMANDS, *ALIASES])
def test_help_can_be_asked_for_in_three_ways(ketalog: Ketalog, name: str) -> None:
    answers = {ketalog(line).out for line in (f"{name} --help", f"{name} -h", f"help {name}")}
    assert len(answers) == 1


TYPED = re.findall(
    r"^\| [^|]+ \| (.*) \| (.*) \|$",
    DOCUMENT.partition("| what | is typed as | in |\n|---|---|---|\n")[2].partition("\n\n")[0],
    re.MULTILINE,
)


@pytest.mark.parametrize("clause", [name for name, row in TABLE.items() if row.shapes])
def test_the_table_of_words_names_every_command_that_reads_them(clause: str) -> None:
    shapes = {f"`{shape}`" for shape in TABLE[clause].shapes}
    rows = [where for typed, where in TYPED if shapes <= {*re.findall(r"`[^`]+`", typed)}]
    named = {name.split()[0] for where in rows for name in re.findall(r"`([a-z ]+)`", where)}
    readers = {name for name in COMMANDS if clause in (clauses_of(name) or ())}
    # `edit` reads what the entry's own command reads; the days of `skip` look back.
    others = {"edit"} | ({"skip"} if clause in {"when", "day"} else set())
    assert named - others == readers - others


@pytest.mark.parametrize("also", ALIASES)
def test_every_other_name_of_a_command_is_in_its_section(also: str) -> None:
    assert f"`{also}`" in SECTIONS[ALIASES[also]]


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with the numbers that the examples name, made by the first of them."""
    return tmp_path_factory.mktemp("examples") / "journal.json"


@pytest.fixture
def place(ketalog: Ketalog, home: Path, journal: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, beside a copy of that journal."""
    monkeypatch.setattr(tempfile, "tempdir", str(home.parent))
    if not journal.exists():
        for n in range(1, 43):
            line = MADE.get(n, "mood 5 --at 'yesterday 8am'")
            ketalog(f"--journal {journal} {line}")
    shutil.copytree(journal.parent, home / "data", dirs_exist_ok=True)
    monkeypatch.setenv("KETALOG_JOURNAL", str(home / "data" / "journal.json"))
    (home / "secret").write_text("correct horse\n")
    for name in ("KETALOG_PASSPHRASE_FILE", "KETALOG_NEW_PASSPHRASE_FILE"):
        monkeypatch.setenv(name, str(home / "secret"))
    (home / "editor").write_text('#!/bin/sh\necho more >> "$1"\n')
    (home / "editor").chmod(0o700)
    monkeypatch.setenv("EDITOR", str(home / "editor"))
    monkeypatch.setattr("ketalog.inbox.QUIET_S", 0)
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    return home / "work"


DOSE = "dose 100mg sublingual --hold 15 --at 'yesterday 20:00' --note x"
PLAN = "plan set 2x100mg sublingual --days daily --from '1 dec'"
MADE = {12: "effect nausea", 13: "check gad7 0 0 0 0 0 0 0", 14: PLAN, 41: DOSE, 42: DOSE}
PLANNED = "plan set 1x200mg sublingual --form troche --days daily --from 2026-11-01"
PLANNED_TOO = "plan set 2x15mg nasal --times 2 --from 2026-11-01"
TYPED_BEFORE = {
    "dose": [PLANNED, "dose 100mg sublingual --at 7pm"],
    "import": ["export journal.json"],
    "passphrase": ["lock"],
    "plan": [PLANNED, PLANNED_TOO],
    "skip": [PLANNED_TOO],
    "supply": ["supply fill 24x100mg sublingual --form troche --at 'last mon 8am'"],
    "unlock": ["lock"],
}


def make_ready(ketalog: Ketalog, place: Path, command: str) -> None:
    """Bring about what an example of a command is for."""
    home = place.parent
    for name in ("usb", "backups", "laptop"):
        (home / name).mkdir()
    for line in TYPED_BEFORE.get(command, []):
        ketalog(line)
    if command == "inbox":
        ketalog(f"config inbox {home}/usb")
        (home / "usb" / "phone.txt").write_text("mood 55\nmood 66\n")
        os.utime(home / "usb" / "phone.txt", (0, 1_795_000_000))
        ketalog("inbox")
    if command == "restore":
        ketalog("backup copy.json")
        ketalog(f"backup {home}/usb/")
        (home / "usb" / "journal-2026-11-22.json").rename(home / "usb" / "journal.json")
        (home / "data" / "journal.json").unlink()
    if command == "merge":
        for copy in (home / "laptop" / "journal.json", place / "laptop.json", place / CONFLICT):
            ketalog(f"--journal {copy} mood 5")
    if command == "doctor":
        journal = home / "data" / "journal.json"
        journal.write_bytes(journal.read_bytes().replace(b'"mood":5', b'"mood":6', 1))


CONFLICT = "journal.sync-conflict-20261122-210000-ABCDEFG.json"


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_works(ketalog: Ketalog, place: Path, line: str) -> None:
    make_ready(ketalog, place, (line.split() or ["today"])[0])
    line = line.replace("/media/usb", str(place.parent / "usb"))
    typed = {"check gad7": "1\n" * 8, "start": "q\n", "type": "\n" * 9, "type yesterday": "\n" * 8}
    stdin = typed.get(line, "y\n\n")  # Enter passes by
    answer = ketalog(shlex.split(line.replace("~", str(place.parent))), stdin=stdin, tty=True)
    assert answer.code == (5 if line == "doctor" else 0), answer.err
    assert answer.out


@pytest.mark.parametrize("name", COMMANDS)
def test_no_example_of_the_help_is_wider_than_a_terminal(name: str) -> None:
    assert [line for line in HELP[name].splitlines() if len(f"  {line}") > 80] == []
