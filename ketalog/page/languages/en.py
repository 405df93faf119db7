"""The page in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.period import say_change, say_value
from ketalog.answers.phrases_clinic import plan_parts
from ketalog.domain.calendar import MONTHS
from ketalog.domain.entries import SEVERITIES
from ketalog.domain.text import say_mg, say_minutes, say_number
from ketalog.page.texts import Texts, capital
from ketalog.times.words import WEEKDAYS_SHORT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time


def _counted(n: int, singular: str, plural: str) -> str:
    return f"{n:,} {singular if n == 1 else plural}"


def _doses(n: int) -> str:
    return _counted(n, "dose", "doses")


def _days(n: int) -> str:
    return _counted(n, "day", "days")


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# Days.


def _date(on: date, order: str, *, weekday: bool = False, year: bool = True) -> str:
    name = WEEKDAYS_SHORT[on.weekday()] if weekday else ""
    month = MONTHS[on.month - 1][:3]
    if order == "iso":
        written = f"{on:%Y-%m-%d}"
    elif order == "month-day":
        written = f"{month} {on.day}, {on.year}" if year else f"{month} {on.day}"
        name = f"{name}," if name else ""
    else:
        written = f"{on.day} {month} {on.year}" if year else f"{on.day} {month}"
    return " ".join(filter(None, (name, written)))


def _clock(at: datetime | time, hours: int) -> str:
    if hours != 12:
        return f"{at:%H:%M}"
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"


def _tick(on: date, unit: str, order: str) -> str:
    if unit in {"day", "week"}:
        return f"{on:%m-%d}" if order == "iso" else _date(on, order, year=False)
    return str(on.year) if unit == "year" else MONTHS[on.month - 1][:3]


def _period(first: date, last: date, order: str) -> str:
    n = (last - first).days + 1
    length = _days(n) if n % 7 else _counted(n // 7, "week", "weeks")
    if first == last:
        return f"{_date(last, order)} ({length})"
    return f"{_date(first, order, year=first.year != last.year)} – {_date(last, order)} ({length})"


# The head, and how complete it is.


def _plan(name: str, parts: Sequence[str], begins: str, ends: str) -> str:
    held = [*parts, f"from {begins}" if begins else "", f"until {ends}" if ends else ""]
    return f"{name}: {', '.join(filter(None, held)) or 'no amount'}"


def _both_rated(mood: int, anxiety: int, taken: int) -> str:
    if mood == anxiety:
        return f"both ratings for {mood} of {_doses(taken)}"
    return f"both mood ratings for {mood}, both anxiety ratings for {anxiety} of {_doses(taken)}"


def _late(n: int) -> str:
    if not n:
        return "every entry written down within a day"
    return f"{_counted(n, 'entry', 'entries')} written down more than a day later"


def _missed(skipped: int, not_recorded: int, due: int, unplanned: int) -> str:
    counts = [
        f"{skipped:,} skipped" if skipped else "",
        f"{not_recorded:,} not recorded" if not_recorded else "",
        f"{due:,} still due" if due else "",
        f"{unplanned:,} unplanned" if unplanned else "",
    ]
    return ", ".join(filter(None, counts)) or "all taken"


# The safety box.


def _alarm(title: str, item: int, question: str, answers: Sequence[tuple[str, str]]) -> str:
    answered = "; ".join(f"{answer} on {days}" for answer, days in answers)
    return f"{title}, question {item} (“{question}”): {answered}."


def _after(n: int, taken: int, alone: int) -> str:
    times = {0: "", 1: "once"}.get(alone, f"{alone:,} times")
    if not taken:
        return times
    if not n:
        return f"{times} apart from the doses"
    after = f"after {n} of {_doses(taken)}"
    return f"{after} and {times} apart from them" if times else after


def _pressure(readings: int, highest: str, last: str) -> str:
    parts = [_counted(readings, "reading", "readings"), f"highest {highest}"]
    return f"Blood pressure: {', '.join([*parts, *([f'last {last}'] if last else [])])}."


# Charts in words.


def _response_at(point: str, value: str, quarter: tuple[str, str] | None, n: int) -> str:
    band = f"25–75 %: {quarter[0]}–{quarter[1]}; " if quarter else ""
    return f"{point} {value} ({band}{_doses(n)})"


def _median_n(value: str, quarter: tuple[str, str] | None, n: int) -> str:
    band = f" ({quarter[0]}–{quarter[1]})" if quarter else ""
    return f"{value}{band}, n={n}"


def _back(days: str, n: int, not_yet: int) -> str:
    back = f"back after {days} d" if days else "half not yet back"
    return f"{back} ({n - not_yet} of {n})"


def _score_change(title: str, first: str, last: str, change: str, least: str) -> str:
    published = f"; minimal important difference {least} (published)" if least else ""
    return f"{title}: {first} → {last}, change {change}{published}."


def _scores(title: str, totals: Sequence[str], bands: Sequence[tuple[str, int]]) -> str:
    return f"{title}: {', '.join(totals) or 'no total'}. {_bands(bands)}"


def _many_scores(
    title: str, n: int, totals: Sequence[str], bands: Sequence[tuple[str, int]]
) -> str:
    first, latest, highest, lowest = totals
    return (
        f"{title}, {n} totals: first {first}, latest {latest}, highest {highest}, "
        f"lowest {lowest}. {_bands(bands)}"
    )


def _bands(bands: Sequence[tuple[str, int]]) -> str:
    return f"Bands: {', '.join(f'{name} from {least}' for name, least in bands)}."


_SHAPES = {name: name for name in ("circle", "diamond", "triangle", "square")}


def _signs(shapes: Sequence[tuple[str, str]], others: Sequence[str]) -> str:
    meanings = [*(f"{_SHAPES[shape]} {route}" for shape, route in shapes), *others]
    return f"○ before, ● after; {', '.join(meanings)}."


def _every_dose(
    title: str, routes: Sequence[tuple[str, int]], missed: int, rows: Sequence[str]
) -> str:
    taken = ", ".join(f"{n} {route}" for route, n in routes) or "no doses"
    missing = f", {missed} planned but not taken" if missed else ""
    return " ".join([f"{title}: {taken}{missing}.", *rows])


def _range(when: str, ratings: tuple[float, float, int] | None) -> str:
    if ratings is None:
        return f"no ratings {when}"
    low, high, n = ratings
    return f"{when} {low:g} to {high:g} ({n} rated)"


# The dose log.

_SESSIONS = {"infusion": "infusion", "kap": "assisted psychotherapy", "clinic": "clinic session"}


def _session(where: str, minutes: str, who: str) -> str:
    parts = [_SESSIONS[where], f"over {minutes}" if minutes else "", f"with {who}" if who else ""]
    return ", ".join(filter(None, parts))


_MEASURES = {"mood": "Mood", "anxiety": "Anxiety"}

TEXTS = Texts(
    language="en",
    # As the rest of the program has them.
    routes={},
    effects={},
    kinds={},
    questionnaires={},
    severities={severity: severity for severity in SEVERITIES},
    ketamine="ketamine",
    # Numbers, amounts, days.
    say_value=say_value,
    say_step=say_change,
    say_count=lambda n: f"{n:,}",
    say_number=say_number,
    say_mg=say_mg,
    say_minutes=say_minutes,
    say_date=_date,
    say_clock=_clock,
    say_tick=_tick,
    say_dates=lambda first, last: first if first == last else f"{first} – {last}",
    # The head.
    title="Ketamine treatment summary",
    subtitle="Recorded by the patient between appointments",
    patient="Patient",
    born="Born",
    period="Period",
    appointment="Appointment",
    plan="Plan",
    empty="Nothing was recorded in this period.",
    say_period=_period,
    say_appointment=lambda who, when: f"{who}, {when}" if who else when,
    say_plan=_plan,
    plan_parts=plan_parts,
    # How complete it is.
    say_rated_days=lambda n, days: f"Daily mood on {n} of {_days(days)}",
    say_both_rated=_both_rated,
    say_late=_late,
    say_begins=lambda on: f"the journal begins on {on}",
    # The figures on top.
    doses_taken="Doses taken",
    planned_taken="Planned doses taken",
    none_recorded="none recorded",
    no_pair="no dose has both ratings",
    not_answered="not answered",
    measures=_MEASURES,
    say_change_of=lambda measure: f"{_MEASURES[measure]}, before → after",
    say_of=lambda n, total: f"{n:,} of {total:,}",
    arrow=lambda before, after: f"{before} → {after}",
    say_medians=lambda n: f"median of {_doses(n)}",
    say_missed=_missed,
    say_bands=lambda before, after: before if before == after else f"{before} to {after}",
    # The safety box.
    safety="Safety and review points",
    also={
        "alcohol": "Alcohol, as reported",
        "sedative": "Sedatives, as reported",
        "sleep": "Medicines for sleep, as reported",
        "stimulant": "Stimulants, as reported",
        "maoi": "MAOIs, as reported",
        "opioid": "Opioids, as reported",
        "medicine": "Other medicines, as reported",
        "other": "Also taken, as reported",
    },
    not_taken={
        "all": "anything else taken",
        "alcohol": "alcohol",
        "sedative": "sedatives",
        "sleep": "medicines for sleep",
        "stimulant": "stimulants",
        "maoi": "MAOIs",
        "opioid": "opioids",
        "medicine": "other medicines",
    },
    beside={
        "sooner": "Sooner after the last dose than planned",
        "larger": "Larger than planned",
        "a day": "More doses in a day than planned",
        "a week": "More doses in a week than planned",
    },
    not_reported={
        "pressure": "blood pressure",
        "bladder": "bladder or urinary symptoms",
        "alarm": "PHQ-9",
        "also": "alcohol or sedatives",
    },
    no_doses="Not recorded: doses.",
    no_mood="Not recorded: mood.",
    no_anxiety="Not recorded: anxiety.",
    no_effects_at_all="Not recorded: side effects, neither asked about nor reported.",
    say_also={
        "taken": lambda what: what,
        "started": lambda what: f"started {what}",
        "stopped": lambda what: f"stopped {what}",
        "changed": lambda what: f"changed {what}",
        "none": lambda what: f"no {what}",
    },
    noted="noted",
    say_alarm=_alarm,
    say_earlier=lambda on: f"{on} (before this period)",
    say_effect=lambda name, reports: f"{capital(name)}: {'; '.join(reports)}.",
    say_graded=lambda severity, when: f"{severity} {when}",
    say_after=_after,
    say_once=lambda after, on: f"{after}, on {on}",
    say_last=lambda after, on: f"{after}, last on {on}",
    say_on_days=lambda n, few, last: (
        f"{_days(n)} ({', '.join(few)})" if few else f"{_days(n)}, last on {last}"
    ),
    say_dates_of=lambda n, few, last: _listed(few) if few else f"{_days(n)}, last on {last}",
    say_denied=lambda days: f"None when asked: side effects, on {days}.",
    say_none_in=lambda title, days: f"None when asked: {title.lower()}, on {days}.",
    say_mild=lambda names: f"Mild at worst: {', '.join(names)}.",
    say_point=lambda label, facts: f"{label}: {facts}.",
    say_check=lambda title, on, effects: (
        f"{title} on {on}: {', '.join(f'{name} {answer}' for name, answer in effects)}."
    ),
    say_pressure=_pressure,
    say_reading=lambda systolic, diastolic, on: f"{systolic}/{diastolic} on {on}",
    say_more_earlier=lambda n: f"{n} earlier",
    say_dated=lambda what, on: f"{what} ({on})",
    say_ungraded=lambda name, when: f"Not recorded: severity of {name}, {when}.",
    say_unanswered=lambda title, item, on: f"Not answered: {title}, question {item}, on {on}.",
    say_unknown=lambda n, taken: (
        f"Not recorded: side effects after {n:,} of {_doses(taken)}, "
        "neither asked about nor reported."
    ),
    say_not_recorded=lambda what: f"Not recorded: {', '.join(what)}.",
    # Typical response to one dose.
    response="Typical response to one dose",
    response_caption=(
        "Median; bands 25–75 % and 10–90 %, from 5 doses on. "
        "Back: at the before value again, in days (Kaplan–Meier median)."
    ),
    response_table=(
        "Median (25–75 %, from 5 doses on), n is the number of doses. – is not recorded. Back: at "
        "the before value again, Kaplan–Meier median days, so many of the better ones."
    ),
    no_response="No dose in this period has a rating before or after it.",
    points={
        "before": "before",
        "2h": "+2 h",
        "morning": "morning",
        "1d": "+1 d",
        "2d": "+2 d",
        "3d": "+3 d",
        "7d": "+7 d",
    },
    points_said={
        "before": "before",
        "2h": "2 hours after",
        "morning": "the next morning",
        "1d": "1 day after",
        "2d": "2 days after",
        "3d": "3 days after",
        "7d": "7 days after",
    },
    response_columns=("Route", "Rating"),
    back="Back",
    say_measure=lambda measure, route: f"{_MEASURES[measure]}, {route}",
    say_n=lambda n: f"n={n}",
    say_response=lambda title, points: f"{title}: {', '.join(points)}.",
    say_no_ratings_at=lambda point: f"{point} no ratings",
    say_response_at=_response_at,
    say_median_n=_median_n,
    say_back=_back,
    # Questionnaires.
    scores="Questionnaires",
    scores_caption="Published severity ranges; lower is better.",
    scores_table="Totals and published severity ranges; lower is better.",
    no_scores="None was answered in this period.",
    no_total="no total",
    score_columns=("Questionnaire", "Date", "Total", "Range"),
    say_total=lambda total, highest: f"{total} of {highest}",
    say_estimate=lambda total, highest: f"about {total:.1f} of {highest} (estimated)",
    say_missing=lambda n: f"{n} not answered",
    say_score_change=_score_change,
    say_percent_change=lambda change, percent: (
        f"{change} ({percent}\N{NO-BREAK SPACE}%)" if percent else change
    ),
    say_change_short=lambda first, last, change: f"{first} → {last} (change {change})",
    say_points=lambda n: _counted(n, "point", "points"),
    say_scores=_scores,
    say_many_scores=_many_scores,
    say_score_on=lambda total, on: f"{total} on {on}",
    # Every dose.
    every_dose="Every dose",
    no_dose="No dose was recorded in this period.",
    same="● in ○ the same",
    unrated="dot below: not rated",
    missed="×\N{NO-BREAK SPACE}not taken",
    say_signs=_signs,
    say_every_dose=_every_dose,
    say_ranges=lambda measure, before, after: (
        f"{measure}: {_range('before', before)}; {_range('after', after)}."
    ),
    # Week by week.
    weeks="Week by week",
    months="Month by month",
    weeks_caption=(
        "Doses × mg each, or doses: mg in all. Medians before → after a dose (number of doses with "
        "both). – is not recorded."
    ),
    week="Week",
    month="Month",
    taken="Taken",
    days_rated="Days rated",
    worst_effects="Worst side effects",
    none_when_asked="none when asked",
    about=lambda amount: f"about {amount}",
    say_each=lambda n, mg: f"{n} × {mg}",
    say_in_all=lambda n, mg: f"{n}: {mg}",
    say_with_n=lambda change, n: f"{change} ({n})",
    say_worst=lambda severity, names: " ".join(filter(None, (severity, ", ".join(names)))),
    say_more=lambda n: f"{n} more",
    # Side effects.
    side_effects="Side effects",
    effects_caption="Each belongs to the last dose in the 24 hours before it.",
    effect_columns=("Effect", "Doses", "Share", "Times", "Worst", "Last"),
    not_recorded="not recorded",
    no_effects="Not recorded in this period.",
    say_percent=lambda n: f"{n} %",
    say_none_on=lambda days: f"None was reported when asked, on {_days(days)}.",
    say_check_ins=lambda n: f"Asked about in {_counted(n, 'check-in', 'check-ins')} only.",
    # Questions and notes.
    questions="Questions from the patient",
    no_questions="None written down in this period.",
    notes="Notes from the patient",
    no_notes="None but what stands in the dose log.",
    say_intention=lambda intention: f"Intention: {intention}",
    with_ratings=", with ratings",
    about_effects=", about side effects",
    about_question=", about a question",
    say_about=lambda what: f", about {what}",
    say_about_kind=lambda kind: f", with {kind}",
    # The dose log.
    dose_log="Dose log",
    on_date="Date",
    at_time="Time",
    amount="Amount",
    medication="Medication",
    route="Route",
    held="Held",
    side_effects_after="Side effects",
    clinic="At the clinic",
    note="Note",
    legend="Mood and anxiety 0–10, before → after. – is not recorded.",
    legend_late="* was written down more than a day later.",
    legend_about="“about” is an estimate.",
    say_last_doses=lambda n, taken: f"The last {n} of {_doses(taken)}; all are in a .csv export.",
    swallowed="swallowed",
    spat_out="spat out",
    say_units=lambda units, each, in_all: f"{units} × {each} = {in_all}",
    say_effect_of=lambda name, severity: f"{name} ({severity})" if severity else name,
    say_session=_session,
    # The foot.
    say_footer=lambda day_start: (
        "Self-reported by the patient; not a diagnosis and not advice.",
        "Scales 0–10: mood 10 = best, anxiety 10 = worst.",
        "Before: the last rating in the 4 hours up to a dose.",
        "After: the one nearest to 2 hours later, from 30 minutes to 12 hours.",
        "Before and after are observations and show no cause.",
        "mg are never added across routes.",
        f"A day runs from {day_start} to {day_start}; times are those of the place.",
    ),
    say_made=lambda version, when: f"ketalog {version} · made {when}",
    page_of="page {n} of {of}",
)
