"""See a month."""

import typer

from ketalog.app import App
from ketalog.commands.week import When, period_answer
from ketalog.times.spans import read_day_in

EXAMPLES = """
ketalog month
ketalog month last
ketalog month -1                   (the one before this)
ketalog month 2026-09
ketalog month --json
"""


def command(ctx: typer.Context, when: When = None) -> None:
    """See one month as a calendar: doses, mood and anxiety, side effects."""
    app: App = ctx.obj
    day = read_day_in("month", " ".join(when or []), app.now, app.calendar)
    app.answer(period_answer(app, app.calendar.month_of(day), "month"))
