"""One key at a time from a terminal, which is given back as it was on every way out."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn, Self, TextIO

try:
    import termios
    import tty
    from os import read
    from select import select
except ImportError:  # Windows: the same calls, as its console has them.
    from ketalog.ui import console as termios  # type: ignore[no-redef]
    from ketalog.ui import console as tty  # type: ignore[no-redef]
    from ketalog.ui.console import read, select  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ENDED_BY_CTRL_C = -signal.SIGINT
"""The exit code of a program that Ctrl-C ended, as subprocess gives it."""
ENDS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Signals that no key of the person sends: the terminal was closed, the system shuts down. Windows
says both by the last one, which only Ctrl-Break sends there, too."""
CUT_OFF = frozenset(getattr(signal, name) for name in ENDS if hasattr(signal, name))
_STOPS = (*ENDS, "SIGQUIT")
"""Signals that would end this run with the terminal still set for single keys."""
_SHORT_S = 0.1
_AT_ONCE_S = 0.05
"""Seconds in which what follows a key came with it: from a clipboard, a phone's dictation or its
whole words, or while the program was busy. Nobody presses three keys as fast."""
_QUIET_S = 0.6
"""Seconds without a key after which somebody has stopped typing a line."""
_REST_OF_KEY_S = 0.1
"""Seconds in which what follows an escape belongs to the same key: of the three bytes of an arrow
a slow line may bring each on its own."""
_BACK = {"\x7f": "<", "\b": "<", "\x1b[D": "<", "\x1bOD": "<"}
"""Backspace and the left arrow."""
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_PASTES = ("\x1b[?2004h", "\x1b[?2004l")
"""What a terminal sends around a paste; what makes it do so, and what ends that."""
_END = {"\x04": "", "\x03": ""}
"""Ctrl-D; and Ctrl-C where the terminal makes no signal of it."""


def letters_in_a_row(text: str) -> int:
    """Return how many letters follow each other; one that comes three times is a held key."""
    count = most = 0
    before = ""
    for letter in text:
        count = count + (before[-2:] != letter * 2) if letter.isalpha() else 0
        most, before = max(most, count), before + letter
    return most


def _more_bytes(data: bytes) -> int:
    """Return how many bytes belong to the same character as the first one, in UTF-8."""
    return sum(data >= first for first in (b"\xc2", b"\xe0", b"\xf0"))


class Paused(Exception):
    """Ctrl-Z was pressed where a line is typed unseen."""


def takes_escapes(stream: TextIO) -> bool:
    """Tell whether a terminal reads escape codes, as all do but old consoles of Windows."""
    return getattr(tty, "takes_escapes", lambda _: True)(stream)  # Only the console has it.


def read_unseen(question: str, stream: TextIO) -> str:
    """Return a line that is typed at the terminal without showing it.

    Raises Paused for Ctrl-Z: what was typed is forgotten, and is to be asked for again.
    """
    from getpass import getpass

    with _stopped_by_signals() as signals:

        def pause(*_: object) -> NoReturn:
            raise Paused

        signals.catch(pause, "SIGTSTP")
        return getpass(question, stream)


def stop_here() -> None:
    """Stop as Ctrl-Z asks; return once the run is brought back."""
    former = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    signal.raise_signal(signal.SIGTSTP)
    signal.signal(signal.SIGTSTP, former)


@contextmanager
def without_echo() -> Iterator[None]:
    """Show nothing that is typed until this ends, where the terminal can be told so.

    Ctrl-Z does nothing but where a line is read: a shell that stops a run lets the terminal show
    again what is typed.
    """
    try:
        former = termios.tcgetattr(sys.stdin)
        shows = bool(former[3] & termios.ECHO)
    except (OSError, ValueError):
        shows = False
    if not shows:  # It has no echo of its own, or is set for single keys.
        yield
        return
    silent = former.copy()
    silent[3] &= ~termios.ECHO
    with _stopped_by_signals() as signals:

        def be_silent(*_: object) -> None:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, silent)

        signals.catch(lambda *_: None, "SIGTSTP")
        signals.catch(be_silent, "SIGCONT")
        try:
            be_silent()
            yield
        finally:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, former)


@contextmanager
def _stopped_by_signals() -> Iterator[Signals]:
    """Let what would end this run at once stop it as Ctrl-C does: the echo comes back."""
    signals = Signals()

    def stop(*_: object) -> NoReturn:
        signals.ignore()
        raise KeyboardInterrupt

    signals.catch(stop, *_STOPS)
    try:
        yield signals
    finally:
        signals.release()


class Signals:
    """Signals that are caught for a while, and then do again what they did before."""

    def __init__(self) -> None:
        self._former: dict[int, Any] = {}

    def catch(self, handler: Callable[..., None], *names: str) -> None:
        """Let `handler` answer to these signals."""
        for name in names:
            number = getattr(signal, name, None)  # Windows has not all of them.
            # One that is ignored from the start stays so: nohup's hangup, for example.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._former.setdefault(number, signal.signal(number, handler))

    def ignore(self) -> None:
        """Ignore each signal that is caught."""
        for number in self._former:
            signal.signal(number, signal.SIG_IGN)

    def ignore_for_good(self) -> None:
        """Ignore each signal that is caught until the run ends: its last words are being kept."""
        self.ignore()
        self._former.clear()

    def release(self) -> None:
        """Let each signal do what it did before."""
        for number, handler in self._former.items():
            signal.signal(number, handler)
        self._former.clear()


class KeyReader:
    """Reads single keys; whole lines where the terminal can't be set for keys.

    `shown_again` draws what was on the screen, after the run was stopped and brought back.
    """

    def __init__(self, shown_again: Callable[[], None]) -> None:
        self._shown_again = shown_again
        self._file: int | None = None
        self._former: list[Any] | None = None
        self._signals = Signals()
        self._ahead = b""
        self._drawing: Callable[[], None] | None = None
        self._is_to_pause = self._is_stopped = False
        self._modes: list[tuple[str, str]] = []
        self._show: Callable[[str], None] = lambda _: None
        self.is_cut_off = False
        """Whether what ended this is no key: a signal, or the terminal is gone."""

    def mark_pastes(self, show: Callable[[str], None]) -> None:
        """Let the terminal say where a paste begins and ends, until this is over."""
        self.set_mode(show, *_PASTES)

    def set_mode(self, show: Callable[[str], None], begins: str, ends: str) -> None:
        """Put the terminal into a mode until this is over, and while the run is not stopped."""
        if self.single and (begins, ends) not in self._modes:
            self._modes.append((begins, ends))
            self._show = show
            show(begins)

    @property
    def single(self) -> bool:
        """Tell whether a key is read without Enter."""
        return self._former is not None

    def __enter__(self) -> Self:
        """Set the terminal for single keys."""
        self._set()
        if self.single:
            self._watch()
        return self

    def __exit__(self, error: object = None, *_: object) -> None:
        """Give the terminal back."""
        self._end(self._modes)
        self._give_back()
        self._signals.release()
        if self._is_to_pause and error is None:  # It was asked for after the last key.
            stop_here()

    def unseen_line(self, stream: TextIO) -> str:
        """Return a line that is typed without showing it, by the terminal as it was before."""
        # The marks of a paste would be read as a part of it; the question stays on its screen.
        modes = [mode for mode in self._modes if mode == _PASTES]
        while True:
            try:
                with self._given_back(modes):
                    return read_unseen("", stream)
            except Paused:
                self._pause()

    @contextmanager
    def _given_back(self, modes: Sequence[tuple[str, str]]) -> Iterator[None]:
        """Let the terminal be as it was before, out of these modes, until this ends."""
        self._end(modes)
        self._give_back()
        try:
            yield
        finally:
            self._set()
            for begins, _ends in modes:
                self._show(begins)

    def when_resized(self, draw: Callable[[], None]) -> None:
        """Draw anew whenever the terminal has another size, until this is over.

        It is done at the next wait for a key, never in the midst of another drawing.
        """

        def resized(*_: object) -> None:
            self._drawing = draw

        self._signals.catch(resized, "SIGWINCH")

    def outlive_signals(self) -> None:
        """Let no further signal end this run: what was typed is being kept."""
        self._signals.ignore_for_good()

    def waits(self, seconds: float) -> bool:
        """Tell whether something is typed already, or within some seconds."""
        if self._file is None or self._ahead:
            return self._file is not None
        try:
            return bool(select([self._file], [], [], seconds)[0])
        except OSError:  # The terminal is gone.
            return False

    def byte(self) -> bytes:
        """Return one byte, or nothing at the end of the input: a terminal that is gone is one."""
        if self._file is None:
            return b""
        if self._ahead:
            byte, self._ahead = self._ahead[:1], self._ahead[1:]
            return byte
        self._is_stopped = False
        try:
            # What a signal asks for is done between two waits: so each of them is short.
            while not select([self._file], [], [], _SHORT_S)[0]:
                if self._is_to_pause:
                    self._pause()
                if drawing := self._drawing:
                    self._drawing = None
                    drawing()
            byte = read(self._file, 1)
        except OSError:
            byte = b""
        self.is_cut_off = self.is_cut_off or not byte
        return byte

    def rest_of_sequence(self) -> str:
        """Return what belongs to an escape that was read; nothing if the key was Esc itself."""
        first = self._more()
        rest = self._rest_of_key() if first in {b"[", b"O"} else b""
        return (first + rest).decode("utf-8", "replace")

    def read(self) -> str:
        """Return the key, or the first word of a line; nothing at the end of the input.

        A paste is its mark, with what was pasted behind it: no key of it is an answer.
        """
        if self._file is None or not self.single:
            line = sys.stdin.buffer.readline()
            return (line.decode("utf-8", "replace").strip() or "\n") if line else ""
        data = self.byte()
        if data == b"\x1b" and (more := self._more()):
            if more in {b"[", b"O"}:
                data += more + self._rest_of_key()
                if data == PASTE_BEGINS.encode():
                    return PASTE_BEGINS + self._pasted()
            else:
                self._ahead = more + self._ahead  # It is the next key.
        data += b"".join(self._more() for _ in range(_more_bytes(data)))
        key = data.decode("utf-8", "replace")
        return _END.get(key, _BACK.get(key, key))

    def let_pass(self) -> bool:
        """Skip what is typed behind a wrong key, and tell whether there was something.

        The digits of a whole line answer nothing.
        """
        is_line = False
        while self.single and self.waits(_QUIET_S) and self.byte():
            is_line = True
        return is_line

    def words(self, key: str, letters: int) -> str:
        """Return what came at once and begins with this key, if it has a word of so many letters.

        Else the key: what came behind it is read key by key. An Enter among words is not the
        person's.
        """
        if not self.single or self._ahead or not (len(key) == 1 and key.isalnum()):
            return key
        behind = b""
        while self.waits(_AT_ONCE_S) and (byte := self.byte()):
            behind += byte
            if byte == b"\x1b":
                break
        escape = behind[-1:] if behind.endswith(b"\x1b") else b""
        words = key + behind.removesuffix(escape).decode("utf-8", "replace")
        is_word = letters_in_a_row(words) >= letters
        self._ahead = escape if is_word else behind
        return words if is_word else key

    def _rest_of_key(self) -> bytes:
        """Return the bytes up to the one that ends an escape sequence."""
        rest = b""
        while (byte := self._more()) and not b"@" <= byte <= b"~":
            rest += byte
        return rest + byte

    def _pasted(self) -> str:
        """Read a paste to its end, so that nothing of it is left to the shell."""
        end, data = PASTE_ENDS.encode(), bytearray()
        while not data.endswith(end) and (byte := self.byte()):
            data += byte
        return data.removesuffix(end).decode("utf-8", "replace")

    def _more(self) -> bytes:
        """Return the next byte if it belongs to what came before it, or nothing."""
        return self.byte() if self.waits(_REST_OF_KEY_S) else b""

    def _set(self) -> None:
        try:
            self._file = sys.stdin.fileno()
            former = termios.tcgetattr(self._file)
            # What was typed ahead stays: the keys that follow a question too soon are answers.
            tty.setcbreak(self._file, termios.TCSADRAIN)
            unfrozen = termios.tcgetattr(self._file)
            unfrozen[0] &= ~termios.IXON  # Ctrl-S is a wrong key, not one that stops the screen.
            termios.tcsetattr(self._file, termios.TCSADRAIN, unfrozen)
            self._former = former
        except (OSError, ValueError, termios.error):
            self._file = self._former = None  # No terminal that could be set: lines are read.

    def _give_back(self) -> None:
        if self._file is None or self._former is None:
            return
        with suppress(OSError, termios.error):  # The terminal may be gone.
            termios.tcsetattr(self._file, termios.TCSADRAIN, self._former)

    def _end(self, modes: Sequence[tuple[str, str]]) -> None:
        for _begins, ends in reversed(modes):
            self._show(ends)

    def _watch(self) -> None:
        def stop(number: int, *_: object) -> None:
            self.is_cut_off = self.is_cut_off or number in CUT_OFF
            if self._is_stopped:  # A window's end comes twice, of the system and of the shell.
                return
            self._is_stopped = True
            raise KeyboardInterrupt

        self._signals.catch(stop, *_STOPS)

        def pause(*_: object) -> None:
            self._is_to_pause = True

        self._signals.catch(pause, "SIGTSTP")

    def _pause(self) -> None:
        """Stop as Ctrl-Z asks, with the terminal given back; once brought back, go on."""
        self._is_to_pause = False
        with self._given_back(self._modes):
            stop_here()
        self._shown_again()
