"""A diary in Python and the screens that it is drawn on, for the tests of single facts."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from ketalog.answers.period import PeriodKind, PeriodView, period_view
from ketalog.answers.today import Today, today
from ketalog.domain.calendar import Calendar
from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Question, Rating, Severity
from ketalog.domain.kinds import Entry
from ketalog.domain.snapshot import snapshot_of
from ketalog.summary import Summary, summarize
from ketalog.ui import paint
from ketalog.ui.output import drawn as drawn_lines
from ketalog.ui.terminal import UNICODE, Glyphs, Screen

MONDAY = datetime.fromisoformat("2026-11-16T00:00:00+01:00")
SUNDAY = date(2026, 11, 22)
NOW = datetime.fromisoformat("2026-11-22T21:00:00+01:00")
CALENDAR = Calendar()
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NUMBERS = count(1)


def at(when: str) -> datetime:
    """Return "Wed 20:00" in the week of Monday 16 November 2026."""
    day, _, clock = when.partition(" ")
    hours, minutes = clock.split(":")
    return MONDAY + timedelta(days=_DAYS.index(day), hours=int(hours), minutes=int(minutes))


def _stamp(when: str) -> dict[str, Any]:
    number = next(_NUMBERS)
    return {"id": f"entry-{number:06}", "number": number, "at": at(when), "recorded": at(when)}


def dose(when: str, mg: str, route: str = "sublingual", **more: Any) -> Dose:
    return Dose(amount_mg=Decimal(mg), route=route, **_stamp(when), **more)


def sprays(when: str, n: str, each: str, **more: Any) -> Dose:
    whole = str(Decimal(n) * Decimal(each))
    return dose(when, whole, "nasal", count=Decimal(n), each_mg=Decimal(each), **more)


def rated(
    when: str, mood: Rating | None = None, anxiety: Rating | None = None, **more: Any
) -> Mood:
    return Mood(mood=mood, anxiety=anxiety, **_stamp(when), **more)


def effect(when: str, name: str, severity: Severity | None = None) -> Effect:
    return Effect(name=name, severity=severity, **_stamp(when))


def denied(when: str) -> NoEffects:
    return NoEffects(**_stamp(when))


def asked(when: str, text: str) -> Question:
    return Question(text=text, **_stamp(when))


A_WEEK: list[Entry] = [
    dose("Mon 20:00", "100", mood=3, anxiety=7),
    effect("Mon 20:40", "dizziness", "mild"),
    rated("Mon 22:00", 5, 5),
    rated("Tue 12:00", 5, 5),
    dose("Wed 20:00", "100", mood=4, anxiety=6),
    effect("Wed 20:40", "nausea", "moderate"),
    rated("Wed 22:00", 7, 4),
    rated("Thu 12:00", 6, 5),
    dose("Fri 20:00", "100", mood=5, anxiety=5),
    effect("Fri 20:40", "dizziness", "mild"),
    rated("Fri 22:00", 6, 4),
    rated("Sat 12:00", 6, 4),
    sprays("Sun 17:00", "2", "15", mood=4, anxiety=6),
    rated("Sun 19:00", 6, 3),
    asked("Sun 19:30", "Can the Wednesday dose move to the evening?"),
]
"""The week of the design's pictures."""


def screen(
    columns: int = 80, rows: int = 40, colors: str = "none", glyphs: Glyphs = UNICODE
) -> Screen:
    return Screen(columns, rows, colors, glyphs, plain=False)


def summary_of(entries: Sequence[Entry], kind: PeriodKind = "week", on: date = SUNDAY) -> Summary:
    span = CALENDAR.week_of(on) if kind == "week" else CALENDAR.month_of(on)
    return summarize(entries, span, CALENDAR)


def view_of(entries: Sequence[Entry], kind: PeriodKind = "week", on: date = SUNDAY) -> PeriodView:
    return period_view(summary_of(entries, kind, on), kind, SUNDAY)


def today_of(entries: Sequence[Entry], now: datetime = NOW) -> Today:
    number = len(entries) + 1
    return today(entries, now, CALENDAR, snapshot_of(entries, number))


def drawn(shown: PeriodView | Today, on: Screen, encoding: str = "utf-8") -> str:
    """Return what a terminal gets, with its colours."""
    out = io.TextIOWrapper(io.BytesIO(), encoding, newline="\n")
    paint.write(drawn_lines(shown, on), on, out)
    out.seek(0)
    return out.read()


def without_colours(text: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", text)


def lines_of(shown: PeriodView | Today, on: Screen) -> list[str]:
    """Return what a person sees, line by line."""
    return [line.rstrip() for line in without_colours(drawn(shown, on)).splitlines()]


def line_with(words: str, lines: Sequence[str]) -> str:
    """Return the first line with these words."""
    return next(line for line in lines if words in line)
