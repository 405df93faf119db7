"""Where a dose is beside its plan, in words: a file of its own: such a dose loads it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.domain.text import count, say_minutes, say_number

if TYPE_CHECKING:
    from ketalog.domain.deviations import Deviation

_SPANS = {"a day": "day", "a week": "week"}


def say_deviation(deviation: Deviation) -> str:
    """Return one way in which a dose is beside its plan: a fact, no more."""
    planned = say_number(deviation.planned)
    if deviation.kind == "sooner":
        other = "the last one was" if deviation.minutes >= 0 else "the next one was"
        side = "before" if deviation.minutes >= 0 else "after"
        gap = say_minutes(abs(deviation.minutes))
        return f"Your plan has at least {planned} h between doses; {other} {gap} {side}."
    if deviation.kind == "larger":
        this = "together these are" if deviation.together else "this is"
        return f"Your plan has {planned} mg a dose; {this} {say_number(deviation.found)} mg."
    span = _SPANS[deviation.kind]
    doses = count(int(deviation.planned), "dose", "doses")
    there = f"with this one there are {deviation.found} that {span}"
    return f"Your plan has {doses} {deviation.kind}; {there}."


def say_beside_plan(deviation: Deviation) -> str:
    """Return the same for summaries, where the day of the dose stands before it."""
    planned, taken = say_number(deviation.planned), say_number(deviation.found)
    if deviation.kind == "sooner":
        gap = say_minutes(abs(deviation.minutes))
        return f"a dose {gap} after the last one; the plan has at least {planned} h."
    if deviation.kind == "larger":
        return f"a dose of {taken} mg; the plan has {planned} mg."
    span = _SPANS[deviation.kind]
    return f"{taken} doses that {span}; the plan has {planned}."


def deviation_data(deviation: Deviation) -> dict[str, Any]:
    """Return the same as data."""
    return {
        "kind": {"sooner": "sooner", "larger": "larger"}.get(
            deviation.kind, f"more {deviation.kind}"
        ),
        "planned": say_number(deviation.planned),
        "found": say_number(deviation.found),
        "text": say_deviation(deviation),
    }
