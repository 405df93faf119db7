"""What words alone can be that name no command: the lines with the command that they need.

Loaded only for such a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.clauses.amounts import FORMS
from ketalog.clauses.line import BETWEEN, Read, read
from ketalog.clauses.spelling import near
from ketalog.clauses.table import TABLE
from ketalog.clauses.words import MARKS, TwoReadings
from ketalog.domain.danger import danger_in
from ketalog.domain.effects import Denied, SaysMore, find_effect, is_denial, is_none, read_effect
from ketalog.domain.entries import MEASURE
from ketalog.domain.unsure import known_so_much, without_doubt
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Line = list[str]


def as_logged(words: Sequence[str]) -> list[Line]:
    """Return the lines that words alone can be: with the command that they need."""
    if not words:
        return []
    if (day := _as_skip(list(words))) is not None:
        return [["skip", *day]]
    if _names_nothing(words):
        return [["effect", *words], ["also", *words]]
    if (came := _as_refill(words)) is not None:
        return came
    found = [
        [name, *line] for name, reads in _READS.items() if (line := reads(list(words))) is not None
    ] or _by_keyword(words)
    if found and found[-1][0] == "supply":  # 18 troches left: no dose has such words
        return found[-1:]
    if found and {word.lower().strip(MARKS) for word in words} <= _AS_BEFORE:
        return [*found, ["note", *words]]  # same as yesterday: the dose, or the mood
    if len(words) > 1 and {line[0] for line in found} <= {"dose", "mood", "effect"}:
        return found[:1]  # a dose has ratings with it, and a number behind anxiety is one
    return found


_AS_BEFORE = frozenset(
    {"the", "same", "as", "again", "like", "before", "yesterday", "last", "time"}
)


def _as_refill(words: Sequence[str]) -> list[Line] | None:
    """Return what so many units are that no dose has so many: `24 troches`; None for others."""
    verb = words[0].lower() in {"add", "new", "record"}
    units = list(words[verb:])
    number = re.fullmatch("[0-9]+", units[0]) if units else None
    if number is None or int(number[0]) < _MANY or len(units) < 2:
        return None
    line = read_by(units, ("units", "form"))
    came = line[0].get("units") if line and not line[0].unread else None
    if came is None or not came.form:
        return None
    return [["supply", "fill", *units], ["dose", *units]]


_MANY = 8
"""From so many units on they are rather what came than what was taken."""


def _by_keyword(words: Sequence[str]) -> list[Line]:
    """Return the line whose command says what is wrong with the value: `weight 154 lbs`."""
    first = words[0].lower().strip(MARKS)
    if first.isdecimal() and words[1:] and words[1].lower() in FORMS:  # 2 sprays 15mg
        return [["dose", *words]]
    is_value = any(word[:1].isdecimal() or word.lower() == "none" for word in words[1:])
    for command, names in (
        ("mood", (*MEASURE, "sleep")),
        ("vitals", ("pulse", "weight", "oxygen")),
    ):
        if is_value and any(first in TABLE[name].keywords for name in names):
            return [[command, *words]]
    return []


def read_by(
    words: Sequence[str],
    clauses: Sequence[str],
    texts: Sequence[str] = ("note",),
    between: frozenset[str] = BETWEEN,
) -> tuple[Read, bool] | None:
    """Return what a command's clauses read, and whether the line begins with one; or None."""
    try:
        line = read(words, clauses, {}, texts=texts, between=between)
    except TwoReadings as two:
        at_start = " ".join(words).lower().startswith(two.phrase.lower())
        return Read({}, {}, ()), at_start
    except BadInput:
        return None
    begins = not (line.unread and " ".join(words).startswith(line.unread[0]))
    return line, begins


def _as_check(words: Line) -> Line | None:
    from ketalog.commands.check import CLAUSES
    from ketalog.instruments.base import names

    known = set(names()) - {"dose"}
    for start in range(len(words)):
        others = read_by(words[:start], CLAUSES) if start else None
        if start and (others is None or others[0].unread):
            return None
        for n in (1, 2):
            name = re.sub("[^a-z0-9]", "", "".join(words[start : start + n]).lower())
            if name in known:
                return [name, *words[:start], *words[start + n :]]
    return None


def _as_dose(words: Line) -> Line | None:
    from ketalog.commands._dose_defaults import PARTS
    from ketalog.commands.dose import CLAUSES

    found = read_by(words, CLAUSES)
    if found is None or not (found[1] or words[0].lower() in PARTS):
        return None
    line = found[0]
    if "medication" in line.parts and line.parts.keys() <= {"medication", "at"} and not line.unread:
        return list(words)  # spravato 2pm: a dose, or a session
    if words[0].lower() == "im" and line.get("amount") and line.get("amount").is_bare:
        return None  # I'm a 6
    typed = {word.lower() for word in words}
    if ("usual" in line.parts and not line.unread) or (typed & PARTS and "dose" in typed):
        return list(words)
    dosage = line.get("amount")
    if dosage is None or not (line.parts.keys() & {"route", "medication"} or not dosage.is_bare):
        is_number = re.fullmatch("[0-9.,½¼¾]+", words[0]) and len(words) == 1
        return list(words) if is_number and dosage is not None else None
    return list(words)


def _as_mood(words: Line) -> Line | None:
    n = 0
    while n < len(words) - 1 and words[n].lower() in _FEELING:
        n += 1
    is_rated = n and words[0].lower() != "at" and words[n - 1].lower() != "im"  # at 7 nausea
    if is_rated and re.fullmatch("[0-9]|10|[0-9]+/10", words[n]):
        return words[n:]
    text = " ".join(words)
    if re.fullmatch(r"(?:[0-9]|10)(?:/10| (?:out )?of (?:10|ten))?[.,]?", text):
        return list(words)
    if len(words) == 1 and words[0].lower() in {*MEASURE, "sleep"}:
        return list(words)
    from ketalog.commands.mood import CLAUSES

    found = read_by(words, CLAUSES)
    is_two = found and not found[0].parts and re.match(r"(?i)[a-z]+ [0-9]+ ?(?:-|to|or)", text)
    if is_two and words[0].lower() in {*MEASURE, "sleep"}:  # anxiety 6-7
        return list(words)
    if found is None or not found[1]:
        return None
    return list(words) if found[0].parts.keys() & {*MEASURE, "sleep"} else None


_FEELING = frozenset({"feel", "feeling", "felt", "im", "i'm", "at", "rating", "a", "like"})


def _as_effect(words: Line) -> Line | None:
    from ketalog.commands.effect import CLAUSES

    if words[0].lower() in MEASURE and len(words) > 2 and words[-1] in {"1", "2", "3"}:
        return None  # anxiety down to 3: a rating
    try:
        line = read(words, CLAUSES, {}, texts=("note",), between=frozenset())
        named = [word.strip(".,;!") for phrase in line.unread for word in phrase.split()]
        is_told = words[0].lower() == "lowest" or _is_slip(words[0])  # lowest oxygen: a session's
        if (danger_in(" ".join(named)) and not is_told) or is_none(named, None):
            return list(words)
        named = without_doubt(named) or known_so_much(named) or named
        parts = [part.split() for part in re.split(r",| and | plus |[;&+]", " ".join(named))]
        known = [find_effect(read_effect(_without_number(part))[0]) for part in parts if part]
    except TwoReadings as two:  # nausea for 2
        begun = " ".join(words).lower().partition(two.phrase.lower())[0].split()
        named = known_so_much(begun) or begun
        return list(words) if _is_effect(named) else None
    except SaysMore:  # the command tells what it lacks
        return list(words)
    except Denied:
        return list(words) if is_denial(words) else None
    except BadInput:
        return None
    if not known:
        return None
    return list(words) if all(known) or find_effect(" ".join(named)) else None


def _is_effect(words: Line) -> bool:
    try:
        return find_effect(read_effect(words)[0]) is not None
    except BadInput:
        return False


def _names_nothing(words: Sequence[str]) -> bool:
    """Tell whether words say that there was nothing, and not of what: `none`, `nope, today`."""
    from ketalog.commands.effect import CLAUSES
    from ketalog.domain.also import NOTHING

    found = read_by(words, CLAUSES)
    return found is not None and " ".join(found[0].unread).lower().strip(MARKS) in NOTHING


def _without_number(words: Line) -> Line:
    return words[:-1] if len(words) > 1 and words[-1] in {"1", "2", "3"} else words


def _as_skip(words: Line) -> Line | None:
    """Return the day of a planned dose that the words say was not taken."""
    text = " ".join(words).lower().replace("\u2019", "'").rstrip(".!")
    found = re.fullmatch(_NOT_TAKEN, text)
    if found is None:
        return None
    from ketalog.times.grammar import is_day

    day = re.sub(
        "(?:'s|(?<=ay)s|(?<=ght)s)$", "", found["before"] or found["behind"] or found["alone"] or ""
    )
    return day.split() if not day or is_day(day) else None


_NOT_TAKEN = (
    r"(?:forgot(?:ten)?(?: to take)?|missed|skipped|no|not taken"
    r"|(?:did(?:n't|nt| not)|ha(?:ven't|vent|ve not))(?: (?:take|taken|have|had))?)"
    r"(?: my| the)?(?: (?P<before>.+?))?(?: (?:dose|ketamine|troche|spray|it))(?: (?P<behind>.+))?"
    r"|(?:forgot(?:ten)?|not (?:taken|taking)|skipping)(?: (?P<alone>.+))?"
)


def _as_vitals(words: Line) -> Line | None:
    from ketalog.clauses.readings import READINGS
    from ketalog.commands.vitals import CLAUSES

    found = read_by(words, CLAUSES)
    said = found[0].parts.keys() & {*READINGS} - {"pressure"} if found and found[1] else None
    return list(words) if said else None


def _as_session(words: Line) -> Line | None:
    from ketalog.commands.session import BETWEEN, CLAUSES, TEXTS, placed

    place, others = placed(words)
    if place is None or words[0].lower() == "therapy":  # rather that of every week
        return None
    found = read_by(others, CLAUSES, TEXTS, BETWEEN)
    is_first = words[0].strip(MARKS) == place
    return list(words) if is_first or (found is not None and not found[0].unread) else None


def _as_also(words: Line) -> Line | None:
    from ketalog.domain.also import CHANGED, read_also

    line = read_by(words, ("at",))
    text = " ".join(words)
    try:
        about = read_also(line[0].unread[0] if line and len(line[0].unread) == 1 else text).about
    except BadInput:
        return None
    if words[1:2] == ["taking"]:  # started taking sertraline
        words = [words[0], *words[2:]]
    behind = [" ".join(words[n:]) for n in range(1, len(words))]
    if words[0].lower() in CHANGED and behind and not danger_in(text):
        is_other = words[1].lower() in _NO_MEDICINE or words[1].endswith("ing")
        is_other = is_other or any(map(find_effect, behind)) or _says_when(behind[0])
        return None if is_other else list(words)
    is_drink = about in {"alcohol", "all"} and len(words) <= _LONGEST_DRINK
    return list(words) if is_drink and (about == "all" or not _is_slip(words[0])) else None


def _is_slip(word: str) -> bool:
    """Tell whether a first word is nearly the name of a command that takes free words."""
    return bool(near(word.strip(MARKS), ("also", "effect", "note", "ask", "skip")))


_NO_MEDICINE = frozenset({"a", "an", "to", "the", "my", "with", "in", "again", "it", "work"})
"""Words behind "started" that name no medicine."""


def _says_when(text: str) -> bool:
    """Tell whether words are no more than a time: "started at 9pm"."""
    line = read_by(text.split(), ("at",))
    return line is None or not line[0].unread


_LONGEST_DRINK = 8
"""Words of what is had to drink, with its time."""


def _as_supply(words: Line) -> Line | None:
    from ketalog.commands.supply import BETWEEN, CLAUSES

    try:
        line = read(words, CLAUSES, {}, texts=("note",), between=BETWEEN)
    except BadInput:
        return None
    is_change = "empty" in line.parts or {"change", "units"} <= line.parts.keys()
    may_be_taken = {"more", "another", "extra"}.intersection(map(str.lower, words))
    is_change &= not may_be_taken
    return list(words) if is_change and not line.unread else None


_READS: dict[str, Callable[[Line], Line | None]] = {
    "check": _as_check,
    "dose": _as_dose,
    "mood": _as_mood,
    "effect": _as_effect,
    "vitals": _as_vitals,
    "session": _as_session,
    "also": _as_also,
    "supply": _as_supply,
}
"""For each command that logs, what its words are without its name; None if they aren't."""
