"""Other medicines over time: what was started, stopped and changed, and what is still taken. Pure.

A medicine is told from another by its name: the words before its first figure, in any case. It is
still taken from when it was started, or first changed, until it is stopped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ketalog.domain.also import CHANGED
from ketalog.domain.entries import key_of
from ketalog.domain.treatment import Also
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.kinds import Entry

_BEHIND_A_NAME = frozenset({"to", "at", "from", "up", "down", "dose", "the", "half", "a"})


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
    words = unicodedata.normalize("NFC", what).casefold().split()
    amount = next((n for n, word in enumerate(words) if re.search("[0-9½¼¾]", word)), len(words))
    name = words[: amount or len(words)]
    while len(name) > 1 and name[-1].strip(":,;") in _BEHIND_A_NAME:
        name.pop()
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
        before = taken.pop(name, None)
        if change.change == "started":
            taken[name] = StillTaken(change, change)
        elif change.change == "changed":
            taken[name] = StillTaken(before.started if before else None, change)
    return Medicines(
        started=tuple(change for change in inside if change.change == "started"),
        stopped=tuple(change for change in inside if change.change == "stopped"),
        changed=tuple(change for change in inside if change.change == "changed"),
        still_taken=tuple(taken.values()),
        known=bool(changes),
    )
