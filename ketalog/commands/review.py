"""Look through what was logged with `now`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ketalog.answers.entries import review_answer
from ketalog.answers.phrases import say_stamped
from ketalog.app import App
from ketalog.domain.entries import Dose, Effect, Mood, ratings_of
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

EXAMPLES = """
ketalog review                    (asks about each: keep it, change it, delete it)
ketalog review 41 42              (these are right as they are)
ketalog review all                (all of them are)
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
    keys = ("  1  it is right", "  2  change it", "  3  delete it")
    lines = [f"{progress}: {say_stamped(entry, app.now)}", *keys]
    key = app.ui.choose(lines, ["1", "2", "3"], "1, 2 or 3, n to stop: ")
    number = str(entry.number)
    if key == "1":
        app.answer(app.change(app.journal.look_through([number])))
    elif key == "3":
        app.run_line(["delete", number])
    return key is not None and (key != "2" or _changed(app, entry))


def _changed(app: App, entry: Entry) -> bool:
    """Ask how an entry is to be until that can be taken; tell whether it was changed."""
    number = str(entry.number)
    question = f"How is #{number} right? For example: {_example(entry)}9pm. "
    while words := app.ui.ask(question).split():
        try:
            app.run_line(["edit", number, *words])
        except BadInput as error:
            app.ui.error(error)
        else:
            return True
    return False


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
