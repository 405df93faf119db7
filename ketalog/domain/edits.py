"""Changing an entry: what is replaced or taken out, and what holds of two devices' changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import fields, replace

from ketalog.domain import plan_input
from ketalog.domain.entries import MEASURES, Dose, Mood, is_empty, kind_of
from ketalog.domain.plan import Plan
from ketalog.domain.text import did_you_mean
from ketalog.domain.treatment import Also, Vitals, place_of
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.domain.kinds import Entry

OPTIONS = {
    "hold_minutes": "hold",
    "swallowed": "swallowed",
    "estimate": "estimate",
    "sitting": "booster",
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
    "alone": "alone",
    "ate_minutes": "ate",
    "setting": "where",
    "watched_minutes": "watched",
    "ready_minutes": "ready",
    "lowest_oxygen_percent": "lowest-oxygen",
    "rate_mg_per_hour": "rate",
    "reflections": "reflections",
    "integration": "next",
    "pulse_per_minute": "pulse",
    "oxygen_percent": "oxygen",
    "weight_kg": "weight",
    "place": "place",
    "point": "point",
    "about": "kind",
    "rrule": "days",
    "per_week": "times",
    "parts": "parts",
    "per_day": "per-day",
    "least_hours": "apart",
    "most_per_day": "most",
    "most_per_week": "most",
    "prescriber": "by",
    "form": "form",
}
"""The detail's name in an entry, and what a patient calls it."""
FIELDS = {option: field for field, option in OPTIONS.items()} | {
    "over": "minutes",
    "every": "rrule",
}


class Edit(NamedTuple):
    """What is to be different about an entry."""

    details: dict[str, Any]
    clear: tuple[str, ...]

    def apply(self, entry: Entry, at: datetime | None) -> Entry:
        """Return the entry as it is to be. Raises BadInput for what it can't have."""
        cleared = self._cleared(entry)
        changes = {**cleared, **self.details}
        for field in changes:
            if field not in entry.__struct_fields__:
                has = [name for own, name in OPTIONS.items() if own in entry.__struct_fields__]
                raise BadInput(
                    f"#{entry.number} is {a_kind(entry)} entry: it has no {OPTIONS[field]}.",
                    f"It can have: {', '.join(['at', *dict.fromkeys(has)])}.",
                )
        if "estimate" in cleared and "estimate" not in self.details:
            changes["estimate"] = False
        if isinstance(entry, Vitals):
            changes |= _placed(entry, changes)
        if isinstance(entry, Dose):
            changes |= _company(changes)
        if isinstance(entry, Plan):
            return plan_input.amended(entry, at or entry.at, changes)
        if not changes and at is None:
            raise BadInput(
                f"What is to change about #{entry.number}?",
                Example(f"edit {entry.number}", "--note 'as I remember it'."),
            )
        return _checked(replace(entry, at=at or entry.at, **changes))

    def _cleared(self, entry: Entry) -> dict[str, Any]:
        if isinstance(entry, Plan):
            return plan_input.cleared(self.clear)
        cleared = {_field(name): None for name in self.clear}
        return {**cleared, "about": _plain_sort(entry)} if "about" in cleared else cleared


def says_the_same(entry: Entry, other: Entry) -> bool:
    """Tell whether entries are the same, a dose however its amount is typed: 200 mg, 2 × 100 mg."""
    if isinstance(entry, Dose) and isinstance(other, Dose):
        entry = replace(entry, count=other.count, each_mg=other.each_mg)
    return entry == other


def _placed(entry: Vitals, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the side and the point of readings as they agree: what is changed rules the other."""
    place, point = changes.get("place"), changes.get("point")
    if point is not None:
        if place is not None and place != place_of(point):
            raise BadInput(f"Two things are said: {place} and {point}.", "Type one of them.")
        return {"place": place_of(point)}
    kept = entry.point if "point" not in changes else None
    if "place" in changes and kept is not None and place != place_of(kept):
        return {"point": None}
    return {}


def _company(changes: dict[str, Any]) -> dict[str, Any]:
    """Return that who is with somebody is not alone, and the other way round."""
    if changes.get("alone") and changes.get("with_whom"):
        raise BadInput(
            f"Two things are said: alone, and with {changes['with_whom']}.", "Type one of them."
        )
    return {
        **({"alone": None} if changes.get("with_whom") else {}),
        **({"with_whom": None} if changes.get("alone") else {}),
    }


def _plain_sort(entry: Entry) -> str:
    """Return what something else is about where its kind is taken out."""
    if isinstance(entry, Also) and entry.change == "none":
        raise BadInput(f"#{entry.number} says of what there was none.", "Delete it instead.")
    return "other"


def a_kind(entry: Entry) -> str:
    """Return "a dose", "an effect"."""
    kind = kind_of(entry)
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _field(name: str) -> str:
    field = FIELDS.get(name.strip().lower().removeprefix("--"))
    if field is None:
        raise BadInput(
            f"'{name}' is not a detail that can be taken out.{did_you_mean(name, FIELDS)}",
            f"There are: {', '.join(FIELDS)}.",
        )
    return field


def _checked(entry: Entry) -> Entry:
    if isinstance(entry, Mood | Vitals) and is_empty(entry):
        raise BadInput(
            f"Then nothing would be left of #{entry.number}.",
            f"To delete it: ketalog delete {entry.number}.",
        )
    return entry


# Changed on two devices


_TOGETHER = (frozenset({"amount_mg", "count", "each_mg"}),)
"""Fields that say one thing together: of two devices one's hold, not a mixture."""
_NOT_COMPARED = frozenset({"id", "recorded", "changed", "number"})


class Combined(NamedTuple):
    """What holds of two changes, and how it would be had the earlier one counted where both differ.

    The two are the same where nothing differs.
    """

    entry: Entry
    otherwise: Entry


def combined(base: Entry, earlier: Entry, later: Entry) -> Combined:
    """Return what two devices made of one entry: each field as the one that changed it has it.

    Where both changed one, the later counts.
    """
    if len({kind_of(entry) for entry in (base, earlier, later)}) > 1:
        return Combined(later, earlier)
    taken: dict[str, Any] = {}
    differing: dict[str, Any] = {}
    for names in _groups(base):
        was, first, last = (_said(entry, names) for entry in (base, earlier, later))
        if last == was and first != was:
            taken |= _values(earlier, names)
        elif first not in {was, last}:
            differing |= _values(earlier, names)
    entry = replace(later, **taken)
    return Combined(entry, replace(entry, **differing))


def _groups(entry: Entry) -> list[frozenset[str]]:
    names = {field.name for field in fields(entry)} - _NOT_COMPARED
    together = [group for group in _TOGETHER if group <= names]
    alone = names - frozenset().union(*together)
    return [*together, *(frozenset({name}) for name in sorted(alone))]


def _values(entry: Entry, names: frozenset[str]) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in names}


def _said(entry: Entry, names: frozenset[str]) -> str:
    """Return what is compared: a moment with the offset of its place, too."""
    return repr(sorted(_values(entry, names).items()))
