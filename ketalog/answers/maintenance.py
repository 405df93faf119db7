"""What was done with the journal's file as a whole, in words."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_difference, say_kinds, say_stamped
from ketalog.domain.text import count, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from ketalog.domain.kinds import Entry
    from ketalog.journal import Changed
    from ketalog.ledger.rewriting import Restored, Rewritten
    from ketalog.maintenance import Merged

_MISSING = "Saved once; the second copy is missing."
MOST_NAMED = 10
"""Entries of one merge that are named one by one."""
BEFORE_LOCKING = (
    "A forgotten passphrase can't be recovered: not by ketalog, not by anyone.",
    "Write it down and keep it where only you can find it.",
)


def say_restored(
    restored: Restored, entries: int | None, journal: Path, settings: Sequence[str]
) -> list[str]:
    """Return what a restore brought back."""
    changes = count(restored.lines, "change", "changes")
    came_back = changes if entries is None else count(entries, "entry", "entries")
    lines = [f"The journal is back: {came_back} in {journal}."]
    if restored.lost:
        lost = count(restored.lost, "change", "changes")
        lines.append(
            f"Left out: at most {lost}, which no copy has as written. The files below have what "
            "is left of it. If you have a copy of your own: ketalog merge FILE"
        )
    if restored.unused:
        lines.append(
            "A copy has more, which can't be read while it is locked: ketalog merge FILE, with "
            "your own copy or one of the files below, takes it in."
        )
    lines += [f"What was there is kept: {path}" for path in restored.kept]
    if settings:
        lines.append(f"Settings: {', '.join(settings)}. To see them: ketalog config")
    return [*lines, *([] if restored.written_twice else [_MISSING])]


def say_backed_up(path: Path, size: int, settings: Path | None) -> list[str]:
    """Return where the copy is, and that of the settings."""
    return [
        f"Copied the journal to {path} ({size:,} bytes).",
        *([f"Copied the settings to {settings.absolute()}, not locked."] if settings else []),
        f"To go back to it after a loss, or on a new computer: ketalog restore {quote(str(path))}",
        f"To look into it: ketalog --journal {quote(str(path))} list",
    ]


def say_merged(merged: Merged, put_away: Path | None, now: datetime) -> list[str]:
    """Return what came in, and under which numbers."""
    lines = [*_came_in(merged, now), *_became(merged.changed, now)]
    if merged.erased:
        gone = count(merged.erased, "entry was", "entries were")
        lines.append(
            f"{gone} erased in the other journal, and are gone here too. Only the file from before "
            "still has the words: remove it when all is well."
        )
    lines += [
        f"Changed on both, the later one counts: {say_difference(change)}. To change it: ketalog "
        f"edit {change.after.number}"
        for change in merged.differing
        if change.after
    ]
    if merged.unlocked:
        lines.append(
            "The other journal is locked, this one is not: what came in can be read here by "
            "anyone. To lock it: ketalog lock"
        )
    if merged.unreadable:
        changes = count(merged.unreadable, "change", "changes")
        lines.append(
            f"That file is damaged: at most {changes} in it can't be read, and did not come in. It "
            "stays where it is. If it is still arriving, merge it again then; if not, move it to "
            "another folder."
        )
    if merged.cut_short:
        lines.append("That file lacks its end: if it is still arriving, merge it again then.")
    if merged.rewritten.kept:
        lines.append(f"A merge can't be undone. The file from before: {merged.rewritten.kept}")
    if merged.in_clear:
        lines.append(
            f"That file can be read by anyone, this journal is locked: remove {merged.in_clear} "
            "when all is well."
        )
    if put_away:
        lines.append(f"The other copy is not needed any more; it is kept: {put_away}")
    return [*lines, *_missing(merged.rewritten)]


def _came_in(merged: Merged, now: datetime) -> list[str]:
    if not merged.changes and not merged.erased:
        lines = ["Nothing new is in that file."]
    elif not merged.changes:
        lines = []
    elif not merged.entries:
        lines = [f"Merged {count(merged.changes, 'change', 'changes')}; no entry is new."]
    else:
        came = count(len(merged.entries), "entry", "entries")
        lines = [f"Merged {came}: {say_kinds(merged.entries)}."]
        lines += [
            sentence(f"New here: {say_stamped(entry, now)}")
            for entry in merged.entries[:MOST_NAMED]
        ]
        if len(merged.entries) > MOST_NAMED:
            numbers = [entry.number or 0 for entry in merged.entries]
            lines.append(f"All of them: #{min(numbers)} to #{max(numbers)}.")
    return lines


def _became(changed: Sequence[Changed], now: datetime) -> list[str]:
    """Return what became of entries that were here once, before the merge or long ago."""
    lines = [_fate(change, now) for change in changed[:MOST_NAMED]]
    if len(changed) > MOST_NAMED:
        lines.append(f"Changed too: {len(changed) - MOST_NAMED:,} more.")
    both = [change.after.number for change in changed if change.before and change.after]
    if both:
        lines.append(f"How it was before: ketalog show {both[0] if len(both) == 1 else 'NUMBER'}")
    return lines


def _fate(change: Changed, now: datetime) -> str:
    if change.before and change.after:
        return sentence(f"Changed there: {say_difference(change)}")
    if change.after:
        return f"Here again: {say_stamped(change.after, now)}."
    return f"Not here any more: {say_stamped(change.before, now)}." if change.before else ""


def ask_erase(entries: Sequence[Entry], now: datetime) -> list[str]:
    """Return what is about to be erased."""
    return [
        *(f"{say_stamped(entry, now)}." for entry in entries),
        (
            "Erasing takes every word of it out of the journal and its second copy. "
            "It can't be undone."
        ),
    ]


def say_erased(
    entries: Sequence[Entry],
    removed: Sequence[Path],
    left: Sequence[Path],
    unreached: Path | None,
) -> list[str]:
    """Return what is gone, and where it may still be: `unreached` is a second copy that was."""
    numbers = ", ".join(f"#{entry.number}" for entry in entries)
    return [
        (
            f"Erased {numbers} from the journal and its second copy."
            if unreached is None
            else f"Erased {numbers} from the journal. The second copy could not be written and may "
            f"still have the words until it can be: {unreached}"
        ),
        *_copies(removed, left, "may still have the words"),
        "Exports, and backups elsewhere, keep what they have.",
    ]


def say_locked(removed: Sequence[Path], left: Sequence[Path], unreached: Path | None) -> list[str]:
    """Return what locking means from now on."""
    return [
        (
            "The journal and its second copy are locked. Logging asks for nothing; reading "
            "asks for the passphrase."
            if unreached is None
            else "The journal is locked. Its second copy could not be written and may still be "
            f"read by anyone until it can be: {unreached}"
        ),
        *_copies(removed, left, "can still be read by anyone"),
        (
            "Exports made before (.pdf .html .md .csv .json) are not locked. Nor are backups "
            "elsewhere. Remove what you don't need."
        ),
        "To open it without ketalog: ketalog help recovery. To take the lock off: ketalog unlock",
    ]


def say_rewrapped(
    removed: Sequence[Path], left: Sequence[Path], unreached: Path | None
) -> list[str]:
    """Return what the new passphrase opens, and what the former one still does."""
    return [
        (
            "The passphrase is changed, in the journal and its second copy."
            if unreached is None
            else "The passphrase is changed in the journal. The second copy could not be written "
            f"and still opens with the former one until it can be: {unreached}"
        ),
        *_copies(removed, left, "may still open with the former one"),
        "Backups elsewhere still open with the former one.",
    ]


def say_unlocked(done: Rewritten) -> list[str]:
    """Return that everything can be read again."""
    lines = ["The journal is unlocked: whoever can open the file can read it."]
    if done.kept:
        lines.append(f"The locked file is kept: {done.kept}")
    return [*lines, *_missing(done)]


def _missing(done: Rewritten) -> list[str]:
    return [] if done.written_twice else [_MISSING]


def _copies(removed: Sequence[Path], left: Sequence[Path], what: str) -> list[str]:
    return [
        *(f"Removed: {path}" for path in removed),
        *(f"This file {what}: {path}" for path in left),
    ]
