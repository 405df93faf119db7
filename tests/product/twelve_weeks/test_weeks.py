"""Each of the twelve weeks and each month has the figures worked out by hand."""

from typing import Any

import pytest

from tests.conftest import Ketalog
from tests.product.twelve_weeks.course import (
    IV,
    NEXT_DAY,
    NOSE,
    PLAN,
    SL,
    WEEKS,
    Typed,
    Week,
    change,
    planned,
)

# The weeks.


@pytest.fixture(params=WEEKS, ids=lambda week: week.start)
def week(request: pytest.FixtureRequest) -> Week:
    """Each of the twelve."""
    found: Week = request.param
    return found


@pytest.fixture
def said(ketalog: Ketalog, week: Week) -> dict[str, Any]:
    """What the program says of it."""
    data: dict[str, Any] = ketalog(f"week {week.start} --json").data
    assert data["start"] == week.start
    return data


def test_a_week_holds_its_doses_against_the_plan(said: dict[str, Any], week: Week) -> None:
    # Some plan was about each dose of the twelve weeks.
    assert said["plan"] == dict(zip(PLAN, (*week.plan, 0), strict=True))


def test_a_week_adds_mg_by_route(said: dict[str, Any], week: Week) -> None:
    routes = {name: (one["count"], one["mg"]) for name, one in said["routes"].items()}
    assert routes == week.routes


def test_a_week_has_every_dose_before_and_after(said: dict[str, Any], week: Week) -> None:
    doses = [
        (
            one["at"].removeprefix("2026-"),
            one["route"],
            one["amount_mg"],
            one["mood"]["before"],
            one["mood"]["after"],
            one["anxiety"]["before"],
            one["anxiety"]["after"],
        )
        for one in said["doses"]
    ]
    assert doses == week.doses


def test_a_week_has_the_medians(said: dict[str, Any], week: Week) -> None:
    assert said["mood"] == change(week.mood)
    assert said["anxiety"] == change(week.anxiety)


def test_a_week_has_the_median_of_each_day(said: dict[str, Any], week: Week) -> None:
    assert len(said["days"]) == 7
    days = {
        day.removeprefix("2026-"): (one["mood"], one["anxiety"])
        for day, one in said["days"].items()
        if one["mood"] is not None
    }
    assert days == week.days
    assert said["days_rated"] == len(week.days)


def test_a_week_has_its_side_effects(said: dict[str, Any], week: Week) -> None:
    effects = {
        name: (one["times"], one["doses"], one["worst"], one["last"].removeprefix("2026-"))
        for name, one in said["effects"].items()
    }
    assert effects == week.effects
    assert said["asked_none"] == week.asked_none


def test_a_week_has_its_questionnaires(said: dict[str, Any], week: Week) -> None:
    checks = [(one["instrument"], one["at"][5:10], one["total"]) for one in said["checks"]]
    assert checks == week.checks
    scores = {
        one["title"]: (one["latest"], one["baseline"], one["change"]) for one in said["scores"]
    }
    assert scores == week.scores


def test_a_week_has_its_flags_with_their_time(said: dict[str, Any], week: Week) -> None:
    flags = [(one["kind"], one["name"], one["severity"], one["at"]) for one in said["flags"]]
    assert sorted(flags, key=lambda one: one[3]) == week.flags


def test_a_week_says_how_much_was_written_down_late(said: dict[str, Any], week: Week) -> None:
    assert said["written_late"] == week.written_late


def test_the_night_that_a_day_ends_with_is_named(ketalog: Ketalog) -> None:
    assert "\nFri 30 Oct: at 00:30 (Sat 31 Oct), 1.5 × 100 mg" in ketalog("week 2026-10-26").out
    assert "\nSat 24 Oct: at 02:30+01:00 (Sun 25 Oct), 2 × 15 mg" in ketalog("week 2026-10-19").out
    assert "\nMon 26 Oct: at 21:00, 1.5 × 100 mg" in ketalog("month 2026-10").out


def test_a_smaller_or_larger_dose_is_not_called_as_planned(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for week in ("2026-10-26", "2026-11-16"):
        shown = ketalog(f"week {week} --no-color", out_tty=True).out
        assert "4 of 4" in shown
        assert "planned and taken" in shown
        assert "as planned" not in shown


def test_only_the_estimate_is_one(ketalog: Ketalog) -> None:
    checks = [
        (one["instrument"], one["at"][:10], one["band"], one["missing"])
        for week in WEEKS
        for one in ketalog(f"week {week.start} --json").data["checks"]
        if one["estimated"]
    ]
    assert checks == [("phq9", "2026-10-26", None, 1)]


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        # Wednesday noon: Monday's was taken; Wednesday's, Friday's and a spray are to come.
        ("2026-10-14T12:00+02:00", {"planned": 4, "taken": 1, "due": 3}),
        # Sunday evening: the spray can still be taken.
        ("2026-10-18T20:01+02:00", {"planned": 4, "taken": 3, "due": 1}),
        # So it can in the night after, until the day ends at 04:00; then nothing is known of it.
        ("2026-10-19T03:30+02:00", {"planned": 4, "taken": 3, "due": 1}),
        ("2026-10-19T08:00+02:00", {"planned": 4, "taken": 3, "not_recorded": 1}),
    ],
)
def test_what_is_not_over_is_due(course: Typed, moment: str, counts: dict[str, int]) -> None:
    (answer,) = course.answers[moment]
    assert answer.data["plan"] == planned(**counts)


def test_the_week_after_has_all_of_it_to_come(ketalog: Ketalog) -> None:
    assert ketalog("week --json", now=NEXT_DAY).data["plan"] == planned(planned=4, due=4)


# The months. A spray a week is judged by whole weeks: of one that a month has a part of, what was
# taken in that part is planned, and nothing else.


def test_september(ketalog: Ketalog) -> None:
    data = ketalog("month 2026-09 --json").data
    # Six infusions; troches on 21, 23, 25, 28, 30.
    assert data["plan"] == planned(planned=11, taken=11)
    assert {name: (one["count"], one["mg"]) for name, one in data["routes"].items()} == {
        IV: (6, "210"),
        SL: (5, "500"),
    }
    # 3 4 4 4 4 4 5 5 5 → 5 5 5 6 6 6 6 7 7, and 5 5 5 6 6 7 7 7 8 → 3 3 4 4 4 4 5 5 5.
    assert data["mood"] == change((4, 6, 9))
    assert data["anxiety"] == change((6, 4, 9))
    # 1, 2, 4, 6, 8, 11, 12, 15, 18, 21, 23, 25, 28, 30.
    assert data["days_rated"] == 14
    flags = [(one["name"], one["at"][:10]) for one in data["flags"]]
    assert sorted(flags, key=lambda one: one[1]) == [
        ("nausea", "2026-09-04"),
        ("phq9", "2026-09-14"),
        ("headache", "2026-09-18"),
    ]


def test_october(ketalog: Ketalog) -> None:
    data = ketalog("month 2026-10 --json").data
    # Troches: 13 days, skipped on 7 and 19. Sprays: taken in the weeks of 28 Sep, 5, 19 Oct, none
    # in that of 12 Oct; that of 26 Oct was taken in November.
    assert data["plan"] == planned(planned=13 + 4, taken=11 + 3, skipped=2, not_recorded=1)
    # Troches: 100 + 200 + 300 + 2 × 150 + 3 × 150, the last of them after midnight, on the 30th.
    assert {name: (one["count"], one["mg"]) for name, one in data["routes"].items()} == {
        SL: (11, "1350"),
        NOSE: (3, "90"),
    }
    # 4 4 5 5 5 5 5 5 6 6 6 6 6 → 5 6 6 7 7 7 7 7 7 7 7 7 8, and
    # 4 4 4 4 4 5 5 5 5 6 6 6 7 → 2 2 3 3 3 3 3 3 4 4 5 5 5; the spray of the 11th has none.
    assert data["mood"] == change((5, 7, 13))
    assert data["anxiety"] == change((5, 3, 13))
    assert data["days_rated"] == 14
    assert {name: one["times"] for name, one in data["effects"].items()} == {
        "dizziness": 1,
        "dissociation": 1,
    }
    scores = [(one["title"], one["on"], one["latest"], one["change"]) for one in data["scores"]]
    # The estimate of 26 Oct is no score.
    assert sorted(scores) == [("GAD-7", "2026-10-26", 6, -9), ("PHQ-9", "2026-10-12", 11, -6)]
    assert data["written_late"] == 1


def test_november_so_far(ketalog: Ketalog) -> None:
    data = ketalog("month 2026-11 --json").data
    # Troches: 13 days, 8 taken, the 13th not written down, 23, 25, 27, 30 to come. Sprays: 1, 7,
    # 14, 21 Nov taken, one to come in the week of 23 Nov.
    assert data["plan"] == planned(
        planned=13 + 5, taken=8 + 4, not_recorded=1, due=4 + 1, unplanned=2
    )
    assert {name: (one["count"], one["mg"]) for name, one in data["routes"].items()} == {
        SL: (9, "1400"),  # 450 + 450 + 500.
        NOSE: (5, "135"),  # 15 + 60 + 30 + 30.
    }
