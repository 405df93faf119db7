"""A row a dose: the figures of `week` and `response`, each in a column of its own."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from ketalog.export.dose_table import COLUMNS
from ketalog.response import POINTS
from tests.conftest import Ketalog

Row = dict[str, str]
Table = Callable[..., list[Row]]


@pytest.fixture
def table(ketalog: Ketalog, home: Path) -> Table:
    """Type lines, and return the rows of the doses since the beginning of November."""

    def rows(*lines: str, options: str = "") -> list[Row]:
        for line in lines:
            answer = ketalog(line)
            assert answer.code == 0, (line, answer.err)
        file = home / "doses.csv"
        line = f"export {file} --per-dose --since 2026-11-01 --force {options}"
        assert ketalog(line).code == 0
        text = file.read_text("utf-8-sig")
        return list(csv.DictReader(text.splitlines(), delimiter=";" if options else ","))

    return rows


def said(row: Row) -> Row:
    """Return the cells that say something beside what the dose was."""
    what = {"number", "at", "date", "time", "medication", "route", "doses"}
    return {name: cell for name, cell in row.items() if cell and name not in what}


def test_a_dose_has_its_plan_its_ratings_and_what_came_after(table: Table) -> None:
    first, second = table(
        "plan set 100mg sublingual --days mon,wed,fri --apart 40h --from '1 nov'",
        "dose 100mg sublingual --at 'wed 9pm' --mood 4 --anxiety 7",
        "dose 150mg sublingual --at 'thu 9pm' --mood 5",
        "mood 7 --anxiety 4 --at 'thu 11pm'",
        "mood 6 --at 'fri 7am'",
        "mood 8 --at 'fri 8pm'",
        "vitals 120/80 --at 'thu 8pm'",
        "vitals 128/82 --at 'thu 8:30pm'",
        "vitals 150/95 --at 'thu 9:40pm'",
        "vitals 130/85 --at 'thu 11pm'",
        "effect nausea moderate --at 'thu 10pm'",
        "effect dizziness mild --at 'thu 11pm'",
        "effect nausea mild --at 'thu 11:30pm'",
        "effect none --at 'wed 10pm'",
    )
    assert said(first) == {
        "amount_mg": "100",
        "planned_mg": "100",
        "mood_before": "4",
        "anxiety_before": "7",
        "effects": "0",
    }
    assert said(second) == {
        "amount_mg": "150",
        "unplanned": "yes",
        "beside_plan": "sooner; larger",
        "hours_since_last": "24",
        "mood_before": "5",
        "mood_2h": "7",
        "mood_morning": "6",
        "mood_1d": "8",
        "anxiety_2h": "4",
        "systolic_before_mmhg": "128",
        "diastolic_before_mmhg": "82",
        "systolic_after_mmhg": "150",
        "diastolic_after_mmhg": "95",
        "effects": "2",
        "worst_effect": "nausea",
        "worst_severity": "moderate",
    }


def test_doses_taken_as_one_are_one_row(table: Table) -> None:
    (row,) = table("dose 50mg sl --at 7pm", "dose about 30mg sl booster --at 7:40pm")
    assert (row["amount_mg"], row["doses"], row["estimate"]) == ("80", "2", "yes")


def test_what_nobody_asked_about_is_empty_and_not_none(table: Table) -> None:
    (row,) = table("dose 35mg iv")
    assert said(row) == {"amount_mg": "35"}
    assert row["medication"] == "ketamine"


def test_decimals_have_a_comma_where_that_is_asked_for(table: Table) -> None:
    first, second = table(
        "dose 12.5mg nasal --at 'fri 9pm'",
        "dose 10mg nasal --at 'sat 9:30pm'",
        options="--excel-eu",
    )
    assert (first["amount_mg"], second["hours_since_last"]) == ("12,5", "24,5")


def test_without_a_dose_there_are_the_headings_alone(ketalog: Ketalog, table: Table) -> None:
    assert table("mood 5") == []


def test_its_figures_are_those_of_the_week(ketalog: Ketalog, table: Table) -> None:
    rows = table(
        "dose 100mg sl --at 'mon 9pm' --mood 4",
        "mood 6 --at 'mon 11pm'",
        "dose 100mg sl --at 'wed 9pm' --mood 5 --anxiety 6",
        "mood 7 --anxiety 3 --at 'thu 8am'",
    )
    week = ketalog("week --json").data["doses"]
    assert [dose["number"] for dose in week] == [int(row["number"]) for row in rows]
    for dose, row in zip(week, rows, strict=True):
        for name in ("mood", "anxiety"):
            after = row[f"{name}_2h"] or row[f"{name}_morning"]
            assert [row[f"{name}_before"], after] == [
                "" if value is None else str(value) for value in dose[name].values()
            ]


def test_every_point_has_its_column(ketalog: Ketalog, home: Path) -> None:
    assert {f"anxiety_{point}" for point in POINTS} <= {*COLUMNS}
    answer = ketalog(f"export {home}/doses.json --per-dose")
    assert (answer.code, "--per-dose is for a table" in answer.err) == (2, True)
