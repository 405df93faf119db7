"""A dose that was not typed in full: as planned or as last time, in units that the plan knows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_taken
from ketalog.clauses.amounts import Dosage
from ketalog.clauses.words import Meaning, TwoReadings
from ketalog.commands._input import refuse_unread
from ketalog.commands._questions import which
from ketalog.domain.amounts import DEVICE_MG, PIECES, Amount, Taken, is_taken_by, read_dose
from ketalog.domain.plan import Plan, a_dose_mg, in_force, name_of
from ketalog.domain.routes import BY_NAME, known_medication, read_route
from ketalog.domain.text import as_key, escape_invisible, nearest, say_number
from ketalog.domain.values import Value
from ketalog.errors import BadInput, Declined, Example, JournalLocked
from ketalog.times.words import say_day

if TYPE_CHECKING:
    from ketalog.app import App
    from ketalog.clauses.line import Read
    from ketalog.domain.entries import Dose


class TypedDose(Value, frozen=True):
    """What was typed of a dose; None where it was not."""

    amount: Amount | None
    route: str | None
    medication: str | None


def completed(app: App, line: Read, typed: TypedDose, at: datetime) -> Taken:
    """Return a dose that was not said in mg and in full.

    Raises BadInput for what can't be known, and for words that nothing has read.
    """
    typed = as_said(app, line, typed, at)
    if typed.amount is not None and typed.route is not None:
        return Taken(typed.amount, typed.route, typed.medication)
    return _as_usual(app, line, typed, at)


_SAYS_LAST = frozenset({"same", "last", "again", "before", "yesterday"})
"""Words of `same as last time`: the last dose is meant, also where the plan has another."""
_SAYS_PLANNED = frozenset({"planned", "prescribed", "plan"})
"""Words of `as planned`: that is the plan's dose, also when it has been taken that day."""


def as_said(app: App, line: Read, typed: TypedDose, at: datetime) -> TypedDose:
    """Return what was typed of a dose, with an amount that had no mg in it as it is meant.

    Raises BadInput for what can't be known, and for words that nothing has read.
    """
    dosage, unread = line.get("amount"), line.unread
    if dosage is not None and dosage.amount is None and not unread:
        typed = _of_units(app, dosage, typed, at)
    elif dosage is not None and dosage.is_bare and len(unread) == 1:
        form = as_key(unread[0].strip(".,;")).removesuffix("s")
        if form in {as_key(plan.form or "") for plan in _known(app, at, None, typed.medication)}:
            number = line.parts["amount"].phrase
            units = Dosage(None, f"{number} {unread[0]}", number, form=form)
            typed, unread = _of_units(app, units, typed, at), ()
    elif not unread and dosage is not None and dosage.is_bare:
        typed = _of_a_number(app, line.parts["amount"].phrase, typed, at)
    if unread:
        _refuse_parted(app, line)
        _refuse(app, line, typed)
    return typed


def refuse_unread_words(app: App, line: Read) -> None:
    """Raise BadInput for words that nothing has read, and that can't be units of a plan either."""
    dosage = line.get("amount")
    if dosage is None or not (dosage.is_bare and len(line.unread) == 1):
        _, only_route = line.get("medication", (None, None))
        route = line.get("route", only_route) or (dosage and dosage.route)
        _refuse(app, line, TypedDose(None, route, None))


def _refuse_parted(app: App, line: Read) -> None:
    """Raise BadInput for `2 spravato devices`: the 2 is no number of mg."""
    amount, medication = line.parts.get("amount"), line.parts.get("medication")
    pieces = " ".join(line.unread)
    if not (amount and medication and pieces.lower().removesuffix("s") in PIECES):
        return
    from ketalog.commands._questions import own_offer

    typed = f"{amount.phrase} {medication.phrase} {pieces}"
    raise BadInput(
        f"Not read: '{escape_invisible(typed)}'.",
        own_offer(app, "Type", typed, f"{amount.phrase} {pieces} {medication.phrase}"),
    )


def _refuse(app: App, line: Read, typed: TypedDose) -> None:
    """Raise BadInput for words that nothing has read; a route is nearly one, or none was said."""
    rest = " ".join(line.unread)
    told = {*rest.lower().replace("\u2019", "'").split()}
    # "no nausea" behind an amount is about something else, "didn't take" is not.
    says_not = told & _NOT_TAKEN and (
        "amount" not in line.parts or told <= _NOT_TAKEN | {"did", "take"}
    )
    if says_not and told != {"not"} and app.ui.command == "dose":
        raise BadInput(
            f"'{escape_invisible(rest)}' says that it was not taken.",
            f"For a planned dose that was not taken: ketalog skip{_day_said(line)}.",
            TAKES_OUT,
        )
    if "kg" in told:
        raise BadInput(
            f"'{escape_invisible(rest)}' makes it an amount by weight, and ketalog computes none.",
            "Type the mg that were given. Of a session, both: "
            "ketalog session infusion 0.5mg/kg 35mg.",
        )
    if "amount" in line.parts and ("%" in rest or told & _SHARES):
        raise BadInput(
            f"'{escape_invisible(rest)}' makes it a part of an amount, and ketalog computes none.",
            "Type the mg that were taken.",
        )
    if "amount" not in line.parts and PARTS.intersection(rest.lower().split()):
        raise BadInput(
            f"'{escape_invisible(rest)}' says no amount, and ketalog computes none.",
            "Type how much it was: ketalog dose 100mg sublingual, or ketalog dose 1/2 troche.",
        )
    from ketalog.commands._unread import refuse, says_when

    is_time = rest.partition(" ")[0].lower() == "split" or says_when(app, line, rest)
    may_be = "amount" in line.parts or nearest(rest, BY_NAME)  # same as fri
    if typed.route is None and len(rest.split()) <= _LONGEST_ROUTE and may_be and not is_time:
        _refuse_route(app, line, rest)
    if "amount" not in line.parts and app.ui.command == "dose":
        refuse(
            app,
            line,
            f"How much was it? For example: ketalog dose 100mg {typed.route or 'sublingual'}.",
        )
    refuse_unread(app, line)


def _refuse_route(app: App, line: Read, words: str) -> None:
    """Raise BadInput for what is no route; beside an amount it may be another medicine."""
    from ketalog.commands._questions import own_offer
    from ketalog.commands._unread import other_medicine

    try:
        read_route(words)
    except BadInput as error:
        if meant := nearest(words, BY_NAME):
            raise BadInput(error.message, own_offer(app, "Type", words, meant)) from None
        if other := other_medicine(app, line, words):
            raise BadInput(error.message, *error.hints, other) from None
        if " " not in words:  # most of a troche: those are no name of anything
            raise


def _day_said(line: Read) -> str:
    return f" {escape_invisible(line.parts['at'].phrase)}" if "at" in line.parts else ""


TAKES_OUT = "One that is logged: its number is in 'ketalog list doses'; then ketalog delete 41."
"""What to do about a dose that was logged and not taken."""
_NOT_TAKEN = frozenset(
    {"forgot", "forgotten", "missed", "miss", "skip", "skipped", "not", "didn't", "didnt", "none"}
    | {"no", "never", "haven't", "havent", "without"}
)
PARTS = frozenset({"half", "quarter", "third", "double", "twice", "triple"})
"""Words that say how much of another dose it was."""
_SHARES = frozenset({"third", "thirds", "fifth", "sixth", "1/3", "2/3", "most", "nearly", "almost"})
"""Words that make an amount a part of itself: a third of 300 mg."""
_LONGEST_ROUTE = 3


def _of_units(app: App, units: Dosage, typed: TypedDose, at: datetime) -> TypedDose:
    """Return a dose in units, as strong as the plan says. Raises BadInput where none does."""
    if units.form is None:  # x2, of what nobody knows
        raise BadInput(
            f"'{escape_invisible(units.units)}' does not say of what.",
            "Type how strong each is, or what it is: 2x100mg, 2 troches.",
        )
    form = units.form
    each_mg, route, medication = None, typed.route, typed.medication
    if form == "device" and medication == "esketamine":
        each_mg, route = DEVICE_MG, route or "nasal"
    begins = None
    plans = [
        plan
        for plan in _known(app, at, None, typed.medication)
        if typed.route or plan.form or is_taken_by(form, plan.route)
    ]
    for plan in _fitting(plans, form):
        if typed.route in {None, plan.route} and _only(plans, plan, typed.route, form):
            each_mg, route, medication = plan.strength_mg, plan.route, plan.medication
            units = _counted(app, units, plan)
            begins = plan.at if plan.at > at else None
    if each_mg is None:
        raise _not_known(app, units.units, form)
    counted = f"{units.count}x{say_number(each_mg)}mg"
    amount, _ = read_dose([counted])
    if begins and amount and route:
        since = f"in the plan that began {say_day(app.calendar.day_of(begins))}"
        if not app.ui.asks:
            from ketalog.commands._questions import own_offer

            in_mg = counted if typed.route else f"{counted} {route}"
            raise BadInput(
                f"'{escape_invisible(units.units)}' does not say how strong one is.",
                own_offer(app, f"As {since}", units.units, in_mg),
            )
        dose = say_taken(amount, medication, route)
        _confirm(app, f"{dose}, as {since}? Enter to log it, n to stop: ")
    return TypedDose(amount, route, medication)


def _counted(app: App, units: Dosage, plan: Plan) -> Dosage:
    """Return units with how many they were, if only what they are was typed: `troche`."""
    if units.units != units.form or plan.units is None or plan.units == 1:
        return units
    one, many = f"1 {units.form}", f"{say_number(plan.units)} {units.form}s"
    two = TwoReadings(units.units, "does not say how many", Meaning(one, one), Meaning(many, many))
    count = which(app, two).partition(" ")[0]
    return Dosage(None, units=units.units, count=count, form=units.form)


def _of_a_number(app: App, phrase: str, typed: TypedDose, at: datetime) -> TypedDose:
    """Return a dose whose amount has no unit: it is in mg, if that is all it can be."""
    two = readings_of_a_number(app, phrase, typed, at)
    if two is None:
        return typed
    amount, route = read_dose(which(app, two).split())
    return TypedDose(amount, typed.route or route, typed.medication)


def readings_of_a_number(
    app: App, phrase: str, typed: TypedDose, at: datetime, *, is_sure: bool = True
) -> TwoReadings | None:
    """Return what an amount without a unit can be; None where mg is all, and that `is_sure`."""
    usual, unit, usual_route = _usual_mg(app, typed, at)
    mg = typed.amount.amount_mg if typed.amount else Decimal(0)
    number = say_number(mg)
    route = f" {usual_route}" if usual_route and typed.route is None else ""
    in_mg = Meaning(f"{number}mg{route}", f"{number} mg{route}")
    if usual is None and is_locked(app):
        problem = "has no unit, and the journal is locked: whether it is mg or units can't be seen"
        return TwoReadings(phrase, problem, in_mg)
    if usual is None or unit is None:
        is_ours = typed.medication is None or known_medication(typed.medication)
        return (
            None
            if is_sure and (mg >= _LEAST_SURE or not is_ours)
            else TwoReadings(phrase, "has no unit", in_mg)
        )
    largest = usual * _TIMES_USUAL
    as_units = unit not in {1, mg} and mg != usual and mg * unit <= largest
    if is_sure and not as_units and usual / _PART_OF_USUAL <= mg <= largest:
        return None
    if mg * unit > max(largest, unit * _TIMES_USUAL):
        problem = f"has no unit, and your last or planned dose has {say_number(usual)} mg"
        return TwoReadings(phrase, problem, in_mg)
    whole = f"{number} × {say_number(unit)} mg = {say_number(mg * unit)} mg"
    in_units = Meaning(f"{number}x{say_number(unit)}mg{route}", f"{whole}{route}")
    return TwoReadings(phrase, "can be mg or units", in_mg, in_units)


_LEAST_SURE = 10
"""Where nothing is known, a number alone below it is rather one of units."""
_TIMES_USUAL, _PART_OF_USUAL = 3, 10
"""Beyond these a number alone is asked about: three times the usual dose, a tenth of it."""


def _usual_mg(
    app: App, typed: TypedDose, at: datetime
) -> tuple[Decimal | None, Decimal | None, str | None]:
    """Return how many mg the plan or the last dose has, one unit of it, and its route.

    None for what is not known.
    """
    plans = _known(app, at, typed.route, typed.medication)
    for plan in plans:
        whole = a_dose_mg(plan)
        if whole is not None or plan.strength_mg is not None:
            route = plan.route if len(plans) == 1 else None
            return whole or plan.strength_mg, plan.strength_mg or whole, route
    try:
        mg = typed.amount.amount_mg if typed.amount else None
        last = app.journal.usual(typed.route, typed.medication, mg)
    except JournalLocked:
        return None, None, None
    if last is None:
        return None, None, None
    return last.amount_mg, last.each_mg or last.amount_mg, last.route


def _as_usual(app: App, line: Read, typed: TypedDose, at: datetime) -> Taken:
    """Return a dose, with what was not typed of it as planned or as last time.

    A person is shown it and confirms with Enter; without one it takes --usual, or words that say
    so.
    """
    part = line.parts.get("usual")
    usual, phrase = (part.value, part.phrase) if part else (False, "")
    missing, said = "amount" if typed.amount is None else "route", {*phrase.lower().split()}
    again = bool(_SAYS_PLANNED & said)
    planned = _planned_dose(app, typed, at, again=again) if typed.amount is None else None
    several = _which_of_several(app, typed, at) if usual and typed.amount is None else None
    if again and several and planned is None:
        raise BadInput(f"'{escape_invisible(phrase)}' does not say which.", several)
    if "yesterday" in said:
        _refuse_other_day(app, typed, phrase, at)
    if planned and (_SAYS_LAST & said or several):
        planned = _planned_or_last(app, typed, planned, phrase or "--usual")
    taken = planned or _like_the_last(app, typed, missing, at)
    if not usual:
        dose = say_taken(taken.amount, taken.medication, taken.route)
        like = "as last time" if typed.amount is None else "by the route of last time"
        if not app.ui.asks:
            like = f" {'as planned' if planned else like}" if typed.amount is None else f", {like}"
            raise BadInput(
                f"The {missing} is missing.", f"Type it, or add --usual for {dose}{like}."
            )
        like = "the planned dose" if planned else like
        if (day := next_planned_day(app, taken.route, taken.medication, at)) is not None:
            like = f"{'as planned' if planned else like}; the plan's next is {say_day(day)}"
        _confirm(app, f"{dose}, {like}? Enter to log it, n to stop: ")
    return taken


def _planned_or_last(app: App, typed: TypedDose, planned: Taken, phrase: str) -> Taken | None:
    """Return the planned dose, or None for the last one: where they differ, a person is asked."""
    last = app.journal.usual(typed.route, typed.medication, None)
    if last is None or (last.amount_mg, last.route) == (planned.amount.amount_mg, planned.route):
        return planned
    amount = Amount(last.amount_mg, last.count, last.each_mg)
    said = say_taken(amount, last.medication, last.route)
    as_last = Meaning(f"{say_number(last.amount_mg)}mg {last.route}", f"{said}, as last time")
    said = say_taken(planned.amount, planned.medication, planned.route)
    mg = planned.amount
    each = f"{say_number(mg.count)}x{say_number(mg.each_mg)}" if mg.count and mg.each_mg else ""
    words = f"{each or say_number(mg.amount_mg)}mg {planned.medication or ''} {planned.route}"
    in_full = " ".join(words.split()) if _which_of_several(app, typed, app.now) else "as planned"
    as_planned = Meaning(in_full, f"{said}, as planned")
    problem = "can be the last dose or the planned one"
    chosen = which(app, TwoReadings(phrase, problem, as_last, as_planned))
    return planned if chosen == as_planned.typed else None


def refuse_more_than_usual(app: App, line: Read, taken: Taken, at: datetime) -> None:
    """Raise BadInput for `usual + 50mg`: 50 mg alone is not what was usual.

    `again` says that it is one more, and the option that the route is as last time.
    """
    usual, amount = line.parts["usual"], line.parts["amount"]
    doses = [_dose_of(plan) for plan in _known(app, at, taken.route, taken.medication)]
    try:
        last = app.journal.usual(taken.route, taken.medication, None)
    except JournalLocked:
        last = None
    known = {dose.amount.amount_mg for dose in doses if dose} | {last and last.amount_mg}
    is_more = usual.span and usual.phrase.lower() != "again"
    if is_more and taken.amount.amount_mg not in known:
        raise BadInput(
            f"Two things are said: '{usual.phrase}' and '{amount.phrase}'.",
            f"Type how much it was in all, without '{usual.phrase}'.",
        )


def _refuse_other_day(app: App, typed: TypedDose, phrase: str, at: datetime) -> None:
    """Raise BadInput for `same as yesterday` where the last dose is of another day."""
    last = app.journal.usual(typed.route, typed.medication, None)
    if last is None:
        return
    day = app.calendar.day_of(last.at)
    if day != app.calendar.day_of(at) - timedelta(days=1):
        raise BadInput(
            f"'{escape_invisible(phrase)}': the last dose is of {say_day(day)}.",
            "Type it in full: ketalog dose 100mg sublingual.",
        )


def next_planned_day(app: App, route: str, medication: str | None, at: datetime) -> date | None:
    """Return the next day that the plan of a dose names; None if it names none, or this one."""
    plans = [plan for plan in _plans(app, at, route, medication) if plan.rrule is not None]
    if len(plans) != 1:
        return None
    from ketalog.domain.upcoming import days_ahead

    versions, _ = app.store.planned()
    name, today = name_of(plans[0]), app.calendar.day_of(at)
    of_plan = [version for version in versions if name_of(version) == name]
    days = days_ahead(of_plan, today, app.calendar)
    return days[0] if days and days[0] != today else None


def say_beside_the_plan(app: App, dose: Dose) -> list[str]:
    """Return what there is to say of a dose on a day that its plan does not name."""
    day = next_planned_day(app, dose.route, dose.medication, dose.at)
    if day is None:
        return []
    today = say_day(app.calendar.day_of(dose.at))
    return [f"This is beside your plan: it has no dose on {today}; the next is {say_day(day)}."]


def _like_the_last(app: App, typed: TypedDose, missing: str, at: datetime) -> Taken:
    amount = typed.amount
    try:
        mg = amount.amount_mg if amount else None
        last = app.journal.usual(typed.route, typed.medication, mg)
    except JournalLocked as error:
        raise BadInput(
            f"The {missing} is missing, and the journal is locked: neither the plan nor the last "
            "dose can be seen.",
            "Type it in full: ketalog dose 100mg sublingual.",
        ) from error
    if last is None:
        several = _which_of_several(app, typed, at)
        if several:
            raise BadInput(f"The {missing} is missing.", several)
        versions, _ = app.store.planned()
        later = (plan.at for plan in versions if plan.at > at and isinstance(plan, Plan))
        begins = next(later, None)
        plan = f": your plan begins on {say_day(app.calendar.day_of(begins))}" if begins else ""
        raise BadInput(
            f"The {missing} is missing{plan}, and there is no earlier dose to take it from.",
            Example("dose", "100mg sublingual."),
        )
    amount = amount or Amount(last.amount_mg, last.count, last.each_mg)
    return Taken(amount, typed.route or last.route, typed.medication or last.medication)


def _confirm(app: App, question: str) -> None:
    answer = app.ui.ask(question).strip()
    if answer.lower() in {"", "y", "yes"}:
        return
    if answer.lower() in {"n", "no", "q", "quit"}:
        raise Declined("Nothing was logged.", "Type it in full: ketalog dose 100mg sublingual.")
    from ketalog.commands._questions import own_offer

    raise Declined("Nothing was logged.", own_offer(app, "Type", "", "", *answer.split()))


def _planned_dose(app: App, typed: TypedDose, at: datetime, *, again: bool) -> Taken | None:
    """Return the dose that is planned and fits what was typed, or None if none or several do.

    Without `again`, one that was taken already is none of them.
    """
    from ketalog.domain.upcoming import is_done, those_of_the_day

    like = _known(app, at, typed.route, typed.medication)
    versions, doses = app.store.planned() if like else ((), ())
    day = app.calendar.day_of(at)
    of_the_day = those_of_the_day(like, versions, day, app.calendar)
    today = [dose for dose in doses if app.calendar.day_of(dose.at) == day]
    planned = [
        taken
        for plan in of_the_day
        if plan.parts is None
        and (again or not is_done(plan, today, versions))
        and (taken := _dose_of(plan)) is not None
    ]
    return planned[0] if len(planned) == 1 else None


def _dose_of(plan: Plan) -> Taken | None:
    amount_mg = a_dose_mg(plan)
    if amount_mg is None:
        return None
    return Taken(Amount(amount_mg, plan.units, plan.strength_mg), plan.route, plan.medication)


def _not_known(app: App, units: str, form: str) -> BadInput:
    """Return why it is not known how strong units are: the lock, or that no plan says it."""
    unknown = f"How strong one {escape_invisible(form)} is can't be known"
    why = ": the journal is locked." if is_locked(app) else f" from '{escape_invisible(units)}'."
    each = "2x15mg nasal" if form in {"spray", "device"} else "0.5x200mg sublingual"
    return BadInput(f"{unknown}{why}", Example("dose", f"{each}.", "Type count x strength"))


def _which_of_several(app: App, typed: TypedDose, at: datetime) -> str | None:
    """Return which plans there are to choose from and how, or None if there are not several."""
    plans = _known(app, at, typed.route, typed.medication)
    if len(plans) < 2:
        return None
    names = [f"{escape_invisible(medication)} {route}" for medication, route in map(name_of, plans)]
    by_route = len({plan.route for plan in plans}) == len(plans)
    commands = [
        f"ketalog dose {route}"
        if by_route
        else f"ketalog dose --medication {escape_invisible(medication)}"
        for medication, route in map(name_of, plans)
    ]
    return f"There are several plans: {' and '.join(names)}. Type which: {', or '.join(commands)}."


def usual_doses(app: App) -> list[Taken]:
    """Return each planned dose; without a plan, the last dose.

    There are none where the journal is locked and was not opened.
    """
    plans = _plans(app, app.now, None, None)
    planned = [taken for plan in plans if (taken := _dose_of(plan)) is not None]
    if planned or is_locked(app):
        return planned
    last = app.journal.usual(None, None, None)
    if last is None:
        return []
    amount = Amount(last.amount_mg, last.count, last.each_mg)
    return [Taken(amount, last.route, last.medication)]


def is_locked(app: App) -> bool:
    """Tell whether the journal is locked, and was not opened in this run."""
    try:
        app.store.planned()
    except JournalLocked:
        return True
    return False


def _plans(app: App, at: datetime, route: str | None, medication: str | None) -> list[Plan]:
    """Return the plans that hold, as far as they are what was typed; none if they can't be seen."""
    try:
        versions, _ = app.store.planned()
    except JournalLocked:
        return []
    return [
        plan
        for plan in in_force(versions, at)
        if route in {None, plan.route}
        and as_key(medication or "") in {"", as_key(plan.medication or "ketamine")}
    ]


def _known(app: App, at: datetime, route: str | None, medication: str | None) -> list[Plan]:
    """Return the plans that held then, or for a dose from before the first one, that hold now."""
    return _plans(app, at, route, medication) or _plans(app, app.now, route, medication)


def _fitting(plans: list[Plan], form: str) -> list[Plan]:
    """Return the plans with such units, or else those that don't say what a unit is."""
    strong = [plan for plan in plans if plan.strength_mg]
    if form == "unit":
        return strong
    same = [plan for plan in strong if as_key(plan.form or "") == as_key(form)]
    return same or [plan for plan in strong if plan.form is None]


def _only(plans: list[Plan], plan: Plan, route: str | None, form: str) -> bool:
    same = [other for other in _fitting(plans, form) if route in {None, other.route}]
    return same == [plan]
