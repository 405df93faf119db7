"""Entries and a span of days → every number that a week, a month and a page show. Pure.

The definitions, stated once (times are elapsed hours, days by the clock of the place):

- before and after of one dose: domain/dose_ratings.py. A dose is a sitting: domain/sittings.py.
- A period's before and after: medians over its doses that have both. A day's value: the median
  of its ratings.
- Of how many doses a side effect is known: stream.py.
- An effect belongs to the dose that was chosen for it, else to the latest dose at or up to
  24 h before it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog.domain.danger import stands_out, urgency_of
from ketalog.domain.dose_ratings import before_dose, nearest, rating_series, ratings_around
from ketalog.domain.entries import (
    MEASURES,
    Dose,
    Effect,
    Mood,
    NoEffects,
    Question,
    Severity,
    key_of,
    kind_of,
    medication_of,
    rank_of,
    ratings_of,
)
from ketalog.domain.kinds import BY_NAME, MAY_LIE_AHEAD, has_words
from ketalog.domain.sittings import Sitting, dose_of, sittings
from ketalog.domain.treatment import Check, Skip
from ketalog.domain.values import Value
from ketalog.stream import Report, Share, Stream, stream_of, worst_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.agenda import Agenda
    from ketalog.domain.adherence import Adherence
    from ketalog.domain.calendar import Calendar, Span
    from ketalog.domain.deviations import Deviation
    from ketalog.domain.dose_ratings import RatingByDose
    from ketalog.domain.kinds import Entry
    from ketalog.domain.plan import Plan, PlanStop
    from ketalog.domain.readings import SessionCourse
    from ketalog.domain.snapshot import Snapshot

LATE = timedelta(days=1)
ONLY_AT_A_CLINIC = frozenset({"esketamine", "spravato"})

Number = int | float


class Change(Value, frozen=True):
    """Medians before and after over the `n` doses that have both; None without any."""

    before: Number | None
    after: Number | None
    n: int


class DoseCourse(Value, frozen=True):
    """One sitting, which mostly is one dose, with its ratings before and after."""

    sitting: Sitting
    mood: tuple[int | None, int | None]
    anxiety: tuple[int | None, int | None]

    @property
    def dose(self) -> Dose:
        """Return the first dose: its time is the sitting's."""
        return self.sitting.first


class RouteTotal(Value, frozen=True):
    """The sittings of one route, and its mg by medication: they are never added across either.

    `mg` is None if there are several medications; `boosters` are the doses beyond the first ones.
    """

    count: int
    medications: dict[str, Decimal]
    boosters: int = 0

    @property
    def mg(self) -> Decimal | None:
        """Return the mg of the route's only medication."""
        only = list(self.medications.values())
        return only[0] if len(only) == 1 else None


class EffectTally(Value, frozen=True):
    """One side effect: how often, after how many of the period's doses, the worst, the last.

    `known` is of how many of the doses it is known; None if it was never asked about after one.
    """

    times: int
    doses: int
    known: int | None
    worst: Severity | None
    last: date


class EffectSeen(Value, frozen=True):
    """One report of a side effect, with the sitting it belongs to."""

    effect: Effect
    sitting: Sitting | None

    @property
    def dose(self) -> Dose | None:
        """Return the first dose of the sitting."""
        return self.sitting.first if self.sitting else None


class CheckSeen(Value, frozen=True):
    """One questionnaire that was answered, and on which day."""

    check: Check
    day: date


class Day(Value, frozen=True):
    """One day: its doses and effects in order, and medians; None where nothing was recorded.

    `ratings` has each of the MEASURES by its name.
    """

    ratings: dict[str, Number | None]
    sleep_minutes: Number | None
    doses: tuple[DoseCourse, ...]
    effects: tuple[Effect, ...]
    asked_none: bool

    @property
    def mood(self) -> Number | None:
        """Return the day's mood."""
        return self.ratings["mood"]

    @property
    def anxiety(self) -> Number | None:
        """Return the day's anxiety."""
        return self.ratings["anxiety"]


class Summary(Value, frozen=True):
    """Every number of a span of days.

    `history` is what all the entries say of side effects, `stream` what those of the span do;
    `effects` are those of single days, without what other checks than the check-in ask about
    weeks. `answered` is every questionnaire up to the end that is known. `others` are sessions,
    readings, and what else was taken; `noted` are entries with words of the patient's own that
    stand in no line of those; `deviations` is where doses are sooner, larger or more often than the
    plan; `ahead` is what is to come.
    """

    span: Span
    courses: tuple[DoseCourse, ...]
    routes: dict[str, RouteTotal]
    mood: Change
    anxiety: Change
    days: dict[date, Day]
    history: Stream
    stream: Stream
    effects: dict[str, EffectTally]
    seen: tuple[EffectSeen, ...]
    days_rated: int
    asked_none: int
    written_late: int
    entries: int
    questions: tuple[Question, ...]
    noted: tuple[Entry, ...]
    checks: tuple[CheckSeen, ...]
    plan: Adherence | None = None
    answered: tuple[Check, ...] = ()
    others: tuple[Entry, ...] = ()
    deviations: tuple[tuple[Dose, Deviation], ...] = ()
    ahead: Agenda | None = None

    @property
    def known(self) -> frozenset[str]:
        """Return the first doses of the sittings after which side effects were told or asked of."""
        return self.stream.known() & {course.dose.id for course in self.courses}

    @property
    def sessions(self) -> list[SessionCourse]:
        """Return each session at the clinic with its dose and readings."""
        from ketalog.domain.readings import session_courses

        return session_courses([*self.others, *(course.dose for course in self.courses)])

    @property
    def not_given(self) -> list[DoseCourse]:
        """Return the doses that no session gave."""
        from ketalog.domain.treatment import Session

        given = {entry.dose for entry in self.others if isinstance(entry, Session)}
        return [
            course
            for course in self.courses
            if given.isdisjoint(dose.id for dose in course.sitting.doses)
        ]

    @property
    def apart_from_sessions(self) -> list[DoseCourse]:
        """Return esketamine that no session gave: it is not dispensed for home use.

        (Label of Spravato.)
        """
        return [
            course for course in self.not_given if medication_of(course.dose) in ONLY_AT_A_CLINIC
        ]

    @property
    def flags(self) -> list[EffectSeen]:
        """Return what a clinician would want to see first: moderate, severe, dangerous effects.

        The urgent ones come first, then the severe ones.
        """
        flags = (seen for seen in self.seen if stands_out(seen.effect.name, seen.effect.severity))
        return sorted(
            flags,
            key=lambda seen: (urgency_of(seen.effect.name), -rank_of(seen.effect.severity)),
        )


def median(values: Iterable[Number]) -> Number | None:
    """Return the median, the mean of the middle two of an even number; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    mean = (ordered[middle - 1] + ordered[middle]) / 2
    return int(mean) if mean == int(mean) else mean


def is_late(entry: Entry) -> bool:
    """Tell whether an entry was written down more than a day later.

    A plan or a visit is no later for that: it may have been agreed on long before.
    """
    return kind_of(entry) not in MAY_LIE_AHEAD and entry.recorded - entry.at > LATE


def summarize(
    entries: Sequence[Entry],
    span: Span,
    calendar: Calendar,
    snapshot: Snapshot | None = None,
    today: date | None = None,
) -> Summary:
    """Return every number of the span. `entries` reach READ_BEYOND beyond both its ends.

    `snapshot` has the plans and the first of each questionnaire. What is planned from `today` on
    is due; without it, everything is over.
    """
    plans = snapshot.plans if snapshot else ()
    ordered: Sequence[Entry] = sorted(entries, key=key_of)
    if plans:
        from ketalog.domain.plan import with_medications

        ordered = with_medications(ordered, plans)
    inside = [entry for entry in ordered if calendar.day_of(entry.at) in span]
    doses = [entry for entry in ordered if isinstance(entry, Dose)]
    taken = sittings(doses)
    of_dose = {dose.id: sitting for sitting in taken for dose in sitting.doses}

    def sitting_of(entry: Effect) -> Sitting | None:
        dose = dose_of(entry, doses)
        return of_dose[dose.id] if dose else None

    courses = tuple(
        course
        for course in _courses(taken, doses, ordered)
        if calendar.day_of(course.dose.at) in span
    )
    seen = tuple(
        EffectSeen(entry, sitting_of(entry)) for entry in inside if isinstance(entry, Effect)
    )
    history = stream_of(ordered, calendar)
    stream = history.within(span)
    days = _days(inside, courses, span, calendar)
    return Summary(
        span=span,
        courses=courses,
        routes=_routes(courses),
        mood=change(course.mood for course in courses),
        anxiety=change(course.anxiety for course in courses),
        days=days,
        history=history,
        stream=stream,
        effects=_tallies(stream, {course.dose.id for course in courses}),
        seen=seen,
        days_rated=sum(day.mood is not None for day in days.values()),
        asked_none=sum(isinstance(entry, NoEffects) for entry in inside),
        written_late=sum(is_late(entry) for entry in inside),
        entries=len(inside),
        questions=tuple(entry for entry in inside if isinstance(entry, Question)),
        noted=tuple(
            entry for entry in inside if BY_NAME[kind_of(entry)].has_a_place and has_words(entry)
        ),
        checks=tuple(
            CheckSeen(entry, calendar.day_of(entry.at))
            for entry in inside
            if isinstance(entry, Check)
        ),
        plan=_held_against(ordered, span, calendar, plans, today) if plans else None,
        answered=_answered(ordered, snapshot.checks if snapshot else (), span, calendar),
        others=tuple(entry for entry in inside if not BY_NAME[kind_of(entry)].has_a_place),
        deviations=_deviations(doses, span, calendar, plans) if plans else (),
    )


def _deviations(
    doses: Sequence[Dose], span: Span, calendar: Calendar, plans: Sequence[Plan | PlanStop]
) -> tuple[tuple[Dose, Deviation], ...]:
    from ketalog.domain.deviations import deviations_in

    return tuple(deviations_in(doses, span, plans, calendar))


def _answered(
    ordered: Sequence[Entry], kept: Sequence[Check], span: Span, calendar: Calendar
) -> tuple[Check, ...]:
    """Return every questionnaire up to the end of the span, of the entries and the kept ones."""
    checks = {check.id: check for check in (*kept, *ordered) if isinstance(check, Check)}
    up_to = (check for check in checks.values() if calendar.day_of(check.at) < span.end)
    return tuple(sorted(up_to, key=key_of))


def _held_against(
    ordered: Sequence[Entry],
    span: Span,
    calendar: Calendar,
    plans: Sequence[Plan | PlanStop],
    today: date | None,
) -> Adherence | None:
    from ketalog.domain.adherence import adherence

    taken = [entry for entry in ordered if isinstance(entry, Dose | Skip)]
    return adherence(plans, taken, span, calendar, today or span.end)


def _courses(
    taken: Sequence[Sitting], doses: Sequence[Dose], ordered: Sequence[Entry]
) -> list[DoseCourse]:
    mood, anxiety = (
        [_before_and_after(around) for around in ratings_around(taken, doses, series)]
        for series in rating_series(ordered)
    )
    return [DoseCourse(*course) for course in zip(taken, mood, anxiety, strict=True)]


def _before_and_after(around: Sequence[RatingByDose]) -> tuple[int | None, int | None]:
    before, after = before_dose(around), nearest(around)
    return before.value if before else None, after.value if after else None


def change(pairs: Iterable[tuple[int | None, int | None]]) -> Change:
    """Return the medians of the pairs that are whole."""
    both = [(before, after) for before, after in pairs if before is not None and after is not None]
    return Change(
        median(before for before, _ in both), median(after for _, after in both), len(both)
    )


def _routes(courses: Iterable[DoseCourse]) -> dict[str, RouteTotal]:
    count: Counter[str] = Counter()
    boosters: Counter[str] = Counter()
    mg: defaultdict[str, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    typed: dict[str, str] = {}
    for course in courses:
        route, medication = course.dose.route, course.dose.medication or "ketamine"
        count[route] += 1
        boosters[route] += len(course.sitting.doses) - 1
        medication = typed.setdefault(medication_of(course.dose), medication)
        mg[route][medication] += course.sitting.amount_mg
    return {
        route: RouteTotal(n, dict(mg[route]), boosters[route]) for route, n in count.most_common()
    }


def _days(
    inside: Sequence[Entry], courses: Sequence[DoseCourse], span: Span, calendar: Calendar
) -> dict[date, Day]:
    entries: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in inside:
        entries[calendar.day_of(entry.at)].append(entry)
    doses: defaultdict[date, list[DoseCourse]] = defaultdict(list)
    for course in courses:
        doses[calendar.day_of(course.dose.at)].append(course)
    return {day: _day(entries[day], doses[day]) for day in span.days}


def _day(entries: Sequence[Entry], doses: Sequence[DoseCourse]) -> Day:
    rated: dict[str, list[int]] = {measure.name: [] for measure in MEASURES}
    for entry in entries:
        for measure, value in ratings_of(entry):
            rated[measure.name].append(value)
    moods = [entry for entry in entries if isinstance(entry, Mood)]
    return Day(
        ratings={name: median(values) for name, values in rated.items()},
        sleep_minutes=median(
            mood.sleep_minutes for mood in moods if mood.sleep_minutes is not None
        ),
        doses=tuple(doses),
        effects=tuple(entry for entry in entries if isinstance(entry, Effect)),
        asked_none=any(isinstance(entry, NoEffects) for entry in entries),
    )


def _tallies(stream: Stream, doses: set[str]) -> dict[str, EffectTally]:
    """Return the side effects of single days by the name first typed: dangers, then the worst."""
    reports: defaultdict[str, list[Report]] = defaultdict(list)
    for report in stream.reports:
        if report.is_of_its_day:
            reports[report.name].append(report)
    tallies = {
        of_name[0].shown: _tally(of_name, stream.share(name, doses))
        for name, of_name in reports.items()
    }
    return dict(
        sorted(
            tallies.items(),
            key=lambda item: (
                urgency_of(item[0]),
                -rank_of(item[1].worst),
                -item[1].times,
                item[0],
            ),
        )
    )


def _tally(reports: Sequence[Report], share: Share) -> EffectTally:
    return EffectTally(
        times=len(reports),
        doses=share.after,
        known=share.known,
        worst=worst_of(reports).severity,
        last=reports[-1].day,
    )
