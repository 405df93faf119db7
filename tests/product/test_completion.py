"""The Tab key, pressed in real shells; the files for shells and man are what the tables say."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from ketalog.cli import OPTIONS
from ketalog.commands import ALIASES, COMMANDS
from ketalog.commands.help_ import PAGES
from ketalog.entry_numbers import main as write_numbers
from tests.conftest import Ketalog
from tests.places import ROOT
from tests.product.test_start_up import HEAVY
from tests.sitting import Sitting, sitting
from tools.__main__ import SHELL, made
from tools.completion import table
from tools.described import described

BIN = Path(sys.executable).parent
SETUP = {
    "bash": "PS1='ready> '; . {script}; ketalog() {{ printf 'got '; printf '<%s>' \"$@\"; }}",
    "zsh": (
        "PS1='ready> '; fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; "
        "ketalog() {{ printf 'got '; printf '<%s>' \"$@\"; }}"
    ),
    "fish": (
        "function fish_prompt; echo 'ready> '; end; source {script}; "
        "function ketalog; printf 'got '; printf '<%s>' $argv; end"
    ),
}
START = {"bash": ["bash", "--norc"], "zsh": ["zsh", "-f"], "fish": ["fish", "--no-config"]}


def test_every_command_option_and_other_name_is_in_each_script() -> None:
    places = table()
    assert set(places[" :first"]) == {*COMMANDS}
    assert {name for text in OPTIONS for name in text.replace(",", "").split() if "-" in name} == {
        *places[" -"]
    }
    for script in ("ketalog.bash", "ketalog.zsh", "ketalog.fish"):
        text = made()[script]
        assert all(also in text for also in ALIASES)


@pytest.fixture(params=["bash", pytest.param("zsh", marks=pytest.mark.slow), "fish"])
def shell(
    request: pytest.FixtureRequest, ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sitting]:
    """A shell with a person at it, who has a journal, and Tab completing `ketalog`."""
    name = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is missing")
    for line in ("dose 100mg sublingual --at 8pm", "note my secret", "mood 5 --at yesterday"):
        assert ketalog(line).code == 0
    monkeypatch.setenv("PATH", f"{BIN}:{os.environ['PATH']}")
    monkeypatch.chdir(home)
    (home / "a file.json").touch()
    (home / "functions").mkdir()
    shutil.copy(SHELL / "ketalog.zsh", home / "functions" / "_ketalog")
    with sitting(command=START[name]) as person:
        setup = SETUP[name].format(script=SHELL / f"ketalog.{name}", folder=home / "functions")
        person.type(f"{setup}\r")
        person.wait_for("ready> ")
        person.wait_for("ready> ")
        yield person
        person.type("\x03")
        person.type("exit\r")


@pytest.mark.parametrize(
    ("typed", "got"),
    [
        ("eff", "<effect>"),
        ("--jso", "<--json>"),
        ("dose 100mg subl", "<dose><100mg><sublingual>"),
        ("dose 100mg --medication esk", "<dose><100mg><--medication><esketamine>"),
        ("dose --ho", "<dose><--hold>"),
        ("rate --anx", "<rate><--anxiety>"),
        ("effect odd", "<effect><odd taste>"),
        ("effect can", "<effect><can't pass urine>"),
        ('effect "odd', "<effect><odd taste>"),
        ('effect "can', "<effect><can't pass urine>"),
        ("effect 'odd", "<effect><odd taste>"),
        ("effect nausea sev", "<effect><nausea><severe>"),
        ("check gad", "<check><gad7>"),
        ("--plain plan hi", "<--plain><plan><history>"),
        ("plan set 100mg nas", "<plan><set><100mg><nasal>"),
        ("list --kind app", "<list><--kind><appointment>"),
        ("export su", "<export><summary.>"),
        ("export ./summary.h", "<export><./summary.html>"),
        ("export week.h", "<export><week.html>"),
        ("import 'a f", "<import><a file.json>"),
        ("import a\\ f", "<import><a file.json>"),
        ("config date", "<config><date_order>"),
        ("config date_order i", "<config><date_order><iso>"),
        ("help rec", "<help><recovery>"),
        ("effect nausea --dose ", "<effect><nausea><--dose><1>"),
        ("edit 1 --ho", "<edit><1><--hold>"),
        ("delete 3 2 la", "<delete><3><2><last>"),
        ("list --kind=app", "<list><--kind=appointment>"),
        ("import --route=subl", "<import><--route=sublingual>"),
        ("--journal=a\\ f", "<--journal=a file.json>"),
        ("--journal=nothing.json show l", "<--journal=nothing.json><show><last>"),
    ],
)
def test_one_that_fits_is_typed_out(shell: Sitting, typed: str, got: str) -> None:
    shell.type(f"ketalog {typed}")
    shell.wait_for(typed[-3:])
    shell.type("\t")
    shell.wait_for(got.rpartition("<")[2].rstrip(">")[-1])
    shell.type("\r")
    assert shell.wait_for(f"got {got}")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is missing")
@pytest.mark.parametrize(
    ("typed", "got"), [("list --kind=app", "appointment"), ("--journal=a", r"a\ file.json")]
)
def test_bash_3_2_hands_over_an_option_and_its_value_in_one(
    home: Path, typed: str, got: str
) -> None:
    (home / "a file.json").touch()
    script = (
        f"compopt() {{ return 1; }}; . {SHELL}/ketalog.bash; COMP_WORDS=(ketalog {typed}); "
        'COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _ketalog; printf %s "${COMPREPLY[@]}"'
    )
    said = subprocess.check_output(["bash", "-c", script], cwd=home, text=True)
    assert said == got


def test_entries_are_numbers_with_their_kind_and_time_and_no_word_of_them(shell: Sitting) -> None:
    shell.type("ketalog show ")
    shell.wait_for("show ")
    shell.type("\t\t")
    seen = shell.wait_for("rating, Sat 21 Nov") + shell.wait_for("last")
    assert "note, Sun 22 Nov 21:00" in seen
    assert "secret" not in seen


def test_which_entry_comes_before_what_is_changed_of_it() -> None:
    """Forty words beside them would scroll the numbers away."""
    edit = described("edit")
    assert set(edit.first) == {"@entries", "last"}
    assert "mood" in edit.later


# The numbers


def numbers(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ketalog", "completion", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_the_numbers_come_newest_first_and_those_of_doses_alone(
    ketalog: Ketalog, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in ("dose 100mg nasal --at 8pm", "note x", "mood 5 --at 'yesterday 9pm'"):
        ketalog(line)
    said = ["2  note, Sun 22 Nov 21:00", "1  dose, Sun 22 Nov 20:00", "3  rating, Sat 21 Nov 21:00"]
    for wanted, numbered in (("entries", said), ("doses", [said[1]])):
        write_numbers(wanted)
        assert capsys.readouterr().out.splitlines() == numbered


def test_of_a_locked_a_damaged_and_no_journal_there_are_none_and_nothing_is_said(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = numbers("entries")
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (0, "", "")
    ketalog("mood 5")
    (home / "secret").write_text("correct horse\n")
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
    assert ketalog("lock").code == 0
    locked = numbers("entries")
    assert (locked.returncode, locked.stdout, locked.stderr) == (0, "", "")
    (home / "journal.json").write_text("{}")
    damaged = numbers("entries")
    assert (damaged.returncode, damaged.stdout, damaged.stderr) == (0, "", "")


def test_to_offer_numbers_loads_as_little_as_help(ketalog: Ketalog) -> None:
    ketalog("mood 5")
    script = """import sys; sys.argv[1:] = ["completion", "entries"]
from ketalog.__main__ import main
main(); print(*sys.modules, file=sys.stderr)"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    modules = set(done.stderr.decode().split())
    assert done.stdout == b"1  rating, Sun 22 Nov 21:00\n"
    assert not {"typer", *HEAVY} & modules


# The command


@pytest.mark.parametrize("name", START)
def test_the_script_can_be_had_from_ketalog(ketalog: Ketalog, name: str) -> None:
    script = (SHELL / f"ketalog.{name}").read_text(encoding="utf-8")
    assert ketalog(f"completion {name}").out == script
    assert ketalog(f"completion {name} --json").data == {"shell": name, "script": script}


def test_what_the_docs_say_to_type_for_uv_puts_each_script_where_a_new_home_has_none(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = (ROOT / "docs" / "commands.md").read_text()
    said = re.findall(
        r"^(mkdir -p ~/\.local.*)|^\| \w+ \| `(ketalog completion .*?)`", docs, re.MULTILINE
    )
    lines = "\n".join(map("".join, said))
    monkeypatch.setenv("PATH", f"{BIN}:{os.environ['PATH']}")
    subprocess.run(["sh", "-ec", lines], check=True)
    written = [Path(name).expanduser() for name in re.findall(r"> (~\S+)", lines)]
    assert [path.read_text() for path in written] == [made()[f"ketalog.{name}"] for name in SETUP]


@pytest.mark.parametrize("typed", ["", "tcsh", "bahs"])
def test_another_shell_is_refused(ketalog: Ketalog, typed: str) -> None:
    answer = ketalog(f"completion {typed}")
    assert answer.code == 2
    assert "Type one of: bash, zsh, fish." in answer.err


# The manual page


def test_the_manual_page_is_set_without_a_warning_and_names_every_command() -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is missing")
    done = subprocess.run(
        ["groff", "-ww", "-man", "-Tascii", "-P-cbou", str(SHELL / "ketalog.1")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    for name in COMMANDS:
        assert f"ketalog {name}" in done.stdout
    for option in ("--journal", "--bp-before", "--lowest-oxygen"):
        assert option in done.stdout


def test_the_manual_page_lints() -> None:
    if shutil.which("mandoc") is None:
        pytest.skip("mandoc is missing")
    command = ["mandoc", "-Tlint", "-Wwarning", str(SHELL / "ketalog.1")]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    # Its date would be that of a release, and there was none yet.
    assert [line for line in said.splitlines() if "missing date" not in line] == []


@pytest.mark.slow
def test_the_wheel_has_them_where_shells_and_man_look_and_the_pages_of_help(
    tmp_path: Path,
) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = {name.partition(".data/data/")[2] or name for name in ZipFile(wheel).namelist()}
    looked_for = {
        "share/man/man1/ketalog.1",
        "share/bash-completion/completions/ketalog",
        "share/zsh/site-functions/_ketalog",
        "share/fish/vendor_completions.d/ketalog.fish",
        *(f"ketalog/docs/{name}.md" for name in PAGES),
        *(f"ketalog/shell/{name}" for name in made()),
    }
    assert looked_for <= held
