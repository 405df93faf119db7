"""One screen at a time: few words, and choices by a single key. Nothing scrolls.

Where a terminal can't draw, or is listened to, the same is said a sentence a line.
"""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Self

from ketalog.answers.screens import END, LETTERS_OF_A_WORD, Choice, KeyScreen
from ketalog.domain.text import escaped
from ketalog.errors import BadInput, Interrupted
from ketalog.ui.keys import PASTE_BEGINS, KeyReader, letters_in_a_row
from ketalog.ui.lines import LineReader
from ketalog.ui.output import END_OF_LINE, AnswerStyle, Ui
from ketalog.ui.terminal import detect
from ketalog.ui.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ketalog.answers import Answer

_ENTER_SCREEN, _LEAVE_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
_HOME, _END_OF_SCREEN = "\x1b[H", "\x1b[J"
_HELD_S = 0.7
"""Seconds in which a key that comes again is the same press: held too long, or a trembling hand."""
_DIGITS, _MARKS = frozenset("0123456789"), frozenset(".,/-")
_SAME_NUMBER_S = 2.0
"""Seconds in which digits behind a mark are no answer: of 7.5 and 7/10 the first one was it."""
_REST_OF_WORD_S = 0.6
"""Seconds in which the next letter of a word comes from a slow hand."""
_KEY_COLUMNS = 6
"""Columns of a key, before what it does."""
_NO_CHOICE = "That key does nothing here."
MORE = Choice(("m",), "More to read")


def laid_out(screen: KeyScreen, width: int, height: int, part: int = 0) -> tuple[list[str], int]:
    """Return the lines of a screen, none wider or more than fit, and how many parts it has.

    Blank lines go first where there is little room; then the words are shown in parts.
    """
    title = wrapped(screen.title, width)
    below = [piece for line in screen.below for piece in wrapped(line, width)]
    paragraphs = [_hanging(line, width) for line in screen.body]
    body = [line for lines in paragraphs for line in lines]
    choices = [_choice_lines(choice, width) for choice in screen.choices if choice.label]
    shown = [line for lines in choices for line in lines]
    end = [below] if below else []
    for blocks in (
        [title, *paragraphs, *choices, *end],
        [title, *([body] if body else []), shown, *end],
        [[*title, *body, *shown, *below]],
    ):
        lines = [line for block in blocks for line in ["", *block]][1:]
        if len(lines) <= height:
            return lines, 1
    more = _choice_lines(MORE, width)
    room = height - len(title) - len(shown) - len(more)
    if room < 1:  # The choices matter most; there is always a way out at their end.
        return [*title, *body, *shown][-height:], 1
    if not body:
        return [*title, *shown, *below][:height], 1
    parts = [body[n : n + room] for n in range(0, len(body), room)]
    return [*title, *parts[part % len(parts)], *more, *shown], len(parts)


def _hanging(line: str, width: int) -> list[str]:
    """Return a line broken where it must be, its pieces below its own beginning."""
    words = line.lstrip(" ")
    indent = " " * (len(line) - len(words))
    return [indent + piece for piece in wrapped(words, width - len(indent))]


def _choice_lines(choice: Choice, width: int) -> list[str]:
    key = f"  {choice.name}".ljust(_KEY_COLUMNS) + " "
    first, *others = wrapped(choice.label, max(width - len(key), 1))
    return [key + first, *(" " * len(key) + line for line in others)]


def sentences(screen: KeyScreen) -> list[str]:
    """Return a screen as it is read aloud: what is chosen stands before its key."""
    choices = [f"{choice.name}: {choice.label}" for choice in screen.choices if choice.label]
    return [*screen.below, screen.title, *screen.body, *choices]


def _words(typed: str) -> str:
    """Return what was pasted, or came at once, as one line; nothing of a key."""
    if len(typed) < 2 or (typed[0] == "\x1b" and not typed.startswith(PASTE_BEGINS)):
        return ""
    text = typed.removeprefix(PASTE_BEGINS)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


class Screens(Ui):
    """A voice that shows each question and answer as a screen of its own.

    `said` gathers what a command had to say beside its answer. `beside` are choices that stand
    under its questions too, `chosen` is the key that was pressed last of those on a screen.
    """

    def __init__(self, style: AnswerStyle, env: Mapping[str, str], command: str) -> None:
        super().__init__(style, env, command)
        self.said: list[str] = []
        self.beside: tuple[Choice, ...] = ()
        self.chosen = END
        self._keys = KeyReader(self._draw_again)
        self._draws = False
        self._screen = KeyScreen("")
        self._part = self._parts = 0
        self.replaced = ""
        self._reader: LineReader | None = None
        self._last = (END, 0.0)

    @property
    def typed(self) -> str:
        """Return what is typed at the moment, and not taken yet."""
        return self._reader.text if self._reader else ""

    @property
    def is_cut_off(self) -> bool:
        """Tell whether what ended this is no key of the person."""
        return self._keys.is_cut_off

    def __enter__(self) -> Self:
        """Take the terminal over."""
        self._keys.__enter__()
        can_draw = self._is_terminal(self.err) and not self._is_dumb
        self._draws = self._keys.single and can_draw
        self._keys.mark_pastes(self._mark_pastes)
        if self._draws:
            self._keys.when_resized(self._draw)
            self._keys.set_mode(self.prompt, _ENTER_SCREEN, _LEAVE_SCREEN)
        return self

    def __exit__(self, *error: object) -> None:
        """Give the terminal back as it was."""
        self._keys.__exit__(*error)

    def outlive_signals(self) -> None:
        """Let no further signal end this run: what was typed is being kept."""
        self._keys.outlive_signals()

    def show(self, screen: KeyScreen, *, takes_words: bool = False) -> str:
        """Show a screen and return the key that was chosen of its own; END for none.

        One that `takes_words` returns those that are typed or pasted where keys are expected.
        """
        self._begin(screen)
        row = ""
        while True:
            typed = self._next_key()
            key = typed.lower()
            in_word = takes_words and letters_in_a_row(row) == LETTERS_OF_A_WORD - 1
            if takes_words and key in screen.leaving and not in_word:
                typed = self._rest_of_word(typed)
                key = typed.lower()
            if key == END or (key in screen.keys and not (in_word and key.isalpha())):
                self._end(key)
                self.chosen = key
                return key
            if key in MORE.keys and self._parts > 1:
                self._part = (self._part + 1) % self._parts
                self._draw()
                continue
            behind = typed if len(typed) == 1 and typed.isalpha() else _words(typed)
            row = f"{row}{behind}" if row.isalpha() and behind else behind
            if takes_words and self._keys.single and letters_in_a_row(row) >= screen.words_from:
                self._end("")
                self.chosen = row
                return row
            if not self._draws:
                self._say([_NO_CHOICE, *sentences(screen)])
                self.prompt("> ")

    def type_in(self, screen: KeyScreen, text: str = "", *, replaces: bool = False) -> str | None:
        """Show a screen and return what is typed below it, None where Esc leaves it.

        What was typed before can be gone on with; where it `replaces` that, what is typed takes
        its place, and `replaced` is what it was.
        """
        reader = self._reader = self._line_reader()
        reader.text, reader.replaces = text, replaces
        self._begin(screen)
        try:
            answer = reader.read() if self._keys.single else self._typed_line("")
        finally:
            self.replaced = reader.replaced
        if answer is not None:  # What was typed stays there until then: a signal may end it.
            self._reader = None
        elif not self._draws:
            self.prompt("\n")
        self.answered()
        return answer

    def stop_typing(self) -> str:
        """Return what was typed where it was left with Esc."""
        typed, self._reader = self.typed, None
        return typed

    def answer(self, answer: Answer) -> None:
        """Say nothing: who shows screens says in few words what came of it."""

    def notice(self, *lines: str) -> None:
        """Gather what is said beside the answer."""
        self.said += lines

    # The questions of the other voice name its keys; here they stand beside what they do.
    def choose(
        self, question: str, choices: Sequence[str], otherwise: Choice | None = None
    ) -> int | None:
        """Return the place of what is chosen, or None."""
        own = [Choice((str(n),), choice) for n, choice in enumerate(choices, 1)]
        stops = Choice(("n", "\x1b"), "neither" if len(own) == 2 else "none of them")
        if otherwise:
            own, stops = [*own, otherwise], Choice(("\x1b",), "Stop", "Esc")
        key = self.show(KeyScreen(question, (), (*own, stops, *self.beside)))
        return next((n for n, choice in enumerate(own) if key in choice.keys), None)

    def agrees(self, lines: Sequence[str], question: str) -> bool:  # noqa: ARG002
        """Tell whether a person says yes with one key."""
        choices = (Choice(("y",), "Yes"), Choice(("n", "\x1b"), "No"), *self.beside)
        return self.show(KeyScreen(lines[0], tuple(lines[1:]), choices)) == "y"

    def ask(self, question: str, *, takes_lines: bool = False) -> str:  # noqa: ARG002 (a line)
        """Return what is typed. Raises BadInput where nothing is."""
        answer = self.type_in(KeyScreen(question, ("Esc goes back.",)))
        if answer is None:
            self.stop_typing()
            raise BadInput("Nothing was saved.")
        return answer

    def ask_unseen(self, question: str) -> str:
        """Return what is typed without showing it. Raises Interrupted where nothing is."""
        self._begin(KeyScreen(question, ("It is not shown. Enter alone goes back.",)))
        try:
            words = self._keys.unseen_line(self.err)
        except EOFError:
            words = ""
        if not words:
            raise Interrupted("Nothing was typed.")
        return words

    @contextmanager
    def busy(self, what: str) -> Iterator[bool]:  # noqa: ARG002 (it is clear what)
        """Say that something is under way; the next screen takes its place."""
        self.prompt("\nOne moment …")
        yield True

    def _line_reader(self) -> LineReader:
        keys, moves = self._keys, self._draws
        reader = LineReader(keys, self.prompt, indent=2, takes_lines=False, can_move=moves)
        reader.esc_leaves = True
        return reader

    def _next_key(self) -> str:
        """Return the next key that is no second one of the same press, and no end of a number.

        Or words that came at once.
        """
        while True:
            typed, time = self._keys.words(self._keys.read(), LETTERS_OF_A_WORD), monotonic()
            key = typed.lower()
            before, at = self._last
            if key in _DIGITS and before in _MARKS and time - at <= _SAME_NUMBER_S:
                self._last = (before, time)
                continue
            self._last = (key, time)
            is_held = key == before and time - at <= _HELD_S and key in self._screen.keys
            if key == END or not self._draws or not is_held:
                return typed

    def _rest_of_word(self, typed: str) -> str:
        """Return a key with what is typed behind it: "something is wrong" begins as "stop" does."""
        word = typed
        while self._draws and self._keys.waits(_REST_OF_WORD_S):
            more = self._keys.read()
            if not more.isprintable() or not more:
                break
            word += more
        return word if {*word[1:].lower()} - {typed.lower(), " "} else typed

    def _begin(self, screen: KeyScreen) -> None:
        self._screen, self._part = screen, 0
        if self._draws:
            self._draw()
        else:
            self._say(sentences(screen))
            self.prompt(f"> {self._reader.shown() if self._reader else ''}")

    def _end(self, key: str) -> None:
        self.answered()
        if not self._draws:
            self.prompt(f"{key if key.isalnum() else ''}\n")

    def _say(self, lines: Sequence[str]) -> None:
        self._print(self.err, lines)

    def _draw(self) -> None:
        """Draw the screen in place of what is there, with no line more than there is room for."""
        terminal = detect(self.err, self.env)
        height = terminal.height - (2 if self._reader else 0)
        # In the last column of the last line a terminal would go on to a line below it.
        lines, self._parts = laid_out(self._screen, terminal.width - 1, height, self._part)
        lines = [escaped(line) for line in lines]
        if self._reader:
            lines += ["", f"> {self._reader.shown()}"]
        drawn = f"{END_OF_LINE}\n".join(lines)
        self.prompt(f"{_HOME}{drawn}{END_OF_LINE}{_END_OF_SCREEN}")

    def _draw_again(self) -> None:
        """Draw what was there, after the run was stopped and brought back."""
        if self._draws:
            self._draw()
        else:
            self._begin(self._screen)
