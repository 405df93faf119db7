"""Lists of entries, and one entry in full, as lines of text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ketalog.answers.checks import answer_lines
from ketalog.answers.phrases import say_ago, say_entry, say_side
from ketalog.domain.check import Check
from ketalog.domain.entries import Note, Question
from ketalog.domain.text import escape_invisible, escape_invisible_lines
from ketalog.times.grammar import say_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ketalog.domain.entries import Dose
    from ketalog.domain.kinds import Entry


def list_lines(entries: Sequence[Entry], total: int, *, by_day: bool) -> list[str]:
    """Return a line an entry; on a terminal under a heading a day, so that it fits 40 columns."""
    if not entries:
        return ["No entries found."]
    width = max(len(str(entry.number)) for entry in entries)
    lines: list[str] = []
    day = ""
    for entry in entries:
        moment = say_moment(entry.at)
        date, clock = moment[:-6], moment[-5:]
        if by_day and date != day:
            lines += [*([""] if lines else []), date]
            day = date
        when = f"  {clock}" if by_day else moment
        lines.append(f"{when}  #{entry.number:<{width}}  {say_entry(entry)}")
    if total > len(entries):
        lines += ["", f"{total - len(entries):,} earlier: ketalog list --all"]
    return lines


def entry_lines(
    entry: Entry,
    versions: Sequence[Entry],
    beside: tuple[Dose | None, Entry | None],
    now: datetime,
) -> list[str]:
    """Return everything about an entry, a fact a line.

    `beside` it stand a dose, and the session that it was part of.
    """
    dose, session = beside
    lines = [f"#{entry.number}: {say_entry(entry)}"]
    if isinstance(entry, Note | Question):
        lines = [f"#{entry.number}", *(f"  {line}" for line in escape_invisible_lines(entry.text))]
    if isinstance(entry, Check):
        lines += answer_lines(entry)
    for field in ("reflections", "reason"):
        if "\n" in (words := getattr(entry, field, None) or ""):
            lines += [f"{field}:", *(f"  {line}" for line in escape_invisible_lines(words))]
    if entry.note and "\n" in entry.note:
        lines += ["note:", *(f"  {line}" for line in escape_invisible_lines(entry.note))]
    if dose is not None:
        side = say_side(entry, dose).capitalize()
        lines.append(f"{side} #{dose.number}: {say_entry(dose)}, {say_moment(dose.at)}")
    if session is not None:
        lines.append(f"Session: #{session.number}: {say_entry(session)}, {say_moment(session.at)}")
    lines.append(f"Happened: {say_moment(entry.at)} ({say_ago(entry.at, now)})")
    lines.append(f"Written down: {say_moment(entry.recorded)}")
    if entry.source is not None:
        row = f", row {entry.source.row}" if entry.source.row is not None else ""
        lines.append(f"From: {escape_invisible(entry.source.file)} ({entry.source.format}{row})")
    return [*lines, *_past(versions)]


def _past(versions: Iterable[Entry]) -> list[str]:
    past = list(versions)
    return [
        f"Changed {say_moment(after.changed or after.recorded)}, before: "
        f"{say_entry(before)}, {say_moment(before.at)}"
        for before, after in pairwise(past)
    ]
