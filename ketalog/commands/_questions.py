"""The answers to a questionnaire: as they were typed, or asked for one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketalog.answers.questions import introduction, question_after
from ketalog.answers.safety import words_when_stopped
from ketalog.errors import BadInput
from ketalog.instruments.base import example, find, read_answers, read_difficulty

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ketalog.answers.questions import Answers, Question
    from ketalog.app import App
    from ketalog.domain.check import Check
    from ketalog.domain.edits import Edit
    from ketalog.instruments.base import Instrument


class Given(NamedTuple):
    """The answers, how difficult it was, and what to do once they are saved."""

    answers: Answers
    difficulty: int | None
    saved: Callable[[], None]


def answered(
    app: App, instrument: Instrument, typed: Sequence[str], difficulty: int | None
) -> Given:
    """Return the answers that were typed; on a terminal without any, ask for them."""
    if typed:
        return Given(read_answers(instrument, typed), difficulty, lambda: None)
    if not app.ui.asks:
        raise BadInput(
            f"{instrument.title} has {len(instrument.items)} questions, and nobody is here to ask.",
            example(instrument),
        )
    functional = instrument.functional and difficulty is None

    def following(answers: Answers) -> Question | None:
        return question_after(instrument, answers, functional=functional)

    questions = app.questions(instrument.name)
    count = len(instrument.items)
    country = app.config.country

    def when_stopped(answers: Answers) -> list[str]:
        return words_when_stopped(instrument, answers, country)

    found = questions.ask(introduction(instrument), following, when_stopped)
    last = found[count] if len(found) > count else difficulty
    if not instrument.takes(found[:count]):
        questions.saved()
        raise BadInput("None of the questions has an answer: nothing was logged.")
    return Given(found[:count], last, questions.saved)


def answers_meant(edit: Edit, check: Check) -> Edit:
    """Return what was typed to change a check, with its words as answers. Raises BadInput."""
    instrument = find(check.instrument)
    if instrument is None:
        if edit.words or edit.details.get("difficulty"):
            raise BadInput(
                f"The answers of #{check.number} can't be changed: its questions are not known.",
                "A newer ketalog may have written it: install the newest one.",
            )
        return edit
    details = dict(edit.details)
    if "difficulty" in details:
        details["difficulty"] = read_difficulty(instrument, details["difficulty"])
    if "dose" in details:
        refuse_dose(instrument)
    if edit.words:
        details["answers"] = read_answers(instrument, edit.words)
    return edit._replace(words=(), details=details)


def refuse_dose(instrument: Instrument) -> None:
    """Raise BadInput for a check that is not about a dose."""
    if instrument.name != "dose":
        raise BadInput(f"{instrument.title} belongs to no dose.", "Leave --dose out.")
