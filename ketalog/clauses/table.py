"""The table of clauses: a new one is one row. Words and options go through the same readers.

What can be meant in two ways is never chosen here (`TwoReadings`), and what can't be read is named
beside what was read (`Read.unread`). To log a dose goes through here: plain words cost no pattern,
and times are read by times/ only where one was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.clauses import amounts, measures, shapes
from ketalog.clauses.words import (
    MG,
    cut,
    joined,
    pieces_of,
    text_at,
)
from ketalog.domain.ratings import read_rating
from ketalog.domain.routes import read_route
from ketalog.domain.text import escape_invisible, say_number
from ketalog.domain.values import Value
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ketalog.clauses.words import Found, Reader, Word


def _of_treatment(name: str) -> Reader:
    """Return a reader of what only some commands take, loaded where it is needed."""

    def read(words: Sequence[Word], at: int) -> Found:
        from ketalog.clauses import treatment

        found: Found = getattr(treatment, name)(words, at)
        return found

    return read


# The table


def _read_minutes(text: str) -> int:
    from ketalog.times.words import read_minutes

    return read_minutes(text)


def _read_days(text: str) -> None:
    from ketalog.clauses.treatment import read_days

    read_days(text)


def _say_rule(rule: str) -> str:
    from ketalog.domain.plan import say_rule

    return say_rule(rule)


def _read_strength(text: str) -> object:
    from ketalog.domain.supply_input import read_strength

    return read_strength(text)


def _a_day_at_most(read: Reader, example: str) -> Reader:
    def within(words: Sequence[Word], at: int) -> Found:
        found = read(words, at)
        if found and found[1] > 24 * 60:
            typed = joined(words[at : at + found[0]])
            raise BadInput(f"'{typed}' is longer than a day.", f"For example: {example}")
        return found

    return within


class Clause(Value, frozen=True):
    """One thing that can be said: its name, how it is typed, how it is read and said back.

    `value` reads what stands behind one of the `keywords`, or alone if `alone` says how. A name
    is words as they are typed, up to a comma or the next clause; it has no `value` of its own.
    """

    name: str
    shapes: tuple[str, ...]
    value: Reader | None
    say: Callable[[Any], str]
    keywords: tuple[str, ...] = ()
    alone: Reader | None = None
    refuse: Callable[[str], object] | None = None
    """Reads what an option says that the clause can't read: it raises what is wrong with it."""

    def read(self, words: Sequence[Word], at: int) -> Found:
        """Return how many words from `at` on are this clause, and what they mean; or None."""
        if self.value and words[at].text in self.keywords:
            start = at + 1
            while text_at(words, start) in _FILLERS:
                start += 1
            if start < len(words) and (found := self.value(words, start)):
                return start - at + found[0], found[1]
        return self.alone(words, at) if self.alone else None

    def option(self, text: str) -> Any:
        """Return what the option of this name means, or None if it can't be read."""
        if self.value is None:
            return text.strip() or None
        words = cut([text])
        if words and words[0].text in self.keywords and len(words) > 1:
            words = words[1:]
        found = self.value(words, 0) if words else None
        return found[1] if found and found[0] == len(words) else None


_FILLERS = frozenset({"=", "for", "of", "is", "was", "about"})


def _named(name: str, *keywords: str) -> Clause:
    shapes = (f"{name} 4", f"{name}=4", f"{name} 4/10", f"{name} four")
    return Clause(
        name,
        shapes,
        measures.rated(name),
        lambda n: f"{name} {n}",
        (name, *keywords),
        refuse=lambda text: read_rating(text, name),
    )


CLAUSES = {
    clause.name: clause
    for clause in (
        Clause(
            "at",
            ("9pm", "at 21:30", "yesterday 9pm", "20 min ago", "now", "Sun 22 Nov 2026 21:00"),
            shapes.time,
            str,
            alone=shapes.time,
        ),
        Clause("day", ("wed", "yesterday", "14 sep", "wed 9pm"), shapes.day, str, alone=shapes.day),
        Clause(
            "when",
            ("next tue 3pm", "tomorrow 9am", "3 dec 14:30", "in 2 weeks"),
            shapes.when,
            str,
            alone=shapes.when,
        ),
        Clause(
            "amount",
            ("100mg", "0.1 g", "2x15mg", "15mg x2", "2 sprays of 15mg", "1 1/2 troches"),
            amounts.amount,
            amounts.say_amount,
            alone=amounts.amount,
        ),
        Clause(
            "route",
            ("sublingual", "under my tongue", "S.L."),
            shapes.route,
            str,
            alone=shapes.route,
            refuse=read_route,
        ),
        Clause(
            "medication",
            ("esketamine", "spravato"),
            shapes.medication,
            lambda named: str(named[0]),
            alone=shapes.medication,
        ),
        Clause(
            "hold",
            ("held 15 min", "hold 15"),
            _a_day_at_most(measures.minutes, "ketalog dose 100mg sublingual --hold 15."),
            lambda n: f"held {measures.say_minutes(n)}",
            ("held", "hold", "holding"),
            refuse=_read_minutes,
        ),
        Clause(
            "swallowed",
            ("spat", "spat out", "swallowed"),
            shapes.done,
            lambda swallowed: "swallowed" if swallowed else "spat out",
            alone=shapes.done,
        ),
        Clause(
            "booster",
            ("booster", "not a booster", "separate"),
            shapes.booster,
            lambda booster: "booster" if booster else "separate",
            alone=shapes.booster,
        ),
        _named("mood"),
        _named("anxiety", "anx"),
        _named("energy"),
        Clause(
            "sleep",
            ("slept 7h30", "slept 7", "slept 7.5 h", "slept 730"),
            _a_day_at_most(measures.sleep, "ketalog mood 5 --sleep 7h30."),
            lambda n: f"slept {measures.say_minutes(n)}",
            ("slept", "sleep"),
            refuse=_read_minutes,
        ),
        Clause(
            "for",
            ("for 45 min", "for an hour"),
            measures.minutes,
            lambda n: f"for {measures.say_minutes(n)}",
            ("for", "lasted", "lasting"),
            refuse=_read_minutes,
        ),
        Clause(
            "over",
            ("over 40 min", "for 1h30"),
            measures.minutes,
            lambda n: f"over {measures.say_minutes(n)}",
            ("over", "for", "lasted", "lasting"),
            refuse=_read_minutes,
        ),
        Clause(
            "watched",
            ("watched for 2h", "watched 2h"),
            measures.minutes,
            lambda n: f"watched for {measures.say_minutes(n)}",
            ("watched",),
            refuse=_read_minutes,
        ),
        Clause(
            "change",
            ("fill", "got", "lost", "dropped", "left", "count"),
            _of_treatment("change"),
            str,
            alone=_of_treatment("change"),
        ),
        Clause(
            "units",
            ("24", "24x100mg", "24 troches", "24 100mg troches"),
            _of_treatment("units"),
            lambda units: " ".join(
                filter(None, (units.count, units.each_mg and f"× {units.each_mg} mg", units.form))
            ),
            alone=_of_treatment("units"),
        ),
        Clause(
            "empty",
            ("none left", "ran out"),
            _of_treatment("empty"),
            lambda _: "none left",
            alone=_of_treatment("empty"),
        ),
        Clause(
            "strength",
            ("strength 100mg",),
            _of_treatment("strength"),
            lambda each: f"{each} mg",
            ("strength",),
            refuse=_read_strength,
        ),
        Clause(
            "days",
            ("mon,wed,fri", "mon, wed and fri", "mon-fri", "daily", "weekdays"),
            _of_treatment("days"),
            _say_rule,
            ("days",),
            _of_treatment("days"),
            refuse=_read_days,
        ),
        Clause(
            "every",
            ("every other day", "every 2 days", "weekly"),
            _of_treatment("every"),
            _say_rule,
            alone=_of_treatment("every_alone"),
        ),
        Clause(
            "times",
            ("3 times a week", "twice a week", "3x a week"),
            _of_treatment("count"),
            lambda n: f"{n} times a week",
            alone=_of_treatment("times"),
        ),
        Clause(
            "per-day",
            ("2 a day", "twice daily"),
            _of_treatment("count"),
            lambda n: f"{n} a day",
            alone=_of_treatment("per_day"),
        ),
        Clause(
            "apart",
            ("48h apart", "at least 2 days apart"),
            _of_treatment("apart"),
            lambda hours: f"at least {say_number(hours)} h apart",
            ("apart",),
            _of_treatment("apart_alone"),
            refuse=_read_minutes,
        ),
        Clause(
            "most",
            ("at most 3 a week", "max 1/day"),
            _of_treatment("most"),
            lambda limits: ", ".join(
                f"at most {n} a {field.rpartition('_')[2]}" for field, n in limits.items()
            ),
            alone=_of_treatment("most_alone"),
        ),
        Clause("by", ("by Dr R.",), None, lambda who: f"by {who}", ("by",)),
        Clause(
            "from",
            ("from 1 dec", "starting next mon"),
            shapes.when,
            lambda when: f"from {when}",
            ("from", "starting", "beginning", "since"),
            alone=shapes.dated,
        ),
        Clause("form", ("troche", "form vial"), None, str, ("form",), _of_treatment("form_word")),
        Clause("with", ("with Dr R.",), None, lambda who: f"with {who}", ("with",)),
        Clause(
            "bp",
            ("bp 128/82", "128/82"),
            measures.pressure,
            lambda text: f"bp {text}",
            ("bp", "pressure"),
            measures.pressure,
        ),
        Clause(
            "pulse",
            ("pulse 72", "72 bpm"),
            measures.pulse,
            lambda text: f"pulse {text}",
            ("pulse", "hr"),
            measures.beats,
        ),
        Clause("estimate", ("about", "~"), shapes.about, lambda _: "about", alone=shapes.about),
        Clause(
            "usual",
            ("usual", "same", "as planned"),
            shapes.usual,
            lambda _: "usual",
            alone=shapes.usual,
        ),
    )
}
# Severity is not here: it belongs to the name of a side effect (domain/effects.py).
TIMES = frozenset({"at", "day", "when", "from"})
"""The clauses that say when."""

# Reading a line


class Part(Value, frozen=True):
    """A clause that was said: what it means, and what was typed for it."""

    value: Any
    phrase: str


class Read(Value, frozen=True):
    """What was read of a line by the clauses' names, the patient's own words, and the rest."""

    parts: dict[str, Part]
    texts: dict[str, str]
    unread: tuple[str, ...]

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return what a clause means, or `otherwise` if it was not said."""
        part = self.parts.get(name)
        return otherwise if part is None else part.value


BETWEEN = frozenset(
    {"and", "&", "with", "i", "took", "my", "+", ",", "a", "of", "the", "then", "dose", "just"}
    | {"please"}
)
"""Words that say nothing of their own among clauses."""


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
    pieces, told = _without_texts(pieces_of(typed), texts)
    words = cut(pieces)
    parts: dict[str, Part] = {}
    unread: list[int] = []
    free = _free_words(words, names, pieces) if edges else range(0)
    at = 0
    while at < len(words):
        if at in free:
            at = free.stop
            continue
        name, n, value = _clause_at(words, at, names, pieces)
        if score and (not name or words[at].text.endswith("/10")):
            n, value = measures.rated(score)(words, at) or (0, None)
            name = score if n else ""
        if name:
            _add_part(parts, name, Part(value, _phrase(words, pieces, at, at + n)))
        elif words[at].text not in between:
            unread.append(at)
        at += n or 1
    for option_name, option in options.items():
        if option is not None:
            _add_part(parts, option_name, _option(option_name, option))
    rest = _phrases(words, pieces, unread)
    if free:
        first = words[free.start - 1].piece + 1 if free.start else 0
        last = words[free.stop].piece if free.stop < len(words) else len(pieces)
        is_all = not told and len(free) == len(words)
        rest.append(" ".join(typed if is_all else pieces[first:last]).strip(" ,;"))
    return Read(parts, told, tuple(rest))


def _free_words(words: Sequence[Word], names: Sequence[str], pieces: Sequence[str]) -> range:
    """Return the places of the words between the clauses at the start and at the end of a line.

    What is said at the start belongs to the free words where it is said again.
    """
    start, said = _clauses_from(words, 0, names, pieces)
    others = [name for name in names if name not in said]
    for end in range(start, len(words)):
        is_piece = not end or words[end].piece != words[end - 1].piece
        if is_piece and _clauses_from(words, end, others, pieces)[0] == len(words):
            return range(start, end)
    return range(start, len(words))


def _clauses_from(
    words: Sequence[Word], at: int, names: Sequence[str], pieces: Sequence[str]
) -> tuple[int, set[str]]:
    """Return where the clauses end that begin at a place, at the end of a piece, and which."""
    end, said = at, set()
    while at < len(words):
        name, n, _ = _clause_at(words, at, names, pieces)
        if not n or name in said:
            break
        at += n
        said.add(name)
        if at == len(words) or words[at].piece != words[at - 1].piece:
            end = at
    return end, said


def _clause_at(
    words: Sequence[Word], at: int, names: Sequence[str], pieces: Sequence[str] = ()
) -> tuple[str, int, Any]:
    """Return the clause that has the most words from here on: its name, how many, its meaning."""
    best: tuple[str, int, Any] = ("", 0, None)
    for name in names:
        found = CLAUSES[name].read(words, at)
        if found and found[0] == 1 and words[at].text.isdigit() and name in TIMES:
            # 2130 is a time if another number is the amount, in mg.
            found = found if "units" not in names and _is_free(words, names) else None
        if found and found[0] > best[1]:
            best = (name, *found)
    if pieces and not best[1]:
        for name in names:
            if _opens_a_name(words[at], [name]):
                n, typed = _name_at(words, at + 1, names, pieces)
                return (name if n else "", n, typed)
    return best


def _opens_a_name(word: Word, names: Sequence[str]) -> bool:
    """Tell whether a name stands behind a word: `with`, `by`."""
    return any(word.text in CLAUSES[name].keywords for name in names if CLAUSES[name].value is None)


def _name_at(
    words: Sequence[Word], start: int, names: Sequence[str], pieces: Sequence[str]
) -> tuple[int, str | None]:
    """Return how many words a name has, with its keyword, and it as it was typed."""
    end = start
    while end < len(words) and (end == start or pieces[words[end - 1].piece][-1] not in ",;"):
        if words[end].piece != words[end - 1].piece and _clause_at(words, end, names)[1]:
            break
        if _opens_a_name(words[end], names):
            break
        end += 1
    typed = pieces[words[start].piece : words[end - 1].piece + 1] if end > start else []
    return (end - start + 1, " ".join(typed).strip(",;")) if typed else (0, None)


def _is_free(words: Sequence[Word], names: Sequence[str]) -> bool:
    """Tell whether a number of four digits can be a time."""
    return "amount" not in names or any(word.text in MG for word in words)


def _phrase(words: Sequence[Word], pieces: Sequence[str], start: int, end: int) -> str:
    """Return what was typed for some words, as it was typed if they are whole pieces."""
    first, last = words[start].piece, words[end - 1].piece
    shares_first = start > 0 and words[start - 1].piece == first
    shares_last = end < len(words) and words[end].piece == last
    if shares_first or shares_last:
        return joined(words[start:end])
    return " ".join(pieces[first : last + 1])


def _phrases(words: Sequence[Word], pieces: Sequence[str], places: Sequence[int]) -> list[str]:
    """Return what was typed at some places, neighbours together."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return [_phrase(words, pieces, start, end) for start, end in runs]


def _add_part(parts: dict[str, Part], name: str, part: Part) -> None:
    before = parts.get(name)
    twice = name == "amount" and before is not None  # 100mg 100mg may be two of them
    if before is not None and (twice or before.value != part.value):
        raise BadInput(
            f"Two things are said: '{escape_invisible(before.phrase)}' and "
            f"'{escape_invisible(part.phrase)}'.",
            "Type one of them.",
        )
    parts[name] = part


def _option(name: str, option: Any) -> Part:
    """Return what an option says: its text, or what it means."""
    clause = CLAUSES[name]
    if not isinstance(option, str):
        return Part(option, clause.say(option))
    value = clause.option(option)
    if value is None and name in TIMES:
        from ketalog.clauses.times import plain_time

        value = plain_time(option)  # times/ says what is wrong with it
    if value is None and name in {"bp", "pulse"}:
        value = option  # as domain/readings.py does
    if value is None:
        raise _bad_option(name, option)
    return Part(value, option)


def _bad_option(name: str, option: str) -> BadInput:
    """Return the error of an option that can't be read, from the reader that knows it best."""
    if refuse := CLAUSES[name].refuse:
        try:
            refuse(option)
        except BadInput as error:
            return error
    return BadInput(
        f"'{escape_invisible(option)}' can't be taken for --{name}.",
        f"For example: {CLAUSES[name].shapes[0]}.",
    )


def _without_texts(pieces: list[str], names: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the pieces without the free texts among them, and those.

    A text goes to the end of the line, or, as an answer of ketalog says it, to the bracket and to
    the time behind it.
    """
    openers = {piece.strip("(-–—,").lower() for piece in pieces}
    if not any(name in openers or f"{name}:" in openers for name in names):
        return pieces, {}
    import re

    from ketalog.clauses.times import WEEKDAYS

    line, told = " ".join(pieces), {}
    moment = rf"(?=, {WEEKDAYS} [0-9]{{1,2}} [a-z]{{3}} [0-9]{{4}} [0-9]{{2}}:[0-9]{{2}}$)"
    shapes = {
        name: re.compile(
            rf"[ ,]\({name}: (?P<within>.*)\)(?:{moment}|$)"
            rf"|(?<![^ ,])[-–—]{{0,2}}{name}(?::|=| ) ?(?P<open>.+?)(?:{moment}|(?= \(note: )|$)",
            re.IGNORECASE,
        )
        for name in names
    }
    while shapes:
        found = {name: match for name, shape in shapes.items() if (match := shape.search(line))}
        if not found:
            break
        name = min(found, key=lambda each: found[each].start())
        match = found[name]
        told[name] = (match["within"] or match["open"]).strip()
        line = f"{line[: match.start()]} {line[match.end() :]}"
        del shapes[name]
    return line.split(), told
