"""JSON: every key that a command prints is documented, with its type, and every documented one is.

The document is docs/json.md: a table for each command, a row for each key.
"""

import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ketalog.commands import ALIASES, COMMANDS
from tests.conftest import Ketalog
from tests.places import ROOT

DOCUMENT = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
Rows = dict[str, str]


def read_sections() -> dict[str, Rows]:
    """Return each section's types by path, under each command of its heading."""
    sections: dict[str, Rows] = {}
    for part in re.split(r"^## ", DOCUMENT, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        rows = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+?) +\|", body, flags=re.MULTILINE))
        sections |= dict.fromkeys(heading.split(", "), rows)
    return sections


SECTIONS = read_sections()
ENTRY = SECTIONS["An entry"]


def is_amount(value: object) -> bool:
    return isinstance(value, str) and Decimal(value) > 0 and "E" not in value.upper()


def is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def is_number(value: object) -> bool:
    return type(value) in {int, float} and round(float(str(value)), 1) == value


def is_time(value: object) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


def is_day(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


TYPES: dict[str, Callable[[Any], bool]] = {
    "amount": is_amount,
    "units": lambda value: isinstance(value, str) and Decimal(value).is_finite(),
    "rating": lambda value: type(value) is int and 0 <= value <= 10,
    "number": is_number,
    "count": is_count,
    "minutes": is_count,
    "time": is_time,
    "day": is_day,
    "flag": lambda value: isinstance(value, bool),
    "text": lambda value: isinstance(value, str),
    "list": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
    "entry": lambda value: isinstance(value, dict) and not list(faults(value, ENTRY)),
    "list of entries": lambda value: all(TYPES["entry"](one) for one in value),
    "list of text": lambda value: all(isinstance(one, str) for one in value),
}


def walk(value: Any, rows: Rows, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the documented path, or the path as it is, of every key below with its value."""
    if isinstance(value, list):
        for one in value:
            yield from walk(one, rows, f"{path}[]")
    elif isinstance(value, dict):
        for key, one in value.items():
            below = f"{path}.{key}" if path else key
            below = below if below in rows or f"{path}.*" not in rows else f"{path}.*"
            yield below, one
            if not rows.get(below, "").startswith(("entry", "list of")):
                yield from walk(one, rows, below)


def faults(data: Any, rows: Rows) -> Iterator[str]:
    for path, value in walk(data, rows):
        if path not in rows:
            yield f"{path} is not documented"
        elif not any(TYPES[name](value) for name in rows[path].split(" or ")):
            yield f"{path} is no {rows[path]}: {value!r}"


def entries_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "kind" in value and "recorded" in value:
            yield value
        for one in value.values():
            yield from entries_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from entries_in(one)


ASKS = {"now", "start", "type"}
"""What has no answer in JSON: it asks."""
LINES = [
    (
        "dose 2x15mg nasal --at 'fri 20:00' --hold 5 --spat --estimate --mood 4 --anxiety 7 "
        "--intention rest --medication esketamine --note x --with Anna --ate 6h --where home"
    ),
    "dose 100mg sublingual --at 'yesterday 20:00' --mood 3 --alone",
    "mood 5 yesterday",
    "dose 100mg sublingual --at 'yesterday 20:05' --booster",
    "mood 6 --anxiety 4 --energy 5 --sleep 7h30 --at 'fri 22:00'",
    "rate 7 --at 20:00",
    "effect nausea severe --for 1h --at 'fri 21:00' --dose 1",
    "effect dizziness",
    "effect none",
    "note slept well",
    "ask may it move?",
    "check phq9 1 1 1 1 1 1 1 1 1 --difficulty 2",
    "check dose 1 0 - 3 --dose 1",
    "check monthly 0 1 - 2 0",
    "edit 5 8",
    "edit 5 8",
    "show 5",
    "show 7",
    "delete 9",
    "undo",
    "redo",
    "redo",
    "check bladder 0 0 0 0 0 0 0 --at '2026-10-01 9:00'",
    (
        "plan set 2x15mg nasal --form spray --days mon,wed --per-day 2 --parts 2 --apart 6h "
        "--from 2026-11-01"
    ),
    "plan set --most 2/day --most 4/week --by 'Dr R.' --from 'in 2 weeks'",
    "plan set 100mg sublingual --times 1 --note x",
    "plan set 100mg sublingual",
    "plan",
    "plan history",
    "plan calendar {home}/plan.ics",
    "dose 4x15mg nasal --at 16:00",
    "dose 2x15mg nasal --at 17:00",
    "dose 2x15mg nasal --at 18:00",
    "skip rest --route nasal --at yesterday",
    "plan stop sublingual",
    "session infusion 0.5mg/kg --weight 70 --over 40 --rate 52.5 --at 9am --bp-before 128/82",
    (
        "session clinic 2 devices --watched 2h --with 'Dr R.' --reflections x --next 'tue 3pm' "
        "--ready 2h05 --lowest-oxygen 92 --bp-before '128/82 72 98%'"
    ),
    "vitals 128/82 72 --oxygen 98 --weight 70.5 --before",
    "bp 128/82 --dose 1",
    "also started sertraline",
    "appointment next tue 3pm --with 'Dr R.'",
    "list",
    "review 1",
    "ls --last 2 --kind dose",
    "supply fill 24x100mg sublingual --form troche --at 'fri 19:00'",
    "supply lost 0.5 --note dropped",
    "stock count 0",
    "supply",
    "week",
    "month",
    "response --weeks 20",
    "today",
    "",
    "export {home}/all.json",
    "export {home}/page.md",
    "export {home}/table.csv --since 'last week' --notes",
    "import {home}/all.json",
    "import {home}/daylio.json",
    "import {home}/moods.csv",
    "--journal {home}/other.json import {home}/all.json",
    "--journal {home}/other.json import {home}/all.json --dry-run",
    "config",
    "config name Alex",
    "demo {home}/demo",
    "help recovery",
    "completion fish",
    "backup {home}/copy.json",
    "merge {home}/other.json",
    "merge {home}/journal.sync-conflict-20261122-210000-ABCDEFG.json",
    "doctor",
    "erase 3 --yes",
    "lock",
    "list",
    "mood 5",
    "passphrase",
    "unlock",
    "config inbox {home}/Sync",
    "inbox",
    "--version",
]


@pytest.fixture
def answers(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What every command answers in JSON."""
    moment = "2026-11-19T10:00:00+01:00"
    source = {"format": "daylio", "file": "d.csv", "row": 2}
    entry: dict[str, Any] = {"kind": "mood", "id": "d", "at": moment, "recorded": moment}
    entry |= {"source": source, "unreviewed": True}
    (home / "daylio.json").write_text(json.dumps({"ketalog_export": 1, "entries": [entry]}))
    table = "full_date,time,mood\n2026-11-18,21:00,good\n2026-11-17,,good\n"
    (home / "moods.csv").write_text(table)
    (home / "secret").write_text("correct horse")
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "secret"))
    monkeypatch.setenv("KETALOG_NEW_PASSPHRASE_FILE", str(home / "secret"))
    monkeypatch.setattr("ketalog.inbox.QUIET_S", 0)
    (home / "Sync").mkdir()
    for name in ("phone.txt", "photo.jpg"):
        (home / "Sync" / name).write_text("mood 5\nmood 55\n")
        os.utime(home / "Sync" / name, (0, 1_795_000_000))
    conflict = home / "journal.sync-conflict-20261122-210000-ABCDEFG.json"
    ketalog(f"--journal {conflict} mood 5")
    found = []
    for line in LINES:
        answer = ketalog(f"--json {line.format(home=home)}")
        assert answer.code == 0, answer
        assert answer.out.count("\n") == 1
        found.append(json.loads(answer.out))
    journal = home / "journal.json"
    journal.write_bytes(journal.read_bytes().replace(b'"mood":5', b'"mood":6', 1))
    found += [json.loads(ketalog(f"{line} --json").out) for line in ("doctor", "doctor --accept")]
    journal.unlink()
    return [*found, json.loads(ketalog("restore --json").out)]


def test_every_key_is_documented_with_its_type(answers: list[dict[str, Any]]) -> None:
    found = [
        f"{answer['command']}: {fault}"
        for answer in answers
        for fault in faults(answer["data"], SECTIONS[answer["command"]])
    ]
    found += [fault for one in entries_in(answers) for fault in faults(one, ENTRY)]
    assert found == []


def test_every_documented_key_is_there(answers: list[dict[str, Any]]) -> None:
    missing = []
    for name, rows in SECTIONS.items():
        # Commands of one heading answer alike: the made-up patient of `demo` has no session.
        alike = {other for other, same in SECTIONS.items() if same is rows}
        data = [answer["data"] for answer in answers if answer["command"] in alike]
        if data and (gone := set(rows) - {path for one in data for path, _ in walk(one, rows)}):
            missing.append(f"{name}: {sorted(gone)}")
    seen = {path for one in entries_in(answers) for path, _ in walk(one, ENTRY)}
    assert missing == []
    assert set(ENTRY) - seen == set()


def test_every_command_answers_in_json_and_is_documented(answers: list[dict[str, Any]]) -> None:
    assert {answer["command"] for answer in answers} == {*COMMANDS, "version"} - ASKS
    assert {*COMMANDS, "version"} - set(SECTIONS) == set()
    assert all(set(answer) == {"ketalog", "command", "data"} for answer in answers)


def test_every_other_name_of_a_command_answers_with_its_own(ketalog: Ketalog) -> None:
    for also, name in ALIASES.items():
        assert json.loads(ketalog(f"{also} --json --anxity").out)["command"] == name


def test_an_error_has_the_documented_keys(ketalog: Ketalog) -> None:
    envelope = SECTIONS["The envelope"]
    for line in ("mood 11", "show 99", "import nothing.json", "week foo"):
        content = json.loads(ketalog(f"{line} --json").out)
        assert set(content) == {"ketalog", "command", "error"}
        assert list(faults(content, envelope)) == []
        assert set(content["error"]) == {"code", "message", "hint"}


def test_a_fault_is_seen() -> None:
    rows = {"a": "count", "b": "list", "b[].c": "text or null", "d": "object", "d.*": "day"}
    assert list(faults({"a": 1, "b": [{"c": None}], "d": {"x": "2026-11-22"}}, rows)) == []
    assert list(faults({"a": True}, rows)) == ["a is no count: True"]
    assert list(faults({"b": [{"x": 1}]}, rows)) == ["b[].x is not documented"]
    assert list(faults({"b": [{"c": 1}]}, rows)) == ["b[].c is no text or null: 1"]
    assert list(faults({"z": 1}, rows)) == ["z is not documented"]
    with pytest.raises(ValueError, match="isoformat"):
        list(faults({"d": {"x": "soon"}}, rows))
