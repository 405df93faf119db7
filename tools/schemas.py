"""Write the JSON Schemas of docs/schema, made from the types.

The types give fields, kinds of values and limits; what else holds of an entry (validation.py) is
said here once more, by kind. A test holds that the files are current.
"""

import json
import re
from pathlib import Path
from typing import Any

from msgspec.json import schema_components

from ketalog.domain.effects import NONE_WORDS
from ketalog.domain.entries import EXPORT_VERSION, TEXT_LIMIT, Recorded
from ketalog.domain.kinds import KINDS
from ketalog.domain.routes import NAMES
from ketalog.instruments import base
from ketalog.ledger.format import FORMAT, Header, Line

Json = dict[str, Any]
DOCS = Path(__file__).parent.parent / "docs"
FOLDER = DOCS / "schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBER = r"[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?$"
ABOVE_0, FROM_0 = rf"^(?=[0.]*[1-9]){NUMBER}", rf"^{NUMBER}"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOMENT = rf"{DAY[:-1]}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?(Z|[+-][0-9]{{2}}:[0-9]{{2}})$"
SUM = "^[0-9a-f]{64}$"
RULE = (
    "^(FREQ=DAILY;INTERVAL=[1-9][0-9]{0,2}|FREQ=WEEKLY;BYDAY=(MO|TU|WE|TH|FR|SA|SU)"
    "(,(MO|TU|WE|TH|FR|SA|SU))*)$"
)
NOTHING = {"type": "null"}


def said(name: str, **is_so: Any) -> Json:
    """Return a schema for what says a field, or says it so."""
    return {"required": [name], "properties": {name: is_so or {"not": NOTHING}}}


def _checks() -> list[Json]:
    """Return what holds of the answers of each questionnaire."""
    instruments = [instrument for name in base.names() if (instrument := base.find(name))]
    return [
        {
            "if": said("instrument", const=instrument.name),
            "then": {
                "properties": {
                    "answers": {
                        "minItems": len(instrument.items),
                        "maxItems": len(instrument.items),
                        "items": {"enum": [None, *instrument.values]},
                        "contains": {"type": "integer"},
                    },
                    **({} if instrument.functional else {"difficulty": NOTHING}),
                    **({} if instrument.name == "dose" else {"dose": NOTHING}),
                }
            },
        }
        for instrument in instruments
    ]


def _rules() -> dict[str, Json]:
    """Return what holds of each kind beside what its type says."""
    route = {"properties": {"route": {"enum": [None, *NAMES]}}}
    return {
        "dose": {
            **route,
            "not": {"allOf": [said("alone", const=True), said("with_whom")]},
            "properties": {**route["properties"], "precision": NOTHING},
        },
        "effect": {
            "properties": {
                "name": {
                    "pattern": r"^\S+( \S+)*$",
                    "maxLength": 60,
                    "not": {"enum": sorted(NONE_WORDS)},
                }
            }
        },
        "plan": {
            "properties": {**route["properties"], "rrule": {"pattern": RULE}},
            "oneOf": [said("rrule"), said("per_week")],
        },
        "plan stop": route,
        "skip": route,
        "supply": {
            "properties": {**route["properties"], "units": {"pattern": FROM_0}},
            "if": {"properties": {"change": {"enum": ["fill", "lost"]}}},
            "then": {"properties": {"units": {"pattern": ABOVE_0}}},
        },
        "vitals": {
            "oneOf": [
                {"allOf": [said("systolic_mmhg"), said("diastolic_mmhg")]},
                {"not": {"anyOf": [said("systolic_mmhg"), said("diastolic_mmhg")]}},
            ],
            "allOf": [
                {
                    "if": said("point", enum=points),
                    "then": said("place", const=place),
                }
                for place, points in (("before", ["before"]), ("after", ["40 min", "end"]))
            ],
        },
        "also": {
            "properties": {"what": {"pattern": r"\S"}},
            "if": said("about", const="all"),
            "then": said("change", const="none"),
        },
        "check": {"properties": {"instrument": {"enum": base.names()}}, "allOf": _checks()},
    }


def _meanings() -> dict[str, str]:
    """Return what each field of an entry means, as docs/json.md tells it."""
    text = (DOCS / "json.md").read_text("utf-8")
    table = text.partition("## An entry\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([a-z_.]+)` \| [^|]* \| (.*?) \|$", table, re.MULTILINE))


def tidied(value: Any) -> Any:
    """Return what msgspec says in the words of JSON Schema alone, and without our docstrings."""
    if isinstance(value, list):
        return [tidied(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: tidied(item) for name, item in value.items() if name not in _OURS}
    if value.get("format") == "decimal":
        return {"type": "string", "pattern": ABOVE_0}
    if value.get("format") == "date-time":
        return {"type": "string", "pattern": MOMENT}
    match kept.get("anyOf"):
        case [{"enum": values}, {"type": "null"}]:
            return {"enum": [*values, None]}
        case [{"type": type_, **more}, {"type": "null"}]:
            return {"type": [type_, "null"], **more}
    return kept


_OURS = {"description", "title", "discriminator", "default"}


def _entries(*, with_days: bool) -> Json:
    """Return the definitions of every kind; an export has a day where no more is known."""
    _, made = schema_components([Recorded, *(kind.type for kind in KINDS)])
    common = _described(tidied(made["Recorded"]))
    common["properties"]["id"] |= {"minLength": 1, "maxLength": 100}
    del common["properties"]["kind"]
    common["required"].remove("kind")
    if with_days:
        common["properties"]["at"].pop("pattern")
        common["if"] = said("precision")
        common["then"] = {"properties": {"at": {"pattern": DAY}}}
        common["else"] = {"properties": {"at": {"pattern": MOMENT}}}
    definitions = {"Source": tidied(made["Source"]), "common": common}
    rules = _rules()
    for kind in KINDS:
        own = _described(tidied(made[kind.type.__name__]))
        for name in common["properties"]:
            del own["properties"][name]
        own["required"] = [name for name in own["required"] if name in own["properties"]]
        own["allOf"] = [{"$ref": "#/$defs/common"}]
        own["allOf"] += [rules[kind.name]] if kind.name in rules else []
        definitions[_named(kind.name)] = own
    return definitions | {
        "entry": {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"enum": [kind.name for kind in KINDS]}},
            "allOf": [
                {
                    "if": {"properties": {"kind": {"const": kind.name}}, "required": ["kind"]},
                    "then": {"$ref": f"#/$defs/{_named(kind.name)}"},
                }
                for kind in KINDS
            ],
        }
    }


def _described(own: Json) -> Json:
    """Return what msgspec says of a kind with the meaning of each field, and free words limited."""
    meanings = _meanings()
    del own["additionalProperties"]  # Whatever refers to it has unevaluatedProperties.
    for name, field in own["properties"].items():
        if name in meanings:
            field["description"] = meanings[name].replace("`", "")
        if field.get("type") in ("string", ["string", "null"]) and "pattern" not in field:
            field["maxLength"] = TEXT_LIMIT
    return own


def _named(kind: str) -> str:
    return kind.replace(" ", "-")


def _entry(**more: Json) -> Json:
    """Return a schema for an entry and nothing else in it."""
    return {"$ref": "#/$defs/entry", "properties": more, "unevaluatedProperties": False}


def export_schema() -> Json:
    """Return the schema of the .json that export writes and import reads."""
    versions = {"type": "array", "items": _entry()}
    day = {"type": ["string", "null"], "pattern": DAY}
    part = {
        "type": "object",
        "properties": {
            "since": day,
            "until": day,
            "notes": {"type": "boolean"},
            "history": {"type": "boolean"},
        },
        "required": ["since", "until", "notes", "history"],
    }
    return {
        "$schema": DIALECT,
        "title": "An export of ketalog: ketalog export FILE.json",
        "type": "object",
        "properties": {
            "ketalog_export": {"const": EXPORT_VERSION},
            "version": {"type": "string"},
            "made": {"type": "string", "pattern": MOMENT},
            "part": {"anyOf": [part, NOTHING]},
            "entries": {"type": "array", "items": _entry(earlier=versions)},
            "deleted": {"type": "array", "items": _entry(earlier=versions)},
        },
        "required": ["ketalog_export", "version", "made", "part", "entries", "deleted"],
        "$defs": _entries(with_days=True),
    }


def journal_schema() -> Json:
    """Return the schema of the journal's file."""
    _, made = schema_components([Header, Line])
    header, line, key = (tidied(made[name]) for name in ("Header", "Line", "Key"))
    header["properties"]["format"] = {"const": FORMAT}
    for part in (header, line):
        part["properties"]["sum"] = {"type": "string", "pattern": SUM}
        part["required"].append("sum")
    line["properties"]["prev"] = {"type": "string", "pattern": SUM}
    line["required"].append("prev")
    line["properties"]["do"] = {"type": "array", "items": {"$ref": "#/$defs/step"}}
    in_clear = {"not": {"required": ["box"]}}
    line["oneOf"] = [
        {"required": ["do"], **in_clear},
        {"required": ["undoes"], **in_clear},
        {"required": ["box"], "not": {"required": ["do"]}},
    ]
    step = {
        "oneOf": [
            {
                "type": "object",
                "properties": {"put": _entry(), "number": {"type": "integer", "minimum": 1}},
                "required": ["put", "number"],
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {"remove": {"type": "string"}},
                "required": ["remove"],
                "additionalProperties": False,
            },
        ]
    }
    return {
        "$schema": DIALECT,
        "title": "A journal of ketalog",
        "type": "object",
        "properties": {
            "_ketalog": {
                "type": "object",
                "properties": {"1": {"$ref": "#/$defs/header"}},
                "required": ["1"],
                "additionalProperties": False,
            },
            "transactions": {
                "type": "object",
                "patternProperties": {"^[1-9][0-9]*$": {"$ref": "#/$defs/line"}},
                "additionalProperties": False,
            },
        },
        "required": ["_ketalog", "transactions"],
        "additionalProperties": False,
        "$defs": {
            "header": header,
            "Key": key,
            "line": line,
            "step": step,
            **_entries(with_days=False),
        },
    }


SCHEMAS = {"export.schema.json": export_schema, "journal.schema.json": journal_schema}


def written(schema: Json) -> str:
    """Return a schema as its file has it."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, make in SCHEMAS.items():
        (FOLDER / name).write_text(written(make()), "utf-8")
