"""See a month."""

import typer

from ketalog.app import App
from ketalog.commands import _days
from ketalog.commands.week import When, period_answer

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
    span = app.calendar.month_of(_days.parse_day(app, when, "month"))
    app.answer(period_answer(app, span, "month"))
