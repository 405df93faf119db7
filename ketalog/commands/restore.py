"""Rebuild the journal from its second copy."""

import typer

from ketalog.context import App
from ketalog.view.sentences import count

EXAMPLES = """
ketalog restore
"""


def command(ctx: typer.Context) -> None:
    """Rebuild the journal from its second copy. The file that was there is kept beside it."""
    app: App = ctx.obj
    entries, kept = app.journal.restore()
    said = count(entries, "entry", "entries")
    lines = [f"The journal is back from its second copy: {said} in {app.journal.path}."]
    if kept:
        lines.append(f"The file that was there is kept: {kept}")
    app.ui.say(
        lines, {"entries": entries, "journal": str(app.journal.path), "kept": kept and str(kept)}
    )
