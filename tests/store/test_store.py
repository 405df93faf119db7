"""The store: what was put in comes out, and undo and redo walk through what was done."""

import shutil
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from benchmarks.journals import write_journal
from ketalog.doctor import Doctor
from ketalog.domain.also import SORTS
from ketalog.domain.calendar import Calendar
from ketalog.domain.entries import (
    SEVERITIES,
    Dose,
    Effect,
    Mood,
    NoEffects,
    Note,
    Question,
    Source,
    new_id,
)
from ketalog.domain.kinds import Entry
from ketalog.domain.treatment import READING_POINTS, Also, Session, Vitals, place_of
from ketalog.errors import JournalDamaged
from ketalog.history import History
from ketalog.journal import Journal
from ketalog.ledger import format as file_format
from ketalog.ledger import tail
from ketalog.ledger.contents import read_journal
from ketalog.ledger.tail import Step, transaction_lines
from ketalog.store import Store, in_order
from tests.conftest import examples
from tests.crash.journals import NOW, by_id, mood

offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=offsets)  # noqa: DTZ001
texts = st.text(max_size=80)
ratings = st.none() | st.integers(0, 10)
minutes = st.none() | st.integers(0, 6000)
percents = st.none() | st.integers(30, 100)
amounts = st.decimals("0.001", "10000", places=3)
shared = {
    "id": st.uuids().map(str),
    "at": moments,
    "recorded": moments,
    "changed": st.none() | moments,
    "source": st.none() | st.builds(Source, format=texts, file=texts, row=minutes),
    "note": st.none() | texts,
}
entries = st.one_of(
    st.builds(
        Dose,
        **shared,
        amount_mg=amounts,
        route=texts,
        count=st.none() | amounts,
        each_mg=st.none() | amounts,
        medication=st.none() | texts,
        hold_minutes=minutes,
        swallowed=st.none() | st.booleans(),
        estimate=st.booleans(),
        intention=st.none() | texts,
        with_whom=st.none() | texts,
        ate_minutes=minutes,
        setting=st.none() | texts,
        mood=ratings,
        anxiety=ratings,
    ),
    st.builds(Mood, **shared, mood=ratings, anxiety=ratings, energy=ratings, sleep_minutes=minutes),
    st.builds(
        Effect,
        **shared,
        name=texts,
        severity=st.none() | st.sampled_from(SEVERITIES),
        minutes=minutes,
        dose=st.none() | st.uuids().map(str),
    ),
    st.builds(NoEffects, **shared, dose=st.none() | st.uuids().map(str)),
    st.builds(Note, **shared, text=texts),
    st.builds(Question, **shared, text=texts),
    st.builds(
        Session,
        **shared,
        where=st.sampled_from(["infusion", "kap", "clinic"]),
        minutes=minutes,
        watched_minutes=minutes,
        ready_minutes=minutes,
        lowest_oxygen_percent=percents,
        with_whom=st.none() | texts,
    ),
    st.builds(
        Also,
        **shared,
        what=texts,
        about=st.sampled_from([sort.name for sort in SORTS]),
        change=st.sampled_from(["taken", "started", "stopped", "changed", "none"]),
    ),
    st.sampled_from(READING_POINTS).flatmap(
        lambda point: st.builds(
            Vitals,
            **shared,
            pulse_per_minute=st.integers(20, 300),
            oxygen_percent=percents,
            point=st.just(point),
            place=st.just(place_of(point)),
            session=st.none() | st.uuids().map(str),
        )
    ),
)

pytestmark = pytest.mark.usefixtures("hasty")


@contextmanager
def new_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        yield Store(Path(folder) / "journal.json")


def log(store: Store, *some: Entry) -> list[Entry]:
    with store.changing(NOW) as transaction:
        return transaction.add(some)


def now_in(store: Store) -> dict[str, Entry]:
    return store.everything().entries


@pytest.mark.slow
@settings(max_examples=examples(60))
@given(st.lists(st.lists(entries, max_size=4), max_size=4))
def test_whatever_is_put_in_comes_out(transactions: list[list[Entry]]) -> None:
    with new_store() as store:
        put = [entry for some in transactions for entry in log(store, *some)]
        assert now_in(store) == by_id(put)
        assert [entry.number for entry in put] == list(range(1, len(put) + 1))
        assert len(store.everything().transactions) == len(transactions)
        for entry in put:
            found = now_in(Store(store.path))[entry.id]
            assert found == entry
            assert found.at.utcoffset() == entry.at.utcoffset()


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.lists(st.tuples(st.integers(-400, 400), st.integers(0, 60)), min_size=1, max_size=3),
        max_size=20,
    ),
    st.lists(st.tuples(st.sampled_from("aru"), st.integers(0, 99), st.integers(-400, 400))),
    st.integers(-450, 450),
    st.sampled_from([200, 700, 2000, tail.BLOCK]),
)
def test_the_recent_view_is_everything_from_then_on(
    logged: list[list[tuple[int, int]]],
    changes: list[tuple[str, int, int]],
    since_hours: int,
    block: int,
) -> None:
    number = 0
    with new_store() as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tail, "BLOCK", block)
        for some in logged:
            number += len(some)
            log(
                store,
                *(
                    mood(number + n, hours=hours, note="x" * length)
                    for n, (hours, length) in enumerate(some)
                ),
            )
        for what, which, hours in changes:
            alive = list(now_in(store).values())
            history = store.everything().transactions
            with store.changing(NOW) as transaction:
                if what == "u" and history:
                    transaction.undo(history[which % len(history)])
                elif what == "r" and alive:
                    transaction.remove([alive[which % len(alive)]])
                elif alive:
                    one = alive[which % len(alive)]
                    transaction.amend(replace(one, at=NOW - timedelta(hours=hours), changed=NOW))
        for since in (NOW - timedelta(hours=since_hours), NOW, NOW - timedelta(days=99)):
            full = [entry for entry in now_in(store).values() if entry.at >= since]
            assert Store(store.path).recent(since) == in_order(full)


class UndoAndRedo(RuleBasedStateMachine):
    """All verbs in any order, with crashes between, against a stack of plain dictionaries."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "journal.json"
        self.done: list[dict[str, Entry]] = [{}]
        self.undone: list[dict[str, Entry]] = []
        self.written = 0
        self.again()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule()
    def again(self) -> None:
        self.store = Store(self.path)
        self.journal = Journal(self.store, NOW, Calendar())

    @property
    def state(self) -> dict[str, Entry]:
        return self.done[-1]

    def changed(self, state: dict[str, Entry]) -> None:
        self.done.append(state)
        self.undone.clear()

    @rule(hours=st.integers(-48, 100))
    def log(self, hours: int) -> None:
        self.written += 1
        outcome = self.journal.log(mood(self.written, hours=hours))
        entry = outcome.changed[0].after
        assert entry is not None
        assert entry.number == self.written
        self.changed({**self.state, entry.id: entry})

    @rule(amount=st.integers(1, 300))
    def log_a_dose(self, amount: int) -> None:
        self.written += 1
        dose = Dose(
            id=new_id(), at=NOW, recorded=NOW, amount_mg=Decimal(amount), route="sublingual"
        )
        (change,) = self.journal.log(dose).changed
        assert change.after is not None
        self.changed({**self.state, dose.id: change.after})

    @rule(several=st.integers(2, 40))
    def take_in(self, several: int) -> None:
        some = [[mood(self.written + n)] for n in range(1, several + 1)]
        self.written += several
        outcome = self.journal.take_in(some, [])
        after = [one.after for one in outcome.changed if one.after]
        self.changed({**self.state, **by_id(after)})

    @precondition(lambda self: self.state)
    @rule(which=st.integers(0, 999), hours=st.integers(0, 99))
    def amend(self, which: int, hours: int) -> None:
        entry = list(self.state.values())[which % len(self.state)]
        after = replace(entry, at=NOW - timedelta(hours=hours), note=f"{which}")
        outcome = self.journal.amend(f"#{entry.number}", lambda _: after)
        if outcome.verb == "changed":
            self.changed({**self.state, entry.id: replace(after, changed=NOW)})

    @precondition(lambda self: self.state)
    @rule(which=st.lists(st.integers(0, 999), min_size=1, max_size=3))
    def remove(self, which: list[int]) -> None:
        some = [list(self.state.values())[one % len(self.state)] for one in which]
        self.journal.remove([str(entry.number) for entry in some])
        gone = {entry.id for entry in some}
        self.changed({key: one for key, one in self.state.items() if key not in gone})

    @rule()
    def undo(self) -> None:
        verb = self.journal.undo().verb
        assert verb == ("undone" if len(self.done) > 1 else "nothing to undo")
        if verb == "undone":
            self.undone.append(self.done.pop())

    @rule()
    def redo(self) -> None:
        verb = self.journal.redo().verb
        assert verb == ("redone" if self.undone else "nothing to redo")
        if verb == "redone":
            self.done.append(self.undone.pop())

    @precondition(lambda self: self.path.exists())
    @rule(cut=st.integers(1, 3000))
    def tear_the_journal(self, cut: int) -> None:
        data = self.path.read_bytes()
        header = len(file_format.open_bytes(read_journal(data).header))
        self.path.write_bytes(data[: max(header, len(data) - cut)])

    @precondition(lambda self: self.path.exists())
    @rule(cut=st.integers(1, 3000), gone=st.booleans())
    def tear_the_second_copy_and_go_on(self, cut: int, gone: bool) -> None:
        second_copy = self.store.second_copy_path
        whole = second_copy.read_bytes()
        if gone:
            second_copy.unlink()
        else:
            second_copy.write_bytes(whole[:-cut])
        self.log(0)
        assert second_copy.read_bytes().startswith(whole)

    @invariant()
    def the_journal_says_what_was_done(self) -> None:
        if hasattr(self, "path"):
            assert now_in(Store(self.path)) == self.state


TestUndoAndRedo = pytest.mark.slow(UndoAndRedo.TestCase)
TestUndoAndRedo.settings = settings(
    deadline=None, max_examples=examples(100), stateful_step_count=25
)


def test_versions_of_one_entry_share_its_number(tmp_path: Path) -> None:
    store = Store(tmp_path / "journal.json")
    first = mood(1)
    written = log(store, first, replace(first, note="later", changed=NOW), mood(2))
    assert [entry.number for entry in written] == [1, 1, 2]
    assert log(store, mood(3))[0].number == 3
    assert now_in(store)["id-1"].note == "later"


def test_a_number_is_never_given_twice(tmp_path: Path) -> None:
    store = Store(tmp_path / "journal.json")
    log(store, mood(1))
    with store.changing(NOW) as transaction:
        transaction.undo(store.everything().transactions[0])
    assert log(store, mood(2))[0].number == 2


def test_an_entry_of_a_newer_ketalog_is_named_and_nothing_is_touched(tmp_path: Path) -> None:
    store = Store(tmp_path / "journal.json")
    steps = [Step({"number": 1, "put": {"kind": "dream", "id": "1"}}, number=1)]
    with store.ledger.writing(NOW):
        store.ledger.append(transaction_lines(None, steps, NOW))
    before = store.path.read_bytes()
    with pytest.raises(JournalDamaged, match="can't be read") as caught:
        store.everything()
    assert "newer ketalog" in str(caught.value.hint)
    assert store.path.read_bytes() == before


def test_undo_of_an_import_of_5000_entries_takes_all_of_them_and_redo_brings_them_back(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "journal.json")
    journal = Journal(store, NOW, Calendar())
    journal.log(mood(0))
    journal.take_in([[mood(n, hours=n)] for n in range(1, 5001)], [])
    assert len(now_in(store)) == 5001
    assert len(journal.undo().changed) == 5000
    assert list(now_in(store)) == ["id-0"]
    journal.redo()
    assert len(now_in(store)) == 5001
    since = NOW - timedelta(hours=100)
    assert len(Store(store.path).recent(since)) == 101


def test_an_import_of_an_old_diary_leaves_later_views_short(tmp_path: Path) -> None:
    store = Store(tmp_path / "journal.json")
    log(store, *(mood(n, hours=10_000 + n, note="x" * 500) for n in range(2000)))
    log(store, mood(5000, hours=1))
    assert len(store.ledger.everything()) > 20
    assert len(store.ledger.recent(NOW - timedelta(hours=2))) < 5


def test_a_line_keeps_the_offset_of_the_place(tmp_path: Path) -> None:
    store = Store(tmp_path / "journal.json")
    at = datetime.fromisoformat("2026-07-01T08:00:00-07:00")
    log(store, replace(mood(1), at=at))
    assert [entry.at.isoformat() for entry in Store(store.path).recent(at)] == [at.isoformat()]


def test_history_is_read_from_lines_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "journal.json")
    log(store, mood(1), mood(2))
    with store.changing(NOW) as transaction:
        transaction.remove([mood(1)])
    history = History.of(store.ledger.everything())
    assert [len(one.ops) for one in history.transactions] == [2, 1]
    assert list(history.entries) == ["id-2"]
    assert [op.remove for _, op in history.versions()] == [None, None, "id-1"]


def test_a_whole_read_keeps_what_the_entries_say_and_no_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.json"
    write_journal(path, 3000, NOW)
    size = path.stat().st_size
    for read, most in ((Store(path).everything, 3), (Doctor(Store(path), NOW).diagnosis, 4)):
        read()  # Loads what it needs.
        tracemalloc.start()
        try:
            kept = read()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert kept
        assert peak < most * size
