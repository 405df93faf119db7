"""`ketalog response`: which days it shows, what it says of few doses and of none, and how wide."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ketalog.answers.response import (
    ResponsePeriod,
    response_view,
    say_back,
    say_doses,
    say_response,
)
from ketalog.domain.calendar import Span
from ketalog.response import AmountResponse, Back, Course, Point, RouteResponse
from ketalog.ui.response import response
from ketalog.ui.terminal import ASCII, UNICODE, Glyphs, Screen
from tests.conftest import Ketalog
from tests.diary import without_colours

END = "2026-11-08T23:00:00+01:00"


@pytest.fixture
def eight_weeks(
    eight_weeks_typed: Path, monkeypatch: pytest.MonkeyPatch, ketalog: Ketalog
) -> Ketalog:
    """The journal of the made-up patient, on the evening of its last day."""
    monkeypatch.setenv("KETALOG_JOURNAL", str(eight_weeks_typed))
    monkeypatch.setenv("KETALOG_TEST_NOW", END)
    return ketalog


def type_in(ketalog: Ketalog, *lines: str) -> None:
    for line in lines:
        assert ketalog(line).code == 0, line


# Which days.


def test_without_an_appointment_it_shows_eight_weeks_and_says_so(eight_weeks: Ketalog) -> None:
    data = eight_weeks("response --json").data
    assert (data["start"], data["end"], data["why"]) == (
        "2026-09-14", "2026-11-09", "the last 8 weeks",
    )  # fmt: skip
    first = eight_weeks("response").out.splitlines()[0]
    assert first == "Before and after a dose, 14 Sep to 8 Nov 2026, the last 8 weeks."


@pytest.mark.parametrize(
    "appointments",
    [
        ["2026-11-10 10:00"],
        ["2026-11-10 10:00", "2026-11-22 09:00", "2026-11-22 10:00"],
        ["2026-11-10 10:00", "2026-11-24 10:00"],
        ["2026-11-24 10:00"],
    ],
)
def test_it_shows_the_days_of_the_page(
    ketalog: Ketalog, home: Path, appointments: Sequence[str]
) -> None:
    type_in(ketalog, *(f"appointment '{at}'" for at in appointments), "dose 100 nasal --mood 3")
    page = ketalog(f"export {home}/page.md --json").data
    shown = ketalog("response --json").data
    assert [shown[key] for key in ("start", "end", "why")] == [
        page[key] for key in ("start", "end", "why")
    ]
    expected = "2026-11-10" if "2026-11-10 10:00" in appointments else "2026-11-22"
    assert shown["start"] == expected


@pytest.mark.parametrize(
    ("options", "start", "end"),
    [
        ("--weeks 2", "2026-10-26", "2026-11-09"),
        ("--since 2026-10-01 --until 2026-10-31", "2026-10-01", "2026-11-01"),
        ("--since 2026-10-01", "2026-10-01", "2026-11-09"),
        ("--until 2026-10-31", "2026-09-14", "2026-11-01"),
    ],
)
def test_other_days_can_be_asked_for(
    eight_weeks: Ketalog, options: str, start: str, end: str
) -> None:
    data = eight_weeks(f"response {options} --json").data
    assert (data["start"], data["end"], data["why"]) == (start, end, None)


def test_two_ways_to_say_where_to_begin_are_refused(ketalog: Ketalog) -> None:
    assert ketalog("response --weeks 2 --since 2026-10-01").code == 2
    assert ketalog("response --weeks none").code == 2


def test_a_rating_after_the_last_day_still_belongs_to_its_dose(ketalog: Ketalog) -> None:
    type_in(
        ketalog,
        "dose 100 nasal --mood 3 --at '2026-11-01 20:00'",
        "mood 6 --at '2026-11-08 20:00'",
        "mood 3 --at '2026-11-20 20:00'",
    )
    (route,) = ketalog("response --since 2026-11-01 --until 2026-11-01 --json").data["routes"]
    assert route["mood"]["points"][-1]["median"] == 6
    assert route["mood"]["back"] == {"days": 19, "n": 1, "not_yet": 0}


# What it says.


def test_eight_weeks_in_figures(eight_weeks: Ketalog) -> None:
    sublingual, nasal = eight_weeks("response --json").data["routes"]
    assert (sublingual["route"], sublingual["doses"]) == ("sublingual", 22)
    assert sublingual["amounts_mg"] == ["100", "150"]
    assert [one["n"] for one in sublingual["mood"]["points"]] == [22, 19, 6, 16, 15, 0, 0]
    assert sublingual["mood"]["points"][0] == {
        "point": "before", "n": 22, "median": 4, "p10": 3, "p25": 4, "p75": 5, "p90": 5.9,
    }  # fmt: skip
    assert sublingual["mood"]["back"] == {"days": None, "n": 19, "not_yet": 10}
    assert (nasal["route"], nasal["doses"]) == ("nasal", 8)
    assert nasal["mood"]["points"][3] == {
        "point": "1d", "n": 3, "median": 5, "p10": None, "p25": None, "p75": None, "p90": None,
    }  # fmt: skip


def test_ketamine_and_esketamine_by_one_route_stand_apart_and_named(ketalog: Ketalog) -> None:
    for day, medication, after in ((10, "ketamine", 5), (12, "esketamine", 9)):
        type_in(
            ketalog,
            f"dose 56mg {medication} nasal --mood 3 --at '2026-11-{day} 9:00'",
            f"mood {after} --at '2026-11-{day} 11:00'",
        )
    said = ketalog("response").out
    assert "Nasal ketamine, mood 2 hours after: 5, 1 rating." in said
    assert "Nasal esketamine, mood 2 hours after: 9, 1 rating." in said
    drawn = ketalog("response --no-color", out_tty=True).out
    assert "Nasal ketamine" in drawn
    assert "Nasal esketamine" in drawn
    routes = ketalog("response --json").data["routes"]
    assert {each["medication"]: each["mood"]["points"][1]["median"] for each in routes} == {
        "ketamine": 5,
        "esketamine": 9,
    }


def test_what_was_never_rated_is_one_line_and_no_table_of_dashes(ketalog: Ketalog) -> None:
    type_in(ketalog, "dose 100mg nasal --at '2026-11-10 9:00'", "dose 50mg im --mood 4")
    drawn = without_colours(ketalog("response", out_tty=True).out)
    nasal = drawn[drawn.index("Nasal") : drawn.index("The median")]
    assert nasal.count("Not rated before or after these doses.") == 1
    assert drawn.count("Mood") == 1


def test_before_and_two_hours_are_those_of_a_week_with_one_route(ketalog: Ketalog) -> None:
    for day in (17, 18, 19):
        type_in(
            ketalog,
            f"dose 100 nasal --mood {day - 15} --anxiety 7 --at '2026-11-{day} 9:00'",
            f"mood {day - 11} --anxiety {day - 15} --at '2026-11-{day} 11:00'",
        )
    week = ketalog("week --json").data
    (only,) = ketalog("response --json").data["routes"]
    for what in ("mood", "anxiety"):
        before, after = (one["median"] for one in only[what]["points"][:2])
        assert (before, after) == (week[what]["before"], week[what]["after"])


@pytest.mark.parametrize("how", [{}, {"out_tty": True}])
def test_an_empty_journal_says_so_and_what_to_type(ketalog: Ketalog, how: Any) -> None:
    answer = ketalog("response", **how)
    assert answer.code == 0
    assert "No dose was recorded in these days." in answer.out
    assert "Log one: ketalog dose" in without_colours(answer.out)
    assert ketalog("response --until 2026-10-01").code == 0
    assert ketalog("response --json").data["routes"] == []


@pytest.mark.parametrize("doses", [1, 4])
def test_few_doses_have_medians_and_no_range_and_it_says_why(ketalog: Ketalog, doses: int) -> None:
    for n in range(doses):
        type_in(ketalog, f"dose 100 nasal --mood {3 + n} --at '2026-11-{10 + n} 20:00'")
    said = ketalog("response").out
    assert "middle half" not in said
    assert "With fewer than 5 ratings at a point, no range is shown." in said
    assert "too few" in ketalog("response --no-color", out_tty=True).out


def test_five_doses_have_a_range(ketalog: Ketalog) -> None:
    for n in range(5):
        type_in(ketalog, f"dose 100 nasal --mood {3 + n} --at '2026-11-{10 + n} 20:00'")
    assert (
        "Nasal, mood before a dose: median 5, the middle half 4 to 6, 5 ratings."
        in ketalog("response").out.splitlines()
    )
    assert "4–6" in ketalog("response --no-color", out_tty=True).out


def test_it_never_says_that_a_dose_was_the_cause(eight_weeks: Ketalog) -> None:
    for answer in (eight_weeks("response"), eight_weeks("response", out_tty=True)):
        last = without_colours(answer.out).splitlines()[-1].strip()
        assert last == "This shows what came before and after a dose. It does not show a cause."
        assert not re.search(r"\b(work|help|effect|because|due to|respon)", answer.out)


def test_doses_without_ratings_are_said_to_be_not_rated(ketalog: Ketalog) -> None:
    type_in(ketalog, "dose 100 nasal")
    lines = ketalog("response").out.splitlines()
    assert "Nasal, mood: not rated before or after these doses." in lines
    assert "Nasal, anxiety: not rated before or after these doses." in lines


def test_a_route_and_its_amounts_in_words() -> None:
    assert say_doses(route("100")) == "9 doses of 100 mg"
    assert say_doses(route("12.50", "100")) == "9 doses of 12.5 or 100 mg"
    assert say_doses(route("15", "30", "45")) == "9 doses of 15, 30 or 45 mg"
    assert say_doses(route("15", "30", "45", "60")) == "9 doses of 15 to 60 mg"


def test_the_way_back_in_words() -> None:
    head = "Back at the before value: mood"
    assert say_back("mood", Back(2.46, 9, 5)) == (
        f"{head} after 2.5 days (median of 9 doses, 5 not yet)"
    )
    assert say_back("mood", Back(1.04, 1, 0)) == f"{head} after 1 day (1 dose)"
    assert say_back("mood", Back(2, 3, 0), short=True) == f"{head} after 2 days (3 doses)"
    assert say_back("mood", Back(None, 1, 1)) == f"{head} not reached (1 dose, 1 not yet)"
    assert say_back("mood", Back(None, 0, 0)) == (
        f"{head} not known: none rated better after a dose than before"
    )


# How it is drawn.

SPAN = Span(date(2025, 12, 29), date(2026, 11, 23))


def route(*amounts: str, points: Any = (), back: Back = Back(None, 0, 0)) -> RouteResponse:  # noqa: B008 (frozen)
    course = Course(tuple(points), back)
    each = tuple(AmountResponse(Decimal(mg), 9, course, course) for mg in amounts)
    return RouteResponse("ketamine", "sublingual", 9, course, course, each)


def lines_of(around: ResponsePeriod, screen: Screen) -> list[str]:
    return [line.plain.rstrip() for line in response(response_view(around), screen)]


numbers = st.integers(0, 40).map(lambda quarters: quarters / 4)
pairs = st.none() | st.tuples(numbers, numbers)
points = st.builds(Point, st.just("2h"), st.integers(0, 9999), st.none() | numbers, pairs, pairs)
routes = st.builds(
    lambda amounts, points, back: route(*amounts, points=points, back=back),
    st.lists(st.sampled_from(["0.1", "12.5", "100", "12345.678"]), min_size=1, max_size=5),
    st.lists(points, min_size=7, max_size=7),
    st.builds(Back, st.none() | st.floats(0, 4000), st.integers(1, 9999), st.integers(0, 9999)),
)


@given(
    st.lists(routes, min_size=1, max_size=3),
    st.sampled_from(["", "since the last appointment"]),
    st.sampled_from([38, 40, 60, 76, 80, 100]),
    st.sampled_from([24, 40]),
    st.sampled_from([UNICODE, ASCII]),
)
def test_no_line_is_wider_than_the_screen(
    shown: Sequence[RouteResponse], why: str, width: int, height: int, glyphs: Glyphs
) -> None:
    around = ResponsePeriod(SPAN, why, tuple(shown))
    for line in lines_of(around, Screen(width, height, "none", glyphs, plain=False)):
        assert cell_len(line) <= width
        assert glyphs is UNICODE or line.isascii()


def test_on_a_narrow_screen_anxiety_goes_below_mood_where_there_is_no_room() -> None:
    wide = [Point("2h", 1000, 2.5, (2.5, 7.5), (2.5, 7.5))] * 7
    small = [Point("2h", 9, 2, (2, 7), (2, 7))] * 7
    for some, together in ((wide, False), (small, True)):
        around = ResponsePeriod(SPAN, "", (route("100", points=some),))
        lines = lines_of(around, Screen(38, 24, "none", UNICODE, plain=False))
        heads = [line for line in lines if line.split() in (["Mood"], ["Mood", "Anxiety"])]
        assert heads[0].endswith("Anxiety") is together


def test_two_routes_fit_on_80_by_24_with_the_prompt(
    eight_weeks: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    assert len(eight_weeks("response", out_tty=True).out.splitlines()) <= 23


def test_a_fact_is_a_line_of_its_own() -> None:
    around = ResponsePeriod(SPAN, "the last 8 weeks", (route("100", back=Back(1, 2, 0)),))
    assert all(re.search(r"[.]$", str(line)) for line in say_response(around))


def test_on_a_narrow_screen_points_without_a_rating_share_one_line(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    for line in ("dose 100mg sublingual mon 8pm --mood 4 --anxiety 7", "mood 6 --at 'mon 10pm'"):
        assert ketalog(line).code == 0
    lines = without_colours(ketalog("response", out_tty=True).out).splitlines()
    rated = [line.split()[0] for line in lines if re.search(r" n \d", line)]
    assert rated == ["before", "+2", "before", "+2"]
    assert " Not rated: morning, +1 d, +2 d, +3 d," in lines
