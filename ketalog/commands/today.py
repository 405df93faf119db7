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
    # The week that holds today, and what of the last days may still be to look through.
    days = Span(day - 6 * ONE_DAY, day + ONE_DAY)
    shown = today(app.reports.entries_around(days, snapshot), app.now, app.calendar, snapshot)
    app.answer(today_answer(shown))
