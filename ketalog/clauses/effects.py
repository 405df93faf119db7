"""Which side effects the words of a line name, how bad they were, or that there were none.

Words that can be meant in two ways raise TwoReadings with all of them as its phrase: what is
answered is read in their place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.clauses.words import BESIDE_A_TIME, BINDS, OF_A_TIME, Meaning, Slip, TwoReadings
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
from ketalog.domain.entries import MEASURE, SEVERITIES, Severity
from ketalog.domain.offer import Offer
from ketalog.domain.text import escape_invisible, nearest
from ketalog.domain.unsure import (
    how_somebody_is,
    is_nearly_none,
    known_side_by_side,
    known_so_much,
    without_doubt,
)
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Sequence

    Named = tuple[str, Severity | None]
    """A side effect, and how bad it was."""


class Several(BadInput):
    """Words that name more than one side effect: `dizziness and nausea mild`; `parts` are these."""

    def __init__(self, text: str, parts: Sequence[str]) -> None:
        self.text = text
        self.parts = [part.strip(_AROUND) for part in parts]
        super().__init__(
            f"'{escape_invisible(text)}' is more than one side effect.",
            Offer("Type each", [["effect", *part.split()] for part in self.parts], each=True),
        )


class Absent(BadInput):
    """Words that may say what there was not, or name it: `no fever`."""

    def __init__(self, name: str) -> None:
        shown = escape_invisible(name)
        super().__init__(f"'{shown}' can be what there was not, or a side effect of its own.")


_AROUND = ',;.!"()-\u2018\u2019\u201c\u201d\u201e\u2026\u2013\u2014\u200b\u200e\u200f\ufeff'
"""Marks around the words of a name, as a phone sets them."""


def with_spaces(text: str) -> str:
    """Return `nausea mild`, of `nausea=mild`."""
    return re.sub(_EQUALS, " ", text) if set("=:(_.-").intersection(text) else text


_EQUALS = r"(?i)\s*[=:(_.-]\s*(?=(?:mild|moderate|severe)\b)|\s*[=:]\s*(?=[1-3]\b)|\s=\s"
"""What stands before a severity in `nausea=mild`; another one is the patient's own."""


def read_named(text: str, minutes: int | None = None, *, own: bool = False) -> list[Named]:
    """Return the side effect that a text names, and its severity; none if there were none.

    `minutes` is how long it lasted, as far as that was said; with `own` the name is a word of the
    patient's own. Raises BadInput, also as Several, Absent, SaysMore, Slip and TwoReadings.
    """
    typed = text.split()
    words = [word.strip(_AROUND) for word in typed if word.strip(_AROUND)]
    if not own:
        _ask_what_else(words)
        _refuse_unsure(words, "--own")
    words = _with_severity(words)
    is_fine = len(words) == 2 and words[1].lower() in _IS_FINE and not find_effect(words[0])
    if (is_denial(words) and danger_in(" ".join(words[1:]))) or (is_fine and not own):
        raise Denied(" ".join(words))  # bladder ok
    if is_none(words, minutes):
        return []
    try:
        name, severity = (read_own if own else _whole)(words)
    except SaysMore as error:
        if danger_in(" ".join(words)):  # vomiting blood: saved in whatever words it comes
            return [read_own(words)]
        is_over = _OVER.intersection(error.more) and not {"than", "all"} & {*error.more}
        if is_over and (error.more != ["over"] or minutes is None):
            raise _is_over(error.more) from None
        raise
    if not own:
        _refuse_absent(name)
        _refuse_slips(name, words)
        if name not in EFFECTS and (over := _GONE.intersection(words[1:])) and not danger_in(name):
            raise _is_over([word for word in words if word in over])
    return [(name if name in EFFECTS else with_commas(name, typed), severity)]


def read_renamed(text: str) -> Named:
    """Return the side effect that a changed entry is to name, and its severity. Raises as above."""
    words = text.split()
    _refuse_unsure(words)
    return read_effect(_with_severity(words))


def _whole(words: list[str]) -> Named:
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


def _refuse_absent(name: str) -> None:
    """Raise Absent for `no fever`; no taste is a side effect.

    What is lacking in words of danger is saved at once.
    """
    first, _, rest = name.lower().partition(" ")
    lacking = rest.split()[0] if rest else ""
    first = "no" if rest.endswith("free") else first  # pain free
    is_told = find_effect(name) or danger_in(name) or is_nearly_none(name.split())
    if first in {"no", "without"} and lacking not in _LACKING and not is_told:
        raise Absent(name)


_LACKING = frozenset(
    {"appetite", "energy", "libido", "motivation", "taste", "smell", "balance", "memory", "focus"}
    | {"feeling", "sense", "sleep", "strength", "concentration", "interest", "desire", "hunger"}
    | {"sensation", "control", "coordination", "voice", "emotion", "emotions", "joy", "idea"}
)
"""What somebody may lack: that there is none of it is a side effect."""


def _ask_what_else(words: list[str]) -> None:
    """Raise TwoReadings for `none except nausea`: the side effect that there was may be meant."""
    text = " ".join(words)
    if len(words) < 3:  # none but nausea
        return
    found = re.fullmatch(_EXCEPT, text, re.IGNORECASE)
    if not found and (other := re.fullmatch(_WITHOUT, text, re.IGNORECASE)):
        found = other if is_known(other["not"]) else None
    if found and (is_known(found["effect"]) or words[0].lower() in NONE_WORDS - {"no"}):
        effect = Meaning(found["effect"], f"{found['effect']}, and nothing else")
        raise TwoReadings(text, "says what there was, and what not", effect)


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


# How bad


def of_one_severity(text: str, typed: str) -> str:
    """Return the text, of a line as it was `typed`. Raises TwoReadings for `mild to moderate`.

    Raises BadInput where other words stood between the two: `severe for 10 min then mild`.
    """
    words = [word for word in severity_words() if " " not in word and word[-1] != "."]
    apart = "".join(char if char.isalnum() else " " for char in text.casefold())
    if len({*words}.intersection(apart.split())) < 2:  # The pattern costs more than all the rest.
        return text
    severity = "|".join(words)
    between = r"(?: (?:to|or|then|now|and then|but now) | ?[/\u2013-]+>? ?)"
    found = re.search(rf"(?i)(?<!\w)(?:from )?({severity}){between}({severity})(?!\w)", text)
    if not found or find_severity(found[1]) == find_severity(found[2]):
        return text
    if text not in typed:
        raise BadInput(
            f"'{escape_invisible(text)}' has two severities.",
            f"Type one of them: {' or '.join(found.groups())}.",
        )
    ways = [f"{text[: found.start()]}{said}{text[found.end() :]}" for said in found.groups()]
    meanings = (Meaning(way, said) for way, said in zip(ways, found.groups(), strict=True))
    raise TwoReadings(text, "has two severities", *meanings)


def numbered_severity(words: Sequence[str]) -> Severity | None:
    """Return the severity that a number alone stands for: `3`, `level 2`."""
    is_scale = all(word.lower().strip(":=") in _SCALE for word in words[:-1])
    return _NUMBERED.get(words[-1]) if words and is_scale else None


def _with_severity(words: list[str]) -> list[str]:
    """Return the words with a number behind them as the severity that it stands for.

    Raises BadInput for another number, and TwoReadings for words that say how somebody is.
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
        raise _no_severity(words, last)
    if parts := several(" ".join(words)):
        raise Several(" ".join(words), parts)
    _askhow_somebody_is(words, last)
    return words


def _no_severity(words: list[str], number: str) -> BadInput:
    """Return why a number is no severity, and what may be meant."""
    problem = f"'{escape_invisible(number)}' is not a severity."
    rating = number.removesuffix("/10")
    if (rated := find_effect(" ".join(words[:-1]))) in MEASURE and rating.isdecimal():
        return BadInput(
            problem,
            Offer("A rating from 0 to 10", [["mood", rated, rating]]),
            Offer("A side effect", [["effect", rated, "moderate"]]),
        )
    if {word.lower() for word in words[:-1]} <= _ENDED_AT:  # until 10
        return BadInput(
            problem, f"A time is typed with am or pm, as in: {' '.join(words[:-1])} 9pm."
        )
    mild = f"{_before_a_number(words) or 'nausea'} mild."
    lead = "Type mild, moderate or severe, or 1, 2, 3. For example"
    return BadInput(problem, Example("effect", mild, lead))


def _askhow_somebody_is(words: list[str], last: str) -> None:
    """Raise TwoReadings for words that say how somebody is: `fine`, `sick`."""
    text = " ".join(words)
    if "sick" in text.lower() and re.fullmatch(_SICK, text.lower()):
        ways = [Meaning(name, name) for name in ("nausea", "vomiting")]
        raise TwoReadings(text, "can be two things", *ways)
    if last == "0" or how_somebody_is(words) in _FINE:
        raise TwoReadings(text, "is no side effect", Meaning("none", "no side effects"))


_BY = frozenset({"by", "until", "till", "til"})
"""Words that begin no name: by 9pm nausea."""
_NUMBERED = dict(zip("123", SEVERITIES, strict=True))
_SCALE = frozenset({"level", "lvl", "grade", "severity", "sev", "scale", "stage"})
"""Words before a severity that say that it is one."""
_NUMBERED_THINGS = frozenset({"dose", "day", "week", "no", "number", "session", "month", "hour"})
"""Words with a number behind them that is no severity: dose 3."""
_NO_SCALE = frozenset({"to", "from", "by", "of", "or", "and", "up", "down", "about", "around"})
"""Words before a number that say that it is none."""
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


def _before_a_number(words: list[str]) -> str:
    """Return the words before a number, also before one of ten: "nausea 4 out of 10"."""
    text = re.sub(r"(?i) [0-9.,]+ ?(?:/|of|out of)$", "", escape_invisible(" ".join(words[:-1])))
    text = re.sub(rf"(?i)(?: (?:{'|'.join(_BEFORE_A_CLOCK)}))+$", "", text)  # insomnia till 4
    begun = text.split()
    known = (" ".join(begun[:n]) for n in range(len(begun), 0, -1))
    text = next(filter(is_known, known), text)  # headache gone by 9
    return "" if re.search("[0-9]", text) else text  # nausea 11 to 12


_BEFORE_A_CLOCK = ("since", "from", "at", "till", "til", "until", "to", "by", "around", "about")
_ENDED_AT = frozenset({*_BEFORE_A_CLOCK, "ended", "end", "started", "start", "began"})


def _refuse_no_severity(words: list[str], last: str) -> None:
    """Raise BadInput for last words that are no severity: `not mild`, `dose 3`, `0`; for `by`."""
    if words[1:] and words[0].lower() in _BY and words[1].isalpha():
        raise BadInput(
            f"'{escape_invisible(words[0])}' does not say when it was.",
            "Type when it began, as in: 9pm, or since 9pm.",
        )
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
        line = words if name == "mood" else ["mood", *words]
        raise BadInput(f"'{escape_invisible(' '.join(words))}' is a rating.", Offer("Type", [line]))


def _refuse_reading(words: list[str]) -> None:
    """Raise BadInput for readings: `128/82`, `spo2 85`."""
    from ketalog.clauses.line import read as read_line
    from ketalog.clauses.readings import READINGS

    try:
        parts = read_line(words, READINGS, {}).parts
    except BadInput:  # 3/10 is none
        return
    for part in parts.values():
        raise BadInput(
            f"'{escape_invisible(part.phrase)}' is a reading.",
            Offer("Type", [["vitals", *part.phrase.split()]]),
        )


# Several at once


def several(text: str) -> list[str]:
    """Return the known side effects that are said in one: "dizziness and nausea mild"."""
    name, _, severity = text.lower().rpartition(" ")
    is_plain = severity in SEVERITIES and name in EFFECTS  # known without each wording's key
    if is_plain or find_effect(text):
        return []
    if " with " in text and all(map(is_known, text.split(" with "))):  # tired with nausea
        text = text.replace(" with ", " and ")
    if not ({"and", "n", "plus", "then"} & set(text.split()) or set(text) & set(",;&+/")):
        # fell unconscious: danger is saved in whatever words it comes
        beside = known_side_by_side(text.split())
        return [] if beside and danger_in(text) else beside
    text = re.sub(_ONE_THING, "", text)
    found = re.split(r" (?:and then|and|n|plus|then) |[,;&+/]", f" {text} ")
    parts = [part.strip() for part in found if part.strip()]
    known = [part for part in parts if is_known(part) or known_so_much(part.split())]
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


# What is not sure


def _refuse_unsure(words: list[str], *otherwise: str) -> None:
    """Raise Slip and TwoReadings for words unsure of a side effect, or of how bad it was.

    `otherwise` is what keeps them as they are. Words of danger are never asked about: they are
    saved as they are, and answered at once.
    """
    text = " ".join(words)
    rest, named = without_doubt(words), known_so_much(words)
    if not (rest or named) or danger_in(text):
        return
    if rest:
        problem = f"'{escape_invisible(text)}' is not sure."
        raise Slip([(text, " ".join(rest))], *otherwise, problem=problem)
    name = " ".join(named or ())
    ways = [(f"{name} moderate", "moderate"), (f"{name} severe", "severe"), (name, "neither")]
    meanings = [Meaning(typed, said) for typed, said in ways]
    raise TwoReadings(text, "can be moderate or severe", *meanings)


# Names of one's own


class OddNumber(BadInput):
    """A name of one's own with a number that nothing reads: 3 nightmares."""


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
        raise OddNumber(
            f"'{shown}' has a number in it that can't be read.",
            "Type it with spaces, as in: ketalog effect nausea 7pm.",
        )
    if known := list(dict.fromkeys(says_more(name))):
        raise BadInput(
            f"'{shown}' says more than a side effect and how bad it was.",
            f"Type each, with one severity: ketalog effect {known[0]} mild.",
        )
    if slips := slips_in_effect(words):
        raise Slip(slips, "--own")


def meant_by(name: str) -> str | None:
    """Return the known wording that a name of one's own may have meant: "waves of nausea"."""
    from ketalog.clauses.spelling import NO_SLIPS

    if name in EFFECTS or name.lower() in NO_SLIPS:
        return None
    within = _known_within(name)
    meant = within or nearest(name, BY_WORD)
    is_far = not meant or (meant[0] != name[0].lower() and not within)
    return None if is_far or danger_in(meant or "") != danger_in(name) else meant


def _known_within(name: str) -> str:
    """Return the known side effect in a name of one's own: "waves of nausea", "tired all day"."""
    words = name.lower().split()
    ends = [" ".join(words[n:]) for n in range(1, len(words))]
    starts = [" ".join(words[:n]) for n in range(1, len(words)) if words[n] in NO_NAMES]
    return next((phrase for phrase in (*ends, *starts) if phrase in BY_WORD), "")


def is_known(text: str) -> bool:
    """Tell whether a text names a side effect that ketalog knows."""
    try:
        return find_effect(read_effect([text])[0]) is not None
    except BadInput:
        return False
