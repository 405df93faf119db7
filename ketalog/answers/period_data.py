"""A week or a month as data, as --json prints it: mg as text, ratings and counts as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from ketalog.answers.checks import named_answers, say_flags_of, score_data
from ketalog.answers.flags import readings_at_limits, say_at_limit, say_flag
from ketalog.answers.period import NumberLine, number_lines, words_of
from ketalog.answers.phrases import say_beside_plan
from ketalog.answers.today import agenda_data
from ketalog.domain.entries import Dose, as_data, when_of
from ketalog.domain.text import as_key, say_number
from ketalog.times.words import say_day

if TYPE_CHECKING:
    from ketalog.domain.adherence import Adherence
    from ketalog.domain.readings import SessionCourse
    from ketalog.summary import Day, DoseCourse, Summary


def period_data(summary: Summary) -> dict[str, Any]:
    """Return every figure of the period. Days are half-open; unknown is None."""
    days = {effect.id: on for on, day in summary.days.items() for effect in day.effects}
    return {
        "start": summary.span.start,
        "end": summary.span.end,
        "entries": summary.entries,
        "doses": [
            _dose(course, dose) for course in summary.courses for dose in course.sitting.doses
        ],
        "routes": {
            route: {
                "count": total.count,
                "mg": None if total.mg is None else say_number(total.mg),
                "medications": {
                    as_key(name): say_number(mg) for name, mg in total.medications.items()
                },
            }
            for route, total in summary.routes.items()
        },
        "mood": asdict(summary.mood),
        "anxiety": asdict(summary.anxiety),
        "days": {on.isoformat(): _day(day) for on, day in summary.days.items()},
        "days_rated": summary.days_rated,
        "effects": {as_key(name): asdict(tally) for name, tally in summary.effects.items()},
        "asked_none": summary.asked_none,
        "doses_known": len(summary.known),
        "plan": _plan(summary.plan, len(summary.courses)) if summary.plan else None,
        "flags": [
            {
                "kind": "effect",
                "name": seen.effect.name,
                "severity": seen.effect.severity,
                "at": when_of(seen.effect),
                "number": seen.effect.number,
                "text": say_flag(seen, [days[seen.effect.id]]),
            }
            for seen in summary.flags
        ]
        + [
            {
                "kind": "reading",
                "name": reached.limit.name,
                "severity": None,
                "at": when_of(reached.worst[0].entry),
                "number": reached.worst[0].entry.number,
                "text": say_at_limit(reached),
            }
            for reached in readings_at_limits(summary)
        ]
        + [
            {
                "kind": "plan",
                "name": deviation.kind,
                "severity": None,
                "at": dose.at,
                "number": dose.number,
                "text": f"{say_day(dose.at.date())}: {say_beside_plan(deviation)}",
            }
            for dose, deviation in summary.deviations
        ]
        + [
            {
                "kind": "check",
                "name": seen.check.instrument,
                "severity": None,
                "at": when_of(seen.check),
                "number": seen.check.number,
                "text": text,
            }
            for seen in summary.checks
            if (text := say_flags_of(seen.check, say_day(seen.day)))
        ],
        "scores": [_score(line) for line in number_lines(summary)],
        "checks": [
            {"number": seen.check.number, "at": when_of(seen.check), **data}
            for seen in summary.checks
            if (data := score_data(seen.check))
        ],
        "own_checks": [
            {
                "number": seen.check.number,
                "at": seen.check.at,
                "instrument": seen.check.instrument,
                "answers": [
                    {"topic": topic, "value": value, "text": text} for topic, value, text in answers
                ],
            }
            for seen in summary.checks
            if (answers := named_answers(seen.check))
        ],
        "questions": [
            {"number": question.number, "at": when_of(question), "text": question.text}
            for question in summary.questions
        ],
        "notes": [
            {"number": entry.number, "at": when_of(entry), "text": words}
            for entry in summary.noted
            for _, words in words_of(entry)
        ],
        "sessions": [_session(course) for course in summary.sessions],
        "others": [as_data(entry) for entry in summary.others],
        "ahead": agenda_data(summary.ahead) if summary.ahead else None,
        "written_late": summary.written_late,
    }


def _dose(course: DoseCourse, dose: Dose) -> dict[str, Any]:
    """Return one dose; a booster names the first dose of its sitting, which has the ratings."""
    is_first = dose == course.dose
    unknown = (None, None)
    return {
        "id": dose.id,
        "number": dose.number,
        "at": dose.at,
        "route": dose.route,
        "amount_mg": say_number(dose.amount_mg),
        "count": None if dose.count is None else say_number(dose.count),
        "each_mg": None if dose.each_mg is None else say_number(dose.each_mg),
        "medication": dose.medication or "ketamine",
        "hold_minutes": dose.hold_minutes,
        "swallowed": dose.swallowed,
        "estimate": dose.estimate,
        "with_whom": dose.with_whom,
        "alone": dose.alone,
        "ate_minutes": dose.ate_minutes,
        "setting": dose.setting,
        "booster_of": None if is_first else course.dose.number,
        "mood": _pair(course.mood if is_first else unknown),
        "anxiety": _pair(course.anxiety if is_first else unknown),
    }


def _session(course: SessionCourse) -> dict[str, Any]:
    session = course.session
    return {
        "number": session.number,
        "at": session.at,
        "where": session.where,
        "dose": course.dose.number if course.dose else None,
        "readings": [
            {
                "number": vitals.number,
                "point": vitals.point,
                "systolic_mmhg": vitals.systolic_mmhg,
                "diastolic_mmhg": vitals.diastolic_mmhg,
                "pulse_per_minute": vitals.pulse_per_minute,
                "oxygen_percent": vitals.oxygen_percent,
            }
            for vitals in course.readings
        ],
        "lowest_oxygen_percent": course.lowest_oxygen_percent,
        "watched_minutes": session.watched_minutes,
        "ready_minutes": session.ready_minutes,
    }


def _score(line: NumberLine) -> dict[str, Any]:
    before, baseline = line.before, line.baseline
    return {
        "title": line.title,
        "latest": line.latest.total,
        "on": line.latest.on,
        "band": line.band,
        "before": before.total if before else None,
        "before_on": before.on if before else None,
        "baseline": baseline.total if baseline else None,
        "baseline_on": baseline.on if baseline else None,
        "change": line.latest.total - baseline.total if baseline else None,
    }


def _plan(plan: Adherence, doses: int) -> dict[str, Any]:
    return {
        "planned": plan.total,
        "taken": plan.taken,
        "skipped": plan.skipped,
        "not_recorded": plan.not_recorded,
        "due": plan.due,
        "unplanned": len(plan.unplanned),
        "without_plan": doses - len(plan.doses),
    }


def _pair(pair: tuple[int | None, int | None]) -> dict[str, int | None]:
    return {"before": pair[0], "after": pair[1]}


def _day(day: Day) -> dict[str, Any]:
    return {
        **day.ratings,
        "sleep_minutes": day.sleep_minutes,
        "doses": len(day.doses),
        "asked_none": day.asked_none,
    }
