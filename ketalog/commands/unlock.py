"""Take the lock off the journal."""

import typer

from ketalog.answers import Answer
from ketalog.answers.maintenance import say_unlocked
from ketalog.app import App

EXAMPLES = """
ketalog unlock
"""


def command(ctx: typer.Context) -> None:
    """Take the lock off: every entry can be read without a passphrase again."""
    app: App = ctx.obj
    app.refuse_if(locked=False)
    done = app.maintenance.unlock()
    app.remember(None)
    lines = say_unlocked(done)
    data = {
        "locked": False,
        "kept": done.kept and str(done.kept),
        "second_copy": done.written_twice,
    }
    app.answer(Answer(lines, data))
