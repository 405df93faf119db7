"""Other medicines over time: what was started, stopped and changed, and what is still taken. Pure.

A medicine is told from another by its name: the words before its first figure, in any case, but
those that say how it changed or of which kind it is. It is still taken from when it was started, or
first changed, until it is stopped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ketalog.domain.also import CHANGED, HOW_CHANGED, weighed_kind
from ketalog.domain.entries import key_of
from ketalog.domain.treatment import Also
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.kinds import Entry

_BEHIND_A_NAME = HOW_CHANGED | {"to", "at", "from", "up", "down", "dose", "the", "half", "a"}
_TO_AMOUNT = re.compile(
    r"(?i)(?:\bto|->|=>|→) *"
    r"(?P<amount>[0-9½¼¾.,]+(?: ?(?:to|-|–) ?[0-9.,]+)?(?: ?(?:mg|mcg|g|ml)\b.*|$))"
)
"""Behind what it was, what it is now: from 1mg to 2mg."""
_REPLACED = re.compile(
    r"(?i)(?:switched|switching|swapped) (?:from )?(?P<old>\D+?) (?:to|for|with|->|=>|→) "
    r"(?P<new>[^\W\d].*)"
)
"""One medicine in place of another: switched sertraline to venlafaxine."""
_ENDED = frozenset({"paused", "finished", "completed"})
"""Words of a change after which it is not taken, whether or not it is stopped for good."""


class StillTaken(Value, frozen=True):
    """A medicine that is still taken: when it was started, and what was said of it last.

    Without `started` the journal only knows of a change.
    """

    started: Also | None
    last: Also


class Medicines(Value, frozen=True):
    """What changed about other medicines within a period, and what was still taken at its end.

    `known` tells whether the journal says anything of a medicine up to then: without, nothing is
    known of what is taken.
    """

    started: tuple[Also, ...]
    stopped: tuple[Also, ...]
    changed: tuple[Also, ...]
    still_taken: tuple[StillTaken, ...]
    known: bool


def medicine_name(what: str) -> str:
    """Return what tells a medicine from another: "sertraline" of "Sertraline 50 mg"."""
    return _name_of(unicodedata.normalize("NFC", what)).casefold()


def medicine_now(said: Also) -> str:
    """Return a medicine with what it is now: "lorazepam 2mg" of "lorazepam from 1mg to 2mg".

    Where nothing changed, 1 to 2 mg are from 1 to 2 mg.
    """
    amount = _TO_AMOUNT.search(said.what) if said.change == "changed" else None
    return f"{_name_of(said.what)} {amount['amount']}" if amount else said.what


def _name_of(what: str) -> str:
    words = what.split()
    amount = next((n for n, word in enumerate(words) if re.search("[0-9½¼¾]", word)), len(words))
    name = words[: amount or len(words)]
    while len(name) > 1 and name[-1].strip(":,;").casefold() in _BEHIND_A_NAME:
        name.pop()
    if any(word.casefold() in HOW_CHANGED for word in name[:-1][:2]):  # doctor increased …
        name = name[1 if name[0].casefold() in HOW_CHANGED else 2 :]
    elif len(name) > 1 and weighed_kind(name[0]) and not weighed_kind(" ".join(name)):
        name = name[1:]
    return " ".join(name).strip(" :,;")


def medicines_of(entries: Iterable[Entry], span: Span, calendar: Calendar) -> Medicines:
    """Return what there is to say of a period. `entries` are the whole journal's."""
    changes = [
        entry
        for entry in sorted(entries, key=key_of)
        if isinstance(entry, Also)
        and entry.change in CHANGED
        and entry.about != "alcohol"
        and calendar.day_of(entry.at) < span.end
    ]
    inside = [change for change in changes if calendar.day_of(change.at) in span]
    taken: dict[str, StillTaken] = {}
    for change in changes:
        name = medicine_name(change.what)
        if change.change == "changed" and (replaced := _REPLACED.fullmatch(change.what)):
            taken.pop(medicine_name(replaced["old"]), None)
            name = medicine_name(replaced["new"])
        before = taken.pop(name, None)
        if change.change == "started":
            taken[name] = StillTaken(change, change)
        elif change.change == "changed" and _ENDED.isdisjoint(change.what.casefold().split()):
            taken[name] = StillTaken(before.started if before else None, change)
    return Medicines(
        started=tuple(change for change in inside if change.change == "started"),
        stopped=tuple(change for change in inside if change.change == "stopped"),
        changed=tuple(change for change in inside if change.change == "changed"),
        still_taken=tuple(taken.values()),
        known=bool(changes),
    )
