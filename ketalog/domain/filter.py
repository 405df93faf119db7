"""Choosing entries: by kind, days and words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import astuple

from ketalog.domain.effects import find_effect, plain
from ketalog.domain.entries import MEASURES, Dose, Effect, kind_of
from ketalog.domain.kinds import BY_NAME, KINDS
from ketalog.domain.routes import find_route
from ketalog.domain.text import as_key, did_you_mean
from ketalog.domain.treatment import Also, Check, Session
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.kinds import Entry

LISTED = tuple(kind.name for kind in KINDS if kind.listed_with is None)
"""The kinds by which entries can be listed."""
_RATED = {measure.name: measure.name for measure in MEASURES} | {"sleep": "sleep_minutes"}
"""What is rated, by the field that holds it."""


class EntryFilter(NamedTuple):
    """Which entries to take; what is empty or None leaves nothing out."""

    kinds: frozenset[str] = frozenset()
    span: Span | None = None
    words: tuple[str, ...] = ()

    def apply(self, entries: Iterable[Entry], calendar: Calendar) -> list[Entry]:
        """Return the entries that are meant, in their order."""
        words = [as_key(word.casefold()) for word in self.words]
        return [
            entry
            for entry in entries
            if (not self.kinds or kind_of(entry) in self.kinds)
            and (self.span is None or calendar.day_of(entry.at) in self.span)
            and (not words or _has(entry, words))
        ]


def _has(entry: Entry, words: Iterable[str]) -> bool:
    """Tell whether an entry holds each of the words, which are keys."""
    values = (value for value in astuple(entry) if value is not entry.id)
    text = as_key(" ".join(value for value in values if isinstance(value, str)).casefold())
    medication = _medication(entry)
    return all(
        word == medication
        or (word in text and word != "ketamine")
        or _is_rated(entry, word)
        or _is_amount(entry, word)
        for word in words
    )


def _medication(entry: Entry) -> str | None:
    """Return the medication of an entry that has one: ketamine, where another is not said."""
    return (entry.medication or "ketamine") if hasattr(entry, "medication") else None


def _is_rated(entry: Entry, word: str) -> bool:
    """Tell whether a word is what an entry rates: "anxiety"."""
    return word in _RATED and getattr(entry, _RATED[word], None) is not None


def _is_amount(entry: Entry, word: str) -> bool:
    """Tell whether a word is how much an entry is of: "100mg"."""
    number = word.removesuffix("mg")
    is_number = number != word and number.replace(".", "", 1).isdecimal()
    return is_number and getattr(entry, "amount_mg", None) == Decimal(number)


def kinds_called(name: str) -> frozenset[str]:
    """Return the kinds that go by a name: `dose`, `doses`, `ratings`, `side effects`; or none."""
    meant = name.lower()
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
    match entry:
        case Dose():
            return entry.route == find_route(name)
        case Effect():
            return plain(entry.name) in {plain(name), find_effect(name)}
        case Check():
            return entry.instrument == name.lower().replace("-", "")
        case Session():
            return entry.where == name.lower()
        case Also():
            return bool(plain(name)) and f"{plain(entry.what)} ".startswith(f"{plain(name)} ")
        case _:
            return False


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
