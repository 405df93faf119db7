"""How the journal is, in a patient's words: what is wrong, and the one command that helps."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

from ketalog.answers.phrases import say_change, say_stamped
from ketalog.domain.text import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from ketalog.doctor import Accepted, Diagnosis
    from ketalog.journal import Changed
    from ketalog.ledger.diagnosis import Examination, State

MOST_SHOWN = 20
"""Changes made by hand that are shown one by one."""


class Finding(NamedTuple):
    """One thing that is not as it should be, and what to type; None if nothing is needed."""

    what: str
    help: str | None


_JOURNAL: dict[tuple[State, str], Finding] = {
    ("none", ""): Finding("There is no journal yet.", "ketalog mood 6"),
    ("missing", "out of reach"): Finding(
        "The journal's file is missing, and its second copy is out of reach. Connect its disk; "
        "then it can be rebuilt.",
        "ketalog restore",
    ),
    ("missing", ""): Finding(
        "The journal's file is missing, but its second copy is there.", "ketalog restore"
    ),
    ("out of reach", ""): Finding(
        "The journal's file can't be read: is it the right one, and may you open it?",
        "ketalog config",
    ),
    ("cut short", "out of reach"): Finding(
        "The journal's end is cut off, and its second copy, which may have it, is out of reach. "
        "Connect its disk; then it comes back by itself.",
        "ketalog list",
    ),
    ("cut short", "no file"): Finding(
        "The journal's end is cut off, and its second copy, which may have it, can't be read.",
        None,
    ),
    ("cut short", "lost end"): Finding(
        "The journal's end is cut off, and no second copy has it: entries may be missing. What is "
        "left of the end is kept.",
        "ketalog list",
    ),
    ("cut short", ""): Finding(
        "The journal's end is cut off. What the second copy has of it comes back by itself.",
        "ketalog list",
    ),
    ("other layout", ""): Finding(
        "Another program has laid the file out anew. Every entry is as it was written.", None
    ),
    ("damaged", "out of reach"): Finding(
        "The journal's file is not as it was written, and its second copy is out of reach. Connect "
        "its disk; then restoring brings back what the second copy has, and keeps this file.",
        "ketalog restore",
    ),
    ("damaged", "none"): Finding(
        "The journal's file is not as it was written, and there is no second copy. Restoring keeps "
        "the entries that can be proved to be as written, and this file beside them.",
        "ketalog restore",
    ),
    ("damaged", ""): Finding(
        "The journal's file is not as it was written. Restoring brings back what the second copy "
        "has, and keeps this file.",
        "ketalog restore",
    ),
}
"""What is said of the journal, by how it is, and by its second copy where that counts."""
_GONE = Finding(
    "There was a journal here, and neither it nor its second copy is here now. Is its disk there? "
    "If it is lost, and you have a copy of your own: ketalog restore FILE. To begin a new one:",
    "ketalog doctor --anew",
)
_LOCK = {
    "off": Finding(
        "The journal was locked here, and this file is not: an older or a changed one may have "
        "been put in its place. Nothing is written into it. If you took the lock off on another "
        "device:",
        "ketalog doctor --accept",
    ),
    "other": Finding(
        "The journal has another lock than it had here. Nothing is written into it, since somebody "
        "else could read that. If you locked it on another device, its passphrase shows that:",
        "ketalog list",
    ),
}
_SECOND_COPY: dict[State, Finding] = {
    "different": Finding(
        "The journal and its second copy tell different stories: each has what the other lacks. "
        "Merging brings both together.",
        "ketalog merge {copy}",
    ),
    "no file": Finding(
        "In the second copy's place is no ordinary file: {copy}. Once it is moved away, the next "
        "entry makes a second copy.",
        "mv {copy} {copy}.moved",
    ),
    "folder missing": Finding(
        "The folder of the second copy is not there: {folder}. Connect its disk. If there is none "
        "any more, choose another folder.",
        "ketalog config backups FOLDER",
    ),
    "none": Finding("There is no second copy yet: the next entry makes one.", None),
    "out of reach": Finding(
        "The second copy can't be read. Is its disk there, and may you read it?",
        "ketalog config backups",
    ),
    "not ours": Finding(
        "The second copy is not the one that was written here. Restoring makes it anew from "
        "the journal, and keeps what is there.",
        "ketalog restore",
    ),
    "older": Finding(
        "The second copy is from before the journal was written anew. It is replaced by itself.",
        "ketalog list",
    ),
    "older, in clear": Finding(
        "The second copy is from before the journal was locked: anyone can still read it without "
        "the passphrase. Any command that looks into the journal replaces it.",
        "ketalog list",
    ),
    "older, not erased": Finding(
        "The second copy is from before the last erasing: it still has the words that you erased. "
        "Any command that looks into the journal replaces it.",
        "ketalog list",
    ),
    "older, former passphrase": Finding(
        "The second copy is from before the passphrase was changed: it still opens with the former "
        "one. Any command that looks into the journal replaces it.",
        "ketalog list",
    ),
    "cut short": Finding("The second copy's end is cut off: it is mended by itself.", None),
    "behind": Finding("The second copy lacks the newest entries: it catches up by itself.", None),
    "ahead": Finding(
        "The second copy has entries that the journal lacks: they come back by themselves.",
        "ketalog list",
    ),
    "damaged, ahead": Finding(
        "The second copy is damaged, and has entries that the journal lacks. Restoring brings "
        "together what is sound in both, and keeps both files.",
        "ketalog restore",
    ),
    "damaged": Finding(
        "The second copy is not as it was written: it is made anew from the journal, and the "
        "damaged one is kept.",
        "ketalog list",
    ),
}


def findings(diagnosis: Diagnosis, second_copy: Path, now: datetime) -> Iterator[Finding]:
    """Yield what is not as it should be, the gravest first."""
    examination = diagnosis.found
    if examination.hindrance:
        yield Finding(f"Nothing can be saved: {examination.hindrance}.", None)
    if examination.gone:
        yield _GONE
        return
    if examination.hopeless:
        yield from _without_hope(examination)
        return
    yield from _about_lock(examination, second_copy)
    yield from _about_journal(examination)
    if diagnosis.edits:
        changes = count(len(diagnosis.edits), "entry differs", "entries differ")
        yield Finding(
            f"If it was changed on purpose, or to keep all that the file says now: {changes} from "
            "what can be proved, as listed below.",
            "ketalog doctor --accept",
        )
    yield from _about_second_copy(examination, second_copy)
    yield from _beside(examination, can_merge=diagnosis.is_writable)
    for entry in diagnosis.behind:
        yield Finding(
            f"A clock was behind when this was written down: {say_stamped(entry, now)}. If its "
            "time is wrong:",
            f"ketalog edit {entry.number} --at TIME",
        )
    for entry in diagnosis.ahead:
        if entry.at > now:
            yield Finding(
                f"This lies in the future; a clock may have been wrong: {say_stamped(entry, now)}.",
                f"ketalog edit {entry.number} --at TIME",
            )
        else:
            yield Finding(
                f"A clock was ahead when this was written down: {say_stamped(entry, now)}.", None
            )


def _about_lock(examination: Examination, second_copy: Path) -> Iterator[Finding]:
    if examination.second_copy == "ours":
        yield Finding(
            "The file in the journal's place is not the one that was written here: an older or a "
            "changed one. The second copy is as it was written. Restoring goes back to it, and "
            "keeps this file. If you wrote it on another device, bring both together instead: "
            f"ketalog merge {quote(str(second_copy))}",
            "ketalog restore",
        )
    elif examination.lock:
        yield _LOCK[examination.lock]


def _without_hope(examination: Examination) -> Iterator[Finding]:
    """Say what is left where no entry can be made out in the journal nor in its second copy."""
    what = "Nothing can be made out in the journal's file or its second copy."
    for path in examination.spare:
        yield Finding(
            f"{what} A whole file from before is there: {path}",
            f"ketalog restore {quote(str(path))}",
        )
    if not examination.spare:
        yield Finding(
            f"{what} If you have a copy of your own: ketalog restore FILE. If not, both can be "
            "put away, to begin a new journal:",
            "ketalog doctor --anew",
        )


def _about_journal(examination: Examination) -> Iterator[Finding]:
    second = examination.second_copy
    if second == "damaged, ahead":
        return  # What is said of that holds for both.
    keys = [
        (examination.journal, "out of reach" if second == "folder missing" else second),
        (examination.journal, "lost end" if examination.lost_end else ""),
        (examination.journal, ""),
    ]
    yield from [_JOURNAL[key] for key in keys if key in _JOURNAL][:1]


def _about_second_copy(examination: Examination, second_copy: Path) -> Iterator[Finding]:
    state, journal = examination.second_copy, examination.journal
    is_its_place = state in {"no file", "folder missing"}
    is_said = journal in {"none", "out of reach"} or (journal, state) == ("damaged", "none")
    if state == "another":
        yield _two_journals(examination.stranger, second_copy)
    elif state == "damaged" and journal in {"damaged", "missing"}:
        yield Finding(
            "The second copy is not as it was written either. Restoring brings together what is "
            "sound in both, and keeps both files.",
            "ketalog restore",
        )
    elif state in _SECOND_COPY and (is_its_place or not is_said):
        what, help_ = _SECOND_COPY[state]
        yield Finding(
            what.format(copy=second_copy, folder=second_copy.parent),
            help_ and help_.format(copy=quote(str(second_copy))),
        )


def _two_journals(stranger: Path | None, second_copy: Path) -> Finding:
    what = "The journal and its second copy are two different journals; merging would mix them."
    if stranger is None:
        return Finding(
            f"{what} Move the one that does not belong here to another folder: the journal's file "
            f"or {second_copy}",
            None,
        )
    return Finding(
        f"{what} {stranger} is not the one that was here: move it to another folder.",
        f"mv {quote(str(stranger))} {quote(f'{stranger}.other')}",
    )


def _beside(examination: Examination, *, can_merge: bool) -> Iterator[Finding]:
    for path in examination.conflicts:
        what = f"There is another copy of the journal, from another device: {path}"
        if can_merge:
            yield Finding(what, f"ketalog merge {quote(str(path))}")
        else:
            yield Finding(f"{what}. It can be taken in once the rest is in order.", None)
    if examination.cut_short:
        yield Finding(
            "The journal lost its end once, and there was no second copy: entries may be missing. "
            f"What was there: {examination.cut_short}. Merge a backup if you have one; then put "
            "this notice away.",
            "ketalog doctor --accept",
        )
    for path in examination.loose:
        mode = "700" if path.is_dir() else "600"
        yield Finding(
            f"Other people on this computer can look into {path}",
            f"chmod {mode} {quote(str(path))}",
        )
    if examination.names > 1:
        yield Finding(
            "The journal's file has a second name (a hard link): restoring, merging or locking it "
            "would part the two.",
            None,
        )


def say_diagnosis(
    diagnosis: Diagnosis, told: Sequence[Finding], journal: Path, second_copy: Path
) -> list[str]:
    """Return how the journal is, a sentence a line."""
    lines = []
    if not told:
        lines.append("Everything is in order.")
    for finding in told:
        lines.append(finding.what)
        if finding.help:
            lines.append(f"  Type: {finding.help}")
    lines += [f"  {line}" for line in _say_edits(diagnosis.edits)]
    if diagnosis.found.journal not in {"none", "missing"}:
        entries = (
            "" if diagnosis.entries is None else f", {count(diagnosis.entries, 'entry', 'entries')}"
        )
        locked = ", locked" if diagnosis.found.is_locked else ""
        lines.append(f"Journal: {journal} ({diagnosis.found.journal}{entries}{locked})")
        lines.append(f"Second copy: {second_copy} ({diagnosis.found.second_copy})")
    return lines


def _say_edits(edits: Sequence[Changed], lead: str = "") -> list[str]:
    more = [f"… and {len(edits) - MOST_SHOWN:,} more."] if len(edits) > MOST_SHOWN else []
    return [*(f"{lead}{say_change(edit)}" for edit in edits[:MOST_SHOWN]), *more]


def diagnosis_data(
    diagnosis: Diagnosis, told: Sequence[Finding], journal: Path, second_copy: Path
) -> dict[str, Any]:
    """Return the same for JSON."""
    return {
        "sound": diagnosis.is_sound,
        "journal": str(journal),
        "journal_state": diagnosis.found.journal,
        "second_copy": str(second_copy),
        "second_copy_state": diagnosis.found.second_copy,
        "locked": diagnosis.found.is_locked,
        "entries": diagnosis.entries,
        "findings": [{"what": finding.what, "help": finding.help} for finding in told],
    }


_LOCK_NOW = {"off": "not locked.", "other": "with this lock."}


def say_begun_anew(moved: Sequence[Path]) -> list[str]:
    """Return that the next entry begins a new journal, and where the old files are."""
    return [
        "The next entry begins a new journal here: ketalog mood 6",
        *(f"What was there is kept: {path}" for path in moved),
    ]


def say_accepted(done: Accepted, second_copy: Path) -> list[str]:
    """Return what was taken in of what was changed by hand."""
    lines = _say_edits(done.edits, "Taken in: ")
    if done.edits:
        lines.append("Undo: ketalog undo")
    if done.lock:
        lines.append("The journal is taken as it is now: " + _LOCK_NOW[done.lock])
    if not done.written_twice:
        lines.append(f"Saved once; the second copy is missing: {second_copy}")
    return [*lines, *(f"What was there is kept: {path}" for path in done.kept)]
