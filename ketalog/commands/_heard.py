"""What is said of a line that was refused, where the words of it tell of danger.

Loaded only for such a line.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from ketalog.answers.safety import words_when_refused
from ketalog.commands import is_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ketalog.errors import BadInput


def words_of_refused(
    command: str, typed: Sequence[str], error: BadInput, country: Callable[[], str | None]
) -> list[str]:
    """Return what is to be said of a line as it was typed, nothing where it tells of no danger."""
    said = (words_when_refused(text, country) for text in _to_be_heard(command, typed, error))
    return next(filter(None, said), [])


def _to_be_heard(command: str, typed: Sequence[str], error: BadInput) -> Iterator[str]:
    """Yield a refused line in each way that danger may stand in it.

    With its command (`help me`; `dose the whole box` is what was taken) and without (`mood dying`),
    and with its slips mended (`effect chest pane`).
    """
    is_all = command == "dose" and not any(map(str.isdecimal, "".join(typed)))
    lines = (["took", *typed[1:]] if is_all else typed, typed[1:])
    whole, behind = (" ".join([*_without_note(words), *error.answers]) for words in lines)
    yield from (whole, behind)
    yield from (whole.replace(*slip) for slip in error.slips)


def _without_note(typed: Sequence[str]) -> Iterator[str]:
    """Yield what was typed up to a note, which is never searched for danger; no options."""
    words = takewhile(lambda word: word.lstrip("-")[:4] != "note", typed)
    yield from (word for word in words if not is_option(word) or "=" in word)
