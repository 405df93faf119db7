"""--plain is heard: lengths of time in words, time and amount apart, nothing by a sign."""

import re

import pytest

from tests.conftest import Ketalog
from tests.zone import set_zone


@pytest.fixture
def diary(ketalog: Ketalog) -> Ketalog:
    for line in (
        "plan set 1x100mg sublingual --form troche --days mon,fri --apart 48h --from '16 nov 2026'",
        "supply fill 8x100mg sublingual --at 'mon 9am'",
        "dose 100mg sublingual ate 6h before --at 'mon 8pm' --mood 4",
        "mood 6 slept 8h20 --at 'tue 9am'",
        "dose 100mg sublingual --at 'wed 7:40pm'",
        "effect nausea for 90 min --at 'wed 8pm'",
        "note 'ran 7:30 h, \"5 min\" late' --at 'thu 9am'",
    ):
        assert ketalog(line).code == 0, line
    return ketalog


def test_lengths_of_time_are_said_in_words(diary: Ketalog) -> None:
    said = diary("week --plain").out
    for words in ("slept 8 hours 20 minutes", "ate 6 hours before", "47 hours 40 minutes after"):
        assert words in said
    assert "at least 48 hours" in diary("plan --plain").out
    assert "for 1 hour 30 minutes." in diary("list effects --plain").out
    assert "4 days ago" in diary("--plain").out
    assert "8:20 h" in diary("week").out


def test_side_effects_of_a_check_are_not_said_to_be_unrecorded(ketalog: Ketalog) -> None:
    ketalog("mood 5")
    assert "Side effects: not recorded." in ketalog("week --plain").out
    ketalog("check bladder 0 1 0 0 0 0 0")
    said = ketalog("week --plain").out
    assert "not recorded." not in said.partition("Side effects")[2]
    assert "Bladder check on " in said


def test_days_and_months_are_said_by_their_names(diary: Ketalog) -> None:
    """ "Sat", "Sun" and "Mar" are heard as other words."""
    assert "Next: Monday 23 November, Friday 27 November" in diary("plan --plain").out
    assert ", Monday, Friday, at least" in diary("plan --plain").out
    assert "Next: Mon 23 Nov" in diary("plan", out_tty=True).out
    for shown in ("", "week", "month", "list", "supply", "show 3", "undo"):
        said = diary(f"{shown} --plain").out
        assert re.search(r"[a-z]day [0-9]+ November", said), said
        assert not re.search(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Nov)\b", said), said


def test_a_time_and_an_amount_never_run_together(diary: Ketalog) -> None:
    assert "Monday 16 November: at 20:00, 100 mg sublingual" in diary("week --plain").out
    assert "Monday 16 November 2026, 20:00, #3: 100 mg sublingual, ate" in diary("list --plain").out
    assert "Monday 16 November 2026 09:00, #2: filled 8" in diary("supply --plain").out


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Europe/London", "Saturday 21 November 2026 20:00 in UTC"),
        ("America/Los_Angeles", "12:00 in UTC minus 8"),
        ("Asia/Kolkata", "Sunday 22 November 2026 01:30 in UTC plus 5:30"),
    ],
)
def test_the_clock_of_another_place_is_said_in_words(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, place: str, said: str
) -> None:
    monkeypatch.setenv("TZ", place)
    set_zone()
    ketalog("mood 6", now="2026-11-21T20:00:00+00:00")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    set_zone()
    assert f"{said} (" in ketalog("show 1 --plain", now="2026-11-22T08:00:00+09:00").out


def test_what_can_be_typed_and_what_is_quoted_stays_as_it_stands(diary: Ketalog) -> None:
    refused = diary("dose 100 mg sublingual 7:30 h felt ok --plain").err
    assert "7:30 h" in refused
    assert '"5 min"' in diary("list notes --plain").out


def test_plain_can_be_remembered(diary: Ketalog) -> None:
    assert diary("config plain yes").code == 0
    assert "slept 8 hours 20 minutes" in diary("week", out_tty=True).out


def test_an_empty_week_says_what_was_planned(ketalog: Ketalog) -> None:
    assert ketalog("plan set 100mg sublingual mon,fri --from '1 nov 2026'").code == 0
    said = ketalog("week --plain").out.splitlines()
    assert said[:2] == [
        "Your week, 16 to 22 November 2026. Today is Sunday 22 November.",
        "Nothing was recorded.",
    ]
    assert "Planned and not recorded: 2 doses." in said


def test_each_amount_is_said_without_signs(ketalog: Ketalog) -> None:
    for day, mg in (("mon", 100), ("wed", 150)):
        assert ketalog(f"dose {mg}mg sublingual --mood 4 --at '{day} 8pm'").code == 0
        assert ketalog(f"mood 6 --at '{day} 10pm'").code == 0
    said = ketalog("response --plain").out
    amount = "100 mg, 1 dose: mood before a dose: 4, 1 rating; 2 hours after: 6, 1 rating."
    assert f"Sublingual, {amount}" in said
    assert "(n " not in said


def test_check_ins_that_are_alike_are_one_sentence(ketalog: Ketalog) -> None:
    for day in ("mon", "wed"):
        assert ketalog(f"check dose 2 1 0 - --at '{day} 9pm'").code == 0
    said = ketalog("week --plain").out
    found = "sedation moderate; also dissociation mild; 1 not answered."
    assert f"Check-in on Monday 16 November, Wednesday 18 November: {found}" in said
    assert said.count("Check-in") == 1


def test_an_entry_without_a_time_has_no_empty_place_for_it(ketalog: Ketalog) -> None:
    ketalog("mood 5 --at mon")
    assert ketalog("list --plain").out == "Monday 16 November 2026, #1: mood 5.\n"
    ketalog("mood 6 --at 'mon 8pm'")
    assert "Monday 16 November 2026, #1: mood 5.\n" in ketalog("list --plain").out


def test_a_note_is_said_back_as_it_was_typed(ketalog: Ketalog) -> None:
    answer = ketalog("--plain mood 5 1h ago --note 'slept 7:30 h'").out
    assert "(note: slept 7:30 h), Sunday 22 November 2026 20:00 (1 hour ago)." in answer


@pytest.mark.parametrize(
    "line",
    [
        "note 'slept (badly) 7:30 h, Mon 2 and 15 min'",
        "note 'Mon 2, or 3 Nov, on Sat'",
        "note 'landed 09:00+02:00'",
        "ask 'is 15 min (or 2 h) enough, or 3 d'",
        "mood 5 --note 'it took (about) 15 min'",
        "dose 100mg sublingual --with 'Dr 2 h' --where 'the 15 min room'",
        "dose 100mg sublingual --intention 'rest (or 15 min of it)'",
        "effect --own '15 min-blank'",
        "also 'tea 2 h'",
        "session kap 100mg im --reflections 'calm (for 2 h) and 3 d'",
        "supply fill 8x100mg sublingual --note 'late (by 3 d) 2 h'",
    ],
)
def test_what_was_typed_stays_wherever_it_is_said(ketalog: Ketalog, line: str) -> None:
    assert ketalog("plan set 100mg sublingual --days daily --from '1 nov 2026'").code == 0
    assert ketalog(f"{line} --at 7:30pm").code == 0
    for shown in ("list", "show 2", "week", "", "undo"):
        said = ketalog(f"{shown} --plain").out
        turned = (
            r"\b(?:5 minutes|15 minutes|2 hours|7 hours|3 days|Monday 2|3 November|on Saturday)\b"
        )
        assert not re.search(turned, said), said


def test_a_length_stays_in_words_beside_one_that_was_typed(ketalog: Ketalog) -> None:
    said = ketalog("dose 100mg sublingual held 15 min, 35 min ago --with 'Dr 5 min' --plain").out
    assert "held 15 minutes, with: Dr 5 min, Sunday 22 November 2026 20:25 (35 minutes ago)" in said
    assert "is 15 min of it" in ketalog("note 'is 15 min of it' --at '2h ago' --plain").out
    assert "held 15 minutes" in ketalog("list --plain").out


def test_a_sign_that_is_passed_over_is_said_by_its_name(diary: Ketalog) -> None:
    assert "slept 8 hours 20 minutes to mood 5, slept" in diary("edit 4 mood 5 --plain").out
    diary(["note", "tea - milk → none"])
    assert "tea - milk → none" in diary("list notes --plain").out
