"""What is old but still holds is the same whether it was kept beside the journal or read anew."""

import json
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ketalog import store as stores
from ketalog.domain import snapshot as snapshots
from ketalog.domain.entries import Dose, Mood, new_id
from ketalog.domain.kinds import Entry
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.snapshot import Snapshot, snapshot_of
from ketalog.domain.treatment import Appointment, Check, Session, Supply
from ketalog.errors import JournalDamaged
from ketalog.ledger import format as file_format
from ketalog.ledger.snapshot import snapshot_path, write_snapshot
from ketalog.ledger.tail import transaction_lines
from ketalog.store import Store, in_order
from tests.conftest import NOW as NOW_TEXT
from tests.conftest import Ketalog, examples

NOW = datetime.fromisoformat(NOW_TEXT)
KINDS = (
    "dose",
    "dose",
    "dose",
    "plan",
    "stop",
    "fill",
    "lost",
    "count",
    "see",
    "check",
    "mood",
    "visit",
)

pytestmark = pytest.mark.usefixtures("hasty")


def entry(kind: str, hours: int, recorded: datetime = NOW) -> Entry:
    about: dict[str, Any] = {
        "id": new_id(),
        "at": NOW + timedelta(hours=hours),
        "recorded": recorded,
    }
    match kind:
        case "dose":
            return Dose(**about, amount_mg=Decimal(100 + hours % 3 * 50), route="sublingual")
        case "plan":
            strength = Decimal(100 if hours % 2 else 200)
            return Plan(**about, route="sublingual", strength_mg=strength)
        case "stop":
            return PlanStop(**about, route="sublingual")
        case "see":
            return Appointment(**about)
        case "check":
            return Check(**about, instrument="gad7", answers=(1,) * 7)
        case "mood":
            return Mood(**about, mood=5)
        case _:
            units, strength = Decimal(12), Decimal(100 if hours % 2 else 200)
            change: Any = kind
            return Supply(
                **about, change=change, units=units, strength_mg=strength, route="sublingual"
            )


@contextmanager
def new_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        yield Store(Path(folder) / "journal.json")


def log(store: Store, *some: Entry) -> None:
    with store.changing(NOW) as transaction:
        transaction.add(some)


def anew(store: Store) -> Snapshot:
    return snapshot_of(store.everything().entries.values(), 0)


def told(store: Store) -> Snapshot:
    return replace(store.snapshot(), number=0, since=None, recent=())


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*KINDS, "undo", "remove", "amend"]),
            st.integers(-500, 500),
            st.integers(0, 99),
        ),
        max_size=40,
    ),
    st.sampled_from([(4, 1), (6, 2), (12, 4), (40, 8)]),
    st.sampled_from([2, 5, 40]),
)
def test_what_is_kept_says_what_the_whole_journal_says(
    steps: list[tuple[str, int, int]], sizes: tuple[int, int], at_least: int
) -> None:
    with new_store() as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(stores, "SNAPSHOT_MAX_LAG", sizes[0])
        patch.setattr(stores, "UNDO_MARGIN", sizes[1])
        patch.setattr(stores, "NEAR_BYTES", 300)
        patch.setattr(stores, "OLD_STEPS", 1)
        patch.setattr(snapshots, "RECENT_WITHIN", timedelta(days=3))
        patch.setattr(snapshots, "AT_LEAST", at_least)
        for kind, hours, which in steps:
            change_once(store, kind, hours, which)
            assert told(store) == anew(store)
            everything = in_order(store.everything().entries.values())
            for since in (NOW - timedelta(hours=hours), NOW - timedelta(days=2)):
                recent = [entry for entry in everything if entry.at >= since]
                for kept in (None, store.snapshot()):
                    assert not_ahead(store.recent(since, kept)) == not_ahead(recent)
                doses = [entry for entry in recent if isinstance(entry, Dose)]
                assert store.doses(since, may_prompt=True) == doses
            plans, planned_doses = store.planned()
            assert plans == anew(store).plans
            assert plans or not planned_doses
            if plans:
                assert set(anew(store).doses) <= set(planned_doses)


def not_ahead(entries: list[Entry]) -> list[Entry]:
    """Return the entries whose time had come when they were written: the others are kept apart."""
    return [entry for entry in entries if entry.at <= entry.recorded]


def change_once(store: Store, kind: str, hours: int, which: int) -> None:
    history = store.everything()
    alive = list(history.entries.values())
    with store.changing(NOW) as transaction:
        if kind == "undo":
            if history.transactions:
                transaction.undo(history.transactions[which % len(history.transactions)])
        elif kind == "remove":
            if alive:
                transaction.remove([alive[which % len(alive)]])
        elif kind == "amend":
            if alive:
                one = alive[which % len(alive)]
                transaction.amend(replace(one, at=NOW + timedelta(hours=hours), changed=NOW))
        elif kind == "visit":
            dose = entry("dose", hours)
            others = [one.id for one in alive if isinstance(one, Dose)]
            far = others[which % len(others)] if others and which % 3 == 0 else dose.id
            transaction.add(
                [dose, Session(id=new_id(), at=dose.at, recorded=NOW, where="kap", dose=far)]
            )
        else:
            transaction.add([entry(kind, hours)])


def fill_up(store: Store, count: int = 60) -> None:
    log(store, entry("plan", -2001))
    log(store, entry("fill", -2001))
    for n in range(count):
        log(store, entry("dose", -1500 + 3 * n))


def test_supply_left_is_what_came_less_what_doses_took() -> None:
    with new_store() as store:
        fill_up(store, 60)
        snapshot = store.snapshot()
        assert [taken.units for taken in snapshot.taken] == [Decimal(60)]


@pytest.mark.parametrize(
    "spoiled",
    [b"", b"clear x\n{}\nabc", b"\xff" * 99, pytest.param(None, marks=pytest.mark.slow)],
)
def test_what_is_kept_is_never_trusted_over_the_journal(spoiled: bytes | None) -> None:
    with new_store() as store:
        fill_up(store)
        before = told(store)
        snapshot = snapshot_path(store.path)
        assert snapshot.exists()
        if spoiled is None:
            data = bytearray(snapshot.read_bytes())
            for at in [*range(300), *range(300, len(data), 7)]:  # its head, and all through it
                data[at] ^= 1
                snapshot.write_bytes(data)
                assert told(Store(store.path)) == before
                data[at] ^= 1
        else:
            snapshot.write_bytes(spoiled)
            assert told(Store(store.path)) == before


def test_what_is_kept_is_private_and_of_this_journal_alone() -> None:
    with new_store() as store, new_store() as other:
        fill_up(store)
        fill_up(other, 70)
        store.snapshot()
        snapshot = snapshot_path(store.path)
        assert stat.S_IMODE(snapshot.stat().st_mode) == 0o600
        snapshot_path(other.path).write_bytes(snapshot.read_bytes())
        assert told(other) == anew(other)


def test_it_may_fail_to_be_kept() -> None:
    with new_store() as store:
        fill_up(store)
        snapshot_path(store.path).mkdir()
        assert told(store) == anew(store)


def test_what_is_kept_of_a_locked_journal_is_locked(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(home / "journal.json")
    fill_up(store)
    log(store, replace(entry("see", -3), with_whom="Dr Sentinel"))
    for n in range(60):
        log(store, entry("mood", -n))
    store.snapshot()
    snapshot = snapshot_path(store.path)
    assert b"Sentinel" in snapshot.read_bytes()
    (home / "words").write_text("a long enough passphrase\n")
    monkeypatch.setenv("KETALOG_NEW_PASSPHRASE_FILE", str(home / "words"))
    monkeypatch.setenv("KETALOG_PASSPHRASE_FILE", str(home / "words"))
    assert ketalog("lock").code == 0
    assert not snapshot.exists()
    words = Store(home / "journal.json", None, lambda _: ["a long enough passphrase"])
    there = told(words)
    assert snapshot.read_bytes().startswith(b"locked ")
    assert b"Sentinel" not in snapshot.read_bytes()
    again = Store(home / "journal.json", None, lambda _: ["a long enough passphrase"])
    assert told(again) == there == anew(again)
    assert ketalog("unlock").code == 0
    assert snapshot.read_bytes().startswith(b"clear ")


def test_erasing_takes_it_out_of_what_is_kept_too(ketalog: Ketalog, home: Path) -> None:
    store = Store(home / "journal.json")
    fill_up(store)
    log(store, replace(entry("see", -3), with_whom="Dr Sentinel"))
    for n in range(60):
        log(store, entry("mood", -n))
    store.snapshot()
    number = next(one.number for one in store.snapshot().appointments)
    assert ketalog(f"erase {number} --yes").code == 0
    for file in home.rglob("*"):
        if file.is_file():
            assert b"Sentinel" not in file.read_bytes(), file


@pytest.mark.parametrize(
    "said", [b"{}", b"[]", b'{"form":1,"number":9}', b'{"form":2,"number":"9"}', b"no json"]
)
def test_what_another_version_kept_is_made_anew(said: bytes) -> None:
    with new_store() as store:
        fill_up(store)
        before = told(store)
        line_sum, _ = store.ledger.kept_snapshot(may_prompt=False) or ("", b"")
        write_snapshot(store.path, line_sum, said, None)
        assert told(Store(store.path)) == before
        write_snapshot(store.path, line_sum, said, None)
        plans, _ = Store(store.path).planned()
        assert plans
        assert plans == before.plans


@pytest.mark.parametrize("planted", ["pipe", "folder", "huge", "link to a pipe"])
def test_what_is_planted_in_its_place_keeps_nobody_waiting(
    ketalog: Ketalog, home: Path, planted: str
) -> None:
    snapshot = snapshot_path(home / "journal.json")
    assert ketalog("dose 100mg sublingual").code == 0
    match planted:
        case "pipe":
            os.mkfifo(snapshot)
        case "folder":
            snapshot.mkdir()
        case "huge":
            with snapshot.open("wb") as file:
                file.truncate(1 << 42)
        case _:
            os.mkfifo(home / "pipe")
            snapshot.symlink_to(home / "pipe")
    for line in ("today", "dose 50mg nasal", "erase 1 --yes"):
        answer = ketalog(line)
        assert answer.code == 0, answer
    assert ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True).code == 0


@pytest.mark.parametrize("line", ["lock --remove-copies", "erase 1 --yes", "today"])
def test_what_a_killed_write_of_it_left_goes(ketalog: Ketalog, home: Path, line: str) -> None:
    assert ketalog("appointment tomorrow 9am with 'Dr Sentinel'").code == 0
    assert ketalog("mood 5").code == 0
    snapshot = snapshot_path(home / "journal.json")
    left = snapshot.with_name(f".{snapshot.name}.99999.new")  # As disk.replace names it.
    left.write_bytes(b"Dr Sentinel")
    answer = ketalog(line, stdin="correct horse\ncorrect horse\n", tty=True)
    assert answer.code == 0, answer
    assert not left.exists()


def test_one_in_clear_beside_a_journal_that_was_locked_elsewhere_goes(
    ketalog: Ketalog, home: Path
) -> None:
    assert ketalog("appointment tomorrow 9am with 'Dr Sentinel'").code == 0
    snapshot = snapshot_path(home / "journal.json")
    write_snapshot(home / "journal.json", "0" * 64, b"Dr Sentinel", None)
    kept = snapshot.read_bytes()
    assert ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True).code == 0
    snapshot.write_bytes(kept)  # A sync tool brought the locked journal; this was here before.
    assert ketalog("dose 100mg sublingual").code == 0
    assert not snapshot.exists()


def test_a_clock_that_was_ahead_once_hides_no_dose_and_no_appointment() -> None:
    entries = [
        *(entry("dose", hours) for hours in (-60, -40, -20)),
        *(entry("see", hours) for hours in (15, 200, 900)),
        entry("mood", 0, NOW + timedelta(days=1500)),
    ]
    numbered = [replace(one, number=n) for n, one in enumerate(entries, 1)]
    snapshot = snapshot_of(numbered, len(numbered) + 1)
    assert len(snapshot.doses) == 3
    assert len(snapshot.appointments) == 3
    later = snapshot.with_([replace(entry("dose", -1), number=8)], 9)
    assert later is not None
    assert len(later.doses) == 4


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize(
    "step",
    ["x", {"put": ["x"]}, {"put": {"kind": "dose", "id": ["x"]}}, {"remove": {}},
     {"put": {"kind": "dose", "id": "x"}, "number": "1"}],
)  # fmt: skip
def test_a_sealed_line_that_is_none_of_ours_is_damage(step: object, *, kept: bool) -> None:
    with new_store() as store:
        if kept:
            fill_up(store)
            store.snapshot()
        else:
            log(store, entry("mood", -1))
        with store.ledger.writing(NOW) as tail:
            lines = transaction_lines(tail.last, [], NOW)
            store.ledger.append(lines)
        data = store.path.read_bytes().removesuffix(file_format.END)
        key, raw = file_format.split_row(data.rpartition(b"\n")[2]) or (0, b"")
        body = {name: value for name, value in json.loads(raw).items() if name != "sum"}
        forged = file_format.with_checksum({**body, "do": [step]})
        head = data.removesuffix(file_format.row_bytes(key, raw))
        store.path.write_bytes(head + file_format.row_bytes(key, forged) + file_format.END)
        second_copy = store.second_copy_path.read_bytes()
        store.second_copy_path.write_bytes(
            second_copy.removesuffix(file_format.second_copy_bytes(raw)) + forged + b"\n"
        )
        for look in (store.snapshot, store.planned, store.everything):
            with suppress(JournalDamaged):
                look()
        with pytest.raises(JournalDamaged):
            store.snapshot()


def test_a_dose_knows_the_form_in_which_it_is_kept() -> None:
    assert snapshot_of([], 1).form == stores.SNAPSHOT_VERSION  # or every dose reads all anew
