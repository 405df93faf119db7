"""Parameters that several commands share. Ratings are whole numbers 0–10.

Each costs a command's start-up: what only some commands take stands with them.
"""

from typing import Annotated, Any

import typer


def words(shape: str) -> Any:
    """Return the argument of a command that reads its words itself; `shape` says what they are."""
    return typer.Argument(metavar=shape, show_default=False, hidden=True)


At = Annotated[
    str | None,
    typer.Option("--at", metavar="WHEN", help="When it happened: 9pm, 'yesterday 9pm', '2h ago'."),
]
NoteText = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="A note with it ('-' to type it in).")
]
TextWords = Annotated[list[str] | None, words("[TEXT | -]")]
MoodRating = Annotated[
    str | None, typer.Option("--mood", metavar="0-10", help="Mood now, 10 = best.")
]
AnxietyRating = Annotated[
    str | None, typer.Option("--anxiety", metavar="0-10", help="Anxiety now, 10 = worst.")
]
WithEditor = Annotated[
    bool, typer.Option("--editor", "-e", help="Write it in your editor ($VISUAL, $EDITOR).")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
