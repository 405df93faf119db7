"""Questionnaires in words: questions, answers, scores, and what stands out in them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ketalog.domain.danger import stands_out, urgency_of
from ketalog.domain.text import escape_invisible, rounded, say_value
from ketalog.instruments.base import FUNCTIONAL, instrument_of, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ketalog.domain.treatment import Check
    from ketalog.instruments.base import AnswerOption, Instrument, Item, Score

Answers = tuple[int | None, ...]
"""What was answered so far; None is a question that was left without an answer."""


class CheckQuestion(NamedTuple):
    """One question: where it stands, its words, and the words of each answer by its key."""

    progress: str
    text: str
    answers: dict[str, str]


def score_of(check: Check) -> Score | None:
    """Return what the answers add up to, or None of what has no score."""
    instrument = instrument_of(check)
    if instrument is None or not instrument.is_scored:
        return None
    return score(instrument, check.answers)


def official_total(check: Check) -> int | None:
    """Return the total that may be handed on as the questionnaire's own: never an estimate."""
    result = score_of(check)
    return result.official if result else None


def alarm_answer(check: Check) -> int | None:
    """Return the answer to the alarm item (PHQ-9's item 9), 0 too, or None if there is none."""
    instrument = instrument_of(check)
    if instrument is None or instrument.alarm is None:
        return None
    return check.answers[instrument.alarm]


def named_effects(check: Check) -> list[tuple[str, str | None]]:
    """Return the side effects that were said to be there, each with its answer's word."""
    return [
        (item.effect, word) for item, answer, word in _answered(check) if item.effect and answer
    ]


def named_answers(check: Check) -> list[tuple[str, int, str]]:
    """Return what one of our own checks asked about and was answered: topic, value, words."""
    instrument = instrument_of(check)
    if instrument is None or instrument.is_scored:
        return []
    return [(_topic(item), answer, word) for item, answer, word in _answered(check)]


def _answered(check: Check) -> Iterator[tuple[Item, int, str]]:
    """Yield each item that was answered, with the answer and its word."""
    if instrument := instrument_of(check):
        for item, answer in zip(instrument.items, check.answers, strict=True):
            if answer is not None:
                yield item, answer, instrument.label(answer).lower()


def _topic(item: Item) -> str:
    return item.topic or item.effect or item.text


def parts(check: Check, *, score_alone: bool = False) -> list[str]:
    """Return what a questionnaire says: "GAD-7: 9 of 21 (mild)"; alone without its name."""
    instrument = instrument_of(check)
    if instrument is None:
        return [f"check {escape_invisible(check.instrument)}: {len(check.answers)} answers"]
    missing = sum(answer is None for answer in check.answers)
    text = (
        _scored(instrument, score(instrument, check.answers))
        if instrument.is_scored
        else _named(check)
    )
    return [
        text if score_alone else f"{instrument.title}: {text}",
        f"{missing} not answered" if missing else "",
        "" if score_alone else _difficulty(check),
        "" if score_alone else f"answers {typed_answers(check.answers)}",
    ]


def typed_answers(answers: Sequence[int | None]) -> str:
    """Return "1 2 - 1"."""
    return " ".join("-" if answer is None else str(answer) for answer in answers)


def _scored(instrument: Instrument, result: Score) -> str:
    if result.total is None:
        total = "no total"
    elif result.estimated:
        total = f"about {say_value(result.total)} of {instrument.most} (estimated)"
    else:
        total = f"{result.total} of {instrument.most} ({result.band})"
    sums = [
        f"{subscale.name} {subscale.sum}"
        for subscale in result.subscales
        if subscale.sum is not None
    ]
    return ", ".join([total, *sums])


def _named(check: Check) -> str:
    answers = named_answers(check)
    named = [f"{topic} {word}" for topic, value, word in answers if value]
    return ", ".join(named) or f"asked about {len(answers)}, none there"


def _difficulty(check: Check) -> str:
    if check.difficulty is None:
        return ""
    label = next(choice.label for choice in FUNCTIONAL.choices if choice.value == check.difficulty)
    return f"daily life {label.lower()}"


def score_data(check: Check) -> dict[str, Any] | None:
    """Return what the answers add up to, for JSON; None of what has no score."""
    instrument, result = instrument_of(check), score_of(check)
    if instrument is None or result is None:
        return None
    total = result.total
    return {
        "instrument": instrument.name,
        "total": rounded(total, 1) if isinstance(total, float) else total,
        "of": instrument.most,
        "estimated": result.estimated,
        "band": result.band,
        "missing": result.missing,
    }


def say_score(check: Check, on: str) -> str:
    """Return "GAD-7 on Wed 18 Nov: 9 of 21 (mild).", or what was answered where nothing is scored.

    "" for a check in which a side effect stands out: say_flags_of says all of it.
    """
    instrument = instrument_of(check)
    if instrument is None:
        return ""
    if say_effects_of(check, on):
        return ""
    text = ", ".join(filter(None, parts(check, score_alone=True)))
    return f"{instrument.title} on {on}: {text}."


def say_flags_of(check: Check, on: str, *, in_full: bool = True) -> str:
    """Return what stands out in a questionnaire: the item that is never passed over, or effects.

    Without `in_full` that item's words, said just before, are left out. "" for nothing.
    """
    instrument = instrument_of(check)
    if instrument is None or instrument.alarm is None:
        return say_effects_of(check, on)
    if not (answer := check.answers[instrument.alarm]):
        return ""
    label = instrument.label(answer).lower()
    asked = f" ({instrument.items[instrument.alarm].text})" if in_full else ""
    return f"{instrument.title} on {on}, question {instrument.alarm + 1}{asked}: {label}."


def say_effects_of(check: Check, on: str) -> str:
    """Return all answers of a check of our own in which a side effect stands out, in a sentence."""
    instrument = instrument_of(check)
    if instrument is None or instrument.is_scored:
        return ""
    grave: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    gravest_first = sorted(
        _answered(check), key=lambda answered: urgency_of(answered[0].effect or "")
    )
    for item, answer, word in gravest_first:
        if answer and item.effect and stands_out(item.effect, word):
            grave.setdefault(word, []).append(item.effect)
        elif answer:
            other.setdefault(word, []).append(_topic(item))
    if not grave:
        return ""
    also = f"also {_by_word(other)}" if other else ""
    missing = parts(check, score_alone=True)[1]
    found = "; ".join(filter(None, (_by_word(grave), also, missing)))
    return f"{instrument.title} on {on}: {found}."


def _by_word(named: dict[str, list[str]]) -> str:
    """Return "frequent urination often; urgency, blood in urine sometimes"."""
    return "; ".join(f"{', '.join(names)} {word}" for word, names in named.items())


def say_alike(said: Iterable[tuple[str, Callable[[str], str]]]) -> list[str]:
    """Return a sentence for each day and what is said of it; alike ones are one with their days."""
    days: dict[str, list[str]] = {}
    say_of: dict[str, Callable[[str], str]] = {}
    for day, say in said:
        text = say("")
        days.setdefault(text, []).append(day)
        say_of.setdefault(text, say)
    return [say(", ".join(dict.fromkeys(days[text]))) for text, say in say_of.items() if text]


def answer_lines(check: Check) -> list[str]:
    """Return each question with its answer, a line each."""
    instrument = instrument_of(check)
    if instrument is None:
        return []
    answers = (
        "not answered" if answer is None else instrument.label(answer).lower()
        for answer in check.answers
    )
    items = zip(instrument.items, answers, strict=True)
    return [f"  {n}. {item.text}: {answer}" for n, (item, answer) in enumerate(items, 1)]


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
) -> CheckQuestion | None:
    """Return the question that follows so many answers, or None if there is none.

    With `functional`, the last one is how difficult the problems made life, if there were any.
    """
    n, count = len(answers), len(instrument.items)
    if n < count:
        return CheckQuestion(
            f"{n + 1} of {count}", instrument.items[n].text, _keys(instrument.choices)
        )
    if n == count and functional and any(answers):
        return CheckQuestion("Last", FUNCTIONAL.text, _keys(FUNCTIONAL.choices))
    return None


def _keys(choices: Sequence[AnswerOption]) -> dict[str, str]:
    return {str(choice.value): choice.label for choice in choices}
