"""What a file to import holds, and what became of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.answers.phrases import say_kinds, say_outcome, say_when
from ketalog.domain.entries import key_of
from ketalog.domain.text import count, escape_invisible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ketalog.importers import Incoming
    from ketalog.journal import Outcome


MOST_ROWS = 10
"""Rows left out that are named, of each reason."""
MOST_NAMED = 50
"""Moods that are named at once."""


def account_lines(incoming: Incoming) -> list[str]:
    """Return how many rows there were, which are left out and why, and how values were converted.

    A reason goes on from the rows that it is about.
    """
    if not incoming.format:
        return []
    rows, taken = incoming.rows, incoming.taken
    shown = count(rows, "row", "rows")
    lines = [f"{incoming.format}: {shown}, {taken:,} taken, {rows - taken:,} left out."]
    for reason, left in incoming.left_out.items():
        named = ", ".join(map(str, sorted(left.first)[:MOST_ROWS]))
        more = " …" if left.rows > MOST_ROWS else ""
        which = f"{'row' if left.rows == 1 else 'rows'} {named}{more}"
        lines.append(f"Left out {left.rows:,} ({which}): {reason}.")
    return [*lines, *incoming.rules]


def unnumbered_lines(moods: Mapping[str, int]) -> list[str]:
    """Return which names of moods need a number, and how often they stand in the file."""
    names = [f"{escape_invisible(name)} ({times:,})" for name, times in moods.items()]
    return [f"Moods without a number: {say_some(names)}."] if names else []


def say_some(names: Sequence[str]) -> str:
    """Return names, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def outcome_lines(outcome: Outcome, now: datetime) -> list[str]:
    """Return what came in, and from when to when."""
    first, *rest = say_outcome(outcome, now)
    return [first, *span_line(outcome), *rest]


def span_line(outcome: Outcome) -> list[str]:
    """Return from when to when the entries are that come in."""
    entries = outcome.entries
    if not entries:
        return []
    first, last = (say_when(pick(entries, key=key_of)) for pick in (min, max))
    return [f"From {first} to {last}." if first != last else f"Its time: {first}."]


def preview_lines(outcome: Outcome, account: Sequence[str]) -> list[str]:
    """Return what an import would do, to be asked about."""
    entries = outcome.entries
    added = count(len(entries), "entry", "entries")
    here = count(outcome.skipped, "entry is", "entries are")
    return [
        *account,
        f"New: {added}: {say_kinds(entries)}." if entries else "Nothing would be added.",
        *span_line(outcome),
        *([f"{here} here already, and left as is."] if outcome.skipped else []),
    ]


def account_data(incoming: Incoming) -> dict[str, Any]:
    """Return the same for --json."""
    return {
        "format": incoming.format or None,
        "rows": incoming.rows,
        "taken": incoming.taken,
        "left_out": [
            {"reason": reason, "count": left.rows, "rows": list(left.first)}
            for reason, left in incoming.left_out.items()
        ],
        "rules": list(incoming.rules),
    }


def ask_mood(name: str, times: int) -> str:
    """Return the question for the number of a mood's name."""
    shown = escape_invisible(name)
    return f"'{shown}' ({count(times, 'time', 'times')}): mood 0 to 10, or - to leave it out: "


def ask_scale(name: str, least: object, most: object) -> str:
    """Return the question for the ends of a measure's scale."""
    return f"{name.capitalize()} is from {least} to {most} in the file. Its scale, such as 1..5: "
