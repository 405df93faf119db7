"""Changing an entry: words mean what they mean when it is logged, details replace details."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import asdict, replace

from ketalog.domain import plan_input
from ketalog.domain.also import read_also
from ketalog.domain.amounts import read_amount
from ketalog.domain.effects import find_severity, read_effect
from ketalog.domain.entries import (
    MEASURES,
    Dose,
    Effect,
    Mood,
    NoEffects,
    is_empty,
    kind_of,
)
from ketalog.domain.kinds import BY_NAME
from ketalog.domain.plan import Plan
from ketalog.domain.ratings import free_text, one_word, read_rating
from ketalog.domain.readings import read_readings, refuse_odd
from ketalog.domain.text import did_you_mean
from ketalog.domain.treatment import Also, Session, Supply, Vitals
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.domain.kinds import Entry

OPTIONS = {
    "hold_minutes": "hold",
    "swallowed": "swallowed",
    "estimate": "estimate",
    **{measure.name: measure.name for measure in MEASURES},
    "sleep_minutes": "sleep",
    "minutes": "for",
    "dose": "dose",
    "intention": "intention",
    "medication": "medication",
    "note": "note",
    "severity": "severity",
    "difficulty": "difficulty",
    "with_whom": "with",
    "watched_minutes": "watched",
    "rate_mg_per_hour": "rate",
    "reflections": "reflections",
    "integration": "next",
    "pulse_per_minute": "pulse",
    "oxygen_percent": "oxygen",
    "weight_kg": "weight",
    "place": "place",
    "rrule": "days",
    "per_week": "times",
    "per_day": "per-day",
    "least_hours": "apart",
    "most_per_day": "most",
    "most_per_week": "most",
    "prescriber": "by",
    "form": "form",
}
"""The detail's name in an entry, and what a patient calls it."""
_EXAMPLE = "For example: ketalog edit {} 150mg, or 2x100mg."
_FIELDS = {option: field for field, option in OPTIONS.items()}


class Edit(NamedTuple):
    """What was typed to change an entry."""

    words: tuple[str, ...]
    details: dict[str, Any]
    clear: tuple[str, ...]

    def apply(self, entry: Entry, at: datetime | None) -> Entry:
        """Return the entry as it is to be. Raises BadInput for what it can't have."""
        cleared = self._cleared(entry)
        changes = {**cleared, **self.details}
        for field in changes:
            if field not in entry.__struct_fields__:
                raise BadInput(
                    f"#{entry.number} is {_a_kind(entry)} entry: it has no {OPTIONS[field]}.",
                    f"It can have: {', '.join(_names(entry))}.",
                )
        if "estimate" in cleared and "estimate" not in self.details:
            changes["estimate"] = False
        changes |= _worded(entry, list(self.words)) if self.words else {}
        if isinstance(entry, Plan):
            return plan_input.amended(entry, at or entry.at, changes)
        if not changes and at is None:
            raise BadInput(
                f"What is to change about #{entry.number}?",
                "For example: ketalog edit 41 150mg --at 9pm.",
            )
        return _checked(replace(entry, at=at or entry.at, **changes))

    def _cleared(self, entry: Entry) -> dict[str, Any]:
        if isinstance(entry, Plan):
            return plan_input.cleared(self.clear)
        return {_field(name): None for name in self.clear}


def _a_kind(entry: Entry) -> str:
    """Return "a dose", "an effect"."""
    kind = kind_of(entry)
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _names(entry: Entry) -> list[str]:
    names = [name for field, name in OPTIONS.items() if field in entry.__struct_fields__]
    return ["at", *dict.fromkeys(names)]


def _field(name: str) -> str:
    field = _FIELDS.get(name.strip().lower().removeprefix("--"))
    if field is None:
        raise BadInput(
            f"'{name}' is not a detail that can be taken out.{did_you_mean(name, _FIELDS)}",
            f"There are: {', '.join(_FIELDS)}.",
        )
    return field


def _worded(entry: Entry, words: list[str]) -> dict[str, Any]:
    """Return what words say: they stay as they are where the table names a field for them."""
    kind = BY_NAME[kind_of(entry)]
    if kind.words is not None:
        return {kind.words: free_text(" ".join(words), kind.name)}
    match entry:
        case Dose() | Plan():
            return _amount(entry, words)
        case Mood():
            score = one_word(words, "a mood from 0 to 10") or ""
            return {"mood": read_rating(score, "mood")}
        case Effect():
            name, severity = _effect(entry, words)
            return {"name": name, "severity": severity}
        case Vitals():
            readings = read_readings(" ".join(words))
            refuse_odd(readings)
            return dict(readings.known)
        case Also():
            return read_also(" ".join(words), sedative=entry.about == "sedative")._asdict()
        case Supply():
            return _supply(entry, words)
        case Session():
            raise BadInput(
                f"#{entry.number} is a session: what was given is an entry of its own.",
                "'ketalog list --kind dose' shows its number.",
            )
        case NoEffects():
            raise BadInput(
                f"#{entry.number} says that there were no side effects.",
                f"Delete it and log the effect: ketalog delete {entry.number}.",
            )
    raise BadInput(
        f"The words of #{entry.number} can't be changed: it is {_a_kind(entry)} entry.",
        f"Delete it and type it anew: ketalog delete {entry.number}.",
    )


def _amount(entry: Dose | Plan, words: list[str]) -> dict[str, Any]:
    amount, route = read_amount(words, _EXAMPLE.format(entry.number))
    fields = {"route": route} if route else {}
    if isinstance(entry, Plan):
        return {**plan_input.amount_fields(amount, entry), **fields}
    return {**(asdict(amount) if amount else {}), **fields}


def _effect(entry: Effect, words: list[str]) -> tuple[str, Any]:
    """Return name and severity; a severity alone keeps the name, a name alone the severity."""
    alone = find_severity(" ".join(words))
    if alone:
        return entry.name, alone
    name, severity = read_effect(words)
    return name, severity or entry.severity


def _supply(entry: Supply, words: list[str]) -> dict[str, Any]:
    """Return what the words say of units: what they don't say stays."""
    from ketalog.domain.supply_input import CHANGES, read_units

    change = words.pop(0).lower() if words[0].lower() in CHANGES else entry.change
    typed = read_units(words, change)._asdict()
    return {
        "change": change,
        **{field: value for field, value in typed.items() if value is not None},
    }


def _checked(entry: Entry) -> Entry:
    if isinstance(entry, Mood | Vitals) and is_empty(entry):
        raise BadInput(
            f"Then nothing would be left of #{entry.number}.",
            f"To delete it: ketalog delete {entry.number}.",
        )
    return entry
