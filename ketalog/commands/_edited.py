"""Which entry is to change, and the words that say how: `last dose 150mg`, or the editor's."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ketalog.answers.phrases import say_stamped
from ketalog.clauses.measures import shift
from ketalog.clauses.table import TABLE
from ketalog.clauses.times import WEEKDAYS
from ketalog.clauses.words import COUNTS, MONTH_NAMES, OF_A_TIME, Meaning, TwoReadings, cut
from ketalog.commands import LATEST, _input, clauses_of
from ketalog.commands._offers import Understood, Unread, offers_of
from ketalog.commands._questions import as_note, own_offer, replaced, which
from ketalog.commands._references import (
    OPENERS,
    THE_ONE,
    called,
    last_called,
    next_called,
    of_kind,
    refuse_ordinal,
)
from ketalog.domain.clinic_input import WHERE
from ketalog.domain.edits import FIELDS
from ketalog.domain.effects import find_effect, find_severity
from ketalog.domain.entries import Dose, Effect, kind_of
from ketalog.domain.filter import is_called, kinds_called
from ketalog.domain.kinds import BY_NAME
from ketalog.domain.offer import Offer
from ketalog.domain.plan import Plan
from ketalog.domain.ratings import free_text
from ketalog.domain.routes import find_route, known_medication
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import Also, Appointment
from ketalog.errors import BadInput, Example, NoSuchEntry
from ketalog.times.grammar import is_day, read_day_ahead
from ketalog.times.words import say_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ketalog.app import App
    from ketalog.domain.kinds import Entry

    HasClause = Callable[[Entry, str], bool]
    """Tells whether a word opens what can change of an entry."""


SAYS_CHANGE = frozenset(
    {
        "severity",
        "name",
        "rename",
        "renamed",
        "should",
        "be",
        "have",
        "been",
        "actually",
        "really",
        "rather",
    }
)
"""Words before what something was instead."""
OPENS_A_VALUE = SAYS_CHANGE | {"to", "into", "is", "was", "it", "=", "moved"}
OPENS_A_VALUE |= {"set", "change", "make", "only", "correct"}
NAMES_OF_VALUES = frozenset({"time", "date", "day", "amount", "route"})
"""Names of what is to change before a new value that tells it by itself: edit 41 time 9pm."""


_INSTEAD = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"not (?P<was>.+?),? but (?P<now>.+)",
        r"(?P<now>.+?),? (?:not|instead of|rather than) (?P<was>.+)",
        r"(?P<was>.+?) (?:to|into|->|=>|\u2192) (?P<now>.+)",
    )
)


def corrected(words: list[str], is_so: Callable[[list[str]], bool]) -> list[str]:
    """Return what something was instead, of words that say what it is not as well.

    They do if `is_so` tells that the others are how it is now: `200mg to 150mg`.
    """
    for pattern in _INSTEAD:
        if found := pattern.fullmatch(" ".join(words)):
            was = [word for word in found["was"].split() if word.lower() != "from"]
            now = found["now"].split()
            if found["now"].isdecimal() and was:  # mood 6 to 7
                now = [*was[:-1], *now]
            elif found["was"].isdecimal() and now:  # held 20 not 15
                was = [*now[:-1], *was]
            if is_so(was):
                return now
    return words


def without_add(entry: Entry, words: list[str], has_clause: HasClause) -> list[str]:
    """Return the words behind `add`, of a detail that an entry can have beside others.

    Others would take the place of what is there: what to type instead is said. Raises BadInput.
    """
    if [word.lower().rstrip(":") for word in words] == ["note"]:
        raise BadInput(
            "What is the note to say?", Example(f"edit {entry.number}", "--note felt ok.")
        )
    is_text = BY_NAME[kind_of(entry)].words is not None or isinstance(entry, Also)
    is_note = bool(words) and words[0].lower().rstrip(":") == "note"
    opens = _ADDS | _GOES_ON if is_text or is_note else _ADDS
    typed = [*words[:is_note], *re.sub(r"^[+](?=\w)", "+ ", " ".join(words[is_note:])).split()]
    rest = list(typed)
    while rest[is_note:] and rest[is_note].lower().rstrip(":") in opens:
        del rest[is_note]
    if len(rest) == len(typed) or len(rest) == is_note or shift(cut(words), 0):  # + 30 min
        return words
    named = rest[0].lower().rstrip(":")
    is_note |= named == "note"
    is_beside = not is_text and not isinstance(entry, Plan) and has_clause(entry, named)
    if (is_note and not getattr(entry, "note", None)) or find_severity(" ".join(rest)) or is_beside:
        return rest
    raise BadInput(
        f"'{escape_invisible(' '.join(words))}' adds nothing: what is typed takes the place of "
        "what is there.",
        f"To add to the words, in your editor: ketalog edit {entry.number} --editor."
        if is_note or hasattr(entry, "text")
        else "One more is an entry of its own: log it.",
        Offer("In its place", [["edit", str(entry.number), *rest]]),
    )


_ADDS = frozenset({"add", "append", "plus", "+", "extra"})
_GOES_ON = frozenset({"and", "also", "&"})
"""Words that go on with the words of a note."""


def says_to_delete(words: Sequence[str]) -> bool:
    """Tell whether words say that there was no such thing: nothing of it is to change."""
    said = {word.lower().strip(".,!") for word in words} - OPENS_A_VALUE - {"a", "an", "this"}
    return bool(said) and said <= _NEVER_WAS


_NEVER_WAS = frozenset(
    {"delete", "remove", "undo", "wrong", "mistake", "duplicate", "double", "never", "happened"}
    | {"took", "take", "did", "didn't", "didnt", "happen", "wasn't", "wasnt", "isn't", "isnt"}
    | {"not", "taken", "skipped", "cancelled", "canceled", "cancel", "off", "error", "test"}
)


def refuse_said_of_text(app: App, entry: Entry, words: Sequence[str]) -> None:
    """Raise BadInput for words that tell what became of a text, and are no text: `park -> beach`.

    They would take its place.
    """
    name, typed = BY_NAME[kind_of(entry)].words or "", " ".join(words)
    said = {word.lower().strip(".,!") for word in words}
    if says_to_delete(words) or (words and name == "text" and said <= _DONE_WITH):
        kind = name if name == "reason" else kind_of(entry)
        hint = f"To delete it: ketalog delete {entry.number}."
        raise Understood(f"'{escape_invisible(typed)}' is no {kind}.", hint)
    former, correction = getattr(entry, name) or "", re.sub(r"(?i)^change ", "", typed)
    is_short = correction != typed or len(words) == 3  # i went to the park: a text
    for pattern in _INSTEAD if is_short or not re.search(r"(?i) (?:in)?to ", typed) else ():
        found = pattern.fullmatch(correction)
        was = found["was"].strip("'\"") if found else ""
        if found and (at := re.search(rf"(?i)(?<!\w){re.escape(was)}(?!\w)", former)):
            anew = former[: at.start()] + found["now"].strip("'\"") + former[at.end() :]
            raise Understood(
                f"'{escape_invisible(typed)}' would take the place of all of its words.",
                own_offer(app, f"To change '{escape_invisible(was)}' in them", typed, anew),
                f"In your editor: ketalog edit {entry.number} --editor.",
            )


_DONE_WITH = frozenset({"done", "answered", "asked", "resolved", "solved", "ok", "discussed"})
"""What people say of a question that needs no answer any more."""


def _refuse_numbers(reference: str, words: Sequence[str]) -> None:
    """Raise BadInput for `3,4 9pm` and `3 and 4 9pm`: two entries."""
    text = " ".join([reference, *words[:3]])
    length = "(?:m|mins?|minutes?|months?|h|hrs?|hours?|d|days?)"
    several = rf"#?(\d+)(?:[,;+/&] ?| (?:and|&|\+) )#?\d+(?![\w.:]| {length}(?!\w))"
    if found := re.match(several, text):  # 5 + 30 min is a shift
        raise BadInput(
            f"'{escape_invisible(found[0])}' names several entries.",
            f"One at a time, as in: ketalog edit {found[1]} 9pm.",
        )


def entry_meant(
    app: App, reference: str, words: list[str], has_clause: HasClause
) -> tuple[Entry, list[str]]:
    """Return the entry that is meant, and the words that are left: `last dose 150mg`.

    `has_clause` tells whether a word opens what can change of an entry.
    """
    entry, rest = _entry_named(app, reference, words, has_clause)
    says_kind = rest[1:] and kind_of(entry) in kinds_called(rest[0])
    if says_kind and not has_clause(entry, rest[0]):  # last sublingual dose to 150mg
        rest = rest[1:]
    return entry, rest


def _entry_named(
    app: App, reference: str, words: list[str], has_clause: HasClause
) -> tuple[Entry, list[str]]:
    reference, *words = [*(reference.split() or [""]), *words]
    _refuse_numbers(reference, words)
    reference = "last" if reference.lower() in LATEST else reference.strip(",:.")
    if words and reference.lower() in OPENERS:
        return _entry_named(app, words[0], words[1:], has_clause)
    refuse_ordinal(reference, words)
    if entry := next_called(app, reference, words):
        return entry, words[1:]
    if reference.lower() == "last" and words and words[0].lower() in THE_ONE:
        return app.journal.to_change("last"), words[1:]  # whatever the words behind are
    if kinds_called(reference):
        return of_kind(app, reference, words)
    if found := called(app, reference, words):
        return found
    last = app.journal.to_change(reference)
    if reference.lower() != "last" or not words:
        return last, words
    return _of_last(app, last, words, has_clause)


def _of_last(
    app: App, last: Entry, words: list[str], has_clause: HasClause
) -> tuple[Entry, list[str]]:
    """Return the entry that `last` and words mean, and the words that are left.

    A word that another entry may be called by can be what is to change of the last one, too: it
    is asked which.
    """
    _refuse_several(last, words)
    for n in (2, 1):
        name = " ".join(words[:n]).strip(",:")
        is_known = bool(kinds_called(name)) or not kinds_called(words[0])  # dose 150mg: a dose
        named = last_called(app, name) if name[:1].isalpha() and is_known else None
        if named and len(words) >= n:
            break
    else:
        two = " ".join(words[:2]).lower()
        first = two if kinds_called(two) else words[0].lower()  # side effect 9pm
        is_kind = first != "note" and bool(kinds_called(first))
        is_session = first in WHERE and find_route(first) is None
        if (is_kind or is_session) and not _may_have(last, first):
            raise NoSuchEntry(f"There is no {first} to change.", "See: ketalog list")
        if words[1:] and _is_another(last, words[0].strip(",:")):
            _ask_which(app, words[:1], (last,))  # of one that there is not, nothing can change
        if BY_NAME[kind_of(last)].words is not None and re.search("[0-9]", " ".join(words)):
            _refuse_values(app, last, words)
        return last, words
    is_value = words[n:] and (words[n][:1].isdecimal() or words[n].lower() in _OPENS_A_NUMBER)
    if named == last and has_clause(last, name) and is_value and name.lower() != "mood":
        return last, words  # last pulse 75
    is_new_word = _may_have(last, name)
    is_kind = bool(kinds_called(name))
    belongs = not is_kind and (isinstance(named, Also) or name.lower() in FIELDS)  # anxiety 5
    behind = words if belongs else words[n:]
    if named == last or not is_new_word:
        return named, behind if named != last or not is_new_word or words[n:] else words
    if not words[n:]:
        return last, words
    number, *_ = _ask_which(app, words[:n], (named, last), belongs=belongs).split()
    return app.journal.to_change(number), behind if number == str(named.number) else words


_OPENS_A_NUMBER = OPENS_A_VALUE | COUNTS.keys() | {"none", "-", "~", "about", "up", "down"}
"""Behind the name of a reading or a rating these are its value: last pulse was 75."""


def taken_out(clear: list[str], words: list[str]) -> tuple[list[str], list[str]]:
    """Return the details that are to go, and the words that say something else.

    They are typed behind one another, as in `--clear mood, anxiety`, or as in `no hold`.
    """
    names = [name for typed in clear for name in typed.replace(",", " ").split()]
    lowered = [word.lower().strip(",") for word in words]
    while lowered[1:2] and lowered[0] in _TAKES_OUT and lowered[1] in {"the", "my", "its"}:
        del lowered[1]
    if not clear and lowered[:1] and lowered[0] in _TAKES_OUT:
        lowered, names = lowered[1:], []
    elif not clear:
        return clear, words
    typed = [_detail(word) for word in lowered if word not in {"and", "&"}]
    return ([*names, *filter(None, typed)], []) if typed and all(typed) else (names, words)


def _detail(word: str) -> str | None:
    """Return the detail that a word names: hold, or held for it."""
    if word in FIELDS:
        return word
    return next((name for name in FIELDS if name in TABLE and word in TABLE[name].keywords), None)


_TAKES_OUT = frozenset({"clear", "remove", "delete", "without", "no"})
"""Words before details that are to go: edit 41 no hold."""


def refuse_with_another(app: App, last: Entry, words: list[str], error: BadInput) -> None:
    """Raise BadInput for words that change no entry like the last one, with one that they can."""
    from ketalog.commands._as_logged import as_logged

    typed = words
    while typed[1:] and typed[0].lower() in OPENS_A_VALUE | NAMES_OF_VALUES:
        typed = typed[1:]  # edit last amount to 50mg
    lines = as_logged(typed)
    kind = lines[0][0] if len(lines) == 1 else kind_of(last)
    other = app.journal.newest(partial(is_called, name=kind)) if kind != kind_of(last) else None
    if other is None:
        return
    others = {"": other}
    if isinstance(other, Dose):  # one that was written down late is not the last one taken
        since = [dose for dose in app.journal.since(other.at) if isinstance(dose, Dose)]
        taken = max([other, *since], key=lambda dose: dose.at)
        others = {" taken": taken, " written down": other} if taken.at > other.at else others
    offers = (
        own_offer(
            app,
            f"The last {kind}{how} is {say_stamped(each, app.now)}. To change it",
            _the_last(app, last),
            str(each.number),
        )
        for how, each in others.items()
    )
    raise BadInput(
        f"{error.message} The last entry is {say_stamped(last, app.now)}.", *offers
    ) from error


def _refuse_values(app: App, last: Entry, words: list[str]) -> None:
    """Raise BadInput for words that are wholly of another kind, where the last entry is a text."""
    from ketalog.commands._as_logged import as_logged, read_by

    lines = as_logged(words)
    if len(lines) != 1 or lines[0][0] not in {"dose", "mood", "vitals"}:
        return
    line = read_by(words, clauses_of(lines[0][0]) or ())
    if line and not line[0].unread:
        shown = escape_invisible(" ".join(words))
        refuse_with_another(app, last, words, BadInput(f"'{shown}' would be all of its words."))


def may_mean_another(error: BadInput) -> bool:
    """Tell whether words can't be of an entry, and nothing is offered that they may be of it."""
    return type(error) is Unread or (type(error) is BadInput and not offers_of(error))


def hints_to_edit(error: BadInput, words: Sequence[str], entry: Entry) -> tuple[object, ...]:
    """Return what to do about words that can't be taken for an entry: its own command is edit."""
    if says_to_delete(words):
        return (f"To delete it: ketalog delete {entry.number}.",)
    return tuple(
        hint._replace(command=f"edit {entry.number}")
        if isinstance(hint, Example) and hint.command.startswith(kind_of(entry))
        else hint
        for hint in error.hints
    )


def _the_last(app: App, last: Entry) -> str:
    """Return how the last entry was named: `last`, `latest entry`, `last dose`."""
    typed = [word for text in app.typed for word in text.split()]
    at = next((n for n, word in enumerate(typed) if word.lower() in LATEST), None)
    if at is None:
        return "last"
    behind = typed[at + 1 : at + 2]
    return " ".join(
        [typed[at], *(word for word in behind if word.lower() in THE_ONE | {kind_of(last)})]
    )


def _ask_which(
    app: App, name: list[str], entries: Sequence[Entry], *, belongs: bool = False
) -> str:
    """Return which entry `last nasal` means, by its number; of the last one it is a new word."""
    phrase = " ".join(name)
    *called, last = entries
    ways = [
        Meaning(
            f"{entry.number} {phrase}" if belongs or entry == last else str(entry.number),
            say_stamped(entry, app.now),
        )
        for entry in (*called, last)
    ]
    problem = "can be two entries" if called else f"is no entry: there is no {phrase} yet"
    two = TwoReadings(f"last {phrase}", problem, *ways)
    return which(app, two, "Nothing was changed.")


def _is_another(last: Entry, name: str) -> bool:
    """Tell whether a name that no entry goes by is that of another dose: another route, or so."""
    if not isinstance(last, Dose):
        return False
    medication = (known_medication(name) or (last.medication or "ketamine",))[0]
    is_same = find_route(name) in {None, last.route}
    return not is_same or medication != (last.medication or "ketamine")


def _refuse_several(last: Entry, words: list[str]) -> None:
    """Raise BadInput for `last two doses`, `last friday 9pm`: which entry is meant is not said."""
    first, behind = words[0].lower().strip(",:"), words[1][:1] if words[1:] else ""
    is_count = first in COUNTS and (
        not words[1:] or behind.isdecimal() or bool(kinds_called(words[-1]))
    )
    is_count |= first.isdecimal() and behind.isdecimal() and words[1][-2:].lower() == "mg"
    is_count &= BY_NAME[kind_of(last)].words is None
    if is_count or re.sub("'?s$", "", first) in {"but", "night", "week", "month"} or is_day(first):
        said = escape_invisible(f"last {words[0]}")
        raise BadInput(
            f"'{said}' does not say which entry it is.",
            f"'ketalog list' shows their numbers. The last one is #{last.number}.",
        )


def _may_have(entry: Entry, name: str) -> bool:
    """Tell whether a word that other entries are called by can be a new word of an entry."""
    if BY_NAME[kind_of(entry)].words is not None or isinstance(entry, Also):
        return name.lower() == "note" or not kinds_called(name)  # last dose 150mg
    if isinstance(entry, Dose | Plan):
        is_of_it = find_route(name) is not None or known_medication(name) is not None
        return is_of_it or name.lower() in {"mood", "anxiety"}
    return isinstance(entry, Effect) and find_effect(name) is not None


class Reworded(NamedTuple):
    """The words of an entry, or its note, as they came back from the editor."""

    number: str
    field: str
    former: str
    text: str

    def check(self, entry: Entry) -> None:
        """Refuse to replace words that are no longer those that were in the editor."""
        if (getattr(entry, self.field) or "") != self.former:
            raise BadInput(f"#{self.number} was changed while the editor was open.")


def rewritten(app: App, entry: Entry, typed: object) -> Reworded:
    """Let the patient rewrite the text of a note or question, or another entry's note."""
    _input.refuse_both(typed)
    field = "text" if hasattr(entry, "text") else "note"
    former = getattr(entry, field) or ""
    words = _input.storable(app, [app.drafts.write(field, former)])[0]
    return Reworded(str(entry.number), field, former, free_text(words, "note"))


_OF_A_SENTENCE = frozenset(
    {"belongs", "belong", "dose", "was", "were", "is", "than", "after", "before", "wrong", "should"}
    | {"on", "off", "sides"}  # on and off, both sides
    | {"be", "instead", "not", "said", "meant", "i", "it", "that", "then", "when", "because", "but"}
)
"""Words that no name of a side effect has beside others, but what is said of one."""


def refuse_sentence(app: App, name: str, number: int | None) -> None:
    """Raise BadInput for a new name of a side effect that says something of it instead."""
    words = {*name.lower().split()}
    is_told = len(words) > 1 and words & _OF_A_SENTENCE
    is_change = words <= OF_A_TIME or "->" in name  # 30 more min; mild->moderate
    if find_effect(name) or not (is_told or is_change):
        return
    problem = f"'{escape_invisible(name)}' is no name of a side effect."
    if "dose" in words:
        how = f"ketalog edit {number} --dose with its number, which 'ketalog list doses' shows."
        raise BadInput(problem, f"For after which dose it was: {how}")
    raise BadInput(problem, as_note(app, name))


def note_meant(app: App, entry: Effect, name: str, words: Sequence[str]) -> str | None:
    """Return words of somebody's own that are a note, and no new name of a side effect.

    It is asked, unless the line says that they are the name: rename to brain zaps.
    """
    said = {word.lower().strip(":,") for text in app.typed[2:] for word in text.split()}
    if find_effect(name) or said & (OPENS_A_VALUE | {"not", "instead"}):
        return None
    typed = " ".join(words)
    ways = (
        Meaning(f"name {typed}", f"its name, instead of {entry.name}"),
        Meaning(f"--note {typed}", "a note about it"),
    )
    problem = "can be its name, or a note"
    meant = which(app, TwoReadings(typed, problem, *ways), "Nothing was changed.")
    return None if meant == ways[0].typed else typed


def rating_or_hour(app: App, words: list[str], rated: str) -> list[str]:
    """Return the words with what `sat 9` is of a rating: the score of that day, or its time."""
    found = re.search(rf"(?i)\b({WEEKDAYS}|yesterday|today|night) (10|[1-9])$", " ".join(words))
    if not found:
        return words
    day, number = found.groups()
    ways = (
        Meaning(f"{day} {rated} {number}", f"{rated} {number}"),
        Meaning(f"{day} at {number}", f"the time, at {number}"),
    )
    two = TwoReadings(found[0], "can be a rating, or a time", *ways)
    return replaced(words, found[0], which(app, two, "Nothing was changed."))


def which_week(app: App, words: list[str], entry: Appointment) -> list[str]:
    """Return the words with the date of a weekday: the next one, or that of the visit's own week.

    `fri` of a visit on Thu 3 Dec is the day after it, or the Friday ahead.
    """
    typed, today = " ".join(words), app.calendar.day_of(app.now)
    found = re.search(rf"(?i)\b{WEEKDAYS}\b", typed)
    if not found or re.search(
        rf"(?i)\b(?:next|last|this|week|{'|'.join(MONTH_NAMES)})\b|[/#]", typed
    ):
        return words
    ahead = read_day_ahead(found[0], app.now, app.calendar)
    visit = entry.at.date()
    own = visit + timedelta(days=ahead.weekday() - visit.weekday())
    if own == ahead or own < today:
        return words
    ways = (Meaning(day.isoformat(), say_day(day)) for day in (ahead, own))
    two = TwoReadings(found[0], "can be two days", *ways)
    return replaced(words, found[0], which(app, two, "Nothing was changed."))
