"""Which days are meant: as words say it (`last 4 weeks`, `since 1 oct`), or as options do."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ketalog import commands as p
from ketalog.clauses.times import WEEKDAYS
from ketalog.clauses.words import MONTH_NAMES, ORDINALS, weekday
from ketalog.commands import _input
from ketalog.commands._questions import own_offer
from ketalog.domain.calendar import MONTHS, ONE_DAY, Span
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput
from ketalog.times.grammar import read_day
from ketalog.times.spans import read_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.app import App
    from ketalog.clauses.line import Read

SPAN = ("span",)
"""What words can say of a command that takes days (ketalog/clauses)."""
_BETWEEN = frozenset({"please", "for", "of", "the", "my", "and", "only", "from", "with"})


def read_days(app: App, words: Sequence[str]) -> Read:
    """Return what words say of days, and the rest of them."""
    return _input.said(app, words, SPAN, {}, between=_BETWEEN)


def refuse_nth(app: App) -> None:
    """Raise BadInput for `first monday of december`: no time is read so, and its date is."""
    typed = re.split(r"(?i)\b(?:--)?note\b", " ".join(app.typed))[0]
    if not (found := re.search(_NTH, typed, re.IGNORECASE)):
        return
    month = [name[:3].lower() for name in MONTHS].index(found["month"][:3].lower()) + 1
    today = app.calendar.day_of(app.now)
    first = date(today.year + (month < today.month), month, 1)
    days = (first + n * ONE_DAY for n in range(31))
    on = [day for day in days if day.month == month and day.weekday() == weekday(found["day"])]
    nth = found["nth"].lower()
    n = -1 if nth == "last" else int(ORDINALS.get(nth, nth)[0]) - 1
    raise BadInput(
        f"'{escape_invisible(found[0])}' can't be read as a day.",
        own_offer(app, "Type its date", found[0], f"{on[n].day} {found['month']}"),
    )


_NTH = (
    r"\b(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|last) "
    rf"(?P<day>{WEEKDAYS}) (?:of|in) (?:the )?(?P<month>{'|'.join(MONTH_NAMES)})\b"
)


def refuse_rest(app: App, line: Read) -> None:
    """Raise BadInput for words that say nothing of days."""
    if line.unread:
        rest = " ".join(line.unread)
        weeks = own_offer(app, "For so many weeks", rest, f"{rest} weeks")
        examples = f"For examples: ketalog {app.ui.command} --help"
        raise BadInput(
            f"'{escape_invisible(rest)}' is too much here.",
            weeks if rest.isdecimal() else examples,
        )


def days_said(
    app: App, line: Read, since: str | None, until: str | None, weeks: str | None = None
) -> Span | None:
    """Return the days that are meant, or None if none were said. Raises BadInput."""
    part = line.parts.get("span")
    if part is None:
        return _of_options(app, since, until, p.at_least_one(weeks, "--weeks", 520))
    options = {"--since": since, "--until": until, "--weeks": weeks}
    if said := [name for name, value in options.items() if value]:
        raise BadInput("Two things are said of the days.", f"Leave out {' and '.join(said)}.")
    span = read_span(part.value, app.now, app.calendar)
    if span.start >= span.end:
        raise BadInput(f"'{escape_invisible(part.phrase)}' ends before it begins.")
    return span


def _of_options(app: App, since: str | None, until: str | None, weeks: int | None) -> Span | None:
    """Return the days from `since` to `until`, both with, or None if none of it was said."""
    if weeks is not None and since is not None:
        raise BadInput("--weeks and --since both say where to begin.", "Type one of them.")
    if since is None and until is None and weeks is None:
        return None
    last = read_day(until or "today", app.now, app.calendar)
    end = last + ONE_DAY
    start = end - weeks * 7 * ONE_DAY if weeks else date.min
    start = read_day(since, app.now, app.calendar) if since else start
    if start >= end:
        raise BadInput(f"{start} is after {last}.", "--since is the first day, --until the last.")
    return Span(start, end)
