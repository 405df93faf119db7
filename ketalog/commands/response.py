"""See what mood and anxiety were before and after a dose."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from ketalog import commands as p
from ketalog.app import App
from ketalog.commands._period import days_said, read_days, refuse_rest
from ketalog.domain.calendar import ONE_DAY, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.kinds import Entry

EXAMPLES = """
ketalog response                  (since the last appointment, else 8 weeks)
ketalog response last 26 weeks    (or: --weeks 26)
ketalog response --since 2026-09-14 --until 2026-11-08
ketalog response --plain          (in sentences)
ketalog response --json
"""


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("[DAYS]")] = None,
    since: p.Since = None,
    until: p.Until = None,
    weeks: Annotated[
        str | None, typer.Option("--weeks", metavar="N", help="So many weeks until today.")
    ] = None,
) -> None:
    """See mood and anxiety before a dose, 2 hours after it and some days after it, by route."""
    from ketalog.answers.response import ResponsePeriod, response_answer
    from ketalog.export.request import default_span
    from ketalog.response import responses

    app: App = ctx.obj
    line = read_days(app, words or [])
    refuse_rest(app, line)
    span = days_said(app, line, since, until, weeks)
    why = ""
    if span is None:
        span, why = default_span(_appointments(app), app.calendar, app.now)
    entries = _from(app, span)
    if span.start == date.min:
        days = (app.calendar.day_of(entry.at) for entry in entries)
        span = Span(min([*days, span.end - ONE_DAY]), span.end)
    by_route = responses(entries, span, app.calendar, app.store.snapshot().plans)
    app.answer(response_answer(ResponsePeriod(span, why, by_route)))


def _appointments(app: App) -> Sequence[Entry]:
    """Return the appointments of which the last before today is one, if there is any."""
    known = app.store.snapshot().appointments
    today = app.calendar.day_of(app.now)
    if known and all(app.calendar.day_of(appointment.at) >= today for appointment in known):
        # Those of today may hide an earlier one: only the last two that were are kept at hand.
        return app.journal.everything()
    return known


def _from(app: App, span: Span) -> list[Entry]:
    """Return the entries from shortly before a span on: how long a way back takes has no bound."""
    from ketalog.response import READ_BEFORE

    if span.start == date.min:
        return app.journal.everything()
    return app.store.recent(datetime.combine(span.start, time()).astimezone() - READ_BEFORE)
