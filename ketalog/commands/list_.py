"""List entries."""

from typing import TYPE_CHECKING, Annotated

import typer

from ketalog.answers.entries import list_answer
from ketalog.app import App
from ketalog.commands import _days, _input
from ketalog.domain.filter import LISTED, EntryFilter, read_kinds
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

CLAUSES = ("kinds", "span", "how-many", "all")
"""What the words can ask for; other words are looked for (ketalog/clauses)."""
_BETWEEN = frozenset({"my", "the"})
EXAMPLES = """
ketalog list                      (the last 30)
ketalog list doses
ketalog list effects last week
ketalog list yesterday
ketalog list 5                    (the last 5)
ketalog list all
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
    options = {"all": every or None}
    line = _input.said(app, words or [], CLAUSES, options, between=_BETWEEN)
    named, part = line.get("kinds", frozenset()), line.parts.get("span")
    if part and (since or until):
        raise BadInput("Two things are said of the days.", "Leave out --since and --until.")
    if last and line.get("how-many"):
        raise BadInput("Two things are said of how many.", "Leave out --last.")
    wanted = EntryFilter(
        kinds=named | read_kinds(kind or []),
        span=_input.listed_span(app, part.value) if part else _days.parse_span(app, since, until),
        words=tuple(_words(line.unread)),
    )
    is_all = line.get("all") or (part and not line.get("how-many") and not last)
    most = _days.at_least_one(line.get("how-many", last), "--last", 99_999, 30)

    def choose(entries: "list[Entry]") -> "list[Entry]":
        return wanted.apply(entries, app.calendar)

    def total() -> int:
        return len(choose(app.journal.everything()))

    if is_all or most is None:
        app.answer(list_answer(choose(app.journal.everything()), None, wanted))
        return
    chosen, has_earlier = app.journal.last(choose, most)
    app.answer(list_answer(chosen, total if has_earlier else None, wanted))


def _words(unread: tuple[str, ...]) -> list[str]:
    """Return the words to look for, without the marks that stand around them."""
    return [word for phrase in unread for part in phrase.split() if (word := part.strip(",;"))]
