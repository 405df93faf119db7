"""Which resources an entry becomes. Nothing is asserted that the journal doesn't know.

In words alone, without a resource, are a note, a question, an appointment (FHIR asks whether it was
kept) and a change of supply (FHIR asks who dispensed it). The end of a plan is told by the plan.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ketalog.answers.checks import official_total
from ketalog.answers.phrases import setting_parts, taken_parts
from ketalog.answers.phrases_clinic import CALLED, parts, plan_parts, say_also, say_place
from ketalog.domain.also import BY_NAME as SORTS
from ketalog.domain.calendar import ONE_DAY, WEEKDAYS, Calendar, Span
from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, key_of, ratings_of, when_of
from ketalog.domain.kinds import free_words, without_words
from ketalog.domain.plan import (
    Plan,
    PlanStop,
    a_dose_mg,
    label_of,
    name_of,
    plan_periods,
    read_rule,
    taken_in_words,
)
from ketalog.domain.readings import placed
from ketalog.domain.sittings import dose_of, firsts, is_check_in
from ketalog.domain.treatment import Also, Check, Session, Skip, Vitals
from ketalog.domain.values import Value
from ketalog.export.formats.fhir import codes
from ketalog.export.formats.fhir.codes import Json, coding, concept, made, stamp, urn
from ketalog.instruments.base import FUNCTIONAL, AnswerOption, Instrument, Item, instrument_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ketalog.domain.kinds import Entry
    from ketalog.domain.plan import PlanPeriod


NOT_REVIEWED = "not looked through yet by the patient"
"""A note beside what was logged with `now`, during a dose."""


class FhirContext(Value, frozen=True, dict=True):
    """What a resource is made with: every entry, which of them are shown, whose it is, today."""

    entries: Sequence[Entry]
    shown: frozenset[str]
    patient: str
    calendar: Calendar
    today: date

    @cached_property
    def doses(self) -> list[Dose]:
        """Return every dose, in order of time."""
        return sorted((entry for entry in self.entries if isinstance(entry, Dose)), key=key_of)

    @cached_property
    def firsts(self) -> dict[str, Dose]:
        """Return the first dose of each dose's sitting, by the dose's id."""
        return firsts(self.doses)

    @cached_property
    def sessions(self) -> dict[str | None, str]:
        """Return the id of each session by that of what was given in it."""
        sessions = (entry for entry in self.entries if isinstance(entry, Session))
        return {session.dose: session.id for session in sessions}

    @cached_property
    def versions(self) -> list[Plan | PlanStop]:
        """Return every version of every plan, in order of time."""
        plans = (entry for entry in self.entries if isinstance(entry, Plan | PlanStop))
        return sorted(plans, key=key_of)

    @cached_property
    def periods(self) -> dict[str, PlanPeriod]:
        """Return when each plan held that ever did, by its id, in order of time."""
        periods = plan_periods(self.versions, Span(date.min, date.max), self.calendar)
        in_order = sorted(periods, key=lambda period: key_of(period.plan))
        return {period.plan.id: period for period in in_order}

    def ends_of(self, plan: Plan) -> list[PlanStop]:
        """Return what ended a plan."""
        end, name = self.periods[plan.id].days.end, name_of(plan)
        stops = (entry for entry in self.versions if isinstance(entry, PlanStop))
        return [
            stop for stop in stops if name_of(stop) == name and self.calendar.day_of(stop.at) == end
        ]

    def medication(self, entry: Dose | Skip) -> str:
        """Return what was taken, or not: without a name, that of the only plan, or ketamine."""
        return taken_in_words(entry, self.versions)

    @cached_property
    def _targets(self) -> dict[str, Entry]:
        """Return what can be referred to: what has a resource of its own here, by its id."""
        return {
            entry.id: entry
            for entry in self.entries
            if entry.id in self.shown
            and (isinstance(entry, Dose | Session) or entry.id in self.periods)
        }

    def references(self, type_: type[Entry], id_: str | None) -> list[Json]:
        """Return a reference to an entry of a type, or none if it is not here."""
        if id_ is None or not isinstance(self._targets.get(id_), type_):
            return []
        return [{"reference": urn(id_)}]


def resources_of(entry: Entry, context: FhirContext) -> list[Json]:  # noqa: C901 (a row a kind)
    """Return the resources that an entry becomes; of a kind that has none, it stands in words."""
    match entry:
        case Dose():
            return [_taken(entry, context), *_ratings(entry, context)]
        case Mood():
            return [*_ratings(entry, context), *_sleep(entry, context)]
        case Effect():
            return [_effect(entry, context)]
        case NoEffects():
            return [_no_effects(entry, context)]
        case Plan():
            return [_plan(entry, context)] if entry.id in context.periods else []
        case Skip():
            return [_skipped(entry, context)]
        case Session():
            return [_session(entry, context)]
        case Vitals():
            return _readings(entry, context)
        case Check():
            return _check(entry, context)
        case Also():
            return [_also(entry, context)]
        case _:
            return []


# Medicine


def _taken(dose: Dose, context: FhirContext) -> Json:
    """Return a dose. An estimate stands in its words, and is no quantity that could be added up."""
    first = context.firsts[dose.id].id
    exact = None if dose.estimate else codes.quantity(dose.amount_mg, "mg")
    dosage = made(
        text=codes.line(", ".join(filter(None, taken_parts(dose)))),
        route=codes.route_concept(dose.route),
        doseAndRate=[{"doseQuantity": exact}] if exact else [],
    )
    setting = ", ".join(filter(None, setting_parts(dose)))
    return _statement(
        dose,
        context,
        "completed",
        effectiveDateTime=stamp(when_of(dose)),
        partOf=[
            *context.references(Session, context.sessions.get(dose.id)),
            *context.references(Dose, None if first == dose.id else first),
        ],
        medicationCodeableConcept=codes.medicine(context.medication(dose), dose.route),
        dosage=[dosage],
        note=_notes(dose, setting),
    )


def _skipped(skip: Skip, context: FhirContext) -> Json:
    return _statement(
        skip,
        context,
        "not-taken",
        # Its time is that of saying so; what was skipped is its day's dose.
        effectiveDateTime=stamp(context.calendar.day_of(skip.at)),
        statusReason=[concept(skip.reason)] if skip.reason else [],
        medicationCodeableConcept=codes.medicine(context.medication(skip), skip.route),
        dosage=[{"route": codes.route_concept(skip.route)}] if skip.route else [],
        note=_notes(replace(skip, reason=None)),
    )


def _statement(entry: Dose | Skip, context: FhirContext, status: str, **fields: Any) -> Json:
    told = coding(codes.STATEMENT_CATEGORY, "patientspecified", "Patient Specified")
    return made(
        resourceType="MedicationStatement",
        identifier=[codes.identifier(entry.id)],
        status=status,
        category=concept("told by the patient", told),
        subject={"reference": context.patient},
        dateAsserted=stamp(entry.recorded),
        informationSource={"reference": context.patient},
        **fields,
    )


def _plan(plan: Plan, context: FhirContext) -> Json:
    """Return one version of a plan: stopped when another took its place, or it ended."""
    days = context.periods[plan.id].days
    amount = a_dose_mg(plan)
    prior = context.references(Plan, _version_before(plan, context))
    last = None if days.end == date.max else stamp(days.end - ONE_DAY)
    bounds = made(start=stamp(days.start), end=last)
    return made(
        resourceType="MedicationRequest",
        identifier=[codes.identifier(plan.id)],
        status="active" if days.end > context.today else "stopped",
        intent="plan",
        reportedBoolean=True,
        medicationCodeableConcept=codes.medicine(*label_of(plan)),
        subject={"reference": context.patient},
        requester={"display": codes.line(plan.prescriber)} if plan.prescriber else None,
        priorPrescription=prior[0] if prior else None,
        dosageInstruction=[
            made(
                text=codes.line(", ".join(plan_parts(plan)) or "no amount or days said"),
                timing={"repeat": {"boundsPeriod": bounds, **_schedule(plan)}},
                route=codes.route_concept(plan.route),
                doseAndRate=[{"doseQuantity": codes.quantity(amount, "mg")}] if amount else [],
            )
        ],
        note=_notes(plan, *(stop.note for stop in context.ends_of(plan) if stop.note)),
    )


def _schedule(plan: Plan) -> Json:
    if plan.per_week:
        return {"frequency": plan.per_week, "period": 1, "periodUnit": "wk"}
    if plan.rrule is None:
        return {}
    rule = read_rule(plan.rrule)
    weekdays = [WEEKDAYS[day][:3].lower() for day in rule.weekdays]
    often = {"frequency": plan.per_day, "period": rule.every or 1, "periodUnit": "d"}
    return often | made(dayOfWeek=weekdays)


def _version_before(plan: Plan, context: FhirContext) -> str | None:
    """Return the id of the version that a plan took the place of."""
    start, name = context.periods[plan.id].days.start, name_of(plan)
    periods = context.periods.values()
    before = (period.plan for period in periods if period.days.end == start)
    return next((other.id for other in before if name_of(other) == name), None)


# Ratings, side effects, what else was taken


def _observation(
    entry: Entry,
    context: FhirContext,
    part: str,
    code: Json,
    category: str = "survey",
    **fields: Any,
) -> Json:
    """Return one thing that was observed; `part` tells it from others of its entry."""
    display = {"survey": "Survey", "vital-signs": "Vital Signs"}[category]
    kind = concept(display, coding(codes.OBSERVATION_CATEGORY, category, display))
    return made(
        resourceType="Observation",
        identifier=[codes.identifier(entry.id, part)],
        partOf=fields.pop("partOf", []),
        status="preliminary" if entry.unreviewed else "final",
        category=[kind],
        code=code,
        subject={"reference": context.patient},
        effectiveDateTime=stamp(when_of(entry)),
        performer=[{"reference": context.patient}],
        **fields,
    )


def _ratings(entry: Dose | Mood, context: FhirContext) -> list[Json]:
    with_a_dose = context.references(Dose, entry.id)
    return [
        _observation(
            entry,
            context,
            measure.name,
            concept(
                f"{measure.title}, 0 to 10, {measure.direction}",
                coding(codes.LOCAL, measure.name, measure.title),
            ),
            partOf=with_a_dose,
            valueQuantity=codes.score_quantity(value),
            note=[] if with_a_dose else _notes(entry),
        )
        for measure, value in ratings_of(entry)
    ]


def _sleep(mood: Mood, context: FhirContext) -> list[Json]:
    if mood.sleep_minutes is None:
        return []
    code = concept("How long the night's sleep was", coding(codes.LOCAL, "sleep", "Sleep"))
    value = codes.quantity(mood.sleep_minutes, codes.MINUTES)
    return [_observation(mood, context, "sleep", code, valueQuantity=value, note=_notes(mood))]


def _no_effects(entry: NoEffects, context: FhirContext) -> Json:
    return _observation(
        entry,
        context,
        "",
        concept("Side effects", coding(codes.LOCAL, "side-effects", "Side effects")),
        partOf=_of_dose(entry, context),
        valueCodeableConcept=concept(
            "none, when asked", coding(codes.LOCAL, "none", "None, when asked")
        ),
        note=_notes(entry),
    )


def _effect(effect: Effect, context: FhirContext) -> Json:
    return _observation(
        effect,
        context,
        "",
        codes.effect_concept(effect.name),
        partOf=_of_dose(effect, context),
        valueCodeableConcept=codes.severity_concept(effect.severity)
        if effect.severity
        else concept("there, severity not said"),
        note=_notes(effect),
        component=_length(effect.minutes),
    )


def _of_dose(entry: Effect | NoEffects | Check, context: FhirContext) -> list[Json]:
    dose = dose_of(entry, context.doses)
    return context.references(Dose, dose.id if dose else None)


def _length(minutes: int | None) -> list[Json]:
    if minutes is None:
        return []
    code = concept("How long it lasted", coding(codes.LOCAL, "duration", "Duration"))
    return [{"code": code, "valueQuantity": codes.quantity(minutes, codes.MINUTES)}]


def _also(also: Also, context: FhirContext) -> Json:
    """Return what else was taken or changed in the patient's words, and no list of medicines."""
    sort = SORTS[also.about].plural if also.about in SORTS else "anything else"
    code = concept("Also taken or changed", coding(codes.LOCAL, f"also-{also.about}", sort))
    change = coding(codes.LOCAL, f"also-{also.change}")
    value = concept(say_also(without_words(also)), change)
    return _observation(also, context, "", code, valueCodeableConcept=value, note=_notes(also))


# The clinic


def _session(session: Session, context: FhirContext) -> Json:
    told = {"reference": context.patient}
    who = session.with_whom
    facts = ", ".join(filter(None, parts(without_words(session))[1:]))
    return made(
        resourceType="Procedure",
        identifier=[codes.identifier(session.id)],
        status="completed",
        code=concept(CALLED[session.where], coding(codes.LOCAL, session.where)),
        subject=told,
        **_performed(session),
        recorder=told,
        asserter=told,
        performer=[{"actor": {"display": codes.line(who)}}] if who else [],
        note=_notes(session, facts),
    )


def _performed(session: Session) -> Json:
    start = stamp(when_of(session))
    if session.minutes is None or session.precision:
        return {"performedDateTime": start}
    try:
        end = stamp(session.at + timedelta(minutes=session.minutes))
    except OverflowError:  # It ends after year 9999: a file made by hand can say so.
        return {"performedDateTime": start}
    return {"performedPeriod": {"start": start, "end": end}}


def _readings(vitals: Vitals, context: FhirContext) -> list[Json]:
    """Return each reading, as the profiles of R4's vital signs have it."""
    beside = placed(vitals, context.doses)
    place = say_place(vitals) or (f"{beside.place} the dose" if beside else "")
    of_dose = context.references(Dose, beside.dose.id if beside else None)
    common: Json = {
        "category": "vital-signs",
        "partOf": context.references(Session, vitals.session) or of_dose,
        "note": _notes(vitals, place),
    }
    readings = [
        _observation(
            vitals,
            context,
            field,
            concept(words, coding(codes.LOINC, loinc)),
            valueQuantity=codes.quantity(value, unit),
            **common,
        )
        for field, (loinc, words, unit) in codes.READINGS.items()
        if (value := getattr(vitals, field)) is not None
    ]
    if vitals.systolic_mmhg is None:
        return readings
    code = concept("Blood pressure", coding(codes.LOINC, codes.PRESSURE))
    halves = [
        {
            "code": concept(words, coding(codes.LOINC, loinc, words)),
            "valueQuantity": codes.quantity(getattr(vitals, field), "mm[Hg]", "mmHg"),
        }
        for field, (loinc, words) in codes.PRESSURES.items()
    ]
    return [_observation(vitals, context, "pressure", code, component=halves, **common), *readings]


# Questionnaires


def _check(check: Check, context: FhirContext) -> list[Json]:
    instrument = instrument_of(check)
    if instrument is None:  # Of a newer ketalog: numbers, to questions that aren't known here.
        numbers = [
            made(linkId=str(n), answer=[] if answer is None else [{"valueInteger": answer}])
            for n, answer in enumerate(check.answers, 1)
        ]
        return [_response(check, context, numbers, None)]
    items = [
        _item(item.loinc or str(n), item.text, _chosen(instrument.choices, answer), instrument)
        for n, item, answer in _answered(instrument, check)
    ]
    if check.difficulty is not None:
        chosen = _chosen(FUNCTIONAL.choices, check.difficulty)
        items.append(_item(FUNCTIONAL.loinc, FUNCTIONAL.text, chosen, instrument))
    scored = [*_total(check, instrument, context), *_asked_effects(check, instrument, context)]
    if scored and (notes := _notes(check)):  # The response itself has no place for them.
        scored[0]["note"] = notes
    return [_response(check, context, items, instrument.panel_loinc), *scored]


def _response(check: Check, context: FhirContext, items: list[Json], panel: str | None) -> Json:
    return made(
        resourceType="QuestionnaireResponse",
        identifier=codes.identifier(check.id),
        questionnaire=f"http://loinc.org/q/{panel}" if panel else None,
        status="completed",
        subject={"reference": context.patient},
        authored=stamp(when_of(check)),
        author={"reference": context.patient},
        source={"reference": context.patient},
        item=items,
    )


def _answered(instrument: Instrument, check: Check) -> list[tuple[int, Item, int | None]]:
    """Return each question with its number and its answer."""
    pairs = zip(instrument.items, check.answers, strict=True)
    return [(n, item, answer) for n, (item, answer) in enumerate(pairs, 1)]


def _chosen(choices: Sequence[AnswerOption], value: int | None) -> AnswerOption | None:
    return next((choice for choice in choices if choice.value == value), None)


def _item(link: str, text: str, chosen: AnswerOption | None, instrument: Instrument) -> Json:
    answer = [{"valueCoding": _choice(chosen, instrument)}] if chosen else []
    return made(linkId=link, text=text, answer=answer)


def _choice(choice: AnswerOption, instrument: Instrument) -> Json:
    if choice.loinc:
        return coding(codes.LOINC, choice.loinc, choice.label)
    return coding(codes.LOCAL, f"{instrument.name}-{choice.value}", choice.label)


def _total(check: Check, instrument: Instrument, context: FhirContext) -> list[Json]:
    """Return the official total; an estimate is none."""
    total, loinc = official_total(check), instrument.total_loinc
    if total is None:
        return []
    code = coding(codes.LOINC, loinc, codes.TOTALS.get(loinc)) if loinc else None
    return [
        _observation(
            check,
            context,
            "total",
            concept(f"{instrument.title} total score", code),
            valueQuantity=codes.score_quantity(total),
            derivedFrom=[{"reference": urn(check.id)}],
        )
    ]


def _asked_effects(check: Check, instrument: Instrument, context: FhirContext) -> list[Json]:
    """Return each side effect that was asked about, there or not; of a check-in, with its dose."""
    of_dose = _of_dose(check, context) if is_check_in(check) else []
    return [
        _observation(
            check,
            context,
            str(n),
            codes.effect_concept(item.effect),
            partOf=of_dose,
            valueCodeableConcept=codes.severity_concept(chosen.label, _choice(chosen, instrument)),
            derivedFrom=[{"reference": urn(check.id)}],
        )
        for n, item, answer in _answered(instrument, check)
        if item.effect and (chosen := _chosen(instrument.choices, answer))
    ]


# Notes


def _notes(entry: Entry, *facts: str) -> list[Json]:
    """Return facts that have no place of their own, and free words if they are to be shared."""
    told = (
        text if field == "note" else f"{field}: {text}" for field, text in free_words(entry).items()
    )
    unseen = [NOT_REVIEWED] if entry.unreviewed else []
    return [{"text": codes.lines(text)} for text in (*facts, *told, *unseen) if text]
