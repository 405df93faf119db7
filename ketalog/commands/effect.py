"""Log a side effect, or that there were none."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog import commands as p
from ketalog.answers.phrases import say_reported
from ketalog.app import App
from ketalog.clauses.words import BESIDE_A_TIME, BINDS, OF_A_TIME, Meaning, Slip, TwoReadings
from ketalog.commands import _input
from ketalog.domain.danger import danger_in
from ketalog.domain.effects import (
    BY_WORD,
    EFFECTS,
    NO_NAMES,
    NONE_WORDS,
    Denied,
    SaysMore,
    find_effect,
    find_severity,
    is_denial,
    is_none,
    read_effect,
    read_own,
    says_more,
    severity_words,
    with_commas,
)
from ketalog.domain.entries import MEASURE, SEVERITIES, Effect, NoEffects, new_id
from ketalog.domain.text import escape_invisible, nearest
from ketalog.domain.unsure import (
    how_somebody_is,
    is_nearly_none,
    known_side_by_side,
    known_so_much,
    without_doubt,
)
from ketalog.errors import BadInput, Declined, Example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.line import Read
    from ketalog.domain.entries import Severity
    from ketalog.domain.offer import Offer

CLAUSES = ("at", "from-dose", "for", "start", "from", "end")
"""What the words can say besides the name and the severity (ketalog/clauses)."""
_AROUND = ',;.!"()-\u2018\u2019\u201c\u201d\u201e\u2026\u2013\u2014\u200b\u200e\u200f\ufeff'
"""Marks around the words of a name, as a phone sets them."""
_EQUALS = r"(?i)\s*[=:(_.-]\s*(?=(?:mild|moderate|severe)\b)|\s*[=:]\s*(?=[1-3]\b)|\s=\s"
"""What stands before a severity in `nausea=mild`; another one is the patient's own."""
_NUMBERED = dict(zip("123", SEVERITIES, strict=True))
_FINE = frozenset(
    {"fine", "ok", "okay", "good", "all good", "all fine", "well", "great", "nil", "na", "n a"}
    | {"nope", "normal", "nothing special"}
)
_IS_FINE = frozenset({"ok", "okay", "fine", "normal"})
"""Behind one word that is no side effect, they say that nothing is wrong with it."""
_SICK = (
    r"(?:(?:i|i've|i'm|im|have|has|been|was|got|am|is|he|she|they|he's|she's|they've) )*"
    r"sick(?: again| once| twice| [0-9]+ times)?"
)
"""Ill or vomiting, here and there."""
_SCALE = frozenset({"level", "lvl", "grade", "severity", "sev", "scale", "stage"})
"""Words before a severity that say that it is one."""
_NUMBERED_THINGS = frozenset({"dose", "day", "week", "no", "number", "session", "month", "hour"})
"""Words with a number behind them that is no severity: dose 3."""
_NO_SCALE = frozenset({"to", "from", "by", "of", "or", "and", "up", "down", "about", "around"})
"""Words before a number that say that it is none."""
EXAMPLES = """
ketalog effect nausea mild
ketalog effect dizziness moderate for 45 min, 8:30pm
ketalog effect dizziness moderate --for 45min --at 8:30pm
ketalog effect blurred vision
ketalog effect none               (asked, and there were none)
ketalog effect nauseous dreams --own   (a word of your own, near to one that ketalog knows)
"""

EffectWords = Annotated[list[str] | None, p.words("NAME [SEVERITY]")]
For = Annotated[
    str | None, typer.Option("--for", metavar="TIME", help="How long it lasted: 45 min, 2h.")
]
Own = Annotated[bool, typer.Option("--own", help="The name is a word of your own, as it stands.")]
OfDose = Annotated[
    str | None, typer.Option("--dose", metavar="NUMBER", help="The dose it belongs to, by number.")
]


def command(
    ctx: typer.Context,
    words: EffectWords = None,
    duration: For = None,
    of_dose: OfDose = None,
    at: p.At = None,
    note: p.NoteText = None,
    own: Own = False,
) -> None:
    """Log a side effect: NAME and, if you like, mild, moderate or severe."""
    app: App = ctx.obj
    if not words and app.ui.asks:
        words = app.ui.ask("Which side effect? ").split()
    if any("++" in word for word in words or []):
        app.typed, words = _pluses_apart(app.typed), _pluses_apart(words or [])
    options = _input.options_of(ctx, CLAUSES)
    line = _input.said(app, words or [], CLAUSES, options, texts=("note",), between=frozenset())
    unread = _of_one_severity(app, line.unread)
    typed = [
        re.sub(_EQUALS, " ", phrase) if set("=:(_.-").intersection(phrase) else phrase
        for phrase in unread
    ]
    named = [word for phrase in typed for word in phrase.split()]
    if named and (part := line.parts.get("at")):  # can't go on today
        lead = part.phrase.split()[0]
        is_heard = danger_in(" ".join([*named, lead])) and not danger_in(" ".join(named))
        named += [lead] if is_heard else []
    parts = _several(" ".join(named))
    if parts:
        _ask_several(app, line, parts)
    minutes = line.get("for")
    read = [read_effect(part.split()) for part in parts] or _named(app, named, minutes, own=own)
    if not read and (part := line.parts.get("from")) is not None:
        from ketalog.commands._questions import own_offer

        raise BadInput(
            f"'{escape_invisible(part.phrase)}' is a span of time, and none is kept for one.",
            own_offer(app, "For now", part.phrase),
            own_offer(app, "For then", part.phrase, str(part.value)),
        )
    about: dict[str, Any] = {
        "note": _input.text_of(app, line, "note", note),
        "dose": _input.dose_id(app, of_dose),
    }
    when, minutes = _began(app, line, minutes)
    about |= {**when, "recorded": app.now}
    if not read:
        outcome = app.journal.log(NoEffects(id=new_id(), **about))
        below = say_reported(outcome.effects) if outcome.effects else []
        app.answer(app.change(outcome, below=below))
        return
    first, *others = (
        Effect(id=new_id(), name=name, severity=severity, minutes=minutes, **about)
        for name, severity in read
    )
    outcome = app.journal.log(first, *others)
    app.answer(app.change(outcome, notices=[] if own else _own_word(first.name)))


def _pluses_apart(typed: "Sequence[str]") -> list[str]:
    """Return words with the pluses behind them as words of their own: nausea++."""
    parts = [re.sub(r"(?<=\w)\+\+", "\0++", text) if " " not in text else text for text in typed]
    return [part for text in parts for part in text.split("\0")]


def _named(
    app: App, words: list[str], minutes: int | None, *, own: bool
) -> "list[tuple[str, Severity | None]]":
    """Return the side effect that the words name, and its severity; none if there were none."""
    typed = words
    words = [word.strip(_AROUND) for word in words if word.strip(_AROUND)]
    words = meant(app, words if own else sure(app, _but_for(app, words), "--own"))
    is_fine = len(words) == 2 and words[1].lower() in _IS_FINE and not find_effect(words[0])
    if (is_denial(words) and danger_in(" ".join(words[1:]))) or (is_fine and not own):
        raise Denied(" ".join(words))  # bladder ok
    none = is_none(words, minutes)
    try:
        name, severity = ("", None) if none else (read_own if own else _whole)(words)
    except SaysMore as error:
        if danger_in(" ".join(words)):  # vomiting blood: saved in whatever words it comes
            return [read_own(words)]
        is_over = _OVER.intersection(error.more) and not {"than", "all"} & {*error.more}
        if is_over and (error.more != ["over"] or minutes is None):
            raise _is_over(error.more) from None
        raise BadInput(error.message, *error.hints, _as_note(app, error)) from None
    if not own:
        _refuse_absent(app, name)
        _refuse_slips(name, words)
        if name not in EFFECTS and (over := _GONE.intersection(words[1:])) and not danger_in(name):
            raise _is_over([word for word in words if word in over])
    return [] if none else [(name if name in EFFECTS else with_commas(name, typed), severity)]


def _whole(words: list[str]) -> "tuple[str, Severity | None]":
    """Return the side effect that words name. Raises SaysMore for `shaky by`, of `by 7pm`."""
    name, severity = read_effect(words)
    begun, _, last = name.rpartition(" ")
    if begun and last.lower() in BINDS - {"on"}:  # turned on
        raise SaysMore(begun, [last])
    said = name.split() if name not in EFFECTS else []
    for n in range(len(said) - 1, 0, -1):
        rest = {part for word in said[n:] for part in word.lower().split("-")}
        if find_effect(" ".join(said[:n])) and rest & _TELLS_WHEN:
            raise SaysMore(" ".join(said[:n]), said[n:])
    return name, severity


_TELLS_WHEN = (OF_A_TIME - BESIDE_A_TIME - {"gone"}) | {
    "last",
    "from",
    "pre",
    "post",
    "hour",
    "hours",
    "about",
}
"""Words behind a side effect that say when it was: dizzy past hour."""


def _refuse_absent(app: App, name: str) -> None:
    """Raise BadInput for `no fever`, which may say what there was not: no taste is a side effect.

    What is lacking in words of danger is saved at once.
    """
    first, _, rest = name.lower().partition(" ")
    lacking = rest.split()[0] if rest else ""
    first = "no" if rest.endswith("free") else first  # pain free
    is_told = find_effect(name) or danger_in(name) or is_nearly_none(name.split())
    if first not in {"no", "without"} or lacking in _LACKING or is_told:
        return
    from ketalog.commands._offers import Ambiguous
    from ketalog.domain.offer import Offer

    problem = f"'{escape_invisible(name)}' can be what there was not, or a side effect of its own."
    note, itself = ("note", *app.typed[1:]), (*app.typed, "--own")
    raise Ambiguous(problem, Offer("As a note", [note]), Offer("As a side effect", [itself]))


_LACKING = frozenset(
    {"appetite", "energy", "libido", "motivation", "taste", "smell", "balance", "memory", "focus"}
    | {"feeling", "sense", "sleep", "strength", "concentration", "interest", "desire", "hunger"}
    | {"sensation", "control", "coordination", "voice", "emotion", "emotions", "joy", "idea"}
)
"""What somebody may lack: that there is none of it is a side effect."""


def _but_for(app: App, words: list[str]) -> list[str]:
    """Return the side effect that there was, of `none except nausea`, if that is meant."""
    text = " ".join(words)
    if len(words) < 3:  # none but nausea
        return words
    found = re.fullmatch(_EXCEPT, text, re.IGNORECASE)
    is_none = bool(words) and words[0].lower() in NONE_WORDS - {"no"}
    if not found and (other := re.fullmatch(_WITHOUT, text, re.IGNORECASE)):
        found = other if _is_known(other["not"]) else None
    if not found or not (_is_known(found["effect"]) or is_none):
        return words
    from ketalog.commands._questions import which

    effect = Meaning(found["effect"], f"{found['effect']}, and nothing else")
    return which(app, TwoReadings(text, "says what there was, and what not", effect)).split()


_EXCEPT = (
    r"(?:none|nothing|no .+?|(?:all )?(?:ok|okay|fine|good|well)),? "
    r"(?:except(?: for)?|apart from|but|other than|besides|just|only) "
    r"(?:(?:a|an|some|the) )?(?P<effect>.+)"
)
_WITHOUT = "(?P<effect>.+?),? (?:but |and )?(?:no|not|without)(?: any)? (?P<not>.+)"
_OVER = frozenset(
    {"gone", "over", "stopped", "ended", "finished", "passed", "wore", "worn", "subsided"}
    | {"settled", "eased", "resolved", "vanished", "away"}
)
"""Words behind a side effect that say that there is none any more."""
_GONE = frozenset({"gone", "subsided", "stopped"})
"""Those of them that no name of one's own has: "head over heels"."""


def _is_over(words: list[str]) -> BadInput:
    return BadInput(
        f"'{escape_invisible(' '.join(words))}' says that it was over.",
        "Type when it began, and how long it was there or when it ended: 7pm for 20 min.",
    )


def _of_one_severity(app: App, phrases: "Sequence[str]") -> "Sequence[str]":
    """Return the phrases with the one of two severities that is meant by `mild to moderate`."""
    text = " ".join(phrases)
    words = [word for word in severity_words() if " " not in word and word[-1] != "."]
    apart = "".join(char if char.isalnum() else " " for char in text.casefold())
    if len({*words}.intersection(apart.split())) < 2:  # The pattern costs more than all the rest.
        return phrases
    severity = "|".join(words)
    between = r"(?: (?:to|or|then|now|and then|but now) | ?[/\u2013-]+>? ?)"
    found = re.search(rf"(?i)(?<!\w)(?:from )?({severity}){between}({severity})(?!\w)", text)
    if not found or find_severity(found[1]) == find_severity(found[2]):
        return phrases
    if text not in " ".join(app.typed):  # severe for 10 min then mild
        raise BadInput(
            f"'{escape_invisible(text)}' has two severities.",
            f"Type one of them: {' or '.join(found.groups())}.",
        )
    from ketalog.commands._questions import which

    ways = [f"{text[: found.start()]}{said}{text[found.end() :]}" for said in found.groups()]
    meanings = (Meaning(way, said) for way, said in zip(ways, found.groups(), strict=True))
    return [which(app, TwoReadings(text, "has two severities", *meanings))]


def _as_note(app: App, error: SaysMore) -> "Offer":
    """Offer the line as it was typed with the words behind a side effect as its note."""
    from ketalog.commands._questions import as_note

    more, typed = " ".join(error.more), " ".join(app.typed)
    if before := re.search(
        rf"(?i)\b((?:in|at|on|the|a|an|it|was|is|my) )+{re.escape(more)}(?!\S)", typed
    ):
        more = before[0]
    if error.more[-1].lower() in BINDS | {"under", "over", "nearly"}:  # less than yesterday
        behind = typed.rpartition(f" {more} ")[2].partition(" --")[0]
        more = f"{more} {behind}".strip()
    if f" {more} " not in f"{typed} ":  # a time stands between them: it may be a part of it
        more = typed.partition(f"{error.begun} ")[2].partition(" --")[0] or more
    return as_note(app, more, "Other words as a note")


def sure(app: App, words: list[str], *otherwise: str) -> list[str]:
    """Return the words as they are meant that are unsure of a side effect, or of how bad it was.

    `otherwise` is what keeps them as they are. Words of danger are never asked about: they are
    saved as they are, and answered at once.
    """
    shown = escape_invisible(" ".join(words))
    rest, named = without_doubt(words), known_so_much(words)
    if not (rest or named) or danger_in(" ".join(words)):
        return words
    if rest:
        slip = (" ".join(words), " ".join(rest))
        raise Slip([slip], *otherwise, problem=f"'{shown}' is not sure.")
    from ketalog.commands._questions import which

    name = " ".join(named or ())
    ways = [(f"{name} moderate", "moderate"), (f"{name} severe", "severe"), (name, "neither")]
    meanings = [Meaning(typed, said) for typed, said in ways]
    two = TwoReadings(" ".join(words), "can be moderate or severe", *meanings)
    return which(app, two).split()


_A_DAY = 24 * 60


def _began(app: App, line: "Read", minutes: int | None) -> "tuple[dict[str, Any], int | None]":
    """Return when it began and how long it lasted, of whichever two were said."""
    if not {"start", "from", "end"} & line.parts.keys():
        if (minutes or 0) >= _A_DAY and "at" not in line.parts:
            length = line.parts["for"].phrase.removeprefix("for ")
            raise BadInput(
                f"'{escape_invisible(length)}' from now on lies ahead.",
                f"Type when it began: since {escape_invisible(length)} ago.",
            )
        return _input.when(app, line), minutes
    from ketalog.commands._spans import span_of

    return span_of(app, line, minutes, needs_time=False)


def meant(app: App, words: list[str]) -> list[str]:
    """Return the words with a number behind them as the severity that it stands for.

    Raises BadInput for another number, and for words that say how somebody is.
    """
    text = " ".join(words)
    if text[-1:] == "3" and (found := re.fullmatch(r"(.+) ([1-3]) ?(?:/|of|out of) ?3", text)):
        words = [*found[1].split(), found[2]]
    last = words[-1].strip(",.") if words else ""
    _refuse_no_severity(words, last)
    if len(words) > 2 and words[-2].lower().strip(":=") in _SCALE:
        words = [*words[:-2], last]
    _refuse_rating(words, last)
    others = {word.lower() for word in words[:-1]}
    if last in _NUMBERED and others and others.isdisjoint(NO_NAMES | _NO_SCALE):
        return [*words[:-1], _NUMBERED[last]]
    if last[:1].isdecimal() or last.endswith("%"):
        _refuse_reading(words)
    if last != "0" and last[:1].isascii() and last[:1].isdecimal():
        number = last.removesuffix("/10")
        if (rated := find_effect(" ".join(words[:-1]))) in MEASURE and number.isdecimal():
            from ketalog.domain.offer import Offer

            raise BadInput(
                f"'{escape_invisible(last)}' is not a severity.",
                Offer("A rating from 0 to 10", [["mood", rated, number]]),
                Offer("A side effect", [["effect", rated, "moderate"]]),
            )
        raise BadInput(
            f"'{escape_invisible(last)}' is not a severity.",
            Example(
                "effect",
                f"{_before_a_number(words) or 'nausea'} mild.",
                "Type mild, moderate or severe, or 1, 2, 3. For example",
            ),
        )
    if parts := _several(" ".join(words)):
        raise _more_than_one(app, " ".join(words), parts)
    said = " ".join(words).lower()
    if "sick" in said and re.fullmatch(_SICK, said):
        from ketalog.commands._questions import which

        ways = [Meaning(name, name) for name in ("nausea", "vomiting")]
        return [which(app, TwoReadings(" ".join(words), "can be two things", *ways))]
    if last == "0" or how_somebody_is(words) in _FINE:
        from ketalog.commands._questions import which

        phrase = " ".join(words)
        none = Meaning("none", "no side effects")
        return [which(app, TwoReadings(phrase, "is no side effect", none))]
    return words


def _before_a_number(words: list[str]) -> str:
    """Return the words before a number, also before one of ten: "nausea 4 out of 10"."""
    text = re.sub(r"(?i) [0-9.,]+ ?(?:/|of|out of)$", "", escape_invisible(" ".join(words[:-1])))
    text = re.sub(rf"(?i)(?: (?:{'|'.join(_BEFORE_A_CLOCK)}))+$", "", text)  # insomnia till 4
    begun = text.split()
    known = (" ".join(begun[:n]) for n in range(len(begun), 0, -1))
    text = next(filter(_is_known, known), text)  # headache gone by 9
    return "" if re.search("[0-9]", text) else text  # nausea 11 to 12


_BEFORE_A_CLOCK = ("since", "from", "at", "till", "til", "until", "to", "by", "around", "about")


def _refuse_no_severity(words: list[str], last: str) -> None:
    """Raise BadInput for last words that are no severity: `not mild`, `dose 3`, `0`."""
    before = words[-2].lower() if words[1:] else ""
    if before and last == "0":
        raise Denied(" ".join(words))
    is_counted = before in _NUMBERED_THINGS and last.isdecimal()
    if is_counted or (before == "not" and find_severity(last)):
        raise BadInput(
            f"Not read: '{escape_invisible(' '.join(words[-2:]))}'.",
            "Type what it was: mild, moderate or severe. Other words go in --note.",
        )


def _refuse_rating(words: list[str], last: str) -> None:
    """Raise BadInput for `mood 3`: no side effect is called so."""
    name = " ".join(words[:-1]).lower()
    if name in MEASURE and last.isdecimal() and not find_effect(name):
        from ketalog.domain.offer import Offer

        line = words if name == "mood" else ["mood", *words]
        raise BadInput(f"'{escape_invisible(' '.join(words))}' is a rating.", Offer("Type", [line]))


def numbered(words: list[str]) -> "Severity | None":
    """Return the severity that a number alone stands for: `3`, `level 2`."""
    is_scale = all(word.lower().strip(":=") in _SCALE for word in words[:-1])
    return _NUMBERED.get(words[-1]) if words and is_scale else None


def _refuse_reading(words: list[str]) -> None:
    """Raise BadInput for readings: `128/82`, `spo2 85`."""
    from ketalog.clauses.line import read as read_line
    from ketalog.clauses.readings import READINGS

    try:
        parts = read_line(words, READINGS, {}).parts
    except BadInput:  # 3/10 is none
        return
    for part in parts.values():
        from ketalog.domain.offer import Offer

        raise BadInput(
            f"'{escape_invisible(part.phrase)}' is a reading.",
            Offer("Type", [["vitals", *part.phrase.split()]]),
        )


def _several(text: str) -> list[str]:
    """Return the known side effects that are said in one: "dizziness and nausea mild"."""
    name, _, severity = text.lower().rpartition(" ")
    is_plain = severity in SEVERITIES and name in EFFECTS  # known without each wording's key
    if is_plain or find_effect(text):
        return []
    if " with " in text and all(map(_is_known, text.split(" with "))):  # tired with nausea
        text = text.replace(" with ", " and ")
    if not ({"and", "n", "plus", "then"} & set(text.split()) or set(text) & set(",;&+/")):
        # fell unconscious: danger is saved in whatever words it comes
        beside = known_side_by_side(text.split())
        return [] if beside and danger_in(text) else beside
    text = re.sub(_ONE_THING, "", text)
    found = re.split(r" (?:and then|and|n|plus|then) |[,;&+/]", f" {text} ")
    parts = [part.strip() for part in found if part.strip()]
    known = [part for part in parts if _is_known(part) or known_so_much(part.split())]
    if len(known) < len(parts) and not danger_in(text):  # headache, neck pain
        parts = [part for part in parts if part in known or not _says_how(part)]
        parts = [part for part in parts if not part.isdecimal()]  # vomiting at 1 and 2
        return parts if known and len(parts) > 1 else []
    return parts if len(parts) > 1 and len(known) == len(parts) else []


_ONE_THING = (
    r"(?i)\b(?:on and off|off and on|up and down|down and up|here and there|now and (?:then|again)"
    r"|over and over|again and again|more and more|back and forth|round and round)\b"
)
"""Words with "and" between them that are not two side effects."""


def _says_how(text: str) -> bool:
    """Tell whether a part of a line says no more than how bad it was, or when."""
    words = text.split()
    try:
        return not read_effect(words)[0]
    except BadInput:  # very bad; not "dizziness gone"
        return not any(find_effect(" ".join(words[:n])) for n in range(1, len(words)))


def _more_than_one(app: App, text: str, parts: list[str]) -> BadInput:
    from ketalog.commands._questions import with_words
    from ketalog.domain.offer import Offer

    named = [part.strip(_AROUND) for part in parts]
    is_own = app.ui.command == "effect" and text.lower() in " ".join(app.typed).lower()
    lines = [
        with_words(app.typed, text, part) if is_own else ["effect", *part.split()] for part in named
    ]
    problem = f"'{escape_invisible(text)}' is more than one side effect."
    return BadInput(problem, Offer("Type each", lines, each=True))


def _ask_several(app: App, line: "Read", parts: list[str]) -> None:
    """Return if a person says that each of the side effects is an entry. Raises BadInput."""
    error = _more_than_one(app, " ".join(line.unread), parts)
    if not app.ui.asks or not all(map(_is_known, parts)):  # how bad one was is to be asked, too
        raise error
    shown = [f"  {escape_invisible(part)}" for part in parts]
    if not app.ui.agrees([error.message, *shown], "Enter to log each, any other stops: "):
        raise Declined("Nothing was logged.")


def _refuse_slips(name: str, words: list[str]) -> None:
    """Raise Slip for a name of one's own that is nearly a known one, or holds nearly a time.

    Words of danger are never asked about: they are saved as they are, and answered at once.
    """
    if not name or name in EFFECTS or danger_in(name):
        return
    from ketalog.clauses.spelling import slips_in_effect

    shown = escape_invisible(" ".join(words))
    if is_nearly_none(words):
        problem = f"'{shown}' may say that there were none."
        raise Slip([(" ".join(words), "none")], "--own", problem=problem)
    if any(char.isdecimal() for char in name):
        raise BadInput(
            f"'{shown}' has a number in it that can't be read.",
            "Type it with spaces, as in: ketalog effect nausea 7pm. "
            f"Or, if it is the name: ketalog effect {shown} --own.",
        )
    if known := list(dict.fromkeys(says_more(name))):
        raise BadInput(
            f"'{shown}' says more than a side effect and how bad it was.",
            f"Type each, with one severity: ketalog effect {known[0]} mild.",
        )
    if slips := slips_in_effect(words):
        raise Slip(slips, "--own")


def _is_known(text: str) -> bool:
    try:
        return find_effect(read_effect([text])[0]) is not None
    except BadInput:
        return False


def _own_word(name: str) -> list[str]:
    if name in EFFECTS:
        return []
    from ketalog.clauses.spelling import NO_SLIPS

    if name.lower() in NO_SLIPS:
        return []
    within = _known_within(name)
    meant = within or nearest(name, BY_WORD)
    if not meant or (meant[0] != name[0].lower() and not within):
        return []
    if danger_in(meant) != danger_in(name):
        return []
    kept = f"'{escape_invisible(name)}' is kept as your own word."
    return [f"{kept} Did you mean '{meant}'? Then: ketalog edit last {meant}"]


def _known_within(name: str) -> str:
    """Return the known side effect in a name of one's own: "waves of nausea", "tired all day"."""
    words = name.lower().split()
    ends = [" ".join(words[n:]) for n in range(1, len(words))]
    starts = [" ".join(words[:n]) for n in range(1, len(words)) if words[n] in NO_NAMES]
    return next((phrase for phrase in (*ends, *starts) if phrase in BY_WORD), "")
