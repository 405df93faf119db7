"""Answer a questionnaire: the answers are typed, or asked for one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from ketalog import commands as p
from ketalog.answers.checks import introduction, parts, question_after, score_data
from ketalog.answers.phrases import say_stamped
from ketalog.answers.safety import words_when_stopped
from ketalog.app import App
from ketalog.clauses.words import COUNTS, MARKS
from ketalog.commands import _input
from ketalog.commands.effect import OfDose
from ketalog.domain.effects import plain
from ketalog.domain.entries import new_id
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import Check
from ketalog.errors import BadInput, Example, JournalLocked
from ketalog.instruments.base import (
    example,
    find,
    names,
    no_total,
    read,
    read_answers,
    read_difficulty,
    worded_difficulty,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ketalog.answers.checks import Answers, CheckQuestion
    from ketalog.domain.edits import Edit
    from ketalog.instruments.base import Instrument

CLAUSES = ("at", "answers", "difficulty")
"""What the words can say behind the name (ketalog/clauses)."""
EXAMPLES = """
ketalog check gad7                (asks: one key an answer)
ketalog check gad7 1 2 2 1 0 1 2
ketalog check gad7 1221012, yesterday 9pm
ketalog check phq9 1 1 0 2 0 - 1 0 0 --difficulty 1
ketalog check phq4 1 1 0 2
ketalog check bladder 0 1 0 2 0 0 0
ketalog check monthly 0 0 1 2 0   (craving, more than planned, driving, …)
ketalog check dose 1 0 0 2        (a check-in after a dose)
"""

CheckWords = Annotated[list[str] | None, p.words("NAME [ANSWERS]")]
Difficulty = Annotated[
    str | None,
    typer.Option(
        "--difficulty", metavar="0-3", help="How hard it made daily life (gad7, phq9); no score."
    ),
]


def command(
    ctx: typer.Context,
    words: CheckWords = None,
    difficulty: Difficulty = None,
    at: p.At = None,
    of_dose: OfDose = None,
    note: p.NoteText = None,
) -> None:
    """Answer a questionnaire."""
    app: App = ctx.obj
    typed = [word for text in _input.storable(app, words or []) for word in text.split()]
    instrument, rest = _instrument(typed or [_which(app)])
    said_before, rest = _parted(_spread(instrument, rest))
    _refuse_total(instrument, " ".join(rest))
    options = _input.options_of(ctx, CLAUSES)
    line = _input.said(app, rest, CLAUSES, options, texts=("note",), between=frozenset())
    if line.unread and "answers" not in line.parts:
        read_answers(instrument, line.unread)
    _input.refuse_unread(app, line)
    when = _input.when(app, line)
    hard = read_difficulty(instrument, line.get("difficulty"))
    if hard is None:
        hard = worded_difficulty(said_before)
    dose = _input.dose_id(app, of_dose)
    if dose is not None:
        _refuse_dose(instrument)
    written = _input.text_of(app, line, "note", note)

    def with_answers(answers: Answers = (), difficulty: int | None = None) -> Check:
        """Return the check, of now where no time was typed: asking takes a while."""
        return Check(
            id=new_id(),
            **when if "at" in line.parts else {"at": app.now},
            recorded=app.now,
            instrument=instrument.name,
            answers=answers,
            difficulty=difficulty,
            dose=dose,
            note=written,
        )

    answered = _answered(app, instrument, line.get("answers", ()), hard, with_answers())
    check = with_answers(answered.answers, answered.difficulty)
    _refuse_another_score(check, said_before)
    outcome = app.journal.log(check)
    answered.saved()
    app.answer(app.change(outcome, data={"score": score_data(check)}))


*_first, _last = names()
command.__doc__ = f"""Answer a questionnaire: NAME is {", ".join(_first)} or {_last}.

Answers go from 0 (not at all) to 3 (the most); - is no answer. Without them it asks.
"""


def _which(app: App) -> str:
    """Return which questionnaire a person presses the number of."""
    known = [read(name) for name in names()]
    n = None
    if app.ui.asks:
        titles = [f"{instrument.name}: {instrument.title}" for instrument in known]
        n = app.ui.choose("Which check?", titles)
    if n is None:
        raise BadInput("Which check?", f"Type one of: {', '.join(names())}.")
    return known[n].name


def _instrument(words: list[str]) -> tuple[Instrument, list[str]]:
    """Return the questionnaire that the words name, by its title too, and the others."""
    plainly = [word.strip(MARKS).lower() for word in words]
    ends = next((n for n, word in enumerate(plainly) if word.strip("(") == "note"), len(words))
    for start in range(ends):
        if named := _named_at(plainly, start):
            instrument, n = named
            return instrument, [*words[:start], *words[start + n :]]
    return read(words[0].strip(MARKS)), words[1:]


def _named_at(words: list[str], start: int) -> tuple[Instrument, int] | None:
    """Return the questionnaire that words from a place on name, and how many of them do."""
    alone = find(words[start].replace("-", "").replace("_", ""))
    together = find("".join(words[start : start + 2])) if len(words) > start + 1 else None
    for name in names():
        title = (instrument := read(name)).title.lower().split()
        if words[start : start + len(title)] == title:
            return instrument, len(title)
    if together and alone is None:  # gad 7
        return together, 2
    return (alone, 1) if alone else None


def _spread(instrument: Instrument, words: list[str]) -> list[str]:
    """Return words with an answer to all questions, `all 0`, once for each of them."""
    lowered = [word.lower().strip(MARKS) for word in words]
    place = lowered.index("all") if "all" in lowered[:-1] else len(words)
    for answer in lowered[place + 1 : place + 2]:
        number = COUNTS.get(answer.removesuffix("s"), answer.removesuffix("s"))
        if number in map(str, instrument.values):
            return [*words[:place], *[number] * len(instrument.items), *words[place + 2 :]]
    return words


def _parted(words: list[str]) -> tuple[str, list[str]]:
    """Return what an answer of ketalog says before the answers, and the answers with the rest."""
    lowered = [word.lower().rstrip(":") for word in words]
    if "answers" not in lowered:
        return "", words
    place = lowered.index("answers")
    return " ".join(words[:place]).strip(" ,"), words[place:]


def _refuse_total(instrument: Instrument, typed: str) -> None:
    """Raise BadInput for `9/21`, which is a day of September as well."""
    most = instrument.values[-1] * len(instrument.items)
    found = re.search(rf"(?:score:? )?\b([0-9]+) ?(?:/|of|out of) ?{most}\b(?!/)", typed)
    if found and int(found[1]) <= most:
        raise no_total(instrument, found[0], found[1])


def _refuse_another_score(check: Check, typed: str) -> None:
    """Raise BadInput for a score that these answers don't have."""
    score = ", ".join(filter(None, parts(check))).partition(": ")[2].partition(", answers ")[0]
    if typed and plain(typed) != plain(score):
        raise BadInput(
            f"These answers make '{score}', not '{escape_invisible(typed)}'.",
            "Type the answers alone.",
        )


class _GivenAnswers(NamedTuple):
    """The answers, how difficult it was, and what to do once they are saved."""

    answers: Answers
    difficulty: int | None
    saved: Callable[[], None]


def _answered(
    app: App, instrument: Instrument, typed: Sequence[str], difficulty: int | None, check: Check
) -> _GivenAnswers:
    """Return the answers that were typed; on a terminal without any, ask for them.

    `check` is what they will stand in: before the first one it is said which dose it is about.
    """
    if typed:
        return _GivenAnswers(read_answers(instrument, typed), difficulty, lambda: None)
    if not app.ui.asks:
        raise BadInput(
            f"{instrument.title} has {len(instrument.items)} questions, and nobody is here to ask.",
            example(instrument),
        )
    functional = instrument.functional and difficulty is None

    def following(answers: Answers) -> CheckQuestion | None:
        return question_after(instrument, answers, functional=functional)

    questions = app.questions(instrument.name)
    count = len(instrument.items)
    country = app.config.country

    def when_stopped(answers: Answers) -> list[str]:
        return words_when_stopped(instrument, answers, country)

    lead = [*introduction(instrument), *_about(app, check)]
    answers = questions.ask(lead, following, when_stopped)
    last = answers[count] if len(answers) > count else difficulty
    if not instrument.takes(answers[:count]):
        questions.saved()
        raise BadInput("None of the questions has an answer: nothing was logged.")
    return _GivenAnswers(answers[:count], last, questions.saved)


def _about(app: App, check: Check) -> list[str]:
    """Return which dose a check-in is about; nothing where the journal is locked."""
    try:
        dose = app.journal.dose_of(check, may_prompt=False)
    except JournalLocked:
        return []
    if dose is None and check.instrument == "dose":
        return ["No dose is recorded in the 24 hours before: it belongs to none."]
    return [f"It is about {say_stamped(dose, app.now)}."] if dose else []


def answers_meant(edit: Edit, check: Check) -> Edit:
    """Return what was typed to change a check, with its words as answers. Raises BadInput."""
    details = dict(edit.details)
    instrument = find(check.instrument)
    if instrument is None:
        if details.get("answers") or details.get("difficulty"):
            raise BadInput(
                f"The answers of #{check.number} can't be changed: its questions are not known.",
                "A newer ketalog may have written it: install the newest one.",
            )
        return edit
    if "difficulty" in details:
        details["difficulty"] = read_difficulty(instrument, details["difficulty"])
    if "dose" in details:
        _refuse_dose(instrument)
    if "answers" in details:
        try:
            details["answers"] = read_answers(instrument, details["answers"])
        except BadInput as error:
            raise BadInput(error.message, _as_it_is(check)) from error
    return edit._replace(details=details)


def _as_it_is(check: Check) -> Example:
    """Return how the answers are typed anew: those that there are, which change nothing."""
    answers = " ".join("-" if answer is None else str(answer) for answer in check.answers)
    return Example(f"edit {check.number}", f"{answers}.", "Type all of them anew, as they are now")


def _refuse_dose(instrument: Instrument) -> None:
    """Raise BadInput for a check that is not about a dose."""
    if instrument.name != "dose":
        raise BadInput(f"{instrument.title} belongs to no dose.", "Leave --dose out.")
