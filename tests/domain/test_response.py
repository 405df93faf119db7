"""What mood and anxiety were around one dose: each point, its percentiles, and the way back."""

import statistics
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ketalog.app import App
from ketalog.domain.calendar import Span
from ketalog.domain.entries import Dose, Mood, key_of
from ketalog.domain.kinds import Entry
from ketalog.domain.plan import Plan
from ketalog.response import (
    FEWEST,
    POINTS,
    READ_BEFORE,
    WINDOWS,
    Back,
    Course,
    Point,
    RouteResponse,
    percentile,
    responses,
)
from ketalog.summary import median, summarize
from tests.diary import CALENDAR, dose, rated

DAY = timedelta(days=1)
START = datetime.fromisoformat("2026-11-16T20:00:00+01:00")
SPAN = Span(date(2026, 11, 1), date(2026, 12, 1))
HOUR = timedelta(hours=1)


def later(hours: float) -> datetime:
    return START + hours * HOUR


def dosed(hours: float, route: str = "sublingual", mg: str = "100", **more: Any) -> Dose:
    one = dose("Mon 20:00", mg, route, **more)
    return replace(one, at=later(hours), recorded=later(hours))


def felt(hours: float, mood: Any = None, anxiety: Any = None) -> Mood:
    return replace(rated("Mon 20:00", mood, anxiety), at=later(hours), recorded=later(hours))


def of(*entries: Entry, span: Span = SPAN) -> RouteResponse:
    (only,) = responses(entries, span, CALENDAR)
    return only


def values(course: Course) -> dict[str, Any]:
    return {point.name: point.median for point in course.points}


# Each point.


def test_every_point_has_its_own_rating() -> None:
    found = of(
        dosed(0, mood=3, anxiety=8),
        felt(2, 6, 4),
        felt(11, 8, 2),
        felt(24, 5, 5),
        felt(48, 4, 6),
        felt(72, 7, 3),
        felt(168, 2, 9),
    )
    assert list(values(found.mood).values()) == [3, 6, 8, 5, 4, 7, 2]
    assert list(values(found.anxiety).values()) == [8, 4, 2, 5, 6, 3, 9]
    assert [point.n for point in found.mood.points] == [1] * 7


@pytest.mark.parametrize(
    ("hours", "point"),
    [
        (-4.01, None),
        (-4, "before"),
        (-0.01, "before"),
        (0.5, None),
        (0.51, "2h"),
        (3.99, "2h"),
        (4, "morning"),
        (12, "morning"),
        (12.01, "1d"),
        (36, "1d"),
        (36.01, "2d"),
        (60, "2d"),
        (60.01, "3d"),
        (84, "3d"),
        (84.01, None),
        (156, None),
        (156.01, "7d"),
        (180, "7d"),
        (180.01, None),
    ],
)
def test_windows_are_open_where_they_begin_and_closed_where_they_end(
    hours: float, point: str | None
) -> None:
    found = values(of(dosed(0), felt(hours, 5)).mood)
    assert [name for name in POINTS if found[name] is not None] == ([point] if point else [])


def test_of_two_ratings_as_near_to_a_point_the_later_counts() -> None:
    assert values(of(dosed(0), felt(20, 3), felt(28, 7)).mood)["1d"] == 7
    assert values(of(dosed(0), felt(20, 3), felt(29, 7)).mood)["1d"] == 3


def test_no_rating_is_taken_from_behind_the_next_dose_of_any_route() -> None:
    sublingual, nasal = responses(
        [dosed(-1), dosed(0, mood=4), felt(20, 5), dosed(22, "nasal", mood=8), felt(24, 9)],
        SPAN,
        CALENDAR,
    )
    assert values(sublingual.mood)["1d"] == 5
    assert list(values(nasal.mood).values()) == [8, 9, None, None, None, None, None]


def test_the_dose_counts_where_its_day_lies_and_its_ratings_wherever_they_lie() -> None:
    day = Span(START.date(), START.date() + timedelta(days=1))
    entries: list[Entry] = [felt(-3, 2), dosed(-1), felt(47.5, 6), dosed(100), felt(102, 9)]
    found = of(*entries, span=day)
    assert (found.doses, values(found.mood)["before"], values(found.mood)["2d"]) == (1, 2, 6)
    assert responses(entries, Span(date(2026, 1, 1), date(2026, 2, 1)), CALENDAR) == ()


def test_hours_are_elapsed_hours_when_the_clocks_change() -> None:
    before = datetime.fromisoformat("2026-10-24T12:00:00+02:00")
    after = datetime.fromisoformat("2026-10-25T23:30:00+01:00")  # 36 h 30 min later
    one = Dose(id="d", at=before, recorded=before, amount_mg=Decimal(100), route="nasal")
    two = Mood(id="m", at=after, recorded=after, mood=6)
    span = Span(date(2026, 10, 24), date(2026, 10, 25))
    assert values(of(one, two, span=span).mood)["2d"] == 6


# Routes.


def test_the_route_with_the_most_doses_comes_first_with_its_amounts() -> None:
    found = responses(
        [dosed(0, "nasal", "30"), dosed(24, mg="100"), dosed(48, mg="50"), dosed(72, mg="100.0")],
        SPAN,
        CALENDAR,
    )
    assert [(one.route, one.doses) for one in found] == [("sublingual", 3), ("nasal", 1)]
    assert found[0].amounts_mg == (Decimal(50), Decimal(100))


def test_two_medications_are_two_responses_though_route_and_amount_are_the_same() -> None:
    entries: list[Entry] = [
        *(dosed(0, mood=4), felt(2, 5), dosed(48, mood=3, medication="Esketamine"), felt(50, 9)),
        *(dosed(96, mood=4), felt(98, 5)),
    ]
    found = responses(entries, SPAN, CALENDAR)
    assert [(each.medication, each.doses) for each in found] == [("ketamine", 2), ("Esketamine", 1)]
    assert [list(values(each.mood).values())[:2] for each in found] == [[4, 5], [3, 9]]


def test_a_dose_without_a_name_is_of_the_medication_that_its_plan_names() -> None:
    plan = Plan(id="p", at=later(-1), recorded=later(-1), route="nasal", medication="esketamine")
    found = responses(
        [dosed(0, "nasal"), dosed(72, "nasal", medication="ketamine")], SPAN, CALENDAR, [plan]
    )
    assert {each.medication for each in found} == {"esketamine", "ketamine"}


def test_each_amount_has_points_of_its_own() -> None:
    found = of(dosed(0, mg="50", mood=3), felt(2, 5), dosed(48, mg="100", mood=4), felt(50, 8))
    assert [(one.amount_mg, one.doses) for one in found.amounts] == [
        (Decimal(50), 1),
        (Decimal(100), 1),
    ]
    assert [values(one.mood)["2h"] for one in found.amounts] == [5, 8]
    assert values(found.mood)["2h"] == 6.5


def test_a_booster_makes_a_larger_amount_and_its_after_is_counted_from_the_last() -> None:
    first = dosed(0, mg="50", mood=3)
    second = replace(dosed(1, mg="50"), sitting=first.id)
    found = of(first, felt(0.9, 9), second, felt(3, 6), felt(4.5, 7))
    assert [one.amount_mg for one in found.amounts] == [100]
    assert values(found.mood)["2h"] == 6
    assert values(of(first, felt(4.5, 7)).mood)["morning"] == 7


# Percentiles.


def courses_of(*before: int) -> RouteResponse:
    return of(*(dosed(200 * n, mood=mood) for n, mood in enumerate(before)), span=WIDE)


WIDE = Span(date(2026, 1, 1), date(2028, 1, 1))


def test_bands_begin_at_five_doses() -> None:
    assert courses_of(3, 1, 4, 2).mood.points[0] == Point(
        "before", 4, 2.5, None, None, (1, 2, 3, 4)
    )
    # 0, 25, 50, 75, 100 % of 1 2 3 4 6; 10 % is 1 + 0.4 × 1, and 90 % is 4 + 0.6 × 2.
    before = Point("before", 5, 3, (2, 4), (1.4, 5.2), (1, 2, 3, 4, 6))
    assert courses_of(3, 1, 4, 2, 6).mood.points[0] == before


def test_a_point_has_bands_by_its_own_ratings_not_by_the_doses() -> None:
    point = courses_of(3, 1, 4, 2, 6).mood.points[1]
    assert point == Point("2h", 0, None, None, None)


def test_percentiles_lie_in_a_straight_line_between_the_values() -> None:
    # Six values: 25 % lies at place 1.25, so a quarter of the way from the second to the third.
    assert percentile([0, 2, 6, 7, 8, 10], 25) == 3
    assert percentile([0, 2, 6, 7, 8, 10], 50) == 6.5
    assert percentile([0, 2, 6, 7, 8, 10], 90) == 9
    assert percentile([7], 10) == 7


# The way back.


def back(*entries: Entry) -> Back:
    return of(*entries).mood.back


def test_mood_is_back_at_the_first_later_rating_as_low_as_before() -> None:
    assert back(dosed(0, mood=4), felt(2, 7), felt(24, 6), felt(60, 4), felt(72, 3)) == Back(
        2.5, 1, 0
    )
    assert back(dosed(0, mood=4), felt(2, 7), felt(24, 3)) == Back(1, 1, 0)


def test_anxiety_is_back_at_the_first_later_rating_as_high_as_before() -> None:
    found = of(dosed(0, anxiety=6), felt(2, None, 3), felt(36, None, 7))
    assert found.anxiety.back == Back(1.5, 1, 0)
    assert found.mood.back == Back(None, 0, 0)


def test_the_next_dose_or_the_end_of_the_ratings_comes_before_the_way_back() -> None:
    first = (dosed(0, mood=4), felt(2, 7))
    assert back(*first) == Back(None, 1, 1)
    assert back(*first, felt(24, 5), dosed(48, mood=3)) == Back(None, 1, 1)


def test_a_dose_without_an_improvement_at_two_hours_has_no_way_back() -> None:
    assert back(dosed(0, mood=4), felt(2, 4), felt(24, 8), felt(48, 3)) == Back(None, 0, 0)
    assert back(dosed(0), felt(2, 7), felt(24, 3)) == Back(None, 0, 0)


def test_without_a_rating_at_two_hours_the_first_later_one_says_whether_it_improved() -> None:
    assert back(dosed(0, mood=4), felt(0.4, 9), felt(24, 6), felt(48, 4)) == Back(2, 1, 0)
    assert back(dosed(0, mood=4), felt(24, 3), felt(48, 6), felt(72, 4)) == Back(None, 0, 0)


def test_a_low_rating_before_the_improvement_is_no_way_back() -> None:
    assert back(dosed(0, mood=4), felt(1, 2), felt(2, 7), felt(12, 3)) == Back(0.5, 1, 0)


def test_doses_that_were_not_yet_back_count_as_long_as_they_were_followed() -> None:
    one = (dosed(0, mood=4), felt(2, 6), felt(24, 4))
    two = (dosed(100, mood=4), felt(102, 6), felt(172, 4))
    # The third is followed for two hours alone: at one day, one of two was back.
    assert back(*one, *two, dosed(200, mood=4), felt(202, 6)) == Back(1, 3, 1)
    assert back(*one, *two, dosed(200, mood=4), felt(202, 6), felt(300, 6)) == Back(3, 3, 1)
    assert back(*one, dosed(100, mood=4), felt(102, 6), felt(172, 5)) == Back(1, 2, 1)


def test_where_fewer_than_half_came_back_no_day_is_named() -> None:
    found = back(
        *(dosed(0, mood=4), felt(2, 6), felt(24, 4)),
        *(dosed(100, mood=4), felt(102, 6), felt(172, 5)),
        *(dosed(200, mood=4), felt(202, 6), felt(272, 5)),
    )
    assert found == Back(None, 3, 2)


def test_the_way_back_may_take_longer_than_any_point() -> None:
    assert back(dosed(0, mood=4), felt(2, 6), felt(240, 4)) == Back(10, 1, 0)


# Held against other code: it looks at every rating for every dose.


class Seen(NamedTuple):
    """One rating from a dose: hours after it (less than 0: before), and its value."""

    hours: float
    value: int


JUST_BELOW = 4 - 1e-9
NEAREST = {
    "2h": (0.5, 2, JUST_BELOW),
    "morning": (JUST_BELOW, 2, 12),
    "1d": (12, 24, 36),
    "2d": (36, 48, 60),
    "3d": (60, 72, 84),
}
NEAREST["7d"] = (156, 168, 180)


def named(dose: Dose | RouteResponse) -> tuple[str, str]:
    return (dose.medication or "ketamine").lower(), dose.route


def by_hand(
    entries: Sequence[Entry], span: Span, name: tuple[str, str], what: str
) -> dict[str, Any]:
    doses = sorted((one for one in entries if isinstance(one, Dose)), key=key_of)
    ratings = [one for one in entries if isinstance(one, Dose | Mood)]
    ratings = sorted((one for one in ratings if getattr(one, what) is not None), key=key_of)
    found: dict[str, list[int]] = {point: [] for point in POINTS}
    ways: list[tuple[float, bool]] = []
    for place, taken in enumerate(doses):
        if named(taken) != name or CALENDAR.day_of(taken.at) not in span.days:
            continue
        since = [one for one in ratings if not place or key_of(one) > key_of(doses[place - 1])]
        until = (
            [one for one in ratings if key_of(one) < key_of(doses[place + 1])]
            if (place + 1 < len(doses))
            else ratings
        )
        before = [one.value for one in seen_from(taken, since, what) if -4 <= one.hours <= 0][-1:]
        if getattr(taken, what) is not None:
            before = [getattr(taken, what)]
        after = [one for one in seen_from(taken, until, what) if one.hours > 0.5]
        there = {point: nearest_of(after, window) for point, window in NEAREST.items()}
        found["before"] += before
        for point, one in there.items():
            found[point] += [one.value] if one else []
        if before and after:
            first = there["2h"] or there["morning"] or after[0]
            ends = (doses[place + 1].at - taken.at) / DAY if place + 1 < len(doses) else None
            ways += way_by_hand(before[0], first, after, what, ends)
    not_yet = sum(not is_back for _, is_back in ways)
    return {
        **{point: figures_of(some) for point, some in found.items()},
        "back": (half_by(ways), len(ways), not_yet),
    }


def half_by(ways: Sequence[tuple[float, bool]]) -> float | None:
    """Return the median of the Kaplan-Meier estimate, by scipy."""
    from scipy.stats import CensoredData, ecdf  # a second to load, at each start of the tests

    if not any(is_back for _, is_back in ways):
        return None
    followed = CensoredData(
        uncensored=[days for days, is_back in ways if is_back],
        right=[days for days, is_back in ways if not is_back],
    )
    left = ecdf(followed).sf
    steps = zip(left.quantiles, left.probabilities, strict=True)
    return next((float(days) for days, share in steps if share <= 0.5 + 1e-9), None)


def seen_from(taken: Dose, ratings: Sequence[Dose | Mood], what: str) -> list[Seen]:
    return [Seen((one.at - taken.at).total_seconds() / 3600, getattr(one, what)) for one in ratings]


def nearest_of(after: Sequence[Seen], window: tuple[float, float, float]) -> Seen | None:
    best = None
    for one in after:
        if window[0] < one.hours <= window[2] and (
            best is None or abs(one.hours - window[1]) <= abs(best.hours - window[1])
        ):
            best = one
    return best


def way_by_hand(
    before: int, first: Seen, after: Sequence[Seen], what: str, next_dose: float | None
) -> Sequence[tuple[float, bool]]:
    sign = 1 if what == "mood" else -1
    if sign * first.value <= sign * before:
        return []
    rest = after[[one is first for one in after].index(True) + 1 :]
    ends = [(one.hours / 24, True) for one in rest if sign * one.value <= sign * before]
    return ends[:1] or [(after[-1].hours / 24 if next_dose is None else next_dose, False)]


def figures_of(some: Sequence[int]) -> tuple[Any, ...]:
    if len(some) < 5:
        return len(some), statistics.median(some) if some else None, None, None
    cuts = statistics.quantiles(some, n=20, method="inclusive")
    return len(some), statistics.median(some), (cuts[4], cuts[14]), (cuts[1], cuts[17])


def as_by_hand(course: Course) -> dict[str, Any]:
    points: dict[str, Any] = {
        one.name: (one.n, one.median, one.quarter, one.tenth) for one in course.points
    }
    return {**points, "back": (course.back.days, course.back.n, course.back.not_yet)}


def hold_against_other_code(entries: Sequence[Entry], span: Span) -> int:
    found = responses(entries, span, CALENDAR)
    for one in found:
        for what, course in (("mood", one.mood), ("anxiety", one.anxiety)):
            expected, seen = by_hand(entries, span, named(one), what), as_by_hand(course)
            for name, numbers in expected.items():
                for number, other in zip(numbers, seen[name], strict=True):
                    assert other == (None if number is None else pytest.approx(number)), name
    return len(found)


@pytest.fixture
def eight_weeks(eight_weeks_typed: Path, monkeypatch: pytest.MonkeyPatch) -> list[Entry]:
    """The entries of the made-up patient's journal."""
    monkeypatch.setenv("KETALOG_JOURNAL", str(eight_weeks_typed))
    return App("response").journal.everything()


def test_eight_weeks_agree_with_other_code(eight_weeks: list[Entry]) -> None:
    first = CALENDAR.day_of(eight_weeks[0].at)
    whole = Span(first, first + timedelta(weeks=8))
    assert hold_against_other_code(eight_weeks, whole) == 2
    for week in range(8):
        start = first + timedelta(weeks=week)
        assert hold_against_other_code(eight_weeks, Span(start, start + timedelta(weeks=1)))


def test_eight_weeks_need_only_what_is_said_to_be_read(eight_weeks: list[Entry]) -> None:
    first = CALENDAR.day_of(eight_weeks[0].at)
    span = Span(first + timedelta(weeks=3), first + timedelta(weeks=5))
    start = datetime.combine(span.start, time()).astimezone() - READ_BEFORE
    read = [one for one in eight_weeks if one.at >= start]
    assert len(read) < len(eight_weeks)
    assert responses(read, span, CALENDAR) == responses(eight_weeks, span, CALENDAR)


value = st.none() | st.integers(0, 10)
hours = st.integers(0, 4 * 24 * 12).map(lambda quarters: quarters / 4)
routes = st.sampled_from(["sublingual", "nasal"])
entry = st.builds(felt, hours, value, value) | st.builds(
    lambda hour, route, mood, anxiety: dosed(hour, route, mood=mood, anxiety=anxiety),
    hours,
    routes,
    value,
    value,
)
diary = st.lists(entry, max_size=40)
span = st.tuples(st.integers(0, 12), st.integers(1, 14)).map(
    lambda days: Span(
        START.date() + timedelta(days=days[0]), START.date() + timedelta(days=days[0] + days[1])
    )
)


@given(diary, span)
def test_any_diary_agrees_with_other_code(entries: list[Entry], span: Span) -> None:
    hold_against_other_code(entries, span)


@given(diary, span, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(
    entries: list[Entry], span: Span, chance: Random
) -> None:
    shuffled = chance.sample(entries, len(entries))
    assert responses(shuffled, span, CALENDAR) == responses(entries, span, CALENDAR)


@given(diary, span)
def test_before_and_after_are_those_of_a_week(entries: list[Entry], span: Span) -> None:
    courses = summarize(entries, span, CALENDAR).courses
    for one in responses(entries, span, CALENDAR):
        mine = [course for course in courses if named(course.dose) == named(one)]
        assert one.doses == len(mine)
        for name, seen in (("mood", one.mood), ("anxiety", one.anxiety)):
            pairs = [getattr(course, name) for course in mine]
            before = [pair[0] for pair in pairs if pair[0] is not None]
            assert (seen.points[0].median, seen.points[0].n) == (median(before), len(before))
            after = sum(pair[1] is not None for pair in pairs)
            at_once, morning = seen.points[1].n, seen.points[2].n
            assert max(at_once, morning) <= after <= at_once + morning


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60).map(sorted))
def test_bands_lie_within_each_other(ordered: list[int]) -> None:
    lower, quarter, middle, three, upper = (percentile(ordered, n) for n in (10, 25, 50, 75, 90))
    assert ordered[0] <= lower <= quarter <= middle <= three <= upper <= ordered[-1]
    assert middle == median(ordered)


def test_the_points_are_as_the_design_says() -> None:
    assert POINTS == ("before", "2h", "morning", "1d", "2d", "3d", "7d")
    assert list(WINDOWS) == list(POINTS[1:])
    assert FEWEST == 5
