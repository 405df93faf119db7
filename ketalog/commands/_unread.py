"""What is said of words that nothing has read: beside what was read, with what to type instead.

Loaded only for such a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.clauses.line import NEEDS_MORE, Read
from ketalog.clauses.table import TABLE, TIMES
from ketalog.clauses.words import BESIDE_A_TIME, BINDS, OF_A_TIME, PARTS_OF_A_DAY
from ketalog.commands import LATEST, clauses_of
from ketalog.commands._offers import Unread
from ketalog.commands._questions import as_note
from ketalog.domain.offer import Offer
from ketalog.domain.text import escape_invisible, say_time
from ketalog.errors import BadInput
from ketalog.times.grammar import read_past
from ketalog.times.words import say_moment

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from ketalog.app import App


def refuse(app: App, line: Read, hint: str = "") -> None:
    """Raise BadInput for words that nothing has read, beside what was read.

    A `hint` says what is missing without them.
    """
    rest = _to_its_end(app, line)
    problem = f"Not read: '{escape_invisible(rest)}'."
    if line.parts:
        problem = f"Read: {_said_back(app, line, rest)}. {problem}"
    if hint:
        raise BadInput(problem, hint)
    is_edit = app.ui.command == "edit" and app.typed[1].lower() in LATEST
    if is_edit and " ".join(app.typed[2:]).startswith(rest):  # last lorazepam 1mg
        raise BadInput(problem, "If another entry is meant: 'ketalog list' shows its number.")
    said = rest.lower().split()
    if (_TURNS | NEEDS_MORE).issuperset(said):  # mood less than 5: as a note it would be mood 5
        raise BadInput(problem, f"What can be typed: ketalog {app.ui.command} --help.")
    others = [word for word in said if not word.isdecimal()]
    is_second = len(others) < len(said) and _EARLIER.issuperset(others)
    is_second |= bool(re.search(_BY_PARTS, " ".join(app.typed)))
    if app.ui.command == "mood" and is_second:
        raise BadInput(problem, "Of two ratings type a line for each, with its time: mood 4 8am.")
    if not _OF_ANOTHER_WEEK.get(app.ui.command or "", frozenset()).isdisjoint(said):
        raise BadInput(problem, f"What can be typed: ketalog {app.ui.command} --help.")
    pieces = {piece for text in app.typed for piece in text.split()}
    is_whole = pieces.issuperset(rest.split())  # not a part of what was typed without a space
    has_note = any(typed == "-" or typed.partition("=")[0] == "--note" for typed in app.typed)
    if not is_whole or len(line.unread) > 1 or has_note:
        raise BadInput(problem, f"What can be typed: ketalog {app.ui.command} --help.")
    how = None
    names = clauses_of(app.ui.command or "") or ()
    if TIMES.isdisjoint(line.parts) and "at" in names and re.search(_SEEMS_A_TIME, rest):
        how = "A time is typed as 9pm, yesterday 9pm, 20 min ago."
    if app.ui.command == "dose" and says_when(app, line, rest):
        how = "A time is typed as 9pm, yesterday 9pm, 20 min ago."
        is_beside = _with_its_time(app, line, rest, TIMES)  # just gone 7pm
        lead = "If the time is that of the dose" if is_beside else "Of a dose now, as a note"
        raise Unread(problem, how, as_note(app, rest, lead))
    raise Unread(problem, how, *_offers(app, line, rest))


def says_when(app: App, line: Read, rest: str) -> bool:
    """Tell whether words say when a dose was, or are a part of the time that was read."""
    words = {word for word in re.findall(r"[^\W_]+", rest.lower()) if not word[0].isdecimal()}
    times = [part.phrase for name, part in line.parts.items() if name in TIMES]
    if times and (rest.endswith(times[0]) or _with_its_time(app, line, rest, TIMES)):
        return words <= OF_A_TIME and not words <= {"of", "the", "day"}
    return not times and words <= OF_A_TIME and not words <= BESIDE_A_TIME


def other_medicine(app: App, line: Read, word: str) -> Offer | None:
    """Offer to log a word right beside an amount as the name of another medicine."""
    amount = line.parts.get("amount")
    if amount is None or app.ui.command != "dose" or word in _NO_MEDICINES:
        return None
    if not _is_beside(" ".join(app.typed), amount.phrase, word):
        return None
    others = (typed for typed in app.typed[1:] if typed != word)
    return Offer("If it is another medicine", [["also", word, *others]])


_NO_MEDICINES = frozenset(
    {"ish", "maybe", "only", "more", "last", "final", "first", "remaining", "rest", "whole", "late"}
    | {"additional", "total"}
)
"""Words beside an amount that are no name."""


def _offers(app: App, line: Read, rest: str) -> Iterator[Offer]:
    """Yield what words that nothing has read can be: a medicine, the note, or the whole line's."""
    if other := other_medicine(app, line, rest):
        yield other
    if bound := _with_its_time(app, line, rest, TIMES):
        yield as_note(app, bound, "All of it as a note")
        yield as_note(app, rest, f"If the time is that of the {app.ui.command}")
    elif bound := _with_its_time(app, line, rest, _LENGTHS):  # hold 15 min
        yield as_note(app, bound, "All of it as a note")
        yield as_note(app, rest, f"If that is how long the {app.ui.command} took")
    elif app.ui.command == "supply" and rest.lower().split()[0] not in _BESIDE_UNITS:
        yield Offer("As a note", [["note", *app.typed]])  # zofran 10 left
    elif line.parts or app.ui.command in {"edit", "plan"}:
        yield as_note(app, rest)
    else:
        yield Offer("As a note", [["note", *app.typed]])


_OF_ANOTHER_WEEK = {
    "edit": frozenset({"next", "last"}),
    "appointment": frozenset({"next", "last", "week", "weeks", "fortnight", "month", "months"}),
}
"""Words without which the time that was read is another: friday after next, tomorrow week."""
_BESIDE_UNITS = frozenset(
    {"in", "at", "from", "on", "by", "with", "because", "for", "after", "about", "around", "lot"}
)
"""Words that open what more there is to say of units; others may name another medicine."""
_LENGTHS = frozenset({"over", "for", "ready", "watched"})
"""Clauses of how long something took."""
_EARLIER = frozenset({"earlier", "before", "now", "then", "later", "after", "was"})
"""Words beside the second of two ratings."""
_BY_PARTS = rf"(?i)\b(?:am|pm|{'|'.join(PARTS_OF_A_DAY)}) (?:10|[0-9])(?: |$)"
"""A rating behind a part of the day: am 4 pm 6."""
_TURNS = frozenset(
    {"not", "no", "less", "more", "than", "under", "over", "below", "above", "other", "second"}
    | {"2nd", "3rd", "alternate", "next", "this", "except", "without", "never", "dozen"}
    | {"nearly", "almost"}
    | {"cancelled", "canceled", "postponed", "refused", "lower", "higher"}
    | {"longer", "shorter"}
)
"""Words without which the others say something else."""
_SEEMS_A_TIME = (
    r"(?i)\b[0-9]{1,2} ?(?:ish|[ap]\.?m\b|h|m\b|min|d\b|day|week|:[0-9])"
    r"|\b(?:ago|few|morning|afternoon|evening|night|noon|lunch|dinner|bed)"
)


def _is_beside(typed: str, amount: str, word: str) -> bool:
    """Tell whether a word stands right beside an amount, as the name of a medicine does."""
    is_word = word.isalpha() and word.islower() and amount[:1].isdecimal()
    return is_word and (f"{amount} {word}" in typed or f"{word} {amount}" in typed)


def _to_its_end(app: App, line: Read) -> str:
    """Return words that nothing has read, with a time that belongs to them: "than yesterday"."""
    rest, typed = " ".join(line.unread), " ".join(app.typed)
    first = re.search(rf"(?i)\b(?:around|about) {re.escape(rest)}(?!\S)", typed)
    rest = first[0] if first else rest  # around tea time
    behind = f"{typed} ".rpartition(f" {rest} ")[2].partition(" --")[0].rstrip()
    for at in (part.phrase for name, part in line.parts.items() if name in TIMES):
        behind = behind if behind.startswith(at) else behind.partition(at)[0].rstrip(" ,;")
    others = (part.phrase for name, part in line.parts.items() if name not in TIMES)
    is_bound = len(line.unread) == 1 and rest.lower().split()[-1] in BINDS and rest in typed
    return (
        f"{rest} {behind}".rstrip()
        if is_bound and not any(map(behind.__contains__, others))
        else rest
    )


def _with_its_time(app: App, line: Read, rest: str, names: Container[str]) -> str:
    """Return words that nothing has read with the time right behind them: "ate 2pm"; or "".

    The `names` are those of the clauses that are meant: times, or lengths.
    """
    behind = f"{' '.join(app.typed)} ".rpartition(f" {rest} ")[2]
    times = (f"{part.phrase} " for name, part in line.parts.items() if name in names)
    at = next(filter(f"{behind} ".startswith, times), "").strip()
    return f"{rest} {at}" if at else ""


def _said_back(app: App, line: Read, rest: str) -> str:
    """Return what was read as an answer would say it: "100 mg sublingual, 21:00"."""
    shown = {
        name: TABLE[name].say(part.value)
        for name, part in line.parts.items()
        if name != "estimate" or not rest.lower().startswith(part.phrase.lower())
    }
    taken = [shown.pop(name, "") for name in ("estimate", "amount", "medication", "route")]
    when = shown.pop("at", None)
    if when is not None:
        try:
            at = read_past(when, app.now, app.calendar).at
        except BadInput:
            when = line.parts["at"].phrase
        else:
            today = app.calendar.day_of(at) == app.calendar.day_of(app.now)
            when = say_time(at) if today else say_moment(at)
    parts = [" ".join(filter(None, taken)), *shown.values(), when]
    return ", ".join(escape_invisible(part) for part in parts if part)
