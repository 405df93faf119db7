"""See a week."""

from typing import Annotated

import typer

from ketalog.answers.period import period_answer
from ketalog.app import App
from ketalog.commands import _input

EXAMPLES = """
ketalog week
ketalog week last
ketalog week -1                   (the one before this)
ketalog week 2026-09-14           (the week that holds this day)
ketalog week --plain              (in sentences)
ketalog week --json
"""

When = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WHEN]", help="A day in it: last, 2026-09-14, '2 weeks ago'.", show_default=False
    ),
]


def command(ctx: typer.Context, when: When = None) -> None:
    """See one week: doses, mood and anxiety before and after, side effects, questions."""
    app: App = ctx.obj
    span = app.calendar.week_of(_input.parse_day(app, when, "week"))
    app.answer(period_answer(app.reports.summary(span), "week", app.calendar, app.now))
