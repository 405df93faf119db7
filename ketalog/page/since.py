"""What is new since the last visit: plan, medicines, questionnaires, side effects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.entries import key_of
from ketalog.domain.medicines import StillTaken, medicine_now, medicines_of
from ketalog.domain.plan import Plan, PlanStop, a_dose_mg, label_of, name_of
from ketalog.instruments.base import Instrument, find
from ketalog.page.context import PageContext, one_line
from ketalog.page.figures import marks, say_mark

if TYPE_CHECKING:
    from collections.abc import Sequence


MOST_NEW = 8
"""New side effects, steps of plans and medicines that are named."""


def since(context: PageContext) -> tuple[tuple[str, str], ...]:
    """Return always the same rows: what each is about, and what is new of it."""
    text = context.texts
    return (
        (text.plan, _plan(context)),
        (text.medicines, _medicines(context)),
        (text.scores, _totals(context)),
        (text.new_effects, _effects(context)),
    )


def _plan(context: PageContext) -> str:
    """Return each step of a plan within the period: "12 Oct: ketamine nasal 30 mg → 45 mg"."""
    steps: list[str] = []
    held: dict[tuple[str, str], Plan] = {}
    is_any = False
    for version in context.entries:
        if not isinstance(version, Plan | PlanStop):
            continue
        day = context.calendar.day_of(version.at)
        if day >= context.span.end:
            continue
        is_any = True
        before = held.pop(name_of(version), None)
        if isinstance(version, Plan):
            held[name_of(version)] = version
        if day in context.span:
            steps.append(_step(context, version, before))
    if steps:
        return context.texts.say_facts(context.last(steps, MOST_NEW))
    if held:
        return context.texts.no_step
    return context.texts.none_planned if is_any else context.texts.no_plan


def _step(context: PageContext, version: Plan | PlanStop, before: Plan | None) -> str:
    text = context.texts
    medication, route = label_of(version)
    name = f"{context.medication(medication)} {context.route(route)}"
    if isinstance(version, PlanStop):
        return text.say_dated(text.say_stopped(name), context.day(version.at))
    amounts = [None if plan is None else a_dose_mg(plan) for plan in (before, version)]
    first, last = ("" if mg is None else text.say_mg(mg) for mg in amounts)
    if before is None:
        step = text.say_begun(name, last)
    elif first != last:
        step = text.say_graded(name, text.arrow(first or text.no_amount, last or text.no_amount))
    else:
        step = text.say_graded(name, text.other_change)
    return text.say_dated(step, context.day(version.at))


def _medicines(context: PageContext) -> str:
    """Return what was started, stopped or changed, and what is still taken, whenever started."""
    text = context.texts
    medicines = medicines_of(context.entries, context.span, context.calendar)
    inside = sorted((*medicines.started, *medicines.stopped, *medicines.changed), key=key_of)
    changes = [
        text.say_dated(
            text.say_also[change.change](one_line(change.what)),
            context.on(context.calendar.day_of(change.at)),
        )
        for change in inside
    ]
    facts = context.last(changes, MOST_NEW)
    if taken := medicines.still_taken:
        facts.append(say_still_taken(context, taken))
    if facts:
        return text.say_facts(facts)
    return text.none_taken if medicines.known else text.none_written


def say_still_taken(context: PageContext, medicines: Sequence[StillTaken]) -> str:
    """Return medicines that are still taken, whenever started: "still taken: … (since 8 Oct)"."""
    text = context.texts
    taken = [
        text.say_since(
            one_line(medicine_now(each.last)), context.day((each.started or each.last).at)
        )
        for each in medicines
    ]
    more = [text.say_more(len(taken) - MOST_NEW)] if len(taken) > MOST_NEW else []
    return text.say_still_taken([*taken[:MOST_NEW], *more])


def _totals(context: PageContext) -> str:
    """Return each questionnaire's last total before the period, and its latest in it."""
    text = context.texts
    facts: list[str] = []
    without: list[str] = []
    for name in dict.fromkeys(seen.check.instrument for seen in context.summary.checks):
        instrument, totals = find(name), marks(context, name)
        if instrument is None:
            continue
        inside = [mark for mark in totals if mark.on in context.span]
        if not inside:
            (facts if instrument.bands else without).append(_without_total(context, instrument))
            continue
        earlier = [mark for mark in totals if mark.on < context.span.start]
        first = earlier[-1] if earlier else inside[0]
        way = say_mark(context, inside[-1])
        if first is not inside[-1]:
            way = text.arrow(say_mark(context, first), way)
        facts.append(text.say_graded(context.published(instrument.title), way))
    # Our own checks have no total: they stand in the safety box.
    return text.say_facts(facts or without or [text.none_answered])


def _without_total(context: PageContext, instrument: Instrument) -> str:
    """Return that it was answered, and when: it has no total, or too many gaps for one."""
    text, title = context.texts, context.published(instrument.title)
    answered = [
        seen.day for seen in context.summary.checks if seen.check.instrument == instrument.name
    ]
    if instrument.bands:
        return text.say_graded(title, text.say_no_total(context.on(answered[-1])))
    return text.say_graded(title, context.when(answered))


def _effects(context: PageContext) -> str:
    """Return the side effects that no day before the period had."""
    text, start = context.texts, context.span.start
    before = {report.name for report in context.history.reports if report.day < start}
    new = [
        context.effect(reports[0].shown)
        for name, reports in context.stream.by_name.items()
        if name not in before
    ]
    if new:
        rest = len(new) - MOST_NEW
        return text.say_list([*new[:MOST_NEW], *([text.say_more(rest)] if rest > 0 else [])])
    if context.stream.reports:
        return text.none_new
    return text.found_nothing["denied" if context.stream.asked else "missing"]
