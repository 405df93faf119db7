"""See a week."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog.answers import Answer, AnswerLine
from ketalog.answers.period import PeriodKind, PeriodView, period_view
from ketalog.app import App
from ketalog.times.spans import read_day_in

if TYPE_CHECKING:
    from ketalog.domain.calendar import Span

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
    day = read_day_in("week", " ".join(when or []), app.now, app.calendar)
    app.answer(period_answer(app, app.calendar.week_of(day), "week"))


def period_answer(app: App, span: "Span", kind: "PeriodKind") -> Answer:
    """Return a week or a month, of which only what is shown is made."""
    summary, today = app.reports.summary(span), app.calendar.day_of(app.now)

    def lines() -> "list[AnswerLine]":
        from ketalog.answers.period_text import facts

        return facts(summary, kind, today)

    def data() -> dict[str, Any]:
        from ketalog.answers.period_data import period_data

        return period_data(summary)

    def drawing() -> PeriodView:
        return period_view(summary, kind, today, app.calendar.week_start)

    return Answer(lines, data, drawing)
