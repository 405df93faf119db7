"""What the last changes of a journal tell is what the whole of it tells, or more of it is read."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ketalog.journal as journals
import ketalog.store as stores
from ketalog.domain import snapshot as snapshots
from ketalog.domain.calendar import Calendar
from ketalog.domain.filter import LISTED, is_called, kinds_called
from ketalog.errors import NoSuchEntry
from ketalog.history import History, NotRead
from ketalog.journal import Journal
from ketalog.ledger import tail
from ketalog.lookup import in_full
from ketalog.maintenance import Maintenance
from ketalog.store import Store
from tests.conftest import Ketalog, examples
from tests.crash.journals import NOW
from tests.store.test_snapshot import KINDS, change_once, entry
from tests.store.test_store import new_store

steps = st.lists(
    st.tuples(
        st.sampled_from(
            [*KINDS, *3 * ("remove", "amend", "take back", "bring back"), "undo", "import", "merge"]
        ),
        st.integers(-500, 500),
        st.integers(0, 99),
    ),
    min_size=8,
    max_size=30,
)


MERGED = ("dose", "mood", "amend", "visit", "see", "amend", "remove")


def change(store: Store, kind: str, hours: int, which: int) -> None:
    journal = Journal(store, NOW, Calendar())
    if kind == "take back":
        journal.undo()
    elif kind == "bring back":
        journal.redo()
    elif kind == "merge":
        with new_store() as other:
            for n in range(which % 12):
                change_once(other, MERGED[n % len(MERGED)], hours - n, which)
            if other.is_begun:
                Maintenance(store, NOW).merge(other.path, other.path.read_bytes())
    elif kind == "import":
        with new_store() as other:
            for n in range(which % 12):
                change_once(other, KINDS[n % len(KINDS)], hours - n, which)
            journal.take_in([[entry] for entry in other.everything().entries.values()], [])
    else:
        change_once(store, kind, hours, which)


@pytest.mark.slow
@settings(max_examples=examples(30), suppress_health_check=list(HealthCheck))
@given(steps, st.lists(st.sampled_from(["take back", "bring back"]), max_size=4))
def test_the_last_changes_never_say_something_else_than_all_of_them(
    acts: list[tuple[str, int, int]], last_acts: list[str]
) -> None:
    with new_store() as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tail, "BLOCK", 60)
        patch.setattr(stores, "ENDINGS_BYTES", (1, 500, 900, 1300, 1700, 2500, 5000))
        patch.setattr(tail, "_PART", 700)
        patch.setattr(stores, "SNAPSHOT_MAX_LAG", 2)
        patch.setattr(stores, "OLD_STEPS", 1)
        patch.setattr(snapshots, "RECENT_WITHIN", timedelta(days=3))
        for kind, hours, which in [*acts, *((act, 0, 0) for act in last_acts)]:
            change(store, kind, hours, which)
            store.snapshot()
        journal = Journal(store, NOW, Calendar())
        *endings, whole = store.endings()
        numbers = sorted({entry.number or 0 for entry in whole.entries.values()})[-12:]
        looks: tuple[Callable[[History], Any], ...] = (
            *(History.last_change, changes(History.last_change)),
            *(History.last_undo, changes(History.last_undo)),
            *(partial(in_full, reference=str(number)) for number in numbers),
        )
        for ending in endings:
            for look in looks:
                assert said(look, ending) in (NotRead, said(look, whole))
        for name in LISTED:
            called = partial(is_called, name=name)
            assert journal.newest(called, kinds_called(name)) == journal.newest(called)
        shown = [journal.in_full(str(number)) for number in numbers]
        last = journal.last(list, 5)
        patch.setattr(stores, "ENDINGS_BYTES", ())
        patch.setattr(journals, "LISTED_WITHIN", ())
        assert shown == [journal.in_full(str(number)) for number in numbers]
        assert last == journal.last(list, 5)


def changes(chosen: Callable[[History], Any]) -> Callable[[History], Any]:
    return lambda history: journals._taken_back(history, chosen(history))


def said(look: Callable[[History], Any], history: History) -> Any:
    with suppress(NotRead):
        return look(history)
    return NotRead


def test_the_end_of_a_long_journal_is_all_that_is_read_for_its_last_entries(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_many = [f"note {'x' * 400} {n}" for n in range(300)]
    for line in with_many:
        ketalog(line)
    ketalog("mood 5")
    ketalog("list")  # what holds is kept beside the journal
    refuse_to_read_all(monkeypatch)
    for kind in ("dose", "session", "side effect", "appointment"):  # there is none
        assert ketalog(f"edit last {kind} 9pm").code == NoSuchEntry.exit_code, kind
    for line in ("list", "show last", "show 280", "edit last 6", "undo", "redo", "delete 299"):
        assert ketalog(line).code == 0, line


def test_after_an_import_of_years_the_end_is_all_that_is_read(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("supply fill 24x100mg sublingual")
    for hour in range(10, 20):
        ketalog(f"dose 100mg sublingual --at {hour}:00 --own")
    old = [entry(KINDS[n % 11], -9 * n - 1000, NOW) for n in range(900)]
    moods = [entry("mood", -900 + n, NOW) for n in range(30)]
    Journal(Store(home / "journal.json"), NOW, Calendar()).take_in(
        [[e] for e in (*old, *moods)], []
    )
    refuse_to_read_all(monkeypatch)
    looks = ("today", "week", "month last", "response", "list", "supply")
    for line in (*looks, "show last", "show 920", "edit last 6", "delete 915", "undo", "mood 5"):
        assert ketalog(line).code == 0, line


def test_what_a_patient_wrote_before_an_import_is_found_without_reading_it_all(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("session clinic 56mg --at 2026-11-20T10:00")
    ketalog("dose 100mg sublingual --at 2026-11-22T18:00")
    ketalog("mood 5")
    old = [entry(KINDS[n % 11], -9 * n - 2500, NOW) for n in range(900)]
    Journal(Store(home / "journal.json"), NOW, Calendar()).take_in([[e] for e in old], [])
    shown = [ketalog(f"show {number}").out for number in (1, 2, 3)]
    refuse_to_read_all(monkeypatch)
    assert [ketalog(f"show {number}").out for number in (1, 2, 3)] == shown
    assert "Session: #2" in shown[0]
    for line in ("edit 4 6", "delete 3", "edit 4 7"):
        assert ketalog(line).code == 0, line


def test_what_a_patient_wrote_before_a_merge_is_found_at_the_end(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("phone.json", "journal.json"):
        for n in range(60):
            ketalog(f"--journal {home / name} mood {n % 10} --note {'x' * 400}")
        assert ketalog(f"--journal {home / name} dose 100mg sublingual").code == 0
    ketalog(f"merge {home / 'phone.json'}")
    refuse_to_read_all(monkeypatch)
    for line in ("show 61", "show 58", "edit 61 150mg", "undo", "delete 57"):
        assert ketalog(line).code == 0, line


def test_what_there_is_little_of_is_listed_without_reading_all(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("session clinic 56mg --at 2021-11-20T10:00")
    ketalog("note 'a first one' --at 2021-11-20")
    journal = Journal(Store(home / "journal.json"), NOW, Calendar())
    journal.marks = True
    journal.log(entry("mood", -1))
    journal.marks = False
    old = [entry(KINDS[n % 11], -9 * n - 2500, NOW) for n in range(900)]
    journal.take_in([[e] for e in old], [])
    refuse_to_read_all(monkeypatch)
    assert "clinic session" in ketalog("list sessions").out
    assert "a first one" in ketalog("list notes first").out
    assert len(ketalog("list moods --last 35").out.splitlines()) > 35
    assert "#4" in ketalog("review").out


def refuse_to_read_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("the whole journal is read")

    monkeypatch.setattr("ketalog.ledger.ledger.Ledger._contents", refuse)


def test_what_lies_ahead_stays_in_the_list_however_long_ago_it_was_written(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("appointment 3 dec 14:30", now="2026-01-05T20:00:00+01:00")
    for day in range(1, 29):
        ketalog(f"mood 5 --at 2026-10-{day:02}")
    for hour in range(10, 22):
        ketalog(f"mood 5 --at 2026-11-21T{hour}:00")
    assert "appointment" in ketalog("list 6").out.splitlines()[-3]


def test_a_number_that_is_not_there_is_said_whatever_was_read(ketalog: Ketalog) -> None:
    ketalog("mood 5")
    assert ketalog("show 7").code == NoSuchEntry.exit_code


def test_the_last_entry_is_changed_without_a_look_for_others(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Any:
        raise AssertionError("entries are looked through")  # all of them, if none is called so

    for line in ("dose 100mg sublingual", "mood 4", "mood 6"):
        assert ketalog(line).code == 0
    monkeypatch.setattr("ketalog.journal.Journal.newest", refuse)
    for line in ("edit last --note later", "edit last 5", "show last", "delete last"):
        assert ketalog(line).code == 0, line
