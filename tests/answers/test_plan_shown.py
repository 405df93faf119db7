"""A plan that is in the journal is shown: what it says next, and what became of its doses."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ketalog.domain.entries import new_id
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.treatment import Skip
from ketalog.store import Store
from tests.conftest import NOW as NOW_TEXT
from tests.conftest import Ketalog

NOW = datetime.fromisoformat(NOW_TEXT)


def about(days_ago: float) -> dict[str, Any]:
    at = NOW - timedelta(days=days_ago)
    return {"id": new_id(), "at": at, "recorded": NOW, "route": "sublingual"}


def put(home: Path, *some: Plan | PlanStop | Skip) -> None:
    with Store(home / "journal.json").changing(NOW) as transaction:
        transaction.add(some)


def plan(**fields: Any) -> Plan:
    units: dict[str, Any] = {"strength_mg": Decimal(100), "units": Decimal(2)}
    return Plan(**{**about(40), **units, **fields})


@pytest.mark.parametrize(
    ("schedule", "said"),
    [
        (
            {"rrule": "FREQ=WEEKLY;BYDAY=MO,WE,FR"},
            "Planned: 200 mg sublingual on Monday 23 November.",
        ),
        ({"rrule": "FREQ=DAILY;INTERVAL=1"}, "Planned: 200 mg sublingual today."),
        (
            {"rrule": "FREQ=DAILY;INTERVAL=1", "per_day": 2},
            "Planned: 200 mg sublingual today: 0 of 2 taken.",
        ),
        ({"per_week": 3}, "Planned: 200 mg sublingual: 1 of 3 taken this week."),
        ({"per_week": 1}, "Planned: 200 mg sublingual: 1 in the week from Monday 23 November."),
        ({"rrule": "FREQ=DAILY;INTERVAL=1", "units": None}, "Planned: sublingual today."),
    ],
)
def test_today_says_what_is_planned_next(
    ketalog: Ketalog, home: Path, schedule: dict[str, Any], said: str
) -> None:
    put(home, plan(**schedule))
    ketalog("dose 200mg sublingual --at 'wed 8pm'")
    assert said in ketalog("today --plain").out


def test_the_week_says_what_became_of_planned_doses(ketalog: Ketalog, home: Path) -> None:
    put(home, plan(rrule="FREQ=WEEKLY;BYDAY=MO,WE,FR,SU"), Skip(**about(2.1), reason="a cold"))
    ketalog("dose 200mg sublingual --at 'wed 8pm'")
    ketalog("dose 200mg sublingual --at 'thu 8pm'")
    said = ketalog("week --plain").out
    assert "Planned doses: 1 of 4 taken.\n" in said
    assert "Planned and skipped: 1 dose.\n" in said
    assert "Planned and not recorded: 1 dose.\n" in said
    assert "Planned and still to come: 1 dose.\n" in said
    assert "Not in the plan: 1 dose.\n" in said


def test_a_plan_and_its_end_are_listed_in_words(ketalog: Ketalog, home: Path) -> None:
    limits = {"least_hours": Decimal(48), "most_per_day": 1, "most_per_week": 3}
    put(home, plan(per_week=3, prescriber="Dr R.", **limits), PlanStop(**about(1)))
    said = ketalog("list").out
    assert "plan: ketamine sublingual, 2 × 100 mg = 200 mg, 3 times a week" in said
    assert "at least 48 h apart, at most 1 a day, at most 3 a week, by Dr R." in said
    assert "plan ended: ketamine sublingual" in said


def test_an_appointment_that_was_written_down_long_ago_is_there_on_its_day(
    ketalog: Ketalog,
) -> None:
    ketalog("appointment 2026-11-22 17:00 --with 'Dr R.'", now="2026-09-01T10:00:00+02:00")
    for day in range(10, 22):
        ketalog("mood 5", now=f"2026-11-{day}T10:00:00+01:00")
    assert "appointment with Dr R." in ketalog("today --plain", now="2026-11-22T12:00:00+01:00").out
    assert (
        "with Dr R., Sunday 22 November"
        in ketalog("week --plain", now="2026-11-22T12:00:00+01:00").out
    )
    assert "with Dr R." in ketalog("today --plain", now="2026-11-22T20:00:00+01:00").out
