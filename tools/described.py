"""What can be typed, from the tables that the program itself reads: commands, options, words."""

import re
from typing import Any, NamedTuple

from ketalog import cli
from ketalog.clauses.table import TABLE
from ketalog.clauses.treatment import SUPPLY_FORMS
from ketalog.commands import COMMANDS, help_, module_of
from ketalog.config import KEYS, ORDERS, PAPERS
from ketalog.domain.also import SORTS
from ketalog.domain.calendar import WEEKDAYS
from ketalog.domain.crisis import COUNTRIES
from ketalog.domain.effects import EFFECTS
from ketalog.domain.entries import SEVERITIES
from ketalog.domain.filter import LISTED
from ketalog.domain.kinds import BY_NAME
from ketalog.domain.routes import MEDICATIONS
from ketalog.domain.routes import NAMES as ROUTE_NAMES
from ketalog.export.formats import PURPOSES, formats
from ketalog.instruments.base import find, names

Words = dict[str, str]
"""Words that can be typed, and what each is. One that begins with @ stands for files, formats,
entries or doses."""
FILES, ENTRIES, DOSES = {"@files": ""}, {"@entries": ""}, {"@doses": ""}


class Option(NamedTuple):
    """An option: its names, what stands behind it, what it is for, and what can be typed there."""

    names: tuple[str, ...]
    metavar: str
    help: str
    words: Words


class Described(NamedTuple):
    """A command: what it is for, its words in the order of its help, its options.

    `arguments` are those of its words of which the help says more. `first` can stand right
    behind it, `later` behind other words; what can stand behind a certain first word is in
    `behind`.
    """

    name: str
    panel: str
    also: tuple[str, ...]
    summary: str
    about: str
    usage: str
    examples: str
    arguments: tuple[Option, ...]
    options: tuple[Option, ...]
    first: Words
    later: Words
    behind: dict[str, Words]


_ROUTES = dict.fromkeys(ROUTE_NAMES, "")
_MEDICATIONS = dict.fromkeys(MEDICATIONS, "")
_KINDS = dict.fromkeys(LISTED, "")
_COMMANDS = {name: row.summary for name, row in COMMANDS.items()}
_ARGUMENTS: dict[str, Words] = {
    "FILE": FILES,
    "FOLDER": FILES,
    "NUMBER": ENTRIES,
    "SETTING": {name: key.meaning for name, key in KEYS.items()},
}
"""What can be typed for the first argument, by what its help calls it; small letters are words."""
_FIRST: dict[str, Words] = {
    "effect": dict.fromkeys((*EFFECTS, "none"), ""),
    "check": {name: instrument.title for name in names() if (instrument := find(name))},
    "also": {"started": "", "stopped": "", "changed": "", "no": "", "none": "", "alcohol": ""},
    "list": {**_KINDS, "all": "", "yesterday": "", "last week": ""},
    "week": {"last": "the week before this one"},
    "month": {"last": "the month before this one"},
    "show": {"last": ""},
    "edit": {"last": ""},
    "delete": {"last": ""},
    "export": {"@formats": ""},
    "help": {**_COMMANDS, **help_.topics()},
}
_LATER: dict[str, Words] = {
    "effect": dict.fromkeys(SEVERITIES, ""),
    "session": _ROUTES,
    "plan": {**_ROUTES, **_MEDICATIONS},
}
_LAST: dict[str, Words] = {"last": dict.fromkeys((name for name in BY_NAME if " " not in name), "")}
_BEHIND: dict[str, dict[str, Words]] = {
    **dict.fromkeys(("show", "edit", "delete"), _LAST),
    "config": {
        "week_start": {day.lower(): "" for day in WEEKDAYS},
        "backups": FILES,
        "keyring": {"yes": "", "no": ""},
        "plain": {"yes": "", "no": ""},
        "date_order": dict.fromkeys(ORDERS, ""),
        "clock": {"24": "", "12": ""},
        "paper": dict.fromkeys(PAPERS, ""),
        "country": {code: country.name for code, country in COUNTRIES.items()},
    },
    "plan": {"calendar": FILES, "history": {}},
}
_SORTS: Words = {sort.name: sort.says for sort in SORTS}
_VALUES: dict[str, Words] = {
    "--route": _ROUTES,
    "--medication": _MEDICATIONS,
    "--kind": _SORTS,
    "list --kind": _KINDS,
    "--form": dict.fromkeys(SUPPLY_FORMS.values(), ""),
    "--dose": DOSES,
}
"""What can stand behind an option; one with `a|b` behind it says so itself."""


def described(name: str) -> Described:
    """Return a command as its help describes it."""
    row = COMMANDS[name]
    module = module_of(name)
    params = cli._load(name).params
    words = _words_of(getattr(module, "CLAUSES", ()))
    arguments = [param for param in params if param.param_type_name == "argument"]
    shapes = [str(param.metavar) for param in arguments if param.metavar]
    usage = next(iter(shapes), "")
    first = {
        **_ARGUMENTS.get(usage.strip("[]."), dict.fromkeys(re.findall("[a-z]+", usage), "")),
        **_FIRST.get(name, {}),
    }
    return Described(
        name,
        row.panel,
        row.also,
        row.summary,
        " ".join((module.command.__doc__ or "").split()),
        " ".join(shapes),
        module.EXAMPLES.strip(),
        tuple(Option((param.metavar,), "", param.help, {}) for param in arguments if param.help),
        tuple(_option(name, param) for param in params if param.param_type_name == "option"),
        first if "@entries" in first else {**first, **words},  # It comes before what is changed.
        {**(first if usage.endswith("...") else {}), **_LATER.get(name, {}), **words},
        _BEHIND.get(name, {}),
    )


def _option(command: str, param: Any) -> Option:
    metavar = "" if param.is_flag else str(param.metavar)
    words = dict.fromkeys(metavar.split("|"), "") if "|" in metavar else {}
    for name in param.opts:
        words = {**words, **_VALUES.get(f"{command} {name}", _VALUES.get(name, {}))}
    words = {**words, **(FILES if metavar == "FILE" else {})}
    return Option((*param.opts, *param.secondary_opts), metavar, str(param.help), words)


def _words_of(clauses: tuple[str, ...]) -> Words:
    """Return the words with which the clauses of a command begin, and how each goes on."""
    words: Words = {}
    for clause in (TABLE[name] for name in clauses):
        if clause.name == "route":
            words |= _ROUTES
        elif clause.name == "medication":
            words |= _MEDICATIONS
        elif clause.keywords:
            words[clause.keywords[0]] = next(
                (shape for shape in clause.shapes if shape.startswith(clause.keywords[0])), ""
            )
    return words


def everything() -> list[Described]:
    """Return every command, in the order of the help."""
    return [described(name) for name in COMMANDS]


GLOBAL = tuple(
    Option(
        tuple(name for name in text.replace(",", "").split() if name.startswith("-")),
        "FILE" if text.endswith("FILE") else "",
        about,
        FILES if text.endswith("FILE") else {},
    )
    for text, about in cli.OPTIONS.items()
)
FORMATS = {format_.suffixes[0]: PURPOSES[format_.kind] for format_ in formats()}
