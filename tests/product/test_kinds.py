"""Every kind of entry goes the whole way: logged, shown, listed, edited, shared, undone, redone."""

import ast
import inspect
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest

from ketalog.commands import ALIASES, COMMANDS, OWN
from ketalog.domain import kinds
from ketalog.domain.entries import kind_of
from ketalog.domain.filter import LISTED
from ketalog.domain.kinds import BY_NAME, KINDS, Kind
from ketalog.domain.snapshot import Snapshot
from ketalog.export.formats import suffixes
from tests.conftest import Ketalog


class Sample(NamedTuple):
    """One entry: what logs it after what was logged `before`, and what it `says` in a list."""

    log: str
    says: str
    before: tuple[str, ...] = ()


PLAN = "plan set 100mg sublingual --days daily"
SAMPLES = {
    "dose": Sample(
        "dose 100mg sublingual --at 8pm --intention rest", "100 mg sublingual, intention: rest"
    ),
    "mood": Sample(
        "mood 6 --anxiety 4 --energy 5 --sleep 7h",
        "mood 6, anxiety 4, energy 5, slept 7:00 h",
    ),
    "effect": Sample("effect nausea mild --for 45min", "mild nausea, for 45 min"),
    "no effects": Sample("effect none", "no side effects"),
    "note": Sample("note 'slept badly'", "note: slept badly"),
    "question": Sample("ask 'can the dose move?'", "question: can the dose move?"),
    "plan": Sample(PLAN, "plan: ketamine sublingual, 100 mg, daily"),
    "plan stop": Sample("plan stop", "plan ended: ketamine sublingual", (PLAN,)),
    "skip": Sample("skip travel", "skipped ketamine sublingual, reason: travel", (PLAN,)),
    "supply": Sample(
        "supply fill 24x100mg sublingual", "supply filled: 24 × 100 mg (ketamine sublingual)"
    ),
    "session": Sample(
        "session infusion 35mg --over 40 --intention rest", "infusion, over 40 min, intention: rest"
    ),
    "vitals": Sample("vitals 128/82 72", "blood pressure 128/82, pulse 72"),
    "appointment": Sample(
        "appointment 'last tue 3pm' --with 'Dr. Roe'", "appointment with Dr. Roe"
    ),
    "also": Sample("also alcohol 2 beers", "also: alcohol 2 beers"),
    "check": Sample("check gad7 1 1 1 0 0 0 0", "GAD-7: 3 of 21 (minimal)"),
}
"""One of each kind. A kind without one fails here: that it goes the whole way is not known."""

FIELDS = {
    "readings of a session": (
        "vitals",
        Sample(
            "vitals 140/90 oxygen 95% after 40 min",
            "blood pressure 140/90, oxygen 95 %, after 40 min",
        ),
    ),
    "the setting of a dose": (
        "dose",
        Sample(
            "dose 100mg sublingual --at 8pm with Anna, ate 6h before, at home",
            "100 mg sublingual, with: Anna, ate 6:00 h before, where: home",
        ),
    ),
    "a dose alone": (
        "dose",
        Sample("dose 100mg sublingual alone --at 8pm", "100 mg sublingual, alone"),
    ),
    "the monthly check": (
        "check",
        Sample(
            "check monthly 1 0 0 3 -",
            "Monthly check: craving once or twice, alcohol most days, 1 not answered",
        ),
    ),
    "a kind of medicine": (
        "also",
        Sample("also zolpidem 10mg for sleep", "also: zolpidem 10mg, for sleep"),
    ),
    "no alcohol": ("also", Sample("also no alcohol", "also: no alcohol")),
    "nothing else": ("also", Sample("also none", "also: none")),
    "a session watched": (
        "session",
        Sample(
            "session clinic 56mg watched 2h ready to leave 2h05 lowest oxygen 92",
            "clinic session, 2 devices, watched for 2:00 h, ready to leave after 2:05 h, "
            "lowest oxygen 92 %",
        ),
    ),
}
"""Details of an entry, by what they are: its kind, and how one with them is logged."""
ROWS = [
    *(pytest.param(kind, SAMPLES[kind.name], id=kind.name) for kind in KINDS),
    *(pytest.param(BY_NAME[kind], sample, id=name) for name, (kind, sample) in FIELDS.items()),
]


def entry_of(kind: Kind, ketalog: Ketalog) -> dict[str, Any]:
    """Return the newest entry of a kind, as `list --kind` finds it."""
    listed = ketalog(f"list --kind {kind.listed_with or kind.name} --json").data["entries"]
    found: dict[str, Any] = [one for one in listed if one["kind"] == kind.name][-1]
    return found


def line_of(number: int, ketalog: Ketalog) -> str:
    """Return what `list` says of an entry."""
    lines = ketalog("list --all").out.splitlines()
    return next(line for line in lines if f"  #{number}  " in line)


@pytest.mark.parametrize(("kind", "sample"), ROWS)
def test_an_entry_of_each_kind_goes_the_whole_way(
    kind: Kind, sample: Sample, ketalog: Ketalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(line: str) -> str:
        answer = ketalog(line)
        assert answer.code == 0, (line, answer.err)
        return answer.out

    for line in (*sample.before, sample.log):
        typed(line)
    logged = entry_of(kind, ketalog)
    number = logged["number"]
    assert sample.says in line_of(number, ketalog)
    assert sample.says.removeprefix("note: ").removeprefix("question: ") in typed(f"show {number}")
    for view in ("today", "week", "month", "response", "plan", "supply"):
        typed(view)

    assert ketalog(["edit", str(number), " "]).code in {0, 2}
    typed(f"edit {number} --note 'another word'")
    edited = entry_of(kind, ketalog)
    assert edited == logged | {"note": "another word", "changed": edited["changed"]}

    for suffix in suffixes():
        file = tmp_path / f"shared{suffix}"
        typed(f"export '{file}'")
        assert b"another word" not in file.read_bytes() or suffix == ".json"
        typed(f"export '{tmp_path / f'with-notes{suffix}'}' --notes")
    rows = (tmp_path / "with-notes.csv").read_text("utf-8-sig")
    assert f"{number},{kind.name}," in rows
    assert "another word" in rows

    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("KETALOG_JOURNAL", str(tmp_path / "elsewhere" / "journal.json"))
        typed(f"import '{tmp_path / 'shared.json'}'")
        assert entry_of(kind, ketalog) | {"number": number} == edited
        assert "Took back" in typed("undo")
        assert ketalog("list --json").data["entries"] == []

    typed("undo")
    assert entry_of(kind, ketalog) == logged
    typed("redo")
    assert entry_of(kind, ketalog) == edited
    typed(f"delete {number}")
    assert number not in [one["number"] for one in ketalog("list --all --json").data["entries"]]
    typed("undo")
    assert entry_of(kind, ketalog) == edited


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_entry_of_each_kind_is_on_the_page_or_said_to_be_left_out(
    kind: Kind, ketalog: Ketalog, tmp_path: Path
) -> None:
    def page() -> list[str]:
        assert ketalog(f"export '{tmp_path / 'page.md'}' --force").code == 0
        lines = (tmp_path / "page.md").read_text("utf-8").splitlines()
        return [line for line in lines if not line.startswith("Mood rated on")]  # counts them all

    sample = SAMPLES[kind.name]
    for line in ("note 'two weeks before' --at '2 weeks ago'", "mood 5", *sample.before):
        ketalog(line)
    before = page()
    ketalog(sample.log)
    assert page() != before


def test_words_of_an_entry_are_searched_for_danger_unless_they_are_the_patient_s_own() -> None:
    for kind in KINDS:
        if kind.words is not None:
            is_own = COMMANDS[ALIASES.get(kind.name, kind.name)].words == OWN
            assert (kind.words in kinds.HEARD) != is_own, kind.name


def test_the_table_says_of_each_class_what_the_class_says_itself() -> None:
    for kind in KINDS:
        assert kind_of(kind.type) == kind.name
        assert set(kind.free_text) <= set(kind.type.__struct_fields__)
        assert (kind.listed_with or kind.name) in LISTED


def test_the_union_that_the_type_checker_reads_has_each_row_of_the_table_and_no_more() -> None:
    unions = {
        node.target.id: {name.id for name in ast.walk(node.value) if isinstance(name, ast.Name)}
        for node in ast.walk(ast.parse(inspect.getsource(kinds)))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
    }
    classes = [kind.type.__name__ for kind in KINDS]
    assert sorted(unions["QuickEntry"] | unions["CareEntry"]) == sorted(classes)
    assert set(get_args(kinds.Entry)) == {kind.type for kind in KINDS}


def test_what_is_held_when_it_is_old_is_what_the_snapshot_is_made_of() -> None:
    held = {kind.type.__name__ for kind in KINDS if kind.held_when_old}
    # `recent` and `last` have entries of any kind, of the last days or so many of each alone.
    of_any_kind = {"recent", "last"}
    fields = Snapshot.__annotations__.items()
    shape = str({name: of for name, of in fields if name not in of_any_kind})
    # A session is held by what its dose did not take from the supply.
    assert {name for name in held if f".{name}" not in shape} == {"Session"}
