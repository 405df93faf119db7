"""An amount said twice, a time without its marks, a name behind an option: as it is meant."""

import pytest

from tests.conftest import Ketalog

PLAN = "plan set 2x100mg sublingual --form troche --days mon,wed,fri --from 2026-11-01"


@pytest.mark.parametrize(
    ("typed", "mg"),
    [
        ("2x100mg (200mg) sublingual", "200"),
        ("30mg (2 sprays of 15mg) nasal", "30"),
        ("a hundred sublingual", "100"),
        ("sublingual fifty", "50"),
    ],
)
def test_an_amount_said_twice_or_in_words_is_one_amount(
    ketalog: Ketalog, typed: str, mg: str
) -> None:
    ketalog(PLAN)
    assert ketalog(f"--json dose {typed}").data["entries"][0]["amount_mg"] == mg


@pytest.mark.parametrize("typed", ["200mg (3 troches)", "2 troches 150mg", "200mg (2x150mg)"])
def test_amounts_that_do_not_agree_are_not_saved(ketalog: Ketalog, typed: str) -> None:
    ketalog(PLAN)
    assert ketalog(["dose", *typed.split(), "sublingual"]).code == 2


@pytest.mark.parametrize(
    ("typed", "at"),
    [("7 30 pm", "19:30"), ("at 7 05pm", "19:05"), ("nov 20 11pm", "23:00"), ("7ish pm", "19:00")],
)
def test_a_time_without_its_marks_is_a_time(ketalog: Ketalog, typed: str, at: str) -> None:
    answer = ketalog(f"--json dose 100mg sublingual {typed}")
    assert answer.data["entries"][0]["at"][11:16] == at


def test_a_rating_and_an_hour_are_no_minutes(ketalog: Ketalog) -> None:
    entry = ketalog("--json mood 6 11pm").data["entries"][0]
    assert (entry["mood"], entry["at"][11:16]) == (6, "23:00")


def test_an_hour_about_is_asked_and_a_rating_about_is_one(ketalog: Ketalog) -> None:
    assert "morning or evening" in ketalog("dose 100mg sublingual 8ish").err
    assert ketalog("--json mood 8ish").data["entries"][0]["mood"] == 8


def test_a_name_behind_an_option_ends_where_a_clause_begins(ketalog: Ketalog) -> None:
    plan = ketalog("--json plan set 100mg sublingual --form troche mon,fri").data["entries"][0]
    assert plan["form"] == "troche"
    assert "MO,FR" in plan["rrule"]
    dose = ketalog("--json dose 100mg sublingual --with Dr Roe yesterday 9pm").data["entries"][0]
    assert dose["with_whom"] == "Dr Roe"
    assert dose["at"].startswith("2026-11-21T21:00")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("--own 'feeling sick'", "feeling sick"),
        ("--own nauseous mild", "nauseous"),
        ("foo:bar,baz", "foo:bar,baz"),
        ("feeling sick", "nausea"),
    ],
)
def test_a_word_of_ones_own_stays_as_it_was_typed(ketalog: Ketalog, typed: str, name: str) -> None:
    assert ketalog(f"--json effect {typed}").data["entries"][0]["name"] == name


def test_a_day_of_a_month_before_an_hour_is_no_part_of_it(ketalog: Ketalog) -> None:
    entry = ketalog("--json mood 6 --at 'nov 1 11pm'").data["entries"][0]
    assert entry["at"].startswith("2026-11-01T23:00")


def test_a_plan_from_months_on_begins_then(ketalog: Ketalog) -> None:
    said = ketalog("plan set 100mg sublingual --days mon --from 'in 8 months'").out
    assert "22 Jul 2027" in said


def test_a_plan_from_a_day_of_few_years_begins_on_the_nearest(ketalog: Ketalog) -> None:
    said = ketalog("plan set 100mg sublingual --days mon --from '29 feb'").out
    assert "29 Feb 2028" in said
    assert "was last in 2024" in ketalog("mood 6 29 feb").err
