"""Questionnaires in words: questions, answers, scores, and what stands out in them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ketalog.domain.danger import danger_in
from ketalog.domain.entries import SEVERITIES
from ketalog.domain.text import escape_invisible
from ketalog.instruments.base import FUNCTIONAL, find, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.check import Check
    from ketalog.instruments.base import Choice, Instrument, Score

Answers = tuple[int | None, ...]
"""What was answered so far; None is a question that was left without an answer."""


class Question(NamedTuple):
    """One question: where it stands, its words, and the words of each answer by its key."""

    progress: str
    text: str
    answers: dict[str, str]


def instrument_of(check: Check) -> Instrument | None:
    """Return the instrument that was answered; None if it is not known, or has other questions."""
    found = find(check.instrument)
    return found if found is not None and found.takes(check.answers) else None


def score_of(check: Check) -> Score | None:
    """Return what the answers add up to, or None of what has no score."""
    found = instrument_of(check)
    return score(found, check.answers) if found is not None and found.is_scored else None


def official_total(check: Check) -> int | None:
    """Return the total that may be handed on as the questionnaire's own: never an estimate."""
    found = score_of(check)
    return found.official if found else None


def alarm_answer(check: Check) -> int | None:
    """Return the answer to the item that stands out if it is above 0 (PHQ-9's item 9)."""
    found = instrument_of(check)
    return None if found is None or found.alarm is None else check.answers[found.alarm]


def named_effects(check: Check) -> list[tuple[str, str | None]]:
    """Return the side effects that were said to be there, each with its answer's word."""
    found = instrument_of(check)
    if found is None:
        return []
    return [
        (item.effect, found.label(answer).lower())
        for item, answer in zip(found.items, check.answers, strict=True)
        if item.effect and answer
    ]


def parts(check: Check, *, score_alone: bool = False) -> list[str]:
    """Return what a questionnaire says: "GAD-7: 9 of 21 (mild)"; alone without its name."""
    found = instrument_of(check)
    if found is None:
        return [f"check {escape_invisible(check.instrument)}: {len(check.answers)} answers"]
    missing = sum(one is None for one in check.answers)
    said = _scored(found, score(found, check.answers)) if found.is_scored else _named(check)
    return [
        said if score_alone else f"{found.title}: {said}",
        f"{missing} not answered" if missing else "",
        "" if score_alone else _difficulty(check),
    ]


def _scored(instrument: Instrument, found: Score) -> str:
    if found.total is None:
        said = "no total"
    elif found.estimated:
        said = f"about {found.total:.1f} of {instrument.most} (estimated)"
    else:
        said = f"{found.total} of {instrument.most} ({found.band})"
    sums = [f"{one.name} {one.sum}" for one in found.subscales if one.sum is not None]
    return ", ".join([said, *sums])


def _named(check: Check) -> str:
    named = [f"{name} {word}" for name, word in named_effects(check)]
    if named:
        return ", ".join(named)
    asked = len([one for one in check.answers if one is not None])
    return f"asked about {asked}, none there"


def _difficulty(check: Check) -> str:
    if check.difficulty is None:
        return ""
    label = next(one.label for one in FUNCTIONAL.choices if one.value == check.difficulty)
    return f"daily life {label.lower()}"


def score_data(check: Check) -> dict[str, Any] | None:
    """Return what the answers add up to, for JSON; None of what has no score."""
    found, result = instrument_of(check), score_of(check)
    if found is None or result is None:
        return None
    total = result.total
    return {
        "instrument": found.name,
        "total": round(total, 1) if isinstance(total, float) else total,
        "of": found.most,
        "estimated": result.estimated,
        "band": result.band,
        "missing": result.missing,
    }


def say_score(check: Check, on: str) -> str:
    """Return "GAD-7 on Wed 18 Nov: 9 of 21 (mild).", or what was answered where nothing is scored.

    Nothing of what stands out anyway.
    """
    found = instrument_of(check)
    if found is None:
        return ""
    named = named_effects(check)
    if named and all(stands_out(*one) for one in named):
        return ""
    said = ", ".join(filter(None, parts(check, score_alone=True)))
    return f"{found.title} on {on}: {said}."


def say_flags_of(check: Check, on: str, *, in_full: bool = True) -> list[str]:
    """Return what stands out in a questionnaire: the item that is never passed over, effects.

    Without `in_full` that item's words, said just before, are left out.
    """
    found = instrument_of(check)
    if found is None:
        return []
    said = []
    if found.alarm is not None and (answer := check.answers[found.alarm]):
        label = found.label(answer).lower()
        asked = f" ({found.items[found.alarm].text})" if in_full else ""
        said.append(f"{found.title} on {on}, question {found.alarm + 1}{asked}: {label}.")
    return said + say_effects_of(check, on)


def say_effects_of(check: Check, on: str) -> list[str]:
    """Return the side effects that stand out in a questionnaire, in a sentence."""
    found = instrument_of(check)
    named = [f"{name} {word}" for name, word in named_effects(check) if stands_out(name, word)]
    return [f"{found.title} on {on}: {', '.join(named)}."] if found and named else []


def none_of(check: Check) -> str:
    """Return the name of one of our own checks if all was asked and there was none, else ""."""
    found = instrument_of(check)
    if found is None or found.is_scored or any(check.answers) or None in check.answers:
        return ""
    return found.title


def stands_out(name: str, word: str | None) -> bool:
    """Tell whether a side effect of a check is more than mild, or a danger."""
    return word in SEVERITIES[1:] or danger_in(name) is not None


def answer_lines(check: Check) -> list[str]:
    """Return each question with its answer, a line each."""
    found = instrument_of(check)
    if found is None:
        return []
    return [
        f"  {n}. {item.text}: {'not answered' if answer is None else found.label(answer).lower()}"
        for n, (item, answer) in enumerate(zip(found.items, check.answers, strict=True), 1)
    ]


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
