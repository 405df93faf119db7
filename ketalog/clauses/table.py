"""The table of clauses: a new one is one row.

To log a dose goes through here: plain words cost no pattern, and what only some commands take is
loaded by them alone.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from ketalog.clauses import amounts, measures, shapes, vitals
from ketalog.clauses.words import FILLERS, cut, length_of, shapes_of
from ketalog.domain.entries import MEASURES
from ketalog.domain.ratings import read_rating
from ketalog.domain.routes import read_route
from ketalog.domain.text import say_minutes, say_number
from ketalog.domain.values import Value
from ketalog.errors import Example

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ketalog.clauses.words import Found, Reader, Word


def _lazy(path: str, *arguments: str) -> Callable[..., Any]:
    """Return a function of another module, or what one makes of arguments, loaded when called.

    So logging a dose does not load what only other commands take.
    """
    module, _, name = path.rpartition(".")

    def call(*given: Any) -> Any:
        function = getattr(import_module(f"ketalog.{module}"), name)
        return (function(*arguments) if arguments else function)(*given)

    return call


def _treatment(name: str) -> Callable[..., Any]:
    return _lazy(f"clauses.treatment.{name}")


_day_and_clock = _lazy("clauses.times.day_and_clock")
_plain_time = _lazy("clauses.times.plain_time")
_read_minutes = _lazy("times.words.read_minutes")


class Clause(Value, frozen=True):
    """One thing that can be said: its name, how it is typed, how it is read and said back.

    `value` reads what stands behind one of the `keywords`; `alone` reads it without one, True as
    `value` does. A name is words as they are typed, up to a comma or the next clause; it has no
    `value` of its own.
    """

    name: str
    shapes: tuple[str, ...]
    value: Reader | None
    say: Callable[[Any], str]
    keywords: tuple[str, ...] = ()
    alone: Reader | Literal[True] | None = None
    phrases: tuple[str, ...] = ()
    """Keywords of several words."""
    refuse: Callable[[str], object] | None = None
    """Reads what an option says that the clause can't read: it raises what is wrong with it."""
    join: Callable[[Any, Any], Any] | None = None
    """Returns what is meant by two that are said apart, a day and a time of it; or None."""
    called: str = ""
    """What help calls it, where the name does not say enough."""

    def read(self, words: Sequence[Word], at: int) -> Found:
        """Return how many words from `at` on are this clause, and what they mean; or None."""
        opened = length_of(_shapes_of(self.phrases), words, at) if self.phrases else 0
        opened = opened or words[at].text in self.keywords
        if self.value and opened:
            for start in range(at + opened, len(words)):
                if found := self.value(words, start):
                    return start - at + found[0], found[1]
                if words[start].text not in FILLERS:
                    break
        reader = self.value if self.alone is True else self.alone
        return reader(words, at) if reader else None

    def option(self, text: str) -> Any:
        """Return what the option of this name means, or None if it can't be read."""
        if self.value is None:
            return text.strip(" ,;\t\n") or None
        words = cut([text])
        if words and words[0].text in self.keywords and len(words) > 1:
            words = words[1:]
        found = self.value(words, 0) if words else None
        return found[1] if found and found[0] == len(words) else None


_shapes_of = cache(shapes_of)  # cut when a line first needs them: a dose needs few
_OXYGEN = (
    *("oxygen saturation", "oxygen level", "spo 2", "sp 02", "sao 2"),
    *("o 2", "o 2 sat", "o 2 sats", "pulse ox", "pulse oximeter", "ox"),
)
"""As their words are cut: a number stands apart from letters."""


def _rating(name: str, *keywords: str) -> Clause:
    shapes = (f"{name} 4", f"{name}=4", f"{name} 4/10", f"{name} four")
    return Clause(
        name,
        shapes,
        measures.rated(name),
        lambda n: f"{name} {n}",
        (name, *keywords),
        refuse=lambda text: read_rating(text, name),
    )


def _say_pressure(readings: Any) -> str:
    pulse = readings.pulse_per_minute
    return f"bp {readings.pressure}{f', pulse {pulse}' if pulse else ''}"


_HELD = measures.hours_or_minutes(measures.hold, 1)
_MINUTES = measures.with_its_unit(measures.minutes)

TABLE = {
    clause.name: clause
    for clause in (
        Clause(
            "at",
            ("9pm", "at 21:30", "yesterday 9pm", "20 min ago", "now", "Sun 22 Nov 2026 21:00"),
            shapes.time,
            str,
            alone=True,
            join=_day_and_clock,
            called="time",
        ),
        Clause(
            "from-dose",
            ("45 min after the dose", "1h before my dose"),
            None,
            lambda minutes: f"{abs(minutes)} min {'before' if minutes < 0 else 'after'} the dose",
            alone=measures.from_dose,
            called="time by the dose",
        ),
        Clause(
            "shift",
            ("1h earlier", "30 min later"),
            None,
            lambda minutes: f"{abs(minutes)} min {'earlier' if minutes < 0 else 'later'}",
            alone=measures.shift,
            called="another time",
        ),
        Clause(
            "day",
            ("wed", "yesterday", "14 sep", "wed 9pm"),
            shapes.day,
            str,
            alone=True,
            join=_day_and_clock,
        ),
        Clause(
            "when",
            ("next tue 3pm", "tomorrow 9am", "3 dec 14:30", "in 2 weeks"),
            shapes.when,
            str,
            alone=True,
            join=_day_and_clock,
            called="time ahead",
        ),
        Clause(
            "amount",
            ("100mg", "0.1 g", "2x15mg", "15mg x2", "2 sprays of 15mg", "1 1/2 troches"),
            amounts.amount,
            amounts.say_amount,
            alone=True,
            join=amounts.each_and_many,
        ),
        Clause(
            "route",
            ("sublingual", "under my tongue", "S.L."),
            shapes.route,
            str,
            alone=True,
            refuse=read_route,
        ),
        Clause(
            "medication",
            ("esketamine", "spravato"),
            shapes.medication,
            lambda named: str(named[0]),
            alone=True,
        ),
        Clause(
            "hold",
            ("held 15 min", "hold 15", "15 min hold"),
            measures.a_day_at_most(_HELD, Example("dose", "100mg sublingual --hold 15.")),
            lambda n: f"held {say_minutes(n)}",
            ("held", "hold", "holding", "kept", "swished", "swirled"),
            measures.a_day_at_most(measures.held, Example("dose", "100mg sublingual --hold 15.")),
            phrases=(
                *("held it", "kept it", "held it in my mouth", "kept it in my mouth", "held them"),
                *("kept in mouth", "kept in my mouth", "kept under my tongue", "hold time"),
                *("dissolved in", "dissolved over", "dissolved for"),
            ),
            refuse=_read_minutes,
        ),
        Clause(
            "swallowed",
            ("spat", "spat out", "swallowed"),
            shapes.done,
            lambda swallowed: "swallowed" if swallowed else "spat out",
            alone=True,
            called="done with it",
        ),
        Clause(
            "booster",
            ("booster", "not a booster", "separate"),
            shapes.booster,
            lambda booster: "booster" if booster else "separate",
            alone=True,
            called="one dose, or two",
        ),
        *(_rating(measure.name, *measure.also) for measure in MEASURES),
        Clause(
            "sleep",
            ("slept 7h30", "slept 7", "slept 7.5 h", "slept 730", "7h sleep", "slept 11pm-7am"),
            measures.a_day_at_most(
                _lazy("clauses.sleep.sleep"), Example("mood", "5 --sleep 7h30.")
            ),
            lambda n: f"slept {say_minutes(n)}",
            ("slept", "sleep"),
            _lazy("clauses.sleep.slept"),
            refuse=_read_minutes,
        ),
        Clause(
            "for",
            ("for 45 min", "for an hour", "45 min"),
            _MINUTES,
            lambda n: f"for {say_minutes(n)}",
            ("for", "lasted", "lasting", "during"),
            measures.lasted,
            refuse=_read_minutes,
            called="length",
        ),
        Clause(
            "over",
            ("over 40 min", "for 1h30", "40 min"),
            measures.hours_or_minutes(_MINUTES, 5),
            lambda n: f"over {say_minutes(n)}",
            ("over", "for", "in", "lasted", "lasting"),
            measures.length,
            refuse=_read_minutes,
            called="length",
        ),
        Clause(
            "change",
            ("fill", "got", "lost", "dropped", "left", "count"),
            _treatment("change"),
            str,
            alone=True,
        ),
        Clause(
            "units",
            ("24", "24x100mg", "24 troches", "24 100mg troches"),
            _treatment("units"),
            lambda units: " ".join(
                filter(None, (units.count, units.each_mg and f"× {units.each_mg} mg", units.form))
            ),
            alone=True,
        ),
        Clause(
            "empty",
            ("none left", "ran out"),
            _treatment("empty"),
            lambda _: "none left",
            alone=True,
        ),
        Clause(
            "strength",
            ("strength 100mg",),
            _treatment("strength"),
            lambda each: f"{each} mg",
            ("strength",),
            refuse=_lazy("domain.supply_input.read_strength"),
        ),
        Clause(
            "days",
            ("mon,wed,fri", "mon, wed and fri", "mon-fri", "daily", "weekdays"),
            _treatment("days"),
            _lazy("domain.plan.say_rule"),
            ("days",),
            _treatment("days"),
            refuse=_treatment("read_days"),
        ),
        Clause(
            "every",
            ("every other day", "every 2 days", "weekly"),
            _treatment("every"),
            _lazy("domain.plan.say_rule"),
            alone=_treatment("every_alone"),
        ),
        Clause(
            "times",
            ("3 times a week", "twice a week", "3x a week"),
            _treatment("count"),
            lambda n: f"{n} times a week",
            alone=_treatment("times"),
        ),
        Clause(
            "per-day",
            ("2 a day", "twice daily"),
            _treatment("count"),
            lambda n: f"{n} a day",
            alone=_treatment("per_day"),
        ),
        Clause(
            "parts",
            ("in 2 parts",),
            _treatment("parts"),
            lambda n: f"in {n} parts",
            alone=_treatment("parts_alone"),
        ),
        Clause(
            "apart",
            ("48h apart", "at least 2 days apart"),
            _treatment("apart"),
            lambda hours: f"at least {say_number(hours)} h apart",
            ("apart",),
            _treatment("apart_alone"),
            refuse=_read_minutes,
        ),
        Clause(
            "most",
            ("at most 3 a week", "max 1/day"),
            _treatment("most"),
            lambda limits: ", ".join(
                f"at most {n} a {field.rpartition('_')[2]}" for field, n in limits.items()
            ),
            alone=_treatment("most_alone"),
        ),
        Clause("by", ("by Dr R.",), None, lambda who: f"by {who}", ("by",)),
        Clause(
            "from",
            ("from 1 dec", "starting next mon", "since 7pm"),
            shapes.began,
            lambda when: f"from {when}",
            ("from", "starting", "start", "beginning", "begin", "effective", "since", "between"),
            phrases=("as of", "starting from", "start from", "for the last", "for the past"),
            alone=shapes.dated,
            join=_day_and_clock,
            called="from when",
        ),
        Clause(
            "form",
            ("troche", "vial"),
            None,
            str,
            ("form",),
            _treatment("form_word"),
            called="what a unit is",
        ),
        Clause(
            "kinds",
            ("doses", "side effects", "doses and effects"),
            _lazy("clauses.listing.kinds"),
            lambda kinds: ", ".join(sorted(kinds)),
            alone=True,
        ),
        Clause(
            "span",
            ("yesterday", "last week", "sep 2026", "last 7 days", "since mon", "18-20 nov"),
            _lazy("clauses.listing.span"),
            str,
            alone=True,
            called="days",
        ),
        Clause("how-many", ("5", "last 5"), _lazy("clauses.listing.how_many"), str, alone=True),
        Clause(
            "all",
            ("all", "everything"),
            _lazy("clauses.listing.everything"),
            lambda _: "all",
            alone=True,
        ),
        Clause(
            "answers",
            ("1 2 2 1 0 1 2", "1221012", "1 - 2 0"),
            _treatment("answers"),
            lambda answers: f"answers {' '.join(answers)}",
            ("answers",),
            _treatment("answers"),
        ),
        Clause(
            "difficulty",
            ("difficulty 1",),
            measures.digit,
            lambda answer: f"difficulty {answer}",
            ("difficulty",),
        ),
        Clause(
            "end",
            ("until 2:40pm", "ended 2:40pm"),
            shapes.ended,
            lambda when: f"until {when}",
            ("until", "end", "ended", "till", "til", "to", "-", "and"),
            refuse=_plain_time,
        ),
        Clause(
            "start",
            ("start 2pm", "began 2pm"),
            shapes.time,
            lambda when: f"start {when}",
            ("start", "started", "began"),
            refuse=_plain_time,
        ),
        Clause(
            "weight",
            ("70 kg", "weight 70"),
            _treatment("weight"),
            lambda kg: f"weight {say_number(kg)} kg",
            ("weight", "weighing"),
            _treatment("weight_alone"),
            refuse=_lazy("domain.readings.read_weight"),
        ),
        Clause(
            "devices", ("2 devices",), _treatment("devices"), lambda n: f"{n} devices", alone=True
        ),
        Clause(
            "per-kg",
            ("0.5 mg/kg",),
            _treatment("per_kg"),
            lambda mg: f"{say_number(mg)} mg/kg",
            alone=True,
        ),
        Clause(
            "rate",
            ("50 mg an hour", "rate 50"),
            _treatment("rate"),
            lambda mg: f"{say_number(mg)} mg an hour",
            ("rate",),
            _treatment("rate_alone"),
            refuse=_lazy("domain.clinic_input.read_rate"),
        ),
        Clause(
            "next",
            ("next integration tue 3pm",),
            shapes.when,
            lambda when: f"next integration {when}",
            ("integration",),
            phrases=("next integration",),
        ),
        Clause("with", ("with Dr R.",), None, lambda who: f"with {who}", ("with", "w")),
        Clause(
            "bp",
            ("bp 128/82", "128/82", "128 over 82"),
            vitals.any_pressure,
            _say_pressure,
            ("bp", "pressure"),
            phrases=("blood pressure",),
            alone=vitals.pressure,
            called="blood pressure",
        ),
        Clause(
            "pressure",
            ("128 82",),
            vitals.any_pressure,
            _say_pressure,
            alone=vitals.lone_pressure,
            called="the same, alone",
        ),
        Clause(
            "pulse",
            ("pulse 72", "72 bpm"),
            vitals.pulse,
            lambda n: f"pulse {n}",
            ("pulse", "hr", "p", "heartrate"),
            phrases=("heart rate", "heart beat", "resting heart rate"),
            alone=vitals.beats,
        ),
        Clause(
            "oxygen",
            ("oxygen 98", "98%", "spo2 98", "o2 sat 98"),
            vitals.oxygen,
            lambda percent: f"oxygen {percent} %",
            ("oxygen", "saturation", "sats"),
            phrases=_OXYGEN,
            alone=vitals.percent,
        ),
        Clause("unplaced", (), None, str, alone=_lazy("clauses.readings.unplaced")),
        Clause(
            "watched",
            ("watched for 2:00 h", "watched 2h"),
            measures.a_day_at_most(_MINUTES, Example("session", "clinic 2 devices --watched 2h.")),
            lambda n: f"watched for {say_minutes(n)}",
            ("watched", "observed", "monitored"),
            refuse=_read_minutes,
        ),
        Clause("alone", ("alone", "by myself"), shapes.alone, lambda _: "alone", alone=True),
        Clause(
            "ate",
            ("ate 6 h before", "fasted 6h"),
            measures.with_its_unit(shapes.ate, 24),
            lambda n: f"ate {say_minutes(n)} before",
            ("ate", "eaten", "fasted", "fasting"),
            refuse=_read_minutes,
            called="last food",
        ),
        Clause(
            "where",
            ("at home", "where: my sister's"),
            None,
            lambda where: f"where: {where}",
            ("where",),
            shapes.setting,
        ),
        Clause(
            "ready",
            ("ready to leave after 2:05 h", "ready 2h05"),
            measures.a_day_at_most(_MINUTES, Example("session", "clinic 2 devices --ready 2h05.")),
            lambda n: f"ready to leave after {say_minutes(n)}",
            ("ready",),
            phrases=tuple(
                f"{ready}{after}"
                for ready in ("ready to leave", "ready to go home", "ready", "left", "went home")
                for after in (" after", " in", "")
                if ready + after not in {"ready", "left"}
            ),
            refuse=_read_minutes,
        ),
        Clause(
            "lowest-oxygen",
            ("lowest oxygen 92 %", "lowest spo2 92"),
            vitals.oxygen,
            lambda percent: f"lowest oxygen {percent} %",
            phrases=tuple(
                f"{first} {second}"
                for low in ("lowest", "minimum", "min")
                for name in ("oxygen", "saturation", "sats", *_OXYGEN)
                for first, second in ((low, name), (name, low))
            ),
            alone=_lazy("clauses.readings.lowest"),
        ),
        Clause(
            "bp-before",
            ("before 128/82 98%",),
            _lazy("clauses.readings.readings"),
            _lazy("clauses.readings.say_readings"),
            alone=_lazy("clauses.readings.at_point", "before"),
            join=_lazy("clauses.readings.together"),
            called="readings before",
        ),
        Clause(
            "bp-40",
            ("after 40 min 140/90 95%",),
            _lazy("clauses.readings.readings"),
            _lazy("clauses.readings.say_readings"),
            alone=_lazy("clauses.readings.at_point", "40 min"),
            join=_lazy("clauses.readings.together"),
            called="after 40 min",
        ),
        Clause(
            "bp-after",
            ("at the end 130/80 97%",),
            _lazy("clauses.readings.readings"),
            _lazy("clauses.readings.say_readings"),
            alone=_lazy("clauses.readings.at_point", "end"),
            join=_lazy("clauses.readings.together"),
            called="at the end",
        ),
        Clause(
            "place",
            ("before the dose", "after the dose", "after 40 min", "at the end of the session"),
            _lazy("clauses.readings.place"),
            _lazy("clauses.readings.say_place"),
            alone=True,
            called="where they stand",
        ),
        Clause(
            "estimate", ("about", "~"), shapes.about, lambda _: "about", alone=True, called="about"
        ),
        Clause(
            "usual",
            ("usual", "same", "as planned"),
            shapes.usual,
            lambda _: "usual",
            alone=True,
            called="as before",
        ),
    )
}
# Severity is not here: it belongs to the name of a side effect (domain/effects.py).
TIMES = frozenset({"at", "day", "when", "from"})
"""The clauses that say when."""
