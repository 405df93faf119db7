"""The page of the twelve weeks, and the same figures elsewhere."""

import shlex
from pathlib import Path
from typing import Any

from tests.conftest import Ketalog

# The page.

# Of 39 doses, seven have a side effect and one has none when asked.
UNASKED = (
    "- **?** Not recorded: side effects after 31 of 39 doses, neither asked about nor reported."
)


def test_the_page_has_a_safety_box(page: str) -> None:
    _, _, after = page.partition("## Safety and review points\n\n")
    box, _, _ = after.partition("\n\n## ")
    item_9, *others = box.splitlines()
    assert item_9 == (
        "- **!** PHQ-9, question 9 (“Thoughts that you would be better off dead, or of "
        "hurting yourself in some way”): several days on 14 Sep; not at all on 5 days, last on "
        "9 Nov."
    )
    assert others == [
        "- **!** Bladder check on 2 Oct: urinary urgency sometimes.",
        "- **!** Headache: severe after 1 of 39 doses, on 18 Sep.",
        "- **!** Dissociation: moderate after 1 of 39 doses, on 21 Oct.",
        "- **!** Nausea: moderate after 1 of 39 doses, on 4 Sep.",
        "- **!** Sooner after the last dose than planned: 1 day (12 Nov).",
        "- **!** Larger than planned: 1 day (16 Nov).",
        "- **!** More doses in a week than planned: 1 day (8 Nov).",
        "- **–** None when asked: side effects, on 1 day (8 Sep).",
        "- **–** None when asked: bladder check, on 2 Sep and 2 Nov.",
        "- **·** Mild at worst: dizziness, fatigue.",
        "- **+** Blood pressure: 4 readings, highest 142/90 on 1 Sep, last 130/84 on 8 Nov.",
        "- **+** Alcohol, as reported: alcohol 2 beers (15 Oct).",
        "- **+** Sedatives, as reported: lorazepam 1mg (5 Nov).",
        "- **+** Other medicines, as reported: started sertraline (19 Sep).",
        UNASKED,
    ]


def test_the_page_holds_all_doses_against_the_plan(page: str) -> None:
    # Planned: 6 infusions, 27 troches, 8 sprays. Taken: 6, 24 and 7.
    assert "**37 of 41** (2 skipped, 2 not recorded, 2 unplanned)" in page
    assert "Daily mood on 43 of 84 days; both ratings for 36 of 39 doses; 1 entry " in page


def test_a_page_begins_at_the_last_appointment(ketalog: Ketalog, tmp_path: Path) -> None:
    answer = ketalog(["export", str(tmp_path / "page.md")])
    assert answer.out.startswith("16 Oct – 22 Nov 2026, since the last appointment: ")
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    # Troches: 1 + 5 × 3 less one skipped and one not written down; five sprays.
    assert "**19 of 21** (1 skipped, 1 not recorded, 2 unplanned)" in page
    assert "several days on 14 Sep (before this period); not at all on 26 Oct and 9 Nov." in page


def test_reasons_and_notes_stay_out_of_the_page(page: str) -> None:
    for words in ("had a cold", "the refill is late", "dropped"):
        assert words not in page


# Elsewhere.


def without_numbers(data: Any) -> Any:
    """Short numbers belong to the file: another one gives its own."""
    if isinstance(data, dict):
        return {key: without_numbers(one) for key, one in data.items() if key != "number"}
    return [without_numbers(one) for one in data] if isinstance(data, list) else data


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
