"""Log what else was taken, started, stopped or changed."""

from typing import Annotated, Any

import typer

from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.domain.also import SORTS, TypedAlso, read_each, read_sort
from ketalog.domain.entries import new_id
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import Also
from ketalog.errors import BadInput

CLAUSES = ("at",)
"""What the words can say besides what else was taken (ketalog/clauses)."""
EXAMPLES = """
ketalog also alcohol 2 beers
ketalog also lorazepam 1mg sedative, yesterday 10pm
ketalog also started sertraline
ketalog also stopped sertraline
ketalog also no alcohol           (asked, and there was none)
ketalog also none                 (asked, and nothing else was taken)
"""

KindName = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="sedative, sleep, stimulant, maoi, opioid, medicine.",
    ),
]
Sedative = Annotated[
    bool, typer.Option("--sedative", help="The same as --kind sedative.", show_default=False)
]
_PASS_BY = ("0", "n", "\n", "\r")
"""Keys for what is of no kind, or of one that the patient doesn't know."""
_QUESTIONS = {
    "sedative": "it calms (a sedative)",
    "sleep": "it brings sleep",
    "stimulant": "it stimulates (a stimulant)",
    "maoi": "it is an MAOI",
    "opioid": "it is an opioid",
}


def command(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WHAT", show_default=False, hidden=True)
    ] = None,
    kind: KindName = None,
    sedative: Sedative = False,
    at: p.At = None,
    note: p.NoteText = None,
) -> None:
    """Log WHAT else was taken, or a medicine started, stopped, changed; or that there was none."""
    app: App = ctx.obj
    line = _input.said(app, words or [], CLAUSES, {"at": at}, texts=("note",), between=frozenset())
    if sedative and kind is not None and read_sort(kind) != "sedative":
        raise BadInput("Two kinds are said: --sedative and --kind.", "Type one of them.")
    sort = read_sort("sedative" if sedative else kind)
    typed = read_each(" ".join(line.unread), sort)
    if sort is None and app.ui.asks:
        typed = [_asked_about(app, one) for one in typed]
    about: dict[str, Any] = {
        "at": _input.moment(app, line),
        "recorded": app.now,
        "note": _input.text_of(app, line, "note", note),
    }
    entries = [
        Also(id=new_id(), what=one.what, about=one.about, change=one.change, **about)
        for one in typed
    ]
    app.answer(app.change(app.journal.log(*entries)))


def _asked_about(app: App, typed: TypedAlso) -> TypedAlso:
    """Return what was typed with its kind, which is asked once: nothing is known by its name."""
    if typed.about not in {"medicine", "other"} or typed.change in {"stopped", "none"}:
        return typed
    sorts = [sort for sort in SORTS if sort.weighed]
    keys = [str(n) for n in range(1, len(sorts) + 1)]
    named = escape_invisible(typed.what)
    lines = [f"What is {named}, if you know?"]
    lines += [f"  {key}  {_QUESTIONS[sort.name]}" for key, sort in zip(keys, sorts, strict=True)]
    question = f"1 to {keys[-1]}, or Enter for none of these (Esc stops): "
    key = app.ui.choose(lines, [*keys, *_PASS_BY], question)
    if key is None:
        raise BadInput("Nothing was logged.")
    return typed if key in _PASS_BY else typed._replace(about=sorts[int(key) - 1].name)
