"""The journal as the rest sees it: typed entries, transactions, the recent view, everything."""

from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import MsgspecError, Raw, Struct, convert, json
from msgspec.structs import replace

from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.entries import Dose, Effect, key_of, kind_of
from ketalog.domain.kinds import HELD_WHEN_OLD, MAY_LIE_AHEAD, PLANS
from ketalog.errors import JournalDamaged, JournalError, JournalLocked, Rehearsed
from ketalog.history import History, Op, TransactionRecord, kind_in, line_of_any_kind
from ketalog.ledger.ledger import Ledger, TooFar
from ketalog.ledger.tail import Step, Tail, is_before, transaction_lines, undo_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ketalog.domain.kinds import Entry
    from ketalog.domain.plan import Plan, PlanStop
    from ketalog.domain.snapshot import Snapshot
    from ketalog.ledger.format import Line

    Planned = tuple[tuple[Plan | PlanStop, ...], tuple[Dose, ...]]
SNAPSHOT_MAX_LAG = 40
"""Lines that may stand behind the one that the kept snapshot is of, and are looked at on every run:
to write it anew for each would cost every dose two fsyncs more."""
LAG_FACTOR_READ = 50
"""A kept snapshot up to so many times SNAPSHOT_MAX_LAG lines behind is brought up to date; one
further behind is made anew from the whole journal."""
UNDO_MARGIN = 8
"""The last lines that a kept snapshot leaves out: to undo one of them is no reason to read all."""
SNAPSHOT_VERSION = 6
"""The shape of what is kept; see `Snapshot.form`."""
ENDINGS_BYTES = (12 * 1024, 64 * 1024, 768 * 1024)
"""Bytes of the last lines that are looked at before all are: some twenty entries, a hundred, two
thousand. See tail.BLOCK for the bytes that are read for them."""
NEAR_BYTES = 40 * 1024
"""Bytes of the last lines that are searched for the last days, before the kept snapshot is."""
OLD_STEPS = 500
"""How many changes of older entries may stand among the last days' own: with more, the entries of
the last days are kept in the snapshot too."""


class Transaction:
    """One change under way: the journal is held, and what is written becomes one transaction.

    Whatever the store is asked meanwhile, it answers from the end of the journal that was read and
    verified once, when the change began. `written_twice` tells, once something was written, whether
    the second copy has it too. A `wanted_id` is found in the journal, whatever a crash cut off.
    """

    def __init__(
        self,
        ledger: Ledger,
        tail: "Tail",
        now: datetime,
        written: list[str],
        wanted_id: str | None,
    ) -> None:
        self._ledger = ledger
        self._tail = tail
        self._now = now
        self._written = written
        self._wanted_id = wanted_id
        self.written_twice = True

    @property
    def clock_behind(self) -> datetime | None:
        """Return when the last change was written, if that is more than a day ahead of now.

        What is locked does not say when it was written.
        """
        last = self._tail.last.rec if self._tail.last else None
        return last if last is not None and last - self._now > ONE_DAY else None

    def add(self, entries: "Iterable[Entry]", gone: "Iterable[Entry]" = ()) -> "list[Entry]":
        """Write new entries, and that some of them are gone; return them with short numbers.

        Versions of one entry follow one another and share a number.
        """
        numbers: dict[str, int] = {}
        numbered = []
        for entry in entries:
            number = numbers.setdefault(entry.id, self._tail.next_number + len(numbers))
            numbered.append(replace(entry, number=number))
        self._put(numbered, gone)
        return numbered

    def amend(self, *entries: "Entry") -> None:
        """Write new versions of entries that have their numbers."""
        self._put(entries)

    def remove(self, entries: "Iterable[Entry]") -> None:
        """Take entries out of the present; the past keeps them."""
        self._put([], entries)

    def undo(self, record: "TransactionRecord") -> None:
        """Take back a transaction, or an undo."""
        self._write([undo_line(self._tail.last, record.id, self._now)])

    def _put(self, entries: "Iterable[Entry]", gone: "Iterable[Entry]" = ()) -> None:
        self._write(transaction_lines(self._tail.last, _steps(entries, gone), self._now))

    def _write(self, lines: "list[Line]") -> None:
        if self._wanted_id is not None:
            lines = [replace(line, id=self._wanted_id) for line in lines]
        self.written_twice = self._ledger.append(lines)
        self._written.append(lines[-1].id)


class Store:
    """The entries of the journal at a path. Every method may raise a JournalError.

    `ledger` is its file, for what Maintenance and Doctor do with it as a whole. Where one that
    `rehearses` would be changed, Rehearsed is raised.
    """

    def __init__(
        self,
        path: Path,
        backups: Path | None = None,
        passphrases: "Callable[[str | None], Iterable[str]]" = lambda _: (),
        places: Path | None = None,
        *,
        rehearses: bool = False,
    ) -> None:
        self._rehearses = rehearses
        self.ledger = Ledger(path, backups, passphrases, places)
        self.path = self.ledger.path
        self.second_copy_path = self.ledger.second_copy.path
        self.written: list[str] = []
        """The ids of the transactions that this run has written."""

    def notices(self, *, only_repairs: bool = False) -> list[str]:
        """Return what had to be repaired so far, and what else needs a person, a sentence each."""
        return [
            *dict.fromkeys(self.ledger.repairs),
            *([] if only_repairs else self.ledger.warnings()),
        ]

    @property
    def is_begun(self) -> bool:
        """Tell whether there is a journal, or anything that says that there was one."""
        return self.ledger.is_begun

    @property
    def last_sum(self) -> str | None:
        """Return the last line's sum: it changes with anything in the journal. None if unknown."""
        return self.ledger.last_sum

    def recent(
        self, since: datetime, snapshot: "Snapshot | None" = None, *, may_prompt: bool = True
    ) -> "list[Entry]":
        """Return the entries from `since` on, in time's order; `snapshot`, where it was read.

        A locked journal raises JournalLocked unless `may_prompt`, or it was opened before.
        """
        return in_order(self._since(since, snapshot=snapshot, may_prompt=may_prompt))

    def doses(self, since: datetime, *, may_prompt: bool) -> "list[Dose]":
        """Return the doses from `since` on, in time's order; nothing else is looked at.

        A locked journal raises JournalLocked unless `may_prompt`, or it was opened before.
        """
        # To decode entries of every kind would load the modules of all of them.
        entries = in_order(self._since(since, Dose, may_prompt=may_prompt))
        return [entry for entry in entries if isinstance(entry, Dose)]

    def doses_and_effects(self, since: datetime) -> "list[Dose | Effect]":
        """Return the doses and side effects from `since` on; nothing else is looked at."""
        entries = in_order(self._since(since, Dose, Effect, may_prompt=False))
        return [entry for entry in entries if isinstance(entry, Dose | Effect)]

    def _since(
        self,
        since: datetime,
        *only: "type[Entry]",
        snapshot: "Snapshot | None" = None,
        may_prompt: bool,
    ) -> "list[Entry]":
        """Return the entries from `since` on. With `only` these types, others may be left out.

        Where old entries were taken in behind them, they lie far from the journal's end: then they
        come from what was kept beside the journal.
        """
        if snapshot is None:
            try:
                lines = self.ledger.recent(since, may_prompt=may_prompt, most_bytes=NEAR_BYTES)
            except TooFar:
                kept = self._kept_since(since, *only, may_prompt=may_prompt) if only else None
                if kept is not None:
                    return kept
                snapshot = self.snapshot(may_prompt=may_prompt)
        if snapshot is not None:
            if snapshot.since is not None and snapshot.since <= since:
                return [entry for entry in snapshot.recent if entry.at >= since]
            lines = self.ledger.recent(since, may_prompt=may_prompt)
        entries = History.of(lines, *only).entries.values()
        return [entry for entry in entries if entry.at >= since]

    def _kept_since(
        self, since: datetime, *only: "type[Entry]", may_prompt: bool
    ) -> "list[Entry] | None":
        """Return the entries of these types from the snapshot and the lines behind it, or None.

        To decode the others would load the modules of all kinds.
        """
        found = self._kept(1, *only, since=since, may_prompt=may_prompt)
        kept_since, history = found or (None, None)
        if history is None or kept_since is None or kept_since > since:
            return None
        return [entry for entry in history.entries.values() if entry.at >= since]

    def _kept(
        self,
        lag_factor: int,
        *only: "type[Entry]",
        since: datetime | None = None,
        may_prompt: bool,
    ) -> "tuple[datetime, History] | None":
        """Return since when the snapshot keeps entries, and the history from there on.

        The kept entries are made into one line, before the lines that lie behind the snapshot;
        those from before `since` are left out. None where it keeps none.
        """
        kept, lines, _ = self._behind_kept(lag_factor, may_prompt=may_prompt)
        known = _known(kept)
        if known is None or known.since is None or lines is None:
            return None
        if _reach_back(lines, known.number):
            return None
        from ketalog.ledger.format import Line

        with suppress(MsgspecError, JournalDamaged):  # Another version may have kept it.
            recent = json.decode(known.recent) if since is None else _newest(known.recent, since)
            puts = [{"put": put, "number": put.get("number")} for put in recent]
            before = Line(seq=0, id="", next=known.number)
            line = replace(before, id="kept", do=puts, merged=True)
            return known.since, History.of([before, line, *lines], *only, are_all=False)
        return None

    def snapshot(self, *, may_prompt: bool = True) -> "Snapshot":
        """Return what is old but still holds: plans, supply, appointments, the last doses.

        It is the one that was kept beside the journal, brought up to date from the lines behind it.
        A locked journal raises JournalLocked unless `may_prompt`, or it was opened before.
        """
        from ketalog.domain.snapshot import Snapshot, snapshot_of

        kept, lines, are_all = self._behind_kept(LAG_FACTOR_READ, may_prompt=may_prompt)
        if lines is not None and are_all:
            return snapshot_of(History.of(lines).entries.values(), _next(lines))
        before = None
        with suppress(MsgspecError):  # Another version of ketalog may have kept something else.
            before = json.decode(kept, type=Snapshot)
        if lines is not None and before is not None:
            snapshot = _with(before, lines)
            if snapshot is not None:
                self._keep_up(before, lines)
                return snapshot
        return self._snapshot_of_all(may_prompt=may_prompt)

    def _behind_kept(
        self, lag_factor: int = 1, *, may_prompt: bool
    ) -> "tuple[bytes, list[Line] | None, bool]":
        """Return the kept snapshot, the lines behind it if they are few, and if these are all."""
        line_sum, kept = self.ledger.kept_snapshot(may_prompt=may_prompt) or ("", b"{}")
        max_lines = SNAPSHOT_MAX_LAG * (lag_factor if line_sum else 1)
        behind = self.ledger.behind(line_sum, max_lines, may_prompt=may_prompt)
        return (kept, *(behind or (None, False)))

    def _snapshot_of_all(self, *, may_prompt: bool) -> "Snapshot":
        """Make what is kept anew from the whole journal, and keep it."""
        from ketalog.domain.snapshot import snapshot_of

        lines = list(self._all_lines(may_prompt=may_prompt))
        entries = History.of(lines).entries
        snapshot = snapshot_of(entries.values(), _next(lines), _worth_keeping(lines, entries))
        if len(lines) > SNAPSHOT_MAX_LAG or snapshot.since is not None:
            self.ledger.keep_snapshot(lines[-1].sum, json.encode(snapshot))
        return snapshot

    def renew(self) -> None:
        """Keep what still holds, so that the next dose need not read the whole journal.

        Called once the file was written anew, or much was put behind its end. It is no loss if it
        fails; of a locked journal it is made when it is next opened.
        """
        with suppress(JournalError):
            self._snapshot_of_all(may_prompt=False)

    def _keep_up(self, before: "Snapshot", lines: "list[Line]") -> None:
        """Keep what holds up to a little before the end: what is young may still be undone."""
        if len(lines) <= SNAPSHOT_MAX_LAG // 2:
            return
        old = lines[:-UNDO_MARGIN]
        while old and not old[-1].ends:
            old.pop()
        snapshot = _with(before, old) if old else None
        if snapshot is not None:
            self.ledger.keep_snapshot(old[-1].sum, json.encode(snapshot))

    def planned(self) -> "Planned":
        """Return every version of every plan, and the doses of the last days; none without a plan.

        A journal that is locked and has not been opened before raises JournalLocked.
        """
        kept, lines, are_all = self._behind_kept(may_prompt=False)
        if lines is None and not (self.path.exists() or self.second_copy_path.exists()):
            return (), ()
        # A dose without a plan must load nothing of one: what was kept is looked at undecoded.
        known = _Known() if are_all else _known(kept)
        if lines is None or known is None or _reach_back(lines, known.number):
            snapshot = self.snapshot(may_prompt=False)
            return snapshot.plans, snapshot.doses if snapshot.plans else ()
        if not known.plans and not any(kind in PLANS for kind in _kinds(lines)):
            return (), ()
        from ketalog.domain.plan import Plan, PlanStop

        fresh = History.of(lines, Dose, Plan, PlanStop).entries.values()
        old = convert([*known.plans, *known.doses], list[Dose | Plan | PlanStop])
        entries = in_order([*old, *fresh])
        plans = tuple(entry for entry in entries if isinstance(entry, Plan | PlanStop))
        doses = tuple(entry for entry in entries if isinstance(entry, Dose))
        return plans, doses if plans else ()

    def everything(self, *, may_prompt: bool = True) -> "History":
        """Return the whole journal."""
        return History.of(self._all_lines(may_prompt=may_prompt))

    def _all_lines(self, *, may_prompt: bool) -> "Iterator[Line]":
        return self.ledger.lines(may_prompt=may_prompt, line_type=line_of_any_kind())

    def endings(self, *, may_prompt: bool = True, sealed: bool = False) -> "Iterator[History]":
        """Yield what the last changes add up to, of more and more of them, and of all at last.

        Whoever asks takes the first that doesn't raise NotRead. Of a journal that is locked and was
        not opened before, they are `sealed` if that will do; else a passphrase is asked for, or
        without `may_prompt` JournalLocked raised.
        """
        for n, least_bytes in enumerate(ENDINGS_BYTES):
            if n == 1 and not sealed:
                kept = self._kept(LAG_FACTOR_READ, may_prompt=may_prompt)
                yield from kept[1:] if kept else ()
            lines, are_all = self.ledger.last(least_bytes) or ([], False)
            if not lines:
                break
            try:
                lines = self.ledger.decrypted(lines, may_prompt=may_prompt and not sealed)
            except JournalLocked:
                if not sealed:
                    raise
            yield History.of(lines, are_all=are_all)
        yield self.outline() if sealed else self.everything(may_prompt=may_prompt)

    def erased(self) -> frozenset[str]:
        """Return the ids of entries whose words were taken out for good."""
        header = self.ledger.header()
        return frozenset(header.removed if header else ())

    def outline(self) -> "History":
        """Return the whole journal, as far as it can be read without a passphrase being typed."""
        lines = list(self.ledger.outline(line_of_any_kind()))
        with suppress(JournalLocked):
            lines = self.ledger.decrypted(lines, may_prompt=False)
        return History.of(lines)

    @contextmanager
    def changing(
        self, now: datetime, *, reading: bool = False, wanted_id: str | None = None
    ) -> "Iterator[Transaction]":
        """Hold the journal for one change; one that needs `reading` opens a locked one before.

        It is made if there is none: whoever adds nothing asks before whether it `is_begun`.
        Nobody is asked for anything while it is held: a prompt would keep every other ketalog out.
        """
        if self._rehearses:
            raise Rehearsed
        if reading:
            self.ledger.ask_passphrase()
        with self.ledger.writing(now) as tail:
            yield Transaction(self.ledger, tail, now, self.written, wanted_id)


def drafted(
    last: "Line | None", entries: "Iterable[Entry]", gone: "Iterable[Entry]", now: datetime
) -> "list[Line]":
    """Return the lines of a change that is to stand behind `last`, in a file written anew.

    It puts versions of entries, those without a number as new, and says that others are gone.
    """
    fresh = count(last.next if last else 1)
    numbered = [entry if entry.number else replace(entry, number=next(fresh)) for entry in entries]
    return transaction_lines(last, _steps(numbered, gone), now)


def in_order(entries: "Iterable[Entry]") -> "list[Entry]":
    """Return entries by time; of equal times the later written counts as later."""
    return sorted(entries, key=key_of)


class _Known(Struct, frozen=True):
    """The part of a kept snapshot that a dose needs; its entries are left undecoded."""

    form: int = 0
    number: int = 0
    plans: list[Any] = []
    doses: list[Any] = []
    since: datetime | None = None
    recent: Raw = Raw(b"[]")


def _known(kept: bytes) -> _Known | None:
    """Read that part of a kept snapshot; None if its shape is not this version's."""
    with suppress(MsgspecError):
        known = json.decode(kept, type=_Known)
        return known if known.form == SNAPSHOT_VERSION else None
    return None


def _newest(recent: Raw, since: datetime) -> list[Any]:
    """Return the entries from `since` on, undecoded, of those that are kept in order of time.

    An entry without a time of day stands at the end of its day: so one day more is looked at.
    """
    found = []
    for raw in reversed(json.decode(recent, type=list[Raw])):
        entry = json.decode(raw)
        if convert(entry.get("at"), datetime) < since - ONE_DAY:
            break
        found.append(entry)
    return found[::-1]


def _with(before: "Snapshot", lines: "list[Line]") -> "Snapshot | None":
    """Return a snapshot with the lines behind it; None if they change what lies before them."""
    if _reach_back(lines, before.number):
        return None
    number = lines[-1].next if lines else before.number
    return before.with_(History.of(lines).entries.values(), number)


def _worth_keeping(lines: "Sequence[Line]", entries: "Mapping[str, Entry]") -> datetime | None:
    """Return since when to keep entries; None where the journal's end has little else than them."""
    from ketalog.domain.snapshot import RECENT_WITHIN

    newest = max((entry.recorded for entry in entries.values()), default=None)
    if newest is None:
        return None
    since = newest - RECENT_WITHIN
    recent = sum(entry.at >= since for entry in entries.values())
    told = sum(len(line.do or ()) for line in lines if not is_before(line, since))
    return since if told > 2 * recent + OLD_STEPS else None


def _next(lines: "Sequence[Line]") -> int:
    return lines[-1].next if lines else 1


def _reach_back(lines: "Iterable[Line]", number: int) -> bool:
    """Tell whether lines change something that was first written before them, and still holds."""
    here: set[Any] = set()
    for line in lines:
        here.add(line.id)
        if line.undoes is not None and line.undoes not in here:
            return True
        for op in line.do or []:
            try:
                put = op.get("put")
                if put is None:
                    if op.get("remove") not in here:
                        return True
                    continue
                here.add(put.get("id"))
                if op.get("number", 0) < number and put.get("kind") in HELD_WHEN_OLD:
                    return True
            except (AttributeError, TypeError):  # No step of ours: reading all of them says so.
                return True
    return False


def _kinds(lines: "Iterable[Line]") -> "Iterator[Any]":
    return (
        kind_in(op.get("put")) for line in lines for op in line.do or [] if isinstance(op, dict)
    )


def _happened(entry: "Entry") -> datetime:
    return min(entry.at, entry.recorded) if kind_of(entry) in MAY_LIE_AHEAD else entry.at


def _steps(entries: "Iterable[Entry]", gone: "Iterable[Entry]") -> list[Step]:
    """Return what puts entries, which have their numbers, and says that others are gone."""
    return [
        *(
            Step(
                Op(put=replace(entry, number=None), number=entry.number),
                _happened(entry),
                entry.number or 0,
            )
            for entry in entries
        ),
        *(Step(Op(remove=entry.id)) for entry in gone),
    ]
