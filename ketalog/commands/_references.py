"""Which entries are meant: by their numbers, or as `last dose`, `dose 3`, `last`."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ketalog.answers.phrases import say_stamped
from ketalog.app import App
from ketalog.clauses.words import COUNTS, MONTH_NAMES, Meaning, TwoReadings
from ketalog.commands import LATEST, _input
from ketalog.commands._questions import own_offer, which
from ketalog.domain.edits import FIELDS
from ketalog.domain.entries import Dose, Effect, Mood, kind_of, ratings_of
from ketalog.domain.filter import is_called, kinds_called
from ketalog.domain.kinds import KINDS
from ketalog.domain.offer import Offer
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput, NoSuchEntry
from ketalog.times.grammar import is_day, read_nearest_day
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
    kind = opened = ""
    while words:
        word, *words = words
        is_behind, opened = bool(found) and not opened, ""
        if is_behind and _is_said_of(app, found[-1], word):  # 14 note
            if words and _is_numbered(words):  # 14 mood 5: a rating, or one more
                raise _no_entry(app, found, [word, *words])
            continue
        if kinds_called(word) and words and _is_numbered(words):
            kind = word  # doses 4 and 5
        elif word.lower() in OPENERS and words:
            opened = word
        elif _is_numbered([word, *words]) and (several := re.fullmatch(_NUMBERS, word)):
            of_it = [str(number) for number in _from_to(word, *several.groups())]
            if kind:
                _refuse_others(app, of_it, kind)
            found += of_it
        else:
            kind = ""
            named, words = _named(app, found, word, words)
            found.append(named)
    return found or [_input.number(None, command)]


_NUMBERS = r"#?(\d{1,9})(?:-#?(\d{1,9}))?[.:]?"


def _is_numbered(words: Sequence[str]) -> bool:
    """Tell whether words begin with a number, or a row of them, and with no day: 4 dec."""
    day = _day_at(words)
    return bool(re.fullmatch(_NUMBERS, words[0])) and (day is None or day[1] == 1)


def _refuse_others(app: App, named: Sequence[str], kind: str) -> None:
    """Raise BadInput for `doses 4 and 5` if one of them is none."""
    for number in named:
        entry = app.journal.to_change(number)
        if not is_called(entry, kind):
            kind = kind.lower().removesuffix("s") if kind.lower() in PLURALS else kind
            raise BadInput(f"That is no {kind}: {say_stamped(entry, app.now)}.")


def _named(app: App, found: list[str], word: str, words: list[str]) -> tuple[str, list[str]]:
    """Return the number of the entry that words name in another way, and the words behind."""
    if word.lower() in LATEST:
        return _last(app, words)
    if kinds_called(word):
        entry, words = of_kind(app, word, words)
        return str(entry.number), words
    if ahead := next_called(app, word, words):
        return str(ahead.number), words[1:]
    refuse_ordinal(word, words)
    is_told = found and word.lower() in _POINTING
    if not is_told and (named := called(app, word, words)):
        return str(named[0].number), named[1]
    if found:  # 4, it was a test
        raise _no_entry(app, found, [word, *words])
    return word.rstrip(".:"), words


_POINTING = frozenset({"that", "it", "this"})


_TO = r"(\d) ?(?:-|\.\.+|\u2013|to|thru|through) ?#?(?=\d)"
_SAYS_NO_MORE = frozenset({"me", "please"})


def _no_entry(app: App, found: list[str], words: Sequence[str]) -> BadInput:
    """Return that words behind those that are named name none."""
    rest, alone = escape_invisible(" ".join(words)), ", #".join(found)
    offer = Offer(f"For #{alone} alone", [[app.ui.command, *found]])
    return BadInput(f"'{rest}' names no entry.", offer)


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


def _from_to(typed: str, first: str, last: str | None) -> list[int]:
    """Return the numbers of `4-6`, or that of `4`. Raises BadInput."""
    low, high = int(first), int(last or first)
    if not 0 <= high - low < _MOST_AT_ONCE:
        raise BadInput(f"'{typed}' is no row of entries.", "Type it so: 4-6, or each number: 4 5 6")
    return [*range(low, high + 1)]


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


def called(app: App, word: str, words: list[str]) -> "tuple[Entry, list[str]] | None":
    """Return the entry that its day or a name of it means, and the words behind; else None.

    Those are `friday dose`, `nausea friday`, and `nausea`: it is asked which.
    """
    if found := _day_at([word, *words]):
        day, n = found
        phrase, words = " ".join([word, *words[: n - 1]]), words[n - 1 :]
        is_named = bool(words) and app.journal.newest(partial(is_called, name=words[0])) is not None
        name = words[0] if is_named else ""
        return _of_a_day(app, f"{phrase} {name}".strip(), name, day), words[is_named:]
    if word.lower() in _POINTING:
        last = own_offer(app, "For the last one", word, "last")
        raise BadInput(f"'{word}' is not an entry's number.", last)
    if word.lower() in {"all", "everything"}:
        raise BadInput(
            f"'{word}': entries are named one by one, or in a row, as in: 4-6.",
            "For all that there is: ketalog help privacy.",
        )
    is_name = word[:1].isalpha() and word.lower() not in LATEST  # to look for one may read all
    if not is_name or app.journal.newest(partial(is_called, name=word)) is None:
        return None
    if of_day := _on_its_day(app, word, words):
        return of_day
    if app.ui.asks:
        return _one_of(app, word), words
    raise BadInput(
        f"'{escape_invisible(word)}' is not an entry's number.",
        own_offer(app, "For the last one", word, f"last {word}"),
        Offer("For all", [["list", word]]),
    )


def _day_of(word: str) -> str | None:
    """Return the day that a word names: `friday`, friday's, fridays; else None."""
    plain = word.strip(",")
    ways = (plain, re.sub(r"['\u2019]?s$", "", plain))
    return next((way for way in ways if is_day(way)), None)


def _day_at(words: Sequence[str]) -> tuple[str, int] | None:
    """Return the day that words begin with, and how many they are: `fri 20 nov`, 3 days ago.

    `10 nov 5` is an entry and a day.
    """
    typed = [word.strip(",") for word in words[:4]]
    if re.fullmatch(r"[0-9]+ [a-z]+ [0-9]{1,2}", " ".join(typed[:3]), re.IGNORECASE):
        return None
    for n in range(len(typed), 1, -1):
        day = " ".join(typed[:n])
        is_date = typed[n - 1].lower() == "ago" or MONTH_NAMES & {*day.lower().split()}
        if is_date and is_day(day):
            return day, n
    alone = _day_of(words[0])
    return (alone, 1) if alone else None


def _on_its_day(app: App, name: str, words: list[str]) -> "tuple[Entry, list[str]] | None":
    """Return the entry with a name that a day behind it means: `dose of friday`; else None."""
    behind = [n for n, word in enumerate(words) if word.lower() not in {"of", "from", "on", "the"}]
    if not behind or not (found := _day_at(words[behind[0] :])):
        return None
    day, n = found
    end = behind[0] + n
    return _of_a_day(app, " ".join([name, *words[:end]]), name, day), words[end:]


def _of_a_day(app: App, phrase: str, name: str, day: str) -> "Entry":
    """Ask which entry of a day is meant, even where there is one: another may be forgotten."""
    try:
        span = read_span(day, app.now, app.calendar)
    except BadInput:  # 5/11
        raise BadInput(
            f"'{escape_invisible(phrase)}' {_UNCLEAR}.", "'ketalog list' shows their numbers."
        ) from None
    there = [
        entry
        for entry in app.journal.of(span)
        if app.calendar.day_of(entry.at) in span and (not name or is_called(entry, name))
    ]
    if not there:  # the appointment of 3 dec
        ahead = read_nearest_day(day, app.now, app.calendar)
        later = [
            entry for entry in app.journal.since(app.now) if not name or is_called(entry, name)
        ]
        there = [entry for entry in later if app.calendar.day_of(entry.at) == ahead]
    return _chosen(app, phrase, there, [*name.split(), *day.split()])


def _one_of(app: App, name: str) -> "Entry":
    """Ask which entry with a name is meant: one of the last ones."""
    newest = app.journal.newest(partial(is_called, name=name), kinds_called(name))
    since = app.journal.since(newest.at - _RECENTLY) if newest else ()
    recent = sorted((each for each in since if is_called(each, name)), key=lambda each: each.at)
    return _chosen(app, name, recent[: -_MOST_SHOWN - 1 : -1], [name])


def _chosen(app: App, phrase: str, entries: "Sequence[Entry]", listed: list[str]) -> "Entry":
    """Return which of some entries is meant, by a key. Raises BadInput without a person."""
    numbers = Offer("Their numbers", [["list", *listed]])
    if not entries:
        hints: tuple[object, ...] = ("See: ketalog list",)
        if app.ui.command == "edit" and kinds_called(phrase.partition(" ")[0]):  # appointment 4 dec
            lead = f"If {escape_invisible(phrase.partition(' ')[2])} is what changes"
            hints = (own_offer(app, lead, phrase, f"last {phrase}"), *hints)
        raise BadInput(f"There is no entry for '{escape_invisible(phrase)}'.", *hints)
    if len(entries) > (_MOST_KEYS if app.ui.asks else _MOST_SHOWN):
        raise BadInput(f"'{escape_invisible(phrase)}' {_UNCLEAR}.", numbers)
    said = next((f"{the} {phrase}" for the in OPENERS if _is_typed(app, f"{the} {phrase}")), phrase)
    meanings = (Meaning(str(entry.number), say_stamped(entry, app.now)) for entry in entries)
    problem = "can be this entry" if app.ui.asks and len(entries) == 1 else _UNCLEAR
    number = which(app, TwoReadings(said, problem, *meanings), "Nothing was changed.")
    return next(entry for entry in entries if str(entry.number) == number)


def _is_typed(app: App, phrase: str) -> bool:
    return f" {phrase} ".lower() in f" {' '.join(app.typed)} ".lower()


_UNCLEAR = "does not say which entry it is"
_RECENTLY = timedelta(days=31)
_MOST_SHOWN = 3
_MOST_KEYS = 9


def refuse_ordinal(word: str, words: Sequence[str]) -> None:
    """Raise BadInput for `second mood`: what is counted from is not said."""
    if words and kinds_called(words[0]) and re.fullmatch(_ORDINAL, word, re.IGNORECASE):
        phrase = escape_invisible(f"{word} {words[0]}")
        raise BadInput(f"'{phrase}' {_UNCLEAR}.", Offer("Their numbers", [["list", words[0]]]))


_ORDINAL = r"\d+(?:st|nd|rd|th)|second|third|fourth|fifth|previous|other|wrong|double|duplicate"


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
            return _of_several(app, name, words[n:]) or (str(entry.number), words[n:])
    raise NoSuchEntry(f"There is no {escape_invisible(words[0])}.", "See: ketalog list")


def _of_several(app: App, name: str, words: list[str]) -> tuple[str, list[str]] | None:
    """Return which entry `last dose friday` means, and the words behind; else None.

    Raises BadInput for `last dose 3`: which one, or ones, is not said.
    """
    if not words:
        return None
    last = next((word for word in app.typed if word.lower() in LATEST), "last")
    if day := _day_of(words[0]):
        entry = _of_a_day(app, f"{last} {name} {words[0]}", name, day)
        return str(entry.number), words[1:]
    if words[0].isdecimal() and _is_typed(app, f"{last} {name} {words[0]}"):
        raise BadInput(
            f"'{escape_invisible(f'{last} {name} {words[0]}')}' can be the last ones, or the last "
            f"{escape_invisible(name)} and #{words[0]}.",
            Offer("The last ones, with their numbers", [["list", *name.split(), words[0]]]),
        )
    return None


def last_called(app: App, name: str) -> "Entry | None":
    """Return the last entry of those with a name, or None: the last one written.

    What was written down late is not the last that there was: which is to change is asked, and
    which is shown is said.
    """
    entry = app.journal.newest(partial(is_called, name=name), kinds_called(name))
    if not isinstance(entry, Dose | Effect | Mood):
        return entry
    later = [other for other in app.journal.since(entry.at) if is_called(other, name)]
    later = [other for other in later if other.at > entry.at and kind_of(other) == kind_of(entry)]
    if not later:
        return entry
    how = "taken" if isinstance(entry, Dose) else "that there was"
    if app.ui.command == "show":
        app.ui.notice(f"The last one {how} is another: {say_stamped(later[-1], app.now)}.")
        return entry
    said = {how: later[-1], "written down": entry}
    meanings = (
        Meaning(str(each.number), f"the last one {how}, {say_stamped(each, app.now)}")
        for how, each in said.items()
    )
    last = next((word for word in app.typed if word.lower() in LATEST), "last")
    phrases = (f"{last} {name}", f"{name} {last}")  # edit dose last 150mg
    typed = " ".join(app.typed).lower()
    phrase = next((phrase for phrase in phrases if phrase.lower() in typed), phrases[0])
    problem = "can be two entries"
    number = which(app, TwoReadings(phrase, problem, *meanings), "Nothing was changed.")
    return next(each for each in said.values() if str(each.number) == number)


def of_kind(app: App, kind: str, words: list[str]) -> "tuple[Entry, list[str]]":
    """Return the entry that is meant by `dose 3`, its kind and its number, and the other words."""
    if found := _on_its_day(app, kind, words):
        return found
    if words and words[0].lower() in LATEST and words[1:2] != ["but"]:  # edit dose last 150mg
        if entry := last_called(app, kind):
            return entry, words[1:]
        raise NoSuchEntry(f"There is no {escape_invisible(kind)}.", "See: ketalog list")
    if " ".join(words[:2]).lower() in {"before last", "last but"}:
        raise BadInput(
            f"'{escape_invisible(' '.join([kind, *words[:2]]))}' {_UNCLEAR}.",
            f"The last ones, with their numbers: ketalog list {escape_invisible(kind)} 3.",
        )
    if not (words and words[0].lstrip("#").isdecimal()):
        if app.ui.asks and not words and kind not in PLURALS:
            return _one_of(app, kind), words
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
    if ago := re.match(r"(?i)\S+ ?(?:h|hrs?|hours?|m|mins?|minutes?) ago", " ".join(words)):
        phrase = escape_invisible(f"{kind} {ago[0]}")
        raise BadInput(f"'{phrase}' {_UNCLEAR}.", Offer("Their numbers", [["list", kind]]))
    return _numbered(app, kind, words[0]), words[1:]


def _numbered(app: App, kind: str, number: str) -> "Entry":
    """Return the entry of `dose 3`. Raises BadInput for another kind, or if nothing else is said.

    Then the number can be what it was instead: edit mood 4.
    """
    is_alone = app.ui.command == "edit" and app.typed[-1] == number
    phrase = f"{kind} {number}"
    anew = own_offer(app, f"If {number} is how it was", phrase, f"last {phrase}")
    try:
        entry = app.journal.to_change(number)
    except NoSuchEntry as error:
        error.hints = (*([anew] if is_alone else []), *error.hints)
        raise
    is_it, said = is_called(entry, kind), say_stamped(entry, app.now)
    if is_alone:
        problem = f"What is to change? It is {said}." if is_it else f"That is no {kind}: {said}."
        raise BadInput(problem, anew)
    if not is_it:
        raise BadInput(f"That is no {kind}: {said}.")
    return entry
