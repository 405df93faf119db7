"""The page in English."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ketalog.answers.phrases_clinic import plan_parts
from ketalog.domain.calendar import MONTHS
from ketalog.domain.entries import SEVERITIES
from ketalog.domain.text import capital, say_mg, say_minutes, say_number, say_value
from ketalog.page.texts import Texts
from ketalog.times.words import WEEKDAYS_SHORT, offset_of, say_elapsed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time


def _counted(n: int, singular: str, plural: str) -> str:
    return f"{n:,} {singular if n == 1 else plural}"


def _doses(n: int) -> str:
    return _counted(n, "dose", "doses")


def _days(n: int) -> str:
    return _counted(n, "day", "days")


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
    offset = offset_of(at) if isinstance(at, datetime) else ""
    hour = offset.removesuffix(":00")
    place = f" UTC{hour[0].replace('-', '−')}{hour[1:].removeprefix('0')}" if offset else ""
    if hours != 12:
        return f"{at:%H:%M}{place}"
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}{place}"


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


def _missed(skipped: int, not_recorded: int, due: int, unplanned: int) -> str:
    counts = [
        f"{skipped:,} skipped" if skipped else "",
        f"{not_recorded:,} not recorded" if not_recorded else "",
        f"{due:,} still due" if due else "",
        f"{unplanned:,} unplanned" if unplanned else "",
    ]
    return ", ".join(filter(None, counts))


# The safety box.


def _when(times: int, few: Sequence[str], first: str, last: str) -> str:
    if few:
        return f"({', '.join(few)})"
    return f"({f'{times:,} times, ' if times else ''}first {first}, last {last})"


def _known(n: int, of: int, apart: int) -> str:
    if not n + apart:
        return f"never asked; {_doses(of)}"
    days = f"on {_counted(apart, 'other day', 'other days')}" if apart else ""
    doses = f"after {n:,} of {_doses(of)}" if of else ""
    return f"known {', '.join(filter(None, (doses, days)))}"


def _answered(n: int, of: int, titles: Sequence[str]) -> str:
    return f"asked {n} of {of} ({', '.join(titles)})" if of else "never asked"


def _deviation(kind: str, sizes: Sequence[str]) -> str:
    unit = {"a day": " doses a day", "a week": " doses a week"}.get(kind, "")
    more = kind if kind in {"sooner", "larger"} else f"more{unit}"
    return f"{more} than planned: {', '.join(sizes)}"


def _since_last(minutes: int) -> str:
    """Return hours, from four days on the nearest number of days."""
    return say_elapsed(minutes) if minutes >= 96 * 60 else say_minutes(minutes)


_LEFT_OUT = {
    "words": ("note or other free words", "notes and other free words"),
    "weight": ("weight", "weights"),
    "rate": ("calculation of an amount", "calculations of an amount"),
    "doses": ("earlier dose of the log", "earlier doses of the log"),
    "answers": ("questionnaire's single answers", "questionnaires' single answers"),
    "checks": ("check that this version does not know", "checks that this version does not know"),
}


def _left_out(what: Sequence[tuple[str, int]]) -> str:
    if not what:
        return "Left out of this page: nothing that was recorded."
    rated = {name: (f"rating of {name}", f"ratings of {name}") for name, _ in what}
    parts = [_counted(n, *{**rated, **_LEFT_OUT}[name]) for name, n in what]
    return f"Left out of this page: {', '.join(parts)}; all of it is in a .json export."


_SIGNS = {
    "plan": "line: planned",
    "unplanned": "outlined: not planned",
    "given": "▲ given at the clinic",
    "skipped": "× skipped",
    "unknown": "? planned, not recorded",
}


def _lane(name: str, doses: int, unplanned: int, missed: tuple[int, int]) -> str:
    skipped, unknown = missed
    counts = [
        f"{unplanned} not planned" if unplanned else "",
        f"{skipped} skipped" if skipped else "",
        f"{unknown} planned and not recorded" if unknown else "",
    ]
    return f"{capital(name)}: {', '.join([_doses(doses), *filter(None, counts)])}."


def _definitions(day_start: str) -> tuple[str, ...]:
    return (
        "! look at first, · recorded, – asked and none, ? never asked; – in tables: not recorded.",
        "“45 of 30 mg”: taken, of what the plan had.",
        "Known: reported or asked about after a dose; shares are of those doses.",
        "A side effect belongs to the last dose in the 24 h before it.",
        "Scales 0–10: mood 10 = best, anxiety 10 = worst; GAD-7 0–21, PHQ-9 0–27: less is better.",
        "Before: the last rating in the 4 h up to a dose.",
        "After: the one nearest to 2 h later, from 30 min to 12 h.",
        "Since last: the dose before of that medication and route.",
        "25–75 % from 10 ratings on, 10–90 % from 20; back: as before again (Kaplan–Meier).",
        "Medians throughout; mg are never added across routes or medications.",
        "Estimated PHQ-9: one or two gaps filled with the mean of the rest (Arrieta 2017).",
        "PHQ-9 question 9: thoughts of being better off dead, or of self-harm.",
        "Filled with units left: more than a week of the plan, by the journal's count.",
        f"Days run from {day_start} to {day_start}; times are of the place, elsewhere with UTC.",
    )


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


# The dose log.

_SESSIONS = {"infusion": "infusion", "kap": "assisted psychotherapy", "clinic": "clinic session"}


def _session(where: str, minutes: str, who: str) -> str:
    parts = [_SESSIONS[where], f"over {minutes}" if minutes else "", f"with {who}" if who else ""]
    return ", ".join(filter(None, parts))


def _sessions_caption(missing: Sequence[str]) -> str:
    caption = "Blood pressure in order of time; oxygen at its lowest, what was felt at its worst."
    return f"{caption} Not recorded: {', '.join(missing).lower()}." if missing else caption


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
    title_of_esketamine="Esketamine treatment summary",
    subtitle="Recorded by the patient. Before and after show no cause.",
    patient="Patient",
    no_name="Name not given",
    born="Born",
    period="Period",
    appointment="Appointment",
    no_appointment="none noted",
    say_on_every_sheet=lambda facts: " · ".join(
        f"{label}: {fact}" if label in {"Born", "Appointment"} else fact for label, fact in facts
    ),
    plan="Plan",
    empty="Nothing was recorded in this period.",
    say_period=_period,
    say_appointment=lambda who, when: f"{who}, {when}" if who else when,
    say_plan=_plan,
    plan_parts=plan_parts,
    # How complete it is.
    say_rated_days=lambda n, days: f"Mood rated on {n} of {_days(days)}",
    say_rated_between=lambda n, days: f"on {n} of {_days(days)} without a dose",
    say_both_rated=_both_rated,
    say_known=lambda n, taken: f"side effects known after {n:,} of {_doses(taken)}",
    say_late=lambda n, entries: (
        f"written down more than a day later: {n:,} of {_counted(entries, 'entry', 'entries')}"
    ),
    say_imported=lambda n: f"{_counted(n, 'entry', 'entries')} from files of other apps",
    say_begins=lambda on: f"the journal begins on {on}",
    # Since the last visit.
    since_visit="Since the last visit",
    say_since_day=lambda on: f"Since {on}",
    medicines="Other medicines",
    new_effects="New side effects",
    no_step="no change recorded",
    no_plan="no plan recorded",
    none_planned="no dose planned in this period",
    other_change="days or limits changed",
    no_amount="no amount",
    none_taken="none still taken, by what was recorded",
    none_new="none but those from before",
    none_written="none written down",
    say_begun=lambda name, mg: f"{name} begun{f' with {mg}' if mg else ''}",
    say_stopped=lambda name: f"{name} stopped",
    say_since=lambda what, on: f"{what} (since {on})",
    say_still_taken=lambda names: f"still taken: {', '.join(names)}",
    say_facts="; ".join,
    say_list=", ".join,
    # The figures on top.
    doses_taken="Doses taken",
    planned_taken="Doses taken / planned",
    no_dose_mood="Mood, no dose",
    none_recorded="none recorded",
    no_pair="no dose has both ratings",
    not_answered="not answered",
    measures=_MEASURES,
    say_change_of=lambda measure: f"{_MEASURES[measure]} at doses",
    say_of=lambda n, total: f"{n:,} of {total:,}",
    say_of_plan=lambda taken, total, more: f"{taken} / {total:,}{f' + {more:,}' if more else ''}",
    say_mg_of=lambda mg, planned: f"{mg} of {planned}",
    say_route_mg=lambda n, mg: f"{n:,} ({mg})",
    say_without_plan=lambda n: f"{n:,} without a plan",
    arrow=lambda before, after: f"{before} → {after}",
    say_medians=lambda n, taken: f"before → after, median of {n:,} of {_doses(taken)}",
    say_median_days=lambda n, days: (
        f"{'median of' if n else 'rated on'} {n:,} of {_days(days)} without a dose"
    ),
    say_missed=_missed,
    say_no_total=lambda on: f"{on}, too many gaps for a total",
    say_about_short=lambda total: f"≈ {total}",
    say_estimated=lambda n: f"estimated, {n} not answered",
    # The safety box.
    safety="Safety and review points",
    topics={
        "thoughts": "Thoughts of suicide or self-harm",
        "emergency": "Red flags",
        "bladder": "Bladder",
        "readings": "Blood pressure, pulse, oxygen",
        "calmed": "Dissociation, sedation",
        "plan": "Doses against the plan",
        "supply": "Supply",
        "alcohol": "Alcohol",
        "medicines": "Sedatives, other medicines",
        "thinking": "Memory and thinking",
        "daily_life": "Daily life",
        "craving": "Craving, driving",
        "effects": "Other side effects",
    },
    found_nothing={"denied": "none when asked", "missing": "not recorded"},
    say_denied_of=lambda names: f"{', '.join(names)} none when asked; the rest not recorded",
    places={"before": "before", "40 min": "40 min", "end": "end", "after": "after"},
    say_also={
        "taken": lambda what: what,
        "started": lambda what: f"started {what}",
        "stopped": lambda what: f"stopped {what}",
        "changed": lambda what: f"changed {what}",
        "none": lambda what: f"no {what}",
    },
    say_item=lambda title, item, answers: f"{title} question {item}: {', '.join(answers)}",
    say_before_these=lambda answers: f"earlier: {', '.join(answers)}",
    say_times_before=lambda answer, n: f"{n:,} × {answer}",
    say_earlier=lambda on: f"({on}, before this period)",
    say_report=lambda name, how, others, long: ", ".join(
        filter(None, (f"{name} {how}", others, long))
    ),
    say_graded=lambda what, how: f"{what} {how}",
    say_when=_when,
    say_times_in_all=lambda n: f"{n:,} in all",
    say_own=lambda words: f"“{words}”",
    say_longest=lambda minutes: f"up to {minutes}",
    say_asked_doses=_known,
    say_asked_days=lambda n, days: f"known on {n:,} of {_days(days)}" if n else "never asked",
    say_answered=_answered,
    say_smaller=lambda n, sizes: f"{n:,} smaller: {', '.join(sizes)}",
    no_deviation="none sooner, larger or more than planned",
    none_missing="none lost, none fewer than expected",
    never_measured="never measured",
    say_measured=lambda n, taken: f"measured at {n:,} of {_doses(taken)}",
    say_recorded=lambda n, total: f"recorded {n:,} of {total:,} planned",
    say_counted=lambda n: f"counted {_counted(n, 'time', 'times')}" if n else "never counted",
    say_mild=lambda names: f"at most mild: {', '.join(names)}",
    say_ungraded=lambda names: f"without severity: {', '.join(names)}",
    say_point=lambda label, facts: f"{label}: {facts}",
    say_told_again=lambda n: f"{_counted(n, 'reading', 'readings')} of two sources counted once",
    say_pressure=lambda n, highest, where: (
        f"{_counted(n, 'blood pressure', 'blood pressures')}, highest {highest} {where}"
    ),
    say_pulse=lambda pulse, where: f"highest pulse {pulse} {where}",
    say_oxygen=lambda oxygen, where: f"lowest oxygen {oxygen}\N{NO-BREAK SPACE}% {where}",
    say_reading=lambda systolic, diastolic: f"{systolic}/{diastolic}",
    say_dated_place=lambda place, on: f"({', '.join(filter(None, (place, on)))})",
    say_placed=lambda *parts: " ".join(filter(None, parts)),
    say_highest_of=lambda n: f"(highest of {n})",
    say_deviations=_deviation,
    say_at_worst=lambda size, on: f"at worst {size} on {on}",
    say_gap=lambda hours, least: f"{hours} of {least} h",
    say_hours=say_minutes,
    say_unplanned=lambda n, when: f"{n:,} unplanned {when}",
    say_unknown=lambda n: f"{_counted(n, 'planned dose', 'planned doses')} not recorded",
    say_apart=lambda when: f"esketamine apart from a session {when}",
    no_supply_change="no change in this period",
    say_fills=lambda n: _counted(n, "fill", "fills"),
    say_lost=lambda units, name, on: f"{units} lost ({name}, {on})",
    say_unit=lambda name, strength: " ".join(filter(None, (name, strength))),
    say_fewer=lambda units, on: f"{units} fewer counted than expected ({on})",
    say_early=lambda units, on: f"filled with {units} still left ({on})",
    say_more_earlier=lambda n: f"{n} earlier",
    say_dated=lambda what, on: f"{what} ({on})",
    # Typical response to one dose.
    response="Typical response to one dose",
    response_caption="Medians; dots are single ratings; bands 25–75 % and 10–90 %.",
    response_table=(
        "Median (25–75 %, from 10 doses on), n is the number of doses. – is not recorded. Back: at "
        "the before value again, Kaplan–Meier median days, so many of the better ones."
    ),
    no_response="No dose in this period has a rating after it.",
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
    say_response_at=_response_at,
    say_median_n=_median_n,
    say_back=_back,
    say_not_drawn=lambda groups: f"Not drawn: {'; '.join(groups)}.",
    say_group=lambda name, ways, n: f"{name} ({', '.join(ways)}, n={n})" if ways else name,
    # Questionnaires.
    scores="Questionnaires",
    scores_caption="Published severity ranges; lower is better.",
    scores_table="Totals and published severity ranges; lower is better.",
    no_scores="None with a total was answered in this period.",
    none_answered="none answered",
    no_total="no total",
    score_columns=("Questionnaire", "Date", "Total", "Range"),
    say_total=lambda total, highest: f"{total} of {highest}",
    say_estimate=lambda total, highest: f"about {total:.1f} of {highest} (estimated)",
    say_missing=lambda n: f"{n} not answered",
    say_scores=lambda title, totals, bands: (
        f"{title}: {', '.join(totals) or 'no total'}. {_bands(bands)}"
    ),
    say_many_scores=_many_scores,
    say_score_on=lambda total, on: f"{total} on {on}",
    # The days of the period.
    every_dose="Every dose",
    no_dose="No dose was recorded in this period.",
    grave_effects="Severe, red flags",
    pressure="Blood pressure",
    daily="Day by day",
    daily_caption="Medians of each day; a gap is a day without a rating. Sleep in hours.",
    no_daily="No day was rated in this period.",
    sleep="Sleep",
    say_signs=lambda signs: (
        f"mg of each dose{'; ' if signs else ''}{', '.join(_SIGNS[sign] for sign in signs)}."
    ),
    say_strip=lambda title, lanes, events: " ".join(
        [f"{title}.", *lanes, *(f"{event}." for event in events)]
    ),
    say_lane=_lane,
    say_days_with=lambda name, days: f"{name} on {_days(days)}",
    say_daily=lambda name, least, most, n, days: (
        f"{name}: {least:g} to {most:g} ({n} of {_days(days)})."
    ),
    # The clinic.
    sessions="At the clinic",
    say_sessions_caption=_sessions_caption,
    no_sessions="No session at the clinic was recorded.",
    session_columns=(
        *("Date", "Session", "Given", "Blood pressure", "Oxygen"),
        *("Dissociation", "Sedation", "Watched", "Ready"),
    ),
    # Week by week.
    weeks="Week by week",
    months="Month by month",
    weeks_planned="+ 1: unplanned; (1 ?): not recorded.",
    weeks_amounts="n × mg each, or n: mg in all.",
    weeks_medians="Mood, anxiety: medians at doses (of n).",
    week="Week",
    month="Month",
    taken="Taken",
    days_rated="Rated",
    worst_effects="Worst side effects",
    about=lambda amount: f"about {amount}",
    say_each=lambda n, mg: f"{n} × {mg}",
    say_in_all=lambda n, mg: f"{n}: {mg}",
    say_taken_of=lambda n, total, more, unknown: (
        f"{n}/{total}{f' + {more}' if more else ''}{f' ({unknown} ?)' if unknown else ''}"
    ),
    say_with_n=lambda change, n: f"{change} ({n})",
    say_worst=lambda severity, names: " ".join(filter(None, (severity, ", ".join(names)))),
    say_more=lambda n: f"{n} more",
    # Side effects.
    side_effects="Side effects",
    effects_caption="After how many doses; where it was asked about, of how many it is known.",
    effect_columns=("Effect", "After doses", "Times", "Worst", "Longest", "Last"),
    not_recorded="not recorded",
    no_effects="Not recorded in this period.",
    none_of_asked="none of those asked about",
    say_percent=lambda n: f"{n} %",
    say_none_on=lambda days: f"None was reported when asked, on {_days(days)}.",
    say_check_ins=lambda n: f"Asked about in {_counted(n, 'check-in', 'check-ins')} only.",
    # Questions and notes.
    questions="Questions",
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
    say_together=lambda amount, in_all: f"{amount}, in all {in_all}",
    say_unplanned_dose=lambda amount: f"{amount}, unplanned",
    say_given=lambda route: f"{route} ▲",
    skipped="skipped",
    setting="Setting",
    alone="alone",
    say_with=lambda who: f"with {who}" if who else "",
    say_ate=lambda before: f"ate {before} before",
    gap="Since last",
    say_since_last=_since_last,
    side_effects_after="Side effects",
    clinic="At the clinic",
    note="Note",
    legend="Mood and anxiety before → after.",
    legend_given="▲ was given at the clinic.",
    legend_late="* was written down more than a day later.",
    legend_about="“about” is an estimate.",
    say_last_doses=lambda n, taken: f"The last {n} of {_doses(taken)}; all are in a .csv export.",
    swallowed="swallowed",
    spat_out="spat out",
    say_units=lambda units, each, in_all: f"{units} × {each} = {in_all}",
    say_effect_of=lambda name, severity: f"{name} ({severity})" if severity else name,
    say_session=_session,
    # The sheet of one evening, to fill in by hand.
    sheet_title="Treatment evening",
    sheet_subtitle="One sheet an evening. Leave empty what you did not measure or do not know.",
    sheet_rows={
        "before": "Before",
        "cuff_before": "Blood pressure before",
        "dose": "Dose",
        "cuff_after": "Blood pressure after",
        "effects": "Side effects",
        "after": "After",
        "note": "Note",
        "morning": "Next morning",
    },
    sheet_hints={"after": "about two hours after the dose"},
    sheet_measures={**_MEASURES, "energy": "Energy"},
    sheet_words={
        "none": "none",
        "most": "most",
        "worst": "worst",
        "best": "best",
        "slept": "h",
        "mmhg": "mmHg",
        "pulse": "Pulse",
        "a_minute": "/min",
        "oxygen": "Oxygen",
        "percent": "%",
        "mg": "mg",
        "min": "min",
        "second": "A second at",
        "booster": "booster",
        "separate": "separate",
        "other": "other:",
        "with": "with",
        "where": "Where",
        "ate": "Last food",
        "hours_before": "h before",
        "intention": "Intention",
        "what": "What",
        "from": "from",
        "for": "for",
    },
    sheet_footer="To type it in, in this order: ketalog type",
    # How to read it, and the foot.
    reading="How to read this page",
    say_definitions=_definitions,
    say_left_out=_left_out,
    footer="Self-reported by the patient; not a diagnosis and not advice.",
    say_made=lambda version, when: f"ketalog {version} · made {when}",
    page_of="page {n} of {of}",
    unshown="Signs that no font here has stand as their names, in brackets.",
)
