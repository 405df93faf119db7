"""Take in what a phone wrote: a line of the inbox is read as if it were typed at its time."""

import io
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Annotated
from uuid import uuid4

import typer

from ketalog import commands as p
from ketalog import disk
from ketalog.answers.inbox import Stays, TakenIn, inbox_answer, passing_lines
from ketalog.app import App
from ketalog.commands._gathering import Gathering, GatheringApp, with_entries
from ketalog.commands._offers import Ambiguous, offers_of
from ketalog.domain.entries import Dose
from ketalog.domain.offer import Offer, shown
from ketalog.domain.text import as_utf8, escape_invisible
from ketalog.errors import BadFile, BadInput, JournalLocked, KetalogError, NoSuchEntry
from ketalog.inbox import MOST_LINES, TIMED, File, Inbox, InboxLine, KnownFile, entries_of
from ketalog.journal import Changed, Outcome

EXAMPLES = """
ketalog inbox               (takes in what is new; what stays, and why)
ketalog inbox drop 1 2      (lines that stay, by their numbers, count as done)
"""
_WORD = re.compile(
    r"""(--?[A-Za-z][\w-]*)[ =](?:["\u201c]([^"\u201c\u201d]*)["\u201d]|'([^']*)')(?!\S)|(\S+)"""
)
"""A word; the value of an option may be in quotes. Elsewhere an apostrophe is a letter."""
_QUOTED = re.compile(r"""((?:ketalog )?\w+) ["\u201c]([^"\u201c\u201d]*)["\u201d]""")
_AGO = r" \([^()]* ago\)"
"""How long ago it was when the line was written, which is not when the hint is read."""
_LOOKS = frozenset({"list", "show", "see"})
LONGEST = 1000
"""Characters of a line that is no note or question: to read a far longer one takes minutes."""
OLDEST = 2020
"""Files of years before that have lost their time on their way."""
PATIENCE_S = 3.0
"""Seconds for a take-in by the way; the rest waits for the next one. Asked for, twice that."""
MOST_STAYING = 100
"""Lines of one file that can't be taken in: what is below them waits."""
_AGAIN = "A line like this was taken in from a file of this name before."


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("[drop NUMBER...]")] = None,
) -> None:
    """Take in what your phone wrote into the inbox, and see what stays there and why."""
    app: App = ctx.obj
    words = None if {word.lower() for word in words or ()} <= _LOOKS else words
    verb, *numbers = words or ["drop"]
    if verb.lower() != "drop" or (words and not numbers):
        raise BadInput(
            f"'{escape_invisible(' '.join(words or []))}' can't be taken here.",
            "To see what stays: ketalog inbox. To leave lines out, by their numbers: ketalog inbox "
            "drop 1 2",
        )
    dropped = {*map(_number, numbers)}
    inbox = _inbox_of(app)
    inbox.names()
    try:
        with inbox.held(wait=True):
            taken = _TakeIn(app, inbox, dropped=dropped).run()
    except OSError as error:
        raise _refusal(error) from error
    app.answer(inbox_answer(taken, app.now, app.config.country))


def _number(typed: str) -> int:
    text = typed.removeprefix("#").rstrip(",.")
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise BadInput(f"'{escape_invisible(typed)}' is no number of a line.", "ketalog inbox")
    return int(text)


def take_in_by_itself(app: App, *, before_logging: bool) -> None:
    """Take in what is new before a command that logs or looks, and say it.

    Nothing that is wrong with the inbox stops the command.
    """
    try:
        inbox = _inbox_of(app)
        names = inbox.names()
        if not (names and inbox.has_news(names)):
            return
        with inbox.held(wait=False) as is_held:
            if not is_held:  # Another ketalog takes it in.
                return
            taken = _TakeIn(app, inbox, is_passing=True).run()
    except KetalogError as error:
        app.ui.notice(" ".join(filter(None, (error.message, error.hint))))
    except OSError as error:
        app.ui.notice(_refusal(error).message)
    else:
        country = app.config.country
        app.ui.notice(*passing_lines(taken, app.now, country, before_logging=before_logging))


def _refusal(error: OSError) -> BadFile:
    return BadFile(f"The inbox can't be taken in: {disk.reason(error)}.")


def _inbox_of(app: App) -> Inbox:
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


class _TakeIn:
    """One look into the inbox: by the way, or asked for; lines whose numbers are `dropped` go."""

    def __init__(
        self, app: App, inbox: Inbox, *, is_passing: bool = False, dropped: set[int] | None = None
    ) -> None:
        self._app, self._inbox = app, inbox
        self._is_passing, self._dropped = is_passing, dropped or set()
        self._until = monotonic() + (PATIENCE_S if is_passing else 2 * PATIENCE_S)
        self._taken = TakenIn(inbox.folder)
        self._after: dict[str, KnownFile] = {}

    def run(self) -> TakenIn:
        """Take in what there is, write it down, put away the files that are done."""
        inbox, taken = self._inbox, self._taken
        if inbox.memory.pending is not None:
            ids = {record.id for record in self._app.store.outline().transactions}
            inbox.settle(ids.__contains__)
        inbox.fetch_back()
        for name in sorted(
            inbox.names(), key=inbox.staying_in
        ):  # What stays holds up nothing else.
            if self._is_passing and not inbox.is_news(name):
                continue
            if (file := inbox.look(name)) is None:
                continue
            if file.waits:
                taken.waiting.append(as_utf8(name))
            if not file.waits or file.keys:
                self._after[name] = self._take_file(file)
        if self._dropped:
            number = min(self._dropped)
            raise NoSuchEntry(f"No line {number} stays in the inbox.", "ketalog inbox shows them.")
        if taken.outcomes:
            self._write()
        inbox.keep(self._known())
        self._put_away()
        return taken

    def _known(self) -> dict[str, KnownFile]:
        return {as_utf8(name): known for name, known in self._after.items()}

    def _take_file(self, file: File) -> KnownFile:
        """Take in a file's lines, or name why they stay; return what is known of it."""
        known, name, taken = file.known, as_utf8(file.name), self._taken
        problems = len(taken.problems)
        if file.problem:
            taken.problems.append((name, file.problem))
        elif file.calendar:
            self._take_calendar(file)
        stays = len(taken.problems) > problems
        done, staying = set(known.done), 0
        for line in file.lines:
            if len(taken.outcomes) >= MOST_LINES or monotonic() > self._until:
                taken.more = stays = True
                known.changed = 0
                break
            if staying >= MOST_STAYING:
                what = (
                    f"line {line.row} and those below it wait until some above are mended or "
                    "dropped"
                )
                taken.problems.append((name, what))
                break
            number = known.left.get(line.key)
            if number is not None and self._is_passing:  # It was tried before: ketalog inbox says.
                stays, staying = True, staying + 1
                continue
            if number in self._dropped:
                self._dropped.discard(number)
                taken.dropped += 1
            elif line.at > self._app.now:
                taken.ahead.append(line)
                stays, known.changed = True, 0
                continue
            elif (error := self._take_line(line)) is not None:
                number = self._inbox.number_of(known, line.key)
                taken.stays.append(Stays(number, line, error.message, error.hint))
                stays, staying = True, staying + 1
                continue
            done.add(line.key)
            known.left.pop(line.key, None)
        known.done = [key for key in file.keys if key in done]
        known.gone = not stays and (bool(known.done) or bool(file.calendar)) and known.changed > 0
        return known

    def _take_line(self, line: InboxLine) -> KetalogError | None:
        """Add to what is taken in what a line logs; return why it can't be taken."""
        words = _worded(line.text)
        if len(line.text) > LONGEST and words[:1] not in (["note"], ["ask"]):
            return BadInput("It is far too long for one entry.")
        if line.at.year < OLDEST and line.key[0] != TIMED:
            return BadInput(
                "Its file tells no time that can be right.", "Put a time in front of it."
            )
        if line.doubt:
            return BadInput(_AGAIN, f"If it is another: {_own_line(words, line)}")
        try:
            self._taken.outcomes += self._logged_by(words, line)
        except (BadInput, BadFile, NoSuchEntry, JournalLocked) as error:
            return self._with_time(line, error)
        if line.remark:
            self._taken.remarks.append(line.remark)
        return None

    def _logged_by(self, words: list[str], line: InboxLine) -> list[Outcome]:
        """Return what the words of a line log. Raises KetalogError."""
        app, heard = self._app, io.StringIO()
        gathering = Gathering(app, line.at, self._taken.doses)
        with _no_standard_input():
            app.log_line(words, partial(GatheringApp, run=app, gathering=gathering, heard=heard))
        if not gathering.gathered:
            raise BadInput("It logs nothing.")
        if line.to_do and any(isinstance(entry, Dose) for entry in gathering.entries):
            raise BadInput("Its box is not ticked: was it taken?", Offer("If it was", [words]))
        self._taken.remarks += heard.getvalue().splitlines()
        return [
            with_entries(outcome, entries_of(line, outcome.entries))
            for outcome in gathering.gathered
        ]

    def _with_time(self, line: InboxLine, error: KetalogError) -> KetalogError:
        """Return why a line can't be taken, with what to type that has the line's time in it."""
        error.hints = tuple(self._timed(hint, line) for hint in error.hints)
        if not offers_of(error):
            error.hints += (f"Its time: --at {line.at.isoformat()}.",)
        return error

    def _timed(self, hint: object, line: InboxLine) -> object:
        """Return a hint whose lines have the time of the one in the inbox, or the day of theirs."""
        if not isinstance(hint, Offer):
            return hint
        lines = [self._with_when(each, line) for each in hint.lines]
        return hint._replace(lead=re.sub(_AGO, "", hint.lead), lines=lines)

    def _with_when(self, offered: Sequence[str], line: InboxLine) -> Sequence[str]:
        if {"--at", "--help"} & {*offered} or re.search("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(offered)):
            return offered
        command, *words = offered
        timed = [command, *words, "--at", line.at.isoformat()]
        dated = [command, self._app.calendar.day_of(line.at).isoformat(), *words]  # dose 100mg 2pm
        return next(filter(self._may_be_typed, (timed, dated)), offered)

    def _may_be_typed(self, words: list[str]) -> bool:
        """Tell whether a line that is only tried would be taken, or asked about."""
        try:
            with _no_standard_input():
                self._app.log_line(words)
        except Ambiguous:
            return True
        except KetalogError:
            return False
        return True

    def _take_calendar(self, file: File) -> None:
        from ketalog.importers import GivenFile, Wanted
        from ketalog.importers.vjournal import IMPORTER

        taken, name, now = self._taken, as_utf8(file.name), self._app.now
        try:
            incoming = IMPORTER.read(GivenFile(io.BytesIO(file.calendar), name), Wanted(now))
        except BadFile:
            incoming = None
        if incoming is None or not incoming.rows:
            taken.problems.append((name, "it is no calendar with journal entries (VJOURNAL)"))
            return
        for versions in incoming.entries:
            taken.outcomes.append(Outcome("logged", (Changed(None, versions[-1]),)))
        for reason, left in incoming.left_out.items():
            taken.problems.append((name, f"{left.rows} of its entries: {reason}"))

    def _write(self) -> None:
        """Write down what is new to the journal, as one change."""
        app, taken = self._app, self._taken
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
        if fresh:
            transaction_id = str(uuid4())
            self._inbox.keep(self._known(), transaction_id)
            taken.outcomes = Gathering(app, app.now).log_together(fresh, transaction_id)

    def _put_away(self) -> None:
        taken = self._taken
        away = {name: known for name, known in self._after.items() if known.gone}
        if not away:
            return
        taken.removes = self._app.maintenance.is_locked
        for name, known in away.items():
            if reason := self._inbox.put_away(name, known, remove=taken.removes):
                taken.problems.append((as_utf8(name), f"it can't be moved away: {reason}"))
            else:
                taken.away += 1
        if any(known.kept for known in away.values()):
            self._inbox.keep({})


def _worded(text: str) -> list[str]:
    """Return the words of a line; quotes around all that follows its first word are none of it."""
    if quoted_whole := _QUOTED.fullmatch(text):
        text = f"{quoted_whole[1]} {quoted_whole[2]}"
    words: list[str] = []
    for option, *quoted, word in _WORD.findall(text):
        words += [option, next(filter(None, quoted), "")] if option else [word]
    return words[1:] if words[:1] == ["ketalog"] else words


@contextmanager
def _no_standard_input() -> Iterator[None]:
    """Let no line read what the command around it was given."""
    given, sys.stdin = sys.stdin, None
    try:
        yield
    finally:
        sys.stdin = given


def _own_line(words: list[str], line: InboxLine) -> str:
    return shown([*words, "--at", line.at.isoformat()])
