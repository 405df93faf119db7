"""Summaries and outcomes in ready words: what every format and the terminal draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Hint(Value, frozen=True):
    """What can be done next, and the command for it."""

    text: str
    command: str

    def __str__(self) -> str:
        """Return both in one line."""
        return f"{self.text}: {self.command}"


class Heading(Value, frozen=True):
    """What the lines below it are about."""

    text: str

    def __str__(self) -> str:
        """Return it as a line."""
        return self.text


class ListedEntry(Value, frozen=True):
    """An entry in a list: the day and the time, the number, what it says; its route's shape.

    On a terminal each day stands once, above its entries, so that they fit 40 columns.
    """

    day: str
    clock: str
    number: str
    text: str
    shape: str = ""

    def __str__(self) -> str:
        """Return all of it in one line."""
        return f"{' '.join(filter(None, (self.day, self.clock)))}  {self.number}  {self.text}"


class Verbatim(Value, frozen=True):
    """A line that is typed or copied as it stands: it is never broken to fit a terminal."""

    text: str

    def __str__(self) -> str:
        """Return it."""
        return self.text


AnswerLine = str | Heading | Hint | ListedEntry | Verbatim


Drawing = Value
"""What a terminal draws where it can: ui has a module for each kind."""


class Answer(Value, frozen=True):
    """What a command has to say: the same as lines, as data for --json, and as a drawing.

    What costs something to make may be a function: it is called only for what is shown. Where a
    terminal can draw, `drawing` returns a view that ui knows. `above` and `below` the answer stands
    what the data has no words for: beside JSON it goes to standard error, as `notices` always do.
    """

    lines: Iterable[AnswerLine] | Callable[[], Iterable[AnswerLine]]
    data: dict[str, Any] | Callable[[], dict[str, Any]]
    drawing: Callable[[], Drawing] | None = None
    notices: tuple[str, ...] = ()
    above: tuple[AnswerLine, ...] = ()
    below: tuple[AnswerLine, ...] = ()
