"""Try everything on a made-up journal."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog.context import App
from ketalog.domain.spans import ONE_DAY
from ketalog.summary import summarize

EXAMPLES = """
ketalog demo
ketalog demo ~/ketalog-demo
"""


def command(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", show_default=False, hidden=True)
    ] = None,
) -> None:
    """Make a journal with eight made-up weeks and look at it. Your own is never touched."""
    app: App = ctx.obj
    demo = app.beside(app.demo_folder(folder) / "journal.json")
    week = demo.calendar.week_of(demo.calendar.day_of(demo.now) - 3 * ONE_DAY)
    demo.fill(week.start)
    demo.ui.notice(*demo.introduction)
    summary = summarize(demo.entries_around(week), week, demo.calendar)
    demo.ui.period(summary, "week", demo.calendar, demo.now)
