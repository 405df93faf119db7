"""Lists, weeks and months read what they are asked for, and say what was not found."""

from pathlib import Path

import pytest

from tests.conftest import Ketalog

SUNDAY_20 = "2026-11-22T20:00:00+01:00"
LINES = (
    "dose 100mg sublingual --at '16 nov 9pm'",
    "dose 30mg nasal --at 'yesterday 8pm'",
    "effect nausea mild --at 'yesterday 9pm'",
    "effect none --at 7pm",
    "note slept badly --at '10 nov 9am'",
    "check gad7 1 1 1 1 1 1 1 --at 'last fri 8pm'",
    "mood 5 --at 7pm",
)
"""#1 to #7."""


@pytest.fixture
def several(ketalog: Ketalog) -> Ketalog:
    """A journal with a few entries of several kinds and days."""
    for line in LINES:
        assert ketalog(line, now=SUNDAY_20).code == 0, line
    return ketalog


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("doses", {1, 2}),
        ("dose", {1, 2}),
        ("Doses", {1, 2}),
        ("effects", {3, 4}),
        ("side effects", {3, 4}),
        ("symptoms", {3, 4}),
        ("doses and effects", {1, 2, 3, 4}),
        ("doses, effects", {1, 2, 3, 4}),
        ("notes", {5}),
        ("checks", {6}),
        ("gad7", {6}),
        ("ratings", {7}),
        ("yesterday", {2, 3}),
        ("today", {4, 7}),
        ("mon", {1}),
        ("16 nov", {1}),
        ("on 16 nov", {1}),
        ("2026-11-16", {1}),
        ("last week", {5}),
        ("this week", {1, 2, 3, 4, 6, 7}),
        ("november", {1, 2, 3, 4, 5, 6, 7}),
        ("2026-11", {1, 2, 3, 4, 5, 6, 7}),
        ("2026", {1, 2, 3, 4, 5, 6, 7}),
        ("2025", set()),
        ("2026-W46", {5}),
        ("last 2 days", {2, 3, 4, 7}),
        ("since friday", {2, 3, 4, 6, 7}),
        ("from 10 nov to 16 nov", {1, 5}),
        ("doses yesterday", {2}),
        ("effects this week", {3, 4}),
        ("2", {4, 7}),
        ("last 2", {4, 7}),
        ("last two doses", {1, 2}),
        ("1 dose", {2}),
        ("all", {1, 2, 3, 4, 5, 6, 7}),
        ("everything", {1, 2, 3, 4, 5, 6, 7}),
        ("slept badly", {5}),
        ("nasal", {2}),
        ("nausea yesterday", {3}),
        ("side-effects", {3, 4}),
        ("gad-7", {6}),
        ("the doses", {1, 2}),
        ("the last dose", {2}),
        ("last doses", {1, 2}),
        ("the last one", {7}),
        ("first dose", {1}),
        ("oldest two", {5, 1}),
        ("five", {3, 4, 6, 7, 2}),
        ("two doses", {1, 2}),
        ("last seven days", {1, 2, 3, 4, 6, 7}),
        ("two days ago", {6}),
        ("this year", {1, 2, 3, 4, 5, 6, 7}),
        ("last year", set()),
        ("weekend", {2, 3, 4, 7}),
        ("last weekend", set()),
        ("week 47", {1, 2, 3, 4, 6, 7}),
        ("yesterday\u2019s dose", {2}),
        ("todays entries", {4, 7}),
        ("entries please", {1, 2, 3, 4, 5, 6, 7}),
        ("ketamine", {1, 2}),
        ("spravato", set()),
        ("100mg", {1}),
        ("30 mg", {2}),
        ("mild", {3, 6}),
        ("nausea or 100mg", {1, 3}),
        ("queasy", {3}),
        ("ill", set()),
    ],
)
def test_a_list_reads_what_it_is_asked(several: Ketalog, asked: str, numbers: set[int]) -> None:
    listed = several(f"list {asked} --json", now=SUNDAY_20).data["entries"]
    assert {entry["number"] for entry in listed} == numbers


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("slept well", "No entries found for 'slept well'."),
        ("questions", "No entries found for questions."),
        ("upcoming", "for appointments and plans, from Sun 22 Nov 2026 on."),
        ("headache or fever", "No entries found for 'headache' or 'fever'."),
        ("efects", "No entries found for 'efects'. Did you mean 'effect'?"),
        ("effects last week", "for side effects, Mon 9 Nov 2026 to Sun 15 Nov 2026."),
        ("doses 100xyz", "No entries found for doses with '100xyz'."),
        ("17 nov", "No entries found, Tue 17 Nov 2026."),
        ("--until 2026-10-01", "No entries found, until Thu 1 Oct 2026."),
    ],
)
def test_nothing_found_says_for_what(several: Ketalog, asked: str, said: str) -> None:
    answer = several(f"list {asked}", now=SUNDAY_20)
    assert (answer.code, answer.err) == (0, "")
    assert said in answer.out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("5/11", "For 5 November: ketalog list 5 November. For 11 May: ketalog list 11 May."),
        ("#7", "#7 is one entry. Type: ketalog show 7."),
        ("last 4 weeks --weeks 3", "There is no option --weeks."),
        ("yesterday --since 2026-11-01", "Two things are said of the days."),
        ("5 --last 6", "Two things are said of how many."),
        ("--kind dosis", "Did you mean 'dose'?"),
    ],
)
def test_a_list_that_asks_for_two_things_is_refused(
    several: Ketalog, asked: str, said: str
) -> None:
    answer = several(f"list {asked}", now=SUNDAY_20)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


@pytest.mark.parametrize(
    ("asked", "start"),
    [
        ("week", "2026-11-16"),
        ("week -1", "2026-11-09"),
        ("week –2", "2026-11-02"),
        ("week last", "2026-11-09"),
        ("week last week", "2026-11-09"),
        ("week 2026-W53", "2026-12-28"),
        ("week 2026w46", "2026-11-09"),
        ("week 2 weeks ago", "2026-11-02"),
        ("month -1", "2026-10-01"),
        ("month last month", "2026-10-01"),
        ("month -11", "2025-12-01"),
        ("month 2026-09", "2026-09-01"),
        ("week 46", "2026-11-09"),
        ("week KW46", "2026-11-09"),
        ("week 50", "2025-12-08"),
        ("week two weeks ago", "2026-11-02"),
        ("week 3 weeks back", "2026-10-26"),
        ("week before last", "2026-11-02"),
        ("week the week before last", "2026-11-02"),
        ("week next", "2026-11-23"),
        ("month 10", "2026-10-01"),
        ("month 12", "2025-12-01"),
        ("month 10/2026", "2026-10-01"),
        ("month two months ago", "2026-09-01"),
        ("month before last", "2026-09-01"),
    ],
)
def test_a_week_and_a_month_read_when(ketalog: Ketalog, asked: str, start: str) -> None:
    assert ketalog(f"{asked} --json", now=SUNDAY_20).data["start"] == start


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("week nov", "Type: ketalog month nov."),
        ("week october 2025", "Type: ketalog month october 2025."),
        ("week 2", "Type: ketalog week w2, or: ketalog week -2."),
        ("month 13", "There is no month 13."),
    ],
)
def test_what_is_no_week_or_two_is_refused_with_what_to_type(
    ketalog: Ketalog, asked: str, said: str
) -> None:
    answer = ketalog(asked, now=SUNDAY_20)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


@pytest.mark.parametrize("asked", ["week 2026-W54", "week -1234", "month 13", "week x"])
def test_what_is_no_week_is_refused(ketalog: Ketalog, asked: str) -> None:
    assert ketalog(asked, now=SUNDAY_20).code == 2


@pytest.mark.parametrize("asked", ["today", "--since today", "since today"])
def test_a_day_is_listed_whole_however_it_is_asked_for(ketalog: Ketalog, asked: str) -> None:
    for _ in range(31):
        ketalog("mood 5")
    assert ketalog(f"list {asked} --json").data["total"] == 31
    assert len(ketalog(f"list {asked}").out.splitlines()) == 31


@pytest.mark.parametrize("asked", ["moods last 3", "moods --last 3", "moods 3"])
def test_earlier_ones_are_listed_by_the_line_that_the_answer_names(
    ketalog: Ketalog, asked: str
) -> None:
    ketalog("note not of the kind")
    for _ in range(5):
        ketalog("mood 5")
    hint = ketalog(f"list {asked}").out.splitlines()[-1]
    assert hint.startswith("Earlier ones: ketalog list moods")
    listed = ketalog(hint.removeprefix("Earlier ones: ketalog ")).out
    assert (listed.count("mood 5"), listed.count("note")) == (5, 0)


def test_a_plan_is_listed_with_the_day_from_which_it_holds(ketalog: Ketalog) -> None:
    ketalog("plan set 100mg sublingual --days mon --from '1 dec 2026'")
    assert ketalog("list").out.startswith("Tue 1 Dec 2026  ")
    assert "04:00" not in ketalog("list").out + ketalog("show 1").out


def test_a_plan_set_after_midnight_is_not_listed_as_of_the_next_day(ketalog: Ketalog) -> None:
    night = "2026-11-23T01:30:00+01:00"
    assert "from Sun 22 Nov" in ketalog("plan set 100mg sublingual mon", now=night).out
    assert ketalog("list", now=night).out.startswith("Mon 23 Nov 2026 01:30  ")


def test_every_answer_goes_by_the_patients_clock(ketalog: Ketalog) -> None:
    ketalog("config clock 12")
    assert "Sun 22 Nov 2026 6:30 pm" in ketalog("dose 100mg sublingual --at 6:30pm").out
    ketalog("mood 5 --at 12:05am")
    said = "".join(ketalog(line).out for line in ("list", "show 1", "week", "today"))
    assert said.count("6:30 pm") == 5
    assert "12:05 am" in said
    assert "18:30" not in said
    assert ketalog("list --json").data["entries"][-1]["at"] == "2026-11-22T18:30:00+01:00"
    ketalog("config clock 24")
    assert "18:30" in ketalog("list").out


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to write into."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize(
    ("asked", "start", "notes"),
    [
        ("export x.csv 2 weeks", "2026-11-09", False),
        ("export x.csv since 10 nov with notes", "2026-11-10", True),
        ("export x.csv notes", "2026-11-10", True),
        ("export x.csv without notes", "2026-11-10", False),
        ("export x.csv this week and notes", "2026-11-16", True),
    ],
)
def test_an_export_reads_the_days_and_whether_notes_go_in(
    several: Ketalog, asked: str, start: str, notes: bool
) -> None:
    made = several(f"{asked} --json", now=SUNDAY_20).data
    assert (made["start"], made["notes"]) == (start, notes)
    assert made["file"].endswith("/x.csv")


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("asked", ["this week", "notes this week", "my notes"])
def test_an_export_of_days_or_notes_alone_has_the_name_of_today(
    several: Ketalog, asked: str
) -> None:
    made = several(f"export {asked} --json", now=SUNDAY_20).data
    assert made["file"].endswith("/ketalog-2026-11-22.pdf")


@pytest.mark.parametrize("words", ["¼0", "1/40", "40/1", "0/5"])
def test_a_number_with_a_slash_that_is_no_date_is_a_word_to_look_for(
    ketalog: Ketalog, words: str
) -> None:
    assert ketalog(f"note {words}").code == 0
    assert words in ketalog(f"list {words}").out
