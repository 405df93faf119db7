"""List entries."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from ketalog import commands as p
from ketalog.answers.entries import Earlier, list_answer
from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands._questions import own_line
from ketalog.domain.filter import LISTED, EntryFilter, read_kinds
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput
from ketalog.times.grammar import read_span

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


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("[WORDS]")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help=f"{', '.join(LISTED)}."),
    ] = None,
    since: p.Since = None,
    until: p.Until = None,
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
        span=read_span(part.value, app.now, app.calendar)
        if part
        else p.parse_span(app, since, until),
        words=tuple(_words(line.unread)),
    )
    if part and wanted.span and wanted.span.start >= wanted.span.end:
        raise BadInput(f"'{escape_invisible(part.phrase)}' ends before it begins.")
    counted = line.get("how-many", last)
    most = p.at_least_one(counted, "--last", 99_999, None if wanted.span else 30)

    def choose(entries: "list[Entry]") -> "list[Entry]":
        return wanted.apply(entries, app.calendar)

    if line.get("all") or most is None:
        app.answer(list_answer(choose(app.journal.of(wanted.span)), wanted, None))
        return
    chosen, has_earlier = app.journal.last(choose, most, wanted.kinds)
    phrase = line.parts["how-many"].phrase if "how-many" in line.parts else ""
    earlier = Earlier(
        lambda: len(choose(app.journal.everything())), own_line(app, phrase, "", "--all")
    )
    app.answer(list_answer(chosen, wanted, earlier if has_earlier else None))


def _words(unread: tuple[str, ...]) -> list[str]:
    """Return the words to look for, without the marks that stand around them."""
    joined = (re.sub(r"(?i)(?<=[0-9]) (?=mgs?\b)", "", phrase) for phrase in unread)  # 100 mg
    return [word for phrase in joined for part in phrase.split() if (word := part.strip(",;"))]
