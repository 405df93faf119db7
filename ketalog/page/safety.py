"""The page's safety box: what to look at first, what was denied, what is not known.

Nothing that was not recorded reads as "none".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.checks import (
    alarm_answer,
    instrument_of,
    named_effects,
    none_of,
)
from ketalog.domain.danger import BLADDER, danger_in, stands_out
from ketalog.domain.effects import URINARY
from ketalog.domain.entries import SEVERITIES
from ketalog.domain.text import as_key
from ketalog.domain.treatment import Also, Check, Vitals
from ketalog.domain.values import Value
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
    for kind, sentences in (
        ("flagged", _flags(context)),
        ("denied", _denials(context)),
        ("mild", _mild(context)),
        ("also", _others(context)),
        ("missing", _missing(context)),
    ):
        yield from (Point(kind, SIGNS[kind], sentence) for sentence in sentences)


def _flags(context: PageContext) -> Iterator[str]:
    text, summary = context.texts, context.summary
    yield from (sentence for sentence, is_flag in _alarms(context) if is_flag)
    yield from _checks(context, are_flags=True)
    for name in summary.effects:
        reports = [report for report in summary.flags if _name(report) == name]
        if graded := _graded(context, reports):
            yield text.say_effect(context.effect(name), graded)
    yield from _beside(context)


def _checks(context: PageContext, *, are_flags: bool) -> Iterator[str]:
    """Yield the side effects that each questionnaire names: those that stand out, or the others."""
    for seen in context.summary.checks:
        instrument = instrument_of(seen.check)
        effects = [
            (context.effect(name), context.published(answer or ""))
            for name, answer in named_effects(seen.check)
            if stands_out(name, answer) is are_flags
        ]
        if instrument is not None and effects:
            title = context.published(instrument.title)
            yield context.texts.say_check(title, context.on(seen.day), effects)


def _alarms(context: PageContext) -> Iterator[tuple[str, bool]]:
    """Yield the answers to the item that stands out, highest first, and whether one is above 0.

    The last one above 0 before the period is said too, whatever the total: it is never passed over.
    """
    answered: dict[str, list[tuple[int, str]]] = {}
    known: dict[str, Instrument] = {}
    earlier: dict[str, tuple[int, str]] = {}
    for check in (entry for entry in context.entries if isinstance(entry, Check)):
        instrument, answer = instrument_of(check), alarm_answer(check)
        if instrument is None or answer is None:
            continue
        day = context.calendar.day_of(check.at)
        known[instrument.name] = instrument
        if day in context.span:
            answered.setdefault(instrument.name, []).append((answer, context.on(day)))
        elif day < context.span.start and answer:
            on = context.texts.say_earlier(context.on(day))
            earlier[instrument.name] = (answer, on)
    for name, instrument in known.items():
        answers = [*([earlier[name]] if name in earlier else []), *answered.get(name, [])]
        if answers:
            yield _alarm(context, instrument, answers), any(answer for answer, _ in answers)


def _alarm(context: PageContext, instrument: Instrument, answers: Sequence[tuple[int, str]]) -> str:
    item = instrument.alarm or 0
    by_answer: dict[int, list[str]] = {}
    for answer, day in answers:
        by_answer.setdefault(answer, []).append(day)
    answered = [
        (
            context.published(instrument.label(answer).lower()),
            _dates(context, list(dict.fromkeys(days)), is_flag=answer > 0),
        )
        for answer, days in sorted(by_answer.items(), reverse=True)
    ]
    title, question = instrument.title, instrument.items[item].text
    return context.texts.say_alarm(
        context.published(title), item + 1, context.published(question), answered
    )


def _dates(context: PageContext, days: Sequence[str], *, is_flag: bool) -> str:
    few = days if len(days) <= (MOST_FLAGGED if is_flag else MOST_DATES) else ()
    return context.texts.say_dates_of(len(days), few, days[-1])


def _beside(context: PageContext) -> Iterator[str]:
    """Yield on which days doses were sooner, larger or more often than the plan."""
    for kind, label in context.texts.beside.items():
        days = [
            context.calendar.day_of(dose.at)
            for dose, deviation in context.summary.deviations
            if deviation.kind == kind
        ]
        if days:
            yield context.texts.say_point(label, _days(context, list(dict.fromkeys(days))))


def _denials(context: PageContext) -> Iterator[str]:
    text, summary = context.texts, context.summary
    asked = [on for on, day in summary.days.items() if day.asked_none]
    if asked:
        yield text.say_denied(_days(context, asked))
    yield from (sentence for sentence, is_flag in _alarms(context) if not is_flag)
    none: dict[str, list[str]] = {}
    for seen in summary.checks:
        if title := none_of(seen.check):
            none.setdefault(title, []).append(context.on(seen.day))
    for title, days in none.items():
        dates = _dates(context, list(dict.fromkeys(days)), is_flag=False)
        yield text.say_none_in(context.published(title), dates)
    for about, what in text.not_taken.items():
        on = [
            context.on(context.calendar.day_of(entry.at))
            for entry in summary.others
            if isinstance(entry, Also) and entry.change == "none" and entry.about == about
        ]
        if on:
            dates = _dates(context, list(dict.fromkeys(on)), is_flag=False)
            yield text.say_none_in(what, dates)


def _mild(context: PageContext) -> Iterator[str]:
    summary = context.summary
    mild = [context.effect(name) for name in summary.effects if _is_mild(summary, name)]
    if mild:
        yield context.texts.say_mild(mild)
    yield from _checks(context, are_flags=False)


def _others(context: PageContext) -> Iterator[str]:
    if pressure := _pressure(context):
        yield pressure
    for about, label in context.texts.also.items():
        if also := _also(context, about):
            yield context.texts.say_point(label, also)


def _pressure(context: PageContext) -> str:
    """Return the highest blood pressure of the period, by its first number, and the latest."""
    readings = _readings(context.summary)
    if not readings:
        return ""
    highest = max(readings, key=lambda vitals: vitals.systolic_mmhg or 0)
    last = "" if readings[-1] is highest else _reading(context, readings[-1])
    return context.texts.say_pressure(len(readings), _reading(context, highest), last)


def _readings(summary: Summary) -> list[Vitals]:
    return [entry for entry in summary.others if isinstance(entry, Vitals) and entry.systolic_mmhg]


def _reading(context: PageContext, vitals: Vitals) -> str:
    systolic, diastolic = vitals.systolic_mmhg or 0, vitals.diastolic_mmhg or 0
    return context.texts.say_reading(systolic, diastolic, context.day(vitals.at))


def _is_mild(summary: Summary, name: str) -> bool:
    return summary.effects[name].worst == "mild" and not danger_in(name)


def _also(context: PageContext, about: str) -> str:
    """Return what else was taken or changed, the last few with their days."""
    text = context.texts
    reports = [
        entry
        for entry in context.summary.others
        if isinstance(entry, Also) and entry.about == about and entry.change != "none"
    ]
    named = [
        text.say_dated(text.say_also[report.change](one_line(report.what)), context.day(report.at))
        for report in reports[-MOST_DATES:]
    ]
    earlier = len(reports) - len(named)
    return ", ".join([*([text.say_more_earlier(earlier)] if earlier else []), *named])


def _name(report: EffectSeen) -> str:
    return as_key(report.effect.name)


def _graded(context: PageContext, reports: Sequence[EffectSeen]) -> list[str]:
    """Return "severe after 1 of 29 doses, on 21 Oct", "moderate after 6 of 29 doses, last on …"."""
    text = context.texts
    return [
        text.say_graded(text.severities[severity] if severity else text.noted, _when(context, same))
        for severity in (*reversed(SEVERITIES), None)
        if (same := [report for report in reports if report.effect.severity == severity])
    ]


def _when(context: PageContext, reports: Sequence[EffectSeen]) -> str:
    say = context.texts.say_once if len(reports) == 1 else context.texts.say_last
    return say(context.after(reports), context.day(reports[-1].effect.at))


def _days(context: PageContext, days: Sequence[date]) -> str:
    few = [context.on(day) for day in days] if len(days) <= MOST_DATES else []
    return context.texts.say_on_days(len(days), few, context.on(days[-1]))


def _missing(context: PageContext) -> Iterator[str]:
    """Yield what the journal could have recorded and does not know."""
    text, summary = context.texts, context.summary
    if not summary.courses:
        yield text.no_doses
    for name in summary.effects:
        ungraded = [
            report
            for report in summary.seen
            if _name(report) == name and report.effect.severity is None
        ]
        if ungraded:
            yield text.say_ungraded(context.effect(name), _when(context, ungraded))
    for seen in summary.checks:
        instrument = instrument_of(seen.check)
        item = instrument.alarm if instrument is not None else None
        if instrument is not None and item is not None and seen.check.answers[item] is None:
            title = context.published(instrument.title)
            yield text.say_unanswered(title, item + 1, context.on(seen.day))
    yield from _unknown_effects(context)
    days = summary.days.values()
    if all(day.mood is None for day in days):
        yield text.no_mood
    if all(day.anxiety is None for day in days):
        yield text.no_anxiety
    if never := [text.not_reported[what] for what in _never(summary)]:
        yield text.say_not_recorded(never)


def _unknown_effects(context: PageContext) -> Iterator[str]:
    text, summary = context.texts, context.summary
    reported = {report.dose.id for report in summary.seen if report.dose}
    if not (summary.seen or summary.asked_none or summary.check_ins):
        yield text.no_effects_at_all
    elif unknown := context.doses - summary.asked - summary.checked_in - reported:
        yield text.say_unknown(len(unknown), len(context.doses))


def _never(summary: Summary) -> Iterator[str]:
    """Yield which of what clinicians want followed stands nowhere in the period."""
    also = {entry.about for entry in summary.others if isinstance(entry, Also)}
    if not _readings(summary):
        yield "pressure"
    dangers = {danger_in(report.effect.name) for report in summary.seen}
    if not any(_asks_urinary(seen) for seen in summary.checks) and not dangers & BLADDER:
        yield "bladder"
    if "thoughts" not in dangers and all(
        alarm_answer(seen.check) is None for seen in summary.checks
    ):
        yield "alarm"
    if not also & {"alcohol", "sedative", "all"}:
        yield "also"


def _asks_urinary(seen: CheckSeen) -> bool:
    instrument = instrument_of(seen.check)
    return instrument is not None and any(item.effect in URINARY for item in instrument.items)
