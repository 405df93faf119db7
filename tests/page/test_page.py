"""The page for the appointment: what it says, sentence by sentence and figure by figure."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import astuple

from ketalog.domain.calendar import Calendar, Span
from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Note, Question
from ketalog.domain.kinds import Entry
from ketalog.domain.plan import Plan
from ketalog.domain.treatment import Also, Appointment, Session, Skip
from ketalog.page import html, markdown
from ketalog.page.context import PageFormat
from ketalog.page.page import Page, Tile, page
from ketalog.page.spaces import kept_together
from tests.conftest import Ketalog
from tests.places import SAMPLES

NOW = datetime.fromisoformat("2026-11-15T21:00:00+01:00")
FORTNIGHT = Span(date(2026, 11, 2), date(2026, 11, 16))


def at(text: str) -> dict[str, Any]:
    """Return when an entry of November 2026 happened: "4 20:00"; written down 5 minutes later."""
    day, clock = text.split()
    moment = datetime.fromisoformat(f"2026-11-{day:0>2}T{clock:0>5}:00+01:00")
    return {"id": f"{text}", "at": moment, "recorded": moment + timedelta(minutes=5)}


def dose(when: str, amount: int, route: str = "sublingual", **more: Any) -> Dose:
    return Dose(**{**at(when), "amount_mg": Decimal(amount), "route": route, **more})


LATE = datetime.fromisoformat("2026-11-12T20:00:00+01:00")
DIARY: tuple[Entry, ...] = (
    dose("2 20:00", 100, hold_minutes=15, swallowed=False, mood=3, anxiety=8, note="with tea"),
    Mood(**at("2 22:00"), mood=5, anxiety=6),
    dose("4 20:00", 100, mood=4, anxiety=6, intention="let go"),
    Effect(**at("4 21:00"), name="nausea", severity="moderate", note="after bread"),
    Mood(**at("4 22:30"), mood=7, anxiety=3),
    Note(**at("6 12:00"), text="Walked an hour.\nBy the river."),
    dose("8 21:00", 30, "nasal", count=Decimal(2), each_mg=Decimal(15)),
    NoEffects(**at("8 22:00")),
    dose("10 20:00", 150, mood=4, estimate=True, recorded=LATE),
    Effect(**at("10 21:00"), name="nausea", severity="severe"),
    Effect(**at("10 21:05"), name="dizziness", severity="mild"),
    Mood(**at("10 23:00"), mood=6),
    Question(**at("12 18:00"), text="Can the evening dose move?"),
    Effect(**at("13 12:00"), name="odd dreams"),
)


def draw(entries: Sequence[Entry] = DIARY, span: Span = FORTNIGHT, **more: Any) -> Page:
    return page(entries, span, Calendar(), now=NOW, **more)


@dataclass
class Markdown:
    """A parsed page: its tables cell by cell, its items line by line, and every kind of token."""

    tables: list[list[list[str]]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    headings: list[str] = field(default_factory=list)


def read_markdown(data: bytes) -> Markdown:
    found = Markdown()
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(data.decode())
    for before, token in pairwise([Token("", "", 0), *tokens]):
        found.kinds.add(token.type)
        if token.type == "table_open":
            found.tables.append([])
        elif token.type == "tr_open":
            found.tables[-1].append([])
        elif token.type == "inline":
            found.kinds |= {child.type for child in token.children or ()}
            said = shown(token)
            if before.type in {"th_open", "td_open"}:
                found.tables[-1][-1].append(said)
            elif before.type == "heading_open":
                found.headings.append(said)
            else:
                found.items.append(said)
    return found


def shown(token: Token) -> str:
    children = token.children or []
    text = "".join(
        "\n" if one.type in {"hardbreak", "softbreak"} else one.content for one in children
    )
    return text.replace("\u2060@", "@")


# What it says.


def test_it_says_whose_it_is_or_that_this_was_not_given() -> None:
    period = ("Period", "2 Nov – 15 Nov 2026 (2 weeks)")
    appointment = ("Appointment", "none noted")
    assert draw().facts == (("Patient", "Name not given"), period, appointment)
    named = draw(name="Alex Sample", born="1987-03-14")
    born = ("Born", "14 Mar 1987")
    assert named.facts == (("Patient", "Alex Sample"), born, period, appointment)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(date(2026, 9, 28), date(2026, 11, 23)), "28 Sep – 22 Nov 2026 (8 weeks)"),
        (Span(date(2026, 11, 2), date(2026, 11, 9)), "2 Nov – 8 Nov 2026 (1 week)"),
        (Span(date(2026, 11, 2), date(2026, 11, 12)), "2 Nov – 11 Nov 2026 (10 days)"),
        (Span(date(2026, 11, 2), date(2026, 11, 3)), "2 Nov 2026 (1 day)"),
        (Span(date(2025, 12, 29), date(2026, 1, 5)), "29 Dec 2025 – 4 Jan 2026 (1 week)"),
    ],
)
def test_it_says_its_period_in_full(span: Span, said: str) -> None:
    assert ("Period", said) in draw(span=span).facts


def test_it_says_how_complete_it_is_and_what_each_number_is_a_part_of() -> None:
    assert draw().completeness == (
        "Mood rated on 3 of 14 days; on 0 of 10 days with no dose recorded; both mood ratings for "
        "3, both anxiety ratings for 2 of 4 doses; side effects known after 3 of 4 doses; written "
        "down more than a day later: 1 of 14 entries."
    )
    first = draw(span=Span(date(2026, 11, 1), date(2026, 11, 4)))
    assert first.completeness == (
        "Mood rated on 1 of 3 days; on 0 of 2 days with no dose recorded; both ratings for 1 of 1 "
        "dose; side effects known after 0 of 1 dose; written down more than a day later: 0 of 2 "
        "entries; the journal begins on 2 Nov."
    )


def test_its_figures_are_medians_and_say_of_how_many() -> None:
    assert [astuple(tile) for tile in draw().tiles] == [
        ("Doses taken", "4", "sublingual 3 (350 mg); nasal 1 (30 mg)"),
        ("Mood, no dose", "–", "rated on 0 of 10 days with no dose recorded"),
        ("Mood at doses", "4 → 6", "before → after, median of 3 of 4 doses"),
        ("Anxiety at doses", "7 → 4.5", "before → after, median of 2 of 4 doses"),
        ("GAD-7", "–", "not answered"),
        ("PHQ-9", "–", "not answered"),
    ]


def test_each_week_has_its_own_medians_and_mg_by_route() -> None:
    table = draw().weeks
    assert [column.title for column in table.columns] == [
        *("Week", "Sublingual", "Nasal", "Mood", "Anxiety", "Rated", "Worst side effects")
    ]
    first, second = table.rows
    assert first == (
        *("2 Nov – 8 Nov", "2 × 100 mg", "1 × 30 mg", "3.5 → 6 (2)", "7 → 4.5 (2)", "2/7"),
        "moderate nausea",
    )
    assert second == (
        *("9 Nov – 15 Nov", "1 × about 150 mg", "–", "4 → 6 (1)", "–", "1/7"),
        "severe nausea; 2 more",
    )


def test_weeks_without_a_dose_do_not_say_that_no_mood_was_recorded() -> None:
    weeks = draw([Mood(**at("4 9:00"), mood=5, anxiety=4)]).weeks
    assert [column.title for column in weeks.columns] == ["Week", "Rated"]
    assert weeks.rows[0] == ("2 Nov – 8 Nov", "1/7")
    assert weeks.caption == ""
    assert draw().weeks.caption == (
        "n × mg each, or n: mg in all. Mood, anxiety: medians at doses (of n)."
    )


def test_a_week_says_whether_it_was_asked_about_side_effects() -> None:
    asked = NoEffects(**at("3 20:00"))
    rows = draw([asked]).weeks.rows
    assert [row[-1] for row in rows] == ["none when asked", "–"]


def test_a_week_names_the_worst_side_effects_and_counts_the_others() -> None:
    names = ("nausea", "dizziness", "headache", "fatigue", "sedation", "tremor")
    entries = [Effect(**at("3 20:00"), name=name, severity="mild") for name in names]
    assert draw(entries).weeks.rows[0][-1] == "mild dizziness, fatigue; 4 more"


def test_amounts_that_differ_are_added_within_a_route_but_never_across_medications() -> None:
    entries = [dose("2 20:00", 100), dose("4 20:00", 150)]
    assert draw(entries).weeks.rows[0][1] == "2: 250 mg"
    entries = [
        dose("2 20:00", 30, "nasal"),
        dose("3 20:00", 28, "nasal", medication="Esketamine"),
        dose("4 20:00", 28, "nasal", medication="esketamine"),
    ]
    drawn = draw(entries)
    assert drawn.weeks.rows[0][1] == "1 × 30 mg ketamine; 2 × 28 mg Esketamine"
    assert [row[3] for row in drawn.doses.rows] == ["ketamine", "Esketamine", "esketamine"]


def test_a_period_that_begins_within_a_week_shows_a_part_of_it() -> None:
    rows = draw(span=Span(date(2026, 11, 4), date(2026, 11, 11))).weeks.rows
    assert [(row[0], row[5]) for row in rows] == [
        ("4 Nov – 8 Nov", "1/5"),
        ("9 Nov – 10 Nov", "1/2"),
    ]


def test_a_week_begins_on_the_patients_own_first_day() -> None:
    drawn = page(DIARY, FORTNIGHT, Calendar(time(4), 6), now=NOW)
    assert [row[0] for row in drawn.weeks.rows] == ["2 Nov – 7 Nov", "8 Nov – 14 Nov", "15 Nov"]


def test_side_effects_stand_worst_first_with_their_share_of_the_doses_known() -> None:
    assert draw().effects.rows == (
        ("Nausea", "2 of 3", "2", "severe", "10 Nov"),
        ("Dizziness", "1 of 2", "1", "mild", "10 Nov"),
        ("Odd dreams", "0 of 1", "1", "not recorded", "13 Nov"),
    )


def test_without_side_effects_it_says_whether_they_were_asked_about() -> None:
    assert draw([dose("2 20:00", 100)]).effects.empty == "Not recorded in this period."
    asked = [NoEffects(**at("2 20:00")), NoEffects(**at("2 21:00")), NoEffects(**at("3 20:00"))]
    assert draw(asked).effects.empty == "None was reported when asked, on 2 days."


def test_the_dose_log_has_every_dose_and_marks_estimates_and_late_ones() -> None:
    table = draw().doses
    first = ("Mon 2 Nov", "20:00", "100 mg", "sublingual", "–", "15 min, spat out")
    second = ("Wed 4 Nov", "20:00", "100 mg", "sublingual", "48:00 h", "–", "4 → 7", "6 → 3")
    third = ("Sun 8 Nov", "21:00", "2 × 15 mg = 30 mg", "nasal", "–", "–", "–", "–")
    last = ("Tue 10 Nov", "20:00*", "about 150 mg", "sublingual", "6 d", "–", "4 → 6", "–")
    assert table.rows == (
        (*first, "3 → 5", "8 → 6", "–"),
        (*second, "nausea (moderate)"),
        (*third, "none when asked"),
        (*last, "nausea (severe), dizziness (mild)"),
    )
    assert table.caption == (
        "Mood and anxiety before → after. * was written down more than a day later. “about” is an "
        "estimate."
    )


def test_a_dose_beside_its_plan_stands_in_the_log_with_its_units_too() -> None:
    planned = Plan(
        **at("2 4:00"), route="nasal", amount_mg=Decimal(30), rrule="FREQ=WEEKLY;BYDAY=SU"
    )
    more = dose("8 21:00", 45, "nasal", count=Decimal(3), each_mg=Decimal(15))
    about = dose("15 20:00", 15, "nasal", estimate=True)
    amounts = [row[2] for row in draw([planned, more, about]).doses.rows]
    assert amounts == ["3 × 15 mg = 45 of 30 mg", "about 15 of 30 mg"]


def test_a_week_that_is_not_over_has_doses_due_and_none_that_were_not_taken() -> None:
    planned = Plan(**at("2 4:00"), route="nasal", amount_mg=Decimal(30), per_week=2)
    drawn = draw([planned, dose("3 20:00", 30, "nasal")])
    assert [row[1] for row in drawn.weeks.rows] == ["1/2 (1 ?)", "–/2 (2 due)"]
    assert drawn.tiles[0].value == "1 / 4"
    assert draw([planned, dose("10 20:00", 30, "nasal")]).weeks.rows[1][1] == "1/2 (1 due)"
    begun = Plan(**at("9 4:00"), route="nasal", amount_mg=Decimal(30), per_week=2)
    tile = draw([begun]).tiles[0]
    assert (tile.value, tile.caption) == ("– / 2", "nasal – of 60 mg; 2 still due")


def test_a_period_with_a_later_visit_in_it_is_not_since_the_last_one() -> None:
    first, later = Appointment(**at("2 9:00")), Appointment(**at("9 9:00"))
    ahead = Appointment(**at("20 9:00"))
    assert draw([first, ahead]).since_title == "Since the last visit"
    assert draw([first, later]).since_title == "Since 2 Nov"


def test_a_skipped_dose_of_a_week_stands_on_no_other_of_that_week() -> None:
    planned = Plan(**at("2 4:00"), route="nasal", amount_mg=Decimal(30), per_week=3)
    [chart] = draw([planned, Skip(**at("5 9:00"), route="nasal")]).strip.charts
    assert "1 skipped, 2 planned and not recorded" in chart.alt
    [cross] = re.findall(r'<path d="M([\d.]+) [^"]*" [^>]*class="ink-line"', chart.svg)
    marks = re.findall(r'<text x="([\d.]+)" [^>]*>\?</text>', chart.svg)
    places = sorted(map(float, (cross, *marks)))
    assert len(places) == 3
    assert min(right - left for left, right in pairwise(places)) > 20


def test_a_way_back_that_few_were_seen_to_go_is_not_said_of_half() -> None:
    better: list[Entry] = [
        dose("2 20:00", 100, mood=3),
        Mood(**at("2 22:00"), mood=5),
        dose("9 20:00", 100, mood=3),
        Mood(**at("9 22:00"), mood=5),
    ]
    chart, *_ = draw(better).response.charts
    assert chart.alt.endswith("back: no median (seen 0 of 2).")
    back = [*better, Mood(**at("3 20:00"), mood=3), Mood(**at("10 20:00"), mood=3)]
    assert draw(back).response.charts[0].alt.endswith("back after 1 d (seen 2 of 2).")


def test_a_dose_after_midnight_has_its_own_date_and_the_evenings_week() -> None:
    drawn = draw([dose("9 1:30", 100)])
    assert drawn.doses.rows[0][:2] == ("Mon 9 Nov", "01:30")
    assert [row[1] for row in drawn.weeks.rows] == ["1 × 100 mg", "–"]


def test_dates_have_their_year_where_the_period_has_two() -> None:
    drawn = draw(span=Span(date(2025, 12, 29), date(2026, 11, 16)))
    assert drawn.doses.rows[0][0] == "Mon 2 Nov 2026"
    assert drawn.effects.rows[0][-1] == "10 Nov 2026"


def test_questions_are_always_there_and_notes_only_if_asked_for() -> None:
    plain = draw()
    assert [astuple(one) for one in plain.questions] == [("12 Nov", "Can the evening dose move?")]
    assert plain.notes is None
    for words in (html.render(plain), markdown.render(plain)):
        for note in (b"tea", b"let go", b"bread", b"river"):
            assert note not in words
    noted = draw(notes=True)
    assert [astuple(one) for one in noted.notes or ()] == [
        ("Wed 4 Nov 21:00, about nausea", "after bread"),
        ("Fri 6 Nov 12:00", "Walked an hour.\nBy the river."),
    ]
    assert [row[-1] for row in noted.doses.rows] == ["with tea", "Intention: let go", "", ""]


def test_of_a_period_without_an_entry_the_page_says_so_and_has_every_row_of_the_box() -> None:
    december = Span(date(2026, 12, 1), date(2026, 12, 3))
    for entries in ([], [dose("2 20:00", 100)]):
        empty = draw(entries, december)
        assert empty.nothing == "Nothing was recorded in this period."
        assert [point.kind for point in empty.safety] == ["missing"] * 13
        for words in (html.render(empty).decode(), markdown.render(empty).decode()):
            assert "never asked" in words
            assert "Nothing was recorded in this period." in words
    begun = Also(**at("2 9:00"), what="sertraline", about="medicine", change="started")
    rows = dict(draw([begun], december).since)
    assert rows["Other medicines"] == "still taken: sertraline (since 2 Nov)"


def test_no_line_ends_between_a_number_and_its_unit_or_within_a_date() -> None:
    together = {
        "up to 3:00 h, last 27 Oct; 82 % (Wed 18 Nov 2026)": "3:00_h 27_Oct 82_% Wed_18_Nov",
        "since Oct 27, 2026, 200 of 150 mg": "Oct_27, 150_mg",
        "12 doses, 45 minutes": "12 doses",
        "infusion, with Dr R.": "Dr_R.",
        "anxiety 7 → 5, n=3; 0.5 → 7": "7_→_5, 0.5_→_7",
        "9: 0 (28 Sep), 17 (31 Aug) → 5 (9 Nov)": "0_(28_Sep), 17_(31_Aug) 5_(9_Nov)",
        "of 30 mg; 2 not recorded; 13 smaller": "2_not 13_smaller",
    }
    for said, kept in together.items():
        words = kept_together(said)
        assert words.replace("\N{NO-BREAK SPACE}", " ") == said
        for one in kept.split():
            assert one.replace("_", "\N{NO-BREAK SPACE}") in words
    assert kept_together("12 doses, 45 minutes") == "12 doses, 45 minutes"
    assert kept_together("3 of 2 (10 Oct)") == "3\u00a0of 2 (10\u00a0Oct)"
    assert kept_together("end 126/80, 25–75 %") == "end\u00a0126/80, 25–75\u00a0%"
    drawn = draw()
    assert "\N{NO-BREAK SPACE}" in html.render(drawn).decode()
    assert "15 Nov 2026" in markdown.render(drawn).decode()


def test_a_period_without_a_beginning_begins_with_the_first_entry(
    ketalog: Ketalog, home: Path
) -> None:
    for on, days, said in (
        ("2026-11-15", "15", "15 Nov 2026 (1 day)"),
        ("2026-11-02", "2 – 15", "2 Nov – 15 Nov 2026 (2 weeks)"),
    ):
        ketalog(f"mood 5 --at '{on} 12:00'")
        answer = ketalog(["export", str(home / "page.md"), "--until", "2026-11-15", "--force"])
        assert answer.out.startswith(f"{days} November 2026: ")
        assert said in (home / "page.md").read_text()


def test_it_says_what_it_is_and_how_to_read_it() -> None:
    for made in (html.render(draw()).decode(), markdown.render(draw()).decode()):
        words = made.replace("\N{NO-BREAK SPACE}", " ")
        assert "Self-reported by the patient; not a diagnosis and not advice." in words
        assert "mood 10 = best, anxiety 10 = worst" in words
        assert "mg are never added across routes or medications." in words
        assert re.search(r"ketalog \d+\.\d+\.\d+ · made Sun 15 Nov 2026 21:00", words)
        assert "caused" not in words


def test_the_same_journal_makes_the_same_bytes() -> None:
    assert html.render(draw()) == html.render(draw(tuple(reversed(DIARY))))
    assert markdown.render(draw()) == markdown.render(draw(tuple(reversed(DIARY))))


# Dates, clock and paper, as the patient wants them.


@pytest.mark.parametrize(
    ("page_format", "period", "log", "made"),
    [
        (
            PageFormat(),
            "2 Nov – 15 Nov 2026 (2 weeks)",
            ("Mon 2 Nov", "20:00"),
            "Sun 15 Nov 2026 21:00",
        ),
        (
            PageFormat("month-day", 12),
            "Nov 2 – Nov 15, 2026 (2 weeks)",
            ("Mon, Nov 2", "8:00 pm"),
            "Sun, Nov 15, 2026 9:00 pm",
        ),
        (
            PageFormat("iso"),
            "2026-11-02 – 2026-11-15 (2 weeks)",
            ("Mon 2026-11-02", "20:00"),
            "Sun 2026-11-15 21:00",
        ),
    ],
)
def test_dates_and_times_stand_in_the_patients_own_order(
    page_format: PageFormat, period: str, log: tuple[str, str], made: str
) -> None:
    drawn = draw(page_format=page_format)
    assert ("Period", period) in drawn.facts
    assert drawn.doses.rows[0][:2] == log
    assert drawn.made.endswith(f" · made {made}")


@pytest.mark.parametrize(("at_", "said"), [("3 0:30", "12:30 am"), ("3 12:05", "12:05 pm")])
def test_twelve_hours_begin_with_twelve(at_: str, said: str) -> None:
    drawn = draw([dose(at_, 100)], page_format=PageFormat(clock=12))
    assert drawn.doses.rows[0][1] == said


def test_the_configuration_says_how(ketalog: Ketalog, home: Path) -> None:
    ketalog("dose 100mg sublingual --at '2026-11-22 20:05'")
    for setting in ("date_order month-day", "clock 12", "paper letter"):
        assert ketalog(f"config {setting}").code == 0
    ketalog(f"export {home}/page.md")
    assert "| Sun, Nov 22 | 8:05 pm |" in (home / "page.md").read_text()
    for wrong in ("date_order moon", "clock 13", "paper a5"):
        answer = ketalog(f"config {wrong}")
        assert answer.code == 2
        assert "can't be taken for" in answer.err
        example = answer.err.partition("For example: ketalog ")[2].removesuffix(".\n")
        assert ketalog(example).code == 0


# Questionnaires, sessions, appointments, plans.


def test_the_next_appointment_is_named() -> None:
    seen = Appointment(**at("3 9:00"), with_whom="Dr A.")
    later = Appointment(**at("24 10:30"), with_whom="Dr B.")
    assert ("Appointment", "Dr B., Tue 24 Nov 2026 10:30") in draw([*DIARY, seen, later]).facts
    assert ("Appointment", "none noted") in draw([*DIARY, seen]).facts


def test_a_session_has_a_row_of_its_own_and_a_mark_in_the_dose_log() -> None:
    entries: list[Entry] = [
        dose("3 10:00", 35, "intravenous"),
        Session(**at("3 10:00") | {"id": "s"}, where="infusion", dose="3 10:00", minutes=40,
                with_whom="Dr R."),
        dose("4 20:00", 100),
    ]  # fmt: skip
    drawn = draw(entries)
    assert [row[3] for row in drawn.doses.rows] == ["intravenous ▲", "sublingual"]
    [row] = drawn.sessions.rows
    assert row[:3] == ("3 Nov", "infusion, over 40 min, with Dr R.", "35 mg intravenous")


def test_each_week_says_how_many_planned_doses_were_taken() -> None:
    plan = Plan(
        **at("2 9:00"), route="sublingual", amount_mg=Decimal(100), rrule="FREQ=WEEKLY;BYDAY=MO,WE"
    )
    drawn = draw([plan, *DIARY])
    assert [row[1] for row in drawn.weeks.rows] == ["2/2", "0/2 + 1 (2 ?)"]
    assert drawn.tiles[0] == Tile(
        "Doses taken / planned",
        "2 / 4 + 1",
        "sublingual 350 of 400 mg; 2 not recorded, 1 unplanned; 1 without a plan",
    )


def test_days_ahead_are_no_days_without_a_rating(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 5 --at '2026-11-16 12:00'")
    file = home / "page.md"
    assert ketalog(["export", str(file), "--until", "2027-01-01"]).code == 0
    assert "16 Nov – 22 Nov 2026 (1 week)" in file.read_text()
    assert "Mood rated on 1 of 7 days" in file.read_text()


def test_a_long_period_has_a_row_a_month() -> None:
    table = draw(span=Span(date(2026, 7, 6), date(2026, 11, 16))).weeks
    assert table.title == "Month by month"
    assert [row[0] for row in table.rows] == ["6 Jul – 31 Oct", "1 Nov – 15 Nov"]


def test_weeks_in_which_nothing_was_recorded_stand_as_one(ketalog: Ketalog, home: Path) -> None:
    for line in ("mood 5 --at '2026-10-06 12:00'", "mood 6 --at '2026-11-10 12:00'"):
        assert ketalog(line).code == 0
    assert ketalog(f"export {home}/page.md --since 2026-09-28").code == 0
    text = (home / "page.md").read_text(encoding="utf-8")
    table = text.partition("## Week by week")[2].partition("##")[0]
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in table.splitlines()]
    weeks = [(row[0], row[1]) for row in rows if row and "–" in row[0]]
    assert weeks == [
        ("28 Sep – 4 Oct", "0/7"),
        ("5 Oct – 11 Oct", "1/7"),
        ("12 Oct – 8 Nov", "0/28"),
        ("9 Nov – 15 Nov", "1/7"),
        ("16 Nov – 22 Nov", "0/7"),
    ]


def test_the_log_of_a_long_period_has_the_last_doses_and_says_so() -> None:
    first = datetime.fromisoformat("2026-01-01T20:00:00+01:00")
    days = [first + timedelta(n) for n in range(318)]
    entries = [dose("2 20:00", 100, id=f"{n}", at=day, recorded=day) for n, day in enumerate(days)]
    table = draw(entries, span=Span(date(2026, 1, 1), date(2026, 11, 16))).doses
    assert len(table.rows) == 100
    assert table.rows[-1][0] == "Sat 14 Nov"
    assert table.caption == "The last 100 of 318 doses; all are in a .csv export."
    assert draw(entries[-100:]).doses.caption == ""
    assert draw(DIARY).doses.caption.startswith("Mood and anxiety before → after.")


def test_a_young_journal_has_a_page_of_its_own_days(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 5 --at '2026-11-10 12:00'")
    answer = ketalog(f"export {home}/page.md")
    assert answer.out.startswith("10 – 22 November 2026, since the journal began: 1 entry")


# Eight weeks, typed command by command.


def test_eight_weeks_agree_with_figures_computed_by_other_means(
    ketalog: Ketalog, home: Path, eight_weeks_typed: Path
) -> None:
    period = ["--since", "2026-09-14", "--until", "2026-11-08"]
    read = ["--journal", str(eight_weeks_typed)]
    assert ketalog([*read, "export", str(home / "page.md"), *period]).code == 0
    expected = json.loads((SAMPLES / "eight-weeks.expected.json").read_text(encoding="utf-8"))
    tables = read_markdown((home / "page.md").read_bytes()).tables
    weeks, effects = (table for table in tables if table[0][0] in {"Week", "Effect"})
    [log] = (table for table in tables if "Amount" in table[0])
    assert len(log) == 1 + sum(
        n["count"] for one in expected["weeks"] for n in one["doses"].values()
    )
    for row, week in zip(weeks[1:], expected["weeks"], strict=True):
        said = dict(zip(weeks[0], row, strict=True))
        for route, total in week["doses"].items():
            assert total_of(said[route.capitalize()]) == (total["count"], total["mg"])
        for series in ("mood", "anxiety"):
            change = week[series]
            pair = f"{change['before']:g} → {change['after']:g} ({change['n']})"
            assert said[series.capitalize()] == pair
        assert said["Rated"] == f"{week['days_rated']}/7"
    times: Counter[str] = Counter()
    for week in expected["weeks"]:
        times.update({name: one["times"] for name, one in week["effects"].items()})
    assert {row[0].lower(): int(row[2]) for row in effects[1:]} == times


def total_of(said: str) -> tuple[int, float]:
    """Return how many doses and mg "3 × 100 mg" and "3: 300 mg" are."""
    count, sign, mg = re.fullmatch(r"(\d+)( ×|:) ([\d.]+) mg", said).groups()  # type: ignore[union-attr]
    return int(count), float(mg) * (int(count) if sign == " ×" else 1)


def test_the_log_has_each_dose_of_a_sitting_by_itself_and_the_sum_once() -> None:
    weekly = Plan(
        **at("2 9:00"), route="sublingual", amount_mg=Decimal(100), rrule="FREQ=WEEKLY;BYDAY=MO"
    )
    first = dose("9 20:00", 100, id="a")
    booster = dose("9 20:40", 50, id="b", sitting="a")
    assert [row[2] for row in draw([weekly, first, booster]).doses.rows] == [
        *("100 mg", "50 mg, in all 150 of 100 mg"),
    ]


def test_a_visit_within_the_period_is_said_to_be_left_out(ketalog: Ketalog, tmp_path: Path) -> None:
    ketalog("mood 5 2026-11-14 9am")
    ketalog("appointment '19 nov 2026 3pm' with Dr. Roe")
    page = tmp_path / "page.md"
    assert ketalog(f"export '{page}' --since 2026-11-12").code == 0
    assert "1 appointment in between" in page.read_text("utf-8")
    assert (
        ketalog(f"export '{page}' --since 2026-11-19 --force").code == 0
    )  # the visit it begins at
    assert "Left out of this page: nothing" in page.read_text("utf-8")
