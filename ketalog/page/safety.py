"""The page's safety box: what to look at first, what was denied, what is not known.

Nothing that was not recorded reads as "none".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.checks import (
    alarm_answer,
    instrument_of,
    none_of,
    say_alarm_unanswered,
    say_effects_of,
    say_mild_of,
)
from ketalog.domain.check import Check
from ketalog.domain.danger import BLADDER, danger_in
from ketalog.domain.effects import URINARY
from ketalog.domain.entries import SEVERITIES
from ketalog.domain.treatment import Also, Vitals
from ketalog.domain.values import Value
from ketalog.page import texts as text
from ketalog.page.context import PageContext, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ketalog.instruments.base import Instrument
    from ketalog.summary import CheckSeen, EffectSeen, Summary

MOST_DATES, MOST_FLAGGED = 4, 12
"""Days that a sentence names one by one, and such as must not be passed over."""

SIGNS = {"flagged": "!", "denied": "–", "mild": "·", "also": "+", "missing": "?"}
"""Moderate or severe; asked and denied; mild at worst; what else was taken; not recorded."""


class Point(Value, frozen=True):
    """One line of the safety box: its kind, a key of SIGNS; its sign; and a full sentence."""

    kind: str
    sign: str
    text: str


def points(context: PageContext) -> Iterator[Point]:
    """Yield every line of the box, what to look at first on top."""
    yield from (_point("flagged", said) for said in _flags(context))
    yield from (_point("denied", said) for said in _denials(context))
    yield from (_point("mild", said) for said in _mild(context))
    yield from (_point("also", said) for said in _others(context))
    yield from (_point("missing", said) for said in _missing(context))


def _point(kind: str, said: str) -> Point:
    return Point(kind, SIGNS[kind], said)


def _flags(context: PageContext) -> Iterator[str]:
    summary = context.summary
    for said, is_flag in _alarms(context):
        if is_flag:
            yield said
    for one in summary.checks:
        yield from say_effects_of(one.check, context.on(one.day))
    for name in summary.effects:
        if graded := _flagged(context, [one for one in summary.flags if _name(one) == name]):
            yield text.say_effect(one_line(name), graded)
    yield from _beside(context)


def _alarms(context: PageContext) -> Iterator[tuple[str, bool]]:
    """Yield the answers to the item that stands out, highest first, and whether one is above 0.

    The last one above 0 before the period is said too, whatever the total: it is never passed over.
    """
    answered: dict[str, list[tuple[int, str]]] = {}
    known: dict[str, Instrument] = {}
    earlier: dict[str, tuple[int, str]] = {}
    for one in (one for one in context.entries if isinstance(one, Check)):
        instrument, answer = instrument_of(one), alarm_answer(one)
        if instrument is None or answer is None:
            continue
        day = context.calendar.day_of(one.at)
        known[instrument.name] = instrument
        if day in context.span:
            answered.setdefault(instrument.name, []).append((answer, context.on(day)))
        elif day < context.span.start and answer:
            earlier[instrument.name] = (answer, text.say_earlier(context.on(day)))
    for name, instrument in known.items():
        found = [*([earlier[name]] if name in earlier else []), *answered.get(name, [])]
        if found:
            yield _alarm(instrument, found), any(answer for answer, _ in found)


def _alarm(instrument: Instrument, found: Sequence[tuple[int, str]]) -> str:
    item = instrument.alarm or 0
    by_answer: dict[int, list[str]] = {}
    for answer, day in found:
        by_answer.setdefault(answer, []).append(day)
    said = [
        (instrument.label(answer).lower(), _dates(list(dict.fromkeys(days)), is_flag=answer > 0))
        for answer, days in sorted(by_answer.items(), reverse=True)
    ]
    return text.say_alarm(instrument.title, item + 1, instrument.items[item].text, said)


def _dates(days: Sequence[str], *, is_flag: bool) -> str:
    named = days if len(days) <= (MOST_FLAGGED if is_flag else MOST_DATES) else ()
    return text.say_dates_of(len(days), named, days[-1])


def _beside(context: PageContext) -> Iterator[str]:
    """Yield on which days doses were sooner, larger or more often than the plan."""
    for kind, label in text.BESIDE.items():
        days = [
            context.calendar.day_of(dose.at)
            for dose, one in context.summary.deviations
            if one.kind == kind
        ]
        if days:
            yield text.say_point(label, _days(context, list(dict.fromkeys(days))))


def _denials(context: PageContext) -> Iterator[str]:
    summary = context.summary
    asked = [on for on, day in summary.days.items() if day.asked_none]
    if asked:
        yield text.say_denied(_days(context, asked))
    for said, is_flag in _alarms(context):
        if not is_flag:
            yield said
    none: dict[str, list[str]] = {}
    for one in summary.checks:
        if title := none_of(one.check):
            none.setdefault(title, []).append(context.on(one.day))
    for title, days in none.items():
        yield text.say_none_in(title, _dates(list(dict.fromkeys(days)), is_flag=False))


def _mild(context: PageContext) -> Iterator[str]:
    summary = context.summary
    mild = [one_line(name) for name in summary.effects if _is_mild(summary, name)]
    if mild:
        yield text.say_mild(mild)
    for one in summary.checks:
        if said := say_mild_of(one.check, context.on(one.day)):
            yield said


def _others(context: PageContext) -> Iterator[str]:
    if said := _pressure(context):
        yield said
    for about, label in text.ALSO.items():
        if said := _also(context, about):
            yield text.say_point(label, said)


def _pressure(context: PageContext) -> str:
    """Return the highest blood pressure of the period, by its first number, and the latest."""
    read = _readings(context.summary)
    if not read:
        return ""
    highest = max(read, key=lambda one: one.systolic_mmhg or 0)
    last = "" if read[-1] is highest else _reading(read[-1], context)
    return text.say_pressure(len(read), _reading(highest, context), last)


def _readings(summary: Summary) -> list[Vitals]:
    return [one for one in summary.others if isinstance(one, Vitals) and one.systolic_mmhg]


def _reading(one: Vitals, context: PageContext) -> str:
    return text.say_reading(one.systolic_mmhg or 0, one.diastolic_mmhg or 0, context.day(one.at))


def _is_mild(summary: Summary, name: str) -> bool:
    return summary.effects[name].worst == "mild" and not danger_in(name)


def _also(context: PageContext, about: str) -> str:
    """Return what else was taken or changed, the last few with their days."""
    found = [one for one in context.summary.others if isinstance(one, Also) and one.about == about]
    named = [text.say_dated(_what(one), context.day(one.at)) for one in found[-MOST_DATES:]]
    more = len(found) - len(named)
    return ", ".join([*([text.say_more_earlier(more)] if more else []), *named])


def _what(one: Also) -> str:
    return f"{text.CHANGES[one.change]}{one_line(one.what)}"


def _name(one: EffectSeen) -> str:
    return one.effect.name.lower()


def _flagged(context: PageContext, reports: Sequence[EffectSeen]) -> list[str]:
    """Return "severe after 1 of 29 doses, on 21 Oct", "moderate after 6 of 29 doses, last on …"."""
    said = []
    for severity in (*reversed(SEVERITIES), None):
        found = [one for one in reports if one.effect.severity == severity]
        if found:
            said.append(f"{severity or text.NOTED} {_when(context, found)}")
    return said


def _when(context: PageContext, reports: Sequence[EffectSeen]) -> str:
    last = context.day(reports[-1].effect.at)
    return text.say_when(context.after(reports), last, once=len(reports) == 1)


def _days(context: PageContext, days: Sequence[date]) -> str:
    named = [context.on(day) for day in days] if len(days) <= MOST_DATES else []
    return text.say_on_days(len(days), named, context.on(days[-1]))


def _missing(context: PageContext) -> Iterator[str]:
    """Yield what the journal could have recorded and does not know."""
    summary = context.summary
    if not summary.courses:
        yield text.NO_DOSES
    for name in summary.effects:
        ungraded = [
            one for one in summary.seen if _name(one) == name and one.effect.severity is None
        ]
        if ungraded:
            yield text.say_ungraded(one_line(name), _when(context, ungraded))
    for one in summary.checks:
        if alarm := say_alarm_unanswered(one.check, context.on(one.day)):
            yield alarm
    yield from _unknown_effects(context)
    days = summary.days.values()
    if all(day.mood is None for day in days):
        yield text.NO_MOOD
    if all(day.anxiety is None for day in days):
        yield text.NO_ANXIETY
    if never := [text.NOT_REPORTED[what] for what in _never(summary)]:
        yield text.say_not_recorded(never)


def _unknown_effects(context: PageContext) -> Iterator[str]:
    summary = context.summary
    known = summary.asked | summary.checked_in | {one.dose.id for one in summary.seen if one.dose}
    if not (summary.seen or summary.asked_none or summary.check_ins):
        yield text.NO_EFFECTS_AT_ALL
    elif unknown := context.doses - known:
        yield text.say_unknown(len(unknown), len(context.doses))


def _never(summary: Summary) -> Iterator[str]:
    """Yield which of what clinicians want followed stands nowhere in the period."""
    also = {one.about for one in summary.others if isinstance(one, Also)}
    if not _readings(summary):
        yield "pressure"
    if not any(_asks_urinary(one) for one in summary.checks) and not any(
        danger_in(one.effect.name) in BLADDER for one in summary.seen
    ):
        yield "bladder"
    if all(alarm_answer(one.check) is None for one in summary.checks) and not any(
        danger_in(one.effect.name) == "thoughts" for one in summary.seen
    ):
        yield "alarm"
    if not also & {"alcohol", "sedative"}:
        yield "also"


def _asks_urinary(one: CheckSeen) -> bool:
    instrument = instrument_of(one.check)
    return instrument is not None and any(item.effect in URINARY for item in instrument.items)
