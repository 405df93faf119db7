"""The figures by their definitions: before and after, what belongs to which day and dose."""

from typing import Any

import pytest

from tests.conftest import Ketalog
from tests.zone import set_zone


def week(ketalog: Ketalog, *lines: str) -> Any:
    for line in lines:
        assert ketalog(line).code == 0, line
    return ketalog("week 2026-11-16 --json").data


def test_before_is_the_last_rating_within_four_hours_of_the_dose(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "mood 1 --at '2026-11-16 15:59'",
        "mood 2 --at '2026-11-16 16:00'",
        "dose 100 nasal --at '2026-11-16 20:00'",
        "mood 9 --at '2026-11-16 22:00'",
    )
    assert found["mood"] == {"before": 2, "after": 9, "n": 1}


def test_a_rating_four_hours_and_a_minute_before_is_too_old(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "mood 2 --at '2026-11-16 15:59'",
        "dose 100 nasal --at '2026-11-16 20:00'",
        "mood 9 --at '2026-11-16 22:00'",
    )
    assert found["mood"]["n"] == 0


@pytest.mark.parametrize(
    ("clock", "after"),
    [("20:30", None), ("20:31", 9), ("23:59", 9)],
)
def test_after_begins_more_than_half_an_hour_behind_the_dose(
    ketalog: Ketalog, clock: str, after: int | None
) -> None:
    found = week(
        ketalog,
        "dose 100 nasal --mood 4 --at '2026-11-16 20:00'",
        f"mood 9 --at '2026-11-16 {clock}'",
    )
    assert found["doses"][0]["mood"] == {"before": 4, "after": after}


def test_after_is_the_rating_nearest_to_two_hours_and_of_two_as_near_the_later(
    ketalog: Ketalog,
) -> None:
    found = week(
        ketalog,
        "dose 100 nasal --mood 4 --at '2026-11-16 20:00'",
        "mood 5 --at '2026-11-16 21:30'",
        "mood 6 --at '2026-11-16 22:30'",
        "mood 7 --at '2026-11-16 23:00'",
    )
    assert found["mood"]["after"] == 6


def test_after_ends_at_twelve_hours_and_at_the_next_dose(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "dose 100 nasal --mood 4 --at '2026-11-16 08:00'",
        "dose 50 sublingual --mood 5 --at '2026-11-16 09:00'",
        "mood 8 --at '2026-11-16 21:00'",
        "mood 9 --at '2026-11-16 21:01'",
    )
    assert [one["mood"]["after"] for one in found["doses"]] == [None, 8]


def test_a_rating_logged_with_the_dose_before_is_not_before_the_next(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "dose 100 nasal --mood 4 --at '2026-11-16 20:00'",
        "dose 100 nasal --at '2026-11-16 21:00'",
    )
    assert found["doses"][1]["mood"]["before"] is None


def test_mood_and_anxiety_are_two_series(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "mood --anxiety 8 --at '2026-11-16 19:00'",
        "mood 3 --at '2026-11-16 18:00'",
        "dose 100 nasal --at '2026-11-16 20:00'",
        "mood 6 --at '2026-11-16 22:00'",
        "mood --anxiety 2 --at '2026-11-16 22:30'",
    )
    assert found["mood"] == {"before": 3, "after": 6, "n": 1}
    assert found["anxiety"] == {"before": 8, "after": 2, "n": 1}


def test_of_equal_times_the_later_written_counts(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "mood 3 --at '2026-11-16 19:00'",
        "mood 5 --at '2026-11-16 19:00'",
        "dose 100 nasal --at '2026-11-16 20:00'",
    )
    assert found["doses"][0]["mood"]["before"] == 5


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two(ketalog: Ketalog) -> None:
    found = week(ketalog, "mood 4 --at '2026-11-16 10:00'", "mood 5 --at '2026-11-16 12:00'")
    assert found["days"]["2026-11-16"]["mood"] == 4.5


def test_hours_are_elapsed_hours_when_the_clocks_change(ketalog: Ketalog) -> None:
    for line in (
        "dose 100 nasal --mood 4 --at '2026-10-25T01:00:00+02:00'",
        "mood 7 --at '2026-10-25T02:00:00+01:00'",
        "mood 9 --at '2026-10-25T03:30:00+01:00'",
    ):
        ketalog(line)
    found = ketalog("week 2026-10-24 --json").data
    assert found["mood"]["after"] == 7


def test_an_entry_belongs_to_the_day_of_its_own_places_clock(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    set_zone()
    ketalog("mood 6", now="2026-11-16T23:00:00-08:00")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    set_zone()
    assert week(ketalog)["days"]["2026-11-16"]["mood"] == 6


def test_an_effect_belongs_to_a_dose_up_to_a_day_before_it(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "dose 100 nasal --at '2026-11-16 20:00'",
        "effect nausea mild --at '2026-11-17 20:00'",
        "effect headache mild --at '2026-11-17 20:01'",
    )
    effects = found["effects"]
    assert (effects["nausea"]["doses"], effects["headache"]["doses"]) == (1, 0)


def test_an_effect_counts_in_the_period_of_its_own_time_and_its_dose_in_the_doses(
    ketalog: Ketalog,
) -> None:
    found = week(
        ketalog,
        "dose 100 nasal --at '2026-11-15 22:00'",
        "effect nausea severe --at '2026-11-16 09:00'",
    )
    assert found["effects"]["nausea"] == {
        "times": 1,
        "doses": 0,
        "known": None,
        "worst": "severe",
        "last": "2026-11-16",
    }
    assert "after 0 of 0 doses" not in ketalog("week").out


def test_mg_are_never_added_across_routes(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "dose 100 sublingual --at '2026-11-16 20:00'",
        "dose 2x15mg nasal --at '2026-11-17 20:00'",
        "dose 0.1mg nasal --at '2026-11-18 20:00'",
    )
    routes = found["routes"]
    assert {name: (one["count"], one["mg"]) for name, one in routes.items()} == {
        "sublingual": (1, "100"),
        "nasal": (2, "30.1"),
    }


def test_side_effects_are_a_share_of_the_doses_that_something_is_known_of(
    ketalog: Ketalog,
) -> None:
    found = week(
        ketalog,
        "dose 100 sublingual --at '2026-11-16 20:00'",
        "effect nausea --at '2026-11-16 21:00'",
        "dose 100 sublingual --at '2026-11-18 20:00'",
        "effect none --at '2026-11-18 21:00'",
        "dose 100 sublingual --at '2026-11-20 20:00'",
    )
    assert (found["doses_known"], found["effects"]["nausea"]["doses"]) == (2, 1)
    assert "Nausea: once, after 1 of 2 doses asked about, last Mon 16 Nov." in ketalog("week").out
    ketalog("check dose 0 0 0 0 --at '2026-11-20 22:00'")
    assert "Nausea: once, after 1 of 3 doses, last Mon 16 Nov." in ketalog("week").out


def test_mg_are_never_added_across_medications(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "dose 100 sublingual --at '2026-11-16 20:00'",
        "dose 5 sublingual --medication Diazepam --at '2026-11-17 20:00'",
    )
    assert found["routes"]["sublingual"] == {
        "count": 2,
        "mg": None,
        "medications": {"ketamine": "100", "diazepam": "5"},
    }
    assert "Sublingual: 2 doses, 100 mg ketamine, 5 mg Diazepam." in ketalog("week").out


def test_a_dose_chosen_for_an_effect_is_its_dose_however_long_ago(ketalog: Ketalog) -> None:
    ketalog("dose 100 sublingual --at '2026-11-05 20:00'")
    week(
        ketalog,
        "dose 2x15mg nasal --at '2026-11-17 19:00'",
        "effect nausea moderate --dose 1 --at '2026-11-17 20:00'",
    )
    assert "Nausea was moderate on Tue 17 Nov, after 100 mg sublingual." in ketalog("week").out


def test_a_deleted_dose_leaves_its_effect_without_one(ketalog: Ketalog) -> None:
    found = week(
        ketalog,
        "dose 100 sublingual --at '2026-11-17 19:00'",
        "dose 2x15mg nasal --at '2026-11-17 19:30'",
        "effect nausea moderate --dose 1 --at '2026-11-17 20:00'",
        "delete 1",
    )
    assert found["effects"]["nausea"]["doses"] == 0


def test_the_first_day_of_the_week_and_the_end_of_the_day_are_the_patients(
    ketalog: Ketalog,
) -> None:
    ketalog("config week_start sunday")
    ketalog("config day_start 06:00")
    ketalog("mood 3 --at '2026-11-16 05:30'")
    found = ketalog("week 2026-11-16 --json").data
    assert (found["start"], found["end"]) == ("2026-11-15", "2026-11-22")
    assert found["days"]["2026-11-15"]["mood"] == 3


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_rating_typed_with_a_dose_is_the_one_before_it(
    ketalog: Ketalog, order: tuple[int, int]
) -> None:
    typed = ("dose 100mg sublingual --mood 4 --at 18:00", "mood 6 --at 18:00")
    for n in order:
        ketalog(typed[n])
    ketalog("mood 8 --at 20:00")
    assert ketalog("week --json").data["mood"] | {"n": 1} == {"before": 4, "after": 8, "n": 1}
