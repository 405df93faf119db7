"""Delete entries."""

import typer

from ketalog.app import App
from ketalog.commands import _hanging, _references

EXAMPLES = """
ketalog delete 41
ketalog delete 41 42
ketalog delete last dose
"""


def command(
    ctx: typer.Context,
    numbers: _references.References = None,
) -> None:
    """Delete entries. It can be undone: the journal's past keeps them."""
    app: App = ctx.obj
    named = _references.numbers(app, numbers, "delete")
    before = _hanging.around(app, *(app.journal.to_change(number) for number in named))
    outcome = app.journal.remove(named)
    app.answer(app.change(outcome, below=_hanging.moved(app, outcome, before)))
