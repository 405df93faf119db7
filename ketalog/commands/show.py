"""Show everything about one entry."""

import typer

from ketalog.commands import _params as p
from ketalog.commands import _read
from ketalog.context import App

EXAMPLES = """
ketalog show 41
ketalog show last --json
"""


def command(ctx: typer.Context, number: p.Reference = None) -> None:
    """Show everything about one entry: when it happened, when it was written, its changes."""
    app: App = ctx.obj
    entry = app.journal.find(_read.number(number, "show"))
    app.ui.entry(entry, app.journal.versions(entry), app.journal.dose_of(entry), app.now)
