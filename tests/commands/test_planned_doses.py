"""Doses beside a plan: taken from it, counted in its units, held against it; skipped ones."""

import re
from pathlib import Path

import pytest

from tests.conftest import Ketalog

PLAN = "plan set 2x100mg sublingual --form troche --days mon,wed,fri --apart 48h --from 2026-11-01"


def beside(ketalog: Ketalog, line: str) -> list[tuple[str, str, str]]:
    found = ketalog(f"{line} --json").data["beside_plan"]
    return [(one["kind"], one["planned"], one["found"]) for one in found]


# As planned


def test_without_an_amount_the_planned_dose_is_shown_and_confirmed(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("dose 50mg sublingual --at 'mon 20:00'")
    monday = "2026-11-23T20:00:00+01:00"
    answer = ketalog("dose", stdin="\n", tty=True, now=monday)
    asked = "2 × 100 mg = 200 mg sublingual, the planned dose? Enter to log it, n to stop: "
    assert answer.err == asked
    assert "Logged #3: 2 × 100 mg = 200 mg sublingual, " in answer.out
    assert ketalog("dose", stdin="n\n", tty=True).code == 2


def test_words_in_place_of_a_key_are_shown_in_the_line_to_type(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    answer = ketalog("dose", stdin="1 troche at 7pm\n", tty=True)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith("Nothing was logged. Type: ketalog dose 1 troche at 7pm.\n")
    answer = ketalog("dose", stdin="half at 7pm\n", tty=True)  # of what?
    assert answer.err.endswith("Nothing was logged. What can be typed: ketalog dose --help.\n")
    answer = ketalog("mood", stdin="\n", tty=True)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith("Nothing was logged.\n")


def test_on_a_day_without_a_planned_dose_the_question_says_when_the_next_is(
    ketalog: Ketalog,
) -> None:
    ketalog(PLAN)
    answer = ketalog("dose", stdin="\n", tty=True)
    whole = "2 × 100 mg = 200 mg sublingual"
    asked = f"{whole}, as planned; the plan's next is Mon 23 Nov? Enter to log it, n to stop: "
    assert answer.err.startswith(asked)
    assert f"Logged #2: {whole}, " in answer.out
    beside = "This is beside your plan: it has no dose on Sun 22 Nov; the next is Mon 23 Nov.\n"
    assert answer.err == asked + beside
    assert "the plan's next is Mon 23 Nov" in ketalog("dose", stdin="n\n", tty=True).err


def test_without_a_person_the_planned_dose_needs_usual(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    answer = ketalog("dose")
    assert answer.code == 2
    assert "or add --usual for 2 × 100 mg = 200 mg sublingual as planned." in answer.err
    assert "200 mg sublingual" in ketalog("dose --usual").out


def test_of_several_plans_the_route_tells_which(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("plan set 2x28mg nasal --medication esketamine --times 2")
    assert "2 × 28 mg = 56 mg esketamine nasal" in ketalog("dose nasal --usual").out
    assert "200 mg sublingual" in ketalog("dose --usual sublingual").out


def test_what_the_plan_does_not_say_is_as_last_time(ketalog: Ketalog) -> None:
    ketalog("dose 35mg iv --at 'mon 20:00'")
    ketalog("plan set iv --times 1")
    assert "Logged #3: 35 mg intravenous" in ketalog("dose --usual").out
    assert "Logged #4: 35 mg intravenous" in ketalog("dose iv --usual").out


# In units


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0.5 troche", "0.5 × 100 mg = 50 mg sublingual"),
        ("2 troches", "2 × 100 mg = 200 mg sublingual"),
        ("1 Troche sublingual", "100 mg sublingual"),
        ("sl 1.5troche", "1.5 × 100 mg = 150 mg sublingual"),
        ("1 unit", "100 mg sublingual"),
        ("half a troche", "0.5 × 100 mg = 50 mg sublingual"),
        ("half troche sl", "0.5 × 100 mg = 50 mg sublingual"),
        ("sublingual one and a half troches", "1.5 × 100 mg = 150 mg sublingual"),
        ("two troches", "2 × 100 mg = 200 mg sublingual"),
        ("a troche", "100 mg sublingual"),
    ],
)
def test_units_are_as_strong_as_the_plan_says(ketalog: Ketalog, typed: str, said: str) -> None:
    ketalog(PLAN)
    answer = ketalog(f"dose {typed} --at 'wed 20:00'")
    assert f"Logged #2: {said}, " in answer.out
    entry = ketalog("show 2 --json").data["entry"]
    assert entry["each_mg"] == "100"


def test_the_word_that_the_plan_uses_is_known(ketalog: Ketalog) -> None:
    ketalog("plan set 2x10mg oral --form vials --times 2")
    assert "3 × 10 mg = 30 mg oral" in ketalog("dose 3 vials").out


def test_units_of_the_plan_that_held_then(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("plan set 2x200mg sublingual")
    assert "1 mg" not in ketalog("dose 1 troche --at 'fri 20:00'").out
    assert ketalog("show last --json").data["entry"]["amount_mg"] == "100"
    ketalog("dose 1 troche")
    assert ketalog("show last --json").data["entry"]["amount_mg"] == "200"


@pytest.mark.parametrize(
    "typed",
    [
        "2 sprays",
        "1 tablet",
        "2 troches nasal",
        "0.5 troche oral",
        "half a tablet",
        "a troche oral",
    ],
)
def test_units_that_no_plan_knows_are_refused_as_before(ketalog: Ketalog, typed: str) -> None:
    ketalog(PLAN)
    answer = ketalog(f"dose {typed}")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    example = "2x15mg nasal" if "spray" in typed else "0.5x200mg sublingual"
    assert f"Type count x strength: ketalog dose {example}." in answer.err


def test_devices_of_esketamine_are_as_strong_as_its_label_says(ketalog: Ketalog) -> None:
    for typed in ("2 devices spravato", "spravato two devices", "2 devices esketamine nasal"):
        assert ": 2 × 28 mg = 56 mg esketamine nasal, " in ketalog(f"dose {typed}").out


@pytest.mark.parametrize("typed", ["troches", "some troche", "half", "a 100 troche x"])
def test_words_that_are_no_units_are_refused(ketalog: Ketalog, typed: str) -> None:
    ketalog(PLAN)
    answer = ketalog(f"dose {typed}")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_of_two_plans_with_no_dose_yet_an_amount_that_is_missing_names_both(
    ketalog: Ketalog,
) -> None:
    ketalog(PLAN)
    ketalog("plan set 2x28mg nasal --medication esketamine --times 2")
    answer = ketalog("dose")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "The amount is missing. There are several plans: ketamine sublingual and esketamine nasal. "
        "Type which: ketalog dose sublingual, or ketalog dose nasal.\n"
    )
    assert "2 × 28 mg = 56 mg esketamine nasal" in ketalog("dose nasal --usual").out


def test_of_two_plans_by_one_route_the_medication_tells_which(ketalog: Ketalog) -> None:
    ketalog("plan set 2x28mg nasal --medication esketamine --times 2")
    ketalog("plan set 2x15mg nasal --medication ketamine --times 1")
    said = ketalog("dose").err
    assert "ketalog dose --medication esketamine, or ketalog dose --medication ketamine." in said
    assert "2 × 15 mg = 30 mg" in ketalog("dose --medication ketamine --usual").out


def test_an_amount_that_is_new_is_not_called_that_of_last_time(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 'mon 20:00'")
    answer = ketalog("dose 0.5mg")
    assert answer.err == (
        "The route is missing. Type it, or add --usual for 0.5 mg sublingual, by the route of last "
        "time.\n"
    )
    assert "0.5 mg sublingual, by the route of last time?" in ketalog("dose 0.5mg", tty=True).err


def test_a_mistake_beside_a_plan_is_the_same_mistake(ketalog: Ketalog) -> None:
    before = ketalog("dose 100 skin").err
    ketalog(PLAN)
    assert ketalog("dose 100 skin").err == before
    assert ketalog("dose 0 troche").code == 2


# Beside the plan


def test_a_dose_inside_the_plan_says_nothing_more(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    for day in ("mon", "wed", "fri"):
        answer = ketalog(f"dose 2 troches --at '{day} 20:00'")
        assert (answer.code, answer.err, answer.out.count("\n")) == (0, "", 1)
    assert beside(ketalog, "dose 2 troches --at 20:00") == [("more a week", "3", "4")]


def test_a_dose_without_a_plan_says_nothing_more(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    assert beside(ketalog, "dose 900mg nasal") == []
    assert beside(ketalog, "dose 900mg sublingual --medication esketamine") == []
    ketalog("plan stop")
    assert beside(ketalog, "dose 900mg sublingual") == []


def test_one_neutral_line_stands_before_the_answer(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("dose 2 troches --at 'yesterday 23:50'")
    answer = ketalog("dose 3 troches --at 20:00")
    line, logged = answer.out.splitlines()
    assert line == (
        "Your plan has at least 48 h between doses; the last one was 20:10 h before. "
        "Your plan has 200 mg a dose; this is 300 mg."
    )
    assert logged.startswith("Logged #3: 3 × 100 mg = 300 mg sublingual, ")
    assert (answer.code, answer.err) == (0, "")
    for word in ("should", "warn", "careful", "too ", "!"):
        assert word not in answer.out


def test_in_json_the_line_stands_beside_the_answer(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    answer = ketalog("dose 3 troches --json")
    assert answer.data["beside_plan"] == [
        {
            "kind": "larger",
            "planned": "200",
            "found": "300",
            "text": "Your plan has 200 mg a dose; this is 300 mg.",
        }
    ]
    assert answer.err == "Your plan has 200 mg a dose; this is 300 mg.\n"


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2026-11-18 20:00", []),
        ("2026-11-18 19:59", [("sooner", "48", "47.98")]),
        ("2026-11-14 20:00", []),
        ("2026-11-14 20:01", [("sooner", "48", "47.98")]),
    ],
)
def test_sooner_is_held_to_the_minute_on_both_sides(
    ketalog: Ketalog, at: str, found: list[tuple[str, str, str]]
) -> None:
    ketalog(PLAN)
    ketalog("dose 100mg sl --at '2026-11-16 20:00'")
    assert beside(ketalog, f"dose 100mg sl --at '{at}'") == found


def test_a_dose_written_down_later_says_the_next_one(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("dose 100mg sl --at 20:00")
    said = ketalog("dose 100mg sl --at 'yesterday 20:30'").out
    assert "the next one was 23:30 h after." in said


def test_a_dose_long_ago_is_held_against_the_doses_of_then(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("dose 100mg sl --at '2026-11-04 20:00'")
    ketalog("dose 100mg sl --at 20:00")
    assert beside(ketalog, "dose 100mg sl --at '2026-11-05 20:00'") == [("sooner", "48", "24")]


def test_more_than_the_plan_has_in_a_day_or_a_week(ketalog: Ketalog) -> None:
    ketalog("plan set 10mg nasal --days daily --per-day 2 --most 5/week --clear most --from mon")
    ketalog("plan set 10mg nasal --days mon,tue --per-day 2 --from 'last mon'")
    for time in ("mon 8am", "mon 12pm", "tue 8am"):
        assert beside(ketalog, f"dose 10mg nasal --at '{time}'") == []
    assert beside(ketalog, "dose 10mg nasal --at 'mon 16:00'") == [("more a day", "2", "3")]
    assert beside(ketalog, "dose 10mg nasal --at 'wed 8am'") == [("more a week", "4", "5")]


def test_every_other_day_is_four_a_week_at_most(ketalog: Ketalog) -> None:
    ketalog("plan set 10mg nasal --every 2 --from 2026-11-01")
    for day in ("mon", "tue", "wed", "thu"):
        assert beside(ketalog, f"dose 10mg nasal --at '{day} 12pm'") == []
    assert beside(ketalog, "dose 10mg nasal --at 'fri 12pm'") == [("more a week", "4", "5")]


def test_a_limit_of_its_own_counts_before_what_a_plan_holds(ketalog: Ketalog) -> None:
    ketalog("plan set 10mg nasal --times 2 --most 1/day --most 3/week --from 2026-11-01")
    for day in ("mon", "tue", "wed"):
        assert beside(ketalog, f"dose 10mg nasal --at '{day} 12pm'") == []
    assert beside(ketalog, "dose 10mg nasal --at 'wed 14:00'") == [
        ("more a day", "1", "2"),
        ("more a week", "3", "4"),
    ]


def test_a_dose_after_midnight_belongs_to_the_day_before(ketalog: Ketalog) -> None:
    ketalog("plan set 10mg nasal --days daily --from 2026-11-01")
    ketalog("dose 10mg nasal --at '2026-11-21 12:00'")
    assert beside(ketalog, "dose 10mg nasal --at '2026-11-22 03:59'") == [("more a day", "1", "2")]
    assert beside(ketalog, "dose 10mg nasal --at '2026-11-22 04:00'") == []


def test_a_dose_at_the_clinic_without_a_medication_is_the_plan_s(ketalog: Ketalog) -> None:
    ketalog("plan set 2x28mg nasal --medication esketamine --times 2")
    assert beside(ketalog, "dose 84mg nasal") == [("larger", "56", "84")]


def test_it_holds_after_much_was_written_too(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("dose 100mg sl --at 'yesterday 23:00'")
    for n in range(60):
        ketalog(f"mood {n % 11} --at 'fri 8am'")
    assert beside(ketalog, "dose 300mg sl") == [("sooner", "48", "22"), ("larger", "200", "300")]


def test_a_locked_journal_says_that_the_plan_can_not_be_seen(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog(PLAN)
    (home / "words").write_text("correct horse\n")
    with monkeypatch.context() as patch:
        for name in ("KETALOG_PASSPHRASE_FILE", "KETALOG_NEW_PASSPHRASE_FILE"):
            patch.setenv(name, str(home / "words"))
        assert ketalog("lock").code == 0
    answer = ketalog("dose 900mg sublingual")
    assert answer.code == 0
    assert "and what the plan says, can't be seen." in answer.err
    refused = ketalog("dose --usual")
    assert "neither the plan nor the last dose can be seen" in refused.err
    for typed in ("1 troche", "half a troche"):
        unknown = ketalog(f"dose {typed}")
        assert unknown.code == 2
        assert unknown.err == (
            "How strong one troche is can't be known: the journal is locked. "
            "Type count x strength: ketalog dose 0.5x200mg sublingual.\n"
        )
    skipped = ketalog("skip a cold --route sl")
    assert skipped.code == 0
    assert "The journal is locked: what the plan says can't be seen." in skipped.out
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "words"))
    assert "skipped ketamine sublingual, reason: a cold" in ketalog("list").out
    assert "ketamine sublingual (#1" in ketalog("plan").out


# Skipped


def test_a_skipped_dose_says_which_plan_it_is_about(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    answer = ketalog("skip had a cold --at fri")
    assert answer.out.splitlines() == [
        (
            "Logged #2: skipped ketamine sublingual, reason: had a cold, Fri 20 Nov 2026 "
            "(no time). Undo: ketalog undo"
        ),
        "It is about your plan (#1, ketamine sublingual), Fri 20 Nov 2026.",
    ]
    assert ketalog("undo").out.startswith("Took back #2: skipped")


def test_a_day_without_a_planned_dose_is_said(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    said = ketalog("skip --at 'yesterday 9pm'").out
    assert "Your plan (#1, ketamine sublingual) has no dose on Sat 21 Nov 2026.\n" in said


def test_a_skip_of_a_dose_that_was_taken_is_saved_and_says_so(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("dose 2 troches --at 'fri 20:00'")
    answer = ketalog("skip --at fri")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[1:] == [
        "It is about your plan (#1, ketamine sublingual), Fri 20 Nov 2026.",
        "The planned dose of that day is taken already (#2).",
        "If #2, 2 × 100 mg = 200 mg sublingual, was not taken: ketalog delete 2",
    ]


def test_a_second_skip_of_a_day_is_saved_and_says_so(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    assert "already" not in ketalog("skip --at fri").out
    answer = ketalog("skip ill --at fri")
    assert answer.out.endswith("The planned dose of that day is skipped already.\n")
    assert answer.code == 0
    assert "already" not in ketalog("skip --at wed").out


def test_a_skip_in_a_week_with_all_its_doses_says_so(ketalog: Ketalog) -> None:
    ketalog("plan set 10mg nasal --times 2 --from 2026-11-01")
    ketalog("dose 10mg nasal --at 'mon 20:00'")
    assert "already" not in ketalog("skip --at tue").out
    said = ketalog("skip --at wed").out
    assert "All doses of that week were marked already: 1 taken (#2), 1 skipped.\n" in said


def test_the_route_of_a_plan_can_be_typed_as_a_word(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("plan set 2x28mg nasal --medication esketamine --times 2 --from 2026-11-01")
    for typed, said in (
        ("skip sublingual had a cold", "skipped ketamine sublingual, reason: had a cold"),
        ("skip nasal", "skipped esketamine nasal"),
        ("skip sl", "skipped ketamine sublingual"),
        ("skip --route nasal sublingual one hurt", "nasal, reason: sublingual one hurt"),
        ("skip --route nasal nose bleed", "skipped esketamine nasal, reason: nose bleed"),
    ):
        assert said in ketalog(f"{typed} --at wed").out


def test_a_word_that_is_no_route_of_a_plan_is_a_reason(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    assert "reason: nose bleed" in ketalog("skip nose bleed --at wed").out
    assert "reason: nasal infection" in ketalog("skip nasal infection --at fri").out
    assert "No plan holds on Fri 20 Nov 2026" in ketalog("skip nasal --at fri").err


def test_of_so_many_times_a_week_any_day_can_be_skipped(ketalog: Ketalog) -> None:
    ketalog("plan set 10mg nasal --times 2")
    assert "It is about your plan (#1, ketamine nasal), Sun 22 Nov 2026." in ketalog("skip").out


def test_a_skipped_dose_keeps_its_plan_s_route_and_medication(ketalog: Ketalog) -> None:
    ketalog(PLAN)
    ketalog("plan set 2x28mg nasal --medication Esketamine --times 2")
    ketalog("skip --medication esketamine")
    entry = ketalog("show last --json").data["entry"]
    assert (entry["route"], entry["medication"]) == ("nasal", "Esketamine")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "No plan holds on Sun 22 Nov 2026"),
        ("--at 'next mon'", "lies ahead"),
        ("--at someday", "can't be read"),
        ("--route skin", "'skin' is not a route"),
        (f"{'x' * 10_001}", "A reason can have 10,000 characters"),
    ],
)
def test_what_can_not_be_skipped_is_refused_in_one_line(
    ketalog: Ketalog, typed: str, said: str
) -> None:
    answer = ketalog(f"skip {typed}")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err


def test_of_several_plans_the_one_that_names_the_day_is_meant(ketalog: Ketalog) -> None:
    ketalog("plan set 1x100mg sublingual --form troche --days mon,wed,sun --from 2026-11-01")
    ketalog("plan set 2x15mg nasal --form spray --times 1 --from 2026-11-01")
    skipped = ketalog("skip had a cold")
    assert (skipped.code, "sublingual" in skipped.out) == (0, True)
    assert ketalog("dose --usual").out.splitlines()[-1].startswith("Logged #4: 100 mg")
    both = ketalog("skip --at yesterday")
    assert (both.code, "several plans" in both.err) == (2, True)


def test_once_the_days_dose_is_taken_the_next_is_not_the_planned_one(ketalog: Ketalog) -> None:
    ketalog("plan set 1x100mg sublingual --form troche --days daily --from 2026-11-01")
    assert "the planned dose?" in ketalog("dose", stdin="\n", tty=True).err
    assert "as last time?" in ketalog("dose", stdin="n\n", tty=True).err


def test_a_dose_of_the_same_moment_that_is_written_later_comes_out_of_the_supply(
    ketalog: Ketalog,
) -> None:
    ketalog("supply fill 12x100mg sublingual --at 8pm")
    ketalog("dose 1x100mg sublingual --at 8pm")
    assert ketalog("supply --json").data["stocks"][0]["left"] == "11"


def test_a_dose_keeps_its_amount_beside_one_that_is_not_recorded(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    ketalog("plan set 100mg sublingual --days thu --from '5 nov 2026'")
    ketalog("dose 30mg nasal --at '2026-11-19 20:00'")
    ketalog("effect 'memory problems' moderate --at '2026-11-19 21:00'")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", ketalog("week").out)
    assert "◆ 30mg ?" in shown
    assert "Memory problems were moderate on Thu 19 Nov, after 30 mg nasal." in shown


def test_before_a_plan_begins_a_dose_without_an_amount_says_when_it_does(ketalog: Ketalog) -> None:
    assert ketalog("plan set 100mg sublingual mon --from '1 dec 2026'").code == 0
    said = ketalog("dose").err
    assert "your plan begins on Tue 1 Dec, and there is no earlier dose to take it from" in said


def test_a_dose_from_before_the_first_plan_is_offered_as_that_plan_has_it(
    ketalog: Ketalog,
) -> None:
    ketalog("plan set 2x100mg sublingual --form troche --days mon,wed,fri")
    answer = ketalog("dose yesterday 9pm", stdin="\n", tty=True)
    assert "2 × 100 mg = 200 mg sublingual, the planned dose" in answer.err
    assert "Logged #2: 2 × 100 mg = 200 mg sublingual, Sat 21 Nov 2026 21:00" in answer.out
    answer = ketalog("dose 1 troche, fri 9pm", stdin="\n", tty=True)
    assert "as in the plan that began Sun 22 Nov? Enter" in answer.err
    assert "Logged #3: 100 mg sublingual, Fri 20 Nov 2026 21:00" in answer.out
    assert ketalog("dose 1 troche, fri 9pm", stdin="n\n", tty=True).code == 2
    alone = ketalog("dose 1 troche, fri 9pm")
    assert alone.code == 2
    assert alone.err == (
        "'1 troche' does not say how strong one is. As in the plan that began Sun 22 Nov: "
        "ketalog dose 1x100mg sublingual fri 9pm.\n"
    )
