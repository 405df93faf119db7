"""Choosing entries: by kind, days and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketalog.domain.check import Check
from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Note, Question
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.text import near
from ketalog.domain.treatment import Also, Appointment, Session, Skip, Supply, Vitals
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.kinds import Entry

KINDS: dict[str, tuple[type[Entry], ...]] = {
    "dose": (Dose,),
    "mood": (Mood,),
    "effect": (Effect, NoEffects),
    "note": (Note,),
    "question": (Question,),
    "plan": (Plan, PlanStop),
    "skip": (Skip,),
    "supply": (Supply,),
    "session": (Session,),
    "vitals": (Vitals,),
    "appointment": (Appointment,),
    "also": (Also,),
    "check": (Check,),
}


class Choice(NamedTuple):
    """Which entries to take; what is empty or None leaves nothing out."""

    kinds: tuple[type[Entry], ...] = ()
    span: Span | None = None
    words: tuple[str, ...] = ()

    def of(self, entries: Iterable[Entry], calendar: Calendar) -> list[Entry]:
        """Return the entries that are meant, in their order."""
        return [
            entry
            for entry in entries
            if (not self.kinds or isinstance(entry, self.kinds))
            and (self.span is None or calendar.day_of(entry.at) in self.span)
            and self._has_words(entry)
        ]

    def _has_words(self, entry: Entry) -> bool:
        said = _said(entry).casefold()
        return all(word.casefold() in said for word in self.words)


def _said(entry: Entry) -> str:
    """Return every word that an entry holds."""
    values = (getattr(entry, field) for field in entry.__struct_fields__ if field != "id")
    return " ".join(value for value in values if isinstance(value, str))


def read_kinds(typed: list[str]) -> tuple[type[Entry], ...]:
    """Return the kinds of entries that words name; plurals too."""
    kinds: tuple[type[Entry], ...] = ()
    for word in typed:
        name = word.lower()
        name = name if name in KINDS else name.removesuffix("s")
        if name not in KINDS:
            raise BadInput(
                f"'{word}' is not a kind of entry.{near(name, KINDS)}",
                f"Type one of: {', '.join(KINDS)}.",
            )
        kinds += KINDS[name]
    return kinds
