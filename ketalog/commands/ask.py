"""Write down a question for the appointment."""

import typer

from ketalog import commands as p
from ketalog.app import App
from ketalog.commands import _input
from ketalog.domain.entries import Question, new_id

EXAMPLES = """
ketalog ask can the Wednesday dose move to the evening?
ketalog ask              (asks for it: so it stays out of the shell's history)
ketalog ask --editor              (in your editor)
"""


def command(
    ctx: typer.Context,
    words: p.TextWords = None,
    at: p.At = None,
    editor: p.WithEditor = False,
) -> None:
    """Write down a question for your next appointment. It stands in the summary."""
    app: App = ctx.obj
    written = _input.worded(app, words or [], at, "question", editor=editor)
    entry = Question(id=new_id(), **written.when, recorded=app.now, text=written.text)
    app.answer(app.change(app.journal.log(entry)))
