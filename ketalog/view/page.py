"""The page for the appointment in ready strings: Markdown and HTML draw it without computing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ketalog import __version__
from ketalog.dates import say_moment
from ketalog.domain.spans import ONE_DAY, Span
from ketalog.domain.text import clean, say_number
from ketalog.summary import summarize
from ketalog.view.sentences import count, say_mg, say_minutes
from ketalog.view.weeks import rank, say_day, say_span, say_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from ketalog.domain.entries import Dose, Entry
    from ketalog.domain.spans import Calendar
    from ketalog.summary import Change, DoseCourse, EffectSeen, Summary

WEEK = 7


class Tile(NamedTuple):
    """One figure at the top."""

    label: str
    value: str
    caption: str


class Point(NamedTuple):
    """One line of the safety box: `!` flagged, `–` asked and denied, `?` not recorded."""

    mark: str
    meaning: str
    text: str


class Table(NamedTuple):
    """A table: its heading, what its figures are, its columns and rows of text."""

    heading: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Page(NamedTuple):
    """All that the page says. `nothing` is the one sentence of a page without entries."""

    heading: str
    subtitle: str
    about: tuple[tuple[str, str], ...]
    completeness: str
    tiles: tuple[Tile, ...]
    points: tuple[Point, ...]
    tables: tuple[Table, ...]
    questions: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    log: Table | None
    footer: tuple[str, ...]
    nothing: str


def page(  # noqa: PLR0913 (what is on the page is the patient's choice, one by one)
    entries: Sequence[Entry],
    span: Span,
    calendar: Calendar,
    *,
    now: datetime,
    name: str | None = None,
    born: str | None = None,
    notes: bool = False,
) -> Page:
    """Return the page of a span. Notes are on it only if asked for, questions always."""
    summary = summarize(entries, span, calendar)
    filled = summary.entries > 0
    return Page(
        heading="Ketamine treatment summary",
        subtitle="Recorded by the patient between appointments",
        about=tuple(_about(summary, name, born)),
        completeness=_completeness(summary) if filled else "",
        tiles=_tiles(summary) if filled else (),
        points=tuple(_points(summary)) if filled else (),
        tables=(_weeks(entries, span, calendar), _effects(summary)) if filled else (),
        questions=tuple(clean(one.text) for one in summary.questions),
        notes=tuple((say_moment(one.at), clean(one.text)) for one in summary.notes)
        if notes
        else (),
        log=_log(summary, notes=notes) if summary.courses else None,
        footer=tuple(_footer(now)),
        nothing="" if filled else "Nothing was recorded in this period.",
    )


def _about(summary: Summary, name: str | None, born: str | None) -> Iterator[tuple[str, str]]:
    if name:
        yield "Patient", clean(name)
    if born:
        yield "Born", born
    days = (summary.span.end - summary.span.start).days
    length = count(days // WEEK, "week", "weeks") if days % WEEK == 0 else f"{days} days"
    yield "Period", f"{say_span(summary)} ({length})"


def _completeness(summary: Summary) -> str:
    doses = len(summary.courses)
    both = sum(None not in (*one.mood, *one.anxiety) for one in summary.courses)
    said = f"Mood rated on {summary.days_rated} of {count(len(summary.days), 'day', 'days')}"
    if doses:
        said += f"; mood and anxiety before and after {both} of {count(doses, 'dose', 'doses')}"
    late = count(summary.written_late, "entry", "entries")
    return f"{said}; {late} written down more than a day later."


def _tiles(summary: Summary) -> tuple[Tile, ...]:
    routes = ", ".join(f"{total.count} {route}" for route, total in summary.routes.items())
    return (
        Tile("Doses recorded", str(len(summary.courses)), routes or "none recorded"),
        _tile("Mood, before → after", summary.mood),
        _tile("Anxiety, before → after", summary.anxiety),
    )


def _tile(label: str, change: Change) -> Tile:
    if not change.n:
        return Tile(label, "–", "no dose has both ratings")
    value = f"{say_value(change.before)} → {say_value(change.after)}"
    return Tile(label, value, f"median of {count(change.n, 'dose', 'doses')}, 0–10")


def _points(summary: Summary) -> Iterator[Point]:
    doses = len(summary.courses)
    for name, tally in summary.effects.items():
        serious = [one for one in summary.flags if one.effect.name.lower() == name]
        if serious:
            after = len({one.dose.id for one in serious if one.dose})
            text = (
                f"{clean(name).capitalize()}: {tally.worst} at worst; moderate or severe "
                f"{count(len(serious), 'time', 'times')}, after {after} of "
                f"{count(doses, 'dose', 'doses')}, last on {_last(serious, summary)}."
            )
            yield Point("!", "flagged", text)
    if summary.asked_none:
        asked = count(summary.asked_none, "time", "times")
        yield Point("–", "asked and denied", f"No side effects when asked: {asked}.")
    unasked = [one for one in summary.courses if not _was_asked(one, summary)]
    if unasked:
        said = f"Side effects after {len(unasked)} of {count(doses, 'dose', 'doses')}."
        yield Point("?", "not recorded", f"Not recorded: {said[:1].lower()}{said[1:]}")
    if not summary.effects and not summary.asked_none and not unasked:
        yield Point("?", "not recorded", "Not recorded: side effects.")


def _was_asked(course: DoseCourse, summary: Summary) -> bool:
    return course.dose.id in summary.asked or any(
        one.dose is not None and one.dose.id == course.dose.id for one in summary.seen
    )


def _last(seen: Sequence[EffectSeen], summary: Summary) -> str:
    days = {one.id: on for on, day in summary.days.items() for one in day.effects}
    return say_day(days[seen[-1].effect.id])


def _weeks(entries: Sequence[Entry], span: Span, calendar: Calendar) -> Table:
    weeks = [summarize(entries, one, calendar) for one in _split(span)]
    routes = list(dict.fromkeys(route for week in weeks for route in week.routes))
    return Table(
        "Week by week",
        "medians before → after a dose, 0–10; mg are never added across routes",
        ("Dates", *(route.capitalize() for route in routes), "Mood", "Anxiety", "Rated", "Effects"),
        tuple(_week(week, routes) for week in weeks),
    )


def _split(span: Span) -> Iterator[Span]:
    """Yield the span's weeks, the last of which ends with it."""
    end = span.end
    parts = []
    while end > span.start:
        start = max(span.start, end - WEEK * ONE_DAY)
        parts.append(Span(start, end))
        end = start
    yield from reversed(parts)


def _week(week: Summary, routes: Sequence[str]) -> tuple[str, ...]:
    return (
        say_span(week, short=True).rpartition(" ")[0],
        *(_route(week, route) for route in routes),
        _pair(week.mood.before, week.mood.after),
        _pair(week.anxiety.before, week.anxiety.after),
        f"{week.days_rated}/{len(week.days)}",
        _worst(week),
    )


def _route(week: Summary, route: str) -> str:
    """Return "3 × 100 mg", "3 doses, 250 mg" where they differ, "–" without any."""
    amounts = [one.dose.amount_mg for one in week.courses if one.dose.route == route]
    if not amounts:
        return "–"
    if len(set(amounts)) == 1:
        return f"{len(amounts)} × {say_mg(amounts[0])}"
    return f"{len(amounts)} doses, {say_mg(sum(amounts[1:], amounts[0]))}"


def _worst(week: Summary) -> str:
    if week.effects:
        return ", ".join(
            " ".join(part for part in (tally.worst, clean(name)) if part)
            for name, tally in week.effects.items()
        )
    return "none when asked" if week.asked_none else "–"


def _pair(before: float | None, after: float | None) -> str:
    if before is None and after is None:
        return "–"
    return f"{say_value(before)} → {say_value(after)}"


def _effects(summary: Summary) -> Table:
    doses = len(summary.courses)
    return Table(
        "Side effects",
        "in how many doses, and how bad",
        ("Effect", "Doses", "Share", "Times", "Worst", "Last"),
        tuple(
            (
                clean(name).capitalize(),
                f"{tally.doses} of {doses}",
                f"{round(100 * tally.doses / doses)} %" if doses else "–",
                str(tally.times),
                tally.worst or "not said",
                say_day(tally.last),
            )
            for name, tally in summary.effects.items()
        ),
    )


def _log(summary: Summary, *, notes: bool) -> Table:
    effects: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(summary.seen, key=lambda one: -rank(one.effect.severity)):
        if one.dose is not None:
            said = " ".join(part for part in (one.effect.severity, clean(one.effect.name)) if part)
            effects[one.dose.id].append(said)
    columns = ("Date", "Time", "Amount", "Route", "Details", "Mood", "Anxiety", "Effects")
    return Table(
        "Dose log",
        "before → after; – not recorded",
        (*columns, "Note") if notes else columns,
        tuple(_dose(one, effects[one.dose.id], summary, notes=notes) for one in summary.courses),
    )


def _dose(
    course: DoseCourse, effects: Sequence[str], summary: Summary, *, notes: bool
) -> tuple[str, ...]:
    dose = course.dose
    none = "none when asked" if dose.id in summary.asked else "–"
    row = (
        _date(dose.at),
        f"{dose.at:%H:%M}",
        _amount(dose),
        dose.route,
        ", ".join(_details(dose)) or "–",
        _pair(*course.mood),
        _pair(*course.anxiety),
        ", ".join(effects) or none,
    )
    return (*row, clean(dose.note or "")) if notes else row


def _date(at: date) -> str:
    return f"{say_day(at)} {at.year}"


def _amount(dose: Dose) -> str:
    about = "about " if dose.estimate else ""
    if dose.count is not None and dose.each_mg is not None and dose.count != 1:
        parts = f"{say_number(dose.count)} × {say_mg(dose.each_mg)}"
        return f"{about}{say_mg(dose.amount_mg)} ({parts})"
    return f"{about}{say_mg(dose.amount_mg)}"


def _details(dose: Dose) -> Iterable[str]:
    if dose.medication:
        yield clean(dose.medication)
    if dose.hold_minutes is not None:
        yield f"held {say_minutes(dose.hold_minutes)}"
    if dose.swallowed is not None:
        yield "swallowed" if dose.swallowed else "spat out"


def _footer(now: datetime) -> Iterator[str]:
    yield "Self-reported by the patient; not a diagnosis and not advice."
    yield "Scales 0–10: mood 10 = best, anxiety 10 = worst. Medians throughout."
    yield (
        "Before: the last rating up to 4 h before a dose. After: the one nearest to 2 h after it. "
        "They are observations without a comparison."
    )
    yield f"ketalog {__version__} · made {say_moment(now)}"
