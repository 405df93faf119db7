"""Parameters that several commands share. Ratings are whole numbers 0–10.

Each costs a command's start-up: what only some commands take stands with them.
"""

from typing import Annotated

import typer

At = Annotated[
    str | None,
    typer.Option("--at", metavar="WHEN", help="When it happened: 9pm, 'yesterday 9pm', '2h ago'."),
]
NoteText = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="A note with it ('-' to type it in).")
]
TextWords = Annotated[
    list[str] | None, typer.Argument(metavar="[TEXT | -]", show_default=False, hidden=True)
]
MoodRating = Annotated[
    str | None, typer.Option("--mood", metavar="0-10", help="Mood now, 10 = best.")
]
AnxietyRating = Annotated[
    str | None, typer.Option("--anxiety", metavar="0-10", help="Anxiety now, 10 = worst.")
]
WithEditor = Annotated[
    bool, typer.Option("--editor", "-e", help="Write it in your editor ($VISUAL, $EDITOR).")
]
