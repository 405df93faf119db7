"""What the page's parts share: the period they draw on, and words and dates as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.calendar import ONE_DAY, Calendar, Span
from ketalog.domain.effects import is_denial
from ketalog.domain.entries import (
    Dose,
    Effect,
    Mood,
    NoEffects,
    Note,
    Question,
    key_of,
    kind_of,
    medication_of,
)
from ketalog.domain.kinds import MAY_LIE_AHEAD
from ketalog.domain.text import as_key, strip_invisible
from ketalog.domain.treatment import Also, Session
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time

    from ketalog.domain.entries import Name
    from ketalog.domain.kinds import Entry
    from ketalog.domain.plan import Plan, PlanStop
    from ketalog.domain.supply import StockHistory
    from ketalog.page.texts import Texts
    from ketalog.stream import Stream
    from ketalog.summary import DoseCourse, Summary

MOST_DAYS = 4
"""How many days are named one by one; with more, their number, the first and the last are."""


class PageFormat(Value, frozen=True):
    """The page's language, how the patient writes dates and times, and what paper there is.

    `date_order` is "day-month", "month-day" or "iso"; `clock` has 24 or 12 hours; `paper` is "a4"
    or "letter"; `language` is the name of a file in languages/.
    """

    date_order: str = "day-month"
    clock: int = 24
    paper: str = "a4"
    language: str = "en"


class Quote(Value, frozen=True):
    """Words of the patient, with what they are about and when."""

    when: str
    text: str


class PageContext(Value, frozen=True):
    """What the page draws on: its language's texts, the period's summary, the journal by time.

    `inside` are the entries of the period; `history` is the stream of the whole journal, `stream`
    that of the period; `doses` are the identities of the period's doses; `plans` is every version
    of every plan, `stocks` the account of every stock. `told_again` are the readings that tell of a
    measurement which another source's does, too. `courses` are the period's doses by medication and
    route; `is_named` tells whether they, or those of a plan, are of more than ketamine.
    """

    texts: Texts

    summary: Summary
    entries: Sequence[Entry]
    inside: Sequence[Entry]
    history: Stream
    stream: Stream
    doses: frozenset[str]
    plans: Sequence[Plan | PlanStop]
    stocks: Sequence[StockHistory]
    calendar: Calendar
    notes: bool
    page_format: PageFormat
    told_again: frozenset[str]
    courses: dict[Name, list[DoseCourse]]
    is_named: bool

    @property
    def span(self) -> Span:
        """Return the days of the period."""
        return self.summary.span

    @property
    def first_day(self) -> date:
        """Return the day on which the journal begins; of no entries, the period's first.

        A plan and a visit are of the day on which they were written down: they may be long before.
        """
        moments = (
            entry.recorded if kind_of(entry) in MAY_LIE_AHEAD else entry.at
            for entry in self.entries
        )
        return min(map(self.calendar.day_of, moments), default=self.span.start)

    def on(self, day: date, *, weekday: bool = False) -> str:
        """Return "18 Nov" or "Wed 18 Nov", with the year where the period has more than one."""
        years = {self.span.start.year, (self.span.end - ONE_DAY).year, day.year}
        order = self.page_format.date_order
        return self.texts.say_date(day, order, weekday=weekday, year=len(years) > 1)

    def day(self, at: datetime) -> str:
        """Return the day that a moment belongs to."""
        return self.on(self.calendar.day_of(at))

    def when(self, days: Sequence[date], *, is_counted: bool = False) -> str:
        """Return days one by one; of many the first and the last, and how many, if not said yet."""
        named = [self.on(day) for day in dict.fromkeys(days)]
        few = named if len(days) <= MOST_DAYS else []
        return self.texts.say_when(0 if is_counted else len(days), few, named[0], named[-1])

    def last(self, facts: Sequence[str], most: int) -> list[str]:
        """Return the last facts, and how many there were before."""
        earlier = len(facts) - most
        return [self.texts.say_more_earlier(earlier), *facts[-most:]] if earlier > 0 else [*facts]

    def clock(self, at: datetime | time) -> str:
        """Return the time of day at its place."""
        return self.texts.say_clock(at, self.page_format.clock)

    def moment(self, at: datetime) -> str:
        """Return date and time: "Sun 22 Nov 2026 21:00"."""
        on = self.texts.say_date(at, self.page_format.date_order, weekday=True)
        return f"{on} {self.clock(at)}"

    def route(self, name: str) -> str:
        """Return what a route is called."""
        return self.texts.routes.get(name, one_line(name))

    def taken(self, name: Name) -> str:
        """Return a route, and its medication where the page is about more than ketamine."""
        route, medication = self.route(name[1]), self.named(name[0])
        return self.texts.say_graded(route, medication) if medication else route

    def named(self, medication: str) -> str:
        """Return a medication as it was typed, "" where there is none but ketamine."""
        return self.medication(self._typed(medication)) if self.is_named else ""

    def _typed(self, medication: str) -> str:
        plan = self.summary.plan
        names = (
            *(course.dose.medication for course in self.summary.courses),
            *(planned.plan.medication for planned in (plan.planned if plan else ())),
        )
        return next((name for name in names if name and as_key(name) == medication), medication)

    def effect(self, name: str) -> str:
        """Return what a side effect is called; the patient's own stays as it is."""
        return self.texts.effects.get(name.lower(), one_line(name))

    def medication(self, name: str) -> str:
        """Return a medication; the one that has no name is ketamine."""
        return self.texts.ketamine if name.lower() == "ketamine" else one_line(name)

    def published(self, words: str) -> str:
        """Return a title, a band, a question or an answer of a questionnaire."""
        return self.texts.questionnaires.get(words, words)


class Found(Value, frozen=True):
    """What a row says: how often asked, and that in words; facts to look at first, other facts.

    `denial` is what was answered where there was none, or "".
    """

    asked: int
    said: str
    flagged: Sequence[str] = ()
    noted: Sequence[str] = ()
    denial: str = ""


def courses_of(summary: Summary) -> dict[Name, list[DoseCourse]]:
    """Return a period's doses by medication and route."""
    courses: dict[Name, list[DoseCourse]] = {}
    for course in summary.courses:
        name = (medication_of(course.dose), course.dose.route)
        courses.setdefault(name, []).append(course)
    return courses


def denies(entry: Also) -> bool:
    """Tell whether the patient said that there was none of it: "no alcohol"."""
    return str(entry.change) == "none" or is_denial(entry.what.split())


def one_line(words: str) -> str:
    """Return a patient's words on one line, without what can't be seen."""
    return " ".join(strip_invisible(" ".join(words.split())).split())


def lines_of(words: str) -> str:
    """Return a patient's words line by line, without what can't be seen."""
    lines = [strip_invisible(line).rstrip() for line in words.splitlines()]
    return "\n".join(lines).strip("\n")


def questions_in(context: PageContext) -> tuple[Quote, ...]:
    """Return what the patient wants to ask."""
    return tuple(
        Quote(context.day(question.at), lines_of(question.text))
        for question in context.summary.questions
    )


def notes_in(context: PageContext) -> tuple[Quote, ...]:
    """Return the period's notes but those of doses, which stand in the dose log."""
    if not context.notes:
        return ()
    return tuple(
        Quote(
            f"{context.on(entry.at.date(), weekday=True)}{_clock(context, entry)}{about}",
            lines_of(words),
        )
        for entry in sorted(context.inside, key=key_of)
        for about, words in [_note(context, entry)]
        if words
    )


def _clock(context: PageContext, entry: Entry) -> str:
    return "" if entry.precision else f" {context.clock(entry.at)}"


def _note(context: PageContext, entry: Entry) -> tuple[str, str]:
    """Return what the note of an entry is about, and its words."""
    text, kind, words = context.texts, kind_of(entry), entry.note or ""
    if isinstance(entry, Dose):
        return "", ""
    if isinstance(entry, Note):
        return "", "\n".join(filter(None, (entry.text, words)))
    if isinstance(entry, Effect):
        return text.say_about(context.effect(entry.name)), words
    if isinstance(entry, Session):
        said = (entry.intention and text.say_intention(entry.intention), entry.reflections, words)
        return text.say_about_kind(text.kinds.get(kind, kind)), "\n".join(filter(None, said))
    about: dict[type[Entry], str] = {
        Mood: text.with_ratings,
        NoEffects: text.about_effects,
        Question: text.about_question,
    }
    return about.get(type(entry)) or text.say_about_kind(text.kinds.get(kind, kind)), words
