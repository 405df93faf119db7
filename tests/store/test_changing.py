"""Changing: an entry can be edited, deleted and brought back, and every step says what it did."""

import pytest

from tests.conftest import Ketalog, entries
from tests.times.here import local_zone

DOSE = "dose 100mg sublingual --hold 15 --mood 4 --anxiety 7 --at 'yesterday 20:00'"
SAID = "100 mg sublingual, held 15 min, mood 4, anxiety 7"


def numbers(ketalog: Ketalog) -> list[object]:
    return sorted(entry["number"] for entry in entries(ketalog))


# edit


def test_a_changed_amount_is_answered_with_before_and_after(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 20:00")
    answer = ketalog("edit 1 150mg")
    assert answer.out == (
        "Changed #1: 100 mg sublingual → 150 mg sublingual, Sun 22 Nov 2026 20:00. "
        "Undo: ketalog undo\n"
    )
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("150mg", "150 mg sublingual"),
        ("150 mg", "150 mg sublingual"),
        ("nasal", "100 mg nasal"),
        ("2x15mg nasal", "2 × 15 mg = 30 mg nasal"),
        ("im 50", "50 mg intramuscular"),
    ],
)
def test_the_words_of_a_dose_mean_what_they_mean_when_it_is_logged(
    ketalog: Ketalog, words: str, said: str
) -> None:
    ketalog("dose 100mg sublingual --at 20:00")
    assert f"→ {said}, Sun" in ketalog(f"edit 1 {words}").out


def test_an_amount_in_pieces_changed_to_a_whole_one_keeps_no_pieces(ketalog: Ketalog) -> None:
    ketalog("dose 2x15mg nasal")
    ketalog("edit 1 40mg")
    assert {"count", "each_mg"}.isdisjoint(entries(ketalog)[0])


@pytest.mark.parametrize(
    ("typed", "words", "after"),
    [
        ("mood 6 --anxiety 4", "7", "mood 7, anxiety 4"),
        ("effect nausea mild", "severe", "severe nausea"),
        ("effect nausea mild", "headache", "mild headache"),
        ("effect nausea", "blurred vision mod", "moderate blurred vision"),
        ("effect nausea mild", "name odd dreams severe", "severe odd dreams"),
        ("note slept well", "slept badly", "note: slept badly"),
        ("ask may it move?", "may it stay?", "question: may it stay?"),
    ],
)
def test_the_words_of_each_kind_change_it(
    ketalog: Ketalog, typed: str, words: str, after: str
) -> None:
    ketalog(typed)
    assert f"→ {after}, Sun" in ketalog(f"edit last {words}").out


@pytest.mark.parametrize(
    ("typed", "option", "after"),
    [
        (DOSE, "--hold 20", "held 20 min"),
        (DOSE, "--swallowed", "swallowed"),
        (DOSE, "--spat", "spat out"),
        (DOSE, "--estimate", "about 100 mg"),
        (DOSE, "--mood 5", "mood 5"),
        (DOSE, "--anxiety 0", "anxiety 0"),
        (DOSE, "--intention 'let go'", "intention: let go"),
        (DOSE, "--medication esketamine", "100 mg esketamine sublingual"),
        (DOSE, "--note 'empty stomach'", "(note: empty stomach)"),
        ("mood 6", "--energy 3", "energy 3"),
        ("mood 6", "--sleep 6h45", "slept 6:45 h"),
        ("effect nausea", "--for 2h", "for 2:00 h"),
        ("effect none", "--note 'asked twice'", "(note: asked twice)"),
        ("note slept well", "--note 'until 9'", "(note: until 9)"),
    ],
)
def test_every_detail_can_be_changed(ketalog: Ketalog, typed: str, option: str, after: str) -> None:
    ketalog(typed)
    answer = ketalog(f"edit 1 {option}")
    assert answer.code == 0
    assert after in answer.out.partition("→")[2]


def test_an_effect_can_be_given_to_another_dose(ketalog: Ketalog) -> None:
    ketalog(DOSE)
    ketalog("dose 30mg nasal --at 20:00")
    ketalog("effect nausea --at 20:30")
    assert "It stands after #1, 100 mg sublingual." in ketalog("edit 3 --dose 1").out
    assert "After #1: 100 mg sublingual" in ketalog("show 3").out


@pytest.mark.parametrize(
    ("detail", "gone"),
    [
        ("hold", "held 15 min"),
        ("mood", "mood 4"),
        ("--anxiety", "anxiety 7"),
        ("note", "(note: with water)"),
        ("estimate", "about"),
        ("medication", "esketamine"),
        ("swallowed", "swallowed"),
    ],
)
def test_a_detail_can_be_taken_out(ketalog: Ketalog, detail: str, gone: str) -> None:
    ketalog(f"{DOSE} --note 'with water' --estimate --medication esketamine --swallowed")
    before, _, after = ketalog(f"edit 1 --clear {detail}").out.partition("→")
    assert gone in before
    assert gone not in after


def test_a_severity_can_be_taken_out(ketalog: Ketalog) -> None:
    ketalog("effect nausea mild")
    assert "mild nausea → nausea," in ketalog("edit 1 --clear severity").out


def test_several_details_and_words_change_in_one_step(ketalog: Ketalog) -> None:
    ketalog(DOSE)
    ketalog("edit 1 150mg nasal --clear hold --mood 6 --at 21:30")
    assert "150 mg nasal, mood 6, anxiety 7" in ketalog("show 1").out
    assert f"Changed back #1: 150 mg nasal, mood 6, anxiety 7 → {SAID}" in ketalog("undo").out


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9pm", "2026-11-20T21:00:00+01:00"),
        ("23:30", "2026-11-20T23:30:00+01:00"),
        ("00:30", "2026-11-21T00:30:00+01:00"),
        ("yesterday 9pm", "2026-11-21T21:00:00+01:00"),
        ("2 hours ago", "2026-11-22T19:00:00+01:00"),
        ("2026-11-19 08:15", "2026-11-19T08:15:00+01:00"),
    ],
)
def test_a_time_alone_is_on_the_entrys_own_day(ketalog: Ketalog, typed: str, at: str) -> None:
    ketalog("mood 5 --at 'fri 20:00'")
    ketalog(["edit", "1", "--at", typed])
    assert entries(ketalog)[0]["at"] == at


def test_what_was_logged_after_midnight_is_on_the_day_of_the_evening_before(
    ketalog: Ketalog,
) -> None:
    ketalog("mood 5 --at '2026-11-21 00:30'")
    ketalog("edit 1 --at 11pm")
    assert entries(ketalog)[0]["at"] == "2026-11-20T23:00:00+01:00"


def test_a_changed_time_is_said_with_the_time_before(ketalog: Ketalog) -> None:
    ketalog("mood 5 --at 20:00")
    assert "Sun 22 Nov 2026 20:00 → Sun 22 Nov 2026 19:00" in ketalog("edit 1 --at 19:00").out


def test_an_edit_can_not_move_an_entry_ahead_of_now(ketalog: Ketalog) -> None:
    ketalog("mood 5 --at 20:00")
    answer = ketalog("edit 1 --at 23:00")
    assert answer.code == 2
    assert "lies ahead" in answer.err


@pytest.mark.parametrize(
    ("typed", "option", "kind"),
    [
        ("mood 6", "--hold 5", "mood"),
        ("effect nausea", "--mood 5", "effect"),
        ("note x", "--anxiety 3", "note"),
        (DOSE, "--energy 3", "dose"),
        (DOSE, "--clear severity", "dose"),
        ("effect none", "--for 2h", "no effects"),
    ],
)
def test_a_detail_that_a_kind_does_not_have_is_refused_by_name(
    ketalog: Ketalog, typed: str, option: str, kind: str
) -> None:
    ketalog(typed)
    answer = ketalog(f"edit 1 {option}")
    assert (answer.code, answer.out) == (2, "")
    assert f" {kind} entry: it has no " in answer.err
    assert "It can have: at, " in answer.err


@pytest.mark.parametrize(
    ("typed", "edit", "said"),
    [
        (DOSE, "", "What is to change about #1?"),
        (DOSE, "--clear holt", "'holt' is not a detail that can be taken out. Did you mean 'hold'"),
        (DOSE, "150 sublingal", "'sublingal' is not a route"),
        ("mood 6", "--clear mood", "To delete it: ketalog delete 1."),
        ("mood 6", "11", "'11' is not a rating"),
        ("effect none", "nausea", "#1 says that there were no side effects."),
        ("effect nausea", "--dose 1", "#1 is not a dose."),
    ],
)
def test_what_can_not_be_changed_is_said_and_changes_nothing(
    ketalog: Ketalog, typed: str, edit: str, said: str
) -> None:
    ketalog(typed)
    before = entries(ketalog)
    answer = ketalog(f"edit 1 {edit}")
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert entries(ketalog) == before


def test_an_edit_that_changes_nothing_says_so_and_writes_nothing(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual")
    assert ketalog("edit 1 100mg").out.startswith("Nothing to change: #1: 100 mg sublingual")
    assert ketalog("undo").out.startswith("Took back #1: 100 mg sublingual")


def test_an_entry_remembers_when_it_was_changed_and_how_it_was_before(ketalog: Ketalog) -> None:
    ketalog("mood 5 --at 20:00", now="2026-11-22T20:00:00+01:00")
    ketalog("edit 1 6")
    shown = ketalog("show 1")
    assert "Changed Sun 22 Nov 2026 21:00, before: mood 5, Sun 22 Nov 2026 20:00" in shown.out
    data = ketalog("show 1 --json").data
    assert [one["mood"] for one in data["earlier"]] == [5]
    assert data["entry"]["recorded"] == "2026-11-22T20:00:00+01:00"


# delete


def test_several_entries_are_deleted_and_named(ketalog: Ketalog) -> None:
    for mood in (1, 2, 3, 4):
        ketalog(f"mood {mood}")
    answer = ketalog("delete 1 '#3' 3 last")
    assert answer.out == (
        "Deleted #1: mood 1, Sun 22 Nov 2026 21:00 (now).\n"
        "Deleted #3: mood 3, Sun 22 Nov 2026 21:00 (now).\n"
        "Deleted #4: mood 4, Sun 22 Nov 2026 21:00 (now).\n"
        "They can come back: ketalog undo\n"
    )
    assert numbers(ketalog) == [2]


def test_deleting_is_all_or_nothing(ketalog: Ketalog) -> None:
    ketalog("mood 1")
    assert ketalog("delete 1 99").code == 3
    assert numbers(ketalog) == [1]


@pytest.mark.parametrize("command", ["show", "edit", "delete"])
@pytest.mark.parametrize("number", ["99", "#99", "0", "last"])
def test_an_unknown_number_is_no_such_entry(ketalog: Ketalog, command: str, number: str) -> None:
    answer = ketalog([command, number])
    assert (answer.code, answer.out) == (3, "")
    assert "There is no entry" in answer.err


def test_a_number_that_is_gone_says_what_became_of_it(ketalog: Ketalog) -> None:
    ketalog("mood 1")
    ketalog("mood 2")
    ketalog("undo")
    ketalog("delete 1")
    assert "#1 any more: it was deleted" in ketalog("show 1").err
    assert "#2 any more: it was undone" in ketalog("show 2").err


# undo and redo


def test_undo_ten_times_goes_back_ten_steps_and_says_each(ketalog: Ketalog) -> None:
    for mood in range(8):
        ketalog(f"mood {mood}")
    ketalog("edit 3 10")
    ketalog("delete 5")
    said = [ketalog("undo").out.splitlines()[0] for _ in range(10)]
    stamp = "Sun 22 Nov 2026 21:00 (now)."
    assert said[0] == f"Brought back #5: mood 4, {stamp}"
    assert said[1] == "Changed back #3: mood 10 → mood 2, Sun 22 Nov 2026 21:00."
    assert said[2:] == [f"Took back #{n + 1}: mood {n}, {stamp}" for n in range(7, -1, -1)]
    assert entries(ketalog) == []
    assert (ketalog("undo").out, ketalog("undo").code) == ("Nothing to undo.\n", 0)


def test_redo_brings_every_step_back(ketalog: Ketalog) -> None:
    ketalog("mood 1")
    ketalog("edit 1 2")
    ketalog("delete 1")
    ketalog("mood 3")
    before = entries(ketalog)
    for _ in range(4):
        ketalog("undo")
    said = [ketalog("redo").out.split(",")[0] for _ in range(5)]
    assert said == [
        "Brought back #1: mood 1",
        "Changed again #1: mood 1 → mood 2",
        "Deleted again #1: mood 2",
        "Brought back #2: mood 3",
        "Nothing to redo.\n",
    ]
    assert entries(ketalog) == before


def test_a_redo_can_be_undone_and_redone_again(ketalog: Ketalog) -> None:
    ketalog("mood 1")
    for _ in range(3):
        assert ketalog("undo").out.startswith("Took back #1")
        assert entries(ketalog) == []
        assert ketalog("redo").out.startswith("Brought back #1")
        assert numbers(ketalog) == [1]


def test_after_a_new_change_there_is_nothing_to_redo(ketalog: Ketalog) -> None:
    ketalog("mood 1")
    ketalog("undo")
    ketalog("mood 2")
    answer = ketalog("redo")
    assert (answer.out, answer.code) == ("Nothing to redo.\n", 0)
    assert numbers(ketalog) == [2]


def test_numbers_are_never_used_twice(ketalog: Ketalog) -> None:
    ketalog("mood 1")
    ketalog("undo")
    assert "Logged #2" in ketalog("mood 2").out
    ketalog("delete 2")
    assert "Logged #3" in ketalog("mood 3").out


def test_undo_of_a_large_deletion_says_how_many_came_back(ketalog: Ketalog) -> None:
    for mood in range(7):
        ketalog(f"mood {mood}")
    ketalog("delete 1 2 3 4 5 6 7")
    assert ketalog("undo").out == "Brought back 7 entries at once. Redo: ketalog redo\n"
    assert numbers(ketalog) == [1, 2, 3, 4, 5, 6, 7]


def test_undo_says_in_json_what_it_took_back(ketalog: Ketalog) -> None:
    ketalog("mood 1")
    ketalog("edit 1 2")
    data = ketalog("undo --json").data
    assert data["verb"] == "undone"
    assert ([one["mood"] for one in data["before"]], data["entries"][0]["mood"]) == ([2], 1)


def test_no_side_effects_can_not_become_an_effects_name(ketalog: Ketalog) -> None:
    ketalog("effect nausea mild")
    assert ketalog("edit 1 none").code == 2
    ketalog(["effect", "none "])
    assert ketalog("show 2 --json").data["entry"]["kind"] == "no effects"


def test_a_note_can_not_be_edited_empty_and_a_dash_asks_for_the_text(ketalog: Ketalog) -> None:
    ketalog("note abc")
    assert ketalog(["edit", "1", ""]).code == 2
    ketalog("edit 1 -", stdin="from a pipe\n")
    assert ketalog("show 1 --json").data["entry"]["text"] == "from a pipe"


def test_an_entry_made_elsewhere_stays_on_the_clock_of_its_place(ketalog: Ketalog) -> None:
    with local_zone("Asia/Tokyo"):
        ketalog("mood 5 --at '2026-11-20 21:00'")
    ketalog("edit 1 --at 8:30pm")
    assert ketalog("show 1 --json").data["entry"]["at"] == "2026-11-20T20:30:00+09:00"


def test_a_time_with_an_offset_keeps_the_moment_on_the_clock_of_here(ketalog: Ketalog) -> None:
    ketalog("mood 5 --at '2026-11-20T21:00:00+01:00'")
    assert ketalog("edit 1 --at '2026-11-20T20:00:00Z'").out.startswith("Nothing to change")
    ketalog("edit 1 --at '2026-11-20T21:00:00Z'")
    assert ketalog("show 1 --json").data["entry"]["at"] == "2026-11-20T22:00:00+01:00"


def test_the_same_time_again_is_nothing_to_change(ketalog: Ketalog) -> None:
    ketalog("mood 5 --at 20:00")
    answer = ketalog("edit 1 --at 20:00")
    assert (answer.code, "Nothing to change" in answer.out) == (0, True)


def test_the_same_amount_of_another_medication_is_not_the_same_dose(ketalog: Ketalog) -> None:
    ketalog("dose 100mg nasal")
    assert ketalog("dose 100mg nasal --medication esketamine").err == ""


@pytest.mark.parametrize(
    ("logged", "said"),
    [
        ("effect nausea", "#1 is an effect entry: it has no hold."),
        ("also alcohol", "#1 is an also entry: it has no hold."),
        ("mood 5", "#1 is a mood entry: it has no hold."),
    ],
)
def test_what_an_entry_can_not_have_is_said_in_good_english(
    ketalog: Ketalog, logged: str, said: str
) -> None:
    ketalog(logged)
    assert said in ketalog("edit 1 --hold 5").err


@pytest.mark.parametrize(
    ("logged", "change", "example"),
    [
        ("dose 100mg sl", "5ml", "For example: ketalog edit 1 100mg sublingual, or 2x15mg nasal."),
        ("dose 100mg sl", "6g", "Type it in mg: ketalog edit 1 6mg sublingual."),
        ("dose 100mg sl", "hold 25h", "For example: ketalog edit 1 100mg sublingual --hold 15."),
        ("mood 5", "--anxiety 11", "For example: ketalog edit 1 6 --anxiety 4."),
        ("effect nausea", "mild of", "For example: ketalog edit 1 nausea mild."),
        (
            "supply fill 24x100mg sl",
            "24mg",
            "For example: ketalog edit 1 fill 24x100mg sublingual.",
        ),
    ],
)
def test_an_example_is_of_the_entry_that_is_changed(
    ketalog: Ketalog, logged: str, change: str, example: str
) -> None:
    ketalog(logged)
    assert ketalog(f"edit 1 {change}").err.endswith(f" {example}\n")
