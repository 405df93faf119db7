"""Eight weeks of a made-up patient, typed command by command: every figure of every week."""

import json
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from tests.conftest import Answer, Ketalog, without_numbers
from tests.places import SAMPLES

LINES = (SAMPLES / "eight-weeks.txt").read_text(encoding="utf-8").splitlines()
EXPECTED = json.loads((SAMPLES / "eight-weeks.expected.json").read_text(encoding="utf-8"))
WEEKS = [pytest.param(week, id=week["week"]) for week in EXPECTED["weeks"]]


def type_in_everything(ketalog: Ketalog) -> Iterator[Answer]:
    return (ketalog(shlex.split(line)) for line in LINES)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the journal that the first test fills and all others read."""
    return tmp_path_factory.mktemp("eight-weeks")


@pytest.fixture(autouse=True)
def journal(filled: Path, monkeypatch: pytest.MonkeyPatch, ketalog: Ketalog) -> Path:
    """The journal with all eight weeks in it."""
    path = filled / "journal.json"
    monkeypatch.setenv("KETALOG_JOURNAL", str(path))
    if not path.exists():
        refused = [answer for answer in type_in_everything(ketalog) if answer.code]
        assert refused == []
    return path


def seen(ketalog: Ketalog, day: str) -> dict[str, Any]:
    """What a week says, in the shape of the expected figures."""
    data = ketalog(f"week {day} --json").data
    return {
        "week": data["start"],
        "doses": {
            route: {"count": total["count"], "mg": Decimal(total["mg"])}
            for route, total in data["routes"].items()
        },
        "mood": data["mood"],
        "anxiety": data["anxiety"],
        "days_rated": data["days_rated"],
        "daily_mood": {day: figures["mood"] for day, figures in data["days"].items()},
        "effects": {
            name: {"times": effect["times"], "worst": effect["worst"]}
            for name, effect in data["effects"].items()
        },
    }


def test_every_line_is_taken_as_a_command_of_its_own(ketalog: Ketalog) -> None:
    assert len(LINES) == EXPECTED["entries"]
    assert ketalog("list --json").data["total"] == EXPECTED["entries"]


@pytest.mark.parametrize("expected", WEEKS)
def test_a_week_agrees_with_every_figure(ketalog: Ketalog, expected: dict[str, Any]) -> None:
    assert seen(ketalog, expected["week"]) == expected


@pytest.mark.parametrize("expected", WEEKS)
def test_any_day_of_a_week_names_it(ketalog: Ketalog, expected: dict[str, Any]) -> None:
    for day in (min(expected["daily_mood"]), max(expected["daily_mood"])):
        assert ketalog(f"week {day} --json").data["start"] == expected["week"]


def test_the_figures_are_the_same_after_an_export_and_an_import(
    ketalog: Ketalog, tmp_path: Path
) -> None:
    assert ketalog(["export", str(tmp_path / "all.json")]).code == 0
    elsewhere = ["--journal", str(tmp_path / "elsewhere.json")]
    answer = ketalog([*elsewhere, "import", str(tmp_path / "all.json")])
    assert answer.out.startswith(f"Imported {EXPECTED['entries']} entries: ")
    for expected in EXPECTED["weeks"]:
        here = ketalog(["week", expected["week"], "--json"]).data
        there = ketalog([*elsewhere, "week", expected["week"], "--json"]).data
        assert without_numbers(there) == without_numbers(here)


def test_stock_tinydb_opens_the_journal(journal: Path, tmp_path: Path) -> None:
    copy = shutil.copy(journal, tmp_path / "copy.json")
    with TinyDB(copy) as db:
        rows = db.table("transactions").all()
    assert len(rows) == EXPECTED["entries"]
    kinds = [row["do"][0]["put"]["kind"] for row in rows]
    doses = sum(total["count"] for week in EXPECTED["weeks"] for total in week["doses"].values())
    assert kinds.count("dose") == doses


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_jq_opens_the_journal(journal: Path) -> None:
    query = '[.transactions[].do[].put | select(.kind == "dose") | .amount_mg | tonumber] | add'
    done = subprocess.run(["jq", query, str(journal)], capture_output=True, check=True)
    amounts = [total["mg"] for week in EXPECTED["weeks"] for total in week["doses"].values()]
    assert Decimal(done.stdout.decode()) == sum(amounts)
