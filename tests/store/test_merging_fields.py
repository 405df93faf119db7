"""Two devices change one entry: each field holds as the one that changed it has it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketalog.domain.edits import combined
from ketalog.domain.entries import Mood
from tests.conftest import Ketalog
from tests.crash.journals import NOW


@pytest.fixture
def there(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another device's journal, which began as this one."""
    monkeypatch.chdir(home)
    ketalog("mood 5 --anxiety 4 --at 'fri 6pm'")
    (home / "there").mkdir()
    shutil.copy(home / "journal.json", home / "there")
    return home / "there" / "journal.json"


def entry(ketalog: Ketalog, path: Path | None = None) -> dict[str, Any]:
    option = ["--journal", str(path)] if path else []
    (found,) = ketalog([*option, "list", "--json", "--all"]).data["entries"]
    return {key: value for key, value in found.items() if key != "changed"}


def test_two_fields_changed_on_two_devices_both_hold(ketalog: Ketalog, there: Path) -> None:
    ketalog(f"--journal {there} edit 1 --at 'fri 8pm'")
    ketalog("edit 1 --note 'felt calm'", now="2026-11-22T21:10:00+01:00")
    answer = ketalog(f"merge {there}")
    assert answer.code == 0
    assert "#1" in answer.out
    assert "both" not in answer.out
    assert (entry(ketalog)["at"][:16], entry(ketalog)["note"]) == ("2026-11-20T20:00", "felt calm")
    assert ketalog(f"merge {there}").out.startswith("Nothing new")


def test_it_is_the_same_on_whichever_device_they_are_merged(
    ketalog: Ketalog, there: Path, home: Path
) -> None:
    ketalog(f"--journal {there} edit 1 --at 'fri 8pm'")
    ketalog("edit 1 --note 'felt calm'", now="2026-11-22T21:10:00+01:00")
    before = home / "before.json"
    shutil.copy(home / "journal.json", before)
    ketalog(f"merge {there}")
    ketalog(f"--journal {there} merge {before}")
    assert entry(ketalog) == entry(ketalog, there)
    for path, other in ((None, there), (there, home / "journal.json")):
        option = f"--journal {path} " if path else ""
        assert ketalog(f"{option}merge {other}").out.startswith("Nothing new")
    assert entry(ketalog) == entry(ketalog, there)


def test_where_one_field_differs_the_later_counts_and_the_answer_names_it(
    ketalog: Ketalog, there: Path
) -> None:
    ketalog(f"--journal {there} edit 1 --mood 7 --note there")
    ketalog("edit 1 --mood 3 --anxiety 9", now="2026-11-22T21:10:00+01:00")
    answer = ketalog(f"merge {there}")
    said = " ".join(answer.out.split())
    assert "Changed on both, the later one counts" in said
    assert "To change it: ketalog edit 1" in said
    present = entry(ketalog)
    assert present["mood"] in {3, 7}
    assert str(10 - present["mood"]) in said.partition("Changed on both")[2]
    assert (present["anxiety"], present["note"]) == (9, "there")
    assert len(ketalog(f"merge {there} --json").data["differing"]) == 0


def test_an_amount_is_never_put_together_of_two(ketalog: Ketalog, home: Path) -> None:
    ketalog("dose 2x15mg nasal")
    shutil.copy(home / "journal.json", home / "there.json")
    ketalog(f"--journal {home}/there.json edit 1 3x15mg")
    ketalog("edit 1 2x20mg", now="2026-11-22T21:10:00+01:00")
    answer = ketalog(f"merge {home}/there.json")
    assert answer.code == 0
    present = entry(ketalog)
    assert (present["count"], present["each_mg"]) in {("3", "15"), ("2", "20")}
    assert "Changed on both" in answer.out


RATED = st.fixed_dictionaries(
    {name: st.one_of(st.none(), st.integers(0, 10)) for name in ("mood", "anxiety", "energy")}
)


def rated(values: dict[str, Any]) -> Mood:
    return Mood(id="one", at=NOW, recorded=NOW, **values)


@given(RATED, RATED, RATED)
def test_each_field_holds_as_the_one_that_changed_it_has_it(
    was: dict[str, Any], first: dict[str, Any], last: dict[str, Any]
) -> None:
    base, earlier, later = rated(was), rated(first), rated(last)
    result = combined(base, earlier, later)
    for name, value in was.items():
        changed = [values[name] for values in (first, last) if values[name] != value]
        assert getattr(result.entry, name) == (changed[-1] if changed else value)
    assert combined(base, earlier, earlier) == (earlier, earlier)
    assert combined(base, base, later) == (later, later)
    disjoint = all(was[name] in (first[name], last[name]) for name in was)
    if disjoint:
        assert result == combined(base, later, earlier)
        assert result.entry == result.otherwise
    assert combined(base, result.entry, result.entry).entry == result.entry
