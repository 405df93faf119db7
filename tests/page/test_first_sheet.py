"""What can be long never pushes the safety box off the first sheet."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader

from ketalog.domain.entries import Question
from ketalog.domain.kinds import Entry
from ketalog.domain.plan import Plan
from ketalog.domain.treatment import Also
from ketalog.page import html, markdown, pdf
from ketalog.page.page import Page
from tests.page.test_page import NOW, at, draw


def asked(*texts: str) -> list[Entry]:
    return [
        Question(**at(f"{2 + n // 8} {9 + n % 8}:00"), text=text) for n, text in enumerate(texts)
    ]


def sheets(page: Page) -> list[str]:
    return [
        " ".join(sheet.extract_text().split())
        for sheet in PdfReader(BytesIO(pdf.render(page, "a4", NOW))).pages
    ]


def test_of_many_questions_the_first_stand_on_top_and_all_on_the_page() -> None:
    texts = [f"Question number {n}?" for n in range(40)]
    drawn = draw(asked(*texts))
    assert [one.text for one in (*drawn.questions, *drawn.later)] == texts
    assert len(drawn.questions) == 9
    first, *rest = sheets(drawn)
    assert "31 more at the end of this page" in first
    assert "Other side effects" in first
    for text in texts[9:]:
        assert text in " ".join((first, *rest))
        assert text in html.render(drawn).decode()
    assert markdown.render(drawn).decode().count("Question number") == 40


def test_a_question_longer_than_the_room_stands_at_the_end_and_is_announced() -> None:
    long = "Why " + "so " * 400 + "?"
    drawn = draw(asked(long, "And then?"))
    assert drawn.questions == ()
    first, *_ = sheets(drawn)
    assert "Questions 2 at the end of this page" in first
    assert "none written down" in first  # of other medicines
    assert "Other side effects" in first


def test_few_questions_have_no_second_place() -> None:
    drawn = draw(asked("Why?", "When?"))
    assert (len(drawn.questions), drawn.later, drawn.say_later) == (2, (), "")
    assert drawn.later_title not in html.render(drawn).decode()


def test_of_many_versions_of_a_plan_the_last_stand_in_the_head() -> None:
    entries: list[Entry] = [
        Plan(
            **at(f"{2 + n} 9:00"),
            route="sublingual",
            amount_mg=Decimal(50 + n),
            rrule="FREQ=WEEKLY;BYDAY=MO",
        )
        for n in range(12)
    ]
    drawn = draw(entries)
    assert len(drawn.plans) == 7
    assert drawn.plans[0][1].startswith("6 earlier versions")
    assert "61 mg" in drawn.plans[-1][1]
    [steps] = [said for label, said in drawn.since if label == "Plan"]
    assert steps.startswith("4 earlier; ")
    assert steps.endswith("60 mg → 61 mg (13 Nov)")


def test_of_many_medicines_the_last_changes_are_named() -> None:
    first = date(2026, 11, 2)
    entries: list[Entry] = [
        Also(
            **at(f"{(first + timedelta(n // 3)).day} {9 + n % 3}:00"),
            what=f"M{n}",
            change="started",
            about="other",
        )
        for n in range(20)
    ]
    [said] = [said for label, said in draw(entries).since if label == "Other medicines"]
    assert said.startswith("12 earlier; started M12")
    assert said.endswith(", 12 more")
