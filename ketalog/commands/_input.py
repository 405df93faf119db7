"""What was typed → values: ratings, times, days, words from a prompt or standard input."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

from ketalog.domain.calendar import ONE_DAY, Span
from ketalog.domain.ratings import check_length, read_rating
from ketalog.domain.ratings import free_text as read_text
from ketalog.domain.text import as_utf8
from ketalog.errors import BadInput
from ketalog.times.words import read_minutes

if TYPE_CHECKING:
    from ketalog.app import App


def rating(typed: str | None, what: str) -> int | None:
    """Return a rating 0–10, or None if nothing was typed."""
    return None if typed is None else read_rating(typed.strip(), what)


def minutes(typed: str | None) -> int | None:
    """Return a duration in minutes, or None if nothing was typed."""
    return None if typed is None else read_minutes(typed)


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


def parse_past(app: App, typed: str | None, beside: datetime | None = None) -> datetime:
    """Return the moment that --at names, or now; what a clock change decided is said.

    With `beside`, an entry's former time, a time without a day is on its day and at its place.
    """
    if typed is None:
        return app.now
    from ketalog.times.grammar import read_past

    reading = read_past(typed, app.now, app.calendar, beside=beside)
    if reading.remark:
        app.ui.notice(reading.remark)
    return reading.at


def parse_ahead(app: App, typed: str, beside: datetime | None = None) -> datetime:
    """Return a moment that may lie ahead; what a clock change decides is said."""
    from ketalog.times.grammar import read_moment

    reading = read_moment(typed, app.now, app.calendar, beside=beside)
    if reading.remark:
        app.ui.notice(reading.remark)
    return reading.at


def parse_start_day(app: App, typed: str | None) -> datetime:
    """Return the moment from which something holds: that day's start, or now for today."""
    if typed is None:
        return app.now
    from ketalog.times.grammar import read_nearest_day

    day = read_nearest_day(typed, app.now, app.calendar)
    if day == app.calendar.day_of(app.now):
        return app.now
    return datetime.combine(day, app.calendar.day_start).astimezone()


def parse_day(app: App, words: list[str] | None, period: str) -> date:
    """Return the day that WHEN names; `last` is the week or month before this one."""
    typed = " ".join(words or []).strip() or "today"
    if typed.lower() in {"last", "previous"}:
        typed = f"last {period}"
    elif typed.lower() in {"this", "current", f"this {period}"}:
        typed = "today"
    from ketalog.times.grammar import read_day

    return read_day(typed, app.now, app.calendar)


def parse_span(
    app: App, since: str | None, until: str | None, weeks: int | None = None
) -> Span | None:
    """Return the days from `since` to `until`, both with, or None if none of it was said."""
    if weeks is not None and since is not None:
        raise BadInput("--weeks and --since both say where to begin.", "Type one of them.")
    if since is None and until is None and weeks is None:
        return None
    last = parse_day(app, [until], "day") if until else app.calendar.day_of(app.now)
    end = last + ONE_DAY
    start = end - weeks * 7 * ONE_DAY if weeks else date.min
    start = parse_day(app, [since], "day") if since else start
    if start >= end:
        raise BadInput(f"{start} is after {last}.", "--since is the first day, --until the last.")
    return Span(start, end)


def storable(app: App, words: list[str]) -> list[str]:
    """Return words as they can be stored; what had to be replaced is said."""
    kept = [as_utf8(word) for word in words]
    if "".join(kept).count("\ufffd") > "".join(words).count("\ufffd"):
        app.ui.notice("Some of the text was not UTF-8: what can't be read became \ufffd.")
    return kept


def text(app: App, typed: str | None, what: str = "note") -> str | None:
    """Return words, or None if there are none; `-` is typed in, or read from standard input."""
    if typed == "-":
        typed = _typed_in(app, what)
    if typed is None or not typed.strip():
        return None
    return check_length(storable(app, [typed])[0].strip(), what)


def free_text(app: App, words: list[str], what: str, *, editor: bool = False) -> str:
    """Return the words of a note or question; without words they are asked for or piped in."""
    if editor:
        refuse_both(words)
        return read_text(storable(app, [app.drafts.write(what)])[0], what)
    return read_text(text(app, " ".join(words) if words else "-", what) or "", what)


def refuse_both(typed: object) -> None:
    """Raise BadInput for words that were typed where they are to come from the editor."""
    if typed:
        raise BadInput(
            "The words come from the editor, or they are typed: not both.",
            "For example: ketalog note --editor.",
        )


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
