"""What a line means whose first word is no command, or that has a slip: sure, or asked with a key.

Loaded only for such a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.clauses.amounts import FORMS
from ketalog.clauses.spelling import distance, mended_line, near
from ketalog.clauses.table import TABLE
from ketalog.clauses.words import CORRECTIONS, MARKS, Slip, cut, number_at
from ketalog.commands import ALIASES, COMMANDS, clauses_of
from ketalog.commands._as_logged import Line, as_logged, read_by
from ketalog.commands._offers import Ambiguous, Understood, sound_offers
from ketalog.commands._people import TITLES, is_a_person
from ketalog.commands._questions import with_words
from ketalog.commands.appointment import refuse_moved
from ketalog.config import KEYS
from ketalog.domain.danger import danger_in
from ketalog.domain.effects import find_effect
from ketalog.domain.entries import RATED_AS
from ketalog.domain.filter import kinds_called
from ketalog.domain.offer import Offer, as_note_line, shown
from ketalog.domain.routes import find_route
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput, Declined, NoOption

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ketalog.app import App
    from ketalog.commands._offers import RefusalOf

_SAYS_LOG = frozenset(
    {"log", "add", "took", "take", "taken", "taking", "had", "have", "record", "recorded"}
    | {"logged", "enter", "track", "i", "ive", "i've", "just", "new", "drank", "my", "the"}
    | {"he", "she", "they", "we", "her", "his", "their", "pt", "patient", "client"}
    | {"dosed", "dosing", "please", "put", "write", "save", "hey"}
)
"""Words before what is logged that say no more than that; a carer says who."""
_WHOSE = frozenset({"my", "the", "her", "his", "their"})


def _logging(word: str) -> str | None:
    """Return the command that logs and has this name, or None."""
    name = ALIASES.get(word, word)
    return name if name in COMMANDS and COMMANDS[name].panel == "Log" else None


def meant(app: App, typed: Sequence[str], refusal_of: RefusalOf) -> Line:
    """Return the line that is meant by one whose first word is no command. Raises BadInput.

    What can be meant in two ways, or has a slip, is asked.
    """
    if found := re.match(_ANSWERED, " ".join(typed), re.IGNORECASE):
        number = found["number"] or found["listed"]
        problem = f"'{escape_invisible(found[0])}' is what ketalog said of #{number}."
        raise BadInput(problem, f"What it is now: ketalog show {number}.")
    with sound_offers(refusal_of, typed):
        return _meant(app, typed, lambda line: refusal_of(line) is None)


def _of_a_dose(verbs: Collection[str], lines: list[Line]) -> list[Line]:
    """Return the line of a dose alone, where it is said that it was taken: `took the same`."""
    names = [line[0] for line in lines]
    return lines[:1] if names == ["dose", "note"] and _TOOK.intersection(verbs) else lines


_ANSWERED = (
    r"(?:logged|changed|deleted|erased|took back|looked through:|nothing to change:) "
    r"#(?P<number>[0-9]+)(?=:|$)|#(?P<listed>[0-9]+):? (?=\S+ \S)"
)
"""How an answer begins that somebody has copied: of a change, not of an entry alone."""


def _meant(app: App, typed: Sequence[str], is_understood: Callable[[Line], bool]) -> Line:
    words, rest = _words_and_options(typed)
    after = _after_verbs(words)
    verbs = {word.lower() for word in words[: len(words) - len(after)]} - _WHOSE
    lines = _as_count(verbs, after) or _with_command(after, verb=bool(verbs)) or as_logged(after)
    lines = lines or _as_span(after) or (_as_taken(after) if verbs & _TOOK else [])
    lines = _or_corrected(words, _of_a_dose(verbs, lines))
    if len(lines) == 1:
        return [*lines[0], *rest]
    if not lines and not rest:
        _refuse_never_taken(after)
        _refuse_two_entries(None, after, is_understood)
    if lines:
        both = [[*line, *rest] for line in lines]
        return _asked(app, f"'{escape_invisible(' '.join(after))}' can be two things.", both)
    problem = f"There is no command '{escape_invisible(words[0])}'."
    if other := _asked_for(words):
        return _asked(app, problem, [[*line, *rest] for line in other])
    as_note = as_note_line(" ".join(words)) if len(words) > 1 else None
    if instead := next(
        (_INSTEAD[word.lower()] for word in words[:2] if word.lower() in _INSTEAD), ""
    ):
        raise BadInput(problem, instead, as_note)
    nearest = _near(words, rest, is_understood) or _as_moved(words, rest)
    if not nearest:
        refuse_moved(words[0], re.sub("^(?:(?:my|the|appointment|to) )*", "", " ".join(words[1:])))
    if not nearest and _is_medicine(words) and re.search("[0-9] ?m?g", " ".join(words)):
        return _asked(app, problem, [["also", *words, *rest]])
    if not nearest:
        raise BadInput(problem, _listed(words), as_note)
    line = nearest[0]
    name = line[1] if len(line) > len(after) + len(rest) else line[0]  # nasea: effect nausea
    if len(nearest) == 1 and name not in words:
        problem = f"{problem} Did you mean '{name}'?"
    return _asked(app, problem, nearest)


def _as_moved(words: Line, rest: Line) -> list[Line]:
    """Return the change that `move the dose of friday to thursday` is: no visit is moved."""
    named = [word.lower() for word in words[1:4]]
    kinds = [kind for word in named for kind in kinds_called(word)]
    is_another = any(kind != "appointment" for kind in kinds) or any(map(find_effect, named))
    if words[0].lower() not in {"move", "moved"} or not is_another:
        return []
    return [["edit", *words[1:], *rest]]


def _or_corrected(words: Line, lines: list[Line]) -> list[Line]:
    """Return the lines with the change of the last dose that `it was 1 troche` can be."""
    last = re.match(_OF_THE_LAST, " ".join(words))
    if last and last[1].lower() in {"dose", "mood"} and not lines:
        kind, rest = last[1].lower(), words[last[0].count(" ") :]
        new = [] if "should" in last[0].lower() else [[kind, *rest]]  # or one that is not logged
        return [["edit", "last", kind, *rest], *new]
    opens = [word.lower() for word in words[:2]]
    if opens == ["it", "was"] and [line[0] for line in lines] == ["dose"]:
        return [["edit", "last", "dose", *words[2:]], ["dose", *words[2:]]]
    return lines


_OF_THE_LAST = r"(?i)(?:(?:the|my) )?last (\w+) (?:was|is|should be|should have been) "
"""What opens a line that says how the last entry of a kind should be."""
_INSTEAD = {
    **dict.fromkeys(
        ("summary", "page", "report", "print", "pdf", "share"),
        "For the page to take along: ketalog export.",
    ),
    **dict.fromkeys(("all", "everything", "entries"), "For all entries: ketalog list --all."),
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
    "plan": "For your plan: ketalog plan. For a change: ketalog plan set. To end it: ketalog plan "
    "stop.",
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
    pieces = [piece for text in typed[:at] for piece in text.split()]
    n = next((n for n, piece in enumerate(pieces) if piece.strip(MARKS)), len(pieces))
    words = [piece for piece in pieces[n:] if piece.strip(MARKS) or piece == "-"]  # no answer
    return words or list(typed[:1]), list(typed[at:])


_WRITES = frozenset({"log", "enter", "record", "write", "type", "add", "say", "put"})
"""What somebody forgot who comes to do it: forgot to log."""


def _after_verbs(words: Line) -> Line:
    kept = list(words)
    opens = [word.lower() for word in kept[:3]]
    if len(kept) > 3 and opens[:2] in (["forgot", "to"], ["need", "to"]) and opens[2] in _WRITES:
        del kept[:3]
    while len(kept) > 1 and kept[0].lower().strip(MARKS) in _SAYS_LOG:
        del kept[0]
    if kept[0].lower() in {"a", "an"} and " ".join(kept[1:2]) in {"dose", "infusion", "session"}:
        del kept[0]  # had a dose
    return kept


def _with_command(words: Line, *, verb: bool) -> list[Line]:
    """Return the line whose first word is a command with a phone's marks, or glued to a number."""
    first = words[0].lower().strip(MARKS)
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
    words = words[1:] if words[0].lower() in {"only", "just"} and words[1:] else words
    kept = [word for word in words if word.lower().strip(MARKS) not in _ITSELF]
    if not _WHICH.isdisjoint(map(str.lower, words)):  # my second troche is one
        kept = words
    if kept and number_at(cut(words[:1]), 0):  # 2 more
        kept = [word for word in words if word.lower() not in _SHARES_OF_IT]
    found = read_by(kept, CLAUSES)
    if not kept or (found and not found[0].unread):  # it; my ketamine; my evening dose 7pm
        return [["dose", *kept]]
    if {word.lower() for word in kept} & _SHARES_OF_IT:
        raise BadInput(
            f"'{escape_invisible(' '.join(words))}' does not say how much that was.",
            "Type how much: ketalog dose 1 troche, or ketalog dose 100mg sublingual.",
        )
    also = ["also", "took", *words]
    return [also] if _is_medicine(words) else [also, ["note", "took", *words]]


_ITSELF = frozenset({*FORMS, "dose", "evening", "morning", "night", "nightly", "daily", "usual"})
"""Words for the dose itself, where no number says how much of it."""
_WHICH = frozenset({"first", "second", "third", "1st", "2nd", "3rd"})
_SHARES_OF_IT = frozenset({"rest", "both", "more", "another", "other", "remaining", "all"})


def _is_medicine(words: Line) -> bool:
    """Tell whether words are a name and how much of it: `xanax 0.5mg`."""
    from ketalog.commands.dose import CLAUSES

    found = read_by(words, CLAUSES)
    if found is None or found[1] or "dose" in map(str.lower, words):
        return False
    return "amount" in found[0].parts and "route" not in found[0].parts


_QUESTIONS = frozenset(
    {"how", "when", "what", "which", "why", "where", "who", "can", "could", "should", "is", "do"}
    | {"does", "did", "am", "may", "will"}
)
_CORRECTS = CORRECTIONS | {"i", "it", "that", "was", "make"}


def _asked_for(words: Line) -> list[Line]:
    """Return what words ask for: `last dose`, `how was my week?`, `actually 150mg` to change.

    So the entries that they say in a way of their own: `dr roe tue 3pm`, `held 15 min`.
    """
    typed = [word.lower().strip(f"{MARKS}?") for word in words]
    is_dose = typed[0] == "does" and typed[1:] and typed[1][:1].isdecimal()
    if typed[0] in _QUESTIONS and len(words) > 1 and typed[1] != "not" and not is_dose:
        view = next((word for word in typed if word in {"week", "month"}), "today")
        return [[view], ["ask", *words]]
    n = next((n for n, word in enumerate(typed) if word not in _CORRECTS), 0)
    is_value = typed[n][:1].isdecimal() or typed[n] == "at" or not CORRECTIONS.isdisjoint(typed[:n])
    if n and is_value and not {"i", "no", "it", "that"}.issuperset(typed[:n]):
        lines = as_logged(words[n:]) or as_logged(words[n : n + 1])
        is_dose = [line[0] for line in lines] == ["dose"] or find_route(typed[n]) is not None
        return [["edit", "last", *["dose"] * is_dose, *words[n:]]]
    from ketalog.commands.list_ import CLAUSES

    listed = read_by(words, CLAUSES) if typed[0] == "last" or not typed[-1].isdecimal() else None
    begins = listed and listed[1] and typed[0] not in _SAYS_LOG | {"all"}
    if listed and begins and not listed[0].unread:
        return [["list", *words]]
    return [line for line in (_as_visit(words), _as_detail(words), _as_change(words)) if line]


def _as_visit(words: Line) -> Line | None:
    """Return the appointment that `dr roe tue 3pm`, `my next appointment is fri 2pm` say."""
    text = re.sub(_BEFORE_A_VISIT, "", " ".join(words), flags=re.IGNORECASE)
    if text != " ".join(words):
        return ["appointment", *text.split()]
    found = read_by(words, ("when",))
    is_visit = found is not None and "when" in found[0].parts and is_a_person(" ".join(words))
    if not is_visit or words[0].lower() not in {*TITLES, "seeing", "see", "visit", "visiting"}:
        return None
    first = 0 if words[0].lower() in TITLES else 1
    return ["appointment", "with", *words[first:]]


_BEFORE_A_VISIT = (
    r"^(?:(?:i have )?(?:my|the|an?) )?(?:next )?(?:appointment|appt)(?: is)?(?: on)? "
)


def _as_detail(words: Line) -> Line | None:
    """Return what `held 15 min`, `swallowed` say: a detail of the last dose."""
    found = read_by(words, _DETAILS)
    if found and found[0].parts and not found[0].unread:
        return ["edit", "last", "dose", *words]
    return None


_DETAILS = ("hold", "swallowed")


def _as_change(words: Line) -> Line | None:
    """Return the change of medicines that `came off sertraline` says."""
    from ketalog.domain.also import CHANGED, read_also

    try:
        said = read_also(" ".join(words))
    except BadInput:
        return None
    is_own = said.what.lower().removeprefix("my ") in COMMANDS  # stop my plan
    is_medicine = said.about == "medicine" and not is_own
    return ["also", *words] if said.change in CHANGED and is_medicine else None


def _as_span(words: Line) -> list[Line]:
    """Return the view that `last week`, `this month` ask for."""
    which, span = (word.lower().strip(MARKS) for word in [*words, ""][:2])
    is_view = span in {"week", "month"} and which in {"last", "this"} and len(words) == 2
    return [[span, *(["last"] if which == "last" else [])]] if is_view else []


# Slips


_NO_SLIPS = frozenset({"not", "no", "none", "exit", "quit", "stop", "ate", "weed"})
"""First words that are no slip of a command: what is near to them says another thing."""


def _near(words: Line, rest: Line, is_understood: Callable[[Line], bool]) -> list[Line]:
    """Return the lines that a mistyped one is near to, of one panel; none that takes away."""
    after = _after_verbs(words)
    names = {
        name for name in (*COMMANDS, *ALIASES) if not COMMANDS[ALIASES.get(name, name)].takes_away
    }
    first = after[0].strip(MARKS)
    if distance(first.lower(), "dose", 2) <= 2 and _is_amount(after[1:]):  # nose 100mg sl
        return [["dose", *after[1:], *rest]]
    found = near(first, sorted(names)) if first.lower() not in _NO_SLIPS else []
    if not found and words == [first] and len(first) > 2 and distance(first.lower(), "now", 1) < 2:
        return [["now", *rest]]  # Too short for a slip elsewhere, and typed where slips are many.
    lines: dict[str, Line] = {}
    for name in found:
        command = ALIASES.get(name, name)
        line = [command, *after[1:], *rest]
        slip = mended_line(line, (), clauses_of(command))
        is_log = COMMANDS[command].panel == "Log"
        meant = next((each for each in (line, slip) if not is_log or is_understood(each)), None)
        if meant is None and name[0] != first[0].lower():  # late entry is no slip of "rate"
            continue
        line = meant or line
        lines.setdefault(command, line)
    if lines:
        panel = COMMANDS[next(iter(lines))].panel
        return [line for name, line in lines.items() if COMMANDS[name].panel == panel]
    for command in ("dose", "mood", "effect"):
        slip = mended_line([command, *after], (), clauses_of(command), effects=True)
        for line in as_logged(slip[1:]):
            if is_understood([*line, *rest]):
                lines.setdefault(line[0], [*line, *rest])
    return list(lines.values()) or _near_effects(after, rest)


def _as_count(verbs: Collection[str], words: Line) -> list[Line]:
    """Return what `i have 18 troches` can be: how many there are, or a dose."""
    has = not {"have", "ive", "i've"}.isdisjoint(verbs) and words[0][:1].isdecimal()
    found = read_by(words, ("units", "form", "route")) if has else None
    if found is None or "units" not in found[0].parts or found[0].unread:
        return []
    return [["supply", "left", *words], ["dose", *words]]


def _is_amount(words: Line) -> bool:
    """Tell whether words are a dose, all of them."""
    from ketalog.commands.dose import CLAUSES

    found = read_by(words, CLAUSES)
    dosage = found[0].get("amount") if found and not found[0].unread else None
    return dosage is not None and not dosage.is_bare


def _listed(words: Line) -> str:
    """Return where commands are listed; undo is named, and never run by a key."""
    if near(words[0].strip(MARKS), ["undo"]):
        return "Did you mean 'undo'? Then type: ketalog undo."
    return "'ketalog --help' lists them."


def _near_effects(words: Line, rest: Line) -> list[Line]:
    """Return the lines of the side effects that one word is as near to: dizy, to dizzy and dozy."""
    from ketalog.domain.effects import BY_WORD, find_effect

    nearest = near(words[0], BY_WORD) if len(words) == 1 and words[0] not in _NO_SLIPS else []
    by_effect = {find_effect(wording): wording for wording in reversed(nearest)}
    return [["effect", wording, *rest] for wording in reversed(by_effect.values())]


def unslipped(
    app: App,
    typed: Sequence[str],
    flags: Collection[str],
    error: BadInput,
    refusal_of: RefusalOf,
) -> Line:
    """Return the line that is meant by one with a slip, if a person says so.

    `flags` are those that its command takes. Raises the error that there was for what is not near
    to a line that is understood.
    """
    with sound_offers(refusal_of, typed, typed[0]):
        return _unslipped(app, typed, flags, error, lambda line: refusal_of(line) is None)


def _unslipped(
    app: App,
    typed: Sequence[str],
    flags: Collection[str],
    error: BadInput,
    is_understood: Callable[[Line], bool],
) -> Line:
    if (clauses := clauses_of(typed[0])) is None or isinstance(error, Declined | Understood):
        raise error
    if isinstance(error, Slip):
        line = list(typed)
        for phrase, instead in error.slips:
            line = with_words(line, phrase, instead)
        lines = [line, [*typed, *error.otherwise]] if error.otherwise else [line]
        return _asked(app, error.message, lines)
    command, *words = typed
    is_asked = isinstance(error, Ambiguous) or _words_and_options(words)[1]
    if COMMANDS[command].panel == "Log" and not is_asked:
        _refuse_never_taken(words)
        _refuse_two_entries(command, " ".join(words).split(), is_understood)
    lines = [mended_line(typed, flags, clauses)]
    if isinstance(error, NoOption):  # its words alone may say the same
        lines.append(_without_dashes(typed, flags, clauses))
    for line in lines:
        if line != list(typed) and is_understood(line):
            return _asked(app, error.message, [line])
    raise error


def _without_dashes(typed: Sequence[str], flags: Collection[str], clauses: Sequence[str]) -> Line:
    """Return a line with the options that there are not as words: `--bp 128/82`, `--date tue`."""
    keywords = {keyword for name in clauses for keyword in TABLE[name].keywords}
    line: Line = []
    for word in typed:
        option, _, value = word.partition("=")
        name = option.removeprefix("--")
        if name == option or option in flags or name not in keywords | _LABELS | {*clauses}:
            line.append(word)
        else:
            line += filter(None, [name if name in keywords else "", value])
    return line


_LABELS = frozenset({"date", "time", "name", "what", "severity", "value", "score", "dose", "count"})
"""Names for what needs none."""


def _refuse_never_taken(words: Line) -> None:
    """Raise BadInput for `the dose at 13:00 was not taken`: it was logged, or planned."""
    if not re.search(_NEVER_TAKEN, " ".join(words).lower().replace("\u2019", "'")):
        return
    from ketalog.commands._dose_defaults import TAKES_OUT

    raise BadInput(
        f"'{escape_invisible(' '.join(words))}' says that a dose was not taken.",
        "For one that was planned: ketalog skip, and its day.",
        TAKES_OUT,
    )


_NEVER_TAKEN = (
    r"\bdose\b.*\b(?:was|were)(?: not|n'?t) (?:taken|had)\b"
    r"|\b(?:did(?: not|n'?t)|never) (?:take|took|have|had) (?:the|my|a|that|this) dose\b"
)


def _refuse_two_entries(
    command: str | None, words: Line, is_understood: Callable[[Line], bool]
) -> None:
    """Raise BadInput for two entries that are typed as one: `nausea 3 and mood 6`."""
    for n in range(len(words) - 1, 0, -1):
        first, second = words[:n], words[n:]
        is_joined = first[-1].lower() in _JOINS or first[-1][-1] in ",;"
        is_name = "with" in {first[-1].lower(), second[0].lower()}  # what stands there is refused
        is_cut = second[0].lower() in {
            "at",
            "it",
            *_BELONGS.get(command or "", ()),
        }  # at 8 yesterday
        is_cut = is_cut or not (is_joined or _time_of(second) != 0)
        is_own = command == "effect" and (  # low bp 90/60
            first[-1].lower() in {"high", "low"}
            or not (find_effect(" ".join(first)) or as_logged(first))
        )
        may_be_next = is_joined or (second[0].isalpha() and command != "skip")  # a reason is words
        if is_name or is_cut or is_own or not may_be_next:
            continue
        while first and first[-1].lower() in _JOINS:
            del first[-1]
        first = [*first[:-1], *(word.rstrip(",;") for word in first[-1:])]
        others = _with_command(second, verb=True) or as_logged(second)
        if others and others[0][0] == "skip" and second[1:] and not as_logged(second):
            continue  # skipped food
        lines = [[command, *first]] if command else as_logged(first)
        are_two = len(others) == len(lines) == 1 and first and others[0][0] != lines[0][0]
        if command == "appointment" and others and others[0][0] == "session":  # what it is for
            continue
        are_two = are_two and not (others[0][0] == "dose" and "".join(second).isalpha())  # troche
        if are_two and all(map(is_understood, (*lines, *others))):
            problem = "This is more than one entry."
            each: Offer | str = Offer("Type each", [*lines, *others], each=True)
            is_one = {lines[0][0], others[0][0]} <= _AT_ONCE
            if is_one and (_time_of(first) is None) != (_time_of(second) is None):
                problem = f"'{escape_invisible(' '.join(words))}' is more than one entry."
                each = "Type each in a line of its own, with its time."
            raise BadInput(problem, each)


_AT_ONCE = frozenset({"dose", "effect", "mood", "vitals", "also", "session"})
"""What may be told of one moment: a time beside one of two entries may be that of both."""


def _time_of(words: Line) -> int | None:
    """Return where the time of an entry stands among its words; None if none was said."""
    found = read_by(words, ("at", "from-dose"))
    parts = found[0].parts.values() if found else ()
    return min((part.span.start for part in parts), default=None)


_BELONGS = {
    "session": {
        "stopped",
        "started",
        "quit",
        "no",
        "not",
        "cancelled",
        "canceled",
        "skipped",
        "missed",
    },
    "dose": {"out"},
    "effect": {"started", "stopped"},
    "mood": {*RATED_AS},
}
"""Words behind an entry that are about it: stopped early, spat out, started at 9."""
_JOINS = frozenset({"and", "&", "+", "then", "also", "plus"})


def _asked(app: App, problem: str, lines: Sequence[Line]) -> Line:
    """Return the line of some that a person chooses with one key; without one, refuse."""
    if not app.ui.asks:
        raise Ambiguous(problem, Offer("Type", lines))
    told = [shown(line) for line in lines]
    if len(lines) == 1:
        question = "Enter if so, any other key stops: "
        if app.ui.agrees([problem, f"  {told[0]}"], question):
            return lines[0]
    elif (n := app.ui.choose(problem, told)) is not None:
        return lines[n]
    raise Declined("Nothing was logged.")
