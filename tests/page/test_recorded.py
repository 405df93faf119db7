"""What is newly recorded stands on the page: settings, none, monthly answers, medicines, oxygen."""

import re
from pathlib import Path

import pytest

from tests.conftest import Ketalog
from tests.diary import without_colours
from tests.page.test_page import read_markdown


def page_of(ketalog: Ketalog, home: Path, *lines: str) -> str:
    for line in lines:
        assert ketalog(line).code == 0, line
    ketalog(f"export {home}/page.md")
    return " ".join((home / "page.md").read_text(encoding="utf-8").split())


def row_of(home: Path, title: str) -> dict[str, str]:
    """Return the first row of the table with such a column."""
    [(titles, row, *_)] = [
        table
        for table in read_markdown((home / "page.md").read_bytes()).tables
        if title in table[0]
    ]
    return dict(zip(titles, row, strict=True))


def test_the_dose_log_has_the_setting(ketalog: Ketalog, home: Path) -> None:
    line = "dose 100mg sublingual with Anna, ate 6h before, at home, 8pm"
    assert "with Anna, ate 6:00 h before, home" in page_of(ketalog, home, line)


def test_a_dose_log_without_settings_has_no_such_column(ketalog: Ketalog, home: Path) -> None:
    assert "Setting" not in page_of(ketalog, home, "dose 100mg sublingual --at 8pm")


def test_no_alcohol_is_asked_about_and_never_taken(ketalog: Ketalog, home: Path) -> None:
    page = page_of(ketalog, home, "also no alcohol")
    alcohol = page[page.index("Alcohol") :][:120]
    assert "none when asked" in alcohol
    assert "known on 1 of" in alcohol


def test_none_of_all_is_asked_about_alcohol_too(ketalog: Ketalog, home: Path) -> None:
    page = page_of(ketalog, home, "also none")
    assert "none when asked" in page[page.index("Alcohol") :][:120]
    assert "none when asked" in page[page.index("Sedatives, other medicines") :][:120]


def test_what_is_still_taken_is_said_whenever_it_was_started(ketalog: Ketalog, home: Path) -> None:
    page = page_of(
        ketalog,
        home,
        "also started sertraline 50mg --at '2025-03-01 9:00'",
        "also changed Sertraline to 100mg --at '2026-11-20 9:00'",
        "appointment '2026-11-01 9:00'",
    )
    assert "still taken: Sertraline 100mg (since 1 Mar 2025)" in page


def test_a_session_s_row_has_lowest_oxygen_and_when_ready(ketalog: Ketalog, home: Path) -> None:
    line = "session clinic 56mg 5pm, before 128/82 98%, after 40 min 140/90, lowest oxygen 82, "
    page = page_of(ketalog, home, f"{line} watched 2h, ready to leave after 2h05")
    cells = row_of(home, "Session")
    assert (cells["BP before"], cells["BP 40 min"]) == ("128/82", "140/90")
    assert "Not recorded: BP end, dissociation, sedation." in page
    assert "oxygen 82 % (22 Nov): 91 % or less (NEWS2)" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert cells["Oxygen"].replace("\N{NO-BREAK SPACE}", " ") == "82 %"
    assert "2:05 h" in page


def test_a_skip_of_a_day_without_a_time_has_only_its_day(ketalog: Ketalog, home: Path) -> None:
    page = page_of(
        ketalog,
        home,
        "plan set 1x100mg sublingual --days mon,wed --from 2026-11-09",
        "skip sublingual --at 2026-11-16",
    )
    log = page[page.index("## Dose log") : page.index("## Week")]
    assert re.search(r"\| Mon 16 Nov +\| – +\| skipped", log)
    assert not re.search(r"\d\d:\d\d", log)


def test_a_danger_is_never_one_of_the_more_that_a_week_leaves_out(
    ketalog: Ketalog, home: Path
) -> None:
    page = page_of(
        ketalog,
        home,
        "effect chest pain --at '2026-11-18 9:00'",
        "effect nausea severe --at '2026-11-18 9:00'",
        "effect headache mild --at '2026-11-18 9:00'",
    )
    assert "chest pain; severe nausea; 1 more" in page
    table = page[page.index("## Side effects") :]
    assert table.index("Chest pain") < table.index("Nausea") < table.index("Headache")


def test_of_many_readings_in_a_session_the_one_that_stands_there_is_called_the_highest(
    ketalog: Ketalog, home: Path
) -> None:
    session = "session clinic 2x28mg nasal --medication esketamine --bp-before 120/80 --start 9am"
    readings = [f"vitals {130 + minute}/90 --at 9:{minute}am" for minute in range(10, 22, 2)]
    page_of(ketalog, home, session, *readings)
    cells = row_of(home, "Session")
    assert (cells["BP before"], cells["BP other"]) == ("120/80", "150/90 (highest of 7)")


def test_esketamine_apart_from_a_session_stands_out_whoever_names_it(
    ketalog: Ketalog, home: Path
) -> None:
    plan = "plan set 2x28mg spravato, twice a week --from 'last mon'"
    assert "esketamine apart from a session" in page_of(ketalog, home, plan, "dose 56mg nasal")


def test_esketamine_stands_out_beside_a_plan_of_which_nothing_is_recorded(
    ketalog: Ketalog, home: Path
) -> None:
    page = page_of(
        ketalog,
        home,
        "plan set 100mg sublingual mon, wed and fri --from 'last mon'",
        "dose 56mg spravato --at 'yesterday 9am'",
    )
    assert "esketamine apart from a session" in page
    before = "all before the journal begins on 21 Nov"
    assert f"3 planned doses not recorded, {before} (recorded 0 of 3 planned)" in page
    assert "No dose was recorded" not in page


def test_what_was_planned_before_the_journal_began_is_told_from_what_was_missed_in_it(
    ketalog: Ketalog, home: Path
) -> None:
    page = page_of(
        ketalog,
        home,
        "plan set 100mg sublingual daily --from '2026-11-12'",
        "dose 100mg sublingual --at '2026-11-18 9pm'",
        "appointment '2026-11-12 9:00'",
    )
    # 10 days from the 12th to the 21st; today's is still due.
    assert "9 not recorded, 6 of them before the journal begins on 18 Nov" in page
    assert "written down more than a day later: 1 of 3 entries; the journal begins on" in page


def test_supply_that_did_not_change_in_the_period_is_recorded_nevertheless(
    ketalog: Ketalog, home: Path
) -> None:
    page = page_of(
        ketalog,
        home,
        "supply fill 24x100mg sublingual --at '2026-10-01 9:00'",
        "appointment '2026-11-01 9:00'",
        "mood 5",
    )
    supply = page[page.index("Supply:") : page.index("Alcohol")]
    assert "no change in this period" in supply
    assert "not recorded" not in supply


def test_an_integration_stands_in_the_row_of_its_session(ketalog: Ketalog, home: Path) -> None:
    page_of(ketalog, home, "session kap 60mg im with T. Healer, 10am, next integration tue 3pm")
    session = row_of(home, "Session")["Session"]
    assert session == "assisted psychotherapy, with T. Healer, integration 24 Nov"


def test_a_booster_is_one_dose_with_the_first_and_has_no_gaps_of_its_own(
    ketalog: Ketalog, home: Path
) -> None:
    page = page_of(
        ketalog,
        home,
        "dose 100mg sublingual --mood 4 --at '2026-11-20 20:00'",
        "dose 50mg sublingual booster --at '2026-11-20 20:40'",
        "mood 6 --at '2026-11-20 22:40'",
        "effect nausea mild --at '2026-11-20 22:40'",
    )
    assert "“In all”: taken as one dose." in page
    [log] = [
        table
        for table in read_markdown((home / "page.md").read_bytes()).tables
        if "Amount" in table[0]
    ]
    titles, first, booster = log
    assert first[titles.index("Mood") :] == ["4 → 6", "nausea (mild)"]
    assert booster[titles.index("Amount")] == "50 mg, in all 150 mg"
    assert booster[titles.index("Mood") :] == ["", ""]


def test_a_dose_for_which_no_plan_held_stands_in_the_row_of_the_plan(
    ketalog: Ketalog, home: Path
) -> None:
    page = page_of(
        ketalog,
        home,
        "plan set 100mg sublingual --days mon --from '2026-11-02'",
        "dose 100mg sublingual --at '2026-11-16 20:00'",
        "dose 15mg nasal --at '2026-11-17 20:00'",
        "session infusion 35mg --start '2026-11-18 10:00'",
    )
    assert "1 without a plan (17 Nov)" in page[page.index("Doses against the plan") :]


def test_a_dose_after_a_plan_was_stopped_is_not_passed_over(ketalog: Ketalog, home: Path) -> None:
    for line, now in (
        ("plan set 100mg sublingual --days mon", "2026-08-03T09:00:00+02:00"),
        ("plan stop sublingual", "2026-09-01T09:00:00+02:00"),
    ):
        assert ketalog(line, now=now).code == 0
    page = page_of(ketalog, home, "dose 100mg sublingual --at '2026-11-17 20:00'")
    assert "1 without a plan (17 Nov) (no dose planned in this period)" in page
    assert "**Plan**: no dose planned in this period" in page


@pytest.mark.parametrize(
    ("days", "skipped", "shown"),
    [
        ("fri,sun", ("20",), "0"),  # today's is due
        ("thu,fri,sun", ("20",), "–"),  # of Thursday's nothing is known
        ("thu,fri", ("19", "20"), "0"),
        ("sun", (), "–"),
    ],
)
def test_that_none_was_taken_is_said_only_where_it_is_known_and_everywhere_alike(
    days: str, skipped: tuple[str, ...], shown: str, ketalog: Ketalog, home: Path
) -> None:
    lines = [f"skip --at '2026-11-{day} 20:00'" for day in skipped]
    plan = f"plan set 100mg sublingual {days} --from '2026-11-16'"
    page = page_of(ketalog, home, plan, *lines, "mood 5")
    n = len(days.split(","))
    assert f"**Doses taken / planned**: **{shown} / {n}** (sublingual {shown} of {n}00 mg" in page
    assert f"| 16 Nov – 22 Nov | {shown}/{n}" in page
    assert f"{shown} of {n} " in without_colours(ketalog("week", out_tty=True).out)


def test_a_bladder_check_is_no_check_in(ketalog: Ketalog, home: Path) -> None:
    page = page_of(ketalog, home, "check bladder 0 0 0 0 0 0 0")
    assert "None of those that 1 check asked about." in page


def test_where_only_readings_are_drawn_it_says_that_no_dose_was_recorded(
    ketalog: Ketalog, home: Path
) -> None:
    page_of(ketalog, home, "vitals 128/82")
    ketalog(f"export {home}/page.html")
    strip = (home / "page.html").read_text(encoding="utf-8").split('class="strip"')[1]
    assert "No dose was recorded in this period." in strip.split("</section>")[0]
