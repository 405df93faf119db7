"""Show everything about one entry."""

import typer

from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _look as look

EXAMPLES = """
ketalog show 41
ketalog show last --json
"""


def command(ctx: typer.Context, number: look.Reference = None) -> None:
    """Show everything about one entry: when it happened, when it was written, its changes."""
    app: App = ctx.obj
    entry = app.journal.find(_input.number(number, "show"))
    versions, session = app.journal.versions(entry), app.journal.session_of(entry)
    app.ui.entry(entry, versions, app.journal.dose_of(entry), app.now, session)
