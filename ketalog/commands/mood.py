"""Log ratings."""

from typing import Annotated

import typer

from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.domain.entries import Mood, is_empty, new_id
from ketalog.domain.ratings import one_word
from ketalog.errors import BadInput

EXAMPLES = """
ketalog mood 6
ketalog mood 6 --anxiety 4 --energy 5
ketalog mood 5 --sleep 7h30 --at 8am
ketalog mood --anxiety 7 --at '2h ago'
"""

MoodWords = Annotated[
    list[str] | None, typer.Argument(metavar="[SCORE]", show_default=False, hidden=True)
]
EnergyRating = Annotated[
    str | None, typer.Option("--energy", metavar="0-10", help="Energy, 10 = best.")
]
Sleep = Annotated[
    str | None, typer.Option("--sleep", metavar="TIME", help="How long you slept: 7, 7h30.")
]


def command(
    ctx: typer.Context,
    words: MoodWords = None,
    anxiety: p.AnxietyRating = None,
    energy: EnergyRating = None,
    sleep: Sleep = None,
    at: p.At = None,
    note: p.NoteText = None,
) -> None:
    """Log how you feel: mood 0–10 (10 = best), and anxiety (10 = worst), energy, sleep."""
    app: App = ctx.obj
    mood = Mood(
        id=new_id(),
        at=_input.parse_past(app, at),
        recorded=app.now,
        mood=_input.rating(
            one_word(_input.storable(app, words or []), "a mood from 0 to 10"), "mood"
        ),
        anxiety=_input.rating(anxiety, "anxiety"),
        energy=_input.rating(energy, "energy"),
        sleep_minutes=_input.sleep_minutes(sleep),
        note=_input.text(app, note),
    )
    if is_empty(mood):
        raise BadInput("Which mood, from 0 to 10?", "For example: ketalog mood 6 --anxiety 4.")
    app.answer(app.change(app.journal.log(mood)))
