"""What the page says, as a table that each language fills in: ketalog/page/languages/en.py.

A language is one file, found by its name. It fills in every field; mypy names those that it lacks.
Functions are for what a language orders, counts or punctuates in its own way: dates, numbers,
lists, plurals. What they are given is ready: words of this table, dates and numbers as it says
them, or the patient's own words, which stay as they are.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime, time
    from decimal import Decimal

    from ketalog.domain.plan import Plan

NOTHING = "–"
"""Stands where nothing was recorded, in every language."""


class SayDate(Protocol):
    """A date by the patient's order of dates: "day-month", "month-day" or "iso"."""

    def __call__(self, on: date, order: str, *, weekday: bool = False, year: bool = True) -> str:
        """Return "Wed 18 Nov 2026", "Nov 18, 2026" or "2026-11-18"."""


class Texts(Value, frozen=True, kw_only=True):
    """Every text of the page in one language; the comments show the English ones."""

    language: str  # "en": its code, which screen readers and browsers go by.

    # Words that the rest of the program has in English. What is not in here stays as it is there:
    # that is how a side effect, or a route, of the patient's own does.
    routes: Mapping[str, str]  # By the names of domain/routes.py.
    effects: Mapping[str, str]  # By the names of domain/effects.py.
    kinds: Mapping[str, str]  # By the kinds of entries: "plan", "session".
    questionnaires: Mapping[str, str]  # Titles, bands, questions; answers by their lower case.
    severities: Mapping[str, str]
    ketamine: str

    # Numbers, amounts, days.
    say_value: Callable[[float], str]  # "5", "4.5": a median
    say_count: Callable[[int], str]  # "1,200"
    say_number: Callable[[Decimal], str]  # "2.5"
    say_mg: Callable[[Decimal], str]  # "100 mg"
    say_minutes: Callable[[int], str]  # "45 min", "7:30 h"
    say_date: SayDate
    say_clock: Callable[[datetime | time, int], str]  # "21:05", or "9:05 pm" of 12 hours
    say_tick: Callable[[date, str, str], str]  # a day, "week" or "month" or "year", order
    say_dates: Callable[[str, str], str]  # "2 Nov – 8 Nov"

    # The head.
    title: str
    title_of_esketamine: str  # of a page that is about nothing else
    subtitle: str
    patient: str
    no_name: str
    born: str
    period: str
    appointment: str
    no_appointment: str
    say_on_every_sheet: Callable[[Sequence[tuple[str, str]]], str]  # the head's labels and facts
    plan: str
    empty: str
    say_period: Callable[[date, date, str], str]  # "28 Sep – 22 Nov 2026 (8 weeks)": last day too
    say_appointment: Callable[[str, str], str]  # "Dr R., 24 Nov 2026 10:30"; who may be ""
    say_earlier_plans: Callable[[int], str]  # versions of plans that the head leaves out
    say_plan: Callable[[str, Sequence[str], str, str], str]  # name, parts; from and until, or ""
    plan_parts: Callable[[Plan], Sequence[str]]  # "100 mg", "Mon, Wed, Fri", "by Dr R."

    # How complete it is.
    say_rated_days: Callable[[int, int], str]  # days rated, of days
    say_rated_between: Callable[[int, int], str]  # the same of the days without a dose
    say_both_rated: Callable[[int, int, int], str]  # doses with mood, with anxiety, all doses
    say_known: Callable[[int, int], str]  # doses after which anything is known, all doses
    say_late: Callable[[int, int], str]  # entries written down late, all that were typed
    say_imported: Callable[[int], str]  # entries
    say_begins: Callable[[str], str]  # the first day of the journal

    # Since the last visit.
    since_visit: str
    say_since_day: Callable[[str], str]  # where the period begins with no visit
    medicines: str
    new_effects: str
    no_step: str
    no_plan: str
    none_planned: str
    other_change: str
    no_amount: str
    none_taken: str
    none_new: str
    none_written: str
    say_begun: Callable[[str, str], str]  # a plan's name; its amount, or ""
    say_stopped: Callable[[str], str]
    say_since: Callable[[str, str], str]  # "sertraline (since 8 Oct)"
    say_still_taken: Callable[[Sequence[str]], str]
    say_facts: Callable[[Sequence[str]], str]  # facts side by side
    say_list: Callable[[Sequence[str]], str]  # "a, b"

    # The figures on top.
    doses_taken: str
    planned_taken: str
    no_dose_mood: str
    none_recorded: str
    no_pair: str
    not_answered: str
    measures: Mapping[str, str]  # "mood", "anxiety"
    say_change_of: Callable[[str], str]  # "Mood, before → after"
    say_of: Callable[[int, int], str]  # "29 of 32"
    say_of_plan: Callable[[str, int, int], str]  # planned doses taken, all planned, unplanned
    say_mg_of: Callable[[str, str], str]  # "4,200 of 2,600 mg": a number, mg
    say_route_mg: Callable[[int, str], str]  # doses, mg in all
    say_without_plan: Callable[[int], str]  # doses
    arrow: Callable[[str, str], str]  # "3 → 5"
    say_medians: Callable[[int, int], str]  # "median of 4 of 5 doses"
    say_median_days: Callable[[int, int], str]  # "median of 20 of 25 days"
    say_missed: Callable[[int, int, int, int], str]  # skipped, not recorded, due, unplanned
    say_no_total: Callable[[str], str]  # a day
    say_about_short: Callable[[str], str]  # "≈ 11.2"
    say_estimated: Callable[[int], str]  # questions without an answer

    # The safety box.
    safety: str
    topics: Mapping[str, str]  # By the rows of page/safety.py.
    found_nothing: Mapping[str, str]  # "denied", "missing"
    places: Mapping[str, str]  # of readings: "before", "40 min", "end", "after"
    say_also: Mapping[str, Callable[[str], str]]  # by the change: "started sertraline"
    say_item: Callable[[str, int, Sequence[str]], str]  # title, item, what was answered when
    say_before_these: Callable[[Sequence[str]], str]
    say_times_before: Callable[[str, int], str]  # an answer, and how often
    say_earlier: Callable[[str], str]  # a day before the period
    say_report: Callable[[str, str, str, str], str]  # an effect, how and when; others, how long
    say_graded: Callable[[str, str], str]  # "severe (21 Oct)"
    say_denied_of: Callable[[Sequence[str]], str]  # What was none of all that a row is about.
    # Times, 0 where they are said already; few days, or first and last.
    say_when: Callable[[int, Sequence[str], str, str], str]
    say_times_in_all: Callable[[int], str]  # "3 in all"
    say_own: Callable[[str], str]  # the patient's own words, quoted
    say_longest: Callable[[str], str]  # "up to 3:00 h"
    say_asked_doses: Callable[[int, int, int], str]  # doses, all doses, days apart from them
    say_asked_days: Callable[[int, int], str]  # days, all days
    say_answered: Callable[[int, int, Sequence[str]], str]  # answered, all; their titles
    no_deviation: str
    none_missing: str
    say_measured: Callable[[int, int, int], str]  # doses with a reading, all doses, days besides
    say_recorded: Callable[[int, int], str]  # planned doses of which something is known, all
    say_counted: Callable[[int], str]  # times
    say_mild: Callable[[Sequence[str]], str]  # side effects
    say_ungraded: Callable[[Sequence[str]], str]  # side effects
    say_point: Callable[[str, str], str]  # "Daily life: very difficult (3 Nov)."
    say_told_again: Callable[[int], str]  # readings
    say_pressure: Callable[[int, str, str], str]  # readings, the highest, where and when
    say_pulse: Callable[[int, str], str]
    say_oxygen: Callable[[int, str], str]
    # A limit of domain/limits.py, its number, its source; readings; how many reached it, of all.
    say_at_limit: Callable[[str, Sequence[str], int, int], str]
    say_reading: Callable[[int, int], str]  # "128/82"
    say_dated_place: Callable[[str, str], str]  # "(after, 4 Nov)"; the place may be ""
    say_placed: Callable[[str, str, str], str]  # "before 128/82 (highest of 9)"; two may be ""
    say_highest_of: Callable[[int], str]
    say_deviations: Callable[[str, Sequence[str]], str]  # "sooner", "larger", "a day", "a week"
    say_smaller: Callable[[int, Sequence[str]], str]  # how many, their sizes, of many the least
    say_at_worst: Callable[[str, str], str]  # a size, a day
    say_gap: Callable[[str, str], str]  # "47:40 h of 48 h"
    say_hours: Callable[[int], str]  # minutes
    say_unplanned: Callable[[int, str], str]  # doses, when
    say_unknown: Callable[[int], str]  # planned doses
    say_before: Callable[[str, str, str], str]  # what is missed, how many ("": all) before its day
    say_apart: Callable[[str], str]  # when esketamine was taken apart from a session
    no_supply_change: str
    say_fills: Callable[[int], str]
    say_lost: Callable[[str, str, str], str]  # units, their name, a day
    say_unit: Callable[[str, str], str]  # what a unit is called, or ""; its strength
    say_fewer: Callable[[str, str], str]  # units, a day
    say_more_counted: Callable[[str, str], str]  # the same
    say_early: Callable[[str, str], str]  # units still left, a day
    say_more_earlier: Callable[[int], str]  # "3 earlier"
    say_dated: Callable[[str, str], str]  # "wine (4 Nov)"

    # Typical response to one dose.
    response: str
    response_caption: str
    response_table: str
    no_response: str
    points: Mapping[str, str]  # "+2 h" by the points of response.py, in their order
    points_said: Mapping[str, str]  # "2 hours after"
    response_columns: tuple[str, str]
    back: str
    say_measure: Callable[[str, str], str]  # "Mood, sublingual"
    say_n: Callable[[int], str]  # "n=27"
    say_response: Callable[[str, Sequence[str]], str]  # a chart in words
    say_response_at: Callable[
        [str, str, tuple[str, str] | None, int], str
    ]  # point, median, 25-75 %
    say_median_n: Callable[[str, tuple[str, str] | None, int], str]  # "5 (4–6), n=27"
    say_not_drawn: Callable[[Sequence[str]], str]  # routes, or amounts of them, by say_group
    say_group: Callable[[str, Sequence[str], int], str]  # its name; "mood 4 → 6"; doses
    say_back: Callable[[str, int, int], str]  # median days or "", better doses, those not back

    # Questionnaires.
    scores: str
    scores_caption: str
    scores_table: str
    no_scores: str
    none_answered: str
    no_total: str
    score_columns: tuple[str, str, str, str]
    say_total: Callable[[int, int], str]  # "9 of 21"
    say_estimate: Callable[[float, int], str]  # "about 12.9 of 27 (estimated)"
    say_missing: Callable[[int], str]  # items without an answer
    say_scores: Callable[[str, Sequence[str], Sequence[tuple[str, int]]], str]  # a chart in words
    say_many_scores: Callable[[str, int, Sequence[str], Sequence[tuple[str, int]]], str]
    say_score_on: Callable[[str, str], str]  # "17 on 28 Sep"

    # The days of the period.
    every_dose: str
    no_dose: str
    grave_effects: str
    pressure: str
    daily: str
    daily_caption: str
    goes_on: str  # Of a chart on a small screen: "It goes on to the right."
    no_daily: str
    sleep: str
    say_signs: Callable[[Sequence[str]], str]  # "plan", "unplanned", "given", "skipped", "unknown"
    say_strip: Callable[[str, Sequence[str], Sequence[str]], str]  # a chart in words
    say_lane: Callable[[str, int, int, tuple[int, int]], str]  # route, doses, unplanned; missed
    say_days_with: Callable[[str, int], str]  # "Alcohol on 3 days"
    say_daily: Callable[[str, float, float, int, int], str]  # name, least, most; days, all days

    # The clinic.
    sessions: str
    say_sessions_caption: Callable[[Sequence[str]], str]  # columns of which nothing is known
    no_sessions: str
    session_columns: tuple[str, ...]  # behind the date

    # Week by week.
    weeks: str
    months: str
    weeks_planned: str  # What stands in a column, where there is one.
    weeks_amounts: str
    weeks_medians: str
    week: str
    month: str
    taken: str
    days_rated: str
    worst_effects: str
    about: Callable[[str], str]  # "about 100 mg"
    say_each: Callable[[int, str], str]  # "3 × 100 mg"
    say_in_all: Callable[[int, str], str]  # "3: 450 mg"
    # "2/3 + 1 (1 ?)": taken, planned, unplanned, not recorded, still due
    say_taken_of: Callable[[str, int, int, int, int], str]
    say_with_n: Callable[[str, int], str]  # "3 → 5 (4)"
    say_worst: Callable[[str, Sequence[str]], str]  # "mild nausea, dizziness"; severity may be ""
    say_more: Callable[[int], str]  # "2 more"

    # Side effects.
    side_effects: str
    effects_caption: str
    effect_columns: tuple[str, str, str, str, str, str]
    not_recorded: str
    no_effects: str
    none_of_asked: str
    say_percent: Callable[[int], str]  # "98 %"
    say_none_on: Callable[[int], str]  # days
    say_check_ins: Callable[[int], str]

    # Questions and notes.
    questions: str
    more_questions: str
    say_later: Callable[[int, int], str]  # questions at the end of the page, and before the box
    notes: str
    no_notes: str
    no_other_notes: str  # where the dose log has some
    say_intention: Callable[[str], str]
    with_ratings: str
    about_effects: str
    about_question: str
    say_about: Callable[[str], str]  # ", about nausea"
    say_about_kind: Callable[[str], str]  # ", with plan"

    # The dose log.
    dose_log: str
    on_date: str
    at_time: str
    amount: str
    medication: str
    route: str
    held: str
    say_together: Callable[[str, str], str]  # "50 mg, in all 150 of 100 mg"
    say_unplanned_dose: Callable[[str], str]  # an amount
    say_given: Callable[[str], str]  # a route, at the clinic
    skipped: str
    setting: str
    alone: str
    say_with: Callable[[str], str]  # who was there, or ""
    say_ate: Callable[[str], str]  # how long before a dose
    gap: str
    say_since_last: Callable[[int], str]  # minutes
    side_effects_after: str
    note: str
    legend: str
    legend_given: str
    legend_late: str
    legend_about: str
    legend_together: str  # where a booster stands in the log
    say_last_doses: Callable[[int, int], str]  # shown, all
    swallowed: str
    spat_out: str
    say_units: Callable[[str, str, str], str]  # "2 × 15 mg = 30 mg"
    say_effect_of: Callable[[str, str], str]  # "nausea (mild)"; severity may be ""
    say_session: Callable[[str, str, str, str], str]  # "infusion", "kap", "clinic"; for, with, next

    # The sheet of one evening, to fill in by hand.
    sheet_title: str
    sheet_subtitle: str
    sheet_rows: Mapping[str, str]  # By the rows of domain/sheet.py.
    sheet_hints: Mapping[str, str]  # The same, where there is one.
    sheet_measures: Mapping[str, str]  # "mood", "anxiety", "energy"
    sheet_words: Mapping[str, str]  # Labels and units.
    sheet_footer: str

    # How to read it, and the foot.
    reading: str
    say_definitions: Callable[[str], tuple[str, ...]]  # when a day begins
    of_limits: str  # whose the limits are, where a reading is at one
    say_left_out: Callable[[Sequence[tuple[str, int]]], str]  # names of page/page.py, or measures
    footer: str
    say_made: Callable[[str, str], str]  # version, when
    page_of: str  # with places for {n} and {of}
    unshown: str  # where the PDF has signs that no font has


def texts_in(language: str) -> Texts:
    """Return the texts in a language, by its code: the file of that name in languages/."""
    texts = import_module(f"{__package__}.languages.{language}").TEXTS
    if not isinstance(texts, Texts):
        raise TypeError(language)
    return texts
