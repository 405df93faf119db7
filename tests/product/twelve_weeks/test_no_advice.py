"""Nothing that the course is answered, shown or printed advises."""

import pytest

from tests.conftest import Ketalog
from tests.product.twelve_weeks.advice import AFTER_SOMETHING_GRAVE, advice_in
from tests.product.twelve_weeks.course import LINES, WEEKS, Typed

VIEWS = (
    *(f"week {week.start}" for week in WEEKS),
    *(f"month 2026-{month}" for month in ("08", "09", "10", "11")),
    *("today", "plan", "plan history", "supply", "list --all", "show 27", "show 73"),
)


def test_words_of_advice_would_be_found() -> None:
    assert advice_in("You should wait. " + AFTER_SOMETHING_GRAVE[0].upper()) == [
        "should",
        "wait",
        "PLEASE",
    ]


def test_no_answer_of_the_course_advises(course: Typed) -> None:
    answers = [one for some in course.answers.values() for one in some]
    assert [advice_in(one.out) + advice_in(one.err) for one in answers if one.out] == (
        [[]] * len(LINES)
    )


@pytest.mark.parametrize("form", ["", "--plain", "--json", "--no-color"])
@pytest.mark.parametrize("line", VIEWS)
def test_no_view_of_the_course_advises(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, line: str, form: str
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    answer = ketalog(f"{line} {form}", out_tty=form == "--no-color")
    assert answer.code == 0
    assert answer.out
    assert advice_in(answer.out) + advice_in(answer.err) == []


def test_the_page_does_not_advise(page: str) -> None:
    own = page.replace("Self-reported by the patient; not a diagnosis and not advice.", "")
    assert own != page
    assert advice_in(own) == []
