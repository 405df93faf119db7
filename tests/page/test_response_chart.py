"""The chart of the response to one dose: every median, its number of doses, nothing drawn over."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ketalog.page.charts.response import BandPoint, response_chart
from ketalog.page.languages.en import TEXTS
from tests.page.drawings import (
    LABELS,
    NS,
    TYPICAL,
    assert_sound,
    of_class,
    overlapping,
    point,
    read,
    response,
    text_corners,
    words_in,
)


def test_the_response_says_its_numbers() -> None:
    assert response(*TYPICAL).alt == (
        "Mood, sublingual: before 3 (25–75 %: 3–4; 27 doses), "
        "2 hours after 5 (25–75 %: 4–6; 27 doses), 1 day after 4.5 (25–75 %: 4–5; 24 doses), "
        "2 days after 6 (4 doses), "
        "7 days after 2 (25–75 %: 1–3; 8 doses), higher is better."
    )
    assert "before 4 (1 dose)" in response(point(0, 1, 4)).alt


def test_the_response_shows_each_median_each_point_and_each_n() -> None:
    words = words_in(response(*TYPICAL))
    assert words[:2] == ["Mood, sublingual", "higher is better"]
    assert [one for one in words if one.startswith("n=")] == [
        "n=27", "n=27", "n=24", "n=4", "n=8",
    ]  # fmt: skip
    rated = [label for at, (label, _) in enumerate(LABELS) if TYPICAL[at].n]
    assert [label for label, _ in LABELS if label in words] == rated
    assert words[-5:] == ["3", "5", "4.5", "6", "2"]


def test_before_is_open_and_what_follows_is_filled() -> None:
    circles = list(read(response(*TYPICAL)).iter(f"{NS}circle"))
    assert [one.get("class", "").split()[0] for one in circles] == ["paper", *["mood"] * 4]


def test_a_point_without_a_rating_leaves_a_gap() -> None:
    (line,) = of_class(response(*TYPICAL), "mood-line", "polyline")
    assert len(line.get("points", "").split()) == 4  # the last point stands alone
    whole = response(*TYPICAL[:4], point(4, 3, 5), TYPICAL[5])
    (line,) = of_class(whole, "mood-line", "polyline")
    assert len(line.get("points", "").split()) == 6


def test_the_line_runs_through_no_number() -> None:
    chart = response(*(point(at, 9, one) for at, one in enumerate((1, 9.5, 5.5, 2, 8, 3))))
    (line,) = of_class(chart, "mood-line", "polyline")
    spots = [tuple(map(float, one.split(","))) for one in line.get("points", "").split()]
    on_line = [
        (x1 + (x2 - x1) * at / 50, y1 + (y2 - y1) * at / 50)
        for (x1, y1), (x2, y2) in pairwise(spots)
        for at in range(51)
    ]
    for number in list(read(chart).iter(f"{NS}text"))[-6:]:
        left, top, right, bottom = text_corners(number)
        assert not [1 for x, y in on_line if left < x < right and top < y < bottom], number.text


def test_few_doses_have_no_band_and_one_alone_has_a_bar() -> None:
    run, alone = of_class(response(*TYPICAL), "mood-band-25", "polygon")
    assert len(run.get("points", "").split()) == 6
    assert len(alone.get("points", "").split()) == 4
    assert len(of_class(response(*TYPICAL), "mood-band-10", "polygon")) == 2
    assert of_class(response(point(0, 4, 3), point(1, 4, 5)), "mood-band-10") == []


def test_thousands_of_doses_still_have_their_number_under_each_point() -> None:
    chart = response(*(point(at, 1234, 5) for at in range(6)))
    assert words_in(chart).count("1234") == 6
    assert overlapping(chart) == []


halves = st.integers(0, 20).map(lambda one: one / 2)
pairs = st.tuples(halves, halves).map(lambda pair: (min(pair), max(pair)))


@st.composite
def points(draw: st.DrawFn) -> BandPoint:
    n = draw(st.integers(0, 12) | st.integers(0, 99_999))
    label = draw(st.sampled_from(["before", "+2 h", "vorher", "a much longer label", ""]))
    few = n < 5
    return BandPoint(
        label,
        "then",
        n,
        draw(halves) if n else None,
        None if few else draw(pairs),
        None if few else draw(pairs),
    )


@given(st.lists(points(), min_size=1, max_size=6), st.text(max_size=60))
def test_any_course_gives_a_chart_inside_its_box(course: list[BandPoint], title: str) -> None:
    chart = response_chart(TEXTS, "anxiety", title, title, course)
    assert_sound(chart)
    assert len(list(read(chart).iter(f"{NS}circle"))) == sum(one.n > 0 for one in course)


@given(st.lists(st.none() | halves, min_size=6, max_size=6))
def test_no_number_of_any_course_lies_on_other_words(medians: list[float | None]) -> None:
    chart = response(*(point(at, 0 if one is None else 9, one) for at, one in enumerate(medians)))
    assert overlapping(chart) == []
