"""The week, the month and today, as a patient sees them: at every width, colour and encoding.

The pictures are in golden/. After a change that is meant, look at them and make them anew with
`REGOLD=1 make test`.
"""

import io
import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple
from rich.cells import cell_len

from ketalog.answers.period import period_view
from ketalog.domain.calendar import WEEKDAYS, Calendar
from ketalog.domain.entries import Dose, Effect, Mood, Question, new_id
from ketalog.domain.kinds import Entry
from ketalog.summary import summarize
from ketalog.ui import month, paint, week
from ketalog.ui.terminal import ASCII, UNICODE, Screen, detect
from tests.conftest import Ketalog, Terminal, examples
from tests.page.test_palette import contrast
from tests.places import GOLDEN

DIARY = """
mood 4 --anxiety 6 --at "2026-11-16 09:00"
dose 100mg sublingual --hold 15 --at "2026-11-16 20:00" --mood 3 --anxiety 7
effect dizziness mild --at "2026-11-16 20:40"
mood 5 --anxiety 5 --at "2026-11-16 22:00"
mood 5 --anxiety 5 --sleep 7h30 --at "2026-11-17 09:00"
dose 100mg sublingual --at "2026-11-18 20:00" --mood 4 --anxiety 6
effect nausea moderate --at "2026-11-18 20:30"
mood 7 --anxiety 4 --at "2026-11-18 22:10"
effect none --at "2026-11-19 09:00"
mood 6 --anxiety 5 --energy 6 --at "2026-11-19 09:00"
dose 2x15mg nasal --at "2026-11-20 19:00" --mood 4 --anxiety 6
dose 15mg nasal --at "2026-11-20 19:20"
mood 6 --anxiety 3 --at "2026-11-20 21:00"
ask can the Wednesday dose move to the evening?
note feel [red]calm[/red] today
"""


@pytest.fixture
def diary(ketalog: Ketalog) -> Ketalog:
    for line in DIARY.strip().splitlines():
        assert ketalog(line).code == 0
    return ketalog


def golden(name: str, drawn: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("REGOLD"):
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["week", "month", "today", "response"])
@pytest.mark.parametrize(
    ("name", "env"),
    [
        ("80-truecolor", {"COLUMNS": "80", "LINES": "40", "COLORTERM": "truecolor"}),
        ("80-256-colors", {"COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color"}),
        ("80-16-colors", {"COLUMNS": "80", "LINES": "40", "TERM": "xterm"}),
        ("80-no-color", {"COLUMNS": "80", "LINES": "40", "NO_COLOR": "1"}),
        ("40-truecolor", {"COLUMNS": "40", "LINES": "40", "COLORTERM": "truecolor"}),
        ("40-no-color", {"COLUMNS": "40", "LINES": "40", "NO_COLOR": "1"}),
    ],
)
def test_it_looks_as_it_should(
    diary: Ketalog, monkeypatch: pytest.MonkeyPatch, command: str, name: str, env: dict[str, str]
) -> None:
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for key, value in env.items():
        monkeypatch.setenv(key, value)
    golden(f"{command}-{name}", diary(command, out_tty=True).out)


@pytest.mark.parametrize("command", ["week", "month", "today", "response"])
def test_in_a_pipe_and_for_a_screen_reader_it_is_sentences(diary: Ketalog, command: str) -> None:
    piped = diary(command).out
    golden(f"{command}-plain", piped)
    heard = piped.replace("7:30 h", "7 hours 30 minutes").replace("2 d ago", "2 days ago")
    for name in (*WEEKDAYS, "September", "November"):
        heard = re.sub(rf"(?<![\w\"]){name[:3]}(?=,| [0-9])|(?<=[0-9] ){name[:3]}\b", name, heard)
    assert diary(f"{command} --plain", out_tty=True).out == heard
    assert "\x1b" not in piped


def test_a_dumb_terminal_gets_sentences(diary: Ketalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert diary("week", out_tty=True).out.split() == diary("week").out.split()


def test_no_color_keeps_bold_and_dim_and_no_colour(
    diary: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    drawn = diary("week", out_tty=True).out
    assert "\x1b[1m" in drawn
    assert "\x1b[2m" in drawn
    assert "\x1b[3" not in drawn
    assert "\x1b[4" not in drawn
    assert diary("week --no-color", out_tty=True).out == drawn


def test_an_encoding_without_the_glyphs_switches_all_of_them() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert detect(stream, {}).glyphs is ASCII
    assert "".join(astuple(ASCII)).isascii()
    assert detect(Terminal(), {}).glyphs is UNICODE


def test_the_week_in_ascii_holds_no_other_sign(diary: Ketalog, tmp_path: Path) -> None:
    screen = Screen(80, 40, "none", ASCII, plain=False)
    from ketalog.store import Store

    store = Store(tmp_path / "journal.json")
    entries = list(store.everything().entries.values())
    calendar = Calendar()
    span = calendar.week_of(calendar.day_of(entries[0].at))
    view = period_view(summarize(entries, span, calendar), "week", span.end)
    drawn = "\n".join(line.plain.rstrip() for line in week.week(view, screen)) + "\n"
    golden("week-80-ascii", drawn)
    assert drawn.isascii()


def test_at_80_by_24_title_to_grid_fit_without_scrolling(
    diary: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    assert len(diary("week", out_tty=True).out.splitlines()) <= 24


def test_an_empty_journal_says_how_to_start(ketalog: Ketalog) -> None:
    assert ketalog([]).out.splitlines()[0].startswith("Nothing is written down yet.")
    assert len(ketalog([]).out.splitlines()) == 4


def test_an_empty_week_says_that_nothing_was_recorded(ketalog: Ketalog) -> None:
    assert "Nothing was recorded." in ketalog("week").out
    assert ketalog("week", out_tty=True).code == 0
    assert ketalog("month", out_tty=True).code == 0


def test_today_says_how_long_ago_the_last_dose_was_in_hours_and_minutes(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at '2026-11-22 18:25'")
    assert "100 mg sublingual, 2:35 h ago, Sun 22 Nov 2026 18:25" in ketalog("today").out


def test_today_finds_the_last_dose_however_long_ago(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at '2026-08-01 20:00'")
    ketalog("mood 5")
    assert "Last dose: 100 mg sublingual, 113 d ago" in ketalog("today").out


def test_a_day_shows_the_ratings_of_one_dose_never_of_two(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --mood 3 --at '10am'")
    ketalog("dose 15mg nasal --at '10:20am'")
    ketalog("mood 7 --at noon")
    assert "3 → 7" not in ketalog("week --no-color", out_tty=True).out


@pytest.mark.parametrize("columns", ["40", "76", "80", "120"])
def test_with_four_cards_nothing_of_their_captions_is_lost(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", columns)
    ketalog("plan set 100mg sublingual --days mon,wed,thu,fri,sun --from 2026-11-01")
    ketalog("dose 100mg sublingual --at 'mon 20:00' --mood 4 --anxiety 7")
    ketalog("mood 6 --anxiety 4 --at 'mon 22:00'")
    ketalog("dose 100mg sublingual --at 'tue 20:00'")
    ketalog("skip --at wed")
    ketalog("check phq9 2 2 2 2 2 2 2 2 0")
    drawn = ketalog("week --no-color", out_tty=True).out.partition("Day by day")[0]
    assert "…" not in drawn
    assert "moderately severe" in " ".join(re.sub(r"\x1b\[\d*m|│", " ", drawn).split()) or (
        "moderately" in drawn and "severe" in drawn
    )
    for part in ("1 skipped", "2 not recorded", "1 due", "1 unplanned"):
        assert part in drawn


def test_after_two_days_today_counts_days(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at '2026-11-20 18:00'")
    assert "2 d ago" in ketalog("today").out


def test_today_hints_at_what_is_still_to_rate(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 19:00")
    assert "Rate how it is after the dose" in ketalog("today").out
    ketalog("mood 6")
    assert "ketalog effect none" in ketalog("today").out
    ketalog("effect none")
    assert "ketalog week" in ketalog("today").out


def test_what_is_logged_after_midnight_belongs_to_the_evening_before(ketalog: Ketalog) -> None:
    ketalog("mood 3 --at '2026-11-22 01:00'")
    days = ketalog("week --json").data["days"]
    assert (days["2026-11-21"]["mood"], days["2026-11-22"]["mood"]) == (3, None)


@pytest.mark.parametrize("color", paint.HEAT)
def test_white_on_every_heat_colour_is_easy_to_read(color: str) -> None:
    assert contrast(color, "#ffffff") >= 4.9


@settings(max_examples=examples(60))
@given(
    name=st.text(min_size=1, max_size=60),
    question=st.text(min_size=1, max_size=200),
    medication=st.text(min_size=1, max_size=40),
    width=st.sampled_from([40, 60, 80, 100]),
    glyphs=st.sampled_from([UNICODE, ASCII]),
)
def test_no_words_of_a_patient_break_a_column_or_steer_the_terminal(
    name: str, question: str, medication: str, width: int, glyphs: object
) -> None:
    from datetime import UTC, datetime, timedelta
    from decimal import Decimal

    at = datetime(2026, 11, 18, 20, tzinfo=UTC)
    entries: list[Entry] = [
        Dose(id=new_id(), at=at, amount_mg=Decimal("12345.678"), route="subcutaneous",
             medication=medication, mood=10, anxiety=0, recorded=at),
        Mood(id=new_id(), at=at + timedelta(hours=2), mood=0, anxiety=10, recorded=at),
        *(Effect(id=new_id(), at=at, name=f"{name}{n}", severity="severe", recorded=at)
          for n in range(60)),
        Question(id=new_id(), at=at, text=question, recorded=at),
    ]  # fmt: skip
    calendar = Calendar()
    span = calendar.week_of(at.date())
    summary = summarize(entries, span, calendar)
    assert glyphs is UNICODE or glyphs is ASCII
    screen = Screen(width, 40, "truecolor", UNICODE if glyphs is UNICODE else ASCII, plain=False)
    drawings = (
        week.week(period_view(summary, "week", at.date()), screen),
        month.month(period_view(summary, "month", at.date()), screen),
    )
    for line in (line for lines in drawings for line in lines):
        assert cell_len(line.plain.rstrip()) <= width
        assert not any(_steers(char) for char in line.plain)


def _steers(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"} or unicodedata.bidirectional(char) in {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
    }  # fmt: skip
