"""See today."""

import typer

from ketalog.answers.today import today, today_answer
from ketalog.app import App
from ketalog.domain.calendar import ONE_DAY, Span

EXAMPLES = """
ketalog
ketalog today --plain
ketalog --json
"""


def command(ctx: typer.Context) -> None:
    """See today: the last dose and how long ago, today's ratings and side effects."""
    app: App = ctx.obj
    snapshot = app.store.snapshot()
    day = app.calendar.day_of(app.now)
    week = Span(app.calendar.week_of(day).start, day + ONE_DAY)
    shown = today(app.reports.entries_around(week), app.now, app.calendar, snapshot)
    app.answer(today_answer(shown))
