"""What is known of side effects, in a week and on the page alike."""

from pathlib import Path

from tests.conftest import Ketalog
from tests.page.test_page import read_markdown

PERIOD = ["--since", "2026-11-16", "--until", "2026-11-22"]


def typed(ketalog: Ketalog, *lines: str) -> None:
    for line in lines:
        assert ketalog(line).code == 0, line


def shares(ketalog: Ketalog, home: Path) -> dict[str, tuple[str, str]]:
    """Return of each side effect what the week says of its doses, and what the page does."""
    ketalog(["export", str(home / "page.md"), *PERIOD, "--force"])
    tables = read_markdown((home / "page.md").read_bytes()).tables
    [page] = [table for table in tables if table[0][0] == "Effect"]
    found = {}
    for name, tally in ketalog("week 2026-11-16 --json").data["effects"].items():
        known = "" if tally["known"] is None else f" of {tally['known']}"
        [row] = [row for row in page if row[0].lower() == name]
        found[name] = (f"{tally['doses']}{known}", row[1])
    return found


def test_a_share_stands_only_where_it_was_asked_about_and_is_the_same_everywhere(
    ketalog: Ketalog, home: Path
) -> None:
    typed(
        ketalog,
        "dose 100mg sublingual --at '2026-11-16 20:00'",
        "effect headache mild --at '2026-11-16 21:00'",
        "dose 100mg sublingual --at '2026-11-18 20:00'",
        "check dose 0 1 0 1 --at '2026-11-18 21:00'",
        "dose 100mg sublingual --at '2026-11-20 20:00'",
        "check dose 0 0 - 1 --at '2026-11-20 21:00'",
        "effect nausea mild --at '2026-11-20 22:00'",
    )
    assert shares(ketalog, home) == {
        "headache": ("1", "1"),
        "dissociation": ("1 of 2", "1 of 2"),
        "dizziness": ("2 of 2", "2 of 2"),
        "nausea": ("1 of 2", "1 of 2"),
    }
    week = ketalog("week").out
    assert "Headache: once, after 1 dose, last Mon 16 Nov, mild at worst." in week
    assert "Nausea: once, after 1 of 2 doses asked about" in week
    assert "Dissociation: once, after 1 of 2 doses asked about" in week


def test_a_check_in_stands_on_its_day_and_a_check_of_weeks_does_not(ketalog: Ketalog) -> None:
    typed(
        ketalog,
        "dose 100mg sublingual --at '2026-11-18 20:00'",
        "check dose 0 2 0 0 --at '2026-11-18 21:00'",
        "check bladder 0 0 3 0 0 0 0 --at '2026-11-19 9:00'",
    )
    week = ketalog("week", out_tty=True).out
    assert "mod." in next(line for line in week.splitlines() if "Dissociation" in line)
    assert list(ketalog("week --json").data["effects"]) == ["dissociation"]
    assert "Bladder check on Thu 19 Nov: urinary urgency always" in " ".join(week.split())


def test_what_came_after_the_last_dose_of_a_page_stands_on_it_wherever_it_is_looked_for(
    ketalog: Ketalog, home: Path
) -> None:
    typed(
        ketalog,
        "dose 100mg sublingual --at '2026-11-15 22:00'",
        "effect nausea severe --at '2026-11-16 9:00'",
    )
    ketalog(f"export {home}/page.md --since 2026-11-09 --until 2026-11-15")
    page = (home / "page.md").read_text(encoding="utf-8")
    assert "side effects known after 1 of 1 dose" in page
    assert "Other side effects: nausea severe (16 Nov) (known after 1 of 1 dose)" in page
    assert "| nausea (severe) |" in page[page.index("## Dose log") :]
    assert "severe nausea" in page[page.index("## Week") :]
    assert "| Nausea | 1" in page[page.index("## Side effects") :]
