"""Looking after a journal that may be damaged: how it is, restoring it, taking in hand edits."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from msgspec import MsgspecError, convert
from msgspec.structs import replace as with_

from ketalog.domain.calendar import OLDEST_CLOCK, ONE_DAY
from ketalog.domain.entries import kind_of, new_id
from ketalog.domain.kinds import MAY_LIE_AHEAD, Entry
from ketalog.errors import BadFile, JournalDamaged, JournalError, JournalLocked
from ketalog.history import History, line_of_any_kind
from ketalog.journal import Changed
from ketalog.ledger import rewriting, sidecars
from ketalog.ledger.contents import DecodedJournal, next_generation
from ketalog.ledger.diagnosis import Examination, examine, read_edited
from ketalog.ledger.storage import transactions
from ketalog.store import Store, drafted
from ketalog.validation import invalid_reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from ketalog.ledger.format import Header, Line
    from ketalog.ledger.ledger import Ledger
    from ketalog.ledger.rewriting import Restored


class Diagnosis(NamedTuple):
    """How the journal is.

    `entries` is how many there are, None if it can't be told; `edits` what was changed by hand;
    `ahead` entries that happened, or were written down, more than a day ahead of now; `behind`
    those that were written down, and not changed since, by a clock more than a day behind what an
    earlier entry had.
    """

    found: Examination
    entries: int | None
    edits: list[Changed]
    ahead: list[Entry]
    behind: list[Entry]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is lost or in doubt."""
        return self.is_writable and not self.found.lost_end

    @property
    def is_writable(self) -> bool:
        """Tell whether something can be logged or merged as it is."""
        bad = {"damaged", "damaged, ahead", "different", "another", "ours", "not ours"}
        copy_is_bad = self.found.second_copy in bad
        is_bad = self.found.journal in {"missing", "damaged", "out of reach"}
        is_hindered = bool(self.found.hindrance or self.found.lock)
        return not (is_bad or copy_is_bad or is_hindered)


class Accepted(NamedTuple):
    """What was taken in of what was changed by hand, where the old files are."""

    edits: list[Changed]
    kept: list[Path]
    written_twice: bool = True
    lock: str = ""


class Doctor:
    """What can be done with one patient's journal file that may be damaged, at one moment."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._ledger: Ledger = store.ledger
        self.now = now

    def restore(self, *copies: bytes) -> tuple[Restored, int | None]:
        """Rebuild the journal from what is sound in it, its second copy and others.

        Returns what was found, and how many entries there are now, if they can be counted.
        """
        restored = rewriting.restore(self._ledger, self.now, *copies)
        self._store.renew()
        with suppress(JournalLocked):
            return restored, len(self._store.everything(may_prompt=False).entries)
        return restored, None

    def diagnosis(self) -> Diagnosis:
        """Return how the journal is; nothing is changed, and no passphrase asked for."""
        examination = examine(self._ledger)
        history = None
        if examination.contents is not None and examination.journal in {"sound", "other layout"}:
            try:
                lines = transactions(examination.contents, line_of_any_kind())
                history = History.of(self._ledger.in_clear(lines, may_prompt=False))
            except JournalLocked:
                history = None
            except JournalDamaged as error:
                examination = examination._replace(journal="damaged", why=error.message)
        edits = self.edits(may_prompt=False) if examination.journal == "damaged" else []
        if history is None:
            return Diagnosis(examination, None, edits or [], [], [])
        tomorrow = self.now + ONE_DAY
        entries = history.entries
        ahead = [entry for entry in entries.values() if _latest(entry) > tomorrow]
        return Diagnosis(examination, len(entries), edits or [], ahead, _behind(history))

    def edits(self, *, may_prompt: bool) -> list[Changed] | None:
        """Return what of the journal was changed by hand, or None if that can't be told."""
        edited = read_edited(self._ledger, self.now)
        if edited is None or (edited.header.key and not may_prompt):
            return None
        try:
            before = History.of(self._opened(edited.header, edited.written)).entries
            after = History.of(self._opened(edited.header, edited.now)).entries
            for row in edited.strays:
                added = convert({"id": new_id(), "recorded": self.now} | row, Entry)
                after[added.id] = added
        except (JournalDamaged, MsgspecError, TypeError):
            return None
        keys = dict.fromkeys([*before, *after])
        changes = [
            Changed(before.get(key), after.get(key))
            for key in keys
            if before.get(key) != after.get(key)
        ]
        return (
            None
            if any(change.after and invalid_reason(change.after) for change in changes)
            else changes
        )

    def _opened(self, header: Header, lines: list[Line]) -> list[Line]:
        """Return lines of a journal that can't be read as it is, opened if it is locked."""
        if header.key is None:
            return lines
        laid_out = next_generation(DecodedJournal(header, lines))
        return self._ledger.decode_other(laid_out.as_file()).lines

    def accept(self) -> Accepted:
        """Take in what was changed by hand, as one change.

        The file is written anew once, with the change behind all that was restored. Raises BadFile
        if there is nothing that can be taken in.
        """
        examination = examine(self._ledger)
        header = self._ledger.header() if examination.lock else None
        if header is not None:
            self._ledger.places.remember(header)
            return Accepted([], [], lock=examination.lock)
        if examination.journal != "damaged":
            put_away = sidecars.put_away_cut(self._ledger.path, self._ledger.second_copy)
            if put_away is None:
                raise BadFile("There is nothing to take in.", "'ketalog doctor' says how it is.")
            return Accepted([], [put_away])
        looked_at = sidecars.both_files(self._ledger.path, self._ledger.second_copy)
        edits = self.edits(may_prompt=True)
        if edits == []:
            raise BadFile(
                "Every entry is as it was written: there is nothing to take in.",
                "'ketalog restore' mends the file, and keeps this one.",
            )
        if edits is None:
            raise BadFile(
                "What was changed in the file can't be read as entries. Nothing was taken in.",
                "'ketalog restore' goes back to what was written, and keeps this file.",
            )

        def as_change(written: DecodedJournal) -> list[Line]:
            if sidecars.both_files(self._ledger.path, self._ledger.second_copy) != looked_at:
                raise JournalError(
                    "The journal was changed just now, by another program. Nothing was taken in.",
                    "Look at it first: ketalog doctor",
                )
            return self._taken_in(edits, written)

        done = rewriting.restore(self._ledger, self.now, more=as_change)
        self._store.renew()
        return Accepted(edits, done.kept, done.written_twice)

    def begin_anew(self) -> list[Path]:
        """Put away a journal that can't be used; return where its files are."""
        return rewriting.begin_anew(self._ledger, self.now)

    def _taken_in(self, edits: Sequence[Changed], written: DecodedJournal) -> list[Line]:
        """Return the lines that say, behind what was written, what was changed by hand."""
        taken = _numbers_of(History.of(self._opened(written.header, written.lines)))
        next_number = max((line.next for line in written.lines), default=1)
        return drafted(
            written.lines[-1] if written.lines else None,
            [
                with_(
                    edit.after,
                    number=_number(edit, taken, next_number),
                    changed=self.now if edit.before else edit.after.changed,
                )
                for edit in edits
                if edit.after
            ],
            [edit.before for edit in edits if edit.before and not edit.after],
            self.now,
        )


def _behind(history: History) -> list[Entry]:
    """Return entries that this file's clock wrote down before what it had written already."""
    entries: list[Entry] = []
    reached: datetime | None = None
    for record in history.transactions:
        if record.written is None or record.merged:
            continue
        if (reached and reached - record.written > ONE_DAY) or record.written.year < OLDEST_CLOCK:
            puts = (history.entries.get(op.put.id) for op in record.ops if op.put)
            entries += [entry for entry in puts if entry and entry.changed is None]
        reached = max(record.written, reached or record.written)
    return list(dict.fromkeys(entries))


def _latest(entry: Entry) -> datetime:
    """Return when an entry happened or was written down, whichever is later."""
    return entry.recorded if kind_of(entry) in MAY_LIE_AHEAD else max(entry.at, entry.recorded)


def _numbers_of(history: History) -> dict[int, str]:
    """Return whose each number is, or was."""
    ops = (op for record in history.transactions for op in record.ops)
    return {op.number: op.put.id for op in ops if op.put and op.number}


def _number(edit: Changed, taken: dict[int, str], next_number: int) -> int | None:
    """Return the number that an entry has or had in the file, if that is its own; else None.

    Numbers below `next_number` have been an entry's once.
    """
    if edit.before:
        return edit.before.number
    claimed = edit.after.number if edit.after else None
    is_own = claimed is not None and 0 < claimed < next_number and claimed not in taken
    return claimed if is_own else None
