"""What was typed → values: ratings, durations, words from a prompt or standard input."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from ketalog.domain.ratings import check_length, read_rating
from ketalog.domain.ratings import free_text as read_text
from ketalog.errors import BadInput
from ketalog.times import grammar

if TYPE_CHECKING:
    from ketalog.app import App


def rating(typed: str | None, what: str) -> int | None:
    """Return a rating 0–10, or None if nothing was typed."""
    return None if typed is None else read_rating(typed.strip(), what)


def minutes(typed: str | None) -> int | None:
    """Return a duration in minutes, or None if nothing was typed."""
    return None if typed is None else grammar.read_minutes(typed)


def hold_minutes(typed: str | None) -> int | None:
    """Return how long a dose was held, in minutes, or None if nothing was typed."""
    return _within_a_day(minutes(typed), typed, "ketalog dose 100mg sublingual --hold 15.")


def sleep_minutes(typed: str | None) -> int | None:
    """Return how long someone slept, in minutes, or None if nothing was typed.

    A number alone up to 24 is hours: nobody means that 7 minutes were slept.
    """
    bare = re.fullmatch(r"([0-9]{1,2})(?:[.,][0-9]{1,2})?", (typed or "").strip())
    slept = minutes(f"{bare[0]}h" if bare and int(bare[1]) <= 24 else typed)
    return _within_a_day(slept, typed, "ketalog mood 5 --sleep 7h30.")


def _within_a_day(length: int | None, typed: str | None, example: str) -> int | None:
    if length is not None and length > 24 * 60:
        raise BadInput(f"'{typed}' is longer than a day.", f"For example: {example}")
    return length


def at_least_one(
    typed: str | None, option: str, most: int, otherwise: int | None = None
) -> int | None:
    """Return a whole number from 1 to `most`, or `otherwise` if nothing was typed."""
    if typed is None:
        return otherwise
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) <= most):
        raise BadInput(
            f"'{typed}' can't be taken for {option}: it is a whole number from 1 to {most:,}.",
            f"For example: {option} 4.",
        )
    return int(text)


def number(typed: str | None, command: str) -> str:
    """Return what was typed for an entry's number; without it, say how."""
    if typed is None:
        raise BadInput(
            "Which entry?",
            f"Type its number, as in: ketalog {command} 41. 'ketalog list' shows the numbers.",
        )
    return typed


def text(app: App, typed: str | None, what: str = "note") -> str | None:
    """Return words, or None if there are none; `-` is typed in, or read from standard input."""
    if typed == "-":
        typed = _typed_in(app, what)
    if typed is None or not typed.strip():
        return None
    return check_length(app.storable([typed])[0].strip(), what)


def free_text(app: App, words: list[str], what: str, *, editor: bool = False) -> str:
    """Return the words of a note or question; without words they are asked for or piped in."""
    if editor:
        from ketalog.commands._editor import written

        return written(app, what, words)
    return read_text(text(app, " ".join(words) if words else "-", what) or "", what)


def _typed_in(app: App, what: str) -> str:
    if app.ui.asks:
        return app.drafts.hold(app.ui.ask(f"Your {what}: "))
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    return app.drafts.piped_in(what)


def dose_id(app: App, number: str | None) -> str | None:
    """Return the id of the dose with that number, or None if nothing was typed."""
    if number is None:
        return None
    from ketalog.domain.entries import Dose

    entry = app.journal.find(number)
    if not isinstance(entry, Dose):
        raise BadInput(f"#{entry.number} is not a dose.", "'ketalog list --kind dose' shows them.")
    return entry.id
