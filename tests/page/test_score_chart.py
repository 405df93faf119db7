"""The chart of a questionnaire: totals by their dates, the cuts and names of its bands."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ketalog.page.charts.scores import Scale, SeverityBand, Total, scores_chart
from ketalog.page.languages.en import TEXTS
from tests.page.drawings import (
    NS,
    PHQ9,
    assert_sound,
    overlapping,
    read,
    scores,
    text_corners,
    words_in,
)


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


@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 27)), max_size=60),
    st.sampled_from(["28 Sep", "28 September 2026", "", "an odd date that is far too long"]),
)
def test_any_totals_give_a_chart_inside_its_box(found: list[tuple[int, int]], on: str) -> None:
    totals = [Total(day, f"{on}{'.' * at}", one) for at, (day, one) in enumerate(sorted(found))]
    chart = scores_chart(TEXTS, "PHQ-9", "a note", totals, PHQ9)
    assert_sound(chart)
    assert len(list(read(chart).iter(f"{NS}circle"))) == len(totals)


@given(st.lists(st.integers(0, 27), min_size=1, max_size=60), st.sampled_from([0, 1, 14]))
@example([22, 24, 24, 0, 0], 1)  # the worst is beside the first
def test_no_number_of_any_totals_lies_on_other_words(sums: list[int], every: int) -> None:
    assert overlapping(scores(*sums, every=every)) == []


names = st.text(st.sampled_from("ab MW-"), max_size=40)


@given(st.lists(names, min_size=1, max_size=8), st.integers(8, 60))
def test_any_bands_give_a_chart_inside_its_box(bands: list[str], most: int) -> None:
    scale = Scale(tuple(SeverityBand(at, name) for at, name in enumerate(bands)), most)
    chart = scores_chart(TEXTS, "X", "", [Total(0, "today", 3)], scale)
    assert_sound(chart)
    named = [one for one in read(chart).iter(f"{NS}text") if float(one.get("x", "0")) > 40]
    boxes = [text_corners(one) for one in named if one.get("text-anchor") is None]
    tops = sorted(top for _, top, _, _ in boxes)
    assert all(lower - upper > 6 for upper, lower in pairwise(tops))
