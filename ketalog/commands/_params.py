"""Parameters that several commands share. Ratings are whole numbers 0–10."""

from typing import Annotated

import typer

At = Annotated[
    str | None,
    typer.Option("--at", metavar="WHEN", help="When it happened: 9pm, 'yesterday 9pm', '2h ago'."),
]
NoteText = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="A note with it ('-' to type it in).")
]
DoseWords = Annotated[
    list[str] | None, typer.Argument(metavar="[AMOUNT] [ROUTE]", show_default=False, hidden=True)
]
MoodWords = Annotated[
    list[str] | None, typer.Argument(metavar="[SCORE]", show_default=False, hidden=True)
]
EffectWords = Annotated[
    list[str] | None, typer.Argument(metavar="NAME [SEVERITY]", show_default=False, hidden=True)
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
EnergyRating = Annotated[
    str | None, typer.Option("--energy", metavar="0-10", help="Energy, 10 = best.")
]
Sleep = Annotated[
    str | None, typer.Option("--sleep", metavar="TIME", help="How long you slept: 7, 7h30.")
]
Hold = Annotated[
    str | None, typer.Option("--hold", metavar="MINUTES", help="How long it was held in the mouth.")
]
Swallowed = Annotated[
    bool | None,
    typer.Option("--swallowed/--spat", help="Swallowed, or spat out.", show_default=False),
]
Estimate = Annotated[
    bool | None,
    typer.Option("--estimate/--exact", help="The amount is an estimate.", show_default=False),
]
Intention = Annotated[
    str | None, typer.Option("--intention", metavar="TEXT", help="What you hope for.")
]
Medication = Annotated[
    str | None,
    typer.Option("--medication", metavar="NAME", help="The medication, if not ketamine."),
]
For = Annotated[
    str | None, typer.Option("--for", metavar="TIME", help="How long it lasted: 45 min, 2h.")
]
OfDose = Annotated[
    str | None, typer.Option("--dose", metavar="NUMBER", help="The dose it belongs to, by number.")
]
Reference = Annotated[
    str | None,
    typer.Argument(metavar="NUMBER", help="An entry's number, or 'last'.", show_default=False),
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="The first day: 2026-09-14, '3 weeks ago'."),
]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="The last day.")]
Usual = Annotated[
    bool, typer.Option("--usual", help="Take what is not said from the last dose, without asking.")
]
When = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[WHEN]", help="A day in it: last, 2026-09-14, '2 weeks ago'.", show_default=False
    ),
]
