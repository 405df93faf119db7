"""The chart of every dose: before and after, shapes of routes, weeks and months beneath."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ketalog.domain.routes import ROUTES
from ketalog.page.charts.doses import DoseMark, DosePeriod, doses_chart, shows_shapes
from ketalog.page.charts.svg import SHAPES, Paint
from ketalog.page.charts.ticks import ticks
from ketalog.page.languages.en import TEXTS
from tests.page.drawings import (
    CHARTS,
    MONDAY,
    assert_sound,
    dose,
    every_dose,
    of_class,
    overlapping,
    words_in,
)


def tick(on: date, unit: str) -> str:
    return TEXTS.say_tick(on, unit, "day-month")


def test_every_dose_says_how_many_there_are_and_the_ranges() -> None:
    doses = [
        dose(1.8),
        dose(3.8, "circle", (2, 7), (None, None)),
        dose(5, "circle", (4, None), (6, 4)),
    ]
    assert every_dose(7, doses, 6.5).alt == (
        "Every dose: 3 sublingual, 1 planned but not taken. "
        "Mood: before 2 to 4 (3 rated); after 5 to 7 (2 rated). "
        "Anxiety: before 6 to 6 (2 rated); after 4 to 4 (2 rated)."
    )
    assert every_dose(7, []).alt == (
        "Every dose: no doses. Mood: no ratings before; no ratings after. "
        "Anxiety: no ratings before; no ratings after."
    )


def test_a_dose_is_open_before_filled_after_and_its_line_between() -> None:
    chart = every_dose(7, [dose(1.8)])
    before, after = of_class(chart, "mood-line", "circle")
    (line,) = of_class(chart, "mood-line", "line")
    assert before.get("class") == "paper mood-line"
    assert after.get("class") == "mood mood-line"
    assert before.get("cx") == after.get("cx") == line.get("x1") == line.get("x2")
    assert (line.get("y1"), line.get("y2")) == (before.get("cy"), after.get("cy"))
    assert float(before.get("cy", "")) > float(after.get("cy", ""))  # 3 lies under 5


def test_a_rating_that_is_not_there_is_not_drawn() -> None:
    chart = every_dose(7, [dose(1, "circle", (3, None), (None, 4))])
    assert [one.get("class") for one in of_class(chart, "mood-line", "circle")] == [
        "paper mood-line"
    ]
    assert [one.get("class") for one in of_class(chart, "anxiety-line", "circle")] == [
        "anxiety anxiety-line"
    ]


def test_the_same_rating_before_and_after_is_an_open_mark_with_a_core() -> None:
    chart = every_dose(7, [dose(1, "circle", (3, 3), (4, 4))])
    ring, core = [*of_class(chart, "mood-line", "circle"), *of_class(chart, "mood", "circle")]
    assert float(core.get("r", "")) < float(ring.get("r", "")) / 1.5
    assert ring.get("class") == "paper mood-line"


def test_a_dose_without_ratings_is_a_point_under_the_scale() -> None:
    nothing = (None, None)
    chart = every_dose(7, [dose(1, "circle", nothing, (3, 4))])
    (path,) = of_class(chart, "muted-line", "path")
    assert path.get("d", "").count("M") == 1


def test_a_missed_dose_is_a_cross_in_both_rows() -> None:
    chart = every_dose(7, [], 2.5)
    crosses = of_class(chart, "ink-line", "path")
    assert [one.get("d", "").count("M") for one in crosses] == [2, 2]


@pytest.mark.parametrize("route", ROUTES, ids=lambda one: one.name)
def test_each_route_has_a_shape(route: object) -> None:
    assert getattr(route, "shape", "") in SHAPES


def test_shapes_are_told_apart() -> None:
    drawn = {name: draw((5, 5), 2, Paint("mood")) for name, draw in SHAPES.items()}
    assert len(set(drawn.values())) == 4
    tags = [drawn[name].split()[0] for name in ("circle", "diamond", "triangle", "square")]
    assert tags == ["<circle", "<polygon", "<polygon", "<rect"]


def test_weeks_are_shaded_in_turn_with_their_dates() -> None:
    chart = every_dose(56, [])
    assert len(of_class(chart, "shade")) == 4
    assert float(of_class(chart, "shade")[0].get("x", "")) < 80
    assert words_in(chart)[:8] == [
        "28 Sep", "5 Oct", "12 Oct", "19 Oct", "26 Oct", "2 Nov", "9 Nov", "16 Nov",
    ]  # fmt: skip


def test_the_axis_spans_the_whole_period() -> None:
    chart = every_dose(100, [dose(0), dose(100)])
    first, last = (float(one.get("x1", "")) for one in of_class(chart, "mood-line", "line"))
    assert first < 80
    assert last > 505


def test_three_years_of_doses_stay_small_and_are_named_by_months_and_years() -> None:
    chart = CHARTS["three years of doses"]
    assert len(chart.svg) < 150_000
    assert {"2026", "2027", "2028", "2029"} >= {
        one for one in words_in(chart) if one.isdigit() and len(one) == 4
    }
    assert {"Jan", "Apr", "Jul", "Oct", "2027", "2028", "2029"} <= set(words_in(chart))


def test_no_number_of_doses_makes_a_chart_huge() -> None:
    doses = [
        dose(at / 8, "circle", (at % 11, at * 7 % 11), (at * 3 % 11, at * 5 % 11))
        for at in range(8 * 3650)
    ]
    chart = every_dose(3650, doses)
    assert len(chart.svg) < 700_000
    assert_sound(chart)


def test_shapes_are_shown_while_there_is_room() -> None:
    some, many = ([dose(at * step) for at in range(60)] for step in (1, 0.5))
    assert shows_shapes(DosePeriod(MONDAY, 60, tuple(some)))
    assert not shows_shapes(DosePeriod(MONDAY, 365, tuple(many)))
    assert shows_shapes(DosePeriod(MONDAY, 60, ()))


ratings = st.none() | st.integers(0, 10)


@st.composite
def periods(draw: st.DrawFn) -> DosePeriod:
    days = draw(st.integers(1, 60) | st.integers(1, 40_000))
    moments = st.floats(0, days)
    marks = st.builds(
        DoseMark,
        moments,
        st.sampled_from(["sublingual", "nasal"]),
        st.sampled_from([*SHAPES, "star"]),
        st.tuples(ratings, ratings),
        st.tuples(ratings, ratings),
    )
    return DosePeriod(
        draw(st.dates(date(1950, 1, 1), date(2100, 1, 1))),
        days,
        tuple(draw(st.lists(marks, max_size=40))),
        tuple(draw(st.lists(moments, max_size=5))),
        draw(st.integers(0, 6)),
    )


@given(periods())
@example(DosePeriod(date(2000, 8, 12), 39, ()))  # the last week is cut
def test_any_period_gives_a_chart_inside_its_box(period: DosePeriod) -> None:
    chart = doses_chart(TEXTS, "Every dose", ("Stimmung", "Angst"), period)
    assert_sound(chart)
    assert overlapping(chart) == []


@given(st.dates(date(1950, 1, 1), date(9990, 1, 1)), st.integers(1, 3000), st.integers(0, 6))
def test_the_parts_of_a_period_follow_one_another(start: date, days: int, weekday: int) -> None:
    parts = ticks(tick, start, days, 450, weekday)
    assert parts[0].start == 0
    assert parts[-1].end == days
    assert all(one.start < one.end for one in parts)
    assert [one.end for one in parts[:-1]] == [one.start for one in parts[1:]]


def test_a_part_is_as_fine_as_there_is_room_for() -> None:
    named = {
        days: [one.name for one in ticks(tick, MONDAY, days, 450)][:3] for days in (3, 56, 500)
    }
    assert named == {
        3: ["28 Sep", "29 Sep", "30 Sep"],
        56: ["28 Sep", "5 Oct", "12 Oct"],
        500: ["Sep", "Oct", "Nov"],
    }
    assert [one.name for one in ticks(tick, MONDAY, 8000, 450)][:3] == ["2026", "2028", "2030"]


def test_a_week_begins_on_the_day_that_the_patient_chose() -> None:
    assert [one.start for one in ticks(tick, MONDAY, 60, 450, first_weekday=6)][:3] == [0, 6, 13]
