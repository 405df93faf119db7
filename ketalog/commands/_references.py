"""Which entries are meant: by their numbers, or as `last dose`, `dose 3`, `last`."""

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ketalog.answers.phrases import say_stamped
from ketalog.app import App
from ketalog.clauses.words import COUNTS, Meaning, TwoReadings
from ketalog.commands import LATEST, _input
from ketalog.commands._questions import own_offer, which
from ketalog.domain.edits import FIELDS
from ketalog.domain.entries import Dose, kind_of, ratings_of
from ketalog.domain.filter import is_called, kinds_called
from ketalog.domain.kinds import KINDS
from ketalog.domain.offer import Offer
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput, NoSuchEntry
from ketalog.times.grammar import is_day
from ketalog.times.spans import read_span

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

PLURALS = frozenset(kind.plural for kind in KINDS) | {f"{kind.name}s" for kind in KINDS}
THE_ONE = frozenset({"entry", "one", "thing", "record"})
"""Words behind `last` that say no more."""
OPENERS = frozenset({"my", "the", "entry", "number", "and", "&"})
"""Words before a reference that say no more."""


def numbers(app: App, typed: Sequence[str] | None, command: str) -> list[str]:
    """Return the numbers that words name, as they are typed. Raises BadInput, NoSuchEntry."""
    joined = re.sub(_TO, r"\1-", " ".join(typed or ()))
    joined = re.sub(r"(\d) ?[;+/&] ?(?=#?\d)", r"\1 ", joined.replace(",", " "))
    words = [word for word in joined.split() if word.lower() not in _SAYS_NO_MORE]
    found: list[str] = []
    while words:
        word, *words = words
        if word.lower() in LATEST:
            named, words = _last(app, words)
            found.append(named)
        elif found and _is_said_of(app, found[-1], word):
            continue  # 14 note
        elif kinds_called(word):
            entry, words = of_kind(app, word, words)
            found.append(str(entry.number))
        elif several := re.fullmatch(r"#?(\d{1,6})-(\d{1,6})", word):
            found += _from_to(word, *map(int, several.groups()))
        elif ahead := next_called(app, word, words):
            found, words = [*found, str(ahead.number)], words[1:]
        elif word.lower() not in OPENERS or not words:
            refuse_day(app, word, words)
            refuse_name(app, word, words)
            found.append(word.rstrip(".:"))
    return found or [_input.number(None, command)]


_TO = r"(\d) ?(?:-|\.\.+|\u2013|to|thru|through) ?#?(?=\d)"
_SAYS_NO_MORE = frozenset({"me", "please"})


def _is_said_of(app: App, number: str, name: str) -> bool:
    """Tell whether a name behind a number is that of the entry; of a detail raises BadInput."""
    if not number.removeprefix("#").isdecimal() or not name.isalpha():
        return False
    entry = app.journal.find(number)
    is_whole = kind_of(entry) == name.lower() and len(ratings_of(entry)) < 2
    if name.lower() in FIELDS and not is_whole:
        raise BadInput(
            f"'{name}' is no entry of its own here: {say_stamped(entry, app.now)}.",
            f"To take a detail out: ketalog edit {entry.number} --clear {name.lower()}.",
        )
    return is_called(entry, name)


def _from_to(typed: str, first: int, last: int) -> list[str]:
    """Return the numbers of `4-6`. Raises BadInput."""
    if not 0 <= last - first < _MOST_AT_ONCE:
        raise BadInput(f"'{typed}' is no row of entries.", "Type it so: 4-6, or each number: 4 5 6")
    return [str(number) for number in range(first, last + 1)]


_MOST_AT_ONCE = 50
"""Entries in a row that are named by the first and the last of them."""


def next_called(app: App, word: str, words: Sequence[str]) -> "Entry | None":
    """Return the next entry ahead of those with a name: `next appointment`; else None."""
    if word.lower() not in {"next", "upcoming"} or not words or not kinds_called(words[0]):
        return None
    ahead = [entry for entry in app.journal.since(app.now) if entry.at > app.now]
    named = [entry for entry in ahead if is_called(entry, words[0])]
    if not named:
        raise NoSuchEntry(f"There is no {escape_invisible(words[0])} ahead.", "See: ketalog list")
    return min(named, key=lambda entry: entry.at)


def refuse_name(app: App, word: str, words: Sequence[str] = ()) -> None:
    """Raise BadInput for `all`, and for a name alone: which of those entries is not said."""
    if word.lower() in {"that", "it", "this"}:
        last = own_offer(app, "For the last one", word, "last")
        raise BadInput(f"'{word}' is not an entry's number.", last)
    if word.lower() in {"all", "everything"}:
        raise BadInput(
            f"'{word}': entries are named one by one, or in a row, as in: 4-6.",
            "For all that there is: ketalog help privacy.",
        )
    is_name = word[:1].isalpha() and word.lower() not in LATEST  # to look for one may read all
    if is_name and app.journal.newest(partial(is_called, name=word)):
        if words and is_day(words[0]):
            raise _of_a_day(app, f"{word} {words[0]}", word, words[0])
        shown = escape_invisible(word)
        raise BadInput(
            f"'{shown}' is not an entry's number.",
            own_offer(app, "For the last one", word, f"last {word}"),
            Offer("For all", [["list", word]]),
        )


def refuse_day(app: App, day: str, words: Sequence[str]) -> None:
    """Raise BadInput for the day of an entry in place of its number: `fri dose`, `yesterday`."""
    plain = re.sub(r"['\u2019]s$", "", day.strip(","))  # yesterday's dose
    if not is_day(plain):
        return
    is_named = words and app.journal.newest(partial(is_called, name=words[0])) is not None
    kind = words[0] if is_named else ""
    raise _of_a_day(app, f"{day} {kind}".strip(), kind, plain)


def _of_a_day(app: App, phrase: str, kind: str, day: str) -> BadInput:
    """Return that a day does not say which entry is meant, with those of that day."""
    problem = f"'{escape_invisible(phrase)}' does not say which entry it is."
    try:
        span = read_span(day.strip(","), app.now, app.calendar)
    except BadInput:  # 5/11
        return BadInput(problem, "'ketalog list' shows their numbers.")
    there = [
        entry
        for entry in app.journal.of(span)
        if app.calendar.day_of(entry.at) in span and (not kind or is_called(entry, kind))
    ]
    if not there or len(there) > _MOST_SHOWN:
        return BadInput(problem, Offer("Their numbers", [["list", *kind.split(), *day.split()]]))
    offers = (
        own_offer(app, f"For {say_stamped(entry, app.now)}", phrase, str(entry.number))
        for entry in there
    )
    return BadInput(problem, *offers)


_MOST_SHOWN = 3


def _last(app: App, words: list[str]) -> tuple[str, list[str]]:
    """Return the number of the last entry, or of the last that words go on to name."""
    if words and words[0].lower() in THE_ONE:
        return "last", words[1:]
    number = COUNTS.get(words[0].lower(), words[0].lstrip("#")) if words else ""
    if number.isdecimal():
        raise BadInput(
            f"'last {escape_invisible(words[0])}' can be the last ones, or the last one and "
            f"#{number}.",
            f"Type their numbers: 'ketalog list {number}' shows the last ones.",
        )
    if not words or not words[0][:1].isalpha() or words[0].lower() in LATEST:
        return "last", words
    if words[0].lower() in PLURALS:
        shown = escape_invisible(words[0])
        raise BadInput(
            f"'last {shown}' does not say how many.", f"Their numbers: ketalog list {shown}."
        )
    for n in (2, 1):
        name = " ".join(words[:n])
        is_joined = words[n - 1 : n] in (["and"], ["&"])  # last nausea and 2
        if entry := None if is_joined else last_called(app, name):
            _refuse_of_several(app, name, words[n:])
            return str(entry.number), words[n:]
    raise NoSuchEntry(f"There is no {escape_invisible(words[0])}.", "See: ketalog list")


def _refuse_of_several(app: App, name: str, words: Sequence[str]) -> None:
    """Raise BadInput for `last dose friday` and `last dose 3`: which one, or ones, isn't said."""
    if not words:
        return
    last = next((word for word in app.typed if word.lower() in LATEST), "last")
    if is_day(words[0]):
        raise _of_a_day(app, f"{last} {name} {words[0]}", name, words[0])
    if words[0].isdecimal() and f"{last} {name} {words[0]}" in " ".join(app.typed):
        raise BadInput(
            f"'{escape_invisible(f'{last} {name} {words[0]}')}' can be the last ones, or the last "
            f"{escape_invisible(name)} and #{words[0]}.",
            Offer("The last ones, with their numbers", [["list", *name.split(), words[0]]]),
        )


def last_called(app: App, name: str) -> "Entry | None":
    """Return the last entry of those with a name, or None: the last one written.

    A dose that was written down late is not the last one taken: which is to change is asked.
    """
    entry = app.journal.newest(partial(is_called, name=name), kinds_called(name))
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
    last = next((word for word in app.typed if word.lower() in LATEST), "last")
    phrases = (f"{last} {name}", f"{name} {last}")  # edit dose last 150mg
    typed = " ".join(app.typed).lower()
    phrase = next((phrase for phrase in phrases if phrase.lower() in typed), phrases[0])
    number = which(app, TwoReadings(phrase, "can be two entries", *meanings))
    return next(dose for dose in said.values() if str(dose.number) == number)


def of_kind(app: App, kind: str, words: list[str]) -> "tuple[Entry, list[str]]":
    """Return the entry that is meant by `dose 3`, its kind and its number, and the other words."""
    n = next((n for n, word in enumerate(words) if word.lower() not in {"of", "from", "on"}), 0)
    if words and is_day(words[n].strip(",")):
        raise _of_a_day(app, " ".join([kind, *words[: n + 1]]), kind, words[n])
    if words and words[0].lower() in LATEST and words[1:2] != ["but"]:  # edit dose last 150mg
        if entry := last_called(app, kind):
            return entry, words[1:]
        raise NoSuchEntry(f"There is no {escape_invisible(kind)}.", "See: ketalog list")
    if " ".join(words[:2]).lower() in {"before last", "last but"}:
        raise BadInput(
            f"'{escape_invisible(' '.join([kind, *words[:2]]))}' does not say which entry it is.",
            f"The last ones, with their numbers: ketalog list {escape_invisible(kind)} 3.",
        )
    if not (words and words[0].lstrip("#").isdecimal()):
        before = {word.lower() for word in app.typed}
        is_first = bool(before & {"first", "oldest", "earliest"})
        is_told = bool(words) and app.ui.command != "edit"  # delete dose 200mg
        if before & {"all", "every", "both"} or kind in PLURALS or is_first or is_told:
            which_ones = " ".join([*["first"] * is_first, kind, *words * is_told])
            raise BadInput(
                f"Which {kind}? Entries are named one by one, or in a row, as in: 4-6.",
                f"Their numbers: ketalog list {escape_invisible(which_ones)}.",
            )
        raise BadInput(
            f"Which {kind}? Type its number, or last.",
            own_offer(app, "For example", kind, f"last {kind}"),
        )
    entry = app.journal.to_change(words[0])
    if not is_called(entry, kind):
        raise BadInput(f"That is no {kind}: {say_stamped(entry, app.now)}.")
    return entry, words[1:]
