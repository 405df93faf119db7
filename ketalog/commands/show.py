"""Show everything about one entry."""

import typer

from ketalog.answers.entries import EntryInFull, entry_answer
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
    session, dose = app.journal.session_of(entry), app.journal.dose_of(entry)
    shown = EntryInFull(entry, app.journal.versions(entry), dose, session)
    app.answer(entry_answer(shown, app.now))
