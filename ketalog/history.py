"""Transactions, and what they add up to: undo and redo, the past and the present."""

from collections.abc import Container, Iterable, Iterator
from datetime import datetime
from functools import cache, cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from msgspec import MsgspecError, Struct, convert, defstruct
from msgspec.structs import replace

from ketalog.domain.calendar import YEARS
from ketalog.domain.entries import kind_of
from ketalog.errors import JournalDamaged

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry
    from ketalog.ledger.format import Line

    Put = Entry
else:  # What is not asked for stays as it stands in the file, and its kind is not even loaded.
    Put = Any


class Op(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One step of a transaction: put a whole entry under its id, or remove one."""

    put: Put | None = None
    number: int | None = None
    remove: str | None = None


class TransactionRecord(Struct, frozen=True):
    """What one command changed, as the journal tells it: steps, or the id of what it takes back.

    `merged` tells that it was first written in another file, `written` is when.
    """

    id: str
    ops: "tuple[Op, ...]"
    undoes: str | None
    merged: bool = False
    written: datetime | None = None


class NotRead(Exception):
    """What was asked for may lie before the transactions that were read."""


class History:
    """Transactions in order, and what they add up to; `sealed` if what they say is locked.

    They may be the last ones only, for most questions need no more. Then an entry with the number
    `began`, or a greater one, began in them: all of it is known. Of an older entry its last change
    is known, if that is among them. A question that needs what lies before raises NotRead.
    `began` is 0 where all are here. `cut` is the id of the first transaction, where only its last
    lines were read.
    """

    def __init__(
        self,
        transactions: "list[TransactionRecord]",
        *,
        sealed: bool = False,
        began: int = 0,
        cut: str | None = None,
    ) -> None:
        self.transactions = transactions
        self.sealed = sealed
        self.began = began
        self.cut = cut

    @classmethod
    def of(
        cls,
        lines: "Iterable[Line]",
        *only: "type[Entry]",
        are_all: bool = True,
    ) -> "History":
        """Return the history that lines of the journal tell.

        Entries of types other than `only` these are left out unread. `are_all` tells that no line
        lies before them.
        """
        lines = iter(lines)
        before_them = None if are_all else next(lines)
        kinds = {kind_of(type_) for type_ in only}
        heads, told, sealed = [], [], False
        for line in lines:  # Of many, each is let go before the next is decoded.
            heads.append(TransactionRecord(line.id, (), line.undoes, line.merged, line.rec))
            told.append(_asked_for(line.do or [], kinds) if only else line.do or [])
            sealed = sealed or line.box is not None
        records: dict[str, TransactionRecord] = {}
        for head, ops in zip(heads, _read(told, only), strict=True):
            before = records.get(head.id)
            records[head.id] = replace(head, ops=before.ops + ops if before else ops)
        if before_them is None:
            return cls(list(records.values()), sealed=sealed)
        return cls(
            list(records.values()),
            sealed=sealed,
            began=before_them.next,
            cut=None if before_them.ends else before_them.id,
        )

    def require_all(self) -> None:
        """Raise NotRead unless these are all the transactions that there are."""
        if self.began:
            raise NotRead

    @cached_property
    def active(self) -> "list[TransactionRecord]":
        """The transactions that no active later one takes back."""
        undone: set[str] = set()
        kept = []
        for transaction in reversed(self.transactions):
            if transaction.id not in undone:
                kept.append(transaction)
                if transaction.undoes:
                    undone.add(transaction.undoes)
        return kept[::-1]

    @cached_property
    def entries(self) -> "dict[str, Entry]":
        """Every entry there is now, by id, in the order they were written."""
        state: dict[str, Entry] = {}
        for transaction in self.active:
            for op in transaction.ops:
                if op.put is not None:
                    state[op.put.id] = replace(op.put, number=op.number)
                elif op.remove is not None:
                    state.pop(op.remove, None)
        return state

    def versions(self) -> "Iterator[tuple[TransactionRecord, Op]]":
        """Yield every step that counts, with its transaction, oldest first."""
        for transaction in self.active:
            for op in transaction.ops:
                yield transaction, op

    def last_change(self) -> "TransactionRecord | None":
        """Return what undo takes back: the last change that stands and was made in this file."""
        for record in reversed(self.active):
            if record.undoes or record.merged:
                continue
            self.require_whole(record)
            if self._says(record):
                return record
        self.require_all()
        return None

    def _says(self, transaction: "TransactionRecord") -> bool:
        """Tell whether anything is left of a change: of one that was erased, nothing is."""
        return self.sealed or bool(transaction.ops)

    def last_undo(self) -> "TransactionRecord | None":
        """Return what redo brings back: the last undo with no newer change behind it."""
        undos = {record.id for record in self.transactions if record.undoes}
        known = {record.id for record in self.transactions if record.id != self.cut}
        erased = {
            record.id for record in self.transactions if not (record.undoes or self._says(record))
        }
        for record in reversed(self.active):
            self.require_whole(record)
            if record.undoes and record.undoes not in known:
                self.require_all()
            if record.merged or record.id in erased or record.undoes in erased:
                continue
            if not record.undoes:
                return None
            if record.undoes not in undos:
                return record
        self.require_all()
        return None

    def with_undone(self, transaction: "TransactionRecord") -> "History":
        """Return the history as it is once the transaction is taken back."""
        undo = replace(transaction, id=f"undo {transaction.id}", ops=(), undoes=transaction.id)
        return History(
            [*self.transactions, undo], sealed=self.sealed, began=self.began, cut=self.cut
        )

    def entry(self, entry_id: str) -> "Entry | None":
        """Return the entry with that id, or None if it is not there. May raise NotRead."""
        if entry_id not in self.entries:
            self.require_known([entry_id])
        return self.entries.get(entry_id)

    def require_whole(self, transaction: "TransactionRecord") -> None:
        """Raise NotRead unless all lines of a transaction were read."""
        if transaction.id == self.cut:
            raise NotRead

    def require_newest(self, entry: "Entry") -> None:
        """Raise NotRead unless none that was not read can have a greater number than an entry."""
        if (entry.number or 0) < self.began:
            raise NotRead

    def require_begun(self, entries: "Iterable[Entry]") -> None:
        """Raise NotRead unless these entries began in the transactions that were read."""
        if self.began and any(entry.id not in self._begun for entry in entries):
            raise NotRead

    @cached_property
    def _begun(self) -> "set[str]":
        """The ids of entries that began in the transactions that were read.

        An entry that was never changed began where it is told. Its number alone doesn't tell: a
        merge gives what comes in greater ones than those of what stands behind it.
        """
        return {
            op.put.id
            for record in self.transactions
            for op in record.ops
            if op.put and (op.put.changed is None or (op.number or 0) >= self.began)
        }

    def require_known(self, ids: "Iterable[str | None]") -> None:
        """Raise NotRead unless it is told how each of these entries is, or that it is not there."""
        if self.began:
            told = {op.put.id if op.put else op.remove for _, op in self.versions()}
            if not {*ids} <= told | self._begun:
                raise NotRead


@cache
def _step(only: "tuple[type[Entry], ...]") -> Any:
    """Return the type of a step that puts an entry of one of the types, or of any kind."""
    from ketalog.domain.kinds import KINDS

    put: Any = reduce(or_, only or (kind.type for kind in KINDS))
    return defstruct("Step", [("put", put | None, None)], bases=(Op,))


def line_of_any_kind() -> Any:
    """Return the type of lines whose steps are read with them: for many, half of the work."""
    from ketalog.ledger.format import Line

    step = _step(())
    steps = list[step] | None  # type: ignore[valid-type]
    return defstruct("LineOfAnyKind", [("do", steps, None)], bases=(Line,))


def _read(told: list[list[Any]], only: "tuple[type[Entry], ...]") -> list[tuple[Op, ...]]:
    """Return the steps that each line tells, with entries of `only` these types, or of any kind.

    All at once: msgspec takes such a type apart anew at each call.
    """
    step = _step(only)
    try:
        read: list[tuple[Op, ...]] = convert(told, list[tuple[step, ...]])  # type: ignore[valid-type]
    except MsgspecError as error:
        raise JournalDamaged(
            "An entry of the journal can't be read.",
            "It may have been written by a newer ketalog: install the newest one.",
        ) from error
    first, last = YEARS[0], YEARS[-1]
    for ops in read:
        for op in ops:
            if op.put is not None and not first <= op.put.at.year <= last:
                # Only a file made by hand can hold it: no calendar goes on beyond it.
                raise JournalDamaged(
                    f"An entry of the journal lies before {first} or after {last}.",
                    "ketalog doesn't write that: go back to a copy from before.",
                )
    return read


def _asked_for(do: list[Any], kinds: Container[str]) -> list[Any]:
    """Return the steps but those that put an entry of another kind."""
    return [op for op in do if not _puts(op) or kind_in(op["put"]) in kinds]


def _puts(op: Any) -> bool:
    return isinstance(op, dict) and "put" in op


def kind_in(put: Any) -> Any:
    """Return the kind of an entry that is not decoded, as far as it has one."""
    return put.get("kind") if isinstance(put, dict) else None
