"""The one place where answers, notices, questions and errors reach a person or a pipe."""

import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from msgspec import Struct, json, to_builtins

from ketalog.domain.entries import as_data
from ketalog.domain.text import as_utf8, escape_invisible, escaped, escaped_json
from ketalog.errors import BadFile, BadInput, Interrupted, KetalogError

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.answers.response import Around
    from ketalog.answers.today import Today
    from ketalog.config import Shown
    from ketalog.domain.calendar import Calendar
    from ketalog.domain.entries import Dose
    from ketalog.domain.kinds import Entry
    from ketalog.export.request import ExportRequest
    from ketalog.journal import Outcome
    from ketalog.summary import Summary
    from ketalog.ui.terminal import Screen

VERSION = 1
"""The version of what --json prints."""
MOST_NARROW = 20
"""Columns below which lines are no longer fitted to a terminal."""


class Style(Struct, frozen=True):
    """How to answer, by the options of every command."""

    json: bool = False
    plain: bool = False
    no_color: bool = False
    no_input: bool = False


class Ui:
    """Results go to standard output, everything else to standard error."""

    def __init__(self, style: Style, env: Mapping[str, str], command: str = "ketalog") -> None:
        self.style = style
        self.command = command
        self.env = env
        # A stream that was closed before the start is None: what is said there goes nowhere.
        self.out: TextIO = sys.stdout or StringIO()
        self.err: TextIO = sys.stderr or StringIO()

    @cached_property
    def screen(self) -> "Screen":
        """Return what standard output can show."""
        from ketalog.ui.terminal import detect

        return detect(self.out, self.env, plain=self.style.plain, no_color=self.style.no_color)

    @property
    def asks(self) -> bool:
        """Tell whether there is a person to ask."""
        if self.style.json or self.style.no_input or sys.stdin is None:
            return False
        return sys.stdin.isatty()

    def say(self, lines: Iterable[str], data: Any) -> None:
        """Answer with lines, or with the same as JSON."""
        if self.style.json:
            self._emit({"data": data})
        else:
            self._print(self.out, lines)

    def period(self, summary: "Summary", kind: str, calendar: "Calendar", now: "datetime") -> None:
        """Answer with a week or a month."""
        if self.style.json:
            from ketalog.answers.period_data import period_data

            self._emit({"data": period_data(summary)})
        elif self.screen.plain:
            from ketalog.answers.period_text import facts

            self._print(self.out, facts(summary, kind))
        else:
            from ketalog.answers.period import period_view
            from ketalog.ui.month import month
            from ketalog.ui.paint import write
            from ketalog.ui.week import week

            view = period_view(summary, kind, calendar.day_of(now), calendar.week_start)
            drawn = week if kind == "week" else month
            write(drawn(view, self.screen), self.screen, self.out)

    def response(self, around: "Around") -> None:
        """Answer with mood and anxiety before and after a dose, by route."""
        from ketalog.answers import response

        if self.style.json:
            self._emit({"data": response.response_data(around)})
        elif self.screen.plain or not around.routes:
            self._print(self.out, response.say_response(around))
        else:
            from ketalog.ui.paint import write
            from ketalog.ui.response import drawn

            write(drawn(response.response_view(around), self.screen), self.screen, self.out)

    def today(self, today: "Today") -> None:
        """Answer with today; on an empty journal with how to start."""
        from ketalog.answers.today import START, say_today, today_data

        if self.style.json:
            self._emit({"data": today_data(today)})
        elif today.is_empty:
            self._print(self.out, START)
        elif self.screen.plain:
            self._print(self.out, say_today(today))
        else:
            from ketalog.ui.paint import write
            from ketalog.ui.today import day

            write(day(today, self.screen), self.screen, self.out)

    def entries(self, entries: "Sequence[Entry]", total: int) -> None:
        """Answer with a list; `total` is how many there are in all."""
        from ketalog.answers.entries import list_lines

        data = {"entries": [as_data(one) for one in entries], "total": total}
        self.say(list_lines(entries, total, by_day=self._on_terminal), data)

    def entry(
        self,
        entry: "Entry",
        versions: "Sequence[Entry]",
        dose: "Dose | None",
        now: "datetime",
        session: "Entry | None" = None,
    ) -> None:
        """Answer with everything about one entry; `versions` ends with how it is.

        `dose` is the one that a side effect stands after, `session` where a dose was given.
        """
        from ketalog.answers.entries import entry_lines

        earlier = [as_data(one) for one in versions[:-1]]
        data = {
            "entry": as_data(entry),
            "earlier": earlier,
            "dose": as_data(dose) if dose else None,
            "session": as_data(session) if session else None,
        }
        self.say(entry_lines(entry, versions, (dose, session), now), data)

    def preview(self, request: "ExportRequest", *, is_page: bool) -> None:
        """Show on a terminal what will be in an export, before it is made."""
        from ketalog.export.answer import say_preview

        if self._on_terminal and not self.style.json:
            self._print(self.out, say_preview(request, is_page=is_page))
            self.out.flush()

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Show on a terminal that something is under way, and take it away again."""
        shows = self.err.isatty() and self._on_terminal and not self.style.json
        if shows:
            self.prompt(f"{what} …")
        try:
            yield
        finally:
            if shows:
                self.prompt("\r\x1b[K")

    def exported(self, path: Path, size: int, request: "ExportRequest", *, is_page: bool) -> None:
        """Answer an export: what is in the file, unless that was said before, and where it is."""
        from ketalog.export.answer import say_preview, say_written, shared_data

        said = [] if self._on_terminal else say_preview(request, is_page=is_page)
        self.say([*said, *say_written(path, size)], shared_data(path, size, request))

    def settings(self, places: dict[str, str], settings: "dict[str, Shown]") -> None:
        """Answer with where everything is and how it is set."""
        lines = [
            f"{name.replace('_', ' ').capitalize()}: {place}" for name, place in places.items()
        ]
        for name, one in settings.items():
            lines.append(f"{name} = {escape_invisible(one.value) if one.value else '(not set)'}")
            lines.append(f"    {one.meaning}: ketalog config {name} '{one.example}'")
        values = {name: one.value for name, one in settings.items()}
        self.say(lines, {**places, "settings": values})

    @property
    def _on_terminal(self) -> bool:
        return self.out.isatty() and not self.style.plain

    def outcome(
        self, outcome: "Outcome", lines: Sequence[str], notices: Sequence[str], **extra: Any
    ) -> None:
        """Answer a change; `extra` is what only one command has to say in JSON."""
        beside: list[Any] = []
        if outcome.deviations:
            from ketalog.answers.deviations import deviation_data

            beside = [deviation_data(one) for one in outcome.deviations]
        data = {
            "verb": outcome.verb,
            "entries": [as_data(one.after) for one in outcome.changed if one.after],
            "before": [as_data(one.before) for one in outcome.changed if one.before],
            "dose": as_data(outcome.dose) if outcome.dose else None,
            "beside_plan": beside,
            "second_copy": outcome.second_copy_missing is None,
            "skipped": outcome.skipped,
            "notices": list(notices),
        }
        self.say(lines, {**data, **extra})
        self.notice(*notices)

    def lead(self, *lines: str) -> None:
        """Say something with the answer, before or after it; in JSON beside it."""
        self._print(self.err if self.style.json else self.out, lines)

    def notice(self, *lines: str) -> None:
        """Say something beside the answer."""
        self._print(self.err, lines)

    def error(self, error: KetalogError) -> None:
        """Say what went wrong and what to do, in one line or as JSON."""
        if self.style.json:
            fault = {"code": error.exit_code, "message": error.message, "hint": error.hint}
            self._emit({"error": fault})
        else:
            self._print(self.err, [" ".join(filter(None, (error.message, error.hint)))])

    def ask(self, question: str) -> str:
        """Return what the person types; without one, refuse."""
        if not self.asks:
            raise BadInput(f"{question.rstrip(' :')}: nobody is here to ask.")
        self._write(self.err, "\n".join(self._fitted(self.err, question.rstrip())) + " ")
        try:
            answer = sys.stdin.buffer.readline().decode(sys.stdin.encoding, "surrogateescape")
        except KeyboardInterrupt:
            answer = ""
        if not answer:
            self._write(self.err, "\n")
            raise Interrupted("Stopped. Nothing was saved.")
        return answer.rstrip("\n")

    def prompt(self, text: str) -> None:
        """Write to the person as it is: words of our own, and what moves the cursor."""
        self._write(self.err, text)

    def ask_unseen(self, question: str) -> str:
        """Return what the person types without showing it; without one, refuse."""
        if not self.asks:
            raise BadInput(f"{question.rstrip(' :')}: nobody is here to ask.")
        from getpass import getpass

        try:
            return getpass(question, self.err)
        except UnicodeDecodeError as error:
            raise BadInput(
                "What was typed is no UTF-8 text.", "Set the terminal to UTF-8 and try again."
            ) from error
        except (EOFError, KeyboardInterrupt):
            raise Interrupted("Stopped. Nothing was changed.") from None

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """Show nothing that is typed, between questions too, until this ends."""
        from termios import ECHO, TCSADRAIN, tcgetattr, tcsetattr

        if not self.asks:
            yield
            return
        try:
            before = tcgetattr(sys.stdin)
        except (OSError, ValueError):  # A terminal that has no echo of its own.
            yield
            return
        modes = before.copy()
        modes[3] &= ~ECHO
        tcsetattr(sys.stdin, TCSADRAIN, modes)
        try:
            yield
        finally:
            tcsetattr(sys.stdin, TCSADRAIN, before)

    def _emit(self, content: dict[str, Any]) -> None:
        said = {"ketalog": VERSION, "command": self.command, **content}
        try:
            data = json.encode(said)
        except UnicodeEncodeError:  # A file's name, or a word that was typed, is no UTF-8.
            data = json.encode(_readable(to_builtins(said)))
        self._write(self.out, escaped_json(data).decode() + "\n", encoding="utf-8")

    def _print(self, stream: TextIO, lines: Iterable[str]) -> None:
        fitted = (part for line in lines for part in self._fitted(stream, escaped(line)))
        self._write(stream, "".join(f"{line}\n" for line in fitted))

    def _fitted(self, stream: TextIO, line: str) -> list[str]:
        """Return a line as several that fit a terminal, broken between words."""
        if self.style.plain or len(line) <= MOST_NARROW or not stream.isatty():
            return [line]
        from shutil import get_terminal_size
        from textwrap import wrap

        # What follows goes below the words of a list, not below its times and numbers.
        indent = re.match(r" +\S+  #\d+ +| *", line)
        return wrap(
            line,
            max(get_terminal_size().columns, MOST_NARROW),
            subsequent_indent=" " * (indent.end() if indent else 0),
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _write(self, stream: TextIO, text: str, encoding: str | None = None) -> None:
        """Write text as the stream's encoding has it; a reader who has gone is no error."""
        data = text.encode(encoding or stream.encoding or "utf-8", "replace")
        try:
            stream.flush()
            if hasattr(stream, "buffer"):
                stream.buffer.write(data)
            else:
                stream.write(text)
            stream.flush()
        except OSError as error:
            _silence(stream)
            if stream is self.out and error.errno != errno.EPIPE:
                raise BadFile(
                    f"The answer can't be written: {(error.strerror or 'it failed').lower()}.",
                    "If it was to log something, look with 'ketalog list' before you do it again.",
                ) from error


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _readable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_readable(one) for one in value]
    return as_utf8(value) if isinstance(value, str) else value


def _silence(stream: TextIO) -> None:
    """Send what is still to be written to nowhere, so that the end of the run is no error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
