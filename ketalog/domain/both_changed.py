"""One entry that was changed on two devices: what of both holds, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import fields, replace

from ketalog.domain.entries import kind_of

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

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
