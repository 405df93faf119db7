"""Questionnaires and the plan in a week: cards, number lines, figures."""

import json
from pathlib import Path

import pytest

from tests.conftest import Ketalog
from tests.diary import without_colours

LATER = "2026-11-22T10:10:00+01:00"


def screen(ketalog: Ketalog, width: int, rows: int = 50) -> list[str]:
    """Return the week as a terminal of so many columns shows it."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"TERM": "xterm", "COLUMNS": str(width), "LINES": str(rows)}.items():
            patch.setenv(name, value)
        shown = ketalog("week", now=LATER, out_tty=True).out
    return [line.rstrip() for line in without_colours(shown).splitlines()]


@pytest.fixture
def answered(ketalog: Ketalog) -> Ketalog:
    """A journal with GAD-7 twice, 12 then 8, and PHQ-9 once."""
    assert ketalog("check gad7 2 2 2 2 1 2 1", now="2026-11-08T10:00:00+01:00").code == 0
    assert ketalog("check gad7 1 1 2 1 1 1 1", now="2026-11-22T10:00:00+01:00").code == 0
    assert ketalog("check phq9 1 1 2 1 1 1 1 1 0", now=LATER).code == 0
    return ketalog


def test_the_week_has_each_score_with_its_baseline(answered: Ketalog) -> None:
    gad7, phq9 = answered("week --json", now=LATER).data["scores"]
    assert gad7 == {
        "title": "GAD-7",
        "latest": 8,
        "on": "2026-11-22",
        "band": "mild",
        "before": 12,
        "before_on": "2026-11-08",
        "baseline": 12,
        "baseline_on": "2026-11-08",
        "change": -4,
    }
    assert (phq9["latest"], phq9["baseline"], phq9["change"]) == (9, None, None)


def test_an_estimate_is_said_and_never_drawn_as_a_total(ketalog: Ketalog) -> None:
    assert ketalog("check phq9 1 1 2 1 1 1 1 2 -").code == 0
    assert ketalog("week --json").data["scores"] == []
    assert "about 11.3 of 27 (estimated)" in ketalog("week --plain").out


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("1 1 2 1 1 1 1 2 -", "11.3"),  # 10 / 8 × 9 is 11.25
        ("2 1 1 1 1 1 1 1 -", "10.1"),  # 10.125
        ("2 2 2 2 1 1 1 3 -", "15.8"),  # 15.75
        ("2 2 2 1 1 1 1 - -", "12.9"),  # 12.857
    ],
)
def test_an_estimate_is_rounded_as_a_clinician_would_who_recomputes_it(
    answers: str, said: str, ketalog: Ketalog, home: Path
) -> None:
    ketalog(f"check phq9 {answers}")
    assert f"about {said} of 27 (estimated)" in ketalog("week --plain").out
    assert [check["total"] for check in ketalog("week --json").data["checks"]] == [float(said)]
    for name in ("page.md", "page.html"):
        ketalog(f"export {home / name}")
        assert f"≈ {said}" in (home / name).read_text().replace("\N{NO-BREAK SPACE}", " ")


def test_a_total_is_compared_with_the_last_whole_one_however_many_had_gaps(
    ketalog: Ketalog,
) -> None:
    """The journal keeps a few old answers at hand: the last whole total is among them."""
    for answers, month in (
        ("- 2 2 2 2 2 2 2 0", "03"),
        ("2 2 2 2 2 2 2 2 1", "04"),
        ("2 2 2 2 2 2 1 1 1", "05"),
        ("2 2 2 2 2 1 1 1 -", "06"),
        ("2 2 2 2 2 1 1 - -", "07"),
    ):
        assert ketalog(f"check phq9 {answers}", now=f"2026-{month}-10T10:00:00+02:00").code == 0
    ketalog("check phq9 1 1 2 1 1 1 1 1 0", now=LATER)
    [line] = ketalog("week --json", now=LATER).data["scores"]
    assert (line["before"], line["before_on"]) == (15, "2026-05-10")
    assert (line["baseline"], line["baseline_on"]) == (17, "2026-04-10")


def test_a_total_for_which_there_is_no_line_has_a_heading_of_its_own(answered: Ketalog) -> None:
    answered("effect nausea mild", now=LATER)
    lines = screen(answered, 80, rows=18)
    assert [line for line in lines if line.startswith("  PHQ-9 ")][-1].endswith(" 9, mild, 22 Nov")


def test_a_number_line_shows_now_over_the_bands_and_where_it_began(answered: Ketalog) -> None:
    lines = screen(answered, 80)
    at = next(n for n, line in enumerate(lines) if line.startswith("  GAD-7 "))
    assert lines[at].endswith(" 8 Nov and 22 Nov")
    totals, bands, edges = lines[at + 1 : at + 4]
    assert totals.split() == ["▼", "8", "now", "────○", "12"]
    assert bands.split() == ["│minimal", "│mild", "│moderate", "│severe"]
    assert edges.split() == ["0", "5", "10", "15"]
    place = {name: bands.index(f"│{name}") for name in ("mild", "moderate")}
    assert place["mild"] <= totals.index("▼") < place["moderate"] <= totals.index("○")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_number_line_fits_any_screen(answered: Ketalog, width: int) -> None:
    lines = screen(answered, width)
    assert any("9 now" in line for line in lines)
    assert all(len(line) <= width for line in lines)


def test_a_worse_score_is_drawn_the_other_way(ketalog: Ketalog) -> None:
    assert ketalog("check gad7 0 0 0 0 0 0 2", now="2026-11-08T10:00:00+01:00").code == 0
    assert ketalog("check gad7 3 3 3 3 3 3 2", now="2026-11-22T10:00:00+01:00").code == 0
    lines = screen(ketalog, 80)
    totals = next(line for line in lines if "now" in line and "○" in line)
    assert totals.index("2 ○") < totals.index("▼ 20 now")


def test_a_week_without_a_plan_has_none(ketalog: Ketalog) -> None:
    assert ketalog("dose 100mg sublingual").code == 0
    assert json.loads(ketalog("week --json").out)["data"]["plan"] is None
