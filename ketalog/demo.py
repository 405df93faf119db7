"""A made-up patient's eight weeks, ending on a given day: nobody's data."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Note, Question, Severity, new_id
from ketalog.domain.plan import Plan, rule_of_weekdays
from ketalog.domain.treatment import Appointment, Check, Skip, Supply

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

WEEKS = 8
_BEFORE = ((3, 7), (4, 6), (3, 7), (4, 6), (4, 6), (5, 6), (4, 5), (5, 5))
_AFTER = ((5, 5), (6, 4), (5, 5), (7, 4), (6, 4), (7, 3), (6, 3), (8, 3))
_NEXT = ((4, 6), (4, 6), (5, 5), (5, 6), (5, 5), (6, 5), (6, 4), (7, 4))
_EFFECTS: dict[tuple[int, int], tuple[str, Severity]] = {
    (0, 0): ("dizziness", "mild"),
    (1, 2): ("nausea", "moderate"),
    (2, 0): ("headache", "mild"),
    (3, 4): ("dissociation", "mild"),
    (5, 2): ("nausea", "mild"),
    (6, 0): ("dizziness", "mild"),
    (7, 2): ("nausea", "moderate"),
    (7, 4): ("dizziness", "mild"),
}
_GAD7 = (
    (2, 2, 2, 2, 1, 2, 2),
    (2, 2, 2, 2, 1, 2, 2),
    (2, 2, 2, 2, 1, 1, 2),
    (2, 1, 2, 2, 1, 1, 2),
    (1, 1, 2, 2, 1, 1, 1),
    (1, 1, 2, 1, 1, 1, 1),
    (1, 1, 1, 1, 1, 1, 1),
    (1, 1, 1, 1, 0, 1, 1),
)
_UNRATED = {(1, 3), (4, 5), (6, 1)}
_MISSED = {(2, 4)}
_SKIPPED = (4, 2)


def entries(now: datetime, first_of_week: date) -> list[Entry]:
    """Return the entries of eight weeks, the last of which begins on `first_of_week`, until `now`.

    Troches on three evenings a week, two sprays at its end. Nothing lies after `now` but the next
    appointment.
    """
    start = first_of_week - timedelta(weeks=WEEKS - 1)
    made = [
        entry
        for week in range(WEEKS + 1)
        for weekday in range(7)
        for entry in _day(
            start + timedelta(weeks=week, days=weekday), min(week, WEEKS - 1), weekday
        )
    ]
    ahead = Appointment(**_at(now.date() + timedelta(days=9), 14, 30), with_whom="Dr Rivera")
    appointment = replace(ahead, recorded=now.replace(microsecond=0))
    return [*_plans(start), *(entry for entry in made if entry.at <= now), appointment]


def _plans(start: date) -> list[Entry]:
    """Return what was planned from the first day on, and how many troches there were."""
    troche: dict[str, Any] = {"route": "sublingual", "strength_mg": Decimal(100), "form": "troche"}
    return [
        Plan(
            **_at(start, 8, 0),
            **troche,
            units=Decimal(1),
            rrule=rule_of_weekdays([0, 2, 4]),
            least_hours=Decimal(40),
            prescriber="Dr Rivera",
        ),
        Plan(
            **_at(start, 8, 5),
            route="nasal",
            strength_mg=Decimal(15),
            units=Decimal(2),
            form="spray",
            rrule=rule_of_weekdays([6]),
            prescriber="Dr Rivera",
        ),
        Supply(**_at(start, 8, 10), change="fill", units=Decimal(30), **troche),
    ]


def _day(day: date, week: int, weekday: int) -> list[Entry]:
    made: list[Entry] = []
    shift = (week * 3 + weekday) % 2
    if weekday in {0, 2, 4, 6} and (week, weekday) not in {*_MISSED, _SKIPPED}:
        made += _dose(day, week, weekday, shift)
    if (week, weekday) == _SKIPPED:
        made.append(Skip(**_at(day, 19, 0), route="sublingual", reason="a cold"))
    if (week, weekday) not in _UNRATED:
        mood, anxiety = _NEXT[week]
        made.append(
            Mood(
                **_at(day, 9, 10 + 5 * shift),
                mood=mood - shift * (weekday % 3 == 1),
                anxiety=anxiety + _wobble(week, weekday),
                energy=min(10, mood + shift) if weekday % 3 == 0 else None,
                sleep_minutes=390 + 15 * week + 20 * shift if weekday in {1, 3, 5} else None,
            )
        )
    if weekday == 0:
        made.append(Check(**_at(day, 9, 30), instrument="gad7", answers=_GAD7[week]))
    if (week, weekday) == (2, 5):
        made.append(Check(**_at(day, 10, 0), instrument="bladder", answers=(0,) * 7))
    if (week, weekday) == (3, 5):
        made.append(
            Note(**_at(day, 12, 0), text="Walked an hour by the river. First time in weeks.")
        )
    if (week, weekday) == (7, 1):
        text = "Can the Wednesday dose move to later? Nausea is worse when I have not eaten."
        made.append(Question(**_at(day, 18, 30), text=text))
    return sorted(made, key=lambda entry: entry.at)


def _dose(day: date, week: int, weekday: int, shift: int) -> list[Entry]:
    before, after = _BEFORE[week], _AFTER[week]
    wobble = _wobble(week, weekday)
    ratings: dict[str, Any] = {"mood": before[0] - shift, "anxiety": before[1] + max(wobble, 0)}
    if weekday == 6:
        dose = Dose(
            **_at(day, 20, 30),
            amount_mg=Decimal(30),
            count=Decimal(2),
            each_mg=Decimal(15),
            route="nasal",
            **ratings,
        )
    else:
        dose = Dose(
            **_at(day, 20, 0),
            amount_mg=Decimal(100),
            route="sublingual",
            hold_minutes=15,
            swallowed=False,
            **ratings,
        )
    rated = Mood(**_at(day, 22, 15), mood=after[0] + wobble, anxiety=after[1] - wobble)
    effect = _EFFECTS.get((week, weekday))
    if effect:
        name, severity = effect
        asked: Entry = Effect(**_at(day, 21, 10), name=name, severity=severity, minutes=45)
    else:
        asked = NoEffects(**_at(day, 22, 15))
    return [dose, rated, asked] if effect or weekday == 0 else [dose, rated]


def _wobble(week: int, weekday: int) -> int:
    """Return −1, 0 or 1: no two days are quite alike."""
    return (week * 5 + weekday) % 3 - 1


def _at(day: date, hour: int, minute: int) -> dict[str, Any]:
    moment = datetime.combine(day, time(hour, minute)).astimezone()
    return {"id": new_id(), "at": moment, "recorded": moment + timedelta(minutes=2)}
