"""What a plan says beside its dose, as it is typed: its days, its limits, who prescribed it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ketalog.clauses.line import Read, read
from ketalog.clauses.times import WEEKDAYS
from ketalog.clauses.words import MONTH_NAMES, PARTS_OF_A_DAY
from ketalog.commands import _input
from ketalog.commands._dose_defaults import TypedDose, as_said, readings_of_a_number
from ketalog.commands._period import refuse_nth
from ketalog.commands._questions import own_offer
from ketalog.domain import plan_input
from ketalog.domain.amounts import Amount, BadAmount
from ketalog.domain.plan import Plan, read_rule, rule_of_every
from ketalog.domain.routes import read_route
from ketalog.domain.supply_input import read_form
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput, Example
from ketalog.times.grammar import is_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ketalog.app import App
    from ketalog.clauses.words import TwoReadings

Days = Annotated[
    str | None, typer.Option("--days", metavar="DAYS", help="On these: mon,wed,fri; daily.")
]
Every = Annotated[
    str | None, typer.Option("--every", metavar="N", help="Every N days from the first.")
]
Times = Annotated[
    str | None, typer.Option("--times", metavar="N", help="N times a week, on any day.")
]
PerDay = Annotated[
    str | None, typer.Option("--per-day", metavar="N", help="Doses on each of these days.")
]
Parts = Annotated[
    str | None, typer.Option("--parts", metavar="N", help="A dose is taken in N parts.")
]
Apart = Annotated[
    str | None, typer.Option("--apart", metavar="HOURS", help="Least time between doses: 48h.")
]
Most = Annotated[
    list[str] | None,
    typer.Option("--most", metavar="N/SPAN", help="At most: 1/day, 3/week; can be repeated."),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who prescribed it.")]
Form = Annotated[
    str | None, typer.Option("--form", metavar="WORD", help="What a unit is: troche, spray.")
]


CLAUSES = (
    *("form", "amount", "route", "medication", "days", "every", "times", "per-day", "apart"),
    *("most", "by", "from", "parts"),
)
"""What the words can say (ketalog/clauses)."""
BETWEEN = frozenset(
    {"and", "&", "on", "prescribed", "every", "each", "(", ")", "=", "then", "in", "the"}
    | {"only", "as", "dose", "to", "now"}
)


_AT_NEED = frozenset({"prn", "needed", "required", "need"})
"""Words of a plan that names no days."""
_PART_OF_A_DAY = (
    r"(?:at|@|around|about|before|in the) .+|(?:morning|noon|afternoon|evening|night)s?\b.*"
)
_REMINDER = "A reminder has a time: ketalog plan calendar plan.ics --time 8pm."
_OF_A_YEAR = f"(?:{'|'.join(MONTH_NAMES)}|christmas|year|month)"
_NO_PLAN_HAS = (
    (
        rf"(?:from|starting|beginning|since|in|of|after|mid|end of)\b.*\b{_OF_A_YEAR}\b.*",
        "it does not say on which day",
        "Type the day, as in: from 1 dec.",
    ),
    (
        r"(?:once |one |1 ?x? )?(?:(?:a|per|every|each) )?months?|(?:once )?monthly",
        "a plan goes by days or weeks, not by months",
        "For example: every 28 days.",
    ),
    (
        r"(?:until|till?|to|through|ends?|ending|stop) .+|for .*\b(?:days?|weeks?|months?)",
        "a plan holds until it is stopped",
        "Set it without that. Then its end: ketalog plan stop from 1 dec.",
    ),
    (
        r"(?:off|add|plus|remove|drop|without|not?(?: on)?|skip|move|more|also|except)\b.*",
        "a plan is set with all of its days",
        Example("plan set", "mon,wed.", "As they will be"),
    ),
    (
        r"changed?\b.*",
        "what is typed is what the plan will be",
        "Type that alone, as in: ketalog plan set 150mg mon,wed.",
    ),
    (
        r"(?:increased?|raised?|decreased?|reduced?|lowere?d?|cut|up|down|titrate)\b.*",
        "a plan has the amount itself",
        Example("plan set", "150mg.", "As it will be"),
    ),
    (
        "(?:a|per) week|once|twice|thrice|[0-9]+ times",
        "a plan has days, or so many times a week",
        "For example: once a week.",
    ),
    (
        "(?:the )?[0-9]+ ?(?:st|nd|rd|th)(?: .*)?",
        "a plan goes by days of the week, or every so many days",
        "If it begins on a date: from 1 dec.",
    ),
    (
        "at least(?: .+)?",
        "a plan has how many doses are meant, and no least number",
        "Set it without that. The least time between two: 48h apart.",
    ),
    (
        rf"{_PART_OF_A_DAY}|[0-9]{{1,2}}[:.h][0-9]{{2}}|[0-9 ]*(?:[ap]\.?m\.?|h)",
        "a plan has days, and no time of day",
        f"Set it without that. {_REMINDER}",
    ),
)
"""What else people say of a plan, why it is not taken, and what to type instead."""


class TypedPlan(NamedTuple):
    """What was typed of a plan; None where it was not."""

    route: str | None
    medication: str | None
    amount: Amount | None
    schedule: plan_input.Schedule
    fields: dict[str, Any]
    line: Read


def read_plan(
    app: App,
    words: Sequence[str],
    options: Mapping[str, Any],
    example: Example,
    before: Plan | None = None,
) -> TypedPlan:
    """Return what words and options say of a plan, or of a change of one that was there before."""
    refuse_nth(app)
    try:
        line = _input.said(app, words, CLAUSES, options, texts=("note",), between=BETWEEN)
        if {word.replace(".", "") for word in " ".join(line.unread).lower().split()} & _AT_NEED:
            raise BadInput(
                f"'{escape_invisible(' '.join(line.unread))}': a plan has days, or so many a week.",
                "Without a plan, log each dose as you take it. With one, for example: "
                "2 times a week, or daily.",
            )
        _refuse_part_of_day(app, line)
        _refuse_every_other(app, line)
        _refuse_what_no_plan_has(app, line)
        refuse_day(app, line)
        refuse_unread(app, line)
        amount = _amount(app, line, before)
    except BadAmount as error:
        raise BadInput(error.message, example) from error
    dosage = line.get("amount")
    fields = {
        "parts": line.get("parts"),
        "least_hours": line.get("apart"),
        "form": _form(app, line.get("form") or (dosage.form if dosage else None)),
        "prescriber": _input.text(app, line.get("by"), "name"),
        "note": _input.text(app, line.texts.get("note"), "note"),
        **line.get("most", {}),
    }
    named, only_route = line.get("medication", (None, None))
    return TypedPlan(
        line.get("route") or only_route or (dosage and dosage.route),
        named,
        amount,
        _schedule(line, before),
        {key: value for key, value in fields.items() if value is not None},
        line,
    )


def refuse_unread(app: App, line: Read) -> None:
    """Raise BadInput for words that nothing has read: of one that can be a route, with those."""
    rest = " ".join(line.unread)
    is_route = rest.isalpha() and rest.lower() not in {"this", "next"}
    if is_route and line.get("route") is None:
        read_route(rest)
    _input.refuse_unread(app, line)


def _refuse_part_of_day(app: App, line: Read) -> None:
    """Raise BadInput for `tue evening`, where the evening would be lost."""
    part = line.parts.get("days")
    days = (
        re.sub(rf"(?i) (?:{'|'.join(PARTS_OF_A_DAY)})s?(?![a-z])", "", part.phrase) if part else ""
    )
    if part and days != part.phrase and re.match(f"(?i){WEEKDAYS}", days):
        shown = escape_invisible(part.phrase)
        note = own_offer(app, "As a note", part.phrase, days, "--note", part.phrase)
        raise BadInput(f"'{shown}': a plan has days, and no time of day.", note, _REMINDER)


def _refuse_every_other(app: App, line: Read) -> None:
    """Raise BadInput for `every other tuesday`: every so many weeks are counted from a day."""
    typed = " ".join(app.typed)
    if found := re.search(_EVERY_OTHER, typed, re.IGNORECASE):
        day = next(filter(None, found.groupdict().values()))
        raise BadInput(
            f"'{escape_invisible(found[0])}': every so many weeks are counted from a day.",
            own_offer(app, "Type", found[0], f"every 2 weeks from {day}"),
        )


_OTHER = "(?:other|second|2nd|two|2)"
_WEEKS = rf"(?:every {_OTHER} weeks?|fortnightly)"
_EVERY_OTHER = (
    rf"\bevery {_OTHER} (?P<first>{WEEKDAYS})s?(?![a-z])"
    rf"|\b{_WEEKS},? (?:on )?(?P<behind>{WEEKDAYS})s?(?![a-z])"
    rf"|\b(?P<before>{WEEKDAYS})s?,? {_WEEKS}(?![a-z])"
)


def _refuse_what_no_plan_has(app: App, line: Read) -> None:
    """Raise BadInput for words that are of a plan, though no plan of ours has that."""
    typed = " ".join(app.typed).lower()
    for unread in line.unread:
        phrase = f"to {unread}" if f" to {unread.lower()}" in typed else unread  # to 31 dec
        for shape, problem, hint in _NO_PLAN_HAS:
            if re.fullmatch(shape, phrase.strip(" .,;"), re.IGNORECASE):
                raise BadInput(f"'{escape_invisible(phrase)}': {problem}.", hint)


def refuse_day(app: App, line: Read) -> None:
    """Raise BadInput for a day that nothing says what it is of: `daily dec 1`."""
    phrase = " ".join(line.unread)
    is_other = phrase[-2:] in {"st", "nd", "rd", "th"} or "/" in phrase  # every 2nd tue, 1/2
    if len(line.unread) == 1 and "from" not in line.parts and is_day(phrase) and not is_other:
        raise BadInput(
            f"'{escape_invisible(phrase)}' does not say that it is from then on.",
            own_offer(app, "If it is", phrase, f"from {phrase}"),
        )


def _amount(app: App, line: Read, before: Plan | None) -> Amount | None:
    """Return the amount of one dose; of a number alone it may be asked what it is."""
    dosage = line.get("amount")
    if dosage is None:
        return None
    route = line.get("route") or (before.route if before else None)
    medication = before.medication if before else line.get("medication", (None,))[0]
    try:
        return as_said(app, line, TypedDose(dosage.amount, route, medication), app.now).amount
    except BadInput as error:
        if dosage.amount is None:
            raise BadAmount(error.message, error.hint) from error
        raise


def readings_of_its_number(app: App, words: Sequence[str]) -> TwoReadings | None:
    """Return what the number in the words of a plan can be; None for none, or one with its unit."""
    line = read(words, CLAUSES, {}, between=BETWEEN)
    dosage, part = line.get("amount"), line.parts.get("amount")
    if line.unread or part is None or not dosage.is_bare:
        return None
    dose = TypedDose(dosage.amount, line.get("route"), line.get("medication", (None,))[0])
    return readings_of_a_number(app, part.phrase, dose, app.now, is_sure=False)


def _schedule(line: Read, before: Plan | None) -> plan_input.Schedule:
    """Return when doses are planned, as far as it was said: twice daily says on which days, too."""
    rules = [line.get(name) for name in ("days", "every") if line.get(name) is not None]
    if len(rules) > 1 and rules[1] == rule_of_every(7):  # weekly on friday
        del rules[1]
    times, per_day = line.get("times"), line.get("per-day")
    if times and line.get("days") and len(read_rule(line.get("days")).weekdays) == times:
        times = None  # twice a week, mon and thu
    for one, other, are in _EITHER:
        if line.get(one) is not None and line.get(other) is not None and (times or len(rules) > 1):
            raise BadInput(f"{_as_typed(line, one)} and {_as_typed(line, other)} {are}.", _ONE)
    phrase = line.parts["per-day"].phrase if per_day else ""
    if not rules and times is None and phrase and not phrase.isdecimal():
        is_daily = phrase.lower().endswith("daily") or before is None
        rules = [rule_of_every(1)] if is_daily else []
    return plan_input.Schedule(next(iter(rules), None), times, per_day)


_EITHER = (
    ("days", "every", "both say on which days"),
    ("days", "times", "both say how often: so many times a week has no days"),
    ("every", "times", "both say how often: so many times a week has no days"),
    ("times", "per-day", "both say how often: so many a day needs its days"),
)
"""What a plan has one of, and why."""
_ONE = "Type one of them, for example: mon,wed,fri; every 2 days; 3 times a week."


def _as_typed(line: Read, name: str) -> str:
    """Return what was typed of a clause; of an option's number its name, too."""
    phrase = escape_invisible(line.parts[name].phrase)
    return f"--{name} {phrase}" if phrase.isdecimal() else f"'{phrase}'"


def _form(app: App, typed: str | None) -> str | None:
    text = _input.text(app, typed, "form")
    return read_form(text) if text else None
