"""Take the lock off the journal."""

import typer

from ketalog.answers import Answer
from ketalog.answers.maintenance import say_unlocked
from ketalog.app import App
from ketalog.commands.lock import refuse_if, remember

EXAMPLES = """
ketalog unlock
"""


def command(ctx: typer.Context) -> None:
    """Take the lock off: every entry can be read without a passphrase again."""
    app: App = ctx.obj
    refuse_if(app, locked=False)
    done = app.maintenance.unlock()
    remember(app, None)
    lines = say_unlocked(done)
    data = {
        "locked": False,
        "kept": done.kept and str(done.kept),
        "second_copy": done.written_twice,
    }
    app.answer(Answer(lines, data))
