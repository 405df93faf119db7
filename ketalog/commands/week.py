"""See a week."""

import typer

from ketalog.answers.period import period_answer
from ketalog.app import App
from ketalog.commands import _look as look

EXAMPLES = """
ketalog week
ketalog week last
ketalog week 2026-09-14           (the week that holds this day)
ketalog week --plain              (in sentences)
ketalog week --json
"""


def command(ctx: typer.Context, when: look.When = None) -> None:
    """See one week: doses, mood and anxiety before and after, side effects, questions."""
    app: App = ctx.obj
    span = app.calendar.week_of(app.parse_day(when, "week"))
    app.answer(period_answer(app.summary(span), "week", app.calendar, app.now))
