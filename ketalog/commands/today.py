"""See today."""

import typer

from ketalog.context import App
from ketalog.domain.spans import ONE_DAY, Span
from ketalog.view.day import today

EXAMPLES = """
ketalog
ketalog today --plain
ketalog --json
"""


def command(ctx: typer.Context) -> None:
    """See today: the last dose and how long ago, today's ratings and side effects."""
    app: App = ctx.obj
    day = app.calendar.day_of(app.now)
    entries = app.journal.with_last_dose(app.entries_around(Span(day, day + ONE_DAY)))
    app.ui.today(today(entries, app.now, app.calendar))
