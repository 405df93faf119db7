"""What was typed for days → a day, or a span of them; and how many."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ketalog.domain.calendar import ONE_DAY, Span
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.app import App


def parse_day(app: App, words: list[str] | None, period: str) -> date:
    """Return the day that WHEN names; `last` is the week or month before this one, as is `-1`."""
    typed = " ".join(words or []).strip() or "today"
    from ketalog.times.grammar import months_from, read_day

    today = app.calendar.day_of(app.now)
    before = typed.replace("\u2013", "-").removeprefix("-")
    if before != typed and before.isdecimal() and len(before) < 4 and period != "day":
        n = int(before)
        return months_from(today, -n) if period == "month" else today - n * 7 * ONE_DAY
    if typed.lower() in {"last", "previous"}:
        typed = f"last {period}"
    elif typed.lower() in {"this", "current", f"this {period}"}:
        typed = "today"
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


def at_least_one(
    typed: str | None, option: str, most: int, otherwise: int | None = None
) -> int | None:
    """Return a whole number from 1 to `most`, or `otherwise` if nothing was typed."""
    if typed is None:
        return otherwise
    text = typed.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 0 < int(text) <= most):
        raise BadInput(
            f"'{typed}' can't be taken for {option}: it is a whole number from 1 to {most:,}.",
            f"For example: {option} 4.",
        )
    return int(text)
