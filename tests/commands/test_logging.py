"""Logging: what is typed is written down, answered in full, and can be taken back."""

import json

import pytest

from tests.conftest import Ketalog


def test_a_dose_is_answered_with_its_number_amount_route_time_and_how_to_undo_it(
    ketalog: Ketalog,
) -> None:
    answer = ketalog("dose 100mg sublingual --at 20:25")
    assert answer.out == (
        "Logged #1: 100 mg sublingual, Sun 22 Nov 2026 20:25 (35 min ago). Undo: ketalog undo\n"
    )
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("100 sublingual", "100 mg sublingual"),
        ("100 mg sublingual", "100 mg sublingual"),
        ("sublingual 100mg", "100 mg sublingual"),
        ("2x15mg nasal", "2 × 15 mg = 30 mg nasal"),
        ("2 x 15 nasal", "2 × 15 mg = 30 mg nasal"),
        ("0.5x200mg sl", "0.5 × 200 mg = 100 mg sublingual"),
        ("12,5mg nasal", "12.5 mg nasal"),
        ("35 iv", "35 mg intravenous"),
        ("50mg im", "50 mg intramuscular"),
        ("100 under the tongue", "100 mg sublingual"),
        ("1x15mg nasal", "15 mg nasal"),
    ],
)
def test_an_amount_and_a_route_can_be_typed_in_many_ways(
    ketalog: Ketalog, typed: str, said: str
) -> None:
    assert f"Logged #1: {said}, " in ketalog(f"dose {typed}").out


@pytest.mark.parametrize(
    "route",
    ["sublingual", "nasal", "intravenous", "buccal", "intramuscular", "oral", "subcutaneous"],
)
def test_every_route_can_be_logged(ketalog: Ketalog, route: str) -> None:
    logged = ketalog(f"dose 50 {route} --json").data["entries"][0]
    assert (logged["route"], logged["amount_mg"]) == (route, "50")


def test_a_dose_keeps_hold_time_spat_out_estimate_ratings_and_intention(ketalog: Ketalog) -> None:
    line = (
        "dose 100mg sublingual --hold 15 --spat --estimate --mood 4 --anxiety 7 "
        "--intention 'let go' --note 'empty stomach'"
    )
    assert ketalog(line).out.startswith(
        "Logged #1: about 100 mg sublingual, held 15 min, spat out, mood 4, anxiety 7, "
        "intention: let go (note: empty stomach), "
    )


def test_what_was_not_said_of_a_dose_stays_unknown(ketalog: Ketalog) -> None:
    logged = ketalog("dose 100mg sublingual --json").data["entries"][0]
    assert {"hold_minutes", "swallowed", "mood", "anxiety"}.isdisjoint(logged)


def test_a_mood_takes_anxiety_energy_and_sleep(ketalog: Ketalog) -> None:
    answer = ketalog("mood 6 --anxiety 4 --energy 5 --sleep 7h30 --at 8am")
    assert answer.out.startswith("Logged #1: mood 6, anxiety 4, energy 5, slept 7:30 h, Sun 22 Nov")


def test_anxiety_can_be_rated_alone(ketalog: Ketalog) -> None:
    assert "anxiety 7" in ketalog("mood --anxiety 7").out


def test_a_side_effect_says_which_dose_it_stands_after(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 20:00")
    answer = ketalog("effect nausea mild --for 45min --at 20:30")
    assert "mild nausea, for 45 min" in answer.out
    assert "It stands after #1, 100 mg sublingual." in answer.out


def test_a_side_effect_can_be_linked_to_a_chosen_dose(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 'yesterday 20:00'")
    ketalog("dose 15mg nasal --at 20:00")
    answer = ketalog("effect headache --dose 1")
    assert "It stands after #1, 100 mg sublingual." in answer.out


def test_no_side_effects_is_an_answer_of_its_own(ketalog: Ketalog) -> None:
    ketalog("effect none")
    assert ketalog("list --json").data["entries"][0]["kind"] == "no effects"


def test_an_effect_of_ones_own_is_kept_and_what_is_like_it_only_suggested(ketalog: Ketalog) -> None:
    answer = ketalog("effect feeling sad")
    assert "Logged #1: feeling sad" in answer.out
    assert "Did you mean 'feeling sick'?" in answer.err
    own = ketalog("effect nausia mild --own")
    assert ("Logged #2: mild nausia" in own.out, own.err) == (True, "")


def test_a_note_can_be_typed_without_quotes_piped_in_or_asked_for(ketalog: Ketalog) -> None:
    ketalog("note slept well, walked an hour")
    ketalog("note -", stdin="from a pipe\nin two lines\n")
    ketalog("note", stdin="from a prompt\n", tty=True)
    texts = [one["text"] for one in ketalog("list --json").data["entries"]]
    assert texts == ["slept well, walked an hour", "from a pipe\nin two lines", "from a prompt"]


def test_a_question_is_kept_for_the_appointment(ketalog: Ketalog) -> None:
    ketalog("ask can the dose move?")
    assert "Question: can the dose move?" in ketalog("week").out


def test_every_entry_knows_when_it_happened_and_when_it_was_written_down(ketalog: Ketalog) -> None:
    ketalog("mood 5 --at 'yesterday 9pm'")
    entry = ketalog("show 1 --json").data["entry"]
    assert entry["at"] == "2026-11-21T21:00:00+01:00"
    assert entry["recorded"] == "2026-11-22T21:00:00+01:00"


def test_a_dose_without_words_is_the_last_one_only_if_a_person_confirms(ketalog: Ketalog) -> None:
    ketalog("dose 2x15mg nasal --at 'yesterday 20:00'")
    refused = ketalog("dose")
    assert refused.code == 2
    assert "--usual" in refused.err
    confirmed = ketalog("dose", stdin="\n", tty=True)
    assert "2 × 15 mg = 30 mg nasal, as last time?" in confirmed.err
    assert "Logged #2: 2 × 15 mg = 30 mg nasal" in confirmed.out
    assert ketalog("dose", stdin="n\n", tty=True).code == 2
    assert "Logged #3: 2 × 15 mg = 30 mg nasal" in ketalog("dose --usual").out


def test_a_dose_without_a_route_takes_that_of_the_last_like_it(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 'yesterday 20:00'")
    ketalog("dose 30mg nasal --at 'yesterday 22:00'")
    assert "100 mg sublingual" in ketalog("dose 100 --usual").out
    assert "30 mg nasal" in ketalog("dose nasal --usual").out


def test_the_same_dose_twice_is_logged_and_said(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual")
    again = ketalog("dose 100mg sublingual")
    assert "Logged #2" in again.out
    assert "The same dose is there already: #1" in again.err


def test_bytes_that_are_no_utf8_are_replaced_and_it_is_said(ketalog: Ketalog) -> None:
    answer = ketalog(["note", "caf\udce9"])
    assert "caf\ufffd" in answer.out
    assert "not UTF-8" in answer.err


def test_an_hour_that_comes_twice_is_the_later_one_and_it_is_said(ketalog: Ketalog) -> None:
    answer = ketalog("mood 5 --at '2026-10-25 02:30' --json")
    assert answer.data["entries"][0]["at"] == "2026-10-25T02:30:00+01:00"
    assert "twice" in answer.err


def test_the_options_of_every_command_work_before_and_after_it(ketalog: Ketalog) -> None:
    before, after = ketalog("--json mood 5"), ketalog("mood 5 --json")
    assert json.loads(before.out)["command"] == json.loads(after.out)["command"] == "mood"


def test_what_follows_two_dashes_is_text(ketalog: Ketalog) -> None:
    answer = ketalog("note -- --json is not an option here")
    assert "note: --json is not an option here" in answer.out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7", "7:00 h"),
        ("7.5", "7:30 h"),
        ("7,5", "7:30 h"),
        ("7h30", "7:30 h"),
        ("7:30", "7:30 h"),
        ("24", "24:00 h"),
        ("45 min", "45 min"),
        ("730", "7:30 h"),
        ("7.30", "7:30 h"),
        ("480", "8:00 h"),
        ("0", "0 min"),
    ],
)
def test_a_number_alone_is_hours_of_sleep(ketalog: Ketalog, typed: str, said: str) -> None:
    assert f"slept {said}, " in ketalog(["mood", "5", "--sleep", typed]).out


def test_the_same_as_last_time_is_the_same_medication_too(ketalog: Ketalog) -> None:
    ketalog("dose 28mg nasal --medication esketamine --at 'yesterday 20:00'")
    assert "28 mg esketamine nasal, Sun" in ketalog("dose --usual").out
    ketalog("dose 100mg sublingual")
    assert "28 mg esketamine nasal, Sun" in ketalog("dose --usual --medication esketamine").out


@pytest.mark.parametrize("words", ["none", "nothing", "no", "No side effects"])
def test_none_can_be_said_in_other_words(ketalog: Ketalog, words: str) -> None:
    assert "Logged #1: no side effects, Sun" in ketalog(f"effect {words}").out


@pytest.mark.parametrize("typed", ["mild nausea", "nausea, mild", "nausea mild", "Nausea MILD"])
def test_a_side_effect_can_be_typed_in_many_ways(ketalog: Ketalog, typed: str) -> None:
    entry = ketalog(f"effect {typed} --json").data["entries"][0]
    assert (entry["name"], entry["severity"]) == ("nausea", "mild")


@pytest.mark.parametrize("typed", ["no nausea", "none nausea", "nausea mild severe"])
def test_a_side_effect_that_was_denied_or_has_two_severities_is_not_logged(
    ketalog: Ketalog, typed: str
) -> None:
    assert ketalog(f"effect {typed}").code == 2
    assert ketalog("list --json").data["entries"] == []


def test_a_far_match_is_not_suggested(ketalog: Ketalog) -> None:
    assert "Did you mean" not in ketalog("effect the walls were breathing severe").err


def test_no_appetite_is_an_effect_of_ones_own(ketalog: Ketalog) -> None:
    assert "no appetite" in ketalog("effect no appetite").out


def test_none_after_a_side_effect_of_the_same_dose_is_saved_and_says_so(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 18:00")
    ketalog("effect nausea mild --at 19:00")
    answer = ketalog("effect none --at 20:00")
    assert (answer.code, answer.err) == (0, "")
    said = "A side effect stands after the same dose: #2 mild nausea.\n"
    assert answer.out.endswith(said)
    ketalog("effect dizziness --at 19:30")
    said = "Side effects stand after the same dose: #2 mild nausea, #4 dizziness.\n"
    assert ketalog("effect none").out.endswith(said)


def test_none_says_nothing_of_what_stands_after_another_dose(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 'yesterday 18:00'")
    ketalog("effect nausea mild --at 'yesterday 19:00'")
    ketalog("dose 100mg sublingual --at 18:00")
    ketalog("effect headache --dose 1")
    assert "side effect" not in ketalog("effect none").out.partition("no side effects")[2]
    assert "#2 mild nausea, #4 headache" in ketalog("effect none --dose 1").out
