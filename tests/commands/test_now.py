"""`now`: single keys after a dose. What is answered is saved at once, a wrong key does nothing."""

import os
import random
import re
import select
import signal
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Ketalog, entries
from tests.sitting import Sitting, sitting

MENU = "What is it?"
NEXT_DAY = "2026-11-23T09:00:00+01:00"
MARK_PASTES, LEAVE_PASTES = "\x1b[?2004h", "\x1b[?2004l"


@contextmanager
def at_the_menu() -> Iterator[Sitting]:
    """Give a person whose `now` asks what it is."""
    with sitting("now") as person:
        person.wait_for(MENU)
        yield person


def press(person: Sitting, key: str, then: str) -> str:
    """Press a key and return the words of the screen that has some."""
    person.type(key)
    text = person.wait_for(then)
    while more := person._read():
        person.seen += more
    screen = (text + person.seen).rpartition("\x1b[H")[2]
    person.seen = ""
    return " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen).split())


def hammer(person: Sitting, key: str) -> str:
    """Press a key as soon as the terminal takes one, whatever is shown; return what was."""
    can_write: list[int] = []
    shown = b""
    while not can_write:
        can_read, can_write, _ = select.select([person.ours], [person.ours], [], 1)
        if can_read:
            shown += os.read(person.ours, 65536)
    person.type(key)
    return shown.decode(errors="replace")


def saved_of(shown: str) -> set[str]:
    """Return what was said to be saved, without its time, however the lines were broken."""
    words = " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).split())
    return {*re.findall(r"Saved: ([^:]*?), \d\d:\d\d", words)}


def wait_for_a_line(person: Sitting) -> None:
    """Wait until the terminal takes a line without showing it."""
    while termios.tcgetattr(person.theirs)[3] & (termios.ICANON | termios.ECHO) != termios.ICANON:
        time.sleep(0.05)


def stop(person: Sitting) -> str:
    person.type("s")
    assert person.end() == 0
    return person.seen


def test_a_dose_as_usual_is_two_keys(ketalog: Ketalog) -> None:
    ketalog("dose 2x100mg sublingual --at 'fri 9pm'")
    with sitting("now") as person:
        person.wait_for("Each answer is saved at once.")
        shown = press(person, "d", "Something feels wrong")
        assert "J 2 × 100 mg = 200 mg sublingual, as usual" in shown
        press(person, "j", "Saved: 2 × 100 mg = 200 mg sublingual, 21:00")
        assert len(entries(ketalog)) == 2  # before anything else is pressed
        assert "Logged 1 answer." in stop(person)
    dose = entries(ketalog)[-1]
    assert (dose["amount_mg"], dose["count"], dose["unreviewed"]) == ("200", "2", True)


def test_the_usual_dose_is_the_plan_s_and_each_plan_has_a_key(ketalog: Ketalog) -> None:
    ketalog("dose 50mg sublingual --at 'fri 9pm'")
    ketalog("plan set 150mg sublingual --days daily")
    ketalog("plan set 2x15mg nasal --medication esketamine --days mon")
    with at_the_menu() as person:
        shown = press(person, "d", "Something feels wrong")
        assert "150 mg sublingual" in shown
        assert "2 × 15 mg = 30 mg esketamine nasal" in shown
        key = shown.partition(" 2 × 15 mg")[0][-1].lower()
        press(person, key, "Saved: 2 × 15 mg")
        stop(person)
    assert entries(ketalog)[-1]["medication"] == "esketamine"


def test_another_dose_is_typed_and_what_can_not_be_taken_stays_to_be_mended(
    ketalog: Ketalog,
) -> None:
    with at_the_menu() as person:
        press(person, "d", "For example: 100 mg sublingual")
        person.type("100mg subligual\r")
        press(person, "", "dose 100mg sublingual")  # a slip is asked about with a key
        press(person, "n", "Not saved.")
        press(person, "\r", "> 100mg subligual")
        person.type("\x7f" * 9)
        press(person, "nasal\r", "Saved: 100 mg nasal")
        stop(person)
    (dose,) = entries(ketalog)
    assert (dose["amount_mg"], dose["route"]) == ("100", "nasal")


def test_how_one_feels_is_two_numbers_each_saved_at_once(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        press(person, "f", "0 is the worst")
        press(person, "4", "0 is none")
        assert entries(ketalog)[-1]["mood"] == 4
        assert "Anxiety 1, or 10?" in press(person, "1", "It is 10, the worst")
        press(person, "0", "Saved: anxiety 10")
        press(person, "f", "0 is the worst")
        press(person, "n", "0 is none")
        press(person, "b", MENU)
        assert "Logged 2 answers." in stop(person)
    assert [entry.get("anxiety") for entry in entries(ketalog)] == [None, 10]


def test_an_amount_typed_where_the_usual_dose_stands_is_that_amount(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 'fri 9pm'")
    with at_the_menu() as person:
        press(person, "d", "100 mg sublingual, as usual")
        press(person, "1", "How much, and how?")
        press(person, "\x1b", MENU)  # a digit that led there is not kept
        press(person, "d", "100 mg sublingual, as usual")
        person.type("150mg subl")
        person.wait_for("50mg subl")
        press(person, "\x1b", MENU)
        press(person, "d", "as usual")
        press(person, "5", "> 5")  # nor is it a part of what was left there
        press(person, "0 mg nasal\r", "Saved: 50 mg nasal")
        stop(person)
    assert [dose["amount_mg"] for dose in entries(ketalog)] == ["100", "50"]


def test_the_words_for_an_emergency_come_first_and_nothing_is_asked(ketalog: Ketalog) -> None:
    ketalog("config country us")
    with at_the_menu() as person:
        shown = press(person, "w", "Back")
        assert "call your emergency number, 911" in shown
        assert "call or text 988" in shown
        press(person, "b", MENU)
        stop(person)
    assert entries(ketalog) == []


@pytest.mark.parametrize("options", [(), ("--plain",)])
def test_esc_goes_back_wherever_b_does(ketalog: Ketalog, options: tuple[str, ...]) -> None:
    with sitting("now", *options) as person:
        person.wait_for(MENU)
        for key, question in (("w", "Back"), ("f", "0 is the worst"), ("d", "For example")):
            press(person, key, question)
            press(person, "\x1b", MENU)
        assert "Nothing was logged." in stop(person)


def test_they_are_one_key_away_from_each_question_and_each_notice(ketalog: Ketalog) -> None:
    ketalog("config country us")
    ketalog("plan set 100mg sublingual --days daily")
    ketalog("dose 100mg sublingual --at 20:30")
    with at_the_menu() as person:
        press(person, "d", "Something else")
        press(person, "o", "For example")
        assert "W Something feels wrong" in press(person, "50mg subligual\r", "feels wrong")
        assert "911" in press(person, "w", "Not saved.")
        press(person, "b", MENU)
        press(person, "d", "Something else")
        press(person, "o", "> 50mg subligual")
        press(person, "\r", "dose 50mg sublingual")
        assert "1 booster: one dose with #2" in press(person, "y", "feels wrong")
        assert "911" in press(person, "w", "Back")  # asked whether it is the dose before: it is
        press(person, "b", MENU)
        press(person, "w", "Note what it is")
        press(person, "n", "Something else")
        press(person, "o", "blurred vision")
        press(person, "chest pain\r", "Go on")
        assert "911" in press(person, "w", "Note what it is")
        press(person, "b", MENU)
        stop(person)
    kinds = [entry["kind"] for entry in entries(ketalog)]
    assert kinds == ["dose", "plan", "dose", "effect"]


def test_they_come_whatever_is_wrong_with_the_journal(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 6")
    (home / "journal.json").write_text("not a journal\n" * 50)
    with at_the_menu() as person:
        assert "emergency number" in press(person, "w", "Back")
        press(person, "b", MENU)
        press(person, "f", "0 is the worst")
        assert "ketalog doctor" in press(person, "3", "Go on")
        press(person, "\r", MENU)
        stop(person)
    assert (home / "journal.json").read_text() == "not a journal\n" * 50


def test_what_feels_wrong_is_noted_by_key_and_how_bad_it_is(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        press(person, "w", "Note what it is")
        shown = press(person, "n", "Something else")
        key = shown.partition(" nausea")[0][-1]
        press(person, key, "How bad is it?")
        assert entries(ketalog)[-1]["name"] == "nausea"
        time.sleep(0.8)  # the same key at once would be the same press
        shown = press(person, "3", "Go on")
        assert "trouble breathing" in shown
        press(person, "\r", "Saved: severe nausea")
        assert "Taken back: severe nausea" in press(person, "u", "Taken")
        stop(person)
    assert entries(ketalog) == []


def test_words_of_danger_are_answered_at_once(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        press(person, "w", "Note what it is")
        press(person, "n", "Something else")
        press(person, "o", "blurred vision")
        shown = press(person, "chest pain\r", "Go on")
        assert "call your emergency number" in shown
        press(person, "\r", "How bad is it?")
        press(person, "b", MENU)
        stop(person)
    assert entries(ketalog)[-1]["name"] == "chest pain"


def test_undo_takes_back_the_own_last_answer_and_nothing_of_others(ketalog: Ketalog) -> None:
    ketalog("note mine")
    with at_the_menu() as person:
        press(person, "f", "0 is the worst")
        press(person, "4", "0 is none")
        press(person, "b", "Saved: mood 4")
        ketalog("note from another window")
        press(person, "u", "Something else was written down since then.")
        press(person, "\r", MENU)
        stop(person)
    assert len(entries(ketalog)) == 3


def test_a_wrong_key_does_nothing_and_a_held_one_counts_once(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 'fri 9pm'")
    with at_the_menu() as person:
        person.type("xyz019!\x13\x11\t\x1b[A\x1b[15~\x1b[200~d1f4\x1b[201~é")
        press(person, "f", "0 is the worst")
        person.type("555555")
        person.wait_for("0 is none")
        time.sleep(1)
        press(person, "b", "Saved: mood 5")
        stop(person)
    assert len(entries(ketalog)) == 2


def test_an_arrow_over_a_slow_line_is_no_esc(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        press(person, "f", "0 is the worst")
        for byte in "\x1b[A":
            person.type(byte)
            time.sleep(0.03)
        press(person, "4", "Saved: mood 4")
        press(person, "b", MENU)
        stop(person)
    assert [entry["mood"] for entry in entries(ketalog)] == [4]


def test_each_of_two_doses_of_one_evening_is_asked_about_once(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 20:58")
    with at_the_menu() as person:
        press(person, "d", "as usual")
        shown = press(person, "j", "none of them")
        assert "was 2 min before. Is it the same dose?" in shown
        press(person, "1", "It was logged before: it is there once.")
        stop(person)
    assert len(entries(ketalog)) == 1


# Stopped, closed, brought back


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_it_goes_on_where_it_was_stopped_with_what_was_typed(
    ketalog: Ketalog, home: Path, number: signal.Signals
) -> None:
    with at_the_menu() as person:
        press(person, "d", "For example")
        press(person, "150 mg na", "na")
        person.process.send_signal(number)
        assert person.end() == 130
    (kept,) = (home / "run").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    with sitting("now") as person:
        person.wait_for("> 150 mg na")
        press(person, "\x1b[Csal\r", "Saved: 150 mg nasal")
        stop(person)
    assert list((home / "run").iterdir()) == []


def test_what_is_typed_anew_takes_the_place_of_what_was_left_and_that_is_said() -> None:
    with at_the_menu() as person:
        press(person, "d", "For example")
        press(person, "i took my dose", "dose")
        person.type("\x03")
        assert person.end() == 130
    with sitting("now") as person:
        assert "go on with it by the right arrow" in " ".join(
            person.wait_for("> i took my dose").split()
        )
        press(person, "30 mg nasal", "30 mg nasal")
        press(person, "\r", "Saved: 30 mg nasal")
        stop(person)
        assert "Typed and not saved: i took my dose" in person.seen


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [
        ("took a dose", "100 mg sublingual, as usual"),
        ("I took my dose.", "100 mg sublingual, as usual"),
        ("something is wrong", "Note what it is"),
        ("something feels wrong", "Note what it is"),
        ("took 50mg nasal", "Saved: 50 mg nasal"),
        ("mood 4", "Saved: mood 4"),
        ("dizziness", "How bad is it?"),
        ("weird legs", "Saved: weird legs"),
    ],
)
def test_words_at_the_menu_are_what_they_say(ketalog: Ketalog, words: str, leads_to: str) -> None:
    ketalog("dose 100mg sublingual --at 'fri 9pm'")
    with at_the_menu() as person:
        press(person, words, "Enter saves it")
        press(person, "\r", leads_to)
        person.type("\x03")
        person.end()


@pytest.mark.parametrize("words", ["something", "sudden fear", "stop", "sick"])
def test_a_word_that_begins_as_stop_does_stops_nothing(ketalog: Ketalog, words: str) -> None:
    with at_the_menu() as person:
        for letter in words:
            person.type(letter)
            time.sleep(0.1)
        person.wait_for(f"> {words}")
        person.type("\x03")
        person.end()


def test_a_question_about_a_saved_dose_that_is_not_answered_leaves_it_saved(
    ketalog: Ketalog,
) -> None:
    ketalog("dose 100mg sublingual --at '5 min ago'")
    with at_the_menu() as person:
        press(person, "d", "as usual")
        press(person, "j", "Is it the same dose?")
        person.type("\x03")
        assert person.end() == 130
        assert "Each answer that was said to be saved is saved." in " ".join(person.seen.split())
    with sitting("now") as person:
        person.wait_for(MENU)  # not where it would be logged once more
        stop(person)
    with sitting("review") as person:
        assert "The same dose is there as #1, 20:55" in " ".join(
            person.wait_for("n to stop").split()
        )
        person.type("n")
        person.end()


def test_what_was_logged_in_the_worst_hour_is_named_as_elsewhere_to_look_it_through(
    ketalog: Ketalog,
) -> None:
    with at_the_menu() as person:
        press(person, "f", "0 is the worst")
        press(person, "4", "0 is none")
        press(person, "7", "Saved: anxiety 7")
        stop(person)
    for line, offer in (
        ("review 1 mood 5", "ketalog edit 1 mood 5."),
        ("review 1 wrong", "To delete it: ketalog delete 1."),
        ("review doses 1 and 2", "That is no dose: #1: mood 4"),
    ):
        refused = ketalog(line)
        assert (refused.code, offer in " ".join(refused.err.split())) == (2, True), refused.err
    assert ketalog("review 1-2 ok").out.count("Looked through: ") == 2


def test_a_closed_window_loses_nothing(ketalog: Ketalog, home: Path) -> None:
    with at_the_menu() as person:
        press(person, "f", "0 is the worst")
        press(person, "3", "0 is none")
        os.close(person.ours)
        assert person.process.wait(20) == 130
        person.ours = os.open("/dev/null", os.O_RDONLY)
    assert [entry["mood"] for entry in entries(ketalog)] == [3]
    with sitting("now") as person:
        assert "You were here at 21:00." in press(person, "", "0 is none")
        press(person, "b", MENU)
        stop(person)


@pytest.mark.parametrize("signals", [[], [signal.SIGHUP, signal.SIGTERM]])
def test_words_half_typed_are_there_again_after_a_closed_window(
    ketalog: Ketalog, signals: list[signal.Signals]
) -> None:
    """However often its end is told: a shell hands the system's signal on once more."""
    with at_the_menu() as person:
        press(person, "d", "For example")
        press(person, "150 mg na", "na")
        person.process.send_signal(signal.SIGSTOP)
        for number in signals:
            person.process.send_signal(number)
        os.close(person.ours)
        person.process.send_signal(signal.SIGCONT)
        assert person.process.wait(20) == 130
        person.ours = os.open("/dev/null", os.O_RDONLY)
    with sitting("now") as person:
        shown = press(person, "", "> 150 mg na")
        assert "You were here at 21:00." in shown
        press(person, "\x1b[Csal\r", "Saved: 150 mg nasal")
        stop(person)


def test_how_bad_it_is_is_asked_again_after_a_closed_window(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        press(person, "w", "Note what it is")
        press(person, "n", "Something else")
        press(person, "2", "How bad is it?")
        os.close(person.ours)
        assert person.process.wait(20) == 130
        person.ours = os.open("/dev/null", os.O_RDONLY)
    with sitting("now") as person:
        person.wait_for("How bad is it?")
        press(person, "1", "Saved: mild dizziness")
        assert "Taken back: mild dizziness" in press(person, "u", "Taken")
        stop(person)
    assert [(entry["name"], entry.get("severity")) for entry in entries(ketalog)] == [
        ("dizziness", None)
    ]


def test_bytes_that_are_no_text_are_kept_as_such(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        press(person, "d", "For example")
        os.write(person.ours, b"10\xc3")
        press(person, " mg", "g")
        person.type("\x03")
        assert person.end() == 130
    with sitting("now") as person:
        assert "> 10\ufffd mg" in press(person, "", "> 10")
        press(person, "\x1b", MENU)
        stop(person)


def test_words_left_with_esc_are_there_again_and_are_named_at_the_end(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        press(person, "d", "For example")
        press(person, "10", "10")
        press(person, "\x1b", MENU)
        assert "Typed, not saved, and kept for today: 10" in stop(person)
    with at_the_menu() as person:
        press(person, "d", "> 10")
        person.type("\x15\r")
        person.wait_for(MENU)
        assert "kept" not in stop(person)


def test_it_is_drawn_again_after_ctrl_z_and_when_the_window_changes(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        person.resize(30, 12)
        person.process.send_signal(signal.SIGWINCH)
        person.wait_for(MENU)
        person.process.send_signal(signal.SIGTSTP)
        person.wait_for("\x1b[?1049l")  # the screen from before is there again
        person.process.send_signal(signal.SIGCONT)
        person.wait_for("\x1b[?1049h")
        person.wait_for(MENU)
        stop(person)


def test_erase_and_lock_remove_what_was_typed(ketalog: Ketalog, home: Path) -> None:
    ketalog("note a secret")
    for line in ("erase 1 --yes", "lock"):
        with sitting("now") as person:
            person.wait_for(MENU)
            press(person, "d", "For example")
            press(person, "100", "100")
            person.type("\x03")
            assert person.end() == 130
        assert list((home / "run").iterdir())
        assert ketalog(line, stdin="pw\npw\n", tty=line == "lock").code == 0
        assert list((home / "run").iterdir()) == []


# Locked, in sentences, without a person


def test_a_locked_journal_needs_no_passphrase(ketalog: Ketalog, home: Path) -> None:
    ketalog("dose 100mg sublingual --at 'fri 9pm'")
    ketalog("lock", stdin="pw\npw\n", tty=True)
    with sitting("now") as person:
        assert "Type the passphrase, if you like" in press(person, "", MENU)
        press(person, "d", "For example")
        press(person, "100mg sublingual\r", "Saved: 100 mg sublingual")
        press(person, "w", "Note what it is")
        press(person, "n", "Something else")
        press(person, "2", "Saved: dizziness")
        press(person, "u", "Taken back: dizziness")
        stop(person)
    (home / "pw").write_text("pw")
    os.environ["KETALOG_PASSPHRASE_FILE"] = str(home / "pw")
    try:
        assert [entry["kind"] for entry in entries(ketalog)] == ["dose", "dose"]
        assert entries(ketalog)[-1]["unreviewed"] is True
    finally:
        del os.environ["KETALOG_PASSPHRASE_FILE"]


def test_a_pasted_passphrase_has_no_marks_and_ctrl_z_asks_for_it_again(ketalog: Ketalog) -> None:
    ketalog("mood 5")
    ketalog("lock", stdin="pw\npw\n", tty=True)
    with at_the_menu() as person:
        press(person, "p", LEAVE_PASTES)
        wait_for_a_line(person)
        person.type("secret\x1a")
        person.wait_for("\x1b[?1049l")
        shown = person.wait_for("It is not shown.") + person.wait_for(LEAVE_PASTES)
        wait_for_a_line(person)
        person.type("\r")
        shown += person.wait_for(MARK_PASTES) + person.wait_for("Nothing was typed.")
        assert "secret" not in shown
        press(person, "\r", MENU)
        stop(person)


@pytest.mark.slow
def test_with_its_passphrase_a_locked_journal_knows_the_usual_dose(
    ketalog: Ketalog, slow_age: None
) -> None:
    ketalog("dose 100mg sublingual --at 'fri 9pm'")
    ketalog("lock", stdin="pw\npw\n", tty=True)
    with at_the_menu() as person:
        press(person, "p", "It is not shown.")
        time.sleep(0.3)
        shown = press(person, "pw\n", MENU)
        assert "pw" not in shown
        press(person, "d", "100 mg sublingual, as usual")
        press(person, "j", "Saved: 100 mg sublingual")
        person.type("p")  # it is no key any more
        stop(person)


@pytest.mark.parametrize("how", [{"TERM": "dumb"}, {"words": "--plain"}])
def test_in_sentences_each_choice_has_a_line_and_nothing_moves(
    ketalog: Ketalog, how: dict[str, str]
) -> None:
    words = [how.pop("words")] if "words" in how else []
    with sitting("now", *words, **how) as person:
        shown = person.wait_for("S: Stop") + person.wait_for("> ")
        assert "D: I took a dose\r\nF: How I feel\r\n" in shown
        assert "That key does nothing here." in press(person, "x", "> ")
        press(person, "f", "0-10: 0 is the worst")
        press(person, "6", "Saved: mood 6")
        press(person, "b", "S: Stop")
        person.type("s")
        assert person.end() == 0
        assert "\x1b" not in re.sub(r"\x1b\[\?2004[hl]", "", shown + person.seen)
    assert entries(ketalog)[-1]["mood"] == 6


@pytest.mark.parametrize("line", ["now", "now --json", "now --no-input"])
def test_without_a_person_it_says_what_to_type(ketalog: Ketalog, line: str) -> None:
    answer = ketalog(line)
    assert answer.code == 2
    assert "ketalog mood 6" in answer.err + answer.out


# Any keys at all


@pytest.mark.parametrize(
    "count",
    [pytest.param(400, id="some"), pytest.param(10_000, id="10,000", marks=pytest.mark.slow)],
)
def test_random_keys_do_no_harm(ketalog: Ketalog, count: int) -> None:
    ketalog("dose 100mg sublingual --at 'fri 9pm'")
    ketalog("note written before")
    any_key = random.Random(count)  # noqa: S311 (keys, no secrets)
    keys = [*"dfwsunbomtpjxvk./0123456789 \r\x1b\x7f\x15\t\x13\x11\x12\x17é~", "\x1b[A", "\x1bOP"]
    keys.remove("s")
    with sitting("now", columns=40, NO_COLOR="1") as person:
        person.wait_for(MENU)
        shown = [hammer(person, any_key.choice(keys)) for _ in range(count)]
        while person.process.poll() is None:
            for key in ("\x1b", "\r", "b", "n", "s"):
                shown.append(hammer(person, key))
                time.sleep(0.1)
        assert person.end() == 0
        said = "".join(shown) + person.seen
    logged = [entry for entry in entries(ketalog) if entry.get("unreviewed")]
    answers = len(logged)
    assert (f"Logged {answers} answer" in said) or (answers == 0 and "Nothing was logged." in said)
    assert {entry["kind"] for entry in logged} <= {"dose", "mood", "effect"}
    before = [entry["kind"] for entry in entries(ketalog) if not entry.get("unreviewed")]
    assert before == ["dose", "note"]
    found = {
        re.split(r"  #\d+ +", line)[1] for line in ketalog("review").out.splitlines()[:answers]
    }
    assert found <= saved_of(said)  # nothing is there that was not said to be saved
    assert ketalog("doctor").code == 0


# Looking through it, the next day


@pytest.fixture
def evening(ketalog: Ketalog) -> Ketalog:
    """Three entries of `now`, and one that was typed."""
    with at_the_menu() as person:
        press(person, "d", "For example")
        press(person, "100mg sublingual\r", "Saved: 100 mg")
        press(person, "f", "0 is the worst")
        press(person, "4", "0 is none")
        press(person, "7", "Saved: anxiety 7")
        stop(person)
    ketalog("note typed")
    return ketalog


def test_the_next_day_today_offers_to_look_it_through(evening: Ketalog) -> None:
    assert "review" not in evening("").out
    for now in (NEXT_DAY, "2026-11-27T09:00:00+01:00"):
        assert "Look through 3 entries of 'now': ketalog review" in evening("", now=now).out
    assert evening("review all", now=NEXT_DAY).out.count("Looked through: #") == 3
    assert "review" not in evening("", now=NEXT_DAY).out


def test_review_lists_them_and_each_can_be_kept_or_changed(evening: Ketalog) -> None:
    shown = evening("review", now=NEXT_DAY).out
    assert "#1  100 mg sublingual" in shown
    assert "typed" not in shown
    assert "ketalog review 1" in shown
    assert [entry["number"] for entry in evening("review --json").data["entries"]] == [1, 2, 3]
    assert "Looked through: #2: mood 4" in evening("review 2", now=NEXT_DAY).out
    assert "Nothing is left" in evening("review 2", now=NEXT_DAY).out
    evening("edit 1 150mg", now=NEXT_DAY)
    assert [entry["number"] for entry in evening("review --json").data["entries"]] == [3]
    assert "not looked through yet: ketalog review 3" in evening("show 3").out
    evening("undo")
    assert [entry["number"] for entry in evening("review --json").data["entries"]] == [1, 3]
    assert evening("show 2 --json").data["earlier"][0]["unreviewed"] is True
    assert evening("review 9").code == 3


def test_on_a_terminal_each_is_asked_about(evening: Ketalog) -> None:
    with sitting("review", KETALOG_TEST_NOW=NEXT_DAY) as person:
        assert "1 of 3: #1: 100 mg sublingual" in press(person, "", "n to stop: ")
        press(person, "2", "How is #1 right?")
        assert "2 of 3: #2" in press(person, "n\r", "n to stop: ")
        person.type("n")
        assert person.end() == 0
    with sitting("review", KETALOG_TEST_NOW=NEXT_DAY) as person:
        press(person, "", "n to stop: ")
        press(person, "2", "How is #1 right?")
        assert "Not read: 'what'" in press(person, "150mg what\r", "How is #1 right?")
        said = press(person, "150mg\r", "n to stop: ")
        assert "Changed #1: 100 mg sublingual → 150 mg sublingual" in said
        assert "For example: mood 5, 9pm; n leaves it." in press(person, "2", "leaves it.")
        assert "Changed #2: mood 4 → mood 5" in press(person, "5\r", "3 of 3: #3")
        press(person, "3", "Deleted #3")
        assert person.end() == 0
    assert evening("review").out == "Nothing is left to look through.\n"


def test_a_window_that_changes_all_the_time_ends_nothing(ketalog: Ketalog) -> None:
    with at_the_menu() as person:
        for columns in range(30, 130):
            person.resize(columns, 24)
            person.process.send_signal(signal.SIGWINCH)
            person.type("x")
        person.resize(40, 24)
        person.process.send_signal(signal.SIGWINCH)
        person.wait_for(MENU)
        person.type("s")
        assert "unexpected" not in person.wait_for("Nothing was logged.")
