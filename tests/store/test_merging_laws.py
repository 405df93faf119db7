"""Three devices change one journal, apart, and meet in any order: what is true of the end."""

import shutil
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ketalog.domain.calendar import Calendar
from ketalog.domain.entries import Mood
from ketalog.journal import Journal
from ketalog.maintenance import Maintenance
from ketalog.store import Store
from tests.conftest import examples
from tests.crash.journals import NOW

FIELDS = ("mood", "anxiety", "energy", "note")
ENTRIES = 2
edits = st.tuples(
    st.integers(1, ENTRIES), st.sampled_from([*FIELDS, "remove", "undo"]), st.integers(0, 9)
)
meetings = st.sampled_from(list(permutations(range(3), 2)))

pytestmark = pytest.mark.slow


@dataclass
class Device:
    """One device's journal, and which fields its patient changed on it."""

    store: Store

    def act(self, number: int, what: str, value: int) -> None:
        journal = Journal(self.store, NOW, Calendar())
        if str(number) not in {str(entry.number) for entry in journal.everything()}:
            return
        if what == "remove":
            journal.remove([str(number)])
        elif what == "undo":
            journal.undo()
        else:
            changed = {what: str(value) if what == "note" else value}
            journal.amend(str(number), lambda entry: replace(entry, **changed))

    def merge(self, other: "Device") -> int:
        path = other.store.path
        merged, _ = Maintenance(self.store, NOW).merge(path, path.read_bytes())
        return merged.changes

    def now(self) -> dict[str, Any]:
        """Return what holds, without what belongs to one file."""
        return {
            key: {field: getattr(entry, field) for field in FIELDS}
            for key, entry in self.store.everything().entries.items()
        }


def three(folder: Path) -> tuple[list[Device], dict[str, Any]]:
    """Return three devices that have the same entries, and these."""
    first = Store(folder / "0" / "journal.json")
    journal = Journal(first, NOW, Calendar())
    for key in range(ENTRIES):
        journal.log(Mood(id=f"entry-{key}", at=NOW, recorded=NOW, mood=5, anxiety=5, energy=5))
    for name in "12":
        shutil.copytree(folder / "0", folder / name)
    devices = [Device(Store(folder / name / "journal.json")) for name in "012"]
    return devices, devices[0].now()


@settings(max_examples=examples(25))
@given(st.lists(st.lists(edits, max_size=3), min_size=3, max_size=3), st.lists(meetings))
def test_devices_that_have_met_say_the_same_and_what_only_one_changed_is_as_it_has_it(
    acts: list[list[tuple[int, str, int]]], meet: list[tuple[int, int]]
) -> None:
    with TemporaryDirectory() as name:
        devices, base = three(Path(name))
        for device, steps in zip(devices, acts, strict=True):
            for step in steps:
                device.act(*step)
        apart = [device.now() for device in devices]
        for here, there in meet:
            devices[here].merge(devices[there])
        for _ in range(3):
            for here, there in permutations(range(3), 2):
                devices[here].merge(devices[there])
        first, *others = [device.now() for device in devices]
        assert others == [first, first]
        assert not any(
            devices[here].merge(devices[there]) for here, there in permutations(range(3), 2)
        )
        for key, entry in first.items():
            for field, was in base[key].items():
                changed = [own[key][field] for own in apart if key in own]
                changed = [value for value in changed if value != was]
                assert entry[field] in (changed or [was])
