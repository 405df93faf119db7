"""Make a file to share."""

from pathlib import Path
from typing import Annotated

import typer

from ketalog.commands import _params as p
from ketalog.context import App

EXAMPLES = """
ketalog export summary.html       (the last 8 weeks, for the appointment)
ketalog export summary.md --since 2026-09-14 --notes
ketalog export doses.csv --weeks 4
ketalog export journal.json       (all of it: to keep, or to import elsewhere)
"""


def command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Ends in .md .html .csv or .json.")],
    since: p.Since = None,
    until: p.Until = None,
    weeks: Annotated[
        int | None, typer.Option("--weeks", min=1, max=520, help="So many weeks until today.")
    ] = None,
    notes: Annotated[
        bool | None,
        typer.Option("--notes/--without-notes", help="Notes too, or not.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Make a file to share: a page to read (.md .html), a table (.csv), or all of it (.json)."""
    app: App = ctx.obj
    render = renderer(file)
    history = app.journal.history()
    entries = in_order(history)
    span = app.span(since, until, weeks)
    share = Share(
        history=history,
        entries=entries,
        span=span or default_span(file, entries, app.calendar, app.now),
        whole=span is None,
        notes=notes,
        calendar=app.calendar,
        now=app.now,
        config=app.config,
    )
    path = app.write(file, render(share), force=force)
    app.ui.exported(path, share)
