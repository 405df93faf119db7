"""Choosing entries: by kind, days and words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import astuple

from ketalog.domain.clinic_input import WHERE
from ketalog.domain.effects import EFFECTS, find_effect, find_severity, plain
from ketalog.domain.entries import MEASURES, Dose, Effect, kind_of
from ketalog.domain.kinds import BY_NAME, KINDS
from ketalog.domain.routes import find_route, known_medication
from ketalog.domain.text import as_key, did_you_mean
from ketalog.domain.treatment import Also, Check, Session, Supply
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.kinds import Entry

LISTED = tuple(kind.name for kind in KINDS if kind.listed_with is None)
"""The kinds by which entries can be listed."""
LOOKED_FOR = (*LISTED, *EFFECTS)
"""What is often looked for, by names of its own."""
_RATED = {measure.name: measure.name for measure in MEASURES} | {"sleep": "sleep_minutes"}
"""What is rated, by the field that holds it."""


class EntryFilter(NamedTuple):
    """Which entries to take; what is empty or None leaves nothing out.

    `phrases` are looked for, one or another of them, in what an entry holds and in what `says`
    tells of it.
    """

    kinds: frozenset[str] = frozenset()
    span: Span | None = None
    phrases: tuple[str, ...] = ()
    says: Callable[[Entry], str] = str

    def apply(self, entries: Iterable[Entry], calendar: Calendar) -> list[Entry]:
        """Return the entries that are meant, in their order."""
        wanted = [(phrase, _key_of(phrase).split()) for phrase in self.phrases]
        return [
            entry
            for entry in entries
            if (not self.kinds or kind_of(entry) in self.kinds)
            and (self.span is None or calendar.day_of(entry.at) in self.span)
            and (not wanted or any(self._finds(entry, *one) for one in wanted))
        ]

    def _finds(self, entry: Entry, phrase: str, words: Sequence[str]) -> bool:
        """Tell whether an entry goes by a phrase, or has each of its words, which are keys."""
        if is_called(entry, phrase):
            return True
        told = _key_of(_told_in(entry))
        missing = [word for word in words if not (_has(told, word) or _is_of(entry, word))]
        if not missing:
            return True
        said = _key_of(self.says(entry))
        return all(_has(said, word) for word in missing)


def _told_in(entry: Entry) -> str:
    """Return the words of an entry's fields."""
    values = (value for value in astuple(entry) if value is not entry.id)
    return " ".join(value for value in values if isinstance(value, str))


def _is_of(entry: Entry, word: str) -> bool:
    """Tell whether an entry goes by a word, rates what it says, or is of that medication."""
    medication = (known_medication(word) or (word,))[0]
    is_so_bad = isinstance(entry, Effect) and entry.severity == (find_severity(word) or word)
    is_it = medication == _medication(entry) or _is_rated(entry, word) or is_called(entry, word)
    return is_it or is_so_bad


def _key_of(text: str) -> str:
    """Return a text as words are looked for in it: `100mg` for 100 mg."""
    return re.sub(_BEFORE_A_UNIT, "", as_key(text.casefold()))


def _has(text: str, word: str) -> bool:
    """Tell whether a text has a word, or one that it is the plural of; both are keys.

    A short word begins one: "iv" is none in "five". So does ketamine, none in "esketamine". "no"
    is none in "note".
    """
    if word != "ketamine" and len(word) > _SHORT and not word[0].isdecimal():
        return _singular(word) in text
    end = r"(?!\w)" if word in {"no", "not"} else ""
    return re.search(rf"(?<![\w.,]){re.escape(word)}{end}", text) is not None


_SHORT = 3
"""Letters of a word that stands within many others."""
_BEFORE_A_UNIT = r"(?<=[0-9]) (?=(?:mg|min|h|kg|%)(?!\w))"


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORT and word[-1] == "s" else word


def _medication(entry: Entry) -> str | None:
    """Return the medication of an entry that has one: ketamine, where another is not said."""
    return (entry.medication or "ketamine") if hasattr(entry, "medication") else None


def _is_rated(entry: Entry, word: str) -> bool:
    """Tell whether a word is what an entry rates: "anxiety"."""
    return word in _RATED and getattr(entry, _RATED[word], None) is not None


@cache  # a list asks it of one name for each entry
def kinds_called(name: str) -> frozenset[str]:
    """Return the kinds that go by a name: `dose`, `doses`, `ratings`, `side effects`; or none."""
    meant = name.lower().replace("-", " ")
    named = {
        kind.name
        for kind in KINDS
        if meant in {kind.name, f"{kind.name}s", kind.singular, kind.plural, *kind.also_called}
    }
    return frozenset(kind.name for kind in KINDS if {kind.name, kind.listed_with} & named)


def is_called(entry: Entry, name: str) -> bool:
    """Tell whether an entry goes by a name: its kind, its route, its side effect, its check."""
    if kind_of(entry) in kinds_called(name):
        return True
    if name.lower() in _RATED and name.lower() not in BY_NAME and _is_rated(entry, name.lower()):
        return True
    one = _singular(name.lower())
    match entry:
        case Dose():
            medication = known_medication(name)
            return entry.route == find_route(name) or (
                medication is not None and medication[0] == _medication(entry)
            )
        case Effect():
            return plain(entry.name) in {plain(name), find_effect(name), find_effect(one)}
        case Check():
            return entry.instrument == re.sub("[^a-z0-9]", "", name.lower())
        case Session():
            return entry.where == WHERE.get(one) and not (known_medication(one) or find_route(one))
        case Supply():
            return entry.change == _CHANGES_OF_SUPPLY.get(one)
        case Also():
            is_it = f"{plain(entry.what)} ".startswith(f"{plain(name)} ")
            return (is_it and bool(plain(name))) or entry.about == _ALSO_ABOUT.get(one)
        case _:
            return False


_CHANGES_OF_SUPPLY = {
    **dict.fromkeys(("fill", "refill"), "fill"),
    **dict.fromkeys(("loss", "losse", "lost", "waste", "wasted"), "lost"),
    **dict.fromkeys(("count", "counted"), "count"),
}
_ALSO_ABOUT = {
    **dict.fromkeys(("med", "meds", "medication", "medicine"), "medicine"),
    **dict.fromkeys(("drink", "drinking", "alcohol"), "alcohol"),
}
"""What changes of supply and other things taken are called, in the singular."""


def read_kinds(typed: list[str]) -> frozenset[str]:
    """Return the kinds of entries that words name; plurals too. Raises BadInput."""
    meant: set[str] = set()
    for word in typed:
        kinds = kinds_called(word)
        if not kinds:
            raise BadInput(
                f"'{word}' is not a kind of entry.{did_you_mean(word.removesuffix('s'), LISTED)}",
                f"Type one of: {', '.join(LISTED)}.",
            )
        meant |= kinds
    return frozenset(meant)
