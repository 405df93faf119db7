"""Journals that a page must bear: short, long, loud and hostile ones."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ketalog.domain.calendar import Calendar, Span
from ketalog.domain.entries import Dose, Effect, Mood, Note, Question, Severity
from ketalog.domain.kinds import Entry
from ketalog.page.context import PageFormat
from ketalog.page.page import Page, page

NOW = datetime.fromisoformat("2026-11-22T21:00:00+01:00")
LAST = date(2026, 11, 23)
SEVERITIES: tuple[Severity | None, ...] = ("mild", "moderate", "severe", None)
ROUTES = ("sublingual", "nasal", "intravenous")
LONG_WORD = "Donaudampfschifffahrt" * 14 + "kapitän"
ARABIC = "هل يمكن نقل الجرعة إلى المساء؟ 100 mg (ketamine)"
HEBREW = "האם אפשר להעביר את המנה לערב? mood 3 → 5"
EMOJI = "🙂 👩‍💻 🏳️‍🌈 👍🏽 a night 🌙 of 12 h"
HOSTILE = (
    "</style><script>document.title = 'run'; window.run = 1</script>",
    "<img src=x onerror='window.run = 1'> <svg onload='window.run = 1'>",
    "</title></desc></svg><script>window.run = 1</script>",
    "[x](javascript:window.run=1) <a href='javascript:window.run=1'>x</a>",
    "<link rel=stylesheet href=http://example.org/x.css> <base href=http://example.org>",
    "<style>* { display: none }</style> <meta http-equiv=refresh content='0;url=http://example.org'>",
    '#emph[x] $x$ #import "x.typ" \\(x\\)',
    "=cmd|' /C calc'!A0",
    "{{ 7*7 }} {% raw %} &lt;b&gt;",
)


def at(moment: datetime) -> dict[str, Any]:
    return {"id": moment.isoformat(), "at": moment, "recorded": moment}


def ago(**back: float) -> dict[str, Any]:
    return at(NOW - timedelta(**back))


def drawn(entries: Sequence[Entry], weeks: int = 8, **more: Any) -> Page:
    span = Span(LAST - timedelta(weeks=weeks), LAST)
    return page(entries, span, Calendar(), now=NOW, **more)


def dose(route: str = "sublingual", **back: float) -> Dose:
    return Dose(**ago(**back), amount_mg=Decimal(100), route=route, mood=3, anxiety=7)


def years() -> Page:
    """Three years with two doses a week and what was felt around each."""
    entries: list[Entry] = []
    for half_week in range(2 * 156):
        back = 2.5 + 3.5 * half_week
        severity = SEVERITIES[half_week % 4]
        entries += [
            dose(ROUTES[half_week % 3], days=back),
            Mood(**ago(days=back, hours=-2), mood=5 + half_week % 3, anxiety=5),
            Mood(**ago(days=back - 1), mood=4, anxiety=6),
            Effect(**ago(days=back, hours=-1), name=f"effect {half_week % 9}", severity=severity),
        ]
    return drawn(entries, weeks=156)


def sixty_effects() -> Page:
    entries: list[Entry] = [dose(days=3)]
    entries += [
        Effect(**ago(days=3, minutes=-n), name=f"odd feeling {n}", severity=SEVERITIES[n % 4])
        for n in range(1, 61)
    ]
    return drawn(entries)


def words_everywhere(*said: str) -> Page:
    """Return a page with each of the words wherever a patient's words can be."""
    entries: list[Entry] = []
    for n, words in enumerate(said):
        name = words.replace("\n", " ")
        more: dict[str, Any] = {"note": words, "intention": words, "medication": name}
        entries += [
            Dose(**ago(days=n + 1), amount_mg=Decimal(100), route=name[:60], mood=4, **more),
            Mood(**ago(days=n + 1, hours=-2), mood=6, anxiety=5, note=words),
            Effect(**ago(days=n + 1, hours=-3), name=name[:60], severity="severe", note=words),
            Note(**ago(days=n + 1, hours=-4), text=words),
            Question(**ago(days=n + 1, hours=-5), text=words),
        ]
    return drawn(entries, notes=True, name=said[0], born=said[0])


def long_note() -> Page:
    text = "It was a quiet evening, and the room was dark. " * 107
    entries: list[Entry] = [
        Note(**ago(days=1), text=text[:5000]),
        Question(**ago(days=1, hours=1), text=text),
    ]
    return drawn([*entries, dose(days=2)], notes=True)


JOURNALS: dict[str, Callable[[], Page]] = {
    "nothing": lambda: drawn([]),
    "one-dose": lambda: drawn([dose(days=3)]),
    "one-rating": lambda: drawn([Mood(**ago(days=3), mood=5)]),
    "three-years": years,
    "sixty-effects": sixty_effects,
    "long-note": long_note,
    "long-word": lambda: words_everywhere(LONG_WORD),
    "right-to-left": lambda: words_everywhere(ARABIC, HEBREW),
    "emoji": lambda: words_everywhere(EMOJI),
    "hostile": lambda: words_everywhere(*HOSTILE),
    "a4": lambda: drawn([dose(days=3)], weeks=1),
    "letter": lambda: drawn(
        [dose(days=3)], weeks=1, page_format=PageFormat("month-day", 12, "letter")
    ),
}
