"""A week and a month on 24 rows leave out what `ketalog` alone says anyway; today is marked."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ketalog.domain.entries import Effect, Mood, Question
from ketalog.domain.kinds import Entry
from ketalog.ui.terminal import detect
from tests.conftest import Ketalog, Terminal
from tests.diary import A_WEEK, effect, line_with, lines_of, rated, screen, view_of, without_colours

WEEK = timedelta(weeks=1)


def test_on_a_low_screen_the_week_leaves_out_what_is_ahead() -> None:
    view = replace(view_of(A_WEEK), ahead=(("Planned", "100 mg sublingual on Mon 23 Nov"),))
    low, high = (lines_of(view, screen(rows=rows)) for rows in (24, 40))
    assert not any("Ahead" in line for line in low)
    assert any("Ahead" in line for line in high)
    assert low[-1] == high[-1]


def test_today_is_marked_in_the_week() -> None:
    names = line_with("Mon 16", lines_of(view_of(A_WEEK), screen()))
    assert names.split()[-2:] == ["Today", "22"]


def test_a_full_week_stands_whole_on_24_rows() -> None:
    full = [*A_WEEK, rated("Sat 9:00", energy=5, sleep_minutes=450)]
    full += [effect(f"Thu {hour}:00", f"effect {hour}", "mild") for hour in range(9, 14)]
    lines = lines_of(view_of(full), screen(rows=24))
    assert len(lines) < 24
    assert "Your week" in lines[0]
    assert line_with("! Nausea was moderate", lines)
    assert line_with("▲ +2   4 doses", lines)


@pytest.mark.parametrize("columns", [40, 80])
def test_a_month_of_doses_stands_whole_on_24_rows(columns: int) -> None:
    entries: list[Entry] = [
        replace(each, id=f"{each.id}-{n}", at=each.at - n * WEEK)
        for n in range(3)
        for each in A_WEEK
        if not isinstance(each, Effect | Question)
    ]
    entries += [effect("Thu 9:00", f"effect {n}", "mild") for n in range(5)]
    entries += [effect("Fri 9:00", "chest pain"), effect("Fri 9:00", "nausea", "severe")]
    low, high = (lines_of(view_of(entries, "month"), screen(columns, rows=n)) for n in (24, 80))
    assert len(low) < 24 < len(high)
    assert line_with("Your month", low[:2])
    assert [line for line in low if "!" in line] == [line for line in high if "!" in line]


def test_a_low_month_has_mood_and_anxiety_side_by_side_where_a_week_is_rated() -> None:
    lines = lines_of(view_of(A_WEEK, "month"), screen(40, rows=24))
    row = lines.index(line_with("16●", lines))
    assert lines[row - 1].split() == ["9", "10", "11", "12", "13", "14", "15"]
    assert lines[row + 1].split() == ["5/5", "5/5", "7/4", "6/5", "6/4", "6/4", "6/3"]


def test_what_stands_out_is_never_left_out_however_low_the_screen() -> None:
    entries = [*A_WEEK, *(effect("Thu 9:00", f"effect {n}", "severe") for n in range(5))]
    for kind in ("week", "month"):
        lines = lines_of(view_of(entries, kind), screen(40, rows=10))
        assert len([line for line in lines if line.startswith(" ! ")]) == 6


def test_today_is_marked_on_every_screen() -> None:
    assert line_with("Today", lines_of(view_of(A_WEEK), screen(40))).split()[:2] == ["Today", "◆"]
    assert line_with("Your month", lines_of(view_of(A_WEEK, "month"), screen())).split()[-3:-1] == [
        "today",
        "22",
    ]


def test_a_wide_screen_widens_the_grid() -> None:
    narrow, wide = (
        line_with("Mon 16", lines_of(view_of(A_WEEK), screen(columns))) for columns in (80, 120)
    )
    apart = [line.index("Tue 17") - line.index("Mon 16") for line in (narrow, wide)]
    assert apart == [9, 13]


def test_a_narrow_week_and_a_month_say_energy_and_sleep() -> None:
    slept = [rated("Mon 9:00", energy=4, sleep_minutes=450), rated("Tue 9:00", sleep_minutes=470)]
    for view in (view_of(slept), view_of(slept, "month")):
        lines = lines_of(view, screen(40))
        assert line_with("Energy", lines) == " Energy  4, median of 1 day"
        assert line_with("Sleep", lines) == " Sleep   7:40 h, median of 2 days"


def drawn_week(ketalog: Ketalog, day: str = "") -> list[str]:
    """Return a week as a terminal with room for all of it shows it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERM", "xterm")
        patch.setenv("LINES", "50")
        return without_colours(ketalog(f"week {day}", out_tty=True).out).splitlines()


def test_notes_and_reasons_stand_in_the_week(ketalog: Ketalog) -> None:
    planned = "plan set 100mg sublingual --days mon --from '2026-11-01'"
    for line in (planned, "note a calm day --at 'mon 9am'", "skip away --at 'mon 9am'"):
        assert ketalog(line).code == 0
    lines = drawn_week(ketalog)
    assert line_with("calm", lines) == "    Mon 16 Nov 09:00  a calm day"
    assert line_with("away", lines) == "    Mon 16 Nov 09:00  skipped dose: away"
    assert "Mon 16 Nov 09:00: a calm day." in ketalog("week").out
    assert [note["text"] for note in ketalog("week --json").data["notes"]] == ["a calm day", "away"]


def test_a_session_has_its_readings_on_its_line(ketalog: Ketalog) -> None:
    assert ketalog("session infusion 35mg --bp-before 128/82 --start 'mon 9am'").code == 0
    said = "infusion; blood pressure 128/82, before the session"
    assert line_with("infusion", drawn_week(ketalog)) == f"    Mon 16 Nov 09:00  {said}"


@pytest.mark.parametrize("name", ["FORCE_COLOR", "CLICOLOR_FORCE"])
def test_a_pipe_that_is_forced_keeps_the_drawing(name: str) -> None:
    env = {"TERM": "xterm-256color", name: "1"}
    assert (detect(Terminal(), env).plain, detect(Terminal(), env).colors) == (False, "256")
    assert detect(Terminal(), env | {"NO_COLOR": "1"}).colors == "none"
    assert detect(Terminal(), {name: "0"}).plain


def test_a_total_is_held_against_the_one_before_with_its_year(ketalog: Ketalog) -> None:
    for answers, day in (("3 3 3 3 3 3 2", "2025-06-01"), ("2 2 2 2 1 2 1", "2025-11-08")):
        assert ketalog(f"check gad7 {answers} --at '{day} 09:00'").code == 0
    for answers, day in (("1 1 2 1 1 1 1", "2026-11-20"), ("0 0 0 0 0 0 1", "2026-11-22")):
        assert ketalog(f"check gad7 {answers} --at '{day} 09:00'").code == 0
    now, then = (drawn_week(ketalog, day) for day in ("2026-11-22", "2025-11-08"))
    assert line_with("→ 1", now).split("│")[-2].split()[:3] == ["8", "→", "1"]
    assert line_with("→ 12", then).split("│")[-2].split()[:3] == ["20", "→", "12"]
    assert line_with("GAD-7 ─", then).endswith("1 Jun and 8 Nov")


def test_what_is_urgent_stands_first_in_the_week() -> None:
    entries = [
        effect("Mon 9:00", "nausea", "severe"),
        effect("Tue 9:00", "chest pain"),
        effect("Wed 9:00", "want to die"),
    ]
    lines = lines_of(view_of(entries), screen())
    rows = [
        line.split("  ")[1] for line in lines if line.startswith(("  Want", "  Chest", "  Nau"))
    ]
    assert rows == ["Want to die", "Chest pain", "Nausea"]
    assert [line.split()[1] for line in lines if line.startswith("  ! ")] == [
        "Want",
        "Chest",
        "Nausea",
    ]


def test_what_stands_out_again_and_again_is_one_sentence_with_its_days() -> None:
    entries = [*A_WEEK, *(effect(f"{day} 21:00", "nausea", "severe") for day in ("Wed", "Fri"))]
    lines = lines_of(view_of(entries), screen())
    assert line_with("! Nausea was severe", lines).strip() == (
        "! Nausea was severe on Wed 18 Nov, Fri 20 Nov, after 100 mg sublingual."
    )


def test_on_a_low_screen_doses_beside_the_plan_are_counted(ketalog: Ketalog) -> None:
    planned = "plan set 200mg sublingual --days mon --apart 48h --from '2 nov 2026'"
    for line in (planned, *(f"dose 300mg sublingual {day} 9pm" for day in ("tue", "wed", "thu"))):
        assert ketalog(line).code == 0, line
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERM", "xterm")
        shown = {}
        for rows in ("10", "50"):
            patch.setenv("LINES", rows)
            shown[rows] = without_colours(ketalog("week", out_tty=True).out)
    assert "! Beside the plan: 3; add --plain" in shown["10"]
    assert "the plan has 200 mg" not in shown["10"]
    assert "Beside the plan" not in shown["50"]
    assert "Tue 17 Nov, Wed 18 Nov, Thu 19 Nov: a dose of 300 mg; the plan has" in shown["50"]


def test_a_sign_is_explained_wherever_there_is_room(ketalog: Ketalog) -> None:
    assert ketalog("plan set 100mg sublingual mon --from '1 oct 2026'").code == 0
    for kind in ("week", "month"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TERM", "xterm")
            patch.setenv("LINES", "24")
            shown = without_colours(ketalog(kind, out_tty=True).out)
        assert "? planned, not recorded" in shown
        assert "–  " not in shown


def test_what_was_left_out_comes_back_where_a_calendar_made_room_for_it() -> None:
    entries = [*A_WEEK, *(effect(f"{day} 21:00", "nausea", "severe") for day in ("Wed", "Fri"))]
    for rows in range(16, 36):
        lines = lines_of(view_of(entries, "month"), screen(rows=rows))
        spare = rows - 1 - len(lines)
        assert spare < 1 or any("Make the summary" in line for line in lines), rows


def test_what_there_is_room_for_again_comes_back() -> None:
    entries = [*A_WEEK, *(effect(f"Thu {9 + n}:00", f"effect {n}", "severe") for n in range(9))]
    view = replace(view_of(entries), ahead=(("Planned", "100 mg"),))
    lines = lines_of(view, screen(40, rows=49))
    assert len(lines) == 48
    assert line_with("Ahead", lines)


TROUBLE = """
plan set 1x200mg sublingual --form troche --days mon,thu --apart 48h --from 2026-11-02
dose 300mg sublingual --at "2026-11-16 20:00"
dose 300mg sublingual --at "2026-11-18 19:40"
dose 200mg sublingual --at "2026-11-20 20:00"
dose 300mg sublingual --at "2026-11-22 19:40"
check phq9 2 2 - 2 1 1 1 0 1 --at "2026-11-16 09:00"
check bladder 2 1 1 1 1 0 0 --at "2026-11-17 09:00"
also no alcohol --at "2026-11-18 19:00"
"""


def test_a_week_of_trouble_stands_whole_on_24_narrow_rows_with_all_that_stands_out(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in TROUBLE.strip().splitlines():
        assert ketalog(line).code == 0
    monkeypatch.setenv("COLUMNS", "40")

    def drawn_on(rows: int) -> list[str]:
        monkeypatch.setenv("LINES", str(rows))
        return without_colours(ketalog("week", out_tty=True).out).splitlines()

    low, high = drawn_on(24), drawn_on(60)
    assert len(low) < 24 < len(high)
    text = " ".join(" ".join(low).split())
    assert text.startswith("Your week")
    assert "! PHQ-9 on Mon 16 Nov, question 9: several days." in text
    found = "blood in urine, burning urination, urinary urgency, night-time urination sometimes"
    assert f"! Bladder check on Tue 17 Nov: {found}; frequent urination often." in text
    assert "1 of 2 + 3" in text


def test_what_has_no_value_goes_before_what_stands_out_and_a_card_with_one_stays() -> None:
    entries = [*A_WEEK, *(effect("Thu 9:00", f"effect {n}", "severe") for n in range(9))]
    unrated = [entry for entry in entries if not isinstance(entry, Mood)]
    full, bare = (
        lines_of(view_of(some, "week"), screen(40, rows=24)) for some in (entries, unrated)
    )
    assert any(line.startswith(" Mood  ") for line in full)
    assert not any(line.startswith(" Mood  ") for line in bare)


def test_danger_stands_first_of_what_stands_out(ketalog: Ketalog) -> None:
    for line in (
        "check bladder 2 0 0 0 0 0 0 --at '2026-11-16 9:00'",
        "effect nausea severe --at '2026-11-16 10:00'",
        "effect 'want to die' --at '2026-11-17 9:00'",
        "check phq9 0 0 0 0 0 0 0 0 1 --at '2026-11-18 9:00'",
    ):
        assert ketalog(line).code == 0
    flags = [line for line in drawn_week(ketalog) if line.lstrip().startswith("!")]
    for flag, what in zip(flags, ("PHQ-9", "Want to die", "Bladder", "Nausea"), strict=True):
        assert what in flag


def test_unplanned_doses_and_those_of_no_plan_stand_in_the_card(ketalog: Ketalog) -> None:
    for line in (
        "plan set 100mg sublingual --days mon,wed --from 2026-11-02",
        "dose 100mg sublingual --at '2026-11-16 20:00'",
        "dose 100mg sublingual --at '2026-11-17 20:00'",
        "dose 56mg nasal --medication esketamine --at '2026-11-19 20:00'",
    ):
        assert ketalog(line).code == 0
    week = " ".join(" ".join(drawn_week(ketalog)).split())
    assert "1 of 2 + 1" in week
    assert "1 not recorded, " in week
    assert "1 without a plan" in week
    assert "Without a plan: 1 dose." in ketalog("week").out
    plan = ketalog("week --json").data["plan"]
    assert (plan["taken"], plan["unplanned"], plan["without_plan"]) == (1, 1, 1)
