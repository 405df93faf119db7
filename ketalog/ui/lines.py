"""A line that is typed or pasted at a terminal: whole, however long, with the lines of a paste.

The terminal's own line buffer cuts at 4,095 letters (macOS: 1,024) and ends at the first line of a
paste: what is left would be run by the shell.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from shutil import get_terminal_size
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from ketalog.ui.keys import PASTE_BEGINS, PASTE_ENDS, KeyReader

if TYPE_CHECKING:
    from collections.abc import Callable


_PASTED_S = 0.03
"""Seconds in which what follows an Enter was pasted with it: nobody types as fast."""
_ENTER, _END = "\r\n", "\x04"
_MOST_UNSHOWN = 1024
"""Letters that are read before they are shown."""


class LineReader:
    """Reads one answer, which may have several lines if it `takes_lines`.

    `indent` is the column that it begins in. `text` is what was typed so far: where it `replaces`,
    the first letter takes its place, and what it was is `replaced`. Where it `esc_leaves`, the Esc
    key ends it as the end of the input does.
    """

    def __init__(
        self,
        keys: KeyReader,
        show: Callable[[str], None],
        *,
        indent: int,
        takes_lines: bool,
        can_move: bool,
    ) -> None:
        self._keys = keys
        self._show = show
        self._indent = indent
        self._takes_lines = takes_lines
        self._can_move = can_move
        self.esc_leaves = False
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")
        self._unshown: list[str] = []
        self._pasting = self._after_return = False
        self.text = self.replaced = ""
        self.replaces = False

    def read(self) -> str | None:
        """Return the answer; None at the end of the input."""
        while True:
            if len(self._unshown) > _MOST_UNSHOWN or not self._keys.waits(0):
                self._flush()
            char = self._next()
            if char == "" or (char == _END and not self.text and not self._pasting):
                return None
            if char == "\x1b" and self.esc_leaves and not self._pasting:
                return None
            if self._ends(char):
                self._flush()
                self._show("\n")
                return self.text

    def shown(self) -> str:
        """Return what was typed so far as it stands on the screen."""
        return "".join(map(_seen, self.text))

    def _ends(self, char: str) -> bool:
        """Take one character or key; tell whether the answer is complete."""
        after_return, self._after_return = self._after_return, char == "\r"
        if char in {PASTE_BEGINS, PASTE_ENDS}:
            self._pasting = char == PASTE_BEGINS
        elif char == "\n" and after_return:
            pass
        elif char in _ENTER:
            if not self._pasting and not (self._takes_lines and self._keys.waits(_PASTED_S)):
                return True
            self._add("\n" if self._takes_lines else " ")
        elif char == _END and not self._pasting:
            return True
        elif self._pasting or char == "\t" or (char >= " " and char != "\x7f"):
            self._add(char)
        else:
            self._erase(self._erasing().get(char, 0))
        return False

    def _erasing(self) -> dict[str, int]:
        """Return how much each key erases: a letter, a word, a line."""
        word = len(self.text) - max(map(self.text.rstrip().rfind, " \n")) - 1
        line = len(self.text) - self.text.rfind("\n") - 1
        return {"\x7f": 1, "\b": 1, "\x17": word, "\x15": line}

    def _next(self) -> str:
        """Return the next character, or the whole sequence of a key that has no character."""
        text = ""
        while not text:
            byte = self._keys.byte()
            if not byte:
                return ""
            text = self._decoder.decode(byte)
        if text[0] != "\x1b":
            return text
        return text + self._keys.rest_of_sequence()

    def _add(self, char: str) -> None:
        if char < " " and char not in "\n\t":
            return
        if self.replaces:
            self.replaced = self.text
            self._erase(len(self.text))
        self.text += char
        self._unshown.append(char)

    def _flush(self) -> None:
        """Show what was added; at the right edge the cursor goes to the next line at once."""
        if not self._unshown:
            return
        shown = "".join(map(_seen, self._unshown))
        self._unshown = []
        if self._can_move and shown[-1] != "\n" and self._place()[1] == 0:
            shown += " \r"
        self._show(shown)

    def _erase(self, count: int) -> None:
        self.replaces = False
        self._flush()
        if not count or not self.text:
            return
        row, _ = self._place()
        erased, self.text = self.text[-count:], self.text[:-count]
        if not self._can_move:
            self._show("\b \b" * sum(map(_width, erased)))
            return
        new_row, column = self._place()
        up = f"\x1b[{row - new_row}A" if row > new_row else ""
        self._show(f"{up}\x1b[{column + 1}G\x1b[J")

    def _place(self) -> tuple[int, int]:
        """Return the row and the column behind the text, counted from where the question ends."""
        columns = max(get_terminal_size().columns, 2)
        row, column = 0, self._indent % columns
        for char in self.text:
            if char == "\n":
                row, column = row + 1, 0
                continue
            width = _width(char)
            if column + width > columns:
                row, column = row + 1, 0
            column += width
            if column == columns:
                row, column = row + 1, 0
        return row, column


def _seen(char: str) -> str:
    """Return a character as it is shown: nothing that is pasted can steer the terminal."""
    if char == "\n" or char.isprintable():
        return char
    return " " if char == "\t" else "?"


def _width(char: str) -> int:
    if combining(char):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
