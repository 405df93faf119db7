"""What a questionnaire is made of, how it is found by name, and what its answers add up to. Pure.

Scoring rules, stated once:

- The total needs every item. Only where `estimable` says so, up to that many missing items are
  replaced by the mean of the answered ones; such a total is an estimate, never the official one,
  and has no band: bands are published for whole totals.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ketalog.domain.text import did_you_mean, escape_invisible
from ketalog.domain.values import Value
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from ketalog.domain.treatment import Check

_NOT_MODULES = {"__init__", "base"}


class Item(Value, frozen=True):
    """One question; `loinc` is its code if it has one, `effect` the side effect it asks for.

    `topic` is what it asks about in few words, where that is not the side effect alone.
    """

    text: str
    loinc: str | None = None
    effect: str | None = None
    topic: str | None = None


class AnswerOption(Value, frozen=True):
    """One answer that can be given: its words, its value, its LOINC answer code."""

    label: str
    value: int
    loinc: str | None = None


class Functional(Value, frozen=True):
    """The unscored question that follows GAD-7 and PHQ-9."""

    text: str
    loinc: str
    choices: tuple[AnswerOption, ...]


FUNCTIONAL = Functional(
    "If you checked off any problems, how difficult have these problems made it for you to do your "
    "work, take care of things at home, or get along with other people?",
    "69722-7",
    (
        AnswerOption("Not difficult at all", 0, "LA6572-7"),
        AnswerOption("Somewhat difficult", 1, "LA6573-5"),
        AnswerOption("Very difficult", 2, "LA6575-0"),
        AnswerOption("Extremely difficult", 3, "LA6574-3"),
    ),
)
"""Words and LOINC codes: US Core. Several public projects swap the codes of the last two."""


class Band(Value, frozen=True):
    """What totals from `least` on are called."""

    least: int
    name: str


class Subscale(Value, frozen=True):
    """A part with a sum of its own: the places of its items."""

    name: str
    items: tuple[int, ...]


class Instrument(Value, frozen=True):
    """One questionnaire. Without bands it has no total: its answers stand for themselves.

    `estimable` is how many items may be missing for an estimate, `published` tells whether its
    words are others' and stay as they are, `functional` whether the unscored question about
    difficulty follows, `alarm` the item, counted from 0, that brings the crisis text if it is
    answered above 0, `every_days` after how long it asks about a new time, `sources` where each
    number comes from, `panel_loinc` and `total_loinc` the codes of its questions and of its total.
    """

    name: str
    title: str
    stem: str
    items: tuple[Item, ...]
    choices: tuple[AnswerOption, ...]
    published: bool
    sources: tuple[str, ...]
    panel_loinc: str | None = None
    total_loinc: str | None = None
    bands: tuple[Band, ...] = ()
    estimable: int = 0
    subscales: tuple[Subscale, ...] = ()
    functional: bool = False
    alarm: int | None = None
    every_days: int | None = None

    @property
    def is_scored(self) -> bool:
        """Tell whether its answers add up to a total."""
        return bool(self.bands)

    @property
    def most(self) -> int:
        """Return the highest total."""
        return len(self.items) * max(choice.value for choice in self.choices)

    @property
    def values(self) -> tuple[int, ...]:
        """Return the values an answer can have."""
        return tuple(choice.value for choice in self.choices)

    def label(self, value: int) -> str:
        """Return the words of an answer."""
        return next(choice.label for choice in self.choices if choice.value == value)

    def takes(self, answers: Sequence[int | None]) -> bool:
        """Tell whether there is an answer, or a gap, for each item, and at least one answer."""
        return (
            len(answers) == len(self.items)
            and all(answer is None or answer in self.values for answer in answers)
            and any(answer is not None for answer in answers)
        )


class SubScore(Value, frozen=True):
    """A subscale's sum; None with a missing item."""

    name: str
    sum: int | None


class Score(Value, frozen=True):
    """What answers add up to. `total` is whole and official unless it is `estimated`.

    `missing` counts the items without an answer.
    """

    total: int | float | None
    estimated: bool
    band: str | None
    missing: int
    subscales: tuple[SubScore, ...] = ()

    @property
    def official(self) -> int | None:
        """Return the total that may be handed on as the questionnaire's: never an estimate."""
        return self.total if isinstance(self.total, int) and not self.estimated else None


def score(instrument: Instrument, answers: Sequence[int | None]) -> Score:
    """Return what the answers add up to, by the instrument's own rules."""
    given = [answer for answer in answers if answer is not None]
    missing = len(answers) - len(given)
    parts = tuple(_part(subscale, answers) for subscale in instrument.subscales)
    if not instrument.is_scored or missing > instrument.estimable or not given:
        return Score(None, estimated=False, band=None, missing=missing, subscales=parts)
    if missing:
        estimate = sum(given) / len(given) * len(answers)
        return Score(estimate, estimated=True, band=None, missing=missing, subscales=parts)
    total = sum(given)
    return Score(total, estimated=False, band=band(instrument, total), missing=0, subscales=parts)


def band(instrument: Instrument, total: int) -> str:
    """Return what a whole total is called."""
    return next(level.name for level in reversed(instrument.bands) if total >= level.least)


def _part(subscale: Subscale, answers: Sequence[int | None]) -> SubScore:
    answered = (answers[place] for place in subscale.items)
    given = [answer for answer in answered if answer is not None]
    if len(given) < len(subscale.items):
        return SubScore(subscale.name, None)
    return SubScore(subscale.name, sum(given))


def instrument_of(check: Check) -> Instrument | None:
    """Return the instrument that was answered; None if it is not known, or has other questions."""
    instrument = find(check.instrument)
    return instrument if instrument is not None and instrument.takes(check.answers) else None


def names() -> list[str]:
    """Return the name of every instrument there is."""
    return sorted({path.stem for path in Path(__file__).parent.glob("*.py")} - _NOT_MODULES)


def find(name: str) -> Instrument | None:
    """Return the instrument that a file of this folder describes, or None."""
    if not re.fullmatch(r"[a-z][a-z0-9]{0,29}", name) or name in _NOT_MODULES:
        return None
    module = f"{__package__}.{name}"
    try:
        instrument = import_module(module).INSTRUMENT
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None
    return instrument if isinstance(instrument, Instrument) else None


def read(typed: str) -> Instrument:
    """Return the instrument that was typed. Raises BadInput."""
    instrument = find(re.sub(r"[\s_-]", "", typed.lower()))
    if instrument is None:
        raise BadInput(
            f"'{escape_invisible(typed)}' is not a check.{did_you_mean(typed, names())}",
            f"Type one of: {', '.join(names())}.",
        )
    return instrument


def read_answers(instrument: Instrument, words: Sequence[str]) -> tuple[int | None, ...]:
    """Return the answers that were typed, one for each item; `-` is one that is missing.

    Raises BadInput.
    """
    typed = [word for text in words for word in text.replace(",", " ").split()]
    known = {str(value): value for value in instrument.values}
    first, last = instrument.values[0], instrument.values[-1]
    if _is_total(typed, known):
        raise no_total(instrument, " ".join(typed), typed[-1])
    for word in typed:
        if word != "-" and word not in known:
            raise BadInput(
                f"'{escape_invisible(word)}' is not an answer: {instrument.title} takes "
                f"{first} to {last}, "
                "or - for no answer.",
                example(instrument),
            )
    wanted = len(instrument.items)
    if len(typed) != wanted:
        raise BadInput(
            f"{instrument.title} has {wanted} questions; here {_are(len(typed))}.",
            example(instrument),
        )
    answers = tuple(known.get(word) for word in typed)
    if not instrument.takes(answers):
        raise BadInput("None of the questions has an answer.", example(instrument))
    return answers


_TOTALS = frozenset({"total", "score", "sum", "of", "=", "is", "was", ""})
"""Words before the total of a questionnaire."""


def no_total(instrument: Instrument, typed: str, total: str) -> BadInput:
    """Return why a total is not taken: a check is kept by its answers."""
    return BadInput(
        f"'{escape_invisible(typed)}' is a total: {instrument.title} is kept by its "
        "answers, which are added up.",
        f"A total alone: ketalog note '{instrument.title} {total}'. {example(instrument)}",
    )


def _is_total(typed: Sequence[str], known: Container[str]) -> bool:
    """Tell whether words are one number that is called a total, or that is no answer."""
    *before, last = typed or [""]
    called = [word.lower().rstrip(":") for word in before]
    return last.isdecimal() and _TOTALS.issuperset(called) and (bool(called) or last not in known)


def read_difficulty(instrument: Instrument, typed: str | None) -> int | None:
    """Return the answer to the question about difficulty, 0 to 3, or None. Raises BadInput."""
    if typed is None:
        return None
    if not instrument.functional:
        raise BadInput(
            f"{instrument.title} has no question about difficulty.", "Leave --difficulty out."
        )
    for choice in FUNCTIONAL.choices:
        if typed.strip() == str(choice.value):
            return choice.value
    choices = ", ".join(f"{choice.value} {choice.label.lower()}" for choice in FUNCTIONAL.choices)
    raise BadInput(
        f"'{escape_invisible(typed)}' can't be taken for --difficulty.", f"It is {choices}."
    )


def worded_difficulty(text: str) -> int | None:
    """Return the answer that "daily life very difficult" says, or None."""
    labels = {f"daily life {choice.label.lower()}": choice.value for choice in FUNCTIONAL.choices}
    return next((value for label, value in labels.items() if label in text.lower()), None)


def _are(n: int) -> str:
    return "is 1 answer" if n == 1 else f"are {n} answers"


def example(instrument: Instrument) -> Example:
    """Return how all answers are typed."""
    answers = " ".join(str(instrument.values[n % 2]) for n in range(len(instrument.items)))
    return Example(f"check {instrument.name}", answers)
