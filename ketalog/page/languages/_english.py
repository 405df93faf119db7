"""How English counts, orders and punctuates: what en.py has functions for."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from ketalog.domain.calendar import MONTHS
from ketalog.domain.limits import LIMITS
from ketalog.domain.text import capital, say_minutes
from ketalog.times.words import WEEKDAYS_SHORT, offset_of, say_elapsed

if TYPE_CHECKING:
    from collections.abc import Sequence


def counted(n: int, singular: str, plural: str) -> str:
    return f"{n:,} {singular if n == 1 else plural}"


def count_doses(n: int) -> str:
    return counted(n, "dose", "doses")


def count_days(n: int) -> str:
    return counted(n, "day", "days")


# Days.


def say_date(on: date, order: str, *, weekday: bool = False, year: bool = True) -> str:
    name = WEEKDAYS_SHORT[on.weekday()] if weekday else ""
    month = MONTHS[on.month - 1][:3]
    if order == "iso":
        written = f"{on:%Y-%m-%d}"
    elif order == "month-day":
        written = f"{month} {on.day}, {on.year}" if year else f"{month} {on.day}"
        name = f"{name}," if name else ""
    else:
        written = f"{on.day} {month} {on.year}" if year else f"{on.day} {month}"
    return " ".join(filter(None, (name, written)))


def say_clock(at: datetime | time, hours: int) -> str:
    offset = offset_of(at) if isinstance(at, datetime) else ""
    hour = offset.removesuffix(":00")
    place = f" UTC{hour[0].replace('-', '−')}{hour[1:].removeprefix('0')}" if offset else ""
    if hours != 12:
        return f"{at:%H:%M}{place}"
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}{place}"


def say_tick(on: date, unit: str, order: str) -> str:
    if unit in {"day", "week"}:
        return f"{on:%m-%d}" if order == "iso" else say_date(on, order, year=False)
    return str(on.year) if unit == "year" else MONTHS[on.month - 1][:3]


def say_period(first: date, last: date, order: str) -> str:
    n = (last - first).days + 1
    length = count_days(n) if n % 7 else counted(n // 7, "week", "weeks")
    if first == last:
        return f"{say_date(last, order)} ({length})"
    begins = say_date(first, order, year=first.year != last.year)
    return f"{begins} – {say_date(last, order)} ({length})"


# The head, and how complete it is.


def say_plan(name: str, parts: Sequence[str], begins: str, ends: str) -> str:
    held = [*parts, f"from {begins}" if begins else "", f"until {ends}" if ends else ""]
    return f"{name}: {', '.join(filter(None, held)) or 'no amount'}"


def say_both_rated(mood: int, anxiety: int, taken: int) -> str:
    if mood == anxiety:
        return f"both ratings for {mood} of {count_doses(taken)}"
    return (
        f"both mood ratings for {mood}, both anxiety ratings for {anxiety} of {count_doses(taken)}"
    )


def say_missed(skipped: int, not_recorded: int, due: int, unplanned: int) -> str:
    counts = [
        f"{skipped:,} skipped" if skipped else "",
        f"{not_recorded:,} not recorded" if not_recorded else "",
        f"{due:,} still due" if due else "",
        f"{unplanned:,} unplanned" if unplanned else "",
    ]
    return ", ".join(filter(None, counts))


# The safety box.


def say_when(times: int, few: Sequence[str], first: str, last: str) -> str:
    if few:
        return f"({', '.join(few)})"
    return f"({f'{times:,} times, ' if times else ''}first {first}, last {last})"


def say_known(n: int, of: int, apart: int) -> str:
    if not n + apart:
        return f"never asked; {count_doses(of)}"
    return _say_share("known", "after", n, of, apart)


def say_measured(n: int, of: int, apart: int) -> str:
    return _say_share("measured", "at", n, of, apart) if n + apart else "never measured"


def _say_share(what: str, where: str, n: int, of: int, apart: int) -> str:
    days = f"on {count_days(apart)}" if apart else ""
    if not of:
        return f"{what} {days}"
    return f"{what} {where} {n:,} of {count_doses(of)}{f', {days} besides' if days else ''}"


def say_answered(n: int, of: int, titles: Sequence[str]) -> str:
    return f"answered {n} of {of} ({', '.join(titles)})" if of else "never asked"


def say_deviation(kind: str, sizes: Sequence[str]) -> str:
    unit = {"a day": " doses a day", "a week": " doses a week"}.get(kind, "")
    more = kind if kind in {"sooner", "larger"} else f"more{unit}"
    return f"{more} than planned: {', '.join(sizes)}"


def say_since_last(minutes: int) -> str:
    """Return hours, from four days on the nearest number of days."""
    return say_elapsed(minutes) if minutes >= 96 * 60 else say_minutes(minutes)


LEFT_OUT = {
    "words": ("note or other free words", "notes and other free words"),
    "weight": ("weight", "weights"),
    "visits": ("appointment in between", "appointments in between"),
    "rate": ("calculation of an amount", "calculations of an amount"),
    "doses": ("earlier dose of the log", "earlier doses of the log"),
    "answers": ("questionnaire's single answers", "questionnaires' single answers"),
    "checks": ("check that this version does not know", "checks that this version does not know"),
}


def say_left_out(what: Sequence[tuple[str, int]]) -> str:
    if not what:
        return "Left out of this page: nothing that was recorded."
    rated = {name: (f"rating of {name}", f"ratings of {name}") for name, _ in what}
    parts = [counted(n, *{**rated, **LEFT_OUT}[name]) for name, n in what]
    return f"Left out of this page: {', '.join(parts)}; all of it is in a .json export."


SIGNS = {
    "plan": "line: planned",
    "unplanned": "outlined: not planned",
    "given": "▲ given at the clinic",
    "skipped": "× skipped",
    "unknown": "? planned, not recorded",
}


def say_lane(name: str, doses: int, unplanned: int, missed: tuple[int, int]) -> str:
    skipped, unknown = missed
    counts = [
        f"{unplanned} not planned" if unplanned else "",
        f"{skipped} skipped" if skipped else "",
        f"{unknown} planned and not recorded" if unknown else "",
    ]
    return f"{capital(name)}: {', '.join([count_doses(doses), *filter(None, counts)])}."


def say_definitions(day_start: str) -> tuple[str, ...]:
    return (
        "! look at first, · recorded, – asked and none, ? never asked; – in tables: not recorded.",
        "“45 of 30 mg”: taken, of what the plan had.",
        "Known: reported or asked about after a dose; shares are of those doses.",
        "A side effect belongs to the last dose in the 24 h before it.",
        "Scales 0–10: mood 10 = best, anxiety 10 = worst; GAD-7 0–21, PHQ-9 0–27: less is better.",
        "Before: the last rating in the 4 h up to a dose.",
        "After: the one nearest to 2 h later, from 30 min to 12 h.",
        "Since last: the dose before of that medication and route.",
        "25–75 % from 10 ratings on, 10–90 % from 20; back: as before again (Kaplan–Meier).",
        "Medians throughout; mg are never added across routes or medications.",
        "Estimated PHQ-9: one or two gaps filled with the mean of the rest (Arrieta 2017).",
        "PHQ-9 question 9: thoughts of being better off dead, or of self-harm.",
        "Filled with units left: more than a week of the plan, by the journal's count.",
        f"Days run from {day_start} to {day_start}; times are of the place, elsewhere with UTC.",
    )


# Charts in words.


def say_response_at(point: str, value: str, quarter: tuple[str, str] | None, n: int) -> str:
    band = f"25–75 %: {quarter[0]}–{quarter[1]}; " if quarter else ""
    return f"{point} {value} ({band}{count_doses(n)})"


def say_median_n(value: str, quarter: tuple[str, str] | None, n: int) -> str:
    band = f" ({quarter[0]}–{quarter[1]})" if quarter else ""
    return f"{value}{band}, n={n}"


def say_back(days: str, n: int, not_yet: int) -> str:
    back = f"back after {days} d" if days else "back: no median"
    return f"{back} (seen {n - not_yet} of {n})"


def say_many_scores(
    title: str, n: int, totals: Sequence[str], bands: Sequence[tuple[str, int]]
) -> str:
    first, latest, highest, lowest = totals
    return (
        f"{title}, {n} totals: first {first}, latest {latest}, highest {highest}, "
        f"lowest {lowest}. {say_bands(bands)}"
    )


def say_bands(bands: Sequence[tuple[str, int]]) -> str:
    return f"Bands: {', '.join(f'{name} from {least}' for name, least in bands)}."


# Week by week, and the dose log.


def say_taken_of(taken: str, total: int, more: int, unknown: int, due: int) -> str:
    rest = ", ".join([*([f"{unknown} ?"] if unknown else []), *([f"{due} due"] if due else [])])
    return f"{taken}/{total}{f' + {more}' if more else ''}{f' ({rest})' if rest else ''}"


SESSIONS = {"infusion": "infusion", "kap": "assisted psychotherapy", "clinic": "clinic session"}


def say_session(where: str, minutes: str, who: str, integration: str) -> str:
    parts = [
        SESSIONS[where],
        f"over {minutes}" if minutes else "",
        f"with {who}" if who else "",
        f"integration {integration}" if integration else "",
    ]
    return ", ".join(filter(None, parts))


def say_sessions_caption(missing: Sequence[str]) -> str:
    caption = "BP: blood pressure. Oxygen at its lowest, what was felt at its worst."
    names = [name if name.startswith("BP") else name.lower() for name in missing]
    return f"{caption} Not recorded: {', '.join(names)}." if names else caption


def say_at_limit(name: str, readings: Sequence[str], n: int, total: int) -> str:
    limit = next(limit for limit in LIMITS if limit.name == name)
    share = f" in {n:,} of {total:,} readings" if total > 1 else ""
    return f"{limit.what} {', '.join(readings)}: {limit.said} ({limit.source.short}){share}"


MEASURES = {"mood": "Mood", "anxiety": "Anxiety"}
