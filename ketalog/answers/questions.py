"""A questionnaire's questions in ready words, one after another. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketalog.instruments.base import FUNCTIONAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.instruments.base import Choice, Instrument

Answers = tuple[int | None, ...]
"""What was answered so far; None is a question that was left without an answer."""


class Question(NamedTuple):
    """One question: where it stands, its words, and the words of each answer by its key."""

    progress: str
    text: str
    answers: dict[str, str]


def introduction(instrument: Instrument) -> list[str]:
    """Return what is said before the first question."""
    return [
        f"{instrument.title}. {instrument.stem}",
        f"Type {said_keys(instrument)}, or - for no answer. < goes back, q stops.",
    ]


def said_keys(instrument: Instrument) -> str:
    """Return "0 to 3"."""
    return f"{instrument.values[0]} to {instrument.values[-1]}"


def question_after(
    instrument: Instrument, answers: Sequence[int | None], *, functional: bool
) -> Question | None:
    """Return the question that follows so many answers, or None if there is none.

    With `functional`, the last one is how difficult the problems made life, if there were any.
    """
    n, count = len(answers), len(instrument.items)
    if n < count:
        return Question(f"{n + 1} of {count}", instrument.items[n].text, _keys(instrument.choices))
    if n == count and functional and any(answers):
        return Question("Last", FUNCTIONAL.text, _keys(FUNCTIONAL.choices))
    return None


def _keys(choices: Sequence[Choice]) -> dict[str, str]:
    return {str(choice.value): choice.label for choice in choices}
