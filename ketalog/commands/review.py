"""Look through what was logged with `now`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ketalog.answers.entries import review_answer
from ketalog.answers.phrases import say_stamped
from ketalog.app import App
from ketalog.commands import _references as references
from ketalog.commands._edited import says_to_delete
from ketalog.domain.entries import Dose, Effect, Mood, ratings_of
from ketalog.domain.offer import Offer
from ketalog.domain.text import say_time
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.kinds import Entry

EXAMPLES = """
ketalog review                (asks about each: keep it, change it, delete it)
ketalog review 41 42          (these are right as they are)
ketalog review all            (all of them are)
"""

Numbers = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NUMBER]...", help="Entries that are right.", show_default=False),
]


def command(ctx: typer.Context, numbers: Numbers = None) -> None:
    """Look through what was logged with 'now': keep, change or delete each."""
    app: App = ctx.obj
    marked = app.journal.unreviewed()
    if numbers:
        app.answer(app.change(app.journal.look_through(_chosen(app, marked, numbers))))
    elif app.ui.asks and marked:
        for n, entry in enumerate(marked, 1):
            if not _asked(app, entry, f"{n} of {len(marked)}"):
                break
    else:
        app.answer(review_answer(marked))


def _chosen(app: App, marked: Sequence[Entry], typed: Sequence[str]) -> list[str]:
    """Return the numbers of the entries that words name as right: `3-5`, `last dose`, `all`.

    Raises BadInput; of one with other words behind it, with what changes or deletes it.
    """
    first, *rest = " ".join(typed).split() or [""]
    said = {word.lower().strip(".,!") for word in rest}
    if first.lower() in {"all", "everything"} and said <= _RIGHT:
        return [str(entry.number) for entry in marked]
    is_number = first.lstrip("#").rstrip(":").isdecimal()
    while rest and rest[-1].lower().strip(".,!") in _RIGHT:
        del rest[-1]
    try:
        return references.numbers(app, [first, *rest], "review")
    except BadInput as error:
        if is_number and rest:
            does = ["delete", first] if says_to_delete(rest) else ["edit", first, *rest]
            lead = "To delete it" if says_to_delete(rest) else "To change it"
            error.hints = (Offer(lead, [does]),)
        raise


_RIGHT = frozenset({"is", "are", "ok", "okay", "right", "good", "fine", "yes", "correct", "keep"})
"""Words that say of entries that they are right."""


def _asked(app: App, entry: Entry, progress: str) -> bool:
    """Ask what is to be done with an entry, and do it; tell whether to go on."""
    question = f"{progress}: {say_stamped(entry, app.now)}"
    if isinstance(entry, Dose) and (twin := app.journal.twin_of(entry)):
        question = f"{question}. The same dose is there as #{twin.number}, {say_time(twin.at)}"
    n = app.ui.choose(question, ("it is right", "change it", "delete it"))
    number = str(entry.number)
    if n == 0:
        app.answer(app.change(app.journal.look_through([number])))
    elif n == 2:
        app.run_line(["delete", number])
    return n is not None and (n != 1 or _changed(app, entry))


def _changed(app: App, entry: Entry) -> bool:
    """Ask how an entry is to be until that can be taken, or left; tell whether to go on."""
    number = str(entry.number)
    question = f"How is #{number} right? For example: {_example(entry)}9pm; n leaves it. "
    empty = 0
    while empty < _LEAVES:
        words = app.ui.ask(question).split()
        if not words:
            empty += 1
            continue
        if " ".join(words).lower() in {"n", "no"}:
            return True  # for later
        try:
            app.run_line(["edit", number, *words])
        except BadInput as error:
            app.ui.error(error)
        else:
            return True
    return False


_LEAVES = 2
"""Empty answers that leave: the first may be the Enter behind the key that led here."""


def _example(entry: Entry) -> str:
    """Return what can be typed to change such an entry, before a time."""
    match entry:
        case Dose():
            return "150mg, "
        case Effect():
            return "moderate, "
        case Mood():
            return "".join(f"{measure.name} 5, " for measure, _ in ratings_of(entry)[:1])
    return ""
