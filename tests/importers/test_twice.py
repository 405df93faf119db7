"""The law of every importer: twice the same file is once, and each row is accounted for."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Ketalog
from tests.importers import test_apps as apps
from tests.importers import test_readings as readings

COUNTER = itertools.count()
TABLES = {
    "Bearable": (apps.BEARABLE, ["--scale", "mood=1..10", "--scale", "anxiety=1..5"]),
    "Afterflow": (apps.AFTERFLOW.replace(", and\n", ", and "), []),
    "MedTimer": ("\n".join(apps.GENERATIONS[4][:2]), ["--route", "sl", "--also"]),
    "OMRON": (readings.OMRON.partition("\n\n")[0], ["--all"]),
    "OBPM": (readings.OBPM, ["--all"]),
    "any table": (
        "When,Score,Dose\n2026-11-20 21:00,3,100\n2026-11-20 21:00,3,\n,1,1\n2026-11-19 9:00,7,x",
        [
            "--map",
            "at=When",
            "--map",
            "mood=Score/1..5",
            "--map",
            "amount=Dose/mg",
            "--map",
            "route=sl",
        ],
    ),
}
ITEMS: dict[str, tuple[Any, Callable[[list[Any]], Any], list[str]]] = {
    "MedTimer backup": (
        [apps.event("TAKEN"), apps.event("SKIPPED"), apps.event("RAISED"), 7],
        lambda rows: {"version": 9, "list": [*rows, apps.event("DELETED")]},
        ["--route", "nasal"],
    ),
    "PsychonautWiki": (
        [apps.ingestion(), apps.ingestion(time=apps.SORTED + 60_000), apps.ingestion(dose=None)],
        lambda rows: json.loads(apps.experience(*rows, title="An evening")),
        [],
    ),
    "jrnl": (
        apps.JRNL["entries"],
        lambda rows: {"entries": [*rows, {"title": "", "body": "", "date": "", "time": ""}]},
        [],
    ),
}


def import_twice(ketalog: Ketalog, home: Path, content: str, options: list[str]) -> None:
    folder = home / str(next(COUNTER))
    folder.mkdir()
    (folder / "given").write_text(content, encoding="utf-8")
    line = ["--json", f"--journal={folder / 'j.json'}", "import", str(folder / "given"), *options]
    first, second = ketalog(line), ketalog(line)
    assert (first.code, second.code) == (0, 0), first.out
    for answer in (first, second):
        account = answer.data["file"]
        left = sum(row["count"] for row in account["left_out"])
        assert account["rows"] == account["taken"] + left
    assert first.data["skipped"] == 0
    assert second.data["entries"] == []
    assert second.data["skipped"] == len(first.data["entries"])


@pytest.mark.parametrize("name", TABLES)
@settings(max_examples=6)
@given(data=st.data())
def test_twice_the_same_table_is_once(
    ketalog: Ketalog, home: Path, name: str, data: st.DataObject
) -> None:
    content, options = TABLES[name]
    header, *rows = content.strip().split("\n")
    chosen = data.draw(st.lists(st.sampled_from(rows), max_size=6))
    import_twice(ketalog, home, "\n".join([header, *chosen]), options)


@pytest.mark.parametrize("name", ITEMS)
@settings(max_examples=6)
@given(data=st.data())
def test_twice_the_same_items_are_once(
    ketalog: Ketalog, home: Path, name: str, data: st.DataObject
) -> None:
    items, made, options = ITEMS[name]
    chosen: list[Any] = data.draw(st.lists(st.sampled_from(items), min_size=1, max_size=6))
    import_twice(ketalog, home, json.dumps(made(chosen)), options)
