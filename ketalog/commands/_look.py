"""Parameters of the commands that look: which entry, which days."""

from typing import Annotated

import typer

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
