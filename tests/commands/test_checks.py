"""Questionnaires in the journal: logged, looked at, changed, shared; and what is said at once."""

import itertools
import json
import re
from pathlib import Path

import pytest

from ketalog.instruments.base import names
from tests.conftest import Ketalog

THOUGHTS = (
    "You marked thoughts of being better off dead or of hurting yourself. Please tell your care "
    "team or someone you trust today. If you might act on these thoughts, call your local "
    "emergency number now. "
)
EVERYWHERE = (
    "US and Canada: call or text 988. UK and Ireland: Samaritans 116 123. Australia: Lifeline "
    "13 11 14. New Zealand: call or text 1737. Elsewhere: findahelpline.com. "
)
PRIVATE = "This journal is private: nobody has been notified."
CHECK_IT = " (check this number before you need it)"
GERMANY = "0800 111 0 111, 0800 111 0 222 or 116 123"
GRAVE = (
    "If you have trouble breathing or chest pain, faint or can't be woken up: call your emergency "
    "number. Please tell your prescriber about this."
)
URINE = (
    "Signs from the bladder stand out in your summary, so that your care team sees them. Please "
    "tell your prescriber about this"
)
PHQ9_WITH_ITEM_9 = "check phq9 0 0 0 0 0 0 0 0 1"


# What is logged


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("gad7 1 2 2 1 0 1 2", "GAD-7: 9 of 21 (mild)"),
        ("GAD-7 1,2,2,1,0,1,2", "GAD-7: 9 of 21 (mild)"),
        ("gad7 1 2 2 1 - 1 2", "GAD-7: no total, 1 not answered"),
        ("phq9 2 2 2 1 1 1 1 - -", "PHQ-9: about 12.9 of 27 (estimated), 2 not answered"),
        ("phq9 2 2 2 1 1 1 - - -", "PHQ-9: no total, 3 not answered"),
        (
            "phq9 3 3 3 3 3 2 0 0 0 --difficulty 3",
            "PHQ-9: 17 of 27 (moderately severe), daily life extremely difficult",
        ),
        ("phq4 1 1 0 2", "PHQ-4: 4 of 12 (mild), anxiety 2, low mood 2"),
        ("phq4 1 - 0 2", "PHQ-4: no total, low mood 2, 1 not answered"),
        (
            "bladder 0 1 0 2 0 0 0",
            "Bladder check: burning urination sometimes, night-time urination often",
        ),
        ("bladder 0 0 0 0 0 0 0", "Bladder check: asked about 7, none there"),
        ("bladder 0 0 0 0 0 0 -", "Bladder check: asked about 6, none there, 1 not answered"),
        ("dose 1 0 0 2", "Check-in: sedation mild, dizziness moderate"),
    ],
)
def test_the_answer_says_what_was_logged(ketalog: Ketalog, typed: str, said: str) -> None:
    answer = ketalog(f"check {typed} --at 20:30")
    assert answer.code == 0
    assert answer.out.startswith(f"Logged #1: {said}, answers ")
    assert answer.out.endswith(", Sun 22 Nov 2026 20:30 (30 min ago). Undo: ketalog undo\n")
    assert said in ketalog("list").out
    assert said in ketalog("show 1").out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("gad7 1 2 2 1 0 1", "GAD-7 has 7 questions; here are 6 answers."),
        ("gad7 1 2 2 1 0 1 4", "'4' is not an answer: GAD-7 takes 0 to 3"),
        ("gad7 a b c d e f g", "'a' is not an answer: GAD-7 takes 0 to 3"),
        ("gad7 1 2 2 1 0 1 -5", "'-5' is not an answer: GAD-7 takes 0 to 3"),
        ("phq9 0 0 0 0 0 0 0 0 0 --difficulty 4", "'4' can't be taken for --difficulty."),
        ("bladder 0 0 0 0 0 0 0 --difficulty 1", "Bladder check has no question about difficulty."),
        ("gad8 1 2 2 1 0 1 2", "'gad8' is not a check. Did you mean 'gad7'?"),
        ("", f"Which check? Type one of: {', '.join(names())}."),
    ],
)
def test_what_can_t_be_taken_is_one_clear_line(ketalog: Ketalog, typed: str, said: str) -> None:
    answer = ketalog(f"check {typed}")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith(said)
    assert ketalog("list --json").data["entries"] == []


def test_a_check_in_stands_after_the_dose_before_it(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 19:00")
    assert "It stands after #1, 100 mg sublingual." in ketalog("check dose 1 0 0 0").out
    ketalog("dose 50mg nasal --at 'yesterday 19:00'")
    chosen = ketalog("check dose 1 0 0 0 --dose 3")
    assert "It stands after #3, 50 mg nasal." in chosen.out
    assert "After #3: 50 mg nasal" in ketalog("show last").out
    refused = ketalog("check gad7 0 0 0 0 0 0 0 --dose 1")
    assert refused.code == 2
    assert refused.err.startswith("GAD-7 belongs to no dose.")


def test_show_has_each_question_with_its_answer(ketalog: Ketalog) -> None:
    ketalog("check phq4 1 3 - 0 --note 'a bad week'")
    shown = ketalog("show 1").out
    for line in (
        "  1. Feeling nervous, anxious or on edge: several days",
        "  2. Not being able to stop or control worrying: nearly every day",
        "  3. Little interest or pleasure in doing things: not answered",
        "  4. Feeling down, depressed, or hopeless: not at all",
        "(note: a bad week)",
    ):
        assert line in shown


def test_json_has_the_answers_and_the_score(ketalog: Ketalog) -> None:
    data = ketalog("check phq9 2 2 2 1 1 1 1 - - --json").data
    assert data["entries"][0]["answers"] == [2, 2, 2, 1, 1, 1, 1, None, None]
    assert data["score"] == {
        "instrument": "phq9",
        "total": 12.9,
        "of": 27,
        "estimated": True,
        "band": None,
        "missing": 2,
    }
    assert ketalog("check bladder 0 0 0 0 0 0 0 --json").data["score"] is None


# Changing and sharing


def test_answers_can_be_replaced_and_the_change_undone(ketalog: Ketalog) -> None:
    ketalog("check gad7 1 2 2 1 0 1 2")
    changed = ketalog("edit 1 3 3 3 3 3 3 3 --difficulty 2")
    assert "GAD-7: 9 of 21 (mild), answers 1 2 2 1 0 1 2 → GAD-7: 21 of 21 (severe)" in changed.out
    assert "daily life very difficult, answers 3 3 3 3 3 3 3," in changed.out
    assert "daily life" not in ketalog("edit 1 --clear difficulty").out.partition("→")[2]
    ketalog("undo")
    ketalog("undo")
    assert "9 of 21 (mild)" in ketalog("list").out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("edit 1 1 2 3", "GAD-7 has 7 questions; here are 3 answers."),
        ("edit 1 --hold 3", "#1 is a check entry: it has no hold."),
        ("edit 1 --difficulty 9", "'9' can't be taken for --difficulty."),
        ("edit 1 --dose 2", "GAD-7 belongs to no dose."),
        ("edit 2 --difficulty 1", "#2 is a dose entry: it has no difficulty."),
    ],
)
def test_a_change_that_can_t_be_is_refused(ketalog: Ketalog, typed: str, said: str) -> None:
    ketalog("check gad7 1 2 2 1 0 1 2")
    ketalog("dose 100mg nasal")
    answer = ketalog(typed)
    assert answer.code == 2
    assert answer.err.startswith(said)


def test_list_finds_checks_by_their_kind(ketalog: Ketalog) -> None:
    ketalog("check gad7 0 0 0 0 0 0 0")
    ketalog("mood 5")
    assert [one["kind"] for one in ketalog("list --kind check --json").data["entries"]] == ["check"]


def test_checks_go_out_and_come_in_without_loss(ketalog: Ketalog, home: Path) -> None:
    for line in (
        "check gad7 1 2 2 1 0 1 2 --difficulty 1 --note x",
        "check phq9 1 1 1 1 1 1 1 - 0",
        "check bladder 0 0 0 0 0 0 0",
        "check dose 0 0 1 -",
    ):
        assert ketalog(line).code == 0
    ketalog("edit 1 0 0 0 0 0 0 1")
    ketalog(f"export {home}/all.json")
    other = f"--journal {home}/other.json"
    assert ketalog(f"{other} import {home}/all.json").code == 0
    assert ketalog(f"{other} list").out == ketalog("list").out
    ketalog(f"{other} export {home}/again.json")
    assert json.loads((home / "again.json").read_text()) == json.loads(
        (home / "all.json").read_text()
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("instrument", "gad8"),
        ("answers", [1, 2, 3]),
        ("answers", [4] * 7),
        ("answers", [None] * 7),
        ("answers", ["1"] * 7),
        ("difficulty", 4),
        ("dose", "some dose"),
    ],
)
def test_an_import_refuses_what_no_questionnaire_has(
    ketalog: Ketalog, home: Path, field: str, value: object
) -> None:
    ketalog("check gad7 1 2 2 1 0 1 2")
    ketalog(f"export {home}/all.json")
    content = json.loads((home / "all.json").read_text())
    content["entries"][0] |= {field: value, "id": "another"}
    (home / "all.json").write_text(json.dumps(content))
    answer = ketalog(f"import {home}/all.json")
    assert answer.code == 4
    assert f"its '{field}" in answer.err


def test_a_table_has_answers_and_only_official_totals(ketalog: Ketalog, home: Path) -> None:
    ketalog("check gad7 1 2 2 1 0 1 2")
    ketalog("check phq9 1 1 1 1 1 1 1 - 0")
    ketalog(f"export {home}/t.csv")
    rows = (home / "t.csv").read_text("utf-8-sig").splitlines()
    columns = rows[0].split(",")
    cells = [dict(zip(columns, row.split(","), strict=True)) for row in rows[1:]]
    assert [(one["answers"], one["total"]) for one in cells] == [
        ("1 2 2 1 0 1 2", "9"),
        ("1 1 1 1 1 1 1 - 0", ""),
    ]


def test_a_check_that_this_version_does_not_know_is_listed_and_stays(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("check gad7 1 2 2 1 0 1 2")
    monkeypatch.setattr("ketalog.instruments.base.find", lambda _: None)
    assert "check gad7: 7 answers" in ketalog("list").out
    assert ketalog("week").code == ketalog("show 1").code == 0


# What is said at once


def test_item_9_above_0_is_said_in_full_and_holds_nothing_up(ketalog: Ketalog) -> None:
    answer = ketalog(PHQ9_WITH_ITEM_9)
    assert answer.code == 0
    assert answer.out.startswith("Logged #1: PHQ-9: 1 of 27 (minimal)")
    assert answer.err == f"{THOUGHTS}{EVERYWHERE}{PRIVATE}\n"
    assert ketalog(f"{PHQ9_WITH_ITEM_9} --json").data["notices"] == [
        f"{THOUGHTS}{EVERYWHERE}{PRIVATE}"
    ]


@pytest.mark.parametrize("answers", ["3 3 3 3 3 3 3 3 0", "0 0 0 0 0 0 0 0 -"])
def test_item_9_without_such_thoughts_says_nothing(ketalog: Ketalog, answers: str) -> None:
    assert ketalog(f"check phq9 {answers}").err == ""


def test_item_9_is_said_after_a_change_too(ketalog: Ketalog) -> None:
    ketalog("check phq9 0 0 0 0 0 0 0 0 0")
    assert ketalog("edit 1 0 0 0 0 0 0 0 0 3").err.startswith(THOUGHTS)


@pytest.mark.parametrize(
    ("country", "lines"),
    [
        ("US", "US and Canada: call or text 988. Emergency number: 911. "),
        ("canada", "US and Canada: call or text 988. Emergency number: 911. "),
        ("UK", "UK and Ireland: Samaritans 116 123. Emergency number: 999. "),
        ("AU", "Australia: Lifeline 13 11 14. Emergency number: 000. "),
        ("new zealand", f"New Zealand: call or text 1737. Emergency number: 111{CHECK_IT}. "),
        ("Ireland", f"UK and Ireland: Samaritans 116 123{CHECK_IT}. Emergency number: 112. "),
        ("DE", f"Germany: {GERMANY}{CHECK_IT}. Emergency number: 112. "),
        ("portugal", "Emergency number: 112. "),
        ("KR", ""),
    ],
)
def test_with_a_country_its_own_line_stands_alone(
    ketalog: Ketalog, country: str, lines: str
) -> None:
    assert ketalog(f"config country {country}").code == 0
    said = f"{THOUGHTS}{lines}Elsewhere: findahelpline.com. {PRIVATE}\n"
    assert ketalog(PHQ9_WITH_ITEM_9).err == said


@pytest.mark.parametrize("country", ["Atlantis", "1", "D", "ß1"])
def test_a_country_is_two_letters_or_a_name(ketalog: Ketalog, country: str) -> None:
    assert ketalog(f"config country {country}").code == 2


def test_a_severe_effect_is_repeated_with_what_is_for_the_emergency_number(
    ketalog: Ketalog,
) -> None:
    answer = ketalog("effect headache severe")
    assert answer.code == 0
    assert answer.err == f"You logged headache as severe. {GRAVE}\n"
    assert ketalog("effect headache moderate").err == ""
    assert ketalog("edit 2 severe").err == f"You logged headache as severe. {GRAVE}\n"
    assert ketalog("check dose 3 0 0 3").err == (
        f"You logged sedation and dizziness as severe. {GRAVE}\n"
    )


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("effect dysuria", ""),
        ("effect blood in urine mild", " today"),
        ("check bladder 0 0 0 0 1 0 0", " today"),
    ],
)
def test_a_urinary_effect_is_flagged_in_one_line_however_mild(
    ketalog: Ketalog, typed: str, when: str
) -> None:
    assert ketalog(typed).err == f"{URINE}{when}.\n"
    assert len(ketalog("week --json").data["flags"]) == 1


def test_nothing_is_said_where_there_was_none(ketalog: Ketalog) -> None:
    for line in (
        "effect none",
        "effect nausea",
        "check bladder 0 0 0 0 0 0 0",
        "check dose 0 0 0 0",
    ):
        assert ketalog(line).err == ""


# In every summary


def test_what_stands_out_is_in_every_summary_with_its_date(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog(f"{PHQ9_WITH_ITEM_9} --at 'wed 9am'")
    ketalog("check bladder 0 0 0 0 2 0 0 --at 'thu 9am'")
    ketalog("effect frequent urination --at 'fri 9am'")
    item_9 = "question 9 (Thoughts that you would be better off dead, or of hurting yourself in"
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LINES", "50")
    for view, tty in itertools.product(("week", "month", "week --plain"), (True, False)):
        drawn = ketalog(view, out_tty=tty).out
        shown = " ".join(re.sub(r"[│|]|\x1b\[[0-9;]*m", " ", drawn).split())
        for name in ("Wednesday", "Thursday", "Friday", "November"):  # as --plain says them
            shown = shown.replace(name, name[:3])
        assert f"PHQ-9 on Wed 18 Nov, {item_9}" in shown
        assert "Bladder check on Thu 19 Nov: blood in urine often." in shown
        assert "Frequent urination was noted on Fri 20 Nov." in shown
        score = (
            "▼ 1 now"
            if tty and view != "week --plain"
            else "PHQ-9 on Wed 18 Nov: 1 of 27 (minimal)."
        )
        assert score in shown
    for suffix in ("md", "html"):
        ketalog(f"export {home}/page.{suffix}")
        page = " ".join((home / f"page.{suffix}").read_text().split())
        assert "PHQ-9 question 9: several days (18 Nov)" in page
        assert "blood in urine often (19 Nov); frequent urination (20 Nov)" in page
    flags = ketalog("week --json").data["flags"]
    assert {(one["kind"], one["name"]) for one in flags} == {
        ("check", "phq9"),
        ("check", "bladder"),
        ("effect", "frequent urination"),
    }


def test_asked_and_none_is_not_the_same_as_not_asked(ketalog: Ketalog, home: Path) -> None:
    page = home / "page.md"
    ketalog("mood 5")
    ketalog(f"export {page}")
    assert "**?** Bladder: not recorded (never asked)" in page.read_text()
    ketalog("check bladder 0 0 0 0 0 0 0")
    ketalog("check phq9 0 0 0 0 0 0 0 0 -")
    ketalog(f"export {page} --force")
    assert "**–** Bladder: none when asked (answered 1 of 1 (Bladder check))" in page.read_text()
    thoughts = "Thoughts of suicide or self-harm: not recorded (answered 0 of 1 (PHQ-9))"
    assert f"**?** {thoughts}" in page.read_text()
    ketalog("delete 2")
    ketalog("check bladder 0 0 0 0 0 0 -")
    ketalog(f"export {page} --force")
    row = "**–** Bladder: none of those asked about (answered 1 of 1 (Bladder check))"
    assert row in page.read_text()


def test_a_check_in_counts_as_asked_about_side_effects(ketalog: Ketalog, home: Path) -> None:
    page = home / "page.md"
    ketalog("dose 100mg sublingual --at 18:00")
    assert "Side effects: not recorded." in ketalog("week").out
    ketalog("mood 5 --anxiety 4 --at 20:00")
    assert "ketalog effect none" in ketalog("today").out
    ketalog("check dose 1 0 0 2 --at 19:00")
    assert "ketalog effect none" not in ketalog("today").out
    shown = ketalog("week").out
    assert "Side effects: not recorded." not in shown
    assert "Check-in on Sun 22 Nov: dizziness moderate; also sedation mild." in shown
    assert shown.count("Check-in on Sun 22 Nov") == 1
    ketalog("undo")
    ketalog("check dose 2 - 0 2 --at 19:00")
    shown = ketalog("week").out
    assert shown.count("Check-in on Sun 22 Nov") == 1
    found = "sedation, dizziness moderate; 1 not answered."
    assert f"Check-in on Sun 22 Nov: {found}" in shown
    ketalog("undo")
    ketalog("check dose 1 0 0 2 --at 19:00")
    ketalog(f"export {page}")
    said = page.read_text()
    assert "**·** Dissociation, sedation: sedation mild (22 Nov) (known after 1 of 1 dose)" in said
    assert "**!** Other side effects: dizziness moderate (22 Nov)" in said
    ketalog("edit last 0 0 0 0")
    ketalog(f"export {page} --force")
    none = "none when asked (known after 1 of 1 dose)"
    assert f"**–** Dissociation, sedation: {none}" in page.read_text()
    assert "Check-in on Sun 22 Nov: asked about 4, none there." in ketalog("week").out


def test_a_locked_journal_takes_a_check_without_a_passphrase(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "secret").write_text("correct horse")
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
    ketalog("mood 5")
    ketalog("lock --remove-copies")
    monkeypatch.delenv("KETALOG_PASSPHRASE_FILE")
    answer = ketalog(PHQ9_WITH_ITEM_9)
    assert answer.code == 0
    assert THOUGHTS in answer.err
    assert ketalog("check dose 0 0 0 0").code == 0


def test_of_two_questionnaires_on_one_day_the_week_names_the_times(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    ketalog("check gad7 1 2 2 1 0 1 2 --at 09:00")
    ketalog("check gad7 1 2 2 1 0 1 3 --at 19:00")
    ketalog("check phq9 1 1 0 2 0 - 1 0 0 --at 10am")
    plain = ketalog("week --plain").out
    assert "GAD-7 on Sunday 22 November 09:00: 9 of 21 (mild).\n" in plain
    assert "GAD-7 on Sunday 22 November 19:00: 10 of 21 (moderate).\n" in plain
    assert "PHQ-9 on Sunday 22 November: about" in plain
    assert " 22 Nov 09:00 and 19:00" in ketalog("week --no-color", out_tty=True).out


def test_of_two_questionnaires_on_two_days_the_week_names_the_days(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    ketalog("check gad7 1 2 2 1 0 1 2 --at 'sat 09:00'")
    ketalog("check gad7 1 2 2 1 0 1 3 --at 19:00")
    assert "GAD-7 on Saturday 21 November: 9 of 21 (mild).\n" in ketalog("week --plain").out
    assert " 21 Nov and 22 Nov" in ketalog("week --no-color", out_tty=True).out


def test_the_words_of_question_9_stand_once_in_a_week_and_each_day_of_it(ketalog: Ketalog) -> None:
    ketalog("check phq9 0 0 0 0 0 0 0 0 2 --at 'mon 09:00'")
    ketalog("check phq9 0 0 0 0 0 0 0 0 1 --at 'thu 09:00'")
    plain = ketalog("week --plain").out
    assert plain.count("better off dead") == 1
    assert "PHQ-9 on Monday 16 November, question 9 (Thoughts that you would be" in plain
    assert "PHQ-9 on Thursday 19 November, question 9: several days.\n" in plain
    flags = [one["text"] for one in ketalog("week --json").data["flags"]]
    assert len(flags) == 2


def test_before_a_check_in_is_answered_it_is_said_which_dose_it_is_about(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual")
    ketalog("dose 50mg nasal yesterday 9pm")
    asked = ketalog("check dose", stdin="1\n" * 4, tty=True)
    assert "It is about #1: 100 mg sublingual, " in asked.err
    assert "It stands after #1, 100 mg sublingual." in asked.out
    chosen = ketalog("check dose --dose 2", stdin="1\n" * 4, tty=True)
    assert "It is about #2: 50 mg nasal, " in chosen.err
    assert "It is about" not in ketalog("check gad7", stdin="1\n" * 8, tty=True).err
    later = ketalog("check dose", stdin="1\n" * 4, tty=True, now="2026-11-29T21:00:00+01:00")
    assert "No dose is recorded in the 24 hours before: it belongs to none." in later.err
