"""What the words of a skip say: the day of the planned dose, and why it was not taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_date
from ketalog.clauses.line import Part, Read
from ketalog.clauses.texts import without_remark
from ketalog.clauses.times import WEEKDAYS as A_WEEKDAY
from ketalog.clauses.times import time_at
from ketalog.clauses.words import Meaning, TwoReadings, as_typed, cut, text_at
from ketalog.commands import _input
from ketalog.commands._questions import which
from ketalog.domain.calendar import WEEKDAYS
from ketalog.domain.offer import Offer
from ketalog.domain.routes import find_route, known_medication
from ketalog.domain.text import escape_invisible, nearest, unquoted
from ketalog.domain.values import Value
from ketalog.errors import BadInput
from ketalog.times import grammar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ketalog.app import App
    from ketalog.clauses.words import Word


def read_words(app: App, typed: Sequence[str], at: str | None) -> Read:
    """Return what words say: a day at their start, the medication, and the reason.

    A day elsewhere can belong to the reason: then it is asked about. `at` is the option of the day.
    Raises BadInput.
    """
    text = unquoted(without_remark(" ".join(" ".join(typed).split())))
    if not at:
        _refuse_no_single_day(text)
    day, rest = (None, text) if at else _day_first(app, text)
    line = _input.said(
        app,
        rest.split(),
        ("medication",),
        {"day": at},
        texts=("reason",),
        between=frozenset(),
        edges=True,
    )
    reason = _reason_of(line, rest)
    parts = {**line.parts, "day": day} if day else line.parts
    if part := parts.get("day"):
        parts = {**parts, "day": Part(_input.whole_day(app, part.value), part.phrase)}
        _refuse_no_reason(reason)
        _refuse_another_day(app, part.phrase, reason)
    if re.fullmatch(_THE_DOSE, reason, re.IGNORECASE):
        reason = ""
    return Read(parts, line.texts, (reason,) if reason else ())


def _words(text: str) -> list[Word]:
    """Return the words of a text in which days are looked for, with each day apart."""
    pieces = text.split()
    return cut(map(_with_day_apart, pieces, [*pieces[1:], ""]))


def _with_day_apart(piece: str, following: str) -> str:
    """Return a piece with what sticks to a day apart: `wed--flu`, `wed18`, `fri's`, `18.11.,`."""
    is_of_dose = _is_of_a_day(piece) or re.match(f"(?:dose|{_UNIT})\\b", following)
    if is_of_dose and (day := re.match(rf"(?i)(\W*(?:{_A_NAME}))['\u2019]?s\b(.*)", piece)):
        return day[1] + day[2]
    piece = re.sub(rf"(?i)^({A_WEEKDAY})([0-9]{{1,2}})$", r"\1,\2th", piece)
    return re.sub(r"(?<=[0-9]\.)[,;]$", "", re.sub("--+", ",", piece))


def _is_of_a_day(piece: str) -> bool:
    """Tell whether a piece is `friday's`, which is its dose."""
    return re.match(rf"(?i)\W*(?:{_A_NAME})['\u2019]s\b", piece) is not None


class _Time(Value, frozen=True):
    """A day among words, with its time if it has one, or a time of today: `8pm`."""

    span: range
    value: str
    is_day: bool


def _time_at(app: App, words: Sequence[Word], at: int, *, alone: bool) -> _Time | None:
    """Return the time that words from a place on are; `alone`, also `sat` and `2nd`."""
    found = time_at(words, at, weekday_alone=alone)
    if found is None:
        return None
    n, value = found
    clock, _, day = grammar.split_clock(value)
    is_day = clock is None or bool(day) or grammar.is_day(_input.whole_day(app, value))
    return _Time(range(at, at + n), value, is_day)


def _days_within(app: App, words: Sequence[Word]) -> Iterator[_Time]:
    """Yield the days among words."""
    at = 0
    while at < len(words):
        try:
            day = _time_at(app, words, at, alone=False)
            last = None if day else _time_at(app, words, at, alone=True)
        except BadInput:  # 3 ago, last week: no day in a reason
            day = last = None
        if last and (last.span.stop == len(words) or words[at].text == "the"):
            day = last
        if day and day.is_day:
            yield day
        at = day.span.stop if day else at + 1


def _day_first(app: App, text: str) -> tuple[Part | None, str]:
    """Return the day that a text begins with, and the text without it.

    Words that say no more than that it is a dose may stand before the day: `my dose of wed`.
    """
    words = _words(text)
    try:
        start, first = _opening(app, words)
    except TwoReadings as two:  # 3 ago
        return _day_first(app, text.replace(two.phrase, which(app, two), 1))
    if first is None:
        _refuse_slip(text)
    if first is None or not first.is_day:  # 8pm movie yesterday
        part, reason = _day_elsewhere(app, text, words)
        if part is not None or first is None:
            return part, reason
    is_sure = "on" in {text_at(words, start - 1), words[start].text}
    if not is_sure and re.match(_NO_DAY, as_typed(words[start:]), re.IGNORECASE):
        return _day_first(app, _sat_or_saturday(app, text, as_typed(words[start:])))
    phrase = as_typed(words[start : first.span.stop])
    if text_at(words, first.span.stop) == "?":
        raise BadInput(
            f"'{escape_invisible(phrase)}?' is not sure.", f"Type: ketalog skip {phrase}."
        )
    names = [word.text for word in words[:start] if _is_name(word.text)]
    return Part(first.value, phrase), " ".join([*names, _behind(text, words, first.span.stop)])


def _opening(app: App, words: Sequence[Word]) -> tuple[int, _Time | None]:
    """Return where the time stands that words open with, and what it is."""
    for n, word in enumerate(words):
        if word.text in _OPENS:
            continue
        if first := _time_at(app, words, n, alone=True):
            return n, first
        if "/" in word.text and grammar.is_day(word.text):  # 5/11
            return n, _Time(range(n, n + 1), word.text, is_day=True)
        if word.text not in _OPENS_A_DAY and not _is_name(word.text):
            break
    return 0, None


def _is_name(word: str) -> bool:
    """Tell whether a word names a route or a medication."""
    return find_route(word) is not None or known_medication(word) is not None


def _behind(text: str, words: Sequence[Word], n: int) -> str:
    """Return what was typed behind the first n words of a text, without the marks before it."""
    pieces, last = text.split(), words[n - 1]
    piece = pieces[last.piece]
    _, found, glued = piece.lower().partition(last.text)
    rest = re.sub(r"^['\u2019]?s\b", "", piece[len(piece) - len(glued) :]) if found else ""
    return " ".join([rest, *pieces[last.piece + 1 :]]).lstrip(_MARKS)


def _sat_or_saturday(app: App, text: str, words: str) -> str:
    """Return a text that begins with a day, of one that may begin with another word: `sat up`."""
    first, _, reason = words.removeprefix("the ").partition(" ")
    day = next((name for name in _DAYS if name.startswith(first.lower())), first)
    two = TwoReadings(
        text,
        f"can be {day}, or the reason",
        Meaning(f"{'on ' * (day == first)}{day} {reason}", f"the dose of {day}"),
        Meaning(f"today {text}", "the dose of today"),
    )
    return which(app, two)


def _day_elsewhere(app: App, text: str, words: Sequence[Word]) -> tuple[Part | None, str]:
    """Return a day that does not stand first, if it is that of the dose, and the reason.

    Behind a word such as `until` it is a part of the reason.
    """
    for day in _days_within(app, words):
        start, stop = day.span.start, day.span.stop
        is_bound = words[start - 1].text in _BINDS
        if is_bound and start > 1 and stop < len(words):
            continue
        phrase = as_typed(words[start:stop])
        typed = " ".join(text.split()[: words[start].piece])
        before = typed.rstrip(" ,;")
        is_dose = text_at(words, stop) in {"dose", "doses"}
        is_its = _is_of_a_day(text.split()[words[stop - 1].piece])  # forgot friday's
        if is_dose or is_its or (stop == len(words) and before != typed):
            return Part(day.value, phrase), before if stop + is_dose == len(words) else text
        try:
            planned = app.calendar.day_of(_moment(app, day.value, phrase))
        except BadInput as error:  # ill, will take tomorrow
            other = Offer("If it is the reason", [["skip", "today", *text.split()]])
            raise BadInput(error.message, other) from error
        is_all = stop < len(words) or is_bound
        two = TwoReadings(
            text,
            "can be two days",
            Meaning(f"{phrase} {text if is_all else before}", f"the dose of {say_date(planned)}"),
            Meaning(f"today {text}", "the dose of today"),
        )
        return _day_first(app, which(app, two))
    return None, text


def _moment(app: App, value: str, phrase: str) -> datetime:
    at: datetime = _input.day_or_moment(app, _input.whole_day(app, value), phrase)["at"]
    return at


def _reason_of(line: Read, typed: str) -> str:
    """Return the words that no clause has read, without "the dose" and the marks before them."""
    rest, medicine = " ".join(line.unread), line.parts.get("medication")
    if medicine and rest and typed.endswith(f"{rest} {medicine.phrase}"):
        rest = f"{rest} {medicine.phrase}"  # stopped ketamine
    return re.sub(_BEFORE_A_REASON, "", unquoted(rest.strip("\u2013\u2014")))


def _refuse_no_reason(text: str, behind: str = "") -> None:
    """Raise BadInput for what can't be a reason, whatever stands `behind` it."""
    words = re.sub(r"(?<![0-9])[ .,;!]+$", "", text)  # but 18.11. is a day
    for shape, problem, hint in _NO_REASONS:
        if re.fullmatch(f"(?:{shape})(?:{behind})", words, re.IGNORECASE):
            raise BadInput(f"'{escape_invisible(text)}' {problem}.", hint)


def _refuse_no_single_day(text: str) -> None:
    """Raise BadInput for words that name no single dose, or open with such words."""
    _refuse_no_reason(text, r"(?: ?[,;:]| [-\u2013\u2014]).*|")
    if re.match(_SEVERAL_DAYS, text, re.IGNORECASE):  # mon-fri vacation
        raise BadInput(
            f"'{escape_invisible(text)}' is not one day, or not one dose.",
            _A_LINE_EACH,
            Offer("If it is the reason", [["skip", "today", *text.split()]]),
        )


def _refuse_slip(text: str) -> None:
    """Raise BadInput for a first word that is nearly a day."""
    word = text.partition(" ")[0]
    if near := nearest(word, _DAYS, cutoff=0.8):
        raise BadInput(
            f"'{escape_invisible(word)}' can't be read as a day. Did you mean '{near}'?",
            f"If it is the reason, type: ketalog skip today {escape_invisible(text)}.",
        )


def _refuse_another_day(app: App, day: str, reason: str) -> None:
    """Raise BadInput for a second day behind the first: `fri and sat`, `mon to thu away`."""
    words = _words(reason)
    found = [n for day in _days_within(app, words) for n in day.span]
    rest = {word.text for n, word in enumerate(words) if n not in found}
    around = _OPENS | _OPENS_A_DAY | _JOINS
    is_all = bool(found) and rest <= around
    start = next((n for n, word in enumerate(words) if word.text not in around), 0)
    is_next = start in found and not re.match(_NO_DAY, reason, re.IGNORECASE)
    # Behind "today" stands the reason: mon-fri vacation.
    if is_all or re.match(_ALSO, reason) or (is_next and day.lower() != "today"):
        raise BadInput(
            f"Two {'days' if is_all else 'things'} are said: '{day}' and "
            f"'{escape_invisible(reason)}'.",
            "Type a line for each.",
        )


_UNITS = ("troche", "lozenge", "tablet", "spray")
_UNIT = f"(?:{'|'.join(_UNITS)})s?"
_A_NAME = f"{A_WEEKDAY}|yesterday|today|tonight"
_DAYS = ("yesterday", *(name.lower() for name in WEEKDAYS))
_MARKS = " .,;:)]?!\u2013\u2014-\u201d\u2019\xbb\"'"
_OPENS = frozenset(
    {"my", "his", "her", "their", "dose", "doses", "of", "for", "(", "["}
    | {f"{unit}{ending}" for unit in _UNITS for ending in ("", "s")}
)
"""Words before a day that say no more than that a dose was planned for it."""
_OPENS_A_DAY = frozenset(
    {"the", "this", "a", "an", "one", "1", "on", "at", "it", "that", "was", "around", "about"}
)
"""Words that say no more either, or are a part of the day: the 18th, this morning."""
_JOINS = frozenset({"and", "&", "+", "or", "to", "thru", "through", "til", "till", "until"})
_ALSO = "(?:and|&|[+]) "
_BINDS = frozenset(
    {"and", "or", "to", "since", "from", "before", "after", "by", "until", "till", "for", "than"}
)
"""Words before a day that belongs to the reason."""
_NO_DAY = (
    "(?:sat (?:around|in|up|down|with|at|on|by|through|outside|there|alone|and)"
    r"|sun (?:was|is|made|gave|came|burn\w*|stroke)|wed (?:my|this)"
    r"|(?:the )?[1-9](?:st|nd|rd|th) (?:in a|this|bout|round|try|attempt|missed|skip(?:ped)?))\b"
)
"""What begins with a word that is a day as well: sat around all day."""
_BEFORE_A_REASON = (
    r"(?i)^(?=.*\w)(?:note\b:?(?=.*\w))?"
    rf"(?:(?:the |my |one |1 )?(?:dose\b|{_UNIT}(?=[,:]| [-\u2013\u2014]))(?=.*\w{{2}})"
    r"[-\u2013\u2014:, ]*)?(?:[-\u2013\u2014:,]* )*"
)
_A_LINE_EACH = "Type a line for each, as in: ketalog skip wed."
_A_DAY = "Type a day, as in: ketalog skip wed."
_DAY_AS_IN = "Type the day that it was planned for, as in: ketalog skip wed."
_OR_TAKEN = "For the dose of today: ketalog skip. One that was taken: ketalog dose."
_SEVERAL = "(?:[0-9]+|an?(?: few| couple(?: of)?)?|one|two|three|four|five|six|few|couple(?: of)?)"
_A_PART = r"(?:half|part|some|a (?:half|part|bit)|[0-9.,/½]+|one|two|half an?)"
_THE_DOSE = (
    "(?:(?:my|his|her|their|the|a|one|1|this|that|today'?s|tonight'?s) )*"
    f"(?:dose|{_UNIT}|it|one|this|that|time)"
)
_SO_MUCH = f"(?:[0-9.,]+ ?mg|{_A_PART} (?:of .*|x ?)?(?:(?:my|the) )?{_UNIT})(?: .*)?"
_SOME = "(?:it|half|some|part|one|mine|an? half|(?:my|the) dose|only|[0-9.,/]+(?: ?mg)?)"
_OF_THE_DOSE = (
    "(?:only |just )?(?:half|part|some|most)(?: of)? (?:my|the) dose"
    f"|(?:the )?(?:(?:only |just )?half|part|some|other half|second (?:one|{_UNIT})|second half.*)"
    "|the rest"
)
_ELSE = "infusion|session|appointment|appt|visit|gad-?7|phq-?[0-9]+|check|mood|therapy|booster"
_TAKEN = (
    r"(?:.*(?:\b(?:and|but|then|ended up)|,) )?(?:i )?(?:(?:only|just|already|still|later) )*"
    rf"(?:(?:took|taken|taking)(?:\s(?:{_SOME}|late|later|early|{A_WEEKDAY})\b.*)?"
    rf"|had (?:it|half|mine|my dose)\b.*|(?<=only |just )had {_SOME}\b.*)"
    r"|.*\b(?:took|taken) [0-9.,/]+(?: ?mg)?(?: instead.*)?"
    "|(?:reduced|lowered|cut|halved|dropped)(?: it)?(?: down)?(?: to .*)?"
)
_NO_REASONS = (
    (
        f"{_SO_MUCH}|{_OF_THE_DOSE}|{_A_PART} of .*",
        "is not the whole dose",
        "What was taken of it: ketalog dose 100mg sublingual.",
    ),
    (
        f"(?:my |the )?(?:{_ELSE})",
        "is no planned dose",
        "For the dose of today: ketalog skip. An appointment: ketalog list appointments.",
    ),
    (
        r"\?+|cancel|undo|delete|remove|everything|any(?:thing)?|all|plan|why",
        "is no reason",
        "To take it back: ketalog undo.",
    ),
    (
        (
            "(?:the |last )*(?:[2-9]x?|two|three|both|all|several|doses|twice)"
            "(?: of| my| the| doses?| them)*"
        ),
        "is not one dose",
        _A_LINE_EACH,
    ),
    (
        f"(?:every|each|all)(?: (?:the|my|other|single))*(?: {A_WEEKDAY}s?(?:[ ,;].*)?)?",
        "is not one dose",
        _A_LINE_EACH,
    ),
    (
        "(?:this|last|the|all|(?:the )?rest of (?:the|this)) (?:week|weekend|month)(?:'?s doses?)?",
        "is not one day",
        _A_DAY,
    ),
    (
        f"(?:the )?(?:last |past )?{_SEVERAL} (?:days?|weeks?|doses)",
        "is not one day",
        _A_DAY,
    ),
    (
        r"(?:(?:at|around|about) )?[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:ish|o'?clock)?",
        "is no reason",
        "Type the day, or its time as well, as in: ketalog skip wed 8pm.",
    ),
    (
        f"{A_WEEKDAY} ?[-\u2013] ?{A_WEEKDAY}",
        "is not one day",
        _A_DAY,
    ),
    (
        f"(?:{_SEVERAL}|last|next) {A_WEEKDAY}s? ago|(?:un)?till? .*",
        "is not one day",
        _A_LINE_EACH,
    ),
    (
        "(?:#|(?:dose|entry|number) #?)[0-9]+",
        "is an entry, and no day",
        _DAY_AS_IN,
    ),
    (
        r"(?:not|no|nothing|none)|.*(?:\b(?:not|never)|n'?t) skip(?:ped|ping)?\b.*",
        "is no reason",
        _OR_TAKEN,
    ),
    (
        _TAKEN,
        "is no reason",
        _OR_TAKEN,
    ),
    (
        (
            "before|after|(?:my |the )?(?:last|previous|other|first|second|third|1st|2nd|3rd)"
            "(?: one| dose| day)?"
        ),
        "names no day",
        _DAY_AS_IN,
    ),
    (
        "(?:for |until )?(?:my |the )?(?:next|coming)(?: one| dose| time| week| month)?",
        "lies ahead: what has happened can't lie ahead",
        "Type it on its day: ketalog skip.",
    ),
    (
        f"(?:(?:for )?(?:the )?next {_SEVERAL}(?: .*)?|for {_SEVERAL} (?:day|week|month)s?)",
        "lies ahead: what has happened can't lie ahead",
        "Type it on its day: ketalog skip.",
    ),
)
"""What can't be a reason: how it is typed, what is wrong with it, and what to type."""
_SEVERAL_DAYS = (
    r"[0-9]{1,2}\. ?[-\u2013] ?[0-9]{1,2}\.|"
    f"{A_WEEKDAY}s? ?(?:[-\u2013+&/]|and|to|thru|through) ?{A_WEEKDAY}s?\\b"
    r"|(?:all|(?:the )?whole|(?:the )?rest of(?: the| this)?|this|last) (?:week|weekend|month)\b"
    r"|(?:the |my |last )*(?:[2-9]|two|three|both|all|several)(?: of)?(?: my| the)? doses\b"
)
"""What stands for more than one day, at the start of a reason."""
