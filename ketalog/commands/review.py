"""Look through what was logged with `now`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ketalog.answers.entries import review_answer
from ketalog.answers.phrases import say_stamped
from ketalog.app import App
from ketalog.domain.entries import Dose, Effect, Mood, ratings_of
from ketalog.domain.text import say_time
from ketalog.errors import BadInput

if TYPE_CHECKING:
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
        are_all = [number.lower() for number in numbers] == ["all"]
        chosen = [str(entry.number) for entry in marked] if are_all else numbers
        app.answer(app.change(app.journal.look_through(chosen)))
    elif app.ui.asks and marked:
        for n, entry in enumerate(marked, 1):
            if not _asked(app, entry, f"{n} of {len(marked)}"):
                break
    else:
        app.answer(review_answer(marked))


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
