"""Lists of entries, and one entry in full, as lines of text."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ketalog.answers import Answer, AnswerLine, Hint, ListedEntry
from ketalog.answers.checks import answer_lines
from ketalog.answers.phrases import clock_of, say_ago, say_date, say_entry, say_side, say_when
from ketalog.domain.calendar import ONE_DAY, YEARS
from ketalog.domain.entries import Dose, Note, Question, as_data
from ketalog.domain.filter import LOOKED_FOR, EntryFilter
from ketalog.domain.kinds import BY_NAME
from ketalog.domain.routes import shape_of
from ketalog.domain.text import did_you_mean, escape_invisible, escape_invisible_lines
from ketalog.domain.treatment import Check
from ketalog.times.words import say_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ketalog.domain.kinds import Entry
    from ketalog.lookup import EntryInFull


class Earlier(NamedTuple):
    """There are earlier entries than those listed: how many all are, and the line that lists all.

    To count them reads the whole journal: nobody waits for that who only looks at the last ones.
    """

    total: Callable[[], int]
    line: str


def list_answer(entries: Sequence[Entry], wanted: EntryFilter, earlier: Earlier | None) -> Answer:
    """Return a list of entries, of those that were `wanted`."""
    return Answer(
        lambda: _list_lines(entries, wanted, earlier),
        lambda: {
            "entries": [as_data(entry) for entry in entries],
            "total": earlier.total() if earlier else len(entries),
        },
    )


def _list_lines(
    entries: Sequence[Entry], wanted: EntryFilter, earlier: Earlier | None
) -> Iterator[AnswerLine]:
    if not entries:
        near = did_you_mean(" ".join(wanted.phrases), LOOKED_FOR) if wanted.phrases else ""
        yield f"No entries found{_say_wanted(wanted)}.{near}"
    yield from _listed(entries)
    if earlier:
        yield ""
        yield Hint("Earlier ones", earlier.line)


def review_answer(marked: Sequence[Entry]) -> Answer:
    """Return what was logged with `now` and not looked through, and how that is done."""
    return Answer(
        lambda: _review_lines(marked),
        lambda: {"entries": [as_data(entry) for entry in marked]},
    )


def _review_lines(marked: Sequence[Entry]) -> Iterator[AnswerLine]:
    if not marked:
        yield "Nothing is left to look through."
        return
    yield from _listed(marked)
    first = marked[0].number
    yield ""
    yield Hint("If one is right", f"ketalog review {first}")
    yield Hint("If it was another", f"ketalog edit {first}")
    yield Hint("If there was none", f"ketalog delete {first}")
    yield Hint("If all are right", "ketalog review all")


def _listed(entries: Sequence[Entry]) -> Iterator[ListedEntry]:
    width = max((len(str(entry.number)) for entry in entries), default=0)
    clocks = [clock_of(entry) for entry in entries]
    room = max((len(clock) for clock in clocks), default=0)
    for entry, clock in zip(entries, clocks, strict=True):
        day = say_date(entry.at)
        shape = shape_of(entry.route) if isinstance(entry, Dose) else ""
        yield ListedEntry(
            day, f"{clock:{room}}", f"#{entry.number:<{width}}", say_entry(entry), shape
        )


def _say_wanted(wanted: EntryFilter) -> str:
    """Return " for doses with 'slept badly', Mon 16 Nov 2026 – Sun 22 Nov 2026", or nothing."""
    named = [kind for kind in map(BY_NAME.get, sorted(wanted.kinds)) if kind]
    kinds = " and ".join(kind.plural for kind in named if kind.listed_with not in wanted.kinds)
    words = " or ".join(f"'{escape_invisible(phrase)}'" for phrase in wanted.phrases)
    what = f" for {' with '.join(filter(None, (kinds, words)))}" if kinds or words else ""
    if (span := wanted.span) is None:
        return what
    first, last = say_date(span.start), say_date(span.end - ONE_DAY)
    if span.start == date.min:
        return f"{what}, until {last}"
    if span.end.year > YEARS[-1]:
        return f"{what}, from {first} on"
    return f"{what}, {' to '.join(dict.fromkeys((first, last)))}"


def entry_answer(shown: EntryInFull, now: datetime) -> Answer:
    """Return everything about one entry."""
    entry, versions, dose, session, sitting = shown
    data = {
        "entry": as_data(entry),
        "earlier": [as_data(version) for version in versions[:-1]],
        "dose": as_data(dose) if dose else None,
        "session": as_data(session) if session else None,
        "sitting": [as_data(other) for other in sitting],
    }
    return Answer(_entry_lines(shown, now), data)


def _entry_lines(shown: EntryInFull, now: datetime) -> list[str]:
    entry, versions, dose, session, sitting = shown
    lines = [f"#{entry.number}: {say_entry(entry)}"]
    if isinstance(entry, Note | Question):
        lines = [f"#{entry.number}", *(f"  {line}" for line in escape_invisible_lines(entry.text))]
    if isinstance(entry, Check):
        lines += answer_lines(entry)
    for field in ("reflections", "reason", "note"):
        if "\n" in (words := getattr(entry, field, None) or ""):
            lines += [f"{field}:", *(f"  {line}" for line in escape_invisible_lines(words))]
    if dose is not None:
        side = say_side(entry, dose).capitalize()
        lines.append(f"{side} #{dose.number}: {say_entry(dose)}, {say_moment(dose.at)}")
    if session is not None:
        lines.append(f"Session: #{session.number}: {say_entry(session)}, {say_moment(session.at)}")
    lines += [
        f"Taken as one with #{other.number}: {say_entry(other)}, {say_moment(other.at)}"
        for other in sitting
    ]
    ago = "no time" if entry.precision else say_ago(entry.at, now)
    lines.append(f"Happened: {say_when(entry)} ({ago})")
    lines.append(f"Written down: {say_moment(entry.recorded)}")
    if entry.unreviewed:
        lines.append(f"Logged with 'now', not looked through yet: ketalog review {entry.number}")
    if entry.source is not None:
        row = f", row {entry.source.row}" if entry.source.row is not None else ""
        lines.append(f"From: {escape_invisible(entry.source.file)} ({entry.source.format}{row})")
    lines += [
        f"Changed {say_moment(after.changed or after.recorded)}, before: "
        f"{say_entry(before)}, {say_when(before)}"
        for before, after in pairwise(versions)
    ]
    return lines
