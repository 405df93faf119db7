"""What a refused line offers to type instead keeps all that was typed, and works as it stands."""

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import Ketalog

PLAN = "plan set 1x100mg sublingual --form troche --days mon,wed,fri --from '1 nov 2026'"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("dose 100mg sl ate 2pm", "dose 100mg sl --note 'ate 2pm'"),
        ("dose 100mg sl last ate at 2pm", "dose 100mg sl --note 'last ate at 2pm'"),
        ("session clinic 56mg home at 5pm", "session clinic 56mg --note 'home at 5pm'"),
        ("effect dizzy 7pm when standing", "effect dizzy 7pm --note 'when standing'"),
        ("effect nausea mild 7pm for me", "effect nausea mild 7pm --note 'for me'"),
        ("effect vomited 3 times yesterday 9pm", "effect vomited yesterday 9pm --note '3 times'"),
        (
            "effect headache severe for 2h on and off",
            "effect headache severe for 2h --note 'on and off'",
        ),
        ("effect nausea friday 9pm fading", "effect nausea friday 9pm --note fading"),
        ("effect nausea after the friday dose", "effect nausea --note 'after the friday dose'"),
    ],
)
def test_words_that_are_not_read_are_offered_as_a_note_with_all_else_as_it_was_typed(
    ketalog: Ketalog, typed: str, offered: str
) -> None:
    ketalog(PLAN)
    answer = ketalog(typed)
    assert answer.code == 2
    assert f"ketalog {offered}" in answer.err
    logged = ketalog(offered)
    assert logged.code == 0
    note = shlex.split(offered)[-1]
    assert ketalog("show last --json").data["entry"]["note"] == note


def test_a_time_behind_words_that_are_not_read_may_be_theirs_and_both_ways_are_offered(
    ketalog: Ketalog,
) -> None:
    answer = ketalog("dose 100mg sublingual ate 2pm")
    assert answer.code == 2
    assert answer.err == (
        "Read: 100 mg sublingual, 14:00. Not read: 'ate'. All of it as a note: ketalog dose 100mg "
        "sublingual --note 'ate 2pm'. If the time is that of the dose: ketalog dose 100mg "
        "sublingual 2pm --note ate.\n"
    )


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("also nausea", "effect"),
        ("also threw up 7pm", "effect"),
        ("also started vomiting", "effect"),
        ("also mood 6", "mood"),
        ("also slept 7h 8am", "mood"),
    ],
)
def test_also_as_a_plain_word_is_not_taken_for_something_taken(
    ketalog: Ketalog, typed: str, kind: str
) -> None:
    answer = ketalog(typed)
    assert answer.code == 2
    first, second = re.findall(r"ketalog ([^,]+?)(?:, or: |\.\n|\.$)", answer.err)
    assert first.startswith(kind)
    assert ketalog(first).code == 0
    assert ketalog(second).code == 0


def test_pre_and_post_are_sides_of_a_dose_and_with_a_session_points_of_it(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual 7pm")
    assert "128/82, before the dose" in ketalog("vitals 128/82 pre").out
    assert "128/82, after the dose" in ketalog("vitals 128/82 post").out
    answer = ketalog("session infusion 35mg pre 128/82 post 130/84")
    assert "128/82, before the session" in answer.out
    assert "130/84, at the end of the session" in answer.out


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("mood 6 --note felt floaty 7pm", "mood 6 (note: felt floaty), Sun 22 Nov 2026 19:00"),
        ("dose 100mg sl --note felt floaty --mood 4", "mood 4 (note: felt floaty)"),
        ("supply fill 24 --note from pharmacy", "(note: from pharmacy)"),
        ("also lorazepam --note want to cry", "lorazepam (note: want to cry)"),
        ("session kap with Anna --note two words", "with: Anna (note: two words)"),
        ("appointment tue 3pm --note bring log", "(note: bring log)"),
        ("also xanax --note slept well", "also: xanax (note: slept well)"),
        ("effect nausea --note slept badly", "nausea (note: slept badly)"),
        ("dose 100mg sl --note felt ok 7pm", "(note: felt ok), Sun 22 Nov 2026 19:00"),
    ],
)
def test_a_note_without_quotes_goes_on_to_the_next_clause(
    ketalog: Ketalog, typed: str, says: str
) -> None:
    ketalog(PLAN)
    answer = ketalog(typed)
    assert answer.code == 0
    assert says in answer.out


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("dose 100mg sl ate 6", "ketalog dose 100mg sl ate 6h"),
        ("dose 100mg sl held 15:00", "ketalog dose 100mg sl held 15 min"),
        ("dose 100mg sl held 15:30", "Type it in minutes: 15 min"),
        ("session infusion 35mg over 40:00", "ketalog session infusion 35mg over 40 min"),
        ("supply fill 1 box", "'1 box' doesn't say how many units that is."),
        ("supply lost 2 bottles", "'2 bottles' doesn't say how many units that is."),
        ("took another one", "ketalog dose separate one"),
        ("took 2 more", "ketalog dose 2mg sublingual"),
        ("had one more", "ketalog note had one more"),
    ],
)
def test_what_can_be_another_length_or_number_or_command_is_asked(
    ketalog: Ketalog, typed: str, offered: str
) -> None:
    ketalog(PLAN)
    answer = ketalog(typed)
    assert answer.code == 2
    assert offered in answer.err
    assert ketalog("show last --json").data["entry"]["kind"] == "plan"


def test_undo_with_a_number_says_how_one_entry_is_deleted(ketalog: Ketalog) -> None:
    ketalog("mood 6")
    answer = ketalog("undo 1")
    assert answer.code == 2
    assert "ketalog delete 1" in answer.err
    assert ketalog("show 1").code == 0


@pytest.mark.parametrize("typed", ["effect zero nausea", "effect no longer dizzy"])
def test_that_there_was_none_is_no_side_effect_of_ones_own(ketalog: Ketalog, typed: str) -> None:
    answer = ketalog(typed)
    assert answer.code == 2
    assert "says what there was not" in answer.err


def test_a_list_finds_amounts(ketalog: Ketalog) -> None:
    for mg in (100, 50):
        ketalog(f"dose {mg}mg sublingual {20 - mg // 25}:00")
    [entry] = ketalog("list 100mg --json").data["entries"]
    assert entry["amount_mg"] == "100"


def test_a_skipped_dose_has_its_day_behind_its_route_too_and_no_hour_as_its_reason(
    ketalog: Ketalog,
) -> None:
    ketalog(PLAN)
    assert "reason: sick, Wed 18 Nov 2026" in ketalog("skip sublingual wed sick").out
    answer = ketalog("skip mon 8ish")
    assert answer.code == 2
    assert answer.err.startswith("'mon 8ish' can be morning or evening. ")


def test_what_is_offered_behind_a_question_has_its_answer(ketalog: Ketalog) -> None:
    answer = ketalog("dose 100mg sl vor 20 min", stdin="2\n", tty=True)
    assert answer.code == 2
    offered = "dose 100mg sl 20 min ago --note vor"
    assert f"ketalog {offered}" in answer.err
    assert ketalog(offered).code == 0


@pytest.mark.parametrize(
    "typed",
    [
        "config clok 12",
        "confgi clock 12",
        "config country germny",
        "exprot csv",
        "export csv las week",
        "export csv 4",
        "plan calender plan.ics",
        "plan calendar plan.ics dialy",
        "backpu copy.json",
        "lokc",
        "delete lst",
        "erase lst --yes",
    ],
)
def test_nothing_comes_of_a_line_that_is_only_offered(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    (home / "here").mkdir()
    monkeypatch.chdir(home / "here")
    ketalog(PLAN)
    ketalog("mood 6")
    settings, entries = ketalog("config --json").out, ketalog("list --all --json").out
    assert ketalog(typed).code == 2
    assert ketalog("config --json").out == settings
    assert ketalog("list --all --json").out == entries
    assert list((home / "here").iterdir()) == []
