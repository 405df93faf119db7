"""Mark a planned dose that was not taken."""

import re
from datetime import date, datetime
from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.answers.phrases import say_amount, say_date, say_outcome
from ketalog.answers.plan import say_skipped
from ketalog.app import App
from ketalog.clauses.line import Part, Read
from ketalog.clauses.times import MONTHS
from ketalog.clauses.times import WEEKDAYS as A_WEEKDAY
from ketalog.clauses.words import Meaning, TwoReadings
from ketalog.commands import _input
from ketalog.commands._questions import which
from ketalog.domain.adherence import Planned, adherence
from ketalog.domain.calendar import ONE_DAY, WEEKDAYS, Span
from ketalog.domain.entries import Dose, medication_of, new_id
from ketalog.domain.offer import Offer
from ketalog.domain.plan import Plan, PlanStop, in_force, name_of
from ketalog.domain.plan_input import the_one
from ketalog.domain.routes import find_route, read_route
from ketalog.domain.text import escape_invisible, nearest, unquoted
from ketalog.domain.treatment import Skip
from ketalog.domain.upcoming import those_of_the_day
from ketalog.errors import BadInput, JournalLocked
from ketalog.times import grammar

CLAUSES = ("day", "medication")
"""What can stand before or behind the reason (ketalog/clauses)."""
_DAYS = ("yesterday", *(name.lower() for name in WEEKDAYS))
EXAMPLES = """
ketalog skip
ketalog skip had a cold
ketalog skip wed
ketalog skip yesterday travelling
ketalog skip nasal
"""


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("[REASON]")] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="WHEN", help="The day it was planned for: yesterday, mon."),
    ] = None,
    route: Annotated[
        str | None, typer.Option("--route", metavar="ROUTE", help="Of which plan: its route.")
    ] = None,
    medication: Annotated[
        str | None, typer.Option("--medication", metavar="NAME", help="… or its medication.")
    ] = None,
    why: Annotated[
        str | None,
        typer.Option("--reason", "--note", metavar="TEXT", help="Why; the same as words."),
    ] = None,
) -> None:
    """Mark a planned dose that was not taken, with a REASON if you like."""
    app: App = ctx.obj
    line = _line(app, _sat_or_saturday(app, words or []), at)
    when = _input.when(app, line, "day")
    moment = when["at"]
    named = _input.text(app, medication, "medication") or line.get("medication", (None,))[0]
    versions = _versions(app)
    by, rest = read_route(route) if route else None, " ".join(line.unread)
    if by is None:
        by, rest = _worded_route(rest, in_force(versions or (), moment))
    if rest and why:
        raise BadInput(
            f"Two reasons are said: '{escape_invisible(rest)}' and '{escape_invisible(why)}'.",
            "Type one of them.",
        )
    reason = _input.text_of(app, line, "reason", why or rest)
    plan = _planned(app, moment, by, named, versions)
    day = app.calendar.day_of(moment)
    planned = _on_that_day(app, plan, day, versions)
    skip = Skip(
        id=new_id(),
        **when,
        recorded=app.now,
        route=plan.route if plan else by,
        medication=plan.medication if plan else named,
        reason=reason,
    )
    outcome = app.journal.log(skip)
    about = [*say_skipped(plan, day, planned), *_if_not_taken(app, plan, day)]
    app.answer(app.change(outcome, lines=[*say_outcome(outcome, app.now), *about]))


def _if_not_taken(app: App, plan: Plan | None, day: date) -> list[str]:
    """Return what to type of doses that are written down for the day, if they were not taken."""
    if plan is None:
        return []
    return [
        f"If #{dose.number}, {say_amount(dose)}, was not taken: ketalog delete {dose.number}"
        for dose in app.reports.entries_around(Span(day, day + ONE_DAY))
        if isinstance(dose, Dose)
        and app.calendar.day_of(dose.at) == day
        and (medication_of(dose), dose.route) == name_of(plan)
    ]


def _line(app: App, words: list[str], at: str | None) -> Read:
    """Return what the words say: the day at their start, the reason behind it.

    A day at the end of a reason can belong to it: then it is asked about.
    """
    options = {"day": at}
    line = _input.said(
        app, _day_first(words), CLAUSES, options, texts=("reason",), between=frozenset(), edges=True
    )
    reason, parts, part = _reason_of(line, words), line.parts, line.parts.get("day")
    if part is not None:
        parts = {**parts, "day": Part(_input.whole_day(app, part.value), part.phrase)}
    line = Read(parts, line.texts, (reason,) if reason else ())
    first, _, behind = reason.partition(" ")
    named = re.sub(_POSSESSIVE, "", first.strip(_MARKS))  # wed's dose, had a cold
    is_named = first[:1].isdecimal() or (named != first and bool(behind))
    if part is None and is_named and grammar.is_day(named):  # 18.11.
        on = grammar.read_day(named, app.now, app.calendar)
        return _line(app, behind.split(), on.isoformat())
    _refuse_no_reason(reason, has_day=part is not None)
    day_in = _day_in(re.sub(_UNTIL, "", reason) if part else reason)
    goes_on = re.match(_GOES_ON, reason) and not re.match(_NO_DAY, reason, re.IGNORECASE)
    if part is not None and (day_in or goes_on):
        both = f"'{part.phrase}' and '{escape_invisible(reason)}'"
        raise BadInput(
            f"Two {'days' if day_in else 'things'} are said: {both}.",
            "Type a line for each.",
        )
    if day_in and day_in != reason:  # the friday dose
        return _line(app, [day_in], at)
    if re.fullmatch(_THE_DOSE, reason, re.IGNORECASE):
        return Read(line.parts, line.texts, ())
    if part is None and (near := nearest(reason.partition(" ")[0], _DAYS, cutoff=0.8)):
        raise BadInput(
            f"'{escape_invisible(reason.partition(' ')[0])}' can't be read as a day. "
            f"Did you mean '{near}'?",
            f"If it is the reason, type: ketalog skip today {escape_invisible(reason)}.",
        )
    typed = " ".join(" ".join(words).split())
    if not at and part is None:
        return _with_day_within(app, line, reason, typed)
    if at or part is None or not typed.endswith(f"{reason} {part.phrase}") or not reason:
        return line
    return _with_day_behind(app, line, reason, part, typed)


def _with_day_within(app: App, line: Read, reason: str, typed: str) -> Read:
    """Return what words without a day at an end say: one among them may be that of the dose."""
    for found in re.finditer(_A_DAY, reason, re.IGNORECASE):
        before = reason[: found.start()].lower().split()[-1:]
        if before and before[0] in _UNTIL_WORDS | _BINDS - {"and", "or"}:
            continue
        try:
            planned = grammar.read_day(found[0], app.now, app.calendar)
        except BadInput:
            continue
        if planned <= app.calendar.day_of(app.now):
            two = TwoReadings(
                typed,
                "can be two days",
                Meaning(f"{found[0]} {reason}", f"the dose of {say_date(planned)}"),
                Meaning(f"today {reason}", "the dose of today"),
            )
            return _line(app, [which(app, two)], None)
    return line


def _sat_or_saturday(app: App, words: list[str]) -> list[str]:
    """Return words whose first is not a day alone, but a word of a reason: `sat around`."""
    whole = " ".join(" ".join(words).split())
    typed = whole.removeprefix("the ")
    if not re.match(_NO_DAY, typed, re.IGNORECASE):
        return words
    first, _, reason = typed.partition(" ")
    day = next((name for name in _DAYS if name.startswith(first.lower())), f"on {first},")
    two = TwoReadings(
        whole,
        f"can be {day.strip(',')}, or the reason",
        Meaning(f"{day} {reason}", f"the dose of {day.removeprefix('on ').strip(',')}"),
        Meaning(f"today {typed}", "the dose of today"),
    )
    return which(app, two).split()


_NO_DAY = (
    "(?:sat (?:around|in|up|down|with|at|on|by|through|outside|there|alone|and)"
    r"|sun (?:was|is|made|gave|came|burn\w*|stroke)|wed (?:my|this)"
    r"|[1-9](?:st|nd|rd|th) (?:in a|this|bout|round|try|attempt|missed|skip(?:ped)?))\b"
)
"""What begins with a word that is a day as well: sat around all day."""
_UNIT = "(?:troche|lozenge|tablet|spray)s?"
_A_DAY = (
    rf"\b(?:{A_WEEKDAY}|yesterday|[0-9]{{1,2}}(?:st|nd|rd|th)? {MONTHS}"
    rf"|{MONTHS} [0-9]{{1,2}}(?:st|nd|rd|th)?)(?!\w)"
)
_GLUED_DAY = rf"(?P<name>(?P<weekday>{A_WEEKDAY})|{MONTHS})(?P<day>[0-9]{{1,2}})"
_WHICH_ONE = rf"(?:the |my )?(?:first|second|third|1st|2nd|3rd) (?:dose|half|one|{_UNIT})\b"
"""What stands for one of several doses, and is no day of the month."""


def _refuse_no_reason(reason: str, *, has_day: bool) -> None:
    """Raise BadInput for what can't be a reason, or, without a day before it, is several days."""
    for shape, problem, hint in _NO_REASONS:
        whole = shape if has_day else f"(?:{shape})(?: ?[,;:]| [-\u2013\u2014]).*|{shape}"
        if re.fullmatch(whole, reason.rstrip(" .,;!"), re.IGNORECASE):
            raise BadInput(f"'{escape_invisible(reason)}' {problem}.", hint)
    if not has_day and re.match(_SEVERAL_DAYS, reason, re.IGNORECASE):  # mon-fri vacation
        raise BadInput(
            f"'{escape_invisible(reason)}' is not one day, or not one dose.",
            "Type a line for each, as in: ketalog skip wed.",
            Offer("If it is the reason", [["skip", "today", *reason.split()]]),
        )


def _with_day_behind(app: App, line: Read, reason: str, day: Part, typed: str) -> Read:
    """Return what words with a day behind them say: it may be a part of the reason."""
    if reason.lower() in {"for", "on"}:  # for today
        return Read(line.parts, line.texts, ())
    if reason.lower() in _UNTIL_WORDS:
        raise BadInput(
            f"'{escape_invisible(typed)}' is not one day.",
            "Type a line for each, as in: ketalog skip wed.",
        )
    try:
        planned = app.calendar.day_of(_input.when(app, line, "day")["at"])
    except BadInput as error:  # ill, will take tomorrow
        other = Offer("If it is the reason", [["skip", "today", *typed.split()]])
        raise BadInput(error.message, other) from error
    is_bound = reason.lower().split()[-1] in _BINDS  # sick since monday
    two = TwoReadings(
        typed,
        "can be two days",
        Meaning(
            f"{day.phrase} {typed if is_bound else reason}", f"the dose of {say_date(planned)}"
        ),
        Meaning(f"today {typed}", "the dose of today"),
    )
    return _line(app, [which(app, two)], None)


_GOES_ON = f"(?i)(?:and|&|[+]) |(?:(?:to|thru|through|(?:un)?till?) )?{A_WEEKDAY}\\b(?![-+/])"
"""What stands behind a first day, and before another or something else."""
_BINDS = frozenset({"and", "or", "to", "since", "from", "before", "after", "by", "until", "for"})
"""Words before a day that belongs to the reason."""
_POSSESSIVE = "['\u2019]s$"
_MARKS = '"\u201c\u201d\u201e\u2013\u2014.,;!'


def _reason_of(line: Read, words: list[str]) -> str:
    """Return the words that no clause has read, without "the dose" and the marks before them."""
    rest, medicine = " ".join(line.unread), line.parts.get("medication")
    if medicine and rest and " ".join(words).endswith(f"{rest} {medicine.phrase}"):
        rest = f"{rest} {medicine.phrase}"  # stopped ketamine
    return re.sub(
        r"(?i)^(?=.*\w)(?:note\b:?(?=.*\w))?"
        rf"(?:(?:the |my |one |1 )?(?:dose\b|{_UNIT}(?=[,:]| [-\u2013\u2014]))(?=.*\w{{2}})"
        r"[-\u2013\u2014:, ]*)?(?:[-\u2013\u2014:,]* )*",
        "",
        unquoted(rest.strip("\u2013\u2014")),
    )


_BEFORE_A_DAY = frozenset({"my", "the", "dose", "doses", "from", "of"})


def _day_first(words: list[str]) -> list[str]:
    """Return words with the day before the route: `sublingual wed sick`; `forgot friday`."""
    if found := re.match(_WHICH_ONE, " ".join(words), re.IGNORECASE):
        raise BadInput(
            f"'{escape_invisible(found[0])}' names no day.",
            "Type the day that it was planned for, as in: ketalog skip wed.",
        )
    pieces = " ".join(words).split()
    marked = (
        re.fullmatch(r"[(\[@]*([A-Za-z]+)[)\]:;.-]*(?:--+(.+))?", pieces[0]) if pieces else None
    )
    if marked and grammar.is_day(marked[1]):  # (wed) flu; wed--flu
        pieces[:1] = filter(None, marked.groups())
    if pieces and (found := re.fullmatch(_GLUED_DAY, pieces[0], re.IGNORECASE)):  # nov18, wed18
        pieces[:1] = [found["name"], f"{found['day']}th" if found["weekday"] else found["day"]]
    n = next((n for n, piece in enumerate(pieces) if piece.lower() not in _BEFORE_A_DAY), 0)
    n = 0 if pieces and pieces[0].lower() == "from" else n  # from fri on
    if n and grammar.is_day(re.sub(_POSSESSIVE, "", pieces[n].strip(_MARKS).lower())):
        del pieces[:n]  # dose wed because of travel
    if pieces and pieces[0][-1:] == "?" and grammar.is_day(day := pieces[0].rstrip("?")):
        raise BadInput(
            f"'{escape_invisible(pieces[0])}' is not sure.", f"Type: ketalog skip {day}."
        )
    if pieces and grammar.is_day(day := pieces[0].partition(",")[0].lower()):  # fri,had a cold
        pieces[:1] = [day, *filter(None, [pieces[0].partition(",")[2]])]
        while pieces[1:] and pieces[0] == pieces[1].lower().rstrip(".,;!"):  # fri fri
            del pieces[0]
    if pieces and grammar.is_day(day := re.sub(_POSSESSIVE, "", pieces[-1].strip(_MARKS))):
        pieces[-1] = day
    is_behind = pieces[1:] and find_route(pieces[0]) and grammar.is_day(pieces[1].strip(",;"))
    return [pieces[1], pieces[0], *pieces[2:]] if is_behind else pieces


def _day_in(reason: str) -> str | None:
    """Return the day that is all that words say: "and wed", "the friday dose"; None for others."""
    words = [word.strip(",;") for word in reason.lower().replace("\u2019", "'").split()]
    words = [re.sub("(?<=ay|ht)s$|'s$", "", word) for word in words]
    day = " ".join(word for word in words if word not in _AROUND_A_DAY)
    return day if day and grammar.is_day(day) else None


_SEVERAL = "(?:[0-9]+|an?(?: few| couple(?: of)?)?|one|two|three|four|five|six|few|couple(?: of)?)"
_A_PART = r"(?:half|part|some|a (?:half|part|bit)|[0-9.,/½]+|one|two|half an?)"
_THE_DOSE = (
    "(?:(?:my|his|her|their|the|a|one|1|this|that|today'?s|tonight'?s) )*"
    f"(?:dose|{_UNIT}|it|one|this|that|time)"
)
_SO_MUCH = f"(?:[0-9.,]+ ?mg|{_A_PART} (?:of .*|x ?)?(?:(?:my|the) )?{_UNIT})(?: .*)?"
_SOME = "(?:it|half|some|part|one|mine|an? half|(?:my|the) dose|only|[0-9.,/]+(?: ?mg)?)"
_OF_THE_DOSE = (
    "(?:only |just )?(?:half|part|some|most)(?: of)? (?:my|the) dose"
    f"|(?:the )?(?:(?:only |just )?half|part|some|other half|second (?:one|{_UNIT})|second half.*)"
    "|the rest"
)
_ELSE = "infusion|session|appointment|appt|visit|gad-?7|phq-?[0-9]+|check|mood|therapy|booster"
_TAKEN = (
    r"(?:.*(?:\b(?:and|but|then|ended up)|,) )?(?:i )?(?:(?:only|just|already|still|later) )*"
    rf"(?:(?:took|taken|taking)(?:\s(?:{_SOME}|late|later|early|{A_WEEKDAY})\b.*)?"
    rf"|had (?:it|half|mine|my dose)\b.*|(?<=only |just )had {_SOME}\b.*)"
    r"|.*\b(?:took|taken) [0-9.,/]+(?: ?mg)?(?: instead.*)?"
    "|(?:reduced|lowered|cut|halved|dropped)(?: it)?(?: down)?(?: to .*)?"
)
_NO_REASONS = (
    (
        f"{_SO_MUCH}|{_OF_THE_DOSE}|{_A_PART} of .*",
        "is not the whole dose",
        "What was taken of it: ketalog dose 100mg sublingual.",
    ),
    (
        f"(?:my |the )?(?:{_ELSE})",
        "is no planned dose",
        "For the dose of today: ketalog skip. An appointment: ketalog list appointments.",
    ),
    (
        r"\?+|cancel|undo|delete|remove|everything|any(?:thing)?|all|plan|why",
        "is no reason",
        "To take it back: ketalog undo.",
    ),
    (
        (
            "(?:the |last )*(?:[2-9]x?|two|three|both|all|several|doses|twice)"
            "(?: of| my| the| doses?| them)*"
        ),
        "is not one dose",
        "Type a line for each, as in: ketalog skip wed.",
    ),
    (
        f"(?:every|each|all)(?: (?:the|my|other|single))*(?: {A_WEEKDAY}s?(?:[ ,;].*)?)?",
        "is not one dose",
        "Type a line for each, as in: ketalog skip wed.",
    ),
    (
        "(?:this|last|the|all|(?:the )?rest of (?:the|this)) (?:week|weekend|month)(?:'?s doses?)?",
        "is not one day",
        "Type a day, as in: ketalog skip wed.",
    ),
    (
        f"(?:the )?(?:last |past )?{_SEVERAL} (?:days?|weeks?|doses)",
        "is not one day",
        "Type a day, as in: ketalog skip wed.",
    ),
    (
        r"(?:(?:at|around|about) )?[0-9]{1,2}(?:[:.][0-9]{2})? ?(?:ish|o'?clock)?",
        "is no reason",
        "Type the day, or its time as well, as in: ketalog skip wed 8pm.",
    ),
    (
        f"{A_WEEKDAY} ?[-\u2013] ?{A_WEEKDAY}",
        "is not one day",
        "Type a day, as in: ketalog skip wed.",
    ),
    (
        f"(?:{_SEVERAL}|last|next) {A_WEEKDAY}s? ago|(?:un)?till? .*",
        "is not one day",
        "Type a line for each, as in: ketalog skip wed.",
    ),
    (
        "(?:#|(?:dose|entry|number) #?)[0-9]+",
        "is an entry, and no day",
        "Type the day that it was planned for, as in: ketalog skip wed.",
    ),
    (
        r"(?:not|no|nothing|none)|.*(?:\b(?:not|never)|n'?t) skip(?:ped|ping)?\b.*",
        "is no reason",
        "For the dose of today: ketalog skip. One that was taken: ketalog dose.",
    ),
    (
        _TAKEN,
        "is no reason",
        "For the dose of today: ketalog skip. One that was taken: ketalog dose.",
    ),
    (
        (
            "before|after|(?:my |the )?(?:last|previous|other|first|second|third|1st|2nd|3rd)"
            "(?: one| dose| day)?"
        ),
        "names no day",
        "Type the day that it was planned for, as in: ketalog skip wed.",
    ),
    (
        "(?:for |until )?(?:my |the )?(?:next|coming)(?: one| dose| time| week| month)?",
        "lies ahead: what has happened can't lie ahead",
        "Type it on its day: ketalog skip.",
    ),
    (
        f"(?:(?:for )?(?:the )?next {_SEVERAL}(?: .*)?|for {_SEVERAL} (?:day|week|month)s?)",
        "lies ahead: what has happened can't lie ahead",
        "Type it on its day: ketalog skip.",
    ),
)
"""What can't be a reason: how it is typed, what is wrong with it, and what to type."""
_SEVERAL_DAYS = (
    r"[0-9]{1,2}\. ?[-\u2013] ?[0-9]{1,2}\.|"
    f"{A_WEEKDAY}s? ?(?:[-\u2013+&/]|and|to|thru|through) ?{A_WEEKDAY}s?\\b"
    r"|(?:all|(?:the )?whole|(?:the )?rest of(?: the| this)?|this|last) (?:week|weekend|month)\b"
    r"|(?:the |my |last )*(?:[2-9]|two|three|both|all|several)(?: of)?(?: my| the)? doses\b"
)
"""What stands for more than one day, at the start of a reason."""
_UNTIL_WORDS = frozenset({"to", "til", "till", "until", "through"})
_UNTIL = f"(?i)^(?:{'|'.join(_UNTIL_WORDS)}) "
_AROUND_A_DAY = frozenset({"the", "my", "dose", "doses", "of", "on", "for", "and", "or", "from"})
_AROUND_A_DAY |= {"&", "+"}


def _worded_route(text: str, plans: list[Plan]) -> tuple[str | None, str]:
    """Return the route that the words begin with, if a plan has it, and the other words.

    Another name of a route, such as "mouth", is one only where it stands alone; a route alone is
    no reason, whatever the plans have.
    """
    routes = {plan.route for plan in plans}
    first, _, rest = text.partition(" ")
    first = first.lower().strip(",;")
    alone = find_route(text)
    if alone in routes or (alone is not None and (alone == first or len(first) < 3)):  # iv
        return alone, ""
    return (first, rest.lstrip("-\u2013\u2014:, ")) if first in routes else (None, text)


def _versions(app: App) -> tuple[Plan | PlanStop, ...] | None:
    """Return every version of every plan; None where the journal is locked."""
    try:
        versions, _ = app.store.planned()
    except JournalLocked:
        return None
    return versions


def _planned(
    app: App,
    moment: datetime,
    route: str | None,
    medication: str | None,
    versions: tuple[Plan | PlanStop, ...] | None,
) -> Plan | None:
    """Return the plan that a dose is skipped of; None where the journal is locked.

    Raises BadInput without a plan.
    """
    if versions is None:
        return None
    day = app.calendar.day_of(moment)
    plans = in_force(versions, moment)
    if route is None and medication is None:
        plans = those_of_the_day(plans, versions, day, app.calendar)
    plan = the_one(plans, route, medication)
    if plan is None:
        raise BadInput(
            f"No plan holds on {say_date(day)}: nothing was planned that could be skipped.",
            "Set one with 'ketalog plan set', or write a note.",
        )
    return plan


def _on_that_day(
    app: App, plan: Plan | None, day: date, versions: tuple[Plan | PlanStop, ...] | None
) -> Planned | None:
    """Return what the plan had for a day, or for the week of it, before this was written down."""
    if plan is None or not versions:
        return None
    of_week = plan.per_week is not None
    span = app.calendar.week_of(day) if of_week else Span(day, day + ONE_DAY)
    entries = [
        entry for entry in app.reports.entries_around(span) if isinstance(entry, Dose | Skip)
    ]
    held = adherence(versions, entries, span, app.calendar, app.calendar.day_of(app.now))
    planned = held.planned if held else ()
    return next(
        (planned_dose for planned_dose in planned if name_of(planned_dose.plan) == name_of(plan)),
        None,
    )
