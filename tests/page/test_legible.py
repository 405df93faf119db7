"""Pages of ten journals as a clinician gets them: nothing stands on anything else, all is named."""

import re
import shlex
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from ketalog.domain.entries import Effect, Mood
from ketalog.domain.kinds import Entry
from ketalog.domain.plan import Plan
from ketalog.domain.treatment import Appointment, Skip
from ketalog.page import html, pdf
from ketalog.page.charts.layout import TITLE_LINE, heading, width_of
from tests.conftest import Ketalog
from tests.page.journals import JOURNALS, PERIODS
from tests.page.test_page import NOW, at, dose, draw
from tests.page.test_safety_box import check, plan, safety

SHORT = sorted(JOURNALS.keys() - {"a-year-of-troches", "twelve-weeks", "eight-weeks"})


def lines_on(sheet: Any) -> list[tuple[float, float, str]]:
    """Return the lines that begin at the left margin: how high up, how large, what they say."""
    lines: list[tuple[float, float, str]] = []

    def see(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        x, y = cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5]
        if text.strip() and 39 < x < 41:
            lines.append((round(y, 1), abs(size * tm[3] * cm[3]), text.strip()))

    sheet.extract_text(visitor_text=see)
    return sorted(set(lines), reverse=True)


@pytest.mark.parametrize(
    "name",
    [
        *SHORT,
        *(pytest.param(name, marks=pytest.mark.slow) for name in JOURNALS if name not in SHORT),
    ],
)
def test_no_line_of_the_pdf_stands_on_another_and_no_sheet_holds_only_the_end_of_a_table(
    name: str, ketalog: Ketalog, home: Path
) -> None:
    for typed in JOURNALS[name]():
        words = shlex.split(typed, comments=True)
        now = words.pop(0) if words and re.match(r"\d{4}-\d\d-\d\dT", words[0]) else None
        if words:
            assert ketalog(words, now=now).code == 0, typed
    period = PERIODS.get(name, ("--since", "2026-09-28", "--until", "2026-11-22"))
    file = home / "page.pdf"
    assert ketalog(["export", str(file), *period]).code == 0
    for sheet in PdfReader(BytesIO(file.read_bytes())).pages:
        lines = lines_on(sheet)
        # A last sheet begins with a part of the page, or with much of a table.
        assert len(lines) > 12
        for (upper, _, above), (lower, size, below) in pairwise(lines):
            assert upper - lower >= 0.9 * size or upper == lower, (above, below)
        words = [said for _, _, said in lines]
        # What goes on from the sheet before has its heading again; no table begins at the foot.
        assert not words[1].startswith(("Mood,", "Anxiety,", "Not drawn")), words[1]
        for n, said in enumerate(words):
            assert not said.startswith(("Week by week", "Month by month")) or len(words) - n > 4


def test_two_medications_of_one_route_are_named_and_never_added() -> None:
    entries: list[Entry] = [
        plan(rrule="FREQ=WEEKLY;BYDAY=MO"),
        *(dose(f"{day} 20:00", 100) for day in (2, 9)),
        *(dose(f"{day} 20:00", 28, medication="esketamine") for day in (3, 10, 11)),
    ]
    drawn = draw(entries)
    assert drawn.tiles[0].value == "2 / 2"
    assert drawn.tiles[0].caption == "sublingual ketamine 200 of 200 mg; 3 without a plan"
    unplanned = draw(entries[1:])
    assert unplanned.tiles[0].caption == (
        "sublingual esketamine 3 (84 mg); sublingual ketamine 2 (200 mg)"
    )
    [strip] = drawn.strip.charts
    assert "Sublingual ketamine: 2 doses. Sublingual esketamine: 3 doses." in strip.alt


def test_the_response_to_two_medications_stands_apart_with_whole_titles() -> None:
    entries: list[Entry] = []
    for day, medication, after in ((3, None, 5), (5, "esketamine", 9), (7, None, 5)):
        entries.append(dose(f"{day} 9:00", 56, "nasal", medication=medication, mood=3, anxiety=6))
        entries.append(Mood(**at(f"{day} 11:00"), mood=after, anxiety=2))
    drawn = draw(entries).response
    assert [chart.title for chart in drawn.charts] == [
        *("Mood, nasal ketamine", "Anxiety, nasal ketamine"),
        *("Mood, nasal esketamine", "Anxiety, nasal esketamine"),
    ]
    assert [chart.alt.count("2 hours after 5 (2 doses)") for chart in drawn.charts] == [1, 0, 0, 0]
    assert [chart.alt.count("2 hours after 9 (1 dose)") for chart in drawn.charts] == [0, 0, 1, 0]
    assert drawn.table is not None
    named = [row[0] for row in drawn.table.rows]
    assert named == [*["Nasal ketamine"] * 2, *["Nasal esketamine"] * 2]
    assert not [chart for chart in drawn.charts if "…" in chart.svg]
    assert len({chart.height for chart in drawn.charts}) == 1


def test_a_long_title_of_a_chart_has_two_lines_before_it_loses_a_word() -> None:
    one_line = heading("Anxiety, nasal", "half not yet back", 124)
    title = "Anxiety, intramuscular esketamine"
    two_lines = heading(title, "half not yet back", 124)
    assert two_lines.bottom == one_line.bottom + TITLE_LINE
    assert heading("Anxiety, nasal", "half not yet back", 124, lines=2).bottom == two_lines.bottom
    words = " ".join(re.sub("<[^>]+>", " ", two_lines.drawn).split())
    assert words == f"{title} half not yet back"


def test_without_notes_it_is_not_said_that_the_dose_log_has_some() -> None:
    assert draw([dose("2 20:00", 100)], notes=True).no_notes == "None was written down."
    noted = draw([dose("2 20:00", 100, note="with tea")], notes=True)
    assert noted.no_notes == "None but what stands in the dose log."


def test_every_printed_sheet_says_whose_it_is() -> None:
    drawn = draw([dose("2 20:00", 100)], name='Ann "A" </style>', born="1980-04-03")
    assert drawn.on_every_sheet == (
        'Ann "A" </style> · Born: 3 Apr 1980 · Appointment: none noted · '
        "2 Nov – 15 Nov 2026 (2 weeks)"
    )
    style = html.render(drawn).decode().split("</style>")[0]
    assert "@bottom-left { font: 8pt sans-serif;" in style
    assert r'content: "Ann \22 A\22  \3c /style> · Born' in style


def test_of_a_long_name_and_appointment_each_sheet_says_when_it_is_and_the_whole_period() -> None:
    at_noon = Appointment(**at("24 12:00"), with_whom="Professor Dr Maximiliane von Rosenbaum-Gr")
    name = "Maria Magdalena Wilhelmine Anastasia Schmidt"
    drawn = draw([at_noon], name=name, born="1980-04-03")
    assert drawn.on_every_sheet == (
        "Maria Magdalena Wilhelmine Anasta… · Appointment: Tue 24 Nov 2026… · "
        "2 Nov – 15 Nov 2026 (2 weeks)"
    )


def test_no_cell_of_a_table_with_many_columns_stands_on_the_next_one() -> None:
    entries: list[Entry] = [
        *(dose(f"{day} 20:00", 100, hold_minutes=15, mood=4, anxiety=6) for day in (2, 4, 6)),
        dose("7 9:00", 56, "nasal", medication="esketamine", count=Decimal(2), each_mg=Decimal(28)),
        Skip(**at("9 20:00"), route="sublingual", reason="had a cold"),
        Effect(**at("2 21:00"), name="dissociation", severity="moderate"),
    ]
    drawn = draw(entries, notes=True)
    assert len(drawn.doses.columns) == 11
    seen: list[tuple[float, float, str]] = []

    def see(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip() and abs(size * tm[3] * cm[3]) == 8:
            seen.append((cm[3] * tm[5] + cm[5], cm[0] * tm[4] + cm[4], text.strip()))

    [sheet, *_] = PdfReader(BytesIO(pdf.render(drawn, "a4", NOW))).pages
    sheet.extract_text(visitor_text=see)
    assert {"Medication", "esketamine", "dissociation"} <= {text for *_, text in seen}
    for (line, left, text), (next_line, right, _) in pairwise(sorted(seen)):
        # What a chart measures is at most so much wider than it is.
        assert line != next_line or left + width_of(text, 8) / 1.15 <= right, text


def test_on_paper_no_column_of_the_html_is_narrower_than_a_side_effects_name() -> None:
    entries: list[Entry] = [
        dose("2 20:00", 100),
        Effect(**at("2 21:00"), name="dissociation", severity="severe"),
        Effect(**at("2 22:00"), name="Donaudampfschifffahrtskapitän"),
    ]
    shown = html.render(draw(entries)).decode()
    assert "td.whole { overflow-wrap: normal; }" in shown
    [kinds] = re.findall(r'class="([^"]*)"[^>]*>severe dissociation; 1.more<', shown)
    assert "whole" in kinds.split()
    [kinds] = re.findall(r'<td[^>]*class="([^"]*)"[^>]*>dissociation \(severe\), Donau', shown)
    assert "whole" not in kinds.split()


def test_a_finding_that_begins_with_arabic_words_is_read_from_left_to_right_all_the_same() -> None:
    headache = Effect(**at("2 21:00"), name="صداع شديد", severity="severe", minutes=120)
    [shown] = re.findall(
        r"<span ([^>]*)>“صداع شديد” severe", html.render(draw([headache])).decode()
    )
    assert shown == 'class="finding"'


def test_on_a_phone_a_dose_without_a_note_has_no_empty_line_for_one() -> None:
    drawn = draw([dose("2 20:00", 100, note="with tea"), dose("4 20:00", 100)], notes=True)
    shown = html.render(drawn).decode()
    notes = re.findall(r'class="([^"]*)" data-title="Note"[^>]*>([^<]*)<', shown)
    assert [(words, "unknown" in kinds) for kinds, words in notes] == [
        ("with tea", False),
        ("", True),
    ]


def test_a_name_in_another_script_leaves_the_title_its_line() -> None:
    drawn = draw([dose("2 20:00", 100)], name="محمد عبد الله الطويل الاسم جداً")
    [sheet, *_] = PdfReader(BytesIO(pdf.render(drawn, "a4", NOW))).pages
    assert "Ketamine treatment summary" in sheet.extract_text().splitlines()


def test_what_is_severe_a_red_flag_or_a_thought_of_suicide_stands_in_the_row_of_those() -> None:
    entries: list[Entry] = [
        check("3 9:00", "bladder", 0, 0, 1, 0, 0, 0, 0),
        Effect(**at("4 9:00"), name="nausea", severity="moderate"),
        Effect(**at("5 9:00"), name="chest pain"),
        Effect(**at("6 9:00"), name="headache", severity="severe"),
    ]
    [strip] = draw(entries).strip.charts
    assert "Severe, red flags on 2 days." in strip.alt
    entries.append(check("8 9:00", "phq9", 0, 0, 0, 0, 0, 0, 0, 0, 1))
    [strip] = draw(entries).strip.charts
    assert "Severe, red flags on 3 days." in strip.alt


def test_a_questionnaire_without_a_total_is_not_called_unanswered() -> None:
    entries: list[Entry] = [
        check("3 9:00", "gad7", 1, 1, 1, 1, 1, 1, None),
        check("4 9:00", "bladder", *[0] * 7),
    ]
    rows = dict(draw(entries).since)
    assert rows["Questionnaires"] == "GAD-7 3 Nov, too many gaps for a total"
    own = dict(draw(entries[1:]).since)["Questionnaires"]
    assert own == "Bladder check (4 Nov)"
    assert dict(draw([dose("3 9:00", 100)]).since)["Questionnaires"] == "none answered"


def test_an_answer_that_stood_out_early_is_not_lost_among_the_earlier_ones() -> None:
    answers = [[0] * 8 + [1 if day == 3 else 0] for day in range(2, 11)]
    checks = [check(f"{day} 9:00", "phq9", *given) for day, given in enumerate(answers, 2)]
    assert safety(checks)["Thoughts of suicide or self-harm"].startswith("!")
    [line, *_] = draw(checks).scores.lines
    assert line.startswith("PHQ-9 question 9: earlier: 2 × 0, 1 × 1, 0 (5 Nov)")


@pytest.mark.parametrize(
    ("medications", "title"),
    [
        ([], "Ketamine treatment summary"),
        ([None], "Ketamine treatment summary"),
        (["Esketamine", "esketamine"], "Esketamine treatment summary"),
        (["Spravato", "esketamine"], "Esketamine treatment summary"),
        (["Ketamax"], "Ketamine treatment summary"),
        ([None, "esketamine"], "Ketamine treatment summary"),
    ],
)
def test_the_page_is_called_by_the_one_medication_that_it_is_about(
    medications: list[str | None], title: str
) -> None:
    taken = [dose(f"{n + 2} 20:00", 28, medication=name) for n, name in enumerate(medications)]
    assert draw(taken).title == title


def test_of_amounts_with_as_many_doses_the_planned_one_is_drawn() -> None:
    routes = [
        ("sublingual", 100, 20),
        ("sublingual", 150, 21),
        ("nasal", 15, 15),
        ("nasal", 30, 16),
    ]
    entries: list[Entry] = [
        Plan(**at("1 9:00"), route="nasal", amount_mg=Decimal(30), rrule="FREQ=WEEKLY;BYDAY=SU"),
        *(
            each
            for day in (2, 6, 10)
            for n, (route, mg, hour) in enumerate(routes)
            for each in (
                dose(f"{day + n} {hour}:00", mg, route, mood=3, anxiety=6),
                Mood(**at(f"{day + n} {hour + 2}:00"), mood=6, anxiety=4),
            )
        ),
    ]
    response = draw(entries).response
    assert "nasal 15 mg (mood 3 → 6" in response.lines[0]
    assert not any("nasal 30 mg" in line for line in response.lines)
    table = response.table
    assert table is not None
    assert [row[0] for row in table.rows[:2]] == ["Nasal 30 mg", "Nasal 30 mg"]
