"""What a history tells of one entry: which is meant by a number, and all that belongs to it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from ketalog.domain.entries import Dose, key_of, kind_of
from ketalog.domain.sittings import sittings
from ketalog.errors import BadInput, NoSuchEntry
from ketalog.history import History

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

_NUMBERS = "'ketalog list' shows the numbers."


class EntryInFull(NamedTuple):
    """An entry, its versions (the last is how it is), and what it belongs to.

    `dose` is the one that it stands beside, `session` where a dose was given, `sitting` has the
    other doses that it was taken as one with.
    """

    entry: "Entry"
    versions: "Sequence[Entry]"
    dose: Dose | None
    session: "Entry | None"
    sitting: Sequence[Dose] = ()


def newest_of(history: History, matches: "Callable[[Entry], bool]") -> "Entry | None":
    """Return the last written of the entries that match, or None."""
    matching = [entry for entry in history.entries.values() if matches(entry)]
    newest = max(matching, key=lambda entry: entry.number or 0, default=None)
    if newest is None:
        history.require_all()
    else:
        history.require_newest(newest)
    return newest


def find(history: History, reference: str) -> "Entry":
    """Return the entry that `41`, `#41` or `last` (the last one written) names."""
    entries = history.entries
    if reference.strip().removeprefix("#").lower() == "last":
        if newest := newest_of(history, lambda _: True):
            return newest
        raise NoSuchEntry("There is no entry yet.", "Start with: ketalog dose, or ketalog mood 6.")
    number = read_number(reference)
    for entry in entries.values():
        if entry.number == number:
            return entry
    history.require_all()
    raise NoSuchEntry(f"There is no entry #{number}{_fate(history, number)}.", _NUMBERS)


def read_number(reference: str) -> int:
    """Read `41` or `#41`. Raises BadInput."""
    text = reference.strip().removeprefix("#")
    if not (text.isascii() and text.isdecimal() and len(text) < 40):
        raise BadInput(
            f"'{reference}' is not an entry's number.", "Type a number that 'ketalog list' shows."
        )
    return int(text)


def _fate(history: History, number: int) -> str:
    """Return what became of a number that once was an entry's."""
    if any(op.number == number for _, op in history.versions()):
        return " any more: it was deleted ('ketalog undo' takes the last change back)"
    if any(op.number == number for record in history.transactions for op in record.ops):
        return " any more: it was undone ('ketalog redo' brings the last one back)"
    return ""


def in_full(history: History, reference: str) -> EntryInFull:
    """Return everything that a history tells of an entry, but the dose that it stands beside."""
    entry = find(history, reference)
    history.require_begun([entry])  # What belongs to it was written with it, or later.
    told = [
        (record, replace(op.put, number=op.number))
        for record, op in history.versions()
        if op.put and op.put.id == entry.id
    ]
    if isinstance(entry, Dose):  # Its session may stand before it in the change they began in.
        history.require_whole(told[0][0])
    versions = tuple(version for _, version in told)
    return EntryInFull(
        entry, versions, None, _session_of(history, entry), _sitting_of(history, entry)
    )


def _session_of(history: History, entry: "Entry") -> "Entry | None":
    """Return the session at the clinic that a dose was given at, or readings taken."""
    if kind_of(entry) != "dose":
        named = getattr(entry, "session", None)
        return history.entry(named) if named else None
    sessions = (other for other in history.entries.values() if kind_of(other) == "session")
    given_at = (session for session in sessions if getattr(session, "dose", None) == entry.id)
    return next(given_at, None)


def _sitting_of(history: History, entry: "Entry") -> tuple[Dose, ...]:
    """Return the other doses that one was taken as one with."""
    if not isinstance(entry, Dose):
        return ()
    others = (other for other in history.entries.values() if isinstance(other, Dose))
    taken = sittings(sorted(others, key=key_of))
    mine = next(sitting for sitting in taken if entry in sitting.doses)
    history.require_begun(mine.doses)
    for dose in mine.doses:
        if dose.sitting is not None:
            history.entry(dose.sitting)
    return tuple(dose for dose in mine.doses if dose != entry)
