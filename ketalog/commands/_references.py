"""Which entries words name: `41`, `last`, `last dose`, `dose 41`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_stamped
from ketalog.clauses.words import COUNTS
from ketalog.domain.filter import is_called, kinds_called
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput, NoSuchEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.app import App

_SAY_NOTHING = frozenset({"my", "the", "entry", "entries", "number", "and", "&"})


def numbers_of(app: App, words: Sequence[str]) -> list[str]:
    """Return the numbers of the entries that words name. Raises BadInput and NoSuchEntry."""
    rest = [word for text in words for word in text.replace(",", " ").split()]
    rest = [word.strip(":.") for word in rest if word.lower() not in _SAY_NOTHING]
    found: list[str] = []
    while rest:
        word, *rest = rest
        following = rest[0] if rest else ""
        if word.lower() in {"last", "latest", "newest"}:
            if (number := COUNTS.get(following, following.lstrip("#"))).isdecimal():
                raise BadInput(
                    f"'{word} {following}' can be the last ones, or the last one and #{number}.",
                    f"Type their numbers: 'ketalog list {number}' shows the last ones.",
                )
            named = " ".join(rest[:2]), following
            for n, name in zip((2, 1), named, strict=True):
                entry = app.journal.newest(partial(is_called, name=name)) if rest[n - 1 :] else None
                if entry is not None:
                    found.append(str(entry.number))
                    rest = rest[n:]
                    break
            else:
                if following[:1].isalpha():
                    raise NoSuchEntry(
                        f"There is no {escape_invisible(following)} yet.", "See: ketalog list"
                    )
                found.append("last")
        elif kinds_called(word) and following.lstrip("#").isdecimal():
            entry = app.journal.find(following)
            if not is_called(entry, word):
                raise BadInput(f"#{entry.number} is no {word}: {say_stamped(entry, app.now)}.")
        elif kinds_called(word):
            raise BadInput(f"Which {word}?", f"Type its number, or: last {word}.")
        else:
            found.append(word)
    return found
