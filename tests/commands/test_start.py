"""Setting up, step by step: each answer is saved at once, and whoever leaves can go on."""

import json
import os
import re
import shlex
from pathlib import Path

import pytest

from ketalog.commands.start import DAYS, STEPS
from tests.conftest import Ketalog
from tests.sitting import sitting

DOSE, ON_DAYS, TODAY = PLAN = ("2x100mg sublingual", "mon, wed and fri, 48h apart", "")
ALL = ["", *PLAN, "24", "8pm", "germany", "24", "{home}/usb", ""]
"""What is typed at each question, Enter first: it begins with what is not set."""


@pytest.fixture(autouse=True)
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)


def typed(home: Path, *answers: str) -> str:
    return "".join(f"{answer.format(home=home)}\n" for answer in answers)


def test_all_steps_are_the_commands_that_could_be_typed_instead(
    ketalog: Ketalog, home: Path
) -> None:
    answer = ketalog("start", stdin=typed(home, *ALL), tty=True)
    assert answer.code == 0, answer.err
    assert "That is all." in answer.out
    (plan,) = ketalog("plan --json").data["plans"]
    assert plan["plan"]["least_hours"] == "48"
    assert (plan["route"], plan["next"][0]) == ("sublingual", "2026-11-23")
    assert ketalog("supply --json").data["stocks"][0]["left"] == "24"
    assert "SUMMARY:Reminder" in (home / "plan.ics").read_text()
    settings = ketalog("config --json").data["settings"]
    assert (settings["country"], settings["clock"]) == ("DE", "24")
    assert settings["backups"] == str(home / "usb")
    # What each did is said, as the command says it.
    for said in ("Logged #1: plan: ketamine sublingual", "Left by the journal: 24", "country = DE"):
        assert said in answer.out


def test_a_step_can_be_named_and_back_goes_back(ketalog: Ketalog, home: Path) -> None:
    said = ketalog("start", stdin=typed(home, "Clock", "back", "q"), tty=True).err
    clock, country = said.index("5 of 7: Clock"), said.index("4 of 7: Country")
    assert clock < country


@pytest.mark.parametrize("no", ["no", "Skip", "none"])
def test_no_at_a_step_leaves_it_as_it_is(ketalog: Ketalog, home: Path, no: str) -> None:
    answer = ketalog("start", stdin=typed(home, "", *[no] * len(STEPS)), tty=True)
    assert (answer.code, "Logged" in answer.out) == (0, False), answer.err
    settings = ketalog("config --json").data["settings"]
    assert (settings["country"], settings["backups"]) == (None, None)  # not Norway


@pytest.mark.parametrize("count", range(1, len(ALL)))
def test_it_can_be_left_after_any_answer_and_taken_up_again(
    ketalog: Ketalog, home: Path, count: int
) -> None:
    left = ketalog("start", stdin=typed(home, *ALL[:count], "q"), tty=True)
    assert left.code == 0
    assert left.out.endswith("Left. What you answered is saved.\nTo go on: ketalog start\n")
    rest = ALL[count:] if count > 3 else ALL[1:]  # without its days and first day no plan
    again = ketalog("start", stdin=typed(home, "", *rest), tty=True)
    assert "That is all." in again.out, again.err
    assert ketalog("config --json").data["settings"]["backups"] == str(home / "usb")
    assert len(ketalog("plan history --json").data["versions"]) == 1


def test_a_step_that_has_to_wait_says_why_as_it_is_passed(ketalog: Ketalog, home: Path) -> None:
    shown = ketalog("start", stdin=typed(home, "", "", "", "", "", ""), tty=True).err
    assert "\n3 of 7: Reminders: they need a plan with days.\n" in shown
    assert "\n7 of 7: Lock: nothing is written down yet that could be locked.\n" in shown


def test_a_locked_journal_is_asked_for_what_is_done_with_a_lock(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("mood 5")
    assert (
        "Type lock, or Enter to leave it unlocked: "
        in ketalog("start", stdin=typed(home, "7", "q"), tty=True).err
    )
    ketalog("lock", stdin="rainy tuesday lamp\n" * 2, tty=True)
    shown = ketalog("start", stdin=typed(home, "7", "lock", "q"), tty=True).err
    assert "For example: passphrase" in shown
    assert "'lock' does nothing here. Type passphrase or unlock." in shown
    assert shown.count("Type passphrase or unlock: ") == 2


def test_on_a_narrow_terminal_what_is_set_stands_below_itself() -> None:
    with sitting("start", columns=40) as person:
        seen = person.wait_for("begins there:").replace("\r", "")
        person.type("\x04")
        person.end()
    assert "  3  Reminders    they need a plan with\n                  days\n" in seen


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_a_key_that_stops_leaves_what_was_answered(ketalog: Ketalog, key: str) -> None:
    with sitting("start", columns=40, NO_COLOR="1") as person:
        person.wait_for("begins there: ")
        person.type("4\r")
        person.wait_for("Your country: ")
        person.type("US\r")
        person.wait_for("24 or 12 hours: ")
        person.type(key)
        assert person.end() == 130
        assert "Left. What you answered is saved." in " ".join(person.seen.split())
        assert not re.search(r"\x1b\[[0-9;]*3[0-9;]*m", person.seen)
    assert ketalog("config country --json").data["settings"]["country"] == "US"


@pytest.mark.parametrize(
    ("step", "wrong", "said"),
    [
        ("1", "2x100mg sublingal", "Did you mean 'sublingual'?"),
        ("1", "100mg sublingual zebra", "Not read: 'zebra'"),
        ("2", "some", "'some' is not a number of units."),
        ("4", "Narnia", "'Narnia' can't be taken for country"),
        ("5", "25", "'25' can't be taken for clock"),
        ("6", "usb", "'usb' can't be taken for backups"),
        ("7", "now", "'now' does nothing here. Type lock."),
    ],
)
def test_a_wrong_answer_is_asked_again_with_what_was_read(
    ketalog: Ketalog, home: Path, step: str, wrong: str, said: str
) -> None:
    ketalog("mood 5")
    before = (home / "journal.json").read_bytes()
    answer = ketalog("start", stdin=typed(home, step, wrong, "q"), tty=True)
    assert answer.code == 0
    assert said in answer.err
    question = STEPS[int(step) - 1].question
    assert answer.err.count(f"{question}: ") == 2
    assert (home / "journal.json").read_bytes() == before
    assert not (home / "config.toml").exists()


@pytest.mark.parametrize(
    ("step", "wrong", "here"),
    [
        ("1", "100mg sublingual zebra", "2x100mg sublingual"),
        ("2", "some", "24x100mg sublingual"),
        ("4", "Narnia", "Germany"),
        ("5", "25", "24"),
        ("6", "usb", "/media/usb/ketalog"),
        ("6", "/", "/media/usb/ketalog"),
    ],
)
def test_after_a_wrong_answer_it_says_what_to_type_there(
    ketalog: Ketalog, home: Path, step: str, wrong: str, here: str
) -> None:
    ketalog("mood 5")
    said = ketalog("start", stdin=typed(home, step, wrong, "q"), tty=True).err
    assert f"Type here, for example: {here}" in " ".join(said.split())
    assert f"ketalog {'plan' if step == '1' else 'config'} " not in said


@pytest.mark.parametrize("asks", ["?", "Help"])
@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
def test_each_step_says_what_can_be_typed_there(
    ketalog: Ketalog, home: Path, step: int, asks: str
) -> None:
    ketalog("plan set 100mg sublingual daily")
    before = (home / "journal.json").read_bytes()
    said = " ".join(ketalog("start", stdin=typed(home, str(step), asks, "q"), tty=True).err.split())
    answers = "; ".join(STEPS[step - 1].answers)
    assert f"For example: {answers}. Enter or no leaves it as it is, < goes back" in said
    assert said.count(f"{STEPS[step - 1].question}:") == 2
    assert (home / "journal.json").read_bytes() == before


def test_before_the_steps_and_at_the_days_that_can_be_asked_too(
    ketalog: Ketalog, home: Path
) -> None:
    answer = ketalog(
        "start", stdin=typed(home, "?", "1", DOSE, "help", ON_DAYS, "?", TODAY, "q"), tty=True
    )
    assert "A number from 1 to 7 begins there, q leaves." in answer.err
    assert "For example: mon, wed and fri, 48h apart; daily; every 3 days; twice a" in answer.err
    assert "For example: 1 october; 3 weeks ago; last monday; tomorrow." in answer.err
    assert "Logged #1" in answer.out


@pytest.mark.parametrize(
    ("step", "answer"),
    [(n, answer) for n, step in enumerate(STEPS[:5], 1) for answer in step.answers]
    + [(1, f"100mg sublingual {days}") for days in DAYS],
)
def test_what_is_named_as_an_answer_is_taken(
    ketalog: Ketalog, home: Path, step: int, answer: str
) -> None:
    if step > 1:
        ketalog("plan set 100mg sublingual daily")
    has_days = step == 1 and re.search("daily|every|mon|twice", answer)
    more = [*([] if has_days else ["daily"]), TODAY] if step == 1 else []
    said = ketalog("start", stdin=typed(home, str(step), answer, *more, "q"), tty=True)
    assert f"{step + 1} of {len(STEPS)}: " in said.err, said.err


@pytest.mark.parametrize(
    ("before", "answer", "asked", "key", "logged"),
    [
        ("", "24 sublingual daily", "'24' has no unit.", "1", "ketamine sublingual, 24 mg"),
        ("2x100mg", "24", "your last or planned dose has 200 mg.", "1", "24 mg, daily"),
        ("2x100mg", "100", "'100' has no unit", "1", "100 mg, daily"),
        ("2x100mg", "3", "'3' can be mg or units.", "2", "3 × 100 mg = 300 mg"),
    ],
)
def test_a_number_alone_becomes_no_plan_unasked(  # noqa: PLR0917 (a case and its words)
    ketalog: Ketalog, home: Path, before: str, answer: str, asked: str, key: str, logged: str
) -> None:
    if before:
        ketalog(f"plan set {before} sublingual daily")
    left = ketalog("start", stdin=typed(home, "1", answer, "n", "q"), tty=True)
    assert asked in left.err
    assert "Nothing was logged." in left.err
    assert "Logged" not in left.out
    first_day = [] if before else [TODAY]
    answers = typed(home, "1", answer, key, *first_day, "q")
    assert logged in ketalog("start", stdin=answers, tty=True).out


def test_before_a_first_entry_it_says_how_to_bring_a_journal_along(
    ketalog: Ketalog, home: Path
) -> None:
    """What is written down before it is there would be another journal, to be merged."""
    assert "ketalog restore FILE" in ketalog("start", stdin=typed(home, "q"), tty=True).err
    ketalog("mood 6")
    assert "restore" not in ketalog("start", stdin=typed(home, "q"), tty=True).err


def test_wrong_days_are_asked_again_and_the_dose_is_kept(ketalog: Ketalog, home: Path) -> None:
    answers = typed(home, "1", DOSE, "on moondays", ON_DAYS, TODAY, "q")
    said = " ".join(ketalog("start", stdin=answers, tty=True).err.split())
    assert "Not read: 'moondays'. Type here, for example: mon, wed and fri" in said
    assert ketalog("plan --json").data["plans"][0]["plan"]["units"] == "2"


def test_the_dose_may_be_typed_once_more_before_its_days(ketalog: Ketalog, home: Path) -> None:
    answers = typed(home, "1", "100mg troche", "100mg troche mwf", TODAY, "q")
    said = ketalog("start", stdin=answers, tty=True)
    assert "1 × 100 mg (troche), Mon, Wed, Fri" in " ".join(said.out.split()), said


@pytest.mark.parametrize(
    ("answers", "first_day"),
    [
        ([DOSE, ON_DAYS, "1 october"], "2026-10-01"),
        ([DOSE, "mon and thu", "bananas", "last monday"], "2026-11-16"),
        ([f"{DOSE} daily since 1 october"], "2026-10-01"),
        ([f"{DOSE} daily", ""], "2026-11-22"),
    ],
)
def test_a_first_plan_is_asked_since_when_it_is_so(
    ketalog: Ketalog, home: Path, answers: list[str], first_day: str
) -> None:
    said = ketalog("start", stdin=typed(home, "1", *answers, "q"), tty=True)
    (version,) = ketalog("plan history --json").data["versions"]
    assert version["at"].startswith(first_day), said
    # What changes it holds from today on, and isn't asked about.
    ketalog("start", stdin=typed(home, "1", "3x100mg sublingual daily", "q"), tty=True)
    assert len(ketalog("plan history --json").data["versions"]) == 2


def test_enter_at_the_days_leaves_the_plan_as_it_is(ketalog: Ketalog, home: Path) -> None:
    answer = ketalog("start", stdin=typed(home, "1", DOSE, "", "q"), tty=True)
    assert "2 of 7: Supply" in answer.err
    assert not (home / "journal.json").exists()


def test_a_dose_without_its_days_is_given_back(ketalog: Ketalog, home: Path) -> None:
    answer = ketalog("start", stdin=typed(home, "1", DOSE, "q"), tty=True)
    assert "Not saved, for it has no days yet: ketalog plan set 2x100mg sublingual\n" in answer.err


def test_a_second_copy_on_the_same_disk_is_said_to_be_there(ketalog: Ketalog, home: Path) -> None:
    answer = ketalog("start", stdin=typed(home, "6", "{home}/usb", "q"), tty=True)
    assert f"backups = {home}/usb\n" in answer.out
    assert "It is on the same disk as the journal." in answer.out
    assert "Configuration" not in answer.out


def test_it_changes_what_was_set_and_goes_back(ketalog: Ketalog, home: Path) -> None:
    ketalog("start", stdin=typed(home, *ALL), tty=True)
    answers = typed(home, "5", "<", "us", "12", "q")
    again = ketalog("start", stdin=answers, tty=True)
    assert "Now: DE" in again.err
    settings = ketalog("config --json").data["settings"]
    assert (settings["country"], settings["clock"]) == ("US", "12")
    changed = ketalog("start", stdin=typed(home, "1", "3x100mg sublingual", "q"), tty=True)
    assert "Changed from #1: dose 2 × 100 mg → 3 × 100 mg." in changed.out


def test_a_locked_journal_is_not_opened_for_it(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "secret").write_text("correct horse\n")
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
    ketalog("start", stdin=typed(home, "", *PLAN, "q"), tty=True)
    assert ketalog("start", stdin=typed(home, "7", "yes"), tty=True).code == 0
    monkeypatch.delenv("KETALOG_PASSPHRASE_FILE")
    seen = ketalog("start", stdin=typed(home, "q"), tty=True)
    assert "not shown: the journal is locked" in seen.err
    assert "sublingual" not in seen.err


@pytest.mark.parametrize("option", ["", "--json", "--no-input"])
def test_without_a_person_it_says_what_to_type_instead(
    ketalog: Ketalog, home: Path, option: str
) -> None:
    answer = ketalog(f"start {option}", tty=bool(option))
    assert answer.code == 2
    error = answer.error if option == "--json" else {"hint": answer.err}
    lines = re.findall(r"ketalog ([^;]+?)(?=[;.]\s*(?:ketalog |$))", error["hint"])
    assert len(lines) == len(STEPS)
    for line in lines[:-1]:
        assert ketalog(shlex.split(line.replace("/media/usb", str(home)))).code == 0, line


def test_json_has_the_error_alone(ketalog: Ketalog) -> None:
    assert set(json.loads(ketalog("start --json").out)) == {"ketalog", "command", "error"}


def test_what_a_closed_window_cuts_off_is_kept_and_named_the_next_time(home: Path) -> None:
    for typed in ("2x100mg subl", "2x100mg sublingual\rmon, w"):
        with sitting("start") as person:
            person.wait_for("begins there: ")
            person.type("\r")
            person.wait_for("says it: ")
            for line in typed.split("\r"):
                person.type(line)
                person.wait_for(line)
                if line == "2x100mg sublingual":
                    person.type("\r")
                    person.wait_for("twice a week: ")
            os.close(person.ours)
            assert person.process.wait(20) == 130
            person.ours = os.open("/dev/null", os.O_RDONLY)
    kept = {file.read_text().strip() for file in (home / "run").rglob("*") if file.is_file()}
    assert kept == {"2x100mg subl", "mon, w", "ketalog plan set 2x100mg sublingual"}
    with sitting("start") as person:
        assert "Words that you typed and that were not saved are in" in person.wait_for(
            "begins there: "
        )
        person.type("\x04")
        person.end()


def test_a_dose_without_its_days_is_said_to_be_unsaved(ketalog: Ketalog, home: Path) -> None:
    for days in ("", "no", "<"):
        answer = ketalog("start", stdin=typed(home, "", "2x100mg sublingual", days), tty=True)
        assert "Not saved, for it has no days yet: ketalog plan set 2x100mg" in answer.err


def test_by_ear_nothing_of_it_is_a_sign_or_a_place(ketalog: Ketalog, home: Path) -> None:
    answer = ketalog("start --plain", stdin=typed(home, "?", *ALL), tty=True)
    said = answer.out + answer.err
    assert "Enter leaves a step as it is, the less-than sign goes back, q leaves" in said
    assert "the question mark says what can be typed" in said
    assert "1, Plan: not set." in said
    assert not re.search(r"(?<!\S)[<?→](?!\S)", said), said
