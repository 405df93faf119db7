"""The journal as the rest sees it: typed entries, transactions, the recent view, everything."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import MsgspecError, Struct, convert
from msgspec.structs import replace

from ketalog.domain.entries import Entry, key_of
from ketalog.errors import JournalDamaged, JournalLocked
from ketalog.ledger.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketalog.ledger.lines import Line
    from ketalog.ledger.writing import Pen, Receipt


class Op(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One step of a transaction: put a whole entry under its id, or remove one."""

    put: Entry | None = None
    number: int | None = None
    remove: str | None = None


class Transaction(Struct, frozen=True):
    """What one command changed: steps, or the id of a transaction that it takes back.

    `merged` tells that it was first written in another file.
    """

    id: str
    ops: "tuple[Op, ...]"
    undoes: str | None
    merged: bool = False


class History:
    """Transactions and what they add up to; `sealed` if what they say is locked."""

    def __init__(self, transactions: "list[Transaction]", *, sealed: bool = False) -> None:
        self.transactions = transactions
        self.sealed = sealed

    @classmethod
    def of(cls, lines: "Iterable[Line]") -> "History":
        """Return the history that lines of the journal tell."""
        found: dict[str, Transaction] = {}
        sealed = False
        for line in lines:
            sealed = sealed or line.box is not None
            try:
                ops = tuple(convert(line.do or [], list[Op]))
            except MsgspecError as error:
                raise JournalDamaged(
                    "An entry of the journal can't be read.",
                    "It may have been written by a newer ketalog: install the newest one.",
                ) from error
            earlier = found[line.id].ops if line.id in found else ()
            found[line.id] = Transaction(line.id, earlier + ops, line.undoes, line.merged)
        return cls(list(found.values()), sealed=sealed)

    @cached_property
    def active(self) -> "list[Transaction]":
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
    def entries(self) -> dict[str, Entry]:
        """Every entry there is now, by id, in the order they were written."""
        state: dict[str, Entry] = {}
        for transaction in self.active:
            for op in transaction.ops:
                if op.put is not None:
                    state[op.put.id] = replace(op.put, number=op.number)
                elif op.remove is not None:
                    state.pop(op.remove, None)
        return state

    def versions(self) -> "Iterator[tuple[Transaction, Op]]":
        """Yield every step that counts, with its transaction, oldest first."""
        for transaction in self.active:
            for op in transaction.ops:
                yield transaction, op

    def last_change(self) -> "Transaction | None":
        """Return what undo takes back: the last change that stands and was made in this file."""
        own = (one for one in reversed(self.active) if not (one.undoes or one.merged))
        return next((one for one in own if self._says(one)), None)

    def _says(self, transaction: "Transaction") -> bool:
        """Tell whether anything is left of a change: of one that was erased, nothing is."""
        return self.sealed or bool(transaction.ops)

    def last_undo(self) -> "Transaction | None":
        """Return what redo brings back: the last undo with no newer change behind it."""
        undos = {one.id for one in self.transactions if one.undoes}
        erased = {one.id for one in self.transactions if not (one.undoes or self._says(one))}
        for one in reversed(self.active):
            if one.merged or one.id in erased or one.undoes in erased:
                continue
            if not one.undoes:
                return None
            if one.undoes not in undos:
                return one
        return None

    def with_undone(self, transaction: "Transaction") -> "History":
        """Return the history as it is once the transaction is taken back."""
        undo = replace(transaction, id=f"undo {transaction.id}", ops=(), undoes=transaction.id)
        return History([*self.transactions, undo], sealed=self.sealed)


class Change:
    """One change under way: the journal is held, and what is written becomes one transaction."""

    def __init__(self, pen: "Pen") -> None:
        self._pen = pen

    def everything(self) -> "History":
        """Return the journal as it is while it is held. Raises JournalLocked."""
        return History.of(self._pen.everything())

    def outline(self) -> "History":
        """Return the journal as far as it can be read without a passphrase while it is held."""
        try:
            return self.everything()
        except JournalLocked:
            return History.of(self._pen.outline())

    def add(
        self, entries: Iterable[Entry], gone: Iterable[Entry] = ()
    ) -> "tuple[list[Entry], Receipt]":
        """Write new entries, and that some of them are gone; return them with short numbers.

        Versions of one entry follow one another and share a number.
        """
        numbers: dict[str, int] = {}
        numbered = []
        for entry in entries:
            number = numbers.setdefault(entry.id, self._pen.next_number + len(numbers))
            numbered.append(replace(entry, number=number))
        ops = [*map(_put, numbered), *(Op(remove=entry.id) for entry in gone)]
        return numbered, self._write(ops, new=len(numbers))

    def amend(self, entry: Entry) -> "Receipt":
        """Write a new version of an entry that has its number."""
        return self._write([_put(entry)])

    def remove(self, entries: Iterable[Entry]) -> "Receipt":
        """Take entries out of the present; the past keeps them."""
        return self._write([Op(remove=entry.id) for entry in entries])

    def undo(self, transaction: "Transaction") -> "Receipt":
        """Take back a transaction, or an undo."""
        return self._pen.undo(transaction.id)

    def _write(self, ops: "list[Op]", *, new: int = 0) -> "Receipt":
        latest = max((op.put.at for op in ops if op.put), default=None)
        return self._pen.do(ops, new=new, latest=latest)


class Store:
    """The journal at a path. Every method may raise a JournalError.

    `ledger` is its file, for what is done with it as a whole.
    """

    def __init__(
        self,
        path: Path,
        backups: Path | None = None,
        passphrases: "Callable[[str | None], Iterable[str]]" = lambda _: (),
    ) -> None:
        self.ledger = Ledger(path, backups, passphrases)

    @property
    def path(self) -> Path:
        """Return the journal's file."""
        return self.ledger.path

    @property
    def second_copy(self) -> Path:
        """Return the file of the second copy."""
        return self.ledger.tape.path

    @property
    def repairs(self) -> list[str]:
        """Return what had to be repaired so far, a sentence each."""
        return self.ledger.repairs

    def warnings(self) -> list[str]:
        """Return what about the files needs a person, a sentence each."""
        return self.ledger.warnings()

    def recent(self, since: datetime, *, ask: bool = True) -> list[Entry]:
        """Return the entries from `since` on, in time's order.

        Without `ask`, a locked journal raises JournalLocked unless it has been opened before.
        """
        entries = History.of(self.ledger.recent(since, ask=ask)).entries.values()
        return in_order(entry for entry in entries if entry.at >= since)

    def everything(self, *, ask: bool = True) -> "History":
        """Return the whole journal."""
        return History.of(self.ledger.everything(ask=ask))

    def erased(self) -> frozenset[str]:
        """Return the ids of entries whose words were taken out for good."""
        return frozenset(self.ledger.erased())

    def outline(self) -> "History":
        """Return the whole journal as far as it can be read without a passphrase."""
        return History.of(self.ledger.outline())

    @contextmanager
    def changing(self, now: datetime, *, reading: bool = False) -> "Iterator[Change]":
        """Hold the journal for one change; one that needs `reading` opens a locked one before."""
        if reading:
            self.ledger.open()
        with self.ledger.writing(now) as pen:
            yield Change(pen)


def drafted(
    last: "Line | None", entries: Iterable[Entry], gone: Iterable[Entry], now: datetime
) -> "list[Line]":
    """Return the lines of a change that is to stand behind `last`, in a file written anew.

    It puts versions of entries, those without a number as new, and says that others are gone.
    """
    from ketalog.ledger.writing import transaction

    first = last.next if last else 1
    fresh = count(first)
    numbered = [one if one.number else replace(one, number=next(fresh)) for one in entries]
    ops = [*map(_put, numbered), *(Op(remove=one.id) for one in gone)]
    latest = max((one.at for one in numbered), default=None)
    new = next(fresh) - first
    return transaction(last, ops, new=new, latest=latest, now=now)


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries by time; of equal times the later written counts as later."""
    return sorted(entries, key=key_of)


def _put(entry: Entry) -> "Op":
    return Op(put=replace(entry, number=None), number=entry.number)
