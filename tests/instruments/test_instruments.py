"""Questionnaires are scored as published: the vectors, each rule, and what is left undefined."""

import re
import sys
from pathlib import Path

import pytest
from msgspec.structs import astuple

from ketalog import instruments
from ketalog.domain.effects import EFFECTS
from ketalog.errors import BadInput
from ketalog.instruments.base import Instrument, Score, band, find, names, read, read_answers, score
from tests.places import ROOT


def instrument(name: str) -> Instrument:
    found = find(name)
    assert found is not None
    return found


GAD7, PHQ9, PHQ4 = instrument("gad7"), instrument("phq9"), instrument("phq4")


def total(of: Instrument, points: int) -> Score:
    """Return the score of answers that add up to so many points."""
    answers = [0] * len(of.items)
    for n in range(points):
        answers[n % len(answers)] += 1
    return score(of, answers)


# Bands


@pytest.mark.parametrize(
    ("name", "points", "called"),
    [
        *[("gad7", points, "minimal") for points in (0, 4)],
        *[("gad7", points, "mild") for points in (5, 9)],
        *[("gad7", points, "moderate") for points in (10, 14)],
        *[("gad7", points, "severe") for points in (15, 21)],
        *[("phq9", points, "minimal") for points in (0, 4)],
        *[("phq9", points, "mild") for points in (5, 9)],
        *[("phq9", points, "moderate") for points in (10, 14)],
        *[("phq9", points, "moderately severe") for points in (15, 19)],
        *[("phq9", points, "severe") for points in (20, 27)],
        *[("phq4", points, "none") for points in (0, 2)],
        *[("phq4", points, "mild") for points in (3, 5)],
        *[("phq4", points, "moderate") for points in (6, 8)],
        *[("phq4", points, "severe") for points in (9, 12)],
    ],
)
def test_a_total_has_its_published_band(name: str, points: int, called: str) -> None:
    found = total(instrument(name), points)
    assert (found.total, found.band, found.estimated) == (points, called, False)


@pytest.mark.parametrize(("name", "most"), [("gad7", 21), ("phq9", 27), ("phq4", 12)])
def test_the_highest_total_is_the_published_one(name: str, most: int) -> None:
    assert instrument(name).most == most
    assert score(instrument(name), [3] * len(instrument(name).items)).total == most


def test_the_answers_of_the_reference_add_up() -> None:
    assert astuple(score(GAD7, [1, 2, 2, 1, 0, 1, 2]))[:4] == (9, False, "mild", 0)


def test_cut_points_are_where_moderate_begins() -> None:
    for check in (GAD7, PHQ9):
        assert (band(check, 9), band(check, 10)) == ("mild", "moderate")


# Missing items


def test_phq9_with_two_missing_is_an_estimate_without_a_band() -> None:
    found = score(PHQ9, [2, 2, 2, 1, 1, 1, 1, None, None])
    assert found.total == pytest.approx(12.857, abs=0.001)
    assert (found.estimated, found.band, found.missing, found.official) == (True, None, 2, None)


def test_phq9_with_one_missing_is_an_estimate() -> None:
    found = score(PHQ9, [1] * 8 + [None])
    assert (found.total, found.estimated, found.official) == (9.0, True, None)


def test_phq9_with_three_missing_has_no_score() -> None:
    found = score(PHQ9, [3] * 6 + [None] * 3)
    assert (found.total, found.estimated, found.band, found.missing) == (None, False, None, 3)


@pytest.mark.parametrize("of", [GAD7, PHQ4])
def test_a_missing_item_leaves_the_others_without_a_total(of: Instrument) -> None:
    found = score(of, [None, *[3] * (len(of.items) - 1)])
    assert (found.total, found.estimated, found.band, found.missing) == (None, False, None, 1)


def test_without_any_answer_there_is_no_score() -> None:
    assert score(PHQ9, [None] * 9).total is None


def test_an_estimate_is_never_the_official_total() -> None:
    assert score(PHQ9, [1] * 7 + [None] * 2).official is None
    assert score(PHQ9, [1] * 9).official == 9


# Subscales


@pytest.mark.parametrize(
    ("answers", "anxiety", "mood"),
    [
        ([1, 2, 0, 0], 3, 0),
        ([1, 1, 3, 3], 2, 6),
        ([None, 2, 1, 2], None, 3),
    ],
)
def test_phq4_has_two_subscales(answers: list[int | None], anxiety: int | None, mood: int) -> None:
    found = {one.name: one.sum for one in score(PHQ4, answers).subscales}
    assert found == {"anxiety": anxiety, "low mood": mood}


def test_phq4_asks_the_two_questions_about_anxiety_first() -> None:
    assert PHQ4.items == GAD7.items[:2] + PHQ9.items[:2]


def test_an_estimate_is_no_official_total() -> None:
    assert score(PHQ9, [1] * 8 + [None]).official is None
    assert score(PHQ9, [1] * 9).official == 9


# Our own checks


@pytest.mark.parametrize("name", ["bladder", "dose", "monthly"])
def test_our_own_checks_have_no_score_and_no_codes(name: str) -> None:
    found = instrument(name)
    assert score(found, [0] * len(found.items)).total is None
    assert (found.total_loinc, {item.loinc for item in found.items}) == (None, {None})


def test_the_bladder_check_asks_for_each_urinary_effect() -> None:
    assert [item.effect for item in instrument("bladder").items] == [
        "frequent urination",
        "burning urination",
        "urinary urgency",
        "night-time urination",
        "blood in urine",
        "incontinence",
        "pelvic pain",
    ]


@pytest.mark.parametrize("name", ["bladder", "dose"])
def test_our_own_checks_ask_for_effects_of_the_vocabulary(name: str) -> None:
    assert {item.effect for item in instrument(name).items} <= set(EFFECTS)


def test_the_monthly_check_asks_five_questions_and_says_that_it_is_our_own() -> None:
    monthly = instrument("monthly")
    assert [item.topic for item in monthly.items] == [
        "craving",
        "taking more than planned",
        "driving after a dose",
        "alcohol",
        "memory and finding words",
    ]
    assert {item.effect for item in monthly.items} - {None} <= set(EFFECTS)
    assert not monthly.published
    assert monthly.every_days == 30
    assert any("our own" in source for source in monthly.sources)


# Codes


CODES = {
    "gad7": "69725-0 68509-9 69733-4 69734-2 69735-9 69689-8 69736-7",
    "phq9": "44250-9 44255-8 44259-0 44254-1 44251-7 44258-2 44252-5 44253-3 44260-8",
    "phq4": "69725-0 68509-9 44250-9 44255-8",
}


@pytest.mark.parametrize("name", CODES)
def test_items_have_their_loinc_codes_in_the_published_order(name: str) -> None:
    assert " ".join(str(item.loinc) for item in instrument(name).items) == CODES[name]


def test_totals_have_their_loinc_codes() -> None:
    assert {check.name: check.total_loinc for check in (GAD7, PHQ9, PHQ4)} == {
        "gad7": "70274-6",
        "phq9": "44261-6",
        "phq4": "70272-0",
    }


def luhn(code: str) -> int:
    """Return the check digit of a LOINC code's number (mod 10, doubling from the right)."""
    digits = [int(digit) for digit in reversed(code)]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[::2]]
    return -(sum(doubled) + sum(digits[1::2])) % 10


@pytest.mark.parametrize("name", CODES)
def test_every_question_s_code_has_a_right_check_digit(name: str) -> None:
    found = instrument(name)
    for code in (*(item.loinc for item in found.items), found.total_loinc):
        number, _, digit = str(code).partition("-")
        assert luhn(number) == int(digit), code


# One file an instrument


def test_every_file_is_an_instrument_of_that_name() -> None:
    files = {file.stem for file in (ROOT / "ketalog" / "instruments").glob("*.py")}
    assert files - {"__init__", "base"} == {*names()}
    for name in names():
        found = instrument(name)
        assert found.name == name
        assert found.sources


def test_a_new_instrument_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = (ROOT / "ketalog" / "instruments" / "phq4.py").read_text()
    (tmp_path / "phq3.py").write_text(new.replace('"phq4"', '"phq3"'))
    monkeypatch.setattr(instruments, "__path__", [*instruments.__path__, str(tmp_path)])
    assert read("PHQ-3").name == "phq3"
    del sys.modules["ketalog.instruments.phq3"]


@pytest.mark.parametrize("name", ["base", "__init__", "os", "../gad7", "gad7.py", "", "x" * 99])
def test_what_is_no_instrument_is_none(name: str) -> None:
    assert find(name) is None


@pytest.mark.parametrize("typed", ["gad7", "GAD-7", "Gad 7", "gad_7"])
def test_an_instrument_is_found_as_people_write_it(typed: str) -> None:
    assert read(typed) is GAD7


def test_a_mistyped_instrument_is_named_with_the_others() -> None:
    with pytest.raises(
        BadInput, match=r"^'gda7' is not a check\. Did you mean 'gad7'\?$"
    ) as caught:
        read("gda7")
    assert caught.value.hint == f"Type one of: {', '.join(names())}."


# Answers as they are typed


def test_answers_come_as_words_or_in_one_word_and_a_dash_is_missing() -> None:
    assert read_answers(GAD7, ["1", "2", "2", "1", "-", "1", "2"]) == (1, 2, 2, 1, None, 1, 2)
    assert read_answers(GAD7, ["1,2,2,1,0,1,2"]) == (1, 2, 2, 1, 0, 1, 2)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1 2 2 1 0 1", "GAD-7 has 7 questions; here are 6 answers."),
        ("1 2 2 1 0 1 2 3", "GAD-7 has 7 questions; here are 8 answers."),
        ("1", "GAD-7 has 7 questions; here is 1 answer."),
        ("1 2 4 1 0 1 2", "'4' is not an answer: GAD-7 takes 0 to 3, or - for no answer."),
        ("1 2 x 1 0 1 2", "'x' is not an answer: GAD-7 takes 0 to 3, or - for no answer."),
        ("1 2 ² 1 0 1 2", "'²' is not an answer: GAD-7 takes 0 to 3, or - for no answer."),
        ("1 2 -1 1 0 1 2", "'-1' is not an answer: GAD-7 takes 0 to 3, or - for no answer."),
        ("- - - - - - -", "None of the questions has an answer."),
    ],
)
def test_what_is_no_answer_is_said_with_an_example(typed: str, said: str) -> None:
    with pytest.raises(BadInput, match=f"^{re.escape(said)}$") as caught:
        read_answers(GAD7, typed.split())
    assert caught.value.hint == "For example: ketalog check gad7 0 1 0 1 0 1 0"


def test_answers_have_their_loinc_codes() -> None:
    codes = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]
    for one in (GAD7, PHQ9, PHQ4):
        assert [(choice.value, choice.loinc) for choice in one.choices] == list(enumerate(codes))
