"""The page of the twelve weeks, and the same figures elsewhere."""

import shlex
from pathlib import Path

from tests.conftest import Ketalog, without_numbers

# The page.


ROWS = """
- **!** Thoughts of suicide or self-harm: PHQ-9 question 9: several days (14 Sep), not at all (5
times, first 31 Aug, last 9 Nov) (answered 6 of 6 (PHQ-9))

- **–** Red flags: none when asked (known after 1 of 39 doses)

- **!** Bladder: urinary urgency sometimes (2 Oct) (answered 3 of 3 (Bladder check))

- **·** Blood pressure, pulse, oxygen: 4 blood pressures, highest 142/90 (40 min, 1 Sep); highest
pulse 72 (before, 1 Sep) (measured at 2 of 39 doses)

- **!** Dissociation, sedation: dissociation moderate (21 Oct), 2 in all (known after 3 of 39
doses)

- **!** Doses against the plan: more doses a week than planned: 2 of 1 (8 Nov); sooner than
planned: 24:00 h of 40 h (12 Nov); larger than planned: 200 of 150 mg (16 Nov); 2 unplanned (8
Nov, 12 Nov); 2 skipped, 2 not recorded; 1 smaller: 15 of 30 mg (recorded 39 of 41 planned)

- **!** Supply: 1 lost (troche 100 mg, 8 Oct); 0.5 fewer counted than expected (8 Nov); 3 fills
(counted 1 time)

- **!** Alcohol: alcohol 2 beers (15 Oct) (known on 1 of 84 days)

- **!** Sedatives, other medicines: lorazepam 1mg (5 Nov); started sertraline (19 Sep) (known on
2 of 84 days)

- **–** Memory and thinking: none when asked (known after 1 of 39 doses)

- **·** Daily life: very difficult (14 Sep); not difficult at all (9 Nov) (answered 3 of 12 (GAD-7,
PHQ-9))

- **–** Craving, driving: craving none when asked; the rest not recorded (known after 1 of 39
doses)

- **!** Other side effects: headache severe (18 Sep), 2 in all; nausea moderate (4 Sep), 2 in all;
at most mild: dizziness, fatigue (known after 7 of 39 doses)
"""
"""Of 39 doses, seven have a side effect and one has none when asked."""


def test_the_page_has_a_safety_box(page: str) -> None:
    _, _, after = page.partition("## Safety and review points\n\n")
    box, _, _ = after.partition("\n\n## ")
    said = " ".join(box.split())
    for row in ROWS.strip().split("\n\n"):
        assert " ".join(row.split()) in said
    assert box.count("\n- ") == len(ROWS.strip().split("\n\n")) - 1


def test_the_page_holds_all_doses_against_the_plan(page: str) -> None:
    # Planned: 6 infusions, 27 troches, 8 sprays. Taken: 6, 24 and 7.
    assert "**37 / 41 + 2** (intravenous 210 of 210 mg; sublingual 3250 of 3450 mg; " in page
    assert "; 2 skipped, 2 not recorded, 2 unplanned)" in page
    assert "Mood rated on 43 of 84 days; on 5 of 45 days with no dose recorded; both " in page
    assert "written down more than a day later: 1 of 136 entries." in page


def test_a_page_begins_at_the_last_appointment(ketalog: Ketalog, tmp_path: Path) -> None:
    answer = ketalog(["export", str(tmp_path / "page.md")])
    assert answer.out.startswith("16 Oct – 22 Nov 2026, since the last appointment: ")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    # Troches: 1 + 5 × 3 less one skipped and one not written down; five sprays.
    assert "**19 / 21 + 2** (" in page
    assert "1 skipped, 1 not recorded, 2 unplanned)" in page
    assert "not at all (26 Oct, 9 Nov), several days (14 Sep, before this period)" in page


def test_reasons_and_notes_stay_out_of_the_page(page: str) -> None:
    for words in ("had a cold", "the refill is late", "dropped"):
        assert words not in page


# Elsewhere.


def test_the_figures_are_the_same_after_an_export_and_an_import(
    ketalog: Ketalog, tmp_path: Path
) -> None:
    assert ketalog(["export", str(tmp_path / "all.json")]).code == 0
    elsewhere = ["--journal", str(tmp_path / "elsewhere.json")]
    assert ketalog([*elsewhere, "import", str(tmp_path / "all.json")]).code == 0
    for line in ("month 2026-10", "week", "plan", "plan history", "supply"):
        here = ketalog([*shlex.split(line), "--json"]).data
        there = ketalog([*elsewhere, *shlex.split(line), "--json"]).data
        assert without_numbers(there) == without_numbers(here)
