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
    say_step: Callable[[float, float], str]  # "+2", "−1.5", "±0": from, to
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
    subtitle: str
    patient: str
    born: str
    period: str
    appointment: str
    plan: str
    empty: str
    say_period: Callable[[date, date, str], str]  # "28 Sep – 22 Nov 2026 (8 weeks)": last day too
    say_appointment: Callable[[str, str], str]  # "Dr R., 24 Nov 2026 10:30"; who may be ""
    say_plan: Callable[[str, Sequence[str], str, str], str]  # name, parts; from and until, or ""
    plan_parts: Callable[[Plan], Sequence[str]]  # "100 mg", "Mon, Wed, Fri", "by Dr R."

    # How complete it is.
    say_rated_days: Callable[[int, int], str]  # days rated, of days
    say_both_rated: Callable[[int, int, int], str]  # doses with mood, with anxiety, all doses
    say_late: Callable[[int], str]  # entries written down late
    say_begins: Callable[[str], str]  # the first day of the journal

    # The figures on top.
    doses_taken: str
    planned_taken: str
    none_recorded: str
    no_pair: str
    not_answered: str
    measures: Mapping[str, str]  # "mood", "anxiety"
    say_change_of: Callable[[str], str]  # "Mood, before → after"
    say_of: Callable[[int, int], str]  # "29 of 32"
    arrow: Callable[[str, str], str]  # "3 → 5"
    say_medians: Callable[[int], str]  # "median of 4 doses"
    say_missed: Callable[[int, int, int, int], str]  # skipped, not recorded, due, unplanned
    say_bands: Callable[[str, str], str]  # "severe to mild"

    # The safety box.
    safety: str
    also: Mapping[str, str]  # by what it is about: "alcohol", "sedative", …
    not_taken: Mapping[str, str]  # the same, of what was asked about and was not taken
    beside: Mapping[str, str]  # "sooner", "larger", "a day", "a week"
    not_reported: Mapping[str, str]  # "pressure", "bladder", "alarm", "also"
    no_doses: str
    no_mood: str
    no_anxiety: str
    no_effects_at_all: str
    say_also: Mapping[str, Callable[[str], str]]  # by the change: "started sertraline"
    noted: str  # an effect without a severity
    say_alarm: Callable[[str, int, str, Sequence[tuple[str, str]]], str]  # title, item, question
    say_earlier: Callable[[str], str]  # a day before the period
    say_effect: Callable[[str, Sequence[str]], str]  # "Nausea: severe after …; moderate after …."
    say_graded: Callable[[str, str], str]  # "severe after 1 of 29 doses, on 21 Oct"
    say_after: Callable[[int, int, int], str]  # doses with it, all doses, times apart from them
    say_once: Callable[[str, str], str]  # "after 1 of 29 doses, on 18 Nov"
    say_last: Callable[[str, str], str]  # "after 7 of 29 doses, last on 18 Nov"
    say_on_days: Callable[[int, Sequence[str], str], str]  # "2 days (3 Nov, 5 Nov)"; few, or last
    say_dates_of: Callable[[int, Sequence[str], str], str]  # "3 Nov and 5 Nov"; few, or last
    say_denied: Callable[[str], str]
    say_none_in: Callable[[str, str], str]  # a check of our own, days
    say_mild: Callable[[Sequence[str]], str]
    say_point: Callable[[str, str], str]  # "Larger than planned: 2 days (3 Nov, 5 Nov)."
    say_check: Callable[[str, str, Sequence[tuple[str, str]]], str]  # title, day; effect, severity
    say_pressure: Callable[[int, str, str], str]  # readings, highest; last, or ""
    say_reading: Callable[[int, int, str], str]  # "128/82 on 4 Nov"
    say_more_earlier: Callable[[int], str]  # "3 earlier"
    say_dated: Callable[[str, str], str]  # "wine (4 Nov)"
    say_ungraded: Callable[[str, str], str]  # an effect, when
    say_unanswered: Callable[[str, int, str], str]  # title, item, day
    say_unknown: Callable[[int, int], str]  # doses, all doses
    say_not_recorded: Callable[[Sequence[str]], str]

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
    say_no_ratings_at: Callable[[str], str]  # a point
    say_response_at: Callable[
        [str, str, tuple[str, str] | None, int], str
    ]  # point, median, 25-75 %
    say_median_n: Callable[[str, tuple[str, str] | None, int], str]  # "5 (4–6), n=27"
    say_back: Callable[[str, int, int], str]  # median days or "", better doses, those not back

    # Questionnaires.
    scores: str
    scores_caption: str
    scores_table: str
    no_scores: str
    no_total: str
    score_columns: tuple[str, str, str, str]
    say_total: Callable[[int, int], str]  # "9 of 21"
    say_estimate: Callable[[float, int], str]  # "about 12.9 of 27 (estimated)"
    say_missing: Callable[[int], str]  # items without an answer
    say_score_change: Callable[[str, str, str, str, str], str]  # title, from, to, change, least
    say_percent_change: Callable[[str, str], str]  # "−9 (−53 %)"
    say_change_short: Callable[[str, str, str], str]  # "17 → 8 (change −9)"
    say_points: Callable[[int], str]  # "4 points"
    say_scores: Callable[[str, Sequence[str], Sequence[tuple[str, int]]], str]  # a chart in words
    say_many_scores: Callable[[str, int, Sequence[str], Sequence[tuple[str, int]]], str]
    say_score_on: Callable[[int, str], str]  # "17 on 28 Sep"

    # Every dose.
    every_dose: str
    no_dose: str
    same: str
    unrated: str
    missed: str
    say_signs: Callable[[Sequence[tuple[str, str]], Sequence[str]], str]  # (shape, route); others
    say_every_dose: Callable[[str, Sequence[tuple[str, int]], int, Sequence[str]], str]  # in words
    say_ranges: Callable[
        [str, tuple[float, float, int] | None, tuple[float, float, int] | None], str
    ]  # "Mood: before 2 to 5 (27 rated); after 3 to 7 (26 rated)."

    # Week by week.
    weeks: str
    months: str
    weeks_caption: str
    week: str
    month: str
    taken: str
    days_rated: str
    worst_effects: str
    none_when_asked: str
    about: Callable[[str], str]  # "about 100 mg"
    say_each: Callable[[int, str], str]  # "3 × 100 mg"
    say_in_all: Callable[[int, str], str]  # "3: 450 mg"
    say_with_n: Callable[[str, int], str]  # "3 → 5 (4)"
    say_worst: Callable[[str, Sequence[str]], str]  # "mild nausea, dizziness"; severity may be ""
    say_more: Callable[[int], str]  # "2 more"

    # Side effects.
    side_effects: str
    effects_caption: str
    effect_columns: tuple[str, str, str, str, str, str]
    not_recorded: str
    no_effects: str
    say_percent: Callable[[int], str]  # "34 %"
    say_none_on: Callable[[int], str]  # days
    say_check_ins: Callable[[int], str]

    # Questions and notes.
    questions: str
    no_questions: str
    notes: str
    no_notes: str
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
    side_effects_after: str
    clinic: str
    note: str
    legend: str
    legend_late: str
    legend_about: str
    say_last_doses: Callable[[int, int], str]  # shown, all
    swallowed: str
    spat_out: str
    say_units: Callable[[str, str, str], str]  # "2 × 15 mg = 30 mg"
    say_effect_of: Callable[[str, str], str]  # "nausea (mild)"; severity may be ""
    say_session: Callable[[str, str, str], str]  # "infusion", "kap" or "clinic"; for, with, or ""

    # The foot.
    say_footer: Callable[[str], tuple[str, ...]]  # when a day begins; the first line is on each
    say_made: Callable[[str, str], str]  # version, when
    page_of: str  # with places for {n} and {of}


def texts_in(language: str) -> Texts:
    """Return the texts in a language, by its code: the file of that name in languages/."""
    texts = import_module(f"{__package__}.languages.{language}").TEXTS
    if not isinstance(texts, Texts):
        raise TypeError(language)
    return texts


def capital(words: str) -> str:
    """Return words with a capital first letter, the rest as they are."""
    return words[:1].upper() + words[1:]
