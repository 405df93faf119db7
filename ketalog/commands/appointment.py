"""Log an appointment."""

from typing import Annotated

import typer

from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.domain.entries import new_id
from ketalog.domain.treatment import Appointment
from ketalog.errors import BadInput

EXAMPLES = """
ketalog appointment next tue 3pm --with 'Dr R.'
ketalog appointment tomorrow 9am with Dr S.
ketalog appointment 3 dec 14:30
ketalog appointment yesterday 9am --note 'new plan from December'
"""

WithWhom = Annotated[str | None, typer.Option("--with", metavar="WHO", help="With whom.")]


def command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WHEN", show_default=False, hidden=True)
    ] = None,
    with_whom: WithWhom = None,
    note: p.NoteText = None,
) -> None:
    """Log WHEN you see somebody. It may lie ahead; pages begin at the last one behind you."""
    app: App = ctx.obj
    when, _, who = " ".join(_input.storable(app, words or [])).partition(" with ")
    if who and with_whom is not None:
        raise BadInput("With whom is said twice.", "Leave out --with, or the words after 'with'.")
    if not when.strip():
        raise BadInput("When?", "For example: ketalog appointment next tue 3pm --with 'Dr R.'.")
    entry = Appointment(
        id=new_id(),
        at=_input.parse_ahead(app, when),
        recorded=app.now,
        with_whom=_input.text(app, who or with_whom, "name"),
        note=_input.text(app, note),
    )
    app.answer(app.change(app.journal.log(entry)))
