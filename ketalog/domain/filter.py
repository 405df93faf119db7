"""Choosing entries: by kind, days and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketalog.domain.effects import find_effect, plain
from ketalog.domain.entries import MEASURES, Dose, Effect, kind_of
from ketalog.domain.kinds import KINDS
from ketalog.domain.routes import find_route
from ketalog.domain.text import as_key, did_you_mean
from ketalog.domain.treatment import Check, Session
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.kinds import Entry

LISTED = tuple(kind.name for kind in KINDS if kind.listed_with is None)
"""The kinds by which entries can be listed."""
_RATED = tuple(measure.name for measure in MEASURES)


class EntryFilter(NamedTuple):
    """Which entries to take; what is empty or None leaves nothing out."""

    kinds: frozenset[str] = frozenset()
    span: Span | None = None
    words: tuple[str, ...] = ()

    def apply(self, entries: Iterable[Entry], calendar: Calendar) -> list[Entry]:
        """Return the entries that are meant, in their order."""
        return [
            entry
            for entry in entries
            if (not self.kinds or kind_of(entry) in self.kinds)
            and (self.span is None or calendar.day_of(entry.at) in self.span)
            and self._has_words(entry)
        ]

    def _has_words(self, entry: Entry) -> bool:
        text = as_key(_text_of(entry).casefold())
        return all(as_key(word.casefold()) in text for word in self.words)


def _text_of(entry: Entry) -> str:
    """Return every word that an entry holds, and the names of what was rated."""
    fields = {field: getattr(entry, field) for field in entry.__struct_fields__ if field != "id"}
    rated = [name for name in _RATED if fields.get(name) is not None]
    rated += ["sleep"] * (fields.get("sleep_minutes") is not None)
    return " ".join([*(value for value in fields.values() if isinstance(value, str)), *rated])


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
    match entry:
        case Dose():
            return entry.route == find_route(name)
        case Effect():
            return plain(entry.name) in {plain(name), find_effect(name)}
        case Check():
            return entry.instrument == name.lower().replace("-", "")
        case Session():
            return entry.where == name.lower()
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
