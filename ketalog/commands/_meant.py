"""What a line means whose first word is no command, or that has a slip: sure, or asked with a key.

Loaded only for such a line.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from ketalog.clauses.line import Read, read
from ketalog.clauses.spelling import distance, mended, near, words_of
from ketalog.clauses.table import TABLE
from ketalog.clauses.words import CORRECTIONS, Ambiguous, Slip, TwoReadings
from ketalog.commands import ALIASES, COMMANDS, clauses_of
from ketalog.commands._questions import chosen, with_words
from ketalog.commands.appointment import refuse_moved
from ketalog.config import KEYS
from ketalog.domain.danger import danger_in
from ketalog.domain.effects import find_effect, is_denial, is_none, read_effect
from ketalog.domain.entries import MEASURES
from ketalog.domain.text import escape_invisible
from ketalog.domain.unsure import known_so_much, without_doubt
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ketalog.app import App

Line = list[str]
_SAYS_LOG = frozenset(
    {"log", "add", "took", "take", "taken", "taking", "had", "have", "record", "recorded"}
    | {"logged", "enter", "track", "i", "ive", "i've", "just", "new", "drank", "my", "the"}
    | {"he", "she", "they", "we", "her", "his", "their", "pt", "patient", "client"}
)
"""Words before what is logged that say no more than that; a carer says who."""
_WHOSE = frozenset({"my", "the", "her", "his", "their"})
_MARKS = ".,;:!=*-\u2010\u2011\u2012\u2013\u2014'\"\u2018\u2019\u201c\u201d"
_TEXTS = frozenset({"note", "intention"})
"""What follows these words is left as typed, as are the values of options that aren't clauses."""


def _logging(word: str) -> str | None:
    """Return the command that logs and has this name, or None."""
    name = ALIASES.get(word, word)
    return name if name in COMMANDS and COMMANDS[name].panel == "Log" else None


def meant(app: App, typed: Sequence[str], is_understood: Callable[[Line], bool]) -> Line:
    """Return the line that is meant by one whose first word is no command. Raises BadInput.

    What can be meant in two ways, or has a slip, is asked. `is_understood` tells it of a line.
    """
    words, rest = _words_and_options(typed)
    after = _after_verbs(words)
    verbs = {word.lower() for word in words[: len(words) - len(after)]} - _WHOSE
    lines = _with_command(after, verb=bool(verbs)) or as_logged(after)
    lines = lines or _as_span(after) or (_as_taken(after) if verbs & _TOOK else [])
    if len(lines) == 1:
        return [*lines[0], *rest]
    shown = escape_invisible(words[0])
    if not lines and not rest:
        _refuse_two_entries(None, after, is_understood)
    if lines:
        both = [[*line, *rest] for line in lines]
        return _asked(app, f"'{escape_invisible(' '.join(after))}' can be two things.", both)
    problem = f"There is no command '{shown}'."
    if other := _asked_for(words):
        return _asked(app, problem, [[*line, *rest] for line in other])
    as_note = f" As a note: ketalog note {escape_invisible(' '.join(words))}" * (len(words) > 1)
    if instead := next(
        (_INSTEAD[word.lower()] for word in words[:2] if word.lower() in _INSTEAD), ""
    ):
        raise BadInput(problem, f"{instead}{as_note}")
    nearest = _near(words, rest, is_understood)
    if not nearest:
        refuse_moved(words[0], re.sub("^(?:(?:my|the|appointment|to) )*", "", " ".join(words[1:])))
    if not nearest and _is_medicine(words) and re.search("[0-9] ?m?g", " ".join(words)):
        return _asked(app, problem, [["also", *words, *rest]])
    if not nearest:
        raise BadInput(problem, f"'ketalog --help' lists them.{as_note}")
    name = nearest[0][0]
    if len(nearest) == 1 and name not in words:
        problem = f"{problem} Did you mean '{name}'?"
    return _asked(app, problem, nearest)


_INSTEAD = {
    **dict.fromkeys(
        ("summary", "page", "report", "print", "pdf", "share"),
        "For the page to take along: ketalog export.",
    ),
    **dict.fromkeys(("copy", "save", "usb"), "For a copy of all of it: ketalog backup ~/copies/."),
    **dict.fromkeys(
        ("laptop", "computer", "transfer", "sync", "trip", "travel"),
        "How to, step by step: ketalog help how-to.",
    ),
    **dict.fromkeys(
        ("refill", "pharmacy"), "For what came: ketalog supply fill 24x100mg sublingual."
    ),
    **dict.fromkeys(
        ("reset", "uninstall", "forget"), "To delete all of it, or a word: ketalog help privacy."
    ),
    **dict.fromkeys(("version", "about"), "For its version: ketalog --version."),
    **dict.fromkeys(
        ("reminder", "reminders", "remind", "calendar"),
        "For reminders of your plan: ketalog plan calendar plan.ics.",
    ),
    **dict.fromkeys(
        ("wrong", "mistake", "oops"),
        "To change the last entry: ketalog edit last. To take it back: ketalog undo.",
    ),
    **dict.fromkeys(("set", *KEYS), "For the settings: ketalog config."),
    **dict.fromkeys(("quit", "exit", "close"), "Nothing is open: each line is done at once."),
}
"""What people type for something that has another name here."""


def logged_or_listed(app: App, typed: Sequence[str]) -> Line:
    """Return what `log WORDS` means: the entry that the words are, or else to list."""
    words, rest = _words_and_options(typed[1:])
    listed = ["list", *typed[1:]]
    after = _after_verbs(words)
    lines = _with_command(after, verb=True) or as_logged(after)
    if len(after) == 1 and after[0].lower() in ALIASES:
        lines = []
    if not lines:
        return listed
    both = [[*line, *rest] for line in lines]
    if len(after) == 1 and after[0].isalpha():
        both.append(listed)
    if len(both) == 1:
        return both[0]
    return _asked(app, f"'log {escape_invisible(' '.join(words))}' can be two things.", both)


def _words_and_options(typed: Sequence[str]) -> tuple[Line, Line]:
    """Return the words, cut at their spaces, and what begins with the first option."""
    at = next((n for n, text in enumerate(typed) if re.match("--?[A-Za-z]|--$", text)), len(typed))
    words = [piece for text in typed[:at] for piece in text.split() if piece.strip(_MARKS)]
    return words or list(typed[:1]), list(typed[at:])


def _after_verbs(words: Line) -> Line:
    kept = list(words)
    while len(kept) > 1 and kept[0].lower().strip(_MARKS) in _SAYS_LOG:
        del kept[0]
    if kept[0].lower() in {"a", "an"} and " ".join(kept[1:2]) in {"dose", "infusion", "session"}:
        del kept[0]  # had a dose
    return kept


def _with_command(words: Line, *, verb: bool) -> list[Line]:
    """Return the line whose first word is a command with a phone's marks, or glued to a number."""
    first = words[0].lower().strip(_MARKS)
    if name := _logging(first):
        return [[name, *words[1:]]]
    if not verb and first in COMMANDS and not COMMANDS[first].takes_away:
        return [[first, *words[1:]]]
    glued = re.fullmatch(r"\W*([A-Za-z]{2,})[=:.,\u2013\u2014-]*([0-9~½¼¾].*)", words[0])
    if glued and (name := _logging(glued[1].lower())):
        return [[name, glued[2], *words[1:]]]
    return []


_TOOK = frozenset({"took", "taken", "taking", "take"})


def _as_taken(words: Line) -> list[Line]:
    """Return what words behind `took` can be: a dose, or another medicine: `xanax 0.5mg`."""
    from ketalog.commands.dose import CLAUSES

    if danger_in(" ".join(["took", *words])) or words[-1].lower() in {"dose", "doses"}:
        return []
    found = _read(words, CLAUSES)
    if found and not found[0].unread:  # it; my ketamine
        return [["dose", *words]]
    also = ["also", "took", *words]
    return [also] if _is_medicine(words) else [also, ["note", "took", *words]]


def _is_medicine(words: Line) -> bool:
    """Tell whether words are a name and how much of it: `xanax 0.5mg`."""
    from ketalog.commands.dose import CLAUSES

    found = _read(words, CLAUSES)
    if found is None or found[1]:
        return False
    return "amount" in found[0].parts and "route" not in found[0].parts


_QUESTIONS = frozenset(
    {"how", "when", "what", "which", "why", "where", "who", "can", "could", "should", "is", "do"}
    | {"does", "did", "am", "may", "will"}
)
_CORRECTS = CORRECTIONS | {"i", "it"}


def _asked_for(words: Line) -> list[Line]:
    """Return what words ask to see: `last dose`, `how was my week?`, `actually 150mg` to change."""
    typed = [word.lower().strip(f"{_MARKS}?") for word in words]
    if typed[0] in _QUESTIONS and len(words) > 1 and typed[1] != "not":
        view = next((word for word in typed if word in {"week", "month"}), "today")
        return [[view], ["ask", *words]]
    n = next((n for n, word in enumerate(typed) if word not in _CORRECTS), 0)
    if n and not {"i", "no", "it"}.issuperset(typed[:n]):
        return [["edit", "last", *words[n:]]]
    from ketalog.commands.list_ import CLAUSES

    listed = _read(words, CLAUSES) if typed[0] == "last" or not typed[-1].isdecimal() else None
    return [["list", *words]] if listed and not listed[0].unread and typed[0] != "all" else []


def _as_span(words: Line) -> list[Line]:
    """Return the view that `last week`, `this month` ask for."""
    which, span = (word.lower().strip(_MARKS) for word in [*words, ""][:2])
    is_view = span in {"week", "month"} and which in {"last", "this"} and len(words) == 2
    return [[span, *(["last"] if which == "last" else [])]] if is_view else []


# First words that are what is logged


def as_logged(words: Sequence[str]) -> list[Line]:
    """Return the lines that words alone can be: with the command that they need."""
    if not words:
        return []
    if (day := _as_skip(list(words))) is not None:
        return [["skip", *day]]
    if _names_nothing(words):
        return [["effect", *words], ["also", *words]]
    found = [
        [name, *line] for name, reads in _READS.items() if (line := reads(list(words))) is not None
    ] or _by_keyword(words)
    if found and found[-1][0] == "supply":  # 18 troches left: no dose has such words
        return found[-1:]
    if len(words) > 1 and {line[0] for line in found} <= {"dose", "mood", "effect"}:
        return found[:1]  # a dose has ratings with it, and a number behind anxiety is one
    return found


def _by_keyword(words: Sequence[str]) -> list[Line]:
    """Return the line whose command says what is wrong with the value: `weight 154 lbs`."""
    first = words[0].lower().strip(_MARKS)
    is_value = any(word[:1].isdecimal() or word.lower() == "none" for word in words[1:])
    for command, names in (("mood", (*_RATED, "sleep")), ("vitals", ("pulse", "weight", "oxygen"))):
        if is_value and any(first in TABLE[name].keywords for name in names):
            return [[command, *words]]
    return []


def _read(words: Sequence[str], clauses: Sequence[str]) -> tuple[Read, bool] | None:
    """Return what a command's clauses read, and whether the line begins with one; or None."""
    try:
        line = read(words, clauses, {}, texts=("note",))
    except TwoReadings as two:
        at_start = " ".join(words).lower().startswith(two.phrase.lower())
        return Read({}, {}, ()), at_start
    except BadInput:
        return None
    begins = not (line.unread and " ".join(words).startswith(line.unread[0]))
    return line, begins


def _as_check(words: Line) -> Line | None:
    from ketalog.instruments.base import names

    known = set(names()) - {"dose"}
    for n in (1, 2):
        name = re.sub("[^a-z0-9]", "", "".join(words[:n]).lower())
        if name in known:
            return [name, *words[n:]]
    return None


def _as_dose(words: Line) -> Line | None:
    from ketalog.commands._dose_defaults import PARTS
    from ketalog.commands.dose import CLAUSES

    found = _read(words, CLAUSES)
    if found is None or not (found[1] or words[0].lower() in PARTS):
        return None
    line = found[0]
    if len(words) == 1 and "medication" in line.parts:
        return list(words)  # spravato: a dose, or a session
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
    if n and re.fullmatch("[0-9]|10|[0-9]+/10", words[n]) and words[n - 1].lower() != "im":
        return words[n:]
    if len(words) == 1 and re.fullmatch(r"(?:[0-9]|10)(?:/10)?[.,]?", words[0]):
        return list(words)
    if len(words) == 1 and words[0].lower() in {*_RATED, "sleep"}:
        return list(words)
    from ketalog.commands.mood import CLAUSES

    found = _read(words, CLAUSES)
    if found is None or not found[1]:
        return None
    return list(words) if found[0].parts.keys() & {*_RATED, "sleep"} else None


_FEELING = frozenset({"feel", "feeling", "felt", "im", "i'm", "at", "rating", "a", "like"})
_RATED = frozenset(measure.name for measure in MEASURES)


def _as_effect(words: Line) -> Line | None:
    from ketalog.commands.effect import CLAUSES

    if words[0].lower() in _RATED and len(words) > 2 and words[-1] in {"1", "2", "3"}:
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
    except BadInput as error:
        denies = is_denial(list(words)) and "says what there was not" in error.message
        return list(words) if denies or "is not a severity" in error.message else None
    if not known:
        return None
    return list(words) if all(known) or find_effect(" ".join(named)) else None


def _names_nothing(words: Sequence[str]) -> bool:
    """Tell whether words say that there was nothing, and not of what: `none`, `nope, today`."""
    from ketalog.commands.effect import CLAUSES
    from ketalog.domain.also import NOTHING

    found = _read(words, CLAUSES)
    return found is not None and " ".join(found[0].unread).lower().strip(_MARKS) in NOTHING


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
    r"|(?:forgot(?:ten)?|not taken|skipping)(?: (?P<alone>.+))?"
)


def _as_vitals(words: Line) -> Line | None:
    from ketalog.clauses.readings import READINGS
    from ketalog.commands.vitals import CLAUSES

    found = _read(words, CLAUSES)
    said = found[0].parts.keys() & {*READINGS} - {"pressure"} if found and found[1] else None
    return list(words) if said else None


def _as_session(words: Line) -> Line | None:
    from ketalog.domain.clinic_input import WHERE

    where = next((n for n, word in enumerate(words) if word.lower().strip(_MARKS) in WHERE), None)
    if where is None or words[0].lower() == "therapy":  # rather that of every week
        return None
    from ketalog.commands.session import CLAUSES

    others = _read([*words[:where], *words[where + 1 :]], CLAUSES)
    return list(words) if not where or (others is not None and not others[0].unread) else None


def _as_also(words: Line) -> Line | None:
    from ketalog.domain.also import CHANGED, read_also

    line = _read(words, ("at",))
    text = " ".join(words)
    try:
        about = read_also(line[0].unread[0] if line and len(line[0].unread) == 1 else text).about
    except BadInput:
        return None
    behind = [" ".join(words[n:]) for n in range(1, len(words))]
    if words[0].lower() in CHANGED and behind and not danger_in(text):
        is_other = words[1].lower() in _NO_MEDICINE or words[1].endswith("ing")
        is_other = is_other or any(map(find_effect, behind)) or _says_when(behind[0])
        return None if is_other else list(words)
    is_drink = about in {"alcohol", "all"} and len(words) <= _LONGEST_DRINK
    return list(words) if is_drink and (about == "all" or not _is_slip(words[0])) else None


def _is_slip(word: str) -> bool:
    """Tell whether a first word is nearly the name of a command that takes free words."""
    return bool(near(word.strip(_MARKS), ("also", "effect", "note", "ask", "skip")))


_NO_MEDICINE = frozenset({"a", "an", "to", "the", "my", "with", "in", "again", "it", "work"})
"""Words behind "started" that name no medicine."""


def _says_when(text: str) -> bool:
    """Tell whether words are no more than a time: "started at 9pm"."""
    line = _read(text.split(), ("at",))
    return line is None or not line[0].unread


_LONGEST_DRINK = 8
"""Words of what is had to drink, with its time."""


def _as_supply(words: Line) -> Line | None:
    from ketalog.commands.supply import BETWEEN, CLAUSES

    try:
        line = read(words, ("at", *CLAUSES), {}, texts=("note",), between=BETWEEN)
    except BadInput:
        return None
    is_change = "empty" in line.parts or {"change", "units"} <= line.parts.keys()
    if not {"more", "another"}.isdisjoint(map(str.lower, words)):  # it may have been taken
        return None
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


# Slips


_NO_SLIPS = frozenset({"not", "no", "none", "exit", "quit", "stop", "ate"})
"""First words that are no slip of a command: what is near to them says another thing."""


def _near(words: Line, rest: Line, is_understood: Callable[[Line], bool]) -> list[Line]:
    """Return the lines that a mistyped one is near to, of one panel; none that takes away."""
    after = _after_verbs(words)
    names = {
        name for name in (*COMMANDS, *ALIASES) if not COMMANDS[ALIASES.get(name, name)].takes_away
    }
    first = after[0].strip(_MARKS)
    found = near(first, sorted(names)) if first.lower() not in _NO_SLIPS else []
    if not found and words == [first] and len(first) > 2 and distance(first.lower(), "now", 1) < 2:
        return [["now", *rest]]  # Too short for a slip elsewhere, and typed where slips are many.
    lines: dict[str, Line] = {}
    for name in found:
        command = ALIASES.get(name, name)
        line = [command, *after[1:], *rest]
        slip = _mended_words(line, (), clauses_of(command))
        is_log = COMMANDS[command].panel == "Log"
        line = next((each for each in (line, slip) if not is_log or is_understood(each)), line)
        lines.setdefault(command, line)
    if lines:
        panel = COMMANDS[next(iter(lines))].panel
        return [line for name, line in lines.items() if COMMANDS[name].panel == panel]
    for command in ("dose", "mood", "effect"):
        slip = _mended_words([command, *after], (), clauses_of(command), effects=True)
        for line in as_logged(slip[1:]):
            if is_understood([*line, *rest]):
                lines.setdefault(line[0], [*line, *rest])
    return list(lines.values())


def unslipped(
    app: App,
    typed: Sequence[str],
    flags: Collection[str],
    clauses: Sequence[str],
    error: BadInput,
    is_understood: Callable[[Line], bool],
) -> Line:
    """Return the line that is meant by one with a slip, if a person says so.

    `flags` and `clauses` are what its command takes. Raises the error that there was for what is
    not near to a line that is understood.
    """
    if isinstance(error, Slip):
        line = list(typed)
        for phrase, instead in error.slips:
            line = with_words(line, phrase, instead)
        lines = [line, [*typed, *error.otherwise]] if error.otherwise else [line]
        return _asked(app, error.message, lines)
    command, *words = typed
    is_asked = isinstance(error, Ambiguous) or _words_and_options(words)[1]
    if COMMANDS[command].panel == "Log" and not is_asked:
        _refuse_two_entries(command, " ".join(words).split(), is_understood)
    line = _mended_words(typed, flags, clauses)
    if line == list(typed) or not is_understood(line):
        raise error
    return _asked(app, error.message, [line])


def _refuse_two_entries(
    command: str | None, words: Line, is_understood: Callable[[Line], bool]
) -> None:
    """Raise BadInput for two entries that are typed as one: `nausea 3 and mood 6`."""
    for n in range(len(words) - 1, 0, -1):
        first, second = words[:n], words[n:]
        is_joined = first[-1].lower() in _JOINS or first[-1][-1] in ",;"
        is_name = "with" in {first[-1].lower(), second[0].lower()}  # what stands there is refused
        if is_name or not (is_joined or second[0].isalpha()):
            continue
        while first and first[-1].lower() in _JOINS:
            del first[-1]
        first = [*first[:-1], *(word.rstrip(",;") for word in first[-1:])]
        others = _with_command(second, verb=True) or as_logged(second)
        lines = [[command, *first]] if command else as_logged(first)
        are_two = len(others) == len(lines) == 1 and first and others[0][0] != lines[0][0]
        are_two = are_two and not (others[0][0] == "dose" and "".join(second).isalpha())  # troche
        if are_two and all(map(is_understood, (*lines, *others))):
            shown = [escape_invisible(shlex.join(["ketalog", *line])) for line in (*lines, *others)]
            raise BadInput("This is more than one entry.", f"Type each: {', and '.join(shown)}.")


_JOINS = frozenset({"and", "&", "+", "then", "also", "plus"})


def _mended_words(
    line: Sequence[str],
    flags: Collection[str],
    clauses: Sequence[str] | None,
    *,
    effects: bool = False,
) -> Line:
    """Return a line with the near words of its command, and of `effects`, in place of others."""
    command, *typed = line
    if clauses is None:
        return list(line)
    known = words_of(command, clauses)
    known |= _effect_words() if effects and command == "effect" else frozenset()
    out, at = [command], 0
    while at < len(typed):
        text = typed[at]
        at += 1
        if re.match("--[A-Za-z]", text):
            name, sign, value = text.partition("=")
            nearest = near(name, flags) if flags and name not in flags else []
            name = nearest[0] if len(nearest) == 1 else name
            out.append(f"{name}{sign}{value}")
            if name.removeprefix("--") not in clauses and not sign and at < len(typed):
                out.append(typed[at])
                at += 1
        elif text.strip(_MARKS).lower() in _TEXTS or text == "--":
            return [*out, text, *typed[at:]]
        else:
            out += mended([text], known)
    return out


def _effect_words() -> frozenset[str]:
    from ketalog.domain.effects import BY_WORD

    return frozenset(word for wording in BY_WORD for word in wording.split())


def _asked(app: App, problem: str, lines: Sequence[Line]) -> Line:
    """Return the line of some that a person chooses with one key; without one, refuse."""
    shown = [escape_invisible(shlex.join(["ketalog", *line])) for line in lines]
    if not app.ui.asks:
        raise BadInput(problem, f"Type: {', or: '.join(shown)}.")
    if len(lines) == 1:
        question = "Enter if so, any other key stops: "
        if app.ui.agrees([problem, f"  {shown[0]}"], question):
            return lines[0]
    elif (n := chosen(app, problem, shown)) is not None:
        return lines[n]
    raise BadInput("Nothing was logged.")
