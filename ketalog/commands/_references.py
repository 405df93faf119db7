"""Which entries are meant: by their numbers, or as `last dose`, `dose 3`, `last`."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ketalog.answers.phrases import say_stamped
from ketalog.app import App
from ketalog.clauses.words import COUNTS, Meaning, TwoReadings
from ketalog.commands import LATEST, _input
from ketalog.commands._questions import own_line, which
from ketalog.domain.entries import Dose
from ketalog.domain.filter import is_called, kinds_called
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput, NoSuchEntry
from ketalog.times.grammar import is_day

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

Reference = Annotated[
    str | None,
    typer.Argument(metavar="NUMBER", help="An entry's number, or 'last'.", show_default=False),
]
References = Annotated[
    list[str] | None,
    typer.Argument(metavar="NUMBER...", help="Entries' numbers, or 'last'.", show_default=False),
]

OPENERS = frozenset({"my", "the", "entry", "number", "and", "&"})
"""Words before a reference that say no more."""


def numbers(app: App, typed: Sequence[str] | None, command: str) -> list[str]:
    """Return the numbers that words name, as they are typed. Raises BadInput, NoSuchEntry."""
    words = " ".join(typed or ()).replace(",", " ").split()
    found = []
    while words:
        word, *words = words
        if word.lower() in LATEST:
            named, words = _last(app, words)
            found.append(named)
        elif kinds_called(word):
            entry, words = of_kind(app, word, words)
            found.append(str(entry.number))
        elif word.lower() not in OPENERS or not words:
            found.append(word)
    return found or [_input.number(None, command)]


def _last(app: App, words: list[str]) -> tuple[str, list[str]]:
    """Return the number of the last entry, or of the last that words go on to name."""
    number = COUNTS.get(words[0].lower(), words[0].lstrip("#")) if words else ""
    if number.isdecimal():
        raise BadInput(
            f"'last {escape_invisible(words[0])}' can be the last ones, or the last one and "
            f"#{number}.",
            f"Type their numbers: 'ketalog list {number}' shows the last ones.",
        )
    if not words or not words[0][:1].isalpha() or words[0].lower() in LATEST:
        return "last", words
    for n in (2, 1):
        name = " ".join(words[:n])
        if entry := last_called(app, name):
            return str(entry.number), words[n:]
    raise NoSuchEntry(f"There is no {escape_invisible(words[0])}.", "See: ketalog list")


def last_called(app: App, name: str) -> "Entry | None":
    """Return the last entry of those with a name, or None: the last one written.

    A dose that was written down late is not the last one taken: which is to change is asked.
    """
    entry = app.journal.newest(partial(is_called, name=name))
    if not isinstance(entry, Dose) or app.ui.command == "show":
        return entry
    taken = [other for other in app.journal.since(entry.at) if isinstance(other, Dose)]
    taken = [other for other in taken if other.at > entry.at and is_called(other, name)]
    if not taken:
        return entry
    said = {"taken": taken[-1], "written down": entry}
    meanings = (
        Meaning(str(dose.number), f"the last one {how}, {say_stamped(dose, app.now)}")
        for how, dose in said.items()
    )
    number = which(app, TwoReadings(f"last {name}", "can be two entries", *meanings))
    return next(dose for dose in said.values() if str(dose.number) == number)


def of_kind(app: App, kind: str, words: list[str]) -> "tuple[Entry, list[str]]":
    """Return the entry that is meant by `dose 3`, its kind and its number, and the other words."""
    if words and is_day(words[0].strip(",")):
        raise BadInput(
            f"'{kind} {escape_invisible(words[0])}' does not say which entry it is.",
            "'ketalog list' shows their numbers.",
        )
    if not (words and words[0].lstrip("#").isdecimal()):
        raise BadInput(
            f"Which {kind}? Type its number, or last.",
            f"For example: {own_line(app, kind, f'last {kind}')}.",
        )
    entry = app.journal.to_change(words[0])
    if not is_called(entry, kind):
        raise BadInput(f"That is no {kind}: {say_stamped(entry, app.now)}.")
    return entry, words[1:]
