"""Log what else was taken, started, stopped or changed."""

from typing import Annotated

import typer

from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.domain.also import read_also
from ketalog.domain.entries import new_id
from ketalog.domain.treatment import Also

EXAMPLES = """
ketalog also alcohol 2 beers
ketalog also lorazepam 1mg --sedative --at 'yesterday 10pm'
ketalog also started sertraline
ketalog also stopped sertraline
"""

Sedative = Annotated[
    bool, typer.Option("--sedative", help="It calms or brings sleep.", show_default=False)
]


def command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WHAT", show_default=False, hidden=True)
    ] = None,
    sedative: Sedative = False,
    at: p.At = None,
    note: p.NoteText = None,
) -> None:
    """Log WHAT else was taken: alcohol, a sedative; or a medicine started, stopped, changed."""
    app: App = ctx.obj
    typed = read_also(" ".join(_input.storable(app, words or [])), sedative=sedative)
    entry = Also(
        id=new_id(),
        **_input.parse_when(app, at),
        recorded=app.now,
        what=typed.what,
        about=typed.about,
        change=typed.change,
        note=_input.text(app, note),
    )
    app.answer(app.change(app.journal.log(entry)))
