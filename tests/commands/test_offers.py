"""What a refused line offers to type instead keeps all that was typed, and works as it stands."""

import re
import shlex

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
        ("effect nausea friday 9pm gone", "effect nausea friday 9pm --note gone"),
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
        "sublingual --note 'ate 2pm'. Or, if the time is that of the dose: ketalog dose 100mg "
        "sublingual 2pm --note ate\n"
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
