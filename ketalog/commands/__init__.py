"""One verb a file: `command` is what runs, EXAMPLES lead its help.

Here is the table of them, and the parameters that several take.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer

from ketalog.errors import BadInput


class CommandRow(NamedTuple):
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
    "dose": CommandRow("Log", "Log a dose: dose 100mg sublingual, dose 2x15mg nasal", words=FREE),
    "mood": CommandRow(
        "Log", "Log mood, anxiety, energy, sleep: mood 6 --anxiety 4", ("rate",), words=FREE
    ),
    "effect": CommandRow(
        "Log", "Log a side effect, or that there were none", ("effects", "side-effect"), words=FREE
    ),
    "check": CommandRow(
        "Log",
        "Answer a questionnaire: gad7, phq9, bladder and others",
        ("questionnaire", "checkin"),
        words=FREE,
    ),
    "vitals": CommandRow(
        "Log",
        "Log blood pressure, pulse, oxygen, weight: vitals 128/82",
        ("bp", "vital"),
        words=FREE,
    ),
    "session": CommandRow("Log", "Log a session at the clinic: infusion, kap, clinic", words=FREE),
    "also": CommandRow("Log", "Log alcohol, a sedative, a medicine started or stopped", words=FREE),
    "skip": CommandRow(
        "Log", "Mark a planned dose that was not taken", ("skipped", "missed"), words=FREE
    ),
    "note": CommandRow("Log", "Write a note for yourself", words=OWN),
    "ask": CommandRow(
        "Log", "Write down a question for your appointment", ("question",), words=OWN
    ),
    "appointment": CommandRow(
        "Log", "Log an appointment: appointment next tue 3pm", ("appt", "visit"), words=FREE
    ),
    "now": CommandRow("Log", "Log with single keys, when typing is hard"),
    "type": CommandRow("Log", "Type in a sheet that you filled in by hand, row by row"),
    "today": CommandRow("Look", "See today (also: ketalog alone)", ("status",)),
    "week": CommandRow("Look", "See a week: week, week last, week 2026-09-14", words=FREE),
    "month": CommandRow("Look", "See a month: month, month last, month 2026-09", words=FREE),
    "response": CommandRow("Look", "See mood and anxiety before and after a dose, by route"),
    "list": CommandRow(
        "Look", "List entries with their numbers", ("ls", "log", "history"), module="list_"
    ),
    "show": CommandRow("Look", "Show everything about one entry", words=FREE),
    "edit": CommandRow(
        "Change",
        "Change an entry: edit 41 150mg --at 9pm",
        ("change", "amend", "fix", "correct", "update"),
        words=FREE,
    ),
    "review": CommandRow("Change", "Look through what was logged with 'now'"),
    "delete": CommandRow(
        "Change", "Delete entries by number", ("rm", "remove"), takes_away=True, words=FREE
    ),
    "undo": CommandRow(
        "Change", "Take the last change back; again for the one before", takes_away=True
    ),
    "redo": CommandRow("Change", "Bring back what undo took"),
    "plan": CommandRow(
        "Plan", "See or set your plan: plan set, plan stop, plan history", ("plans",), words=FREE
    ),
    "supply": CommandRow(
        "Plan", "See what is left: supply; supply fill 24, supply count 18", ("stock",), words=FREE
    ),
    "export": CommandRow("Share", "Make a file to share: .pdf .html .md .csv .json .fhir.json"),
    "import": CommandRow("Share", "Take in an export, or a file of another app", module="import_"),
    "merge": CommandRow("Share", "Take in another device's journal"),
    "inbox": CommandRow("Share", "Take in what your phone wrote; see what stays, and why"),
    "doctor": CommandRow("Keep", "See whether the journal is in order", ("check-up", "verify")),
    "backup": CommandRow("Keep", "Copy the journal to a safe place"),
    "restore": CommandRow(
        "Keep", "Bring the journal back, here or on a new computer", takes_away=True
    ),
    "lock": CommandRow("Keep", "Lock the journal with a passphrase", ("encrypt",)),
    "unlock": CommandRow("Keep", "Take the lock off", ("decrypt",), takes_away=True),
    "passphrase": CommandRow("Keep", "Change the passphrase", ("password",), takes_away=True),
    "erase": CommandRow("Keep", "Take entries out for good, words and past", takes_away=True),
    "start": CommandRow("Keep", "Set it up, step by step", ("setup", "init")),
    "config": CommandRow("Keep", "See or change settings", ("settings",)),
    "demo": CommandRow("Keep", "Try everything on a made-up journal"),
    "help": CommandRow(
        "Keep", "See how a command is used, or read a page: help recovery", module="help_"
    ),
    "completion": CommandRow("Keep", "Let the Tab key complete what is typed"),
}
ALIASES = {also: name for name, row in COMMANDS.items() for also in row.also}


def module_of(name: str) -> Any:
    """Return the module of a command."""
    return import_module(f"ketalog.commands.{COMMANDS[name].module or name}")


def clauses_of(name: str) -> Sequence[str] | None:
    """Return what the words of a command can say (ketalog/clauses); None of one that reads none."""
    clauses: Sequence[str] | None = getattr(module_of(name), "CLAUSES", None)
    return clauses


TEXT_OPTIONS = ("--note", "--intention", "--reflections", "--reason")
DAY_OPTIONS = ("--since", "--until")
"""Options with a free text and with days, which a shell cuts apart where they have no quotes."""
NAMES_OPTIONS = frozenset({"--clear"})
"""Options whose value may be the name of an option: `--clear --note`."""
LATEST = frozenset({"last", "latest", "newest"})
"""Words for the entry that was written down last."""


def is_option(word: str) -> bool:
    """Tell options from other words that begin with a dash, as a list in a note does."""
    name = word.partition("=")[0]
    letters = name[2:] if name.startswith("--") else name[1:]
    is_named = letters[:1].isascii() and letters[:1].isalpha()
    return name[:1] == "-" and is_named and all(char.isalnum() or char in "-_" for char in letters)


# Parameters that several commands take: each costs every start-up. What few commands take stands in
# the one that had it first: `For` in effect.py.


def words(shape: str) -> Any:
    """Return the argument of a command that reads its words itself; `shape` says what they are."""
    return typer.Argument(metavar=shape, show_default=False, hidden=True)


At = Annotated[
    str | None,
    typer.Option("--at", metavar="WHEN", help="When it happened: 9pm, 'yesterday 9pm', '2h ago'."),
]
NoteText = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="A note with it ('-' to type it in).")
]
TextWords = Annotated[list[str] | None, words("[TEXT | -]")]
MoodRating = Annotated[
    str | None, typer.Option("--mood", metavar="0-10", help="Mood now, 10 = best.")
]
AnxietyRating = Annotated[
    str | None, typer.Option("--anxiety", metavar="0-10", help="Anxiety now, 10 = worst.")
]
WithEditor = Annotated[
    bool, typer.Option("--editor", "-e", help="Write it in your editor ($VISUAL, $EDITOR).")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="The first day: 2026-09-14, '3 weeks ago'."),
]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="The last day.")]


def flags_of(ctx: typer.Context) -> dict[str, Any]:
    """Return what each option of a command was given, by how it is typed: `--hold`."""
    return {
        flag: ctx.params[param.name or ""]
        for param in ctx.command.params
        for flag in param.opts
        if flag.startswith("-")
    }


def at_least_one(
    typed: str | None, option: str, most: int, otherwise: int | None = None
) -> int | None:
    """Return a whole number from 1 to `most`, or `otherwise` if nothing was typed."""
    if typed is None:
        return otherwise
    text = typed.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 0 < int(text) <= most):
        raise BadInput(
            f"'{typed}' can't be taken for {option}: it is a whole number from 1 to {most:,}.",
            f"For example: {option} 4.",
        )
    return int(text)
