"""The page's safety box: always the same rows in the same order, so that none is ever missed.

Each says what was found, and of how many doses, checks or days it is known. Nothing that was not
recorded reads as "none".
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ketalog.answers.checks import alarm_answer
from ketalog.domain.also import SORTS
from ketalog.domain.danger import BLADDER, danger_in
from ketalog.domain.effects import EFFECTS, THINKING, URINARY
from ketalog.domain.medicines import medicine_name, medicines_of
from ketalog.domain.treatment import Also, Check
from ketalog.domain.values import Value
from ketalog.instruments import monthly
from ketalog.instruments.base import FUNCTIONAL, Instrument, instrument_of
from ketalog.page.adherence import against_plan, supply
from ketalog.page.context import Found, PageContext, denies, one_line
from ketalog.page.readings import readings
from ketalog.page.since import say_still_taken
from ketalog.stream import Report, worst_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date


MOST_EFFECTS = 6
EVERYTHING = ""
"""Stands for all side effects at once where the name of one is expected."""
SIGNS = {"flagged": "!", "noted": "·", "denied": "–", "missing": "?"}
"""To look at first; recorded, and no more; asked and none; never asked, nothing recorded."""
CALMED = frozenset({"dissociation", "sedation"})
CRAVING = frozenset(item.topic or "" for item in monthly.INSTRUMENT.items[:3])
"""Craving, use beyond the plan, driving: what the monthly check asks first."""
MONTHLY_EFFECT = "craving"
"""The one of them that is a side effect: who had none at all, had none of it."""
DRINKING = "alcohol"


class SafetyRow(Value, frozen=True):
    """One row of the safety box: its kind, a key of SIGNS; its sign, topic, what was found.

    `asked` says of how many doses, checks or days it is known.
    """

    kind: str
    sign: str
    topic: str
    text: str
    asked: str


def points(context: PageContext) -> Iterator[SafetyRow]:
    """Yield every row of the box."""
    text = context.texts
    for topic, find in ROWS.items():
        found = find(context)
        facts = [*found.flagged, *found.noted]
        if facts:
            kind = "flagged" if found.flagged else "noted"
        else:
            kind = "denied" if found.asked else "missing"
        words = text.say_facts(facts) if facts else found.denial or text.found_nothing[kind]
        yield SafetyRow(kind, SIGNS[kind], text.topics[topic], words, found.said)


def _of_doses(context: PageContext, *names: str) -> tuple[int, str]:
    """Return of how many of the period's doses something is known, and that in words."""
    known = len(context.stream.known(*names) & context.doses)
    apart = len(context.stream.known_apart(context.doses, *names))
    return known + apart, context.texts.say_asked_doses(known, len(context.doses), apart)


# Danger.


def _thoughts(context: PageContext) -> Found:
    checks = [seen.check for seen in context.summary.checks]
    items = [check for check in checks if _alarm_item(check) is not None]
    answered = [check for check in items if alarm_answer(check) is not None]
    alarms = list(_alarms(context))
    flagged = [sentence for sentence, is_flag in alarms if is_flag]
    reports = _of_danger(context, {"thoughts"})
    flagged += _reports(context, reports) or _last_before(context)
    said = context.texts.say_answered(len(answered), len(items), _titles(context, items))
    denials = [sentence for sentence, is_flag in alarms if not is_flag]
    if flagged:
        return Found(len(answered), said, flagged, denials)
    return Found(len(answered), said, denial=context.texts.say_facts(denials))


def _last_before(context: PageContext) -> list[str]:
    """Return the last thought in the patient's own words before the period."""
    before = [
        report
        for report in context.history.reports
        if report.danger == "thoughts" and report.day < context.span.start
    ]
    return [
        context.texts.say_graded(
            _name(context, report), context.texts.say_earlier(context.on(report.day))
        )
        for report in before[-1:]
    ]


def _alarm_item(check: Check) -> int | None:
    instrument = instrument_of(check)
    return instrument.alarm if instrument is not None else None


def _titles(context: PageContext, checks: Sequence[Check]) -> list[str]:
    titles = [one.title for check in checks if (one := instrument_of(check)) is not None]
    return [context.published(title) for title in dict.fromkeys(titles)]


def _alarms(context: PageContext) -> Iterator[tuple[str, bool]]:
    """Yield the answers to the item that stands out, highest first, and whether one is above 0.

    The last one above 0 before the period is said too, whatever the total: it is never passed over.
    """
    answered: dict[str, list[tuple[int, date]]] = {}
    known: dict[str, Instrument] = {}
    earlier: dict[str, tuple[int, date]] = {}
    for check in (entry for entry in context.entries if isinstance(entry, Check)):
        instrument, answer = instrument_of(check), alarm_answer(check)
        if instrument is None or answer is None:
            continue
        day = context.calendar.day_of(check.at)
        known[instrument.name] = instrument
        if day in context.span:
            answered.setdefault(instrument.name, []).append((answer, day))
        elif day < context.span.start and answer:
            earlier[instrument.name] = (answer, day)
    for name, instrument in known.items():
        inside, before = answered.get(name, []), earlier.get(name)
        if inside or before:
            sentence = _alarm(context, instrument, inside, before)
            yield sentence, bool(before) or any(answer for answer, _ in inside)


def _alarm(
    context: PageContext,
    instrument: Instrument,
    answers: Sequence[tuple[int, date]],
    before: tuple[int, date] | None,
) -> str:
    text = context.texts
    by_answer: defaultdict[int, list[date]] = defaultdict(list)
    for answer, day in answers:
        by_answer[answer].append(day)
    said = [
        text.say_graded(context.published(instrument.label(answer).lower()), context.when(days))
        for answer, days in sorted(by_answer.items(), reverse=True)
    ]
    if before is not None:
        words = context.published(instrument.label(before[0]).lower())
        said.append(text.say_graded(words, text.say_earlier(context.on(before[1]))))
    return text.say_item(context.published(instrument.title), (instrument.alarm or 0) + 1, said)


def _of_danger(context: PageContext, dangers: set[str]) -> dict[str, list[Report]]:
    return {
        name: reports
        for name, reports in context.stream.by_name.items()
        if reports[0].danger in dangers
    }


def _red_flags(context: PageContext) -> Found:
    reports = _of_danger(context, {"emergency"})
    return Found(*_of_doses(context, *reports, EVERYTHING), _reports(context, reports))


def _bladder(context: PageContext) -> Found:
    checks = [seen.check for seen in context.summary.checks if _asks(seen.check, URINARY)]
    answered = [check for check in checks if any(answer is not None for answer in check.answers)]
    reports = _of_danger(context, {*BLADDER})
    said = context.texts.say_answered(len(answered), len(checks), _titles(context, checks))
    # With gaps there was none of what it asked, and no more is known.
    has_gaps = answered and all(None in check.answers for check in answered)
    denial = context.texts.none_of_asked if has_gaps else ""
    return Found(len(answered), said, _reports(context, reports), denial=denial)


def _asks(check: Check, names: frozenset[str]) -> bool:
    instrument = instrument_of(check)
    return instrument is not None and any(item.effect in names for item in instrument.items)


# Side effects.


def _reports(context: PageContext, by_name: dict[str, list[Report]]) -> list[str]:
    """Return each side effect with its worst severity, when, how often besides, how long."""
    return [_report(context, reports) for reports in by_name.values()]


def _report(context: PageContext, reports: Sequence[Report]) -> str:
    text = context.texts
    worst = worst_of(reports)
    word = text.severities.get(worst.word) or context.published(worst.word)
    when = context.when([report.day for report in reports if report.word == worst.word])
    worst_alone = [report for report in reports if report.word == worst.word]
    longest = max((report.minutes or 0 for report in reports), default=0)
    return text.say_report(
        _name(context, worst),
        text.say_graded(word, when) if word else when,
        text.say_times_in_all(len(reports)) if len(reports) > len(worst_alone) else "",
        text.say_longest(text.say_minutes(longest)) if longest else "",
    )


def _name(context: PageContext, report: Report) -> str:
    """Return what a side effect is called; the patient's own words are quoted."""
    if not report.is_effect:
        return context.published(report.name)
    name = context.effect(report.shown)
    return name if report.name in EFFECTS else context.texts.say_own(name)


def _named(context: PageContext, names: frozenset[str]) -> dict[str, list[Report]]:
    by_name = {name: reports for name in sorted(names) if (reports := context.stream.of(name))}
    worst = sorted(by_name.items(), key=lambda item: (-worst_of(item[1]).level, -len(item[1])))
    return dict(worst)


def _parted(
    by_name: dict[str, list[Report]],
) -> tuple[dict[str, list[Report]], dict[str, list[Report]]]:
    """Return side effects that were moderate, severe or often there, and the others."""
    flagged = {name: found for name, found in by_name.items() if worst_of(found).level > 1}
    return flagged, {name: by_name[name] for name in by_name if name not in flagged}


def _rank(reports: Sequence[Report]) -> int:
    return max(report.rank for report in reports)


def _calmed(context: PageContext) -> Found:
    return _graded(context, CALMED)


def _thinking(context: PageContext) -> Found:
    return _graded(context, THINKING)


def _graded(context: PageContext, names: frozenset[str]) -> Found:
    flagged, noted = (_reports(context, part) for part in _parted(_named(context, names)))
    return Found(*_of_doses(context, *names), flagged, noted)


def _craving(context: PageContext) -> Found:
    """Return what was reported; where only some of it was asked about, which was none."""
    text = context.texts
    asked = [asking.names or {MONTHLY_EFFECT} for asking in context.stream.asked]
    denied = {name for name in CRAVING if any(name in names for names in asked)}
    named = [context.published(name) for name in sorted(denied)]
    denial = text.say_denied_of(named) if named and denied < CRAVING else ""
    reports = _reports(context, _named(context, CRAVING))
    return Found(*_of_doses(context, *CRAVING), reports, denial=denial)


def _others(context: PageContext) -> Found:
    """Return every other side effect: those to look at with their days, the mild by name."""
    text = context.texts
    names = frozenset(_other_names(context))
    flagged, others = _parted(_named(context, names))
    mild = [_name(context, reports[0]) for reports in others.values() if _rank(reports)]
    ungraded = [_name(context, reports[0]) for reports in others.values() if not _rank(reports)]
    shown = dict(list(flagged.items())[:MOST_EFFECTS])
    facts = _reports(context, shown)
    if len(flagged) > len(shown):
        facts.append(text.say_more(len(flagged) - len(shown)))
    noted = [text.say_mild(_few(context, mild))] if mild else []
    noted += [text.say_ungraded(_few(context, ungraded))] if ungraded else []
    return Found(*_of_doses(context, *names, EVERYTHING), facts, noted)


def _other_names(context: PageContext) -> Iterator[str]:
    """Yield every side effect that was asked about or reported and has no row of its own."""
    asked = {name for asking in context.stream.asked for name in asking.names or ()}
    reported = {report.name for report in context.stream.reports if report.is_effect}
    for name in (asked & EFFECTS.keys()) | reported:
        if name not in CALMED | THINKING | CRAVING and danger_in(name) is None:
            yield name


def _few(context: PageContext, names: Sequence[str]) -> list[str]:
    rest = len(names) - MOST_EFFECTS
    more = [context.texts.say_more(rest)] if rest > 0 else []
    return [*names[:MOST_EFFECTS], *more]


# What else was taken; daily life.


def _taken(context: PageContext, about: Callable[[Also], bool]) -> tuple[list[Also], set[date]]:
    """Return what else of a kind was taken, and the days on which it was asked about."""
    entries = [entry for entry in context.inside if isinstance(entry, Also) and about(entry)]
    days = {context.calendar.day_of(entry.at) for entry in entries}
    return [entry for entry in entries if not denies(entry)], days


def _of_days(context: PageContext, asked: set[date]) -> tuple[int, str]:
    return len(asked), context.texts.say_asked_days(len(asked), len(context.summary.days))


def _alcohol(context: PageContext) -> Found:
    taken, asked = _taken(context, lambda entry: entry.about in {"alcohol", "all"})
    asked |= {asking.day for asking in context.stream.asked if DRINKING in (asking.names or ())}
    facts = [*_said_of(context, taken), *_reports(context, _named(context, frozenset({DRINKING})))]
    return Found(*_of_days(context, asked), facts)


def _medicines(context: PageContext) -> Found:
    taken, asked = _taken(context, lambda entry: entry.about != "alcohol")
    is_weighed = _weighed(context)
    grave = [entry for entry in taken if is_weighed(entry)]
    rest = [entry for entry in taken if not is_weighed(entry)]
    facts, others = _said_of(context, grave), _said_of(context, rest)
    # Of what was begun before the period it would else say that nothing was recorded.
    before = [
        medicine
        for medicine in medicines_of(context.entries, context.span, context.calendar).still_taken
        if context.calendar.day_of(medicine.last.at) not in context.span
    ]
    if still := [medicine for medicine in before if is_weighed(medicine.last)]:
        facts.append(say_still_taken(context, still))
    if still := [medicine for medicine in before if not is_weighed(medicine.last)]:
        others.append(say_still_taken(context, still))
    return Found(*_of_days(context, asked), facts, others)


def _weighed(context: PageContext) -> Callable[[Also], bool]:
    """Return what tells whether an entry is of a medicine of a kind that is asked about.

    Its kind is said once, mostly when it was started.
    """
    kinds = {sort.name for sort in SORTS if sort.weighed}
    entries = (entry for entry in context.entries if isinstance(entry, Also))
    names = {medicine_name(entry.what) for entry in entries if entry.about in kinds}
    return lambda entry: entry.about in kinds or medicine_name(entry.what) in names


def _said_of(context: PageContext, taken: Sequence[Also]) -> list[str]:
    """Return what was taken or changed, alike ones together."""
    text = context.texts
    days: defaultdict[str, list[date]] = defaultdict(list)
    for entry in taken:
        what = text.say_also[entry.change](one_line(entry.what))
        days[what].append(context.calendar.day_of(entry.at))
    named = [text.say_graded(what, context.when(on)) for what, on in days.items()]
    return context.last(named, MOST_EFFECTS)


def _daily_life(context: PageContext) -> Found:
    text = context.texts
    checks = [
        seen.check
        for seen in context.summary.checks
        if (instrument := instrument_of(seen.check)) is not None and instrument.functional
    ]
    answered = [check for check in checks if check.difficulty is not None]
    facts = []
    if answered:
        worst = max(answered, key=lambda check: (check.difficulty or 0, check.at))
        for check in dict.fromkeys((worst, answered[-1])):
            label = FUNCTIONAL.choices[check.difficulty or 0].label.lower()
            facts.append(text.say_dated(context.published(label), context.day(check.at)))
    said = text.say_answered(len(answered), len(checks), _titles(context, checks))
    return Found(len(answered), said, noted=facts)


ROWS: dict[str, Callable[[PageContext], Found]] = {
    "thoughts": _thoughts,
    "emergency": _red_flags,
    "bladder": _bladder,
    "readings": readings,
    "calmed": _calmed,
    "plan": against_plan,
    "supply": supply,
    "alcohol": _alcohol,
    "medicines": _medicines,
    "thinking": _thinking,
    "daily_life": _daily_life,
    "craving": _craving,
    "effects": _others,
}
"""The rows in their order: what each is about, by the names of the texts, and what finds it."""
