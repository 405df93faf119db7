"""List entries."""

from typing import Annotated

import typer

from ketalog.answers.entries import list_answer
from ketalog.app import App
from ketalog.commands import _input
from ketalog.domain.filter import LISTED, EntryFilter, read_kinds

EXAMPLES = """
ketalog list                      (the last 30)
ketalog list --all
ketalog list --kind dose --since 2026-09-01
ketalog list slept badly          (entries with these words)
ketalog list --json | jq '.data.entries[].at'
"""

Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DAY", help="The first day: 2026-09-14, '3 weeks ago'."),
]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="The last day.")]


def command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]", show_default=False, hidden=True)
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help=f"{', '.join(LISTED)}."),
    ] = None,
    since: Since = None,
    until: Until = None,
    last: Annotated[
        str | None,
        typer.Option("--last", "-n", metavar="N", help="How many at most; 30 if not said."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """List entries with their numbers, the newest last."""
    app: App = ctx.obj
    wanted = EntryFilter(
        kinds=read_kinds(kind or []),
        span=_input.parse_span(app, since, until),
        words=tuple(_input.storable(app, words or [])),
    )
    chosen = wanted.apply(app.journal.everything(), app.calendar)
    most = len(chosen) if every else _input.at_least_one(last, "--last", 99_999, 30)
    app.answer(list_answer(chosen[-most:] if most else [], len(chosen)))
