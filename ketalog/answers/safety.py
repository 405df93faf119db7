"""What is said at once when something grave was typed, saved or not: never advice, never a block.

Loaded only then: most entries of the log road don't need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.checks import Answers, alarm_answer, named_effects
from ketalog.domain.crisis import emergency_number, help_lines
from ketalog.domain.danger import BLADDER, WORDINGS, Danger, danger_in, danger_of
from ketalog.domain.entries import Effect
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ketalog.domain.kinds import Entry
    from ketalog.instruments.base import Instrument

TELL_SOMEONE = (
    "You marked thoughts of being better off dead or of hurting yourself. Please tell your care "
    "team or someone you trust today. If you might act on these thoughts, call your local "
    "emergency number now."
)
"""After an alarm item (PHQ-9's 9) is answered above 0, or a side effect tells of such thoughts,
whatever the total or the severity."""
PRIVATE = "This journal is private: nobody has been notified."
CALL = (
    "If you have trouble breathing or chest pain, faint or can't be woken up: call your emergency "
    "number{number}."
)
GRAVE = CALL + " Please tell your prescriber about this."
URINE = (
    "Signs from the bladder stand out in your summary, so that your care team sees them. Please "
    "tell your prescriber about this{when}."
)
NOT_AN_EFFECT = (
    "Signs from the bladder: please tell your prescriber about this{when}. As a side effect they "
    "stand out in your summary: ketalog effect."
)


def safety_words(entry: Entry, country: str | None) -> list[str]:
    """Return what is to be said once the entry is saved, a paragraph each, the gravest first."""
    return list(_words(entry, country))


def emergency_words(country: str | None) -> list[str]:
    """Return what to do when something feels wrong, before anything was written down."""
    return [*_call(country), *_somebody_to_talk_to(country)]


def words_when_refused(typed: str, country: Callable[[], str | None]) -> list[str]:
    """Return what is to be said of words that could not be taken, and were not saved.

    The settings are asked for the country only where there is a danger: they may be what is wrong.
    """
    danger = danger_in(typed)
    if danger == "thoughts":
        return _somebody_to_talk_to(country())
    if danger in BLADDER:
        return [NOT_AN_EFFECT.format(when=_when(danger))]
    return _call(country()) if danger == "emergency" else []


def _call(country: str | None) -> list[str]:
    number = emergency_number(country)
    return [CALL.format(number=number and f", {number}")]


def _somebody_to_talk_to(country: str | None) -> list[str]:
    return [
        " ".join(["Thoughts of hurting yourself, and somebody to talk to:", *help_lines(country)]),
        "If you might act on these thoughts, call your emergency number now.",
    ]


def words_when_stopped(instrument: Instrument, answers: Answers, country: str | None) -> list[str]:
    """Return what is to be said of answers that are not logged, since the check was stopped."""
    n = instrument.alarm
    return [_thoughts(country)] if n is not None and any(answers[n : n + 1]) else []


def _thoughts(country: str | None) -> str:
    return " ".join([TELL_SOMEONE, *help_lines(country), PRIVATE])


def _words(entry: Entry, country: str | None) -> Iterator[str]:
    effects = _effects(entry)
    told = danger_of(entry)
    dangers = {told, *(danger_in(name) for name, _ in effects)}
    if "thoughts" in dangers or (isinstance(entry, Check) and alarm_answer(entry)):
        yield _thoughts(country)
    if grave := [effect for effect in effects if _is_grave(*effect)]:
        number = emergency_number(country)
        yield f"You logged {_listed(grave)}. {GRAVE.format(number=number and f', {number}')}"
    elif "emergency" in dangers:  # in other words than a side effect's
        yield " ".join([*_call(country), "Please tell your prescriber about this."])
    if bladder := next((danger for danger in WORDINGS if danger in dangers & BLADDER), None):
        yield (URINE if effects else NOT_AN_EFFECT).format(when=_when(bladder))


def _when(danger: Danger | None) -> str:
    return " today" if danger == "bladder today" else ""


def _is_grave(name: str, severity: str | None) -> bool:
    """Tell whether an effect is for the emergency number: by itself, or since it is severe."""
    danger = danger_in(name)
    return danger == "emergency" or (severity == "severe" and danger != "thoughts")


def _listed(effects: Sequence[tuple[str, str | None]]) -> str:
    """Return "sedation and dizziness as severe"; what is not severe stands as it is."""
    severe = [escape_invisible(name) for name, severity in effects if severity == "severe"]
    others = [escape_invisible(name) for name, severity in effects if severity != "severe"]
    return " and ".join([*others, *([f"{' and '.join(severe)} as severe"] if severe else [])])


def _effects(entry: Entry) -> list[tuple[str, str | None]]:
    """Return the side effects that an entry names, with how severe each was."""
    if isinstance(entry, Effect):
        return [(entry.name, entry.severity)]
    return named_effects(entry) if isinstance(entry, Check) else []
