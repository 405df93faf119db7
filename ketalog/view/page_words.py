"""What the page's parts share: the period they draw on, and words and dates as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Note, Question, key_of, kind_of
from ketalog.domain.spans import ONE_DAY
from ketalog.domain.text import clean
from ketalog.view.day_names import MONTHS, say_day
from ketalog.view.sentences import count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from ketalog.domain.kinds import Entry
    from ketalog.domain.spans import Calendar, Span
    from ketalog.summary import EffectSeen, Summary

NOTHING = "–"
"""Stands where nothing was recorded."""


class Said(NamedTuple):
    """Words of the patient, with what they are about and when."""

    when: str
    text: str


class Scope(NamedTuple):
    """What the page draws on: the period's summary, and the journal in order of time."""

    summary: Summary
    entries: Sequence[Entry]
    calendar: Calendar
    notes: bool

    @property
    def span(self) -> Span:
        """Return the days of the period."""
        return self.summary.span

    @property
    def inside(self) -> list[Entry]:
        """Return the entries of the period."""
        return [one for one in self.entries if self.calendar.day_of(one.at) in self.span]

    @property
    def doses(self) -> set[str]:
        """Return the identities of the period's doses."""
        return {course.dose.id for course in self.summary.courses}

    def on(self, day: date, *, weekday: bool = False) -> str:
        """Return "18 Nov" or "Wed 18 Nov", with the year where the period has more than one."""
        years = {self.span.start.year, (self.span.end - ONE_DAY).year, day.year}
        said = say_day(day) if weekday else say_day(day).partition(" ")[2]
        return said if len(years) == 1 else f"{said} {day.year}"

    def day(self, at: datetime) -> str:
        """Return the day that a moment belongs to."""
        return self.on(self.calendar.day_of(at))

    def after(self, reports: Sequence[EffectSeen]) -> str:
        """Return after how many of the period's doses: "after 7 of 29 doses"."""
        taken = self.doses
        doses = {one.dose.id for one in reports if one.dose} & taken
        alone = say_times(sum(one.dose is None or one.dose.id not in doses for one in reports))
        if not taken:
            return alone
        if not doses:
            return f"{alone} apart from the doses"
        after = f"after {len(doses)} of {count(len(taken), 'dose', 'doses')}"
        return f"{after} and {alone} apart from them" if alone else after


def say_times(n: int) -> str:
    """Return "once", "3 times", "" for none."""
    return {0: "", 1: "once"}.get(n, f"{n:,} times")


def say_date(day: date) -> str:
    """Return "14 Mar 1987"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def one_line(text: str) -> str:
    """Return a patient's words on one line, without what can't be seen."""
    return " ".join(clean(" ".join(text.split())).split())


def whole(text: str) -> str:
    """Return a patient's words line by line, without what can't be seen."""
    lines = [clean(line).rstrip() for line in text.splitlines()]
    return "\n".join(lines).strip("\n")


def capital(text: str) -> str:
    """Return words with a capital first letter, the rest as they are."""
    return text[:1].upper() + text[1:]


def questions(scope: Scope) -> tuple[Said, ...]:
    """Return what the patient wants to ask."""
    return tuple(Said(scope.day(one.at), whole(one.text)) for one in scope.summary.questions)


def notes(scope: Scope) -> tuple[Said, ...]:
    """Return the period's notes but those of doses, which stand in the dose log."""
    if not scope.notes:
        return ()
    return tuple(
        Said(f"{scope.on(one.at.date(), weekday=True)} {one.at:%H:%M}{about}", whole(text))
        for one in sorted(scope.inside, key=key_of)
        for about, text in [_note(one)]
        if text
    )


def _note(entry: Entry) -> tuple[str, str]:
    match entry:
        case Note():
            return "", "\n".join(filter(None, (entry.text, entry.note)))
        case Mood():
            return ", with ratings", entry.note or ""
        case Effect():
            return f", about {one_line(entry.name)}", entry.note or ""
        case NoEffects():
            return ", about side effects", entry.note or ""
        case Question():
            return ", about a question", entry.note or ""
        case Dose():
            return "", ""
        case _:
            return f", about an entry of kind {kind_of(entry)}", entry.note or ""
