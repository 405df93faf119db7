"""Type in the sheet of one evening, a row after the other."""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog import commands as p
from ketalog.answers import Answer
from ketalog.answers.phrases import beside_plan, say_notices, say_outcome
from ketalog.app import App
from ketalog.commands._gathering import Gathering, GatheringApp
from ketalog.commands._questions import Leaves, or_leaves
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.entries import as_data, kind_of
from ketalog.domain.sheet import SHEET, FromSheet, SheetRow, from_sheet
from ketalog.domain.text import count, escape_invisible
from ketalog.errors import BadInput, Interrupted, JournalError, KetalogError
from ketalog.page.texts import texts_in
from ketalog.times.grammar import read_day
from ketalog.times.words import say_day

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

EXAMPLES = """
ketalog type                      (asks row by row, in the sheet's order)
ketalog type yesterday
"""
_EXAMPLES = {
    "before": "7:30pm mood 4 anxiety 7",
    "cuff_before": "7:30pm 128/82 pulse 72",
    "dose": "8pm 100mg sublingual held 15 min",
    "cuff_after": "8:40pm 136/88 pulse 80",
    "effects": "nausea mild 9pm for 45 min, or none",
    "after": "10pm mood 6 anxiety 3",
    "note": "what you wrote down",
    "morning": "8am mood 6 anxiety 3 slept 7h30",
}


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("[WHEN]")] = None,
) -> None:
    """Type in the sheet of one evening (export paper.pdf), row by row; each is saved at once."""
    app: App = ctx.obj
    if not app.ui.asks:
        raise BadInput(
            "'type' asks, and nobody is here to answer.",
            "Type the rows as commands, or write them into a file: ketalog help phone.",
        )
    evening = Evening(app, _evening(app, words))
    app.ui.notice(
        f"The evening of {say_day(evening.day)} {evening.day.year}, row by row. "
        "Enter passes a row by, q leaves. Each row is saved at once."
    )
    left = False
    try:
        evening.go_through()
    except Leaves:
        left = True
    except Interrupted as stopped:
        raise Interrupted(f"Left. {evening.saved()}", stopped.hint) from stopped
    head = "Left." if left else "That is the whole sheet."
    app.answer(Answer([f"{head} {evening.saved()}"], {"entries": evening.entries}))


class Evening:
    """The rows of one evening on their way into the journal."""

    def __init__(self, app: App, day: date) -> None:
        self.day = day
        self.entries: list[Any] = []
        self._app = app
        self._titles = texts_in("en").sheet_rows

    def saved(self) -> str:
        """Return how much is saved."""
        return f"Saved: {count(len(self.entries), 'entry', 'entries')}."

    def go_through(self) -> None:
        """Ask for each row. Raises Leaves, Interrupted."""
        today = self._app.calendar.day_of(self._app.now)
        for number, row in enumerate(SHEET, 1):
            if row.is_next_day and self.day == today:
                continue
            question = f"{number} {self._titles[row.name]} ({_EXAMPLES[row.name]}): "
            while typed := self._asked(question):
                try:
                    self._log(number, row, typed)
                except (Interrupted, JournalError):
                    raise
                except KetalogError as error:
                    self._app.ui.error(error)
                    continue
                if not row.repeats:
                    break
                question = f"{number} {self._titles[row.name]}, another: "

    def _asked(self, question: str) -> str:
        self._app.drafts.saved()  # Or it was refused, and stands above.
        return or_leaves(self._app.drafts.ask(question))

    def _log(self, number: int, row: SheetRow, typed: str) -> None:
        """Write down a row. Raises KetalogError."""
        app, at = self._app, self._end_of(row)
        words = [typed] if row.command == "note" else typed.split()
        if words[0].lower() == row.command:
            del words[0]
        gathering = Gathering(app, at)
        make_app = partial(GatheringApp, run=app, gathering=gathering)
        app.run_beside([row.command, *words], make_app=make_app)
        day = self.day + ONE_DAY if row.is_next_day else self.day
        sheet = FromSheet(f"sheet of {self.day.isoformat()}", number, day, app.now)
        entries = [_written_down(entry, at, sheet) for entry in gathering.entries]
        outcome = app.journal.log(*entries)
        if outcome.near or outcome.same:
            from ketalog.commands._sittings import asked

            outcome = asked(app, outcome)
        app.drafts.saved()
        app.ui.notice(
            *beside_plan(outcome),
            *say_outcome(outcome, app.now),
            *say_notices(outcome, app.now, app.config.country),
        )
        self.entries += [as_data(entry) for entry in outcome.entries]

    def _end_of(self, row: SheetRow) -> datetime:
        """Return the moment from which a row's times look back."""
        last = time(23, 59, 59) if row.is_next_day else self._app.calendar.day_start
        end = datetime.combine(self.day + ONE_DAY, last).astimezone()
        return min(end - timedelta(seconds=1), self._app.now)


def _written_down(entry: "Entry", at: datetime, sheet: FromSheet) -> "Entry":
    """Return an entry as it is written down today; one that tells no time has only its day."""
    if entry.at != at:
        return from_sheet(entry, sheet, entry.at)
    if kind_of(entry) == "dose":
        raise BadInput("When was the dose?", f"For example: {_EXAMPLES['dose']}.")
    return from_sheet(entry, sheet, None)


def _evening(app: App, words: list[str] | None) -> date:
    """Return the day of the sheet: the one that was named, else asked for. Raises BadInput."""
    today = app.calendar.day_of(app.now)
    if not words:
        yesterday = today - ONE_DAY
        words = app.ui.ask(f"Which evening? Enter for {say_day(yesterday)}: ").split()
        if not words:
            return yesterday
    day = read_day(" ".join(words), app.now, app.calendar)
    if day > today:
        raise BadInput(f"'{escape_invisible(' '.join(words))}' lies ahead.", "Type yesterday.")
    return day
