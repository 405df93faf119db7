"""The charts of the page: whole XML, readable words, nothing outside, the numbers in words too."""

import re

import pytest

from ketalog.page.charts import svg
from ketalog.page.charts.axis import Days
from ketalog.page.charts.daily import DailyRow, daily_chart
from ketalog.page.charts.layout import width_of, wrapped
from ketalog.page.charts.response import BandPoint, response_chart
from ketalog.page.charts.scores import Scale, SeverityBand, Total, scores_chart
from ketalog.page.charts.strip import Bar, EventRow, Lane, strip_chart
from ketalog.page.charts.svg import Chart
from ketalog.page.languages.en import TEXTS
from tests.page.drawings import (
    CHARTS,
    HOSTILE,
    MONDAY,
    NS,
    TYPICAL,
    assert_sound,
    overlapping,
    read,
    response,
)

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
        strip_chart(
            TEXTS,
            HOSTILE,
            Days(MONDAY, 7),
            [Lane(HOSTILE, (Bar(1, 100),))],
            [EventRow(HOSTILE, (1,), (1, HOSTILE))],
        ),
        daily_chart(TEXTS, HOSTILE, Days(MONDAY, 7), [DailyRow(HOSTILE, "mood", 10, (1, 2))]),
    ],
    ids=["response", "scores", "strip", "daily"],
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
