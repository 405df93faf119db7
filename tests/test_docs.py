"""Documents: every command and option is described, and every example that is shown works."""

import re
import shlex
import shutil
import tempfile
from importlib import import_module
from pathlib import Path

import pytest
import typer

from ketalog import cli
from ketalog.cli import ALIASES, COMMANDS
from tests.conftest import Ketalog

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENT = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([a-z]+)\n(.*?)(?=^#+ |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
EVERYWHERE = {"--help", "-h"}


def options_of(name: str) -> set[str]:
    command = cli._load(name)
    context = typer.Context(command)
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


HELP = {
    name: import_module(f"ketalog.commands.{row.module}").EXAMPLES for name, row in COMMANDS.items()
}
EXAMPLES = sorted(
    {
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


def test_every_option_of_every_command_is_described_once_for_all() -> None:
    general = DOCUMENT.partition("# Log\n")[0]
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
            line = {12: "effect nausea", 41: DOSE, 42: DOSE}.get(n, "mood 5 --at 'yesterday 8am'")
            ketalog(f"--journal {journal} {line}")
    shutil.copytree(journal.parent, home / "data", dirs_exist_ok=True)
    monkeypatch.setenv("KETALOG_JOURNAL", str(home / "data" / "journal.json"))
    (home / "editor").write_text('#!/bin/sh\necho more >> "$1"\n')
    (home / "editor").chmod(0o700)
    monkeypatch.setenv("EDITOR", str(home / "editor"))
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    return home / "work"


DOSE = "dose 100mg sublingual --hold 15 --at 'yesterday 20:00' --note x"


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_works(ketalog: Ketalog, place: Path, line: str) -> None:
    if line.startswith("import"):
        ketalog("export journal.json")
    if line.startswith("restore"):
        (place.parent / "data" / "journal.json").unlink()
    answer = ketalog(shlex.split(line), stdin="y\n", tty=True)
    assert answer.code == 0, answer.err
    assert answer.out
