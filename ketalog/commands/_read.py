"""What was typed → values: ratings, durations, words from a prompt or standard input."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from ketalog import dates
from ketalog.domain.ratings import check_length, read_rating
from ketalog.domain.ratings import free_text as read_text
from ketalog.errors import BadInput, JournalLocked

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.context import App
    from ketalog.domain.amounts import Amount


def rating(typed: str | None, what: str) -> int | None:
    """Return a rating 0–10, or None if nothing was typed."""
    return None if typed is None else read_rating(typed.strip(), what)


def minutes(typed: str | None) -> int | None:
    """Return a duration in minutes, or None if nothing was typed."""
    return None if typed is None else dates.read_minutes(typed)


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
    return check_length(app.words([typed])[0].strip(), what)


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


class Given(NamedTuple):
    """What was said of a dose; None where it was not."""

    amount: Amount | None
    route: str | None
    medication: str | None


def as_usual(
    app: App, given: Given, at: datetime, *, usual: bool
) -> tuple[Amount, str, str | None]:
    """Return amount, route and medication, with what was not said as planned or as last time.

    A person is shown it and confirms with Enter; without one it takes --usual.
    """
    from ketalog.commands._planned import planned_dose
    from ketalog.view.sentences import say_taken

    missing = "amount" if given.amount is None else "route"
    planned = planned_dose(app, given, at) if given.amount is None else None
    amount, route, medication = planned or _like_the_last(app, given, missing, at)
    if not usual:
        said = say_taken(amount, medication, route)
        like = "as last time" if given.amount is None else "by the route of last time"
        if not app.ui.asks:
            like = f" {'as planned' if planned else like}" if given.amount is None else f", {like}"
            raise BadInput(
                f"The {missing} is missing.", f"Type it, or add --usual for {said}{like}."
            )
        like = "the planned dose" if planned else like
        _confirm(app, f"{said}, {like}? Enter to log it, n to stop: ")
    return amount, route, medication


def _like_the_last(
    app: App, given: Given, missing: str, at: datetime
) -> tuple[Amount, str, str | None]:
    from ketalog.domain.amounts import Amount

    amount, route, medication = given
    try:
        last = app.journal.usual(route, medication, amount.amount_mg if amount else None)
    except JournalLocked as error:
        raise BadInput(
            f"The {missing} is missing, and the journal is locked: neither the plan nor the last "
            "dose can be seen.",
            "Type it in full: ketalog dose 100mg sublingual.",
        ) from error
    if last is None:
        from ketalog.commands._planned import which_of_several

        several = which_of_several(app, given, at)
        if several:
            raise BadInput(f"The {missing} is missing.", several)
        raise BadInput(
            f"The {missing} is missing, and there is no earlier dose to take it from.",
            "For example: ketalog dose 100mg sublingual.",
        )
    amount = amount or Amount(last.amount_mg, last.count, last.each_mg)
    return amount, route or last.route, medication or last.medication


def _confirm(app: App, question: str) -> None:
    answer = app.ui.ask(question).strip().lower()
    if answer not in {"", "y", "yes"}:
        raise BadInput("Nothing was logged.", "Type it in full: ketalog dose 100mg sublingual.")
