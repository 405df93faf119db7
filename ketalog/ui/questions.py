"""Questions on a terminal: one key an answer, back with `<`, stop with `q` and go on later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.text import escape_invisible, say_time
from ketalog.errors import Interrupted
from ketalog.ui.keys import KeyReader
from ketalog.ui.terminal import detect
from ketalog.ui.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from ketalog.answers.checks import Answers, CheckQuestion
    from ketalog.ui.output import Ui
    from ketalog.ui.unfinished import Unfinished

    QuestionAfter = Callable[[Answers], CheckQuestion | None]
    WhenStopped = Callable[[Answers], Sequence[str]]

_GO_ON = "Enter to go on, n to begin again: "
_GOES_ON, _BEGINS = frozenset({"", "y", "yes"}), frozenset({"n", "no"})
NONE, BACK, STOPS = "-", "<", frozenset({"q", "Q", ""})
"""Keys beside the answers; nothing stands for the end of the input."""


class Questions:
    """Asks one question after another, and keeps each answer as it is given.

    On a terminal that can draw, an answered question makes room for the next; else each has a line
    of its own.
    """

    def __init__(self, ui: Ui, name: str, unfinished: Unfinished, now: datetime, day: date) -> None:
        self._ui = ui
        self._name = name
        self._unfinished = unfinished
        self._now = now
        self._day = day
        self._screen = detect(ui.err, ui.env, plain=ui.style.plain, no_color=True)
        self._draws = not self._screen.plain
        self._shown: list[str] = []

    def ask(
        self,
        introduction: Sequence[str],
        question_after: QuestionAfter,
        when_stopped: WhenStopped = lambda _: (),
    ) -> Answers:
        """Return all answers, to the questions that follow one another.

        Raises Interrupted; what was answered by then is kept for today, and `when_stopped` says
        what there is to say about it.
        """
        answers = self._resumed(question_after)
        kept = True
        with KeyReader(lambda: self._ui.prompt("\n" + "\n".join(self._shown) + " ")) as keys:
            self._draws = self._draws and keys.single
            self._ui.notice(*introduction, *([""] if self._draws else []))
            try:
                while question := question_after(answers):
                    answers = self._next(keys, question, answers)
                    kept = self._unfinished.keep(self._day, self._now, answers=answers)
            except KeyboardInterrupt:
                self._leave("")
                self._ui.notice(*when_stopped(answers))
                raise _stopped(self._name, answers if kept else ()) from None
        self._ui.answered()
        return answers

    def saved(self) -> None:
        """Forget the answers: they are in the journal."""
        self._unfinished.forget()

    def _resumed(self, question_after: QuestionAfter) -> Answers:
        """Return the answers to go on from: those that were kept today, if they are wanted."""
        kept = self._unfinished.find(self._day)
        if kept is None or not _fit(kept.answers, question_after):
            return ()
        state = f"You answered {_count(kept.answers)} at {say_time(kept.at)}."
        while (
            answer := self._ui.ask(f"{state} {_GO_ON}").strip().lower()
        ) not in _GOES_ON | _BEGINS:
            if answer in STOPS:
                raise _stopped(self._name, kept.answers)
            state = f"'{escape_invisible(answer)}' is no answer to a question yet."
        return () if answer in _BEGINS else kept.answers

    def _next(self, keys: KeyReader, question: CheckQuestion, answers: Answers) -> Answers:
        """Return the answers with one more, or without the last one."""
        hint = ""
        while True:
            self._show(question, hint)
            key = keys.read()
            if key in STOPS:
                raise KeyboardInterrupt
            if key in question.answers:
                self._leave(question.answers[key])
                return (*answers, int(key))
            if key == NONE:
                self._leave("no answer")
                return (*answers, None)
            if key == BACK and answers:
                self._leave("back")
                return answers[:-1]
            hint = _hint(question, has_earlier=bool(answers))
            self._leave(hint)

    def _show(self, question: CheckQuestion, hint: str) -> None:
        self._shown = self._drawn(question, hint) if self._draws else self._sentence(question)
        self._ui.prompt("\n".join(self._shown) + " ")

    def _drawn(self, question: CheckQuestion, hint: str) -> list[str]:
        width = self._screen.width - 1
        return [
            *wrapped(f"{question.progress}  {question.text}", width, indent=2),
            "",
            *(f"  {key}  {label}" for key, label in question.answers.items()),
            "",
            *wrapped(hint, width),
            ">",
        ]

    def _sentence(self, question: CheckQuestion) -> list[str]:
        choices = ", ".join(f"{key} {label.lower()}" for key, label in question.answers.items())
        end = "" if question.text[-1] in ".?!" else "."
        line = f"{question.progress}: {question.text}{end} {choices}:"
        return [line] if self._ui.style.plain else wrapped(line, max(self._screen.width, 20))

    def _leave(self, outcome: str) -> None:
        """Make room for what is next, or say what was answered."""
        if not self._draws:
            self._ui.prompt(f"{outcome}\n")
        elif self._shown:
            self._ui.prompt(f"\x1b[{len(self._shown) - 1}A\r\x1b[J")
        self._shown = []


def _hint(question: CheckQuestion, *, has_earlier: bool) -> str:
    keys = list(question.answers)
    back = " < goes back," if has_earlier else ""
    return f"Type {keys[0]} to {keys[-1]}, or - for no answer.{back} q stops."


def _count(answers: Answers) -> str:
    return "1 question" if len(answers) == 1 else f"{len(answers)} questions"


def _fit(answers: Answers, question_after: QuestionAfter) -> bool:
    """Tell whether each answer is one that its question can have."""
    for n, answer in enumerate(answers):
        question = question_after(answers[:n])
        if question is None or (answer is not None and str(answer) not in question.answers):
            return False
    return True


def _stopped(name: str, kept: Answers) -> Interrupted:
    if not kept:
        return Interrupted("Stopped. Nothing was saved.")
    return Interrupted(
        f"Stopped. Nothing is logged yet; your answers to {_count(kept)} are kept for today.",
        f"To go on: ketalog check {name}",
    )
