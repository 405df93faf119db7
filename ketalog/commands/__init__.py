"""One verb a file: `command` is what runs, EXAMPLES lead its help.

Here is the table of them, and which of what was typed are their options, and which are words.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NamedTuple

from ketalog.errors import BadInput


class Row(NamedTuple):
    """One command."""

    panel: str
    """Where it stands in --help."""
    summary: str
    also: tuple[str, ...] = ()
    """Its other names."""
    takes_away: bool = False
    """Whether it takes something away: nobody is led to it by a slip."""
    words: str = ""
    """FREE if it reads its words itself, OWN if they are the patient's own as well; else a word
    with a dash is an option."""
    module: str = ""
    """Its module here, if it can't be called as the command is."""


FREE, OWN = "free", "own"
"""Words of which -5 is an answer's mistake, not an option; and those nobody searches for danger."""
COMMANDS = {
    "dose": Row("Log", "Log a dose: dose 100mg sublingual, dose 2x15mg nasal", words=FREE),
    "mood": Row(
        "Log", "Log mood, anxiety, energy, sleep: mood 6 --anxiety 4", ("rate",), words=FREE
    ),
    "effect": Row(
        "Log", "Log a side effect, or that there were none", ("effects", "side-effect"), words=FREE
    ),
    "check": Row(
        "Log",
        "Answer a questionnaire: gad7, phq9, bladder and others",
        ("questionnaire", "checkin"),
        words=FREE,
    ),
    "vitals": Row(
        "Log",
        "Log blood pressure, pulse, oxygen, weight: vitals 128/82",
        ("bp", "vital"),
        words=FREE,
    ),
    "session": Row("Log", "Log a session at the clinic: infusion, kap, clinic", words=FREE),
    "also": Row("Log", "Log alcohol, a sedative, a medicine started or stopped", words=FREE),
    "skip": Row("Log", "Mark a planned dose that was not taken", ("skipped", "missed"), words=FREE),
    "note": Row("Log", "Write a note for yourself", words=OWN),
    "ask": Row("Log", "Write down a question for your appointment", ("question",), words=OWN),
    "appointment": Row(
        "Log", "Log an appointment: appointment next tue 3pm", ("appt", "visit"), words=FREE
    ),
    "now": Row("Log", "Log with single keys, when typing is hard"),
    "type": Row("Log", "Type in a sheet that you filled in by hand, row by row"),
    "today": Row("Look", "See today (also: ketalog alone)", ("status",)),
    "week": Row("Look", "See a week: week, week last, week 2026-09-14", words=FREE),
    "month": Row("Look", "See a month: month, month last, month 2026-09", words=FREE),
    "response": Row("Look", "See mood and anxiety before and after a dose, by route"),
    "list": Row(
        "Look", "List entries with their numbers", ("ls", "log", "history"), module="list_"
    ),
    "show": Row("Look", "Show everything about one entry", words=FREE),
    "edit": Row(
        "Change",
        "Change an entry: edit 41 150mg --at 9pm",
        ("change", "amend", "fix", "correct"),
        words=FREE,
    ),
    "review": Row("Change", "Look through what was logged with 'now'"),
    "delete": Row(
        "Change", "Delete entries by number", ("rm", "remove"), takes_away=True, words=FREE
    ),
    "undo": Row("Change", "Take the last change back; again for the one before", takes_away=True),
    "redo": Row("Change", "Bring back what undo took"),
    "plan": Row(
        "Plan", "See or set your plan: plan set, plan stop, plan history", ("plans",), words=FREE
    ),
    "supply": Row(
        "Plan", "See what is left: supply; supply fill 24, supply count 18", ("stock",), words=FREE
    ),
    "export": Row("Share", "Make a file to share: .pdf .html .md .csv .json .fhir.json"),
    "import": Row("Share", "Take in an export, or a file of another app", module="import_"),
    "merge": Row("Share", "Take in another device's journal"),
    "inbox": Row("Share", "Take in what your phone wrote; see what stays, and why"),
    "doctor": Row("Keep", "See whether the journal is in order", ("check-up", "verify")),
    "backup": Row("Keep", "Copy the journal to a safe place"),
    "restore": Row("Keep", "Bring the journal back, here or on a new computer", takes_away=True),
    "lock": Row("Keep", "Lock the journal with a passphrase", ("encrypt",)),
    "unlock": Row("Keep", "Take the lock off", ("decrypt",), takes_away=True),
    "passphrase": Row("Keep", "Change the passphrase", ("password",), takes_away=True),
    "erase": Row("Keep", "Take entries out for good, words and past", takes_away=True),
    "start": Row("Keep", "Set it up, step by step", ("setup", "init")),
    "config": Row("Keep", "See or change settings", ("settings",)),
    "demo": Row("Keep", "Try everything on a made-up journal"),
    "help": Row("Keep", "See how a command is used, or read a page: help recovery", module="help_"),
    "completion": Row("Keep", "Let the Tab key complete what is typed"),
}
ALIASES = {also: name for name, row in COMMANDS.items() for also in row.also}


def module_of(name: str) -> Any:
    """Return the module of a command."""
    return import_module(f"ketalog.commands.{COMMANDS[name].module or name}")


def clauses_of(name: str) -> Sequence[str] | None:
    """Return what the words of a command can say (ketalog/clauses); None of one that reads none."""
    clauses: Sequence[str] | None = getattr(module_of(name), "CLAUSES", None)
    return clauses


# Options and words


NAMES_OPTIONS = frozenset({"--clear"})
"""What they take may be the name of an option: `--clear --note`."""


def before_dashes(args: Sequence[str]) -> Sequence[str]:
    """Return what stands before `--`: behind it are words alone."""
    return args[: args.index("--")] if "--" in args else args


def _is_option(word: str) -> bool:
    """Tell options from other words that begin with a dash, as a list in a note does."""
    name = word.partition("=")[0]
    letters = name[2:] if name.startswith("--") else name[1:]
    is_named = letters[:1].isascii() and letters[:1].isalpha()
    return name[:1] == "-" and is_named and all(char.isalnum() or char in "-_" for char in letters)


def split_options(
    typed: Sequence[str],
    takes: Mapping[str, bool],
    command: str,
    *,
    words_may_begin_with_dash: bool,
) -> tuple[list[str], list[str]]:
    """Return the options with their values, and the words; `takes` tells which have a value.

    Raises BadInput for an option that the command doesn't have, or without its value.
    """
    args = list(typed)
    options: list[str] = []
    words: list[str] = []
    while args:
        word = args.pop(0)
        name, attached, _ = word.partition("=")
        if not _is_option(word):
            if word[:1] == "-" != word and " " not in word and not words_may_begin_with_dash:
                raise _no_option(word, takes, command)
            words.append(word)
        elif word[2:] and takes.get(word[:2]):
            options += [word[:2], word[2:].removeprefix("=")]
        elif name not in takes:
            raise _no_option(name, takes, command)
        elif attached or not takes[name]:
            options.append(word)
        elif args and _is_option(args[0]) and args[0].partition("=")[0] not in takes:
            raise _no_option(args[0].partition("=")[0], takes, command)
        elif not args or (_is_option(args[0]) and name not in NAMES_OPTIONS):
            hint = f"For examples: ketalog {command} --help"
            raise BadInput(f"{name} needs a value after it.", hint)
        else:
            options += [word, args.pop(0)]
    return options, words


def refuse_twice(
    options: Sequence[str], takes: Mapping[str, bool], names: Mapping[str, tuple[str, bool]]
) -> None:
    """Refuse an option that is said twice and not the same: Typer would take the last.

    `names` are the option's own, whatever it is called, and whether there may be many.
    """
    said: dict[str, str] = {}
    rest = list(options)
    while rest:
        typed = rest.pop(0)
        option, _, value = typed.partition("=")
        if takes[option] and not (value or "=" in typed):
            value = rest.pop(0)
        name, is_many = names[option]
        meant = value if takes[option] else option
        if not is_many and said.setdefault(name, meant) != meant:
            first = f"{option} {said[name]}" if takes[option] else said[name]
            second = f"{option} {meant}" if takes[option] else meant
            raise BadInput(f"Two things are said: {first} and {second}.", "Type one of them.")


def _no_option(name: str, known: Iterable[str], command: str) -> BadInput:
    near = get_close_matches(name, known, n=1)
    near_text = f" Did you mean {near[0]}?" if near else ""
    return BadInput(
        f"There is no option {name}.{near_text}",
        f"'ketalog {command} --help' lists them; put -- before words that begin with a dash.",
    )
