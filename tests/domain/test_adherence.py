"""Doses held against the plan: taken, skipped, not recorded, due; worked out by hand."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ketalog.domain.adherence import Adherence, adherence, next_due
from ketalog.domain.calendar import Calendar, Span
from ketalog.domain.entries import Dose, key_of, new_id
from ketalog.domain.plan import Plan, PlanStop, rule_of_every, rule_of_weekdays, say_rule
from ketalog.domain.treatment import Skip

CALENDAR = Calendar()
MON = date(2026, 11, 16)
WEEK = Span(MON, MON + timedelta(days=7))
AFTER = date(2026, 11, 30)
MON_WED_FRI = rule_of_weekdays([0, 2, 4])


def about(text: str) -> dict[str, Any]:
    at = datetime.fromisoformat(f"2026-{text}:00+01:00")
    return {"id": new_id(), "at": at, "recorded": at}


def plan(text: str = "11-01T04:00", route: str = "sublingual", **more: Any) -> Plan:
    return Plan(**about(text), route=route, **more)


def dose(text: str, route: str = "sublingual", **more: Any) -> Dose:
    return Dose(**about(text), amount_mg=Decimal(100), route=route, **more)


def skip(text: str, **more: Any) -> Skip:
    return Skip(**about(text), **more)


def held(
    versions: Sequence[Plan | PlanStop],
    entries: Sequence[Dose | Skip],
    today: date = AFTER,
    span: Span = WEEK,
) -> Adherence:
    ordered = sorted(entries, key=key_of)
    found = adherence(sorted(versions, key=key_of), ordered, span, CALENDAR, today)
    assert found is not None
    return found


def figures(found: Adherence) -> tuple[int, int, int, int, int, int]:
    return (
        found.taken,
        found.total,
        found.skipped,
        found.not_recorded,
        found.due,
        len(found.unplanned),
    )


def test_each_planned_day_takes_its_first_doses() -> None:
    found = held(
        [plan(rrule=MON_WED_FRI)],
        [dose("11-16T21:00"), dose("11-18T21:00"), dose("11-18T23:00"), dose("11-19T21:00")],
    )
    assert figures(found) == (2, 3, 0, 1, 0, 2)
    assert [one.day.day for one in found.planned if one.not_recorded] == [20]


def test_a_dose_after_midnight_belongs_to_the_evening_before() -> None:
    assert figures(held([plan(rrule=MON_WED_FRI)], [dose("11-17T01:30")]))[0] == 1


def test_a_skipped_dose_is_not_one_that_nothing_is_known_of() -> None:
    found = held([plan(rrule=MON_WED_FRI)], [skip("11-18T21:00"), skip("11-19T21:00")])
    assert figures(found) == (0, 3, 1, 2, 0, 0)


def test_a_dose_that_was_taken_after_all_outweighs_a_skip() -> None:
    found = held([plan(rrule=MON_WED_FRI)], [skip("11-18T12:00"), dose("11-18T21:00")])
    assert figures(found) == (1, 3, 0, 2, 0, 0)


def test_what_is_planned_is_due_until_its_day_ends() -> None:
    found = held([plan(rrule=MON_WED_FRI)], [dose("11-16T21:00")], today=date(2026, 11, 18))
    assert figures(found) == (1, 3, 0, 0, 2, 0)
    found = held([plan(rrule=MON_WED_FRI)], [dose("11-16T21:00")], today=date(2026, 11, 19))
    assert figures(found) == (1, 3, 0, 1, 1, 0)


def test_every_second_day_is_counted_from_the_plans_first() -> None:
    found = held([plan("11-15T08:00", rrule=rule_of_every(2))], [])
    assert [one.day.day for one in found.planned] == [17, 19, 21]


def test_twice_a_day_is_two_doses_a_day() -> None:
    found = held([plan(rrule=rule_of_every(1), per_day=2)], [dose("11-16T08:00")])
    assert figures(found) == (1, 14, 0, 13, 0, 0)


def test_a_number_a_week_is_judged_when_the_week_is_over() -> None:
    entries: list[Dose | Skip] = [dose("11-16T21:00"), dose("11-17T21:00"), skip("11-19T20:00")]
    weekly = [plan(per_week=4)]
    assert figures(held(weekly, entries, today=date(2026, 11, 22))) == (2, 4, 1, 0, 1, 0)
    assert figures(held(weekly, entries, today=date(2026, 11, 23))) == (2, 4, 1, 1, 0, 0)


def test_more_than_the_number_a_week_is_unplanned() -> None:
    doses: list[Dose | Skip] = [dose(f"11-{day}T21:00") for day in (16, 17, 18)]
    assert figures(held([plan(per_week=2)], doses)) == (2, 2, 0, 0, 0, 1)


def test_a_week_that_the_plan_holds_only_a_part_of_plans_what_was_taken() -> None:
    found = held([plan("11-18T08:00", per_week=3)], [dose("11-16T21:00"), dose("11-20T21:00")])
    assert figures(found) == (1, 1, 0, 0, 0, 0)


def test_a_change_never_rewrites_the_past() -> None:
    first = plan(rrule=MON_WED_FRI)
    second = plan("11-19T10:00", rrule=rule_of_every(1))
    found = held([first, second], [])
    assert [one.day.day for one in found.planned] == [16, 18, 19, 20, 21, 22]
    stop = PlanStop(**about("11-18T10:00"), route="sublingual")
    assert [one.day.day for one in held([first, stop], []).planned] == [16]


def test_two_plans_are_held_apart_by_route_and_medication() -> None:
    plans: list[Plan | PlanStop] = [
        plan(rrule=MON_WED_FRI),
        plan(route="nasal", medication="esketamine", rrule=rule_of_weekdays([5])),
    ]
    found = held(
        plans, [dose("11-21T21:00", "nasal"), dose("11-16T21:00"), dose("11-20T21:00", "oral")]
    )
    assert figures(found) == (2, 4, 0, 2, 0, 0)
    named = dose("11-21T21:00", "nasal", medication="ketamine")
    assert figures(held(plans, [named])) == (0, 4, 0, 4, 0, 0)


def test_a_skip_says_which_plan_it_is_about() -> None:
    plans: list[Plan | PlanStop] = [
        plan(rrule=rule_of_weekdays([0])),
        plan(route="nasal", rrule=rule_of_weekdays([0])),
    ]
    assert held(plans, [skip("11-16T21:00", route="nasal")]).skipped == 1
    assert held(plans, [skip("11-16T21:00")]).skipped == 2


def test_without_a_plan_nothing_is_held_against_anything() -> None:
    assert adherence([], [dose("11-16T21:00")], WEEK, CALENDAR, AFTER) is None
    ahead = plan("11-25T08:00", rrule=MON_WED_FRI)
    assert adherence([ahead], [], WEEK, CALENDAR, AFTER) is None


def test_the_next_dose_is_the_first_that_is_still_due() -> None:
    plans = [plan(rrule=MON_WED_FRI)]
    monday = [dose("11-16T21:00")]
    (first,) = next_due(plans, [], CALENDAR, MON)
    assert first.day == MON
    (first,) = next_due(plans, monday, CALENDAR, MON)
    assert first.day == date(2026, 11, 18)
    (first,) = next_due(plans, [*monday, skip("11-18T09:00")], CALENDAR, date(2026, 11, 18))
    assert first.day == date(2026, 11, 20)
    (weekly,) = next_due([plan(per_week=2)], monday, CALENDAR, date(2026, 11, 17))
    assert (len(weekly.doses), weekly.due) == (1, 1)
    done = [*monday, dose("11-17T20:00")]
    (weekly,) = next_due([plan(per_week=2)], done, CALENDAR, date(2026, 11, 17))
    assert weekly.day == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (MON_WED_FRI, "Mon, Wed, Fri"),
        (rule_of_every(1), "daily"),
        (rule_of_every(3), "every 3 days"),
    ],
)
def test_a_rule_reads_as_words(rule: str, said: str) -> None:
    assert say_rule(rule) == said
