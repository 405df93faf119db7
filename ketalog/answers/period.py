"""A week or a month in ready strings: what the terminal, Markdown and HTML draw."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Literal

from ketalog.answers import Drawing, Hint
from ketalog.answers.checks import official_total, say_alike, say_score, score_of
from ketalog.answers.flags import day_of_check, say_deviations, say_flags
from ketalog.answers.phrases import clock_of, say_entry
from ketalog.answers.phrases_clinic import say_readings
from ketalog.answers.today import agenda_lines
from ketalog.domain.entries import MEASURES, Measure, Note, key_of, kind_of, medication_of, rank_of
from ketalog.domain.kinds import BY_NAME, free_words
from ketalog.domain.readings import told_again
from ketalog.domain.routes import shape_of
from ketalog.domain.text import (
    as_key,
    capital,
    count,
    escape_invisible,
    rounded,
    say_mg,
    say_minutes,
    say_number,
    say_times,
    say_value,
    short,
)
from ketalog.domain.treatment import Check, Session, Vitals
from ketalog.domain.values import Value
from ketalog.instruments.base import instrument_of
from ketalog.summary import Change, CheckSeen, Day, DoseCourse, Number, Summary, median
from ketalog.times.words import WEEKDAYS_SHORT, month_short, say_day, say_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ketalog.domain.adherence import Adherence
    from ketalog.domain.kinds import Entry

PeriodKind = Literal["week", "month"]
MINUS = "−"
BEGIN = Hint("Log one", "ketalog mood 6 --anxiety 4")
CLOSING = Hint("Make the summary", "ketalog export summary.pdf")
MOST_READINGS = 6
"""Readings of a day that stand one by one: a watch has a hundred."""
MOST_TAKEN = 5
"""Medications and routes that a card names."""
FIRST = ("gad7", "phq9")
"""Which of several questionnaires of one day is shown first."""


class Card(Value, frozen=True):
    """One figure: what it is, its value, its signed change if it has one, what it is made of.

    `direction` is 1 for a change up, -1 for one down. `caption` and `short` are items.
    """

    label: str
    value: str
    change: str
    caption: tuple[str, ...]
    short: tuple[str, ...]
    direction: int = 0


class Cell(Value, frozen=True):
    """One day's rating: before and after a dose, or one value. Levels: 0 harder, 10 better."""

    before: str = ""
    after: str = ""
    before_level: int | None = None
    after_level: int | None = None

    @property
    def is_single(self) -> bool:
        """Tell whether the day has one value and no pair."""
        return not self.before


class DoseMark(Value, frozen=True):
    """One dose on a day: its shape, and its mg."""

    shape: str
    mg: str


class ShapeMeaning(Value, frozen=True):
    """What a shape means: its route, and the amounts by it."""

    shape: str
    route: str
    amounts: str


class DayColumn(Value, frozen=True):
    """One day: its names, doses, ratings by measure (None: nothing recorded).

    `missed` are the planned doses that were not taken: "skipped", "unknown" (nothing was
    recorded) or "due", one each.
    """

    weekday: str
    day: str
    doses: tuple[DoseMark, ...]
    ratings: dict[str, Cell | None]
    sleep: str
    is_ahead: bool
    missed: tuple[str, ...] = ()
    is_today: bool = False

    @property
    def mood(self) -> Cell | None:
        """Return the day's mood."""
        return self.ratings["mood"]

    @property
    def anxiety(self) -> Cell | None:
        """Return the day's anxiety."""
        return self.ratings["anxiety"]


class EffectRow(Value, frozen=True):
    """One side effect: severity 1-3 (0: not said) by day, and its tally in words."""

    name: str
    by_day: dict[int, int]
    worst: int
    tally: str


class DatedTotal(Value, frozen=True):
    """One total, the date, and its day and time in words."""

    total: int
    on: date
    day: str
    clock: str


class NumberLine(Value, frozen=True):
    """A questionnaire's latest total of a period, the one before it, and the first ever.

    `bands` are (least total, name); `most` is the highest total; less is better.
    """

    title: str
    bands: tuple[tuple[int, str], ...]
    most: int
    latest: DatedTotal
    band: str
    before: DatedTotal | None
    baseline: DatedTotal | None


class RecordedLine(Value, frozen=True):
    """An entry that has no row of its own: when, and what it says."""

    when: str
    text: str


class PeriodView(Drawing, frozen=True):
    """Everything that a week or a month shows.

    `weekdays` are in the order of a week, which has begun `lead` days before the first day.
    """

    kind: PeriodKind
    title: str
    period: str
    period_short: str
    weekdays: tuple[str, ...]
    lead: int
    cards: tuple[Card, ...]
    days: tuple[DayColumn, ...]
    effects: tuple[EffectRow, ...]
    asked_none: tuple[int, ...]
    legend: tuple[ShapeMeaning, ...]
    number_lines: tuple[NumberLine, ...]
    others: tuple[RecordedLine, ...]
    notes: tuple[RecordedLine, ...]
    ahead: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    short_flags: tuple[str, ...]
    deviations: tuple[str, ...]
    doses_beside_plan: int
    scores: tuple[str, ...]
    questions: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    closing: Hint
    begin: Hint
    is_empty: bool


def period_view(summary: Summary, kind: PeriodKind, today: date, week_start: int = 0) -> PeriodView:
    """Return a week or a month in ready strings. A week starts on Monday (0) or another day."""
    days = list(summary.days.items())
    missed = _missed(summary)
    return PeriodView(
        kind=kind,
        title=f"Your {kind}",
        period=say_days(summary.span),
        period_short=say_days(summary.span, short=True),
        weekdays=WEEKDAYS_SHORT[week_start:] + WEEKDAYS_SHORT[:week_start],
        lead=(days[0][0].weekday() - week_start) % 7,
        cards=_cards(summary),
        days=tuple(_column(on, day, today, missed.get(on, ())) for on, day in days),
        effects=tuple(_effect_row(name, summary, days) for name in summary.effects),
        asked_none=tuple(n for n, (_, day) in enumerate(days) if day.asked_none),
        legend=_legend(summary.courses),
        number_lines=tuple(number_lines(summary)),
        others=tuple(recorded(summary)),
        notes=tuple(notes(summary)),
        ahead=tuple(agenda_lines(summary.ahead)) if summary.ahead else (),
        flags=tuple(say_flags(summary)),
        short_flags=tuple(say_flags(summary, is_short=True)),
        deviations=tuple(say_deviations(summary)),
        doses_beside_plan=len({dose.id for dose, _ in summary.deviations}),
        scores=tuple(_without_line(summary)),
        questions=tuple(escape_invisible(question.text) for question in summary.questions),
        beside=tuple(_beside(summary)),
        closing=CLOSING,
        begin=BEGIN,
        is_empty=summary.entries == 0,
    )


def _say_step(before: Number, after: Number) -> str:
    """Return "+2", "−1.5", "±0"."""
    step = after - before
    if step == 0:
        return "±0"
    step = int(step) if step == int(step) else step
    return f"+{say_value(step)}" if step > 0 else f"{MINUS}{say_value(-step)}"


def _cards(summary: Summary) -> tuple[Card, ...]:
    doses, plan = len(summary.courses), summary.plan
    # Nothing is known of a silent week: not that none was taken.
    value, items = str(doses or "–"), _taken(summary) or ("none recorded",)
    if plan is not None and plan.total:
        more = f" + {len(plan.unplanned)}" if plan.unplanned else ""
        value = f"{'–' if plan.is_silent else plan.taken} of {plan.total}{more}"
        items = _held(plan, doses - len(plan.doses))
    taken = Card("Doses", value, "", items, items)
    ratings = (_card("Mood", summary.mood, doses), _card("Anxiety", summary.anxiety, doses))
    return (taken, *ratings, *(_score_card(line) for line in number_lines(summary)[:1]))


def _taken(summary: Summary) -> tuple[str, ...]:
    """Return "3 sublingual", or where not all is ketamine, "3 ketamine sublingual"."""
    spelled = {
        as_key(name): name for total in summary.routes.values() for name in total.medications
    }
    counted = Counter((medication_of(course.dose), course.dose.route) for course in summary.courses)
    is_named = any(medication != "ketamine" for medication in spelled)
    taken = [
        f"{n} {f'{escape_invisible(spelled[medication])} ' if is_named else ''}{route}"
        for (medication, route), n in counted.most_common()
    ]
    if len(taken) <= MOST_TAKEN:
        return tuple(taken)
    others = sum(n for _, n in counted.most_common()[MOST_TAKEN - 1 :])
    return (*taken[: MOST_TAKEN - 1], f"{others} others: add --plain")


def _score_card(line: NumberLine) -> Card:
    now = (f"now {line.band}",)
    if line.before is None:
        return Card(line.title, str(line.latest.total), "", now, now)
    before, after = line.before.total, line.latest.total
    step = _say_step(before, after)
    return Card(line.title, f"{before} → {after}", step, now, now, _direction(before, after))


def _direction(before: Number, after: Number) -> int:
    return (after > before) - (after < before)


def _held(plan: Adherence, without: int) -> tuple[str, ...]:
    """Return what became of planned doses, and others: "1 skipped", "2 due", "1 without a plan".

    Amounts are no part of it.
    """
    counts = (
        (plan.skipped, "skipped"),
        (plan.not_recorded, "not recorded"),
        (plan.due, "due"),
        (len(plan.unplanned), "unplanned"),
        (without, "without a plan"),
    )
    return tuple(f"{n} {what}" for n, what in counts if n) or ("planned and taken",)


def _beside(summary: Summary) -> Iterator[tuple[str, str]]:
    """Yield the medians of what is rated by the day and not with doses, and of sleep."""
    days = summary.days.values()
    for measure in MEASURES:
        values = [value for day in days if (value := day.ratings[measure.name]) is not None]
        if values and not measure.with_a_dose:
            median_of = f"median of {count(len(values), 'day', 'days')}"
            yield measure.title, f"{say_value(median(values))}, {median_of}"
    if nights := [day.sleep_minutes for day in days if day.sleep_minutes is not None]:
        yield (
            "Sleep",
            f"{_say_sleep(median(nights))}, median of {count(len(nights), 'day', 'days')}",
        )


def _missed(summary: Summary) -> dict[date, tuple[str, ...]]:
    """Return the planned doses of each day that were not taken; those of a week have no day."""
    missed: dict[date, tuple[str, ...]] = {}
    for planned in summary.plan.planned if summary.plan else ():
        if not planned.of_week:
            kinds = (
                ["skipped"] * planned.skipped
                + ["unknown"] * planned.not_recorded
                + ["due"] * planned.due
            )
            missed[planned.day] = (*missed.get(planned.day, ()), *kinds)
    return missed


def _card(label: str, change: Change, doses: int) -> Card:
    if change.before is None or change.after is None:
        why = ("no before and after" if doses else "no dose to compare",)
        return Card(label, "–", "", why, why)
    value = f"{say_value(change.before)} → {say_value(change.after)}"
    caption: tuple[str, ...] = (f"median of {count(doses, 'dose', 'doses')}",)
    if change.n < doses:
        caption = ("median", f"{change.n} of {doses}")
    short = count(doses, "dose", "doses") if change.n == doses else f"{change.n} of {doses}"
    step = _say_step(change.before, change.after)
    direction = _direction(change.before, change.after)
    return Card(label, value, step, caption, (short,), direction)


def _column(on: date, day: Day, today: date, missed: tuple[str, ...]) -> DayColumn:
    return DayColumn(
        weekday=WEEKDAYS_SHORT[on.weekday()],
        day=str(on.day),
        doses=tuple(
            DoseMark(shape_of(course.dose.route), say_number(course.sitting.amount_mg))
            for course in day.doses
        ),
        ratings={measure.name: _rated(measure, day) for measure in MEASURES},
        sleep=_say_sleep(day.sleep_minutes),
        is_ahead=on > today,
        is_today=on == today,
        missed=missed,
    )


def _rated(measure: Measure, day: Day) -> Cell | None:
    around = [getattr(course, measure.name) for course in day.doses] if measure.with_a_dose else []
    return _cell(around, day.ratings[measure.name], inverted=not measure.best)


def _say_sleep(minutes: Number | None) -> str:
    return "" if minutes is None else say_minutes(int(rounded(minutes)))


def _cell(
    pairs: Sequence[tuple[int | None, int | None]], median: Number | None, *, inverted: bool
) -> Cell | None:
    """Return a day's cell: the last dose that has both ratings, else the day's median."""
    rated_twice = (
        (first, second) for first, second in reversed(pairs) if None not in {first, second}
    )
    before, after = next(rated_twice, (None, None))
    if before is not None and after is not None:
        return Cell(str(before), str(after), _level(before, inverted), _level(after, inverted))
    if median is None:
        return None
    return Cell(after=say_value(median), after_level=_level(median, inverted))


def _level(value: Number, inverted: bool) -> int:  # noqa: FBT001 (named at every call's end)
    return 10 - round(value) if inverted else round(value)


def _legend(courses: Iterable[DoseCourse]) -> tuple[ShapeMeaning, ...]:
    """Return each route with its amounts: "nasal 2 × 15 mg"."""
    amounts: dict[str, dict[str, None]] = {}
    for course in courses:
        dose = course.dose
        amount = say_mg(course.sitting.amount_mg)
        if len(course.sitting.doses) > 1:
            parts = [say_number(part.amount_mg) for part in course.sitting.doses]
            amount = f"{' + '.join(parts)} mg"
        elif dose.count is not None and dose.each_mg is not None and dose.count != 1:
            amount = f"{say_number(dose.count)} × {say_mg(dose.each_mg)}"
        amounts.setdefault(dose.route, {})[amount] = None
    return tuple(
        ShapeMeaning(
            shape_of(route), route, ", ".join(named) if len(named) <= 2 else "several amounts"
        )
        for route, named in amounts.items()
    )


def _effect_row(name: str, summary: Summary, days: Sequence[tuple[date, Day]]) -> EffectRow:
    by_day: dict[int, int] = {}
    numbers = {on: n for n, (on, _) in enumerate(days)}
    for report in summary.stream.of(as_key(name)):
        if report.is_of_its_day:
            n = numbers[report.day]
            by_day[n] = max(by_day.get(n, 0), report.rank)
    tally = summary.effects[name]
    return EffectRow(
        capital(escape_invisible(name)), by_day, rank_of(tally.worst), say_tally(name, summary)
    )


def say_tally(name: str, summary: Summary, *, in_full: bool = False) -> str:
    """Return "3 times, after 2 of 4 doses, last Wed 18 Nov"; of some, "after 2 of 3 known".

    `in_full` those are "doses asked about". Never asked about it is "after 2 doses", of none.
    """
    tally = summary.effects[name]
    after = "not after a dose"
    if tally.known is None and tally.doses:
        after = f"after {count(tally.doses, 'dose', 'doses')}"
    elif tally.known is not None and tally.doses:
        doses = f"{tally.known:,} known"
        if in_full:
            doses = count(tally.known, "dose asked about", "doses asked about")
        if tally.known == len(summary.courses):
            doses = count(tally.known, "dose", "doses")
        after = f"after {tally.doses} of {doses}"
    return f"{say_times(tally.times)}, {after}, last {say_day(tally.last)}"


def _without_line(summary: Summary) -> list[str]:
    """Return a sentence for each score that no number line shows: estimates, and no total."""
    return _say_each(
        [seen for seen in summary.checks if official_total(seen.check) is None], summary
    )


def recorded(summary: Summary) -> list[RecordedLine]:
    """Return each session with its readings, other readings, and what else was taken."""
    vitals = [entry for entry in summary.others if isinstance(entry, Vitals)]
    again = told_again(vitals)
    by_session: dict[str | None, list[str]] = {
        entry.id: [] for entry in summary.others if isinstance(entry, Session)
    }
    by_day: dict[date, list[Vitals]] = {}
    for reading in vitals:
        if reading.id in again:
            continue
        if reading.session in by_session:
            by_session[reading.session].append(say_entry(reading))
        else:
            by_day.setdefault(reading.at.date(), []).append(reading)
    many = {on: readings for on, readings in by_day.items() if len(readings) > MOST_READINGS}
    alone = {
        reading.id for on, readings in by_day.items() if on not in many for reading in readings
    }
    lines = [
        RecordedLine(_when(entry), "; ".join([say_entry(entry), *by_session.get(entry.id, [])]))
        for entry in summary.others
        if not isinstance(entry, Vitals) or entry.id in alone
    ]
    return lines + [RecordedLine(say_day(on), say_readings(many[on])) for on in many]


def notes(summary: Summary) -> list[RecordedLine]:
    """Return the patient's own words, with what they stand beside."""
    return [
        RecordedLine(_when(entry), f"{about}: {short(words)}" if about else short(words))
        for entry in summary.noted
        for about, words in words_of(entry)
    ]


def words_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the patient's own words in an entry: the kind that they stand beside, and the words."""
    if isinstance(entry, Note):
        yield "", entry.text
    for words in free_words(entry).values():
        yield BY_NAME[kind_of(entry)].singular, words


def say_scores(summary: Summary) -> list[str]:
    """Return a sentence for each questionnaire with a score, and for each check of our own."""
    return _say_each(summary.checks, summary)


def _say_each(checks: Iterable[CheckSeen], summary: Summary) -> list[str]:
    return say_alike(
        (day_of_check(seen, summary), partial(say_score, seen.check)) for seen in checks
    )


def number_lines(summary: Summary) -> list[NumberLine]:
    """Return a line for each questionnaire that has an official total in the period.

    The one that was answered last comes first.
    """
    latest: dict[str, tuple[Check, date]] = {}
    for seen in summary.checks:
        if official_total(seen.check) is not None:
            latest[seen.check.instrument] = (seen.check, seen.day)
    ranked = sorted(
        latest.values(),
        key=lambda at: (-at[1].toordinal(), at[0].instrument not in FIRST, at[0].instrument),
    )
    return [line for check, on in ranked if (line := _line(check, on, summary.answered))]


def _line(check: Check, on: date, answered: Sequence[Check]) -> NumberLine | None:
    instrument, result = instrument_of(check), score_of(check)
    if instrument is None or result is None or result.official is None or result.band is None:
        return None
    earlier = [
        _total(total, other.at.date(), other, on.year)
        for other in answered
        if instrument_of(other) is instrument and key_of(other) < key_of(check)
        if (total := official_total(other)) is not None
    ]
    return NumberLine(
        instrument.title,
        tuple((band.least, band.name) for band in instrument.bands),
        instrument.most,
        _total(result.official, on, check, on.year),
        result.band,
        earlier[-1] if earlier else None,
        earlier[0] if earlier else None,
    )


def _total(total: int, on: date, check: Check, year: int) -> DatedTotal:
    """Return a total with its day, and the year of that where it is another."""
    day = f"{on.day} {month_short(on)}{f' {on.year}' if on.year != year else ''}"
    return DatedTotal(total, on, day, clock_of(check))


def _when(entry: Entry) -> str:
    return f"{say_day(entry.at.date())} {clock_of(entry)}".rstrip()
