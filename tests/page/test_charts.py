"""The charts of the page: whole XML, readable words, nothing outside, the numbers in words too."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ketalog.domain.routes import ROUTES
from ketalog.page.charts import svg
from ketalog.page.charts.doses import DoseMark, DosePeriod, doses_chart, shows_shapes
from ketalog.page.charts.layout import BELOW, CAP, width_of, wrapped
from ketalog.page.charts.palette import LIGHT, SCOPE
from ketalog.page.charts.response import BandPoint, response_chart
from ketalog.page.charts.scores import Scale, SeverityBand, Total, scores_chart
from ketalog.page.charts.svg import SHAPES, Chart, Paint
from ketalog.page.charts.ticks import ticks
from ketalog.page.languages.en import TEXTS

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert('x')</script>&amp;\"\x00\ufffe\u202e\ud800<!--"
MONDAY = date(2026, 9, 28)
ROWS = ("Mood", "Anxiety")
PHQ9 = Scale(
    (
        SeverityBand(0, "minimal"),
        SeverityBand(5, "mild"),
        SeverityBand(10, "moderate"),
        SeverityBand(15, "moderately severe"),
        SeverityBand(20, "severe"),
    ),
    27,
)
LABELS = (
    ("before", "before"),
    ("+2 h", "2 hours after"),
    ("+1 d", "1 day after"),
    ("+2 d", "2 days after"),
    ("+3 d", "3 days after"),
    ("+7 d", "7 days after"),
)


def tick(on: date, unit: str) -> str:
    return TEXTS.say_tick(on, unit, "day-month")


def point(at: int, n: int, median: float | None, *bands: tuple[float, float]) -> BandPoint:
    quarter, tenth = bands or (None, None)
    return BandPoint(*LABELS[at], n, median, quarter, tenth)


TYPICAL = (
    point(0, 27, 3, (3, 4), (2, 4.4)),
    point(1, 27, 5, (4, 6), (3, 7)),
    point(2, 24, 4.5, (4, 5), (3, 6)),
    point(3, 4, 6),
    point(4, 0, None),
    point(5, 8, 2, (1, 3), (0, 4)),
)


def response(*points: BandPoint) -> Chart:
    return response_chart(TEXTS, "mood", "Mood, sublingual", "higher is better", points)


def scores(*sums: int, every: float = 14, date_of: Callable[[date], str] = str) -> Chart:
    totals = [
        Total(at * every, date_of(MONDAY + timedelta(at * every)), one)
        for at, one in enumerate(sums)
    ]
    return scores_chart(TEXTS, "PHQ-9", "first → latest", totals, PHQ9)


def dose(day: float, shape: str = "circle", *pairs: tuple[float | None, float | None]) -> DoseMark:
    mood, anxiety = pairs or ((3, 5), (6, 4))
    return DoseMark(day, "sublingual", shape, mood, anxiety)


def every_dose(days: int, doses: list[DoseMark], *missed: float) -> Chart:
    period = DosePeriod(MONDAY, days, tuple(doses), missed)
    return doses_chart(TEXTS, "Every dose", ROWS, period)


# Reading a chart.


def read(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)  # noqa: S314


def words_in(chart: Chart) -> list[str]:
    return [one.text or "" for one in read(chart).iter(f"{NS}text")]


def of_class(chart: Chart, name: str, tag: str = "*") -> list[ET.Element]:
    found = read(chart).iter() if tag == "*" else read(chart).iter(NS + tag)
    return [one for one in found if name in one.get("class", "").split()]


def corners(element: ET.Element) -> Iterator[tuple[float, float]]:
    """Yield the corners of all that an element paints."""

    def value(name: str) -> float:
        return float(element.get(name, "0"))

    spots: list[tuple[float, float]] = []
    reach = value("stroke-width") / 2
    match element.tag.removeprefix(NS):
        case "text":
            left, top, right, bottom = text_corners(element)
            spots = [(left, top), (right, bottom)]
        case "line":
            spots = [(value("x1"), value("y1")), (value("x2"), value("y2"))]
            reach = 0.25 if value("y1") == value("y2") else reach
        case "rect":
            right, bottom = value("x") + value("width"), value("y") + value("height")
            spots = [(value("x"), value("y")), (right, bottom)]
        case "circle":
            x, y, r = value("cx"), value("cy"), value("r")
            spots = [(x - r, y - r), (x + r, y + r)]
        case "polyline" | "polygon":
            pairs = [one.split(",") for one in element.get("points", "").split()]
            spots = [(float(x), float(y)) for x, y in pairs]
        case "path":
            steps = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", element.get("d", ""))
            spots = [(float(x), float(y)) for x, y in steps]
        case other:
            assert other in {"svg", "title", "desc"}
    for x, y in spots:
        yield x - reach, y - reach
        yield x + reach, y + reach


def text_corners(element: ET.Element) -> tuple[float, float, float, float]:
    size, bold = float(element.get("font-size", "0")), element.get("font-weight") == "600"
    width = width_of(element.text or "", size, bold=bold)
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    left = x - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
    below = 0 if re.fullmatch(r"[\d.]+", element.text or "") else BELOW  # figures have no tails
    return left, y - CAP * size, left + width, y + below * size


def assert_sound(chart: Chart) -> None:
    """Every chart is whole, inside its box, readable, and says what it is."""
    root = read(chart)
    assert root.get("viewBox") == f"0 0 {chart.width} {chart.height}"
    assert (root.get("width"), root.get("height")) == (f"{chart.width}pt", f"{chart.height}pt")
    assert (root.get("role"), root.get("class")) == ("img", SCOPE)
    assert [one.tag for one in root[:2]] == [f"{NS}title", f"{NS}desc"]
    assert root.get("aria-labelledby", "").split() == [one.get("id") for one in root[:2]]
    for element in root.iter():
        for x, y in corners(element):
            assert -0.26 <= x <= chart.width + 0.26, ET.tostring(element)
            assert -0.26 <= y <= chart.height + 0.26, ET.tostring(element)
    assert all(float(one.get("font-size", "0")) >= 7 for one in root.iter(f"{NS}text"))
    assert re.findall(r"\d\.\d{3}", chart.svg.partition("</desc>")[2]) == []
    assert_coloured(root)


def assert_coloured(root: ET.Element) -> None:
    """Each colour has its class, so that a page can change it."""
    for element in root.iter():
        names = element.get("class", "").split()
        for attribute, ending in (("fill", ""), ("stroke", "-line")):
            colour = element.get(attribute)
            if colour and colour != "none":
                assert any(LIGHT[one] == colour and one + ending in names for one in LIGHT)


def overlapping(chart: Chart) -> list[tuple[str, str]]:
    """Return the words of a chart that lie on one another."""
    boxes = [(one.text or "", text_corners(one)) for one in read(chart).iter(f"{NS}text")]
    return [
        (words, other)
        for at, (words, (left, top, right, bottom)) in enumerate(boxes)
        for other, (left2, top2, right2, bottom2) in boxes[at + 1 :]
        if min(right, right2) - max(left, left2) > 0.1
        and min(bottom, bottom2) - max(top, top2) > 0.1
    ]


# Every chart.

CHARTS = {
    "response": response(*TYPICAL),
    "response to one dose": response(*(point(at, at % 2, at % 2 or None) for at in range(6))),
    "response without a rating": response(*(point(at, 0, None) for at in range(6))),
    "response from 0 to 10": response(*(point(at, 9, 10 * (at % 2)) for at in range(6))),
    "scores": scores(19, 16, 17, 12, 9),
    "one score": scores(27),
    "no score": scores(),
    "forty scores": scores(*(abs(27 - 3 * at) % 28 for at in range(40))),
    "eight weeks of doses": every_dose(56, [dose(at + 0.8) for at in range(0, 56, 2)], 1.5, 3.5),
    "one dose": every_dose(1, [dose(0.5)]),
    "no dose": every_dose(56, []),
    "three years of doses": every_dose(1096, [dose(at + 0.8) for at in range(1096)], 5.5),
}
EACH = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


@EACH
def test_a_chart_is_sound(chart: Chart) -> None:
    assert_sound(chart)


@EACH
def test_no_words_lie_on_others(chart: Chart) -> None:
    assert overlapping(chart) == []


def test_no_two_charts_share_an_id() -> None:
    ids = re.findall(r' id="([^"]+)"', "".join(one.svg for one in CHARTS.values()))
    assert len(ids) == len(set(ids)) == 2 * len(CHARTS)


@pytest.mark.parametrize(
    "chart",
    [
        response_chart(TEXTS, "anxiety", HOSTILE, HOSTILE, [BandPoint(HOSTILE, HOSTILE, 1, 5)]),
        scores_chart(
            TEXTS, HOSTILE, HOSTILE, [Total(0, HOSTILE, 3)], Scale((SeverityBand(0, HOSTILE),), 9)
        ),
        doses_chart(
            TEXTS,
            HOSTILE,
            (HOSTILE, HOSTILE),
            DosePeriod(MONDAY, 7, (DoseMark(1, HOSTILE, HOSTILE, (1, 2)),)),
        ),
    ],
    ids=["response", "scores", "doses"],
)
def test_hostile_words_are_only_words(chart: Chart) -> None:
    assert_sound(chart)
    known = {"svg", "title", "desc", "text", "line", "rect", "circle", "polyline", "path"}
    assert {one.tag.removeprefix(NS) for one in read(chart).iter()} <= known
    assert "<script>alert('x')</script>&amp;\"" in (read(chart)[0].text or "")


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert response(*TYPICAL) == response(*TYPICAL)


def test_a_length_has_two_decimals_at_most() -> None:
    assert [svg.number(one) for one in (1 / 3, 2.0, -0.001, 10.5, 100)] == [
        "0.33",
        "2",
        "0",
        "10.5",
        "100",
    ]


# The response to one dose.


def test_the_response_says_its_numbers() -> None:
    assert response(*TYPICAL).alt == (
        "Mood, sublingual: before 3 (25–75 %: 3–4; 27 doses), "
        "2 hours after 5 (25–75 %: 4–6; 27 doses), 1 day after 4.5 (25–75 %: 4–5; 24 doses), "
        "2 days after 6 (4 doses), 3 days after no ratings, "
        "7 days after 2 (25–75 %: 1–3; 8 doses), higher is better."
    )
    assert "before 4 (1 dose)" in response(point(0, 1, 4)).alt


def test_the_response_shows_each_median_each_point_and_each_n() -> None:
    words = words_in(response(*TYPICAL))
    assert words[:2] == ["Mood, sublingual", "higher is better"]
    assert [one for one in words if one.startswith("n=")] == [
        "n=27", "n=27", "n=24", "n=4", "n=0", "n=8",
    ]  # fmt: skip
    assert [label for label, _ in LABELS if label in words] == [label for label, _ in LABELS]
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


@settings(deadline=None)
@given(st.lists(points(), min_size=1, max_size=6), st.text(max_size=60))
def test_any_course_gives_a_chart_inside_its_box(course: list[BandPoint], title: str) -> None:
    chart = response_chart(TEXTS, "anxiety", title, title, course)
    assert_sound(chart)
    assert len(list(read(chart).iter(f"{NS}circle"))) == sum(one.n > 0 for one in course)


@settings(deadline=None)
@given(st.lists(st.none() | halves, min_size=6, max_size=6))
def test_no_number_of_any_course_lies_on_other_words(medians: list[float | None]) -> None:
    chart = response(*(point(at, 0 if one is None else 9, one) for at, one in enumerate(medians)))
    assert overlapping(chart) == []


# Questionnaires.


def test_scores_say_their_numbers_dates_and_bands() -> None:
    assert scores(19, 9).alt == (
        "PHQ-9: 19 on 2026-09-28, 9 on 2026-10-12. Bands: minimal from 0, mild from 5, "
        "moderate from 10, moderately severe from 15, severe from 20."
    )
    assert scores().alt.startswith("PHQ-9: no total. Bands: minimal")


def test_scores_show_each_total_the_cuts_and_the_names_of_the_bands() -> None:
    words = words_in(scores(19, 16, 17, 12, 9, date_of=lambda on: f"{on:%d %b}"))
    assert [one for one in words if one.isdigit()] == [
        "0", "5", "10", "15", "20", "27", "19", "16", "17", "12", "9",
    ]  # fmt: skip
    assert words[8:14] == ["minimal", "mild", "moderate", "moderately", "severe", "severe"]
    assert words[-2:] == ["28 Sep", "23 Nov"]


def test_bands_are_cut_at_their_lower_ends_and_grow_darker() -> None:
    bands = list(read(scores(9)).iter(f"{NS}rect"))
    assert [one.get("class") for one in bands] == [f"severity-{step}" for step in range(1, 6)]
    edges = [float(one.get("y", "")) + float(one.get("height", "")) for one in bands]
    whole = edges[0] - float(bands[-1].get("y", ""))
    assert [(edges[0] - one) / whole * 27 for one in edges] == pytest.approx(
        [0, 5, 10, 15, 20], abs=0.01
    )


def test_of_forty_totals_the_first_the_latest_and_the_worst_have_their_number() -> None:
    sums = [12, *range(10, 27), 27, *range(26, 7, -1), 7, 8]
    assert len(sums) == 40
    chart = scores(*sums)
    assert words_in(chart)[-5:-2] == ["8", "12", "27"]
    assert len(list(read(chart).iter(f"{NS}circle"))) == 40
    assert "PHQ-9, 40 totals: first 12 on 2026-09-28, latest 8 on" in chart.alt
    assert "highest 27 on" in chart.alt
    assert "lowest 7 on" in chart.alt


def test_totals_stand_by_their_dates() -> None:
    totals = [Total(day, str(day), 5) for day in (0, 10, 40)]
    circles = read(scores_chart(TEXTS, "PHQ-9", "", totals, PHQ9)).iter(f"{NS}circle")
    first, second, last = (float(one.get("cx", "")) for one in circles)
    assert (second - first) / (last - first) == pytest.approx(0.25, abs=0.01)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 27)), max_size=60),
    st.sampled_from(["28 Sep", "28 September 2026", "", "an odd date that is far too long"]),
)
def test_any_totals_give_a_chart_inside_its_box(found: list[tuple[int, int]], on: str) -> None:
    totals = [Total(day, f"{on}{'.' * at}", one) for at, (day, one) in enumerate(sorted(found))]
    chart = scores_chart(TEXTS, "PHQ-9", "a note", totals, PHQ9)
    assert_sound(chart)
    assert len(list(read(chart).iter(f"{NS}circle"))) == len(totals)


@settings(deadline=None)
@given(st.lists(st.integers(0, 27), min_size=1, max_size=60), st.sampled_from([0, 1, 14]))
@example([22, 24, 24, 0, 0], 1)  # the worst is beside the first
def test_no_number_of_any_totals_lies_on_other_words(sums: list[int], every: int) -> None:
    assert overlapping(scores(*sums, every=every)) == []


names = st.text(st.sampled_from("ab MW-"), max_size=40)


@settings(deadline=None)
@given(st.lists(names, min_size=1, max_size=8), st.integers(8, 60))
def test_any_bands_give_a_chart_inside_its_box(bands: list[str], most: int) -> None:
    scale = Scale(tuple(SeverityBand(at, name) for at, name in enumerate(bands)), most)
    chart = scores_chart(TEXTS, "X", "", [Total(0, "today", 3)], scale)
    assert_sound(chart)
    named = [one for one in read(chart).iter(f"{NS}text") if float(one.get("x", "0")) > 40]
    boxes = [text_corners(one) for one in named if one.get("text-anchor") is None]
    tops = sorted(top for _, top, _, _ in boxes)
    assert all(lower - upper > 6 for upper, lower in pairwise(tops))


# Every dose.


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


@settings(deadline=None)
@given(periods())
@example(DosePeriod(date(2000, 8, 12), 39, ()))  # the last week is cut
def test_any_period_gives_a_chart_inside_its_box(period: DosePeriod) -> None:
    chart = doses_chart(TEXTS, "Every dose", ("Stimmung", "Angst"), period)
    assert_sound(chart)
    assert overlapping(chart) == []


@settings(deadline=None)
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


# Where words go.


def test_words_are_at_least_as_wide_as_inter_draws_them() -> None:
    # Advance widths of Inter 4.1 and DejaVu Sans 2.37, in units of the font's size.
    assert width_of("before", 1) >= 3.39
    assert width_of("n=27", 1) >= 2.74
    assert width_of("moderately", 1) >= 5.74
    assert width_of("17 → 8", 1) >= 3.25


def test_a_long_name_is_put_on_two_lines_and_else_cut() -> None:
    assert wrapped("moderately severe", 7, 45) == ("moderately", "severe")
    assert wrapped("mild", 7, 45) == ("mild",)
    assert wrapped("incomprehensibilities", 7, 45)[0].endswith("…")
