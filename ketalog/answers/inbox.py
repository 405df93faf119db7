"""What was taken in from the inbox, and what stays there and why, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketalog.answers import Answer
from ketalog.answers.phrases import beside_plan, say_notices, say_stamped
from ketalog.domain.entries import Dose, as_data
from ketalog.domain.text import count, escape_invisible, short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from ketalog.domain.kinds import Entry
    from ketalog.inbox import InboxLine
    from ketalog.journal import Outcome

MOST_NAMED = 20
"""Entries of one take-in that are named one by one."""


class Stays(NamedTuple):
    """A line that stays in the inbox, under a number of its own: why, and what to type."""

    number: int
    line: InboxLine
    message: str
    hint: str | None


class TakenIn:
    """What one look into the inbox came to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outcomes: list[Outcome] = []
        self.stays: list[Stays] = []
        self.problems: list[tuple[str, str]] = []
        self.waiting: list[str] = []
        self.ahead: list[InboxLine] = []
        self.remarks: list[str] = []
        self.here_already = self.dropped = self.away = 0
        self.more = self.removes = False

    @property
    def is_open(self) -> bool:
        """Tell whether others on this computer can write into the folder."""
        return bool(self.folder.stat().st_mode & 0o022)

    @property
    def entries(self) -> list[Entry]:
        """Return the entries that were taken in."""
        return [entry for outcome in self.outcomes for entry in outcome.entries]

    @property
    def doses(self) -> list[Dose]:
        """Return the doses among them."""
        return [entry for entry in self.entries if isinstance(entry, Dose)]


def inbox_answer(taken: TakenIn, now: datetime, country: str | None) -> Answer:
    """Return all that there is to say about the inbox."""
    lines = [*entry_lines(taken, now, "Undo: ketalog undo"), *_file_lines(taken), *_staying(taken)]
    data = {
        "folder": str(taken.folder),
        "entries": [as_data(entry) for entry in taken.entries],
        "here_already": taken.here_already,
        "dropped": taken.dropped,
        "files_away": taken.away,
        "stays": [
            {
                "number": number,
                "file": line.file,
                "row": line.row,
                "text": line.text,
                "at": line.at.isoformat(),
                "message": message,
                "hint": hint,
            }
            for number, line, message, hint in taken.stays
        ],
        "problems": [{"file": name, "reason": reason} for name, reason in taken.problems],
        "waiting": taken.waiting,
        "ahead": len(taken.ahead),
        "more": taken.more,
    }
    notices = _notices(taken, now, country)
    if taken.is_open:
        notices.append(
            f"Others on this computer can write into {escape_invisible(str(taken.folder))}: "
            "what they write there is taken for yours."
        )
    return Answer(lines or ["The inbox is empty."], data, notices=tuple(notices))


def passing_lines(
    taken: TakenIn, now: datetime, country: str | None, *, before_logging: bool
) -> list[str]:
    """Return what is said beside another command: what came in, and only how much stays."""
    undo = "Undo: ketalog undo"
    if before_logging:
        undo = "What you log now is another: 'ketalog undo' takes that back first."
    lines = [*entry_lines(taken, now, undo), *_notices(taken, now, country)]
    if staying := len(taken.stays) + len(taken.problems) + len(taken.ahead):
        lines.append(f"What stays in the inbox, and why ({staying:,}): ketalog inbox")
    return lines


def entry_lines(taken: TakenIn, now: datetime, undo: str) -> list[str]:
    """Return what came in, an entry a line."""
    entries = taken.entries
    if not entries:
        return []
    named = [f"  {say_stamped(entry, now)}" for entry in entries[:MOST_NAMED]]
    if len(entries) > MOST_NAMED:
        named.append(f"  and {len(entries) - MOST_NAMED:,} more: ketalog list")
    what = count(len(entries), "entry", "entries")
    return [f"Taken in from the inbox: {what}, as one change. {undo}", *named]


def _notices(taken: TakenIn, now: datetime, country: str | None) -> list[str]:
    remarks = [*taken.remarks]
    for outcome in taken.outcomes:
        remarks += [*beside_plan(outcome), *say_notices(outcome, now, country)]
    return list(dict.fromkeys(remarks))


def _file_lines(taken: TakenIn) -> Iterator[str]:
    if taken.here_already:
        here = count(taken.here_already, "line was", "lines were")
        yield f"{here} in the journal already, and left as is."
    if taken.dropped:
        yield f"Left out, as you said: {count(taken.dropped, 'line', 'lines')}."
    if taken.away:
        files = count(taken.away, "file", "files")
        yield (
            f"Removed {files}: the journal is locked."
            if taken.removes
            else f"Moved {files} to {escape_invisible(str(taken.folder / 'taken'))}."
        )
    if taken.more:
        yield "There is more: it comes in with the next command, or 'ketalog inbox'."
    if taken.waiting:
        files = count(len(taken.waiting), "file was", "files were")
        yield f"{files} changed just now: what is not finished there waits, a minute at most."


def _staying(taken: TakenIn) -> Iterator[str]:
    for number, line, message, hint in taken.stays:
        where = f"{escape_invisible(line.file)}, line {line.row}"
        yield f"{number}. {where}: '{escape_invisible(short(line.text))}'"
        yield f"   {' '.join(filter(None, (message, hint)))}"
    if taken.stays:
        yield f"To leave one out, by its number: ketalog inbox drop {taken.stays[0].number}"
    for line in taken.ahead[:MOST_NAMED]:
        where = f"{escape_invisible(line.file)}, line {line.row}"
        yield f"{where}: its time, {line.at.isoformat()}, lies ahead. It comes in after that."
    for name, reason in taken.problems[:MOST_NAMED]:
        yield f"{escape_invisible(name)}: {reason}."
