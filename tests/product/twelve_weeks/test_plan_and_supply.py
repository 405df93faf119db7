"""The plan, the supply and today say what the course makes of them."""

from typing import Any

import pytest

from tests.conftest import Ketalog
from tests.product.twelve_weeks.course import IV, NEXT_DAY, NOSE, SL, Typed

# The plan.


def test_the_plan_says_what_holds(ketalog: Ketalog) -> None:
    plans = ketalog("plan --json").data["plans"]
    troches, spray = sorted(plans, key=lambda one: one["route"], reverse=True)
    assert (troches["plan"]["units"], troches["plan"]["amount_mg"]) == ("1.5", "150")
    assert troches["plan"]["at"] == "2026-10-19T04:00:00+02:00"
    assert troches["next"] == ["2026-11-23", "2026-11-25", "2026-11-27"]
    assert (troches["taken_this_week"], troches["ahead"]) == (3, [])
    assert (spray["plan"]["amount_mg"], spray["plan"]["per_week"]) == ("30", 1)
    assert (spray["taken_this_week"], spray["next"], spray["ahead"]) == (1, [], [])


def test_the_history_has_every_version_in_order(ketalog: Ketalog) -> None:
    versions = [
        (one["kind"], one["route"], one["at"][:10], one.get("amount_mg"))
        for one in ketalog("plan history --json").data["versions"]
    ]
    assert versions == [
        ("plan", IV, "2026-08-31", "35"),
        ("plan stop", IV, "2026-09-21", None),
        ("plan", SL, "2026-09-21", "100"),
        ("plan", NOSE, "2026-09-28", "30"),
        ("plan", SL, "2026-10-19", "150"),
    ]


def test_the_step_keeps_what_it_does_not_change(ketalog: Ketalog) -> None:
    before, after = (
        one
        for one in ketalog("plan history --json").data["versions"]
        if one.get("units") and one["route"] == SL
    )
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    assert changed == {"id", "number", "at", "recorded", "units", "amount_mg"}


# The supply.


def stocks(data: Any) -> dict[str, dict[str, Any]]:
    return {one["route"]: one for one in data["stocks"]}


def lasting(stock: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(stock[key] for key in ("left", "units_a_week", "days_left", "until"))


@pytest.mark.parametrize(
    ("moment", "troches", "sprays"),
    [
        # 12 less 3 + 3 + 2 taken and 1 lost: 3. Seven days at 3 a week, until the very day of the
        # step. The spray of 11 Oct is not written down yet: 18 at 2 a week are 63 days.
        (
            "2026-10-12T08:15+02:00",
            ("3", "3", 7, "2026-10-19"),
            ("18", "2", 63, "2026-12-14"),
        ),
        # Three more taken: none left. 16 sprays: 56 days.
        (
            "2026-10-18T20:00+02:00",
            ("0", "3", 0, "2026-10-18"),
            ("16", "2", 56, "2026-12-13"),
        ),
    ],
)
def test_the_supply_on_the_way(
    course: Typed, moment: str, troches: tuple[Any, ...], sprays: tuple[Any, ...]
) -> None:
    (answer,) = course.answers[moment]
    found = stocks(answer.data)
    assert (lasting(found[SL]), lasting(found[NOSE])) == (troches, sprays)


def test_the_supply_at_the_end(ketalog: Ketalog) -> None:
    found = stocks(ketalog("supply --json").data)
    # Counted 11.5; then 3 × 1.5 and 2 + 1.5 + 1.5: 2 left. At 4.5 a week: 3.1 days.
    assert lasting(found[SL]) == ("2", "4.5", 3, "2026-11-25")
    # 20 less 2 + 2 + 2 + 1 + 4 + 2 + 2: 5 left. At 2 a week: 17.5 days.
    assert lasting(found[NOSE]) == ("5", "2", 17, "2026-12-09")
    for one in found.values():
        assert (one["doses_unknown"], one["doses_other"], one["plan_changes"]) == (0, 0, None)


def test_the_history_of_the_supply(ketalog: Ketalog) -> None:
    found = stocks(ketalog("supply --json").data)
    keys = ("change", "units", "expected", "difference", "left")
    history = {
        route: [(one["at"][:10], *(one[key] for key in keys)) for one in stock["history"]]
        for route, stock in found.items()
    }
    assert history == {
        SL: [
            ("2026-09-18", "fill", "12", None, None, "12"),
            ("2026-10-08", "lost", "1", "5", None, "4"),  # 12 less 3 + 3 + 1.
            ("2026-10-21", "fill", "24", "0", None, "24"),
            ("2026-11-08", "count", "11.5", "12", "-0.5", "11.5"),  # 24 less 8 × 1.5.
        ],
        NOSE: [("2026-09-25", "fill", "20", None, None, "20")],
    }


# Today.


def ahead(data: Any) -> tuple[dict[str, tuple[Any, ...]], dict[str, tuple[Any, ...]]]:
    """Return what is planned (mg, day, due) and what is left (units, days), by route."""
    plans = {
        one["route"]: (one["amount_mg"], one["day"], one["due"]) for one in data["ahead"]["planned"]
    }
    left = {one["route"]: (one["left"], one["days"]) for one in data["ahead"]["supply"]}
    return plans, left


def test_today_on_the_friday_that_was_not_written_down(course: Typed) -> None:
    (answer,) = course.answers["2026-11-13T20:00+01:00"]
    assert answer.data["minutes_since_last_dose"] == 23 * 60
    # Troches: 11.5 less 3 × 1.5, 10.9 days. Sprays: 20 less 11, 31.5 days.
    assert ahead(answer.data) == (
        {SL: ("150", "2026-11-13", 1), NOSE: ("30", "2026-11-09", 1)},
        {SL: ("7", 10), NOSE: ("9", 31)},
    )


def test_today_at_the_end(ketalog: Ketalog) -> None:
    data = ketalog("today --json").data
    assert (data["last_dose"]["route"], data["minutes_since_last_dose"]) == (NOSE, 29 * 60)
    assert ahead(data) == (
        {SL: ("150", "2026-11-23", 1), NOSE: ("30", "2026-11-23", 1)},
        {SL: ("2", 3), NOSE: ("5", 17)},
    )
    assert data["ahead"]["appointment"]["at"] == "2026-12-01T14:30:00+01:00"
    assert data["ahead"]["checks_due"] == []


def test_two_weeks_after_the_last_questionnaires_they_are_due(ketalog: Ketalog) -> None:
    data = ketalog("today --json", now=NEXT_DAY).data
    assert {one["instrument"] for one in data["ahead"]["checks_due"]} == {"gad7", "phq9"}
