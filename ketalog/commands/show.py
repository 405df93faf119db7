"""Show everything about one entry."""

import typer

from ketalog.commands import _look as look
from ketalog.commands import _read
from ketalog.context import App

EXAMPLES = """
ketalog show 41
ketalog show last --json
"""


def command(ctx: typer.Context, number: look.Reference = None) -> None:
    """Show everything about one entry: when it happened, when it was written, its changes."""
    app: App = ctx.obj
    entry = app.journal.find(_read.number(number, "show"))
    versions, session = app.journal.versions(entry), app.journal.session_of(entry)
    app.ui.entry(entry, versions, app.journal.dose_of(entry), app.now, session)
