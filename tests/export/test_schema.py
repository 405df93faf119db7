"""The JSON Schemas of the journal and of an export: current, and as strict as ketalog itself."""

import itertools
import json
import shutil
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from ketalog.domain.kinds import KINDS
from ketalog.domain.text import strip_invisible
from ketalog.history import Op
from tests.any_entry import Fields, entries
from tests.conftest import NOW, Ketalog
from tests.export.fhir import against_fhir_resources, against_our_checks
from tests.product.test_kinds import FIELDS, SAMPLES
from tools.schemas import FOLDER, SCHEMAS, Json, written

COUNTER = itertools.count()
MOMENT = "2026-11-19T10:00:00+01:00"


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def wrong(name: str, content: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(content)]


def read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_what_the_types_say(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == written(SCHEMAS[name]()), "type: make schemas"


def test_a_step_of_the_journal_has_the_fields_of_its_type() -> None:
    put, remove = SCHEMAS["journal.schema.json"]()["$defs"]["step"]["oneOf"]
    assert {*put["properties"], *remove["properties"]} == {*Op.__struct_fields__}


def test_a_schema_tells_what_each_field_means() -> None:
    definitions = SCHEMAS["export.schema.json"]()["$defs"]
    fields = [
        (kind.name, name, field)
        for kind in KINDS
        for name, field in definitions[kind.name.replace(" ", "-")]["properties"].items()
    ]
    assert [found[:2] for found in fields if "description" not in found[2]] == []


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_journal_with_every_kind_and_an_export_of_it_are_valid(
    ketalog: Ketalog, home: Path, is_locked: bool
) -> None:
    for sample in (*SAMPLES.values(), *(sample for _, sample in FIELDS.values())):
        for line in (*sample.before, sample.log):
            ketalog(line)
    for line in ("mood 6 yesterday", "edit last 7", "delete last", "undo", "redo", "mood 1"):
        assert ketalog(line).code == 0, line
    if is_locked:
        words = "correct horse"
        assert ketalog("lock", stdin=f"{words}\n{words}\n", tty=True).code == 0
    else:
        assert ketalog(f"export {home}/all.json").code == 0
        assert wrong("export", read(home / "all.json")) == []
        assert ketalog(f"export {home}/part.json --since yesterday --without-notes").code == 0
        assert wrong("export", read(home / "part.json")) == []
        kinds = {entry["kind"] for entry in read(home / "all.json")["entries"]}
        assert kinds == {kind.name for kind in KINDS}
    assert wrong("journal", read(home / "journal.json")) == []


# What is no export


def exported(*entries_: Json) -> Json:
    return {
        "ketalog_export": 1,
        "version": "0",
        "made": MOMENT,
        "part": None,
        "entries": list(entries_),
        "deleted": [],
    }


COMMON: Json = {"id": "1", "at": MOMENT, "recorded": MOMENT}
GOOD: dict[str, Json] = {
    "dose": {"amount_mg": "100", "route": "nasal"},
    "mood": {"mood": 6},
    "effect": {"name": "nausea", "severity": "mild"},
    "question": {"text": "why?"},
    "plan": {"route": "nasal", "amount_mg": "100", "rrule": "FREQ=WEEKLY;BYDAY=MO,FR"},
    "supply": {"change": "fill", "units": "12", "strength_mg": "100", "route": "oral"},
    "session": {"where": "kap", "minutes": 40},
    "vitals": {"systolic_mmhg": 128, "diastolic_mmhg": 82},
    "also": {"what": "beer", "about": "alcohol"},
    "check": {"instrument": "gad7", "answers": [0, 1, 2, 3, None, 1, 2]},
}
WRONG: list[tuple[str, Json]] = [
    ("dose", {"amount_mg": "0"}),
    ("dose", {"amount_mg": "-5"}),
    ("dose", {"amount_mg": "much"}),
    ("dose", {"amount_mg": None}),
    ("dose", {"route": "rectal"}),
    ("dose", {"route": None}),
    ("dose", {"precision": "day", "at": "2026-11-19"}),
    ("dose", {"swallowed": "yes"}),
    ("dose", {"hold_minutes": -1}),
    ("dose", {"hold_minutes": 1.5}),
    ("dose", {"alone": True, "with_whom": "Anna"}),
    ("dose", {"taste": "bitter"}),
    ("mood", {"mood": 11}),
    ("mood", {"mood": -1}),
    ("mood", {"anxiety": "4"}),
    ("mood", {"at": "2026-11-19T10:00:00"}),
    ("mood", {"at": "2026-11-19"}),
    ("mood", {"at": "yesterday"}),
    ("mood", {"precision": "week"}),
    ("mood", {"id": ""}),
    ("mood", {"id": "x" * 101}),
    ("mood", {"note": "x" * 10_001}),
    ("mood", {"kind": "feeling"}),
    ("mood", {"source": {"format": "daylio"}}),
    ("effect", {"severity": "awful"}),
    ("effect", {"name": "none"}),
    ("effect", {"name": " nausea"}),
    ("effect", {"name": "x" * 61}),
    ("question", {"text": None}),
    ("plan", {"per_week": 3}),
    ("plan", {"rrule": None}),
    ("plan", {"rrule": "FREQ=MONTHLY"}),
    ("plan", {"parts": 1}),
    ("supply", {"change": "eaten"}),
    ("supply", {"units": "0"}),
    ("session", {"where": "home"}),
    ("session", {"devices": 0}),
    ("vitals", {"diastolic_mmhg": None}),
    ("vitals", {"systolic_mmhg": 1280}),
    ("vitals", {"point": "end"}),
    ("also", {"about": "tea"}),
    ("also", {"about": "all"}),
    ("also", {"what": " "}),
    ("check", {"instrument": "gad8"}),
    ("check", {"answers": [0, 1, 2]}),
    ("check", {"answers": [None] * 7}),
    ("check", {"answers": [4, 0, 0, 0, 0, 0, 0]}),
    ("check", {"difficulty": 4}),
    ("check", {"instrument": "bladder", "difficulty": 1}),
    ("check", {"dose": "1"}),
]


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_entry_is_valid_and_comes_in(ketalog: Ketalog, home: Path, kind: str) -> None:
    content = exported({"kind": kind, **COMMON, **GOOD[kind]})
    assert wrong("export", content) == []
    (home / "in.json").write_text(json.dumps(content))
    assert ketalog(f"import {home}/in.json").code == 0


@pytest.mark.parametrize(("kind", "fields"), WRONG)
def test_what_import_refuses_the_schema_refuses(
    ketalog: Ketalog, home: Path, kind: str, fields: Json
) -> None:
    content = exported({"kind": kind, **COMMON, **GOOD[kind], **fields})
    assert wrong("export", content) != []
    (home / "in.json").write_text(json.dumps(content))
    assert ketalog(f"import {home}/in.json").code == 4


DAMAGED: dict[str, Callable[[Json], Any]] = {
    "no header": lambda journal: journal.pop("_ketalog"),
    "another format": lambda journal: journal["_ketalog"]["1"].update(format=4),
    "a table more": lambda journal: journal.update(_default={}),
    "a line without its sum": lambda journal: journal["transactions"]["1"].pop("sum"),
    "a sum that is none": lambda journal: journal["transactions"]["1"].update(sum="x"),
    "a line that says nothing": lambda journal: journal["transactions"]["1"].pop("do"),
    "a line that says two things": lambda journal: journal["transactions"]["1"].update(undoes="x"),
    "a step that is none": lambda journal: journal["transactions"]["1"]["do"].append({"add": 1}),
    "a key that there is not": lambda journal: journal["transactions"]["1"].update(by="me"),
    "an entry that is none": lambda journal: journal["transactions"]["1"]["do"][0]["put"].update(
        mood=11
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_what_is_no_journal_is_refused(ketalog: Ketalog, home: Path, damage: str) -> None:
    ketalog("mood 5")
    journal = read(home / "journal.json")
    assert wrong("journal", journal) == []
    DAMAGED[damage](journal)
    assert wrong("journal", journal) != []


# Any entry of any kind


def unnumbered(content: Json) -> list[Fields]:
    made = [{**entry} for entry in content["entries"]]
    assert all(entry.pop("number") for entry in made)
    return in_order(made)


def in_order(made: list[Fields]) -> list[Fields]:
    return sorted(made, key=lambda entry: str(entry["id"]))


@pytest.mark.slow
@settings(max_examples=100)
@given(made=entries(datetime.fromisoformat(NOW)))
def test_any_entries_come_in_and_leave_again_without_loss_and_become_valid_fhir(
    ketalog: Ketalog, home: Path, made: list[Fields]
) -> None:
    folder = home / str(next(COUNTER))
    folder.mkdir()
    journal = f"--journal={folder / 'journal.json'}"
    (folder / "in.json").write_text(json.dumps(exported(*made)), "utf-8")
    answer = ketalog([journal, "import", str(folder / "in.json")])
    assert answer.code == 0, answer.err
    if made:
        assert wrong("journal", read(folder / "journal.json")) == []
        assert ketalog([journal, "export", str(folder / "out.json")]).code == 0
        out = read(folder / "out.json")
        assert wrong("export", out) == []
        assert unnumbered(out) == in_order(made)
        record = f"export {folder}/x.fhir.json --since 2026-01-01 --notes"
        assert ketalog(f"{journal} {record}").code == 0
        text = (folder / "x.fhir.json").read_text("utf-8")
        assert strip_invisible(text) == text
        assert against_our_checks(text) + against_fhir_resources(text) == []
    shutil.rmtree(folder)
