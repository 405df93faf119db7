"""The week: as a grid, a row a day, in sentences; on every screen."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color

from ketalog.answers.period_text import facts
from ketalog.domain.kinds import Entry
from ketalog.ui.paint import HEAT, HEAT_256
from tests.conftest import Ketalog, examples
from tests.diary import (
    A_WEEK,
    SUNDAY,
    denied,
    dose,
    drawn,
    effect,
    line_with,
    lines_of,
    rated,
    screen,
    sprays,
    summary_of,
    view_of,
)

HOSTILE = (
    "\x1b[31m\x9b\u202e\u2066\u200b\ufeff\r\n\t[/] :smile: 吐き気 صداع \U0001f469\u200d\U0001f467"
)
WORDS = st.text(min_size=1, max_size=60).filter(str.strip) | st.text(HOSTILE, min_size=1).filter(
    str.strip
)
STEERING = re.compile(
    "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069]"
)


def test_a_low_screen_drops_the_spacers_and_then_the_legend() -> None:
    tall, middle, low = (lines_of(view_of(A_WEEK), screen(rows=rows)) for rows in (40, 24, 14))
    assert len(tall) > len(middle) > len(low)
    assert any("● sublingual 100 mg" in line for line in middle)
    assert not any("● sublingual 100 mg" in line for line in low)


def test_under_76_columns_a_day_is_a_row() -> None:
    lines = lines_of(view_of(A_WEEK), screen(75))
    assert line_with("Wed 18", lines) == " Wed 18 ● 100 mg  4 → 7    6 → 4"
    assert "Wed 18" not in line_with("Mon 16", lines)


# What it says.


def test_a_symptom_stands_under_its_dose() -> None:
    lines = lines_of(view_of(A_WEEK), screen())
    assert line_with("Nausea", lines).index("■■□ mod.") == line_with("Dose", lines[9:]).index(
        "● 100 mg", 20
    )


def test_severity_is_a_count_and_a_word() -> None:
    entries = [effect("Mon 9:00", "fatigue", "mild"), effect("Mon 9:00", "tremor", "severe")]
    lines = lines_of(view_of(entries), screen())
    assert line_with("Fatigue", lines).split() == ["Fatigue", "■□□", "mild"]
    assert line_with("Tremor", lines).split() == ["Tremor", "■■■", "sev."]


def test_silence_is_not_none() -> None:
    lines = lines_of(view_of([effect("Mon 9:00", "itch", "mild"), denied("Wed 9:00")]), screen())
    assert line_with("Asked", lines).split() == ["Asked", "none"]
    assert line_with("Mood  ", lines[9:]).split() == ["Mood", *["–"] * 7]


def test_a_week_of_whose_doses_nothing_is_known_does_not_say_that_none_was_taken(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    def doses() -> str:
        lines = ketalog("week", out_tty=True).out.splitlines()
        return re.sub("\x1b.*?m", "", next(line for line in lines if "Doses" in line))

    ketalog("mood 5")
    assert "Doses   –  none recorded" in doses()
    ketalog("plan set 1x100mg sublingual --days mon,wed,fri --from '16 nov 2026'")
    assert "Doses   – of 3  3 not recorded" in doses()
    ketalog("dose 100mg sublingual --at 'wed 8pm'")
    assert "Doses   1 of 3  2 not recorded" in doses()


def test_mg_are_never_added_across_routes() -> None:
    entries: list[Entry] = [dose("Mon 9:00", "100"), dose("Tue 9:00", "50", "intravenous")]
    said = " ".join(map(str, facts(summary_of(entries), "week", SUNDAY)))
    assert "Sublingual: 1 dose, 100 mg in all. Intravenous: 1 dose, 50 mg in all." in said
    assert "150" not in said + drawn(view_of(entries), screen())


def test_each_median_has_its_denominator() -> None:
    entries = [*A_WEEK[:-3], dose("Sat 20:00", "100")]
    mood = view_of(entries).cards[1]
    assert (mood.value, mood.change, mood.caption) == ("4 → 6", "+2", ("median", "3 of 4"))
    assert view_of(A_WEEK).cards[1].caption == ("median of 4 doses",)


def test_a_half_is_said_with_one_decimal() -> None:
    entries = [rated("Mon 9:00", 4), rated("Mon 10:00", 5), rated("Tue 9:00", 4)]
    assert line_with("Mood  ", lines_of(view_of(entries), screen())[9:]).split()[1:3] == [
        "4.5",
        "4",
    ]


def test_amounts_have_no_trailing_zeros() -> None:
    entries: list[Entry] = [dose("Mon 9:00", "100.0"), sprays("Tue 9:00", "2", "14.0")]
    lines = lines_of(view_of(entries), screen())
    assert "● 100 mg" in line_with("Dose  ", lines)
    assert "nasal 2 × 14 mg" in line_with("● sublingual", lines)


def test_each_medication_is_named_where_not_all_is_ketamine(ketalog: Ketalog) -> None:
    for medication, day in (("", "mon"), ("esketamine", "tue"), ("Esketamine", "wed")):
        assert ketalog(f"dose 56mg {medication} nasal --at '{day} 9am'").code == 0
    drawn = ketalog("week --no-color", out_tty=True).out
    assert "2 esketamine nasal" in drawn
    assert "1 ketamine nasal" in drawn
    assert "Nasal: 3 doses, 56 mg ketamine, 112 mg esketamine." in ketalog("week").out


def test_several_doses_on_a_day_are_counted() -> None:
    entries: list[Entry] = [dose("Mon 9:00", "100"), sprays("Mon 12:00", "2", "15")]
    assert "●◆ ×2" in line_with("Dose  ", lines_of(view_of(entries), screen()))


def test_energy_and_sleep_have_rows_only_when_recorded() -> None:
    assert not any("Energy" in line for line in lines_of(view_of(A_WEEK), screen()))
    lines = lines_of(view_of([rated("Mon 9:00", energy=4, sleep_minutes=450)]), screen())
    assert line_with("Energy", lines).split()[:2] == ["Energy", "4"]
    assert line_with("Sleep", lines).split() == ["Sleep", "7:30", "h"]


def test_what_matters_to_a_clinician_and_the_questions_stand_at_the_end() -> None:
    lines = lines_of(view_of(A_WEEK), screen())
    assert lines[-3:] == [
        "  ! Nausea was moderate on Wed 18 Nov, after 100 mg sublingual.",
        "  ? Can the Wednesday dose move to the evening?",
        "    Make the summary: ketalog export summary.pdf",
    ]


# What screens can show.


def test_16_colours_have_no_backgrounds() -> None:
    codes = re.findall("\x1b\\[([0-9;]*)m", drawn(view_of(A_WEEK), screen(colors="16")))
    assert not any(part.startswith(("4", "10")) for code in codes for part in code.split(";"))


@pytest.mark.parametrize("colors", ["truecolor", "256"])
def test_the_number_is_always_inside_its_cell(colors: str) -> None:
    text = drawn(view_of([rated("Mon 9:00", 2, 8)]), screen(rows=24, colors=colors))
    cells = re.findall("\x1b\\[[0-9;]*48;[25];[0-9;]*m([^\x1b]*)", text)
    assert [cell.strip() for cell in cells][:3] == ["2", "8", "harder"]


def test_text_has_the_terminals_own_colours() -> None:
    text = drawn(view_of(A_WEEK), screen(colors="truecolor"))
    hexes = [code for code in re.findall("\x1b\\[([0-9;]*)m", text) if "38;2" in code]
    assert all("38;2;255;255;255;48;2;" in code for code in hexes)


def test_better_is_the_same_colour_for_mood_and_anxiety() -> None:
    day = view_of([rated("Mon 9:00", 8, 2)]).days[0]
    assert day.mood is not None
    assert day.anxiety is not None
    assert day.mood.after_level == day.anxiety.after_level == 8


def contrast_with_white(red: int, green: int, blue: int) -> float:
    """Return the contrast by WCAG 2.2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red / 255, green / 255, blue / 255)
    ]
    light = sum(
        request * part for request, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    return 1.05 / (light + 0.05)


@pytest.mark.parametrize("level", range(11))
def test_white_on_each_step_of_the_scale_can_be_read(level: int) -> None:
    assert contrast_with_white(*Color.parse(HEAT[level]).get_truecolor()) >= 5
    assert contrast_with_white(*Color.from_ansi(HEAT_256[level]).get_truecolor()) >= 5


# Words of a patient.


# How wide joined emoji are, terminals disagree on.
@given(words=WORDS.filter(lambda words: "\u200d" not in words))
@settings(max_examples=examples(150))
def test_the_grid_stays_a_grid_whatever_an_effect_is_called(words: str) -> None:
    lines = lines_of(view_of([effect("Wed 9:00", words, "moderate")]), screen())
    row = next(line for line in lines if line.endswith("■■□ mod."))
    assert cell_len(row.removesuffix("■■□ mod.")) == cell_len(
        line_with("Wed 18", lines).partition("Wed 18")[0]
    )


def test_sixty_side_effects_say_how_many_are_not_drawn() -> None:
    entries: list[Entry] = [effect("Mon 9:00", f"effect {n}", "mild") for n in range(60)]
    for columns in (80, 40):
        lines = lines_of(view_of(entries), screen(columns))
        assert line_with("and 50 more", lines)
    assert sum("Effect" in str(line) for line in facts(summary_of(entries), "week", SUNDAY)) == 60


def test_of_many_medications_a_card_names_some_and_counts_the_rest() -> None:
    entries = [dose("Mon 9:00", "10", medication=f"medication {n}") for n in range(30)]
    lines = lines_of(view_of(entries), screen(rows=24))
    assert len(lines) < 24
    assert line_with("medication 3", lines)
    assert line_with("26 others: add --plain", lines)
    assert not any("medication 4" in line for line in lines)


def test_steps_of_the_plan_changes_of_supply_and_past_appointments_stand_in_their_week(
    ketalog: Ketalog,
) -> None:
    for line in (
        "plan set 1x100mg sublingual --form troche --days mon,fri --from 2026-11-16",
        "supply fill 8x100mg sublingual --form troche --at 'tue 9am'",
        "supply lost 2 troches --at 'wed 9am' --note 'fell into the sink'",
        "appointment thu 9am --with 'Dr R.'",
        "plan stop sublingual --from 2026-11-20",
    ):
        assert ketalog(line, now="2026-11-18T10:00:00+01:00").code == 0, line
    said = ketalog("week --plain").out
    for words in (
        "plan: ketamine sublingual, 1 × 100 mg (troche), Monday, Friday",
        "supply filled: 8 × 100 mg troches",
        "lost or wasted: 2 × 100 mg troches",
        "fell into the sink",
        "appointment with Dr R.",
        "plan ended: ketamine sublingual",
    ):
        assert said.count(words) == 1, (words, said)


def test_esketamine_that_no_session_gave_stands_out_as_on_the_page(ketalog: Ketalog) -> None:
    said = "Esketamine was taken apart from a session on Thu 19 Nov."
    ketalog("session clinic esketamine 56mg nasal --start 'tue 9:00'")
    assert "apart from a session" not in ketalog("week").out
    ketalog("dose 56mg nasal --medication esketamine --at 'thu 20:00'")
    assert said in ketalog("week").out
    assert said in ketalog("week", out_tty=True).out
    assert "apart from a session" in ketalog("month").out


def test_of_many_side_effects_the_severe_ones_are_named_first(ketalog: Ketalog) -> None:
    for typed in ("itching moderate", "nausea moderate", "headache severe", "chest pain"):
        ketalog(f"effect {typed} --at '2026-11-20 20:00'")
    flags = [flag["name"] for flag in ketalog("week --json").data["flags"]]
    assert flags == ["chest pain", "headache", "itching", "nausea"]
