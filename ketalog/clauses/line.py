"""A line that was typed, read by the table of clauses: what it says, and what nothing reads.

Words and options go through the same readers. What can be meant in two ways is never chosen here
(`TwoReadings`), and what can't be read is named beside what was read (`Read.unread`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ketalog.clauses import measures
from ketalog.clauses.names import LEADS, ends, goes_on, plain_name
from ketalog.clauses.table import TABLE, TIMES
from ketalog.clauses.texts import without_remark, without_texts
from ketalog.clauses.words import (
    ABOUT,
    CORRECTIONS,
    MG,
    MONTH_NAMES,
    OTHER_UNITS,
    PARTS_OF_A_DAY,
    TO,
    Meaning,
    TwoReadings,
    Word,
    as_typed,
    cut,
    is_of_a_clock,
    joined,
    marks_apart,
    pieces_of,
    text_at,
)
from ketalog.domain.entries import RATED_AS
from ketalog.domain.text import escape_invisible
from ketalog.domain.values import Value
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence


class Part(Value, frozen=True):
    """A clause that was said: what it means, and what was typed for it."""

    value: Any
    phrase: str
    span: range = range(0)
    """Which of the words it is, if it is of words."""


class Read(Value, frozen=True):
    """What was read of a line by the clauses' names, the patient's own words, and the rest."""

    parts: dict[str, Part]
    texts: dict[str, str]
    unread: tuple[str, ...]

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return what a clause means, or `otherwise` if it was not said."""
        part = self.parts.get(name)
        return otherwise if part is None else part.value


_AROUND = r"^(?:[ ,;]|[:\u2013\u2014-]+ )+|(?: [:\u2013\u2014-]+|[ ,;])+$"
"""Marks between free words and the clauses around them; those of a word stay: `:)`."""
BETWEEN = frozenset(
    {"and", "&", "with", "i", "took", "my", "+", ",", "a", "of", "the", "then", "dose", "just"}
    | {"please", "(", ")", "-", "/", "is", "was", "it", "=", "taken", "used", "had", "dissolved"}
    | {"melted", "@"}
)
"""Words that say nothing of their own among clauses."""
_BEFORE_A_TIME = frozenset({"for", "of", "it", "that", "was", "at", "on", "@", *ABOUT})
"""Words that say nothing of their own before a time."""
_BELONGS = frozenset({"i", "it", "is", "was", "had", "just", "a", "the", "in", "at", "with"})
"""Of these those that belong to free words right behind them; `the dose`, to those before it."""
_MEASURED = {"sleep", "slept"} | {word for word, name in RATED_AS.items() if name != "mood"}
"""Words of which a number behind them is, and not the mood."""
_CORRECTS = CORRECTIONS | {"mean", "rather", "not", "or", "instead", "->"}
"""Words between two values of which one was not meant."""


def read(  # noqa: PLR0913 (what only some commands take)
    typed: Sequence[str],
    names: Sequence[str],
    options: Mapping[str, Any],
    *,
    score: str | None = None,
    texts: Sequence[str] = (),
    between: frozenset[str] = BETWEEN,
    edges: bool = False,
) -> Read:
    """Read the words and options of a command that takes the clauses `names`.

    A number alone is the rating `score`. `texts` are the free texts that can stand among the
    words, `between` the words that say nothing of their own. Free words that have clauses only at
    their `edges` are what is unread, as they were typed. Options are text, or what they mean.
    Raises BadInput and TwoReadings.
    """
    pieces, told = without_texts(without_remark(" ".join(pieces_of(typed))).split(), texts)
    pieces, glued = marks_apart(pieces) if names else (pieces, frozenset())
    line = _Typed(cut(pieces), pieces, names, score, between, glued)
    words = line.words
    parts: dict[str, Part] = {}
    unread: list[int] = []
    fillers: set[int] = set()
    free = _free_words(line) if edges and names else range(len(words) * edges)
    at = 0
    while at < len(words):
        if at in free:
            at = free.stop
            continue
        _refuse_two_ends(line, at)
        name, n, value = _clause_at(line, at, parts)
        before = {words[n].text for n in unread} | parts.keys() - {"sleep"}
        is_of_another = not _MEASURED.isdisjoint(before)  # anxiety 9 now 4
        if score and not is_of_another and (not name or words[at].text.endswith("/10")):
            n, value = measures.rated(score)(words, at) or (0, None)
            name = score if n else ""
        span = range(at, at + (n or 1))
        part = Part(value, line.phrase(at, span.stop), span)
        if name and _is_stray(line, parts, name, part, unread):
            unread += span
        elif name:
            _add_part(parts, name, part)
        else:
            _refuse_two_names(line, at)
            _refuse_odd_number(line, at)
            if _is_filler(line, at):
                fillers.add(at)
            else:
                unread.append(at)
        at = span.stop
    for option_name, option in options.items():
        if option is not None:
            _add_part(parts, option_name, _option(option_name, option))
    rest = _phrases(line, unread, fillers)
    if free:
        is_all = not told and len(free) == len(words)
        rest.append(" ".join(typed) if is_all else _free_text(line, free))
    return Read(parts, told, tuple(rest))


NEEDS_MORE = frozenset({"every", "each", "at", "from", "until", "in", "per", "for"})
"""Words that say nothing of their own, and at the end of a line that something is missing."""


class _Typed(Value, frozen=True):
    """A line as it was typed, and what it is read by."""

    words: list[Word]
    pieces: list[str]
    names: Sequence[str]
    score: str | None = None
    between: frozenset[str] = BETWEEN
    glued: frozenset[int] = frozenset()
    """The places of pieces behind which no space was typed."""

    def text(self, first: int, stop: int) -> str:
        """Return pieces as they were typed."""
        texts = (
            self.pieces[n] if n in self.glued else f"{self.pieces[n]} " for n in range(first, stop)
        )
        return "".join(texts).rstrip()

    def phrase(self, start: int, end: int) -> str:
        """Return what was typed for some words, as it was typed if they are whole pieces."""
        words = self.words
        first, last = words[start].piece, words[end - 1].piece
        shares_first = start > 0 and words[start - 1].piece == first
        shares_last = end < len(words) and words[end].piece == last
        if shares_first or shares_last:
            return as_typed(words[start:end])
        return self.text(first, last + 1)

    def tells_nothing(self, name: str, part: Part) -> bool:
        """Tell whether a clause is a number of which its place alone tells what it is."""
        if name == "amount":
            return bool(part.value.is_bare)
        return name == self.score and self.words[part.span.start].text[:1].isdecimal()


def _free_text(line: _Typed, free: range) -> str:
    """Return free words as they were typed, without the marks around them."""
    words, pieces = line.words, line.pieces
    first = words[free.start - 1].piece + 1 if free.start else 0
    last = words[free.stop].piece if free.stop < len(words) else len(pieces)
    text = line.text(first, last)  # a dash alone asks for the text
    return re.sub(_AROUND, "", text) or text.strip(" ,;")


def _refuse_correction(line: _Typed, parts: Mapping[str, Part], name: str, part: Part) -> None:
    """Raise TwoReadings for two values between which somebody says that one was not meant."""
    first = parts[name]
    is_next = first.span.stop == max(each.span.stop for each in parts.values())
    between = [word.text for word in line.words[first.span.stop : part.span.start]]
    if name in TIMES and "hold" in line.names and between[-1:] and between[-1] in TO:
        raise _two_ends(line, first.span.start, part.span.stop)
    is_meant = is_next or not line.tells_nothing(name, part)
    if first.value != part.value and is_meant and _CORRECTS & {*between}:
        kept = [text for text in between if text not in _CORRECTS | line.between | {"of", "than"}]
        said = [each.phrase.strip(",;") for each in (first, part)]
        if name in TIMES:
            said = [_with_half_of(*said), _with_day_of(*said)]
        raise TwoReadings(
            line.phrase(first.span.start, part.span.stop),
            "says two things",
            *(Meaning(" ".join([text, *kept]), text) for text in said),
        )


def _two_ends(line: _Typed, start: int, stop: int) -> BadInput:
    return BadInput(
        f"'{line.phrase(start, stop)}' has a start and an end.",
        "Type when it was taken, and how long it was held: 7pm, held 15 min.",
    )


def _refuse_two_ends(line: _Typed, at: int) -> None:
    """Raise BadInput for `8-9pm`, `between 8 and 9` of a dose, which has one time."""
    hour, to, end = (text_at(line.words, at + n) for n in range(3))
    is_between = text_at(line.words, at - 1) == "between" and to == "and" and end[:1].isdecimal()
    is_span = "hold" in line.names and bool(end) and (to in TO or is_between)
    is_span &= text_at(line.words, at + 3) not in OTHER_UNITS  # 2-3 hours ago
    if is_span and re.fullmatch("(?:1?[0-9]|2[0-3])(?:[:.][0-9]{2})?", hour):
        name, n, _ = _clause_at(line, at + 2)
        if name == "at" or is_between:
            raise _two_ends(line, at, at + 2 + n)


def _with_half_of(first: str, other: str) -> str:
    """Return an hour with the am or pm of the one behind it: of `at 7 or 8pm`, the first."""
    half = other[-2:].lower()
    return f"{first}{half}" if first[-1:].isdecimal() and half in {"am", "pm"} else first


def _with_day_of(first: str, other: str) -> str:
    """Return a time with the day of the one before it: of `tomorrow 9am or 10am`, the other."""
    from ketalog.times.grammar import split_clock
    from ketalog.times.words import plain_words

    (clock, _, day), (other_clock, _, other_day) = (
        split_clock(plain_words(typed)) for typed in (first, other)
    )
    return f"{day} {other}" if clock and day and other_clock and not other_day else other


def _is_stray(
    line: _Typed, parts: Mapping[str, Part], name: str, part: Part, unread: Sequence[int]
) -> bool:
    """Tell whether a number is of the word before it, which nothing reads: `mood 5 stress 7`.

    Raises TwoReadings for one of which somebody says that it is meant, or not, instead of another.
    """
    if name in parts:
        _refuse_correction(line, parts, name, part)
    if unread[-1:] != [part.span.start - 1]:
        return False
    return name in parts and line.tells_nothing(name, part)


def _is_filler(line: _Typed, at: int) -> bool:
    """Tell whether a word says nothing of its own, or is typed twice before a clause."""
    text, n = line.words[at].text, at
    while text_at(line.words, n) in _BEFORE_A_TIME:
        n += 1
    if at < n < len(line.words) and _clause_at(line, n)[0] in TIMES:
        return True  # mood for yesterday 6
    is_open = at == len(line.words) - 1 and text in NEEDS_MORE
    if text in line.between and not is_open:
        return True
    is_twice = text_at(line.words, at + 1) == text and text != "next"  # the next but one
    return text.isalpha() and is_twice and _clause_at(line, at + 1)[1] > 0


def _refuse_odd_number(line: _Typed, at: int) -> None:
    """Raise BadInput for a keyword with a number that it can't read: `hold 1.30`.

    That is no amount and no severity either, though it looks like one.
    """
    text, number = line.words[at].text, text_at(line.words, at + 1)
    if number.strip("0123456789") in {".", ","} and (number[0] + number[-1]).isdecimal():
        for name in line.names:
            if TABLE[name].value and text in TABLE[name].keywords:
                raise _bad_option(name, number)


def _refuse_two_names(line: _Typed, at: int) -> None:
    """Raise BadInput for `mood and anxiety 5 6`: whose number each is is not said."""
    first, second = line.words[at].text, text_at(line.words, at + 1)
    if RATED_AS.get(first) not in line.names:
        return
    other = at + 1 + (second in {"and", "&", "+"})
    second = text_at(line.words, other)
    if RATED_AS.get(second, RATED_AS[first]) != RATED_AS[first] and RATED_AS[second] in line.names:
        phrase = joined(line.words[at : other + 1])
        raise BadInput(
            f"'{phrase}' names two things to rate.",
            f"Type each with its number: {first} 5 {second} 6.",
        )


def _free_words(line: _Typed) -> range:
    """Return the places of the words between the clauses at the start and at the end of a line.

    What is said at the start belongs to the free words where it is said again.
    """
    words = line.words
    start, said = _clauses_from(line, 0)
    others = _Typed(words, line.pieces, [name for name in line.names if name not in said])
    for end in range(start, len(words)):
        is_piece = not end or words[end].piece != words[end - 1].piece
        if is_piece and _clauses_from(others, end)[0] == len(words):
            return range(start, end)
    return range(start, len(words))


def _clauses_from(line: _Typed, at: int) -> tuple[int, set[str]]:
    """Return where the clauses end that begin at a place, at the end of a piece, and which."""
    words, end, said = line.words, at, set()
    while at < len(words):
        name, n, _ = _clause_at(line, at)
        if not n or name in said:
            break
        at += n
        said.add(name)
        if at == len(words) or words[at].piece != words[at - 1].piece:
            end = at
    return end, said


def _clause_at(line: _Typed, at: int, said: Container[str] = ()) -> tuple[str, int, Any]:
    """Return the clause that has the most words from here on: its name, how many, its meaning.

    Of two as long, it is the one that was not said before.
    """
    best = _without_name(line, at, said)
    if best[0] == "at":
        return _with_its_hour(line, at, best)
    if best[1]:
        return best
    for name in line.names:
        if _opens_a_name(line.words[at], [name]):
            n, typed = _name_at(line, at + 1)
            return (name if n else "", n, typed)
    return best


def _with_its_hour(line: _Typed, at: int, best: tuple[str, int, Any]) -> tuple[str, int, Any]:
    """Return a day with the hour alone behind it, of a dose whose mg are said: `last night 10`."""
    words, end = line.words, at + best[1]
    hour = text_at(words, end)
    is_hour = hour.isdecimal() and 1 <= int(hour) <= 12 and "amount" in line.names
    is_hour &= all(word.text.isalpha() for word in words[at:end])  # 20 nov 9 may be the 9th
    if not is_hour or not any(word.text in MG for word in words):
        return best
    from ketalog.clauses import times

    is_hour = text_at(words, end + 1) in times.BEHIND_A_TIME and times.is_whole_day(best[2])
    longer = [*words[at:end], Word("at", words[end].piece), *words[end:]]
    found = TABLE["at"].read(longer, 0) if is_hour else None
    return ("at", found[0] - 1, found[1]) if found and found[0] > best[1] + 1 else best


def _without_name(line: _Typed, at: int, said: Container[str] = ()) -> tuple[str, int, Any]:
    """Return the same of clauses that have a shape: a name is any words."""
    words, best = line.words, ("", 0, None)
    for name in line.names:
        found: tuple[int, Any] | None
        try:
            found = TABLE[name].read(words, at)
        except TwoReadings as two:
            found = len(cut([two.phrase])), two
        text = words[at].text
        is_date = text[-1] == "." or text.count(".") == 2  # 20.11., 20.11.2026
        is_number = not text.strip("0123456789.") and not is_date
        if found and found[0] == 1 and name in TIMES and is_number:
            # 2130 and 21.30 are times if another number is the amount, in mg.
            found = found if _is_free(line, at) else None
        if found and name in TIMES and line.score and _is_of_ten(words[at + found[0] - 1].text):
            found = TABLE[name].read(words[: at + found[0] - 1], at)  # mood at 7pm 4/10
        if found and name in TIMES and line.score and is_number and not _is_rated(line, at):
            found = None if words[at + found[0] - 1].text in PARTS_OF_A_DAY else found
        if found and name == "for" and best[:2] == ("at", found[0]):
            _refuse_length_or_time(words, at, found[0])
        is_new = found and found[0] == best[1] and best[0] in said and name not in said
        if found and (found[0] > best[1] or is_new):
            best = (name, *found)
    if isinstance(best[2], TwoReadings):
        raise best[2]
    if best[0] in {"at", "day"} and best[1] == 2 and "answers" not in line.names:
        _refuse_two_dates(words, at)
    return best


def _refuse_length_or_time(words: Sequence[Word], at: int, n: int) -> None:
    """Raise TwoReadings for `1h30`, which is a length, and in some countries a time of day."""
    phrase = joined(words[at : at + n])
    hour, h, minute = phrase.partition("h")
    is_span = {text_at(words, at - 1), text_at(words, at + n)} & (TO | {"for"})  # 17h for 1h
    if h and hour.isdecimal() and (minute or "00").isdecimal() and not is_span:
        clock = f"at {hour}:{minute or '00'}"
        ways = (Meaning(f"for {phrase}", "how long"), Meaning(clock, "when it was"))
        raise TwoReadings(phrase, "can be read in two ways", *ways)


def _is_rated(line: _Typed, at: int) -> bool:
    """Tell whether another number is the rating: `4 in the evening` of a mood is no time.

    One behind a keyword is its own.
    """
    keywords = {keyword for name in line.names for keyword in TABLE[name].keywords}
    return any(
        word.text.isdecimal() and n != at and text_at(line.words, n - 1) not in keywords
        for n, word in enumerate(line.words)
    )


def _is_of_ten(text: str) -> bool:
    first, slash, ten = text.partition("/")
    return bool(slash) and ten == "10" and first.isdecimal() and int(first) <= 10


def _refuse_two_dates(words: Sequence[Word], at: int) -> None:
    """Raise TwoReadings for `6 dec 1`, which may be 6 on the 1st, or 1 on the 6th."""
    number, month, day, unit = (text_at(words, at + n) for n in range(4))
    is_number = number.isdecimal() and day.isdecimal() and int(number) <= 10 and int(day) <= 31
    if is_number and month in MONTH_NAMES and unit not in MG | OTHER_UNITS and ":" not in unit:
        ways = (number, f"{day} {month}"), (day, f"{number} {month}")
        meanings = (Meaning(" ".join(way), f"{way[0]} on {way[1]}") for way in ways)
        raise TwoReadings(joined(words[at : at + 3]), "can be two dates", *meanings)


def _opens_a_name(word: Word, names: Sequence[str]) -> bool:
    """Tell whether a name stands behind a word: `with`, `by`."""
    return any(word.text in TABLE[name].keywords for name in names if TABLE[name].value is None)


def _name_at(line: _Typed, start: int) -> tuple[int, str | None]:
    """Return how many words a name has, with its keyword, and it as it was typed."""
    words, pieces, end = line.words, line.pieces, start
    is_label = pieces[words[start - 1].piece].endswith(":")  # as an answer says it: with: …
    while end < len(words) and (end == start or not ends(pieces[words[end - 1].piece])):
        if words[end].piece != words[end - 1].piece and _without_name(line, end)[1]:
            break
        if _opens_a_name(words[end], line.names):
            break
        if end > start and not is_label and goes_on(words, end):
            break
        end += 1
    while start < end < len(words) and words[end - 1].text in LEADS:  # with Anna from 7pm
        end -= 1
    if end == start:
        return 0, None
    name = line.text(words[start].piece, words[end - 1].piece + 1)
    return end - start + 1, plain_name(name)


def before_a_clause(pieces: list[str], names: Sequence[str], *, of_text: bool = False) -> int:
    """Return how many pieces from the first on can belong to a name: up to a comma or a clause.

    `of_text` is for a note: there go words on that belong to no name (`--note i was fine then`).
    """
    whole = ["_".join(piece.split()) or "_" for piece in pieces]  # of a text, with any space in it
    line = _Typed(cut(whole), pieces, names)
    for n, word in enumerate(line.words):
        is_within = n and word.piece == line.words[n - 1].piece
        is_apart = n and not of_text and goes_on(line.words, n)
        is_next = is_apart or _opens_a_name(word, names)
        if not is_within and (is_next or _begins_a_clause(line, n)):
            return word.piece
        if ends(pieces[word.piece]):
            return word.piece + 1
    return len(pieces)


def _begins_a_clause(line: _Typed, at: int) -> bool:
    try:
        return bool(_without_name(line, at)[1])
    except TwoReadings:
        return True


def _is_free(line: _Typed, at: int) -> bool:
    """Tell whether a number of four digits can be a time."""
    if is_of_a_clock(line.words, at):
        return True
    is_counted = text_at(line.words, at + 1) in MG | _MEASURED_IN
    if is_counted or not {"units", "answers"}.isdisjoint(line.names):
        return False
    return "amount" not in line.names or any(word.text in MG for word in line.words)


_MEASURED_IN = frozenset(
    {"iu", "ui", "unit", "units", "mcg", "ug", "ml", "g", "gram", "grams", "steps", "kcal"}
    | {"calories", "cal", "u", "drops"}
)
"""Behind a number that is no time of day: vitamin d 2000 iu."""


def _phrases(line: _Typed, places: Sequence[int], fillers: set[int]) -> list[str]:
    """Return what was typed at some places, neighbours together, with the fillers of theirs."""
    words = line.words
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and fillers.issuperset(range(runs[-1][1], place)):
            runs[-1] = (runs[-1][0], place + 1)
        else:
            start = place
            while start - 1 in fillers and words[start - 1].text in _BELONGS:
                start -= 1
            runs.append((start, place + 1))
    if runs and fillers.issuperset(range(runs[-1][1], len(words))):
        behind = [word.text for word in words[runs[-1][1] :]]
        if behind and behind[-1] in {"dose", "it"}:  # after the dose
            runs[-1] = (runs[-1][0], len(words))
    return [line.phrase(start, end) for start, end in runs]


def _add_part(parts: dict[str, Part], name: str, part: Part) -> None:
    before, join = parts.get(name), TABLE[name].join
    if before and join and (both := join(before.value, part.value)) is not None:
        parts[name] = Part(both, f"{before.phrase} {part.phrase}", part.span)
        return
    # 100mg 100mg may be two of them, and so may 5 5.
    if before is not None and (
        name == "amount"
        or before.value != part.value
        or (part.phrase[:1].isdecimal() and part.phrase == before.phrase.strip(","))
    ):
        raise BadInput(
            f"Two things are said: '{escape_invisible(before.phrase)}' and "
            f"'{escape_invisible(part.phrase)}'.",
            "Type one of them; of two doses a line for each."
            if name == "amount"
            else "Type one of them.",
        )
    parts[name] = part


def _option(name: str, option: Any) -> Part:
    """Return what an option says: its text, or what it means."""
    clause = TABLE[name]
    if not isinstance(option, str):
        return Part(option, clause.say(option))
    try:
        value = clause.option(option)
    except TwoReadings as two:  # the flag tells where it stands: --watched 2
        ways = (Meaning(f"--{name} {each.typed}", each.said) for each in two.meanings)
        raise TwoReadings(f"--{name} {option}", two.problem, *ways) from None
    if value is None and name in TIMES:
        value = clause.option(f"at {option}")
    if value is None and name in TIMES:
        from ketalog.clauses.times import plain_time

        value = plain_time(option)  # times/ says what is wrong with it
    if value is None:
        raise _bad_option(name, option)
    return Part(value, option)


def _bad_option(name: str, option: str) -> BadInput:
    """Return the error of an option that can't be read, from the reader that knows it best."""
    if refuse := TABLE[name].refuse:
        try:
            refuse(option)
        except BadInput as error:
            return error
    return BadInput(
        f"'{escape_invisible(option)}' can't be taken for --{name}.",
        f"For example: {TABLE[name].shapes[0]}.",
    )
