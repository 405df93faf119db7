"""The one place where answers, notices, questions and errors reach a person or a pipe."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import contextmanager, nullcontext
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO, TypeVar, cast

from msgspec import Struct, json, to_builtins

from ketalog.answers import Answer, AnswerLine, Drawing, Heading, ListedEntry, Verbatim
from ketalog.domain.text import TYPED, as_utf8, escaped, escaped_json
from ketalog.errors import BadFile, BadInput, Interrupted, KetalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rich.text import Text

    from ketalog.answers.period import PeriodView
    from ketalog.answers.response import ResponseView
    from ketalog.answers.screens import Choice
    from ketalog.answers.today import Today
    from ketalog.ui.terminal import Screen

VERSION = 1
"""The version of what --json prints."""
MOST_NARROW = 20
"""Columns below which lines are no longer fitted to a terminal."""
COMMAND = r"(?:(?<=: )|(?<=or ))ketalog (?:(?!,? or ketalog|\. |\.$|\)$|\) ).)+"
"""What can be typed, in a line that says it: behind a colon, to the end of its sentence."""
_PROGRAM = re.compile(
    r"(?:^|(?<=: )|(?<=or )|(?<=; )|(?<=')|(?<=  )|(?<=\x1b\[1m))ketalog(?=[ \1])(?!.--journal)"
)
"""The program's name where it begins a command, not a sentence about it, and names no journal."""
_PLAIN_PATH = r"[\w/.-]+"
"""A path that a shell takes as it stands."""
QUOTED = r"(?<!\w)'[^']*'|\"[^\"]*\""
"""What is quoted: typed words that are named, or an example of some."""
BOLD, DIM = "1", "2"
COLOURS = {"circle": "36", "diamond": "35", "triangle": "32", "square": "34"}
"""The terminal's own colours of the routes' shapes."""
END_OF_LINE = "\x1b[K"
"""Takes away what stands between the cursor and the end of its line."""
_PERCENT = " … 100 %"
"""What stands behind something long while it is done."""
_STOPS = frozenset({"n", "no", "q", "\x1b", ""})
"""Keys that choose nothing."""
_JOINED = "\1"
"""Stands for the spaces of a command while a line is broken."""
Made = TypeVar("Made")


class AnswerStyle(Struct, frozen=True):
    """How to answer, by the options of every command."""

    json: bool = False
    plain: bool = False
    no_color: bool = False
    no_input: bool = False


class Ui:
    """Results go to standard output, everything else to standard error."""

    def __init__(
        self, style: AnswerStyle, env: Mapping[str, str], command: str = "ketalog"
    ) -> None:
        self.style = style
        self._called = env.get("KETALOG_AS", "")
        TYPED.is_kept = TYPED.is_kept or style.plain
        self.command = command
        self.env = env
        self.answered: Callable[[], None] = lambda: None
        """Called after each answer of a person: it may have taken hours."""
        self.answers: list[str] = []
        """What was answered in this run, but for notes."""
        # A stream that was closed before the start is None: what is said there goes nowhere.
        self.out: TextIO = sys.stdout or StringIO()
        self.err: TextIO = sys.stderr or StringIO()

    def name_journal(self, path: Path) -> None:
        """Name the journal in each command that is said, as it was typed behind --journal."""
        name = str(path)
        if not re.fullmatch(_PLAIN_PATH, name):
            from shlex import quote

            name = escaped(quote(name))
        self._called = f"{self._called or 'ketalog'} --journal {name}"

    def set_plain(self) -> None:
        """Answer in sentences from now on, as with --plain."""
        from msgspec.structs import replace

        self.style = replace(self.style, plain=True)
        TYPED.is_kept = True

    @cached_property
    def screen(self) -> Screen:
        """Return what standard output can show."""
        from ketalog.ui.terminal import detect

        return detect(self.out, self.env, plain=self.style.plain, no_color=self.style.no_color)

    @property
    def asks(self) -> bool:
        """Tell whether there is a person to ask."""
        if self.style.json or self.style.no_input or sys.stdin is None:
            return False
        return sys.stdin.isatty()

    def answer(self, answer: Answer) -> None:
        """Say what a command has to say: as JSON, drawn, or line by line."""
        beside = self.err if self.style.json else self.out
        self._print(beside, answer.above)
        if self.style.json:
            self._emit({"data": _made(answer.data)})
        elif answer.drawing is not None and not self.screen.plain:
            from ketalog.ui.paint import write

            lines = drawn(answer.drawing(), self.screen)
            write(lines, self.screen, self.out, self._as_called)
        else:
            self._print(self.out, _made(answer.lines))
        self.notice(*answer.notices)
        self._print(beside, answer.below)

    def announce(self, lines: Iterable[str]) -> bool:
        """Say on a terminal what is going to be done; tell whether it was said."""
        if self.style.json or not self._is_terminal(self.out):
            return False
        self._print(self.out, lines)
        self.out.flush()
        return True

    @contextmanager
    def busy(self, what: str) -> Iterator[bool]:
        """Show on a terminal that something is under way, and take it away again.

        Tells whether it is shown.
        """
        shows = self.err.isatty() and self._is_terminal(self.out) and not self.style.json
        if shows:
            self.prompt(f"{what} …")
        try:
            yield shows
        finally:
            if shows:
                blank = f"{' ' * (len(what) + len(_PERCENT))}\r"
                self.prompt(f"\r{blank if self._is_dumb else END_OF_LINE}")

    @contextmanager
    def progress(self, what: str) -> Iterator[Callable[[float], None]]:
        """Show on a terminal how much of something long is done; it is told so, from 0 to 1."""
        with self.busy(what) as shows:
            shown = 0

            def tell(part: float) -> None:
                nonlocal shown
                if shows and (percent := min(int(part * 100), 100)) > shown:
                    shown = percent
                    self.prompt(f"\r{what} … {percent} %")

            yield tell

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

    def ask(self, question: str, *, takes_lines: bool = False) -> str:
        """Return what the person types or pastes, whole; without a person, refuse.

        Raises Interrupted; what was typed until a signal ended it is in its `words`.
        """
        if not self.asks:
            raise BadInput(f"{question.rstrip(' :')}: nobody is here to ask.")
        shown = "\n".join(self._shown(self._columns(self.err), question.rstrip())) + " "
        answer, words = self._typed(shown, takes_lines=takes_lines)
        if answer is None:
            self._write(self.err, "\n")
            raise Interrupted("Stopped. Nothing was saved.", words=words)
        self.answered()
        if not takes_lines:  # what takes lines is a note
            self.answers.append(answer)
        return answer

    def _typed(self, question: str, *, takes_lines: bool) -> tuple[str | None, str]:
        """Return the answer, or None and what was typed until a signal."""
        from ketalog.ui.keys import KeyReader
        from ketalog.ui.lines import LineReader

        keys = KeyReader(lambda: self.prompt(f"\n{question}{reader.shown()}"))
        reader = LineReader(
            keys,
            self.prompt,
            indent=len(question.rpartition("\n")[2]),
            takes_lines=takes_lines,
            can_move=not self._is_dumb,
        )
        if not self.err.isatty():  # What is typed is shown by the terminal itself.
            return self._typed_line(question), ""
        try:
            with keys:
                if not keys.single:
                    return self._typed_line(question), ""
                keys.mark_pastes(self._mark_pastes)
                self.prompt(question)
                try:
                    answer = reader.read()
                except KeyboardInterrupt:
                    answer = None
                    if not keys.is_cut_off:
                        return None, ""
                if answer is None and reader.text:  # The terminal is gone, or the run is ended.
                    keys.outlive_signals()
                return answer, reader.text
        except KeyboardInterrupt:
            return None, reader.text if keys.is_cut_off else ""

    def _typed_line(self, question: str) -> str | None:
        self.prompt(question)
        try:
            line = sys.stdin.buffer.readline().decode(sys.stdin.encoding, "surrogateescape")
        except KeyboardInterrupt:
            return None
        return line.rstrip("\n") if line else None

    def choose(
        self, question: str, choices: Sequence[str], otherwise: Choice | None = None
    ) -> int | None:
        """Ask for the number of a choice and return its place; None where the person stops.

        That is by n, q, Esc and the end of the input. `otherwise` has keys of its own, and the
        place behind the last.
        """
        lines = [f"  {n}  {choice}" for n, choice in enumerate(choices, 1)]
        numbers = [str(n) for n in range(1, len(choices) + 1)]
        few = {1: "1", 2: "1 or 2", 3: "1, 2 or 3"}
        named = few.get(len(numbers), f"1 to {len(numbers)}")
        ways = "n to stop"
        if otherwise:
            ways = f"or {otherwise.name} for {otherwise.label} (Esc stops)"
        keys = (*numbers, *(otherwise.keys if otherwise else ()))
        key = self._pressed([question, *lines], f"{named}, {ways}: ", keys)
        return min(keys.index(key), len(choices)) if key else None

    def agrees(self, lines: Sequence[str], question: str) -> bool:
        """Show lines and tell whether the person says yes with one key, Enter or y."""
        return self._pressed(lines, question) in {"\n", "\r", "y", "yes"}

    def _pressed(self, lines: Sequence[str], question: str, keys: Sequence[str] = ()) -> str:
        """Return the key that is pressed, or of some keys; "" for one that stops."""
        from ketalog.ui.keys import KeyReader

        self.notice(*lines)
        with KeyReader(lambda: self.prompt(f"\n{question}")) as reader:
            reader.mark_pastes(self._mark_pastes)
            self.prompt(question)
            try:
                key = reader.read().lower()
                while keys and key not in keys and key not in _STOPS:
                    if len(key) == 1 and reader.let_pass():  # a paste has its end
                        self.prompt(f"\nOne key. {question}")
                    key = reader.read().lower()
            except KeyboardInterrupt:
                key = ""
            key = "" if keys and key not in keys else key
            self.prompt(f"{key if keys else ''}\n" if reader.single or not key else "")
        self.answered()
        return key

    def _mark_pastes(self, sequence: str) -> None:
        if self.err.isatty() and not self._is_dumb:
            self.prompt(sequence)

    def prompt(self, text: str) -> None:
        """Write to the person as it is: words of our own, and what moves the cursor."""
        self._write(self.err, text)

    def ask_unseen(self, question: str) -> str:
        """Return what the person types without showing it; without one, refuse."""
        if not self.asks:
            raise BadInput(f"{question.rstrip(' :')}: nobody is here to ask.")
        from ketalog.ui.keys import Paused, read_unseen, stop_here

        shown = "\n".join(self._shown(self._columns(self.err), question.rstrip())) + " "
        while True:
            try:
                return read_unseen(shown, self.err)
            except Paused:
                stop_here()
            except UnicodeDecodeError as error:
                raise BadInput(
                    "What was typed is no UTF-8 text.", "Set the terminal to UTF-8 and try again."
                ) from error
            except (EOFError, KeyboardInterrupt):
                raise Interrupted("Stopped. Nothing was changed.") from None

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """Show nothing that is typed, between questions too, until this ends."""
        from ketalog.ui.keys import without_echo

        with without_echo() if self.asks else nullcontext():
            yield

    def _emit(self, content: dict[str, Any]) -> None:
        message = {"ketalog": VERSION, "command": self.command, **content}
        try:
            data = json.encode(message)
        except UnicodeEncodeError:  # A file's name, or a word that was typed, is no UTF-8.
            data = json.encode(_readable(to_builtins(message)))
        self._write(self.out, escaped_json(data).decode() + "\n", encoding="utf-8")

    def _print(self, stream: TextIO, lines: Iterable[AnswerLine]) -> None:
        columns = self._columns(stream)
        fitted = (part for line in _by_day(columns, lines) for part in self._shown(columns, line))
        if text := "".join(f"{line}\n" for line in fitted):
            self._write(stream, text)

    def _as_called(self, text: str) -> str:
        """Return what is said with the commands in it as they are called here.

        Who has a journal for somebody else calls ketalog otherwise there, or names the journal: the
        bare name would undo what stands in their own.
        """
        if not self._called:
            return text
        typed = TYPED.shown_in(text)
        parts = re.split(f"({'|'.join(typed)})", text) if typed else [text]
        for n, part in enumerate(parts):
            if n % 2 == 0 or part.startswith("ketalog "):  # A line that is offered is one.
                parts[n] = _PROGRAM.sub(self._name, part)
        return "".join(parts)

    def _name(self, match: re.Match[str]) -> str:
        """Return how ketalog is called, in one piece where the command behind it is one."""
        return self._called.replace(" ", match.string[match.end()])

    def _shown(self, columns: int | None, line: AnswerLine) -> list[str]:
        """Return a line as several that fit a terminal, what matters in bold and colour there.

        Below a list's times and numbers nothing goes on.
        """
        if isinstance(line, Verbatim):
            return [escaped(line.text)]
        if columns is None:
            return self._fitted(columns, escaped(self._said(line)))
        if isinstance(line, Heading):
            return [self._styled(BOLD, part) for part in self._fitted(columns, escaped(line.text))]
        if not isinstance(line, ListedEntry):
            return self._fitted(columns, escaped(str(line)))
        clock = f"  {line.clock}" if line.clock else ""
        sign = f"{self.screen.glyphs.shape(line.shape)} " if line.shape else ""
        lead = f"{clock}  {line.number}  "
        room = " " * len(sign)
        first, *rest = self._fitted(columns, f"{lead}{room}{escaped(line.text)}", len(lead))
        dim = self._styled(DIM, line.number)
        colour = "" if self.screen.colors == "none" else COLOURS.get(line.shape, "")
        start = f"{clock}  {dim}  {self._styled(colour, sign)}"
        return [start + first[len(lead) + len(room) :], *rest]

    def _said(self, line: AnswerLine) -> str:
        """Return a line as it is; with --plain as it is heard."""
        if not self.style.plain or isinstance(line, Verbatim):
            return str(line)
        from ketalog.ui.spoken import spoken

        return spoken(line, f"{COMMAND}|{QUOTED}")

    def _styled(self, style: str, text: str) -> str:
        if not (style and text) or self._is_dumb:
            return text
        return f"\x1b[{style}m{text}\x1b[0m"

    @cached_property
    def _is_dumb(self) -> bool:
        """Tell whether the terminal knows no styles, and its cursor can't be moved."""
        return self.env.get("TERM", "dumb") == "dumb"

    def _is_terminal(self, stream: TextIO) -> bool:
        return stream.isatty() and not self.style.plain

    def _columns(self, stream: TextIO) -> int | None:
        """Return the columns that lines must fit; None where they needn't."""
        if not self._is_terminal(stream):
            return None
        from shutil import get_terminal_size

        return max(get_terminal_size().columns, MOST_NARROW)

    def _fitted(self, columns: int | None, line: str, indent: int | None = None) -> list[str]:
        """Return a line as several that fit a terminal, broken between words.

        They go on at `indent`, or else below the beginning of the line's own words, or of its last
        column. A command is bold, and never broken.
        """
        if columns is None:
            return [self._as_called(line)]
        if "ketalog " in line:
            line = re.sub(COMMAND, lambda match: match[0].replace(" ", _JOINED), line)
            line = self._as_called(line)
        elif len(line) <= columns and line.isascii() and line.isprintable():
            return [line.rstrip()]
        from ketalog.ui.wrapping import wrapped

        below = len(line) - len(line.lstrip(" ")) if indent is None else indent
        column = re.match(" +.*  (?! )", line) if indent is None else None
        if column and column.end() <= columns // 2:
            below = column.end()
        parts = wrapped(line, columns, below, breaks_words=False)
        program = re.escape(self._called.partition(" ")[0] or "ketalog")
        return [re.sub(rf"{program}{_JOINED}\S*[^\s.,)]", self._bold, part) for part in parts]

    def _bold(self, match: re.Match[str]) -> str:
        return self._styled(BOLD, match[0].replace(_JOINED, " "))

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


def _by_day(columns: int | None, lines: Iterable[AnswerLine]) -> Iterator[AnswerLine]:
    """Yield the lines; on a terminal a list's days stand once, above their entries."""
    day = ""
    for line in lines:
        if columns is not None and isinstance(line, ListedEntry) and line.day != day:
            yield from [""] if day else []
            yield Heading(line.day)
            day = line.day
        yield line


def _made(made: Made | Callable[[], Made]) -> Made:
    return made() if callable(made) else made


def drawn(shown: Drawing, screen: Screen) -> list[Text]:
    """Return the lines of a view: each kind of it has a module here that draws it."""
    view = cast("PeriodView | ResponseView | Today", shown)
    if view.kind == "week":
        from ketalog.ui.week import week

        return week(view, screen)
    if view.kind == "month":
        from ketalog.ui.month import month

        return month(view, screen)
    if view.kind == "response":
        from ketalog.ui.response import response

        return response(view, screen)
    from ketalog.ui.today import today

    return today(view, screen)


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _readable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_readable(inner) for inner in value]
    return as_utf8(value) if isinstance(value, str) else value


def _silence(stream: TextIO) -> None:
    """Send what is still to be written to nowhere, so that the end of the run is no error."""
    from pathlib import Path

    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
