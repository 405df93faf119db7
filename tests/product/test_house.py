"""The house rules of docs/architecture.md, read from the source: who imports whom, and how big."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

import pytest

from tests.places import ROOT
from tools.__main__ import SHELL, made

LOCK = ROOT / "requirements" / "dev.txt"

# A layer may import itself, the layers named here, `errors`, and `ketalog` for its version. What is
# imported for its types alone counts too: to read a file is to read what it names.
MAY_IMPORT = {
    "errors": "",
    "domain": "",
    "times": "domain",
    "clauses": "times domain",
    "windows": "",
    "disk": "windows",
    "config": "disk domain",
    "instruments": "domain",
    "validation": "domain instruments",
    "passphrases": "domain",
    "inbox": "times disk domain",
    "ledger": "disk domain",
    "history": "ledger domain",
    "lookup": "history domain",
    "store": "history ledger domain",
    "journal": "lookup store history ledger domain",
    "maintenance": "journal lookup store history ledger validation domain",
    "doctor": "journal store history ledger validation domain",
    "agenda": "instruments domain",
    "stream": "instruments domain",
    "summary": "stream agenda instruments domain",
    "response": "summary domain",
    "reports": "journal store agenda summary domain",
    "answers": (
        "maintenance doctor journal lookup ledger agenda response summary instruments importers "
        "inbox times domain"
    ),
    "page": "answers response summary stream instruments times domain",
    "importers": "validation times domain",
    "export": "page answers response summary stream history config disk instruments times domain",
    "ui": "answers domain",
    "demo": "domain",
    "app": "ui answers reports maintenance doctor journal store config passphrases domain",
    "commands": (
        "app clauses importers demo export answers journal response config instruments "
        "inbox disk page times domain"
    ),
    "cli": "app answers commands",
    "entry_numbers": "app store domain",
    "__main__": "cli entry_numbers",
}

# Each third party's home: the modules, or folders of modules, that may import it.
HOMES = {
    "dateutil": "times domain.plan",
    "icalendar": "export.calendar importers.vjournal",
    "jinja2": "page.html",
    "keyring": "passphrases",
    "msgspec": (
        "agenda answers app commands._gathering config demo doctor domain export history importers "
        "inbox instruments journal ledger lookup maintenance page reports store summary times ui "
        "validation"
    ),
    "pyrage": "ledger.encryption",
    "rich": "ui",
    "tinydb": "ledger.storage",
    "tomlkit": "config",
    "typer": "cli commands",
    "typst": "page.pdf",
}
# Not in HOMES on purpose: click (Typer carries its own) and pydantic (too slow to load).

# Where the system is asked for what only POSIX has, or only Windows.
POSIX_HOMES = {"disk", "windows", "ui.keys", "ui.console", "ui.private_files", "config"}
POSIX = re.compile(
    r"(fcntl|termios|tty|pwd|grp|resource|getpass|signal|select|msvcrt)\b.*"
    r"|os\.(open|pread|pwrite|O_NOFOLLOW|O_NONBLOCK|get\w*[ug]id|f?chmod|l?f?chown|umask|f(data)?sync"
    r"|set_blocking|kill|fork)"
    r"|stat\.S_I\w+"
)

MOST_LINES = 600
NOT_IN_A_COMMAND = {
    "print": "the ui speaks",
    "ui.answer": "the app answers",
    "exit": "raise a KetalogError",
    "sys.exit": "raise a KetalogError",
    "datetime.now": "ask app.now",
    "datetime.today": "ask app.now",
    "datetime.utcnow": "ask app.now",
    "date.today": "ask app.now",
}


class Module(NamedTuple):
    """A module of the package: its dotted name without "ketalog.", and its source."""

    name: str
    source: str
    is_package: bool = False

    @property
    def layer(self) -> str:
        return self.name.partition(".")[0]


@cache
def read_modules() -> list[Module]:
    package = ROOT / "ketalog"
    modules = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        modules.append(Module(name, path.read_text(encoding="utf-8"), is_package))
    return modules


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


def imports_of(module: Module) -> Iterator[str]:
    """Yield the dotted name of each thing imported anywhere in the module, types too."""
    for node in ast.walk(parsed(module.source)):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(origin, names, level):
                if level:  # `from ..x import y`: up from here
                    here = ["ketalog", *module.name.split(".")] if module.name else ["ketalog"]
                    package = here[: len(here) + module.is_package - level]
                    origin = ".".join([*package, origin] if origin else package)
                yield from (f"{origin}.{alias.name}" for alias in names)
            case ast.Call(ast.Name(call) | ast.Attribute(_, call), [ast.Constant(str(name)), *_]):
                if call in {"import_module", "__import__"}:
                    yield name


def layers_used(module: Module) -> Iterator[str]:
    for name in imports_of(module):
        top, _, rest = name.partition(".")
        layer = rest.partition(".")[0]
        if top == "ketalog" and layer in MAY_IMPORT and layer != module.layer:
            yield layer


def broken_layers(modules: list[Module]) -> list[str]:
    broken = []
    for module in modules:
        if module.layer and module.layer not in MAY_IMPORT:
            broken.append(f"{module.name} is in no layer of MAY_IMPORT")
            continue
        allowed = {"errors", *MAY_IMPORT.get(module.layer, "").split()}
        broken += [
            f"{module.name or 'ketalog'} imports {layer}"
            for layer in sorted(set(layers_used(module)) - allowed)
        ]
    return broken


def broken_homes(modules: list[Module]) -> list[str]:
    broken = []
    for module in modules:
        for library in sorted({name.partition(".")[0] for name in imports_of(module)}):
            if library in {"ketalog", *sys.stdlib_module_names} or library.startswith("_"):
                continue  # ours, or Python's own: `_sha2` has no public name
            homes = HOMES.get(library, "").split()
            if not any(module.name == home or module.name.startswith(f"{home}.") for home in homes):
                broken.append(f"{module.name or 'ketalog'} imports {library}")
    return broken


def posix_away_from_home(modules: list[Module]) -> list[str]:
    broken = []
    for module in modules:
        if module.name in POSIX_HOMES:
            continue
        nodes = ast.walk(parsed(module.source))
        named = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
        broken += [
            f"{module.name} uses {name}"
            for name in sorted(named | {*imports_of(module)})
            if POSIX.fullmatch(name)
        ]
    return broken


def modules_used(modules: list[Module]) -> dict[str, set[str]]:
    """Return which modules of the package each module imports, for types alone too."""
    names = {module.name for module in modules}
    graph: dict[str, set[str]] = {module.name: set() for module in modules}
    for module in modules:
        for name in imports_of(module):
            top, _, used = name.partition(".")
            while used and used not in names:  # A class, or a function, of the module.
                used = used.rpartition(".")[0]
            if top == "ketalog" and used and used != module.name:
                graph[module.name].add(used)
    return graph


def circle(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def import_graph(modules: list[Module]) -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {}
    for module in modules:
        graph.setdefault(module.layer, set()).update(layers_used(module))
    return graph


def named_utils(modules: list[Module]) -> list[str]:
    return [module.name for module in modules if {"util", "utils"} & set(module.name.split("."))]


def too_long(modules: list[Module]) -> list[str]:
    counts = {module.name: len(module.source.splitlines()) for module in modules}
    return [f"{name} has {count} lines" for name, count in counts.items() if count > MOST_LINES]


def broken_commands(modules: list[Module]) -> list[str]:
    broken = []
    for module in modules:
        if module.layer != "commands":
            continue
        for node in ast.walk(parsed(module.source)):
            if not isinstance(node, ast.Call):
                continue
            call = ".".join(ast.unparse(node.func).split(".")[-2:])
            if call in NOT_IN_A_COMMAND:
                broken.append(f"{module.name}:{node.lineno} {call}(): {NOT_IN_A_COMMAND[call]}")
    return broken


def without_an_answer(modules: list[Module]) -> list[str]:
    """Return the commands that never end in `app.answer(…)`."""
    return [
        module.name
        for module in modules
        if module.layer == "commands"
        and "def command(" in module.source
        and "app.answer(" not in module.source
    ]


def named_twice(modules: list[Module]) -> list[str]:
    """Return the types whose name means another thing elsewhere."""
    names = [name for module in modules for name in re.findall(r"(?m)^class (\w+)", module.source)]
    return sorted({name for name in names if names.count(name) > 1})


def lock_entries(lock: str) -> dict[str, str]:
    """Return each locked requirement, as "name==version", with the lines that belong to it."""
    entries = re.split(r"^(?=[^\s#-])", lock, flags=re.MULTILINE)[1:]
    return {entry.split()[0]: entry for entry in entries}


def broken_lock(lock: str) -> list[str]:
    broken = [
        f"{requirement} has no hash"
        for requirement, entry in lock_entries(lock).items()
        if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)
    ]
    if "://" in lock or re.search(r"^-", lock, re.MULTILINE):
        broken.append("an option or an address is in the lock")
    return broken


def typer_is_held(dependencies: list[str]) -> bool:
    """Tell whether Typer stays below 0.29, which loads pydantic with every command."""
    return any(re.fullmatch(r"typer\b.*<0\.29(\.0)?\b.*", each) for each in dependencies)


def dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return list(project["dependencies"])


# The house as it stands.


def test_each_layer_imports_only_what_it_may() -> None:
    assert broken_layers(read_modules()) == []


def test_no_digit_is_taken_that_int_refuses() -> None:
    """`"²".isdigit()` is true, and `int("²")` an error: a string is asked for isdecimal."""
    of_bytes = {"ledger.format", "ledger.passphrase_box"}
    asking = {module.name for module in read_modules() if ".isdigit()" in module.source}
    assert asking == of_bytes


def test_each_third_party_has_one_home() -> None:
    assert broken_homes(read_modules()) == []


def test_posix_calls_have_four_homes() -> None:
    assert posix_away_from_home(read_modules()) == []


def test_no_layers_import_each_other_in_a_circle() -> None:
    assert circle(import_graph(read_modules())) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle(modules_used(read_modules())) == []


def test_the_table_allows_no_circle() -> None:
    assert circle({layer: set(uses.split()) for layer, uses in MAY_IMPORT.items()}) == []


def test_no_module_is_called_utils() -> None:
    assert named_utils(read_modules()) == []


def test_the_name_of_a_type_means_one_thing() -> None:
    assert named_twice(read_modules()) == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only git knows what is kept")
def test_nothing_is_kept_that_somebody_has_only_tried() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tops = [name for name in listed.stdout.splitlines() if "/" not in name]
    tried = [name for name in tops if re.search(r"\.(csv|ics|json|pdf|html|age)$", name)]
    assert tried == []


def test_no_file_is_too_long_to_read() -> None:
    assert too_long(read_modules()) == []


def test_commands_leave_speech_exits_and_clocks_to_others() -> None:
    assert broken_commands(read_modules()) == []


def test_every_command_ends_in_an_answer() -> None:
    assert without_an_answer(read_modules()) == []


def test_every_locked_package_has_hashes_and_no_address() -> None:
    assert broken_lock(LOCK.read_text(encoding="utf-8")) == []


def test_every_dependency_is_locked() -> None:
    locked = {name.partition("==")[0] for name in lock_entries(LOCK.read_text(encoding="utf-8"))}
    named = {re.split(r"[^\w-]", each)[0] for each in dependencies()}
    assert named - locked == set()


def test_typer_stays_below_the_version_that_loads_pydantic() -> None:
    assert typer_is_held(dependencies())


def test_what_shells_and_man_read_is_what_the_tables_say() -> None:
    stale = [name for name, text in made().items() if (SHELL / name).read_text() != text]
    assert stale == [], "write them anew: make shell"


# Each rule can fail.


@pytest.mark.parametrize(
    ("module", "broken"),
    [
        (Module("commands.dose", "import ketalog.store"), ["commands.dose imports store"]),
        (Module("commands.dose", "from ketalog import store"), ["commands.dose imports store"]),
        (
            Module("commands.dose", "from ketalog.ledger.disk import x"),
            ["commands.dose imports ledger"],
        ),
        (Module("commands.dose", "from ..store import Store"), ["commands.dose imports store"]),
        (Module("commands", "from .. import store", is_package=True), ["commands imports store"]),
        (Module("commands", "from ..store import x", is_package=True), ["commands imports store"]),
        (Module("journal", "from . import ui"), ["journal imports ui"]),
        (
            Module("domain.plan", "def f():\n from ketalog.times import x"),
            ["domain.plan imports times"],
        ),
        (Module("cli", 'import_module("ketalog.store")'), ["cli imports store"]),
        (Module("cli", 'importlib.import_module("ketalog.store")'), ["cli imports store"]),
        (Module("", "from ketalog.cli import main", is_package=True), ["ketalog imports cli"]),
        (Module("app", "from ketalog.commands import dose"), ["app imports commands"]),
        (
            Module("answers", "if TYPE_CHECKING:\n pass\nelse:\n from ketalog import ui"),
            ["answers imports ui"],
        ),
        (Module("newcomer", ""), ["newcomer is in no layer of MAY_IMPORT"]),
        (Module("commands.dose", "from ketalog import __version__"), []),
        (Module("commands.dose", "from ketalog.errors import BadInput"), []),
        (Module("commands.dose", "from ketalog.commands import _input"), []),
        (Module("commands.dose", "from ._input import Amount"), []),
        (
            Module("answers", "if TYPE_CHECKING:\n from ketalog.ui import Ui"),
            ["answers imports ui"],
        ),
        (Module("ui", "if typing.TYPE_CHECKING:\n from ketalog.answers import x"), []),
    ],
)
def test_a_forbidden_import_is_seen(module: Module, broken: list[str]) -> None:
    assert broken_layers([module]) == broken


@pytest.mark.parametrize(
    ("module", "broken"),
    [
        (Module("store", "import tinydb"), ["store imports tinydb"]),
        (Module("ledger.disk", "from tinydb import TinyDB"), ["ledger.disk imports tinydb"]),
        (Module("ledger.storage_too", "import tinydb"), ["ledger.storage_too imports tinydb"]),
        (Module("commands.week", "def f():\n import rich.table"), ["commands.week imports rich"]),
        (Module("cli", "import click"), ["cli imports click"]),
        (Module("domain.entries", "import pydantic"), ["domain.entries imports pydantic"]),
        (Module("", "import unheard_of", is_package=True), ["ketalog imports unheard_of"]),
        (Module("ledger.storage", "from tinydb.storages import Storage"), []),
        (Module("ui.tables", "from rich.table import Table"), []),
        (Module("domain.plan", "from dateutil.rrule import rrulestr"), []),
        (Module("store", "import json, ketalog.ledger"), []),
    ],
)
def test_a_third_party_away_from_home_is_seen(module: Module, broken: list[str]) -> None:
    assert broken_homes([module]) == broken


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("import fcntl", ["store uses fcntl"]),
        ("def f():\n from signal import SIGINT", ["store uses signal.SIGINT"]),
        (
            "import os\nos.open('x', os.O_NOFOLLOW)",
            ["store uses os.O_NOFOLLOW", "store uses os.open"],
        ),
        ("from stat import S_ISREG", ["store uses stat.S_ISREG"]),
        ("import os\nos.fsync(3)", ["store uses os.fsync"]),
        ("import os\nos.path.realpath('x')", []),
        ("from ketalog.ui.keys import Signals", []),
    ],
)
def test_a_posix_call_away_from_home_is_seen(source: str, broken: list[str]) -> None:
    assert posix_away_from_home([Module("store", source)]) == broken
    assert posix_away_from_home([Module("disk", source)]) == []


def test_a_circle_is_seen() -> None:
    page = Module("page", "import ketalog.summary")
    assert circle(import_graph([page, Module("summary", "def f():\n import ketalog.page")]))
    assert not circle(import_graph([page, Module("summary", "import ketalog.domain")]))


def test_a_circle_of_modules_of_one_layer_is_seen() -> None:
    first = Module("domain.plan", "if TYPE_CHECKING:\n from ketalog.domain.kinds import Entry")
    second = Module("domain.kinds", "def f():\n from ketalog.domain.plan import Plan")
    assert circle(modules_used([first, second])) != []
    assert circle(modules_used([first, Module("domain.kinds", "")])) == []


def test_utils_are_seen() -> None:
    modules = [Module("utils", ""), Module("domain.utils", ""), Module("formats.utilities", "")]
    assert named_utils(modules) == ["utils", "domain.utils"]


def test_a_name_with_two_meanings_is_seen() -> None:
    modules = [Module("ui", "class Row:\n ..."), Module("page", "class Row:\n ...")]
    assert named_twice(modules) == ["Row"]


def test_a_long_file_is_seen() -> None:
    assert too_long([Module("ui", "x\n" * 601)]) == ["ui has 601 lines"]
    assert too_long([Module("ui", "x\n" * 600)]) == []


@pytest.mark.parametrize(
    "line",
    [
        "print('x')",
        "sys.exit(1)",
        "exit(1)",
        "datetime.now()",
        "datetime.datetime.now(tz)",
        "date.today()",
    ],
)
def test_a_command_that_does_it_all_itself_is_seen(line: str) -> None:
    source = f"def week():\n    {line}\n"
    assert len(broken_commands([Module("commands.week", source)])) == 1
    assert broken_commands([Module("ui", source)]) == []


def test_a_command_without_an_answer_is_seen() -> None:
    source = "def command(ctx):\n    ctx.obj.ui.notice('done')\n"
    assert without_an_answer([Module("commands.week", source)]) == ["commands.week"]
    assert without_an_answer([Module("commands._input", "def text(): pass\n")]) == []


def test_a_bad_lock_is_seen() -> None:
    good = f"# a comment\nrich==15.0 ; os_name == 'nt' \\\n    --hash=sha256:{'a' * 64}\n"
    assert broken_lock(good) == []
    assert broken_lock(good + "typer==0.28.0\n") == ["typer==0.28.0 has no hash"]
    assert broken_lock("typer==0.28.0 \\\n    # via ketalog\n" + good) == [
        "typer==0.28.0 has no hash"
    ]
    for line in ("--index-url somewhere", "# from https://example.org"):
        assert broken_lock(f"{line}\n{good}") == ["an option or an address is in the lock"]


def test_a_loose_typer_is_seen() -> None:
    assert typer_is_held(["rich>=14", "typer>=0.26,<0.29"])
    assert not typer_is_held(["typer>=0.26"])
    assert not typer_is_held(["typer>=0.26,<0.30"])
    assert not typer_is_held(["rich<0.29"])
