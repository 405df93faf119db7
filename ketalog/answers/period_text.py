"""A week or a month as sentences, a fact each: for screen readers, pipes and --plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.flags import say_deviations, say_flags
from ketalog.answers.period import BEGIN, CLOSING, notes, recorded, say_scores, say_tally
from ketalog.answers.phrases import say_amount, say_effect, setting_parts
from ketalog.answers.today import agenda_lines
from ketalog.domain.entries import MEASURE, MEASURES, Dose, Measure
from ketalog.domain.plan import name_of
from ketalog.domain.text import (
    as_key,
    capital,
    count,
    escape_invisible,
    rounded,
    say_mg,
    say_minutes,
    say_times,
    say_value,
    sentence,
)
from ketalog.times.words import say_clock, say_day, say_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ketalog.answers import AnswerLine
    from ketalog.domain.adherence import Adherence, Planned
    from ketalog.summary import Change, Day, DoseCourse, Number, Summary


def facts(summary: Summary, kind: str, today: date) -> list[AnswerLine]:
    """Return every fact of the period; without entries, that there are none."""
    head = f"Your {kind}, {say_days(summary.span, to=' to ')}."
    if today in summary.span:
        head += f" Today is {say_day(today)}."
    if summary.entries == 0:
        planned = _plan(summary.plan) if summary.plan else ()
        return [head, "Nothing was recorded.", *planned, *_ahead(summary), BEGIN]
    return [
        head,
        *_doses(summary),
        *_ratings(summary),
        *_days(summary),
        *_effects(summary),
        *(
            sentence(f"{other.when}: {other.text}")
            for other in (*recorded(summary), *notes(summary))
        ),
        *_ahead(summary),
        "For your next appointment:",
        *_points(summary),
        CLOSING,
    ]


def _doses(summary: Summary) -> Iterator[str]:
    n = len(summary.courses)
    yield f"Doses: {n or 'none recorded'}."
    for route, total in summary.routes.items():
        doses = count(total.count, "dose", "doses")
        if total.boosters:
            doses += f" and {count(total.boosters, 'booster', 'boosters')}"
        is_named = any(as_key(name) != "ketamine" for name in total.medications)
        amounts = ", ".join(
            f"{say_mg(mg)} {escape_invisible(name)}" if is_named else f"{say_mg(mg)} in all"
            for name, mg in total.medications.items()
        )
        yield f"{route.capitalize()}: {doses}, {amounts}."
    if summary.plan is not None:
        yield from _plan(summary.plan)
        if summary.plan.total and (without := n - len(summary.plan.doses)):
            yield f"Without a plan: {count(without, 'dose', 'doses')}."


def _ahead(summary: Summary) -> Iterator[str]:
    if summary.ahead is not None:
        for label, text in agenda_lines(summary.ahead):
            yield sentence(f"{label}: {text}")


def _plan(plan: Adherence) -> Iterator[str]:
    if plan.total:
        yield f"Planned doses: {plan.taken} of {plan.total} taken."
    for n, what in (
        (plan.skipped, "skipped"),
        (plan.not_recorded, "not recorded"),
        (plan.due, "still to come"),
    ):
        if n:
            yield f"Planned and {what}: {count(n, 'dose', 'doses')}."
    if plan.unplanned:
        yield f"Not in the plan: {count(len(plan.unplanned), 'dose', 'doses')}."
    several = len({name_of(planned.plan) for planned in plan.planned}) > 1
    for planned in plan.planned:
        which = f"a {planned.plan.route} dose" if several else "a dose"
        if planned.of_week:
            yield from _of_week(planned)
        elif planned.not_recorded:
            yield f"{say_day(planned.day)}: {which} was planned, and nothing is recorded."
        if planned.skipped and not planned.of_week:
            yield f"{say_day(planned.day)}: {which} was skipped."


def _of_week(planned: Planned) -> Iterator[str]:
    if planned.not_recorded:
        known = len(planned.doses) + planned.skipped
        yield (
            f"Week of {say_day(planned.day)}, {planned.plan.route}: {known} of "
            f"{known + planned.not_recorded} planned doses recorded."
        )


def _ratings(summary: Summary) -> Iterator[str]:
    n = len(summary.courses)
    for name, change in (("mood", summary.mood), ("anxiety", summary.anxiety)):
        yield _change(MEASURE[name], change, n)
    yield f"Mood was rated on {summary.days_rated} of {len(summary.days)} days."


def _change(measure: Measure, change: Change, doses: int) -> str:
    if change.n == 0:
        return f"{measure.title} before and after a dose: not recorded ({measure.direction})."
    return (
        f"{measure.title}: {say_value(change.before)} before, {say_value(change.after)} after "
        f"(medians of {change.n} of {doses} doses; {measure.direction})."
    )


def _days(summary: Summary) -> Iterator[str]:
    for on, day in summary.days.items():
        facts = "; ".join(_day(on, day))
        if facts:
            yield sentence(f"{say_day(on)}: {facts}")


def _day(on: date, day: Day) -> Iterator[str]:
    if not day.doses and (day.mood is not None or day.anxiety is not None):
        yield f"mood {_or_not(day.mood)}, anxiety {_or_not(day.anxiety)}"
    for course in day.doses:
        doses = (f"at {_clock(dose, on)}, {_dose(dose)}" for dose in course.sitting.doses)
        yield f"{' and, as one dose, '.join(doses)}{_course(course)}"
    for effect in day.effects:
        yield say_effect(effect)
    if day.asked_none:
        yield "asked about side effects, none"
    if day.sleep_minutes is not None:
        yield f"slept {say_minutes(int(rounded(day.sleep_minutes)))}"
    for measure in MEASURES:
        if not measure.with_a_dose and (value := day.ratings[measure.name]) is not None:
            yield f"{measure.name} {say_value(value)}"


def _dose(dose: Dose) -> str:
    return ", ".join(filter(None, (say_amount(dose), *setting_parts(dose))))


def _clock(dose: Dose, on: date) -> str:
    """Return "21:00", or "00:30 (Sat 31 Oct)" of the night that a day ends with."""
    night = dose.at.date()
    return say_clock(dose.at) + (f" ({say_day(night)})" if night != on else "")


def _course(course: DoseCourse) -> str:
    ratings = [
        f"{label} {_or_not(before)} before, {_or_not(after)} after"
        for label, (before, after) in (("mood", course.mood), ("anxiety", course.anxiety))
        if (before, after) != (None, None)
    ]
    return f" ({', '.join(ratings)})" if ratings else " (not rated)"


def _or_not(value: Number | None) -> str:
    return "not rated" if value is None else say_value(value)


def _effects(summary: Summary) -> Iterator[str]:
    if not (summary.stream.reports or summary.stream.asked):
        yield "Side effects: not recorded."
    for name, tally in summary.effects.items():
        worst = f", {tally.worst} at worst" if tally.worst else ""
        yield f"{capital(escape_invisible(name))}: {say_tally(name, summary, in_full=True)}{worst}."
    if summary.asked_none:
        yield f"Asked about side effects, and there were none: {say_times(summary.asked_none)}."


def _points(summary: Summary) -> Iterable[str]:
    """Yield what to bring to the appointment: what stands out, scores, and questions."""
    yield from say_flags(summary)
    yield from say_deviations(summary)
    yield from say_scores(summary)
    yield from (f"Question: {escape_invisible(question.text)}" for question in summary.questions)
