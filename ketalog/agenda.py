"""What is ahead: planned doses, supply, questionnaires, an appointment.

Facts of the patient's own plan and journal. Pure.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ketalog.domain.adherence import Planned, next_due
from ketalog.domain.entries import Dose
from ketalog.domain.supply import SupplyForecast, accounts, forecast
from ketalog.domain.treatment import Appointment, Check, Skip
from ketalog.domain.values import Value
from ketalog.instruments.base import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.calendar import Calendar
    from ketalog.domain.kinds import Entry
    from ketalog.domain.snapshot import Snapshot


class Agenda(Value, frozen=True):
    """What is ahead. `planned` is each plan's next dose.

    `due` are the last answers of each questionnaire that it is time to answer again.
    """

    today: date
    planned: tuple[Planned, ...]
    supply: tuple[SupplyForecast, ...]
    due: tuple[Check, ...]
    appointment: Appointment | None


def agenda(
    snapshot: Snapshot, entries: Sequence[Entry], now: datetime, calendar: Calendar
) -> Agenda:
    """Return what is ahead of now. `entries` begin with the week that holds it."""
    known = {entry.id: entry for entry in (*snapshot.doses, *entries)}
    taken = [entry for entry in known.values() if isinstance(entry, Dose | Skip)]
    taken.sort(key=lambda entry: entry.at)
    today = calendar.day_of(now)
    planned = next_due(snapshot.plans, taken, calendar, today)
    return Agenda(
        today,
        tuple(planned),
        supply=tuple(forecasts(snapshot, now, calendar)),
        due=tuple(_due(snapshot.checks, now)),
        appointment=next((visit for visit in snapshot.appointments if visit.at > now), None),
    )


def forecasts(snapshot: Snapshot, now: datetime, calendar: Calendar) -> list[SupplyForecast]:
    """Return what is left of each stock that is not used up, or is still planned."""
    expected = (
        forecast(account, snapshot.plans, calendar.day_of(now), calendar)
        for account in accounts(snapshot.supplies, snapshot.taken)
    )
    return [stock for stock in expected if stock.left or stock.rate is not None]


def _due(checks: Sequence[Check], now: datetime) -> list[Check]:
    """Return the last of each questionnaire that asks about a time that is over."""
    last = {check.instrument: check for check in checks}
    return [check for check in last.values() if _is_over(check, now)]


def _is_over(check: Check, now: datetime) -> bool:
    instrument = find(check.instrument)
    every = instrument.every_days if instrument else None
    return every is not None and now - check.at >= timedelta(days=every)
