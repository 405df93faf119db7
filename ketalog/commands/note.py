"""Write a note."""

import typer

from ketalog import commands as p
from ketalog.app import App
from ketalog.commands import _input
from ketalog.domain.entries import Note, new_id

EXAMPLES = """
ketalog note walked an hour, slept well
ketalog note             (asks for it: so it stays out of the shell's history)
ketalog note --editor        (in your editor, which is told to leave no trace)
ketalog note - < file.txt
ketalog note --at 'yesterday 9pm' 'what I remember'
"""


def command(
    ctx: typer.Context,
    words: p.TextWords = None,
    at: p.At = None,
    editor: p.WithEditor = False,
) -> None:
    """Write a note for yourself. Notes are left out of exports unless you ask for them."""
    app: App = ctx.obj
    written = _input.worded(app, words or [], at, "note", editor=editor)
    entry = Note(id=new_id(), **written.when, recorded=app.now, text=written.text)
    app.answer(app.change(app.journal.log(entry)))
