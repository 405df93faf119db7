"""`now` where keys can't be read one by one: each key is a line, and the rest is as ever."""

from pathlib import Path

import pytest

from ketalog.answers.screens import ENTER
from ketalog.commands._now_screens import (
    ANXIETY,
    DOSE,
    EFFECT,
    MENU,
    MILD,
    MOOD,
    ONE_OF_ANXIETY,
    ONE_OF_MOOD,
    OTHER_DOSE,
    OTHER_EFFECT,
    PASSPHRASE,
    SEVERITY,
    STOP,
    TEN,
    UNDO,
    WRONG,
    Action,
    Known,
    Usual,
    view,
)
from ketalog.domain.effects import EFFECTS
from tests.conftest import Answer, Ketalog, entries

SCREENS = (
    *(MENU, DOSE, OTHER_DOSE, MOOD, ANXIETY, ONE_OF_MOOD, ONE_OF_ANXIETY),
    *(WRONG, EFFECT, OTHER_EFFECT, SEVERITY, MILD, TEN),
)
KNOWN = Known([Usual("100 mg sublingual", ("dose", "100mg", "sublingual"))], "US", effect="3")


def now(ketalog: Ketalog, *lines: str) -> Answer:
    answer = ketalog("now", stdin="".join(f"{line}\n" for line in lines), tty=True)
    assert answer.code == 0, answer
    return answer


@pytest.fixture
def before(ketalog: Ketalog) -> Ketalog:
    """A dose two days ago, so that there is a usual one."""
    ketalog("dose 100mg sublingual --at 'fri 9pm'")
    return ketalog


# What the screens say, and where each key leads


@pytest.mark.parametrize("name", SCREENS)
def test_each_key_that_is_shown_does_something_and_leads_to_a_screen(name: str) -> None:
    for known in (Known(), KNOWN, Known(is_locked=True, last="Saved: mood 4", news="News")):
        shown = view(name, known)
        assert set(shown.keys) == set(shown.screen.keys)
        assert {action.next for action in shown.keys.values()} <= {
            *SCREENS,
            STOP,
            UNDO,
            PASSPHRASE,
        }
        assert bool(shown.keys) != bool(shown.types)


@pytest.mark.parametrize("name", SCREENS)
def test_from_each_screen_the_menu_is_one_key_away_and_so_is_help(name: str) -> None:
    shown = view(name, KNOWN)
    if shown.types:  # Esc goes back
        return
    leads = {action.next for action in shown.keys.values()}
    assert leads & {MENU, STOP}
    assert WRONG in leads or name == WRONG


def test_only_what_says_so_saves() -> None:
    for name in SCREENS:
        for key, action in view(name, KNOWN).keys.items():
            if action.line:
                assert key in {*map(str, range(11)), *"jxvk", *ENTER}
                assert action.line[0] in {"dose", "mood", "effect", "edit"}


def test_no_key_answers_two_screens_that_follow_each_other_with_a_dose() -> None:
    doses = {key for key, action in view(DOSE, KNOWN).keys.items() if action.line}
    assert not doses & set(view(MENU, KNOWN).keys)


def test_no_known_side_effect_that_is_typed_on_the_menu_is_a_dose() -> None:
    for word in (word for name, also in EFFECTS.items() for word in (name, *also)):
        name = MENU
        for key in word:
            shown = view(name, KNOWN)
            if shown.types or name == STOP:
                break
            action = shown.keys.get(key, Action(name))
            assert action.line[:1] != ("dose",), word
            name = MENU if action.next == UNDO else action.next


def test_no_first_digit_of_a_number_is_taken_for_all_of_it() -> None:
    for name in (MOOD, ANXIETY):
        assert not view(name, KNOWN).keys["1"].line
    assert not [
        key for key in view(DOSE, KNOWN).keys if key.isdigit() and view(DOSE, KNOWN).keys[key].line
    ]


# A whole evening, line by line


def test_a_dose_how_one_feels_and_what_is_wrong(before: Ketalog) -> None:
    answer = now(before, "d", "j", "f", "4", "10", "w", "n", "3", "1", "x", "s")
    assert "J: 100 mg sublingual, as usual" in answer.err
    assert "call your emergency number" in answer.err
    assert "That key does nothing here." in answer.err
    assert "Logged 4 answers." in answer.out
    assert "To look through them another day: ketalog review" in answer.out
    _, dose, mood, anxiety, effect = entries(before)
    assert (dose["amount_mg"], mood["mood"], anxiety["anxiety"]) == ("100", 4, 10)
    assert (effect["name"], effect["severity"]) == ("nausea", "mild")
    assert all(entry["unreviewed"] for entry in (dose, mood, anxiety, effect))


def test_undo_takes_back_answer_by_answer(before: Ketalog) -> None:
    answer = now(before, "f", "4", "7", "w", "n", "2", "3", "", "u", "u", "s")
    assert "Taken back: severe dizziness, 21:00" in answer.err
    assert "Taken back: anxiety 7, 21:00" in answer.err
    assert [entry["kind"] for entry in entries(before)] == ["dose", "mood"]


def test_a_dose_beside_the_plan_and_a_missing_second_copy_are_said(
    before: Ketalog, home: Path
) -> None:
    before("plan set 100mg sublingual --days daily --apart 96h")
    (home / "backups").rename(home / "elsewhere")
    (home / "backups").write_text("no folder")
    answer = now(before, "d", "j", "", "s")
    assert "The second copy is missing." in answer.err
    assert "96" in answer.err
    assert len(entries(before)) == 3


def test_a_bare_number_is_asked_about_and_no_is_no(before: Ketalog) -> None:
    answer = now(before, "d", "o", "nasal", "n", "", "", "s")
    assert "Nothing was logged." in answer.err + answer.out
    now(before, "d", "o", "100", "", "s")
    assert entries(before)[-1]["amount_mg"] == "100"


def test_what_can_not_be_taken_is_said_and_stays(ketalog: Ketalog) -> None:
    answer = now(ketalog, "d", "xyzzy", "", "50mg nasal", "s")
    assert "Not saved." in answer.err
    assert "xyzzy" in answer.err
    assert entries(ketalog)[0]["route"] == "nasal"


def test_the_same_dose_within_ten_minutes_is_one_question(before: Ketalog) -> None:
    before("dose 100mg sublingual --at 20:55")
    assert "there once" in now(before, "d", "j", "1", "s").err
    assert len(entries(before)) == 2
    now(before, "d", "j", "2", "s")
    assert entries(before)[-1]["sitting"] == entries(before)[-2]["id"]
    now(before, "d", "j", "3", "s")
    assert entries(before)[-1]["sitting"] == entries(before)[-1]["id"]
    now(before, "d", "j", "n", "s")
    assert "sitting" not in entries(before)[-1]


def test_what_was_saved_before_the_same_dose_can_still_be_taken_back(before: Ketalog) -> None:
    before("dose 100mg sublingual --at 20:55")
    answer = now(before, "f", "4", "b", "d", "j", "1", "u", "s")
    assert "Taken back: mood 4, 21:00" in answer.err
    assert [entry["kind"] for entry in entries(before)] == ["dose", "dose"]


def test_a_medicine_by_another_name_is_still_the_usual_one(ketalog: Ketalog) -> None:
    ketalog("dose 2x28mg nasal --medication 'Racemic mix' --at 'fri 9pm'")
    now(ketalog, "d", "j", "s")
    dose = entries(ketalog)[-1]
    assert (dose["medication"], dose["count"], dose["each_mg"]) == ("Racemic mix", "2", "28")


def test_the_end_of_the_input_stops_and_words_left_are_named(ketalog: Ketalog) -> None:
    answer = ketalog("now", stdin="f\n4\n", tty=True)
    assert answer.code == 0
    assert "Logged 1 answer." in answer.out
    answer = ketalog("now", stdin="d\n", tty=True)
    assert (answer.code, answer.out) == (0, "Nothing was logged.\n")


def test_a_locked_journal_opens_with_its_passphrase_or_stays_locked(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 'fri 9pm'")
    ketalog("lock", stdin="pw\npw\n", tty=True)
    answer = now(ketalog, "p", "no", "no", "no", "", "d", "50mg nasal", "u", "s")
    assert "The journal is still locked." in answer.err
    assert "Taken back: 50 mg nasal" in answer.err
    answer = now(ketalog, "p", "", "", "p", "pw", "d", "j", "w", "n", "2", "2", "s")
    assert "100 mg sublingual, as usual" in answer.err
    assert "Saved: moderate dizziness" in answer.err


def test_nothing_of_a_locked_journal_is_kept_on_a_disk(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("mood 6")
    ketalog("lock", stdin="pw\npw\n", tty=True)
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("ketalog.ui.private_files._is_safe", lambda _: False)
    monkeypatch.setattr("ketalog.ui.private_files.gettempdir", lambda: str(home / "run"))
    now(ketalog, "f", "5", "s")
    assert list((home / "run").iterdir()) == []


def test_review_asks_about_each_until_one_stops(before: Ketalog) -> None:
    now(before, "d", "j", "f", "4", "7", "s")
    answer = before("review", stdin="2\nfoo\n150mg\n1\n3\n", tty=True)
    assert answer.code == 0
    assert "Not read: 'foo'" in answer.err
    assert "Changed #2: 100 mg sublingual → 150 mg sublingual" in answer.out
    assert "Looked through: #3: mood 4" in answer.out
    assert "Deleted #4" in answer.out
    now(before, "f", "4", "7", "s")
    before("review", stdin="2\n\n", tty=True)
    before("review", stdin="n\n", tty=True)
    assert len(before("review --json").data["entries"]) == 2


def test_the_enter_behind_a_key_of_review_leaves_nothing(before: Ketalog) -> None:
    now(before, "d", "j", "s")
    answer = before("review", stdin="2\n\n150mg\n", tty=True)
    assert "Changed #2: 100 mg sublingual → 150 mg sublingual" in answer.out


@pytest.mark.parametrize(
    "typed", ["150mg sublingual", "dose 150mg sublingual", "ketalog dose 150mg sublingual"]
)
def test_a_line_that_is_offered_can_be_typed_whole(before: Ketalog, typed: str) -> None:
    now(before, "d", "o", typed, "", "s")
    assert [entry["amount_mg"] for entry in entries(before)] == ["100", "150"]


def test_interrupted_it_says_what_is_saved(
    before: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ketalog.commands.now._Now._known", stop)
    answer = before("now", stdin="f\n", tty=True)
    assert answer.code == 130
    assert "Each answer that was said to be saved is saved. To go on where you were" in answer.err
