"""What was typed → values: ratings, durations, words from a prompt or standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ketalog import dates
from ketalog.domain.ratings import check_length, read_rating
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.context import App
    from ketalog.domain.amounts import Amount


def rating(typed: str | None, what: str) -> int | None:
    """Return a rating 0–10, or None if nothing was typed."""
    return None if typed is None else read_rating(typed.strip(), what)


def minutes(typed: str | None) -> int | None:
    """Return a duration in minutes, or None if nothing was typed."""
    return None if typed is None else dates.read_minutes(typed)


def text(app: App, typed: str | None, what: str = "note") -> str | None:
    """Return words, or None if there are none; `-` is typed in, or read from standard input."""
    if typed == "-":
        typed = _typed_in(app, what)
    if typed is None or not typed.strip():
        return None
    return check_length(app.words([typed])[0].strip(), what)


def free_text(app: App, words: list[str], what: str) -> str:
    """Return the words of a note or question; without words they are asked for or piped in."""
    found = text(app, " ".join(words) if words else "-", what)
    if found is None:
        command = {"question": "ask"}.get(what, what)
        raise BadInput(f"The {what} has no words.", f"For example: ketalog {command} slept badly.")
    return found


def _typed_in(app: App, what: str) -> str:
    if app.ui.asks:
        return app.ui.ask(f"Your {what}: ")
    return "" if sys.stdin.isatty() else sys.stdin.buffer.read().decode("utf-8", "surrogateescape")


def dose_id(app: App, number: str | None) -> str | None:
    """Return the id of the dose with that number, or None if nothing was typed."""
    if number is None:
        return None
    from ketalog.domain.entries import Dose

    entry = app.journal.find(number)
    if not isinstance(entry, Dose):
        raise BadInput(f"#{entry.number} is not a dose.", "'ketalog list --kind dose' shows them.")
    return entry.id


def like_the_last(
    app: App, amount: Amount | None, route: str | None, *, usual: bool
) -> tuple[Amount, str]:
    """Return amount and route with what was not said taken from the last dose like it.

    A person is shown it and confirms with Enter; without one it takes --usual.
    """
    from msgspec.structs import asdict

    from ketalog.domain.amounts import Amount
    from ketalog.domain.entries import Dose
    from ketalog.view.sentences import say_amount

    last = app.journal.usual(route, amount.amount_mg if amount else None)
    if last is None and amount is not None:
        last = app.journal.usual(route, None)
    missing = "amount" if amount is None else "route"
    if last is None:
        raise BadInput(
            f"The {missing} is missing, and there is no earlier dose to take it from.",
            "For example: ketalog dose 100mg sublingual.",
        )
    taken = amount or Amount(last.amount_mg, last.count, last.each_mg), route or last.route
    if not usual:
        said = say_amount(
            Dose(id="", at=app.now, recorded=app.now, route=taken[1], **asdict(taken[0]))
        )
        if not app.ui.asks:
            raise BadInput(
                f"The {missing} is missing.",
                f"Type it, or add --usual for {said} as last time.",
            )
        _confirm(app, f"{said}, as last time? Enter to log it, n to stop: ")
    return taken


def _confirm(app: App, question: str) -> None:
    answer = app.ui.ask(question).strip().lower()
    if answer not in {"", "y", "yes"}:
        raise BadInput("Nothing was logged.", "Type it in full: ketalog dose 100mg sublingual.")
