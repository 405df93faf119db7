"""When something began and how long it took, of whichever two were said."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ketalog.clauses.line import Part, Read
from ketalog.clauses.table import TABLE
from ketalog.commands import _input
from ketalog.domain.calendar import ONE_MINUTE
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput
from ketalog.times.grammar import is_day, read_past, split_clock
from ketalog.times.words import plain_words, say_moment

if TYPE_CHECKING:
    from ketalog.app import App
    from ketalog.domain.kinds import Entry

STARTS = ("start", "from", "at")


def span_of(
    app: App, line: Read, minutes: int | None, *, needs_time: bool
) -> tuple[dict[str, Any], int | None]:
    """Return when it began, as `_input.when` says it, and how long it took, if that is known."""
    line = _of_one_day(line)
    starts = [name for name in STARTS if name in line.parts]
    if len(starts) > 1 or ("end" in line.parts and starts and minutes is not None):
        said = (*starts, *(["end"] if "end" in line.parts else []))
        phrases = " and ".join(f"'{escape_invisible(line.parts[name].phrase)}'" for name in said)
        length = "" if minutes is None else ", and how long it took"
        raise BadInput(
            f"The times are said twice: {phrases}{length}.",
            "Type when it began and when it ended, or one of them and how long it took.",
        )
    if "end" not in line.parts and not starts:
        return {"at": app.now}, minutes
    if "end" not in line.parts:
        start = _said(line, starts[0])
        if needs_time:
            return {"at": _input.past(app, *start)}, minutes
        return _input.day_or_moment(app, *start), minutes
    if starts:
        began = _input.past(app, *_said(line, starts[0]))
        return {"at": began}, _lasted(app, line, began)
    if minutes is None:
        raise BadInput(
            "The end alone does not say when it began.",
            "Add that, or how long it took: for 2h.",
        )
    return {"at": _input.past(app, *_said(line, "end")) - timedelta(minutes=minutes)}, minutes


def _of_one_day(line: Read) -> Read:
    """Return a line with the day that is said apart from when it began, or behind its end.

    Those are `today since noon` and `from 3pm to 4pm yesterday`: of the end it is the day, too.
    """
    opens = next((name for name in ("start", "from", "at") if name in line.parts), None)
    if opens is None or _day_in(began := line.parts[opens]):
        return line
    parts = dict(line.parts)
    apart = next((name for name in ("at", "day") if name in parts and name != opens), None)
    if apart and is_day(str(parts[apart].value)):
        day = parts.pop(apart)
        value, phrase = day.value, day.phrase
    else:
        value = phrase = _day_in(parts["end"]) if "end" in parts else ""
    if not value or is_day(began.value):
        return line
    parts[opens] = Part(f"{value} {began.value}", f"{began.phrase} {phrase}")
    return Read(parts, line.texts, line.unread)


def _day_in(part: Part) -> str:
    """Return the words of a time that say its day: "yesterday" of `4pm yesterday`, or none."""
    clock, _, day = split_clock(plain_words(str(part.value)))
    return day if clock is not None and is_day(day) else ""


def changed(app: App, line: Read, entry: Entry) -> tuple[datetime | None, dict[str, Any]] | None:
    """Return when an entry began instead, and its other fields; None if neither is so said.

    `until 10pm` alone keeps when it began.
    """
    line = _of_one_day(line)
    starts = [name for name in (*STARTS, "day") if name in line.parts]
    if "end" not in line.parts and starts in ([], ["day"]):
        return None
    if len(starts) > 1 or {"end", "for"} <= line.parts.keys():
        raise BadInput(
            "The times are said twice.",
            "Type when it began and when it ended, or one of them and how long it took.",
        )
    began = _input.past(app, *_said(line, starts[0]), beside=entry.at) if starts else entry.at
    if entry.precision and not starts:
        raise BadInput(f"#{entry.number} has no time.", "Type both, as in: from 2pm to 2:40pm.")
    fields: dict[str, Any] = {"precision": None} if entry.precision else {}
    if "end" in line.parts:
        fields["minutes"] = _lasted(app, line, began)
        if not starts and fields["minutes"] > _HALF_A_DAY:
            phrase = escape_invisible(line.parts["end"].phrase)
            raise BadInput(
                f"'{phrase}': it began {say_moment(began)}.", "Type both: from 2pm to 2:40pm."
            )
    return (began if starts else None), fields


_HALF_A_DAY = 12 * 60
"""Minutes; an end alone that is later is rather one before the start."""


def _lasted(app: App, line: Read, began: datetime) -> int:
    """Return how many minutes it took until the end that was said. Raises BadInput."""
    ended = _ended(app, line, began)
    if not _is_after(began, ended):
        raise BadInput(
            f"From {say_moment(began)} to {say_moment(ended)}: the end is not within a "
            "day after the start.",
            "For example: from 2pm to 2:40pm.",
        )
    return (ended - began) // ONE_MINUTE


def _ended(app: App, line: Read, began: datetime) -> datetime:
    """Return when it ended; of the two halves of a day the one that is after its start."""
    typed, phrase = _said(line, "end")
    halves = []
    for half in ("am", "pm"):
        with suppress(BadInput):
            ended = read_past(f"{typed}{half}", app.now, app.calendar, beside=began).at
            halves += [ended] if _is_after(began, ended) else []
    if len(halves) == 1:
        return halves[0]
    ended = _input.past(app, typed, phrase, beside=began)
    if _day_in(line.parts["end"]):
        return ended
    next_day = ended + timedelta(days=1)
    return next_day if ended <= began < next_day <= app.now else ended  # 11pm to 5am


def _is_after(began: datetime, ended: datetime) -> bool:
    return timedelta() < ended - began <= timedelta(days=1)


def _said(line: Read, name: str) -> tuple[str, str]:
    """Return a time that was said, and how it was typed without its keyword."""
    part = line.parts[name]
    first, _, rest = part.phrase.partition(" ")
    phrase = rest if first.lower() in TABLE[name].keywords else part.phrase
    return part.value, phrase.removeprefix("-")
