"""Every text of the page for the appointment, in English: a translation is one such file.

Functions are for what a language orders or counts in its own way: dates, lists, plurals. What the
journal's own words say (a plan, a questionnaire's published items) comes in ready.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.calendar import MONTHS
from ketalog.times.words import WEEKDAYS_SHORT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time

LANGUAGE = "en"
NOTHING = "–"
"""Stands where nothing was recorded."""

# The head.

TITLE = "Ketamine treatment summary"
SUBTITLE = "Recorded by the patient between appointments"
PATIENT, BORN, PERIOD, APPOINTMENT, PLAN = "Patient", "Born", "Period", "Appointment", "Plan"
EMPTY = "Nothing was recorded in this period."
NO_AMOUNT = "no amount"
ONE_DAY = "1 day"


def counted(n: int, one: str, several: str) -> str:
    """Return "1 dose", "1,200 doses"."""
    return f"{n:,} {one if n == 1 else several}"


def doses(n: int) -> str:
    """Return "4 doses"."""
    return counted(n, "dose", "doses")


def say_days(n: int) -> str:
    """Return "4 days"."""
    return counted(n, "day", "days")


def listed(words: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def capital(text: str) -> str:
    """Return words with a capital first letter, the rest as they are."""
    return text[:1].upper() + text[1:]


def say_date(on: date, order: str, *, weekday: bool = False, year: bool = True) -> str:
    """Return "Wed 18 Nov 2026", "Nov 18, 2026", "2026-11-18" by the order of dates."""
    name = WEEKDAYS_SHORT[on.weekday()] if weekday else ""
    month = MONTHS[on.month - 1][:3]
    if order == "iso":
        said = f"{on:%Y-%m-%d}"
    elif order == "month-day":
        said = f"{month} {on.day}, {on.year}" if year else f"{month} {on.day}"
        name = f"{name}," if name else ""
    else:
        said = f"{on.day} {month} {on.year}" if year else f"{on.day} {month}"
    return " ".join(filter(None, (name, said)))


def say_clock(at: datetime | time, hours: int) -> str:
    """Return "21:05", or "9:05 pm" of a clock of 12 hours."""
    if hours != 12:
        return f"{at:%H:%M}"
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"


def say_period(first: date, last: date, order: str) -> str:
    """Return "28 Sep – 22 Nov 2026 (8 weeks)"."""
    n = (last - first).days + 1
    length = say_days(n) if n % 7 else counted(n // 7, "week", "weeks")
    if first == last:
        return f"{say_date(last, order)} ({length})"
    begins = say_date(first, order, year=first.year != last.year)
    return f"{begins} – {say_date(last, order)} ({length})"


def say_appointment(who: str, when: str) -> str:
    """Return "Dr R., 24 Nov 2026 10:30"."""
    return f"{who}, {when}" if who else when


def say_plan(name: str, said: Sequence[str], begins: str, ends: str) -> str:
    """Return "ketamine sublingual: 100 mg, Mon, Wed, Fri, from 4 Nov"."""
    held = [*said, f"from {begins}" if begins else "", f"until {ends}" if ends else ""]
    return f"{name}: {', '.join(filter(None, held)) or NO_AMOUNT}"


# How complete it is.


def say_rated_days(n: int, days: int) -> str:
    """Return on how many days mood was rated."""
    return f"Daily mood on {n} of {say_days(days)}"


def say_both_rated(mood: int, anxiety: int, taken: int) -> str:
    """Return for how many doses there are ratings before and after."""
    if mood == anxiety:
        return f"both ratings for {mood} of {doses(taken)}"
    return f"both mood ratings for {mood}, both anxiety ratings for {anxiety} of {doses(taken)}"


def say_late(n: int) -> str:
    """Return how much was written down late."""
    if not n:
        return "every entry written down within a day"
    return f"{counted(n, 'entry', 'entries')} written down more than a day later"


def say_begins(on: str) -> str:
    """Return since when there is a journal, where that is within the period."""
    return f"the journal begins on {on}"


# The figures on top.

DOSES_TAKEN, PLANNED_TAKEN = "Doses taken", "Planned doses taken"
NONE_RECORDED = "none recorded"
NO_PAIR = "no dose has both ratings"
NOT_ANSWERED = "not answered"
MEASURES = {"mood": "Mood", "anxiety": "Anxiety"}


def say_change_of(measure: str) -> str:
    """Return "Mood, before → after"."""
    return f"{MEASURES[measure]}, before → after"


def say_of(n: int, total: int) -> str:
    """Return "29 of 32"."""
    return f"{n:,} of {total:,}"


def say_of_doses(n: int, taken: int) -> str:
    """Return "7 of 29 doses"."""
    return f"{n:,} of {doses(taken)}"


def arrow(before: str, after: str) -> str:
    """Return "3 → 5"."""
    return f"{before} → {after}"


def say_medians(n: int) -> str:
    """Return what a median is made of."""
    return f"median of {doses(n)}"


def say_missed(skipped: int, unknown: int, due: int, besides: int) -> str:
    """Return what became of the planned doses that were not taken, and what came beside."""
    said = [
        f"{skipped:,} skipped" if skipped else "",
        f"{unknown:,} not recorded" if unknown else "",
        f"{due:,} still due" if due else "",
        f"{besides:,} unplanned" if besides else "",
    ]
    return ", ".join(filter(None, said)) or "all taken"


def say_bands(before: str, after: str) -> str:
    """Return "severe to mild"."""
    return before if before == after else f"{before} to {after}"


# The safety box.

SAFETY = "Safety and review points"
ALSO = {
    "alcohol": "Alcohol, as reported",
    "sedative": "Sedatives, as reported",
    "medicine": "Other medicines, as reported",
    "other": "Also taken, as reported",
}
BESIDE = {
    "sooner": "Sooner after the last dose than planned",
    "larger": "Larger than planned",
    "a day": "More doses in a day than planned",
    "a week": "More doses in a week than planned",
}
NOT_REPORTED = {
    "pressure": "blood pressure",
    "bladder": "bladder or urinary symptoms",
    "alarm": "PHQ-9",
    "also": "alcohol or sedatives",
}
NO_DOSES = "Not recorded: doses."
NO_MOOD = "Not recorded: mood."
NO_ANXIETY = "Not recorded: anxiety."
NO_EFFECTS_AT_ALL = "Not recorded: side effects, neither asked about nor reported."
CHANGES = {"taken": "", "started": "started ", "stopped": "stopped ", "changed": "changed "}
NOTED = "noted"


def say_alarm(title: str, item: int, asked: str, found: Sequence[tuple[str, str]]) -> str:
    """Return "PHQ-9, question 9 (“Thoughts …”): several days on 11 Oct; not at all on 8 Nov."."""
    said = "; ".join(f"{answer} on {days}" for answer, days in found)
    return f"{title}, question {item} (“{asked}”): {said}."


def say_earlier(on: str) -> str:
    """Return a day before the period."""
    return f"{on} (before this period)"


def say_effect(name: str, said: Sequence[str]) -> str:
    """Return 'Nausea: severe after 1 of 29 doses, on 21 Oct; moderate after 6 …'."""
    return f"{capital(name)}: {'; '.join(said)}."


def say_after(n: int, taken: int, alone: int) -> str:
    """Return after how many doses: "after 7 of 29 doses and once apart from them"."""
    times = {0: "", 1: "once"}.get(alone, f"{alone:,} times")
    if not taken:
        return times
    if not n:
        return f"{times} apart from the doses"
    after = f"after {n} of {doses(taken)}"
    return f"{after} and {times} apart from them" if times else after


def say_when(after: str, on: str, *, once: bool) -> str:
    """Return "after 7 of 29 doses, last on 18 Nov"."""
    return f"{after}, {'on' if once else 'last on'} {on}"


def say_on_days(n: int, named: Sequence[str], last: str) -> str:
    """Return "2 days (3 Nov, 5 Nov)", or of many "5 days, last on 11 Nov"."""
    return f"{say_days(n)} ({', '.join(named)})" if named else f"{say_days(n)}, last on {last}"


def say_dates_of(n: int, named: Sequence[str], last: str) -> str:
    """Return "3 Nov and 5 Nov", or of many "5 days, last on 11 Nov"."""
    return listed(named) if named else f"{say_days(n)}, last on {last}"


def say_denied(days: str) -> str:
    """Return that side effects were asked about, and there were none."""
    return f"None when asked: side effects, on {days}."


def say_none_in(title: str, days: str) -> str:
    """Return that there was none of what a check of our own asked for."""
    return f"None when asked: {title.lower()}, on {days}."


def say_mild(names: Sequence[str]) -> str:
    """Return the effects that were mild at worst."""
    return f"Mild at worst: {', '.join(names)}."


def say_point(label: str, said: str) -> str:
    """Return "Larger than planned: 2 days (3 Nov, 5 Nov)."."""
    return f"{label}: {said}."


def say_pressure(readings: int, highest: str, last: str) -> str:
    """Return the highest blood pressure and, where it is another, the last."""
    said = [counted(readings, "reading", "readings"), f"highest {highest}"]
    return f"Blood pressure: {', '.join([*said, *([f'last {last}'] if last else [])])}."


def say_reading(systolic: int, diastolic: int, on: str) -> str:
    """Return "128/82 on 4 Nov"."""
    return f"{systolic}/{diastolic} on {on}"


def say_more_earlier(n: int) -> str:
    """Return "3 earlier"."""
    return f"{n} earlier"


def say_dated(what: str, on: str) -> str:
    """Return "wine (4 Nov)"."""
    return f"{what} ({on})"


def say_ungraded(name: str, when: str) -> str:
    """Return that a side effect has no severity."""
    return f"Not recorded: severity of {name}, {when}."


def say_unknown(n: int, taken: int) -> str:
    """Return after how many doses nothing is known of side effects."""
    of = say_of_doses(n, taken)
    return f"Not recorded: side effects after {of}, neither asked about nor reported."


def say_not_recorded(what: Sequence[str]) -> str:
    """Return what nothing at all is known of."""
    return f"Not recorded: {', '.join(what)}."


# Typical response to one dose.

RESPONSE = "Typical response to one dose"
RESPONSE_CAPTION = (
    "Median; bands 25–75 % and 10–90 %, from 5 doses on. "
    "Back: at the before value again, in days (median)."
)
RESPONSE_TABLE = (
    "Median (25–75 %, from 5 doses on), n is the number of doses. – is not recorded. Back: at the "
    "before value again, median days, of so many better ones."
)
NO_RESPONSE = "No dose in this period has a rating before or after it."
POINTS = {
    "before": "before",
    "2h": "+2 h",
    "1d": "+1 d",
    "2d": "+2 d",
    "3d": "+3 d",
    "7d": "+7 d",
}
POINTS_SAID = {
    "before": "before",
    "2h": "2 hours after",
    "1d": "1 day after",
    "2d": "2 days after",
    "3d": "3 days after",
    "7d": "7 days after",
}
RESPONSE_COLUMNS = ("Route", "Rating")
BACK = "Back"


def say_measure(measure: str, route: str) -> str:
    """Return "Mood, sublingual"."""
    return f"{MEASURES[measure]}, {route}"


def say_n(n: int) -> str:
    """Return "n=27"."""
    return f"n={n}"


def say_response(what: str, said: Sequence[str]) -> str:
    """Return a chart in words: "Mood, sublingual: before 3 (27 doses), 2 hours after …"."""
    return f"{what}: {', '.join(said)}."


def say_no_ratings_at(point: str) -> str:
    """Return that no dose has a rating at a point."""
    return f"{point} no ratings"


def say_response_at(point: str, value: str, quarter: tuple[str, str] | None, n: int) -> str:
    """Return "2 hours after 5 (25–75 %: 4–6; 27 doses)"."""
    band = f"25–75 %: {quarter[0]}–{quarter[1]}; " if quarter else ""
    return f"{point} {value} ({band}{doses(n)})"


def say_median_n(value: str, quarter: tuple[str, str] | None, n: int) -> str:
    """Return "5 (4–6), n=27" for a table."""
    band = f" ({quarter[0]}–{quarter[1]})" if quarter else ""
    return f"{value}{band}, {say_n(n)}"


def say_back(days: str, n: int, not_yet: int) -> str:
    """Return "back after 2.1 d (12 of 17)": the median of those that were back, of how many."""
    if not n:
        return f"not back by the next dose ({not_yet})"
    return f"back after {days} d ({n} of {n + not_yet})"


# Questionnaires.

SCORES = "Questionnaires"
SCORES_CAPTION = "Published severity ranges; lower is better."
SCORES_TABLE = "Totals and published severity ranges; lower is better."
NO_SCORES = "None was answered in this period."
NO_TOTAL = "no total"
SCORE_COLUMNS = ("Questionnaire", "Date", "Total", "Range")


def say_total(total: int, most: int) -> str:
    """Return "9 of 21"."""
    return f"{total} of {most}"


def say_estimate(total: str, most: int) -> str:
    """Return "about 12.9 of 27 (estimated)"."""
    return f"about {total} of {most} (estimated)"


def say_missing(n: int) -> str:
    """Return how many items have no answer."""
    return f"{n} not answered"


def say_score_change(title: str, first: str, last: str, change: str, mid: str) -> str:
    """Return "GAD-7: 17 (28 Sep) → 8 (22 Nov), change −9 (−53 %); published … 4 points."."""
    least = f"; minimal important difference {mid} (published)" if mid else ""
    return f"{title}: {first} → {last}, change {change}{least}."


def say_percent_change(change: str, percent: str) -> str:
    """Return "−9 (−53 %)"."""
    return f"{change} ({percent}\N{NO-BREAK SPACE}%)" if percent else change


def say_change_short(first: str, last: str, change: str) -> str:
    """Return "17 → 8 (change −9)"."""
    return f"{first} → {last} (change {change})"


def say_points(n: int) -> str:
    """Return "4 points"."""
    return counted(n, "point", "points")


def say_scores(title: str, said: Sequence[str], bands: Sequence[tuple[str, int]]) -> str:
    """Return a chart in words: "GAD-7: 17 on 28 Sep, … Bands: minimal from 0, …"."""
    return f"{title}: {', '.join(said) or NO_TOTAL}. {_bands(bands)}"


def say_many_scores(
    title: str, n: int, said: Sequence[str], bands: Sequence[tuple[str, int]]
) -> str:
    """Return the same of many totals: the first, the latest, the highest and the lowest."""
    first, latest, highest, lowest = said
    return (
        f"{title}, {n} totals: first {first}, latest {latest}, highest {highest}, "
        f"lowest {lowest}. {_bands(bands)}"
    )


def _bands(bands: Sequence[tuple[str, int]]) -> str:
    return f"Bands: {', '.join(f'{name} from {least}' for name, least in bands)}."


def say_score_on(total: int, on: str) -> str:
    """Return "17 on 28 Sep"."""
    return f"{total} on {on}"


# Every dose.

EVERY_DOSE = "Every dose"
NO_DOSE = "No dose was recorded in this period."
SHAPES = {"circle": "circle", "diamond": "diamond", "triangle": "triangle", "square": "square"}


SAME = "● in ○ the same"
UNRATED = "dot below: not rated"
MISSED = "×\N{NO-BREAK SPACE}not taken"


def say_signs(shapes: Sequence[tuple[str, str]], others: Sequence[str]) -> str:
    """Return what the signs of the chart mean; `shapes` are (shape, route)."""
    said = [*(f"{SHAPES[shape]} {route}" for shape, route in shapes), *others]
    return f"○ before, ● after; {', '.join(said)}."


def say_every_dose(
    title: str, routes: Sequence[tuple[str, int]], missed: int, rows: Sequence[str]
) -> str:
    """Return a chart in words: how many doses of each route, and the ranges of the ratings."""
    said = ", ".join(f"{n} {route}" for route, n in routes) or "no doses"
    missing = f", {missed} planned but not taken" if missed else ""
    return " ".join([f"{title}: {said}{missing}.", *rows])


def say_ranges(
    measure: str, before: tuple[str, str, int] | None, after: tuple[str, str, int] | None
) -> str:
    """Return "Mood: before 2 to 5 (27 rated); after 3 to 7 (26 rated)."."""
    return f"{measure}: {_range('before', before)}; {_range('after', after)}."


def _range(when: str, found: tuple[str, str, int] | None) -> str:
    if found is None:
        return f"no ratings {when}"
    low, high, n = found
    return f"{when} {low} to {high} ({n} rated)"


def say_tick(on: date, unit: str, order: str) -> str:
    """Return the name of the day, week, month or year that begins on a day, on an axis."""
    if unit in {"day", "week"}:
        return f"{on:%m-%d}" if order == "iso" else say_date(on, order, year=False)
    return str(on.year) if unit == "year" else MONTHS[on.month - 1][:3]


# Week by week.

WEEKS, MONTHS_TITLE = "Week by week", "Month by month"
WEEKS_CAPTION = (
    "Doses × mg each, or doses: mg in all. Medians before → after a dose (number of doses with "
    "both). – is not recorded."
)
WEEK, MONTH, TAKEN, DAYS_RATED = "Week", "Month", "Taken", "Days rated"
WORST_EFFECTS = "Worst side effects"
NONE_WHEN_ASKED = "none when asked"


def say_dates(first: str, last: str) -> str:
    """Return "2 Nov – 8 Nov"."""
    return first if first == last else f"{first} – {last}"


def about(said: str) -> str:
    """Return an amount that is an estimate."""
    return f"about {said}"


def say_each(n: int, mg: str) -> str:
    """Return "3 × 100 mg"."""
    return f"{n} × {mg}"


def say_in_all(n: int, mg: str) -> str:
    """Return "3: 450 mg"."""
    return f"{n}: {mg}"


def say_with_n(said: str, n: int) -> str:
    """Return "3 → 5 (4)"."""
    return f"{said} ({n})"


def say_more(n: int) -> str:
    """Return "2 more"."""
    return f"{n} more"


# Side effects.

EFFECTS = "Side effects"
EFFECTS_CAPTION = "Each belongs to the last dose in the 24 hours before it."
EFFECT_COLUMNS = ("Effect", "Doses", "Share", "Times", "Worst", "Last")
NOT_RECORDED = "not recorded"
NO_EFFECTS = "Not recorded in this period."


def say_percent(n: int) -> str:
    """Return "34 %"."""
    return f"{n} %"


def say_none_on(days: int) -> str:
    """Return on how many days there were none when asked."""
    return f"None was reported when asked, on {say_days(days)}."


def say_check_ins(n: int) -> str:
    """Return that only check-ins asked."""
    return f"Asked about in {counted(n, 'check-in', 'check-ins')} only."


# Questions and notes.

QUESTIONS = "Questions from the patient"
NO_QUESTIONS = "None written down in this period."
NOTES = "Notes from the patient"
NO_NOTES = "None but what stands in the dose log."
INTENTION = "Intention"
WITH_RATINGS, ABOUT_EFFECTS, ABOUT_QUESTION = (
    ", with ratings",
    ", about side effects",
    ", about a question",
)


def say_about(what: str) -> str:
    """Return what a note is about."""
    return f", about {what}"


def say_about_kind(kind: str) -> str:
    """Return what kind of entry a note stands with."""
    return f", with {kind}"


# The dose log.

DOSE_LOG = "Dose log"
DATE, TIME, AMOUNT, MEDICATION, ROUTE, HELD, SIDE_EFFECTS, CLINIC, NOTE = (
    "Date",
    "Time",
    "Amount",
    "Medication",
    "Route",
    "Held",
    "Side effects",
    "At the clinic",
    "Note",
)
LEGEND = "Mood and anxiety 0–10, before → after. – is not recorded."


def say_last_doses(n: int, taken: int) -> str:
    """Return that the log has only the last doses, and where all are."""
    return f"The last {n} of {doses(taken)}; all are in a .csv export."


LEGEND_LATE = "* was written down more than a day later."
LEGEND_ABOUT = "“about” is an estimate."
SWALLOWED = {True: "swallowed", False: "spat out", None: ""}
SESSIONS = {"infusion": "infusion", "kap": "assisted psychotherapy", "clinic": "clinic session"}


def say_units(units: str, each: str, whole: str) -> str:
    """Return "2 × 15 mg = 30 mg"."""
    return f"{units} × {each} = {whole}"


def say_session(where: str, minutes: str, who: str) -> str:
    """Return "infusion, over 40 min, with Dr R."."""
    said = [SESSIONS[where], f"over {minutes}" if minutes else "", f"with {who}" if who else ""]
    return ", ".join(filter(None, said))


# The foot.


def say_footer(day_start: str) -> tuple[str, ...]:
    """Return what the page is and how it is to be read."""
    return (
        "Self-reported by the patient; not a diagnosis and not advice.",
        "Scales 0–10: mood 10 = best, anxiety 10 = worst.",
        "Before: the last rating in the 4 hours up to a dose.",
        "After: the one nearest to 2 hours later, from 30 minutes to 12 hours.",
        "Before and after are observations and show no cause.",
        "mg are never added across routes.",
        f"A day runs from {day_start} to {day_start}; times are those of the place.",
    )


def say_made(version: str, when: str) -> str:
    """Return which program made the page, and when."""
    return f"ketalog {version} · made {when}"


PAGE_OF = "page {n} of {of}"
