"""Twelve weeks of a made-up treatment, typed as a patient would: every figure worked out by hand.

The course (`courses/twelve-weeks.txt`): six infusions, then troches on Mon, Wed and Fri with a
step up from 19 Oct, a spray once a weekend, a late refill, two skipped doses, GAD-7 and PHQ-9
every two weeks, a bladder check a month. Beside that, what happens to people: a dose after
midnight, in the hour that comes twice, a day early, too large, typed twice, not written down.

The figures come from the course and the definitions alone, on paper. Where the paper is more than
a look at the course, it stands beside the figure.
"""

import re
import shlex
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ketalog.answers.safety import GRAVE, PRIVATE, THOUGHTS, URINE
from ketalog.instruments import gad7, phq9
from tests.conftest import Answer, Ketalog
from tests.places import COURSES

COURSE = COURSES / "twelve-weeks.txt"
LINES = [
    tuple(line.split(" ", 1))
    for line in COURSE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
END = "2026-11-22T20:00+01:00"
NEXT_DAY = "2026-11-23T10:00+01:00"
NOTHING: list[Any] = []
AFTER_SOMETHING_GRAVE = (
    GRAVE.format(number=""),
    URINE.format(when=""),
    URINE.format(when=" today"),
)


class Typed(NamedTuple):
    """The journal of the course, and what each line of it answered, by its moment."""

    journal: Path
    answers: dict[str, list[Answer]]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    """Where the course is written once, by the first test, and read by all others."""
    return Typed(tmp_path_factory.mktemp("twelve-weeks") / "journal.json", {})


@pytest.fixture(autouse=True)
def course(filled: Typed, monkeypatch: pytest.MonkeyPatch, ketalog: Ketalog) -> Typed:
    """The journal with all twelve weeks in it, on the evening of the last day."""
    monkeypatch.setenv("KETALOG_JOURNAL", str(filled.journal))
    monkeypatch.setenv("KETALOG_TEST_NOW", END)
    if not filled.answers:
        for moment, line in LINES:
            answer = ketalog(shlex.split(line), now=moment)
            filled.answers.setdefault(moment, []).append(answer)
    return filled


class Week(NamedTuple):
    """What a week must say.

    `plan`: planned, taken, skipped, not recorded, due, unplanned. `mood` and `anxiety`: median
    before and after, and of how many doses. `doses`: when, route, mg, mood before and after,
    anxiety before and after. `days`: mood and anxiety of the days with any. `effects`: times,
    after how many doses, worst, last. `scores`: total, baseline, change.
    """

    start: str
    plan: tuple[int, int, int, int, int, int]
    routes: dict[str, tuple[int, str]]
    mood: tuple[float, float, int]
    anxiety: tuple[float, float, int]
    doses: list[tuple[Any, ...]]
    days: dict[str, tuple[float, float]]
    effects: dict[str, tuple[int, int, str, str]]
    checks: list[tuple[str, str, float]]
    scores: dict[str, tuple[int, int | None, int | None]]
    flags: list[tuple[str, str, str | None, str]]
    written_late: int = 0
    asked_none: int = 0


IV, SL, NOSE = "intravenous", "sublingual", "nasal"
WEEKS = [
    Week(
        "2026-08-31",
        (2, 2, 0, 0, 0, 0),
        {IV: (2, "70")},
        (3.5, 5.5, 2),
        (7.5, 4.5, 2),
        [
            ("09-01T14:00:00+02:00", IV, "35", 3, 5, 8, 5),
            ("09-04T14:00:00+02:00", IV, "35", 4, 6, 7, 4),
        ],
        {"08-31": (3, 8), "09-01": (4, 6.5), "09-02": (5, 5), "09-04": (5, 5.5), "09-06": (5, 6)},
        {
            "dizziness": (1, 1, "mild", "09-01"),
            "nausea": (1, 1, "moderate", "09-04"),
            "dissociation": (1, 1, "mild", "09-04"),
        },
        # 3+2+3+2+2+2+1; 3+3+2+2+2+2+2+1+0. The bladder check has no score.
        [("gad7", "08-31", 15), ("phq9", "08-31", 17)],
        {"GAD-7": (15, None, None), "PHQ-9": (17, None, None)},
        [("effect", "nausea", "moderate", "2026-09-04T15:00:00+02:00")],
    ),
    Week(
        "2026-09-07",
        (2, 2, 0, 0, 0, 0),
        {IV: (2, "70")},
        (4, 5, 1),  # Friday's next rating is 19 h later: no after.
        (7, 5, 1),
        [
            ("09-08T13:30:00+02:00", IV, "35", 4, 5, 7, 5),
            ("09-11T14:00:00+02:00", IV, "35", 4, None, 6, None),
        ],
        {"09-08": (4.5, 6), "09-11": (4, 6), "09-12": (6, 4)},
        {},
        NOTHING,
        {},
        NOTHING,
        asked_none=1,
    ),
    Week(
        "2026-09-14",
        (2, 2, 0, 0, 0, 0),
        {IV: (2, "70")},
        (4.5, 6.5, 2),  # Tuesday: 16:15 is nearer to 16:00 than 18:02.
        (5.5, 3.5, 2),
        [
            ("09-15T14:00:00+02:00", IV, "35", 4, 6, 6, 4),
            ("09-18T14:00:00+02:00", IV, "35", 5, 7, 5, 3),
        ],
        {"09-15": (6, 4), "09-18": (6, 4)},
        {"headache": (2, 1, "severe", "09-18")},
        [("gad7", "09-14", 12), ("phq9", "09-14", 14)],
        {"GAD-7": (12, 15, -3), "PHQ-9": (14, 17, -3)},
        [
            ("check", "phq9", None, "2026-09-14T09:05:00+02:00"),
            ("effect", "headache", "severe", "2026-09-18T20:00:00+02:00"),
        ],
    ),
    Week(
        "2026-09-21",
        (3, 3, 0, 0, 0, 0),  # The infusions' plan has ended, the spray's not begun.
        {SL: (3, "300")},
        (4, 6, 3),
        (6, 4, 3),
        [
            ("09-21T21:00:00+02:00", SL, "100", 4, 6, 6, 4),
            ("09-23T21:10:00+02:00", SL, "100", 4, 5, 7, 5),
            ("09-25T22:00:00+02:00", SL, "100", 5, 6, 5, 4),
        ],
        {"09-21": (5, 5), "09-23": (4.5, 6), "09-25": (5.5, 4.5)},  # Sat 00:30 is Friday's.
        {"fatigue": (1, 1, "mild", "09-26")},
        NOTHING,
        {},
        NOTHING,
    ),
    Week(
        "2026-09-28",
        (4, 4, 0, 0, 0, 0),
        {SL: (3, "300"), NOSE: (1, "30")},
        (6, 7, 3),  # 5 → 7, 6 → 7, 6 → 7.
        (4, 3, 3),
        [
            ("09-28T21:00:00+02:00", SL, "100", 5, 7, 5, 3),
            ("09-30T21:00:00+02:00", SL, "100", 5, None, 6, None),  # 20 min later: too early.
            ("10-02T21:00:00+02:00", SL, "100", 6, 7, 4, 3),
            ("10-03T15:00:00+02:00", NOSE, "30", 6, 7, 4, 2),
        ],
        {"09-28": (6, 4), "09-30": (7, 3.5), "10-02": (6.5, 3.5), "10-03": (6.5, 3)},
        {"dizziness": (1, 1, "mild", "10-03")},
        [("gad7", "09-28", 9), ("phq9", "09-28", 10)],
        {"GAD-7": (9, 15, -6), "PHQ-9": (10, 17, -7)},
        [("check", "bladder", None, "2026-10-02T09:00:00+02:00")],
    ),
    Week(
        "2026-10-05",
        (4, 3, 1, 0, 0, 0),
        {SL: (2, "200"), NOSE: (1, "30")},
        (5, 6.5, 2),
        (5.5, 4, 2),
        [
            ("10-05T21:00:00+02:00", SL, "100", 5, 6, 5, 5),
            ("10-09T21:00:00+02:00", SL, "100", 5, 7, 6, 3),  # 23:30, not 22:00.
            ("10-11T16:00:00+02:00", NOSE, "30", None, None, None, None),
        ],
        {"10-05": (5.5, 5), "10-09": (6, 4)},
        {},
        NOTHING,
        {},
        NOTHING,
        written_late=1,  # The spray, 41 h later.
    ),
    Week(
        "2026-10-12",
        (4, 3, 0, 1, 0, 0),  # No spray. What was undone is not there.
        {SL: (3, "300")},
        (5, 6, 3),
        (6, 5, 3),
        [
            ("10-12T21:00:00+02:00", SL, "100", 4, 5, 7, 5),
            ("10-14T21:00:00+02:00", SL, "100", 5, 6, 6, 5),
            ("10-16T21:00:00+02:00", SL, "100", 5, 7, 5, 4),
        ],
        {"10-12": (4.5, 6), "10-14": (5.5, 5.5), "10-16": (6, 4.5)},
        {},
        [("gad7", "10-12", 10), ("phq9", "10-12", 11)],
        {"GAD-7": (10, 15, -5), "PHQ-9": (11, 17, -6)},
        NOTHING,
    ),
    Week(
        "2026-10-19",
        (4, 3, 1, 0, 0, 0),
        {SL: (2, "300"), NOSE: (1, "30")},
        (5, 7, 3),
        (5, 3, 3),
        [
            ("10-21T21:00:00+02:00", SL, "150", 4, 7, 6, 4),
            ("10-23T21:00:00+02:00", SL, "150", 5, 7, 5, 3),
            ("10-25T02:30:00+01:00", NOSE, "30", 6, 7, 4, 3),  # After: 7 h 30 later.
        ],
        {"10-21": (5.5, 5), "10-23": (6, 4), "10-24": (6, 4), "10-25": (7, 3)},
        {"dissociation": (1, 1, "moderate", "10-21")},
        NOTHING,
        {},
        [("effect", "dissociation", "moderate", "2026-10-21T21:30:00+02:00")],
    ),
    Week(
        "2026-10-26",
        (4, 4, 0, 0, 0, 0),  # Sat 31 Oct 00:30 is Friday's dose; one spray of two is a dose too.
        {SL: (3, "450"), NOSE: (1, "15")},
        (6, 7, 4),
        (4, 3, 4),
        [
            ("10-26T21:00:00+01:00", SL, "150", 5, 7, 5, 3),
            ("10-28T21:00:00+01:00", SL, "150", 6, 8, 4, 2),
            ("10-31T00:30:00+01:00", SL, "150", 6, 7, 4, 3),
            ("11-01T15:00:00+01:00", NOSE, "15", 6, 7, 3, 3),
        ],
        {"10-26": (6, 4), "10-28": (7, 3), "10-30": (6.5, 3.5), "11-01": (6.5, 3)},
        {},
        # PHQ-9: 7 of eight answers, × 9/8 = 7.875: an estimate, not in the scores.
        [("gad7", "10-26", 6), ("phq9", "10-26", 7.9)],
        {"GAD-7": (6, 15, -9)},
        NOTHING,
    ),
    Week(
        "2026-11-02",
        (4, 4, 0, 0, 0, 1),  # The second spray.
        {SL: (3, "450"), NOSE: (2, "60")},
        (6, 7, 5),
        (4, 3, 5),
        [
            ("11-02T21:00:00+01:00", SL, "150", 6, 8, 4, 3),
            ("11-04T21:00:00+01:00", SL, "150", 5, 7, 5, 3),
            ("11-06T21:00:00+01:00", SL, "150", 6, 7, 4, 3),  # After: 11 h later.
            ("11-07T15:00:00+01:00", NOSE, "30", 7, 8, 3, 2),
            ("11-08T15:00:00+01:00", NOSE, "30", 7, 7, 3, 3),
        ],
        {"11-02": (7, 3.5), "11-04": (6, 4), "11-06": (6, 4), "11-07": (7, 3), "11-08": (7, 3)},
        {},
        NOTHING,
        {},
        [("plan", "a week", None, "2026-11-08T15:00:00+01:00")],
    ),
    Week(
        "2026-11-09",
        (4, 3, 0, 1, 0, 1),  # Thursday's is not in the plan, Friday's not written down.
        {SL: (3, "450"), NOSE: (1, "30")},
        (6, 7.5, 4),
        (4, 2.5, 4),
        [
            ("11-09T21:00:00+01:00", SL, "150", 6, 8, 4, 2),
            ("11-11T21:00:00+01:00", SL, "150", 6, 7, 4, 3),
            ("11-12T21:00:00+01:00", SL, "150", 5, 7, 6, 4),
            ("11-14T15:00:00+01:00", NOSE, "30", 7, 8, 3, 2),
        ],
        {"11-09": (7, 3), "11-11": (6.5, 3.5), "11-12": (6, 5), "11-14": (7.5, 2.5)},
        {},
        [("gad7", "11-09", 4), ("phq9", "11-09", 5)],
        {"GAD-7": (4, 15, -11), "PHQ-9": (5, 17, -12)},
        [("plan", "sooner", None, "2026-11-12T21:00:00+01:00")],
    ),
    Week(
        "2026-11-16",
        (4, 4, 0, 0, 0, 0),
        {SL: (3, "500"), NOSE: (1, "30")},  # 200 + 150 + 150.
        (6, 7, 4),  # 5, 6, 7, 6 → 7, 6, 8, 7.
        (4, 3.5, 4),  # 5, 4, 3, 4 → 4, 4, 2, 3.
        [
            ("11-16T21:00:00+01:00", SL, "200", 5, 7, 5, 4),
            ("11-18T21:00:00+01:00", SL, "150", 6, 6, 4, 4),
            ("11-20T21:00:00+01:00", SL, "150", 7, 8, 3, 2),
            ("11-21T15:00:00+01:00", NOSE, "30", 6, 7, 4, 3),  # Before: 3 h 30 earlier.
        ],
        {"11-16": (6, 4.5), "11-18": (6, 4), "11-20": (7.5, 2.5), "11-21": (6.5, 3.5)},
        {"nausea": (1, 1, "mild", "11-16")},
        NOTHING,
        {},
        [("plan", "larger", None, "2026-11-16T21:00:00+01:00")],
    ),
]
PLAN = ("planned", "taken", "skipped", "not_recorded", "due", "unplanned")


def planned(**counts: int) -> dict[str, int]:
    """Return what `plan` of a period must say: what is not named is 0."""
    return {name: counts.get(name, 0) for name in PLAN}


def change(of: tuple[float, float, int]) -> dict[str, float]:
    return dict(zip(("before", "after", "n"), of, strict=True))


# Typing it in.


def test_every_line_is_taken(course: Typed) -> None:
    refused = [one for some in course.answers.values() for one in some if one.code]
    assert refused == []


def test_every_entry_is_there(ketalog: Ketalog) -> None:
    kinds = Counter(one["kind"] for one in ketalog("list --all --json").data["entries"])
    assert kinds == {
        "dose": 6 + 25 + 8,
        "mood": 44,
        "check": 6 + 6 + 3,
        "effect": 9,
        "no effects": 1,
        "session": 6,
        "vitals": 4,
        "supply": 5,
        "plan": 4,
        "plan stop": 1,
        "skip": 2,
        "also": 3,
        "question": 2,
        "appointment": 2,
    }


def test_item_9_is_answered_at_once(course: Typed) -> None:
    (answer,) = course.answers["2026-09-14T09:05+02:00"]
    assert answer.out.startswith("Logged #28: PHQ-9: 14 of 27 (moderate)")
    assert answer.err.startswith(THOUGHTS)
    assert answer.err.rstrip().endswith(PRIVATE)
    said = [moment for moment, some in course.answers.items() if THOUGHTS in some[0].err]
    assert said == ["2026-09-14T09:05+02:00"]


def test_a_dose_beside_the_plan_is_saved_with_one_line(course: Typed) -> None:
    beside = {
        moment: answer.out.splitlines()[0]
        for moment, some in course.answers.items()
        for answer in some
        if answer.out.startswith("Your plan has")
    }
    assert beside == {
        "2026-10-14T21:05+02:00": (
            "Your plan has at least 40 h between doses; the last one was 5 min before. "
            "Your plan has 1 dose a day; with this one there are 2 that day."
        ),
        "2026-11-08T15:00+01:00": (
            "Your plan has 1 dose a week; with this one there are 2 that week."
        ),
        "2026-11-12T21:00+01:00": (
            "Your plan has at least 40 h between doses; the last one was 24:00 h before."
        ),
        "2026-11-16T21:00+01:00": "Your plan has 150 mg a dose; this is 200 mg.",
    }


def test_the_hour_that_comes_twice_is_said(course: Typed) -> None:
    (answer,) = course.answers["2026-10-25T11:00+01:00"]
    assert "02:30 came twice: taken as the later one (UTC+01:00)" in answer.err


def test_a_sedative_is_said_as_one(course: Typed) -> None:
    (answer,) = course.answers["2026-11-05T23:00+01:00"]
    assert "also: lorazepam 1mg, a sedative, Thu 5 Nov" in answer.out


def test_the_name_of_a_unit_tells_which_supply_is_meant(course: Typed) -> None:
    (answer,) = course.answers["2026-10-21T12:00+02:00"]
    assert "24 × 100 mg troches (ketamine sublingual)" in answer.out


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
    assert said["plan"] == dict(zip(PLAN, week.plan, strict=True))


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
    assert "\nFri 30 Oct: 00:30 (Sat 31 Oct) 1.5 × 100 mg" in ketalog("week 2026-10-26").out
    assert "\nSat 24 Oct: 02:30 (Sun 25 Oct) 2 × 15 mg" in ketalog("week 2026-10-19").out
    assert "\nMon 26 Oct: 21:00 1.5 × 100 mg" in ketalog("month 2026-10").out


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


# The plan.


def test_the_plan_says_what_holds(ketalog: Ketalog) -> None:
    plans = ketalog("plan --json").data["plans"]
    troches, spray = sorted(plans, key=lambda one: one["route"], reverse=True)
    assert (troches["plan"]["units"], troches["plan"]["amount_mg"]) == ("1.5", "150")
    assert troches["plan"]["at"] == "2026-10-19T04:00:00+02:00"
    assert troches["next"] == ["2026-11-23", "2026-11-25", "2026-11-27"]
    assert (troches["taken_this_week"], troches["ahead"]) == (3, [])
    assert (spray["plan"]["amount_mg"], spray["plan"]["per_week"]) == ("30", 1)
    assert (spray["taken_this_week"], spray["next"], spray["ahead"]) == (1, [], [])


def test_the_history_has_every_version_in_order(ketalog: Ketalog) -> None:
    versions = [
        (one["kind"], one["route"], one["at"][:10], one.get("amount_mg"))
        for one in ketalog("plan history --json").data["versions"]
    ]
    assert versions == [
        ("plan", IV, "2026-08-31", "35"),
        ("plan stop", IV, "2026-09-21", None),
        ("plan", SL, "2026-09-21", "100"),
        ("plan", NOSE, "2026-09-28", "30"),
        ("plan", SL, "2026-10-19", "150"),
    ]


def test_the_step_keeps_what_it_does_not_change(ketalog: Ketalog) -> None:
    before, after = (
        one
        for one in ketalog("plan history --json").data["versions"]
        if one.get("units") and one["route"] == SL
    )
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    assert changed == {"id", "number", "at", "recorded", "units", "amount_mg"}


# The supply.


def stocks(data: Any) -> dict[str, dict[str, Any]]:
    return {one["route"]: one for one in data["stocks"]}


def lasting(stock: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(stock[key] for key in ("left", "units_a_week", "days_left", "until"))


@pytest.mark.parametrize(
    ("moment", "troches", "sprays"),
    [
        # 12 less 3 + 3 + 2 taken and 1 lost: 3. Seven days at 3 a week, until the very day of the
        # step. The spray of 11 Oct is not written down yet: 18 at 2 a week are 63 days.
        (
            "2026-10-12T08:15+02:00",
            ("3", "3", 7, "2026-10-19"),
            ("18", "2", 63, "2026-12-14"),
        ),
        # Three more taken: none left. 16 sprays: 56 days.
        (
            "2026-10-18T20:00+02:00",
            ("0", "3", 0, "2026-10-18"),
            ("16", "2", 56, "2026-12-13"),
        ),
    ],
)
def test_the_supply_on_the_way(
    course: Typed, moment: str, troches: tuple[Any, ...], sprays: tuple[Any, ...]
) -> None:
    (answer,) = course.answers[moment]
    found = stocks(answer.data)
    assert (lasting(found[SL]), lasting(found[NOSE])) == (troches, sprays)


def test_the_supply_at_the_end(ketalog: Ketalog) -> None:
    found = stocks(ketalog("supply --json").data)
    # Counted 11.5; then 3 × 1.5 and 2 + 1.5 + 1.5: 2 left. At 4.5 a week: 3.1 days.
    assert lasting(found[SL]) == ("2", "4.5", 3, "2026-11-25")
    # 20 less 2 + 2 + 2 + 1 + 4 + 2 + 2: 5 left. At 2 a week: 17.5 days.
    assert lasting(found[NOSE]) == ("5", "2", 17, "2026-12-09")
    for one in found.values():
        assert (one["doses_unknown"], one["doses_other"], one["plan_changes"]) == (0, 0, None)


def test_the_history_of_the_supply(ketalog: Ketalog) -> None:
    found = stocks(ketalog("supply --json").data)
    keys = ("change", "units", "expected", "difference", "left")
    history = {
        route: [(one["at"][:10], *(one[key] for key in keys)) for one in stock["history"]]
        for route, stock in found.items()
    }
    assert history == {
        SL: [
            ("2026-09-18", "fill", "12", None, None, "12"),
            ("2026-10-08", "lost", "1", "5", None, "4"),  # 12 less 3 + 3 + 1.
            ("2026-10-21", "fill", "24", "0", None, "24"),
            ("2026-11-08", "count", "11.5", "12", "-0.5", "11.5"),  # 24 less 8 × 1.5.
        ],
        NOSE: [("2026-09-25", "fill", "20", None, None, "20")],
    }


# Today.


def ahead(data: Any) -> tuple[dict[str, tuple[Any, ...]], dict[str, tuple[Any, ...]]]:
    """Return what is planned (mg, day, due) and what is left (units, days), by route."""
    plans = {
        one["route"]: (one["amount_mg"], one["day"], one["due"]) for one in data["ahead"]["planned"]
    }
    left = {one["route"]: (one["left"], one["days"]) for one in data["ahead"]["supply"]}
    return plans, left


def test_today_on_the_friday_that_was_not_written_down(course: Typed) -> None:
    (answer,) = course.answers["2026-11-13T20:00+01:00"]
    assert answer.data["minutes_since_last_dose"] == 23 * 60
    # Troches: 11.5 less 3 × 1.5, 10.9 days. Sprays: 20 less 11, 31.5 days.
    assert ahead(answer.data) == (
        {SL: ("150", "2026-11-13", 1), NOSE: ("30", "2026-11-09", 1)},
        {SL: ("7", 10), NOSE: ("9", 31)},
    )


def test_today_at_the_end(ketalog: Ketalog) -> None:
    data = ketalog("today --json").data
    assert (data["last_dose"]["route"], data["minutes_since_last_dose"]) == (NOSE, 29 * 60)
    assert ahead(data) == (
        {SL: ("150", "2026-11-23", 1), NOSE: ("30", "2026-11-23", 1)},
        {SL: ("2", 3), NOSE: ("5", 17)},
    )
    assert data["ahead"]["appointment"]["at"] == "2026-12-01T14:30:00+01:00"
    assert data["ahead"]["checks_due"] == []


def test_two_weeks_after_the_last_questionnaires_they_are_due(ketalog: Ketalog) -> None:
    data = ketalog("today --json", now=NEXT_DAY).data
    assert {one["instrument"] for one in data["ahead"]["checks_due"]} == {"gad7", "phq9"}


# The page.

# Of 39 doses, seven have a side effect and one has none when asked.
UNASKED = (
    "- **?** Not recorded: side effects after 31 of 39 doses, neither asked about nor reported."
)


@pytest.fixture
def page(ketalog: Ketalog, tmp_path: Path) -> str:
    """The page of all twelve weeks."""
    answer = ketalog(["export", str(tmp_path / "page.md"), "--since", "2026-08-31"])
    assert answer.code == 0
    return (tmp_path / "page.md").read_text(encoding="utf-8")


def test_the_page_has_a_safety_box(page: str) -> None:
    _, _, after = page.partition("## Safety and review points\n\n")
    box, _, _ = after.partition("\n\n## ")
    item_9, *others = box.splitlines()
    assert item_9 == (
        "- **!** PHQ-9, question 9 (“Thoughts that you would be better off dead, or of "
        "hurting yourself in some way”): several days on 14 Sep; not at all on 5 days, last on "
        "9 Nov."
    )
    assert others == [
        "- **!** Bladder check on 2 Oct: urinary urgency sometimes.",
        "- **!** Headache: severe after 1 of 39 doses, on 18 Sep.",
        "- **!** Dissociation: moderate after 1 of 39 doses, on 21 Oct.",
        "- **!** Nausea: moderate after 1 of 39 doses, on 4 Sep.",
        "- **!** Sooner after the last dose than planned: 1 day (12 Nov).",
        "- **!** Larger than planned: 1 day (16 Nov).",
        "- **!** More doses in a week than planned: 1 day (8 Nov).",
        "- **–** None when asked: side effects, on 1 day (8 Sep).",
        "- **–** None when asked: bladder check, on 2 Sep and 2 Nov.",
        "- **·** Mild at worst: dizziness, fatigue.",
        "- **+** Blood pressure: 4 readings, highest 142/90 on 1 Sep, last 130/84 on 8 Nov.",
        "- **+** Alcohol, as reported: alcohol 2 beers (15 Oct).",
        "- **+** Sedatives, as reported: lorazepam 1mg (5 Nov).",
        "- **+** Other medicines, as reported: started sertraline (19 Sep).",
        UNASKED,
    ]


def test_the_page_holds_all_doses_against_the_plan(page: str) -> None:
    # Planned: 6 infusions, 27 troches, 8 sprays. Taken: 6, 24 and 7.
    assert "**37 of 41** (2 skipped, 2 not recorded, 2 unplanned)" in page
    assert "Daily mood on 43 of 84 days; both ratings for 36 of 39 doses; 1 entry " in page


def test_a_page_begins_at_the_last_appointment(ketalog: Ketalog, tmp_path: Path) -> None:
    answer = ketalog(["export", str(tmp_path / "page.md")])
    assert answer.out.startswith("16 Oct – 22 Nov 2026, since the last appointment: ")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    # Troches: 1 + 5 × 3 less one skipped and one not written down; five sprays.
    assert "**19 of 21** (1 skipped, 1 not recorded, 2 unplanned)" in page
    assert "several days on 14 Sep (before this period); not at all on 26 Oct and 9 Nov." in page


def test_reasons_and_notes_stay_out_of_the_page(page: str) -> None:
    for words in ("had a cold", "the refill is late", "dropped"):
        assert words not in page


# Elsewhere.


def without_numbers(data: Any) -> Any:
    """Short numbers belong to the file: another one gives its own."""
    if isinstance(data, dict):
        return {key: without_numbers(one) for key, one in data.items() if key != "number"}
    return [without_numbers(one) for one in data] if isinstance(data, list) else data


def test_the_figures_are_the_same_after_an_export_and_an_import(
    ketalog: Ketalog, tmp_path: Path
) -> None:
    assert ketalog(["export", str(tmp_path / "all.json")]).code == 0
    elsewhere = ["--journal", str(tmp_path / "elsewhere.json")]
    assert ketalog([*elsewhere, "import", str(tmp_path / "all.json")]).code == 0
    for line in ("month 2026-10", "week", "plan", "plan history", "supply"):
        here = ketalog([*shlex.split(line), "--json"]).data
        there = ketalog([*elsewhere, *shlex.split(line), "--json"]).data
        assert without_numbers(there) == without_numbers(here)


# Nothing in it advises.

ADVICE = re.compile(
    r"\b(should(n't)?|recommend\w*|suggest\w*|advis\w*|try|increas\w*|reduc\w*|you need|must|"
    r"ought|consider|please|avoid|too (much|soon|large|high|often)|better to|talk to|wait|"
    r"well done|great|good|congrat\w*|unfortunately|remember to|don't forget|take (it|your|one|"
    r"another|less|more))\b",
    re.IGNORECASE,
)
VIEWS = (
    *(f"week {week.start}" for week in WEEKS),
    *(f"month 2026-{month}" for month in ("08", "09", "10", "11")),
    *("today", "plan", "plan history", "supply", "list --all", "show 27", "show 73"),
)


def advice_in(text: str) -> list[str]:
    """Return the words of advice in a text.

    Left out: what is said after something grave, and the words of published questionnaires.
    """
    for paragraph in text.splitlines():
        if paragraph.startswith(THOUGHTS) or paragraph.endswith(AFTER_SOMETHING_GRAVE):
            text = text.replace(paragraph, "")
    for item in (*gad7.INSTRUMENT.items, *phq9.INSTRUMENT.items):
        text = text.replace(item.text, "")
    return [found[0] for found in ADVICE.finditer(text)]


def test_words_of_advice_would_be_found() -> None:
    assert advice_in("You should wait. " + AFTER_SOMETHING_GRAVE[0].upper()) == [
        "should",
        "wait",
        "PLEASE",
    ]


def test_no_answer_of_the_course_advises(course: Typed) -> None:
    answers = [one for some in course.answers.values() for one in some]
    assert [advice_in(one.out) + advice_in(one.err) for one in answers if one.out] == (
        [[]] * len(LINES)
    )


@pytest.mark.parametrize("form", ["", "--plain", "--json", "--no-color"])
@pytest.mark.parametrize("line", VIEWS)
def test_no_view_of_the_course_advises(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, line: str, form: str
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    answer = ketalog(f"{line} {form}", out_tty=form == "--no-color")
    assert answer.code == 0
    assert answer.out
    assert advice_in(answer.out) + advice_in(answer.err) == []


def test_the_page_does_not_advise(page: str) -> None:
    own = page.replace("Self-reported by the patient; not a diagnosis and not advice.", "")
    assert own != page
    assert advice_in(own) == []


# What can't be taken.


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plan set 100mg oral", "On which days is it planned?"),
        ("plan set 2x100mg sublingual --days someday", "'someday' is not a day of the week."),
        ("plan set 0x100mg sublingual", "'0x100mg' is not an amount"),
        ("plan set 2x100mg sublingual --from someday", "can't be read as a day"),
        ("plan set 2x100mg sublingual --from 2026-11-01", "what is past of it stays"),
        ("plan stop sublingual --from 'last mon'", "what is past of it stays"),
        ("plan stop", "There are several plans"),
        ("plan stop oral", "There is no such plan"),
        ("skip had a cold", "There are several plans"),
        ("supply fill -3", "'-3' can't be taken: units are above 0."),
        ("supply fill -3 troches", "'-3' can't be taken: units are above 0."),
        ("supply fill 24", "Which supply is it?"),
        ("supply lost 2 vials", "Which supply is it?"),
        ("supply lost 0 troches", "'0' can't be taken: units are above 0."),
        ("supply count -1 troches", "'-1' can't be taken: units are 0 or more."),
        ("vitals 12/8", "'12/8' can't be a blood pressure"),
        ("check gad7 1 1 1 1 1 1", "GAD-7 has 7 questions; here are 6 answers."),
        ("check gad7 1 1 1 1 1 1 4", "'4' is not an answer: GAD-7 takes 0 to 3"),
        ("check phq9 1 1 1 1 1 1 1 1 4", "'4' is not an answer: PHQ-9 takes 0 to 3"),
        ("check bladder 0 0 0 0 0 0", "7 questions; here are 6 answers."),
        ("dose 1 troche --at tomorrow", "lies ahead"),
        ("session infusion -5mg", "'-5mg' is not an amount"),
        ("session infusion 35mg --bp-before 12/8", "'12/8' can't be a blood pressure"),
    ],
)
def test_what_can_not_be_taken_says_so_in_one_line_and_changes_nothing(
    ketalog: Ketalog, course: Typed, line: str, said: str
) -> None:
    before = course.journal.read_bytes()
    answer = ketalog(line)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err
    assert advice_in(answer.err) == []
    assert course.journal.read_bytes() == before
    assert ketalog(f"{line} --json").error["code"] == 2
