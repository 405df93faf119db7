"""`now`: words that are typed where keys are expected are no keys, and nothing of them is lost."""

import time

import pytest

from ketalog.ui.keys import letters_in_a_row
from tests.commands.test_now import MENU, at_the_menu, press, stop
from tests.conftest import Ketalog, entries
from tests.sitting import Sitting

TYPED_S = 0.12
"""Seconds between two letters that a person types."""


def type_slowly(person: Sitting, words: str) -> None:
    for key in words:
        person.type(key)
        time.sleep(TYPED_S)


def notice(person: Sitting) -> None:
    """Go to where it is asked what one notices."""
    press(person, "w", "Note what it is")
    press(person, "n", "Something else")


@pytest.mark.parametrize("at_once", [False, True])
def test_words_where_a_side_effect_is_chosen_are_one_s_own(ketalog: Ketalog, at_once: bool) -> None:
    ketalog("config country us")
    with at_the_menu() as person:
        notice(person)
        if at_once:
            person.type("cant breath")
            assert "911" in press(person, "", "Typed, not saved: cant breath")
            press(person, "b", "> cant breath")
        else:
            type_slowly(person, "cant breath")
        assert entries(ketalog) == []
        assert "911" in press(person, "\r", "Saved: cant breath")
        press(person, "\r", "How bad is it?")
        press(person, "b", MENU)
        stop(person)
    assert [entry["name"] for entry in entries(ketalog)] == ["cant breath"]


def test_nothing_is_no_side_effect(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        notice(person)
        time.sleep(0.8)  # its n at once would be the same press
        type_slowly(person, "nothing")
        press(person, "\r", "Saved: no side effects")
        stop(person)


def test_what_was_taken_is_typed_whole_where_a_dose_is_chosen(ketalog: Ketalog) -> None:
    ketalog("plan set 2x100mg sublingual --days daily")
    with at_the_menu() as person:
        press(person, "d", "as usual")
        type_slowly(person, "half of it")
        press(person, "\x15100mg sublingual\r", "Saved: 100 mg sublingual")
        press(person, "d", "as usual")
        press(person, "took 150mg sublingual", "> took 150mg sublingual")
        assert len(entries(ketalog)) == 2
        press(person, "\x1b", MENU)
        stop(person)


@pytest.mark.parametrize("key", ["", "w"])
def test_a_word_that_begins_with_other_keys_is_read_whole_on_every_screen(
    ketalog: Ketalog, key: str
) -> None:
    with at_the_menu() as person:
        if key:
            press(person, key, "Note what it is")
        person.type("woozy headed\r")  # as a phone sends it, with an Enter in it
        press(person, "", "> woozy headed")
        assert entries(ketalog) == []
        press(person, "\r", "How bad is it?")
        press(person, "b", "Saved: woozy headed")
        stop(person)


def test_a_word_typed_on_the_menu_does_not_stop_in_its_midst(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        type_slowly(person, "chest pain")
        assert "emergency number" in press(person, "\r", "Saved: chest pain")
        press(person, "\r", "How bad is it?")
        press(person, "b", MENU)
        stop(person)


def test_words_in_place_of_a_number_are_no_answer_and_are_heard(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        press(person, "f", "0 is the worst")
        press(person, "terrible", "One key at a time.")
        shown = press(person, "i want to die", "Go on")
        assert "Thoughts of hurting yourself" in shown
        press(person, "\r", "> i want to die")
        press(person, "\x1b", MENU)
        assert "Typed, not saved, and kept for today: i want to die" in stop(person)
    assert entries(ketalog) == []


def test_a_paste_is_words_and_its_enter_saves_nothing(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        notice(person)
        person.paste("blurred vision\nheadache\n")
        press(person, "", "> blurred vision headache")
        assert entries(ketalog) == []
        press(person, "\x1b", MENU)
        press(person, "f", "0 is the worst")
        person.paste("10")
        press(person, "4", "Saved: mood 4")
        press(person, "b", MENU)
        stop(person)


def test_letters_of_every_alphabet_begin_words(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        notice(person)
        type_slowly(person, "übel")
        press(person, "\x1b", MENU)
        assert "kept for today: übel" in stop(person)


def test_danger_in_words_that_are_refused_is_heard(ketalog: Ketalog) -> None:
    ketalog("config country us")
    with at_the_menu() as person:
        notice(person)
        press(person, "o", "blurred vision")
        press(person, "chest pane\r", "effect chest pain")
        assert "911" in press(person, "n", "Not saved.")
        press(person, "\r", "> chest pane")
        press(person, "\x1b", MENU)
        stop(person)
    assert entries(ketalog) == []


@pytest.mark.parametrize("word", ["q", "exit", "Quit", "stop"])
def test_the_words_for_leaving_leave_where_words_are_typed(ketalog: Ketalog, word: str) -> None:
    with at_the_menu() as person:
        notice(person)
        press(person, "o", "blurred vision")
        person.type(f"{word}\r")
        assert person.end() == 0
    assert entries(ketalog) == []


def test_a_side_effect_of_10_is_asked_about_again(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        notice(person)
        press(person, "1", "How bad is it?")
        time.sleep(0.8)  # the same key at once would be the same press
        person.type("10")
        assert "10 is none of these." in press(person, "", "feels wrong")
        press(person, "3", "Go on")
        press(person, "\r", MENU)
        press(person, "u", "Taken back")
        person.type("0")  # it is no key any more
        stop(person)
    assert entries(ketalog) == []


def test_letters_in_a_row_are_counted_without_a_held_key() -> None:
    counts = [
        ("xyz019!", 3),
        ("xxxxxs", 3),
        ("mood 4", 4),
        ("took 4 troches", 7),
        ("d1f4", 1),
        ("übel", 4),
    ]
    assert [letters_in_a_row(text) for text, _ in counts] == [count for _, count in counts]
