"""The table of clauses: a new one is one row.

To log a dose goes through here: plain words cost no pattern, and what only some commands take is
loaded by them alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ketalog.clauses import amounts, measures, shapes
from ketalog.clauses.words import (
    cut,
    text_at,
)
from ketalog.domain.ratings import read_rating
from ketalog.domain.routes import read_route
from ketalog.domain.text import say_number
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ketalog.clauses.words import Found, Reader, Word


def _later(module: str, name: str) -> Reader:
    """Return a reader of what only some commands take, loaded where it is needed."""

    def read(words: Sequence[Word], at: int) -> Found:
        found: Found = getattr(import_module(f"ketalog.clauses.{module}"), name)(words, at)
        return found

    return read


def _of_treatment(name: str) -> Reader:
    return _later("treatment", name)


def _of_readings(name: str, *arguments: str) -> Reader:
    """Return a reader of clauses/readings.py, which `dose` must not load."""

    def read(words: Sequence[Word], at: int) -> Found:
        from ketalog.clauses import readings

        reader = getattr(readings, name)
        found: Found = (reader(*arguments) if arguments else reader)(words, at)
        return found

    return read


def _say_place(place: Any) -> str:
    from ketalog.clauses.readings import say_place

    return say_place(place)


# The table


def _read_minutes(text: str) -> int:
    from ketalog.times.words import read_minutes

    return read_minutes(text)


def _read_days(text: str) -> None:
    from ketalog.clauses.treatment import read_days

    read_days(text)


def _say_rule(rule: str) -> str:
    from ketalog.domain.plan import say_rule

    return say_rule(rule)


def _read_weight(text: str) -> object:
    from ketalog.domain.readings import read_weight

    return read_weight(text)


def _read_rate(text: str) -> object:
    from ketalog.domain.clinic_input import read_rate

    return read_rate(text)


def _read_strength(text: str) -> object:
    from ketalog.domain.supply_input import read_strength

    return read_strength(text)


class Clause(Value, frozen=True):
    """One thing that can be said: its name, how it is typed, how it is read and said back.

    `value` reads what stands behind one of the `keywords`, or alone if `alone` says how. A name
    is words as they are typed, up to a comma or the next clause; it has no `value` of its own.
    """

    name: str
    shapes: tuple[str, ...]
    value: Reader | None
    say: Callable[[Any], str]
    keywords: tuple[str, ...] = ()
    alone: Reader | None = None
    refuse: Callable[[str], object] | None = None
    """Reads what an option says that the clause can't read: it raises what is wrong with it."""

    def read(self, words: Sequence[Word], at: int) -> Found:
        """Return how many words from `at` on are this clause, and what they mean; or None."""
        if self.value and words[at].text in self.keywords:
            start = at + 1
            while text_at(words, start) in _FILLERS:
                start += 1
            if start < len(words) and (found := self.value(words, start)):
                return start - at + found[0], found[1]
        return self.alone(words, at) if self.alone else None

    def option(self, text: str) -> Any:
        """Return what the option of this name means, or None if it can't be read."""
        if self.value is None:
            return text.strip() or None
        words = cut([text])
        if words and words[0].text in self.keywords and len(words) > 1:
            words = words[1:]
        found = self.value(words, 0) if words else None
        return found[1] if found and found[0] == len(words) else None


_FILLERS = frozenset({"=", "for", "of", "is", "was", "about"})


def _named(name: str, *keywords: str) -> Clause:
    shapes = (f"{name} 4", f"{name}=4", f"{name} 4/10", f"{name} four")
    return Clause(
        name,
        shapes,
        measures.rated(name),
        lambda n: f"{name} {n}",
        (name, *keywords),
        refuse=lambda text: read_rating(text, name),
    )


CLAUSES = {
    clause.name: clause
    for clause in (
        Clause(
            "at",
            ("9pm", "at 21:30", "yesterday 9pm", "20 min ago", "now", "Sun 22 Nov 2026 21:00"),
            shapes.time,
            str,
            alone=shapes.time,
        ),
        Clause("day", ("wed", "yesterday", "14 sep", "wed 9pm"), shapes.day, str, alone=shapes.day),
        Clause(
            "when",
            ("next tue 3pm", "tomorrow 9am", "3 dec 14:30", "in 2 weeks"),
            shapes.when,
            str,
            alone=shapes.when,
        ),
        Clause(
            "amount",
            ("100mg", "0.1 g", "2x15mg", "15mg x2", "2 sprays of 15mg", "1 1/2 troches"),
            amounts.amount,
            amounts.say_amount,
            alone=amounts.amount,
        ),
        Clause(
            "route",
            ("sublingual", "under my tongue", "S.L."),
            shapes.route,
            str,
            alone=shapes.route,
            refuse=read_route,
        ),
        Clause(
            "medication",
            ("esketamine", "spravato"),
            shapes.medication,
            lambda named: str(named[0]),
            alone=shapes.medication,
        ),
        Clause(
            "hold",
            ("held 15 min", "hold 15"),
            measures.a_day_at_most(measures.minutes, "ketalog dose 100mg sublingual --hold 15."),
            lambda n: f"held {measures.say_minutes(n)}",
            ("held", "hold", "holding"),
            refuse=_read_minutes,
        ),
        Clause(
            "swallowed",
            ("spat", "spat out", "swallowed"),
            shapes.done,
            lambda swallowed: "swallowed" if swallowed else "spat out",
            alone=shapes.done,
        ),
        Clause(
            "booster",
            ("booster", "not a booster", "separate"),
            shapes.booster,
            lambda booster: "booster" if booster else "separate",
            alone=shapes.booster,
        ),
        _named("mood"),
        _named("anxiety", "anx"),
        _named("energy"),
        Clause(
            "sleep",
            ("slept 7h30", "slept 7", "slept 7.5 h", "slept 730"),
            measures.a_day_at_most(measures.sleep, "ketalog mood 5 --sleep 7h30."),
            lambda n: f"slept {measures.say_minutes(n)}",
            ("slept", "sleep"),
            refuse=_read_minutes,
        ),
        Clause(
            "for",
            ("for 45 min", "for an hour"),
            measures.minutes,
            lambda n: f"for {measures.say_minutes(n)}",
            ("for", "lasted", "lasting"),
            refuse=_read_minutes,
        ),
        Clause(
            "over",
            ("over 40 min", "for 1h30"),
            measures.minutes,
            lambda n: f"over {measures.say_minutes(n)}",
            ("over", "for", "lasted", "lasting"),
            refuse=_read_minutes,
        ),
        Clause(
            "change",
            ("fill", "got", "lost", "dropped", "left", "count"),
            _of_treatment("change"),
            str,
            alone=_of_treatment("change"),
        ),
        Clause(
            "units",
            ("24", "24x100mg", "24 troches", "24 100mg troches"),
            _of_treatment("units"),
            lambda units: " ".join(
                filter(None, (units.count, units.each_mg and f"× {units.each_mg} mg", units.form))
            ),
            alone=_of_treatment("units"),
        ),
        Clause(
            "empty",
            ("none left", "ran out"),
            _of_treatment("empty"),
            lambda _: "none left",
            alone=_of_treatment("empty"),
        ),
        Clause(
            "strength",
            ("strength 100mg",),
            _of_treatment("strength"),
            lambda each: f"{each} mg",
            ("strength",),
            refuse=_read_strength,
        ),
        Clause(
            "days",
            ("mon,wed,fri", "mon, wed and fri", "mon-fri", "daily", "weekdays"),
            _of_treatment("days"),
            _say_rule,
            ("days",),
            _of_treatment("days"),
            refuse=_read_days,
        ),
        Clause(
            "every",
            ("every other day", "every 2 days", "weekly"),
            _of_treatment("every"),
            _say_rule,
            alone=_of_treatment("every_alone"),
        ),
        Clause(
            "times",
            ("3 times a week", "twice a week", "3x a week"),
            _of_treatment("count"),
            lambda n: f"{n} times a week",
            alone=_of_treatment("times"),
        ),
        Clause(
            "per-day",
            ("2 a day", "twice daily"),
            _of_treatment("count"),
            lambda n: f"{n} a day",
            alone=_of_treatment("per_day"),
        ),
        Clause(
            "apart",
            ("48h apart", "at least 2 days apart"),
            _of_treatment("apart"),
            lambda hours: f"at least {say_number(hours)} h apart",
            ("apart",),
            _of_treatment("apart_alone"),
            refuse=_read_minutes,
        ),
        Clause(
            "most",
            ("at most 3 a week", "max 1/day"),
            _of_treatment("most"),
            lambda limits: ", ".join(
                f"at most {n} a {field.rpartition('_')[2]}" for field, n in limits.items()
            ),
            alone=_of_treatment("most_alone"),
        ),
        Clause("by", ("by Dr R.",), None, lambda who: f"by {who}", ("by",)),
        Clause(
            "from",
            ("from 1 dec", "starting next mon"),
            shapes.when,
            lambda when: f"from {when}",
            ("from", "starting", "beginning", "since"),
            alone=shapes.dated,
        ),
        Clause("form", ("troche", "form vial"), None, str, ("form",), _of_treatment("form_word")),
        Clause(
            "kinds",
            ("doses", "side effects", "doses and effects"),
            _later("listing", "kinds"),
            lambda kinds: ", ".join(sorted(kinds)),
            alone=_later("listing", "kinds"),
        ),
        Clause(
            "span",
            ("yesterday", "last week", "sep 2026", "last 7 days", "since mon"),
            _later("listing", "span"),
            str,
            alone=_later("listing", "span"),
        ),
        Clause(
            "how-many",
            ("5", "last 5"),
            _later("listing", "how_many"),
            str,
            alone=_later("listing", "how_many"),
        ),
        Clause(
            "all",
            ("all", "everything"),
            _later("listing", "everything"),
            lambda _: "all",
            alone=_later("listing", "everything"),
        ),
        Clause(
            "answers",
            ("1 2 2 1 0 1 2", "1221012", "1 - 2 0"),
            _of_treatment("answers"),
            lambda answers: f"answers {' '.join(answers)}",
            ("answers",),
            _of_treatment("answers"),
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
            shapes.time,
            lambda when: f"until {when}",
            ("until", "end", "ended", "till", "to"),
        ),
        Clause(
            "start",
            ("start 2pm", "began 2pm"),
            shapes.time,
            lambda when: f"start {when}",
            ("start", "started", "began"),
        ),
        Clause(
            "weight",
            ("70 kg", "weight 70"),
            _of_treatment("weight"),
            lambda kg: f"weight {say_number(kg)} kg",
            ("weight", "weighing"),
            _of_treatment("weight_alone"),
            refuse=_read_weight,
        ),
        Clause(
            "rate",
            ("50 mg an hour", "rate 50"),
            _of_treatment("rate"),
            lambda mg: f"{say_number(mg)} mg an hour",
            ("rate",),
            _of_treatment("rate_alone"),
            refuse=_read_rate,
        ),
        Clause(
            "next",
            ("next integration tue 3pm",),
            shapes.when,
            lambda when: f"next integration {when}",
            alone=_of_treatment("integration"),
        ),
        Clause("with", ("with Dr R.",), None, lambda who: f"with {who}", ("with",)),
        Clause(
            "bp",
            ("bp 128/82", "128/82"),
            measures.pressure,
            lambda text: f"bp {text}",
            ("bp", "pressure"),
            measures.pressure,
        ),
        Clause(
            "pulse",
            ("pulse 72", "72 bpm"),
            measures.pulse,
            lambda text: f"pulse {text}",
            ("pulse", "hr"),
            measures.beats,
        ),
        Clause(
            "watched",
            ("watched for 2:00 h", "watched 2h"),
            measures.a_day_at_most(
                measures.minutes, "ketalog session clinic 2 devices --watched 2h."
            ),
            lambda n: f"watched for {measures.say_minutes(n)}",
            ("watched", "observed", "monitored"),
            refuse=_read_minutes,
        ),
        Clause(
            "alone", ("alone", "by myself"), shapes.alone, lambda _: "alone", alone=shapes.alone
        ),
        Clause(
            "ate",
            ("ate 6 h before", "fasted 6h"),
            shapes.ate,
            lambda n: f"ate {measures.say_minutes(n)} before",
            ("ate", "eaten", "fasted", "fasting"),
            refuse=_read_minutes,
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
            measures.a_day_at_most(
                measures.minutes, "ketalog session clinic 2 devices --ready 2h05."
            ),
            lambda n: f"ready to leave after {measures.say_minutes(n)}",
            alone=measures.a_day_at_most(
                shapes.ready, "ketalog session clinic 2 devices --ready 2h05."
            ),
            refuse=_read_minutes,
        ),
        Clause(
            "lowest-oxygen",
            ("lowest oxygen 92 %", "lowest spo2 92"),
            _of_readings("percent"),
            lambda percent: f"lowest oxygen {percent} %",
            alone=_of_readings("lowest_oxygen"),
        ),
        Clause(
            "bp-before",
            ("before 128/82 98%",),
            _of_readings("readings"),
            lambda text: f"{text} before the session",
            alone=_of_readings("at_point", "before"),
        ),
        Clause(
            "bp-40",
            ("after 40 min 140/90 95%",),
            _of_readings("readings"),
            lambda text: f"{text} after 40 min",
            alone=_of_readings("at_point", "40 min"),
        ),
        Clause(
            "bp-after",
            ("at the end 130/80 97%",),
            _of_readings("readings"),
            lambda text: f"{text} at the end of the session",
            alone=_of_readings("at_point", "end"),
        ),
        Clause(
            "place",
            ("before the dose", "after the dose", "after 40 min", "at the end of the session"),
            _of_readings("place"),
            _say_place,
            alone=_of_readings("place"),
        ),
        Clause("estimate", ("about", "~"), shapes.about, lambda _: "about", alone=shapes.about),
        Clause(
            "usual",
            ("usual", "same", "as planned"),
            shapes.usual,
            lambda _: "usual",
            alone=shapes.usual,
        ),
    )
}
# Severity is not here: it belongs to the name of a side effect (domain/effects.py).
TIMES = frozenset({"at", "day", "when", "from"})
"""The clauses that say when."""
