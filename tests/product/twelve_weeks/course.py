"""Twelve weeks of a made-up treatment, typed as a patient would: every figure worked out by hand.

The course (`courses/twelve-weeks.txt`): six infusions, then troches on Mon, Wed and Fri with a
step up from 19 Oct, a spray once a weekend, a late refill, two skipped doses, GAD-7 and PHQ-9
every two weeks, a bladder check a month. Beside that, what happens to people: a dose after
midnight, in the hour that comes twice, a day early, too large, typed twice, not written down.

The figures come from the course and the definitions alone, on paper. Where the paper is more than
a look at the course, it stands beside the figure.
"""

from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import Answer
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


class Typed(NamedTuple):
    """The journal of the course, and what each line of it answered, by its moment."""

    journal: Path
    answers: dict[str, list[Answer]]


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


PLAN = ("planned", "taken", "skipped", "not_recorded", "due", "unplanned", "without_plan")


def planned(**counts: int) -> dict[str, int]:
    """Return what `plan` of a period must say: what is not named is 0."""
    return {name: counts.get(name, 0) for name in PLAN}


def change(of: tuple[float, float, int]) -> dict[str, float]:
    return dict(zip(("before", "after", "n"), of, strict=True))
