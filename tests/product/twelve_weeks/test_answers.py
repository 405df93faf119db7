"""What each line of the course answers as it is typed, and what can not be taken."""

from collections import Counter

import pytest

from ketalog.answers.safety import PRIVATE, TELL_SOMEONE
from tests.conftest import Ketalog
from tests.product.twelve_weeks.advice import advice_in
from tests.product.twelve_weeks.course import Typed

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
    assert answer.err.startswith(TELL_SOMEONE)
    assert answer.err.rstrip().endswith(PRIVATE)
    said = [moment for moment, some in course.answers.items() if TELL_SOMEONE in some[0].err]
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
