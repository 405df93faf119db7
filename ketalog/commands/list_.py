"""List entries."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from ketalog import commands as p
from ketalog.answers.entries import Earlier, list_answer
from ketalog.answers.phrases import say_entry
from ketalog.app import App
from ketalog.clauses.line import Part, Read
from ketalog.clauses.words import MARKS
from ketalog.commands import _input
from ketalog.commands._period import days_said
from ketalog.commands._questions import own_line
from ketalog.domain.calendar import MONTHS
from ketalog.domain.filter import LISTED, EntryFilter, read_kinds
from ketalog.domain.kinds import MAY_LIE_AHEAD
from ketalog.errors import BadInput
from ketalog.times.grammar import months_from, place_in
from ketalog.times.spans import UPCOMING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ketalog.domain.kinds import Entry

CLAUSES = ("kinds", "span", "how-many", "all")
"""What the words can ask for; other words are looked for (ketalog/clauses)."""
_BETWEEN = frozenset(
    {"my", "the", "entry", "entries", "please", "with", "of", "it", "only", "just", "every", "each"}
    | {"about", "search", "find", "show"}
)
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
    _refuse_number(words or [])
    line = _input.said(app, words or [], CLAUSES, options, between=_BETWEEN)
    if last and line.get("how-many"):
        raise BadInput("Two things are said of how many.", "Leave out --last.")
    kinds = _kinds(line) | read_kinds(kind or [])
    wanted = EntryFilter(
        kinds=kinds,
        span=days_said(app, _with_year(app, line, kinds), since, until),
        phrases=tuple(_phrases(line.unread)),
        says=say_entry,
    )
    said = last or line.get("how-many", "")
    counted = said.removeprefix("first ")
    most = p.at_least_one(counted or None, "--last", 99_999, None if wanted.span else 30)

    def choose(entries: "list[Entry]") -> "list[Entry]":
        return wanted.apply(entries, app.calendar)

    if line.get("all") or most is None or said != counted:
        chosen = choose(app.journal.of(wanted.span))
        app.answer(list_answer(chosen if said == counted else chosen[:most], wanted, None))
        return
    chosen, has_earlier = app.journal.last(choose, most, wanted.kinds)
    phrase = line.parts["how-many"].phrase if "how-many" in line.parts else ""
    earlier = Earlier(
        lambda: len(choose(app.journal.everything())), own_line(app, phrase, "", "--all")
    )
    app.answer(list_answer(chosen, wanted, earlier if has_earlier else None))


def _kinds(line: Read) -> frozenset[str]:
    """Return the kinds that were named; of what lies ahead, those that can."""
    is_ahead = line.get("span") in UPCOMING
    named: frozenset[str] = line.get("kinds", MAY_LIE_AHEAD if is_ahead else frozenset())
    return named


def _with_year(app: App, line: Read, kinds: "Collection[str]") -> Read:
    """Return the line with the nearest month of a name, where appointments are asked for."""
    part = line.parts.get("span")
    month = place_in(part.value.lower().removeprefix("in "), MONTHS) if part else None
    if part is None or month is None or set(kinds) != {"appointment"}:
        return line
    away = (month + 1 - app.now.month + 5) % 12 - 5  # December in November lies ahead
    day = months_from(app.calendar.day_of(app.now).replace(day=1), away)
    return Read({**line.parts, "span": Part(f"{day:%Y-%m}", part.phrase)}, line.texts, line.unread)


def _refuse_number(words: list[str]) -> None:
    """Raise BadInput for the number of an entry, which is no number of entries."""
    if found := re.search(r"(?i)#([0-9]+)|\b(?:entry|number) ([0-9]+)$", " ".join(words)):
        number = found[1] or found[2]
        raise BadInput(f"#{number} is one entry.", f"Type: ketalog show {number}.")


def _phrases(unread: tuple[str, ...]) -> "Iterator[str]":
    """Yield what to look for, without the marks around its words; `nausea or headache` is two."""
    text = re.sub(r"(?i)(?<=[0-9]) (?=(?:mg|min|h|kg|%)s?(?!\w))", "", " ".join(unread))  # 100 mg
    for phrase in re.split(r"(?i)\b(?:and|or)\b|[,;&]\s", text):
        if words := " ".join(filter(None, (word.strip(_AROUND) for word in phrase.split()))):
            yield words


_AROUND = MARKS.replace("-", "").replace("*", "") + "?"
