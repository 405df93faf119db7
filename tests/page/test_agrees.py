"""The page says what `week --json` says, to the last digit."""

import re
import shlex
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ketalog
from tests.page.test_page import read_markdown
from tests.places import ROOT

TESTS = ROOT / "tests"
EIGHT_WEEKS = TESTS / "samples" / "eight-weeks.txt"
TWELVE_WEEKS = TESTS / "courses" / "twelve-weeks.txt"


@pytest.fixture
def type_in(ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Type a course; its lines may begin with the moment they are typed."""

    def typed(course: Path) -> None:
        for line in course.read_text(encoding="utf-8").splitlines():
            words = shlex.split(line, comments=True)
            if words and re.match(r"\d{4}-", words[0]):
                monkeypatch.setenv("KETALOG_TEST_NOW", words.pop(0))
            if words:
                assert ketalog(words).code == 0, line

    return typed


def shown(value: float) -> str:
    """Return a number as people read it: whole, or with one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def pair(change: dict[str, Any]) -> str:
    """Return "3 → 5 (4)" of a change in JSON."""
    if not change["n"]:
        return "–"
    return f"{shown(change['before'])} → {shown(change['after'])} ({change['n']})"


def routes(data: dict[str, Any], medications: set[str]) -> dict[str, str]:
    """Return what a row says of each route: "3 × 100 mg", or in all."""
    said = {}
    for route in data["routes"]:
        doses = [one for one in data["doses"] if one["route"] == route]
        amounts = {one["amount_mg"] for one in doses}
        mg = data["routes"][route]["mg"]
        said[route.capitalize()] = (
            f"{len(doses)} × {amounts.pop()} mg" if len(amounts) == 1 else f"{len(doses)}: {mg} mg"
        )
    assert medications <= {None, "ketamine"}
    return said


@pytest.mark.parametrize(
    "course",
    [(EIGHT_WEEKS, date(2026, 9, 14), 8), (TWELVE_WEEKS, date(2026, 8, 31), 12)],
    ids=["eight weeks", "twelve weeks"],
)
def test_each_week_of_the_page_is_the_week(
    type_in: Any, ketalog: Ketalog, home: Path, course: tuple[Path, date, int]
) -> None:
    lines, first, weeks = course
    type_in(lines)
    last = first + timedelta(days=7 * weeks - 1)
    ketalog(["export", str(home / "page.md"), "--since", str(first), "--until", str(last)])
    tables = read_markdown((home / "page.md").read_bytes()).tables
    [(titles, *rows)] = [table for table in tables if table[0][0] == "Week"]
    assert len(rows) == weeks
    for n, cells in enumerate(rows):
        data = ketalog(f"week {first + timedelta(days=7 * n)} --json").data
        row = dict(zip(titles, cells, strict=True))
        assert (row["Mood"], row["Anxiety"]) == (pair(data["mood"]), pair(data["anxiety"]))
        assert row["Rated"] == f"{data['days_rated']}/7"
        said = routes(data, {one["medication"] for one in data["doses"]})
        assert {title: row[title] for title in said} == said
        if data["plan"]:
            plan = data["plan"]
            total = sum(plan[key] for key in ("taken", "skipped", "not_recorded", "due"))
            unknown = f" ({plan['not_recorded']} ?)" if plan["not_recorded"] else ""
            more = f" + {plan['unplanned']}" if plan["unplanned"] else ""
            shown = f"{plan['taken']}/{total}{more}{unknown}"
            assert row["Taken"] == (shown if total or more else "–")


def test_the_figures_of_one_week_are_those_of_the_week(
    type_in: Any, ketalog: Ketalog, home: Path
) -> None:
    type_in(EIGHT_WEEKS)
    for n in range(8):
        first = date(2026, 9, 14) + timedelta(days=7 * n)
        period = ["--since", str(first), "--until", str(first + timedelta(days=6)), "--force"]
        ketalog(["export", str(home / "page.md"), *period])
        agree((home / "page.md").read_text(encoding="utf-8"), ketalog(f"week {first} --json").data)


def agree(page: str, data: dict[str, Any]) -> None:
    """Hold the figures of a page against those of the same days in JSON."""
    for measure in ("mood", "anxiety"):
        change = data[measure]
        said = f"**{shown(change['before'])} → {shown(change['after'])}** (before → after, "
        median = f"{said}median of {change['n']} of {len(data['doses'])} dose"
        assert f"- **{measure.capitalize()} at doses**: {median}" in page
    assert f"- **Doses taken**: **{len(data['doses'])}**" in page
