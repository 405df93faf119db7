"""The reference of docs/commands.md: what the tables know, as --help and the manual page say it."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ketalog import cli
from ketalog.clauses.table import TABLE
from ketalog.commands import COMMANDS, clauses_of
from ketalog.commands._input import shapes_of
from ketalog.commands.help_ import topics
from ketalog.config import Config, shown
from ketalog.domain.also import SORTS
from ketalog.domain.routes import ROUTES
from tools.described import GLOBAL, Described, Option, everything

_SECTION = re.compile(r"(?ms)^(### ([a-z]+)\n).*?(?=^<!-- |^#+ |\Z)")
"""A command's, down to what was written by hand, or is made in another way."""
_REMARK = re.compile(r"(?m)(  +)\((.*)\)$")


def with_commands(text: str) -> str:
    """Return a document whose section of each command begins with what its help says."""
    commands = {command.name: command for command in everything()}
    return _SECTION.sub(lambda found: found[1] + _section(commands[found[2]], commands), text)


def _section(command: Described, commands: dict[str, Described]) -> str:
    also = f" Also: {_all_typed(command.also)}." if command.also else ""
    usage = f"ketalog {command.name} {command.usage}".strip()
    examples = _REMARK.sub(r"\1# \2", command.examples)
    parts = [f"`{usage}`: {command.about}{also}", f"```sh\n{examples}\n```"]
    lines = [*map(_line, command.arguments), *_options(command, commands)]
    parts += ["\n".join(lines)] if lines else []
    return "\n" + "".join(f"{part}\n\n" for part in parts)


def _options(command: Described, commands: dict[str, Described]) -> Iterator[str]:
    """Yield a line an option; of those that another command has first, one for each of these."""
    others = {name: [*map(_as_said, other.options)] for name, other in commands.items()}
    del others["edit"]  # It has those of all.
    elsewhere: dict[str, list[Option]] = {}
    for option in command.options:
        has_it = (name for name, options in others.items() if _as_said(option) in options)
        if (first := next(has_it, command.name)) == command.name:
            yield _line(option)
        else:
            elsewhere.setdefault(first, []).append(option)
    for name, options in elsewhere.items():
        yield f"- As with `{name}`: {', '.join(map(_typed, options))}"


def _as_said(option: Option) -> tuple[tuple[str, ...], str, str]:
    return option.names, option.metavar, option.help


def _line(option: Option) -> str:
    return f"- {_typed(option)}: {option.help}"


def _typed(option: Option) -> str:
    value = option.metavar.replace("|", "/")
    return _all_typed(f"{name} {value}".strip() for name in option.names)


def _all_typed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def heads(*heads: str) -> tuple[str, str]:
    """Return the first two rows of a table."""
    return f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)


def everywhere() -> Iterator[str]:
    """Yield the options of every command."""
    yield from map(_line, GLOBAL)


def words() -> Iterator[str]:
    """Yield what words can say, from the table of clauses, and where."""
    yield from heads("what", "is typed as", "in")
    clauses = [name for name, clause in TABLE.items() if clause.shapes]
    for name, (what, shapes) in zip(clauses, shapes_of(clauses), strict=True):
        readers = [command for command in COMMANDS if name in (clauses_of(command) or ())]
        readers = [command for command in readers if command != "edit"] or readers
        yield f"| {what} | {_all_typed(shapes)} | {_all_typed(readers)} |"


def statuses() -> Iterator[str]:
    """Yield what each exit status means."""
    yield from heads("status", "meaning")
    yield from (f"| {code} | {meaning} |" for code, meaning in cli.EXIT_STATUS.items())


def routes() -> Iterator[str]:
    """Yield the routes."""
    yield from heads("route", "also typed as")
    yield from (f"| `{route.name}` | {_all_typed(route.also)} |" for route in ROUTES)


def sorts() -> Iterator[str]:
    """Yield the kinds of what else is taken."""
    yield from heads("kind", "known by, behind the name")
    yield from (f"| `{sort.name}` | {_all_typed(sort.words)} |" for sort in SORTS)


def settings() -> Iterator[str]:
    """Yield the settings."""
    yield from heads("setting", "meaning", "if not set", "for example")
    for name, setting in shown(Config(Path())).items():
        example = f"`{setting.example}`"
        yield f"| `{name}` | {setting.meaning} | {setting.value or 'none'} | {example} |"


def pages() -> Iterator[str]:
    """Yield the pages of `ketalog help`."""
    yield from heads("page", "is")
    yield from (f"| `{name}` | {title} |" for name, title in topics().items())


TABLES = {
    made.__name__: made for made in (everywhere, words, statuses, routes, sorts, settings, pages)
}
"""The tables in the text, by their marks."""
