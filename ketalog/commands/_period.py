"""Which days are meant: as words say it (`last 4 weeks`, `since 1 oct`), or as options do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog import commands as p
from ketalog.commands import _input
from ketalog.commands._questions import own_offer
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput
from ketalog.times.spans import read_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.app import App
    from ketalog.clauses.line import Read
    from ketalog.domain.calendar import Span


SPAN = ("span",)
"""What words can say of a command that takes days (ketalog/clauses)."""
_BETWEEN = frozenset({"please", "for", "of", "the", "my", "and", "only", "from", "with"})


def read_days(app: App, words: Sequence[str]) -> Read:
    """Return what words say of days, and the rest of them."""
    return _input.said(app, words, SPAN, {}, between=_BETWEEN)


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
        return p.parse_span(app, since, until, p.at_least_one(weeks, "--weeks", 520))
    options = {"--since": since, "--until": until, "--weeks": weeks}
    if said := [name for name, value in options.items() if value]:
        raise BadInput("Two things are said of the days.", f"Leave out {' and '.join(said)}.")
    span = read_span(part.value, app.now, app.calendar)
    if span.start >= span.end:
        raise BadInput(f"'{escape_invisible(part.phrase)}' ends before it begins.")
    return span
