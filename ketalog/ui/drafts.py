"""Words on their way into the journal: they are in it, or they are given back."""

from __future__ import annotations

import sys
from contextlib import suppress
from shutil import rmtree
from time import monotonic
from typing import TYPE_CHECKING, NoReturn

from ketalog.domain.text import escape_invisible, escape_invisible_lines
from ketalog.errors import BadFile, BadInput, Interrupted, KetalogError
from ketalog.ui import editor, private_files
from ketalog.ui.keys import CUT_OFF, ENDS, Signals

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ketalog.ui.output import Ui

MAX_BYTES = 1024 * 1024
"""How much is read from an editor or standard input: far more than one entry can have."""
_NAME = "note.txt"
_AT_ONCE_S = 1.0
"""Seconds in which nobody writes and closes an editor: one that is back by then did not wait."""


class Drafts:
    """What one run was told at a prompt, through a pipe or in an editor, until it is saved."""

    def __init__(self, ui: Ui, env: Mapping[str, str]) -> None:
        self._ui = ui
        self._env = env
        self._words: list[str] = []
        self._folder: Path | None = None
        self._former = ""
        self._open = self._cut_off = self._has_looked = False
        self._signals = Signals()

    def hold(self, words: str) -> str:
        """Remember words that were typed or piped in; return them."""
        self._words.append(words)
        return words

    def ask(self, question: str) -> str:
        """Return what a person types or pastes; what a signal cuts off is kept in a file."""
        self._name_left_behind()
        try:
            return self.hold(self._ui.ask(question, takes_lines=True))
        except Interrupted as stopped:
            self._cut_off = bool(stopped.words)
            self.hold(stopped.words)
            raise

    def piped_in(self, what: str) -> str:
        """Return what standard input says. Raises BadInput for what no entry can hold."""
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise BadInput(f"That is far too long for one {what}.", "Split it into several.")
        words = data.decode("utf-8", "surrogateescape")
        return words if private_files.is_regular(sys.stdin) else self.hold(words)

    def write(self, what: str, former: str = "") -> str:
        """Return what the patient writes in an editor, beginning with the former words.

        Raises BadInput without a terminal, and if nothing was written.
        """
        if not self._ui.asks:
            raise BadInput(
                "--editor needs a terminal, and nobody is here to write.",
                f"The {what} can come from standard input: ketalog note - < FILE.",
            )
        command = editor.find(self._env)
        self._name_left_behind()
        self._watch()
        file = self._file(former)
        before, begun = _look_of(file), monotonic()
        self._open = True
        editor.run(command, file, self._ui.out, self._ui.err)
        self._open = False
        self._ui.answered()
        if monotonic() - begun < _AT_ONCE_S and _look_of(file) == before:
            self._folder = None  # The editor may still be open on it.
            raise _did_not_wait(command[0], file)
        words = self._read()
        if len(words) > MAX_BYTES:
            raise BadInput(f"That is far too long for one {what}.", "Split it into several.")
        if not words:
            raise BadInput("Nothing was written down.", "The text that came back was empty.")
        return former if words == _as_read(former) else words

    def _name_left_behind(self) -> None:
        """Say once where words of an earlier run are: its terminal may have been closed."""
        if self._has_looked:
            return
        self._has_looked = True
        for file in private_files.left_behind(self._env, _NAME):
            where = escape_invisible(str(file))
            self._ui.notice(
                f"Words that you typed and that were not saved are in {where}: copy them out, then "
                "remove that file."
            )

    def _file(self, former: str) -> Path:
        """Return a private file with these words in a private folder of its own."""
        self._former = former
        text = f"{former}\n" if former else ""
        data = text.encode("utf-8", "surrogateescape")
        file = private_files.write_in_new_folder(self._env, _NAME, data)
        self._folder = file.parent
        return file

    def _read(self) -> str:
        """Return what is in the file now; nothing if it is gone."""
        if self._folder is None:
            return ""
        try:
            with (self._folder / _NAME).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError:
            return ""
        return _as_read(data.decode("utf-8", "surrogateescape"))

    def _watch(self) -> None:
        """Let no signal end this run without the folder being cleared away."""

        def stop(number: int, *_: object) -> NoReturn:
            self._cut_off = number in CUT_OFF
            self._signals.ignore()  # A second one must not stop the clearing away.
            raise Interrupted("Stopped. Nothing was logged.") if self._open else KeyboardInterrupt

        def leave_to_the_editor(number: int, *_: object) -> None:
            if not self._open:
                stop(number)

        # Ctrl-C in an editor is the editor's own: the terminal sends it to both of us.
        self._signals.catch(leave_to_the_editor, "SIGINT", "SIGQUIT")
        self._signals.catch(stop, *ENDS)

    def saved(self) -> None:
        """Forget the words: they are in the journal."""
        self._words.clear()
        self._remove()

    def _remove(self) -> None:
        if self._folder is not None:
            rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def close(self, error: BaseException | None) -> None:
        """Clear everything away; after an error, give back words that were not saved."""
        try:
            if error is not None:
                self._give_back(error)
            self._remove()
        finally:
            self._signals.release()

    def _give_back(self, error: BaseException) -> None:
        written = self._read()
        stopped = self._open and isinstance(error, Interrupted) and not self._cut_off
        if self._folder is not None and not stopped and written not in {"", _as_read(self._former)}:
            self._say_kept(self._folder / _NAME, error)
            self._folder = None
        self._remove()
        for words in filter(str.strip, self._words):
            if self._ui.asks and self._ui.err.isatty() and not self._cut_off:
                self._ui.notice(
                    "What you typed, so that it is not lost:", *escape_invisible_lines(words)
                )
            elif not self._ui.style.json:
                with suppress(BadFile):
                    self._say_kept(self._file(words), error)
                    self._folder = None

    def _say_kept(self, file: Path, error: BaseException) -> None:
        where = f"Your words are kept in {escape_invisible(str(file))}."
        if isinstance(error, KetalogError):
            error.hints += (where,)
        else:
            self._ui.notice(where)


def _as_read(text: str) -> str:
    """Return words as an editor gives them back."""
    return text.replace("\r\n", "\n").strip()


def _look_of(file: Path) -> tuple[int, ...] | None:
    """Return what changes when a file is saved; None if it is gone."""
    try:
        status = file.stat()
    except OSError:
        return None
    return (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _did_not_wait(editor: str, file: Path) -> BadFile:
    return BadFile(
        f"The editor {editor} came back at once: it does not wait until it is closed.",
        f"Name one that does, as in EDITOR='gvim -f' or EDITOR='code --wait'. What you save in it "
        f"now is kept in {escape_invisible(str(file))}.",
    )
