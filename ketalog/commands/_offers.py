"""What is offered instead of a line that can't be taken: no line that would be refused as well.

Loaded only for such a line.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ketalog.domain.offer import Offer
from ketalog.errors import BadInput, KetalogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    RefusalOf = Callable[[Sequence[str]], BadInput | None]
    """Tells how a line would be refused, if it would be."""


class Ambiguous(BadInput):
    """What could be two things, and nobody was there to ask: the own line is shown both ways."""


class Unread(BadInput):
    """Words that nothing has read; the offers say where they can stand."""


class Understood(BadInput):
    """Words that are refused for what they say: no slip is looked for in them."""


def offers_of(error: KetalogError) -> list[Offer]:
    """Return the lines that are offered instead."""
    return [hint for hint in error.hints if isinstance(hint, Offer)]


@contextmanager
def sound_offers(refusal_of: RefusalOf, typed: Sequence[str], command: str = "") -> Iterator[None]:
    """Let what is refused within offer only lines that would be taken, or asked about.

    Where one of two readings would be refused, both stay: one alone would look like the right one.
    """
    try:
        yield
    except BadInput as error:
        if offers_of(error):
            error.hints = tuple(_sound_hints(error, refusal_of, typed))
            if command and not offers_of(error):
                error.hints += (f"What can be typed: ketalog {command} --help.",)
        raise


def _sound_hints(error: BadInput, refusal_of: RefusalOf, typed: Sequence[str]) -> Iterator[object]:
    seen: set[tuple[str, ...]] = set()
    for hint in error.hints:
        if not isinstance(hint, Offer) or hint.each:
            yield hint
            continue
        lines = []
        for line in hint.lines:
            sound = _sound(_with_all(line, typed), refusal_of, " ".join(typed))
            if sound is None and isinstance(error, Ambiguous):
                sound = line
            if sound is not None and tuple(sound) not in seen:
                seen.add(tuple(sound))
                lines.append(sound)
        if lines:
            yield hint._replace(lines=lines)


def _with_all(line: Sequence[str], typed: Sequence[str]) -> Sequence[str]:
    """Return a note of a part of what was typed with all of it: with its time, too."""
    told = {word.lower() for text in line[1:] for word in text.split()}
    said = {word.lower() for text in typed[1:] for word in text.split()}
    return ["note", *typed[1:]] if line[0] == "note" and told < said else line


def _sound(line: Sequence[str], refusal_of: RefusalOf, typed: str) -> Sequence[str] | None:
    """Return a line if it would be taken; with what is unread of `typed` as its note."""
    refusal = refusal_of(line)
    if refusal is None or isinstance(refusal, Ambiguous):  # It is asked about in its turn.
        return line
    aside = offers_of(refusal) if isinstance(refusal, Unread) else []
    if len(aside) > 1:
        return line
    noted = aside[0].lines[0] if aside else ()
    is_same = noted[:1] == line[:1]  # a note alone, or another medicine, would be another entry
    return noted if is_same and noted[-1] in typed and refusal_of(noted) is None else None
