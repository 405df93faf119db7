"""Looking after the journal as a whole: back up, merge, erase, lock."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from msgspec.structs import replace as with_

from ketalog.domain.edits import combined
from ketalog.errors import BadFile, BadInput, JournalDamaged, JournalLocked, NoSuchEntry
from ketalog.history import History
from ketalog.journal import Changed
from ketalog.ledger import rewriting, sidecars
from ketalog.ledger.contents import DecodedJournal
from ketalog.ledger.merging import bounded, union, without
from ketalog.ledger.reconcile import keep
from ketalog.ledger.recovery import read_foreign
from ketalog.lookup import find, read_number
from ketalog.store import Store, drafted
from ketalog.validation import invalid_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from ketalog.domain.kinds import Entry
    from ketalog.ledger.format import Line
    from ketalog.ledger.ledger import Ledger
    from ketalog.ledger.rewriting import Rewritten


class Merged(NamedTuple):
    """What a merge brought: new entries with the numbers they have here, and how it was written.

    `changed` are entries that were here and now are different, back after they had gone, or gone;
    `erased` is how many were erased in the other one and now are here too; `unlocked` tells that
    what was locked there can be read here, `cut_short` that the other file lacks its end,
    `differing` are entries of which both changed the same field, as they would be had the other
    one counted, and as they are; `unreadable` how many of its changes at most are damaged and were
    left out, `in_clear` is where it can be read by anyone though this journal is locked.
    """

    entries: list[Entry]
    changes: int
    rewritten: Rewritten
    changed: list[Changed]
    erased: int = 0
    unlocked: bool = False
    cut_short: bool = False
    unreadable: int = 0
    in_clear: Path | None = None
    differing: Sequence[Changed] = ()


class Maintenance:
    """What can be done with one patient's journal file, at one moment."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._ledger: Ledger = store.ledger
        self.now = now

    def backup(self) -> bytes:
        """Return a whole copy of the journal, locked if it is. Raises BadInput for none."""
        data = self._ledger.as_bytes()
        if data is None:
            raise _none_yet()
        return data

    def refuse_none(self) -> None:
        """Raise BadInput where there is no journal: only adding makes one."""
        if not self._ledger.is_begun:
            raise _none_yet()

    def merge(self, path: Path, data: bytes) -> tuple[Merged, Path | None]:
        """Take in every change of another journal's file; the former file is kept.

        A conflict copy of this journal is put away; the second return value is where. Where the
        second copy itself is merged, what the two disagree about is what comes together.
        Raises BadFile if it is no journal, or has what ketalog would not have written.
        """
        real = path.resolve()
        differing = real == self._ledger.second_copy.path
        self._ledger.ask_passphrase()
        theirs, cut_short, unreadable = read_foreign(
            self._ledger.decode_other, path, data, self.now
        )
        before = History([])
        differing_fields: list[Changed] = []
        changes = erased = 0
        unlocked = False

        def joined(ours: DecodedJournal) -> DecodedJournal:
            nonlocal before, changes, erased, unlocked, differing_fields
            before = History.of(ours.lines)
            if differing and theirs.header.key is not None and ours.header.key is None:
                raise JournalLocked(
                    "The second copy is locked and the journal is not: merging would take the "
                    "lock off. Nothing was changed.",
                    "To go back to the locked journal, with this file kept: ketalog restore",
                )
            known = {line.id for line in ours.lines}
            _refuse_odd([line for line in theirs.lines if line.id not in known], path)
            both, differing_fields = self._by_field(ours, theirs, union(ours, theirs))
            changes = len({line.id for line in both.lines} - known)
            erased = len(before.entries.keys() & {*both.header.removed})
            unlocked = theirs.header.key is not None and ours.header.key is None
            return both

        done = rewriting.rewrite(
            self._ledger, self.now, joined, former="before-merge", differing=differing
        )
        self._store.renew()
        after = self._store.everything().entries
        ops = (op for record in before.transactions for op in record.ops)
        ever = dict.fromkeys(op.put.id for op in ops if op.put)
        gone = self._store.erased()
        merged = Merged(
            [entry for key, entry in after.items() if key not in ever],
            changes,
            done,
            _changed(before, after, (key for key in ever if key not in gone)),
            erased,
            unlocked,
            cut_short,
            unreadable,
            path if self.is_locked and theirs.header.key is None else None,
            differing_fields,
        )
        return merged, None if cut_short or unreadable else self._put_away(real, data)

    def _by_field(
        self, ours: DecodedJournal, theirs: DecodedJournal, both: DecodedJournal
    ) -> tuple[DecodedJournal, list[Changed]]:
        """Let both devices' changes to one entry hold, and return where the same field differs.

        What comes of two changes is one more, the same on whichever device they are merged.
        """
        if len(both.lines) in {len(ours.lines), len(theirs.lines)}:
            return both, []
        here, there, now = (History.of(decoded.lines) for decoded in (ours, theirs, both))
        known = {record.id for record in there.active}
        bases = {
            op.put.id: op.put
            for record in here.active
            if record.id in known
            for op in record.ops
            if op.put
        }
        fresh: list[Entry] = []
        differing: list[Changed] = []
        for key, base in bases.items():
            one, other = here.entries.get(key), there.entries.get(key)
            present = now.entries.get(key)
            if one is None or other is None or present is None:
                continue
            one, other = with_(one, number=present.number), with_(other, number=present.number)
            earlier = one if other == present else other
            result = combined(with_(base, number=present.number), earlier, present)
            if result.entry != present and invalid_reason(result.entry) is None:
                fresh.append(result.entry)
            if result.otherwise != result.entry and base not in (
                with_(one, number=None),
                with_(other, number=None),
            ):
                differing.append(Changed(result.otherwise, result.entry))
        if not fresh:
            return both, differing
        moment = max(line.rec for line in both.lines if line.rec)
        lines = drafted(both.lines[-1], fresh, (), moment)
        identity = str(uuid5(NAMESPACE_OID, repr([(line.seq, line.do) for line in lines])))
        lines = [with_(line, id=identity, merged=True) for line in lines]
        return both._replace(lines=[*both.lines, *lines]), differing

    def _put_away(self, path: Path, data: bytes) -> Path | None:
        second_copy = self._ledger.second_copy
        if path not in sidecars.conflicts(self._ledger.path, second_copy):
            return None
        if self.is_locked and not sidecars.is_locked(path):  # No copy in clear is made of it.
            return None
        kept = keep(
            self._ledger.path,
            second_copy,
            f"{second_copy.stem}.merged-{self.now:%Y%m%d-%H%M%S}",
            data,
        )
        if path.read_bytes() == data:  # What a sync tool put there since is still to be merged.
            path.unlink()
        return kept

    def remove(self, files: Sequence[Path]) -> list[Path]:
        """Remove files that were set aside, and return those that are gone."""
        gone = []
        for path in files:
            with suppress(OSError):
                path.unlink(missing_ok=True)
                gone.append(path)
        return gone

    def ever(self, references: Sequence[str]) -> list[Entry]:
        """Return entries by their numbers, deleted ones too, as they were last."""
        history = self._store.everything()
        latest = {
            op.number: with_(op.put, number=op.number)
            for record in history.transactions
            for op in record.ops
            if op.put
        }
        entries = []
        for reference in references:
            if reference.strip().removeprefix("#") == "last":
                entries.append(find(history, reference))
                continue
            number = read_number(reference)
            if number not in latest:
                raise NoSuchEntry(
                    f"There is no entry #{number}.", "'ketalog list' shows the numbers."
                )
            entries.append(latest[number])
        return list(dict.fromkeys(entries))

    def erase(self, entries: Sequence[Entry]) -> Rewritten:
        """Take every word of these entries out of the journal and its second copy, for good."""
        self.refuse_none()
        ids = tuple(entry.id for entry in entries)
        self._ledger.ask_passphrase()
        done = rewriting.rewrite(
            self._ledger, self.now, lambda decoded: without(decoded, ids), former=None
        )
        self._store.renew()
        return done

    @property
    def is_locked(self) -> bool:
        """Tell whether the journal can be read with its passphrase only."""
        return self._ledger.key() is not None

    def refuse_unlockable(self) -> None:
        """Raise JournalError where a lock can't be made, before a passphrase is typed for it."""
        import ketalog.ledger.encryption  # noqa: F401 (it says what is missing)

    def lock(self, words: str) -> Rewritten:
        """Lock the journal with a new key that these words open."""
        from ketalog.ledger.encryption import new_key

        self.refuse_none()
        key = new_key(words)

        def with_key(decoded: DecodedJournal) -> DecodedJournal:
            if decoded.header.key is not None:
                raise JournalLocked(
                    "The journal was locked just now, by another command.",
                    "Nothing was changed: its passphrase is the one typed there.",
                )
            return decoded._replace(header=with_(decoded.header, key=key))

        return rewriting.rewrite(self._ledger, self.now, with_key, former=None)

    def unlock(self) -> Rewritten:
        """Take the lock off; the locked file is kept."""
        self.refuse_none()
        self._ledger.ask_passphrase()

        def without_key(decoded: DecodedJournal) -> DecodedJournal:
            if any(line.box for line in decoded.lines):
                raise JournalLocked("The journal was locked anew just now.", "Try again.")
            return DecodedJournal(with_(decoded.header, key=None), bounded(decoded.lines))

        done = rewriting.rewrite(self._ledger, self.now, without_key, former="before-unlock")
        self._store.renew()
        return done

    def ask_passphrase(self) -> None:
        """Ask for the passphrase of a locked journal. Raises JournalLocked."""
        self._ledger.ask_passphrase()

    def rewrap(self, words: str) -> Rewritten:
        """Let other words open the same key."""
        from ketalog.ledger.encryption import rewrapped

        decryptor = self._ledger.decryptor()

        def with_words(decoded: DecodedJournal) -> DecodedJournal:
            key = decoded.header.key
            if key is None or key.public != decryptor.public:
                raise JournalLocked("The journal was unlocked just now.", "Try again.")
            changed = rewrapped(decryptor.private, key, words)
            return decoded._replace(header=with_(decoded.header, key=changed))

        return rewriting.rewrite(self._ledger, self.now, with_words, former=None)

    def copies(self, *, clear: bool = False) -> list[Path]:
        """Return older files that hold entries of this journal; with `clear`, unlocked ones.

        Conflict copies are none of these: they may have what the journal lacks.
        """
        paths = sidecars.kept(self._ledger.path, self._ledger.second_copy)
        return [path for path in paths if not (clear and sidecars.is_locked(path))]

    def conflicts(self, *, clear: bool = False) -> list[Path]:
        """Return copies that a sync tool made and nobody merged; with `clear`, unlocked ones."""
        paths = sidecars.conflicts(self._ledger.path, self._ledger.second_copy)
        return [path for path in paths if not (clear and sidecars.is_locked(path))]


def _none_yet() -> BadInput:
    return BadInput("There is no journal yet.", "Start with: ketalog mood 6.")


def _changed(before: History, after: dict[str, Entry], ever: Iterable[str]) -> list[Changed]:
    """Return what became of entries that a journal has, or once had, in the order of its past."""
    pairs = (Changed(before.entries.get(key), after.get(key)) for key in ever)
    return [pair for pair in pairs if pair.before != pair.after]


def _refuse_odd(lines: list[Line], path: Path) -> None:
    """Raise BadFile for an entry that logging would not have written."""
    try:
        history = History.of(lines)
    except JournalDamaged as error:
        raise BadFile(f"{path}: {error.message}", error.hint) from error
    for record in history.transactions:
        for op in record.ops:
            if op.put and (wrong := invalid_reason(op.put)):
                raise BadFile(
                    f"{path}: an entry in it was not written by ketalog: {wrong}.",
                    "Nothing was merged.",
                )
