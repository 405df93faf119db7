"""What was typed → values: ratings, times, days, words from a prompt or standard input."""

from __future__ import annotations

import re
import sys
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeVar

from ketalog.clauses.line import BETWEEN, Part, Read, before_a_clause, read
from ketalog.clauses.names import plain_name
from ketalog.clauses.table import TABLE
from ketalog.clauses.texts import end_moment, refuse_time_at_end, without_remark
from ketalog.clauses.words import Meaning, TwoReadings, marks_apart
from ketalog.commands import TEXT_OPTIONS, flags_of
from ketalog.domain.ratings import check_length
from ketalog.domain.ratings import free_text as read_text
from ketalog.domain.text import as_utf8, escape_invisible
from ketalog.domain.values import Value
from ketalog.errors import BadInput, Example
from ketalog.times.words import say_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import typer

    from ketalog.app import App
    from ketalog.times.grammar import Reading

Meant = TypeVar("Meant")
"""What a text is read as."""


class Written(Value, frozen=True):
    """The words of a note or question, and when they are about, as `when` says it."""

    when: dict[str, Any]
    text: str


def shapes_of(names: Iterable[str]) -> list[tuple[str, Sequence[str]]]:
    """Return what each clause is called in help, and how it is typed."""
    clauses = (TABLE[name] for name in names)
    return [(row.called or row.name.replace("-", " "), row.shapes) for row in clauses if row.shapes]


def options_of(ctx: typer.Context, names: Iterable[str]) -> dict[str, Any]:
    """Return what a command's options say that its words can say too, by their clauses.

    A medication stays out: as an option it is any name, as it stands.
    """
    typed = flags_of(ctx)
    told = {name: typed[f"--{name}"] for name in names if f"--{name}" in typed}
    told.pop("medication", None)
    return {
        name: (", ".join(value) or None) if isinstance(value, list | tuple) else value
        for name, value in told.items()
    }


def said(
    app: App,
    words: Sequence[str],
    names: Sequence[str],
    options: Mapping[str, Any],
    *,
    score: str | None = None,
    texts: Sequence[str] = (),
    between: frozenset[str] = BETWEEN,
    edges: bool = False,
) -> Read:
    """Return the clauses that the words and options say; what can be two things is asked."""

    def reads(typed: Sequence[str], options: Mapping[str, Any]) -> Read:
        return read(typed, names, options, score=score, texts=texts, between=between, edges=edges)

    typed, options = _continued(app, storable(app, list(words)), options, names)
    while True:
        try:
            line = reads(typed, options)
            if line.texts and "at" in names and not _SAYS_WHEN & line.parts.keys():
                refuse_time_at_end(" ".join(typed), line.texts, TABLE["at"].read)
        except TwoReadings as two:
            from ketalog.commands._questions import which, with_words

            lines = {
                meaning.typed: _with(typed, options, two, meaning.typed) for meaning in two.meanings
            }
            _refuse_hopeless(reads, lines.values())
            meant = which(app, two)
            typed, options = lines[meant]
            app.typed = with_words(app.typed, two.phrase, meant)  # what is offered has the answer
        else:
            if any(text.partition("=")[0] in TEXT_OPTIONS for text in app.typed):
                from ketalog.commands._cut_texts import refuse_cut_text

                refuse_cut_text(app, line)
            return line


_SAYS_WHEN = frozenset({"at", "from", "from-dose", "start", "end"})


def asked(app: App, read: Callable[[str], Meant], text: str) -> Meant:
    """Return what a text is read as; what it can mean in two ways is asked, and read instead."""
    while True:
        try:
            return read(text)
        except TwoReadings as two:
            from ketalog.commands._questions import which

            text = which(app, two)


def _with(
    typed: list[str], options: Mapping[str, Any], two: TwoReadings, meant: str
) -> tuple[list[str], Mapping[str, Any]]:
    """Return words and options with what is meant in place of what can be read in two ways."""
    from ketalog.commands._questions import replaced

    flag, _, _ = two.phrase.partition(" ")
    if (name := flag.removeprefix("--")) in options and name != flag:  # --watched 2
        return typed, {**options, name: meant.removeprefix(f"{flag} ")}
    in_words = replaced(typed, two.phrase, meant)
    if in_words != typed:
        return in_words, options
    in_options = {
        name: replaced([text], two.phrase, meant)[0] if isinstance(text, str) else text
        for name, text in options.items()
    }
    if in_options == options:  # what would be asked about stands nowhere as it was typed
        raise BadInput(two.message, two.hint) from two
    return typed, in_options


def _refuse_hopeless(
    reads: Callable[[Sequence[str], Mapping[str, Any]], Read],
    lines: Iterable[tuple[list[str], Mapping[str, Any]]],
) -> None:
    """Raise BadInput for what is wrong with a line, whichever of its readings is meant."""
    error = None
    for typed, options in lines:
        try:
            reads(typed, options)
        except TwoReadings:
            return
        except BadInput as wrong:
            error = error or wrong
        else:
            return
    if error is not None:
        raise error


def _continued(
    app: App, words: list[str], options: Mapping[str, Any], names: Sequence[str]
) -> tuple[list[str], Mapping[str, Any]]:
    """Return words and options as they belong together: a shell cuts `--at yesterday 9pm` in two.

    The words right behind an option's value belong to it as far as they are one thing together;
    to a name, up to the next clause.
    """
    longer = dict(options)
    for name, option in options.items():
        if not words or not isinstance(option, str) or not app.typed:
            continue
        behind = _words_behind(app, words, f"--{name}", option)
        if TABLE[name].value is None:
            words, longer[name] = _with_name(words, option, behind, names)
            continue
        for n in range(len(behind), 0, -1):
            whole = " ".join([option, *(words[place] for place in behind[:n])])
            if TABLE[name].option(whole) is not None:
                longer[name] = whole
                words = [word for place, word in enumerate(words) if place not in behind[:n]]
                break
    return words, longer


def _with_name(
    words: list[str], option: str, behind: list[int], names: Sequence[str]
) -> tuple[list[str], str]:
    """Return the words without those that belong to a name, and the name with them."""
    if " " in option or option[-1:] in {",", ";"}:  # quotes, or a comma
        return words, option
    typed = list(takewhile(lambda word: " " not in word, [words[n] for n in behind]))
    pieces, _ = marks_apart(" ".join(typed).split())  # Roe,9pm
    n = before_a_clause(pieces, names)
    if not n:
        return words, option
    rest = [*words[: behind[0]], *pieces[n:], *words[behind[0] + len(typed) :]]
    return rest, plain_name(" ".join([option, *pieces[:n]]))


def _words_behind(app: App, words: Sequence[str], flag: str, value: str) -> list[int]:
    """Return the places of the words that stand right behind an option's value."""
    behind: list[int] = []
    place, follows = 0, False
    for n, piece in enumerate(app.typed[1:], start=1):
        is_value = app.typed[n - 1 : n + 1] == (flag, value) or piece == f"{flag}={value}"
        if is_value or piece.startswith("--"):
            follows = is_value
        elif place < len(words) and piece == words[place]:
            if follows:
                behind.append(place)
            place += 1
    return behind


def refuse_unread(app: App, line: Read) -> None:
    """Raise BadInput for words that nothing has read, beside what was read."""
    if line.unread:
        from ketalog.commands._unread import refuse

        refuse(app, line)


def moment(app: App, line: Read, name: str = "at") -> datetime:
    """Return when it was by the line, or now."""
    part = line.parts.get(name)
    return app.now if part is None else past(app, part.value, part.phrase)


def when(app: App, line: Read, name: str = "at") -> dict[str, Any]:
    """Return when an entry was by the line, or now: its `at`, and `precision` of a day alone."""
    part = line.parts.get(name)
    if (from_dose := line.parts.get("from-dose")) is not None:
        return {"at": _from_dose(app, from_dose, part)}
    return {"at": app.now} if part is None else day_or_moment(app, part.value, part.phrase)


def _from_dose(app: App, part: Part, other: Part | None) -> datetime:
    """Return the moment that is so many minutes before or after the last dose."""
    shown = escape_invisible(part.phrase)
    if other is not None:
        raise BadInput(f"Two times are said: {shown} and {other.phrase}.", "Type one of them.")
    dose = app.journal.usual(None, None, None)
    if dose is None:
        raise BadInput(f"'{shown}': there is no dose yet.", "Type when it was, as in: 9pm.")
    at = dose.at + timedelta(minutes=part.value)
    if at > app.now:
        raise BadInput(
            f"'{shown}' is {say_moment(at)}, which lies ahead: the last dose is #{dose.number}.",
            "Type when it was, as in: 20 min ago.",
        )
    if app.now - dose.at > timedelta(days=1):
        from ketalog.commands._questions import which

        problem = f"is counted from #{dose.number}, more than a day ago"
        meaning = Meaning(f"{at:%Y-%m-%d %H:%M}", say_moment(at))
        which(app, TwoReadings(part.phrase, problem, meaning))
    return at


def whole_day(app: App, day: str) -> str:
    """Return the day of `last night`, `this evening`, `wed morning`; another text as it is."""
    from ketalog.times.grammar import HOURS

    base, _, part = day.lower().replace("tonight", "this night").rpartition(" ")
    if part not in HOURS:
        return day
    last = (app.now - timedelta(days=1)).date().isoformat()  # after midnight it is this day
    return {"this": "today", "last": last}.get(base, base)


def _without_its_part(app: App, text: str, phrase: str) -> str:
    """Return the day of "tue morning", if a person agrees to an entry without a time of day."""
    from ketalog.times.grammar import USUAL_HOUR, is_day

    day = whole_day(app, text)
    if day == text or not is_day(text):
        return text
    from ketalog.commands._questions import which

    example = f"{phrase} {USUAL_HOUR[text.replace('tonight', 'night').rpartition(' ')[2]]}"
    problem = f'lacks the time of day. Add it, as in "{example}"'
    return which(app, TwoReadings(phrase, problem, Meaning(day, "the day without a time")))


def day_or_moment(app: App, typed: str, phrase: str) -> dict[str, Any]:
    """Return when an entry was by a time, or by a day alone, as `when` does."""
    from ketalog.clauses.times import plain_time
    from ketalog.domain.entries import on_day
    from ketalog.times import grammar

    text = _without_its_part(app, plain_time(typed), phrase)
    text = which_by_midnight(app, text, phrase) if text == "yesterday" else text
    if "/" in text and grammar.split_clock(text)[0] is None:
        text = which_date(app, text, phrase)
    if not grammar.is_whole_day(text, app.now, app.calendar):
        return {"at": past(app, text, phrase)}
    day = grammar.read_day(text, app.now, app.calendar)
    if day > app.calendar.day_of(app.now):
        raise BadInput(
            f"'{escape_invisible(phrase)}' lies ahead: what has happened can't lie ahead.",
            grammar.PAST.moment_hint,
        )
    at = on_day(day, app.now)
    _ask_for_last_year(app, text, phrase, at, day.isoformat())
    return {"at": at, "precision": "day"}


def _ask_for_last_year(app: App, text: str, phrase: str, at: datetime, typed: str) -> None:
    """Return if a person says that a day of last year is meant; without one, raise BadInput.

    On 22 Nov, `1 dec` is rather a slip, or lies ahead.
    """
    if app.now - at < _NEARLY_A_YEAR:
        return
    if "ago" not in text and not re.search("[0-9]{4}", text):
        from ketalog.commands._questions import which

        meaning = Meaning(typed, f"that of {at.year}")
        is_last_year = at.year + 1 >= app.now.year  # 29 feb may be longer ago
        problem = "lies ahead this year" if is_last_year else f"was last in {at.year}"
        which(app, TwoReadings(phrase, problem, meaning))


_NEARLY_A_YEAR = timedelta(days=330)
"""A day so long ago is rather meant ahead."""
_ELEVEN_MONTHS = timedelta(days=334)
"""What is so far ahead was less than a month ago."""


def which_date(app: App, text: str, phrase: str, *, ahead: bool = False) -> str:
    """Return a date as the year first, of two that `5/11` can be the one that is meant."""
    from ketalog.clauses.two_times import two_times
    from ketalog.commands._questions import which

    two = two_times(text, app.now, app.calendar, phrase=phrase, is_24_hours=True, ahead=ahead)
    return which(app, two) if two else text


def ahead_or_day(
    app: App, typed: str, phrase: str, beside: datetime | None = None
) -> dict[str, Any]:
    """Return when an entry is that may lie ahead: its `at`, and `precision` of a day alone."""
    from ketalog.clauses.times import plain_time
    from ketalog.domain.entries import end_of_day
    from ketalog.times.grammar import is_day, read_day_ahead

    typed = which_next(app, which_by_midnight(app, typed, phrase), phrase)
    text = _without_its_part(app, plain_time(typed), phrase)
    if "/" in text and is_day(text):
        text = which_date(app, text, phrase, ahead=True)
    if not is_day(text):
        at = ahead(app, typed, phrase, beside)
        return {"at": _of_which_year(app, text, phrase, at, "%Y-%m-%d %H:%M")}
    day = read_day_ahead(text, app.now, app.calendar)
    at = end_of_day(datetime(day.year, day.month, day.day).astimezone())
    return {"at": _of_which_year(app, text, phrase, at, "%Y-%m-%d"), "precision": "day"}


def which_by_midnight(app: App, typed: str, phrase: str) -> str:
    """Return a time, "tomorrow", "yesterday" as a date: after midnight it can be as for a sleeper.

    Until the patient's day ends, the day of the calendar is another.
    """
    today = app.now.date()
    found = re.search(r"(?i)(?<!after )\b(tomorrow)\b|^(yesterday)$", typed)
    if not found or app.calendar.day_of(app.now) == today:
        return typed
    from ketalog.commands._questions import which
    from ketalog.times.words import say_day

    first = today if found[1] else today - timedelta(days=2)
    days = (first, first + timedelta(days=1))
    ways = [Meaning(typed.replace(found[0], day.isoformat()), say_day(day)) for day in days]
    return which(app, TwoReadings(phrase, "can be two days", *ways))


def which_next(app: App, typed: str, phrase: str) -> str:
    """Return a time, "next thursday" as a date: one of this week may be meant, or of the next."""
    from ketalog.clauses.times import WEEKDAYS

    found = re.search(rf"(?i)\bnext ({WEEKDAYS})\b(?! week)", typed)
    if not found:
        return typed
    from ketalog.commands._questions import which
    from ketalog.times.grammar import read_day_ahead
    from ketalog.times.words import say_day

    today = app.calendar.day_of(app.now)
    day = read_day_ahead(found[0], app.now, app.calendar)
    if today.isocalendar()[:2] != day.isocalendar()[:2]:
        return typed
    days = (day, day + timedelta(days=7))
    ways = [Meaning(typed.replace(found[0], each.isoformat()), say_day(each)) for each in days]
    return which(app, TwoReadings(phrase, "can be two days", *ways))


def _of_which_year(app: App, text: str, phrase: str, at: datetime, shape: str) -> datetime:
    """Return a moment nearly a year ahead, or that of this year: on 22 Nov, `21 nov` is asked."""
    is_said = re.search("[0-9]{4}|^in ", text) or (at.month, at.day) == (2, 29)
    if at - app.now < _ELEVEN_MONTHS or is_said:
        return at
    from ketalog.commands._questions import which

    this_year = at.replace(year=at.year - 1)
    ways = [Meaning(f"{each:{shape}}", f"that of {each.year}") for each in (this_year, at)]
    chosen = which(app, TwoReadings(phrase, "is past this year", *ways))
    return at if chosen == ways[1].typed else this_year


def worded(app: App, words: list[str], at: str | None, what: str, *, editor: bool) -> Written:
    """Return the words of a note or question, as they are, and when they are about."""
    line = said(app, words, (), {"at": at}, edges=True)
    text = " ".join(line.unread if at else words)  # a time behind --at may be several words
    text = without_remark(text) if at is None else text
    if at is None and (end := end_moment(text)):
        text = text[: -len(end)].rstrip(", ")
        return Written(day_or_moment(app, end, end), free_text(app, [text], what, editor=editor))
    typed = when(app, line)
    text = free_text(app, [text] if text else [], what, editor=editor)
    return Written(typed if "at" in line.parts else {"at": app.now}, text)  # now is Enter's time


def text_of(app: App, line: Read, name: str, option: str | None) -> str | None:
    """Return a free text from its option or the words: not both, unless they are the same."""
    worded, typed = line.texts.get(name), text(app, option, name)
    if worded and typed and worded != typed:
        raise BadInput(f"The {name} is said twice.", f"Leave out --{name}, or the words for it.")
    return typed or text(app, worded, name)


def number(typed: str | None, command: str) -> str:
    """Return what was typed for an entry's number; without it, say how."""
    if typed is None:
        raise BadInput(
            "Which entry?",
            f"Type its number, as in: ketalog {command} 41. 'ketalog list' shows the numbers.",
        )
    return typed


def past(app: App, typed: str, phrase: str, beside: datetime | None = None) -> datetime:
    """Return the moment in the past that a time means; `phrase` is what was typed of it."""
    from ketalog.times.grammar import read_past

    return _moment(app, typed, phrase, beside, read_past, ahead=False)


def ahead(app: App, typed: str, phrase: str, beside: datetime | None = None) -> datetime:
    """Return a moment that may lie ahead; `phrase` is what was typed of it."""
    from ketalog.times.grammar import read_moment

    return _moment(app, typed, phrase, beside, read_moment, ahead=True)


def _moment(
    app: App,
    typed: str,
    phrase: str,
    beside: datetime | None,
    read_time: Callable[..., Reading],
    *,
    ahead: bool,
) -> datetime:
    from ketalog.clauses.times import plain_time
    from ketalog.clauses.two_times import two_times
    from ketalog.times.grammar import is_day

    def in_full(text: str) -> str:
        is_short = beside is not None and is_day(text)
        return f"{text} {beside:%H:%M:%S}" if is_short else text

    typed = plain_time(typed)
    if app.config.clock == 24 and typed.isdecimal():  # at 7
        typed = f"{typed}:00"
    when = in_full(typed)
    while two := two_times(
        when,
        app.now,
        app.calendar,
        phrase=phrase,
        is_24_hours=app.config.clock == 24 or when != typed,
        beside=beside,
        ahead=ahead,
    ):
        from ketalog.commands._questions import which

        if app.is_read_later:
            two = _with_dates(two, lambda typed: read_time(typed, app.now, app.calendar).at)
        typed = phrase = which(app, two)
        when = in_full(typed)
    try:
        reading = read_time(when, app.now, app.calendar, beside=beside)
    except BadInput as error:
        error.message = error.message.replace(f'"{when}"', f'"{escape_invisible(phrase)}"')
        raise
    if not ahead and beside is None:
        _ask_for_last_year(app, when, phrase, reading.at, f"{reading.at:%Y-%m-%d %H:%M}")
    if reading.remark:
        app.ui.notice(reading.remark)
    return reading.at


def _with_dates(two: TwoReadings, read_time: Callable[[str], datetime]) -> TwoReadings:
    """Return times of two meanings with their dates: they are typed on another day."""
    meanings = (
        Meaning(f"{read_time(meaning.typed):%Y-%m-%d %H:%M}", meaning.said)
        for meaning in two.meanings
    )
    return TwoReadings(two.phrase, two.problem, *meanings)


def storable(app: App, words: list[str]) -> list[str]:
    """Return words as they can be stored; what had to be replaced is said."""
    kept = [as_utf8(word) for word in words]
    if "".join(kept).count("\ufffd") > "".join(words).count("\ufffd"):
        app.ui.notice("Some of the text was not UTF-8: what can't be read became \ufffd.")
    return kept


def text(app: App, typed: str | None, what: str = "note") -> str | None:
    """Return words, or None if there are none; `-` is typed in, or read from standard input."""
    if typed == "-":
        typed = _typed_in(app, what)
    if typed is None or not typed.strip():
        return None
    return check_length(storable(app, [typed])[0].strip(), what)


def free_text(app: App, words: list[str], what: str, *, editor: bool = False) -> str:
    """Return the words of a note or question; without words they are asked for or piped in."""
    if editor:
        refuse_both(words)
        return read_text(storable(app, [app.drafts.write(what)])[0], what)
    return read_text(text(app, " ".join(words) if words else "-", what) or "", what)


def refuse_both(typed: object) -> None:
    """Raise BadInput for words that were typed where they are to come from the editor."""
    if typed:
        raise BadInput(
            "The words come from the editor, or they are typed: not both.",
            Example("note", "--editor."),
        )


def _typed_in(app: App, what: str) -> str:
    if app.ui.asks:
        return app.drafts.ask(f"Your {what}: ")
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    return app.drafts.piped_in(what)


def dose_id(app: App, number: str | None) -> str | None:
    """Return the id of the dose with that number, or None if nothing was typed."""
    if number is None:
        return None
    from ketalog.domain.entries import Dose

    entry = app.journal.find(number)
    if not isinstance(entry, Dose):
        raise BadInput(f"#{entry.number} is not a dose.", "'ketalog list --kind dose' shows them.")
    return entry.id
