"""Where a dose is beside its plan, in words: one neutral line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.answers.phrases import count
from ketalog.domain.text import say_number
from ketalog.times.words import say_elapsed

if TYPE_CHECKING:
    from ketalog.domain.deviations import Deviation


def say_deviation(one: Deviation) -> str:
    """Return one way in which a dose is beside its plan: a fact, no more."""
    planned = say_number(one.planned)
    if one.kind == "sooner":
        other = "the last one was" if one.minutes >= 0 else "the next one was"
        side = "before" if one.minutes >= 0 else "after"
        gap = say_elapsed(abs(one.minutes))
        return f"Your plan has at least {planned} h between doses; {other} {gap} {side}."
    if one.kind == "larger":
        return f"Your plan has {planned} mg a dose; this is {say_number(one.found)} mg."
    span = one.kind.removeprefix("a ")
    doses = count(int(one.planned), "dose", "doses")
    return f"Your plan has {doses} {one.kind}; with this one there are {one.found} that {span}."


def say_deviation_on(day: str, one: Deviation) -> str:
    """Return the same of a dose that was taken on a day, for summaries."""
    planned, found = say_number(one.planned), say_number(one.found)
    if one.kind == "sooner":
        gap = say_elapsed(abs(one.minutes))
        return f"{day}: a dose {gap} after the last one; the plan has at least {planned} h."
    if one.kind == "larger":
        return f"{day}: a dose of {found} mg; the plan has {planned} mg."
    span = one.kind.removeprefix("a ")
    return f"{day}: {found} doses that {span}; the plan has {planned}."


def deviation_data(one: Deviation) -> dict[str, Any]:
    """Return the same as data."""
    return {
        "kind": {"sooner": "sooner", "larger": "larger"}.get(one.kind, f"more {one.kind}"),
        "planned": say_number(one.planned),
        "found": say_number(one.found),
        "text": say_deviation(one),
    }
