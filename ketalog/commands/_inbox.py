"""What a phone wrote into the inbox → entries: a line is read as if it were typed at its time."""

from __future__ import annotations

import io
import re
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from ketalog import disk
from ketalog.answers.inbox import Stays, TakenIn, passing_lines
from ketalog.commands._gathering import GatheringApp
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.text import as_utf8, escape_invisible
from ketalog.errors import BadFile, BadInput, JournalLocked, KetalogError, NoSuchEntry
from ketalog.gathering import Gathering, with_entries
from ketalog.inbox import MOST_LINES, TIMED, Inbox, Line, entries_of
from ketalog.journal import Changed, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ketalog.app import App
    from ketalog.inbox import File, Known

_WORD = re.compile(
    r"""(--?[A-Za-z][\w-]*)[ =](?:["\u201c]([^"\u201c\u201d]*)["\u201d]|'([^']*)')(?!\S)|(\S+)"""
)
"""A word; the value of an option may be in quotes. Elsewhere an apostrophe is a letter."""
_QUOTED = re.compile(r"""((?:ketalog )?\w+) ["\u201c]([^"\u201c\u201d]*)["\u201d]""")
LONGEST = 1000
"""Characters of a line that is no note or question: to read a far longer one takes minutes."""
OLDEST = 2020
"""Files of years before that have lost their time on their way."""
PATIENCE_S = 3.0
"""Seconds for a take-in by the way; the rest waits for the next one. Asked for, twice that."""
MOST_STAYING = 100
"""Lines of one file that can't be taken in: what is below them waits."""
_AGAIN = "A line like this was taken in from a file of this name before."


def take_in_by_itself(app: App, *, before_logging: bool) -> None:
    """Take in what is new before a command that logs or looks, and say it.

    Nothing that is wrong with the inbox stops the command.
    """
    try:
        inbox = _inbox(app)
        names = inbox.names()
        if not (names and inbox.has_news(names)):
            return
        with inbox.held(wait=False) as is_held:
            if not is_held:  # Another ketalog takes it in.
                return
            taken = _taken_in(app, inbox, only_news=True)
    except KetalogError as error:
        app.ui.notice(" ".join(filter(None, (error.message, error.hint))))
    except OSError as error:
        app.ui.notice(_refusal(error).message)
    else:
        said = passing_lines(taken, app.now, app.config.country, before_logging=before_logging)
        app.ui.notice(*said)


def take_in(app: App, dropped: frozenset[int] = frozenset()) -> TakenIn:
    """Take in what is there; lines whose numbers are `dropped` count as done."""
    inbox = _inbox(app)
    inbox.names()
    try:
        with inbox.held(wait=True):
            return _taken_in(app, inbox, dropped=dropped)
    except OSError as error:
        raise _refusal(error) from error


def _refusal(error: OSError) -> BadFile:
    return BadFile(f"The inbox can't be taken in: {disk.reason(error)}.")


def _inbox(app: App) -> Inbox:
    folder = app.config.inbox
    if folder is None:
        raise BadInput(
            "There is no inbox yet.",
            "To have one: ketalog config inbox FOLDER. How: ketalog help phone.",
        )
    if folder.resolve() in {Path.home().resolve(), app.journal_path.parent.resolve()}:
        raise BadInput(
            f"The inbox {folder} is no folder of its own: other files lie there.",
            "Nothing is taken in. Another folder: ketalog config inbox FOLDER",
        )
    return Inbox(folder, app.inbox_memory, app.now)


def _taken_in(
    app: App,
    inbox: Inbox,
    *,
    only_news: bool = False,
    dropped: frozenset[int] = frozenset(),
) -> TakenIn:
    if inbox.memory.pending is not None:
        ids = {record.id for record in app.store.outline().transactions}
        inbox.settle(ids.__contains__)
    inbox.fetch_back()
    taken = TakenIn(inbox.folder)
    taken.is_passing = only_news
    taken.until = monotonic() + (PATIENCE_S if only_news else 2 * PATIENCE_S)
    after: dict[str, Known] = {}
    unknown = set(dropped)
    for name in sorted(inbox.names(), key=inbox.staying_in):  # What stays holds up nothing else.
        if only_news and not inbox.is_news(name):
            continue
        if (file := inbox.look(name)) is None:
            continue
        if file.waits:
            taken.waiting.append(as_utf8(name))
        if file.waits and not file.keys:
            continue
        after[name] = _file_taken(app, inbox, file, taken, unknown)
    if unknown:
        number = min(unknown)
        raise NoSuchEntry(f"No line {number} stays in the inbox.", "ketalog inbox shows them.")
    if taken.outcomes:
        _write(app, inbox, taken, after)
    inbox.keep({as_utf8(name): known for name, known in after.items()})
    _put_away(app, inbox, taken, after)
    return taken


def _file_taken(app: App, inbox: Inbox, file: File, taken: TakenIn, dropped: set[int]) -> Known:
    """Read a file's lines into what is taken in, or name why they stay; return what is known."""
    known, name = file.known, as_utf8(file.name)
    if file.problem:
        taken.problems.append((name, file.problem))
    elif file.calendar:
        _calendar_taken(app, file, taken)
    stays = bool(file.problem) or any(name == problem for problem, _ in taken.problems)
    done, staying = set(known.done), 0
    for line in file.lines:
        if len(taken.outcomes) >= MOST_LINES or monotonic() > taken.until:
            taken.more = stays = True
            known.changed = 0
            break
        if staying >= MOST_STAYING:
            what = f"line {line.row} and those below it wait until some above are mended or dropped"
            taken.problems.append((name, what))
            break
        number = known.left.get(line.key)
        if number is not None and taken.is_passing:  # It was tried before: ketalog inbox says.
            stays, staying = True, staying + 1
            continue
        if number in dropped:
            dropped.discard(number)
            taken.dropped += 1
        elif line.at > app.now:
            taken.ahead.append(line)
            stays, known.changed = True, 0
            continue
        elif (error := _line_taken(app, line, taken)) is not None:
            number = inbox.number_of(known, line.key)
            taken.stays.append(Stays(number, line, error.message, error.hint))
            stays, staying = True, staying + 1
            continue
        done.add(line.key)
        known.left.pop(line.key, None)
    known.done = [key for key in file.keys if key in done]
    known.gone = not stays and (bool(known.done) or bool(file.calendar)) and known.changed > 0
    return known


def _line_taken(app: App, line: Line, taken: TakenIn) -> KetalogError | None:
    """Add to what is taken in what a line logs; return why it can't be taken."""
    words = _worded(line.text)
    if len(line.text) > LONGEST and words[:1] not in (["note"], ["ask"]):
        return BadInput("It is far too long for one entry.")
    if line.at.year < OLDEST and line.key[0] != TIMED:
        return BadInput("Its file tells no time that can be right.", "Put a time in front of it.")
    if line.doubt:
        return BadInput(_AGAIN, f"If it is another: {_own_line(words, line)}")
    try:
        gathered = _gathered(app, words, line, taken)
    except (BadInput, BadFile, NoSuchEntry, JournalLocked) as error:
        return _with_time(app, words, line, error)
    taken.outcomes += gathered
    if line.remark:
        taken.remarks.append(line.remark)
    return None


def _worded(text: str) -> list[str]:
    """Return the words of a line; quotes around all that follows its first word are none of it."""
    if quoted_whole := _QUOTED.fullmatch(text):
        text = f"{quoted_whole[1]} {quoted_whole[2]}"
    words: list[str] = []
    for option, *quoted, word in _WORD.findall(text):
        words += [option, next(filter(None, quoted), "")] if option else [word]
    return words[1:] if words[:1] == ["ketalog"] else words


def _gathered(app: App, words: list[str], line: Line, taken: TakenIn) -> list[Outcome]:
    """Return what the words of a line log. Raises KetalogError."""
    heard = io.StringIO()
    gathering = Gathering(app.store, line.at, app.calendar, taken.doses)
    with _no_standard_input():
        app.log_line(words, partial(GatheringApp, run=app, gathering=gathering, heard=heard))
    if not gathering.gathered:
        raise BadInput("It logs nothing.")
    taken.remarks += heard.getvalue().splitlines()
    return [
        with_entries(outcome, entries_of(line, outcome.entries)) for outcome in gathering.gathered
    ]


@contextmanager
def _no_standard_input() -> Iterator[None]:
    """Let no line read what the command around it was given."""
    given, sys.stdin = sys.stdin, None
    try:
        yield
    finally:
        sys.stdin = given


def _with_time(app: App, words: list[str], line: Line, error: KetalogError) -> KetalogError:
    """Return why a line can't be taken, with what to type that has the line's time in it."""
    try:
        with _no_standard_input():
            app.log_line([*words, "--at", line.at.isoformat()])
    except KetalogError as timed:
        if timed.message == error.message:
            return timed
    return error


def _own_line(words: list[str], line: Line) -> str:
    from shlex import join

    return escape_invisible(join(["ketalog", *words, "--at", line.at.isoformat()]))


def _calendar_taken(app: App, file: File, taken: TakenIn) -> None:
    from ketalog.importers import GivenFile, Wanted
    from ketalog.importers.vjournal import IMPORTER

    name = as_utf8(file.name)
    given = GivenFile(io.BytesIO(file.calendar), name)
    try:
        incoming = IMPORTER.read(given, Wanted(app.now + ONE_DAY, app.now))
    except BadFile:
        incoming = None
    if incoming is None or not incoming.rows:
        taken.problems.append((name, "it is no calendar with journal entries (VJOURNAL)"))
        return
    for versions in incoming.entries:
        taken.outcomes.append(Outcome("logged", (Changed(None, versions[-1]),)))
    for reason, left in incoming.left_out.items():
        taken.problems.append((name, f"{left.rows} of its entries: {reason}"))


def _write(app: App, inbox: Inbox, taken: TakenIn, after: dict[str, Known]) -> None:
    """Write down what is new to the journal, as one change."""
    history = app.store.outline()
    ever = {op.put.id for record in history.transactions for op in record.ops if op.put}
    ever |= app.store.erased()
    fresh = [
        outcome
        for outcome in taken.outcomes
        if not any(entry.id in ever for entry in outcome.entries)
    ]
    taken.here_already = len(taken.outcomes) - len(fresh)
    taken.outcomes = fresh
    if not fresh:
        return
    transaction_id = str(uuid4())
    inbox.keep({as_utf8(name): known for name, known in after.items()}, transaction_id)
    journal = Gathering(app.store, app.now, app.calendar)
    taken.outcomes = journal.log_together(fresh, transaction_id)


def _put_away(app: App, inbox: Inbox, taken: TakenIn, after: dict[str, Known]) -> None:
    away = {name: known for name, known in after.items() if known.gone}
    if not away:
        return
    taken.removes = app.maintenance.is_locked
    for name, known in away.items():
        if reason := inbox.put_away(name, known, remove=taken.removes):
            taken.problems.append((as_utf8(name), f"it can't be moved away: {reason}"))
        else:
            taken.away += 1
    if any(known.kept for known in away.values()):
        inbox.keep({})
