"""See a month."""

import typer

from ketalog.answers.period import period_answer
from ketalog.app import App
from ketalog.commands import _look as look

EXAMPLES = """
ketalog month
ketalog month last
ketalog month 2026-09
ketalog month --json
"""


def command(ctx: typer.Context, when: look.When = None) -> None:
    """See one month as a calendar: doses, mood and anxiety, side effects."""
    app: App = ctx.obj
    span = app.calendar.month_of(app.parse_day(when, "month"))
    app.answer(period_answer(app.summary(span), "month", app.calendar, app.now))
