"""Today: the last dose, today's ratings and side effects, one hint; and what is ahead. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from ketalog.agenda import Agenda, agenda
from ketalog.answers import Answer, AnswerLine, Drawing, Hint
from ketalog.answers.phrases import (
    clock_of,
    say_ago,
    say_amount,
    say_date,
    say_effect,
    say_entry,
    say_kinds,
    say_when,
)
from ketalog.answers.phrases_clinic import say_also, say_appointment
from ketalog.answers.supply import say_forecast
from ketalog.domain.calendar import ONE_MINUTE, Calendar
from ketalog.domain.dose_ratings import AFTER_FROM, AFTER_TO
from ketalog.domain.entries import Dose, Effect, Mood, as_data, key_of, kind_of
from ketalog.domain.kinds import BY_NAME, KINDS
from ketalog.domain.plan import Plan, a_dose_mg, name_of
from ketalog.domain.sittings import stands_after_a_dose
from ketalog.domain.text import count, escape_invisible, say_mg, say_number, sentence
from ketalog.domain.treatment import Also, Check
from ketalog.domain.values import Value
from ketalog.instruments.base import find
from ketalog.times.words import say_day, say_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketalog.domain.adherence import Planned
    from ketalog.domain.kinds import Entry
    from ketalog.domain.snapshot import Snapshot
    from ketalog.domain.supply import SupplyForecast


class Fact(Value, frozen=True):
    """One fact of today: what it is about, what it says, and when."""

    label: str
    text: str
    clock: str


class Today(Drawing, frozen=True):
    """Today in ready strings, and the figures behind them."""

    day: str
    lines: tuple[Fact, ...]
    hint: Hint
    last_dose: Dose | None
    minutes_since: int | None
    entries: tuple[Entry, ...]
    is_empty: bool
    ahead: Agenda
    kind: Literal["today"] = "today"


START = (
    "Nothing is written down yet. To begin:",
    "  ketalog start     sets it up with you",
    "  ketalog mood 6    or write it down",
    "  ketalog demo      or try it first",
)
MOST_OF_A_KIND = 6
"""Entries of one kind that today shows: the last ones."""
_LABELS = tuple(dict.fromkeys(kind.label for kind in KINDS if kind.label))


def today(entries: Sequence[Entry], now: datetime, calendar: Calendar, snapshot: Snapshot) -> Today:
    """Return what today shows. `entries` hold the week's up to now."""
    day = calendar.day_of(now)
    old: tuple[Entry, ...] = (*snapshot.doses, *snapshot.appointments)
    known = {entry.id: entry for entry in (*old, *entries)}.values()
    ordered = sorted((entry for entry in known if entry.at <= now + timedelta(days=1)), key=key_of)
    inside = [entry for entry in ordered if calendar.day_of(entry.at) == day]
    doses = [entry for entry in ordered if isinstance(entry, Dose)]
    last = doses[-1] if doses else None
    ahead = agenda(snapshot, ordered, now, calendar)
    since = None if last is None else max(0, (now - last.at) // ONE_MINUTE)
    return Today(
        day=say_date(day),
        lines=(
            *_lines(inside, last, now),
            *(Fact(*line, "") for line in agenda_lines(ahead)),
        ),
        hint=_to_review(ordered, day, calendar) or _hint(ordered, inside, last, now),
        last_dose=last,
        minutes_since=since,
        entries=tuple(inside),
        is_empty=not ordered and snapshot.number == 1,
        ahead=ahead,
    )


def _lines(inside: Sequence[Entry], last: Dose | None, now: datetime) -> list[Fact]:
    if last is None:
        lines = [Fact("Last dose", "none recorded", "")]
    else:
        when = f"{say_ago(last.at, now)}, {say_moment(last.at)}"
        lines = [Fact("Last dose", f"{say_amount(last)}, {when}", "")]
    for label in _LABELS:
        facts = [
            Fact(label, _said(entry), clock_of(entry)) for entry in inside if _label(entry) == label
        ]
        rest = len(facts) - MOST_OF_A_KIND
        lines += facts[-MOST_OF_A_KIND:]
        lines += [Fact(label, f"{rest} more, earlier today", "")] if rest > 0 else []
    others = [entry for entry in inside if not _label(entry)]
    if others:
        lines.append(Fact("Also", say_kinds(others), ""))
    return lines


def _label(entry: Entry) -> str:
    return BY_NAME[kind_of(entry)].label


def _said(entry: Entry) -> str:
    if isinstance(entry, Effect):
        return say_effect(entry)
    return say_also(entry) if isinstance(entry, Also) else say_entry(entry)


def _to_review(ordered: Sequence[Entry], today: date, calendar: Calendar) -> Hint | None:
    """Return that there is something to look through: logged with `now`, on a day before."""
    marked = [
        entry
        for entry in ordered
        if entry.unreviewed and calendar.day_of(entry.recorded.astimezone()) < today
    ]
    if not marked:
        return None
    return Hint(f"Look through {count(len(marked), 'entry', 'entries')} of 'now'", "ketalog review")


def _hint(
    ordered: Sequence[Entry], inside: Sequence[Entry], last: Dose | None, now: datetime
) -> Hint:
    if last is not None and AFTER_FROM <= now - last.at <= AFTER_TO:
        # The dose may be of the evening before: not only today's entries count.
        after = [entry for entry in ordered if entry.at >= last.at]
        if not any(_is_rating(entry) and entry.at > last.at + AFTER_FROM for entry in after):
            return Hint("Rate how it is after the dose", "ketalog mood 6 --anxiety 4")
        if not any(stands_after_a_dose(entry) for entry in after):
            return Hint("Side effects, or none", "ketalog effect none")
    if not any(isinstance(entry, Dose | Mood) and entry.mood is not None for entry in inside):
        return Hint("Rate your day", "ketalog mood 6 --anxiety 4")
    return Hint("See your week", "ketalog week")


def _is_rating(entry: Entry) -> bool:
    return isinstance(entry, Mood) and (entry.mood is not None or entry.anxiety is not None)


def today_answer(shown: Today) -> Answer:
    """Return today; of an empty journal how to start."""
    if shown.is_empty:
        return Answer(START, lambda: today_data(shown))
    return Answer(lambda: say_today(shown), lambda: today_data(shown), lambda: shown)


def say_today(shown: Today) -> list[AnswerLine]:
    """Return today as sentences, a fact a line."""
    facts = (
        sentence(f"{fact.label}{f' {fact.clock}' if fact.clock else ''}: {fact.text}")
        for fact in shown.lines
    )
    return [f"Today, {shown.day}.", *facts, shown.hint]


def today_data(shown: Today) -> dict[str, Any]:
    """Return today's figures: minutes since the last dose, today's entries."""
    return {
        "last_dose": as_data(shown.last_dose) if shown.last_dose else None,
        "minutes_since_last_dose": shown.minutes_since,
        "entries": [as_data(entry) for entry in shown.entries],
        "ahead": agenda_data(shown.ahead),
        "hint": str(shown.hint),
    }


def agenda_lines(ahead: Agenda) -> list[tuple[str, str]]:
    """Return what is ahead: what each line is about, and what it says."""
    lines = [("Planned", _planned(planned, ahead.today)) for planned in ahead.planned]
    lines += [("Supply", say_forecast(stock)) for stock in ahead.supply]
    lines += [("Check", _due(check)) for check in ahead.due]
    if ahead.appointment is not None:
        about, moment = say_appointment(ahead.appointment), say_when(ahead.appointment)
        lines.append(("Appointment", ", ".join(filter(None, (about, moment)))))
    return lines


def _due(check: Check) -> str:
    instrument = find(check.instrument)
    title = instrument.title if instrument else escape_invisible(check.instrument)
    return f"{title}, last answered on {say_day(check.at.date())}"


def _planned(planned: Planned, today: date) -> str:
    amount = " ".join(_what(planned.plan))
    if planned.of_week:
        done = len(planned.doses) + planned.skipped
        if planned.day > today:
            return f"{amount}: {planned.due} in the week from {say_day(planned.day)}"
        return f"{amount}: {len(planned.doses)} of {done + planned.due} taken this week"
    day = "today" if planned.day == today else f"on {say_day(planned.day)}"
    if planned.plan.per_day > 1:
        return f"{amount} {day}: {len(planned.doses)} of {planned.plan.per_day} taken"
    return f"{amount} {day}"


def _what(plan: Plan) -> Iterator[str]:
    amount = a_dose_mg(plan)
    if amount is not None:
        yield say_mg(amount)
    if name_of(plan)[0] != "ketamine":
        yield escape_invisible(plan.medication or "")
    yield plan.route


def agenda_data(ahead: Agenda) -> dict[str, Any]:
    """Return what is ahead as data: mg and units as text, days as dates."""
    return {
        "planned": [_planned_data(planned) for planned in ahead.planned],
        "supply": [_supply_data(stock) for stock in ahead.supply],
        "checks_due": [{"instrument": check.instrument, "last": check.at} for check in ahead.due],
        "appointment": as_data(ahead.appointment) if ahead.appointment else None,
    }


def _planned_data(planned: Planned) -> dict[str, Any]:
    medication, route = name_of(planned.plan)
    amount = a_dose_mg(planned.plan)
    return {
        "medication": medication,
        "route": route,
        "amount_mg": None if amount is None else say_number(amount),
        "day": planned.day,
        "of_week": planned.of_week,
        "due": planned.due,
        "taken": len(planned.doses),
    }


def _supply_data(forecast: SupplyForecast) -> dict[str, Any]:
    return {
        "medication": forecast.stock.medication,
        "route": forecast.stock.route,
        "strength_mg": say_number(forecast.stock.strength_mg),
        "left": say_number(forecast.left),
        "days": forecast.days,
    }
