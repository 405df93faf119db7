"""What was typed as words: numbers apart from letters, as phones and tired hands write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.amounts import PIECES
from ketalog.domain.calendar import MONTHS, WEEKDAYS
from ketalog.domain.routes import BY_NAME
from ketalog.domain.text import escape_invisible
from ketalog.domain.values import Value
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    Found = tuple[int, Any] | None
    """How many words a clause has, and what they mean."""
    Reader = Callable[["Sequence[Word]", int], Found]


class Word(Value, frozen=True):
    """A word as it is compared: in lower case, a number apart from the letters that stick to it.

    `piece` is the place of what was typed between two spaces; `glued` tells that no space stands
    before this word of it; `typed` has its letters as they were typed.
    """

    text: str
    piece: int
    glued: bool = False
    typed: str = ""


class Meaning(Value, frozen=True):
    """One of two things that can be meant: how it is typed so that only this is, and said."""

    typed: str
    said: str


class TwoReadings(BadInput):
    """Words that can be meant in two ways. `phrase` is what was typed of them."""

    def __init__(self, phrase: str, problem: str, *meanings: Meaning) -> None:
        ways = " or ".join(f"'{meaning.typed}' for {meaning.said}" for meaning in meanings)
        super().__init__(f"'{escape_invisible(phrase)}' {problem}.", f"Type {ways}.")
        self.phrase = phrase
        self.problem = problem
        self.meanings = meanings


class Slip(BadInput):
    """Words that are nearly others that ketalog knows: each as typed and as meant.

    `otherwise` is what is typed behind the line if it is right as it stands.
    """

    def __init__(
        self, slips: Sequence[tuple[str, str]], *otherwise: str, problem: str | None = None
    ) -> None:
        told = (f"'{escape_invisible(typed)}' is nearly '{meant}'" for typed, meant in slips)
        super().__init__(problem or f"{', '.join(told)}.")
        self.slips = tuple(slips)
        self.otherwise = otherwise


# Words

_SIGNS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
    **dict.fromkeys("\u201c\u201d\u201e\xab\xbb\u2022\u2026", " "),
    **dict.fromkeys("\xd7\u2715\u2716", "x"),
    **dict.fromkeys("\u2018\u2019\u02bc\xb4`", "'"),
    **{chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)},  # as wide as a CJK character
    **dict.fromkeys("\u2248\u223c\xb1", "~"),
    "\xbd": " 1/2",
    "\xbc": " 1/4",
    "\xbe": " 3/4",
    "\u2044": "/",
    "\u2192": " -> ",
    **dict.fromkeys("\u200b\ufeff\xad\u200e\u200f\u2060", ""),
}
"""What phones make of what is typed."""
_IN_SHORT = {"tonite": "tonight", "nite": "night", "midday": "noon", "arvo": "afternoon"}
_IN_SHORT |= {"eve": "evening", "wk": "week", "wks": "weeks", "b4": "before"}
_IN_SHORT |= dict.fromkeys(("tmrw", "tmr", "tmw", "tomoz", "tomo"), "tomorrow")
_IN_SHORT |= dict.fromkeys(("yest", "yday", "ystd"), "yesterday")
_IN_SHORT |= {"gestern": "yesterday", "heute": "today", "uhr": "o'clock"}
_IN_SHORT |= {"montag": "monday", "dienstag": "tuesday", "mittwoch": "wednesday"}
_IN_SHORT |= {"donnerstag": "thursday", "freitag": "friday", "samstag": "saturday"}
_IN_SHORT |= {"sonntag": "sunday"}
"""Days as phones and tired hands shorten them, and as German speakers say them."""
_LONG_DASHES = frozenset("\u2013\u2014")
"""Before a number they are a minus, else they only part words: –hold, 100mg–sublingual."""
_PARTED = frozenset({"@", "at", "about", "around", "on"})
"""What a number may stick to that it is no part of: at7pm."""
DIGITS = frozenset("0123456789")
_IN_NUMBERS = frozenset("0123456789.,:/")
_ALONE = frozenset("=~()@&+?%")
MG = frozenset({"mg", "mgs", "milligram", "milligrams", "milligramme", "milligrammes"})
PERCENT = frozenset({"%", "percent", "pct"})
LATE_HOURS = frozenset(map(str, range(13, 24)))
"""Hours that only a clock has: 15h."""
PARTS_OF_A_DAY = ("morning", "afternoon", "evening", "night")


def cut(typed: Iterable[str]) -> list[Word]:
    """Return what was typed as words."""
    words: list[Word] = []
    pieces = pieces_of(typed)
    for place, typed_piece in enumerate(pieces):
        around = pieces[place - 1 : place] + pieces[place + 1 : place + 2]
        piece = typed_piece if typed_piece.isascii() else _with_short_dash(typed_piece, around)
        text = piece.lower()
        if text.rstrip(".") == "m" and _is_half_of_a_day(words):  # at seven p m, as it is dictated
            words[-1] = Word(f"{words[-1].text}m", place)
        elif text[-1:] == "." and _is_date(text, *pieces[place + 1 : place + 3]):
            words.append(Word(text, place))
        elif text not in _IN_SHORT and not (text.isalpha() and text.isascii()):
            _cut(piece, place, words)
        else:
            in_full = "and" if text == "n" else _IN_SHORT.get(text, text)  # n/a is no and
            words.append(Word(in_full, place, typed=piece))
    return words


def _is_half_of_a_day(words: Sequence[Word]) -> bool:
    """Tell whether `p` or `a` ends some words, behind an hour."""
    hour = text_at(words, len(words) - 2)
    return text_at(words, len(words) - 1) in {"a", "p"} and (hour[:1] in DIGITS or hour in _SMALL)


def _with_short_dash(piece: str, around: Sequence[str]) -> str:
    """Return `mon-fri`, of days that a phone joins by a long dash; another piece as it is."""
    for dash in _LONG_DASHES:
        days = around if piece == dash else piece.split(dash)
        if len(days) == 2 and all(weekday(day.lower().rstrip(",;.")) is not None for day in days):
            return piece.replace(dash, "-")
    return piece


def weekday(text: str) -> int | None:
    """Return which day of the week a word is, from Monday on: mo, mon, mondays; None for none."""
    if text in _WEEKDAYS:
        return _WEEKDAYS.index(text)
    name = text.removesuffix("s") if len(text) > 3 else text
    found = [n for n, day in enumerate(_WEEKDAYS) if len(name) > 1 and day.startswith(name)]
    return found[0] if len(found) == 1 and name.isalpha() else None


_WEEKDAYS = tuple(name.lower() for name in WEEKDAYS)


def _is_date(text: str, behind: str = "", unit: str = "") -> bool:
    """Tell `20.11.`, and `3.12.` before a time, from a number at the end of a sentence."""
    if unit.lower().strip(".,") in {"uhr", "h"}:  # 4.12. 15 Uhr
        behind = f"{behind}h"
    day, _, month = text[:-1].partition(".")
    if not (
        day.isdecimal() and month.isdecimal() and 1 <= int(day) <= 31 and 1 <= int(month) <= 12
    ):
        return False
    hour = behind.lower().rstrip("apm.h")
    is_time = hour[:2].rstrip(":.h").isdecimal() and (hour != behind or not hour.isdecimal())
    return int(day) > 12 or is_time


MARKS = ".,;:!=*-\u2010\u2011\u2012\u2013\u2014'\"\u2018\u2019\u201c\u201d\u201e\xab\xbb"
"""Marks that a phone, or a tired hand, sets around a word."""


def marks_apart(pieces: Sequence[str]) -> tuple[list[str], frozenset[int]]:
    """Return pieces with one for what stands behind a mark of no number: `Sarah,2pm`, `Fri:Flu`.

    Also the places of those behind which no space was typed.
    """
    parted: list[str] = []
    glued: list[int] = []
    for piece in pieces:
        parts = _marks_apart(piece).split()
        glued += range(len(parted), len(parted) + len(parts) - 1)
        parted += parts
    return parted, frozenset(glued)


def _marks_apart(piece: str) -> str:
    if piece[1:2] == "/" and piece[0] in "wW" and piece.lower() != "w/o":  # w/Tom
        piece = f"with {piece[2:]}"
    if _PARTING.isdisjoint(piece):
        return piece
    parts = []
    for n, char in enumerate(piece):
        before, behind = piece[n - 1 : n] if n else "", piece[n + 1 : n + 2]
        is_between = behind.isalnum() and not (before in DIGITS and behind in DIGITS)
        if char == "@" and before.isalnum():
            parts.append(" @")
        elif (before.isalnum() or (before and before in _ENDS)) and (
            char in _CLOSING or (char in ",;" and is_between)
        ):
            parts.append(f"{char} ")
        elif char == ":" and before.isalpha() and behind.isalpha():
            parts.append(": ")
        else:
            parts.append(char)
    return "".join(parts)


_CLOSING = frozenset("\u201c\u201d\xbb")
"""Quotes that close a name: nothing behind one belongs to it."""
_ENDS = frozenset(".,;)!") | _CLOSING
"""Marks at the end of a word: behind them a comma is that of a line, too, as in `Dr R.,2pm`."""
_PARTING = frozenset(",;:@") | _CLOSING


def pieces_of(typed: Iterable[str]) -> list[str]:
    """Return what was typed, cut at its spaces."""
    return [piece for text in typed for piece in text.split()]


def _cut(text: str, place: int, words: list[Word]) -> None:
    if not text.isascii():
        text = "".join(
            ("-" if text[n + 1 : n + 2] in DIGITS and text[n + 1 :] else " ")
            if char in _LONG_DASHES
            else _SIGNS.get(char, char)
            for n, char in enumerate(text)
        )
    text = text.replace("->", " -> ").replace("=>", " -> ")  # 3->6
    text = text.replace("+/-", "~").replace("+-", "~")
    for part in "".join(_spaced(text)).split():
        part = part.rstrip(".,;!")  # noqa: PLW2901
        if part[1:2] not in DIGITS or part[:1] != ",":  # ,5 may be 0.5: nothing reads it
            part = part.lstrip(",;")  # noqa: PLW2901
        bare = part.lstrip("-")
        if bare != part and bare[:1].isalpha():
            part = bare  # noqa: PLW2901 (–hold, as a phone makes it of --hold)
        part = part.strip("'")  # noqa: PLW2901 (quotes of a phone around a word)
        if not part:
            continue
        if part[4:5] == "-" and part[:4].isdecimal():  # a date in ISO form stays whole
            words.append(Word(part.lower(), place))
            continue
        day, _, month = part.partition("-")
        if day.isdecimal() and month[:3].isalpha() and month[3:4] == "-":  # 20-nov-2026
            part = part.replace("-", "")  # noqa: PLW2901
        start, glued = 0, False
        for end in range(1, len(part) + 1):
            if end < len(part) and _kind(part, end) == _kind(part, end - 1) != "alone":
                continue
            glued = _add(part[start:end], place, words, glued=glued)
            start = end


def _spaced(text: str) -> Iterator[str]:
    """Yield the text with spaces for commas and slashes that are in no number."""
    for n, char in enumerate(text):
        between = text[n - 1 : n] in DIGITS and text[n + 1 : n + 2] in DIGITS
        is_end = (
            char == "." and n > 1 and text[n - 2 : n].isalpha() and text[n + 1 : n + 3].isalpha()
        )
        is_end = is_end and len(text) > n + 2  # sublingual.Mood 4, not S.L.
        is_sign = char == "|" or (char in ",;/" and 0 < n < len(text) - 1 and not between)
        yield " " if is_end or is_sign else char


def _kind(text: str, at: int) -> str:
    char = text[at]
    if char in _ALONE:
        return "alone"
    if char in DIGITS or (char in "-+" and at == 0 and text[1:2] in DIGITS and text[1:2]):
        return "number"
    if char in _IN_NUMBERS and at and text[at - 1] in DIGITS:
        return "number"
    if char in _IN_NUMBERS and text[at + 1 : at + 2] in DIGITS and text[at + 1 : at + 2]:
        begins = at == 0 or text[at - 1] in _IN_NUMBERS or text[at - 1] in "xX*"  # 2x.5
        return "number" if begins else "alone"
    return "letters"


def _add(text: str, place: int, words: list[Word], *, glued: bool) -> bool:
    """Add a stretch of one kind; tell whether what follows it is glued to it."""
    number = text[-1:] in DIGITS or text[:1] in DIGITS
    if number and text[:1] == ".":
        text = f"0{text}"
    text = text.rstrip(".,:").lstrip(":") if number else text.strip(":,;")
    if not number and text[-1:] == "-" and text != "-":  # 7pm-9pm, mood-6
        _add(text[:-1], place, words, glued=glued)
        text, glued = "-", True
    if text.lower() == "i.n":  # without its marks it would be the word "in"
        text = "nasal"
    if not number and "." in text and all(len(each) <= 1 for each in text.split(".")):
        text = text.replace(".", "")  # S.L., p.m.
    if not text:
        return False
    if glued and number and words[-1].text in _PARTED:
        glued = False
    typed, text = text, text.lower()
    rest = text.removeprefix("mg")
    if glued and rest != text and (rest in BY_NAME or rest in {"x", "sub"}):
        words += [Word("mg", place, glued=True), Word(rest, place, glued=True)]
    else:
        words.append(Word(_IN_SHORT.get(text, text), place, glued, typed))
    return True


def joined(words: Sequence[Word]) -> str:
    """Return words as one text, with the spaces that were typed."""
    return "".join(word.text if word.glued else f" {word.text}" for word in words).strip()


def as_typed(words: Sequence[Word]) -> str:
    """Return the same with each letter as it was typed."""
    return "".join(
        (word.typed or word.text) if word.glued else f" {word.typed or word.text}" for word in words
    ).strip()


def text_at(words: Sequence[Word], at: int) -> str:
    """Return the word at a place, or nothing beyond the ends."""
    return words[at].text if 0 <= at < len(words) else ""


# Numbers

COUNTS = {
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
}
_SMALL = {
    **{word: int(number) for word, number in COUNTS.items()},
    **dict(
        zip(("eleven", "twelve", "thirteen", "fourteen", "fifteen"), range(11, 16), strict=True)
    ),
    **dict(zip(("sixteen", "seventeen", "eighteen", "nineteen"), range(16, 20), strict=True)),
}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_NTH = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
MONTH_NAMES = frozenset({"sept"} | {name[:n].lower() for name in MONTHS for n in (3, len(name))})
ORDINALS = {name: f"{n}th" for n, name in enumerate(_NTH, start=1)}
ORDINALS |= {f"twenty-{name}": f"{20 + n}th" for n, name in enumerate(_NTH[:9], start=1)}
ORDINALS |= {"thirtieth": "30th", "thirty-first": "31th"}
"""Days of a month as they are spoken, as the grammar of times reads them."""
NUMBER_WORDS = frozenset({*_SMALL, *_TENS, "hundred", "couple"})
"""What a number in words begins with."""
_QUARTERS = frozenset({"quarter", "quarters"})
_FRACTIONS = {"1/2": "0.5", "1/4": "0.25", "3/4": "0.75", "half": "0.5", "quarter": "0.25"}
TO = frozenset({"-", "to", "till", "til", "until", "through", "thru"})
"""Words between the two ends of a span."""
ABOUT = frozenset({"about", "around", "approx", "approximately", "roughly", "~", "circa", "ca"})
"""Words before an amount or a time that is an estimate."""
BINDS = frozenset(
    {"than", "since", "until", "till", "til", "before", "after", "from", "because", "when", "while"}
    | {"like", "for", "as", "on", "by"}
)
"""Words that bind what stands behind them to those before: better than yesterday."""
OF_A_TIME = frozenset(
    {"ago", "almost", "approx", "days", "earlier", "few", "gone", "less", "long", "more", "nearly"}
    | {"not", "over", "sharp", "than", "today", "under", "week", "weeks", "while", "yesterday"}
    | {"a", "about", "after", "afternoon", "am", "an", "and", "around", "at", "b4"}
    | {"bed", "bedtime", "before", "between", "bit", "breakfast", "by", "day"}
    | {"dinner", "dinnertime", "during", "early", "eating", "evening", "half", "hour"}
    | {"hours", "hr", "hrs", "in", "just", "last", "late", "later", "little", "lunch"}
    | {"lunchtime", "meal", "mid", "min", "mins", "minutes", "morning", "my", "night"}
    | {"noon", "of", "on", "other", "past", "pm", "quarter", "right", "same"}
    | {"shortly", "sleep", "some", "sometime", "soon", "straight", "supper", "tea"}
    | {"teatime", "that", "the", "this", "time", "tiny", "to", "towards", "wake"}
    | {"waking", "weekend", "work"}
    | {day[:n].lower() for day in WEEKDAYS for n in (3, len(day))}
)
"""Words that say when something was, and no more."""
BESIDE_A_TIME = frozenset(
    {
        "a",
        "about",
        "an",
        "and",
        "at",
        "day",
        "days",
        "in",
        "last",
        "less",
        "more",
        "my",
        "not",
        "of",
    }
    | {"on", "over", "same", "some", "than", "that", "the", "this", "to", "under", "week", "weeks"}
    | {"min", "mins", "minutes", "h", "hr", "hrs", "hour", "hours", "almost", "nearly", "long"}
)
"""Of these, those that say it only beside another: day 3, 3 of 6, over 40 min."""
CORRECTIONS = frozenset({"no", "wait", "sorry", "oops", "actually", "correction", "meant"})
"""Words by which somebody takes back what they have just said."""


def _is_number(text: str) -> bool:
    is_date = text.count(".") > 1
    return text[:1] in DIGITS and bool(text) and not is_date and not text.strip("0123456789.,")


def shapes_of(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return phrases as their words, the longest first."""
    return tuple(sorted((tuple(phrase.split()) for phrase in phrases), key=len, reverse=True))


def length_of(shapes: Iterable[tuple[str, ...]], words: Sequence[Word], at: int) -> int:
    """Return how many words from `at` on are the first of some shapes that fits; 0 if none does."""
    text = words[at].text if at < len(words) else ""
    for shape in shapes:
        if shape[0] == text and tuple(word.text for word in words[at : at + len(shape)]) == shape:
            return len(shape)
    return 0


FILLERS = ABOUT | {"=", "-", "for", "of", "is", "was"}
"""Words between a keyword and its value that say nothing."""


def number_at(words: Sequence[Word], at: int) -> tuple[int, str, bool] | None:
    """Return a number: its words, its text, and whether it was written in digits alone."""
    text = text_at(words, at)
    is_number = _is_number(text) or (text[:1] in {"-", "+"} and _is_number(text[1:]))
    if is_number and text_at(words, at + 1) not in _QUARTERS:
        n, part = and_a_part(words, at + 1) if text.isdecimal() else (0, "")
        return n + 1, text + part, not n
    if fraction := _fraction(words, at):
        n, part = fraction
        n += text_at(words, at + n) == "of"
        n += text_at(words, at + n) in {"a", "an", "the"}
        return n, part, False
    if spelled := _spelled(words, at):
        n, number = spelled
        behind, part = and_a_part(words, at + n)
        return n + behind, f"{number}{part}", False
    if text in _ONE_OR_BOTH and text_at(words, at + 1).rstrip("s") in {*PIECES, "unit"}:
        return 1, _ONE_OR_BOTH[text], False
    couple = at + (text == "a")
    if text_at(words, couple) == "couple":  # a couple of hours
        return couple + 1 + (text_at(words, couple + 1) == "of") - at, "2", False
    return None


_ONE_OR_BOTH = {"a": "1", "an": "1", "both": "2"}


def is_of_a_clock(words: Sequence[Word], at: int) -> bool:
    """Tell whether a number is the first of `6-7pm`."""
    return text_at(words, at + 1) in {"-", "to", "or"} and text_at(words, at + 3) in {"am", "pm"}


def whole_at(words: Sequence[Word], at: int) -> tuple[int, str] | None:
    """Return a whole number: its words, and its text."""
    found = number_at(words, at)
    return found[:2] if found and found[1].isdecimal() else None


def _fraction(words: Sequence[Word], at: int) -> tuple[int, str] | None:
    """Read `1/2`, `half`, `a quarter`, `three quarters`: how many words, and the part."""
    first, second = text_at(words, at), text_at(words, at + 1)
    if first in {"three", "3"} and second in _QUARTERS:
        return 2, "0.75"
    if first in {"a", "an", "one"} and second in {"half", "quarter"}:
        return 2, _FRACTIONS[second]
    return (1, _FRACTIONS[first]) if first in _FRACTIONS else None


def and_a_part(words: Sequence[Word], at: int) -> tuple[int, str]:
    """Return how many words `and a half`, `1/2` have behind a number, and the part: ".5"."""
    has_and = text_at(words, at) in {"and", "&"}
    fraction = _fraction(words, at + has_and)
    if fraction is None or not (has_and or "/" in text_at(words, at)):
        return 0, ""
    if text_at(words, at + has_and + fraction[0]) in {"past", "to"}:
        return 0, ""  # 2 and quarter past 7
    return fraction[0] + has_and, fraction[1][1:]


def _spelled(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Read `six`, `twenty five`, `a hundred and fifty`: how many words, and the number."""
    first, n, number = text_at(words, at), 0, 0
    if first.endswith("-hundred") and 0 < _SMALL.get(first.partition("-")[0], 0) < 10:
        return 1, 100 * _SMALL[first.partition("-")[0]]
    if text_at(words, at + 1) == "hundred" and (first == "a" or 0 < _SMALL.get(first, 0) < 10):
        n, number = 2, 100 * _SMALL.get(first, 1)
    elif first == "hundred":
        n, number = 1, 100
    rest = at + n + (n > 0 and text_at(words, at + n) == "and")
    text, following = text_at(words, rest), text_at(words, rest + 1)
    for tens in (text, text.partition("-")[0]):
        if tens in _TENS:
            unit = text.partition("-")[2] or following
            is_unit = 0 < _SMALL.get(unit, 0) < 10
            return rest + 1 + (is_unit and unit == following) - at, (
                number + _TENS[tens] + (_SMALL[unit] if is_unit else 0)
            )
    if text in _SMALL:
        return rest + 1 - at, number + _SMALL[text]
    return (n, number) if n else None


LENGTH_WORDS = frozenset(
    {"m", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours", "d", "day"}
    | {"days", "and", "a", "an", "half"}
)
"""Of lengths of time, beside their numbers."""
OTHER_UNITS = (LENGTH_WORDS | {"kg", "%", "bpm"}) - {"and", "a", "an", "half"}
"""Units that are none of mg."""
