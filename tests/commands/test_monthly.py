"""The monthly check of our own: five questions, each answer on its own, no score."""

from pathlib import Path

import pytest

from tests.conftest import Ketalog


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            "1 2 1 3 2",
            (
                "Monthly check: craving once or twice, taking more than planned often, driving "
                "after a dose once or twice, alcohol most days, memory and finding words often"
            ),
        ),
        ("0 0 0 1 0", "Monthly check: alcohol once or twice"),
        ("0 0 0 0 0", "Monthly check: asked about 5, none there"),
        ("0 - 0 0 0", "Monthly check: asked about 4, none there, 1 not answered"),
    ],
)
def test_each_answer_is_said_on_its_own(ketalog: Ketalog, answers: str, said: str) -> None:
    assert f"Logged #1: {said}, answers " in ketalog(f"check monthly {answers}").out
    assert said in ketalog("list --plain").out
    assert said.partition(": ")[2] in ketalog("week --plain").out


def test_show_has_every_question_with_its_answer(ketalog: Ketalog) -> None:
    ketalog("check monthly 0 0 2 0 -")
    shown = ketalog("show 1").out
    assert "3. You drove after a dose, on the same day: often" in shown
    assert "4. You drank alcohol: never" in shown
    assert "5. It was hard to remember things or to find words: not answered" in shown


def test_it_has_no_score_and_its_answers_are_in_json(ketalog: Ketalog) -> None:
    assert ketalog("check monthly 0 1 0 2 - --json").data["score"] is None
    (check,) = ketalog("week --json").data["own_checks"]
    assert [(one["topic"], one["value"]) for one in check["answers"]] == [
        ("craving", 0),
        ("taking more than planned", 1),
        ("driving after a dose", 0),
        ("alcohol", 2),
    ]
    assert check["answers"][3]["text"] == "often"
    assert ketalog("week --json").data["checks"] == []


def test_on_a_terminal_it_asks_five_questions(ketalog: Ketalog) -> None:
    answer = ketalog("check monthly", stdin="0\n1\n0\n2\n0\n", tty=True)
    assert "1 of 5" in answer.err
    assert "taking more than planned once or twice, alcohol often" in answer.out


def test_once_it_was_answered_it_is_ahead_a_month_later(ketalog: Ketalog) -> None:
    assert "Monthly" not in ketalog("today").out
    ketalog("check monthly 0 0 0 0 0 --at '20 oct 9am'")
    assert "Monthly check" in ketalog("today --plain").out


def test_the_table_and_the_page_have_it(ketalog: Ketalog, home: Path) -> None:
    ketalog("check monthly 2 0 0 1 0")
    ketalog(f"export {home}/all.csv")
    table = (home / "all.csv").read_text("utf-8-sig")
    assert "Monthly check: craving often; " in table or "Monthly check: craving often, " in table
    assert "2 0 0 1 0" in table
    ketalog(f"export {home}/page.md")
    assert "craving often" in " ".join((home / "page.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("line", ["check monthly 0 0 0 0", "check monthly 0 0 0 0 4"])
def test_what_is_no_answer_is_refused(ketalog: Ketalog, line: str) -> None:
    assert ketalog(line).code == 2
    assert ketalog("list --json").data["total"] == 0
