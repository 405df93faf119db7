"""Pages that come with ketalog, and the help of its commands."""

import re
import tomllib

import pytest

from ketalog.commands.help_ import PAGES
from tests.conftest import Ketalog
from tests.places import ROOT

RECOVERY = (ROOT / "docs" / "recovery.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_shown_whole_by_its_name_as_pages_name_each_other(
    ketalog: Ketalog, name: str
) -> None:
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    answer = ketalog(f"help {name}.md --json")
    assert answer.data == {"page": name, "text": text}
    said = ketalog(f"help docs/{name}.md")
    assert (said.code, said.out.split()) == (0, re.sub("<!-- .*? -->", "", text).split())


def test_every_page_is_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {f"docs/{name}.md": f"ketalog/docs/{name}.md" for name in PAGES}


def test_the_name_of_a_command_shows_its_help_and_help_alone_that_of_all(ketalog: Ketalog) -> None:
    assert ketalog("help import").out == ketalog("import --help").out
    assert ketalog("help").out == ketalog("--help").out


def test_prose_fits_the_terminal_and_a_command_is_never_broken(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = ketalog("help recovery", out_tty=True).out
    code = [line for block in BLOCK.findall(shown) for line in block.splitlines()]
    assert code == [line for block in BLOCK.findall(RECOVERY) for line in block.splitlines()]
    prose = [line for line in shown.splitlines() if line not in code and "](" not in line]
    assert max(map(len, prose)) <= 40
    paragraph = RECOVERY.split("\n\n")[1]
    assert " ".join(paragraph.split()) in ketalog("help recovery").out.splitlines()


def test_what_there_is_no_help_on_is_said_with_what_there_is(ketalog: Ketalog) -> None:
    answer = ketalog("help dsoe")
    assert answer.code == 2
    assert "There is no help on 'dsoe'. Did you mean 'dose'?" in answer.err
    assert "Pages: recovery, tutorial, how-to, privacy, phone, commands, " in answer.err
    assert "Did you mean 'recovery'?" in ketalog("help recvery").err


@pytest.mark.parametrize("line", ["type", "inbox"])
def test_a_page_that_an_answer_names_is_one_that_comes_with_ketalog(
    ketalog: Ketalog, line: str
) -> None:
    named = re.search(r"ketalog (help \w+)", ketalog(line).err)
    assert named
    assert ketalog(named[1]).code == 0
