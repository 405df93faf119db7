"""What the page's parts share: the period they draw on, and words and dates as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Note, Question, key_of, kind_of
from ketalog.domain.text import strip_invisible
from ketalog.domain.values import Value
from ketalog.page import texts as text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time

    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.kinds import Entry
    from ketalog.summary import EffectSeen, Summary


class PageFormat(Value, frozen=True):
    """How the patient writes dates and times, and what paper there is.

    `date_order` is "day-month", "month-day" or "iso"; `clock` has 24 or 12 hours; `paper` is "a4"
    or "letter".
    """

    date_order: str = "day-month"
    clock: int = 24
    paper: str = "a4"


class Quote(Value, frozen=True):
    """Words of the patient, with what they are about and when."""

    when: str
    text: str


class PageContext(Value, frozen=True):
    """What the page draws on: the period's summary, and the journal in order of time."""

    summary: Summary
    entries: Sequence[Entry]
    calendar: Calendar
    notes: bool
    page_format: PageFormat

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
        return text.say_date(day, self.page_format.date_order, weekday=weekday, year=len(years) > 1)

    def day(self, at: datetime) -> str:
        """Return the day that a moment belongs to."""
        return self.on(self.calendar.day_of(at))

    def clock(self, at: datetime | time) -> str:
        """Return the time of day at its place."""
        return text.say_clock(at, self.page_format.clock)

    def moment(self, at: datetime) -> str:
        """Return date and time: "Sun 22 Nov 2026 21:00"."""
        return f"{text.say_date(at, self.page_format.date_order, weekday=True)} {self.clock(at)}"

    def after(self, reports: Sequence[EffectSeen]) -> str:
        """Return after how many of the period's doses: "after 7 of 29 doses"."""
        taken = self.doses
        doses = {one.dose.id for one in reports if one.dose} & taken
        alone = sum(one.dose is None or one.dose.id not in doses for one in reports)
        return text.say_after(len(doses), len(taken), alone)


def one_line(words: str) -> str:
    """Return a patient's words on one line, without what can't be seen."""
    return " ".join(strip_invisible(" ".join(words.split())).split())


def whole(words: str) -> str:
    """Return a patient's words line by line, without what can't be seen."""
    lines = [strip_invisible(line).rstrip() for line in words.splitlines()]
    return "\n".join(lines).strip("\n")


def questions_in(context: PageContext) -> tuple[Quote, ...]:
    """Return what the patient wants to ask."""
    return tuple(Quote(context.day(one.at), whole(one.text)) for one in context.summary.questions)


def notes_in(context: PageContext) -> tuple[Quote, ...]:
    """Return the period's notes but those of doses, which stand in the dose log."""
    if not context.notes:
        return ()
    return tuple(
        Quote(
            f"{context.on(one.at.date(), weekday=True)} {context.clock(one.at)}{about}",
            whole(words),
        )
        for one in sorted(context.inside, key=key_of)
        for about, words in [_note(one)]
        if words
    )


def _note(entry: Entry) -> tuple[str, str]:
    match entry:
        case Note():
            return "", "\n".join(filter(None, (entry.text, entry.note)))
        case Mood():
            return text.WITH_RATINGS, entry.note or ""
        case Effect():
            return text.say_about(one_line(entry.name)), entry.note or ""
        case NoEffects():
            return text.ABOUT_EFFECTS, entry.note or ""
        case Question():
            return text.ABOUT_QUESTION, entry.note or ""
        case Dose():
            return "", ""
        case _:
            return text.say_about_kind(kind_of(entry)), entry.note or ""
