"""Words that are one or two letters from one that is known, as tired fingers type them.

Nothing is mended here without a question: what comes of it is shown whole, and asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.clauses.amounts import FORMS
from ketalog.clauses.table import TABLE, TIMES
from ketalog.clauses.words import MARKS
from ketalog.domain.calendar import MONTHS, WEEKDAYS
from ketalog.domain.clinic_input import WHERE
from ketalog.domain.effects import BY_WORD, NONE_WORDS, find_effect, severity_words
from ketalog.domain.routes import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_SHORTEST, _LONG = 4, 9
"""Letters of a known word from which on one letter may be wrong in it, and two."""
_SURE = 6
"""Letters from which on a near word of the grammar is rather a slip than a word of one's own."""
_TIME_WORDS = frozenset(
    {"today", "yesterday", "tonight", "last", "this", "noon", "midnight", "morning", "afternoon"}
    | {"evening", "night", "ago", "now", "about", "around", "since", "from", "half", "minutes"}
    | {"minute", "mins", "hour", "hours", "days", "week", "weeks"}
    | {name.lower() for name in (*WEEKDAYS, *MONTHS)}
)
_LETTERS = re.compile(r"[^\W\d_]+")


def distance(typed: str, known: str, most: int) -> int:
    """Return how many letters are wrong, missing, too many or swapped; no more than `most` + 1."""
    if abs(len(typed) - len(known)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(known) + 1))
    for i, letter in enumerate(typed, start=1):
        above, row = row, [i]
        for j, other in enumerate(known, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and (letter, typed[i - 2]) == (known[j - 2], other):
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = above
    return min(row[-1], most + 1)


def near(typed: str, known: Iterable[str]) -> list[str]:
    """Return the known words that are nearest to what was typed, if they are near at all.

    Of several as near, those that begin with the same letter are meant. A key that was held too
    long (`mooood`) is two letters at most.
    """
    word = re.sub(r"(.)\1{2,}", r"\1\1", typed.lower())
    found: dict[str, int] = {}
    for name in known:
        if f"un{word}" == name or f"un{name}" == word:  # bearable is no slip of its contrary
            continue
        most = 0 if len(name) < _SHORTEST else 1 if len(name) < _LONG else 2
        far = distance(word, name, most) if most else 1
        is_mixed = len(name) > 2 and word[:1] == name[0] and sorted(word) == sorted(name)
        if far > most and is_mixed:
            far = most  # naseua, nwo: its letters, mixed
        if far <= most:
            found[name] = far
    nearest = [name for name, far in found.items() if far == min(found.values())]
    same_start = [name for name in nearest if name[0] == word[:1]]
    return same_start or nearest


def words_of(command: str, clauses: Sequence[str]) -> frozenset[str]:
    """Return the words that a command reads by these clauses."""
    texts = [text for name in clauses for text in (*TABLE[name].keywords, *TABLE[name].shapes)]
    if "route" in clauses:
        texts += BY_NAME
    if "amount" in clauses:
        texts += [*FORMS, "milligram", "milligrams"]
    if command == "session":
        texts += WHERE
    if command == "effect":
        texts += [*severity_words(), *NONE_WORDS]
    words = {word for text in texts for word in _LETTERS.findall(text.lower())}
    return frozenset(words | (frozenset() if TIMES.isdisjoint(clauses) else _TIME_WORDS))


def mended(typed: Sequence[str], known: Collection[str]) -> list[str]:
    """Return what was typed with the near words among the known ones in place of others.

    So with a letter in a number, and with the unit behind one: `1oomg`, `100mh`, `9om`.
    """
    return [
        _LETTERS.sub(lambda found: _mended(found[0], known), _NUMBERED.sub(_with_unit, text))
        for text in typed
    ]


_NUMBERED = re.compile(r"(?<![^\W_])(?=[oOlI]*[0-9])([0-9oOlI.,:]+) ?([A-Za-z]{2,3})(?![^\W_])")
_UNITS = {
    **dict.fromkeys(("mg", "mh", "ng", "mf", "nmg", "mgg", "mmg", "mgh"), "mg"),
    **dict.fromkeys(("pm", "om", "pn", "pk", "lm", "ppm", "pmm"), "pm"),
    **dict.fromkeys(("am", "sm", "an", "qm", "aam", "amm"), "am"),
    **dict.fromkeys(("min", "mim", "nin", "mni"), "min"),
}
"""Units as they are typed beside their keys."""


def _with_unit(found: re.Match[str]) -> str:
    unit = _UNITS.get(found[2].lower())
    number = found[1].translate(str.maketrans("oOlI", "0011"))
    return f"{number}{unit}" if unit else found[0]


NO_SLIPS = frozenset(
    {
        "worse",
        "none",
        "lasted",
        "feast",
        "sam",
        "drink",
        "drinks",
        "crying",
        "cried",
        "sleep",
        "fear",
        "swelling",
        "gone",
    }
    | {"for", "from", "our", "your", "his", "here", "there", "some", "most", "must", "very", "ever"}
    | {"were", "will", "came", "told", "tell", "good", "food", "mind", "part", "past", "soon"}
    | {"still", "right", "might", "light", "show", "short", "time", "trip", "water", "mother"}
    | {"help", "head", "hope", "hot", "cold", "ill", "weak", "sleepy", "wish", "lots", "swallow"}
    | {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
    | {"manic", "height", "all", "see", "sees", "seen", "ketamine", "arketamine"}
)
"""Common words that say another thing than those they are near to: worst, nose, drunk, craving."""


def _mended(word: str, known: Collection[str]) -> str:
    as_known = {word.lower(), f"{word.lower()}s"}  # one troche is no slip of troches
    if not as_known.isdisjoint(known) or word.lower() in NO_SLIPS:
        return word
    nearest = near(word, known)
    return nearest[0] if len(nearest) == 1 else word


def near_effect(name: str) -> str | None:
    """Return the wording of a side effect that a name is nearly, or None: it is one's own word."""
    if find_effect(name) or name.lower() in NO_SLIPS:
        return None
    if nearest := near(name, BY_WORD):
        return nearest[0]
    words = {word for wording in BY_WORD for word in wording.split()}
    (slip,) = mended([name], words)
    return slip if slip != name and find_effect(slip) else None


def near_grammar(words: Sequence[str], known: Collection[str]) -> list[str]:
    """Return the words of one's own side effect with a slip in a time or a severity mended.

    "mind racing" is no "mild racing": only long words, or letters that changed places, are slips.
    """
    return [_slip(word, known) for word in words]


def _slip(word: str, known: Collection[str]) -> str:
    meant = _mended(word.lower(), known)
    if meant == word.lower():
        return word
    is_swap = sorted(meant) == sorted(word.lower())
    return meant if len(meant) >= _SURE or is_swap else word


def slips_in_effect(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return what is nearly a word that ketalog knows in the name of one's own side effect."""
    known = words_of("effect", ("at", "for"))
    severities = frozenset(word for text in severity_words() for word in text.split())
    meant = mended(words, known)
    if slip := _near_name(meant, severities):
        meant = slip
    elif not find_effect(_name_of(meant, severities)):
        meant = near_grammar(words, known)
    changed = zip(words, meant, strict=False)
    if len(meant) != len(words):
        return [(" ".join(words), " ".join(meant))]
    return [(word, other) for word, other in changed if word.lower() != other.lower()]


def _name_of(words: Sequence[str], severities: Collection[str]) -> str:
    return " ".join(word for word in words if word.lower() not in severities)


def _near_name(words: Sequence[str], severities: Collection[str]) -> list[str] | None:
    """Return the words with the name that is nearly a known one as that, or None."""
    name = _name_of(words, severities)
    nearest = near_effect(name) if name else None
    if nearest is None:
        return None
    mended_name = nearest.split()
    places = [n for n, word in enumerate(words) if word.lower() not in severities]
    if len(mended_name) == len(places):
        other = dict(zip(places, mended_name, strict=True))
        return [other.get(n, word) for n, word in enumerate(words)]
    rest = [word for word in words if word.lower() in severities]
    return [*mended_name, *rest]


def mended_line(
    line: Sequence[str],
    flags: Collection[str],
    clauses: Sequence[str] | None,
    *,
    effects: bool = False,
) -> list[str]:
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
        elif text.strip(MARKS).lower() in _TEXTS or text == "--":
            return [*out, text, *typed[at:]]
        elif out[-1].lower() in {"with", "w/", "w"}:  # a person: with sam is not with same
            out.append(text)
        else:
            out += mended([text], known)
    return out


def _effect_words() -> frozenset[str]:
    return frozenset(word for wording in BY_WORD for word in wording.split())


_TEXTS = frozenset({"note", "intention"})
"""What follows these words is left as typed, as are the values of options that aren't clauses."""
