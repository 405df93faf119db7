"""Write down a question for the appointment."""

import typer

from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.domain.entries import Question, new_id

EXAMPLES = """
ketalog ask can the Wednesday dose move to the evening?
ketalog ask                       (asks for it: so it stays out of the shell's history)
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
    moment = _input.parse_past(app, at)
    text = _input.free_text(app, words or [], "question", editor=editor)
    moment = moment if at else app.now
    app.answer(
        app.change(app.journal.log(Question(id=new_id(), at=moment, recorded=app.now, text=text)))
    )
