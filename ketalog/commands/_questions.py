"""What is asked: what is meant, and before something is replaced, removed, or can't be undone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ketalog.clauses.words import TwoReadings, cut, joined, marks_apart
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadFile, BadInput, Declined, Rehearsed
from ketalog.export import files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ketalog.app import App
    from ketalog.domain.offer import Offer


class Leaves(Exception):
    """The person leaves: what was answered is saved."""


def or_leaves(answer: str) -> str:
    """Return an answer without the spaces around it. Raises Leaves for `q`."""
    if answer.strip().lower() in {"q", "quit"}:
        raise Leaves
    return answer.strip()


def agrees(app: App, question: str) -> bool:
    """Tell whether a person says yes."""
    return app.ui.ask(question).strip().lower() in {"y", "yes"}


def confirm(app: App, about: Sequence[str], question: str, *, yes: bool) -> None:
    """Return if a person, or --yes, agrees to what can't be undone. Raises BadInput."""
    if yes:
        return
    if not app.ui.asks:
        raise BadInput("This can't be undone, and nobody is here to ask.", "Add --yes.")
    app.ui.notice(*about)
    if not agrees(app, question):
        raise BadInput("Nothing was changed.", "Type y to agree.")


def may_remove(app: App, copies: list[Path], *, yes: bool) -> list[Path]:
    """Return the copies of the journal that may be removed: all on a yes, else none."""
    if copies and not yes and app.ui.asks:
        app.ui.notice("These files have entries too:", *(f"  {path}" for path in copies))
        yes = agrees(app, "Remove them as well? y to remove, n to keep: ")
    return copies if yes else []


def may_write(app: App, path: Path, *, force: bool) -> None:
    """Return if a file may be written there; one that is there needs a yes, or --force.

    Nothing is written through a link, and no file of ketalog's own is replaced. Raises BadFile; of
    a command that is only tried, Rehearsed.
    """
    if app.rehearses:
        raise Rehearsed
    own = {
        app.store.path: "the journal itself",
        app.store.second_copy_path: "its second copy",
        app.config.path: "the configuration",
    }
    files.refuse_unfit(path, own)
    if force or not os.path.lexists(path):
        return
    name = escape_invisible(str(path))
    if not app.ui.asks:
        raise BadFile(f"{name} is there already.", "Add --force to replace it.")
    if not agrees(app, f"{name} is there already. Replace it? y to replace: "):
        raise BadFile("Nothing was written.", "Choose another name.")


def which(app: App, two: TwoReadings, otherwise: str = "Nothing was logged.") -> str:
    """Return which of two things is meant, as it is typed; without a person, raise BadInput.

    Where neither is meant, what became of it is said `otherwise`.
    """
    phrase, meanings = two.phrase, two.meanings
    if not app.ui.asks:
        from ketalog.commands._offers import Ambiguous

        offers = (
            own_offer(app, f"For {meaning.said}", phrase, meaning.typed) for meaning in meanings
        )
        raise Ambiguous(two.message, *offers)
    n = app.ui.choose(two.message, [escape_invisible(meaning.said) for meaning in meanings])
    if n is None:
        raise Declined(otherwise)
    return meanings[n].typed


def own_line(app: App, phrase: str, instead: str, *more: str) -> str:
    """Return the line as it was typed, with other words instead of some, and more at its end."""
    from ketalog.domain.offer import shown

    return shown([*with_words(app.typed, phrase, instead), *more])


def own_offer(app: App, lead: str, phrase: str, instead: str = "", *more: str) -> Offer:
    """Offer the line as it was typed, with other words instead of some, and more at its end."""
    from ketalog.domain.offer import Offer

    return Offer(lead, [[*with_words(app.typed, phrase, instead), *more]])


def as_note(app: App, words: str, lead: str = "As a note") -> Offer:
    """Offer the line as it was typed, with some of its words as its note."""
    return own_offer(app, lead, words, "", "--note", words)


def with_words(line: Sequence[str], phrase: str, instead: str) -> list[str]:
    """Return a line with other words instead of a phrase, each its own: no quotes are needed."""
    line = replaced(line, phrase, instead)
    for n, text in enumerate(line):
        if text == instead and not line[n - 1].startswith("--"):
            return [*line[:n], *text.split(), *line[n + 1 :]]
    return line


def replaced(typed: Sequence[str], phrase: str, instead: str) -> list[str]:
    """Return what was typed with other words instead of a phrase, wherever spaces are in it.

    The same words as an option's value are another's, unless they stand nowhere else.
    """
    pieces = [(n, piece) for n, text in enumerate(typed) for piece in text.split()]
    words = [piece for _, piece in pieces]
    lines = [text.split() for text in typed]
    values = {n for n, text in enumerate(typed[1:], start=1) if typed[n - 1].startswith("--")}
    outside = [piece if place not in values else "\0" for place, piece in pieces]
    if found := _span_of(outside, phrase) or _span_of(words, phrase):
        kept: list[list[str]] = [[] for _ in typed]
        for n, (place, piece) in enumerate(pieces):
            if n == found.start:
                kept[place].append(instead)
            elif n not in found:
                kept[place].append(piece)
        return [" ".join(words) for words in kept if any(words)]
    apart = [
        part
        for text in typed
        for parts in [marks_apart(text.split())[0]]
        for part in ([" ".join(parts)] if " " in text else parts)
    ]
    if apart != list(typed) and (line := replaced(apart, phrase, instead)) != apart:  # 4,at 8
        return line
    if across := _across(typed, phrase, instead) or _scattered(words, phrase, instead):
        return across
    for words in reversed(lines):  # It stands within a word: 100mgsub
        for n, piece in enumerate(words):
            if phrase.lower() in piece.lower():
                at = piece.lower().index(phrase.lower())
                words[n] = f"{piece[:at]}{instead}{piece[at + len(phrase) :]}"
                return [" ".join(each) for each in lines]
    return list(typed)


def _across(typed: Sequence[str], phrase: str, instead: str) -> list[str] | None:
    """Return the line with a phrase replaced that begins or ends within a word: `5at 8`."""
    wanted = phrase.lower().split()
    pieces = [text.lower() for text in typed]
    if len(wanted) < 2:
        return None
    for start in range(len(pieces) - len(wanted), -1, -1):
        first, *between, last = pieces[start : start + len(wanted)]
        is_it = first.endswith(wanted[0]) and between == wanted[1:-1]
        if is_it and last.startswith(wanted[-1]):
            end = start + len(wanted)
            before = typed[start][: len(first) - len(wanted[0])]
            behind = typed[end - 1][len(wanted[-1]) :]
            return [*typed[:start], *filter(None, (before, instead, behind)), *typed[end:]]
    return None


def _scattered(words: list[str], phrase: str, instead: str) -> list[str] | None:
    """Return words with a phrase replaced that has others between its own: `nausea 8pm bad`."""
    wanted = _without_marks(phrase).split()
    places: list[int] = []
    for n, word in enumerate(words):
        if wanted[len(places) : len(places) + 1] == [_without_marks(word)]:
            places.append(n)
    if len(places) < 2 or len(places) < len(wanted):
        return None
    kept = [instead if n == places[0] else word for n, word in enumerate(words)]
    return [word for n, word in enumerate(kept) if n not in places[1:] and word]


def _without_marks(text: str) -> str:
    return " ".join(filter(None, (word.strip('()[].,;:!?"') for word in text.lower().split())))


def _span_of(pieces: Sequence[str], phrase: str) -> range | None:
    """Return the last place of a phrase, as it was typed or as its words are compared."""
    for text_of in (str.lower, lambda text: joined(cut([text])), _without_marks):
        wanted = text_of(phrase)
        for start in range(len(pieces) - 1, -1, -1):
            for end in range(start + 1, len(pieces) + 1):
                text = text_of(" ".join(pieces[start:end]))
                if wanted and text == wanted:
                    return range(start, end)
                if len(text) > len(wanted):
                    break
    return None
